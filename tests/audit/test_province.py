"""The whole chain on an invented province, whose answers are known."""

from __future__ import annotations

import datetime as dt

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import attrs
import pytest

from pa_registry.accounts import Count
from pa_registry.audit import (
    AddedGround,
    CheckOutcome,
    Clearance,
    ClearingRule,
    Disposition,
    Entry,
    Extract,
    FieldCheck,
    MatchTable,
    OutcomeTable,
    Papers,
    Proof,
    SetAsideReason,
    Supplement,
    Suspicion,
    SuspicionKind,
    Verdict,
    clearances,
    dispose,
    extracts_of,
    issues_of,
    match,
    rectification,
    run_account,
    settled,
    supplement,
    suspect,
    suspect_entries,
    suspect_exits,
    yields,
)
from pa_registry.conditions import Truth
from pa_registry.model import (
    Body,
    BodyKind,
    Business,
    DivisionLevel,
    Evidence,
    Household,
    Move,
    Registry,
    Status,
    Vehicle,
    VehicleKind,
    VisitMode,
)
from pa_registry.policies import (
    IdentificationOutcome,
    NegativeListOutcome,
)
from pa_registry.synthetic import LISTS, Flaw, Ground, Province, province
from pa_registry.synthetic.flaws import FAIR, SHARED


OFFICE = Body(BodyKind.COUNTY_OFFICE, "某县扶贫办")
GROUP = Body(BodyKind.LEADING_GROUP, "某县扶贫攻坚领导小组")
TEAM = Body(BodyKind.WORK_TEAM, "某乡驻村工作队")
AUDITORS = Body(BodyKind.AUDIT_OFFICE, "某省审计厅")
CHECKED = dt.date(2016, 10, 20)
DECIDED = dt.date(2016, 11, 20)
PAPERS = Papers(
    minutes="评议记录1号",
    notice_from=dt.date(2016, 11, 1),
    notice_until=dt.date(2016, 11, 7),
)
CLEAR = NegativeListOutcome.CLEAR
#: The kinds that another part looks for: help, and who is outside.
ELSEWHERE = frozenset(
    {
        Flaw.WITHOUT_HELP,
        *(flaw for flaw in Flaw if flaw.ground is Ground.OUTSIDE),
    }
)


@cache
def made() -> Province:
    """Make a province whose records leave nothing blank."""
    return province(households=1000, seed=2016, missing=Fraction(0))


@cache
def blank() -> Province:
    """Make one in which some facts are missing, as everywhere."""
    return province(households=1000, seed=7, missing=Fraction(1, 20))


@cache
def cases(of: Province) -> dict[str, tuple[Household, Evidence]]:
    return {home.number: (home, e) for home, e in of.iter_households()}


@cache
def registry(of: Province) -> Registry:
    return Registry(households=tuple(home for home, _ in cases(of).values()))


@cache
def table(of: Province) -> MatchTable:
    return match(registry(of), extracts_of(cases(of).values()))


def evidence_of(number: str) -> Evidence:
    return cases(made())[number][1]


@cache
def found(of: Province, criteria: str) -> tuple[Suspicion, ...]:
    return suspect(table(of), registry(of), criteria, at=of.day)


def by_list(of: Province, criteria: str) -> set[str]:
    return {
        one.household
        for one in found(of, criteria)
        if one.is_open and one.effect is not None
    }


