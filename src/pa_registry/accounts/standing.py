"""
Who stands in which cell of the accounts, on one day.

某一时点的存量与各年度脱贫人数。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import attrs

from pa_registry.accounts.counts import (
    Cell,
    Count,
    cell_of,
    cohort,
    division_at,
    lies_in,
    on_file,
)
from pa_registry.masking import masked
from pa_registry.model.division import DivisionLevel
from pa_registry.model.registry import Registry


__all__ = ["CohortBesideReport", "Standing", "StandingRow"]


@attrs.frozen(kw_only=True)
class StandingRow:
    """
    One cell of one division.

    一个区划的一栏。

    Attributes:
        division: The division code, or the name of a unit.
        cell: The cell.
        count: How many stand there.
        numbers: Which households, where they are known.
    """

    division: str
    cell: Cell
    count: Count
    numbers: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class CohortBesideReport:
    """
    The cohort of a year today, beside what was reported in that year.

    某年脱贫：现有台账数与当年上报数。

    The cohort moves, by removals, reversed exits, births and deaths; the
    report never does.  They are compared and not added.

    Attributes:
        year: The exit year.
        cohort: Who stands in the register today with that year.
        reported: What was reported then; `None` where nothing is known.
        persons_apart: The cohort less the report, in persons.
    """

    year: int
    cohort: Count
    reported: int | None
    persons_apart: int | None


@attrs.frozen(kw_only=True)
class Standing:
    """
    The register on one day, by division and cell.

    时点台账。

    The total is the stock and all cohorts; a cohort is who stands in the
    register *today* as exited in a year, never what was reported then.

    Attributes:
        rows: One for each division and cell that somebody stands in.

    Examples:
        >>> from pa_registry.accounts import STOCK, cohort
        >>> today = Standing.from_counts(
        ...     {
        ...         ("990101", STOCK): Count(3, 9),
        ...         ("990101", cohort(2014)): Count(1, 2),
        ...     }
        ... )
        >>> today.total(), today.of(STOCK)
        (Count(households=4, persons=11), Count(households=3, persons=9))
    """

    rows: tuple[StandingRow, ...]

    @classmethod
    def from_counts(cls, counts: Mapping[tuple[str, Cell], Count]) -> Standing:
        """Take counts by division and cell, wherever they come from."""
        return cls(
            rows=tuple(
                StandingRow(division=division, cell=cell, count=count)
                for (division, cell), count in counts.items()
            )
        )

    @classmethod
    def from_registry(cls, registry: Registry) -> Standing:
        """
        Count a register by the divisions of its households.

        Persons are those on file who have not left, whether they live at
        home or not; a household without a division stands under ``""``.
        """
        found: dict[tuple[str, Cell], list[tuple[str, int]]] = {}
        for household in registry.households:
            cell = cell_of(household)
            if cell is not None:
                where = found.setdefault((household.division or "", cell), [])
                where.append((household.number, len(on_file(household))))
        return cls(
            rows=tuple(
                StandingRow(
                    division=division,
                    cell=cell,
                    count=Count(len(homes), sum(size for _, size in homes)),
                    numbers=tuple(number for number, _ in homes),
                )
                for (division, cell), homes in found.items()
            )
        )

    @property
    def divisions(self) -> tuple[str, ...]:
        """The divisions, in order."""
        return tuple(sorted({row.division for row in self.rows}))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, the stock first and cohorts by year."""
        found = {row.cell for row in self.rows}
        return tuple(sorted(found, key=lambda cell: cell.place))

    def total(self, division: str | None = None) -> Count:
        """Count everybody in the register, in all or in one division."""
        return Count.sum(row.count for row in self._within(division))

    def of(self, cell: Cell, division: str | None = None) -> Count:
        """Count who stands in one cell, in all or in one division."""
        return Count.sum(
            row.count for row in self._within(division) if row.cell == cell
        )

    def numbers(
        self, cell: Cell | None = None, division: str | None = None
    ) -> tuple[str, ...]:
        """
        Name the households behind a count.

        由数到户。

        Returns:
            Their numbers, with whatever looks like an identity number
            masked; empty where only counts were given.
        """
        return tuple(
            masked(number)
            for row in self._within(division)
            if cell is None or row.cell == cell
            for number in row.numbers
        )

    def beside_reports(
        self, reported: Mapping[int, int]
    ) -> tuple[CohortBesideReport, ...]:
        """
        Hold each cohort beside the exits reported in its year.

        现有台账数与当年上报数对照。

        Args:
            reported: The persons reported as exited, by year.

        Examples:
            >>> from pa_registry.accounts import cohort
            >>> today = Standing.from_counts(
            ...     {("420000", cohort(2014)): Count(231_000, 695_000)}
            ... )
            >>> today.beside_reports({2014: 693_000})[0].persons_apart
            2000
        """
        years = {cell.year for cell in self.cells if cell.year is not None}
        return tuple(
            self._beside(year, reported.get(year))
            for year in sorted(years | set(reported))
        )

    def _beside(self, year: int, reported: int | None) -> CohortBesideReport:
        found = self.of(cohort(year))
        return CohortBesideReport(
            year=year,
            cohort=found,
            reported=reported,
            persons_apart=None
            if reported is None
            else found.persons - reported,
        )

    def by_division(self) -> Mapping[str, Standing]:
        """Take the rows apart, by the division that each is recorded at."""
        found: dict[str, list[StandingRow]] = {}
        for row in self.rows:
            found.setdefault(row.division, []).append(row)
        return MappingProxyType(
            {key: Standing(rows=tuple(rows)) for key, rows in found.items()}
        )

    def rolled_up(self, level: DivisionLevel) -> Standing:
        """
        Add the divisions up to a higher level.

        逐级汇总。

        A household whose division is recorded at a higher level only stays
        there, so that nothing is lost.
        """
        return self.regrouped(lambda code: division_at(code, level))

    def regrouped(self, unit_of: Callable[[str], str]) -> Standing:
        """
        Add the divisions up into other units, such as reporting units.

        按填报单位汇总。

        Args:
            unit_of: Gives the name of the unit of a division code.
        """
        merged: dict[tuple[str, Cell], list[StandingRow]] = {}
        for row in self.rows:
            key = unit_of(row.division), row.cell
            merged.setdefault(key, []).append(row)
        return Standing(
            rows=tuple(
                StandingRow(
                    division=unit,
                    cell=cell,
                    count=Count.sum(row.count for row in rows),
                    numbers=tuple(n for row in rows for n in row.numbers),
                )
                for (unit, cell), rows in merged.items()
            )
        )

    def unequal_parts(
        self, reported: Mapping[str, Count]
    ) -> Mapping[str, Count]:
        """
        Find the divisions whose reported total is not the sum of its parts.

        汇总数与分项数核对。

        Args:
            reported: What was reported for divisions of any level.

        Returns:
            The reported total less the sum of the parts, where they differ.

        Examples:
            >>> from pa_registry.accounts import STOCK
            >>> parts = {
            ...     ("990101001001", STOCK): Count(1, 4),
            ...     ("990101001002", STOCK): Count(2, 5),
            ... }
            >>> found = Standing.from_counts(parts).unequal_parts(
            ...     {"990101": Count(3, 10)}
            ... )
            >>> found["990101"]
            Count(households=0, persons=1)
        """
        gaps = {
            division: count - self.total(division)
            for division, count in reported.items()
        }
        return MappingProxyType({key: gap for key, gap in gaps.items() if gap})

    def _within(self, division: str | None) -> Iterable[StandingRow]:
        return (row for row in self.rows if lies_in(row.division, division))
