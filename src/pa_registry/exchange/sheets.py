"""
What a table may hold, and one row of it.

表样与数据行。
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pa_registry.columns import Column, Kind, columns
from pa_registry.model.identity import IdentityNumber


__all__ = ["Row", "Sheet", "readable"]


@attrs.frozen(kw_only=True)
class Sheet:
    """
    What a table may and must hold.

    表样。

    Attributes:
        name: What to call it where the file has no name.
        fields: The fields by name.
        required: Fields without which the file, or a row, is refused.
        expected: Fields whose lack is told, in a file and in a row.
        keyed: Whether a row can be there only once.
        kept: Whether a row is taken whatever is wrong with it.

        stated:
            Fields whose blank says something; a row is refused where such
            a cell is not blank and cannot be read.

        telling:
            Fields of which any that is filled tells a record from a
            remark; by default the required ones.
    """

    name: str
    fields: Mapping[str, Column] = attrs.field(repr=False)
    required: tuple[str, ...]
    expected: tuple[str, ...] = ()
    keyed: bool = True
    kept: bool = False
    stated: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Row:
    """
    One row as far as it could be read.

    已读取的数据行。

    A blank and an unreadable cell both have no value; only the second is
    in `unread`, since a blank may be a statement and the other is none.

    Attributes:
        row: Its number as a spreadsheet counts it.
        values: The values by field; `None` where nothing is recorded.
        unread: The fields whose cell is filled and could not be read.
        cells: Of a row of the wrong length, what it holds.
    """

    row: int
    values: Mapping[str, object] = attrs.field(repr=False)
    unread: frozenset[str] = frozenset()
    cells: tuple[str, ...] = attrs.field(default=(), repr=False)

    def text(self, key: str) -> str:
        """Give a field of text that the table requires."""
        return str(self.values[key])


def readable(form: type) -> dict[str, Column]:
    """Pick the fields of a form that a single cell can hold."""
    return {
        key: declared
        for key, declared in columns(form).items()
        if declared.kind is not Kind.OTHER or declared.type is IdentityNumber
    }
