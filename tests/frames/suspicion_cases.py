"""Registers, extracts and lists, and what of them both readings are given."""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import attrs
import narwhals as nw
import polars as pl

from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.audit import (
    DEPARTMENTS,
    REGISTER,
    Entry,
    Extract,
    Match,
    MatchTable,
    Suspicion,
    match,
    suspect,
)
from pa_registry.frames import Tables, from_registry
from pa_registry.frames._suspecting import (
    APART,
    EXACT,
    HOLDER,
    KIND,
    Eager,
    Hits,
)
from pa_registry.model import (
    Evidence,
    Household,
    HukouChange,
    HukouChangeKind,
    IdentityNumber,
    Person,
    Registry,
    Relative,
    Status,
)
from pa_registry.model.evidence import SOURCES
from pa_registry.model.forms import ROW_FORMS
from pa_registry.model.records import Record
from pa_registry.standards import (
    Certainty,
    Citation,
    Clause,
    CriteriaList,
    Effect,
    ExceptionCase,
    FactDay,
    Item,
    ListKind,
    ListStatus,
    Reach,
    Standards,
    Subject,
)
from pa_registry.testing import conditions, households, subjects
from tests.audit.samples import car, text
from tests.frames.matching_cases import CONNECTION
from tests.frames.matching_registers import PERSONS


__all__ = [
    "ENGINES",
    "LISTED",
    "Case",
    "cases",
    "counted",
    "handed_over",
    "hits_of",
    "lists",
    "persons_of",
    "shipped",
]

LISTED = dt.date(2017, 6, 1)
_LATE = dt.date(2017, 3, 2)
_SEEN = (dt.date(2016, 8, 10), dt.date(2012, 2, 29))
#: The sources that clauses of random lists are about.
_SOURCES = ("vehicles", "payrolls", "deaths", "hukou_changes", "conducts")
_KIN = ("kin_vehicles", "kin_payrolls")
_RELATIONS = (None, *_SOURCES, "vehicles", "vehicles", *_KIN, "kin_vehicles")
_SOUND = tuple(text(order) for order in range(1, 5))
_OLD = _SOUND[0][:6] + _SOUND[0][8:17]
_MISPRINT = _SOUND[1][:17] + ("0" if _SOUND[1][17] != "0" else "1")


class Case(NamedTuple):
    """A register, what departments handed over, and a list."""

    registry: Registry
    extracts: tuple[Extract, ...]
    listed: CriteriaList

    @property
    def table(self) -> MatchTable:
        """Match the register with the extracts, and with itself."""
        return match(self.registry, self.extracts)

    def suspicions(self, table: MatchTable) -> tuple[Suspicion, ...]:
        """Raise the suspicions over the objects."""
        return suspect(table, self.registry, self.listed, at=LISTED)

    def tables(
        self, table: MatchTable, backend: frames.Backend = "polars"
    ) -> Tables:
        """Write the register as frames, and all hits as its records."""
        evidence = {
            home.number: _all_hits(home, table)
            for home in self.registry.households
        }
        return from_registry(self.registry, evidence, backend=backend)


def _all_hits(home: Household, table: MatchTable) -> Evidence:
    sources: dict[str, list[Any]] = {}
    for one in _of_departments(home, table):
        record: Any = one.record
        sources.setdefault(one.source, []).append(
            attrs.evolve(record, holder=one.person, seen_on=one.extract_date)
        )
    listed: dict[str, Any] = {
        source: tuple(rows) for source, rows in sources.items()
    }
    return Evidence(coverage=table.coverage_of(home.number), **listed)


def _of_departments(home: Household, table: MatchTable) -> Iterator[Match]:
    return (one for one in table.of(home.number) if one.record is not None)


def hits_of(case: Case, table: MatchTable, tables: Tables) -> Hits:
    """Give the hits of the objects to the columns, with kin and doubles."""
    sources: dict[str, Eager] = {}
    for source in DEPARTMENTS:
        rows = nw.from_native(tables.sources[source], eager_only=True)
        listed = [
            one
            for home in case.registry.households
            for one in _of_departments(home, table)
            if one.source == source
        ]
        marks = _frame(
            {
                EXACT: ([one.is_exact for one in listed], nw.Boolean()),
                APART: ([one.apart for one in listed], nw.Boolean()),
            },
            rows,
        )
        sources[source] = nw.concat([rows, marks], how="horizontal")
    like = nw.from_native(tables.households, eager_only=True)
    itself = [one for one in table.hits if one.source == REGISTER]
    homes = [one.household for one in itself], nw.String()
    people = [one.person for one in itself], nw.String()
    register = _frame(
        {
            "household": homes,
            HOLDER: people,
            KIND: ([one.kind for one in itself], nw.String()),
            EXACT: ([one.is_exact for one in itself], nw.Boolean()),
        },
        like,
    )
    holders = _frame(
        {
            "household": ([one.household for one in table.hits], nw.String()),
            HOLDER: ([one.person for one in table.hits], nw.String()),
        },
        like,
    )
    return Hits(sources, register, holders)


