"""The tables as they are laid out by default, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from pa_registry.columns import Column, Kind, columns
from pa_registry.conditions.forms import Completeness, Form
from pa_registry.model.forms import (
    COUNTY,
    HOUSEHOLD,
    MEASURE,
    PERSON,
    RELATIVE,
    ROW_FORMS,
    VILLAGE,
)


__all__ = [
    "COVERAGE",
    "FORMS",
    "HOUSEHOLDS",
    "KEYS",
    "box_name",
    "column_name",
    "iter_names",
    "laid_out",
    "recorded_name",
    "table_of",
]

HOUSEHOLDS = "households"
COVERAGE = "coverage"

#: The form of the rows of each table.
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        HOUSEHOLDS: HOUSEHOLD,
        "members": PERSON,
        "relatives": RELATIVE,
        "measures": MEASURE,
        "villages": VILLAGE,
        "counties": COUNTY,
        **ROW_FORMS,
    }
)
#: The fields that name the subject of a table of its own.
KEYS: Mapping[str, str] = MappingProxyType(
    {HOUSEHOLDS: "number", "villages": "code", "counties": "code"}
)
#: The columns of the table of coverage.
_COVERAGE = MappingProxyType(
    {"source": Kind.TEXT, "person": Kind.TEXT, "extract_date": Kind.DAY}
)
_TYPES: Mapping[Kind, type[Any]] = MappingProxyType(
    {
        Kind.MONEY: sa.BigInteger,
        Kind.NUMBER: sa.BigInteger,
        Kind.DAY: sa.Date,
        Kind.FLAG: sa.Boolean,
        Kind.CODES: sa.Boolean,
        Kind.CODE: sa.String,
        Kind.TEXT: sa.String,
    }
)


def table_of(form: str) -> str:
    """Name the table in which the subjects of a form stand."""
    for name, known in FORMS.items():
        if known.name == form:
            return name
    return form


def column_name(key: str) -> str:
    """Name the column of a field, or of a field of an extra form."""
    return key.replace(".", "__")


def box_name(key: str, member: str) -> str:
    """Name the column of one member of a multi-select field."""
    return f"{column_name(key)}__{member.lower()}"


def recorded_name(attribute: str) -> str:
    """Name the column that says that a list was recorded at all."""
    return f"{attribute}_recorded"


def _iter_columns(form: Form) -> Iterator[tuple[str, Kind]]:
    for key, declared in form.columns.items():
        yield from _iter_column(key, declared)
    for held, extra in form.extras.items():
        for key, declared in columns(extra).items():
            yield from _iter_column(f"{held}.{key}", declared)
    lists = {
        spec.attribute
        for spec in form.relations.values()
        if spec.completeness is Completeness.RECORDED
    }
    for attribute in sorted(lists):
        yield recorded_name(attribute), Kind.FLAG


def _iter_column(key: str, declared: Column) -> Iterator[tuple[str, Kind]]:
    if declared.kind is Kind.CODES:
        members: Any = declared.type
        for member in members:
            yield box_name(key, member.name), Kind.CODES
    elif declared.kind is not Kind.OTHER:
        yield column_name(key), declared.kind


def iter_names(table: str) -> Iterator[str]:
    """Yield the names that the columns of a table have by default."""
    if table == COVERAGE:
        yield from _COVERAGE
    elif table in FORMS:
        yield from (name for name, _ in _iter_columns(FORMS[table]))


def laid_out(
    metadata: sa.MetaData, prefix: str, extras: Mapping[str, type]
) -> dict[str, sa.Table]:
    """Declare a table for each form and relation."""
    found: dict[str, sa.Table] = {}
    for name, known in FORMS.items():
        extra = extras.get(name)
        held = {} if extra is None else {"extra": extra}
        form = Form(
            known.name, known.holds, known.zh, known.relations, extras=held
        )
        found[name] = _table(metadata, prefix, name, dict(_iter_columns(form)))
    found[COVERAGE] = _table(metadata, prefix, COVERAGE, dict(_COVERAGE))
    return found


def _table(
    metadata: sa.MetaData, prefix: str, name: str, kinds: Mapping[str, Kind]
) -> sa.Table:
    key = KEYS.get(name)
    # The rows of one household are looked up by its number.
    household: list[sa.Column[Any]] = (
        []
        if key
        else [sa.Column("household", sa.String, nullable=False, index=True)]
    )
    listed: list[sa.Column[Any]] = [
        sa.Column(one, _TYPES[kind], primary_key=one == key)
        for one, kind in kinds.items()
    ]
    return sa.Table(f"{prefix}{name}", metadata, *household, *listed)
