"""Alkire-Foster: the worked example, and the laws of the method."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts.measures import AlkireFoster, alkire_foster
from pa_registry.errors import InvalidValueError
from tests.accounts.samples import near


# The example of the introduction to the R package mpitbR, section 2.
TABLE = [
    [1, 0, 1, 0],
    [0, 1, 0, 0],
    [0, 1, 1, 1],
    [1, 0, 0, 0],
    [1, 0, 1, 0],
]
GROUPS = ["North", "North", "South", "South", "South"]


def example(k: float = 0.5) -> AlkireFoster:
    return alkire_foster(TABLE, weights=[0.25] * 4, k=k)


TABLES = st.lists(
    st.lists(st.integers(0, 1), min_size=3, max_size=3),
    min_size=1,
    max_size=8,
)


class TestExample:
    def test_headline(self) -> None:
        """Incidence, intensity and index are the published ones."""
        found = example()

        assert near(found.H, 0.6)
        assert near(found.A, 0.5833333333)
        assert near(found.M0, 0.35)

    def test_scores(self) -> None:
        """So are the scores."""
        scores = [float(one) for one in example().scores]

        assert scores == [0.5, 0.25, 0.75, 0.25, 0.5]

    def test_indicators(self) -> None:
        """So are the headcounts of the indicators and their shares."""
        found = example()

        assert [float(one) for one in found.uncensored] == [0.6, 0.4, 0.6, 0.2]
        assert [float(one) for one in found.censored] == [0.4, 0.2, 0.6, 0.2]
        # The source prints 28.58 and 42.85, by a rounding of its own.
        assert [round(100 * float(one), 2) for one in found.contributions] == [
            28.57,
            14.29,
            42.86,
            14.29,
        ]

    def test_groups(self) -> None:
        """So is the index of each group."""
        parts = example().by(GROUPS)

        assert near(parts["North"].M0, 0.25)
        assert near(parts["South"].M0, 0.4166666667)


class TestCutoff:
    @pytest.mark.parametrize(
        ("k", "poor"), [(0.4999, 3), (0.5, 3), (0.5001, 1)]
    )
    def test_reached(self, k: float, poor: int) -> None:
        """A score that reaches the cut-off is poor."""
        share = example(k=k).H

        assert share == Fraction(poor, 5)

    def test_floats_that_do_not_add_up(self) -> None:
        """Six weights of an eighteenth reach a third."""
        row = [1] * 6 + [0] * 12
        found = alkire_foster([row], weights=[1 / 18] * 18, k=1 / 3)

        assert found.H == 1

    def test_another(self) -> None:
        """The same table is measured again at another cut-off."""
        assert example().with_cutoff(1).H == 0
        assert example().with_cutoff(Fraction(1, 4)).H == 1

    def test_nobody(self) -> None:
        """Where nobody is poor, all is zero."""
        found = example(k=1)

        assert (found.A, found.M0, found.contributions) == (0, 0, (0,) * 4)


class TestLaws:
    @given(table=TABLES, k=st.sampled_from([1, 2, 3]))
    def test_product(self, table: list[list[int]], k: int) -> None:
        """The index is incidence times intensity, for any table."""
        found = alkire_foster(table, weights=[1, 2, 3], k=Fraction(k, 6))

        assert found.M0 == found.H * found.A

    @given(table=TABLES)
    def test_binary(self, table: list[list[int]]) -> None:
        """Where deprivations are yes or no, gaps tell nothing more."""
        found = alkire_foster(table, weights=[1, 2, 3], k=0.5)

        assert found.M0 == found.M1 == found.M2

    @given(table=TABLES)
    def test_contributions(self, table: list[list[int]]) -> None:
        """Contributions make the whole, or nothing."""
        found = alkire_foster(table, weights=[1, 2, 3], k=0.5)

        assert sum(found.contributions) == bool(found.M0)

    @given(table=TABLES, data=st.data())
    def test_groups(self, table: list[list[int]], data: st.DataObject) -> None:
        """Under any partition, groups weighed by size make the whole."""
        size = len(table)
        groups = data.draw(
            st.lists(st.sampled_from("ab"), min_size=size, max_size=size)
        )
        found = alkire_foster(table, weights=[1, 2, 3], k=0.5)

        parts = found.by(groups).values()

        whole = sum(one.M0 * one.sample.total_weight for one in parts)
        assert whole == found.M0 * size

    @given(table=TABLES, data=st.data())
    def test_monotonicity(
        self, table: list[list[int]], data: st.DataObject
    ) -> None:
        """One deprivation more never lowers the index."""
        place = data.draw(st.integers(0, len(table) - 1))
        worse = [[*row] for row in table]
        worse[place][data.draw(st.integers(0, 2))] = 1

        before = alkire_foster(table, weights=[1, 2, 3], k=0.5)
        after = alkire_foster(worse, weights=[1, 2, 3], k=0.5)

        assert before.M0 <= after.M0

    @given(table=TABLES)
    def test_weights(self, table: list[list[int]]) -> None:
        """A case of weight two is two cases."""
        weighed = alkire_foster(
            table, weights=[1, 1, 1], k=0.5, sample_weights=[2] * len(table)
        )

        doubled = alkire_foster(table * 2, weights=[1, 1, 1], k=0.5)

        assert (weighed.H, weighed.M0) == (doubled.H, doubled.M0)


class TestTruths:
    def test_yes_and_no(self) -> None:
        """A yes is a deprivation, a no is none."""
        table = [[True, False], [False, False]]

        assert alkire_foster(table, weights=[1, 1], k=0.5).H == 0.5


class TestGaps:
    def test_depth(self) -> None:
        """Gaps between 0 and 1 count as deprived, and weigh by depth."""
        found = alkire_foster([[0.5, 1], [0, 0]], weights=[1, 1], k=1)

        assert (found.M0, found.M1, found.M2) == (0.5, 0.375, 0.3125)


class TestRefusals:
    @pytest.mark.parametrize("row", [[1], [1, 2], [1, -1]])
    def test_rows(self, row: list[int]) -> None:
        """A row of another length, or a cell outside 0 to 1, is refused."""
        with pytest.raises(InvalidValueError, match="deprivations"):
            alkire_foster([row], weights=[1, 1], k=0.5)

    @pytest.mark.parametrize("weights", [[], [1, 0]])
    def test_weights(self, weights: list[int]) -> None:
        """Each indicator has a weight."""
        with pytest.raises(InvalidValueError, match="indicator"):
            alkire_foster([[1, 1]], weights=weights, k=0.5)

    @pytest.mark.parametrize("k", [0, 1.5])
    def test_cutoff(self, k: float) -> None:
        """A cut-off is above zero and at most all."""
        with pytest.raises(InvalidValueError, match="cut-off"):
            alkire_foster([[1]], weights=[1], k=k)

    def test_groups(self) -> None:
        """Each case has a group."""
        with pytest.raises(InvalidValueError, match="groups"):
            example().by(["North"])
