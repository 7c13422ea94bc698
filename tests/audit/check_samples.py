"""A register in which no check finds anything, to spoil one thing in."""

from __future__ import annotations

import datetime as dt

from typing import Any

import attrs

from pa_registry.model import (
    Cause,
    Document,
    Education,
    Enrolment,
    Fuel,
    Health,
    Helper,
    Household,
    HouseholdCategory,
    HousingGrade,
    IdentityNumber,
    LabourCapacity,
    Measure,
    MeasureKind,
    Person,
    Registry,
    RelationToHead,
    Road,
    Sex,
    Status,
    Village,
    WorkArea,
    check_character,
)
from pa_registry.money import yuan


DAY = dt.date(2016, 10, 19)
VILLAGE = "990101001001"
HEAD, SPOUSE, CHILD = "H1-1", "H1-2", "H1-3"


def identity(born: dt.date, order: str) -> IdentityNumber:
    """Make a sound number of a division that does not exist."""
    body = f"990101{born:%Y%m%d}{order}"
    return IdentityNumber.read(body + check_character(body))


def member(number: str, born: dt.date, order: str, **more: Any) -> Person:
    facts: dict[str, Any] = {
        "number": number,
        "name": "王某",
        "document": Document.IDENTITY_CARD,
        "identity": identity(born, order),
        "ethnicity": "汉族",
        "education": Education.PRIMARY,
        "enrolment": Enrolment.NOT_ENROLLED,
        "health": frozenset({Health.HEALTHY}),
        "labour_capacity": LabourCapacity.ORDINARY,
        "months_worked": 6,
        "work_area": WorkArea.OUTSIDE,
        "basic_medical_insured": True,
        "employee_medical_insured": False,
        "serious_illness_insured": True,
        "pension_insured": True,
        "dibao": False,
        "joined": born,
    }
    return Person(**{**facts, **more})


def family() -> tuple[Person, ...]:
    return (
        member(
            HEAD,
            dt.date(1970, 5, 1),
            "001",
            relation_to_head=RelationToHead.HEAD,
        ),
        member(
            SPOUSE,
            dt.date(1972, 6, 1),
            "002",
            relation_to_head=RelationToHead.SPOUSE,
            health=frozenset({Health.CHRONIC_ILLNESS}),
            months_worked=0,
            work_area=None,
        ),
        member(
            CHILD,
            dt.date(2002, 7, 1),
            "003",
            relation_to_head=RelationToHead.SON,
            enrolment=Enrolment.GRADE_9,
            labour_capacity=LabourCapacity.NONE,
            months_worked=0,
            work_area=None,
        ),
    )


def sound(**changed: Any) -> Household:
    """Make a household with which nothing is wrong."""
    facts: dict[str, Any] = {
        "number": "H1",
        "division": VILLAGE,
        "phone": "13800138000",
        "printed_size": 3,
        "status": Status.CURRENT,
        "category": HouseholdCategory.ORDINARY,
        "main_cause": Cause.ILLNESS,
        "other_causes": frozenset({Cause.SKILLS}),
        "entered": dt.date(2014, 6, 1),
        "income_year": 2015,
        "net_income": yuan(6_000),
        "printed_per_capita_net_income": yuan(2_000),
        "total_income": yuan(7_000),
        "wage_income": yuan(4_000),
        "business_income": yuan(2_000),
        "business_expense": yuan(1_000),
        "property_income": yuan(300),
        "asset_dividend": yuan(200),
        "other_property_income": yuan(100),
        "transfer_income": yuan(700),
        "family_planning_subsidy": yuan(0),
        "dibao_income": yuan(0),
        "short_dibao_income": yuan(0),
        "extreme_poverty_income": yuan(0),
        "pension_income": yuan(0),
        "retirement_pay": yuan(0),
        "child_support_to_parents": yuan(0),
        "old_age_allowance": yuan(0),
        "survivor_allowance": yuan(0),
        "disability_allowance": yuan(0),
        "soldiers_pay": yuan(0),
        "stability_subsidy": yuan(0),
        "ecological_compensation": yuan(500),
        "other_transfer_income": yuan(200),
        "cropland": 900,
        "forest_land": 1200,
        "grassland": 0,
        "water_surface": 0,
        "house_area": 9000,
        "house_dangerous": False,
        "housing_grade": HousingGrade.B,
        "water_difficult": False,
        "safe_water": True,
        "water_solved": True,
        "domestic_power": True,
        "production_power": True,
        "road": Road.CONCRETE,
        "road_distance": 300,
        "fuel": Fuel.FIREWOOD,
        "toilet": True,
        "in_cooperative": False,
        "members": family(),
        "helper": Helper(name="李某", since=dt.date(2015, 1, 1)),
        "measures": (
            Measure(kind=MeasureKind.HEALTH, since=dt.date(2015, 1, 1)),
        ),
    }
    return Household(**{**facts, **changed})


def exited(**changed: Any) -> Household:
    """Make the same household, rightly exited."""
    well: dict[str, Any] = {
        "status": Status.EXITED,
        "exit_year": 2015,
        "net_income": yuan(9_000),
        "printed_per_capita_net_income": yuan(3_000),
        "total_income": yuan(10_000),
        "wage_income": yuan(7_000),
    }
    return sound(**{**well, **changed})


def with_member(number: str, home: Household, **changed: Any) -> Household:
    """Change one member of a household."""
    return attrs.evolve(
        home,
        members=tuple(
            attrs.evolve(one, **changed) if one.number == number else one
            for one in home.members
        ),
    )


def village(**changed: Any) -> Village:
    """Make an exited village with which nothing is wrong."""
    facts: dict[str, Any] = {
        "code": VILLAGE,
        "exit_year": 2016,
        "population": 1000,
        "households": 300,
        "collective_income": yuan(50_000),
        "primary_schools": 1,
        "pension_insured": 500,
        "clinics": 1,
        "public_toilets": 2,
        "doctors": 1,
        "waste_points": 3,
        "libraries": 1,
        "dibao_persons": 20,
        "extremely_poor_persons": 5,
        "disabled_persons": 12,
        "bus": True,
        "hardened_road": True,
        "households_without_safe_water": 0,
        "households_in_dangerous_houses": 0,
        "cropland": 1_000_000,
        "forest_land": 1_000_000,
        "grassland": 1_000_000,
        "water_surface": 1_000_000,
    }
    return Village(**{**facts, **changed})


def register(*households: Household, villages: Any = ()) -> Registry:
    return Registry(households=households, villages=tuple(villages))


MALE, FEMALE = Sex.MALE, Sex.FEMALE
