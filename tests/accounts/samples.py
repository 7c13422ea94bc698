"""Generated values and weights, and the cases of a published example."""

from __future__ import annotations

import math

from fractions import Fraction
from typing import TypeAlias

from hypothesis import strategies as st


Weighted: TypeAlias = list[tuple[int, int]]

#: Incomes and weights of the same cases, whole numbers, so exact.
WEIGHTED: st.SearchStrategy[Weighted] = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 5)), min_size=1, max_size=12
)
LINES: st.SearchStrategy[int] = st.integers(1, 50)
ALPHAS: st.SearchStrategy[int] = st.integers(0, 3)


def split(sample: Weighted) -> tuple[list[int], list[int]]:
    """Take pairs apart into values and weights."""
    return [value for value, _ in sample], [weight for _, weight in sample]


def repeated(sample: Weighted) -> list[int]:
    """Write each value as often as its weight says."""
    return [value for value, weight in sample for _ in range(weight)]


def mean(terms: list[Fraction]) -> Fraction:
    return sum(terms, start=Fraction(0)) / len(terms)


def near(
    found: Fraction | float,
    expected: float,
    *,
    rel: float = 1e-9,
    least: float = 1e-12,
) -> bool:
    """Say whether a result is the expected one, but for float noise."""
    return math.isclose(found, expected, rel_tol=rel, abs_tol=least)
