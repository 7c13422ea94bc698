"""For each check, a register in which one thing was spoiled."""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import Any

import attrs

from pa_registry.model import (
    Cause,
    Document,
    Enrolment,
    Health,
    Helper,
    Household,
    HouseholdCategory,
    HousingGrade,
    IdentityNumber,
    LabourCapacity,
    Measure,
    MeasureKind,
    Registry,
    RelationToHead,
    Status,
)
from pa_registry.money import yuan
from tests.audit.check_samples import (
    CHILD,
    FEMALE,
    HEAD,
    MALE,
    SPOUSE,
    exited,
    family,
    identity,
    register,
    sound,
    village,
    with_member,
)


__all__ = ["WRONG", "blanked"]

_BLANK_HOUSEHOLD = (
    "main_cause",
    "production_power",
    "in_cooperative",
    "road_distance",
    "road",
    "house_area",
    "domestic_power",
    "water_difficult",
    "safe_water",
    "fuel",
    "toilet",
)
_VILLAGE = (
    "population",
    "households",
    "primary_schools",
    "pension_insured",
    "clinics",
    "public_toilets",
    "doctors",
    "waste_points",
    "libraries",
    "dibao_persons",
    "extremely_poor_persons",
    "disabled_persons",
)
_LAND = ("cropland", "forest_land", "grassland", "water_surface")


def home(**changed: Any) -> Registry:
    return register(sound(**changed))


def out(**changed: Any) -> Registry:
    return register(exited(**changed))


def head(**changed: Any) -> Registry:
    return register(with_member(HEAD, sound(), **changed))


def spouse(**changed: Any) -> Registry:
    return register(with_member(SPOUSE, sound(), **changed))


def child(**changed: Any) -> Registry:
    return register(with_member(CHILD, sound(), **changed))


def numbered(text: str) -> Registry:
    return child(identity=IdentityNumber.read(text), born=None, sex=None)


def blanked(form: str, key: str) -> Registry:
    if form == "household":
        return home(**{key: None})
    return head(**{key: None})


def neighbour(number: str, division: str, **changed: Any) -> Household:
    """Put the head of the household into another one as well."""
    first = family()[0]
    people = (
        attrs.evolve(first, number=f"{number}-1"),
        *(
            attrs.evolve(
                one,
                number=f"{number}-{order}",
                identity=identity(one.born or dt.date(1990, 1, 1), code),
            )
            for one, order, code in zip(
                family()[1:], (2, 3), ("112", "113"), strict=True
            )
        ),
    )
    facts: dict[str, Any] = {
        "number": number,
        "division": division,
        "phone": "13800138001",
        "members": people,
    }
    return sound(**{**facts, **changed})


def beside(division: str) -> Registry:
    return register(sound(), neighbour("H2", division))


def placed(**changed: Any) -> Registry:
    return register(villages=[village(**changed)])


def _disabled_head() -> Registry:
    return head(health=frozenset({Health.DISABLED}))


def _old() -> dict[str, Any]:
    """Give the head another age, and the number that goes with it."""
    born = dt.date(1950, 5, 1)
    return {"born": born, "identity": identity(born, "001"), "joined": born}


def _young(year: int) -> dict[str, Any]:
    born = dt.date(year, 5, 1)
    return {"born": born, "identity": identity(born, "003"), "joined": born}


_RIGHT = identity(dt.date(2002, 7, 1), "003")
_WRONG = next(
    one
    for one in "01"
    if IdentityNumber.read(f"99010120020701003{one}") != _RIGHT
)

