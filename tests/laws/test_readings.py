"""
One rule, many readings: all agree exactly, on what is missing too.

1. The generated function gives what the walk gives.
2. So does its source, saved as a module and imported.
3. So does the explanation, at its root.
4. Text and JSON read back as the same rule, which judges the same.
5. A fold that puts every node together again gives the same rule.
6. Rules deeper than Python's loops go are compiled all the same.
7. Parameters and references are refused by every reading alike,
   wherever in the rule they stand; so is a missing fact day.
8. Bound and resolved, they judge as if written so at once.
9. Eight threads at once come to the same.
"""

from __future__ import annotations

import importlib.util

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry.columns import Kind
from pa_registry.conditions import (
    Truth,
    from_json,
    from_text,
    parameter,
    tree,
)
from pa_registry.conditions.judging import needs_day
from pa_registry.errors import NeedsFactDayError, UnboundError
from pa_registry.model.terms import household, person
from pa_registry.money import yuan
from pa_registry.testing import conditions, unbound_conditions
from tests.laws.cases import Case, cases, subjects, undated_cases
from tests.laws.rebuilding import Rebuilding


def imported(source: str, folder: Path) -> Callable[..., bool | None]:
    """Save a generated source as a module, and import it."""
    path = folder / "saved_rule.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("saved_rule", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rule: Callable[..., bool | None] = module.rule
    return rule


class TestAgreement:
    """“All readings agree exactly, on missing values too.”"""

    @given(cases())
    def test_generated(self, case: Case) -> None:
        """The generated function gives what the walk gives."""
        got = case.rule.function()(case.household, case.evidence, case.day)

        assert Truth(got) is case.judge()

    @given(cases(depth=3))
    def test_generated_deeper(self, case: Case) -> None:
        """It does so for deeper rules."""
        got = case.rule.function()(case.household, case.evidence, case.day)

        assert Truth(got) is case.judge()

    @given(undated_cases())
    def test_generated_without_a_day(self, case: Case) -> None:
        """It does so without a day, for rules that read none."""
        got = case.rule.function()(case.household, case.evidence)

        assert Truth(got) is case.judge()

    @given(cases())
    def test_without_evidence(self, case: Case) -> None:
        """Without evidence nothing was searched, in both readings."""
        got = case.rule.function()(case.household, None, case.day)

        assert Truth(got) is case.rule.judge(case.household, at=case.day)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cases())
    def test_saved(self, tmp_path: Path, case: Case) -> None:
        """A saved and imported module gives what the walk gives."""
        rule = imported(case.rule.source(), tmp_path)

        got = rule(case.household, case.evidence, case.day)

        assert Truth(got) is case.judge()

    @given(cases())
    def test_explained(self, case: Case) -> None:
        """The explanation's root is what the walk gives."""
        reason = case.rule.explain(
            case.household, evidence=case.evidence, at=case.day
        )

        assert reason.truth is case.judge()

    @given(cases())
    def test_text(self, case: Case) -> None:
        """The text reads back as the same rule."""
        again = from_text(case.rule.to_text())

        assert again == case.rule
        assert case.judge(again) is case.judge()

    @given(cases())
    def test_json(self, case: Case) -> None:
        """The JSON reads back as the same rule, and is canonical."""
        text = case.rule.to_json()
        again = from_json(text)

        assert again == case.rule
        assert again.to_json() == text
        assert case.judge(again) is case.judge()

    @given(cases())
    def test_fold(self, case: Case) -> None:
        """A fold that rebuilds each node gives the same rule."""
        again: Any = case.rule.fold(Rebuilding())

        assert again == case.rule
        assert case.judge(again) is case.judge()

    @given(unbound_conditions())
    def test_unbound_rules_are_written(self, rule: Any) -> None:
        """Text, JSON and fold take rules that nobody can judge yet."""
        assert from_text(rule.to_text()) == rule
        assert from_json(rule.to_json()) == rule
        assert rule.fold(Rebuilding()) == rule


class TestDepth:
    """Python nests twenty loops and no more; rules nest deeper."""

    @pytest.mark.parametrize("depth", [5, 19, 20, 21, 45])
    @pytest.mark.parametrize("size", [None, 0, 1, 2])
    def test_nested(self, depth: int, size: int | None) -> None:
        """A rule of many levels is judged alike by all readings."""
        rule = household.printed_size >= 1
        other = household.printed_size >= 2
        for level in range(depth):
            rule = (rule & ~other) if level % 2 else (rule | other)
        one = household_of(size)

        expected = rule.judge(one)

        assert Truth(rule.function()(one)) is expected
        assert rule.explain(one).truth is expected
        assert from_text(rule.to_text()) == rule
        assert from_json(rule.to_json()) == rule


