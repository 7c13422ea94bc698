"""Divisions through the years: lists, parents, names, succession."""

from __future__ import annotations

import datetime as dt
import threading

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import DivisionNotInForceError, InvalidValueError
from pa_registry.model.division import canonical_code
from pa_registry.model.divisions import (
    DivisionLevel,
    Divisions,
    DivisionStanding,
    SuccessionKind,
)


TABLE = Divisions.builtin()
END_2016 = dt.date(2016, 12, 31)


class TestTotals:
    """The yearly totals that the ministry publishes."""

    @pytest.mark.parametrize(
        ("year", "prefectures", "counties"),
        [
            (2010, 333, 2856),
            (2011, 332, 2853),
            (2012, 333, 2852),
            (2013, 333, 2853),
            (2014, 333, 2854),
            (2015, 334, 2850),
            (2016, 334, 2851),
            (2017, 334, 2851),
            (2018, 333, 2851),
            (2019, 333, 2846),
        ],
    )
    def test_year(self, year: int, prefectures: int, counties: int) -> None:
        """Prefectures and counties add up to the official totals."""
        listed = [d for d in TABLE.at(dt.date(year, 12, 31)) if not d.virtual]
        levels = [division.level for division in listed]

        assert prefectures == levels.count(DivisionLevel.PREFECTURE)
        assert counties == levels.count(DivisionLevel.COUNTY)

    def test_sansha_is_not_in_the_sources(self) -> None:
        """The total of 2020 lacks the two districts of 三沙市, as said."""
        then = TABLE.at(dt.date(2020, 12, 31))
        counties = [
            one
            for one in then
            if one.level is DivisionLevel.COUNTY and not one.virtual
        ]

        assert len(counties) == 2844 - 2
        assert "三沙市" in TABLE.source


class TestHubei:
    """Hubei in 2016."""

    def test_counties(self) -> None:
        """103 county-level divisions, four of them under no prefecture."""
        counties = TABLE.at(END_2016).counties("420000")
        own = [one.name for one in counties if one.parent == "429000"]

        assert len(counties) == 103
        assert own == ["仙桃市", "潜江市", "天门市", "神农架林区"]

    def test_prefectures(self) -> None:
        """Thirteen prefectures and one collector row."""
        children = TABLE.at(END_2016).children("420000")
        virtual = [one.code for one in children if one.virtual]

        assert len(children) == 14
        assert virtual == ["429000"]

    def test_get(self) -> None:
        """A code gives name, parent and level."""
        found = TABLE.at(END_2016).get("420304")

        assert found is not None
        assert (found.name, found.parent) == ("郧阳区", "420300")
        assert found.level is DivisionLevel.COUNTY

    @pytest.mark.parametrize(
        ("code", "path"),
        [
            ("420304", ("湖北省", "十堰市", "郧阳区")),
            ("429004", ("湖北省", "仙桃市")),
            ("110105", ("北京市", "朝阳区")),
            ("420000", ("湖北省",)),
            ("421071", ()),
        ],
    )
    def test_path(self, code: str, path: tuple[str, ...]) -> None:
        """Names run from the province down, without collector rows."""
        assert path == TABLE.at(END_2016).path(code)

    def test_zones_are_the_users_own(self) -> None:
        """A development zone is unknown until a user adds it."""
        row = {"code": "421071", "name": "荆州经济技术开发区"}
        day = dt.date(2023, 12, 31)

        assert TABLE.at(day).get("421071") is None
        found = TABLE.with_rows([row]).at(day).require("421071")
        assert found.parent == "421000"
        assert TABLE.at(day).get("421071") is None


