"""
The divisions of one day: names, parents, children, successors.

某日的行政区划。
"""

from __future__ import annotations

import datetime as dt

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import attrs

from pa_registry.errors import DivisionNotInForceError, InvalidValueError
from pa_registry.model._division_tables import Spells, nearest_above
from pa_registry.model.division import (
    Division,
    DivisionLevel,
    Succession,
    canonical_code,
)


__all__ = ["SINCE", "DivisionList", "DivisionTable", "plain_day"]

#: The list from which the facts of succession start.
SINCE = dt.date(2009, 12, 31)


def _index_below(
    table: DivisionTable,
) -> dict[str | None, tuple[str, ...]]:
    """Index codes by what they lie below, in any year."""
    below: dict[str | None, set[str]] = {}
    for code, spells in table.spells.items():
        for spell in spells:
            above = spell.parent
            below.setdefault(above, set()).add(code)
            # The lists of the eighties lack some prefectures for years.
            while above is not None and not _spans(table, above, spell):
                above = nearest_above(above, table.spells)
                below.setdefault(above, set()).add(code)
    return {above: tuple(sorted(some)) for above, some in below.items()}


def _spans(table: DivisionTable, above: str, spell: Division) -> bool:
    """Say whether a code stood all through a spell of one below it."""
    spells = table.spells[above]
    first, last = spells[0].first_year, spells[-1].last_year
    unbroken = all(
        (one.last_year or 0) + 1 == (after.first_year or 0)
        for one, after in pairwise(spells)
    )
    early = first is not None and first > (spell.first_year or 0)
    late = last is not None and last < (spell.last_year or 9999)
    return unbroken and not early and not late


@attrs.frozen(kw_only=True, eq=False)
class DivisionTable:
    """What a table knows, with an index of what lies below each code."""

    spells: Spells
    years: tuple[int, ...] = ()
    successions: tuple[Succession, ...] = ()
    below: dict[str | None, tuple[str, ...]] = attrs.field(
        init=False,
        default=attrs.Factory(_index_below, takes_self=True),
    )

    def spell(self, code: str, year: int) -> Division | None:
        """Return what stood under a code on the list of a year."""
        given: object = code
        spells = self.spells.get(code) if isinstance(given, str) else None
        if spells is None:
            spells = self.spells.get(canonical_code(code) or "", ())
        for spell in spells:
            if spell.is_listed_in(year):
                return spell
        return None

    def closing(self, year: int) -> int:
        """Return the year of the list that holds for a year."""
        years = self.years
        if not years or not years[0] <= year <= years[-1]:
            return year
        return years[bisect_left(years, year)]

    def opening(self, year: int) -> int:
        """Return the year of the list with which a year begins."""
        years = self.years
        if not years or not years[0] < year <= years[-1]:
            return year - 1
        return years[bisect_left(years, year) - 1]


