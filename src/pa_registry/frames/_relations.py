"""
What rules ask of relations: one grouping a table, then one join.

A quantifier over the rows of a table becomes a truth for each row, coded
0, 1, 2 (no, unknown, yes), and the greatest code of a household answers
it.  All that is asked of one table is answered in one grouping, and rows
that say nothing are left out before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from pa_registry.conditions.forms import Completeness, RelationSpec
from pa_registry.frames._algebra import Reading
from pa_registry.frames._days import FactDay, day_or_last
from pa_registry.frames._kleene import (
    Truth,
    Value,
    all_true,
    any_true,
    as_expr,
    chosen,
    is_open,
    negated,
    number,
)
from pa_registry.frames._settling import NEEDS, settled
from pa_registry.frames.schemas import HOUSEHOLDS, LINK, RECORDED


__all__ = ["Given", "Lazy", "Relations", "code_of"]

#: A frame that has not been computed.
Lazy = nw.LazyFrame[Any]

_UNKNOWN, _YES = 1, 2
_HOLDER, _NUMBER, _PERSON, _SOURCE = "holder", "number", "person", "source"
#: The columns that are made here and belong to no form.
_MADE = "_pa_"
_HELD, _APART, _SEEN = f"{_MADE}held", f"{_MADE}apart", f"{_MADE}seen"


@attrs.frozen(kw_only=True)
class Given:
    """
    What the caller has: which tables, and how the coverage is stated.

    Attributes:
        tables: The names of the tables that were given.
        searched: The sources that were searched for every household.
        by_household: Whether a table of the coverage was given.
        by_person: Whether that table can name single persons.
        recorded: Whether the households say if their kin was recorded.
    """

    tables: frozenset[str] = frozenset()
    searched: frozenset[str] = frozenset()
    by_household: bool = False
    by_person: bool = False
    recorded: bool = False


@attrs.frozen(kw_only=True, eq=False)
class _Question:
    """One thing that is asked of the rows of a relation."""

    name: str
    kind: str
    truth: Truth
    value: Value = None


def _no_questions() -> dict[object, _Question]:
    return {}


def _nobody() -> set[str]:
    return set()


@attrs.define(kw_only=True)
class _Grouping:
    """All that is asked of one table, through one kind of holders."""

    spec: RelationSpec
    questions: dict[object, _Question] = attrs.field(factory=_no_questions)
    #: The sources whose searches for single persons are asked for.
    seen: set[str] = attrs.field(factory=_nobody)

    @property
    def is_sparse(self) -> bool:
        """Whether rows that meet nothing can be left out."""
        kinds = {question.kind for question in self.questions.values()}
        return kinds.isdisjoint({"sum", "gap", "rows"})


class Relations:
    """Collects what rules ask, and answers it."""

    def __init__(self, day: FactDay | None, given: Given) -> None:
        self._day = day
        self._given = given
        self._groupings: dict[tuple[str, str], _Grouping] = {}
        self._made = 0
        self._covered: set[str] = set()
        #: The relations that are all there is and were not given.
        self.lacking: dict[str, RelationSpec] = {}
        #: The columns that are read, by form.
        self.reads: dict[str, set[str]] = defaultdict(set)
        #: The further columns that are read, by table.
        self.needs: dict[str, set[str]] = defaultdict(set)

    # What a rule asks

    def read(self, form: str, column: str) -> None:
        """Take note of a column that is read."""
        self.reads[form].add(column)

    def exists(self, spec: RelationSpec, key: object, rule: Truth) -> Truth:
        """Ask whether some row that counts meets the rule."""
        complete = self._complete(spec)
        if self._lacks(spec):
            return False if complete is True else chosen(False, complete)
        code = self._ask(spec, "code", key, rule).fill_null(0)
        return chosen(code == _YES, all_true(code == 0, complete))

    def tally(
        self, spec: RelationSpec, key: object, rule: Truth
    ) -> tuple[nw.Expr, nw.Expr, Truth]:
        """Ask how many rows surely and possibly do, and if more may."""
        more = negated(self._complete(spec))
        if self._lacks(spec):
            return number(0), number(0), more
        surely = self._ask(spec, "surely", key, rule)
        possibly = self._ask(spec, "possibly", key, rule)
        return surely.fill_null(0), possibly.fill_null(0), more

    def total(self, spec: RelationSpec, key: object, value: Value) -> nw.Expr:
        """Ask for the sum over the rows that count."""
        complete = as_expr(self._complete(spec))
        if self._lacks(spec):
            return nw.when(complete).then(number(0)).otherwise(number(None))
        summed = self._ask(spec, "sum", key, True, value)
        whole = complete
        if spec.presence is not None or not _is_settled(value):
            gap = self._ask(spec, "gap", key, True, value)
            whole = as_expr(all_true(complete, gap.fill_null(0) == 0))
        return nw.when(whole).then(summed.fill_null(0)).otherwise(number(None))

    def _lacks(self, spec: RelationSpec) -> bool:
        """Say whether the rows were not given at all, and note it."""
        if spec.source in self._given.tables:
            return False
        # A form has its own rows, and blanks do not stand for none; what
        # nobody has brought as evidence is not there.
        own = not spec.from_evidence
        if own and spec.completeness is Completeness.ALWAYS:
            self.lacking[spec.key] = spec
        return True

    def _ask(
        self,
        spec: RelationSpec,
        kind: str,
        key: object,
        rule: Truth,
        value: Value = None,
    ) -> nw.Expr:
        via = "" if spec.via is None else spec.via.key
        grouping = self._groupings.setdefault(
            (spec.attribute, via), _Grouping(spec=spec)
        )
        asked = (kind, spec.key, key)
        if asked not in grouping.questions:
            self._made += 1
            grouping.questions[asked] = _Question(
                name=f"{_MADE}{self._made}",
                kind=kind,
                truth=all_true(self._presence(spec), rule),
                value=value,
            )
        return nw.col(grouping.questions[asked].name)

    def _presence(self, spec: RelationSpec) -> Truth:
        if spec.presence is None:
            return True
        reading = Reading(day_or_last(self._day), self)
        truth: Truth = spec.presence.fold(reading)
        return truth

    # Whether the rows are all there are

    def _complete(self, spec: RelationSpec) -> Truth:
        if spec.completeness is Completeness.ALWAYS:
            return True
        if spec.completeness is Completeness.CHECKED:
            return self._checked(spec)
        if spec.source not in self._given.tables:
            return False
        if spec.completeness is Completeness.RECORDED and self._given.recorded:
            self.needs[HOUSEHOLDS].add(RECORDED)
            return nw.col(RECORDED).fill_null(False)
        rows = self._ask(_plain_rows(spec), "rows", None, True)
        return rows.fill_null(0) > 0

    def _checked(self, spec: RelationSpec) -> Truth:
        if spec.via is None:
            return self._wide(spec.source)
        complete = self._complete(spec.via)
        wide = self._wide(spec.source) if spec.unheld else False
        if wide is True or complete is False:
            return complete
        return all_true(
            complete, any_true(wide, self._each_covered(spec, spec.via))
        )

    def _wide(self, source: str) -> Truth:
        """Say whether a source was searched for the household."""
        if source in self._given.searched:
            return True
        if not self._given.by_household:
            return False
        self._covered.add(source)
        return nw.col(_covered(source)).fill_null(False)

    def _each_covered(self, spec: RelationSpec, via: RelationSpec) -> Truth:
        """Say whether a source was searched for each holder there may be."""
        if via.source not in self._given.tables:
            return True
        may_be = negated(all_true(_never(self._presence(via))))
        searched: Truth = False
        if self._given.by_person:
            self._grouping_of(via).seen.add(spec.source)
            searched = nw.col(_seen(spec.source)).fill_null(False)
        left = self._ask(
            attrs.evolve(via, presence=None),
            "code",
            ("left", via.key, spec.source),
            all_true(may_be, negated(searched)),
        )
        return left.fill_null(0) == 0

    def _grouping_of(self, via: RelationSpec) -> _Grouping:
        return self._groupings.setdefault(
            (via.attribute, ""), _Grouping(spec=via)
        )

    # Answering

    @property
    def asks(self) -> bool:
        """Whether anything must be joined to the subjects."""
        return bool(self._groupings or self._covered)

    @property
    def reads_coverage(self) -> bool:
        """Whether the table of the coverage must be read."""
        seen = any(one.seen for one in self._groupings.values())
        return bool(self._covered) or seen

    def columns_by_table(self, subject: str) -> dict[str, set[str]]:
        """
        List the columns that are read, by table.

        Args:
            subject: The form of the subjects.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for table, names in self.needs.items():
            found[table] |= names
        found[HOUSEHOLDS] |= self.reads.get(subject, set())
        for grouping in self._groupings.values():
            spec = grouping.spec
            found[spec.source] |= {LINK, *self.reads[spec.row.name]}
            if spec.attribute != spec.source:
                found[spec.source] |= NEEDS[spec.source]
            if grouping.seen:
                found[spec.source].add(_NUMBER)
            if spec.via is not None:
                found[spec.source].add(_HOLDER)
                self._presence(spec.via)
                found[spec.via.source] |= {
                    LINK,
                    _NUMBER,
                    *self.reads[spec.via.row.name],
                }
                if spec.apart is not None:
                    found[spec.apart.source] |= {LINK, _NUMBER}
        return {
            table: names
            for table, names in found.items()
            if table == HOUSEHOLDS or table in self._given.tables
        }

    def joined(
        self,
        subjects: Lazy,
        tables: Mapping[str, Lazy],
        coverage: Lazy | None,
    ) -> Lazy:
        """
        Put the answers beside the subjects.

        Args:
            subjects: The households.
            tables: The tables of their rows.
            coverage: The searches that count, if a table states them.
        """
        found = subjects
        sparse = [one for one in self._groupings.values() if one.is_sparse]
        dense = [one for one in self._groupings.values() if not one.is_sparse]
        answers = [self._grouped([one], tables, coverage) for one in dense]
        if sparse:
            answers.append(self._grouped(sparse, tables, coverage))
        if self._covered and coverage is not None:
            answers.append(_by_source(coverage, sorted(self._covered)))
        for one in answers:
            found = found.join(one, left_on=_NUMBER, right_on=LINK, how="left")
        return found

    def _grouped(
        self,
        groupings: Sequence[_Grouping],
        tables: Mapping[str, Lazy],
        coverage: Lazy | None,
    ) -> Lazy:
        """
        Group the rows of several tables at once.

        What few rows say anything is stacked first: looking the holders up
        once, grouping once and joining once take less time than once for
        every table.
        """
        questions = _questions(groupings)
        by_holders: dict[object, list[_Grouping]] = {}
        for one in groupings:
            by_holders.setdefault(_holders(one.spec), []).append(one)
        coded: list[Lazy] = []
        for alike in by_holders.values():
            own = _questions(alike)
            rows = _stacked(
                [self._rows(one, own, tables, coverage) for one in alike]
            )
            spec = alike[0].spec
            if spec.via is not None:
                rows = self._with_holders(rows, spec, spec.via, tables)
            held = spec.via is not None
            answers = {
                one.name: _coded(one, held=held) if one in own else _none(one)
                for one in questions
            }
            coded.append(rows.select(nw.col(LINK), **answers))
        return (
            _stacked(coded)
            .group_by(LINK)
            .agg(**{one.name: _grouped(one) for one in questions})
        )

    def _rows(
        self,
        grouping: _Grouping,
        questions: Sequence[_Question],
        tables: Mapping[str, Lazy],
        coverage: Lazy | None,
    ) -> Lazy:
        """Judge the rows of a table, each on all that is asked of any."""
        spec = grouping.spec
        rows = tables[spec.source]
        if spec.attribute != spec.source:
            rows = settled(spec.source, rows, day_or_last(self._day))
        for source in sorted(grouping.seen):
            if coverage is not None:
                rows = _with_searches(rows, source, coverage)
        own = list(grouping.questions.values())
        rows = rows.with_columns(
            **{
                one.name: as_expr(one.truth if one in own else False)
                for one in questions
            }
        )
        if not grouping.is_sparse:
            return rows
        says = [~_surely_not(nw.col(one.name)) for one in own]
        keys = [LINK] if spec.via is None else [LINK, _HOLDER]
        return rows.filter(as_expr(any_true(*says))).select(
            *keys, *(one.name for one in questions)
        )

    def _with_holders(
        self,
        rows: Lazy,
        spec: RelationSpec,
        via: RelationSpec,
        tables: Mapping[str, Lazy],
    ) -> Lazy:
        """Say of each row whether its holder counts."""
        keys = [LINK, _HOLDER]
        held: Truth = False
        if via.source in tables:
            code = code_of(self._presence(via))
            named = [nw.col(LINK), nw.col(_HOLDER).alias(_NUMBER)]
            holders = (
                tables[via.source]
                .join(
                    rows.select(*named).unique(),
                    on=[LINK, _NUMBER],
                    how="semi",
                )
                .select(
                    LINK, nw.col(_NUMBER).alias(_HOLDER), code.alias(_HELD)
                )
                .group_by(*keys)
                .agg(nw.col(_HELD).max())
            )
            rows = rows.join(holders, on=keys, how="left")
            stranger, held = nw.col(_HELD).is_null(), _decoded(nw.col(_HELD))
        else:
            stranger = as_expr(True)
        if spec.apart is None:
            elsewhere: Truth = False
        elif spec.apart.source in tables:
            apart = (
                tables[spec.apart.source]
                .select(LINK, nw.col(_NUMBER).alias(_HOLDER))
                .unique()
                .with_columns(as_expr(True).alias(_APART))
            )
            rows = rows.join(apart, on=keys, how="left")
            elsewhere = chosen(False, nw.col(_APART).fill_null(False))
        else:
            elsewhere = None
        known = nw.when(stranger).then(as_expr(elsewhere))
        unheld = nw.when(nw.col(_HOLDER).is_null()).then(as_expr(spec.unheld))
        return rows.with_columns(
            unheld.otherwise(known.otherwise(as_expr(held))).alias(_HELD)
        )


