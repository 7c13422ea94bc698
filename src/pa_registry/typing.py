"""
Protocols that users implement.

供使用者实现的协议。
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar


if TYPE_CHECKING:
    from pa_registry.conditions import tree


__all__ = ["Algebra"]

A = TypeVar("A")


class Algebra(Protocol[A]):
    """
    What to compute from each node of a rule, leaf to root.

    规则树的代数。

    `Condition.fold` walks the tree once and calls the method of each node
    with the node and what its parts came to.  The text, the JSON, the
    descriptions and the columns of a rule are such algebras; write your
    own to bring the rules to another engine.
    """

    def field(self, node: tree.Field) -> A:
        """A stored field."""
        ...

    def derived(self, node: tree.Derived, definition: A) -> A:
        """A computed value, and what its definition came to."""
        ...

    def constant(self, node: tree.Constant) -> A:
        """A fixed value."""
        ...

    def parameter(self, node: tree.Parameter) -> A:
        """A number that the standards will give."""
        ...

    def by_place(self, node: tree.ByPlace, place: A) -> A:
        """A number that differs by place."""
        ...

    def by_year(self, node: tree.ByYear, year: A, values: Sequence[A]) -> A:
        """A number that holds for one year."""
        ...

    def fact_day(self, node: tree.FactDay) -> A:
        """The fact day, or so many years before it."""
        ...

    def age(self, node: tree.Age, born: A) -> A:
        """Completed years on the fact day."""
        ...

    def arithmetic(self, node: tree.Arithmetic, left: A, right: A) -> A:
        """A sum, difference or product."""
        ...

    def sum(self, node: tree.Sum, value: A | None) -> A:
        """The sum over the rows, or their number."""
        ...

    def tally(self, node: tree.Tally, rule: A) -> A:
        """How many rows meet a rule."""
        ...

    def quotient(self, node: tree.Quotient, numerator: A, base: A) -> A:
        """A ratio."""
        ...

    def always(self, node: tree.Always[Any]) -> A:
        """A settled truth."""
        ...

    def holds(self, node: tree.Holds[Any], field: A) -> A:
        """A yes-or-no field."""
        ...

    def compare(self, node: tree.Compare[Any], left: A, right: A) -> A:
        """A comparison."""
        ...

    def among(self, node: tree.Among[Any], value: A) -> A:
        """A value in a list."""
        ...

    def contains(self, node: tree.Contains[Any], field: A) -> A:
        """A ticked value of a multi-select field."""
        ...

    def is_missing(self, node: tree.IsMissing[Any], value: A) -> A:
        """A blank."""
        ...

    def all_of(self, node: tree.AllOf[Any], parts: Sequence[A]) -> A:
        """Every part."""
        ...

    def any_of(self, node: tree.AnyOf[Any], parts: Sequence[A]) -> A:
        """Some part."""
        ...

    def negation(self, node: tree.Not[Any], part: A) -> A:
        """Not the part."""
        ...

    def at_least(self, node: tree.AtLeast[Any], parts: Sequence[A]) -> A:
        """So many parts."""
        ...

    def unless(self, node: tree.Unless[Any], rule: A, exception: A) -> A:
        """A rule and its exception."""
        ...

    def exists(self, node: tree.Exists[Any], rule: A) -> A:
        """Some row."""
        ...

    def every(self, node: tree.Every[Any], rule: A) -> A:
        """Every row."""
        ...

    def several(self, node: tree.Several[Any], rule: A) -> A:
        """So many rows."""
        ...

    def labelled(self, node: tree.Labelled[Any], part: A) -> A:
        """A rule with a name."""
        ...

    def reference(self, node: tree.Reference[Any]) -> A:
        """A rule given elsewhere."""
        ...
