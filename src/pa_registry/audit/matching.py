"""
Match a register with departments' extracts, and with itself.

数据比对。

A hit says that a record and a registered person belong together, and by
which fields.  It is no finding about anybody: what it may mean is a
suspicion, and what it means a check finds out.
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from pa_registry.accounts.counts import Count, cell_of, lies_in, on_file
from pa_registry.audit._agreeing import (
    Agreement,
    Side,
    compared,
    differing,
    is_blank,
    is_checked,
    is_legible,
    key_of,
    near,
)
from pa_registry.audit.extracts import (
    FACT_DAYS,
    FACT_ENDS,
    NOT_STATED,
    Entry,
    Extract,
    kind_field,
)
from pa_registry.audit.match_tables import (
    REASONS,
    REGISTER,
    Certainty,
    Match,
    MatchTable,
    RegisterKind,
    Searched,
    SetAside,
    SetAsideReason,
)
from pa_registry.columns import columns
from pa_registry.errors import InvalidValueError
from pa_registry.model.circumstances import HukouChange
from pa_registry.model.evidence import Coverage
from pa_registry.model.evidence_codes import HukouChangeKind
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.persons import Person, Relative
from pa_registry.model.records import Record
from pa_registry.model.registry import Registry


__all__ = ["match"]


@attrs.frozen
class _Target:
    """A person of the register, as matching sees him."""

    household: Household
    person: Person | Relative
    apart: bool

    @property
    def side(self) -> Side:
        one = self.person
        village = None if self.apart else self.household.division
        return Side(one.identity, one.name, one.born, village)


def match(registry: Registry, extracts: Iterable[Extract] = ()) -> MatchTable:
    """
    Match a register with departments' extracts, and with itself.

    数据比对。

    By number where both sides have a whole one; where the check character
    bears it out on both, the hit is exact.  What is near is possible: the
    old form of fifteen digits, the same wrong check character, the same
    text of another document, one digit wrong with the same name and birth
    date, the same name and birth date in the same village.  Nobody is ever
    matched by name alone.  :func:`pa_registry.frames.match` gives the same
    rows over columns.

    Args:
        registry: The register.
        extracts: What departments handed over; each is searched for those
            it speaks of.

    Returns:
        Hits, documents set aside, and coverage.

    Raises:
        InvalidValueError: If one of *extracts* is something else.

    Examples:
        >>> from pa_registry.model import Vehicle, VehicleKind
        >>> from pa_registry.audit import Entry
        >>> number = IdentityNumber.read("990102198001010010")
        >>> home = Household(
        ...     number="H1", members=(Person(number="1", identity=number),)
        ... )
        >>> cars = Extract(
        ...     source="vehicles",
        ...     extract_date=dt.date(2016, 9, 30),
        ...     entries=(
        ...         Entry(
        ...             identity=number, record=Vehicle(kind=VehicleKind.CAR)
        ...         ),
        ...     ),
        ... )
        >>> table = match(Registry(households=(home,)), [cars])
        >>> [(one.person, one.kind, one.certainty.zh) for one in table.hits]
        [('1', 'passenger-car', '确切命中')]
    """
    return _Matcher(registry).run(extracts)


class _Matcher:
    """Holds the look-up tables of one register."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._by_number: dict[IdentityNumber, list[_Target]] = defaultdict(
            list
        )
        self._by_name: dict[tuple[str, dt.date], list[_Target]] = defaultdict(
            list
        )
        self._targets = tuple(_targets(registry))
        for one in self._targets:
            number = key_of(one.person.identity)
            if number is not None:
                self._by_number[number].append(one)
            side = one.side
            if side.name and side.birth is not None:
                self._by_name[side.name, side.birth].append(one)
        self._hits: list[Match] = []
        self._aside: list[SetAside] = []
        self._searched: list[Searched] = []
        self._coverage: dict[str, list[Coverage]] = defaultdict(list)

    def run(self, extracts: Iterable[Extract]) -> MatchTable:
        """Match the register with each extract, then with itself."""
        for home in self._registry.households:
            self._coverage[home.number] = []
        for extract in extracts:
            if not isinstance(extract, Extract):
                raise InvalidValueError(
                    what=f"a {type(extract).__name__} is no extract.",
                    where="match(registry, extracts)",
                    remedy="Give Extract(source=…, extract_date=…, …).",
                )
            self._take(extract)
        self._aside += _register_aside(self._targets)
        self._hits += _doubles(self._targets, self._by_number, self._by_name)
        self._hits += _splits(self._registry, self._hits)
        return MatchTable(
            hits=tuple(self._hits),
            set_aside=tuple(self._aside),
            searched=tuple(self._searched),
            coverage=MappingProxyType(
                {key: tuple(one) for key, one in self._coverage.items()}
            ),
        )

    def _take(self, extract: Extract) -> None:
        seen: set[Entry] = set()
        hits: list[Match] = []
        aside: list[SetAside] = []
        for line, entry in enumerate(extract.entries, 1):
            reason = _reason(entry.identity)
            # A blank document is none, whichever way it was left blank.
            said = entry
            if reason is SetAsideReason.BLANK:
                said = attrs.evolve(entry, identity=None)
            if said in seen and _tells(entry):
                reason = SetAsideReason.DUPLICATE
            found: list[Match] = []
            if reason is not SetAsideReason.DUPLICATE:
                found = [
                    _hit(extract, line, entry, one)
                    for one in self._candidates(entry)
                ]
            seen.add(said)
            hits += found
            if reason is not None:
                aside.append(
                    _set_aside(extract.source, line, entry, reason, found)
                )
        self._hits += hits
        self._aside += aside
        self._cover(extract, hits, len(aside))

    def _candidates(self, entry: Entry) -> list[_Target]:
        number = key_of(entry.identity)
        exact = [] if number is None else self._by_number.get(number, [])
        if exact:
            return exact
        side = _side(entry)
        if not side.name or side.birth is None:
            return []
        return [
            one
            for one in self._by_name.get((side.name, side.birth), ())
            if near(compared(side, one.side))
        ]

    def _cover(
        self, extract: Extract, hits: list[Match], set_aside: int
    ) -> None:
        """Say whom the extract was searched for, and count them."""
        asked = (
            None
            if extract.asked is None
            else {key_of(one) for one in extract.asked}
        )
        unsure = {one.whom for one in hits if not one.is_exact}

        def is_searched(home: Household, one: Person | Relative) -> bool:
            return _is_asked(one, asked) and (
                (home.number, one.number) not in unsure
            )

        searched: set[tuple[str, str]] = set()
        whole = 0
        registered = Count()
        for home in self._registry.households:
            there = not extract.divisions or any(
                lies_in(home.division or "", one) for one in extract.divisions
            )
            present = on_file(home)
            found = [
                one for one in present if there and is_searched(home, one)
            ]
            kin = [
                one
                for one in home.relatives or ()
                if there and is_searched(home, one)
            ]
            is_whole = bool(found) and len(found) == len(present)
            self._coverage[home.number] += _coverage_of(
                extract, home, found, kin, is_whole=is_whole
            )
            if cell_of(home) is not None:
                registered += Count(1, len(present))
                searched.update((home.number, one.number) for one in found)
                whole += is_whole
        exact = {m.whom for m in hits if m.is_exact and m.is_member}
        self._searched.append(
            Searched(
                source=extract.source,
                extract_date=extract.extract_date,
                entries=len(extract.entries),
                set_aside=set_aside,
                searched=Count(whole, len(searched)),
                registered=registered,
                hit=_counted({m.whom for m in hits if m.is_member}),
                hit_exactly=_counted(exact & searched),
            )
        )


