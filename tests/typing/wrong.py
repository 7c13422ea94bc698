"""Lines that type checkers refuse; each mark names what they say."""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.audit import (
    CheckOutcome,
    Disposition,
    FieldCheck,
    Match,
    Suspicion,
    Verdict,
    dispose,
)
from pa_registry.model import (
    Body,
    BodyKind,
    Cause,
    Health,
    Household,
    Move,
    Person,
    Sex,
    Status,
    VisitMode,
)
from pa_registry.model.terms import household, person, vehicle
from pa_registry.money import yuan


one = Household(number="1", members=(Person(number="1"),))
poor = household.net_income < yuan(1)

# Text, a plain number or a float against money.
household.net_income < 3000  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.net_income < "3000"  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.net_income < 29.52  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.net_income.equals(3000)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.net_income.among(1, 2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.net_income + 1.5  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.net_income.per(household.size) < 3000  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.size < "1"  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.entered < 2014  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]

# Order on a code, on text, on a set of ticks.
household.main_cause < Cause.ILLNESS  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.main_cause < household.main_cause  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.division >= "42"  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
person.health < Health.DISABLED  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]

# A value of another list.
household.main_cause.equals(Sex.MALE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.main_cause.equals("illness")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.main_cause.among(Cause.ILLNESS, Sex.MALE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
person.health.contains(Cause.ILLNESS)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# A rule about another form than the rows.
household.members.any(household.net_income < yuan(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.any(household.food_secured)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.all(vehicle.earns_living)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.vehicles.any(person.dibao)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.count(household.food_secured)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.sum(vehicle.price)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.any(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# Rules about two forms.
(household.net_income < yuan(1)) & person.dibao  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.food_secured.unless(person.dibao)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
poor.judge(Person(number="1"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# Fields that do not exist.
household.net_incom  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
household.members.any(person.net_income < yuan(1))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
household.vehicels  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

# Ratios and counts are only compared.
household.net_income.per(household.size) + yuan(1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
household.net_income.per(household.net_income)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
household.members.count(person.dibao) + 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]

# Values are frozen.
one.net_income = yuan(1)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
one.members[0].dibao = True  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
yuan(1).fen = 2  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

# Values have types.
Household(number=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Household(number="1", net_income=5000)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Household(number="1", net_income="5000")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Household(number="1", main_cause="illness")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Household(number="1", members=[Person(number="1")])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Household(number="1", net_incom=yuan(1))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Household("1")  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
attrs.evolve(one, net_income=5000)  # type: ignore[arg-type]
attrs.evolve(one, net_incom=yuan(1))  # type: ignore[call-arg]
yuan(29.52)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# Nobody is removed by a match: each step is made of the one before it.
team = Body(BodyKind.WORK_TEAM, "甲乡驻村工作队")
day = dt.date(2016, 8, 20)


def removed_by(match: Match, suspicion: Suspicion, check: FieldCheck) -> None:
    FieldCheck(
        suspicion=match,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        mode=VisitMode.HOME,
        outcome=CheckOutcome.UPHELD,
        day=day,
        checker=team,
    )
    Verdict(checks=match, referred_by=team, decided_by=team, day=day)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Verdict(checks=(suspicion,), referred_by=team, decided_by=team, day=day)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    dispose(match, one)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    dispose(suspicion, one)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    dispose(check, one)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Disposition(
        household=one,
        move=Move.REMOVED,
        to=Status.REMOVED,
        persons=(),
        authority=match,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        day=day,
    )
