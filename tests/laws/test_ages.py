"""
Ages: four ways to say the same, around 29 February.

1. The walk, the generated function and `age_on` agree on every day.
2. ``age >= n`` is ``born <= latest_birth(day, n)``, which columns use.
3. Who was born on 29 February grows older on 1 March of a common year.
4. ``born <= years_ago(n)`` is ``age >= n``, too.
"""

from __future__ import annotations

import datetime as dt

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from pa_registry.conditions import Truth, years_ago
from pa_registry.dates import age_on, latest_birth
from pa_registry.model import Person
from pa_registry.model.terms import person


LEAP = dt.date(2000, 2, 29)
WEEK = [dt.date(2016, 2, 26) + dt.timedelta(days=n) for n in range(6)]
BIRTHS = [
    dt.date(year, 2, 26) + dt.timedelta(days=n)
    for year in (1999, 2000, 2001)
    for n in range(6)
]
DAYS = [
    dt.date(year, 2, 26) + dt.timedelta(days=n)
    for year in (2016, 2017, 2018, 2100)
    for n in range(6)
]


class TestAroundLeapDays:
    """“Ages compile to bounds on the birth date (29 February: 1 March).”"""

    @pytest.mark.parametrize("day", DAYS, ids=str)
    def test_agree(self, day: dt.date) -> None:
        """All four agree on every birth around a leap day."""
        for born in BIRTHS:
            one = Person(number="1", born=born)
            age = age_on(born, day)
            for years in (age - 1, age, age + 1):
                rule = person.age >= years
                bound = latest_birth(day, years)
                expected = age >= years

                assert rule.judge(one, at=day).value is expected
                assert rule.function()(one, None, day) is expected
                assert (bound is not None and born <= bound) is expected
                assert (person.born <= years_ago(years)).judge(
                    one, at=day
                ).value is expected

    @pytest.mark.parametrize(
        ("day", "age"),
        [
            (dt.date(2018, 2, 28), 17),
            (dt.date(2018, 3, 1), 18),
            (dt.date(2016, 2, 28), 15),
            (dt.date(2016, 2, 29), 16),
        ],
    )
    def test_birthday(self, day: dt.date, age: int) -> None:
        """The birthday of 29 February is 1 March, but for leap years."""
        one = Person(number="1", born=LEAP)

        assert person.age.equals(age).judge(one, at=day) is Truth.MET


class TestAnyDay:
    @given(
        st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31)),
        st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)),
        st.integers(1, 100),
    )
    @example(LEAP, dt.date(2018, 2, 28), 18)
    @example(dt.date(2000, 2, 28), dt.date(2016, 2, 29), 16)
    def test_agree(self, born: dt.date, day: dt.date, years: int) -> None:
        """The walk, the function and the bound agree on any day."""
        one = Person(number="1", born=born)
        rule = person.age < years
        bound = latest_birth(day, years)
        assert bound is not None
        expected = born > bound

        assert rule.judge(one, at=day).value is expected
        assert rule.function()(one, None, day) is expected

    @given(st.dates())
    def test_missing(self, day: dt.date) -> None:
        """Who has no birth date has no age."""
        one = Person(number="1")

        assert (person.age >= 0).judge(one, at=day) is Truth.UNKNOWN
