"""
Clean text: what writing habits add is taken away, and said.

文字规范处理。
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Callable
from typing import NamedTuple


__all__ = ["CLEANED", "Cleaned", "clean_name", "half_width"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOTS = re.compile(r"(?<=\w)\s*[·•・‧∙⋅\uff0e]\s*(?=[^\W\d])")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GUARD = re.compile(r"'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
_MOJIBAKE = "锟斤拷"

#: What may have been normalised, in both languages.
CLEANED = {
    "width": ("全角数字改为半角", "full-width digits made half-width"),
    "thousands": ("去掉千分位分隔符", "separators of thousands taken out"),
    "invisible": ("去掉不可见字符", "invisible characters taken out"),
    "dots": ("间隔号统一为“·”", "the dot in the name made U+00B7"),
    "guard": ("去掉防公式撇号", "the guard against formulas taken out"),
}


class Cleaned(NamedTuple):
    """
    Text after cleaning.

    文字规范处理结果。

    Attributes:
        text: The text.
        done: What was normalised, by the names of :data:`CLEANED`.
        control: The first character that no text may hold, named.
        garbled: The first garbled or private character, named.
    """

    text: str
    done: tuple[str, ...] = ()
    control: str = ""
    garbled: str = ""


def half_width(text: str) -> str:
    r"""
    Make full-width letters, digits and signs half-width.

    Examples:
        >>> half_width("\uff13\uff10")
        '30'
    """
    return text.translate(_FULL_WIDTH)


def clean_name(text: str) -> Cleaned:
    r"""
    Clean the text of a field, without changing a word of it.

    Examples:
        >>> clean_name("王\u200b某").text
        '王某'
        >>> clean_name("王某\n已通过").control
        'U+000A'
    """
    done: list[str] = []
    for step, change in _STEPS.items():
        after = change(text)
        if after != text:
            done.append(step)
        text = after
    return Cleaned(
        text.strip(), tuple(done), _named(text, _is_control), _garbled(text)
    )


def _named(text: str, is_odd: Callable[[str], bool]) -> str:
    """Name the first character of a kind by its code point."""
    found = next((one for one in text if is_odd(one)), "")
    return f"U+{ord(found):04X}" if found else ""


def _without_invisible(text: str) -> str:
    return "".join(
        one
        for one in text
        if unicodedata.category(one) != "Cf" or one in _BIDI
    )


def _with_one_dot(text: str) -> str:
    return _DOTS.sub("·", text)


def _without_guard(text: str) -> str:
    return _GUARD.sub("", text, count=1) if text.startswith("'") else text


def _is_control(one: str) -> bool:
    return unicodedata.category(one) in {"Cc", "Cs"} or one in _BIDI


def _is_private(one: str) -> bool:
    return one == "\ufffd" or unicodedata.category(one) == "Co"


def _garbled(text: str) -> str:
    return _MOJIBAKE if _MOJIBAKE in text else _named(text, _is_private)


_STEPS = {
    "invisible": _without_invisible,
    "dots": _with_one_dot,
    "guard": _without_guard,
}
