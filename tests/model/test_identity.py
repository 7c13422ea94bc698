"""Identity numbers: grades, masks, and what never shows."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import string
import time
import traceback

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError
from pa_registry.model.divisions import Divisions
from pa_registry.model.identity import (
    IdentityForm,
    IdentityGrade,
    IdentityNotice,
    IdentityNumber,
    Sex,
    check_character,
)


NOWHERE = Divisions.from_rows(
    [
        {"code": "990000", "name": "某省"},
        {"code": "990001", "name": "某县"},
        {"code": "990002", "name": "旧县", "last_year": "1995"},
        {"code": "990003", "name": "新县", "first_year": "2014"},
        {"code": "090001", "name": "零县"},
    ]
)
DAY = dt.date(2016, 10, 19)


def number(body: str) -> str:
    """Return a body of seventeen digits with its check character."""
    return body + check_character(body)


def read(text: str, on: dt.date | None = None) -> IdentityNumber:
    """Read a number against the table of places that do not exist."""
    return IdentityNumber.read(text, on=on, divisions=NOWHERE)


def clear(value: IdentityNumber) -> str:
    """Return the number in clear."""
    return value.reveal(purpose="test")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Draw seventeen digits with a real date and a code of no place."""
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2016, 1, 1)))
    order = draw(st.integers(0, 999))
    return f"990001{day:%Y%m%d}{order:03d}"


SOUND = number("99000119700101101")


class TestStandard:
    """The published examples of GB 11643-1999."""

    @pytest.mark.parametrize(
        ("text", "sex", "birth"),
        [
            ("11010519491231002X", Sex.FEMALE, dt.date(1949, 12, 31)),
            ("440524188001010014", Sex.MALE, dt.date(1880, 1, 1)),
        ],
    )
    def test_examples(self, text: str, sex: Sex, birth: dt.date) -> None:
        """The standard's own numbers are read with birth date and sex."""
        value = IdentityNumber.read(text)

        assert (sex, birth) == (value.sex, value.birth_date)
        assert text[:6] == value.division_code
        assert text == clear(value)

    def test_chaoyang_is_sound(self) -> None:
        """The example of a district that still stands is sound."""
        value = IdentityNumber.read("11010519491231002X")

        assert value.grade is IdentityGrade.SOUND
        assert value.is_sound
        assert value.problem(where="A1") is None

    @pytest.mark.parametrize(
        ("text", "grade", "code"),
        [
            (
                "110105194912310020",
                IdentityGrade.WRONG_CHECK_CHARACTER,
                "id.checksum",
            ),
            ("11010519490231002X", IdentityGrade.IMPOSSIBLE_DATE, "id.date"),
            ("1101051949123100", IdentityGrade.MALFORMED, "id.length"),
        ],
    )
    def test_faulty_examples(
        self, text: str, grade: IdentityGrade, code: str
    ) -> None:
        """The faults that articles show with these examples are named."""
        value = IdentityNumber.read(text)
        problem = value.problem(where="A1")

        assert grade is value.grade
        assert problem is not None
        assert code == problem.code


class TestLaws:
    """Laws of the check character and of reading."""

    @given(bodies())
    def test_one_of_eleven(self, body: str) -> None:
        """Exactly one of the eleven check characters passes."""
        grades = [read(body + c).grade for c in "0123456789X"]

        assert grades.count(IdentityGrade.SOUND) == 1

    @given(bodies(), st.integers(0, 16), st.integers(1, 9))
    def test_single_errors(self, body: str, at: int, by: int) -> None:
        """A single wrong digit is always caught."""
        whole = number(body)
        digit = str((int(whole[at]) + by) % 10)

        assert not read(whole[:at] + digit + whole[at + 1 :]).is_sound

    @given(bodies(), st.integers(0, 16))
    def test_adjacent_swaps(self, body: str, at: int) -> None:
        """Two neighbours that changed places are always caught."""
        whole = number(body)
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]

        assert swapped == whole or not read(swapped).is_sound

    @given(bodies())
    def test_round_trip(self, body: str) -> None:
        """Reading what was revealed gives the same value."""
        value = read(number(body))

        assert value == read(clear(value))
        assert hash(value) == hash(read(clear(value)))

    @given(
        st.text()
        | st.text("0123456789Xx '.,E+\u3000\uff11\uff38", max_size=24)
    )
    def test_never_raises(self, text: str) -> None:
        """Any text gets a grade, and a second reading changes nothing."""
        value = read(text, on=DAY)
        again = read(clear(value), on=DAY)

        assert isinstance(value.grade, IdentityGrade)
        assert value == again
        assert value.grade is again.grade

    @given(bodies())
    def test_mask(self, body: str) -> None:
        """The mask shows the first six and last four, and nothing more."""
        whole = number(body)
        shown = str(read(whole))

        assert f"{whole[:6]}********{whole[14:]}" == shown

    @given(bodies(), st.integers(0, 7))
    def test_writing_habits(self, body: str, at: int) -> None:
        """Full-width digits, blanks and lower case make no other number."""
        whole = number(body)
        wide = "".join(chr(ord(c) + 0xFEE0) for c in whole)
        habits = (
            whole.lower(),
            wide,
            f"'{whole}",
            f"{whole[:at]}\u00a0{whole[at:]}\t",
            f"\ufeff{whole[:at]}\u200b{whole[at:]}",
        )

        assert {read(whole)} == {read(text) for text in habits}


