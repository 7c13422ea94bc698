"""
What the entries of any register cannot be, whatever a catalogue asks.

登记库自身的勾稽核查。

These are sums, counts and orders of days: no catalogue that was read has
them, and none is needed to know that they are wrong.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from functools import cache

from pa_registry.audit.checks.check import (
    Aspect,
    Check,
    Group,
    Hit,
    Item,
    Search,
)
from pa_registry.audit.checks.wording import EXITED, on_file
from pa_registry.conditions import Condition, all_of, any_of, today
from pa_registry.errors import InvalidStandardError
from pa_registry.masking import masked
from pa_registry.model.household_codes import Cause
from pa_registry.model.households import Household
from pa_registry.model.person_codes import Health, RelationToHead
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status
from pa_registry.model.terms import household, person
from pa_registry.money import Fen, yuan
from pa_registry.standards import Citation
from pa_registry.standards.sources import common_source


__all__ = ["TOLERANCE", "codes", "dates", "heads_and_counts", "keys", "sums"]

#: Forms print whole yuan, so less than one is no difference.
TOLERANCE: Fen = yuan(1)
_HEAD = RelationToHead.HEAD
_YOUNGER = frozenset({RelationToHead.SON, RelationToHead.DAUGHTER})
_OLDER = frozenset({RelationToHead.FATHER, RelationToHead.MOTHER})


def _reading() -> Citation:
    return common_source("reading-of-checks")


@cache
def keys() -> Group:
    """
    Check the numbers of households and persons.

    编号核查。
    """
    return Group(
        number="S1",
        zh="编号",
        en="numbers",
        items=(
            Item(
                number="S1.1",
                zh="户编号重复",
                en="a household number used twice",
                checks=(_repeated("household", "户编号", "household.number"),),
            ),
            Item(
                number="S1.2",
                zh="人编号重复",
                en="a person number used twice",
                checks=(_repeated("person", "人编号", "person.number"),),
            ),
        ),
    )


def _repeated(kind: str, zh: str, field: str) -> Check:
    """Ask the register itself, and point at every record of the number."""
    code = f"registry.repeated-{kind}-number"

    def search(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
        said = {
            one.shown: one
            for one in registry.iter_problems()
            if one.code == code
        }
        if not said:
            return
        for hit in _records(registry, kind):
            about = hit.subject if hit.person is None else hit.person
            number = getattr(about, "number", "")
            problem = said.get(masked(number))
            if problem is not None:
                yield Hit(
                    subject=hit.subject, person=hit.person, problem=problem
                )

    return Check(
        code=code,
        zh=f"{zh}重复。",
        en=f"The number of the {kind} is used more than once.",
        field=field,
        cites=(_reading(),),
        search=search,
        aspect=Aspect.VALIDITY,
    )


def _records(registry: Registry, kind: str) -> Iterator[Hit]:
    if kind == "household":
        for home in registry.households:
            yield Hit(subject=home)
        return
    for home, member in registry.iter_people():
        yield Hit(subject=home, person=member)


@cache
def heads_and_counts() -> Group:
    """
    Check heads, and the members against the size on the form.

    户主与人数核查。
    """
    head = person.relation_to_head.equals(_HEAD)
    printed = household.printed_size
    return Group(
        number="S2",
        zh="户主与人数",
        en="heads and counts",
        items=(
            Item(
                number="S2.1",
                zh="一户有两名以上户主",
                en="more than one head",
                checks=(
                    Check(
                        code="several-heads",
                        zh="该户有两名以上成员登记为户主。",
                        en="More than one member is recorded as head.",
                        field="household.members",
                        cites=(_reading(),),
                        rule=any_of(
                            household.members.at_least(2, head),
                            household.registered_members.at_least(2, head),
                        ),
                        remedy_zh="请核实户主，更正其他成员与户主关系。",
                        remedy_en="Find out who is the head, and correct the"
                        " relationship of the others.",
                    ),
                ),
            ),
            Item(
                number="S2.2",
                zh="登记表人口数与成员数不符",
                en="the printed size against the members",
                checks=(
                    Check(
                        code="printed-size-differs",
                        zh="登记表上的家庭人口数，与常住成员数、户籍成员数均不一致。",
                        en="The size on the form is neither the number of"
                        " usual members nor that of registered members.",
                        field="household.printed_size",
                        cites=(_reading(),),
                        rule=~any_of(
                            printed.equals(household.size),
                            printed.equals(household.registered_size),
                        ),
                    ),
                ),
            ),
            Item(
                number="S2.3",
                zh="行政区划代码未填写",
                en="no division",
                checks=(
                    Check(
                        code="no-division",
                        zh="该户没有登记行政区划代码。",
                        en="The division code of the household is not"
                        " recorded.",
                        field="household.division",
                        cites=(_reading(),),
                        rule=household.division.is_missing(),
                        remedy_zh="请补填所在行政村代码。",
                        remedy_en="Record the code of its village.",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
        ),
    )


def sums(*, tolerance: Fen = TOLERANCE) -> Group:
    """
    Check that incomes add up.

    收入勾稽核查。

    Args:
        tolerance: By how much the printed income per person may differ
            from what it is computed from.  No text says; by default less
            than one yuan, since forms print whole yuan.

    Raises:
        InvalidStandardError: If *tolerance* is no amount above zero.
    """
    if not isinstance(tolerance, Fen) or tolerance <= 0:
        raise InvalidStandardError(
            what="a tolerance is an amount of money above zero.",
            where="tolerance",
            remedy="Write tolerance=yuan(1).",
        )
    h = household
    parts = (
        h.wage_income
        + h.business_income
        + h.property_income
        + h.transfer_income
    )
    transfers = (
        h.family_planning_subsidy
        + h.dibao_income
        + h.short_dibao_income
        + h.extreme_poverty_income
        + h.pension_income
        + h.retirement_pay
        + h.child_support_to_parents
        + h.old_age_allowance
        + h.survivor_allowance
        + h.disability_allowance
        + h.soldiers_pay
        + h.stability_subsidy
        + h.ecological_compensation
        + h.other_transfer_income
    )
    printed = h.printed_per_capita_net_income
    # Either base is in use; only what fits none of them is wrong.
    off = all_of(
        *(
            any_of(
                (printed + tolerance) * base <= h.net_income,
                (printed - tolerance) * base >= h.net_income,
            )
            for base in (h.printed_size, h.size, h.registered_size)
        )
    )
    return Group(
        number="S3",
        zh="收入勾稽",
        en="sums of income",
        items=(
            _sum(
                "S3.1",
                "net-income-differs",
                "household.net_income",
                "家庭纯收入不等于各项收入之和减去生产经营性支出。",
                "The net income is not the sum of the components less"
                " business expense.",
                ~h.net_income.equals(parts - h.business_expense),
            ),
            _sum(
                "S3.2",
                "total-income-differs",
                "household.total_income",
                "家庭总收入不等于各项收入之和。",
                "The total income is not the sum of the components.",
                ~h.total_income.equals(parts),
            ),
            _sum(
                "S3.3",
                "property-income-differs",
                "household.property_income",
                "财产性收入不等于其分项之和。",
                "The property income is not the sum of its parts.",
                ~h.property_income.equals(
                    h.asset_dividend + h.other_property_income
                ),
            ),
            _sum(
                "S3.4",
                "transfer-income-differs",
                "household.transfer_income",
                "转移性收入不等于其分项之和。",
                "The transfer income is not the sum of its parts.",
                ~h.transfer_income.equals(transfers),
            ),
            _sum(
                "S3.5",
                "per-capita-income-differs",
                "household.printed_per_capita_net_income",
                "登记表上的人均纯收入与家庭纯收入不符，按登记人口、常住人口、户籍人口计算均不一致。",
                "The income per person on the form is not the net income"
                " over the size on the form, nor over the usual or the"
                " registered members.",
                off,
                is_example=True,
            ),
        ),
    )


def _sum(  # noqa: PLR0913, PLR0917  the parts of a line
    number: str,
    code: str,
    field: str,
    zh: str,
    en: str,
    rule: Condition[Household],
    *,
    is_example: bool = False,
) -> Item:
    check = Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(common_source("income-identities"),),
        rule=rule,
        is_example=is_example,
    )
    return Item(
        number=number,
        zh=zh.removesuffix("。"),
        en=en.removesuffix("."),
        checks=(check,),
    )


@cache
def dates() -> Group:
    """
    Check the order of days, of one person and across persons.

    日期先后核查。
    """
    return Group(
        number="S4",
        zh="日期先后",
        en="order of days",
        items=(
            Item(
                number="S4.1",
                zh="成员的出生、增加、减少日期先后颠倒",
                en="a member's birth, joining and leaving out of order",
                checks=(
                    _member(
                        "born-after-the-day",
                        "person.born",
                        "出生日期晚于核查日期。",
                        "The date of birth lies after the day of the check.",
                        person.born > today,
                    ),
                    _member(
                        "joined-before-birth",
                        "person.joined",
                        "增加日期早于出生日期。",
                        "The person joined before being born.",
                        person.joined < person.born,
                    ),
                    _member(
                        "left-before-joining",
                        "person.left",
                        "减少日期早于增加日期。",
                        "The person left before joining.",
                        person.left < person.joined,
                    ),
                ),
            ),
            Item(
                number="S4.2",
                zh="出生日期、性别与证件号码不符",
                en="birth or sex against the identity number",
                checks=(
                    _searched(
                        "born-against-identity",
                        "person.born",
                        "出生日期与证件号码不一致。",
                        "The date of birth is not that of the identity"
                        " number.",
                        _born_otherwise,
                    ),
                    _searched(
                        "sex-against-identity",
                        "person.sex",
                        "性别与证件号码不一致。",
                        "The sex is not that of the identity number.",
                        _other_sex,
                    ),
                ),
            ),
            Item(
                number="S4.3",
                zh="子女不小于户主，或父母不大于户主",
                en="a child not younger, or a parent not older, than the head",
                checks=(
                    _searched(
                        "kin-against-age-of-head",
                        "person.born",
                        "登记为户主子女的成员不小于户主，或登记为户主父母的成员不大于户主。",
                        "A child of the head is not younger, or a parent not"
                        " older, than the head.",
                        _out_of_order,
                    ),
                ),
            ),
            Item(
                number="S4.4",
                zh="脱贫年度与状态、识别时间不符",
                en="the year of exit against status and entry",
                checks=(
                    Check(
                        code="exited-without-year",
                        zh="该户已脱贫，但脱贫年度未填写。",
                        en="The household has exited, and the year is not"
                        " recorded.",
                        field="household.exit_year",
                        cites=(_reading(),),
                        rule=EXITED & household.exit_year.is_missing(),
                        remedy_zh="请按脱贫审批材料补填。",
                        remedy_en="Record it from the papers of the exit.",
                        aspect=Aspect.VALIDITY,
                    ),
                    Check(
                        code="returned-without-year",
                        zh="该户状态为返贫，但返贫年度未填写。",
                        en="The household has returned to poverty, and the"
                        " year is not recorded.",
                        field="household.return_year",
                        cites=(_reading(),),
                        rule=household.status.equals(Status.RETURNED)
                        & household.return_year.is_missing(),
                        remedy_zh="请按返贫认定材料补填。",
                        remedy_en="Record it from the papers of the return.",
                        aspect=Aspect.VALIDITY,
                    ),
                    Check(
                        code="exit-before-entry",
                        zh="脱贫年度早于首次识别时间。",
                        en="The household exited before it was first"
                        " identified.",
                        field="household.exit_year",
                        cites=(_reading(),),
                        search=_exit_before_entry,
                    ),
                ),
            ),
        ),
    )


@cache
def codes() -> Group:
    """
    Check coded fields that exclude each other, or do not belong.

    代码项核查。
    """
    healthy = person.health.contains(Health.HEALTHY)
    others = any_of(
        *(
            person.health.contains(one)
            for one in Health
            if one is not Health.HEALTHY
        )
    )
    return Group(
        number="S5",
        zh="代码项",
        en="coded fields",
        items=(
            Item(
                number="S5.1",
                zh="健康状况同时为健康和其他情形",
                en="healthy, and ill or disabled",
                checks=(
                    Check(
                        code="healthy-and-not",
                        zh="健康状况同时登记为健康和患病或残疾。",
                        en="The person is recorded as healthy, and as ill or"
                        " disabled.",
                        field="person.health",
                        cites=(common_source("system-fields", "AAB017"),),
                        rule=healthy & others,
                    ),
                ),
            ),
            Item(
                number="S5.2",
                zh="致贫原因登记为只用于返贫的原因",
                en="a cause of poverty that is one of return only",
                checks=(
                    Check(
                        code="cause-of-return-as-cause",
                        zh="主要致贫原因登记为产业扶贫失败，该项只用于返贫原因。",
                        en="The main cause is a failed industry project,"
                        " which is a cause of return only.",
                        field="household.main_cause",
                        cites=(common_source("system-fields", "AAC009"),),
                        rule=household.main_cause.equals(Cause.FAILED_PROJECT),
                    ),
                ),
            ),
        ),
    )


def _member(
    code: str, field: str, zh: str, en: str, rule: Condition[Person]
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(_reading(),),
        rule=rule,
        left_too=True,
    )


def _searched(
    code: str, field: str, zh: str, en: str, search: Search
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(_reading(),),
        search=search,
    )


def _born_otherwise(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home, member in on_file(registry):
        stated = (
            None if member.identity is None else member.identity.birth_date
        )
        if None not in {stated, member.born} and stated != member.born:
            yield Hit(subject=home, person=member)


def _other_sex(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home, member in on_file(registry):
        stated = None if member.identity is None else member.identity.sex
        if None not in {stated, member.sex} and stated is not member.sex:
            yield Hit(subject=home, person=member)


def _out_of_order(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        head = None if home.head is None else home.head.born
        if head is None:
            continue
        for member in home.members:
            if member.left is not None or member.born is None:
                continue
            kin, born = member.relation_to_head, member.born
            if (kin in _YOUNGER and born <= head) or (
                kin in _OLDER and born >= head
            ):
                yield Hit(subject=home, person=member)


def _exit_before_entry(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        year, entered = home.exit_year, home.entered
        if year is not None and entered is not None and year < entered.year:
            yield Hit(subject=home)
