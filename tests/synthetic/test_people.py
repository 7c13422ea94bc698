from __future__ import annotations

import datetime as dt

from collections import Counter
from itertools import product

from pa_registry.dates import age_on
from pa_registry.model import (
    Divisions,
    Document,
    Enrolment,
    Health,
    IdentityGrade,
    RelationToHead,
    Sex,
)
from pa_registry.standards import Standards
from pa_registry.synthetic import Flaw
from pa_registry.synthetic.incomes import LINE
from pa_registry.synthetic.nowhere import (
    MOST_PLACES,
    divisions_of_nowhere,
    number,
)
from tests.synthetic.samples import everybody, made, registered


class TestMembers:
    def test_one_head(self) -> None:
        """Each household has one head, who is of age."""
        for household, _ in everybody().values():
            heads = [
                one
                for one in household.members
                if one.relation_to_head is RelationToHead.HEAD
            ]
            assert len(heads) == 1
            assert heads[0].born is not None
            assert age_on(heads[0].born, made().day) >= 18

    def test_ages_fit_the_relations(self) -> None:
        """Parents are older than the head, children younger."""
        older = {RelationToHead.FATHER, RelationToHead.MOTHER}
        younger = {
            RelationToHead.SON,
            RelationToHead.DAUGHTER,
            RelationToHead.GRANDSON,
            RelationToHead.GRANDDAUGHTER,
        }
        for household, _ in everybody().values():
            head = household.members[0]
            for one in household.members:
                assert one.born is not None
                assert head.born is not None
                if one.relation_to_head in older:
                    assert one.born.year + 18 < head.born.year
                if one.relation_to_head in younger:
                    assert one.born.year > head.born.year + 18

    def test_number_says_birth_and_sex(self) -> None:
        """Birth date and sex are those of the identity number."""
        for household, _ in everybody().values():
            for one in household.members:
                if one.identity is not None:
                    assert one.document is Document.IDENTITY_CARD
                    assert one.identity.birth_date == one.born
                    assert one.identity.sex is one.sex

    def test_health_is_a_set_that_makes_sense(self) -> None:
        """Nobody is healthy and ill."""
        for household, _ in registered():
            for one in household.members:
                assert one.health != frozenset()
                if one.health and Health.HEALTHY in one.health:
                    assert len(one.health) == 1

    def test_children_of_school_age_go_to_school(self) -> None:
        """A child is in school, unless poverty keeps it from it."""
        kept = Counter[bool]()
        for household, _ in registered():
            for one in household.members:
                if one.enrolment is Enrolment.NOT_ENROLLED and one.born:
                    young = age_on(one.born, made().day) <= 15
                    if young and one.out_of_school_for_poverty is not None:
                        assert one.out_of_school_for_poverty
                    kept[young] += 1

        assert kept[True]
        assert kept[False]

    def test_whoever_joined_has_a_reason(self) -> None:
        """A day of joining lies after the entry, and says why."""
        for household, _ in everybody().values():
            for one in household.members:
                if one.joined is not None:
                    assert one.join_reason is not None
                    assert one.joined > (household.entered or dt.date.min)
                    assert one.joined <= made().day

    def test_numbers_of_people_are_unique(self) -> None:
        """No number of a person is given twice."""
        numbers = Counter(
            one
            for household, _ in everybody().values()
            for one in (
                *(member.number for member in household.members),
                *(kin.number for kin in household.relatives or ()),
            )
        )

        assert set(numbers.values()) == {1}


class TestHomes:
    def test_income_adds_up(self) -> None:
        """Net and total income are the sums of their components."""
        compared = 0
        for household, _ in everybody().values():
            net = household.computed_net_income
            if None not in {net, household.net_income}:
                assert net == household.net_income
                compared += 1
            parts = household.computed_transfer_income
            if household.transfer_income is not None:
                assert parts == household.transfer_income

        assert compared > 900

    def test_printed_size_is_the_members(self) -> None:
        """The size on the form is that of the members who have not left."""
        for household, _ in everybody().values():
            present = sum(one.left is None for one in household.members)
            assert household.printed_size == present

    def test_causes_do_not_repeat(self) -> None:
        """The main cause is not among the others."""
        for household, _ in everybody().values():
            assert household.other_causes is not None
            assert household.main_cause not in household.other_causes
            assert len(household.other_causes) <= 3

    def test_line_is_the_one_in_force(self) -> None:
        """The line is that of the income year, and the same in any place."""
        places, nation = Standards.builtin().table("income-line", year=2015)

        assert {LINE} == {nation, *(line for _, line in places)}

    def test_some_live_at_the_line(self) -> None:
        """A few incomes lie within a fen of the line."""
        near = {
            int(household.net_income) - 285_500 * (household.size or 0)
            for household, _ in registered()
            if household.net_income is not None
        }

        assert near & {-1, 0, 1}

    def test_plan_of_the_year(self) -> None:
        """A returned household keeps both years, an exited one its own."""
        for household, _ in registered():
            status = household.status
            assert status is not None
            assert (household.exit_year is not None) is (
                status.in_cohort or household.return_year is not None
            )


class TestNowhere:
    def test_no_code_is_of_a_real_place(self) -> None:
        """No identity number begins with a code that any list ever had."""
        codes = {
            text[:6]
            for _, row in made().rows("persons", "relatives")
            if (text := row["identity"]) is not None
        }
        provinces = {one.code[:2] for one in Divisions.builtin().at(_TODAY)}

        assert all(not Divisions.builtin().spells(code) for code in codes)
        assert not {code[:2] for code in codes} & provinces

    def test_last_code_is_of_no_real_place(self) -> None:
        """The largest province there can be ends in a code of nowhere."""
        last = number(MOST_PLACES - 1, 11, dt.date(1980, 1, 1), Sex.MALE)

        assert last[0] == "9"
        assert not Divisions.builtin().spells(last[:6])

    def test_the_table_knows_them(self) -> None:
        """The numbers are sound by the table given, and by no other."""
        table = made().divisions
        flawed = made().flaws
        for household, _ in registered():
            if household.number in flawed:
                continue
            for one in household.members:
                if one.identity is not None:
                    assert one.identity.grade is IdentityGrade.SOUND
                    code = one.identity.division_code
                    assert code is not None
                    assert table.at(made().day).get(code) is not None

    def test_table_reads_without_problems(self) -> None:
        """The table of nowhere has no fault, over many blocks of codes."""
        assert divisions_of_nowhere(500_000).problems == ()

    def test_no_number_twice(self) -> None:
        """Places and people have numbers of their own, whatever else."""
        born = dt.date(1970, 5, 5)
        numbers = {
            number(place, person, born, Sex.FEMALE)
            for place, person in product(range(500), range(12))
        }

        assert len(numbers) == 6000

    def test_names_are_invented(self) -> None:
        """Each name says that it is one: 王某甲."""
        for household, _ in registered():
            for one in household.members:
                assert one.name is not None
                assert one.name[1] == "某"

    def test_nothing_personal_is_shown(self) -> None:
        """Neither a household nor an answer shows a number in clear."""
        for flaw in Flaw:
            for one in made().planted(flaw):
                household = everybody()[one][0]
                shown = f"{household!r} {made().expected(one)!r}"
                for member in household.members:
                    if member.identity is not None:
                        text = member.identity.reveal(purpose="test")
                        assert text not in shown


_TODAY = dt.date(2023, 12, 31)
