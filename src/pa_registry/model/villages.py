"""
A village, with the figures of the village form.

行政村（贫困村）。
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.showing import shown
from pa_registry.money import Fen, Rate


__all__ = ["Village"]

_OPEN = Sensitivity.PUBLIC
_MU = "0.01 mu"
_MOST = 1_000_000
_MOST_LAND = 10_000_000_000


@attrs.frozen(kw_only=True)
class Village:
    """
    A village and its figures.

    行政村。

    Figures are of one day, `as_of`; a share is a
    :class:`~pa_registry.Rate`, which knows its base.  Money is of the
    year before that day.

    Examples:
        >>> Village(code="999999001001", poor_village=True)
        Village(code='999999001001', poor_village=True)
    """

    code: str = column(
        "行政村代码",
        en="division code of the village",
        sensitivity=_OPEN,
        default=attrs.NOTHING,
    )
    name: str | None = column(
        "行政村名称",
        en="name of the village",
        sensitivity=_OPEN,
        ask_zh="行政村名称是什么",
        ask_en="what is the name of the village?",
    )
    as_of: dt.date | None = column(
        "统计日期",
        en="day of the figures",
        sensitivity=_OPEN,
        ask_zh="统计日期是哪一天",
        ask_en="of which day are the figures?",
    )
    poor_village: bool | None = column(
        "贫困村",
        en="poor village",
        sensitivity=_OPEN,
        headers=("是否贫困村",),
        ask_zh="是否为贫困村",
        ask_en="is it a poor village?",
        says_en="it is a poor village",
        no_zh="不是贫困村",
    )
    exit_year: int | None = column(
        "退出年度", unit="year", low=2013, high=2100, sensitivity=_OPEN
    )
    households: int | None = column(
        "总户数", unit="household", high=_MOST, sensitivity=_OPEN
    )
    population: int | None = column(
        "总人口数",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="总人口数是多少人",
        ask_en="how many people live in the village?",
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
    rural_population_source: str | None = column(
        "农业户籍人口数来源",
        en="source of the rural registered population",
        sensitivity=_OPEN,
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
    registered_households: int | None = column(
        "建档立卡户数", unit="household", high=_MOST, sensitivity=_OPEN
    )
    registered_persons: int | None = column(
        "建档立卡人口数", unit="person", high=_MOST, sensitivity=_OPEN
    )
    incidence: Rate | None = column(
        "贫困发生率", en="poverty incidence", sensitivity=_OPEN
    )
    dibao_persons: int | None = column(
        "低保人口数",
        en="persons drawing the minimum living allowance",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="低保人口数是多少人",
        ask_en="how many persons draw the minimum living allowance?",
    )
    extremely_poor_persons: int | None = column(
        "特困供养人口数", unit="person", high=_MOST, sensitivity=_OPEN
    )
    disabled_persons: int | None = column(
        "残疾人口数", unit="person", high=_MOST, sensitivity=_OPEN
    )
    per_capita_net_income: Fen | None = column(
        "农民人均纯收入",
        en="net income per person",
        sensitivity=_OPEN,
    )
    collective_income: Fen | None = column(
        "村集体经济收入",
        en="income of the village collective",
        sensitivity=_OPEN,
    )
    medical_insured: int | None = column(
        "参加基本医疗保险人数",
        en="persons in basic medical insurance",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="参加基本医疗保险的有多少人",
        ask_en="how many persons are in basic medical insurance?",
    )
    pension_insured: int | None = column(
        "参加基本养老保险人数",
        en="persons in basic pension insurance",
        unit="person",
        high=_MOST,
        sensitivity=_OPEN,
        ask_zh="参加基本养老保险的有多少人",
        ask_en="how many persons are in basic pension insurance?",
    )
    hardened_road: bool | None = column(
        "通硬化路",
        en="hardened road to the village",
        sensitivity=_OPEN,
        ask_zh="村里是否通硬化路",
        ask_en="does a hardened road reach the village?",
        says_en="a hardened road reaches the village",
        no_zh="村里未通硬化路",
    )
    unpaved_road: int | None = column(
        "乡镇到村未硬化路里程",
        en="unpaved road from township to village",
        unit="m",
        high=_MOST,
        sensitivity=_OPEN,
    )
    natural_villages: int | None = column("自然村数", sensitivity=_OPEN)
    natural_villages_unpaved: int | None = column(
        "未通硬化路自然村数",
        en="natural villages without a paved road",
        sensitivity=_OPEN,
    )
    bus: bool | None = column(
        "通客运班车",
        en="served by a bus",
        sensitivity=_OPEN,
        ask_zh="是否通客运班车",
        ask_en="is the village served by a bus?",
        says_en="the village is served by a bus",
        no_zh="未通客运班车",
    )
    domestic_power: bool | None = column(
        "通生活用电",
        sensitivity=_OPEN,
        ask_zh="是否通生活用电",
        ask_en="is the village connected to domestic power?",
        says_en="the village is connected to domestic power",
        no_zh="未通生活用电",
    )
    production_power: bool | None = column(
        "通生产用电",
        en="power for production",
        sensitivity=_OPEN,
        ask_zh="是否通生产用电",
        ask_en="is the village connected to power for production?",
        says_en="the village is connected to power for production",
        no_zh="未通生产用电",
    )
    households_without_safe_water: int | None = column(
        "未实现饮水安全户数",
        unit="household",
        high=_MOST,
        sensitivity=_OPEN,
    )
    households_with_water_difficulty: int | None = column(
        "饮水困难户数",
        en="households with difficult access to water",
        unit="household",
        high=_MOST,
        sensitivity=_OPEN,
    )
    households_in_dangerous_houses: int | None = column(
        "危房户数", unit="household", high=_MOST, sensitivity=_OPEN
    )
    households_with_television: int | None = column(
        "通广播电视户数",
        en="households with radio or television",
        unit="household",
        high=_MOST,
        sensitivity=_OPEN,
    )
    households_with_broadband: int | None = column(
        "通宽带户数", unit="household", high=_MOST, sensitivity=_OPEN
    )
    broadband: bool | None = column(
        "通宽带",
        en="broadband in the village",
        sensitivity=_OPEN,
        ask_zh="是否通宽带",
        ask_en="is there broadband in the village?",
        says_en="there is broadband in the village",
        no_zh="未通宽带",
    )
    clinics: int | None = column("卫生室个数", sensitivity=_OPEN)
    doctors: int | None = column(
        "执业（助理）医师人数", en="licensed doctors", sensitivity=_OPEN
    )
    cultural_centres: int | None = column(
        "文化活动场所个数", sensitivity=_OPEN
    )
    libraries: int | None = column("图书室个数", sensitivity=_OPEN)
    public_toilets: int | None = column("公共厕所个数", sensitivity=_OPEN)
    waste_points: int | None = column("垃圾集中堆放点个数", sensitivity=_OPEN)
    primary_schools: int | None = column("小学个数", sensitivity=_OPEN)
    cooperatives: int | None = column("农民专业合作社个数", sensitivity=_OPEN)
    tourism_workers: int | None = column(
        "乡村旅游从业人数", high=_MOST, sensitivity=_OPEN
    )
    tourism_income: Fen | None = column("乡村旅游收入", sensitivity=_OPEN)
    cropland: int | None = column(
        "耕地面积", unit=_MU, scale=100, high=_MOST_LAND, sensitivity=_OPEN
    )
    forest_land: int | None = column(
        "林地面积", unit=_MU, scale=100, high=_MOST_LAND, sensitivity=_OPEN
    )
    grassland: int | None = column(
        "牧草地面积", unit=_MU, scale=100, high=_MOST_LAND, sensitivity=_OPEN
    )
    water_surface: int | None = column(
        "水面面积", unit=_MU, scale=100, high=_MOST_LAND, sensitivity=_OPEN
    )
    extra: object | None = attrs.field(default=None, repr=False)

    __repr__ = shown
