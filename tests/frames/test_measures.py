"""
A measure of a column is the measure of its values.

1. Exact ones are equal as fractions, on every engine.
2. Those of logarithms and roots agree to the last digits of a float.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry.accounts import measures as on_lists
from pa_registry.accounts.measures import GiniConvention, QuantileConvention
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames import measures
from pa_registry.money import yuan


class Case(NamedTuple):
    """A few households: income in fen, size, and a survey weight."""

    incomes: list[int]
    sizes: list[int]
    weights: list[int]

    def frame(self) -> pl.DataFrame:
        """Write them as a frame."""
        return pl.DataFrame(
            {
                "income": self.incomes,
                "size": self.sizes,
                "weight": self.weights,
            },
            schema=dict.fromkeys(("income", "size", "weight"), pl.Int64),
        )

    def values(self, per: str | None) -> list[Any]:
        """Give the values of a list."""
        if per is None:
            return self.incomes
        return [
            Fraction(income, size)
            for income, size in zip(self.incomes, self.sizes, strict=True)
        ]

    def arguments(
        self, per: str | None, weights: str | None
    ) -> dict[str, Any]:
        """Give what a measure on lists takes."""
        listed = {"size": self.sizes, "weight": self.weights}
        return {
            "values": self.values(per),
            "weights": None if weights is None else listed[weights],
        }


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw households; some incomes are equal, few, negative or huge."""
    amounts = st.one_of(
        st.sampled_from([0, 1, 100, 295_199, 295_200, 295_201]),
        st.integers(-(10**6), 10**6),
        st.integers(10**12, 10**14),
    )
    count = draw(st.integers(1, 8))
    listed = [st.integers(1, 5), st.integers(1, 10**6)]
    return Case(
        [draw(amounts) for _ in range(count)],
        *([draw(one) for _ in range(count)] for one in listed),
    )


def _to_arrow(frame: Any) -> Any:
    return frame.to_arrow()


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pyarrow": _to_arrow,
    "duckdb": lambda frame: duckdb.from_arrow(_to_arrow(frame)),
}
PER = st.sampled_from([None, "size"])
WEIGHTS = st.sampled_from([None, "size", "weight"])
LINES = st.sampled_from([yuan(2952), 1, 10**6, Fraction(590_401, 2)])
POVERTY = ("headcount", "poverty_gap", "severity", "sen", "sen_shorrocks_thon")


def outcome(compute: Callable[[], Any]) -> Any:
    """Give a result, or that it was refused."""
    try:
        return compute()
    except InvalidValueError:
        return "refused"


