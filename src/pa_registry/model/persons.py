"""
A member of a household, and kin who live apart from it.

家庭成员与非共同生活亲属。
"""

from __future__ import annotations

import datetime as dt

from enum import StrEnum
from typing import Any, Self

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.identity import IdentityNumber, Sex
from pa_registry.model.person_codes import (
    Document,
    Education,
    Enrolment,
    Health,
    JoinReason,
    LabourCapacity,
    LeaveReason,
    RelationToHead,
    WorkArea,
)
from pa_registry.model.showing import shown
from pa_registry.money import Fen


__all__ = ["MembershipBasis", "Person", "Relative"]


class MembershipBasis(StrEnum):
    """
    Who is counted for values per head.

    家庭人口口径。

    The sources know both: those who live at home and share the budget,
    and those whose registration lies in the household.
    """

    USUAL_RESIDENCE = "usual-residence"
    REGISTRATION = "registration"

    @property
    def zh(self) -> str:
        """The Chinese term."""
        usual = self is MembershipBasis.USUAL_RESIDENCE
        return "家庭常住人口" if usual else "户籍人口"


def _born(person: Person | Relative) -> dt.date | None:
    """Read the birth date that the identity number states."""
    number = _identity(person)
    return None if number is None else number.birth_date


def _sex(person: Person | Relative) -> Sex | None:
    # The sex codes of the sources contradict each other: 1 is male in one
    # and female in another, so the identity number comes first.
    number = _identity(person)
    return None if number is None else number.sex


def _identity(person: Person | Relative) -> IdentityNumber | None:
    # Defaults are made before the value is checked: it may be plain text.
    given: object = person.identity
    return given if isinstance(given, IdentityNumber) else None


