"""
Where a blank is a statement, and what an unreadable cell leaves open.

空白有含义的字段：无法识别时不得当作空白。

Most blanks say nothing.  A few say something: no day of leaving means that
a person is still a member, no holder means the household itself.  Text that
cannot be read says nothing of the kind.  A record of a department is then
refused; a member and a waiver stay, and what hangs on the cell is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pa_registry.columns import columns
from pa_registry.exchange.faults import fault, names
from pa_registry.exchange.sheets import Row
from pa_registry.exchange.tables import Table
from pa_registry.model.acts import Waiver
from pa_registry.model.persons import Person
from pa_registry.problems import Problem


__all__ = ["Doubt", "doubtful", "iter_doubts", "stated"]

#: No holder is the household itself; no end is none so far.
_STATED_OF_RECORDS = ("holder", "disposed", "until")


class Doubt(NamedTuple):
    """
    What is not known of a row if some of its cells cannot be read.

    存疑处理。

    Attributes:
        cells: The fields whose blank is a statement.
        unknown: The fields that are then not known, unless they are *no*.
        code: The code of the problem.
    """

    cells: tuple[str, ...]
    unknown: tuple[str, ...]
    code: str


#: On a form, no beginning means *from the start*, which is a statement.
_DOUBTS: Mapping[type, Doubt] = MappingProxyType(
    {
        Person: Doubt(
            ("joined", "left"),
            ("usual_resident", "registered_here"),
            "person.presence-unknown",
        ),
        Waiver: Doubt(("since", "expires"), ("granted",), "waiver.unclear"),
    }
)


def stated(form: type) -> tuple[str, ...]:
    """
    List the fields that must be blank or readable, or the row is refused.

    Examples:
        >>> from pa_registry.model.records import Vehicle
        >>> stated(Vehicle), stated(Person)
        (('holder', 'disposed'), ())
    """
    known = columns(form)
    return tuple(one for one in _STATED_OF_RECORDS if one in known)


def doubtful(form: type, row: Row) -> tuple[str, ...]:
    """
    List the fields of a row that are not known, whatever they hold.

    A *no* stays: who does not live at home is not counted, whenever he may
    have left, and a refusal waives nothing.
    """
    doubt = _DOUBTS.get(form)
    if doubt is None or not row.unread.intersection(doubt.cells):
        return ()
    return tuple(
        key for key in doubt.unknown if row.values.get(key) is not False
    )


def iter_doubts(
    form: type, table: Table, rows: Iterable[Row]
) -> Iterator[Problem]:
    """Report the rows that are loaded with something left unknown."""
    doubt = _DOUBTS.get(form)
    if doubt is None:
        return
    for row in rows:
        for key in doubt.cells:
            if key in row.unread:
                words = names(columns(form)[key])
                yield fault(doubt.code, table.where(row, key), **words)
