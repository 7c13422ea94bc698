from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import Count
from pa_registry.audit import (
    DEPARTMENTS,
    REGISTER,
    Agreement,
    Certainty,
    Entry,
    Extract,
    Match,
    MatchStanding,
    MatchTable,
    RegisterKind,
    SetAsideReason,
    extracts_of,
    kin_of_cadres,
    match,
)
from pa_registry.audit._agreeing import near
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model import (
    Coverage,
    Death,
    Evidence,
    Household,
    HukouChange,
    HukouChangeKind,
    IdentityNumber,
    RelationToHead,
    Relative,
    Status,
    VehicleKind,
    VillageOffice,
)
from pa_registry.model.evidence import SOURCES
from tests.audit.samples import (
    ENTERED,
    EXTRACTED,
    VILLAGE,
    car,
    cars,
    home,
    line,
    number,
    person,
    register,
    text,
)


BORN = dt.date(1980, 1, 1)
OTHER_VILLAGE = "990101001002"


def wrong_digit(order: int) -> IdentityNumber:
    """Write a number with another digit in the order code."""
    given = text(order)
    return IdentityNumber.read(given[:15] + "9" + given[16:])


def old_form(order: int) -> IdentityNumber:
    given = text(order)
    return IdentityNumber.read(given[:6] + given[8:17])


def named(order: int, identity: IdentityNumber | None = None) -> Entry:
    return Entry(
        record=car(),
        identity=identity,
        name=f"某{order}",
        born=BORN,
        village=VILLAGE,
    )


def only(table: MatchTable) -> Any:
    (found,) = table.hits
    return found


class TestByNumber:
    def test_a_whole_number_is_exact(self) -> None:
        """The same checked number on both sides is an exact hit."""
        found = only(match(register(home(1)), [cars(line(number(1)))]))

        assert found.certainty is Certainty.EXACT
        assert (found.household, found.person) == ("H1", "P1")
        assert found.agreed[0] is Agreement.NUMBER
        assert found.kind == "passenger-car"
        assert found.fact_date == dt.date(2013, 1, 1)
        assert found.extract_date == EXTRACTED
        assert found.line == 1

    def test_another_number_is_no_hit(self) -> None:
        """Whoever is not in the register is not hit."""
        assert match(register(home(1)), [cars(line(number(2)))]).hits == ()

    def test_never_by_name_alone(self) -> None:
        """One name, and another number and birth date, is nobody."""
        entry = attrs.evolve(
            named(1, number(500, "19750505")), born=dt.date(1975, 5, 5)
        )

        assert match(register(home(1)), [cars(entry)]).hits == ()

    def test_a_certificate_is_the_person(self) -> None:
        """The number within a disability certificate is matched by."""
        certificate = IdentityNumber.read(text(1) + "43")
        found = only(match(register(home(1)), [cars(line(certificate))]))

        assert found.is_exact

    def test_another_name_is_shown(self) -> None:
        """A hit by number with another name says so."""
        entry = attrs.evolve(
            line(number(1)), name="另一人", born=dt.date(1981, 1, 1)
        )
        found = only(match(register(home(1)), [cars(entry)]))

        assert found.is_exact
        assert found.differs == (Agreement.NAME, Agreement.BIRTH_DATE)
        assert Agreement.NAME not in found.agreed

    def test_several_households(self) -> None:
        """A person in two households is hit in both."""
        twice = register(home(1), home(2, person(1)))
        found = [
            one
            for one in match(twice, [cars(line(number(1)))]).hits
            if one.source == "vehicles"
        ]

        assert [one.household for one in found] == ["H1", "H2"]

    def test_kin_living_apart(self) -> None:
        """Kin are hit as kin, and are no persons of the register."""
        kin = Relative(number="R1", identity=number(9))
        house = attrs.evolve(home(1), relatives=(kin,))
        table = match(register(house), [cars(line(number(9)))])

        assert only(table).apart
        assert table.count().persons == 0
        assert table.count().households == 1


