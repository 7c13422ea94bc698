from __future__ import annotations

import pytest

from pa_registry import yuan
from pa_registry.errors import FileRefusedError
from pa_registry.exchange import read_households
from pa_registry.exchange.headers import folded, spellings
from pa_registry.exchange.sheets import readable
from pa_registry.model import SOURCES, Household, Person, Relative
from tests.exchange.rosters import csv_of, one_cell


FORMS = (Household, Person, Relative, *SOURCES.values())


class TestSpellings:
    @pytest.mark.parametrize(
        "header",
        [
            "家庭纯收入",
            "家庭纯收入（元）",
            "家庭纯收入(元)",
            "*家庭纯收入",
            "家庭纯收入＊",  # noqa: RUF001
            " 家庭 纯收入 ",
            "家庭\n纯收入\n（元）",
            "家庭纯收入（必填）",
            "AAC079",
            "aac079",
            "net_income",
            "Net income of the household",
            "\ufeff家庭纯收入",
        ],
    )
    def test_one_field_has_many(self, header: str) -> None:
        """Brackets, blanks, breaks, asterisks and units do not matter."""
        reading = read_households(one_cell(header, "3000"))

        assert reading.households[0].net_income == yuan(3000)

    @pytest.mark.parametrize("header", ["低保金", "低保金（一年以上）"])
    def test_a_bracket_may_be_part_of_the_name(self, header: str) -> None:
        """What stands in brackets is dropped only where it is a unit."""
        one = read_households(one_cell(header, "1")).households[0]
        other = read_households(one_cell("低保金（不足一年）", "1"))

        assert one.dibao_income == yuan(1)
        assert other.households[0].short_dibao_income == yuan(1)

    @pytest.mark.parametrize(
        ("header", "read"),
        [
            ("首次识别时间（年月日）", True),
            ("首次识别时间（yyyy-mm-dd）", True),
            ("首次识别时间（阴历）", False),
        ],
    )
    def test_the_shape_of_a_day_may_stand_in_brackets(
        self, header: str, *, read: bool
    ) -> None:
        """How a day is written is no unit; another calendar is another."""
        reading = read_households(one_cell(header, "2014-06-30"))

        assert (reading.households[0].entered is not None) is read
        assert ("header.unknown" in reading.counts) is not read

    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
    def test_no_two_fields_share_one(self, form: type) -> None:
        """Within a form, a header names one field."""
        seen: dict[str, str] = {}
        for key, column in readable(form).items():
            for spelling in {folded(one) for one in spellings(column)}:
                assert seen.setdefault(spelling, key) == key


class TestRefusal:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("姓名,家庭纯收入\n王某,1\n", "header.required"),
            ("户编号,家庭纯收入,AAC079\n1,2,3\n", "header.repeated"),
            ("户编号,户编号\n1,2\n", "header.repeated"),
            ("甲,乙\n1,2\n", "file.no-header"),
            ("户编号;家庭纯收入\n1;2\n", "file.no-header"),
        ],
    )
    def test_a_file_is_refused_whole(self, text: str, code: str) -> None:
        """Without a header that is sure, nothing is taken."""
        with pytest.raises(FileRefusedError) as raised:
            read_households(text.encode())

        assert raised.value.problem.code == code
        assert raised.value.problem.zh
        assert raised.value.problem.remedy_en

    def test_the_accepted_headers_are_named(self) -> None:
        """Who lacks a column reads which headers would do."""
        with pytest.raises(FileRefusedError, match="number") as raised:
            read_households("家庭纯收入\n1\n".encode())

        assert "户编号" in raised.value.problem.remedy_zh

    def test_shows_no_cell_of_a_file_without_a_header(self) -> None:
        """Where people stand in place of a header, none is shown."""
        number = "990101199001010011"
        with pytest.raises(FileRefusedError) as raised:
            read_households(f"王某,{number}\n".encode())

        assert number not in repr(raised.value)
        assert "王某" not in str(raised.value)


class TestWidth:
    @pytest.mark.parametrize("width", [999, 1_000])
    def test_a_wide_header_is_read(self, width: int) -> None:
        """Blank cells behind the last header do not count."""
        header = ("户编号", *(f"列{at}" for at in range(1, width)), "", "")
        reading = read_households(csv_of(header, ("H1", *[""] * (width + 1))))

        assert reading.counts["header.unknown"] == width - 1

    def test_one_that_is_too_wide_is_refused(self) -> None:
        """A thousand columns are more than any form has."""
        header = ("户编号", *(f"列{at}" for at in range(1, 1_001)))
        with pytest.raises(FileRefusedError) as raised:
            read_households(csv_of(header))

        assert raised.value.problem.code == "file.too-wide"

    def test_suggestions_are_made_for_the_header_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Rows that turn out to be no header cost no search."""
        asked: list[str] = []

        def near(text: str, _: object) -> dict[str, str]:
            asked.append(text)
            return {"near_zh": "", "near_en": ""}

        monkeypatch.setattr("pa_registry.exchange.headers.near_words", near)
        read_households(csv_of(("户编号", "甲"), *[("H1", "乙")] * 9))

        assert asked == ["甲"]


class TestProblems:
    def test_an_unknown_column_is_listed(self) -> None:
        """A column that is not read is named, with the nearest known one."""
        reading = read_households(one_cell("家庭纯收人", "3000"))
        (problem,) = [
            one for one in reading.problems if one.code == "header.unknown"
        ]

        assert "家庭纯收人" in problem.where
        assert "家庭纯收入" in problem.remedy_zh
        assert "家庭纯收入" in problem.remedy_en

    def test_a_wrong_unit_is_not_guessed(self) -> None:
        """A column in a unit that does not fit is not read."""
        reading = read_households(one_cell("家庭纯收入（美元）", "3000"))

        assert reading.households[0].net_income is None
        assert reading.counts["header.unit"] == 1

    def test_cells_without_a_header_are_told(self) -> None:
        """Cells under a blank header are not dropped silently."""
        reading = read_households(one_cell("", "3000"))

        assert reading.counts["header.blank"] == 1

    def test_titles_above_the_header_are_set_aside(self) -> None:
        """The header may stand below a title."""
        text = "某县名册,,\n户编号,家庭纯收入,村民小组\n1,2,一组\n"
        reading = read_households(text.encode())

        assert len(reading.households) == 1
        assert reading.counts["row.title"] == 1

    def test_expected_columns_are_asked_for(self) -> None:
        """A roster without incomes is read, with a warning."""
        reading = read_households(csv_of(("户编号",), ("1",)))

        assert reading.counts["header.expected"] == 3
