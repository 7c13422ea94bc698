from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.draw import Shuffle, Stream, Weights, digest
from pa_registry.errors import InvalidValueError


keys = st.one_of(st.integers(-(10**9), 10**9), st.text(max_size=8))


class TestDigest:
    def test_never_changes(self) -> None:
        """The digest of a seed and keys is a fixed number."""
        assert digest(2016, "sample", "420304") == int(
            "bc8545de9ad8e6244d0a0b3110e672bc976715b6a3c82ba108657f28aff02149",
            16,
        )

    @given(first=st.lists(keys, max_size=4), second=st.lists(keys, max_size=4))
    def test_keys_do_not_run_together(
        self, first: list[int | str], second: list[int | str]
    ) -> None:
        """Two sets of keys have one digest only if they are the same."""
        same = digest(1, *first) == digest(1, *second)

        assert same is (first == second)

    @pytest.mark.parametrize("key", [True, 1.5, None, b"a"])
    def test_other_keys_are_refused(self, key: Any) -> None:
        """A key that could be written in two ways is no key."""
        with pytest.raises(InvalidValueError, match="no key of a draw"):
            digest(1, key)


class TestStream:
    def test_never_changes(self) -> None:
        """The draws of a seed and keys are fixed."""
        stream = Stream("seed", "people", 3)

        assert [stream.below(1000) for _ in range(10)] == [
            860,
            117,
            87,
            399,
            543,
            858,
            224,
            371,
            201,
            487,
        ]

    def test_large_numbers_never_change(self) -> None:
        """More than 32 bits are drawn from several words, and fixed too."""
        stream = Stream(1)

        assert [stream.below(10**12) for _ in range(3)] == [
            852860081262,
            282086874003,
            638722232541,
        ]

    @given(end=st.integers(1, 2**70), seed=st.integers())
    def test_stays_below(self, end: int, seed: int) -> None:
        """A draw is from 0 up to, and not including, the end."""
        stream = Stream(seed, "end")

        assert all(0 <= stream.below(end) < end for _ in range(5))

    @given(seed=st.integers(), low=st.integers(-9, 9), more=st.integers(0, 9))
    def test_between_holds_both_ends(
        self, seed: int, low: int, more: int
    ) -> None:
        """A draw between two numbers may be either of them."""
        assert low <= Stream(seed).between(low, low + more) <= low + more

    def test_leftover_draws_are_thrown_away(self) -> None:
        """Where half of all words are too many, draws stay below still."""
        stream = Stream(5)
        end = 2**63 + 1

        assert all(stream.below(end) < end for _ in range(40))

    def test_all_alike(self) -> None:
        """Each number comes about as often as another."""
        stream = Stream(7, "alike")
        found = Counter(stream.below(6) for _ in range(6000))

        assert set(found) == set(range(6))
        assert all(880 < times < 1120 for times in found.values())

    def test_happens_at_its_share(self) -> None:
        """Never at 0, always at 1, and in between at its share."""
        stream = Stream(7, "share")
        fifth = sum(stream.happens(Fraction(1, 5)) for _ in range(5000))

        assert 900 < fifth < 1100
        assert not any(stream.happens(Fraction(0)) for _ in range(50))
        assert all(stream.happens(Fraction(1)) for _ in range(50))

    def test_hits_are_positions(self) -> None:
        """Hits are positions in order, all at 1 and none at 0."""
        assert Stream(1).hits(4, Fraction(1)) == (0, 1, 2, 3)
        assert Stream(1).hits(4, Fraction(0)) == ()

    @given(
        among=st.integers(0, 60),
        chance=st.fractions(0, 1)
        | st.fractions(0, 1, max_denominator=60)
        | st.sampled_from(
            [
                Fraction(1, (1 << 31) + 1),  # half of the words are left over
                Fraction((1 << 30) + 1, (1 << 31) + 1),
                Fraction(1, 1 << 32),
                Fraction((1 << 32) - 1, 1 << 32),
                Fraction(1 << 31, (1 << 32) + 1),
            ]
        ),
        seed=st.integers(0, 99),
    )
    def test_hits_are_what_happens(
        self, among: int, chance: Fraction, seed: int
    ) -> None:
        """Hits are the positions at which the same stream says yes."""
        stream, other = Stream(seed), Stream(seed)
        expected = tuple(n for n in range(among) if other.happens(chance))

        assert stream.hits(among, chance) == expected
        assert stream.below(1000) == other.below(1000)

    def test_one_of(self) -> None:
        """One value of several is drawn."""
        stream = Stream(3)

        assert {stream.one_of("abc") for _ in range(60)} == {"a", "b", "c"}

    def test_weighted(self) -> None:
        """A value of weight 0 never comes, and others by their weight."""
        stream = Stream(3)
        weights = Weights.of({"often": 9, "never": 0, "seldom": 1})
        found = Counter(stream.weighted(weights) for _ in range(2000))

        assert set(found) == {"often", "seldom"}
        assert 140 < found["seldom"] < 260

    @pytest.mark.parametrize("end", [0, -1])
    def test_nothing_to_draw(self, end: int) -> None:
        """There is no number below 1 to draw."""
        with pytest.raises(InvalidValueError, match="no whole number"):
            Stream(1).below(end)


