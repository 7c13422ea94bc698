"""Members of a household and kin living apart."""

from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    Health,
    IdentityNumber,
    MembershipBasis,
    Person,
    Relative,
    Sex,
)


#: The published example of GB 11643.
EXAMPLE = IdentityNumber.read("11010519491231002X")
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2020, 12, 31))


class TestIdentity:
    @pytest.mark.parametrize("form", [Person, Relative])
    def test_birth_and_sex_come_from_the_number(
        self, form: type[Person | Relative]
    ) -> None:
        """What the number states need not be written twice."""
        person = form(number="1", identity=EXAMPLE)

        assert person.born == dt.date(1949, 12, 31)
        assert person.sex is Sex.FEMALE

    def test_the_form_wins(self) -> None:
        """A birth date and a sex that the form states stay."""
        person = Person(
            number="1",
            identity=EXAMPLE,
            born=dt.date(1950, 1, 1),
            sex=Sex.MALE,
        )

        assert person.born == dt.date(1950, 1, 1)
        assert person.sex is Sex.MALE

    def test_a_corrected_number_brings_its_birth_and_sex(self) -> None:
        """What was read from the old number is read from the new one."""
        wrong = Person(number="1", identity=IdentityNumber.read("不详"))
        right = wrong.with_identity("11010519491231002X")
        number: Any = 110105194912310021

        assert right == wrong.with_identity(EXAMPLE)
        assert right.born == dt.date(1949, 12, 31)
        assert right.sex is Sex.FEMALE
        assert right.with_identity(None).born is None
        with pytest.raises(InvalidValueError, match="text"):
            wrong.with_identity(number)

    def test_a_bad_number_is_still_a_person(self) -> None:
        """Nothing is read from text that is no number."""
        person = Person(number="1", identity=IdentityNumber.read("不详"))

        assert person.born is None
        assert person.sex is None

    @pytest.mark.parametrize("form", [Person, Relative])
    def test_no_number(self, form: type[Person | Relative]) -> None:
        """Without a number, birth date and sex are not recorded."""
        assert form(number="1").born is None
        assert form(number="1").sex is None


class TestFields:
    @pytest.mark.parametrize("months", [0, 12])
    def test_months_of_a_year(self, months: int) -> None:
        """Work lasts none to twelve months of the year."""
        assert Person(number="1", months_worked=months).months_worked == months

    @pytest.mark.parametrize("months", [-1, 13])
    def test_more_than_a_year(self, months: int) -> None:
        """A month beyond the year is refused, and the error says where."""
        with pytest.raises(InvalidValueError) as caught:
            Person(number="1", months_worked=months)

        assert caught.value.where == "Person.months_worked (务工月数)"

    def test_several_illnesses(self) -> None:
        """Health is a set."""
        ill = frozenset({Health.CHRONIC_ILLNESS, Health.DISABLED})

        assert Person(number="1", health=ill).health == ill

    def test_a_number_is_required(self) -> None:
        """The key of a person cannot be left out."""
        with pytest.raises(TypeError, match="number"):
            Person()


class TestIsCounted:
    def test_blank_dates_count(self) -> None:
        """Somebody who neither came nor left is a member on any day."""
        person = Person(number="1")

        assert person.is_counted() is True
        assert person.is_counted(dt.date(1990, 1, 1)) is True

    @pytest.mark.parametrize(
        ("day", "counted"),
        [
            (dt.date(2015, 2, 28), False),
            (dt.date(2015, 3, 1), True),
            (dt.date(2015, 3, 2), True),
            (dt.date(2016, 5, 31), True),
            (dt.date(2016, 6, 1), False),
            (dt.date(2016, 6, 2), False),
        ],
    )
    def test_days_of_joining_and_leaving(
        self, day: dt.date, *, counted: bool
    ) -> None:
        """A member from the day of joining to the day before leaving."""
        person = Person(
            number="1",
            joined=dt.date(2015, 3, 1),
            left=dt.date(2016, 6, 1),
        )

        assert person.is_counted(day) is counted

    def test_whoever_has_left_is_out(self) -> None:
        """Without a day, the data in hand decide."""
        assert not Person(number="1", left=dt.date(2016, 6, 1)).is_counted()

    @pytest.mark.parametrize(
        ("basis", "counted"),
        [
            (MembershipBasis.USUAL_RESIDENCE, False),
            (MembershipBasis.REGISTRATION, True),
        ],
    )
    def test_bases_differ(
        self, basis: MembershipBasis, *, counted: bool
    ) -> None:
        """A son who settled elsewhere may still be registered at home."""
        son = Person(number="1", usual_resident=False)

        assert son.is_counted(basis=basis) is counted

    def test_unknown_basis(self) -> None:
        """What is not recorded is unknown, unless the person has left."""
        person = Person(number="1", usual_resident=None)

        assert person.is_counted() is None
        assert (
            Person(
                number="1", usual_resident=None, left=dt.date(2015, 1, 1)
            ).is_counted()
            is False
        )

    @given(joined=DAYS, left=DAYS, day=DAYS)
    def test_agrees_with_the_interval(
        self, joined: dt.date, left: dt.date, day: dt.date
    ) -> None:
        """Membership is the half-open interval from joining to leaving."""
        person = Person(number="1", joined=joined, left=left)

        assert person.is_counted(day) is (joined <= day < left)


class TestMembershipBasis:
    def test_chinese(self) -> None:
        """Each basis has its Chinese term."""
        assert [basis.zh for basis in MembershipBasis] == [
            "家庭常住人口",
            "户籍人口",
        ]
