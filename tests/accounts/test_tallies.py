"""Counts by anything, and relocation as a part of the total."""

from __future__ import annotations

import datetime as dt

import attrs

from hypothesis import given

from pa_registry.accounts import (
    Count,
    Standing,
    by_cause,
    by_division,
    by_entry_year,
    by_exit_year,
    by_group,
    by_relocation,
    by_reporting_unit,
    by_status,
    relocation,
    tally,
)
from pa_registry.model import (
    Cause,
    DivisionLevel,
    Registry,
    RelocationStage,
    ReportingUnit,
    ReportingUnitKind,
    Status,
)
from tests.accounts.registers import VILLAGES, histories, home, register


KEYS = (
    by_cause,
    by_division(DivisionLevel.COUNTY),
    by_entry_year,
    by_exit_year,
    by_group,
    by_relocation,
    by_status,
)


def unit(name: str, code: str | None) -> ReportingUnit:
    return ReportingUnit(
        name=name, kind=ReportingUnitKind.OTHER, prefecture="某市", code=code
    )


class TestTally:
    @given(history=histories())
    def test_partition(self, history: tuple[Registry, Registry]) -> None:
        """By any key the groups make the total of the register."""
        total = Standing.from_registry(history[0]).total()

        for key in KEYS:
            assert tally(history[0], key).total == total
        assert tally(history[0], *KEYS).total == total

    def test_not_recorded(self) -> None:
        """What is not recorded is a group of its own."""
        found = tally(register(home("H1"), home("H2")), by_cause, by_group)

        assert found.of(None, None) == Count(2, 4)
        assert found.of(Cause.ILLNESS, None) == Count()

    def test_years(self) -> None:
        """Entry and exit have years."""
        one = attrs.evolve(
            home("H1", Status.EXITED, exit_year=2015),
            entered=dt.date(2014, 5, 1),
        )

        found = tally(register(one), by_entry_year, by_exit_year)

        assert found.of(2014, 2015) == Count(1, 2)

    def test_among(self) -> None:
        """Others than the registered can be counted too."""
        removed = register(home("H1", Status.REMOVED))

        assert tally(removed, by_status).total == Count()
        assert tally(removed, by_status, among=lambda _: True).of(
            Status.REMOVED
        ) == Count(1, 2)

    def test_drill_down(self) -> None:
        """A count leads to its households, masked where they look odd."""
        odd = home("990101199001010011")

        found = tally(register(odd), by_status)

        assert found.numbers(Status.CURRENT) == ("990101****0011",)
        assert found.numbers(Status.EXITED) == ()

    def test_reporting_units(self) -> None:
        """The narrowest unit counts: a zone before its county."""
        key = by_reporting_unit(
            [
                unit("甲县", "990101"),
                unit("甲县开发区", "990101001000"),
                unit("某处", None),
            ]
        )
        found = tally(
            register(
                home("H1"),
                home("H2", division="990101002001"),
                home("H3", division=VILLAGES[2]),
                home("H4", division=None),
            ),
            key,
        )

        assert found.of("甲县开发区") == Count(1, 2)
        assert found.of("甲县") == Count(1, 2)
        assert found.of(None) == Count(2, 4)


class TestRelocation:
    def test_subset(self) -> None:
        """Each stage holds those who have passed it, within the total."""
        stages = (*RelocationStage, None)
        homes = [
            attrs.evolve(home(f"H{n}"), relocation_stage=stage)
            for n, stage in enumerate(stages)
        ]
        outside = attrs.evolve(
            home("H9", Status.REMOVED),
            relocation_stage=RelocationStage.MOVED_IN,
        )

        found = relocation(register(*homes, outside))

        assert [
            one.households
            for one in (
                found.total,
                found.planned,
                found.approved,
                found.moved,
                found.demolished,
            )
        ] == [5, 4, 3, 2, 1]
