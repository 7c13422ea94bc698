from __future__ import annotations

import csv
import datetime as dt
import string

from collections import Counter

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import yuan
from pa_registry.errors import FileRefusedError
from pa_registry.exchange import Reading, read_households
from pa_registry.model import (
    Household,
    HousingGrade,
    IdentityNumber,
    Person,
    RelationToHead,
    Sex,
)
from pa_registry.policies import identification
from tests.exchange.rosters import (
    HOUSEHOLDS,
    MEMBERS,
    NOWHERE,
    csv_of,
    number_of,
    text_of,
)


ONE = csv_of(HOUSEHOLDS, ("H1", "2015", "3000", "420323"))


def members(*rows: tuple[str, ...]) -> bytes:
    return csv_of(MEMBERS, *rows)


def codes(reading: Reading) -> Counter[str]:
    return Counter(
        one.code
        for one in reading.problems
        if one.code not in {"required", "header.expected"}
    )


class TestRows:
    @pytest.mark.parametrize(
        ("text", "expected", "loaded", "refused", "aside"),
        [
            ("户编号,村民小组\n", {"file.no-rows": 1}, 0, 0, 0),
            ("户编号,村民小组\n\n1,a\n ,\n2,b\n", {}, 2, 0, 0),
            ("户编号,村民小组\n1\n2,b\n", {"row.ragged": 1}, 1, 1, 0),
            ("户编号,村民小组\n1,a,x\n", {"row.ragged": 1}, 0, 1, 0),
            ("户编号,村民小组\n1,a,,\n", {}, 1, 0, 0),
            ("户编号,村民小组\n,a\n", {"row.no-key": 1}, 0, 1, 0),
            ("户编号,村民小组\n1,a\n1,a\n", {"row.repeated": 1}, 1, 0, 1),
            (
                "户编号,村民小组\n1,a\n1,b\n",
                {"household.repeated-number": 1},
                2,
                0,
                0,
            ),
            (
                "户编号,村民小组\n1,a\n合计,\n",
                {"row.not-a-record": 1},
                1,
                0,
                1,
            ),
            ("户编号,村民小组\n合 计：\n", {"row.not-a-record": 1}, 0, 0, 1),
            (
                "户编号,村民小组\n,填表人：张某\n",
                {"row.not-a-record": 1},
                0,
                0,
                1,
            ),
        ],
    )
    def test_each_ends_loaded_or_named(
        self,
        text: str,
        expected: dict[str, int],
        loaded: int,
        refused: int,
        aside: int,
    ) -> None:
        """A row is taken, refused with a problem, or set aside with one."""
        reading = read_households(text.encode())
        (report,) = reading.files
        found = codes(reading)
        del found["file.no-rows"]
        wanted = Counter(expected)
        del wanted["file.no-rows"]

        assert found == wanted
        assert (report.loaded, report.refused, report.set_aside) == (
            loaded,
            refused,
            aside,
        )
        assert len(reading.households) == loaded

    @pytest.mark.parametrize(
        "text", ['户编号,姓名\n1,"王\n', '户编号,姓名\n1,"王"某\n']
    )
    def test_a_broken_quote_refuses_the_file(self, text: str) -> None:
        """Where the cells of a row cannot be told, nobody guesses."""
        with pytest.raises(FileRefusedError) as raised:
            read_households(text.encode())

        assert raised.value.problem.code == "file.broken-csv"

    def test_a_cell_beyond_the_limit_refuses_the_file(self) -> None:
        """The limit of the CSV reader is a problem, not its exception."""
        with pytest.raises(FileRefusedError) as raised:
            read_households(f"户编号\nH1\n{'1' * 140_000}\n".encode())

        assert raised.value.problem.code == "file.long-cell"
        assert raised.value.problem.where.endswith(":3")

    @pytest.mark.parametrize("limit", [3, 10_000_000])
    def test_the_programs_own_limit_is_named_and_kept(
        self, limit: int
    ) -> None:
        """A lower limit is named; a higher one makes no cell longer."""
        before = csv.field_size_limit(limit)
        try:
            with pytest.raises(FileRefusedError) as raised:
                read_households(f"number\n{'1' * 140_000}\n".encode())
            kept = csv.field_size_limit()
        finally:
            csv.field_size_limit(before)
        problem = raised.value.problem

        assert kept == limit
        assert problem.code == "file.long-cell"
        assert str(min(limit, 131_072)) in problem.zh
        assert "csv.field_size_limit" in problem.remedy_en

    def test_a_word_of_signatures_beside_a_key_is_no_remark(self) -> None:
        """A row whose key is filled is a record, whatever stands first."""
        reading = read_households(
            csv_of(("户编号",), ("H1",)),
            "职务,户编号,人编号\n,H1,1\n负责人,H1,2\n负责人,,\n".encode(),
        )
        (home,) = reading.households

        assert [one.number for one in home.members or ()] == ["1", "2"]
        assert reading.counts["row.not-a-record"] == 1

    @pytest.mark.parametrize(
        ("row", "aside"),
        [
            ("合计,,", 1),
            ("合计,1,", 0),
            ("H1,合计,", 0),
            (",合计,", 1),
            (",,合计", 1),
            ("H1,,合计", 0),
        ],
    )
    def test_a_remark_stands_in_the_key_or_without_one(
        self, row: str, aside: int
    ) -> None:
        """Only a row without a second key can be a total."""
        text = f"户编号,人编号,姓名\n{row}\n"
        reading = read_households(csv_of(("户编号",), ("H1",)), text.encode())

        assert reading.files[1].set_aside == aside
        assert reading.files[1].rows == 1

    def test_a_repeated_header_is_no_household(self) -> None:
        """Pages that were put together repeat their header."""
        text = "户编号,村民小组\nH1,一组\n户 编号,村民小组\nH2,一组\n"
        reading = read_households(text.encode())

        assert [one.number for one in reading.households] == ["H1", "H2"]
        assert reading.counts["row.header"] == 1
        assert reading.files[0].set_aside == 1

    def test_blank_income_is_never_zero(self) -> None:
        """A blank is not recorded; a true zero is kept."""
        reading = read_households(
            csv_of(
                HOUSEHOLDS,
                ("H1", "2015", "", "420323"),
                ("H2", "2015", "0", "420323"),
            )
        )
        blank, zero = reading.households

        assert blank.net_income is None
        assert zero.net_income == 0
        assert reading.counts["required"] == 1

    @pytest.mark.parametrize(
        ("division", "code"),
        [
            ("42032", "division.malformed"),
            ("42", "division.malformed"),
            ("42032x", "division.malformed"),
            ("420321", "division.unknown"),
            ("999999", "division.unknown"),
            ("420323", None),
            ("420323001002", None),
        ],
    )
    def test_a_division_is_checked(
        self, division: str, code: str | None
    ) -> None:
        """A county that the list of the day does not know is told."""
        reading = read_households(
            csv_of(HOUSEHOLDS, ("H1", "2015", "1", division)),
            on=dt.date(2016, 10, 19),
        )

        assert reading.households[0].division == division
        assert codes(reading) == Counter([code] if code else [])

    def test_without_a_day_a_retired_county_is_known(self) -> None:
        """A code that was once in force passes where no day is given."""
        reading = read_households(
            csv_of(HOUSEHOLDS, ("H1", "2015", "1", "420321"))
        )

        assert codes(reading) == Counter()


