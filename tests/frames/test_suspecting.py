"""
Suspicions over columns are those over objects, row by row.

1. Whatever the register, the extracts and the list, the same rows, for all
   hits: of members, of kin, of the register with itself.
2. The same through the public matching, from extracts to counties.
3. The counts are those of the rows, each household and person once.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Iterable
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.accounts.counts import division_at
from pa_registry.audit import Suspicion, match
from pa_registry.audit.grounds import Grounds
from pa_registry.conditions.judging import needs_day
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidStandardError,
    InvalidValueError,
    TablesRefusedError,
)
from pa_registry.frames.suspecting import from_hits
from pa_registry.model import Registry
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence import SOURCES
from pa_registry.standards import FactDay, Reach, Standards
from pa_registry.standards.rules import read_rule
from tests.audit.samples import car, cars, home, line, number, person
from tests.frames.drawing import drawn
from tests.frames.engines import converted, often
from tests.frames.suspicion_cases import (
    ENGINES,
    LISTED,
    Case,
    cases,
    counted,
    handed_over,
    hits_of,
    lists,
    persons_of,
    shipped,
)
from tests.frames.test_readings import CALM


#: Building a plan costs more on some engines.
EXAMPLES = {"polars": 20, "polars-lazy": 4, "pyarrow": 5, "duckdb": 3}
TABLES = ("households", "members", "relatives", "measures")
SPLITS = "ten-principles-2018"
FAIR = "leaflet-3300-with-exceptions"


def plain(native: Any) -> list[dict[str, Any]]:
    """Read the rows of a computed frame."""
    frame: Any = nw.from_native(native)
    rows: list[dict[str, Any]] = frame.rows(named=True)
    return rows


def written(found: Iterable[Suspicion]) -> Counter[Any]:
    return counted([one.row() for one in found])


def over_columns(case: Case, engine: str) -> frames.Suspected:
    """Give the columns the hits of the objects."""
    table = case.table
    moved = converted(case.tables(table), ENGINES[engine])
    # What an engine without frames of its own computes is Arrow's.
    own: frames.Backend = "polars" if "polars" in engine else "pyarrow"
    return from_hits(
        hits_of(case, table, case.tables(table, own)),
        {name: getattr(moved, name) for name in TABLES},
        Grounds.of(case.listed, None),
        LISTED,
        coverage=moved.coverage,
    )


def told_apart(case: Case) -> Case:
    """Give everybody in a household a number of his own, as columns ask."""
    homes = tuple(
        attrs.evolve(
            home,
            members=tuple(
                attrs.evolve(one, number=f"{one.number}.{place}")
                for place, one in enumerate(home.members)
            ),
            relatives=None
            if home.relatives is None
            else tuple(
                attrs.evolve(one, number=f"{one.number}.{place}")
                for place, one in enumerate(home.relatives)
            ),
        )
        for home in case.registry.households
    )
    registry = attrs.evolve(case.registry, households=homes)
    return case._replace(registry=registry)


def publicly(case: Case, engine: str) -> frames.Suspected:
    """Go from the extracts themselves to suspicions."""
    change = ENGINES[engine]
    moved = converted(case.tables(case.table), change)
    found = frames.match(
        change(persons_of(case)),
        {name: change(one) for name, one in handed_over(case).items()},
        extracts={one.source: one.extract_date for one in case.extracts},
    )
    return frames.suspect(found, moved, case.listed, at=LISTED)


@pytest.mark.parametrize("engine", ENGINES)
class TestAgreement:
    """Rows of the columns are rows of the objects."""

    def test_any_list(self, engine: str) -> None:
        """A random list, or a published one, raises the same suspicions."""

        @settings(
            max_examples=often(EXAMPLES[engine]), suppress_health_check=CALM
        )
        @given(cases(lists() | st.sampled_from(shipped())))
        def law(case: Case) -> None:
            found = over_columns(case, engine)

            assert counted(plain(found.rows)) == written(
                case.suspicions(case.table)
            )

        law()

    def test_from_the_extracts(self, engine: str) -> None:
        """The matching over columns leads to the same suspicions."""

        @settings(
            max_examples=often(max(2, EXAMPLES[engine] // 3)),
            suppress_health_check=CALM,
        )
        @given(cases(st.sampled_from(shipped())))
        def law(case: Case) -> None:
            case = told_apart(case)
            found = publicly(case, engine)

            assert counted(plain(found.rows)) == written(
                case.suspicions(case.table)
            )

        law()


def branches(case: Case, found: Iterable[Suspicion]) -> Counter[str]:
    """Name what a case makes both readings do."""
    seen: Counter[str] = Counter()
    clauses = {one.label: one for one in case.listed.clauses}
    for one in found:
        row = one.row()
        clause = clauses.get(one.ground)
        if clause is None:
            seen[one.ground] += 1
            continue
        relation = clause.relation or "form"
        of_records = relation.removeprefix("kin_") in SOURCES
        for which in ("entry", "list"):
            said = row[which]
            kind = "records" if of_records else "form"
            seen[f"{kind} {said}"] += 1
        seen[f"of a {one.subject.value}"] += 1
        seen["kin" if one.reach is Reach.KIN else "not kin"] += 1
        seen["possible" if one.is_possible else "exact"] += 1
        seen["open" if one.is_open else "cleared"] += 1
        seen["several hits" if len(one.matches) > 1 else "one hit"] += 1
        seen["several persons" if len(one.persons) > 1 else "one"] += 1
        seen[f"day {clause.day.value}"] += 1
        seen.update(str(answer.cleared_by) for answer in one.answers)
        if of_records and needs_day(read_rule(clause.rule or "")):
            seen["reads the day"] += 1
    return seen


def test_every_branch_is_reached() -> None:
    """The cases clear, leave open, and raise by each kind of ground."""
    seen: Counter[str] = Counter()
    for case in drawn(cases(lists()), 120):
        seen += branches(case, case.suspicions(case.table))
    truths = ("met", "not met", "unknown", "None")
    wanted = {
        *(f"records {truth}" for truth in truths),
        *("form met", "form None"),
        *(f"day {one.value}" for one in FactDay),
        "dead-still-registered",
        "hukou-cancelled-still-registered",
        *("of a person", "of a household", "kin", "not kin"),
        *("possible", "exact", "open", "cleared"),
        *("several hits", "one hit", "several persons", "reads the day"),
        *("fact-not-held-on-the-day", "stated-exception"),
    }

    assert wanted - set(seen) == set()


# Counts --------------------------------------------------------------------


def sums(found: Iterable[Suspicion]) -> dict[str, int]:
    """Count suspicions, open ones, households and members, each once."""
    listed = list(found)
    people = {
        (one.household, hit.person)
        for one in listed
        for hit in one.matches
        if hit.person and not hit.apart
    }
    return {
        "suspicions": len(listed),
        "open": sum(one.is_open for one in listed),
        "households": len({one.household for one in listed}),
        "persons": len(people),
    }


def grouped(
    found: Iterable[Suspicion], level: DivisionLevel | None, *keys: str
) -> list[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[Suspicion]] = {}
    for one in found:
        place = one.division
        if level is not None:
            place = division_at(place, level)
        both = {"division": place, "ground": one.ground}
        groups.setdefault(tuple(both[key] for key in keys), []).append(one)
    return [
        {**dict(zip(keys, key, strict=True)), **sums(groups[key])}
        for key in sorted(groups)
    ]


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_counts(engine: str) -> None:
    """The counts are those of the rows, and add up by division."""

    @settings(max_examples=often(5), suppress_health_check=CALM)
    @given(cases(lists()), st.sampled_from(DivisionLevel))
    def law(case: Case, level: DivisionLevel) -> None:
        all_ = case.suspicions(case.table)
        found = over_columns(case, engine)
        still = [one for one in all_ if one.is_open]

        assert plain(found.by_division(level)) == grouped(
            all_, level, "division"
        )
        assert plain(found.by_ground()) == grouped(all_, None, "ground")
        assert plain(found.by_ground(level)) == grouped(
            all_, level, "division", "ground"
        )
        assert dict(found.totals) == sums(all_)
        assert dict(found.only_open.totals) == sums(still)
        assert counted(plain(found.only_open.rows)) == written(still)
        for name in ("suspicions", "open", "households", "persons"):
            lines = plain(found.by_division(level))
            assert sum(one[name] for one in lines) == found.totals[name]

    law()


# What is given -------------------------------------------------------------


def one_car() -> tuple[frames.Matches[pl.DataFrame], frames.Tables]:
    """Match one household with one car."""
    there = Registry(households=(home(1),))
    table = match(there, [cars(line(number(1)))])
    case = Case(there, (cars(line(number(1))),), shipped()[0])
    found = frames.match(persons_of(case), handed_over(case))
    return found, case.tables(table)


def test_county_by_default() -> None:
    """One car makes one line of its county, and one of its ground."""
    found, tables = one_car()
    suspected = frames.suspect(found, tables, FAIR, at=LISTED)

    assert suspected.by_division().rows() == [("990101", 1, 1, 1, 1)]
    assert suspected.by_ground().rows() == [("car", 1, 1, 1, 1)]
    assert len(suspected) == 1
    assert repr(suspected) == "Suspected(1 suspicions)"


def test_nothing_found() -> None:
    """Where no ground applies there are columns without rows."""
    found, tables = one_car()
    gone = attrs.evolve(
        tables,
        households=tables.households.with_columns(status=pl.lit("removed")),
    )
    suspected = frames.suspect(found, gone, FAIR, at=LISTED)

    assert suspected.rows.columns == list(Suspicion.COLUMNS)
    assert suspected.by_division().is_empty()
    assert suspected.by_ground(DivisionLevel.COUNTY).is_empty()
    assert set(suspected.totals.values()) == {0}
    assert suspected.only_open.rows.is_empty()


def test_columns_have_their_types() -> None:
    """A row of an object holds what the columns declare."""
    there = Registry(households=(home(1),))
    case = Case(
        there, (cars(line(number(1), car(disposed=None))),), shipped()[0]
    )
    (one, *_) = [*case.suspicions(case.table)]
    kinds = {str: pl.String, bool: pl.Boolean, int: pl.Int64}
    found, tables = one_car()
    rows = frames.suspect(found, tables, FAIR, at=LISTED).rows

    assert tuple(one.row()) == tuple(Suspicion.COLUMNS)
    for name, value in one.row().items():
        assert value is None or type(value) is Suspicion.COLUMNS[name]
    assert dict(rows.schema) == {
        name: kinds[kind] for name, kind in Suspicion.COLUMNS.items()
    }


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "not met"), (0, "not met"), (1, "met")]
)
def test_sold_around_the_entry(days: int, said: str) -> None:
    """A car sold up to the day of entry clears itself, over columns too."""
    sold = home(1).entered
    assert sold is not None
    record = car(disposed=sold + dt.timedelta(days=days))
    there = Registry(households=(home(1),))
    case = Case(there, (cars(line(number(1), record)),), shipped()[0])
    found = frames.match(persons_of(case), handed_over(case))
    suspected = frames.suspect(found, case.tables(case.table), FAIR, at=LISTED)

    assert suspected.rows["entry"].to_list() == [said]
    assert suspected.totals["open"] == (said == "met")


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "met"), (0, "met"), (1, "not met")]
)
def test_the_form_on_two_days(days: int, said: str) -> None:
    """Each household is judged on its own day, a year before it entered."""
    listed = Standards.builtin().criteria("herding-area-2017-eight-cases")
    clause = attrs.evolve(listed.clause("long-absent"), day=FactDay.OPEN)
    only = attrs.evolve(listed.items[0], clauses=(clause,))
    away = dt.date(2013, 6, 1) + dt.timedelta(days=days)
    homes = (
        attrs.evolve(home(1), away_since=away),
        attrs.evolve(home(2, entered=None), away_since=away),
    )
    case = Case(
        Registry(households=homes), (), attrs.evolve(listed, items=(only,))
    )

    for engine in ENGINES:
        rows = plain(over_columns(case, engine).rows)
        assert counted(rows) == written(case.suspicions(case.table))
        assert {one["household"]: one["entry"] for one in rows} == {
            "H1": said,
            "H2": "unknown",
        }
        assert {one["list"] for one in rows} == {"met"}


def test_doubles_and_splits() -> None:
    """What the register shows of itself is read over columns, too."""
    twice = attrs.evolve(person(3), number="P9")
    there = Registry(
        households=(
            home(1),
            home(2, person(1)),
            home(3, person(3), twice),
            attrs.evolve(home(4), split_on=home(4).entered),
            attrs.evolve(home(5), split_to_qualify=True),
        )
    )
    case = Case(there, (), Standards.builtin().criteria(SPLITS))

    for engine in ENGINES:
        rows = plain(over_columns(case, engine).rows)
        assert counted(rows) == written(case.suspicions(case.table))
        assert sorted(
            (one["household"], one["ground"], one["possible"]) for one in rows
        ) == [
            ("H2", "person-in-two-households", False),
            ("H3", "same-person-in-one-household", False),
            ("H4", "split-household", True),
            ("H5", "split-household", False),
        ]


def test_who_is_twice_on_the_roster() -> None:
    """A member who left by one line and not by another is still there."""
    left = person(1, left=dt.date(2013, 1, 1))
    there = Registry(households=(home(1, left, person(1)),))
    case = Case(there, (cars(line(number(1))),), shipped()[0])

    for engine in ENGINES:
        rows = plain(over_columns(case, engine).rows)
        assert counted(rows) == written(case.suspicions(case.table))


class TestRefusals:
    """What cannot be read is refused, all at once where it is data."""

    def test_no_result_of_a_matching(self) -> None:
        """Hits by themselves are no matching."""
        found, tables = one_car()
        wrong: Any = found.hits
        with pytest.raises(InvalidValueError, match=r"frames\.match"):
            frames.suspect(wrong, tables, FAIR, at=LISTED)

    def test_tables_given_twice(self) -> None:
        """Tables come together, or one by one."""
        found, tables = one_car()
        with pytest.raises(InvalidValueError, match="twice"):
            frames.suspect(
                found, tables, FAIR, members=tables.members, at=LISTED
            )

    def test_no_members(self) -> None:
        """Without the members nobody knows who has left."""
        found, tables = one_car()
        with pytest.raises(TablesRefusedError, match="members"):
            frames.suspect(found, tables.households, FAIR, at=LISTED)

    def test_columns(self) -> None:
        """Lacking columns and wrong types are said of all tables at once."""
        found, tables = one_car()
        with pytest.raises(TablesRefusedError) as refused:
            frames.suspect(
                found,
                tables.households.drop("status").with_columns(
                    entered=pl.lit("2014")
                ),
                FAIR,
                members=tables.members.drop("left"),
                at=LISTED,
            )

        assert {one.where for one in refused.value.problems} == {
            "households.status",
            "households.entered",
            "members.left",
        }

    def test_other_types_in_an_extract(self) -> None:
        """A price in text is refused, and not read as a blank."""
        found, tables = one_car()
        case = Case(
            Registry(households=(home(1),)),
            (cars(line(number(1))),),
            shipped()[0],
        )
        cars_ = handed_over(case)["vehicles"].with_columns(
            price=pl.lit("三万")
        )
        found = frames.match(persons_of(case), {"vehicles": cars_})
        with pytest.raises(TablesRefusedError, match=r"vehicles\.price"):
            frames.suspect(found, tables, "ten-principles-2018", at=LISTED)

    def test_lists(self) -> None:
        """A slot without text and a list of exits are refused."""
        found, tables = one_car()
        with pytest.raises(InvalidStandardError, match="not located"):
            frames.suspect(found, tables, "hubei-2016-hard-nine", at=LISTED)
        with pytest.raises(InvalidPolicyError, match="negative list"):
            frames.suspect(found, tables, "deqin-2016-household", at=LISTED)


def test_what_an_extract_lacks_is_blank() -> None:
    """Without the kind of a vehicle nobody knows if it is a car."""
    _, tables = one_car()
    case = Case(
        Registry(households=(home(1),)), (cars(line(number(1))),), shipped()[0]
    )
    bare = handed_over(case)["vehicles"].select("identity", "seen_on")
    found = frames.match(persons_of(case), {"vehicles": bare})
    rows = plain(frames.suspect(found, tables, FAIR, at=LISTED).rows)

    assert [(one["ground"], one["entry"]) for one in rows] == [
        ("car", "unknown")
    ]