@attrs.frozen(kw_only=True, eq=False)
class DivisionList:
    """
    The divisions as of a day.

    某日的行政区划。

    The list that closes the day's year speaks first.  A code that stood
    only on the list before left it within the year, on a day that is not
    known, and :meth:`get` still gives it; the lists of children and names
    do not.  After the newest list nothing is assumed to have changed, and
    2021 and 2022 read the list of 2023.

    Attributes:
        day: The day.
    """

    _table: DivisionTable = attrs.field(alias="table", repr=False)
    day: dt.date

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.get(code) is not None

    def __iter__(self) -> Iterator[Division]:
        for code in sorted(self._table.spells):
            found = self.listed(code)
            if found is not None:
                yield found

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def is_known(self) -> bool:
        """Whether the table reaches back to this day."""
        years = self._table.years
        return not years or self.day.year >= years[0]

    def get(self, code: str) -> Division | None:
        """
        Return the division of a code, or `None` if none is known.

        Args:
            code: A code of two, four, six, nine or twelve digits.

        Returns:
            The division as of the day.
        """
        found = self._standing(code)
        return None if found is None else self._under_standing(found)

    def listed(self, code: str) -> Division | None:
        """Return the division of a code on the list of the year only."""
        found = self._listed(code)
        return None if found is None else self._under_standing(found)

    def require(self, code: str) -> Division:
        """
        Return the division of a code, or say what became of it.

        Args:
            code: A code of two, four, six, nine or twelve digits.

        Returns:
            The division as of the day.

        Raises:
            InvalidValueError: If *code* has not the form of a code.
            DivisionNotInForceError: If no such division is known that day.
        """
        found = self.get(code)
        if found is not None:
            return found
        key = canonical_code(code)
        if key is None:
            raise InvalidValueError(
                what="This is no division code.",
                where="code",
                remedy="Give 2, 4, 6, 9 or 12 digits as text.",
            )
        raise DivisionNotInForceError(
            code=key,
            on=self.day,
            known_as=self._history(key),
            near=self._near(key),
        )

    def children(self, code: str | None = None) -> tuple[Division, ...]:
        """
        Return the divisions right below a code, or the provinces.

        Args:
            code: The code above; without one, the top of the table.

        Returns:
            The divisions on the list of the year, by code.
        """
        above = None if code is None else canonical_code(code) or ""
        below = self._table.below.get(above, ())
        found = (self.listed(one) for one in below)
        return tuple(
            one for one in found if one is not None and one.parent == above
        )

    def counties(self, code: str) -> tuple[Division, ...]:
        """
        Return the county-level divisions at or below a code.

        县级行政区划。

        Examples:
            >>> from pa_registry.model.divisions import Divisions
            >>> then = Divisions.builtin().at(dt.date(2016, 12, 31))
            >>> len(then.counties("420000"))
            103
        """
        found = self.get(code)
        if found is not None and found.level is DivisionLevel.COUNTY:
            return (found,)
        below: list[Division] = []
        for child in self.children(code):
            below.extend(self.counties(child.code))
        return tuple(below)

    def path(self, code: str) -> tuple[str, ...]:
        """
        Return the names from the province down to a code.

        Collector rows are passed over, since nobody writes them.

        Args:
            code: The code.

        Returns:
            The names; empty if the code is not known.

        Examples:
            >>> from pa_registry.model.divisions import Divisions
            >>> then = Divisions.builtin().at(dt.date(2016, 12, 31))
            >>> then.path("429021")
            ('湖北省', '神农架林区')
        """
        names: list[str] = []
        found, seen = self.get(code), set[str]()
        while found is not None and found.code not in seen:
            seen.add(found.code)
            if not found.virtual:
                names.append(found.name)
            found = None if found.parent is None else self.get(found.parent)
        return tuple(reversed(names))

    def find(self, name: str) -> tuple[Division, ...]:
        """
        Return the divisions of a name, or of names that begin with it.

        Args:
            name: A name, with or without 省, 市, 县 or 区 at its end.

        Returns:
            All of them, by code: a name such as 朝阳区 is not unique.

        Examples:
            >>> from pa_registry.model.divisions import Divisions
            >>> then = Divisions.builtin().at(dt.date(2016, 12, 31))
            >>> [d.code for d in then.find("郧阳")]
            ['420304']
        """
        given: object = name
        wanted = given.strip() if isinstance(given, str) else ""
        if not wanted:
            return ()
        near = [one for one in self if one.name.startswith(wanted)]
        exact = [one for one in near if one.name == wanted]
        return tuple(exact or near)

    def followed(self, code: str, *, at: dt.date) -> tuple[Division, ...]:
        """
        Follow a code from this day to another, forward or back.

        Args:
            code: The code as of this day.
            at: The other day.

        Returns:
            What carries it on, or what it was made of, by code.
        """
        there = DivisionList(table=self._table, day=plain_day(at, "at"))
        years = (self.day.year, there.day.year)
        steps = [
            (step.old, step.new)
            for step in self._table.successions
            if min(years) <= step.year <= max(years)
        ]
        if there.day < self.day:
            steps = [(new, old) for old, new in reversed(steps)]
        reached = {canonical_code(code) or ""}
        for before, after in steps:
            if before in reached:
                reached.add(after)
        found = (there.listed(one) for one in sorted(reached))
        return tuple(one for one in found if one is not None)

    def _listed(self, code: str) -> Division | None:
        table, year = self._table, self.day.year
        found = table.spell(code, table.closing(year))
        return found or table.spell(code, year)

    def _standing(self, code: str) -> Division | None:
        table = self._table
        found = self._listed(code)
        return found or table.spell(code, table.opening(self.day.year))

    def _under_standing(self, division: Division) -> Division:
        """Hang a division from the nearest code that stands that day."""
        above = division.parent
        while above is not None and self._standing(above) is None:
            above = nearest_above(above, self._table.spells)
        if above == division.parent:
            return division
        return attrs.evolve(division, parent=above)

    def _history(self, code: str) -> tuple[str, ...]:
        """Tell, in words, when a code was known."""
        return tuple(
            f"{one.name} ({one.first_year}-{one.last_year or ''})"
            for one in self._table.spells.get(code, ())
        )

    def _near(self, code: str) -> tuple[str, ...]:
        """Return the codes to look at instead, as text."""
        start = DivisionList(table=self._table, day=min(self.day, SINCE))
        after = start.followed(code, at=self.day)
        found = after or self.children(f"{code[:4]}00")
        return tuple(f"{one.code} {one.name}" for one in found)


def plain_day(value: object, where: str) -> dt.date:
    """Return a plain date, or say that it is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    raise InvalidValueError(
        what="The day is no date.",
        where=where,
        remedy="Pass datetime.date(year, month, day).",
    )
