"""
One standard: its values by place and by day or year, each with its source.

标准值：按地区、日期（年份）取值，逐项注明出处。
"""

from __future__ import annotations

import datetime as dt

from enum import StrEnum

import attrs

from pa_registry.errors import InvalidStandardError
from pa_registry.standards.citation import Citation
from pa_registry.standards.units import Value, unit_of


__all__ = ["COMPARISONS", "DatedValue", "Indexed", "Standard", "is_prefix"]

#: How a fact may be held against a standard.
COMPARISONS = ("<", "<=", ">", ">=")

#: Digits of a province, prefecture, county, township and village code.
_PREFIX_LENGTHS = frozenset({2, 4, 6, 9, 12})


class Indexed(StrEnum):
    """
    What picks the value of a standard.

    取值依据。

    A round of registration tests the income of the year before, so income
    lines go by the year of the income and never by the day of the round.
    """

    DAY = "day"
    INCOME_YEAR = "income-year"
    YEAR = "year"


def _check_place(
    self: DatedValue, _: attrs.Attribute[str | None], value: str | None
) -> None:
    if value is not None and not is_prefix(value):
        raise InvalidStandardError(
            what=f"{value!r} is no prefix of a division code.",
            where=f"{self.key}.place",
            remedy="Give 2, 4, 6, 9 or 12 digits, such as 42 for Hubei.",
        )


def _check_end(
    self: DatedValue, _: attrs.Attribute[dt.date | None], value: dt.date | None
) -> None:
    if value is None:
        return
    if self.since is None or value <= self.since:
        raise InvalidStandardError(
            what="a value must begin before it ends.",
            where=f"{self.key}.until",
            remedy="Give since, and an until that lies after it.",
        )


@attrs.frozen(kw_only=True)
class DatedValue:
    """
    One value of a standard, where and when it holds.

    标准值。

    Attributes:
        key: The standard that it belongs to.
        value: The value itself: `Fen`, a count, a share or codes.
        unit: The word of its unit.
        citation: Where it was read, and how sure that is.
        place: The division-code prefix where it holds; `None`: the nation.
        since: The first day on which it holds, if days pick it.
        until: The first day on which it no longer holds, if known.
        year: The year for which it holds, if years pick it.
        approximate: Whether *since* is known to the year only.
        note_zh: What a reader must know besides, in Chinese.
        note_en: What a reader must know besides, in English.
    """

    key: str
    value: Value
    unit: str
    citation: Citation
    place: str | None = attrs.field(default=None, validator=_check_place)
    since: dt.date | None = None
    until: dt.date | None = attrs.field(default=None, validator=_check_end)
    year: int | None = None
    approximate: bool = False
    note_zh: str = ""
    note_en: str = ""

    def holds(self, when: dt.date | int, place: str | None) -> bool:
        """Say whether the value holds then, in that division."""
        if self.place is not None and not (place or "").startswith(self.place):
            return False
        if not isinstance(when, dt.date):
            return self.year == when
        begun = self.since is not None and self.since <= when
        return begun and (self.until is None or when < self.until)

    @property
    def when(self) -> str:
        """Say when and where it holds, in a few characters."""
        place = f" in {self.place}" if self.place else ""
        if self.year is not None:
            return f"{self.year}{place}"
        end = f" until {self.until}" if self.until else ""
        return f"since {self.since}{end}{place}"


def _check_unit(_self: object, _: attrs.Attribute[str], value: str) -> None:
    unit_of(value)


def _check_comparison(
    self: Standard, _: attrs.Attribute[str | None], value: str | None
) -> None:
    if value not in {None, *COMPARISONS}:
        raise InvalidStandardError(
            what=f"{value!r} is no comparison.",
            where=f"{self.key}.comparison",
            remedy="Write one of <, <=, >, >=, or leave it out.",
        )


@attrs.frozen(kw_only=True)
class Standard:
    """
    A dated number of the field, such as the national income line.

    标准。

    Attributes:
        key: The stable kebab-case key.
        zh: Its name in Chinese.
        en: Its name in English.
        unit: The word of its unit.
        indexed: Whether a day, an income year or a year picks the value.
        comparison: How a fact is held against it, such as ``<``, if at all.
        values: Its values; of two that fit equally well the later wins.
    """

    key: str
    zh: str
    en: str
    unit: str = attrs.field(validator=_check_unit)
    indexed: Indexed = Indexed.DAY
    comparison: str | None = attrs.field(
        default=None, validator=_check_comparison
    )
    values: tuple[DatedValue, ...] = ()

    def at(
        self, when: dt.date | int, place: str | None = None
    ) -> DatedValue | None:
        """
        Find the value that holds, of the narrowest place that has one.

        Args:
            when: The day, or the year where years pick the value.
            place: The division code, or `None` for the nation.

        Returns:
            The value, or `None` where none is known.
        """
        found: DatedValue | None = None
        for value in self.values:
            if value.holds(when, place) and _at_least_as_narrow(value, found):
                found = value
        return found

    def with_value(self, value: DatedValue) -> Standard:
        """Return the standard with one value more, which wins its ties."""
        return attrs.evolve(self, values=(*self.values, value))


def is_prefix(place: str) -> bool:
    """Say whether *place* can begin a division code."""
    digits = place.isascii() and place.isdigit()
    return digits and len(place) in _PREFIX_LENGTHS


def _at_least_as_narrow(one: DatedValue, other: DatedValue | None) -> bool:
    return other is None or len(one.place or "") >= len(other.place or "")
