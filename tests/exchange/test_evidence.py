from __future__ import annotations

import datetime as dt

import pytest

from pa_registry import yuan
from pa_registry.errors import UnknownNameError
from pa_registry.exchange import EVERY_HOUSEHOLD, read_evidence
from pa_registry.model import (
    Evidence,
    Household,
    Person,
    Registry,
    VehicleKind,
)
from tests.exchange.rosters import csv_of


REGISTRY = Registry(
    households=(
        Household(number="H1", members=(Person(number="P1"),)),
        Household(number="H2"),
    )
)
VEHICLES = ("户编号", "持有人编号", "车辆类型", "车辆购置价格（万元）")
COVERAGE = ("户编号", "比对来源", "人编号", "数据提取日期")


class TestRecords:
    def test_are_read_by_household(self) -> None:
        """A record stands with its household, in stored units."""
        reading = read_evidence(
            {"vehicles": csv_of(VEHICLES, ("H1", "P1", "面包车", "2.6"))},
            registry=REGISTRY,
        )
        (vehicle,) = reading.of("H1").vehicles

        assert vehicle.kind is VehicleKind.MINIVAN
        assert vehicle.price == yuan(26_000)
        assert vehicle.earns_living is None
        assert reading.problems == ()

    def test_a_remark_beside_a_household_is_a_record(self) -> None:
        """A column of remarks does not take its row away."""
        text = "备注,户编号,持有人编号,车辆类型\n说明,H1,P1,轿车\n"
        reading = read_evidence({"vehicles": text.encode()}, registry=REGISTRY)

        assert len(reading.of("H1").vehicles) == 1
        assert "row.not-a-record" not in reading.counts

    def test_the_same_row_twice_is_two_records(self) -> None:
        """Two cars of one kind are two cars."""
        row = ("H1", "P1", "轿车", "8")
        reading = read_evidence(
            {"vehicles": csv_of(VEHICLES, row, row)}, registry=REGISTRY
        )

        assert len(reading.of("H1").vehicles) == 2

    @pytest.mark.parametrize(
        ("row", "code", "loaded"),
        [
            (("H9", "P1", "轿车", "8"), "person.no-household", 0),
            (("H1", "P9", "轿车", "8"), "evidence.no-holder", 1),
            (("H1", "P1", "飞机", "8"), "code.unknown", 1),
            (("", "P1", "轿车", "8"), "row.no-key", 0),
        ],
    )
    def test_what_is_wrong_is_told(
        self, row: tuple[str, ...], code: str, loaded: int
    ) -> None:
        """A record of nobody is refused; a doubtful one is loaded."""
        reading = read_evidence(
            {"vehicles": csv_of(VEHICLES, row)}, registry=REGISTRY
        )

        assert reading.counts == {code: 1}
        assert reading.files[0].loaded == loaded

    def test_an_unknown_source_is_an_error_of_the_program(self) -> None:
        """The name of a source is the caller's."""
        with pytest.raises(UnknownNameError, match="vehicles"):
            read_evidence({"vehicels": b""}, registry=REGISTRY)


class TestCoverage:
    @pytest.mark.parametrize("source", ["机动车登记信息", "vehicles"])
    def test_says_what_was_searched(self, source: str) -> None:
        """A source goes by its Chinese or its English name."""
        reading = read_evidence(
            {},
            csv_of(COVERAGE, ("H1", source, "", "2016-06-30")),
            registry=REGISTRY,
        )
        (covered,) = reading.of("H1").coverage

        assert reading.of("H1").covers("vehicles")
        assert not reading.of("H2").covers("vehicles")
        assert covered.extract_date == dt.date(2016, 6, 30)

    def test_may_be_of_one_person(self) -> None:
        """A search for one person does not cover the household."""
        reading = read_evidence(
            {},
            csv_of(COVERAGE, ("H1", "vehicles", "P1", "")),
            registry=REGISTRY,
        )

        assert reading.of("H1").covers("vehicles", "P1")
        assert not reading.of("H1").covers("vehicles")

    def test_may_be_of_every_household(self) -> None:
        """One row covers all households of the register."""
        reading = read_evidence(
            {},
            csv_of(COVERAGE, (EVERY_HOUSEHOLD, "payrolls", "", "")),
            registry=REGISTRY,
        )

        assert reading.of("H1").covers("payrolls")
        assert reading.of("H2").covers("payrolls")

    def test_without_it_nothing_was_checked(self) -> None:
        """A file of records is no statement that all were searched."""
        reading = read_evidence(
            {"vehicles": csv_of(VEHICLES, ("H1", "P1", "轿车", "8"))},
            registry=REGISTRY,
        )

        assert not reading.of("H1").covers("vehicles")
        assert reading.of("H2") == Evidence.none()

    def test_an_unknown_source_is_a_problem_of_the_row(self) -> None:
        """The name in a file is data, and its row is refused."""
        reading = read_evidence(
            {},
            csv_of(COVERAGE, ("H1", "机动车信息登记", "", "")),
            registry=REGISTRY,
        )
        (problem,) = reading.problems

        assert problem.code == "coverage.unknown-source"
        assert "机动车登记信息" in problem.remedy_zh
        assert (reading.files[0].loaded, reading.files[0].refused) == (0, 1)
