"""
What departments hold and cadres recorded, where nothing is wrong.

部门比对数据与评议、核查记录。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pa_registry.draw import Stream, Weights
from pa_registry.model.evidence import SOURCES
from pa_registry.model.evidence_codes import (
    AppraisalResult,
    BusinessKind,
    BusinessRole,
    EmployerKind,
    Finding,
    HukouChangeKind,
    PostKind,
    VehicleKind,
    VisitMode,
)
from pa_registry.model.person_codes import JoinReason
from pa_registry.money import yuan
from pa_registry.synthetic import nowhere
from pa_registry.synthetic.drafts import Circumstance, Draft, Row
from pa_registry.synthetic.flaws import Flaw
from pa_registry.synthetic.parts import LAST_EVENT


__all__ = [
    "ACTS",
    "EXTRACTS",
    "add_acts",
    "add_records",
    "business",
    "past",
    "payroll",
    "search",
    "vehicle",
]

#: The acts of judgement, which nobody matches.
ACTS = ("appraisals", "visits", "waivers")
#: The day of each department's extract.
EXTRACTS = {
    source: dt.date(2016, 8, 10 + place)
    for place, source in enumerate(SOURCES)
    if source not in ACTS
}
#: The sources that are searched for kin living apart too.
_KIN_SOURCES = ("vehicles", "urban_houses", "businesses", "payrolls")

_THREE_WHEELER = Fraction(2, 25)
_IN_COOPERATIVE = Fraction(1, 10)
_HAND = Fraction(1, 10)
_SEARCHED = Weights.of({"household": 94, "persons": 4, "nobody": 2})


def past(stream: Stream, first: int, last: int) -> dt.date:
    """Draw a day of the years from *first* to *last*."""
    day = dt.date(first, 1, 1) + dt.timedelta(days=stream.below(365))
    return day.replace(year=stream.between(first, last), day=day.day % 28 + 1)


def vehicle(
    holder: Row, kind: VehicleKind, price: int, **more: Any
) -> dict[str, Any]:
    """Fill a vehicle record, all facts on record."""
    return {
        "holder": holder["number"],
        "kind": kind,
        "price": yuan(price),
        "load": 400,
        "earns_living": False,
        "for_disabled": False,
        "sold_untransferred": False,
        "identity_lent": False,
        "acquired": None,
        "disposed": None,
        **more,
    }


def business(
    holder: Row, kind: BusinessKind, role: BusinessRole, **more: Any
) -> dict[str, Any]:
    """Fill a record of a business, all facts on record."""
    return {
        "holder": holder["number"],
        "kind": kind,
        "role": role,
        "operating": True,
        "pays_tax": False,
        "long_term_employees": False,
        "identity_lent": False,
        "truly_controls": False,
        "since": None,
        "until": None,
        **more,
    }


def payroll(
    holder: Row, employer: EmployerKind, post: PostKind, since: dt.date
) -> dict[str, Any]:
    """Fill a record of a payroll, all facts on record."""
    return {
        "holder": holder["number"],
        "employer": employer,
        "post": post,
        "stable": post is PostKind.FORMAL,
        "since": since,
        "until": None,
    }


def add_records(draft: Draft) -> None:
    """Add records that no list objects to."""
    stream = draft.stream
    if stream.happens(_THREE_WHEELER):
        draft.record(
            "vehicles",
            **vehicle(
                draft.worker(),
                VehicleKind.FARM_THREE_WHEELER,
                stream.between(30, 90) * 100,
                earns_living=True,
                acquired=past(stream, 2008, 2013),
            ),
        )
    if stream.happens(_IN_COOPERATIVE):
        draft.record(
            "businesses",
            **business(
                draft.worker(),
                BusinessKind.COOPERATIVE,
                BusinessRole.COOPERATIVE_MEMBER,
                since=past(stream, 2010, 2013),
            ),
        )
    if draft.worker()["months_worked"] and stream.happens(_HAND):
        draft.record(
            "payrolls",
            **payroll(
                draft.worker(),
                EmployerKind.OTHER,
                PostKind.TEMPORARY,
                past(stream, 2012, 2013),
            ),
        )
    for one in draft.members:
        if one["join_reason"] is JoinReason.MARRIED_IN:
            draft.record(
                "hukou_changes",
                holder=one["number"],
                day=one["joined"],
                kind=HukouChangeKind.MOVED_IN,
            )


def add_acts(draft: Draft) -> None:
    """Add the vote and the visit on which the entry rests."""
    stream = draft.stream
    flaw = draft.seat.flaw
    if draft.entered is not None:
        voted = draft.entered - dt.timedelta(days=stream.between(20, 60))
        _add_appraisal(draft, voted, AppraisalResult.AGREED)
        _add_visit(draft, voted - dt.timedelta(days=5), Finding.POOR)
        return
    poor = draft.circumstance is not Circumstance.WELL
    visited = LAST_EVENT - dt.timedelta(days=stream.below(40))
    if flaw is Flaw.OMITTED_VOTED_DOWN:
        earlier = visited - dt.timedelta(days=30)
        _add_appraisal(draft, earlier, AppraisalResult.REJECTED)
    _add_visit(draft, visited, Finding.POOR if poor else Finding.NOT_POOR)


def _add_appraisal(
    draft: Draft, day: dt.date, result: AppraisalResult
) -> None:
    stream = draft.stream
    entitled = stream.between(30, 60)
    present = entitled - stream.below(entitled // 3)
    most = present - stream.below(present // 4)
    agreed = result is AppraisalResult.AGREED
    draft.record(
        "appraisals",
        day=day,
        result=result,
        round=2,
        entitled=entitled,
        present=present,
        in_favour=most if agreed else present - most,
        minutes=f"{day:%Y}-{draft.seat.number}",
    )


def _add_visit(draft: Draft, day: dt.date, finding: Finding) -> None:
    draft.record(
        "visits",
        day=day,
        mode=VisitMode.HOME,
        met_somebody=True,
        finding=finding,
        visitor=nowhere.name(draft.stream, draft.stream.below(10)),
        signed=True,
    )


def search(draft: Draft, stream: Stream, *, fully: bool) -> None:
    """
    Say which sources were searched, and keep only what they then show.

    What nobody searched for is not in hand, whatever the department holds.
    """
    kin = [one["number"] for one in draft.relatives or ()]
    for source, day in EXTRACTS.items():
        whom = "household" if fully else stream.weighted(_SEARCHED)
        people: list[str | None] = [None]
        if whom == "nobody":
            draft.records.pop(source, None)
            continue
        if whom == "persons":
            people = list(_some(draft, stream))
            _keep(draft, source, people)
        elif source in _KIN_SOURCES:
            people += kin
        _cover(draft, source, day, people)


def _some(draft: Draft, stream: Stream) -> Iterable[str]:
    for place, one in enumerate(draft.members):
        if place == 0 or stream.below(2):
            yield one["number"]


def _keep(draft: Draft, source: str, people: list[str | None]) -> None:
    held = draft.records.get(source, [])
    found = [one for one in held if one["holder"] in people]
    draft.records[source] = found


def _cover(
    draft: Draft, source: str, day: dt.date, people: list[str | None]
) -> None:
    for record in draft.records.get(source, ()):
        record["seen_on"] = day
    household = draft.seat.number
    draft.coverage += [
        {
            "source": source,
            "extract_date": day,
            "household": household,
            "person": person,
        }
        for person in people
    ]
