"""
What each engine does in a way of its own, to key most rows quickly.

A row is *quick* when it holds seventeen digits, not beginning with 0, and
one byte more.  Its key is read off the digits at once; its last character
is looked at only where the key is found on the other side.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import narwhals as nw

from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_text import (
    BODY,
    CLEAN,
    GRADE,
    KEY,
    NORMAL,
    TAIL,
    Lazy,
    graded,
    graded_clean,
    normalised,
)


__all__ = ["ROW", "all_graded", "keyed_rows", "numbered"]

#: The number of a row in its table, from 0.
ROW = "_pa_row"

_DIGITS = 17
_FEWEST, _MOST = 10 ** (_DIGITS - 1), 10**_DIGITS - 1


def keyed_rows(frame: Lazy, text: str) -> Lazy:
    """
    Give each row that could be matched its key.

    The tail is blank for a quick row; rows that cannot be matched are left
    out, or have no key.
    """
    if is_spark(frame):
        return all_graded(frame, text)
    quick = _quick(frame, text)
    if frame.implementation.is_duckdb():
        slow = nw.when(nw.col(_QUICK).is_null()).then(_cleaned(text))
        rows = graded(
            quick.rename({BODY: _QUICK}).with_columns(slow.alias(NORMAL))
        )
        return rows.with_columns(
            nw.coalesce(nw.col(_QUICK), nw.col(KEY)).alias(KEY)
        )
    fast = quick.with_columns(
        nw.col(BODY).alias(KEY), nw.lit(None, dtype=nw.String).alias(TAIL)
    )
    rest = quick.filter(nw.col(BODY).is_null())
    slow_rows = graded(rest.with_columns(_cleaned(text).alias(NORMAL)))
    kept = [*frame.collect_schema().names(), KEY, TAIL]
    return nw.concat([fast.select(kept), slow_rows.select(kept)])


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


_QUICK = "_pa_quick"


def _opened(native: Any) -> Lazy:
    made: Lazy = nw.from_native(native).lazy()
    return made


def _cleaned(text: str) -> nw.Expr:
    return normalised(nw.col(text).fill_null(""))


def _quick(frame: Lazy, text: str) -> Lazy:
    """Add the body of each quick row; it is blank for any other."""
    kind = frame.implementation
    native: Any = frame.to_native()
    if kind.is_polars():
        pl = import_module("polars")
        column = pl.col(text).str
        body = column.slice(0, _DIGITS).cast(pl.Int64, strict=False)
        quick = (column.len_bytes() == _DIGITS + 1) & body.is_between(
            _FEWEST, _MOST
        )
        return _opened(
            native.with_columns(pl.when(quick).then(body).alias(BODY))
        )
    if kind.is_duckdb():
        name = '"' + text.replace('"', '""') + '"'
        body = f"try_cast(left({name}, {_DIGITS}) as bigint)"
        # It also reads 9e16; `is_as_read` tells after the join.
        return _opened(
            native.project(
                f"*, case when strlen({name}) = {_DIGITS + 1}"
                f' then {body} end as "{BODY}"'
            ).project(
                f'* replace (case when "{BODY}" between {_FEWEST} and {_MOST}'
                f' then "{BODY}" end as "{BODY}")'
            )
        )
    clean = nw.col(text).str.contains(CLEAN)
    digits = nw.when(clean).then(nw.col(text).str.slice(0, _DIGITS))
    return frame.with_columns(digits.cast(nw.Int64).alias(BODY))
