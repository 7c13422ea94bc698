"""
The meaning of a rule, written a second time and naively.

Nothing here calls the readings of the library.  Truths are sets of the
Python truths that are still possible, relations are lists of such sets,
and an open relation has one more row of which everything is possible.
"""

# A rule is any tree here, told apart by its shape.
# pyright: reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false
# pyright: reportMatchNotExhaustive=false

from __future__ import annotations

import datetime as dt
import itertools
import math
import operator

from collections.abc import Callable
from typing import Any

from pa_registry.conditions import Completeness, RelationSpec, tree


Possible = frozenset[bool]
YES, NO, MAYBE = (
    frozenset({True}),
    frozenset({False}),
    frozenset({True, False}),
)
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


def oracle(
    rule: Any, subject: Any, evidence: Any, day: dt.date | None
) -> bool | None:
    """Judge by the book; `None` is unknown."""
    possible = _Book(evidence, day).asks(rule, subject)
    return None if len(possible) > 1 else next(iter(possible))


def each(function: Callable[..., bool], *parts: Possible) -> Possible:
    """Combine what is possible of each part with what is of the others."""
    return frozenset(function(*chosen) for chosen in itertools.product(*parts))


class _Book:
    def __init__(self, evidence: Any, day: dt.date | None) -> None:
        self.evidence = evidence
        self.day = day

    # Rules

    def asks(self, rule: Any, s: Any) -> Possible:  # noqa: C901, PLR0911 -- a case a node
        """Say what is possible of a rule."""
        match rule:
            case tree.Always(truth):
                return frozenset({truth})
            case tree.Labelled(_, part):
                return self.asks(part, s)
            case tree.Not(part):
                return each(operator.not_, self.asks(part, s))
            case tree.AllOf(parts):
                return each(
                    lambda *t: all(t), *(self.asks(p, s) for p in parts)
                )
            case tree.AnyOf(parts):
                return each(
                    lambda *t: any(t), *(self.asks(p, s) for p in parts)
                )
            case tree.AtLeast(least, parts):
                truths = [self.asks(part, s) for part in parts]
                return each(lambda *t: sum(t) >= least, *truths)
            case tree.Unless(rule=one, exception=other):
                return each(
                    lambda a, b: a and not b,
                    self.asks(one, s),
                    self.asks(other, s),
                )
            case tree.Exists(rows, inner):
                return each(lambda *t: any(t), *self.hits(rows, inner, s))
            case tree.Every(rows, inner):
                hits = self.hits(rows, tree.Not(inner), s)
                return each(lambda *t: not any(t), *hits)
            case tree.Several(least, rows, inner):
                low, high = self.interval(rows, inner, s)
                return _possible(low >= least, high < least)
            case tree.Compare():
                return self.compares(rule, s)
            case _:
                return self.reads(rule, s)

    def reads(self, rule: Any, s: Any) -> Possible:
        match rule:
            case tree.IsMissing(value):
                return frozenset({self.value(value, s) is None})
            case tree.Holds(field):
                got = self.value(field, s)
                return MAYBE if got is None else frozenset({got})
            case tree.Contains(field, option):
                got = self.value(field, s)
                return MAYBE if got is None else frozenset({option in got})
            case tree.Among(value, options):
                got = self.value(value, s)
                return MAYBE if got is None else frozenset({got in options})
        raise AssertionError(rule)

    def compares(self, rule: tree.Compare[Any], s: Any) -> Possible:
        order = ORDER[rule.operator]
        if isinstance(rule.left, tree.Quotient):
            above = self.value(rule.left.numerator, s)
            base = self.value(rule.left.base, s)
            if above is None or base is None or base <= 0:
                return MAYBE
            left, times = (above, above), base
        else:
            found = self.ends(rule.left, s)
            if found is None:
                return MAYBE
            left, times = found, 1
        right = self.ends(rule.right, s)
        if right is None:
            return MAYBE
        if times != 1:
            right = (right[0] * times, right[1] * times)
        return _ordered(order, left, right)

    def ends(self, value: Any, s: Any) -> Any:
        """Give the least and the greatest that a value can be."""
        if isinstance(value, tree.Tally):
            return self.interval(value.rows, value.rule, s)
        got = self.value(value, s)
        return None if got is None else (got, got)

    # Relations

    def hits(self, rows: tree.Rows, rule: Any, s: Any) -> list[Possible]:
        """Give what is possible of (presence and rule), row by row."""
        spec = rows.spec
        found = [
            each(lambda a, b: a and b, present, self.asks(rule, row))
            for row, present in self.rows(spec, s)
        ]
        return [*found, NO] if self.is_complete(spec, s) else [*found, MAYBE]

    def interval(self, rows: tree.Rows, rule: Any, s: Any) -> Any:
        hits = self.hits(rows, rule, s)[:-1]
        surely = sum(one == YES for one in hits)
        if not self.is_complete(rows.spec, s):
            return surely, math.inf
        return surely, sum(True in one for one in hits)

    def rows(self, spec: RelationSpec, s: Any) -> list[tuple[Any, Possible]]:
        """Pair each row of a relation with whether it counts."""
        owner = self.evidence if spec.from_evidence else s
        found = []
        for row in getattr(owner, spec.attribute) or ():
            held = self.held(spec, row, s)
            if held is not None:
                counts = each(
                    lambda a, b: a and b, held, self.counts(spec, row)
                )
                found.append((row, counts))
        return found

    def held(self, spec: RelationSpec, row: Any, s: Any) -> Possible | None:
        """Say whether the holder counts; `None` for a stranger's row."""
        if spec.via is None:
            return YES
        if row.holder is None:
            return YES if spec.unheld else None
        holding = [
            present
            for holder, present in self.rows(spec.via, s)
            if holder.number == row.holder
        ]
        if holding:
            return each(lambda *t: any(t), *holding)
        # Whose number nobody bears may be a member's, misspelt.
        kin = spec.apart and getattr(s, spec.apart.attribute)
        is_kin = row.holder in {one.number for one in kin or ()}
        return None if spec.apart is None or is_kin else MAYBE

    def counts(self, spec: RelationSpec, row: Any) -> Possible:
        if spec.presence is None:
            return YES
        # Without a day the data in hand are read as they stand at the end.
        book = self if self.day else _Book(self.evidence, dt.date.max)
        return book.asks(spec.presence, row)

    def is_complete(self, spec: RelationSpec, s: Any) -> bool:
        owner = self.evidence if spec.from_evidence else s
        if spec.completeness is Completeness.ALWAYS:
            return True
        if spec.completeness is Completeness.RECORDED:
            return getattr(owner, spec.attribute) is not None
        if spec.completeness is Completeness.NONEMPTY:
            return bool(getattr(owner, spec.attribute))
        return self.is_checked(spec, s)

    def is_checked(self, spec: RelationSpec, s: Any) -> bool:
        searched = {
            one.person
            for one in self.evidence.coverage
            if one.source == spec.attribute
        }
        if spec.via is None:
            return None in searched
        if not self.is_complete(spec.via, s):
            return False
        # What is searched for the household does not reach kin.
        if None in searched and spec.unheld:
            return True
        return all(
            holder.number in searched
            for holder, present in self.rows(spec.via, s)
            if present != NO
        )

    # Values

    def value(self, value: Any, s: Any) -> Any:  # noqa: PLR0911 -- a case a node
        """Give a value; missing is `None`."""
        match value:
            case tree.Constant(got):
                return got
            case tree.Field(_, key):
                return getattr(s, key)
            case tree.Derived():
                return self.value(value.definition, s)
            case tree.FactDay(years):
                return _years_back(self.day, years)
            case tree.Age(born):
                return _age(self.value(born, s), self.day)
            case tree.Arithmetic(sign, left, right):
                return _reckon(sign, self.value(left, s), self.value(right, s))
            case tree.ByPlace():
                return self.at_place(value, s)
            case tree.ByYear():
                table = dict(zip(value.years, value.values, strict=True))
                held = table.get(self.value(value.year, s))
                return None if held is None else self.value(held, s)
            case tree.Sum(rows, inner):
                return self.total(rows, inner, s)
        raise AssertionError(value)

    def at_place(self, value: tree.ByPlace, s: Any) -> Any:
        place = self.value(value.place, s)
        if place is None:
            return None
        table = dict(value.table)
        for length in range(len(place), -1, -1):
            if place[:length] in table:
                return table[place[:length]]
        return value.otherwise

    def total(self, rows: tree.Rows, inner: Any, s: Any) -> Any:
        """Add up; missing where anything is."""
        if not self.is_complete(rows.spec, s):
            return None
        there = [(r, p) for r, p in self.rows(rows.spec, s) if p != NO]
        found = [
            1 if inner is None else self.value(inner, row) for row, _ in there
        ]
        doubtful = any(present == MAYBE for _, present in there)
        return None if doubtful or None in found else sum(found)


