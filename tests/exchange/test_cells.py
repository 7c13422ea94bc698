from __future__ import annotations

import datetime as dt
import time

import pytest

from pa_registry import yuan
from pa_registry.columns import columns
from pa_registry.exchange import read_households
from pa_registry.exchange.cells import Manner, read_cell
from pa_registry.exchange.faults import Spot
from pa_registry.exchange.headers import Heading
from pa_registry.model import (
    Cause,
    Health,
    Household,
    HousingGrade,
    IdentityGrade,
    Person,
    Sex,
)
from tests.exchange.rosters import MEMBERS, csv_of, number_of, one_cell


PLACE = Spot("a.csv", 2, "列")


def cell(
    form: type, key: str, text: str, manner: Manner | None = None
) -> tuple[object, list[str]]:
    """Read one cell, and give the value and the codes of its problems."""
    heading = Heading(0, key, columns(form)[key])
    found = read_cell(text, heading, PLACE, manner or Manner())
    return found.value, [one.code for one in found.problems]


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("3000", "3000"),
            ("3072.5", "3072.50"),
            ("3072.50", "3072.50"),
            ("3072.500", "3072.50"),
            ("0", "0"),
            ("-0.00", "0"),
            ("+12", "12"),
            (" 12 ", "12"),
            ("007", "7"),
        ],
    )
    def test_is_taken_exactly(self, text: str, amount: str) -> None:
        """A plain amount is taken to the fen and without a word."""
        assert cell(Household, "net_income", text) == (yuan(amount), [])

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("3,072.50", "3072.50"),
            ("1,234,567", "1234567"),
            ("\uff13\uff10\uff10\uff10", "3000"),
        ],
    )
    def test_is_normalised_with_a_notice(self, text: str, amount: str) -> None:
        """Separators and full-width digits are read, and told."""
        value, codes = cell(Household, "net_income", text)

        assert (value, codes) == (yuan(amount), ["cell.normalised"])

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("三千", "money.not-a-number"),
            ("3000元", "money.not-a-number"),
            ("1e3", "money.not-a-number"),
            ("0x10", "money.not-a-number"),
            ("1_000", "money.not-a-number"),
            ("3000.50.1", "money.not-a-number"),
            ("30,00", "money.not-a-number"),
            ("3000,5", "money.not-a-number"),
            ("\u0663\u0660\u0660\u0660", "money.not-a-number"),
            ("TRUE", "money.not-a-number"),
            ("#N/A", "money.not-a-number"),
            ("=1+1", "money.not-a-number"),
            ("无", "money.not-a-number"),
            ("-", "money.not-a-number"),
            (".5", "money.not-a-number"),
            ("NaN", "money.not-finite"),
            ("sNaN", "money.not-finite"),
            ("inf", "money.not-finite"),
            ("-Infinity", "money.not-finite"),
            ("1e309", "money.not-finite"),
            ("3000.005", "money.too-fine"),
            ("9" * 13, "number.out-of-range"),
            ("1" + "0" * 30, "number.too-long"),
            ("1" * 100, "number.too-long"),
        ],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        """What is no exact amount is not recorded, and never zero."""
        assert cell(Household, "net_income", text) == (None, [code])

    @pytest.mark.parametrize(
        ("text", "taken"),
        [
            ("999999999999.99", True),
            ("1000000000000", True),
            ("1000000000000.01", False),
        ],
    )
    def test_has_a_range(self, text: str, *, taken: bool) -> None:
        """One fen below the limit and at it is taken, one over is not."""
        value, _ = cell(Household, "net_income", text)

        assert (value is not None) is taken

    @pytest.mark.parametrize(
        ("key", "code"),
        [
            ("net_income", "money.negative"),
            ("self_paid_medical", "number.out-of-range"),
        ],
    )
    def test_below_zero(self, key: str, code: str) -> None:
        """A loss is taken with a warning; a negative cost is refused."""
        assert cell(Household, key, "-0.01")[1] == [code]

    @pytest.mark.parametrize("digit", ["9", "0", "\uff19"])
    def test_is_fast_on_many_digits(self, digit: str) -> None:
        """Five thousand digits cost no time worth naming."""
        start = time.perf_counter()
        value, codes = cell(Household, "net_income", digit * 5_000)

        assert (value, codes) == (None, ["number.too-long"])
        assert time.perf_counter() - start < 0.05

    def test_may_be_headed_in_ten_thousands(self) -> None:
        """A unit in the header is applied, not ignored."""
        read = read_households(one_cell("家庭纯收入（万元）", "1.25"))

        assert read.households[0].net_income == yuan(12_500)


