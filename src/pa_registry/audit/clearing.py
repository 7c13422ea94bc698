"""
How a suspicion is cleared: the rule, its proofs, who checked and when.

疑点排除规则。

The rules of clearing come from the exceptions that published lists state,
and each asks for its evidence.  A cleared suspicion stays in sight, and
comes back only where its evidence changes.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError
from pa_registry.model.bodies import Body
from pa_registry.model.codes import Code


__all__ = ["Clearance", "ClearingRule", "Proof"]


class Proof(Code):
    """
    A paper that helps to clear a suspicion.

    排除疑点的证明材料。
    """

    NUMBER_COMPARISON = "comparison-of-numbers", "证件号码比对结果"
    TRANSFER_PROOF = "proof-of-sale-or-loan", "车辆转让或借名登记证明"
    STATEMENT = "statement", "当事人书面说明"
    CANCELLATION = "cancellation", "企业注销证明"
    OPERATING_PROOF = "proof-of-operation", "企业经营情况证明"
    PROJECT_LIST = "project-list", "项目安置名册"
    SEPARATE_BUDGET = "proof-of-separate-budget", "分户生活、不共享收支证明"
    SPLIT_TEST = "test-of-split", "分户真实性核查结果"
    VEHICLE_TYPE = "vehicle-type", "车辆类型"
    VEHICLE_LOAD = "vehicle-load", "核定载质量"
    VEHICLE_PRICE = "vehicle-price", "车辆购置价格"
    CHECK_RECORD = "signed-check-record", "经签字的核查记录"


_Needs: TypeAlias = tuple[tuple[Proof, ...], ...]


class ClearingRule(Code):
    """
    Why a suspicion does not stand.

    疑点排除情形。

    The first two follow from the records themselves and need no paper: the
    fact did not hold on the day that counts, or the clause states an
    exception.  The last is this library's, for a record that a check finds
    to be wrong in another way.

    Examples:
        >>> rule = ClearingRule.SOLD_OR_LENT
        >>> [[one.zh for one in any_of] for any_of in rule.needs]
        [['车辆转让或借名登记证明'], ['当事人书面说明']]
    """

    FACT_DATE = "fact-not-held-on-the-day", "认定日不存在该情形"
    STATED_EXCEPTION = "stated-exception", "属清单载明的例外情形"
    OTHER_PERSON = "another-person", "同名异人，证件号码不一致"
    SOLD_OR_LENT = (
        "vehicle-sold-or-identity-lent",
        "车辆已转让未过户或被借名登记",
    )
    NOT_OPERATED = "company-never-operated", "企业未实际经营或被冒用身份"
    RELOCATION_HOUSE = "relocation-or-disaster-house", "易地搬迁或灾后重建住房"
    BUDGET_APART = "no-shared-budget", "不共同生活、不共享收支"
    LOW_VALUE_VEHICLE = "low-value-productive-vehicle", "低价值生产经营用车"
    FOUND_OTHERWISE = "found-otherwise", "实地核实与登记信息不符"

    @property
    def needs(self) -> _Needs:
        """The proofs: one of each group."""
        return _NEEDS.get(self, ())

    @property
    def clears(self) -> frozenset[str]:
        """The sources whose hits it can clear, by name."""
        return _SOURCES.get(self, frozenset())


_SOURCES: Mapping[ClearingRule, frozenset[str]] = MappingProxyType(
    {
        ClearingRule.SOLD_OR_LENT: frozenset({"vehicles"}),
        ClearingRule.LOW_VALUE_VEHICLE: frozenset({"vehicles"}),
        ClearingRule.NOT_OPERATED: frozenset({"businesses"}),
        ClearingRule.RELOCATION_HOUSE: frozenset({"urban_houses"}),
    }
)
_NEEDS: Mapping[ClearingRule, _Needs] = MappingProxyType(
    {
        ClearingRule.OTHER_PERSON: ((Proof.NUMBER_COMPARISON,),),
        ClearingRule.SOLD_OR_LENT: (
            (Proof.TRANSFER_PROOF,),
            (Proof.STATEMENT,),
        ),
        ClearingRule.NOT_OPERATED: (
            (Proof.CANCELLATION, Proof.OPERATING_PROOF),
        ),
        ClearingRule.RELOCATION_HOUSE: ((Proof.PROJECT_LIST,),),
        ClearingRule.BUDGET_APART: (
            (Proof.SEPARATE_BUDGET,),
            (Proof.SPLIT_TEST,),
        ),
        ClearingRule.LOW_VALUE_VEHICLE: (
            (Proof.VEHICLE_TYPE,),
            (Proof.VEHICLE_LOAD,),
            (Proof.VEHICLE_PRICE,),
        ),
        ClearingRule.FOUND_OTHERWISE: ((Proof.CHECK_RECORD,),),
    }
)


def _proofs(
    given: Mapping[Proof, str] | Iterable[tuple[Proof, str]],
) -> tuple[tuple[Proof, str], ...]:
    return tuple(dict(given).items())


@attrs.frozen(kw_only=True)
class Clearance:
    """
    A suspicion cleared: by which rule, on which proofs, by whom, when.

    疑点排除记录。

    Attributes:
        rule: Why the suspicion does not stand.
        proofs: The proofs, each with the reference of the paper.
        checker: Who checked.
        day: When.
        fingerprint: The evidence that was cleared; set by the check.

    Raises:
        InvalidValueError: If a proof that the rule asks for is missing.

    Examples:
        >>> from pa_registry.model import BodyKind
        >>> Clearance(
        ...     rule=ClearingRule.NOT_OPERATED,
        ...     proofs={},
        ...     checker=Body(BodyKind.WORK_TEAM, "甲乡驻村工作队"),
        ...     day=dt.date(2016, 8, 20),
        ... )
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: ...cancellation...
    """

    rule: ClearingRule
    proofs: tuple[tuple[Proof, str], ...] = attrs.field(
        default=(), converter=_proofs
    )
    checker: Body
    day: dt.date
    fingerprint: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.checker, Body) or not is_day(self.day):
            raise InvalidValueError(
                what="a clearance says who checked, and on which day.",
                where="Clearance",
                remedy="Give checker=Body(…) and day=date(…).",
            )
        held = {proof for proof, paper in self.proofs if paper.strip()}
        for any_of in self.rule.needs:
            if not held.intersection(any_of):
                raise InvalidValueError(
                    what=f"{self.rule.en} is not proved.",
                    where="Clearance.proofs",
                    remedy=(
                        "Give the reference of the paper:"
                        f" {' or '.join(one.value for one in any_of)}."
                    ),
                )
