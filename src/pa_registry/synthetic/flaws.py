"""
The kinds of flaw that are planted, and the known answer to each.

预设问题及已知答案。
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pa_registry.model.codes import Code
from pa_registry.model.status import Move
from pa_registry.policies.outcomes import NegativeListOutcome


__all__ = [
    "FAIR",
    "KIN",
    "LISTS",
    "SHARED",
    "STRICT",
    "Flaw",
    "Ground",
    "list_outcome",
]

#: A list whose clauses state exceptions, so that false hits clear.
FAIR = "leaflet-3300-with-exceptions"
#: A list that reaches the head's kin living apart.
KIN = "ten-principles-2018"
#: A list that tells hard clauses from those of strict review.
STRICT = "shangrao-2017-seven-clear-four-strict"
#: The lists for which every answer is known.
LISTS = (FAIR, KIN, STRICT)


class Ground(StrEnum):
    """
    Where in the register a kind of flaw can be planted.

    可预设的对象范围。

    Attributes:
        REGISTERED: Any registered household.
        CURRENT: Those that have not exited and are on no exit plan.
        LAST_EXITS: Those marked as exited in the year of the income.
        OUTSIDE: Households outside the register.
    """

    REGISTERED = "registered"
    CURRENT = "current"
    LAST_EXITS = "last-exits"
    OUTSIDE = "outside"


class Flaw(Code):
    """
    A kind of flaw, or of what only looks like one.

    预设问题类型。

    Attributes:
        ground: Where it is planted.
        calls_for:
            What a check that finds the facts should lead to; `None` where
            the lists in use disagree, or where data are to be corrected
            and nobody's standing changes.
        only_looks_like_one: Whether the facts clear the suspicion.

    Examples:
        >>> Flaw.VAN_EARNS_LIVING.zh
        '面包车用于经营谋生'
        >>> Flaw.VAN_EARNS_LIVING.only_looks_like_one
        True
    """

    CAR_AT_ENTRY = "car-at-entry", "识别时已有轿车"
    CAR_SOLD_BEFORE_ENTRY = "car-sold-before-entry", "识别前轿车已处置"
    CAR_SOLD_AFTER_ENTRY = "car-sold-after-entry", "识别后轿车才处置"
    CAR_BOUGHT_AFTER_ENTRY = "car-bought-after-entry", "识别后购置轿车"
    VAN_EARNS_LIVING = "van-earns-living", "面包车用于经营谋生"
    TOWN_HOUSE = "town-house", "购买城镇商品房"
    TOWN_HOUSE_BY_RELOCATION = (
        "town-house-by-relocation",
        "城镇住房系易地扶贫搬迁安置",
    )
    COMPANY = "company", "投资企业并实际经营"
    COMPANY_LENT_IDENTITY = (
        "company-on-lent-identity",
        "企业系他人借用身份登记",
    )
    FISCAL_PAYROLL = "fiscal-payroll", "成员为在编财政供养人员"
    TEMPORARY_POST = "temporary-post", "成员为财政供养单位临时聘用人员"
    PAYROLL_OF_KIN = "payroll-of-kin", "非共同生活亲属为财政供养人员"
    VILLAGE_CADRE = "village-cadre", "成员为现任村干部"
    SPLIT_HOUSEHOLD = "split-household", "为享受政策而分户"
    INCOME_ABOVE_LINE_AT_ENTRY = (
        "income-above-line-at-entry",
        "识别时收入高于扶贫标准",
    )
    DEAD_MEMBER = "dead-member", "成员死亡未注销"
    SAME_PERSON = "same-person-twice", "一人多户"
    SAME_PERSON_OLD_NUMBER = (
        "same-person-under-old-number",
        "一人多户（十五位旧号码）",
    )
    SAME_PERSON_DIGIT_WRONG = (
        "same-person-one-digit-wrong",
        "一人多户（号码错一位）",
    )
    WRONG_CHECK_CHARACTER = "wrong-check-character", "证件号码校验码有误"
    EXITED_BELOW_LINE = "exited-below-line", "收入低于扶贫标准而脱贫"
    EXITED_IN_DANGEROUS_HOUSE = (
        "exited-in-dangerous-house",
        "住房为危房而脱贫",
    )
    WITHOUT_HELP = "without-help", "未落实帮扶责任人和帮扶措施"
    OMITTED = "omitted", "符合标准而漏评"
    OMITTED_VOTED_DOWN = (
        "omitted-voted-down",
        "核查认定贫困、评议未通过而漏评",
    )

    @property
    def ground(self) -> Ground:
        """Where it is planted."""
        return _GROUNDS.get(self, Ground.REGISTERED)

    @property
    def calls_for(self) -> Move | None:
        """What a check that finds the facts should lead to."""
        return _CALLS_FOR.get(self)

    @property
    def only_looks_like_one(self) -> bool:
        """Whether the facts clear the suspicion."""
        return self.calls_for is Move.RETAINED


#: The flaws that put a person of another household in.
SHARED = frozenset(
    {
        Flaw.SAME_PERSON,
        Flaw.SAME_PERSON_OLD_NUMBER,
        Flaw.SAME_PERSON_DIGIT_WRONG,
    }
)
_GROUNDS: Mapping[Flaw, Ground] = MappingProxyType(
    {
        Flaw.INCOME_ABOVE_LINE_AT_ENTRY: Ground.CURRENT,
        Flaw.EXITED_BELOW_LINE: Ground.LAST_EXITS,
        Flaw.EXITED_IN_DANGEROUS_HOUSE: Ground.LAST_EXITS,
        Flaw.OMITTED: Ground.OUTSIDE,
        Flaw.OMITTED_VOTED_DOWN: Ground.OUTSIDE,
    }
)
_CALLS_FOR: Mapping[Flaw, Move] = MappingProxyType(
    {
        Flaw.CAR_AT_ENTRY: Move.REMOVED,
        Flaw.CAR_SOLD_BEFORE_ENTRY: Move.RETAINED,
        Flaw.VAN_EARNS_LIVING: Move.RETAINED,
        Flaw.TOWN_HOUSE: Move.REMOVED,
        Flaw.TOWN_HOUSE_BY_RELOCATION: Move.RETAINED,
        Flaw.COMPANY: Move.REMOVED,
        Flaw.COMPANY_LENT_IDENTITY: Move.RETAINED,
        Flaw.FISCAL_PAYROLL: Move.REMOVED,
        Flaw.TEMPORARY_POST: Move.RETAINED,
        Flaw.SPLIT_HOUSEHOLD: Move.REMOVED,
        Flaw.INCOME_ABOVE_LINE_AT_ENTRY: Move.REMOVED,
        Flaw.DEAD_MEMBER: Move.NATURAL_DECREASE,
        Flaw.SAME_PERSON: Move.MEMBER_REMOVED,
        Flaw.SAME_PERSON_OLD_NUMBER: Move.MEMBER_REMOVED,
        Flaw.SAME_PERSON_DIGIT_WRONG: Move.MEMBER_REMOVED,
        Flaw.EXITED_BELOW_LINE: Move.EXIT_REVERSED,
        Flaw.EXITED_IN_DANGEROUS_HOUSE: Move.EXIT_REVERSED,
        Flaw.OMITTED: Move.ADDED,
        Flaw.OMITTED_VOTED_DOWN: Move.ADDED,
    }
)

_OUT = NegativeListOutcome.EXCLUDED
_REVIEW = NegativeListOutcome.STRICT_REVIEW
_CLEAR = NegativeListOutcome.CLEAR

#: What each list says on the day of entry; what is not named is clear.
_AT_ENTRY: Mapping[Flaw, Mapping[str, NegativeListOutcome]] = MappingProxyType(
    {
        Flaw.CAR_AT_ENTRY: dict.fromkeys(LISTS, _OUT),
        Flaw.CAR_SOLD_AFTER_ENTRY: dict.fromkeys(LISTS, _OUT),
        Flaw.TOWN_HOUSE: dict.fromkeys(LISTS, _OUT),
        Flaw.TOWN_HOUSE_BY_RELOCATION: {KIN: _OUT},
        Flaw.COMPANY: dict.fromkeys(LISTS, _OUT),
        Flaw.COMPANY_LENT_IDENTITY: {KIN: _OUT, STRICT: _OUT},
        Flaw.FISCAL_PAYROLL: {FAIR: _OUT, KIN: _OUT, STRICT: _REVIEW},
        Flaw.TEMPORARY_POST: {STRICT: _REVIEW},
        Flaw.PAYROLL_OF_KIN: {KIN: _OUT},
        Flaw.VILLAGE_CADRE: {KIN: _OUT, STRICT: _REVIEW},
        Flaw.SPLIT_HOUSEHOLD: {KIN: _OUT, STRICT: _OUT},
    }
)
#: What differs on the day of the audit.
_ON_DAY: Mapping[Flaw, Mapping[str, NegativeListOutcome]] = MappingProxyType(
    {
        Flaw.CAR_SOLD_AFTER_ENTRY: {},
        Flaw.CAR_BOUGHT_AFTER_ENTRY: dict.fromkeys(LISTS, _OUT),
    }
)


def list_outcome(
    flaw: Flaw | None, criteria: str, *, at_entry: bool
) -> NegativeListOutcome:
    """
    Give the known answer of a list to a planted flaw.

    预设问题在清单下的已知答案。

    Args:
        flaw: The flaw; without one the household is clear.
        criteria: One of :data:`LISTS`.
        at_entry: Whether the facts are those of the day of entry.

    Examples:
        >>> list_outcome(Flaw.CAR_SOLD_AFTER_ENTRY, FAIR, at_entry=True).name
        'EXCLUDED'
        >>> list_outcome(Flaw.CAR_SOLD_AFTER_ENTRY, FAIR, at_entry=False).name
        'CLEAR'
    """
    if flaw is None:
        return _CLEAR
    entry = _AT_ENTRY.get(flaw, {})
    answers = entry if at_entry else _ON_DAY.get(flaw, entry)
    return answers.get(criteria, _CLEAR)
