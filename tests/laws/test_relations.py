"""
The paragraph on relations, against a second, naive reading of it.

1. The walk gives what the oracle gives, on any rule over any household.
2. It does so without a day, too, on rules that read none.
3. The quantifiers are bound to each other as the paragraph says.
"""

from __future__ import annotations

import datetime as dt

from typing import Any, ClassVar

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import Completeness, Truth, tree
from pa_registry.conditions.terms import by_place
from pa_registry.model import Coverage, Evidence, Household, Person, Vehicle
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.terms import household, person, vehicle
from pa_registry.money import Fen, yuan
from pa_registry.testing import conditions
from tests.laws.cases import Case, cases, subjects, undated_cases
from tests.laws.oracle import oracle


class TestOracle:
    """“Every other reading is fuzzed against this paragraph.”"""

    @given(cases())
    def test_agrees(self, case: Case) -> None:
        """The walk and the naive reading give the same truth."""
        expected = oracle(*case)

        assert case.judge() is Truth(expected)

    @given(undated_cases())
    def test_agrees_without_a_day(self, case: Case) -> None:
        """Without a day both read the data as they stand."""
        expected = oracle(*case)

        assert case.judge() is Truth(expected)

    @given(cases(depth=3))
    def test_agrees_deeper(self, case: Case) -> None:
        """They agree on deeper rules."""
        expected = oracle(*case)

        assert case.judge() is Truth(expected)


RELATIONS = st.sampled_from(
    [
        key
        for key, spec in HOUSEHOLD.relations.items()
        if spec.row.name in {"person", "vehicle", "visit", "measure"}
    ]
)


@st.composite
def quantified(draw: st.DrawFn) -> tuple[Case, Any, Any]:
    """Draw a relation with a rule over its rows, and a household."""
    relation = getattr(household, draw(RELATIONS))
    row = relation.rows.spec.row.name
    rule = draw(conditions(form=row, depth=1))
    return Case(tree.Always(truth=True), *draw(subjects())), relation, rule


class TestQuantifiers:
    """
    “`all(p)` is `not any(not p)`.”

    “`at_least(k, p)` is met when k rows surely are”; “`count(p)` is the
    interval [surely, possibly]”.
    """

    @given(quantified())
    def test_bound(self, drawn: tuple[Case, Any, Any]) -> None:
        """Each quantifier is what the paragraph makes of another."""
        case, relation, p = drawn
        judge = case.judge
        same = [
            (relation.all(p), ~relation.any(~p)),
            (relation.at_least(1, p), relation.any(p)),
            (relation.count(p) >= 1, relation.any(p)),
            (relation.count(p) >= 2, relation.at_least(2, p)),
            (relation.count(p) < 2, ~relation.at_least(2, p)),
            (~(relation.count(p) > 0), relation.count(p) <= 0),
        ]

        assert [judge(a) for a, _ in same] == [judge(b) for _, b in same]


CAR = Vehicle(holder="1", acquired=dt.date(2014, 1, 1), price=yuan(50000))
OWNER = Household(number="1", members=(Person(number="1"),))
DAY = dt.date(2016, 10, 19)
DEAR = household.vehicles.any(vehicle.price >= yuan(30000))
total = household.vehicles.sum(vehicle.price)


def judged(rule: Any, *cars: Vehicle, checked: bool) -> Truth:
    coverage = (Coverage(source="vehicles"),) if checked else ()
    evidence = Evidence(vehicles=cars, coverage=coverage)
    return rule.judge(OWNER, evidence=evidence, at=DAY)  # type: ignore[no-any-return]


