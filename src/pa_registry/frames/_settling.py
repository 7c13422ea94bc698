"""
Acts of judgement as rules read them, over columns.

What `Evidence.settled_appraisals`, `settled_visits` and `settled_waivers`
say of one household: the last round of votes decides, the last visit in
person decides, and contradictions settle nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import narwhals as nw

from pa_registry.frames._days import FactDay
from pa_registry.frames._kleene import all_true, any_true, as_expr
from pa_registry.frames.schemas import LINK
from pa_registry.model.evidence_codes import VisitMode


__all__ = ["NEEDS", "settled"]

_Lazy = nw.LazyFrame[Any]
_MADE = "_pa_s_"
_SEVERAL = 2
_TEXT = nw.String()
_IN_PERSON = (VisitMode.HOME.value, VisitMode.SITE.value)

#: What must be known of an act before it can be settled.
NEEDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "appraisals": frozenset({"result", "round"}),
        "visits": frozenset({"day", "mode", "met_somebody", "finding"}),
        "waivers": frozenset({"item", "granted", "since", "expires"}),
    }
)


def settled(source: str, rows: _Lazy, day: FactDay) -> _Lazy:
    """
    Settle the acts of every household.

    Args:
        source: `appraisals`, `visits` or `waivers`.
        rows: Their table.
        day: The fact day, on which waivers are in force or not.
    """
    return _SETTLERS[source](rows, day)


def _beside(rows: _Lazy, **answers: nw.Expr) -> _Lazy:
    """Put what is grouped by household beside each of its rows."""
    return rows.join(rows.group_by(LINK).agg(**answers), on=LINK, how="left")


def _count(truth: nw.Expr) -> nw.Expr:
    return truth.fill_null(False).cast(nw.Int64)


def _blank_text() -> nw.Expr:
    return nw.lit(None, dtype=nw.String)


def _votes(rows: _Lazy, _day: FactDay) -> _Lazy:
    """The last round decides; without its number none is the last."""
    results, last, blanks = f"{_MADE}r", f"{_MADE}l", f"{_MADE}b"
    rows = rows.with_columns(_count(nw.col("round").is_null()).alias(blanks))
    rows = _beside(
        rows,
        **{
            results: nw.col("result").n_unique(),
            last: nw.col("round").max(),
            f"{blanks}s": nw.col(blanks).sum(),
        },
    )
    one = nw.col(results) < _SEVERAL
    unclear = nw.col(f"{blanks}s") > 0
    rows = rows.filter(one | unclear | (nw.col("round") == nw.col(last)))
    again = f"{_MADE}a"
    rows = _beside(rows, **{again: nw.col("result").n_unique()})
    kept = nw.when(nw.col(again) < _SEVERAL).then(nw.col("result"))
    return rows.with_columns(kept.otherwise(_blank_text()).alias("result"))


def _visits(rows: _Lazy, _day: FactDay) -> _Lazy:
    """The last visit in person decides, if nothing else may be the last."""
    met, mode, day = nw.col("met_somebody"), nw.col("mode"), nw.col("day")
    in_person = all_true(met, mode.is_in(list(_IN_PERSON)))
    # Nobody met is no visit in person, whatever its mode.
    here = as_expr(in_person)
    undated = day.is_null()
    rows = rows.with_columns(
        _here=here.fill_null(False),
        _perhaps=_perhaps(met, mode),
    )
    rows = rows.with_columns(
        _n=nw.col("_here").cast(nw.Int64),
        _blank=_count(nw.col("_here") & undated),
        _last=nw.when(nw.col("_here"))
        .then(day)
        .otherwise(nw.lit(None, dtype=nw.Date)),
    )
    rows = _beside(
        rows,
        _ns=nw.col("_n").sum(),
        _blanks=nw.col("_blank").sum(),
        _lasts=nw.col("_last").max(),
    )
    dated = (nw.col("_ns") > 0) & (nw.col("_blanks") == 0)
    late = any_true(undated, ~dated, day >= nw.col("_lasts"))
    rows = rows.with_columns(
        _dated=dated,
        _perhaps=nw.col("_perhaps") & as_expr(late).fill_null(True),
    )
    rows = _with_findings(rows, nw.col("_here") | nw.col("_perhaps"), "_all")
    differ = (nw.col("_ns") > 0) & (nw.col("_all") >= _SEVERAL)
    earlier = (
        nw.col("_here")
        & nw.col("_dated")
        & (day != nw.col("_lasts")).fill_null(False)
    )
    rows = rows.with_columns(_differ=differ).filter(
        ~(nw.col("_differ") & earlier)
    )
    rows = _with_findings(rows, nw.col("_here") | nw.col("_perhaps"), "_left")
    open_ = nw.col("_differ") & nw.col("_here") & (nw.col("_left") >= _SEVERAL)
    kept = nw.when(~open_).then(nw.col("finding"))
    return rows.with_columns(kept.otherwise(_blank_text()).alias("finding"))


def _perhaps(met: nw.Expr, mode: nw.Expr) -> nw.Expr:
    """Say where nobody noted whether a visit was in person."""
    nobody = ~met.fill_null(True)
    elsewhere = ~mode.is_in(list(_IN_PERSON)).fill_null(True)
    known = met.fill_null(False) & ~mode.is_null()
    return ~nobody & ~elsewhere & ~known


def _with_findings(rows: _Lazy, counts: nw.Expr, name: str) -> _Lazy:
    """Count the different findings, a blank among them."""
    found = (
        rows.filter(counts)
        .group_by(LINK)
        .agg(nw.col("finding").n_unique().alias(name))
    )
    rows = rows.join(found, on=LINK, how="left")
    return rows.with_columns(nw.col(name).fill_null(0))


def _waivers(rows: _Lazy, day: FactDay) -> _Lazy:
    """While a waiver and a refusal are both in force, neither settles."""
    since, expires = nw.col("since"), nw.col("expires")
    live = (since.is_null() | (since <= day)) & (
        expires.is_null() | (expires > day)
    )
    rows = rows.filter(live.fill_null(False)).with_columns(
        _item=nw.col("item").fill_null(""),
        _any=_count(nw.col("item").is_null()),
        _t=_count(nw.col("granted")),
        _f=_count(~nw.col("granted")),
        _n=_count(nw.col("granted").is_null()),
    )
    answers = ("_t", "_f", "_n")
    item = [LINK, "_item", "_any"]
    own = rows.group_by(*item).agg(
        **{f"{one}1": nw.col(one).max() for one in answers}
    )
    blank = rows.with_columns(
        **{f"{one}0": nw.col(one) * nw.col("_any") for one in answers}
    )
    # A waiver of no stated item may concern any.
    whole = blank.group_by(LINK).agg(
        **{f"{one}2": nw.col(f"{one}0").max() for one in answers},
        **{f"{one}3": nw.col(one).max() for one in answers},
    )
    rows = rows.join(own, on=item, how="left").join(whole, on=LINK, how="left")
    different = nw.lit(0, dtype=nw.Int64)
    for one in answers:
        of_item = (nw.col(f"{one}1") + nw.col(f"{one}2")) > 0
        of_all = nw.col(f"{one}3") > 0
        has = nw.when(nw.col("_any") > 0).then(of_all).otherwise(of_item)
        different = different + has.cast(nw.Int64)
    kept = nw.when(different < _SEVERAL).then(nw.col("granted"))
    blank_flag = nw.lit(None, dtype=nw.Boolean)
    return rows.with_columns(kept.otherwise(blank_flag).alias("granted"))


_SETTLERS: Mapping[str, Callable[[_Lazy, FactDay], _Lazy]] = MappingProxyType(
    {"appraisals": _votes, "visits": _visits, "waivers": _waivers}
)
