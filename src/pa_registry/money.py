"""
Money in whole fen, shares as exact fractions, rates with their base.

金额（分）、份额、比率。

Floats touch none of them: what cannot be said exactly is refused.
"""

from __future__ import annotations

import re

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NoReturn, Self, SupportsInt

import attrs

from typing_extensions import override

from pa_registry.errors import InvalidValueError, UnlikeBasesError


__all__ = ["Fen", "Rate", "RateUnit", "yuan"]

_PLAIN = re.compile(r"(-?)([0-9]{1,17})(?:\.([0-9]{1,2}))?", re.ASCII)
_FEN_PER_YUAN = 100
#: Longer text is no amount, and is not looked at.
_LONGEST = 32
#: No amount has more digits of yuan than text may have.
_BELOW = 10**17
#: No sum or product of amounts is larger; a number too long to be printed
#: would fail only where somebody wants to see it.
_MOST_BITS = 128
_REPEATED = (str, bytes, bytearray, list, tuple)


class Fen(int):
    """
    An amount of money in whole fen.

    金额，以分为单位的整数。

    It is an ``int``: it compares, sorts and stores as one, and adding two
    gives another.  Make one with :func:`yuan`.

    Examples:
        >>> yuan(2952) + yuan("0.50")
        yuan('2952.50')
        >>> print(yuan(2952))
        2952.00
        >>> int(yuan(2952))
        295200
    """

    __slots__ = ()

    def __new__(cls, fen: SupportsInt) -> Self:
        """Take a whole number of fen; a float or a bool is refused."""
        if isinstance(fen, bool) or not isinstance(fen, int):
            raise InvalidValueError(
                what=f"fen are whole numbers, not {type(fen).__name__}",
                remedy="Write yuan(2952) or yuan('2952.50').",
            )
        if int.bit_length(fen) > _MOST_BITS:
            raise InvalidValueError(
                what=f"more than {_MOST_BITS} bits are no amount of money",
                remedy="Check what was multiplied.",
            )
        return super().__new__(cls, fen)

    @override
    def __repr__(self) -> str:
        text = str(self)
        return f"yuan({text.removesuffix('.00')!r})"

    @override
    def __str__(self) -> str:
        whole, rest = divmod(abs(int(self)), _FEN_PER_YUAN)
        return f"{'-' if self < 0 else ''}{whole}.{rest:02d}"

    @override
    def __format__(self, spec: str, /) -> str:
        return format(int(self), spec) if spec else str(self)

    @override
    def __add__(self, other: int, /) -> Fen:
        if not _is_whole(other):
            return NotImplemented
        return Fen(int.__add__(self, other))

    @override
    def __radd__(self, other: int, /) -> Fen:
        return self.__add__(other)

    @override
    def __sub__(self, other: int, /) -> Fen:
        if not _is_whole(other):
            return NotImplemented
        return Fen(int.__sub__(self, other))

    @override
    def __rsub__(self, other: int, /) -> Fen:
        if not _is_whole(other):
            return NotImplemented
        return Fen(int.__sub__(other, self))

    @override
    def __mul__(self, other: int, /) -> Fen:
        # Python would repeat a text or a list as often as there are fen.
        if isinstance(other, (Fen, *_REPEATED)):
            raise InvalidValueError(
                what=f"money times {type(other).__name__} is no money",
                remedy="Multiply by a whole number or a Fraction.",
            )
        if not _is_whole(other):
            return NotImplemented
        return Fen(int.__mul__(self, other))

    @override
    def __rmul__(self, other: int, /) -> Fen:
        return self.__mul__(other)

    @override
    def __truediv__(self, other: object, /) -> NoReturn:
        raise InvalidValueError(
            what="money divided is no whole number of fen",
            remedy="Use fractions.Fraction(fen, n), or share it out.",
        )

    @override
    def __neg__(self) -> Fen:
        return Fen(int.__neg__(self))


def _is_whole(other: object) -> bool:
    """Say whether money can be put together with it as it stands."""
    if isinstance(other, (float, Decimal)):
        raise InvalidValueError(
            what=f"a {type(other).__name__} is no amount in whole fen",
            remedy="Give a whole number, yuan('0.10') or a Fraction.",
        )
    return isinstance(other, int)


def yuan(amount: int | str | Decimal) -> Fen:
    """
    Take an amount in yuan, exactly.

    元换算为分。

    Args:
        amount:
            A whole number of yuan, or text or a `~decimal.Decimal` with at
            most two decimals; of at most 17 digits before the point.  A
            float is refused: it cannot hold 0.10.

    Returns:
        The amount in whole fen.

    Raises:
        InvalidValueError: If *amount* is no exact amount of fen.

    Examples:
        >>> yuan(2952), yuan("2952.5"), yuan("-0.01")
        (yuan('2952'), yuan('2952.50'), yuan('-0.01'))
        >>> yuan("三千")
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: this is no amount in yuan ...
    """
    if isinstance(amount, int) and not isinstance(amount, bool):
        if not -_BELOW < amount < _BELOW:
            raise InvalidValueError(
                what="an amount has at most 17 digits of yuan",
                remedy="Write yuan(2952).",
            )
        return Fen(int(amount) * _FEN_PER_YUAN)
    text = _plain_text(amount)
    found = _PLAIN.fullmatch(text)
    if found is None:
        raise InvalidValueError(
            what="this is no amount in yuan with at most two decimals",
            remedy="Write yuan(2952), yuan('2952.50') or a Decimal.",
        )
    sign, whole, rest = found.groups()
    fen = int(whole) * _FEN_PER_YUAN + int((rest or "0").ljust(2, "0"))
    return Fen(-fen if sign else fen)


