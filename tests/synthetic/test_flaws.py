from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from pa_registry.dates import age_on
from pa_registry.model import (
    Evidence,
    Household,
    HousingGrade,
    IdentityGrade,
    IdentityNumber,
    Move,
    Person,
    Status,
)
from pa_registry.money import yuan
from pa_registry.policies import (
    NegativeListOutcome,
    Policy,
    household_exit,
    identification,
    negative_list,
)
from pa_registry.synthetic import LISTS, Expected, Flaw, Ground, province
from tests.synthetic.samples import everybody, made, registered


LINE = yuan(2855)
TO_VERIFY = NegativeListOutcome.TO_VERIFY


@cache
def by_list(criteria: str) -> Policy[NegativeListOutcome]:
    return negative_list(criteria)


def of(flaw: Flaw) -> Iterator[tuple[Household, Evidence, Expected]]:
    for number in made().planted(flaw):
        yield *everybody()[number], made().expected(number)


def counted(household: Household) -> int:
    size = household.size
    assert size is not None
    return size


def numbers_used() -> dict[IdentityNumber, set[str]]:
    found: dict[IdentityNumber, set[str]] = {}
    for household, _ in registered():
        for member in household.members:
            if member.identity is not None and member.left is None:
                homes = found.setdefault(member.identity, set())
                homes.add(household.number)
    return found


def grade(member: Person) -> IdentityGrade | None:
    return member.identity and member.identity.grade


class TestAnswers:
    @pytest.mark.parametrize("criteria", LISTS)
    @pytest.mark.parametrize("at_entry", [True, False])
    def test_lists_come_to_the_known_answer(
        self, criteria: str, *, at_entry: bool
    ) -> None:
        """A list that decides says what is known; of a flaw it decides."""
        policy = by_list(criteria)
        for number, (household, evidence) in everybody().items():
            answers = made().expected(number)
            known = answers.at_entry if at_entry else answers.on_day
            if criteria not in known:
                assert household.entered is None
                continue
            day = household.entered if at_entry else made().day
            assert day is not None
            found = policy(household, evidence=evidence, at=day).outcome
            allowed = {known[criteria]}
            if not answers.flaws:
                allowed.add(TO_VERIFY)
            assert found in allowed, (number, answers)

    def test_identification_comes_to_the_known_answer(self) -> None:
        """Whether a household is poor is known of each."""
        policy = identification()
        for number, (household, evidence) in everybody().items():
            answers = made().expected(number)
            known = answers.identification
            found = policy(household, evidence=evidence, at=made().round)
            allowed = {known}
            if not answers.flaws:
                allowed.add(policy.undecided)
            assert found.outcome in allowed, (number, answers)
            assert known in found.possible

    def test_exit_comes_to_the_known_answer(self) -> None:
        """Whether a household meets the exit standard is known of each."""
        policy = household_exit()
        for number, (household, evidence) in everybody().items():
            answers = made().expected(number)
            found = policy(household, evidence=evidence, at=made().round)
            allowed = {answers.exit}
            if not answers.flaws:
                allowed.add(policy.undecided)
            assert found.outcome in allowed, (number, answers)

    def test_most_is_decided(self) -> None:
        """What was left out leaves some households open, and not many."""
        policy = identification()
        open_ = sum(
            policy(one, evidence=evidence, at=made().round).outcome
            is policy.undecided
            for one, evidence in registered()
        )

        assert 0 < open_ < len(registered()) // 4

    def test_nothing_hits_where_nothing_was_planted(self) -> None:
        """No list ever objects to a household without a flaw."""
        clean = [n for n in everybody() if n not in made().flaws]
        answers = {
            outcome
            for number in clean
            for outcome in made().expected(number).on_day.values()
        }

        assert answers == {NegativeListOutcome.CLEAR}


