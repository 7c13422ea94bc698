"""One under, at, and one over every number that a shipped rule reads."""

from __future__ import annotations

import datetime as dt

from typing import Any, TypeVar

import attrs
import pytest

from pa_registry.conditions import Truth
from pa_registry.model import (
    Appliance,
    Evidence,
    Farm,
    Household,
    HousingGrade,
    Machine,
    Person,
    Record,
    UrbanHouse,
    Vehicle,
)
from pa_registry.model.evidence_codes import HouseOrigin, VehicleKind
from pa_registry.money import Fen, yuan
from pa_registry.standards import condition, lists, load_list


DAY = dt.date(2017, 6, 30)
R = TypeVar("R", bound=Record)
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
ONE = Fen(1)


def household(**given: Any) -> Household:
    values: dict[str, Any] = {
        "number": "H1",
        "members": (Person(number="1"), Person(number="2")),
    }
    return Household(**(values | given))


def judged(
    list_id: str,
    label: str,
    subject: Household,
    evidence: Evidence | None = None,
) -> Truth:
    rule = condition(load_list(list_id).clause(label))
    assert rule is not None
    return rule.judge(subject, evidence=evidence, at=DAY)


def found(**sources: Any) -> Evidence:
    """Evidence of these records, in sources that were all checked."""
    evidence = Evidence(**sources)
    return evidence.with_checked(*sources)


def held(form: type[R], **given: Any) -> R:
    return form(holder="1", seen_on=DAY, **given)


class TestMoney:
    @pytest.mark.parametrize(
        ("price", "truth"),
        [
            (yuan(30000) - ONE, NOT_MET),
            (yuan(30000), MET),
            (yuan(30000) + ONE, MET),
            (None, UNKNOWN),
        ],
    )
    def test_motor_vehicle_of_30000(
        self, price: Fen | None, truth: Truth
    ) -> None:
        """The ten principles remove from 30,000 yuan on."""
        evidence = found(vehicles=(held(Vehicle, price=price),))

        got = judged("ten-principles-2018", "car", household(), evidence)
        assert got is truth

    @pytest.mark.parametrize(
        ("price", "truth"),
        [
            (yuan(3000) - ONE, NOT_MET),
            (yuan(3000), MET),
            (yuan(3000) + ONE, MET),
        ],
    )
    def test_motorcycle_of_3000(self, price: Fen, truth: Truth) -> None:
        """Suibin counts motorcycles from 3,000 yuan on."""
        row = held(Vehicle, kind=VehicleKind.MOTORCYCLE, price=price)
        evidence = found(vehicles=(row,))

        got = judged("suibin-2016-eleven-kinds", "car", household(), evidence)
        assert got is truth

    @pytest.mark.parametrize(
        ("price", "truth"),
        [
            (yuan(5000) - ONE, NOT_MET),
            (yuan(5000), MET),
            (yuan(5000) + ONE, MET),
        ],
    )
    def test_appliance_of_5000(self, price: Fen, truth: Truth) -> None:
        """The nine red lines count appliances from 5,000 yuan on."""
        evidence = found(appliances=(held(Appliance, market_price=price),))

        got = judged(
            "ankang-2017-nine-red-lines", "appliance", household(), evidence
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("power", "price", "truth"),
        [
            (44, yuan(20000) - ONE, NOT_MET),
            (45, yuan(0), MET),
            (46, yuan(0), MET),
            (0, yuan(20000), MET),
            (0, yuan(20000) + ONE, MET),
        ],
    )
    def test_machine_of_45_horsepower_or_20000(
        self, power: int, price: Fen, truth: Truth
    ) -> None:
        """Suibin counts machines from 45 horsepower or 20,000 yuan on."""
        row = held(Machine, horsepower=power, price=price)
        evidence = found(machines=(row,))

        got = judged(
            "suibin-2016-eleven-kinds", "machinery", household(), evidence
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("load", "price", "truth"),
        [
            (599, yuan(20000), NOT_MET),
            (600, yuan(20000), NOT_MET),
            (601, yuan(20000), MET),
            (600, yuan(20000) - ONE, NOT_MET),
            (600, yuan(20000) + ONE, MET),
            (600, None, UNKNOWN),
        ],
    )
    def test_mini_truck_of_600_kg_and_20000(
        self, load: int, price: Fen | None, truth: Truth
    ) -> None:
        """A mini-truck goes free up to 0.6 t and 20,000 yuan, both."""
        row = held(
            Vehicle, kind=VehicleKind.MINI_TRUCK, load=load, price=price
        )
        evidence = found(vehicles=(row,))

        got = judged(
            "leaflet-3300-with-exceptions", "car", household(), evidence
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("land", "livestock", "truth"),
        [
            (5999, yuan(8000) - ONE, NOT_MET),
            (6000, yuan(0), MET),
            (6001, yuan(0), MET),
            (0, yuan(8000), MET),
            (0, yuan(8000) + ONE, MET),
        ],
    )
    def test_farm_per_person(
        self, land: int, livestock: Fen, truth: Truth
    ) -> None:
        """Suibin counts two hectares or 4,000 yuan a person, of two here."""
        row = held(Farm, rented_land=land, livestock_value=livestock)

        got = judged(
            "suibin-2016-eleven-kinds",
            "big-farm",
            household(),
            found(farms=(row,)),
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("income", "truth"),
        [
            (yuan(6140) - ONE, NOT_MET),
            (yuan(6140), NOT_MET),
            (yuan(6140) + ONE, MET),
        ],
    )
    def test_exit_income_of_3070(self, income: Fen, truth: Truth) -> None:
        """The 577 standard asks for more than 3,070 yuan, not for 3,070."""
        got = judged(
            "shaanxi-577-household",
            "income-above-line",
            household(net_income=income),
        )
        assert got is truth