def household_of(size: int | None) -> Any:
    from pa_registry.model import Household  # noqa: PLC0415 -- beside its use

    return Household(number="1", printed_size=size)


def readings(rule: Any, *given_: Any) -> dict[str, Callable[[], object]]:
    """List the readings that judge, each still to be called."""
    one, evidence, day = given_
    return {
        "judge": lambda: rule.judge(one, evidence=evidence, at=day),
        "function": lambda: rule.function()(one, evidence, day),
        "explain": lambda: rule.explain(one, evidence=evidence, at=day),
    }


class TestRefusals:
    """“Raises: NeedsFactDayError, UnboundError”, in every reading."""

    @given(unbound_conditions(), subjects())
    def test_unbound(self, rule: Any, given_: Any) -> None:
        """A rule without its values is refused by all that judge."""
        for read in readings(rule, *given_).values():
            with pytest.raises(UnboundError):
                read()

    def test_unbound_where_no_row_reads_it(self) -> None:
        """It is refused even where there is no row to judge."""
        rule = household.members.any(tree.Reference("poor"))

        for read in readings(rule, household_of(1), None, None).values():
            with pytest.raises(UnboundError, match=r"poor.*resolve"):
                read()

    @given(cases())
    def test_needs_a_day(self, case: Case) -> None:
        """A rule that reads a day is refused without one, or none is."""
        needs = bool(needs_day(case.rule))
        for read in readings(case.rule, case.household, None, None).values():
            with pytest.raises(NeedsFactDayError) if needs else nullcontext():
                read()

    def test_needs_a_day_where_no_row_reads_it(self) -> None:
        """It is refused even where there is nobody of any age."""
        rule = household.members.any(person.age >= 60)

        for read in readings(rule, household_of(1), None, None).values():
            with pytest.raises(NeedsFactDayError):
                read()


class TestBinding:
    """A parameter stands for its value, a reference for its rule."""

    @given(unbound_conditions(), subjects(), conditions(depth=1))
    def test_bound(self, rule: Any, given_: Any, owner: Any) -> None:
        """Bound to values and rules, a rule can be judged by all readings."""
        values = {
            "line": tree.Constant(yuan(2952)),
            "size": tree.Constant(2),
            "least": tree.Constant(1),
        }
        bound = rule.bind(values).resolve({"owner": owner, "poor": owner})
        one, evidence, day = given_

        expected = bound.judge(one, evidence=evidence, at=day)

        assert bound.function()(one, evidence, day) is expected.value
        assert rule.resolve({}).bind({}) == rule

    @pytest.mark.parametrize("size", [None, 1, 2, 3, 4])
    def test_constants_move_and_merge(self, size: int | None) -> None:
        """A bound value on the left goes right; two constants become one."""
        two: Any = parameter("two", "")
        rule: Any = (two * 2 - 1 > household.printed_size) | ~(
            two <= household.printed_size
        )
        bound = rule.bind({"two": tree.Constant(2)})
        plain = (household.printed_size < 3) | ~(household.printed_size >= 2)

        assert bound == plain
        assert from_text(bound.to_text()) == bound
        assert bound.judge(household_of(size)) is plain.judge(
            household_of(size)
        )

    def test_range_is_checked_again(self) -> None:
        """A value that is bound is checked as if written so at once."""
        parameter = tree.Parameter(name="n", kind_=Kind.NUMBER)
        rule = tree.Compare[Any]("<", household.printed_size.node, parameter)

        with pytest.raises(TypeError, match=r"yuan\(2952\)"):
            rule.bind({"n": tree.Constant(yuan(1))})


class TestThreads:
    """“Eight threads judging at once give the same results.”"""

    @settings(max_examples=10)
    @given(st.lists(cases(), min_size=8, max_size=12))
    def test_eight(self, drawn: list[Case]) -> None:
        """What eight threads find is what one finds."""
        expected = [whole(case) for case in drawn]

        with ThreadPoolExecutor(max_workers=8) as pool:
            found = list(pool.map(whole, drawn * 4))

        assert found == expected * 4


def whole(case: Case) -> tuple[object, ...]:
    """Read a rule in every way that gives something to compare."""
    rule, one, evidence, day = case
    return (
        rule.judge(one, evidence=evidence, at=day),
        rule.function()(one, evidence, day),
        rule.explain(one, evidence=evidence, at=day).render("zh"),
        rule.to_json(),
        rule.describe("en"),
    )
