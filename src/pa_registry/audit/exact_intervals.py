"""
Exact intervals of a share: from the binomial, from a known population.

比率的精确置信区间。

The beta distribution is computed here from the standard library: its
continued fraction (DLMF 8.17.22) by the method of Lentz, and its quantile
by halving until no float lies between the ends.
"""

from __future__ import annotations

import math

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from pa_registry.errors import InvalidValueError
from pa_registry.money import Rate


__all__ = [
    "beta_interval",
    "beta_quantile",
    "exact_interval",
    "student_quantile",
]

#: Lentz's fraction is told apart from zero by this, and has settled when
#: a step changes no more than the last bits.
_TINY, _SETTLED = 1e-300, 1e-15
#: Some hundred steps do for a sample of a hundred thousand.
_MOST_STEPS = 100_000


def exact_interval(
    rate: Rate, *, level: float = 0.95, population: int | None = None
) -> tuple[float, float]:
    """
    Give the exact interval of a rate from a simple random sample.

    样本比率的精确置信区间（克洛珀-皮尔逊法；总体有限时用超几何分布）。

    The interval covers the truth at least as often as its level says,
    whatever the truth is, and for small rates rather more often.  Without
    a population it is that of Clopper and Pearson (1934); with one, the
    same tails are taken from the hypergeometric distribution of a sample
    without replacement, in whole numbers.  A sample in clusters is less
    sure than this: see :func:`~pa_registry.audit.estimate`.

    Args:
        rate: The rate in the sample.
        level: The confidence level.
        population: How many there are in all; a full count has no
            interval.

    Raises:
        InvalidValueError: If the base is empty, or larger than the
            population, or if the level is none.

    Examples:
        >>> low, high = exact_interval(Rate(numerator=0, base=300))
        >>> low, round(high, 4)
        (0.0, 0.0122)
        >>> low, high = exact_interval(
        ...     Rate(numerator=0, base=300), population=600
        ... )
        >>> low, round(high, 4)
        (0.0, 0.0083)
    """
    tail = _tail(level)
    if not rate.base:
        raise InvalidValueError(
            what="nobody was sampled, so that there is no interval.",
            where="rate",
            remedy="Sample first; a rate over nobody is not zero.",
        )
    if population is None:
        share = rate.numerator / rate.base
        return beta_interval(share, rate.base, level=level)
    if population < rate.base:
        raise InvalidValueError(
            what="the sample is larger than its population.",
            where="population",
            remedy="Check that both count the same thing.",
        )
    hits, misses = rate.numerator, rate.base - rate.numerator
    low = _fewest(hits, misses, population, tail)
    # Whoever has the most hits has the fewest misses.
    high = population - _fewest(misses, hits, population, tail)
    return low / population, high / population


def beta_interval(
    share: float, size: float, *, level: float = 0.95
) -> tuple[float, float]:
    """
    Give the Clopper-Pearson interval for any size that a design is worth.

    有效样本量下的克洛珀-皮尔逊区间。

    For a whole number of hits of a whole number it is exact; for the
    effective size of a complex sample it is the proposal of Korn and
    Graubard (1998).

    Args:
        share: The share in the sample.
        size: The size of the simple sample that says as much.
        level: The confidence level.

    Raises:
        InvalidValueError: If the share, the size or the level is none.

    Examples:
        >>> low, high = beta_interval(0.02, 400)
        >>> round(low, 4), round(high, 4)
        (0.0087, 0.039)
    """
    tail = float(_tail(level))
    if not 0 <= share <= 1 or not 0 < size < math.inf:
        raise InvalidValueError(
            what="there is no such share of such a sample.",
            where="share, size",
            remedy="Give a share from 0 to 1, and a size above 0.",
        )
    hits, misses = share * size, (1 - share) * size
    low = beta_quantile(tail, hits, misses + 1) if hits else 0.0
    high = beta_quantile(1 - tail, hits + 1, misses) if misses else 1.0
    return min(low, share), max(high, share)


