"""
The door: whatever does not fit is said of all frames at once.

Each reading of the columns that fit is tried against each type that a
host's table may have.
"""

from __future__ import annotations

import datetime as dt

from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from pa_registry import frames, yuan
from pa_registry.errors import (
    InvalidConditionError,
    InvalidValueError,
    NeedsFactDayError,
    TablesRefusedError,
    UnboundError,
    UnknownNameError,
)
from pa_registry.model import Household, Registry, Status
from pa_registry.model.terms import household, measure, person, vehicle
from pa_registry.policies import identification


POOR = household.net_income < yuan(2952)
HAS_CHILD = household.members.any(person.age < 16)
DAY = dt.date(2016, 10, 19)
HOMES = pl.DataFrame({"number": ["H1"], "net_income": [1]})


def refused(*args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    with pytest.raises(TablesRefusedError) as caught:
        frames.judge(*args, **kwargs)
    for one in caught.value.problems:
        assert one.zh
        assert one.remedy_zh
        assert str(one) in str(caught.value)
    return [(one.code, one.where) for one in caught.value.problems]


class TestEverythingAtOnce:
    def test_lacking_and_wrong(self) -> None:
        """Lacking columns and wrong types of every frame, in one pass."""
        homes = pl.DataFrame({"number": ["H1"], "net_income": [1.5]})
        members = pl.DataFrame(
            {"household": ["H1"], "born": ["2010-01-01"], "left": [None]}
        )
        rules = {"poor": POOR, "child": HAS_CHILD}

        found = refused(rules, homes, members=members, at=DAY)

        assert found == [
            ("frame.column-type", "households.net_income"),
            ("frame.column-type", "members.born"),
            ("frame.column-lacking", "members.joined"),
            ("frame.column-lacking", "members.usual_resident"),
        ]

    def test_keys_of_two_kinds(self) -> None:
        """Numbers that are text here and integers there do not meet."""
        members = pl.DataFrame(
            {"household": [1], "born": [None]}
        ).with_columns(
            usual_resident=True,
            joined=pl.lit(None),
            left=pl.lit(None),
        )

        found = refused({"c": HAS_CHILD}, HOMES, members=members, at=DAY)

        assert found == [("frame.keys-differ", "households.number")]

    def test_help_measures_have_no_default(self) -> None:
        """That nobody gives the measures does not mean that there are none."""
        helped = household.measures.any(measure.since <= DAY)

        assert refused({"m": helped}, HOMES, at=DAY) == [
            ("frame.table-lacking", "measures")
        ]

    def test_the_column_is_taken(self) -> None:
        """A column that is there is not written over."""
        assert refused({"net_income": POOR}, HOMES) == [
            ("frame.column-taken", "households.net_income")
        ]


@pytest.mark.parametrize(
    ("dtype", "fits"),
    [
        (pl.Int8, True),
        (pl.UInt32, True),
        (pl.Int64, True),
        (pl.Null, True),
        (pl.Float64, False),
        (pl.Decimal(18, 2), False),
        (pl.String, False),
        (pl.Boolean, False),
    ],
    ids=str,
)
def test_money_is_whole_fen(dtype: Any, fits: bool) -> None:  # noqa: FBT001
    """Whole numbers of any width are taken, and nothing else is."""
    values: Any = {pl.Null: None, pl.String: "1", pl.Boolean: True}.get(
        dtype, 1
    )
    if isinstance(dtype, pl.Decimal):
        values = Decimal(1)
    homes = pl.DataFrame(
        {"number": ["H1"], "net_income": pl.Series([values], dtype=dtype)}
    )
    if fits:
        out = frames.judge({"poor": POOR}, homes)
        assert out["poor"].to_list() == [None if dtype == pl.Null else True]
    else:
        assert refused({"poor": POOR}, homes) == [
            ("frame.column-type", "households.net_income")
        ]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int16, pl.Int32], ids=str)
def test_narrow_types_do_not_wrap(dtype: Any) -> None:
    """100 fen times 100 people is 10,000, in 8 bits too."""
    rule = household.net_income.per(household.printed_size) < yuan(100)
    homes = pl.DataFrame(
        {
            "number": ["H1"],
            "net_income": pl.Series([100], dtype=dtype),
            "printed_size": pl.Series([100], dtype=dtype),
        }
    )

    assert frames.judge({"r": rule}, homes)["r"].to_list() == [True]


@pytest.mark.parametrize(
    "dtype",
    [pl.String, pl.Categorical, pl.Enum([one.value for one in Status])],
    ids=["String", "Categorical", "Enum"],
)
def test_codes_are_their_text(dtype: Any) -> None:
    """Categories are read as text, whatever the order that they have."""
    one, other = list(Status)[:2]
    rule = household.status.equals(one)
    homes = pl.DataFrame(
        {
            "number": ["H1", "H2"],
            "status": pl.Series([one.value, other.value], dtype=dtype),
        }
    )

    assert frames.judge({"r": rule}, homes)["r"].to_list() == [True, False]


