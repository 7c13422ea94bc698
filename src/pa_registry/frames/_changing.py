"""
What happened between two cycles, over frames.

Persons and households of both cycles are put side by side and grouped by
the facts that their kind of change depends on.  What kind that is, is for
`accounts.changes` to say: each group of facts is written as two registers
of one case, once, and compared there.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import attrs
import narwhals as nw

from pa_registry.accounts import Flow, PersonChange, changes
from pa_registry.accounts.changes import Leg, flows_of, home_changes, iter_legs
from pa_registry.frames._door import Lazy
from pa_registry.frames.schemas import LINK
from pa_registry.model.codes import Code
from pa_registry.model.households import Household
from pa_registry.model.person_codes import JoinReason, LeaveReason
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status


__all__ = ["flows_between"]

_C = TypeVar("_C", bound=Code)
_Cycle = tuple[Lazy, Lazy]
_NUMBER, _LEFT = "number", "left"
_OLD, _NEW = "old_", "new_"
_HOME = ("status", "exit_year", "return_year", "division")
_HERE, _THERE = "A", "B"
_CASE, _OTHER = "case", "other"
_LONG_AGO = dt.date(2000, 1, 1)
#: Who is in none of the cells of the accounts.
_OUTSIDE = [one.value for one in Status if not (one.in_stock or one.in_cohort)]


def flows_between(before: _Cycle, after: _Cycle) -> tuple[Flow, ...]:
    """
    Add up what happened between two cycles.

    Args:
        before: The households and the members of the earlier one.
        after: Those of the later one.
    """
    old, new = _Side(before, _OLD), _Side(after, _NEW)
    people = _legs(_people(old, new), _PersonFacts.of)
    homes = _legs(_homes(old, new), _HomeFacts.of)
    found = flows_of(people, homes)
    return tuple(sorted(found, key=_place))


def _place(flow: Flow) -> tuple[Any, ...]:
    cells = (
        (-1, 0) if cell is None else cell.place
        for cell in (flow.out_of, flow.into)
    )
    return flow.division, flow.kind.value, *cells


def _text(name: str) -> nw.Expr:
    """Write a number as text, so that it meets those of another cycle."""
    return nw.col(name).cast(nw.String)


class _Side:
    """One cycle, with the names of its columns marked."""

    def __init__(self, cycle: _Cycle, mark: str) -> None:
        homes, members = cycle
        self.mark = mark
        status = nw.col("status")
        self.homes: Lazy = homes.select(
            _text(_NUMBER).alias(_NUMBER),
            *(
                nw.col(name).alias(f"{mark}{name}")
                for name in ("status", "exit_year", "return_year")
            ),
            # No division, and a blank one, are the same place.
            nw.col("division").fill_null("").alias(f"{mark}division"),
            nw.lit(value=True).alias(f"{mark}filed"),
            (~status.is_in(_OUTSIDE).fill_null(value=False)).alias(
                f"{mark}in"
            ),
        )
        self.members: Lazy = members.with_columns(
            _text(_NUMBER).alias(_NUMBER), _text(LINK).alias(LINK)
        )

    def people(self, *more: str) -> Lazy:
        """Whoever is on file in a registered household."""
        mark = self.mark
        rows = self.members.filter(nw.col(_LEFT).is_null()).select(
            _NUMBER, nw.col(LINK).alias(f"{mark}home"), *more
        )
        return rows.join(
            self.homes.filter(nw.col(f"{mark}in")),
            left_on=f"{mark}home",
            right_on=_NUMBER,
            how="inner",
        )


def _same(name: str) -> nw.Expr:
    old, new = nw.col(f"{_OLD}{name}"), nw.col(f"{_NEW}{name}")
    equal = (old == new).fill_null(value=False)
    return equal | (old.is_null() & new.is_null())


def _unchanged() -> nw.Expr:
    """Whoever is where he was has no kind of change."""
    both = _sure(f"{_OLD}in") & _sure(f"{_NEW}in")
    return both & _same("status") & _same("exit_year") & _same("division")


def _sure(name: str) -> nw.Expr:
    return nw.col(name).fill_null(value=False)


def _people(old: _Side, new: _Side) -> Lazy:
    """Everybody who came, went or moved, with what his kind depends on."""
    joined = (~nw.col("join_reason").is_null()).alias("joined")
    now = new.people("join_reason").with_columns(joined)
    both = old.people().join(
        now.drop("join_reason"), on=_NUMBER, how="full", suffix="_now"
    )
    both = both.filter(~_unchanged()).with_columns(
        nw.coalesce(nw.col(_NUMBER), nw.col(f"{_NUMBER}_now")).alias(_NUMBER)
    )
    files = new.members.select(_NUMBER, "leave_reason")
    of_new = old.homes.select(
        nw.col(_NUMBER).alias("key"),
        nw.col(f"{_OLD}filed").alias("was_filed"),
        nw.col(f"{_OLD}status").alias("was_status"),
    )
    of_old = new.homes.select(
        nw.col(_NUMBER).alias("key"),
        nw.col(f"{_NEW}filed").alias("now_filed"),
        nw.col(f"{_NEW}status").alias("now_status"),
    )
    return (
        both.join(files, on=_NUMBER, how="left")
        .join(of_new, left_on=f"{_NEW}home", right_on="key", how="left")
        .join(of_old, left_on=f"{_OLD}home", right_on="key", how="left")
    )


def _homes(old: _Side, new: _Side) -> Lazy:
    """Every household that came, went or moved, likewise."""
    both = old.homes.join(new.homes, on=_NUMBER, how="full", suffix="_now")
    in_one = _sure(f"{_OLD}in") | _sure(f"{_NEW}in")
    both = both.filter(in_one & ~_unchanged()).with_columns(
        nw.coalesce(nw.col(_NUMBER), nw.col(f"{_NUMBER}_now")).alias(_NUMBER)
    )
    split = _all_known(new, both, old, "split")
    merged = _all_known(old, both, new, "merged")
    return both.join(split, on=_NUMBER, how="left").join(
        merged, on=_NUMBER, how="left"
    )


def _all_known(side: _Side, homes: Lazy, other: _Side, name: str) -> Lazy:
    """Say whose members are all registered in the other cycle."""
    known = other.people().select(_NUMBER).unique()
    known = known.with_columns(nw.lit(value=1).alias("known"))
    rows = (
        side.members.filter(nw.col(_LEFT).is_null())
        .select(LINK, _NUMBER)
        .join(
            homes.select(_NUMBER), left_on=LINK, right_on=_NUMBER, how="semi"
        )
        .join(known, on=_NUMBER, how="left")
        .with_columns(nw.col("known").fill_null(0))
        .group_by(LINK)
        .agg(nw.col("known").min())
    )
    return rows.select(
        nw.col(LINK).alias(_NUMBER), (nw.col("known") > 0).alias(name)
    )


# From facts to a kind of change ---------------------------------------------


def _member(listed: type[_C], value: str | None) -> _C | None:
    """Read a code; what is in no list is not recorded."""
    return next((one for one in listed if one.value == value), None)


class _Home(NamedTuple):
    """A household as one cycle has it; not filed where it has none."""

    filed: bool
    status: str | None
    exit_year: int | None
    return_year: int | None

    @classmethod
    def of(cls, row: dict[str, Any], mark: str) -> _Home:
        filed = bool(row[f"{mark}filed"])
        values = (row[f"{mark}{name}"] for name in _HOME[:3])
        return cls(filed, *values) if filed else cls(False, None, None, None)

    def made(
        self, division: str, *members: Person, number: str = _CASE
    ) -> tuple[Household, ...]:
        if not self.filed:
            return ()
        return (
            Household(
                number=number,
                status=_member(Status, self.status),
                exit_year=self.exit_year,
                return_year=self.return_year,
                division=division,
                members=members,
            ),
        )


_NONE = _Home(filed=False, status=None, exit_year=None, return_year=None)
_CURRENT = _Home(
    filed=True, status=Status.CURRENT.value, exit_year=None, return_year=None
)
_REMOVED = _CURRENT._replace(status=Status.REMOVED.value)


class _PersonFacts(NamedTuple):
    """What the kind of change of one person depends on."""

    was: _Home
    now: _Home
    moved: bool
    joined: bool
    leave_reason: str | None
    #: His new household as it was before, or his old one as it is now.
    home: _Home

    @classmethod
    def of(cls, row: dict[str, Any]) -> _PersonFacts:
        was, now = _Home.of(row, _OLD), _Home.of(row, _NEW)
        moved = row[f"{_OLD}division"] != row[f"{_NEW}division"]
        home = _NONE
        if not was.filed and row["was_filed"]:
            home = _CURRENT._replace(status=row["was_status"])
        if not now.filed and row["now_filed"]:
            home = _CURRENT._replace(status=row["now_status"])
        both = was.filed and now.filed
        return cls(
            was,
            now,
            both and moved,
            bool(row["joined"]) and not was.filed,
            None if now.filed else row["leave_reason"],
            home,
        )

    def change(self) -> PersonChange | None:
        there = _THERE if self.moved else _HERE
        reason = JoinReason.NEWBORN if self.joined else None
        person = Person(number=_CASE, join_reason=reason)
        gone = Person(
            number=_CASE,
            left=_LONG_AGO,
            leave_reason=_member(LeaveReason, self.leave_reason),
        )
        old, new = self.was.made(_HERE, person), self.now.made(there, person)
        if not old:
            old = self.home.made(_HERE)
        if not new:
            new = self.home.made(_HERE)
            # His file may lie with any household.
            new += _REMOVED.made(_HERE, gone, number=_OTHER)
        return _told(old, new)


class _HomeFacts(NamedTuple):
    """What the kind of change of one household depends on."""

    was: _Home
    now: _Home
    moved: bool
    split: bool
    merged: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> _HomeFacts:
        was, now = _Home.of(row, _OLD), _Home.of(row, _NEW)
        moved = row[f"{_OLD}division"] != row[f"{_NEW}division"]
        return cls(
            was,
            now,
            was.filed and now.filed and moved,
            bool(row["split"]),
            bool(row["merged"]),
        )

    def change(self) -> PersonChange | None:
        there = _THERE if self.moved else _HERE
        came, went = Person(number="came"), Person(number="went")
        old = self.was.made(_HERE, *([went] if self.merged else []))
        new = self.now.made(there, *([came] if self.split else []))
        # Where those who came had been, and where those who went are.
        old += _CURRENT.made(_HERE, came, number="whence")
        new += _CURRENT.made(_HERE, went, number="whither")
        return _told_of_home(old, new)


def _told(
    old: tuple[Household, ...], new: tuple[Household, ...]
) -> PersonChange | None:
    found = changes(Registry(households=old), Registry(households=new))
    told = (one for one in found.persons if one.person == _CASE)
    return next(told, None)


def _told_of_home(
    old: tuple[Household, ...], new: tuple[Household, ...]
) -> PersonChange | None:
    found = home_changes(Registry(households=old), Registry(households=new))
    told = (one for one in found if one.person == _CASE)
    return next(told, None)


def _legs(
    rows: Lazy, facts_of: Callable[[dict[str, Any]], Any]
) -> Counter[Leg]:
    """Count the legs of all changes, a group of facts at a time."""
    names = [name for name in rows.collect_schema() if name in _FACTS]
    grouped = rows.group_by(*names).agg(nw.len().alias("rows"))
    kinds: dict[Any, PersonChange | None] = {}
    found: Counter[Leg] = Counter()
    for row in grouped.collect().iter_rows(named=True):
        facts = facts_of(row)
        if facts not in kinds:
            kinds[facts] = facts.change()
        told = kinds[facts]
        if told is None:
            continue
        change = attrs.evolve(
            told,
            old_division=_division(row, _OLD),
            new_division=_division(row, _NEW),
        )
        for leg in iter_legs((change,)):
            found[leg] += int(row["rows"])
    return found


def _division(row: dict[str, Any], mark: str) -> str:
    found: str = row[f"{mark}division"] if row[f"{mark}in"] else ""
    return found


_FACTS = frozenset(
    {
        *(f"{mark}{name}" for mark in (_OLD, _NEW) for name in _HOME),
        *(
            f"{mark}{name}"
            for mark in (_OLD, _NEW)
            for name in ("in", "filed")
        ),
        "joined",
        "leave_reason",
        "was_filed",
        "was_status",
        "now_filed",
        "now_status",
        "split",
        "merged",
    }
)
