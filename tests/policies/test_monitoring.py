"""Monitoring after 2020: the three kinds, risks removed, low income."""

from __future__ import annotations

import datetime as dt

from itertools import product
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import Household, Person, yuan
from pa_registry.conditions import Truth
from pa_registry.dates import AsOf
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidStandardError,
    InvalidValueError,
    NoStandardInForceError,
)
from pa_registry.model import HouseholdCategory, Status
from pa_registry.model.terms import household
from pa_registry.policies import (
    LowIncomeOutcome,
    MonitoredCase,
    MonitoringOutcome,
    RiskOutcome,
    identification,
    low_income,
    monitoring,
    risk_removal,
)
from pa_registry.standards import Certainty, Standards


DAY = dt.date(2023, 6, 1)
HUBEI, GUIZHOU, HUNAN = "429900000000", "529900000000", "439900000000"
#: An example of a rule for hardship; none was published.
ILLNESS = household.illness_forces_below_line.labelled(
    "illness", zh="因病支出骤增", en="sudden expense for illness"
)
SLASHED = household.house_dangerous.labelled(
    "house-lost", zh="住房因灾损毁", en="house lost in a disaster"
)
ONE = (Person(number="1"),)


def home(**fields: Any) -> Household:
    """Make an exited household of one person in Hubei, 100 yuan short."""
    given_: dict[str, Any] = {
        "number": "H1",
        "division": HUBEI,
        "status": Status.EXITED,
        "net_income": yuan(7500),
        "income_year": 2022,
        "illness_forces_below_line": False,
        "members": ONE,
    }
    return Household(**{**given_, **fields})


POLICY = monitoring(hardship=(ILLNESS,))


class TestKinds:
    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            (Status.EXITED, MonitoringOutcome.UNSTABLE_EXIT),
            (Status.EXITED_STABLE, MonitoringOutcome.UNSTABLE_EXIT),
            (Status.UNREGISTERED, MonitoringOutcome.MARGINAL),
            (Status.REMOVED, MonitoringOutcome.MARGINAL),
            (Status.CURRENT, MonitoringOutcome.NOT_MONITORED),
            (None, MonitoringOutcome.TO_VERIFY),
        ],
    )
    def test_below_the_line(
        self, status: Status | None, outcome: MonitoringOutcome
    ) -> None:
        """Who has exited is unstable, who was never registered marginal."""
        assert POLICY(home(status=status), at=DAY).outcome is outcome

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [
            ("7599.99", MonitoringOutcome.UNSTABLE_EXIT),
            ("7600", MonitoringOutcome.NOT_MONITORED),
            ("7600.01", MonitoringOutcome.NOT_MONITORED),
        ],
    )
    def test_at_the_line(
        self, amount: str, outcome: MonitoringOutcome
    ) -> None:
        """One fen under Hubei's line of 2023 is below it, the line is not."""
        case = home(net_income=yuan(amount))

        assert POLICY(case, at=DAY).outcome is outcome

    @pytest.mark.parametrize("status", list(Status))
    def test_hardship_may_lie_above_the_line(self, status: Status) -> None:
        """The third kind is judged by hardship, whatever the income."""
        case = home(
            status=status,
            net_income=yuan(90_000),
            illness_forces_below_line=True,
        )
        decision = POLICY(case, at=DAY)

        assert decision.outcome is MonitoringOutcome.SUDDEN_HARDSHIP
        assert decision.ground is not None
        assert decision.ground.name == "illness"

    def test_hardship_that_nobody_asked_about(self) -> None:
        """Above the line, an unknown hardship leads to a visit."""
        case = home(net_income=yuan(9000), illness_forces_below_line=None)

        assert POLICY(case, at=DAY).possible == (
            MonitoringOutcome.SUDDEN_HARDSHIP,
            MonitoringOutcome.NOT_MONITORED,
        )

    def test_without_rules_of_hardship_it_says_so(self) -> None:
        """A decision without them names what it does not cover."""
        decision = monitoring(hardship=())(home(), at=DAY)

        assert "突发严重困难没有写入规则" in decision.render("zh")
        assert "hardship has no rule here" in decision.render("en")
        assert "没有写入规则" not in POLICY(home(), at=DAY).render("zh")

    def test_hardship_is_asked_for(self) -> None:
        """Which hardship counts was not published, and has no default."""
        make: Any = monitoring

        with pytest.raises(TypeError, match="hardship"):
            make()
        with pytest.raises(InvalidPolicyError, match="no rule of hardship"):
            make(hardship=("illness",))
        with pytest.raises(InvalidPolicyError, match="does not name"):
            make(hardship=(household.safe_water,))

    def test_nothing_read_is_a_quota(self) -> None:
        """The share of five per cent bears on no household."""
        bound = POLICY.bind(Standards.builtin(), DAY)
        read = {one for step in bound.steps for one in step.rule.reads()}

        assert "household.net_income" in read
        assert not any("quota" in one or "size_" in one for one in read)


