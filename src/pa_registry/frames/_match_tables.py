"""The tables that are matched: what they must hold, and their keys."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.columns import Kind, columns
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
from pa_registry.frames._match_joining import EXTRACT, FACT, RAW, SOURCE
from pa_registry.frames._match_text import (
    GRADE,
    KEY,
    TAIL,
    Lazy,
    as_quick,
)
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES
from pa_registry.model.records import Record


__all__ = ["KEYED", "Table", "opened", "records_of", "rows_of", "with_keys"]

#: The columns of a frame that was keyed before, and what they hold.
KEYED = {"identity_key": KEY, "identity_tail": TAIL, "identity_grade": GRADE}

_TEXTS = (nw.String, nw.Categorical, nw.Enum)


@attrs.frozen
class Table:
    """
    One table: its frame, its name, and the column of its identity numbers.

    Attributes:
        name: Its name in messages and results.
        frame: The frame.
        identity: The column with the identity numbers.
        is_keyed: Whether the frame was keyed before.
    """

    name: str
    frame: Lazy
    identity: str
    is_keyed: bool

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
    if not isinstance(schema[identity], _TEXTS):
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
    Open the extract of a source, and add what a hit says of its record.

    Raises:
        UnknownNameError: If there is no such source.
        InvalidValueError: As for :func:`opened`, or if dates are no dates.
    """
    table = opened(native, source, identity, [])
    schema = table.frame.collect_schema()
    fact = _fact_column(source)
    frame = table.frame.with_columns(
        nw.lit(code, dtype=nw.Int32).alias(SOURCE),
        _day(schema, source, fact).alias(FACT),
        (
            _day(schema, source, "seen_on")
            if extract is None
            else nw.lit(extract, dtype=nw.Date)
        ).alias(EXTRACT),
    )
    return attrs.evolve(table, frame=frame)


def _fact_column(source: str) -> str:
    """
    Name the day on which the fact of a record began.

    It is the first day that the form of the source declares of its own.
    """
    forms = {n: one for n, one in SOURCES.items() if issubclass(one, Record)}
    form: type | None = forms.get(source)
    if form is None:
        raise UnknownNameError(
            kind="source to match", name=masked(source), known=tuple(forms)
        )
    shared = columns(Record)
    return next(
        key
        for key, declared in columns(form).items()
        if declared.kind is Kind.DAY and key not in shared
    )


def _day(schema: Mapping[str, Any], source: str, name: str) -> nw.Expr:
    held = schema.get(name)
    if held is None:
        return nw.lit(None, dtype=nw.Date)
    if not isinstance(held, nw.Date | nw.Datetime):
        raise InvalidValueError(
            what=f"days are held as {held}.",
            where=f"{source}.{name}",
            remedy="Convert the column to dates first.",
        )
    return nw.col(name).cast(nw.Date)


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
