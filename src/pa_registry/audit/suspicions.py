"""
From hits to suspicions: what a hit would mean, if it is so.

疑点：比对命中意味着什么。

A suspicion names the clause, its effect, reach and day as the list in use
says, and the answer on each day that the text allows.  It decides nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from pa_registry.accounts.counts import on_file
from pa_registry.audit.clearing import Clearance, ClearingRule
from pa_registry.audit.matching import (
    REGISTER,
    Certainty,
    Match,
    MatchTable,
    RegisterKind,
)
from pa_registry.columns import columns
from pa_registry.conditions import Condition, Reason, Truth
from pa_registry.dates import AsOf, Day, Round
from pa_registry.errors import InvalidPolicyError, InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.circumstances import Death, HukouChange
from pa_registry.model.codes import Code
from pa_registry.model.evidence import SOURCES, Evidence
from pa_registry.model.evidence_codes import HukouChangeKind
from pa_registry.model.households import Household
from pa_registry.model.records import Record
from pa_registry.model.registry import Registry
from pa_registry.policies import (
    ExitOutcome,
    FindingSubject,
    FindingTarget,
    IdentificationOutcome,
    Policy,
    household_exit,
    identification,
)
from pa_registry.standards import (
    Clause,
    CriteriaList,
    Effect,
    FactDay,
    ListKind,
    Reach,
    Standards,
    Subject,
)
from pa_registry.standards.rules import condition, read_rule


__all__ = [
    "DayAnswer",
    "EvidenceOf",
    "Suspicion",
    "SuspicionKind",
    "WhichDay",
    "suspect",
    "suspect_entries",
    "suspect_exits",
]

#: Gives the evidence about a household by its number.
EvidenceOf: TypeAlias = Callable[[str], Evidence]
_KIN = "kin_"


class SuspicionKind(Code):
    """
    What a suspicion rests on, where it is no clause of a list.

    清单之外的疑点类型。
    """

    DEAD = "dead-still-registered", "死亡未注销"
    CANCELLED = "hukou-cancelled-still-registered", "户口已注销仍在册"
    SAME_PERSON = "same-person-in-one-household", "同户重复登记"
    TWO_HOUSEHOLDS = "person-in-two-households", "一人多户"
    ENTRY_STANDARD = "entry-standard-not-met", "识别时不符合识别标准"
    EXIT_STANDARD = "exit-standard-not-met", "退出时未达到退出标准"

    @property
    def phrase(self) -> str:
        """What a suspected household would be, in English."""
        return _PHRASES[self]


_PHRASES: Mapping[SuspicionKind, str] = MappingProxyType(
    {
        SuspicionKind.DEAD: "a household with a dead member on file",
        SuspicionKind.CANCELLED: (
            "a household with a member whose hukou was cancelled"
        ),
        SuspicionKind.SAME_PERSON: "a household with one member on file twice",
        SuspicionKind.TWO_HOUSEHOLDS: (
            "a household with a member on file in another one"
        ),
        SuspicionKind.ENTRY_STANDARD: (
            "a household that did not meet the standard of entry"
        ),
        SuspicionKind.EXIT_STANDARD: (
            "a household that did not meet the standard of exit"
        ),
    }
)


class WhichDay(Code):
    """
    The day on which a circumstance is asked for.

    认定日。
    """

    ENTRY = "day-of-entry", "识别时"
    LIST = "day-of-the-list", "清单施行时"
    EXIT = "day-of-the-exit", "退出时"
    EXTRACT = "day-of-the-extract", "数据提取时"


@attrs.frozen(kw_only=True)
class DayAnswer:
    """
    What the facts come to on one of the days that the text allows.

    按某一认定日得出的结论。

    Attributes:
        which: Whose day it is.
        day: The day; blank where it is not on record.
        truth: Whether the circumstance held.
        cleared_by: Which rule clears it by the records themselves.
        why_zh: The exception that lets it through, in Chinese.
        why_en: The exception that lets it through, in English.
    """

    which: WhichDay
    day: dt.date | None
    truth: Truth
    cleared_by: ClearingRule | None = None
    why_zh: str = ""
    why_en: str = ""

    def render(self, language: str = "en") -> str:
        """Say the answer in ``"zh"`` or ``"en"``."""
        zh = language == "zh"
        if zh:
            day = "日期不详" if self.day is None else _day_zh(self.day)
            why = self.why_zh or (
                self.cleared_by.zh if self.cleared_by else ""
            )
            tail = f"（{why}）" if why else ""
            return f"按{self.which.zh}（{day}）的情况，{self.truth.zh}{tail}"
        day = "day unknown" if self.day is None else self.day.isoformat()
        why = self.why_en or (self.cleared_by.en if self.cleared_by else "")
        tail = f" ({why})" if why else ""
        return f"on the {self.which.en} ({day}): {self.truth.en}{tail}"


def _day_zh(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _some(
    self: object,
    _field: attrs.Attribute[tuple[Match, ...]],
    value: tuple[Match, ...],
) -> None:
    if not value or not all(isinstance(one, Match) for one in value):
        raise InvalidValueError(
            what="a suspicion rests on hits.",
            where="Suspicion.matches",
            remedy="Make suspicions with suspect(table, registry, …).",
        )


@attrs.frozen(kw_only=True)
class Suspicion:
    """
    What hits would mean for one household, and nothing decided.

    疑点。

    Attributes:
        household: The number of the household.
        division: Its division.
        ground: The label of the clause, or of the kind of suspicion.
        zh: The circumstance in Chinese.
        en: The circumstance in English.
        target: Which decision it is about: the entry, or the exit.
        subject: Whether it is about the household or about one member.
        matches: The hits that it rests on.
        persons: The members and kin hit, each once.
        answers: The answer on each day that the text allows.
        effect: What the clause does; blank outside a list.
        reach: Whose facts the clause reads; blank outside a list.
        criteria: The list or the policy in use.
        fingerprint: What the evidence is: it changes only with the facts.
        clearance: The earlier check that cleared the same evidence.
    """

    household: str = attrs.field(repr=masked)
    division: str = ""
    ground: str
    zh: str
    en: str
    target: FindingTarget = FindingTarget.ENTRY
    subject: FindingSubject = FindingSubject.HOUSEHOLD
    matches: tuple[Match, ...] = attrs.field(repr=False, validator=_some)
    answers: tuple[DayAnswer, ...] = attrs.field(repr=False)
    effect: Effect | None = None
    reach: Reach | None = None
    criteria: str = ""
    fingerprint: str = attrs.field(repr=False)
    clearance: Clearance | None = attrs.field(default=None, repr=False)

    @property
    def persons(self) -> tuple[str, ...]:
        """The persons hit, each once."""
        listed = (one.person for one in self.matches if one.person)
        return tuple(dict.fromkeys(listed))

    @property
    def key(self) -> tuple[str, str, str, tuple[str, ...]]:
        """What makes it the same suspicion in a second run."""
        persons = tuple(sorted(self.persons))
        return self.household, self.target.value, self.ground, persons

    @property
    def is_open(self) -> bool:
        """
        Whether a check has to find out.

        It has unless an earlier check cleared the same evidence, or the
        records themselves clear it on every day that the text allows.
        """
        if self.clearance is not None:
            return False
        return any(one.truth is not Truth.NOT_MET for one in self.answers)

    @property
    def is_possible(self) -> bool:
        """Whether it rests on possible hits only."""
        return all(not one.is_exact for one in self.matches)

    @property
    def is_hard(self) -> bool | None:
        """
        Whether the clause is hard; `None` where no list is asked.

        A standard that was not met at entry or exit is no matter of
        discretion.
        """
        if self.effect is not None:
            return self.effect.hard
        if self.ground in {
            SuspicionKind.ENTRY_STANDARD,
            SuspicionKind.EXIT_STANDARD,
        }:
            return True
        return None

    @property
    def held_on_day(self) -> bool | None:
        """
        Whether the fact held on the day that counts, by the records.

        It is said only where they say the same of each day that the text
        allows.
        """
        truths = {one.truth for one in self.answers}
        one = truths.pop() if len(truths) == 1 else Truth.UNKNOWN
        found: bool | None = one.value
        return found

    @property
    def clearing_rules(self) -> tuple[ClearingRule, ...]:
        """
        The rules by which a check could clear it, with their papers.

        可能适用的排除情形。

        The last one is for whatever a check finds to be otherwise.
        """
        sources = {one.source for one in self.matches}
        apart = any(
            one.apart or one.kind == RegisterKind.SPLIT.value
            for one in self.matches
        )
        possible = any(not one.is_exact for one in self.matches)
        return tuple(
            rule
            for rule in ClearingRule
            if rule.clears & sources
            or (rule is ClearingRule.BUDGET_APART and apart)
            or (rule is ClearingRule.OTHER_PERSON and possible)
            or rule is ClearingRule.FOUND_OTHERWISE
        )

    def render(self, language: str = "en") -> str:
        """
        Say the suspicion in ``"zh"`` or ``"en"``.

        疑点说明。
        """
        answers = [one.render(language) for one in self.answers]
        number = masked(self.household)
        if language == "zh":
            said = "；".join(answers)
            tail = "" if self.is_open else "，无须再查"
            return f"{number}：疑似{self.zh}。{said}{tail}。"
        said = "; ".join(answers)
        tail = "" if self.is_open else "; no check is needed"
        return f"{number}: suspected of being {self.en}; {said}{tail}."

    def __str__(self) -> str:
        return self.render("en")


def suspect(  # noqa: PLR0913  the last two have defaults
    table: MatchTable,
    registry: Registry,
    criteria: str | CriteriaList,
    *,
    at: Day,
    cleared: Iterable[tuple[Suspicion, Clearance]] = (),
    standards: Standards | None = None,
) -> tuple[Suspicion, ...]:
    """
    Ask of each hit what it would mean under a list.

    由比对命中生成疑点。

    A fact that did not hold on the day that counts clears itself: a car
    sold before the entry is no suspicion under a list that asks for the
    day of entry.  A record that meets no clause raises none.  Where the
    text leaves the day open, both answers stand beside each other.
    Deaths and double registration raise suspicions under any list.

    Args:
        table: The hits.
        registry: The register that was matched.
        criteria: The list in use, or its id.
        at: The day of the list, on which the audit looks.

        cleared:
            Suspicions that earlier checks cleared; each stays cleared
            until its evidence changes.

        standards: The book to look the id up in; by default the built-in.

    Returns:
        The suspicions by household, open and cleared.

    Raises:
        InvalidStandardError: If the list is an empty slot.
        InvalidPolicyError: If it is no negative list.
        UnknownNameError: If there is no list of that id.
    """
    book = standards or Standards.builtin()
    found = book.criteria(criteria) if isinstance(criteria, str) else criteria
    if found.kind is not ListKind.NEGATIVE:
        raise InvalidPolicyError(
            what=f"{found.id} is an {found.kind.en}.",
            remedy="Give a negative list.",
        )
    clauses = [
        one for one in found.require_items().clauses if one.rule is not None
    ]
    day = AsOf.of(at).fact
    made = (
        suspicion
        for home in registry.households
        if home.status is None or home.status.in_register
        for suspicion in _of_home(
            _Case(home, table.of(home.number), found.id, day), table, clauses
        )
    )
    return _with_clearances(made, cleared)


def _with_clearances(
    made: Iterable[Suspicion],
    cleared: Iterable[tuple[Suspicion, Clearance]],
) -> tuple[Suspicion, ...]:
    known = {
        (one.key, one.fingerprint): clearance for one, clearance in cleared
    }
    return tuple(
        attrs.evolve(one, clearance=known.get((one.key, one.fingerprint)))
        for one in made
    )


@attrs.frozen
class _Case:
    """One household under one list, on one day."""

    home: Household
    hits: tuple[Match, ...]
    criteria: str
    day: dt.date

    def days(
        self, which: FactDay
    ) -> Iterator[tuple[WhichDay, dt.date | None]]:
        """Give the days that a clause allows."""
        if which is not FactDay.LIST:
            yield WhichDay.ENTRY, self.home.entered
        if which is not FactDay.ENTRY:
            yield WhichDay.LIST, self.day

    def suspicion(
        self,
        clause: Clause,
        matches: Iterable[Match],
        answers: tuple[DayAnswer, ...],
        facts: Iterable[object] = (),
    ) -> Suspicion:
        """Put a suspicion together under a clause."""
        listed = tuple(matches)
        of_person = clause.subject is Subject.PERSON
        return Suspicion(
            household=self.home.number,
            division=self.home.division or "",
            ground=clause.label,
            zh=clause.zh,
            en=clause.en,
            subject=(
                FindingSubject.PERSON
                if of_person
                else FindingSubject.HOUSEHOLD
            ),
            matches=listed,
            answers=answers,
            effect=clause.effect,
            reach=clause.reach,
            criteria=self.criteria,
            fingerprint=_fingerprint(listed, facts),
        )


def _of_home(
    case: _Case, table: MatchTable, clauses: list[Clause]
) -> Iterator[Suspicion]:
    if case.hits:
        yield from _of_identity(case)
    evidence: Evidence | None = None
    for clause in clauses:
        source = (clause.relation or "").removeprefix(_KIN)
        if source in SOURCES:
            yield from _of_records(case, clause)
            continue
        if evidence is None:
            evidence = table.evidence(case.home.number)
        yield from _of_form(case, clause, evidence)


# What the records of a department mean under a clause


def _of_records(case: _Case, clause: Clause) -> Iterator[Suspicion]:
    relation = clause.relation or ""
    source, apart = relation.removeprefix(_KIN), relation.startswith(_KIN)
    of_person = clause.subject is Subject.PERSON
    if of_person and SOURCES[source] is Death:
        return  # raised under any list
    listed = [
        one
        for one in case.hits
        if one.source == source and one.apart is apart and _meets(one, clause)
    ]
    groups = [[one] for one in listed] if of_person else [listed]
    for matches in groups:
        if not matches:
            continue
        answers = tuple(
            _strongest(
                [_answer(case.home, one, clause, counts) for one in matches]
            )
            for counts in case.days(clause.day)
        )
        yield case.suspicion(clause, matches, answers)


def _meets(one: Match, clause: Clause) -> bool:
    """Say whether the record can be what the clause is about at all."""
    bare = read_rule(clause.rule or "")
    return bare.judge(one.record, at=one.extract_date) is not Truth.NOT_MET


def _answer(
    home: Household,
    one: Match,
    clause: Clause,
    counts: tuple[WhichDay, dt.date | None],
) -> DayAnswer:
    """Judge one record on one day, and say what clears it."""
    which, day = counts
    record = _seen(one)
    held = Truth.UNKNOWN
    if day is not None:
        held = Truth(record.held_on(day)) & _was_there(home, one, day)
    if held is Truth.NOT_MET:
        return DayAnswer(
            which=which,
            day=day,
            truth=held,
            cleared_by=ClearingRule.FACT_DATE,
        )
    on = day or one.extract_date
    bare = read_rule(clause.rule or "").judge(record, at=on)
    sure = Truth.MET if one.is_exact else Truth.UNKNOWN
    truth = held & bare & sure
    for case in clause.exceptions:
        excepted = read_rule(case.rule).judge(record, at=on)
        if excepted is Truth.MET:
            return DayAnswer(
                which=which,
                day=day,
                truth=Truth.NOT_MET,
                cleared_by=ClearingRule.STATED_EXCEPTION,
                why_zh=case.zh,
                why_en=case.en,
            )
        truth &= ~excepted
    return DayAnswer(which=which, day=day, truth=truth)


def _seen(one: Match) -> Record:
    record = one.record
    if record is None:  # pragma: no cover  only hits of departments come here
        raise InvalidValueError(what="a hit without a record.")
    return attrs.evolve(record, seen_on=one.seen_on)


def _was_there(home: Household, one: Match, day: dt.date) -> Truth:
    """Say whether the holder had not left yet."""
    for member in home.members:
        if member.number == one.person and member.left is not None:
            return Truth(day < member.left)
    return Truth.MET


def _strongest(answers: list[DayAnswer]) -> DayAnswer:
    """Take the answer of the record that weighs most."""
    order = (Truth.MET, Truth.UNKNOWN, Truth.NOT_MET)
    return min(answers, key=lambda one: order.index(one.truth))


# What the form itself says under a clause


def _of_form(
    case: _Case, clause: Clause, evidence: Evidence
) -> Iterator[Suspicion]:
    rule = condition(clause)
    if rule is None:  # pragma: no cover  clauses without a rule are left out
        return
    splits = tuple(
        one
        for one in case.hits
        if one.kind == RegisterKind.SPLIT.value
        and clause.code == "SPLIT_HOUSEHOLD"
    )
    answers = tuple(
        DayAnswer(
            which=which,
            day=on,
            truth=_judged(rule, case.home, evidence, on),
        )
        for which, on in case.days(clause.day)
    )
    truths = {one.truth for one in answers}
    if Truth.MET not in truths and not (splits and Truth.UNKNOWN in truths):
        return
    matches = splits or (_own(case.home, clause.label),)
    reason = rule.explain(
        case.home, evidence=evidence, at=answers[-1].day or case.day
    )
    yield case.suspicion(clause, matches, answers, _facts([reason]))


def _judged(
    rule: Condition[Any],
    home: Household,
    evidence: Evidence,
    day: dt.date | None,
) -> Truth:
    if day is None:
        return Truth.UNKNOWN
    return rule.judge(home, evidence=evidence, at=day)


def _own(home: Household, kind: str) -> Match:
    """Write down that the register itself shows something."""
    return Match(
        source=REGISTER,
        kind=kind,
        household=home.number,
        division=home.division or "",
        certainty=Certainty.EXACT,
    )


# Death and double registration, under any list


def _of_identity(case: _Case) -> Iterator[Suspicion]:
    home = case.home
    present = {one.number for one in on_file(home)}
    for one in case.hits:
        kind = _identity_kind(one)
        if kind is None or one.person not in present:
            continue
        sure = Truth.MET if one.is_exact else Truth.UNKNOWN
        yield Suspicion(
            household=home.number,
            division=home.division or "",
            ground=kind.value,
            zh=kind.zh,
            en=kind.phrase,
            subject=FindingSubject.PERSON,
            matches=(one,),
            answers=(
                DayAnswer(
                    which=WhichDay.EXTRACT, day=one.extract_date, truth=sure
                ),
            ),
            criteria=case.criteria,
            fingerprint=_fingerprint((one,)),
        )


def _identity_kind(one: Match) -> SuspicionKind | None:
    if one.apart:
        return None
    if isinstance(one.record, Death):
        return SuspicionKind.DEAD
    if isinstance(one.record, HukouChange):
        gone = one.record.kind is HukouChangeKind.CANCELLED
        return SuspicionKind.CANCELLED if gone else None
    return _DOUBLE.get(one.kind) if one.source == REGISTER else None


_DOUBLE: Mapping[str, SuspicionKind] = MappingProxyType(
    {
        RegisterKind.SAME_PERSON.value: SuspicionKind.SAME_PERSON,
        RegisterKind.TWO_HOUSEHOLDS.value: SuspicionKind.TWO_HOUSEHOLDS,
    }
)


# Entries and exits, against the tests of their own day


def suspect_entries(
    registry: Registry,
    evidence_of: EvidenceOf | None = None,
    *,
    at: Round,
    policy: Policy[IdentificationOutcome] | None = None,
    cleared: Iterable[tuple[Suspicion, Clearance]] = (),
) -> tuple[Suspicion, ...]:
    """
    Ask whether the entries of a round met the standard of that round.

    核查识别是否符合标准。

    Only households that entered in the round's year are asked: the income
    of that round says nothing about the entries of another.

    Args:
        registry: The register.
        evidence_of: The evidence about each household.
        at: The round in which they entered.
        policy: The rules of entry; by default
            :func:`~pa_registry.policies.identification`, whose list of
            exclusions :func:`suspect` asks.
        cleared: Suspicions that earlier checks cleared.
    """
    rules = identification() if policy is None else policy
    made = (
        _of_policy(home, reasons, SuspicionKind.ENTRY_STANDARD, rules.name)
        for home in registry.households
        if home.entered is not None
        and home.entered.year == at.year
        and (home.status is None or home.status.in_register)
        for reasons in _against(
            rules,
            home,
            evidence_of,
            at,
            IdentificationOutcome.NOT_REGISTERED,
        )
    )
    return _with_clearances(made, cleared)


def suspect_exits(  # noqa: PLR0913  all but the year have defaults
    registry: Registry,
    evidence_of: EvidenceOf | None = None,
    *,
    year: int,
    fact: dt.date | None = None,
    policy: Policy[ExitOutcome] | None = None,
    cleared: Iterable[tuple[Suspicion, Clearance]] = (),
) -> tuple[Suspicion, ...]:
    """
    Ask whether the exits of a year met the exit tests at the exit day.

    核查退出真实性。

    Args:
        registry: The register.
        evidence_of: The evidence about each household.
        year: The year of the exits, whose income is tested.
        fact: The day of the facts; by default the last day of the year.
        policy: The rules of exit; by default
            :func:`~pa_registry.policies.household_exit`.
        cleared: Suspicions that earlier checks cleared.
    """
    rules = household_exit() if policy is None else policy
    # The round after the year tests the income of the year.
    at = Round(year=year + 1, fact=fact or dt.date(year, 12, 31))
    made = (
        _of_policy(home, reasons, SuspicionKind.EXIT_STANDARD, rules.name)
        for home in registry.households
        if home.status is not None
        and home.status.in_cohort
        and home.exit_year == year
        for reasons in _against(
            rules, home, evidence_of, at, ExitOutcome.REMAIN
        )
    )
    return _with_clearances(made, cleared)


def _against(
    rules: Policy[Any],
    home: Household,
    evidence_of: EvidenceOf | None,
    at: Round,
    outcome: object,
) -> Iterator[tuple[Round, tuple[Reason, ...]]]:
    """Give the reasons where a policy decides against what was done."""
    evidence = None if evidence_of is None else evidence_of(home.number)
    decision = rules(home, evidence=evidence, at=at)
    if decision.is_decided and decision.outcome is outcome:
        yield at, decision.reasons


def _of_policy(
    home: Household,
    found: tuple[Round, tuple[Reason, ...]],
    kind: SuspicionKind,
    policy: str,
) -> Suspicion:
    at, reasons = found
    exit_ = kind is SuspicionKind.EXIT_STANDARD
    matches = (_own(home, kind.value),)
    return Suspicion(
        household=home.number,
        division=home.division or "",
        ground=kind.value,
        zh=kind.zh,
        en=kind.phrase,
        target=FindingTarget.EXIT if exit_ else FindingTarget.ENTRY,
        matches=matches,
        answers=(
            DayAnswer(
                which=WhichDay.EXIT if exit_ else WhichDay.ENTRY,
                day=at.clocks.fact,
                truth=Truth.MET,
            ),
        ),
        criteria=policy,
        fingerprint=_fingerprint(matches, _facts(reasons)),
    )


# What the evidence is


def _facts(reasons: Iterable[Reason]) -> Iterator[object]:
    for reason in reasons:
        for part in reason.walk():
            for fact in part.facts:
                yield fact.form, fact.column.key, fact.where, fact.plain


def _fingerprint(
    matches: Iterable[Match], facts: Iterable[object] = ()
) -> str:
    """
    Digest the facts, and not the day on which they were handed over.

    The same car in the extract of another month is the same evidence.
    """
    content = [sorted(map(_evidence, matches)), sorted(map(repr, facts))]
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _evidence(one: Match) -> str:
    record: list[tuple[str, str]] = []
    if one.record is not None:
        form: type = type(one.record)
        record = [
            (key, repr(getattr(one.record, key)))
            for key in columns(form)
            if key not in {"holder", "seen_on"}
        ]
        if one.end_unread:
            record.append(("end", "unread"))
    return repr(
        (
            one.source,
            one.kind,
            one.person,
            one.certainty.value,
            one.fact_date,
            tuple(str(field) for field in one.agreed),
            one.other_household,
            one.other_person,
            record,
        )
    )
