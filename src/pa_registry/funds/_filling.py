"""
Find the level at which everyone is as near to the claim as bounds allow.

在上下限之间按比例分配。
"""

from __future__ import annotations

from typing import NamedTuple

from pa_registry.funds._claims import Limits


__all__ = ["Filling", "fill"]


class Filling(NamedTuple):
    """
    What bounds leave to be shared in proportion.

    上下限确定后的分配。

    Attributes:
        amounts: What each recipient gets at a bound; 0 where it is free.
        free: The places of those who share the rest by their claims.
        rest: What they share.
    """

    amounts: list[int]
    free: list[int]
    rest: int


def fill(total: int, weights: list[int], limits: Limits) -> Filling:
    """
    Fix whoever would fall under a floor or rise above a cap.

    As long as floors lack more than caps cut off, the level can only sink,
    so that whoever is under a floor now stays there; and the other way
    round.  Each pass therefore fixes for good, and the last one leaves a
    rest that is shared in proportion.
    """
    amounts, free, rest = [0] * len(weights), list(range(len(weights))), total
    while free:
        low, high, lacking = _outside(rest, weights, limits, free)
        fixed = low if lacking >= 0 else high
        if not fixed:
            break
        bounds = limits.floors if lacking >= 0 else limits.caps
        for place in fixed:
            amounts[place] = bounds[place]
            rest -= bounds[place]
        gone = set(fixed)
        free = [place for place in free if place not in gone]
    return Filling(amounts, free, rest)


def _outside(
    rest: int, weights: list[int], limits: Limits, free: list[int]
) -> tuple[list[int], list[int], int]:
    """List those under a floor and above a cap, and which weighs more."""
    whole = sum(weights[place] for place in free)
    if not whole:
        # Nobody has a claim: each gets its floor, and the rest is empty.
        return free, [], 0
    low: list[int] = []
    high: list[int] = []
    lacking = 0
    for place in free:
        given = rest * weights[place]
        under = limits.floors[place] * whole - given
        over = given - limits.caps[place] * whole
        if under > 0:
            low.append(place)
            lacking += under
        elif over > 0:
            high.append(place)
            lacking -= over
    return low, high, lacking
