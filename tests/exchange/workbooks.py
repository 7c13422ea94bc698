"""Small workbooks of the tests, written part by part."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
#: What a spreadsheet program calls the kinds of parts.
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS = {
    "xl/workbook.xml": "sheet.main",
    "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
}
#: Styles among those of :data:`STYLES`: a day, a day as Chinese spreadsheets
#: have it built in, and a span of hours.
A_DAY = 1
A_CHINESE_DAY = 4
HOURS = 5
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d"/>'
    '<numFmt numFmtId="165" formatCode="[Red]0.00_d"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="31"/>'
    '<xf numFmtId="46"/></cellXfs></styleSheet>'
)


class Raw(str):
    """A cell as it stands in the sheet, without its place."""

    __slots__ = ()


def number(text: str, style: int = 0) -> Raw:
    """Write a number cell."""
    return Raw(f' s="{style}"><v>{text}</v>')


def letters(place: int) -> str:
    """Name a column as a spreadsheet does."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def serial(day: dt.date) -> int:
    """Count a day as a spreadsheet does."""
    return (day - dt.date(1899, 12, 30)).days


def sheet_of(rows: Iterable[Sequence[Any]], strings: list[str] | None) -> str:
    """Write the cells of a sheet; blank ones are left out."""
    lines: list[str] = []
    for row, cells in enumerate(rows, 1):
        written = [
            f'<c r="{letters(at)}{row}"{_cell(one, strings)}</c>'
            for at, one in enumerate(cells)
            if one not in {None, ""}
        ]
        lines.append(f'<row r="{row}">{"".join(written)}</row>')
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>'
        "</worksheet>"
    )


def _cell(one: Any, strings: list[str] | None) -> str:
    if isinstance(one, Raw):
        return str(one)
    if isinstance(one, bool):
        return f' t="b"><v>{int(one)}</v>'
    if isinstance(one, int):
        return f"><v>{one}</v>"
    if isinstance(one, dt.date):
        return number(str(serial(one)), A_DAY)
    if strings is None:
        text = f'<t xml:space="preserve">{escape(one)}</t>'
        return f' t="inlineStr"><is>{text}</is>'
    strings.append(one)
    return f' t="s"><v>{len(strings) - 1}</v>'


def parts_of(
    sheets: Mapping[str, Iterable[Sequence[Any]]],
    *,
    shared: bool = True,
    hidden: tuple[str, ...] = (),
    settings: str = "",
) -> dict[str, str]:
    """Write the parts of a workbook."""
    strings: list[str] | None = [] if shared else None
    parts: dict[str, str] = {}
    listed: list[str] = []
    links: list[str] = []
    for place, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        listed.append(
            f"<sheet name={quoteattr(name)}{state} sheetId"
            f'="{place}" r:id="rId{place}"/>'
        )
        links.append(
            f'<Relationship Id="rId{place}" Type="{LINKS}/worksheet"'
            f' Target="worksheets/sheet{place}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{place}.xml"] = sheet_of(rows, strings)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{settings}'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    parts["xl/styles.xml"] = STYLES
    if strings is not None:
        texts = "".join(f"<si><t>{escape(one)}</t></si>" for one in strings)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    parts["[Content_Types].xml"] = _types_of(parts)
    return parts


def _types_of(parts: Iterable[str]) -> str:
    """List the parts with their kinds."""
    kinds = "".join(
        f'<Override PartName="/{one}"'
        f' ContentType="{_KIND}.{_KINDS.get(one, "worksheet")}+xml"/>'
        for one in parts
        if not one.endswith(".rels")
    )
    return f'<Types xmlns="{TYPES}">{kinds}</Types>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack the parts of a workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return stream.getvalue()


def xlsx_of(
    header: Sequence[str], *rows: Sequence[Any], shared: bool = True
) -> bytes:
    """Write a workbook of one sheet."""
    return packed(parts_of({"Sheet1": [header, *rows]}, shared=shared))
