"""
The tables of a host's database, and where each field stands in them.

宿主数据库的表与字段对应。
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pa_registry.errors import MissingExtraError


if TYPE_CHECKING:
    import sqlalchemy as sa


__all__ = [
    "HostTable",
    "Tables",
    "need_sqlalchemy",
    "sql_tables",
]

#: By name: a table as it stands, or a `HostTable` that says what is where.
Tables: TypeAlias = "Mapping[str, Any]"


@attrs.frozen(eq=False)
class HostTable:
    """
    A table of the host, and where the fields of a form stand in it.

    宿主表。

    A field that is not named is looked for in the column of its own name.

    Attributes:
        table:
            The table: a `sqlalchemy.Table`, an alias, a subquery, or a
            mapped class.

        key:
            The column, or the expression, with the number of the household;
            by default ``number`` in the table of households and
            ``household`` in all others.

        fields:
            By the name that the field's column has in :func:`sql_tables`:
            the name of another column, an expression over this table, or
            `None` for what this database never records.

    Examples:
        >>> import sqlalchemy as sa
        >>> homes = sa.table(
        ...     "homes",
        ...     sa.column("code", sa.String),
        ...     sa.column("income_yuan", sa.Numeric(12, 2)),
        ... )
        >>> table = HostTable(
        ...     homes,
        ...     key="code",
        ...     fields={"net_income": homes.c.income_yuan * 100},
        ... )
    """

    table: Any
    key: str | sa.SQLColumnExpression[Any] | None = None
    fields: Mapping[str, str | sa.SQLColumnExpression[Any] | None] = (
        attrs.field(default=MappingProxyType({}))
    )


def sql_tables(
    metadata: sa.MetaData,
    *,
    prefix: str = "",
    extras: Mapping[str, type] = MappingProxyType({}),
) -> dict[str, sa.Table]:
    """
    Lay out a table for each form and relation, from their declarations.

    默认表结构。

    Money is whole fen, days are dates, codes are the texts of the code
    list, and a multi-select field is one column of yes or no per member.

    Args:
        metadata: Where the tables are declared.
        prefix: What each name in the database begins with.
        extras: The forms of local fields, by the name of the table.

    Returns:
        The tables, by the names that :func:`sql` knows them by.

    Raises:
        MissingExtraError: If SQLAlchemy is not installed.

    Examples:
        >>> import sqlalchemy as sa
        >>> tables = sql_tables(sa.MetaData(), prefix="pa_")
        >>> tables["measures"].name
        'pa_measures'
        >>> tables["members"].c["health__healthy"].type
        Boolean()
    """
    need_sqlalchemy()
    from pa_registry.frames import _sql_layout  # noqa: PLC0415 -- an extra

    return _sql_layout.laid_out(metadata, prefix, extras)


def need_sqlalchemy() -> None:
    """
    Refuse to go on without SQLAlchemy.

    Raises:
        MissingExtraError: If it is not installed.
    """
    try:
        import_module("sqlalchemy")
    except ImportError:
        raise MissingExtraError(extra="sql") from None
