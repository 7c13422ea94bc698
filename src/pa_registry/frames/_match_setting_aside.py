"""What could not be compared by its number, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.match_tables import (
    REASONS,
    REGISTER,
    SetAside,
    SetAsideReason,
)
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_joining import EXACT, SOURCE
from pa_registry.frames._match_pairs import Pairs
from pa_registry.frames._match_repeats import (
    MARK,
    TEXT,
    repeated_rows,
    stated_columns,
    tells_whom,
    with_mark,
    with_text,
)
from pa_registry.frames._match_sides import (
    APART,
    HOME,
    PERSON,
    THEIR_BORN,
    THEIR_NAME,
)
from pa_registry.frames._match_spark import is_spark
from pa_registry.frames._match_tables import Table
from pa_registry.frames._match_text import GRADE, Lazy, cases
from pa_registry.model._identity_text import LONGEST


__all__ = ["lines_aside", "members_aside"]

_RAW = "_pa_line_raw"
_REASON = "_pa_reason"
_MANY = "_pa_many"
_NTH = "_pa_nth"
_ASIDE = [grade.value for grade in REASONS]


def members_aside(pairs: Pairs, keys: Mapping[str, Any]) -> Lazy:
    """Set aside the documents of members by which nobody is searched for."""
    table = _with_raw(pairs.ours)
    rows = table.graded(HOME, PERSON, APART, _RAW)
    rows = _reasoned(rows.filter(~nw.col(APART)), [HOME, PERSON])
    held = {
        "household": nw.col(HOME),
        "person": nw.col(PERSON),
        "possible": nw.lit(0),
    }
    return _shaped(REGISTER, rows, held, keys)


def lines_aside(pairs: Pairs, keys: Mapping[str, Any]) -> Lazy:
    """Set aside the lines of the extracts that could not be compared."""
    return nw.concat(list(_iter_lines(pairs, keys)))


def _iter_lines(pairs: Pairs, keys: Mapping[str, Any]) -> Iterator[Lazy]:
    for code, table in enumerate(pairs.numbered):
        if is_spark(table.frame):
            rows = _without_rows(table)
            yield _shaped(table.name, rows, {}, keys)
            continue
        rows = _reasoned(_with_raw(table).graded(ROW, _RAW), [ROW])
        if stated_columns(table):
            repeated = repeated_rows(table)
            reason = nw.lit(SetAsideReason.DUPLICATE.value).alias(_REASON)
            again = repeated.select(ROW, reason)
            rows = rows.join(again, on=ROW, how="anti")
            rows = nw.concat([rows.select(ROW, _REASON), again])
        possible = (
            pairs.placed.filter(nw.col(SOURCE) == code, ~nw.col(EXACT))
            .group_by(ROW)
            .agg(nw.len().alias(_MANY))
        )
        held = {
            "line": nw.col(ROW) + 1,
            "possible": nw.col(_MANY).cast(nw.Int64).fill_null(0),
        }
        counted = rows.join(possible, on=ROW, how="left")
        # A line that repeats another is not looked at, whatever it shares.
        once = nw.when(nw.col(_REASON) != SetAsideReason.DUPLICATE.value).then(
            held["possible"]
        )
        held["possible"] = once.otherwise(nw.lit(0))
        yield _shaped(table.name, counted, held, keys)


def _without_rows(table: Table) -> Lazy:
    """Set lines aside where no line has a number, and any may be first."""
    marked = attrs.evolve(table, frame=with_mark(table))
    kept = (MARK, THEIR_NAME, THEIR_BORN, _RAW)
    rows = with_text(_with_raw(marked).graded(*kept), _RAW)
    group = [TEXT, MARK]
    nth = nw.col(TEXT).cum_count().over(*group, order_by=TEXT)
    told = ~nw.col(MARK).is_null() & tells_whom()
    rows = rows.with_columns(nth.alias(_NTH))
    again = rows.filter(told, nw.col(_NTH) > 1).select(
        nw.lit(SetAsideReason.DUPLICATE.value).alias(_REASON)
    )
    first = rows.filter(~told | (nw.col(_NTH) == 1))
    return nw.concat([_reasoned(first, []), again])


def _reasoned(rows: Lazy, kept: list[str]) -> Lazy:
    """Keep what could not be compared, and say why."""
    rows = rows.filter(nw.col(GRADE).is_in(_ASIDE))
    if TEXT not in rows.collect_schema().names():
        rows = with_text(rows, _RAW)
    short = nw.col(_RAW).str.len_chars() <= LONGEST
    blank = nw.col(_RAW).is_null() | ((nw.col(TEXT) == "") & short)
    reason = cases(
        [
            (blank, nw.lit(SetAsideReason.BLANK.value)),
            *(
                (nw.col(GRADE) == grade.value, nw.lit(reason.value))
                for grade, reason in REASONS.items()
            ),
        ]
    )
    return rows.with_columns(reason.alias(_REASON)).select(*kept, _REASON)


def _with_raw(table: Table) -> Table:
    raw = nw.col(table.identity).alias(_RAW)
    return attrs.evolve(table, frame=table.frame.with_columns(raw))


def _shaped(
    source: str,
    rows: Lazy,
    held: Mapping[str, nw.Expr],
    keys: Mapping[str, Any],
) -> Lazy:
    given = {"source": nw.lit(source), "reason": nw.col(_REASON), **held}
    types = {"line": nw.Int64(), "possible": nw.Int64(), **keys}
    return rows.select(
        given.get(name, nw.lit(None))
        .cast(types.get(name, nw.String()))
        .alias(name)
        for name in SetAside.COLUMNS
    )