class TestByHand:
    """“A known hit in a half-checked source is met, and no hit unknown.”"""

    def test_hit_in_an_unchecked_source(self) -> None:
        """A known hit is met, whatever else there may be."""
        assert judged(DEAR, CAR, checked=False) is Truth.MET

    def test_no_hit_in_an_unchecked_source(self) -> None:
        """No hit says nothing where nobody searched."""
        assert judged(DEAR, checked=False) is Truth.UNKNOWN

    def test_no_hit_in_a_checked_source(self) -> None:
        """No hit in a searched source is not met."""
        assert judged(DEAR, checked=True) is Truth.NOT_MET

    def test_all_over_nothing(self) -> None:
        """All of no rows, of a searched source, is met."""
        rule = household.vehicles.all(vehicle.price >= yuan(30000))

        assert judged(rule, checked=True) is Truth.MET

    def test_sum_over_nothing(self) -> None:
        """The sum over a searched, empty source is zero."""
        assert judged(total.equals(yuan(0)), checked=True) is Truth.MET

    def test_sum_over_an_open_relation(self) -> None:
        """The sum over an open relation is missing, even above a bound."""
        assert judged(total >= yuan(1), CAR, checked=False) is Truth.UNKNOWN

    def test_count_is_open_above(self) -> None:
        """A count over an open relation has a least value and no greatest."""
        count = household.vehicles.count(vehicle.price >= yuan(1))

        assert judged(count >= 1, CAR, checked=False) is Truth.MET
        assert judged(count <= 1, CAR, checked=False) is Truth.UNKNOWN
        assert judged(count < 1, CAR, checked=False) is Truth.NOT_MET
        assert judged(count.equals(1), CAR, checked=True) is Truth.MET

    @pytest.mark.parametrize("members", [0, 1])
    def test_kinds(self, members: int) -> None:
        """A roster without a member is no roster: it is open."""
        assert HOUSEHOLD.relations["members"].completeness is (
            Completeness.NONEMPTY
        )
        one = Household(number="1", members=OWNER.members[:members])
        rule = household.members.any(person.months_worked >= 1)

        assert rule.judge(one) is Truth.UNKNOWN
        assert (household.size >= 1).judge(one) is (
            Truth.MET if members else Truth.UNKNOWN
        )

    @pytest.mark.parametrize(
        ("here", "left", "expected"),
        [
            (True, None, Truth.MET),
            (None, None, Truth.UNKNOWN),
            (False, None, Truth.NOT_MET),
            (None, dt.date(2015, 1, 1), Truth.NOT_MET),
        ],
    )
    @pytest.mark.parametrize("twice", [False, True])
    def test_holders(
        self,
        here: bool | None,  # noqa: FBT001 -- a case
        left: dt.date | None,
        expected: Truth,
        twice: bool,  # noqa: FBT001 -- a case
    ) -> None:
        """A car counts as its holder does, who may stand twice, in all."""
        one = Person(number="1", usual_resident=here, left=left)
        gone = Person(number="1", left=dt.date(2013, 1, 1))
        members = (one, gone) if twice else (one,)
        house = Household(number="1", members=members)
        known = Evidence(vehicles=(CAR,)).with_checked("vehicles")

        assert DEAR.judge(house, evidence=known, at=DAY) is expected
        assert Truth(DEAR.function()(house, known, DAY)) is expected
        assert Truth(oracle(DEAR, house, known, DAY)) is expected


class TestPlaces:
    """The longest prefix of a code wins."""

    TABLE: ClassVar = {
        "": yuan(1),
        "42": yuan(2),
        "4201": yuan(3),
        "43": yuan(4),
    }

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("420101", yuan(3)),
            ("4201", yuan(3)),
            ("420", yuan(2)),
            ("4202", yuan(2)),
            ("4", yuan(1)),
            ("", yuan(1)),
            ("430000", yuan(4)),
            ("990001", yuan(1)),
        ],
    )
    def test_longest(self, code: str, expected: Fen) -> None:
        """The walk, the function and the oracle take the same line."""
        line = by_place("line", household.division, self.TABLE)
        rule = line.equals(expected)
        house = Household(number="1", division=code)

        assert rule.judge(house) is Truth.MET
        assert rule.function()(house) is True
        assert oracle(rule, house, Evidence(), None) is True
