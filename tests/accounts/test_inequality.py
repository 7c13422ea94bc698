"""Gini, Theil, quantiles, the quintile ratio, and relative poverty."""

from __future__ import annotations

import math
import statistics

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from pa_registry.accounts.measures import (
    GiniConvention,
    QuantileConvention,
    at_risk_of_poverty,
    fgt,
    fgt_estimate,
    gini,
    gini_estimate,
    headcount,
    quantile,
    quintile_share_ratio,
    relative_median_gap,
    theil,
    watts,
)
from pa_registry.errors import InvalidValueError
from tests.accounts.samples import WEIGHTED, Weighted, near, repeated, split


FIFTHS = st.fractions(0, 1, max_denominator=20)


class TestGini:
    @given(sample=WEIGHTED)
    def test_mean_difference(self, sample: Weighted) -> None:
        """It is half the mean difference of all pairs, over the mean."""
        values, weights = split(sample)
        everyone = repeated(sample)
        assume(sum(everyone))
        pairs = sum(abs(a - b) for a in everyone for b in everyone)

        found = gini(values, weights=weights)

        assert found == Fraction(pairs, 2 * len(everyone) * sum(everyone))

    @given(values=st.lists(st.integers(1, 60), min_size=2))
    def test_conventions(self, values: list[int]) -> None:
        """The other formulas in use differ by what they say they do."""
        size = len(values)
        plain = gini(values)
        unbiased = gini(values, convention=GiniConvention.UNBIASED)
        cumulative = gini(values, convention=GiniConvention.CUMULATIVE)

        assert unbiased == plain * Fraction(size, size - 1)
        assert cumulative == plain + Fraction(1, size)

    @given(sample=WEIGHTED)
    def test_cumulative_with_weights(self, sample: Weighted) -> None:
        """Cumulated to the end of each case, weights and all."""
        ordered = sorted(sample)
        values, weights = split(ordered)
        held = sum(v * w for v, w in ordered)
        assume(held)
        rank = top = 0
        for value, weight in ordered:
            rank += weight
            top += 2 * rank * weight * value

        found = gini(
            values, weights=weights, convention=GiniConvention.CUMULATIVE
        )

        assert found == Fraction(top, sum(weights) * held) - 1

    @given(sample=WEIGHTED, factor=st.integers(2, 9))
    def test_scale(self, sample: Weighted, factor: int) -> None:
        """The unit of the values changes nothing."""
        values, weights = split(sample)
        assume(any(values))
        scaled = [one * factor for one in values]

        assert gini(values, weights=weights) == gini(scaled, weights=weights)

    def test_equal(self) -> None:
        """Where all have the same, there is no inequality."""
        assert gini([7, 7, 7]) == 0

    @pytest.mark.parametrize("values", [[0, 0], [-3, 1]])
    def test_nothing_to_share(self, values: list[int]) -> None:
        """A mean that is not above zero is refused."""
        with pytest.raises(InvalidValueError, match="not above zero"):
            gini(values)

    def test_unbiased_with_weights(self) -> None:
        """The correction for a sample is none for weights."""
        with pytest.raises(InvalidValueError, match="unbiased"):
            gini([1, 2], weights=[1, 2], convention=GiniConvention.UNBIASED)

    def test_unbiased_of_one(self) -> None:
        """One case has no spread to correct."""
        with pytest.raises(InvalidValueError, match="unbiased"):
            gini([1], convention=GiniConvention.UNBIASED)


class TestTheil:
    @given(values=st.lists(st.integers(1, 60), min_size=1))
    def test_formula(self, values: list[int]) -> None:
        """It is the mean of share times log share."""
        middle = statistics.fmean(values)
        expected = statistics.fmean(
            one / middle * math.log(one / middle) for one in values
        )

        assert near(theil(values), expected)

    def test_zero(self) -> None:
        """A zero adds nothing: one of two has all, which is log 2."""
        assert near(theil([0, 5]), math.log(2))

    def test_below_zero(self) -> None:
        """A value below zero is refused."""
        with pytest.raises(InvalidValueError, match="no logarithm"):
            theil([-1, 5])