class TestDetection:
    @pytest.mark.parametrize("criteria", LISTS)
    def test_each_list_suspects_just_the_planted(self, criteria: str) -> None:
        """A household is suspected under a list just where it objects."""
        expected: set[str] = set()
        for number in cases(made()):
            answers = made().expected(number)
            said = {answers.at_entry.get(criteria, CLEAR)}
            if criteria != FAIR:  # its day is that of entry
                said.add(answers.on_day[criteria])
            if said != {CLEAR}:
                expected.add(number)

        assert by_list(made(), criteria) == expected
        assert expected

    def test_every_detectable_kind_is_found(self) -> None:
        """Each kind is found everywhere it was planted, counted per kind."""
        seen: Counter[Flaw] = Counter()
        everything = self._suspects()
        for flaw in set(Flaw) - ELSEWHERE:
            planted = set(made().planted(flaw))
            seen[flaw] = len(planted & everything)
            assert seen[flaw] == len(planted), flaw
        assert all(seen.values())

    def _suspects(self) -> set[str]:
        suspects = {
            one.household
            for criteria in LISTS
            for one in found(made(), criteria)
        }
        suspects |= {one.household for one in table(made()).set_aside}
        suspects |= {one.household for one in entries()}
        return suspects | {one.household for one in exits()}

    @pytest.mark.parametrize("criteria", LISTS)
    def test_silence_accuses_nobody(self, criteria: str) -> None:
        """Where facts are missing, the unflawed are at most asked about."""
        for one in found(blank(), criteria):
            flaws = blank().flaws.get(one.household, ())
            if not flaws and one.effect is not None:
                assert all(
                    answer.truth is not Truth.MET for answer in one.answers
                )

    @pytest.mark.parametrize("criteria", LISTS)
    def test_none_is_missed_where_facts_are_missing(
        self, criteria: str
    ) -> None:
        """Blanks elsewhere do not hide what was planted."""
        for number in cases(blank()):
            answers = blank().expected(number)
            if answers.at_entry.get(criteria, CLEAR) is not CLEAR:
                assert number in by_list(blank(), criteria)

    def test_double_registration(self) -> None:
        """Each planted pair is found, and no other."""
        pairs = {
            frozenset({one.household, one.matches[0].other_household})
            for one in found(made(), FAIR)
            if one.ground == SuspicionKind.TWO_HOUSEHOLDS.value
        }
        planted = {
            frozenset({number, str(made().expected(number).other)})
            for flaw in SHARED
            for number in made().planted(flaw)
        }

        assert pairs == planted

    def test_near_matches_are_possible(self) -> None:
        """An old number and a wrong digit are never certain."""
        near = {
            number
            for flaw in SHARED - {Flaw.SAME_PERSON}
            for number in made().planted(flaw)
        }
        for one in found(made(), FAIR):
            if one.ground == SuspicionKind.TWO_HOUSEHOLDS.value:
                homes = {one.household, one.matches[0].other_household}
                assert one.is_possible is bool(homes & near)

    def test_dead_members(self) -> None:
        """Just the dead who were planted are still registered."""
        dead = {
            one.household
            for one in found(made(), FAIR)
            if one.ground == SuspicionKind.DEAD.value
        }

        assert dead == {*made().planted(Flaw.DEAD_MEMBER)}

    def test_numbers_in_doubt(self) -> None:
        """Just the planted numbers are set aside."""
        doubtful = {
            one.household
            for one in table(made()).set_aside
            if one.source == "register"
        }

        assert doubtful == {
            *made().planted(Flaw.WRONG_CHECK_CHARACTER),
            *made().planted(Flaw.SAME_PERSON_DIGIT_WRONG),
        }
        assert {one.reason for one in table(made()).set_aside} == {
            SetAsideReason.WRONG_CHECK
        }

    def test_splits(self) -> None:
        """Just the planted splits are recognised, by form and by record."""
        splits = {
            one.household: len(one.agreed)
            for one in table(made()).hits
            if one.kind == "household-split"
        }

        assert splits == dict.fromkeys(made().planted(Flaw.SPLIT_HOUSEHOLD), 2)

    def test_entries(self) -> None:
        """An entry of the round is suspected just where it was wrong."""
        expected = {
            number
            for number, (home, _) in cases(made()).items()
            if home.entered is not None
            and home.entered.year == made().round.year
            and made().expected(number).identification
            is IdentificationOutcome.NOT_REGISTERED
        }

        assert {one.household for one in entries()} == expected
        assert expected >= {*made().planted(Flaw.INCOME_ABOVE_LINE_AT_ENTRY)}

    def test_exits(self) -> None:
        """Just the planted exits of the year were wrong."""
        assert {one.household for one in exits()} == {
            *made().planted(Flaw.EXITED_BELOW_LINE),
            *made().planted(Flaw.EXITED_IN_DANGEROUS_HOUSE),
        }

    def test_coverage_is_that_of_the_records(self) -> None:
        """What was not searched does not become clean by matching."""
        for number, (home, evidence) in cases(made()).items():
            for source in table(made()).evidence(number).checked:
                assert all(
                    evidence.covers(source, one.number)
                    for one in home.members
                    if one.left is None
                )


@cache
def entries() -> tuple[Suspicion, ...]:
    return suspect_entries(registry(made()), evidence_of, at=made().round)


@cache
def exits() -> tuple[Suspicion, ...]:
    return suspect_exits(
        registry(made()), evidence_of, year=2015, fact=made().day
    )


