"""
Identity numbers over columns: cleaned and graded as the model does it.

Nothing is defined here a second time: the tables, patterns, weights and
limits are those of the model, and tests prove that both readings agree.
"""

from __future__ import annotations

import sys
import unicodedata

from collections.abc import Callable, Iterable
from functools import cache, reduce
from operator import add
from typing import Any, TypeAlias

import narwhals as nw

from pa_registry.model._identity_grading import (
    CENTENARIANS,
    EARLIEST_BIRTH,
    LENGTHS,
    IdentityGrade,
)
from pa_registry.model._identity_text import (
    APOSTROPHES,
    CHECKS,
    DAMAGED,
    FULL_WIDTH,
    LONGEST,
    PATTERNS,
    ROUNDED,
    WEIGHTS,
    IdentityForm,
)


__all__ = [
    "BODY",
    "CLEAN",
    "GRADE",
    "KEY",
    "KEYS_OF_X",
    "LAST",
    "NORMAL",
    "OLD",
    "TAIL",
    "Lazy",
    "as_key",
    "as_quick",
    "cases",
    "dated",
    "graded",
    "graded_clean",
    "is_number",
    "is_rounded",
    "is_sound",
    "normalised",
    "opened_keys",
    "value_of",
]

Lazy: TypeAlias = nw.LazyFrame[Any]

#: The columns that are added to a frame while it is matched.
NORMAL = "_pa_normal"
KEY = "_pa_key"
TAIL = "_pa_tail"
GRADE = "_pa_grade"
BODY = "_pa_body"
LAST = "_pa_last"
_CHECK = "_pa_check"
_FIFTEEN = "_pa_fifteen"
_LONG = "_pa_long"
_DAMAGED = "_pa_damaged"
_DOCUMENT = "_pa_document"
_WHOLE = "_pa_whole"
_BORN = "_pa_born"
_DATED = "_pa_dated"

#: The tail of a number that was written with fifteen digits.
OLD = "15"

_X = "X"
#: A key is the number itself, if all of its 18 characters are digits; one
#: that ends in X is its seventeen digits and this.
KEYS_OF_X = 10**18
_TEN = len("0123456789")
_YEAR = "_pa_year"
#: Where the day of birth stands in seventeen digits: divisor and modulus.
_BIRTH = {
    _YEAR: (10**7, 10**4),
    "_pa_month": (10**5, 100),
    "_pa_day": (10**3, 100),
}
_BODY_LENGTH = len(WEIGHTS)
# What the weighted digits and the check character add up to, modulo 11.
(_REST,) = {
    (rest + (_TEN if check == _X else int(check))) % len(CHECKS)
    for rest, check in enumerate(CHECKS)
}
#: So many digits of a document make its key; its text is compared besides.
_KEY_DIGITS = 15


def _whole(*patterns: str) -> str:
    """Write a pattern that the whole text has, for every engine."""
    return rf"\A(?:{'|'.join(patterns)})\z"


#: A number that needs no cleaning and does not begin with 0.
CLEAN = _whole("[1-9][0-9]{16}[0-9X]")
_IS_FIFTEEN = _whole(PATTERNS[IdentityForm.FIFTEEN].pattern)
_IS_LONG = _whole(
    PATTERNS[IdentityForm.EIGHTEEN].pattern,
    PATTERNS[IdentityForm.CERTIFICATE].pattern,
)
_IS_DAMAGED = _whole(DAMAGED.pattern, ROUNDED.pattern)
_IS_DOCUMENT = _whole(r"[0-9A-Z\x{4E00}-\x{9FFF}()./-]+")
_HAS_LETTER = r"[A-Z\x{4E00}-\x{9FFF}]"
_IS_CUT_NUMBER = _whole("[0-9]*X?")


@cache
def _class_of(wanted: Callable[[str], bool]) -> str:
    """Write the characters that are wanted as one class of a pattern."""
    runs: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if not wanted(chr(code)):
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    spans = (rf"\x{{{one:X}}}-\x{{{last:X}}}" for one, last in runs)
    return f"[{''.join(spans)}]"


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


@cache
def _ascii_capitals() -> tuple[tuple[str, str], ...]:
    """Give the letters outside ASCII whose capitals are ASCII."""
    beyond = map(chr, range(128, sys.maxunicode + 1))
    return tuple((c, c.upper()) for c in beyond if c.upper().isascii())


def normalised(text: nw.Expr) -> nw.Expr:
    """
    Clean a text as the model does; a text that is too long becomes empty.

    Letters that no number and no document holds may differ.
    """
    clean = text
    for code, plain in FULL_WIDTH.items():
        clean = clean.str.replace_all(chr(code), chr(plain), literal=True)
    clean = clean.str.replace_all(_class_of(_is_invisible), "")
    clean = clean.str.replace_all(_class_of(str.isspace), "")
    clean = clean.str.replace_all(rf"\A[{APOSTROPHES}]+", "")
    for small, capital in _ascii_capitals():
        clean = clean.str.replace_all(small, capital, literal=True)
    return (
        nw.when(text.str.len_chars() <= LONGEST)
        .then(clean.str.to_uppercase())
        .otherwise(nw.lit(""))
    )


