from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import Fen
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.funds import (
    Deviation,
    Direction,
    Formula,
    allocate,
    break_even,
    break_even_deviation,
)
from tests.funds.cases import THREE, deductions, formula, registers


QUOTA, OTHERS = 12_000, 39_000


def only(direction: Direction = Direction.EITHER) -> Formula:
    """Deduct for the deviation only."""
    some = deductions()
    deviation = some.triggers[0]
    assert isinstance(deviation, Deviation)
    triggers = (attrs.evolve(deviation, direction=direction),)
    return formula(attrs.evolve(some, triggers=triggers))


def kept(excess: Fraction, rate: Fraction) -> Fraction:
    """Work out what the first unit keeps of the whole, with an excess."""
    persons = QUOTA * (1 + excess)
    fixed = Fraction(20, 100) * Fraction(30, 71) + Fraction(20, 100) / 2
    share = Fraction(60, 100) * persons / (persons + OTHERS) + fixed
    return share * (1 - rate)


class TestBreakEven:
    @given(
        persons=st.fractions(Fraction(1, 100), 1, max_denominator=100),
        others=st.fractions(0, Fraction(2, 5), max_denominator=100),
        rate=st.fractions(0, 1, max_denominator=100),
    )
    def test_gain_and_loss_meet(
        self, persons: Fraction, others: Fraction, rate: Fraction
    ) -> None:
        """At the break-even a unit keeps exactly what is its due."""
        weight = Fraction(60, 100)
        excess = break_even(
            persons=persons, weight=weight, others=others, rate=rate
        )
        honest = weight * persons + others
        if excess is None:
            # However large the register, the deduction costs more.
            assert (1 - rate) * (weight + others) <= honest
            return
        larger = persons * (1 + excess) / (1 + persons * excess)

        assert (1 - rate) * (weight * larger + others) == honest

    def test_nobody_at_the_quota(self) -> None:
        """A unit whose quota is 0 has nothing to exceed by a factor."""
        found = break_even(
            persons=Fraction(0),
            weight=Fraction(1),
            others=Fraction(0),
            rate=Fraction(1, 10),
        )

        assert found is None


class TestBreakEvenDeviation:
    def test_band_by_band(self) -> None:
        """Below the first band any excess pays, then only a large one."""
        free, first, second = break_even_deviation(only(), THREE, "990001")

        assert free.up_to == Fraction(5, 100)
        assert free.over == free.deviation == 0
        for band in (first, second):
            assert band.deviation is not None
            assert kept(band.deviation, band.rate) == kept(
                Fraction(0), Fraction(0)
            )
        assert [band.pays for band in (free, first, second)] == [
            True,
            True,
            True,
        ]

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(units=registers)
    def test_an_allocation_agrees(self, units: Any) -> None:
        """Beyond the break-even a unit receives more, before it less."""
        using = only(Direction.OVER)
        first, *others = units
        quota = Fraction(first.get("size_quota"))
        honest = first.with_figures(registered_persons=quota)
        units = [honest, *others]

        def kept_by(excess: Fraction) -> Fraction:
            """Take the exact part of the whole that an allocation leaves."""
            padded = honest.with_figures(
                registered_persons=quota * (1 + excess)
            )
            line = allocate(using, [padded, *others], Fen(1)).lines[0]
            return line.share * (1 - line.takings[0].rate)

        due = kept_by(Fraction(0))
        for band in break_even_deviation(using, units, first.key):
            if not band.rate or not band.pays or band.deviation is None:
                continue
            if band.deviation > band.over:
                assert kept_by(band.deviation) == due
                assert kept_by((band.deviation + band.over) / 2) < due
            end = band.up_to or 2 * max(band.deviation, band.over)
            assert kept_by(end) > due

    def test_is_said_in_both_languages(self) -> None:
        """Each band says where a larger register pays."""
        bands = break_even_deviation(only(), THREE, "990001")

        assert [band.render("zh") for band in bands] == [
            "差异率不超过5%的，不予扣减：多报即有利。",
            "差异率超过5%、不超过50%，扣减10%：差异率超过36.38…%时，多报仍然有利。",
            "差异率超过50%，扣减20%：差异率超过91.68…%时，多报仍然有利。",
        ]
        assert [str(band) for band in bands] == [
            "A deviation up to 5% costs nothing: any excess pays.",
            (
                "A deviation over 5% and up to 50% costs 10%:"
                " a larger register pays beyond 36.38…%."
            ),
            (
                "A deviation over 50% costs 20%:"
                " a larger register pays beyond 91.68…%."
            ),
        ]

    def test_where_it_never_pays(self) -> None:
        """A steep rate leaves nothing to gain."""
        steep = only()
        assert steep.deductions is not None
        deviation = steep.deductions.triggers[0]
        assert isinstance(deviation, Deviation)
        all_of_it = deviation.schedule.of(("0", "1"))
        cut = attrs.evolve(
            steep.deductions,
            triggers=(attrs.evolve(deviation, schedule=all_of_it),),
        )
        (band,) = break_even_deviation(formula(cut), THREE, "990001")

        assert band.deviation is None
        assert not band.pays
        assert band.render("zh") == "差异率超过0%，扣减100%：多报得不偿失。"
        assert band.render().endswith("a larger register does not pay.")

    def test_no_such_unit(self) -> None:
        """A unit that is not there has no break-even."""
        with pytest.raises(NotInRegistryError):
            break_even_deviation(only(), THREE, "999999")

    @pytest.mark.parametrize(
        ("using", "words"),
        [
            (formula(), "deducts once"),
            (only(Direction.UNDER), "deducts once"),
            (
                attrs.evolve(
                    only(),
                    factors=[
                        attrs.evolve(
                            only().factors[1], key=f"f{n}", weight=weight
                        )
                        for n, weight in enumerate([Fraction(1, 2)] * 2)
                    ],
                ),
                "counts the register",
            ),
        ],
        ids=["no deductions", "only below", "no count"],
    )
    def test_formulas_without_one(self, using: Any, words: str) -> None:
        """A formula that does not pull both ways is refused."""
        with pytest.raises(InvalidValueError, match=words):
            break_even_deviation(using, THREE, "990001")

    @pytest.mark.parametrize("key", ["size_quota", "poor_villages"])
    def test_missing_figures(self, key: str) -> None:
        """Figures that are not recorded are asked for."""
        bare = THREE[0].with_figures(**{key: None})

        with pytest.raises(InvalidValueError, match="on record"):
            break_even_deviation(only(), (bare, *THREE[1:]), "990001")
