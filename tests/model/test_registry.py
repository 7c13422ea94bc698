"""The register in memory: look-ups, copies, and faults that load."""

from __future__ import annotations

import copy
import pickle

from collections.abc import Callable
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.model import (
    County,
    Household,
    IdentityNumber,
    Person,
    Registry,
    Village,
    check_character,
)


NUMBERS = st.sampled_from("ABCDE")


def number(order: int) -> IdentityNumber:
    """Read a number of a division that belongs to no place."""
    body = f"99000119900101{order:03}"
    return IdentityNumber.read(body + check_character(body))


def home(key: str, *people: Person, division: str | None = None) -> Household:
    """Make a household."""
    return Household(number=key, members=people, division=division)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """Draw registers, numbers used twice included."""
    keys = draw(st.lists(NUMBERS))
    return Registry(
        households=tuple(
            home(key, Person(number=f"{key}-{n}"))
            for n, key in enumerate(keys)
        )
    )


class TestLookUp:
    def test_by_number(self) -> None:
        """Households, persons, villages and counties have their keys."""
        somebody = Person(number="A-1")
        village, county = Village(code="999999001001"), County(code="999999")
        registry = Registry(
            households=(home("A", somebody),),
            villages=(village,),
            counties=(county,),
        )

        assert registry.household("A") == home("A", somebody)
        assert registry.person("A-1") is somebody
        assert registry.household_of("A-1").number == "A"
        assert registry.village("999999001001") is village
        assert registry.county("999999") is county

    def test_nothing_there(self) -> None:
        """Each look-up names what it did not find."""
        empty = Registry()
        for kind, attempt in (
            ("household", lambda: empty.household("X")),
            ("household", lambda: empty.without_household("X")),
            ("person", lambda: empty.person("X")),
            ("person", lambda: empty.household_of("X")),
            ("village", lambda: empty.village("X")),
            ("county", lambda: empty.county("X")),
        ):
            with pytest.raises(NotInRegistryError) as caught:
                attempt()

            assert (caught.value.kind, caught.value.code) == (kind, "X")

    @given(st.integers(0, 999))
    def test_errors_show_no_identity_number(self, order: int) -> None:
        """Somebody who looks up an identity number does not see it again."""
        text = number(order).reveal(purpose="test")

        with pytest.raises(NotInRegistryError) as caught:
            Registry().person(text)

        assert text not in f"{caught.value} {caught.value!r}"
        assert text[6:14] not in str(caught.value)

    @pytest.mark.parametrize(
        ("division", "found"),
        [
            ("99", "ABC"),
            ("990000", "ABC"),
            ("990100", "AB"),
            ("990102", "A"),
            ("990102000000", "A"),
            ("990102003000", "A"),
            ("990102003004", "A"),
            ("990102003005", ""),
            ("9902", "C"),
            ("98", ""),
        ],
    )
    def test_by_division(self, division: str, found: str) -> None:
        """A code of any level finds all below it."""
        registry = Registry(
            households=(
                home("A", division="990102003004"),
                home("B", division="990103000000"),
                home("C", division="990201001001"),
                home("D"),
            )
        )

        there = registry.households_in(division)

        assert "".join(one.number for one in there) == found

    def test_by_identity(self) -> None:
        """All persons with a number are found, in order."""
        first = Person(number="A-1", identity=number(1))
        again = Person(number="B-1", identity=number(1))
        registry = Registry(
            households=(home("A", first), home("B", again), home("C"))
        )

        assert registry.people_with(number(1)) == (first, again)
        assert registry.people_with(number(2)) == ()


