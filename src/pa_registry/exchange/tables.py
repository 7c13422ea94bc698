"""
One file as a table of one form: its rows, and all that is wrong in it.

单表读取。

Every row ends in one of three ways: taken, refused with a problem, or set
aside with a problem (a title, a total, a repetition).  Blank rows do not
count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from pa_registry.columns import Column
from pa_registry.errors import FileRefusedError
from pa_registry.exchange.cells import Manner, read_cell
from pa_registry.exchange.decoding import (
    WORKBOOK,
    Raw,
    Source,
    decode,
    read_raw,
)
from pa_registry.exchange.faults import Spot, fault, names
from pa_registry.exchange.headers import (
    Header,
    find_header,
    has_chinese_header,
    known_headers,
)
from pa_registry.exchange.lines import Line, iter_lines
from pa_registry.exchange.reading import FileReport
from pa_registry.exchange.sheets import Row, Sheet
from pa_registry.exchange.workbooks import sheets_of
from pa_registry.problems import Problem


__all__ = ["Table", "read_table"]


@attrs.frozen(kw_only=True)
class Table:
    """
    All that was read from one file.

    单表读取结果。

    Attributes:
        report: The file and its counts.
        header: The header as read.
        rows: The rows that were taken.
        refused: What could be read of the rows that were refused.
        problems: What was wrong, in the order of the file.
    """

    report: FileReport
    header: Header = attrs.field(repr=False)
    rows: tuple[Row, ...] = attrs.field(repr=False)
    refused: tuple[Row, ...] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = attrs.field(repr=False)

    def where(self, row: Row, key: str) -> Spot:
        """Name the place of a field that the file has, in a row."""
        return Spot(self.report.file, row.row, self.header.text_of(key))


def read_table(
    source: Source,
    sheet: Sheet,
    *,
    encoding: str | None = None,
    manner: Manner,
) -> Table:
    """
    Read one file.

    Args:
        source: The path, or the bytes.
        sheet: What the table holds.
        encoding: The encoding, where it is known.
        manner: How to read its cells.

    Returns:
        The rows with all problems, found in one pass.

    Raises:
        FileRefusedError: If none of the file can be taken.
        MissingExtraError: If a workbook needs the extra ``excel``.
    """
    raw = read_raw(source, sheet.name)
    opened = (
        _from_workbook(raw, sheet)
        if raw.content.startswith(WORKBOOK)
        else _from_text(raw, sheet, encoding)
    )
    lines = [line for line in opened.lines if not line.is_blank]
    header = find_header(
        lines,
        sheet.fields,
        file=opened.file,
        required=sheet.required,
        expected=sheet.expected,
    )
    reader = _RowReader(opened.file, sheet, header, manner)
    for line in lines:
        reader.take(line)
    reader.close()
    return Table(
        report=attrs.evolve(reader.report, encoding=opened.encoding),
        header=header,
        rows=tuple(reader.rows),
        refused=tuple(reader.refused),
        problems=(*opened.problems, *reader.problems),
    )


class _Opened(NamedTuple):
    """The rows of a file, whatever it is."""

    file: str
    encoding: str
    lines: Iterable[Line]
    problems: tuple[Problem, ...] = ()


def _from_text(raw: Raw, sheet: Sheet, encoding: str | None) -> _Opened:
    decoded = decode(
        raw,
        name=sheet.name,
        encoding=encoding,
        is_known=lambda one: has_chinese_header(iter_lines(one), sheet.fields),
    )
    return _Opened(decoded.file, decoded.encoding, iter_lines(decoded))


def _from_workbook(raw: Raw, sheet: Sheet) -> _Opened:
    """Take the sheet of a workbook that has most of the headers."""
    filled = [one for one in sheets_of(raw) if one.lines]
    if not filled:
        raise FileRefusedError(fault("file.empty", Spot(raw.file)))
    chosen = max(
        filled, key=lambda one: known_headers(one.lines, sheet.fields)
    )
    unread = tuple(
        fault("sheet.unread", Spot(f"{raw.file}:{one.name}"))
        for one in filled
        if one is not chosen
    )
    return _Opened(f"{raw.file}:{chosen.name}", "xlsx", chosen.lines, unread)


class _RowReader:
    """Takes the rows one by one and keeps the counts."""

    def __init__(
        self, file: str, sheet: Sheet, header: Header, manner: Manner
    ) -> None:
        self._file = file
        self._sheet = sheet
        self._header = header
        self._manner = manner
        self._seen: dict[tuple[str, ...], int] = {}
        self._unheaded: set[int] = set()
        self._keys = tuple(
            one.at
            for one in header.headings
            if one.column.key in (sheet.telling or sheet.required)
        )
        self.report = FileReport(file=file)
        self.rows: list[Row] = []
        self.refused: list[Row] = []
        self.problems: list[Problem] = []

    def take(self, line: Line) -> None:
        """Take, refuse or set aside a row."""
        if line.row == self._header.row:
            self.problems.extend(self._header.problems)
            return
        place = Spot(self._file, line.row)
        aside = self._aside(line, place)
        if aside is not None:
            self.problems.append(aside)
            self.report = self.report.with_counts(set_aside=1)
            return
        ragged = self._ragged(line, place)
        if ragged is None:
            self._read(line)
            return
        # Which cell holds what is not known of such a row.
        row = Row(row=line.row, values={}, cells=tuple(line.cells))
        if self._sheet.kept:
            self.problems.append(ragged)
            self._take(row)
        else:
            self._refuse(row, ragged)

    def close(self) -> None:
        """Say what only the end of the file shows."""
        for at in sorted(self._unheaded):
            place = Spot(self._file, self._header.row)
            self.problems.append(fault("header.blank", place, number=at + 1))
        if not self.report.rows:
            self.problems.append(fault("file.no-rows", Spot(self._file)))

    def _aside(self, line: Line, place: Spot) -> Problem | None:
        if line.row < self._header.row:
            return fault("row.title", place)
        if line.is_remark(self._keys):
            return fault("row.not-a-record", place)
        if self._is_header(line):
            return fault("row.header", place)
        if not self._sheet.keyed:
            return None
        earlier = self._seen.setdefault(line.cells, line.row)
        if earlier != line.row:
            return fault("row.repeated", place, earlier=earlier)
        return None

    def _is_header(self, line: Line) -> bool:
        words = self._header.words
        # Most rows differ in their first cell, and need no second look.
        first = "".join(line.cells[0].split())
        return first == words[0] and line.words == words

    def _ragged(self, line: Line, place: Spot) -> Problem | None:
        found, expected = len(line.cells), self._header.width
        beyond = any(one.strip() for one in line.cells[expected:])
        if found >= expected and not beyond:
            return None
        code = "entry.ragged" if self._sheet.kept else "row.ragged"
        return fault(code, place, found=found, expected=expected)

    def _read(self, line: Line) -> None:
        values: dict[str, object] = {}
        unread: set[str] = set()
        for heading in self._header.headings:
            key = heading.column.key
            where = Spot(self._file, line.row, heading.text)
            text = line.cells[heading.at]
            cell = read_cell(
                text,
                heading,
                where,
                self._manner,
                wrong=line.faults.get(heading.at, ""),
            )
            values[key] = cell.value
            self.problems.extend(cell.problems)
            if cell.is_unreadable:
                unread.add(key)
            if cell.value is None and not cell.problems:
                self.problems.extend(self._lacking(heading.column, where))
        self._unheaded.update(
            at for at in self._header.blank if line.cells[at].strip()
        )
        self._keep(Row(row=line.row, values=values, unread=frozenset(unread)))

    def _lacking(self, column: Column, where: Spot) -> Iterator[Problem]:
        if column.key in self._sheet.expected:
            yield fault("required", where, **names(column))

    def _keep(self, row: Row) -> None:
        problem = self._refusal(row)
        if problem is None:
            self._take(row)
        else:
            self._refuse(row, problem)

    def _take(self, row: Row) -> None:
        self.rows.append(row)
        self.report = self.report.with_counts(loaded=1)

    def _refuse(self, row: Row, problem: Problem) -> None:
        self.problems.append(problem)
        self.refused.append(row)
        self.report = self.report.with_counts(refused=1)

    def _refusal(self, row: Row) -> Problem | None:
        """Say why a row cannot be taken, if it cannot."""
        fields = self._sheet.fields
        if self._sheet.kept:
            return None
        for key in self._sheet.required:
            if row.values[key] is None:
                place = Spot(self._file, row.row)
                return fault("row.no-key", place, **names(fields[key]))
        for key in self._sheet.stated:
            if key in row.unread:
                place = Spot(self._file, row.row, self._header.text_of(key))
                return fault("row.unclear", place, **names(fields[key]))
        return None
