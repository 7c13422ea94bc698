"""
Seeded, keyed draws: the same on every machine, in any order.

以种子和键确定的抽取。

A draw depends on its seed and its keys and on nothing else: not on what
was drawn before, not on the version of Python, not on the machine.  All
comes from SHA-256 (FIPS 180-4) and from whole numbers.
"""

from __future__ import annotations

import hashlib
import struct

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import isqrt
from typing import Generic, TypeVar

import attrs

from pa_registry.errors import InvalidValueError


__all__ = ["Shuffle", "Stream", "Weights", "digest"]

_T = TypeVar("_T")
_U = TypeVar("_U")

_WORD = 1 << 32
_EIGHT_WORDS = struct.Struct(">8I")
_MASK = (1 << 64) - 1
#: An odd number of 64 bits, by which bits are spread.
_SPREAD = 0x9E3779B97F4A7C15
_ROUNDS = 6


def digest(seed: int | str, *keys: int | str) -> int:
    """
    Give the number of 256 bits that belongs to a seed and keys.

    Whoever sorts codes by it and takes the first ones has drawn a sample
    that does not depend on the order in which the codes came.

    Args:
        seed: The seed.
        keys: What the draw is for, such as a purpose and a code.

    Raises:
        InvalidValueError: If the seed or a key is no whole number or text.

    Examples:
        >>> sorted("ABCDE", key=lambda code: digest(2016, "sample", code))
        ['D', 'E', 'C', 'B', 'A']
    """
    return int.from_bytes(hashlib.sha256(_written(seed, keys)).digest(), "big")


@attrs.frozen
class Weights(Generic[_T]):
    """
    Values with whole weights, to draw one from.

    加权取值表。

    Attributes:
        values: The values.
        sums: The running sums of their weights.

    Examples:
        >>> Weights.of({"illness": 3, "schooling": 1}).sums
        (3, 4)
    """

    values: tuple[_T, ...]
    sums: tuple[int, ...]

    @staticmethod
    def of(weights: Mapping[_U, int]) -> Weights[_U]:
        """
        Take the values with their weights, in the order given.

        Raises:
            InvalidValueError: If a weight is no whole number from 0 up, or
                all are 0.
        """
        if not isinstance(weights, Mapping):
            raise _unfit(weights, "weights", "a mapping of values to weights")
        sums = tuple(accumulate(map(_weight, weights.values())))
        if not sums or not sums[-1]:
            raise InvalidValueError(
                what="nothing can be drawn.",
                where="weights",
                remedy="Give one value at least a weight above 0.",
            )
        return Weights(tuple(weights), sums)

    def at(self, position: int) -> _T:
        """
        Give the value at a position below the sum of the weights.

        Raises:
            InvalidValueError: If there is no such position.

        Examples:
            >>> [Weights.of({"a": 2, "b": 1}).at(n) for n in range(3)]
            ['a', 'a', 'b']
        """
        if type(position) is not int or not 0 <= position < self.sums[-1]:
            raise _unfit(
                position, "position", f"a number from 0 to {self.sums[-1] - 1}"
            )
        return self.values[bisect_right(self.sums, position)]