class TestNotices:
    """What was normalised is said."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (SOUND, ()),
            (f" {SOUND[:6]} {SOUND[6:]}\t", (IdentityNotice.BLANKS,)),
            (f"\u3000{SOUND}", (IdentityNotice.BLANKS,)),
            (f"'{SOUND}", (IdentityNotice.APOSTROPHE,)),
            (f"\ufeff{SOUND}\u202c", (IdentityNotice.INVISIBLE,)),
            (f"\uff19{SOUND[1:]}", (IdentityNotice.FULL_WIDTH,)),
            (
                "11010519491231002x",
                (IdentityNotice.LOWER_CASE,),
            ),
        ],
    )
    def test_notices(
        self, text: str, expected: tuple[IdentityNotice, ...]
    ) -> None:
        """Each habit is told by name."""
        assert expected == read(text).notices

    def test_notice_is_a_problem(self) -> None:
        """A normalised sound number has a notice in both languages."""
        problem = read(f"'{SOUND}").problem(where="A1")

        assert problem is not None
        assert (problem.code, problem.severity) == ("id.normalised", "notice")
        assert problem.zh == "身份号码已作规范处理：开头的撇号。"


class TestGrades:
    """Each grade, and the order in which they are tried."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\u3000",
            "无",
            SOUND[:17],
            SOUND + "1",
            "X" + SOUND[1:],
            SOUND[:3] + "O" + SOUND[4:],
            SOUND[:3] + "l" + SOUND[4:],
            SOUND[:3] + "٣" + SOUND[4:],
            SOUND[:3] + "\x00" + SOUND[4:],
            SOUND[:17] + "Х",  # noqa: RUF001 (the Cyrillic letter)
            SOUND + "81",
            SOUND + "05",
            SOUND + "45",
            "1" * 16,
        ],
    )
    def test_malformed(self, text: str) -> None:
        """A text of no known form is malformed and shows nothing."""
        value = read(text)

        assert value.grade is IdentityGrade.MALFORMED
        assert value.form is IdentityForm.NONE
        assert (value.birth_date, value.sex, value.division_code) == (
            None,
            None,
            None,
        )
        assert str(value) == "********"

    @pytest.mark.parametrize(
        ("character", "name"),
        [
            ("О", "U+041E CYRILLIC CAPITAL LETTER O"),  # noqa: RUF001
            ("Х", "U+0425 CYRILLIC CAPITAL LETTER HA"),  # noqa: RUF001
            ("Χ", "U+03A7 GREEK CAPITAL LETTER CHI"),  # noqa: RUF001
            ("O", "U+004F LATIN CAPITAL LETTER O"),
        ],
    )
    def test_homoglyphs_are_named(self, character: str, name: str) -> None:
        """A letter that only looks right is named in both languages."""
        problem = read(SOUND[:17] + character).problem(where="A1")

        assert problem is not None
        assert problem.code == "id.character"
        assert name in problem.en
        assert name in problem.zh

    @pytest.mark.parametrize(
        "text",
        [
            "9.90001E+17",
            "9.90001e17",
            "\uff19.90001E+17",
            "990001197001011000.0",
            "990,001,197,001,011,000",
            "990001197001011" + "000",
            "990001199913451000",
            "9900011970010110" + "00000",
        ],
    )
    def test_damaged(self, text: str) -> None:
        """What a spreadsheet makes of a number is told as that."""
        value = read(text)
        problem = value.problem(where="A1")

        assert value.grade is IdentityGrade.DAMAGED_BY_SPREADSHEET
        assert problem is not None
        assert problem.code == "id.precision_lost"
        assert "文本格式" in problem.remedy_zh
        assert value.birth_date is None

    def test_three_zeros_can_be_right(self) -> None:
        """A number that ends in zeros and checks is sound, not damaged."""
        body = next(
            f"99000119700101{order}00"
            for order in range(10)
            if check_character(f"99000119700101{order}00") == "0"
        )

        assert read(body + "0").grade is IdentityGrade.SOUND

    def test_lost_zero(self) -> None:
        """A zero lost in front is found where it proves itself."""
        whole = number("09000119700101101")

        assert read(whole).grade is IdentityGrade.SOUND
        assert read(whole[1:]).grade is IdentityGrade.DAMAGED_BY_SPREADSHEET
        assert read(SOUND[1:]).grade is IdentityGrade.MALFORMED

    @pytest.mark.parametrize(
        "birth",
        ["19700230", "19701301", "00000000", "19000229", "17991231"],
    )
    def test_impossible_dates(self, birth: str) -> None:
        """A date that does not exist comes before the check character."""
        value = read(f"990001{birth}1010")

        assert value.grade is IdentityGrade.IMPOSSIBLE_DATE
        assert value.birth_date is None
        assert value.sex is Sex.MALE

    @pytest.mark.parametrize(
        ("birth", "grade"),
        [
            ("20161018", IdentityGrade.SOUND),
            ("20161019", IdentityGrade.SOUND),
            ("20161020", IdentityGrade.IMPOSSIBLE_DATE),
            ("18661020", IdentityGrade.SOUND),
            ("18661019", IdentityGrade.SOUND),
            ("18661018", IdentityGrade.IMPOSSIBLE_DATE),
        ],
    )
    def test_as_of_a_day(self, birth: str, grade: IdentityGrade) -> None:
        """With a day, the future and more than 150 years are impossible."""
        text = number(f"990001{birth}101")

        assert grade is read(text, on=DAY).grade
        assert read(text).grade is IdentityGrade.SOUND

    def test_too_old_is_a_warning(self) -> None:
        """An age over 150 is a warning, a birth in the future an error."""
        old = read(number("99000118000101101"), on=DAY).problem(where="A1")
        new = read(number("99000120990101101"), on=DAY).problem(where="A1")

        assert old is not None
        assert new is not None
        assert (old.severity, new.severity) == ("warning", "error")

    @pytest.mark.parametrize(
        ("code", "birth", "on", "grade"),
        [
            ("990002", 1994, None, IdentityGrade.RETIRED_DIVISION),
            ("990002", 1996, None, IdentityGrade.RETIRED_DIVISION),
            ("990002", 1997, None, IdentityGrade.UNKNOWN_DIVISION),
            ("990002", 1990, 1995, IdentityGrade.SOUND),
            ("990002", 1990, 1997, IdentityGrade.RETIRED_DIVISION),
            ("990003", 1990, None, IdentityGrade.SOUND),
            ("990003", 1990, 2013, IdentityGrade.UNKNOWN_DIVISION),
            ("990003", 1990, 2014, IdentityGrade.SOUND),
            ("990009", 1990, None, IdentityGrade.UNKNOWN_DIVISION),
            ("999999", 1990, 2016, IdentityGrade.UNKNOWN_DIVISION),
        ],
    )
    def test_divisions(
        self, code: str, birth: int, on: int | None, grade: IdentityGrade
    ) -> None:
        """A division is in force, retired or unknown, as of the day."""
        day = None if on is None else dt.date(on, 6, 30)

        assert grade is read(number(f"{code}{birth}0101101"), on=day).grade

    def test_retired_is_a_notice_only(self) -> None:
        """Nobody is asked to correct a number whose county is gone."""
        value = read(number("99000219700101101"))
        problem = value.problem(where="A1")

        assert value.is_sound
        assert problem is not None
        assert problem.severity == "notice"

    def test_the_builtin_table_is_the_default(self) -> None:
        """Codes of no place are unknown to the built-in table."""
        value = IdentityNumber.read(SOUND)

        assert value.grade is IdentityGrade.UNKNOWN_DIVISION

    def test_order(self) -> None:
        """Of several faults the first of the order is told."""
        code, date, check = "999999", "19701301", "0"
        wrong = number(f"{code}19700101101")[:17]
        other = "1" if check_character(wrong) != "1" else "2"

        assert (
            read(f"{code}{date}101{check}").grade
            is IdentityGrade.IMPOSSIBLE_DATE
        )
        assert read(wrong + other).grade is IdentityGrade.WRONG_CHECK_CHARACTER

    def test_every_grade_has_chinese(self) -> None:
        """Each grade and each sex has its own Chinese word."""
        words = {grade.zh for grade in IdentityGrade}

        assert len(words) == len(IdentityGrade)
        assert [sex.zh for sex in Sex] == ["男", "女"]


