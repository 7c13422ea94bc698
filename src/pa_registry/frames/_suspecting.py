"""
What hits would mean, as columns: one row for each suspicion.

It is :mod:`pa_registry.audit.suspicions` over columns.  The grounds are
the same objects, and each rule is read by the one algebra; here is only
what stands beside what.  The hits are few, so that they are computed
first, and what households say of them is joined to those few.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.grounds import (
    DOUBLES,
    OF_IDENTITY,
    FormClause,
    Grounds,
    RecordClause,
    SuspicionKind,
    WhichDay,
    days_of,
)
from pa_registry.audit.match_tables import RegisterKind
from pa_registry.conditions import Condition
from pa_registry.conditions.judging import needs_day
from pa_registry.frames._algebra import Reading, has_relations
from pa_registry.frames._days import FactDay
from pa_registry.frames._door import Opened, cast_to, need_columns
from pa_registry.frames._judging import Inputs, judged, need_tables
from pa_registry.frames._kleene import Truth, all_true, as_expr
from pa_registry.frames._lifting import lifted
from pa_registry.frames._relations import Given, Lazy, Relations, code_of
from pa_registry.frames.schemas import HOUSEHOLDS, LINK, TableSchema, schema
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.status import Status
from pa_registry.policies import FindingSubject
from pa_registry.standards import Subject


__all__ = [
    "APART",
    "EXACT",
    "GROUND",
    "HITS",
    "HOLDER",
    "KEYS",
    "KIND",
    "Eager",
    "Found",
    "Ground",
    "Hits",
    "suspicions",
]

Eager = nw.DataFrame[Any]

HOLDER = "holder"
_DIVISION = "division"
_NUMBER, _STATUS, _ENTERED, _SEEN = "number", "status", "entered", "seen_on"
_MEMBERS, _LEFT = "members", "left"
_MADE = "_pa_u_"
#: Of a hit: whether it is exact, and whether of kin living apart.
EXACT = f"{_MADE}exact"
APART = f"{_MADE}apart"
#: Of a hit within the register: what it shows.
KIND = f"{_MADE}kind"
#: Of a suspicion: its ground, which record, and on how many hits it rests.
GROUND = f"{_MADE}ground"
_EACH = f"{_MADE}each"
HITS = f"{_MADE}hits"
_GONE, _ON_FILE, _BLANKS = f"{_MADE}gone", f"{_MADE}there", f"{_MADE}blanks"
#: What tells suspicions apart.
KEYS = [LINK, GROUND, _EACH]
#: The households that are no longer, or not, in the register.
_OUT = [one.value for one in Status if not one.in_register]


@attrs.frozen
class Hits:
    """
    The hits of a matching, computed, as they are asked what they mean.

    Attributes:
        sources: The hits of each source: `household`, `holder`, `seen_on`
            (the day of the extract), the columns of the record, `EXACT`,
            and `APART`.
        register: Those within the register: `household`, `holder`,
            `KIND`, and `EXACT`; `None` where it was not matched with
            itself.
        holders: The `household` and `holder` of every hit, at least.
    """

    sources: Mapping[str, Eager]
    register: Eager | None
    holders: Eager


@attrs.frozen(kw_only=True)
class Ground:
    """What a suspicion rests on, in plain values."""

    label: str
    subject: str
    effect: str | None = None
    reach: str | None = None

    @classmethod
    def of_clause(cls, one: RecordClause | FormClause) -> Ground:
        """Take what a clause says."""
        of_person = one.clause.subject is Subject.PERSON
        subject = (
            FindingSubject.PERSON if of_person else FindingSubject.HOUSEHOLD
        )
        return cls(
            label=one.clause.label,
            subject=subject.value,
            effect=one.clause.effect.value,
            reach=one.clause.reach.value,
        )

    @classmethod
    def of_kind(cls, kind: SuspicionKind) -> Ground:
        """Take a kind that is one under any list."""
        return cls(label=kind.value, subject=FindingSubject.PERSON.value)


@attrs.frozen
class Found:
    """
    The suspicions, computed.

    Attributes:
        grounds: What they rest on, by its place.
        rows: One row for each: `household`, `division`, `GROUND`, which record,
            the coded answers by :attr:`WhichDay.column`, `EXACT`, `HITS`.
        persons: Who is hit: the keys of the suspicion, `HOLDER`, `APART`.
    """

    grounds: tuple[Ground, ...]
    rows: Eager
    persons: Eager


def suspicions(
    hits: Hits, grounds: Grounds, inputs: Inputs, day: dt.date
) -> Found:
    """
    Ask of each hit what it would mean under a list.

    Args:
        hits: The hits.
        grounds: The clauses of the list.
        inputs: The tables of the register, with the exact hits.
        day: The day of the list.

    Raises:
        TablesRefusedError: If a table or a column is lacking, or holds
            something else.
    """
    return _Run(hits, grounds, inputs, day).found()


class _Run:
    """Judges the hits of one matching."""

    def __init__(
        self, hits: Hits, grounds: Grounds, inputs: Inputs, day: dt.date
    ) -> None:
        self._hits = hits
        self._grounds = grounds
        self._inputs = inputs
        self._day = day
        if _MEMBERS not in inputs.tables:
            need_tables([HOUSEHOLD.relations[_MEMBERS]])
        self._read = {
            source: _Records.of(source, grounds) for source in hits.sources
        }
        tables = self._opened()
        subjects = tables[HOUSEHOLDS].filter(_registered())
        self._inputs = _with(inputs, subjects)
        self._homes = _homes(subjects, hits.holders)
        self._people = _people(tables[_MEMBERS], hits.holders)
        self._rows = {
            source: self._with_homes(rows)
            for source, rows in self._records().items()
        }
        self._register: Eager | None = None
        if hits.register is not None:
            self._register = self._with_homes(hits.register)
        self._listed: list[Ground] = []

    def _opened(self) -> dict[str, Lazy]:
        """Check what is read of each table, all at once."""
        known = schema()
        frames: dict[str, tuple[Opened, TableSchema]] = {
            HOUSEHOLDS: (self._inputs.subjects, known[HOUSEHOLDS]),
            _MEMBERS: (self._inputs.tables[_MEMBERS], known[_MEMBERS]),
        }
        needed: dict[str, set[str]] = {
            HOUSEHOLDS: {_NUMBER, _DIVISION, _STATUS, _ENTERED},
            _MEMBERS: {LINK, _NUMBER, _LEFT},
        }
        for source, read in self._read.items():
            frames[source] = self._inputs.tables[source], known[source]
            needed[source] = {LINK, HOLDER, *read.columns}
        return need_columns(frames, needed, whole=HOUSEHOLDS)

    def _records(self) -> dict[str, Eager]:
        """Take what is read of the records, in its exact types."""
        known = schema()
        found: dict[str, Eager] = {}
        for source, read in self._read.items():
            if not read.asked:
                continue
            rows = self._hits.sources[source]
            changed = [
                cast_to(rows.schema[one], known[source].columns[one])
                for one in sorted(read.columns)
            ]
            casts = [one for one in changed if one is not None]
            kept = [LINK, HOLDER, *sorted(read.columns), EXACT, APART]
            rows = rows.select(*kept)
            found[source] = rows.with_columns(*casts) if casts else rows
        return found

    def _with_homes(self, rows: Eager) -> Eager:
        """Put beside hits what the register says of their households."""
        there = nw.col(_ON_FILE).fill_null(False)
        return (
            rows.join(self._homes, on=LINK, how="inner")
            .join(self._people, on=[LINK, HOLDER], how="left")
            .with_columns(there.alias(_ON_FILE))
            .with_row_index(_EACH)
            .with_columns(nw.col(_EACH).cast(nw.Int64))
        )

    def found(self) -> Found:
        """Put everything together."""
        parts = [*self._of_identity(), *self._of_records()]
        grouped: list[Eager] = []
        persons: list[Eager] = []
        if parts:
            judged_ = nw.concat(parts)
            grouped.append(_grouped(judged_))
            persons.append(judged_.select(*KEYS, HOLDER, APART).unique())
        grouped += self._of_form()
        if not grouped:
            return self._nothing()
        rows = nw.concat(grouped)
        if not persons:
            persons.append(_nobody(rows))
        return Found(tuple(self._listed), rows, persons[0])

    def _nothing(self) -> Found:
        """Find nothing, in frames of the right form."""
        place = self._place(Ground(label="", subject=""))
        blank = nw.lit(None, dtype=nw.String)
        rows = _row(
            self._homes.head(0).with_columns(blank.alias(HOLDER)),
            place,
            {},
            nw.lit(0),
            apart=as_expr(False),
            exact=as_expr(False),
        )
        return Found((), _grouped(rows), _nobody(_grouped(rows)))

    def _place(self, ground: Ground) -> int:
        """Take note of a ground, and give its place."""
        self._listed.append(ground)
        return len(self._listed) - 1

    # Death and double registration, under any list

    def _of_identity(self) -> Iterator[Eager]:
        for source, (kind, rule) in OF_IDENTITY.items():
            if source in self._rows:
                met = as_expr(_read(rule, None)).fill_null(False)
                rows = self._rows[source].filter(~nw.col(APART) & met)
                yield self._kind(rows, kind)
        if self._register is None:
            return
        for name, kind in DOUBLES.items():
            rows = self._register.filter(nw.col(KIND) == name)
            yield self._kind(rows, kind)

    def _kind(self, rows: Eager, kind: SuspicionKind) -> Eager:
        return _row(
            rows.filter(nw.col(_ON_FILE)),
            self._place(Ground.of_kind(kind)),
            {WhichDay.EXTRACT: _sure()},
            nw.col(_EACH),
            apart=as_expr(False),
            exact=nw.col(EXACT),
        )

    # What the records of a department mean under a clause

    def _of_records(self) -> Iterator[Eager]:
        for one in self._grounds.of_records:
            rows = self._rows.get(one.source)
            if rows is None:
                continue
            kept = rows.filter(
                nw.col(APART) if one.apart else ~nw.col(APART),
                as_expr(_read(one.bare, nw.col(_SEEN))).fill_null(True),
            )
            answers = {
                which: self._answer(one, which)
                for which in days_of(one.clause)
            }
            yield _row(
                kept,
                self._place(Ground.of_clause(one)),
                answers,
                nw.col(_EACH) if one.of_person else nw.lit(-1),
                apart=nw.col(APART),
                exact=nw.col(EXACT),
            )

    def _answer(self, of: RecordClause, which: WhichDay) -> Truth:
        """Judge each record on one day."""
        listed = nw.lit(self._day, dtype=nw.Date)
        day = nw.col(_ENTERED) if which is WhichDay.ENTRY else listed
        presence: Truth = None
        if of.presence is not None:
            presence = _read(of.presence, day)
        gone = nw.col(_GONE)
        there = nw.when(gone.is_null()).then(as_expr(True))
        held = all_true(presence, there.otherwise(day < gone))
        known = nw.when(~day.is_null()).then(as_expr(held))
        rule = _read(of.rule, nw.coalesce(day, nw.col(_SEEN)))
        return all_true(known.otherwise(as_expr(None)), rule, _sure())

    # What the form itself says under a clause

    def _of_form(self) -> Iterator[Eager]:
        clauses = self._grounds.of_form
        if not clauses:
            return
        forms = _Forms(clauses, self._inputs, self._day)
        found = forms.suspected(self._splits())
        for one in clauses:
            place = self._place(Ground.of_clause(one))
            days = days_of(one.clause)
            answers: dict[WhichDay, Truth] = {
                which: nw.col(forms.name(one, which)) for which in days
            }
            met, unknown = nw.lit(False), nw.lit(False)
            for answer in map(as_expr, answers.values()):
                met |= answer.fill_null(False)
                unknown |= answer.is_null()
            split = nw.lit(False)
            if one.of_splits:
                split = nw.col(HITS) > 0
            rows = found.filter(met | (split & unknown))
            judged_ = _row(
                rows,
                place,
                answers,
                nw.lit(-1),
                apart=as_expr(False),
                exact=~split | nw.col(EXACT),
            )
            many = nw.lit(1, dtype=nw.Int64)
            if one.of_splits:
                many = nw.when(split).then(nw.col(HITS)).otherwise(many)
            counted = rows.select(
                nw.col(LINK), many.cast(nw.Int64).alias(HITS)
            )
            yield (
                _grouped(judged_)
                .drop(HITS)
                .join(counted, on=LINK, how="inner")
                .select(*_columns())
            )

    def _splits(self) -> Eager | None:
        """Count the splits that were recognised, by household."""
        if self._hits.register is None:
            return None
        split = nw.col(KIND) == RegisterKind.SPLIT.value
        rows = self._hits.register.filter(split).select(
            LINK,
            nw.lit(1, dtype=nw.Int64).alias(HITS),
            nw.col(EXACT).cast(nw.Int64).alias(EXACT),
        )
        counted = rows.group_by(LINK).agg(
            nw.col(HITS).sum(), nw.col(EXACT).max()
        )
        return counted.with_columns(nw.col(EXACT) > 0)


def _registered() -> nw.Expr:
    return ~nw.col(_STATUS).is_in(_OUT).fill_null(False)


def _homes(subjects: Lazy, holders: Eager) -> Eager:
    """Take the households that were hit."""
    hit = lifted(holders.select(LINK).unique(), subjects)
    return (
        subjects.join(hit, left_on=_NUMBER, right_on=LINK, how="semi")
        .select(nw.col(_NUMBER).alias(LINK), _DIVISION, _ENTERED)
        .collect()
    )


def _people(members: Lazy, holders: Eager) -> Eager:
    """Say of who was hit whether he is on file, or when he left."""
    keys = [LINK, _NUMBER]
    hit = holders.select(LINK, nw.col(HOLDER).alias(_NUMBER)).unique()
    rows = (
        members.join(lifted(hit, members), on=keys, how="semi")
        .select(*keys, _LEFT)
        .collect()
        .with_columns(nw.col(_LEFT).is_null().cast(nw.Int64).alias(_BLANKS))
        .group_by(*keys)
        .agg(nw.col(_LEFT).max(), nw.col(_BLANKS).max())
    )
    there = nw.col(_BLANKS) > 0
    # Who is on the roster twice was there by either line.
    gone = nw.when(~there).then(nw.col(_LEFT))
    return rows.select(
        LINK,
        nw.col(_NUMBER).alias(HOLDER),
        gone.alias(_GONE),
        there.alias(_ON_FILE),
    )


@attrs.frozen
class _Records:
    """What is read of the records of one source."""

    asked: bool
    columns: frozenset[str]

    @classmethod
    def of(cls, source: str, grounds: Grounds) -> _Records:
        """Fold the rules about a source, and note what they read."""
        asked = Relations(None, Given())
        reading = Reading(nw.col(_SEEN), asked)
        rules: list[Condition[Any]] = []
        if source in OF_IDENTITY:
            rules.append(OF_IDENTITY[source][1])
        for one in grounds.of_records:
            if one.source == source:
                rules += [one.bare, one.rule]
                if one.presence is not None:
                    rules.append(one.presence)
        for rule in rules:
            rule.fold(reading)
        read = {name for names in asked.reads.values() for name in names}
        return cls(bool(rules), frozenset({*read, _SEEN} - {LINK, HOLDER}))


def _read(rule: Condition[Any], day: FactDay | None) -> Truth:
    """Read a rule about a record over its own columns."""
    found: Truth = rule.fold(Reading(day, Relations(day, Given())))
    return found


def _sure() -> nw.Expr:
    """Give what a hit can be at most: a possible one is never certain."""
    return nw.when(nw.col(EXACT)).then(as_expr(True)).otherwise(as_expr(None))


_ANSWERS = tuple(one.column for one in WhichDay)


def _row(
    rows: Eager,
    place: int,
    answers: Mapping[WhichDay, Truth],
    each: nw.Expr,
    *,
    apart: nw.Expr,
    exact: nw.Expr,
) -> Eager:
    """Write one row for each hit of a suspicion."""
    blank = nw.lit(None, dtype=nw.Int8)
    coded = {
        one.column: code_of(answers[one]) if one in answers else blank
        for one in WhichDay
    }
    return rows.select(
        nw.col(LINK),
        nw.col(_DIVISION).cast(nw.String).alias(_DIVISION),
        nw.lit(place, dtype=nw.Int64).alias(GROUND),
        each.cast(nw.Int64).alias(_EACH),
        nw.col(HOLDER),
        apart.alias(APART),
        **coded,
        **{EXACT: exact.cast(nw.Int8), HITS: nw.lit(1, dtype=nw.Int64)},
    )


def _columns() -> list[str]:
    return [*KEYS, _DIVISION, *_ANSWERS, EXACT, HITS]


def _grouped(rows: Eager) -> Eager:
    """Take the answer of the record that weighs most."""
    strongest = [nw.col(one).max() for one in (_DIVISION, *_ANSWERS, EXACT)]
    return (
        rows.group_by(*KEYS)
        .agg(*strongest, nw.col(HITS).sum())
        .select(*_columns())
    )


def _nobody(rows: Eager) -> Eager:
    """Give a table of persons without any."""
    return rows.head(0).select(
        *KEYS,
        nw.lit(None, dtype=nw.String).alias(HOLDER),
        as_expr(False).alias(APART),
    )


class _Forms:
    """Judges what the forms say, each clause on each day that it allows."""

    def __init__(
        self, clauses: Iterable[FormClause], inputs: Inputs, day: dt.date
    ) -> None:
        self._clauses = tuple(clauses)
        self._inputs = inputs
        self._day = day

    def name(self, one: FormClause, which: WhichDay) -> str:
        """Name the column of an answer."""
        return f"{_MADE}{self._clauses.index(one)}_{which.column}"

    @cached_property
    def _frame(self) -> Lazy:
        """Put the answers beside the households in the register."""
        listed: dict[str, Condition[Any]] = {}
        entered: dict[str, Condition[Any]] = {}
        same: dict[str, nw.Expr] = {}
        known = ~nw.col(_ENTERED).is_null()
        for one in self._clauses:
            days = days_of(one.clause)
            of_list = self.name(one, WhichDay.LIST)
            of_entry = self.name(one, WhichDay.ENTRY)
            # What is no matter of days is the same on both.
            timeless = not needs_day(one.rule) and not has_relations(one.rule)
            if timeless or WhichDay.LIST in days:
                listed[of_list] = one.rule
            if WhichDay.ENTRY in days and timeless:
                truth = nw.when(known).then(nw.col(of_list))
                same[of_entry] = truth.otherwise(as_expr(None))
            elif WhichDay.ENTRY in days:
                entered[of_entry] = one.rule
        inputs = self._inputs
        if listed:
            inputs = _with(inputs, judged(listed, inputs, self._day).frame)
        if entered:
            done = judged(entered, inputs, None, day_of=_ENTERED)
            inputs = _with(inputs, done.frame)
        names = [*same, *entered]
        names += [
            self.name(one, WhichDay.LIST)
            for one in self._clauses
            if WhichDay.LIST in days_of(one.clause)
        ]
        frame = inputs.subjects.frame
        if same:
            frame = frame.with_columns(**same)
        return frame.select(nw.col(_NUMBER).alias(LINK), _DIVISION, *names)

    def suspected(self, splits: Eager | None) -> Eager:
        """Compute the rows that some clause is about."""
        frame = self._frame.with_columns(
            nw.lit(None, dtype=nw.String).alias(HOLDER)
        )
        if splits is None:
            frame = frame.with_columns(
                nw.lit(0, dtype=nw.Int64).alias(HITS),
                as_expr(True).alias(EXACT),
            )
        else:
            known = lifted(splits, frame)
            frame = frame.join(known, on=LINK, how="left").with_columns(
                nw.col(HITS).fill_null(0), nw.col(EXACT).fill_null(True)
            )
        some = nw.col(HITS) > 0
        for one in self._clauses:
            for which in days_of(one.clause):
                some |= nw.col(self.name(one, which)).fill_null(False)
        return frame.filter(some).collect()


def _with(inputs: Inputs, frame: Lazy) -> Inputs:
    """Go on with more columns beside the households."""
    dtypes = dict(frame.collect_schema())
    subjects = attrs.evolve(inputs.subjects, frame=frame, dtypes=dtypes)
    return attrs.evolve(inputs, subjects=subjects)
