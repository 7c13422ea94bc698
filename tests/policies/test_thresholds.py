"""One under, at, and one over every number that a policy compares with."""

from __future__ import annotations

import copy

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pa_registry.conditions.tree import Constant, Parameter
from pa_registry.conditions.walking import iter_nodes
from pa_registry.money import Fen, yuan
from pa_registry.policies import household_exit, identification, monitoring
from pa_registry.standards import Standards, condition, lists, load_list
from tests.policies.case_files import (
    evidence_of,
    household_of,
    policy_of,
    triples,
)


ALL = triples()
NAMED = {triple["threshold"] for triple in ALL}


def varied(triple: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Put each value of a triple in its place."""
    part, key, *field = triple["vary"].split(".")
    for value in triple["values"]:
        given = copy.deepcopy(dict(triple["given"]))
        facts = given.setdefault(part, {})
        if field:
            facts[key][0][field[0]] = value
        else:
            facts[key] = value
        yield given


def judged(triple: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Decide by the policy of a triple, or judge by its clause."""
    wanted = triple["policy"]
    case = household_of(given)
    evidence = evidence_of(given)
    if wanted["name"] != "clause":
        decided = policy_of(wanted)(case, evidence=evidence, at=triple["on"])
        return str(decided.outcome)
    rule = condition(load_list(wanted["list"]).clause(wanted["clause"]))
    assert rule is not None
    return rule.judge(case, evidence=evidence, at=triple["on"]).name


@pytest.mark.parametrize(
    "triple", ALL, ids=lambda triple: triple["name"]["en"]
)
def test_turns_where_the_table_says(triple: Mapping[str, Any]) -> None:
    """The outcome changes at the number and nowhere beside it."""
    got = [judged(triple, given) for given in varied(triple)]

    assert got == triple["expect"]
    assert len(triple["values"]) >= 3
    assert len(set(triple["expect"])) == 2


class TestCoverage:
    def test_every_threshold_of_a_clause_has_a_triple(self) -> None:
        """A new number in a list needs its row in the table."""
        read = {
            f"{one.id}: {threshold.name}"
            for one in lists()
            for clause in one.clauses
            for threshold in clause.thresholds
            if clause.rule is not None
        }

        assert read == {name for name in NAMED if name.split(":")[0] in IDS}

    def test_every_income_line_has_its_triples(self) -> None:
        """Each line is tried by entry and by exit."""
        lines = Standards.builtin().standard("income-line").values

        for line in lines:
            name = f"income-line: {line.when}"
            policies = {
                triple["policy"]["name"]
                for triple in ALL
                if triple["threshold"] == name
            }
            assert policies == {"identification", "household_exit"}

    def test_every_monitoring_line_has_its_triple(self) -> None:
        """Each line after 2020 is tried by the policy that reads it."""
        lines = Standards.builtin().standard("monitoring-line").values

        assert {f"monitoring-line: {line.when}" for line in lines} <= NAMED

    def test_every_parameter_of_a_policy_has_a_triple(self) -> None:
        """A number that a policy takes from the standards is tried."""
        read = {
            node.name
            for policy in (
                identification(),
                household_exit(),
                monitoring(hardship=()),
            )
            for step in policy.steps
            for node in iter_nodes(step.rule)
            if isinstance(node, Parameter)
        }

        assert read == {
            "income-line",
            "monitoring-line",
            "school-age-from",
            "school-age-to",
        }
        assert read <= {name.split(":")[0] for name in NAMED}

    @pytest.mark.parametrize(
        "policy",
        [
            identification(line=yuan(2855)),
            household_exit(line=yuan(2855)),
            monitoring(hardship=(), line=yuan(2855)),
        ],
        ids=lambda policy: policy.name,
    )
    def test_no_policy_holds_a_number_of_its_own(self, policy: Any) -> None:
        """But for the line that was given, no rule holds a number."""
        held = {
            node.value
            for step in policy.steps
            for node in iter_nodes(step.rule)
            if isinstance(node, Constant)
            and isinstance(node.value, (Fen, int))
        }

        assert held == {yuan(2855)}


IDS = {one.id for one in lists()}
