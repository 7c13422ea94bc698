"""Exact intervals: against the tails they solve, and by counting cases."""

from __future__ import annotations

import math

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import exact_interval
from pa_registry.audit.exact_intervals import (
    beta_interval,
    beta_quantile,
    student_quantile,
)
from pa_registry.errors import InvalidValueError
from pa_registry.money import Rate


def binomial(hits: range, size: int, share: Fraction) -> Fraction:
    """Add up the chances of so many hits, exactly."""
    return sum(
        (
            math.comb(size, k) * share**k * (1 - share) ** (size - k)
            for k in hits
        ),
        Fraction(0),
    )


class TestBinomial:
    @given(size=st.integers(1, 120), data=st.data())
    def test_solves_its_tails(self, size: int, data: st.DataObject) -> None:
        """At each end the tail is a fortieth, by exact arithmetic."""
        hits = data.draw(st.integers(0, size))

        low, high = exact_interval(Rate(numerator=hits, base=size))

        if hits:
            above = binomial(range(hits, size + 1), size, Fraction(low))
            assert math.isclose(above, 0.025, rel_tol=1e-9)
        else:
            assert low == 0
        if hits < size:
            below = binomial(range(hits + 1), size, Fraction(high))
            assert math.isclose(below, 0.025, rel_tol=1e-9)
        else:
            assert high == 1

    @pytest.mark.parametrize("size", [5, 20, 50])
    def test_covers(self, size: int) -> None:
        """Whatever the truth is, 19 samples in 20 cover it, or more."""
        ends = [
            exact_interval(Rate(numerator=hits, base=size))
            for hits in range(size + 1)
        ]
        for truth in (Fraction(n, 200) for n in range(1, 200)):
            covering = [
                hits
                for hits, (low, high) in enumerate(ends)
                if low <= truth <= high
            ]
            chance = sum(
                binomial(range(k, k + 1), size, truth) for k in covering
            )
            assert chance >= Fraction(95, 100)

    @pytest.mark.parametrize(
        ("hits", "size", "low", "high"),
        [
            # Clopper and Pearson's by the tables of other works.
            (0, 10, 0.0, 0.3085),
            (1, 10, 0.0025, 0.4450),
            (5, 10, 0.1871, 0.8129),
        ],
    )
    def test_known(
        self, hits: int, size: int, low: float, high: float
    ) -> None:
        """It is the interval that tables print."""
        found = exact_interval(Rate(numerator=hits, base=size))

        assert [round(end, 4) for end in found] == [low, high]

    @given(
        share=st.floats(0, 1),
        size=st.floats(0.5, 1e5),
        level=st.sampled_from([0.8, 0.95, 0.999]),
    )
    def test_mirror(self, share: float, size: float, level: float) -> None:
        """The misses have the mirrored interval, and it holds the share."""
        low, high = beta_interval(share, size, level=level)
        other = beta_interval(1 - share, size, level=level)

        assert 0 <= low <= share <= high <= 1
        assert math.isclose(1 - other[1], low, abs_tol=1e-9)
        assert math.isclose(1 - other[0], high, abs_tol=1e-9)

    @given(share=st.floats(0.1, 0.9), size=st.floats(10, 1e4))
    def test_narrows(self, share: float, size: float) -> None:
        """A larger sample of the same share is surer."""
        low, high = beta_interval(share, size)
        nearer, further = beta_interval(share, size * 2)

        assert low < nearer
        assert further < high


