from __future__ import annotations

import datetime as dt

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    Issue,
    IssueState,
    OutcomeTable,
    dispose,
    issues_of,
    rectification,
    run_account,
    settled,
)
from pa_registry.errors import (
    InvalidTransitionError,
    InvalidValueError,
    NotInRegistryError,
)
from pa_registry.money import RateUnit
from tests.audit.samples import (
    AUDITORS,
    OFFICE,
    PAPERS,
    TEAM,
    car,
    home,
    person,
    register,
    suspicion,
    upheld,
)


FOUND = dt.date(2016, 6, 30)
DUE = dt.date(2016, 8, 31)
DAY = dt.timedelta(days=1)


def issue(number: str = "1", **more: Any) -> Issue:
    fields: dict[str, Any] = {
        "number": number,
        "what": "有小轿车",
        "origin": AUDITORS,
        "owner": OFFICE,
        "found": FOUND,
        "due": DUE,
        **more,
    }
    return Issue(**fields)


def claimed(one: Issue, day: dt.date = FOUND) -> Issue:
    return one.claimed(by=OFFICE, day=day, evidence="报告1号")


def verified(one: Issue, day: dt.date = FOUND) -> Issue:
    return claimed(one, day).verified(by=AUDITORS, day=day, evidence="核查1号")


def reopened(one: Issue, day: dt.date = FOUND) -> Issue:
    return verified(one, day).reopened(
        by=AUDITORS, day=day, evidence="又发现车辆"
    )


class TestIssue:
    def test_states_are_distinct(self) -> None:
        """Open, claimed, verified and reopened are four things."""
        one = issue()

        assert [
            each.state
            for each in (one, claimed(one), verified(one), reopened(one))
        ] == [
            IssueState.OPEN,
            IssueState.CLAIMED,
            IssueState.VERIFIED,
            IssueState.REOPENED,
        ]

    def test_a_reopened_one_goes_on(self) -> None:
        """What was sent back can be claimed and verified again."""
        again = verified(reopened(issue()))

        assert again.state is IssueState.VERIFIED
        assert len(again.steps) == 5

    def test_a_claim_can_be_sent_back(self) -> None:
        """An inspection that finds a claim wrong sends it back."""
        one = claimed(issue()).reopened(
            by=AUDITORS, day=FOUND, evidence="未整改"
        )

        assert one.state is IssueState.REOPENED

    @pytest.mark.parametrize(
        ("make", "step"),
        [
            (issue, "verified"),
            (issue, "reopened"),
            (lambda: claimed(issue()), "claimed"),
            (lambda: verified(issue()), "verified"),
            (lambda: reopened(issue()), "verified"),
        ],
        ids=["open", "open-again", "claimed", "verified", "sent-back"],
    )
    def test_order_of_steps(self, make: Any, step: str) -> None:
        """Nothing is verified that nobody reported as done."""
        by = OFFICE if step == "claimed" else AUDITORS
        with pytest.raises(InvalidTransitionError):
            getattr(make(), step)(by=by, day=FOUND, evidence="材料1号")

    def test_who_reports_and_who_verifies(self) -> None:
        """The owner reports, and somebody else verifies."""
        with pytest.raises(InvalidValueError, match="not the owner"):
            issue().claimed(by=TEAM, day=FOUND, evidence="报告1号")
        with pytest.raises(InvalidValueError, match="its own work"):
            claimed(issue()).verified(by=OFFICE, day=FOUND, evidence="报告1号")

    def test_closing_evidence(self) -> None:
        """No step without its evidence."""
        with pytest.raises(InvalidValueError, match="needs its evidence"):
            issue().claimed(by=OFFICE, day=FOUND, evidence=" ")

    @pytest.mark.parametrize(
        ("days", "fits"), [(-1, False), (0, True), (1, True)]
    )
    def test_days_are_in_order(self, days: int, *, fits: bool) -> None:
        """No step before the finding, or before the step before it."""
        day = FOUND + days * DAY
        if fits:
            assert claimed(issue(), day).steps[0].day == day
        else:
            with pytest.raises(InvalidValueError, match="before the one"):
                claimed(issue(), day)

    @pytest.mark.parametrize(
        "change",
        [
            {"number": " "},
            {"what": ""},
            {"origin": "审计厅"},
            {"owner": None},
            {"found": "2016"},
            {"due": None},
            {"due": FOUND - DAY},
        ],
    )
    def test_refused(self, change: dict[str, Any]) -> None:
        """A problem has number, words, origin, owner, and two days."""
        with pytest.raises(InvalidValueError):
            issue(**change)

    @pytest.mark.parametrize(
        ("days", "late"), [(-1, False), (0, False), (1, True)]
    )
    def test_overdue(self, days: int, *, late: bool) -> None:
        """On its last day a problem is not overdue yet."""
        assert issue().is_overdue(DUE + days * DAY) is late
        assert claimed(issue()).is_overdue(DUE + days * DAY) is False

    def test_as_of_a_day(self) -> None:
        """What was done later is not known yet."""
        one = verified(issue(), DUE + DAY)

        assert one.on(DUE).state is IssueState.OPEN
        assert one.is_overdue(DUE + DAY) is False
        assert one.on(DUE + DAY) == one