class TestQuantile:
    @given(sample=WEIGHTED)
    def test_median(self, sample: Weighted) -> None:
        """With weights as repetitions it is the usual median."""
        values, weights = split(sample)

        found = quantile(values, Fraction(1, 2), weights=weights)

        assert found == statistics.median(map(Fraction, repeated(sample)))

    @given(sample=WEIGHTED, share=FIFTHS)
    def test_lower(self, sample: Weighted, share: Fraction) -> None:
        """The lower one is the least value that reaches the share."""
        values, weights = split(sample)
        everyone = sorted(repeated(sample))
        place = max(math.ceil(share * len(everyone)) - 1, 0)

        found = quantile(
            values,
            share,
            weights=weights,
            convention=QuantileConvention.LOWER,
        )

        assert found == everyone[place]

    def test_linear(self) -> None:
        """The interpolated one lies between its neighbours."""
        linear = QuantileConvention.LINEAR

        assert quantile([4, 1, 2], 0.25, convention=linear) == 1.5
        assert quantile([4, 1, 2], 1, convention=linear) == 4

    def test_float_weights_that_miss_their_sum(self) -> None:
        """The last case is reached, however floats add up."""
        weights = [0.1] * 10 + [1e-18]

        assert quantile(range(11), 1, weights=weights) == 10

    def test_linear_with_weights(self) -> None:
        """Weighted values are not interpolated."""
        with pytest.raises(InvalidValueError, match="interpolation"):
            quantile(
                [1, 2],
                0.5,
                weights=[1, 2],
                convention=QuantileConvention.LINEAR,
            )

    @pytest.mark.parametrize("share", [-0.1, 1.1])
    def test_share(self, share: float) -> None:
        """A share outside 0 to 1 is refused."""
        with pytest.raises(InvalidValueError, match="between 0 and 1"):
            quantile([1], share)


class TestQuintiles:
    def test_totals(self) -> None:
        """The fifths are compared by what they hold."""
        values = [2, 2, 3, 3, 4, 4, 5, 5, 9, 11]

        assert quintile_share_ratio(values) == Fraction(20, 4)

    def test_weights(self) -> None:
        """Weights are repetitions here too."""
        values, weights = [2, 3, 4, 5, 10], [2, 2, 2, 2, 2]

        assert quintile_share_ratio(
            values, weights=weights
        ) == quintile_share_ratio(sorted(values * 2))

    @pytest.mark.parametrize("values", [[0, 1, 2, 3, 4], [5, 5]])
    def test_empty_fifths(self, values: list[int]) -> None:
        """A ratio to nothing, or of nothing, is refused."""
        with pytest.raises(InvalidValueError, match="outer fifths"):
            quintile_share_ratio(values)


class TestAtRisk:
    def test_rate_and_threshold(self) -> None:
        """The threshold is a share of the median, and at it one is safe."""
        found = at_risk_of_poverty([5, 6, 10, 10, 20])

        assert (found.threshold, found.rate) == (6, Fraction(1, 5))

    def test_weak(self) -> None:
        """With a weak threshold whoever stands at it counts."""
        found = at_risk_of_poverty([5, 6, 10, 10, 20], weak=True)

        assert found.rate == Fraction(2, 5)

    def test_regions(self) -> None:
        """Parts held against the threshold of all make the rate of all."""
        parts = [[5, 10, 12], [4, 5, 30, 40]]
        everyone = [one for part in parts for one in part]
        whole = at_risk_of_poverty(everyone)

        rates = [headcount(part, line=whole.threshold) for part in parts]

        assert whole.rate == (rates[0] * 3 + rates[1] * 4) / 7

    def test_gap(self) -> None:
        """The gap is from the threshold to the median of those below."""
        values = [2, 4, 10, 10, 10]

        assert relative_median_gap(values) == Fraction(1, 2)
        assert relative_median_gap([*values, 6, 20], weak=True) == Fraction(
            1, 3
        )

    def test_gap_with_weights(self) -> None:
        """Weights are repetitions here too."""
        assert relative_median_gap(
            [2, 4, 10], weights=[1, 1, 3]
        ) == relative_median_gap([2, 4, 10, 10, 10])

    def test_nobody(self) -> None:
        """Where nobody is below, nobody has a gap."""
        with pytest.raises(InvalidValueError, match="nobody is below"):
            relative_median_gap([5, 5])


class TestExtremes:
    """Numbers beyond all reason end in a typed error, not in infinity."""

    @pytest.mark.parametrize(
        "measure",
        [
            lambda: gini([1e308, 1e308]),
            lambda: gini([10**400, 1.0]),
            lambda: gini([Decimal("1e999999"), 1]),
            lambda: gini([Decimal("1e-999999"), 1]),
            lambda: gini([1, 2], weights=[1e-320, 1e-320]),
            lambda: gini([Fraction(10**4000)]),
            lambda: gini_estimate([1, 2], weights=[1e-200, 1e-200]),
            lambda: theil([Fraction(10**4000), 1]),
            lambda: watts([5e-324], line=1e40),
            lambda: fgt([-1e39], line=1e-39, alpha=99),
            lambda: fgt([-1e39], line=5e-324, alpha=1),
            lambda: fgt([1], line=2, alpha=101),
            lambda: fgt([1], line=2, alpha=math.nan),
            lambda: fgt([1], line=2, alpha=math.inf),
            lambda: fgt_estimate([-1e38, 1], line=1e-38, alpha=3.5),
        ],
        ids=range(15),
    )
    def test_refused(self, measure: Callable[[], object]) -> None:
        """The error is the library's own."""
        with pytest.raises(InvalidValueError):
            measure()