class TestHypergeometric:
    @pytest.mark.parametrize(
        ("everybody", "size"), [(30, 6), (40, 39), (60, 25)]
    )
    def test_covers(self, everybody: int, size: int) -> None:
        """Of all samples that could be drawn, 19 in 20 cover the truth."""
        ends = [
            exact_interval(
                Rate(numerator=hits, base=size), population=everybody
            )
            for hits in range(size + 1)
        ]
        every = math.comb(everybody, size)
        for marked in range(everybody + 1):
            covering = sum(
                math.comb(marked, hits)
                * math.comb(everybody - marked, size - hits)
                for hits, (low, high) in enumerate(ends)
                if low <= marked / everybody <= high
            )
            assert covering * 20 >= every * 19

    @given(everybody=st.integers(1, 60), data=st.data())
    def test_is_least(self, everybody: int, data: st.DataObject) -> None:
        """One hit less in all, and the sample would be refused."""
        size = data.draw(st.integers(1, everybody))
        hits = data.draw(st.integers(0, size))
        rate = Rate(numerator=hits, base=size)

        low, high = exact_interval(rate, population=everybody)

        fewest, most = round(low * everybody), round(high * everybody)

        def tail(marked: int, counts: range) -> Fraction:
            ways = sum(
                math.comb(marked, k) * math.comb(everybody - marked, size - k)
                for k in counts
            )
            return Fraction(ways, math.comb(everybody, size))

        at_least, at_most = range(hits, size + 1), range(hits + 1)
        limit = Fraction(25, 1000)
        assert tail(fewest, at_least) > limit
        assert tail(most, at_most) > limit
        assert fewest == hits or tail(fewest - 1, at_least) <= limit
        last = everybody - (size - hits)
        assert most == last or tail(most + 1, at_most) <= limit

    def test_a_full_count(self) -> None:
        """A full count has no interval."""
        found = exact_interval(Rate(numerator=3, base=60), population=60)

        assert found == (0.05, 0.05)

    def test_nears_the_binomial(self) -> None:
        """In a large population it is the binomial one."""
        rate = Rate(numerator=8, base=400)
        found = exact_interval(rate, population=5_900_000)

        for end, other in zip(found, exact_interval(rate), strict=True):
            assert math.isclose(end, other, rel_tol=1e-3)

    def test_many_hits(self) -> None:
        """A province with a large sample is counted in whole numbers."""
        rate = Rate(numerator=980, base=2000)
        low, high = exact_interval(rate, population=50_000)

        assert (low, high) == (0.46832, 0.5117)


class TestQuantiles:
    @pytest.mark.parametrize(
        ("freedom", "known"),
        [(1, 12.7062), (2, 4.3027), (5, 2.5706), (30, 2.0423), (1e6, 1.96)],
    )
    def test_student(self, freedom: float, known: float) -> None:
        """It is that of the tables."""
        assert round(student_quantile(0.95, freedom), 4) == known

    @given(
        chance=st.floats(0.001, 0.999),
        a=st.floats(0.1, 1000),
        b=st.floats(0.1, 1000),
    )
    def test_beta_mirror(self, chance: float, a: float, b: float) -> None:
        """Exchanged parameters mirror it."""
        found = beta_quantile(chance, a, b)
        other = 1 - beta_quantile(1 - chance, b, a)

        assert math.isclose(found, other, abs_tol=1e-9)

    @given(chance=st.floats(0.001, 0.999), a=st.floats(0.1, 100))
    def test_beta_power(self, chance: float, a: float) -> None:
        """With a second parameter of one it is a power."""
        found = beta_quantile(chance, a, 1)

        assert math.isclose(found, chance ** (1 / a), rel_tol=1e-9)


class TestRefusals:
    @pytest.mark.parametrize("level", [0, 1, 95, -0.5])
    def test_level(self, level: float) -> None:
        """A level is between 0 and 1."""
        with pytest.raises(InvalidValueError, match="level"):
            exact_interval(Rate(numerator=1, base=9), level=level)

    def test_nobody(self) -> None:
        """A sample of nobody gives no interval."""
        with pytest.raises(InvalidValueError, match="nobody was sampled"):
            exact_interval(Rate(numerator=0, base=0))

    def test_too_large(self) -> None:
        """A sample is no larger than its population."""
        with pytest.raises(InvalidValueError, match="larger than its pop"):
            exact_interval(Rate(numerator=1, base=10), population=9)

    @pytest.mark.parametrize(
        ("share", "size"), [(-0.1, 9), (1.1, 9), (0.5, 0), (0.5, math.inf)]
    )
    def test_share(self, share: float, size: float) -> None:
        """A share is one, of a sample that has a size."""
        with pytest.raises(InvalidValueError, match="share"):
            beta_interval(share, size)

    @pytest.mark.parametrize(
        ("chance", "a"), [(0, 1), (1, 1), (0.5, 0), (0.5, math.nan)]
    )
    def test_quantile(self, chance: float, a: float) -> None:
        """A quantile is that of a distribution."""
        with pytest.raises(InvalidValueError, match="quantile"):
            beta_quantile(chance, a, 2)
