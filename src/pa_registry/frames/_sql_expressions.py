"""
Predicates that are never null, and values beside the test that they are.

A condition is a pair of two-valued predicates, so that no dialect's logic
of nulls has a say.  A value is an expression that may be used where its
own predicate says that it is known.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeAlias

import attrs
import sqlalchemy as sa

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


__all__ = [
    "Bool",
    "Count",
    "Expression",
    "Operand",
    "Pair",
    "Ratio",
    "Ticks",
    "alike",
    "both",
    "constant",
    "either",
    "exact",
    "place_of",
    "text",
    "whole",
    "words",
]

Bool: TypeAlias = sa.ColumnElement[bool]
Expression: TypeAlias = sa.ColumnElement[Any]


def both(*parts: Bool) -> Bool:
    """Hold where every part does; an empty one always."""
    if any(isinstance(part, sa.False_) for part in parts):
        return sa.false()
    asked = [part for part in parts if not isinstance(part, sa.True_)]
    return sa.and_(*asked) if asked else sa.true()


def either(*parts: Bool) -> Bool:
    """Hold where some part does; an empty one never."""
    if any(isinstance(part, sa.True_) for part in parts):
        return sa.true()
    asked = [part for part in parts if not isinstance(part, sa.False_)]
    return sa.or_(*asked) if asked else sa.false()


@attrs.frozen(eq=False)
class Pair:
    """Two predicates that are never null: surely met, surely not met."""

    met: Bool
    unmet: Bool

    @property
    def unknown(self) -> Bool:
        """Neither of the two."""
        return both(sa.not_(self.met), sa.not_(self.unmet))

    @property
    def negated(self) -> Pair:
        """The two in each other's place."""
        return Pair(self.unmet, self.met)

    @classmethod
    def of(cls, known: Bool, test: Bool) -> Pair:
        """Take a test that may be read only where its facts are known."""
        return cls(both(known, test), both(known, sa.not_(test)))

    @classmethod
    def settled(cls, truth: bool) -> Pair:
        """Take what is settled already."""
        met: tuple[Bool, Bool] = (sa.true(), sa.false())
        return cls(*met) if truth else cls(met[1], met[0])


@attrs.frozen(eq=False)
class Operand:
    """
    A value.

    Attributes:
        known: Whether it is there; never null.
        value: The value, where it is.
        noted: For a code, whether anything is there at all.
        codes: For a code, all that may be.
    """

    known: Bool
    value: Expression
    noted: Bool | None = None
    codes: tuple[str, ...] = ()

    def without(self, lost: Bool) -> Operand:
        """Make it missing in further cases."""
        kept = sa.not_(lost)
        noted = None if self.noted is None else both(self.noted, kept)
        return attrs.evolve(self, known=both(self.known, kept), noted=noted)

    def among(self, options: Sequence[Any]) -> Pair:
        """Say whether it is one of a list."""
        if self.noted is None:
            listed = self.value.in_([constant(one) for one in options])
            return Pair.of(self.known, listed)
        # What is in no list of codes is as good as blank.
        asked = [_plain(one) for one in options]
        rest = [one for one in self.codes if one not in asked]
        return Pair(
            both(self.noted, words(self.value, asked)),
            both(self.noted, words(self.value, rest)),
        )


@attrs.frozen(eq=False)
class Count:
    """From so many surely to so many possibly, if there is an end to it."""

    low: Expression
    high: Expression
    closed: Bool


@attrs.frozen(eq=False)
class Ratio:
    """A numerator and a base, which are compared and never divided."""

    numerator: Operand
    base: Operand


@attrs.frozen(eq=False)
class Ticks:
    """The boxes of a multi-select field, by member."""

    boxes: dict[str, Expression]

    @property
    def known(self) -> Bool:
        """Whether any box says anything."""
        return either(*(box.is_not(None) for box in self.boxes.values()))

    def contains(self, option: Enum) -> Pair:
        """Say whether a box is ticked."""
        box = self.boxes[option.name]
        return Pair.of(box.is_not(None), box == sa.true())


# Constants --------------------------------------------------------------


def whole(number: int) -> Expression:
    """Write a whole number into the statement, as 64 bits."""
    return sa.literal_column(str(int(number)), sa.BigInteger())


def text(written: str) -> sa.ColumnElement[str]:
    """Pass a text as a parameter."""
    return sa.literal(written, sa.String())


def _plain(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def constant(value: Any) -> Expression:
    """Write the constant of a rule."""
    if isinstance(value, Enum):
        return text(_plain(value))
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dt.date):
        return sa.literal(value, sa.Date())
    return whole(value)


def words(value: Expression, options: Sequence[str]) -> Bool:
    """Say whether a text is one of a few; of none it never is."""
    if not options:
        return sa.false()
    if len(options) == 1:
        return value == text(options[0])
    return value.in_([text(one) for one in options])


def alike(left: Operand, right: Operand) -> Bool:
    """Say whether two values, blanks among them, are the same."""
    return either(
        both(sa.not_(left.known), sa.not_(right.known)),
        both(left.known, right.known, left.value == right.value),
    )


# What dialects write differently ----------------------------------------


class _Exact(FunctionElement[str]):
    """A text, compared letter by letter whatever its column's collation."""

    inherit_cache = True
    name = "exact"
    type = sa.String()


class _Place(FunctionElement[int]):
    """Where a text stands in another, from 1; 0 where it does not."""

    inherit_cache = True
    name = "place"
    type = sa.Integer()


def exact(value: Expression) -> sa.ColumnElement[str]:
    """Compare a text letter by letter."""
    return _Exact(value)


def place_of(part: Expression, within: Expression) -> sa.ColumnElement[int]:
    """Find a text in another."""
    return _Place(within, part)


def _write(element: FunctionElement[Any], compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(_Exact)
def _exact(element: _Exact, compiler: Any, **kw: Any) -> str:
    return _write(element, compiler, **kw)


@compiles(_Exact, "sqlite")
def _exact_on_sqlite(element: _Exact, compiler: Any, **kw: Any) -> str:
    return f"({_write(element, compiler, **kw)} COLLATE BINARY)"


@compiles(_Exact, "postgresql")
def _exact_on_postgresql(element: _Exact, compiler: Any, **kw: Any) -> str:
    return f'({_write(element, compiler, **kw)} COLLATE "C")'


@compiles(_Place)
def _place(element: _Place, compiler: Any, **kw: Any) -> str:
    return f"instr({_write(element, compiler, **kw)})"


@compiles(_Place, "postgresql")
def _place_on_postgresql(element: _Place, compiler: Any, **kw: Any) -> str:
    return f"strpos({_write(element, compiler, **kw)})"
