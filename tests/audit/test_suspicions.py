from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    Certainty,
    ClearingRule,
    Extract,
    Suspicion,
    SuspicionKind,
    WhichDay,
    clearances,
    match,
    suspect,
    suspect_entries,
    suspect_exits,
)
from pa_registry.audit.field_checks import CheckOutcome
from pa_registry.conditions import Truth
from pa_registry.dates import Round
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidStandardError,
    InvalidValueError,
)
from pa_registry.model import (
    Death,
    EmployerKind,
    Evidence,
    Household,
    HukouChange,
    HukouChangeKind,
    IdentityNumber,
    Payroll,
    PostKind,
    Relative,
    Status,
    Vehicle,
    VehicleKind,
)
from pa_registry.model.evidence import SOURCES
from pa_registry.money import yuan
from pa_registry.policies import (
    FindingSubject,
    FindingTarget,
    identification,
    recorded_guarantees,
)
from pa_registry.standards import Effect, FactDay, Reach, Standards
from pa_registry.synthetic.flaws import FAIR, KIN, STRICT
from tests.audit.samples import (
    ENTERED,
    EXTRACTED,
    LISTED,
    car,
    cars,
    check,
    home,
    line,
    number,
    person,
    register,
    suspicion,
    text,
)


DAY = dt.timedelta(days=1)


def of(
    record: Vehicle,
    criteria: str = FAIR,
    house: Household | None = None,
    identity: IdentityNumber | None = None,
) -> tuple[Suspicion, ...]:
    there = register(house or home(1))
    table = match(there, [cars(line(identity or number(1), record))])
    return suspect(table, there, criteria, at=LISTED)


def truths(one: Suspicion) -> dict[WhichDay, Truth]:
    return {answer.which: answer.truth for answer in one.answers}


def grounds(found: tuple[Suspicion, ...]) -> list[str]:
    return [one.ground for one in found]


