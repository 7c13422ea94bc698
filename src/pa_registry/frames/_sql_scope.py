"""What a rule is read against: a row, its household, the fact day."""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import sqlalchemy as sa

from pa_registry.columns import Column
from pa_registry.conditions.judging import LAST_DAY
from pa_registry.conditions.tree import Condition
from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Operand,
    Pair,
    both,
)
from pa_registry.frames._sql_tables import Bound, Host


if TYPE_CHECKING:
    from pa_registry.typing import Algebra


__all__ = ["Part", "Scope", "operand_in", "pair_in"]


@attrs.frozen(eq=False)
class Scope:
    """
    A row at one place of the statement.

    Attributes:
        bound: Its table.
        algebra: What reads rules.
        day: The fact day, if there is one.
        outer: The scope of the household, for a row.
        around: The tables that the statement around it already has.
        settling: How acts in contradiction are read, by field.
    """

    bound: Bound
    algebra: Algebra[Part]
    day: dt.date | None
    outer: Scope | None = None
    around: tuple[sa.FromClause, ...] = ()
    settling: Mapping[str, Callable[[Operand], Operand]] = attrs.field(
        default=MappingProxyType({})
    )

    @property
    def host(self) -> Host:
        """The tables."""
        return self.bound.host

    @property
    def key(self) -> Expression:
        """The number of the household."""
        return self.bound.key

    def field(self, key: str, declared: Column) -> Operand:
        """Read a field of the row."""
        found = self.bound.operand(key, declared)
        settle = self.settling.get(key)
        return found if settle is None else settle(found)

    def pair(self, rule: Condition[Any]) -> Pair:
        """Read a rule about the row."""
        return pair_in(rule.fold(self.algebra), self)

    def on_a_day(self) -> Scope:
        """Without a day the data in hand are read as they stand."""
        return attrs.evolve(self, day=self.day or LAST_DAY, settling={})

    def inner(self, table: str) -> Scope:
        """Take the rows of another table that are the household's own."""
        bound = self.host.rows_of(table)
        return Scope(
            bound=bound,
            algebra=self.algebra,
            day=self.day,
            outer=self,
            around=(*self.around, self.bound.rows),
        )

    def _select(self, found: Expression, test: Bool) -> sa.Select[Any]:
        outer = self.household
        return (
            sa.select(found)
            .select_from(self.bound.rows)
            .where(both(self.key == outer.key, test))
            .correlate(*self.around)
        )

    @property
    def household(self) -> Scope:
        """The scope of the household."""
        return self if self.outer is None else self.outer.household

    def some(self, test: Bool) -> Bool:
        """Say whether some row of the household passes a test."""
        if isinstance(test, sa.False_):
            return test
        return self._select(sa.literal_column("1"), test).exists()

    def how_many(self, test: Bool) -> Expression:
        """Count the rows of the household that pass a test."""
        return self._select(sa.func.count(), test).scalar_subquery()

    def reckon(self, what: Expression, test: Bool) -> Expression:
        """Aggregate over the rows of the household that pass a test."""
        return self._select(what, test).scalar_subquery()


#: What a node comes to, once it is said where it is read.
Part = Callable[[Scope], Any]


def operand_in(part: Part, scope: Scope) -> Operand:
    """Read a value."""
    found: Operand = part(scope)
    return found


def pair_in(part: Part, scope: Scope) -> Pair:
    """Read a condition."""
    found: Pair = part(scope)
    return found
