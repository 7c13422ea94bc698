"""What could not be compared by its number, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
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
    marked,
    says_more,
    tells_whom,
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


__all__ = ["counted_aside", "lines_aside", "members_aside"]

_RAW = "_pa_line_raw"
_REASON = "_pa_reason"
_MANY = "_pa_many"
_TOLD = "_pa_told"
_AGAIN, _FIRST = "_pa_again", "_pa_first"
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
    return _shaped(nw.lit(REGISTER), rows, held, keys)


def lines_aside(pairs: Pairs) -> Lazy:
    """Give the lines that could not be compared, each with the reason."""
    parts: list[Lazy] = []
    for code, table in enumerate(pairs.numbered):
        rows = _lines(table, repeats=pairs.says_more)
        parts.append(
            rows.select(
                nw.lit(code, dtype=nw.Int32()).alias(SOURCE), ROW, _REASON
            )
        )
    return nw.concat(parts)


def counted_aside(pairs: Pairs, rows: Lazy, keys: Mapping[str, Any]) -> Lazy:
    """Set lines aside, and say to how many people each may belong."""
    names = [table.name for table in pairs.theirs]
    source = cases(
        (nw.col(SOURCE) == code, nw.lit(name))
        for code, name in enumerate(names)
    )
    if is_spark(rows):
        return _shaped(source, rows, {}, keys)
    by = [SOURCE, ROW]
    possible = (
        pairs.placed.filter(~nw.col(EXACT))
        .group_by(by)
        .agg(nw.len().alias(_MANY))
    )
    # A line that repeats another is not looked at, whatever it shares.
    once = nw.col(_REASON) != SetAsideReason.DUPLICATE.value
    many = nw.when(once).then(nw.col(_MANY).cast(nw.Int64)).fill_null(0)
    held = {"line": nw.col(ROW) + 1, "possible": many}
    return _shaped(source, rows.join(possible, on=by, how="left"), held, keys)


def _lines(table: Table, *, repeats: bool) -> Lazy:
    """Say why a line could not be compared; it may repeat another."""
    if not repeats or not says_more(table):
        return _reasoned(_with_raw(table).graded(ROW, _RAW), [ROW])
    kept = (ROW, MARK, THEIR_NAME, THEIR_BORN, _RAW)
    rows = with_text(_with_raw(marked(table)).graded(*kept), _RAW)
    told = ~nw.col(MARK).is_null() & tells_whom()
    rows = rows.with_columns(
        nw.coalesce(nw.col(MARK), nw.lit("")).alias(MARK), told.alias(_TOLD)
    )
    if is_spark(rows):
        # Where no line has a number, any may be the first.
        nth = nw.col(TEXT).cum_count().over(TEXT, MARK, order_by=TEXT) > 1
    else:
        # Joined and not windowed, for Arrow keeps no order in a window.
        first = rows.group_by(TEXT, MARK).agg(nw.col(ROW).min().alias(_FIRST))
        rows = rows.join(first, on=[TEXT, MARK], how="left")
        nth = nw.col(ROW) != nw.col(_FIRST)
    rows = rows.with_columns((nth & nw.col(_TOLD)).alias(_AGAIN))
    return _reasoned(rows, [ROW], nw.col(_AGAIN))


def _reasoned(
    rows: Lazy, kept: list[str], again: nw.Expr | None = None
) -> Lazy:
    """Keep what could not be compared, and say why."""
    again = nw.lit(value=False) if again is None else again
    rows = rows.filter(nw.col(GRADE).is_in(_ASIDE) | again)
    if TEXT not in rows.collect_schema().names():
        rows = with_text(rows, _RAW)
    short = nw.col(_RAW).str.len_chars() <= LONGEST
    blank = nw.col(_RAW).is_null() | ((nw.col(TEXT) == "") & short)
    reason = cases(
        [
            (again, nw.lit(SetAsideReason.DUPLICATE.value)),
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
    source: nw.Expr,
    rows: Lazy,
    held: Mapping[str, nw.Expr],
    keys: Mapping[str, Any],
) -> Lazy:
    given = {"source": source, "reason": nw.col(_REASON), **held}
    types = {"line": nw.Int64(), "possible": nw.Int64(), **keys}
    return rows.select(
        given.get(name, nw.lit(None))
        .cast(types.get(name, nw.String()))
        .alias(name)
        for name in SetAside.COLUMNS
    )
