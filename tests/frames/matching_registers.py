"""Registers and extracts as forms, and the same as frames."""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

import attrs
import polars as pl

from hypothesis import strategies as st

from pa_registry.audit import Entry, Extract, MatchTable, Searched, SetAside
from pa_registry.columns import columns
from pa_registry.model import (
    Death,
    Household,
    IdentityNumber,
    Person,
    Registry,
    RelationToHead,
    Relative,
    Status,
    Vehicle,
    VehicleKind,
)
from pa_registry.model.identity import check_character
from tests.frames.matching_cases import (
    DOCUMENTS,
    JUNK,
    OLD,
    full_width,
    texts,
)


Rows: TypeAlias = "Counter[tuple[Any, ...]]"

DAY = dt.date(2016, 8, 10)
VILLAGES = ("990101001001", "990101001002", "990101001000", None)
#: Two of the people share a birth date, and two a name.
BORN = (dt.date(1960, 2, 29), dt.date(1980, 1, 1), dt.date(1980, 1, 1))
NAMES = ("张某", "李某", "李某")
FORMS = {"vehicles": Vehicle, "deaths": Death}
OF_RECORD = ("household", "person", "apart", "certainty", "extract_date")


def body(who: int) -> str:
    return f"990102{BORN[who]:%Y%m%d}{who:03d}"


def writings(who: int) -> tuple[str | None, ...]:
    """Write the number of a person in each way that matters."""
    plain = body(who)
    check = check_character(plain)
    other = "0" if check != "0" else "1"
    return (
        *[plain + check] * 4,
        f" {plain}{check}",
        plain[:6] + plain[8:],
        plain + other,
        plain[:14] + "9" + plain[15:] + check,
        plain[:14] + "99" + plain[16:] + check,
        plain[:10] + "13" + plain[12:] + check,
        f"{plain}{check}43",
        f"G{who}234567",
        "9.90102E+17",
        "不详",
        "",
        None,
    )


@attrs.frozen
class Case:
    """
    A register with extracts.

    Attributes:
        registry: The register.
        extracts: The extracts, one of a source.
        names: Whether the register, and the extracts, have names.
        births: Whether they have birth dates.
        villages: Whether they have the place.
        texts: The numbers of persons and of lines, as they are written.
    """

    registry: Registry
    extracts: tuple[Extract, ...]
    names: tuple[bool, bool]
    births: tuple[bool, bool]
    villages: tuple[bool, bool]
    texts: dict[Any, str | None]


def identities(who: int) -> st.SearchStrategy[str | None]:
    return st.one_of(
        *[st.sampled_from(writings(who))] * 4,
        texts,
    )


def read_as(text: str | None) -> IdentityNumber | None:
    return None if text is None else IdentityNumber.read(text)


flags = st.tuples(st.booleans(), st.booleans())
likely = st.tuples(st.sampled_from([True, True, False]), st.just(value=True))
days = st.sampled_from([None, dt.date(2014, 1, 1), dt.date(2015, 6, 1)])


