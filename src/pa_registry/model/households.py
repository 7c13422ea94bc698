"""
A household in the register.

贫困户。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable
from typing import Self

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.household_codes import (
    Cause,
    HouseholdCategory,
    IdentificationStandard,
)
from pa_registry.model.living import LivingPage
from pa_registry.model.person_codes import RelationToHead
from pa_registry.model.persons import MembershipBasis, Person, Relative
from pa_registry.model.rows import merged, rows
from pa_registry.model.showing import shown
from pa_registry.model.status import Status
from pa_registry.model.support import Helper, Measure, Provenance


__all__ = ["Household"]


@attrs.frozen(kw_only=True)
class Household(LivingPage):
    """
    A household: one file, one decision.

    贫困户。

    The key is the number of the household in the system (户编号): a head
    may die and the household stays.  It can hold any fault that a register
    holds (no members, two heads, a sum that does not add up); faults are
    found by checks and never refused here.

    The fields of income, land, house and living are described with
    :class:`~pa_registry.model.IncomePage` and
    :class:`~pa_registry.model.LivingPage`.

    Attributes:
        members: The people as recorded; none is a finding, not an error.

        relatives:
            Kin living apart.  `None` is not recorded, an empty tuple is
            recorded as none.

        measures: The help received, dated.

        provenance: By field name, where its value comes from.

        extra:
            Local fields: an instance of your own attrs class, whose fields
            are declared with :func:`~pa_registry.columns.column`.

    Examples:
        >>> from pa_registry.money import yuan
        >>> household = Household(
        ...     number="H0012",
        ...     members=(Person(number="1"), Person(number="2")),
        ...     net_income=yuan(5000),
        ... )
        >>> household
        Household(number='H0012', members: 2)
        >>> household.size
        2
    """

    number: str = column(
        "户编号",
        en="number of the household",
        sensitivity=Sensitivity.PUBLIC,
        default=attrs.NOTHING,
        ask_zh="户编号是什么",
        ask_en="what is the number of the household?",
    )
    division: str | None = column(
        "行政区划代码",
        en="division code",
        sensitivity=Sensitivity.PUBLIC,
        ask_zh="住在哪个村",
        ask_en="in which village does the household live?",
    )
    group: str | None = column(
        "村民小组",
        en="villagers' group",
        headers=("自然村", "组"),
        ask_zh="属于哪个村民小组",
        ask_en="to which villagers' group does the household belong?",
    )
    phone: str | None = column(
        "联系电话",
        en="telephone number",
        code="AAR012",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="联系电话是多少",
        ask_en="what is the telephone number?",
    )
    bank: str | None = column(
        "开户银行",
        en="bank",
        code="AAQ002",
        sensitivity=Sensitivity.SENSITIVE,
    )
    account: str | None = column(
        "银行账号",
        en="bank account",
        code="AAC004",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="银行账号是多少",
        ask_en="what is the number of the bank account?",
    )
    printed_size: int | None = column(
        "家庭人口数",
        en="number of members as printed",
        code="AAC017",
        unit="person",
        high=1000,
        headers=("家庭人口", "人数"),
        ask_zh="登记表上的家庭人口数是多少人",
        ask_en="how many members does the form state?",
    )
    status: Status | None = column(
        "脱贫状态",
        en="status",
        ask_zh="脱贫状态如何",
        ask_en="what is the status of the household?",
    )
    identification_standard: IdentificationStandard | None = column(
        "识别标准", code="A1"
    )
    category: HouseholdCategory | None = column(
        "贫困户属性", en="household category", code="A2"
    )
    martyr_or_army_family: bool | None = column(
        "军烈属",
        code="AAC012",
        headers=("是否军烈属",),
        ask_zh="是否为军烈属",
        ask_en="is it a martyr's or army family?",
        says_en="it is a martyr's or army family",
        no_zh="不是军烈属",
    )
    main_cause: Cause | None = column(
        "主要致贫原因",
        en="main cause of poverty",
        code="AAC007",
        sensitivity=Sensitivity.SENSITIVE,
    )
    other_causes: frozenset[Cause] | None = column(
        "其他致贫原因",
        en="other causes of poverty",
        code="AAC008",
        sensitivity=Sensitivity.SENSITIVE,
    )
    grave_cause: bool | None = column(
        "有特别严重的致贫因素",
        en="has a serious cause of poverty",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="有无特别严重的致贫因素",
        ask_en="is there a very serious cause of poverty?",
        says_en="there is a very serious cause of poverty",
    )
    entered: dt.date | None = column(
        "首次识别时间",
        en="day of first identification",
        code="AAR041",
        ask_zh="首次识别时间是哪一天",
        ask_en="on which day was the household first identified?",
    )
    exit_year: int | None = column(
        "脱贫年度", code="AAC023", unit="year", low=2013, high=2100
    )
    return_year: int | None = column(
        "返贫年度",
        en="year of return to poverty",
        code="AAC024",
        unit="year",
        low=2013,
        high=2100,
    )
    return_cause: Cause | None = column(
        "返贫原因",
        en="cause of return to poverty",
        code="AAC009",
        sensitivity=Sensitivity.SENSITIVE,
    )
    food_secured: bool | None = column(
        "吃不愁",
        en="enough food",
        ask_zh="是否吃得饱",
        ask_en="does the household have enough to eat?",
        says_en="the household has enough to eat",
        no_zh="吃不饱",
    )
    clothing_secured: bool | None = column(
        "穿不愁",
        en="enough clothing",
        ask_zh="是否穿得暖",
        ask_en="does the household have enough to wear?",
        says_en="the household has enough to wear",
        no_zh="穿不暖",
    )
    schooling_secured: bool | None = column(
        "义务教育有保障",
        en="compulsory schooling secured",
        ask_zh="义务教育是否有保障",
        ask_en="is compulsory schooling secured?",
        says_en="compulsory schooling is secured",
        no_zh="义务教育没有保障",
    )
    medical_secured: bool | None = column(
        "基本医疗有保障",
        en="basic medical care secured",
        ask_zh="基本医疗是否有保障",
        ask_en="is basic medical care secured?",
        says_en="basic medical care is secured",
        no_zh="基本医疗没有保障",
    )
    housing_secured: bool | None = column(
        "住房安全有保障",
        en="safe housing secured",
        ask_zh="住房安全是否有保障",
        ask_en="is safe housing secured?",
        says_en="safe housing is secured",
        no_zh="住房安全没有保障",
    )
    illness_forces_below_line: bool | None = column(
        "因病自付费用致使生活低于标准",
        en="cost of illness pushes the household below the line",
        sensitivity=Sensitivity.SENSITIVE,
        ask_zh="是否因病自付费用致使生活低于标准",
        ask_en="does the cost of illness push the household below the line?",
        says_en="the cost of illness pushes the household below the line",
        no_zh="自付医疗费用未致使生活低于标准",
    )
    away_since: dt.date | None = column(
        "整户外出起始日期",
        en="day since which the whole household is away",
        ask_zh="整户从哪一天起外出",
        ask_en="since which day is the whole household away?",
    )
    whole_household_away: bool | None = column(
        "整户长期外出",
        en="whole household away",
        ask_zh="是否整户长期外出",
        ask_en="is the whole household away for long?",
        says_en="the whole household is away for long",
        no_zh="未整户长期外出",
    )
    residence_shown: bool | None = column(
        "能提供实际居住证明",
        en="can show actual residence",
        ask_zh="能否提供实际居住证明",
        ask_en="can the household show actual residence?",
        says_en="the household can show actual residence",
    )
    split_on: dt.date | None = column(
        "分户日期",
        en="day of the split",
        ask_zh="分户日期是哪一天",
        ask_en="on which day was the household split?",
    )
    split_to_qualify: bool | None = column(
        "为享受政策而分户或并户",
        en="household split or merged in order to qualify",
        ask_zh="是否为享受政策而分户或并户",
        ask_en="was the household split or merged in order to qualify?",
        says_en="the household was split or merged in order to qualify",
        no_zh="不存在为享受政策而分户或并户的情形",
    )
    empty_hukou: bool | None = column(
        "空挂户",
        en="registered here without living here",
        ask_zh="是否为空挂户",
        ask_en="is the household registered here without living here?",
        says_en="the household is registered here without living here",
        no_zh="不是空挂户",
    )
    unexplained_report: bool | None = column(
        "对群众反映的问题不能作出合理解释",
        en="cannot explain what was reported about it",
        ask_zh="对群众反映的问题是否不能作出合理解释",
        ask_en="is what was reported about the household left unexplained?",
        says_en="what was reported about the household is left unexplained",
        no_zh="对群众反映的问题能作出合理解释",
    )
    favoured: bool | None = column(
        "存在优亲厚友情形",
        en="entered through favouritism",
        ask_zh="有无优亲厚友情形",
        ask_en="was the household entered through favouritism?",
        says_en="the household was entered through favouritism",
        no_zh="不存在优亲厚友情形",
    )
    falsified: bool | None = column(
        "提供虚假信息",
        en="false information given",
        ask_zh="是否提供虚假信息",
        ask_en="was false information given?",
        says_en="false information was given",
        no_zh="未提供虚假信息",
    )
    members: tuple[Person, ...] = rows(Person)
    relatives: tuple[Relative, ...] | None = rows(Relative, default=None)
    helper: Helper | None = attrs.field(default=None, repr=False)
    measures: tuple[Measure, ...] = rows(Measure)
    provenance: tuple[tuple[str, Provenance], ...] = rows(tuple)
    extra: object | None = attrs.field(default=None, repr=False)

    __repr__ = shown

    @property
    def size(self) -> int | None:
        """
        The number of usual members, by the data in hand.

        家庭常住人口数。
        """
        return self.size_on()

    def size_on(
        self,
        day: dt.date | None = None,
        *,
        basis: MembershipBasis = MembershipBasis.USUAL_RESIDENCE,
    ) -> int | None:
        """
        Count the counted members.

        家庭人口数（按口径计算）。

        Args:
            day: The day of the count; without it, whoever has left is out.
            basis: Residence with a shared budget, or registration.

        Returns:
            `None` where no member is recorded, or where it is unknown for
            some member whether he is counted.
        """
        from pa_registry.model.forms import count

        return count(self, day, basis)

    @property
    def head(self) -> Person | None:
        """The first present member recorded as head, or `None`."""
        for member in self.members:
            is_head = member.relation_to_head is RelationToHead.HEAD
            if is_head and member.left is None:
                return member
        return None

    def provenance_of(self, field: str) -> Provenance | None:
        """Say where the value of a field comes from, if recorded."""
        return dict(self.provenance).get(field)

    def with_members(self, members: Iterable[Person]) -> Self:
        """
        Put further members in; a member of the same number is replaced.

        增加或更新成员。
        """
        return attrs.evolve(
            self,
            members=merged(self.members, members, lambda one: one.number),
        )