class TestMembers:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([], {"household.no-members": 1, "file.no-rows": 1}),
            ([("H1", "P1", "王某", "", "户主")], {}),
            ([("H1", "P1", "王某", "", "配偶")], {"household.no-head": 1}),
            ([("H1", "P1", "王某", "", "")], {}),
            (
                [
                    ("H1", "P1", "王某", "", "户主"),
                    ("H1", "P2", "李某", "", "户主"),
                ],
                {"household.several-heads": 1},
            ),
            (
                [
                    ("H1", "P1", "王某", "", "户主"),
                    ("H9", "P2", "李某", "", "户主"),
                ],
                {"person.no-household": 1},
            ),
            (
                [
                    ("H1", "P1", "王某", "", "户主"),
                    ("H1", "P1", "李某", "", "配偶"),
                ],
                {"person.repeated-number": 1},
            ),
        ],
    )
    def test_what_does_not_fit_is_told(
        self, rows: list[tuple[str, ...]], expected: dict[str, int]
    ) -> None:
        """Members, heads and households are held against each other."""
        reading = read_households(ONE, members(*rows))
        refused = expected.get("person.no-household", 0)

        assert codes(reading) == Counter(expected)
        assert reading.files[1].refused == refused
        assert len(reading.households[0].members) == len(rows) - refused

    def test_one_number_in_two_households_is_told(self) -> None:
        """The later row is told, and names the earlier one; x is X."""
        number = next(
            one
            for order in range(11, 400)
            if (one := number_of(order=order)).endswith("X")
        )
        reading = read_households(
            csv_of(("户编号",), ("H1",), ("H2",)),
            members(
                ("H1", "P1", "王某", number, "户主"),
                ("H2", "P2", "王某", number.lower(), "户主"),
            ),
            divisions=NOWHERE,
        )
        (problem,) = [p for p in reading.problems if p.code == "id.repeated"]

        assert problem.where == "members.csv:3:证件号码"
        assert "第2行" in problem.zh
        assert "H1" in problem.en
        assert len(reading.registry.people_with(_identity(reading))) == 2

    @pytest.mark.parametrize(
        ("header", "text", "code"),
        [
            ("出生日期", "1980-01-02", "person.born-differs"),
            ("出生日期", "1980-01-01", None),
            ("性别", "女", "person.sex-differs"),
            ("性别", "男", None),
        ],
    )
    def test_what_contradicts_the_number_is_told(
        self, header: str, text: str, code: str | None
    ) -> None:
        """Birth date and sex are held against the identity number."""
        reading = read_households(
            ONE,
            csv_of(
                (*MEMBERS, header),
                ("H1", "P1", "王某", number_of(), "户主", text),
            ),
            divisions=NOWHERE,
        )

        assert codes(reading) == Counter([code] if code else [])

    def test_a_blank_is_read_from_the_number(self) -> None:
        """A blank birth date and sex are those of the identity number."""
        reading = read_households(
            ONE,
            csv_of(
                (*MEMBERS, "出生日期", "性别"),
                ("H1", "P1", "王某", number_of(), "户主", "", ""),
            ),
            divisions=NOWHERE,
        )
        person = reading.registry.person("P1")

        assert (person.born, person.sex) == (dt.date(1980, 1, 1), Sex.MALE)

    def test_a_blank_residence_is_not_recorded(self) -> None:
        """Where the column is there, a blank is no default."""
        reading = read_households(
            ONE,
            csv_of(
                (*MEMBERS, "家庭常住人口"),
                ("H1", "P1", "王某", "", "户主", ""),
            ),
        )

        assert reading.registry.person("P1").usual_resident is None
        assert reading.households[0].size is None

    def test_members_of_a_number_used_twice_stay_with_the_first(self) -> None:
        """Of two households with one number, one has the members."""
        reading = read_households(
            csv_of(("户编号", "组"), ("H1", "一"), ("H1", "二")),
            members(("H1", "P1", "王某", "", "户主")),
        )

        assert [len(one.members) for one in reading.households] == [1, 0]


