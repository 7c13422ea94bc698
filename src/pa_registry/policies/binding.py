"""
Put numbers in place of parameters: the rules' clock picks them.

绑定标准值。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from pa_registry.conditions import Condition
from pa_registry.conditions.judging import longest_prefix
from pa_registry.conditions.terms import by_place, by_year
from pa_registry.conditions.tree import Constant, Parameter, Value
from pa_registry.conditions.walking import iter_nodes
from pa_registry.errors import InvalidPolicyError
from pa_registry.model.terms import household
from pa_registry.money import Fen
from pa_registry.standards import Indexed, Standards, income_year
from pa_registry.standards.dated import DatedValue, Standard


__all__ = ["BoundNumber", "bind_rules"]


@attrs.frozen(kw_only=True)
class BoundNumber:
    """
    A number that a policy took from the standards.

    所绑定的标准值。

    Attributes:
        name: The standard.
        values: Its values in force, the nation's and those by place.
    """

    name: str
    values: tuple[DatedValue, ...]


def bind_rules(
    rules: Sequence[Condition[Any]], standards: Standards, day: dt.date
) -> tuple[list[Condition[Any]], tuple[BoundNumber, ...]]:
    """
    Put the numbers of a day in place of all parameters of some rules.

    Args:
        rules: The rules of a policy.
        standards: The book of standards.
        day: The rules' day.

    Returns:
        The bound rules, and the numbers with their sources.
    """
    names = {
        node.name: node
        for rule in rules
        for node in iter_nodes(rule)
        if isinstance(node, Parameter)
    }
    numbers = {name: _number(name, standards, day) for name in sorted(names)}
    values: dict[str, Value] = {
        name: _value(number, standards, day)
        for name, number in numbers.items()
    }
    return [rule.bind(values) for rule in rules], tuple(numbers.values())


def _when(key: str, standards: Standards, day: dt.date) -> dict[str, Any]:
    indexed = standards.standard(key).indexed
    if indexed is Indexed.DAY:
        return {"on": day}
    year = day.year
    return {"year": income_year(year) if _of_income(indexed) else year}


def _of_income(indexed: Indexed) -> bool:
    return indexed is Indexed.INCOME_YEAR


def _number(key: str, standards: Standards, day: dt.date) -> BoundNumber:
    when = _when(key, standards, day)
    table, nation = standards.table(key, **when)
    values = [standards.value(key, place=p, **when) for p, _ in table]
    if nation is not None:
        values.insert(0, standards.value(key, **when))
    return BoundNumber(name=key, values=tuple(values))


def _value(number: BoundNumber, standards: Standards, day: dt.date) -> Value:
    """Make the value: constant, by place, and for its income year only."""
    standard = standards.standard(number.name)
    indexed = standard.indexed
    value = _by_place(number, standard)
    if indexed is Indexed.DAY:
        return value
    last = income_year(day.year)
    # Where the year itself picks the number, the income is that of twelve
    # months, which end in it or in the year before.
    years = [last] if _of_income(indexed) else [last, day.year]
    of_year = by_year(
        number.name, household.income_year, dict.fromkeys(years, value)
    )
    return of_year.node


def _by_place(number: BoundNumber, standard: Standard) -> Value:
    nation: Fen | int | None = None
    places: dict[str, Fen | int] = {}
    for one in number.values:
        if not isinstance(one.value, int):
            raise InvalidPolicyError(
                what=f"{number.name} is {one.value!r}, no whole number.",
                remedy="Rules compare money and whole numbers.",
            )
        if one.place is None:
            nation = one.value
        else:
            places[one.place] = one.value
    apart = _apart(places, nation)
    if not apart and nation is not None:
        return Constant(nation)
    return by_place(
        number.name,
        household.division,
        apart,
        otherwise=nation,
        zh=standard.zh,
        en=standard.en,
    ).node


def _apart(
    places: Mapping[str, Fen | int], nation: Fen | int | None
) -> dict[str, Fen | int]:
    """
    Keep the places whose number differs from that of what surrounds them.

    Where the number is the same everywhere, a household without a division
    code is no case of doubt.
    """
    kept: dict[str, Fen | int] = {}
    for place in sorted(places, key=len):
        around = longest_prefix(tuple(kept.items()), nation, place)
        if places[place] != around:
            kept[place] = places[place]
    return kept
