"""
Read the dated standards of a data file.

读取标准值文件。
"""

from __future__ import annotations

import datetime as dt
import tomllib

from collections.abc import Iterator, Mapping

from pa_registry.errors import InvalidStandardError
from pa_registry.problems import Problem
from pa_registry.standards.citation import Citation
from pa_registry.standards.dated import (
    COMPARISONS,
    DatedValue,
    Indexed,
    Standard,
    is_prefix,
)
from pa_registry.standards.sources import cited, read_sources
from pa_registry.standards.table import ID, Table, near
from pa_registry.standards.units import UNITS, Value


__all__ = ["read_standards", "require_standards"]

_NOTES = ("note_zh", "note_en")


def read_standards(table: Table) -> tuple[Standard, ...]:
    """
    Read the standards of one file; everything wrong goes to the table.

    Args:
        table: The file, with its ``[sources]`` and ``[[standards]]``.

    Returns:
        The standards that could be read.
    """
    sources = read_sources(table)
    rows = table.take_tables("standards")
    found = tuple(
        one for row in rows if (one := _standard(row, sources)) is not None
    )
    table.close()
    return found


def require_standards(texts: Mapping[str, str]) -> tuple[Standard, ...]:
    """
    Read the standards of several files, or refuse them all.

    Args:
        texts: The TOML text of each file, by its name.

    Returns:
        The standards, in the order of the files.

    Raises:
        InvalidStandardError: If anything is wrong in one of them.
    """
    found: dict[str, Standard] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        table = Table(tomllib.loads(text), f"{name}: ", problems)
        for one in read_standards(table):
            if one.key in found:
                table.report("list.duplicate-key", one.key)
            found[one.key] = one
    if problems:
        raise InvalidStandardError(
            what="the files of standards cannot be taken.",
            where=", ".join(texts),
            problems=tuple(problems),
        )
    return tuple(found.values())


def _standard(table: Table, sources: dict[str, Citation]) -> Standard | None:
    key = table.take_coded("key", ID, "list.bad-id")
    unit = table.take_text("unit")
    indexed = table.take_word("indexed", Indexed, Indexed.DAY) or Indexed.DAY
    comparison = table.take_text("comparison", required=False) or None
    names = table.take_text("zh"), table.take_text("en")
    rows = list(table.take_tables("values"))
    table.close()
    if not rows:
        table.report("list.missing-key", "values")
    if unit not in UNITS:
        table.report("list.unknown-word", "unit", unit, **near(unit, UNITS))
        return None
    if comparison not in {None, *COMPARISONS}:
        known = near("", COMPARISONS)
        table.report("list.unknown-word", "comparison", "", **known)
        return None
    values = [v for row in rows for v in _values(row, key, unit, sources)]
    for row in rows:
        _check_clock(row, indexed)
    return Standard(
        key=key,
        zh=names[0],
        en=names[1],
        unit=unit,
        indexed=indexed,
        comparison=comparison,
        values=tuple(values),
    )


def _check_clock(table: Table, indexed: Indexed) -> None:
    """A value without its day or year would never hold."""
    wanted = "since" if indexed is Indexed.DAY else "year"
    if not table.has(wanted):
        table.report("list.missing-key", wanted)


def _values(
    table: Table, key: str, unit: str, sources: dict[str, Citation]
) -> Iterator[DatedValue]:
    """Read one row: a value, at one place or at several."""
    value = _value(table, unit)
    citation = cited(table, sources, "list.missing-key")
    since = table.take_day_or_year("since")
    until = table.take_day("until")
    year = table.take_whole("year")
    notes = [table.take_text(k, required=False) for k in _NOTES]
    places = _places(table)
    table.close()
    if value is None:
        return
    for place in places:
        yield DatedValue(
            key=key,
            value=value,
            unit=unit,
            citation=citation,
            place=place,
            since=_first_day(since),
            until=until,
            year=year,
            approximate=isinstance(since, int),
            note_zh=notes[0],
            note_en=notes[1],
        )


def _first_day(since: dt.date | int | None) -> dt.date | None:
    return dt.date(since, 1, 1) if isinstance(since, int) else since


def _places(table: Table) -> list[str | None]:
    """Read the prefixes of a row; none written is the nation."""
    if not table.has("places"):
        return [None]
    places = table.take_text("places").split()
    for place in places:
        if not is_prefix(place):
            table.report("list.bad-place", "places", place)
    return [place for place in places if is_prefix(place)]


def _value(table: Table, unit: str) -> Value | None:
    text = table.take_text("value")
    value = UNITS[unit].read(text) if text else None
    if text and value is None:
        table.report("list.bad-value", "value", text)
    return value
