"""
Declare a list of rows inside a form, such as the members of a household.

表单中的明细行。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

import attrs

from pa_registry.errors import InvalidValueError


__all__ = ["holds", "merged", "rows"]

_T = TypeVar("_T")


def rows(of: type, *, default: tuple[()] | None = ()) -> Any:
    """
    Declare a tuple of forms as a field of an attrs class.

    声明明细行。

    Args:
        of: The form of one row.
        default: Empty, or `None` where blank means *not recorded*.

    Returns:
        What `attrs.field` returns; typed ``Any``, as that is.

    Examples:
        >>> from pa_registry.model.households import Household
        >>> Household(number="1", members=["somebody"])
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: Household.members: a list ...
    """

    def check(
        instance: object, attribute: attrs.Attribute[Any], value: object
    ) -> None:
        if value is None and default is None:
            return
        if not holds(value, of):
            raise InvalidValueError(
                what=f"a {type(value).__name__} is no tuple of {of.__name__}",
                where=f"{type(instance).__name__}.{attribute.name}",
                remedy=f"Give a tuple of {of.__name__}.",
            )

    return attrs.field(default=default, repr=False, validator=check)


def merged(
    old: Iterable[_T], new: Iterable[_T], key: Callable[[_T], str]
) -> tuple[_T, ...]:
    """
    Put rows among others: the same key is replaced, a new one appended.

    合并明细行。

    Of old rows with the same key only the first is replaced; the others
    are a fault for a check to find, and stay.

    Examples:
        >>> merged(["ab", "cd", "ce"], ["cx", "ef"], lambda row: row[0])
        ('ab', 'cx', 'ce', 'ef')
    """
    waiting = {key(row): row for row in new}
    kept = [waiting.pop(key(row), row) for row in old]
    return (*kept, *waiting.values())


def holds(value: object, of: type) -> bool:
    """Say whether *value* is a tuple of forms of this type."""
    if not isinstance(value, tuple):
        return False
    listed = cast("tuple[object, ...]", value)
    return all(isinstance(one, of) for one in listed)
