"""
Look at the text of a rule before it is parsed.

规则文本的预先检查。

Python's parser takes some texts with a warning, and warnings are shared by
all threads.  Such texts are refused here, so that it never warns.
"""

from __future__ import annotations

import re

from pa_registry.errors import InvalidTextError


__all__ = ["MOST_SHOWN", "check_text", "cut", "is_writable"]

#: So many characters of a text that was given are shown in a message.
MOST_SHOWN = 80

_TOKENS = re.compile(
    r"(?P<prefix>[A-Za-z]{0,2})"
    r"(?P<text>\'\'\'(?:[^\\]|\\.)*?\'\'\'"
    r'|"""(?:[^\\]|\\.)*?"""'
    r"|\'(?:[^\'\\\n]|\\.)*\'"
    r'|"(?:[^"\\\n]|\\.)*")'
    r"|\#[^\n]*"
    r"|(?P<number>\.?[0-9][\w.]*)"
    r"|\w+",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"0[xX][0-9a-fA-F_]+|0[oObB][0-9_]+"
    r"|\.?[0-9][0-9_.]*(?:[eE][0-9_]*)?[jJ]?",
    re.ASCII,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = frozenset("\\'\"nrtabfv01234567xuUN\r\n")
_TOO_HIGH = re.compile(r"[4-7][0-7]{2}", re.ASCII)


def cut(text: str) -> str:
    """
    Cut a long text for a message.

    Examples:
        >>> len(cut("x" * 99_999))
        81
    """
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def is_writable(text: str) -> bool:
    """Say whether text can be written to a file; half a pair cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def check_text(text: str) -> None:
    """
    Refuse text that the parser would take with a warning, or not write.

    Raises:
        InvalidTextError: If it holds half a character, an escape that
            Python does not know, or a number that runs into a word.

    Examples:
        >>> check_text("person.age < 16")
        >>> check_text("1if 1else 2")
        Traceback (most recent call last):
        pa_registry.errors.InvalidTextError: ... '1if' runs into a word.
    """
    if not is_writable(text):
        raise InvalidTextError(
            what="The text holds half of a character (a lone surrogate).",
            remedy="Write whole characters.",
        )
    for token in _TOKENS.finditer(text):
        what = _fault(token)
        if what:
            raise InvalidTextError(what=what, where=_place(token))


def _fault(token: re.Match[str]) -> str:
    number, held = token["number"], token["text"]
    if number is not None and not _NUMBER.fullmatch(number):
        return f"{cut(number)!r} runs into a word."
    if held is None:
        return ""
    prefix = token["prefix"].lower()
    if prefix.strip("ru"):
        return "Only whole numbers and plain text stand in a rule."
    return "" if "r" in prefix else _wrong_escape(held)


def _wrong_escape(held: str) -> str:
    for escape in _ESCAPE.finditer(held):
        high = _TOO_HIGH.match(held, escape.start(1))
        if high or escape[1] not in _ESCAPED:
            shown = f"\\{high[0] if high else escape[1]}"
            return f"The escape {shown} has no meaning; write \\\\."
    return ""


def _place(token: re.Match[str]) -> str:
    before = token.string[: token.start()]
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"
