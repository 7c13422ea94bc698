from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import yuan
from pa_registry.audit import Entry, Extract, match, suspect
from pa_registry.audit.extracts import DEPARTMENTS
from pa_registry.columns import Column, Kind, columns
from pa_registry.conditions import Truth
from pa_registry.errors import (
    FileRefusedError,
    InvalidValueError,
    UnknownNameError,
)
from pa_registry.exchange import ExtractReading, read_extract
from pa_registry.exchange.headers import folded, spellings
from pa_registry.exchange.sheets import readable
from pa_registry.model import (
    Household,
    IdentityGrade,
    IdentityNumber,
    Person,
    Registry,
    Status,
    Vehicle,
    VehicleKind,
)
from pa_registry.model.evidence import SOURCES
from pa_registry.problems import Problem
from pa_registry.testing import identities
from pa_registry.testing.subjects import rows
from tests.exchange.rosters import NOWHERE, csv_of, number_of
from tests.exchange.test_privacy import WAYS, bare
from tests.exchange.test_privacy import numbers as personal_numbers
from tests.exchange.workbooks import Raw, number, packed, parts_of, xlsx_of


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


DAY = dt.date(2016, 9, 30)
HEADER = ("证件号码", "姓名", "出生日期", "行政区划代码", "车辆类型",
          "处置日期", "车辆购置价格（万元）")  # fmt: skip
WHOLE = (number_of(), "王某", "1980-01-01", "990101001001", "轿车",
         "2015-03-01", "8.5")  # fmt: skip
PERSON = {key: columns(Person)[key] for key in ("identity", "name", "born")}
FIELDS = {**PERSON, "village": columns(Household)["division"]}


def read(content: bytes, source: str = "vehicles", **more: Any) -> Any:
    """Read an extract with the divisions of no place."""
    given_: dict[str, Any] = {"extract_date": DAY, "divisions": NOWHERE}
    return read_extract(content, source, **{**given_, **more})


def entries(reading: ExtractReading) -> tuple[Entry, ...]:
    """Give the lines."""
    return reading.extract.entries


def plain(column: Column, value: Any, *, zh: bool) -> str:
    """Write a value into a cell, as an office would."""
    if value is None:
        return ""
    if isinstance(value, IdentityNumber):
        return value.reveal(purpose="test")
    if column.kind is Kind.FLAG:
        return "是" if value else "否"
    if column.kind is Kind.CODE:
        return str(value.zh if zh else value.value)
    if column.kind in {Kind.MONEY, Kind.NUMBER}:
        whole, rest = divmod(int(value), column.scale)
        return f"{whole}.{rest:02}" if column.scale > 1 else str(whole)
    return str(value)


@st.composite
def extracts(draw: st.DrawFn) -> Extract:
    """Draw an extract as a department hands it over."""
    source = draw(st.sampled_from(DEPARTMENTS))
    form = SOURCES[source]
    texts = st.sampled_from(["不详", "9.90101E+17", "E12345678"])
    line = st.builds(
        Entry,
        record=rows(form=form).map(
            lambda one: attrs.evolve(one, holder=None, seen_on=None)
        ),
        identity=st.one_of(
            st.none(), identities(), texts.map(IdentityNumber.read)
        ),
        name=st.sampled_from([None, "王某", "李某某"]),
        born=st.sampled_from([None, dt.date(1980, 1, 1)]),
        village=st.sampled_from([None, "990101001001"]),
    )
    listed = draw(st.lists(line, min_size=1, max_size=4))
    return Extract(source=source, extract_date=DAY, entries=tuple(listed))


def written(
    extract: Extract, *, zh: bool
) -> tuple[list[str], list[list[str]]]:
    """Write an extract as rows of cells; a line holds something."""
    form = SOURCES[extract.source]
    record = {k: c for k, c in readable(form).items() if k != "holder"}
    fields = [*FIELDS.values(), *record.values()]
    header = [one.zh if zh else one.en for one in fields]
    lines = [
        [
            *(plain(c, getattr(one, k), zh=zh) for k, c in FIELDS.items()),
            *(
                plain(c, getattr(one.record, k), zh=zh)
                for k, c in record.items()
            ),
        ]
        for one in extract.entries
    ]
    # A blank row is no line, so a column nobody knows says that it is one.
    return [*header, "序号"], [[*one, "1"] for one in lines]


def blanks_unrecorded(record: Any) -> Any:
    """A text without a character is not recorded."""
    form = record.__class__
    empty: dict[str, Any] = {
        one.name: None
        for one in attrs.fields(form)
        if getattr(record, one.name) == ""
    }
    return attrs.evolve(record, **empty)