class _Drawing:
    """Draws the parts of one case."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.names, self.births = draw(likely), draw(flags)
        self.villages = draw(likely)
        self.texts: dict[Any, str | None] = {}

    def someone(self, side: int, key: Any) -> dict[str, Any]:
        """Draw what is known of a person on one side."""
        draw = self.draw
        who = draw(st.integers(0, len(BORN) - 1))
        self.texts[key] = text = draw(identities(who))
        born = draw(st.sampled_from([BORN[who], BORN[who], BORN[0], None]))
        name = draw(st.sampled_from([NAMES[who], NAMES[who], NAMES[0], ""]))
        return {
            "identity": read_as(text),
            "name": name if self.names[side] else None,
            "born": born if self.births[side] else None,
        }

    def village(self, side: int) -> str | None:
        """Draw a place, if that side has any."""
        village = self.draw(st.sampled_from(VILLAGES))
        return village if self.villages[side] else None

    def home(self, at: int) -> Household:
        """Draw a household."""
        draw = self.draw
        members = tuple(
            Person(
                number=f"{at}-{n}",
                relation_to_head=(
                    RelationToHead.HEAD
                    if n == 0 and draw(st.booleans())
                    else None
                ),
                left=draw(st.sampled_from([None, None, DAY])),
                **self.someone(0, f"{at}-{n}"),
            )
            for n in range(draw(st.integers(0, 3)))
        )
        kin = tuple(
            Relative(number=f"{at}-k{n}", **self.someone(0, f"{at}-k{n}"))
            for n in range(draw(st.integers(0 if members else 1, 1)))
        )
        statuses = [None, Status.CURRENT, Status.EXITED, Status.REMOVED]
        return Household(
            number=f"H{at}",
            members=members,
            relatives=kin,
            division=self.village(0),
            status=draw(st.sampled_from(statuses)),
        )

    def record(self, source: str) -> Any:
        """Draw what is on record."""
        draw = self.draw
        if source == "deaths":
            return Death(day=draw(days))
        kinds = st.sampled_from([None, VehicleKind.CAR, VehicleKind.TRUCK])
        return Vehicle(
            kind=draw(kinds), acquired=draw(days), disposed=draw(days)
        )

    def extract(self, source: str) -> Extract:
        """Draw an extract, some of whose lines repeat the one before."""
        entries: list[Entry] = []
        for line in range(self.draw(st.integers(0, 5))):
            if entries and self.draw(st.integers(0, 3)) == 0:
                entries.append(entries[-1])
                self.texts[source, line] = self.texts[source, line - 1]
                continue
            entries.append(
                Entry(
                    record=self.record(source),
                    village=self.village(1),
                    **self.someone(1, (source, line)),
                )
            )
        return Extract(source=source, extract_date=DAY, entries=tuple(entries))


@st.composite
def registers(draw: st.DrawFn) -> Case:
    """Draw a register and its extracts."""
    drawing = _Drawing(draw)
    homes = map(drawing.home, range(draw(st.integers(0, 4))))
    return Case(
        Registry(households=tuple(homes)),
        tuple(map(drawing.extract, FORMS)),
        drawing.names,
        drawing.births,
        drawing.villages,
        drawing.texts,
    )


# As frames ---------------------------------------------------------------

PERSONS: dict[str, Any] = {
    "household": pl.String,
    "number": pl.String,
    "identity": pl.String,
    "apart": pl.Boolean,
    "division": pl.String,
    "status": pl.String,
    "name": pl.String,
    "born": pl.Date,
    "left": pl.Date,
    "relation_to_head": pl.String,
}
ENTRIES: dict[str, Any] = {
    "identity": pl.String,
    "name": pl.String,
    "born": pl.Date,
    "village": pl.String,
}
OWN: dict[str, dict[str, Any]] = {
    "vehicles": {
        "kind": pl.String,
        "acquired": pl.Date,
        "disposed": pl.Date,
    },
    "deaths": {"day": pl.Date},
}


def persons_of(case: Case) -> pl.DataFrame:
    """Write the persons of the register as a frame."""
    listed: list[tuple[Household, Person | Relative]] = []
    for home in case.registry.households:
        listed += [(home, one) for one in home.members]
        listed += [(home, one) for one in home.relatives or ()]
    rows = [
        {
            "household": home.number,
            "number": one.number,
            "identity": case.texts[one.number],
            "apart": isinstance(one, Relative),
            "division": home.division,
            "status": home.status,
            "name": one.name,
            "born": one.born,
            "left": getattr(one, "left", None),
            "relation_to_head": one.relation_to_head,
        }
        for home, one in listed
    ]
    frame = pl.DataFrame(rows, schema=PERSONS)
    lacking = {
        "name": case.names[0],
        "born": case.births[0],
        "division": case.villages[0],
    }
    return frame.drop(name for name, has in lacking.items() if not has)


def sources_of(case: Case) -> dict[str, pl.DataFrame]:
    """Write the extracts as frames."""
    made: dict[str, pl.DataFrame] = {}
    lacking = {
        "name": case.names[1],
        "born": case.births[1],
        "village": case.villages[1],
    }
    for one in case.extracts:
        own = OWN[one.source]
        rows = [
            {
                "identity": case.texts[one.source, line],
                "name": entry.name,
                "born": entry.born,
                "village": entry.village,
                **{name: getattr(entry.record, name) for name in own},
            }
            for line, entry in enumerate(one.entries)
        ]
        frame = pl.DataFrame(rows, schema={**ENTRIES, **own})
        made[one.source] = frame.drop(
            name for name, has in lacking.items() if not has
        )
    return made


# What the audit says -----------------------------------------------------


def _cells(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def said(table: MatchTable, case: Case) -> dict[str, Rows]:
    """Write what a matching of forms says as rows."""
    lines = Counter(
        _cells(one.row(), Searched.COLUMNS) for one in table.searched
    )
    covered = Counter(
        (one.source, one.household, one.person, one.extract_date)
        for home in case.registry.households
        for one in table.coverage_of(home.number)
    )
    found = {
        "hits": Counter(_cells(one, table.COLUMNS) for one in table.rows()),
        "set_aside": Counter(
            _cells(one.row(), SetAside.COLUMNS) for one in table.set_aside
        ),
        "tally": lines,
        "coverage": covered,
    }
    for source, own in OWN.items():
        found[f"records of {source}"] = Counter(_records(table, source, own))
        found[f"source {source}"] = Counter(_evidence(table, case, source))
    return found


def _records(
    table: MatchTable, source: str, own: dict[str, Any]
) -> Iterator[tuple[Any, ...]]:
    for one in table.hits:
        if one.source == source:
            row = one.row()
            held = (getattr(one.record, name) for name in own)
            yield (*_cells(row, OF_RECORD), *held)


def _evidence(
    table: MatchTable, case: Case, source: str
) -> Iterator[tuple[Any, ...]]:
    for home in case.registry.households:
        for one in table.evidence(home.number).of(source):
            held = (getattr(one, name) for name in OWN[source])
            yield (home.number, getattr(one, "holder", None), *held)


def counted(table: MatchTable) -> dict[tuple[str, str], Counter[str]]:
    """Count the hits of each person by source."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in table.hits:
        if one.source in FORMS:
            counts = found.setdefault(one.whom, Counter())
            exact = [one.source, "hits"]
            counts.update(exact if one.is_exact else ["possible"])
    return found


