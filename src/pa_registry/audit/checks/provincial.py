"""
The generic checks of a province, on households and persons.

省级核查：户与人。

Many lines of that catalogue are about monitored households, of which the
forms up to 2018 know nothing; they are listed as not covered.
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Iterator
from functools import cache
from typing import Any

from pa_registry.audit.checks.check import (
    Aspect,
    Check,
    Group,
    Hit,
    Item,
    Search,
)
from pa_registry.audit.checks.wording import (
    CAN_WORK,
    is_student,
    nobody,
    provincial_source,
    somebody,
)
from pa_registry.conditions import Condition
from pa_registry.masking import masked
from pa_registry.model.household_codes import Cause, MeasureKind
from pa_registry.model.person_codes import Enrolment, LabourCapacity
from pa_registry.model.registry import Registry
from pa_registry.model.terms import household, measure, person


__all__ = ["household_lines", "monitoring_lines", "person_lines"]

_PHONE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
#: Ages of the catalogue: whole years.
_CHILD, _OLD = 16, 60
_PRE_SCHOOL_BELOW = 7
_JUNIOR = (12, 17)
_SENIOR = (15, 20)
_TERTIARY_FROM, _MASTER_FROM = 18, 20
_JUNIOR_HIGH = (Enrolment.GRADE_7, Enrolment.GRADE_8, Enrolment.GRADE_9)
_SENIOR_HIGH = (
    Enrolment.SENIOR_HIGH_1,
    Enrolment.SENIOR_HIGH_2,
    Enrolment.SENIOR_HIGH_3,
    Enrolment.SECONDARY_VOCATIONAL_1,
    Enrolment.SECONDARY_VOCATIONAL_2,
    Enrolment.SECONDARY_VOCATIONAL_3,
)
_TERTIARY = (
    Enrolment.HIGHER_VOCATIONAL_1,
    Enrolment.HIGHER_VOCATIONAL_2,
    Enrolment.HIGHER_VOCATIONAL_3,
    Enrolment.HIGHER_VOCATIONAL,
    Enrolment.COLLEGE,
    Enrolment.BACHELOR,
)
_NO_MONITORING_ZH = "登记表没有监测对象、风险类型和风险消除的指标。"
_NO_MONITORING_EN = (
    "The forms have no field of monitored households, of their risks, or of"
    " how a risk was removed."
)


def _check(  # noqa: PLR0913  the parts of a check
    code: str,
    field: str,
    zh: str,
    en: str,
    rule: Condition[Any] | None = None,
    *,
    search: Search | None = None,
    severity: str = "error",
    aspect: Aspect = Aspect.ACCURACY,
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(provincial_source(),),
        rule=rule,
        search=search,
        severity=severity,
        aspect=aspect,
    )


@cache
def person_lines() -> Group:
    """
    Check persons as the province does.

    省级核查：人员。
    """
    age, stage = person.age, person.enrolment
    capacity = person.labour_capacity
    return Group(
        number="P1",
        zh="人员",
        en="persons",
        items=(
            Item(
                number="P1.1",
                zh="同时参加城乡居民和职工基本医疗保险",
                en="both resident and employee medical insurance",
                checks=(
                    _check(
                        "both-medical-insurances",
                        "person.employee_medical_insured",
                        "该成员同时登记为参加城乡居民和职工基本医疗保险。",
                        "The person is recorded in the basic medical"
                        " insurance of residents and of employees.",
                        person.basic_medical_insured
                        & person.employee_medical_insured,
                    ),
                ),
            ),
            Item(
                number="P1.2",
                zh="城乡居民和职工养老保险均未填写",
                en="both pensions blank",
                why_zh="登记表只有一项基本养老保险指标，不分居民和职工。",
                why_en="The form has one field of pension insurance, for"
                " residents and employees alike.",
            ),
            Item(
                number="P1.3",
                zh="16周岁以下登记有劳动能力",
                en="under 16 with a capacity for labour",
                checks=(
                    _check(
                        "child-with-labour-capacity",
                        "person.labour_capacity",
                        "该成员不满16周岁，但登记为有劳动能力。",
                        "The person is under 16, and is recorded with a"
                        " capacity for labour.",
                        (age < _CHILD) & ~capacity.equals(LabourCapacity.NONE),
                    ),
                ),
            ),
            Item(
                number="P1.4",
                zh="60周岁以上登记为普通或技能劳动力",
                en="60 and over as full labour",
                checks=(
                    _check(
                        "old-as-full-labour",
                        "person.labour_capacity",
                        "该成员已满60周岁，但登记为普通劳动力或技能劳动力。",
                        "The person is 60 or older, and is recorded as full"
                        " labour.",
                        (age >= _OLD) & CAN_WORK,
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="P1.5",
                zh="在校生登记为劳动力",
                en="student as labour",
                checks=(
                    _check(
                        "student-as-labour",
                        "person.labour_capacity",
                        "该成员为在校生，但登记为普通劳动力或技能劳动力。",
                        "The person is a student, and is recorded as labour.",
                        is_student() & CAN_WORK,
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="P1.6",
                zh="月工资不在100至30000元之间",
                en="monthly pay outside 100 to 30,000 yuan",
                why_zh="登记表只有家庭全年工资性收入，没有个人月工资。",
                why_en="The form has the wage income of the household in the"
                " year, and no monthly pay of a person.",
            ),
            Item(
                number="P1.7",
                zh="年龄与就读阶段不符",
                en="age against the stage of school",
                checks=(
                    _stage(
                        "too-old-for-pre-school",
                        "该成员已满7周岁，但登记为学前教育。",
                        "The person is 7 or older, and is recorded in"
                        " pre-school.",
                        (age >= _PRE_SCHOOL_BELOW)
                        & stage.equals(Enrolment.PRE_SCHOOL),
                    ),
                    _stage(
                        "junior-high-outside-12-to-17",
                        "该成员不在12至17周岁之间，但登记为就读初中。",
                        "The person is recorded in junior high school, and is"
                        " not 12 to 17.",
                        stage.among(*_JUNIOR_HIGH) & _outside(_JUNIOR),
                    ),
                    _stage(
                        "senior-high-outside-15-to-20",
                        "该成员不在15至20周岁之间，但登记为就读高中或中职。",
                        "The person is recorded in senior high or vocational"
                        " school, and is not 15 to 20.",
                        stage.among(*_SENIOR_HIGH) & _outside(_SENIOR),
                    ),
                    _stage(
                        "tertiary-below-18",
                        "该成员不满18周岁，但登记为就读大专、高职或本科。",
                        "The person is under 18, and is recorded in tertiary"
                        " education.",
                        stage.among(*_TERTIARY) & (age < _TERTIARY_FROM),
                    ),
                    _stage(
                        "master-below-20",
                        "该成员不满20周岁，但登记为就读硕士。",
                        "The person is under 20, and is recorded as a"
                        " master's student.",
                        stage.equals(Enrolment.MASTER) & (age < _MASTER_FROM),
                    ),
                ),
            ),
        ),
    )


def _outside(ages: tuple[int, int]) -> Condition[Any]:
    return (person.age < ages[0]) | (person.age > ages[1])


def _stage(code: str, zh: str, en: str, rule: Condition[Any]) -> Check:
    return _check(code, "person.enrolment", zh, en, rule, severity="warning")


@cache
def household_lines() -> Group:
    """
    Check households as the province does.

    省级核查：户。
    """
    helped = household.measures.any(measure.kind.equals(MeasureKind.DIBAO))
    able = household.members.count(CAN_WORK)
    # Half the household: a ratio may be compared with a count.
    two: Any = 2
    return Group(
        number="P2",
        zh="户",
        en="households",
        items=(
            Item(
                number="P2.1",
                zh="因务工就业不稳致贫，没有劳动力",
                en="cause unstable employment, nobody able to work",
                why_zh="致贫原因代码表中没有“因务工就业不稳”。",
                why_en="No such cause is in the lists of the forms.",
            ),
            Item(
                number="P2.2",
                zh="缺劳动力致贫，多数成员有劳动能力",
                en="cause lack of labour, most members can work",
                checks=(
                    _check(
                        "cause-labour-most-can-work",
                        "household.main_cause",
                        "主要致贫原因为缺劳动力，但半数以上成员为普通或技能劳动力。",
                        "The main cause is lack of labour, and more than half"
                        " of the members can work.",
                        household.main_cause.equals(Cause.LABOUR)
                        & (household.size.per(two) < able),
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="P2.3",
                zh="有低保帮扶措施，没有低保成员",
                en="dibao measure without a dibao member",
                checks=(
                    _check(
                        "dibao-measure-without-member",
                        "household.measures",
                        "该户有低保帮扶措施，但没有成员享受低保。",
                        "The household has dibao among its measures, and no"
                        " member draws it.",
                        helped & nobody(person.dibao),
                    ),
                ),
            ),
            Item(
                number="P2.4",
                zh="有低保成员，没有低保帮扶措施",
                en="dibao member without a dibao measure",
                checks=(
                    _check(
                        "dibao-member-without-measure",
                        "household.measures",
                        "该户有成员享受低保，但没有登记低保帮扶措施。",
                        "A member draws dibao, and it is not among the"
                        " measures of the household.",
                        somebody(person.dibao) & ~helped,
                        severity="warning",
                    ),
                ),
            ),
            Item(
                number="P2.5",
                zh="联系电话格式有误",
                en="format of the telephone number",
                checks=(
                    _check(
                        "phone-format",
                        "household.phone",
                        "联系电话不是十一位手机号码。",
                        "The telephone number is no mobile number of 11"
                        " digits.",
                        search=_odd_phones,
                        severity="warning",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
            Item(
                number="P2.6",
                zh="不同户登记同一联系电话",
                en="one telephone number in different households",
                checks=(
                    _check(
                        "phone-shared",
                        "household.phone",
                        "该联系电话还登记在其他户。",
                        "The telephone number is also that of another"
                        " household.",
                        search=_shared_phones,
                        severity="warning",
                    ),
                ),
            ),
        ),
    )


def _odd_phones(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        phone = home.phone
        if phone is not None and _PHONE.fullmatch(phone) is None:
            # What is no number might be anything, and is not shown.
            yield Hit(subject=home)


def _shared_phones(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    homes: dict[str, list[str]] = {}
    for home in registry.households:
        if home.phone is not None:
            homes.setdefault(home.phone, []).append(home.number)
    for home in registry.households:
        others = [
            masked(number)
            for number in dict.fromkeys(homes.get(home.phone or "", ()))
            if number != home.number
        ]
        if others:
            yield Hit(subject=home, shown=", ".join(others))


@cache
def monitoring_lines() -> Group:
    """
    List the lines on monitored households, which no field can answer.

    省级核查：监测对象（未覆盖）。
    """
    lines = (
        (
            "已脱贫户收入低于7300元而未纳入监测",
            "exited, income below 7,300 yuan, not monitored",
        ),
        (
            "有危房、饮水不安全、未参保或失学辍学而未纳入监测",
            "danger, unsafe water, no insurance or a dropout, not monitored",
        ),
        (
            "监测对象未登记风险类型，或收入、保障情况未填写",
            "monitored without a kind of risk, or income or guarantees blank",
        ),
        (
            "风险消除后情况未填写，或住房、饮水有问题，或有成员未参保",
            "risk removed, and the fields after it blank or a guarantee lost",
        ),
        (
            "经帮扶消除风险而未登记帮扶措施",
            "risk removed by help, and no measure recorded",
        ),
        (
            "识别1个月后仍无帮扶措施",
            "no measure one month after identification",
        ),
        (
            "识别至风险消除不足6个月",
            "fewer than six months from identification to removal",
        ),
        (
            "风险消除时人均纯收入低于当年监测范围",
            "risk removed while income is below the line of the year",
        ),
        (
            "整户无劳动力而风险消除",
            "risk removed where nobody can work",
        ),
        (
            "2023年以后纳入监测而收入高于20000元",
            "monitored since 2023 with income above 20,000 yuan",
        ),
        (
            "各类风险没有对应的帮扶措施",
            "a risk without the matching measure",
        ),
    )
    return Group(
        number="P3",
        zh="监测对象",
        en="monitored households",
        items=tuple(
            Item(
                number=f"P3.{number}",
                zh=zh,
                en=en,
                why_zh=_NO_MONITORING_ZH,
                why_en=_NO_MONITORING_EN,
            )
            for number, (zh, en) in enumerate(lines, start=1)
        ),
    )
