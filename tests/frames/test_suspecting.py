"""
Suspicions over columns are those over objects, row by row.

1. Whatever the register, the extracts and the list, the same rows, for all
   hits: of members, of kin, of the register with itself.
2. The same through the public matching, from extracts to counties.
3. The counts are those of the rows, each household and person once.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.audit import Suspicion
from pa_registry.audit.grounds import Grounds
from pa_registry.frames.suspecting import _suspected
from tests.frames.engines import converted, often
from tests.frames.suspicion_cases import (
    ENGINES,
    LISTED,
    Case,
    cases,
    counted,
    hits_of,
    lists,
    shipped,
)
from tests.frames.test_readings import CALM


EXAMPLES = {"polars": 40, "polars-lazy": 8, "pyarrow": 12, "duckdb": 6}


def plain(native: Any) -> list[dict[str, Any]]:
    """Read the rows of a computed frame."""
    frame: Any = nw.from_native(native)
    rows: list[dict[str, Any]] = frame.rows(named=True)
    return rows


def over_columns(case: Case, engine: str) -> frames.Suspected:
    table = case.table
    tables = case.tables(table)
    hits = hits_of(case, table, tables, ENGINES[engine])
    moved = converted(tables, ENGINES[engine])
    return _suspected(
        hits,
        {
            name: getattr(moved, name)
            for name in ("households", "members", "relatives", "measures")
        },
        Grounds.of(case.listed, None),
        LISTED,
        coverage=moved.coverage,
    )


@pytest.mark.parametrize("engine", ENGINES)
class TestAgreement:
    """Rows of the columns are rows of the objects."""

    def test_any_list(self, engine: str) -> None:
        """A random list raises the same suspicions, ground by ground."""

        @settings(
            max_examples=often(EXAMPLES[engine]), suppress_health_check=CALM
        )
        @given(cases(lists()))
        def law(case: Case) -> None:
            wanted = [one.row() for one in case.suspicions(case.table)]

            assert counted(plain(over_columns(case, engine).rows)) == counted(
                wanted
            )

        law()