class TestNear:
    @pytest.mark.parametrize("swapped", [False, True])
    def test_old_form(self, *, swapped: bool) -> None:
        """The old form of fifteen digits is possible, on either side."""
        ours, theirs = number(1), old_form(1)
        if swapped:
            ours, theirs = theirs, ours
        house = home(1, person(1, identity=ours))
        found = only(match(register(house), [cars(line(theirs))]))

        assert found.certainty is Certainty.POSSIBLE
        assert Agreement.OLD_NUMBER in found.agreed

    def test_one_digit(self) -> None:
        """One digit wrong, with name and birth date, is possible."""
        found = only(
            match(register(home(1)), [cars(named(1, wrong_digit(1)))])
        )

        assert found.certainty is Certainty.POSSIBLE
        assert found.agreed == (
            Agreement.NUMBER_BUT_ONE_DIGIT,
            Agreement.NAME,
            Agreement.BIRTH_DATE,
            Agreement.VILLAGE,
        )

    @pytest.mark.parametrize(
        ("change", "many"),
        [
            ({}, 1),
            ({"village": None}, 1),
            ({"name": "另一人"}, 0),
            ({"born": dt.date(1980, 1, 2)}, 0),
        ],
    )
    def test_one_digit_needs_name_and_birth(
        self, change: dict[str, Any], many: int
    ) -> None:
        """Without the name or the birth date one digit is one too many."""
        entry = attrs.evolve(named(1, wrong_digit(1)), **change)

        assert len(match(register(home(1)), [cars(entry)]).hits) == many

    def test_two_digits_are_another_number(self) -> None:
        """Two digits wrong are nobody, unless the village agrees."""
        given_ = text(1)
        two = IdentityNumber.read(given_[:14] + "99" + given_[16:])
        entry = attrs.evolve(named(1, two), village=None)

        assert match(register(home(1)), [cars(entry)]).hits == ()

    @pytest.mark.parametrize(
        ("village", "many"),
        [
            (VILLAGE, 1),
            (OTHER_VILLAGE, 0),
            (VILLAGE[:9] + "000", 0),
            (None, 0),
        ],
    )
    def test_name_and_birth_in_one_village(
        self, village: str | None, many: int
    ) -> None:
        """Name and birth date count in the same village only."""
        entry = attrs.evolve(named(1), village=village)
        found = match(register(home(1)), [cars(entry)]).hits

        assert len(found) == many
        assert all(one.certainty is Certainty.POSSIBLE for one in found)

    def test_a_township_is_no_village(self) -> None:
        """Where both know the township only, the village is not known."""
        township = VILLAGE[:9] + "000"
        entry = attrs.evolve(named(1), village=township)
        house = home(1, village=township)

        assert match(register(house), [cars(entry)]).hits == ()

    def test_the_same_document(self) -> None:
        """One passport on both sides is possible, and set aside besides."""
        passport = IdentityNumber.read("e 1234567")
        house = home(1, person(1, identity=IdentityNumber.read("E1234567")))
        table = match(register(house), [cars(line(passport))])

        assert only(table).certainty is Certainty.POSSIBLE
        assert only(table).agreed == (Agreement.DOCUMENT,)
        assert [one.possible for one in table.set_aside] == [1, 0]

    def test_a_number_that_nobody_has(self) -> None:
        """A date that is none is shared by strangers: more must agree."""
        given_ = text(1)
        nobody = IdentityNumber.read(given_[:10] + "13" + given_[12:])
        house = home(1, person(1, identity=nobody, born=BORN))
        bare, full = line(nobody), named(1, nobody)

        assert match(register(house), [cars(bare)]).hits == ()
        assert only(match(register(house), [cars(full)])).agreed == (
            Agreement.NUMBER,
            Agreement.NAME,
            Agreement.BIRTH_DATE,
            Agreement.VILLAGE,
        )

    def test_the_same_wrong_number(self) -> None:
        """A number whose check character is wrong is never certain."""
        house = home(1, person(1, identity=wrong_digit(1)))
        found = only(match(register(house), [cars(line(wrong_digit(1)))]))

        assert found.certainty is Certainty.POSSIBLE
        assert Agreement.NUMBER in found.agreed


NUMBERS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(number(order) for order in range(4)),
            *(wrong_digit(order) for order in range(4)),
            *(old_form(order) for order in range(4)),
            IdentityNumber.read("4.20099E+17"),
            IdentityNumber.read("G12345678"),
        ]
    ),
)