class TestNumber:
    @pytest.mark.parametrize(
        ("key", "text", "value"),
        [
            ("income_year", "2015", 2015),
            ("cropland", "3.25", 325),
            ("road_distance", "120", 120),
            ("printed_size", "4.0", 4),
        ],
    )
    def test_is_kept_in_stored_units(
        self, key: str, text: str, value: int
    ) -> None:
        """A mu is a hundred stored units, a year is one."""
        assert cell(Household, key, text) == (value, [])

    @pytest.mark.parametrize(
        ("key", "text", "code"),
        [
            ("income_year", "16", "number.out-of-range"),
            ("income_year", "1016", "number.out-of-range"),
            ("income_year", "20160", "number.out-of-range"),
            ("income_year", "-2016", "number.out-of-range"),
            ("income_year", "2015.5", "number.too-fine"),
            ("cropland", "3.255", "number.too-fine"),
            ("printed_size", "四", "number.not-a-number"),
            ("printed_size", "NaN", "number.not-a-number"),
            ("printed_size", "5" * 5_000, "number.too-long"),
        ],
    )
    def test_is_refused(self, key: str, text: str, code: str) -> None:
        """What is no whole number of stored units in range is not taken."""
        assert cell(Household, key, text) == (None, [code])

    @pytest.mark.parametrize(
        ("text", "taken"), [("11", True), ("12", True), ("13", False)]
    )
    def test_has_a_range(self, text: str, *, taken: bool) -> None:
        """Twelve months make a year."""
        value, _ = cell(Person, "months_worked", text)

        assert (value is not None) is taken


class TestDay:
    @pytest.mark.parametrize(
        "text",
        ["2014-03-09", "2014/3/9", "2014.03.09", "2014年3月9日", "20140309"],
    )
    def test_is_read(self, text: str) -> None:
        """Each of the listed shapes is the same day."""
        assert cell(Household, "entered", text) == (dt.date(2014, 3, 9), [])

    def test_full_width_digits_are_told(self) -> None:
        """Full-width digits are normalised with a notice."""
        text = "\uff12\uff10\uff11\uff14年３月９日"  # noqa: RUF001

        assert cell(Household, "entered", text) == (
            dt.date(2014, 3, 9),
            ["cell.normalised"],
        )

    @pytest.mark.parametrize(
        "text",
        [
            "2015-02-30",
            "0000-00-00",
            "01/02/1970",
            "Thu",
            "1970",
            "3 days ago",
            "2015-01-01T24:00",
            "2015-W01",
            "2014年3月",
            "1899-12-31",
            "25569",
        ],
    )
    def test_is_refused(self, text: str) -> None:
        """No day is guessed."""
        value, codes = cell(Household, "entered", text)

        assert (value, codes) == (None, ["day.unreadable"])


class TestFlag:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("是", True), ("有", True), ("否", False), ("无", False)],
    )
    def test_is_read(self, text: str, *, value: bool) -> None:
        """The words of the forms are read."""
        assert cell(Household, "safe_water", text) == (value, [])

    @pytest.mark.parametrize("text", ["1", "0", "不详", "是否"])
    def test_is_refused(self, text: str) -> None:
        """A number means one thing here and another there."""
        assert cell(Household, "safe_water", text) == (
            None,
            ["flag.unreadable"],
        )


