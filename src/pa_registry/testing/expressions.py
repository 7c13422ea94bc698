"""
Draw the values of rules: fields, arithmetic, sums, tables, bounds.

生成取值表达式。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from pa_registry.columns import Column, Kind
from pa_registry.conditions import (
    Condition,
    Ratio,
    Relation,
    term,
    today,
    tree,
    years_ago,
)
from pa_registry.conditions.forms import Form
from pa_registry.conditions.terms import by_place, by_year
from pa_registry.errors import InvalidConditionError, RangeError
from pa_registry.model.forms import FORMS
from pa_registry.money import Fen
from pa_registry.testing.pool import DAYS, PREFIXES, recorded
from pa_registry.testing.subjects import FOCUS


__all__ = ["Expressions"]

T = TypeVar("T")

_ORDERED = (Kind.MONEY, Kind.NUMBER, Kind.DAY)
#: The relations that are drawn most often.
_RELATIONS = (
    "members",
    "members",
    "members",
    "vehicles",
    "vehicles",
    "businesses",
    "conducts",
    "kin_vehicles",
    "relatives",
    "visits",
    "waivers",
    "measures",
    "registered_members",
)
_VALUES = ("sum", "sum", "reckoned", "place", "year", *["field"] * 5)
_AGES = (16, 18, 60)
_LESS = (0, 0, 0, 0, 1, 3)
#: A base that is a number once in so many, and the numbers that are drawn.
_FIXED = (False, False, False, False, True)
_BASES = (1, 2, 0, -1)


class Expressions:
    """Draws values of one form."""

    def __init__(self, draw: DrawFn, *, form: str, dated: bool) -> None:
        self.draw = draw
        self.form: Form = FORMS[form]
        self.dated = dated

    def one_of(self, choices: Iterable[T]) -> T:
        """Draw one of a few."""
        return self.draw(st.sampled_from(tuple(choices)))

    # What there is

    def keys(self) -> list[str]:
        """List the fields of the form, those of the focus thrice."""
        usual = FOCUS.get(self.form.holds, ())
        derived = [*self.form.derived] * 2
        keys = [*self.form.columns, *usual, *usual, *derived]
        return [key for key in keys if self.dated or key != "age"]

    def fields(self, kind: Kind) -> list[str]:
        """List the fields of a kind."""
        return [k for k in self.keys() if self.form.column(k).kind is kind]

    def kinds(self) -> list[Kind]:
        """List the kinds of values that the form has and that have order."""
        return [kind for kind in _ORDERED if self.fields(kind)]

    def held(self, column: Column) -> Sequence[Any]:
        """List what is drawn for a column."""
        return recorded(column)

    # Values

    def value(self, kind: Kind) -> Any:
        """Draw a value of one kind."""
        if kind is Kind.DAY:
            return self.day()
        how = self.one_of(_VALUES)
        if how == "reckoned":
            return self.reckoned(kind)
        if self.form.relations and how == "sum":
            return self.sum(kind)
        if self.form.relations and how in {"place", "year"}:
            return self.table(kind) if how == "place" else self.years(kind)
        return self.field(kind)

    def field(self, kind: Kind) -> Any:
        """Draw a field of one kind."""
        return term(self.form, self.one_of(self.fields(kind)))

    def day(self) -> Any:
        """Draw a day: a field, the fact day, so many years before it."""
        how = self.one_of(("today", "years", *["field"] * 4))
        if how == "field" or not self.dated:
            return self.field(Kind.DAY)
        return today if how == "today" else years_ago(self.one_of(_AGES))

    def reckoned(self, kind: Kind) -> Any:
        """Draw a sum, a difference or a product."""
        left, other = self.field(kind), self.field(kind)
        bound, factor = self.bound(left), self.one_of((-1, 0, 2))
        choices: list[Callable[[], Any]] = [
            lambda: left + other,
            lambda: left - other,
            lambda: left - bound,
            lambda: bound - left,
            lambda: left * factor,
            lambda: factor * left,
        ]
        return _tried(self.one_of(choices), lambda: left + left)

    def base(self) -> Any:
        """Draw the base of a ratio; it may be zero, or less, or fixed."""
        if self.one_of(_FIXED):
            return self.one_of(_BASES)
        is_size = self.draw(st.booleans())
        if is_size and self.form.relations:
            base = term(self.form, "size")
        else:
            base = self.field(Kind.NUMBER)
        less = self.one_of(_LESS)
        return base - less if less else base

    # Relations and tables

    def relation(self) -> Relation[Any, Any]:
        """Draw a relation of the form."""
        keys = (*_RELATIONS, *self.form.relations)
        found: Relation[Any, Any] = term(self.form, self.one_of(keys))
        return found

    def sum(self, kind: Kind) -> Any:
        """Add a value up over rows, or count them."""
        relation = self.relation()
        rows = Expressions(
            self.draw, form=relation.rows.spec.row.name, dated=self.dated
        )
        if rows.fields(kind):
            return relation.sum(rows.field(kind))
        if kind is Kind.NUMBER:
            return relation.size()
        price = term(FORMS["vehicle"], "price")
        return term(self.form, "vehicles").sum(price)

    def table(self, kind: Kind) -> Any:
        """Draw a number that differs by place."""
        numbers = st.sampled_from(_plain(kind))
        prefixes: st.SearchStrategy[str] = st.sampled_from(PREFIXES)
        table: dict[str, Any] = self.draw(
            st.dictionaries(prefixes, numbers, min_size=1, max_size=4)
        )
        rest = self.draw(st.none() | numbers)
        place = term(self.form, "division")
        return by_place("line", place, table, otherwise=rest)

    def years(self, kind: Kind) -> Any:
        """Draw a number that holds for a year."""
        known = recorded(self.form.column("income_year"))
        table = {self.one_of(known): self.one_of(_plain(kind))}
        table[self.one_of(known)] = self.table(kind)
        return by_year("line", term(self.form, "income_year"), table)

    # Comparisons

    def bound(self, value: Any) -> Any:
        """Draw what a value can be compared with: what it holds, or near."""
        return self.one_of(_near(value.node))

    def compared(self, left: Any, right: Any) -> Condition[Any]:
        """Draw a comparison; with a bound, where the two do not fit."""
        how = self.one_of(("<", "<=", ">", ">=", "=="))
        bound = None if isinstance(left, Ratio) else _least(left)
        found: Condition[Any] = _tried(
            lambda: _compare(how, left, right),
            lambda: _compare(how, left, bound),
        )
        return found


def _compare(how: str, left: Any, right: Any) -> Any:
    if how == "==":
        return left.equals(right)
    if how in {"<", "<="}:
        return left < right if how == "<" else left <= right
    return left > right if how == ">" else left >= right


def _plain(kind: Kind) -> tuple[Any, ...]:
    """List the numbers that no column holds."""
    return recorded(Column(zh="", kind=kind, type=int))


def _least(value: Any) -> Any:
    return _near(value.node)[0]


def _near(node: tree.Value) -> list[Any]:
    """List the values around which a comparison turns."""
    if node.kind is Kind.DAY:
        day = dt.timedelta(days=1)
        return [*DAYS, DAYS[0] - day, DAYS[0] + day]
    if node.unit == "years":
        return [0, *_AGES]
    column: object = getattr(node, "column", None)
    known = (
        recorded(column) if isinstance(column, Column) else _plain(node.kind)
    )
    if node.kind is Kind.MONEY:
        return [*known, *(Fen(int(one) + 1) for one in known)]
    return [*known]


def _tried(build: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    """Build a node, or another where units or ranges do not fit."""
    try:
        return build()
    except (InvalidConditionError, RangeError):
        return otherwise()
