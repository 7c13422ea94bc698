"""
Bring few computed rows back to the engine that computed them.

What was found is small, and what is asked of it stands in large tables:
so the few rows go to the tables, and the search is not done again.
"""

from __future__ import annotations

from typing import Any, TypeVar

import narwhals as nw

from pa_registry.frames._door import KEYS
from pa_registry.frames._match_spark import is_spark


__all__ = ["even", "lifted"]

_Frame = TypeVar("_Frame", nw.DataFrame[Any], nw.LazyFrame[Any])


def even(frame: _Frame) -> _Frame:
    """Make the keys one type of text: Arrow has more than one."""
    if not frame.implementation.is_pyarrow():
        return frame
    held = frame.collect_schema()
    texts = [one for one in KEYS if isinstance(held.get(one), nw.String)]
    if not texts:
        return frame
    return frame.with_columns(*(nw.col(one).cast(nw.String) for one in texts))


def lifted(rows: nw.DataFrame[Any], like: nw.LazyFrame[Any]) -> Any:
    """
    Give rows as a lazy frame that can be joined with another.

    Args:
        rows: The rows, computed.
        like: A frame of the engine, and of the connection or session.
    """
    native: Any = like.to_native()
    few: Any = rows
    if like.implementation.is_duckdb():
        return nw.from_native(_in_duckdb(few.to_arrow(), native))
    if is_spark(like):
        session = native.sparkSession
        return nw.from_native(session.createDataFrame(few.to_arrow()))
    return rows.lazy()


def _in_duckdb(_pa_few_rows: Any, native: Any) -> Any:
    """Read a table of Arrow, which DuckDB finds by its name, hereabouts."""
    return native.query("_pa_like", "select * from _pa_few_rows")
