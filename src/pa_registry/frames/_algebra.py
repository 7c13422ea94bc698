"""
The rules as columns: what to compute from each node, leaf to root.

Held against the walk of :mod:`pa_registry.conditions.judging`, node by
node.  What a rule asks of a relation is put on a list (see
:mod:`~pa_registry.frames._relations`) and read as one column afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Protocol, TypeAlias

import attrs
import narwhals as nw

from pa_registry.columns import Kind
from pa_registry.conditions import tree
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.judging import in_order
from pa_registry.conditions.walking import iter_nodes
from pa_registry.dates import latest_birth
from pa_registry.errors import (
    InvalidConditionError,
    NeedsFactDayError,
    UnboundError,
)
from pa_registry.frames._days import (
    FactDay,
    month_and_day,
    year_of,
    years_before,
)
from pa_registry.frames._kleene import (
    Scalar,
    Truth,
    Value,
    all_true,
    any_true,
    as_expr,
    chosen,
    negated,
    number,
)
from pa_registry.frames.schemas import column_of
from pa_registry.typing import Algebra


__all__ = ["Asked", "Reading", "has_relations", "stored"]

#: How the comparison of an age reads as one of birth dates.
_Order: TypeAlias = Callable[[Any, Any], nw.Expr]
_ORDERS: Mapping[str, _Order] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}


class Asked(Protocol):
    """Takes what a rule asks of a relation, and names the answers."""

    def exists(self, spec: RelationSpec, key: object, rule: Truth) -> Truth:
        """Ask whether some row that counts meets the rule."""
        ...

    def tally(
        self, spec: RelationSpec, key: object, rule: Truth
    ) -> tuple[nw.Expr, nw.Expr, Truth]:
        """Ask how many rows surely and possibly do, and if more may."""
        ...

    def total(self, spec: RelationSpec, key: object, value: Value) -> nw.Expr:
        """Ask for the sum over the rows that count."""
        ...

    def read(self, form: str, column: str) -> None:
        """Take note of a column that is read."""
        ...


@attrs.frozen
class _Interval:
    """A count: surely so many, possibly so many, or open above."""

    low: Value
    high: Value
    is_open: Truth = False


@attrs.frozen
class _Age:
    """An age, kept apart so that it can become a bound on the birth date."""

    born: Value
    day: FactDay

    def years(self) -> Value:
        """Reckon the completed years, as whole numbers do it."""
        if not isinstance(self.born, nw.Expr):
            return None
        before = month_and_day(self.born) > month_and_day(self.day)
        years = year_of(self.day) - year_of(self.born)
        return years - before.cast(nw.Int64)

    def compared(self, operator: str, years: int) -> Truth:
        """Compare with a number of years, as a bound on the birth date."""
        at_least = self._reached(years)
        more = self._reached(years + 1)
        if operator == ">=":
            return at_least
        if operator == ">":
            return more
        if operator == "<":
            return negated(at_least)
        if operator == "<=":
            return negated(more)
        return all_true(at_least, negated(more))

    def _reached(self, years: int) -> Truth:
        if not isinstance(self.born, nw.Expr):
            return None
        if isinstance(self.day, nw.Expr):
            return _compare(">=", self.years(), years)
        latest = latest_birth(self.day, years)
        if latest is not None:
            return self.born <= latest
        known = ~self.born.is_null()
        return chosen(known, False) if years < 0 else chosen(False, known)


@attrs.frozen
class _Ratio:
    """A ratio that has not been divided yet."""

    numerator: Value
    base: Value


_Side: TypeAlias = Value | _Interval | _Age | _Ratio
_Folded: TypeAlias = Any


def stored(value: Enum | Scalar) -> Scalar:
    """Write a constant as the columns of a frame hold it."""
    if isinstance(value, Enum):
        return str(value.value)
    # A Fen is an int, and an engine need not know that it is one.
    return int(value) if isinstance(value, int) else value


class Reading(Algebra[_Folded]):
    """
    The algebra of columns, on one fact day or on that of each row.

    A rule that reads a day comes to nothing known where a row has none.
    """

    def __init__(self, day: FactDay | None, asked: Asked) -> None:
        self._day = day
        self._asked = asked

    # Values

    def field(self, node: tree.Field) -> Value:
        """Name the column of a field."""
        if node.kind is Kind.CODES:
            # The column depends on the value that is asked for.
            return None
        return self._column(node.form, column_of(node.key))

    def _column(self, form: str, name: str) -> nw.Expr:
        self._asked.read(form, name)
        return nw.col(name)

    def derived(self, node: tree.Derived, definition: _Side) -> _Side:
        """Take the definition."""
        return definition

    def constant(self, node: tree.Constant) -> Value:
        """Take the value as a frame holds it."""
        return stored(node.value)

    def parameter(self, node: tree.Parameter) -> Value:
        """Refuse it: somebody has to give the number first."""
        raise UnboundError(kind="parameter", name=node.name)

    def by_place(self, node: tree.ByPlace, place: Value) -> Value:
        """Choose by the longest prefix, in one pass over the column."""
        if not isinstance(place, nw.Expr):
            return None
        by_length: dict[int, dict[int, set[str]]] = {}
        best: dict[str, int] = {}
        for prefix, value in node.table:
            best[prefix] = max(best.get(prefix, int(value)), int(value))
        rest = node.otherwise
        for prefix, value in best.items():
            by_length.setdefault(len(prefix), {}).setdefault(value, set()).add(
                prefix
            )
        found = number(None if rest is None else int(rest))
        for length in sorted(by_length):
            for value, prefixes in sorted(by_length[length].items()):
                start = place.str.slice(0, length)
                hit = start.is_in(sorted(prefixes))
                found = nw.when(hit).then(number(value)).otherwise(found)
        known = ~place.is_null()
        return nw.when(known).then(found).otherwise(number(None))

    def by_year(
        self, node: tree.ByYear, year: _Side, values: Sequence[_Side]
    ) -> Value:
        """Choose by the year; another year is missing."""
        at = _plain(year)
        found = number(None)
        cases = list(zip(node.years, values, strict=True))
        # The first of two equal years is found first.
        for known, held in reversed(cases):
            value = _plain(held)
            shown = value if isinstance(value, nw.Expr) else _int(value)
            if isinstance(at, nw.Expr):
                found = nw.when(at == known).then(shown).otherwise(found)
            elif at == known:
                found = shown
        return found

    def fact_day(self, node: tree.FactDay) -> Value:
        """Give the day itself."""
        if self._day is None:
            raise NeedsFactDayError(reads="A rule about dates")
        return years_before(self._day, node.years_before)

    def age(self, node: tree.Age, born: Value) -> _Age:
        """Keep the birth date beside the day."""
        if self._day is None:
            raise NeedsFactDayError(reads="An age")
        return _Age(born, self._day)

    def arithmetic(
        self, node: tree.Arithmetic, left: _Side, right: _Side
    ) -> Value:
        """Reckon in 64 bits; the range was checked when it was built."""
        a, b = _plain(left), _plain(right)
        if a is None or b is None:
            return None
        a = a if isinstance(a, nw.Expr) else _int(a)
        b = b if isinstance(b, nw.Expr) else _int(b)
        if node.sign == "+":
            return a + b
        return a - b if node.sign == "-" else a * b

    def sum(self, node: tree.Sum, value: _Side) -> Value:
        """Ask for the sum, or the number of rows."""
        _refuse_nested(node)
        per_row: Value = 1 if node.value is None else _plain(value)
        return self._asked.total(node.rows.spec, node, per_row)

    def tally(self, node: tree.Tally, rule: Truth) -> _Interval:
        """Ask for the count."""
        _refuse_nested(node)
        low, high, more = self._asked.tally(node.rows.spec, node.rule, rule)
        return _Interval(low, high, more)

    def quotient(
        self, node: tree.Quotient, numerator: _Side, base: _Side
    ) -> _Ratio:
        """Keep the two parts."""
        return _Ratio(_plain(numerator), _plain(base))

    # Conditions

    def always(self, node: tree.Always[Any]) -> Truth:
        """Give the truth."""
        return node.truth

    def holds(self, node: tree.Holds[Any], field: Value) -> Truth:
        """A yes-or-no column is a truth as it stands."""
        return field if isinstance(field, nw.Expr) else None

    def compare(
        self, node: tree.Compare[Any], left: _Side, right: _Side
    ) -> Truth:
        """Compare two values, two counts, or a ratio and a bound."""
        if isinstance(left, _Ratio):
            return _compare_ratio(node.operator, left, right)
        if isinstance(left, _Age) and type(right) is int:
            return left.compared(node.operator, right)
        return _compare(node.operator, left, right)

    def among(self, node: tree.Among[Any], value: _Side) -> Truth:
        """Look a value up in the list."""
        plain = _plain(value)
        options = [stored(option) for option in node.options]
        if isinstance(plain, nw.Expr):
            return plain.is_in(options)
        return None if plain is None else plain in options

    def contains(self, node: tree.Contains[Any], field: Value) -> Truth:
        """Read the column of the value that is ticked."""
        held: Any = node.field
        return self._column(held.form, column_of(held.key, node.option))

    def is_missing(self, node: tree.IsMissing[Any], value: _Side) -> Truth:
        """Say where nobody has recorded anything."""
        asked: Any = node.value
        if node.value.kind is Kind.CODES:
            options: list[Enum] = list(asked.column.type)
            names = [column_of(asked.key, one) for one in options]
            blanks = [self._column(asked.form, n).is_null() for n in names]
            return all_true(*blanks)
        if isinstance(value, _Age):
            value = value.born
        plain = _plain(value)
        return plain.is_null() if isinstance(plain, nw.Expr) else plain is None

    def all_of(self, node: tree.AllOf[Any], parts: Sequence[Truth]) -> Truth:
        """Kleene's *and*."""
        return all_true(*parts)

    def any_of(self, node: tree.AnyOf[Any], parts: Sequence[Truth]) -> Truth:
        """Kleene's *or*."""
        return any_true(*parts)

    def negation(self, node: tree.Not[Any], part: Truth) -> Truth:
        """Kleene's *not*."""
        return negated(part)

    def at_least(
        self, node: tree.AtLeast[Any], parts: Sequence[Truth]
    ) -> Truth:
        """Count the parts that surely and that possibly are met."""
        surely, possibly = number(0), number(0)
        for part in map(as_expr, parts):
            surely = surely + part.fill_null(False).cast(nw.Int64)
            possibly = possibly + part.fill_null(True).cast(nw.Int64)
        return chosen(surely >= node.least, possibly < node.least)

    def unless(
        self, node: tree.Unless[Any], rule: Truth, exception: Truth
    ) -> Truth:
        """The rule and not the exception."""
        return all_true(rule, negated(exception))

    def exists(self, node: tree.Exists[Any], rule: Truth) -> Truth:
        """Ask whether some row meets the rule."""
        _refuse_nested(node)
        return self._asked.exists(node.rows.spec, node.rule, rule)

    def every(self, node: tree.Every[Any], rule: Truth) -> Truth:
        """Ask whether no row fails the rule."""
        _refuse_nested(node)
        failing = tree.Not[Any](node.rule)
        found = self._asked.exists(node.rows.spec, failing, negated(rule))
        return negated(found)

    def several(self, node: tree.Several[Any], rule: Truth) -> Truth:
        """Ask whether so many rows do."""
        _refuse_nested(node)
        low, high, more = self._asked.tally(node.rows.spec, node.rule, rule)
        return chosen(
            low >= node.least, all_true(negated(more), high < node.least)
        )

    def labelled(self, node: tree.Labelled[Any], part: Truth) -> Truth:
        """A name changes nothing."""
        return part

    def reference(self, node: tree.Reference[Any]) -> Truth:
        """Refuse it: somebody has to give the rule first."""
        raise UnboundError(kind="reference", name=node.name)


