"""
How sure a measure is: standard errors by linearisation.

标准误（线性化法）。

A measure of a sample is replaced by the sum of what each case adds to it,
and the variance of that sum follows from how the sample was drawn: strata,
and clusters drawn with replacement inside them (ultimate clusters).  There
is a correction for a finite population where the share that was drawn is
given, and otherwise none, so that the error is rather too large.
"""

from __future__ import annotations

import math

from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from statistics import NormalDist

import attrs

from pa_registry.accounts.measures.inequality import gini
from pa_registry.accounts.measures.poverty import gaps
from pa_registry.accounts.measures.samples import (
    Number,
    Result,
    Sample,
    divided,
    finite,
)
from pa_registry.errors import InvalidValueError


__all__ = [
    "Design",
    "Estimate",
    "LonelyCluster",
    "fgt_estimate",
    "gini_estimate",
    "headcount_estimate",
    "normal_quantile",
]


@attrs.frozen(kw_only=True)
class Estimate:
    """
    A measure with its standard error.

    估计值与标准误。

    Attributes:
        value: The measure.
        standard_error: Its standard error.
    """

    value: Result
    standard_error: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """
        Give the normal confidence interval.

        置信区间。

        Args:
            level: The confidence level, between 0 and 1.

        Raises:
            InvalidValueError: If the level is none.

        Examples:
            >>> low, high = Estimate(value=0.5, standard_error=0.1).interval()
            >>> round(low, 3), round(high, 3)
            (0.304, 0.696)
        """
        half = normal_quantile(level) * self.standard_error
        return float(self.value) - half, float(self.value) + half


def normal_quantile(level: float) -> float:
    """
    Give the two-sided quantile of the normal distribution.

    正态分布双侧分位数。

    Raises:
        InvalidValueError: If the level is not between 0 and 1.

    Examples:
        >>> round(normal_quantile(0.95), 3)
        1.96
    """
    if not 0 < level < 1:
        raise InvalidValueError(
            what="a confidence level lies between 0 and 1.",
            where="level",
            remedy="Write 0.95.",
        )
    return NormalDist().inv_cdf((1 + level) / 2)


class LonelyCluster(Enum):
    """
    What is made of a stratum with a single cluster.

    单一初级抽样单元的处理。

    Nothing in the sample says how such a stratum varies, so that each of
    the ways to go on is a convention.

    Attributes:
        REFUSED: It is an error.
        CERTAIN: It counts as drawn with certainty, and adds no variance;
            the error is then rather too small.
        CENTRED: It is held against the mean of all clusters of all strata;
            the error is then rather too large.
    """

    REFUSED = "refused"
    CERTAIN = "certain"
    CENTRED = "centred"


@attrs.frozen(kw_only=True)
class Design:
    """
    How a sample was drawn.

    抽样设计。

    Attributes:
        strata: The stratum of each case; without them there is one.
        clusters: The first-stage unit of each case, such as the village;
            without them each case is its own.
        sampled: By stratum, the share of its first-stage units that was
            drawn, alike for each and without replacement; it corrects for
            the finite population.  Leave out a stratum whose units were
            drawn by size, or are themselves only sampled.
        lonely: What is made of a stratum with a single cluster.
    """

    strata: Sequence[Hashable] | None = None
    clusters: Sequence[Hashable] | None = None
    sampled: Mapping[Hashable, Fraction] | None = None
    lonely: LonelyCluster = LonelyCluster.REFUSED

    def standard_error(self, parts: Sequence[float]) -> float:
        """
        Give the standard error of the sum of *parts*.

        Raises:
            InvalidValueError: If the lengths differ, or if a stratum has
                a single cluster and nothing was agreed for that.

        Examples:
            >>> Design().standard_error([1.0, -1.0])
            2.0
        """
        totals: dict[Hashable, dict[Hashable, list[float]]] = {}
        for stratum, cluster, part in zip(
            self._labels(self.strata, [0] * len(parts)),
            self._labels(self.clusters, range(len(parts))),
            parts,
            strict=True,
        ):
            inside = totals.setdefault(stratum, {})
            inside.setdefault(cluster, []).append(part)
        sums = {
            stratum: [math.fsum(inside) for inside in clusters.values()]
            for stratum, clusters in totals.items()
        }
        return finite(
            lambda: math.sqrt(
                math.fsum(
                    self._variance(stratum, inside, sums)
                    for stratum, inside in sums.items()
                )
            ),
            where="parts",
        )

    def _variance(
        self,
        stratum: Hashable,
        inside: list[float],
        sums: Mapping[Hashable, list[float]],
    ) -> float:
        left = 1 - float((self.sampled or {}).get(stratum, 0))
        if not left:
            return 0.0
        size = len(inside)
        if size > 1:
            mean = math.fsum(inside) / size
            spread = math.fsum((one - mean) ** 2 for one in inside)
            return left * spread * size / (size - 1)
        if self.lonely is LonelyCluster.REFUSED:
            raise InvalidValueError(
                what="a stratum has a single cluster.",
                where="design",
                remedy=(
                    "Join it to a like stratum, and say so; or choose a"
                    " convention: lonely=LonelyCluster.CENTRED."
                ),
            )
        if self.lonely is LonelyCluster.CERTAIN:
            return 0.0
        every = [one for others in sums.values() for one in others]
        return left * (inside[0] - math.fsum(every) / len(every)) ** 2

    @staticmethod
    def _labels(
        given: Sequence[Hashable] | None, default: Sequence[Hashable]
    ) -> Sequence[Hashable]:
        if given is None:
            return default
        if len(given) != len(default):
            raise InvalidValueError(
                what=f"{len(given)} labels for {len(default)} cases.",
                where="design",
                remedy="Give the stratum and the cluster of each case.",
            )
        return given


