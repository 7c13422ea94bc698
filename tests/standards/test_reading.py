from __future__ import annotations

import re

from pathlib import Path
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidStandardError, InvalidValueError
from pa_registry.standards import (
    Certainty,
    Effect,
    FactDay,
    Reach,
    read_list,
    require_list,
)
from pa_registry.standards.faults import FAULTS


GOOD = """
id = "my-county-2016"
kind = "negative"
status = "read"
zh = "本县负面清单"
en = "Negative list of my county"
place = "421126"
source = "text"
since = 2016-09-01
items_printed = 2
effect = "remove"

[sources.text]
issuer = "某县扶贫办"
title = "某县负面清单"
certainty = "V"
date = 2016-09-01

[[items]]
number = "一"
zh = "有车"
en = "vehicles"

[[items.clauses]]
code = "CAR"
reach = "member"
zh = "有三万元以上的小轿车"
en = "the owner of a car of 30,000 yuan or more"
source = "text"
at = "第一条"
relation = "vehicles"
rule = "vehicle.price >= yuan(30000)"

[[items.clauses.thresholds]]
name = "vehicle-price"
value = "30000"
unit = "yuan"
printed = "3万元以上"

[[items.clauses.exceptions]]
rule = "vehicle.earns_living"
zh = "该车用于经营谋生"
en = "the vehicle earns the living"
fact_zh = "车辆用途"
fact_en = "the vehicle's use"
ask_zh = "车辆是否用于经营"
ask_en = "is the vehicle used to earn a living?"

[[items]]
number = "二"
zh = "子女有公职"
en = "children in public office"

[[items.clauses]]
code = "FISCAL_PAYROLL"
reach = "kin"
day = "entry"
effect = "strict-review"
zh = "子女为财政供养人员"
en = "a household whose kin are on the fiscal payroll"
source = "text"
relation = "kin_payrolls"
rule = 'payroll.employer.equals("fiscal-payroll")'
"""

SLOT = """
id = "my-slot"
kind = "negative"
status = "text-not-located"
zh = "某清单"
en = "some list"
source = "name"

[sources.name]
title = "某清单"
certainty = "S"
"""

CAR = "items 1 > clauses 1 > "
KIN = "items 2 > clauses 1 > "


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def found_in(text: str) -> list[tuple[str, str]]:
    """Read a text, and give code and place of each problem."""
    _, problems = read_list(text)
    return [(one.code, one.where.removeprefix("<text>: ")) for one in problems]


#: After this fault nothing can be read.
TWICE = "a name that is used twice"

