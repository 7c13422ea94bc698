"""Put drawn households and what is known of them into a database."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import attrs
import sqlalchemy as sa

from pa_registry.columns import Kind, columns
from pa_registry.frames import sql_tables
from pa_registry.model import Evidence, Household
from pa_registry.model.evidence import SOURCES


METADATA = sa.MetaData()
TABLES = sql_tables(METADATA)
FRESH_FROM = dt.date(2016, 6, 1)

Case = tuple[Household, Evidence]


def row_of(thing: Any) -> dict[str, Any]:
    """Take the fields of a form, each under its column's name."""
    found: dict[str, Any] = {}
    for key, declared in columns(type(thing)).items():
        value = getattr(thing, key)
        if declared.kind is Kind.CODES:
            members: Any = declared.type
            for one in members:
                name = f"{key}__{one.name.lower()}"
                found[name] = None if value is None else one in value
        elif declared.kind is not Kind.OTHER:
            plain = value.value if isinstance(value, Enum) else value
            found[key] = int(plain) if declared.kind is Kind.MONEY and plain is not None else plain
    return found


def rows_of(case: Case, number: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of one household, by table."""
    who, evidence = case
    yield (
        "households",
        {
            **row_of(who),
            "number": number,
            "relatives_recorded": who.relatives is not None,
        },
    )
    listed: list[tuple[str, Iterable[Any]]] = [
        ("members", who.members),
        ("relatives", who.relatives or ()),
        ("measures", who.measures),
        *((source, evidence.of(source)) for source in SOURCES),
    ]
    for table, rows in listed:
        for row in rows:
            yield table, {**row_of(row), "household": number}
    for search in evidence.coverage:
        held = attrs.asdict(search)
        yield "coverage", {**held, "household": number}


def gathered(cases: Iterable[Case]) -> Mapping[str, list[dict[str, Any]]]:
    """Number the cases, and take the rows of all."""
    found: dict[str, list[dict[str, Any]]] = {}
    for place, (who, evidence) in enumerate(cases):
        for table, row in rows_of((who, evidence), str(place)):
            found.setdefault(table, []).append(row)
    return found


def fill(connection: sa.Connection, cases: Iterable[Case]) -> None:
    """Put the cases into the tables, numbered from 0."""
    for table, rows in gathered(cases).items():
        connection.execute(TABLES[table].insert(), rows)
