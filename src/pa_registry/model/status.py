"""
The life of a household in the register, as a table of moves.

建档立卡户状态与变动。

Each row of the table says from which states a move starts, where it leads
and which cells of the accounts it changes: the register's total, the
current stock, the cohort of an exit year.  Total = stock + cohorts holds
in each row, so it holds after any history.
"""

from __future__ import annotations

import attrs

from pa_registry.errors import InvalidTransitionError, InvalidValueError
from pa_registry.model.codes import Code


__all__ = [
    "TRANSITIONS",
    "Move",
    "Status",
    "Transition",
    "after",
    "moves",
    "transition",
]


class Status(Code):
    """
    Where a household stands.

    脱贫状态。

    `EXITED_STABLE` (exited, no household measures any more) is the usage
    of one region; elsewhere it counts as exited.
    """

    UNREGISTERED = "unregistered", "未建档立卡"
    CURRENT = "current", "未脱贫"
    PLANNED_EXIT = "planned-exit", "预脱贫"
    EXITED = "exited", "已脱贫", "脱贫享受政策", "历史已脱贫", "新脱贫"
    EXITED_STABLE = "exited-stable", "脱贫不享受政策", "稳定脱贫"
    RETURNED = "returned", "返贫"
    REMOVED = "removed", "剔除", "清退"
    CLOSED = "closed", "自然销户"

    @property
    def in_stock(self) -> bool:
        """Registered and counted as poor now (存量)."""
        return self in _STOCK

    @property
    def in_cohort(self) -> bool:
        """Registered and marked as exited in some year."""
        return self in _COHORT

    @property
    def in_register(self) -> bool:
        """Counted in the register's total."""
        return self.in_stock or self.in_cohort


class Move(Code):
    """
    What can happen to a registered household.

    变动类型。
    """

    ADDED = "supplementary-registration", "补录", "新识别"
    EXIT_PLANNED = "exit-planned", "列入预脱贫"
    PLAN_WITHDRAWN = "exit-plan-withdrawn", "取消预脱贫"
    EXITED = "exit", "脱贫"
    EXITED_STABLE = "stable-exit", "稳定脱贫"
    EXIT_REVERSED = "exit-reversed", "错退纠正", "回退"
    RETURNED = "return-to-poverty", "返贫"
    RETAINED = "retained-after-verification", "保留"
    MEMBER_ADDED = "member-added", "个别成员补录"
    MEMBER_REMOVED = "member-removed", "个别成员核减", "成员核减"
    NATURAL_INCREASE = "natural-increase", "自然增加"
    NATURAL_DECREASE = "natural-decrease", "自然减少"
    REMOVED = "removal", "剔除", "清退"
    RESTORED = "removal-undone", "错剔恢复"
    CLOSED = "closure", "自然销户"


_STOCK = frozenset({Status.CURRENT, Status.PLANNED_EXIT, Status.RETURNED})
_COHORT = frozenset({Status.EXITED, Status.EXITED_STABLE})
_REGISTERED = _STOCK | _COHORT
_EXITS = frozenset({Move.EXITED, Move.EXITED_STABLE})


@attrs.frozen(kw_only=True)
class Transition:
    """
    One move out of one state into another, and its effect on the accounts.

    状态变动及其对台账的影响。

    Attributes:
        status: The state before.
        move: What happens.
        to: The state after.
        members:
            For a move of single members, plus or minus one: they come or
            go and the household stays.  0 for a household as a whole.
    """

    status: Status
    move: Move
    to: Status
    members: int = 0

    @property
    def stock(self) -> int:
        """Whether persons come to (1) or leave (−1) the current stock."""
        if self.members:
            return self.members * self.status.in_stock
        return self.to.in_stock - self.status.in_stock

    @property
    def cohort(self) -> int:
        """The same for the cohort of an exit year."""
        if self.members:
            return self.members * self.status.in_cohort
        return self.to.in_cohort - self.status.in_cohort

    @property
    def total(self) -> int:
        """The same for the total of the register."""
        return self.stock + self.cohort


_STAYS: frozenset[Status] = frozenset()

