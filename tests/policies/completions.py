"""Fill in what is not known, in every way that a rule could tell apart."""

from __future__ import annotations

import datetime as dt
import itertools

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import attrs

from pa_registry.columns import Column, Kind, columns
from pa_registry.conditions import Truth, from_text
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.tree import (
    Age,
    Among,
    ByPlace,
    Compare,
    Constant,
    Contains,
    FactDay,
    Field,
    Quotient,
    Rows,
)
from pa_registry.conditions.walking import iter_nodes
from pa_registry.model import (
    SOURCES,
    Coverage,
    Evidence,
    Household,
    Person,
    Relative,
    household,
)
from pa_registry.model.support import Measure
from pa_registry.money import Fen
from pa_registry.policies import Policy


#: Blank ends (and beginnings, where blank means from the start) are
#: statements of the form and no gaps.
STATED = {"left", "joined", "until", "disposed", "expires"}
STATED_OF = {("waiver", "since"), ("measure", "since")}

#: Where the rows of each form are kept.
_KEPT = {"members": Person, "relatives": Relative, "measures": Measure}
_DAY = dt.timedelta(days=1)
_BEGINNINGS = ("acquired", "since", "day")

Case = tuple[Household, Evidence]


@attrs.frozen
class Hole:
    """A fact that is not known: where it belongs, and what it may be."""

    place: str
    row: int
    key: str
    values: tuple[Any, ...] = attrs.field(repr=False)