def left(one: Issue, _: dt.date = FOUND) -> Issue:
    return one


Maker = Callable[[Issue, dt.date], Issue]
LIST: list[Maker] = [left, claimed, verified, reopened]
MAKERS = st.sampled_from(LIST)
DAYS = st.dates(FOUND, DUE + 30 * DAY)


@st.composite
def lists(draw: st.DrawFn) -> tuple[Issue, ...]:
    made: list[Issue] = []
    for place in range(draw(st.integers(0, 6))):
        one = issue(
            str(place),
            due=draw(DAYS),
            owner=draw(st.sampled_from([OFFICE])),
            division=draw(st.sampled_from(["990101", "990201"])),
        )
        made.append(draw(MAKERS)(one, draw(DAYS)))
    return tuple(made)


class TestLaws:
    @given(lists(), DAYS)
    def test_found_is_verified_and_claimed_and_open(
        self, issues: tuple[Issue, ...], at: dt.date
    ) -> None:
        """Every problem found is in one of the three, on any day."""
        found = rectification(issues, at=at)

        assert found.found == found.verified + found.claimed + found.open
        assert found.count(IssueState.REOPENED) <= found.open
        assert len(found.overdue) <= found.open

    @given(lists(), DAYS)
    def test_claimed_is_never_less_than_verified(
        self, issues: tuple[Issue, ...], at: dt.date
    ) -> None:
        """The completion rate has all that the verified rate has."""
        found = rectification(issues, at=at)

        assert found.verified_rate <= found.completion_rate
        assert found.verified_rate.unit is RateUnit.PROBLEMS
        assert found.verified_rate.base == found.found
        assert found.verified_rate_of_due.base == len(found.due)

    @given(lists(), DAYS)
    def test_parts_add_up(
        self, issues: tuple[Issue, ...], at: dt.date
    ) -> None:
        """The counties together are the whole list."""
        found = rectification(issues, at=at)
        parts = found.by(lambda one: one.division).values()

        for name in ("found", "verified", "claimed", "open"):
            assert sum(getattr(one, name) for one in parts) == getattr(
                found, name
            )


