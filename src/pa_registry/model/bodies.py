"""
The bodies that act: who referred, who checked, who decided.

办理主体。

Bodies are told apart, not only levels: two offices of one county are two.
"""

from __future__ import annotations

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.model.codes import Code


__all__ = ["Body", "BodyKind"]


class BodyKind(Code):
    """
    The kind of a body that acts in the register's procedures.

    办理主体类型。
    """

    VILLAGE_COMMITTEE = "village-committee", "村民委员会", "村委会"
    WORK_TEAM = "work-team", "驻村工作队"
    TOWNSHIP = "township-government", "乡镇人民政府"
    COUNTY_OFFICE = "county-poverty-office", "县扶贫办"
    LEADING_GROUP = "leading-group", "扶贫攻坚领导小组"
    AUDIT_OFFICE = "audit-office", "审计机关"
    DEPARTMENT = "department", "行业部门"
    INSPECTION_GROUP = "inspection-group", "督查组"
    THIRD_PARTY = "third-party", "第三方评估机构"


def _is_kind(
    _self: object, _field: attrs.Attribute[BodyKind], value: object
) -> None:
    if not isinstance(value, BodyKind):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no kind of body.",
            where="Body.kind",
            remedy="Give a BodyKind, such as BodyKind.WORK_TEAM.",
        )


def _is_named(
    _self: object, _field: attrs.Attribute[str], value: object
) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            what="a body without a name answers for nothing.",
            where="Body.name",
            remedy="Write its name in full, such as 甲乡驻村工作队.",
        )


@attrs.frozen
class Body:
    """
    One body by name.

    办理主体。

    Attributes:
        kind: What kind of body it is.
        name: Its name in full.

    Examples:
        >>> print(Body(BodyKind.TOWNSHIP, "甲乡人民政府"))
        甲乡人民政府
    """

    kind: BodyKind = attrs.field(validator=_is_kind)
    name: str = attrs.field(validator=_is_named)

    def __str__(self) -> str:
        return self.name
