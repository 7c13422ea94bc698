"""
Group 10: values that cannot be, or hardly.

登记值合理性核查。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from typing import Any

from pa_registry.audit.checks.check import Aspect, Check, Group, Hit, Item
from pa_registry.audit.checks.wording import national_source, somebody
from pa_registry.conditions import Condition, Ordered, any_of
from pa_registry.model.households import Household
from pa_registry.model.identity import Sex
from pa_registry.model.person_codes import (
    Enrolment,
    RelationToHead,
)
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.terms import household, person
from pa_registry.standards import Citation


__all__ = ["FEMALE_KIN", "MALE_KIN", "plausible_values"]

#: The relationships that only a man can have.
MALE_KIN: frozenset[RelationToHead] = frozenset(
    {
        RelationToHead.SON,
        RelationToHead.SON_IN_LAW,
        RelationToHead.GRANDSON,
        RelationToHead.DAUGHTERS_SON,
        RelationToHead.FATHER,
        RelationToHead.WIFES_FATHER,
        RelationToHead.HUSBANDS_FATHER,
        RelationToHead.GRANDFATHER,
        RelationToHead.MOTHERS_FATHER,
        RelationToHead.GREAT_GRANDSON,
        RelationToHead.UNCLE,
        RelationToHead.NEPHEW,
    }
)
#: The relationships that only a woman can have.
FEMALE_KIN: frozenset[RelationToHead] = frozenset(
    {
        RelationToHead.DAUGHTER,
        RelationToHead.DAUGHTER_IN_LAW,
        RelationToHead.GRANDDAUGHTER,
        RelationToHead.DAUGHTERS_DAUGHTER,
        RelationToHead.MOTHER,
        RelationToHead.WIFES_MOTHER,
        RelationToHead.HUSBANDS_MOTHER,
        RelationToHead.GRANDMOTHER,
        RelationToHead.MOTHERS_MOTHER,
        RelationToHead.GREAT_GRANDDAUGHTER,
        RelationToHead.BROTHERS_WIFE,
        RelationToHead.NIECE,
    }
)
#: Hundredths of a mu a head; metres; years of age: all of the catalogue.
_MOST_CROPLAND, _MOST_FOREST = 50_00, 70_00
_MOST_DISTANCE = 50_000
_TOO_YOUNG, _TOO_OLD = 14, 20
_HIGH = tuple(
    one
    for one in Enrolment
    if one.value.startswith(
        (
            "senior-high",
            "secondary-vocational",
            "higher-vocational",
            "college",
            "technician",
            "bachelor",
            "master",
        )
    )
)
_LOW = (Enrolment.PRE_SCHOOL, Enrolment.PRIMARY)


def plausible_values(*, size: Ordered[Household, int] | None = None) -> Group:
    """
    Check values that cannot be, or hardly.

    登记值合理性核查。

    Args:
        size: Who is counted; by default the usual residents.
    """
    heads = household.size if size is None else size
    return Group(
        number="10",
        zh="登记值",
        en="values",
        items=(
            Item(
                number="10.1",
                zh="空户",
                en="empty household",
                checks=(
                    Check(
                        code="empty-household",
                        zh="该户没有家庭成员。",
                        en="The household has no members.",
                        field="household.members",
                        cites=(_source(),),
                        search=_empty,
                        remedy_zh="请补登成员；确已无人的，按自然销户办理。",
                        remedy_en="Record the members, or close the"
                        " household if nobody is left.",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
            Item(
                number="10.2",
                zh="与户主关系和性别不符",
                en="relationship against sex",
                checks=(
                    Check(
                        code="relation-against-sex",
                        zh="与户主关系和性别不符。",
                        en="The relationship to the head does not fit the"
                        " sex.",
                        field="person.relation_to_head",
                        cites=(_source(),),
                        rule=_wrong_sex(),
                    ),
                ),
            ),
            Item(
                number="10.3",
                zh="户主与配偶性别相同",
                en="head and spouse of the same sex",
                checks=(
                    Check(
                        code="head-and-spouse-of-one-sex",
                        zh="户主与配偶登记为同一性别。",
                        en="Head and spouse are recorded with the same sex.",
                        field="household.members",
                        cites=(_source(),),
                        rule=any_of(*(_couple(one) for one in Sex)),
                    ),
                ),
            ),
            Item(
                number="10.4",
                zh="人均耕地超过50亩",
                en="more than 50 mu of cropland a person",
                checks=(
                    _unlikely(
                        "cropland-above-50-mu",
                        "household.cropland",
                        "人均耕地面积超过50亩。",
                        "There are more than 50 mu of cropland a person.",
                        household.cropland.per(heads) > _MOST_CROPLAND,
                    ),
                ),
            ),
            Item(
                number="10.5",
                zh="人均林地超过70亩",
                en="more than 70 mu of forest a person",
                checks=(
                    _unlikely(
                        "forest-above-70-mu",
                        "household.forest_land",
                        "人均林地面积超过70亩。",
                        "There are more than 70 mu of forest a person.",
                        household.forest_land.per(heads) > _MOST_FOREST,
                    ),
                ),
            ),
            Item(
                number="10.6",
                zh="与村主干路距离超过50公里",
                en="more than 50 km to the village trunk road",
                checks=(
                    _unlikely(
                        "road-distance-above-50-km",
                        "household.road_distance",
                        "与村主干路距离超过50公里。",
                        "It is more than 50 km to the village trunk road.",
                        household.road_distance > _MOST_DISTANCE,
                    ),
                ),
            ),
            Item(
                number="10.7",
                zh="14周岁及以下就读高中及以上",
                en="aged 14 or less in high school or above",
                checks=(
                    _unlikely(
                        "too-young-for-high-school",
                        "person.enrolment",
                        "该成员不满15周岁，但登记为就读高中（中职）及以上。",
                        "The person is 14 or younger, and is recorded in"
                        " senior high school or above.",
                        (person.age <= _TOO_YOUNG)
                        & person.enrolment.among(*_HIGH),
                    ),
                ),
            ),
            Item(
                number="10.8",
                zh="20周岁及以上就读小学及以下",
                en="aged 20 or more in primary school or below",
                checks=(
                    _unlikely(
                        "too-old-for-primary-school",
                        "person.enrolment",
                        "该成员已满20周岁，但登记为就读小学或学前教育。",
                        "The person is 20 or older, and is recorded in"
                        " primary school or pre-school.",
                        (person.age >= _TOO_OLD)
                        & person.enrolment.among(*_LOW),
                    ),
                ),
            ),
            Item(
                number="10.9",
                zh="在校生连续三年就读同一年级",
                en="a student in one grade for three years running",
                why_zh="登记表只有当年的年级，须有连续三年的登记库方可核查。",
                why_en="The form holds the grade of one year; three years'"
                " registers would be needed.",
            ),
        ),
    )


def _source() -> Citation:
    return national_source("第10组")


def _wrong_sex() -> Condition[Person]:
    men, women = sorted(MALE_KIN), sorted(FEMALE_KIN)
    return any_of(
        person.relation_to_head.among(*men) & person.sex.equals(Sex.FEMALE),
        person.relation_to_head.among(*women) & person.sex.equals(Sex.MALE),
    )


def _couple(sex: Sex) -> Condition[Household]:
    same = person.sex.equals(sex)
    head = person.relation_to_head.equals(RelationToHead.HEAD)
    spouse = person.relation_to_head.equals(RelationToHead.SPOUSE)
    return somebody(head & same) & somebody(spouse & same)


def _unlikely(
    code: str, field: str, zh: str, en: str, rule: Condition[Any]
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(_source(),),
        rule=rule,
        severity="warning",
    )


def _empty(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        if all(one.left is not None for one in home.members):
            yield Hit(subject=home)
