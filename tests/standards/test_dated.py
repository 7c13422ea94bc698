from __future__ import annotations

import datetime as dt

from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidStandardError
from pa_registry.standards import (
    Certainty,
    Citation,
    DatedValue,
    Indexed,
    Standard,
)


CITED = Citation(issuer="", title="某办法", certainty=Certainty.TEXT_READ)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))


def value(**given: Any) -> DatedValue:
    values: dict[str, Any] = {
        "key": "some-limit",
        "value": Fraction(1, 50),
        "unit": "share",
        "citation": CITED,
        "since": dt.date(2016, 4, 28),
    }
    return DatedValue(**(values | given))


def standard(*values: DatedValue, **given: Any) -> Standard:
    made: dict[str, Any] = {
        "key": "some-limit",
        "zh": "某界限",
        "en": "some limit",
        "unit": "share",
        "values": values,
    }
    return Standard(**(made | given))


class TestDatedValue:
    @pytest.mark.parametrize(
        ("day", "holds"),
        [
            (dt.date(2016, 4, 27), False),
            (dt.date(2016, 4, 28), True),
            (dt.date(2018, 12, 31), True),
            (dt.date(2019, 1, 1), False),
        ],
    )
    def test_holds_from_since_and_not_on_until(
        self, day: dt.date, *, holds: bool
    ) -> None:
        """The first day counts, the day of *until* does not."""
        dated = value(until=dt.date(2019, 1, 1))

        assert dated.holds(day, None) is holds

    @pytest.mark.parametrize(
        ("place", "holds"),
        [("421126", True), ("42", True), ("4", False), ("610000", False)],
    )
    def test_holds_under_its_prefix(self, place: str, *, holds: bool) -> None:
        """A provincial value holds in that province only."""
        dated = value(place="42")

        assert dated.holds(dt.date(2017, 1, 1), place) is holds
        assert not dated.holds(dt.date(2017, 1, 1), None)

    @pytest.mark.parametrize(
        "place", ["4", "421", "42112", "4\uff12", "湖北", ""]
    )
    def test_refuses_what_begins_no_code(self, place: str) -> None:
        """A place must be the beginning of a division code."""
        with pytest.raises(InvalidStandardError, match="no prefix"):
            value(place=place)

    @pytest.mark.parametrize("since", [None, dt.date(2019, 1, 1)])
    def test_must_begin_before_it_ends(self, since: dt.date | None) -> None:
        """An end without an earlier beginning is refused."""
        with pytest.raises(InvalidStandardError, match="begin before"):
            value(since=since, until=dt.date(2019, 1, 1))

    def test_says_when_it_holds(self) -> None:
        """The spell is said in a few words, with the place."""
        ended = value(until=dt.date(2019, 1, 1), place="42")

        assert ended.when == "since 2016-04-28 until 2019-01-01 in 42"
        assert value(since=None, year=2015).when == "2015"


class TestStandard:
    def test_prefers_the_narrowest_place(self) -> None:
        """A county's value wins over its province's and the nation's."""
        nation = value()
        province = value(place="42", value=Fraction(2, 50))
        county = value(place="421126", value=Fraction(3, 50))
        asked = standard(county, nation, province)
        day = dt.date(2017, 1, 1)

        assert asked.at(day, "421126003") is county
        assert asked.at(day, "421127") is province
        assert asked.at(day, "610000") is nation
        assert asked.at(day) is nation

    @given(DAYS)
    def test_later_values_win_ties(self, day: dt.date) -> None:
        """Of two values that fit equally well the one put in later wins."""
        first = value(since=dt.date(2000, 1, 1))
        second = value(since=dt.date(2000, 1, 1), value=Fraction(9, 10))

        assert standard(first).with_value(second).at(day) is second
        assert standard(first).at(day) is first

    def test_finds_nothing_before_the_first_day(self) -> None:
        """Before any value holds there is none, and no guess."""
        assert standard(value()).at(dt.date(2016, 4, 27)) is None

    def test_reads_years_for_year_standards(self) -> None:
        """A value of a year answers for that year only."""
        line = value(since=None, year=2015)
        asked = standard(line, indexed=Indexed.INCOME_YEAR)

        assert [asked.at(year) for year in (2014, 2015, 2016)] == [
            None,
            line,
            None,
        ]

    def test_refuses_an_unknown_comparison(self) -> None:
        """A comparison is one of the four orders."""
        with pytest.raises(InvalidStandardError, match="no comparison"):
            standard(comparison="=<")

    def test_refuses_an_unknown_unit(self) -> None:
        """A unit must be one that data files may use."""
        with pytest.raises(InvalidStandardError, match="no unit called"):
            standard(unit="percent")