class Stream:
    """
    Draws under one seed and one set of keys, one after the other.

    Two streams of the same seed and keys give the same draws.  A stream
    moves on with each draw, so do not share one between threads.

    Examples:
        >>> stream = Stream(2016, "household", 7)
        >>> [stream.below(6) for _ in range(5)]
        [5, 5, 5, 1, 1]
        >>> stream.happens(Fraction(1, 2))
        True
    """

    __slots__ = ("_block", "_start", "_words")

    def __init__(self, seed: int | str, *keys: int | str) -> None:
        self._start = hashlib.sha256(_written(seed, keys))
        self._block = 0
        self._words: list[int] = []

    def _word(self) -> int:
        if not self._words:
            self._refill()
        return self._words.pop()

    def _refill(self) -> None:
        state = self._start.copy()
        state.update(b"#%d" % self._block)
        self._block += 1
        self._words = list(_EIGHT_WORDS.unpack(state.digest()))

    def below(self, end: int) -> int:
        """
        Draw a whole number from 0 up to, but not including, *end*.

        Raises:
            InvalidValueError: If *end* is no whole number, or below 1.
        """
        if type(end) is not int or end < 1:
            raise InvalidValueError(
                what="there is no whole number to draw.",
                where="end",
                remedy="Give a number from 1 up.",
            )
        if end > _WORD:
            return self._below_many(end)
        if not self._words:
            self._refill()
        drawn = self._words.pop()
        rest = drawn % end
        if drawn - rest <= _WORD - end:
            return rest
        return self.below(end)  # what is left over favours small numbers

    def _below_many(self, end: int) -> int:
        words = -(-end.bit_length() // 32)
        span = _WORD**words
        while True:
            drawn = 0
            for _ in range(words):
                drawn = drawn * _WORD + self._word()
            if drawn < span - span % end:
                return drawn % end

    def between(self, low: int, high: int) -> int:
        """
        Draw a whole number from *low* to *high*, both included.

        Raises:
            InvalidValueError: If they are no whole numbers in this order.
        """
        if type(low) is not int or type(high) is not int:
            raise _unfit((low, high), "low, high", "two whole numbers")
        return low + self.below(high - low + 1)

    def happens(self, chance: Fraction) -> bool:
        """
        Say whether something of this chance happens.

        Raises:
            InvalidValueError: If *chance* is no Fraction from 0 to 1.
        """
        end, limit = _chance(chance)
        return self.below(end) < limit

    def one_of(self, values: Sequence[_T]) -> _T:
        """
        Draw one value, each alike.

        Raises:
            InvalidValueError: If there is no value.
        """
        if not isinstance(values, Sequence):
            raise _unfit(values, "values", "a list or a tuple of values")
        return values[self.below(len(values))]

    def weighted(self, weights: Weights[_T]) -> _T:
        """
        Draw one value by its weight.

        Raises:
            InvalidValueError: If *weights* are no :class:`Weights`.
        """
        if not isinstance(weights, Weights):
            raise _unfit(weights, "weights", "Weights.of({…})")
        sums = weights.sums
        return weights.values[bisect_right(sums, self.below(sums[-1]))]

    def hits(self, among: int, chance: Fraction) -> tuple[int, ...]:
        """
        Say at which of so many positions something of this chance happens.

        Raises:
            InvalidValueError: If *among* is no whole number from 0 up, or
                *chance* no Fraction from 0 to 1.

        Examples:
            >>> Stream(1, "hits").hits(20, Fraction(1, 10))
            (6, 11, 13)
        """
        end, limit = _chance(chance)
        if type(among) is not int or among < 0:
            raise _unfit(among, "among", "a whole number from 0 up")
        if end > _WORD:
            return tuple(n for n in range(among) if self.below(end) < limit)
        most = _WORD - end
        found: list[int] = []
        for n in range(among):
            # As in `below`, which has no calls to spare here.
            if not self._words:
                self._refill()
            drawn = self._words.pop()
            rest = drawn % end
            if drawn - rest > most:
                rest = self.below(end)
            if rest < limit:
                found.append(n)
        return tuple(found)


class Shuffle:
    """
    An order of so many things that never has to be written down.

    随机次序。

    It is a bijection of the whole numbers below *size*: each number has
    one place, each place one number, and both are found at once.  It
    spreads; it keeps no secret.

    Attributes:
        size: How many there are.

    Examples:
        >>> order = Shuffle(8, 2016, "order")
        >>> [order.place(n) for n in range(8)]
        [3, 1, 7, 4, 6, 0, 2, 5]
        >>> order.at(order.place(5))
        5
    """

    __slots__ = ("_keys", "_left", "_right", "size")

    def __init__(self, size: int, seed: int | str, *keys: int | str) -> None:
        if type(size) is not int or size < 1:
            raise InvalidValueError(
                what="there is nothing to put in order.",
                where="size",
                remedy="Give a number from 1 up.",
            )
        self.size: int = size
        self._left = max(isqrt(size), 1)
        self._right = -(-size // self._left)
        self._keys = tuple(
            digest(seed, "shuffle", turn, *keys) & _MASK
            for turn in range(_ROUNDS)
        )

    def place(self, number: int) -> int:
        """Give the place of a number in the order."""
        place = self._step(self._known(number))
        while place >= self.size:
            place = self._step(place)
        return place

    def at(self, place: int) -> int:
        """Give the number at a place: the inverse of :meth:`place`."""
        number = self._back(self._known(place))
        while number >= self.size:
            number = self._back(number)
        return number

    def _known(self, number: int) -> int:
        if type(number) is not int or not 0 <= number < self.size:
            raise InvalidValueError(
                what="there is no such place.",
                where="number",
                remedy=f"Give a number from 0 to {self.size - 1}.",
            )
        return number

    # A network of Feistel: each half is moved by what the other one says.

    def _step(self, number: int) -> int:
        left, right = divmod(number, self._right)
        for turn, key in enumerate(self._keys):
            if turn % 2:
                right = (right + _mixed(left, key)) % self._right
            else:
                left = (left + _mixed(right, key)) % self._left
        return left * self._right + right

    def _back(self, number: int) -> int:
        left, right = divmod(number, self._right)
        for turn in reversed(range(_ROUNDS)):
            key = self._keys[turn]
            if turn % 2:
                right = (right - _mixed(left, key)) % self._right
            else:
                left = (left - _mixed(right, key)) % self._left
        return left * self._right + right


def _mixed(value: int, key: int) -> int:
    mixed = ((value + 1) * (key | 1) + key) & _MASK
    mixed = ((mixed ^ (mixed >> 31)) * _SPREAD) & _MASK
    return mixed >> 20


def _chance(chance: Fraction) -> tuple[int, int]:
    """Take a chance apart, for it is drawn with whole numbers."""
    if not isinstance(chance, Fraction) or not 0 <= chance <= 1:
        raise _unfit(chance, "chance", "a Fraction from 0 to 1")
    return chance.denominator, chance.numerator


def _unfit(value: object, where: str, remedy: str) -> InvalidValueError:
    return InvalidValueError(
        what=f"a {type(value).__name__} of this kind cannot be drawn with.",
        where=where,
        remedy=f"Give {remedy}.",
    )


def _weight(weight: int) -> int:
    if type(weight) is not int or weight < 0:
        raise InvalidValueError(
            what="a weight is a whole number from 0 up.",
            where="weights",
            remedy="Give 3, not 3.0 and not -3.",
        )
    return weight


def _written(seed: int | str, keys: Iterable[int | str]) -> bytes:
    """Write seed and keys so that no two sets of them read alike."""
    return "".join(_one(key) for key in (seed, *keys)).encode()


def _one(key: object) -> str:
    if type(key) is int:
        return f"i{key},"
    if type(key) is str:
        return f"s{len(key)}:{key},"
    raise InvalidValueError(
        what=f"a {type(key).__name__} is no key of a draw.",
        where="seed, keys",
        remedy="Give whole numbers and text.",
    )
