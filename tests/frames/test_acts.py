"""
Votes, visits and waivers: what the columns settle, the objects settle.

The acts are drawn many to a household and close together, so that rounds
tie, days tie, blanks decide, and waivers contradict each other.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import Any

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pa_registry import frames
from pa_registry.model import (
    Appraisal,
    AppraisalResult,
    Evidence,
    Finding,
    Household,
    Registry,
    Visit,
    VisitMode,
    Waiver,
)
from pa_registry.model.terms import appraisal, household, visit, waiver
from tests.frames.engines import ENGINES, Homes, by_number, often


#: Each example has twenty households, and each up to nine acts.
EXAMPLES = {"polars": 25, "polars-lazy": 5, "pyarrow": 10, "duckdb": 5}
EARLY, DAY, LATE = (dt.date(2016, 10, d) for d in (18, 19, 20))
RESULTS, FINDINGS = tuple(AppraisalResult)[:2], tuple(Finding)[:2]
NEAR = st.sampled_from((EARLY, DAY, LATE, None))
FLAG = st.sampled_from((True, False, None))

VOTES = st.builds(
    Appraisal,
    result=st.sampled_from((*RESULTS, None)),
    round=st.sampled_from((1, 2, None)),
)
VISITS = st.builds(
    Visit,
    day=NEAR,
    mode=st.sampled_from((*VisitMode, None)),
    met_somebody=FLAG,
    finding=st.sampled_from((*FINDINGS, None)),
)
WAIVERS = st.builds(
    Waiver,
    item=st.sampled_from(("a", "b", "", None)),
    granted=FLAG,
    since=NEAR,
    expires=NEAR,
)

RULES = {
    "accepted": household.appraisals.any(appraisal.result.equals(RESULTS[0])),
    "all_accepted": household.appraisals.all(
        appraisal.result.equals(RESULTS[0])
    ),
    "found": household.visits.any(visit.finding.equals(FINDINGS[0])),
    "found_in_person": household.visits.count(
        visit.finding.equals(FINDINGS[0]) & visit.met_somebody
    )
    >= 2,
    "granted": household.waivers.any(waiver.granted),
    "granted_a": household.waivers.any(
        waiver.granted & waiver.item.equals("a")
    ),
    "refused": household.waivers.any(~waiver.granted),
    "waivers": household.waivers.count(waiver.granted) >= 2,
}


def evidence() -> SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        appraisals=st.lists(VOTES, max_size=3).map(tuple),
        visits=st.lists(VISITS, max_size=3).map(tuple),
        waivers=st.lists(WAIVERS, max_size=3).map(tuple),
    )


def homes_of(pieces: list[Evidence]) -> Homes:
    numbers = [f"H{place}" for place in range(len(pieces))]
    registry = Registry(
        households=tuple(Household(number=one) for one in numbers)
    )
    return Homes(registry, dict(zip(numbers, pieces, strict=True)))


def walked(case: Homes, day: dt.date | None) -> Mapping[str, dict[str, Any]]:
    return {
        one.number: {
            name: rule.judge(
                one, evidence=case.evidence[one.number], at=day
            ).value
            for name, rule in RULES.items()
        }
        for one in case.registry.households
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_acts_settle_alike(engine: str) -> None:
    """What was voted, found and waived reads the same from columns."""

    @settings(max_examples=often(EXAMPLES[engine]), deadline=None)
    @given(st.lists(evidence(), min_size=20, max_size=20))
    def agree(pieces: list[Evidence]) -> None:
        case = homes_of(pieces)
        tables = ENGINES[engine](case)

        rows = by_number(frames.judge(RULES, tables, at=DAY))

        got = {
            number: {name: row[name] for name in RULES}
            for number, row in rows.items()
        }
        assert got == walked(case, DAY)

    agree()


@settings(max_examples=often(10), deadline=None)
@given(st.lists(evidence(), min_size=20, max_size=20))
def test_acts_settle_alike_without_a_day(pieces: list[Evidence]) -> None:
    """Without a day the acts in hand are read as they stand at the end."""
    case = homes_of(pieces)

    rows = by_number(frames.judge(RULES, case.tables()))

    got = {
        number: {name: row[name] for name in RULES}
        for number, row in rows.items()
    }
    assert got == walked(case, None)