class TestClause:
    def test_says_what_the_list_says(self) -> None:
        """A suspicion has the effect, the reach and the words of its clause."""
        (one,) = of(car())

        assert one.ground == "car"
        assert one.zh == "有小轿车"
        assert one.effect is Effect.REFUSE_ENTRY
        assert one.reach is Reach.MEMBER
        assert one.is_hard is True
        assert (one.target, one.subject) == (
            FindingTarget.ENTRY,
            FindingSubject.HOUSEHOLD,
        )
        assert one.persons == ("P1",)
        assert one.is_open
        assert not one.is_possible

    def test_a_soft_clause(self) -> None:
        """What leads to a strict review is no hard suspicion."""
        there = register(home(1))
        record = Payroll(
            employer=EmployerKind.FISCAL,
            post=PostKind.FORMAL,
            since=dt.date(2010, 1, 1),
        )
        extract = Extract(
            source="payrolls",
            extract_date=EXTRACTED,
            entries=(line(number(1), record),),
        )
        (one,) = suspect(match(there, [extract]), there, STRICT, at=LISTED)

        assert one.effect is Effect.STRICT_REVIEW
        assert one.is_hard is False

    def test_what_no_clause_is_about(self) -> None:
        """A record that meets no clause raises no suspicion."""
        assert of(car(kind=VehicleKind.ELECTRIC_BICYCLE)) == ()

    @pytest.mark.parametrize(
        ("status", "many"),
        [
            (Status.CURRENT, 1),
            (Status.EXITED, 1),
            (None, 1),
            (Status.REMOVED, 0),
            (Status.UNREGISTERED, 0),
        ],
    )
    def test_only_of_the_registered(
        self, status: Status | None, many: int
    ) -> None:
        """Whoever is not in the register is not suspected; exited are."""
        assert len(of(car(), house=home(1, status=status))) == many

    @pytest.mark.parametrize(("criteria", "many"), [(KIN, 1), (FAIR, 0)])
    def test_kin_where_the_list_reaches_them(
        self, criteria: str, many: int
    ) -> None:
        """A payroll of kin counts under a list that reaches kin."""
        kin = Relative(number="R1", identity=number(9))
        house = attrs.evolve(home(1), relatives=(kin,))
        record = Payroll(
            employer=EmployerKind.FISCAL,
            post=PostKind.FORMAL,
            since=dt.date(2010, 1, 1),
        )
        extract = Extract(
            source="payrolls",
            extract_date=EXTRACTED,
            entries=(line(number(9), record),),
        )
        there = register(house)
        found = suspect(match(there, [extract]), there, criteria, at=LISTED)

        assert len(found) == many
        assert all(one.reach is Reach.KIN for one in found)

    def test_several_cars_are_one_suspicion(self) -> None:
        """A household with two cars is suspected once, and both count."""
        there = register(home(1, person(1), person(2)))
        sold = car(disposed=dt.date(2013, 6, 1))
        table = match(there, [cars(line(number(1), sold), line(number(2)))])
        (one,) = suspect(table, there, FAIR, at=LISTED)

        assert len(one.matches) == 2
        assert truths(one) == {WhichDay.ENTRY: Truth.MET}

    def test_possible_hits_are_not_certain(self) -> None:
        """A suspicion from a possible hit is open, and never met."""
        given_ = text(1)
        old = IdentityNumber.read(given_[:6] + given_[8:17])
        (one,) = of(car(), identity=old)

        assert one.is_possible
        assert one.is_open
        assert truths(one) == {WhichDay.ENTRY: Truth.UNKNOWN}

    def test_empty_slot(self) -> None:
        """A list whose text was not located cannot be used."""
        with pytest.raises(InvalidStandardError, match="not located"):
            of(car(), "hubei-2016-hard-nine")

    def test_another_kind_of_list(self) -> None:
        """A list of exits is no negative list."""
        with pytest.raises(InvalidPolicyError, match="Give a negative list"):
            of(car(), "deqin-2016-household")

    def test_a_list_itself(self) -> None:
        """The list can be given itself, also from another book."""
        there = register(home(1))
        table = match(there, [cars(line(number(1)))])
        listed = Standards.builtin().criteria(FAIR)

        assert suspect(table, there, listed, at=LISTED) == suspect(
            table, there, FAIR, at=LISTED, standards=Standards.builtin()
        )

    def test_rests_on_hits(self) -> None:
        """A suspicion without hits is none."""
        with pytest.raises(InvalidValueError, match="rests on hits"):
            attrs.evolve(suspicion(), matches=())


class TestDays:
    @pytest.mark.parametrize(
        ("days", "truth"),
        [(-1, Truth.NOT_MET), (0, Truth.NOT_MET), (1, Truth.MET)],
    )
    def test_sold_around_the_entry(self, days: int, truth: Truth) -> None:
        """A car sold up to the day of entry clears itself."""
        (one,) = of(car(disposed=ENTERED + days * DAY))

        assert truths(one) == {WhichDay.ENTRY: truth}
        assert one.is_open is (truth is Truth.MET)
        if truth is Truth.NOT_MET:
            assert one.answers[0].cleared_by is ClearingRule.FACT_DATE

    @pytest.mark.parametrize(
        ("days", "truth"),
        [(-1, Truth.MET), (0, Truth.MET), (1, Truth.NOT_MET)],
    )
    def test_bought_around_the_entry(self, days: int, truth: Truth) -> None:
        """A car bought after the day of entry is no wrong entry."""
        (one,) = of(car(acquired=ENTERED + days * DAY))

        assert truths(one) == {WhichDay.ENTRY: truth}

    def test_two_lawful_answers(self) -> None:
        """Where the text leaves the day open, both answers are given."""
        (one,) = of(car(disposed=ENTERED + DAY), STRICT)

        assert truths(one) == {
            WhichDay.ENTRY: Truth.MET,
            WhichDay.LIST: Truth.NOT_MET,
        }
        assert one.is_open
        assert one.render("zh") == (
            "H1：疑似有小轿车。按识别时（2014年6月1日）的情况，成立；"
            "按清单施行时（2016年10月1日）的情况，"
            "不成立（认定日不存在该情形）。"
        )
        assert str(one) == (
            "H1: suspected of being a vehicle owner; on the day of entry"
            " (2014-06-01): met; on the day of the list (2016-10-01): not"
            " met (fact not held on the day)."
        )

    def test_day_of_entry_unknown(self) -> None:
        """Where nobody knows when it entered, the suspicion is open."""
        (one,) = of(car(), house=home(1, entered=None))

        assert truths(one) == {WhichDay.ENTRY: Truth.UNKNOWN}
        assert "day unknown" in str(one)
        assert "日期不详" in one.render("zh")

    @pytest.mark.parametrize(
        ("days", "truth"),
        [(-1, Truth.NOT_MET), (0, Truth.NOT_MET), (1, Truth.MET)],
    )
    def test_the_holder_had_left(self, days: int, truth: Truth) -> None:
        """A car of a member who had left by then is not the household's."""
        left = person(1, left=ENTERED + days * DAY)
        (one,) = of(car(), house=home(1, left, person(2)))

        assert truths(one) == {WhichDay.ENTRY: truth}

    def test_day_of_buying_unknown(self) -> None:
        """A car first seen after the entry may have been there before."""
        (one,) = of(car(acquired=None))

        assert truths(one) == {WhichDay.ENTRY: Truth.UNKNOWN}


