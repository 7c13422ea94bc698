"""
Group 8: outside work against place, capacity and wages.

务工核查。
"""

from __future__ import annotations

from functools import cache

from pa_registry.audit.checks.check import Aspect, Check, Group, Item
from pa_registry.audit.checks.wording import (
    national_source,
    nobody,
    somebody,
)
from pa_registry.conditions import any_of
from pa_registry.model.person_codes import LabourCapacity
from pa_registry.model.terms import household, person
from pa_registry.money import Fen


__all__ = ["outside_work"]

_NOTHING = Fen(0)


@cache
def outside_work() -> Group:
    """
    Check months, place and wages of outside work.

    务工核查。
    """
    cites = (national_source("第8组"),)
    works = person.months_worked > 0
    no_months = any_of(
        person.months_worked.is_missing(), person.months_worked.equals(0)
    )
    cannot = person.labour_capacity.among(
        LabourCapacity.LOST, LabourCapacity.NONE
    )
    return Group(
        number="8",
        zh="务工",
        en="outside work",
        items=(
            Item(
                number="8.1",
                zh="务工月数不在0至12之间",
                en="months outside 0 to 12",
                why_zh="数据导入时即按超出范围处理，库中不会存在这样的月数。",
                why_en="Such a number is refused when data are read"
                " (number.out-of-range), so that no register holds one.",
            ),
            Item(
                number="8.2",
                zh="有务工区域，无务工月数",
                en="place without months",
                checks=(
                    Check(
                        code="work-area-without-months",
                        zh="登记了务工区域，但没有务工月数。",
                        en="An area of work is recorded, and no months.",
                        field="person.months_worked",
                        cites=cites,
                        rule=~person.work_area.is_missing() & no_months,
                    ),
                ),
            ),
            Item(
                number="8.3",
                zh="有务工月数，无务工区域",
                en="months without place",
                checks=(
                    Check(
                        code="months-without-work-area",
                        zh="登记了务工月数，但没有务工区域。",
                        en="Months of work are recorded, and no area.",
                        field="person.work_area",
                        cites=cites,
                        rule=works & person.work_area.is_missing(),
                        severity="warning",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
            Item(
                number="8.4",
                zh="无劳动能力而务工",
                en="no labour capacity, but working",
                checks=(
                    Check(
                        code="works-without-capacity",
                        zh="登记为丧失劳动力或无劳动力，但有务工月数。",
                        en="The person is recorded as without capacity for"
                        " labour, and with months of outside work.",
                        field="person.months_worked",
                        cites=cites,
                        rule=works & cannot,
                    ),
                ),
            ),
            Item(
                number="8.5",
                zh="有工资性收入，无人务工",
                en="wage income, but no worker",
                checks=(
                    Check(
                        code="wage-without-worker",
                        zh="该户有工资性收入，但没有成员务工。",
                        en="The household has wage income, and no member"
                        " works outside.",
                        field="household.wage_income",
                        cites=cites,
                        rule=(household.wage_income > _NOTHING)
                        & nobody(works),
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="8.6",
                zh="有人务工，无工资性收入",
                en="worker, but no wage income",
                checks=(
                    Check(
                        code="worker-without-wage",
                        zh="该户有成员务工，但没有工资性收入。",
                        en="A member works outside, and the household has no"
                        " wage income.",
                        field="household.wage_income",
                        cites=cites,
                        rule=any_of(
                            household.wage_income.is_missing(),
                            household.wage_income.equals(_NOTHING),
                        )
                        & somebody(works),
                        severity="warning",
                    ),
                ),
            ),
        ),
    )
