"""
The same model, rules, matching and accounts over columns and SQL.

数据表上的同一套模型、规则、比对与核算。

A frame is any that narwhals knows: polars, lazy or not, pyarrow, DuckDB,
Spark.  What comes in lazy goes out lazy.  The frames need an extra:
``frames``, ``duckdb`` or ``spark``; `sql`, which writes the rules for a
host's own database, needs ``sql``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pa_registry.errors import MissingExtraError as _MissingExtraError


if TYPE_CHECKING:
    from pa_registry.frames import measures
    from pa_registry.frames.accounts import (
        flows,
        relocation,
        standing,
        stock_flow,
        tally,
    )
    from pa_registry.frames.checking import (
        check,
        check_tables,
    )
    from pa_registry.frames.conforming import (
        Change,
        Conformed,
        conform,
    )
    from pa_registry.frames.datasets import (
        Dataset,
    )
    from pa_registry.frames.deciding import (
        columns,
        decide,
        judge,
    )
    from pa_registry.frames.host_tables import (
        HostTable,
        sql_tables,
    )
    from pa_registry.frames.matching import (
        Matches,
        keyed,
        match,
    )
    from pa_registry.frames.predicates import (
        PolicyPredicates,
        Predicates,
        sql,
    )
    from pa_registry.frames.provinces import (
        from_province,
        write_province,
    )
    from pa_registry.frames.registries import (
        Backend,
        FromFrames,
        from_registry,
        to_registry,
    )
    from pa_registry.frames.reporting import (
        Compared,
        compare,
        funnel,
        reasons,
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
    from pa_registry.frames.screening import (
        NotRun,
        Screened,
        screen,
    )
    from pa_registry.frames.suspecting import (
        Suspected,
        suspect,
    )
    from pa_registry.frames.tables import (
        Tables,
    )


__all__ = [
    "Backend",
    "Change",
    "ColumnSchema",
    "Compared",
    "Conformed",
    "DType",
    "Dataset",
    "FromFrames",
    "HostTable",
    "Matches",
    "NotRun",
    "PartitionCounts",
    "PartitionFailure",
    "PolicyPredicates",
    "Predicates",
    "RunReport",
    "Screened",
    "Suspected",
    "TableSchema",
    "Tables",
    "check",
    "check_tables",
    "columns",
    "compare",
    "conform",
    "decide",
    "flows",
    "from_province",
    "from_registry",
    "funnel",
    "judge",
    "keyed",
    "match",
    "measures",
    "reasons",
    "relocation",
    "run",
    "schema",
    "screen",
    "sql",
    "sql_tables",
    "standing",
    "stock_flow",
    "suspect",
    "tally",
    "to_registry",
    "write_province",
]

#: Where each name lives; a test holds it against the imports above.
_HOMES = {
    "Backend": "registries",
    "Change": "conforming",
    "ColumnSchema": "schemas",
    "Compared": "reporting",
    "Conformed": "conforming",
    "DType": "schemas",
    "Dataset": "datasets",
    "FromFrames": "registries",
    "HostTable": "host_tables",
    "Matches": "matching",
    "NotRun": "screening",
    "PartitionCounts": "running",
    "PartitionFailure": "running",
    "PolicyPredicates": "predicates",
    "Predicates": "predicates",
    "RunReport": "running",
    "Screened": "screening",
    "Suspected": "suspecting",
    "TableSchema": "schemas",
    "Tables": "tables",
    "check": "checking",
    "check_tables": "checking",
    "columns": "deciding",
    "compare": "reporting",
    "conform": "conforming",
    "decide": "deciding",
    "flows": "accounts",
    "from_province": "provinces",
    "from_registry": "registries",
    "funnel": "reporting",
    "judge": "deciding",
    "keyed": "matching",
    "match": "matching",
    "reasons": "reporting",
    "relocation": "accounts",
    "run": "running",
    "schema": "schemas",
    "screen": "screening",
    "sql": "predicates",
    "sql_tables": "host_tables",
    "standing": "accounts",
    "stock_flow": "accounts",
    "suspect": "suspecting",
    "tally": "accounts",
    "to_registry": "registries",
    "write_province": "provinces",
}
#: The extra that brings what a module imports.
_EXTRAS = {"narwhals": "frames", "polars": "frames", "sqlalchemy": "sql"}


def __getattr__(name: str) -> object:
    if name == "measures":
        return import_module(f"{__name__}.measures")
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    try:
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as lacking:
        extra = _EXTRAS.get(str(lacking.name).partition(".")[0])
        if extra is None:
            raise
        raise _MissingExtraError(extra=extra) from None
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
