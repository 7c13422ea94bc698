from __future__ import annotations

import tracemalloc

from collections import Counter, deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry.errors import (
    InvalidValueError,
    NotInRegistryError,
    UnknownNameError,
)
from pa_registry.model import Divisions, Status
from pa_registry.synthetic import Flaw, Province, Totals, province
from tests.synthetic.samples import HOUSEHOLDS, SEED, made, outside, registered


#: Of 60 households of the seed 1, with all that departments know of them.
FINGERPRINT = (
    "6dbb2458d105e99f753f1a93a92a986b36e9730164ca4da5150e68f4cd50b1b3"
)
NO_FLAWS = Fraction(0)


def small(seed: int | str = 1, **more: Any) -> Province:
    return province(households=60, seed=seed, **more)


class TestSameEverywhere:
    def test_fingerprint_never_changes(self) -> None:
        """The rows of a seed are the same on every machine and Python."""
        assert small().fingerprint() == FINGERPRINT

    def test_another_seed_is_another_province(self) -> None:
        """Two seeds have different people."""
        assert small(2).fingerprint() != FINGERPRINT

    @settings(max_examples=15, deadline=None)
    @given(place=st.integers(0, HOUSEHOLDS - 1))
    def test_each_alone_as_among_all(self, place: int) -> None:
        """A household made alone is the one that comes among all."""
        fresh = province(households=HOUSEHOLDS, seed=SEED)

        assert fresh.case(place) == registered()[place]
        assert fresh.household(place) == registered()[place][0]
        assert fresh.evidence(place) == registered()[place][1]

    def test_order_does_not_matter(self) -> None:
        """Whoever goes through backwards finds the same households."""
        fresh = small()
        forwards = list(fresh.iter_households())
        backwards = [fresh.case(place) for place in reversed(range(60))]

        assert backwards[::-1] == forwards

    def test_stretches_make_the_whole(self) -> None:
        """Stretches of places put together are the province."""
        fresh = small()
        whole = list(fresh.iter_households())

        assert [
            *fresh.iter_households(stop=25),
            *fresh.iter_households(25),
        ] == whole

    def test_found_by_number(self) -> None:
        """A household is found by its number, in the register or outside."""
        for one, evidence in (registered()[7], outside()[3]):
            assert made().find(one.number) == (one, evidence)

    @pytest.mark.parametrize(
        "number",
        [
            "",
            "H",
            "H99999999",
            "W99999999",
            "X00000001",
            "H0000000²",
            "Habcdefgh",
        ],
    )
    def test_no_such_number(self, number: str) -> None:
        """A number that was not given to anybody is not found."""
        with pytest.raises(NotInRegistryError):
            made().expected(number)

    @pytest.mark.parametrize("place", [-1, HOUSEHOLDS])
    def test_no_such_place(self, place: int) -> None:
        """Places go from 0 to the number of households less one."""
        with pytest.raises(InvalidValueError, match="no such place"):
            made().household(place)

    def test_nothing_is_kept(self) -> None:
        """Going through needs far less memory than keeping them all."""
        fresh = province(households=5000, seed=1)

        def peak(households: Iterator[object], keep: int | None) -> int:
            tracemalloc.start()
            deque(households, maxlen=keep)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        peak(fresh.iter_households(stop=20), 0)  # loads tables
        kept = peak(fresh.iter_households(stop=200), None)

        assert 10 * peak(fresh.iter_households(stop=200), 0) < kept


