"""
One file as a table of one form: its rows, and all that is wrong in it.

单表读取。

Every row ends in one of three ways: taken, refused with a problem, or set
aside with a problem (a title, a total, a repetition).  Blank rows do not
count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from pa_registry.columns import Column, Kind, columns
from pa_registry.exchange.cells import Manner, read_cell
from pa_registry.exchange.decoding import Source, decode
from pa_registry.exchange.faults import Place, fault, names
from pa_registry.exchange.headers import Header, find_header
from pa_registry.exchange.lines import Line, iter_lines
from pa_registry.exchange.reading import FileReport
from pa_registry.model.identity import IdentityNumber
from pa_registry.problems import Problem


__all__ = ["Row", "Sheet", "Table", "read_table", "readable"]


@attrs.frozen(kw_only=True)
class Sheet:
    """
    What a table may and must hold.

    表样。

    Attributes:
        name: What to call it where the file has no name.
        fields: The fields by name.
        required: Fields without which the file, or a row, is refused.
        expected: Fields whose lack is told, in a file and in a row.
        keyed: Whether a row can be there only once.
    """

    name: str
    fields: Mapping[str, Column] = attrs.field(repr=False)
    required: tuple[str, ...]
    expected: tuple[str, ...] = ()
    keyed: bool = True


@attrs.frozen(kw_only=True)
class Row:
    """
    One row that was taken.

    已读取的数据行。

    Attributes:
        row: Its number as a spreadsheet counts it.
        values: The values by field; `None` where nothing is recorded.
    """

    row: int
    values: Mapping[str, object] = attrs.field(repr=False)

    def text(self, key: str) -> str:
        """Give a field of text that the table requires."""
        return str(self.values[key])


@attrs.frozen(kw_only=True)
class Table:
    """
    All that was read from one file.

    单表读取结果。

    Attributes:
        report: The file and its counts.
        header: The header as read.
        rows: The rows that were taken.
        problems: What was wrong, in the order of the file.
    """

    report: FileReport
    header: Header = attrs.field(repr=False)
    rows: tuple[Row, ...] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = attrs.field(repr=False)

    def where(self, row: Row, key: str) -> Place:
        """Name the place of a field that the file has, in a row."""
        header = next(
            one.text for one in self.header.headings if one.column.key == key
        )
        return Place(self.report.file, row.row, header)


def readable(form: type) -> dict[str, Column]:
    """Pick the fields of a form that a single cell can hold."""
    return {
        key: declared
        for key, declared in columns(form).items()
        if declared.kind is not Kind.OTHER or declared.type is IdentityNumber
    }


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
    """
    decoded = decode(source, name=sheet.name, encoding=encoding)
    lines = [line for line in iter_lines(decoded) if not line.is_blank]
    header = find_header(
        lines,
        sheet.fields,
        file=decoded.file,
        required=sheet.required,
        expected=sheet.expected,
    )
    reader = _RowReader(decoded.file, sheet, header, manner)
    for line in lines:
        reader.take(line)
    reader.close()
    return Table(
        report=attrs.evolve(reader.report, encoding=decoded.encoding),
        header=header,
        rows=tuple(reader.rows),
        problems=tuple(reader.problems),
    )


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
        self.report = FileReport(file=file)
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def take(self, line: Line) -> None:
        """Take, refuse or set aside a row."""
        if line.row == self._header.row:
            self.problems.extend(self._header.problems)
            return
        place = Place(self._file, line.row)
        aside = self._aside(line, place)
        if aside is not None:
            self.problems.append(aside)
            self.report = self.report.with_counts(set_aside=1)
            return
        ragged = self._ragged(line, place)
        if ragged is not None:
            self.problems.append(ragged)
            self.report = self.report.with_counts(refused=1)
            return
        self._read(line)

    def close(self) -> None:
        """Say what only the end of the file shows."""
        for at in sorted(self._unheaded):
            place = Place(self._file, self._header.row)
            self.problems.append(fault("header.blank", place, number=at + 1))
        if not self.report.rows:
            self.problems.append(fault("file.no-rows", Place(self._file)))

    def _aside(self, line: Line, place: Place) -> Problem | None:
        if line.row < self._header.row:
            return fault("row.title", place)
        if line.is_remark:
            return fault("row.not-a-record", place)
        if not self._sheet.keyed:
            return None
        earlier = self._seen.setdefault(line.cells, line.row)
        if earlier != line.row:
            return fault("row.repeated", place, earlier=earlier)
        return None

    def _ragged(self, line: Line, place: Place) -> Problem | None:
        found, expected = len(line.cells), self._header.width
        beyond = any(one.strip() for one in line.cells[expected:])
        if found >= expected and not beyond:
            return None
        return fault("row.ragged", place, found=found, expected=expected)

    def _read(self, line: Line) -> None:
        values: dict[str, object] = {}
        for heading in self._header.headings:
            where = Place(self._file, line.row, heading.text)
            text = line.cells[heading.at]
            cell = read_cell(text, heading, where, self._manner)
            values[heading.column.key] = cell.value
            self.problems.extend(cell.problems)
            if cell.value is None and not cell.problems:
                self.problems.extend(self._lacking(heading.column, where))
        self._unheaded.update(
            at for at in self._header.blank if line.cells[at].strip()
        )
        self._keep(Row(row=line.row, values=values))

    def _lacking(self, column: Column, where: Place) -> Iterator[Problem]:
        if column.key in self._sheet.expected:
            yield fault("required", where, **names(column))

    def _keep(self, row: Row) -> None:
        lacking = _first_blank(row, self._sheet.required)
        if lacking is None:
            self.rows.append(row)
            self.report = self.report.with_counts(loaded=1)
            return
        words = names(self._sheet.fields[lacking])
        place = Place(self._file, row.row)
        self.problems.append(fault("row.no-key", place, **words))
        self.report = self.report.with_counts(refused=1)


def _first_blank(row: Row, keys: Iterable[str]) -> str | None:
    return next((one for one in keys if row.values[one] is None), None)