def _counted(people: set[tuple[str, str]]) -> Count:
    return Count(len({home for home, _ in people}), len(people))


def _coverage_of(
    extract: Extract,
    home: Household,
    found: list[Person],
    kin: list[Relative],
    *,
    is_whole: bool,
) -> Iterator[Coverage]:
    names: list[str | None] = [None] if is_whole else []
    if not is_whole:
        names += [one.number for one in found]
    names += [one.number for one in kin]
    for name in names:
        yield Coverage(
            source=extract.source,
            extract_date=extract.extract_date,
            household=home.number,
            person=name,
        )


def _is_asked(
    one: Person | Relative, asked: set[IdentityNumber | None] | None
) -> bool:
    """Only a whole, checked number can be searched for."""
    number = one.identity
    return is_checked(number) and (asked is None or key_of(number) in asked)


def _targets(registry: Registry) -> Iterator[_Target]:
    for home in registry.households:
        for member in home.members:
            yield _Target(home, member, apart=False)
        for kin in home.relatives or ():
            yield _Target(home, kin, apart=True)


def _side(entry: Entry) -> Side:
    return Side(entry.identity, entry.name, entry.born, entry.village)


def _reason(number: IdentityNumber | None) -> SetAsideReason | None:
    if number is None or is_blank(number):
        return SetAsideReason.BLANK
    return REASONS.get(number.grade)


def _tells(entry: Entry) -> bool:
    """
    Say whether a line tells whom it is about, and anything of him.

    Only then is the same line once more a repetition: two lines of an
    illegible number may be about two people, and two of a number alone
    about two cars.
    """
    side = _side(entry)
    whom = is_legible(entry.identity) or bool(side.name and side.born)
    record = entry.record
    form: type = type(record)
    more = (
        getattr(record, key) for key in columns(form) if key not in NOT_STATED
    )
    stated = (side.name, side.born, side.village, *more)
    return whom and any(one is not None for one in stated)


def _set_aside(
    source: str,
    line: int,
    entry: Entry,
    reason: SetAsideReason,
    found: list[Match],
) -> SetAside:
    number = entry.identity
    return SetAside(
        source=source,
        reason=reason,
        line=line,
        shown="" if number is None else number.masked,
        grade=None if number is None else number.grade,
        possible=len(found),
        entry=entry,
    )


