"""Judge rules on frames: the door, the plan, the joins, the truths."""

from __future__ import annotations

import datetime as dt

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

import attrs
import narwhals as nw

from pa_registry.conditions import Condition
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.judging import fact_of, need_bound
from pa_registry.conditions.walking import iter_own_fields
from pa_registry.dates import Day
from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
    UnknownNameError,
)
from pa_registry.frames._algebra import Reading, has_relations
from pa_registry.frames._days import FactDay
from pa_registry.frames._door import (
    Opened,
    need_columns,
    open_frame,
    same_engine,
)
from pa_registry.frames._kleene import as_expr
from pa_registry.frames._relations import Given, Lazy, Relations
from pa_registry.frames.schemas import (
    COVERAGE,
    HOUSEHOLDS,
    LINK,
    RECORDED,
    TableSchema,
    schema,
    table_of,
)
from pa_registry.frames.tables import Tables
from pa_registry.model.evidence import SOURCES
from pa_registry.problems import Problem


__all__ = [
    "Inputs",
    "Judged",
    "expression",
    "judged",
    "need_tables",
    "subject_of",
]

_PERSON = "person"
#: The fact day of the household of a row, where each has its own.
_DAY = "_pa_fact_day"


@attrs.frozen(kw_only=True)
class Inputs:
    """What a caller passed, looked at once."""

    subjects: Opened
    tables: Mapping[str, Opened]
    coverage: Opened | None
    searched: frozenset[str]
    fresh_from: dt.date | None
    extra: Mapping[str, type]

    @classmethod
    def of(
        cls,
        households: Any,
        *,
        members: Any = None,
        relatives: Any = None,
        measures: Any = None,
        sources: Mapping[str, Any] | None = None,
        coverage: Any = None,
        fresh_from: dt.date | None = None,
        extra: Mapping[str, type] | None = None,
    ) -> Inputs:
        """Open every frame."""
        if isinstance(households, Tables):
            others = (members, relatives, measures, sources, coverage)
            if any(one is not None for one in others):
                raise InvalidValueError(
                    what="the tables are given twice",
                    where="households",
                    remedy="Give Tables alone, or each table by its name.",
                )
            return cls.of(
                **households.arguments(), fresh_from=fresh_from, extra=extra
            )
        given = {
            "members": members,
            "relatives": relatives,
            "measures": measures,
            **_known_sources(sources),
        }
        frames = {
            name: open_frame(one, name)
            for name, one in given.items()
            if one is not None
        }
        subjects = open_frame(households, HOUSEHOLDS)
        searched, by_household = _coverage(coverage)
        everything = {HOUSEHOLDS: subjects, **frames}
        if by_household is not None:
            everything[COVERAGE] = by_household
        same_engine(everything)
        return cls(
            subjects=subjects,
            tables=frames,
            coverage=by_household,
            searched=searched,
            fresh_from=fresh_from,
            extra=dict(extra or {}),
        )

    @property
    def given(self) -> Given:
        """What there is, as the relations ask for it."""
        stated = self.coverage
        return Given(
            tables=frozenset(self.tables),
            searched=self.searched,
            by_household=stated is not None,
            by_person=stated is not None and _PERSON in stated.dtypes,
            recorded=RECORDED in self.subjects.dtypes,
        )


def _known_sources(sources: Mapping[str, Any] | None) -> dict[str, Any]:
    found = dict(sources or {})
    for name in found:
        if name not in SOURCES:
            raise UnknownNameError(
                kind="source", name=name, known=tuple(SOURCES)
            )
    return found


def _coverage(coverage: Any) -> tuple[frozenset[str], Opened | None]:
    """Take the coverage: names of sources, or a table of searches."""
    if coverage is None:
        return frozenset(), None
    if isinstance(coverage, str):
        coverage = (coverage,)
    if isinstance(coverage, (list, tuple, set, frozenset)):
        names = cast("Collection[str]", coverage)
        _known_sources(dict.fromkeys(map(str, names)))
        return frozenset(names), None
    return frozenset(), open_frame(coverage, COVERAGE)


@attrs.frozen(kw_only=True)
class Judged:
    """
    The subjects with a truth for each rule beside them.

    Attributes:
        frame: The subjects' own columns, what was joined, the truths.
        own: The names of the subjects' own columns.
        truths: The names of the truths.
        opened: The frame of the subjects as it came in.
    """

    frame: Lazy
    own: tuple[str, ...]
    truths: tuple[str, ...]
    opened: Opened


def subject_of(rules: Collection[Condition[Any]]) -> str:
    """
    Name the form that rules are about; by default the household.

    Raises:
        InvalidValueError: If they are about several.
    """
    forms = dict.fromkeys(
        field.form for rule in rules for field in iter_own_fields(rule)
    )
    if len(forms) > 1:
        raise InvalidValueError(
            what=f"the rules are about {' and '.join(forms)}",
            where="frames.judge",
            remedy="Judge those about one form at a time.",
        )
    return next(iter(forms), "household")


