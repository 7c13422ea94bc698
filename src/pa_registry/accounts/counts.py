"""
Counts in households and persons, and the cells that they stand in.

户数与人数，存量与各年度脱贫。
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.model.division import (
    DivisionLevel,
    canonical_code,
    level_of,
)
from pa_registry.model.households import Household
from pa_registry.model.persons import Person


__all__ = [
    "NOBODY",
    "STOCK",
    "Cell",
    "CellKind",
    "Count",
    "cell_of",
    "cohort",
    "division_at",
    "lies_in",
    "on_file",
]

_DIGITS = {
    DivisionLevel.PROVINCE: 2,
    DivisionLevel.PREFECTURE: 4,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWNSHIP: 9,
    DivisionLevel.VILLAGE: 12,
}


def _is_whole(
    _self: object, attribute: attrs.Attribute[int], value: object
) -> None:
    if type(value) is not int:
        raise InvalidValueError(
            what="households and persons are counted in whole numbers.",
            where=f"Count.{attribute.name}",
            remedy="Give an int; a printed 万 figure is no count.",
        )


@attrs.frozen
class Count:
    """
    So many households with so many persons; always both.

    户数和人数。

    A difference of two counts may be below zero.

    Attributes:
        households: The households.
        persons: The persons.

    Examples:
        >>> Count(2, 7) - Count(1, 3)
        Count(households=1, persons=4)
        >>> print(Count(2, 7))
        2 households, 7 persons
        >>> Count(2, 7).render("zh")
        '2户7人'
    """

    households: int = attrs.field(default=0, validator=_is_whole)
    persons: int = attrs.field(default=0, validator=_is_whole)

    def __add__(self, other: Count) -> Count:
        return Count(
            self.households + other.households, self.persons + other.persons
        )

    def __sub__(self, other: Count) -> Count:
        return Count(
            self.households - other.households, self.persons - other.persons
        )

    def __bool__(self) -> bool:
        return bool(self.households or self.persons)

    def __str__(self) -> str:
        return f"{self.households} households, {self.persons} persons"

    def render(self, language: str = "en") -> str:
        """Say the count in ``"zh"`` or ``"en"``."""
        if language != "zh":
            return str(self)
        return f"{self.households}户{self.persons}人"

    @classmethod
    def sum(cls, counts: Iterable[Count]) -> Count:
        """Add up any number of counts, also none."""
        total = NOBODY
        for one in counts:
            total += one
        return total


#: No household and no person.
NOBODY = Count()


class CellKind(StrEnum):
    """
    Where a registered household stands in the accounts.

    台账栏目。

    Attributes:
        STOCK: Counted as poor now.
        COHORT: In the register as exited in some year.
        UNSTATED: In the register without a status on record.
    """

    STOCK = "stock"
    COHORT = "cohort"
    UNSTATED = "unstated"


_ORDER = tuple(CellKind)


@attrs.frozen
class Cell:
    """
    A column of the accounts: the stock, or the cohort of one exit year.

    台账的一栏。

    Attributes:
        kind: What it is.
        year: For a cohort its year; `None` where that is not recorded.
    """

    kind: CellKind
    year: int | None = None

    def label(self, language: str = "en") -> str:
        """
        Name the cell in ``"zh"`` or ``"en"``.

        Examples:
            >>> cohort(2014).label("zh"), STOCK.label()
            ('2014年脱贫', 'stock')
        """
        zh = language == "zh"
        if self.kind is CellKind.STOCK:
            return "存量" if zh else "stock"
        if self.kind is CellKind.UNSTATED:
            return "状态未登记" if zh else "no status"
        if self.year is None:
            return "脱贫年度未登记" if zh else "exited, no year"
        return f"{self.year}年脱贫" if zh else f"exited {self.year}"

    @property
    def place(self) -> tuple[int, int]:
        """The order in which tables show it: stock, cohorts by year."""
        return _ORDER.index(self.kind), self.year or 0


#: The current stock.
STOCK = Cell(CellKind.STOCK)


def cohort(year: int | None) -> Cell:
    """
    Name the cohort of an exit year.

    某年脱贫。

    Examples:
        >>> cohort(2014).label()
        'exited 2014'
    """
    return Cell(CellKind.COHORT, year)


def cell_of(household: Household) -> Cell | None:
    """
    Find the cell of a household; `None` where it is not in the register.

    A household without a status on record has a cell of its own: nobody
    knows whether it is poor today, and it is not left out.

    Examples:
        >>> from pa_registry.model import Status
        >>> home = Household(number="H1", status=Status.EXITED, exit_year=2014)
        >>> cell_of(home).label()
        'exited 2014'
        >>> cell_of(Household(number="H2", status=Status.REMOVED)) is None
        True
    """
    status = household.status
    if status is None:
        return Cell(CellKind.UNSTATED)
    if status.in_stock:
        return STOCK
    return cohort(household.exit_year) if status.in_cohort else None


def on_file(household: Household) -> tuple[Person, ...]:
    """Give the persons who are on file and have not left."""
    return tuple(one for one in household.members if one.left is None)


def division_at(code: str, level: DivisionLevel) -> str:
    """
    Give the division of a level that a code lies in.

    A code of a higher level, or none, stays as it is: nobody knows where
    in that division the household lives.

    Examples:
        >>> division_at("990102003004", DivisionLevel.COUNTY)
        '990102'
        >>> division_at("990102", DivisionLevel.VILLAGE)
        '990102'
    """
    key = canonical_code(code)
    if key is None:
        return code
    cut = canonical_code(key[: _DIGITS[level]])
    return cut or key


def lies_in(code: str, division: str | None) -> bool:
    """
    Say whether a code is that of a division, or of one below it.

    Everything lies in `None`; in any other name only that name.

    Examples:
        >>> lies_in("990102003004", "990100"), lies_in("", "990100")
        (True, False)
        >>> lies_in("990102003004", None)
        True
    """
    if division is None or code == division:
        return True
    key = canonical_code(division)
    if key is None:
        return False
    inside = canonical_code(code)
    if inside is None:
        return False
    return inside.startswith(key[: _DIGITS[level_of(key)]])