class TestRectification:
    def test_what_is_found_later(self) -> None:
        """A problem found after the day is not in the list."""
        assert rectification([issue()], at=FOUND - DAY).found == 0

    def test_a_number_is_used_once(self) -> None:
        """Two problems under one number are refused."""
        with pytest.raises(InvalidValueError, match="used twice"):
            rectification([issue(), issue()], at=DUE)

    def test_no_day(self) -> None:
        """Without a day there is no list."""
        wrong: Any = "2016"
        with pytest.raises(InvalidValueError, match="is no day"):
            rectification([], at=wrong)

    def test_by_number(self) -> None:
        """A problem is found by its number."""
        found = rectification([issue("7")], at=DUE)

        assert found.issue("7").what == "有小轿车"
        with pytest.raises(NotInRegistryError):
            found.issue("8")

    def test_report(self) -> None:
        """The report says what is claimed and what is verified, apart."""
        issues = [
            verified(issue("1")),
            claimed(issue("2")),
            issue("3"),
            reopened(issue("4", due=DUE + 10 * DAY)),
        ]
        found = rectification(issues, at=DUE + DAY)

        assert found.report("zh") == (
            "截至2016年9月1日，共发现问题4个，其中整改到位并销号1个，"
            "已报整改、待核实1个，未整改2个（含退回重改1个）。逾期1个。\n"
            "完成率（自报）：50.0%（4个问题中2个问题，基数为发现的问题）。\n"
            "整改到位率（经核实）：25.0%（4个问题中1个问题，"
            "基数为发现的问题）。\n"
            "到期问题整改到位率：33.3%（3个问题中1个问题，"
            "基数为到期的问题）。\n\n"
            "整改单位      发现  到位  已报  未改  逾期\n"
            "示例县扶贫办  4     1     1     2     1\n"
            "合计          4     1     1     2     1"
        )
        assert found.report().startswith(
            "By 2016-09-01, 4 problems were found: 1 verified, 1 claimed and"
            " 2 open, of which 1 sent back; 1 overdue.\n"
            "Completion rate (claimed): 50.0% (2 of 4 problems found).\n"
            "Verified rectification rate: 25.0% (1 of 4 problems found).\n"
            "Verified of those due: 33.3% (1 of 3 problems due)."
        )

    def test_report_by_prefecture(self) -> None:
        """The lines are those of the units that are asked for."""
        codes = ("990101001001", "990102001001", "990201001001")
        issues = [issue(code, division=code) for code in codes]
        found = rectification(issues, at=DUE)
        lines = found.report(
            "zh", unit_of=lambda one: f"{one.division[:4]}市"
        ).splitlines()

        assert [one.split()[:2] for one in lines[-3:]] == [
            ["9901市", "2"],
            ["9902市", "1"],
            ["合计", "3"],
        ]

    def test_reconciled_with_the_register(self) -> None:
        """What is closed was done, and the register shows it."""
        first, second = home(1), home(2)
        suspected = [suspicion(first), suspicion(second)]
        opened = issues_of(
            suspected,
            origin=AUDITORS,
            owner_of=lambda _: OFFICE,
            found=FOUND,
            due=DUE,
        )
        done = dispose(upheld(suspected[0]), first, papers=PAPERS)
        before = register(first, second)
        account = run_account(before, done, settled(before, done))
        found = rectification(map(verified, opened), at=DUE)
        report = found.report(
            "zh", account=account, outcomes=OutcomeTable.of(done)
        )

        assert [one.number for one in found.unaccounted(done)] == ["000002"]
        assert [one.households for one in opened] == [("H1",), ("H2",)]
        assert report.endswith("差额       0/0    0/0")
        assert "剔除       -1/-1" in report

    def test_only_open_suspicions_are_problems(self) -> None:
        """A suspicion that cleared itself is no problem."""
        sold = car(disposed=dt.date(2013, 6, 1))
        opened = issues_of(
            [suspicion(record=sold), suspicion(home(2, person(2)))],
            origin=AUDITORS,
            owner_of=lambda _: OFFICE,
            found=FOUND,
            due=DUE,
        )

        assert [one.households for one in opened] == [("H2",)]

    def test_shows_no_number_of_a_person(self) -> None:
        """The list shows how many problems, and of whom nothing."""
        found = rectification([issue(households=("H1",))], at=DUE)

        assert "H1" not in repr(found)
        assert attrs.evolve(found, at=FOUND).at == FOUND
