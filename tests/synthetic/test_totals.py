from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError
from pa_registry.synthetic import HUBEI_2016, Totals
from pa_registry.synthetic.totals import shared


class TestTotals:
    def test_the_article(self) -> None:
        """Stock and cohorts of 2016 come to 579.0."""
        assert HUBEI_2016.total == 579

    @pytest.mark.parametrize("figure", ["", "-1", "1e3", "三", 381.8, -2, 3])
    def test_no_figure(self, figure: Any) -> None:
        """A figure is text as printed, and no float."""
        with pytest.raises(InvalidValueError, match="no published figure"):
            Totals(stock=figure, exited={})

    def test_nobody(self) -> None:
        """Somebody must be registered."""
        with pytest.raises(InvalidValueError, match="nobody"):
            Totals(stock="0", exited={2014: "0.0"})

    def test_fractions(self) -> None:
        """An exact fraction is a figure too."""
        assert Totals(stock=Fraction(1, 3), exited={}).total == Fraction(1, 3)

    @pytest.mark.parametrize("exited", [None, 0, "x", [1], {"2014": "1"}])
    def test_figures_by_year(self, exited: Any) -> None:
        """Cohorts are a mapping of years to figures."""
        with pytest.raises(InvalidValueError, match="by year"):
            Totals(stock="1", exited=exited)


class TestShared:
    @given(
        whole=st.integers(0, 10**7),
        claims=st.lists(st.integers(0, 999), min_size=1, max_size=9).filter(
            any
        ),
    )
    def test_adds_up_and_stays_near(
        self, whole: int, claims: list[int]
    ) -> None:
        """Parts add up, and none is a whole one off its exact share."""
        parts = shared(whole, tuple(claims))

        assert sum(parts) == whole
        for part, claim in zip(parts, claims, strict=True):
            assert abs(part - Fraction(whole * claim, sum(claims))) < 1
