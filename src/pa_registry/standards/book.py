"""
The book of standards: every dated value and every list, as one value.

标准库。

It is immutable: a changed number or a filled slot makes another book, and
nothing leaks from the one into the other.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from functools import cache
from typing import Self, TypedDict

import attrs

from pa_registry.dates import is_day
from pa_registry.errors import (
    InvalidStandardError,
    InvalidValueError,
    NoStandardInForceError,
    UnknownNameError,
)
from pa_registry.standards import shipped
from pa_registry.standards.citation import Citation
from pa_registry.standards.criteria import CriteriaList
from pa_registry.standards.dated import DatedValue, Indexed, Standard
from pa_registry.standards.units import Value, read_value


__all__ = ["Standards", "income_year"]


def income_year(round_year: int) -> int:
    """
    Tell whose year's income a round of registration tests.

    识别年度所对应的收入年度。

    A round tests the income of the year before it, against the line of
    that income's year.

    Examples:
        >>> income_year(2016)
        2015
    """
    return round_year - 1


@attrs.frozen(kw_only=True, repr=False, cache_hash=True)
class Standards:
    """
    Dated values and criteria lists, each with its source.

    标准库。

    Examples:
        >>> standards = Standards.builtin()
        >>> line = standards.value("income-line", year=2015)
        >>> line.value, line.citation.certainty.en
        (yuan('2855'), 'rule text read')
        >>> standards.line_for_round(2016).value
        yuan('2855')
    """

    _standards: tuple[Standard, ...] = attrs.field(alias="standards")
    _lists: tuple[CriteriaList, ...] = attrs.field(alias="lists")
    _by_key: Mapping[str, Standard] = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(
            lambda self: {one.key: one for one in self._standards},
            takes_self=True,
        ),
    )
    _by_id: Mapping[str, CriteriaList] = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(
            lambda self: {one.id: one for one in self._lists},
            takes_self=True,
        ),
    )

    def __repr__(self) -> str:
        return (
            f"<Standards: {len(self._standards)} standards,"
            f" {len(self._lists)} lists>"
        )

    @classmethod
    def builtin(cls) -> Standards:
        """
        Open the book that comes with the library.

        随库附带的标准。
        """
        return _builtin()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all standards."""
        return tuple(self._by_key)

    def standard(self, key: str) -> Standard:
        """
        Look up a standard with all its values.

        Args:
            key: Its key, such as ``income-line``.

        Returns:
            The standard.

        Raises:
            UnknownNameError: If there is no such standard.
        """
        found = self._by_key.get(key)
        if found is None:
            raise UnknownNameError(kind="standard", name=key, known=self.keys)
        return found

    def value(
        self,
        key: str,
        *,
        on: dt.date | None = None,
        year: int | None = None,
        place: str | None = None,
    ) -> DatedValue:
        """
        Find the value in force.

        查取现行标准值。

        The value of the narrowest place wins: a county's over its
        province's, and that over the nation's.

        Args:
            key: The standard, such as ``income-line``.
            on: The day, for a standard that days pick.
            year: The income year, or year, for one that years pick.
            place: The division code of the household, if it matters.

        Returns:
            The value with its unit and source.

        Raises:
            UnknownNameError: If there is no such standard.
            InvalidValueError: If a day is given where a year is needed, or
                the reverse.
            NoStandardInForceError: If no value is known; it names those
                that are.

        Examples:
            >>> standards = Standards.builtin()
            >>> standards.value("incidence-limit", on=dt.date(2018, 1, 1))
            ... # doctest: +ELLIPSIS
            DatedValue(key='incidence-limit', value=Fraction(1, 50), ...
            >>> standards.value("income-line", year=2008)
            Traceback (most recent call last):
            pa_registry.errors.NoStandardInForceError: No income-line is ...
        """
        standard = self.standard(key)
        when = _when(standard, on, year)
        found = standard.at(when, place)
        if found is None:
            raise _not_known(standard, when, place)
        return found

    def table(
        self, key: str, *, on: dt.date | None = None, year: int | None = None
    ) -> tuple[tuple[tuple[str, Value], ...], Value | None]:
        """
        Give the values in force by place, and the nation's.

        按地区列出现行标准值。

        A policy that is bound for many places at once looks a value up by
        the longest prefix of the division code.

        Args:
            key: The standard.
            on: The day, for a standard that days pick.
            year: The income year, or year, for one that years pick.

        Returns:
            The pairs of prefix and value, longest prefix first, and the
            national value, or `None` where only places have one.

        Raises:
            NoStandardInForceError: If no place has a value, nor the nation.

        Examples:
            >>> by_place, nation = Standards.builtin().table(
            ...     "income-line", year=2016
            ... )
            >>> by_place, nation
            ((('230422', yuan('3346')), ('65', yuan('3026'))), yuan('2952'))
        """
        standard = self.standard(key)
        when = _when(standard, on, year)
        places = {value.place for value in standard.values if value.place}
        found = {place: standard.at(when, place) for place in places}
        by_place = {
            place: value.value
            for place, value in found.items()
            if value is not None and value.place == place
        }
        nation = standard.at(when)
        if nation is None and not by_place:
            raise _not_known(standard, when, None)
        ordered = sorted(by_place.items(), key=lambda p: (-len(p[0]), p[0]))
        return tuple(ordered), None if nation is None else nation.value

    def line_for_round(
        self, round_year: int, *, place: str | None = None
    ) -> DatedValue:
        """
        Find the income line that a round of registration applies.

        某年识别所用的收入标准。

        Args:
            round_year: The year of the round.
            place: The division code, if its province has its own line.

        Returns:
            The line of the income year of that round.

        Raises:
            NoStandardInForceError: If no line is known for that year.
        """
        year = income_year(round_year)
        return self.value("income-line", year=year, place=place)

    def with_value(
        self,
        key: str,
        value: str | Value,
        *,
        when: dt.date | int,
        citation: Citation,
        place: str | None = None,
    ) -> Self:
        """
        Return the book with one value more, which wins over ours.

        增补或替换标准值。

        Args:
            key: The standard; it must exist.
            value: The value, or text in the unit of the standard.
            when: The first day on which it holds, or the (income) year.
            citation: Where it comes from.
            place: The prefix of the division codes where it holds.

        Returns:
            Another book.

        Raises:
            UnknownNameError: If there is no such standard.
            InvalidStandardError: If the value does not fit the unit, or
                *when* is a day where a year is needed, or the reverse.

        Examples:
            >>> from pa_registry.standards import Certainty
            >>> ours = Standards.builtin().with_value(
            ...     "income-line",
            ...     "3100",
            ...     when=2015,
            ...     place="42",
            ...     citation=Citation(
            ...         issuer="某省扶贫办",
            ...         title="某文件",
            ...         certainty=Certainty.TEXT_READ,
            ...     ),
            ... )
            >>> ours.line_for_round(2016, place="421126").value
            yuan('3100')
        """
        standard = self.standard(key)
        dated = DatedValue(
            key=key,
            value=_held(standard, value),
            unit=standard.unit,
            citation=citation,
            place=place,
            **_at(standard, when),
        )
        return self.with_standard(standard.with_value(dated))

    def with_standard(self, standard: Standard) -> Self:
        """Return the book with a standard of one's own added or replaced."""
        changed = {**self._by_key, standard.key: standard}
        return attrs.evolve(self, standards=tuple(changed.values()))

    def lists(self) -> tuple[CriteriaList, ...]:
        """List all criteria lists, empty slots included."""
        return self._lists

    def criteria(self, list_id: str) -> CriteriaList:
        """
        Look up a criteria list.

        Args:
            list_id: Its id, such as ``hubei-2016-hard-nine``.

        Returns:
            The list; a slot whose text was not located has no items.

        Raises:
            UnknownNameError: If there is no such list.
        """
        found = self._by_id.get(list_id)
        if found is None:
            raise UnknownNameError(
                kind="criteria list", name=list_id, known=tuple(self._by_id)
            )
        return found

    def with_list(self, criteria: CriteriaList) -> Self:
        """
        Return the book with a list added, or a slot of that id filled.

        增补清单，或填充空缺清单。
        """
        changed = {**self._by_id, criteria.id: criteria}
        return attrs.evolve(self, lists=tuple(changed.values()))


