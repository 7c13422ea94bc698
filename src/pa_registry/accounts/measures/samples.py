"""
What every measure is given: values with weights, checked once.

样本与权数。

Whole numbers, fractions and decimals stay exact, and the result is then a
`~fractions.Fraction`.  A single float makes the result a float; float sums
are rounded once (`math.fsum`), so that the order of a list changes nothing.
"""

from __future__ import annotations

import math

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TypeAlias

import attrs

from typing_extensions import override

from pa_registry.errors import InvalidValueError


__all__ = [
    "Exact",
    "Number",
    "Result",
    "Sample",
    "divided",
    "finite",
    "number",
    "summed",
]

#: Nothing is counted or paid in larger numbers; sums and products of floats
#: beyond them would end in infinity.
_DIGITS = 40
_LARGEST = 10**_DIGITS

#: What a value, a weight or a line may be; `Fen` is an ``int``.
Number: TypeAlias = int | float | Fraction | Decimal
#: What a measure gives: exact where everything given was exact.
Result: TypeAlias = Fraction | float


class Exact(Fraction):
    """
    A fraction that can be printed with decimals.

    精确分数。

    It is a `~fractions.Fraction`, which Python can format from 3.12 on.

    Examples:
        >>> found = Exact(1, 3)
        >>> found, f"{found:.1%}"
        (Fraction(1, 3), '33.3%')
    """

    __slots__ = ()

    @override
    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"

    @override
    def __format__(self, spec: str, /) -> str:
        return format(float(self), spec) if spec else str(self)


def number(value: object, *, where: str) -> int | Fraction | float:
    """
    Take one number, exactly where it is exact.

    取数。

    Args:
        value: A number of any kind that Python registers as real.
        where: The argument that it was given as.

    Raises:
        InvalidValueError: If it is missing, no finite number, or has more
            than forty digits before the point.

    Examples:
        >>> from decimal import Decimal
        >>> number(Decimal("0.1"), where="values")
        Fraction(1, 10)
    """
    found = _real(value, where)
    if not -_LARGEST <= found <= _LARGEST:
        raise _beyond(where)
    if not isinstance(found, Decimal):
        return found
    # As a fraction, 1E-999999 would have a million digits.
    if found and found.adjusted() < -_DIGITS:
        raise _beyond(where)
    return Fraction(found)


def _real(value: object, where: str) -> int | Fraction | float | Decimal:
    # Asking an abstract class is slow, too.
    if type(value) is int:
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Real) and math.isfinite(found := _float(value)):
        return found
    raise InvalidValueError(
        what=f"a {type(value).__name__} is missing or no finite number.",
        where=where,
        remedy="Missing is not zero: leave the case out, and say how many.",
    )


def finite(compute: Callable[[], float], *, where: str = "values") -> float:
    """
    Compute with floats, and refuse what is too large or too small for them.

    浮点计算。

    Raises:
        InvalidValueError: If the result is no finite number.

    Examples:
        >>> finite(lambda: 0.5**2)
        0.25
    """
    try:
        found = compute()
    except InvalidValueError:
        raise
    # A root or a logarithm of infinity or nothing is a ValueError.
    except (OverflowError, ValueError, ZeroDivisionError):
        raise _beyond(where) from None
    if not math.isfinite(found):
        raise _beyond(where)
    return found


def _float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _beyond(where: str) -> InvalidValueError:
    return InvalidValueError(
        what="the numbers are too large or too small to compute with.",
        where=where,
        remedy="Give them in yuan, persons or shares; check for errors.",
    )


def summed(
    terms: Iterable[int | Fraction | float],
) -> int | Fraction | float:
    """
    Add up, exactly or rounded once.

    求和。

    Examples:
        >>> summed([0.1] * 10), summed([1, 2])
        (1.0, 3)
    """
    listed = list(terms)
    if any(isinstance(term, float) for term in listed):
        return finite(lambda: math.fsum(listed))
    return sum(listed)


def divided(
    top: float | Fraction, bottom: float | Fraction
) -> Fraction | float:
    """
    Divide, exactly where both are exact.

    相除。

    Examples:
        >>> divided(1, 3), divided(1.0, 4)
        (Fraction(1, 3), 0.25)
    """
    if isinstance(top, float) or isinstance(bottom, float):
        return finite(lambda: float(top) / float(bottom))
    return Exact(Fraction(top) / Fraction(bottom))


@attrs.frozen
class Sample:
    """
    Values and their weights, of one length, ready to be measured.

    加权样本。

    Attributes:
        values: The values, in the order given.
        weights: One weight for each, none below zero.
        is_weighted: Whether weights were given at all.

    Examples:
        >>> Sample.of([3, 1], weights=None).weights
        (1, 1)
        >>> Sample.of([], weights=None)
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: values: nothing was given ...
    """

    values: tuple[int | Fraction | float, ...]
    weights: tuple[int | Fraction | float, ...]
    is_weighted: bool

    @classmethod
    def of(
        cls, values: Iterable[Number], *, weights: Iterable[Number] | None
    ) -> Sample:
        """
        Check values and weights.

        Raises:
            InvalidValueError: If there are none, if a number is missing, if
                the lengths differ, or if the weights make no sense.
        """
        taken = tuple(number(one, where="values") for one in values)
        if not taken:
            raise InvalidValueError(
                what="nothing was given to measure.",
                where="values",
                remedy="A share of nobody is not zero; give at least one.",
            )
        if weights is None:
            return cls(taken, (1,) * len(taken), is_weighted=False)
        weighed = tuple(number(one, where="weights") for one in weights)
        _check(weighed, len(taken))
        return cls(taken, weighed, is_weighted=True)

    @property
    def total_weight(self) -> int | Fraction | float:
        """The sum of the weights."""
        return summed(self.weights)

    def pairs(self) -> Iterator[tuple[int | Fraction | float, ...]]:
        """Go through values and weights together."""
        return zip(self.values, self.weights, strict=True)

    def ordered(self) -> Sample:
        """Give the same sample with the values ascending."""
        both = sorted(self.pairs())
        return attrs.evolve(
            self,
            values=tuple(value for value, _ in both),
            weights=tuple(weight for _, weight in both),
        )

    def where(self, wanted: Iterable[bool]) -> Sample:
        """Keep the cases that are wanted; none may be left."""
        kept = [
            pair
            for pair, keep in zip(self.pairs(), wanted, strict=True)
            if keep
        ]
        return attrs.evolve(
            self,
            values=tuple(value for value, _ in kept),
            weights=tuple(weight for _, weight in kept),
        )

    def mean(
        self, terms: Iterable[int | Fraction | float]
    ) -> Fraction | float:
        """Weigh one term for each case, over all the weight."""
        weighed = summed(
            weight * term
            for weight, term in zip(self.weights, terms, strict=True)
        )
        return divided(weighed, self.total_weight)


def _check(weights: tuple[int | Fraction | float, ...], size: int) -> None:
    if len(weights) != size:
        raise InvalidValueError(
            what=f"{len(weights)} weights were given for {size} values.",
            where="weights",
            remedy="Give one weight for each value.",
        )
    if any(weight < 0 for weight in weights) or not any(weights):
        raise InvalidValueError(
            what="a weight is below zero, or all are zero.",
            where="weights",
            remedy="A weight says for how many a case stands.",
        )