#: What is changed in the good file, and the one problem that it gives.
BAD: dict[str, tuple[str, str, str, str]] = {
    "misspelt key": (
        'zh = "本县负面清单"',
        'zh = "本县负面清单"\nnote_hz = "某"',
        "list.unknown-key",
        "note_hz",
    ),
    "misspelt key of a clause": (
        'relation = "vehicles"',
        'relation = "vehicles"\nexeptions = []',
        "list.unknown-key",
        CAR + "exeptions",
    ),
    "clauses that are no tables": (
        'zh = "有车"',
        'zh = "有车"\nthresholds = 3',
        "list.unknown-key",
        "items 1 > thresholds",
    ),
    "a source that is no table": (
        "[sources.text]",
        "[sources]\nother = 1\n[sources.text]",
        "list.wrong-type",
        "sources",
    ),
    "no title": (
        'zh = "本县负面清单"\n',
        "",
        "list.missing-key",
        "zh",
    ),
    "no source of the list": (
        'source = "text"\nsince',
        "since",
        "list.missing-key",
        "source",
    ),
    "number for text": (
        'number = "一"',
        "number = 1",
        "list.wrong-type",
        "items 1 > number",
    ),
    "text for a date": (
        "since = 2016-09-01",
        'since = "2016-09-01"',
        "list.wrong-type",
        "since",
    ),
    "a time for a date": (
        "since = 2016-09-01",
        "since = 2016-09-01T00:00:00",
        "list.wrong-type",
        "since",
    ),
    "text for a count": (
        "items_printed = 2",
        'items_printed = "2"',
        "list.wrong-type",
        "items_printed",
    ),
    "true for a count": (
        "items_printed = 2",
        "items_printed = true",
        "list.wrong-type",
        "items_printed",
    ),
    "blank text": (
        'at = "第一条"',
        'at = " "',
        "list.blank-text",
        CAR + "at",
    ),
    "capitals in the id": (
        "my-county-2016",
        "My County",
        "list.bad-id",
        "id",
    ),
    "lower case in a code": (
        'code = "CAR"',
        'code = "car"',
        "list.bad-code",
        CAR + "code",
    ),
    "half a division code": (
        'place = "421126"',
        'place = "42112"',
        "list.bad-place",
        "place",
    ),
    "unknown effect": (
        'effect = "strict-review"',
        'effect = "strict_review"',
        "list.unknown-word",
        KIN + "effect",
    ),
    "unknown reach": (
        'reach = "member"',
        'reach = "members"',
        "list.unknown-word",
        CAR + "reach",
    ),
    "unknown day": (
        'day = "entry"',
        'day = "2016"',
        "list.unknown-word",
        KIN + "day",
    ),
    "unknown certainty": (
        'certainty = "V"',
        'certainty = "X"',
        "list.unknown-word",
        "sources > text > certainty",
    ),
    "unknown unit": (
        'unit = "yuan"',
        'unit = "rmb"',
        "list.unknown-word",
        CAR + "thresholds 1 > unit",
    ),
    "clause without a source": (
        'source = "text"\nat =',
        "at =",
        "list.clause-without-source",
        CAR + "source",
    ),
    "source that is not entered": (
        'source = "text"\nat =',
        'source = "texts"\nat =',
        "list.unknown-source",
        CAR + "source",
    ),
    "threshold without a unit": (
        'unit = "yuan"\n',
        "",
        "list.threshold-without-unit",
        CAR + "thresholds 1 > unit",
    ),
    "value that is no amount": (
        'value = "30000"',
        'value = "三万"',
        "list.bad-value",
        CAR + "thresholds 1 > value",
    ),
    "effect of an exit list": (
        'effect = "strict-review"',
        'effect = "require"',
        "list.wrong-effect",
        KIN + "effect",
    ),
    "unknown field": (
        "vehicle.price >= yuan(30000)",
        "vehicle.prise >= yuan(30000)",
        "list.bad-rule",
        CAR + "rule",
    ),
    "unknown relation": (
        'relation = "vehicles"',
        'relation = "vehicels"',
        "list.bad-rule",
        CAR + "rule",
    ),
    "unknown code": (
        '"fiscal-payroll"',
        '"fiscal-pay"',
        "list.bad-rule",
        KIN + "rule",
    ),
    "money against a plain number": (
        "vehicle.price >= yuan(30000)",
        "vehicle.price >= 30000",
        "list.bad-rule",
        CAR + "rule",
    ),
    "a decimal point": (
        "yuan(30000)",
        "yuan(30000.5)",
        "list.bad-rule",
        CAR + "rule",
    ),
    "no expression": (
        "vehicle.price >= yuan(30000)",
        "price over 30000",
        "list.bad-rule",
        CAR + "rule",
    ),
    "a piece that only fits when put together": (
        "vehicle.price >= yuan(30000)",
        "vehicle.earns_living) | (household.empty_hukou",
        "list.bad-rule",
        CAR + "rule",
    ),
    "reach that the rule does not have": (
        'reach = "kin"',
        'reach = "member"',
        "list.wrong-reach",
        KIN + "reach",
    ),
    "number given twice": (
        'number = "二"',
        'number = "一"',
        "list.duplicate-number",
        "items",
    ),
    TWICE: (
        'number = "一"',
        'number = "一"\nclauses = 3',
        "list.not-toml",
        "",
    ),
    "no rule and no reason": (
        "rule = 'payroll.employer.equals(\"fiscal-payroll\")'",
        "",
        "list.no-rule",
        KIN + "rule",
    ),
}


