"""
One household as far as a frame's columns tell, for keys of the accounts.

A key of the accounts reads the fields of a household; over frames it is
shown a row that has the columns it asked for, and asks for another by
reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from typing import Any

from pa_registry.columns import Kind
from pa_registry.errors import UnknownFieldError
from pa_registry.frames.schemas import EXTRA, ColumnSchema, TableSchema
from pa_registry.money import Fen


__all__ = ["AskedError", "Fields", "Reader", "decoded"]


class AskedError(Exception):
    """A key read a column that is not there yet; never leaves the room."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column: str = column


def decoded(column: ColumnSchema, held: Any) -> Any:
    """Give a stored value as a form holds it; `None` where none can."""
    declared, limits = column.declared, column.range
    if held is None or declared is None:
        return held
    if limits is not None and not limits[0] <= held <= limits[1]:
        return None
    if declared.kind is Kind.MONEY:
        return Fen(held)
    if declared.kind is Kind.CODE:
        return declared.type(held) if held in column.values else None
    return held


class Fields:
    """The fields of a household, each with the columns that hold it."""

    def __init__(self, table: TableSchema, others: Collection[str]) -> None:
        self._columns: dict[str, list[ColumnSchema]] = {}
        #: The columns of a user's own, which no form declares.
        self.others: frozenset[str] = frozenset(others)
        for name, one in table.columns.items():
            declared = one.declared
            prefix = f"{EXTRA}__" if name.startswith(f"{EXTRA}__") else ""
            key = name if declared is None else f"{prefix}{declared.key}"
            self._columns.setdefault(key, []).append(one)

    def names(self, field: str) -> list[str]:
        """
        Name the columns of a field.

        Raises:
            UnknownFieldError: If a frame of households has no such field.
        """
        if field in self._columns:
            return [one.name for one in self._columns[field]]
        if field in self.others:
            return [field]
        raise UnknownFieldError(
            form="household", field=field, known=tuple(self._columns)
        )

    def value(self, field: str, held: Mapping[str, Any]) -> Any:
        """Put the value of a field together."""
        columns = self._columns.get(field)
        if columns is None:
            return held[field]
        if columns[0].option is None:
            return decoded(columns[0], held[columns[0].name])
        ticks = {one.option: held[one.name] for one in columns}
        if None in ticks.values():
            return None
        found: frozenset[Enum | None] = frozenset(
            option for option, tick in ticks.items() if tick
        )
        return found


class Reader:
    """
    Reads one thing off rows, and remembers it by what it read.

    Args:
        key: Gives the label of a household, or the name of a field.
        fields: The fields that there are.
    """

    def __init__(
        self, key: Callable[[Any], object] | str, fields: Fields
    ) -> None:
        self._fields = fields
        self._key: Callable[[Any], object] = (
            _named(key) if isinstance(key, str) else key
        )
        self._reads: dict[str, None] = {}
        self._known: dict[tuple[Any, ...], object] = {}

    def over(
        self, columns: Sequence[str]
    ) -> Callable[[Sequence[Any]], object]:
        """
        Read rows that have these columns, in this order.

        The function that is returned raises an `AskedError` where a column
        is read that the rows do not have.
        """
        places = {name: place for place, name in enumerate(columns)}
        known, reads = self._known, self._reads

        def seen(row: Sequence[Any]) -> tuple[Any, ...]:
            return tuple([row[places[name]] for name in reads])

        def label(row: Sequence[Any]) -> object:
            key = seen(row)
            if reads and key in known:
                return known[key]
            asked = _Row(dict(zip(columns, row, strict=True)), self._fields)
            found = self._key(asked)
            read: dict[str, None] = object.__getattribute__(asked, "_read")
            if not read.keys() <= reads.keys():
                reads.update(read)
                known.clear()
            known[seen(row)] = found
            return found

        for name in list(reads):
            if name not in places:
                raise AskedError(name)
        return label


def _named(name: str) -> Callable[[Any], object]:
    return lambda row: getattr(row, name.replace(".", "__"))


class _Row:
    """A household, for whoever reads its fields."""

    def __init__(
        self,
        held: Mapping[str, Any],
        fields: Fields,
        prefix: str = "",
        read: dict[str, None] | None = None,
    ) -> None:
        self._held = held
        self._fields = fields
        self._prefix = prefix
        self._read: dict[str, None] = {} if read is None else read

    def __getattr__(self, name: str) -> Any:
        if name == EXTRA and not self._prefix:
            return _Row(self._held, self._fields, f"{EXTRA}__", self._read)
        field = f"{self._prefix}{name}"
        for column in self._fields.names(field):
            self._read[column] = None
            if column not in self._held:
                raise AskedError(column)
        return self._fields.value(field, self._held)