class TestEveryExtract:
    @given(extract=extracts(), zh=st.booleans(), data=st.data())
    def test_reads_back_equal(
        self,
        extract: Extract,
        zh: bool,  # noqa: FBT001  drawn
        data: st.DataObject,
    ) -> None:
        """Whatever was written is read, in each kind of file alike."""
        header, lines = written(extract, zh=zh)
        encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig"]))
        # In English there may be nothing to tell GB18030 from UTF-8 by.
        files = [
            csv_of(header, *lines, encoding=encoding),
            csv_of(header, *lines, encoding="gb18030"),
            xlsx_of(header, *lines, shared=data.draw(st.booleans())),
        ]
        expected = attrs.evolve(
            extract,
            entries=tuple(
                attrs.evolve(one, record=blanks_unrecorded(one.record))
                for one in extract.entries
            ),
        )
        readings = [read(one, extract.source) for one in files]
        graded = [
            [one.identity and one.identity.grade for one in entries(each)]
            for each in readings
        ]

        assert [one.extract for one in readings] == [expected] * 3
        assert graded == [graded[0]] * 3
        assert (
            len({tuple(sorted(one.counts.items())) for one in readings}) == 1
        )

    @pytest.mark.parametrize("source", DEPARTMENTS)
    def test_no_header_has_two_meanings(self, source: str) -> None:
        """What names the person or the village names nothing of a record."""
        own = {folded(s) for one in FIELDS.values() for s in spellings(one)}
        form = readable(SOURCES[source])

        assert own.isdisjoint(
            folded(s) for one in form.values() for s in spellings(one)
        )


#: What may be wrong in a cell: its column, the cell, and the problems.
FAULTS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "no number": (0, "", ("entry.no-number",)),
    "damaged": (0, "9.90101E+17", ("id.precision_lost",)),
    "checksum": (0, number_of()[:17] + "?", ("id.character",)),
    "born": (2, "1980-01-02", ("person.born-differs",)),
    "no day": (2, "1980-02-30", ("day.unreadable",)),
    "village": (3, "某村", ("division.malformed",)),
    "county": (3, "980101001001", ("division.unknown",)),
    "kind": (4, "飞机", ("code.unknown",)),
    "end": (5, "去年", ("day.unreadable", "entry.end-unknown")),
    "price": (6, "八万", ("money.not-a-number",)),
}
#: What a fault may change in its line, and nothing beyond.
TOUCHED: dict[str, tuple[str, ...]] = {
    "no number": ("identity",),
    "damaged": ("identity",),
    "checksum": ("identity",),
    "born": ("born",),
    "no day": ("born",),
    "village": ("village",),
    "county": ("village",),
    "kind": ("record",),
    "end": ("record", "end_unread"),
    "price": ("record",),
    "ragged": ("name", "born", "village", "record", "end_unread"),
}


