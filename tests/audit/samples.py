"""A few people of no real place, and what departments know of them."""

from __future__ import annotations

import datetime as dt

from typing import Any

from pa_registry.audit import (
    CheckOutcome,
    Clearance,
    ClearingRule,
    Entry,
    Extract,
    FieldCheck,
    Match,
    Papers,
    Proof,
    Suspicion,
    Verdict,
    match,
    suspect,
)
from pa_registry.model import (
    Body,
    BodyKind,
    Household,
    IdentityNumber,
    Person,
    Registry,
    Status,
    Vehicle,
    VehicleKind,
    VisitMode,
)
from pa_registry.model.identity import check_character
from pa_registry.model.records import Record
from pa_registry.synthetic.flaws import FAIR


VILLAGE = "990101001001"
ENTERED = dt.date(2014, 6, 1)
LISTED = dt.date(2016, 10, 1)
EXTRACTED = dt.date(2016, 8, 10)
CHECKED = dt.date(2016, 8, 20)
DECIDED = dt.date(2016, 9, 10)

OFFICE = Body(BodyKind.COUNTY_OFFICE, "示例县扶贫办")
GROUP = Body(BodyKind.LEADING_GROUP, "示例县扶贫攻坚领导小组")
TEAM = Body(BodyKind.WORK_TEAM, "甲乡驻村工作队")
AUDITORS = Body(BodyKind.AUDIT_OFFICE, "示例省审计厅")

PAPERS = Papers(
    minutes="评议记录1号",
    notice_from=dt.date(2016, 9, 1),
    notice_until=dt.date(2016, 9, 7),
)


def text(order: int, born: str = "19800101") -> str:
    """Write a number of no real person, with its check character."""
    body = f"990102{born}{order:03d}"
    return body + check_character(body)


def number(order: int, born: str = "19800101") -> IdentityNumber:
    return IdentityNumber.read(text(order, born))


def person(order: int, **more: Any) -> Person:
    fields: dict[str, Any] = {
        "identity": number(order),
        "name": f"某{order}",
        **more,
    }
    return Person(number=f"P{order}", **fields)


def home(
    place: int,
    *members: Person,
    status: Status | None = Status.CURRENT,
    exit_year: int | None = None,
    village: str | None = VILLAGE,
    entered: dt.date | None = ENTERED,
) -> Household:
    return Household(
        number=f"H{place}",
        members=members or (person(place),),
        status=status,
        exit_year=exit_year,
        division=village,
        entered=entered,
    )


def register(*homes: Household) -> Registry:
    return Registry(households=homes)


def car(**more: Any) -> Vehicle:
    fields: dict[str, Any] = {
        "kind": VehicleKind.CAR,
        "acquired": dt.date(2013, 1, 1),
        "disposed": None,
        **more,
    }
    return Vehicle(**fields)


def line(
    identity: IdentityNumber | None, record: Record | None = None
) -> Entry:
    return Entry(identity=identity, record=record or car())


def cars(*entries: Entry, day: dt.date = EXTRACTED) -> Extract:
    return Extract(source="vehicles", extract_date=day, entries=entries)


def hit(one: Household, record: Record | None = None) -> Match:
    """Match the head of a household with one vehicle."""
    table = match(register(one), [cars(line(one.members[0].identity, record))])
    return table.hits[0]


def suspicion(
    one: Household | None = None,
    record: Record | None = None,
    criteria: str = FAIR,
) -> Suspicion:
    """Suspect a household of the car that its head holds."""
    house = one or home(1)
    entry = line(house.members[0].identity, record)
    table = match(register(house), [cars(entry)])
    (found,) = suspect(table, register(house), criteria, at=LISTED)
    return found


def clearance(rule: ClearingRule = ClearingRule.SOLD_OR_LENT) -> Clearance:
    return Clearance(
        rule=rule,
        proofs=dict.fromkeys(Proof, "材料1号"),
        checker=TEAM,
        day=CHECKED,
    )


def check(
    of: Suspicion,
    outcome: CheckOutcome = CheckOutcome.UPHELD,
    mode: VisitMode = VisitMode.HOME,
    day: dt.date = CHECKED,
    checker: Body = TEAM,
    **more: Any,
) -> FieldCheck:
    cleared = outcome is CheckOutcome.NOT_UPHELD
    return FieldCheck(
        suspicion=of,
        mode=mode,
        outcome=outcome,
        day=day,
        checker=checker,
        clearing=clearance() if cleared else None,
        **more,
    )


def verdict(*checks: FieldCheck) -> Verdict:
    return Verdict(
        checks=checks, referred_by=OFFICE, decided_by=GROUP, day=DECIDED
    )


def upheld(of: Suspicion) -> Verdict:
    return verdict(check(of))