class TestShape:
    def test_as_many_as_asked_for(self) -> None:
        """There are exactly as many, each with a number of its own."""
        numbers = {one.number for one, _ in registered()}

        assert len(registered()) == len(numbers) == HOUSEHOLDS

    def test_counties_are_real(self) -> None:
        """Each village lies in a county of Hubei as of 2016."""
        counties = {
            one.code
            for one in Divisions.builtin().at(made().day).counties("420000")
        }
        villages = {one.division for one, _ in registered()}

        assert {str(code)[:6] for code in villages} <= counties
        assert all(len(str(code)) == 12 for code in villages)

    def test_one_prefecture(self) -> None:
        """A province may be as small as a prefecture."""
        enshi = small(division="422800")
        codes = {str(h.division)[:4] for h, _ in enshi.iter_households()}

        assert codes == {"4228"}

    def test_poor_counties_have_more(self) -> None:
        """A poor county has more registered households than a district."""
        found = Counter(
            str(one.division)[:6]
            for one, _ in province(
                households=1030, seed=1, flaws=NO_FLAWS
            ).iter_households()
        )

        assert found["422825"] > 2 * found["420102"]

    @pytest.mark.parametrize(
        ("stock", "exited"),
        [("381.8", ("69.5", "127.7")), ("343.3", ("75.4", "142.4"))],
    )
    def test_totals_as_published(
        self, stock: str, exited: tuple[str, str]
    ) -> None:
        """Persons of stock and cohorts stand as the figures do."""
        totals = Totals(
            stock=stock, exited=dict(zip((2014, 2015), exited, strict=True))
        )
        calibrated = province(
            households=1500, seed=3, flaws=NO_FLAWS, outside=0
        ).with_totals(totals)
        persons: Counter[object] = Counter()
        for one, _ in calibrated.iter_households():
            status, size = one.status, len(one.members)
            assert status is not None
            size = sum(member.left is None for member in one.members)
            persons["stock" if status.in_stock else one.exit_year] += size
        whole = sum(persons.values())

        for part, figure in (("stock", totals.stock), *totals.exited):
            share = Fraction(persons[part], whole)
            assert abs(share - figure / totals.total) < Fraction(1, 100)

    def test_standings_add_up(self) -> None:
        """The parts of the register are all of it."""
        counted = Counter((h.status, h.exit_year) for h, _ in registered())

        assert {
            (standing.status, standing.exit_year): many
            for standing, many in made().standings
        } == dict(counted)

    def test_mean_size(self) -> None:
        """There are about 3.08 members to a household."""
        present = sum(
            member.left is None
            for one, _ in registered()
            for member in one.members
        )

        assert Fraction(300, 100) < Fraction(present, HOUSEHOLDS) < 3.2

    def test_about_one_in_fifty_is_blank(self) -> None:
        """Facts are left out at the share asked for."""
        blank = sum(one.net_income is None for one, _ in registered())
        grades = sum(one.housing_grade is None for one, _ in registered())

        assert HOUSEHOLDS // 100 < blank < HOUSEHOLDS * 3 // 100
        assert HOUSEHOLDS // 100 < grades < HOUSEHOLDS * 3 // 100

    def test_nothing_blank(self) -> None:
        """With nothing left out, each income and each kin is on record."""
        whole = small(missing=Fraction(0))

        for one, _ in whole.iter_households():
            assert one.net_income is not None
            assert one.relatives is not None
            assert all(member.identity for member in one.members)

    def test_some_are_searched_for_single_persons(self) -> None:
        """Coverage is whole, by person, or none at all."""
        kinds = Counter(
            "whole"
            if "machines" in evidence.checked
            else "person"
            if any(c.source == "machines" for c in evidence.coverage)
            else "none"
            for _, evidence in registered()
        )

        assert kinds["whole"] > HOUSEHOLDS * 9 // 10
        assert kinds["person"] > HOUSEHOLDS // 50
        assert kinds["none"] > HOUSEHOLDS // 200

    def test_outside_is_outside(self) -> None:
        """Whoever stands outside the register has no day of entry."""
        assert len(outside()) == made().outside
        assert {one.status for one, _ in outside()} == {Status.UNREGISTERED}
        assert {one.entered for one, _ in outside()} == {None}

    def test_registry(self) -> None:
        """A register in memory holds the first so many."""
        registry = made().registry(limit=30)

        assert registry.households == tuple(h for h, _ in registered()[:30])