def as_key(body: nw.Expr, last: nw.Expr) -> nw.Expr:
    """Write seventeen digits and the value of the last character as a key."""
    whole = body * _TEN + last
    return nw.when(last == _TEN).then(body + KEYS_OF_X).otherwise(whole)


def opened_keys(frame: Lazy) -> Lazy:
    """Add what the keys of numbers hold, to judge them by it."""
    if frame.implementation.is_duckdb():
        key, limit = f'"{KEY}"', KEYS_OF_X
        frame = _projected(
            frame,
            f"case when {key} >= {limit} then {key} - {limit}"
            f' else {key} // {_TEN} end as "{BODY}"',
            f"case when {key} >= {limit} then {_TEN}"
            f' else {key} % {_TEN} end as "{LAST}"',
        )
    else:
        key_, of_x = nw.col(KEY), nw.col(KEY) >= KEYS_OF_X
        frame = frame.with_columns(
            nw.when(of_x)
            .then(key_ - KEYS_OF_X)
            .otherwise(key_ // _TEN)
            .alias(BODY),
            nw.when(of_x).then(_TEN).otherwise(key_ % _TEN).alias(LAST),
        )
    return _with_parts(frame)


def is_sound() -> nw.Expr:
    """Say whether the last character is the right one."""
    return (nw.col(_CHECK) + nw.col(LAST)) % len(CHECKS) == _REST


def is_rounded() -> nw.Expr:
    """Say whether a number ends in three zeros, as a spreadsheet writes it."""
    return (nw.col(BODY) % 100 == 0) & (nw.col(LAST) == 0)


def _with_parts(frame: Lazy) -> Lazy:
    """Add what seventeen digits tell: their sum, and the day of birth."""
    places = range(_BODY_LENGTH - 1, -1, -1)
    weighted = tuple(zip(places, WEIGHTS, strict=True))
    if frame.implementation.is_duckdb():
        # Its own words are far quicker there.
        total_ = " + ".join(
            f'"{BODY}" // {10**place} % 10 * {weight}'
            for place, weight in weighted
        )
        return _projected(
            frame,
            f'({total_}) % {len(CHECKS)} as "{_CHECK}"',
            *(
                f'"{BODY}" // {divisor} % {modulus} as "{name}"'
                for name, (divisor, modulus) in _BIRTH.items()
            ),
        )
    digits = nw.col(BODY)
    total = reduce(
        add, (digits // 10**place % 10 * weight for place, weight in weighted)
    )
    return frame.with_columns(
        (total % len(CHECKS)).alias(_CHECK),
        *(
            (digits // divisor % modulus).alias(name)
            for name, (divisor, modulus) in _BIRTH.items()
        ),
    )


def _projected(frame: Lazy, *added: str) -> Lazy:
    native: Any = frame.to_native()
    made: Lazy = nw.from_native(native.project(", ".join(["*", *added])))
    return made


def _born() -> nw.Expr:
    """Say whether the day of birth exists."""
    year, month, day = map(nw.col, _BIRTH)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = (
        nw.when(month == 2)  # noqa: PLR2004  the calendar
        .then(nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28)))
        .when(month.is_in([4, 6, 9, 11]))
        .then(nw.lit(30))
        .otherwise(nw.lit(31))
    )
    return (
        (year >= 1)
        & (month >= 1)
        & (month <= 12)  # noqa: PLR2004  the calendar
        & (day >= 1)
        & (day <= last)
    )


def dated() -> nw.Expr:
    """Say whether anybody in a register can have been born on that day."""
    return _born() & (nw.col(_YEAR) >= EARLIEST_BIRTH)


def graded(frame: Lazy) -> Lazy:
    """Grade what was normalised; a row without it has neither key nor tail."""
    text = nw.col(NORMAL)
    frame = frame.with_columns(
        text.str.contains(_IS_FIFTEEN).alias(_FIFTEEN),
        text.str.contains(_IS_LONG).alias(_LONG),
        text.str.contains(_IS_DAMAGED).alias(_DAMAGED),
        (
            text.str.contains(_IS_DOCUMENT)
            & text.str.contains("[0-9]")
            & text.str.contains(_HAS_LETTER)
            & ~text.str.contains(_IS_CUT_NUMBER)
            & ~text.str.len_chars().is_in(LENGTHS)
        ).alias(_DOCUMENT),
    )
    centenarian = text.str.contains(rf"(?:{'|'.join(CENTENARIANS)})\z")
    century = nw.when(centenarian).then(nw.lit("18")).otherwise(nw.lit("19"))
    upgraded = nw.concat_str(
        text.str.slice(0, 6), century, text.str.slice(6, 9)
    )
    body = (
        nw.when(nw.col(_FIFTEEN))
        .then(upgraded)
        .when(nw.col(_LONG))
        .then(text.str.slice(0, _BODY_LENGTH))
    )
    last = nw.when(nw.col(_LONG)).then(text.str.slice(_BODY_LENGTH, 1))
    frame = frame.with_columns(
        body.cast(nw.Int64).alias(BODY), value_of(last).alias(LAST)
    )
    frame = _with_parts(frame)
    # The old form is keyed by the character that it would have.
    lacking = (_REST - nw.col(_CHECK)) % len(CHECKS)
    right = nw.when(nw.col(_FIFTEEN)).then(lacking).otherwise(nw.col(LAST))
    return _with_grade(frame.with_columns(right.alias(LAST)))


def value_of(last: nw.Expr) -> nw.Expr:
    """Give the value of a check character."""
    digit = nw.when(last != _X).then(last).cast(nw.Int64)
    return nw.when(last == _X).then(nw.lit(_TEN)).otherwise(digit)


def graded_clean(frame: Lazy, text: nw.Expr) -> Lazy:
    """Grade numbers that need no cleaning: the short way for most rows."""
    frame = frame.with_columns(
        text.str.slice(0, _BODY_LENGTH).cast(nw.Int64).alias(BODY),
        value_of(text.str.slice(_BODY_LENGTH, 1)).alias(LAST),
    )
    frame = _with_parts(frame).with_columns(
        is_rounded().alias(_DAMAGED),
        nw.lit(value=False).alias(_FIFTEEN),
        nw.lit(value=True).alias(_LONG),
        nw.lit(value=False).alias(_DOCUMENT),
        text.alias(NORMAL),
    )
    return _with_grade(frame)


def _with_grade(frame: Lazy) -> Lazy:
    fifteen, long, damaged = map(nw.col, (_FIFTEEN, _LONG, _DAMAGED))
    whole, born = nw.col(_WHOLE), nw.col(_BORN)
    frame = frame.with_columns(
        (fifteen | (long & is_sound())).alias(_WHOLE),
        (~nw.col(BODY).is_null() & _born()).alias(_BORN),
        dated().alias(_DATED),
    )
    grade = cases(
        (condition, nw.lit(grade.value))
        for condition, grade in (
            (damaged & ~(whole & born), IdentityGrade.DAMAGED_BY_SPREADSHEET),
            (~(fifteen | long), IdentityGrade.MALFORMED),
            (~nw.col(_DATED), IdentityGrade.IMPOSSIBLE_DATE),
            (~whole, IdentityGrade.WRONG_CHECK_CHARACTER),
            (fifteen, IdentityGrade.FIFTEEN_DIGIT),
            (whole, IdentityGrade.SOUND),
        )
    )
    return _with_key(frame.with_columns(grade.alias(GRADE)))


def _with_key(frame: Lazy) -> Lazy:
    """
    Key sound numbers by their characters, all else by digits of its text.

    What has a key that is no sound number has a negative one, and its text
    for a tail.
    """
    grade, text = nw.col(GRADE), nw.col(NORMAL)
    sound = grade.is_in(
        [IdentityGrade.SOUND.value, IdentityGrade.FIFTEEN_DIGIT.value]
    )
    wrong = grade == IdentityGrade.WRONG_CHECK_CHARACTER.value
    misprint = wrong & ~is_rounded()
    document = (grade == IdentityGrade.MALFORMED.value) & nw.col(_DOCUMENT)
    digits = nw.when(document | misprint).then(
        text.str.replace_all("[^0-9]", "").str.slice(0, _KEY_DIGITS)
    )
    key = (
        nw.when(sound)
        .then(as_key(nw.col(BODY), nw.col(LAST)))
        .otherwise(-1 - digits.cast(nw.Int64))
    )
    # A certificate of disability holds more than its number.
    number = text.str.slice(0, _BODY_LENGTH + 1)
    tail = (
        nw.when(document)
        .then(text)
        .when(misprint)
        .then(number)
        .when(nw.col(_FIFTEEN))
        .then(nw.lit(OLD))
        .otherwise(nw.lit(""))
    )
    return frame.with_columns(key.alias(KEY), tail.alias(TAIL))


def is_number(tail: nw.Expr) -> nw.Expr:
    """Say whether a tail is a number, and not that of another document."""
    return tail.str.len_chars() == _BODY_LENGTH + 1


def as_quick(frame: Lazy) -> Lazy:
    """Key misprints by their characters, as they are before they are graded."""
    tail = nw.col(TAIL)
    wrong = is_number(tail)
    written = nw.when(wrong).then(tail).str
    key = as_key(
        written.slice(0, _BODY_LENGTH).cast(nw.Int64),
        value_of(written.slice(_BODY_LENGTH, 1)),
    )
    return frame.with_columns(
        nw.when(wrong).then(key).otherwise(nw.col(KEY)).alias(KEY),
        nw.when(wrong).then(nw.lit("")).otherwise(tail).alias(TAIL),
    )


def cases(given: Iterable[tuple[nw.Expr, nw.Expr]]) -> nw.Expr:
    """Give the value of the first case that holds; blank where none does."""
    return reduce(
        lambda rest, case: nw.when(case[0]).then(case[1]).otherwise(rest),
        reversed(tuple(given)),
        nw.lit(None, dtype=nw.String),
    )