class TestListDay:
    @pytest.mark.parametrize(
        ("days", "truth"),
        [(-1, Truth.NOT_MET), (0, Truth.NOT_MET), (1, Truth.MET)],
    )
    def test_sold_around_the_list(self, days: int, truth: Truth) -> None:
        """A list that asks for its own day does not ask for the entry."""
        listed = Standards.builtin().criteria(FAIR)
        items = tuple(
            attrs.evolve(
                item,
                clauses=tuple(
                    attrs.evolve(clause, day=FactDay.LIST)
                    for clause in item.clauses
                ),
            )
            for item in listed.items
        )
        there = register(home(1))
        record = car(disposed=LISTED + days * DAY)
        (one,) = suspect(
            match(there, [cars(line(number(1), record))]),
            there,
            attrs.evolve(listed, items=items),
            at=LISTED,
        )

        assert truths(one) == {WhichDay.LIST: truth}


class TestExceptions:
    @pytest.mark.parametrize(
        ("earns", "truth"),
        [
            (True, Truth.NOT_MET),
            (False, Truth.MET),
            (None, Truth.UNKNOWN),
        ],
    )
    def test_a_van_that_earns_the_living(
        self, *, earns: bool | None, truth: Truth
    ) -> None:
        """The exception clears where it is known, and asks where it is not."""
        van = car(kind=VehicleKind.MINIVAN, earns_living=earns)
        (one,) = of(van)

        assert truths(one) == {WhichDay.ENTRY: truth}
        assert one.is_open is (truth is not Truth.NOT_MET)
        if truth is Truth.NOT_MET:
            (answer,) = one.answers
            assert answer.cleared_by is ClearingRule.STATED_EXCEPTION
            assert answer.why_zh == "该车用于经营谋生"
            assert one.render("zh").endswith("，无须再查。")
            assert str(one).endswith(
                "(the van earns the living); no check is needed."
            )

    def test_a_second_car_does_not_go_free(self) -> None:
        """The exception of one record does not clear another one."""
        there = register(home(1))
        van = car(kind=VehicleKind.MINIVAN, earns_living=True)
        table = match(there, [cars(line(number(1), van), line(number(1)))])
        (one,) = suspect(table, there, FAIR, at=LISTED)

        assert truths(one) == {WhichDay.ENTRY: Truth.MET}