def judged(
    rules: Mapping[str, Condition[Any]],
    inputs: Inputs,
    at: Day | None,
    *,
    day_of: str = "",
) -> Judged:
    """
    Put a truth for each rule beside each subject.

    Args:
        rules: The rules, by the name of their column.
        inputs: What a caller passed.
        at: The day on which the facts must hold.

        day_of:
            Instead of one day, the column of the households that holds
            the day of each; without a day nothing is known.
    """
    for rule in rules.values():
        need_bound(rule)
    subject = subject_of(list(rules.values()))
    day: FactDay | None = nw.col(_DAY)
    if not day_of:
        days = {fact_of(rule, at) for rule in rules.values()}
        day = next(iter(days - {None}), None)
    relations = Relations(day, inputs.given)
    reading = Reading(day, relations)
    truths = {
        name: as_expr(rule.fold(reading)) for name, rule in rules.items()
    }
    if day_of:
        relations.needs[HOUSEHOLDS] |= {"number", day_of}
        known = ~nw.col(_DAY).is_null()
        blank = as_expr(None)
        truths = {
            name: nw.when(known).then(truth).otherwise(blank)
            for name, truth in truths.items()
        }
    subjects, tables, coverage = _opened(relations, subject, inputs)
    if day_of:
        subjects = subjects.with_columns(nw.col(day_of).alias(_DAY))
        tables = _with_days(subjects, tables)
    frame = relations.joined(subjects, tables, coverage)
    return Judged(
        frame=frame.with_columns(**truths),
        own=tuple(inputs.subjects.dtypes),
        truths=tuple(truths),
        opened=inputs.subjects,
    )


def _with_days(subjects: Lazy, tables: Mapping[str, Lazy]) -> dict[str, Lazy]:
    """Put the day of its household beside each row."""
    days = subjects.select(nw.col("number").alias(LINK), _DAY)
    return {
        name: rows.join(days, on=LINK, how="left")
        for name, rows in tables.items()
    }


def _opened(
    relations: Relations, subject: str, inputs: Inputs
) -> tuple[Lazy, Mapping[str, Lazy], Lazy | None]:
    """Take the columns that the plan reads from each frame."""
    needed = dict(relations.columns_by_table(subject))
    known = schema(extra=inputs.extra)
    joins = len(needed) > 1 or relations.asks
    if joins:
        needed[HOUSEHOLDS] |= {"number"}
    need_tables(relations.lacking.values())
    own = known.get(table_of(subject), known[HOUSEHOLDS])
    frames: dict[str, tuple[Opened, TableSchema]] = {
        name: (one, known[name])
        for name, one in inputs.tables.items()
        if name in needed
    }
    frames[HOUSEHOLDS] = (inputs.subjects, own)
    if inputs.coverage is not None and relations.reads_coverage:
        names = {LINK, "source"}
        names |= {_PERSON} & set(inputs.coverage.dtypes)
        if inputs.fresh_from is not None:
            names.add("extract_date")
        needed[COVERAGE] = names
        frames[COVERAGE] = (inputs.coverage, known[COVERAGE])
    found = need_columns(frames, needed, whole=HOUSEHOLDS)
    coverage = found.pop(COVERAGE, None)
    if coverage is not None:
        if _PERSON not in needed[COVERAGE]:
            blank = nw.lit(None, dtype=nw.String)
            coverage = coverage.with_columns(blank.alias(_PERSON))
        if inputs.fresh_from is not None:
            fresh = nw.col("extract_date") >= inputs.fresh_from
            coverage = coverage.filter(fresh.fill_null(False))
    return found.pop(HOUSEHOLDS), found, coverage


def need_tables(lacking: Iterable[RelationSpec]) -> None:
    """
    Refuse to take the want of a table for the want of rows.

    Raises:
        TablesRefusedError: If a table is asked for that was not given.
    """
    problems = [
        Problem(
            code="frame.table-lacking",
            where=spec.source,
            zh=f"规则要读取{spec.zh}，但未提供该表。",
            en=f"The rules read the {spec.en}, and no table is given.",
            remedy_zh=f"请提供 {spec.source}；确无记录的，提供空表。",
            remedy_en=f"Give {spec.source}=…; an empty one if there are none.",
        )
        for spec in lacking
    ]
    if problems:
        raise TablesRefusedError(problems=tuple(problems))


def expression(rule: Condition[Any], at: Day | None) -> nw.Expr:
    """
    Give the truth of a rule as one expression, where one frame has it all.

    Raises:
        InvalidValueError: If the rule asks for the rows of other tables.
    """
    need_bound(rule)
    if has_relations(rule):
        raise InvalidValueError(
            what="the rule asks for the rows of another table",
            where="frames.columns",
            remedy="Call frames.judge or frames.decide with the tables.",
        )
    day = fact_of(rule, at)
    return as_expr(rule.fold(Reading(day, Relations(day, Given()))))
