"""
The units in which standards and thresholds are written, and their values.

计量单位。

Data files write every value as text: amounts in yuan, shares as exact
fractions, so that no float ever stands between a document and a rule.
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Callable
from fractions import Fraction

import attrs

from pa_registry.errors import (
    InvalidStandardError,
    InvalidValueError,
    did_you_mean,
)
from pa_registry.money import Fen, yuan


__all__ = ["UNITS", "Unit", "Value", "read_value", "unit_of"]

#: What a standard or a threshold may hold.
Value = Fen | int | Fraction | dt.date | tuple[str, ...]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,12}", re.ASCII)
_FRACTION = re.compile(r"([0-9]{1,9})(?:/([1-9][0-9]{0,8}))?", re.ASCII)


@attrs.frozen(kw_only=True)
class Unit:
    """
    One unit of measure.

    计量单位。

    Attributes:
        code: The word that data files use.
        zh: The unit in Chinese, as it follows a number.
        en: The unit in English, as it follows a number.
        read: How text becomes a value; gives `None` for text that is none.
    """

    code: str
    zh: str
    en: str
    read: Callable[[str], Value | None] = attrs.field(repr=False, eq=False)


def _money(text: str) -> Value | None:
    try:
        return yuan(text)
    except InvalidValueError:
        return None


def _count(text: str) -> Value | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _fraction(text: str) -> Value | None:
    found = _FRACTION.fullmatch(text)
    return Fraction(text) if found else None


def _date(text: str) -> Value | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _codes(text: str) -> Value | None:
    codes = tuple(text.split())
    return codes or None


_ROWS: tuple[tuple[str, str, str, Callable[[str], Value | None]], ...] = (
    ("yuan", "元", "yuan", _money),
    ("yuan-per-person", "元/人", "yuan a person", _money),
    ("yuan-per-person-year", "元/人·年", "yuan a person and year", _money),
    ("share", "（占比）", "(a share)", _fraction),
    ("multiple", "倍", "times", _fraction),
    ("years", "年", "years", _count),
    ("years-of-age", "周岁", "years of age", _count),
    ("months", "个月", "months", _count),
    ("days", "天", "days", _count),
    ("minutes", "分钟", "minutes", _count),
    ("metres", "米", "metres", _count),
    ("litres-per-person-day", "升/人·日", "litres a person and day", _count),
    ("horsepower", "马力", "horsepower", _count),
    ("kg", "千克", "kg", _count),
    ("0.01 mu", "（0.01亩）", "(0.01 mu)", _count),
    ("0.01 m2", "（0.01平方米）", "(0.01 ㎡)", _count),
    ("persons", "人", "persons", _count),
    ("points", "分", "points", _count),
    ("houses", "处", "houses", _count),
    ("date", "", "", _date),
    ("codes", "", "", _codes),
)

#: Every unit, by the word that data files use.
UNITS: dict[str, Unit] = {
    code: Unit(code=code, zh=zh, en=en, read=read)
    for code, zh, en, read in _ROWS
}


def unit_of(code: str) -> Unit:
    """
    Look up a unit by its word.

    Args:
        code: The word, such as ``yuan``.

    Returns:
        The unit.

    Raises:
        InvalidStandardError: If there is no such unit.
    """
    found = UNITS.get(code)
    if found is None:
        raise InvalidStandardError(
            what=f"there is no unit called {code!r}.",
            remedy=f"Use one of {', '.join(UNITS)}."
            f"{did_you_mean(code, UNITS)}",
        )
    return found


def read_value(text: str, unit: str) -> Value:
    """
    Read a value written as text, exactly.

    读取标准值。

    Args:
        text: The value, such as ``2855``, ``2/100`` or ``2014-01-01``.
        unit: The word of its unit.

    Returns:
        `Fen`, `int`, `~fractions.Fraction`, a date, or a tuple of codes.

    Raises:
        InvalidStandardError: If the text is no exact value of that unit.

    Examples:
        >>> read_value("2855", "yuan"), read_value("2/100", "share")
        (yuan('2855'), Fraction(1, 50))
        >>> read_value("2%", "share")
        Traceback (most recent call last):
        pa_registry.errors.InvalidStandardError: '2%' is no value in share ...
    """
    value = unit_of(unit).read(text)
    if value is None:
        raise InvalidStandardError(
            what=f"{text!r} is no value in {unit} that can be held exactly.",
            remedy="Write 2855 or 2855.50 for yuan, 2/100 for a share,"
            " 2014-01-01 for a date, digits for a count.",
        )
    return value
