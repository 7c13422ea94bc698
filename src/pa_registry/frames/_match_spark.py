"""
On Spark, the work on single rows is done on batches of Arrow.

Spark writes each column into all that read it, so that the plan of what
polars does in a second would not fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

import narwhals as nw

from pa_registry.frames._match_text import Lazy


__all__ = ["by_batches", "is_spark"]


def is_spark(frame: Lazy) -> bool:
    """Say whether a frame is Spark's."""
    return frame.implementation.is_spark_like()


def by_batches(
    frame: Lazy, work: Callable[[Lazy], Lazy], added: dict[str, str]
) -> Lazy:
    """
    Do some work on each batch of a frame of Spark.

    Args:
        frame: The frame.
        work: What to do; it is sent to the workers.
        added: The columns that it adds, with their types in Spark's words.
    """
    native: Any = frame.to_native()
    types: Any = import_module("pyspark.sql.types")
    schema = types.StructType(list(native.schema.fields))
    for name, kind in added.items():
        schema = schema.add(name, kind)
    worked = native.mapInArrow(partial(_worked, work, schema.names), schema)
    made: Lazy = nw.from_native(worked)
    return made


def _worked(
    work: Callable[[Lazy], Lazy], names: list[str], batches: Iterable[Any]
) -> Iterator[Any]:
    arrow: Any = import_module("pyarrow")
    for batch in batches:
        table: Any = nw.from_native(arrow.Table.from_batches([batch])).lazy()
        yield from (
            work(table).select(*names).collect().to_native().to_batches()
        )