class TestSameNumbers:
    @settings(max_examples=40)
    @given(
        cases(),
        st.fixed_dictionaries({"per": PER, "weights": WEIGHTS}),
        st.fixed_dictionaries({"line": LINES, "weak": st.booleans()}),
        st.sampled_from(POVERTY),
    )
    def test_poverty(
        self,
        case: Case,
        columns: dict[str, Any],
        manner: dict[str, Any],
        name: str,
    ) -> None:
        """Poverty on a column is that of the list, as a fraction."""
        found = getattr(measures, name)(
            case.frame(), "income", **columns, **manner
        )

        expected = getattr(on_lists, name)(
            **case.arguments(**columns), **manner
        )
        assert found == expected
        assert isinstance(found, Fraction)

    @settings(max_examples=30)
    @given(cases(), PER, WEIGHTS, LINES, st.sampled_from([0, 1, 2, 3, 7, 0.5]))
    def test_any_power(
        self,
        case: Case,
        per: str | None,
        weights: str | None,
        line: Any,
        alpha: float,
    ) -> None:
        """So it is for any power, in the engine or beside it."""
        found = measures.fgt(
            case.frame(),
            "income",
            per=per,
            weights=weights,
            line=line,
            alpha=alpha,
        )

        expected = on_lists.fgt(
            **case.arguments(per, weights), line=line, alpha=alpha
        )
        assert found == (
            expected if alpha % 1 == 0 else pytest.approx(expected, rel=1e-12)
        )

    @settings(max_examples=20)
    @given(cases(), PER, WEIGHTS, st.data())
    def test_inequality(
        self,
        case: Case,
        per: str | None,
        weights: str | None,
        data: st.DataObject,
    ) -> None:
        """So are inequality and quantiles, in every convention."""
        frame, given_ = case.frame(), case.arguments(per, weights)
        gini = data.draw(st.sampled_from(GiniConvention))
        convention = data.draw(st.sampled_from(QuantileConvention))
        share: Any = data.draw(st.sampled_from([0, Fraction(1, 2), 1]))
        columns: dict[str, Any] = {"per": per, "weights": weights}

        for found, expected in (
            (
                lambda: measures.gini(
                    frame, "income", convention=gini, **columns
                ),
                lambda: on_lists.gini(**given_, convention=gini),
            ),
            (
                lambda: measures.quantile(
                    frame, "income", share, convention=convention, **columns
                ),
                lambda: on_lists.quantile(
                    share=share, **given_, convention=convention
                ),
            ),
            *(
                (
                    lambda name=name: getattr(measures, name)(
                        frame, "income", convention=convention, **columns
                    ),
                    lambda name=name: getattr(on_lists, name)(
                        **given_, convention=convention
                    ),
                )
                for name in (
                    "quintile_share_ratio",
                    "at_risk_of_poverty",
                    "relative_median_gap",
                )
            ),
        ):
            assert outcome(found) == outcome(expected)

    @settings(max_examples=20)
    @given(cases(), PER, WEIGHTS)
    def test_logarithms(
        self, case: Case, per: str | None, weights: str | None
    ) -> None:
        """Logarithms agree as floats do."""
        frame, given_ = case.frame(), case.arguments(per, weights)
        columns: dict[str, Any] = {"per": per, "weights": weights}
        for found, expected in (
            (
                lambda: measures.theil(frame, "income", **columns),
                lambda: on_lists.theil(**given_),
            ),
            (
                lambda: measures.watts(frame, "income", line=10**6, **columns),
                lambda: on_lists.watts(**given_, line=10**6),
            ),
        ):
            one, other = outcome(found), outcome(expected)
            if isinstance(other, str):
                assert one == other
            else:
                assert one == pytest.approx(other, rel=1e-9, abs=1e-12)

    @pytest.mark.parametrize("engine", ENGINES)
    @settings(max_examples=5)
    @given(cases(), PER, WEIGHTS)
    def test_engines(
        self, engine: str, case: Case, per: str | None, weights: str | None
    ) -> None:
        """Every engine gives the same."""
        frame = ENGINES[engine](case.frame())
        columns: dict[str, Any] = {"per": per, "weights": weights}
        given_ = case.arguments(per, weights)

        found = measures.severity(frame, "income", line=295_200, **columns)
        spread = outcome(lambda: measures.gini(frame, "income", **columns))

        assert found == on_lists.severity(**given_, line=295_200)
        assert spread == outcome(lambda: on_lists.gini(**given_))

    @settings(max_examples=20)
    @given(
        st.lists(
            st.tuples(st.booleans(), st.booleans(), st.integers(1, 9)),
            min_size=1,
            max_size=6,
        ),
        st.sampled_from([None, "weight"]),
    )
    def test_dimensions(
        self, rows: list[tuple[bool, bool, int]], weights: str | None
    ) -> None:
        """Many dimensions are counted as on lists."""
        frame = pl.DataFrame(rows, ["a", "b", "weight"], orient="row")

        found = measures.alkire_foster(
            frame,
            ["a", "b"],
            weights=[1, 2],
            k=Fraction(1, 2),
            sample_weights=weights,
        )

        expected = on_lists.alkire_foster(
            [(int(a), int(b)) for a, b, _ in rows],
            weights=[1, 2],
            k=Fraction(1, 2),
            sample_weights=None if weights is None else [w for *_, w in rows],
        )
        assert (found.H, found.A, found.M0, found.contributions) == (
            expected.H,
            expected.A,
            expected.M0,
            expected.contributions,
        )