def _plain_rows(spec: RelationSpec) -> RelationSpec:
    """Take the rows as they stand, whether they count or not."""
    return attrs.evolve(spec, presence=None, key=f"{spec.attribute}*")


def _is_settled(value: Value) -> bool:
    return value is not None and not isinstance(value, nw.Expr)


def _never(truth: Truth) -> Truth:
    """Say where a truth is surely not met; the answer never is unknown."""
    if isinstance(truth, nw.Expr):
        return _surely_not(truth)
    return truth is False


def _surely_not(truth: nw.Expr) -> nw.Expr:
    """Say the same of a column."""
    return ~truth.fill_null(True)


def code_of(truth: Truth) -> nw.Expr:
    """Code a truth as 0, 1, 2 (no, unknown, yes)."""
    if not isinstance(truth, nw.Expr):
        settled_ = {True: _YES, None: _UNKNOWN, False: 0}[truth]
        return nw.lit(settled_, dtype=nw.Int8)
    unknown = nw.when(truth.is_null()).then(nw.lit(_UNKNOWN, dtype=nw.Int8))
    rest = unknown.otherwise(nw.lit(0, dtype=nw.Int8))
    return nw.when(truth).then(nw.lit(_YES, dtype=nw.Int8)).otherwise(rest)


def _decoded(code: nw.Expr) -> nw.Expr:
    return chosen(code == _YES, code == 0)


