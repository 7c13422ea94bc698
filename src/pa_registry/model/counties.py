"""
A county, with the figures that exits, accounts and funds read.

县（市、区）。
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.poverty_counties import CountyDesignation
from pa_registry.model.showing import shown
from pa_registry.money import Fen, Rate


__all__ = ["County"]

_OPEN = Sensitivity.PUBLIC
_MOST = 100_000_000


@attrs.frozen(kw_only=True)
class County:
    """
    A county-level unit and its figures.

    县（市、区）。

    Figures are of one day, `as_of`.  The headcount size quota
    (规模控制数) bounds what an area may register; it is read by accounts
    and funds, and never by a rule about a household.

    Examples:
        >>> from pa_registry.money import Rate, RateUnit
        >>> rate = Rate(numerator=3, base=200, unit=RateUnit.PERSONS)
        >>> county = County(code="999999", incidence=rate)
        >>> print(county.incidence)
        1.5% (3 of 200 persons)
    """

    code: str = column(
        "县级行政区划代码",
        en="division code of the county",
        sensitivity=_OPEN,
        default=attrs.NOTHING,
    )
    name: str | None = column(
        "县（市、区）名称",
        en="name of the county",
        sensitivity=_OPEN,
        ask_zh="县（市、区）名称是什么",
        ask_en="what is the name of the county?",
    )
    as_of: dt.date | None = column(
        "统计日期",
        en="day of the figures",
        sensitivity=_OPEN,
        ask_zh="统计日期是哪一天",
        ask_en="of which day are the figures?",
    )
    poor_county: bool | None = column(
        "贫困县",
        sensitivity=_OPEN,
        headers=("是否贫困县",),
        ask_zh="是否为贫困县",
        ask_en="is it a poor county?",
        says_en="it is a poor county",
        no_zh="不是贫困县",
    )
    designation: CountyDesignation | None = column(
        "贫困县类别",
        en="level at which it was designated as a poor county",
        sensitivity=_OPEN,
        ask_zh="由哪一级确定为贫困县",
        ask_en="who designated it as a poor county?",
    )
    exit_year: int | None = column(
        "退出年度", unit="year", low=2013, high=2100, sensitivity=_OPEN
    )
    rural_population: int | None = column(
        "农业户籍人口数",
        en="rural registered population",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="农业户籍人口数是多少人",
        ask_en="how many people have a rural registration?",
    )
    rural_population_on: dt.date | None = column(
        "农业户籍人口统计日期",
        en="day of the rural registered population",
        sensitivity=_OPEN,
    )
    rural_population_source: str | None = column(
        "农业户籍人口数来源",
        en="source of the rural registered population",
        sensitivity=_OPEN,
    )
    registered_households: int | None = column(
        "建档立卡户数", unit="household", high=_MOST, sensitivity=_OPEN
    )
    registered_persons: int | None = column(
        "建档立卡人口数", unit="person", high=_MOST, sensitivity=_OPEN
    )
    poor_households: int | None = column(
        "未脱贫户数",
        en="registered households not yet exited",
        unit="household",
        high=_MOST,
        sensitivity=_OPEN,
    )
    poor_persons: int | None = column(
        "未脱贫人口数",
        en="registered persons not yet exited",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
    )
    poor_villages: int | None = column("贫困村数", sensitivity=_OPEN)
    incidence: Rate | None = column(
        "贫困发生率", en="poverty incidence", sensitivity=_OPEN
    )
    composite_incidence: Rate | None = column(
        "综合贫困发生率",
        en="composite poverty incidence",
        sensitivity=_OPEN,
    )
    wrong_exit_rate: Rate | None = column("错退率", sensitivity=_OPEN)
    omission_rate: Rate | None = column("漏评率", sensitivity=_OPEN)
    approval_rate: Rate | None = column(
        "群众认可度", en="public approval rate", sensitivity=_OPEN
    )
    per_capita_income: Fen | None = column(
        "农村居民人均可支配收入",
        en="disposable income per rural resident",
        sensitivity=_OPEN,
    )
    size_quota: int | None = column(
        "规模控制数",
        en="headcount size quota",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="规模控制数是多少人",
        ask_en="how many persons does the size quota allow?",
    )
    size_quota_on: dt.date | None = column(
        "规模控制数下达日期",
        en="day on which the size quota was issued",
        sensitivity=_OPEN,
        ask_zh="规模控制数是哪一天下达的",
        ask_en="on which day was the size quota issued?",
    )
    size_quota_issuer: str | None = column(
        "规模控制数下达单位",
        en="issuer of the size quota",
        sensitivity=_OPEN,
        ask_zh="规模控制数由哪个单位下达",
        ask_en="who issued the size quota?",
    )
    extra: object | None = attrs.field(default=None, repr=False)

    __repr__ = shown
