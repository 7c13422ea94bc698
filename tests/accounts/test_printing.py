"""Printed figures: what they can stand for, and round trips."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import Interval, Printed, percent, points, wan
from pa_registry.accounts.printing import decimals
from pa_registry.errors import InvalidValueError


class TestRead:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [
            ("75.4万人", 753_500, 754_500),
            ("579万", 5_785_000, 5_795_000),
            ("31.84万户", 318_350, 318_450),
            ("1.2亿元", 115_000_000, 125_000_000),
            ("4,821个", 4821, 4821),
            ("81", 81, 81),
            ("-5.9万人", -59_500, -58_500),
        ],
    )
    def test_counts(self, text: str, low: int, high: int) -> None:
        """A figure in 万 or 亿 is a range, a plain count is itself."""
        assert Printed.read(text).interval == Interval(
            Fraction(low), Fraction(high)
        )

    def test_percent(self) -> None:
        """A percentage is a range of shares, whichever sign is printed."""
        ends = Interval(Fraction(565, 10_000), Fraction(575, 10_000))

        assert Printed.read("5.7%").interval == ends
        assert Printed.read("5.7\uff05").interval == ends

    def test_exact(self) -> None:
        """A weight of a formula is not rounded, when one says so."""
        weight = Printed.read("60%", exact=True)

        assert weight.interval == Interval(Fraction(3, 5), Fraction(3, 5))

    @pytest.mark.parametrize("text", ["", "近600人", "五十二万", "1.2.3万"])
    def test_no_figure(self, text: str) -> None:
        """What is no figure is refused."""
        with pytest.raises(InvalidValueError, match="no printed figure"):
            Printed.read(text)


class TestWrite:
    @given(count=st.integers(0, 10**9))
    def test_counts_come_back(self, count: int) -> None:
        """The range that a printed count stands for holds the count."""
        assert count in Printed.read(wan(count)).interval

    @given(share=st.fractions(0, 1), places=st.integers(0, 3))
    def test_percentages_come_back(self, share: Fraction, places: int) -> None:
        """So does that of a printed percentage."""
        printed = Printed.read(percent(share, places=places))

        assert share in printed.interval

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (Fraction(149, 1000), "0.1"),
            (Fraction(15, 100), "0.2"),
            (Fraction(151, 1000), "0.2"),
            (Fraction(-15, 100), "-0.2"),
            (Fraction(-1, 100), "0.0"),
        ],
    )
    def test_halves(self, value: Fraction, text: str) -> None:
        """Halves go away from zero, and nothing prints as minus zero."""
        assert decimals(value, 1) == text

    def test_whole(self) -> None:
        """Without decimals there is no point."""
        assert decimals(Fraction(7, 2), 0) == "4"

    def test_points(self) -> None:
        """A difference of shares is in percentage points."""
        assert points(Fraction(1, 50) - Fraction(3, 100)) == "-1.0个百分点"


class TestInterval:
    def test_backwards(self) -> None:
        """An interval does not end before it begins."""
        with pytest.raises(InvalidValueError, match="ends before"):
            Interval(Fraction(2), Fraction(1))

    @pytest.mark.parametrize(("low", "base"), [(-1, 1), (1, 0)])
    def test_shares(self, low: int, base: int) -> None:
        """A share has a part and a base above zero."""
        part = Interval(Fraction(low), Fraction(2))

        with pytest.raises(InvalidValueError, match="a base above 0"):
            _ = part / Interval(Fraction(base), Fraction(2))
