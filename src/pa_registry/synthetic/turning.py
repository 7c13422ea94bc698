"""
Turn drafts into forms, and into plain rows.

草稿转为表单或明细行。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

from pa_registry.columns import Kind, columns
from pa_registry.model.divisions import Divisions
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.persons import Person, Relative
from pa_registry.model.support import Helper, Measure
from pa_registry.money import Fen
from pa_registry.synthetic.drafts import Draft, Row


__all__ = [
    "RECORDED",
    "TABLES",
    "Columns",
    "columns_by_table",
    "evidence",
    "household",
    "iter_rows",
]

#: The columns of a table, by name; a table without rows has none.
Columns: TypeAlias = dict[str, list[object]]
#: So many households stand as rows at once, on their way to columns.
_AT_ONCE = 100
#: The column that says whether the list of kin was recorded at all.
RECORDED = "relatives_recorded"

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
        **_with_money(draft.household),
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


#: The amounts of a household's own row stand there as plain whole fen.
_AMOUNTS = frozenset(
    key for key, one in columns(Household).items() if one.kind is Kind.MONEY
)


def _with_money(row: Row) -> Row:
    return {
        key: Fen(value) if key in _AMOUNTS and value is not None else value
        for key, value in row.items()
    }


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


def columns_by_table(drafts: Iterable[Draft]) -> dict[str, Columns]:
    """
    Give the plain rows of several households as columns, by table.

    They hold what `iter_rows` gives, and besides whether the list of kin
    was recorded at all, which no row of it can say.
    """
    made: dict[str, Columns] = {table: {} for table in TABLES}
    waiting = iter(drafts)
    while some := list(islice(waiting, _AT_ONCE)):
        _append(made, some)
    return made


def _append(made: dict[str, Columns], drafts: list[Draft]) -> None:
    """Turn rows to columns while they are few and at hand."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    owners: dict[str, list[object]] = {table: [] for table in TABLES}
    for draft in drafts:
        number = draft.seat.number
        rows["households"].append({**draft.household, **_helper(draft)})
        rows["coverage"] += draft.coverage
        for table, own in (
            ("persons", draft.members),
            ("relatives", draft.relatives or ()),
            ("measures", draft.measures),
            *draft.records.items(),
        ):
            rows[table] += own
            owners[table] += [number] * len(own)
    for table, held in rows.items():
        into = made[table]
        if owners[table]:
            into.setdefault("household", []).extend(owners[table])
        for key in held[0] if held else ():
            values = _plain_column([row[key] for row in held])
            into.setdefault(key, []).extend(values)
    recorded = [draft.relatives is not None for draft in drafts]
    made["households"].setdefault(RECORDED, []).extend(recorded)


def _plain_column(values: list[Any]) -> list[object]:
    if {*map(type, values)} <= _AS_THEY_ARE:
        return values
    return [
        value if type(value) in _AS_THEY_ARE else _plain_value(value)
        for value in values
    ]


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
    return int(value) if isinstance(value, Fen) else _coded(value)


@cache
def _coded(value: Enum | frozenset[Enum]) -> object:
    """Write a code as its text; of sets there are few different ones."""
    if isinstance(value, Enum):
        return str(value.value)
    return tuple(sorted(str(one.value) for one in value))