@cache
def _builtin() -> Standards:
    return Standards(standards=shipped.standards(), lists=shipped.lists())


def _when(
    standard: Standard, on: dt.date | None, year: int | None
) -> dt.date | int:
    by_day = standard.indexed is Indexed.DAY
    wanted = on if by_day else year
    other = year if by_day else on
    name = "on=date(…)" if by_day else "year=…"
    if wanted is None or other is not None:
        raise InvalidValueError(
            what=f"{standard.key} is picked by {standard.indexed}.",
            where="Standards.value",
            remedy=f"Pass {name}, and only that.",
        )
    if by_day and not is_day(wanted):
        raise InvalidValueError(
            what=f"{type(wanted).__name__} is not a day.",
            where="Standards.value(on=…)",
            remedy="Give a datetime.date, without a time.",
        )
    return wanted


def _not_known(
    standard: Standard, when: dt.date | int, place: str | None
) -> NoStandardInForceError:
    return NoStandardInForceError(
        key=standard.key,
        on=when,
        place=place,
        known=tuple(value.when for value in standard.values),
    )


class _When(TypedDict, total=False):
    year: int
    since: dt.date


def _at(standard: Standard, when: dt.date | int) -> _When:
    if is_day(when) is not (standard.indexed is Indexed.DAY):
        raise InvalidStandardError(
            what=f"{standard.key} is picked by {standard.indexed}.",
            where="Standards.with_value(when=…)",
            remedy="Give the first day for a standard picked by day, and"
            " the year otherwise.",
        )
    return {"since": when} if isinstance(when, dt.date) else {"year": when}


def _held(standard: Standard, value: str | Value) -> Value:
    held = (
        read_value(value, standard.unit) if isinstance(value, str) else value
    )
    known = next((type(one.value) for one in standard.values), type(held))
    if type(held) is not known:
        raise InvalidStandardError(
            what=f"{type(held).__name__} does not fit {standard.unit}.",
            where=f"{standard.key}.value",
            remedy=f"Give {known.__name__}, or text in that unit.",
        )
    return held
