"""
The same model, rules, matching and accounts over columns and SQL.

数据表上的同一套模型、规则、比对与核算。

A frame is any that narwhals knows: polars, lazy or not, pyarrow, DuckDB,
Spark.  What comes in lazy goes out lazy.  The room needs an extra:
``frames``, ``duckdb`` or ``spark``.
"""

from importlib import import_module

from pa_registry.errors import MissingExtraError as _MissingExtraError


try:
    import_module("narwhals")
except ImportError:
    raise _MissingExtraError(extra="frames") from None

# What follows needs it.
from pa_registry.frames.deciding import columns, decide, judge
from pa_registry.frames.registries import (
    Backend,
    FromFrames,
    from_registry,
    to_registry,
)
from pa_registry.frames.reporting import Compared, compare, funnel, reasons
from pa_registry.frames.schemas import (
    ColumnSchema,
    DType,
    TableSchema,
    schema,
)
from pa_registry.frames.screening import NotRun, Screened, screen
from pa_registry.frames.tables import Tables


__all__ = [
    "Backend",
    "ColumnSchema",
    "Compared",
    "DType",
    "FromFrames",
    "NotRun",
    "Screened",
    "TableSchema",
    "Tables",
    "columns",
    "compare",
    "decide",
    "from_registry",
    "funnel",
    "judge",
    "reasons",
    "schema",
    "screen",
    "to_registry",
]
