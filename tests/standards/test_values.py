from __future__ import annotations

import datetime as dt
import tomllib

from fractions import Fraction

import pytest

from pa_registry.errors import InvalidStandardError
from pa_registry.problems import Problem
from pa_registry.standards import Indexed, Standard, shipped
from pa_registry.standards.table import Table
from pa_registry.standards.values import read_standards, require_standards


GOOD = """
[sources.text]
title = "某办法"
certainty = "V"

[[standards]]
key = "some-limit"
zh = "某界限"
en = "some limit"
unit = "share"
comparison = "<"

[[standards.values]]
since = 2016
until = 2019-01-01
value = "2/100"
places = "42 43"
source = "text"
at = "第三条"
"""


def read(text: str) -> tuple[tuple[Standard, ...], list[Problem]]:
    problems: list[Problem] = []
    table = Table(tomllib.loads(text), "some.toml: ", problems)
    return read_standards(table), problems


class TestReadStandards:
    def test_reads_a_value_for_each_place(self) -> None:
        """A row for several places gives a value at each of them."""
        (found,), problems = read(GOOD)

        assert problems == []
        assert [one.place for one in found.values] == ["42", "43"]
        assert {one.value for one in found.values} == {Fraction(1, 50)}
        assert found.values[0].citation.clause == "第三条"

    def test_takes_a_year_as_its_first_day(self) -> None:
        """A beginning known by its year is marked as such."""
        (found,), _ = read(GOOD)

        assert found.values[0].since == dt.date(2016, 1, 1)
        assert found.values[0].approximate

    def test_is_picked_by_day_unless_it_says_so(self) -> None:
        """A standard goes by day where nothing else is written."""
        (found,), _ = read(GOOD)

        assert found.indexed is Indexed.DAY

    @pytest.mark.parametrize(
        ("old", "new", "code", "key"),
        [
            ('key = "some-limit"', 'key = "Limit"', "bad-id", "key"),
            ('unit = "share"', 'unit = "shares"', "unknown-word", "unit"),
            ('"<"', '"=<"', "unknown-word", "comparison"),
            ('"2/100"', '"2%"', "bad-value", "value"),
            ('"42 43"', '"42 4"', "bad-place", "places"),
            ("since = 2016", "year = 2016", "missing-key", "since"),
            ('source = "text"', "", "missing-key", "source"),
            ('at = "第三条"', "note = 1", "unknown-key", "note"),
            ("since = 2016", 'since = "2016"', "wrong-type", "since"),
            ("[[standards.values]]", "[other]", "missing-key", "values"),
        ],
    )
    def test_reports_every_fault(
        self, old: str, new: str, code: str, key: str
    ) -> None:
        """A fault in a file of standards is a problem at its place."""
        text = GOOD.replace(old, new).replace("until = 2019-01-01\n", "")
        assert old in GOOD

        _, problems = read(text)

        found = [(one.code, one.where.split(" › ")[-1]) for one in problems]
        assert f"list.{code}" in {each for each, _ in found}
        assert any(place.endswith(key) for _, place in found)


class TestShippedFiles:
    def test_refuse_a_key_that_stands_in_two_files(self) -> None:
        """Two files with one key are refused, and the second is named."""
        with pytest.raises(InvalidStandardError, match=r"two\.toml") as caught:
            require_standards({"one.toml": GOOD, "two.toml": GOOD})

        assert [one.code for one in caught.value.problems] == [
            "list.duplicate-key"
        ]

    def test_are_read_in_the_order_of_their_names(self) -> None:
        """The standards come in the same order on every machine."""
        keys = [one.key for one in shipped.standards()]

        assert keys == [one.key for one in shipped.standards()]
        assert keys[0] == "western-provinces"
        assert len(keys) == len(set(keys))