@attrs.frozen(kw_only=True)
class Person:
    """
    A member of a registered household.

    家庭成员。

    The key is the number of the person in the system (人编号), because an
    identity number may be corrected.  The birth date and the sex are read
    from the identity number unless they are given.  A blank `left` means
    that the person is still a member.

    Examples:
        >>> person = Person(number="H0012-1", months_worked=8)
        >>> person.health is None
        True
        >>> Person(number="H0012-2", months_worked=13)
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: Person.months_worked ...
    """

    number: str = column(
        "人编号",
        en="number of the person",
        sensitivity=Sensitivity.PUBLIC,
        default=attrs.NOTHING,
        headers=("人员编号", "人口编号"),
        ask_zh="人编号是什么",
        ask_en="what is the number of the person?",
    )
    name: str | None = column(
        "姓名",
        code="A4",
        ask_zh="叫什么名字",
        ask_en="what is the person's name?",
    )
    document: Document | None = column(
        "证件类型", en="kind of document", code="AAB018"
    )
    identity: IdentityNumber | None = column(
        "证件号码",
        en="identity number",
        code="AAB004",
        sensitivity=Sensitivity.SENSITIVE,
        headers=("身份证号", "身份证号码", "公民身份号码"),
        ask_zh="证件号码是多少",
        ask_en="what is the identity number?",
    )
    born: dt.date | None = column(
        "出生日期",
        en="date of birth",
        default=attrs.Factory(_born, takes_self=True),
        ask_zh="出生日期是哪一天",
        ask_en="on which day was the person born?",
    )
    sex: Sex | None = column(
        "性别",
        code="AAB003",
        default=attrs.Factory(_sex, takes_self=True),
    )
    relation_to_head: RelationToHead | None = column(
        "与户主关系",
        en="relationship to the head",
        code="AAB006",
        ask_zh="与户主是什么关系",
        ask_en="how is the person related to the head?",
    )
    ethnicity: str | None = column(
        "民族", code="AAB007", sensitivity=Sensitivity.SENSITIVE
    )
    education: Education | None = column(
        "文化程度",
        en="level of education",
        code="AAB008",
        ask_zh="文化程度如何",
        ask_en="what education does the person have?",
    )
    enrolment: Enrolment | None = column(
        "在校生状况",
        en="school enrolment",
        code="AAB009",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="目前在校就读情况如何",
        ask_en="in which stage and grade of school is the person?",
    )
    out_of_school_for_poverty: bool | None = column(
        "因贫失学辍学",
        en="out of compulsory school because of poverty",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否因贫失学辍学",
        ask_en="is the person out of compulsory school because of poverty?",
        says_en="the person is out of compulsory school because of poverty",
        no_zh="不存在因贫失学辍学情形",
    )
    unfit_for_school: bool | None = column(
        "因身体原因不具备学习条件",
        en="physically unfit for school",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否因身体原因不具备学习条件",
        ask_en="is the person physically unfit for school?",
        says_en="the person is physically unfit for school",
        no_zh="不存在因身体原因不能就学的情形",
    )
    schooling_unaffordable: bool | None = column(
        "因经济困难难以完成义务教育",
        en="unable to finish compulsory school for lack of money",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否因经济困难难以完成义务教育",
        ask_en="is the person unable to finish compulsory school for lack of money?",
        says_en="the person is unable to finish compulsory school for lack of money",
        no_zh="不存在因经济困难难以完成义务教育的情形",
    )
    health: frozenset[Health] | None = column(
        "健康状况",
        en="state of health",
        code="AAB017",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="健康状况如何",
        ask_en="what is the person's state of health?",
    )
    labour_capacity: LabourCapacity | None = column(
        "劳动能力",
        code="AAB010",
        headers=("劳动技能",),
        ask_zh="劳动能力如何",
        ask_en="what is the person's labour capacity?",
    )
    months_worked: int | None = column(
        "务工月数",
        en="months in outside work in the year",
        code="AAB012",
        unit="month",
        high=12,
        headers=("务工时间",),
        ask_zh="全年外出务工几个月",
        ask_en="for how many months of the year was the person in outside work?",
    )
    work_area: WorkArea | None = column(
        "务工区域",
        en="area of work",
        ask_zh="在什么区域务工",
        ask_en="where does the person work?",
    )
    in_military_service: bool | None = column(
        "现役军人",
        code="AAB019",
        headers=("是否现役军人",),
        ask_zh="是否为现役军人",
        ask_en="is the person in military service?",
        says_en="the person is in military service",
        no_zh="不是现役军人",
    )
    basic_medical_insured: bool | None = column(
        "参加城乡居民基本医疗保险",
        en="enrolled in basic medical insurance for residents",
        code="AAB013",
        headers=("是否参加新农合", "是否参加城乡居民基本医疗保险"),
        ask_zh="是否参加城乡居民基本医疗保险",
        ask_en="is the person enrolled in basic medical insurance for residents?",
        says_en="the person is enrolled in basic medical insurance for residents",
        no_zh="未参加城乡居民基本医疗保险",
    )
    employee_medical_insured: bool | None = column(
        "参加职工基本医疗保险",
        en="enrolled in basic medical insurance for employees",
        ask_zh="是否参加职工基本医疗保险",
        ask_en="is the person enrolled in basic medical insurance for employees?",
        says_en="the person is enrolled in basic medical insurance for employees",
        no_zh="未参加职工基本医疗保险",
    )
    serious_illness_insured: bool | None = column(
        "参加大病保险",
        en="enrolled in serious-illness insurance",
        code="AAB022",
        headers=("是否参加大病保险", "是否参加大病医疗"),
        ask_zh="是否参加大病保险",
        ask_en="is the person enrolled in serious-illness insurance?",
        says_en="the person is enrolled in serious-illness insurance",
        no_zh="未参加大病保险",
    )
    pension_insured: bool | None = column(
        "参加基本养老保险",
        en="enrolled in basic pension insurance",
        code="AAB014",
        headers=("是否参加养老保险",),
        ask_zh="是否参加基本养老保险",
        ask_en="is the person enrolled in basic pension insurance?",
        says_en="the person is enrolled in basic pension insurance",
        no_zh="未参加基本养老保险",
    )
    commercial_supplement_insured: bool | None = column(
        "参加商业补充医疗保险",
        en="covered by commercial supplementary medical insurance",
        code="AAB067",
        ask_zh="是否参加商业补充医疗保险",
        ask_en="is the person covered by commercial supplementary medical insurance?",
        says_en="the person is covered by commercial supplementary medical insurance",
        no_zh="未参加商业补充医疗保险",
    )
    dibao: bool | None = column(
        "享受最低生活保障",
        en="drawing the minimum living allowance",
        code="AAB030",
        headers=("是否享受低保", "是否低保"),
        ask_zh="是否享受最低生活保障",
        ask_en="does the person draw the minimum living allowance?",
        says_en="the person draws the minimum living allowance",
        no_zh="未享受最低生活保障",
    )
    identified: dt.date | None = column(
        "人员识别时间",
        en="day of the person's identification",
        ask_zh="人员识别时间是哪一天",
        ask_en="on which day was the person identified?",
    )
    usual_resident: bool | None = column(
        "家庭常住人口",
        en="lives at home and shares the budget",
        default=True,
        ask_zh="是否常年在家居住并共享收支",
        ask_en="does the person live at home and share the budget?",
        says_en="the person lives at home and shares the budget",
        no_zh="未常年在家居住并共享收支",
    )
    registered_here: bool | None = column(
        "户籍在本户",
        en="registered in this household",
        default=True,
        ask_zh="户籍是否在本户",
        ask_en="is the person registered in this household?",
        says_en="the person is registered in this household",
    )
    joined: dt.date | None = column(
        "增加日期",
        en="day of joining",
        ask_zh="何时成为本户成员",
        ask_en="on which day did the person join the household?",
    )
    join_reason: JoinReason | None = column(
        "自然增加原因", en="reason for joining"
    )
    left: dt.date | None = column(
        "减少日期",
        en="day of leaving",
        ask_zh="何时不再是本户成员",
        ask_en="on which day did the person leave the household?",
    )
    leave_reason: LeaveReason | None = column(
        "自然减少原因", en="reason for leaving"
    )
    extra: object | None = attrs.field(default=None, repr=False)

    __repr__ = shown

    def with_identity(self, identity: IdentityNumber | str | None) -> Self:
        """
        Correct the identity number, and what was read from the old one.

        更正证件号码。

        A birth date and a sex that the old number stated are taken from
        the new one; those that were given otherwise stay.

        Args:
            identity: The number, or its text.

        Raises:
            InvalidValueError: If it is something else.
        """
        if identity is not None and not isinstance(identity, IdentityNumber):
            identity = IdentityNumber.read(identity)
        changed: dict[str, Any] = {"identity": identity}
        if self.born == _born(self):
            changed["born"] = None if identity is None else identity.birth_date
        if self.sex == _sex(self):
            changed["sex"] = None if identity is None else identity.sex
        return attrs.evolve(self, **changed)

    def is_counted(
        self,
        day: dt.date | None = None,
        *,
        basis: MembershipBasis = MembershipBasis.USUAL_RESIDENCE,
    ) -> bool | None:
        """
        Say whether the person is counted for values per head.

        是否计入家庭人口。

        Args:
            day:
                The day of the count; without it, whoever has left is out.
            basis: Residence with a shared budget, or registration.

        Returns:
            `None` where the basis is not recorded for this person.

        Examples:
            >>> son = Person(number="1-2", left=dt.date(2015, 6, 1))
            >>> son.is_counted(dt.date(2015, 5, 31))
            True
            >>> son.is_counted(dt.date(2015, 6, 1))
            False
        """
        from pa_registry.model.forms import BASES, present

        return present(self, day, relation=BASES[basis])


