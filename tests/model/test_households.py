"""Households: size on a basis, head, members, and faults that load."""

from __future__ import annotations

import datetime as dt

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    Household,
    MembershipBasis,
    Person,
    Provenance,
    RelationToHead,
    Relative,
)
from pa_registry.money import yuan


HEAD = Person(number="1", relation_to_head=RelationToHead.HEAD)
FLAGS = st.none() | st.booleans()


class TestSize:
    def test_no_member_recorded(self) -> None:
        """A household without members has an unknown size, not zero."""
        assert Household(number="1").size is None

    def test_kin_living_apart_do_not_count(self) -> None:
        """Only members count."""
        home = Household(
            number="1", members=(HEAD,), relatives=(Relative(number="9"),)
        )

        assert home.size == 1

    def test_printed_size_is_another_field(self) -> None:
        """The size on paper is kept beside the counted one."""
        home = Household(number="1", members=(HEAD,), printed_size=4)

        assert (home.size, home.printed_size) == (1, 4)

    def test_size_changes_with_the_day(self) -> None:
        """A child counts from the day on which it joined."""
        child = Person(number="2", joined=dt.date(2015, 3, 1))
        home = Household(number="1", members=(HEAD, child))

        assert home.size_on(dt.date(2015, 2, 28)) == 1
        assert home.size_on(dt.date(2015, 3, 1)) == 2

    def test_everybody_has_left(self) -> None:
        """A household that nobody is left in has the size 0."""
        gone = Person(number="1", left=dt.date(2016, 1, 1))

        assert Household(number="1", members=(gone,)).size == 0

    @given(st.lists(st.tuples(FLAGS, FLAGS), min_size=1))
    def test_counts_or_does_not_know(
        self, flags: list[tuple[bool | None, bool | None]]
    ) -> None:
        """On each basis, the size is the count or, in doubt, unknown."""
        home = Household(
            number="1",
            members=tuple(
                Person(
                    number=str(n), usual_resident=usual, registered_here=here
                )
                for n, (usual, here) in enumerate(flags)
            ),
        )
        for basis, told in (
            (MembershipBasis.USUAL_RESIDENCE, [one for one, _ in flags]),
            (MembershipBasis.REGISTRATION, [one for _, one in flags]),
        ):
            expected = None if None in told else told.count(True)

            assert home.size_on(basis=basis) == expected


class TestHead:
    def test_first_present_head(self) -> None:
        """A head who has left is followed by the next one recorded."""
        dead = Person(
            number="0",
            relation_to_head=RelationToHead.HEAD,
            left=dt.date(2015, 1, 1),
        )
        home = Household(number="1", members=(dead, Person(number="2"), HEAD))

        assert home.head == HEAD

    def test_two_heads_load(self) -> None:
        """Two heads are a finding; the first is given."""
        second = Person(number="2", relation_to_head=RelationToHead.HEAD)

        assert Household(number="1", members=(HEAD, second)).head == HEAD

    def test_no_head(self) -> None:
        """A household may have no recorded head."""
        assert Household(number="1").head is None


class TestWithMembers:
    def test_adds_and_replaces(self) -> None:
        """A member of a known number is replaced where he stands."""
        home = Household(number="1", members=(HEAD, Person(number="2")))
        named = Person(number="1", name="某甲")

        changed = home.with_members([named, Person(number="3")])

        assert [one.number for one in changed.members] == ["1", "2", "3"]
        assert changed.members[0] == named
        assert home.members[0] == HEAD

    def test_a_number_used_twice_stays(self) -> None:
        """Faulty members that nobody touches are not dropped."""
        twin = Person(number="2")
        home = Household(number="1", members=(twin, twin))

        changed = home.with_members([Person(number="3")])

        assert [one.number for one in changed.members] == ["2", "2", "3"]


class TestFields:
    def test_relatives_not_recorded(self) -> None:
        """No list of kin is another thing than an empty one."""
        assert Household(number="1").relatives is None
        assert Household(number="1", relatives=()).relatives == ()

    @pytest.mark.parametrize(
        "members", [[HEAD], (Relative(number="1"),), None, "1"]
    )
    def test_members_are_a_tuple_of_persons(self, members: object) -> None:
        """Anything else is a wrong program."""
        with pytest.raises(InvalidValueError) as caught:
            Household(number="1", members=members)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

        assert caught.value.where == "Household.members"
        assert "tuple of Person" in caught.value.remedy

    def test_provenance(self) -> None:
        """A field's source can be asked for."""
        told = Provenance(source="入户核查", day=dt.date(2016, 8, 1))
        home = Household(
            number="1",
            net_income=yuan(5000),
            provenance=(("net_income", told),),
        )

        assert home.provenance_of("net_income") == told
        assert home.provenance_of("cropland") is None

    @pytest.mark.parametrize(("size", "fits"), [(0, 1), (1000, 1), (1001, 0)])
    def test_printed_size_range(self, size: int, fits: int) -> None:
        """The printed size has a range, so that products fit 64 bits."""
        if fits:
            assert Household(number="1", printed_size=size).size is None
        else:
            with pytest.raises(InvalidValueError):
                Household(number="1", printed_size=size)
