"""The policies that ship, and cases near the numbers that they read."""

from __future__ import annotations

import datetime as dt

from functools import cache
from random import Random
from typing import Any

import attrs
import pytest

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pa_registry.model import Evidence, Household
from pa_registry.money import yuan
from pa_registry.policies import (
    Decision,
    Disagreement,
    Policy,
    household_exit,
    identification,
    lastingly_above,
    monitoring,
    negative_list,
    recorded_guarantees,
)
from pa_registry.standards import ListKind, Standards, lists
from tests.policies.case_files import HARDSHIP, evidence_of, household_of
from tests.policies.completions import (
    STATED,
    Completions,
    Hole,
    fill,
    source_of,
)


SLOW = settings(suppress_health_check=[HealthCheck.too_slow])
#: For laws that are tried on each policy that ships.
_PROFILE: Any = SLOW
FEW = settings(SLOW, max_examples=max(5, _PROFILE.max_examples // 5))
DAY = dt.date(2016, 10, 19)
LISTS = tuple(
    one.id
    for one in lists()
    if one.kind is ListKind.NEGATIVE and not one.is_empty
)


def shipped() -> list[Policy[Any]]:
    """Make every policy that ships, with the numbers of the day."""
    made: list[Policy[Any]] = [
        *(negative_list(one, waivers=True) for one in LISTS),
        identification(),
        identification(guarantees=recorded_guarantees()),
        identification(
            negative_list=negative_list(LISTS[6]),
            disagreement=Disagreement.APPRAISAL_PREVAILS,
        ),
        identification(disagreement=Disagreement.STRICT_REVIEW),
        household_exit(),
        household_exit(stably=lastingly_above()),
        household_exit(guarantees=recorded_guarantees()),
        monitoring(hardship=(HARDSHIP,), line=yuan(7600)),
    ]
    return [policy.bind(Standards.builtin(), DAY) for policy in made]


SHIPPED = shipped()


each_shipped = pytest.mark.parametrize(
    "place",
    range(len(SHIPPED)),
    ids=[f"{place}-{one.name}" for place, one in enumerate(SHIPPED)],
)


def randoms() -> st.SearchStrategy[Random]:
    return st.builds(Random, st.integers(0, 2**32))


def decide(policy: Policy[Any], case: Any, day: dt.date) -> Decision[Any]:
    who, evidence = case
    return policy(who, evidence=evidence, at=day)


@cache
def known_of(place: int) -> Completions:
    return Completions(SHIPPED[place], DAY)


@st.composite
def near_cases(draw: Any, place: int) -> Any:
    """Take a case of which all is known, and change and blank a little."""
    base = {"like": draw(st.sampled_from(("poor", "secure")))}
    who, evidence = household_of(base), evidence_of(base)
    random = draw(randoms())
    known = known_of(place)
    for key in draw(_some(sorted(known.relations), 2)):
        who, evidence = known.further(key, (who, evidence), random)
    facts = [
        (place, at, key, form)
        for place, at, form in _places(who, evidence, known)
        for key in known.fields(form)
    ]
    case = who, evidence
    for fact in draw(_some(facts, 3)):
        case = _set(case, known, fact, random)
    for fact in draw(_some(facts, 4)):
        case = _set(case, known, fact, None)
    return _unchecked(draw, case, known)


def _some(pool: Any, most: int) -> Any:
    if not pool:
        return st.just([])
    return st.lists(st.sampled_from(pool), max_size=most, unique=True)


def _places(who: Household, evidence: Evidence, known: Completions) -> Any:
    yield "household", 0, "household"
    for at in range(len(who.members)):
        yield "members", at, "person"
    for key, spec in known.relations.items():
        if not spec.from_evidence or key.startswith("kin_"):
            continue
        source = source_of(spec)
        for at in range(len(getattr(evidence, source))):
            yield source, at, spec.row.name


def _set(case: Any, known: Completions, fact: Any, random: Any) -> Any:
    place, at, key, form = fact
    if "." in key or key in STATED:
        return case
    values = known.values(form, key)
    if random is None or not values:
        return fill(case, [(Hole(place, at, key, ()), None)])
    return fill(case, [(Hole(place, at, key, ()), random.choice(values))])


def _unchecked(draw: Any, case: Any, known: Completions) -> Any:
    who, evidence = case
    sources = sorted({s.attribute for s in known.relations.values()})
    dropped = draw(_some(sources, 2))
    coverage = tuple(c for c in evidence.coverage if c.source not in dropped)
    if "relatives" in dropped:
        who = attrs.evolve(who, relatives=None)
    return who, attrs.evolve(evidence, coverage=coverage)
