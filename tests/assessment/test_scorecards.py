from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.assessment import (
    AllOrNothing,
    DeductOnly,
    Grade,
    GradeScale,
    LinearDeduction,
    Scorecard,
    Steps,
    Weighted,
)
from pa_registry.errors import InvalidValueError, UnknownNameError


SCALE = GradeScale(
    (
        Grade(code="good", zh="好", en="good", at_least=80),
        Grade(code="poor", zh="差", en="poor"),
    )
)


def words(key: str) -> dict[str, str]:
    return {"key": key, "zh": f"{key}项", "en": f"item {key}"}


def linear(steps: Steps = Steps.WHOLE) -> LinearDeduction:
    return LinearDeduction(
        **words("c"),
        worth=4,
        target=95,
        step=Fraction("0.1"),
        minus=1,
        steps=steps,
    )


CARD = Scorecard(
    name="example",
    zh="示例考核",
    en="Example",
    items=(
        Weighted(**words("a"), worth=81, full=1),
        AllOrNothing(**words("b"), worth=15, target=9000),
        linear(),
        DeductOnly(**words("d"), each=5, at_most=20),
    ),
    scale=SCALE,
)
BEST = {"a": 1, "b": 9000, "c": 95, "d": 0}

values = st.one_of(
    st.none(),
    st.integers(0, 10_000),
    st.fractions(0, 100, max_denominator=20),
)


class TestItems:
    @pytest.mark.parametrize(
        ("value", "points"), [("0", 0), ("0.5", "40.5"), ("1", 81), ("2", 81)]
    )
    def test_weighted(self, value: str, points: Any) -> None:
        """Points are in proportion, and never more than all."""
        assert CARD.items[0].points(Fraction(value)) == Fraction(points)

    @pytest.mark.parametrize(("value", "points"), [(8999, 0), (9000, 15)])
    def test_all_or_nothing(self, value: int, points: int) -> None:
        """One person short, and there are no points."""
        assert CARD.items[1].points(Fraction(value)) == points

    @pytest.mark.parametrize(
        ("steps", "points"),
        [
            (Steps.WHOLE, (4, 4, 3, 3, 0, 0)),
            (Steps.BEGUN, (4, 3, 3, 2, 0, 0)),
            (Steps.EXACT, (4, "3.5", 3, "2.5", 0, 0)),
        ],
    )
    def test_linear(self, steps: Steps, points: tuple[Any, ...]) -> None:
        """Each step costs a point, as steps are declared to count."""
        found = [
            linear(steps).points(Fraction(value))
            for value in ("95", "94.95", "94.9", "94.85", "94.6", "90")
        ]

        assert found == [Fraction(one) for one in points]

    @pytest.mark.parametrize(("value", "points"), [(0, 0), (3, -15), (5, -20)])
    def test_deduct_only(self, value: int, points: int) -> None:
        """Breaches only take, and no more than declared."""
        assert CARD.items[3].points(Fraction(value)) == points

    @pytest.mark.parametrize("number", [-1, 0.5, True, None])
    @pytest.mark.parametrize(
        ("item", "field"),
        [
            (CARD.items[0], "worth"),
            (CARD.items[0], "full"),
            (CARD.items[1], "target"),
            (CARD.items[2], "minus"),
            (CARD.items[3], "each"),
        ],
        ids=lambda given: given if isinstance(given, str) else given.key,
    )
    def test_numbers_are_exact(
        self, item: Any, field: str, number: Any
    ) -> None:
        """What an item is made of is exact, and not below zero."""
        with pytest.raises(InvalidValueError, match="exact number") as caught:
            attrs.evolve(item, **{field: number})

        assert caught.value.where == f"{type(item).__name__}.{field}"

    def test_nothing_is_divided_by_zero(self) -> None:
        """A full value of 0 is refused."""
        with pytest.raises(InvalidValueError, match="above 0"):
            Weighted(**words("a"), worth=1, full=0)


class TestScorecard:
    def test_full_marks(self) -> None:
        """The best values give all points."""
        score = CARD.assess(BEST)

        assert score.total == score.low == score.high == 100
        assert score.grade == SCALE.grades[0]
        assert score.missing == ()

    def test_never_below_zero(self) -> None:
        """Deductions take no more than there is."""
        assert CARD.assess({"a": 0, "b": 0, "c": 0, "d": 9}).total == 0

    def test_missing_is_not_zero(self) -> None:
        """What is missing leaves an interval, and no total."""
        score = CARD.assess({**BEST, "b": None})

        assert score.total is None
        assert [score.low, score.high] == [85, 100]
        assert score.missing == ("b",)

    def test_decided_although_facts_are_missing(self) -> None:
        """A grade is open only where what is missing can change it."""
        sure = CARD.assess({**BEST, "b": None})
        open_ = CARD.assess({**BEST, "a": None})

        assert sure.grade == SCALE.grades[0]
        assert open_.grade is None

    @given(given_=st.fixed_dictionaries(dict.fromkeys("abcd", values)))
    def test_learning_only_narrows(self, given_: dict[str, Any]) -> None:
        """A value that becomes known never widens the interval."""
        score = CARD.assess(given_)
        for key, value in given_.items():
            if value is None:
                learnt = CARD.assess({**given_, key: 1})
                assert score.low <= learnt.low <= learnt.high <= score.high
                assert score.grade in {None, learnt.grade}

    @pytest.mark.parametrize("value", [-1, 0.5, True, "1"])
    def test_a_value_is_exact(self, value: Any) -> None:
        """A value is an exact number, 0 or more."""
        with pytest.raises(InvalidValueError, match="A value is") as caught:
            CARD.assess({"a": value})

        assert caught.value.where == "a"

    def test_a_value_for_no_item(self) -> None:
        """A value for an item that is not there is a slip of the pen."""
        with pytest.raises(UnknownNameError, match="item called 'e'"):
            CARD.assess({"e": 1})

    @pytest.mark.parametrize("items", [(), (linear(), linear())])
    def test_items_differ(self, items: Any) -> None:
        """A card has items, each with a key of its own."""
        with pytest.raises(InvalidValueError, match="A scorecard has"):
            Scorecard(name="a", zh="甲", en="a", items=items, scale=SCALE)


class TestRender:
    def test_chinese(self) -> None:
        """Each item, the total and the grade are said."""
        assert CARD.assess({**BEST, "d": 2}).render("zh").splitlines() == [
            "示例考核：得90分，好。",
            "  a项：得81分，满分81分。",
            "  b项：得15分，满分15分。",
            "  c项：得4分，满分4分。",
            "  d项：扣10分，最多扣20分。",
        ]

    def test_english(self) -> None:
        """The English says the same."""
        said = CARD.assess({**BEST, "d": 2}).render().splitlines()

        assert said[0] == "Example: 90 points, good."
        assert said[4] == "  item d: 10 deducted, 20 at most."

    def test_open(self) -> None:
        """What is missing is said, and that the grade is open."""
        score = CARD.assess({**BEST, "a": None})

        assert score.render("zh").splitlines()[:2] == [
            "示例考核：得19至100分，等次待定。",
            "  a项：未填报。",
        ]
        assert score.render().splitlines()[:2] == [
            "Example: 19 to 100 points, the grade is open.",
            "  item a: not recorded.",
        ]
