"""
When a monitored household is no longer at risk.

风险消除。

Every test must be met, or the risk is gone of itself.  A test of which
nothing is known leaves the household to be verified, and watched meanwhile.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from dateutil.relativedelta import relativedelta

from pa_registry.conditions import Condition, Ordered, Truth
from pa_registry.conditions.describing import check_language, plain_day
from pa_registry.dates import AsOf, Day, is_day
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.terms import household as terms
from pa_registry.money import Fen
from pa_registry.policies.guarantees import missing_guarantees
from pa_registry.policies.monitoring import monitoring_line
from pa_registry.policies.outcomes import RiskOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards import Citation, Standards
from pa_registry.standards.sources import common_source


__all__ = ["MonitoredCase", "RiskRemoval", "RiskTest", "risk_removal"]

_MONTHS = "months-of-steady-income"


def _is_household(
    _case: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if not isinstance(value, Household):
        raise InvalidValueError(
            what=f"A {type(value).__name__} is no household.",
            where=f"MonitoredCase.{attribute.name}",
            remedy="Give a Household.",
        )


def _is_day_or_blank(
    _case: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if value is not None and not is_day(value):
        raise InvalidValueError(
            what=f"{type(value).__name__} is not a day.",
            where=f"MonitoredCase.{attribute.name}",
            remedy="Give a datetime.date, or None where it is not recorded.",
        )


def _is_fact(
    _case: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if value is not None and not isinstance(value, bool):
        raise InvalidValueError(
            what=f"{type(value).__name__} is no yes or no.",
            where=f"MonitoredCase.{attribute.name}",
            remedy="Give True, False, or None where it is not recorded.",
        )


@attrs.frozen(kw_only=True)
class MonitoredCase:
    """
    What the file of a monitored household says of its risk.

    监测对象风险台账。

    Attributes:
        household: The household, with its income as it is now.
        steady_since: Since when its income has been steady (收入持续稳定起始日期).
        expense_solved: Whether its large expense is solved (大额支出问题已解决).
        risk_gone: Whether the risk is stably gone (风险稳定消除).
        naturally_gone: Whether it is gone of itself (风险自然消除).
    """

    household: Household = attrs.field(repr=False, validator=_is_household)
    steady_since: dt.date | None = attrs.field(
        default=None, validator=_is_day_or_blank
    )
    expense_solved: bool | None = attrs.field(default=None, validator=_is_fact)
    risk_gone: bool | None = attrs.field(default=None, validator=_is_fact)
    naturally_gone: bool | None = attrs.field(default=None, validator=_is_fact)


@attrs.frozen(kw_only=True)
class RiskTest:
    """
    One test of the removal of a risk, and what it comes to.

    风险消除的一项条件。

    Attributes:
        name: Its name in programs.
        zh: Its words in Chinese.
        en: Its words in English.
        truth: Met, not met, or unknown.
    """

    name: str
    zh: str
    en: str
    truth: Truth


@attrs.frozen(kw_only=True)
class RiskRemoval:
    """
    Whether a risk is removed, test by test.

    风险消除判断。

    Attributes:
        household: The number of the household.
        tests: The tests, all of which must be met.
        naturally: Whether the risk is gone of itself, which suffices.
        citations: The texts that the tests rest on.
    """

    household: str = attrs.field(repr=False)
    tests: tuple[RiskTest, ...]
    naturally: RiskTest
    citations: tuple[Citation, ...] = attrs.field(repr=False)

    @property
    def truth(self) -> Truth:
        """Whether the risk is removed: met, not met, or unknown."""
        together = Truth.MET
        for test in self.tests:
            together &= test.truth
        return together | self.naturally.truth

    @property
    def outcome(self) -> RiskOutcome:
        """What it comes to; who is to be verified is still watched."""
        return next(key for key, one in _TRUTHS.items() if one is self.truth)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the tests that keep it open, while it is open."""
        if self.truth is not Truth.UNKNOWN:
            return ()
        return tuple(
            test.name
            for test in (*self.tests, self.naturally)
            if test.truth is Truth.UNKNOWN
        )

    def render(self, language: str = "en") -> str:
        """Say the outcome, each test and the sources."""
        check_language(language)
        number, listed = masked(self.household), (*self.tests, self.naturally)
        if language == "zh":
            return "\n".join(
                [
                    f"{number}：{self.outcome.zh}。",
                    *(f"  {one.zh}：{one.truth.zh}。" for one in listed),
                    *(f"  依据：{c.render('zh')}" for c in self.citations),
                ]
            )
        return "\n".join(
            [
                f"{number}: {self.outcome.en}.",
                *(
                    f"  {one.en[:1].upper()}{one.en[1:]}: {one.truth.en}."
                    for one in listed
                ),
                *(f"  Source: {c.render('en')}" for c in self.citations),
            ]
        )

    def __str__(self) -> str:
        return self.render("en")


