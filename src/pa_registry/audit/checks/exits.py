"""
Group 1: exited households that lack a guarantee.

已脱贫户“两不愁三保障”未达标。
"""

from __future__ import annotations

from pa_registry.audit.checks.check import Aspect, Check, Group, Item
from pa_registry.audit.checks.wording import (
    EXITED,
    ILL,
    national_source,
    somebody,
)
from pa_registry.conditions import Condition, Ordered, any_of, parameter
from pa_registry.model.household_codes import Cause
from pa_registry.model.households import Household
from pa_registry.model.person_codes import Enrolment, Health
from pa_registry.model.terms import household, person
from pa_registry.money import Fen
from pa_registry.policies.guarantees import lacks_housing
from pa_registry.policies.identification import income_below


__all__ = ["exited_lacking"]

_REMEDY_ZH = "请入户核实；退出时确未达标的，按程序办理错退纠正。"
_REMEDY_EN = (
    "Verify it at a visit; if the standard was not met at the exit, the exit"
    " is to be reversed."
)


def exited_lacking(
    *,
    line: Fen | Ordered[Household, Fen] | None = None,
    size: Ordered[Household, int] | None = None,
) -> Group:
    """
    Check what an exited household must not lack.

    已脱贫户未达标核查。

    Args:
        line: The line; left out, that of the income year, from the
            standards in force.  The catalogue prints 2,952 yuan, which is
            the line for the income of one year only.
        size: Who is counted; by default the usual residents.
    """
    cites = (national_source("第1组"),)
    # Whatever the exit test finds lacking in a house, the check does too.
    dangerous = any_of(household.house_dangerous, lacks_housing())
    child = (
        (person.age >= parameter("school-age-from", "years"))
        & (person.age <= parameter("school-age-to", "years"))
        & person.health.contains(Health.HEALTHY)
        & person.enrolment.equals(Enrolment.NOT_ENROLLED)
    )
    uninsured = ILL & ~person.serious_illness_insured

    def check(
        code: str, field: str, zh: str, en: str, rule: Condition[Household]
    ) -> Check:
        return Check(
            code=code,
            zh=zh,
            en=en,
            field=field,
            cites=cites,
            rule=EXITED & rule,
            remedy_zh=_REMEDY_ZH,
            remedy_en=_REMEDY_EN,
        )

    return Group(
        number="1",
        zh="已脱贫户两不愁三保障未达标",
        en="exited households that lack a guarantee",
        items=(
            Item(
                number="1.1",
                zh="已脱贫，人均纯收入低于扶贫标准",
                en="exited, income per person below the line",
                checks=(
                    check(
                        "exited-below-line",
                        "household.net_income",
                        "该户已脱贫，但家庭人均纯收入低于扶贫标准。",
                        "The household has exited, and its net income per"
                        " person is below the line.",
                        income_below(line, size=size),
                    ),
                ),
            ),
            Item(
                number="1.2",
                zh="已脱贫，有健康的适龄儿童失学辍学",
                en="exited, a healthy child of school age out of school",
                checks=(
                    check(
                        "exited-child-out-of-school",
                        "household.members",
                        "该户已脱贫，但有健康的义务教育适龄儿童少年登记为非在校生。",
                        "The household has exited, and a healthy child of"
                        " school age is recorded as not enrolled.",
                        somebody(child),
                    ),
                ),
            ),
            Item(
                number="1.3",
                zh="已脱贫，住房为危房",
                en="exited, a dangerous house",
                checks=(
                    check(
                        "exited-in-dangerous-house",
                        "household.housing_grade",
                        "该户已脱贫，但住房登记为危房。",
                        "The household has exited, and its house is recorded"
                        " as dangerous.",
                        dangerous,
                    ),
                ),
            ),
            Item(
                number="1.4",
                zh="已脱贫，未解决安全饮用水",
                en="exited, safe water not solved",
                checks=(
                    check(
                        "exited-without-safe-water",
                        "household.water_solved",
                        "该户已脱贫，但登记为未解决安全饮用水。",
                        "The household has exited, and the problem of safe"
                        " drinking water is recorded as not solved.",
                        ~household.water_solved,
                    ),
                ),
            ),
            Item(
                number="1.5",
                zh="已脱贫，因病致贫，有患病成员未参加大病保险",
                en="exited, poor through illness, an ill member without"
                " serious-illness insurance",
                checks=(
                    check(
                        "exited-ill-uninsured",
                        "household.members",
                        "该户因病致贫且已脱贫，但有患病成员未参加大病保险。",
                        "The household was poor through illness and has"
                        " exited, and an ill member is outside the"
                        " serious-illness insurance.",
                        household.main_cause.equals(Cause.ILLNESS)
                        & somebody(uninsured),
                    ),
                ),
            ),
            Item(
                number="1.6",
                zh="已脱贫，住房面积为0或未填写",
                en="exited, house area 0 or blank",
                checks=(
                    check(
                        "exited-house-area-zero",
                        "household.house_area",
                        "该户已脱贫，但住房面积登记为0。",
                        "The household has exited, and its house is recorded"
                        " with an area of 0.",
                        household.house_area.equals(0),
                    ),
                    Check(
                        code="exited-house-area-blank",
                        zh="该户已脱贫，但住房面积未填写。",
                        en="The household has exited, and the area of its"
                        " house is not recorded.",
                        field="household.house_area",
                        cites=cites,
                        rule=EXITED & household.house_area.is_missing(),
                        remedy_zh="请入户核实后补填。",
                        remedy_en="Ask at a visit, and record it.",
                        severity="warning",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
        ),
    )
