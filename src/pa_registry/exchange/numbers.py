"""
Read amounts and counts exactly, by pattern, or say why not.

金额与数量读取。

Nothing is rounded and nothing is guessed; a number of many digits costs no
more than a short one, since its length is looked at first.
"""

from __future__ import annotations

import re

from typing import NamedTuple


__all__ = ["Reckoned", "reckon"]

_LONGEST = 40
_MOST_DIGITS = 15
_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?", re.ASCII)
_GROUPED = re.compile(
    r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?", re.ASCII
)
_NOT_FINITE = re.compile(
    r"[+-]?(?:s?nan|inf|infinity|[0-9.]+e\+?[0-9]{3,})", re.ASCII
)


class Reckoned(NamedTuple):
    """
    A number in stored units, or what is wrong with it.

    读数结果。

    Attributes:
        value: The whole number of stored units; `None` if there is none.
        fault: What is wrong: the end of a problem's code.
        grouped: Whether separators of thousands stood in it.
    """

    value: int | None
    fault: str = ""
    grouped: bool = False


def reckon(text: str, scale: int) -> Reckoned:
    """
    Read a number and count it in stored units.

    Args:
        text: The cell, without blanks around it, in half-width characters.
        scale: How many stored units one printed unit has.

    Returns:
        The number, or the fault: ``not-a-number``, ``not-finite``,
        ``too-long`` or ``too-fine``.

    Examples:
        >>> reckon("3,072.50", 100)
        Reckoned(value=307250, fault='', grouped=True)
        >>> reckon("3000.005", 100).fault, reckon("1e3", 100).fault
        ('too-fine', 'not-a-number')
    """
    if len(text) > _LONGEST:
        return Reckoned(None, "too-long")
    grouped = _GROUPED.fullmatch(text)
    found = grouped or _PLAIN.fullmatch(text)
    if found is None:
        endless = _NOT_FINITE.fullmatch(text.lower())
        return Reckoned(None, "not-finite" if endless else "not-a-number")
    sign, whole, rest = found.groups(default="")
    digits = whole.replace(",", "").lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        return Reckoned(None, "too-long")
    rest = rest.rstrip("0")
    # In whole numbers: so many stored units, over a power of ten.
    stored, left = divmod(int(digits + rest) * scale, 10 ** len(rest))
    if left:
        return Reckoned(None, "too-fine")
    value = -stored if sign == "-" else stored
    return Reckoned(value, "", grouped is not None)