class TestIdentity:
    def test_dead_still_registered(self) -> None:
        """A dead member on file is a suspicion about the person."""
        there = register(home(1))
        extract = Extract(
            source="deaths",
            extract_date=EXTRACTED,
            entries=(line(number(1), Death(day=dt.date(2016, 1, 1))),),
        )
        (one,) = suspect(match(there, [extract]), there, FAIR, at=LISTED)

        assert one.ground == SuspicionKind.DEAD
        assert one.subject is FindingSubject.PERSON
        assert one.is_hard is None
        assert truths(one) == {WhichDay.EXTRACT: Truth.MET}

    def test_who_was_taken_off_is_not_suspected(self) -> None:
        """A dead member who was taken off is in order."""
        gone = person(1, left=dt.date(2016, 1, 1))
        there = register(home(1, gone, person(2)))
        extract = Extract(
            source="deaths",
            extract_date=EXTRACTED,
            entries=(line(number(1), Death(day=dt.date(2016, 1, 1))),),
        )

        assert suspect(match(there, [extract]), there, FAIR, at=LISTED) == ()

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            (HukouChangeKind.CANCELLED, [SuspicionKind.CANCELLED]),
            (HukouChangeKind.MOVED_IN, []),
            (None, []),
        ],
    )
    def test_cancelled(
        self, kind: HukouChangeKind | None, expected: list[str]
    ) -> None:
        """A cancelled registration is a suspicion, another change none."""
        there = register(home(1))
        extract = Extract(
            source="hukou_changes",
            extract_date=EXTRACTED,
            entries=(line(number(1), HukouChange(kind=kind)),),
        )
        found = suspect(match(there, [extract]), there, FAIR, at=LISTED)

        assert grounds(found) == expected

    def test_dead_kin_are_not_in_the_register(self) -> None:
        """The death of kin living apart is nothing about the household."""
        kin = Relative(number="R1", identity=number(9))
        there = register(attrs.evolve(home(1), relatives=(kin,)))
        extract = Extract(
            source="deaths",
            extract_date=EXTRACTED,
            entries=(line(number(9), Death()),),
        )

        assert suspect(match(there, [extract]), there, FAIR, at=LISTED) == ()

    def test_one_person_in_two_households(self) -> None:
        """It is a suspicion about the person, in one of the two."""
        there = register(home(1), home(2, person(1)))
        (one,) = suspect(match(there), there, FAIR, at=LISTED)

        assert one.ground == SuspicionKind.TWO_HOUSEHOLDS
        assert (one.household, one.matches[0].other_household) == ("H2", "H1")


class TestForm:
    def test_split_to_qualify(self) -> None:
        """What the form itself says under a clause is a suspicion."""
        house = attrs.evolve(home(1), split_to_qualify=True)
        there = register(house)
        (one,) = suspect(match(there), there, KIN, at=LISTED)

        assert one.ground == "split-household"
        assert one.persons == ()
        assert one.is_hard is True

    @pytest.mark.parametrize(
        ("said", "many"), [(None, 1), (True, 1), (False, 0)]
    )
    def test_a_recognised_split_is_asked_about(
        self, *, said: bool | None, many: int
    ) -> None:
        """Where nobody said why it was split, somebody has to ask."""
        house = attrs.evolve(home(1), split_on=ENTERED, split_to_qualify=said)
        there = register(house)
        found = suspect(match(there), there, KIN, at=LISTED)

        assert len(found) == many
        assert all(one.matches[0].kind == "household-split" for one in found)

    def test_a_blank_form_raises_nothing(self) -> None:
        """Silence on the form is no suspicion."""
        there = register(home(1))

        assert suspect(match(there), there, KIN, at=LISTED) == ()

    def test_form_without_a_day_of_entry(self) -> None:
        """What the form says holds under the list day, too."""
        house = attrs.evolve(home(1, entered=None), split_to_qualify=True)
        there = register(house)
        (one,) = suspect(match(there), there, KIN, at=LISTED)

        assert truths(one) == {
            WhichDay.ENTRY: Truth.UNKNOWN,
            WhichDay.LIST: Truth.MET,
        }


CHANGES: list[dict[str, Any]] = [
    {},
    {"price": yuan(50000)},
    {"acquired": dt.date(2012, 1, 1)},
    {"disposed": dt.date(2016, 9, 1)},
    {"identity_lent": True},
]