class TestCode:
    @pytest.mark.parametrize("text", ["D级", "D", "grade-d", " D级 "])
    def test_is_read_by_label(self, text: str) -> None:
        """The label, its variants and the stable code are read."""
        assert cell(Household, "housing_grade", text)[0] is HousingGrade.D

    def test_numbers_need_their_source(self) -> None:
        """A number is read only as the number of a named source."""
        manner = Manner(codes="national-2018")

        assert cell(Household, "main_cause", "06") == (None, ["code.unknown"])
        assert cell(Household, "main_cause", "06", manner)[0] is Cause.WATER

    def test_a_plain_list_is_read_by_label(self) -> None:
        """The sex is read from its word."""
        assert cell(Person, "sex", "女")[0] is Sex.FEMALE
        assert cell(Person, "sex", "1") == (None, ["code.unknown"])

    @pytest.mark.parametrize("mark", ["、", ",", "，", ";"])
    def test_several_are_separated(self, mark: str) -> None:
        """A field of several entries is split at any of the marks."""
        value, codes = cell(Person, "health", f"长期慢性病{mark}残疾")

        assert value == {Health.CHRONIC_ILLNESS, Health.DISABLED}
        assert codes == []

    def test_one_unknown_entry_spoils_the_list(self) -> None:
        """Half of a list is not taken for the whole."""
        assert cell(Person, "health", "残疾、不明") == (
            None,
            ["code.unknown"],
        )


class TestText:
    @pytest.mark.parametrize(
        ("text", "value", "codes"),
        [
            ("王某", "王某", []),
            (" 王某\u3000", "王某", []),
            ("王\u200b某", "王某", ["cell.normalised"]),
            ("阿某•某", "阿某·某", ["cell.normalised"]),
            ("阿某‧某", "阿某·某", ["cell.normalised"]),
            ("'=王某", "=王某", ["cell.normalised"]),
            ("=cmd", "=cmd", []),
            ("<script>", "<script>", []),
            ("{0.__class__}", "{0.__class__}", []),
            ("䶮某", "䶮某", []),
            ("\U00020c41某", "\U00020c41某", []),
            ("王某\n已通过", None, ["text.control"]),
            ("王\x00某", None, ["text.control"]),
            ("王\x1b[31m某", None, ["text.control"]),
            ("王\u202e某", None, ["text.control"]),
            ("王\ufffd", "王\ufffd", ["text.garbled"]),
            ("锟斤拷", "锟斤拷", ["text.garbled"]),
            ("王\ue000", "王\ue000", ["text.garbled"]),
            ("王" * 4_001, None, ["cell.too-long"]),
        ],
    )
    def test_is_cleaned(
        self, text: str, value: str | None, codes: list[str]
    ) -> None:
        """What habits add is taken away; what could deceive is refused."""
        assert cell(Person, "name", text) == (value, codes)


class TestIdentity:
    @pytest.mark.parametrize(
        ("text", "grade", "code"),
        [
            ("不详", IdentityGrade.MALFORMED, "id.length"),
            (
                "9.90101E+17",
                IdentityGrade.DAMAGED_BY_SPREADSHEET,
                "id.precision_lost",
            ),
            (
                number_of("20150230"),
                IdentityGrade.IMPOSSIBLE_DATE,
                "id.date",
            ),
        ],
    )
    def test_is_graded_and_kept(
        self, text: str, grade: IdentityGrade, code: str
    ) -> None:
        """A person with a bad number is loaded, with a problem beside."""
        reading = read_households(
            csv_of(("户编号",), ("H1",)),
            csv_of(MEMBERS, ("H1", "P1", "王某", text, "户主")),
        )
        person = reading.registry.person("P1")

        assert person.identity is not None
        assert person.identity.grade is grade
        assert reading.counts.get(code) == 1 or grade is (
            IdentityGrade.MALFORMED
        )

    @pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0"])
    def test_blank_is_not_recorded(self, text: str) -> None:
        """A blank cell holds no number, and that is said."""
        reading = read_households(
            csv_of(("户编号",), ("H1",)),
            csv_of(MEMBERS, ("H1", "P1", "王某", text, "户主")),
        )

        assert reading.registry.person("P1").identity is None
        assert reading.counts["required"] == 1


class TestLineBreaks:
    @pytest.mark.parametrize("text", ["一组\n", "一组 \r\n", "\n一组"])
    def test_at_an_end_are_blanks(self, text: str) -> None:
        """A break typed after the last word takes no value away."""
        reading = read_households(one_cell("村民小组", text))

        assert reading.households[0].group == "一组"

    def test_inside_a_text_are_refused(self) -> None:
        """Two lines are not one name."""
        reading = read_households(one_cell("村民小组", "一\n组"))

        assert reading.households[0].group is None
        assert reading.counts["text.control"] == 1
