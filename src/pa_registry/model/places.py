"""
The units that report figures and receive money.

填报单位。

A circular of 2016 counts 97 units of Hubei where 103 divisions of county
level existed, and no list of the 97 is published: none is invented here.
A :class:`ReportingUnit` is whatever a user's circular or allocation counts.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.model.division import (
    Division,
    DivisionLevel,
    canonical_code,
)
from pa_registry.model.divisions import Divisions


__all__ = ["ReportingUnit", "ReportingUnitKind"]


class ReportingUnitKind(enum.Enum):
    """
    What sort of place a reporting unit is.

    填报单位类型。

    Attributes:
        DISTRICT: A district (区).
        COUNTY: A county or autonomous county (县).
        CITY: A city (市).
        FORESTRY_DISTRICT: 神农架林区, the only one of its kind (林区).
        ZONE: A development zone or the like, no division (开发区).
        OTHER: Anything else.
    """

    DISTRICT = "district"
    COUNTY = "county"
    CITY = "city"
    FORESTRY_DISTRICT = "forestry-district"
    ZONE = "zone"
    OTHER = "other"


def _is_named(
    unit: object, attribute: attrs.Attribute[str], value: str
) -> None:
    if not value.strip():
        raise InvalidValueError(
            what="A reporting unit has a name and a prefecture.",
            where=f"ReportingUnit.{attribute.name}",
            remedy="A directly administered unit is its own prefecture.",
        )


def _is_a_code(
    unit: object, attribute: attrs.Attribute[str | None], value: str | None
) -> None:
    if value is not None and canonical_code(value) != value:
        raise InvalidValueError(
            what="This is no division code.",
            where=f"ReportingUnit.{attribute.name}",
            remedy="Give six digits, or None for a unit without a code.",
        )


@attrs.frozen(kw_only=True)
class ReportingUnit:
    """
    A unit that reports figures or receives an allocation.

    填报单位。

    Attributes:
        name: Its name.
        kind: What it is.

        prefecture:
            The name of the prefecture (市州) that it is counted under; a
            directly administered unit is counted under itself.

        code: Its division code, or `None` where it is no division.

    Examples:
        >>> zone = ReportingUnit(
        ...     name="某开发区", kind=ReportingUnitKind.ZONE, prefecture="某市"
        ... )
        >>> zone.code is None
        True
    """

    name: str = attrs.field(validator=_is_named)
    kind: ReportingUnitKind
    prefecture: str = attrs.field(validator=_is_named)
    code: str | None = attrs.field(default=None, validator=_is_a_code)

    @classmethod
    def from_division(
        cls,
        code: str,
        *,
        on: dt.date,
        divisions: Divisions | None = None,
    ) -> ReportingUnit:
        """
        Make a reporting unit of a division.

        Args:
            code: The division's code.
            on: The day as of which it is named.
            divisions: The table to use; without one, the built-in table.

        Returns:
            The unit, under its prefecture or, where that is a collector
            row or missing, under itself.

        Raises:
            DivisionNotInForceError: If no such division is known that day.

        Examples:
            >>> unit = ReportingUnit.from_division(
            ...     "429021", on=dt.date(2016, 12, 31)
            ... )
            >>> unit.kind.value, unit.prefecture
            ('forestry-district', '神农架林区')
        """
        then = (divisions or Divisions.builtin()).at(on)
        division = then.require(code)
        above = then.get(division.parent) if division.parent else None
        under = above if above and _is_prefecture(above) else division
        return cls(
            name=division.name,
            kind=_kind_of(division),
            prefecture=under.name,
            code=division.code,
        )


def _is_prefecture(division: Division) -> bool:
    level = division.level
    return level is DivisionLevel.PREFECTURE and not division.virtual


def _kind_of(division: Division) -> ReportingUnitKind:
    """Read the kind off the name's end."""
    for ending, kind in _ENDINGS.items():
        if division.name.endswith(ending):
            return kind
    return ReportingUnitKind.OTHER


_ENDINGS = {
    "林区": ReportingUnitKind.FORESTRY_DISTRICT,
    "开发区": ReportingUnitKind.ZONE,
    "管理区": ReportingUnitKind.ZONE,
    "区": ReportingUnitKind.DISTRICT,
    "县": ReportingUnitKind.COUNTY,
    "旗": ReportingUnitKind.COUNTY,
    "市": ReportingUnitKind.CITY,
}