class TestRows:
    def test_same_keys_throughout(self) -> None:
        """All rows of a table have the same keys in the same order."""
        keys: dict[str, set[tuple[str, ...]]] = {}
        for table, row in made().rows(outside=True):
            keys.setdefault(table, set()).add(tuple(row))

        assert {table: len(found) for table, found in keys.items()} == (
            dict.fromkeys(keys, 1)
        )

    def test_plain_values(self) -> None:
        """Rows hold plain values only."""
        values: list[object] = []
        for _, row in made().rows(stop=200):
            values += row.values()

        assert {type(value).__name__ for value in values} <= {
            "NoneType",
            "bool",
            "date",
            "int",
            "str",
            "tuple",
        }

    def test_rows_are_the_forms(self) -> None:
        """The rows say what the forms say."""
        people = {
            row["number"]: row for _, row in made().rows("persons", stop=100)
        }
        members = [m for one, _ in registered()[:100] for m in one.members]

        assert len(people) == len(members)
        for member in members:
            row = people[member.number]
            assert row["born"] == member.born
            assert row["relation_to_head"] == str(member.relation_to_head)
            text = member.identity and member.identity.reveal(purpose="test")
            assert row["identity"] == text

    def test_outside_follows(self) -> None:
        """Households outside come last, where asked for."""
        rows = list(made().rows("households", outside=True))
        numbers = [row["number"] for _, row in rows]

        assert len(numbers) == HOUSEHOLDS + made().outside
        assert numbers[-1] == outside()[-1][0].number

    def test_no_such_table(self) -> None:
        """An unknown table is refused before anything is made."""
        with pytest.raises(UnknownNameError, match="household"):
            made().rows("househlds")


class TestColumns:
    @settings(max_examples=10, deadline=None)
    @given(places=st.lists(st.integers(0, 77), max_size=8))
    def test_columns_are_the_rows(self, places: list[int]) -> None:
        """Columns hold what the rows of the same places hold, in order."""
        fresh = small(outside=18)
        rows: dict[str, list[dict[str, Any]]] = {}
        everything = list(fresh.rows(outside=True))
        numbers = [
            row["number"] for table, row in everything if table == "households"
        ]
        for place in places:
            for table, row in everything:
                owner = row["number" if table == "households" else "household"]
                if owner == numbers[place]:
                    rows.setdefault(table, []).append(row)

        found = fresh.columns(places=places)

        for table, columns in found.items():
            held = dict(columns)
            if table == "households":
                recorded = held.pop("relatives_recorded", [])
                assert len(recorded) == len(places)
            many = len(rows.get(table, ()))
            assert {len(values) for values in held.values()} <= {many}
            assert rows.get(table, []) == [
                {key: values[at] for key, values in held.items()}
                for at in range(many)
            ]

    def test_by_default_all_registered(self) -> None:
        """Without places there are all registered households."""
        fresh = small()
        numbers = fresh.columns()["households"]["number"]

        assert numbers == [one.number for one, _ in fresh.iter_households()]

    def test_whether_kin_was_recorded(self) -> None:
        """A list of kin that was not recorded is told from an empty one."""
        columns = made().columns()["households"]

        assert columns["relatives_recorded"] == [
            one.relatives is not None for one, _ in registered()
        ]
        assert {*columns["relatives_recorded"]} == {True, False}

    @pytest.mark.parametrize("place", [-1, 60 + 80])
    def test_no_such_place(self, place: int) -> None:
        """Places go up to the last household outside."""
        fresh = small(outside=80)
        assert len(fresh.columns(places=[139])["households"]["number"]) == 1

        with pytest.raises(InvalidValueError, match="no such place"):
            fresh.columns(places=[3, place])


class TestByCounty:
    @settings(max_examples=25, deadline=None)
    @given(
        households=st.integers(1, 900),
        outside=st.integers(0, 1200),
        division=st.sampled_from(["420000", "422800", "420700", "420102"]),
    )
    def test_places_are_all_there_are(
        self, households: int, outside: int, division: str
    ) -> None:
        """Each place is in one county, the one that its village names."""
        fresh = province(
            households=households,
            seed=1,
            outside=outside,
            division=division,
            flaws=NO_FLAWS,
        )
        found = [
            (place, county)
            for county, stretches in fresh.by_county.items()
            for stretch in stretches
            for place in stretch
        ]
        hidden: Any = fresh
        plan = hidden._builder.plan

        assert sorted(found) == [
            (place, plan.seat(place).village[:6])
            for place in range(households + outside)
        ]