class TestRow:
    def test_of_a_clause(self) -> None:
        """A row is plain: two persons in one text, a blank day not asked."""
        there = register(home(1, person(2), person(1)))
        table = match(there, [cars(line(number(2)), line(number(1)))])
        (one,) = suspect(table, there, FAIR, at=LISTED)

        assert dict(one.row()) == {
            "household": "H1",
            "division": "990101001001",
            "ground": "car",
            "subject": "household",
            "persons": "P1,P2",
            "effect": "refuse-entry",
            "reach": "member",
            "target": "entry",
            "entry": "met",
            "list": None,
            "exit": None,
            "extract": None,
            "open": True,
            "possible": False,
            "hits": 2,
        }

    def test_of_an_exit(self) -> None:
        """Outside a list there is no effect, and the exit has its day."""
        house = judged(
            2000, status=Status.EXITED, exit_year=2015
        ).with_members([person(1, usual_resident=True)])
        (one,) = suspect_exits(register(house), year=2015)
        row = one.row()

        assert (row["effect"], row["reach"]) == (None, None)
        assert (row["target"], row["entry"], row["exit"]) == (
            "exit",
            None,
            "met",
        )

    def test_has_the_declared_columns(self) -> None:
        """Each value is of the type that its column declares, or blank."""
        row = suspicion().row()

        assert tuple(row) == tuple(Suspicion.COLUMNS)
        for name, value in row.items():
            assert value is None or type(value) is Suspicion.COLUMNS[name]

    def test_holder_twice_on_the_roster(self) -> None:
        """Who left by one line and not by another is still there."""
        left = person(1, left=ENTERED)
        (one,) = of(car(), house=home(1, left, person(1)))

        assert {hit.household for hit in one.matches} == {"H1"}
        assert truths(one) == {WhichDay.ENTRY: Truth.MET}


