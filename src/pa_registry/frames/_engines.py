"""The engines that read Parquet files lazily, and what they raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from glob import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import narwhals as nw

from pa_registry.errors import MissingExtraError, UnknownNameError


__all__ = ["DEFAULT", "Engine", "Errors", "Options", "engine_of"]

DEFAULT = "polars"
Errors: TypeAlias = tuple[type[BaseException], ...]
Options: TypeAlias = Mapping[str, Any]
#: What comes of files whatever the engine.
_ANY: Errors = (OSError, nw.exceptions.NarwhalsError)


class Engine(Protocol):
    """Reads files, and knows the errors of its own."""

    #: What it raises where a file is damaged or holds something else.
    errors: Errors
    #: How a lazy frame is computed.
    options: Options

    def scan(self, files: Iterable[Path]) -> Any:
        """Give the rows of several files as one lazy frame."""
        ...


class _Polars:
    def __init__(self) -> None:
        try:
            import polars as pl  # noqa: PLC0415 -- only where it reads
        except ImportError:
            raise MissingExtraError(extra="frames") from None
        self._pl = pl
        # Some damage in a file makes the reader panic, not raise.
        panic = pl.exceptions.PanicException
        self.errors: Errors = (*_ANY, pl.exceptions.PolarsError, panic)
        self.options: Options = MappingProxyType({"engine": "streaming"})

    def scan(self, files: Iterable[Path]) -> Any:
        return self._pl.scan_parquet(
            [*files], hive_partitioning=False, glob=False
        )


class _Duckdb:
    def __init__(self) -> None:
        try:
            import duckdb  # noqa: PLC0415 -- only where it reads
        except ImportError:
            raise MissingExtraError(extra="duckdb") from None
        self._duckdb = duckdb
        self.errors: Errors = (*_ANY, duckdb.Error)
        self.options: Options = MappingProxyType({})

    @cached_property
    def _connection(self) -> Any:
        return self._duckdb.connect()

    def scan(self, files: Iterable[Path]) -> Any:
        return self._connection.read_parquet(
            [escape(str(one)) for one in files], hive_partitioning=False
        )


_ENGINES: Mapping[str, Callable[[], Engine]] = MappingProxyType(
    {"polars": _Polars, "duckdb": _Duckdb}
)


def engine_of(name: str) -> Engine:
    """
    Find an engine by its name.

    Raises:
        UnknownNameError: If it is none that reads files by itself.
        MissingExtraError: If it is not installed.
    """
    if name not in _ENGINES:
        raise UnknownNameError(
            kind="engine", name=str(name), known=tuple(_ENGINES)
        )
    return _ENGINES[name]()
