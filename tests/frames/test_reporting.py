"""
Counts, comparisons and reasons: what the objects come to, added up.

1. The funnel counts, rule by rule and place by place, what the objects say.
2. A comparison has the entrants and leavers of `policies.compare`.
3. Reasons are the decisions of the objects themselves.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from hypothesis import given, settings

from pa_registry import frames
from pa_registry.errors import (
    InvalidValueError,
    NotInRegistryError,
    TablesRefusedError,
)
from pa_registry.model.terms import household
from pa_registry.money import yuan
from pa_registry.policies import (
    IdentificationOutcome,
    NegativeListOutcome,
    Policy,
    Step,
    compare,
)
from pa_registry.testing import days
from tests.frames.engines import ENGINES, Homes, homes, often
from tests.policies.random_policies import policies


EXAMPLES = {"polars": 20, "polars-lazy": 6, "pyarrow": 12, "duckdb": 3}


def rows_of(frame: Any) -> list[dict[str, Any]]:
    opened: Any = nw.from_native(frame, eager_only=True)
    return list(opened.rows(named=True))


def counted(policy: Policy[Any], case: Homes, day: dt.date) -> Counter[Any]:
    """Count what each rule says of each household, as objects."""
    found: Counter[Any] = Counter()
    for one in case.registry.households:
        place = None if one.division is None else one.division[:6]
        ended = False
        evidence = case.evidence.get(one.number)
        for step in policy.steps:
            truth = step.rule.judge(one, evidence=evidence, at=day).value
            word = {True: "met", False: "not_met", None: "unknown"}[truth]
            found[place, step.label, word] += 1
            if truth and not ended:
                ended = True
                found[place, step.label, "ends"] += 1
        found[place, "otherwise", "met"] += 1
        found[place, "otherwise", "ends"] += not ended
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_funnel_counts_what_objects_say(engine: str) -> None:
    """Met, failed, unknown and ended, rule by rule and place by place."""

    @settings(max_examples=often(EXAMPLES[engine]))
    @given(policies(), homes(), days())
    def agree(policy: Policy[Any], case: Homes, day: dt.date) -> None:
        tables = ENGINES[engine](case)

        rows = rows_of(frames.funnel(policy, tables, at=day))

        got: Counter[Any] = Counter()
        for row in rows:
            for word in ("met", "not_met", "unknown", "ends"):
                got[row["division"], row["rule"], word] += row[word]
        assert +got == +counted(policy, case, day)

    agree()


@settings(max_examples=often(25))
@given(policies(), homes(), days())
def test_funnel_of_one_group_adds_the_places_up(
    policy: Policy[Any], case: Homes, day: dt.date
) -> None:
    """Without places every rule has one row, and every household counts."""
    rows = rows_of(frames.funnel(policy, case.tables(), by=None, at=day))

    assert [row["rule"] for row in rows] == [
        *(step.label for step in policy.steps),
        "otherwise",
    ]
    for row in rows:
        judged = row["met"] + row["not_met"] + row["unknown"]
        assert judged == len(case.registry.households)
    assert sum(row["ends"] for row in rows) == len(case.registry.households)


@pytest.mark.parametrize("engine", ENGINES)
def test_comparison_has_the_same_movers(engine: str) -> None:
    """Entrants, leavers and moves are those of the objects."""

    @settings(max_examples=often(EXAMPLES[engine]))
    @given(policies(), policies(prefix="new"), homes(), days())
    def agree(
        old: Policy[Any], new: Policy[Any], case: Homes, day: dt.date
    ) -> None:
        expected = compare(
            old, new, case.registry, evidence=case.evidence, at=day
        )

        got = frames.compare(old, new, ENGINES[engine](case), at=day)

        for outcome in NegativeListOutcome:
            entrants = _numbers(got.entrants(outcome.value))
            leavers = _numbers(got.leavers(outcome.value))
            assert entrants == {h.number for h in expected.entrants(outcome)}
            assert leavers == {h.number for h in expected.leavers(outcome)}
        moves: Counter[Any] = Counter()
        for row in rows_of(got.counts):
            key = row["old_outcome"], row["new_outcome"]
            moves[key] += row["households"]
        assert moves == Counter(
            {(a.value, b.value): n for (a, b), n in expected.moves().items()}
        )

    agree()


def _numbers(frame: Any) -> set[str]:
    found = nw.from_native(frame)
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return set(found["number"].to_list())


@settings(max_examples=often(25))
@given(policies(), homes(), days())
def test_reasons_are_those_of_the_objects(
    policy: Policy[Any], case: Homes, day: dt.date
) -> None:
    """A row asked for is decided as its household is, reasons included."""
    numbers = [one.number for one in case.registry.households]

    found = frames.reasons(policy, case.tables(), numbers[::-1], at=day)

    assert list(found) == numbers[::-1]
    for one in case.registry.households:
        evidence = case.evidence.get(one.number)
        expected = policy(one, evidence=evidence, at=day)
        assert found[one.number].to_json() == expected.to_json()


HOMES = pl.DataFrame(
    {"number": ["H1"], "net_income": [1], "division": ["990001101201"]}
)


class TestRefusals:
    def test_no_such_household(self) -> None:
        """Reasons for a household that there is none of are refused."""
        with pytest.raises(NotInRegistryError, match="H9"):
            frames.reasons(_policy(), HOMES, ["H9"])

    @pytest.mark.parametrize("by", [0, -1, True, 2.5, "nowhere"])
    def test_no_such_group(self, by: Any) -> None:
        """What groups nothing is refused by name."""
        with pytest.raises(InvalidValueError, match="by"):
            frames.funnel(_policy(), HOMES, by=by)

    def test_the_columns_are_there(self) -> None:
        """A frame that was decided before is not written over."""
        homes_ = HOMES.with_columns(old_outcome=pl.lit("x"))

        with pytest.raises(TablesRefusedError) as caught:
            frames.compare(_policy(), _policy(), homes_)

        (problem,) = caught.value.problems
        assert problem.code == "frame.column-taken"
        assert problem.where == "households.old_outcome"


def _policy() -> Policy[Any]:
    poor = household.net_income < yuan(2952)
    step = Step(
        poor.labelled("below-the-line"), IdentificationOutcome.REGISTER
    )
    return Policy(
        name="by-income",
        zh="按收入",
        en="by income",
        steps=(step,),
        otherwise=IdentificationOutcome.NOT_REGISTERED,
        undecided=IdentificationOutcome.TO_VERIFY,
    )