class TestFifteenDigits:
    """The form that was given until 1999."""

    def test_published_example(self) -> None:
        """The standard's example is upgraded to its own eighteen."""
        old = IdentityNumber.read("110105491231002")
        new = old.upgraded

        assert old.grade is IdentityGrade.FIFTEEN_DIGIT
        assert new is not None
        assert clear(new) == "11010519491231002X"
        assert new.grade is IdentityGrade.SOUND
        assert str(old) == "110105******002"

    @given(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)))
    def test_upgrade_reads_the_same(self, day: dt.date) -> None:
        """The suggestion has the same birth date, sex and division."""
        old = read(f"990001{day:%y%m%d}123")
        new = old.upgraded

        assert new is not None
        assert new == read(clear(new))
        assert (old.birth_date, old.sex, old.division_code) == (
            new.birth_date,
            new.sex,
            new.division_code,
        )

    @pytest.mark.parametrize(
        ("order", "year"), [("995", 1990), ("996", 1890), ("999", 1890)]
    )
    def test_centenarians(self, order: str, year: int) -> None:
        """Order codes 996 to 999 are of the eighteen-hundreds."""
        old = read(f"990001900101{order}")

        assert old.birth_date == dt.date(year, 1, 1)
        assert old.upgraded is not None
        assert clear(old.upgraded)[6:10] == str(year)

    def test_faults_come_first(self) -> None:
        """An impossible date or unknown division is told, not the form."""
        dated, placed = read("990001901301123"), read("999999900101123")

        assert dated.grade is IdentityGrade.IMPOSSIBLE_DATE
        assert dated.upgraded is None
        assert placed.grade is IdentityGrade.UNKNOWN_DIVISION
        assert placed.upgraded is not None
        assert placed.upgraded.grade is IdentityGrade.UNKNOWN_DIVISION

    def test_a_suggestion_is_asked_for(self) -> None:
        """Fifteen digits are a warning and not usable as they are."""
        old = read("990001900101123")
        problem = old.problem(where="A1")

        assert not old.is_sound
        assert problem is not None
        assert problem.code == "id.fifteen_digit"


