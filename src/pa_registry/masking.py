"""
Mask what may be a personal number inside a key or a label.

个人号码脱敏。

A household's number is no personal number, but nobody can tell before
looking which text a program, or a shifted column, passes as one.
"""

from __future__ import annotations

import re
import unicodedata


__all__ = ["masked"]

#: What people put between the digits of a number.
_GAP = (
    r"[\s.\-·_\u00a0\u200b-\u200f\u2010-\u2015\u2060\u2212\u3000\ufeff\uff0d]*"
)
_DAY = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:[0-2]{_GAP}[0-9]|3{_GAP}[01])"


def _digits(count: int) -> str:
    return _GAP.join(["[0-9]"] * count)


#: Eighteen or fifteen characters with a possible birth date, a mobile
#: phone, or fifteen digits and more, such as an account.
_NUMBERS = re.compile(
    "(?<![0-9])(?:"
    + "|".join(
        (
            (
                rf"{_digits(6)}{_GAP}(?:1{_GAP}[89]|20|2{_GAP}0){_GAP}"
                rf"{_digits(2)}{_GAP}{_DAY}{_GAP}{_digits(3)}{_GAP}[0-9X]"
                r"(?:[0-9A-Z]{2,4})?"
            ),
            rf"{_digits(6)}{_GAP}{_digits(2)}{_GAP}{_DAY}{_GAP}{_digits(3)}",
            rf"[0-9](?:{_GAP}[0-9]){{14,}}{_GAP}X?",
            rf"(?:(?:00{_GAP})?8{_GAP}6{_GAP})?1{_GAP}[3-9]{_GAP}{_digits(9)}",
        )
    )
    + ")(?![0-9])",
    re.ASCII | re.IGNORECASE,
)
_HEAD, _TAIL = 6, 4
_LONG = 15


def masked(text: str) -> str:
    """
    Mask what may be an identity number, a phone or an account in a text.

    脱敏。

    Full-width digits, blanks and dashes inside a number do not hide it.

    Examples:
        >>> masked("H0012"), masked("990102199901010011")
        ('H0012', '990102****0011')
        >>> masked("990102 1999 0101 0011"), masked("13800138000")
        ('990102****0011', '****8000')
        >>> masked("420323001001")
        '420323001001'
    """
    folded = "".join(
        str(unicodedata.digit(one)) if one.isdigit() else one for one in text
    )
    pieces: list[str] = []
    last = 0
    for found in _NUMBERS.finditer(folded):
        pieces += [text[last : found.start()], _hidden(found.group())]
        last = found.end()
    return "".join([*pieces, text[last:]])


def _hidden(number: str) -> str:
    plain = re.sub(r"[^0-9A-Za-z]", "", number)
    head = plain[:_HEAD] if len(plain) >= _LONG else ""
    return f"{head}****{plain[-_TAIL:]}"