class TestLines:
    @pytest.mark.parametrize(
        ("place", "day", "line"),
        [
            (HUBEI, DAY, 7600),
            (HUBEI, dt.date(2022, 6, 1), 6900),
            (GUIZHOU, DAY, 7300),
            (HUBEI, dt.date(2021, 6, 1), 6000),
            (HUNAN, dt.date(2021, 6, 1), 6000),
            (HUNAN, dt.date(2020, 6, 1), 5000),
        ],
    )
    def test_by_year_and_place(
        self, place: str, day: dt.date, line: int
    ) -> None:
        """Each year has its line, and each province its own since 2022."""
        year = day.year - 1
        under, at = (
            POLICY(
                home(division=place, net_income=amount, income_year=year),
                at=day,
            ).outcome
            for amount in (yuan(f"{line - 1}.99"), yuan(line))
        )

        assert under is MonitoringOutcome.UNSTABLE_EXIT
        assert at is MonitoringOutcome.NOT_MONITORED

    def test_a_line_that_was_not_read(self) -> None:
        """A province without a line is open, a year without one refused."""
        assert POLICY(home(division=HUNAN), at=DAY).outcome is (
            MonitoringOutcome.TO_VERIFY
        )
        with pytest.raises(NoStandardInForceError, match="2024"):
            POLICY(home(), at=dt.date(2024, 6, 1))

    def test_a_line_of_ones_own(self) -> None:
        """With a line given, no year has to be known."""
        policy = monitoring(hardship=(ILLNESS,), line=yuan(8500))
        found = policy(home(), at=dt.date(2025, 6, 1))

        assert found.outcome is MonitoringOutcome.UNSTABLE_EXIT

    @pytest.mark.parametrize("line", [0, "7600", 7600.0, yuan(0)])
    def test_a_line_is_money(self, line: Any) -> None:
        """A line is an amount above zero."""
        with pytest.raises(InvalidStandardError):
            monitoring(hardship=(), line=line)

    @pytest.mark.parametrize(
        ("year", "outcome"),
        [
            (2016, MonitoringOutcome.TO_VERIFY),
            (2021, MonitoringOutcome.TO_VERIFY),
            (2022, MonitoringOutcome.UNSTABLE_EXIT),
            (2023, MonitoringOutcome.UNSTABLE_EXIT),
            (2024, MonitoringOutcome.TO_VERIFY),
        ],
    )
    def test_income_of_another_year(
        self, year: int, outcome: MonitoringOutcome
    ) -> None:
        """The income is that of the year or of the one before, or open."""
        assert POLICY(home(income_year=year), at=DAY).outcome is outcome

    def test_says_no_year_of_the_line(self) -> None:
        """The line of 2023 is not called that of the income's year."""
        said = POLICY(home(), at=DAY).render("zh")

        assert "当地标准7600元" in said
        assert "2022年度当地标准" not in said

    def test_every_line_says_how_certain_it_is(self) -> None:
        """What was worked back is marked as computed, and not as read."""
        book = Standards.builtin()
        found = {
            (one.year, one.place): one.citation.certainty
            for one in book.standard("monitoring-line").values
        }

        assert found == {
            (2020, None): Certainty.GENERAL,
            (2021, None): Certainty.SECONDARY,
            (2022, "42"): Certainty.COMPUTED,
            (2023, "42"): Certainty.SECONDARY,
            (2023, "52"): Certainty.TEXT_READ,
        }


def watched(**fields: Any) -> MonitoredCase:
    """Make a case in which every test is met."""
    given_: dict[str, Any] = {
        "household": home(net_income=yuan(9000)),
        "steady_since": dt.date(2022, 11, 30),
        "expense_solved": True,
        "risk_gone": True,
        "naturally_gone": False,
    }
    return MonitoredCase(**{**given_, **fields})


def outcome_of(case: MonitoredCase, **more: Any) -> RiskOutcome:
    given_: dict[str, Any] = {"at": DAY, "guarantees": (), **more}
    return risk_removal(case, **given_).outcome


