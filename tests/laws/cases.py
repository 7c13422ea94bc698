"""What the laws are tried on: a rule, a household, evidence, a day."""

from __future__ import annotations

import datetime as dt

from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from pa_registry.conditions import Condition, Truth
from pa_registry.model import Evidence, Household
from pa_registry.testing import conditions, days, evidences, households


class Case(NamedTuple):
    """One rule, and what it is judged on."""

    rule: Condition[Any]
    household: Household
    evidence: Evidence
    day: dt.date | None

    def judge(self, rule: Condition[Any] | None = None) -> Truth:
        """Judge the rule, or another one, by the walk."""
        asked = self.rule if rule is None else rule
        return asked.judge(self.household, evidence=self.evidence, at=self.day)


@st.composite
def subjects(draw: DrawFn) -> tuple[Household, Evidence, dt.date]:
    household = draw(households())
    return household, draw(evidences(household=household)), draw(days())


@st.composite
def cases(draw: DrawFn, *, depth: int = 2, checks: bool = True) -> Case:
    rule = draw(conditions(depth=depth, checks=checks))
    return Case(rule, *draw(subjects()))


@st.composite
def undated_cases(draw: DrawFn, *, depth: int = 2) -> Case:
    rule = draw(conditions(depth=depth, dated=False))
    household, evidence, _ = draw(subjects())
    return Case(rule, household, evidence, None)
