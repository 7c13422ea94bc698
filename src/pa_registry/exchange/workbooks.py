"""
From an Excel workbook to rows of cells, by the standard library alone.

Excel工作簿读取。

Only values are taken: no formula is run, no link followed, and no document
type is read.  How much the parts would unpack to is looked at before they
are unpacked.  A number cell of sixteen digits and more has lost its last
ones, whatever it shows: it is *damaged*.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Context, Decimal, InvalidOperation
from types import MappingProxyType
from typing import Protocol
from xml.parsers import expat

import attrs

from pa_registry.errors import FileRefusedError
from pa_registry.exchange.decoding import Raw
from pa_registry.exchange.faults import Spot, fault, file_name
from pa_registry.exchange.lines import DAMAGED, LONGEST_CELL, Line


__all__ = ["WorkSheet", "sheets_of"]

_NO_VALUE = "cell.no-value"
_ERROR = "cell.error-value"

_MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 1024
_MOST_PARTS = 2_000
_MOST_COLUMNS = 1_000
_MOST_CELLS = 50_000_000
_BOOK, _BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_CHUNK = 64 * 1024

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
#: What a number format shows without meaning: literals, colours, blanks.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_BUILT_IN_DAYS = frozenset(
    {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
)
_EXACT = Context(prec=15)
_ROUNDED_FROM = 15
_LONGEST_NUMBER = 400
_FALSE_LEAP_DAY = 60


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
    """
    file, content = raw
    with _refusing(file), zipfile.ZipFile(io.BytesIO(content)) as opened:
        _check_size(file, opened)
        return _Book(file, opened).sheets()


@contextmanager
def _refusing(file: str) -> Generator[None, None, None]:
    try:
        yield
    except FileRefusedError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        # Without the cause, which could carry text of the file.
        refused = fault("file.broken-workbook", Spot(file))
        raise FileRefusedError(refused) from None


class _BrokenError(ValueError):
    """A part says something that no workbook says."""