def _identity(reading: Reading) -> IdentityNumber:
    identity = reading.registry.person("P1").identity
    assert identity is not None
    return identity


class TestRelatives:
    HEADER = ("户编号", "亲属编号", "姓名")

    def test_without_the_file_nothing_is_recorded(self) -> None:
        """No file of kin says nothing of kin."""
        assert read_households(ONE).households[0].relatives is None

    @pytest.mark.parametrize(
        ("rows", "count", "expected"),
        [
            ([("H1", "无", "")], 0, {}),
            ([("H1", "K1", "王某")], 1, {}),
            (
                [("H1", "K1", "王某"), ("H1", "无", "")],
                1,
                {"relatives.none-and-some": 1},
            ),
        ],
    )
    def test_none_is_stated(
        self,
        rows: list[tuple[str, ...]],
        count: int,
        expected: dict[str, int],
    ) -> None:
        """That a household has no kin living apart is stated by a row."""
        reading = read_households(ONE, None, csv_of(self.HEADER, *rows))
        found = reading.households[0].relatives

        assert found is not None
        assert len(found) == count
        assert codes(reading) == Counter(expected)


NAMES = st.text(
    st.characters(
        categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x2A6DF
    ),
    min_size=2,
    max_size=4,
)
NUMBERS = st.text(string.digits + string.ascii_uppercase, min_size=1).map(
    lambda text: f"H{text[:12]}"
)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
FEN = st.integers(-(10**12), 10**12)


@st.composite
def households(draw: st.DrawFn) -> tuple[Household, ...]:
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=5, unique=True))
    return tuple(
        Household(
            number=number,
            group=draw(st.none() | NAMES),
            net_income=draw(st.none() | FEN.map(lambda f: yuan(0) + f)),
            entered=draw(st.none() | DAYS),
            housing_grade=draw(st.none() | st.sampled_from(HousingGrade)),
            safe_water=draw(st.none() | st.booleans()),
            cropland=draw(st.none() | st.integers(0, 10**6)),
            members=tuple(
                Person(
                    number=f"{number}-{place}",
                    name=name,
                    relation_to_head=(
                        RelationToHead.SON if place else RelationToHead.HEAD
                    ),
                )
                for place, name in enumerate(
                    draw(st.lists(NAMES, min_size=1, max_size=3))
                )
            ),
        )
        for number in numbers
    )


def written(home: Household) -> tuple[str, ...]:
    """Write a household as an office would."""
    land = home.cropland
    water = home.safe_water
    return (
        home.number,
        home.group or "",
        "" if home.net_income is None else str(home.net_income),
        "" if home.entered is None else home.entered.isoformat(),
        "" if home.housing_grade is None else home.housing_grade.zh,
        "" if water is None else "是" if water else "否",
        "" if land is None else f"{land // 100}.{land % 100:02d}",
    )