facts = st.sampled_from([True, False, None])


class TestRiskRemoval:
    def test_all_tests_together(self) -> None:
        """With every test met the risk is removed."""
        assert outcome_of(watched()) is RiskOutcome.RISK_REMOVED

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({"expense_solved": False}, RiskOutcome.KEEP_MONITORING),
            ({"expense_solved": None}, RiskOutcome.TO_VERIFY),
            ({"risk_gone": False}, RiskOutcome.KEEP_MONITORING),
            ({"risk_gone": None}, RiskOutcome.TO_VERIFY),
            ({"steady_since": None}, RiskOutcome.TO_VERIFY),
            ({"household": home()}, RiskOutcome.KEEP_MONITORING),
            (
                {"household": home(net_income=None)},
                RiskOutcome.TO_VERIFY,
            ),
        ],
    )
    def test_each_test_counts(
        self, changes: dict[str, Any], outcome: RiskOutcome
    ) -> None:
        """One that fails keeps it watched, one unknown is verified."""
        assert outcome_of(watched(**changes)) is outcome

    @pytest.mark.parametrize(
        ("day", "outcome"),
        [
            (dt.date(2023, 5, 29), RiskOutcome.KEEP_MONITORING),
            (dt.date(2023, 5, 30), RiskOutcome.RISK_REMOVED),
            (dt.date(2023, 5, 31), RiskOutcome.RISK_REMOVED),
        ],
    )
    def test_half_a_year(self, day: dt.date, outcome: RiskOutcome) -> None:
        """On the day itself the half year is over, and not the day before."""
        assert outcome_of(watched(), at=day) is outcome

    @pytest.mark.parametrize(
        ("since", "day", "outcome"),
        [
            ((2022, 8, 31), (2023, 2, 27), RiskOutcome.KEEP_MONITORING),
            ((2022, 8, 31), (2023, 2, 28), RiskOutcome.RISK_REMOVED),
        ],
    )
    def test_at_the_end_of_february(
        self, since: Any, day: Any, outcome: RiskOutcome
    ) -> None:
        """Half a year after 31 August ends with February."""
        case = watched(steady_since=dt.date(*since))

        assert outcome_of(case, at=dt.date(*day)) is outcome

    @pytest.mark.parametrize(
        ("months", "outcome"),
        [
            (7, RiskOutcome.KEEP_MONITORING),
            (6, RiskOutcome.RISK_REMOVED),
            (0, RiskOutcome.RISK_REMOVED),
        ],
    )
    def test_another_number_of_months(
        self, months: int, outcome: RiskOutcome
    ) -> None:
        """Half a year is a principle, and the months can be given."""
        assert outcome_of(watched(), months=months) is outcome

    def test_the_clock_of_the_facts_counts(self) -> None:
        """The half year ends by the facts' day, whatever the rules' day."""
        case = watched(steady_since=dt.date(2022, 12, 2))
        at = AsOf(fact=DAY, rules=dt.date(2023, 12, 31))

        assert outcome_of(case, at=at) is RiskOutcome.KEEP_MONITORING

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [
            ("7599.99", RiskOutcome.KEEP_MONITORING),
            ("7600", RiskOutcome.KEEP_MONITORING),
            ("7600.01", RiskOutcome.RISK_REMOVED),
        ],
    )
    def test_income_is_above_the_line(
        self, amount: str, outcome: RiskOutcome
    ) -> None:
        """At the line is not above it."""
        case = watched(household=home(net_income=yuan(amount)))

        assert outcome_of(case) is outcome

    @given(st.tuples(facts, facts, facts, facts))
    def test_by_kleene(self, known: Any) -> None:
        """It is removed or kept if every completion says the same."""
        unsafe = (~household.safe_water).labelled("no-water")

        def found(e: Any, g: Any, n: Any, w: Any) -> Truth:
            case = watched(
                household=home(net_income=yuan(9000), safe_water=w),
                expense_solved=e,
                risk_gone=g,
                naturally_gone=n,
            )
            return risk_removal(case, at=DAY, guarantees=(unsafe,)).truth

        ways = [(True, False) if one is None else (one,) for one in known]
        truths = {found(*way) for way in product(*ways)}

        assert Truth.UNKNOWN not in truths
        assert found(*known) is (
            truths.pop() if len(truths) == 1 else Truth.UNKNOWN
        )

    def test_gone_of_itself(self) -> None:
        """A risk that is gone of itself needs no other test."""
        case = watched(
            naturally_gone=True, expense_solved=False, steady_since=None
        )

        assert outcome_of(case) is RiskOutcome.RISK_REMOVED

    def test_guarantees_by_default(self) -> None:
        """Unless told otherwise, every guarantee is asked about."""
        found = risk_removal(watched(), at=DAY)

        assert found.outcome is RiskOutcome.TO_VERIFY
        assert found.missing == ("guarantees-secured",)
        assert "均有保障" in found.render("zh")

    def test_what_is_not_asked_is_not_said(self) -> None:
        """Without guarantees to ask about, nobody is said to have them."""
        found = risk_removal(watched(), at=DAY, guarantees=())

        assert "保障" not in found.render("zh")

    def test_is_said_in_both_languages(self) -> None:
        """Each test is named with what it comes to, and no number shown."""
        case = watched(
            household=home(number="990001196001010016", net_income=yuan(9000)),
            expense_solved=None,
        )
        found = risk_removal(case, at=DAY, guarantees=())
        zh, en = found.render("zh"), str(found)

        assert "截至2023年6月1日，收入持续稳定满6个月：成立。" in zh
        assert "大额支出问题已解决：待核实。" in zh
        assert "The large expense is solved: unknown." in en
        assert "《关于健全防止返贫动态监测和帮扶机制的指导意见》" in zh
        assert "990001196001010016" not in f"{zh}{en}{found!r}{case!r}"
        assert found.missing == ("expense-solved",)
        assert risk_removal(watched(), at=DAY, guarantees=()).missing == ()

    def test_a_year_without_a_line(self) -> None:
        """Where no line was read, one has to be given."""
        at = dt.date(2025, 6, 1)

        with pytest.raises(NoStandardInForceError, match="monitoring-line"):
            outcome_of(watched(), at=at)
        assert outcome_of(watched(), at=at, line=yuan(8500)) is (
            RiskOutcome.RISK_REMOVED
        )

    @pytest.mark.parametrize("months", [-1, 6.0, True, "6"])
    def test_months_are_whole(self, months: Any) -> None:
        """Months are a whole number, 0 or more."""
        with pytest.raises(InvalidValueError, match="whole number"):
            outcome_of(watched(), months=months)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("steady_since", "2022-11-30"),
            ("steady_since", dt.datetime(2022, 11, 30, tzinfo=dt.UTC)),
            ("expense_solved", "yes"),
            ("risk_gone", 1),
            ("naturally_gone", 0),
            ("household", "H1"),
        ],
    )
    def test_a_case_of_another_shape(self, field: str, value: Any) -> None:
        """A day is a day, a fact is yes, no or not recorded."""
        with pytest.raises(InvalidValueError, match=f"MonitoredCase.{field}"):
            watched(**{field: value})

    def test_something_else_than_a_case(self) -> None:
        """A household alone has no file of its risk."""
        given_: Any = home()

        with pytest.raises(InvalidValueError, match="no monitored case"):
            outcome_of(given_)


