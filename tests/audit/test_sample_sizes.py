"""How many to draw: the inequality that defines it, and known sizes."""

from __future__ import annotations

import math

from fractions import Fraction
from statistics import NormalDist
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import clean_sample_size, sample_size
from pa_registry.errors import InvalidValueError


SHARES = st.fractions(
    Fraction(1, 200), Fraction(199, 200), max_denominator=500
)


class TestMargin:
    @given(
        margin=st.fractions(
            Fraction(1, 200), Fraction(1, 5), max_denominator=500
        ),
        expected=SHARES,
        effect=st.fractions(1, 4, max_denominator=10),
        population=st.none() | st.integers(1, 10_000),
        response=st.fractions(Fraction(1, 2), 1, max_denominator=10),
    )
    def test_is_the_least(
        self,
        margin: Fraction,
        expected: Fraction,
        effect: Fraction,
        population: int | None,
        response: Fraction,
    ) -> None:
        """It keeps the margin, and one household less would not."""
        found = sample_size(
            margin,
            expected=expected,
            design_effect=effect,
            population=population,
            response=response,
        )
        z2 = Fraction(NormalDist().inv_cdf(0.975)) ** 2

        def keeps(size: int) -> bool:
            spread = z2 * effect * expected * (1 - expected)
            if population is None:
                return spread <= margin**2 * size
            left = population - size
            return spread * left <= margin**2 * size * (population - 1)

        assert keeps(found.size)
        assert not keeps(found.size - 1) or found.size == 1
        assert found.issued * response >= found.size
        assert (found.issued - 1) * response < found.size
        assert population is None or found.size <= population

    @pytest.mark.parametrize(
        ("margin", "population", "size"),
        [
            # The sizes that every textbook prints for half and half.
            (Fraction(5, 100), None, 385),
            (Fraction(3, 100), None, 1068),
            (Fraction(1, 100), None, 9604),
            (Fraction(5, 100), 1000, 278),
            (Fraction(5, 100), 10_000, 370),
        ],
    )
    def test_known(
        self, margin: Fraction, population: int | None, size: int
    ) -> None:
        """It is the size that tables print."""
        assert sample_size(margin, population=population).size == size

    def test_written_shares(self) -> None:
        """What is written as a decimal is meant as one."""
        assert sample_size(0.05) == sample_size(Fraction(5, 100))
        assert int(sample_size(0.05)) == 385

    def test_says(self) -> None:
        """It says what it rests on, in both languages."""
        found = sample_size(
            Fraction(1, 100),
            expected=Fraction(2, 100),
            design_effect=Fraction(3, 2),
            population=50_000,
            response=Fraction(9, 10),
        )

        assert found.render("zh") == (
            "需有效样本1105户，应抽取1228户（置信水平95%，允许误差±1.0%，"
            "预期比率2.0%，设计效应1.5，总体50000户，预计应答率90%）。"
        )
        assert str(found).startswith("1105 answers, 1228 to draw (95% level,")
        assert "of 50000 households" in str(found)
        assert "总体视为无限" in sample_size(0.05).render("zh")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"margin": 0},
            {"margin": 5},
            {"margin": 0.05, "expected": 1},
            {"margin": 0.05, "response": 0},
            {"margin": 0.05, "design_effect": 0},
            {"margin": 0.05, "population": 0},
            {"margin": 0.05, "population": 9.5},
            {"margin": 0.05, "level": 95},
            {"margin": "5%"},
        ],
    )
    def test_refuses(self, wrong: dict[str, Any]) -> None:
        """What is no share, no effect, no population is refused."""
        with pytest.raises(InvalidValueError):
            sample_size(**wrong)


class TestClean:
    @pytest.mark.parametrize("limit", [1, 2, 5, 10])
    def test_is_the_least(self, limit: int) -> None:
        """At the limit so many are clean by a chance of 1 in 20 at most."""
        share = Fraction(limit, 100)
        size = clean_sample_size(share)

        assert (1 - share) ** size <= Fraction(1, 20)
        assert (1 - share) ** (size - 1) > Fraction(1, 20)

    @given(population=st.integers(1, 300))
    def test_without_replacement(self, population: int) -> None:
        """In a known population the samples are counted."""
        share = Fraction(2, 100)
        size = clean_sample_size(share, population=population)
        marked = math.ceil(share * population)

        def clean(many: int) -> Fraction:
            ways = math.comb(population - marked, many)
            return Fraction(ways, math.comb(population, many))

        assert size <= population
        assert clean(size) <= Fraction(1, 20)
        assert clean(size - 1) > Fraction(1, 20)

    def test_refuses(self) -> None:
        """A limit of nothing cannot be shown by a sample."""
        with pytest.raises(InvalidValueError, match="limit"):
            clean_sample_size(0)