def _int(value: object) -> nw.Expr:
    return number(value if isinstance(value, int) else None)


def _plain(side: _Side) -> Value:
    """Take a side that is a value."""
    if isinstance(side, _Age):
        return side.years()
    if isinstance(side, (_Interval, _Ratio)):
        raise InvalidConditionError(
            what="A count or a ratio stands where a value belongs.",
            remedy="Counts and ratios may only be compared.",
        )
    return side


def _bounds(side: _Side) -> _Interval:
    if isinstance(side, _Interval):
        return side
    plain = _plain(side)
    return _Interval(plain, plain)


def _compare(operator: str, left: _Side, right: _Side) -> Truth:
    if isinstance(left, _Interval) or isinstance(right, _Interval):
        return _compare_bounds(operator, _bounds(left), _bounds(right))
    a, b = _plain(left), _plain(right)
    if a is None or b is None:
        return None
    if isinstance(a, nw.Expr) or isinstance(b, nw.Expr):
        return _ORDERS[operator](
            a if isinstance(a, nw.Expr) else nw.lit(a),
            b,
        )
    return in_order(operator, (a, a), (b, b))


def _compare_bounds(operator: str, left: _Interval, right: _Interval) -> Truth:
    if any(end is None for end in _ends(left, right)):
        return None
    a, b, c, d = (
        end if isinstance(end, nw.Expr) else nw.lit(end)
        for end in _ends(left, right)
    )
    b_known, d_known = negated(left.is_open), negated(right.is_open)
    if operator == "==":
        exact = all_true(a == b, c == d, b_known, d_known)
        apart = any_true(all_true(b < c, b_known), all_true(d < a, d_known))
        return chosen(all_true(exact, a == c), apart)
    met, unmet = {
        "<": ((b < c, b_known), (a >= d, d_known)),
        "<=": ((b <= c, b_known), (a > d, d_known)),
        ">": ((a > d, d_known), (b <= c, b_known)),
        ">=": ((a >= d, d_known), (b < c, b_known)),
    }[operator]
    return chosen(all_true(*met), all_true(*unmet))


