"""Draw decision lists, and cases for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from pa_registry.model import Evidence, Household
from pa_registry.policies import NegativeListOutcome, Policy, Step
from pa_registry.testing import conditions, evidences, households


EXCLUDED = NegativeListOutcome.EXCLUDED
REVIEW = NegativeListOutcome.STRICT_REVIEW
CLEAR = NegativeListOutcome.CLEAR
TO_VERIFY = NegativeListOutcome.TO_VERIFY
DECIDED = (EXCLUDED, REVIEW, CLEAR)


@st.composite
def policies(
    draw: DrawFn, *, most: int = 4, prefix: str = "step", depth: int = 1
) -> Policy[NegativeListOutcome]:
    """Draw a decision list of labelled rules over households."""
    rules = draw(
        st.lists(
            st.tuples(
                conditions(depth=depth, checks=False),
                st.sampled_from(DECIDED),
            ),
            min_size=1,
            max_size=most,
        )
    )
    return Policy(
        name="drawn",
        zh="试验政策",
        en="drawn policy",
        steps=tuple(
            Step(
                rule=rule.labelled(
                    f"{prefix}-{place}", zh="有此情形", en="a case"
                ),
                outcome=outcome,
            )
            for place, (rule, outcome) in enumerate(rules)
        ),
        otherwise=draw(st.sampled_from((CLEAR, REVIEW))),
        undecided=TO_VERIFY,
    )


@st.composite
def cases(draw: DrawFn) -> tuple[Household, Evidence]:
    """Draw a household and what is known of it."""
    who = draw(households())
    return who, draw(evidences(household=who))


def by_walking(policy: Policy[Any], case: Any, day: Any) -> set[Any]:
    """Go down the list as the definition says, rule by rule."""
    who, evidence = case
    possible: set[Any] = set()
    for step in policy.steps:
        truth = step.rule.judge(who, evidence=evidence, at=day).value
        if truth is not False:
            possible.add(step.outcome)
        if truth is True:
            return possible
    return possible | {policy.otherwise}
