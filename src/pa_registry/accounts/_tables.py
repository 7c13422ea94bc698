"""
Tables in plain text and in Markdown, for both languages.

表格。
"""

from __future__ import annotations

import unicodedata

from collections.abc import Sequence


__all__ = ["markdown_table", "text_table"]


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """
    Set a table in plain text; a Chinese character takes two columns.

    Examples:
        >>> print(text_table(["县", "人"], [["甲", "12"], ["乙乙", "3"]]))
        县    人
        甲    12
        乙乙  3
    """
    table = [header, *rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    )


def markdown_table(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> str:
    r"""
    Set a table in Markdown.

    Examples:
        >>> print(markdown_table(["县", "人"], [["甲|乙", "12"]]))
        | 县 | 人 |
        | --- | --- |
        | 甲\|乙 | 12 |
    """
    ruled = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(c.replace("|", "\\|") for c in row) + " |"
        for row in ruled
    )


def _width(text: str) -> int:
    return sum(
        1 + (unicodedata.east_asian_width(one) in {"W", "F"}) for one in text
    )
