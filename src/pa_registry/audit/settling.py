"""
Carry dispositions out on a register, and overwrite nothing unseen.

执行处置：更新台账，并核对处置作出后台账有无变动。

A disposition was made on a household as it stood then.  Where the register
has another record of it by now, a child born or an income corrected, that
change would be lost; nothing is carried out before somebody has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from pa_registry.audit.dispositions import (
    OF_MEMBERS,
    Authority,
    Disposition,
)
from pa_registry.audit.suspicions import SuspicionKind
from pa_registry.audit.verdicts import Verdict
from pa_registry.columns import columns
from pa_registry.errors import HouseholdsChangedError, InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.households import Household
from pa_registry.model.person_codes import LeaveReason
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Move, Status
from pa_registry.problems import Problem


__all__ = ["changed_since", "settled"]

#: What a household holds beside its fields and its relations.
_OTHERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "helper": ("帮扶责任人", "helper"),
        "provenance": ("数据来源说明", "provenance"),
        "extra": ("本地扩展字段", "local fields"),
    }
)


def settled(
    registry: Registry, dispositions: Iterable[Disposition]
) -> Registry:
    """
    Carry dispositions out on a register.

    按处置结果更新台账。

    History is kept: whoever is removed stays on file with that status.

    Args:
        registry: The register before.
        dispositions: What is to be done, each made on the household as
            this register has it.

    Returns:
        The register after; the old one is as it was.

    Raises:
        InvalidValueError: If a household has several moves as a whole: it
            has one outcome a round.
        HouseholdsChangedError: If a household has changed since something
            was decided about it; see :func:`changed_since`.
    """
    found = tuple(dispositions)
    _check_one_outcome(found)
    problems = changed_since(registry, found)
    if problems:
        raise HouseholdsChangedError(problems=problems)
    homes: dict[str, Household] = {}
    for one in found:
        number = one.household.number
        homes[number] = _changed(homes.get(number, one.household), one)
    return registry.with_households(homes.values())


def changed_since(
    registry: Registry, dispositions: Iterable[Disposition]
) -> tuple[Problem, ...]:
    """
    Report the households that changed after something was decided.

    处置后有变动的户。

    Args:
        registry: The register on which it would be carried out.
        dispositions: What was decided.

    Returns:
        A problem for each such household, which names the fields that
        changed and none of their values.

    Examples:
        >>> changed_since(Registry(), ())
        ()
    """
    now = {one.number: one for one in reversed(registry.households)}
    found: dict[str, Problem] = {}
    for one in dispositions:
        number = one.household.number
        problem = _conflict(one, now.get(number))
        if problem is not None:
            found.setdefault(number, problem)
    return tuple(found.values())


def _check_one_outcome(dispositions: Iterable[Disposition]) -> None:
    moved: set[str] = set()
    for one in dispositions:
        number = one.household.number
        if one.move in OF_MEMBERS:
            continue
        if number in moved:
            raise InvalidValueError(
                what=f"{masked(number)} has several outcomes in one round.",
                where="settled(registry, dispositions)",
                remedy="Put its checks into one verdict.",
            )
        moved.add(number)


def _conflict(one: Disposition, now: Household | None) -> Problem | None:
    then = one.household
    if one.move is Move.ADDED and now is not None:
        # Outside the register, no status is the same as an unregistered one.
        now = attrs.evolve(now, status=now.status or Status.UNREGISTERED)
    if now is then or now == then:
        return None
    where = f"$.households[{masked(then.number)!r}]"
    if now is not None:
        fields = tuple(_differing(then, now))
        return Problem(
            code="disposition.household-changed",
            where=where,
            zh=(
                f"作出“{one.move.zh}”处置后，该户台账已有变动"
                f"（{'、'.join(zh for zh, _ in fields)}），未予执行。"
            ),
            en=(
                f"Since {one.move.en} was decided, the record of the"
                f" household has changed ({', '.join(e for _, e in fields)});"
                " it was not carried out."
            ),
            remedy_zh="请核对变动是否影响结论，再按现有记录重新作出处置。",
            remedy_en=(
                "See whether the change matters to the decision, and make"
                " the disposition again on the household as it stands."
            ),
        )
    if one.move is Move.ADDED:
        return None
    return Problem(
        code="disposition.no-household",
        where=where,
        zh=f"台账中已没有该户，“{one.move.zh}”处置未予执行。",
        en=(
            f"The register has no such household any more; {one.move.en} was"
            " not carried out."
        ),
        remedy_zh="请核实该户去向，补回记录后再执行。",
        remedy_en="Find out what became of it, and put its record back.",
    )


def _differing(then: Household, now: Household) -> Iterator[tuple[str, str]]:
    """Name what differs between two records, in both languages."""
    known = columns(Household)
    for field in attrs.fields(Household):
        key = field.name
        if getattr(then, key) == getattr(now, key):
            continue
        if key in known:
            yield known[key].zh, known[key].en
        elif key in HOUSEHOLD.relations:
            relation = HOUSEHOLD.relations[key]
            yield relation.zh, relation.en
        else:
            yield _OTHERS[key]


def _changed(home: Household, one: Disposition) -> Household:
    if one.move in OF_MEMBERS:
        members = [_left(m, one) for m in home.members]
        if one.added is not None:
            members.append(attrs.evolve(one.added, joined=one.day))
        return home.with_members(members)
    if one.move is Move.EXITED:
        return attrs.evolve(home, status=one.to, exit_year=one.day.year)
    if one.move is Move.ADDED:
        return attrs.evolve(home, status=one.to, entered=one.day)
    if one.move is Move.RETURNED:
        return attrs.evolve(home, status=one.to, return_year=one.day.year)
    if one.move is Move.EXIT_REVERSED:
        return attrs.evolve(home, status=one.to, exit_year=None)
    return attrs.evolve(home, status=one.to)


def _left(member: Person, one: Disposition) -> Person:
    if member.number not in one.persons:
        return member
    reason = LeaveReason.MEMBER_REMOVED
    if one.move is Move.NATURAL_DECREASE:
        dead = _is_dead(member.number, one.authority)
        reason = LeaveReason.DEATH if dead else LeaveReason.OTHER
    return attrs.evolve(member, left=one.day, leave_reason=reason)


def _is_dead(person: str, authority: Authority) -> bool:
    """Tell a death from a registration that was cancelled otherwise."""
    return isinstance(authority, Verdict) and any(
        check.suspicion.ground == SuspicionKind.DEAD.value
        and person in check.suspicion.persons
        for check in authority.counted
    )
