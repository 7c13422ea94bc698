from __future__ import annotations

from typing import Any

import attrs
import pytest

from pa_registry.assessment import COUNTY_GRADES, hubei_county_rules
from pa_registry.conditions import Truth
from pa_registry.errors import InvalidValueError
from pa_registry.standards import Certainty


PROMOTED, CITY_TALK, PROVINCE_TALK, REORGANISED = hubei_county_rules()


def years(grades: str, last: int = 2018) -> dict[int, str | None]:
    """Read grades such as ``A?A``, of which the last is of 2018."""
    first = last - len(grades) + 1
    return {
        first + i: None if grade == "?" else grade
        for i, grade in enumerate(grades)
    }


class TestYearRule:
    @pytest.mark.parametrize(
        ("grades", "truth"),
        [
            ("AA", Truth.UNKNOWN),
            ("AAA", Truth.MET),
            ("AAAA", Truth.MET),
            ("BAA", Truth.NOT_MET),
            ("ABA", Truth.NOT_MET),
            ("A?A", Truth.UNKNOWN),
            ("?BA", Truth.NOT_MET),
        ],
    )
    def test_three_times_running(self, grades: str, truth: Truth) -> None:
        """A follows three times running; a missing year keeps it open."""
        assert PROMOTED.judge(years(grades), 2018) is truth

    @pytest.mark.parametrize(
        ("corrected", "truth"),
        [
            (False, Truth.MET),
            (True, Truth.NOT_MET),
            (None, Truth.UNKNOWN),
        ],
    )
    def test_unless_corrected(self, corrected: Any, truth: Truth) -> None:
        """D twice has its consequence unless things were put right."""
        found = REORGANISED.judge(years("DD"), 2018, corrected=corrected)

        assert found is truth
        assert (
            REORGANISED.judge(years("CD"), 2018, corrected=corrected)
            is Truth.NOT_MET
        )

    def test_one_year(self) -> None:
        """C and D of one year lead to a talk."""
        assert CITY_TALK.judge(years("C"), 2018) is Truth.MET
        assert PROVINCE_TALK.judge(years("D"), 2018) is Truth.MET
        assert PROVINCE_TALK.judge(years("C"), 2018) is Truth.NOT_MET

    @pytest.mark.parametrize("times", [0, -1, 1.0, True])
    def test_times(self, times: Any) -> None:
        """A rule asks for one year or several."""
        with pytest.raises(InvalidValueError, match="one year or several"):
            attrs.evolve(PROMOTED, times=times)


class TestHubeiCountyRules:
    def test_read_in_the_news(self) -> None:
        """The rules say that they were read in a secondary source."""
        assert {one.citation.certainty for one in hubei_county_rules()} == {
            Certainty.SECONDARY
        }

    def test_grades_are_of_the_scale(self) -> None:
        """Each rule is about a grade of the counties' scale."""
        codes = {grade.code for grade in COUNTY_GRADES.grades}

        assert {one.grade for one in hubei_county_rules()} <= codes
