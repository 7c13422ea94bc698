"""
The tables that a matching gives, and their columns.

比对结果表。

They are declared here once: a matching over columns
(:func:`pa_registry.frames.match`) gives the same rows under the same names.
A blank is `None` in a row, and fields that agree are one text.
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, cast

import attrs

from pa_registry.accounts._tables import text_table
from pa_registry.accounts.counts import Count, division_at, lies_in
from pa_registry.audit._agreeing import Agreement
from pa_registry.audit.extracts import Entry
from pa_registry.masking import masked
from pa_registry.model.codes import Code
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence import Coverage, Evidence
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.identity import IdentityGrade
from pa_registry.model.records import Record
from pa_registry.money import Rate, RateUnit


__all__ = [
    "BETWEEN",
    "REASONS",
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
]

#: What stands between the fields that agree, in one text.
BETWEEN = ","
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
    IMPOSSIBLE_DATE = "impossible-date", "出生日期有误"
    WRONG_CHECK = "wrong-check-character", "校验码有误"
    DUPLICATE = "duplicate-line", "重复行"


#: What makes a number one that nobody can be searched for by.
REASONS: Mapping[IdentityGrade, SetAsideReason] = MappingProxyType(
    {
        IdentityGrade.MALFORMED: SetAsideReason.OTHER_DOCUMENT,
        IdentityGrade.DAMAGED_BY_SPREADSHEET: SetAsideReason.DAMAGED,
        IdentityGrade.IMPOSSIBLE_DATE: SetAsideReason.IMPOSSIBLE_DATE,
        IdentityGrade.WRONG_CHECK_CHARACTER: SetAsideReason.WRONG_CHECK,
    }
)


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

    @property
    def is_member(self) -> bool:
        """Whether it is of a member; kin living apart are none."""
        return bool(self.person) and not self.apart

    @property
    def whom(self) -> tuple[str, str]:
        """The numbers of the household and the person."""
        return self.household, self.person

    def row(self) -> Mapping[str, object]:
        """
        Give the hit as one row of plain values, without the record.

        明细行。
        """
        return _row(self, MatchTable.COLUMNS)


def _row(one: object, names: tuple[str, ...]) -> Mapping[str, object]:
    return MappingProxyType(
        {name: _plain(getattr(one, name)) for name in names}
    )


def _plain(value: Any) -> object:
    """Give what a cell holds; it is `None` where there is nothing to say."""
    if isinstance(value, tuple):
        fields = cast("tuple[object, ...]", value)
        return BETWEEN.join(map(str, fields)) or None
    if isinstance(value, str):
        return str(value) or None
    return value


@attrs.frozen(kw_only=True)
class SetAside:
    """
    A document that could not be compared by its number; never lost.

    未能比对的证件。

    The columns of the table are the attributes that :attr:`COLUMNS` names.
    A document that both sides share is set aside all the same, and says
    to how many people it may belong.

    Attributes:
        COLUMNS: The columns of a row, in order.
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

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "source",
        "reason",
        "line",
        "household",
        "person",
        "possible",
    )

    source: str
    reason: SetAsideReason
    line: int | None = None
    household: str = attrs.field(default="", repr=masked)
    person: str = attrs.field(default="", repr=masked)
    shown: str = ""
    grade: IdentityGrade | None = None
    possible: int = 0
    entry: Entry | None = attrs.field(default=None, repr=False)

    def row(self) -> Mapping[str, object]:
        """
        Give it as one row of plain values.

        明细行。
        """
        return _row(self, self.COLUMNS)


@attrs.frozen(kw_only=True)
class Searched:
    """
    How far one extract reached.

    比对覆盖情况。

    Only a member with a checked number is searched for.  Whoever is hit
    possibly is still open: a record that may be his is no evidence yet, and
    without it nobody knows what the source says of him.

    Attributes:
        COLUMNS: The columns of a row, in order; households and persons
            are counted in columns of their own.
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

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "source",
        "extract_date",
        "entries",
        "set_aside",
        "households_searched",
        "persons_searched",
        "households_registered",
        "persons_registered",
        "households_hit",
        "persons_hit",
        "households_hit_exactly",
        "persons_hit_exactly",
    )

    source: str
    extract_date: dt.date
    entries: int
    set_aside: int
    searched: Count
    registered: Count
    hit: Count
    hit_exactly: Count

    def row(self) -> Mapping[str, object]:
        """
        Give the line as one row of plain values.

        统计行。
        """
        counts = (self.searched, self.registered, self.hit, self.hit_exactly)
        held = [self.source, self.extract_date, self.entries, self.set_aside]
        for one in counts:
            held += [one.households, one.persons]
        return MappingProxyType(dict(zip(self.COLUMNS, held, strict=True)))

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


def _counted_once(hits: Iterable[Match]) -> Count:
    """Count households, and members once each; kin are no members."""
    found = tuple(hits)
    people = {one.whom for one in found if one.is_member}
    return Count(len({one.household for one in found}), len(people))


def _grouped(hits: Iterable[Match]) -> Mapping[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = defaultdict(list)
    for one in hits:
        found[one.household].append(one)
    return MappingProxyType({key: tuple(one) for key, one in found.items()})
