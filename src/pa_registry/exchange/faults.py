"""
What can be wrong in a file that comes in, said in both languages.

导入问题一览。
"""

from __future__ import annotations

import unicodedata

from typing import NamedTuple

from pa_registry.columns import Column, Kind, Sensitivity
from pa_registry.exchange.wording import FAULTS
from pa_registry.masking import masked
from pa_registry.problems import Problem


__all__ = ["Spot", "fault", "file_name", "names", "shown"]

_STARS = "********"
_LONGEST = 24
#: A day has eight digits; a telephone number has seven and more.
_MOST_DIGITS = {Kind.DAY: 8}
_FEW_DIGITS = 6


class Spot(NamedTuple):
    """
    Where something stands: a file and, further in, a row and a column.

    位置：文件、行、列。

    Attributes:
        file: The name of the file.
        row: The row as a spreadsheet counts it, the first being 1.
        column: The header of the column.
    """

    file: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file, self.row, self.column]
        return ":".join(str(one) for one in parts if one)


def fault(
    code: str, where: Spot | str, shown: str = "", /, **words: object
) -> Problem:
    """
    Make a problem of one kind.

    Args:
        code: The code of its kind.
        where: The place in the file.
        shown: The offending text, already masked.
        **words: What the wording leaves open.

    Returns:
        The problem, in both languages.
    """
    said = FAULTS[code]
    return Problem(
        code=code,
        where=str(where),
        zh=said.zh.format(**words),
        en=said.en.format(**words),
        remedy_zh=said.remedy_zh.format(**words),
        remedy_en=said.remedy_en.format(**words),
        shown=shown,
        severity=said.severity,
    )


def file_name(name: str) -> str:
    """
    Give the name of a file as it may be printed.

    Examples:
        >>> file_name("990101198001010014.csv")
        '990101****0014.csv'
    """
    return "".join(
        "□" if _is_unseen(one) else one for one in _masked_text(name)
    )


def names(column: Column) -> dict[str, str]:
    """Give the words of a problem that name a field."""
    return {"name": column.zh, "name_en": column.en}


def shown(text: str, column: Column | None = None) -> str:
    """
    Show a cell that could not be read, without what is personal in it.

    Text of a field that is not public is hidden, and so is an entry of a
    sensitive list.  Any other cell is shown, since without it nobody would
    know what to correct, unless its digits could be a telephone number or
    a longer one.

    Examples:
        >>> shown("三千"), shown("138 0000 1111")
        ('三千', '********')
    """
    kind = Kind.NUMBER if column is None else column.kind
    if column is not None and _is_hidden(column):
        return _STARS
    if column is not None and kind is Kind.TEXT:
        return _printable(_masked_text(text))
    digits = sum(one.isdigit() for one in text)
    if digits > _MOST_DIGITS.get(kind, _FEW_DIGITS):
        return _STARS
    return _printable(text)


def _is_hidden(column: Column) -> bool:
    """Say whether a wrong value still tells something about a person."""
    if column.kind in {Kind.TEXT, Kind.OTHER}:
        return column.sensitivity is not Sensitivity.PUBLIC
    listed = column.kind in {Kind.CODE, Kind.CODES}
    return listed and column.sensitivity is Sensitivity.SENSITIVE


def _masked_text(text: str) -> str:
    """Mask a text before it is cut, however its digits are broken up."""
    bare = "".join(one for one in text if not _is_unseen(one))
    hidden = masked(bare)
    return masked(text) if hidden == bare else hidden


def _is_unseen(one: str) -> bool:
    return unicodedata.category(one)[0] == "C"


def _printable(text: str) -> str:
    """Cut a text short and put a mark for what cannot be seen in it."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join("□" if _is_unseen(one) else one for one in cut)