def risk_removal(  # noqa: PLR0913 -- the clocks, the evidence, the numbers
    case: MonitoredCase,
    *,
    at: Day,
    months: int | None = None,
    line: Fen | Ordered[Household, Fen] | None = None,
    guarantees: Iterable[Condition[Household]] | None = None,
    evidence: Evidence | None = None,
) -> RiskRemoval:
    """
    Ask whether the risk of a monitored household is removed.

    风险消除。

    Its income has been steady for half a year, in principle, and is above
    the line of the year; its large expense is solved; guarantees and safe
    water are secured; and the risk is stably gone.  Or it is gone of
    itself.  The record is kept either way.

    Args:
        case: What the file says.
        at: The clocks; the half year is counted up to the day of the facts.
        months: How many months income must have been steady; left out,
            those of the standards in force.
        line: The monitoring line; left out, that of the place and year.
        guarantees: The rules that say what is lacking; by default all of
            :func:`~pa_registry.policies.guarantees.missing_guarantees`.
            With none of them the test is left out.
        evidence: What else is known of the household.

    Returns:
        The outcome, with every test.

    Raises:
        InvalidValueError: If *months* is no whole number, 0 or more, or
            something else than a case is given.
        InvalidStandardError: If *line* is no amount above zero.
        NoStandardInForceError: If no line is known for the year.

    Examples:
        >>> from pa_registry.model import Person
        >>> from pa_registry.money import yuan
        >>> case = MonitoredCase(
        ...     household=Household(
        ...         number="H1",
        ...         net_income=yuan(9000),
        ...         members=(Person(number="1"),),
        ...     ),
        ...     steady_since=dt.date(2023, 1, 31),
        ...     expense_solved=True,
        ...     risk_gone=True,
        ...     naturally_gone=False,
        ... )
        >>> for day in (dt.date(2023, 7, 30), dt.date(2023, 7, 31)):
        ...     found = risk_removal(
        ...         case, at=day, line=yuan(7600), guarantees=()
        ...     )
        ...     print(found.outcome.zh)
        继续监测
        风险消除
    """
    if not isinstance(case, MonitoredCase):
        raise InvalidValueError(
            what=f"A {type(case).__name__} is no monitored case.",
            where="case",
            remedy="Give MonitoredCase(household=…, steady_since=…).",
        )
    clocks = AsOf.of(at)
    wanted = _months(months, clocks)
    tests = (
        _steady(case, wanted, clocks.fact),
        _above(case, line, evidence, at),
        RiskTest(
            name="expense-solved",
            zh="大额支出问题已解决",
            en="the large expense is solved",
            truth=Truth(case.expense_solved),
        ),
        *_secured(case, guarantees, evidence, at),
        RiskTest(
            name="risk-gone",
            zh="返贫致贫风险稳定消除",
            en="the risk is stably gone",
            truth=Truth(case.risk_gone),
        ),
    )
    return RiskRemoval(
        household=case.household.number,
        tests=tests,
        naturally=RiskTest(
            name="naturally-gone",
            zh="风险自然消除",
            en="the risk is gone of itself",
            truth=Truth(case.naturally_gone),
        ),
        citations=(common_source("monitoring-2021"),),
    )


def _months(given: object, clocks: AsOf) -> int:
    if given is None:
        book = Standards.builtin()
        found = book.value(_MONTHS, on=clocks.rules_day).value
        return int(str(found))
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise InvalidValueError(
            what="The months of steady income are a whole number, from 0.",
            where="months",
            remedy="Leave it out for what the standards say.",
        )
    return given


def _steady(case: MonitoredCase, months: int, day: dt.date) -> RiskTest:
    """Count whole months: from 31 August they end on 28 February."""
    since = case.steady_since
    met = (
        None if since is None else since + relativedelta(months=months) <= day
    )
    return RiskTest(
        name="steady-income",
        zh=f"截至{plain_day(day, 'zh')}，收入持续稳定满{months}个月",
        en=f"income steady for {months} months by {plain_day(day, 'en')}",
        truth=Truth(met),
    )


def _above(
    case: MonitoredCase,
    line: Fen | Ordered[Household, Fen] | None,
    evidence: Evidence | None,
    at: Day,
) -> RiskTest:
    above = terms.net_income.per(terms.size) > monitoring_line(line)
    short = (~above).labelled("income-not-above-line")
    return RiskTest(
        name="income-above-line",
        zh="家庭人均纯收入超过当年监测范围",
        en="net income per person above the monitoring line of the year",
        truth=_none_met((short,), case, evidence, at),
    )


def _secured(
    case: MonitoredCase,
    guarantees: Iterable[Condition[Household]] | None,
    evidence: Evidence | None,
    at: Day,
) -> Iterator[RiskTest]:
    lacking = tuple(missing_guarantees() if guarantees is None else guarantees)
    if lacking:
        yield RiskTest(
            name="guarantees-secured",
            zh="两不愁三保障和饮水安全均有保障",
            en="food, clothing, the three guarantees and safe water are"
            " secured",
            truth=_none_met(lacking, case, evidence, at),
        )


def _none_met(
    rules: tuple[Condition[Household], ...],
    case: MonitoredCase,
    evidence: Evidence | None,
    at: Day,
) -> Truth:
    """Ask a policy, so that the numbers of the day are put in."""
    policy = Policy(
        name="risk-removal",
        zh="风险消除",
        en="removal of risk",
        steps=tuple(
            Step(rule=rule, outcome=RiskOutcome.KEEP_MONITORING)
            for rule in rules
        ),
        otherwise=RiskOutcome.RISK_REMOVED,
        undecided=RiskOutcome.TO_VERIFY,
    )
    decided = policy(case.household, evidence=evidence, at=at)
    return _TRUTHS[decided.outcome]


_TRUTHS = {
    RiskOutcome.RISK_REMOVED: Truth.MET,
    RiskOutcome.KEEP_MONITORING: Truth.NOT_MET,
    RiskOutcome.TO_VERIFY: Truth.UNKNOWN,
}
