"""
Poverty relative to the middle: a share of the median as the line.

相对贫困：以中位数的一定比例为线。
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from pa_registry.accounts.measures.inequality import (
    QuantileConvention,
    quantile,
)
from pa_registry.accounts.measures.poverty import headcount
from pa_registry.accounts.measures.samples import (
    Number,
    Result,
    Sample,
    divided,
    number,
)
from pa_registry.errors import InvalidValueError


__all__ = ["AtRisk", "at_risk_of_poverty", "relative_median_gap"]

_SHARE = Fraction(3, 5)
_HALF = Fraction(1, 2)


@attrs.frozen(kw_only=True)
class AtRisk:
    """
    A rate at risk of poverty, and the threshold that it was measured at.

    相对贫困率及其标准。

    Attributes:
        rate: The share below the threshold.
        threshold: The share of the median.
    """

    rate: Result
    threshold: Result


def at_risk_of_poverty(
    values: Iterable[Number],
    *,
    share: Number = _SHARE,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> AtRisk:
    """
    Measure who is below a share of the median, by default 60 %.

    相对贫困率。

    For a part of the country, hold its values against the threshold of the
    whole: ``headcount(part, line=whole.threshold)``.

    Args:
        values: Income for each person, usually per adult equivalent.
        share: The share of the median; Eurostat's headline is 60 %.
        weights: For how many each case stands; without them, for one.
        weak: Whether a value at the threshold counts; Eurostat's does not.
        convention: How the median is found.

    Raises:
        InvalidValueError: If there are no values, one is missing, or the
            weights make no sense, or the threshold is not above zero.

    Examples:
        >>> found = at_risk_of_poverty([5, 10, 10, 20])
        >>> found.threshold, found.rate
        (Fraction(6, 1), Fraction(1, 4))
    """
    sample = Sample.of(values, weights=weights)
    given = sample.weights if sample.is_weighted else None
    median = quantile(
        sample.values, _HALF, weights=given, convention=convention
    )
    threshold = divided(number(share, where="share") * median, 1)
    rate = headcount(sample.values, line=threshold, weights=given, weak=weak)
    return AtRisk(rate=rate, threshold=threshold)


def relative_median_gap(
    values: Iterable[Number],
    *,
    share: Number = _SHARE,
    weights: Iterable[Number] | None = None,
    weak: bool = False,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Measure how far the median of those at risk lies below the threshold.

    相对贫困中位缺口。

    ``(threshold − median of those below) / threshold``.  The R package
    laeken knows only the threshold at 60 %, whatever share its other
    indicators are asked for.

    The arguments are those of :func:`at_risk_of_poverty`.

    Raises:
        InvalidValueError: As there, or if nobody is at risk.

    Examples:
        >>> relative_median_gap([5, 10, 10, 20])
        Fraction(1, 6)
    """
    sample = Sample.of(values, weights=weights)
    given = sample.weights if sample.is_weighted else None
    line = at_risk_of_poverty(
        sample.values, share=share, weights=given, convention=convention
    ).threshold
    poor = sample.where(
        one <= line if weak else one < line for one in sample.values
    )
    if not any(poor.weights):
        raise InvalidValueError(
            what="nobody is below the threshold, so that nobody has a gap.",
            where="values",
            remedy="Ask at_risk_of_poverty(…) first.",
        )
    middle = quantile(
        poor.values,
        _HALF,
        weights=poor.weights if sample.is_weighted else None,
        convention=convention,
    )
    return divided(line - middle, line)