class TestFaults:
    @given(st.lists(st.sampled_from([None, *FAULTS, "ragged"]), max_size=8))
    def test_each_gives_its_problem_and_no_line_is_lost(
        self, planted: list[str | None]
    ) -> None:
        """All in one pass; a line with a fault is a line."""
        lines: list[Sequence[str]] = []
        expected: Counter[str] = Counter()
        for name in planted:
            line = list(WHOLE)
            if name == "ragged":
                line.pop()
                expected["entry.ragged"] += 1
            elif name is not None:
                at, cell, codes = FAULTS[name]
                line[at] = cell
                expected.update(codes)
            lines.append(line)
        if not planted:
            expected["file.no-rows"] += 1
        reading = read(csv_of(HEADER, *lines))
        (report,) = reading.files
        (sound,) = entries(read(csv_of(HEADER, WHOLE)))

        assert reading.counts == expected
        assert report.loaded == len(entries(reading)) == len(planted)
        assert (report.refused, report.set_aside) == (0, 0)
        assert reading.rows == tuple(range(2, len(planted) + 2))
        for entry, name in zip(entries(reading), planted, strict=True):
            may_differ = TOUCHED.get(name or "", ())
            for field in attrs.fields(Entry):
                if field.name not in may_differ:
                    found = getattr(entry, field.name)
                    assert found == getattr(sound, field.name)

    @pytest.mark.parametrize(
        "row",
        [
            ("合计", "", "", "", "3"),
            ("", "填表人：李某", ""),
            ("备注：无", ""),
        ],
    )
    def test_totals_are_set_aside(self, row: tuple[str, ...]) -> None:
        """A row of totals or signatures is no line, and is told."""
        reading = read(csv_of(HEADER, WHOLE, row))

        assert len(entries(reading)) == 1
        assert reading.counts == {"row.not-a-record": 1}
        assert reading.files[0].set_aside == 1

    def test_a_remark_beside_a_person_is_a_line(self) -> None:
        """Any field of the person or the village makes a line."""
        header = ("备注", "证件号码", "姓名")
        reading = read(csv_of(header, ("说明", "", "王某")))

        assert [one.name for one in entries(reading)] == ["王某"]

    def test_the_same_line_twice_is_two_lines(self) -> None:
        """Matching tells duplicates, and reading keeps them."""
        assert len(entries(read(csv_of(HEADER, WHOLE, WHOLE)))) == 2

    def test_a_number_is_text(self) -> None:
        """In a number cell it has lost its end, whatever it shows."""
        text, damaged = number_of(), number("990101198001010011")
        reading = read(xlsx_of(("证件号码",), (text,), (damaged,)))
        first, second = (one.identity for one in entries(reading))

        assert first is not None
        assert second is not None
        assert first.reveal(purpose="test") == text
        assert second.grade is IdentityGrade.DAMAGED_BY_SPREADSHEET
        assert reading.counts["id.precision_lost"] == 1

    def test_an_error_in_place_of_a_number(self) -> None:
        """The error of a formula is no number, and its line stays."""
        cell = Raw(' t="e"><v>#REF!</v>')
        reading = read(xlsx_of(("证件号码", "姓名"), (cell, "王某")))

        assert entries(reading)[0].identity is None
        assert set(reading.counts) == {"cell.error-value", "entry.no-number"}

    def test_a_ragged_line_keeps_its_only_number(self) -> None:
        """Nobody knows its columns, and one whole number has no other."""
        ragged, two = WHOLE[:3], (WHOLE[0], WHOLE[0], "")
        reading = read(csv_of(HEADER, ragged, two))
        first, second = entries(reading)

        assert first.identity == IdentityNumber.read(WHOLE[0])
        assert first.record == Vehicle()
        assert first.end_unread
        assert second.identity is None

    def test_numbers_are_graded_as_of_the_extract(self) -> None:
        """Nobody in an extract was born after it was taken."""
        born = [number_of("20160930"), number_of("20161001")]
        reading = read(csv_of(("证件号码",), *([one] for one in born)))
        first, second = (one.identity for one in entries(reading))

        assert first is not None
        assert second is not None
        assert first.grade is IdentityGrade.SOUND
        assert second.grade is IdentityGrade.IMPOSSIBLE_DATE

    def test_no_department_knows_who_is_who_in_the_register(self) -> None:
        """The number of a person in the register is not read."""
        file = csv_of(("证件号码", "持有人编号"), (number_of(), "P1"))
        reading = read(file)

        assert entries(reading)[0].record.holder is None
        assert reading.counts == {"header.unknown": 1}

    def test_another_day_is_told(self) -> None:
        """A line of another day goes under the day of the extract."""
        header = ("证件号码", "数据提取日期")
        reading = read(
            csv_of(
                header,
                (WHOLE[0], "2016-09-30"),
                (WHOLE[0], "2016-08-31"),
                (WHOLE[0], ""),
            )
        )

        assert reading.counts == {"entry.other-day": 1}
        assert "2016-08-31" in reading.problems[0].zh
        assert [one.record.seen_on for one in entries(reading)] == [None] * 3

    @given(
        number=personal_numbers(),
        write=st.sampled_from(WAYS),
        at=st.integers(0, len(HEADER) - 1),
        row=st.integers(0, 1),
    )
    def test_no_cell_lets_a_number_out(
        self, number: str, write: Callable[[str], str], at: int, row: int
    ) -> None:
        """Whatever is printed of an extract, no personal number is."""
        lines: list[list[str]] = [[*HEADER], [*WHOLE]]
        lines[row][at] = write(number)
        printed: list[str] = []
        problems: list[Problem] = []
        try:
            reading = read(csv_of(*lines))
            printed += [repr(reading), repr(reading.extract)]
            problems += reading.problems
        except FileRefusedError as refused:
            printed.append(repr(refused))
            problems.append(refused.problem)
        for one in problems:
            printed += [repr(one), one.render("zh"), one.render("en")]

        assert [one for one in printed if number in bare(one)] == []


