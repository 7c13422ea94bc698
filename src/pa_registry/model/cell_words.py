"""
What stands in a cell of a table: blanks, a yes or a no, names of codes.

单元格用语：空白、是非、代码名称，以及如何展示。
"""

from __future__ import annotations

import unicodedata

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType

from pa_registry.columns import Column, Kind, Sensitivity
from pa_registry.masking import masked
from pa_registry.model.codes import Code


__all__ = [
    "BLANKS",
    "NO",
    "YES",
    "masked_cell_text",
    "shown_cell",
    "spellings",
]

#: What may stand around a value without a meaning.
BLANKS = " \t\r\n\u00a0\u3000"
#: What says *yes*, in half-width characters and lower case.
YES: frozenset[str] = frozenset({"是", "有", "√", "yes", "true", "y"})
#: What says *no*.
NO: frozenset[str] = frozenset(
    {"否", "无", "没有", "不是", "×", "no", "false", "n"}
)

_STARS = "********"
_LONGEST = 24
#: A day has eight digits; a telephone number has seven and more.
_MOST_DIGITS = {Kind.DAY: 8}
_FEW_DIGITS = 6


@cache
def spellings(listed: type) -> Mapping[str, Enum]:
    """
    Map what a coded list is written as to its members.

    代码名称对照。

    Args:
        listed: The list: a `Code`, or a plain enum such as that of sexes.

    Examples:
        >>> from pa_registry.model.household_codes import Cause
        >>> spellings(Cause)["因病"], spellings(Cause)["illness"]
        (<Cause.ILLNESS: 'illness'>, <Cause.ILLNESS: 'illness'>)
    """
    found: dict[str, Enum] = {}
    members: list[Enum] = list(listed) if issubclass(listed, Enum) else []
    for member in members:
        names = [str(member.value), str(getattr(member, "zh", member.value))]
        if isinstance(member, Code):
            names += member.variants
            # Codes are read with either spelling of *other*.
            names += [name.replace("其他", "其它") for name in names]
        for name in names:
            found.setdefault(name, member)
    return MappingProxyType(found)


def shown_cell(text: str, column: Column | None = None) -> str:
    """
    Show a cell that could not be read, without what is personal in it.

    单元格脱敏展示。

    Text of a field that is not public is hidden, and so is an entry of a
    sensitive list.  Any other cell is shown, since without it nobody would
    know what to correct, unless its digits could be a telephone number or
    a longer one.

    Examples:
        >>> shown_cell("三千"), shown_cell("138 0000 1111")
        ('三千', '********')
    """
    kind = Kind.NUMBER if column is None else column.kind
    if column is not None and _is_hidden(column):
        return _STARS
    if column is not None and kind is Kind.TEXT:
        return _printable(masked_cell_text(text))
    digits = sum(one.isdigit() for one in text)
    if digits > _MOST_DIGITS.get(kind, _FEW_DIGITS):
        return _STARS
    return _printable(text)


def masked_cell_text(text: str) -> str:
    """Mask a text before it is cut, however its digits are broken up."""
    bare = "".join(one for one in text if not _is_unseen(one))
    hidden = masked(bare)
    return masked(text) if hidden == bare else hidden


def _is_hidden(column: Column) -> bool:
    """Say whether a wrong value still tells something about a person."""
    if column.kind in {Kind.TEXT, Kind.OTHER}:
        return column.sensitivity is not Sensitivity.PUBLIC
    listed = column.kind in {Kind.CODE, Kind.CODES}
    return listed and column.sensitivity is Sensitivity.SENSITIVE


def _is_unseen(one: str) -> bool:
    return unicodedata.category(one)[0] == "C"


def _printable(text: str) -> str:
    """Cut a text short and put a mark for what cannot be seen in it."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join("□" if _is_unseen(one) else one for one in cut)
