"""A dozen decisions that teach, as they are printed."""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable
from typing import Any

from pa_registry.conditions import Doubt
from pa_registry.model import (
    SOURCES,
    Evidence,
    Household,
    HousingGrade,
    Payroll,
    Person,
    Relative,
    Vehicle,
    VehicleKind,
    Waiver,
)
from pa_registry.model.evidence_codes import (
    EmployerKind,
    HouseOrigin,
    PostKind,
)
from pa_registry.model.records import UrbanHouse
from pa_registry.model.terms import household, vehicle
from pa_registry.money import yuan
from pa_registry.policies import (
    Decision,
    NegativeListOutcome,
    Policy,
    Step,
    household_exit,
    identification,
    negative_list,
)


DAY = dt.date(2016, 10, 31)
LEAFLET = "leaflet-3300-with-exceptions"


def sound(number: str, **more: Any) -> Household:
    """Make a household of whom everything that policies ask is known."""
    known: dict[str, Any] = {
        "members": (member("1"), member("2")),
        "income_year": 2015,
        "net_income": yuan(8000),
        "food_secured": True,
        "clothing_secured": True,
        "safe_water": True,
        "housing_grade": HousingGrade.B,
        "luxury_decoration": False,
        "whole_household_away": False,
        "empty_hukou": False,
        "split_to_qualify": False,
        "unexplained_report": False,
        "favoured": False,
        "falsified": False,
        # The code of no place.
        "division": "990001001001",
    }
    return Household(number=number, **(known | more))


def member(number: str, **more: Any) -> Person:
    """Make a member of whom everything that policies ask is known."""
    known: dict[str, Any] = {
        "born": dt.date(1970, 5, 1),
        "out_of_school_for_poverty": False,
        "unfit_for_school": False,
        "basic_medical_insured": True,
        "employee_medical_insured": False,
        "serious_illness_insured": True,
    }
    return Person(number=number, **(known | more))


def checked(**records: Any) -> Evidence:
    """Give evidence whose sources were all searched."""
    return Evidence(**records).with_checked(*SOURCES)


def van(**more: Any) -> Vehicle:
    """Make a van that member 1 has held since 2014."""
    return Vehicle(
        holder="1",
        kind=VehicleKind.MINIVAN,
        acquired=dt.date(2014, 1, 1),
        **more,
    )


def car_list() -> Policy[NegativeListOutcome]:
    """Exclude car owners, except for a van that earns the living."""
    earns = vehicle.earns_living.labelled(
        "earns-living",
        zh="该车用于经营谋生",
        en="the van earns the living",
        doubt=Doubt(
            zh="车辆用途",
            en="the vehicle's use",
            ask_zh="车辆是否用于经营",
            ask_en="is the vehicle used to earn a living?",
        ),
    )
    kinds = vehicle.kind.among(VehicleKind.CAR, VehicleKind.MINIVAN)
    rule = household.vehicles.any(kinds.unless(earns))
    return Policy(
        name="car-list",
        zh="有车户清单",
        en="list of car owners",
        steps=(
            Step(
                rule.labelled("car", zh="有小轿车", en="a vehicle owner"),
                NegativeListOutcome.EXCLUDED,
            ),
        ),
        otherwise=NegativeListOutcome.CLEAR,
        undecided=NegativeListOutcome.TO_VERIFY,
        otherwise_zh="未发现清单所列情形",
        otherwise_en="nothing on the list was found",
    )


def _poor() -> Decision[Any]:
    poor = sound("H01", net_income=yuan(5700), members=_three())
    return identification()(poor, at=DAY)


def _three() -> tuple[Person, ...]:
    return (member("1"), member("2"), member("3"))


def _local_line() -> Decision[Any]:
    here = sound(
        "H02", division="650102001", income_year=2016, net_income=yuan(6000)
    )
    return household_exit()(here, at=dt.date(2017, 10, 31))


