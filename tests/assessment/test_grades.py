from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pa_registry.assessment import (
    COUNTY_GRADES,
    FOUR_GRADES,
    Grade,
    GradeScale,
)
from pa_registry.errors import InvalidValueError, UnknownNameError


def grade(code: str, at_least: Any = None) -> Grade:
    return Grade(code=code, zh=code, en=code, at_least=at_least)


SCALE = GradeScale((grade("a", 90), grade("b", 60), grade("c")))


class TestGradeScale:
    @pytest.mark.parametrize(
        ("score", "code"),
        [
            (100, "a"),
            (90, "a"),
            (Fraction("89.99"), "b"),
            (60, "b"),
            (Fraction("59.99"), "c"),
            (0, "c"),
        ],
    )
    def test_grade_of_a_score(self, score: Any, code: str) -> None:
        """A grade is given from its limit on."""
        assert SCALE.of(score).code == code

    @pytest.mark.parametrize("score", [89.5, True, None, "90"])
    def test_a_score_is_exact(self, score: Any) -> None:
        """Floats, bools and text are no scores."""
        with pytest.raises(InvalidValueError, match="exact number"):
            SCALE.of(score)

    def test_a_scale_of_one(self) -> None:
        """A scale of one grade gives it to everybody."""
        assert GradeScale((grade("a"),)).of(0).code == "a"

    @pytest.mark.parametrize(
        "grades",
        [
            (),
            (grade("a", 90), grade("a")),
            (grade("a", 60), grade("b", 90), grade("c")),
            (grade("a", 60), grade("b", 60), grade("c")),
            (grade("a", 90), grade("b"), grade("c")),
            (grade("a", 90), grade("b", 60)),
        ],
        ids=["none", "one code", "rising", "equal", "a gap", "a last limit"],
    )
    def test_limits_fall(self, grades: Any) -> None:
        """All grades but the last have limits, each below the one before."""
        with pytest.raises(InvalidValueError) as caught:
            GradeScale(grades)

        assert caught.value.where == "GradeScale.grades"

    @pytest.mark.parametrize("scale", [FOUR_GRADES, COUNTY_GRADES])
    def test_limits_nobody_published(self, scale: GradeScale) -> None:
        """The scales that ship have an order, and no made-up limits."""
        assert len(scale.grades) == 4
        with pytest.raises(InvalidValueError, match="only an order"):
            scale.of(90)

    def test_named(self) -> None:
        """A grade is found by its code, and named in both languages."""
        good = FOUR_GRADES.named("good")

        assert (good.render("zh"), good.render()) == ("良好", "good")
        assert FOUR_GRADES.place("unqualified") == 3
        with pytest.raises(UnknownNameError, match="excellent"):
            FOUR_GRADES.named("excellen")
