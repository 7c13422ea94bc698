"""
What happened to each person between two cycles: one kind of change each.

两期之间的变动，一人只记一种。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from pa_registry.accounts.counts import (
    Cell,
    CellKind,
    Count,
    cell_of,
    on_file,
)
from pa_registry.masking import masked
from pa_registry.model.codes import Code
from pa_registry.model.households import Household
from pa_registry.model.person_codes import LeaveReason
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Move, Status


__all__ = [
    "ChangeKind",
    "Changes",
    "Flow",
    "Leg",
    "OtherChange",
    "PersonChange",
    "changes",
    "flows_of",
    "home_changes",
    "iter_legs",
]


class OtherChange(Code):
    """
    What changes the accounts and is no move of the register.

    其他变动。

    A transfer moves people between divisions and cancels out above them.
    """

    TRANSFERRED = "transferred", "跨区划转移"
    SPLIT = "household-split", "分户"
    MERGED = "household-merged", "并户"
    UNEXPLAINED = "unexplained", "原因不明"


#: A move of the register, or what else there is.
ChangeKind: TypeAlias = Move | OtherChange


@attrs.frozen(kw_only=True)
class Flow:
    """
    So many came from one cell into another, in one division, of one kind.

    一笔变动。

    Attributes:
        division: The division.
        kind: What happened.
        out_of: The cell that they left; `None` for outside the register.
        into: The cell that they came to; `None` for outside.
        count: How many households and persons.

    Examples:
        >>> from pa_registry.accounts import STOCK, cohort
        >>> exit_ = Flow(
        ...     division="990101",
        ...     kind=Move.EXITED,
        ...     out_of=STOCK,
        ...     into=cohort(2016),
        ...     count=Count(10, 31),
        ... )
        >>> exit_.effect(STOCK), exit_.total
        (Count(households=-10, persons=-31), Count(households=0, persons=0))
    """

    division: str
    kind: ChangeKind
    out_of: Cell | None
    into: Cell | None
    count: Count

    def effect(self, cell: Cell) -> Count:
        """Say what the flow adds to a cell."""
        came = self.count if self.into == cell else Count()
        went = self.count if self.out_of == cell else Count()
        return came - went

    @property
    def total(self) -> Count:
        """What the flow adds to the total of the register."""
        came = self.count if self.into is not None else Count()
        went = self.count if self.out_of is not None else Count()
        return came - went


@attrs.frozen(kw_only=True)
class PersonChange:
    """
    What happened to one person between two cycles.

    一人的变动。

    Attributes:
        person: The number of the person.
        kind: What happened.
        out_of: The cell before; `None` for outside the register.
        into: The cell after; `None` for outside.
        old_division: The division before.
        new_division: The division after.
    """

    person: str = attrs.field(repr=masked)
    kind: ChangeKind
    out_of: Cell | None
    into: Cell | None
    old_division: str = ""
    new_division: str = ""


@attrs.frozen
class _Place:
    """Where somebody stands: a cell, in a household, in a division."""

    cell: Cell
    home: Household

    @property
    def division(self) -> str:
        return self.home.division or ""


@attrs.frozen
class _Cycle:
    """One register, looked up by number."""

    homes: Mapping[str, Household]
    people: Mapping[str, _Place]
    files: Mapping[str, Person]

    @classmethod
    def of(cls, registry: Registry) -> _Cycle:
        homes: dict[str, Household] = {}
        people: dict[str, _Place] = {}
        files: dict[str, Person] = {}
        for home in registry.households:
            homes.setdefault(home.number, home)
            for one in home.members:
                files.setdefault(one.number, one)
            cell = cell_of(home)
            if cell is not None:
                for one in on_file(home):
                    people.setdefault(one.number, _Place(cell, home))
        return cls(homes, people, files)

    def home(self, number: str) -> _Place | None:
        home = self.homes.get(number)
        cell = None if home is None else cell_of(home)
        return None if home is None or cell is None else _Place(cell, home)


@attrs.frozen(kw_only=True)
class Changes:
    """
    The difference of two cycles.

    两期差异。

    Attributes:
        persons: Everybody who came, went or moved; one entry each.
        flows: The same added up, with the households.
    """

    persons: tuple[PersonChange, ...] = attrs.field(repr=False)
    flows: tuple[Flow, ...]


def changes(before: Registry, after: Registry) -> Changes:
    """
    Compare two cycles by household and person number.

    比较两期台账。

    Each person has one kind of change: what befell the household goes
    before a move between divisions, and a document about the person before
    what befell the household.  What neither register gives a reason for is
    `OtherChange.UNEXPLAINED`, and stays in sight.

    Args:
        before: The register of the earlier cycle.
        after: The register of the later one.

    Returns:
        The changes; whoever stays where he was has none.

    Examples:
        >>> one = (Person(number="1"),)
        >>> poor = Household(number="H1", status=Status.CURRENT, members=one)
        >>> out = attrs.evolve(poor, status=Status.EXITED, exit_year=2016)
        >>> found = changes(
        ...     Registry(households=(poor,)), Registry(households=(out,))
        ... )
        >>> [change.kind.zh for change in found.persons]
        ['脱贫']
    """
    old, new = _Cycle.of(before), _Cycle.of(after)
    persons = tuple(_person_changes(old, new))
    homes = tuple(_home_changes(old, new))
    people, households = Counter(iter_legs(persons)), Counter(iter_legs(homes))
    return Changes(persons=persons, flows=flows_of(people, households))


def _person_changes(old: _Cycle, new: _Cycle) -> Iterator[PersonChange]:
    for number in dict.fromkeys((*old.people, *new.people)):
        was, now = old.people.get(number), new.people.get(number)
        found: ChangeKind | None
        if was is None:
            found = _entered(number, old, new)
        elif now is None:
            found = _left(number, old, new)
        else:
            found = _moved(was, now)
        if found is not None:
            yield _change(number, found, was, now)


def home_changes(
    before: Registry, after: Registry
) -> tuple[PersonChange, ...]:
    """
    Say what happened to each household between two cycles.

    户的变动。

    They are written as those of persons are, with the household's number.
    """
    old, new = _Cycle.of(before), _Cycle.of(after)
    return tuple(_home_changes(old, new))


def _home_changes(old: _Cycle, new: _Cycle) -> Iterator[PersonChange]:
    for number in dict.fromkeys((*old.homes, *new.homes)):
        was, now = old.home(number), new.home(number)
        if was is None and now is None:
            continue
        kind: ChangeKind | None
        if was is None or now is None:
            kind = _home_kind(number, old, new)
        else:
            kind = _moved(was, now)
        if kind is not None:
            yield _change(number, kind, was, now)


def _change(
    number: str, kind: ChangeKind, was: _Place | None, now: _Place | None
) -> PersonChange:
    return PersonChange(
        person=number,
        kind=kind,
        out_of=None if was is None else was.cell,
        into=None if now is None else now.cell,
        old_division=was.division if was else "",
        new_division=now.division if now else "",
    )


def _entered(number: str, old: _Cycle, new: _Cycle) -> ChangeKind:
    home = new.people[number].home.number
    if old.home(home) is None:
        return _home_kind(home, old, new)
    reason = new.files[number].join_reason
    return Move.MEMBER_ADDED if reason is None else Move.NATURAL_INCREASE


def _left(number: str, old: _Cycle, new: _Cycle) -> ChangeKind:
    person = new.files.get(number)
    reason = None if person is None else person.leave_reason
    if reason is LeaveReason.MEMBER_REMOVED:
        return Move.MEMBER_REMOVED
    if reason is not None:
        return Move.NATURAL_DECREASE
    home = old.people[number].home.number
    if new.home(home) is None:
        return _home_kind(home, old, new)
    return OtherChange.UNEXPLAINED


def _home_kind(number: str, old: _Cycle, new: _Cycle) -> ChangeKind:
    """Say how a household came into the register, or went out of it."""
    was, now = old.homes.get(number), new.homes.get(number)
    if new.home(number) is not None:
        status = None if was is None else was.status
        if status is Status.REMOVED:
            return Move.RESTORED
        if status is Status.CLOSED:
            return OtherChange.UNEXPLAINED
        is_split = now is not None and _all_in(on_file(now), old.people)
        return OtherChange.SPLIT if is_split else Move.ADDED
    status = None if now is None else now.status
    if status is Status.REMOVED:
        return Move.REMOVED
    if status is Status.CLOSED:
        return Move.CLOSED
    is_merged = was is not None and _all_in(on_file(was), new.people)
    return OtherChange.MERGED if is_merged else OtherChange.UNEXPLAINED


def _all_in(members: Iterable[Person], people: Mapping[str, _Place]) -> bool:
    numbers = [one.number for one in members]
    return bool(numbers) and all(number in people for number in numbers)


def _moved(was: _Place, now: _Place) -> ChangeKind | None:
    """Say what happened to whoever is in both registers."""
    if was.cell == now.cell:
        same = was.division == now.division
        return None if same else OtherChange.TRANSFERRED
    kinds = was.cell.kind, now.cell.kind
    if kinds == (CellKind.STOCK, CellKind.COHORT):
        stable = now.home.status is Status.EXITED_STABLE
        return Move.EXITED_STABLE if stable else Move.EXITED
    if kinds == (CellKind.COHORT, CellKind.STOCK):
        returned = now.home.status is Status.RETURNED
        return Move.RETURNED if returned else Move.EXIT_REVERSED
    if kinds == (CellKind.COHORT, CellKind.COHORT) and _exited_again(was, now):
        return Move.EXITED
    return OtherChange.UNEXPLAINED


def _exited_again(was: _Place, now: _Place) -> bool:
    """Tell a second exit, after a return, from a year written anew."""
    first, second = was.cell.year, now.cell.year
    returned = now.home.return_year
    if first is None or second is None or returned is None:
        return False
    return first <= returned < second


#: One side of a change: division, kind, the cell left, the cell reached.
Leg: TypeAlias = tuple[str, ChangeKind, Cell | None, Cell | None]


def iter_legs(found: Iterable[PersonChange]) -> Iterator[Leg]:
    """
    Write a change once, or, between divisions, once on each side.

    变动分记各区划。
    """
    for one in found:
        out, into = one.out_of, one.into
        crosses = one.old_division != one.new_division
        if out is not None and into is not None and crosses:
            yield one.old_division, one.kind, out, None
            yield one.new_division, one.kind, None, into
        else:
            where = one.new_division if out is None else one.old_division
            yield where, one.kind, out, into


def flows_of(
    people: Mapping[Leg, int], households: Mapping[Leg, int]
) -> tuple[Flow, ...]:
    """
    Add up changes, in persons and in households.

    汇总变动。
    """
    keys = dict.fromkeys((*people, *households))
    return tuple(
        Flow(
            division=division,
            kind=kind,
            out_of=out_of,
            into=into,
            count=Count(households.get(key, 0), people.get(key, 0)),
        )
        for key in keys
        for division, kind, out_of, into in (key,)
    )
