"""
Turn drafts into forms, and into plain rows.

草稿转为表单或明细行。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

from pa_registry.model.divisions import Divisions
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.persons import Person, Relative
from pa_registry.model.support import Helper, Measure
from pa_registry.money import Fen
from pa_registry.synthetic.drafts import Draft, Row


__all__ = ["TABLES", "evidence", "household", "iter_rows"]

#: The tables of plain rows.
TABLES = (
    "households",
    "persons",
    "relatives",
    "measures",
    *SOURCES,
    "coverage",
)


def household(draft: Draft, divisions: Divisions) -> Household:
    """Make the form of a household."""
    kin = draft.relatives
    return Household(
        **draft.household,
        members=tuple(
            Person(**_identified(one, divisions)) for one in draft.members
        ),
        relatives=(
            None
            if kin is None
            else tuple(Relative(**_identified(one, divisions)) for one in kin)
        ),
        helper=None if draft.helper is None else Helper(**draft.helper),
        measures=tuple(Measure(**one) for one in draft.measures),
    )


def _identified(row: Row, divisions: Divisions) -> Row:
    text = row["identity"]
    if text is None:
        return row
    return {**row, "identity": IdentityNumber.read(text, divisions=divisions)}


def evidence(draft: Draft) -> Evidence:
    """Make the evidence of a household."""
    records: dict[str, Any] = {
        source: tuple(SOURCES[source](**row) for row in rows)
        for source, rows in draft.records.items()
    }
    coverage = tuple(Coverage(**one) for one in draft.coverage)
    return Evidence(**records, coverage=coverage)


def iter_rows(draft: Draft) -> Iterator[tuple[str, Row]]:
    """
    Go through the plain rows of a household, each with its table.

    Money is whole fen, a code is its text, several codes are a sorted
    tuple of texts; identity numbers are text.
    """
    number = draft.seat.number
    yield "households", _plain({**draft.household, **_helper(draft)})
    for table, rows in (
        ("persons", draft.members),
        ("relatives", draft.relatives or ()),
        ("measures", draft.measures),
        *draft.records.items(),
    ):
        for row in rows:
            yield table, {"household": number, **_plain(row)}
    for row in draft.coverage:
        yield "coverage", dict(row)


def _helper(draft: Draft) -> Row:
    helper = draft.helper or {}
    return {
        f"helper_{field}": helper.get(field)
        for field in ("name", "unit", "since")
    }


_AS_THEY_ARE = frozenset({type(None), bool, int, str, dt.date})


def _plain(row: Row) -> Row:
    return {
        key: value if type(value) in _AS_THEY_ARE else _plain_value(value)
        for key, value in row.items()
    }


def _plain_value(value: Fen | Enum | frozenset[Enum]) -> object:
    if isinstance(value, Fen):
        return int(value)
    if isinstance(value, Enum):
        return _text(value)
    return tuple(sorted(_text(one) for one in value))


@cache
def _text(code: Enum) -> str:
    return str(code.value)