assert all(set(own) < set(columns(FORMS[name])) for name, own in OWN.items())


def every_case() -> Case:
    """
    Make one register with every case that the tables know.

    Everybody is written in each way on both sides, with and without a
    name; some lines repeat others.
    """
    written: dict[Any, str | None] = {}
    homes: list[Household] = []
    texts_of = [(who, t) for who in range(len(BORN)) for t in writings(who)]
    sound = [(who, writings(who)[0]) for who in (0, 1, 2)]
    listed = [*sound, *texts_of, *((0, t) for t in HOSTILE)]
    for at in range(0, len(listed), 3):
        members: list[Person] = []
        kin: list[Relative] = []
        for n, (who, text) in enumerate(listed[at : at + 3]):
            number = f"{at:03d}-{n}"
            written[number] = text
            facts: dict[str, Any] = {
                "number": number,
                "identity": read_as(text),
                "name": NAMES[who] if at % 4 else "",
                "born": BORN[who] if at % 5 else None,
            }
            if at % 7 == n:
                kin.append(Relative(**facts))
            else:
                head = RelationToHead.HEAD if n == at % 2 else None
                left = DAY if at % 8 == n else None
                members.append(
                    Person(relation_to_head=head, left=left, **facts)
                )
        homes.append(
            Household(
                number=f"H{at:03d}",
                members=tuple(members),
                relatives=tuple(kin),
                division=VILLAGES[at % len(VILLAGES)],
                status=Status.REMOVED if at % 9 == 3 else Status.CURRENT,
            )
        )
    homes[:0] = _unknown_homes(written)
    extracts: list[Extract] = []
    for source, form in FORMS.items():
        entries: list[Entry] = []
        own = OWN[source]
        for line, (who, text) in enumerate([*listed, *listed[::5]]):
            again = line % 6 == 5
            written[source, line] = (
                written[source, line - 1] if again else text
            )
            if again:
                entries.append(entries[-1])
                continue
            day = dt.date(2014, 1, 1) if line % 3 else None
            first = next(name for name, one in own.items() if one == pl.Date)
            begun: dict[str, Any] = {first: day}
            entries.append(
                Entry(
                    record=form(**begun),
                    identity=read_as(text),
                    name=NAMES[who if line % 11 else 1] if line % 4 else None,
                    born=BORN[who] if line % 5 else None,
                    village=VILLAGES[line % len(VILLAGES)],
                )
            )
        extracts.append(
            Extract(source=source, extract_date=DAY, entries=tuple(entries))
        )
    both = (True, True)
    there = Registry(households=tuple(homes))
    return Case(there, tuple(extracts), both, both, both, written)


def _unknown_homes(written: dict[Any, str | None]) -> list[Household]:
    """Make households of which no department knows anything."""
    homes: list[Household] = []
    for name, many in (("HX", 1), ("HY", 2)):
        plain = f"99010219750505{many:03d}"
        listed = [plain + check_character(plain), None][:many]
        members: list[Person] = []
        for n, text in enumerate(listed):
            number = f"{name}-{n}"
            written[number] = text
            identity = read_as(text)
            members.append(Person(number=number, identity=identity, born=None))
        homes.append(
            Household(
                number=name,
                members=tuple(members),
                relatives=(),
                status=Status.CURRENT,
            )
        )
    return homes


#: Texts that are cleaned, cut off or full of marks.
HOSTILE = tuple(
    dict.fromkeys((*JUNK, *OLD, *map(full_width, OLD), *DOCUMENTS))
)
