"""
Numbers that the standards give: by name, by place, by year.

标准值：按名称、地区、年度取值。
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from typing_extensions import override

from pa_registry.columns import Kind
from pa_registry.conditions.values import (
    MEASURED,
    Constant,
    Value,
    need,
    need_text,
    same_measure,
)
from pa_registry.errors import InvalidConditionError
from pa_registry.money import Fen


__all__ = [
    "ByPlace",
    "ByYear",
    "Parameter",
]

#: Default ranges of a parameter, by kind.
_PARAMETER_RANGE = {Kind.MONEY: (0, 10**14), Kind.NUMBER: (0, 10_000)}


@attrs.frozen
class Parameter(Value):
    """A number that the standards in force will give, by its name."""

    name: str
    kind_: Kind = Kind.MONEY
    unit_: str | None = attrs.field(
        default=None,
        # The unit of money goes without saying.
        eq=lambda unit: None if unit in {None, "", "fen"} else unit,
    )
    zh: str = attrs.field(default="", eq=False, repr=False)
    en: str = attrs.field(default="", eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        need_text(self.name, "The name of a parameter")

    @property
    @override
    def kind(self) -> Kind:
        return self.kind_

    @property
    @override
    def unit(self) -> str | None:
        return "fen" if self.kind_ is Kind.MONEY else self.unit_ or None

    @property
    @override
    def range(self) -> tuple[int, int]:
        return _PARAMETER_RANGE.get(self.kind_, (0, 0))


@attrs.frozen
class ByPlace(Value):
    """
    A number that differs by place: the longest matching code prefix wins.

    按地区取值。

    Attributes:
        name: The parameter that it stands for.
        place: The field with the division code.
        table: The values, by code prefix.
        otherwise: The value elsewhere; `None` where none is known.
        zh: What the parameter is called in Chinese.
        en: What it is called in English.
    """

    name: str
    place: Value
    table: tuple[tuple[str, Fen | int], ...]
    otherwise: Fen | int | None
    zh: str = attrs.field(default="", eq=False, repr=False)
    en: str = attrs.field(default="", eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        need_text(self.name, "The name of a parameter")
        need(self.place, frozenset({Kind.TEXT}), "look up places by")
        for prefix, _ in self.table:
            need_text(prefix, "A code prefix")
        rest = () if self.otherwise is None else (self.otherwise,)
        numbers = (*(value for _, value in self.table), *rest)
        _need_like([Constant(number) for number in numbers])

    @property
    @override
    def kind(self) -> Kind:
        return Constant(self.table[0][1]).kind

    @property
    @override
    def unit(self) -> str | None:
        return Constant(self.table[0][1]).unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        values = [int(value) for _, value in self.table]
        if self.otherwise is not None:
            values.append(int(self.otherwise))
        return (min(values), max(values))


@attrs.frozen
class ByYear(Value):
    """
    A number that holds for one year only, such as an income line.

    按年度取值。

    It is missing for every year that the table does not name: income of
    another year is no answer to the question of this one.

    Attributes:
        name: The parameter that it stands for.
        year: The field with the year.
        years: The years, each with the value at the same place.
        values: The values, constant or by place.
    """

    name: str
    year: Value
    years: tuple[int, ...]
    values: tuple[Value, ...]

    def __attrs_post_init__(self) -> None:
        need_text(self.name, "The name of a parameter")
        need(self.year, frozenset({Kind.NUMBER}), "look up years by")
        _need_like(self.values)
        for year in self.years:
            same_measure(self.year, Constant(year))

    @property
    @override
    def kind(self) -> Kind:
        return self.values[0].kind

    @property
    @override
    def unit(self) -> str | None:
        return self.values[0].unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        lows, highs = zip(*(one.range for one in self.values), strict=True)
        return (min(lows), max(highs))


def _need_like(values: Sequence[Value]) -> None:
    """Refuse a table that is empty or mixes money and plain numbers."""
    if not values:
        raise InvalidConditionError(
            what="The table has no value.", remedy="Give at least one."
        )
    for one in values:
        need(one, MEASURED, "look up")
        same_measure(values[0], one)
