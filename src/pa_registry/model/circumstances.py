"""
What departments know of the people of a household, record by record.

部门比对数据：人员类。
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.evidence_codes import (
    AbsenceKind,
    BusinessKind,
    BusinessRole,
    ConductKind,
    EmployerKind,
    HukouChangeKind,
    PostKind,
)
from pa_registry.model.records import Record


__all__ = [
    "Absence",
    "Business",
    "CommercialPension",
    "Conduct",
    "Death",
    "HukouChange",
    "Payroll",
    "StudyAbroad",
    "VillageOffice",
]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _Spell(Record):
    """Something that begins and may end."""

    since: dt.date | None = column(
        "起始日期",
        en="first day",
        ask_zh="从哪一天开始",
        ask_en="on which day did it begin?",
    )
    until: dt.date | None = column(
        "终止日期",
        en="day of the end",
        ask_zh="到哪一天为止",
        ask_en="on which day did it end?",
    )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _Event(Record):
    """Something that happened on a day, and stays so."""

    day: dt.date | None = column(
        "发生日期",
        en="day of the event",
        ask_zh="发生在哪一天",
        ask_en="on which day did it happen?",
    )


@attrs.frozen(kw_only=True, repr=False)
class Business(_Spell):
    """
    A company, a cooperative or another registered business.

    工商登记信息。
    """

    kind: BusinessKind | None = column(
        "经营主体类型",
        en="kind of business",
        ask_zh="登记的是什么类型",
        ask_en="what kind of business is it?",
    )
    role: BusinessRole | None = column(
        "任职或投资身份",
        en="role in the business",
        ask_zh="在该经营主体中是什么身份",
        ask_en="what is the person's role in the business?",
    )
    operating: bool | None = column(
        "实际经营",
        en="actually operating",
        ask_zh="该经营主体是否实际经营",
        ask_en="is the business actually operating?",
        says_en="the business is actually operating",
        no_zh="该经营主体未实际经营",
    )
    pays_tax: bool | None = column(
        "正常纳税",
        en="pays tax",
        ask_zh="该经营主体是否正常纳税",
        ask_en="does the business pay tax?",
        says_en="the business pays tax",
        no_zh="该经营主体未正常纳税",
    )
    long_term_employees: bool | None = column(
        "长期雇用他人",
        en="employs others for long",
        ask_zh="是否长期雇用他人从事生产经营",
        ask_en="does the business employ others for long?",
        says_en="the business employs others for long",
        no_zh="未长期雇用他人从事生产经营",
    )
    identity_lent: bool | None = column(
        "被他人借名或冒名登记",
        en="registered by others under a lent or misused identity",
        ask_zh="是否被他人借用或冒用身份登记",
        ask_en="was it registered by others under this identity?",
        says_en="it was registered by others under this identity",
        no_zh="未被他人借用或冒用身份登记",
    )
    truly_controls: bool | None = column(
        "为实际控制人或出资人",
        en="is the real controller or investor",
        ask_zh="是否为实际控制人或出资人",
        ask_en="is the person the real controller or investor?",
        says_en="the person is the real controller or investor",
        no_zh="不是实际控制人或出资人",
    )


@attrs.frozen(kw_only=True, repr=False)
class Payroll(_Spell):
    """
    A post that is paid from the budget, a state enterprise or a large firm.

    财政供养及单位用工信息。
    """

    employer: EmployerKind | None = column(
        "用人单位类型",
        en="kind of employer",
        ask_zh="用人单位是什么类型",
        ask_en="what kind of employer is it?",
    )
    post: PostKind | None = column(
        "用工性质",
        en="kind of post",
        ask_zh="是正式在编还是临时聘用",
        ask_en="is the post formal or temporary?",
    )
    stable: bool | None = column(
        "工作稳定",
        en="stable job",
        ask_zh="该工作是否稳定",
        ask_en="is the job stable?",
        says_en="the job is stable",
    )


@attrs.frozen(kw_only=True, repr=False)
class VillageOffice(_Spell):
    """
    An office as village cadre.

    村干部任职信息。
    """

    post: str | None = column(
        "村内职务",
        en="office in the village",
        ask_zh="在村里担任什么职务",
        ask_en="what office does the person hold in the village?",
    )


@attrs.frozen(kw_only=True, repr=False)
class CommercialPension(_Spell):
    """
    Commercial pension insurance.

    商业养老保险信息。
    """

    self_bought: bool | None = column(
        "自行购买商业养老保险",
        en="commercial pension bought by the person",
        ask_zh="该商业养老保险是否为自行购买",
        ask_en="was the commercial pension bought by the person?",
        says_en="the commercial pension was bought by the person",
        no_zh="该商业养老保险不是自行购买",
    )


@attrs.frozen(kw_only=True, repr=False)
class StudyAbroad(_Spell):
    """
    Study abroad.

    出国留学信息。
    """

    self_funded: bool | None = column(
        "自费留学",
        en="study abroad at the family's own cost",
        ask_zh="出国留学是否自费",
        ask_en="is the study abroad paid by the family?",
        says_en="the study abroad is paid by the family",
        no_zh="出国留学不是自费",
    )


@attrs.frozen(kw_only=True, repr=False)
class Absence(_Spell):
    """
    A member in prison, missing, or no longer sharing the budget.

    服刑、失踪及不共同生活信息。
    """

    kind: AbsenceKind | None = column(
        "不共同生活情形",
        en="kind of absence",
        ask_zh="属于哪种不共同生活情形",
        ask_en="what kind of absence is it?",
    )


@attrs.frozen(kw_only=True, repr=False)
class Conduct(_Event):
    """
    Punished conduct, such as gambling.

    不良行为处理信息。
    """

    kind: ConductKind | None = column(
        "不良行为类型",
        en="kind of conduct",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="属于哪类不良行为",
        ask_en="what kind of conduct is it?",
    )
    punished: bool | None = column(
        "已受处理",
        en="punished",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否已受处理",
        ask_en="was the conduct punished?",
        says_en="the conduct was punished",
        no_zh="未受处理",
    )
    unrepentant: bool | None = column(
        "屡教不改",
        en="unrepentant",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否屡教不改",
        ask_en="is the person unrepentant?",
        says_en="the person is unrepentant",
        no_zh="不属于屡教不改",
    )
    caused_hardship: bool | None = column(
        "因该行为致贫",
        en="hardship caused by the conduct",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否因该行为致贫",
        ask_en="is the hardship caused by the conduct?",
        says_en="the hardship is caused by the conduct",
        no_zh="不是因该行为致贫",
    )


@attrs.frozen(kw_only=True, repr=False)
class Death(_Event):
    """
    A record of death.

    死亡登记信息。
    """


@attrs.frozen(kw_only=True, repr=False)
class HukouChange(_Event):
    """
    A change of the registration of residence.

    户籍变动信息。
    """

    kind: HukouChangeKind | None = column(
        "户籍变动类型",
        en="kind of change",
        ask_zh="属于哪种户籍变动",
        ask_en="what kind of change of the registration is it?",
    )
