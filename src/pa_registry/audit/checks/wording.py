"""
What many checks share: sources, conditions, and the check of a blank.

各核查规则共用的条件与表述。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pa_registry.audit.checks.check import Aspect, Check
from pa_registry.audit.findings import field_name
from pa_registry.conditions import Condition, any_of
from pa_registry.conditions.terms import term
from pa_registry.model.forms import FORMS
from pa_registry.model.household_codes import HouseholdCategory
from pa_registry.model.households import Household
from pa_registry.model.person_codes import Enrolment, Health, LabourCapacity
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status
from pa_registry.model.terms import household, person
from pa_registry.standards import Citation
from pa_registry.standards.sources import common_source


__all__ = [
    "CAN_WORK",
    "DIBAO",
    "EXITED",
    "ILL",
    "WORKING_AGE",
    "WORKING_FROM",
    "WORKING_TO",
    "blank",
    "identity_source",
    "is_student",
    "national_source",
    "nobody",
    "on_file",
    "provincial_source",
    "somebody",
]

#: Working age in the national catalogue, years of age, both included.
WORKING_FROM: int = 16
WORKING_TO: int = 65
#: The person is of working age.
WORKING_AGE: Condition[Person] = (person.age >= WORKING_FROM) & (
    person.age <= WORKING_TO
)
#: The person counts as a whole labourer.
CAN_WORK: Condition[Person] = person.labour_capacity.among(
    LabourCapacity.ORDINARY, LabourCapacity.SKILLED
)
#: The person has a lasting or a serious illness.
ILL: Condition[Person] = person.health.contains(
    Health.CHRONIC_ILLNESS
) | person.health.contains(Health.SERIOUS_ILLNESS)
#: The household has exited.
EXITED: Condition[Household] = household.status.among(
    Status.EXITED, Status.EXITED_STABLE
)
#: The household draws the minimum living allowance, by its category.
DIBAO: Condition[Household] = household.category.among(
    HouseholdCategory.DIBAO, HouseholdCategory.DIBAO_POOR
)


def is_student() -> Condition[Person]:
    """Meet where the person attends any stage of school. 在校生。"""
    stages = [
        one
        for one in Enrolment
        if one not in {Enrolment.NOT_ENROLLED, Enrolment.UNDER_SCHOOL_AGE}
    ]
    return person.enrolment.among(*stages)


def somebody(rule: Condition[Person]) -> Condition[Household]:
    """
    Meet where a member meets a rule, whoever is counted.

    Members who work away are in the household by registration, and those
    registered elsewhere by residence: a check looks at both.
    """
    return any_of(
        household.members.any(rule), household.registered_members.any(rule)
    )


def nobody(rule: Condition[Person]) -> Condition[Household]:
    """Meet where surely no member meets a rule, whoever is counted."""
    return ~somebody(rule)


def on_file(registry: Registry) -> Iterator[tuple[Household, Person]]:
    """Go through the members who have not left, each with the household."""
    for home, member in registry.iter_people():
        if member.left is None:
            yield home, member


def national_source(clause: str | None = None) -> Citation:
    """Cite the catalogue of the national system."""
    return common_source("national-checks", clause)


def provincial_source(clause: str | None = None) -> Citation:
    """Cite the catalogue of Guizhou."""
    return common_source("guizhou-checks", clause)


def identity_source() -> Citation:
    """Cite the standard of identity numbers."""
    return common_source("identity-number-standard")


def blank(
    field: str, clause: str, *, where: Condition[Any] | None = None
) -> Check:
    """
    Make the check of a field that nobody has recorded.

    未填项核查。

    Args:
        field: The form and the field, such as ``household.fuel``.
        clause: The group of the national catalogue that asks for it.
        where: Whom the field is asked of; by default everybody.
    """
    form, _, key = field.partition(".")
    missing: Condition[Any] = term(FORMS[form], key).is_missing()
    zh, en = field_name(field, "zh"), field_name(field, "en")
    return Check(
        code=f"blank-{form}-{key.replace('_', '-')}",
        zh=f"“{zh}”一栏未填写。",
        en=f"The field “{en}” is not recorded.",
        field=field,
        cites=(national_source(clause),),
        rule=missing if where is None else where & missing,
        remedy_zh="请入户核实后补填。",
        remedy_en="Ask at a visit, and record it.",
        severity="warning",
        aspect=Aspect.VALIDITY,
    )
