"""Truths and values as expressions, with what is settled kept in Python."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import narwhals as nw


__all__ = [
    "Scalar",
    "Truth",
    "Value",
    "all_true",
    "any_true",
    "as_expr",
    "chosen",
    "every_one",
    "is_open",
    "negated",
    "number",
    "some_one",
]

#: A column of truths, or a truth that is the same for every row.
Truth: TypeAlias = nw.Expr | bool | None
Scalar: TypeAlias = int | str | dt.date
#: A column of values, or a value that is the same for every row.
Value: TypeAlias = nw.Expr | Scalar | None


def as_expr(truth: Truth) -> nw.Expr:
    """Give a truth as a column."""
    if isinstance(truth, nw.Expr):
        return truth
    return nw.lit(truth, dtype=nw.Boolean)


def number(value: int | None) -> nw.Expr:
    """Give a whole number, or a missing one, as a column."""
    return nw.lit(value, dtype=nw.Int64)


def negated(truth: Truth) -> Truth:
    """Kleene's *not*."""
    if isinstance(truth, nw.Expr):
        return ~truth
    return None if truth is None else not truth


def all_true(*parts: Truth) -> Truth:
    """Kleene's *and*; what is settled never becomes a column."""
    if any(part is False for part in parts):
        return False
    open_ = [part for part in parts if part is not True]
    return _joined(open_, over=True)


def any_true(*parts: Truth) -> Truth:
    """Kleene's *or*; what is settled never becomes a column."""
    if any(part is True for part in parts):
        return True
    open_ = [part for part in parts if part is not False]
    return _joined(open_, over=False)


def _joined(parts: Sequence[Truth], *, over: bool) -> Truth:
    if not parts:
        return over
    if all(part is None for part in parts):
        return None
    found, *rest = map(as_expr, parts)
    for part in rest:
        found = (found & part) if over else (found | part)
    return found


def is_open(truth: Truth) -> Truth:
    """Say where a truth is unknown; the answer never is."""
    if isinstance(truth, nw.Expr):
        return truth.is_null()
    return truth is None


def chosen(met: Truth, unmet: Truth) -> nw.Expr:
    """Make a truth of two facts: surely so, surely not, else unknown."""
    unknown = nw.lit(None, dtype=nw.Boolean)
    rest = (
        nw.when(as_expr(unmet))
        .then(nw.lit(False, dtype=nw.Boolean))
        .otherwise(unknown)
    )
    return (
        nw.when(as_expr(met))
        .then(nw.lit(True, dtype=nw.Boolean))
        .otherwise(rest)
    )


def some_one(parts: Iterable[nw.Expr]) -> nw.Expr:
    """Join columns of truths, one at least, by Kleene's *or*."""
    found, *rest = parts
    for part in rest:
        found = found | part
    return found


def every_one(parts: Iterable[nw.Expr]) -> nw.Expr:
    """Join columns of truths, one at least, by Kleene's *and*."""
    found, *rest = parts
    for part in rest:
        found = found & part
    return found
