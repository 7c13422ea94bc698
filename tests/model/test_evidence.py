"""Evidence: sources, what was checked, and wrong names."""

from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model import (
    SOURCES,
    Appraisal,
    AppraisalResult,
    Coverage,
    Evidence,
    Finding,
    Payroll,
    Person,
    Vehicle,
    Visit,
    VisitMode,
)


NAMES = st.sampled_from(sorted(SOURCES))


class TestSources:
    def test_each_source_is_an_attribute(self) -> None:
        """The table of sources and the attributes of Evidence agree."""
        listed = [
            one.name
            for one in attrs.fields(Evidence)
            if one.init and one.name not in {"coverage", "fresh_from"}
        ]

        assert listed == list(SOURCES)

    @pytest.mark.parametrize(("source", "form"), SOURCES.items())
    def test_each_source_takes_its_own_form(
        self, source: str, form: type
    ) -> None:
        """A record stands under its source and under no other."""
        right: dict[str, Any] = {source: (form(),)}
        wrong: dict[str, Any] = {source: (Person(number="1"),)}
        evidence = Evidence(**right)

        assert evidence.of(source) == (form(),)
        with pytest.raises(InvalidValueError) as caught:
            Evidence(**wrong)
        assert caught.value.where == f"Evidence.{source}"

    def test_unknown_source(self) -> None:
        """A wrong name is an error that suggests the right one."""
        evidence = Evidence.none()
        for attempt in (
            lambda: evidence.covers("vehicle"),
            lambda: evidence.of("vehicle"),
            lambda: evidence.with_checked("vehicle"),
            lambda: Coverage(source="vehicle"),
        ):
            with pytest.raises(UnknownNameError, match="vehicles"):
                attempt()


class TestCovers:
    @given(NAMES)
    def test_nothing_is_checked_by_itself(self, source: str) -> None:
        """Without coverage no source was checked, records or not."""
        assert not Evidence.none().covers(source)
        assert not Evidence(vehicles=(Vehicle(),)).covers(source)
        assert not Evidence.none().checked

    @given(st.lists(NAMES), NAMES)
    def test_checked_for_the_household(
        self, checked: list[str], source: str
    ) -> None:
        """A source checked for the household is checked for each person."""
        evidence = Evidence.none().with_checked(*checked)

        assert evidence.checked == set(checked)
        assert evidence.covers(source) is (source in checked)
        assert evidence.covers(source, "1") is (source in checked)

    @given(NAMES, st.sampled_from("12"), st.sampled_from("12"))
    def test_checked_for_one_person(
        self, source: str, searched: str, asked: str
    ) -> None:
        """A search for one person says nothing about another."""
        evidence = Evidence(
            coverage=(Coverage(source=source, person=searched),)
        )

        assert not evidence.covers(source)
        assert evidence.covers(source, asked) is (searched == asked)
        assert not evidence.checked

    def test_extract_date_is_kept(self) -> None:
        """Coverage says which extract was searched."""
        day = dt.date(2016, 6, 30)
        evidence = Evidence.none().with_checked("payrolls", extract_date=day)

        assert evidence.coverage == (
            Coverage(source="payrolls", extract_date=day),
        )


class TestShowing:
    def test_counts_and_checked_sources(self) -> None:
        """Evidence shows how much it holds and what was checked."""
        evidence = Evidence(
            vehicles=(Vehicle(holder="1"), Vehicle()),
            payrolls=(Payroll(),),
        ).with_checked("vehicles", "deaths")

        assert repr(evidence) == (
            "Evidence(vehicles: 2; payrolls: 1; checked: deaths, vehicles)"
        )
        assert repr(Evidence.none()) == "Evidence()"


AGREED, REJECTED = AppraisalResult.AGREED, AppraisalResult.REJECTED
JUNE, JULY = dt.date(2016, 6, 1), dt.date(2016, 7, 1)


class TestFreshness:
    @pytest.mark.parametrize(
        ("extract", "covered"),
        [
            (dt.date(2016, 5, 31), False),
            (dt.date(2016, 6, 1), True),
            (dt.date(2016, 6, 2), True),
            (None, False),
        ],
    )
    def test_an_older_extract_is_no_search(
        self, extract: dt.date | None, *, covered: bool
    ) -> None:
        """Where a first day is stated, older and undated extracts fall out."""
        one = Coverage(source="vehicles", extract_date=extract)
        evidence = Evidence(coverage=(one,), fresh_from=JUNE)

        assert evidence.covers("vehicles", "1") is covered
        assert Evidence(coverage=(one,)).covers("vehicles", "1")

    def test_kin_are_not_reached_by_a_search_for_the_household(self) -> None:
        """Only a search for the relative himself covers kin living apart."""
        evidence = Evidence.none().with_checked("payrolls")

        assert evidence.covers("payrolls", "9")
        assert not evidence.covers("payrolls", "9", apart=True)


