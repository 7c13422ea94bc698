"""
Put conditions together.

条件组合。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pa_registry.conditions import tree
from pa_registry.conditions.terms import positive
from pa_registry.conditions.tree import Condition, as_condition
from pa_registry.conditions.values import same_form
from pa_registry.errors import InvalidConditionError


__all__ = [
    "all_of",
    "any_of",
    "at_least",
    "none_of",
    "refer_to",
]

S = TypeVar("S")


def all_of(*parts: Condition[S]) -> Condition[S]:
    """
    Meet where every part is met.

    全部成立。

    Raises:
        InvalidConditionError: If no part is given, since nothing would be
            asked.

    Examples:
        >>> all_of()
        Traceback (most recent call last):
        pa_registry.errors.InvalidConditionError: all_of() asks nothing. ...
    """
    return tree.AllOf(parts=_parts("all_of", parts))


def any_of(*parts: Condition[S]) -> Condition[S]:
    """
    Meet where some part is met.

    至少一项成立。
    """
    return tree.AnyOf(parts=_parts("any_of", parts))


def none_of(*parts: Condition[S]) -> Condition[S]:
    """
    Meet where no part is met.

    均不成立。
    """
    return tree.Not(tree.AnyOf(parts=_parts("none_of", parts)))


def at_least(least: int, *parts: Condition[S]) -> Condition[S]:
    """
    Meet where so many of the parts are met.

    至少若干项成立。

    Raises:
        InvalidConditionError: If there are fewer parts than that.
    """
    if positive(least) > len(parts):
        raise InvalidConditionError(
            what=f"at_least({least}, …) has {len(parts)} parts only.",
            remedy=f"Give {least} parts or more.",
        )
    return tree.AtLeast(least=least, parts=_parts("at_least", parts))


def _parts(
    name: str, parts: Iterable[Condition[S]]
) -> tuple[Condition[S], ...]:
    found = tuple(as_condition(part) for part in parts)
    if not found:
        raise InvalidConditionError(
            what=f"{name}() asks nothing.", remedy="Give it a condition."
        )
    same_form(*found)
    return found


def refer_to(name: str) -> Condition[Any]:
    """
    Name a rule that `Condition.resolve` will put in.

    引用规则。
    """
    return tree.Reference(name)
