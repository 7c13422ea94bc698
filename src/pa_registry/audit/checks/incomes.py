"""
Group 7: incomes that cannot be, or hardly.

收入核查。
"""

from __future__ import annotations

from pa_registry.audit.checks.check import Check, Group, Item
from pa_registry.audit.checks.wording import national_source
from pa_registry.conditions import Ordered, any_of
from pa_registry.model.households import Household
from pa_registry.model.terms import household
from pa_registry.money import Fen, yuan


__all__ = ["income_logic"]

_NOTHING = Fen(0)
#: The catalogue's own bound of what a poor household may earn a head.
_MOST = yuan(100_000)


def income_logic(*, size: Ordered[Household, int] | None = None) -> Group:
    """
    Check incomes.

    收入核查。

    Args:
        size: Who is counted; by default the usual residents.
    """
    cites = (national_source("第7组"),)
    per_head = household.net_income.per(
        household.size if size is None else size
    )
    return Group(
        number="7",
        zh="收入",
        en="income",
        items=(
            Item(
                number="7.1",
                zh="有生产经营性收入，无生产经营性支出",
                en="business income without expense",
                checks=(
                    Check(
                        code="business-income-without-expense",
                        zh="该户有生产经营性收入，但没有生产经营性支出。",
                        en="The household has business income and no business"
                        " expense.",
                        field="household.business_expense",
                        cites=cites,
                        rule=(household.business_income > _NOTHING)
                        & any_of(
                            household.business_expense.is_missing(),
                            household.business_expense.equals(_NOTHING),
                        ),
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="7.2",
                zh="人均纯收入小于等于0，或大于100000元",
                en="income per person 0 or less, or above 100,000 yuan",
                checks=(
                    Check(
                        code="income-not-above-zero",
                        zh="家庭人均纯收入不大于0。",
                        en="The net income per person is not above 0.",
                        field="household.net_income",
                        cites=cites,
                        rule=per_head <= _NOTHING,
                    ),
                    Check(
                        code="income-above-100000",
                        zh="家庭人均纯收入大于100000元。",
                        en="The net income per person is above 100,000 yuan.",
                        field="household.net_income",
                        cites=cites,
                        rule=per_head > _MOST,
                        severity="warning",
                    ),
                ),
            ),
        ),
    )
