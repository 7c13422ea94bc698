"""
Where a blank is a statement, and what hangs on it.

空白有含义的字段。

Most blanks say nothing.  A few say something: no day of leaving means that
a person is still a member, no holder means the household itself.  What was
filled in and cannot be read says nothing of the kind: what hangs on it is
then not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pa_registry.columns import Column, columns
from pa_registry.model.acts import Waiver
from pa_registry.model.persons import Person
from pa_registry.model.records import Record
from pa_registry.model.support import Measure


__all__ = ["Doubt", "doubt_of", "stated"]

#: No holder is the household itself; no end is none so far.
_STATED_OF_RECORDS = ("holder", "disposed", "until")
#: Without any of these nobody knows whether a record holds on a day.
_BEGINNINGS = ("acquired", "since", "day", "seen_on")


class Doubt(NamedTuple):
    """
    What is not known of a row if some of its cells cannot be read.

    存疑处理。

    Attributes:
        cells: The fields whose blank is a statement.
        unknown: The fields that are then not known, unless they are *no*.
    """

    cells: tuple[str, ...]
    unknown: tuple[str, ...]


#: On a form, no beginning means *from the start*, which is a statement.
_DOUBTS: Mapping[type, Doubt] = MappingProxyType(
    {
        Person: Doubt(
            ("joined", "left"), ("usual_resident", "registered_here")
        ),
        Waiver: Doubt(("since", "expires"), ("granted",)),
        Measure: Doubt(("since", "until"), ("kind", "what", "amount")),
    }
)


def stated(form: type) -> tuple[str, ...]:
    """
    List the fields of a record whose blank says something.

    Examples:
        >>> from pa_registry.model.records import Vehicle
        >>> stated(Vehicle), stated(Person)
        (('holder', 'disposed'), ())
    """
    return _stated_of(columns(form))


def _stated_of(known: Mapping[str, Column]) -> tuple[str, ...]:
    return tuple(one for one in _STATED_OF_RECORDS if one in known)


def doubt_of(form: type) -> Doubt | None:
    """
    Say what hangs on the cells of a form whose blank is a statement.

    存疑字段。

    Of a record whose holder or end cannot be read, its beginning is no
    longer taken as known, so that it may hold or not.

    Examples:
        >>> doubt_of(Person).unknown
        ('usual_resident', 'registered_here')
        >>> from pa_registry.model.records import Vehicle
        >>> doubt_of(Vehicle).unknown
        ('acquired', 'seen_on')
    """
    known, found = columns(form), _DOUBTS.get(form)
    if issubclass(form, Record):
        begins = tuple(one for one in _BEGINNINGS if one in known)
        return Doubt(_stated_of(known), begins)
    return found