# The run: what departments do not know, somebody has to find out


def _without_uses(extract: Extract) -> Extract:
    """Leave out what no department knows: use, and who is in control."""
    lines: list[Entry] = []
    for entry in extract.entries:
        record = entry.record
        if isinstance(record, Vehicle) and record.kind is VehicleKind.MINIVAN:
            record = attrs.evolve(record, earns_living=None)
        if isinstance(record, Business):
            record = attrs.evolve(
                record, identity_lent=None, truly_controls=None
            )
        lines.append(attrs.evolve(entry, record=record))
    return attrs.evolve(extract, entries=tuple(lines))


@cache
def suspected() -> tuple[Suspicion, ...]:
    there = registry(made())
    extracts = map(_without_uses, extracts_of(cases(made()).values()))
    mine = suspect(match(there, extracts), there, FAIR, at=made().day)
    current = [
        one
        for one in entries()
        if one.household in made().planted(Flaw.INCOME_ABOVE_LINE_AT_ENTRY)
    ]
    return (*mine, *current, *exits())


def _found_out(one: Suspicion) -> FieldCheck:
    """Go there, and find what is known because it was made so."""
    flaws = made().flaws.get(one.household, ())
    others = made().flaws.get(one.matches[0].other_household, ())
    upheld = (
        any(
            flaw.calls_for not in {None, Move.RETAINED}
            for flaw in (*flaws, *others)
        )
        or Flaw.CAR_SOLD_AFTER_ENTRY in flaws
    )
    return FieldCheck(
        suspicion=one,
        mode=VisitMode.HOME,
        outcome=CheckOutcome.UPHELD if upheld else CheckOutcome.NOT_UPHELD,
        day=CHECKED,
        checker=TEAM,
        held_on_day=True,
        by_document=one.ground == SuspicionKind.DEAD.value,
        clearing=None if upheld else _clearing(),
    )


def _clearing() -> Clearance:
    return Clearance(
        rule=ClearingRule.FOUND_OTHERWISE,
        proofs={Proof.CHECK_RECORD: "核查记录1号"},
        checker=TEAM,
        day=CHECKED,
    )


@cache
def checks() -> tuple[FieldCheck, ...]:
    return tuple(_found_out(one) for one in suspected() if one.is_open)


@cache
def done() -> tuple[Disposition, ...]:
    return (*_decided(), *_added())


def _decided() -> Iterator[Disposition]:
    by_home: dict[str, list[FieldCheck]] = defaultdict(list)
    for one in checks():
        by_home[one.suspicion.household].append(one)
    for number, listed in by_home.items():
        verdict = Verdict(
            checks=listed,
            referred_by=OFFICE,
            decided_by=GROUP,
            day=DECIDED,
        )
        home, _ = cases(made())[number]
        yield from dispose(verdict, home, papers=PAPERS)


def _added() -> Iterator[Disposition]:
    for number in made().planted(Flaw.OMITTED):
        home, evidence = made().find(number)
        yield supplement(
            home,
            Supplement(
                ground=AddedGround.OMITTED_HOUSEHOLD,
                visit=evidence.visits[0],
                referred_by=OFFICE,
                checked_by=TEAM,
                decided_by=GROUP,
                day=DECIDED,
            ),
            papers=PAPERS,
        )