class TestYears:
    """What is known of the year of a change."""

    def test_year_of_change(self) -> None:
        """In the year of a change both codes are known, one is listed."""
        then = TABLE.at(dt.date(2014, 6, 30))
        listed = [one.code for one in then.children("420300")]

        assert "420321" in then
        assert "420304" in then
        assert "420304" in listed
        assert "420321" not in listed

    @pytest.mark.parametrize(
        ("year", "old", "new"),
        [
            (2013, True, False),
            (2014, True, True),
            (2015, False, True),
        ],
    )
    def test_around_the_change(
        self, year: int, *, old: bool, new: bool
    ) -> None:
        """A year before only the old code, a year after only the new."""
        then = TABLE.at(dt.date(year, 6, 30))

        assert (old, new) == ("420321" in then, "420304" in then)

    @pytest.mark.parametrize(
        ("year", "known"), [(1979, False), (1980, True), (1981, True)]
    )
    def test_not_known_before_1980(self, year: int, *, known: bool) -> None:
        """Before 1980 nothing is known, and the list says so."""
        then = TABLE.at(dt.date(year, 12, 31))

        assert known is then.is_known
        assert known is (then.get("420000") is not None)

    def test_missing_prefecture(self) -> None:
        """Where an early list lacks the prefecture, the province is above."""
        early = TABLE.at(dt.date(1981, 12, 31))
        later = TABLE.at(dt.date(1983, 12, 31))

        assert early.require("222121").parent == "220000"
        assert "222121" in [one.code for one in early.children("220000")]
        assert "222121" not in [one.code for one in later.children("220000")]

    def test_reused_code(self) -> None:
        """One code names two places at different times."""
        names = [spell.name for spell in TABLE.spells("420600")]

        assert names == ["襄樊市", "襄阳市"]
        assert TABLE.spells("999999") == ()

    def test_unlisted_years(self) -> None:
        """2021 and 2022 know the codes of the lists on both sides."""
        then = TABLE.at(dt.date(2022, 6, 30))

        assert "350427" in then
        assert "350405" in then
        assert "350427" not in [one.code for one in then]

    def test_after_the_newest_list(self) -> None:
        """Later days read the newest list."""
        then = TABLE.at(dt.date(2026, 1, 1))

        assert then.require("421088").name == "监利市"
        assert "421023" not in then

    def test_a_day_is_a_date(self) -> None:
        """Anything but a date is refused."""
        wrong: Any = "2016"
        with pytest.raises(InvalidValueError):
            TABLE.at(wrong)

        evening = dt.datetime(2016, 12, 31, 20)  # noqa: DTZ001
        assert TABLE.at(evening).day == END_2016


class TestLookUp:
    """Looking up by code and by name."""

    def test_every_parent_stands(self) -> None:
        """On every list each parent is on the list too."""
        for year in (*range(1980, 2021), 2023):
            then = TABLE.at(dt.date(year, 12, 31))
            orphans = [
                one.code
                for one in then
                if one.parent is not None and one.parent not in then
            ]

            assert orphans == []

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        """Any text can be looked up."""
        found = TABLE.at(END_2016).get(text)

        assert found is None or found.code == canonical_code(text)

    @pytest.mark.parametrize(
        "text", ["42", "4203", "420304", "420304000", "420304000000"]
    )
    def test_lengths(self, text: str) -> None:
        """Short and padded codes name the same division."""
        code = canonical_code(text)

        assert code is not None
        assert TABLE.at(END_2016).require(text).code == code

    def test_contains_only_text(self) -> None:
        """Something that is no text is no code."""
        assert 420304 not in TABLE.at(END_2016)

    @pytest.mark.parametrize("code", ["", "42030", "\uff14203", "4" * 18])
    def test_no_code(self, code: str) -> None:
        """A text that is no code is refused without being repeated."""
        with pytest.raises(InvalidValueError) as caught:
            TABLE.at(END_2016).require(code)

        assert not code or code not in str(caught.value)

    def test_retired_code_names_its_successor(self) -> None:
        """The error says what the code was and what carries it on."""
        with pytest.raises(DivisionNotInForceError) as caught:
            TABLE.at(END_2016).require("420321")

        assert "郧县 (1994-2013)" in str(caught.value)
        assert "420304 郧阳区" in str(caught.value)

    def test_unknown_code_names_its_neighbours(self) -> None:
        """The error for a code of no list shows codes beside it."""
        with pytest.raises(DivisionNotInForceError) as caught:
            TABLE.at(END_2016).require("420399")

        assert caught.value.known_as == ()
        assert "420302 茅箭区" in caught.value.near

    def test_find(self) -> None:
        """A name gives all its divisions, and its beginning will do."""
        then = TABLE.at(END_2016)

        assert [one.code for one in then.find("恩施市")] == ["422801"]
        assert [one.code for one in then.find(" 恩施 ")] == [
            "422800",
            "422801",
        ]
        assert len(then.find("朝阳区")) == 2
        assert then.find(" ") == ()

    def test_provinces(self) -> None:
        """Without a code the children are the provinces."""
        assert len(TABLE.at(END_2016).children()) == 34
        assert TABLE.at(END_2016).children("junk") == ()

    def test_county_of_itself(self) -> None:
        """A county's only county is itself."""
        then = TABLE.at(END_2016)

        assert [one.code for one in then.counties("420304")] == ["420304"]
        assert len(then) == sum(1 for _ in then)


