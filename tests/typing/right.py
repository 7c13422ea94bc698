"""Lines that type checkers accept, and what they take them to be."""

from __future__ import annotations

import datetime as dt

from typing import assert_type

import attrs

from pa_registry.audit import (
    Disposition,
    FieldCheck,
    MatchTable,
    Suspicion,
    Verdict,
    dispose,
    match,
    suspect,
)
from pa_registry.conditions import (
    Condition,
    Count,
    Members,
    Ordered,
    Ratio,
    Reason,
    Relation,
    Term,
    Truth,
    all_of,
    any_of,
    at_least,
    none_of,
    today,
    years_ago,
)
from pa_registry.model import (
    Cause,
    Evidence,
    Health,
    Household,
    Person,
    Registry,
    Vehicle,
)
from pa_registry.model.terms import household, person, vehicle
from pa_registry.money import Fen, yuan
from pa_registry.policies import DispositionOutcome, VerifiedFinding


# Terms know their form and the type of their value.
assert_type(household.net_income, Ordered[Household, Fen])
assert_type(household.size, Ordered[Household, int])
assert_type(household.entered, Ordered[Household, dt.date])
assert_type(household.main_cause, Term[Household, Cause])
assert_type(household.other_causes, Members[Household, Cause])
assert_type(household.food_secured, Condition[Household])
assert_type(household.members, Relation[Household, Person])
assert_type(household.vehicles, Relation[Household, Vehicle])
assert_type(person.age, Ordered[Person, int])

# Comparisons give conditions over the form of the term.
poor = household.net_income.per(household.size) < yuan(2952)
assert_type(household.net_income.per(household.size), Ratio[Household, Fen])
assert_type(poor, Condition[Household])
assert_type(household.size >= 1, Condition[Household])
assert_type(household.entered < today, Condition[Household])
assert_type(person.born <= years_ago(16), Condition[Person])
assert_type(household.main_cause.equals(Cause.ILLNESS), Condition[Household])
assert_type(person.health.contains(next(iter(Health))), Condition[Person])
assert_type(household.net_income.is_missing(), Condition[Household])

# Arithmetic keeps the measure.
assert_type(household.net_income + yuan(1), Ordered[Household, Fen])
assert_type(household.net_income * household.size, Ordered[Household, Fen])
assert_type(household.vehicles.sum(vehicle.price), Ordered[Household, Fen])
assert_type(household.vehicles.size(), Ordered[Household, int])

# Quantifiers turn a rule over rows into one over their owner.
assert_type(household.members.any(person.age < 16), Condition[Household])
assert_type(household.members.all(person.dibao), Condition[Household])
assert_type(
    household.members.at_least(2, person.age < 16), Condition[Household]
)
assert_type(household.members.count(person.dibao), Count[Household])
assert_type(
    household.members.count(person.dibao) >= household.size,
    Condition[Household],
)

# Conditions of one form combine.
owner = household.vehicles.any(vehicle.price >= yuan(30000))
assert_type(poor & ~owner, Condition[Household])
assert_type(poor | owner, Condition[Household])
assert_type(poor.unless(owner), Condition[Household])
assert_type(all_of(poor, owner), Condition[Household])
assert_type(any_of(poor, owner), Condition[Household])
assert_type(none_of(poor, owner), Condition[Household])
assert_type(at_least(1, poor, owner), Condition[Household])
assert_type(owner.labelled("car-owner", zh="有小轿车"), Condition[Household])

# Readings.
one = Household(number="1", net_income=yuan(5000))
known = Evidence(vehicles=(Vehicle(price=yuan(50000)),))
assert_type(owner.judge(one, evidence=known), Truth)
assert_type(owner.explain(one), Reason)
assert_type(owner.to_text(), str)
assert_type(owner.reads(), frozenset[str])
assert_type(attrs.evolve(one, net_income=yuan(1)), Household)

# Money stays money.
assert_type(yuan(1) + yuan(2), Fen)
assert_type(yuan(1) * 2, Fen)
assert_type(-yuan(1), Fen)


# From a match to what is done about it, step by step.
def decided(check: FieldCheck, verdict: Verdict) -> None:
    registry = Registry(households=(one,))
    table = match(registry)
    assert_type(table, MatchTable)
    assert_type(
        suspect(
            table, registry, "ten-principles-2018", at=dt.date(2016, 1, 1)
        ),
        tuple[Suspicion, ...],
    )
    assert_type(check.finding, VerifiedFinding)
    assert_type(verdict.outcome, DispositionOutcome)
    assert_type(dispose(verdict, one), tuple[Disposition, ...])