def entry_of(
    identity: IdentityNumber | None, order: int, village: str | None
) -> Entry:
    return attrs.evolve(named(order, identity), village=village)


ENTRIES = st.builds(
    entry_of,
    NUMBERS,
    st.integers(0, 3),
    st.sampled_from([VILLAGE, OTHER_VILLAGE, None]),
)


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        ((), False),
        ((Agreement.NAME, Agreement.BIRTH_DATE), False),
        ((Agreement.NAME, Agreement.VILLAGE), False),
        ((Agreement.NUMBER_BUT_ONE_DIGIT, Agreement.NAME), False),
        ((Agreement.OLD_NUMBER,), True),
        (
            (Agreement.NAME, Agreement.BIRTH_DATE, Agreement.VILLAGE),
            True,
        ),
    ],
    ids=str,
)
def test_what_is_near(
    agreed: tuple[Agreement, ...], *, expected: bool
) -> None:
    """Two fields are too few, unless the number is the old form."""
    assert near(agreed) is expected


class TestLaws:
    @given(st.lists(ENTRIES, max_size=8))
    def test_no_line_is_lost(self, entries: list[Entry]) -> None:
        """Each line is compared by number or set aside, and counted."""
        table = match(register(home(1), home(2)), [cars(*entries)])
        aside = [one for one in table.set_aside if one.source == "vehicles"]
        (searched,) = table.searched

        assert searched.entries == len(entries)
        assert searched.set_aside == len(aside)
        assert all(one.entry is entries[(one.line or 0) - 1] for one in aside)
        assert len({one.line for one in aside}) == len(aside)
        without = {one.line for one in aside}
        for place, entry in enumerate(entries, 1):
            if place not in without:
                assert entry.identity is not None
                assert entry.identity.resident_number is not None

    @given(st.lists(ENTRIES, max_size=8), st.randoms(use_true_random=False))
    def test_the_order_of_lines_does_not_matter(
        self, entries: list[Entry], random: Any
    ) -> None:
        """The same lines in another order hit the same people."""
        mixed = list(entries)
        random.shuffle(mixed)
        there = register(home(1), home(2))

        def hits(lines: list[Entry]) -> set[tuple[object, ...]]:
            return {
                (one.person, one.certainty, one.agreed)
                for one in match(there, [cars(*lines)]).hits
            }

        assert hits(entries) == hits(mixed)

    @given(st.lists(ENTRIES, max_size=8))
    def test_what_is_near_is_never_certain(self, entries: list[Entry]) -> None:
        """A hit is exact just where a checked number is on both sides."""
        table = match(register(home(1), home(2)), [cars(*entries)])
        for one in table.hits:
            entry = entries[(one.line or 0) - 1]
            assert entry.identity is not None or not one.is_exact
            exact = entry.identity in {number(1), number(2)}
            assert one.is_exact is exact

    @given(st.lists(ENTRIES, max_size=8))
    def test_sources_overlap(self, entries: list[Entry]) -> None:
        """Everybody counts once, and no more often than by source."""
        there = register(home(1), home(2))
        deaths = Extract(
            source="deaths",
            extract_date=EXTRACTED,
            entries=tuple(
                attrs.evolve(one, record=Death()) for one in entries
            ),
        )
        table = match(there, [cars(*entries), deaths])
        kinds = [one.persons for one in table.by_source().values()]
        total = table.count().persons

        assert max(kinds, default=0) <= total <= sum(kinds)
        assert total == len({one.person for one in table.hits})
        assert (
            sum(one.persons for one in table.by_county().values())
            == table.count().persons
        )


