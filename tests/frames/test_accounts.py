"""
The accounts of a register are the same from objects and from frames.

1. Tallies by any keys, with the households behind them.
2. The standing, the relocation, the flows, and the account of both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import polars as pl
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import accounts, frames
from pa_registry.accounts import (
    Count,
    Key,
    by_cause,
    by_division,
    by_entry_year,
    by_exit_year,
    by_group,
    by_relocation,
    by_reporting_unit,
    by_status,
)
from pa_registry.columns import column
from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
    UnknownFieldError,
)
from pa_registry.frames import Tables, from_registry
from pa_registry.model import (
    Cause,
    DivisionLevel,
    Household,
    Registry,
    ReportingUnit,
    ReportingUnitKind,
    Status,
)
from pa_registry.testing import households as any_households
from tests.accounts.registers import VILLAGES, histories, home, register
from tests.frames.engines import ENGINES, Homes


#: Every engine is asked this often; building a plan costs more on some.
EXAMPLES = {"polars": 30, "polars-lazy": 6, "pyarrow": 10, "duckdb": 5}
CALM = (HealthCheck.too_slow, HealthCheck.filter_too_much)
UNIT = ReportingUnit(
    name="某区",
    kind=ReportingUnitKind.OTHER,
    prefecture="某市",
    code="990101",
)
KEYS: tuple[Key, ...] = (
    by_cause,
    by_division(DivisionLevel.COUNTY),
    by_division(DivisionLevel.VILLAGE),
    by_entry_year,
    by_exit_year,
    by_group,
    by_relocation,
    by_reporting_unit([UNIT]),
    by_status,
    lambda household: household.other_causes,
    lambda household: household.net_income,
    lambda household: household.status and household.exit_year,
)
Engine = Callable[[Homes], Tables]


@st.composite
def registers(draw: st.DrawFn) -> Registry:
    """Draw a register of households of any kind, in a few villages."""
    drawn = draw(st.lists(any_households(), max_size=4))
    return register(
        *(
            attrs.evolve(
                one,
                number=f"H{place}",
                division=draw(st.sampled_from([*VILLAGES, None])),
            )
            for place, one in enumerate(drawn)
        )
    )


@pytest.mark.parametrize("engine", ENGINES)
class TestSameNumbers:
    def test_tally(self, engine: str) -> None:
        """By any keys, and by cells, the counts are those of the objects."""

        @settings(max_examples=EXAMPLES[engine], suppress_health_check=CALM)
        @given(registers(), st.lists(st.sampled_from(KEYS), max_size=3))
        def agree(registry: Registry, keys: list[Key]) -> None:
            tables = ENGINES[engine](Homes(registry, {}))

            found = frames.tally(tables, *keys)
            expected = accounts.tally(registry, *keys)

            assert dict(found.counts) == dict(expected.counts)
            assert dict(found.homes) == {
                labels: tuple(sorted(numbers))
                for labels, numbers in expected.homes.items()
            }
            assert len(found.homes) == len(expected.homes)
            standing = accounts.Standing.from_registry(registry)
            assert cells(frames.standing(tables)) == cells(standing)
            assert frames.relocation(tables) == accounts.relocation(registry)

        agree()

    def test_flows(self, engine: str) -> None:
        """So is what happened between two cycles, and the account of it."""

        @settings(max_examples=EXAMPLES[engine], suppress_health_check=CALM)
        @given(histories())
        def agree(history: tuple[Registry, Registry]) -> None:
            before, after = (
                ENGINES[engine](Homes(one, {})) for one in history
            )

            found = frames.flows(before, after)
            expected = accounts.changes(*history).flows

            assert set(found) == set(expected)
            assert len(found) == len(expected)
            account = frames.stock_flow(before, after)
            assert str(account) == str(accounts.stock_flow(*history))

        agree()


def cells(standing: accounts.Standing) -> set[tuple[Any, ...]]:
    """Take the counts of a standing, without the households behind them."""
    return {(row.division, row.cell, row.count) for row in standing.rows}


class TestFlows:
    def test_split_and_merged_households(self) -> None:
        """Those who parted or joined in one household keep their places."""
        one, two = home("H1", size=3), home("H2", size=1)
        parted = home("H3", size=1)
        parted = attrs.evolve(parted, members=one.members[:1])
        rest = attrs.evolve(one, members=one.members[1:])
        joined = attrs.evolve(one, members=(*one.members, *two.members))

        for before, after in (
            (register(one), register(rest, parted)),
            (register(one, two), register(joined)),
        ):
            found = frames.flows(from_registry(before), from_registry(after))
            assert set(found) == set(accounts.changes(before, after).flows)
            assert found

    def test_numbers_of_two_kinds_meet(self) -> None:
        """A cycle whose numbers are integers meets one that has text."""
        registry = register(home("1", Status.CURRENT, 1))
        tables = from_registry(registry)
        number = pl.lit(1, pl.Int64).alias("number")
        later = Tables(
            households=tables.households.with_columns(
                number, status=pl.lit("exited"), exit_year=pl.lit(2016)
            ),
            members=tables.members.with_columns(
                number=pl.lit("1-0"), household=pl.lit(1, pl.Int64)
            ),
        )

        (flow,) = frames.flows(tables, later)

        assert flow.count == Count(1, 1)


class TestStockFlow:
    def test_from_counts_and_from_reports(self) -> None:
        """Counts, and flows that somebody reported, are taken as well."""
        before, after = register(home("H1")), register()
        opening = accounts.Standing.from_registry(before)

        found = frames.stock_flow(opening, from_registry(after))
        reported = frames.stock_flow(
            from_registry(before),
            from_registry(after),
            flows=accounts.changes(before, after).flows,
        )

        assert not found.balances
        assert reported.balances


@attrs.frozen(kw_only=True)
class Tea:
    """What one county writes down beside the form."""

    bushes: int | None = column("茶树", unit="株")


class TestKeys:
    def test_names_of_columns(self) -> None:
        """A column counts by its name, also one that no form declares."""
        one = attrs.evolve(home("H1"), main_cause=Cause.ILLNESS)
        tables = from_registry(register(one))
        homes = tables.households.with_columns(zone=pl.lit("东片"))

        found = frames.tally(
            homes, "main_cause", "zone", members=tables.members
        )

        assert found.of(Cause.ILLNESS, "东片") == Count(1, 2)

    def test_fields_of_a_users_own(self) -> None:
        """So do fields that a user's own form declares."""
        one = attrs.evolve(home("H1"), extra=Tea(bushes=3))
        extra = {"households": Tea}
        tables = from_registry(register(one), extra=extra)

        for key in ("extra.bushes", _bushes):
            found = frames.tally(tables, key, extra=extra)
            assert found.of(3) == Count(1, 2)

    def test_among(self) -> None:
        """Others than the registered can be counted too."""
        tables = from_registry(register(home("H1", Status.REMOVED)))

        assert frames.tally(tables).total == Count()
        assert frames.tally(tables, among=lambda _: True).of() == Count(1, 2)

    def test_a_key_that_reads_members(self) -> None:
        """What no column holds is refused by name."""
        tables = from_registry(register(home("H1")))

        with pytest.raises(UnknownFieldError, match="members"):
            frames.tally(tables, lambda household: len(household.members))

    def test_a_key_that_fails(self) -> None:
        """A key that fails on a real row fails in the open."""
        tables = from_registry(register(home("H1")))

        with pytest.raises(ZeroDivisionError):
            frames.tally(tables, lambda household: 1 // 0)

    def test_a_key_that_no_blank_row_suits(self) -> None:
        """A key need not understand a household of blanks."""
        one = attrs.evolve(home("H1"), income_year=2015)
        tables = from_registry(register(one))

        found = frames.tally(tables, _year_before)

        assert found.of(2014) == Count(1, 2)

    def test_values_that_no_form_holds(self) -> None:
        """They count as not recorded, as they do among the objects."""
        tables = from_registry(register(home("H1")))
        homes = tables.households.with_columns(
            main_cause=pl.lit("nonsense"), exit_year=pl.lit(99)
        )

        found = frames.tally(
            homes, by_cause, by_exit_year, members=tables.members
        )

        assert found.of(None, None) == Count(1, 2)


def _year_before(household: Any) -> object:
    return household.income_year - 1


def _bushes(household: Household) -> object:
    return getattr(household.extra, "bushes", None)


class TestRefused:
    def test_without_members(self) -> None:
        """Persons are counted, too, so that members are needed."""
        homes = from_registry(register(home("H1"))).households

        with pytest.raises(TablesRefusedError, match="members"):
            frames.tally(homes)

    def test_members_given_twice(self) -> None:
        """Tables hold the members already."""
        tables = from_registry(register(home("H1")))

        with pytest.raises(InvalidValueError, match="twice"):
            frames.tally(tables, members=tables.members)

    def test_lacking_columns(self) -> None:
        """All that is lacking is said at once."""
        tables = from_registry(register(home("H1")))
        poorer = attrs.evolve(
            tables,
            households=tables.households.drop("status"),
            members=tables.members.drop("left"),
        )

        with pytest.raises(TablesRefusedError) as refused:
            frames.standing(poorer)

        assert {one.where for one in refused.value.problems} == {
            "households.status",
            "members.left",
        }
