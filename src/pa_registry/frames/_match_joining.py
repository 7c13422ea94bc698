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
    KEY,
    OLD,
    TAIL,
    Lazy,
    cases,
    dated,
    is_number,
    is_rounded,
    is_sound,
    opened_keys,
)


__all__ = [
    "EXACT",
    "EXTRACT",
    "FACT",
    "KIND",
    "RAW",
    "SOURCE",
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
#: The tail of the record that was found.
THEIR_TAIL = "_pa_their_tail"
_SOUND, _MISPRINT = "_pa_sound", "_pa_misprint"


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


def hits(
    persons: Lazy, records: Lazy, carried: list[str], *, verified: bool
) -> Lazy:
    """
    Find the records of each person, each with its kind of key.

    Args:
        persons: Persons with key and tail.
        records: The records of all sources, with the same.
        carried: The columns to give back beside those of the key.
        verified: Whether all keys were graded before.
    """
    theirs = records.rename({TAIL: THEIR_TAIL})
    once = persons.implementation.is_duckdb() and not verified
    if not (once or is_spark(persons)):
        # Few records are found, and what they carry need not be looked up
        # for the others.
        theirs = theirs.join(persons.select(KEY), on=KEY, how="semi")
    found = persons.join(theirs, on=KEY, how="inner")
    if verified:
        found = found.with_columns(_kind(nw.col(KEY) >= 0).alias(KIND))
    elif is_spark(found):
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
    """Ask of quick keys, too, whether they are sound."""
    number = nw.col(KEY) >= 0
    found = opened_keys(found).with_columns(
        (number & dated() & is_sound()).alias(_SOUND),
        (number & dated() & ~is_sound() & ~is_rounded()).alias(_MISPRINT),
    )
    wrong = (nw.col(_MISPRINT), nw.lit(KeyKind.MISPRINT.value))
    return found.with_columns(_kind(nw.col(_SOUND), wrong).alias(KIND))


def _kind(sound: nw.Expr, *further: tuple[nw.Expr, nw.Expr]) -> nw.Expr:
    """Say by what a pair belongs together; blank where it does not."""
    ours, theirs = nw.col(TAIL), nw.col(THEIR_TAIL)
    old = (ours == OLD) | (theirs == OLD)
    same = (nw.col(KEY) < 0) & (ours == theirs)
    return cases(
        (
            (sound & ~old, nw.lit(KeyKind.NUMBER.value)),
            (sound, nw.lit(KeyKind.OLD_NUMBER.value)),
            *further,
            (same & is_number(ours), nw.lit(KeyKind.MISPRINT.value)),
            (same, nw.lit(KeyKind.DOCUMENT.value)),
        )
    )
