"""
Near matches over columns: those who share a name and a birth date.

Nobody is matched by name alone: a number with one digit wrong, or the
village, has to agree as well, as
:func:`pa_registry.audit._agreeing.near` has it.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import add

import narwhals as nw

from pa_registry.audit._agreeing import Agreement
from pa_registry.frames._match_sides import (
    APART,
    DIVISION,
    birth,
)
from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_text import (
    BODY,
    GRADE,
    LAST,
    NORMAL,
    OLD,
    TAIL,
    Lazy,
    cases,
    graded,
    normalised,
)
from pa_registry.model.identity import IdentityGrade


__all__ = [
    "BIRTH",
    "NUMBERS",
    "UNSOUND",
    "VILLAGE",
    "named",
    "near",
    "same_village",
]

BIRTH = "_pa_birth"
VILLAGE = "_pa_village"
_JOIN_NAME, _JOIN_BIRTH = "_pa_join_name", "_pa_join_birth"
#: What the numbers of two people have in common; blank for nothing.
NUMBERS = "_pa_numbers"
#: Whether no check character bears out the number of either side.
UNSOUND = ("_pa_a_unsound", "_pa_b_unsound")
_SIDES = (
    ("_pa_a_body", "_pa_a_check", UNSOUND[0]),
    ("_pa_b_body", "_pa_b_check", UNSOUND[1]),
)
_PLACES = 17
#: A code of a village has twelve digits, and one of a township ends so.
_IS_VILLAGE = r"\A[0-9]{12}\z"
_TOWNSHIP_END = "000"


def named(rows: Lazy, name: str, stated: str) -> Lazy:
    """Keep the rows that have a name and a birth date, to join by both."""
    rows = rows.with_columns(
        nw.col(name).alias(_JOIN_NAME), birth(stated).alias(_JOIN_BIRTH)
    )
    return rows.filter(
        ~nw.col(_JOIN_NAME).is_null(), ~nw.col(_JOIN_BIRTH).is_null()
    )


def same_village(ours: str, theirs: str) -> nw.Expr:
    """Say whether two codes are of one village."""
    code = nw.col(ours)
    same = (
        (code == nw.col(theirs))
        & code.str.contains(_IS_VILLAGE)
        & ~code.str.ends_with(_TOWNSHIP_END)
    )
    return same.fill_null(value=False)


def near(
    persons: Lazy,
    others: Lazy,
    texts: tuple[str, str],
    village: str,
    kept: list[str],
    *,
    where: nw.Expr | None = None,
) -> Lazy:
    """
    Find the pairs of one name and birth date who may be one person.

    Args:
        persons: Persons, as :func:`named` gives them.
        others: Others, as :func:`named` gives them.
        texts: The columns with the numbers of either side as they stand.
        village: The column with the village of the others.
        kept: The columns to give back beside :data:`VILLAGE`,
            :data:`NUMBERS` and those of :data:`UNSOUND`.
        where: Which pairs to look at; without it, all.
    """
    by = [_JOIN_NAME, _JOIN_BIRTH]
    found = persons.join(others, on=by, how="inner")
    if where is not None:
        found = found.filter(where)
    needed = [*kept, *texts, APART, DIVISION, village]
    at_home = ~nw.col(APART) & same_village(DIVISION, village)
    found = _with_numbers(
        found.select(*dict.fromkeys(needed), at_home.alias(VILLAGE)), texts
    )
    close = nw.col(VILLAGE) | ~nw.col(NUMBERS).is_null()
    return found.filter(close).select(*kept, VILLAGE, NUMBERS, *UNSOUND)


def _with_numbers(found: Lazy, texts: tuple[str, str]) -> Lazy:
    """Say what the numbers of each pair have in common."""
    if is_spark(found):
        flags = dict.fromkeys(UNSOUND, "boolean")
        work = partial(_with_numbers, texts=texts)
        return by_batches(found, work, {NUMBERS: "string", **flags})
    given = found.collect_schema().names()
    kept = given
    for text, names in zip(texts, _SIDES, strict=True):
        found = _with_resident(found, text, names).select(*kept, *names)
        kept = [*kept, *names]
    (body, check, _), (their_body, their_check, _) = _SIDES
    digits = (
        nw.col(body) // 10**place % 10 != nw.col(their_body) // 10**place % 10
        for place in range(_PLACES)
    )
    unlike = reduce(add, (one.cast(nw.Int64) for one in digits)) + (
        nw.col(check) != nw.col(their_check)
    ).cast(nw.Int64)
    common = cases(
        (
            (unlike == 0, nw.lit(Agreement.NUMBER.value)),
            (unlike == 1, nw.lit(Agreement.NUMBER_BUT_ONE_DIGIT.value)),
        )
    )
    return found.with_columns(common.alias(NUMBERS)).select(
        *given, NUMBERS, *UNSOUND
    )


def _with_resident(
    found: Lazy, text: str, names: tuple[str, str, str]
) -> Lazy:
    """Add the eighteen characters that a text holds, right or wrong."""
    clean = normalised(nw.col(text).fill_null(""))
    found = graded(found.with_columns(clean.alias(NORMAL)))
    grade = nw.col(GRADE)
    is_old = nw.col(TAIL) == OLD
    lost = grade == IdentityGrade.DAMAGED_BY_SPREADSHEET.value
    undated = is_old & (grade == IdentityGrade.IMPOSSIBLE_DATE.value)
    body = nw.when(~(lost | undated).fill_null(value=False)).then(nw.col(BODY))
    unsound = grade != IdentityGrade.SOUND.value
    added = zip((body, nw.col(LAST), unsound), names, strict=True)
    return found.with_columns(one.alias(name) for one, name in added)
