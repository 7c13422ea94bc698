"""
What the strategies reach, since a law says nothing of what is not drawn.

1. Every node of the rule language is drawn, and all three truths.
2. Every kind of completeness is drawn, open and closed.
3. Rows of unknown presence, of leavers, of strangers, of kin are drawn.
4. Undefined ratios, by base zero and by base below zero, are drawn.
5. Identity numbers belong to no place.
"""

from __future__ import annotations

import importlib
import sys

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings

from pa_registry.conditions import Completeness, Truth, judging, tree
from pa_registry.conditions.walking import iter_nodes, parts_of
from pa_registry.errors import MissingExtraError
from pa_registry.model import Evidence
from pa_registry.model.forms import FORMS, HOUSEHOLD
from pa_registry.testing import (
    HOUSEHOLDS,
    conditions,
    evidences,
    identities,
    persons,
    subjects,
    unbound_conditions,
)
from tests.laws.cases import Case, cases


NODES = {
    node.__name__
    for node in vars(tree).values()
    if isinstance(node, type)
    and issubclass(node, tree.Value | tree.Condition)
    and node not in {tree.Value, tree.Condition}
}
UNBOUND = {"Parameter", "Reference"}
OFTEN = settings(
    database=None,
    derandomize=True,
    max_examples=800,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
FEW = settings(OFTEN, max_examples=10)
#: How often each awkward thing was drawn.
Survey = Counter[Any]


@pytest.fixture(scope="module")
def survey() -> Survey:
    """Draw many cases once, and count what they hold."""
    seen: Survey = Counter()

    @OFTEN
    @given(cases())
    def draw(case: Case) -> None:
        seen.update(nodes(case.rule))
        seen[case.judge()] += 1
        seen.update(ratios(case))
        seen.update(relations(case))
        seen.update(h.number for h in HOUSEHOLDS if h == case.household)

    draw()
    return seen


def nodes(rule: Any) -> list[str]:
    return [type(node).__name__ for node in iter_nodes(rule)]


def ratios(case: Case) -> Iterator[str]:
    """Say which ratios about the household have no value, and why."""
    for one in own_parts(case.rule):
        left = getattr(one, "left", None)
        if isinstance(left, tree.Quotient):
            base = judging.value(
                left.base, case.household, case.evidence, case.day
            )
            if base is None:
                yield "base missing"
            else:
                sign = (base > 0) - (base < 0)
                yield f"base {('zero', 'above zero', 'below zero')[sign]}"


def own_parts(rule: Any) -> Iterator[Any]:
    """Yield the parts of a rule that are about the household itself."""
    yield rule
    if not hasattr(rule, "rows"):
        for part in parts_of(rule):
            yield from own_parts(part)


def relations(case: Case) -> Iterator[Any]:
    """Say how the relations of a household stand, and their rows."""
    _, h, e, day = case
    for spec in HOUSEHOLD.relations.values():
        yield spec.completeness, judging.complete(spec, h, e, day)
        for _, present in judging.pairs(spec, h, e, day):
            yield "present", present
    own = judging.pairs(HOUSEHOLD.relations["vehicles"], h, e, day)
    kin = judging.pairs(HOUSEHOLD.relations["kin_vehicles"], h, e, day)
    yield from (("no holder", row.holder is None) for row, _ in own)
    yield "kin", bool(kin)
    known = {None, *(one.number for one in h.members or ())}
    known |= {one.number for one in h.relatives or ()}
    yield "stranger", any(row.holder not in known for row in e.vehicles)
    yield "left", any(one.left is not None for one in h.members)


class TestNodes:
    """Law 1: every node of the rule language is drawn."""

    @pytest.mark.parametrize("node", sorted(NODES - UNBOUND))
    def test_bound(self, survey: Survey, node: str) -> None:
        """Each node but parameter and reference is drawn."""
        assert survey[node] > 0

    @pytest.mark.parametrize("node", sorted(UNBOUND))
    def test_not_unbound(self, survey: Survey, node: str) -> None:
        """Neither of the two stands in a rule that is to be judged."""
        assert survey[node] == 0

    @pytest.mark.parametrize("truth", Truth)
    def test_truths(self, survey: Survey, truth: Truth) -> None:
        """Each truth is drawn often."""
        assert survey[truth] > 30

    def test_unbound(self) -> None:
        """Each rule that is drawn unbound holds one of the two."""
        seen: set[str] = set()

        @settings(OFTEN, max_examples=100)
        @given(unbound_conditions())
        def draw(rule: Any) -> None:
            found = UNBOUND.intersection(nodes(rule))
            assert found
            seen.update(found)

        draw()

        assert seen == UNBOUND

    @pytest.mark.parametrize("form", FORMS)
    def test_every_form(self, form: str) -> None:
        """There are rules and subjects for every form."""
        seen: Survey = Counter()

        @FEW
        @given(conditions(form=form, depth=1), subjects(form=form))
        def draw(rule: Any, subject: Any) -> None:
            seen[rule.judge(subject, at=judging.LAST_DAY)] += 1

        draw()

        assert seen.total() > 1

    @given(conditions(checks=False, dated=False))
    def test_options(self, rule: Any) -> None:
        """Without checks and dates, no rule asks for a blank or a day."""
        barred = {"IsMissing", "FactDay", "Age"}

        assert barred.intersection(nodes(rule)) == set()


class TestRelations:
    """Laws 2 and 3: relations are drawn open and closed, in every way."""

    @pytest.mark.parametrize(
        ("kind", "closed"),
        [
            (kind, closed)
            for kind in Completeness
            for closed in (True, False)
            if closed or kind is not Completeness.ALWAYS
        ],
    )
    def test_completeness(
        self,
        survey: Survey,
        kind: Completeness,
        closed: bool,  # noqa: FBT001 -- a case
    ) -> None:
        """Each kind of completeness is drawn, and both answers to it."""
        assert survey[kind, closed] > 0

    @pytest.mark.parametrize(
        "way",
        [
            ("present", True),
            ("present", False),
            ("present", None),
            ("no holder", True),
            ("no holder", False),
            ("stranger", True),
            ("kin", True),
            ("left", True),
        ],
    )
    def test_rows(self, survey: Survey, way: tuple[str, Any]) -> None:
        """Each way in which a row may or may not count is drawn."""
        assert survey[way] > 0


class TestValues:
    """Laws 4 and 5: ratios without a value, numbers of no place."""

    @pytest.mark.parametrize(
        "base", ["missing", "above zero", "zero", "below zero"]
    )
    def test_ratios(self, survey: Survey, base: str) -> None:
        """Ratios are drawn over every kind of base."""
        assert survey[f"base {base}"] > 0

    @pytest.mark.parametrize("number", [h.number for h in HOUSEHOLDS])
    def test_pool(self, survey: Survey, number: str) -> None:
        """The hand-made households are drawn too."""
        assert survey[number] > 0

    @given(persons())
    def test_no_place(self, person: Any) -> None:
        """An identity number has a division code of no place."""
        number = person.identity

        assert number is None or number.reveal(
            purpose="a test of invented numbers"
        ).startswith("990001")

    @given(identities())
    def test_masked(self, number: Any) -> None:
        """A drawn number shows itself masked."""
        assert "****" in repr(number)

    @given(evidences())
    def test_alone(self, evidence: Evidence) -> None:
        """Evidence can be drawn without a household."""
        assert isinstance(evidence, Evidence)


class TestExtra:
    def test_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Hypothesis the import says what to install."""
        ours = [n for n in sys.modules if n.startswith("pa_registry.testing")]
        for name in ours:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "hypothesis", None)

        with pytest.raises(MissingExtraError, match=r"pa-registry\[testing\]"):
            importlib.import_module("pa_registry.testing")
