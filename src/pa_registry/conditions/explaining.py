"""
Judge and say why: a tree of reasons that recomputes to the verdict.

说明理由。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

import attrs

from pa_registry.columns import Kind
from pa_registry.conditions import judging, tree
from pa_registry.conditions.causes import (
    Cause,
    MissingFact,
    NoLocalValue,
    OtherYear,
    Place,
    UncheckedSource,
    UndefinedRatio,
    UnknownHolder,
)
from pa_registry.conditions.describing import describe
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.reasons import Fact, Figure, Reason
from pa_registry.conditions.tree import Condition, Value
from pa_registry.conditions.truth import Truth
from pa_registry.conditions.walking import parts_of
from pa_registry.dates import Day
from pa_registry.phrases import Statement


__all__ = [
    "Cause",
    "Fact",
    "Figure",
    "MissingFact",
    "NoLocalValue",
    "OtherYear",
    "Reason",
    "UncheckedSource",
    "UndefinedRatio",
    "UnknownHolder",
    "explain",
]


def explain(
    rule: Condition[Any], subject: object, evidence: object, at: Day | None
) -> Reason:
    """Judge one subject and give the reasons, part by part."""
    judging.need_bound(rule)
    day = judging.fact_of(rule, at)
    known = judging.NOTHING_KNOWN if evidence is None else evidence
    try:
        return _Explainer(known, day).reason(rule, subject, "")
    except AttributeError as wrong:
        raise judging.no_case(subject, evidence) from wrong


@attrs.frozen
class _Explainer:
    """Walks a rule over one subject, whole: no part is passed over."""

    e: Any
    day: Any

    def reason(self, node: Condition[Any], s: Any, where: str) -> Reason:
        truth = Truth(judging.truth(node, s, self.e, self.day))
        parts, facts, own = self._inside(node, s, where)
        figures = tuple(self._figures(node, s))
        return Reason(node, truth, where, parts, facts, own, figures)

    def _figures(self, node: Condition[Any], s: Any) -> Iterator[Figure]:
        """Work out the average and the line that were compared."""
        if not isinstance(node, tree.Compare):
            return
        if isinstance(node.left, tree.Quotient):
            top = judging.value(node.left.numerator, s, self.e, self.day)
            base = judging.value(node.left.base, s, self.e, self.day)
            if top is not None and base is not None and base > 0:
                money = node.left.kind is Kind.MONEY
                average = Fraction(int(top), base)
                heads = node.left.base.unit in {"person", "persons"}
                words = _PER_HEAD if heads else _PER_UNIT
                yield Figure(*words, average, money)
        names = self._bound_name(node, s)
        if names is not None:
            bound = judging.value(node.right, s, self.e, self.day)
            if bound is not None:
                money = node.right.kind is Kind.MONEY
                yield Figure(*names, Fraction(int(bound)), money)

    def _bound_name(
        self, node: tree.Compare[Any], s: Any
    ) -> tuple[str, str] | None:
        """Name a bound that the standards gave, by its year and place."""
        right = node.right
        if isinstance(right, tree.ByYear):
            year = judging.value(right.year, s, self.e, self.day)
            held = dict(zip(right.years, right.values, strict=True)).get(year)
            if right.values.count(held) > 1:
                # A line that takes the income of several years is of none.
                return _LOCAL_LINE if self._is_local(held, s) else _LINE
            zh, en = (
                ("当地", "local ") if self._is_local(held, s) else ("", "")
            )
            return f"{year}年度{zh}标准{{}}", f"{en}line for {year} {{}}"
        if isinstance(right, tree.ByPlace):
            local = self._is_local(right, s)
            return _LOCAL_LINE if local else _LINE
        is_bare = isinstance(right, tree.Constant)
        if is_bare and isinstance(node.left, tree.Quotient):
            return _LINE
        return None

    def _is_local(self, held: Value | None, s: Any) -> bool:
        if not isinstance(held, tree.ByPlace):
            return False
        place = judging.value(held.place, s, self.e, self.day) or ""
        return any(place.startswith(prefix) for prefix, _ in held.table)

    def _inside(self, node: Condition[Any], s: Any, where: str) -> Any:
        """Give the parts of a reason, the facts it read, and its causes."""
        if isinstance(node, (tree.Exists, tree.Every, tree.Several)):
            return self._rows(node, s, where)
        parts = _parts_of(node)
        if parts is None:
            return self._leaf(node, s, where)
        return tuple(self.reason(p, s, where) for p in parts), (), ()

    def _rows(self, node: Any, s: Any, where: str) -> Any:
        spec = node.rows.spec
        every = isinstance(node, tree.Every)
        parts = self._each(spec, node.rule, s, where, every=every)
        return tuple(parts), (), self._lacking(spec, s, where)

    def _each(
        self,
        spec: RelationSpec,
        rule: Condition[Any],
        s: Any,
        where: str,
        *,
        every: bool = False,
    ) -> Iterator[Reason]:
        """Explain each row; one that may not count says so beside it."""
        for row, present, path in self._named(spec, s, where):
            found = self.reason(rule, row, path)
            if present is not True:
                counts = self._counts(spec, row, path, s, where)
                found = _beside(counts, found, every=every)
            yield found

    def _named(
        self, spec: RelationSpec, s: Any, where: str
    ) -> Iterator[tuple[Any, bool | None, Place]]:
        """Yield each row, whether it counts, and its name."""
        of_holder: Counter[object] = Counter()
        pairs = judging.pairs(spec, s, self.e, self.day)
        for place, (row, present) in enumerate(pairs):
            holder = getattr(row, "holder", None)
            of_holder[holder] += 1
            nth = of_holder[holder]
            path = Place.of_row(spec, row, place, where, nth=nth)
            yield row, present, path

    def _counts(
        self, spec: RelationSpec, row: Any, path: str, s: Any, where: str
    ) -> Reason:
        """Say whether a row counts: by itself, and by its holder."""
        found: list[Reason] = []
        if spec.presence is not None:
            day = self.day or judging.LAST_DAY
            at_end = _Explainer(self.e, day)
            why = at_end.reason(spec.presence, row, path)
            words = spec.presence_words or _COUNTS
            found.append(attrs.evolve(why, presence=words))
        if spec.via is not None and row.holder is not None:
            found.append(self._holds(spec.via, row.holder, s, where, path))
        if not found:
            return Reason(
                tree.Always[Any](truth=True),
                Truth.MET,
                path,
                presence=_COUNTS,
            )
        return _joined(tree.AllOf, found)

    def _holds(
        self, via: RelationSpec, number: str, s: Any, where: str, at: str
    ) -> Reason:
        """Say whether a holder counts, who may stand twice on the roster."""
        found = [
            self._counts(via, holder, path, s, where)
            for holder, _, path in self._named(via, s, where)
            if holder.number == number
        ]
        if not found:
            nobody = tree.Always[Any](truth=False)
            own = (UnknownHolder(at),)
            return Reason(nobody, Truth.UNKNOWN, at, own=own)
        return _joined(tree.AnyOf, found)

    def _lacking(
        self, spec: RelationSpec, s: Any, where: str
    ) -> tuple[Cause, ...]:
        if judging.complete(spec, s, self.e, self.day):
            return ()
        own = UncheckedSource(where, spec.source, spec.zh, spec.en, spec)
        if spec.via is None:
            return (own,)
        # Whoever may hold it has to be known before a search says anything.
        others = self._lacking(spec.via, s, where)
        checked = spec.attribute in self.e.checked
        return others if others and checked else (*others, own)

    def _leaf(self, node: Any, s: Any, where: str) -> Any:
        facts: dict[Fact, None] = {}
        own: dict[Cause, None] = {}
        rows: list[Reason] = []
        for value in (
            getattr(node, name)
            for name in ("left", "right", "value", "field")
            if hasattr(node, name)
        ):
            self._read(value, s, where, (facts, own, rows))
        if isinstance(node, tree.IsMissing):
            own.clear()
        return tuple(rows), tuple(facts), tuple(own)

    def _read(self, value: Value, s: Any, where: str, into: Any) -> None:
        """Note each value that a leaf reads, and each that is missing."""
        facts, own, rows = into
        if isinstance(value, tree.Field):
            got = judging.value(value, s, self.e, self.day)
            facts[Fact(where, value.form, value.column, got)] = None
            if got is None:
                own[MissingFact(where, value.form, value.column)] = None
        elif isinstance(value, tree.Derived):
            got = judging.value(value, s, self.e, self.day)
            facts[Fact(where, value.form, value.column, got)] = None
            if got is None:
                self._read(value.definition, s, where, ({}, own, rows))
        elif isinstance(value, (tree.Sum, tree.Tally)):
            self._read_rows(value, s, where, into)
        elif isinstance(value, tree.ByYear):
            self._read_year(value, s, where, into)
        elif isinstance(value, tree.ByPlace):
            self._read_place(value, s, where, into)
        elif isinstance(value, tree.Quotient):
            self._read_quotient(value, s, where, into)
        else:
            for part in parts_of(value):
                self._read(cast("Value", part), s, where, into)

    def _read_place(
        self, value: tree.ByPlace, s: Any, where: str, into: Any
    ) -> None:
        """Say so where nobody knows the standard of a known place."""
        self._read(value.place, s, where, into)
        _, own, _ = into
        place = judging.value(value.place, s, self.e, self.day)
        if place is not None and judging.look_up(value, place) is None:
            own[NoLocalValue(where, value.name, value.zh, value.en)] = None

    def _read_year(
        self, value: tree.ByYear, s: Any, where: str, into: Any
    ) -> None:
        """Ask for the year that the rule is about, where another is given."""
        self._read(value.year, s, where, into)
        _, own, _ = into
        year = judging.value(value.year, s, self.e, self.day)
        if year is not None and year not in value.years:
            own[OtherYear(where, year, value.years)] = None
        for known, held in zip(value.years, value.values, strict=True):
            if known == year:
                self._read(held, s, where, into)

    def _read_quotient(
        self, value: tree.Quotient, s: Any, where: str, into: Any
    ) -> None:
        self._read(value.numerator, s, where, into)
        self._read(value.base, s, where, into)
        base = judging.value(value.base, s, self.e, self.day)
        if base is not None and base <= 0:
            _, own, _ = into
            cause = UndefinedRatio(
                where,
                value.base.key
                if isinstance(value.base, (tree.Field, tree.Derived))
                else "",
                describe(value.base, "zh"),
                describe(value.base, "en"),
            )
            own[cause] = None

    def _read_rows(self, value: Any, s: Any, where: str, into: Any) -> None:
        _, own, rows = into
        spec = value.rows.spec
        own.update(dict.fromkeys(self._lacking(spec, s, where)))
        if isinstance(value, tree.Tally):
            rows += self._each(spec, value.rule, s, where)
            return
        for row, present, path in self._named(spec, s, where):
            if present is False:
                continue
            if present is None:
                rows.append(self._counts(spec, row, path, s, where))
            if value.value is not None:
                self._read(value.value, row, path, ({}, own, rows))


def _parts_of(node: Condition[Any]) -> tuple[Condition[Any], ...] | None:
    """Give the parts of a rule that has any."""
    if isinstance(node, (tree.AllOf, tree.AnyOf, tree.AtLeast)):
        return node.parts
    if isinstance(node, tree.Unless):
        return (node.rule, node.exception)
    if isinstance(node, (tree.Not, tree.Labelled)):
        return (node.part,)
    return None


#: How averages and lines are said.
_PER_HEAD = ("人均{}", "{} per person")
_PER_UNIT = ("平均{}", "{} on average")
_LINE = ("标准{}", "line {}")
_LOCAL_LINE = ("当地标准{}", "local line {}")

#: What is said of rows whose relation has no words of its own.
_COUNTS = Statement(
    ask_zh="认定日是否有效",
    ask_en="does it count on the fact day?",
    says_en="it counts on the fact day",
    no_zh="认定日无效",
)


def _joined(kind: type[Any], parts: Sequence[Reason]) -> Reason:
    """Put reasons together under *and* or *or*."""
    first, *rest = parts
    if not rest:
        return first
    found = first.truth
    for one in rest:
        found = found & one.truth if kind is tree.AllOf else found | one.truth
    conditions = tuple(part.condition for part in parts)
    whole: Condition[Any] = (
        tree.AllOf(parts=conditions)
        if kind is tree.AllOf
        else tree.AnyOf(parts=conditions)
    )
    return Reason(whole, found, first.where, tuple(parts))


def _beside(counts: Reason, found: Reason, *, every: bool) -> Reason:
    """
    Put the doubt whether a row counts beside what it comes to.

    Under *every*, a row that does not count cannot fail.
    """
    if not every:
        both = _joined(tree.AllOf, (counts, found))
        return attrs.evolve(both, is_row=True)
    out = Reason(
        tree.Not(counts.condition), ~counts.truth, counts.where, (counts,)
    )
    either = _joined(tree.AnyOf, (out, found))
    return attrs.evolve(either, is_row=True)
