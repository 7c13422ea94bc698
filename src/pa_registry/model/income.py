"""
The income page of the household form, and its check identities.

家庭收入：分项与勾稽关系。

Every amount is of one year, `income_year`: a rule that asks for another
year finds nothing recorded.  What the form states as a total stays as it
is; the ``computed_…`` properties add the parts, so that a check can put
both side by side.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.money import Fen


__all__ = ["IncomePage"]

_PRIVATE = Sensitivity.SENSITIVE


# The household that it is part of is what is compared.
@attrs.frozen(kw_only=True, eq=False, repr=False)
class IncomePage:
    """
    The income of a household in one year, by component.

    家庭收入情况。

    Codes are those of the national system, table AC07, generation of 2018.
    The identities are: net = wage + business + property + transfer −
    business expense; property and transfer are the sums of their parts.
    """

    income_year: int | None = column(
        "收入年度",
        en="year of the income",
        low=1949,
        high=2100,
        unit="year",
        ask_zh="登记的收入是哪一年度的",
        ask_en="of which year is the income on record?",
    )
    net_income: Fen | None = column(
        "家庭纯收入",
        en="net income of the household",
        code="AAC079",
        sensitivity=_PRIVATE,
        ask_zh="家庭全年纯收入是多少元",
        ask_en="how much is the net income of the household in the year, in yuan?",
    )
    printed_per_capita_net_income: Fen | None = column(
        "家庭人均纯收入",
        en="net income per person as printed",
        code="AAC082",
        sensitivity=_PRIVATE,
        headers=("人均纯收入",),
    )
    total_income: Fen | None = column(
        "家庭总收入",
        en="total income",
        code="AAC081",
        sensitivity=_PRIVATE,
    )
    wage_income: Fen | None = column(
        "工资性收入", code="AAC073", sensitivity=_PRIVATE
    )
    business_income: Fen | None = column(
        "生产经营性收入", code="AAC071", sensitivity=_PRIVATE
    )
    business_expense: Fen | None = column(
        "生产经营性支出",
        code="AAC074",
        sensitivity=_PRIVATE,
        headers=("生产经营费用",),
    )
    property_income: Fen | None = column(
        "财产性收入", code="AAC072", sensitivity=_PRIVATE
    )
    asset_dividend: Fen | None = column(
        "资产收益扶贫分红收入",
        en="dividend of collective assets",
        code="AAC092",
        sensitivity=_PRIVATE,
        ask_en="how much was received in dividends of collective assets, in yuan?",
    )
    other_property_income: Fen | None = column(
        "其他财产性收入", code="AAC093", sensitivity=_PRIVATE
    )
    lasting_asset_income: Fen | None = column(
        "三年以上资产收益",
        en="asset income assured for over three years",
        code="ACA008",
        sensitivity=_PRIVATE,
    )
    transfer_income: Fen | None = column(
        "转移性收入", code="AAC085", sensitivity=_PRIVATE
    )
    family_planning_subsidy: Fen | None = column(
        "计划生育金", code="AAC076", sensitivity=_PRIVATE
    )
    dibao_income: Fen | None = column(
        "低保金（一年以上）",
        en="minimum living allowance drawn for over a year",
        code="AAC077",
        sensitivity=_PRIVATE,
        headers=("低保金",),
    )
    short_dibao_income: Fen | None = column(
        "低保金（不足一年）",
        en="minimum living allowance drawn for under a year",
        code="ACA009",
        sensitivity=_PRIVATE,
    )
    extreme_poverty_income: Fen | None = column(
        "特困供养金",
        en="support for the extremely poor",
        code="AAC086",
        sensitivity=_PRIVATE,
        headers=("五保金",),
    )
    pension_income: Fen | None = column(
        "养老保险金", code="AAC087", sensitivity=_PRIVATE
    )
    retirement_pay: Fen | None = column(
        "离退休金", code="ACA001", sensitivity=_PRIVATE
    )
    child_support_to_parents: Fen | None = column(
        "赡养金",
        en="support from grown children",
        code="ACA002",
        sensitivity=_PRIVATE,
    )
    old_age_allowance: Fen | None = column(
        "高龄补贴", code="ACA003", sensitivity=_PRIVATE
    )
    survivor_allowance: Fen | None = column(
        "遗属补助", code="ACA004", sensitivity=_PRIVATE
    )
    disability_allowance: Fen | None = column(
        "残疾补贴", code="ACA005", sensitivity=_PRIVATE
    )
    soldiers_pay: Fen | None = column(
        "军人津贴", en="soldier's pay", code="ACA006", sensitivity=_PRIVATE
    )
    stability_subsidy: Fen | None = column(
        "稳定补贴", code="ACA007", sensitivity=_PRIVATE
    )
    ecological_compensation: Fen | None = column(
        "生态补偿金", code="AAC078", sensitivity=_PRIVATE
    )
    other_transfer_income: Fen | None = column(
        "其他转移性收入", code="AAC083", sensitivity=_PRIVATE
    )

    @property
    def computed_property_income(self) -> Fen | None:
        """The sum of the parts of property income, all recorded."""
        return _sum((self.asset_dividend, self.other_property_income))

    @property
    def computed_transfer_income(self) -> Fen | None:
        """
        The sum of the parts of transfer income, all recorded.

        Minimum living allowance counts whether drawn for over or under a
        year; the two are kept apart because only the first is stable.
        """
        return _sum(
            (
                self.family_planning_subsidy,
                self.dibao_income,
                self.short_dibao_income,
                self.extreme_poverty_income,
                self.pension_income,
                self.retirement_pay,
                self.child_support_to_parents,
                self.old_age_allowance,
                self.survivor_allowance,
                self.disability_allowance,
                self.soldiers_pay,
                self.stability_subsidy,
                self.ecological_compensation,
                self.other_transfer_income,
            )
        )

    @property
    def computed_total_income(self) -> Fen | None:
        """
        The sum of wage, business, property and transfer income.

        家庭总收入（按分项计算）。

        Where property or transfer income is blank, its parts stand in.
        """
        return _sum(
            (
                self.wage_income,
                self.business_income,
                _either(self.property_income, self.computed_property_income),
                _either(self.transfer_income, self.computed_transfer_income),
            )
        )

    @property
    def computed_net_income(self) -> Fen | None:
        """
        The total of the components less business expense.

        家庭纯收入（按分项计算）。

        `None` where any component is not recorded: missing is not zero.
        """
        total = self.computed_total_income
        if total is None or self.business_expense is None:
            return None
        return total - self.business_expense


def _sum(amounts: Iterable[Fen | None]) -> Fen | None:
    total = Fen(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _either(stated: Fen | None, computed: Fen | None) -> Fen | None:
    return computed if stated is None else stated
