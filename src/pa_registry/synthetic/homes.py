"""
The page of the household: house, living, cause, and help.

户信息：住房、生产生活条件、致贫原因与帮扶。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable
from fractions import Fraction

from pa_registry.draw import Stream, Weights
from pa_registry.model.household_codes import (
    Cause,
    Fuel,
    HouseholdCategory,
    HouseStructure,
    HousingGrade,
    IdentificationStandard,
    MeasureKind,
    Road,
    WaterSource,
)
from pa_registry.model.person_codes import Enrolment, Health
from pa_registry.model.status import Status
from pa_registry.money import yuan
from pa_registry.synthetic import nowhere
from pa_registry.synthetic.drafts import Circumstance, Draft, Row
from pa_registry.synthetic.incomes import OLD_ENOUGH, income
from pa_registry.synthetic.parts import INCOME_YEAR


__all__ = ["add_home", "make_dangerous"]

_CAUSES = Weights.of(
    {
        Cause.ILLNESS: 42,
        Cause.DISABILITY: 12,
        Cause.SCHOOLING: 6,
        Cause.DISASTER: 2,
        Cause.LAND: 2,
        Cause.SKILLS: 14,
        Cause.LABOUR: 12,
        Cause.CAPITAL: 7,
        Cause.TRANSPORT: 2,
        Cause.MOTIVATION: 1,
    }
)
_LACKING = Weights.of({"housing": 6, "water": 2, "medical": 1, "schooling": 1})
_ALSO_LACKING = Fraction(1, 8)
_MEASURES = Weights.of(
    {
        MeasureKind.INDUSTRY: 4,
        MeasureKind.HEALTH: 3,
        MeasureKind.EDUCATION: 1,
        MeasureKind.INSURANCE: 2,
    }
)
_STRUCTURES = Weights.of(
    {
        HouseStructure.BRICK_CONCRETE: 40,
        HouseStructure.BRICK_WOOD: 40,
        HouseStructure.ADOBE: 18,
        HouseStructure.REINFORCED_CONCRETE: 2,
    }
)
_ROADS = Weights.of(
    {Road.EARTH: 40, Road.GRAVEL: 22, Road.CONCRETE: 36, Road.ASPHALT: 2}
)
_FUELS = Weights.of({Fuel.FIREWOOD: 70, Fuel.COAL: 10, Fuel.CLEAN: 20})
_DIBAO, _KEPT = Fraction(1, 4), Fraction(1, 5)


def add_home(draft: Draft) -> None:
    """Fill the household's own row, all facts on record."""
    stream, seat = draft.stream, draft.seat
    category = _category(draft)
    draft.household.update(
        number=seat.number,
        division=seat.village,
        group=f"{stream.between(1, 8)}组",
        printed_size=len(draft.present),
        status=seat.standing.status,
        identification_standard=IdentificationStandard.NATIONAL,
        category=category,
        martyr_or_army_family=False,
        entered=draft.entered,
        exit_year=seat.standing.exit_year,
        return_year=None,
        grave_cause=False,
    )
    if seat.standing.status is Status.RETURNED:
        draft.household["return_year"] = INCOME_YEAR + 1
    draft.household.update(income(draft, category))
    draft.household.update(_living(stream))
    draft.household.update(_NOTHING_AGAINST)
    _lack(draft)
    _add_cause(draft)
    if seat.standing.status is not Status.UNREGISTERED:
        _add_help(draft)


def _category(draft: Draft) -> HouseholdCategory:
    if draft.circumstance is Circumstance.WELL:
        return HouseholdCategory.ORDINARY
    stream = draft.stream
    alone = len(draft.aged(OLD_ENOUGH, 120)) == len(draft.present)
    if alone and stream.happens(_KEPT):
        return HouseholdCategory.EXTREMELY_POOR
    if stream.happens(_DIBAO):
        for one in draft.members:
            one["dibao"] = one["left"] is None
        return HouseholdCategory.DIBAO_POOR
    return HouseholdCategory.ORDINARY


# Living


