"""
Group 4: causes of poverty against what is recorded of the members.

致贫原因逻辑核查。
"""

from __future__ import annotations

from functools import cache

from pa_registry.audit.checks.check import Check, Group, Item
from pa_registry.audit.checks.wording import (
    ILL,
    is_student,
    national_source,
    nobody,
)
from pa_registry.conditions import any_of, at_least
from pa_registry.model.household_codes import Cause
from pa_registry.model.person_codes import Health
from pa_registry.model.terms import household, person
from pa_registry.standards.sources import common_source


__all__ = ["cause_logic"]

_CLAUSE = "第4组"
#: The form takes two more causes beside the main one.
_OTHERS = 2


@cache
def cause_logic() -> Group:
    """
    Check the causes against the members.

    致贫原因逻辑核查。
    """
    cites = (national_source(_CLAUSE),)
    main, others = household.main_cause, household.other_causes
    return Group(
        number="4",
        zh="致贫原因逻辑",
        en="causes of poverty",
        items=(
            Item(
                number="4.1",
                zh="因病致贫，家庭成员全部健康",
                en="poor through illness, everybody healthy",
                checks=(
                    Check(
                        code="cause-illness-nobody-ill",
                        zh="主要致贫原因为因病，但没有患病的家庭成员。",
                        en="The main cause is illness, and no member is ill.",
                        field="household.main_cause",
                        cites=cites,
                        rule=main.equals(Cause.ILLNESS) & nobody(ILL),
                    ),
                ),
            ),
            Item(
                number="4.2",
                zh="因学致贫，家庭成员中没有在校生",
                en="poor through schooling, no student",
                checks=(
                    Check(
                        code="cause-schooling-no-student",
                        zh="主要致贫原因为因学，但家庭成员中没有在校生。",
                        en="The main cause is schooling, and no member is"
                        " enrolled anywhere.",
                        field="household.main_cause",
                        cites=cites,
                        rule=main.equals(Cause.SCHOOLING)
                        & nobody(is_student()),
                    ),
                ),
            ),
            Item(
                number="4.3",
                zh="因残致贫，家庭成员中没有残疾人",
                en="poor through disability, nobody disabled",
                checks=(
                    Check(
                        code="cause-disability-nobody-disabled",
                        zh="主要致贫原因为因残，但家庭成员中没有残疾人。",
                        en="The main cause is disability, and no member is"
                        " disabled.",
                        field="household.main_cause",
                        cites=cites,
                        rule=main.equals(Cause.DISABILITY)
                        & nobody(person.health.contains(Health.DISABLED)),
                    ),
                ),
            ),
            Item(
                number="4.4",
                zh="其他致贫原因与主要致贫原因重复，或超过两项",
                en="another cause repeats the main one, or there are more"
                " than two",
                checks=(
                    Check(
                        code="other-cause-repeats-main",
                        zh="其他致贫原因与主要致贫原因重复。",
                        en="One of the other causes repeats the main one.",
                        field="household.other_causes",
                        cites=cites,
                        rule=any_of(
                            *(
                                main.equals(one) & others.contains(one)
                                for one in Cause
                            )
                        ),
                    ),
                    Check(
                        code="too-many-other-causes",
                        zh="其他致贫原因超过两项。",
                        en="More than two other causes are recorded.",
                        field="household.other_causes",
                        cites=(common_source("household-form-2014", "A3b"),),
                        rule=at_least(
                            _OTHERS + 1,
                            *(others.contains(one) for one in Cause),
                        ),
                    ),
                ),
            ),
        ),
    )
