from __future__ import annotations

import datetime as dt

from fractions import Fraction

import attrs
import pytest

from pa_registry.errors import (
    InvalidStandardError,
    InvalidValueError,
    NoStandardInForceError,
    UnknownNameError,
)
from pa_registry.money import Fen, yuan
from pa_registry.standards import (
    Certainty,
    Citation,
    Standards,
    income_year,
    load_list,
)


BOOK = Standards.builtin()
MINE = Citation(issuer="某省", title="某文件", certainty=Certainty.TEXT_READ)
DAY = dt.date(2018, 1, 1)


class TestIncomeLine:
    @pytest.mark.parametrize(
        ("year", "line", "certainty"),
        [
            (2010, 2300, "S"),
            (2011, 2536, "V"),
            (2012, 2625, "V"),
            (2013, 2736, "V"),
            (2014, 2800, "V"),
            (2015, 2855, "V"),
            (2016, 2952, "V"),
            (2017, 2952, "S"),
            (2018, 2995, "G"),
            (2019, 3218, "G"),
            (2020, 4000, "G"),
        ],
    )
    def test_is_known_by_income_year(
        self, year: int, line: int, certainty: str
    ) -> None:
        """Each year has its line, with how sure it is."""
        found = BOOK.value("income-line", year=year)

        assert found.value == yuan(line)
        assert found.citation.certainty.value == certainty

    @pytest.mark.parametrize(
        ("round_year", "line"), [(2014, 2736), (2015, 2800), (2016, 2855)]
    )
    def test_of_a_round_is_the_year_before(
        self, round_year: int, line: int
    ) -> None:
        """A round tests the income of the year before, by that line."""
        assert BOOK.line_for_round(round_year).value == yuan(line)
        assert income_year(round_year) == round_year - 1

    @pytest.mark.parametrize(
        ("place", "year", "line"),
        [
            ("653024", 2016, 3026),
            ("230422", 2016, 3346),
            ("230421", 2016, 2952),
            ("522301", 2017, 3335),
            ("610924", 2010, 2500),
            ("610924", 2015, 2855),
            ("421126", 2015, 2855),
        ],
    )
    def test_differs_by_place(self, place: str, year: int, line: int) -> None:
        """A place with its own line has it; others fall back."""
        found = BOOK.value("income-line", year=year, place=place)

        assert found.value == yuan(line)

    def test_is_compared_as_below(self) -> None:
        """Identification asks for income below the line, not at it."""
        assert BOOK.standard("income-line").comparison == "<"

    @pytest.mark.parametrize("year", [2009, 2021])
    def test_is_not_guessed(self, year: int) -> None:
        """A year without a line names the years that have one."""
        with pytest.raises(NoStandardInForceError, match="2015") as caught:
            BOOK.value("income-line", year=year)

        assert caught.value.on == year
        assert "3026" not in str(caught.value)
        assert "2016 in 65" in caught.value.known


class TestExitTests:
    @pytest.mark.parametrize(
        ("key", "limit", "comparison"),
        [
            ("incidence-limit", Fraction(2, 100), "<"),
            ("composite-incidence-limit", Fraction(2, 100), "<"),
            ("wrong-exit-limit", Fraction(2, 100), "<"),
            ("omission-limit", Fraction(2, 100), "<"),
            ("approval-floor", Fraction(90, 100), ">="),
        ],
    )
    def test_limits(self, key: str, limit: Fraction, comparison: str) -> None:
        """The limits are exact shares, each with its comparison."""
        assert BOOK.value(key, on=DAY, place="421126").value == limit
        assert BOOK.standard(key).comparison == comparison

    @pytest.mark.parametrize(
        "key", ["incidence-limit", "composite-incidence-limit"]
    )
    def test_west_is_three_hundredths(self, key: str) -> None:
        """The twelve western provinces, and only they, have 3 %."""
        western = BOOK.value("western-provinces", on=DAY).value
        by_place, nation = BOOK.table(key, on=DAY)

        assert {place for place, _ in by_place} == set(
            western if isinstance(western, tuple) else ()
        )
        assert {limit for _, limit in by_place} == {Fraction(3, 100)}
        assert nation == Fraction(2, 100)

    @pytest.mark.parametrize(
        ("day", "known"),
        [(dt.date(2016, 4, 27), False), (dt.date(2016, 4, 28), True)],
    )
    def test_begin_with_the_mechanism(
        self, day: dt.date, *, known: bool
    ) -> None:
        """Before the text of 28 April 2016 no limit is known."""
        found = BOOK.standard("incidence-limit").at(day)

        assert (found is not None) is known