class Completions:
    """All that the rules of a policy could still learn about a case."""

    def __init__(self, policy: Policy[Any], day: dt.date) -> None:
        self.day = day
        self.relations: dict[str, RelationSpec] = {}
        self._near: dict[tuple[str, str], dict[Any, None]] = {}
        self._columns: dict[tuple[str, str], Column] = {}
        for step in policy.steps:
            self._gather(step.rule)

    # What the rules compare with what

    def _gather(self, rule: Any) -> None:
        for node in iter_nodes(rule):
            if isinstance(node, (Compare, Among, Contains)):
                self._gather_comparison(node)
            if isinstance(node, Field):
                self._note(node, _usual(node.column))
            rows = getattr(node, "rows", None)
            if isinstance(rows, Rows):
                self._gather_relation(rows.spec)

    def _gather_relation(self, spec: RelationSpec) -> None:
        if spec.key not in self.relations:
            self.relations[spec.key] = spec
            for part in (spec.presence, spec.via and spec.via.presence):
                if part is not None:
                    self._gather(part)

    def _gather_comparison(self, node: Any) -> None:
        inside = list(iter_nodes(node))
        bounds = [*self._bounds(node, inside)]
        for one in inside:
            if isinstance(one, Field):
                self._note(one, [b for b in bounds if _fits(one.column, b)])
            if isinstance(one, ByPlace) and isinstance(one.place, Field):
                self._note(one.place, [prefix for prefix, _ in one.table])

    def _bounds(self, node: Any, inside: Sequence[Any]) -> Iterator[Any]:
        times = (
            (1, 2, 3) if any(isinstance(n, Quotient) for n in inside) else (1,)
        )
        aged = any(isinstance(n, Age) for n in inside)
        yield from getattr(node, "options", ())
        if isinstance(node, Contains):
            yield frozenset({node.option})
        for one in inside:
            if isinstance(one, FactDay):
                yield from _around(_years_before(self.day, one.years_before))
            for value in _numbers(one):
                if aged and type(value) is int and 0 < value < 100:
                    yield from _around(_years_before(self.day, value))
                if isinstance(value, dt.date):
                    yield from _around(value)
                elif isinstance(value, int) and not isinstance(value, bool):
                    for k, more in itertools.product(times, (-1, 0, 1)):
                        yield type(value)(value * k + more)
                else:
                    yield value

    def _note(self, field: Field, values: Sequence[Any]) -> None:
        key = field.form, field.key
        self._columns[key] = field.column
        known = self._near.setdefault(key, {})
        known.update(
            dict.fromkeys(v for v in values if _fits(field.column, v))
        )

    def values(self, form: str, key: str) -> tuple[Any, ...]:
        """List what a fact may be: under, at, over what it is held to."""
        return tuple(self._near.get((form, key), ()))

    def fields(self, form: str) -> tuple[str, ...]:
        """List the fields of a form that the rules read."""
        return tuple(key for name, key in self._near if name == form)

    # What is not known of a case

    def holes(self, case: Case) -> list[Hole]:
        """List the facts that the rules read and nobody has recorded."""
        return [
            hole
            for place, rows in _rows(case)
            for at, row in enumerate(rows)
            for hole in self._holes_of(place, at, row)
        ]

    def _holes_of(self, place: str, at: int, row: Any) -> Iterator[Hole]:
        form = _form(place)
        for key in self.fields(form):
            stated = key in STATED or (form, key) in STATED_OF
            if stated or "." in key or not hasattr(row, key):
                continue
            if getattr(row, key) is None:
                yield Hole(place, at, key, self.values(form, key))

    def open_relations(self, case: Case) -> list[str]:
        """List the relations that may hold further rows."""
        return [key for key in self.relations if is_open(key, case, self.day)]

    def further(self, key: str, case: Case, random: Random) -> Case:
        """Add a further row to an open relation."""
        spec = self.relations[key]
        if key in _KEPT or spec.attribute == "members":
            return self._further_kept(spec, case, random)
        who, evidence = case
        holder = None
        if spec.via is not None and key.startswith("kin_"):
            who, holder = _with_kin(case)
        source = source_of(spec)
        row = self._row(SOURCES[source], spec.row.name, random)
        if holder is not None:
            row = attrs.evolve(row, holder=holder)
        rows: dict[str, Any] = {source: (*getattr(evidence, source), row)}
        return who, attrs.evolve(evidence, **rows)

    def _further_kept(
        self, spec: RelationSpec, case: Case, random: Random
    ) -> Case:
        who, evidence = case
        old = getattr(who, spec.source) or ()
        form = _KEPT[spec.source]
        given: dict[str, Any] = {}
        if form is not Measure:
            given["number"] = f"N{len(old)}"
        row = self._row(form, spec.row.name, random, **given)
        new: dict[str, Any] = {spec.source: (*old, row)}
        return attrs.evolve(who, **new), evidence

    def _row(self, form: type, name: str, random: Random, **given: Any) -> Any:
        facts = {
            key: random.choice((*self.values(name, key), None))
            for key in self.fields(name)
            if key in columns(form)
            and key not in {"number", "holder", "identity"}
        }
        return form(**{**facts, **given})

    # All of it

    def filled(
        self, case: Case, holes: Sequence[Hole], random: Random, most: int
    ) -> Iterator[Case]:
        """Fill some holes in every way, or in *most* ways drawn at random."""
        pools = [hole.values or (None,) for hole in holes]
        ways = list(itertools.islice(itertools.product(*pools), 5_000))
        if len(ways) > most:
            ways = random.sample(ways, most)
        for way in ways:
            found = fill(case, zip(holes, way, strict=True))
            if _is_possible(found[1]):
                yield found


def fill(case: Case, facts: Any) -> Case:
    """Put facts in their places."""
    who, evidence = case
    for hole, value in facts:
        if hole.place == "household":
            who = attrs.evolve(who, **{hole.key: value})
            continue
        kept = hole.place in _KEPT
        held: Any = who if kept else evidence
        rows = list(getattr(held, hole.place))
        rows[hole.row] = attrs.evolve(rows[hole.row], **{hole.key: value})
        held = attrs.evolve(held, **{hole.place: tuple(rows)})
        who, evidence = (held, evidence) if kept else (who, held)
    return who, evidence