#: Arguments of an example county; every one of them is set locally.
LOCAL: dict[str, Any] = {
    "dibao_line": yuan(5001),
    "average_income": yuan(20_000),
    "assets": ~household.house_dangerous,
    "rigid": household.self_paid_medical > yuan(5000),
    "monitored": monitoring(hardship=(ILLNESS,), line=yuan(8500)),
    "on": dt.date(2024, 12, 1),
}


def low(case: Household, **more: Any) -> LowIncomeOutcome:
    return low_income(**{**LOCAL, **more})(case).outcome


def modest(**fields: Any) -> Household:
    """Make a household that is of no category."""
    given_: dict[str, Any] = {
        "net_income": yuan(30_000),
        "category": HouseholdCategory.ORDINARY,
        "house_dangerous": False,
        "self_paid_medical": yuan(0),
    }
    return home(**{**given_, **fields})


class TestLowIncome:
    @pytest.mark.parametrize(
        ("fields", "outcome"),
        [
            ({}, LowIncomeOutcome.NOT_LOW_INCOME),
            (
                {"category": HouseholdCategory.EXTREMELY_POOR},
                LowIncomeOutcome.EXTREMELY_POOR,
            ),
            ({"category": HouseholdCategory.DIBAO}, LowIncomeOutcome.DIBAO),
            (
                {"category": HouseholdCategory.DIBAO_POOR},
                LowIncomeOutcome.DIBAO,
            ),
            ({"net_income": yuan(7000)}, LowIncomeOutcome.DIBAO_MARGINAL),
            (
                {
                    "net_income": yuan(15_000),
                    "self_paid_medical": yuan(5001),
                },
                LowIncomeOutcome.RIGID_EXPENSE,
            ),
            (
                {"net_income": yuan(8000)},
                LowIncomeOutcome.MONITORED,
            ),
            (
                {"illness_forces_below_line": True},
                LowIncomeOutcome.MONITORED,
            ),
            ({"category": None}, LowIncomeOutcome.TO_VERIFY),
            (
                {"net_income": yuan(7000), "house_dangerous": None},
                LowIncomeOutcome.TO_VERIFY,
            ),
        ],
    )
    def test_categories(
        self, fields: dict[str, Any], outcome: LowIncomeOutcome
    ) -> None:
        """Each category has its test, and the first that fits is given."""
        assert low(modest(**fields)) is outcome

    @pytest.mark.parametrize(
        ("amount", "outcome"),
        [
            ("7501.49", LowIncomeOutcome.DIBAO_MARGINAL),
            ("7501.50", LowIncomeOutcome.NOT_LOW_INCOME),
            ("7501.51", LowIncomeOutcome.NOT_LOW_INCOME),
        ],
    )
    def test_one_and_a_half_times(
        self, amount: str, outcome: LowIncomeOutcome
    ) -> None:
        """At 1.5 times the line of 5,001 yuan nobody is below it."""
        case = modest(net_income=yuan(amount), status=Status.CURRENT)

        assert low(case) is outcome

    def test_says_the_multiple(self) -> None:
        """The multiple that is applied is the one that is printed."""
        policy = low_income(**LOCAL)

        assert "低于低保标准的1.5倍" in policy.describe("zh")
        assert "below 1.5 times the dibao line" in policy.describe("en")

    def test_a_third_of_a_fen(self) -> None:
        """A household of three is not rounded to the line."""
        people = tuple(Person(number=str(n)) for n in range(3))
        total = yuan("22504.50")
        cases = [
            modest(net_income=one, members=people, status=Status.CURRENT)
            for one in (total - yuan("0.01"), total)
        ]

        assert [low(case) for case in cases] == [
            LowIncomeOutcome.DIBAO_MARGINAL,
            LowIncomeOutcome.NOT_LOW_INCOME,
        ]

    def test_local_categories(self) -> None:
        """A place adds its own category by a labelled rule."""
        case = modest(house_dangerous=True)

        assert low(case, others=(SLASHED,)) is LowIncomeOutcome.OTHER

    def test_without_a_multiple(self) -> None:
        """Before 2024 no multiple is known, and none is carried back."""
        with pytest.raises(NoStandardInForceError, match="2023"):
            low(modest(), on=dt.date(2023, 12, 31))

    @pytest.mark.parametrize("name", ["assets", "rigid", "others"])
    def test_rules_are_conditions(self, name: str) -> None:
        """What is no condition is refused."""
        value: Any = ("poor",) if name == "others" else "poor"

        with pytest.raises(InvalidPolicyError, match="is no rule"):
            low(modest(), **{name: value})

    @pytest.mark.parametrize("given_", [None, "m", identification()])
    def test_who_is_watched_is_a_policy_of_monitoring(
        self, given_: Any
    ) -> None:
        """Another policy does not say who is watched."""
        with pytest.raises(InvalidPolicyError, match="who is watched"):
            low(modest(), monitored=given_)

    @pytest.mark.parametrize("name", ["dibao_line", "average_income"])
    @pytest.mark.parametrize("value", [None, 5000, yuan(0)])
    def test_lines_are_money(self, name: str, value: Any) -> None:
        """A line that is no money above zero is refused."""
        with pytest.raises(InvalidStandardError):
            low(modest(), **{name: value})

    def test_says_what_it_does_not_cover(self) -> None:
        """What monitoring leaves out is left out here, too, and said."""
        given_: dict[str, Any] = {
            **LOCAL,
            "monitored": monitoring(hardship=(), line=yuan(8500)),
        }
        policy = low_income(**given_)

        assert "突发严重困难没有写入规则" in policy(modest()).render("zh")

    def test_is_a_value(self) -> None:
        """The same arguments make the same policy."""
        assert low_income(**LOCAL) == low_income(**LOCAL)
        assert attrs.evolve(low_income(**LOCAL), zh="").fingerprint == (
            low_income(**LOCAL).fingerprint
        )
