"""
The classical methods of sharing whole things out.

最大余数法与除数法。

Everything is done on whole numbers.  Equal remainders and equal quotients
go to the smaller key.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace
from typing import Any, NamedTuple

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.funds._claims import Limits
from pa_registry.funds._filling import fill


__all__ = ["Divisors", "by_divisors", "by_largest_remainder"]


class Divisors(NamedTuple):
    """
    The row of numbers that a claim is divided by: ``step * n + first``.

    除数序列。

    Attributes:
        step: How far apart they stand.
        first: The first of them.
    """

    step: int
    first: int


def by_largest_remainder(
    total: int,
    weights: list[int],
    keys: Sequence[Any],
    limits: Limits | None,
) -> list[int]:
    """Give everyone the whole part, and the rest to the largest remains."""
    if limits is None:
        return _quotas(total, weights, keys)
    amounts, free, rest = fill(total, weights, limits)
    if free:
        shared = _quotas(
            rest, [weights[i] for i in free], [keys[i] for i in free]
        )
        for place, amount in zip(free, shared, strict=True):
            amounts[place] = amount
    return amounts


def _quotas(total: int, weights: list[int], keys: Sequence[Any]) -> list[int]:
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight for weight in weights]
    amounts = [part // whole for part in parts]
    rest = total - sum(amounts)
    if rest:
        remainders = [part % whole for part in parts]
        for place in _largest(remainders, rest, keys):
            amounts[place] += 1
    return amounts


def _largest(
    remainders: list[int], many: int, keys: Sequence[Any]
) -> list[int]:
    """Find the places of the largest, of equals those of smaller keys."""
    cut = sorted(remainders, reverse=True)[many - 1]
    found = [i for i, one in enumerate(remainders) if one > cut]
    tied = [i for i, one in enumerate(remainders) if one == cut]
    lacking = many - len(found)
    if lacking < len(tied):
        tied = _in_order(tied, keys)
    return found + tied[:lacking]


def _in_order(places: list[int], keys: Sequence[Any]) -> list[int]:
    try:
        return sorted(places, key=keys.__getitem__)
    except TypeError as error:
        raise InvalidValueError(
            what="Two recipients tie, and their keys have no order.",
            where="claims",
            remedy="Use keys of one kind, such as division codes.",
        ) from error


def by_divisors(
    total: int,
    weights: list[int],
    keys: Sequence[Any],
    limits: Limits | None,
    divisors: Divisors,
) -> list[int]:
    """
    Give one after the other to whoever has the largest quotient.

    Most are given at once: whoever is above a common quotient has them for
    sure, and only the last few are given singly.
    """
    count = len(weights)
    bounds = limits or Limits([0] * count, [total] * count)
    sharing = _Sharing(weights, bounds, divisors)
    amounts = sharing.surely(total)
    rest = total - sum(amounts)
    if rest:
        sharing.give(rest, amounts, _in_order(list(range(count)), keys))
    return amounts


@attrs.frozen
class _Sharing:
    weights: list[int]
    limits: Limits
    divisors: Divisors

    def surely(self, total: int) -> list[int]:
        """Round at a quotient so low that the sum stays within the total."""
        floors, caps = self.limits.floors, self.limits.caps
        target = total - len(self.weights)
        if target <= sum(floors):
            return list(floors)
        _, free, rest = fill(target, self.weights, self.limits)
        # More than the floors and less than the caps: somebody is free.
        whole = sum(self.weights[place] for place in free)
        step, first = self.divisors
        up, off, below = step * rest, first * whole, step * whole
        return [
            min(max((up * weight - off) // below + 1, low), cap)
            for weight, low, cap in zip(
                self.weights, floors, caps, strict=True
            )
        ]

    def give(self, rest: int, amounts: list[int], order: list[int]) -> None:
        """Give the rest out singly; of equals, to the first in order."""
        step, first = self.divisors
        caps = self.limits.caps
        # Two unequal quotients differ by one at least when scaled by this.
        scale = (step * (max(amounts) + rest) + first) ** 2
        scaled = [weight * scale for weight in self.weights]
        queue = [
            (-(scaled[place] // (step * amounts[place] + first)), rank, place)
            for rank, place in enumerate(order)
            if self.weights[place] and amounts[place] < caps[place]
        ]
        heapify(queue)
        for _ in range(rest):
            _, rank, place = queue[0]
            amounts[place] += 1
            if amounts[place] == caps[place]:
                heappop(queue)
                continue
            quotient = scaled[place] // (step * amounts[place] + first)
            heapreplace(queue, (-quotient, rank, place))
