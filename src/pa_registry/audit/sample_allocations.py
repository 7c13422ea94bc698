"""
How many households each stratum of a sample gets.

样本在各层之间的分配。

All of the ways to share a sample out are one: stratum by stratum the next
household goes where it takes the most variance away (Wright 2012, 2017).
With the method of equal proportions that is the exact optimum in whole
numbers, and nobody loses a household when the sample grows.
"""

from __future__ import annotations

import heapq

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from pa_registry.errors import InvalidValueError, UnknownNameError


__all__ = ["Allocation", "allocated"]


class Allocation(Enum):
    """
    How a sample is shared out among strata.

    样本分配方法。

    Attributes:
        PROPORTIONAL: By the households of each stratum.
        EQUAL: As many from each.
        NEYMAN: By the households and by how much they are expected to
            differ, so that the estimate for all of them is surest.
    """

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"


def allocated(
    size: int,
    strata: Mapping[str, int],
    *,
    allocation: Allocation = Allocation.PROPORTIONAL,
    expected: Mapping[str, Fraction] | None = None,
    at_least: int = 2,
) -> dict[str, int]:
    """
    Share a sample out among strata.

    样本分配。

    The next household goes to the stratum with the greatest
    ``W² / (n (n + 1))``, where ``n`` is what the stratum has already and
    ``W`` is its households times the standard deviation that is expected
    there (Neyman), its households (proportional) or one (equal).  Ties go
    to the smaller key.  No stratum gets more than it has, and each gets
    *at_least* so many first.

    Args:
        size: How many households in all.
        strata: The households of each stratum.
        allocation: How they are shared out.
        expected: For Neyman's allocation, the share expected in each
            stratum; it must lie between 0 and 1, both excluded.
        at_least: How many each stratum gets at least, or all that it has;
            two are the fewest that show how a stratum varies.

    Returns:
        The households to draw from each stratum, by key.

    Raises:
        InvalidValueError: If the sample is larger than the frame or too
            small for the strata, or if an expected share is no share.
        UnknownNameError: If a share is expected of no stratum.

    Examples:
        >>> allocated(100, {"current": 6000, "exited-2014": 3000})
        {'current': 67, 'exited-2014': 33}
        >>> allocated(
        ...     100,
        ...     {"current": 6000, "exited-2014": 3000},
        ...     allocation=Allocation.NEYMAN,
        ...     expected={
        ...         "current": Fraction(1, 100),
        ...         "exited-2014": Fraction(1, 10),
        ...     },
        ... )
        {'current': 40, 'exited-2014': 60}
    """
    _check(size, strata, at_least)
    squares = _squares(strata, allocation, expected)
    shares = {key: min(at_least, strata[key]) for key in sorted(strata)}
    left = size - sum(shares.values())
    if left < 0:
        raise InvalidValueError(
            what=(
                f"{size} households do not give each of {len(strata)} strata"
                f" {at_least}."
            ),
            where="size",
            remedy=(
                f"Draw {size - left} at least, join strata, or lower"
                " at_least; a stratum with one household shows no spread."
            ),
        )
    queue = [
        (-_gain(squares[key], shares[key]), key)
        for key in shares
        if shares[key] < strata[key]
    ]
    heapq.heapify(queue)
    for _ in range(left):
        _, key = heapq.heappop(queue)
        shares[key] += 1
        if shares[key] < strata[key]:
            gain = _gain(squares[key], shares[key])
            heapq.heappush(queue, (-gain, key))
    return shares


def _gain(square: Fraction, held: int) -> Fraction:
    """Say what one household more takes from the variance, times a half."""
    # A stratum without any has a variance that is no number: it is first,
    # and the larger one before the smaller.
    return square / (held * (held + 1)) if held else square * _FIRST


#: More than any quotient of squares of households.
_FIRST = 10**40


def _squares(
    strata: Mapping[str, int],
    allocation: Allocation,
    expected: Mapping[str, Fraction] | None,
) -> dict[str, Fraction]:
    if allocation is Allocation.EQUAL:
        return dict.fromkeys(strata, Fraction(1))
    if allocation is Allocation.PROPORTIONAL:
        return {key: Fraction(many**2) for key, many in strata.items()}
    shares = expected or {}
    for key in shares:
        if key not in strata:
            raise UnknownNameError(
                kind="stratum", name=key, known=tuple(strata)
            )
    lacking = [key for key in strata if not _is_inside(shares.get(key))]
    if lacking:
        raise InvalidValueError(
            what=f"no share between 0 and 1 is expected in {lacking[0]}.",
            where="expected",
            remedy="Give Fraction(1, 50), say, for each stratum.",
        )
    return {
        key: many**2 * shares[key] * (1 - shares[key])
        for key, many in strata.items()
    }


def _is_inside(share: object) -> bool:
    return isinstance(share, Fraction) and 0 < share < 1


def _check(size: int, strata: Mapping[str, int], at_least: int) -> None:
    everybody = sum(strata.values())
    if type(size) is not int or size < 1 or size > everybody:
        raise InvalidValueError(
            what=f"no such sample can be drawn from {everybody} households.",
            where="size",
            remedy=f"Give a whole number from 1 to {everybody}.",
        )
    if type(at_least) is not int or at_least < 0:
        raise InvalidValueError(
            what="no stratum gets less than nothing.",
            where="at_least",
            remedy="Give a whole number from 0 up.",
        )