class TestSetAside:
    @pytest.mark.parametrize(
        ("identity", "reason"),
        [
            (None, SetAsideReason.BLANK),
            (IdentityNumber.read(" "), SetAsideReason.BLANK),
            (
                IdentityNumber.read("990102198013010010"),
                SetAsideReason.IMPOSSIBLE_DATE,
            ),
            (IdentityNumber.read("4.20099E+17"), SetAsideReason.DAMAGED),
            (IdentityNumber.read("G12345678"), SetAsideReason.OTHER_DOCUMENT),
            (wrong_digit(1), SetAsideReason.WRONG_CHECK),
        ],
    )
    def test_reason(
        self, identity: IdentityNumber | None, reason: SetAsideReason
    ) -> None:
        """What cannot be compared by number is kept, and says why."""
        table = match(register(home(1)), [cars(line(identity))])
        (found,) = table.set_aside

        assert found.reason is reason
        assert found.line == 1
        assert text(1)[6:14] not in found.shown

    @pytest.mark.parametrize("identity", [number(1), old_form(1)])
    def test_what_can_be_compared(self, identity: IdentityNumber) -> None:
        """A whole number, also of the old form, is not set aside."""
        table = match(register(home(1)), [cars(line(identity))])

        assert table.set_aside == ()

    def test_the_same_line_twice(self) -> None:
        """A repeated line is set aside, and hits once."""
        table = match(
            register(home(1)), [cars(line(number(1)), line(number(1)))]
        )
        (found,) = table.set_aside

        assert (found.reason, found.line) == (SetAsideReason.DUPLICATE, 2)
        assert len(table.hits) == 1

    @pytest.mark.parametrize(
        ("entry", "many"),
        [
            (Entry(record=car(kind=None, acquired=None)), 0),
            (Entry(record=car()), 0),
            (line(IdentityNumber.read("不详")), 0),
            (line(number(1), car(kind=None, acquired=None)), 0),
            (line(number(1)), 1),
            (named(1), 1),
            (named(1, IdentityNumber.read("不详")), 1),
        ],
    )
    def test_what_repeats(self, entry: Entry, many: int) -> None:
        """A line repeats another if it tells of whom, and what."""
        table = match(register(home(1)), [cars(entry, entry)])
        again = [
            one
            for one in table.set_aside
            if one.reason is SetAsideReason.DUPLICATE
        ]

        assert len(again) == many

    def test_two_cars_are_no_duplicate(self) -> None:
        """Two records of one person are two lines."""
        second = car(kind=VehicleKind.MINIVAN)
        table = match(
            register(home(1)),
            [cars(line(number(1)), line(number(1), second))],
        )

        assert len(table.hits) == 2
        assert table.set_aside == ()

    def test_in_the_register(self) -> None:
        """Members who cannot be searched for are set aside, too."""
        house = home(1, person(1, identity=None), person(2))
        (found,) = match(register(house)).set_aside

        assert (found.source, found.person) == (REGISTER, "P1")