def _living(stream: Stream) -> Row:
    """Draw a house in which nothing is lacking, and the rest of the page."""
    safe = stream.one_of((HousingGrade.A, HousingGrade.B))
    return {
        "cropland": stream.between(50, 900),
        "forest_land": stream.between(0, 2500),
        "house_area": stream.between(4000, 14000),
        "house_structure": stream.weighted(_STRUCTURES),
        "house_built": stream.between(1970, 2013),
        "house_dangerous": False,
        "housing_grade": safe,
        "cannot_afford_housing": False,
        "housing_adequate": True,
        "water_difficult": False,
        "safe_water": True,
        "water_solved": True,
        "water_source": stream.one_of(
            (WaterSource.TAP, WaterSource.PROTECTED_WELL)
        ),
        "domestic_power": True,
        "production_power": bool(stream.below(4)),
        "television": bool(stream.below(12)),
        "road": stream.weighted(_ROADS),
        "road_distance": stream.between(0, 30) * 100,
        "toilet": stream.below(3) == 0,
        "fuel": stream.weighted(_FUELS),
        "relocation_stage": None,
        "resettlement": None,
        "in_cooperative": stream.below(4) == 0,
        "food_secured": True,
        "clothing_secured": True,
        "schooling_secured": True,
        "medical_secured": True,
        "housing_secured": True,
    }


#: What the lists ask of a household itself, answered in its favour.
_NOTHING_AGAINST: Row = {
    "builds_another_house": False,
    "luxury_decoration": False,
    "utility_spend_clearly_high": False,
    "whole_household_away": False,
    "residence_shown": True,
    "split_on": None,
    "split_to_qualify": False,
    "empty_hukou": False,
    "unexplained_report": False,
    "favoured": False,
    "falsified": False,
}


def _lack(draft: Draft) -> None:
    """Take guarantees away, as the circumstance says."""
    if draft.circumstance is Circumstance.WELL:
        return
    forced = draft.circumstance is Circumstance.LACKING
    if forced or draft.stream.happens(_ALSO_LACKING):
        _TAKE_AWAY[draft.stream.weighted(_LACKING)](draft)


def make_dangerous(draft: Draft) -> None:
    """Give the household a house of grade C or D."""
    grade = draft.stream.one_of((HousingGrade.C, HousingGrade.D))
    draft.household.update(
        house_dangerous=True, housing_grade=grade, housing_secured=False
    )


def _spoil_water(draft: Draft) -> None:
    draft.household.update(
        water_difficult=True,
        safe_water=False,
        water_solved=False,
        water_source=WaterSource.UNPROTECTED_WELL,
    )


def _uninsure(draft: Draft) -> None:
    one = draft.adult()
    one["basic_medical_insured"] = one["serious_illness_insured"] = False
    draft.household["medical_secured"] = False


def _keep_from_school(draft: Draft) -> None:
    """Take a child from school, or the house its safety if there is none."""
    children = [one for one in draft.aged(8, 14) if one["usual_resident"]]
    if not children:
        make_dangerous(draft)
        return
    children[0]["out_of_school_for_poverty"] = True
    children[0]["enrolment"] = Enrolment.NOT_ENROLLED
    draft.household["schooling_secured"] = False


_TAKE_AWAY: dict[str, Callable[[Draft], None]] = {
    "housing": make_dangerous,
    "water": _spoil_water,
    "medical": _uninsure,
    "schooling": _keep_from_school,
}


# Cause and help


def _add_cause(draft: Draft) -> None:
    """Draw causes, and make the people fit them."""
    stream = draft.stream
    main = stream.weighted(_CAUSES)
    if main is Cause.SCHOOLING and not draft.aged(6, 18):
        main = Cause.SKILLS
    if main is Cause.ILLNESS:
        _afflict(draft, Health.CHRONIC_ILLNESS)
    if main is Cause.DISABILITY:
        _afflict(draft, Health.DISABLED)
    others = {Cause.LABOUR, Cause.CAPITAL, Cause.SKILLS} - {main}
    draft.household["main_cause"] = main
    draft.household["other_causes"] = frozenset(
        one for one in sorted(others) if stream.below(4) == 0
    )


def _afflict(draft: Draft, condition: Health) -> None:
    one = draft.stream.one_of(draft.present)
    others = one["health"] - {Health.HEALTHY}
    one["health"] = frozenset({condition, *others})


def _add_help(draft: Draft) -> None:
    stream = draft.stream
    since = draft.began + dt.timedelta(days=stream.between(20, 120))
    draft.helper = {
        "name": nowhere.name(stream, stream.below(10)),
        "unit": "某县某局",
        "since": since,
    }
    kinds = dict.fromkeys(
        stream.weighted(_MEASURES) for _ in range(stream.between(1, 2))
    )
    draft.measures = [
        {
            "kind": kind,
            "what": kind.zh,
            "since": since,
            "until": None,
            "amount": yuan(100 * stream.between(3, 40)),
        }
        for kind in kinds
    ]
