"""
From hits to suspicions, as columns: a province by county.

由比对命中生成疑点，并分县汇总。

A suspicion decides nothing.  It is what `audit.suspect` raises over
objects, from the same grounds and the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs
import narwhals as nw

from pa_registry.accounts.counts import division_at
from pa_registry.audit import Suspicion
from pa_registry.audit.grounds import Grounds, WhichDay
from pa_registry.audit.match_tables import Certainty, RegisterKind
from pa_registry.audit.suspicions import BETWEEN
from pa_registry.conditions import Truth
from pa_registry.dates import AsOf, Day
from pa_registry.errors import InvalidValueError
from pa_registry.frames._door import Lazy, Opened, open_frame
from pa_registry.frames._judging import Inputs
from pa_registry.frames._kleene import some_one
from pa_registry.frames._lifting import even, lifted
from pa_registry.frames._match_text import cases
from pa_registry.frames._suspecting import (
    APART,
    EXACT,
    GROUND,
    HITS,
    HOLDER,
    KEYS,
    KIND,
    Eager,
    Found,
    Hits,
    suspicions,
)
from pa_registry.frames.matching import Matches
from pa_registry.frames.schemas import LINK, schema
from pa_registry.frames.tables import Tables
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence_codes import HukouChangeKind
from pa_registry.policies import FindingTarget
from pa_registry.standards import CriteriaList, Standards


__all__ = ["Suspected", "from_hits", "suspect"]

_SEEN, _SPLIT_ON, _MOVES = "seen_on", "split_on", "hukou_changes"
_DIVISION, _GROUND, _OPEN, _PERSON = "division", "ground", "open", "person"
_MADE = "_pa_t_"
_ROW, _MOVED = f"{_MADE}row", f"{_MADE}moved"
_COUNTED = ("suspicions", "open", "households", "persons")


@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False)
class Suspected:
    """
    The suspicions about a register, and how many there are.

    疑点及其汇总。

    All tables are computed, of the caller's engine where that is polars,
    and of Arrow otherwise.  Rows of *rows* come in no promised order.

    Attributes:
        rows: One row for each suspicion, with the columns of
            `pa_registry.audit.Suspicion.COLUMNS`.
    """

    rows: Any
    # Who is hit by each: number of the row, household, person; no kin.
    _persons: Any = attrs.field(alias="persons")

    def __repr__(self) -> str:
        return f"Suspected({len(self._frame)} suspicions)"

    def __len__(self) -> int:
        return len(self._frame)

    @cached_property
    def only_open(self) -> Suspected:
        """
        Those that a check has to find out.

        待核查疑点。

        The records themselves clear the others, on each day that the text
        allows.
        """
        keep = self._frame.filter(nw.col(_OPEN))
        people = self._persons.filter(nw.col(_OPEN))
        return Suspected(rows=nw.to_native(keep), persons=people)

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """
        Count suspicions, open ones, households and persons, each once.

        合计。

        Persons are the members hit; kin living apart are not counted.
        """
        homes = self._frame[LINK].n_unique() if len(self) else 0
        people = self._persons.select(LINK, _PERSON).unique()
        still = self._frame.filter(nw.col(_OPEN))
        found = (len(self), len(still), homes, len(people))
        return MappingProxyType(dict(zip(_COUNTED, found, strict=True)))

    def by_division(self, level: DivisionLevel = DivisionLevel.COUNTY) -> Any:
        """
        Count by division; a household has one, so that the lines add up.

        分区划汇总。

        Args:
            level: The level of the divisions.

        Returns:
            A frame with `division`, `suspicions`, `open`, `households` and
            `persons`, in the order of the codes.
        """
        return self._counted([_DIVISION], level)

    def by_ground(self, level: DivisionLevel | None = None) -> Any:
        """
        Count by ground: kinds overlap, and do not add up.

        分疑点类型汇总。

        Args:
            level: The level of divisions to tell apart besides; by default
                none.

        Returns:
            A frame with `ground`, after `division` if a level is given,
            and the counts of :meth:`by_division`.
        """
        groups = [_GROUND] if level is None else [_DIVISION, _GROUND]
        return self._counted(groups, level)

    @cached_property
    def _frame(self) -> Eager:
        return nw.from_native(self.rows, eager_only=True)

    def _counted(self, groups: list[str], level: DivisionLevel | None) -> Any:
        rows = _at(self._frame, level)
        people = _at(self._persons, level)
        counted = (
            rows.with_columns(nw.col(_OPEN).cast(nw.Int64))
            .group_by(*groups)
            .agg(
                nw.len().alias("suspicions"),
                nw.col(_OPEN).sum(),
            )
        )
        for name, table, keys in (
            ("households", rows, [LINK]),
            ("persons", people, [LINK, _PERSON]),
        ):
            each = table.select(*groups, *keys).unique().group_by(*groups)
            once = each.agg(nw.len().alias(name))
            counted = counted.join(once, on=groups, how="left")
        filled = [nw.col(one).cast(nw.Int64).fill_null(0) for one in _COUNTED]
        return nw.to_native(counted.select(*groups, *filled).sort(*groups))


def _at(frame: Eager, level: DivisionLevel | None) -> Eager:
    """Bring the divisions to a level."""
    if level is None:
        return frame
    codes = frame[_DIVISION].to_list()
    cut = {one: division_at(one, level) for one in set(codes)}
    column = nw.new_series(
        _DIVISION,
        [cut[one] for one in codes],
        nw.String,
        backend=frame.implementation,
    )
    return frame.with_columns(column)


def suspect(
    found: Matches[Any],
    households: Any,
    criteria: str | CriteriaList,
    *,
    members: Any = None,
    relatives: Any = None,
    measures: Any = None,
    at: Day,
    standards: Standards | None = None,
    extra: Mapping[str, type] | None = None,
) -> Suspected:
    """
    Ask of each hit what it would mean under a list.

    由比对命中生成疑点。

    It is :func:`pa_registry.audit.suspect` over columns.  Clauses about
    the records of departments are judged record by record: a fact that did
    not hold on the day that counts, and an exception that the text states,
    clear themselves; a possible hit is never certain.  Clauses about what
    the form says are judged by household, with the exact hits as
    evidence.  Deaths, cancelled registrations and double registration
    raise suspicions under any list.  Households that are not in the
    register are left out.

    Args:
        found: What :func:`match` found.  What an extract lacks of the
            fields of its form is blank.

        households:
            The households, with `number`, `division`, `status`, `entered`
            and what the list reads; or `Tables`, of which the sources and
            the coverage are not read.

        criteria: The list in use, or its id.
        members: The members: `household`, `number`, `left`, and what the
            list reads.

        relatives: The kin living apart, where the list reads them.
        measures: The help measures, where the list reads them.
        at: The day of the list, on which the audit looks.
        standards: The book to look the id up in; by default the built-in.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The suspicions, computed, open ones and those that the records
        themselves clear.  What earlier checks cleared is not known here.

    Raises:
        TablesRefusedError: If a table or a column is lacking, or holds
            something else than the schema says.
        InvalidValueError: If *found* is something else, or the frames are
            of several engines.
        InvalidStandardError: If the list is an empty slot.
        InvalidPolicyError: If it is no negative list.
        UnknownNameError: If there is no list of that id.

    Examples:
        >>> import datetime as dt
        >>> import polars as pl
        >>> from pa_registry.frames import match
        >>> persons = pl.DataFrame(
        ...     {
        ...         "household": ["H1"],
        ...         "number": ["P1"],
        ...         "identity": ["990001196002290033"],
        ...     }
        ... )
        >>> offices = pl.DataFrame(
        ...     {
        ...         "identity": ["990001196002290033"],
        ...         "since": [dt.date(2012, 1, 1)],
        ...         "seen_on": [dt.date(2016, 8, 10)],
        ...     }
        ... )
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1"],
        ...         "division": ["990101001001"],
        ...         "status": ["current"],
        ...         "entered": [dt.date(2014, 6, 1)],
        ...     }
        ... )
        >>> members = pl.DataFrame(
        ...     {"household": ["H1"], "number": ["P1"], "left": [None]}
        ... )
        >>> suspected = suspect(
        ...     match(persons, {"village_offices": offices}),
        ...     homes,
        ...     "yunnan-county-2015-three-excluded-four-not-listed",
        ...     members=members,
        ...     at=dt.date(2016, 10, 31),
        ... )
        >>> suspected.rows.select("household", "ground", "entry").rows()
        [('H1', 'village-cadre', 'met')]
        >>> suspected.by_division().rows()
        [('990101', 1, 1, 1, 1)]
    """
    if not isinstance(found, Matches):
        raise InvalidValueError(
            what=f"a {type(found).__name__} is no result of a matching.",
            where="frames.suspect",
            remedy="Give frames.match(persons, {…}).",
        )
    grounds = Grounds.of(criteria, standards)
    given = {
        "households": households,
        "members": members,
        "relatives": relatives,
        "measures": measures,
    }
    if isinstance(households, Tables):
        if any(one is not None for one in (members, relatives, measures)):
            raise InvalidValueError(
                what="the tables are given twice",
                where="households",
                remedy="Give Tables alone, or each table by its name.",
            )
        given = {name: getattr(households, name) for name in given}
    return from_hits(
        _hits(found, given["households"]),
        given,
        grounds,
        at,
        coverage=found.coverage if grounds.reads_records else None,
        extra=extra,
    )


def from_hits(
    of: Any,
    given: Mapping[str, Any],
    grounds: Grounds,
    at: Day,
    *,
    coverage: Any,
    extra: Mapping[str, type] | None = None,
) -> Suspected:
    """Go from hits to suspicions, whoever matched."""
    homes = given["households"]
    like = open_frame(homes, "households").frame
    of = Hits(
        {source: even(rows) for source, rows in of.sources.items()},
        None if of.register is None else even(of.register),
        even(of.holders),
    )
    exact = {
        source: rows.filter(nw.col(EXACT)).drop(EXACT, APART)
        for source, rows in of.sources.items()
    }
    inputs = Inputs.of(
        **given,
        sources={
            source: nw.to_native(lifted(rows, like))
            for source, rows in exact.items()
        },
        coverage=coverage,
        extra=extra,
    )
    inputs = attrs.evolve(
        inputs,
        subjects=_even(inputs.subjects),
        tables={name: _even(one) for name, one in inputs.tables.items()},
        coverage=None if inputs.coverage is None else _even(inputs.coverage),
    )
    return _plain(suspicions(of, grounds, inputs, AsOf.of(at).fact))


def _even(opened: Opened) -> Opened:
    return attrs.evolve(opened, frame=even(opened.frame))


# What a matching gives


def _hits(found: Matches[Any], households: Any) -> Hits:
    """Take all hits of a matching, with the records themselves."""
    found = found.computed
    sources = {name: _records(found, name) for name in found.names}
    register = _within(found, sources, households)
    who = [LINK, HOLDER]
    return Hits(
        sources,
        register,
        nw.concat(
            [even(rows).select(who) for rows in (*sources.values(), register)]
        ),
    )


def _records(found: Matches[Any], source: str) -> Eager:
    """Give the hits of one source with the fields of its form."""
    rows: Eager = nw.from_native(found.records(source)).lazy().collect()
    held, known = rows.schema, schema()[source].columns
    taken = {LINK, HOLDER, _SEEN}
    return rows.select(
        nw.col("household").alias(LINK),
        nw.col(_PERSON).alias(HOLDER),
        nw.col("extract_date").alias(_SEEN),
        *(
            nw.col(name)
            if name in held
            else nw.lit(None, dtype=getattr(nw, known[name].dtype)).alias(name)
            for name in known
            if name not in taken
        ),
        nw.col("apart").alias(APART),
        _is_exact().alias(EXACT),
    )


def _is_exact() -> nw.Expr:
    return nw.col("certainty") == Certainty.EXACT.value


def _within(
    found: Matches[Any], sources: Mapping[str, Eager], households: Any
) -> Eager:
    """Give the hits within the register: persons twice, and splits."""
    twice: Eager = nw.from_native(found.doubles).lazy().collect()
    rows = twice.select(
        nw.col("household").alias(LINK),
        nw.col(_PERSON).alias(HOLDER),
        nw.col("kind").alias(KIND),
        _is_exact().alias(EXACT),
    )
    split = _splits(sources.get(_MOVES), households)
    if split is None:
        return rows
    blank = nw.lit(None, dtype=rows.schema[HOLDER]).alias(HOLDER)
    return nw.concat(
        [
            even(rows),
            even(
                split.select(
                    nw.col(LINK).cast(rows.schema[LINK]),
                    blank,
                    nw.lit(RegisterKind.SPLIT.value).alias(KIND),
                    nw.lit(False).alias(EXACT),
                )
            ),
        ]
    )


def _splits(moves: Eager | None, households: Any) -> Eager | None:
    """
    Recognise households that were split before they entered.

    By the form, or by the first day on which somebody moved out.
    """
    homes: Lazy = nw.from_native(households).lazy()
    held = homes.collect_schema()
    if "number" not in held or held.get("entered") != nw.Date:
        return None  # which is refused where the tables are opened
    days = [one for one in (_SPLIT_ON,) if held.get(one) == nw.Date]
    if moves is None and not days:
        return None
    home = homes.select(nw.col("number").alias(LINK), "entered", *days)
    if moves is not None:
        moved = moves.filter(
            nw.col("kind") == HukouChangeKind.MOVED_OUT.value,
            ~nw.col(APART),
        )
        first = moved.group_by(LINK).agg(nw.col("day").min().alias(_MOVED))
        home = even(home).join(even(lifted(first, home)), on=LINK, how="left")
        days.append(_MOVED)
    entered = nw.col("entered")
    before = some_one(
        (nw.col(one) <= entered).fill_null(False) for one in days
    )
    return home.filter(before).select(LINK).collect()


# What is given back


def _plain(of: Found) -> Suspected:
    """Write the suspicions down in plain values."""
    rows = of.rows.with_row_index(_ROW).with_columns(
        nw.col(_DIVISION).fill_null(""),
        _is_open().alias(_OPEN),
        *(_said(one) for one in WhichDay),
    )
    backend = rows.implementation
    people = (
        of.persons.with_columns(nw.col(HOLDER).cast(nw.String))
        .join(rows.select(_ROW, *KEYS), on=KEYS, how="inner")
        .sort(_ROW, HOLDER)
    )
    named = [""] * len(rows)
    for row, person in people.select(_ROW, HOLDER).iter_rows():
        named[row] += f"{BETWEEN}{person}" if named[row] else person
    places: list[int] = rows[GROUND].to_list()
    grounds = [of.grounds[place] for place in places]
    texts: dict[str, list[str | None]] = {
        _GROUND: [one.label for one in grounds],
        "subject": [one.subject for one in grounds],
        "effect": [one.effect for one in grounds],
        "reach": [one.reach for one in grounds],
        "persons": [*named],
    }
    written = rows.with_columns(
        *(
            nw.new_series(name, values, nw.String(), backend=backend)
            for name, values in texts.items()
        ),
        nw.lit(FindingTarget.ENTRY.value).alias("target"),
        (nw.col(EXACT) == 0).alias("possible"),
        nw.col(HITS).alias("hits"),
    )
    members = (
        people.filter(~nw.col(APART))
        .select(_ROW, nw.col(HOLDER).alias(_PERSON))
        .join(
            written.select(_ROW, LINK, _DIVISION, _GROUND, _OPEN),
            on=_ROW,
            how="inner",
        )
    )
    return Suspected(
        rows=nw.to_native(written.select(*Suspicion.COLUMNS)),
        persons=members.drop(_ROW),
    )


def _said(which: WhichDay) -> nw.Expr:
    """Say an answer in its word."""
    code = nw.col(which.column)
    said = {2: Truth.MET, 1: Truth.UNKNOWN, 0: Truth.NOT_MET}
    words = cases((code == one, nw.lit(str(t))) for one, t in said.items())
    return words.alias(which.column)


def _is_open() -> nw.Expr:
    """Say whether some day that the text allows is not cleared."""
    found = nw.lit(value=False)
    for one in WhichDay:
        found |= nw.col(one.column).fill_null(0) > 0
    return found