def _coded(question: _Question, *, held: bool) -> nw.Expr:
    """Say what a row adds to the answer."""
    truth: Truth = nw.col(question.name)
    if held:
        truth = all_true(nw.col(_HELD), truth)
    known = as_expr(truth)
    if question.kind == "code":
        return code_of(truth)
    if question.kind == "surely":
        return known.fill_null(False).cast(nw.Int64)
    if question.kind == "possibly":
        return known.fill_null(True).cast(nw.Int64)
    if question.kind == "rows":
        return number(1)
    value = question.value
    shown = value if isinstance(value, nw.Expr) else _number(value)
    if question.kind == "sum":
        return nw.when(known).then(shown).otherwise(number(0))
    blank = any_true(is_open(truth), _is_blank(value))
    gap = as_expr(all_true(negated(_never(truth)), blank))
    return gap.cast(nw.Int64)


def _is_blank(value: Value) -> Truth:
    """Say where a value is missing."""
    return value.is_null() if isinstance(value, nw.Expr) else value is None


def _holders(spec: RelationSpec) -> object:
    """Tell apart how the holders of rows are found."""
    if spec.via is None:
        return None
    apart = None if spec.apart is None else spec.apart.key
    return spec.via.key, spec.unheld, apart


def _questions(groupings: Sequence[_Grouping]) -> list[_Question]:
    return [
        question
        for grouping in groupings
        for question in grouping.questions.values()
    ]