def _check_size(file: str, opened: zipfile.ZipFile) -> None:
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
    unpacked = sum(one.file_size for one in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_MEGABYTES * _MEGABYTE:
        raise FileRefusedError(
            fault("file.unpacks-too-large", Spot(file), most=_MOST_MEGABYTES)
        )


class _Book:
    """Reads the parts of one workbook."""

    def __init__(self, file: str, opened: zipfile.ZipFile) -> None:
        self._file = file
        self._opened = opened
        self._parts = frozenset(opened.namelist())
        self._cells = 0

    def sheets(self) -> tuple[WorkSheet, ...]:
        """Read every sheet of cells."""
        strings = self._strings()
        days = self._styles_of_days()
        found: list[tuple[bool, WorkSheet]] = []
        book = self._listed(_BOOK, "sheet", "workbookPr")
        links = {
            _plain(one, "Id"): _plain(one, "Target")
            for _, one in self._listed(_BOOK_LINKS, "Relationship")
        }
        settings = [one for name, one in book if name == "workbookPr"]
        is_1904 = any(
            _plain(one, "date1904") in {"1", "true"} for one in settings
        )
        for name, one in book:
            part = _part(links.get(_plain(one, "id"), ""))
            # A chart has a sheet of its own, and no cells.
            if name != "sheet" or not part.startswith("xl/worksheets/"):
                continue
            reader = _Rows(strings, days, is_1904=is_1904, count=self._count)
            self._read(part, reader)
            hidden = _plain(one, "state") not in {"", "visible"}
            sheet = WorkSheet(
                name=file_name(_plain(one, "name")), lines=reader.lines()
            )
            found.append((hidden, sheet))
        return tuple(one for _, one in sorted(found, key=lambda o: o[0]))

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

    def _strings(self) -> Sequence[str]:
        if _STRINGS not in self._parts:
            return ()
        reader = _Strings()
        self._read(_STRINGS, reader)
        if any(len(one) > LONGEST_CELL for one in reader.found):
            raise _BrokenError
        return reader.found

    def _styles_of_days(self) -> frozenset[int]:
        """List the styles that show a number as a day."""
        if _STYLES not in self._parts:
            return frozenset()
        own: dict[str, str] = {}
        formats: list[str] = []
        for name, one in self._listed(_STYLES, "numFmt", "xf"):
            if name == "numFmt":
                own[_plain(one, "numFmtId")] = _plain(one, "formatCode")
            else:
                formats.append(_plain(one, "numFmtId") or "0")
        return frozenset(
            place
            for place, code in enumerate(formats)
            if _shows_day(code, own)
        )

    def _listed(
        self, part: str, *names: str
    ) -> list[tuple[str, dict[str, str]]]:
        reader = _Listing(frozenset(names))
        self._read(part, reader)
        return reader.found

    def _read(self, part: str, reader: _Reader) -> None:
        """Put a part through a parser that reads no document type."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_document_type
        parser.StartElementHandler = reader.begin
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        with self._opened.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003  by place only
            parser.Parse(b"", True)  # noqa: FBT003


def _no_document_type(*_: object) -> None:
    raise _BrokenError


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _plain(given: Mapping[str, str], name: str) -> str:
    """Give an attribute by its name, whatever its namespace."""
    return next((v for k, v in given.items() if _local(k) == name), "")


def _part(target: str) -> str:
    """Name the part that a link of the workbook leads to."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _shows_day(code: str, own: Mapping[str, str]) -> bool:
    if code in own:
        bare = _LITERAL.sub("", own[code]).casefold()
        return any(one in bare for one in "yd年日")
    return code.isdecimal() and int(code) in _BUILT_IN_DAYS


class _Reader(Protocol):
    """What a parser hands the elements of a part to."""

    def begin(self, name: str, given: dict[str, str], /) -> None:
        """Begin an element."""

    def end(self, name: str, /) -> None:
        """Close an element."""

    def text(self, data: str, /) -> None:
        """Take text."""


class _Listing:
    """Lists elements of some names with their attributes."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._open: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []

    def begin(self, name: str, given: dict[str, str]) -> None:
        """Take an element that is looked for."""
        local = _local(name)
        # Formats of styles stand beside those of cells, under one name.
        apart = local == "xf" and "cellXfs" not in self._open
        if local in self._names and not apart:
            self.found.append((local, given))
        self._open.append(local)

    def end(self, _: str) -> None:
        """Leave an element."""
        self._open.pop()

    def text(self, _: str) -> None:
        """Pass over text."""


class _Strings:
    """Lists the texts that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] = []
        self._is_text = False
        self._spoken = 0

    def begin(self, name: str, _: dict[str, str]) -> None:
        """Begin a text, or a part of one; readings aloud are no part."""
        local = _local(name)
        if local == "si":
            self._text = []
        self._spoken += local == "rPh"
        self._is_text = local == "t" and not self._spoken

    def end(self, name: str) -> None:
        """Close a text."""
        local = _local(name)
        self._is_text = False
        self._spoken -= local == "rPh"
        if local == "si":
            self.found.append(_unescaped("".join(self._text)))

    def text(self, data: str) -> None:
        """Take what stands in a text."""
        if self._is_text:
            self._text.append(data)


