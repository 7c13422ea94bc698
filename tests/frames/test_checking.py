"""What a check says of a frame, and of several together."""

from __future__ import annotations

import datetime as dt

from typing import Any

import duckdb
import polars as pl
import pytest

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames import Tables, check, check_tables
from pa_registry.frames._wording import SAID


NOON = dt.datetime(2016, 1, 1, 12)  # noqa: DTZ001 -- of no zone
IN_UTC = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
DAMAGED = [9.901e17]
#: One column, or a few, for each code that a check of one frame can give.
CASES: list[tuple[str, str, dict[str, list[Any]]]] = [
    ("frame.column-lacking", "households", {"number": ["1"]}),
    ("frame.key-lacking", "households", {"net_income": [1]}),
    ("frame.key-lacking", "vehicles", {"price": [1]}),
    ("frame.statement-lacking", "vehicles", {"household": ["1"]}),
    ("frame.column-unknown", "households", {"zone": ["东"]}),
    ("frame.column-type", "households", {"net_income": [[1]]}),
    ("frame.column-form", "households", {"net_income": [None]}),
    ("frame.money-not-fen", "households", {"net_income": [0.5]}),
    ("frame.number-not-whole", "households", {"printed_size": ["3"]}),
    ("frame.day-not-date", "households", {"entered": ["2016-01-01"]}),
    ("frame.flag-not-boolean", "households", {"toilet": [1]}),
    ("frame.text-is-number", "households", {"phone": [138]}),
    ("frame.key-is-number", "households", {"number": [1]}),
    ("frame.identity-is-number", "members", {"identity": [12]}),
    ("frame.nan", "households", {"net_income": [float("nan")]}),
    ("frame.unit-unclear", "households", {"net_income": [2952.0]}),
    ("frame.out-of-range", "households", {"printed_size": [-1]}),
    ("frame.too-fine", "households", {"net_income": [0.005]}),
    ("frame.unreadable-number", "households", {"net_income": ["三"]}),
    ("frame.unreadable-day", "households", {"entered": ["今年"]}),
    ("frame.time-of-day", "households", {"entered": [NOON]}),
    ("frame.time-zone", "households", {"entered": [IN_UTC]}),
    ("frame.unreadable-flag", "households", {"toilet": ["也许"]}),
    ("frame.unreadable-text", "households", {"number": [0.5]}),
    ("frame.code-spelled", "households", {"main_cause": ["因病"]}),
    ("frame.unknown-code", "households", {"main_cause": ["懒"]}),
    ("frame.text-blanks", "households", {"group": ["一组 "]}),
    ("frame.key-blanks", "households", {"number": [" 1"]}),
    ("frame.identity-damaged", "members", {"identity": DAMAGED}),
    ("frame.identity-form", "members", {"identity": [12]}),
    ("frame.identity-check", "members", {"identity": [110105194912310021]}),
    ("frame.half-blank", "members", {"health__disabled": [True]}),
    ("frame.key-blank", "households", {"number": [None]}),
    ("frame.key-repeated", "households", {"number": ["1", "1"]}),
    ("frame.no-household", "members", {"household": [None]}),
    ("frame.unknown-source", "coverage", {"source": ["telepathy"]}),
    (
        "frame.doubtful",
        "members",
        {"usual_resident": [True], "left": ["去年"]},
    ),
]


class TestEachKind:
    @pytest.mark.parametrize(("code", "table", "columns"), CASES)
    def test_said(
        self, code: str, table: str, columns: dict[str, list[Any]]
    ) -> None:
        """Every kind of fault is found, and said in both languages."""
        (found, *_) = (
            one
            for one in check(pl.DataFrame(columns), table)
            if one.code == code
        )

        assert found.severity == SAID[code].severity
        for text in (found.zh, found.en, found.remedy_zh, found.remedy_en):
            assert "{" not in text
        assert found.where.startswith(f"{table}.")

    def test_all_kinds_are_tried(self) -> None:
        """The cases leave out no kind, but one that needs two tables."""
        tried = {code for code, _, _ in CASES}

        assert set(SAID) - tried == {"frame.no-such-household"}

    def test_counts(self) -> None:
        """What is counted says so many values, and shows one of them."""
        frame = pl.DataFrame({"printed_size": [-1, 3, 2000, None]})

        (found,) = (
            one
            for one in check(frame, "households")
            if one.code == "frame.out-of-range"
        )

        assert "2 values" in found.en
        assert "有2个值" in found.zh
        assert found.shown in {"-1", "2000"}

    def test_no_rows(self) -> None:
        """An empty frame of the right types has nothing wrong in it."""
        frame = pl.DataFrame(schema={"number": pl.String, "toilet": pl.Int8})

        found = {
            one.code
            for one in check(frame, "households")
            if one.severity == "error"
        }

        assert found == {"frame.flag-not-boolean"}

    def test_wrong_arguments(self) -> None:
        """No table of that name, and no frame, are errors."""
        with pytest.raises(UnknownNameError, match="households"):
            check(pl.DataFrame(), "household")
        with pytest.raises(InvalidValueError, match="no frame"):
            check([1, 2], "households")


def two(
    homes: list[Any], named: list[Any], **others: Any
) -> tuple[Tables, list[tuple[str, str]]]:
    """Check households with members who name these."""
    tables = Tables(
        households=pl.DataFrame({"number": homes}),
        members=pl.DataFrame({"household": named}),
        **others,
    )
    found = [(one.code, one.where) for one in check_tables(tables)]
    return tables, found


class TestTables:
    def test_rows_of_no_household(self) -> None:
        """Rows that name a household that there is none of are counted."""
        tables, found = two(["H1"], ["H1", "H2", "H3", None])

        assert ("frame.no-such-household", "members.household") in found
        (said,) = (
            one
            for one in check_tables(tables)
            if one.code == "frame.no-such-household"
        )
        assert "2 rows" in said.en
        assert said.shown == "H2"

    def test_everybody_has_a_household(self) -> None:
        """Where all do, nothing is said."""
        _, found = two(["H1", "H2"], ["H1", "H1"])

        assert "frame.no-such-household" not in {code for code, _ in found}

    def test_numbers_and_text(self) -> None:
        """Keys that are text here and numbers there do not meet."""
        _, found = two([1], ["1"])

        codes = [code for code, _ in found]
        assert "frame.keys-differ" in codes
        assert "frame.no-such-household" not in codes

    def test_without_keys(self) -> None:
        """A table without its key is told, and not joined."""
        tables = Tables(
            households=pl.DataFrame({"net_income": [1]}),
            members=pl.DataFrame({"number": ["1"]}),
            villages=pl.DataFrame({"code": ["990101001001"]}),
        )

        lacking = {
            one.where
            for one in check_tables(tables)
            if one.code == "frame.key-lacking"
        }

        assert lacking == {"households.number", "members.household"}

    def test_rows_of_keyed_households_only(self) -> None:
        """Members without the column are no strangers."""
        tables = Tables(
            households=pl.DataFrame({"number": ["1"]}),
            members=pl.DataFrame({"number": ["1"]}),
        )

        codes = {one.code for one in check_tables(tables)}

        assert "frame.no-such-household" not in codes

    def test_several_engines(self) -> None:
        """Tables of two engines cannot be looked at together."""
        homes = pl.DataFrame({"number": ["H1"]})
        drawn: Any = pl.DataFrame({"household": ["H1"]})
        people = drawn.to_arrow()
        tables = Tables(households=homes, members=duckdb.from_arrow(people))

        with pytest.raises(InvalidValueError, match="several engines"):
            check_tables(tables)
