"""
All evidence about one household, and what was checked to get it.

比对与核查证据。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Self, TypeAlias

import attrs

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.masking import masked
from pa_registry.model.acts import Appraisal, Visit, Waiver
from pa_registry.model.circumstances import (
    Absence,
    Business,
    CommercialPension,
    Conduct,
    Death,
    HukouChange,
    Payroll,
    StudyAbroad,
    VillageOffice,
)
from pa_registry.model.evidence_codes import VisitMode
from pa_registry.model.records import (
    Appliance,
    Farm,
    LandPurchase,
    Machine,
    Premises,
    Record,
    UrbanHouse,
    Vehicle,
)
from pa_registry.model.rows import holds, rows


__all__ = [
    "SOURCES",
    "Coverage",
    "Evidence",
    "Piece",
]

Piece: TypeAlias = Record | Appraisal | Visit | Waiver

#: Each source by its name in `Evidence`, with the form of its records.
SOURCES: Mapping[str, type[Piece]] = MappingProxyType(
    {
        "vehicles": Vehicle,
        "urban_houses": UrbanHouse,
        "premises": Premises,
        "machines": Machine,
        "farms": Farm,
        "land_purchases": LandPurchase,
        "appliances": Appliance,
        "businesses": Business,
        "payrolls": Payroll,
        "village_offices": VillageOffice,
        "commercial_pensions": CommercialPension,
        "studies_abroad": StudyAbroad,
        "absences": Absence,
        "conducts": Conduct,
        "deaths": Death,
        "hukou_changes": HukouChange,
        "appraisals": Appraisal,
        "visits": Visit,
        "waivers": Waiver,
    }
)


def _known(source: str) -> str:
    given: object = source
    if not isinstance(given, str):
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no name of a source.",
            where="source",
            remedy="Name it as Evidence does, such as vehicles.",
        )
    if source not in SOURCES:
        raise UnknownNameError(
            kind="source", name=masked(source), known=tuple(SOURCES)
        )
    return source


def _day(given: dt.date | None) -> dt.date | None:
    # What is derived from the days is read before validators run.
    if given is not None and type(given) is not dt.date:
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no day.",
            where="extract_date or fresh_from",
            remedy="Write datetime.date(2016, 9, 30).",
        )
    return given


@attrs.frozen(kw_only=True)
class Coverage:
    """
    The statement that a source was searched, for whom, in which extract.

    比对覆盖情况。

    Attributes:
        source: The source's name in :class:`Evidence`, such as `vehicles`.
        extract_date: The day of the extract that was searched.
        household: The household.  Evidence is of one, and a policy refuses
            that of another.
        person: The only person searched for; blank is the whole household.

    Examples:
        >>> Coverage(source="vehicels")
        Traceback (most recent call last):
        pa_registry.errors.UnknownNameError: ...Did you mean vehicles?
    """

    source: str = attrs.field(converter=_known)
    extract_date: dt.date | None = attrs.field(default=None, converter=_day)
    household: str | None = attrs.field(default=None, repr=False)
    person: str | None = attrs.field(default=None, repr=False)


def _counted(evidence: Evidence) -> Iterator[Coverage]:
    """Yield the searches that count: those fresh enough, if it matters."""
    first = evidence.fresh_from
    if not holds(evidence.coverage, Coverage):
        return  # the validator, which comes later, says what is wrong
    for one in evidence.coverage:
        if first is None or (one.extract_date and one.extract_date >= first):
            yield one


def _households(evidence: Evidence) -> frozenset[str]:
    if not holds(evidence.coverage, Coverage):
        return frozenset()
    return frozenset(
        one.household for one in evidence.coverage if one.household is not None
    )


def _checked(evidence: Evidence) -> frozenset[str]:
    return frozenset(
        one.source for one in _counted(evidence) if one.person is None
    )


def _checked_for(evidence: Evidence) -> frozenset[tuple[str, str]]:
    return frozenset(
        (one.source, one.person)
        for one in _counted(evidence)
        if one.person is not None
    )


def _settled(evidence: Evidence) -> tuple[Waiver, ...]:
    """
    Take the waivers as rules read them.

    While a waiver and a refusal of the same item are in force together,
    neither settles anything: whether it is granted is not known.
    """
    if not holds(evidence.waivers, Waiver):
        return ()  # the validator, which comes later, says what is wrong
    return tuple(
        spell
        for one in evidence.waivers
        for spell in _iter_spells(one, evidence.waivers)
    )


def _iter_spells(one: Waiver, waivers: tuple[Waiver, ...]) -> Iterator[Waiver]:
    """Cut a waiver where another that may contradict it begins or ends."""
    others = [other for other in waivers if _may_contradict(one, other)]
    if not others:
        yield one
        return
    ends = {day for w in (one, *others) for day in (w.since, w.expires)}
    days = sorted(day for day in ends if day and one.is_live(day))
    starts = [one.since, *(day for day in days if day != one.since)]
    for since, expires in zip(starts, [*starts[1:], one.expires], strict=True):
        day = since or dt.date.min
        open_ = any(other.is_live(day) for other in others)
        yield attrs.evolve(
            one,
            since=since,
            expires=expires,
            granted=None if open_ else one.granted,
        )


def _may_contradict(one: Waiver, other: Waiver) -> bool:
    """Say whether the two differ, by what is recorded or by a blank."""
    same_item = other.item == one.item or None in {one.item, other.item}
    return other is not one and same_item and other.granted is not one.granted


def _last_vote(evidence: Evidence) -> tuple[Appraisal, ...]:
    """Take the votes as rules read them: the last round decides."""
    votes = evidence.appraisals
    if not holds(votes, Appraisal):
        return ()  # the validator, which comes later, says what is wrong
    if len({one.result for one in votes}) < _TWO:
        return votes
    rounds = [one.round for one in votes]
    last = None if None in rounds else max(r for r in rounds if r)
    kept = tuple(one for one in votes if last is None or one.round == last)
    if len({one.result for one in kept}) < _TWO:
        return kept
    return tuple(attrs.evolve(one, result=None) for one in kept)


def _last_visit(evidence: Evidence) -> tuple[Visit, ...]:
    """
    Take the visits as rules read them: the last day in person decides.

    A visit of which nobody noted whether it was in person, and which may
    be the last, leaves open what was found.
    """
    visits = evidence.visits
    if not holds(visits, Visit):
        return ()  # the validator, which comes later, says what is wrong
    here = [one for one in visits if _in_person(one)]
    days = [one.day for one in here]
    last = None if None in days else max((d for d in days if d), default=None)
    perhaps = {
        one.finding
        for one in visits
        if _in_person(one) is None
        and (one.day is None or last is None or one.day >= last)
    }
    if len({one.finding for one in here} | perhaps) < _TWO or not here:
        return visits
    kept = [one for one in here if last is None or one.day == last]
    if len({one.finding for one in kept} | perhaps) >= _TWO:
        kept = [attrs.evolve(one, finding=None) for one in kept]
    return (*(one for one in visits if one not in here), *kept)


def _in_person(one: Visit) -> bool | None:
    """Say whether a visit was in person, if that was noted."""
    if one.met_somebody is False:
        return False
    if one.mode is None:
        return None
    return one.mode in {VisitMode.HOME, VisitMode.SITE} and one.met_somebody


#: So many different answers make a contradiction.
_TWO = 2


@attrs.frozen(kw_only=True)
class Evidence:
    """
    What is known about one household from outside its own form.

    证据。

    Each source is an attribute of that name.  A source without coverage is
    *not checked*: that it holds no record then says nothing, while a
    record that it does hold is known all the same.

    Attributes:
        coverage: Which sources were searched.

        fresh_from:
            The first day of an extract that counts as a search; left out,
            any extract does, and how old it may be is the caller's care.

        checked: The sources searched for the whole household.
        households: The households that the coverage names; one, or none.
        settled_waivers: The waivers, with contradictions left unknown.
        settled_appraisals: The votes of the last round; unknown where they
            contradict each other, or nobody knows which was last.
        settled_visits: The visits in person of the last day, likewise.

    Examples:
        >>> evidence = Evidence(vehicles=(Vehicle(holder="1"),))
        >>> evidence.covers("vehicles")
        False
        >>> evidence.with_checked("vehicles").covers("vehicles", "1")
        True
    """

    vehicles: tuple[Vehicle, ...] = rows(Vehicle)
    urban_houses: tuple[UrbanHouse, ...] = rows(UrbanHouse)
    premises: tuple[Premises, ...] = rows(Premises)
    machines: tuple[Machine, ...] = rows(Machine)
    farms: tuple[Farm, ...] = rows(Farm)
    land_purchases: tuple[LandPurchase, ...] = rows(LandPurchase)
    appliances: tuple[Appliance, ...] = rows(Appliance)
    businesses: tuple[Business, ...] = rows(Business)
    payrolls: tuple[Payroll, ...] = rows(Payroll)
    village_offices: tuple[VillageOffice, ...] = rows(VillageOffice)
    commercial_pensions: tuple[CommercialPension, ...] = rows(
        CommercialPension
    )
    studies_abroad: tuple[StudyAbroad, ...] = rows(StudyAbroad)
    absences: tuple[Absence, ...] = rows(Absence)
    conducts: tuple[Conduct, ...] = rows(Conduct)
    deaths: tuple[Death, ...] = rows(Death)
    hukou_changes: tuple[HukouChange, ...] = rows(HukouChange)
    appraisals: tuple[Appraisal, ...] = rows(Appraisal)
    visits: tuple[Visit, ...] = rows(Visit)
    waivers: tuple[Waiver, ...] = rows(Waiver)
    coverage: tuple[Coverage, ...] = rows(Coverage)
    fresh_from: dt.date | None = attrs.field(default=None, converter=_day)
    checked: frozenset[str] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_checked, takes_self=True),
    )
    settled_waivers: tuple[Waiver, ...] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_settled, takes_self=True),
    )
    settled_appraisals: tuple[Appraisal, ...] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_last_vote, takes_self=True),
    )
    settled_visits: tuple[Visit, ...] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_last_visit, takes_self=True),
    )
    households: frozenset[str] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_households, takes_self=True),
    )
    _checked_for: frozenset[tuple[str, str]] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(_checked_for, takes_self=True),
    )

    def __repr__(self) -> str:
        counts = {one: len(self.of(one)) for one in SOURCES}
        parts = [f"{name}: {n}" for name, n in counts.items() if n]
        if self.checked:
            parts.append(f"checked: {', '.join(sorted(self.checked))}")
        return f"Evidence({'; '.join(parts)})"

    @classmethod
    def none(cls) -> Self:
        """Say that nothing was checked and nothing is known."""
        return cls()

    def of(self, source: str) -> tuple[Piece, ...]:
        """
        Give the records of a source by its name.

        Raises:
            UnknownNameError: If there is no such source.
        """
        held: tuple[Piece, ...] = getattr(self, _known(source))
        return held

    def covers(
        self, source: str, person: str | None = None, *, apart: bool = False
    ) -> bool:
        """
        Say whether a source was searched.

        是否已比对。

        Args:
            source: The source's name.
            person: For this person; without it, for the whole household.
            apart: Whether the person is kin living apart, whom a search
                for the household does not reach.

        Raises:
            UnknownNameError: If there is no such source.
        """
        if _known(source) in self.checked and not apart:
            return True
        return person is not None and (source, person) in self._checked_for

    def with_checked(
        self, *sources: str, extract_date: dt.date | None = None
    ) -> Self:
        """
        State that sources were searched for the whole household.

        登记比对覆盖情况。

        Raises:
            UnknownNameError: If there is no such source.
        """
        more = tuple(
            Coverage(source=one, extract_date=extract_date) for one in sources
        )
        return attrs.evolve(self, coverage=self.coverage + more)