class TestSecondRun:
    def test_a_cleared_suspicion_stays_cleared(self) -> None:
        """The same evidence in a later extract raises nothing again."""
        first = suspicion()
        cleared = clearances([check(first, CheckOutcome.NOT_UPHELD)])
        there = register(home(1))
        later = cars(line(number(1)), day=dt.date(2016, 12, 1))
        (again,) = suspect(
            match(there, [later]), there, FAIR, at=LISTED, cleared=cleared
        )

        assert again.fingerprint == first.fingerprint
        assert not again.is_open
        assert again.clearance is not None
        assert again.clearance.fingerprint == first.fingerprint

    @given(st.sampled_from(CHANGES), st.sampled_from(CHANGES))
    def test_it_returns_just_where_the_evidence_changes(
        self, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Any change of the record, and no other, opens it again."""
        first = suspicion(record=car(**before), criteria=KIN)
        cleared = clearances([check(first, CheckOutcome.NOT_UPHELD)])
        there = register(home(1))
        (again,) = suspect(
            match(there, [cars(line(number(1), car(**after)))]),
            there,
            KIN,
            at=LISTED,
            cleared=cleared,
        )

        assert (again.clearance is None) is (before != after)

    def test_of_another_household(self) -> None:
        """A clearing is of one household and no other."""
        first = suspicion(home(2))
        cleared = clearances([check(first, CheckOutcome.NOT_UPHELD)])
        there = register(home(1))
        (one,) = suspect(
            match(there, [cars(line(number(1)))]),
            there,
            FAIR,
            at=LISTED,
            cleared=cleared,
        )

        assert one.is_open

    def test_only_what_was_cleared(self) -> None:
        """A check that upheld a suspicion clears nothing."""
        assert clearances([check(suspicion())]) == ()


def judged(income: int, **more: Any) -> Household:
    fields: dict[str, Any] = {
        "net_income": yuan(income),
        "income_year": 2015,
        "food_secured": True,
        "clothing_secured": True,
        "safe_water": True,
        "schooling_secured": True,
        "medical_secured": True,
        "housing_secured": True,
        **more,
    }
    return attrs.evolve(home(1), **fields)


class TestEntriesAndExits:
    @pytest.mark.parametrize(
        ("income", "many"), [(2854, 0), (2855, 1), (2856, 1)]
    )
    def test_entry_at_the_line(self, income: int, many: int) -> None:
        """Who had the line or more, and all else, entered wrongly."""
        house = judged(income, entered=dt.date(2016, 6, 1))
        house = house.with_members([person(1, usual_resident=True)])
        policy = identification(guarantees=recorded_guarantees())
        found = suspect_entries(
            register(house), at=Round(year=2016), policy=policy
        )

        assert grounds(found) == [SuspicionKind.ENTRY_STANDARD] * many

    def test_entry_of_another_round(self) -> None:
        """The income of one round says nothing about another's entries."""
        house = judged(9999, entered=dt.date(2014, 6, 1))

        assert suspect_entries(register(house), at=Round(year=2016)) == ()

    @pytest.mark.parametrize(
        ("income", "many"), [(2854, 1), (2855, 1), (2856, 0)]
    )
    def test_exit_at_the_line(self, income: int, many: int) -> None:
        """Who had the line or less exited wrongly."""
        house = judged(
            income, status=Status.EXITED, exit_year=2015
        ).with_members([person(1, usual_resident=True)])
        found = suspect_exits(register(house), year=2015)

        assert grounds(found) == [SuspicionKind.EXIT_STANDARD] * many
        assert all(one.target is FindingTarget.EXIT for one in found)
        assert all(one.is_hard for one in found)

    def test_income_of_another_year(self) -> None:
        """An exit is not audited on the income of another year."""
        house = judged(1, status=Status.EXITED, exit_year=2014).with_members(
            [person(1, usual_resident=True)]
        )

        assert suspect_exits(register(house), year=2014) == ()

    def test_evidence_and_clearing(self) -> None:
        """The evidence is asked for, and what was cleared stays so."""
        house = judged(
            2000, status=Status.EXITED, exit_year=2015
        ).with_members([person(1, usual_resident=True)])
        asked: list[str] = []

        def evidence_of(household: str) -> Evidence:
            asked.append(household)
            return Evidence()

        (one,) = suspect_exits(register(house), evidence_of, year=2015)
        cleared = clearances([check(one, CheckOutcome.NOT_UPHELD)])
        (again,) = suspect_exits(
            register(house), evidence_of, year=2015, cleared=cleared
        )
        richer = attrs.evolve(house, net_income=yuan(1999))
        (changed,) = suspect_exits(
            register(richer), evidence_of, year=2015, cleared=cleared
        )

        assert asked == ["H1"] * 3
        assert not again.is_open
        assert changed.is_open


CLEARED: list[tuple[dict[str, Any], set[ClearingRule]]] = [
    (
        {},
        {ClearingRule.SOLD_OR_LENT, ClearingRule.LOW_VALUE_VEHICLE},
    ),
    ({"source": "businesses"}, {ClearingRule.NOT_OPERATED}),
    ({"source": "urban_houses"}, {ClearingRule.RELOCATION_HOUSE}),
    ({"source": "payrolls"}, set()),
    (
        {"source": "payrolls", "apart": True},
        {ClearingRule.BUDGET_APART},
    ),
    (
        {"source": "register", "kind": "household-split"},
        {ClearingRule.BUDGET_APART},
    ),
    (
        {"source": "deaths", "certainty": Certainty.POSSIBLE},
        {ClearingRule.OTHER_PERSON},
    ),
]


class TestHowItCanBeCleared:
    @pytest.mark.parametrize(
        ("change", "rules"),
        CLEARED,
    )
    def test_rules(
        self, change: dict[str, Any], rules: set[ClearingRule]
    ) -> None:
        """Each source has its rules, and what is found otherwise is last."""
        one = suspicion()
        changed = attrs.evolve(one.matches[0], **change)
        found = attrs.evolve(one, matches=(changed,)).clearing_rules

        assert set(found) == rules | {ClearingRule.FOUND_OTHERWISE}
        assert found[-1] is ClearingRule.FOUND_OTHERWISE

    def test_no_rule_needs_no_paper(self) -> None:
        """What a check can use to clear always has its papers."""
        for source in SOURCES:
            one = suspicion()
            hit = attrs.evolve(one.matches[0], source=source)
            rules = attrs.evolve(one, matches=(hit,)).clearing_rules

            assert all(rule.needs for rule in rules)

    @pytest.mark.parametrize("one", Truth)
    @pytest.mark.parametrize("other", Truth)
    def test_held_on_day(self, one: Truth, other: Truth) -> None:
        """The records settle the day only where both answers agree."""
        given = suspicion()
        answers = tuple(
            attrs.evolve(given.answers[0], truth=truth)
            for truth in (one, other)
        )
        found = attrs.evolve(given, answers=answers).held_on_day

        assert found is (one.value if one is other else None)