class TestRefusals:
    @pytest.mark.parametrize("households", [0, -1, 5_000_000, 1.5])
    def test_households(self, households: Any) -> None:
        """There are limits to how many can be made."""
        with pytest.raises(InvalidValueError, match="so many households"):
            province(households=households, seed=1)

    def test_room_for_the_flaws(self) -> None:
        """A province too small for its flaws says so."""
        with pytest.raises(InvalidValueError, match="no room"):
            province(households=10, seed=1)
        with pytest.raises(InvalidValueError, match="no room for omitted"):
            small(outside=1)
        with pytest.raises(InvalidValueError, match="no room for same"):
            small(flaws={Flaw.SAME_PERSON: Fraction(31, 60)})

    def test_just_enough_room(self) -> None:
        """Half may share a person with the other half, each with one."""
        half = small(flaws={Flaw.SAME_PERSON: Fraction(1, 2)})
        others = {half.expected(one).other for one in half.flaws}

        assert len(others) == 30
        assert not others & {*half.flaws}

    def test_no_flaws_at_all(self) -> None:
        """Without flaws a province may have one household."""
        alone = province(households=1, seed=1, flaws=NO_FLAWS)

        assert alone.flaws == {}
        assert len(list(alone.iter_households())) == 1

    @pytest.mark.parametrize("share", [Fraction(-1), Fraction(3, 2), 0.1, 1])
    def test_shares(self, share: Any) -> None:
        """A share is a fraction from 0 to 1, and no float."""
        with pytest.raises(InvalidValueError, match="no share"):
            small(missing=share)
        with pytest.raises(InvalidValueError, match="no share"):
            small(flaws={Flaw.COMPANY: share})

    @pytest.mark.parametrize("seed", [1.5, None, True])
    def test_seed(self, seed: Any) -> None:
        """A seed is a whole number or text."""
        with pytest.raises(InvalidValueError, match="no key of a draw"):
            small(seed)

    def test_division(self) -> None:
        """A code without counties makes no province."""
        with pytest.raises(InvalidValueError, match="no county"):
            small(division="990000")

    def test_of_no_division(self) -> None:
        """A blank division is not the whole nation."""
        with pytest.raises(InvalidValueError, match="a NoneType is no"):
            small(division=None)

    @pytest.mark.parametrize("wrong", [None, "x", 5])
    def test_kinds_of_flaws(self, wrong: Any) -> None:
        """A kind of flaw is a Flaw, and what it is not is named."""
        with pytest.raises(UnknownNameError, match="flaw"):
            small().planted(wrong)
        with pytest.raises(UnknownNameError, match="flaw"):
            small(flaws={wrong: Fraction(1, 10)})
        with pytest.raises(InvalidValueError, match="no share"):
            small(flaws=wrong)

    @pytest.mark.parametrize("wrong", [None, "581", {"stock": "1"}])
    def test_totals(self, wrong: Any) -> None:
        """Totals are made first, when the province is and for a copy."""
        with pytest.raises(InvalidValueError, match="no totals"):
            small(totals=wrong)
        with pytest.raises(InvalidValueError, match="no totals"):
            small().with_totals(wrong)

    @pytest.mark.parametrize("wrong", [None, 1.5, "7", True])
    def test_places(self, wrong: Any) -> None:
        """A place is a whole number, and a size is too."""
        with pytest.raises(InvalidValueError, match="no such place"):
            small().household(wrong)
        with pytest.raises(InvalidValueError, match="whole number"):
            list(small().iter_households(start=wrong))
        with pytest.raises(InvalidValueError, match="so many households"):
            province(households=wrong, seed=1)

    @pytest.mark.parametrize("wrong", [None, 5, b"H00000000"])
    def test_numbers(self, wrong: Any) -> None:
        """A number is a text; of another there is no household or table."""
        for look_up in (small().find, small().expected):
            with pytest.raises(NotInRegistryError):
                look_up(wrong)
        with pytest.raises(UnknownNameError, match="table"):
            list(small().rows(wrong))

    def test_wrong_copies_fail_too(self) -> None:
        """A copy with totals that leave no room for a flaw is refused."""
        empty = Totals(stock="0", exited={2014: "1"})

        with pytest.raises(InvalidValueError, match="no room"):
            _ = small().with_totals(empty).standings

    def test_is_a_value(self) -> None:
        """A province cannot be changed."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(made(), "seed", 2)  # noqa: B010
