"""
What a rule means: the plain walk that every other reading is held against.

判断的定义。

The paragraph on relations: ``any(p)`` is Kleene's *or* over the rows of
(presence *and* p); a relation that is not complete has one more row of
which nothing is known.  ``all(p)`` is ``not any(not p)``.  ``at_least(k,
p)`` is met when k rows surely are, and not met when the relation is
complete and fewer than k can be.  ``count(p)`` is the interval between the
two.  ``sum`` is missing where a row or a value is, or rows may be lacking.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Sequence
from typing import Any

from pa_registry.conditions import tree
from pa_registry.conditions.forms import Completeness, RelationSpec
from pa_registry.conditions.tree import Condition, Value
from pa_registry.conditions.truth import Kleene, Truth, both, either, negate
from pa_registry.conditions.walking import iter_nodes
from pa_registry.dates import AsOf, Day, age_on
from pa_registry.errors import (
    InvalidValueError,
    NeedsFactDayError,
    UnboundError,
)


__all__ = [
    "LAST_DAY",
    "NOTHING_KNOWN",
    "Day_",
    "Interval",
    "Number",
    "complete",
    "fact_of",
    "field_of",
    "in_order",
    "items",
    "judge",
    "longest_prefix",
    "look_up",
    "need_bound",
    "need_day",
    "needs_day",
    "no_case",
    "pairs",
    "tally",
    "truth",
    "value",
    "years_before",
]

Day_ = dt.date | None
Number = Any
#: From so many surely to so many possibly; `None` is open above.
Interval = tuple[int, int | None]


class _NothingKnown:
    """Evidence in which no source has been checked and no act recorded."""

    checked: frozenset[str] = frozenset()

    def covers(self, source: str, holder: str, *, apart: bool = False) -> bool:
        """No source covers anybody."""
        return False

    def __getattr__(self, name: str) -> tuple[()]:
        return ()


#: Without a day the data in hand are read as they stand at the end.
LAST_DAY = dt.date.max

#: What stands in for evidence that was not given.
NOTHING_KNOWN: Any = _NothingKnown()


def judge(
    rule: Condition[Any], subject: object, evidence: object, at: Day | None
) -> Truth:
    """Judge one subject by walking the tree."""
    need_bound(rule)
    day = fact_of(rule, at)
    known = NOTHING_KNOWN if evidence is None else evidence
    try:
        return Truth(truth(rule, subject, known, day))
    except AttributeError as wrong:
        raise no_case(subject, evidence) from wrong


def no_case(subject: object, evidence: object) -> InvalidValueError:
    """Say that what was given has not the fields that a rule reads."""
    given = f"{type(subject).__name__} and {type(evidence).__name__}"
    return InvalidValueError(
        what=f"{given} are not a case and its evidence.",
        where="judging",
        remedy="Give a Household, evidence=Evidence(…), at=date(…).",
    )


def need_bound(rule: Condition[Any]) -> None:
    """
    Refuse a rule with a parameter or a reference, wherever it stands.

    Raises:
        UnboundError: If it holds one, even where no row would read it.
    """
    for node in iter_nodes(rule):
        if isinstance(node, tree.Parameter):
            raise UnboundError(kind="parameter", name=node.name)
        if isinstance(node, tree.Reference):
            raise UnboundError(kind="reference", name=node.name)


def fact_of(rule: Condition[Any], at: Day | None) -> Day_:
    """
    Take the fact day of the clocks.

    Raises:
        NeedsFactDayError: If there is none and the rule reads a day.
    """
    if at is not None:
        return AsOf.of(at).fact
    reads = needs_day(rule)
    if reads:
        raise NeedsFactDayError(reads=reads)
    return None


def need_day(day: Day_) -> None:
    """
    Refuse to go on without a day, in generated functions.

    Raises:
        NeedsFactDayError: If there is none.
    """
    if day is None:
        raise NeedsFactDayError(reads="A rule about dates or ages")


def needs_day(rule: Condition[Any]) -> str:
    """Say what in a rule needs the fact day, or nothing."""
    for node in iter_nodes(rule):
        if isinstance(node, tree.Age):
            return "An age"
        if isinstance(node, tree.FactDay):
            return "A rule about dates"
    return ""


def truth(rule: Condition[Any], s: Any, e: Any, day: Day_) -> Kleene:
    """Walk a condition."""
    return _TRUTH[type(rule)](rule, s, e, day)


def value(node: Value, s: Any, e: Any, day: Day_) -> Any:
    """Walk a value; `None` is missing."""
    return _VALUE[type(node)](node, s, e, day)


# Values ---------------------------------------------------------------


def field_of(s: Any, key: str) -> Any:
    """Read a field, or a field of an extra form kept in one."""
    held, _, inner = key.partition(".")
    got = getattr(s, held)
    return getattr(got, inner, None) if inner else got


def _field(node: tree.Field, s: Any, _e: Any, _day: Day_) -> Any:
    return field_of(s, node.key)


def _derived(node: tree.Derived, s: Any, e: Any, day: Day_) -> Any:
    return value(node.definition, s, e, day)


def _constant(node: tree.Constant, _s: Any, _e: Any, _day: Day_) -> Any:
    return node.value


def _parameter(node: tree.Parameter, _s: Any, _e: Any, _day: Day_) -> Any:
    raise UnboundError(kind="parameter", name=node.name)


def _by_place(node: tree.ByPlace, s: Any, e: Any, day: Day_) -> Any:
    place = value(node.place, s, e, day)
    return None if place is None else look_up(node, place)


def look_up(node: tree.ByPlace, place: str) -> Any:
    """Find the value of the longest matching code prefix."""
    return longest_prefix(node.table, node.otherwise, place)


def longest_prefix(
    table: Sequence[tuple[str, Any]], otherwise: Any, place: str
) -> Any:
    """Take the value of the longest prefix of *place* in a table."""
    hits = [(len(p), v) for p, v in table if place.startswith(p)]
    return max(hits)[1] if hits else otherwise


def _by_year(node: tree.ByYear, s: Any, e: Any, day: Day_) -> Any:
    year = value(node.year, s, e, day)
    for known, held in zip(node.years, node.values, strict=True):
        if known == year:
            return value(held, s, e, day)
    return None


def years_before(day: dt.date, years: int) -> dt.date:
    """Go back whole years; 29 February becomes 28 in a common year."""
    year = max(dt.MINYEAR, min(dt.MAXYEAR, day.year - years))
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _fact_day(node: tree.FactDay, _s: Any, _e: Any, day: Day_) -> Any:
    if day is None:
        raise NeedsFactDayError(reads="A rule about dates")
    return years_before(day, node.years_before)


def _age(node: tree.Age, s: Any, e: Any, day: Day_) -> Any:
    born = value(node.born, s, e, day)
    if day is None:
        raise NeedsFactDayError(reads="An age")
    return None if born is None else age_on(born, day)


def _arithmetic(node: tree.Arithmetic, s: Any, e: Any, day: Day_) -> Any:
    left = value(node.left, s, e, day)
    right = value(node.right, s, e, day)
    if left is None or right is None:
        return None
    if node.sign == "+":
        return left + right
    return left - right if node.sign == "-" else left * right


def _sum(node: tree.Sum, s: Any, e: Any, day: Day_) -> Any:
    spec = node.rows.spec
    if not complete(spec, s, e, day):
        return None
    total = 0
    for row, present in pairs(spec, s, e, day):
        if present is False:
            continue
        got = 1 if node.value is None else value(node.value, row, e, day)
        if present is None or got is None:
            return None
        total += got
    return total


# Relations ------------------------------------------------------------


def items(spec: RelationSpec, s: Any, e: Any) -> Sequence[Any]:
    """Take the rows as they stand, whether they count or not."""
    return getattr(e if spec.from_evidence else s, spec.attribute) or ()


def pairs(
    spec: RelationSpec, s: Any, e: Any, day: Day_
) -> list[tuple[Any, Kleene]]:
    """
    Pair each row with its presence on the fact day.

    Without a day the data in hand are read as they stand: whoever has
    left by now is not counted.
    """
    rows = items(spec, s, e)
    if not rows:
        return []
    if spec.via is None:
        return [(row, _presence(spec, row, e, day)) for row in rows]
    holders = _holders(spec.via, s, e, day)
    found: list[tuple[Any, Kleene]] = []
    apart = _apart(spec, s, e)
    for row in rows:
        number: Any = row.holder
        if number is None:
            held: Kleene = spec.unheld
        elif number in holders:
            held = holders[number]
        else:
            # A number that nobody bears may be anybody's misspelt one.
            held = False if apart is None or number in apart else None
        if held is not False or number in holders:
            present = both(held, _presence(spec, row, e, day))
            found.append((row, present))
    return found


def _apart(spec: RelationSpec, s: Any, e: Any) -> frozenset[str] | None:
    """List those who are known not to be holders; `None`: nobody asks."""
    if spec.apart is None:
        return None
    return frozenset(row.number for row in items(spec.apart, s, e))


def _holders(
    via: RelationSpec, s: Any, e: Any, day: Day_
) -> dict[str, Kleene]:
    """Say of each holder whether he counts; twice on the roster, either."""
    found: dict[str, Kleene] = {}
    for holder, present in pairs(via, s, e, day):
        number = holder.number
        found[number] = either(found.get(number, False), present)
    return found


def _presence(spec: RelationSpec, row: Any, e: Any, day: Day_) -> Kleene:
    if spec.presence is None:
        return True
    return truth(spec.presence, row, e, day or LAST_DAY)


def complete(spec: RelationSpec, s: Any, e: Any, day: Day_) -> bool:
    """Say whether the rows of a relation are known to be all there are."""
    if spec.completeness is Completeness.ALWAYS:
        return True
    if spec.completeness is Completeness.CHECKED:
        return _checked(spec, s, e, day)
    found = getattr(e if spec.from_evidence else s, spec.attribute)
    if spec.completeness is Completeness.RECORDED:
        return found is not None
    return bool(found)


def _checked(spec: RelationSpec, s: Any, e: Any, day: Day_) -> bool:
    via = spec.via
    if via is None:
        return spec.attribute in e.checked
    if not complete(via, s, e, day):
        return False
    if spec.unheld and spec.attribute in e.checked:
        return True
    apart = not spec.unheld
    return all(
        e.covers(spec.attribute, row.number, apart=apart)
        or _presence(via, row, e, day) is False
        for row in items(via, s, e)
    )


def tally(node: tree.Tally, s: Any, e: Any, day: Day_) -> Interval:
    """Count the rows that surely and that possibly meet a rule."""
    surely = possibly = 0
    for truth_ in _row_truths(node.rows.spec, node.rule, s, e, day):
        surely += truth_ is True
        possibly += truth_ is not False
    is_open = not complete(node.rows.spec, s, e, day)
    return (surely, None if is_open else possibly)


def _row_truths(
    spec: RelationSpec, rule: Condition[Any], s: Any, e: Any, day: Day_
) -> list[Kleene]:
    return [
        both(present, truth(rule, row, e, day))
        for row, present in pairs(spec, s, e, day)
    ]


# Conditions -----------------------------------------------------------


def _always(node: tree.Always[Any], _s: Any, _e: Any, _day: Day_) -> Kleene:
    return node.truth


def _holds(node: tree.Holds[Any], s: Any, e: Any, day: Day_) -> Kleene:
    held = value(node.field, s, e, day)
    return None if held is None else bool(held)


def _compare(node: tree.Compare[Any], s: Any, e: Any, day: Day_) -> Kleene:
    right = _bounds(node.right, s, e, day)
    if isinstance(node.left, tree.Quotient):
        left = value(node.left.numerator, s, e, day)
        base = value(node.left.base, s, e, day)
        if left is None or base is None or base <= 0 or right is None:
            return None
        low, high = right
        return in_order(
            node.operator,
            (left, left),
            (low * base, None if high is None else high * base),
        )
    bounds = _bounds(node.left, s, e, day)
    if bounds is None or right is None:
        return None
    return in_order(node.operator, bounds, right)


def _bounds(node: Value, s: Any, e: Any, day: Day_) -> Any:
    if isinstance(node, tree.Tally):
        return tally(node, s, e, day)
    got = value(node, s, e, day)
    return None if got is None else (got, got)


def in_order(operator: str, left: Any, right: Any) -> Kleene:
    """Compare two intervals; a single value is one with equal ends."""
    (a, b), (c, d) = left, right
    if operator == "==" and a == b and c == d:
        return bool(a == c)
    if operator == "<":
        return _surely(b is not None and b < c, d is not None and a >= d)
    if operator == "<=":
        return _surely(b is not None and b <= c, d is not None and a > d)
    if operator == ">":
        return _surely(d is not None and a > d, b is not None and b <= c)
    if operator == ">=":
        return _surely(d is not None and a >= d, b is not None and b < c)
    apart = (b is not None and b < c) or (d is not None and d < a)
    return False if apart else None


def _surely(met: bool, unmet: bool) -> Kleene:  # noqa: FBT001 -- two facts
    return True if met else (False if unmet else None)


def _among(node: tree.Among[Any], s: Any, e: Any, day: Day_) -> Kleene:
    got = value(node.value, s, e, day)
    return None if got is None else got in node.options


def _contains(node: tree.Contains[Any], s: Any, e: Any, day: Day_) -> Kleene:
    ticked = value(node.field, s, e, day)
    return None if ticked is None else node.option in ticked


def _is_missing(
    node: tree.IsMissing[Any], s: Any, e: Any, day: Day_
) -> Kleene:
    return value(node.value, s, e, day) is None


def _all_of(node: tree.AllOf[Any], s: Any, e: Any, day: Day_) -> Kleene:
    found: Kleene = True
    for part in node.parts:
        found = both(found, truth(part, s, e, day))
    return found


def _any_of(node: tree.AnyOf[Any], s: Any, e: Any, day: Day_) -> Kleene:
    found: Kleene = False
    for part in node.parts:
        found = either(found, truth(part, s, e, day))
    return found


def _not(node: tree.Not[Any], s: Any, e: Any, day: Day_) -> Kleene:
    return negate(truth(node.part, s, e, day))


def _at_least(node: tree.AtLeast[Any], s: Any, e: Any, day: Day_) -> Kleene:
    truths = [truth(part, s, e, day) for part in node.parts]
    surely = sum(one is True for one in truths)
    possibly = sum(one is not False for one in truths)
    return _surely(surely >= node.least, possibly < node.least)


def _unless(node: tree.Unless[Any], s: Any, e: Any, day: Day_) -> Kleene:
    return both(
        truth(node.rule, s, e, day), negate(truth(node.exception, s, e, day))
    )


def _exists(node: tree.Exists[Any], s: Any, e: Any, day: Day_) -> Kleene:
    found: Kleene = False
    for truth_ in _row_truths(node.rows.spec, node.rule, s, e, day):
        found = either(found, truth_)
    return either(found, _imagined(node.rows.spec, s, e, day))


def _imagined(spec: RelationSpec, s: Any, e: Any, day: Day_) -> Kleene:
    """Of a further row of an open relation nothing is known."""
    return False if complete(spec, s, e, day) else None


def _every(node: tree.Every[Any], s: Any, e: Any, day: Day_) -> Kleene:
    failing = tree.Exists[Any](rows=node.rows, rule=tree.Not(node.rule))
    return negate(_exists(failing, s, e, day))


def _several(node: tree.Several[Any], s: Any, e: Any, day: Day_) -> Kleene:
    surely, possibly = tally(
        tree.Tally(rows=node.rows, rule=node.rule), s, e, day
    )
    return _surely(
        surely >= node.least,
        possibly is not None and possibly < node.least,
    )


def _labelled(node: tree.Labelled[Any], s: Any, e: Any, day: Day_) -> Kleene:
    return truth(node.part, s, e, day)


def _reference(node: tree.Reference[Any], _s: Any, _e: Any, _d: Day_) -> Any:
    raise UnboundError(kind="reference", name=node.name)


_VALUE: dict[type, Callable[..., Any]] = {
    tree.Field: _field,
    tree.Derived: _derived,
    tree.Constant: _constant,
    tree.Parameter: _parameter,
    tree.ByPlace: _by_place,
    tree.ByYear: _by_year,
    tree.FactDay: _fact_day,
    tree.Age: _age,
    tree.Arithmetic: _arithmetic,
    tree.Sum: _sum,
}
_TRUTH: dict[type, Callable[..., Kleene]] = {
    tree.Always: _always,
    tree.Holds: _holds,
    tree.Compare: _compare,
    tree.Among: _among,
    tree.Contains: _contains,
    tree.IsMissing: _is_missing,
    tree.AllOf: _all_of,
    tree.AnyOf: _any_of,
    tree.Not: _not,
    tree.AtLeast: _at_least,
    tree.Unless: _unless,
    tree.Exists: _exists,
    tree.Every: _every,
    tree.Several: _several,
    tree.Labelled: _labelled,
    tree.Reference: _reference,
}
