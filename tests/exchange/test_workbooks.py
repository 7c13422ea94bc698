from __future__ import annotations

import datetime as dt
import io
import sys

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from pa_registry import yuan
from pa_registry.errors import FileRefusedError, MissingExtraError
from pa_registry.exchange import Reading, read_households, workbooks
from pa_registry.exchange.decoding import Raw as File
from pa_registry.exchange.workbooks import sheets_of
from pa_registry.model import IdentityGrade
from tests.exchange.rosters import csv_of, number_of
from tests.exchange.workbooks import (
    A_CHINESE_DAY,
    HOURS,
    LINKS,
    MAIN,
    PACKAGE,
    Raw,
    number,
    packed,
    parts_of,
    xlsx_of,
)


if TYPE_CHECKING:
    from collections.abc import Sequence


HEADER = ("户编号", "收入年度", "家庭纯收入", "首次识别时间", "村民小组")
ONE_SHEET: dict[str, list[Sequence[Any]]] = {
    "Sheet1": [HEADER, ("H1", 2015, 3000, "", "一组")]
}


def cells(*row: Any, **more: Any) -> tuple[str, ...]:
    """Read one row back as text."""
    parts = parts_of({"a": [row]}, **more)
    (sheet,) = sheets_of(File("a.xlsx", packed(parts)))
    (line,) = sheet.lines
    return line.cells


def one_cell(header: str, cell: Any) -> Reading:
    """Read one household with one cell."""
    return read_households(xlsx_of(("户编号", header), ("H1", cell)))


def refusal(content: bytes) -> str:
    """Read a workbook that is refused, and say by which code."""
    with pytest.raises(FileRefusedError) as raised:
        read_households(content)
    assert raised.value.__cause__ is None
    return raised.value.problem.code