def _frame(columns: dict[str, tuple[list[Any], Any]], like: Eager) -> Eager:
    return nw.from_dict(
        {name: values for name, (values, _) in columns.items()},
        {name: kind for name, (_, kind) in columns.items()},
        backend=like.implementation,
    )


def persons_of(case: Case) -> pl.DataFrame:
    """List members and kin, as a matching takes them."""
    rows: list[dict[str, Any]] = []
    for home in case.registry.households:
        people: tuple[Person | Relative, ...] = home.members
        people += home.relatives or ()
        rows += [
            {
                "household": home.number,
                "number": one.number,
                "identity": _clear(one.identity),
                "apart": isinstance(one, Relative),
                "division": home.division,
                "status": home.status,
                "name": one.name,
                "born": one.born,
                "left": getattr(one, "left", None),
                "relation_to_head": one.relation_to_head,
            }
            for one in people
        ]
    return pl.DataFrame(rows, schema=PERSONS)


def handed_over(case: Case) -> dict[str, pl.DataFrame]:
    """Write the extracts as frames, line by line."""
    found: dict[str, pl.DataFrame] = {}
    for extract in case.extracts:
        entries = extract.entries
        held: dict[str, Any] = {
            extract.source: tuple(
                attrs.evolve(one.record, seen_on=extract.extract_date)
                for one in entries
            )
        }
        tables = from_registry(Registry(), {"": Evidence(**held)})
        texts = [_clear(one.identity) for one in entries]
        found[extract.source] = (
            tables.sources[extract.source]
            .drop("household", "holder")
            .with_columns(
                pl.Series("identity", texts, pl.String),
                pl.Series("name", [one.name for one in entries], pl.String),
                pl.Series("born", [one.born for one in entries], pl.Date),
                pl.Series(
                    "village", [one.village for one in entries], pl.String
                ),
            )
        )
    return found


def _clear(number: IdentityNumber | None) -> str | None:
    return None if number is None else number.reveal(purpose="a test")


# Registers and extracts ----------------------------------------------------


identities = st.sampled_from((*_SOUND, *_SOUND, _OLD, _MISPRINT, None)).map(
    lambda one: None if one is None else IdentityNumber.read(one)
)
_STATUSES = (None, Status.CURRENT, Status.EXITED, *[Status.CURRENT] * 2)
_ENTERED = (None, dt.date(2014, 6, 1), dt.date(2016, 2, 29), _LATE, LISTED)

_GONE = (*_STATUSES, Status.REMOVED)


@st.composite
def registers(draw: st.DrawFn) -> Registry:
    """Draw a register in which the same few numbers turn up again."""
    found: list[Household] = []
    for place in range(draw(st.integers(2, 5))):
        home = draw(households(min_members=1))
        # Now and then a household has somebody twice.
        shared = st.just(draw(identities))
        members = tuple(
            attrs.evolve(one, identity=draw(shared | identities | identities))
            for one in home.members
        )
        kin = home.relatives
        if kin is not None:
            kin = tuple(
                attrs.evolve(one, identity=draw(identities)) for one in kin
            )
        entered = draw(st.sampled_from(_ENTERED))
        found.append(
            attrs.evolve(
                home,
                number=f"H{place}",
                entered=entered,
                members=members,
                relatives=kin,
                status=draw(st.sampled_from(_GONE)),
                split_on=draw(st.sampled_from((None, entered))),
            )
        )
    return Registry(households=tuple(found))


#: Records that raise a suspicion on most days.
_PLAIN: Mapping[str, Record] = {
    "vehicles": car(),
    "hukou_changes": HukouChange(kind=HukouChangeKind.CANCELLED),
}