class TestKinds:
    def test_each_kind_is_planted(self) -> None:
        """Of each kind there are as many as its share rounds up to."""
        found = Counter(kind for one in made().flaws.values() for kind in one)

        assert found == dict.fromkeys(Flaw, 3)

    def test_shares_by_kind(self) -> None:
        """Only the kinds asked for are planted, by their shares."""
        some = province(
            households=100,
            seed=1,
            flaws={Flaw.COMPANY: Fraction(1, 10), Flaw.OMITTED: Fraction(1)},
        )

        assert len(some.planted(Flaw.COMPANY)) == 10
        assert len(some.planted(Flaw.OMITTED)) == 100
        assert len(some.flaws) == 110

    @pytest.mark.parametrize("flaw", Flaw)
    def test_planted_where_it_belongs(self, flaw: Flaw) -> None:
        """A flaw stands where its kind can be."""
        for household, _, answers in of(flaw):
            assert answers.flaws == (flaw,)
            match flaw.ground:
                case Ground.OUTSIDE:
                    assert household.status is Status.UNREGISTERED
                case Ground.LAST_EXITS:
                    assert household.status is Status.EXITED
                    assert household.exit_year == 2015
                case Ground.CURRENT:
                    assert household.status is Status.CURRENT
                case Ground.REGISTERED:
                    assert household.status is not None
                    assert household.status.in_register

    @pytest.mark.parametrize("flaw", Flaw)
    def test_has_words(self, flaw: Flaw) -> None:
        """Each kind has its words, and is read back from them."""
        assert Flaw.from_label(flaw.zh) is flaw
        assert flaw.en

    def test_only_looks_like_one(self) -> None:
        """What only looks like a flaw calls for nothing to be changed."""
        assert {flaw for flaw in Flaw if flaw.only_looks_like_one} == {
            flaw for flaw in Flaw if flaw.calls_for is Move.RETAINED
        }
        assert Flaw.VAN_EARNS_LIVING.only_looks_like_one


class TestRecords:
    @pytest.mark.parametrize(
        ("flaw", "source"),
        [
            (Flaw.CAR_AT_ENTRY, "vehicles"),
            (Flaw.VAN_EARNS_LIVING, "vehicles"),
            (Flaw.TOWN_HOUSE, "urban_houses"),
            (Flaw.TOWN_HOUSE_BY_RELOCATION, "urban_houses"),
            (Flaw.COMPANY, "businesses"),
            (Flaw.COMPANY_LENT_IDENTITY, "businesses"),
            (Flaw.FISCAL_PAYROLL, "payrolls"),
            (Flaw.TEMPORARY_POST, "payrolls"),
            (Flaw.PAYROLL_OF_KIN, "payrolls"),
            (Flaw.VILLAGE_CADRE, "village_offices"),
            (Flaw.DEAD_MEMBER, "deaths"),
        ],
    )
    def test_stands_in_its_source(self, flaw: Flaw, source: str) -> None:
        """The record is there, of the person whom the answer names."""
        for _, evidence, answers in of(flaw):
            holders = {
                getattr(row, "holder", None) for row in evidence.of(source)
            }
            assert answers.person in holders

    @pytest.mark.parametrize(
        ("flaw", "at_entry", "on_day"),
        [
            (Flaw.CAR_AT_ENTRY, True, True),
            (Flaw.CAR_SOLD_BEFORE_ENTRY, False, False),
            (Flaw.CAR_SOLD_AFTER_ENTRY, True, False),
            (Flaw.CAR_BOUGHT_AFTER_ENTRY, False, True),
        ],
    )
    def test_car_held_when(
        self, flaw: Flaw, *, at_entry: bool, on_day: bool
    ) -> None:
        """A car is held on the days that its kind says."""
        for household, evidence, answers in of(flaw):
            (car,) = [
                one
                for one in evidence.vehicles
                if one.holder == answers.person
                and one.kind is not None
                and one.kind.value == "passenger-car"
            ]
            assert car.held_on(household.entered) is at_entry
            assert car.held_on(made().day) is on_day

    def test_kin_live_apart(self) -> None:
        """The payroll of kin is that of a relative, and no member's."""
        for household, _, answers in of(Flaw.PAYROLL_OF_KIN):
            kin = {one.number for one in household.relatives or ()}
            assert answers.person in kin

    def test_kin_are_grown_up(self) -> None:
        """The kin of an old head is a child, of a young one the father."""
        many = province(
            households=60, seed=1, flaws={Flaw.PAYROLL_OF_KIN: Fraction(1, 2)}
        )
        relations: Counter[str] = Counter()
        for number in many.planted(Flaw.PAYROLL_OF_KIN):
            household, _ = many.find(number)
            assert household.relatives
            kin = household.relatives[0]
            assert kin.born is not None
            assert 18 <= age_on(kin.born, many.day) <= 64
            relations[str(kin.relation_to_head)] += 1

        assert relations["father"]
        assert relations["son"]


