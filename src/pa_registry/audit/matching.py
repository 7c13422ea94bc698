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
from typing import Any, ClassVar, cast

import attrs

from pa_registry.accounts._tables import text_table
from pa_registry.accounts.counts import (
    Count,
    cell_of,
    division_at,
    lies_in,
    on_file,
)
from pa_registry.audit._agreeing import (
    ILLEGIBLE,
    Agreement,
    Side,
    compared,
    differing,
    is_checked,
    key_of,
    near,
)
from pa_registry.audit.extracts import Entry, Extract
from pa_registry.columns import Kind, columns
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.circumstances import HukouChange
from pa_registry.model.codes import Code
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence import Coverage, Evidence
from pa_registry.model.evidence_codes import HukouChangeKind
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityGrade, IdentityNumber
from pa_registry.model.persons import Person, Relative
from pa_registry.model.records import Record
from pa_registry.model.registry import Registry
from pa_registry.money import Rate, RateUnit


__all__ = [
    "REGISTER",
    "Agreement",
    "Certainty",
    "Match",
    "MatchStanding",
    "MatchTable",
    "RegisterKind",
    "Searched",
    "SetAside",
    "SetAsideReason",
    "match",
]

#: The name under which the register itself is a source of hits.
REGISTER = "register"


class Certainty(Code):
    """
    How sure a hit is.

    命中程度。

    A near match is possible and never certain.
    """

    EXACT = "exact", "确切命中"
    POSSIBLE = "possible", "疑似命中"


class RegisterKind(Code):
    """
    What the register shows when it is matched with itself.

    库内比对命中类型。
    """

    SAME_PERSON = "same-person-in-one-household", "同户重复登记"
    TWO_HOUSEHOLDS = "person-in-two-households", "一人多户"
    SPLIT = "household-split", "疑似分户"


class SetAsideReason(Code):
    """
    Why a document could not be compared.

    未能比对原因。
    """

    BLANK = "no-document", "未填证件号码"
    DAMAGED = "damaged-by-spreadsheet", "电子表格损坏"
    OTHER_DOCUMENT = (
        "foreign-or-illegible-document",
        "非居民身份号码或无法识别",
    )
    DOUBTFUL = "number-in-doubt", "身份证号存疑"
    DUPLICATE = "duplicate-line", "重复行"


class MatchStanding(Code):
    """
    How a household stands after a matching.

    户的比对情况。

    A household that some source was not wholly searched for is not
    audited, and that is never clean.
    """

    HIT = "hit", "有命中"
    CLEAN = "searched-without-a-hit", "各来源均已比对，无命中"
    NOT_AUDITED = "not-audited", "无命中，但有来源未比对或未全部比对"


@attrs.frozen(kw_only=True)
class Match:
    """
    One hit: a record, and a person of the register under whom it may be.

    比对命中。

    The attributes are the columns of the table of hits, in order.

    Attributes:
        source: The source, or ``register``.
        kind: What the record is, by its first coded field, or what the
            register shows; blank where the form has no such field.
        household: The number of the household.
        person: The number of the person; blank for a household as such.
        apart: Whether the person is kin living apart, and no member.
        division: The division of the household.
        certainty: Exact, or possible.
        fact_date: The first day on which the fact holds, if recorded.
        fact_end: The first day on which it holds no more, if recorded.
        extract_date: The day of the extract.
        agreed: The fields that agree.
        differs: The fields that both sides state, and state differently.
        line: The line of the extract, from 1.
        other_household: Within the register, the household that it is
            matched with.
        other_person: Within the register, the person.
        record: The record itself; blank within the register.
        end_unread: Whether its end could not be read; see
            :class:`~pa_registry.audit.Entry`.
    """

    source: str
    kind: str = ""
    household: str = attrs.field(repr=masked)
    person: str = attrs.field(default="", repr=masked)
    apart: bool = False
    division: str = ""
    certainty: Certainty = Certainty.EXACT
    fact_date: dt.date | None = None
    fact_end: dt.date | None = None
    extract_date: dt.date | None = None
    agreed: tuple[Agreement, ...] = ()
    differs: tuple[Agreement, ...] = ()
    line: int | None = None
    other_household: str = attrs.field(default="", repr=masked)
    other_person: str = attrs.field(default="", repr=masked)
    record: Record | None = attrs.field(default=None, repr=False)
    end_unread: bool = attrs.field(default=False, repr=False)

    @property
    def seen_on(self) -> dt.date | None:
        """The day of the extract, unless it may have ended before."""
        return None if self.end_unread else self.extract_date

    @property
    def is_exact(self) -> bool:
        """Whether a whole, checked number is the same on both sides."""
        return self.certainty is Certainty.EXACT

    def row(self) -> Mapping[str, object]:
        """
        Give the hit as one row of plain values, without the record.

        明细行。
        """
        return MappingProxyType(
            {key: _plain(getattr(self, key)) for key in MatchTable.COLUMNS}
        )