class TestGoodFile:
    def test_is_taken_without_a_problem(self) -> None:
        """A good file gives its list and no problem."""
        found, problems = read_list(GOOD)

        assert problems == ()
        assert found is not None
        assert found.id == "my-county-2016"
        assert [item.number for item in found.items] == ["一", "二"]

    def test_fills_in_the_defaults_of_the_list(self) -> None:
        """A clause takes effect and day from the list unless it says so."""
        car, kin = require_list(GOOD).clauses

        assert (car.effect, car.day) == (Effect.REMOVE, FactDay.OPEN)
        assert (kin.effect, kin.day) == (
            Effect.STRICT_REVIEW,
            FactDay.ENTRY,
        )
        assert (car.reach, kin.reach) == (Reach.MEMBER, Reach.KIN)

    def test_cites_the_clause_of_the_source(self) -> None:
        """A clause and its thresholds cite their place in the text."""
        car = require_list(GOOD).clauses[0]

        assert car.citation.clause == "第一条"
        assert car.citation.certainty is Certainty.TEXT_READ
        assert car.thresholds[0].citation == car.citation

    def test_may_be_a_file(self, tmp_path: Path) -> None:
        """A path is read, with the byte order mark that Windows puts."""
        path = tmp_path / "mine.toml"
        path.write_text(GOOD, encoding="utf-8-sig")

        assert require_list(path) == require_list(GOOD)
        assert require_list(str(path)) == require_list(GOOD)

    def test_may_be_an_empty_slot(self) -> None:
        """A list whose text was not located has no items."""
        assert require_list(SLOT).is_empty

    def test_may_write_a_rule_over_several_lines(self) -> None:
        """Line breaks in a rule mean nothing."""
        text = changed(
            'rule = "vehicle.price >= yuan(30000)"',
            'rule = """\nvehicle.price\n  >= yuan(30000)\n"""',
        )

        assert require_list(text) == require_list(GOOD)