class TestSuccession:
    """Who carried on whom, since 2009."""

    @pytest.mark.parametrize(
        ("old", "new", "name"),
        [
            ("420600", "420600", "襄阳市"),
            ("420607", "420607", "襄州区"),
            ("420321", "420304", "郧阳区"),
            ("420821", "420882", "京山市"),
            ("421023", "421088", "监利市"),
        ],
    )
    def test_hubei(self, old: str, new: str, name: str) -> None:
        """The five changes of Hubei from 2010 to 2020."""
        found = TABLE.successors(old)

        assert [(new, name)] == [(one.code, one.name) for one in found]

    @pytest.mark.parametrize(
        ("year", "code"),
        [(2013, "420321"), (2014, "420304"), (2015, "420304")],
    )
    def test_as_of(self, year: int, code: str) -> None:
        """Before the change a code is its own successor."""
        found = TABLE.successors("420321", at=dt.date(year, 12, 31))

        assert [code] == [one.code for one in found]

    def test_merger(self) -> None:
        """Districts that went into one are its predecessors."""
        before = TABLE.predecessors("110101")

        assert [one.name for one in before] == ["东城区", "崇文区"]

    def test_unknown_successor(self) -> None:
        """Where no source names a successor there is none."""
        assert TABLE.successors("370802") == ()
        assert TABLE.successors("junk") == ()

    def test_chain(self) -> None:
        """Several steps are followed: recoded in 2011, a city in 2023."""
        found = TABLE.successors("522423", at=END_2016)

        assert [one.code for one in found] == ["520522"]

    def test_facts(self) -> None:
        """Every fact agrees with the lists on both sides of its year."""
        for fact in TABLE.successions:
            before = TABLE.at(dt.date(fact.year - 1, 12, 31))
            after = TABLE.at(dt.date(fact.year, 12, 31))

            assert before.listed(fact.old) is not None
            assert after.listed(fact.new) is not None
            renamed = fact.kind is SuccessionKind.RENAMED
            assert renamed is (after.listed(fact.old) is not None)
            assert fact.certainty == ("S" if fact.document else "C")

    @given(st.sampled_from([fact.old for fact in TABLE.successions]))
    def test_there_and_back(self, code: str) -> None:
        """A code of 2009 is among the predecessors of its successors."""
        if code not in TABLE.at(dt.date(2009, 12, 31)):
            return
        for after in TABLE.successors(code):
            codes = [one.code for one in TABLE.predecessors(after.code)]

            assert code in codes


class TestStanding:
    """How a code stands that an identity number begins with."""

    @pytest.mark.parametrize(
        ("code", "since", "standing"),
        [
            ("420304", 1950, DivisionStanding.IN_FORCE),
            ("420321", 1950, DivisionStanding.RETIRED),
            ("420321", 2014, DivisionStanding.RETIRED),
            ("420321", 2015, DivisionStanding.UNKNOWN),
            ("999999", 1950, DivisionStanding.UNKNOWN),
        ],
    )
    def test_newest(
        self, code: str, since: int, standing: DivisionStanding
    ) -> None:
        """Without a day the newest list decides."""
        assert standing is TABLE.standing(code, since=since)

    def test_as_of_a_day(self) -> None:
        """With a day, a later code is not known yet."""
        day = dt.date(2010, 1, 1)

        assert (
            TABLE.standing("420304", since=1950, on=day)
            is DivisionStanding.UNKNOWN
        )
        assert (
            TABLE.standing("420321", since=1950, on=day)
            is DivisionStanding.IN_FORCE
        )