class TestCells:
    @given(
        st.lists(
            st.text(
                st.characters(
                    codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]
                ),
                min_size=1,
                max_size=8,
            ).filter(lambda one: "_x" not in one and one.strip()),
            min_size=1,
            max_size=4,
        ),
        st.booleans(),
    )
    def test_a_text_is_itself(self, texts: list[str], shared: bool) -> None:  # noqa: FBT001  drawn
        """Whether cells share their texts or not."""
        assert cells(*texts, shared=shared) == tuple(texts)

    @given(st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31)))
    def test_a_day_is_a_day(self, day: dt.date) -> None:
        """A number with the format of a day is that day."""
        assert cells(day) == (day.isoformat(),)

    @pytest.mark.parametrize(
        ("cell", "seen"),
        [
            (number("1", 1), "1900-01-01"),
            (number("59", 1), "1900-02-28"),
            (
                number("60", 1),
                "1900-02-28",
            ),  # shown as a 29th, which never was
            (number("61", 1), "1900-03-01"),
            (number("42662.75", 1), "2016-10-19"),
            (number("42662", 2), "2016-10-19"),
            (number("42662", 3), "42662"),
            (number("42662", A_CHINESE_DAY), "2016-10-19"),
            (number("0.5", 1), "12:00:00"),
            (number("1.5", HOURS), "1 day, 12:00:00"),
            (number("0.30000000000000004"), "0.3"),
            (number("1E-3"), "0.001"),
            (number("-0.50"), "-0.5"),
            (number("1E-20"), "1E-20"),
            (number("3000"), "3000"),
            (number("123456789012345"), "123456789012345"),
            (True, "是"),
            (False, "否"),
            (Raw(' t="d"><v>2016-10-19T08:00:00</v>'), "2016-10-19"),
            (Raw(' t="str"><f>A1</f><v>王_x0041_</v>'), "王A"),
            (
                Raw(
                    ' t="inlineStr"><is><r><t>王</t></r><r><t>某</t></r>'
                    '<rPh sb="0" eb="1"><t>wang</t></rPh></is>'
                ),
                "王某",
            ),
            ("_xD83D_", "_xD83D_"),
        ],
    )
    def test_values_are_read_as_they_show(self, cell: Any, seen: str) -> None:
        """Days, fifteen digits, a yes or a no, and parts of a text."""
        assert cells(cell) == (seen,)

    @pytest.mark.parametrize("style", [1, A_CHINESE_DAY])
    def test_days_since_1904(self, style: int) -> None:
        """A workbook may count its days from 1904."""
        settings = '<workbookPr date1904="1"/>'
        cell = number("41200", style)

        assert cells(cell, settings=settings) == ("2016-10-19",)

    @pytest.mark.parametrize(
        ("formula", "seen"),
        [
            ("><f>B1*2</f><v>7</v>", "7"),
            (' t="str"><f>B1</f><v></v>', ""),
            (' s="1"><f>TODAY()</f><v>42662</v>', "2016-10-19"),
            (' t="b"><f>B1</f><v>1</v>', "是"),
            ('><f t="shared" ref="A1:A2" si="0">B1*2</f><v>7</v>', "7"),
            ('><f t="array" ref="A1">B1:B2*2</f><v>7</v>', "7"),
        ],
    )
    def test_a_formula_is_its_value(self, formula: str, seen: str) -> None:
        """What it last came to is read, and that may be no text at all."""
        lost = Raw("><f>1/2</f>")

        assert cells("王某", Raw(formula), lost) == ("王某", seen, "=")

    def test_a_row_of_formulas_may_be_blank(self) -> None:
        """A table that was filled down beyond its rows ends where it does."""
        blank = Raw(' t="str"><f>B1</f><v></v>')
        rows = [["1", "2"], [blank, "", blank], ["3"]]
        parts = parts_of({"a": [["王某"]], "b": rows})
        plain, sheet = sheets_of(File("a.xlsx", packed(parts)))

        assert plain.lines[0].cells == ("王某",)
        assert [(one.row, one.cells) for one in sheet.lines] == [
            (1, ("1", "2")),
            (3, ("3", "")),
        ]

    def test_merged_cells_are_said_once(self) -> None:
        """What spans cells stands in the first, and in no other."""
        parts = parts_of({"a": [["王某", "", "一组"], ["", "", "二组"]]})
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
        )
        (sheet,) = sheets_of(File("a.xlsx", packed(parts)))

        assert [one.cells for one in sheet.lines] == [
            ("王某", "", "一组"),
            ("", "", "二组"),
        ]

    @pytest.mark.parametrize("size", ["A1", "A1:XFD1048576", "C9:D10"])
    def test_the_size_need_not_be_true(self, size: str) -> None:
        """A sheet is as large as its cells, whatever it says."""
        parts = parts_of({"a": [["1", "2"], ["3", "4"]]})
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(
            "<sheetData>", f'<dimension ref="{size}"/><sheetData>'
        )
        (sheet,) = sheets_of(File("a.xlsx", packed(parts)))

        assert [one.cells for one in sheet.lines] == [("1", "2"), ("3", "4")]

    def test_rows_are_as_wide_as_the_widest(self) -> None:
        """A blank cell that nobody wrote is a blank cell."""
        parts = parts_of({"a": [["1"], [], ["1", "", "3"]]})
        (sheet,) = sheets_of(File("a.xlsx", packed(parts)))

        assert [(one.row, one.cells) for one in sheet.lines] == [
            (1, ("1", "", "")),
            (3, ("1", "", "3")),
        ]

    def test_a_cell_with_a_format_only_is_blank(self) -> None:
        """A cell that somebody coloured holds nothing."""
        assert cells("1", Raw(' s="1">'), "3") == ("1", "", "3")

    def test_what_stands_between_texts_is_no_text(self) -> None:
        """Shared texts may stand on lines of their own."""
        parts = parts_of({"a": [["王某"]]})
        name = "xl/sharedStrings.xml"
        parts[name] = parts[name].replace("<si>", "\n  <si>")
        (sheet,) = sheets_of(File("a.xlsx", packed(parts)))

        assert sheet.lines[0].cells == ("王某",)

    def test_places_may_go_unsaid(self) -> None:
        """Rows and cells without their place follow one another."""
        parts = parts_of({"a": []})
        parts["xl/worksheets/sheet1.xml"] = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row>'
            "<x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
            "</x:sheetData></x:worksheet>"
        )
        (sheet,) = sheets_of(File("a.xlsx", packed(parts)))

        assert sheet.lines[0].cells == ("1", "2")
        assert sheet.lines[0].row == 1


