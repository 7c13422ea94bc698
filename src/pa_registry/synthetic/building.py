"""
From a seat to a whole draft: people, home, records, flaw, gaps.

逐户生成。
"""

from __future__ import annotations

import datetime as dt

from fractions import Fraction

from pa_registry.draw import Stream
from pa_registry.model.status import Status
from pa_registry.synthetic.drafts import Circumstance, Draft, Row
from pa_registry.synthetic.flaws import SHARED, Flaw
from pa_registry.synthetic.homes import add_home
from pa_registry.synthetic.parts import INCOME_YEAR
from pa_registry.synthetic.people import add_kin, add_people
from pa_registry.synthetic.planting import (
    plant,
    plant_people,
    plant_same_person,
)
from pa_registry.synthetic.records import add_acts, add_records, search
from pa_registry.synthetic.seats import Plan, Seat


__all__ = ["Builder"]

_LACKING = Fraction(22, 100)
_LATE, _VERY_LATE = Fraction(1, 10), Fraction(1, 2)

#: What may be blank on the form of a household.
_HOUSEHOLD_GAPS = (
    "category",
    "main_cause",
    "net_income",
    "printed_per_capita_net_income",
    "wage_income",
    "business_income",
    "business_expense",
    "property_income",
    "transfer_income",
    "cropland",
    "forest_land",
    "house_area",
    "house_structure",
    "house_built",
    "housing_grade",
    "house_dangerous",
    "safe_water",
    "water_source",
    "road",
    "road_distance",
    "toilet",
    "fuel",
    "domestic_power",
    "food_secured",
    "clothing_secured",
    "schooling_secured",
    "medical_secured",
    "housing_secured",
    "luxury_decoration",
    "builds_another_house",
    "unexplained_report",
    "residence_shown",
)
#: What may be blank on the form of a member; a head has a number.
_PERSON_GAPS = (
    "ethnicity",
    "education",
    "enrolment",
    "health",
    "labour_capacity",
    "months_worked",
    "basic_medical_insured",
    "serious_illness_insured",
    "pension_insured",
    "out_of_school_for_poverty",
    "identity",
)
_RECORD_GAPS = ("kind", "price", "role", "employer", "post")


class Builder:
    """
    Builds the draft of any place, each for itself.

    逐户生成器。
    """

    def __init__(self, plan: Plan, seed: int | str, missing: Fraction) -> None:
        self.plan = plan
        self._seed = seed
        self._missing = missing

    def draft(self, place: int) -> Draft:
        """Build the household of a place, with its flaw and its gaps."""
        draft = self._peopled(self.plan.seat(place))
        flaw = draft.seat.flaw
        plant_people(draft)
        if flaw in SHARED:
            other = self._neighbour(place)
            plant_same_person(draft, self._peopled(other).head, other.number)
        add_home(draft)
        add_records(draft)
        add_acts(draft)
        plant(draft)
        self._leave_out(draft)
        return draft

    def _peopled(self, seat: Seat) -> Draft:
        stream = Stream(self._seed, "household", seat.place)
        entered = _entered(seat, stream)
        draft = Draft(seat, stream, entered, _circumstance(seat, stream))
        add_people(draft)
        add_kin(draft)
        return draft

    def _neighbour(self, place: int) -> Seat:
        """
        Find a sound household near by, another one for each flaw.

        As brackets are matched: whoever is passed and needs one as well
        has the first that comes.
        """
        waiting = 1
        while waiting:
            place = (place + 1) % self.plan.households
            flaw = self.plan.seat(place).flaw
            waiting += (flaw in SHARED) - (flaw is None)
        return self.plan.seat(place)

    def _leave_out(self, draft: Draft) -> None:
        """Blank facts and leave searches out, except where a flaw shows."""
        stream = Stream(self._seed, "gaps", draft.seat.place)
        flawed = draft.seat.flaw is not None
        if not flawed:
            self._blank(stream, draft.household, _HOUSEHOLD_GAPS)
            for order, one in enumerate(draft.members):
                gaps = _PERSON_GAPS if order else _PERSON_GAPS[:-1]
                self._blank(stream, one, gaps)
            for rows in draft.records.values():
                for row in rows:
                    self._blank(stream, row, _RECORD_GAPS)
            if stream.happens(self._missing):
                draft.relatives = None
        search(draft, stream, fully=flawed)

    def _blank(
        self, stream: Stream, row: Row, fields: tuple[str, ...]
    ) -> None:
        for at in stream.hits(len(fields), self._missing):
            if fields[at] in row:
                row[fields[at]] = None


def _entered(seat: Seat, stream: Stream) -> dt.date | None:
    """Draw the day of entry: most entered in the first round, of 2014."""
    if seat.standing.status is Status.UNREGISTERED:
        return None
    if seat.flaw is Flaw.INCOME_ABOVE_LINE_AT_ENTRY:
        return _day(stream, 2016, 3, 90)
    exit_year = seat.standing.exit_year
    if exit_year is not None and exit_year <= INCOME_YEAR:
        early = exit_year < INCOME_YEAR
        return _day(stream, 2014, 4, 60 if early else 200)
    if not stream.happens(_LATE):
        return _day(stream, 2014, 4, 200)
    late = stream.happens(_VERY_LATE)
    return _day(stream, 2016, 3, 90) if late else _day(stream, 2015, 4, 200)


def _day(stream: Stream, year: int, month: int, days: int) -> dt.date:
    return dt.date(year, month, 10) + dt.timedelta(days=stream.below(days))


def _circumstance(seat: Seat, stream: Stream) -> Circumstance:
    poor = {Flaw.EXITED_BELOW_LINE, Flaw.OMITTED, Flaw.OMITTED_VOTED_DOWN}
    if seat.flaw in poor or seat.standing.status is Status.RETURNED:
        return Circumstance.POOR
    current = seat.standing.status is Status.CURRENT
    if not current or seat.flaw is Flaw.INCOME_ABOVE_LINE_AT_ENTRY:
        return Circumstance.WELL
    lacking = stream.happens(_LACKING)
    return Circumstance.LACKING if lacking else Circumstance.POOR