class TestRun:
    def test_each_kind_comes_to_what_it_calls_for(self) -> None:
        """Every checked kind ends where its facts lead, counted per kind."""
        moves: dict[str, set[Move]] = defaultdict(set)
        for one in done():
            moves[one.household.number].add(one.move)
        open_ = {one.household for one in suspected() if one.is_open}
        seen: Counter[Flaw] = Counter()
        for flaw in Flaw:
            if flaw.calls_for is None or flaw in SHARED:
                continue
            for number in made().planted(flaw):
                if number in open_ or flaw is Flaw.OMITTED:
                    seen[flaw] += 1
                    assert flaw.calls_for in moves[number], (flaw, number)

        assert set(seen) == {
            Flaw.CAR_AT_ENTRY,
            Flaw.VAN_EARNS_LIVING,
            Flaw.TOWN_HOUSE,
            Flaw.COMPANY,
            Flaw.COMPANY_LENT_IDENTITY,
            Flaw.FISCAL_PAYROLL,
            Flaw.INCOME_ABOVE_LINE_AT_ENTRY,
            Flaw.DEAD_MEMBER,
            Flaw.EXITED_BELOW_LINE,
            Flaw.EXITED_IN_DANGEROUS_HOUSE,
            Flaw.OMITTED,
        }
        assert all(seen[flaw] == len(made().planted(flaw)) for flaw in seen)

    def test_double_persons_come_off_once(self) -> None:
        """Of each pair one person comes off, in one household."""
        pairs = [
            one
            for one in suspected()
            if one.ground == SuspicionKind.TWO_HOUSEHOLDS.value
        ]
        off = {
            (one.household.number, *one.persons)
            for one in done()
            if one.move is Move.MEMBER_REMOVED
        }

        assert off == {(one.household, *one.persons) for one in pairs}

    def test_nobody_is_removed_without_a_visit(self) -> None:
        """Each removal has a verdict with a check in person behind it."""
        removals = [one for one in done() if one.move is Move.REMOVED]

        assert removals
        for one in removals:
            assert isinstance(one.authority, Verdict)
            assert one.authority.supports_removal

    def test_removal_reaches_exited_households(self) -> None:
        """Among those removed some had exited."""
        statuses = {
            one.household.status for one in done() if one.move is Move.REMOVED
        }

        assert Status.EXITED in statuses
        assert Status.CURRENT in statuses

    def test_the_run_reconciles(self) -> None:
        """Before, done and after agree in each county, and in total."""
        before = registry(made())
        after = settled(before, done())
        account = run_account(before, done(), after)
        counties = account.rolled_up(DivisionLevel.COUNTY)

        assert account.balances
        assert len(counties.divisions) > 50
        for division in counties.divisions:
            assert not counties.residue(division=division)
        assert {Move.REMOVED, Move.ADDED, Move.EXIT_REVERSED} <= {
            *account.kinds
        }
        row = OutcomeTable.of(done()).by_move[Move.REMOVED]
        assert account.change(Move.REMOVED) == Count() - row.count

    def test_hit_and_judged_stand_apart(self) -> None:
        """More persons are removed than were ever hit."""
        row = OutcomeTable.of(done()).by_move[Move.REMOVED]

        assert 0 < row.hit < row.count.persons == row.judged

    def test_a_second_run(self) -> None:
        """What was cleared stays cleared, and what was not comes again."""
        there = registry(made())
        extracts = map(_without_uses, extracts_of(cases(made()).values()))
        again = suspect(
            match(there, extracts),
            there,
            FAIR,
            at=made().day,
            cleared=clearances(checks()),
        )
        cleared = {
            one.suspicion.key
            for one in checks()
            if one.outcome is CheckOutcome.NOT_UPHELD
        }

        assert cleared
        assert {one.key for one in again if one.is_open} == {
            one.key
            for one in suspected()
            if one.is_open and one.key not in cleared and one.criteria == FAIR
        }

    def test_yields(self) -> None:
        """Each source says how many of its suspicions were upheld."""
        made_of = yields(suspected(), checks())

        assert {"vehicles", "urban_houses", "businesses"} <= set(made_of)
        for one in made_of.values():
            assert one.pending == Count()
        assert made_of["businesses"].cleared
        assert made_of["businesses"].upheld

    def test_rectification_counts_all(self) -> None:
        """Each open suspicion is a problem, and each was dealt with."""
        issues = issues_of(
            suspected(),
            origin=AUDITORS,
            owner_of=lambda _: OFFICE,
            found=made().day,
            due=DECIDED,
        )
        closed = [
            one.claimed(by=OFFICE, day=DECIDED, evidence="整改报告").verified(
                by=AUDITORS, day=DECIDED, evidence="核查"
            )
            for one in issues
        ]
        listed = rectification(closed, at=DECIDED)

        assert listed.found == listed.verified == len(checks())
        assert listed.unaccounted(done()) == ()

    def test_what_is_printed_names_nobody(self) -> None:
        """No number of a person stands in anything that is printed."""
        printed = "\n".join(
            (
                *map(str, suspected()),
                *(one.render("zh") for one in suspected()),
                *map(repr, table(made()).set_aside),
                *map(repr, table(made()).hits),
                *map(str, done()),
            )
        )
        for home, _ in cases(made()).values():
            for member in home.members:
                if member.identity is not None:
                    text = member.identity.reveal(purpose="test of masking")
                    assert text not in printed