class TestRosters:
    def test_a_workbook_is_a_roster(self) -> None:
        """The same household, whether it comes as CSV or as a workbook."""
        day = dt.date(2014, 6, 30)
        book = xlsx_of(HEADER, ("H1", 2015, number("30.5"), day, "一组"))
        file = csv_of(HEADER, ("H1", "2015", "30.5", "2014-06-30", "一组"))
        first, second = read_households(book), read_households(file)

        assert first.registry == second.registry
        assert first.households[0].net_income == yuan("30.5")
        assert first.households[0].entered == day
        assert first.files[0].encoding == "xlsx"

    def test_what_a_program_writes_is_a_roster(self) -> None:
        """A workbook with all its trimmings is read like a bare one."""
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["2016年贫困户名册"])
        sheet.merge_cells("A1:E1")
        sheet.append(HEADER)
        sheet.append(["H1", 2015, 30.5, dt.date(2014, 6, 30), "一组"])
        sheet.freeze_panes = "A3"
        sheet["A3"].comment = Comment("已核实", "村委会")
        sheet["C3"].font = Font(bold=True)
        sheet.auto_filter.ref = "A2:E3"
        sheet.add_data_validation(DataValidation("whole", sqref="B3:B9"))
        book.create_sheet("说明").append(["填报说明"])
        stream = io.BytesIO()
        book.save(stream)
        reading = read_households(stream.getvalue())
        file = csv_of(HEADER, ("H1", "2015", "30.5", "2014-06-30", "一组"))

        assert reading.registry == read_households(file).registry
        assert reading.counts["row.title"] == 1
        assert reading.counts["sheet.unread"] == 1

    @pytest.mark.parametrize(
        ("digits", "kept"),
        [("12345678901234", True), ("123456789012345", True),
         ("1234567890123456", False), ("1" * 500, False), ("1e400", False)],
    )  # fmt: skip
    def test_sixteen_digits_are_damaged(
        self,
        digits: str,
        kept: bool,  # noqa: FBT001  a case
    ) -> None:
        """A number cell of sixteen digits has lost its last ones."""
        reading = one_cell("村民小组", number(digits))
        (home,) = reading.households

        assert home.group == (digits if kept else None)
        assert ("cell.damaged-number" in reading.counts) is not kept

    def test_a_damaged_identity_number_is_taken(self) -> None:
        """As a number it is graded; as text it is whole."""
        header = ("户编号", "人编号", "证件号码")
        people = xlsx_of(
            header,
            ("H1", "1", number(f"{number_of()[:17]}0")),
            ("H1", "2", number_of()),
        )
        reading = read_households(xlsx_of(("户编号",), ("H1",)), people)
        first, second = reading.households[0].members

        assert first.identity is not None
        assert second.identity is not None
        assert first.identity.grade is IdentityGrade.DAMAGED_BY_SPREADSHEET
        assert second.identity.reveal(purpose="test") == number_of()

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            (Raw(' t="e"><v>#N/A</v>'), "cell.error-value"),
            (Raw(' t="e"><f>A1</f><v>#N/A</v>'), "cell.error-value"),
            (Raw("><f>A1</f>"), "cell.no-value"),
            (number("99999999999", 1), "cell.error-value"),
            (number("99999999999", A_CHINESE_DAY), "cell.error-value"),
        ],
    )
    def test_a_cell_without_a_value_is_a_problem(
        self, cell: Raw, code: str
    ) -> None:
        """No error, formula or day beyond all years is taken for a value."""
        reading = one_cell("村民小组", cell)

        assert reading.households[0].group is None
        assert reading.counts[code] == 1

    def test_other_sheets_are_named(self) -> None:
        """The sheet with the headers is read, and no other goes unsaid."""
        sheets: dict[str, list[Sequence[Any]]] = {
            "说明": [["填报说明"]],
            **ONE_SHEET,
            "空": [],
        }
        reading = read_households(packed(parts_of(sheets)))
        unread = [p for p in reading.problems if p.code == "sheet.unread"]

        assert reading.files[0].file == "households.xlsx:Sheet1"
        assert [one.where for one in unread] == ["households.xlsx:说明"]

    def test_a_visible_sheet_goes_before_a_hidden_one(self) -> None:
        """Of two with the same headers, the one that is shown is read."""
        rows = ONE_SHEET["Sheet1"]
        parts = parts_of({"旧": rows, "新": rows}, hidden=("旧",))

        assert read_households(packed(parts)).files[0].file.endswith("新")

    def test_a_problem_names_its_sheet(self) -> None:
        """File, sheet, row and column."""
        reading = one_cell("家庭纯收入", "三千")
        (problem,) = (
            p for p in reading.problems if p.code == "money.not-a-number"
        )

        assert problem.where == "households.xlsx:Sheet1:2:家庭纯收入"


