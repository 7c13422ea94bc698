"""Poverty measures: worked examples, the textbook formulas, and laws."""

from __future__ import annotations

import math

from decimal import Decimal
from fractions import Fraction

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from pa_registry.accounts.measures import (
    decomposed,
    fgt,
    headcount,
    poverty_gap,
    sen,
    sen_shorrocks_thon,
    severity,
    watts,
)
from pa_registry.errors import InvalidValueError
from pa_registry.money import yuan
from tests.accounts.samples import (
    ALPHAS,
    LINES,
    WEIGHTED,
    Weighted,
    mean,
    near,
    repeated,
    split,
)


# The reference output of the R package ineq 0.2-13, on its own two lists.
X = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
Y = [841, 2063, 2445, 3438, 4437, 5401, 6392, 8304, 11304, 21961]

MEASURES = [headcount, poverty_gap, severity, sen, sen_shorrocks_thon]


def textbook(values: list[int], line: int, alpha: int) -> Fraction:
    """Work the index out case by case, as the article of 1984 has it."""
    return mean(
        [
            Fraction(line - one, line) ** alpha if one < line else Fraction(0)
            for one in values
        ]
    )


class TestReference:
    @pytest.mark.parametrize(
        ("values", "expected"), [(X, 0.1620141), (Y, 0.08663108)]
    )
    def test_watts(self, values: list[int], expected: float) -> None:
        """The Watts index of the published lists is the published one."""
        assert near(watts(values, line=2000), expected, rel=5e-7)

    @pytest.mark.parametrize(("values", "expected"), [(X, 0.2), (Y, 0.1)])
    def test_headcount(self, values: list[int], expected: float) -> None:
        """So is the headcount."""
        assert near(headcount(values, line=2000), expected)


class TestLine:
    @pytest.mark.parametrize(
        ("value", "strict", "weak"), [(1999, 1, 1), (2000, 0, 1), (2001, 0, 0)]
    )
    def test_at_the_line(self, value: int, strict: int, weak: int) -> None:
        """At the line one is poor only where the line is weak."""
        assert headcount([value], line=2000) == strict
        assert headcount([value], line=2000, weak=True) == weak

    def test_gaps_do_not_see_the_switch(self) -> None:
        """Whoever stands at the line has no gap, poor or not."""
        strict = poverty_gap([1, 2, 3], line=2)
        weak = poverty_gap([1, 2, 3], line=2, weak=True)

        assert strict == weak


class TestExactness:
    def test_whole_numbers_give_fractions(self) -> None:
        """Nothing is rounded where nothing given was."""
        assert fgt([1, 1, 5], line=3, alpha=2) == Fraction(8, 27)

    def test_money(self) -> None:
        """Amounts in fen are whole numbers."""
        incomes = [yuan(2000), yuan(2952), yuan("2951.99")]

        assert headcount(incomes, line=yuan(2952)) == Fraction(2, 3)

    def test_decimals(self) -> None:
        """Decimals are exact too."""
        values = [Decimal("0.1"), Decimal("0.3")]

        assert poverty_gap(values, line=Decimal("0.2")) == Fraction(1, 4)

    def test_printing(self) -> None:
        """An exact result prints with decimals, or as a fraction."""
        third = headcount([1, 5, 5], line=2)

        assert (f"{third:.1%}", f"{third}") == ("33.3%", "1/3")
        assert repr(third) == "Fraction(1, 3)"

    def test_kinds_of_float(self) -> None:
        """A float of another library is a float."""

        class Float32(float):
            pass

        assert poverty_gap([Float32(2), 6], line=4) == 0.25

    def test_one_float_gives_a_float(self) -> None:
        """A single float makes the result one."""
        assert isinstance(poverty_gap([1, 2.0], line=4), float)

    def test_an_aversion_between(self) -> None:
        """An aversion that is no whole number gives a float."""
        assert near(fgt([1], line=4, alpha=0.5), math.sqrt(0.75))

    @given(values=st.lists(st.floats(0, 1e9), min_size=1), data=st.data())
    def test_order_of_floats(
        self, values: list[float], data: st.DataObject
    ) -> None:
        """The order of a list changes no bit of a float result."""
        other = data.draw(st.permutations(values))

        assert poverty_gap(values, line=1e6) == poverty_gap(other, line=1e6)