class TestCall:
    def test_what_a_department_calls_its_columns(self) -> None:
        """A header of the caller's, with its unit, goes before ours."""
        header = (
            "所有人证件",
            "出生日期",
            "新车价（万元）",
            "初次登记(年月日)",
        )
        reading = read(
            csv_of(header, (number_of(), "2014-05-01", "8.5", "2013-05-01")),
            headers={
                "所有人证件": "identity",
                "出生日期": "acquired",
                "新车价（万元）": "price",
            },
        )
        (entry,) = entries(reading)

        assert entry.identity == IdentityNumber.read(number_of())
        assert entry.born is None
        assert entry.record == Vehicle(
            acquired=dt.date(2014, 5, 1), price=yuan(85_000)
        )
        assert reading.counts == {"header.unknown": 1}

    def test_several_headers_of_one_field(self) -> None:
        """Departments of two counties may differ."""
        headers = {"车主证件": "identity", "所有人证件": "identity"}
        for header in headers:
            file = csv_of((header,), (number_of(),))
            assert len(entries(read(file, headers=headers))) == 1

    def test_whom_it_answers_for(self) -> None:
        """The divisions and the numbers asked for go into the extract."""
        asked = IdentityNumber.read(number_of())
        found = read(
            csv_of(HEADER, WHOLE), answers_for=["990101"], asked=[asked]
        ).extract

        assert found.divisions == ("990101",)
        assert found.asked == {asked}

    def test_numbers_of_coded_lists(self) -> None:
        """Where the list is named, its numbers are read."""
        assert entries(
            read(csv_of(("证件号码", "车辆类型"), ("", "minivan")))
        )[0].record == Vehicle(kind=VehicleKind.MINIVAN)

    def test_a_line_names_its_row(self) -> None:
        """The line of a hit leads back to the file."""
        reading = read(
            packed(parts_of({"车辆": [["标题"], HEADER, [], WHOLE]}))
        )

        assert reading.where(1) == "vehicles.xlsx:车辆:4"
        for line in (0, 2):
            with pytest.raises(InvalidValueError, match="1 lines"):
                reading.where(line)

    def test_without_a_column_of_numbers(self) -> None:
        """A file that is not keyed by identity number is refused."""
        with pytest.raises(FileRefusedError) as raised:
            read(csv_of(("姓名", "车辆类型"), ("王某", "轿车")))

        assert raised.value.problem.code == "header.required"

    def test_wrong_calls(self) -> None:
        """A source, a field or a day that does not exist is an error."""
        file = csv_of(HEADER, WHOLE)
        day: Any = "2016-09-30"
        with pytest.raises(UnknownNameError, match="vehicles"):
            read(file, "vehicels")
        with pytest.raises(UnknownNameError, match="source of a department"):
            read(file, "appraisals")
        with pytest.raises(UnknownNameError, match="price"):
            read(file, headers={"价": "prise"})
        with pytest.raises(InvalidValueError, match="no day"):
            read(file, extract_date=day)


class TestMatched:
    def home(self) -> Household:
        """Register the person of the whole line."""
        one = Person(
            number="P1",
            identity=IdentityNumber.read(number_of(), divisions=NOWHERE),
        )
        return Household(
            number="H1",
            status=Status.CURRENT,
            entered=dt.date(2014, 6, 30),
            division="990101001001",
            members=(one,),
        )

    def test_from_a_file_to_a_table(self) -> None:
        """What was read is matched, and its evidence has the record."""
        reading = read(csv_of(HEADER, WHOLE))
        table = match(Registry(households=(self.home(),)), [reading.extract])
        (vehicle,) = table.evidence("H1").vehicles

        assert vehicle.kind is VehicleKind.CAR
        assert vehicle.seen_on == DAY
        assert vehicle.held_on(DAY) is False

    @pytest.mark.parametrize(
        ("end", "held", "open_"),
        [("", True, True), ("2014-03-01", False, False), ("去年", None, True)],
    )
    def test_an_end_that_cannot_be_read_is_no_blank(
        self,
        end: str,
        held: bool | None,  # noqa: FBT001  a case
        open_: bool,  # noqa: FBT001  a case
    ) -> None:
        """A record without an end holds; a garbled one may: somebody asks."""
        header = (*HEADER, "取得日期")
        line = [*WHOLE[:5], end, WHOLE[6], "2010-01-01"]
        register = Registry(households=(self.home(),))
        table = match(register, [read(csv_of(header, line)).extract])
        (vehicle,) = table.evidence("H1").vehicles
        (found,) = suspect(table, register, "ten-principles-2018", at=DAY)

        assert vehicle.held_on(DAY) is held
        assert {one.truth for one in found.answers} == {Truth(held)}
        assert found.is_open is open_

    def test_a_clearing_does_not_outlive_a_corrected_end(self) -> None:
        """That an end became readable is new evidence."""
        register = Registry(households=(self.home(),))
        prints: set[str] = set()
        for end in ("", "去年"):
            line = [*WHOLE[:5], end, WHOLE[6]]
            table = match(register, [read(csv_of(HEADER, line)).extract])
            (found,) = suspect(table, register, "ten-principles-2018", at=DAY)
            prints.add(found.fingerprint)

        assert len(prints) == 2
