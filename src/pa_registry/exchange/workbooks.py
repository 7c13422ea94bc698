"""
From an Excel workbook to rows of cells.

Excel工作簿读取。

The format itself is read by ``openpyxl``, of the extra ``excel``.  Ours is
what may come in, and what a cell then says.  How much the parts would
unpack to is looked at before they are unpacked, and no document type is
read.  Only values are taken: no formula is run, no link followed.  A number
cell of sixteen digits and more has lost its last ones, whatever it shows:
it is *damaged*.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import warnings
import zipfile

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from decimal import Context, Decimal
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

import attrs

from pa_registry.errors import FileRefusedError, MissingExtraError
from pa_registry.exchange.decoding import Raw
from pa_registry.exchange.faults import Spot, fault, file_name
from pa_registry.exchange.lines import DAMAGED, LONGEST_CELL, Line


if TYPE_CHECKING:
    from openpyxl import Workbook


__all__ = ["WorkSheet", "sheets_of"]

_NO_VALUE = "cell.no-value"
_ERROR = "cell.error-value"

_MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 1024
#: As Apache POI has it; a sheet of nothing but frames unpacks to 12 times.
_MOST_TIMES = 100
_MOST_PARTS = 2_000
_MOST_COLUMNS = 1_000
_MOST_CELLS = 50_000_000
#: The last row of the format.
_MOST_ROWS = 1_048_576
_BOOK = "xl/workbook.xml"
_CHUNK = 64 * 1024

#: Formats of days that a Chinese spreadsheet has built in, and writes by
#: their number alone (ECMA-376, part 1, 18.8.30); openpyxl knows none.
_DAYS_BUILT_IN = frozenset({*range(27, 37), *range(50, 59)})
_EXACT = Context(prec=15)
_ROUNDED_FROM = 15


@attrs.frozen(kw_only=True)
class WorkSheet:
    """
    One sheet of a workbook.

    工作表。

    Attributes:
        name: Its name, as it may be printed.
        lines: Its rows that hold anything, all of one width.
    """

    name: str
    lines: tuple[Line, ...] = attrs.field(repr=False)


def sheets_of(raw: Raw) -> tuple[WorkSheet, ...]:
    """
    Read the sheets of a workbook, the visible ones first.

    Args:
        raw: The file.

    Raises:
        FileRefusedError: If it is no workbook, is broken, or would unpack
            to more than is read.
        MissingExtraError: If openpyxl is not installed.
    """
    file, content = raw
    with _refusing(file):
        _check_archive(file, content)
        return _Book(file, content).sheets()


@contextmanager
def _refusing(file: str) -> Generator[None, None, None]:
    """Turn whatever a file makes of its reading into one refusal."""
    try:
        with warnings.catch_warnings():
            # They tell what of a workbook is not kept, which is all but
            # its values, and they quote these.
            warnings.simplefilter("ignore")
            yield
    except (FileRefusedError, MissingExtraError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  openpyxl has no class of its own for it
        # Without the cause, which could carry text of the file.
        refused = fault("file.broken-workbook", Spot(file))
        raise FileRefusedError(refused) from None


class _BrokenError(ValueError):
    """A part says something that no workbook says."""


def _check_archive(file: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        parts = opened.infolist()
        if _BOOK not in {one.filename for one in parts}:
            raise FileRefusedError(
                fault(
                    "file.not-csv",
                    Spot(file),
                    kind_zh="压缩包或其他文档",
                    kind_en="an archive or another document",
                )
            )
        most = min(_MOST_MEGABYTES * _MEGABYTE, _MOST_TIMES * len(content))
        unpacked = sum(one.file_size for one in parts)
        if len(parts) > _MOST_PARTS or unpacked > most:
            words = {"most": _MOST_MEGABYTES, "times": _MOST_TIMES}
            refused = fault("file.unpacks-too-large", Spot(file), **words)
            raise FileRefusedError(refused)
        for one in parts:
            with opened.open(one) as stream:
                _check_start(stream)


def _check_start(stream: IO[bytes]) -> None:
    """Refuse a document type, which stands before the first element."""
    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = lambda name, _: begun.append(name)
    # What is no XML is a picture, or is refused by whoever reads it.
    with suppress(expat.ExpatError):
        while not begun and (chunk := stream.read(_CHUNK)):
            parser.Parse(chunk, False)  # noqa: FBT003  by place only


def _no_document_type(*_: object) -> None:
    raise _BrokenError


class _Row:
    """The cells of a row that hold anything, by place."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.faults: dict[int, str] = {}

    def put(self, at: int, text: str, wrong: str) -> None:
        """Take what a cell says, and what is wrong with it."""
        self.faults.pop(at, None)
        if wrong:
            self.faults[at] = wrong
        if wrong or text.strip():
            self.texts[at] = text
        else:
            self.texts.pop(at, None)