def _plain(value: Any) -> object:
    if isinstance(value, tuple):
        return tuple(map(str, cast("tuple[object, ...]", value)))
    return str(value) if isinstance(value, Code) else value


@attrs.frozen(kw_only=True)
class SetAside:
    """
    A document that could not be compared by its number; never lost.

    未能比对的证件。

    Attributes:
        source: The source, or ``register``.
        reason: Why.
        line: The line of the extract; blank within the register.
        household: Within the register, the household.
        person: Within the register, the person.
        shown: The number, masked.
        grade: Its grade.
        possible: To how many people it may belong all the same.
        entry: The line itself, for whoever puts it right.
    """

    source: str
    reason: SetAsideReason
    line: int | None = None
    household: str = attrs.field(default="", repr=masked)
    person: str = attrs.field(default="", repr=masked)
    shown: str = ""
    grade: IdentityGrade | None = None
    possible: int = 0
    entry: Entry | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Searched:
    """
    How far one extract reached.

    比对覆盖情况。

    Attributes:
        source: The source.
        extract_date: The day of the extract.
        entries: Its lines.
        set_aside: Those that could not be compared by number.
        searched: The members who were searched for, and the households
            of which everybody was.
        registered: Everybody in the register.
        hit: The members hit, exactly or possibly.
        hit_exactly: The members hit exactly, of those searched for.
    """

    source: str
    extract_date: dt.date
    entries: int
    set_aside: int
    searched: Count
    registered: Count
    hit: Count
    hit_exactly: Count

    def label(self, language: str = "en") -> str:
        """Name the source in ``"zh"`` or ``"en"``."""
        found = HOUSEHOLD.relation(self.source)
        return found.zh if language == "zh" else found.en

    @property
    def coverage(self) -> Rate:
        """The share of the registered persons who were searched for."""
        return Rate(
            numerator=self.searched.persons,
            base=self.registered.persons,
            unit=RateUnit.PERSONS,
            of="in the register",
        )

    @property
    def hit_rate(self) -> Rate:
        """The share of those searched for who were hit exactly."""
        return Rate(
            numerator=self.hit_exactly.persons,
            base=self.searched.persons,
            unit=RateUnit.PERSONS,
            of=f"searched for in {self.source}",
        )


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