class TestFormulas:
    @given(sample=WEIGHTED, line=LINES, alpha=ALPHAS)
    def test_fgt(self, sample: Weighted, line: int, alpha: int) -> None:
        """The index is the textbook's, weights being repetitions."""
        values, weights = split(sample)

        found = fgt(values, line=line, alpha=alpha, weights=weights)

        assert found == textbook(repeated(sample), line, alpha)

    @given(values=st.lists(st.integers(1, 60), min_size=1), line=LINES)
    def test_watts(self, values: list[int], line: int) -> None:
        """The Watts index is the mean log shortfall."""
        logs = [math.log(line / one) for one in values if one < line]

        assert near(watts(values, line=line), sum(logs) / len(values))

    @given(values=st.lists(st.integers(0, 60), min_size=1), line=LINES)
    def test_sen_by_ranks(self, values: list[int], line: int) -> None:
        """With Sen's correction the index is his weighing by rank."""
        poor = sorted(one for one in values if one < line)
        size, count = len(values), len(poor)
        by_rank = sum(
            (count + 1 - rank) * (line - one)
            for rank, one in enumerate(poor, start=1)
        )

        expected = Fraction(2 * by_rank, (count + 1) * size * line)

        assert sen(values, line=line, small_sample=True) == expected

    @given(values=st.lists(st.integers(0, 60), min_size=1), line=LINES)
    def test_thon_by_ranks(self, values: list[int], line: int) -> None:
        """The index of Shorrocks weighs by rank among all."""
        size = len(values)
        expected = sum(
            Fraction((2 * size - 2 * rank + 1) * max(line - one, 0), line)
            for rank, one in enumerate(sorted(values), start=1)
        ) / Fraction(size**2)

        assert sen_shorrocks_thon(values, line=line) == expected


class TestLaws:
    @given(sample=WEIGHTED, line=LINES, factor=st.integers(2, 9))
    def test_scale(self, sample: Weighted, line: int, factor: int) -> None:
        """Yuan or fen: the unit of values and line changes nothing."""
        values, weights = split(sample)
        scaled = [one * factor for one in values]

        for measure in MEASURES:
            assert measure(values, line=line, weights=weights) == measure(
                scaled, line=line * factor, weights=weights
            )

    @given(sample=WEIGHTED, line=LINES, data=st.data())
    def test_order(
        self, sample: Weighted, line: int, data: st.DataObject
    ) -> None:
        """The order of the cases changes nothing."""
        values, weights = split(sample)
        other, moved = split(data.draw(st.permutations(sample)))

        for measure in MEASURES:
            assert measure(values, line=line, weights=weights) == measure(
                other, line=line, weights=moved
            )

    @given(sample=WEIGHTED, line=LINES)
    def test_replication(self, sample: Weighted, line: int) -> None:
        """A weight is a repetition."""
        values, weights = split(sample)

        for measure in MEASURES:
            assert measure(values, line=line, weights=weights) == measure(
                repeated(sample), line=line
            )

    @given(sample=WEIGHTED, line=LINES, more=st.integers(1, 100))
    def test_focus(self, sample: Weighted, line: int, more: int) -> None:
        """What those above the line have changes nothing."""
        values, weights = split(sample)
        richer = [one + more if one >= line else one for one in values]

        for measure in MEASURES:
            assert measure(values, line=line, weights=weights) == measure(
                richer, line=line, weights=weights
            )

    @given(sample=WEIGHTED, line=LINES, data=st.data())
    def test_monotonicity(
        self, sample: Weighted, line: int, data: st.DataObject
    ) -> None:
        """A poor case that loses makes every gap measure larger."""
        values, weights = split(sample)
        poor = [i for i, one in enumerate(values) if 0 < one < line]
        assume(poor)
        place = data.draw(st.sampled_from(poor))
        worse = [one - (i == place) for i, one in enumerate(values)]

        for measure in (poverty_gap, severity, sen_shorrocks_thon):
            assert measure(values, line=line, weights=weights) < measure(
                worse, line=line, weights=weights
            )

    @given(values=st.lists(st.integers(1, 60), min_size=2), line=LINES)
    def test_transfer(self, values: list[int], line: int) -> None:
        """From the poorest to a less poor: severity rises, no gap does."""
        poor = sorted(one for one in values if one < line - 1)
        assume(len(poor) > 1)
        rest = [one for one in values if one >= line - 1]
        moved = [poor[0] - 1, *poor[1:-1], poor[-1] + 1, *rest]

        assert severity(moved, line=line) > severity(values, line=line)
        assert poverty_gap(moved, line=line) == poverty_gap(values, line=line)

    @given(sample=WEIGHTED, line=LINES)
    def test_a_higher_line(self, sample: Weighted, line: int) -> None:
        """A higher line never makes fewer poor."""
        values, weights = split(sample)

        low = headcount(values, line=line, weights=weights)

        assert low <= headcount(values, line=line + 1, weights=weights)

    @given(sample=WEIGHTED, line=LINES, alpha=ALPHAS, data=st.data())
    def test_subgroups(
        self, sample: Weighted, line: int, alpha: int, data: st.DataObject
    ) -> None:
        """Under any partition, shares times values make the whole."""
        values, weights = split(sample)
        size = len(values)
        groups = data.draw(
            st.lists(st.sampled_from("abc"), min_size=size, max_size=size)
        )

        parts = decomposed(
            values, groups, line=line, alpha=alpha, weights=weights
        )

        whole = fgt(values, line=line, alpha=alpha, weights=weights)
        assert sum(p.share * p.value for p in parts.values()) == whole
        if whole:
            assert sum(p.contribution or 0 for p in parts.values()) == 1
        else:
            assert {p.contribution for p in parts.values()} == {None}


