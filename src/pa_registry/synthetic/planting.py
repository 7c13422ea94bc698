"""
How each kind of flaw is planted.

预设问题的植入。

The people of a flaw come first, because incomes are per person; what it
puts into the records and into the household's own row comes last.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pa_registry.model.evidence_codes import (
    BusinessKind,
    BusinessRole,
    EmployerKind,
    HouseOrigin,
    HukouChangeKind,
    PostKind,
    VehicleKind,
)
from pa_registry.model.household_codes import RelocationStage, Resettlement
from pa_registry.model.identity import Sex
from pa_registry.model.person_codes import RelationToHead
from pa_registry.synthetic import people
from pa_registry.synthetic.drafts import Draft, Row, years
from pa_registry.synthetic.flaws import Flaw
from pa_registry.synthetic.homes import make_dangerous
from pa_registry.synthetic.records import business, past, payroll, vehicle


__all__ = ["plant", "plant_people", "plant_same_person"]

_CHECKS = "0123456789X"
#: From this age on a head has children who are grown up.
_GROWN_CHILDREN = 44


def plant_people(draft: Draft) -> None:
    """Plant what changes who lives here, and under which number."""
    flaw = draft.seat.flaw
    if flaw is Flaw.WRONG_CHECK_CHARACTER:
        one = draft.adult()
        number = one["identity"]
        right = _CHECKS.index(number[-1])
        one["identity"] = number[:-1] + _CHECKS[(right + 1) % 11]
        draft.about = one["number"]
    if flaw is Flaw.PAYROLL_OF_KIN and not draft.relatives:
        draft.relatives = [_near_kin(draft)]


def plant_same_person(draft: Draft, head: Row, other: str) -> None:
    """Register the head of another household here as well."""
    order = len(draft.members)
    who = people.Who(RelationToHead.OTHER, years(head["born"]), head["sex"])
    row = people.member(draft, order, who)
    for field in ("name", "born"):
        row[field] = head[field]
    row["joined"] = row["join_reason"] = None
    row["identity"] = _shown(draft, head["identity"])
    draft.members.append(row)
    draft.about, draft.other = row["number"], other


def _shown(draft: Draft, number: str) -> str:
    if draft.seat.flaw is Flaw.SAME_PERSON_OLD_NUMBER:
        return number[:6] + number[8:17]
    if draft.seat.flaw is Flaw.SAME_PERSON_DIGIT_WRONG:
        at = draft.stream.between(14, 15)  # the next says the sex
        wrong = (int(number[at]) + 1) % 10
        return f"{number[:at]}{wrong}{number[at + 1 :]}"
    return number


def _near_kin(draft: Draft) -> Row:
    """Make a grown child, or for a young head the father."""
    head = draft.head["born"]
    if years(head) >= _GROWN_CHILDREN:
        born = head.replace(year=head.year + 24, day=min(head.day, 28))
        return people.relative(draft, 0, born, Sex.MALE)
    born = head.replace(year=head.year - 20, day=min(head.day, 28))
    father = people.relative(draft, 0, born, Sex.MALE)
    return {**father, "relation_to_head": RelationToHead.FATHER}


def plant(draft: Draft) -> None:
    """Plant what stands in the records, or in the household's own row."""
    flaw = draft.seat.flaw
    if flaw in _PLANTERS:
        _PLANTERS[flaw](draft)


# Vehicles and houses


def _car(draft: Draft, acquired: dt.date, disposed: dt.date | None) -> None:
    holder = draft.worker()
    price = draft.stream.between(60, 120) * 1000
    draft.about = holder["number"]
    draft.record(
        "vehicles",
        **vehicle(
            holder,
            VehicleKind.CAR,
            price,
            acquired=acquired,
            disposed=disposed,
        ),
    )


def _car_at_entry(draft: Draft) -> None:
    _car(draft, past(draft.stream, 2009, 2013), None)


def _car_sold_before(draft: Draft) -> None:
    bought = past(draft.stream, 2006, 2009)
    _car(draft, bought, past(draft.stream, 2011, 2013))


def _car_sold_after(draft: Draft) -> None:
    _car(draft, past(draft.stream, 2009, 2013), draft.later())


def _car_bought_after(draft: Draft) -> None:
    _car(draft, draft.later(), None)


