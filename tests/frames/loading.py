"""Put households and what is known of them into a database, and ask it."""

from __future__ import annotations

import datetime as dt

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, cast

import attrs
import sqlalchemy as sa

from pa_registry.columns import Kind, columns
from pa_registry.conditions import Condition
from pa_registry.frames import Predicates, sql, sql_tables
from pa_registry.model import Evidence, Household
from pa_registry.model.evidence import SOURCES


METADATA = sa.MetaData()
TABLES = sql_tables(METADATA)
NUMBER = TABLES["households"].c.number

Case = tuple[Household, Evidence]


def row_of(thing: Any) -> dict[str, Any]:
    """Take the fields of a form, each under the name of its column."""
    found: dict[str, Any] = {}
    form = cast("Any", type(thing))
    for key, declared in columns(form).items():
        value = getattr(thing, key)
        if declared.kind is Kind.CODES:
            members: Any = declared.type
            for one in members:
                name = f"{key}__{one.name.lower()}"
                found[name] = None if value is None else one in value
        elif declared.kind is not Kind.OTHER:
            found[key] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_number else value


def numbered(cases: Iterable[Case]) -> list[Case]:
    """Give each household a number of its own, from 0."""
    return [
        (attrs.evolve(who, number=str(place)), evidence)
        for place, (who, evidence) in enumerate(cases)
    ]


def _iter_rows(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of one household, by table."""
    who, evidence = case
    recorded = who.relatives is not None
    yield "households", {**row_of(who), "relatives_recorded": recorded}
    listed: list[tuple[str, Iterable[Any]]] = [
        ("members", who.members),
        ("relatives", who.relatives or ()),
        ("measures", who.measures),
        *((source, evidence.of(source)) for source in SOURCES),
    ]
    for table, rows in listed:
        for row in rows:
            yield table, {**row_of(row), "household": who.number}
    for search in evidence.coverage:
        yield "coverage", {**attrs.asdict(search), "household": who.number}


def rows_of(cases: Iterable[Case]) -> Mapping[str, list[dict[str, Any]]]:
    """Take the rows of all cases, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        for table, row in _iter_rows(case):
            found.setdefault(table, []).append(row)
    return found


@contextmanager
def holding(
    engine: sa.Engine, cases: Sequence[Case]
) -> Generator[sa.Connection, None, None]:
    """Put numbered cases into the tables, for as long as they are asked."""
    with engine.connect() as connection:
        for table, rows in rows_of(cases).items():
            connection.execute(TABLES[table].insert(), rows)
        yield connection
        connection.rollback()


def cells(
    connection: sa.Connection, key: Any, found: Predicates
) -> dict[str, bool | None]:
    """Read the three predicates as columns: one of them is true, none null."""
    query = sa.select(key, found.met, found.not_met, found.unknown)
    answers: dict[str, bool | None] = {}
    for number, met, not_met, unknown in connection.execute(query):
        truths = [met, not_met, unknown]
        assert [truth is None for truth in truths] == [False] * 3
        assert sum(map(bool, truths)) == 1
        answers[str(number)] = None if unknown else bool(met)
    return answers


def text_of(day: dt.date | None) -> str | None:
    """Write a day as eight digits."""
    return None if day is None else f"{day:%Y%m%d}"


def asked(
    rule: Condition[Any],
    tables: Any = None,
    *,
    at: dt.date | None = None,
    fresh_from: dt.date | None = None,
) -> Predicates:
    """Write a rule as predicates, over these tables unless others are."""
    given = TABLES if tables is None else tables
    return sql(rule, given, at=at, fresh_from=fresh_from)