def files(homes: tuple[Household, ...]) -> tuple[str, str]:
    """Write a register as two files."""
    header = ("户编号", "组", "家庭纯收入（元）", "首次识别时间", "危房等级",
              "饮水安全", "耕地面积（亩）")  # fmt: skip
    people = [
        (home.number, one.number, one.name or "", one.relation_to_head.zh)
        for home in homes
        for one in home.members
        if one.relation_to_head is not None
    ]
    return (
        text_of(header, *map(written, homes)),
        text_of(("户编号", "人编号", "姓名", "与户主关系"), *people),
    )


class TestLaws:
    @given(
        homes=households(),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    )
    def test_reading_gives_back_what_was_written(
        self, homes: tuple[Household, ...], encoding: str
    ) -> None:
        """In every encoding, the values come back as they were."""
        home_file, member_file = files(homes)
        reading = read_households(
            home_file.encode(encoding), member_file.encode(encoding)
        )

        assert reading.households == homes
        assert {one.encoding for one in reading.files} == {encoding}

    @given(homes=households(), data=st.data())
    def test_the_order_of_rows_does_not_matter(
        self, homes: tuple[Household, ...], data: st.DataObject
    ) -> None:
        """Shuffled rows make the same households and the same problems."""
        first = read_households(*(one.encode() for one in files(homes)))
        shuffled = tuple(data.draw(st.permutations(homes)))
        second = read_households(*(one.encode() for one in files(shuffled)))

        assert {one.number: one for one in first.households} == {
            one.number: one for one in second.households
        }
        assert first.counts == second.counts

    @given(
        content=st.binary(max_size=200)
        | st.text(max_size=200).map(
            lambda text: f"户编号,姓名,家庭纯收入\n{text}".encode()
        )
    )
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        """Whatever the bytes, rows add up or the file is refused."""
        try:
            reading = read_households(content)
        except FileRefusedError:
            return
        (report,) = reading.files

        assert report.loaded == len(reading.households)
        told = [p for p in reading.problems if p.code.startswith("row.")]
        assert report.refused + report.set_aside == len(told)

    @given(
        order=st.integers(1, 999),
        header=st.sampled_from(
            [
                "证件号码",
                "姓名",
                "与户主关系",
                "健康状况",
                "务工月数",
                "出生日期",
                "因贫失学辍学",
                "人编号",
                "没有的列",
            ]
        ),
    )
    def test_no_output_holds_a_whole_number(
        self, order: int, header: str
    ) -> None:
        """In whichever column a number lands, it is never shown."""
        number = number_of("19800230", order)
        if header == "人编号":
            rows = csv_of(("户编号", header), ("H1", number), ("H9", number))
        else:
            rows = csv_of(("户编号", "人编号", header), ("H1", "P", number))
        reading = read_households(ONE, rows)
        shown = [repr(reading), *map(repr, reading.problems)]
        for problem in reading.problems:
            shown += [str(problem), problem.render("zh")]

        assert [one for one in shown if number in one] == []
        assert [one for one in shown if number[:14] in one] == []


class TestRefusedRows:
    """A row that was refused is no proof that nobody is there."""

    HOUSEHOLDS = "户编号,家庭纯收入（元）\nH1,4000\nH2,4000\n".encode()

    @pytest.mark.parametrize("row", ["H1,2", "H1,,王某", "H1,2,王某,多"])
    def test_a_member(self, row: str) -> None:
        """A refused member holds a place, and the size is not known."""
        members = f"户编号,人编号,姓名\nH1,1,王某\n{row}\nH2,1,王某\n"
        found = read_households(self.HOUSEHOLDS, members.encode())
        one, two = found.registry.households

        assert one.members is not None
        assert [each.number for each in one.members] == ["1", "#3"]
        assert one.members[1].is_counted() is None
        assert two.members is not None
        assert len(two.members) == 1
        policy = identification(line=yuan(2952), guarantees=())
        assert policy(one).outcome.name == "TO_VERIFY"
        assert policy(two).outcome.name == "NOT_REGISTERED"

    @pytest.mark.parametrize("row", ["H1,2,王某,多", "H1,,王某"])
    @pytest.mark.parametrize("first", ["H1,3,李某", "H1,无,"])
    def test_a_relative(self, first: str, row: str) -> None:
        """Kin of whom a row was refused are not recorded, not none."""
        kin = f"户编号,亲属编号,亲属姓名\n{first}\n{row}\nH2,无,\n"
        found = read_households(self.HOUSEHOLDS, relatives=kin.encode())
        one, two = found.registry.households

        assert one.relatives is None
        assert two.relatives == ()