class TestBadFile:
    @pytest.mark.parametrize("name", BAD)
    def test_is_refused_with_its_place(self, name: str) -> None:
        """Each fault gives one problem, at its place."""
        old, new, code, where = BAD[name]

        found, problems = read_list(changed(old, new))

        assert found is None
        assert code in {one.code for one in problems}
        assert any(one.where.endswith(where) for one in problems)

    @pytest.mark.parametrize("name", [n for n in BAD if n != TWICE])
    def test_hides_no_other_problem(self, name: str) -> None:
        """A second fault elsewhere is found in the same pass."""
        old, new, code, _ = BAD[name]
        text = changed(old, new) + '\n[[items]]\nzh = "空"\nen = "empty"\n'

        _, problems = read_list(text)

        codes = {one.code for one in problems}
        assert {code, "list.empty-item"} <= codes

    def test_every_kind_of_problem_is_met(self) -> None:
        """The tests of this file meet every kind of problem."""
        others = {
            "list.unreadable",
            "list.too-large",
            "list.no-items",
            "list.slot-with-items",
            "list.empty-item",
            "list.items-miscounted",
            "list.duplicate-code",
            "list.duplicate-key",
            "list.exception-without-clause-rule",
            "list.number-without-threshold",
            "list.threshold-not-in-rule",
        }

        assert {code for _, _, code, _ in BAD.values()} | others == set(FAULTS)

    def test_names_the_nearest_key(self) -> None:
        """A misspelt key is answered with what it may have meant."""
        old, new, *_ = BAD["misspelt key of a clause"]

        _, problems = read_list(changed(old, new))

        assert "Did you mean exceptions?" in str(problems[0])
        assert "是否应为：exceptions？" in problems[0].render("zh")

    def test_names_the_nearest_field(self) -> None:
        """A misspelt field is answered with the nearest field."""
        old, new, *_ = BAD["unknown field"]

        _, problems = read_list(changed(old, new))

        assert "Did you mean price?" in str(problems[0])

    def test_wants_a_number_to_be_named(self) -> None:
        """A number that no threshold names is a problem."""
        text = changed("yuan(30000)", "yuan(40000)")

        assert found_in(text) == [
            ("list.number-without-threshold", CAR + "rule"),
            ("list.threshold-not-in-rule", CAR + "thresholds"),
        ]

    def test_tells_money_from_plain_numbers(self) -> None:
        """A threshold of another unit does not name an amount."""
        text = changed('unit = "yuan"', 'unit = "kg"')

        assert {code for code, _ in found_in(text)} == {
            "list.number-without-threshold",
            "list.threshold-not-in-rule",
        }

    def test_refuses_a_code_used_twice(self) -> None:
        """Two clauses of one code and reach cannot be told apart."""
        text = changed('code = "FISCAL_PAYROLL"', 'code = "CAR"')
        again = text.replace('reach = "kin"', 'reach = "member"').replace(
            'relation = "kin_payrolls"', 'relation = "payrolls"'
        )

        assert found_in(text) == []
        assert found_in(again) == [("list.duplicate-code", "items")]

    def test_wants_a_rule_for_exceptions(self) -> None:
        """Exceptions to no rule are a problem."""
        text = changed(
            'rule = "vehicle.price >= yuan(30000)"',
            'why_zh = "没有字段"\nwhy_en = "no field"',
        )

        assert found_in(text) == [
            ("list.exception-without-clause-rule", CAR + "exceptions")
        ]

    def test_wants_items(self) -> None:
        """A list that was read has items."""
        text = SLOT.replace("text-not-located", "read")

        assert found_in(text) == [("list.no-items", "items")]

    def test_wants_an_empty_slot_to_be_empty(self) -> None:
        """A text that was not located cannot have items."""
        text = changed('status = "read"', 'status = "text-not-located"')

        assert found_in(text) == [("list.slot-with-items", "items")]

    def test_warns_of_a_wrong_count(self) -> None:
        """A count that differs is a warning, and the list is taken."""
        found, problems = read_list(
            changed("items_printed = 2", "items_printed = 9")
        )

        assert found is not None
        assert [one.severity for one in problems] == ["warning"]
        assert problems[0].code == "list.items-miscounted"

    def test_may_not_count_what_was_partly_read(self) -> None:
        """A list read in part may have fewer items than printed."""
        text = changed("items_printed = 2", "items_printed = 9").replace(
            'status = "read"', 'status = "partly-read"'
        )

        assert found_in(text) == []

    @pytest.mark.parametrize(
        "line", ["items = 3", "items = [3]", 'items = "none"']
    )
    def test_wants_items_as_tables(self, line: str) -> None:
        """Items that are no tables are a problem, and no crash."""
        codes = [code for code, _ in found_in(f"{line}\n{SLOT}")]

        assert codes == ["list.wrong-type"]

    def test_wants_sources_as_tables(self) -> None:
        """Sources that are no tables are a problem, and no crash."""
        head, _, _ = SLOT.partition("[sources.name]")

        assert found_in(f"{head}sources = 3") == [
            ("list.wrong-type", "sources"),
            ("list.unknown-source", "source"),
        ]

    def test_shows_no_endless_number(self) -> None:
        """A number too long to print is named by its kind."""
        text = changed('number = "一"', f"number = 0x{'f' * 9_999}")

        assert read_list(text)[1][0].shown == "int"

    @pytest.mark.parametrize("year", ["0", "10000", "true", '"2016"'])
    def test_wants_a_year_of_the_calendar(self, year: str) -> None:
        """The year of a source lies within the calendar."""
        text = changed("date = 2016-09-01", f"date = {year}")

        assert found_in(text) == [("list.wrong-type", "sources > text > date")]


