"""The indicators of exit: their bases, and how sure a sample makes them."""

from __future__ import annotations

import math

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import (
    approval_rate,
    composite_incidence,
    identification_precision,
    incidence,
    inclusion_error,
    omission_rate,
    wilson,
    wilson_interval,
    wrong_exit_rate,
)
from pa_registry.errors import InvalidValueError, UnlikeBasesError
from pa_registry.money import Rate, RateUnit
from tests.accounts.samples import near


class TestRates:
    def test_bases(self) -> None:
        """Each rate has a base of its own, so that none are mixed."""
        wrong = wrong_exit_rate(wrongly_exited=1, exited=100)
        omitted = omission_rate(omitted=1, unregistered=100)

        with pytest.raises(UnlikeBasesError):
            _ = wrong + omitted

    def test_of_the_registered(self) -> None:
        """Precision and inclusion error are parts of one base."""
        right = identification_precision(rightly_registered=98, registered=100)
        wrong = inclusion_error(wrongly_registered=2, registered=100)

        assert (right + wrong).value == 1
        with pytest.raises(UnlikeBasesError):
            _ = wrong + omission_rate(omitted=1, unregistered=100)

    def test_units(self) -> None:
        """Approval counts households, the others persons."""
        assert approval_rate(approving=9, asked=10).unit is (
            RateUnit.HOUSEHOLDS
        )
        assert incidence(poor=1, rural_population=9).unit is RateUnit.PERSONS

    def test_part_of_a_whole(self) -> None:
        """More than all is refused."""
        with pytest.raises(InvalidValueError, match="more than"):
            approval_rate(approving=11, asked=10)


class TestComposite:
    @given(
        remaining=st.integers(0, 500),
        exited=st.integers(0, 500),
        more=st.integers(1, 5000),
        wrong=st.integers(0, 50),
        missed=st.integers(0, 50),
    )
    def test_formula(
        self, remaining: int, exited: int, more: int, wrong: int, missed: int
    ) -> None:
        """It is what remains, was missed and went out wrongly, over all."""
        everybody = remaining + exited + more
        found = composite_incidence(
            remaining=remaining,
            exited=exited,
            rural_population=everybody,
            wrong_exit=wrong_exit_rate(wrongly_exited=wrong, exited=50),
            omission=omission_rate(omitted=missed, unregistered=50),
        )

        poor = (
            remaining
            + Fraction(wrong, 50) * exited
            + Fraction(missed, 50) * more
        )
        assert found.value == poor / everybody
        assert found.rate.value is not None
        assert 0 <= found.rate.value - found.value < Fraction(1, everybody)

    @pytest.mark.parametrize("everybody", [0, 9])
    def test_too_many(self, everybody: int) -> None:
        """More registered than there are people is refused."""
        with pytest.raises(InvalidValueError, match="more are registered"):
            composite_incidence(
                remaining=everybody // 2,
                exited=everybody,
                rural_population=everybody,
                wrong_exit=wrong_exit_rate(wrongly_exited=0, exited=1),
                omission=omission_rate(omitted=0, unregistered=1),
            )

    def test_nobody_sampled(self) -> None:
        """A sample of nobody gives no estimate."""
        with pytest.raises(InvalidValueError, match="nobody was sampled"):
            composite_incidence(
                remaining=1,
                exited=1,
                rural_population=9,
                wrong_exit=wrong_exit_rate(wrongly_exited=0, exited=0),
                omission=omission_rate(omitted=0, unregistered=1),
            )


class TestWilson:
    @given(size=st.integers(1, 2000), data=st.data())
    def test_holds_the_rate(self, size: int, data: st.DataObject) -> None:
        """The interval lies within 0 and 1 and holds the rate."""
        part = data.draw(st.integers(0, size))

        low, high = wilson_interval(Rate(numerator=part, base=size))

        assert 0 <= low <= part / size + 1e-12
        assert part / size - 1e-12 <= high <= 1

    @given(size=st.integers(2, 2000), data=st.data())
    def test_solves_its_equation(self, size: int, data: st.DataObject) -> None:
        """Its ends are the shares from which the sample is z errors off."""
        part = data.draw(st.integers(1, size - 1))

        for end in wilson_interval(Rate(numerator=part, base=size)):
            error = math.sqrt(end * (1 - end) / size)
            off = abs(part / size - end) / error
            assert near(off, 1.959964, rel=1e-4)

    def test_population(self) -> None:
        """A sample that is most of its population is surer."""
        rate = Rate(numerator=10, base=100)

        low, high = wilson_interval(rate, population=110)

        assert wilson_interval(rate)[0] < low < 0.1 < high
        assert wilson_interval(rate, population=100) == (0.1, 0.1)

    def test_any_size(self) -> None:
        """A size that a design is worth need not be whole."""
        low, high = wilson(0.1, 100.5)
        rate = Rate(numerator=10, base=100)

        assert near(low, wilson_interval(rate)[0], rel=1e-2)
        assert wilson_interval(rate)[0] < low < 0.1 < high

    def test_too_large(self) -> None:
        """A sample is no larger than its population."""
        with pytest.raises(InvalidValueError, match="larger than its pop"):
            wilson_interval(Rate(numerator=1, base=10), population=9)
