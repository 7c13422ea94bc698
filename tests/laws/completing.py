"""What may turn out: the blanks of a case, and what could stand in them."""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from pa_registry.columns import Column, Kind
from pa_registry.conditions import tree
from pa_registry.conditions.judging import complete
from pa_registry.conditions.walking import iter_nodes
from pa_registry.model import SOURCES, Coverage, Person, Relative
from pa_registry.model.forms import FORMS, HOUSEHOLD
from pa_registry.money import Fen
from pa_registry.testing.pool import FACT_DAYS, recorded
from tests.laws.cases import Case


#: Blank here is a statement and no gap: it still goes on, it is of the
#: household as a whole, it was so from the start.
STATEMENTS = {"disposed", "expires", "holder", "joined", "left", "until"}
FROM_THE_START = {("measure", "since"), ("waiver", "since")}


class Blank(NamedTuple):
    """A fact that nobody has recorded: where, and in which field."""

    owner: str
    place: int
    column: Column


def blanks(case: Case) -> Iterator[Blank]:
    """List the blank facts that the rule of a case reads."""
    reads = case.rule.reads()
    for owner, place, row, form in things(case):
        if form == "waiver" and len(case.evidence.waivers) > 1:
            # What one waiver turns out to say may contradict another.
            continue
        for key, column in FORMS[form].columns.items():
            is_statement = key in STATEMENTS or (form, key) in FROM_THE_START
            is_read = f"{form}.{key}" in reads
            if is_read and not is_statement and getattr(row, key) is None:
                yield Blank(owner, place, column)


def things(case: Case) -> Iterator[tuple[str, int, Any, str]]:
    """List the household, its rows, and those of the evidence."""
    h, e = case.household, case.evidence
    yield "", 0, h, "household"
    for owner, form in (
        ("members", "person"),
        ("relatives", "relative"),
        ("measures", "measure"),
    ):
        for place, row in enumerate(getattr(h, owner) or ()):
            yield owner, place, row, form
    for owner in SOURCES:
        for place, row in enumerate(getattr(e, owner)):
            yield owner, place, row, HOUSEHOLD.relations[owner].row.name


def filled(case: Case, blank: Blank, value: Any) -> Case:
    """Record a fact."""
    change = {blank.column.key: value}
    if not blank.owner:
        return case._replace(household=attrs.evolve(case.household, **change))
    field = "evidence" if blank.owner in SOURCES else "household"
    holder = getattr(case, field)
    rows = list(getattr(holder, blank.owner))
    rows[blank.place] = attrs.evolve(rows[blank.place], **change)
    whole = attrs.evolve(holder, **{blank.owner: tuple(rows)})
    return case._replace(**{field: whole})


def candidates(case: Case, column: Column) -> list[Any]:
    """List values under, at and over each threshold of a rule."""
    if column.kind is Kind.FLAG:
        return [True, False]
    if column.kind is Kind.DAY:
        return around_days(case)
    if column.kind in {Kind.MONEY, Kind.NUMBER}:
        return around_numbers(case, column)
    return list(recorded(column))


def around_numbers(case: Case, column: Column) -> list[Any]:
    kind = Fen if column.kind is Kind.MONEY else int
    low, high = column.range
    marks = {low, 0}
    for value in constants(case.rule):
        if isinstance(value, Fen) is (kind is Fen) and isinstance(value, int):
            # A ratio turns at a multiple of its bound.
            marks |= {int(value) * n + d for n in (1, 2) for d in (-1, 0, 1)}
    return [kind(mark) for mark in sorted(marks) if low <= mark <= high]


def around_days(case: Case) -> list[dt.date]:
    day = case.day or FACT_DAYS[0]
    marks = {day}
    for node in iter_nodes(case.rule):
        if isinstance(node, tree.FactDay):
            marks.add(years_back(day, node.years_before))
    for value in constants(case.rule):
        if isinstance(value, dt.date):
            marks.add(value)
        elif isinstance(value, int) and 0 < value < 120:
            marks.add(years_back(day, value))
    step = dt.timedelta(days=1)
    return sorted({mark + n * step for mark in marks for n in (-1, 0, 1)})


def years_back(day: dt.date, years: int) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def constants(rule: Any) -> Iterator[Any]:
    """Yield every number and day that a rule is written with."""
    for node in iter_nodes(rule):
        if isinstance(node, tree.Constant):
            yield node.value
        elif isinstance(node, tree.Among):
            yield from node.options
        elif isinstance(node, tree.ByPlace):
            yield from (value for _, value in node.table)
            if node.otherwise is not None:
                yield node.otherwise


def open_relations(case: Case) -> list[str]:
    """List the relations that a rule reads and that may lack rows."""
    return [
        key
        for key, spec in HOUSEHOLD.relations.items()
        if f"household.{key}" in case.rule.reads()
        and not complete(spec, case.household, case.evidence, case.day)
    ]


def joined(case: Case, key: str, rows: tuple[Any, ...]) -> Case:
    """Put further rows into a relation."""
    spec = HOUSEHOLD.relations[key]
    field = "evidence" if spec.from_evidence else "household"
    holder = getattr(case, field)
    held = (*(getattr(holder, spec.source) or ()), *rows)
    whole = attrs.evolve(holder, **{spec.source: held})
    return case._replace(**{field: whole})


def closed(case: Case, key: str) -> Case:
    """State that a source was searched, and that nobody else is there."""
    spec = HOUSEHOLD.relations[key]
    if not spec.from_evidence:
        held = getattr(case.household, spec.attribute)
        return joined(case, key, ()) if held is None else case
    if spec.via is None:
        return case
    coverage = (*case.evidence.coverage, Coverage(source=spec.attribute))
    evidence = attrs.evolve(case.evidence, coverage=coverage)
    return case._replace(evidence=evidence)


def held_by(case: Case, key: str) -> tuple[str | None, ...]:
    """Name who may hold a further row."""
    spec = HOUSEHOLD.relations[key]
    if spec.via is None:
        return (None,)
    people: tuple[Person | Relative, ...] = (
        getattr(case.household, spec.via.attribute) or ()
    )
    own = (None,) if spec.unheld else ()
    return (*own, *(one.number for one in people))
