"""
Days of a column: the fact day where each row has one of its own.

Held against :mod:`pa_registry.conditions.judging` and
:mod:`pa_registry.dates`, whose answers these are for one day.
"""

from __future__ import annotations

import datetime as dt

from typing import TypeAlias

import narwhals as nw

from pa_registry.conditions.judging import LAST_DAY
from pa_registry.conditions.judging import years_before as _years_before
from pa_registry.frames._kleene import number


__all__ = [
    "FactDay",
    "day_or_last",
    "month_and_day",
    "year_of",
    "years_before",
]

#: One day for every row, or the column that holds the day of each.
FactDay: TypeAlias = dt.date | nw.Expr

_LEAP, _COMMON = 229, 228


def day_or_last(day: FactDay | None) -> FactDay:
    """Read the data in hand as they stand at the end, where no day is."""
    return LAST_DAY if day is None else day


def year_of(day: FactDay) -> nw.Expr:
    """Give the year."""
    if isinstance(day, nw.Expr):
        return day.dt.year().cast(nw.Int64)
    return number(day.year)


def month_and_day(day: FactDay) -> nw.Expr:
    """Give month and day as one number, such as 1019."""
    if isinstance(day, nw.Expr):
        month = day.dt.month().cast(nw.Int64)
        return month * 100 + day.dt.day().cast(nw.Int64)
    return number(day.month * 100 + day.day)


def years_before(day: FactDay, years: int) -> FactDay:
    """Go back whole years; 29 February becomes 28 in a common year."""
    if not isinstance(day, nw.Expr):
        return _years_before(day, years)
    if years == 0:
        return day
    year = year_of(day) - years
    first, last = number(dt.MINYEAR), number(dt.MAXYEAR)
    year = nw.when(year < first).then(first).otherwise(year)
    year = nw.when(year > last).then(last).otherwise(year)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    rest = month_and_day(day)
    rest = (
        nw.when((rest == _LEAP) & ~leap).then(number(_COMMON)).otherwise(rest)
    )
    digits = (year * 10_000 + rest).cast(nw.String).str.zfill(8)
    return digits.str.to_date("%Y%m%d")