class TestUnreadable:
    def test_missing_file(self, tmp_path: Path) -> None:
        """A file that is not there is a problem, and no exception."""
        found, problems = read_list(tmp_path / "none.toml")

        assert found is None
        assert [one.code for one in problems] == ["list.unreadable"]
        assert problems[0].where == "none.toml"

    def test_other_encoding(self, tmp_path: Path) -> None:
        """A file in GB18030 is asked to be saved as UTF-8."""
        path = tmp_path / "gb.toml"
        path.write_text(GOOD, encoding="gb18030")

        _, problems = read_list(path)

        assert [one.code for one in problems] == ["list.unreadable"]
        assert "UTF-8" in problems[0].remedy_zh

    def test_large_file(self, tmp_path: Path) -> None:
        """A file beyond the limit is refused before it is parsed."""
        path = tmp_path / "large.toml"
        path.write_text("#" * 1_000_001, encoding="utf-8")

        assert read_list(path)[1][0].code == "list.too-large"

    @pytest.mark.parametrize(
        "text", ["id = ", "[[[", "id = 1\nid = 2", "\0", "\ud800", "[" * 9999]
    )
    def test_no_toml(self, text: str) -> None:
        """Text that is no TOML is one problem."""
        found, problems = read_list(text)

        assert found is None
        assert len(problems) == 1

    @given(st.text(max_size=60))
    def test_any_text_gives_problems(self, text: str) -> None:
        """No text raises, and none that is no list passes."""
        found, problems = read_list(text)

        assert found is None
        assert problems

    @given(st.data())
    def test_any_line_may_be_spoilt(self, data: st.DataObject) -> None:
        """A good file with one line replaced never raises."""
        lines: list[str] = list(GOOD.splitlines())
        place = data.draw(st.integers(0, len(lines) - 1))
        line = st.sampled_from(
            [*lines, "x = 1", "items = []", "sources = 1", "[items]"]
        )
        lines[place] = data.draw(line)

        found, problems = read_list("\n".join(lines))

        wrong = [one for one in problems if one.severity == "error"]
        assert (found is None) is bool(wrong)


class TestRequireList:
    def test_holds_every_problem(self) -> None:
        """The error holds all problems, each on a line of its text."""
        text = SLOT.replace('kind = "negative"', 'kind = "none"\nx = 1')

        with pytest.raises(InvalidStandardError) as caught:
            require_list(text)

        codes = [one.code for one in caught.value.problems]
        assert codes == ["list.unknown-word", "list.unknown-key"]
        assert str(caught.value).count("\n") == len(codes)


class TestWording:
    @pytest.mark.parametrize("code", FAULTS)
    def test_is_whole_in_both_languages(self, code: str) -> None:
        """Each problem is a sentence with a remedy, in both languages."""
        said = FAULTS[code]

        assert said.zh.endswith("。")
        assert said.en.endswith((".", "}"))
        assert not said.remedy_zh.isascii()
        assert said.remedy_en

    @pytest.mark.parametrize("name", BAD)
    def test_leaves_no_placeholder(self, name: str) -> None:
        """No brace of the wording is left unfilled."""
        old, new, *_ = BAD[name]
        for problem in read_list(changed(old, new))[1]:
            text = f"{problem.zh}{problem.remedy_zh}{problem}"

            assert not re.search(r"\{[a-z_]+\}", text)


class TestSource:
    """Bad content is a problem, and what is no source is refused."""

    @pytest.mark.parametrize(
        "source",
        ["a\0.toml", "\ud800.toml", "\ud800 = 1", Path("a\0b")],
        ids=ascii,
    )
    def test_unreadable(self, source: str | Path) -> None:
        """A name or a text that no file can have is a problem."""
        found, problems = read_list(source)

        assert found is None
        assert [one.code for one in problems] == ["list.unreadable"]
        assert problems[0].where.encode("utf-8")

    @pytest.mark.parametrize("source", [None, 5, b"id = 1"])
    def test_refused(self, source: Any) -> None:
        """What is neither text nor a path is an error of the program."""
        with pytest.raises(InvalidValueError, match="is no list of criteria"):
            read_list(source)
