from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.dates import (
    AsOf,
    Round,
    age_on,
    is_day,
    latest_birth,
    read_day,
)
from pa_registry.errors import InvalidValueError


DAY = dt.date(2016, 10, 19)
NOON = dt.datetime(2016, 10, 19, 12, tzinfo=dt.UTC)


class TestAsOf:
    """Three clocks, each a day."""

    def test_of_a_date(self) -> None:
        """A plain date is facts and rules of that day, data in hand."""
        at = AsOf.of(DAY)

        assert (at.fact, at.rules_day, at.recorded) == (DAY, DAY, None)
        assert AsOf.of(at) is at

    def test_rules_of_another_day(self) -> None:
        """The rules may be of another day than the facts."""
        at = AsOf(fact=dt.date(2015, 12, 31), rules=DAY)

        assert at.rules_day == DAY

    @pytest.mark.parametrize("clock", ["fact", "recorded", "rules"])
    @pytest.mark.parametrize("wrong", [NOON, "2016-10-19", 2016])
    def test_refused(self, clock: str, wrong: Any) -> None:
        """What is no day is refused, and the clock is named."""
        given_ = {"fact": DAY} | {clock: wrong}

        with pytest.raises(InvalidValueError, match=f"AsOf.{clock}"):
            AsOf(**given_)

    def test_needs_a_fact_day(self) -> None:
        """There is no reading without a fact day."""
        nothing: Any = None

        with pytest.raises(InvalidValueError, match=r"AsOf\.fact"):
            AsOf(fact=nothing)


class TestIsDay:
    def test_datetime_is_none(self) -> None:
        """A date is a day, a datetime is none."""
        assert is_day(DAY)
        assert not is_day(NOON)
        assert not is_day("2016-10-19")


class TestAges:
    """Completed years; 29 February counts from 1 March."""

    @given(st.dates(), st.dates(), st.integers(0, 120))
    def test_bound(self, born: dt.date, day: dt.date, years: int) -> None:
        """Who is so old was born on the bound or before."""
        bound = latest_birth(day, years)
        is_older = bound is not None and born <= bound

        assert (age_on(born, day) >= years) is is_older

    @pytest.mark.parametrize("years", [2017, 9999, -7984])
    def test_outside_the_calendar(self, years: int) -> None:
        """Where the bound falls outside the calendar there is none."""
        assert latest_birth(DAY, years) is None

    @given(st.dates(dt.date(2, 1, 1)))
    def test_birth(self, day: dt.date) -> None:
        """On the day of birth one is nought, the day before less."""
        assert age_on(day, day) == 0
        assert age_on(day, day - dt.timedelta(days=1)) == -1


class TestReadDay:
    """Listed shapes are read, and nothing is guessed."""

    @given(
        st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
        st.sampled_from(
            [
                "{:%Y-%m-%d}",
                "{:%Y/%m/%d}",
                "{:%Y.%m.%d}",
                "{:%Y年%m月%d日}",
                "{:%Y%m%d}",
            ]
        ),
    )
    def test_shapes(self, day: dt.date, shape: str) -> None:
        """A day in any listed shape is that day."""
        assert read_day(shape.format(day)) == day
        assert read_day(f" {shape.format(day)}\t") == day

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("1970/1/1", dt.date(1970, 1, 1)),
            ("2016年2月9日", dt.date(2016, 2, 9)),
            ("1900-01-01", dt.date(1900, 1, 1)),
            ("2016-02-29", dt.date(2016, 2, 29)),
        ],
    )
    def test_read(self, text: str, day: dt.date) -> None:
        """Single digits and leap days are read."""
        assert read_day(text) == day

    @pytest.mark.parametrize(
        "text",
        [
            *("", "Thu", "1970", "3 days ago", "今天", "01/02/1970"),
            *("0000-00-00", "2017-02-29", "2016-13-01", "1899-12-31"),
            *("2016-10-19T24:00", "1970-W01-4", "16-10-19", "20160"),
            *(
                "\uff12\uff10\uff11\uff16-10-19",
                "٢٠١٦-10-19",
                "2016-10-19 00:00:00",
            ),
            *("201612", "2016-1- 5", "201601 1", "2016-10/19"),
            *("2101-01-01", "2016年1月5", "2016.10.191"),
            *("9" * 5000, "2016年\uff110月1日", "-2016-1-1"),
        ],
        ids=lambda text: ascii(text)[:20],
    )
    def test_refused(self, text: str) -> None:
        """Whatever is no day in a listed shape is none."""
        assert read_day(text) is None

    @given(st.text(max_size=30))
    def test_any_text(self, text: str) -> None:
        """Any text is a day from 1900 on, or none."""
        day = read_day(text)

        assert day is None or day >= dt.date(1900, 1, 1)


class TestRound:
    """A round sets the clocks by itself."""

    @pytest.mark.parametrize("year", [0, 9999, True, "2016", 2016.0, None])
    def test_year_refused(self, year: Any) -> None:
        """What is no year of the calendar is refused."""
        with pytest.raises(InvalidValueError, match=r"Round\.year"):
            Round(year=year)

    @pytest.mark.parametrize("fact", ["2017-01-05", NOON, 2017])
    def test_fact_refused(self, fact: Any) -> None:
        """What is no day is refused."""
        with pytest.raises(InvalidValueError, match=r"Round\.fact"):
            Round(year=2016, fact=fact)

    @pytest.mark.parametrize("year", [1, 2016, 9998])
    def test_clocks(self, year: int) -> None:
        """The facts are those of the last day, unless a day is given."""
        assert Round(year=year).clocks.fact == dt.date(year, 12, 31)
        assert Round(year=year, fact=DAY).clocks.fact == DAY