class TestOtherNumbers:
    def test_decimals_stay_exact(self) -> None:
        """Decimals are no floats."""
        frame = pl.DataFrame({"income": [Decimal("0.1"), Decimal("0.3")]})

        found = measures.poverty_gap(frame, "income", line=Decimal("0.2"))

        assert found == Fraction(1, 4)

    def test_floats(self) -> None:
        """Floats give what they give in a list."""
        values = [0.1, 0.2, 0.7]
        frame = pl.DataFrame({"income": values, "size": [3, 3, 7]})
        weights = pl.DataFrame({"income": [1, 2], "weight": [0.5, 1.5]})

        assert measures.gini(frame, "income") == on_lists.gini(values)
        assert measures.headcount(
            frame, "income", line=0.05, per="size"
        ) == pytest.approx(1 / 3)
        assert (
            measures.headcount(weights, "income", line=2, weights="weight")
            == 0.25
        )

    def test_weights_without_room(self) -> None:
        """Weights that cannot be added up in columns are, beside them."""
        frame = pl.DataFrame({"income": [1, 3], "weight": [2**62, 2**62]})

        found = measures.headcount(frame, "income", line=2, weights="weight")

        assert found == Fraction(1, 2)

    def test_float_weights_of_dimensions(self) -> None:
        """Survey weights may be floats."""
        frame = pl.DataFrame({"a": [True, False], "weight": [0.5, 1.5]})

        found = measures.alkire_foster(
            frame, ["a"], weights=[1], k=1, sample_weights="weight"
        )

        assert found.H == 0.25


class TestRefused:
    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            ({"income": [1, None]}, "missing in 1 rows"),
            ({"income": [1.0, float("nan")]}, "missing in 1 rows"),
            ({"income": ["1", "2"]}, "no numbers"),
        ],
    )
    def test_missing_or_no_numbers(
        self, frame: dict[str, Any], message: str
    ) -> None:
        """Nobody is left out in silence."""
        with pytest.raises(InvalidValueError, match=message):
            measures.headcount(pl.DataFrame(frame), "income", line=1)

    def test_unknown_column(self) -> None:
        """A column that is not there is named, with the nearest."""
        with pytest.raises(UnknownNameError, match="income"):
            measures.gini(pl.DataFrame({"income": [1]}), "incom")

    @pytest.mark.parametrize("size", [0, -1])
    def test_nothing_to_divide_by(self, size: int) -> None:
        """A household of nobody has no income a head."""
        frame = pl.DataFrame({"income": [1], "size": [size]})

        with pytest.raises(InvalidValueError, match="above zero"):
            measures.headcount(frame, "income", per="size", line=1)

    def test_dividing_by_no_count(self) -> None:
        """What is divided by is a number of persons."""
        frame = pl.DataFrame({"income": [1], "size": [1.5]})

        with pytest.raises(InvalidValueError, match="whole"):
            measures.headcount(frame, "income", per="size", line=1)

    @pytest.mark.parametrize(
        "weights", [[-1, 2], [0, 0]], ids=["below-zero", "all-zero"]
    )
    def test_weights_without_sense(self, weights: list[int]) -> None:
        """Weights are refused as on lists."""
        frame = pl.DataFrame({"income": [1, 2], "weight": weights})

        with pytest.raises(InvalidValueError, match="weight"):
            measures.headcount(frame, "income", line=2, weights="weight")

    def test_nobody(self) -> None:
        """A share of nobody is not zero."""
        frame = pl.DataFrame({"income": []}, schema={"income": pl.Int64})

        with pytest.raises(InvalidValueError, match="nothing was given"):
            measures.headcount(frame, "income", line=2)

    def test_line_and_power(self) -> None:
        """Line and power are refused as on lists."""
        frame = pl.DataFrame({"income": [1]})

        with pytest.raises(InvalidValueError, match="line"):
            measures.headcount(frame, "income", line=0)
        with pytest.raises(InvalidValueError, match="aversion"):
            measures.fgt(frame, "income", line=1, alpha=-1)
