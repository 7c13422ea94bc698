"""
Checks over columns find what they find in the objects.

1. Each check that is a rule finds the same subjects, and leaves as many
   unknown, on every engine.
2. What cannot be run is listed with the reason.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from pa_registry import frames
from pa_registry.audit import default_checks, screen
from pa_registry.audit.checks import provincial
from pa_registry.errors import InvalidValueError, NeedsFactDayError
from pa_registry.model import Household, Person, Registry, Status
from pa_registry.synthetic import province
from tests.frames.engines import ENGINES, Homes


DAY = dt.date(2016, 10, 31)
CHECKS = tuple(
    {one.code: one for one in (*default_checks(), *provincial())}.values()
)


@pytest.fixture(scope="module")
def case() -> Homes:
    """Make a small province whose facts are often missing."""
    made = province(households=150, seed=7, missing=Fraction(1, 8))
    drawn = list(made.iter_households())
    homes = [home for home, _ in drawn]
    # One that has been removed, and a member who has left.
    gone = Household(number="H-gone", status=Status.REMOVED, exit_year=2014)
    left = Person(number="P-left", left=dt.date(2015, 1, 1))
    apart = Household(number="H-left", members=(left,))
    registry = Registry(households=(*homes, gone, apart))
    evidence = {home.number: one for home, one in drawn}
    return Homes(registry, evidence)


def expected(case: Homes) -> tuple[set[Any], Counter[Any]]:
    """Run the checks over the objects."""
    done = screen(case.registry, at=DAY, checks=CHECKS, evidence=case.evidence)
    rules = {one.code for one in CHECKS if one.rule is not None}
    found = {
        (one.code, one.household, one.person)
        for one in done.findings
        if one.code in rules
    }
    counts: Counter[Any] = Counter()
    for one in done.counts:
        if one.check.code in rules:
            counts[one.check.code, "found"] = one.found
            counts[one.check.code, "clear"] = one.clear
            counts[one.check.code, "unknown"] = one.unknown
    return found, counts


@pytest.mark.parametrize("engine", ENGINES)
def test_finds_what_the_objects_show(case: Homes, engine: str) -> None:
    """The same findings, and as many unknown, check by check."""
    tables = ENGINES[engine](case)

    done = frames.screen(tables, checks=CHECKS, at=DAY)

    findings: Any = nw.from_native(done.findings)
    found = {
        (row["check"], row["household"], row["number"])
        for row in findings.rows(named=True)
    }
    counts: Counter[Any] = Counter()
    listed: Any = nw.from_native(done.counts)
    for row in listed.rows(named=True):
        for word in ("found", "clear", "unknown"):
            counts[row["check"], word] += row[word]
    wanted, totals = expected(case)
    assert found == wanted
    assert +counts == +totals
    assert found


def test_searches_are_listed(case: Homes) -> None:
    """A check that compares households with each other is named as such."""
    done = frames.screen(case.tables(), checks=CHECKS, at=DAY)
    searches = [one for one in CHECKS if one.rule is None]

    assert {one.check for one in done.not_run if not one.lacks} == {*searches}


def test_what_is_lacking_is_named() -> None:
    """A check that reads a column that there is none of says which."""
    homes = pl.DataFrame({"number": ["H1"], "status": ["exited"]})
    check = next(one for one in CHECKS if one.code == "exited-without-year")

    done = frames.screen(
        frames.Tables(households=homes), checks=[check], at=DAY
    )

    assert [one.lacks for one in done.not_run] == [("households.exit_year",)]
    assert done.findings.is_empty()
    assert done.counts.is_empty()


def test_a_table_that_is_not_given_is_named() -> None:
    """Checks of members need the members."""
    check = next(
        one for one in CHECKS if one.form == "person" and one.rule is not None
    )
    homes = pl.DataFrame({"number": ["H1"]})

    done = frames.screen(
        frames.Tables(households=homes), checks=[check], at=DAY
    )

    assert [one.lacks for one in done.not_run] == [("members",)]


def test_counts_are_by_division(case: Homes) -> None:
    """By fewer digits the same findings make fewer groups."""
    fine = frames.screen(case.tables(), checks=CHECKS, at=DAY).counts
    whole = frames.screen(case.tables(), checks=CHECKS, at=DAY, by=2).counts

    assert fine["found"].sum() == whole["found"].sum()
    assert set(whole["division"]) == {"", "42"}
    assert len(fine) > len(whole)


def test_refusals(case: Homes) -> None:
    """No tables, and no day where a check needs one."""
    wrong: Any = case.tables().households
    with pytest.raises(InvalidValueError, match="Tables"):
        frames.screen(wrong)
    with pytest.raises(NeedsFactDayError):
        frames.screen(case.tables(), checks=CHECKS)