class TestCopies:
    @given(registries(), NUMBERS)
    def test_with_then_without(self, registry: Registry, key: str) -> None:
        """A household put in and left out again leaves no trace."""
        bare = Registry(
            households=tuple(
                one for one in registry.households if one.number != key
            )
        )

        added = bare.with_household(home(key))

        assert added.household(key) == home(key)
        assert added.without_household(key) == bare

    @given(registries(), NUMBERS)
    def test_the_old_value_stays(self, registry: Registry, key: str) -> None:
        """Nothing changes in place."""
        before = registry.households
        registry.with_household(home(key, Person(number="new")))

        assert registry.households is before

    @given(registries(), NUMBERS)
    def test_replaces_in_place(self, registry: Registry, key: str) -> None:
        """Order stays, and only the first of equal numbers is replaced."""
        changed = home(key, Person(number="new"))

        after = registry.with_household(changed)

        keys = [one.number for one in registry.households]
        assert after.household(key) == changed
        assert [one.number for one in after.households] == (
            keys if key in keys else [*keys, key]
        )
        assert after.households.count(changed) == 1

    @given(registries())
    def test_all_at_once(self, registry: Registry) -> None:
        """Putting in many is putting in one after another."""
        new = [home("A"), home("F")]

        assert registry.with_households(new) == registry.with_household(
            new[0]
        ).with_household(new[1])

    def test_places(self) -> None:
        """Villages and counties are put in and replaced by code."""
        registry = (
            Registry()
            .with_village(Village(code="1"))
            .with_village(Village(code="1", name="某村"))
            .with_county(County(code="2"))
            .with_county(County(code="2", name="某县"))
        )

        assert [one.name for one in registry.villages] == ["某村"]
        assert [one.name for one in registry.counties] == ["某县"]

    def test_a_list_is_refused(self) -> None:
        """Collections are tuples."""
        with pytest.raises(InvalidValueError, match="list"):
            Registry(households=[home("A")])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class TestProblems:
    @given(registries())
    def test_faulty_registers_load(self, registry: Registry) -> None:
        """A number used twice is reported once, and nothing is dropped."""
        keys = [one.number for one in registry.households]
        repeated = {key for key in keys if keys.count(key) > 1}

        found = registry.problems()

        assert {one.shown for one in found} == repeated
        assert len(found) == len(repeated)

    def test_first_of_equal_numbers_is_found(self) -> None:
        """A look-up gives the first record."""
        first, second = home("A", Person(number="1")), home("A")
        registry = Registry(households=(first, second))

        assert registry.household("A") is first
        assert registry.problems()[0].code == (
            "registry.repeated-household-number"
        )

    def test_repeated_person_number(self) -> None:
        """The number of a person is a key too."""
        registry = Registry(
            households=(
                home("A", Person(number="1")),
                home("B", Person(number="1")),
            )
        )

        (problem,) = registry.problems()
        assert problem.code == "registry.repeated-person-number"
        assert "人编号重复，共出现2次。" in problem.render("zh")

    def test_one_person_in_two_households(self) -> None:
        """The same number in two live households is reported, masked."""
        registry = Registry(
            households=(
                home("A", Person(number="1", identity=number(7))),
                home("B", Person(number="2", identity=number(7))),
            )
        )

        (problem,) = registry.problems()
        assert problem.code == "registry.person-in-several-households"
        assert "A, B" in problem.shown
        assert number(7).reveal(purpose="test") not in repr(problem)

    def test_illegible_text_is_no_duplicate(self) -> None:
        """Two people of whom nothing is known are not one person."""
        unknown = IdentityNumber.read("不详")
        registry = Registry(
            households=(
                home("A", Person(number="1", identity=unknown)),
                home("B", Person(number="2", identity=unknown)),
            )
        )

        assert registry.problems() == ()


class TestShowing:
    def test_sizes_only(self) -> None:
        """A register shows how much it holds."""
        registry = Registry(
            households=(home("A"), home("B")), villages=(Village(code="1"),)
        )

        assert repr(registry) == "Registry(households: 2, villages: 1)"


def sent(registry: Registry) -> Registry:
    """Send a registry to another process and back."""
    found: Registry = pickle.loads(pickle.dumps(registry))  # noqa: S301  own
    return found


class TestPickling:
    """A registry is copied and sent to other processes like any value."""

    @pytest.mark.parametrize(
        "again",
        [copy.copy, copy.deepcopy, sent],
        ids=["copy", "deepcopy", "pickle"],
    )
    def test_copy(self, again: Callable[[Registry], Registry]) -> None:
        """The copy is equal and finds the same."""
        someone = Person(number="P1", identity=number(1))
        registry = Registry(
            households=(home("H1", someone),),
            villages=(Village(code="990001001001"),),
            counties=(County(code="990001"),),
        )

        found = again(registry)

        assert found == registry
        assert found.household_of("P1") == registry.household("H1")
        assert found.people_with(number(1)) == (someone,)


class TestWrongArguments:
    """What is no register and no number is refused in so many words."""

    @pytest.mark.parametrize("households", [None, "x", ("x",), []])
    def test_households(self, households: Any) -> None:
        """Only a tuple of households is taken."""
        with pytest.raises(InvalidValueError, match="no tuple of Household"):
            Registry(households=households)

    @pytest.mark.parametrize("key", [None, 5, []])
    def test_keys(self, key: Any) -> None:
        """Only text is looked up."""
        registry = Registry()

        for look_up in (
            registry.household,
            registry.person,
            registry.household_of,
            registry.village,
            registry.county,
            registry.households_in,
        ):
            with pytest.raises(InvalidValueError, match="no number or code"):
                look_up(key)

    @pytest.mark.parametrize("key", [None, 5, [], "990001196001010016"])
    def test_identities(self, key: Any) -> None:
        """People are found by a number that was read, and never shown."""
        with pytest.raises(InvalidValueError, match="no identity") as caught:
            Registry().people_with(key)

        assert "990001196001010016" not in str(caught.value)
