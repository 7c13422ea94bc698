"""
The numbers that the text of a rule compares with.

规则中的数。

Every one of them must be named as a threshold with a source, so they are
found by reading the text, which is parsed and never evaluated.
"""

from __future__ import annotations

import ast
import datetime as dt

from collections.abc import Iterator

from pa_registry.conditions.scanning import check_text
from pa_registry.errors import InvalidTextError
from pa_registry.money import yuan
from pa_registry.standards.units import Value


__all__ = ["numbers_in"]

_LONGEST = 4_000
_FUNCTIONS = frozenset({"yuan", "date"})


def numbers_in(rule: str) -> tuple[Value, ...]:
    """
    Find the numbers in the text of a rule, in order.

    Args:
        rule: The text, such as ``vehicle.price >= yuan(30000)``.

    Returns:
        Amounts as `Fen`, days as dates, everything else as `int`.

    Raises:
        InvalidTextError: If the text is no expression, or holds a float.

    Examples:
        >>> numbers_in("vehicle.price >= yuan(30000)")
        (yuan('30000'),)
        >>> numbers_in("farm.sown < date(2014, 1, 1)")
        (datetime.date(2014, 1, 1),)
        >>> numbers_in("urban_house.acquired >= years_ago(2)")
        (2,)
    """
    tree = _parse(rule)
    try:
        return tuple(_numbers(tree))
    except RecursionError:
        # Some parsers go deeper than a walk can follow.
        raise InvalidTextError(
            what="the rule is nested too deep.",
            remedy="Split it into clauses.",
        ) from None


def _parse(rule: str) -> ast.expr:
    if len(rule) > _LONGEST:
        raise InvalidTextError(
            what=f"the rule is longer than {_LONGEST} characters.",
            remedy="Split it into clauses.",
        )
    check_text(rule)
    try:
        return ast.parse(rule.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InvalidTextError(
            what="this is no expression.",
            where=f"column {getattr(error, 'offset', None) or 1}",
            remedy="Write for example vehicle.price >= yuan(30000).",
        ) from None


def _numbers(node: ast.AST) -> Iterator[Value]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in _FUNCTIONS:
            yield _called(node.func.id, node.args)
            return
    elif isinstance(node, ast.Constant):
        yield from _constant(node.value)
    for child in ast.iter_child_nodes(node):
        yield from _numbers(child)


def _constant(value: object) -> Iterator[Value]:
    if isinstance(value, float | complex):
        raise InvalidTextError(
            what="the rule holds a number with a decimal point.",
            remedy='Write money as yuan("0.50"), and whole numbers elsewhere.',
        )
    if isinstance(value, int) and not isinstance(value, bool):
        yield value


def _called(name: str, arguments: list[ast.expr]) -> Value:
    try:
        values = [ast.literal_eval(argument) for argument in arguments]
        return yuan(*values) if name == "yuan" else dt.date(*values)
    except (ArithmeticError, MemoryError, TypeError, ValueError):
        raise InvalidTextError(
            what=f"{name}(…) does not hold what it should.",
            remedy="Write yuan(30000), or date(2014, 1, 1).",
        ) from None
