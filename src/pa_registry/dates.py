"""
Days and the three clocks.

日期与三个时钟。

No rule reads the clock of the machine: the day is always an argument.
"""

from __future__ import annotations

import datetime as dt
import re

from typing import Any

import attrs

from dateutil.relativedelta import relativedelta

from pa_registry.errors import InvalidValueError


__all__ = [
    "AsOf",
    "Day",
    "Round",
    "age_on",
    "is_day",
    "latest_birth",
    "read_day",
]


def _is_day(
    clocks: AsOf | Round, attribute: attrs.Attribute[Any], value: object
) -> None:
    if value is None and attribute.default is None:
        return
    if not is_day(value):
        raise InvalidValueError(
            what=f"{type(value).__name__} is not a day",
            where=f"{type(clocks).__name__}.{attribute.name}",
            remedy="Give a datetime.date, without a time.",
        )


def _is_year(
    _round: Round, _attribute: attrs.Attribute[Any], value: object
) -> None:
    if type(value) is not int or not 1 <= value < dt.MAXYEAR:
        raise InvalidValueError(
            what="this is no year of a round",
            where="Round.year",
            remedy="Give a whole number, such as 2016.",
        )


@attrs.frozen(kw_only=True)
class AsOf:
    """
    The three clocks of a judgement.

    三个时钟：事实日、知悉日、规则日。

    Attributes:
        fact: The day on which the facts must hold (事实日).

        recorded:
            What was known on that day; it picks the snapshot of the
            registry before judging (知悉日).  `None` is the data in hand.

        rules:
            Whose rules and numbers apply (规则日).  `None` is the day of
            the facts.

    Examples:
        >>> at = AsOf(fact=dt.date(2015, 12, 31), rules=dt.date(2016, 10, 1))
        >>> at.rules_day
        datetime.date(2016, 10, 1)
        >>> AsOf.of(dt.date(2016, 10, 19)).fact
        datetime.date(2016, 10, 19)
    """

    fact: dt.date = attrs.field(validator=_is_day)
    recorded: dt.date | None = attrs.field(default=None, validator=_is_day)
    rules: dt.date | None = attrs.field(default=None, validator=_is_day)

    @classmethod
    def of(cls, at: dt.date | AsOf | Round) -> AsOf:
        """Read a plain date as *fact and rules that day, data in hand*."""
        if isinstance(at, Round):
            return at.clocks
        return at if isinstance(at, AsOf) else cls(fact=at)

    @property
    def rules_day(self) -> dt.date:
        """The day whose rules apply: *rules*, or else the fact day."""
        return self.fact if self.rules is None else self.rules


@attrs.frozen(kw_only=True)
class Round:
    """
    A yearly round of registration, which sets the clocks by itself.

    年度识别工作。

    The round of 2016 applies the rules of 2016 to the income of 2015, even
    where a household is visited in January of 2017.

    Attributes:
        year: The year of the round.
        fact: The day on which the facts are taken; by default the last of
            the year.

    Examples:
        >>> visited = Round(year=2016, fact=dt.date(2017, 1, 5))
        >>> visited.income_year, visited.clocks.rules_day
        (2015, datetime.date(2016, 12, 31))
    """

    year: int = attrs.field(validator=_is_year)
    fact: dt.date | None = attrs.field(default=None, validator=_is_day)

    @property
    def income_year(self) -> int:
        """The year whose income the round tests: the one before it."""
        return self.year - 1

    @property
    def clocks(self) -> AsOf:
        """The clocks that the round sets."""
        last = dt.date(self.year, 12, 31)
        return AsOf(fact=self.fact or last, rules=last)


#: Where a function takes a day: a plain date, the clocks, or a round.
Day = dt.date | AsOf | Round


def is_day(value: object) -> bool:
    """Say whether *value* is a date without a time."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def age_on(born: dt.date, day: dt.date) -> int:
    """
    Count the completed years of age on a day.

    周岁。

    Who was born on 29 February turns a year older on 1 March of a common
    year.

    Examples:
        >>> age_on(dt.date(2000, 2, 29), dt.date(2018, 2, 28))
        17
        >>> age_on(dt.date(2000, 2, 29), dt.date(2018, 3, 1))
        18
    """
    before = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before


def latest_birth(day: dt.date, years: int) -> dt.date | None:
    """
    Find the last birth date of those aged *years* or more on *day*.

    达到某周岁的最晚出生日期。

    It turns a comparison of ages into one of stored dates, which columns
    and SQL can do: ``age >= n`` is ``born <= latest_birth(day, n)``.

    Returns:
        The date, or `None` where it falls outside the calendar, so that
        nobody (or, for negative years, everybody) is that old.

    Examples:
        >>> latest_birth(dt.date(2018, 2, 28), 18)
        datetime.date(2000, 2, 28)
        >>> latest_birth(dt.date(2016, 2, 29), 17)
        datetime.date(1999, 2, 28)
    """
    if not dt.MINYEAR <= day.year - years <= dt.MAXYEAR:
        return None
    return day - relativedelta(years=years)


_SHAPE = re.compile(
    r"(?P<year>[0-9]{4})(?:"
    r"(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
    r"|年(?P<month_zh>[0-9]{1,2})月(?P<day_zh>[0-9]{1,2})日"
    r"|(?P<month_2>[0-9]{2})(?P<day_2>[0-9]{2}))",
    re.ASCII,
)
_EARLIEST, _LATEST = 1900, 2100


def read_day(text: str) -> dt.date | None:
    """
    Read a day in one of the listed shapes, or give `None`.

    读取日期。

    Taken are ``2016-10-19``, ``2016/10/19``, ``2016.10.19``,
    ``2016年10月19日`` and ``20161019``, from 1900 to 2100.  Nothing is
    guessed and nothing is filled in from today.

    Examples:
        >>> read_day("2016年10月9日")
        datetime.date(2016, 10, 9)
        >>> read_day("Thu") is None
        True
    """
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found["year"])
    if not _EARLIEST <= year <= _LATEST:
        return None
    month = found["month"] or found["month_zh"] or found["month_2"]
    day = found["day"] or found["day_zh"] or found["day_2"]
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None