def beta_quantile(chance: float, a: float, b: float) -> float:
    """
    Give the quantile of the beta distribution.

    贝塔分布分位数。

    Args:
        chance: The probability below the quantile.
        a: The first parameter.
        b: The second parameter.

    Raises:
        InvalidValueError: If the chance or a parameter is none.

    Examples:
        >>> round(beta_quantile(0.25, 1, 1), 12)
        0.25
    """
    if not 0 < chance < 1 or not 0 < min(a, b) <= max(a, b) < math.inf:
        raise InvalidValueError(
            what="the beta distribution has no such quantile.",
            where="chance, a, b",
            remedy="Give a chance between 0 and 1, and a and b above 0.",
        )
    return _halved(lambda x: _beta_below(x, a, b) < chance)


def student_quantile(level: float, freedom: float) -> float:
    """
    Give the two-sided quantile of Student's distribution.

    学生氏t分布双侧分位数。

    Args:
        level: The confidence level.
        freedom: The degrees of freedom.

    Raises:
        InvalidValueError: If the level or the freedom is none.

    Examples:
        >>> round(student_quantile(0.95, 10), 4)
        2.2281
    """
    return _student(float(2 * _tail(level)), freedom)


@lru_cache(maxsize=256)
def _student(outside: float, freedom: float) -> float:
    x = beta_quantile(outside, freedom / 2, 0.5)
    return math.sqrt(freedom * (1 - x) / x)


def _tail(level: float) -> Fraction:
    if not 0 < level < 1:
        raise InvalidValueError(
            what="a confidence level lies between 0 and 1.",
            where="level",
            remedy="Write 0.95.",
        )
    # What was written as 0.95 is meant as 95 in a hundred.
    return (1 - Fraction(repr(float(level)))) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """Give the regularised incomplete beta function."""
    if x * (a + b + 2) > a + 1:
        return 1 - _beta_below_near(1 - x, b, a)
    return _beta_below_near(x, a, b)


def _beta_below_near(x: float, a: float, b: float) -> float:
    """Compute it where the fraction settles fast: *x* below the mean."""
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * math.log(x)
        + b * math.log1p(-x)
    )
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    above = 1.0
    below = 1 / _no_zero(1 - (a + b) * x / (a + 1))
    value = below
    step, change = 0, 0.0
    while abs(change - 1) > _SETTLED and step < _MOST_STEPS:
        step += 1
        twice = a + 2 * step
        even = step * (b - step) * x / ((twice - 1) * twice)
        odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1))
        for part in (even, odd):
            below = 1 / _no_zero(1 + part * below)
            above = _no_zero(1 + part / above)
            change = above * below
            value *= change
    return value


def _no_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _halved(is_below: Callable[[float], bool]) -> float:
    """Find where something stops being so, between 0 and 1."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if is_below(middle):
            low = middle
        else:
            high = middle
    return high


def _fewest(hits: int, misses: int, everybody: int, tail: Fraction) -> int:
    """
    Find the least number of hits in all that the sample does not refuse.

    It is refused where so many hits, or more, would be drawn with a chance
    of *tail* at most.
    """
    low, high = hits, everybody - misses
    while low < high:
        middle = (low + high) // 2
        if _is_refused(hits, misses, everybody, middle, tail):
            low = middle + 1
        else:
            high = middle
    return low


def _is_refused(
    hits: int, misses: int, everybody: int, marked: int, tail: Fraction
) -> bool:
    size = hits + misses
    ways = math.comb(everybody, size)
    if hits <= misses:
        fewer = _ways(range(hits), size, everybody, marked)
        more = ways - fewer
    else:
        more = _ways(range(hits, size + 1), size, everybody, marked)
    return more * tail.denominator <= ways * tail.numerator


def _ways(counts: range, size: int, everybody: int, marked: int) -> int:
    """Count the samples with so many of the marked among them."""
    unmarked = everybody - marked
    first = max(counts.start, size - unmarked)
    last = min(counts.stop - 1, size, marked)
    if first > last:
        return 0
    total = term = math.comb(marked, first) * math.comb(unmarked, size - first)
    for count in range(first, last):
        # Each follows from the one before, and the division leaves no rest.
        term = term * (marked - count) * (size - count)
        term //= (count + 1) * (unmarked - size + count + 1)
        total += term
    return total
