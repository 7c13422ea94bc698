"""
Look at a frame once: what it lacks, holds too much of, or holds wrongly.

Everything that is counted is counted in one aggregation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import narwhals as nw

from pa_registry.columns import Column, Kind
from pa_registry.errors import UnknownNameError, did_you_mean
from pa_registry.frames._converting import (
    Note,
    Plan,
    Units,
    is_key,
    plan_of,
)
from pa_registry.frames._door import Opened, open_frame
from pa_registry.frames._kleene import some_one
from pa_registry.frames._wording import SAID, said_problem
from pa_registry.frames.schemas import (
    COVERAGE,
    LINK,
    RECORDED,
    ColumnSchema,
    DType,
    TableSchema,
    schema,
)
from pa_registry.masking import masked
from pa_registry.model.blanks import Doubt, doubt_of
from pa_registry.model.cell_words import shown_cell, spellings
from pa_registry.model.evidence import SOURCES
from pa_registry.phrases import unit_word
from pa_registry.problems import Problem


__all__ = [
    "Found",
    "Looked",
    "doubt_on",
    "look",
    "problem_of",
    "table_named",
]

#: The tables whose key no two rows may share.
_UNIQUE = frozenset({"households", "members", "villages", "counties"})
#: A search without a person is one for the whole household.
_OF_COVERAGE = Doubt(("person",), ("source",))
_FEW = 12


@attrs.frozen(kw_only=True)
class Found:
    """
    Something that was found in a column.

    Attributes:
        column: The column.
        note: What it is.
        rows: In how many rows it is so.
        shown: One example, masked, or the type of the column.
        words: What the wording leaves open beside that.
    """

    column: ColumnSchema
    note: Note
    rows: int
    shown: str = ""
    words: Mapping[str, object] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Looked:
    """
    What a look at a frame came to.

    Attributes:
        opened: The frame.
        table: What the schema says of it.
        lacking: The columns that it lacks.
        unknown: The columns that the schema does not have, with near names.
        found: What was found in the others, in the order of the schema.
        values: The converted values of the columns that are not right.
    """

    opened: Opened
    table: TableSchema
    lacking: tuple[ColumnSchema, ...]
    unknown: Mapping[str, str]
    found: tuple[Found, ...]
    values: Mapping[str, nw.Expr]

    def lacking_code(self, column: ColumnSchema) -> str:
        """Say how bad it is that a column is lacking."""
        if column.name in {self.table.key, LINK}:
            return "frame.key-lacking"
        doubt = doubt_on(self.table)
        if doubt is not None and column.name in doubt.cells:
            return "frame.statement-lacking"
        return "frame.column-lacking"

    def about_columns(self) -> Iterator[Problem]:
        """Say which columns are lacking, and which nobody knows."""
        for column in self.lacking:
            yield said_problem(
                self.lacking_code(column),
                f"{self.table.name}.{column.name}",
                words=_words(column),
            )
        for name, near in self.unknown.items():
            yield said_problem(
                "frame.column-unknown",
                f"{self.table.name}.{masked(name)}",
                words={
                    "near_zh": f"为 {near}" if near else "",
                    "near_en": f" Did you mean {near}?" if near else "",
                },
            )


def table_named(table: str, extra: Mapping[str, type] | None) -> TableSchema:
    """
    Find what the schema says of a table.

    Raises:
        UnknownNameError: If there is no such table.
    """
    known = schema(extra=extra)
    if table not in known:
        raise UnknownNameError(kind="table", name=table, known=tuple(known))
    return known[table]


def doubt_on(table: TableSchema) -> Doubt | None:
    """Say which blanks of a table are statements, and what hangs on them."""
    if table.name == COVERAGE:
        return _OF_COVERAGE
    return None if table.form is None else doubt_of(table.form.holds)


def look(frame: Any, table: TableSchema, units: Units) -> Looked:
    """
    Look at a frame.

    Args:
        frame: The frame.
        table: What the schema says of it.
        units: In what unit its numbers stand.

    Raises:
        InvalidValueError: If it is no frame.
        UnknownNameError: If a unit is given for no numeric column.
    """
    opened = open_frame(frame, table.name)
    _check_units(table, units)
    present = {
        name: one
        for name, one in table.columns.items()
        if name in opened.dtypes
    }
    plans = {
        name: plan_of(one, opened.dtypes[name], units)
        for name, one in present.items()
    }
    values = {
        name: plan.value
        for name, plan in plans.items()
        if plan.value is not None
    }
    asked = [
        _Asked(plan.column, note)
        for plan in plans.values()
        for note in plan.notes
    ]
    asked += _doubts(table, plans, values)
    asked += _half_blanks(table, plans, values)
    asked += _keys(table, plans)
    found = tuple(_count(opened, asked))
    wrong = {one.column.name for one in found if _changes(one)}
    return Looked(
        opened=opened,
        table=table,
        lacking=tuple(
            one
            for name, one in table.columns.items()
            if name not in present and name != RECORDED
        ),
        unknown=MappingProxyType(
            {
                name: _near(name, table, present)
                for name in opened.dtypes
                if name not in table.columns
            }
        ),
        found=found,
        values=MappingProxyType(
            {name: one for name, one in values.items() if name in wrong}
        ),
    )


def _check_units(table: TableSchema, units: Units) -> None:
    numeric = {
        name: one
        for name, one in table.columns.items()
        if one.dtype is DType.INTEGER
    }
    money = [
        name
        for name, one in numeric.items()
        if one.declared is not None and one.declared.kind is Kind.MONEY
    ]
    for names, known, kind in (
        (units.printed, money, "money"),
        (units.stored, list(numeric), "numbers"),
    ):
        for name in sorted(names):
            if name not in known:
                raise UnknownNameError(
                    kind=f"column of {kind} in {table.name}",
                    name=name,
                    known=tuple(known),
                )


def _near(name: str, table: TableSchema, present: Mapping[str, object]) -> str:
    """Find the column that was meant: by its Chinese name, or nearly so."""
    free = [one for one in table.columns if one not in present]
    bare = name.strip()
    for one in free:
        declared = table.columns[one].declared
        if declared is not None and bare in {declared.zh, *declared.headers}:
            return one
    hint = did_you_mean(bare, free)
    return hint.removeprefix(" Did you mean ").removesuffix("?")


# What is asked of rows ---------------------------------------------------


@attrs.frozen
class _Asked:
    """A note of a column, and how it is to be counted."""

    column: ColumnSchema
    note: Note
    words: Mapping[str, object] = MappingProxyType({})
    #: How many different values there should be one of each.
    repeats: nw.Expr | None = None


def _doubts(
    table: TableSchema, plans: Mapping[str, Plan], values: dict[str, nw.Expr]
) -> Iterator[_Asked]:
    """Take as not known what hangs on a cell that could not be read."""
    doubt = doubt_on(table)
    if doubt is None:
        return
    hits = {name: plans[name].lost for name in doubt.cells if name in plans}
    lost = {name: hit for name, hit in hits.items() if hit is not None}
    if not lost:
        return
    hit = some_one(lost.values())
    for name in doubt.unknown:
        if name not in plans:
            continue
        plan = plans[name]
        value = values.get(name, plan.result)
        # A *no* stays, whatever the day would have been.
        is_flag = plan.column.dtype is DType.FLAG
        told = value.fill_null(value=False) if is_flag else ~value.is_null()
        blank = nw.lit(None, dtype=getattr(nw, plan.column.dtype.value))
        values[name] = nw.when(hit & told).then(blank).otherwise(value)
        cells = {"cells": ", ".join(lost)}
        note = Note(code="frame.doubtful", hit=hit & told, lost=True)
        yield _Asked(plan.column, note, cells)


def _half_blanks(
    table: TableSchema, plans: Mapping[str, Plan], values: dict[str, nw.Expr]
) -> Iterator[_Asked]:
    """Take a multi-select field as blank where part of it is."""
    fields: dict[int, list[ColumnSchema]] = {}
    for one in table.columns.values():
        if one.option is not None:
            fields.setdefault(id(one.declared), []).append(one)
    for options in fields.values():
        there = [one for one in options if one.name in plans]
        if not there:
            continue
        ticks = {
            one.name: values.get(one.name, plans[one.name].result)
            for one in there
        }
        blanks = [tick.is_null() for tick in ticks.values()]
        some = some_one(~one for one in blanks)
        gap = nw.lit(value=True) if len(there) < len(options) else None
        part = some_one(blanks) if gap is None else (gap | blanks[0])
        blank = nw.lit(None, dtype=nw.Boolean)
        for name, tick in ticks.items():
            values[name] = nw.when(~part).then(tick).otherwise(blank)
        note = Note(code="frame.half-blank", hit=part & some, lost=True)
        for place, one in enumerate(there):
            # It is told once, and changes every column of the field.
            told = note if not place else attrs.evolve(note, code="")
            yield _Asked(one, told)


def _keys(table: TableSchema, plans: Mapping[str, Plan]) -> Iterator[_Asked]:
    link, key = plans.get(LINK), plans.get(table.key)
    if link is not None:
        hit = link.result.is_null()
        yield _Asked(link.column, Note(code="frame.no-household", hit=hit))
    if key is not None:
        value = key.result
        note = Note(code="frame.key-blank", hit=value.is_null())
        yield _Asked(key.column, note)
        if table.name in _UNIQUE:
            note = Note(code="frame.key-repeated", hit=~value.is_null())
            yield _Asked(key.column, note, repeats=value)
    source = plans.get("source") if table.name == COVERAGE else None
    if source is not None:
        named = source.result
        odd = ~named.is_in(list(SOURCES)).fill_null(value=True)
        note = Note(code="frame.unknown-source", hit=odd, shown=named)
        words = {"names": ", ".join(SOURCES)}
        yield _Asked(source.column, note, words)


# Counting ------------------------------------------------------------------


def _count(opened: Opened, asked: list[_Asked]) -> Iterator[Found]:
    """Count everything in one pass, and take one example of each."""
    sums: dict[str, nw.Expr] = {"len": nw.len()}
    for place, one in enumerate(asked):
        sums |= {f"{kind}{place}": sum_ for kind, sum_ in _sums(one).items()}
    row = opened.frame.select(**sums).collect().row(0)
    got = dict(zip(sums, row, strict=True))
    for place, one in enumerate(asked):
        rows = int(got[f"rows{place}"] or 0)
        shown = ""
        if one.repeats is not None:
            # A blank counts as one more of the different values.
            blank = int(got["len"]) > rows
            rows -= int(got[f"different{place}"] or 0) - blank
            shown = _repeated(opened, one) if rows else ""
        elif one.note.hit is None:
            shown = str(opened.dtypes[one.column.name])
        elif got.get(f"shown{place}") is not None:
            shown = _shown(str(got[f"shown{place}"]), one.column)
        outweighed = int(got.get(f"unless{place}") or 0)
        if not outweighed and (rows or one.note.hit is None):
            yield Found(
                column=one.column,
                note=one.note,
                rows=rows,
                shown=shown,
                words=one.words,
            )


def _sums(one: _Asked) -> dict[str, nw.Expr]:
    """Say what is to be added up for one thing that is counted."""
    note = one.note
    if note.hit is None:
        return {"rows": nw.col(one.column.name).count()}
    found = {"rows": note.hit.cast(nw.Int64).sum()}
    if note.unless is not None:
        found["unless"] = note.unless.cast(nw.Int64).sum()
    if one.repeats is not None:
        found["different"] = one.repeats.n_unique()
    if note.shown is not None:
        blank = nw.lit(None, dtype=nw.String)
        shown = nw.when(note.hit).then(note.shown).otherwise(blank)
        found["shown"] = shown.min()
    return found


def _repeated(opened: Opened, one: _Asked) -> str:
    name = one.column.name
    if one.repeats is None:
        raise AssertionError(name)
    keys = opened.frame.select(one.repeats.alias(name))
    twice = (
        keys.filter(~nw.col(name).is_null())
        .group_by(name)
        .agg(nw.len().alias("len"))
        .filter(nw.col("len") > 1)
        .select(nw.col(name).min())
    )
    return masked(str(twice.collect().row(0)[0]))


def _shown(text: str, column: ColumnSchema) -> str:
    if is_key(column) or column.declared is None:
        return masked(text)
    return shown_cell(text, column.declared)


def _changes(found: Found) -> bool:
    """Say whether a column must be written anew for what was found."""
    if found.note.lost or not found.note.code:
        return bool(found.rows)
    return bool(SAID[found.note.code].done_en)


# Saying --------------------------------------------------------------------


def problem_of(table: TableSchema, found: Found) -> Problem:
    """Say what was found."""
    return said_problem(
        found.note.code,
        f"{table.name}.{found.column.name}",
        rows=found.rows,
        shown=found.shown,
        words={**_words(found.column), **found.words},
    )


def _words(column: ColumnSchema) -> dict[str, object]:
    """Give what the wording of any kind may leave open."""
    declared = column.declared
    if declared is None:
        return {"field": ""}
    low, high = column.range or (0, 0)
    scale, members = declared.scale, _members(declared)
    unit_zh, unit_en = _printed_unit(declared)
    fine = f"{1 / scale:g}"
    return {
        "field": f"“{declared.zh}”",
        "low": -(-low // scale),
        "high": high // scale,
        "unit_en": f" {unit_en}" if unit_en else "",
        "printed_zh": unit_zh,
        "printed_en": unit_en or "plain numbers",
        "fine_zh": f"{fine}{unit_zh}",
        "fine_en": f"{fine} {unit_en}".rstrip(),
        "names_zh": _some(
            [str(getattr(m, "zh", m)) for m in members], "、", "等"
        ),
        "names_en": _some([str(m.value) for m in members], ", ", " …"),
    }


def _printed_unit(declared: Column) -> tuple[str, str]:
    """Name the unit that people write a number in."""
    unit = declared.unit
    if unit is None or unit == "year":
        return "", ""
    if unit == "fen":
        return "元", "yuan"
    return unit_word(unit, zh=True), unit_word(unit, zh=False)


def _members(declared: Column) -> list[Any]:
    if declared.kind is not Kind.CODE:
        return []
    return list(dict.fromkeys(spellings(declared.type).values()))


def _some(names: list[str], comma: str, more: str) -> str:
    shown = comma.join(names[:_FEW])
    return f"{shown}{more}" if len(names) > _FEW else shown
