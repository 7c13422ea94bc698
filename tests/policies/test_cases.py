"""The case tables that an official can read, run as tests."""

from __future__ import annotations

from typing import Any

import pytest

from pa_registry.policies import Decision
from pa_registry.standards import ListKind, Subject, lists
from tests.policies.case_files import Case, cases, policy_of


ALL = cases()
OF_LISTS = [case for case in ALL if case.file.startswith("lists/")]


def about(decision: Decision[Any]) -> list[str]:
    """Name what keeps a case open, each once."""
    return list(dict.fromkeys(cause.about for cause in decision.missing))


def cited(case: Case) -> set[str]:
    """List the titles that the rules and the numbers of a case cite."""
    decision = case.decide()
    steps = decision.policy.steps
    rules = [
        cite.title
        for place in range(len(steps))
        for cite in decision.policy.ground(place).cites
    ]
    numbers = [
        value.citation.title
        for number in decision.policy.bound
        for value in number.values
    ]
    return {*rules, *numbers}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
class TestCases:
    def test_come_out_as_the_table_says(self, case: Case) -> None:
        """Each case has the outcome that its row expects."""
        decision = case.decide()

        assert decision.outcome.value == case.expect["outcome"]

    def test_rest_on_the_ground_that_the_table_names(self, case: Case) -> None:
        """A decided case has its ground, an undecided one what it lacks."""
        decision = case.decide()
        ground = decision.ground

        if "missing" in case.expect:
            assert ground is None
            assert about(decision) == case.expect["missing"]
        else:
            assert ground is not None
            assert ground.name == case.expect.get("ground", "otherwise")
            assert decision.missing == ()

    def test_leave_open_what_the_table_lists(self, case: Case) -> None:
        """Where a row lists the possible outcomes, these and no others."""
        possible = [one.value for one in case.decide().possible]

        assert possible == case.expect.get("possible", possible)
        assert len(possible) == 1 or "missing" in case.expect

    def test_cite_what_the_table_cites(self, case: Case) -> None:
        """Every title of a row is cited by the rules that it tries."""
        assert case.cites
        assert set(case.cites) <= cited(case)


class TestTables:
    def test_name_each_case_once(self) -> None:
        """No sentence stands twice in a table, in either language."""
        for words in ("zh", "en"):
            names = [(case.file, getattr(case, words)) for case in ALL]

            assert len(names) == len(set(names))

    def test_say_whole_sentences(self) -> None:
        """A name is a sentence, with its full stop, in both languages."""
        for case in ALL:
            assert case.zh.endswith("。")
            assert case.en.endswith(".")
            assert case.en[0].isupper()

    def test_try_every_clause_three_ways(self) -> None:
        """Each clause with a rule is hit, is clear, and is left open."""
        tried: dict[tuple[str, str], set[str]] = {}
        for case in OF_LISTS:
            key = case.policy["criteria"], case.clause
            tried.setdefault(key, set()).add(case.expect["outcome"])

        for one in lists():
            if one.kind is not ListKind.NEGATIVE:
                continue
            for clause in one.clauses:
                if clause.rule is None or clause.subject is Subject.PERSON:
                    continue
                hit = "EXCLUDED" if clause.effect.hard else "STRICT_REVIEW"
                wanted = {hit, "CLEAR", "TO_VERIFY"}
                assert wanted <= tried[one.id, clause.label]

    def test_have_a_file_for_every_list(self) -> None:
        """A list that ships has a table of its own."""
        files = {case.file for case in OF_LISTS}

        assert files == {
            f"lists/{one.id}.toml"
            for one in lists()
            if one.kind is ListKind.NEGATIVE and not one.is_empty
        }

    def test_use_one_policy_for_the_same_parameters(self) -> None:
        """Two rows of a table are judged by the same policy."""
        first, second = OF_LISTS[:2]

        assert policy_of(first.policy) is policy_of(second.policy)
