"""Write the criteria lists, their clauses and the dated values."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, prose, table
from pa_registry.standards import (
    Clause,
    CriteriaList,
    Standards,
    clause_table,
    lists,
)
from pa_registry.standards.dated import DatedValue, Standard
from pa_registry.standards.units import unit_of


__all__ = ["clauses", "shipped_lists", "standards"]

Lines = Iterator[str]


def shipped_lists() -> Lines:
    """Write every criteria list, item by item, clause by clause."""
    for one in lists():
        yield f"## {prose(one.id)}"
        yield ""
        yield from _list_head(one)
        if one.is_empty:
            yield ""
            yield "An empty slot: its text was not located."
            yield ""
            continue
        yield from table(
            (
                "Item",
                "Clause",
                "Effect, reach, day",
                "Rule",
                "Numbers",
                "Exceptions",
                "Source",
            ),
            (
                _clause(item.render_number(), clause)
                for item in one.items
                for clause in item.clauses
            ),
        )


def _list_head(one: CriteriaList) -> Lines:
    row = f"{one.row}: " if one.row else ""
    yield f"{row}{prose(one.zh)} ({prose(one.en)})."
    place = one.place_en or one.place or "not stated"
    printed = f" of {one.items_printed} printed" if one.items_printed else ""
    yield f"A {one.kind.en}, {one.status.en}: {len(one.items)} items{printed}."
    yield f"Place: {prose(place)}."
    yield f"Source: {prose(one.citation.render('en'))}"
    if one.note_en:
        yield f"{prose(one.note_en)} {prose(one.note_zh)}"


def _clause(number: str, one: Clause) -> tuple[str, ...]:
    why = prose(f"{one.why_en} {one.why_zh}")
    return (
        prose(number),
        f"{code(one.label)} {prose(one.zh)}；{prose(one.en)}",
        f"{one.effect.en}; {one.reach.en}; {one.day.en}",
        f"{code(one.rule_text)} {why}" if one.rule_text else f"none. {why}",
        prose("; ".join(f"{t.name} {t.render()}" for t in one.thresholds)),
        prose("; ".join(f"{case.zh}：{case.en}" for case in one.exceptions)),
        prose(one.citation.render("en")),
    )


def clauses() -> Lines:
    """Write which fields each clause reads."""
    yield from table(
        ("Circumstance", "List", "Item", "Clause", "Relations", "Fields"),
        (
            (
                code(row.code),
                f"{row.row} {prose(row.list_id)}",
                prose(row.item),
                code(row.label),
                " ".join(map(code, row.relations)),
                " ".join(map(code, row.fields))
                if row.has_rule
                else "no field holds the fact",
            )
            for row in clause_table()
        ),
    )


def standards() -> Lines:
    """Write every dated value with its source and certainty."""
    book = Standards.builtin()
    for key in book.keys:
        one = book.standard(key)
        yield f"## {key}"
        yield ""
        unit = unit_of(one.unit)
        yield (
            f"{prose(one.zh)}; {prose(one.en)}."
            f" Picked by {one.indexed.value}"
            f"{f', in {prose(unit.en)}' if unit.en else ''}."
        )
        if one.comparison:
            yield f"Held against it with {code(one.comparison)}."
        yield from table(
            ("When", "Where", "Value", "Certainty", "Source", "Note"),
            (_dated(value, one) for value in one.values),
        )


def _dated(one: DatedValue, of: Standard) -> tuple[str, ...]:
    value = one.value
    shown = " ".join(value) if isinstance(value, tuple) else str(value)
    since = f"since {one.since}" if one.since else str(one.year)
    until = f" until {one.until}" if one.until else ""
    about = " (to the year only)" if one.approximate else ""
    certainty = one.citation.certainty
    return (
        f"{since}{until}{about}",
        one.place or ("the nation" if of.key else ""),
        prose(shown),
        f"{certainty.value}: {certainty.en}",
        prose(one.citation.render("en")),
        prose(f"{one.note_en} {one.note_zh}"),
    )
