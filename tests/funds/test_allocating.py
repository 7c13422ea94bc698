from __future__ import annotations

import math

from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import Fen, yuan
from pa_registry.errors import (
    FiguresRefusedError,
    InvalidValueError,
    NotInRegistryError,
)
from pa_registry.funds import (
    Adjustment,
    Combination,
    Destination,
    Figure,
    Schedule,
    allocate,
    apportion,
)
from tests.funds.cases import (
    EXAMPLE,
    THREE,
    deductions,
    formula,
    registers,
    unit,
)


AMOUNT = yuan(100_000_000)
GRADE = Figure(key="grade", zh="绩效等次", en="grade of performance")

SLOW = settings(suppress_health_check=[HealthCheck.too_slow])

cuts = st.builds(
    deductions,
    combination=st.sampled_from(Combination),
    destination=st.sampled_from(Destination),
    clawback=st.sampled_from([None, Schedule.of(("0.10", "0.50"))]),
)
totals = st.integers(0, 10**12).map(Fen)


BETTER = Adjustment(
    figure=GRADE,
    multipliers={"优秀": Fraction("1.1"), "合格": 1},
    citation=EXAMPLE,
)


class TestLaws:
    @SLOW
    @given(units=registers, total=totals, cut=st.none() | cuts)
    def test_adds_up(self, units: Any, total: Fen, cut: Any) -> None:
        """Net amounts and what is retained add up to the base amount."""
        result = allocate(formula(cut), units, total)
        lines = result.lines

        assert sum(line.by_factors for line in lines) == total
        assert sum(line.base for line in lines) == total
        assert sum(line.net for line in lines) + result.retained == total
        assert all(line.amount >= 0 for line in lines)

    @SLOW
    @given(units=registers, total=totals, cut=cuts, order=st.randoms())
    def test_order_does_not_matter(
        self, units: Any, total: Fen, cut: Any, order: Any
    ) -> None:
        """Units in another order receive the same."""
        shuffled = list(units)
        order.shuffle(shuffled)
        before = allocate(formula(cut), units, total)
        after = allocate(formula(cut), shuffled, total)

        assert after.amounts() == before.amounts()
        assert after.retained == before.retained

    @SLOW
    @given(
        units=registers,
        total=totals,
        more=st.integers(1, 40),
        figure=st.sampled_from(["registered_persons", "poor_villages"]),
    )
    def test_more_never_gets_less(
        self, units: Any, total: Fen, more: int, figure: str
    ) -> None:
        """Without deductions, more persons or villages bring no less."""
        first, *others = units
        larger = first.with_figures(**{figure: first.get(figure) + more})
        before = allocate(formula(), units, total)
        after = allocate(formula(), [larger, *others], total)

        assert after.lines[0].amount >= before.lines[0].amount

    @SLOW
    @given(
        units=registers,
        total=totals,
        cut=st.none() | cuts,
        scale=st.integers(2, 9) | st.fractions(1, 9, max_denominator=7),
    )
    def test_scale_does_not_matter(
        self, units: Any, total: Fen, cut: Any, scale: Any
    ) -> None:
        """Persons in thousands, and quotas too, bring the same."""
        scaled = [
            one.with_figures(
                **{
                    key: one.get(key) * scale
                    for key in ("registered_persons", "size_quota")
                }
            )
            for one in units
        ]
        before = allocate(formula(cut), units, total)
        after = allocate(formula(cut), scaled, total)

        assert after.amounts() == before.amounts()
        assert after.retained == before.retained

    @SLOW
    @given(
        total=totals,
        keys=st.sets(st.integers(1, 999), min_size=1, max_size=9),
    )
    def test_ties_go_to_smaller_keys(self, total: Fen, keys: Any) -> None:
        """Of equal units the first keys get what cannot be divided."""
        units = [
            unit(f"{n:03}", 7, poor_villages=2, county_class="national")
            for n in keys
        ]
        amounts = allocate(formula(), units, total).amounts()
        each, rest = divmod(int(total), len(units))

        assert [amounts[key] for key in sorted(amounts)] == [
            each + (place < rest) for place in range(len(units))
        ]

    @SLOW
    @given(
        units=registers,
        total=totals,
        floor=st.fractions(0, 1, max_denominator=12),
        cap=st.fractions(0, 1, max_denominator=12),
        cut=st.none() | cuts,
    )
    def test_bounds_are_kept_or_refused(
        self, units: Any, total: Fen, floor: Any, cap: Any, cut: Any
    ) -> None:
        """Bounds are kept; they are refused only where nobody could."""
        free = allocate(formula(), units, total).lines
        claiming = [line for line in free if line.share]
        least = -(-floor * int(total) // 1)
        most = min(int(cap * int(total)), int(total))
        bounded = attrs.evolve(formula(cut), floor=floor, cap=cap)
        possible = least <= most and least * len(
            claiming
        ) <= total <= most * len(claiming)

        if not possible:
            with pytest.raises(InvalidValueError, match=r"floor|cap"):
                allocate(bounded, units, total)
            return
        lines = allocate(bounded, units, total).lines
        assert sum(line.base for line in lines) == total
        for line in lines:
            assert line.base <= most
            assert line.base >= (least if line.share else 0)

    @SLOW
    @given(
        units=registers,
        total=totals,
        grades=st.lists(
            st.sampled_from(["优秀", "合格"]), min_size=6, max_size=6
        ),
        order=st.randoms(),
    )
    def test_performance_only_moves_money(
        self, units: Any, total: Fen, grades: Any, order: Any
    ) -> None:
        """Adjusted amounts add up, in any order; the better gain."""
        graded = [
            one.with_figures(grade=grade)
            for one, grade in zip(units, grades, strict=False)
        ]
        adjusted = attrs.evolve(formula(), adjustments=(BETTER,))
        lines = allocate(adjusted, graded, total).lines
        order.shuffle(graded)
        shuffled = allocate(adjusted, graded, total)

        assert sum(line.adjusted for line in lines) == total
        for line in lines:
            assert shuffled.line(line.recipient.key).adjusted == line.adjusted
            if line.recipient.get("grade") == "优秀":
                assert line.adjusted >= line.by_factors - 1

    @SLOW
    @given(units=registers, total=totals)
    def test_exact_on_whole_numbers(self, units: Any, total: Fen) -> None:
        """The amounts are those of 60, 20 and 20 in whole numbers."""
        persons, villages, counties = (
            [
                figure if isinstance(figure, int) else int(figure != "none")
                for one in units
                for figure in (one.get(key),)
            ]
            for key in ("registered_persons", "poor_villages", "county_class")
        )
        p, v, c = sum(persons), sum(villages), sum(counties)
        claims = {
            one.key: 60 * persons[i] * v * c
            + 20 * villages[i] * p * c
            + 20 * counties[i] * p * v
            for i, one in enumerate(units)
        }

        assert allocate(formula(), units, total).amounts() == apportion(
            total, claims
        )

    @SLOW
    @given(units=registers, total=totals, cut=cuts)
    def test_deducts_after_allotting(
        self, units: Any, total: Fen, cut: Any
    ) -> None:
        """Deductions act on the whole fen that the formula allots."""
        whole = allocate(formula(), units, total)
        result = allocate(formula(cut), units, total)

        for before, after in zip(whole.lines, result.lines, strict=True):
            assert after.base == before.amount
            rates = [taking.rate for taking in after.takings]
            rate = cut.combination.of(rates)
            assert after.deducted == int(after.base * rate)
            assert not (after.is_cut and after.redistributed)

    @SLOW
    @given(units=registers, total=totals)
    def test_parts_explain_the_amount(self, units: Any, total: Fen) -> None:
        """What the factors give a unit adds up, each within two fen."""
        for line in allocate(formula(), units, total).lines:
            assert sum(part.amount for part in line.parts) == line.by_factors
            for part in line.parts:
                exact = total * part.factor.weight * part.share
                assert abs(part.amount - exact) < 2


class TestDeductions:
    def test_both_triggers(self) -> None:
        """A tenth for the deviation and a twentieth for the data."""
        line = allocate(formula(deductions()), THREE, AMOUNT).lines[0]

        assert [taking.rate for taking in line.takings] == [
            Fraction(1, 10),
            Fraction(1, 20),
        ]
        assert line.deducted == line.base * 15 // 100

    @pytest.mark.parametrize(
        ("combination", "percents"),
        [
            (Combination.SUM, (15, 10, 5, 0)),
            (Combination.LARGER, (10, 10, 5, 0)),
            (Combination.ALL, (10, 0, 0, 0)),
        ],
    )
    def test_combinations(
        self, combination: Combination, percents: tuple[int, ...]
    ) -> None:
        """Both triggers, one, the other and none, as is declared."""
        units = [
            unit("1", 110, size_quota=100, faulty=Fraction(4, 100)),
            unit("2", 110, size_quota=100),
            unit("3", 100, faulty=Fraction(4, 100), poor_villages=1),
            unit("4", 100, county_class="national"),
        ]
        cut = deductions(combination=combination)
        lines = allocate(formula(cut), units, AMOUNT).lines

        assert [line.deducted for line in lines] == [
            line.base * percent // 100
            for line, percent in zip(lines, percents, strict=True)
        ]

    @pytest.mark.parametrize(
        ("persons", "rate"),
        [(1049, 0), (1050, 0), (1051, 10), (951, 0), (950, 0), (949, 10)],
    )
    def test_at_the_threshold(self, persons: int, rate: int) -> None:
        """At the threshold nothing is due; one person beyond it, all is."""
        cut = deductions()
        deviating = unit("9", persons, size_quota=1000, poor_villages=1)
        units = [deviating, unit("8", 9, county_class="national")]
        line = allocate(formula(cut), units, AMOUNT).lines[0]

        assert line.deducted == line.base * rate // 100

    def test_retained(self) -> None:
        """Deducted money stays with the level that allocates."""
        result = allocate(formula(deductions()), THREE, AMOUNT)

        assert result.retained == result.lines[0].deducted
        assert all(not line.redistributed for line in result.lines)

    def test_redistributed(self) -> None:
        """Deducted money is shared by those who lost nothing."""
        cut = deductions(destination=Destination.REDISTRIBUTED)
        result = allocate(formula(cut), THREE, AMOUNT)
        first, *others = result.lines

        assert result.retained == 0
        assert sum(one.redistributed for one in others) == first.deducted
        assert not first.redistributed

    def test_redistributed_among_nobody(self) -> None:
        """Where everybody is cut, the money stays with the level above."""
        cut = deductions(destination=Destination.REDISTRIBUTED)
        alone = [
            unit(
                "1",
                110,
                size_quota=100,
                poor_villages=1,
                county_class="national",
            )
        ]
        result = allocate(formula(cut), alone, yuan(10))

        assert result.retained == yuan(1)

    def test_clawed_back(self) -> None:
        """A claw-back takes from money already allotted, here half of it."""
        cut = deductions(clawback=Schedule.of(("0.05", "0.50")))
        line = allocate(formula(cut), THREE, AMOUNT).lines[0]

        assert line.clawed_back == yuan(500_000)
        assert line.net == line.amount - yuan(500_000)

    def test_more_can_be_owed_than_received(self) -> None:
        """A net amount below zero is what the unit owes."""
        cut = deductions(clawback=Schedule.of(("0.05", "1")))
        first = attrs.evolve(THREE[0], allotted=yuan(90_000_000))
        line = allocate(formula(cut), (first, *THREE[1:]), AMOUNT).lines[0]

        assert line.net < 0 <= line.amount


class TestBoundsAndGrades:
    def test_floor(self) -> None:
        """A floor raises the least, and takes from the others."""
        floored = attrs.evolve(formula(), floor=yuan(20_000_000))
        lines = allocate(floored, THREE, AMOUNT).lines

        assert lines[2].base == yuan(20_000_000)
        assert sum(line.base for line in lines) == AMOUNT

    def test_cap_as_a_part_of_the_whole(self) -> None:
        """A cap of two fifths holds the largest."""
        capped = attrs.evolve(formula(), cap=Fraction(2, 5))
        lines = allocate(capped, THREE, AMOUNT).lines

        assert max(line.base for line in lines) == yuan(40_000_000)

    def test_a_third_of_a_fen(self) -> None:
        """A floor is rounded up to whole fen, and a cap down."""
        bounded = attrs.evolve(
            formula(), floor=Fraction(1, 3), cap=Fraction(2, 3)
        )
        one = unit("1", 98, poor_villages=1, county_class="national")
        lines = allocate(bounded, [one, unit("2", 2)], Fen(10)).lines

        assert [line.base for line in lines] == [6, 4]

    def test_no_floor_without_a_claim(self) -> None:
        """A unit with nothing to be measured by receives no floor."""
        floored = attrs.evolve(formula(), floor=yuan(1))
        units = (*THREE, unit("990004", 0))

        assert allocate(floored, units, AMOUNT).lines[3].base == 0

    def test_bounds_that_cannot_be_kept(self) -> None:
        """A floor for which there is not enough money is refused."""
        floored = attrs.evolve(formula(), floor=Fraction(1, 2))

        with pytest.raises(InvalidValueError, match="floors add up"):
            allocate(floored, THREE, AMOUNT)

    def test_performance(self) -> None:
        """What an excellent unit gains, the others lose."""
        graded = [
            one.with_figures(grade="优秀" if i == 0 else "合格")
            for i, one in enumerate(THREE)
        ]
        adjusted = attrs.evolve(formula(), adjustments=(BETTER,))
        first, *others = allocate(adjusted, graded, AMOUNT).lines

        assert first.adjusted > first.by_factors
        assert all(line.adjusted < line.by_factors for line in others)
        assert sum(line.adjusted for line in (first, *others)) == AMOUNT


class TestHostile:
    @pytest.mark.parametrize(
        ("figure", "value"),
        [
            ("registered_persons", math.nan),
            ("registered_persons", math.inf),
            ("registered_persons", -1),
            ("poor_villages", Fraction(-1, 3)),
            ("registered_persons", 0.5),
            ("registered_persons", True),
            ("registered_persons", "八千"),
            ("county_class", 1),
            ("size_quota", math.nan),
            ("faulty", -1),
        ],
    )
    def test_a_figure_that_is_no_count(self, figure: str, value: Any) -> None:
        """Neither NaN nor a float nor a negative number is shared by."""
        units = [THREE[0].with_figures(**{figure: value}), *THREE[1:]]

        with pytest.raises(FiguresRefusedError) as caught:
            allocate(formula(deductions()), units, AMOUNT)
        assert [problem.where for problem in caught.value.problems] == [
            f"990001:{figure}"
        ]

    def test_nobody(self) -> None:
        """An allocation without a recipient is refused, even of nothing."""
        for amount in (AMOUNT, Fen(0)):
            with pytest.raises(FiguresRefusedError, match="hubei-2016"):
                allocate(formula(), (), amount)

    def test_nobody_has_anything(self) -> None:
        """A factor by which every unit has 0 leaves its money stranded."""
        with pytest.raises(FiguresRefusedError, match="villages"):
            allocate(
                formula(), [unit("1", 5, county_class="national")], AMOUNT
            )

    def test_a_county_twice(self) -> None:
        """A county that is there twice is named, and not added up."""
        with pytest.raises(FiguresRefusedError) as caught:
            allocate(formula(), [*THREE, THREE[1]], AMOUNT)

        assert [one.code for one in caught.value.problems] == ["funds.twice"]

    def test_caps_against_floors(self) -> None:
        """A floor above the cap cannot be kept."""
        bounded = attrs.evolve(
            formula(), floor=yuan(40_000_000), cap=yuan(30_000_000)
        )
        with pytest.raises(InvalidValueError, match="floor"):
            allocate(bounded, THREE, AMOUNT)

    def test_one_fen_for_97_equal_counties(self) -> None:
        """One fen goes to the smallest code, and 96 counties get nothing."""
        units = [
            unit(f"99{n:04}", 8, poor_villages=1, county_class="national")
            for n in range(97, 0, -1)
        ]
        amounts = allocate(formula(), units, Fen(1)).amounts()

        assert amounts.pop("990001") == Fen(1)
        assert set(amounts.values()) == {Fen(0)}

    @pytest.mark.parametrize("total", [10**15, 10**15 + 1, 10**18 - 1])
    def test_more_than_a_float_can_hold(self, total: int) -> None:
        """At ten thousand billion fen every part is the exact one, rounded."""
        units = [
            unit(
                f"99{n:04}",
                10_007 * n + 1,
                poor_villages=n % 7,
                county_class="national" if n % 3 else "none",
            )
            for n in range(1, 98)
        ]
        lines = allocate(formula(), units, Fen(total)).lines

        assert sum(line.amount for line in lines) == total
        for line in lines:
            exact = total * line.share
            assert math.floor(exact) <= line.amount <= math.ceil(exact)
        assert sum(line.share for line in lines) == 1


class TestRefusals:
    @pytest.mark.parametrize("total", [100, 1.0, None, Fen(-1)])
    def test_an_amount_that_is_no_money(self, total: Any) -> None:
        """The base amount is money, 0 or more."""
        with pytest.raises(InvalidValueError, match="base amount is money"):
            allocate(formula(), THREE, total)

    def test_figures_are_checked_first(self) -> None:
        """Missing figures are refused all at once, and nothing is shared."""
        bare = [
            one.with_figures(poor_villages=None, registered_persons=None)
            for one in THREE
        ]
        with pytest.raises(FiguresRefusedError) as caught:
            allocate(formula(), bare, AMOUNT)

        assert len(caught.value.problems) == 6
        assert "990003:poor_villages" in str(caught.value)

    def test_no_such_line(self) -> None:
        """A unit that received nothing has no line to ask for."""
        result = allocate(formula(), THREE, AMOUNT)

        assert result.line("990002").recipient is THREE[1]
        with pytest.raises(NotInRegistryError, match="'999999'"):
            result.line("999999")

    def test_nothing_to_share(self) -> None:
        """A base amount of 0 gives 0 to everyone."""
        amounts = allocate(formula(deductions()), THREE, Fen(0)).amounts()

        assert set(amounts.values()) == {Fen(0)}