def _dropout() -> Decision[Any]:
    child = member(
        "2", born=dt.date(2007, 3, 1), out_of_school_for_poverty=True
    )
    case = sound("H03", members=(member("1"), child))
    return identification()(case, at=DAY)


def _no_water() -> Decision[Any]:
    case = sound("H04", safe_water=False)
    return household_exit()(case, at=DAY)


def _nothing_lacking() -> Decision[Any]:
    return identification(line=yuan(2952))(sound("H05"), at=DAY)


def _much_is_open() -> Decision[Any]:
    blank = Household(
        number="H06",
        net_income=yuan(80000),
        members=(Person(number="1"), Person(number="2", usual_resident=None)),
    )
    return identification(line=yuan(2952))(blank, at=DAY)


def _other_year() -> Decision[Any]:
    return identification()(sound("H07", income_year=2014), at=DAY)


def _van_earns() -> Decision[Any]:
    proof = checked(vehicles=(van(earns_living=True),))
    return car_list()(sound("H08"), evidence=proof, at=DAY)


def _van_in_doubt() -> Decision[Any]:
    proof = checked(vehicles=(van(),))
    return car_list()(sound("H09"), evidence=proof, at=DAY)


def _two_vans_in_doubt() -> Decision[Any]:
    since = dt.date(2015, 6, 1)
    second = Vehicle(holder="2", kind=VehicleKind.CAR, acquired=since)
    proof = checked(vehicles=(van(), second))
    return car_list()(sound("H10"), evidence=proof, at=DAY)


def _unchecked_register() -> Decision[Any]:
    sources = [one for one in SOURCES if one != "vehicles"]
    proof = Evidence().with_checked(*sources)
    return negative_list(LEAFLET)(sound("H11"), evidence=proof, at=DAY)


def _nothing_checked() -> Decision[Any]:
    return negative_list(LEAFLET)(sound("H12"), at=DAY)


def _held_since_when() -> Decision[Any]:
    house = UrbanHouse(
        holder="1",
        commercial=True,
        origin=HouseOrigin.BOUGHT,
        seen_on=dt.date(2016, 12, 1),
    )
    proof = checked(urban_houses=(house,))
    return negative_list(LEAFLET)(sound("H13"), evidence=proof, at=DAY)


def _kin() -> Decision[Any]:
    job = Payroll(
        holder="R1",
        employer=EmployerKind.FISCAL,
        post=PostKind.FORMAL,
        since=dt.date(2012, 7, 1),
    )
    case = sound("H14", relatives=(Relative(number="R1"),))
    proof = checked(payrolls=(job,))
    return negative_list("ten-principles-2018")(case, evidence=proof, at=DAY)


def _waived() -> Decision[Any]:
    waiver = Waiver(item="village-cadre", granted=True, since=DAY)
    return _soft(waiver, "H15")


def _soft(waiver: Waiver, number: str) -> Decision[Any]:
    from pa_registry.model.circumstances import VillageOffice  # noqa: PLC0415

    office = VillageOffice(holder="1", since=dt.date(2014, 1, 1))
    proof = checked(village_offices=(office,), waivers=(waiver,))
    policy = negative_list(
        "shangrao-2017-seven-clear-four-strict", waivers=True
    )
    return policy(sound(number), evidence=proof, at=DAY)


CASES: dict[str, Callable[[], Decision[Any]]] = {
    "01-poor": _poor,
    "02-local-line": _local_line,
    "03-dropout": _dropout,
    "04-no-water": _no_water,
    "05-nothing-lacking": _nothing_lacking,
    "06-much-is-open": _much_is_open,
    "07-other-year": _other_year,
    "08-van-earns": _van_earns,
    "09-van-in-doubt": _van_in_doubt,
    "10-two-vans-in-doubt": _two_vans_in_doubt,
    "11-unchecked-register": _unchecked_register,
    "12-nothing-checked": _nothing_checked,
    "13-held-since-when": _held_since_when,
    "14-kin": _kin,
    "15-waived": _waived,
}
