"""
The rows of a relation: which of them count, and whether they are all.

Each function says in predicates what the function of its name says of
objects in :mod:`pa_registry.conditions.judging`.
"""

from __future__ import annotations

from typing import Any

import attrs
import sqlalchemy as sa

from pa_registry.columns import Column, Kind
from pa_registry.conditions.forms import Completeness, RelationSpec
from pa_registry.frames import _sql_layout as layout
from pa_registry.frames._sql_acts import settled
from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Operand,
    Pair,
    both,
    either,
    exact,
    text,
    whole,
)
from pa_registry.frames._sql_scope import Scope


__all__ = ["Related", "complete", "related"]

_NUMBER = Column(zh="", key="number", kind=Kind.TEXT, type=str)
_HOLDER = Column(zh="", key="holder", kind=Kind.TEXT, type=str)


@attrs.frozen(eq=False)
class Related:
    """
    The rows of a relation, at one place of the statement.

    Attributes:
        row: What a rule about a row is read against; `None` where the host
            has no such rows.
        present: Whether a row counts on the fact day.
        all_there: Whether the rows are all there are.
    """

    row: Scope | None
    present: Pair
    all_there: Bool

    def read(self, rule: Any) -> Pair:
        """Read a rule about a row."""
        if self.row is None:
            return Pair.settled(truth=False)
        found: Pair = rule(self.row)
        return found

    def surely(self, rule: Pair) -> Bool:
        """Say of a row that it counts and meets a rule."""
        return both(self.present.met, rule.met)

    def possibly(self, rule: Pair) -> Bool:
        """Say of a row that it may count and may meet a rule."""
        return both(sa.not_(self.present.unmet), sa.not_(rule.unmet))

    def some(self, test: Bool) -> Bool:
        """Say whether some row passes a test."""
        return sa.false() if self.row is None else self.row.some(test)

    def how_many(self, test: Bool) -> Expression:
        """Count the rows that pass a test."""
        return whole(0) if self.row is None else self.row.how_many(test)


def related(spec: RelationSpec, scope: Scope) -> Related:
    """Find the rows of a relation."""
    if scope.outer is not None:
        scope.host.nested(f"{scope.bound.name}.{spec.key}")
    all_there = complete(spec, scope)
    if not scope.host.has(spec.source):
        return Related(None, Pair.settled(truth=False), all_there)
    row = scope.inner(spec.source)
    taken, row = settled(spec.attribute, row)
    present = _presence(spec, row)
    if spec.via is not None:
        held = _held(spec, spec.via, scope, row)
        present = Pair(
            both(held.met, present.met), either(held.unmet, present.unmet)
        )
    # A row that was superseded is there no more.
    present = Pair(
        both(taken, present.met), either(sa.not_(taken), present.unmet)
    )
    return Related(row, present, all_there)


def _presence(spec: RelationSpec, row: Scope) -> Pair:
    if spec.presence is None:
        return Pair.settled(truth=True)
    return row.on_a_day().pair(spec.presence)


def _held(
    spec: RelationSpec, via: RelationSpec, scope: Scope, row: Scope
) -> Pair:
    """Say whether the holder of a record counts."""
    number = row.field("holder", _HOLDER)
    blank = sa.not_(number.known)
    unheld = Pair.settled(truth=spec.unheld)
    met, may, listed = _roster(via, row, number)
    if spec.apart is None:
        stranger: Bool = sa.true()
    else:
        # A number that nobody bears may be anybody's misspelt one.
        _, _, apart = _roster(spec.apart, row, number)
        stranger = either(listed, apart)
    return Pair(
        either(both(blank, unheld.met), met),
        either(
            both(blank, unheld.unmet),
            both(number.known, sa.not_(may), stranger),
        ),
    )


def _roster(
    via: RelationSpec, row: Scope, number: Operand
) -> tuple[Bool, Bool, Bool]:
    """
    Look a number up on a roster.

    Returns:
        Whether somebody of that number surely counts, whether somebody
        may, and whether anybody bears it.
    """
    if not row.host.has(via.source):
        return sa.false(), sa.false(), sa.false()
    holder = row.inner(via.source)
    borne = holder.field("number", _NUMBER)
    same = both(number.known, borne.known, borne.value == number.value)
    present = _presence(via, holder)
    return (
        holder.some(both(same, present.met)),
        holder.some(both(same, sa.not_(present.unmet))),
        holder.some(same),
    )


# Completeness -----------------------------------------------------------


def complete(spec: RelationSpec, scope: Scope) -> Bool:
    """Say whether the rows of a relation are known to be all there are."""
    if spec.completeness is Completeness.ALWAYS:
        return sa.true()
    if not scope.host.has(spec.source):
        return sa.false()
    if spec.completeness is Completeness.CHECKED:
        return _checked(spec, scope)
    if spec.completeness is Completeness.NONEMPTY:
        return scope.inner(spec.source).some(sa.true())
    name = layout.recorded_name(spec.attribute)
    flag = scope.bound.typed(name, Kind.FLAG)
    if flag is None:
        return sa.false()
    return both(flag.is_not(None), flag == sa.true())


def _checked(spec: RelationSpec, scope: Scope) -> Bool:
    searched = _covered(spec, scope, None)
    via = spec.via
    if via is None:
        return searched
    if not scope.host.has(via.source):
        return sa.false()
    holder = scope.inner(via.source)
    number = holder.field("number", _NUMBER)
    unsearched = holder.some(
        both(
            sa.not_(_covered(spec, holder, number)),
            sa.not_(_presence(via, holder).unmet),
        )
    )
    # Kin living apart are not reached by a search for the household.
    whole_household = searched if spec.unheld else sa.false()
    return both(
        complete(via, scope), either(whole_household, sa.not_(unsearched))
    )


def _covered(spec: RelationSpec, scope: Scope, person: Operand | None) -> Bool:
    """Say whether a source was searched, for somebody or for all."""
    if not scope.host.has(layout.COVERAGE):
        return sa.false()
    row = scope.inner(layout.COVERAGE)
    source = row.bound.typed("source", Kind.TEXT)
    whom = row.bound.typed("person", Kind.TEXT)
    if source is None:
        return sa.false()
    tests: list[Bool] = [exact(source) == text(spec.source)]
    if whom is None:
        if person is not None:
            return sa.false()
    elif person is None:
        tests.append(whom.is_(None))
    else:
        tests += [person.known, exact(whom) == person.value]
    first = scope.host.fresh_from
    if first is not None:
        extracted = row.bound.typed("extract_date", Kind.DAY)
        if extracted is None:
            return sa.false()
        tests.append(extracted >= sa.literal(first, sa.Date()))
    return row.some(both(*tests))
