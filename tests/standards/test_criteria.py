from __future__ import annotations

from typing import Any

import pytest

from pa_registry.errors import InvalidStandardError, UnknownNameError
from pa_registry.money import yuan
from pa_registry.standards import (
    Certainty,
    Citation,
    Clause,
    Effect,
    ExceptionCase,
    FactDay,
    Item,
    ListKind,
    ListStatus,
    Reach,
    Subject,
    Threshold,
    load_list,
)


CITED = Citation(issuer="", title="某清单", certainty=Certainty.TEXT_READ)
LEAFLET = load_list("leaflet-3300-with-exceptions")


def exception(rule: str) -> ExceptionCase:
    return ExceptionCase(
        rule=rule,
        zh="该车用于经营谋生",
        en="the van earns the living",
        fact_zh="车辆用途",
        fact_en="the vehicle's use",
        ask_zh="车辆是否用于经营",
        ask_en="is the vehicle used to earn a living?",
    )


def clause(*exceptions: str, **given: Any) -> Clause:
    values: dict[str, Any] = {
        "code": "CAR",
        "effect": Effect.REMOVE,
        "reach": Reach.MEMBER,
        "day": FactDay.OPEN,
        "zh": "有小轿车",
        "en": "a vehicle owner",
        "citation": CITED,
        "relation": "vehicles",
        "rule": 'vehicle.kind.equals("minivan")',
        "exceptions": tuple(map(exception, exceptions)),
    }
    return Clause(**(values | given))


class TestEffect:
    def test_hard_effects_cannot_be_waived(self) -> None:
        """Removal, refusal and veto are hard, review and the rest soft."""
        assert {effect for effect in Effect if effect.hard} == {
            Effect.REMOVE,
            Effect.REFUSE_ENTRY,
            Effect.VETO_BEFORE_SCORING,
        }

    @pytest.mark.parametrize(
        "words", [Effect, Reach, FactDay, ListKind, ListStatus, Subject]
    )
    def test_words_are_bilingual(self, words: type[Effect]) -> None:
        """Each word has a Chinese and an English label."""
        for word in words:
            assert word.en.isascii()
            assert not word.zh.isascii()


class TestClause:
    def test_puts_the_exception_inside_the_quantifier(self) -> None:
        """A second car does not go free because the first is a van."""
        assert clause("vehicle.earns_living").rule_text == (
            'household.vehicles.any((vehicle.kind.equals("minivan"))'
            ".unless(vehicle.earns_living))"
        )

    def test_joins_several_exceptions(self) -> None:
        """Any one of several exceptions lets the row through."""
        found = clause("vehicle.earns_living", "vehicle.for_disabled")

        assert found.row_rule == (
            '(vehicle.kind.equals("minivan")).unless('
            "any_of(vehicle.earns_living, vehicle.for_disabled))"
        )

    def test_has_a_bare_rule_too(self) -> None:
        """The bare rule leaves the exceptions out."""
        found = clause("vehicle.earns_living")

        assert found.bare_rule_text == clause().rule_text

    def test_may_be_about_the_household(self) -> None:
        """Without a relation the rule stands as it is."""
        found = clause(relation=None, rule="household.empty_hukou")

        assert found.rule_text == "household.empty_hukou"

    def test_may_have_no_rule(self) -> None:
        """A clause whose fact has no field has no rule at all."""
        found = clause(rule=None)

        assert found.rule_text is None
        assert found.bare_rule_text is None

    def test_is_labelled_by_code_and_reach(self) -> None:
        """Kin are told from members in the label."""
        assert clause(code="URBAN_HOUSE").label == "urban-house"
        assert clause(reach=Reach.KIN).label == "car-kin"

    @pytest.mark.parametrize(
        ("relation", "reads"), [("vehicles", False), ("kin_vehicles", True)]
    )
    def test_knows_whether_it_reads_kin(
        self, relation: str, *, reads: bool
    ) -> None:
        """Records of kin are those of a kin relation."""
        assert clause(relation=relation).reads_kin is reads


class TestThreshold:
    def test_is_exact_and_worded(self) -> None:
        """A threshold has a value, and says itself with its unit."""
        found = Threshold(
            name="price", text="30000", unit="yuan", citation=CITED
        )

        assert found.value == yuan(30000)
        assert found.render("zh") == "30000元"
        assert found.render("en") == "30000 yuan"


class TestItem:
    def test_says_a_number_that_was_not_read(self) -> None:
        """A missing number is said, and never made up."""
        unread = Item(number=None, zh="有车", en="a car")

        assert unread.render_number("zh") == "序号未读到"
        assert unread.render_number("en") == "not read"
        assert Item(number="一", zh="", en="").render_number("zh") == "一"


class TestCriteriaList:
    def test_finds_a_clause(self) -> None:
        """A clause is found under its label."""
        assert LEAFLET.clause("car").code == "CAR"

    def test_suggests_a_clause(self) -> None:
        """A misspelt label names the nearest one."""
        with pytest.raises(UnknownNameError, match="car"):
            LEAFLET.clause("cars")

    def test_gives_itself_back_where_it_has_items(self) -> None:
        """A list with items may be used."""
        assert LEAFLET.require_items() is LEAFLET

    def test_refuses_to_be_used_while_empty(self) -> None:
        """A slot says that its text was not located, and what to do."""
        slot = load_list("hubei-2016-hard-nine")

        with pytest.raises(InvalidStandardError, match="with_list") as caught:
            slot.require_items()

        assert "not located" in str(caught.value)

    def test_golden_wording_of_the_van(self) -> None:
        """The parts make the sentences that explanations promise."""
        car = LEAFLET.clause("car")
        van = car.exceptions[0]

        assert (
            f"列入排除情形（{car.zh}），但{van.zh}，属例外，故不排除。"
            == "列入排除情形（有小轿车），但该车用于经营谋生，属例外，故不排除。"
        )
        assert (
            f"Would be excluded as {car.en}, but {van.en}, which is an"
            " exception: not excluded."
            == "Would be excluded as a vehicle owner, but the van earns the"
            " living, which is an exception: not excluded."
        )
        assert (
            f"{van.fact_zh}未核实，暂不能决定；需入户核查：{van.ask_zh}。"
            == "车辆用途未核实，暂不能决定；需入户核查：车辆是否用于经营。"
        )
