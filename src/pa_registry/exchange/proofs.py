"""
Read evidence: the records of departments, and which were searched.

证据导入。

A source of which no coverage is stated stays unchecked: that its file has
no row of a household then says nothing.
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pa_registry.columns import Column, Kind, Sensitivity
from pa_registry.errors import UnknownNameError
from pa_registry.exchange.cells import Manner
from pa_registry.exchange.decoding import Source
from pa_registry.exchange.faults import fault
from pa_registry.exchange.headers import folded, near_words
from pa_registry.exchange.links import LINK, divided, link_column
from pa_registry.exchange.reading import EvidenceReading, FileReport
from pa_registry.exchange.roster import form_of
from pa_registry.exchange.tables import (
    Row,
    Sheet,
    Table,
    read_table,
    readable,
)
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.forms import ROW_FORMS
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.model.showing import masked
from pa_registry.problems import Problem


__all__ = ["EVERY_HOUSEHOLD", "read_evidence"]

#: What stands for the household where a source was searched for all.
EVERY_HOUSEHOLD = "全部"


def _field(zh: str, en: str, kind: Kind, held: type, key: str) -> Column:
    return Column(
        zh=zh,
        en=en,
        kind=kind,
        type=held,
        key=key,
        sensitivity=Sensitivity.PUBLIC,
    )


_COVERAGE = Sheet(
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
)


def read_evidence(
    files: Mapping[str, Source],
    coverage: Source | None = None,
    *,
    registry: Registry,
    encoding: str | None = None,
    codes: str | None = None,
) -> EvidenceReading:
    r"""
    Read the records of departments and acts of judgement from CSV files.

    导入比对、评议与核查数据。

    Each file has the field 户编号 and those of its form.  The file of
    coverage says, line by line, which source (比对来源) was searched for
    which household (户编号, or 全部 for every one), and for which person
    alone (人编号), if not for all.

    Args:
        files: The files by the name of their source, such as `vehicles`.
        coverage: Which sources were searched.
        registry: The households that the records are about.
        encoding: The encoding of all files, where it is known.
        codes: Whose numbers of coded lists are read beside the labels.

    Returns:
        The evidence by household, the problems and the counts.

    Raises:
        FileRefusedError: If none of a file can be taken.
        UnknownNameError: If there is no such source or encoding.

    Examples:
        >>> home = Registry(households=(Household(number="H1"),))
        >>> vehicles = "户编号,车辆类型\nH1,面包车\n".encode()
        >>> searched = "户编号,比对来源\n全部,机动车登记信息\n".encode()
        >>> reading = read_evidence(
        ...     {"vehicles": vehicles}, searched, registry=home
        ... )
        >>> reading.of("H1")
        Evidence(vehicles: 1; checked: vehicles)
    """
    known: dict[str, frozenset[str]] = {}
    for one in registry.households:
        known.setdefault(one.number, _people_of(one))
    shelf = _Shelf(known, encoding, Manner(codes=codes))
    for source, given in files.items():
        if source not in SOURCES:
            raise UnknownNameError(
                kind="source", name=masked(source), known=tuple(SOURCES)
            )
        shelf.take(source, given)
    if coverage is not None:
        shelf.take_coverage(coverage)
    return EvidenceReading(
        by_household={
            number: Evidence(
                **{key: tuple(all_) for key, all_ in kept.items()}
            )
            for number, kept in shelf.kept.items()
        },
        problems=tuple(shelf.problems),
        files=tuple(shelf.files),
    )


class _Shelf:
    """Collects the records of each household, source by source."""

    def __init__(
        self,
        known: Mapping[str, frozenset[str]],
        encoding: str | None,
        manner: Manner,
    ) -> None:
        self._known = known
        self._encoding = encoding
        self._manner = manner
        self.kept: dict[str, dict[str, list[Any]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.problems: list[Problem] = []
        self.files: list[FileReport] = []

    def take(self, source: str, given: Source) -> None:
        """Read the records of one source."""
        form = SOURCES[source]
        sheet = Sheet(
            name=source,
            fields={LINK: link_column(), **readable(form)},
            required=(LINK,),
            keyed=False,
        )
        rows, table = self._read(given, sheet, self._known)
        for number, listed in rows.items():
            self._check_holders(table, number, listed)
            self.kept[number][source] += [form_of(form, r) for r in listed]

    def take_coverage(self, given: Source) -> None:
        """Read which sources were searched."""
        known = (*self._known, EVERY_HOUSEHOLD)
        rows, table = self._read(given, _COVERAGE, known)
        lost = 0
        for number, listed in rows.items():
            every = number == EVERY_HOUSEHOLD
            for row in listed:
                source = _SOURCE_NAMES.get(folded(row.text("source")))
                if source is None:
                    lost += 1
                    self.problems.append(_unknown_source(table, row))
                    continue
                for one in self._known if every else (number,):
                    piece = _coverage(source, one, row)
                    self.kept[one]["coverage"].append(piece)
        counts = table.report.with_counts(loaded=-lost, refused=lost)
        self.files[-1] = counts

    def _read(
        self, given: Source, sheet: Sheet, known: Iterable[str]
    ) -> tuple[Mapping[str, Sequence[Row]], Table]:
        table = read_table(
            given, sheet, encoding=self._encoding, manner=self._manner
        )
        rows, table = divided(table, known)
        self.files.append(table.report)
        self.problems.extend(table.problems)
        return rows, table

    def _check_holders(
        self, table: Table, number: str, rows: Iterable[Row]
    ) -> None:
        for row in rows:
            holder = row.values.get("holder")
            if isinstance(holder, str) and holder not in self._known[number]:
                where = table.where(row, "holder")
                self.problems.append(
                    fault("evidence.no-holder", where, number=masked(holder))
                )


def _coverage(source: str, household: str, row: Row) -> Coverage:
    day, person = row.values.get("extract_date"), row.values.get("person")
    return Coverage(
        source=source,
        household=household,
        extract_date=day if isinstance(day, dt.date) else None,
        person=person if isinstance(person, str) else None,
    )


def _unknown_source(table: Table, row: Row) -> Problem:
    text = row.text("source")
    words = near_words(text, [form.zh for form in ROW_FORMS.values()])
    where = table.where(row, "source")
    return fault("coverage.unknown-source", where, masked(text[:24]), **words)


def _people_of(household: Household) -> frozenset[str]:
    kin = household.relatives or ()
    return frozenset(
        (
            *(one.number for one in household.members),
            *(one.number for one in kin),
        )
    )


def _names() -> Iterator[tuple[str, str]]:
    for source, form in ROW_FORMS.items():
        yield folded(source), source
        yield folded(form.zh), source


_SOURCE_NAMES: Mapping[str, str] = dict(_names())
