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

from pa_registry.columns import columns
from pa_registry.exchange.faults import fault, names
from pa_registry.exchange.sheets import Row
from pa_registry.exchange.tables import Table
from pa_registry.model.acts import Waiver
from pa_registry.model.blanks import doubt_of, stated
from pa_registry.model.persons import Person
from pa_registry.problems import Problem


__all__ = ["doubtful", "iter_doubts", "stated"]

#: The forms whose rows are loaded nevertheless, each with its problem.
_LOADED: Mapping[type, str] = MappingProxyType(
    {Person: "person.presence-unknown", Waiver: "waiver.unclear"}
)


def doubtful(form: type, row: Row, *, kept: bool = False) -> tuple[str, ...]:
    """
    List the fields of a row that are not known, whatever they hold.

    A *no* stays: who does not live at home is not counted, whenever he may
    have left, and a refusal waives nothing.

    Args:
        form: The form of the row.
        row: The row.
        kept: Whether such a row is loaded, where by default it is refused.
    """
    doubt = doubt_of(form) if kept or form in _LOADED else None
    if doubt is None or not row.unread.intersection(doubt.cells):
        return ()
    return tuple(
        key for key in doubt.unknown if row.values.get(key) is not False
    )


def iter_doubts(
    form: type, table: Table, rows: Iterable[Row], code: str = ""
) -> Iterator[Problem]:
    """
    Report the rows that are loaded with something left unknown.

    Args:
        form: The form of the rows.
        table: Their table.
        rows: The rows.
        code: The kind of problem, of a form whose rows are refused by
            default.
    """
    code = code or _LOADED.get(form, "")
    doubt = doubt_of(form) if code else None
    if doubt is None:
        return
    for row in rows:
        for key in doubt.cells:
            if key in row.unread:
                words = names(columns(form)[key])
                yield fault(code, table.where(row, key), **words)