def _register_aside(targets: Iterable[_Target]) -> Iterator[SetAside]:
    """Set the documents aside by which nobody can be searched for."""
    for one in targets:
        number = one.person.identity
        reason = _reason(number)
        if reason is None or one.apart:
            continue
        yield SetAside(
            source=REGISTER,
            reason=reason,
            household=one.household.number,
            person=one.person.number,
            shown="" if number is None else number.masked,
            grade=None if number is None else number.grade,
        )


def _hit(extract: Extract, line: int, entry: Entry, one: _Target) -> Match:
    side = _side(entry)
    agreed = compared(side, one.side)
    return Match(
        source=extract.source,
        kind=_kind(entry.record),
        household=one.household.number,
        person=one.person.number,
        apart=one.apart,
        division=one.household.division or "",
        certainty=_certainty(agreed, entry.identity, one.person.identity),
        fact_date=_first(entry.record, FACT_DAYS),
        fact_end=_first(entry.record, FACT_ENDS),
        extract_date=extract.extract_date,
        agreed=agreed,
        differs=differing(side, one.side),
        line=line,
        record=entry.record,
        end_unread=entry.end_unread,
    )


def _certainty(
    agreed: tuple[Agreement, ...], *numbers: IdentityNumber | None
) -> Certainty:
    """Only a number that its check character bears out is exact."""
    checked = all(map(is_checked, numbers))
    same = Agreement.NUMBER in agreed
    return Certainty.EXACT if checked and same else Certainty.POSSIBLE


def _kind(record: Record) -> str:
    key = kind_field(type(record))
    found = None if key is None else getattr(record, key)
    return "" if found is None else str(found)


def _first(record: Record, keys: tuple[str, ...]) -> dt.date | None:
    for key in keys:
        found: dt.date | None = getattr(record, key, None)
        if found is not None:
            return found
    return None


# The register with itself


def _doubles(
    targets: tuple[_Target, ...],
    by_number: Mapping[IdentityNumber, list[_Target]],
    by_name: Mapping[tuple[str, dt.date], list[_Target]],
) -> Iterator[Match]:
    """Find the people who are in the register twice."""
    order = {id(one): place for place, one in enumerate(targets)}
    told: set[frozenset[int]] = set()
    for group in (*by_number.values(), *by_name.values()):
        here = [one for one in group if _is_on_file(one)]
        for place, first in enumerate(here):
            for second in here[place + 1 :]:
                pair = frozenset({order[id(first)], order[id(second)]})
                agreed = compared(first.side, second.side)
                if pair in told or not _may_be_one(agreed):
                    continue
                told.add(pair)
                yield _double(first, second, agreed)


def _is_on_file(one: _Target) -> bool:
    if one.apart or not isinstance(one.person, Person):
        return False
    return one.person.left is None


def _may_be_one(agreed: tuple[Agreement, ...]) -> bool:
    by_text = {Agreement.NUMBER, Agreement.DOCUMENT}
    return bool(by_text.intersection(agreed)) or near(agreed)


def _double(
    first: _Target,
    second: _Target,
    agreed: tuple[Agreement, ...],
) -> Match:
    """
    Write a pair down under the entry to look at first.

    That is the one with the less certain number, then the one who is no
    head of household, then the one whose numbers in the system come later,
    whatever the order of the register.  Which one is right, a check finds
    out.
    """

    def place(one: _Target) -> tuple[bool, bool, str, str]:
        checked = is_checked(one.person.identity)
        is_head = one.household.head is one.person
        home = one.household.number
        return not checked, not is_head, home, one.person.number

    suspect, other = sorted((first, second), key=place, reverse=True)
    same = suspect.household.number == other.household.number
    numbers = suspect.person.identity, other.person.identity
    return Match(
        source=REGISTER,
        kind=RegisterKind.SAME_PERSON if same else RegisterKind.TWO_HOUSEHOLDS,
        household=suspect.household.number,
        person=suspect.person.number,
        division=suspect.household.division or "",
        certainty=_certainty(agreed, *numbers),
        agreed=agreed,
        differs=differing(suspect.side, other.side),
        other_household=other.household.number,
        other_person=other.person.number,
    )


def _splits(registry: Registry, hits: Iterable[Match]) -> Iterator[Match]:
    """Recognise households that were split before they entered."""
    days: dict[str, dt.date] = {}
    for one in hits:
        record = one.record
        if (
            isinstance(record, HukouChange)
            and record.kind is HukouChangeKind.MOVED_OUT
            and record.day is not None
            and not one.apart
        ):
            known = days.get(one.household, record.day)
            days[one.household] = min(known, record.day)
    for home in registry.households:
        agreed: list[Agreement] = []
        day = home.split_on
        if day is not None and _before(day, home):
            agreed.append(Agreement.FORM)
        if home.number in days and _before(days[home.number], home):
            agreed.append(Agreement.HUKOU)
            day = day or days[home.number]
        if agreed:
            yield Match(
                source=REGISTER,
                kind=RegisterKind.SPLIT,
                household=home.number,
                division=home.division or "",
                certainty=Certainty.POSSIBLE,
                fact_date=day,
                agreed=tuple(agreed),
            )


def _before(day: dt.date, home: Household) -> bool:
    return home.entered is not None and day <= home.entered
