"""Departmental records: when they hold, and acts with a date."""

from __future__ import annotations

import datetime as dt

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.model import Death, Payroll, Record, Vehicle, Waiver


DAY = dt.date(2016, 8, 31)
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2018, 12, 31))


class TestHeldOn:
    @pytest.mark.parametrize(
        ("day", "held"),
        [
            (dt.date(2015, 12, 31), False),
            (dt.date(2016, 1, 1), True),
            (dt.date(2016, 1, 2), True),
            (dt.date(2016, 8, 30), True),
            (dt.date(2016, 8, 31), False),
            (dt.date(2016, 9, 1), False),
        ],
    )
    def test_from_acquiring_to_disposal(
        self, day: dt.date, *, held: bool
    ) -> None:
        """A car sold before the day clears itself."""
        car = Vehicle(acquired=dt.date(2016, 1, 1), disposed=DAY)

        assert car.held_on(day) is held

    def test_a_blank_end_is_still_held(self) -> None:
        """A post without an end goes on."""
        post = Payroll(since=dt.date(2010, 1, 1))

        assert post.held_on(DAY) is True
        assert post.held_on() is True

    def test_without_a_day_an_end_is_an_end(self) -> None:
        """The data in hand decide."""
        assert Payroll(until=DAY).held_on() is False

    @pytest.mark.parametrize(
        ("day", "held"),
        [
            (dt.date(2016, 8, 30), None),
            (dt.date(2016, 8, 31), True),
            (dt.date(2016, 9, 1), True),
        ],
    )
    def test_a_blank_beginning(
        self, day: dt.date, *, held: bool | None
    ) -> None:
        """A car seen in an extract is known to be there from its day on."""
        assert Vehicle(seen_on=DAY).held_on(day) is held

    def test_nothing_is_dated(self) -> None:
        """Without any date, nobody knows since when it was held."""
        assert Vehicle().held_on(DAY) is None
        assert Record().held_on(DAY) is None

    def test_an_event_does_not_end(self) -> None:
        """Who has died stays dead."""
        death = Death(day=DAY)

        assert death.held_on(dt.date(2016, 8, 30)) is False
        assert death.held_on(DAY) is True
        assert death.held_on() is True

    @given(acquired=DAYS, disposed=st.none() | DAYS, day=DAYS)
    def test_agrees_with_the_interval(
        self, acquired: dt.date, disposed: dt.date | None, day: dt.date
    ) -> None:
        """Holding is the half-open interval of its dates."""
        car = Vehicle(acquired=acquired, disposed=disposed)
        ended = disposed is not None and disposed <= day

        assert car.held_on(day) is (acquired <= day and not ended)


class TestWaiver:
    @pytest.mark.parametrize(
        ("day", "live"),
        [
            (dt.date(2015, 12, 31), False),
            (dt.date(2016, 1, 1), True),
            (dt.date(2016, 8, 30), True),
            (dt.date(2016, 8, 31), False),
        ],
    )
    def test_in_force_until_it_expires(
        self, day: dt.date, *, live: bool
    ) -> None:
        """The day of expiry is the first day without the waiver."""
        waiver = Waiver(since=dt.date(2016, 1, 1), expires=DAY)

        assert waiver.is_live(day) is live

    def test_without_dates(self) -> None:
        """A waiver without dates is in force."""
        assert Waiver().is_live(DAY)
