"""
What each engine does in a way of its own, to key most rows quickly.

A row is *quick* when it holds seventeen digits, not beginning with 0, and
a digit or X more.  Its key is read off the text at once; whether it is
sound is asked only where the key is found on the other side.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import narwhals as nw

from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_text import (
    CLEAN,
    GRADE,
    KEY,
    KEYS_OF_X,
    NORMAL,
    TAIL,
    Lazy,
    as_key,
    as_quick,
    graded,
    graded_clean,
    normalised,
    value_of,
)


__all__ = ["ROW", "all_graded", "keyed_rows", "numbered"]

#: The number of a row in its table, from 0.
ROW = "_pa_row"

_DIGITS = 17
_FEWEST = 10 ** (_DIGITS - 1)
_LEAST = 10**_DIGITS
_QUICK = "_pa_quick"


def keyed_rows(frame: Lazy, text: str) -> Lazy:
    """
    Give each row that could be matched its key.

    Rows that cannot be matched are left out, or have no key.
    """
    kind = frame.implementation
    if is_spark(frame):
        return as_quick(all_graded(frame, text))
    kept = [*frame.collect_schema().names(), KEY, TAIL]
    if kind.is_duckdb():
        return _keyed_at_once(frame, text).select(kept)
    if kind.is_polars():
        *quick, slow = _by_polars(frame, text)
    else:
        first = _quick(frame, text)
        quick, slow = [first], first.filter(nw.col(KEY).is_null())
    slow = graded(slow.with_columns(_cleaned(text).alias(NORMAL)))
    parts = [one.with_columns(nw.lit("").alias(TAIL)) for one in quick]
    return nw.concat([one.select(kept) for one in (*parts, as_quick(slow))])


def _by_polars(frame: Lazy, text: str) -> tuple[Lazy, Lazy, Lazy]:
    """Split off the rows whose text is a number, and those that end in X."""
    native: Any = frame.to_native()
    is_blank = _native(KEY).is_null()
    first = native.with_columns(_digits(text).alias(KEY))
    rest = first.filter(is_blank).with_columns(_ending_in_x(text).alias(KEY))
    parts = (first, rest.filter(~is_blank), rest.filter(is_blank))
    quick, of_x, slow = map(_opened, parts)
    return quick, of_x, slow


def _keyed_at_once(frame: Lazy, text: str) -> Lazy:
    """Key all rows in one pass; DuckDB would read the text again for some."""
    rows = _quick(frame, text).rename({KEY: _QUICK})
    blank = nw.col(_QUICK).is_null()
    normal = nw.when(blank).then(_cleaned(text)).alias(NORMAL)
    rows = as_quick(graded(rows.with_columns(normal)))
    tail = nw.when(blank).then(nw.col(TAIL)).otherwise(nw.lit(""))
    return rows.with_columns(
        nw.coalesce(nw.col(_QUICK), nw.col(KEY)).alias(KEY), tail.alias(TAIL)
    )


def all_graded(frame: Lazy, text: str) -> Lazy:
    """Give every row its grade, its tail, and its key if it has one."""
    column = nw.col(text)
    clean = column.str.contains(CLEAN).fill_null(value=False)
    kept = [*frame.collect_schema().names(), KEY, TAIL, GRADE]
    if is_spark(frame):
        graded_texts = partial(all_graded, text=text)
        added = {KEY: "long", TAIL: "string", GRADE: "string"}
        return by_batches(frame, graded_texts, added)
    if frame.implementation.is_duckdb():
        normal = nw.when(clean).then(column).otherwise(_cleaned(text))
        rows = graded(frame.with_columns(normal.alias(NORMAL)))
        return rows.select(kept)
    fast = graded_clean(frame.filter(clean), column)
    rest = frame.filter(~clean).with_columns(_cleaned(text).alias(NORMAL))
    return nw.concat([fast.select(kept), graded(rest).select(kept)])


def numbered(frame: Lazy) -> Lazy:
    """Number the rows of a frame, where its engine keeps their order."""
    kind = frame.implementation
    native: Any = frame.to_native()
    if kind.is_polars():
        return _opened(native.with_row_index(ROW)).with_columns(
            nw.col(ROW).cast(nw.Int64)
        )
    if kind.is_duckdb():
        return _opened(
            native.project(f'*, row_number() over () - 1 as "{ROW}"')
        )
    if kind.is_pyarrow():
        eager = nw.from_native(native, eager_only=True).with_row_index(ROW)
        return _opened(eager.to_native()).with_columns(
            nw.col(ROW).cast(nw.Int64)
        )
    return frame.with_columns(nw.lit(None, dtype=nw.Int64).alias(ROW))


def _opened(native: Any) -> Lazy:
    made: Lazy = nw.from_native(native).lazy()
    return made


def _cleaned(text: str) -> nw.Expr:
    return normalised(nw.col(text).fill_null(""))


def _native(name: str) -> Any:
    """Give a column in the words of polars."""
    return import_module("polars").col(name)


def _digits(text: str) -> Any:
    """Read eighteen digits as a key, in the words of polars."""
    pl = import_module("polars")
    key = _native(text).cast(pl.Int64, strict=False)
    whole = _native(text).str.len_bytes() == _DIGITS + 1
    return pl.when(whole & (key >= _LEAST)).then(key)


def _ending_in_x(text: str) -> Any:
    """Read seventeen digits and X as a key, in the words of polars."""
    pl = import_module("polars")
    column = _native(text).str
    body = column.slice(0, _DIGITS).cast(pl.Int64, strict=False)
    whole = (column.len_bytes() == _DIGITS + 1) & (body >= _FEWEST)
    ends = column.slice(_DIGITS, 1).is_in(["X", "x"])
    return pl.when(whole & ends).then(body + KEYS_OF_X)


def _quick(frame: Lazy, text: str) -> Lazy:
    """Add the key of each quick row; it is blank for any other."""
    if frame.implementation.is_duckdb():
        name = '"' + text.replace('"', '""') + '"'
        # A cast to a number reads 0x1F, 1e5 and blanks, too; what has any
        # of them left has less than eighteen digits.
        plain = (
            f"strlen({name}) = {_DIGITS + 1}"
            f" and {name} >= '1' and {name} < ':'"
            f" and not contains({name}, 'e') and not contains({name}, 'E')"
        )
        body = f"try_cast(left({name}, {_DIGITS}) as bigint)"
        ends = f"suffix({name}, 'X') or suffix({name}, 'x')"
        key = (
            f"coalesce({_at_least(f'try_cast({name} as bigint)', _LEAST)},"
            f" case when {ends} then"
            f" {_at_least(body, _FEWEST)} + {KEYS_OF_X} end)"
        )
        native: Any = frame.to_native()
        return _opened(
            native.project(f'*, case when {plain} then {key} end as "{KEY}"')
        )
    clean = nw.col(text).str.contains(CLEAN)
    digits = nw.when(clean).then(nw.col(text)).str
    found = as_key(
        digits.slice(0, _DIGITS).cast(nw.Int64),
        value_of(digits.slice(_DIGITS, 1)),
    )
    return frame.with_columns(found.alias(KEY))


def _at_least(number: str, least: int) -> str:
    """Blank a smaller number in SQL, which is written, and run, once."""
    return f"try_cast({number} - {least} as ubigint)::bigint + {least}"
