"""
Lines that repeat an earlier one of their extract.

A line repeats another if it says the same in every column, tells whom it
is about, and says more of him than his number: so that two cars of one man
stay two, where the extract tells them apart.
"""

from __future__ import annotations

from functools import partial

import attrs
import narwhals as nw

from pa_registry.audit.extracts import NOT_STATED
from pa_registry.frames._kleene import some_one
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_sides import THEIR_BORN, THEIR_NAME
from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_tables import KEYED, Table
from pa_registry.frames._match_text import CLEAN, GRADE, KEY, Lazy, normalised
from pa_registry.model._identity_text import LONGEST
from pa_registry.model.identity import IdentityGrade


__all__ = [
    "MARK",
    "TEXT",
    "marked",
    "own_columns",
    "says_more",
    "tells_whom",
    "unrepeated",
    "with_text",
]

#: The text of a number, cleaned as the model does it.
TEXT = "_pa_text"
#: All that a line states beside the number; blank if that is nothing.
MARK = "_pa_mark"
_LINE = "_pa_line"
_NESTED = (nw.List, nw.Array, nw.Struct, nw.Object, nw.Binary)
_NO_ROW = "row "


def own_columns(table: Table) -> list[str]:
    """Name the columns of an extract that are its own, and no number."""
    taken = {*KEYED, table.identity}
    return [
        one
        for one in table.frame.collect_schema().names()
        if one not in taken and not one.startswith("_pa_")
    ]


def says_more(table: Table) -> bool:
    """Say whether an extract has columns that say more than the number."""
    return bool(_stated(table))


def marked(table: Table) -> Table:
    """
    Add all that a line states as one text.

    Each value stands after its length, so that no two lines that differ
    are written alike.
    """
    stated = _stated(table)
    mark = nw.lit(None, dtype=nw.String())
    if stated:
        parts = [
            nw.concat_str(
                nw.col(one).cast(nw.String).str.len_chars().cast(nw.String),
                nw.lit(":"),
                nw.col(one).cast(nw.String),
            ).fill_null("-")
            for one in _compared(table)
        ]
        states = some_one(~nw.col(one).is_null() for one in stated)
        mark = nw.when(states).then(nw.concat_str(*parts))
    frame = table.frame.with_columns(mark.alias(MARK))
    return attrs.evolve(table, frame=frame)


def _compared(table: Table) -> list[str]:
    """Name the columns in which a line and its repetition agree."""
    schema = table.frame.collect_schema()
    return [one for one in own_columns(table) if schema[one] != nw.Unknown]


def _stated(table: Table) -> list[str]:
    """Name the columns that say more than the number."""
    schema = table.frame.collect_schema()
    own = _compared(table)
    if any(isinstance(schema[one], _NESTED) for one in own):
        return []  # which no engine compares
    silent = {*NOT_STATED, "household"}
    return [one for one in own if one not in silent]


def with_text(frame: Lazy, raw: str) -> Lazy:
    """Add the text of each number, cleaned."""
    if is_spark(frame):
        return by_batches(frame, partial(with_text, raw=raw), {TEXT: "string"})
    column = nw.col(raw)
    clean = column.str.contains(CLEAN).fill_null(value=False)
    # Blank where there is nothing to clean, which costs next to nothing.
    rest = nw.when(~clean).then(column.fill_null(""))
    # What is too long to be looked at is no blank.
    as_it_is = clean | (column.str.len_chars() > LONGEST).fill_null(False)
    text = nw.when(as_it_is).then(column).otherwise(normalised(rest))
    return frame.with_columns(text.alias(TEXT))


def tells_whom() -> nw.Expr:
    """Say whether a line tells whom it is about."""
    illegible = nw.col(GRADE).is_in(
        [
            IdentityGrade.MALFORMED.value,
            IdentityGrade.DAMAGED_BY_SPREADSHEET.value,
        ]
    )
    unnamed = nw.col(THEIR_NAME).is_null() | nw.col(THEIR_BORN).is_null()
    return ~(illegible & nw.col(KEY).is_null() & unnamed)


def unrepeated(pairs: Lazy, raw: str, by: list[str]) -> Lazy:
    """
    Leave out the hits of lines that repeat an earlier one.

    Args:
        pairs: Hits of lines all of which tell whom they are about.
        raw: The column with their number as it stands.
        by: The columns in which repetitions agree, beside number and mark.
    """
    kept = pairs.collect_schema().names()
    unmarked = nw.col(MARK).is_null()
    if is_spark(pairs):
        once = with_text(pairs.filter(~unmarked), raw)
        once = once.unique(subset=[*by, MARK, TEXT])
        return nw.concat([once.select(kept), pairs.filter(unmarked)])
    row = nw.concat_str(nw.lit(_NO_ROW), nw.col(ROW).cast(nw.String))
    lines = with_text(pairs, raw).with_columns(
        nw.coalesce(nw.col(MARK), row).alias(_LINE)
    )
    first = lines.unique(
        subset=[*by, _LINE, TEXT], keep="first", order_by=[ROW]
    )
    return first.select(kept)
