"""
The page of the household form on land, house, water and daily life.

生产生活条件。

Land and floor space are whole hundredths of a mu and of a square metre,
distances are metres.
"""

from __future__ import annotations

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.household_codes import (
    Fuel,
    HouseStructure,
    HousingGrade,
    RelocationStage,
    Resettlement,
    Road,
    WaterSource,
)
from pa_registry.model.income import IncomePage
from pa_registry.money import Fen


__all__ = ["LivingPage"]

_MU = "0.01 mu"
_MOST_LAND = 100_000_000


# The household that it is part of is what is compared.
@attrs.frozen(kw_only=True, eq=False, repr=False)
class LivingPage(IncomePage):
    """
    Land, house, water and the other conditions of living.

    生产生活条件。

    Codes are those of the national system, tables AC30 and AC40,
    generation of 2018.  The facts from which a guarantee can be derived
    stand beside the form's own flag of it.
    """

    cropland: int | None = column(
        "耕地面积", code="AAC301", unit=_MU, scale=100, high=_MOST_LAND
    )
    irrigated_land: int | None = column(
        "有效灌溉面积", code="AAC302", unit=_MU, scale=100, high=_MOST_LAND
    )
    forest_land: int | None = column(
        "林地面积", code="AAC303", unit=_MU, scale=100, high=_MOST_LAND
    )
    land_returned_to_forest: int | None = column(
        "退耕还林面积", code="AAC304", unit=_MU, scale=100, high=_MOST_LAND
    )
    orchard: int | None = column(
        "林果面积", code="AAC305", unit=_MU, scale=100, high=_MOST_LAND
    )
    grassland: int | None = column(
        "牧草地面积", code="AAC306", unit=_MU, scale=100, high=_MOST_LAND
    )
    water_surface: int | None = column(
        "水面面积", code="AAC307", unit=_MU, scale=100, high=_MOST_LAND
    )
    house_area: int | None = column(
        "住房面积",
        code="AAC317",
        unit="0.01 m2",
        scale=100,
        high=1_000_000,
        ask_zh="住房面积是多少平方米",
        ask_en="how many square metres has the house (0 if none)?",
    )
    house_structure: HouseStructure | None = column(
        "住房结构", headers=("主要结构",)
    )
    house_built: int | None = column(
        "建房年份",
        en="year in which the house was built",
        unit="year",
        low=1600,
        high=2100,
        headers=("竣工年份",),
        ask_zh="住房是哪一年建的",
        ask_en="in which year was the house built?",
    )
    house_dangerous: bool | None = column(
        "住房是危房",
        en="house is dangerous",
        code="AAC318",
        headers=("是否危房",),
        ask_zh="住房是否为危房",
        ask_en="is the house dangerous?",
        says_en="the house is dangerous",
        no_zh="住房不是危房",
    )
    housing_grade: HousingGrade | None = column(
        "危房等级",
        en="danger grade of the house",
        code="AAC322",
        ask_zh="住房安全鉴定为哪一级",
        ask_en="what grade of safety was the house given?",
    )
    cannot_afford_housing: bool | None = column(
        "无力建房或改造危房",
        en="no means to build or to repair the house",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否无力建房或改造危房",
        ask_en="is the household without means to build or repair a house?",
        says_en="the household is without means to build or repair a house",
        no_zh="有能力建房或改造危房",
    )
    housing_adequate: bool | None = column(
        "现有住房满足居住需要",
        en="has adequate housing",
        ask_zh="现有住房是否满足居住需要",
        ask_en="is the present house adequate?",
        says_en="the present house is adequate",
        no_zh="现有住房不能满足居住需要",
    )
    builds_another_house: bool | None = column(
        "另建住房",
        en="is building another house",
        ask_zh="是否另建住房",
        ask_en="is the household building another house?",
        says_en="the household is building another house",
        no_zh="未另建住房",
    )
    luxury_decoration: bool | None = column(
        "对住房进行豪华或高标准装修",
        en="house decorated to a luxury or high standard",
        ask_zh="住房有无豪华或高标准装修",
        ask_en="is the house decorated to a luxury or high standard?",
        says_en="the house is decorated to a luxury or high standard",
    )
    water_difficult: bool | None = column(
        "饮水困难",
        en="drinking water hard to get",
        code="AAC311",
        headers=("是否饮水困难",),
        ask_zh="饮水是否困难",
        ask_en="is drinking water hard to get?",
        says_en="drinking water is hard to get",
    )
    safe_water: bool | None = column(
        "饮水安全",
        en="safe drinking water",
        code="AAC312",
        headers=("是否饮水安全",),
        ask_zh="饮水是否安全",
        ask_en="is the drinking water safe?",
        says_en="the drinking water is safe",
    )
    water_solved: bool | None = column(
        "已解决安全饮用水",
        en="problem of safe drinking water solved",
        code="AAC091",
        headers=("是否解决安全饮用水",),
        ask_zh="是否已解决安全饮用水",
        ask_en="is the problem of safe drinking water solved?",
        says_en="the problem of safe drinking water is solved",
        no_zh="未解决安全饮用水",
    )
    water_source: WaterSource | None = column(
        "饮水来源",
        code="A37",
        ask_zh="饮水来源是什么",
        ask_en="where does the drinking water come from?",
    )
    water_quantity: int | None = column(
        "人均日供水量",
        en="water per person and day",
        unit="litre",
        ask_zh="人均日供水量是多少升",
        ask_en="how many litres of water are there per person and day?",
    )
    water_quality_sound: bool | None = column(
        "饮用水水质达标",
        en="quality of the drinking water up to standard",
        ask_zh="饮用水水质是否达标",
        ask_en="is the quality of the drinking water up to standard?",
        says_en="the quality of the drinking water is up to standard",
        no_zh="饮用水水质不达标",
    )
    water_fetch_minutes: int | None = column(
        "取水往返时间",
        en="round trip to fetch water",
        unit="minute",
        ask_zh="取水往返需要多少分钟",
        ask_en="how many minutes does it take to fetch water and return?",
    )
    water_fetch_distance: int | None = column(
        "取水水平距离",
        en="horizontal distance to the water",
        unit="m",
        high=100_000,
    )
    water_fetch_climb: int | None = column(
        "取水垂直高差", en="vertical distance to the water", unit="m"
    )
    water_reliability: int | None = column(
        "供水保证率",
        en="reliability of the supply",
        unit="%",
        high=100,
        ask_zh="供水保证率是百分之多少",
        ask_en="what is the reliability of the supply, in per cent?",
    )
    water_outage_days: int | None = column(
        "全年断水天数",
        en="days without water in the year",
        high=366,
        ask_zh="全年断水多少天",
        ask_en="on how many days of the year was there no water?",
    )
    domestic_power: bool | None = column(
        "通生活用电",
        en="connected to domestic power",
        code="AAC308",
        headers=("是否通生活用电",),
        ask_zh="是否通生活用电",
        ask_en="is the household connected to domestic power?",
        says_en="the household is connected to domestic power",
        no_zh="未通生活用电",
    )
    production_power: bool | None = column(
        "通生产用电",
        en="connected to power for production",
        headers=("是否通生产用电",),
        ask_zh="是否通生产用电",
        ask_en="is the household connected to power for production?",
        says_en="the household is connected to power for production",
        no_zh="未通生产用电",
    )
    television: bool | None = column(
        "通广播电视",
        en="receives radio or television",
        code="AAC314",
        headers=("是否通广播电视",),
        ask_zh="是否通广播电视",
        ask_en="does the household receive radio or television?",
        says_en="the household receives radio or television",
        no_zh="未通广播电视",
    )
    road: Road | None = column(
        "入户路类型",
        en="road to the house",
        code="AAC316",
        ask_zh="入户路是什么类型",
        ask_en="what kind of road leads to the house?",
    )
    road_distance: int | None = column(
        "与村主干路距离",
        en="distance to the village trunk road",
        code="AAC315",
        unit="m",
        high=1_000_000,
        ask_zh="与村主干路的距离是多少米",
        ask_en="how many metres is it to the village trunk road?",
    )
    toilet: bool | None = column(
        "有卫生厕所",
        en="has a sanitary toilet",
        code="AAC319",
        headers=("有无卫生厕所",),
        ask_zh="有无卫生厕所",
        ask_en="does the household have a sanitary toilet?",
        says_en="the household has a sanitary toilet",
    )
    fuel: Fuel | None = column("主要燃料类型", en="main fuel", code="AAC320")
    in_cooperative: bool | None = column(
        "加入农民专业合作组织",
        en="member of a farmers' cooperative",
        code="AAC084",
        headers=("是否加入农民专业合作组织",),
        ask_zh="是否加入农民专业合作组织",
        ask_en="is the household in a farmers' cooperative?",
        says_en="the household is in a farmers' cooperative",
        no_zh="未加入农民专业合作组织",
    )
    led_by_enterprise: bool | None = column(
        "有龙头企业带动",
        en="led by an enterprise",
        code="AAC088",
        ask_zh="有无龙头企业带动",
        ask_en="is the household led by an enterprise?",
        says_en="the household is led by an enterprise",
    )
    led_by_entrepreneur: bool | None = column(
        "有创业致富带头人带动",
        en="led by an entrepreneur",
        code="AAC089",
        ask_zh="有无创业致富带头人带动",
        ask_en="is the household led by an entrepreneur?",
        says_en="the household is led by an entrepreneur",
    )
    wants_to_relocate: bool | None = column(
        "有搬迁意愿",
        en="wants to relocate",
        code="ACR077",
        headers=("是否有搬迁意愿",),
        ask_zh="有无搬迁意愿",
        ask_en="does the household want to relocate?",
        says_en="the household wants to relocate",
    )
    relocation_stage: RelocationStage | None = column(
        "搬迁阶段",
        headers=("易地扶贫搬迁",),
        ask_zh="易地扶贫搬迁到了哪一阶段",
        ask_en="which stage has the relocation reached?",
    )
    resettlement: Resettlement | None = column(
        "安置方式", en="kind of resettlement"
    )
    self_paid_medical: Fen | None = column(
        "自付医疗费用",
        en="medical cost paid by the household",
        low=0,
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="全年自付医疗费用多少元",
        ask_en="how much did the household itself pay for medical care in the year, in yuan?",
    )
    monthly_utility_spend: Fen | None = column(
        "每月水电燃料通信费用",
        en="monthly bills for water, power, fuel and telephone",
        low=0,
        ask_zh="每月水电燃料通信费用多少元",
        ask_en="how much are the monthly bills for water, power, fuel and telephone, in yuan?",
    )
    utility_spend_clearly_high: bool | None = column(
        "水电燃料通信费用明显高于非贫困户",
        en="such bills clearly above those of other households",
        ask_zh="水电燃料通信费用是否明显高于非贫困户",
        ask_en="is the spending on such bills clearly above that of other households?",
        says_en="the spending on such bills is clearly above that of other households",
        no_zh="水电燃料通信费用未明显高于非贫困户",
    )
