"""
One rule, many readings: the columns agree with the walk, row by row.

1. A rule over columns comes to what the walk comes to, on every engine.
2. So does a policy: outcome, ground, possible, undecided by.
3. So does a rule over the members alone.
"""

from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.conditions import Condition
from pa_registry.conditions.judging import needs_day
from pa_registry.policies import Policy
from pa_registry.testing import conditions, days
from tests.frames.engines import ENGINES, Homes, by_number, homes, often
from tests.policies.random_policies import policies


#: Every engine is asked this often; building a plan costs more on some.
EXAMPLES = {"polars": 60, "polars-lazy": 15, "pyarrow": 30, "duckdb": 12}
CALM = (HealthCheck.too_slow, HealthCheck.filter_too_much)


def walked(rule: Condition[Any], case: Homes, day: Any) -> dict[str, Any]:
    """Judge every household by the walk."""
    return {
        one.number: rule.judge(
            one, evidence=case.evidence.get(one.number), at=day
        ).value
        for one in case.registry.households
    }


def decided(policy: Policy[Any], case: Homes, day: Any) -> dict[str, Any]:
    """Decide every household as an object."""
    found: dict[str, Any] = {}
    for one in case.registry.households:
        decision = policy(one, evidence=case.evidence.get(one.number), at=day)
        open_ = [
            step.label
            for step, reason in zip(
                policy.steps, decision.reasons, strict=False
            )
            if reason.truth.value is None
        ]
        ground = decision.ground
        found[one.number] = (
            decision.outcome.value,
            ground.name if ground else None,
            ",".join(o.value for o in decision.possible),
            None if decision.is_decided else ",".join(open_),
        )
    return found


@pytest.mark.parametrize("engine", ENGINES)
class TestAgreement:
    """“All readings agree exactly, on missing values too.”"""

    def test_rules(self, engine: str) -> None:
        """A rule over columns comes to what the walk comes to."""

        @settings(
            max_examples=often(EXAMPLES[engine]), suppress_health_check=CALM
        )
        @given(
            st.lists(conditions(depth=2), min_size=1, max_size=4),
            homes(),
            days(),
        )
        def agree(
            rules: list[Condition[Any]], case: Homes, day: dt.date
        ) -> None:
            tables = ENGINES[engine](case)
            named = {f"r{place}": rule for place, rule in enumerate(rules)}

            rows = by_number(frames.judge(named, tables, at=day))

            for name, rule in named.items():
                expected = walked(rule, case, day)
                got = {number: row[name] for number, row in rows.items()}
                assert got == expected, rule.to_text()

        agree()

    def test_policies(self, engine: str) -> None:
        """A policy comes to what it comes to on each object."""

        @settings(
            max_examples=often(EXAMPLES[engine]), suppress_health_check=CALM
        )
        @given(policies(), homes(), days())
        def agree(policy: Policy[Any], case: Homes, day: dt.date) -> None:
            tables = ENGINES[engine](case)

            rows = by_number(frames.decide(policy, tables, at=day))

            got = {
                number: (
                    row["outcome"],
                    row["ground"],
                    row["possible"],
                    row["undecided_by"],
                )
                for number, row in rows.items()
            }
            assert got == decided(policy, case, day)

        agree()

    def test_without_a_day(self, engine: str) -> None:
        """So it does without a day, for rules that read none."""

        @settings(
            max_examples=often(EXAMPLES[engine]), suppress_health_check=CALM
        )
        @given(conditions(depth=2, dated=False), homes())
        def agree(rule: Condition[Any], case: Homes) -> None:
            assert not needs_day(rule)
            tables = ENGINES[engine](case)

            rows = by_number(frames.judge({"r": rule}, tables))

            got = {number: row["r"] for number, row in rows.items()}
            assert got == walked(rule, case, None)

        agree()
