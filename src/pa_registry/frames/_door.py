"""
The door: what comes in as a frame is looked at before anything is asked.

Every frame becomes a lazy one of narwhals, of one engine, with the columns
that are read and in the types that the schema names.  What does not fit is
said of all frames at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import attrs
import narwhals as nw

from pa_registry.errors import InvalidValueError, TablesRefusedError
from pa_registry.frames.schemas import (
    HOUSEHOLDS,
    LINK,
    ColumnSchema,
    DType,
    TableSchema,
)
from pa_registry.problems import Problem


__all__ = [
    "KEYS",
    "Lazy",
    "Opened",
    "cast_to",
    "closed",
    "fits",
    "iter_key_problems",
    "need_columns",
    "open_frame",
    "same_engine",
]

Lazy = nw.LazyFrame[Any]

#: The columns that tell rows apart may be numbers in a user's own tables.
KEYS = frozenset({"number", LINK, "holder", "person", "code"})


@attrs.frozen
class Opened:
    """
    A frame that came in.

    Attributes:
        frame: The frame, lazy.
        dtypes: The types of its columns.
        was_eager: Whether it came in computed, and goes out so.
    """

    frame: Lazy
    dtypes: Mapping[str, nw.dtypes.DType] = attrs.field(repr=False)
    was_eager: bool
    was_pandas: bool = False

    @property
    def engine(self) -> str:
        """The engine that computes it."""
        return str(self.frame.implementation)


def open_frame(given: Any, where: str) -> Opened:
    """
    Take a frame of any engine that narwhals knows.

    Args:
        given: The frame.
        where: The name of the argument, for messages.

    Raises:
        InvalidValueError: If it is no frame.
    """
    try:
        found = nw.from_native(given)
    except TypeError:
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no frame",
            where=where,
            remedy=(
                "Give a frame of polars, pyarrow, DuckDB, Spark or pandas."
            ),
        ) from None
    was_pandas = found.implementation.is_pandas_like()
    if was_pandas:
        # Its own types have no missing whole numbers; those of Arrow do.
        found = nw.from_native(_in_arrow(found, where))
    was_eager = isinstance(found, nw.DataFrame)
    lazy: Lazy = found.lazy()
    return Opened(lazy, dict(lazy.collect_schema()), was_eager, was_pandas)


def _in_arrow(frame: nw.DataFrame[Any], where: str) -> Any:
    """
    Bring a frame of pandas to Arrow.

    Raises:
        InvalidValueError: If a column holds values of several kinds.
    """
    opened: Any = frame
    try:
        return opened.to_arrow()
    except Exception:  # noqa: BLE001 -- pyarrow's own, which show the values
        mixed = [name for name in frame.columns if not _is_even(frame, name)]
    raise InvalidValueError(
        what=f"values of several kinds stand in {', '.join(mixed)}",
        where=where,
        remedy="Make each of these columns text first: .astype('string').",
    )


def _is_even(frame: nw.DataFrame[Any], name: str) -> bool:
    opened: Any = frame
    try:
        opened.select(name).to_arrow()
    except Exception:  # noqa: BLE001 -- as above
        return False
    return True


def closed(frame: Lazy, opened: Opened) -> Any:
    """Give a frame back as the first one came in."""
    if not opened.was_eager:
        return nw.to_native(frame)
    done = frame.collect()
    if opened.was_pandas:
        computed: Any = done
        arrow: Any = computed.to_arrow()
        pandas: Any = import_module("pandas")
        # Types of its own would make floats of whole numbers with blanks.
        return arrow.to_pandas(types_mapper=pandas.ArrowDtype)
    return nw.to_native(done)


def same_engine(frames: Mapping[str, Opened]) -> None:
    """
    Refuse frames of different engines.

    Raises:
        InvalidValueError: If there are several.
    """
    engines = {one.engine: name for name, one in frames.items()}
    if len(engines) > 1:
        named = ", ".join(f"{name} ({one})" for one, name in engines.items())
        raise InvalidValueError(
            what=f"the frames are of several engines: {named}",
            where="frames",
            remedy="Bring all of them to one engine first.",
        )


def fits(dtype: nw.dtypes.DType, column: ColumnSchema) -> bool:
    """Say whether a column holds what the schema names, or nothing."""
    if isinstance(dtype, nw.Unknown):
        # A column of nothing but blanks has no type of its own.
        return True
    if column.dtype is DType.TEXT:
        is_key = column.name in KEYS and dtype.is_integer()
        return is_key or isinstance(
            dtype, (nw.String, nw.Categorical, nw.Enum)
        )
    if column.dtype is DType.INTEGER:
        return dtype.is_integer()
    wanted = nw.Boolean if column.dtype is DType.FLAG else nw.Date
    return isinstance(dtype, wanted)


def cast_to(dtype: nw.dtypes.DType, column: ColumnSchema) -> nw.Expr | None:
    """Bring a column that fits to the exact type; `None`: it has it."""
    if column.dtype is DType.TEXT and dtype.is_integer():
        return None if isinstance(dtype, nw.Int64) else _as(column, nw.Int64())
    wanted: nw.dtypes.DType = getattr(nw, column.dtype.value)()
    return None if dtype == wanted else _as(column, wanted)


def _as(column: ColumnSchema, wanted: nw.dtypes.DType) -> nw.Expr:
    return nw.col(column.name).cast(wanted)


def need_columns(
    frames: Mapping[str, tuple[Opened, TableSchema]],
    needed: Mapping[str, Iterable[str]],
    *,
    whole: str,
) -> dict[str, Lazy]:
    """
    Take the columns that are read, in their exact types.

    Args:
        frames: The frames, each with its schema, by table.
        needed: The names of the columns, by table.
        whole: The table of which every column is kept.

    Raises:
        TablesRefusedError: If columns are lacking or of another type.
    """
    problems = [
        problem
        for table, names in needed.items()
        for problem in _iter_problems(table, *frames[table], names)
    ]
    problems += iter_key_problems(frames, needed)
    if problems:
        raise TablesRefusedError(problems=tuple(problems))
    found: dict[str, Lazy] = {}
    for table, names in needed.items():
        opened, known = frames[table]
        columns = [known.columns[name] for name in sorted(names)]
        casts = [cast_to(opened.dtypes[one.name], one) for one in columns]
        changed = [one for one in casts if one is not None]
        frame = opened.frame
        if table != whole:
            frame = frame.select(*sorted(names))
        found[table] = frame.with_columns(*changed) if changed else frame
    return found


def _iter_problems(
    table: str, opened: Opened, known: TableSchema, names: Iterable[str]
) -> Iterator[Problem]:
    for name in sorted(names):
        column = known.column(name)
        dtype = opened.dtypes.get(name)
        if dtype is None:
            yield _lacking(table, column)
        elif not fits(dtype, column):
            yield _other_type(table, column, dtype)


def _lacking(table: str, column: ColumnSchema) -> Problem:
    zh = f"“{column.declared.zh}”" if column.declared else ""
    return Problem(
        code="frame.column-lacking",
        where=f"{table}.{column.name}",
        zh=f"数据表缺少规则要读取的列{zh}。",
        en="The rules read this column, and the frame has none.",
        remedy_zh="请补充该列；确无数据的，可用 frames.conform 补为空列。",
        remedy_en="Add it; where nothing is recorded, frames.conform adds it"
        " as a column of blanks.",
    )


def _other_type(
    table: str, column: ColumnSchema, dtype: nw.dtypes.DType
) -> Problem:
    return Problem(
        code="frame.column-type",
        where=f"{table}.{column.name}",
        zh=f"该列的数据类型应为{_TYPE_ZH[column.dtype]}。",
        en=f"The column must hold {_TYPE_EN[column.dtype]}.",
        remedy_zh="请用 frames.conform 转换，并核对其报告。",
        remedy_en="Convert it with frames.conform, and read its report.",
        shown=str(dtype),
    )


_TYPE_ZH = {
    DType.INTEGER: "整数（金额以分为单位）",
    DType.TEXT: "文本",
    DType.FLAG: "是或否（布尔值）",
    DType.DAY: "日期",
}
_TYPE_EN = {
    DType.INTEGER: "whole numbers (money in fen)",
    DType.TEXT: "text",
    DType.FLAG: "yes or no (a boolean)",
    DType.DAY: "dates",
}


def iter_key_problems(
    frames: Mapping[str, tuple[Opened, TableSchema]],
    needed: Mapping[str, Iterable[str]],
) -> Iterator[Problem]:
    """Refuse keys that are numbers in one table and text in another."""
    places = [(table, name) for table in needed for name in needed[table]]
    for meet in (_names_household, _names_person):
        kinds: dict[bool, str] = {}
        for table, name in filter(meet, places):
            dtype = frames[table][0].dtypes.get(name)
            if dtype is not None and not isinstance(dtype, nw.Unknown):
                kinds.setdefault(dtype.is_integer(), f"{table}.{name}")
        if len(kinds) > 1:
            yield Problem(
                code="frame.keys-differ",
                where=kinds[False],
                zh=f"该列为文本，而 {kinds[True]} 为数字，无法对应。",
                en=f"This is text, and {kinds[True]} is a number: they do"
                " not meet.",
                remedy_zh="请将各表的编号统一为文本。",
                remedy_en="Make the numbers text in every table.",
            )


def _names_household(place: tuple[str, str]) -> bool:
    return place[1] == LINK or place == (HOUSEHOLDS, "number")


def _names_person(place: tuple[str, str]) -> bool:
    table, name = place
    people = table in {"members", "relatives"} and name == "number"
    return people or name in {"holder", "person"}
