"""
The parts of a register: stock and cohorts, and the flaws in each.

状态分段与预设问题的分布。

A part is a stretch of a shuffled order, so its counts are exact; within
it come first the flawed households, kind by kind.
"""

from __future__ import annotations

import datetime as dt

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate

import attrs

from pa_registry.draw import Shuffle
from pa_registry.errors import InvalidValueError
from pa_registry.model.status import Status
from pa_registry.synthetic.flaws import SHARED, Flaw, Ground
from pa_registry.synthetic.totals import Totals, shared


__all__ = [
    "DAY",
    "INCOME_YEAR",
    "LAST_EVENT",
    "Part",
    "Standing",
    "Wanted",
    "outside_part",
    "registered_parts",
    "running",
]

#: The day of the audit's facts, and the year whose income is on record.
DAY = dt.date(2016, 10, 19)
INCOME_YEAR = 2015
#: What happens later is in no extract yet.
LAST_EVENT = dt.date(2016, 7, 31)

#: Of a thousand households, how many have 1, 2, … 7 members: 3.08 a head.
_SIZES = (175, 215, 230, 200, 115, 48, 17)
#: Of the stock: not yet exited, on the year's plan of exit, returned.
_STOCK = (89, 10, 1)


@attrs.frozen(kw_only=True)
class Standing:
    """
    A part of the register: a status, with its years.

    状态分段。
    """

    status: Status
    exit_year: int | None = None

    @property
    def ground(self) -> Ground:
        """The kinds of flaw that only this part can hold."""
        exited = self.status is Status.EXITED
        if exited and self.exit_year == INCOME_YEAR:
            return Ground.LAST_EXITS
        current = self.status is Status.CURRENT
        return Ground.CURRENT if current else Ground.REGISTERED


@attrs.frozen(kw_only=True)
class Wanted:
    """
    What a province is asked to be.

    生成要求。
    """

    households: int
    outside: int
    seed: int | str
    division: str
    totals: Totals
    flaws: Mapping[Flaw, Fraction]

    def number(self, flaw: Flaw) -> int:
        """Round up, so that a small province has one of each kind too."""
        share = self.flaws.get(flaw, Fraction(0))
        return -(-share.numerator * self.households // share.denominator)


@attrs.frozen
class Part:
    """A stretch of the shuffled order: its standing and its flaws."""

    standing: Standing
    start: int
    length: int
    flaws: tuple[Flaw, ...]
    ends: tuple[int, ...]
    sizes: Shuffle
    steps: tuple[int, ...]

    def iter_flawed(self) -> Iterator[tuple[int, Flaw]]:
        """Go through the offsets with a flaw."""
        start = 0
        for flaw, end in zip(self.flaws, self.ends, strict=True):
            for offset in range(start, end):
                yield offset, flaw
            start = end

    def flaw(self, offset: int) -> Flaw | None:
        """Say what is planted at an offset."""
        at = bisect_right(self.ends, offset)
        return self.flaws[at] if at < len(self.flaws) else None

    def size(self, offset: int) -> int:
        """Say how many members the household at an offset begins with."""
        return 1 + bisect_right(self.steps, self.sizes.place(offset))


def running(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Give the place at which each stretch begins."""
    return (0, *accumulate(counts[:-1]))


def registered_parts(wanted: Wanted) -> tuple[Part, ...]:
    """Cut the registered households into stock and cohorts."""
    standings, claims = _standings(wanted.totals)
    lengths = shared(wanted.households, claims)
    planted = _planted(standings, lengths, wanted)
    return tuple(
        _part(standing, stretch, own, wanted.seed)
        for standing, stretch, own in zip(
            standings,
            zip(running(lengths), lengths, strict=True),
            planted,
            strict=True,
        )
        if stretch[1]
    )


def outside_part(wanted: Wanted) -> Part:
    """Put the omitted first among the households outside."""
    planted = [
        (flaw, wanted.number(flaw))
        for flaw in Flaw
        if flaw.ground is Ground.OUTSIDE and wanted.number(flaw)
    ]
    if sum(many for _, many in planted) > wanted.outside:
        raise _no_room(planted[0][0])
    standing = Standing(status=Status.UNREGISTERED)
    return _part(standing, (0, wanted.outside), planted, wanted.seed)


def _standings(
    totals: Totals,
) -> tuple[tuple[Standing, ...], tuple[Fraction, ...]]:
    kinds = (Status.CURRENT, Status.PLANNED_EXIT, Status.RETURNED)
    last = max((year for year, _ in totals.exited), default=None)
    stock = [
        Standing(
            status=kind, exit_year=last if kind is Status.RETURNED else None
        )
        for kind in kinds
    ]
    exited = [
        Standing(status=Status.EXITED, exit_year=year)
        for year, _ in totals.exited
    ]
    claims = [totals.stock * Fraction(part, 100) for part in _STOCK]
    claims += [persons for _, persons in totals.exited]
    return (*stock, *exited), tuple(claims)


def _planted(
    standings: tuple[Standing, ...],
    lengths: tuple[int, ...],
    wanted: Wanted,
) -> list[list[tuple[Flaw, int]]]:
    """Give each part its own kinds first, and of the rest by its room."""
    planted: list[list[tuple[Flaw, int]]] = [[] for _ in standings]
    room = list(lengths)
    for flaw in Flaw:
        number = wanted.number(flaw)
        if not number or flaw.ground is Ground.OUTSIDE:
            continue
        open_ = [
            room[n] if _fits(flaw, one) else 0
            for n, one in enumerate(standings)
        ]
        if sum(open_) < number:
            raise _no_room(flaw)
        for n, many in enumerate(shared(number, tuple(open_))):
            if many:
                planted[n].append((flaw, many))
                room[n] -= many
    _check_neighbours(room, wanted)
    return planted


def _check_neighbours(room: list[int], wanted: Wanted) -> None:
    """Ask for a sound household beside each that shares a person."""
    shared_ = [flaw for flaw in SHARED if wanted.number(flaw)]
    if sum(map(wanted.number, shared_)) > sum(room):
        raise _no_room(min(shared_))


def _fits(flaw: Flaw, standing: Standing) -> bool:
    return flaw.ground in {Ground.REGISTERED, standing.ground}


def _no_room(flaw: Flaw) -> InvalidValueError:
    return InvalidValueError(
        what=f"there is no room for {flaw.value}.",
        where="households",
        remedy="Ask for more households, or for fewer flaws.",
    )


def _part(
    standing: Standing,
    stretch: tuple[int, int],
    planted: list[tuple[Flaw, int]],
    seed: int | str,
) -> Part:
    start, length = stretch
    key = f"{standing.status.value}-{standing.exit_year}"
    return Part(
        standing,
        start,
        length,
        tuple(flaw for flaw, _ in planted),
        tuple(accumulate(many for _, many in planted)),
        Shuffle(max(length, 1), seed, "sizes", key),
        tuple(accumulate(shared(length, _SIZES)))[:-1],
    )
