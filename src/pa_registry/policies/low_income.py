"""
The low-income population, as the documents of 2024 cut it.

低收入人口认定。

Monitored households are one category of it among others.  Lines, the test
of assets and the local ratio of expenses are set by the places themselves,
and so are arguments without a default.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pa_registry.conditions import Condition, any_of
from pa_registry.conditions.describing import decimal
from pa_registry.errors import InvalidPolicyError, InvalidStandardError
from pa_registry.model.household_codes import HouseholdCategory
from pa_registry.model.households import Household
from pa_registry.model.terms import household
from pa_registry.money import Fen
from pa_registry.policies.outcomes import LowIncomeOutcome, MonitoringOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards import Standards
from pa_registry.standards.sources import common_source


__all__ = ["low_income"]

_KINDS = (
    MonitoringOutcome.UNSTABLE_EXIT,
    MonitoringOutcome.MARGINAL,
    MonitoringOutcome.SUDDEN_HARDSHIP,
)


def low_income(  # noqa: PLR0913 -- all that the places set themselves
    *,
    dibao_line: Fen,
    average_income: Fen,
    assets: Condition[Household],
    rigid: Condition[Household],
    monitored: Policy[MonitoringOutcome],
    others: Iterable[Condition[Household]] = (),
    on: dt.date,
) -> Policy[LowIncomeOutcome]:
    """
    Decide to which category of the low-income population a household is.

    低收入人口类别认定。

    The first category that fits is given, in the order of the document:
    extremely poor, dibao, dibao-marginal, rigid-expense hardship, monitored
    against a return to poverty, others.  The first two are read from what
    civil affairs decided and the form records; income is the household's
    net income per person.

    Args:
        dibao_line: The local dibao line, in fen a person and year.
        average_income: Last year's average disposable income of the place.
        assets: The rule by which the assets of a household qualify.
        rigid: The rule by which its rigid expenses pass the local ratio.
        monitored: A policy made by
            :func:`~pa_registry.policies.monitoring.monitoring`.
        others: Labelled rules of local categories.
        on: The rules' day, which picks the multiple of the dibao line.

    Returns:
        A policy over households.

    Raises:
        InvalidStandardError: If a line is no amount above zero.
        InvalidPolicyError: If a rule is no condition, or *monitored* is no
            policy of monitoring.
        NoStandardInForceError: If no multiple is known for that day.
    """
    _check(assets, rigid, *others)
    if not (
        isinstance(monitored, Policy)
        and isinstance(monitored.undecided, MonitoringOutcome)
    ):
        raise InvalidPolicyError(
            what=f"A {type(monitored).__name__} does not say who is watched.",
            remedy="Write monitored=monitoring(hardship=…).",
        )
    return Policy(
        name="low-income",
        zh="低收入人口类别认定",
        en="categories of the low-income population",
        steps=(
            *_by_civil_affairs(),
            *_by_income(
                _line(dibao_line, "dibao_line"),
                _line(average_income, "average_income"),
                assets,
                rigid,
                on,
            ),
            Step(
                rule=any_of(*map(monitored.gives, _KINDS)).labelled(
                    "monitored",
                    zh="属于防止返贫监测对象",
                    en="monitored against a return to poverty",
                    cites=(common_source("low-income-2024"),),
                ),
                outcome=LowIncomeOutcome.MONITORED,
            ),
            *(
                Step(rule=rule, outcome=LowIncomeOutcome.OTHER)
                for rule in others
            ),
        ),
        otherwise=LowIncomeOutcome.NOT_LOW_INCOME,
        undecided=LowIncomeOutcome.TO_VERIFY,
        beyond=monitored.beyond,
        bound=monitored.bound,
    )


def _line(given: object, name: str) -> Fen:
    if not isinstance(given, Fen) or given <= 0:
        raise InvalidStandardError(
            what="a line is an amount of money above zero.",
            where=name,
            remedy="Write yuan(…), as the place has set it.",
        )
    return given


def _check(*rules: object) -> None:
    for rule in rules:
        if not isinstance(rule, Condition):
            raise InvalidPolicyError(
                what=f"A {type(rule).__name__} is no rule.",
                remedy="Give a condition on a household.",
            )


def _by_civil_affairs() -> Iterator[Step[LowIncomeOutcome]]:
    cites = (common_source("low-income-2024"),)
    yield Step(
        rule=household.category.equals(
            HouseholdCategory.EXTREMELY_POOR
        ).labelled(
            "extremely-poor",
            zh="经认定为特困人员",
            en="recognised as extremely poor",
            cites=cites,
        ),
        outcome=LowIncomeOutcome.EXTREMELY_POOR,
    )
    yield Step(
        rule=household.category.among(
            HouseholdCategory.DIBAO, HouseholdCategory.DIBAO_POOR
        ).labelled(
            "dibao",
            zh="经认定为最低生活保障对象",
            en="recognised for the dibao allowance",
            cites=cites,
        ),
        outcome=LowIncomeOutcome.DIBAO,
    )


def _by_income(
    dibao_line: Fen,
    average_income: Fen,
    assets: Condition[Household],
    rigid: Condition[Household],
    on: dt.date,
) -> Iterator[Step[LowIncomeOutcome]]:
    multiple = _multiple(on)
    whole, _, rest = decimal(multiple).partition(".")
    times = f"{whole}.{rest}".rstrip("0").rstrip(".") if rest else whole
    # Held against whole fen: income times the denominator per person.
    income = household.net_income * multiple.denominator
    below = income.per(household.size) < Fen(dibao_line * multiple.numerator)
    cites = (common_source("low-income-2024"),)
    yield Step(
        rule=(below & assets).labelled(
            "dibao-marginal",
            zh=f"人均收入低于低保标准的{times}倍，财产符合规定",
            en=f"income per person below {times} times the dibao line, and"
            " assets that qualify",
            cites=cites,
        ),
        outcome=LowIncomeOutcome.DIBAO_MARGINAL,
    )
    under = household.net_income.per(household.size) < average_income
    yield Step(
        rule=(under & assets & rigid).labelled(
            "rigid-expense",
            zh="人均收入低于当地上年居民人均可支配收入，财产符合规定，"
            "刚性支出超过规定比例",
            en="income per person below last year's local average, assets"
            " that qualify, and rigid expenses beyond the ratio",
            cites=cites,
        ),
        outcome=LowIncomeOutcome.RIGID_EXPENSE,
    )


def _multiple(on: dt.date) -> Fraction:
    found = Standards.builtin().value("dibao-marginal-multiple", on=on).value
    return Fraction(str(found))