@st.composite
def extracts(draw: st.DrawFn) -> tuple[Extract, ...]:
    """Draw what some departments handed over."""
    others = st.lists(st.sampled_from(_SOURCES[1:]), unique=True, min_size=1)
    sources = ["vehicles", *draw(others)]
    found: list[Extract] = []
    for source in sources:
        records = subjects(form=ROW_FORMS[source].name)
        if source in _PLAIN:
            records |= st.just(_PLAIN[source])
        drawn = draw(st.lists(records, min_size=1, max_size=3))
        lines = st.builds(
            Entry, identity=identities, record=st.sampled_from(drawn)
        )
        found.append(
            Extract(
                source=source,
                extract_date=draw(st.sampled_from(_SEEN)),
                entries=tuple(draw(st.lists(lines, min_size=2, max_size=8))),
            )
        )
    return tuple(found)


# Lists ---------------------------------------------------------------------


CITED = Citation(issuer="", title="测试清单", certainty=Certainty.PROPOSAL)


def _list(id_: str, clauses: tuple[Clause, ...]) -> CriteriaList:
    return CriteriaList(
        id=id_,
        kind=ListKind.NEGATIVE,
        status=ListStatus.READ,
        zh="测试清单",
        en="a list of a test",
        citation=CITED,
        items=(Item(number="1", zh="条目", en="an item", clauses=clauses),),
    )


#: Rules whose answers differ from day to day.
_DATED = {
    "household": (
        "household.entered < today",
        "household.entered >= years_ago(1)",
        "household.members.any(person.age < 18)",
        "household.vehicles.at_least(1, always(True))",
    ),
    "vehicle": ("vehicle.acquired >= years_ago(1)",),
}


@st.composite
def _clauses(draw: st.DrawFn, place: int) -> Clause:
    relation = draw(st.sampled_from(_RELATIONS))
    source = (relation or "").removeprefix("kin_")
    form = ROW_FORMS[source].name if source in SOURCES else "household"
    rules = conditions(form=form, depth=1).map(lambda one: one.to_text())
    rules |= st.just("always(True)")
    rules |= st.sampled_from(_DATED.get(form, ("always(True)",)))
    code = f"CODE_{place}"
    if relation is None and draw(st.booleans()):
        code = "SPLIT_HOUSEHOLD"
    many = draw(st.integers(0, 2)) if relation else 0
    return Clause(
        code=code,
        effect=draw(st.sampled_from(Effect)),
        reach=Reach.KIN
        if relation in _KIN
        else draw(st.sampled_from((Reach.MEMBER, Reach.HOUSEHOLD))),
        day=draw(st.sampled_from(FactDay)),
        zh="情形",
        en="a circumstance",
        citation=CITED,
        subject=draw(st.sampled_from((Subject.HOUSEHOLD, Subject.PERSON))),
        relation=relation,
        rule=draw(rules),
        exceptions=tuple(
            ExceptionCase(
                rule=draw(rules),
                zh="例外",
                en="let through",
                fact_zh="",
                fact_en="",
                ask_zh="",
                ask_en="",
            )
            for _ in range(many)
        ),
    )


@st.composite
def lists(draw: st.DrawFn) -> CriteriaList:
    """Draw a list of which nobody ever heard."""
    clauses = [
        draw(_clauses(place)) for place in range(draw(st.integers(1, 4)))
    ]
    return _list("a-list-of-a-test", tuple(clauses))


def shipped() -> tuple[CriteriaList, ...]:
    """Give the negative lists that come with the library."""
    book = Standards.builtin()
    return tuple(
        one
        for one in book.lists()
        if one.kind is ListKind.NEGATIVE and not one.is_empty
    )


def cases(
    listed: st.SearchStrategy[CriteriaList],
) -> st.SearchStrategy[Case]:
    """Draw a register, extracts and a list."""
    return st.builds(Case, registers(), extracts(), listed)


# Engines -------------------------------------------------------------------


def _as_duckdb(frame: pl.DataFrame) -> Any:
    arrow: Any = frame
    return CONNECTION.from_arrow(arrow.to_arrow())


def _as_arrow(frame: pl.DataFrame) -> Any:
    arrow: Any = frame
    return arrow.to_arrow()


ENGINES: Mapping[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pyarrow": _as_arrow,
    "duckdb": _as_duckdb,
}


def counted(rows: Sequence[Mapping[str, object]]) -> Counter[Any]:
    """Count rows, whatever their order."""
    return Counter(tuple(row.items()) for row in rows)
