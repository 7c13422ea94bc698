from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.assessment import Partition, TiePolicy, rank
from pa_registry.errors import InvalidValueError


UNITS = tuple(f"99{n:04}" for n in range(1, 98))

keys = st.text("abcdef", min_size=1, max_size=2)
score_tables = st.dictionaries(keys, st.integers(0, 5))


class TestRank:
    @given(scores=score_tables, ties=st.sampled_from(TiePolicy))
    def test_highest_first(self, scores: Any, ties: TiePolicy) -> None:
        """Everyone is ranked once, the highest first, equals by key."""
        ranked = rank(scores, ties=ties)

        assert [(-one.score, one.key) for one in ranked] == sorted(
            (-score, key) for key, score in scores.items()
        )
        assert [one.place for one in ranked] == sorted(
            one.place for one in ranked
        )

    @given(scores=score_tables, order=st.randoms())
    def test_order_does_not_matter(self, scores: Any, order: Any) -> None:
        """Scores in another order are ranked alike."""
        pairs = list(scores.items())
        order.shuffle(pairs)

        for ties in TiePolicy:
            assert rank(dict(pairs), ties=ties) == rank(scores, ties=ties)

    @given(scores=score_tables)
    def test_places(self, scores: Any) -> None:
        """A place counts those who are better, or as good."""
        for one in rank(scores, ties=TiePolicy.BEST):
            better = [s for s in scores.values() if s > one.score]
            assert one.place == len(better) + 1
        for one in rank(scores, ties=TiePolicy.WORST):
            as_good = [s for s in scores.values() if s >= one.score]
            assert one.place == len(as_good)
        for one in rank(scores, ties=TiePolicy.DENSE):
            better_ones = {s for s in scores.values() if s > one.score}
            assert one.place == len(better_ones) + 1

    def test_equal_fractions(self) -> None:
        """Scores are compared exactly."""
        scores: dict[str, int | Fraction] = {
            "a": Fraction(3, 3),
            "b": 1,
            "c": Fraction(2, 3),
        }
        ranked = rank(scores, ties=TiePolicy.BEST)

        assert [one.place for one in ranked] == [1, 1, 3]

    @pytest.mark.parametrize("score", [None, 0.5, True, "1"])
    def test_a_score_is_exact(self, score: Any) -> None:
        """A missing score is no last place."""
        with pytest.raises(InvalidValueError, match="a has no exact score"):
            rank({"a": score}, ties=TiePolicy.BEST)


class TestPartition:
    def test_81_and_16(self) -> None:
        """The 97 units of 2016 are 81 commended and 16 criticised."""
        lists = Partition.from_criticised(UNITS, UNITS[5:21])

        assert len(lists.commended) == 81
        assert len(lists.criticised) == 16
        assert {*lists.commended, *lists.criticised} == {*UNITS}

    @given(scores=score_tables, limit=st.integers(0, 6))
    def test_equal_scores_stay_together(self, scores: Any, limit: int) -> None:
        """A limit splits by score alone, and everyone is in one list."""
        lists = Partition.from_scores(scores, criticised_below=limit)

        assert all(scores[key] >= limit for key in lists.commended)
        assert all(scores[key] < limit for key in lists.criticised)
        assert sorted((*lists.commended, *lists.criticised)) == sorted(scores)

    @pytest.mark.parametrize(
        ("commended", "criticised", "words"),
        [
            ("a", "", "b is in neither list"),
            ("ab", "b", "b is named twice"),
            ("aab", "", "a is named twice"),
            ("ab", "c", "c is none of the units"),
        ],
    )
    def test_no_partition(
        self, commended: str, criticised: str, words: str
    ) -> None:
        """A unit left out, named twice or unknown is named."""
        with pytest.raises(InvalidValueError, match=words):
            Partition(units="ab", commended=commended, criticised=criticised)

    def test_a_unit_twice(self) -> None:
        """A unit that is there twice is refused."""
        with pytest.raises(InvalidValueError, match="a is there twice"):
            Partition.from_criticised(("a", "a"), ())