def _van(draft: Draft) -> None:
    holder = draft.worker()
    draft.about = holder["number"]
    draft.record(
        "vehicles",
        **vehicle(
            holder,
            VehicleKind.MINIVAN,
            draft.stream.between(20, 29) * 1000,
            earns_living=True,
            acquired=past(draft.stream, 2009, 2013),
        ),
    )


def _house(draft: Draft, origin: HouseOrigin) -> None:
    holder = draft.worker()
    draft.about = holder["number"]
    draft.record(
        "urban_houses",
        holder=holder["number"],
        origin=origin,
        commercial=True,
        acquired=past(draft.stream, 2010, 2013),
        disposed=None,
    )


def _town_house(draft: Draft) -> None:
    _house(draft, HouseOrigin.BOUGHT)


def _relocation_house(draft: Draft) -> None:
    _house(draft, HouseOrigin.RELOCATION)
    draft.household["relocation_stage"] = RelocationStage.MOVED_IN
    draft.household["resettlement"] = Resettlement.CONCENTRATED


# Businesses, payrolls, offices


def _company(draft: Draft, role: BusinessRole, **more: Any) -> None:
    holder = draft.worker()
    draft.about = holder["number"]
    draft.record(
        "businesses",
        **business(
            holder,
            BusinessKind.COMPANY,
            role,
            pays_tax=True,
            since=past(draft.stream, 2008, 2013),
            **more,
        ),
    )


def _own_company(draft: Draft) -> None:
    _company(draft, BusinessRole.SHAREHOLDER, truly_controls=True)


def _lent_identity(draft: Draft) -> None:
    _company(draft, BusinessRole.LEGAL_REPRESENTATIVE, identity_lent=True)


def _post(draft: Draft, holder: Row, post: PostKind) -> None:
    draft.about = holder["number"]
    since = past(draft.stream, 2005, 2013)
    draft.record(
        "payrolls", **payroll(holder, EmployerKind.FISCAL, post, since)
    )


def _formal_post(draft: Draft) -> None:
    _post(draft, draft.worker(), PostKind.FORMAL)


def _temporary_post(draft: Draft) -> None:
    _post(draft, draft.worker(), PostKind.TEMPORARY)


def _post_of_kin(draft: Draft) -> None:
    for holder in (draft.relatives or ())[:1]:
        _post(draft, holder, PostKind.FORMAL)


def _cadre(draft: Draft) -> None:
    holder = draft.worker()
    draft.about = holder["number"]
    draft.record(
        "village_offices",
        holder=holder["number"],
        post="村民委员会委员",
        since=past(draft.stream, 2011, 2013),
        until=None,
    )


# The household and its members


def _split(draft: Draft) -> None:
    day = draft.began - dt.timedelta(days=draft.stream.between(20, 150))
    draft.household.update(split_on=day, split_to_qualify=True)
    draft.record(
        "hukou_changes",
        holder=draft.head["number"],
        day=day,
        kind=HukouChangeKind.MOVED_OUT,
    )


def _death(draft: Draft) -> None:
    eldest = min(draft.present, key=lambda one: one["born"])
    draft.about = eldest["number"]
    draft.record("deaths", holder=eldest["number"], day=draft.later())


def _no_help(draft: Draft) -> None:
    draft.helper, draft.measures = None, []


_PLANTERS: Mapping[Flaw | None, Callable[[Draft], None]] = MappingProxyType(
    {
        Flaw.CAR_AT_ENTRY: _car_at_entry,
        Flaw.CAR_SOLD_BEFORE_ENTRY: _car_sold_before,
        Flaw.CAR_SOLD_AFTER_ENTRY: _car_sold_after,
        Flaw.CAR_BOUGHT_AFTER_ENTRY: _car_bought_after,
        Flaw.VAN_EARNS_LIVING: _van,
        Flaw.TOWN_HOUSE: _town_house,
        Flaw.TOWN_HOUSE_BY_RELOCATION: _relocation_house,
        Flaw.COMPANY: _own_company,
        Flaw.COMPANY_LENT_IDENTITY: _lent_identity,
        Flaw.FISCAL_PAYROLL: _formal_post,
        Flaw.TEMPORARY_POST: _temporary_post,
        Flaw.PAYROLL_OF_KIN: _post_of_kin,
        Flaw.VILLAGE_CADRE: _cadre,
        Flaw.SPLIT_HOUSEHOLD: _split,
        Flaw.DEAD_MEMBER: _death,
        Flaw.EXITED_IN_DANGEROUS_HOUSE: make_dangerous,
        Flaw.WITHOUT_HELP: _no_help,
    }
)
