"""
The people of a household: who they are to the head, how old, how well.

家庭成员与分户另过的子女。

The shares are this generator's own: plausible, and of no survey.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from pa_registry.draw import Stream, Weights
from pa_registry.model.identity import Sex
from pa_registry.model.person_codes import (
    Document,
    Education,
    Enrolment,
    Health,
    JoinReason,
    LabourCapacity,
    LeaveReason,
    WorkArea,
)
from pa_registry.model.person_codes import RelationToHead as Kin
from pa_registry.money import yuan
from pa_registry.synthetic import nowhere
from pa_registry.synthetic.drafts import Draft, Row, years
from pa_registry.synthetic.parts import DAY


__all__ = ["FIRST_KIN", "Who", "add_kin", "add_people", "member", "relative"]

#: Places of a household's people: members from 0, kin from here on.
FIRST_KIN = 9

_COUPLE = (Kin.HEAD, Kin.SPOUSE)
_THREE = (*_COUPLE, Kin.SON)
_YOUNG = (*_THREE, Kin.DAUGHTER_IN_LAW)
_SHAPES: Mapping[int, Weights[tuple[Kin, ...]]] = {
    1: Weights.of({(Kin.HEAD,): 1}),
    2: Weights.of(
        {
            _COUPLE: 55,
            (Kin.HEAD, Kin.SON): 12,
            (Kin.HEAD, Kin.DAUGHTER): 8,
            (Kin.HEAD, Kin.MOTHER): 15,
            (Kin.HEAD, Kin.GRANDSON): 10,
        }
    ),
    3: Weights.of(
        {
            _THREE: 38,
            (*_COUPLE, Kin.DAUGHTER): 22,
            (*_COUPLE, Kin.MOTHER): 15,
            (Kin.HEAD, Kin.SON, Kin.DAUGHTER): 10,
            (*_COUPLE, Kin.GRANDDAUGHTER): 15,
        }
    ),
    4: Weights.of(
        {
            (*_THREE, Kin.DAUGHTER): 50,
            (*_THREE, Kin.MOTHER): 30,
            _YOUNG: 20,
        }
    ),
    5: Weights.of(
        {
            (*_THREE, Kin.DAUGHTER, Kin.MOTHER): 50,
            (*_YOUNG, Kin.GRANDSON): 50,
        }
    ),
    6: Weights.of(
        {
            (*_YOUNG, Kin.GRANDSON, Kin.GRANDDAUGHTER): 60,
            (*_THREE, Kin.DAUGHTER, Kin.FATHER, Kin.MOTHER): 40,
        }
    ),
    7: Weights.of({(*_YOUNG, Kin.GRANDSON, Kin.GRANDDAUGHTER, Kin.MOTHER): 1}),
}
_CHILDREN = frozenset({Kin.SON, Kin.DAUGHTER})
_GRANDCHILDREN = frozenset({Kin.GRANDSON, Kin.GRANDDAUGHTER})
_PARENTS = frozenset({Kin.FATHER, Kin.MOTHER})
_MALE = frozenset({Kin.SON, Kin.GRANDSON, Kin.FATHER})
_OTHER_FAMILY = frozenset({Kin.SPOUSE, Kin.MOTHER, Kin.DAUGHTER_IN_LAW})

_DIED, _AWAY, _HAS_KIN = Fraction(3, 100), Fraction(3, 100), Fraction(1, 3)
_MALE_HEAD = Fraction(85, 100)
_MARRIED_IN = Fraction(1, 5)

_WORKS_FROM, _OLD, _VERY_OLD = 16, 60, 70
_MAY_LIVE_AWAY, _GROWN_CHILDREN = 22, 46

_ILL = Weights.of({"well": 66, "chronic": 22, "serious": 4, "disabled": 8})
_ILL_OLD = Weights.of(
    {"well": 34, "chronic": 46, "serious": 7, "disabled": 13}
)
_HEALTH: Mapping[str, frozenset[Health]] = {
    "well": frozenset({Health.HEALTHY}),
    "chronic": frozenset({Health.CHRONIC_ILLNESS}),
    "serious": frozenset({Health.SERIOUS_ILLNESS}),
    "disabled": frozenset({Health.DISABLED}),
}
_SCHOOLED = Weights.of(
    {
        Education.ILLITERATE: 12,
        Education.PRIMARY: 42,
        Education.JUNIOR_HIGH: 38,
        Education.SENIOR_HIGH: 7,
        Education.COLLEGE: 1,
    }
)
_STAGES = (
    (3, Enrolment.UNDER_SCHOOL_AGE, Education.UNDER_SCHOOL_AGE),
    (6, Enrolment.PRE_SCHOOL, Education.UNDER_SCHOOL_AGE),
    (12, Enrolment.PRIMARY, Education.PRIMARY),
    (13, Enrolment.GRADE_7, Education.PRIMARY),
    (14, Enrolment.GRADE_8, Education.PRIMARY),
    (15, Enrolment.GRADE_9, Education.PRIMARY),
    (16, Enrolment.SENIOR_HIGH_1, Education.JUNIOR_HIGH),
    (17, Enrolment.SENIOR_HIGH_2, Education.JUNIOR_HIGH),
    (18, Enrolment.SENIOR_HIGH_3, Education.JUNIOR_HIGH),
)
_AREAS = Weights.of(
    {
        WorkArea.TOWNSHIP: 20,
        WorkArea.COUNTY: 20,
        WorkArea.PROVINCE: 25,
        WorkArea.OUTSIDE: 35,
    }
)


def add_people(draft: Draft) -> None:
    """Draw the members, one who died among them now and then."""
    stream = draft.stream
    roles = stream.weighted(_SHAPES[draft.seat.size])
    head = _head_age(stream, roles)
    male = stream.happens(_MALE_HEAD)
    surname = nowhere.name(stream, 0)[0]
    son: int | None = None
    for order, role in enumerate(roles):
        age = _age(stream, role, head, son)
        if role is Kin.SON and Kin.DAUGHTER_IN_LAW in roles:
            age = son = head - stream.between(21, 26)
        sex = _sex(role, male=male)
        own = None if role in _OTHER_FAMILY else surname
        who = Who(role, age, sex, own)
        draft.members.append(member(draft, order, who))
    if stream.happens(_DIED):
        _add_dead(draft, head)


def _head_age(stream: Stream, roles: tuple[Kin, ...]) -> int:
    if len(roles) == 1:
        return stream.between(42, 84)
    if _GRANDCHILDREN & {*roles} or Kin.DAUGHTER_IN_LAW in roles:
        return stream.between(48, 60 if _PARENTS & {*roles} else 68)
    if _PARENTS & {*roles}:
        return stream.between(35, 58)
    if _CHILDREN & {*roles}:
        return stream.between(30, 58)
    return stream.between(38, 80)


def _age(stream: Stream, role: Kin, head: int, son: int | None) -> int:
    if role is Kin.HEAD:
        return head
    if role is Kin.SPOUSE:
        return head + stream.between(-4, 3)
    if role in _PARENTS:
        return min(head + stream.between(20, 30), 96)
    if role is Kin.DAUGHTER_IN_LAW:
        return max((son or 25) + stream.between(-3, 2), 20)
    if role in _GRANDCHILDREN:
        parent = head - 24 if son is None else son
        return max(parent - stream.between(20, 27), 0)
    return max(head - stream.between(21, 34), 0)


def _sex(role: Kin, *, male: bool) -> Sex:
    if role is Kin.HEAD:
        return Sex.MALE if male else Sex.FEMALE
    if role is Kin.SPOUSE:
        return Sex.FEMALE if male else Sex.MALE
    return Sex.MALE if role in _MALE else Sex.FEMALE


def _born(stream: Stream, age: int) -> dt.date:
    """Draw a birth date of somebody who is so old on the day."""
    latest = dt.date(DAY.year - age, DAY.month, DAY.day)
    return latest - dt.timedelta(days=stream.below(365))


class Who(NamedTuple):
    """What is settled of a member before the rest is drawn."""

    role: Kin
    age: int
    sex: Sex
    surname: str | None = None


def member(draft: Draft, order: int, who: Who) -> Row:
    """Draw one member, all facts on record."""
    stream, seat = draft.stream, draft.seat
    role, age, sex, surname = who
    born = _born(stream, age)
    health = stream.weighted(_ILL_OLD if age >= _OLD else _ILL)
    works = _labour(stream, age, health)
    months = _months(stream, works)
    row: Row = {
        "number": f"{seat.number}-{order + 1}",
        "name": nowhere.name(stream, order, surname),
        "document": Document.IDENTITY_CARD,
        "identity": nowhere.number(seat.place, order, born, sex),
        "born": born,
        "sex": sex,
        "relation_to_head": role,
        "ethnicity": "汉族" if stream.below(20) else "土家族",
        "health": _HEALTH[health],
        "labour_capacity": works,
        "months_worked": months,
        "work_area": stream.weighted(_AREAS) if months else None,
        **_schooling(stream, age),
        "out_of_school_for_poverty": False,
        "unfit_for_school": False,
        "schooling_unaffordable": False,
        "in_military_service": False,
        "basic_medical_insured": True,
        "employee_medical_insured": False,
        "serious_illness_insured": True,
        "pension_insured": age >= _WORKS_FROM,
        "dibao": False,
        "identified": draft.entered,
        "usual_resident": True,
        "registered_here": True,
        "joined": None,
        "join_reason": None,
        "left": None,
        "leave_reason": None,
    }
    _date(draft, row, age)
    return row


def _date(draft: Draft, row: Row, age: int) -> None:
    """Say since when the member is one, and whether he lives at home."""
    role, born = row["relation_to_head"], row["born"]
    if born > draft.began:
        row["joined"], row["join_reason"] = born, JoinReason.NEWBORN
    elif role is Kin.DAUGHTER_IN_LAW and draft.stream.happens(_MARRIED_IN):
        row["joined"] = draft.later()
        row["join_reason"] = JoinReason.MARRIED_IN
    elif (
        role in _CHILDREN
        and age >= _MAY_LIVE_AWAY
        and draft.stream.happens(_AWAY)
    ):
        row["usual_resident"] = False


def _labour(stream: Stream, age: int, health: str) -> LabourCapacity:
    if age < _WORKS_FROM:
        return LabourCapacity.NONE
    if age >= _VERY_OLD or health == "serious":
        return LabourCapacity.LOST
    if age >= _OLD or health == "disabled":
        return LabourCapacity.WEAK
    skilled = stream.below(8) == 0
    return LabourCapacity.SKILLED if skilled else LabourCapacity.ORDINARY


def _months(stream: Stream, works: LabourCapacity) -> int:
    able = works in {LabourCapacity.SKILLED, LabourCapacity.ORDINARY}
    return stream.between(1, 11) if able and stream.below(2) else 0


def _schooling(stream: Stream, age: int) -> Row:
    for end, stage, education in _STAGES:
        if age < end:
            return {"education": education, "enrolment": stage}
    return {
        "education": stream.weighted(_SCHOOLED),
        "enrolment": Enrolment.NOT_ENROLLED,
    }


def _add_dead(draft: Draft, head: int) -> None:
    """Add a parent of the head who died and was rightly taken off."""
    stream = draft.stream
    age = min(head + stream.between(20, 28), 98)
    row = member(draft, len(draft.members), Who(Kin.FATHER, age, Sex.MALE))
    day = draft.later()
    row["left"], row["leave_reason"] = day, LeaveReason.DEATH
    draft.members.append(row)
    draft.record("deaths", holder=row["number"], day=day)


def add_kin(draft: Draft) -> None:
    """Draw grown children who live apart and owe support."""
    stream = draft.stream
    age = years(draft.head["born"])
    if age < _GROWN_CHILDREN or not stream.happens(_HAS_KIN):
        return
    for order in range(stream.between(1, 2)):
        sex = stream.one_of((Sex.MALE, Sex.FEMALE))
        born = _born(stream, age - stream.between(21, 26))
        draft.relatives = [
            *(draft.relatives or ()),
            relative(draft, order, born, sex),
        ]


def relative(draft: Draft, order: int, born: dt.date, sex: Sex) -> Row:
    """Make one grown child of the head who lives apart."""
    stream, seat = draft.stream, draft.seat
    place = FIRST_KIN + order
    return {
        "number": f"{seat.number}-K{order + 1}",
        "name": nowhere.name(stream, place, draft.head["name"][0]),
        "identity": nowhere.number(seat.place, place, born, sex),
        "born": born,
        "sex": sex,
        "relation_to_head": Kin.SON if sex is Sex.MALE else Kin.DAUGHTER,
        "has_duty_of_support": True,
        "support_paid": yuan(100 * stream.between(0, 12)),
    }
