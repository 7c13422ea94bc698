from __future__ import annotations

from pa_registry import yuan
from pa_registry.funds import Destination, allocate, compare
from tests.funds.cases import THREE, deductions, formula, unit


AMOUNT = yuan(100_000_000)


class TestCompare:
    def test_another_register(self) -> None:
        """What the padded register costs the others is seen at once."""
        cleaned = THREE[0].with_figures(registered_persons=12_000)
        before = allocate(formula(), THREE, AMOUNT)
        after = allocate(formula(), (cleaned, *THREE[1:]), AMOUNT)
        what_if = compare(before, after)

        assert [one.key for one in what_if.gainers] == ["990002", "990003"]
        assert [one.key for one in what_if.losers] == ["990001"]
        assert sum(one.change for one in what_if.differences) == 0

    def test_another_formula(self) -> None:
        """Deductions that are retained leave less for the units."""
        what_if = compare(
            allocate(formula(), THREE, AMOUNT),
            allocate(formula(deductions()), THREE, AMOUNT),
        )

        assert len(what_if.unchanged) == 2
        assert what_if.retained == yuan("5043467.70")
        assert what_if.render("zh").splitlines() == [
            "增加的0个，减少的1个，不变的2个。",
            (
                "  示例990001：由3362.311802万元变为2857.965032万元，"
                "减少504.34677万元。"
            ),
            "  留在本级的资金增加504.34677万元。",
        ]

    def test_the_other_way_round(self) -> None:
        """Seen from the other side, what was lost is gained."""
        what_if = compare(
            allocate(formula(deductions()), THREE, AMOUNT),
            allocate(formula(), THREE, AMOUNT),
        )

        assert str(what_if).splitlines() == [
            "1 gain, 0 lose, 2 stay the same.",
            (
                "  示例990001: 3362.311802 wan yuan instead of"
                " 2857.965032, 504.34677 more."
            ),
            "  Retained: 504.34677 wan yuan less.",
        ]
        assert "留在本级的资金减少504.34677万元" in what_if.render("zh")

    def test_both_languages_say_each_change(self) -> None:
        """Every gain and every loss has a line in either language."""
        cut = deductions(destination=Destination.REDISTRIBUTED)
        what_if = compare(
            allocate(formula(), THREE, AMOUNT),
            allocate(formula(cut), THREE, AMOUNT),
        )

        assert what_if.render("zh").count("增加") == 1 + 2
        assert what_if.render().count(" less.") == 1
        kept = compare(
            allocate(formula(), THREE, AMOUNT),
            allocate(formula(deductions()), THREE, AMOUNT),
        )
        assert kept.render().endswith("wan yuan more.")

    def test_units_that_come_and_go(self) -> None:
        """A unit in one allocation only has 0 in the other."""
        other = unit("990009", 9_000, poor_villages=1, county_class="national")
        what_if = compare(
            allocate(formula(), THREE, AMOUNT),
            allocate(formula(), (*THREE[:2], other), AMOUNT),
        )
        third, ninth = what_if.differences[2:]

        assert (third.key, third.after) == ("990003", 0)
        assert (ninth.key, ninth.before) == ("990009", 0)