def _ends(left: _Interval, right: _Interval) -> tuple[Value, ...]:
    return (left.low, left.high, right.low, right.high)


def _compare_ratio(operator: str, left: _Ratio, right: _Side) -> Truth:
    """Compare without dividing; over nobody, nothing can be said."""
    numerator, base = left.numerator, left.base
    base = base if isinstance(base, nw.Expr) else _int(base)
    if numerator is None:
        return None
    bound = _bounds(right)
    if bound.low is None or bound.high is None:
        return None
    scaled = _Interval(
        _times(base, bound.low), _times(base, bound.high), bound.is_open
    )
    if isinstance(right, _Interval):
        found = _compare_bounds(operator, _bounds(numerator), scaled)
    else:
        found = _compare(operator, numerator, scaled.low)
    unknown = nw.lit(None, dtype=nw.Boolean)
    return nw.when(base > 0).then(as_expr(found)).otherwise(unknown)


def _times(base: nw.Expr, bound: Value) -> nw.Expr:
    return base * (bound if isinstance(bound, nw.Expr) else _int(bound))


def has_relations(node: Any) -> bool:
    """Say whether a rule or value asks for the rows of another table."""
    return any(
        isinstance(getattr(part, "rows", None), tree.Rows)
        for part in iter_nodes(node)
    )


def _refuse_nested(node: Any) -> None:
    """Refuse a relation within a relation: one grouping serves one level."""
    inner = getattr(node, "rule", getattr(node, "value", None))
    if inner is not None and has_relations(inner):
        raise InvalidConditionError(
            what=f"A rule over the rows of {node.rows.key} has relations too.",
            remedy="Frames judge one level of relations; judge it on objects.",
        )
