"""
Kleene's algebra holds for truths, and for rules as they are judged.

1. Identity and domination: *p and always* is *p*, *p and never* never.
2. Idempotence: *p and p* is *p*.
3. Commutativity and associativity, of *and* and of *or*.
4. Distributivity, both ways.
5. De Morgan, both ways; double negation.
6. What is not Kleene's: *p or not p* may be unknown.
7. *unless*, *at least k* and *none of* are what they abbreviate.
"""

from __future__ import annotations

import itertools

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import (
    Truth,
    all_of,
    any_of,
    at_least,
    none_of,
    tree,
)
from pa_registry.errors import AmbiguousTruthError
from pa_registry.testing import conditions
from tests.laws.cases import Case, cases


MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
ALWAYS = tree.Always[Any](truth=True)
NEVER = tree.Always[Any](truth=False)

TWO = list(itertools.product(Truth, repeat=2))
THREE = list(itertools.product(Truth, repeat=3))


class TestTruth:
    """Kleene's tables, whole: nine cases of two, twenty-seven of three."""

    @pytest.mark.parametrize(("p", "q"), TWO)
    def test_tables(self, p: Truth, q: Truth) -> None:
        """*And* is the lesser, *or* the greater, of false-unknown-true."""
        order = [NOT_MET, UNKNOWN, MET]

        assert p & q is min(p, q, key=order.index)
        assert p | q is max(p, q, key=order.index)

    @pytest.mark.parametrize(("p", "q", "r"), THREE)
    def test_laws(self, p: Truth, q: Truth, r: Truth) -> None:
        """All laws of the algebra hold in all cases."""
        assert p & MET is p
        assert p | NOT_MET is p
        assert p & p is p
        assert p & q is q & p
        assert (p & q) & r is p & (q & r)
        assert (p | q) | r is p | (q | r)
        assert p & (q | r) is (p & q) | (p & r)
        assert p | (q & r) is (p | q) & (p | r)
        assert ~(p & q) is ~p | ~q
        assert ~~p is p

    def test_no_excluded_middle(self) -> None:
        """What is unknown is not made known by its own denial."""
        assert UNKNOWN | ~UNKNOWN is UNKNOWN

    @pytest.mark.parametrize("truth", Truth)
    def test_no_python_truth(self, truth: Truth) -> None:
        """A truth cannot stand in an `if`."""
        with pytest.raises(AmbiguousTruthError, match=r"Truth\.MET"):
            bool(truth)

    @pytest.mark.parametrize("truth", Truth)
    def test_words(self, truth: Truth) -> None:
        """A truth has a word in each language."""
        assert str(truth) == truth.en
        assert truth.zh in {"成立", "不成立", "待核实"}


RULES = conditions(depth=1)


class TestJudged:
    """A condition is judged as its parts are, put together."""

    @given(cases(depth=1), RULES, RULES)
    def test_laws(self, case: Case, q: Any, r: Any) -> None:
        """All laws of the algebra hold for rules as they are judged."""
        p, judge = case.rule, case.judge
        same = [
            (p & ALWAYS, p),
            (p | NEVER, p),
            (p & NEVER, NEVER),
            (p | ALWAYS, ALWAYS),
            (p & p, p),
            (p | p, p),
            (p & q, q & p),
            (p | q, q | p),
            ((p & q) & r, p & (q & r)),
            ((p | q) | r, p | (q | r)),
            (p & (q | r), (p & q) | (p & r)),
            (p | (q & r), (p | q) & (p | r)),
            (~(p & q), ~p | ~q),
            (~(p | q), ~p & ~q),
            (~~p, p),
        ]

        assert [judge(a) for a, _ in same] == [judge(b) for _, b in same]

    @given(cases(depth=1), RULES)
    def test_as_truths(self, case: Case, q: Any) -> None:
        """Judging commutes with *and*, *or* and *not*."""
        p, judge = case.rule, case.judge

        assert judge(p & q) is judge(p) & judge(q)
        assert judge(p | q) is judge(p) | judge(q)
        assert judge(~p) is ~judge(p)

    @given(cases(depth=1), RULES, RULES)
    def test_abbreviations(self, case: Case, q: Any, r: Any) -> None:
        """*Unless*, *at least* and *none of* are what they abbreviate."""
        p, judge = case.rule, case.judge
        same = [
            (p.unless(q), p & ~q),
            (none_of(p, q), ~any_of(p, q)),
            (at_least(1, p, q, r), any_of(p, q, r)),
            (at_least(3, p, q, r), all_of(p, q, r)),
            (at_least(2, p, q, r), (p & q) | (p & r) | (q & r)),
            (p.labelled("any-name", zh="某情形"), p),
        ]

        assert [judge(a) for a, _ in same] == [judge(b) for _, b in same]

    @given(cases(), st.booleans())
    def test_structure(self, case: Case, spread: bool) -> None:  # noqa: FBT001 -- drawn
        """Conditions compare and hash by structure, not by identity."""
        rule = case.rule & case.rule if spread else ~case.rule
        again = case.rule & case.rule if spread else ~case.rule

        assert rule == again
        assert len({rule, again}) == 1