def headcount_estimate(
    values: Iterable[Number],
    *,
    line: Number,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    design: Design | None = None,
) -> Estimate:
    """
    Estimate the headcount ratio from a sample, at a fixed line.

    贫困发生率估计。

    The arguments and errors are those of :func:`fgt_estimate`.

    Examples:
        >>> found = headcount_estimate([1, 2, 3, 4], line=3)
        >>> found.value, round(found.standard_error, 4)
        (Fraction(1, 2), 0.2887)
    """
    return fgt_estimate(
        values, line=line, alpha=0, weights=weights, weak=weak, design=design
    )


def fgt_estimate(  # noqa: PLR0913  what fgt() takes, and the design
    values: Iterable[Number],
    *,
    line: Number,
    alpha: float,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    design: Design | None = None,
) -> Estimate:
    """
    Estimate an FGT index from a sample, at a fixed line.

    FGT贫困指数估计。

    The index is a weighted mean, so each case adds its weight times its
    distance from the mean, over all weight.  Without a design this is the
    error of a sample drawn with replacement.

    Args:
        values: Income or consumption, one for each case.
        line: The poverty line, known and not itself estimated.
        alpha: The aversion to poverty.
        weights: For how many each case stands.
        weak: Whether a value at the line is poor.
        design: How the sample was drawn.

    Raises:
        InvalidValueError: As :func:`~pa_registry.accounts.measures.fgt`,
            or if the design does not fit or has a lonely cluster.

    Examples:
        >>> whole = fgt_estimate([1, 2, 3, 4], line=3, alpha=1)
        >>> round(whole.standard_error, 4)
        0.1596
    """
    sample = Sample.of(values, weights=weights)
    own, unit = gaps(sample, line=line, alpha=alpha, weak=weak)
    value = divided(sample.mean(own), unit)
    total = float(sample.total_weight)
    parts = [
        float(
            divided(float(weight) * float(divided(one, unit) - value), total)
        )
        for weight, one in zip(sample.weights, own, strict=True)
    ]
    error = (design or Design()).standard_error(parts)
    return Estimate(value=value, standard_error=error)


def gini_estimate(
    values: Iterable[Number],
    *,
    weights: Iterable[Number] | None = None,
    design: Design | None = None,
) -> Estimate:
    """
    Estimate the Gini coefficient (mean difference) from a sample.

    基尼系数估计。

    Linearised as by Langel and Tillé (2013): each case's influence on the
    sum of differences, on the total and on the weight.

    Args:
        values: Income or consumption, one for each case.
        weights: For how many each case stands.
        design: How the sample was drawn.

    Raises:
        InvalidValueError: As :func:`~pa_registry.accounts.measures.gini`,
            or if the design does not fit or has a lonely cluster.

    Examples:
        >>> gini_estimate([2, 2, 2]).standard_error
        0.0
    """
    sample = Sample.of(values, weights=weights)
    given = sample.weights if sample.is_weighted else None
    value = gini(sample.values, weights=given)
    influence = _gini_influence(sample, float(value))
    parts = [
        float(weight) * one
        for weight, one in zip(sample.weights, influence, strict=True)
    ]
    error = (design or Design()).standard_error(parts)
    return Estimate(value=value, standard_error=error)


def _gini_influence(sample: Sample, value: float) -> list[float]:
    """Differentiate the coefficient by the weight of each case."""
    size = float(sample.total_weight)
    total = size * float(sample.mean(sample.values))
    spread: dict[int | Fraction | float, float] = {}
    below = held = 0.0
    for one, weight in sample.ordered().pairs():
        # The sum of |y − x| over all others, from what lies below y.
        y, w = float(one), float(weight)
        below, held = below + w, held + w * y
        spread[one] = y * (2 * below - size) + total - 2 * held
    return [
        float(
            divided(
                spread[one] - value * (total + size * float(one)),
                size * total,
            )
        )
        for one in sample.values
    ]