#: The move, the states before, the states after, the members it concerns.
_TABLE: tuple[tuple[Move, frozenset[Status], frozenset[Status], int], ...] = (
    (
        Move.ADDED,
        frozenset({Status.UNREGISTERED}),
        frozenset({Status.CURRENT}),
        0,
    ),
    (
        Move.EXIT_PLANNED,
        frozenset({Status.CURRENT, Status.RETURNED}),
        frozenset({Status.PLANNED_EXIT}),
        0,
    ),
    (
        Move.PLAN_WITHDRAWN,
        frozenset({Status.PLANNED_EXIT}),
        frozenset({Status.CURRENT, Status.RETURNED}),
        0,
    ),
    (Move.EXITED, _STOCK, frozenset({Status.EXITED}), 0),
    (
        Move.EXITED_STABLE,
        _STOCK | {Status.EXITED},
        frozenset({Status.EXITED_STABLE}),
        0,
    ),
    (Move.EXIT_REVERSED, _COHORT, frozenset({Status.CURRENT}), 0),
    (Move.RETURNED, _COHORT, frozenset({Status.RETURNED}), 0),
    (Move.RETAINED, _REGISTERED, _STAYS, 0),
    (Move.MEMBER_ADDED, _REGISTERED, _STAYS, +1),
    (Move.MEMBER_REMOVED, _REGISTERED, _STAYS, -1),
    (Move.NATURAL_INCREASE, _REGISTERED, _STAYS, +1),
    (Move.NATURAL_DECREASE, _REGISTERED, _STAYS, -1),
    (Move.REMOVED, _REGISTERED, frozenset({Status.REMOVED}), 0),
    (Move.RESTORED, frozenset({Status.REMOVED}), _REGISTERED, 0),
    (Move.CLOSED, _REGISTERED, frozenset({Status.CLOSED}), 0),
)

#: Every transition there is.
TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(status=status, move=move, to=to, members=members)
    for move, before, led, members in _TABLE
    for status in Status
    if status in before
    for to in Status
    if to in (led or {status})
)


def moves(status: Status) -> tuple[Move, ...]:
    """
    List the moves that are open to a household.

    可发生的变动。

    Examples:
        >>> [move.zh for move in moves(Status.UNREGISTERED)]
        ['补录']
    """
    return tuple(dict.fromkeys(t.move for t in _from(status)))


def transition(
    status: Status,
    move: Move,
    *,
    back_to: Status | None = None,
    year: int | None = None,
    return_year: int | None = None,
) -> Transition:
    """
    Find the transition that a move makes.

    查找状态变动。

    Args:
        status: The state before.
        move: What happens.
        back_to:
            The former state, for the two moves that undo another one
            (取消预脱贫, 错剔恢复).
        year: The year of the move.
        return_year:
            The year of the last return to poverty: a household does not
            exit in the year in which it returned.

    Raises:
        InvalidTransitionError: If the move is not open to the household.
        InvalidValueError: If what decides it was not given.

    Examples:
        >>> removed = transition(Status.EXITED, Move.REMOVED)
        >>> removed.total, removed.stock, removed.cohort
        (-1, 0, -1)
    """
    found = [t for t in _from(status) if t.move is move]
    if back_to is not None:
        found = [t for t in found if t.to is back_to]
    if not found or _is_too_early(status, move, year, return_year):
        raise InvalidTransitionError(
            status=status.value,
            move=move.value,
            allowed=tuple(one.value for one in moves(status)),
        )
    if len(found) > 1:
        raise InvalidValueError(
            what=f"{move.value} leads back to the former state",
            where="back_to",
            remedy="Give the status that the household had before.",
        )
    return found[0]


def after(
    status: Status,
    move: Move,
    *,
    back_to: Status | None = None,
    year: int | None = None,
    return_year: int | None = None,
) -> Status:
    """
    Say where a household stands after a move.

    变动后的状态。

    The arguments and errors are those of :func:`transition`.

    Examples:
        >>> after(Status.CURRENT, Move.EXITED)
        <Status.EXITED: 'exited'>
        >>> after(Status.RETURNED, Move.EXITED, year=2018, return_year=2018)
        Traceback (most recent call last):
        pa_registry.errors.InvalidTransitionError: ...
    """
    return transition(
        status, move, back_to=back_to, year=year, return_year=return_year
    ).to


def _from(status: Status) -> tuple[Transition, ...]:
    return tuple(t for t in TRANSITIONS if t.status is status)


def _is_too_early(
    status: Status, move: Move, year: int | None, return_year: int | None
) -> bool:
    """Apply 三不出: no exit in the year of the return."""
    if move not in _EXITS or not status.in_stock:
        return False
    if status is not Status.RETURNED and return_year is None:
        return False
    if year is None or return_year is None:
        raise InvalidValueError(
            what="whether a returned household may exit depends on the years",
            where="year, return_year",
            remedy="Give the year of the exit and that of the return.",
        )
    return year <= return_year
