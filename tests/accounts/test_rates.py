"""Rates: refusing to be mixed, put together by counts, put into words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import (
    Printed,
    PublishedRate,
    VerbalGrades,
    combined,
    printed_rate,
)
from pa_registry.errors import InvalidValueError, UnlikeBasesError
from pa_registry.money import Rate, RateUnit


PERSONS, HOUSEHOLDS = RateUnit.PERSONS, RateUnit.HOUSEHOLDS


def published(
    text: str = "5.7%",
    *,
    unit: RateUnit = PERSONS,
    of: str = "before the audit",
) -> PublishedRate:
    return PublishedRate.read(text, unit=unit, of=of)


class TestPublishedRate:
    def test_the_article(self) -> None:
        """9.22 % and 93.65 % refuse to be added, and say why."""
        doubtful = PublishedRate.read("9.22%")
        precise = PublishedRate.read("93.65%")

        with pytest.raises(UnlikeBasesError) as caught:
            _ = doubtful + precise

        assert caught.value.why == "a base is not stated"
        assert "9.22%" in str(caught.value)

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            (published(of=""), "a base is not stated"),
            (published(of="after the audit"), "the base differs"),
            (published(unit=RateUnit.UNKNOWN), "a unit is not stated"),
            (published(unit=HOUSEHOLDS), "the unit differs"),
        ],
    )
    def test_unlike(self, other: PublishedRate, why: str) -> None:
        """Adding, subtracting and comparing all ask for one base."""
        for act in ("__add__", "__sub__", "__lt__"):
            with pytest.raises(UnlikeBasesError) as caught:
                getattr(published(), act)(other)

            assert caught.value.why == why

    def test_sums_and_differences(self) -> None:
        """Over one base they are ranges."""
        total = published("5.7%") + published("6.6%")
        change = published("6.6%") - published("5.7%")

        assert Fraction(123, 1000) in total
        assert Fraction(9, 1000) in change
        assert change.high - change.low == Fraction(2, 1000)

    @pytest.mark.parametrize(
        ("text", "surely"), [("5.7%", False), ("5.8%", False), ("5.9%", True)]
    )
    def test_surely_lower(self, text: str, *, surely: bool) -> None:
        """One is lower only where rounding leaves no doubt."""
        assert (published("5.7%") < published(text)) is surely

    def test_no_percentage(self) -> None:
        """A count is no rate."""
        with pytest.raises(InvalidValueError, match="per cent"):
            PublishedRate(printed=Printed.read("52万人"))

    def test_in_words(self) -> None:
        """It says its base and its unit, or that nobody stated them."""
        assert published().render() == "5.7% (of before the audit, persons)"
        assert PublishedRate.read("9.22%").render("zh") == (
            "9.22%（基数未说明，单位不详）"
        )
        assert published(of="整改前总数").render("zh") == (
            "5.7%（基数为整改前总数，人）"
        )


class TestPrintedRate:
    @given(part=st.integers(0, 500), rest=st.integers(1, 500))
    def test_comes_back(self, part: int, rest: int) -> None:
        """What was printed still holds the rate, its base and its unit."""
        whole = part + rest
        rate = Rate(numerator=part, base=whole, unit=PERSONS, of="all")

        found = printed_rate(rate)

        assert Fraction(part, whole) in found.interval
        assert (found.of, found.unit) == ("all", PERSONS)

    def test_nobody(self) -> None:
        """A rate over nobody has no value to print."""
        with pytest.raises(InvalidValueError, match="over nobody"):
            printed_rate(Rate(numerator=0, base=0))


class TestCombined:
    def test_not_the_mean(self) -> None:
        """Parts weigh by their bases: the mean of percentages is wrong."""
        parts = [
            Rate(numerator=1, base=10, unit=PERSONS),
            Rate(numerator=0, base=90, unit=PERSONS),
        ]

        assert combined(parts, of="all").value == Fraction(1, 100)

    @pytest.mark.parametrize(
        ("unit", "why"),
        [
            (RateUnit.UNKNOWN, "the unit is unknown"),
            (HOUSEHOLDS, "the unit differs"),
        ],
    )
    def test_unlike(self, unit: RateUnit, why: str) -> None:
        """Persons are not put together with households, or with unknown."""
        parts = [
            Rate(numerator=1, base=2, unit=PERSONS),
            Rate(numerator=1, base=2, unit=unit),
        ]

        with pytest.raises(UnlikeBasesError) as caught:
            combined(parts, of="all")

        assert caught.value.why == why

    def test_none(self) -> None:
        """There is no rate of no parts."""
        with pytest.raises(InvalidValueError, match="no rates"):
            combined([], of="all")


class TestVerbalGrades:
    GRADES = VerbalGrades(
        floors=(("精准", Fraction(98, 100)), ("基本精准", Fraction(95, 100))),
        otherwise="不够精准",
        source="某县自定",
    )

    @pytest.mark.parametrize(
        ("right", "word"),
        [
            (979, "基本精准"),
            (980, "精准"),
            (981, "精准"),
            (949, "不够精准"),
        ],
    )
    def test_word(self, right: int, word: str) -> None:
        """A word is earned at its floor."""
        assert self.GRADES.word(Rate(numerator=right, base=1000)) == word

    def test_nobody(self) -> None:
        """A rate over nobody earns no word."""
        assert self.GRADES.word(Rate(numerator=0, base=0)) is None

    @pytest.mark.parametrize(
        "floors",
        [(), (("a", Fraction(1, 2)), ("b", Fraction(1, 2)))],
    )
    def test_floors(self, floors: tuple[tuple[str, Fraction], ...]) -> None:
        """The floors descend."""
        with pytest.raises(InvalidValueError, match="descend"):
            VerbalGrades(floors=floors, otherwise="", source="某县")

    def test_source(self) -> None:
        """No words without somebody who states what they mean."""
        with pytest.raises(InvalidValueError, match="states it"):
            VerbalGrades(
                floors=(("a", Fraction(1, 2)),), otherwise="", source=" "
            )
