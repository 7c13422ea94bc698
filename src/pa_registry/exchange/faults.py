"""
What can be wrong in a file that comes in, said in both languages.

导入问题一览。
"""

from __future__ import annotations

import unicodedata

from typing import NamedTuple

from pa_registry.columns import Column
from pa_registry.exchange.wording import FAULTS
from pa_registry.model.cell_words import masked_cell_text
from pa_registry.model.cell_words import shown_cell as shown
from pa_registry.problems import Problem


__all__ = ["Spot", "fault", "file_name", "names", "shown"]


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
        "□" if unicodedata.category(one)[0] == "C" else one
        for one in masked_cell_text(name)
    )


def names(column: Column) -> dict[str, str]:
    """Give the words of a problem that name a field."""
    return {"name": column.zh, "name_en": column.en}