class TestRefusals:
    @pytest.mark.parametrize("line", [0, -1])
    def test_line(self, line: int) -> None:
        """A line at or below zero is refused."""
        with pytest.raises(InvalidValueError, match="line"):
            headcount([1], line=line)

    def test_nobody(self) -> None:
        """A share of nobody is not zero."""
        with pytest.raises(InvalidValueError, match="nothing was given"):
            headcount([], line=1)

    @pytest.mark.parametrize("value", [None, math.nan, math.inf, "1"])
    def test_missing(self, value: float) -> None:
        """What is missing or no number is refused, and not taken for zero."""
        with pytest.raises(InvalidValueError, match="Missing is not zero"):
            headcount([1, value], line=1)

    def test_aversion(self) -> None:
        """An aversion below zero is refused."""
        with pytest.raises(InvalidValueError, match="aversion"):
            fgt([1], line=2, alpha=-1)

    @pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0]])
    def test_weights(self, weights: list[int]) -> None:
        """Weights that are too few, negative or all zero are refused."""
        with pytest.raises(InvalidValueError, match="weight"):
            headcount([1, 2], line=1, weights=weights)

    def test_no_logarithm(self) -> None:
        """A value without a logarithm is dropped only on request."""
        with pytest.raises(InvalidValueError, match="1 values have no log"):
            watts([0, 1], line=2)

        assert near(watts([0, 1], line=2, drop_nonpositive=True), math.log(2))

    def test_no_logarithm_at_all(self) -> None:
        """Where nothing would be left, dropping is refused too."""
        with pytest.raises(InvalidValueError, match="no logarithm"):
            watts([0], line=2, drop_nonpositive=True)

    def test_sen_with_weights(self) -> None:
        """Sen's correction counts persons, which weights do not."""
        with pytest.raises(InvalidValueError, match="count of poor"):
            sen([1], line=2, weights=[3], small_sample=True)

    def test_groups(self) -> None:
        """Each case has a group."""
        with pytest.raises(InvalidValueError, match="1 groups for 2"):
            decomposed([1, 2], "a", line=2, alpha=0)

    def test_a_group_without_weight(self) -> None:
        """A group that nobody stands for has no index."""
        parts = decomposed([1, 2], "ab", line=2, alpha=0, weights=[1, 0])

        assert list(parts) == ["a"]

    def test_nobody_poor(self) -> None:
        """Where nobody is poor, Sen's index is zero."""
        assert sen([5, 6], line=2) == 0
