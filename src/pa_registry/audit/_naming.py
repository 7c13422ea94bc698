"""
Whom to visit, by name, as a field team needs it.

入户人员姓名。

A name leads to the door.  A number of identity does not, and is on no list.
"""

from __future__ import annotations

from collections.abc import Iterable

from pa_registry.masking import masked
from pa_registry.model.households import Household
from pa_registry.model.persons import Person, Relative


__all__ = ["head_named", "named"]


def head_named(home: Household | None, *, zh: bool) -> str:
    """Name the head of a household; empty where nobody recorded one."""
    head = None if home is None else home.head
    name = "" if head is None or head.name is None else masked(head.name)
    if not name:
        return ""
    return f"户主{name}" if zh else f"head {name}"


def named(home: Household | None, persons: Iterable[str]) -> tuple[str, ...]:
    """Name persons of a household, as far as names are recorded."""
    if home is None:
        return ()
    people: list[Person | Relative] = [*home.members]
    people += home.relatives or ()
    names = {one.number: one.name for one in people if one.name is not None}
    return tuple(masked(names[one]) for one in persons if one in names)
