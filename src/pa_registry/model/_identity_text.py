"""The text of an identity number: cleaning, forms, check character."""

from __future__ import annotations

import enum
import re
import unicodedata


__all__ = [
    "APOSTROPHES",
    "CHECKS",
    "DAMAGED",
    "FULL_WIDTH",
    "LONGEST",
    "PATTERNS",
    "ROUNDED",
    "WEIGHTS",
    "IdentityForm",
    "IdentityNotice",
    "check_character",
    "form_of",
    "is_damaged",
    "normalised",
    "odd_character",
]

# No form is longer than 22 characters; what is far longer is not looked at.
LONGEST = 64
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
APOSTROPHES = "'\u2018\u2019\u02bc`"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_FIFTEEN = re.compile(r"[0-9]{15}", re.ASCII)
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_CERTIFICATE = re.compile(
    r"[0-9]{17}[0-9X][1-7][1-4](?:[A-Z0-9]{2})?", re.ASCII
)
DAMAGED = re.compile(
    r"[0-9]{1,2}(?:\.[0-9]*)?E\+?[0-9]{1,3}"  # as a cell shows it
    r"|[0-9]{15,22}\.0+"  # as a float prints it
    r"|[0-9]{1,3}(?:,[0-9]{3}){4,7}(?:\.0+)?",  # with thousands marked
    re.ASCII,
)
# A spreadsheet keeps fifteen digits of a number and writes zeros after them.
ROUNDED = re.compile(r"[0-9]{13,19}000", re.ASCII)


class IdentityForm(enum.Enum):
    """
    The form of an identity number.

    号码形式。

    Attributes:
        EIGHTEEN: Seventeen digits and a check character (十八位).
        FIFTEEN: The form given until 1999 (十五位).

        CERTIFICATE:
            Eighteen characters, category and grade of disability, and two
            more after a replacement (残疾人证号，二十位或二十二位).

        NONE: None of these.
    """

    EIGHTEEN = "eighteen"
    FIFTEEN = "fifteen"
    CERTIFICATE = "certificate"
    NONE = "none"


class IdentityNotice(enum.Enum):
    """
    What was normalised in the text of a number.

    规范化处理。
    """

    FULL_WIDTH = "full-width"
    APOSTROPHE = "apostrophe"
    BLANKS = "blanks"
    INVISIBLE = "invisible"
    LOWER_CASE = "lower-case"


def check_character(body: str) -> str:
    """
    Return the check character of seventeen digits (GB 11643-1999).

    校验码。

    Examples:
        >>> check_character("11010519491231002")
        'X'
    """
    weighed = zip(WEIGHTS, body, strict=True)
    total = sum([weight * int(digit) for weight, digit in weighed])
    return CHECKS[total % 11]


def normalised(text: str) -> tuple[str, tuple[IdentityNotice, ...]]:
    """Return a text without what writing habits add, and what that was."""
    if len(text) > LONGEST:
        return text, ()
    clean, found = text, list[IdentityNotice]()
    for notice, step in _STEPS:
        after = step(clean)
        if after != clean:
            found.append(notice)
        clean = after
    return clean, tuple(found)


def form_of(text: str) -> IdentityForm:
    """Return the form that a normalised text has."""
    if len(text) > LONGEST:
        return IdentityForm.NONE
    for form, pattern in PATTERNS.items():
        if pattern.fullmatch(text):
            return form
    return IdentityForm.NONE


def is_damaged(text: str) -> bool:
    """Say whether a text is what a spreadsheet makes of a long number."""
    if len(text) > LONGEST:
        return False
    return bool(DAMAGED.fullmatch(text) or ROUNDED.fullmatch(text))


def odd_character(text: str) -> str:
    """
    Name the first character that no number has; empty if there is none.

    Examples:
        >>> odd_character("11010519491231002\u0425")
        'U+0425 CYRILLIC CAPITAL LETTER HA'
    """
    for character in text[:LONGEST]:
        if character not in "0123456789X":
            name = unicodedata.name(character, "")
            return f"U+{ord(character):04X} {name}".rstrip()
    return ""


def _half_width(text: str) -> str:
    return text.translate(FULL_WIDTH)


def _without_invisible(text: str) -> str:
    """Take out marks without width: joiners, directions, byte order."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _without_apostrophe(text: str) -> str:
    return text.lstrip(APOSTROPHES)


_STEPS = (
    (IdentityNotice.FULL_WIDTH, _half_width),
    (IdentityNotice.INVISIBLE, _without_invisible),
    (IdentityNotice.BLANKS, _without_blanks),
    (IdentityNotice.APOSTROPHE, _without_apostrophe),
    (IdentityNotice.LOWER_CASE, str.upper),
)
PATTERNS = {
    IdentityForm.EIGHTEEN: _EIGHTEEN,
    IdentityForm.FIFTEEN: _FIFTEEN,
    IdentityForm.CERTIFICATE: _CERTIFICATE,
}