class TestDays:
    @pytest.mark.parametrize(
        ("acquired", "truth"),
        [
            (dt.date(2013, 12, 31), NOT_MET),
            (dt.date(2014, 1, 1), MET),
            (dt.date(2014, 1, 2), MET),
            (None, UNKNOWN),
        ],
    )
    def test_house_since_2014(
        self, acquired: dt.date | None, truth: Truth
    ) -> None:
        """Wushan counts houses bought from 1 January 2014 on."""
        row = held(UrbanHouse, acquired=acquired, origin=HouseOrigin.BOUGHT)

        got = judged(
            "wushan-2017-seven-not-in",
            "urban-house",
            household(),
            found(urban_houses=(row,)),
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("list_id", "years"),
        [
            ("suibin-2016-eleven-kinds", 3),
            ("herding-area-2017-eight-cases", 1),
        ],
    )
    @pytest.mark.parametrize(
        ("days", "truth"), [(-1, MET), (0, MET), (1, NOT_MET)]
    )
    def test_away_for_years(
        self, list_id: str, years: int, days: int, truth: Truth
    ) -> None:
        """An absence counts from the day on which the years are full."""
        full = DAY.replace(year=DAY.year - years)
        subject = household(away_since=full + dt.timedelta(days=days))

        assert judged(list_id, "long-absent", subject) is truth


class TestCounts:
    @pytest.mark.parametrize(
        ("houses", "truth"), [(1, NOT_MET), (2, MET), (3, MET)]
    )
    def test_several_houses(self, houses: int, truth: Truth) -> None:
        """Several houses are two or more."""
        rows = (held(UrbanHouse, origin=HouseOrigin.OTHER),) * houses

        got = judged(
            "suibin-2016-eleven-kinds",
            "several-houses",
            household(),
            found(urban_houses=rows),
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("area", "truth"), [(0, MET), (1, NOT_MET), (None, UNKNOWN)]
    )
    def test_no_house(self, area: int | None, truth: Truth) -> None:
        """Floor space of nothing is no house; unrecorded is unknown."""
        subject = household(house_area=area, cannot_afford_housing=True)
        safe = attrs.evolve(subject, housing_grade=HousingGrade.A)

        assert judged("wushan-2017-four-in", "housing", safe) is truth


class TestCoverage:
    def test_every_threshold_of_a_rule_is_tried(self) -> None:
        """A new number in a rule needs its triple here."""
        tried = {
            ("ankang-2017-nine-red-lines", "appliance-price"),
            ("herding-area-2017-eight-cases", "years-away"),
            ("leaflet-3300-with-exceptions", "mini-truck-load"),
            ("leaflet-3300-with-exceptions", "mini-truck-price"),
            ("shaanxi-577-household", "income-line"),
            ("suibin-2016-eleven-kinds", "horsepower"),
            ("suibin-2016-eleven-kinds", "houses"),
            ("suibin-2016-eleven-kinds", "livestock-value-per-person"),
            ("suibin-2016-eleven-kinds", "machine-price"),
            ("suibin-2016-eleven-kinds", "rented-land-per-person"),
            ("suibin-2016-eleven-kinds", "vehicle-price"),
            ("suibin-2016-eleven-kinds", "years-away"),
            ("ten-principles-2018", "vehicle-price"),
            ("wushan-2017-four-in", "house-area"),
            ("wushan-2017-seven-not-in", "acquired-since"),
        }
        read = {
            (one.id, threshold.name)
            for one in lists()
            for clause in one.clauses
            for threshold in clause.thresholds
            if clause.rule is not None
        }

        assert read == tried


class TestExceptions:
    def test_van_that_earns_the_living_goes_free(self) -> None:
        """A van in use for a living is let through, unless also a car."""
        van = held(Vehicle, kind=VehicleKind.MINIVAN, earns_living=True)
        car = held(Vehicle, kind=VehicleKind.CAR, earns_living=True)
        name = "leaflet-3300-with-exceptions"

        alone = judged(name, "car", household(), found(vehicles=(van,)))
        both = judged(name, "car", household(), found(vehicles=(van, car)))

        assert (alone, both) == (NOT_MET, MET)

    @pytest.mark.parametrize(
        ("use", "truth"), [(True, NOT_MET), (False, MET), (None, UNKNOWN)]
    )
    def test_unknown_use_leaves_the_van_open(
        self, *, use: bool | None, truth: Truth
    ) -> None:
        """A van whose use nobody recorded is neither free nor excluded."""
        van = held(Vehicle, kind=VehicleKind.MINIVAN, earns_living=use)

        got = judged(
            "leaflet-3300-with-exceptions",
            "car",
            household(),
            found(vehicles=(van,)),
        )
        assert got is truth

    @pytest.mark.parametrize(
        ("origin", "truth"),
        [
            (HouseOrigin.RELOCATION, NOT_MET),
            (HouseOrigin.BOUGHT, MET),
            (None, UNKNOWN),
        ],
    )
    def test_relocation_house_goes_free(
        self, origin: HouseOrigin | None, truth: Truth
    ) -> None:
        """A house given for relocation is no commercial house."""
        row = held(UrbanHouse, origin=origin, commercial=True)

        got = judged(
            "shangrao-2017-seven-clear-four-strict",
            "urban-house",
            household(),
            found(urban_houses=(row,)),
        )
        assert got is truth