class TestWeights:
    @pytest.mark.parametrize("weight", [-1, 1.0, True])
    def test_no_weight(self, weight: Any) -> None:
        """A weight is a whole number from 0 up."""
        with pytest.raises(InvalidValueError, match="a weight is"):
            Weights.of({"a": weight})

    @pytest.mark.parametrize("given_", [{}, {"a": 0}])
    def test_nothing_to_draw(self, given_: dict[str, int]) -> None:
        """Something must be left to draw."""
        with pytest.raises(InvalidValueError, match="nothing can be drawn"):
            Weights.of(given_)


class TestShuffle:
    @given(size=st.integers(1, 300), seed=st.integers(0, 99))
    def test_each_place_once(self, size: int, seed: int) -> None:
        """Each number has one place, and each place one number."""
        order = Shuffle(size, seed, "order")

        assert sorted(map(order.place, range(size))) == list(range(size))
        assert all(order.at(order.place(n)) == n for n in range(size))

    def test_never_changes(self) -> None:
        """The order of a seed is fixed."""
        order = Shuffle(1_900_000, 2016, "province")

        assert [order.place(n) for n in range(4)] == [
            654260,
            1485223,
            1069387,
            790056,
        ]

    def test_spreads(self) -> None:
        """Neighbours do not stay together."""
        order = Shuffle(10_000, 1)
        tenth = Counter(order.place(n) // 1000 for n in range(1000))

        assert all(60 < times < 150 for times in tenth.values())

    def test_no_such_place(self) -> None:
        """Outside the size there is no place, and a size is 1 at least."""
        with pytest.raises(InvalidValueError, match="no such place"):
            Shuffle(3, 1).place(3)
        with pytest.raises(InvalidValueError, match="nothing to put"):
            Shuffle(0, 1)

    @pytest.mark.parametrize("wrong", [None, 1.5, "3", True, []])
    def test_other_sizes_and_places_are_refused(self, wrong: Any) -> None:
        """A size and a place are whole numbers, and nothing else."""
        with pytest.raises(InvalidValueError, match="nothing to put"):
            Shuffle(wrong, 1)
        for look_up in (Shuffle(3, 1).place, Shuffle(3, 1).at):
            with pytest.raises(InvalidValueError, match="no such place"):
                look_up(wrong)


class TestWrongArguments:
    """What cannot be drawn with is refused in so many words."""

    @pytest.mark.parametrize("wrong", [None, 1.5, "3", True, []])
    def test_whole_numbers(self, wrong: Any) -> None:
        """Ends and counts are whole numbers, and neither floats nor texts."""
        stream = Stream(1)

        with pytest.raises(InvalidValueError, match="end: "):
            stream.below(wrong)
        for low, high in ((wrong, 9), (0, wrong)):
            with pytest.raises(InvalidValueError, match="two whole numbers"):
                stream.between(low, high)
        with pytest.raises(InvalidValueError, match="among: "):
            stream.hits(wrong, Fraction(1, 2))
        with pytest.raises(InvalidValueError, match="position: "):
            Weights.of({"a": 1}).at(wrong)

    @pytest.mark.parametrize(
        "wrong", [None, 0.5, "1/2", 1, Fraction(-1, 2), Fraction(3, 2)]
    )
    def test_chances(self, wrong: Any) -> None:
        """A chance is a Fraction from 0 to 1."""
        with pytest.raises(InvalidValueError, match="Fraction from 0 to 1"):
            Stream(1).happens(wrong)
        with pytest.raises(InvalidValueError, match="Fraction from 0 to 1"):
            Stream(1).hits(3, wrong)

    @pytest.mark.parametrize("wrong", [None, 1, {1, 2}])
    def test_values(self, wrong: Any) -> None:
        """Values stand in order, and weights are read first."""
        with pytest.raises(InvalidValueError, match="values: "):
            Stream(1).one_of(wrong)
        for draw in (Stream(1).weighted, Weights.of):
            with pytest.raises(InvalidValueError, match="weights: "):
                draw(wrong)

    @pytest.mark.parametrize("position", [-1, 1])
    def test_positions(self, position: int) -> None:
        """A position lies below the sum of the weights."""
        with pytest.raises(InvalidValueError, match="from 0 to 0"):
            Weights.of({"a": 1}).at(position)

    def test_nothing_to_draw(self) -> None:
        """Of no values none is drawn."""
        with pytest.raises(InvalidValueError, match="no whole number"):
            Stream(1).one_of([])