class TestDisabilityCertificate:
    """Eighteen characters with category and grade."""

    @pytest.mark.parametrize("marks", ["11", "74", "43B1", "43b1"])
    def test_certificate(self, marks: str) -> None:
        """Twenty or twenty-two characters are accepted, marks hidden."""
        value = read(SOUND + marks)

        assert value.grade is IdentityGrade.DISABILITY_CERTIFICATE
        assert value.disability_category == int(marks[0])
        assert value.disability_grade == int(marks[1])
        assert value.birth_date == dt.date(1970, 1, 1)
        assert str(value).endswith(SOUND[14:] + "*" * len(marks))

    def test_same_person(self) -> None:
        """The number within a certificate matches the person's own."""
        value = read(SOUND + "43")

        assert value != read(SOUND)
        assert value.resident_number == read(SOUND)
        assert read(SOUND).resident_number == read(SOUND)
        assert read("无").resident_number is None

    def test_plain_number_has_no_marks(self) -> None:
        """A number of eighteen says nothing of a disability."""
        value = read(SOUND)

        assert value.disability_category is None
        assert value.disability_grade is None

    def test_check_character_within(self) -> None:
        """The check character inside a certificate counts."""
        wrong = SOUND[:17] + ("1" if SOUND[17] != "1" else "2")

        assert read(wrong + "43").grade is IdentityGrade.WRONG_CHECK_CHARACTER


@attrs.frozen(kw_only=True)
class Holder:
    """A form that holds a number."""

    identity: IdentityNumber


