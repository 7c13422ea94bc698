"""
The same model, rules and matching over columns.

列式计算：同一模型、同一规则、同一比对。

Every function takes any frame that narwhals knows and gives back frames of
the same kind, lazy where it was given lazy ones.  The room needs the extra
``frames``; DuckDB needs the extra ``duckdb``.
"""

from importlib import import_module

from pa_registry.errors import MissingExtraError as _MissingExtraError


try:
    import_module("narwhals")
except ImportError:
    raise _MissingExtraError(extra="frames") from None

# What follows needs it.
from pa_registry.frames.matching import KeyKind, Matches, keyed, match


__all__ = ["KeyKind", "Matches", "keyed", "match"]
