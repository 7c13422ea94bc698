"""
Figures as they are printed: 万人, one decimal, 百分点; and read back.

数字的印刷习惯：万人、一位小数、百分点。

A printed figure is not a number but a range: 75.4万人 is anything from
753 500 to 754 500 persons.
"""

from __future__ import annotations

import re

from enum import StrEnum
from fractions import Fraction
from typing import Self

import attrs

from pa_registry.accounts.intervals import Interval
from pa_registry.errors import InvalidValueError


__all__ = ["FigureUnit", "Printed", "decimals", "percent", "points", "wan"]

_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,15})"
    r"(?:\.(?P<rest>[0-9]{1,6}))?(?P<scale>[千万亿%\uff05]?)(?P<unit>\D{0,8})",
    re.ASCII,
)
_SCALES = {
    "": Fraction(1),
    "千": Fraction(1000),
    "万": Fraction(10_000),
    "亿": Fraction(100_000_000),
    "%": Fraction(1, 100),
}
_WAN = 10_000
_HALF = Fraction(1, 2)


class FigureUnit(StrEnum):
    """
    What a published figure counts.

    计量对象。

    Attributes:
        zh: The unit in Chinese.
    """

    zh: str

    PERSONS = "persons", "人"
    HOUSEHOLDS = "households", "户"
    VILLAGES = "villages", "个"
    COUNTIES = "units", "个"
    SHARE = "share", "%"

    def __new__(cls, value: str, zh: str) -> Self:
        """Declare a unit with its Chinese word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member


@attrs.frozen(kw_only=True)
class Printed:
    """
    A figure as printed, with the range of what it can stand for.

    印刷数字。

    Attributes:
        text: The text.
        value: What it says, in single persons, or as a share of one.
        half_step: How far rounding may have moved it; 0 for plain counts.
        unit: The word behind the number, or "" where there is none.

    Examples:
        >>> Printed.read("75.4万人").interval
        Interval(753500, 754500)
        >>> Printed.read("81个").interval
        Interval(81, 81)
        >>> Printed.read("9.22%").value
        Fraction(461, 5000)
    """

    text: str
    value: Fraction
    half_step: Fraction
    unit: str = ""

    @classmethod
    def read(cls, text: str, *, exact: bool | None = None) -> Self:
        """
        Read a printed figure.

        读取印刷数字。

        Args:
            text: Such as ``75.4万人``, ``4,821个``, ``5.7%``.

            exact:
                Whether the figure is not rounded.  Left out, a plain
                number is exact, and one in 千, 万, 亿 or % is rounded to
                its last digit.

        Raises:
            InvalidValueError: If the text is no such figure.
        """
        found = _NUMBER.fullmatch(text.replace(" ", ""))
        if found is None:
            raise InvalidValueError(
                what="this is no printed figure.",
                where="text",
                remedy="Write 75.4万人, 4821个 or 5.7%.",
            )
        scale = found["scale"].replace("\uff05", "%")
        rest = found["rest"] or ""
        digits = re.sub("[,，]", "", found["whole"]) + rest
        step = _SCALES[scale] / 10 ** len(rest)
        rounded = not exact if exact is not None else bool(scale or rest)
        value = int(digits) * step
        return cls(
            text=text,
            value=-value if found["sign"] else value,
            half_step=step * _HALF if rounded else Fraction(0),
            unit="%" if scale == "%" else found["unit"],
        )

    @property
    def interval(self) -> Interval:
        """Everything that rounds to it, both ends included."""
        return Interval.around(self.value, self.half_step)

    def __str__(self) -> str:
        return self.text


def decimals(value: Fraction, places: int) -> str:
    """
    Write a number with a fixed number of decimals, halves away from zero.

    保留小数（四舍五入）。

    Examples:
        >>> decimals(Fraction(1, 8), 2), decimals(Fraction(-1, 8), 2)
        ('0.13', '-0.13')
    """
    scaled = abs(value) * 10**places + _HALF
    digits = str(scaled.__floor__()).rjust(places + 1, "0")
    sign = "-" if value < 0 and int(digits) else ""
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def wan(count: int | Fraction, *, unit: str = "人", places: int = 1) -> str:
    """
    Write a count in ten thousands, as statistics do.

    以万为单位书写。

    Args:
        count: How many.
        unit: The word behind it.
        places: How many decimals.

    Examples:
        >>> wan(5_790_000), wan(318_400, unit="户", places=2)
        ('579.0万人', '31.84万户')
    """
    return f"{decimals(Fraction(count) / _WAN, places)}万{unit}"


def percent(share: Fraction, *, places: int = 1) -> str:
    """
    Write a share in per cent.

    以百分数书写。

    Examples:
        >>> percent(Fraction(335, 5900))
        '5.7%'
    """
    return f"{decimals(share * 100, places)}%"


def points(difference: Fraction, *, places: int = 1) -> str:
    """
    Write the difference of two shares: percentage points, not per cent.

    以百分点书写。

    Examples:
        >>> points(Fraction(98, 100) - Fraction(9365, 10_000), places=2)
        '4.35个百分点'
    """
    return f"{decimals(difference * 100, places)}个百分点"
