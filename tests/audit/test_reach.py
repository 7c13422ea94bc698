"""Whom help reaches, who gets it unregistered, and whether it fits."""

from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    HelpReach,
    Mismatch,
    iter_findings,
    reach_of_help,
)
from pa_registry.audit.checks import has_helper, national
from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    Cause,
    Helper,
    Household,
    Measure,
    MeasureKind,
    Status,
)
from tests.audit.cases import neighbour
from tests.audit.check_samples import DAY, register, sound


DAYS = st.dates(DAY - dt.timedelta(days=2), DAY + dt.timedelta(days=2))


def reach(*homes: Household, **more: Any) -> HelpReach:
    (only,) = reach_of_help(register(*homes), at=DAY, **more)
    return only


class TestHelper:
    @given(since=st.none() | DAYS, until=st.none() | DAYS)
    def test_while_it_lasts(
        self, since: dt.date | None, until: dt.date | None
    ) -> None:
        """A helper counts from the first day on, and not on the last."""
        home = sound(helper=Helper(since=since, until=until))
        lasts = (since is None or since <= DAY) and (
            until is None or until > DAY
        )

        assert has_helper(home, DAY) is lasts
        assert (reach(home).without_helper == ()) is lasts

    def test_without_a_day(self) -> None:
        """Without a day, a helper counts who has not ended."""
        assert has_helper(sound())
        assert not has_helper(sound(helper=Helper(until=DAY)))
        assert not has_helper(sound(helper=None))

    @pytest.mark.parametrize(
        ("helper", "found"),
        [
            (Helper(person="H2-2"), True),
            (Helper(person="H3-2"), False),
            (Helper(person="somebody"), False),
            (Helper(), False),
            (Helper(person="H2-2", until=DAY), False),
            (None, False),
        ],
    )
    def test_poor_themselves(
        self, helper: Helper | None, *, found: bool
    ) -> None:
        """A helper who is registered and has not exited is found."""
        poor = neighbour("H2", "990101001002")
        other = attrs.evolve(
            neighbour("H3", "990101001002"), status=Status.EXITED
        )
        registry = register(sound(helper=helper), poor, other)
        (check,) = (c for c in national() if c.code == "helper-is-poor")

        assert bool(list(iter_findings(registry, at=DAY, checks=[check]))) is (
            found
        )


class TestMeasures:
    @given(since=st.none() | DAYS, until=st.none() | DAYS)
    def test_while_they_last(
        self, since: dt.date | None, until: dt.date | None
    ) -> None:
        """A measure counts while it is under way."""
        home = sound(measures=(Measure(since=since, until=until),))
        lasts = (since is None or since <= DAY) and (
            until is None or until > DAY
        )

        assert (reach(home).without_measure == ()) is lasts

    def test_rates(self) -> None:
        """The rates are over the households that are to be helped."""
        found = reach(sound(), sound(number="H2", helper=None, measures=()))

        assert str(found.helper_rate) == (
            "50.0% (1 of 2 households to be helped)"
        )
        assert found.measure_rate.numerator == 1

    @pytest.mark.parametrize("status", [*Status, None])
    def test_who_is_to_be_helped(self, status: Status | None) -> None:
        """All in the register are, but those exited without policies."""
        home = sound(status=status, measures=())
        rows = reach_of_help(register(home), at=DAY)
        due = status is None or (
            status.in_register and status is not Status.EXITED_STABLE
        )

        assert bool(rows) is due


class TestUnregistered:
    def test_removed_and_still_helped(self) -> None:
        """A removed household with a measure under way is named."""
        found = reach(sound(status=Status.REMOVED))

        assert (found.due, found.unregistered) == ((), ("H1",))

    def test_from_a_list_of_help(self) -> None:
        """So is one from a department's list that is not registered."""
        listed = [sound(number="W1"), sound(), sound(number="W2", measures=())]
        found = reach(sound(), outside=listed)

        assert found.unregistered == ("W1",)
        assert found.due == ("H1",)

    def test_by_place(self) -> None:
        """Each division has a row of its own, also the unknown one."""
        rows = reach_of_help(
            register(sound(division=None), sound(number="H2")), at=DAY
        )

        assert [one.division for one in rows] == ["", "990101"]


FIT = {Cause.ILLNESS: [MeasureKind.INSURANCE, MeasureKind.HEALTH]}


def mismatches(home: Household) -> tuple[Mismatch, ...]:
    found = reach(home, suitable=FIT).mismatches
    assert found is not None
    return found


class TestFit:
    def test_nobody_said_what_fits(self) -> None:
        """Without a mapping nothing is said of the fit."""
        assert reach(sound(measures=())).mismatches is None

    @pytest.mark.parametrize("kind", MeasureKind)
    def test_one_that_fits_will_do(self, kind: MeasureKind) -> None:
        """Any of the kinds that fit a cause will do."""
        found = reach(sound(measures=(Measure(kind=kind),)), suitable=FIT)

        assert bool(found.mismatches) is (kind not in FIT[Cause.ILLNESS])

    def test_says_so(self) -> None:
        """A mismatch is a sentence in both languages."""
        home = sound(measures=(Measure(kind=MeasureKind.HOUSING),))
        (found,) = mismatches(home)

        assert found.render("zh") == (
            "户编号H1主要致贫原因为因病，未落实健康帮扶、参保资助措施，"
            "在实施的措施：住房安全。"
        )
        assert found.render() == (
            "Household H1 is poor through illness and has no measure of"
            " health or insurance; under way: housing."
        )

    def test_no_measure_at_all(self) -> None:
        """A household without any measure has none that fits."""
        (found,) = mismatches(sound(measures=()))

        assert "在实施的措施：无。" in found.render("zh")
        assert "under way: none." in found.render("en")

    def test_cause_not_recorded(self) -> None:
        """Where the cause is blank nobody can say, and that is said."""
        found = reach(sound(main_cause=None), suitable=FIT)

        assert (found.mismatches, found.cause_unknown) == ((), ("H1",))

    def test_cause_not_mapped(self) -> None:
        """A cause that the mapping leaves out is not compared."""
        found = reach(sound(main_cause=Cause.LAND), suitable=FIT)

        assert (found.mismatches, found.cause_unknown) == ((), ())

    @pytest.mark.parametrize(
        "wrong",
        [
            {Cause.ILLNESS: []},
            {"illness": [MeasureKind.HEALTH]},
            {Cause.ILLNESS: ["health"]},
        ],
    )
    def test_refuses(self, wrong: Any) -> None:
        """A mapping of something else is refused."""
        with pytest.raises(InvalidValueError, match="suitable"):
            reach(sound(), suitable=wrong)
