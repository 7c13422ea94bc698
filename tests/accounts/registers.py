"""Small registers of invented households, and what befalls them."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable

import attrs

from hypothesis import strategies as st

from pa_registry.model import (
    Household,
    JoinReason,
    LeaveReason,
    Move,
    Person,
    Registry,
    Status,
)
from pa_registry.model.status import TRANSITIONS, Transition


DAY = dt.date(2016, 10, 1)
VILLAGES = ("990101001001", "990101001002", "990201001001")


def people(home: str, size: int) -> tuple[Person, ...]:
    return tuple(Person(number=f"{home}-{one}") for one in range(size))


def home(
    number: str,
    status: Status | None = Status.CURRENT,
    size: int = 2,
    *,
    exit_year: int | None = None,
    division: str | None = VILLAGES[0],
) -> Household:
    return Household(
        number=number,
        status=status,
        members=people(number, size),
        exit_year=exit_year,
        division=division,
    )


def register(*households: Household) -> Registry:
    return Registry(households=households)


def gone(household: Household, reason: LeaveReason | None) -> Household:
    """Let the first member who is there leave."""
    first = next(one for one in household.members if one.left is None)
    left = attrs.evolve(first, left=DAY, leave_reason=reason)
    return household.with_members([left])


def come(household: Household, reason: JoinReason | None) -> Household:
    number = f"{household.number}-{len(household.members)}"
    joined = Person(number=number, joined=DAY, join_reason=reason)
    return household.with_members([joined])


def after(household: Household, step: Transition) -> Household:
    """Do to a household what a transition of the register does."""
    if step.move is Move.MEMBER_REMOVED:
        return gone(household, LeaveReason.MEMBER_REMOVED)
    if step.move is Move.NATURAL_DECREASE:
        return gone(household, LeaveReason.DEATH)
    if step.move is Move.MEMBER_ADDED:
        return come(household, None)
    if step.move is Move.NATURAL_INCREASE:
        return come(household, JoinReason.NEWBORN)
    exits = step.to.in_cohort and not step.status.in_cohort
    year = 2016 if exits else household.exit_year
    return attrs.evolve(
        household,
        status=step.to,
        exit_year=year if step.to.in_cohort else None,
    )


@st.composite
def households(draw: st.DrawFn) -> list[Household]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from([None, *Status]),
                st.integers(1, 4),
                st.sampled_from([2014, 2015, None]),
                st.sampled_from([*VILLAGES, None]),
            ),
            max_size=6,
        )
    )
    return [
        home(f"H{n}", status, size, exit_year=year, division=division)
        for n, (status, size, year, division) in enumerate(drawn)
    ]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Registry, Registry]:
    """Draw a register and what a cycle of random moves makes of it."""
    before = draw(households())
    later: list[Household] = []
    for one in before:
        open_ = [t for t in TRANSITIONS if t.status is one.status]
        step = draw(st.sampled_from([None, *open_]))
        moved = one if step is None else after(one, step)
        village = draw(st.sampled_from([one.division, *VILLAGES]))
        later.append(attrs.evolve(moved, division=village))
    added = draw(st.integers(0, 2))
    new = [home(f"N{n}", size=n + 1) for n in range(added)]
    return register(*before), register(*keep(later, draw), *new)


def keep(found: Iterable[Household], draw: st.DrawFn) -> Iterable[Household]:
    """Lose a file now and then, as registers do."""
    return [one for one in found if draw(st.integers(0, 5))]
