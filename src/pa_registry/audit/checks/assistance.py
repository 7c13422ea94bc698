"""
Group 5: the minimum living allowance and the five guarantees.

低保、五保逻辑核查。
"""

from __future__ import annotations

from functools import cache

from pa_registry.audit.checks.check import Check, Group, Item
from pa_registry.audit.checks.wording import (
    CAN_WORK,
    DIBAO,
    WORKING_AGE,
    national_source,
    nobody,
    somebody,
)
from pa_registry.conditions import Condition
from pa_registry.model.household_codes import HouseholdCategory
from pa_registry.model.households import Household
from pa_registry.model.terms import household, person
from pa_registry.money import Fen


__all__ = ["assistance_logic"]

_CLAUSE = "第5组"
_NOTHING = Fen(0)


@cache
def assistance_logic() -> Group:
    """
    Check category, members and amounts against each other.

    低保、五保逻辑核查。
    """
    allowance = household.dibao_income + household.short_dibao_income
    support = household.extreme_poverty_income
    ordinary = household.category.equals(HouseholdCategory.ORDINARY)
    kept = household.category.equals(HouseholdCategory.EXTREMELY_POOR)
    return Group(
        number="5",
        zh="低保、五保逻辑",
        en="dibao and five guarantees",
        items=(
            Item(
                number="5.1",
                zh="低保户中没有低保成员",
                en="dibao household without a dibao member",
                checks=(
                    _check(
                        "dibao-household-without-member",
                        "household.category",
                        "贫困户属性为低保户或低保贫困户，但没有成员享受低保。",
                        "The household is one of dibao by its category, and"
                        " no member draws it.",
                        DIBAO & nobody(person.dibao),
                    ),
                ),
            ),
            Item(
                number="5.2",
                zh="一般贫困户中有低保成员",
                en="ordinary household with a dibao member",
                checks=(
                    _check(
                        "ordinary-household-with-dibao-member",
                        "household.category",
                        "贫困户属性为一般贫困户，但有成员享受低保。",
                        "The household is ordinary by its category, and a"
                        " member draws dibao.",
                        ordinary & somebody(person.dibao),
                    ),
                ),
            ),
            Item(
                number="5.3",
                zh="五保户中有16至65周岁的劳动力",
                en="five-guarantee household with labour aged 16 to 65",
                checks=(
                    _check(
                        "extremely-poor-household-with-labour",
                        "household.category",
                        "贫困户属性为五保贫困户，但有16至65周岁的劳动力。",
                        "The household is one of the five guarantees by its"
                        " category, and somebody aged 16 to 65 can work.",
                        kept & somebody(WORKING_AGE & CAN_WORK),
                    ),
                ),
            ),
            Item(
                number="5.4",
                zh="同时领取低保金和五保金",
                en="both subsidies",
                checks=(
                    _check(
                        "dibao-and-five-guarantees",
                        "household.extreme_poverty_income",
                        "该户同时有低保金和特困供养金收入。",
                        "The household draws both the minimum living"
                        " allowance and the support for the extremely poor.",
                        (allowance > _NOTHING) & (support > _NOTHING),
                    ),
                ),
            ),
            Item(
                number="5.5",
                zh="一般贫困户领取低保金或五保金",
                en="ordinary household drawing either",
                checks=(
                    _check(
                        "ordinary-household-with-dibao-income",
                        "household.dibao_income",
                        "贫困户属性为一般贫困户，但有低保金收入。",
                        "The household is ordinary by its category, and"
                        " draws the minimum living allowance.",
                        ordinary & (allowance > _NOTHING),
                    ),
                    _check(
                        "ordinary-household-with-support",
                        "household.extreme_poverty_income",
                        "贫困户属性为一般贫困户，但有特困供养金收入。",
                        "The household is ordinary by its category, and"
                        " draws the support for the extremely poor.",
                        ordinary & (support > _NOTHING),
                    ),
                ),
            ),
            Item(
                number="5.6",
                zh="低保户、五保户的相应金额为0",
                en="dibao or five guarantees with an amount of 0",
                checks=(
                    _check(
                        "dibao-household-without-income",
                        "household.dibao_income",
                        "贫困户属性为低保户或低保贫困户，但低保金为0。",
                        "The household is one of dibao by its category, and"
                        " the amount is 0.",
                        DIBAO & allowance.equals(_NOTHING),
                    ),
                    _check(
                        "extremely-poor-household-without-support",
                        "household.extreme_poverty_income",
                        "贫困户属性为五保贫困户，但特困供养金为0。",
                        "The household is one of the five guarantees by its"
                        " category, and the amount is 0.",
                        kept & support.equals(_NOTHING),
                    ),
                ),
            ),
        ),
    )


def _check(
    code: str, field: str, zh: str, en: str, rule: Condition[Household]
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(national_source(_CLAUSE),),
        rule=rule,
        remedy_zh="请与民政部门数据核对后更正。",
        remedy_en="Compare with the civil affairs office, and correct it.",
    )
