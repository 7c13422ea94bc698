"""
Rates that refuse to be mixed, and rates as they were published.

比率：公布口径与合并。
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NoReturn

import attrs

from typing_extensions import override

from pa_registry.accounts.intervals import Interval
from pa_registry.accounts.printing import Printed, percent
from pa_registry.errors import InvalidValueError, UnlikeBasesError
from pa_registry.money import Rate, RateUnit


__all__ = ["PublishedRate", "VerbalGrades", "combined", "printed_rate"]

_UNIT_ZH = {
    RateUnit.PERSONS: "人",
    RateUnit.HOUSEHOLDS: "户",
    RateUnit.PROBLEMS: "个问题",
    RateUnit.UNKNOWN: "单位不详",
}


def _is_percent(
    _self: object, _field: attrs.Attribute[Printed], printed: Printed
) -> None:
    if printed.unit != "%":
        raise InvalidValueError(
            what="a published rate is printed in per cent.",
            where="PublishedRate.printed",
            remedy="Write PublishedRate.read('9.22%').",
        )


@attrs.frozen(kw_only=True)
class PublishedRate:
    """
    A rate of which only the printed percentage is known.

    公布的比率。

    It stands for a range.  It adds up, subtracts and compares only with a
    rate of the same stated base and unit.

    Attributes:
        printed: The figure as printed.
        unit: What it counts, if that is said.
        of: What it is a share of, in words; blank where nobody says.

    Examples:
        >>> doubtful = PublishedRate.read("9.22%")
        >>> precise = PublishedRate.read("93.65%")
        >>> doubtful + precise
        Traceback (most recent call last):
        pa_registry.errors.UnlikeBasesError: 9.22% (base not stated...
    """

    printed: Printed = attrs.field(validator=_is_percent)
    unit: RateUnit = RateUnit.UNKNOWN
    of: str = ""

    @classmethod
    def read(
        cls, text: str, *, unit: RateUnit = RateUnit.UNKNOWN, of: str = ""
    ) -> PublishedRate:
        """
        Read a printed percentage.

        Raises:
            InvalidValueError: If the text is no percentage.
        """
        return cls(printed=Printed.read(text), unit=unit, of=of)

    @property
    def interval(self) -> Interval:
        """What the share can be."""
        return self.printed.interval

    def __add__(self, other: PublishedRate) -> Interval:
        """Add two disjoint shares of one base, as a range."""
        self.require_same_base(other)
        return self.interval + other.interval

    def __sub__(self, other: PublishedRate) -> Interval:
        """Take the difference of two shares of one base, as a range."""
        self.require_same_base(other)
        return self.interval - other.interval

    def __lt__(self, other: PublishedRate) -> bool:
        """Say whether it is surely the lower one."""
        self.require_same_base(other)
        return self.interval.high < other.interval.low

    def require_same_base(self, other: PublishedRate) -> None:
        """
        Refuse a rate that cannot be put together with this one.

        Raises:
            UnlikeBasesError: If a base or a unit is unstated or differs.
        """
        if not self.of or not other.of:
            self._refuse(other, "a base is not stated")
        if self.of != other.of:
            self._refuse(other, "the base differs")
        if RateUnit.UNKNOWN in {self.unit, other.unit}:
            self._refuse(other, "a unit is not stated")
        if self.unit is not other.unit:
            self._refuse(other, "the unit differs")

    def _refuse(self, other: PublishedRate, why: str) -> NoReturn:
        raise UnlikeBasesError(left=str(self), right=str(other), why=why)

    @override
    def __str__(self) -> str:
        of = f"of {self.of}" if self.of else "base not stated"
        unit = (
            "unit not stated" if self.unit is RateUnit.UNKNOWN else self.unit
        )
        return f"{self.printed} ({of}, {unit})"

    def render(self, language: str = "en") -> str:
        """Say the rate in ``"zh"`` or ``"en"``."""
        if language != "zh":
            return str(self)
        of = f"基数为{self.of}" if self.of else "基数未说明"
        return f"{self.printed}（{of}，{_UNIT_ZH[self.unit]}）"


def printed_rate(rate: Rate, *, places: int = 1) -> PublishedRate:
    """
    Print a rate in per cent; what is published has lost its counts.

    公布比率。

    Args:
        rate: The rate.
        places: How many decimals.

    Raises:
        InvalidValueError: If the base is empty, and the rate has no value.

    Examples:
        >>> from pa_registry.money import Rate
        >>> rate = Rate(numerator=335, base=5900, of="before the audit")
        >>> str(printed_rate(rate).printed)
        '5.7%'
    """
    if rate.value is None:
        raise InvalidValueError(
            what="a rate over nobody has no value to print.",
            where="rate",
            remedy="Print a dash, and say that the base is empty.",
        )
    return PublishedRate.read(
        percent(rate.value, places=places), unit=rate.unit, of=rate.of
    )


def combined(rates: Iterable[Rate], *, of: str) -> Rate:
    """
    Put rates of disjoint parts together: counts add up, percentages do not.

    合并各部分的比率。

    This is the only average of rates there is: each weighs by its base.

    Args:
        rates: The rates of the parts, such as those of all townships.
        of: What the bases make together.

    Raises:
        UnlikeBasesError: If a unit is unknown, or the units differ.
        InvalidValueError: If there are none.

    Examples:
        >>> from pa_registry.money import Rate, RateUnit
        >>> parts = [
        ...     Rate(numerator=1, base=10, unit=RateUnit.PERSONS, of="甲村"),
        ...     Rate(numerator=5, base=90, unit=RateUnit.PERSONS, of="乙村"),
        ... ]
        >>> combined(parts, of="全乡").value
        Fraction(3, 50)
    """
    parts = tuple(rates)
    if not parts:
        raise InvalidValueError(
            what="there are no rates to put together.",
            where="rates",
            remedy="Give the rate of each part.",
        )
    first = parts[0]
    for other in parts:
        if RateUnit.UNKNOWN in {first.unit, other.unit}:
            why = "the unit is unknown"
            raise UnlikeBasesError(left=str(first), right=str(other), why=why)
        if other.unit is not first.unit:
            why = "the unit differs"
            raise UnlikeBasesError(left=str(first), right=str(other), why=why)
    return Rate(
        numerator=sum(one.numerator for one in parts),
        base=sum(one.base for one in parts),
        unit=first.unit,
        of=of,
    )


def _descend(
    _self: object,
    _field: attrs.Attribute[tuple[tuple[str, Fraction], ...]],
    floors: tuple[tuple[str, Fraction], ...],
) -> None:
    shares = [share for _, share in floors]
    if not shares or shares != sorted(set(shares), reverse=True):
        raise InvalidValueError(
            what="the floors do not descend, or there are none.",
            where="VerbalGrades.floors",
            remedy="Give the highest first, each once.",
        )


def _is_stated(
    _self: object, _field: attrs.Attribute[str], source: str
) -> None:
    if not source.strip():
        raise InvalidValueError(
            what="a grade in words needs somebody who states it.",
            where="VerbalGrades.source",
            remedy="Name the document, or the office that decides so.",
        )


@attrs.frozen(kw_only=True)
class VerbalGrades:
    """
    What words such as 精准 or 基本精准 are to mean, as a user states it.

    定性评价与比率的对应。

    No text that could be read says which rate a word stands for, so none is
    built in.

    Attributes:
        floors: Each word with the least share that earns it, highest first.
        otherwise: The word for whatever is lower.
        source: Who states so, and where.

    Examples:
        >>> from fractions import Fraction
        >>> from pa_registry.money import Rate
        >>> grades = VerbalGrades(
        ...     floors=(("精准", Fraction(98, 100)),),
        ...     otherwise="不够精准",
        ...     source="本县自定",
        ... )
        >>> grades.word(Rate(numerator=98, base=100))
        '精准'
    """

    floors: tuple[tuple[str, Fraction], ...] = attrs.field(validator=_descend)
    otherwise: str
    source: str = attrs.field(validator=_is_stated)

    def word(self, rate: Rate) -> str | None:
        """Find the word for a rate; `None` where it has no value."""
        value = rate.value
        if value is None:
            return None
        for word, floor in self.floors:
            if value >= floor:
                return word
        return self.otherwise
