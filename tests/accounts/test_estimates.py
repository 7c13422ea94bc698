"""Standard errors: against the jackknife and against formulas by hand."""

from __future__ import annotations

import math
import statistics

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts.measures import (
    Design,
    Estimate,
    LonelyCluster,
    fgt_estimate,
    gini,
    gini_estimate,
    headcount_estimate,
)
from pa_registry.accounts.measures.estimates import normal_quantile
from pa_registry.errors import InvalidValueError
from tests.accounts.samples import near


VALUES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261] * 8


class TestFgt:
    @given(values=st.lists(st.integers(0, 60), min_size=2, max_size=20))
    def test_unweighted(self, values: list[int]) -> None:
        """Without weights it is the standard error of a mean."""
        gaps = [max(30 - one, 0) / 30 for one in values]
        expected = statistics.stdev(gaps) / math.sqrt(len(values))

        found = fgt_estimate(values, line=30, alpha=1)

        assert near(found.standard_error, expected)

    def test_headcount(self) -> None:
        """That of a share is the binomial one, with n − 1."""
        found = headcount_estimate([1] * 20 + [9] * 80, line=5)

        assert near(found.standard_error, math.sqrt(0.16 / 99))

    def test_weights(self) -> None:
        """With weights it is that of a ratio, worked out by hand."""
        found = headcount_estimate([1, 9, 9], line=5, weights=[2, 1, 1])
        parts = [2 * 0.5 / 4, -0.5 / 4, -0.5 / 4]
        expected = math.sqrt(1.5 * sum(one**2 for one in parts))

        assert near(found.standard_error, expected)

    def test_clusters(self) -> None:
        """Cases of one village are drawn together."""
        values = [1, 1, 9, 9]
        design = Design(clusters=["v1", "v1", "v2", "v2"])

        found = headcount_estimate(values, line=5, design=design)

        assert near(found.standard_error, 0.5)

    def test_strata(self) -> None:
        """Between strata nothing varies."""
        design = Design(strata=["poor", "poor", "rich", "rich"])

        found = headcount_estimate([1, 1, 9, 9], line=5, design=design)

        assert found.standard_error == 0


class TestGini:
    def test_jackknife(self) -> None:
        """It is near what leaving out one case after another gives."""
        size = len(VALUES)
        left = [
            float(gini(VALUES[:place] + VALUES[place + 1 :]))
            for place in range(size)
        ]
        middle = statistics.fmean(left)
        spread = sum((one - middle) ** 2 for one in left)

        found = gini_estimate(VALUES)

        jackknife = math.sqrt(spread * (size - 1) / size)
        assert near(found.standard_error, jackknife, rel=0.03)

    def test_influence(self) -> None:
        """A little more weight moves the coefficient as it says."""
        values, step = [1, 2, 2, 5, 9], 1e-6
        weights = [3.0, 1.0, 2.0, 1.0, 2.0]
        base = float(gini(values, weights=weights))
        moved = [
            (
                float(
                    gini(
                        values,
                        weights=[
                            w + step * (i == place)
                            for i, w in enumerate(weights)
                        ],
                    )
                )
                - base
            )
            / step
            * weights[place]
            for place in range(len(values))
        ]

        found = gini_estimate(values, weights=weights)

        expected = Design().standard_error(moved)
        assert near(found.standard_error, expected, rel=1e-5)


class TestInterval:
    def test_level(self) -> None:
        """The interval widens with its level."""
        found = Estimate(value=0.5, standard_error=0.1)

        low, high = found.interval()

        assert near(low, 0.30400, rel=1e-4)
        assert near(high, 0.69600, rel=1e-4)
        assert found.interval(0.99)[0] < low

    @pytest.mark.parametrize("level", [0, 1, 95])
    def test_no_level(self, level: float) -> None:
        """A level is between 0 and 1."""
        with pytest.raises(InvalidValueError, match="level"):
            normal_quantile(level)


class TestDesign:
    def test_a_lonely_cluster(self) -> None:
        """A stratum with one cluster tells nothing of its spread."""
        design = Design(strata=["a", "a", "b"])

        with pytest.raises(InvalidValueError, match="single cluster"):
            headcount_estimate([1, 9, 9], line=5, design=design)

    def test_lonely_conventions(self) -> None:
        """To count as certain adds nothing; to be centred, its distance."""
        strata = ["a", "a", "b"]
        parts = [1.0, 3.0, 5.0]
        certain, centred = (
            Design(strata=strata, lonely=lonely).standard_error(parts)
            for lonely in (LonelyCluster.CERTAIN, LonelyCluster.CENTRED)
        )

        assert near(certain**2, 2 * ((1 - 2) ** 2 + (3 - 2) ** 2))
        assert near(centred**2, certain**2 + (5 - 3) ** 2)

    @given(drawn=st.integers(0, 10))
    def test_finite_population(self, drawn: int) -> None:
        """What was drawn of a stratum is not unsure any more."""
        share = Fraction(drawn, 10)
        design = Design(strata=["a", "a"], sampled={"a": share})
        plain = Design(strata=["a", "a"])

        found = design.standard_error([1.0, 4.0]) ** 2

        expected = plain.standard_error([1.0, 4.0]) ** 2 * float(1 - share)
        assert near(found, expected)

    def test_a_whole_stratum_is_not_lonely(self) -> None:
        """A stratum of one, which was drawn, has no spread to tell."""
        design = Design(strata=["a", "a", "b"], sampled={"b": Fraction(1)})
        expected = Design().standard_error([1.0, 3.0])

        assert near(design.standard_error([1.0, 3.0, 9.0]), expected)

    def test_lengths(self) -> None:
        """Each case has its stratum."""
        with pytest.raises(InvalidValueError, match="1 labels for 2"):
            headcount_estimate([1, 9], line=5, design=Design(strata=["a"]))
