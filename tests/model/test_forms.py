"""The declared relations and the generated terms."""

from __future__ import annotations

import datetime as dt
import runpy

import pytest

from pa_registry.conditions import Completeness
from pa_registry.model import (
    Coverage,
    Evidence,
    Household,
    Person,
    Relative,
    Vehicle,
    terms,
)
from pa_registry.model.forms import FORMS, HOUSEHOLD, present
from pa_registry.model.terms import household, vehicle
from pa_registry.money import yuan
from tests.repo.places import ROOT


DAY = dt.date(2016, 10, 31)
COSTLY = vehicle.price >= yuan(30_000)
CAR = Vehicle(holder="1", price=yuan(50_000), acquired=dt.date(2014, 1, 1))
FAMILY = Household(
    number="H1",
    members=(Person(number="1"), Person(number="2")),
    relatives=(Relative(number="9"),),
)


class TestTerms:
    def test_are_as_the_generator_writes_them(self) -> None:
        """The checked-in terms are those of the forms as they stand."""
        script = runpy.run_path(str(ROOT / "tools" / "generate_terms.py"))

        written = script["written"]()
        assert terms.__file__ is not None
        with open(terms.__file__, encoding="utf-8") as file:  # noqa: PTH123
            assert file.read() == written

    @pytest.mark.parametrize("name", FORMS)
    def test_every_form_has_terms(self, name: str) -> None:
        """Each form is in the vocabulary under its own name."""
        assert name in repr(getattr(terms, name))


class TestRelations:
    @pytest.mark.parametrize("key", HOUSEHOLD.relations)
    def test_is_worded_in_both_languages(self, key: str) -> None:
        """A reader is told what was not checked, in words."""
        spec = HOUSEHOLD.relations[key]

        assert spec.zh
        assert spec.en
        assert spec.zh.isascii() is False

    def test_an_empty_roster_is_no_roster(self) -> None:
        """Without a recorded member the size is missing, not zero."""
        assert Household(number="H2").size is None

    @pytest.mark.parametrize(
        ("covered", "truth"),
        [
            ((), "unknown"),
            ((Coverage(source="vehicles"),), "not met"),
            ((Coverage(source="vehicles", person="1"),), "unknown"),
            (
                (
                    Coverage(source="vehicles", person="1"),
                    Coverage(source="vehicles", person="2"),
                ),
                "not met",
            ),
        ],
    )
    def test_silence_needs_coverage(
        self, covered: tuple[Coverage, ...], truth: str
    ) -> None:
        """No record says nothing of those whom nobody looked up."""
        rule = household.vehicles.any(COSTLY)

        found = rule.judge(FAMILY, evidence=Evidence(coverage=covered), at=DAY)
        assert str(found) == truth

    def test_a_known_hit_needs_none(self) -> None:
        """A record in a half-checked register is a record."""
        rule = household.vehicles.any(COSTLY)

        found = rule.judge(FAMILY, evidence=Evidence(vehicles=(CAR,)), at=DAY)
        assert str(found) == "met"

    def test_kin_are_reached_by_their_own_relation_only(self) -> None:
        """A son's car, living apart, is no car of the household."""
        sons = Vehicle(
            holder="9", price=yuan(50_000), acquired=dt.date(2014, 1, 1)
        )
        evidence = Evidence(vehicles=(sons,)).with_checked("vehicles")

        own = household.vehicles.any(COSTLY)
        kin = household.kin_vehicles.any(COSTLY)
        assert str(own.judge(FAMILY, evidence=evidence, at=DAY)) == "not met"
        assert str(kin.judge(FAMILY, evidence=evidence, at=DAY)) == "met"

    def test_no_relative_recorded_is_not_no_relative(self) -> None:
        """`None` relatives leave the kin open; an empty list closes it."""
        rule = household.kin_payrolls.any(terms.payroll.stable)
        unknown = Household(number="H3", members=FAMILY.members)
        alone = Household(number="H4", members=FAMILY.members, relatives=())

        assert str(rule.judge(unknown, at=DAY)) == "unknown"
        assert str(rule.judge(alone, at=DAY)) == "not met"

    def test_a_member_who_left_takes_his_car_along(self) -> None:
        """A record counts only while its holder does."""
        left = Person(number="1", left=dt.date(2015, 1, 1))
        family = Household(number="H5", members=(left, Person(number="2")))
        evidence = Evidence(vehicles=(CAR,)).with_checked("vehicles")

        rule = household.vehicles.any(COSTLY)
        assert str(rule.judge(family, evidence=evidence, at=DAY)) == "not met"

    def test_only_waivers_are_complete_by_nature(self) -> None:
        """Of all evidence, only a waiver that nobody shows does not exist."""
        always = {
            key
            for key, spec in HOUSEHOLD.relations.items()
            if spec.from_evidence and spec.completeness is Completeness.ALWAYS
        }

        assert always == {"waivers"}


class TestPresent:
    def test_of_a_form_without_a_span(self) -> None:
        """What has no presence is not said to be present."""
        assert present(Household(number="H6")) is None