class TestGuarantees:
    @pytest.mark.parametrize(
        ("day", "litres"),
        [
            (dt.date(2017, 12, 31), 40),
            (dt.date(2018, 1, 1), 35),
        ],
    )
    def test_water_has_two_editions(self, day: dt.date, litres: int) -> None:
        """The criteria of 2018 take over from the index of 2004."""
        assert BOOK.value("water-litres", on=day).value == litres

    def test_school_age_is_six_to_fifteen(self) -> None:
        """The system's check takes 6 to 15, both included."""
        ages = [
            BOOK.value(key, on=DAY).value
            for key in ("school-age-from", "school-age-to")
        ]

        assert ages == [6, 15]

    def test_safe_grades_are_codes_of_the_form(self) -> None:
        """The safe grades are the codes that the form uses."""
        assert BOOK.value("safe-housing-grades", on=DAY).value == (
            "grade-a",
            "grade-b",
        )


class TestMonitoringLine:
    @pytest.mark.parametrize(
        ("year", "place", "line"),
        [
            (2021, None, 6000),
            (2021, "421126", 6000),
            (2022, "421126", 6900),
            (2023, "421126", 7600),
            (2023, "522301", 7300),
        ],
    )
    def test_by_year_and_place(
        self, year: int, place: str | None, line: int
    ) -> None:
        """The floor of 2021 is the nation's, later lines the provinces'."""
        found = BOOK.value("monitoring-line", year=year, place=place)

        assert found.value == yuan(line)

    def test_does_not_lend_one_province_to_another(self) -> None:
        """A province without its own line of 2023 has none."""
        with pytest.raises(NoStandardInForceError, match="division 610924"):
            BOOK.value("monitoring-line", year=2023, place="610924")


class TestTable:
    def test_lists_longest_prefix_first(self) -> None:
        """A look-up that takes the first match takes the narrowest place."""
        by_place, nation = BOOK.table("income-line", year=2016)

        assert by_place == (("230422", yuan(3346)), ("65", yuan(3026)))
        assert nation == yuan(2952)

    def test_may_lack_a_national_value(self) -> None:
        """Where only provinces have a value, the nation's is `None`."""
        by_place, nation = BOOK.table("monitoring-line", year=2023)

        assert dict(by_place) == {"42": yuan(7600), "52": yuan(7300)}
        assert nation is None

    def test_agrees_with_value(self) -> None:
        """Looking a place up in the table gives what `value` gives."""
        by_place, nation = BOOK.table("income-line", year=2016)
        for place in ("230422", "653024", "421126"):
            looked_up = next(
                (v for prefix, v in by_place if place.startswith(prefix)),
                nation,
            )

            found = BOOK.value("income-line", year=2016, place=place)
            assert found.value == looked_up

    def test_refuses_a_year_without_any(self) -> None:
        """A year that no place knows is an error."""
        with pytest.raises(NoStandardInForceError):
            BOOK.table("monitoring-line", year=1999)


class TestAsking:
    def test_suggests_a_key(self) -> None:
        """A misspelt key names the nearest one."""
        with pytest.raises(UnknownNameError, match="income-line"):
            BOOK.value("income-lin", year=2015)

    def test_wants_the_year_for_a_line(self) -> None:
        """A day cannot pick an income line."""
        with pytest.raises(InvalidValueError, match="income-year"):
            BOOK.value("income-line", on=DAY)

    def test_wants_only_one_of_both(self) -> None:
        """A day and a year together are refused."""
        with pytest.raises(InvalidValueError, match="only that"):
            BOOK.value("incidence-limit", on=DAY, year=2018)

    def test_wants_a_day_without_a_time(self) -> None:
        """A datetime is no day."""
        with pytest.raises(InvalidValueError, match="not a day"):
            BOOK.value("incidence-limit", on=dt.datetime(2018, 1, 1))  # noqa: DTZ001


