"""What holds for every decision list and for every policy that ships."""

from __future__ import annotations

import datetime as dt

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any

import attrs

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import Truth
from pa_registry.policies import Policy
from pa_registry.testing import days
from tests.policies.case_files import evidence_of, household_of, label_of
from tests.policies.completions import Completions, closed
from tests.policies.random_policies import (
    by_walking,
    cases,
    policies,
)
from tests.policies.shipped import (
    DAY,
    FEW,
    LISTS,
    SHIPPED,
    SLOW,
    decide,
    each_shipped,
    known_of,
    near_cases,
    randoms,
)


def check_completions(
    policy: Policy[Any],
    known: Completions,
    case: Any,
    random: Random,
    most: int,
) -> None:
    """Brute force: whatever is learnt, the outcome was among the possible."""
    day = known.day
    possible = set(decide(policy, case, day).possible)
    holes = known.holes(case)
    if len(holes) > 4:
        holes = random.sample(holes, 4)
    open_ = known.open_relations(case)
    for learnt in known.filled(case, holes, random, most):
        for case_ in _with_rows(known, learnt, open_, random):
            found = set(decide(policy, case_, day).possible)

            assert found <= possible


def _with_rows(
    known: Completions, case: Any, open_: list[str], random: Random
) -> Any:
    yield case
    if open_:
        yield closed(case)
        key = random.choice(open_)
        for _ in range(2):
            case = known.further(key, case, random)
            yield case
            yield closed(case)


class TestCompletions:
    @SLOW
    @given(policies(depth=2), cases(), days(), randoms())
    def test_drawn_lists_never_omit_an_outcome(
        self, policy: Any, case: Any, day: dt.date, random: Random
    ) -> None:
        """What a completion gives was possible before; learning narrows."""
        known = Completions(policy, day)

        check_completions(policy, known, case, random, 40)

    @each_shipped
    @FEW
    @given(data=st.data())
    def test_shipped_policies_never_omit_an_outcome(
        self, place: int, data: Any
    ) -> None:
        """The same of every policy that ships, near the numbers it reads."""
        case = data.draw(near_cases(place))
        random = data.draw(randoms())

        check_completions(SHIPPED[place], known_of(place), case, random, 60)

    def test_tries_are_real(self) -> None:
        """A law that tries nothing proves nothing: both outcomes turn up."""
        place = LISTS.index("qianxinan-2017-four-have")
        given_ = {"like": "poor", "evidence": {"unchecked": ["vehicles"]}}
        case = household_of(given_), evidence_of(given_)
        known = known_of(place)

        found = {
            decide(SHIPPED[place], one, DAY).outcome
            for seed in range(20)
            for one in _with_rows(
                known,
                case,
                known.open_relations(case),
                Random(seed),  # noqa: S311
            )
        }

        assert found >= set(decide(SHIPPED[place], case, DAY).possible)


class TestReadings:
    @SLOW
    @given(policies(), cases(), days())
    def test_agree_on_drawn_lists(
        self, policy: Any, case: Any, day: dt.date
    ) -> None:
        """The call, the outcome, the walk and the conditions agree."""
        check_readings(policy, case, day)

    @each_shipped
    @FEW
    @given(data=st.data())
    def test_agree_on_shipped_policies(self, place: int, data: Any) -> None:
        """The same of every policy that ships."""
        check_readings(SHIPPED[place], data.draw(near_cases(place)), DAY)

    @each_shipped
    def test_agree_in_eight_threads(self, place: int) -> None:
        """Eight threads that judge at once give the same results."""
        policy = Policy(**fields_of(SHIPPED[place]))
        given_ = [
            {"like": like, "evidence": {"unchecked": [source]}}
            for like in ("poor", "secure")
            for source in ("vehicles", "payrolls", "farms", "businesses")
        ]
        sets = [(household_of(one), evidence_of(one)) for one in given_] * 4

        with ThreadPoolExecutor(max_workers=8) as pool:
            found = list(pool.map(partial(texts, policy), sets))

        assert found == [texts(SHIPPED[place], case) for case in sets]


def texts(policy: Policy[Any], case: Any) -> tuple[str, ...]:
    decision = decide(policy, case, DAY)
    return decision.to_json(), decision.render("zh"), decision.render("en")


