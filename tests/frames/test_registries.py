"""
A registry written as frames and read back is the same registry.

1. Whatever a form declares comes back; what it does not, stays behind.
2. A value that no form can hold is a problem, and stands as a blank.
3. Identity numbers leave in clear only for a stated purpose.
"""

from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import polars as pl
import pytest

from hypothesis import given, settings

from pa_registry import Household, Person, Rate, Registry, Village, frames
from pa_registry.columns import column
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model import (
    SOURCES,
    Coverage,
    Evidence,
    Health,
    IdentityNumber,
)
from tests.frames.engines import ENGINES, Homes, homes, often


def plain(case: Homes) -> Registry:
    """Leave out what no frame holds: identity numbers without a purpose."""
    return Registry(
        households=tuple(
            attrs.evolve(
                one,
                members=tuple(
                    attrs.evolve(p, identity=None) for p in one.members
                ),
            )
            for one in case.registry.households
        )
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_there_and_back(engine: str) -> None:
    """What was written as frames reads back, on every engine."""

    @settings(max_examples=often(4 if engine == "duckdb" else 20))
    @given(homes())
    def agree(case: Homes) -> None:
        found = frames.to_registry(ENGINES[engine](case))

        assert found.problems == ()
        assert found.registry == plain(case)
        for number, evidence in case.evidence.items():
            again = found.by_household[number]
            for source in SOURCES:
                assert again.of(source) == evidence.of(source)
            assert [
                attrs.evolve(one, household=None) for one in again.coverage
            ] == list(evidence.coverage)

    agree()


@settings(max_examples=often(20))
@given(homes())
def test_identity_numbers_need_a_purpose(case: Homes) -> None:
    """Without a purpose the column is blank; with one it reads back."""
    closed = case.tables().members["identity"].to_list()
    opened = frames.from_registry(case.registry, purpose="a test")

    assert set(closed) <= {None}
    assert frames.to_registry(opened).registry == case.registry


@attrs.frozen(kw_only=True)
class Local:
    """Fields of a county's own."""

    tea: int | None = column("茶园面积", unit="mu", high=10_000)


def test_extra_fields_have_columns() -> None:
    """A user's own fields are written and read as the others."""
    extra = {"households": Local}
    registry = Registry(
        households=(
            Household(number="H1", extra=Local(tea=6)),
            Household(number="H2"),
        )
    )

    tables = frames.from_registry(registry, extra=extra)

    assert tables.households["extra__tea"].to_list() == [6, None]
    assert frames.to_registry(tables, extra=extra).registry == registry


def test_an_old_extract_is_no_search() -> None:
    """What an evidence would not count is not written as a search."""
    days = (dt.date(2016, 9, 1), dt.date(2016, 10, 1), None)
    evidence = Evidence(
        coverage=tuple(
            Coverage(source="vehicles", extract_date=day) for day in days
        ),
        fresh_from=dt.date(2016, 10, 1),
    )
    registry = Registry(households=(Household(number="H1"),))

    tables = frames.from_registry(registry, {"H1": evidence})

    assert tables.coverage["extract_date"].to_list() == [days[1]]


class TestProblems:
    """“Nothing is lost”: what does not fit is said, and stands as blank."""

    def test_values(self) -> None:
        """A value out of range, a code of no list, half a choice."""
        tables = frames.Tables(
            households=pl.DataFrame(
                {"number": ["H1"], "net_income": [10**15], "status": ["odd"]}
            ),
            members=pl.DataFrame(
                {
                    "household": ["H1", "H9"],
                    "number": ["1", "2"],
                    **{
                        f"health__{one.name.lower()}": [
                            True if one is Health.DISABLED else None,
                            None,
                        ]
                        for one in Health
                    },
                }
            ),
        )

        found = frames.to_registry(tables)

        (home,) = found.registry.households
        assert (home.net_income, home.status) == (None, None)
        assert [one.health for one in home.members] == [None]
        assert [one.code for one in found.problems] == [
            "frame.half-blank",
            "frame.no-such-household",
            "frame.out-of-range",
            "frame.unknown-code",
        ]

    def test_a_number_used_twice(self) -> None:
        """Rows of two households of one number could not be told apart."""
        registry = Registry(
            households=(Household(number="H1"), Household(number="H1"))
        )

        with pytest.raises(InvalidValueError, match=r"twice.*H1"):
            frames.from_registry(registry)

    def test_unknown_engine(self) -> None:
        """An engine that holds no frames by itself is refused."""
        wrong: Any = "spark"
        with pytest.raises(InvalidValueError, match="polars or pyarrow"):
            frames.from_registry(Registry(), backend=wrong)


class TestSchema:
    def test_every_form_has_a_table(self) -> None:
        """Each relation of a household has its table, and nothing else."""
        assert set(frames.schema()) == {
            "households",
            "members",
            "relatives",
            "measures",
            "coverage",
            "villages",
            "counties",
            *SOURCES,
        }

    def test_unknown_names(self) -> None:
        """A table or column that there is none of is refused by name."""
        with pytest.raises(UnknownNameError, match="net_income"):
            frames.schema()["households"].column("net_incom")
        with pytest.raises(UnknownNameError, match="vehicle"):
            frames.schema(extra={"vehicles": Local})

    def test_extra_must_be_a_form(self) -> None:
        """What is no attrs class with columns is refused."""
        wrong: Any = {"households": int}
        with pytest.raises(InvalidValueError, match="attrs class"):
            frames.schema(extra=wrong)

    def test_missing_values_are_null(self) -> None:
        """A blank is null in every column, and never a sentinel."""
        registry = Registry(households=(Household(number="H1"),))
        row = frames.from_registry(registry).households.to_dicts()[0]
        stated = {"number": "H1", "relatives_recorded": False}

        assert {k: v for k, v in row.items() if v is not None} == stated


def test_rates_stay_behind() -> None:
    """A village comes back without its rate, which no rule reads."""
    village = Village(code="990001101201", incidence=Rate(numerator=1, base=9))
    registry = Registry(villages=(village,))

    found = frames.to_registry(frames.from_registry(registry))

    assert "incidence" not in frames.schema()["villages"].columns
    assert found.registry.villages == (attrs.evolve(village, incidence=None),)


def test_identity_is_text() -> None:
    """A number stands as its text, which a grade can be read from again."""
    text = "990001200002290016"
    person = Person(number="1", identity=IdentityNumber.read(text))
    registry = Registry(
        households=(Household(number="H1", members=(person,)),)
    )

    tables = frames.from_registry(registry, purpose="a test")

    assert tables.members["identity"].to_list() == [text]