class TestCoverage:
    def test_whole_file(self) -> None:
        """A file as a whole searches everybody with a whole number."""
        house = home(1, person(1), person(2, identity=None))
        table = match(register(house, home(3)), [cars()])
        (searched,) = table.searched

        assert searched.searched == Count(1, 2)
        assert searched.registered == Count(2, 3)
        assert table.unsearched("vehicles") == ("H1",)
        assert [one.person for one in table.coverage_of("H1")] == ["P1"]
        assert [one.person for one in table.coverage_of("H3")] == [None]

    @pytest.mark.parametrize(
        ("division", "many"),
        [("990100", 1), (VILLAGE, 1), ("990200", 0)],
    )
    def test_of_a_division(self, division: str, many: int) -> None:
        """A file speaks of its own divisions only."""
        extract = attrs.evolve(cars(), divisions=(division,))
        (searched,) = match(register(home(1)), [extract]).searched

        assert searched.searched == Count(many, many)

    def test_of_those_asked_for(self) -> None:
        """An answer to a list covers those on the list."""
        extract = attrs.evolve(cars(), asked=frozenset({number(1)}))
        table = match(register(home(1), home(2)), [extract])

        assert table.unsearched("vehicles") == ("H2",)
        assert table.searched[0].coverage.numerator == 1

    def test_hits_of_those_searched_for(self) -> None:
        """The hit rate counts nobody who was not searched for."""
        extract = attrs.evolve(
            cars(line(number(1)), line(number(2))),
            asked=frozenset({number(1)}),
        )
        (searched,) = match(register(home(1), home(2)), [extract]).searched

        assert searched.hit == Count(2, 2)
        assert searched.hit_exactly == Count(1, 1)
        assert searched.hit_rate.value == 1

    def test_who_is_not_registered(self) -> None:
        """A removed household is hit, and no part of the coverage."""
        gone = home(2, status=Status.REMOVED)
        table = match(register(home(1), gone), [cars(line(number(2)))])
        (searched,) = table.searched

        assert table.households == ("H2",)
        assert searched.registered == searched.searched == Count(1, 1)
        assert searched.hit_exactly == Count()

    def test_kin_asked_for(self) -> None:
        """Kin are searched for beside the household."""
        kin = Relative(number="R1", identity=number(9))
        house = attrs.evolve(home(1), relatives=(kin,))
        found = match(register(house), [cars()]).coverage_of("H1")

        assert [one.person for one in found] == [None, "R1"]

    def test_nothing_searched_is_not_clean(self) -> None:
        """Without any extract no household counts as searched."""
        table = match(register(home(1)))

        assert table.unsearched("vehicles") == ("H1",)
        assert table.evidence("H1").checked == frozenset()
        assert table.coverage_of("nobody") == ()

    @given(
        asked=st.sets(st.sampled_from([1, 2, 3])),
        held=st.sets(st.sampled_from([1, 2, 3])),
        twice=st.booleans(),
    )
    def test_not_audited_is_never_clean(
        self, asked: set[int], held: set[int], *, twice: bool
    ) -> None:
        """Only who was searched for everywhere, without a hit, is clean."""
        first = attrs.evolve(
            cars(*(line(number(one)) for one in sorted(held))),
            asked=frozenset(map(number, asked)),
        )
        other = Extract(source="deaths", extract_date=EXTRACTED)
        homes = [home(place) for place in (1, 2, 3)]
        table = match(register(*homes), [first, other] if twice else [first])
        found = table.standings()

        assert list(found) == list(MatchStanding)
        assert {
            one: {f"H{n}" for n in places}
            for one, places in (
                (MatchStanding.HIT, held),
                (MatchStanding.CLEAN, asked - held),
                (MatchStanding.NOT_AUDITED, {1, 2, 3} - asked - held),
            )
        } == {one: set(listed) for one, listed in found.items()}

    def test_nothing_is_clean_without_extracts(self) -> None:
        """A register that nobody searched is not audited."""
        table = match(register(home(1)))

        assert table.standing("H1") is MatchStanding.NOT_AUDITED
        assert table.standing("nobody") is MatchStanding.NOT_AUDITED

    def test_table(self) -> None:
        """Each source has a line, and the last line has everybody once."""
        deaths = Extract(
            source="deaths",
            extract_date=EXTRACTED,
            entries=(line(number(1), Death()),),
            asked=frozenset({number(1)}),
        )
        table = match(
            register(home(1), home(2, person(2), person(1))),
            [cars(line(number(1)), line(None)), deaths],
        )

        assert table.render("zh") == (
            "数据来源        提取日期    记录数  整户比对/户  比对人数/人"
            "  命中户数  命中人数  未能比对记录\n"
            "机动车登记信息  2016-08-10  2       2/2          3/3        "
            "  2         2         1\n"
            "死亡登记信息    2016-08-10  1       1/2          2/3        "
            "  2         2         0\n"
            "库内比对                                                   "
            "   1         1         0\n"
            "去重合计                                                   "
            "   2         2"
        )
        assert str(table).splitlines()[-1].split() == [
            "everybody", "once", "2", "2"
        ]  # fmt: skip

    def test_evidence(self) -> None:
        """Exact hits become evidence; possible ones wait for a check."""
        exact = line(number(1))
        near = line(old_form(1), car(kind=VehicleKind.TRUCK))
        evidence = match(register(home(1)), [cars(exact, near)]).evidence("H1")
        (vehicle,) = evidence.vehicles

        assert vehicle.kind is VehicleKind.CAR
        assert (vehicle.holder, vehicle.seen_on) == ("P1", EXTRACTED)
        # The truck may be his, so that nothing is known of what is not his.
        assert not evidence.covers("vehicles")

    def test_a_possible_hit_leaves_open(self) -> None:
        """Whoever may be meant by a line is not searched for by it."""
        house = home(1, person(1), person(2))
        table = match(register(house), [cars(line(old_form(1)))])
        (searched,) = table.searched

        assert [one.person for one in table.coverage_of("H1")] == ["P2"]
        assert searched.searched == Count(0, 1)
        assert searched.hit == Count(1, 1)


