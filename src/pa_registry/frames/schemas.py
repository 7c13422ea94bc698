"""
What the tables of a register look like as columns.

数据表结构。

Nothing is declared here a second time: a table has the columns that its
form declares, and one that says which household a row belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs
import narwhals as nw

from pa_registry.columns import Column, Kind, columns, is_form
from pa_registry.conditions import Form
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model.evidence import SOURCES, Coverage
from pa_registry.model.forms import FORMS, ROW_FORMS
from pa_registry.model.identity import IdentityNumber


__all__ = [
    "COVERAGE",
    "EXTRA",
    "HOUSEHOLDS",
    "LINK",
    "RECORDED",
    "ColumnSchema",
    "DType",
    "TableSchema",
    "column_of",
    "schema",
    "table_of",
]

#: The column of every other table that names the household of a row.
LINK = "household"
#: The table of the households.
HOUSEHOLDS = "households"
#: The table that says which source was searched for whom.
COVERAGE = "coverage"
#: Whether the list of kin was recorded at all: an empty one says a lot.
RECORDED = "relatives_recorded"
#: What stands between the parts of the name of a derived column.
_BETWEEN = "__"
#: The attribute of a form that holds a user's own fields.
EXTRA = "extra"

#: The tables of the forms that are no source of evidence, and their keys.
_TABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "household": (HOUSEHOLDS, "number"),
        "person": ("members", "number"),
        "relative": ("relatives", "number"),
        "measure": ("measures", ""),
        "village": ("villages", "code"),
        "county": ("counties", "code"),
    }
)


class DType(StrEnum):
    """
    What kind of values a column of a frame holds.

    列的数据类型。

    They are the names that narwhals gives them.
    """

    INTEGER = "Int64"
    TEXT = "String"
    FLAG = "Boolean"
    DAY = "Date"


_DTYPES: Mapping[Kind, DType] = MappingProxyType(
    {
        Kind.MONEY: DType.INTEGER,
        Kind.NUMBER: DType.INTEGER,
        Kind.DAY: DType.DAY,
        Kind.FLAG: DType.FLAG,
        Kind.CODE: DType.TEXT,
        Kind.CODES: DType.FLAG,
        Kind.TEXT: DType.TEXT,
    }
)


@attrs.frozen(kw_only=True)
class ColumnSchema:
    """
    One column of a table.

    列结构。

    Attributes:
        name: The name of the column.
        dtype: What it holds.
        declared: The declaration of the field, where a form has one.
        option: Of a multi-select field, the value that this column ticks.
    """

    name: str
    dtype: DType
    declared: Column | None = None
    option: Enum | None = None

    @property
    def range(self) -> tuple[int, int] | None:
        """The least and greatest value of a number; `None` for others."""
        if self.declared is None or self.dtype is not DType.INTEGER:
            return None
        return self.declared.range

    @property
    def values(self) -> tuple[str, ...]:
        """The texts that a coded column may hold; empty for others."""
        declared = self.declared
        if declared is None or declared.kind is not Kind.CODE:
            return ()
        codes: Any = declared.type
        return tuple(str(one.value) for one in codes)


@attrs.frozen(kw_only=True)
class TableSchema:
    """
    One table of a register.

    数据表结构。

    Attributes:
        name: The name of the table.
        key: The column that tells its rows apart; blank where none does.
        columns: The columns by name, in the order of the form.
        form: The form as rules see it; `None` for the coverage.
    """

    name: str
    key: str
    columns: Mapping[str, ColumnSchema] = attrs.field(repr=False)
    form: Form | None = attrs.field(default=None, repr=False)

    def column(self, name: str) -> ColumnSchema:
        """
        Find a column.

        Raises:
            UnknownNameError: If the table has no such column.
        """
        if name not in self.columns:
            raise UnknownNameError(
                kind=f"column of {self.name}",
                name=name,
                known=tuple(self.columns),
            )
        return self.columns[name]

    def to_narwhals(self) -> nw.Schema:
        """
        Give the columns and their types to narwhals.

        Its `to_polars` and `to_arrow` make them those of an engine.
        """
        return nw.Schema(
            {
                name: getattr(nw, one.dtype.value)()
                for name, one in self.columns.items()
            }
        )


def column_of(key: str, option: Enum | None = None) -> str:
    """
    Name the column of a field.

    Args:
        key: The name of the field, such as ``net_income`` or, in a user's
            own form, ``extra.tea``.

        option: Of a multi-select field, the value that the column ticks.

    Examples:
        >>> from pa_registry.model import Health
        >>> column_of("health", Health.DISABLED)
        'health__disabled'
        >>> column_of("extra.tea")
        'extra__tea'
    """
    name = key.replace(".", _BETWEEN)
    if option is None:
        return name
    return f"{name}{_BETWEEN}{option.name.lower()}"


def table_of(form: str) -> str:
    """
    Name the table of a form.

    Args:
        form: The name that rules use, such as ``person``.

    Raises:
        UnknownNameError: If no table holds such a form.

    Examples:
        >>> table_of("person")
        'members'
        >>> table_of("vehicle")
        'vehicles'
    """
    if form in _TABLES:
        return _TABLES[form][0]
    for source, row in ROW_FORMS.items():
        if row.name == form:
            return source
    raise UnknownNameError(kind="form", name=form, known=tuple(FORMS))


def _iter_columns(form: type, prefix: str = "") -> Iterator[ColumnSchema]:
    """Go through the columns of a form, a multi-select field as many."""
    for key, declared in columns(form).items():
        whole = f"{prefix}{key}"
        if declared.kind is Kind.OTHER and declared.type is not IdentityNumber:
            continue  # a rate is three numbers, and no rule reads it
        if declared.kind is Kind.CODES:
            options: Any = declared.type
            for option in options:
                yield ColumnSchema(
                    name=column_of(whole, option),
                    dtype=DType.FLAG,
                    declared=declared,
                    option=option,
                )
        else:
            yield ColumnSchema(
                name=column_of(whole),
                # An identity number stands in a frame as its text.
                dtype=_DTYPES.get(declared.kind, DType.TEXT),
                declared=declared,
            )


def _table(form: Form, name: str, key: str, extra: type | None) -> TableSchema:
    found: list[ColumnSchema] = []
    if name not in {HOUSEHOLDS, "villages", "counties"}:
        found.append(ColumnSchema(name=LINK, dtype=DType.TEXT))
    found += _iter_columns(form.holds)
    if extra is not None:
        found += _iter_columns(extra, f"{EXTRA}.")
    if name == HOUSEHOLDS:
        found.append(ColumnSchema(name=RECORDED, dtype=DType.FLAG))
    return TableSchema(
        name=name,
        key=key,
        columns=MappingProxyType({one.name: one for one in found}),
        form=form,
    )


def _coverage() -> TableSchema:
    dtypes = {"extract_date": DType.DAY}
    found = (
        ColumnSchema(name=one.name, dtype=dtypes.get(one.name, DType.TEXT))
        for one in attrs.fields(Coverage)
    )
    return TableSchema(
        name=COVERAGE,
        key="",
        columns=MappingProxyType({one.name: one for one in found}),
    )


def schema(
    *, extra: Mapping[str, type] | None = None
) -> Mapping[str, TableSchema]:
    """
    List the tables of a register, derived from the model's declarations.

    数据表结构。

    Money is whole fen and every number an `Int64`; a code is its text; a
    multi-select field is one yes-or-no column for each value; an identity
    number is text.  A missing value is null, never a sentinel.

    Args:
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The tables by name: the households, what belongs to them, one
        table for each source of evidence, the coverage, the villages and
        the counties.

    Raises:
        UnknownNameError: If *extra* names no table.
        InvalidValueError: If what it gives is no form.

    Examples:
        >>> tables = schema()
        >>> list(tables)[:4]
        ['households', 'members', 'relatives', 'measures']
        >>> tables["households"].column("net_income").dtype
        <DType.INTEGER: 'Int64'>
        >>> tables["vehicles"].column("kind").values[:2]
        ('passenger-car', 'minivan')
    """
    if not extra:
        return _plain_schema()
    return _schema(dict(extra))


@cache
def _plain_schema() -> Mapping[str, TableSchema]:
    return _schema({})


def _schema(own: dict[str, type]) -> Mapping[str, TableSchema]:
    found: dict[str, TableSchema] = {}
    for form, (name, key) in _TABLES.items():
        found[name] = _table(FORMS[form], name, key, _own(own.pop(name, None)))
    for source in SOURCES:
        found[source] = _table(ROW_FORMS[source], source, "", None)
    found[COVERAGE] = _coverage()
    for name in own:
        raise UnknownNameError(
            kind="table with extra fields", name=name, known=tuple(_EXTENDED)
        )
    places = ("villages", "counties")
    order = [name for name in found if name not in places]
    return MappingProxyType({name: found[name] for name in (*order, *places)})


#: The tables whose forms have a place for a user's own fields.
_EXTENDED = tuple(
    name
    for form, (name, _) in _TABLES.items()
    if EXTRA in {one.name for one in attrs.fields(FORMS[form].holds)}
)


def _own(form: type | None) -> type | None:
    if form is not None and not is_form(form):
        raise InvalidValueError(
            what="the extra fields are not those of a form",
            where="frames.schema(extra=…)",
            remedy="Give an attrs class whose fields are column(…).",
        )
    return form