def _ordered(order: Any, left: Any, right: Any) -> Possible:
    """Compare every number that each side can be; the ends suffice."""
    if order is operator.eq:
        if left[0] == left[1] and right[0] == right[1]:
            return frozenset({left[0] == right[0]})
        apart = left[1] < right[0] or right[1] < left[0]
        return NO if apart else MAYBE
    both_open = math.inf in left and math.inf in right
    pairs = itertools.product(left, right)
    found = frozenset(order(a, b) for a, b in pairs if not a == b == math.inf)
    return MAYBE if both_open else found


def _possible(met: bool, unmet: bool) -> Possible:  # noqa: FBT001 -- facts
    return YES if met else NO if unmet else MAYBE


def _reckon(sign: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if sign == "+":
        return left + right
    return left - right if sign == "-" else left * right


def _age(born: dt.date | None, day: dt.date | None) -> int | None:
    """Count birthdays; that of 29 February falls on 1 March."""
    if born is None or day is None:
        return None
    age = day.year - born.year
    if not _reached(born, born.year + age, day):
        age -= 1
    return age


def _reached(born: dt.date, year: int, day: dt.date) -> bool:
    try:
        birthday = born.replace(year=year)
    except ValueError:
        birthday = dt.date(year, 3, 1)
    return birthday <= day


def _years_back(day: dt.date | None, years: int) -> dt.date | None:
    """Find the last day that lies so many years back."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 2, 28)