def fields_of(policy: Policy[Any]) -> dict[str, Any]:
    """Take a policy apart, so that a copy has nothing compiled yet."""
    return {
        field.name: getattr(policy, field.name)
        for field in attrs.fields(Policy)
        if field.init
    }


def check_readings(policy: Policy[Any], case: Any, day: dt.date) -> None:
    """Hold all readings of one case against the step-by-step walk."""
    who, evidence = case
    decision = decide(policy, case, day)
    walked = by_walking(policy, case, day)
    wanted = walked.pop() if len(walked) == 1 else policy.undecided

    assert set(decision.possible) == by_walking(policy, case, day)
    assert decision.outcome is wanted
    assert policy.outcome(who, evidence, day) is wanted
    assert policy.function()(who, evidence, day) is wanted
    for outcome in policy.outcomes():
        truth = policy.gives(outcome).judge(who, evidence=evidence, at=day)
        assert truth is expected(decision, outcome)


def expected(decision: Any, outcome: Any) -> Truth:
    """Say what the question whether an outcome is given comes to."""
    if outcome not in decision.possible:
        return Truth.NOT_MET
    return Truth.MET if decision.is_decided else Truth.UNKNOWN


class TestDecisions:
    @SLOW
    @given(policies(), cases(), days())
    def test_hold_together_on_drawn_lists(
        self, policy: Any, case: Any, day: dt.date
    ) -> None:
        """A ground is a met step, and what is missing says why not."""
        check_decision(decide(policy, case, day), day)

    @each_shipped
    @FEW
    @given(data=st.data())
    def test_hold_together_on_shipped_policies(
        self, place: int, data: Any
    ) -> None:
        """
        The same of every policy that ships, which cites its grounds.

        A rule of the caller's own, such as that of illness, needs none.
        """
        decision = decide(SHIPPED[place], data.draw(near_cases(place)), DAY)

        check_decision(decision, DAY)
        given = {"otherwise", "illness"}
        if decision.ground is not None and decision.ground.name not in given:
            assert decision.ground.cites
            assert set(decision.ground.cites) <= set(decision.citations)
        if decision.outcome.excludes:
            assert decision.ground is not None
            assert decision.ground.name != "otherwise"
            assert decision.ground.zh
            assert decision.ground.en


def check_decision(decision: Any, day: dt.date) -> None:
    """Hold the parts of a decision against each other."""
    policy, ground = decision.policy, decision.ground
    truths = [reason.truth for reason in decision.reasons]

    assert decision.is_decided is (decision.missing == ())
    assert decision.is_decided is (ground is not None)
    assert decision.is_decided is (decision.outcome is not policy.undecided)
    assert Truth.MET not in truths[:-1]
    for step, reason in zip(policy.steps, decision.reasons, strict=False):
        found = step.rule.judge(
            decision.subject, evidence=decision.evidence, at=day
        )
        assert reason.truth is found
    if ground is not None and ground.name != "otherwise":
        assert truths[-1] is Truth.MET
        assert policy.step(ground.name).outcome is decision.outcome
    if ground is not None and ground.name == "otherwise":
        assert Truth.MET not in truths
        assert decision.outcome is policy.otherwise
    if not decision.is_decided:
        assert Truth.UNKNOWN in truths
        assert decision.open == ()
        assert decision.outcome is policy.undecided


class TestWhyNot:
    @SLOW
    @given(policies(), cases(), days())
    def test_no_step_of_another_outcome_was_met_and_passed(
        self, policy: Any, case: Any, day: dt.date
    ) -> None:
        """For each other outcome its steps are given, and what ended it."""
        decision = decide(policy, case, day)

        for outcome in policy.outcomes():
            reasons = decision.why_not(outcome)
            labels = [label_of(one.condition).name for one in reasons]
            wanted = {s.label for s in policy.steps if s.outcome is outcome}

            assert wanted <= set(labels)
            assert len(labels) == len(set(labels))
            ended = [r for r in reasons if r.truth is Truth.MET]
            if outcome not in decision.possible and decision.is_decided:
                ground = decision.ground
                assert ground is not None
                assert ground.name == "otherwise" or ended
