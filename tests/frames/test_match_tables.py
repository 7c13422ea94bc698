"""
One table of results: forms and columns are matched alike, row by row.

The audit's matching of forms is the reference of all engines.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import Any

import polars as pl
import pytest

from hypothesis import given, settings

from pa_registry import audit
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames import Matches, keyed, match
from tests.frames.engines import often
from tests.frames.matching_cases import ENGINES, read
from tests.frames.matching_registers import (
    DAY,
    OF_RECORD,
    OWN,
    Case,
    counted,
    persons_of,
    registers,
    said,
    sources_of,
)


ENGINE = pytest.mark.parametrize("engine", ENGINES)


def matched(engine: str, case: Case, *, keys: bool = False) -> Matches[Any]:
    """Match a case as frames."""

    def made(frame: pl.DataFrame) -> Any:
        native = ENGINES[engine](frame)
        return keyed(native) if keys else native

    frames = sources_of(case)
    return match(
        made(persons_of(case)),
        {name: made(frame) for name, frame in frames.items()},
        extracts=dict.fromkeys(frames, DAY),
    )


def rows(native: Any, *names: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(one[n] for n in names) for one in read(native))


def over_columns(found: Matches[Any]) -> dict[str, Counter[tuple[Any, ...]]]:
    """Write what a matching of frames says as rows."""
    searched = ("source", "household", "person", "extract_date")
    tables = {
        "hits": (found.hits, audit.MatchTable.COLUMNS),
        "set_aside": (found.set_aside, audit.SetAside.COLUMNS),
        "tally": (found.tally, audit.Searched.COLUMNS),
        "coverage": (found.coverage, searched),
    }
    for source, own in OWN.items():
        held = (*OF_RECORD, *own)
        tables[f"records of {source}"] = (found.records(source), held)
        read_by_rules = ("household", "holder", *own)
        tables[f"source {source}"] = (found.sources[source], read_by_rules)
    return {name: rows(one, *names) for name, (one, names) in tables.items()}


@ENGINE
@settings(max_examples=often(8), deadline=None)
@given(case=registers())
def test_forms_and_columns_agree(engine: str, case: Case) -> None:
    """Whatever is drawn, columns give the rows that forms give."""
    table = audit.match(case.registry, case.extracts)
    found = matched(engine, case)

    assert over_columns(found) == said(table, case)
    assert {
        (one["household"], one["person"]): Counter(
            {n: one[n] for n in (*OWN, "hits", "possible") if one[n]}
        )
        for one in read(found.persons)
    } == counted(table)