class _Rows:
    """Reads the cells of one sheet, row by row."""

    def __init__(
        self,
        strings: Sequence[str],
        days: frozenset[int],
        *,
        is_1904: bool,
        count: Callable[[int, int], None],
    ) -> None:
        self._strings = strings
        self._days = days
        self._is_1904 = is_1904
        self._count = count
        self._row = self._at = 0
        self._given: Mapping[str, str] = {}
        self._inside = ""
        self._spoken = 0
        self._value: list[str] = []
        self._formula = False
        self._cells: dict[int, str] = {}
        self._faults: dict[int, str] = {}
        self.found: list[tuple[int, dict[int, str], dict[int, str]]] = []

    def begin(self, name: str, given: dict[str, str]) -> None:
        """Begin a row, a cell, or what stands in it."""
        local = _local(name)
        if local == "row":
            number = given.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._at = -1
            self._cells, self._faults = {}, {}
        elif local == "c":
            place = _CELL.fullmatch(given.get("r", ""))
            self._at = self._at + 1 if place is None else _column(place[1])
            self._given, self._value, self._formula = given, [], False
        self._spoken += local == "rPh"
        self._formula |= local == "f"
        # An inline text has its runs in elements of their own.
        self._inside = "" if self._spoken else local

    def end(self, name: str) -> None:
        """Close a cell or a row."""
        local = _local(name)
        self._inside = ""
        self._spoken -= local == "rPh"
        if local == "c":
            text, wrong = self._read()
            if text.strip() or wrong:
                self._cells[self._at] = text
            if wrong:
                self._faults[self._at] = wrong
        elif local == "row" and self._cells:
            self._count(self._row, max(self._cells) + 1)
            self.found.append((self._row, self._cells, self._faults))

    def text(self, data: str) -> None:
        """Take what stands in a cell."""
        if self._inside in {"v", "t"}:
            self._value.append(data)

    def lines(self) -> tuple[Line, ...]:
        """Give the rows, as wide as the widest of them."""
        width = 1 + max((max(cells) for _, cells, _ in self.found), default=-1)
        made: list[Line] = []
        for row, cells, faults in self.found:
            self._count(row, width - max(cells) - 1)
            filled = tuple(cells.get(at, "") for at in range(width))
            made.append(Line(row, filled, MappingProxyType(faults)))
        return tuple(made)

    def _read(self) -> tuple[str, str]:
        """Give the text of a cell, and what is wrong with it."""
        kind, raw = self._given.get("t", "n"), "".join(self._value)
        if len(raw) > LONGEST_CELL:
            raise _BrokenError
        if not raw:
            lost = self._formula and kind == "n"
            return ("=", _NO_VALUE) if lost else ("", "")
        if kind == "e":
            return raw, _ERROR
        if kind == "n":
            return self._number(raw)
        return self._words(kind, raw), ""

    def _words(self, kind: str, raw: str) -> str:
        if kind == "b":
            return "是" if raw == "1" else "否"
        if kind == "d":
            return raw.partition("T")[0]
        if kind != "s":
            return _unescaped(raw)
        if not raw.isdecimal() or int(raw) >= len(self._strings):
            raise _BrokenError
        return self._strings[int(raw)]

    def _number(self, raw: str) -> tuple[str, str]:
        try:
            value = Decimal(raw[:_LONGEST_NUMBER])
        except InvalidOperation:
            raise _BrokenError from None
        if not value.is_finite():
            raise _BrokenError
        if value and value.adjusted() >= _ROUNDED_FROM:
            return f"{value:.5E}", DAMAGED
        style = self._given.get("s", "")
        if style.isdecimal() and int(style) in self._days:
            day = _day(value, is_1904=self._is_1904)
            if day is not None:
                return day.isoformat(), ""
        # A spreadsheet computes with fifteen digits, and shows no more.
        exact = _EXACT.plus(value)
        if exact.adjusted() < -_ROUNDED_FROM:
            return f"{exact:E}", ""
        text = f"{exact:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text), ""


def _column(letters: str) -> int:
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - ord("A") + 1
    return place - 1


def _day(value: Decimal, *, is_1904: bool) -> dt.date | None:
    """Give the day of a serial number; the time of day is left out."""
    serial = int(value)
    if is_1904:
        first = dt.date(1904, 1, 1)
    elif serial == _FALSE_LEAP_DAY:
        return None
    else:
        # The spreadsheet has a 29 February 1900, which never was.
        before = serial < _FALSE_LEAP_DAY
        first = dt.date(1899, 12, 31 if before else 30)
    try:
        return first + dt.timedelta(days=serial)
    except OverflowError:
        return None


def _unescaped(text: str) -> str:
    """Read characters that a workbook writes by their code."""
    if "_x" not in text:
        return text

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        surrogate = 0xD800 <= code < 0xE000  # noqa: PLR2004  halves of one
        return found[0] if surrogate else chr(code)

    return _ESCAPED.sub(character, text)
