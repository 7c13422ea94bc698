"""
Join persons and records on their keys, and look at what was found.

One union of the records of all sources, one join on whole numbers of 64
bits; what the keys leave open is settled on the few rows that were found.
"""

from __future__ import annotations

from enum import StrEnum

import narwhals as nw

from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_text import (
    CHECK,
    KEY,
    TAIL,
    Lazy,
    cases,
    dated,
    with_parts,
)


__all__ = [
    "EXACT",
    "EXTRACT",
    "FACT",
    "KIND",
    "RAW",
    "SOURCE",
    "THEIR_RAW",
    "THEIR_TAIL",
    "KeyKind",
    "hits",
]

SOURCE = "_pa_source"
RAW = "_pa_raw"
FACT = "_pa_fact"
EXTRACT = "_pa_extract"
KIND = "_pa_kind"
EXACT = "_pa_exact"
#: The raw text and the tail of the record that was found.
THEIR_RAW = "_pa_their_raw"
THEIR_TAIL = "_pa_their_tail"
_READ = "_pa_read"
_DIGITS = 17


class KeyKind(StrEnum):
    """
    By what a person and a record were found to belong together.

    比对依据。

    Attributes:
        NUMBER: The same sound number on both sides: an exact hit.
        OLD_NUMBER: A number of 15 digits on one side or both, by the 18
            characters that it would have (十五位旧号码).
        MISPRINT: The same 18 characters with the same wrong check
            character on both sides (校验码有误).
        DOCUMENT: The same text of another document, such as a passport
            (其他证件).
    """

    NUMBER = "number"
    OLD_NUMBER = "old-number"
    MISPRINT = "misprint"
    DOCUMENT = "document"


def hits(persons: Lazy, records: Lazy, carried: list[str]) -> Lazy:
    """
    Find the records of each person, each with its kind of key.

    Args:
        persons: Persons with key, tail and raw text.
        records: The records of all sources, with the same.
        carried: The columns to give back beside those of the key.
    """
    theirs = records.rename({RAW: THEIR_RAW, TAIL: THEIR_TAIL})
    found = persons.join(theirs, on=KEY, how="inner")
    if is_spark(found):
        found = by_batches(found, _settled, {KIND: "string"})
    else:
        found = _settled(found)
    found = found.filter(~nw.col(KIND).is_null())
    return found.select(
        *carried,
        KEY,
        TAIL,
        THEIR_TAIL,
        KIND,
        (nw.col(KIND) == KeyKind.NUMBER.value).alias(EXACT),
    )


def _settled(found: Lazy) -> Lazy:
    """Complete the tails, and say by what each pair belongs together."""
    found = with_parts(found, KEY).with_columns(
        (_as_read(TAIL, RAW) & _as_read(THEIR_TAIL, THEIR_RAW)).alias(_READ),
        _tail(TAIL, RAW).alias(TAIL),
        _tail(THEIR_TAIL, THEIR_RAW).alias(THEIR_TAIL),
    )
    return found.with_columns(_kind().alias(KIND))


def _as_read(tail: str, raw: str) -> nw.Expr:
    """Say whether a quick key was read off digits, and not off 9e16."""
    digits = nw.col(raw).str.slice(0, _DIGITS)
    return ~nw.col(tail).is_null() | (digits == nw.col(KEY).cast(nw.String))


def _tail(tail: str, raw: str) -> nw.Expr:
    last = nw.col(raw).str.slice(_DIGITS, 1).str.to_uppercase()
    return nw.coalesce(nw.col(tail), last)


def _kind() -> nw.Expr:
    key, ours, theirs = nw.col(KEY), nw.col(TAIL), nw.col(THEIR_TAIL)
    right = nw.col(CHECK)
    numbers = nw.col(_READ) & (key >= 0) & dated()
    fits = (ours == right) | (ours == "")
    fit = (theirs == right) | (theirs == "")
    misprint = (
        (ours == theirs)
        & ours.str.contains(r"\A[0-9X]\z")
        & ~((key % 100 == 0) & (ours == "0"))
    )
    return cases(
        (
            (
                numbers & (ours == right) & (theirs == right),
                nw.lit(KeyKind.NUMBER.value),
            ),
            (numbers & fits & fit, nw.lit(KeyKind.OLD_NUMBER.value)),
            (numbers & misprint, nw.lit(KeyKind.MISPRINT.value)),
            ((key < 0) & (ours == theirs), nw.lit(KeyKind.DOCUMENT.value)),
        )
    )