class TestTable:
    def test_rows(self) -> None:
        """A row has the documented columns, and plain values."""
        (row,) = match(register(home(1)), [cars(line(number(1)))]).rows()

        assert tuple(row) == MatchTable.COLUMNS
        assert row["certainty"] == "exact"
        assert row["agreed"] == "number,birth-date"
        assert row["differs"] is row["other_person"] is None
        assert set(MatchTable.COLUMNS) < {
            one.name for one in attrs.fields(Match)
        }

    def test_shows_no_number(self) -> None:
        """Neither hits nor documents show a number."""
        house = attrs.evolve(home(1), number=text(7))
        table = match(register(house), [cars(line(number(1)))])

        assert text(7) not in repr(table.hits)
        assert text(1) not in repr(table)


def pairs(*homes: Household) -> Iterator[tuple[str, str, str]]:
    for one in match(register(*homes)).hits:
        yield one.kind, one.household, one.other_household


class TestRegister:
    def test_twice_in_one_household(self) -> None:
        """One number twice in a household is the same person."""
        twice = home(1, person(1), attrs.evolve(person(1), number="P2"))

        assert list(pairs(twice)) == [(RegisterKind.SAME_PERSON, "H1", "H1")]

    @pytest.mark.parametrize("identity", [wrong_digit(1), old_form(1)])
    def test_the_worse_number_is_looked_at_first(
        self, identity: IdentityNumber
    ) -> None:
        """The entry with the doubtful number stands first, in any order."""
        doubtful = home(2, person(1, identity=identity))
        kind = RegisterKind.TWO_HOUSEHOLDS

        assert list(pairs(doubtful, home(1))) == [(kind, "H2", "H1")]
        assert list(pairs(home(1), doubtful)) == [(kind, "H2", "H1")]

    def test_a_head_is_looked_at_last(self) -> None:
        """Of two whole numbers that of a head of household stands last."""
        head = home(1, person(1, relation_to_head=RelationToHead.HEAD))
        guest = home(2, person(1))

        assert list(pairs(guest, head)) == [
            (RegisterKind.TWO_HOUSEHOLDS, "H2", "H1")
        ]

    def test_who_has_left_is_not_there_twice(self) -> None:
        """A person who left one household is in the other only."""
        left = home(2, person(1, left=dt.date(2015, 1, 1)))

        assert list(pairs(home(1), left)) == []

    def test_kin_are_not_registered(self) -> None:
        """Being kin of another household is no double registration."""
        kin = Relative(number="R1", identity=number(1))
        other = attrs.evolve(home(2), relatives=(kin,))

        assert list(pairs(home(1), other)) == []

    def test_same_name_in_one_village(self) -> None:
        """Name, birth date and village are possible, and no more."""
        first = home(1, person(1, identity=None, born=BORN, name="某甲"))
        second = home(2, person(2, identity=None, born=BORN, name="某甲"))
        (found,) = match(register(first, second)).hits

        assert found.certainty is Certainty.POSSIBLE

    @pytest.mark.parametrize(("days", "many"), [(-1, 1), (0, 1), (1, 0)])
    def test_split_on_the_form(self, days: int, many: int) -> None:
        """A split up to the day of entry is recognised."""
        day = ENTERED + dt.timedelta(days=days)
        house = attrs.evolve(home(1), split_on=day)
        found = list(pairs(house))

        assert len(found) == many

    @pytest.mark.parametrize(
        ("kind", "many"),
        [(HukouChangeKind.MOVED_OUT, 1), (HukouChangeKind.MOVED_IN, 0)],
    )
    def test_split_in_the_records(
        self, kind: HukouChangeKind, many: int
    ) -> None:
        """A member who moved out elsewhere before the entry is a sign."""
        record = HukouChange(day=dt.date(2014, 5, 1), kind=kind)
        extract = Extract(
            source="hukou_changes",
            extract_date=EXTRACTED,
            entries=(line(number(1), record),),
        )
        found = [
            one
            for one in match(register(home(1)), [extract]).hits
            if one.source == REGISTER
        ]

        assert len(found) == many
        assert all(one.agreed == (Agreement.HUKOU,) for one in found)


