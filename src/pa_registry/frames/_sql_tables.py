"""Find each field in a host's tables, and say all that is wrong at once."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, cast

import attrs
import sqlalchemy as sa

from sqlalchemy.types import TypeDecorator, TypeEngine

from pa_registry.columns import Column, Kind
from pa_registry.errors import InvalidValueError, TablesRefusedError
from pa_registry.frames import _sql_layout as layout
from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Operand,
    Ticks,
    both,
    exact,
    whole,
    words,
)
from pa_registry.frames.faults import fault
from pa_registry.frames.host_tables import HostTable, Tables
from pa_registry.problems import Problem


__all__ = ["Bound", "Host"]

_NUMBERS = (sa.Integer, sa.Numeric, sa.Float)
#: What a field of each kind may be in the database, how that is called in
#: both languages, and an expression that is it.
_TYPES: Mapping[Kind, tuple[tuple[type[Any], ...], str, str, str]] = {
    Kind.MONEY: (_NUMBERS, "整数分", "whole fen", "table.c.yuan * 100"),
    Kind.NUMBER: (
        _NUMBERS,
        "整数",
        "a whole number",
        "cast(table.c.size, BigInteger)",
    ),
    Kind.DAY: (
        (sa.Date,),
        "日期",
        "a date",
        "type_coerce(func.date(table.c.day), Date)",
    ),
    Kind.FLAG: ((sa.Boolean,), "是或否", "a yes or no", "table.c.flag == 'Y'"),
    Kind.CODE: (
        (sa.String,),
        "代码文本",
        "the text of a code",
        "case((table.c.kind == 1, 'truck'))",
    ),
    Kind.TEXT: (
        (sa.String,),
        "文本",
        "a text",
        "cast(table.c.number, String)",
    ),
}
#: Of a number that is held as a fraction, how far it may be from a whole.
_NEAR = sa.literal_column("0.001", sa.Numeric())


@attrs.frozen(eq=False)
class Bound:
    """
    A table at one place of a statement.

    Attributes:
        host: The tables that it is one of.
        name: Its name among them.
        rows: What stands in the statement.
        told: Where the number of the household stands.
        mapped: The fields that stand in expressions of the host's own.
    """

    host: Host
    name: str
    rows: sa.FromClause
    told: Any
    mapped: Mapping[str, Expression | None]

    @property
    def key(self) -> Expression:
        """The number of the household, which only relations read."""
        found = self.host.expression(self.name, "key", self.rows, self.told)
        return sa.null() if found is None else found

    def _find(self, name: str) -> Expression | None:
        """Find a column; `None` is what is never recorded, or not there."""
        if name in self.mapped:
            return self.mapped[name]
        if name in self.rows.c:
            return self.rows.c[name]
        self.host.lacks(self.name, name, self.rows.c.keys())
        return None

    def typed(self, name: str, kind: Kind) -> Expression | None:
        """Find a column, and refuse one of another type."""
        found = self._find(name)
        if found is None:
            return None
        held = _plain_type(found.type)
        if held is not found.type:
            found = sa.type_coerce(found, held)
        if not isinstance(held, _TYPES[kind][0]):
            self.host.mistyped(self.name, name, kind, held)
            return None
        if isinstance(held, sa.Enum):
            return sa.cast(found, sa.String())
        return found

    def operand(self, key: str, declared: Column) -> Operand:
        """Read a field."""
        kind = declared.kind
        found = self.typed(layout.column_name(key), kind)
        if found is None:
            return Operand(sa.false(), sa.cast(sa.null(), _BLANK[kind]))
        there = found.is_not(None)
        if kind in {Kind.MONEY, Kind.NUMBER}:
            return _number(found, declared)
        if kind is Kind.CODE:
            members = cast("Iterable[Enum]", declared.type)
            codes = tuple(str(one.value) for one in members)
            value = exact(found)
            known = both(there, words(value, codes))
            return Operand(known, value, there, codes)
        return Operand(there, exact(found) if kind is Kind.TEXT else found)

    def ticks(self, key: str, declared: Column) -> Ticks:
        """Read the boxes of a multi-select field."""
        members = cast("Iterable[Enum]", declared.type)
        boxes: dict[str, Expression] = {}
        for one in members:
            name = layout.box_name(key, one.name)
            found = self.typed(name, Kind.FLAG)
            boxes[one.name] = (
                sa.cast(sa.null(), sa.Boolean()) if found is None else found
            )
        return Ticks(boxes)


_BLANK: Mapping[Kind, TypeEngine[Any]] = {
    Kind.MONEY: sa.BigInteger(),
    Kind.NUMBER: sa.BigInteger(),
    Kind.DAY: sa.Date(),
    Kind.FLAG: sa.Boolean(),
    Kind.CODE: sa.String(),
    Kind.TEXT: sa.String(),
}


def _column_of(rows: sa.FromClause, told: Expression) -> str | None:
    """Name the column that an expression is, if it is one and no more."""
    return next((name for name, one in rows.c.items() if one is told), None)


def _plain_type(held: TypeEngine[Any]) -> TypeEngine[Any]:
    """Take the type that the database sees."""
    while isinstance(held, TypeDecorator):
        held = held.impl_instance
    return held


def _number(found: Expression, declared: Column) -> Operand:
    """Read a whole number; outside the range of its column it is blank."""
    low, high = declared.range
    held = both(found >= whole(low), found <= whole(high))
    if isinstance(found.type, sa.Integer):
        known = both(found.is_not(None), held)
        return Operand(known, sa.cast(found, sa.BigInteger()))
    nearest = sa.func.round(found, type_=sa.Numeric())
    near: Bool = sa.func.abs(found - nearest, type_=sa.Numeric()) < _NEAR
    value = sa.cast(sa.case((both(held, near), nearest)), sa.BigInteger())
    return Operand(value.is_not(None), value)


class Host:
    """The tables of a host, and what was found wrong with them."""

    def __init__(
        self,
        tables: Tables,
        fresh_from: dt.date | None,
        further: Iterable[str],
    ) -> None:
        if not isinstance(cast("object", tables), Mapping):
            raise InvalidValueError(
                what=f"a {type(tables).__name__} names no tables",
                where="sql(…, tables)",
                remedy='Give {"households": table, "members": table, …}.',
            )
        self.fresh_from = fresh_from
        self._problems: dict[Problem, None] = {}
        self._given: dict[str, HostTable] = {}
        known = (*layout.FORMS, layout.COVERAGE, *further)
        for name, given in tables.items():
            self._take(name, given, known)

    # What is given

    def _take(self, name: object, given: Any, known: Iterable[str]) -> None:
        if not isinstance(name, str) or name not in known:
            self._note("sql.unknown-table", str(name), known)
            return
        held = given if isinstance(given, HostTable) else HostTable(given)
        selectable = getattr(
            sa.inspect(held.table, raiseerr=False), "selectable", None
        )
        if not isinstance(selectable, sa.FromClause):
            self._note("sql.no-table", name, held=type(held.table).__name__)
            return
        self._given[name] = attrs.evolve(held, table=selectable)
        names = [*layout.iter_names(name)]
        for field in held.fields:
            # A form of the user's own, and local fields, are not declared.
            local = field.startswith("extra__") or not names
            if field not in names and not local:
                self._note("sql.unknown-field", f"{name}.{field}", names)

    def has(self, name: str) -> bool:
        """Say whether a table was given."""
        return name in self._given

    def root(self, name: str) -> Bound:
        """Bind the table of the subjects, as it stands in the statement."""
        if name not in self._given:
            self._note("sql.no-subjects", name)
            nothing = sa.table(name)
            return Bound(self, name, nothing, sa.null(), {})
        held = self._given[name]
        default = layout.KEYS.get(name, "household")
        rows = held.table
        mapped = {
            field: self.expression(name, field, rows, told)
            for field, told in held.fields.items()
        }
        told = default if held.key is None else held.key
        return Bound(self, name, rows, told, mapped)

    def rows_of(self, name: str) -> Bound:
        """Bind a table of rows, under a name of its own in the statement."""
        bound = self.root(name)
        told = {
            field: found
            for field, found in {**bound.mapped, "": bound.key}.items()
            if found is not None
        }
        rows: sa.FromClause
        moved: dict[str, Expression]
        places = [_column_of(bound.rows, one) for one in told.values()]
        if all(place is not None for place in places):
            rows = bound.rows.alias()
            moved = {
                field: rows.c[place or ""]
                for field, place in zip(told, places, strict=True)
            }
        else:
            # What stands in expressions becomes columns of a subquery.
            names = {field: f"pa_{i}" for i, field in enumerate(told)}
            rows = (
                sa.select(
                    *bound.rows.c,
                    *(one.label(names[f]) for f, one in told.items()),
                )
                .select_from(bound.rows)
                .subquery()
            )
            moved = {field: rows.c[names[field]] for field in told}
        key = moved.pop("")
        never = dict.fromkeys(bound.mapped.keys() - moved.keys())
        return attrs.evolve(
            bound, rows=rows, told=key, mapped={**moved, **never}
        )

    def expression(
        self, name: str, field: str, rows: sa.FromClause, told: Any
    ) -> Expression | None:
        """Read what a host says of a field."""
        if told is None:
            return None
        if isinstance(told, str):
            if told in rows.c:
                return rows.c[told]
            self.lacks(name, told, rows.c.keys())
            return None
        if hasattr(told, "__clause_element__"):
            told = told.__clause_element__()
        if isinstance(told, sa.ColumnElement):
            found: Expression = cast("Any", told)
            return found
        self._note(
            "sql.no-expression", f"{name}.{field}", held=type(told).__name__
        )
        return None

    # What is wrong

    def lacks(self, table: str, name: str, known: Iterable[str]) -> None:
        """Note that a column which the rule reads is not there."""
        if table in self._given:  # that the table is not there was noted
            self._note("sql.missing-field", f"{table}.{name}", known)

    def mistyped(
        self, table: str, name: str, kind: Kind, held: TypeEngine[Any]
    ) -> None:
        """Note that a column is of another type than its field."""
        _, zh, en, how = _TYPES[kind]
        self._note(
            "sql.wrong-type",
            f"{table}.{name}",
            held=type(held).__name__,
            zh=zh,
            en=en,
            how=how,
        )

    def nested(self, where: str) -> None:
        """Note that a relation hangs on the rows of another."""
        self._note("sql.nested-relation", where)

    def _note(
        self, code: str, where: str, known: Iterable[str] = (), **words: str
    ) -> None:
        self._problems[fault(code, where=where, known=known, **words)] = None

    def refuse_problems(self) -> None:
        """
        Say everything that was found wrong.

        Raises:
            TablesRefusedError: If anything was.
        """
        if self._problems:
            raise TablesRefusedError(problems=tuple(self._problems))