def _stacked(frames: Sequence[Lazy]) -> Lazy:
    return frames[0] if len(frames) == 1 else nw.concat(frames)


def _none(question: _Question) -> nw.Expr:
    """Say what a row of another table adds."""
    is_code = question.kind == "code"
    return nw.lit(0, dtype=nw.Int8 if is_code else nw.Int64)


def _number(value: Value) -> nw.Expr:
    return number(value if isinstance(value, int) else None)


def _grouped(question: _Question) -> nw.Expr:
    column = nw.col(question.name)
    return column.max() if question.kind == "code" else column.sum()


# Coverage -------------------------------------------------------------


def _covered(source: str) -> str:
    return f"{_MADE}covered_{source}"


def _seen(source: str) -> str:
    return f"{_SEEN}_{source}"


def _by_source(coverage: Lazy, sources: list[str]) -> Lazy:
    """One row a household, one column a source."""
    flags = {
        _covered(one): (nw.col(_SOURCE) == one).cast(nw.Int8)
        for one in sources
    }
    grouped = (
        coverage.filter(nw.col(_PERSON).is_null())
        .with_columns(**flags)
        .group_by(LINK)
        .agg(**{name: nw.col(name).max() for name in flags})
    )
    return grouped.with_columns(**{name: nw.col(name) > 0 for name in flags})


def _with_searches(rows: Lazy, source: str, coverage: Lazy) -> Lazy:
    """Say of each holder whether a source was searched for him."""
    hit = (nw.col(_SOURCE) == source) & ~nw.col(_PERSON).is_null()
    searched = (
        coverage.filter(hit)
        .select(LINK, nw.col(_PERSON).alias(_NUMBER))
        .unique()
        .with_columns(as_expr(True).alias(_seen(source)))
    )
    return rows.join(searched, on=[LINK, _NUMBER], how="left")
