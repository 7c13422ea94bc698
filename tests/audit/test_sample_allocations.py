"""Sharing a sample out: it adds up, is optimal, and never shrinks."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import Allocation, allocated
from pa_registry.errors import InvalidValueError, UnknownNameError


STRATA = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(1, 60), min_size=1
)
EXPECTED = {key: Fraction(n, 20) for n, key in enumerate("abcdef", 1)}


class TestAllocated:
    @given(
        strata=STRATA,
        allocation=st.sampled_from(Allocation),
        at_least=st.integers(0, 3),
        data=st.data(),
    )
    def test_adds_up(
        self,
        strata: dict[str, int],
        allocation: Allocation,
        at_least: int,
        data: st.DataObject,
    ) -> None:
        """It adds up within bounds, and grows without taking away."""
        least = sum(min(at_least, many) for many in strata.values())
        size = data.draw(st.integers(max(least, 1), sum(strata.values())))
        expected = {key: EXPECTED[key] for key in strata}

        def share(many: int) -> dict[str, int]:
            return allocated(
                many,
                strata,
                allocation=allocation,
                expected=expected,
                at_least=at_least,
            )

        found = share(size)

        assert sum(found.values()) == size
        for key, many in strata.items():
            assert min(at_least, many) <= found[key] <= many
        if size < sum(strata.values()):
            more = share(size + 1)
            assert all(found[key] <= more[key] for key in strata)

    @given(
        strata=st.dictionaries(
            st.sampled_from("abc"), st.integers(2, 9), min_size=2
        ),
        data=st.data(),
    )
    def test_is_the_optimum(
        self, strata: dict[str, int], data: st.DataObject
    ) -> None:
        """No other sharing out has a smaller variance; all are tried."""
        size = data.draw(st.integers(len(strata), sum(strata.values())))
        expected = {key: EXPECTED[key] for key in strata}

        def variance(shares: tuple[int, ...]) -> Fraction:
            return sum(
                (
                    many**2 * EXPECTED[key] * (1 - EXPECTED[key]) / n
                    for (key, many), n in zip(
                        sorted(strata.items()), shares, strict=True
                    )
                ),
                Fraction(0),
            )

        found = allocated(
            size,
            strata,
            allocation=Allocation.NEYMAN,
            expected=expected,
            at_least=1,
        )
        ranges = [range(1, many + 1) for _, many in sorted(strata.items())]
        others = [one for one in product(*ranges) if sum(one) == size]

        assert variance(tuple(found.values())) == min(map(variance, others))

    def test_equal(self) -> None:
        """Alike for each, as far as there are so many."""
        found = allocated(
            12, {"a": 3, "b": 50, "c": 50}, allocation=Allocation.EQUAL
        )

        assert found == {"a": 3, "b": 5, "c": 4}

    @pytest.mark.parametrize(
        ("size", "fits"), [(3, False), (4, True), (5, True)]
    )
    def test_two_of_each(self, size: int, *, fits: bool) -> None:
        """Two strata take four at least, unless less is agreed."""
        strata = {"a": 9, "b": 9}
        if fits:
            assert sum(allocated(size, strata).values()) == size
        else:
            with pytest.raises(InvalidValueError, match="Draw 4 at least"):
                allocated(size, strata)
        assert sum(allocated(size, strata, at_least=1).values()) == size

    @pytest.mark.parametrize(
        "wrong",
        [
            {"size": 0},
            {"size": 19},
            {"size": 4.0},
            {"size": 9, "at_least": -1},
            {"size": 9, "allocation": Allocation.NEYMAN},
            {
                "size": 9,
                "allocation": Allocation.NEYMAN,
                "expected": {"a": Fraction(1, 2), "b": Fraction(1)},
            },
        ],
    )
    def test_refuses(self, wrong: dict[str, Any]) -> None:
        """What cannot be shared out is refused."""
        with pytest.raises(InvalidValueError):
            allocated(strata={"a": 9, "b": 9}, **wrong)

    def test_no_such_stratum(self) -> None:
        """A share that is expected of no stratum is a slip."""
        with pytest.raises(UnknownNameError, match="stratum"):
            allocated(
                4,
                {"a": 9},
                allocation=Allocation.NEYMAN,
                expected={"a": Fraction(1, 2), "z": Fraction(1, 2)},
            )
