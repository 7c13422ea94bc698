"""
Lines that repeat an earlier one of their extract.

A line repeats another if it says the same in every column, tells whom it
is about, and says more of him than his number: so that two cars of one man
stay two, where the extract tells them apart.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import or_

import narwhals as nw

from pa_registry.audit.extracts import NOT_STATED
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_sides import THEIR_BORN, THEIR_NAME
from pa_registry.frames._match_spark import by_batches, is_spark
from pa_registry.frames._match_tables import KEYED, Table
from pa_registry.frames._match_text import CLEAN, GRADE, KEY, Lazy, normalised
from pa_registry.model.identity import IdentityGrade


__all__ = [
    "MARK",
    "TEXT",
    "compared_columns",
    "own_columns",
    "repeated_rows",
    "stated_columns",
    "states",
    "tells_whom",
    "unrepeated",
    "with_mark",
    "with_text",
]

#: The text of a number, cleaned as the model does it.
TEXT = "_pa_text"
#: All that a line states beside the number; blank if that is nothing.
MARK = "_pa_mark"
_TOLD = "_pa_told"
_FIRST = "_pa_first"
_NESTED = (nw.List, nw.Array, nw.Struct, nw.Object, nw.Binary)
_BETWEEN, _HELD, _BLANK = "\x1f", "\x1d", "\x1e"


def own_columns(table: Table) -> list[str]:
    """Name the columns of an extract that are its own, and no number."""
    taken = {*KEYED, table.identity}
    return [
        one
        for one in table.frame.collect_schema().names()
        if one not in taken and not one.startswith("_pa_")
    ]


def stated_columns(table: Table) -> list[str]:
    """Name the columns that say more than the number."""
    schema = table.frame.collect_schema()
    own = own_columns(table)
    if any(isinstance(schema[one], _NESTED) for one in own):
        return []  # which no engine compares
    silent = {*NOT_STATED, "household"}
    return [
        one for one in own if one not in silent and schema[one] != nw.Unknown
    ]


def compared_columns(table: Table) -> list[str]:
    """Name the columns in which a line and its repetition agree."""
    schema = table.frame.collect_schema()
    return [one for one in own_columns(table) if schema[one] != nw.Unknown]


def states(names: list[str]) -> nw.Expr:
    """Say whether a line has something in one of these columns."""
    return reduce(or_, (~nw.col(one).is_null() for one in names))


def with_text(frame: Lazy, raw: str) -> Lazy:
    """Add the text of each number, cleaned."""
    if is_spark(frame):
        return by_batches(frame, partial(with_text, raw=raw), {TEXT: "string"})
    column = nw.col(raw)
    clean = column.str.contains(CLEAN).fill_null(value=False)
    plain = frame.filter(clean).with_columns(column.alias(TEXT))
    rest = frame.filter(~clean).with_columns(
        normalised(column.fill_null("")).alias(TEXT)
    )
    return nw.concat([plain, rest])


def repeated_rows(table: Table, hit: Lazy | None = None) -> Lazy:
    """
    Give the rows of a numbered table that repeat an earlier one.

    Args:
        table: The table; it tells lines apart.
        hit: The rows to look at, all of which tell whom they are about;
            without it, all.
    """
    stated, compared = stated_columns(table), compared_columns(table)
    plain = {one: f"_pa_own_{place}" for place, one in enumerate(compared)}
    own = [nw.col(one).alias(held) for one, held in plain.items()]
    raw = nw.col(table.identity).alias("_pa_line_raw")
    kept = [ROW, THEIR_NAME, THEIR_BORN, *plain.values()]
    told = states([plain[one] for one in stated])
    if hit is None:
        frame = table.frame.with_columns(*own)
        whole = Table(table.name, frame, table.identity, table.is_keyed)
        rows = whole.graded(*kept, table.identity).rename(
            {table.identity: "_pa_line_raw"}
        )
        told &= tells_whom()
    else:
        rows = table.frame.select(ROW, raw, *own).join(hit, on=ROW, how="semi")
    rows = with_text(rows.filter(told), "_pa_line_raw")
    group = [TEXT, *plain.values()]
    first = rows.group_by(group).agg(nw.col(ROW).min())
    return rows.select(ROW).join(first.select(ROW), on=ROW, how="anti")


def tells_whom() -> nw.Expr:
    """Say whether a line tells whom it is about."""
    illegible = nw.col(GRADE).is_in(
        [
            IdentityGrade.MALFORMED.value,
            IdentityGrade.DAMAGED_BY_SPREADSHEET.value,
        ]
    )
    legible = ~illegible | ~nw.col(KEY).is_null()
    unnamed = nw.col(THEIR_NAME).is_null() | nw.col(THEIR_BORN).is_null()
    return legible | ~unnamed


def with_mark(table: Table) -> Lazy:
    """Add all that a line states as one text, where rows have no number."""
    frame = table.frame
    stated = stated_columns(table)
    if not stated:
        return frame.with_columns(nw.lit(None, dtype=nw.String()).alias(MARK))
    held = nw.lit(_HELD)
    parts = [
        nw.concat_str(held, nw.col(one).cast(nw.String)).fill_null(_BLANK)
        for one in compared_columns(table)
    ]
    whole = nw.concat_str(*parts, separator=_BETWEEN)
    return frame.with_columns(nw.when(states(stated)).then(whole).alias(MARK))


def unrepeated(pairs: Lazy, raw: str, by: list[str], told: nw.Expr) -> Lazy:
    """
    Leave out the hits of lines that repeat each other.

    Args:
        pairs: Hits of lines all of which tell whom they are about.
        raw: The column with their number as it stands.
        by: The columns in which repetitions agree, beside the number.
        told: Whether a line says more than the number.
    """
    kept = pairs.collect_schema().names()
    once = with_text(pairs.filter(told), raw).unique(subset=[*by, TEXT])
    return nw.concat([once.select(kept), pairs.filter(~told)])
