"""Reporting units and poverty counties."""

from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from pa_registry.errors import DivisionNotInForceError, InvalidValueError
from pa_registry.model.divisions import Divisions
from pa_registry.model.places import ReportingUnit, ReportingUnitKind
from pa_registry.model.poverty_counties import (
    CountyDesignation,
    CountyPovertyStatus,
    poverty_counties,
    poverty_county,
)


DAY = dt.date(2016, 10, 19)


class TestReportingUnit:
    """What a circular counts is not always a division."""

    @pytest.mark.parametrize(
        ("code", "kind", "prefecture"),
        [
            ("420304", ReportingUnitKind.DISTRICT, "十堰市"),
            ("420821", ReportingUnitKind.COUNTY, "荆门市"),
            ("422801", ReportingUnitKind.CITY, "恩施土家族苗族自治州"),
            ("429004", ReportingUnitKind.CITY, "仙桃市"),
            ("429005", ReportingUnitKind.CITY, "潜江市"),
            ("429006", ReportingUnitKind.CITY, "天门市"),
            ("429021", ReportingUnitKind.FORESTRY_DISTRICT, "神农架林区"),
            ("152223", ReportingUnitKind.COUNTY, "兴安盟"),
            ("420000", ReportingUnitKind.OTHER, "湖北省"),
        ],
    )
    def test_from_division(
        self, code: str, kind: ReportingUnitKind, prefecture: str
    ) -> None:
        """Four units of Hubei are their own prefecture, others are not."""
        unit = ReportingUnit.from_division(code, on=DAY)

        assert (kind, prefecture) == (unit.kind, unit.prefecture)
        assert code == unit.code

    def test_zone(self) -> None:
        """A zone reports without a code, or with one that a user added."""
        own = ReportingUnit(
            name="某开发区", kind=ReportingUnitKind.ZONE, prefecture="某市"
        )
        table = Divisions.from_rows(
            [
                {"code": "990100", "name": "某市"},
                {"code": "990171", "name": "某开发区"},
            ]
        )
        coded = ReportingUnit.from_division("990171", on=DAY, divisions=table)

        assert own.code is None
        assert (own.kind, own.prefecture) == (coded.kind, coded.prefecture)

    def test_retired_code(self) -> None:
        """A division that no longer stands cannot report."""
        with pytest.raises(DivisionNotInForceError):
            ReportingUnit.from_division("420321", on=DAY)

    @pytest.mark.parametrize(
        "wrong",
        [{"name": " "}, {"prefecture": ""}, {"code": "4203040000"}],
    )
    def test_shape(self, wrong: dict[str, str]) -> None:
        """A unit has a name, a prefecture, and a code only in full form."""
        given: dict[str, Any] = {
            "name": "某县",
            "kind": ReportingUnitKind.COUNTY,
            "prefecture": "某市",
        }
        given.update(wrong)
        with pytest.raises(InvalidValueError):
            ReportingUnit(**given)