class TestNothingShows:
    """No way of looking at a number shows it."""

    @given(bodies())
    def test_no_output_holds_it(self, body: str) -> None:
        """Neither texts, forms, problems nor states hold the digits."""
        whole = number(body)
        value = read(whole)
        wrong = read(body + ("1" if whole[-1] != "1" else "2"))
        holder = Holder(identity=value)
        outputs: list[Any] = [
            repr(value),
            f"{value}",
            f"{value:>30}",
            "%s" % value,  # noqa: UP031 (one more way of formatting)
            repr({value: [value]}),
            holder,
            attrs.asdict(holder),
            attrs.astuple(holder),
            value.__getstate__(),
            wrong.problem(where="A1"),
            wrong.grade,
        ]

        assert not any(body in repr(output) for output in outputs)

    def test_errors_do_not_hold_it(self) -> None:
        """Refusals name the argument and never the value."""
        value = read(SOUND)
        with pytest.raises(InvalidValueError) as caught:
            value.reveal(purpose=" ")

        assert SOUND not in "".join(traceback.format_exception(caught.value))
        assert SOUND not in repr(caught.value.args)

    @pytest.mark.parametrize(
        "wrong", [None, int(SOUND[:17]), SOUND.encode(), 1.5, True, [SOUND]]
    )
    def test_only_text_is_read(self, wrong: Any) -> None:
        """Anything but text is a typed error without the value."""
        with pytest.raises(InvalidValueError) as caught:
            IdentityNumber.read(wrong)

        assert SOUND[:17] not in str(caught.value)

    def test_no_dictionary(self) -> None:
        """The value has no dictionary to look into."""
        with pytest.raises(TypeError):
            vars(read(SOUND))

    @pytest.mark.parametrize("purpose", ["", " ", None, 3])
    def test_purpose_is_asked(self, purpose: Any) -> None:
        """A number is revealed for a stated purpose only."""
        with pytest.raises(InvalidValueError):
            read(SOUND).reveal(purpose=purpose)


class TestValue:
    """An identity number is a frozen value."""

    def test_frozen(self) -> None:
        """It can be neither changed nor built by hand."""
        value = read(SOUND)
        with pytest.raises(AttributeError):
            value.grade = IdentityGrade.MALFORMED
        with pytest.raises(AttributeError):
            del value.grade
        with pytest.raises(InvalidValueError):
            IdentityNumber()

    def test_copies_and_pickles(self) -> None:
        """Copies are the value itself; a pickle gives an equal one."""
        value = read(f"'{SOUND}")
        back = pickle.loads(pickle.dumps(value))  # noqa: S301 (our own)

        assert copy.copy(value) is value
        assert copy.deepcopy([value])[0] is value
        assert value == back
        assert (value.grade, value.notices) == (back.grade, back.notices)

    def test_equality(self) -> None:
        """Grades do not matter for equality, other types do."""
        known, unknown = read(SOUND), IdentityNumber.read(SOUND)

        assert known == unknown
        assert {known, unknown} == {known}
        assert known != SOUND

    def test_subclass_of_text(self) -> None:
        """A subclass of str is read by its real characters."""

        class Liar(str):
            __slots__ = ()

            def __len__(self) -> int:
                return 3

            def __str__(self) -> str:
                return "1"

        assert read(Liar(SOUND)) == read(SOUND)

    @pytest.mark.parametrize("on", ["2016-10-19", 2016, 1.0])
    def test_day_must_be_a_date(self, on: Any) -> None:
        """A day of another type is a typed error."""
        with pytest.raises(InvalidValueError):
            read(SOUND, on=on)

    def test_datetime_is_taken_as_its_day(self) -> None:
        """The time of a datetime does not matter."""
        evening = dt.datetime(2016, 10, 19, 23)  # noqa: DTZ001
        born = number("99000120161019101")

        assert read(born, on=evening).grade is IdentityGrade.SOUND

    @pytest.mark.parametrize(
        "unit",
        ["1", "９", " ", "Х", "1,", "\u200b", "E+"],  # noqa: RUF001
    )
    def test_long_texts_are_quick(self, unit: str) -> None:
        """A hundred thousand characters are malformed within 50 ms."""
        text = unit * (100_000 // len(unit))
        read("")
        start = time.perf_counter()
        value = read(text)
        problem = value.problem(where="A1")
        spent = time.perf_counter() - start

        assert value.grade is IdentityGrade.MALFORMED
        assert problem is not None
        assert problem.code == "id.length"
        assert spent < 0.05

    def test_length_limit(self) -> None:
        """Beyond 64 characters a text is not looked at, up to it it is."""
        at, over = " " * 46 + SOUND, " " * 47 + SOUND

        assert read(at[1:]).grade is IdentityGrade.SOUND
        assert read(at).grade is IdentityGrade.SOUND
        assert read(over).grade is IdentityGrade.MALFORMED

    def test_check_character_needs_seventeen(self) -> None:
        """The check character is of seventeen digits, no fewer."""
        with pytest.raises(ValueError, match="argument"):
            check_character(string.digits)