@attrs.frozen(kw_only=True)
class Relative:
    """
    Kin who live apart, such as a grown child with a duty of support.

    非共同生活亲属。

    They are not members and are never counted, but some negative lists
    and the support that they pay reach them.
    """

    number: str = column(
        "亲属编号",
        en="number of the relative",
        sensitivity=Sensitivity.PUBLIC,
        default=attrs.NOTHING,
        ask_zh="亲属编号是什么",
        ask_en="what is the number of the relative?",
    )
    name: str | None = column(
        "姓名",
        en="name",
        ask_zh="叫什么名字",
        ask_en="what is the relative's name?",
    )
    identity: IdentityNumber | None = column(
        "证件号码",
        en="identity number",
        sensitivity=Sensitivity.SENSITIVE,
        headers=("身份证号", "身份证号码", "公民身份号码"),
        ask_zh="证件号码是多少",
        ask_en="what is the identity number?",
    )
    born: dt.date | None = column(
        "出生日期",
        en="date of birth",
        default=attrs.Factory(_born, takes_self=True),
        ask_zh="出生日期是哪一天",
        ask_en="on which day was the relative born?",
    )
    sex: Sex | None = column(
        "性别", default=attrs.Factory(_sex, takes_self=True)
    )
    relation_to_head: RelationToHead | None = column(
        "与户主关系",
        en="relationship to the head",
        ask_zh="与户主是什么关系",
        ask_en="how is the relative related to the head?",
    )
    has_duty_of_support: bool | None = column(
        "负有赡养或抚养义务",
        en="has a duty of support",
        ask_zh="是否负有赡养或抚养义务",
        ask_en="does the relative have a duty of support?",
        says_en="the relative has a duty of support",
        no_zh="不负有赡养或抚养义务",
    )
    support_paid: Fen | None = column(
        "年支付赡养费",
        en="support paid in the year",
        low=0,
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="全年支付赡养费多少元",
        ask_en="how much support did the relative pay in the year, in yuan?",
    )
    extra: object | None = attrs.field(default=None, repr=False)

    __repr__ = shown
