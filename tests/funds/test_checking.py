from __future__ import annotations

from typing import Any

import attrs
import pytest

from pa_registry import County
from pa_registry.errors import InvalidValueError
from pa_registry.funds import Adjustment, Figure, Schedule, check_figures
from pa_registry.funds.faults import FAULTS
from tests.funds.cases import EXAMPLE, THREE, deductions, formula, unit


FULL = formula(deductions(clawback=Schedule.of(("0.05", "0.1"))))
WHOLE = unit("1", 10, poor_villages=1, county_class="national")


def codes(units: Any, using: Any = FULL) -> list[str]:
    return [f"{p.code} {p.where}" for p in check_figures(using, units)]


class TestCheckFigures:
    def test_nothing_wrong(self) -> None:
        """Figures that a formula can use make no problem."""
        assert codes(THREE) == []

    def test_nobody(self) -> None:
        """An allocation needs somebody to receive it."""
        assert codes(()) == ["funds.nobody hubei-2016"]

    def test_a_form_is_no_recipient(self) -> None:
        """A county's form is made a recipient first."""
        counties: Any = (County(code="990001"),)

        with pytest.raises(InvalidValueError, match="from_county"):
            check_figures(FULL, counties)

    def test_a_county_twice(self) -> None:
        """A unit that is there twice is named once."""
        assert codes((WHOLE, WHOLE)) == ["funds.twice 1"]

    def test_missing_is_not_zero(self) -> None:
        """A figure that is not recorded is a problem; 0 is a figure."""
        bare = WHOLE.with_figures(registered_persons=None)

        zero = WHOLE.with_figures(registered_persons=0)

        assert codes((THREE[1], zero), formula()) == []
        assert codes((bare,)) == ["funds.missing 1:registered_persons"]

    @pytest.mark.parametrize("value", [-1, 0.5, float("nan"), True, "many"])
    def test_a_number_that_cannot_be_used(self, value: Any) -> None:
        """Negative, inexact and worded numbers are shown."""
        bad = WHOLE.with_figures(registered_persons=value)
        (problem,) = check_figures(formula(), (bad,))

        assert problem.code == "funds.unusable"
        assert problem.shown == str(value)

    def test_an_unknown_class(self) -> None:
        """A class that weighs nothing says so, and is never left out."""
        odd = WHOLE.with_figures(county_class="municipal")

        assert codes((odd,)) == ["funds.unusable 1:county_class"]

    def test_the_quota(self) -> None:
        """A deviation needs a quota, and not one of 0."""
        bare = WHOLE.with_figures(size_quota=None)
        zero = WHOLE.with_figures(size_quota=0)

        assert codes((bare,)) == ["funds.missing 1:size_quota"]
        assert codes((zero,)) == ["funds.no-quota 1:size_quota"]
        assert codes((zero,), formula()) == []

    def test_what_is_clawed_back_was_allotted(self) -> None:
        """Only who has to give back must have on record what it got."""
        over = WHOLE.with_figures(size_quota=5)

        assert codes((WHOLE,)) == []
        assert codes((over,)) == ["funds.allotted 1"]

    def test_an_unknown_grade(self) -> None:
        """A grade without a multiplier is a problem."""
        grade = Figure(key="grade", zh="绩效等次", en="grade")
        graded = attrs.evolve(
            formula(),
            adjustments=(
                Adjustment(
                    figure=grade, multipliers={"优秀": 1}, citation=EXAMPLE
                ),
            ),
        )
        good, odd = (WHOLE.with_figures(grade=one) for one in ("优秀", 1))

        assert codes((good,), graded) == []
        assert codes((WHOLE,), graded) == ["funds.missing 1:grade"]
        assert codes((odd,), graded) == ["funds.unusable 1:grade"]

    def test_a_factor_that_nobody_has(self) -> None:
        """A factor by which all claims are 0 leaves its money stranded."""
        plain = WHOLE.with_figures(poor_villages=0)
        (problem,) = check_figures(formula(), (plain,))

        assert problem.code == "funds.no-claims"
        assert "贫困村" in problem.zh

    def test_each_figure_once(self) -> None:
        """A figure that factor and trigger read is named once."""
        bare = WHOLE.with_figures(registered_persons=None, faulty=None)

        assert codes((bare,)) == [
            "funds.missing 1:registered_persons",
            "funds.missing 1:faulty",
        ]

    def test_a_key_may_be_personal(self) -> None:
        """A key or value that looks like an identity number is masked."""
        number = "999999199001011234"
        odd = unit(number, 1, county_class=number)
        found = " ".join(map(str, check_figures(formula(), (odd,))))

        assert number not in found


@pytest.mark.parametrize("code", FAULTS)
def test_every_problem_says_what_to_do(code: str) -> None:
    """A problem says what is wrong and what to do, in both languages."""
    assert all(FAULTS[code])
