"""The tables that are matched: what they must hold, and their keys."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.extracts import DEPARTMENTS
from pa_registry.errors import (
    InvalidValueError,
    UnknownNameError,
    did_you_mean,
)
from pa_registry.frames._match_engines import (
    ROW,
    all_graded,
    keyed_rows,
    numbered,
)
from pa_registry.frames._match_joining import EXTRACT, RAW, SOURCE
from pa_registry.frames._match_text import (
    GRADE,
    KEY,
    TAIL,
    Lazy,
    as_quick,
)
from pa_registry.masking import masked


__all__ = [
    "DAYS",
    "KEYED",
    "TEXTS",
    "Table",
    "column_as",
    "opened",
    "records_of",
    "rows_of",
    "with_keys",
]

#: The columns of a frame that was keyed before, and what they hold.
KEYED = {"identity_key": KEY, "identity_tail": TAIL, "identity_grade": GRADE}

#: The types that hold texts, and those that hold days.
TEXTS = (nw.String, nw.Categorical, nw.Enum)
DAYS = (nw.Date, nw.Datetime)


@attrs.frozen
class Table:
    """
    One table: its frame, its name, and the column of its identity numbers.

    Attributes:
        name: Its name in messages and results.
        frame: The frame.
        identity: The column with the identity numbers.
        is_keyed: Whether the frame was keyed before.
        day: The day of an extract, where it was told as a whole.
    """

    name: str
    frame: Lazy
    identity: str
    is_keyed: bool
    day: dt.date | None = None

    def first_day(self, name: str) -> Lazy:
        """Give the day of an extract as a whole in one row."""
        first = self.frame.select(nw.col(EXTRACT).min().alias(name))
        if self.day is None:
            return first
        return first.select(nw.lit(self.day, dtype=nw.Date()).alias(name))

    def numbered(self) -> Table:
        """Give the table with the number of each row."""
        return attrs.evolve(self, frame=numbered(self.frame))

    def as_given(self, *kept: str) -> Lazy:
        """Give all rows, with their keys if keyed, or else their text."""
        if self.is_keyed:
            return self._as_keyed().select(*kept, KEY, TAIL)
        return self.frame.select(*kept, nw.col(self.identity).alias(RAW))

    def graded(self, *kept: str) -> Lazy:
        """Give all rows, with key, tail and grade."""
        if self.is_keyed:
            return self._as_keyed().select(*kept, KEY, TAIL, GRADE)
        text = nw.col(self.identity).alias(RAW)
        named = self.frame.select(*kept, text)
        return all_graded(named, RAW).select(*kept, KEY, TAIL, GRADE)

    def _as_keyed(self) -> Lazy:
        return self.frame.rename(KEYED)


def opened(native: Any, name: str, identity: str, needed: list[str]) -> Table:
    """
    Open a frame, and check that it has what it needs.

    Raises:
        InvalidValueError: If it is no frame, lacks a column, or holds
            identity numbers as numbers.
    """
    try:
        frame: Lazy = nw.from_native(native).lazy()
    except TypeError:
        raise InvalidValueError(
            what=f"a {type(native).__name__} is no frame.",
            where=name,
            remedy="Give a frame of polars, pyarrow, DuckDB or Spark.",
        ) from None
    schema = frame.collect_schema()
    for one in (identity, *needed):
        if one not in schema:
            raise InvalidValueError(
                what=f"the column {one!r} is lacking.",
                where=name,
                remedy=(
                    "Rename the column, or name it in the call."
                    f"{did_you_mean(one, schema.names())}"
                ),
            )
    if not isinstance(schema[identity], TEXTS):
        raise InvalidValueError(
            what=f"identity numbers are held as {schema[identity]}.",
            where=f"{name}.{identity}",
            remedy="Read the column as text; a number column loses digits.",
        )
    is_keyed = all(one in schema for one in KEYED)
    text = nw.col(identity).cast(nw.String)
    return Table(name, frame.with_columns(text), identity, is_keyed)


def records_of(
    source: str,
    code: int,
    native: Any,
    identity: str,
    extract: dt.date | None,
) -> Table:
    """
    Open the extract of a source, and add which it is and of which day.

    Raises:
        UnknownNameError: If there is no such source.
        InvalidValueError: As for :func:`opened`, or if dates are no dates.
    """
    if source not in DEPARTMENTS:
        raise UnknownNameError(
            kind="source to match", name=masked(source), known=DEPARTMENTS
        )
    table = opened(native, source, identity, [])
    day = (
        column_as(table, "seen_on", nw.Date(), DAYS, "days")
        if extract is None
        else nw.lit(extract, dtype=nw.Date)
    )
    frame = table.frame.with_columns(
        nw.lit(code, dtype=nw.Int32).alias(SOURCE), day.alias(EXTRACT)
    )
    return attrs.evolve(table, frame=frame, day=extract)


def column_as(
    table: Table, name: str, made: Any, types: tuple[type, ...], word: str
) -> nw.Expr:
    """
    Give a column as a type; it is blank if the table lacks it.

    Raises:
        InvalidValueError: If it holds none of the *types*.
    """
    held = table.frame.collect_schema().get(name)
    if held is None or held == nw.Unknown:
        return nw.lit(None, dtype=made)
    if not isinstance(held, types):
        raise InvalidValueError(
            what=f"the column holds {held}, and not {word}.",
            where=f"{table.name}.{name}",
            remedy="Convert the column first.",
        )
    return nw.col(name).cast(made)


def rows_of(tables: Iterable[Table], *kept: str, verified: bool) -> Lazy:
    """
    Unite the rows of tables that could be matched.

    Args:
        tables: The tables.
        kept: The columns to keep beside key and tail.
        verified: Whether all tables of the matching were keyed before.
    """
    parts: list[Lazy] = []
    united: dict[bool, list[Lazy]] = {True: [], False: []}
    for one in tables:
        united[one.is_keyed].append(one.as_given(*kept))
    if plain := united[False]:
        parts.append(keyed_rows(nw.concat(plain), RAW))
    parts += [one if verified else as_quick(one) for one in united[True]]
    return nw.concat([one.select(*kept, KEY, TAIL) for one in parts])


def with_keys(table: Table) -> Lazy:
    """Add the columns of a keyed frame, its rows in their order."""
    kept = table.frame.collect_schema().names()
    rows = all_graded(table.numbered().frame, table.identity).sort(ROW)
    back = {held: public for public, held in KEYED.items()}
    return rows.select(*kept, KEY, TAIL, GRADE).rename(back)
