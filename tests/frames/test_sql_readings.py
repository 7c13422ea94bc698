"""
The database answers what the walk answers, cell by cell.

1. A rule is met, not met or unknown alike; the three are never null.
2. Without a day the data are read as they stand, in both.
3. A policy comes to the same outcome, ground, possible outcomes and open
   steps; what it gives is what its condition says.
4. Acts that contradict each other are settled alike.
5. The policies that ship, too.
"""

from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry.columns import Kind
from pa_registry.conditions import Truth, term
from pa_registry.model import Appraisal, Evidence, Household, Visit, Waiver
from pa_registry.model.evidence_codes import (
    AppraisalResult,
    Finding,
    VisitMode,
)
from pa_registry.model.forms import FORMS
from pa_registry.policies import Policy
from pa_registry.testing import conditions, days
from tests.policies.random_policies import DECIDED, cases, policies
from tests.policies.shipped import DAY, SHIPPED, each_shipped, near_cases


sa = pytest.importorskip("sqlalchemy", reason="SQLAlchemy is not installed")

from pa_registry.frames import sql
from tests.frames.loading import (
    NUMBER,
    TABLES,
    Case,
    asked,
    cells,
    holding,
    numbered,
)


#: A database is asked about several households at a time.
_PROFILE: Any = settings()
SOME = settings(
    max_examples=max(10, _PROFILE.max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(SOME, max_examples=max(5, _PROFILE.max_examples // 20))

several_cases = st.lists(cases(), min_size=3, max_size=6).map(numbered)
several_rules = st.lists(conditions(depth=2), min_size=2, max_size=4)


def walked(
    rule: Any, cases: list[Case], day: dt.date | None
) -> dict[str, bool | None]:
    return {
        who.number: rule.judge(who, evidence=evidence, at=day).value
        for who, evidence in cases
    }


def open_steps(policy: Policy[Any], case: Case, day: dt.date) -> str | None:
    """Name the steps that stayed unknown before the list ended."""
    who, evidence = case
    decision = policy(who, evidence=evidence, at=day)
    unknown = [
        step.label
        for step, reason in zip(policy.steps, decision.reasons, strict=False)
        if reason.truth is Truth.UNKNOWN
    ]
    return None if decision.is_decided else ",".join(unknown)


def decided(
    policy: Policy[Any], case: Case, day: dt.date
) -> tuple[str | None, ...]:
    """Decide by the library what the columns of a query must say."""
    who, evidence = case
    decision = policy(who, evidence=evidence, at=day)
    ground = decision.ground
    return (
        decision.outcome.value,
        None if ground is None else ground.name,
        ",".join(one.value for one in decision.possible),
        open_steps(policy, case, day),
    )


def columns_of(
    connection: Any, policy: Policy[Any], day: dt.date
) -> dict[str, tuple[str | None, ...]]:
    found = sql(policy, TABLES, at=day)
    query = sa.select(
        NUMBER,
        found.outcome,
        found.ground,
        found.possible,
        found.undecided_by,
    )
    return {row[0]: tuple(row[1:]) for row in connection.execute(query)}


class TestConditions:
    @SOME
    @given(several_rules, several_cases, days())
    def test_agrees(
        self, engine: Any, rules: list[Any], drawn: list[Case], day: dt.date
    ) -> None:
        """Every cell of every drawn rule is that of the walk."""
        with holding(engine, drawn) as connection:
            for rule in rules:
                found = asked(rule, at=day)

                assert cells(connection, NUMBER, found) == walked(
                    rule, drawn, day
                ), rule.to_text()

    @FEW
    @given(conditions(depth=2, dated=False), several_cases)
    def test_agrees_without_a_day(
        self, engine: Any, rule: Any, drawn: list[Case]
    ) -> None:
        """A rule that reads no day is answered without one."""
        with holding(engine, drawn) as connection:
            found = asked(rule)

            assert cells(connection, NUMBER, found) == walked(
                rule, drawn, None
            ), rule.to_text()

    @FEW
    @given(conditions(depth=2), several_cases, days())
    def test_filters(
        self, engine: Any, rule: Any, drawn: list[Case], day: dt.date
    ) -> None:
        """In a WHERE, and negated there, the predicates choose the same."""
        found = asked(rule, at=day)
        expected = walked(rule, drawn, day)
        choices = {
            True: [found.met, sa.not_(sa.or_(found.not_met, found.unknown))],
            False: [found.not_met, sa.not_(sa.or_(found.met, found.unknown))],
            None: [found.unknown, sa.not_(sa.or_(found.met, found.not_met))],
        }

        with holding(engine, drawn) as connection:
            for truth, predicates in choices.items():
                numbers = {n for n, t in expected.items() if t is truth}
                for predicate in predicates:
                    query = sa.select(NUMBER).where(predicate)
                    assert set(connection.scalars(query)) == numbers

    @FEW
    @given(conditions(form="person", depth=2), several_cases, days())
    def test_agrees_on_rows(
        self, engine: Any, rule: Any, drawn: list[Case], day: dt.date
    ) -> None:
        """A rule over persons is asked of the table of members."""
        members = TABLES["members"]
        found = asked(rule, at=day)
        expected = sorted(
            (who.number, str(rule.judge(one, at=day).value))
            for who, _ in drawn
            for one in who.members
        )

        with holding(engine, drawn) as connection:
            truth = sa.case(
                (found.met, "True"), (found.not_met, "False"), else_="None"
            )
            query = sa.select(members.c.household, truth)
            got = sorted(tuple(row) for row in connection.execute(query))

        assert got == expected


class TestPolicies:
    @SOME
    @given(policies(), several_cases, days())
    def test_agrees(
        self,
        engine: Any,
        policy: Policy[Any],
        drawn: list[Case],
        day: dt.date,
    ) -> None:
        """Outcome, ground, possible and open steps are the decision's."""
        expected = {
            case[0].number: decided(policy, case, day) for case in drawn
        }

        with holding(engine, drawn) as connection:
            assert columns_of(connection, policy, day) == expected

    @FEW
    @given(policies(), several_cases, days())
    def test_reads_each_step_once(
        self,
        engine: Any,
        policy: Policy[Any],
        drawn: list[Case],
        day: dt.date,
    ) -> None:
        """The query that reads each step once answers the same."""
        expected = {
            case[0].number: decided(policy, case, day) for case in drawn
        }

        with holding(engine, drawn) as connection:
            query = sql(policy, TABLES, at=day).select(NUMBER)
            rows = connection.execute(query)
            got = {row[0]: tuple(row[1:]) for row in rows}

        assert got == expected

    @FEW
    @given(policies(), several_cases, days())
    def test_gives(
        self,
        engine: Any,
        policy: Policy[Any],
        drawn: list[Case],
        day: dt.date,
    ) -> None:
        """What it gives, and what its steps come to, the conditions say."""
        found = sql(policy, TABLES, at=day)

        with holding(engine, drawn) as connection:
            for outcome in DECIDED:
                assert cells(
                    connection, NUMBER, found.gives(outcome)
                ) == walked(policy.gives(outcome), drawn, day)
            for step in policy.steps:
                assert cells(
                    connection, NUMBER, found.steps[step.label]
                ) == walked(step.rule, drawn, day)


class TestShipped:
    @settings(SOME, max_examples=max(1, _PROFILE.max_examples // 100))
    @given(data=st.data())
    @each_shipped
    def test_agrees(self, engine: Any, place: int, data: Any) -> None:
        """A policy that ships decides alike near the numbers it reads."""
        policy = SHIPPED[place]
        drawn = numbered(
            data.draw(st.lists(near_cases(place), min_size=4, max_size=6))
        )
        expected = {
            case[0].number: decided(policy, case, DAY) for case in drawn
        }

        with holding(engine, drawn) as connection:
            query = sql(policy, TABLES, at=DAY).select(NUMBER)
            rows = connection.execute(query)
            got = {row[0]: tuple(row[1:]) for row in rows}

        assert got == expected


# Acts -------------------------------------------------------------------

_DAYS = (
    None,
    dt.date(2016, 2, 29),
    dt.date(2016, 3, 1),
    dt.date(2016, 10, 19),
)


def some_of(form: type, **facts: Any) -> st.SearchStrategy[Any]:
    """Draw up to four acts from few facts, so that they collide."""
    drawn = {key: st.sampled_from(few) for key, few in facts.items()}
    return st.lists(st.builds(form, **drawn), max_size=4).map(tuple)


ACTS: dict[str, st.SearchStrategy[Any]] = {
    "appraisals": some_of(
        Appraisal,
        result=(None, *list(AppraisalResult)[:2]),
        round=(1, 2, 2, None),
        day=_DAYS,
    ),
    "visits": some_of(
        Visit,
        day=_DAYS,
        mode=(VisitMode.HOME, VisitMode.HOME, VisitMode.TELEPHONE, None),
        met_somebody=(True, True, False, None),
        finding=(None, *list(Finding)[:2]),
    ),
    "waivers": some_of(
        Waiver,
        item=("a", "a", "b", None),
        granted=(True, False, None),
        since=_DAYS,
        expires=_DAYS,
    ),
}


def _equal(field: Any, day: dt.date) -> Any:
    return field.equals(day)


def asked_of(source: str) -> st.SearchStrategy[Any]:
    """Draw a question about the acts of a source."""
    relation: Any = term(FORMS["household"], source)
    form = FORMS[FORMS_OF[source]]
    ends: list[Any] = [
        _equal(term(form, key), day)
        for key, one in form.columns.items()
        for day in _DAYS
        if one.kind is Kind.DAY and day is not None
    ]
    rules: st.SearchStrategy[Any] = conditions(form=form.name, depth=1)
    rules |= st.sampled_from(ends)
    return st.one_of(
        rules.map(relation.any),
        rules.map(relation.all),
        rules.map(lambda rule: relation.at_least(2, rule)),
        rules.map(lambda rule: relation.count(rule).equals(1)),
        st.sampled_from((1, 2)).map(lambda most: relation.size() >= most),
    )


FORMS_OF = {"appraisals": "appraisal", "visits": "visit", "waivers": "waiver"}


class TestActs:
    @SOME
    @given(data=st.data(), day=days())
    @pytest.mark.parametrize("source", ACTS)
    def test_settled_alike(
        self, engine: Any, source: str, data: Any, day: dt.date
    ) -> None:
        """Votes, visits and waivers in contradiction are read alike."""
        acts = data.draw(st.lists(ACTS[source], min_size=8, max_size=12))
        rules = data.draw(st.lists(asked_of(source), min_size=3, max_size=4))
        drawn = numbered(
            (Household(number=""), Evidence(**{source: one})) for one in acts
        )

        with holding(engine, drawn) as connection:
            for rule in rules:
                found = asked(rule, at=day)

                assert cells(connection, NUMBER, found) == walked(
                    rule, drawn, day
                ), rule.to_text()
