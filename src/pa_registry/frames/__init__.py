"""
The same model, rules, matching and accounts over columns and SQL.

数据表上的同一套模型、规则、比对与核算。
"""

from pa_registry.frames import measures
from pa_registry.frames.accounts import (
    flows,
    relocation,
    standing,
    stock_flow,
    tally,
)
from pa_registry.frames.checking import check, check_tables
from pa_registry.frames.conforming import Change, Conformed, conform
from pa_registry.frames.deciding import columns, decide, judge
from pa_registry.frames.registries import (
    FromFrames,
    from_registry,
    to_registry,
)
from pa_registry.frames.schemas import (
    ColumnSchema,
    DType,
    TableSchema,
    schema,
)
from pa_registry.frames.tables import Tables


__all__ = [
    "Change",
    "ColumnSchema",
    "Conformed",
    "DType",
    "FromFrames",
    "TableSchema",
    "Tables",
    "check",
    "check_tables",
    "columns",
    "conform",
    "decide",
    "flows",
    "from_registry",
    "judge",
    "measures",
    "relocation",
    "schema",
    "standing",
    "stock_flow",
    "tally",
    "to_registry",
]