class TestCadres:
    def test_of_member_and_kin(self) -> None:
        """Households of cadres and of their kin are listed."""
        kin = Relative(
            number="R1",
            identity=number(9),
            relation_to_head=RelationToHead.SON,
        )
        with_kin = attrs.evolve(home(1), relatives=(kin,))
        own = home(2, person(2), person(3))
        offices = Extract(
            source="village_offices",
            extract_date=EXTRACTED,
            entries=tuple(
                line(number(order), VillageOffice(since=dt.date(2014, 1, 1)))
                for order in (9, 2)
            ),
        )
        gone = home(4, person(2), status=Status.REMOVED)
        there = register(with_kin, own, gone, home(5))
        first, second = kin_of_cadres(
            match(there, [offices, cars(line(number(2)))]), there, at=EXTRACTED
        )

        assert (first.cadre, first.apart) == ("R1", True)
        assert first.relation is RelationToHead.SON
        assert first.persons == ("P1",)
        assert (second.cadre, second.persons) == ("P2", ("P3",))
        assert first.in_office is second.in_office is True


class TestExtracts:
    def test_only_departments(self) -> None:
        """An act of judgement is no extract of a department."""
        assert set(SOURCES) - set(DEPARTMENTS) == {
            "appraisals",
            "visits",
            "waivers",
        }
        with pytest.raises(UnknownNameError, match="source of a department"):
            Extract(source="visits", extract_date=EXTRACTED)

    def test_holds_its_own_form(self) -> None:
        """A death is no vehicle."""
        with pytest.raises(InvalidValueError, match="line 1 holds a Death"):
            cars(line(number(1), Death()))

    @pytest.mark.parametrize(
        "change",
        [{"record": "car"}, {"identity": text(1)}, {"born": "1980"}],
    )
    def test_refuses_what_it_is_not(self, change: dict[str, Any]) -> None:
        """A line of something else is refused, and shows no number."""
        with pytest.raises(InvalidValueError) as refused:
            attrs.evolve(line(number(1)), **change)

        assert text(1) not in str(refused.value)

    def test_match_wants_extracts(self) -> None:
        """Something else than an extract is refused."""
        wrong: list[Any] = [line(number(1))]
        with pytest.raises(InvalidValueError, match="is no extract"):
            match(register(home(1)), wrong)

    def test_of_evidence(self) -> None:
        """Evidence comes back from its extracts, with its coverage."""
        kin = Relative(number="R1", identity=number(9))
        head = person(1, relation_to_head=RelationToHead.HEAD)
        house = attrs.evolve(home(1, head), relatives=(kin,))
        evidence = Evidence(
            vehicles=(
                car(holder="P1", seen_on=EXTRACTED),
                car(holder="R1", kind=VehicleKind.TRUCK),
                car(kind=VehicleKind.MINIVAN, seen_on=EXTRACTED),
            ),
            coverage=tuple(
                Coverage(
                    source="vehicles",
                    extract_date=EXTRACTED,
                    household="H1",
                    person=person_,
                )
                for person_ in (None, "R1")
            ),
        )
        table = match(register(house), extracts_of([(house, evidence)]))
        held = {(one.person, one.kind) for one in table.hits}

        assert held == {
            ("P1", "passenger-car"),
            ("R1", "truck"),
            ("P1", "minivan"),
        }
        assert set(table.coverage_of("H1")) == set(evidence.coverage)

    def test_acts_of_judgement_stay_behind(self) -> None:
        """A visit is nobody's extract, nor is a search without a day."""
        evidence = Evidence(
            coverage=(
                Coverage(source="visits", extract_date=EXTRACTED),
                Coverage(source="vehicles"),
                Coverage(
                    source="deaths",
                    extract_date=EXTRACTED,
                    person="nobody",
                ),
            )
        )
        (extract,) = extracts_of([(home(1), evidence)])

        assert extract.source == "deaths"
        assert extract.asked == frozenset()

    def test_record_without_a_day_or_extract(self) -> None:
        """A record that no coverage dates is handed over all the same."""
        evidence = Evidence(vehicles=(car(holder="P1"),))
        (extract,) = extracts_of([(home(1), evidence)])

        assert len(extract.entries) == 1
        assert extract.asked == frozenset()
