"""
Read the items and clauses of a list, and check each rule.

读取条目与条款。
"""

from __future__ import annotations

import re

from pa_registry.errors import PaRegistryError
from pa_registry.standards import rules
from pa_registry.standards.citation import Citation
from pa_registry.standards.criteria import (
    Clause,
    Effect,
    ExceptionCase,
    FactDay,
    Item,
    ListKind,
    Reach,
    Subject,
    Threshold,
)
from pa_registry.standards.rule_numbers import numbers_in
from pa_registry.standards.sources import cited
from pa_registry.standards.table import ID, Table, near
from pa_registry.standards.units import UNITS, Value


__all__ = ["ClauseReader"]

_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", re.ASCII)

_EFFECTS: dict[ListKind, tuple[Effect, ...]] = {
    ListKind.NEGATIVE: (
        Effect.REMOVE,
        Effect.REFUSE_ENTRY,
        Effect.NORMALLY_REFUSE,
        Effect.STRICT_REVIEW,
        Effect.VETO_BEFORE_SCORING,
    ),
    ListKind.ENTRY: (Effect.ADMIT,),
    ListKind.EXIT: (Effect.REQUIRE,),
}


class ClauseReader:
    """What the clauses of one file share: defaults, sources, kind."""

    def __init__(
        self, table: Table, kind: ListKind, sources: dict[str, Citation]
    ) -> None:
        """Take the defaults of the file."""
        self._kind = kind
        self._sources = sources
        self._effect = (
            table.take_word("effect", Effect) if table.has("effect") else None
        )
        self._day = table.take_word("day", FactDay, FactDay.OPEN)

    def item(self, table: Table) -> Item:
        """Read one item with its clauses."""
        number = table.take_text("number", required=False)
        rows = [self.clause(row) for row in table.take_tables("clauses")]
        if not rows:
            table.report("list.empty-item", "clauses")
        item = Item(
            number=number or None,
            zh=table.take_text("zh"),
            en=table.take_text("en"),
            clauses=tuple(rows),
        )
        table.close()
        return item

    def clause(self, table: Table) -> Clause:
        """Read one clause, and check its rule."""
        code = table.take_coded("code", _CODE, "list.bad-code")
        citation = cited(table, self._sources, "list.clause-without-source")
        clause = Clause(
            code=code,
            effect=self._read_effect(table),
            reach=table.take_word("reach", Reach) or Reach.HOUSEHOLD,
            day=table.take_word("day", FactDay, self._day) or FactDay.OPEN,
            subject=table.take_word("subject", Subject, Subject.HOUSEHOLD)
            or Subject.HOUSEHOLD,
            zh=table.take_text("zh"),
            en=table.take_text("en"),
            citation=citation,
            relation=table.take_text("relation", required=False) or None,
            rule=_rule(table, required=False) or None,
            exceptions=tuple(map(_exception, table.take_tables("exceptions"))),
            thresholds=tuple(
                _threshold(row, citation)
                for row in table.take_tables("thresholds")
            ),
            why_zh=table.take_text("why_zh", required=False),
            why_en=table.take_text("why_en", required=False),
        )
        table.close()
        _check_rule(table, clause)
        return clause

    def _read_effect(self, table: Table) -> Effect:
        effect = table.take_word("effect", Effect, self._effect)
        allowed = _EFFECTS[self._kind]
        if effect is not None and effect not in allowed:
            known = ", ".join(word.value for word in allowed)
            table.report("list.wrong-effect", "effect", effect, known=known)
        return effect or allowed[0]


def _rule(table: Table, *, required: bool) -> str:
    """Take the text of a rule, which may run over several lines."""
    return " ".join(table.take_text("rule", required=required).split())


def _exception(table: Table) -> ExceptionCase:
    found = ExceptionCase(
        rule=_rule(table, required=True),
        zh=table.take_text("zh"),
        en=table.take_text("en"),
        fact_zh=table.take_text("fact_zh"),
        fact_en=table.take_text("fact_en"),
        ask_zh=table.take_text("ask_zh"),
        ask_en=table.take_text("ask_en"),
    )
    table.close()
    return found


def _threshold(table: Table, citation: Citation) -> Threshold:
    name = table.take_coded("name", ID, "list.bad-id")
    text = table.take_text("value")
    unit = table.take_text("unit", required=False)
    if not unit:
        table.report("list.threshold-without-unit", "unit", known=_units())
    elif unit not in UNITS:
        table.report("list.unknown-word", "unit", unit, **near(unit, UNITS))
    elif text and UNITS[unit].read(text) is None:
        table.report("list.bad-value", "value", text)
    printed = table.take_text("printed", required=False)
    table.close()
    return Threshold(
        name=name, text=text, unit=unit, citation=citation, printed=printed
    )


def _units() -> str:
    return ", ".join(UNITS)


def _check_rule(table: Table, clause: Clause) -> None:
    if clause.rule is None:
        if not (clause.why_zh and clause.why_en):
            table.report("list.no-rule", "rule", clause.code)
        if clause.exceptions:
            table.report("list.exception-without-clause-rule", "exceptions")
        return
    try:
        numbers = _numbers(clause)
        rules.condition(clause)
    except PaRegistryError as error:
        table.report("list.bad-rule", "rule", clause.rule, detail=str(error))
        return
    _check_numbers(table, clause, numbers)
    if clause.reads_kin is not (clause.reach is Reach.KIN):
        table.report("list.wrong-reach", "reach", clause.reach)


def _numbers(clause: Clause) -> list[Value]:
    texts = [clause.rule or "", *(case.rule for case in clause.exceptions)]
    return [number for text in texts for number in numbers_in(text)]


def _check_numbers(table: Table, clause: Clause, numbers: list[Value]) -> None:
    named = [
        (threshold, UNITS[threshold.unit].read(threshold.text))
        for threshold in clause.thresholds
        if threshold.unit in UNITS
    ]
    for number in numbers:
        if not any(_same(number, value) for _, value in named):
            table.report(
                "list.number-without-threshold", "rule", number=str(number)
            )
    for threshold, value in named:
        if not any(_same(number, value) for number in numbers):
            table.report(
                "list.threshold-not-in-rule",
                "thresholds",
                threshold.name,
                number=threshold.text,
            )


def _same(one: Value, other: Value | None) -> bool:
    return type(one) is type(other) and one == other