@attrs.frozen(kw_only=True)
class MatchTable:
    """
    All hits, all documents set aside, and how far each source reached.

    比对结果。

    Attributes:
        hits: The hits.
        set_aside: The documents that could not be compared.
        searched: One line for each extract.
    """

    #: The columns of a row of hits, in order.
    COLUMNS: ClassVar[tuple[str, ...]] = (
        "source",
        "kind",
        "household",
        "person",
        "apart",
        "division",
        "certainty",
        "fact_date",
        "fact_end",
        "extract_date",
        "agreed",
        "differs",
        "line",
        "other_household",
        "other_person",
    )

    hits: tuple[Match, ...] = attrs.field(repr=False)
    set_aside: tuple[SetAside, ...] = attrs.field(repr=False)
    searched: tuple[Searched, ...]
    _coverage: Mapping[str, tuple[Coverage, ...]] = attrs.field(
        repr=False, alias="coverage", default=MappingProxyType({})
    )
    _by_household: Mapping[str, tuple[Match, ...]] = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(
            lambda self: _grouped(self.hits), takes_self=True
        ),
    )

    @property
    def households(self) -> tuple[str, ...]:
        """The households with a hit, in order of appearance."""
        return tuple(self._by_household)

    def of(self, household: str) -> tuple[Match, ...]:
        """Give the hits of a household."""
        return self._by_household.get(household, ())

    def coverage_of(self, household: str) -> tuple[Coverage, ...]:
        """Say what was searched for a household; nothing is *not audited*."""
        return self._coverage.get(household, ())

    def unsearched(self, source: str) -> tuple[str, ...]:
        """
        List the households that a source was not searched for as a whole.

        未比对或未全部比对的户。
        """
        return tuple(
            household
            for household, found in self._coverage.items()
            if not any(
                one.source == source and one.person is None for one in found
            )
        )

    def standing(self, household: str) -> MatchStanding:
        """
        Say how a household stands: hit, clean, or not audited.

        户的比对情况。

        It is clean only if each source of this matching was searched for
        all of it.
        """
        if household in self._by_household:
            return MatchStanding.HIT
        whole = {
            one.source
            for one in self.coverage_of(household)
            if one.person is None
        }
        every = {one.source for one in self.searched}
        if every and every <= whole:
            return MatchStanding.CLEAN
        return MatchStanding.NOT_AUDITED

    def standings(self) -> Mapping[MatchStanding, tuple[str, ...]]:
        """
        List the households by how they stand: each is in one list.

        按比对情况分户。
        """
        found: dict[MatchStanding, list[str]] = {
            one: [] for one in MatchStanding
        }
        for household in self._coverage:
            found[self.standing(household)].append(household)
        return MappingProxyType(
            {standing: tuple(listed) for standing, listed in found.items()}
        )

    def render(self, language: str = "en") -> str:
        """
        Set a line for each source: how far it reached, and whom it hit.

        比对情况表。

        Households count for their kin living apart, too; persons are
        members only.  The last line has everybody once, for the sources
        overlap.
        """
        zh = language == "zh"
        header = (
            ["数据来源", "提取日期", "记录数", "整户比对/户", "比对人数/人",
             "命中户数", "命中人数", "未能比对记录"]
            if zh
            else ["source", "extract", "entries", "households searched",
                  "persons searched", "households hit", "persons hit",
                  "set aside"]
        )  # fmt: skip
        lines = [
            [
                one.label(language),
                one.extract_date.isoformat(),
                str(one.entries),
                f"{one.searched.households}/{one.registered.households}",
                f"{one.searched.persons}/{one.registered.persons}",
                *self._hit_on(one.source, one.extract_date),
                str(one.set_aside),
            ]
            for one in self.searched
        ]
        itself = sum(one.source == REGISTER for one in self.set_aside)
        everybody = self.count()
        lines += [
            [
                "库内比对" if zh else "the register itself",
                *[""] * 4,
                *self._hit_on(REGISTER, None),
                str(itself),
            ],
            [
                "去重合计" if zh else "everybody once",
                *[""] * 4,
                str(everybody.households),
                str(everybody.persons),
                "",
            ],
        ]
        return text_table(header, lines)

    def _hit_on(self, source: str, day: dt.date | None) -> tuple[str, str]:
        found = _counted_once(
            one
            for one in self.hits
            if (one.source, one.extract_date) == (source, day)
        )
        return str(found.households), str(found.persons)

    def __str__(self) -> str:
        return self.render("en")

    def rows(self) -> Iterator[Mapping[str, object]]:
        """Go through the hits as plain rows."""
        return (one.row() for one in self.hits)

    def evidence(self, household: str) -> Evidence:
        """
        Bundle the exact hits of a household as evidence that rules read.

        由确切命中形成证据。

        A possible hit is no evidence: it waits for a check.
        """
        records: dict[str, list[Any]] = defaultdict(list)
        for one in self.of(household):
            if one.record is not None and one.is_exact:
                records[one.source].append(
                    attrs.evolve(
                        one.record,
                        holder=one.person,
                        seen_on=one.seen_on,
                    )
                )
        sources: dict[str, Any] = {
            source: tuple(found) for source, found in records.items()
        }
        return Evidence(**sources, coverage=self.coverage_of(household))

    def count(
        self, source: str | None = None, division: str | None = None
    ) -> Count:
        """
        Count the persons hit, each once, and their households.

        命中人数与户数。

        The persons are those hit, not all of their households; kin living
        apart are not counted as persons of the register.
        """
        return _counted_once(
            one
            for one in self.hits
            if source in {None, one.source} and lies_in(one.division, division)
        )

    def by_source(self, division: str | None = None) -> Mapping[str, Count]:
        """
        Count by source; the sources overlap, and do not add up.

        分来源统计。

        :meth:`count` has everybody once.
        """
        sources = dict.fromkeys(one.source for one in self.hits)
        return MappingProxyType(
            {one: self.count(one, division) for one in sources}
        )

    def by_county(self) -> Mapping[str, Count]:
        """Count by county the persons hit, each once."""
        counties = dict.fromkeys(
            division_at(one.division, DivisionLevel.COUNTY)
            for one in self.hits
        )
        return MappingProxyType(
            {one: self.count(division=one) for one in sorted(counties)}
        )