class TestSettledActs:
    @pytest.mark.parametrize(
        ("votes", "results"),
        [
            (((1, AGREED),), [AGREED]),
            (((1, AGREED), (2, AGREED)), [AGREED, AGREED]),
            (((1, REJECTED), (2, AGREED)), [AGREED]),
            (((2, AGREED), (3, REJECTED)), [REJECTED]),
            (((2, AGREED), (2, REJECTED)), [None, None]),
            (((None, AGREED), (2, REJECTED)), [None, None]),
        ],
    )
    def test_the_last_round_decides(
        self,
        votes: tuple[tuple[int | None, AppraisalResult], ...],
        results: list[AppraisalResult | None],
    ) -> None:
        """Contradicting votes of one round settle nothing."""
        evidence = Evidence(
            appraisals=tuple(Appraisal(round=r, result=v) for r, v in votes)
        )

        found = [one.result for one in evidence.settled_appraisals]
        assert found == results

    @pytest.mark.parametrize(
        ("visits", "findings"),
        [
            (((JUNE, Finding.POOR),), [Finding.POOR]),
            (
                ((JUNE, Finding.POOR), (JULY, Finding.NOT_POOR)),
                [Finding.NOT_POOR],
            ),
            (((JUNE, Finding.POOR), (JUNE, Finding.NOT_POOR)), [None, None]),
            (((None, Finding.POOR), (JUNE, Finding.NOT_POOR)), [None, None]),
        ],
    )
    def test_the_last_visit_decides(
        self,
        visits: tuple[tuple[dt.date | None, Finding], ...],
        findings: list[Finding | None],
    ) -> None:
        """Contradicting visits of one day settle nothing."""
        evidence = Evidence(
            visits=tuple(
                Visit(
                    day=day,
                    finding=finding,
                    mode=VisitMode.HOME,
                    met_somebody=True,
                )
                for day, finding in visits
            )
        )

        found = [one.finding for one in evidence.settled_visits]
        assert found == findings

    def test_a_call_does_not_overturn_a_visit(self) -> None:
        """A later telephone call is kept and decides nothing."""
        seen = Visit(
            day=JUNE,
            finding=Finding.POOR,
            mode=VisitMode.HOME,
            met_somebody=True,
        )
        call = Visit(
            day=JULY, finding=Finding.NOT_POOR, mode=VisitMode.TELEPHONE
        )

        assert Evidence(visits=(seen, call)).settled_visits == (seen, call)

    @pytest.mark.parametrize(
        ("mode", "met"),
        [(VisitMode.HOME, None), (None, True), (None, None)],
    )
    @pytest.mark.parametrize("day", [JULY, JUNE, None])
    def test_a_visit_that_may_have_been_in_person(
        self,
        day: dt.date | None,
        mode: VisitMode | None,
        met: bool | None,  # noqa: FBT001 -- a value
    ) -> None:
        """If it may be the last, what was found is open."""
        seen = Visit(
            day=JUNE,
            finding=Finding.POOR,
            mode=VisitMode.HOME,
            met_somebody=True,
        )
        later = Visit(
            day=day, finding=Finding.NOT_POOR, mode=mode, met_somebody=met
        )

        settled = Evidence(visits=(seen, later)).settled_visits
        assert [one.finding for one in settled] == [Finding.NOT_POOR, None]

    @pytest.mark.parametrize(
        ("finding", "day"),
        [(Finding.POOR, JULY), (Finding.NOT_POOR, dt.date(2016, 5, 31))],
    )
    def test_a_visit_that_changes_nothing(
        self, finding: Finding, day: dt.date
    ) -> None:
        """An earlier one, or one of the same finding, opens nothing."""
        seen = Visit(
            day=JUNE,
            finding=Finding.POOR,
            mode=VisitMode.HOME,
            met_somebody=True,
        )
        other = Visit(day=day, finding=finding, mode=VisitMode.HOME)

        settled = Evidence(visits=(seen, other)).settled_visits
        assert {one.finding for one in settled if one.met_somebody} == {
            Finding.POOR
        }


class TestDays:
    @pytest.mark.parametrize(
        "day", ["2016-01-01", 2016, dt.datetime(2016, 1, 1, tzinfo=dt.UTC)]
    )
    def test_a_day_is_a_day(self, day: Any) -> None:
        """A text or a time is refused before anything is compared."""
        with pytest.raises(InvalidValueError, match="no day"):
            Coverage(source="vehicles", extract_date=day)
        with pytest.raises(InvalidValueError, match="no day"):
            Evidence(fresh_from=day)

    @pytest.mark.parametrize("coverage", [("vehicles",), None, 5])
    def test_coverage_is_coverage(self, coverage: Any) -> None:
        """Names of sources are no coverage."""
        with pytest.raises(InvalidValueError):
            Evidence(coverage=coverage)

    def test_a_source_is_a_name(self) -> None:
        """A number in place of a name is refused."""
        source: Any = 3
        with pytest.raises(InvalidValueError, match="no name of a source"):
            Coverage(source=source)
