"""
Divisions as of a day, and who carried on whom.

行政区划表。

The package's own table holds the county level and above.  It follows the
lists that the Ministry of Civil Affairs closes each year: known to the year
since 1980, not known before, with succession from 2010 to 2020.  Rows that
only the Bureau of Statistics keeps are of two kinds.  Collector rows such
as 429000 (省直辖县级行政区划) or 110100 (市辖区) are in the table, marked
*virtual*, since village codes and registers hang from them; development
zones and other statistical areas are not, and a user who needs them adds
them with :meth:`Divisions.with_rows`.
"""

from __future__ import annotations

import datetime as dt
import threading

from collections.abc import Iterable, Mapping
from typing import Self

import attrs

from pa_registry.model._division_tables import (
    packaged_divisions,
    packaged_successions,
    read_rows,
)
from pa_registry.model.division import (
    Division,
    DivisionLevel,
    DivisionStanding,
    Succession,
    SuccessionKind,
    canonical_code,
)
from pa_registry.model.division_list import (
    SINCE,
    DivisionList,
    DivisionTable,
    plain_day,
)
from pa_registry.problems import Problem


__all__ = [
    "Division",
    "DivisionLevel",
    "DivisionList",
    "DivisionStanding",
    "Divisions",
    "Succession",
    "SuccessionKind",
]

# The years that a list closes, and the span of the facts of succession.
_LIST_YEARS = (*range(1980, 2021), 2023)
_UNTIL = dt.date(2020, 12, 31)


@attrs.frozen(kw_only=True, eq=False)
class Divisions:
    """
    A table of divisions through the years.

    行政区划表。

    Tables are immutable and compared by identity; threads may share them.

    Attributes:
        problems: What was wrong with the rows of a user's table.
        source: Where the table comes from, with its certainty and limits.

    Examples:
        >>> import datetime as dt
        >>> divisions = Divisions.builtin()
        >>> then = divisions.at(dt.date(2016, 10, 19))
        >>> then.require("420304").name
        '郧阳区'
        >>> then.get("420304").parent
        '420300'
        >>> divisions.at(dt.date(2009, 6, 30)).get("420304") is None
        True
        >>> [d.name for d in divisions.successors("420321")]
        ['郧阳区']
    """

    _table: DivisionTable = attrs.field(alias="table", repr=False)
    problems: tuple[Problem, ...] = ()
    source: str = attrs.field(default="", repr=False)

    @property
    def successions(self) -> tuple[Succession, ...]:
        """The facts of succession, in order of year."""
        return self._table.successions

    @classmethod
    def builtin(cls) -> Divisions:
        """
        Return the package's own table, read when first asked for.

        Examples:
            >>> Divisions.builtin() is Divisions.builtin()
            True
        """
        with _LOCK:
            if not _BUILTIN:
                header, spells = packaged_divisions()
                _BUILTIN.append(
                    Divisions(
                        table=DivisionTable(
                            spells=spells,
                            years=_LIST_YEARS,
                            successions=packaged_successions(),
                        ),
                        source=header,
                    )
                )
        return _BUILTIN[0]

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, object]], *, source: str = "rows"
    ) -> Self:
        """
        Build a table from rows: a village-level table, or places of a test.

        A row with a fault is left out and told in :attr:`problems`.

        Args:
            rows:
                Mappings with ``code`` and ``name`` and, where they are
                known, ``parent``, ``level``, ``first_year`` and
                ``last_year``.  A row without years always holds.

            source: What to call the table in problems.

        Returns:
            The table, with the problems of its rows.

        Examples:
            >>> nowhere = Divisions.from_rows(
            ...     [
            ...         {"code": "990000", "name": "某省"},
            ...         {"code": "990001", "name": "某县"},
            ...     ]
            ... )
            >>> nowhere.at(dt.date(2016, 1, 1)).path("990001")
            ('某省', '某县')
        """
        spells, problems = read_rows(rows, source=source)
        return cls(
            table=DivisionTable(spells=spells),
            problems=problems,
            source=source,
        )

    def with_rows(
        self, rows: Iterable[Mapping[str, object]], *, source: str = "rows"
    ) -> Self:
        """
        Return the table with further rows.

        A code that the rows give is taken from them alone.

        Args:
            rows: As for :meth:`from_rows`.
            source: What to call them in problems.

        Returns:
            A new table.
        """
        table = self._table
        spells, problems = read_rows(rows, source=source, also=table.spells)
        return attrs.evolve(
            self,
            table=attrs.evolve(table, spells={**table.spells, **spells}),
            problems=(*self.problems, *problems),
        )

    def at(self, day: dt.date) -> DivisionList:
        """
        Return the divisions as of a day.

        Args:
            day: The day.

        Returns:
            The list of that day.

        Raises:
            InvalidValueError: If *day* is no date.
        """
        return DivisionList(table=self._table, day=plain_day(day, "at"))

    def spells(self, code: str) -> tuple[Division, ...]:
        """
        Return every spell of a code, oldest first.

        Examples:
            >>> for spell in Divisions.builtin().spells("420600"):
            ...     print(spell.name, spell.first_year, spell.last_year)
            襄樊市 1980 2009
            襄阳市 2010 None
        """
        return self._table.spells.get(canonical_code(code) or "", ())

    def standing(
        self, code: str, *, since: int, on: dt.date | None = None
    ) -> DivisionStanding:
        """
        Say whether a code is in force, retired, or not known.

        Args:
            code: The code, as an identity number begins with it.

            since:
                The year from which it may have been given, which is the
                year of birth.

            on: The day; without one, the newest list.

        Returns:
            In force; retired, when a list of *since* or later had it; or
            unknown.
        """
        given: object = code
        key = given if isinstance(given, str) else ""
        spells = self._table.spells.get(key, ())
        if on is None:
            current = bool(spells) and spells[-1].last_year is None
        else:
            current = self.at(on).get(code) is not None
        if current:
            return DivisionStanding.IN_FORCE
        was = any(
            (spell.last_year is None or spell.last_year + 1 >= since)
            and (on is None or (spell.first_year or 0) <= on.year)
            for spell in spells
        )
        return DivisionStanding.RETIRED if was else DivisionStanding.UNKNOWN

    def successors(
        self, code: str, *, since: dt.date = SINCE, at: dt.date = _UNTIL
    ) -> tuple[Division, ...]:
        """
        Return what a code of an earlier day has become.

        区划沿革：后继。

        Args:
            code: The code as of *since*.
            since: The earlier day.
            at: The later day.

        Returns:
            The divisions that stand at *at*, by code; the same code while
            it stands; nothing where no source names a successor.

        Examples:
            >>> table = Divisions.builtin()
            >>> [d.code for d in table.successors("320502")]
            ['320508']
        """
        return self.at(since).followed(code, at=at)

    def predecessors(
        self, code: str, *, at: dt.date = _UNTIL, since: dt.date = SINCE
    ) -> tuple[Division, ...]:
        """
        Return what a code of a later day has been made of.

        区划沿革：前身。

        Args:
            code: The code as of *at*.
            at: The later day.
            since: The earlier day.

        Returns:
            The divisions that stood at *since*, by code.

        Examples:
            >>> table = Divisions.builtin()
            >>> [d.name for d in table.predecessors("320508")]
            ['沧浪区', '平江区', '金阊区']
        """
        return self.at(at).followed(code, at=since)


_LOCK = threading.Lock()
_BUILTIN: list[Divisions] = []