def test_keys_may_be_numbers() -> None:
    """A host's own integer keys meet as its text keys do."""
    homes = pl.DataFrame({"number": pl.Series([1, 2], dtype=pl.Int32)})
    members = pl.DataFrame(
        {
            "household": pl.Series([1], dtype=pl.Int64),
            "born": [dt.date(2010, 1, 1)],
            "usual_resident": [True],
            "joined": [None],
            "left": [None],
        }
    )

    out = frames.judge({"c": HAS_CHILD}, homes, members=members, at=DAY)

    assert out.sort("number")["c"].to_list() == [True, None]


class TestArguments:
    @pytest.mark.parametrize("wrong", [None, 5, "x", {"number": ["H1"]}])
    def test_no_frame(self, wrong: Any) -> None:
        """What is no frame is refused by the name of its argument."""
        with pytest.raises(InvalidValueError, match="households"):
            frames.judge({"poor": POOR}, wrong)

    def test_several_engines(self) -> None:
        """Frames of two engines are refused, each by its name."""
        members = duckdb.sql("select 'H1' as household")
        with pytest.raises(InvalidValueError, match=r"polars.*duckdb"):
            frames.judge({"poor": POOR}, HOMES, members=members)

    def test_twice(self) -> None:
        """`Tables` and single tables do not go together."""
        tables = frames.Tables(households=HOMES)
        with pytest.raises(InvalidValueError, match="twice"):
            frames.judge({"poor": POOR}, tables, members=HOMES)

    def test_unknown_source(self) -> None:
        """A source that there is none of is refused, as coverage too."""
        with pytest.raises(UnknownNameError, match="vehicles"):
            frames.judge({"poor": POOR}, HOMES, sources={"vehicels": HOMES})
        with pytest.raises(UnknownNameError, match="vehicles"):
            frames.judge({"poor": POOR}, HOMES, coverage=["vehicels"])

    def test_no_label(self) -> None:
        """A single rule names its column by its label."""
        with pytest.raises(InvalidValueError, match="label"):
            frames.judge(POOR, HOMES)

        out = frames.judge(POOR.labelled("poor"), HOMES)
        assert out["poor"].to_list() == [True]

    def test_two_forms(self) -> None:
        """Rules about households and about persons are judged apart."""
        rules: Any = {"a": POOR, "b": person.age < 16}
        with pytest.raises(InvalidValueError, match="household and person"):
            frames.judge(rules, HOMES, at=DAY)

    def test_needs_a_day(self) -> None:
        """A rule that reads a day is refused without one."""
        with pytest.raises(NeedsFactDayError):
            frames.judge({"c": HAS_CHILD}, HOMES)

    def test_unbound(self) -> None:
        """A parameter without its number is refused."""
        rule = identification().steps[0].rule
        with pytest.raises(UnboundError):
            frames.judge({"r": rule}, HOMES, at=DAY)

    def test_no_condition(self) -> None:
        """What is no rule is refused."""
        wrong: Any = {"r": "net_income < 1"}
        with pytest.raises(InvalidConditionError):
            frames.judge(wrong, HOMES)

    def test_columns_read_one_frame(self) -> None:
        """A rule over the rows of another table is no single expression."""
        with pytest.raises(InvalidValueError, match=r"frames\.judge"):
            frames.columns(HAS_CHILD, at=DAY)


class TestCoverage:
    """How a search is stated, and what counts as one."""

    CARS = household.vehicles.any(vehicle.earns_living)
    TABLES = frames.from_registry(
        Registry(households=(Household(number="H1"), Household(number="H2")))
    )

    def judged(self, coverage: Any, **more: Any) -> list[bool | None]:
        """Judge both households by what is stated."""
        members = pl.DataFrame(
            {
                "household": ["H1", "H2"],
                "number": ["1", "2"],
                "usual_resident": [True, True],
                "joined": [None, None],
                "left": [None, None],
            }
        )
        out = frames.judge(
            {"r": self.CARS},
            self.TABLES.households,
            members=members,
            coverage=coverage,
            **more,
        )
        return list(out.sort("number")["r"])

    def test_by_name(self) -> None:
        """A source that is named was searched for everybody."""
        assert self.judged("vehicles") == [False, False]
        assert self.judged(["machines"]) == [None, None]
        assert self.judged(None) == [None, None]

    def test_by_household(self) -> None:
        """A table of households needs no column of persons."""
        table = pl.DataFrame({"household": ["H2"], "source": ["vehicles"]})

        assert self.judged(table) == [None, False]

    def test_by_person(self) -> None:
        """A search for every member is one for the household."""
        table = pl.DataFrame(
            {"household": ["H1"], "source": ["vehicles"], "person": ["1"]}
        )

        assert self.judged(table) == [False, None]

    @pytest.mark.parametrize(
        ("extracted", "counts"),
        [
            (dt.date(2016, 9, 29), None),
            (dt.date(2016, 9, 30), False),
            (dt.date(2016, 10, 1), False),
            (None, None),
        ],
    )
    def test_fresh(self, extracted: Any, counts: Any) -> None:
        """An extract before the first day that counts is no search."""
        table = pl.DataFrame(
            {
                "household": ["H1"],
                "source": ["vehicles"],
                "extract_date": pl.Series([extracted], dtype=pl.Date),
            }
        )

        assert self.judged(table, fresh_from=dt.date(2016, 9, 30)) == [
            counts,
            None,
        ]
