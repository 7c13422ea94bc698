"""
Group 3: fields that are not filled in.

应填未填核查。
"""

from __future__ import annotations

from functools import cache

from pa_registry.audit.checks.check import Aspect, Check, Group, Item
from pa_registry.audit.checks.wording import (
    WORKING_AGE,
    blank,
    national_source,
    nobody,
)
from pa_registry.conditions import Condition
from pa_registry.model.person_codes import (
    Document,
    Enrolment,
    Health,
    RelationToHead,
)
from pa_registry.model.persons import Person
from pa_registry.model.terms import person


__all__ = ["blanks", "school_years"]

_CLAUSE = "第3组"
#: The ages at which the catalogue wants the school enrolment recorded.
_SCHOOL_FROM, _SCHOOL_TO = 6, 23
#: The fields of the household that must be filled, in its order.
_HOUSEHOLD = (
    "main_cause",
    "production_power",
    "in_cooperative",
    "road_distance",
    "road",
    "house_area",
    "domestic_power",
    "water_difficult",
    "safe_water",
    "fuel",
    "toilet",
)


def school_years() -> Condition[Person]:
    """Meet where the catalogue wants the school enrolment recorded."""
    return (person.age >= _SCHOOL_FROM) & (person.age <= _SCHOOL_TO)


@cache
def blanks() -> Group:
    """
    Check what must be filled in.

    应填未填核查。
    """
    out_of_school = person.enrolment.equals(Enrolment.NOT_ENROLLED)
    persons = (
        Item(
            number="3.1",
            zh="民族未填写",
            en="ethnicity blank",
            checks=(blank("person.ethnicity", _CLAUSE),),
        ),
        Item(
            number="3.2",
            zh="非在校生文化程度未填写",
            en="education blank, not in school",
            checks=(blank("person.education", _CLAUSE, where=out_of_school),),
        ),
        Item(
            number="3.3",
            zh="6至23周岁在校生状况未填写",
            en="enrolment blank, age 6 to 23",
            checks=(blank("person.enrolment", _CLAUSE, where=school_years()),),
        ),
        Item(
            number="3.4",
            zh="健康状况未填写",
            en="health blank",
            checks=(blank("person.health", _CLAUSE),),
        ),
        Item(
            number="3.5",
            zh="16至65周岁劳动能力未填写",
            en="labour capacity blank, age 16 to 65",
            checks=(
                blank("person.labour_capacity", _CLAUSE, where=WORKING_AGE),
            ),
        ),
        Item(
            number="3.6",
            zh="没有户主",
            en="no head",
            checks=(
                Check(
                    code="no-head",
                    zh="该户成员中没有户主。",
                    en="No member of the household is its head.",
                    field="household.members",
                    cites=(national_source(_CLAUSE),),
                    rule=nobody(
                        person.relation_to_head.equals(RelationToHead.HEAD)
                    ),
                    remedy_zh="请核实户主，更正与户主关系。",
                    remedy_en="Find out who is the head, and correct it.",
                    aspect=Aspect.VALIDITY,
                ),
            ),
        ),
        Item(
            number="3.7",
            zh="残疾人未登记残疾人证",
            en="disabled, without a card",
            checks=(
                Check(
                    code="disabled-without-card",
                    zh="健康状况为残疾，但登记的证件不是残疾人证。",
                    en="The person is recorded as disabled, and the document"
                    " is no disability certificate.",
                    field="person.document",
                    cites=(national_source(_CLAUSE),),
                    rule=person.health.contains(Health.DISABLED)
                    & ~person.document.equals(Document.DISABILITY_CARD),
                    remedy_zh="持有残疾人证的，请填写证号；未持证的，注明情况。",
                    remedy_en="Record the certificate; note it where the"
                    " person holds none.",
                    severity="warning",
                    aspect=Aspect.VALIDITY,
                ),
            ),
        ),
    )
    homes = tuple(
        Item(
            number=f"3.{number}",
            zh=f"{found.zh.removesuffix('。')}",
            en=f"{found.en.removesuffix('.')}",
            checks=(found,),
        )
        for number, found in enumerate(
            (blank(f"household.{key}", _CLAUSE) for key in _HOUSEHOLD),
            start=len(persons) + 1,
        )
    )
    return Group(
        number="3",
        zh="应填未填",
        en="blanks",
        items=(*persons, *homes),
    )
