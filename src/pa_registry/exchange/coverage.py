"""
Read which sources were searched, and for whom.

比对范围导入。

A search is taken as complete only where all records of the source could be
read: a record that is lost must not look as if there had been none.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator, Mapping

from pa_registry.columns import Column, Kind, Sensitivity
from pa_registry.exchange.faults import fault
from pa_registry.exchange.headers import folded, near_words
from pa_registry.exchange.links import LINK, link_column
from pa_registry.exchange.sheets import Row, Sheet
from pa_registry.exchange.tables import Table
from pa_registry.masking import masked
from pa_registry.model.evidence import Coverage
from pa_registry.model.forms import ROW_FORMS
from pa_registry.problems import Problem


__all__ = [
    "COVERAGE",
    "EVERY_HOUSEHOLD",
    "coverage_of",
    "source_of",
    "unknown_source",
    "withheld",
]

#: What stands for the household where a source was searched for all.
EVERY_HOUSEHOLD = "全部"
_LONGEST = 24


def _field(zh: str, en: str, kind: Kind, held: type, key: str) -> Column:
    return Column(
        zh=zh,
        en=en,
        kind=kind,
        type=held,
        key=key,
        sensitivity=Sensitivity.PUBLIC,
    )


#: The table of searches; no person means the whole household.
COVERAGE = Sheet(
    name="coverage",
    fields={
        LINK: link_column(),
        "source": _field("比对来源", "source", Kind.TEXT, str, "source"),
        "extract_date": _field(
            "数据提取日期", "extract date", Kind.DAY, dt.date, "extract_date"
        ),
        "person": _field("人编号", "person number", Kind.TEXT, str, "person"),
    },
    required=(LINK, "source"),
    stated=("person",),
)


def source_of(row: Row) -> str | None:
    """Name the source of a row; `None` if there is no such source."""
    return _SOURCE_NAMES.get(folded(row.text("source")))


def coverage_of(source: str, household: str, row: Row) -> Coverage:
    """Build the statement that a row makes about one household."""
    day, person = row.values.get("extract_date"), row.values.get("person")
    return Coverage(
        source=source,
        household=household,
        extract_date=day if isinstance(day, dt.date) else None,
        person=person if isinstance(person, str) else None,
    )


def unknown_source(table: Table, row: Row) -> Problem:
    """Report a row that names no source."""
    text = row.text("source")
    words = near_words(text, [form.zh for form in ROW_FORMS.values()])
    where = table.where(row, "source")
    shown = masked(text)[:_LONGEST]
    return fault("coverage.unknown-source", where, shown, **words)


def withheld(table: Table, row: Row, count: int) -> Problem:
    """Report that a search is not taken as complete for some households."""
    where = table.where(row, "source")
    return fault("coverage.withheld", where, count=count)


def _names() -> Iterator[tuple[str, str]]:
    for source, form in ROW_FORMS.items():
        yield folded(source), source
        yield folded(form.zh), source


_SOURCE_NAMES: Mapping[str, str] = dict(_names())
