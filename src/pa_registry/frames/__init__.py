"""
The same model, rules, matching and accounts over columns and SQL.

数据表上的同一套模型、规则、比对与核算。
"""

from pa_registry.frames.datasets import Dataset
from pa_registry.frames.deciding import columns, decide, judge
from pa_registry.frames.provinces import from_province, write_province
from pa_registry.frames.registries import (
    FromFrames,
    from_registry,
    to_registry,
)
from pa_registry.frames.running import (
    PartitionCounts,
    PartitionFailure,
    RunReport,
    run,
)
from pa_registry.frames.schemas import (
    ColumnSchema,
    DType,
    TableSchema,
    schema,
)
from pa_registry.frames.tables import Tables


__all__ = [
    "ColumnSchema",
    "DType",
    "Dataset",
    "FromFrames",
    "PartitionCounts",
    "PartitionFailure",
    "RunReport",
    "TableSchema",
    "Tables",
    "columns",
    "decide",
    "from_province",
    "from_registry",
    "judge",
    "run",
    "schema",
    "to_registry",
    "write_province",
]