def source_of(spec: RelationSpec) -> str:
    """Name the source of a relation's rows, as it stands in evidence."""
    return spec.key if spec.key in SOURCES else spec.source


def is_open(key: str, case: Case, day: dt.date) -> bool:
    """Say whether a relation may hold rows that nobody has recorded."""
    who, evidence = case
    relation: Any = getattr(household, key)
    nothing = relation.any(from_text("always(False)"))
    truth: Truth = nothing.judge(who, evidence=evidence, at=day)
    return truth is Truth.UNKNOWN


def closed(case: Case) -> Case:
    """Say that all departments have been asked, for everybody."""
    who, evidence = case
    if who.relatives is None:
        who = attrs.evolve(who, relatives=())
    kin = who.relatives or ()
    people = [one.number for one in who.members]
    people += [one.number for one in kin]
    coverage = tuple(
        Coverage(source=source, person=person)
        for source in SOURCES
        for person in (None, *people)
    )
    return who, attrs.evolve(evidence, coverage=coverage)


def _is_possible(evidence: Evidence) -> bool:
    """Refuse records that were seen before they began."""
    for source in SOURCES:
        for row in evidence.of(source):
            seen = getattr(row, "seen_on", None)
            begun = [getattr(row, one, None) for one in _BEGINNINGS]
            if seen and any(day and day > seen for day in begun):
                return False
    return True


def _with_kin(case: Case) -> tuple[Household, str]:
    """Find kin whom nobody looked up, or record one more of them."""
    who, evidence = case
    if who.relatives is None:
        kin = Relative(number="N1")
        return attrs.evolve(who, relatives=(kin,)), "N1"
    free = [
        one.number
        for one in who.relatives
        if not evidence.covers("payrolls", one.number)
    ]
    return who, (free or ["nobody"])[0]


def _rows(case: Case) -> Iterator[tuple[str, Sequence[Any]]]:
    who, evidence = case
    yield "household", (who,)
    for key in _KEPT:
        yield key, getattr(who, key) or ()
    for source in SOURCES:
        yield source, evidence.of(source)


def _form(place: str) -> str:
    """Name the form of the rows that are kept in a place."""
    if place == "household":
        return place
    relation: Any = getattr(household, place)
    name: str = relation.rows.spec.row.name
    return name


def _usual(column: Column) -> tuple[Any, ...]:
    """Give values where no rule names one: both answers, and none of it."""
    least = max(column.range[0], 0)
    listed: Any = column.type
    usual: dict[Kind, tuple[Any, ...]] = {
        Kind.FLAG: (True, False),
        Kind.CODES: (frozenset(),),
        Kind.TEXT: ("zz",),
        Kind.MONEY: (Fen(0),),
        Kind.NUMBER: (least, least + 1),
    }
    if column.kind is Kind.CODE:
        return (list(listed)[-1],)
    return usual.get(column.kind, ())


def _fits(column: Column, value: Any) -> bool:
    """Say whether a column can hold a value."""
    if column.kind in {Kind.MONEY, Kind.NUMBER}:
        low, high = column.range
        wanted = Fen if column.kind is Kind.MONEY else int
        return type(value) is wanted and low <= value <= high
    if column.kind is Kind.DAY:
        return isinstance(value, dt.date)
    if column.kind is Kind.CODES:
        return isinstance(value, frozenset)
    if column.kind is Kind.TEXT:
        return type(value) is str
    return isinstance(value, column.type)


def _numbers(node: Any) -> Iterator[Any]:
    """Yield the constants that a node holds itself."""
    if isinstance(node, Constant):
        yield node.value
    if isinstance(node, ByPlace):
        yield from (value for _, value in node.table)
        if node.otherwise is not None:
            yield node.otherwise
    yield from getattr(node, "years", ())


def _around(day: dt.date) -> tuple[dt.date, ...]:
    if day == dt.date.max:
        # What stands for no day at all.
        return ()
    return (day - _DAY, day, day + _DAY)


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 3, 1)
