"""
Acts that contradict each other, read as the evidence itself reads them.

Votes, visits and waivers are settled among themselves before any rule
reads them; what decides is written in :mod:`pa_registry.model.evidence`,
and is said here in predicates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
import sqlalchemy as sa

from pa_registry.conditions.judging import LAST_DAY
from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Operand,
    alike,
    both,
    either,
)
from pa_registry.frames._sql_scope import Scope
from pa_registry.model.evidence_codes import VisitMode
from pa_registry.model.forms import ROW_FORMS


__all__ = ["settled"]

_MODES = (VisitMode.HOME, VisitMode.SITE)


def settled(attribute: str, row: Scope) -> tuple[Bool, Scope]:
    """
    Settle the acts among which *row* stands.

    Returns:
        Whether the act still counts, and the act as rules read it.
    """
    settle = _SETTLED.get(attribute)
    return (sa.true(), row) if settle is None else settle(row)


def _field(row: Scope, source: str, key: str) -> Operand:
    return row.bound.operand(key, ROW_FORMS[source].columns[key])


def _truth(flag: Operand) -> tuple[Bool, Bool]:
    """Split a yes-or-no field in certainly yes and certainly no."""
    yes = flag.value == sa.true()
    return both(flag.known, yes), both(flag.known, sa.not_(yes))


def _later(one: Operand, other: Operand) -> Bool:
    return both(one.known, other.known, one.value > other.value)


# Votes ------------------------------------------------------------------


def _last_vote(row: Scope) -> tuple[Bool, Scope]:
    """Where the votes differ, the last round decides."""
    other = row.inner("appraisals")
    mine, theirs = (
        (
            _field(one, "appraisals", "result"),
            _field(one, "appraisals", "round"),
        )
        for one in (row, other)
    )
    differs = sa.not_(alike(mine[0], theirs[0]))
    undated = other.some(sa.not_(theirs[1].known))
    taken = either(
        sa.not_(other.some(differs)),
        undated,
        sa.not_(other.some(_later(theirs[1], mine[1]))),
    )
    same_round = both(
        mine[1].known, theirs[1].known, mine[1].value == theirs[1].value
    )
    lost = either(
        both(undated, other.some(differs)),
        other.some(both(differs, same_round)),
    )
    return taken, _losing(row, "result", lost)


def _losing(row: Scope, key: str, lost: Bool) -> Scope:
    return attrs.evolve(row, settling={key: _lost_where(lost)})


def _lost_where(lost: Bool) -> Callable[[Operand], Operand]:
    return lambda held: held.without(lost)


# Visits -----------------------------------------------------------------


@attrs.frozen(eq=False)
class _Visit:
    """A visit: what it found, when, and whether it was in person."""

    row: Scope
    finding: Operand
    day: Operand
    here: Bool
    unsure: Bool

    @classmethod
    def of(cls, row: Scope) -> _Visit:
        met, missed = _truth(_field(row, "visits", "met_somebody"))
        listed = _field(row, "visits", "mode").among(_MODES)
        here = both(listed.met, met)
        not_here = either(missed, listed.unmet)
        return cls(
            row,
            _field(row, "visits", "finding"),
            _field(row, "visits", "day"),
            here,
            both(sa.not_(here), sa.not_(not_here)),
        )


def _last_visit(row: Scope) -> tuple[Bool, Scope]:
    """Where the visits differ, the last day in person decides."""
    mine = _Visit.of(row)
    other = _Visit.of(row.inner("visits"))
    third = _Visit.of(other.row.inner("visits"))
    differs = sa.not_(alike(mine.finding, other.finding))
    undated = other.row.some(both(other.here, sa.not_(other.day.known)))
    # What was perhaps in person counts, if it may have been the last.
    superseded = both(
        other.day.known,
        sa.not_(third.row.some(both(third.here, sa.not_(third.day.known)))),
        third.row.some(both(third.here, _later(third.day, other.day))),
    )
    perhaps = both(other.unsure, sa.not_(superseded))
    taken = either(
        sa.not_(mine.here),
        sa.not_(other.row.some(both(differs, either(other.here, perhaps)))),
        undated,
        sa.not_(other.row.some(both(other.here, _later(other.day, mine.day)))),
    )
    same_day = both(
        mine.day.known, other.day.known, mine.day.value == other.day.value
    )
    lost = both(
        mine.here,
        either(
            other.row.some(both(differs, perhaps)),
            other.row.some(both(differs, other.here, same_day)),
            both(undated, other.row.some(both(differs, other.here))),
        ),
    )
    return taken, _losing(row, "finding", lost)


# Waivers ----------------------------------------------------------------


@attrs.frozen(eq=False)
class _Waiver:
    """A waiver or a refusal: of what, whether granted, from when to when."""

    row: Scope
    item: Operand
    granted: Operand
    since: Operand
    expires: Operand

    @classmethod
    def of(cls, row: Scope) -> _Waiver:
        keys = ("item", "granted", "since", "expires")
        return cls(row, *(_field(row, "waivers", key) for key in keys))

    def has_begun(self, day: Expression) -> Bool:
        return either(sa.not_(self.since.known), self.since.value <= day)

    def goes_on(self, day: Expression) -> Bool:
        return either(sa.not_(self.expires.known), self.expires.value > day)

    def may_contradict(self, other: _Waiver) -> Bool:
        return both(
            either(
                sa.not_(self.item.known),
                sa.not_(other.item.known),
                self.item.value == other.item.value,
            ),
            sa.not_(alike(self.granted, other.granted)),
        )


def _in_force(row: Scope) -> tuple[Bool, Scope]:
    """While a waiver and a refusal are in force, neither is known."""
    mine = _Waiver.of(row)
    other = _Waiver.of(row.inner("waivers"))
    day: Expression = sa.literal(row.day or LAST_DAY, sa.Date())
    against = mine.may_contradict(other)
    lost = other.row.some(
        both(against, other.has_begun(day), other.goes_on(day))
    )

    def begins(held: Operand) -> Operand:
        """Another that began or ended while it was in force cuts it."""
        cuts = [
            other.row.reckon(
                sa.func.max(end.value),
                both(
                    against,
                    end.known,
                    end.value <= day,
                    mine.has_begun(end.value),
                ),
            )
            for end in (other.since, other.expires)
        ]
        first, second = cuts
        return _cut(
            held,
            sa.case(
                (_first(first, second, second <= first), first), else_=second
            ),
        )

    def ends(held: Operand) -> Operand:
        cuts = [
            other.row.reckon(
                sa.func.min(end.value),
                both(
                    against,
                    end.known,
                    end.value > day,
                    mine.goes_on(end.value),
                ),
            )
            for end in (other.since, other.expires)
        ]
        first, second = cuts
        return _cut(
            held,
            sa.case(
                (_first(first, second, second >= first), first), else_=second
            ),
        )

    return sa.true(), attrs.evolve(
        row,
        settling={
            "granted": _lost_where(lost),
            "since": begins,
            "expires": ends,
        },
    )


def _first(first: Expression, second: Expression, order: Bool) -> Bool:
    """Say whether the first of two, of which either may be null, counts."""
    return both(first.is_not(None), either(second.is_(None), order))


def _cut(held: Operand, found: Expression) -> Operand:
    value = sa.func.coalesce(found, held.value, type_=sa.Date())
    return Operand(value.is_not(None), value)


_SETTLED: Mapping[str, Callable[[Scope], tuple[Bool, Scope]]] = (
    MappingProxyType(
        {
            "settled_appraisals": _last_vote,
            "settled_visits": _last_visit,
            "settled_waivers": _in_force,
        }
    )
)
