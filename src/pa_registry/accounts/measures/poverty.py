"""
How many are poor, how poor, and how unequally.

贫困发生率、贫困缺口、贫困强度等。

Convention: poor is *strictly below* the line (``value < line``); with
``weak=True`` a value at the line is poor too (``value <= line``).  All
measures are over everybody, poor or not, with the weights that are given.
"""

from __future__ import annotations

import math

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

import attrs

from pa_registry.accounts.measures.inequality import half_mean_difference
from pa_registry.accounts.measures.samples import (
    Number,
    Result,
    Sample,
    divided,
    finite,
    number,
    summed,
)
from pa_registry.errors import InvalidValueError


__all__ = [
    "GroupShare",
    "decomposed",
    "fgt",
    "gaps",
    "headcount",
    "poverty_gap",
    "sen",
    "sen_shorrocks_thon",
    "severity",
    "watts",
]

_G = TypeVar("_G", bound=Hashable)
_Exact = int | Fraction | float
_HIGHEST = 100


def headcount(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the share that is poor: the headcount ratio.

    贫困发生率。

    Args:
        values: Income or consumption, one for each case.
        line: The poverty line, above zero.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the line is poor.

    Returns:
        The share, from 0 to 1.

    Raises:
        InvalidValueError: If there are no values, one is missing, or line
            or weights make no sense.

    Examples:
        >>> headcount([1000, 2000, 3000], line=2000)
        Fraction(1, 3)
        >>> headcount([1000, 2000, 3000], line=2000, weak=True)
        Fraction(2, 3)
    """
    return fgt(values, line=line, alpha=0, weights=weights, weak=weak)


def poverty_gap(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the mean shortfall, as a share of the line: the gap index.

    贫困缺口率（贫困深度）。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> poverty_gap([1000, 2000, 3000, 4000], line=2000)
        Fraction(1, 8)
    """
    return fgt(values, line=line, alpha=1, weights=weights, weak=weak)


def severity(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the mean squared shortfall.

    贫困强度（平方贫困缺口）。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> severity([1000, 2000, 3000, 4000], line=2000)
        Fraction(1, 16)
    """
    return fgt(values, line=line, alpha=2, weights=weights, weak=weak)


def fgt(
    values: Iterable[Number],
    *,
    line: Number,
    alpha: float,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure poverty in the family of Foster, Greer and Thorbecke (1984).

    FGT贫困指数。

    The mean of ``((line − value) / line) ** alpha`` over the poor, and of 0
    over the others.  A value below zero has a shortfall above 1 and is
    left so.

    Args:
        values: Income or consumption, one for each case.
        line: The poverty line, above zero.
        alpha: The aversion to poverty: 0, 1, 2 or any number above.  Some
            packages count from one; theirs less one is this one.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the line is poor.

    Returns:
        The index; exact for exact numbers and a whole *alpha*.

    Raises:
        InvalidValueError: As :func:`headcount`, or if *alpha* is negative
            or above 100.

    Examples:
        >>> fgt([541, 1463, 2445, 3438], line=2000, alpha=1)
        Fraction(499, 2000)
        >>> fgt([541.0, 1463.0, 2445.0, 3438.0], line=2000, alpha=1)
        0.2495
    """
    sample = Sample.of(values, weights=weights)
    parts, unit = gaps(sample, line=line, alpha=alpha, weak=weak)
    return divided(sample.mean(parts), unit)


def gaps(
    sample: Sample, *, line: Number, alpha: float, weak: bool
) -> tuple[list[_Exact], _Exact]:
    """
    Give each case's own part in the index, 0 for whoever is not poor.

    各样本的缺口。

    Returns:
        The parts, and by what to divide them: exact shortfalls stay in the
        unit of the line, since a million fractions are slow to add up.

    Raises:
        InvalidValueError: If the line or *alpha* makes no sense.
    """
    at = _line(line)
    if not 0 <= alpha <= _HIGHEST:
        raise InvalidValueError(
            what=f"an aversion to poverty lies between 0 and {_HIGHEST}.",
            where="alpha",
            remedy="Give 0 for the headcount, 1 for the gap, 2 for severity.",
        )
    power = int(alpha) if alpha == int(alpha) else alpha
    if power == 0:
        return [int(_poor(one, at, weak)) for one in sample.values], 1
    is_exact = isinstance(power, int) and not any(
        isinstance(one, float) for one in (at, *sample.values)
    )
    parts = [
        _power(at - one if is_exact else float(at - one) / float(at), power)
        if _poor(one, at, weak)
        else 0
        for one in sample.values
    ]
    return parts, _power(at, power) if is_exact else 1


def watts(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    drop_nonpositive: bool = False,
) -> float:
    """
    Measure the mean of ``log(line / value)`` over the poor (Watts 1968).

    沃茨贫困指数。

    Args:
        values: Income or consumption, one for each case.
        line: The poverty line, above zero.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the line is poor; it adds nothing here.

        drop_nonpositive:
            Whether cases without a logarithm leave the sample, the base
            included.  Where the packages drop them silently, this asks.

    Raises:
        InvalidValueError: As :func:`headcount`, or if a value has no
            logarithm and is not to be dropped.

    Examples:
        >>> round(watts([541, 1463, 2445, 3438], line=2000), 6)
        0.405035
    """
    sample = Sample.of(values, weights=weights)
    at = _line(line)
    positive = [one > 0 for one in sample.values]
    if not all(positive):
        if not drop_nonpositive or not any(positive):
            raise InvalidValueError(
                what=f"{positive.count(False)} values have no logarithm.",
                where="values",
                remedy="Say drop_nonpositive=True, and report how many.",
            )
        sample = sample.where(positive)
    return float(
        sample.mean(
            math.log(float(divided(at, one))) if _poor(one, at, weak) else 0.0
            for one in sample.values
        )
    )


def sen(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    small_sample: bool = False,
) -> Result:
    """
    Measure poverty with Sen's index (1976): ``H · (I + (1 − I) · G)``.

    森贫困指数。

    *H* is the headcount, *I* the mean shortfall of the poor and *G* their
    Gini.

    Args:
        values: Income or consumption, one for each case.
        line: The poverty line, above zero.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the line is poor.

        small_sample:
            Whether *G* is multiplied by ``q / (q + 1)`` for *q* poor, as
            in the article of 1976; packages mostly leave that out.

    Raises:
        InvalidValueError: As :func:`headcount`, or if *small_sample* is
            asked of weighted values, whose number of poor is no count.

    Examples:
        >>> sen([1000, 1500, 3000, 4000], line=2000)
        Fraction(7, 32)
        >>> sen([1000, 1500, 3000, 4000], line=2000, small_sample=True)
        Fraction(5, 24)
    """
    sample = Sample.of(values, weights=weights)
    at = _line(line)
    if small_sample and sample.is_weighted:
        raise InvalidValueError(
            what="weighted cases are no count of poor persons.",
            where="small_sample",
            remedy="Leave out the weights, or the correction.",
        )
    poor = sample.where(_poor(one, at, weak) for one in sample.values)
    if not any(poor.weights):
        return divided(0, 1)
    count = len(poor.values)
    correction = Fraction(count, count + 1) if small_sample else 1
    shortfall = divided(poor.mean(at - one for one in poor.values), at)
    unequal = divided(half_mean_difference(poor) * correction, at)
    share = divided(poor.total_weight, sample.total_weight)
    return divided(share * (shortfall + unequal), 1)


def sen_shorrocks_thon(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure poverty with the index of Sen, Shorrocks and Thon.

    森—肖罗克斯—托恩贫困指数。

    Shortfalls weighed by rank among *all*: of *n*, the *i*-th poorest has
    the weight ``(2n − 2i + 1) / n²`` (Shorrocks 1995).

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> sen_shorrocks_thon([1000, 1500, 3000, 4000], line=2000)
        Fraction(19, 64)
    """
    sample = Sample.of(values, weights=weights).ordered()
    parts, unit = gaps(sample, line=line, alpha=1, weak=weak)
    total = sample.total_weight
    terms: list[_Exact] = []
    before: _Exact = 0
    for weight, part in zip(sample.weights, parts, strict=True):
        above = (total - before) ** 2 - (total - before - weight) ** 2
        terms.append(above * part)
        before += weight
    return divided(summed(terms), total**2 * unit)


@attrs.frozen(kw_only=True)
class GroupShare:
    """
    What one group has to do with the poverty of all.

    分组贡献。

    Attributes:
        share: The group's share of the weight (人口比重).
        value: The index inside the group.
        contribution: Its share of the index, or `None` where that is 0.
    """

    share: Result
    value: Result
    contribution: Result | None


def decomposed(  # noqa: PLR0913  what fgt() takes, and the groups
    values: Iterable[Number],
    groups: Iterable[_G],
    *,
    line: Number,
    alpha: float,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
) -> Mapping[_G, GroupShare]:
    """
    Take an FGT index apart by group: shares times values make the whole.

    分组分解。

    Args:
        values: Income or consumption, one for each case.
        groups: The group of each case.
        line: The poverty line, above zero.
        alpha: The aversion to poverty.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the line is poor.

    Returns:
        By group, in the order of first appearance.  A group without any
        weight is left out: an index of nobody has no value.

    Raises:
        InvalidValueError: As :func:`fgt`, or if the lengths differ.

    Examples:
        >>> parts = decomposed([1, 3, 1], "aab", line=2, alpha=0)
        >>> parts["a"].value, parts["b"].contribution
        (Fraction(1, 2), Fraction(1, 2))
    """
    sample = Sample.of(values, weights=weights)
    named = tuple(groups)
    if len(named) != len(sample.values):
        raise InvalidValueError(
            what=f"{len(named)} groups for {len(sample.values)} values.",
            where="groups",
            remedy="Give the group of each case.",
        )
    parts, unit = gaps(sample, line=line, alpha=alpha, weak=weak)
    whole = divided(sample.mean(parts), unit)
    found: dict[_G, GroupShare] = {}
    for group in dict.fromkeys(named):
        chosen = [one == group for one in named]
        inside = sample.where(chosen)
        if not any(inside.weights):
            continue
        kept = (p for p, keep in zip(parts, chosen, strict=True) if keep)
        value = divided(inside.mean(kept), unit)
        share = divided(inside.total_weight, sample.total_weight)
        found[group] = GroupShare(
            share=share,
            value=value,
            contribution=divided(share * value, whole) if whole else None,
        )
    return MappingProxyType(found)


def _line(line: Number) -> _Exact:
    at = number(line, where="line")
    if at <= 0:
        raise InvalidValueError(
            what="a poverty line at or below zero leaves no shortfall.",
            where="line",
            remedy="Give the line in the unit of the values.",
        )
    return at


def _poor(value: _Exact, line: _Exact, weak: bool) -> bool:  # noqa: FBT001
    return value <= line if weak else value < line


def _power(gap: _Exact, power: float) -> _Exact:
    if isinstance(gap, float):
        return finite(lambda: float(gap**power), where="alpha")
    # An exact number to a whole power is exact; mypy cannot know it.
    found: _Exact = gap**power
    return found
