"""
What a conversion makes of raw columns, and what it says.

1. A value comes to what the reader of cells makes of it, or is a blank.
2. Every value is there afterwards, or counted among the problems.
3. Afterwards nothing is left that no rule can read, and a second
   conversion changes nothing.
4. A frame without a problem comes back as it is.
5. Decisions are those of the objects that the same cells are read to.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import duckdb
import narwhals as nw
import polars as pl
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.columns import Kind, columns
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.exchange import read_households
from pa_registry.exchange.cells import Manner, read_cell
from pa_registry.exchange.faults import Spot
from pa_registry.exchange.headers import Heading
from pa_registry.frames import Conformed, check, conform, schema
from pa_registry.frames._wording import SAID
from pa_registry.masking import masked
from pa_registry.model import Household, Person, VehicleKind
from pa_registry.model.terms import household, vehicle
from pa_registry.policies import Policy
from pa_registry.testing import days
from tests.exchange.rosters import csv_of, number_of
from tests.frames.engines import Homes, by_number, homes
from tests.policies.random_policies import policies


#: Each example has many values: what costs time is the plan.
FEW = settings(max_examples=3)
CALM = (HealthCheck.too_slow, HealthCheck.filter_too_much)


def _to_arrow(frame: Any) -> Any:
    return frame.to_arrow()


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pyarrow": _to_arrow,
    "duckdb": lambda frame: duckdb.from_arrow(_to_arrow(frame)),
}

#: Cells as they come, for any column; half-width, as conform reads them.
NUMBERS = [
    "0",
    "-0.00",
    "2952.50",
    "2,952.50",
    "2952.505",
    "+5",
    "1e3",
    "nan",
    "inf",
    "三千",
    "3000元",
    "0x10",
    "1_000",
    "1.2.3",
    "12,34",
    "007",
    "9" * 15,
    "9" * 16,
    "1" + "0" * 40,
    "2015",
    "2015.0",
    "100.",
    ".5",
]
DAYS = [
    "2016-10-19",
    "2016/1/9",
    "2016.01.09",
    "2016年2月29日",
    "20160229",
    "2015-02-29",
    "2016-10/19",
    "20161301",
    "1899-12-31",
    "2101-01-01",
    "2100-02-29",
    "2000-02-29",
    "2016-04-31",
    "Thu",
    "16-1-1",
    "2016",
]
WORDS = ["是", "否", "有", "无", "√", "×", "YES", "n", "True", "对", "?"]
CODES = ["因病", "illness", "缺劳力", "男", "female", "C级", "已脱贫", "其它"]
BLANKS = ["", "  ", "\u3000"]
PLAIN = (
    *("net_income", "cropland", "printed_size", "house_built"),
    *("entered", "safe_water", "main_cause", "status", "housing_grade"),
)


def padded(text: str) -> st.SearchStrategy[str]:
    """Draw a text, at times with blanks around it."""
    return st.sampled_from([text, f" {text}", f"{text}\u3000"])


def texts() -> st.SearchStrategy[str | None]:
    """Draw a cell of text of any kind."""
    known = st.sampled_from([*NUMBERS, *DAYS, *WORDS, *CODES])
    day = st.dates(dt.date(1890, 1, 1), dt.date(2110, 1, 1)).map(str)
    amount = st.decimals(-(10**6), 10**6, places=3).map(str)
    free = st.one_of(known, day, amount, st.text("0123-/.年月日", max_size=9))
    return st.one_of(st.none(), st.sampled_from(BLANKS), free.flatmap(padded))


def as_stored(value: Any) -> Any:
    """Give a value as a frame holds it."""
    value = getattr(value, "value", value)
    return int(value) if type(value).__name__ == "Fen" else value


def scalar(form: type, name: str, text: str | None) -> Any:
    """Read a cell as the exchange does."""
    if text is None:
        return None
    column = columns(form)[name]
    if column.kind is Kind.FLAG and text.strip() in {"0", "1"}:
        # A whole column read as text may hold what a column of numbers does.
        return text.strip() == "1"
    heading = Heading(0, name, column)
    return as_stored(read_cell(text, heading, Spot("t"), Manner()).value)


def values(done: Conformed, name: str) -> list[Any]:
    """Compute one column of what was converted."""
    frame = nw.from_native(done.frame).lazy().collect()
    return list(frame[name].to_arrow().to_pylist())


def lost(done: Conformed, where: str) -> int:
    """Count the values that are said to be blanks now."""
    found = [
        one
        for one in done.problems
        if one.where == where and one.severity == "error"
    ]
    return sum(
        int("".join(c for c in part if c.isdigit()))
        for one in found
        for part in [one.zh.split("个")[0].split("行")[0][-8:]]
    )


def settled(done: Conformed, table: str = "households") -> None:
    """Say that nothing is left to convert."""
    again = conform(done.frame, table)
    left = check(done.frame, table)

    assert not [str(one) for one in left if one.severity == "error"]
    assert not again.changes
    assert again.frame is done.frame


@pytest.mark.parametrize("engine", ENGINES)
class TestText:
    def test_cells(self, engine: str) -> None:
        """Text comes to what the reader of cells makes of it."""

        @settings(
            max_examples={"polars": 8}.get(engine, 2),
            suppress_health_check=CALM,
        )
        @given(st.lists(texts(), min_size=30, max_size=80))
        def agree(cells: list[str | None]) -> None:
            frame = pl.DataFrame(
                dict.fromkeys(PLAIN, cells),
                schema=dict.fromkeys(PLAIN, pl.String),
            )

            done = conform(ENGINES[engine](frame), "households")

            for name in PLAIN:
                expected = [scalar(Household, name, one) for one in cells]
                assert values(done, name) == expected, name
                filled = sum(bool((one or "").strip()) for one in cells)
                kept = sum(one is not None for one in expected)
                gone = lost(done, f"households.{name}")
                assert gone == filled - kept, name
            settled(done)

        agree()


class Exact(NamedTuple):
    """A number of a type, and the exact value that was meant."""

    held: Any
    meant: Fraction | None


def scaled(one: Exact, scale: int, low: int, high: int) -> int | None:
    """Count in stored units, or give nothing where that is not exact."""
    if one.meant is None or (one.meant * scale).denominator > 1:
        return None
    found = int(one.meant * scale)
    return found if low <= found <= high else None


LIMIT = 10**14
#: A number of fen that floats of yuan can hold without a doubt.
FEN = st.integers(-(10**13), 10**13)


class TestNumbers:
    @FEW
    @given(
        st.lists(
            st.decimals(-(10**13), 10**13, places=3, allow_nan=False),
            min_size=20,
        )
    )
    def test_decimals(self, given_: list[Decimal]) -> None:
        """Decimals are yuan, exactly or not at all."""
        frame = pl.DataFrame(
            {"net_income": given_}, schema={"net_income": pl.Decimal(20, 3)}
        )

        for convert in ENGINES.values():
            done = conform(convert(frame), "households")
            assert values(done, "net_income") == [
                scaled(Exact(one, Fraction(one)), 100, -LIMIT, LIMIT)
                for one in given_
            ]
            settled(done)

    @FEW
    @given(st.lists(FEN, min_size=20))
    def test_floats_of_whole_fen(self, fen: list[int]) -> None:
        """A float that is the nearest to so many fen is that many."""
        frame = pl.DataFrame({"net_income": [one / 100 for one in fen]})

        done = conform(frame, "households")

        assert values(done, "net_income") == fen

    @pytest.mark.parametrize(
        ("yuan", "fen"),
        [
            (0.1 + 0.2, 30),
            (2952.355, None),
            (1.005, None),
            (100.0000000001, 10_000),
            (100.0000001, None),
            (1e12, LIMIT),
            (1e12 + 0.01, None),
            (-1e12, -LIMIT),
            (1e300, None),
            (float("inf"), None),
            (float("nan"), None),
        ],
    )
    def test_floats_beside_whole_fen(
        self, yuan: float, fen: int | None
    ) -> None:
        """A millionth of a fen is noise; more is no whole fen."""
        frame = pl.DataFrame({"net_income": [yuan, 0.5]})

        for convert in ENGINES.values():
            done = conform(convert(frame), "households")
            assert values(done, "net_income") == [fen, 50]

    def test_single_floats(self) -> None:
        """Floats of thirty-two bits hold quarters of a yuan, and few else."""
        frame = pl.DataFrame(
            {"net_income": [0.25, 2952.35]}, schema={"net_income": pl.Float32}
        )

        assert values(conform(frame, "households"), "net_income") == [25, None]

    @FEW
    @given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=20))
    def test_whole_numbers(self, given_: list[int]) -> None:
        """Whole numbers are fen, or yuan where somebody says so."""
        frame = pl.DataFrame({"net_income": given_})

        as_fen = conform(frame, "households")
        as_yuan = conform(frame, "households", yuan=["net_income"])

        assert values(as_fen, "net_income") == [
            one if abs(one) <= LIMIT else None for one in given_
        ]
        assert values(as_yuan, "net_income") == [
            one * 100 if abs(one * 100) <= LIMIT else None for one in given_
        ]
        settled(as_fen)

    @pytest.mark.parametrize(
        "dtype", [pl.Int8, pl.UInt8, pl.Int32, pl.UInt64, pl.Float64]
    )
    def test_other_widths(self, dtype: Any) -> None:
        """Other widths come to the same numbers."""
        frame = pl.DataFrame(
            {"printed_size": [3, None, 0]}, schema={"printed_size": dtype}
        )

        for convert in ENGINES.values():
            done = conform(convert(frame), "households")
            assert values(done, "printed_size") == [3, None, 0]
            settled(done)

    def test_more_than_sixty_four_bits(self) -> None:
        """What passes them is out of range, and no error of an engine."""
        frame = pl.DataFrame(
            {"net_income": [2**64 - 1, 5]}, schema={"net_income": pl.UInt64}
        )

        for convert in ENGINES.values():
            done = conform(convert(frame), "households")
            assert values(done, "net_income") == [None, 5]
            assert [one.code for one in done.problems[-1:]]

    @pytest.mark.parametrize(
        ("size", "kept"), [(-1, False), (0, True), (1000, True), (1001, False)]
    )
    def test_range(self, size: int, kept: bool) -> None:  # noqa: FBT001
        """The limits of the range are in it."""
        done = conform(pl.DataFrame({"printed_size": [size]}), "households")

        assert values(done, "printed_size") == [size if kept else None]
        assert ("frame.out-of-range" in codes(done)) is not kept

    def test_small_decimals(self) -> None:
        """A nought of many decimal places is a nought on every engine."""
        frame = pl.DataFrame(
            {"net_income": [Decimal(0), Decimal("0.00000001")]},
            schema={"net_income": pl.Decimal(20, 8)},
        )

        for convert in ENGINES.values():
            done = conform(convert(frame), "households")
            assert values(done, "net_income") == [0, None]
            assert "frame.too-fine" in codes(done)


class TestUnits:
    def test_whole_floats_are_said_to_be_unclear(self) -> None:
        """Floats without a fraction may be fen that lost their type."""
        whole = pl.DataFrame({"net_income": [295_200.0, None]})
        broken = pl.DataFrame({"net_income": [2952.0, 0.5]})

        guessed = conform(whole, "households")
        said = conform(whole, "households", stored=["net_income"])

        assert values(guessed, "net_income") == [29_520_000, None]
        assert "frame.unit-unclear" in codes(guessed)
        assert values(said, "net_income") == [295_200, None]
        assert "frame.unit-unclear" not in codes(said)
        unclear = codes(conform(broken, "households"))
        assert "frame.unit-unclear" not in unclear

    def test_wrong_names(self) -> None:
        """A unit is given for columns of money, or of numbers."""
        frame = pl.DataFrame({"net_income": [1]})

        with pytest.raises(UnknownNameError, match="net_income"):
            conform(frame, "households", yuan=["net_incom"])
        with pytest.raises(UnknownNameError, match="numbers"):
            conform(frame, "households", stored=["status"])
        with pytest.raises(InvalidValueError, match="yuan="):
            conform(frame, "households", yuan="net_income")


def codes(done: Conformed) -> list[str]:
    """List the codes of the problems."""
    return [one.code for one in done.problems]


class TestOtherTypes:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_days(self, engine: str) -> None:
        """Midnights and solid numbers are days."""
        midnight = dt.datetime(2016, 2, 29)  # noqa: DTZ001 -- of no zone
        frame = pl.DataFrame(
            {
                "entered": [midnight, midnight.replace(second=1), None],
                "away_since": [20160229, 20150229, None],
                "split_on": [20160229.0, float("nan"), 0.5],
            }
        )

        done = conform(ENGINES[engine](frame), "households")

        day = dt.date(2016, 2, 29)
        assert values(done, "entered") == [day, None, None]
        assert values(done, "away_since") == [day, None, None]
        assert values(done, "split_on") == [day, None, None]
        assert lost(done, "households.entered") == 1
        assert lost(done, "households.split_on") == 1
        settled(done)

    def test_a_time_zone(self) -> None:
        """With a time zone nobody knows which day it was."""
        zone = pl.Datetime("us", "Asia/Shanghai")
        frame = pl.DataFrame(
            {"entered": [dt.datetime(2016, 1, 1, tzinfo=dt.UTC)]},
            schema={"entered": zone},
        )

        done = conform(frame, "households")

        assert values(done, "entered") == [None]
        assert "frame.time-zone" in codes(done)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_flags(self, engine: str) -> None:
        """One and nought are yes and no; nothing else is."""
        frame = pl.DataFrame(
            {
                "safe_water": [1, 0, 2, None],
                "toilet": [1.0, 0.0, 0.5, float("nan")],
                "television": ["1", "0", "2", None],
            }
        )

        done = conform(ENGINES[engine](frame), "households")

        for name in frame.columns:
            assert values(done, name) == [True, False, None, None]
            assert lost(done, f"households.{name}") == 1
        settled(done)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_identity_numbers(self, engine: str) -> None:
        """Whole numbers can be made text again; floats are damaged."""
        good = next(
            int(number)
            for order in range(100)
            if (number := number_of(order=order)).isdigit()
        )
        frame = pl.DataFrame(
            {
                "household": ["H1"] * 4,
                "number": ["1", "2", "3", "4"],
                "left": [None] * 4,
                "identity": [good, good + 1, 990101800101001, 12],
            }
        )
        floats = frame.with_columns(pl.col("identity").cast(pl.Float64))

        done = conform(ENGINES[engine](frame), "members")
        damaged = conform(ENGINES[engine](floats), "members")

        assert values(done, "identity") == [
            str(one) for one in frame["identity"]
        ]
        found = {one.code: one.zh for one in done.problems}
        assert found["frame.identity-check"].startswith("有1个")
        assert found["frame.identity-form"].startswith("有1个")
        assert values(damaged, "identity") == [None] * 4
        assert lost(damaged, "members.identity") == 4
        settled(done, "members")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_keys(self, engine: str) -> None:
        """Keys are text, without blanks around them."""
        frame = pl.DataFrame(
            {
                "household": [1, 2],
                "number": [" P1", "  "],
                "name": ["王某甲 ", ""],
                "left": [None, None],
            }
        )

        done = conform(ENGINES[engine](frame), "members")

        assert values(done, "household") == ["1", "2"]
        assert values(done, "number") == ["P1", None]
        assert values(done, "name") == ["王某甲", None]
        assert "frame.key-blank" in codes(done)
        settled(done, "members")

    def test_numbers_where_text_belongs(self) -> None:
        """Whole floats give their digits; a fraction gives nothing."""
        frame = pl.DataFrame({"number": [1.0, 0.5, float("nan"), None]})

        done = conform(frame, "households")

        assert values(done, "number") == ["1", None, None, None]
        assert "frame.unreadable-text" in codes(done)
        settled(done)

    def test_categories(self) -> None:
        """Categories are text."""
        frame = pl.DataFrame(
            {"main_cause": ["因病", "illness"]},
            schema={"main_cause": pl.Categorical},
        )

        done = conform(frame, "households")

        assert values(done, "main_cause") == ["illness", "illness"]
        settled(done)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("net_income", [1]),
            ("entered", True),
            ("safe_water", dt.date(2016, 1, 1)),
            ("number", [1]),
            ("main_cause", 3),
        ],
    )
    def test_types_that_nothing_can_be_made_of(
        self, name: str, value: Any
    ) -> None:
        """A column of a type that cannot be converted is blank, and said."""
        frame = pl.DataFrame({name: [value, None]})

        done = conform(frame, "households")

        assert values(done, name) == [None, None]
        assert "frame.column-type" in codes(done)
        settled(done)

    def test_columns_without_a_value(self) -> None:
        """A column of blanks takes the type of the schema."""
        frame = pl.DataFrame({"net_income": [None], "entered": [None]})

        done = conform(frame, "households")

        assert done.frame.schema["entered"] == pl.Date
        settled(done)


class TestLacking:
    def test_everything_is_added_and_nothing_dropped(self) -> None:
        """Lacking columns are added; unknown ones, and all rows, stay."""
        frame = pl.DataFrame({"number": ["H1", "H1"], "zone": ["东", "西"]})

        done = conform(frame, "households")

        added = set(schema()["households"].columns) - {"relatives_recorded"}
        assert set(done.frame.columns) == added | {"zone"}
        assert done.frame["zone"].to_list() == ["东", "西"]
        assert "frame.column-unknown" in codes(done)

    def test_blanks_that_say_something(self) -> None:
        """That nobody has left is not to be supposed in silence."""
        frame = pl.DataFrame({"household": ["H1"], "number": ["P1"]})

        done = conform(frame, "members")

        assert {
            one.where
            for one in done.problems
            if one.code == "frame.statement-lacking"
        } == {"members.joined", "members.left"}

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("net_incom", "net_income"),
            ("家庭纯收入", "net_income"),
            ("zz", ""),
        ],
    )
    def test_near_names(self, name: str, near: str) -> None:
        """A misspelt name, and the Chinese one, lead to the column."""
        frame = pl.DataFrame({name: [1]})

        (found,) = (
            one
            for one in check(frame, "households")
            if one.code == "frame.column-unknown"
        )

        assert ("Did you mean" in found.remedy_en) is bool(near)
        assert near in found.remedy_en


class TestConforming:
    @settings(max_examples=2, suppress_health_check=CALM)
    @given(homes(most=6))
    def test_a_right_frame_comes_back_as_it_is(self, case: Homes) -> None:
        """What a registry is written as has no problem, and stays."""
        tables = case.tables()

        for name, frame in tables.given().items():
            found = check(frame, name)
            done = conform(frame, name)
            # Members of drawn households may have the same number.
            assert {one.code for one in found} <= {"frame.key-repeated"}
            assert done.frame is frame
            assert done.changes == ()
            assert done.problems == found

    @FEW
    @given(st.lists(st.lists(st.sampled_from([True, False, None]))))
    def test_half_a_list_is_blank(self, rows: list[list[bool | None]]) -> None:
        """Part of a multi-select field is no multi-select field."""
        names = [
            name
            for name in schema()["members"].columns
            if name.startswith("health__")
        ]
        filled = [[*row, *[None] * 4][:4] for row in rows]
        frame = pl.DataFrame(
            filled, dict.fromkeys(names, pl.Boolean), orient="row"
        )

        done = conform(frame, "members")

        found = done.frame.select(names).rows()
        assert found == [
            (None,) * 4 if None in row else tuple(row) for row in filled
        ]
        half = sum(None in row and set(row) != {None} for row in filled)
        assert lost(done, f"members.{names[0]}") == half

    def test_a_list_without_some_columns(self) -> None:
        """Columns that are lacking are a part that is blank."""
        frame = pl.DataFrame({"health__disabled": [True, None]})

        done = conform(frame, "members")

        assert values(done, "health__disabled") == [None, None]
        assert lost(done, "members.health__disabled") == 1


HOMES = ("net_income", "main_cause", "entered", "food_secured", "division")
PEOPLE = (
    "usual_resident",
    "registered_here",
    "joined",
    "left",
    "born",
    "dibao",
    "sex",
)


class TestSameDecisions:
    @settings(max_examples=15, suppress_health_check=CALM)
    @given(st.data(), policies(), days())
    def test_as_objects_of_the_same_cells(
        self, data: st.DataObject, policy: Policy[Any], day: dt.date
    ) -> None:
        """Cells come to the same decision as columns and as objects."""
        cell = texts().filter(
            lambda text: (text or "").strip() not in {"0", "1"}
        )
        count = data.draw(st.integers(2, 8))
        numbers = [f"H{place}" for place in range(count)]
        rows = [[n, *(data.draw(cell) for _ in HOMES)] for n in numbers]
        people = [
            [
                data.draw(st.sampled_from(numbers)),
                f"P{place}",
                *(data.draw(cell) for _ in PEOPLE),
            ]
            for place in range(data.draw(st.integers(0, 12)))
        ]
        read = read_households(
            sheet(Household, ("number", *HOMES), rows),
            sheet(Person, ("household", "number", *PEOPLE), people),
        )

        done = conform(text_frame(("number", *HOMES), rows), "households")
        members = conform(
            text_frame(("household", "number", *PEOPLE), people), "members"
        )
        nothing = conform(text_frame(("household",), []), "measures")
        found = by_number(
            frames.decide(
                policy,
                done.frame,
                members=members.frame,
                measures=nothing.frame,
                at=day,
            )
        )

        for one in read.registry.households:
            expected = policy(one, at=day)
            row = found[one.number]
            assert row["outcome"] == expected.outcome.value
            assert row["possible"] == ",".join(
                outcome.value for outcome in expected.possible
            )

    def test_a_record_whose_end_cannot_be_read(self) -> None:
        """It may be held or not: an unreadable end is not *still held*."""
        rows = pl.DataFrame(
            {
                "household": ["H1", "H2", "H3"],
                "holder": [None] * 3,
                "seen_on": [dt.date(2016, 6, 30)] * 3,
                "acquired": [dt.date(2012, 1, 1)] * 3,
                "disposed": ["", "2015年", "2015-05-01"],
                "kind": ["轿车"] * 3,
            }
        )
        done = conform(rows, "vehicles")
        own = household.vehicles.any(vehicle.kind.equals(_car()))

        found = by_number(
            frames.judge(
                {"own": own},
                pl.DataFrame({"number": ["H1", "H2", "H3"]}),
                members=pl.DataFrame(
                    {
                        "household": ["H1", "H2", "H3"],
                        "number": ["1", "2", "3"],
                        "usual_resident": [True] * 3,
                        "joined": [None] * 3,
                        "left": [None] * 3,
                    }
                ),
                sources={"vehicles": done.frame},
                coverage="vehicles",
                at=dt.date(2016, 10, 19),
            )
        )

        assert [found[n]["own"] for n in ("H1", "H2", "H3")] == [
            True,
            None,
            False,
        ]
        assert codes(done).count("frame.doubtful") == 2
        settled(done, "vehicles")

    def test_a_search_whose_person_cannot_be_read(self) -> None:
        """It is not a search for the whole household."""
        frame = pl.DataFrame(
            {
                "household": ["H1", "H2"],
                "source": ["vehicles", "vehicles"],
                "extract_date": [dt.date(2016, 6, 30)] * 2,
                "person": [0.5, None],
            }
        )

        done = conform(frame, "coverage")

        assert values(done, "source") == [None, "vehicles"]
        settled(done, "coverage")


def _car() -> Any:
    return VehicleKind.CAR


def sheet(form: type, names: tuple[str, ...], rows: list[list[Any]]) -> bytes:
    """Write rows as CSV with Chinese headers."""
    known = columns(form)
    header = ["户编号" if n == "household" else known[n].zh for n in names]
    return csv_of(header, *([one or "" for one in row] for row in rows))


def text_frame(names: tuple[str, ...], rows: list[list[Any]]) -> pl.DataFrame:
    """Write the same rows as a frame of text."""
    return pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")


class TestSaying:
    def test_changes_and_problems_in_both_languages(self) -> None:
        """A report reads well in either language."""
        frame = pl.DataFrame({"number": ["H1"], "net_income": ["1"]})

        done = conform(frame, "households")

        assert str(done.changes[0]) == (
            "households.net_income: made whole fen (1 value)."
        )
        assert done.changes[0].render("zh") == (
            "households.net_income：由元换算为分（1个值）。"
        )
        assert done.changes[1].render("zh").endswith("：补为空列。")

    def test_nothing_personal_is_shown(self) -> None:
        """No number, telephone or account stands in a report in clear."""
        number = number_of()
        frame = pl.DataFrame(
            {
                "number": [number, number, number],
                "phone": ["13800001111", "\t13800001111", None],
                "division": [number, f" {number}", None],
                "net_income": [number, "13800001111", None],
                "entered": [number, number, number],
                "main_cause": [number, number, number],
                f"x{number}": [1, 2, 3],
            }
        )

        done = conform(frame, "households")
        said = [
            text
            for one in (*check(frame, "households"), *done.problems)
            for text in (str(one), one.render("zh"))
        ]
        said += [str(one) for one in done.changes]

        assert not [text for text in said if number in text]
        assert not [text for text in said if "13800001111" in text]
        assert masked(number) in " ".join(said)

    def test_wording_is_whole(self) -> None:
        """Each kind is said in both languages, by severity."""
        for code, said in SAID.items():
            assert said.severity in {"error", "warning", "notice"}, code
            assert said.zh.endswith("。"), code
            assert said.en.endswith("."), code
            assert bool(said.done_zh) == bool(said.done_en), code


class TestPandas:
    def test_converted_at_the_door(self) -> None:
        """Frames of pandas come back with columns that hold blanks."""
        pandas = pytest.importorskip(
            "pandas", reason="pandas is not installed"
        )
        frame = pandas.DataFrame(
            {
                "number": ["H1", "H2", None],
                "net_income": [2952.5, float("nan"), 1.0],
                "printed_size": [3.0, None, 2.0],
                "safe_water": [True, None, False],
                "entered": [dt.date(2016, 1, 1), None, None],
                "main_cause": ["因病", None, "?"],
            },
            index=[5, 6, 7],
        )

        done = conform(frame, "households")

        assert values(done, "net_income") == [295_250, None, 100]
        assert values(done, "printed_size") == [3, None, 2]
        assert values(done, "safe_water") == [True, None, False]
        assert values(done, "main_cause") == ["illness", None, None]
        assert isinstance(done.frame, pandas.DataFrame)
        settled(done)

    def test_columns_of_mixed_objects(self) -> None:
        """A column of anything is refused, with what to do."""
        pandas = pytest.importorskip(
            "pandas", reason="pandas is not installed"
        )
        frame = pandas.DataFrame({"number": [1, "x"]})

        with pytest.raises(InvalidValueError, match="number"):
            conform(frame, "households")
