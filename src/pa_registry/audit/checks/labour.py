"""
Group 6: labour capacity against age and health.

劳动能力逻辑核查。
"""

from __future__ import annotations

from functools import cache

from pa_registry.audit.checks.check import Check, Group, Item
from pa_registry.audit.checks.wording import (
    WORKING_AGE,
    is_student,
    national_source,
)
from pa_registry.model.person_codes import Health, LabourCapacity
from pa_registry.model.terms import person


__all__ = ["labour_logic"]


@cache
def labour_logic() -> Group:
    """
    Check labour capacity against age, health and school.

    劳动能力逻辑核查。

    The catalogue does not say what working age is here; the ages of its
    third group are taken.
    """
    cites = (national_source("第6组"),)
    healthy = WORKING_AGE & person.health.contains(Health.HEALTHY)
    capacity = person.labour_capacity
    return Group(
        number="6",
        zh="劳动能力逻辑",
        en="labour capacity",
        items=(
            Item(
                number="6.1",
                zh="劳动年龄内健康人口登记为丧失劳动力",
                en="of working age, healthy, recorded as labour lost",
                checks=(
                    Check(
                        code="healthy-labour-lost",
                        zh="该成员16至65周岁且健康，但登记为丧失劳动力。",
                        en="The person is 16 to 65 and healthy, and is"
                        " recorded as having lost the capacity for labour.",
                        field="person.labour_capacity",
                        cites=cites,
                        rule=healthy & capacity.equals(LabourCapacity.LOST),
                    ),
                ),
            ),
            Item(
                number="6.2",
                zh="劳动年龄内健康的非在校人口登记为无劳动力",
                en="of working age, healthy, no student, recorded as no"
                " labour",
                checks=(
                    Check(
                        code="healthy-no-labour",
                        zh="该成员16至65周岁、健康且不是在校生，但登记为无劳动力。",
                        en="The person is 16 to 65, healthy and no student,"
                        " and is recorded as no labour.",
                        field="person.labour_capacity",
                        cites=cites,
                        rule=healthy
                        & ~is_student()
                        & capacity.equals(LabourCapacity.NONE),
                    ),
                ),
            ),
        ),
    )
