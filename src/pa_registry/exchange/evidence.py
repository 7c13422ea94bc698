"""
Read evidence: the records of departments, and which were searched.

证据导入。

A source of which no coverage is stated stays unchecked: that its file has
no row of a household then says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pa_registry.errors import UnknownNameError
from pa_registry.exchange.blanks import iter_doubts, stated
from pa_registry.exchange.cells import Manner
from pa_registry.exchange.coverage import (
    COVERAGE,
    EVERY_HOUSEHOLD,
    coverage_of,
    source_of,
    unknown_source,
    withheld,
)
from pa_registry.exchange.decoding import Source
from pa_registry.exchange.faults import fault
from pa_registry.exchange.links import LINK, divided, link_column
from pa_registry.exchange.reading import EvidenceReading, FileReport
from pa_registry.exchange.roster import form_of
from pa_registry.exchange.sheets import Row, Sheet, readable
from pa_registry.exchange.tables import Table, read_table
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES, Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.problems import Problem


__all__ = ["read_evidence"]


def read_evidence(
    files: Mapping[str, Source],
    coverage: Source | None = None,
    *,
    registry: Registry,
    encoding: str | None = None,
    codes: str | None = None,
) -> EvidenceReading:
    r"""
    Read the records of departments and acts of judgement, by household.

    导入比对、评议与核查数据。

    Each file has the field 户编号 and those of its form.  The file of
    coverage says, line by line, which source (比对来源) was searched for
    which household (户编号, or 全部 for every one), and for which person
    alone (人编号), if not for all.

    A blank holder is the household itself and a blank end is none so far.
    A record where such a cell is filled and cannot be read is refused, and
    so is coverage whose person cannot be read.  As long as a record of a
    source is refused, no search of that source is taken as complete for
    its household, or for any if nobody can tell whose it is.  A waiver
    whose term cannot be read is loaded, and whether it is granted is then
    not known.

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
        InvalidValueError: If a file is neither a path nor bytes.
        MissingExtraError: If a workbook needs the extra ``excel``.
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
            number: _evidence(kept) for number, kept in shelf.kept.items()
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
        # The households that lost a record, by source; `None` is any.
        self._lost: dict[str, set[str | None]] = defaultdict(set)
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
            stated=stated(form),
        )
        rows, table = self._read(given, sheet, self._known)
        for number, listed in rows.items():
            self._check_holders(table, number, listed)
            self.problems.extend(iter_doubts(form, table, listed))
            self.kept[number][source] += [form_of(form, r) for r in listed]
        for row in table.refused:
            owner = row.values.get(LINK)
            self._lost[source].add(owner if isinstance(owner, str) else None)

    def take_coverage(self, given: Source) -> None:
        """Read which sources were searched, after all their records."""
        known = (*self._known, EVERY_HOUSEHOLD)
        rows, table = self._read(given, COVERAGE, known)
        taken = [
            self._cover(table, number, row)
            for number, listed in rows.items()
            for row in listed
        ]
        lost = taken.count(False)
        counts = table.report.with_counts(loaded=-lost, refused=lost)
        self.files[-1] = counts

    def _cover(self, table: Table, number: str, row: Row) -> bool:
        """Take one row of coverage; say whether any of it was taken."""
        source = source_of(row)
        if source is None:
            self.problems.append(unknown_source(table, row))
            return False
        meant = self._known if number == EVERY_HOUSEHOLD else (number,)
        lost = self._lost[source]
        whole = [one for one in meant if not lost.intersection((one, None))]
        for one in whole:
            piece = coverage_of(source, one, row)
            self.kept[one]["coverage"].append(piece)
        missed = len(meant) - len(whole)
        if missed:
            self.problems.append(withheld(table, row, missed))
        return bool(whole) or not missed

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


def _evidence(kept: Mapping[str, Iterable[Any]]) -> Evidence:
    sources: dict[str, Any] = {key: tuple(kept[key]) for key in kept}
    return Evidence(**sources)


def _people_of(household: Household) -> frozenset[str]:
    kin = household.relatives or ()
    return frozenset(
        (
            *(one.number for one in household.members),
            *(one.number for one in kin),
        )
    )
