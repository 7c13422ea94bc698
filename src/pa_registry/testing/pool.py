"""
The awkward values, and what a declared column can hold.

边界值与字段取值。
"""

from __future__ import annotations

import datetime as dt

from enum import Enum
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pa_registry.columns import Column, Kind
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber, check_character
from pa_registry.model.persons import Person, Relative
from pa_registry.money import Fen, yuan


__all__ = [
    "BIRTHS",
    "DAYS",
    "FACT_DAYS",
    "HOUSEHOLDS",
    "PREFIXES",
    "days",
    "identities",
    "recorded",
    "values",
]

#: Around a leap day, and around the ends of years.
FACT_DAYS = (
    dt.date(2016, 10, 19),
    dt.date(2016, 2, 29),
    dt.date(2016, 2, 28),
    dt.date(2016, 3, 1),
    dt.date(2017, 2, 28),
    dt.date(2017, 3, 1),
    dt.date(2015, 12, 31),
)
#: Births: 16, 18 or 60 years before a fact day, leap days among them.
BIRTHS = (
    dt.date(2000, 2, 29),
    dt.date(2000, 2, 28),
    dt.date(2000, 3, 1),
    dt.date(2000, 10, 19),
    dt.date(1956, 2, 29),
    dt.date(1998, 10, 20),
    dt.date(2016, 2, 29),
)
DAYS = (*FACT_DAYS, *BIRTHS)
#: One under, at and one over what rules of these strategies ask for.
_MONEY = tuple(yuan(a) for a in ("0", "2951.99", "2952", "2952.01", "5904"))
#: Codes that belong to no place, and the beginnings that tables hold.
_PLACES = ("990001", "990001101", "990102001", "9902", "")
PREFIXES = ("", "99", "9900", "990001", "9901")

#: Households as registers hold them and nobody expects them.
HOUSEHOLDS: tuple[Household, ...] = (
    # Nothing is known at all.
    Household(number="1"),
    # Everybody has left.
    Household(
        number="2",
        members=(Person(number="1", left=dt.date(2015, 1, 1)),),
        net_income=yuan(0),
        relatives=(),
    ),
    # The birthday of one member falls on the day or on none.
    Household(
        number="3",
        members=(
            Person(number="1", born=dt.date(2000, 2, 29)),
            Person(number="2", born=dt.date(2000, 3, 1)),
        ),
        net_income=yuan(5904),
    ),
    # Nobody knows who is counted, and one number stands twice.
    Household(
        number="4",
        members=(
            Person(number="1", usual_resident=None),
            Person(number="2", left=dt.date(2014, 1, 1)),
            Person(number="2", joined=dt.date(2015, 1, 1)),
        ),
        net_income=Fen(-1),
        relatives=(Relative(number="R1"),),
    ),
    # Exactly at the line, per head.
    Household(
        number="5",
        members=(Person(number="1"),),
        net_income=yuan(2952),
        relatives=(),
    ),
)


def days() -> SearchStrategy[dt.date]:
    """
    Draw days on which facts may have to hold, leap days among them.

    事实日。
    """
    return st.sampled_from(FACT_DAYS)


def identities() -> SearchStrategy[IdentityNumber]:
    """
    Draw identity numbers whose division codes belong to no place.

    公民身份号码（虚构）。

    Most are sound but for the division, some have a wrong check character,
    some an impossible date.

    Examples:
        >>> from hypothesis import find
        >>> find(identities(), lambda number: number.birth_date is None).grade
        <IdentityGrade.IMPOSSIBLE_DATE: 'impossible-date'>
    """
    return st.builds(
        _identity,
        st.sampled_from([*BIRTHS, None]),
        st.integers(0, 999),
        st.booleans(),
    ).map(IdentityNumber.read)


def _identity(
    born: dt.date | None,
    order: int,
    spoiled: bool,  # noqa: FBT001 -- drawn
) -> str:
    # There is no 30 February.
    day = "20000230" if born is None else f"{born:%Y%m%d}"
    body = f"990001{day}{order:03}"
    right = check_character(body)
    return body + ("0" if spoiled and right != "0" else right)


def values(column: Column) -> SearchStrategy[Any]:
    """
    Draw what a column can hold, blank included, from a few values only.

    字段取值。

    Args:
        column: The declaration; see `pa_registry.columns.columns`.

    Examples:
        >>> from pa_registry.columns import columns
        >>> from hypothesis import find
        >>> income = columns(Household)["net_income"]
        >>> find(values(income), lambda value: value is not None)
        yuan('0')
    """
    return st.sampled_from((*recorded(column), None))


def recorded(column: Column) -> tuple[Any, ...]:
    """
    List the few values that are drawn for a column, blank apart.

    Args:
        column: The declaration.
    """
    low, high = column.range
    held: Any = column.type
    if column.kind in {Kind.CODE, Kind.CODES}:
        return _codes(list(held), several=column.kind is Kind.CODES)
    if column.kind is Kind.NUMBER:
        least = max(low, 0) if high >= 0 else low
        return tuple(n for n in range(least, least + 4) if n <= high)
    of_place = column.key in {"division", "code"}
    known: dict[Kind, tuple[Any, ...]] = {
        Kind.MONEY: _MONEY if low >= 0 else (*_MONEY, Fen(-1)),
        Kind.DAY: BIRTHS if column.key == "born" else DAYS,
        Kind.FLAG: (True, False),
        Kind.TEXT: _PLACES if of_place else ("a", "b", ""),
    }
    return known.get(column.kind, ())


def _codes(members: list[Enum], *, several: bool) -> tuple[Any, ...]:
    few = members[:3]
    if not several:
        return tuple(few)
    sets: list[list[Enum]] = [[], few[:1], few[:2], few[1:]]
    return tuple(map(frozenset, sets))
