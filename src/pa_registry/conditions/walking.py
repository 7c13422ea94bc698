"""
Walk a rule: fold it, list what it reads, put values in.

遍历规则树。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from pa_registry.conditions import tree
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.tree import Condition, Value
from pa_registry.conditions.values import same_form


if TYPE_CHECKING:
    from pa_registry.typing import Algebra


__all__ = [
    "Node",
    "bind",
    "fold",
    "iter_nodes",
    "iter_own_fields",
    "parts_of",
    "reads",
    "resolve",
    "rewrite",
]

A = TypeVar("A")
S = TypeVar("S")
Node = Condition[Any] | Value

#: The method of an algebra for each node, and the attributes of its parts.
_NODES: dict[type, tuple[str, tuple[str, ...]]] = {
    tree.Field: ("field", ()),
    tree.Derived: ("derived", ("definition",)),
    tree.Constant: ("constant", ()),
    tree.Parameter: ("parameter", ()),
    tree.ByPlace: ("by_place", ("place",)),
    tree.ByYear: ("by_year", ("year", "values")),
    tree.FactDay: ("fact_day", ()),
    tree.Age: ("age", ("born",)),
    tree.Arithmetic: ("arithmetic", ("left", "right")),
    tree.Sum: ("sum", ("value",)),
    tree.Tally: ("tally", ("rule",)),
    tree.Quotient: ("quotient", ("numerator", "base")),
    tree.Always: ("always", ()),
    tree.Holds: ("holds", ("field",)),
    tree.Compare: ("compare", ("left", "right")),
    tree.Among: ("among", ("value",)),
    tree.Contains: ("contains", ("field",)),
    tree.IsMissing: ("is_missing", ("value",)),
    tree.AllOf: ("all_of", ("parts",)),
    tree.AnyOf: ("any_of", ("parts",)),
    tree.Not: ("negation", ("part",)),
    tree.AtLeast: ("at_least", ("parts",)),
    tree.Unless: ("unless", ("rule", "exception")),
    tree.Exists: ("exists", ("rule",)),
    tree.Every: ("every", ("rule",)),
    tree.Several: ("several", ("rule",)),
    tree.Labelled: ("labelled", ("part",)),
    tree.Reference: ("reference", ()),
}


def fold(node: Node, algebra: Algebra[A]) -> A:
    """
    Compute something from a rule, leaf to root.

    Args:
        node: The rule or value.
        algebra: What to compute at each node.
    """
    method, names = _NODES[type(node)]
    parts = [_fold_part(getattr(node, name), algebra) for name in names]
    folded: A = getattr(algebra, method)(node, *parts)
    return folded


def _fold_part(part: Any, algebra: Algebra[A]) -> Any:
    if part is None:
        return None
    if isinstance(part, tuple):
        listed = cast("tuple[Node, ...]", part)
        return tuple(fold(one, algebra) for one in listed)
    return fold(part, algebra)


def parts_of(node: Node) -> tuple[Node, ...]:
    """
    Give the parts of a node that are nodes themselves, in order.

    节点的下级节点。
    """
    found: list[Node] = []
    for name in _NODES[type(node)][1]:
        part: Any = getattr(node, name)
        if isinstance(part, tuple):
            found += cast("tuple[Node, ...]", part)
        elif part is not None:
            found.append(part)
    return tuple(found)


def iter_nodes(node: Node) -> Iterator[Node]:
    """
    Yield a rule and all its parts, outermost first.

    依次给出各节点。
    """
    yield node
    for part in parts_of(node):
        yield from iter_nodes(part)


def iter_own_fields(
    node: Node,
) -> Iterator[tree.Field | tree.Derived | tree.Rows]:
    """
    Yield the fields and relations of the form that the rule is about.

    What stands inside a quantifier is about the rows and is left out.
    """
    if isinstance(node, (tree.Field, tree.Derived)):
        yield node
        return
    rows = getattr(node, "rows", None)
    if isinstance(rows, tree.Rows):
        yield rows
        return
    for part in parts_of(node):
        yield from iter_own_fields(part)


def reads(node: Node) -> frozenset[str]:
    """
    List the fields and relations that a rule reads.

    Computed values are listed by their own name and by what they read.
    """
    names: set[str] = set()
    for one in iter_nodes(node):
        if isinstance(one, (tree.Field, tree.Derived)):
            names.add(f"{one.form}.{one.key}")
        rows = getattr(one, "rows", None)
        if isinstance(rows, tree.Rows):
            names |= _reads_of(rows.form, rows.spec)
    return frozenset(names)


def _reads_of(form: str, spec: RelationSpec) -> frozenset[str]:
    """List what decides which rows of a relation count."""
    names = {f"{form}.{spec.key}"}
    if spec.presence is not None:
        names |= reads(spec.presence)
    if spec.via is not None:
        # Who holds a row, and whether the holder counts.
        names |= {f"{spec.row.name}.holder", f"{spec.via.row.name}.number"}
        names |= _reads_of(form, spec.via)
    return frozenset(names)


def rewrite(node: Any, change: Callable[[Node], Node]) -> Any:
    """Build the tree anew with *change* applied to each node, leaf first."""
    new: dict[str, Any] = {}
    for name in _NODES[type(node)][1]:
        old = getattr(node, name)
        if isinstance(old, tuple):
            listed = cast("tuple[Node, ...]", old)
            got: Any = tuple(rewrite(one, change) for one in listed)
            same = all(a is b for a, b in zip(listed, got, strict=True))
        else:
            got = None if old is None else rewrite(old, change)
            same = got is old
        if not same:
            new[name] = got
    return change(_evolved(node, new) if new else node)


#: What a comparison becomes when its sides change places.
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def _evolved(node: Node, new: dict[str, Any]) -> Node:
    """Put new parts in; a constant goes to the right, two become one."""
    left: Any = new.get("left", getattr(node, "left", None))
    right: Any = new.get("right", getattr(node, "right", None))
    if isinstance(left, tree.Constant):
        if isinstance(node, tree.Compare):
            operator: Any = _MIRRORED[node.operator]
            return tree.Compare[Any](operator=operator, left=right, right=left)
        if isinstance(right, tree.Constant):
            return _reckoned(getattr(node, "sign", "+"), left, right)
    evolved: Node = attrs.evolve(cast("Any", node), **new)
    return evolved


def _reckoned(
    sign: str, left: tree.Constant, right: tree.Constant
) -> tree.Constant:
    a: Any = left.value
    b: Any = right.value
    return tree.Constant(
        a * b if sign == "*" else a + b if sign == "+" else a - b
    )


def bind(rule: Condition[S], values: Mapping[str, Value]) -> Condition[S]:
    """Put values in place of parameters."""

    def change(node: Node) -> Node:
        if isinstance(node, tree.Parameter):
            return values.get(node.name, node)
        return node

    bound: Condition[S] = rewrite(rule, change)
    return bound


def resolve(
    rule: Condition[S], rules: Mapping[str, Condition[S]]
) -> Condition[S]:
    """Put rules in place of the references that name them."""

    def change(node: Node) -> Node:
        if isinstance(node, tree.Reference):
            return rules.get(node.name, node)
        return node

    resolved: Condition[S] = rewrite(rule, change)
    same_form(resolved)
    return resolved
