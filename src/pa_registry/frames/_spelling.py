"""
Write numbers as texts, where an engine is quicker at it than at choosing.

An answer has few texts and many rows.  Chosen by one condition after the
other each row costs every text; looked up by its number it costs one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

import attrs
import narwhals as nw

from pa_registry.frames._relations import Lazy


__all__ = [
    "BETWEEN",
    "Listed",
    "Spelled",
    "looks_up",
    "looks_up_in_sql",
    "opened",
    "polars",
    "spelled",
    "spelled_in_sql",
]

#: What stands between the outcomes, or the labels, in one text.
BETWEEN = ","
_CODE = "_pa_s_"
_MOST_BITS = 62
# Of so few texts every list is written beforehand.
_FEW = 12
_FEW_IN_SQL = 5


@attrs.frozen
class Spelled:
    """
    One text of several.

    Attributes:
        code: The place of the text; blank for none.
        texts: The texts.
    """

    code: Any
    texts: tuple[str, ...]


@attrs.frozen
class Listed:
    """
    Some of several texts, in their order.

    Attributes:
        code: One bit for each text; blank for none at all.
        texts: The texts.
    """

    code: Any
    texts: tuple[str, ...]


def looks_up(frame: Lazy, *many: int) -> bool:
    """Say whether an engine looks texts up, and has bits enough for them."""
    return frame.implementation.is_polars() and max(many) <= _MOST_BITS


def looks_up_in_sql(frame: Lazy, many: int) -> bool:
    """Say whether DuckDB looks up lists of so many texts."""
    # A longer list of lists costs more in the statement than it saves.
    return frame.implementation.is_duckdb() and many <= _FEW_IN_SQL


def opened(native: Any) -> Lazy:
    """Take a frame of an engine among those of narwhals."""
    made: Lazy = nw.from_native(native).lazy()
    return made


def spelled(frame: Any, answers: Mapping[str, Spelled | Listed]) -> Any:
    """Add the texts to a lazy frame of polars, each under its name."""
    pl = polars()
    codes = {f"{_CODE}{name}": one.code for name, one in answers.items()}
    # By batches, so that what streams goes on streaming.
    texts = {
        name: pl.col(f"{_CODE}{name}").map_batches(
            partial(_one if isinstance(one, Spelled) else _some, one.texts),
            return_dtype=pl.String,
            is_elementwise=True,
        )
        for name, one in answers.items()
    }
    return frame.with_columns(**codes).with_columns(**texts).drop(*codes)


def spelled_in_sql(
    frame: Lazy, answers: Mapping[str, Spelled | Listed]
) -> Lazy:
    """Add the texts to a relation of DuckDB, each under its name."""
    codes = {f"{_CODE}{name}": one.code for name, one in answers.items()}
    native: Any = frame.with_columns(**codes).to_native()
    texts = ", ".join(
        f'[{_literals(one)}]["{_CODE}{name}" + 1] as "{name}"'
        for name, one in answers.items()
    )
    left_out = ", ".join(f'"{code}"' for code in codes)
    return opened(native.project(f"* exclude ({left_out}), {texts}"))


def _literals(answer: Spelled | Listed) -> str:
    texts: Iterable[str] = answer.texts
    if isinstance(answer, Listed):
        many = len(answer.texts)
        texts = (_joined(answer.texts, code) for code in range(1 << many))
    return ", ".join("'" + one.replace("'", "''") + "'" for one in texts)


def polars() -> Any:
    """Give the library, which is loaded where a frame of it came in."""
    return import_module("polars")


def _series(texts: Iterable[str]) -> Any:
    pl = polars()
    return pl.Series(list(texts), dtype=pl.String)


def _one(texts: tuple[str, ...], codes: Any) -> Any:
    return _series(texts).gather(codes)


def _some(texts: tuple[str, ...], codes: Any) -> Any:
    if len(texts) <= _FEW:
        return _every_list(texts).gather(codes)
    # Only lists that occur are written, and few of them do.
    found = codes.unique().drop_nulls()
    written = [_joined(texts, code) for code in found.to_list()]
    return codes.replace_strict(found, written, return_dtype=polars().String)


@lru_cache(maxsize=64)
def _every_list(texts: tuple[str, ...]) -> Any:
    return _series(_joined(texts, code) for code in range(1 << len(texts)))


def _joined(texts: tuple[str, ...], code: int) -> str:
    return BETWEEN.join(
        text for place, text in enumerate(texts) if code >> place & 1
    )
