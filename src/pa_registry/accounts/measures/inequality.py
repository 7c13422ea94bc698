"""
How unequally something is spread: Gini, Theil, quantiles, the quintile ratio.

基尼系数、泰尔指数、分位数、收入五等份倍数。
"""

from __future__ import annotations

import math

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from pa_registry.accounts.measures.samples import (
    Number,
    Result,
    Sample,
    divided,
    number,
    summed,
)
from pa_registry.errors import InvalidValueError


__all__ = [
    "GiniConvention",
    "QuantileConvention",
    "gini",
    "half_mean_difference",
    "quantile",
    "quintile_share_ratio",
    "theil",
]


class GiniConvention(StrEnum):
    """
    Which of the formulas in use a Gini coefficient follows.

    基尼系数口径。

    Attributes:
        MEAN_DIFFERENCE: Half the relative mean difference over all pairs,
            each case with itself included.  The R packages laeken
            (Eurostat's formula) and ineq give this one.
        CUMULATIVE: The rank is the whole cumulated weight up to a case,
            and not up to its middle: higher by about ``1/n``, as the R
            package convey has it.
        UNBIASED: The mean difference times ``n / (n − 1)``, for a sample
            without weights.
    """

    MEAN_DIFFERENCE = "mean-difference"
    CUMULATIVE = "cumulative"
    UNBIASED = "unbiased"


class QuantileConvention(StrEnum):
    """
    Where a quantile lies when it falls between two cases.

    分位数口径。

    Attributes:
        AVERAGED: The first value whose cumulated weight passes the share;
            at an exact hit, the mean of it and the next (laeken; type 2 of
            Hyndman and Fan).
        LOWER: The first value whose cumulated weight reaches it (type 1).
        LINEAR: Interpolated between ranks, as spreadsheets and NumPy do
            (type 7); without weights only.
    """

    AVERAGED = "averaged"
    LOWER = "lower"
    LINEAR = "linear"


def gini(
    values: Iterable[Number],
    *,
    weights: Iterable[Number] | None = None,
    convention: GiniConvention = GiniConvention.MEAN_DIFFERENCE,
) -> Result:
    """
    Measure inequality with the Gini coefficient.

    基尼系数。

    Args:
        values: One for each case; their mean must be above zero.
        weights: For how many each case stands; without them, for one.
        convention: Which formula.

    Returns:
        The coefficient, 0 where all are equal.

    Raises:
        InvalidValueError: If there are no values, one is missing, the
            weights make no sense, the mean is not above zero, or the
            unbiased form is asked of weighted values or of one case.

    Examples:
        >>> gini([1, 2, 3])
        Fraction(2, 9)
        >>> gini([1, 2, 3], convention=GiniConvention.UNBIASED)
        Fraction(1, 3)
        >>> gini([1, 3], weights=[2, 1]) == gini([1, 1, 3])
        True
    """
    sample = Sample.of(values, weights=weights)
    mean = _mean_above_zero(sample)
    found = divided(half_mean_difference(sample), mean)
    if convention is GiniConvention.MEAN_DIFFERENCE:
        return found
    if convention is GiniConvention.UNBIASED:
        return divided(found * _correction(sample), 1)
    own = summed(weight * weight * value for value, weight in sample.pairs())
    return divided(found + divided(own, sample.total_weight**2 * mean), 1)


def half_mean_difference(sample: Sample) -> Result:
    """
    Give half the mean difference between two cases, with repetition.

    平均差之半。

    Divided by the mean it is the Gini coefficient; it exists where that
    has no value.
    """
    terms: list[int | Fraction | float] = []
    before: int | Fraction | float = 0
    total = sample.total_weight
    for value, weight in sample.ordered().pairs():
        terms.append(weight * value * (2 * before + weight - total))
        before += weight
    return divided(summed(terms), total**2)


def theil(
    values: Iterable[Number], *, weights: Iterable[Number] | None = None
) -> float:
    """
    Measure inequality with Theil's first index (T, alpha of 1).

    泰尔指数。

    The mean of ``(y/μ) · log(y/μ)``; a zero adds nothing.

    Raises:
        InvalidValueError: As :func:`gini`, or if a value is below zero.

    Examples:
        >>> theil([2, 2, 2])
        0.0
    """
    sample = Sample.of(values, weights=weights)
    mean = _mean_above_zero(sample)
    if any(one < 0 for one in sample.values):
        raise InvalidValueError(
            what="a value below zero has no logarithm.",
            where="values",
            remedy="Leave such cases out, and report how many.",
        )
    shares = [float(divided(one, mean)) for one in sample.values]
    return float(
        sample.mean(one * math.log(one) if one else 0.0 for one in shares)
    )