def _is_member(one: Match) -> bool:
    return bool(one.person) and not one.apart


def _counted_once(hits: Iterable[Match]) -> Count:
    """Count households, and members once each; kin are no members."""
    found = tuple(hits)
    people = {_whom(one) for one in found if _is_member(one)}
    return Count(len({one.household for one in found}), len(people))


def _grouped(hits: Iterable[Match]) -> Mapping[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = defaultdict(list)
    for one in hits:
        found[one.household].append(one)
    return MappingProxyType({key: tuple(one) for key, one in found.items()})


def match(registry: Registry, extracts: Iterable[Extract] = ()) -> MatchTable:
    """
    Match a register with departments' extracts, and with itself.

    数据比对。

    By number where both sides have a whole one; where the check character
    bears it out on both, the hit is exact.  What is near is possible: the
    old form of fifteen digits, one digit wrong with the same name and
    birth date, the same name and birth date in the same village.  Nobody
    is ever matched by name alone.

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
            if side.name is not None and side.birth is not None:
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
            if entry in seen and entry.identity is not None:
                reason = SetAsideReason.DUPLICATE
            found: list[Match] = []
            if reason is not SetAsideReason.DUPLICATE:
                found = [
                    _hit(extract, line, entry, one)
                    for one in self._candidates(entry)
                ]
            seen.add(entry)
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
        if side.name is None or side.birth is None:
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
        searched: set[tuple[str, str]] = set()
        whole = 0
        registered = Count()
        for home in self._registry.households:
            there = not extract.divisions or any(
                lies_in(home.division or "", one) for one in extract.divisions
            )
            present = on_file(home)
            found = [one for one in present if there and _is_asked(one, asked)]
            kin = [
                one
                for one in home.relatives or ()
                if there and _is_asked(one, asked)
            ]
            is_whole = bool(found) and len(found) == len(present)
            self._coverage[home.number] += _coverage_of(
                extract, home, found, kin, is_whole=is_whole
            )
            if cell_of(home) is not None:
                registered += Count(1, len(present))
                searched.update((home.number, one.number) for one in found)
                whole += is_whole
        exact = {_whom(m) for m in hits if m.is_exact and _is_member(m)}
        self._searched.append(
            Searched(
                source=extract.source,
                extract_date=extract.extract_date,
                entries=len(extract.entries),
                set_aside=set_aside,
                searched=Count(whole, len(searched)),
                registered=registered,
                hit=_counted({_whom(m) for m in hits if _is_member(m)}),
                hit_exactly=_counted(exact & searched),
            )
        )


def _whom(one: Match) -> tuple[str, str]:
    return one.household, one.person


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
    if number is None:
        return SetAsideReason.BLANK
    if number.grade is IdentityGrade.DAMAGED_BY_SPREADSHEET:
        return SetAsideReason.DAMAGED
    if number.grade in ILLEGIBLE:
        return SetAsideReason.OTHER_DOCUMENT
    if is_checked(number):
        return None
    is_old = number.upgraded is not None and number.grade not in _WRONG
    return None if is_old else SetAsideReason.DOUBTFUL


_WRONG = frozenset(
    {IdentityGrade.IMPOSSIBLE_DATE, IdentityGrade.WRONG_CHECK_CHARACTER}
)


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
        fact_date=_first(entry.record, ("acquired", "since", "day")),
        fact_end=_first(entry.record, ("disposed", "until")),
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
    form: type = type(record)
    for key, declared in columns(form).items():
        if declared.kind is Kind.CODE:
            found = getattr(record, key)
            return "" if found is None else str(found)
    return ""


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
                yield _double(first, second, agreed, order)


def _is_on_file(one: _Target) -> bool:
    if one.apart or not isinstance(one.person, Person):
        return False
    return one.person.left is None


def _may_be_one(agreed: tuple[Agreement, ...]) -> bool:
    return Agreement.NUMBER in agreed or near(agreed)


def _double(
    first: _Target,
    second: _Target,
    agreed: tuple[Agreement, ...],
    order: Mapping[int, int],
) -> Match:
    """
    Write a pair down under the entry to look at first.

    That is the one with the less certain number, then the one who is no
    head of household, then the later one.  Which one is right, a check
    finds out.
    """

    def place(one: _Target) -> tuple[bool, bool, int]:
        checked = is_checked(one.person.identity)
        is_head = one.household.head is one.person
        return not checked, not is_head, order[id(one)]

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
            days[one.household] = record.day
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