#: The register by the code of the check that must find something in it.
WRONG: Mapping[str, Registry] = {
    # What any register must add up to.
    "registry.repeated-household-number": register(sound(), sound()),
    "registry.repeated-person-number": register(
        sound(), sound(number="H2", phone=None)
    ),
    "several-heads": spouse(relation_to_head=RelationToHead.HEAD, sex=FEMALE),
    "printed-size-differs": home(printed_size=4),
    "no-division": home(division=None),
    "net-income-differs": home(net_income=yuan(6_001)),
    "total-income-differs": home(total_income=yuan(7_001)),
    "property-income-differs": home(asset_dividend=yuan(201)),
    "transfer-income-differs": home(pension_income=yuan(1)),
    "per-capita-income-differs": home(
        printed_per_capita_net_income=yuan(2_001)
    ),
    "born-after-the-day": child(**_young(2017)),
    "joined-before-birth": child(joined=dt.date(2002, 6, 30)),
    "left-before-joining": child(left=dt.date(2002, 6, 30)),
    "born-against-identity": child(born=dt.date(2002, 7, 2)),
    "sex-against-identity": head(sex=FEMALE),
    "kin-against-age-of-head": child(**_young(1969)),
    "exited-without-year": out(exit_year=None),
    "returned-without-year": home(status=Status.RETURNED),
    "exit-before-entry": out(exit_year=2013),
    "healthy-and-not": head(
        health=frozenset({Health.HEALTHY, Health.DISABLED})
    ),
    "cause-of-return-as-cause": home(main_cause=Cause.FAILED_PROJECT),
    # Group 1.
    "exited-below-line": out(net_income=yuan(8_564)),
    "exited-child-out-of-school": register(
        with_member(CHILD, exited(), enrolment=Enrolment.NOT_ENROLLED)
    ),
    "exited-in-dangerous-house": out(housing_grade=HousingGrade.C),
    "exited-without-safe-water": out(water_solved=False),
    "exited-ill-uninsured": register(
        with_member(SPOUSE, exited(), serious_illness_insured=False)
    ),
    "exited-house-area-zero": out(house_area=0),
    "exited-house-area-blank": out(house_area=None),
    # Group 2.
    "id.length": numbered("9901012002070100"),
    "id.character": numbered("99010120020701003O"),
    "id.precision_lost": numbered("9.90101E+17"),
    "id.fifteen_digit": numbered("990101020701003"),
    "id.checksum": numbered(f"99010120020701003{_WRONG}"),
    "id.date": numbered("990101200213010032"),
    "disability-card-number": child(document=Document.DISABILITY_CARD),
    # Group 3.
    **{
        f"blank-household-{key.replace('_', '-')}": blanked("household", key)
        for key in _BLANK_HOUSEHOLD
    },
    "blank-person-ethnicity": blanked("person", "ethnicity"),
    "blank-person-education": blanked("person", "education"),
    "blank-person-enrolment": child(enrolment=None),
    "blank-person-health": blanked("person", "health"),
    "blank-person-labour-capacity": blanked("person", "labour_capacity"),
    "no-head": head(relation_to_head=RelationToHead.SIBLING),
    "disabled-without-card": _disabled_head(),
    # Group 4.
    "cause-illness-nobody-ill": spouse(health=frozenset({Health.HEALTHY})),
    "cause-schooling-no-student": register(
        with_member(
            CHILD,
            sound(main_cause=Cause.SCHOOLING),
            enrolment=Enrolment.NOT_ENROLLED,
        )
    ),
    "cause-disability-nobody-disabled": home(main_cause=Cause.DISABILITY),
    "other-cause-repeats-main": home(other_causes=frozenset({Cause.ILLNESS})),
    "too-many-other-causes": home(
        other_causes=frozenset({Cause.SKILLS, Cause.LAND, Cause.CAPITAL})
    ),
    # Group 5.
    "dibao-household-without-member": home(
        category=HouseholdCategory.DIBAO, dibao_income=yuan(1)
    ),
    "ordinary-household-with-dibao-member": head(dibao=True),
    "extremely-poor-household-with-labour": home(
        category=HouseholdCategory.EXTREMELY_POOR
    ),
    "dibao-and-five-guarantees": home(
        dibao_income=yuan(1), extreme_poverty_income=yuan(1)
    ),
    "ordinary-household-with-dibao-income": home(short_dibao_income=yuan(1)),
    "ordinary-household-with-support": home(extreme_poverty_income=yuan(1)),
    "dibao-household-without-income": home(category=HouseholdCategory.DIBAO),
    "extremely-poor-household-without-support": home(
        category=HouseholdCategory.EXTREMELY_POOR
    ),
    # Group 6.
    "healthy-labour-lost": head(labour_capacity=LabourCapacity.LOST),
    "healthy-no-labour": head(labour_capacity=LabourCapacity.NONE),
    # Group 7.
    "business-income-without-expense": home(business_expense=yuan(0)),
    "income-not-above-zero": home(net_income=yuan(0)),
    "income-above-100000": home(net_income=yuan("300000.01")),
    # Group 8.
    "work-area-without-months": head(months_worked=0),
    "months-without-work-area": head(work_area=None),
    "works-without-capacity": head(labour_capacity=LabourCapacity.NONE),
    "wage-without-worker": head(months_worked=0, work_area=None),
    "worker-without-wage": home(wage_income=yuan(0)),
    # Group 9.
    "no-helper": home(helper=None),
    "helper-is-poor": home(helper=Helper(person=SPOUSE)),
    # Group 10.
    "empty-household": home(members=()),
    "relation-against-sex": child(sex=FEMALE),
    "head-and-spouse-of-one-sex": spouse(sex=MALE),
    "cropland-above-50-mu": home(cropland=15_001),
    "forest-above-70-mu": home(forest_land=21_001),
    "road-distance-above-50-km": home(road_distance=50_001),
    "too-young-for-high-school": child(enrolment=Enrolment.SENIOR_HIGH_1),
    "too-old-for-primary-school": head(enrolment=Enrolment.PRIMARY),
    # Group 11.
    "same-number-household": child(
        identity=identity(dt.date(1970, 5, 1), "001"), born=None, sex=None
    ),
    "same-number-county": beside("990101001002"),
    "same-number-prefecture": beside("990102001001"),
    "same-number-province": beside("990201001001"),
    "same-number-beyond": beside("980101001001"),
    # A province.
    "both-medical-insurances": head(employee_medical_insured=True),
    "child-with-labour-capacity": child(labour_capacity=LabourCapacity.WEAK),
    "old-as-full-labour": head(**_old()),
    "student-as-labour": child(labour_capacity=LabourCapacity.SKILLED),
    "too-old-for-pre-school": child(enrolment=Enrolment.PRE_SCHOOL),
    "junior-high-outside-12-to-17": child(**_young(2005)),
    "senior-high-outside-15-to-20": child(enrolment=Enrolment.SENIOR_HIGH_1),
    "tertiary-below-18": child(enrolment=Enrolment.COLLEGE),
    "master-below-20": child(enrolment=Enrolment.MASTER),
    "cause-labour-most-can-work": home(main_cause=Cause.LABOUR),
    "dibao-measure-without-member": home(
        measures=(Measure(kind=MeasureKind.DIBAO),)
    ),
    "dibao-member-without-measure": head(dibao=True),
    "phone-format": home(phone="12800138000"),
    "phone-shared": register(
        sound(), neighbour("H2", "990101001002", phone="13800138000")
    ),
    "village-collective-income-blank-or-zero": placed(
        collective_income=yuan(0)
    ),
    **{
        f"village-{key.replace('_', '-')}-blank-or-zero": placed(**{key: 0})
        for key in _VILLAGE
    },
    "village-without-bus": placed(bus=None),
    "village-without-hardened-road": placed(hardened_road=False),
    "village-households-without-safe-water-above-all": placed(
        households_without_safe_water=301
    ),
    "village-households-in-dangerous-houses-above-all": placed(
        households_in_dangerous_houses=301
    ),
    **{
        f"village-{key.replace('_', '-')}-below-households": register(
            exited(**{key: 101}), villages=[village(**{key: 100})]
        )
        for key in _LAND
    },
}
