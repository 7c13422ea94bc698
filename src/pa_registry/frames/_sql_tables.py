"""Find each field in a host's tables, and say all that is wrong at once."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, cast

import attrs
import sqlalchemy as sa

from sqlalchemy.types import TypeDecorator, TypeEngine

from pa_registry.columns import Column, Kind
from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
    did_you_mean,
)
from pa_registry.frames import _sql_layout as layout
from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Operand,
    Ticks,
    both,
    exact,
    whole,
    words,
)
from pa_registry.frames.host_tables import HostTable, Tables
from pa_registry.problems import Problem


__all__ = ["Bound", "Host"]

#: What a field of each kind may be in the database.
_TYPES: Mapping[Kind, tuple[tuple[type[Any], ...], str, str]] = {
    Kind.MONEY: (
        (sa.Integer, sa.Numeric, sa.Float),
        "whole fen",
        "整数分",
    ),
    Kind.NUMBER: (
        (sa.Integer, sa.Numeric, sa.Float),
        "a whole number",
        "整数",
    ),
    Kind.DAY: ((sa.Date,), "a date", "日期"),
    Kind.FLAG: ((sa.Boolean,), "a yes or no", "是或否"),
    Kind.CODE: ((sa.String,), "the text of a code", "代码文本"),
    Kind.TEXT: ((sa.String,), "a text", "文本"),
}
_REMEDIES: Mapping[Kind, tuple[str, str]] = {
    Kind.MONEY: (
        "Map it to an expression in fen, such as table.c.yuan * 100.",
        "请映射为以分为单位的表达式，例如 table.c.yuan * 100。",
    ),
    Kind.NUMBER: (
        "Map it to cast(…, BigInteger).",
        "请映射为 cast(…, BigInteger)。",
    ),
    Kind.DAY: (
        "Map it to type_coerce(func.date(…), Date), or to cast(…, Date).",
        "请映射为 type_coerce(func.date(…), Date) 或 cast(…, Date)。",
    ),
    Kind.FLAG: (
        "Map it to a comparison, such as table.c.flag == 'Y'.",
        "请映射为比较式，例如 table.c.flag == 'Y'。",
    ),
    Kind.CODE: (
        "Map it to case((…, 'code'), …), or to cast(…, String).",
        "请映射为 case((…, 'code'), …) 或 cast(…, String)。",
    ),
    Kind.TEXT: (
        "Map it to cast(…, String).",
        "请映射为 cast(…, String)。",
    ),
}
#: Of a number that is held as a fraction, how far it may be from a whole.
_NEAR = sa.literal_column("0.001", sa.Numeric())


@attrs.frozen(eq=False)
class Bound:
    """
    A table at one place of a statement.

    Attributes:
        host: The tables that it is one of.
        name: Its name among them.
        rows: What stands in the statement.
        told: Where the number of the household stands.
        mapped: The fields that stand in expressions of the host's own.
    """

    host: Host
    name: str
    rows: sa.FromClause
    told: Any
    mapped: Mapping[str, Expression | None]

    @property
    def key(self) -> Expression:
        """The number of the household, which only relations read."""
        found = self.host.expression(self.name, "key", self.rows, self.told)
        return sa.null() if found is None else found

    def _find(self, name: str) -> Expression | None:
        """Find a column; `None` is what is never recorded, or not there."""
        if name in self.mapped:
            return self.mapped[name]
        if name in self.rows.c:
            return self.rows.c[name]
        self.host.lacks(self.name, name, self.rows.c.keys())
        return None

    def typed(self, name: str, kind: Kind) -> Expression | None:
        """Find a column, and refuse one of another type."""
        found = self._find(name)
        if found is None:
            return None
        held = _plain_type(found.type)
        if held is not found.type:
            found = sa.type_coerce(found, held)
        if not isinstance(held, _TYPES[kind][0]):
            self.host.mistyped(self.name, name, kind, held)
            return None
        if isinstance(held, sa.Enum):
            return sa.cast(found, sa.String())
        return found

    def operand(self, key: str, declared: Column) -> Operand:
        """Read a field."""
        kind = declared.kind
        found = self.typed(layout.column_name(key), kind)
        if found is None:
            return Operand(sa.false(), sa.cast(sa.null(), _BLANK[kind]))
        there = found.is_not(None)
        if kind in {Kind.MONEY, Kind.NUMBER}:
            return _number(found, declared)
        if kind is Kind.CODE:
            members = cast("Iterable[Enum]", declared.type)
            codes = tuple(str(one.value) for one in members)
            value = exact(found)
            known = both(there, words(value, codes))
            return Operand(known, value, there, codes)
        return Operand(there, exact(found) if kind is Kind.TEXT else found)

    def ticks(self, key: str, declared: Column) -> Ticks:
        """Read the boxes of a multi-select field."""
        members = cast("Iterable[Enum]", declared.type)
        boxes: dict[str, Expression] = {}
        for one in members:
            name = layout.box_name(key, one.name)
            found = self.typed(name, Kind.FLAG)
            boxes[one.name] = (
                sa.cast(sa.null(), sa.Boolean()) if found is None else found
            )
        return Ticks(boxes)


_BLANK: Mapping[Kind, TypeEngine[Any]] = {
    Kind.MONEY: sa.BigInteger(),
    Kind.NUMBER: sa.BigInteger(),
    Kind.DAY: sa.Date(),
    Kind.FLAG: sa.Boolean(),
    Kind.CODE: sa.String(),
    Kind.TEXT: sa.String(),
}


def _column_of(rows: sa.FromClause, told: Expression) -> str | None:
    """Name the column that an expression is, if it is one and no more."""
    return next((name for name, one in rows.c.items() if one is told), None)


def _plain_type(held: TypeEngine[Any]) -> TypeEngine[Any]:
    """Take the type that the database sees."""
    while isinstance(held, TypeDecorator):
        held = held.impl_instance
    return held


def _number(found: Expression, declared: Column) -> Operand:
    """Read a whole number; outside the range of its column it is blank."""
    low, high = declared.range
    held = both(found >= whole(low), found <= whole(high))
    if isinstance(found.type, sa.Integer):
        known = both(found.is_not(None), held)
        return Operand(known, sa.cast(found, sa.BigInteger()))
    nearest = sa.func.round(found, type_=sa.Numeric())
    near: Bool = sa.func.abs(found - nearest, type_=sa.Numeric()) < _NEAR
    value = sa.cast(sa.case((both(held, near), nearest)), sa.BigInteger())
    return Operand(value.is_not(None), value)


class Host:
    """The tables of a host, and what was found wrong with them."""

    def __init__(
        self, tables: Tables, fresh_from: dt.date | None, form: str
    ) -> None:
        if not isinstance(cast("object", tables), Mapping):
            raise InvalidValueError(
                what=f"a {type(tables).__name__} names no tables",
                where="sql(…, tables)",
                remedy='Give {"households": table, "members": table, …}.',
            )
        self.fresh_from = fresh_from
        self._problems: dict[Problem, None] = {}
        self._given: dict[str, HostTable] = {}
        known = (*layout.FORMS, layout.COVERAGE, layout.table_of(form))
        for name, given in tables.items():
            self._take(name, given, known)

    # What is given

    def _take(self, name: object, given: Any, known: Iterable[str]) -> None:
        if not isinstance(name, str) or name not in known:
            hint = did_you_mean(str(name), known)
            self._note(
                "sql.unknown-table",
                str(name),
                zh="没有这个名称的表。",
                en="There is no table of this name.",
                advice=(hint.strip() or "Leave it out.", "请核对表名。"),
            )
            return
        held = given if isinstance(given, HostTable) else HostTable(given)
        selectable = getattr(
            sa.inspect(held.table, raiseerr=False), "selectable", None
        )
        if not isinstance(selectable, sa.FromClause):
            self._note(
                "sql.no-table",
                name,
                zh="给出的不是数据库表。",
                en=f"A {type(held.table).__name__} is no table.",
                advice=(
                    "Give a Table, an alias, a subquery or a mapped class.",
                    "请给出 Table、别名、子查询或映射类。",
                ),
            )
            return
        self._given[name] = attrs.evolve(held, table=selectable)
        self._check_fields(name, held)

    def _check_fields(self, name: str, held: HostTable) -> None:
        names = list(layout.iter_names(name))
        for field in held.fields:
            local = field.startswith("extra__") or not names
            if field not in names and not local:
                hint = did_you_mean(field, names)
                self._note(
                    "sql.unknown-field",
                    f"{name}.{field}",
                    zh="没有这个名称的字段。",
                    en="There is no field of this name.",
                    advice=(hint.strip() or "Leave it out.", "请核对字段名。"),
                )

    def has(self, name: str) -> bool:
        """Say whether a table was given."""
        return name in self._given

    def root(self, name: str) -> Bound:
        """Bind the table of the subjects, as it stands in the statement."""
        if name not in self._given:
            self._note(
                "sql.no-subjects",
                name,
                zh="缺少规则对象所在的表。",
                en="The table of what the rule is about is not there.",
                advice=(
                    f'Give it as tables["{name}"].',
                    f'请以 tables["{name}"] 给出。',
                ),
            )
            nothing = sa.table(name)
            return Bound(self, name, nothing, sa.null(), {})
        held = self._given[name]
        default = layout.KEYS.get(name, "household")
        rows = held.table
        mapped = {
            field: self.expression(name, field, rows, told)
            for field, told in held.fields.items()
        }
        told = default if held.key is None else held.key
        return Bound(self, name, rows, told, mapped)

    def rows_of(self, name: str) -> Bound:
        """Bind a table of rows, under a name of its own in the statement."""
        bound = self.root(name)
        told = {
            field: found
            for field, found in {**bound.mapped, "": bound.key}.items()
            if found is not None
        }
        rows: sa.FromClause
        moved: dict[str, Expression]
        places = [_column_of(bound.rows, one) for one in told.values()]
        if all(place is not None for place in places):
            rows = bound.rows.alias()
            moved = {
                field: rows.c[place or ""]
                for field, place in zip(told, places, strict=True)
            }
        else:
            # What stands in expressions becomes columns of a subquery.
            names = {field: f"pa_{i}" for i, field in enumerate(told)}
            rows = (
                sa.select(
                    *bound.rows.c,
                    *(one.label(names[f]) for f, one in told.items()),
                )
                .select_from(bound.rows)
                .subquery()
            )
            moved = {field: rows.c[names[field]] for field in told}
        key = moved.pop("")
        never = dict.fromkeys(bound.mapped.keys() - moved.keys())
        return attrs.evolve(
            bound, rows=rows, told=key, mapped={**moved, **never}
        )

    def expression(
        self, name: str, field: str, rows: sa.FromClause, told: Any
    ) -> Expression | None:
        """Read what a host says of a field."""
        if told is None:
            return None
        if isinstance(told, str):
            if told in rows.c:
                return rows.c[told]
            self.lacks(name, told, rows.c.keys())
            return None
        if hasattr(told, "__clause_element__"):
            told = told.__clause_element__()
        if isinstance(told, sa.ColumnElement):
            found: Expression = cast("Any", told)
            return found
        self._note(
            "sql.no-expression",
            f"{name}.{field}",
            zh="给出的不是列名，也不是表达式。",
            en=f"A {type(told).__name__} is no column and no expression.",
            advice=(
                "Give the name of a column, an expression, or None.",
                "请给出列名、表达式或 None。",
            ),
        )
        return None

    # What is wrong

    def lacks(self, table: str, name: str, known: Iterable[str]) -> None:
        """Note that a column which the rule reads is not there."""
        if table not in self._given:
            return  # that the table is not there was noted
        advice = "Map it in HostTable(…, fields={…}), or to None if it is"
        advice += f" never recorded.{did_you_mean(name, known)}"
        self._note(
            "sql.missing-field",
            f"{table}.{name}",
            zh="规则读取的字段不存在。",
            en="The rule reads this field, and it is not there.",
            advice=(
                advice,
                "请在 HostTable(…, fields={…}) 中映射；从未登记的，映射为 None。",
            ),
        )

    def mistyped(
        self, table: str, name: str, kind: Kind, held: TypeEngine[Any]
    ) -> None:
        """Note that a column is of another type than its field."""
        _, en, zh = _TYPES[kind]
        self._note(
            "sql.wrong-type",
            f"{table}.{name}",
            zh=f"类型为 {type(held).__name__}，应为{zh}。",
            en=f"Its type is {type(held).__name__}, and it must be {en}.",
            advice=_REMEDIES[kind],
        )

    def nested(self, table: str) -> None:
        """Note that a relation hangs on the rows of another."""
        self._note(
            "sql.nested-relation",
            table,
            zh="不支持在关系的行内再用关系。",
            en="A relation of the rows of another relation is not read.",
            advice=(
                "Judge such a rule case by case.",
                "请逐户判断此类规则。",
            ),
        )

    def _note(
        self,
        code: str,
        where: str,
        *,
        zh: str,
        en: str,
        advice: tuple[str, str],
    ) -> None:
        problem = Problem(
            code=code,
            where=where,
            zh=zh,
            en=en,
            remedy_en=advice[0],
            remedy_zh=advice[1],
        )
        self._problems[problem] = None

    def refuse_problems(self) -> None:
        """
        Say everything that was found wrong.

        Raises:
            TablesRefusedError: If anything was.
        """
        if self._problems:
            raise TablesRefusedError(problems=tuple(self._problems))