class TestPeople:
    def test_dead_member_is_still_registered(self) -> None:
        """Somebody died after the entry and is a member still."""
        for household, evidence, answers in of(Flaw.DEAD_MEMBER):
            (one,) = [
                member
                for member in household.members
                if member.number == answers.person
            ]
            (death,) = [
                row for row in evidence.deaths if row.holder == one.number
            ]
            assert one.left is None
            assert household.entered is not None
            assert death.day is not None
            assert household.entered < death.day < made().day

    def test_other_dead_have_left(self) -> None:
        """Nobody else has died without being taken off."""
        planted = made().planted(Flaw.DEAD_MEMBER)
        for household, evidence in everybody().values():
            if household.number in planted:
                continue
            members = {one.number: one for one in household.members}
            for death in evidence.deaths:
                assert members[death.holder or ""].left == death.day

    def test_same_person_twice(self) -> None:
        """One number stands in two households only where it was planted."""
        pairs = {
            frozenset(homes)
            for homes in numbers_used().values()
            if len(homes) > 1
        }

        assert pairs == {
            frozenset({answers.household, str(answers.other)})
            for _, _, answers in of(Flaw.SAME_PERSON)
        }

    def test_old_number_is_of_the_same_person(self) -> None:
        """The number of fifteen digits, upgraded, stands elsewhere."""
        for household, _, answers in of(Flaw.SAME_PERSON_OLD_NUMBER):
            (one,) = [
                m for m in household.members if m.number == answers.person
            ]
            head = everybody()[str(answers.other)][0].head
            assert head is not None
            assert one.identity is not None
            assert one.identity.upgraded == head.identity
            assert (one.name, one.born) == (head.name, head.born)

    def test_one_digit_is_wrong(self) -> None:
        """All but one digit agree, and the name and the birth date."""
        for household, _, answers in of(Flaw.SAME_PERSON_DIGIT_WRONG):
            (one,) = [
                m for m in household.members if m.number == answers.person
            ]
            head = everybody()[str(answers.other)][0].head
            assert head is not None
            assert one.identity is not None
            assert head.identity is not None
            texts = [
                number.reveal(purpose="test")
                for number in (one.identity, head.identity)
            ]
            unlike = [a for a, b in zip(*texts, strict=True) if a != b]
            assert len(unlike) == 1
            assert (one.name, one.born) == (head.name, head.born)

    def test_numbers_are_sound_but_where_planted(self) -> None:
        """Only planted numbers have a fault."""
        bad = {
            household.number
            for household, _ in everybody().values()
            for member in household.members
            if grade(member) not in {None, IdentityGrade.SOUND}
        }

        assert bad == {
            *made().planted(Flaw.WRONG_CHECK_CHARACTER),
            *made().planted(Flaw.SAME_PERSON_OLD_NUMBER),
            *made().planted(Flaw.SAME_PERSON_DIGIT_WRONG),
        }

    def test_wrong_check_character(self) -> None:
        """The number of the person named has a wrong check character."""
        for household, _, answers in of(Flaw.WRONG_CHECK_CHARACTER):
            grades = {one.number: grade(one) for one in household.members}
            wrong = IdentityGrade.WRONG_CHECK_CHARACTER
            assert grades[str(answers.person)] is wrong


class TestHouseholds:
    def test_income_above_line_at_entry(self) -> None:
        """Who entered above the line entered in the round of 2016."""
        for one, _, _ in of(Flaw.INCOME_ABOVE_LINE_AT_ENTRY):
            assert one.net_income is not None
            assert one.net_income > LINE * counted(one)
            assert one.entered is not None
            assert one.entered.year == 2016

    def test_exited_below_line(self) -> None:
        """Who exited wrongly by income had less than the line."""
        for one, _, _ in of(Flaw.EXITED_BELOW_LINE):
            assert one.net_income is not None
            assert one.net_income < LINE * counted(one)

    def test_exited_in_dangerous_house(self) -> None:
        """Who exited wrongly by the house lives in one of grade C or D."""
        for one, _, _ in of(Flaw.EXITED_IN_DANGEROUS_HOUSE):
            assert one.housing_grade in {HousingGrade.C, HousingGrade.D}

    def test_split(self) -> None:
        """A household split to qualify was split before it entered."""
        for one, _, _ in of(Flaw.SPLIT_HOUSEHOLD):
            assert one.split_to_qualify is True
            assert one.split_on is not None
            assert one.entered is not None
            assert one.split_on < one.entered

    def test_without_help(self) -> None:
        """Only where it was planted has nobody helped."""
        without = {
            one.number
            for one, _ in registered()
            if one.helper is None and not one.measures
        }

        assert without == {*made().planted(Flaw.WITHOUT_HELP)}

    def test_omitted(self) -> None:
        """The omitted are poor; one kind was voted down, one never asked."""
        for one, evidence, _ in of(Flaw.OMITTED):
            assert evidence.appraisals == ()
            assert one.entered is None
        for _, evidence, _ in of(Flaw.OMITTED_VOTED_DOWN):
            results = [str(vote.result) for vote in evidence.appraisals]
            findings = [str(visit.finding) for visit in evidence.visits]
            assert (results, findings) == (["rejected"], ["poor"])