class TestWithValue:
    def test_wins_and_leaks_nowhere(self) -> None:
        """A value of one's own wins in the new book only."""
        ours = BOOK.with_value(
            "income-line", "3100", when=2015, place="42", citation=MINE
        )

        found = ours.value("income-line", year=2015, place="421126")
        assert (found.value, found.citation) == (yuan(3100), MINE)
        assert BOOK.line_for_round(2016, place="421126").value == yuan(2855)
        assert ours.line_for_round(2016, place="430000").value == yuan(2855)

    def test_takes_a_value_as_it_is(self) -> None:
        """An amount, a share or a count need not be text."""
        ours = BOOK.with_value(
            "notice-days", 5, when=dt.date(2016, 1, 1), citation=MINE
        )

        assert ours.value("notice-days", on=DAY).value == 5

    @pytest.mark.parametrize(
        ("key", "value", "when"),
        [
            ("income-line", 2855, 2015),
            ("income-line", "3%", 2015),
            ("notice-days", Fen(5), DAY),
            ("incidence-limit", 2, DAY),
        ],
    )
    def test_refuses_another_kind(
        self, key: str, value: int | str, when: dt.date | int
    ) -> None:
        """A plain number against money, or money against days, is refused."""
        with pytest.raises(InvalidStandardError):
            BOOK.with_value(key, value, when=when, citation=MINE)

    @pytest.mark.parametrize(
        ("key", "value", "when"),
        [("income-line", "3100", DAY), ("notice-days", "5", 2016)],
    )
    def test_refuses_the_wrong_clock(
        self, key: str, value: str, when: dt.date | int
    ) -> None:
        """A line goes by year, a notice by day."""
        with pytest.raises(InvalidStandardError, match="is picked by"):
            BOOK.with_value(key, value, when=when, citation=MINE)


class TestLists:
    def test_finds_a_list(self) -> None:
        """The book knows every list by its id."""
        found = BOOK.criteria("hubei-2016-hard-nine")

        assert found is load_list("hubei-2016-hard-nine")
        assert found in BOOK.lists()

    def test_suggests_a_list(self) -> None:
        """A misspelt id names the nearest one."""
        with pytest.raises(UnknownNameError, match="hubei-2016-hard-nine"):
            BOOK.criteria("hubei-hard-nine")

    def test_fills_a_slot_in_the_new_book_only(self) -> None:
        """A file of one's own fills a slot, and leaks nowhere."""
        filled = attrs.evolve(
            load_list("qianxinan-2017-four-have"), id="hubei-2016-hard-nine"
        )

        ours = BOOK.with_list(filled)

        assert ours.criteria("hubei-2016-hard-nine") is filled
        assert BOOK.criteria("hubei-2016-hard-nine").is_empty
        assert len(ours.lists()) == len(BOOK.lists())

    def test_adds_a_list(self) -> None:
        """A list of another id stands beside the others."""
        mine = attrs.evolve(
            load_list("qianxinan-2017-four-have"), id="my-county"
        )

        assert BOOK.with_list(mine).criteria("my-county") is mine


class TestBook:
    def test_is_a_value(self) -> None:
        """Books with the same content are equal and hash alike."""
        one = BOOK.with_value("notice-days", 5, when=DAY, citation=MINE)
        two = BOOK.with_value("notice-days", 5, when=DAY, citation=MINE)

        assert one == two
        assert hash(one) == hash(two)
        assert one != BOOK

    def test_shows_its_size(self) -> None:
        """The repr is one short line."""
        assert repr(BOOK).startswith("<Standards: ")

    def test_reads_no_size_quota(self) -> None:
        """No standard that ships is a headcount quota."""
        assert not [key for key in BOOK.keys if "quota" in key]
        assert not [
            key for key in BOOK.keys if "规模" in BOOK.standard(key).zh
        ]

    def test_is_opened_once(self) -> None:
        """The built-in book is the same object each time."""
        assert Standards.builtin() is BOOK