class TestExtra:
    @pytest.fixture(autouse=True)
    def _absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "openpyxl", None)

    def test_a_workbook_says_what_it_needs(self) -> None:
        """Without openpyxl a workbook is not read, and the remedy is named."""
        with pytest.raises(MissingExtraError, match=r"pa-registry\[excel\]"):
            read_households(packed(parts_of(ONE_SHEET)))

    def test_csv_needs_nothing(self) -> None:
        """Text is read without it."""
        reading = read_households(csv_of(HEADER, ("H1", "2015", "3", "", "")))

        assert reading.files[0].loaded == 1

    def test_no_workbook_is_told_without_it(self) -> None:
        """What would not be read with it either, is refused as before."""
        assert refusal(packed({"a.txt": "a"})) == "file.not-csv"


class TestRefused:
    @given(st.data())
    def test_whatever_is_wrong(self, data: st.DataObject) -> None:
        """A spoiled workbook is read or refused, and never anything else."""
        content = bytearray(packed(parts_of(ONE_SHEET)))
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(4, len(content) - 1))
            content[at] = data.draw(st.integers(0, 255))
        try:
            reading = read_households(bytes(content))
        except FileRefusedError as refused:
            assert refused.problem.severity == "error"  # noqa: PT017
        else:
            assert reading.files[0].encoding == "xlsx"

    @given(st.data())
    def test_whatever_is_wrong_in_a_part(self, data: st.DataObject) -> None:
        """Nor does a part that was tampered with."""
        parts = parts_of(ONE_SHEET)
        name = data.draw(st.sampled_from(sorted(parts)))
        text = list(parts[name])
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(text) - 1))
            text[at] = data.draw(st.sampled_from('0129</>"rtsnc= '))
        parts[name] = "".join(text)
        try:
            reading = read_households(packed(parts))
        except FileRefusedError as refused:
            assert refused.problem.severity == "error"  # noqa: PT017
        else:
            assert reading.files[0].encoding == "xlsx"

    def test_a_broken_one(self) -> None:
        """What begins like a workbook and is none."""
        assert refusal(b"PK\x03\x04rest") == "file.broken-workbook"

    def test_another_archive(self) -> None:
        """An archive of something else is told from a workbook."""
        assert refusal(packed({"a.txt": "a"})) == "file.not-csv"

    def test_an_empty_one(self) -> None:
        """A workbook whose sheets are blank is an empty file."""
        assert refusal(packed(parts_of({"a": [], "b": []}))) == "file.empty"

    @pytest.mark.parametrize(
        ("limit", "code"),
        [
            ("_MOST_PARTS", "file.unpacks-too-large"),
            ("_MOST_MEGABYTES", "file.unpacks-too-large"),
            ("_MOST_TIMES", "file.unpacks-too-large"),
            ("_MOST_ROWS", "file.broken-workbook"),
            ("_MOST_COLUMNS", "file.wide-row"),
            ("_MOST_CELLS", "file.too-many-cells"),
        ],
    )
    def test_limits(
        self, limit: str, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What would fill the memory is refused."""
        book = packed(parts_of(ONE_SHEET))
        assert read_households(book).files[0].loaded == 1
        monkeypatch.setattr(workbooks, limit, 0)

        assert refusal(book) == code

    @pytest.mark.parametrize(("beyond", "taken"), [(-1, 1), (0, 1), (1, 0)])
    def test_the_most_columns(self, beyond: int, taken: int) -> None:
        """A cell in the thousandth column is read, in the next it is not."""
        place = 1_000 + beyond
        row = ["H1", *[""] * (place - 2), "x"]
        book = xlsx_of(("户编号",), row)
        if taken:
            assert read_households(book).files[0].loaded == 1
        else:
            assert refusal(book) == "file.wide-row"

    @pytest.mark.parametrize(("beyond", "taken"), [(-1, 1), (0, 1), (1, 0)])
    def test_the_most_rows(self, beyond: int, taken: int) -> None:
        """A sheet ends with the last row of the format."""
        row = 1_048_576 + beyond
        parts = parts_of(ONE_SHEET)
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace('row r="2"', f'row r="{row}"')
        book = packed(parts)
        if taken:
            assert read_households(book).files[0].loaded == 1
        else:
            assert refusal(book) == "file.broken-workbook"

    @pytest.mark.parametrize(("beyond", "taken"), [(-1, 1), (0, 1), (1, 0)])
    def test_the_most_times(self, beyond: int, taken: int) -> None:
        """What unpacks to more than a hundred times its size is a trap."""
        size = 20_000
        parts = parts_of(ONE_SHEET)
        held = sum(len(one.encode()) for one in parts.values())
        parts["blank.bin"] = "\0" * (100 * size + beyond - held)
        book = packed(parts)
        # A remark at the end makes an archive as long as one likes.
        remark = b" " * (size - len(book))
        book = book[:-2] + len(remark).to_bytes(2, "little") + remark
        if taken:
            assert read_households(book).files[0].loaded == 1
        else:
            assert refusal(book) == "file.unpacks-too-large"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    @pytest.mark.parametrize(
        "name", ["xl/sharedStrings.xml", "xl/workbook.xml", "docProps/own.xml"]
    )
    def test_a_document_type(self, name: str, encoding: str) -> None:
        """Nothing is ever expanded: a workbook has no document type."""
        parts = parts_of(ONE_SHEET)
        text = f'<!DOCTYPE a [<!ENTITY a "a">]>{parts.get(name, "<a/>")}'
        book = packed({**parts, name: text.encode(encoding)})

        assert refusal(book) == "file.broken-workbook"

    def test_a_picture_is_passed_over(self) -> None:
        """Parts that are no XML may stand in a workbook."""
        parts = {**parts_of(ONE_SHEET), "xl/media/image1.png": "\x89PNG"}

        assert read_households(packed(parts)).files[0].loaded == 1

    def test_a_workbook_without_sheets(self) -> None:
        """What is not found of a workbook must not look like an empty one."""
        parts = parts_of(ONE_SHEET)
        name = "xl/workbook.xml"
        parts[name] = parts[name].replace(LINKS, "http://purl.oclc.org/x")

        assert refusal(packed(parts)) == "file.broken-workbook"

    @pytest.mark.parametrize(
        "cell",
        [
            Raw(' t="s"><v>99</v>'),
            Raw(' t="s"><v>x</v>'),
            number("x"),
            number("NaN"),
            Raw(f' t="str"><v>{"x" * 131_073}</v>'),
        ],
    )
    def test_cells_that_no_workbook_has(self, cell: Raw) -> None:
        """A cell without sense breaks the workbook."""
        book = xlsx_of(("户编号",), ("H1", cell))

        assert refusal(book) == "file.broken-workbook"

    def test_a_shared_text_without_end(self) -> None:
        """A text is as long as a cell may be, and no longer."""
        book = xlsx_of(("户编号",), ("x" * 131_073,))

        assert refusal(book) == "file.broken-workbook"

    def test_sheets_of_charts_are_passed_over(self) -> None:
        """A chart on a sheet of its own has no cells."""
        parts = parts_of({"chart": [["1"]], **ONE_SHEET})
        links = "xl/_rels/workbook.xml.rels"
        parts[links] = parts[links].replace(
            'worksheet" Target="worksheets/sheet1',
            'chartsheet" Target="chartsheets/sheet1',
        )
        del parts["xl/worksheets/sheet1.xml"]
        parts["xl/chartsheets/sheet1.xml"] = f'<chartsheet xmlns="{MAIN}"/>'
        parts["xl/chartsheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}"/>'
        )
        reading = read_households(packed(parts))

        assert "sheet.unread" not in reading.counts
