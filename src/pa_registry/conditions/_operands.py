"""
Write the values and tests of a rule as Python expressions.

An operand is *guards* (texts that are true where it is missing, tried in
order) and an expression that may be used once none of them is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pa_registry.conditions import tree
from pa_registry.conditions.tree import Value
from pa_registry.errors import UnboundError


if TYPE_CHECKING:
    from pa_registry.conditions._writing import Writer


__all__ = [
    "OPERANDS",
    "TESTS",
    "UNSET",
]

#: A place for a value that has not been computed yet.
UNSET = "..."


def _field(w: Writer, node: tree.Field, s: str) -> tuple[list[str], str]:
    got = w.name()
    read = (
        f"field_of({s}, {node.key!r})"
        if "." in node.key
        else f"{s}.{node.key}"
    )
    return [f"({got} := {read}) is None"], got


def _derived(w: Writer, node: tree.Derived, s: str) -> tuple[list[str], str]:
    if s != "s":
        return w.operand(node.definition, s)
    memo = w.memo.get(node.key)
    if memo is None:
        memo = w.memo[node.key] = f"m_{node.key}"
    w.put(f"if {memo} is {UNSET}:")
    w.depth += 1
    guards, text = w.operand(node.definition, s)
    missing = " or ".join(guards)
    w.put(
        f"{memo} = None if {missing} else {text}"
        if guards
        else f"{memo} = {text}"
    )
    w.depth -= 1
    return [f"{memo} is None"], memo


def _constant(
    w: Writer, node: tree.Constant, _s: str
) -> tuple[list[str], str]:
    return [], w.constant(node.value)


def _parameter(w: Writer, node: tree.Parameter, _s: str) -> Any:
    raise UnboundError(kind="parameter", name=node.name)


def _by_place(w: Writer, node: tree.ByPlace, s: str) -> tuple[list[str], str]:
    guards, place = w.operand(node.place, s)
    table = tuple((p, int(v)) for p, v in node.table)
    rest = None if node.otherwise is None else int(node.otherwise)
    got = w.name()
    call = f"longest_prefix({table!r}, {rest!r}, {place})"
    return [*guards, f"({got} := {call}) is None"], got


def _by_year(w: Writer, node: tree.ByYear, s: str) -> tuple[list[str], str]:
    guards, year = w.operand(node.year, s)
    if len(node.years) == 1:
        more, text = w.operand(node.values[0], s)
        return [*guards, f"{year} != {node.years[0]}", *more], text
    missing = f"{' or '.join(guards)}" or "False"
    got = w.name()
    w.put(f"{got} = None")
    w.put(f"if not ({missing}):")
    w.depth += 1
    for known, held in zip(node.years, node.values, strict=True):
        w.put(f"if {year} == {known}:")
        w.depth += 1
        more, text = w.operand(held, s)
        blank = " or ".join(more) or "False"
        w.put(f"{got} = None if {blank} else {text}")
        w.depth -= 1
    w.depth -= 1
    return [f"{got} is None"], got


def _fact_day(w: Writer, node: tree.FactDay, _s: str) -> tuple[list[str], str]:
    if not node.years_before:
        return [], w.day
    name = f"{w.day}_{node.years_before}"
    w.days[name] = f"years_before({w.day}, {node.years_before})"
    return [], name


def _age(w: Writer, node: tree.Age, s: str) -> tuple[list[str], str]:
    guards, born = w.operand(node.born, s)
    year, month_day = f"{w.day}_year", f"{w.day}_in_year"
    w.days[year] = f"{w.day}.year"
    w.days[month_day] = f"({w.day}.month, {w.day}.day)"
    before = f"({month_day} < ({born}.month, {born}.day))"
    return guards, f"({year} - {born}.year - {before})"


def _arithmetic(
    w: Writer, node: tree.Arithmetic, s: str
) -> tuple[list[str], str]:
    left, a = w.operand(node.left, s)
    right, b = w.operand(node.right, s)
    return left + right, f"({a} {node.sign} {b})"


def _sum(w: Writer, node: tree.Sum, s: str) -> tuple[list[str], str]:
    total = w.name("n")
    spec = node.rows.spec
    w.put(f"{total} = 0")
    row, truth = w.open_rows(node.rows, s)
    stop = [f"{total} = None", "break"]
    if spec.presence is not None or spec.via is not None:
        w.block(f"if {truth} is None:", stop)
    if node.value is None:
        w.put(f"{total} += 1")
    else:
        guards, text = w.operand(node.value, row)
        if guards:
            w.block(f"if {' or '.join(guards)}:", stop)
        w.put(f"{total} += {text}")
    w.close_rows()
    lacking = w.lacking(node.rows, s)
    if lacking:
        w.block(f"if {lacking}:", [f"{total} = None"])
    return [f"{total} is None"], total


def _holds(w: Writer, node: tree.Holds[Any], s: str) -> tuple[list[str], str]:
    return w.operand(node.field, s)


def _compare(
    w: Writer, node: tree.Compare[Any], s: str
) -> tuple[list[str], str]:
    if isinstance(node.right, tree.Tally) or isinstance(node.left, tree.Tally):
        return _compare_counts(w, node, s)
    if isinstance(node.left, tree.Quotient):
        guards, a = w.operand(node.left.numerator, s)
        more, base = w.operand(node.left.base, s)
        rest, b = w.operand(node.right, s)
        guards += [*more, *rest, f"{base} <= 0"]
        return guards, f"({a} {node.operator} {b} * {base})"
    guards, a = w.operand(node.left, s)
    rest, b = w.operand(node.right, s)
    return guards + rest, f"({a} {node.operator} {b})"


def _compare_counts(
    w: Writer, node: tree.Compare[Any], s: str
) -> tuple[list[str], str]:
    guards: list[str] = []
    left = node.left
    times = ""
    if isinstance(left, tree.Quotient):
        guards, a = w.operand(left.numerator, s)
        more, times = w.operand(left.base, s)
        guards += [*more, f"{times} <= 0"]
        low = f"({a}, {a})"
    else:
        low = _interval(w, left, s, guards)
    high = _interval(w, node.right, s, guards, times)
    got = w.name()
    call = f"in_order({node.operator!r}, {low}, {high})"
    return [*guards, f"({got} := {call}) is None"], got


def _interval(
    w: Writer, node: Value, s: str, guards: list[str], times: str = ""
) -> str:
    by = f" * {times}" if times else ""
    if isinstance(node, tree.Tally):
        low, high = w.bounds(node.rows, node.rule, s)
        top = f"None if {high} is None else {high}{by}" if by else high
        return f"({low}{by}, {top})"
    more, text = w.operand(node, s)
    guards += more
    return f"({text}{by}, {text}{by})"


def _among(w: Writer, node: tree.Among[Any], s: str) -> tuple[list[str], str]:
    guards, text = w.operand(node.value, s)
    options = w.constant(frozenset(node.options))
    return guards, f"({text} in {options})"


def _contains(
    w: Writer, node: tree.Contains[Any], s: str
) -> tuple[list[str], str]:
    guards, text = w.operand(node.field, s)
    return guards, f"({w.constant(node.option)} in {text})"


def _is_missing(
    w: Writer, node: tree.IsMissing[Any], s: str
) -> tuple[list[str], str]:
    guards, _ = w.operand(node.value, s)
    return [], f"({' or '.join(guards) or 'False'})"


def _reference(w: Writer, node: tree.Reference[Any], _s: str) -> Any:
    raise UnboundError(kind="reference", name=node.name)


OPERANDS: dict[type, Callable[..., tuple[list[str], str]]] = {
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
TESTS: dict[type, Callable[..., tuple[list[str], str]]] = {
    tree.Holds: _holds,
    tree.Compare: _compare,
    tree.Among: _among,
    tree.Contains: _contains,
    tree.IsMissing: _is_missing,
    tree.Reference: _reference,
}
