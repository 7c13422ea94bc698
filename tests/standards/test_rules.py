from __future__ import annotations

import pytest

from pa_registry.conditions import Condition
from pa_registry.model.terms import household
from pa_registry.money import yuan
from pa_registry.standards import Clause, bare_condition, condition, lists
from pa_registry.standards.rules import read_rule


RULED = [
    pytest.param(clause, id=f"{one.id}/{clause.label}")
    for one in lists()
    for clause in one.clauses
    if clause.rule is not None
]
UNRULED = [
    pytest.param(clause, id=f"{one.id}/{clause.label}")
    for one in lists()
    for clause in one.clauses
    if clause.rule is None
]


class TestShippedRules:
    @pytest.mark.parametrize("clause", RULED)
    def test_read_as_conditions(self, clause: Clause) -> None:
        """Every rule text that ships is a rule over the model."""
        assert isinstance(condition(clause), Condition)
        assert isinstance(bare_condition(clause), Condition)

    @pytest.mark.parametrize("clause", RULED)
    def test_keep_their_exceptions_within_one_row(
        self, clause: Clause
    ) -> None:
        """A clause with exceptions reads differently from its bare rule."""
        differs = condition(clause) != bare_condition(clause)

        assert differs is bool(clause.exceptions)

    @pytest.mark.parametrize("clause", RULED)
    def test_ask_for_no_missing_fact(self, clause: Clause) -> None:
        """No rule turns on a fact being missing."""
        assert "is_missing" not in (clause.rule_text or "")

    @pytest.mark.parametrize("clause", UNRULED)
    def test_a_clause_without_a_rule_says_why(self, clause: Clause) -> None:
        """Where no field holds the fact, the clause says so."""
        assert condition(clause) is None
        assert bare_condition(clause) is None
        assert clause.why_zh
        assert clause.why_en

    def test_read_the_same_as_typed_terms(self) -> None:
        """A rule from text equals the one written with terms."""
        text = "household.net_income.per(household.size) < yuan(2855)"
        written = household.net_income.per(household.size) < yuan(2855)

        assert read_rule(text) == written