class _Book:
    """Reads the sheets of one workbook."""

    def __init__(self, file: str, content: bytes) -> None:
        try:
            # Only where a workbook is read.
            from openpyxl import load_workbook  # noqa: PLC0415
            from openpyxl.utils import datetime  # noqa: PLC0415
            from openpyxl.utils.escape import unescape  # noqa: PLC0415
        except ImportError:
            raise MissingExtraError(extra="excel") from None
        self._load = load_workbook
        self._days: Any = datetime  # its stubs are blank
        self._unescape = unescape
        self._file = file
        self._content = content
        self._cells = 0

    def sheets(self) -> tuple[WorkSheet, ...]:
        """Read every sheet of cells; a chart on one of its own has none."""
        with closing(self._opened()) as book:
            if not book.sheetnames:
                raise _BrokenError
            read = [
                (one.sheet_state != "visible", one.title, self._rows(one))
                for one in book.worksheets
            ]
        if any(_has_formulas(rows) for _, _, rows in read):
            with closing(self._opened(values=True)) as book:
                for one, (_, _, rows) in zip(
                    book.worksheets, read, strict=True
                ):
                    if _has_formulas(rows):
                        self._fill_in(rows, one)
        return tuple(
            WorkSheet(name=file_name(title), lines=self._lines(rows))
            for _, title, rows in sorted(read, key=lambda one: one[0])
        )

    def _opened(self, *, values: bool = False) -> Workbook:
        """Open it for its formulas, or for the values that they had."""
        return self._load(
            io.BytesIO(self._content),
            read_only=True,
            data_only=values,
            keep_links=False,
        )

    def _rows(self, sheet: Any) -> dict[int, _Row]:
        """Read the rows of a sheet; of a formula, that it is one."""
        rows: dict[int, _Row] = {}
        for row, cells in _iter_rows(sheet):
            read = _Row()
            for at, cell in enumerate(cells):
                if cell.value is not None:
                    read.put(at, *self._read(cell))
            self._count(row, max(read.texts, default=0) + 1)
            if read.texts:
                rows[row] = read
        return rows

    def _fill_in(self, rows: dict[int, _Row], sheet: Any) -> None:
        """Put the value that was stored with a formula in its stead."""
        for row, cells in _iter_rows(sheet):
            read = rows.get(row, _Row())
            for at, wrong in [*read.faults.items()]:
                # That a formula gives no text is a value, too.
                stored = cells[at].value, cells[at].data_type
                if wrong == _NO_VALUE and stored != (None, "n"):
                    read.put(at, *self._read(cells[at]))

    def _lines(self, rows: dict[int, _Row]) -> tuple[Line, ...]:
        """Give the rows, as wide as the widest of them."""
        held = {row: one for row, one in rows.items() if one.texts}
        width = max((max(one.texts) + 1 for one in held.values()), default=0)
        made: list[Line] = []
        for row, one in held.items():
            self._count(row, width - max(one.texts) - 1)
            filled = tuple(one.texts.get(at, "") for at in range(width))
            made.append(Line(row, filled, MappingProxyType(one.faults)))
        return tuple(made)

    def _count(self, row: int, cells: int) -> None:
        """Refuse what would fill the memory with blanks."""
        if cells > _MOST_COLUMNS:
            where = Spot(self._file, row)
            raise FileRefusedError(
                fault("file.wide-row", where, most=_MOST_COLUMNS)
            )
        self._cells += cells
        if self._cells > _MOST_CELLS:
            where = Spot(self._file)
            raise FileRefusedError(
                fault("file.too-many-cells", where, most=_MOST_CELLS)
            )

    def _read(self, cell: Any) -> tuple[str, str]:
        """Give the text of a cell, and what is wrong with it."""
        value = cell.value
        if cell.data_type == "f":
            return "=", _NO_VALUE
        if cell.data_type == "e":
            return str(value), _ERROR
        if value is None or isinstance(value, str):
            return self._words(value or ""), ""
        if isinstance(value, bool):
            return "是" if value else "否", ""
        if isinstance(value, int | float):
            is_day = cell.style_array.numFmtId in _DAYS_BUILT_IN
            return self._day(cell) if is_day else _number(value)
        return _moment(value), ""

    def _words(self, value: str) -> str:
        """Read characters that a workbook writes by their code."""
        text = self._unescape(value)
        if len(text) > LONGEST_CELL:
            raise _BrokenError
        # The code of half a character stands for none.
        is_half = text != value and "Cs" in map(unicodedata.category, text)
        return value if is_half else text

    def _day(self, cell: Any) -> tuple[str, str]:
        try:
            day = self._days.from_excel(cell.value, cell.parent.parent.epoch)
        except (OverflowError, ValueError):
            return str(cell.value), _ERROR
        return _moment(day), ""


def _has_formulas(rows: Mapping[int, _Row]) -> bool:
    return any(_NO_VALUE in one.faults.values() for one in rows.values())


def _iter_rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    # How large a sheet says that it is need not be true.
    sheet.reset_dimensions()
    for row, cells in enumerate(sheet.iter_rows(), 1):
        if row > _MOST_ROWS:
            raise _BrokenError
        yield row, cells


def _moment(value: object) -> str:
    """Write a day, without the time of day, or a time that has no day."""
    return str(value.date() if isinstance(value, dt.datetime) else value)


def _number(value: float) -> tuple[str, str]:
    number = Decimal(repr(value))
    is_long = bool(number) and number.adjusted() >= _ROUNDED_FROM
    if is_long or not number.is_finite():
        return f"{number:.5E}", DAMAGED
    # A spreadsheet computes with fifteen digits, and shows no more.
    exact = _EXACT.plus(number)
    if exact.adjusted() < -_ROUNDED_FROM:
        return f"{exact:E}", ""
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), ""
