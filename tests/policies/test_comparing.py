from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import Any, cast

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model import (
    Cause,
    Evidence,
    Household,
    Person,
    Registry,
    Vehicle,
    VehicleKind,
)
from pa_registry.money import Fen, yuan
from pa_registry.policies import (
    ExitOutcome,
    IdentificationOutcome,
    NegativeListOutcome,
    compare,
    identification,
    negative_list,
)
from pa_registry.testing import days, households
from tests.policies.random_policies import DECIDED, TO_VERIFY, policies
from tests.policies.shipped import DAY, SLOW


REGISTER = IdentificationOutcome.REGISTER
registries = st.lists(households(), max_size=5).map(
    lambda listed: Registry(households=tuple(listed))
)


def house(number: str, income: int, **given_: Any) -> Household:
    return Household(
        number=number,
        net_income=yuan(income),
        members=(Person(number=f"{number}-1"),),
        **given_,
    )


REGISTRY = Registry(
    households=(
        house("H1", 2700, division="990001001", main_cause=Cause.ILLNESS),
        house("H2", 2900, division="990001002", main_cause=Cause.SCHOOLING),
        house("H3", 2900, division="990102001"),
        house("H4", 3000),
        Household(number="H5"),
    )
)
OLD = identification(line=yuan(2800), guarantees=())
NEW = identification(line=yuan(2952), guarantees=())


def a_hundred(_: Household) -> Fen:
    return yuan(100)


def numbers(listed: tuple[Household, ...]) -> list[str]:
    return [one.number for one in listed]


class TestCompare:
    def test_gives_entrants_leavers_and_the_unchanged(self) -> None:
        """A higher line takes in who lies between the two."""
        found = compare(OLD, NEW, REGISTRY)

        assert numbers(found.entrants(REGISTER)) == ["H2", "H3"]
        assert numbers(found.leavers(REGISTER)) == []
        assert numbers(found.unchanged()) == ["H1", "H4", "H5"]
        assert numbers(
            found.leavers(IdentificationOutcome.NOT_REGISTERED)
        ) == ["H2", "H3"]

    def test_backwards_swaps_entrants_and_leavers(self) -> None:
        """Who enters by a reform leaves by its reverse."""
        there, back = compare(OLD, NEW, REGISTRY), compare(NEW, OLD, REGISTRY)

        assert there.entrants(REGISTER) == back.leavers(REGISTER)

    def test_counts_by_division_and_cause(self) -> None:
        """The changes are counted by county and by main cause."""
        found = compare(OLD, NEW, REGISTRY)
        move = (IdentificationOutcome.NOT_REGISTERED, REGISTER)

        assert found.by_division() == {
            "990001": {move: 1},
            "990102": {move: 1},
        }
        assert found.by_division(digits=2) == {"99": {move: 2}}
        assert found.by_cause() == {"因学": {move: 1}, "": {move: 1}}

    def test_says_what_it_costs(self) -> None:
        """Entrants cost, leavers save, and without an amount nobody knows."""
        there = compare(OLD, NEW, REGISTRY, amount=a_hundred)
        back = compare(NEW, OLD, REGISTRY, amount=a_hundred)

        assert there.cost(REGISTER) == yuan(200)
        assert back.cost(REGISTER) == yuan(-200)
        assert isinstance(there.cost(REGISTER), Fen)
        assert compare(OLD, NEW, REGISTRY).cost(REGISTER) is None

    def test_reads_evidence_by_household(self) -> None:
        """Each household is judged on its own evidence."""
        day = dt.date(2016, 10, 19)
        listed = negative_list("qianxinan-2017-four-have")
        strict = identification(
            line=yuan(2952), guarantees=(), negative_list=listed
        )
        car = Vehicle(holder="H1-1", kind=VehicleKind.CAR, seen_on=day)

        found = compare(
            NEW,
            strict,
            REGISTRY,
            at=day,
            evidence={"H1": Evidence(vehicles=(car,))},
        )

        assert numbers(found.leavers(REGISTER)) == ["H1", "H2", "H3"]
        assert numbers(
            found.entrants(IdentificationOutcome.NOT_REGISTERED)
        ) == ["H1"]

    def test_prints_the_moves(self) -> None:
        """The comparison prints who moved from what to what."""
        assert str(compare(OLD, NEW, REGISTRY)) == (
            "NOT_REGISTERED to REGISTER: 2; unchanged: 3"
        )
        assert "H2" not in repr(compare(OLD, NEW, REGISTRY).amount)

    @SLOW
    @given(policies(), policies(), registries, days())
    def test_partitions_the_registry(
        self, old: Any, new: Any, registry: Registry, day: dt.date
    ) -> None:
        """Everybody entered one outcome and left one, or is unchanged."""
        found = compare(old, new, registry, at=day)
        outcomes = (*DECIDED, TO_VERIFY)
        total = len(registry.households)
        kept = len(found.unchanged())

        assert sum(len(found.entrants(o)) for o in outcomes) == total - kept
        assert sum(len(found.leavers(o)) for o in outcomes) == total - kept
        assert sum(found.moves().values()) == total
        assert [one.household for one in found.changes] == list(
            registry.households
        )
        for groups in (found.by_division(), found.by_cause()):
            counted = Counter[Any]()
            for group in groups.values():
                counted.update(group)
            assert sum(counted.values()) == total - kept

    @SLOW
    @given(policies(), registries, days())
    def test_changes_nothing_under_the_same_policy(
        self, policy: Any, registry: Registry, day: dt.date
    ) -> None:
        """A policy compared with itself leaves everybody where he was."""
        found = compare(policy, policy, registry, at=day)

        assert found.unchanged() == tuple(registry.households)
        assert not any(change.is_changed for change in found.changes)
        assert found.by_division() == {}


class TestEvidence:
    def test_as_it_was_read(self) -> None:
        """Evidence is taken as a mapping, and as files give it."""
        listed = negative_list("leaflet-3300-with-exceptions")
        policy = identification(line=yuan(2952), negative_list=listed)
        car = Vehicle(holder="H1-1", kind=VehicleKind.CAR)
        known = {"H1": Evidence(vehicles=(car,)).with_checked("vehicles")}

        class Files:
            by_household = known

        found = compare(policy, policy, REGISTRY, evidence=known, at=DAY)

        assert compare(policy, policy, REGISTRY, evidence=Files(), at=DAY) == (
            found
        )
        assert found != compare(policy, policy, REGISTRY, at=DAY)


class TestWrongArguments:
    """What a comparison cannot answer is refused in so many words."""

    @pytest.mark.parametrize(
        "outcome", [ExitOutcome.EXIT, NegativeListOutcome.CLEAR, "REGISTER"]
    )
    def test_an_outcome_of_another_policy(self, outcome: Any) -> None:
        """An outcome that these policies never give is no empty list."""
        found = compare(OLD, NEW, REGISTRY)

        for look_up in (found.entrants, found.leavers):
            with pytest.raises(UnknownNameError, match="no outcome called"):
                look_up(outcome)

    def test_nobody_to_compare(self) -> None:
        """Without households nobody enters, whatever is asked for."""
        found = compare(OLD, NEW, Registry())

        assert found.entrants(REGISTER) == ()
        with pytest.raises(UnknownNameError):
            found.leavers(cast("Any", "REGISTER"))

    @pytest.mark.parametrize("evidence", [[1], "x", 5, Evidence()])
    def test_evidence_of_nobody(self, evidence: Any) -> None:
        """Evidence is given by household."""
        with pytest.raises(InvalidValueError, match="by household"):
            compare(OLD, NEW, REGISTRY, evidence=evidence)
