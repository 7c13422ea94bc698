"""
Read a rule as a pair of predicates.

Each node comes to a function of the scope in which it is read, because a
rule inside a quantifier is about a row and the rest about its household.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from pa_registry.columns import Kind
from pa_registry.conditions import tree
from pa_registry.conditions.judging import years_before
from pa_registry.conditions.walking import fold
from pa_registry.errors import NeedsFactDayError, UnboundError
from pa_registry.frames._sql_expressions import (
    Bool,
    Count,
    Expression,
    Operand,
    Pair,
    Ratio,
    Ticks,
    both,
    constant,
    either,
    whole,
    words,
)
from pa_registry.frames._sql_relations import Related, related
from pa_registry.frames._sql_scope import Part, Scope, operand_in, pair_in


__all__ = ["SqlAlgebra"]


class SqlAlgebra:
    """The algebra that writes a rule as predicates."""

    # Values

    def field(self, node: tree.Field) -> Part:
        if node.kind is Kind.CODES:
            return lambda scope: scope.bound.ticks(node.key, node.column)
        return lambda scope: scope.field(node.key, node.column)

    def derived(self, node: tree.Derived, definition: Part) -> Part:
        return definition

    def constant(self, node: tree.Constant) -> Part:
        return _always_known(constant(node.value))

    def parameter(self, node: tree.Parameter) -> Part:
        raise UnboundError(kind="parameter", name=node.name)

    def by_place(self, node: tree.ByPlace, place: Part) -> Part:
        return lambda scope: _by_place(node, operand_in(place, scope))

    def by_year(
        self, node: tree.ByYear, year: Part, values: Sequence[Part]
    ) -> Part:
        def read(scope: Scope) -> Operand:
            asked = operand_in(year, scope)
            # The first of two entries for a year counts.
            held = dict(reversed([*zip(node.years, values, strict=True)]))
            found = [
                (known, operand_in(part, scope))
                for known, part in held.items()
            ]
            value = sa.case(
                *(
                    (
                        both(
                            asked.known, asked.value == whole(known), one.known
                        ),
                        one.value,
                    )
                    for known, one in found
                )
            )
            return Operand(value.is_not(None), value)

        return read

    def fact_day(self, node: tree.FactDay) -> Part:
        def read(scope: Scope) -> Operand:
            day = years_before(_day_of(scope), node.years_before)
            return Operand(sa.true(), constant(day))

        return read

    def age(self, node: tree.Age, born: Part) -> Part:
        return lambda scope: _age(operand_in(born, scope), _day_of(scope))

    def arithmetic(
        self, node: tree.Arithmetic, left: Part, right: Part
    ) -> Part:
        def read(scope: Scope) -> Operand:
            a, b = operand_in(left, scope), operand_in(right, scope)
            sign = _SIGNS[node.sign]
            return Operand(both(a.known, b.known), sign(a.value, b.value))

        return read

    def sum(self, node: tree.Sum, value: Part | None) -> Part:
        def read(scope: Scope) -> Operand:
            rows = related(node.rows.spec, scope)
            return _sum(rows, value)

        return read

    def tally(self, node: tree.Tally, rule: Part) -> Part:
        def read(scope: Scope) -> Count:
            return _count(related(node.rows.spec, scope), rule)

        return read

    def quotient(
        self, node: tree.Quotient, numerator: Part, base: Part
    ) -> Part:
        return lambda scope: Ratio(
            operand_in(numerator, scope), operand_in(base, scope)
        )

    # Tests

    def always(self, node: tree.Always[Any]) -> Part:
        return lambda _: Pair.settled(truth=node.truth)

    def holds(self, node: tree.Holds[Any], field: Part) -> Part:
        def read(scope: Scope) -> Pair:
            flag = operand_in(field, scope)
            return Pair.of(flag.known, flag.value == sa.true())

        return read

    def compare(
        self, node: tree.Compare[Any], left: Part, right: Part
    ) -> Part:
        bounded = _compared_age(node)
        if bounded is not None:
            born, years = bounded
            part: Part = fold(born, self)
            return lambda scope: _age_compared(
                node.operator, operand_in(part, scope), years, _day_of(scope)
            )
        if isinstance(node.right, tree.Constant) and node.operator == "==":
            option = node.right.value
            return lambda scope: _equal(left(scope), right, option, scope)
        return lambda scope: _compare(node.operator, left(scope), right(scope))

    def among(self, node: tree.Among[Any], value: Part) -> Part:
        return lambda scope: operand_in(value, scope).among(node.options)

    def contains(self, node: tree.Contains[Any], field: Part) -> Part:
        def read(scope: Scope) -> Pair:
            ticks: Ticks = field(scope)
            return ticks.contains(node.option)

        return read

    def is_missing(self, node: tree.IsMissing[Any], value: Part) -> Part:
        def read(scope: Scope) -> Pair:
            held: Operand | Ticks = value(scope)
            return Pair(sa.not_(held.known), held.known)

        return read

    # Combinations

    def all_of(self, node: tree.AllOf[Any], parts: Sequence[Part]) -> Part:
        return lambda scope: _all_of([pair_in(one, scope) for one in parts])

    def any_of(self, node: tree.AnyOf[Any], parts: Sequence[Part]) -> Part:
        return lambda scope: (
            _all_of([pair_in(one, scope).negated for one in parts]).negated
        )

    def negation(self, node: tree.Not[Any], part: Part) -> Part:
        return lambda scope: pair_in(part, scope).negated

    def at_least(self, node: tree.AtLeast[Any], parts: Sequence[Part]) -> Part:
        def read(scope: Scope) -> Pair:
            pairs = [pair_in(one, scope) for one in parts]
            surely = _so_many([one.met for one in pairs])
            possibly = _so_many([sa.not_(one.unmet) for one in pairs])
            least = whole(node.least)
            return Pair(surely >= least, possibly < least)

        return read

    def unless(
        self, node: tree.Unless[Any], rule: Part, exception: Part
    ) -> Part:
        return lambda scope: _all_of(
            [pair_in(rule, scope), pair_in(exception, scope).negated]
        )

    # Relations

    def exists(self, node: tree.Exists[Any], rule: Part) -> Part:
        def read(scope: Scope) -> Pair:
            rows = related(node.rows.spec, scope)
            return _exists(rows, rows.read(rule))

        return read

    def every(self, node: tree.Every[Any], rule: Part) -> Part:
        def read(scope: Scope) -> Pair:
            rows = related(node.rows.spec, scope)
            return _exists(rows, rows.read(rule).negated).negated

        return read

    def several(self, node: tree.Several[Any], rule: Part) -> Part:
        def read(scope: Scope) -> Pair:
            rows = _count(related(node.rows.spec, scope), rule)
            least = whole(node.least)
            return Pair(
                rows.low >= least, both(rows.closed, rows.high < least)
            )

        return read

    def labelled(self, node: tree.Labelled[Any], part: Part) -> Part:
        return part

    def reference(self, node: tree.Reference[Any]) -> Part:
        raise UnboundError(kind="reference", name=node.name)


_SIGNS: dict[str, Callable[[Any, Any], Expression]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}


def _always_known(value: Expression) -> Part:
    return lambda _: Operand(sa.true(), value)


def _day_of(scope: Scope) -> dt.date:
    if scope.day is None:
        raise NeedsFactDayError(reads="A rule about dates")
    return scope.day


# Values -----------------------------------------------------------------


def _by_place(node: tree.ByPlace, place: Operand) -> Operand:
    """Try the prefixes, the longest first; no wildcard has a say."""
    held = {
        prefix: max(v for p, v in node.table if p == prefix)
        for prefix, _ in node.table
    }
    if "" in held:
        rest: int | None = held.pop("")
    else:
        rest = node.otherwise
    alike: dict[tuple[int, int], list[str]] = {}
    for prefix, value in held.items():
        alike.setdefault((len(prefix), int(value)), []).append(prefix)
    whens: list[tuple[Bool, Expression]] = [
        (sa.not_(place.known), sa.cast(sa.null(), sa.BigInteger()))
    ]
    whens += [
        (
            words(
                sa.func.substr(
                    place.value, whole(1), whole(length), type_=sa.String()
                ),
                prefixes,
            ),
            whole(value),
        )
        for (length, value), prefixes in sorted(alike.items(), reverse=True)
    ]
    otherwise = sa.null() if rest is None else whole(rest)
    found = sa.cast(sa.case(*whens, else_=otherwise), sa.BigInteger())
    return Operand(found.is_not(None), found)


def _age(born: Operand, day: dt.date) -> Operand:
    """Count completed years; who is born on 29 February waits for March."""
    year, month, date = (
        sa.cast(sa.extract(part, born.value), sa.BigInteger())
        for part in ("year", "month", "day")
    )
    in_year = month * whole(_MONTH) + date
    before = in_year > whole(day.month * _MONTH + day.day)
    one_less = sa.case((before, whole(1)), else_=whole(0))
    return Operand(born.known, whole(day.year) - year - one_less)


#: More than there are days in a month.
_MONTH = 100


def _sum(rows: Related, value: Part | None) -> Operand:
    maybe = both(sa.not_(rows.present.met), sa.not_(rows.present.unmet))
    if value is None or rows.row is None:
        known = both(rows.all_there, sa.not_(rows.some(maybe)))
        return Operand(known, rows.how_many(rows.present.met))
    added = operand_in(value, rows.row)
    lacking = both(
        sa.not_(rows.present.unmet), either(maybe, sa.not_(added.known))
    )
    known = both(rows.all_there, sa.not_(rows.some(lacking)))
    total = sa.func.coalesce(sa.func.sum(added.value), whole(0))
    counted = both(rows.present.met, added.known)
    return Operand(
        known, rows.row.reckon(sa.cast(total, sa.BigInteger()), counted)
    )


def _count(rows: Related, rule: Part) -> Count:
    pair = rows.read(rule)
    return Count(
        rows.how_many(rows.surely(pair)),
        rows.how_many(rows.possibly(pair)),
        rows.all_there,
    )


def _exists(rows: Related, rule: Pair) -> Pair:
    return Pair(
        rows.some(rows.surely(rule)),
        both(rows.all_there, sa.not_(rows.some(rows.possibly(rule)))),
    )


def _all_of(pairs: Sequence[Pair]) -> Pair:
    return Pair(
        both(*(one.met for one in pairs)),
        either(*(one.unmet for one in pairs)),
    )


def _so_many(tests: Sequence[Bool]) -> Expression:
    total = whole(0)
    for test in tests:
        total = total + sa.case((test, whole(1)), else_=whole(0))
    return total


# Comparisons ------------------------------------------------------------


def _compared_age(node: tree.Compare[Any]) -> tuple[tree.Value, int] | None:
    """Find the birth date and the years, where an age meets a number."""
    left = node.left
    if isinstance(left, tree.Derived):
        left = left.definition
    years: object = getattr(node.right, "value", None)
    if isinstance(left, tree.Age) and isinstance(years, int):
        return left.born, years
    return None


def _age_compared(
    operator: str, born: Operand, years: int, day: dt.date
) -> Pair:
    """Bound the birth date, so that no age is reckoned row by row."""

    def at_least(age: int) -> Bool:
        if day.year - age < dt.MINYEAR:
            return sa.false()
        if day.year - age > dt.MAXYEAR:
            return sa.true()
        return born.value <= constant(years_before(day, age))

    reached, passed = at_least(years), at_least(years + 1)
    tests: dict[str, Bool] = {
        ">=": reached,
        ">": passed,
        "<": sa.not_(reached),
        "<=": sa.not_(passed),
        "==": both(reached, sa.not_(passed)),
    }
    return Pair.of(born.known, tests[operator])


def _equal(left: Any, right: Part, option: Any, scope: Scope) -> Pair:
    """Compare with a constant; of a code, all other codes are unlike."""
    if isinstance(left, Operand) and left.noted is not None:
        return left.among([option])
    return _compare("==", left, right(scope))


_TESTS: dict[str, Callable[[Any, Any], Bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}


def _compare(operator: str, left: Any, right: Any) -> Pair:
    """Compare two values, counts, or a ratio with one of them."""
    known: list[Bool] = []
    times: Expression | None = None
    if isinstance(left, Ratio):
        times = left.base.value
        known += [left.base.known, times > whole(0)]
        left = left.numerator
    known += [one.known for one in (left, right) if isinstance(one, Operand)]
    test = _TESTS[operator]
    if isinstance(left, Operand) and isinstance(right, Operand):
        bound = right.value if times is None else right.value * times
        return Pair.of(both(*known), test(left.value, bound))
    low, high = _interval(left), _interval(right, times)
    found = _in_order(operator, low, high)
    there = both(*known)
    return Pair(both(there, found.met), both(there, found.unmet))


def _interval(held: Operand | Count, times: Expression | None = None) -> Count:
    if isinstance(held, Operand):
        count = Count(held.value, held.value, sa.true())
    else:
        count = held
    if times is None:
        return count
    return Count(count.low * times, count.high * times, count.closed)


def _in_order(operator: str, left: Count, right: Count) -> Pair:
    """Compare two intervals, of which each may have no end."""
    below = both(left.closed, left.high < right.low)
    above = both(right.closed, left.low > right.high)
    not_above = both(left.closed, left.high <= right.low)
    not_below = both(right.closed, left.low >= right.high)
    pairs = {
        "<": Pair(below, not_below),
        "<=": Pair(not_above, above),
        ">": Pair(above, not_above),
        ">=": Pair(not_below, below),
        "==": Pair(
            both(
                left.closed,
                right.closed,
                left.low == left.high,
                right.low == right.high,
                left.low == right.low,
            ),
            either(below, above),
        ),
    }
    return pairs[operator]