class TestPovertyCounties:
    """The published totals of poverty counties."""

    @pytest.mark.parametrize(
        ("year", "total"),
        [
            (2015, 0),
            (2016, 28),
            (2017, 125),
            (2018, 283),
            (2019, 344),
            (2020, 52),
            (2021, 0),
        ],
    )
    def test_national_exits(self, year: int, total: int) -> None:
        """The national exits of each year add up to the official totals."""
        found = poverty_counties(
            designation=CountyDesignation.NATIONAL, exit_year=year
        )

        assert total == len(found)

    @pytest.mark.parametrize(
        ("designation", "year", "total"),
        [
            (CountyDesignation.NATIONAL, None, 28),
            (CountyDesignation.NATIONAL, 2017, 2),
            (CountyDesignation.NATIONAL, 2018, 10),
            (CountyDesignation.NATIONAL, 2019, 16),
            (CountyDesignation.PROVINCIAL, None, 9),
            (CountyDesignation.PROVINCIAL, 2017, 1),
            (CountyDesignation.PROVINCIAL, 2018, 7),
            (CountyDesignation.PROVINCIAL, 2019, 1),
            (None, None, 37),
        ],
    )
    def test_hubei(
        self,
        designation: CountyDesignation | None,
        year: int | None,
        total: int,
    ) -> None:
        """Hubei's 37 are 28 national and 9 provincial, by exit year."""
        found = poverty_counties(
            province="420000", designation=designation, exit_year=year
        )

        assert total == len(found)

    def test_codes_are_those_of_2016(self) -> None:
        """Every code names, at the end of 2016, the county of the row."""
        then = Divisions.builtin().at(dt.date(2016, 12, 31))
        coded = [one for one in poverty_counties() if one.code is not None]
        named = [then.require(one.code or "").name for one in coded]

        assert len({one.code for one in coded}) == len(coded) == 838
        assert [one.name for one in coded] == named
        assert all(one.province[:2] == (one.code or "")[:2] for one in coded)

    def test_three_committees_have_no_code(self) -> None:
        """Three administrative committees of Qinghai have no code."""
        found = [one for one in poverty_counties() if one.code is None]

        assert {one.name for one in found} == {
            "冷湖行委",
            "大柴旦行委",
            "茫崖行委",
        }
        assert {one.province for one in found} == {"630000"}

    def test_certainty(self) -> None:
        """A year that only a plan or a list carries is less certain."""
        read, planned = poverty_county("420525"), poverty_county("421222")

        assert read is not None
        assert planned is not None
        assert (read.certainty, planned.certainty) == ("V", "S")

    @pytest.mark.parametrize("province", ["4203", "420304", "湖北", "", "4"])
    def test_province_is_a_code(self, province: str) -> None:
        """Anything but a province's code is refused."""
        with pytest.raises(InvalidValueError):
            poverty_counties(province=province)

    def test_province_without_any(self) -> None:
        """A province without poverty counties has an empty list."""
        assert poverty_counties(province="11") == ()


class TestPovertyCounty:
    """One county by its code, as of a day."""

    @pytest.mark.parametrize(
        ("code", "on"),
        [
            ("420304", dt.date(2016, 12, 31)),
            ("420304", dt.date(2016, 1, 1)),
            ("420321", dt.date(2013, 12, 31)),
            ("420321", dt.date(2009, 12, 31)),
            ("420304", dt.date(2020, 12, 31)),
            ("420304000000", dt.date(2016, 12, 31)),
        ],
    )
    def test_followed(self, code: str, on: dt.date) -> None:
        """The code of another year leads to the county of 2016."""
        found = poverty_county(code, on=on)

        assert found is not None
        assert found.name == "郧阳区"

    @pytest.mark.parametrize("code", ["420102", "420321", "999999", "x", ""])
    def test_none(self, code: str) -> None:
        """Other codes are of no poverty county."""
        assert poverty_county(code) is None

    def test_recoded_later(self) -> None:
        """那曲县 of 2016 is found under its code of 2018."""
        found = poverty_county("540602", on=dt.date(2018, 12, 31))

        assert found is not None
        assert (found.code, found.name) == ("542421", "那曲县")

    @pytest.mark.parametrize(
        ("day", "status"),
        [
            (dt.date(2013, 12, 31), CountyPovertyStatus.NOT_KNOWN),
            (dt.date(2014, 1, 1), CountyPovertyStatus.DESIGNATED),
            (dt.date(2017, 12, 31), CountyPovertyStatus.DESIGNATED),
            (dt.date(2018, 1, 1), CountyPovertyStatus.EXITED),
        ],
    )
    def test_status(self, day: dt.date, status: CountyPovertyStatus) -> None:
        """A county that exited for 2017 counts to the end of that year."""
        found = poverty_county("421122")

        assert found is not None
        assert found.exit_year == 2017
        assert status is found.status_on(day)