def _plain_text(amount: object) -> str:
    if isinstance(amount, str):
        return amount if len(amount) <= _LONGEST else ""
    if isinstance(amount, Decimal) and amount.is_finite():
        _, digits, exponent = amount.as_tuple()
        if len(digits) + abs(int(exponent)) > _LONGEST:
            return ""
        text = f"{amount:f}"
        return re.sub(r"(\.[0-9]{0,2}?)0+$", r"\1", text).rstrip(".")
    return ""


class RateUnit(StrEnum):
    """
    What a rate counts.

    计数单位。

    ``UNKNOWN`` is for published figures that do not say.
    """

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    PROBLEMS = "problems"
    UNKNOWN = "unknown"


_UNIT_ZH = {
    RateUnit.PERSONS: "人",
    RateUnit.HOUSEHOLDS: "户",
    RateUnit.PROBLEMS: "个问题",
    RateUnit.UNKNOWN: "单位不详",
}


def _whole(
    _rate: Rate, attribute: attrs.Attribute[int], value: object
) -> None:
    if type(value) is not int or value < 0:
        raise InvalidValueError(
            what="a rate counts whole things, none below zero",
            where=f"rate.{attribute.name}",
            remedy="Give whole numbers of persons or households.",
        )


def _is_rate(value: object) -> bool:
    return isinstance(value, Rate)


@attrs.frozen(kw_only=True)
class Rate:
    """
    A share that knows what it is a share of.

    比率：分子、基数、单位。

    Two rates may be compared or added only over the same base: 9.22 % of
    one thing and 93.65 % of another are not 102.87 % of anything.

    Attributes:
        numerator: How many, as a whole number.
        base: Of how many, no fewer; 0 makes a rate without a value.
        unit: What is counted.
        of: What the base is, in words; rates of different bases never mix.

    Examples:
        >>> rate = Rate(numerator=3, base=200, unit=RateUnit.PERSONS)
        >>> print(rate)
        1.5% (3 of 200 persons)
        >>> rate.value
        Fraction(3, 200)
    """

    numerator: int = attrs.field(validator=_whole)
    base: int = attrs.field(validator=_whole)
    unit: RateUnit = RateUnit.UNKNOWN
    of: str = ""

    def __attrs_post_init__(self) -> None:
        if self.numerator > self.base:
            raise InvalidValueError(
                what="a part is larger than its whole",
                where="rate.numerator",
                remedy="Count the part among those of the base.",
            )

    @property
    def value(self) -> Fraction | None:
        """The exact share, or `None` where the base is empty."""
        return Fraction(self.numerator, self.base) if self.base else None

    def __add__(self, other: Rate) -> Rate:
        """Add two disjoint shares of the same base."""
        if not _is_rate(other):
            return NotImplemented
        self._same_base(other)
        return attrs.evolve(self, numerator=self.numerator + other.numerator)

    def __lt__(self, other: Rate) -> bool:
        if not _is_rate(other):
            return NotImplemented
        self._same_base(other)
        return self.numerator < other.numerator

    def __le__(self, other: Rate) -> bool:
        if not _is_rate(other):
            return NotImplemented
        self._same_base(other)
        return self.numerator <= other.numerator

    def _same_base(self, other: Rate) -> None:
        for what, mine, theirs in (
            ("unit", self.unit, other.unit),
            ("base", self.base, other.base),
            ("definition of the base", self.of, other.of),
        ):
            if mine != theirs:
                raise UnlikeBasesError(
                    left=str(self), right=str(other), why=f"the {what} differs"
                )
        if self.unit is RateUnit.UNKNOWN:
            raise UnlikeBasesError(
                left=str(self), right=str(other), why="the unit is unknown"
            )

    @override
    def __str__(self) -> str:
        of = f" {self.of}" if self.of else ""
        unit = (
            "of unknown unit" if self.unit is RateUnit.UNKNOWN else self.unit
        )
        return (
            f"{self._percent()} ({self.numerator} of {self.base} {unit}{of})"
        )

    def render(self, language: str = "en") -> str:
        """Say the rate in ``"zh"`` or ``"en"``."""
        if language != "zh":
            return str(self)
        of = f"，基数为{self.of}" if self.of else ""
        return (
            f"{self._percent()}（{self.base}{_UNIT_ZH[self.unit]}中"
            f"{self.numerator}{_UNIT_ZH[self.unit]}{of}）"
        )

    def _percent(self) -> str:
        if self.value is None:
            return "–"
        tenths = (self.value * 2000 + 1).__floor__() // 2
        return f"{tenths // 10}.{tenths % 10}%"
