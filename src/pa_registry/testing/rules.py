"""
Draw rules over the real forms: every node, on facts that are drawn too.

生成规则。

The bounds come from the values that the subjects hold, one under and one
over, so that comparisons tie.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from pa_registry.columns import Kind
from pa_registry.conditions import (
    Condition,
    Ordered,
    all_of,
    any_of,
    at_least,
    none_of,
    parameter,
    refer_to,
    term,
    tree,
)
from pa_registry.model.forms import FORMS
from pa_registry.testing.expressions import Expressions


__all__ = [
    "conditions",
    "parameters",
    "references",
    "unbound_conditions",
]

_LISTED = (Kind.CODE, Kind.CODES, Kind.FLAG, Kind.TEXT)
#: What is drawn of a leaf, the commoner the oftener.
_LEAVES = ("ordered", "ordered", "listed", "listed", "ratio", "settled")
#: What is drawn above the leaves.
_ABOVE = (
    "all",
    "any",
    "none",
    "and",
    "or",
    "not",
    "at least",
    "unless",
    "labelled",
)
_OF_ROWS = ("any", "all", "at least", "count", "count", "count")
_MOST_PARTS = 3


def conditions(
    *,
    form: str = "household",
    depth: int = 2,
    checks: bool = True,
    dated: bool = True,
) -> SearchStrategy[Condition[Any]]:
    """
    Draw rules over a form.

    规则。

    Every node of the language is drawn, but for parameters and references;
    see `unbound_conditions`.

    Args:
        form: The name that rules use, such as ``household`` or ``person``.
        depth: How many levels stand above the leaves at most.

        checks:
            Whether ``is_missing`` is drawn, which a policy must not hold.

        dated: Whether rules may read the fact day.

    Examples:
        >>> from hypothesis import find
        >>> rule = find(conditions(depth=0), lambda one: bool(one.reads()))
        >>> any(name.startswith("household.") for name in rule.reads())
        True
    """

    @st.composite
    def drawn(draw: DrawFn) -> Condition[Any]:
        rules = _Rules(draw, form=form, checks=checks, dated=dated)
        return rules.rule(depth)

    return drawn()


def parameters() -> SearchStrategy[Ordered[Any, Any]]:
    """
    Draw numbers that a standard will give: money, persons, a bare number.

    参数。
    """
    return st.sampled_from(
        (
            parameter("line"),
            parameter("size", "person"),
            parameter("least", "", kind=Kind.NUMBER),
        )
    )


def references() -> SearchStrategy[Condition[Any]]:
    """
    Draw rules that are named and not given.

    规则引用。
    """
    return st.sampled_from((refer_to("owner"), refer_to("poor")))


def unbound_conditions(*, depth: int = 1) -> SearchStrategy[Condition[Any]]:
    """
    Draw rules about households with a parameter or a reference in them.

    含未赋值参数的规则。

    Args:
        depth: How many levels stand above the leaves at most.
    """
    inner = references() | parameters().flatmap(_asked_of_household)
    for _ in range(depth):
        inner |= st.builds(_around, inner, conditions(depth=1)).flatmap(
            st.sampled_from
        )
    return inner


def _asked_of_household(
    bound: Ordered[Any, Any],
) -> SearchStrategy[Condition[Any]]:
    household = FORMS["household"]
    is_money = bound.node.kind is Kind.MONEY
    field = term(household, "net_income" if is_money else "size")
    found = [field < bound, ~(bound < field)]
    if is_money:
        price = term(FORMS["vehicle"], "price")
        found += [
            field.per(term(household, "size")) >= bound,
            term(household, "vehicles").any(price > bound),
        ]
    return st.sampled_from(found)


def _around(
    found: Condition[Any], other: Condition[Any]
) -> list[Condition[Any]]:
    return [
        ~found,
        found & other,
        other | found,
        other.unless(found),
        at_least(1, other, found),
        found.labelled("drawn"),
    ]


class _Rules(Expressions):
    """Draws rules about one form."""

    def __init__(
        self, draw: DrawFn, *, form: str, checks: bool, dated: bool
    ) -> None:
        super().__init__(draw, form=form, dated=dated)
        self.checks = checks

    def rule(self, depth: int) -> Condition[Any]:
        """Draw a rule of at most so many levels above its leaves."""
        choices: list[Callable[[int], Condition[Any]]] = [self.leaf]
        if depth:
            choices = [self.leaf, self.leaf, *[self.above] * 9]
            if self.form.relations:
                choices += [self.of_rows] * 7
        return self.one_of(choices)(depth - 1)

    def leaf(self, _depth: int) -> Condition[Any]:
        """Draw a rule without rules below it."""
        how = self.one_of(_LEAVES)
        if how == "settled":
            return tree.Always(truth=self.one_of((True, False)))
        if how == "listed":
            return self.listed()
        has_base = any(self.fields(Kind.NUMBER))
        return self.ratio() if how == "ratio" and has_base else self.ordered()

    def ordered(self) -> Condition[Any]:
        """Compare two values, or a value with a bound."""
        kind = self.one_of(self.kinds())
        left = self.value(kind)
        how = self.one_of(("missing", "among", "value", *["bound"] * 3))
        if how == "missing" and self.checks:
            return _condition(left.is_missing())
        if how == "among":
            both = left.among(self.bound(left), self.bound(left))
            return _condition(both)
        right = self.value(kind) if how == "value" else self.bound(left)
        return self.compared(left, right)

    def listed(self) -> Condition[Any]:
        """Ask for a code, a tick, a yes, or a text."""
        kinds = [kind for kind in _LISTED if any(self.fields(kind))]
        kind = self.one_of(kinds)
        key = self.one_of(self.fields(kind))
        found: Any = term(self.form, key)
        if self.checks and self.one_of(range(6)) == 0:
            return _condition(found.is_missing())
        if kind is Kind.FLAG:
            return _condition(found)
        column = self.form.column(key)
        if kind is Kind.CODES:
            listed: Any = column.type
            return _condition(found.contains(self.one_of([*listed])))
        held = self.held(column)
        if self.one_of((True, False)):
            return _condition(found.equals(self.one_of(held)))
        return _condition(found.among(self.one_of(held), self.one_of(held)))

    def ratio(self) -> Condition[Any]:
        """Compare a ratio with a bound."""
        kinds = [kind for kind in self.kinds() if kind is not Kind.DAY]
        above = self.value(self.one_of(kinds))
        return self.compared(above.per(self.base()), self.bound(above))

    def above(self, depth: int) -> Condition[Any]:
        """Draw what stands above rules."""
        how = self.one_of(_ABOVE)
        first, second = self.rule(depth), self.rule(depth)
        if how in _BUILT:
            return _BUILT[how](first, second)
        rest = [self.rule(depth) for _ in range(self.one_of((0, 1)))]
        parts = (first, second, *rest)
        if how == "at least":
            return at_least(self.one_of(range(1, len(parts) + 1)), *parts)
        return {"all": all_of, "any": any_of, "none": none_of}[how](*parts)

    # Relations

    def of_rows(self, depth: int) -> Condition[Any]:
        """Ask for the rows of a relation."""
        relation = self.relation()
        rows = _Rules(
            self.draw,
            form=relation.rows.spec.row.name,
            checks=self.checks,
            dated=self.dated,
        )
        rule = rows.rule(depth)
        how = self.one_of(_OF_ROWS)
        if how == "at least":
            return relation.at_least(self.one_of((1, 2)), rule)
        if how == "count":
            return self.counted(relation.count(rule))
        found: Condition[Any] = getattr(relation, how)(rule)
        return found

    def counted(self, count: Any) -> Condition[Any]:
        """Compare a count with a number or a count, or a ratio with it."""
        how = self.one_of(("ratio", "count", "value", "bound", "bound"))
        if how == "ratio":
            above = self.value(Kind.NUMBER).per(self.base())
            return self.compared(above, count)
        if how == "count":
            other = self.relation().count(tree.Always(truth=True))
            return self.compared(count, other)
        if how == "value":
            return self.compared(count, self.value(Kind.NUMBER))
        return self.compared(count, self.one_of(range(_MOST_PARTS + 1)))


def _condition(found: Any) -> Condition[Any]:
    """Say that what a drawn term gives is a rule; its name decided."""
    rule: Condition[Any] = found
    return rule


_BUILT: dict[str, Callable[[Any, Any], Condition[Any]]] = {
    "and": lambda first, second: first & second,
    "or": lambda first, second: first | second,
    "not": lambda first, _: ~first,
    "unless": lambda first, second: first.unless(second),
    "labelled": lambda first, _: first.labelled(
        "drawn", zh="有此情形", en="such a case"
    ),
}