class TestRows:
    """A user's own table."""

    ROWS = (
        {"code": "990000000000", "name": "某省"},
        {"code": "990100000000", "name": "某市"},
        {"code": "990101000000", "name": "某县"},
        {"code": "990101001000", "name": "某镇", "level": "township"},
        {"code": "990101001201", "name": "某村", "level": "village"},
    )

    def test_village_table(self) -> None:
        """Twelve digits reach down to the village."""
        table = Divisions.from_rows(self.ROWS)
        then = table.at(END_2016)

        assert table.problems == ()
        assert then.path("990101001201") == (
            "某省",
            "某市",
            "某县",
            "某镇",
            "某村",
        )
        assert then.require("990101001201").level is DivisionLevel.VILLAGE
        assert then.require("990101001").level is DivisionLevel.TOWNSHIP
        assert [one.name for one in then.children("990101")] == ["某镇"]
        assert then.is_known

    def test_nearest_parent(self) -> None:
        """Where a level is missing the next one above is the parent."""
        table = Divisions.from_rows([self.ROWS[0], self.ROWS[4]])

        assert table.at(END_2016).require("990101001201").parent == "990000"

    def test_stated_parent(self) -> None:
        """A stated parent that exists wins over the code's form."""
        rows = [*self.ROWS, {"code": "990999", "name": "区", "parent": "9901"}]
        then = Divisions.from_rows(rows).at(END_2016)

        assert then.require("990999").parent == "990100"

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ({"code": "99", "name": ""}, "division.name"),
            ({"code": "9", "name": "甲"}, "division.code"),
            ({"code": None, "name": "甲"}, "division.code"),
            ({"code": 990001.0, "name": "甲"}, "division.code"),
            ({"code": True, "name": "甲"}, "division.code"),
            ({"code": [], "name": "甲"}, "division.code"),
            ({}, "division.code"),
            (
                {"code": "990001", "name": "甲", "first_year": "16"},
                "division.years",
            ),
            (
                {"code": "990001", "name": "甲", "first_year": "1899"},
                "division.years",
            ),
            (
                {
                    "code": "990001",
                    "name": "甲",
                    "first_year": "2001",
                    "last_year": 2000,
                },
                "division.years",
            ),
        ],
    )
    def test_faulty_row(self, row: dict[str, object], code: str) -> None:
        """A faulty row is left out and told, with its place."""
        table = Divisions.from_rows([self.ROWS[0], row], source="村表")
        (problem,) = table.problems

        assert code == problem.code
        assert problem.where == "村表:2"
        assert len(table.at(END_2016)) == 1

    def test_wrong_level_is_a_warning(self) -> None:
        """A level that does not fit the code is told; the row is taken."""
        row = {"code": "990001", "name": "甲", "level": "village"}
        table = Divisions.from_rows([row])

        assert [one.severity for one in table.problems] == ["warning"]
        assert "990001" in table.at(END_2016)

    def test_duplicates(self) -> None:
        """A code given twice for a year is told; spells are no duplicates."""
        twice = Divisions.from_rows([self.ROWS[0], self.ROWS[0]])
        spells = Divisions.from_rows(
            [
                {"code": "990001", "name": "新", "first_year": 2001},
                {"code": "990001", "name": "旧", "last_year": "2000"},
            ]
        )

        assert [one.code for one in twice.problems] == ["division.duplicate"]
        assert spells.problems == ()
        assert [one.name for one in spells.spells("990001")] == ["旧", "新"]

    def test_with_rows(self) -> None:
        """Further rows hang below the table that they are added to."""
        village = {"code": "420304001201", "name": "某村"}
        more = TABLE.with_rows([village, {"code": "x", "name": "y"}])

        assert more.at(END_2016).path("420304001201")[-2:] == (
            "郧阳区",
            "某村",
        )
        assert len(more.problems) == 1
        assert more.successors("420321")[0].code == "420304"

    def test_numbers_as_codes(self) -> None:
        """A whole number is taken as its digits."""
        table = Divisions.from_rows([{"code": 990001, "name": "甲"}])

        assert "990001" in table.at(END_2016)


class TestBuiltin:
    """The package's own table is one, for all threads."""

    def test_threads_share_it(self) -> None:
        """Eight threads get the same table."""
        found: list[Divisions] = []
        threads = [
            threading.Thread(target=lambda: found.append(Divisions.builtin()))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(found) == 8
        assert {id(one) for one in found} == {id(TABLE)}

    def test_source(self) -> None:
        """The table says where it comes from and how sure it is."""
        assert "民政部" in TABLE.source
        assert "certainty: S" in TABLE.source
        assert repr(TABLE) == "Divisions(problems=())"


class TestWrongRows:
    """Whatever rows hold, they are told or refused, and never hang."""

    def test_circle(self) -> None:
        """Parents in a circle are told, and the codes decide."""
        table = Divisions.from_rows(
            [
                {"code": "990100", "name": "市", "parent": "990001"},
                {"code": "990001", "name": "县", "parent": "990100"},
                {"code": "990000", "name": "省", "parent": "990100"},
            ]
        )

        assert [(one.code, one.where) for one in table.problems] == [
            ("division.parent", "rows:1"),
            ("division.parent", "rows:3"),
        ]
        assert table.at(END_2016).path("990001") == ("省", "市", "县")

    @pytest.mark.parametrize("row", [None, "x", 5])
    def test_no_row(self, row: Any) -> None:
        """A row that is no mapping is told."""
        (problem,) = Divisions.from_rows([row]).problems

        assert (problem.code, problem.where) == ("division.row", "rows:1")

    def test_long_code(self) -> None:
        """A number too long to be printed is no code."""
        (problem,) = Divisions.from_rows(
            [{"code": 10**5000, "name": "县"}]
        ).problems

        assert problem.code == "division.code"

    def test_no_rows(self) -> None:
        """What cannot be gone through is refused."""
        nothing: Any = None

        with pytest.raises(InvalidValueError, match="no list of rows"):
            Divisions.from_rows(nothing)

    @pytest.mark.parametrize("code", [None, 5, []])
    def test_no_code(self, code: Any) -> None:
        """What is no text is the code of nothing."""
        then = TABLE.at(END_2016)

        assert TABLE.spells(code) == ()
        assert TABLE.standing(code, since=2000).value == "unknown"
        assert then.get(code) is None
        assert then.path(code) == ()
        assert then.find(code) == ()
        with pytest.raises(InvalidValueError, match="no division code"):
            then.require(code)