def quantile(
    values: Iterable[Number],
    share: Number,
    *,
    weights: Iterable[Number] | None = None,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Find the value below which a share of the weight lies.

    分位数。

    Args:
        values: One for each case.
        share: The share, from 0 to 1.
        weights: For how many each case stands; without them, for one.
        convention: What to do between two cases.

    Raises:
        InvalidValueError: As :func:`gini`, or if the share is none, or if
            weighted values are to be interpolated.

    Examples:
        >>> from fractions import Fraction
        >>> quantile([1, 2, 3, 10], Fraction(1, 2))
        Fraction(5, 2)
        >>> lower = QuantileConvention.LOWER
        >>> quantile([1, 2, 3, 10], Fraction(1, 2), convention=lower)
        Fraction(2, 1)
    """
    sample = Sample.of(values, weights=weights).ordered()
    at = number(share, where="share")
    if not 0 <= at <= 1:
        raise InvalidValueError(
            what="a share lies between 0 and 1.",
            where="share",
            remedy="Write 0.2 for the lowest fifth.",
        )
    if convention is QuantileConvention.LINEAR:
        return _interpolated(sample, at)
    # A float share of a whole weight is compared as the packages compare.
    cumulated: int | Fraction | float = 0
    total = sample.total_weight
    listed = [pair for pair in sample.pairs() if pair[1]]
    for place, (value, weight) in enumerate(listed):
        cumulated += weight
        reached = divided(cumulated, total)
        if reached < at:
            continue
        is_hit = reached == at and place + 1 < len(listed)
        if is_hit and convention is QuantileConvention.AVERAGED:
            return divided(value + listed[place + 1][0], 2)
        return divided(value, 1)
    # Floats may add up to a little less than their sum.
    return divided(listed[-1][0], 1)


def quintile_share_ratio(
    values: Iterable[Number],
    *,
    weights: Iterable[Number] | None = None,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Divide what the upper fifth has by what the lower fifth has (S80/S20).

    收入五等份倍数（高低收入组之比）。

    Convention (Eurostat): the upper fifth is *above* the 80 % quantile, the
    lower fifth *at or below* the 20 % quantile; each by its total.

    Raises:
        InvalidValueError: As :func:`gini`, or if the lower fifth has
            nothing, or nobody is above the 80 % quantile.

    Examples:
        >>> quintile_share_ratio([1, 2, 3, 4, 10])
        Fraction(10, 1)
    """
    sample = Sample.of(values, weights=weights)
    low, high = (
        quantile(
            sample.values,
            Fraction(fifths, 5),
            weights=sample.weights if sample.is_weighted else None,
            convention=convention,
        )
        for fifths in (1, 4)
    )
    upper = summed(w * v for v, w in sample.pairs() if v > high)
    lower = summed(w * v for v, w in sample.pairs() if v <= low)
    if upper <= 0 or lower <= 0:
        raise InvalidValueError(
            what="one of the outer fifths is empty or has nothing.",
            where="values",
            remedy="A ratio to nothing has no value; use gini(…).",
        )
    return divided(upper, lower)


def _interpolated(sample: Sample, share: float | Fraction) -> Result:
    if sample.is_weighted:
        raise InvalidValueError(
            what="weighted ranks have no agreed interpolation.",
            where="convention",
            remedy="Use QuantileConvention.AVERAGED or LOWER.",
        )
    rank = share * (len(sample.values) - 1)
    low = math.floor(rank)
    high = min(low + 1, len(sample.values) - 1)
    below, above = sample.values[low], sample.values[high]
    return divided(below + (above - below) * (rank - low), 1)


def _mean_above_zero(sample: Sample) -> Result:
    mean = sample.mean(sample.values)
    if mean <= 0:
        raise InvalidValueError(
            what="the mean is not above zero, so that shares of it are none.",
            where="values",
            remedy="Check the values; negative incomes may outweigh others.",
        )
    return mean


def _correction(sample: Sample) -> Fraction:
    size = len(sample.values)
    if sample.is_weighted or size == 1:
        raise InvalidValueError(
            what="the unbiased form needs two cases or more, and no weights.",
            where="convention",
            remedy="Use GiniConvention.MEAN_DIFFERENCE.",
        )
    return Fraction(size, size - 1)
