"""
Exact intervals: what a printed figure can stand for.

区间：四舍五入的数字所能代表的范围。
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from pa_registry.errors import InvalidValueError


__all__ = ["Interval"]


@attrs.frozen
class Interval:
    """
    Everything from *low* to *high*, both included.

    区间。

    Attributes:
        low: The least value.
        high: The greatest value.

    Examples:
        >>> wide = Interval(Fraction(1), Fraction(2))
        >>> wide + wide, 2 in wide - wide
        (Interval(2, 4), False)
        >>> wide & Interval(Fraction(3), Fraction(4)) is None
        True
    """

    low: Fraction
    high: Fraction

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise InvalidValueError(
                what="an interval ends before it begins.",
                where="Interval",
                remedy="Give the lower end first.",
            )

    def __repr__(self) -> str:
        return f"Interval({self.low}, {self.high})"

    @classmethod
    def around(cls, value: Fraction, half: Fraction) -> Interval:
        """Make the interval that reaches *half* to both sides."""
        return cls(value - half, value + half)

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide one interval by another; neither reaches below zero."""
        if self.low < 0 or other.low <= 0:
            raise InvalidValueError(
                what="a share needs a part and a base, and a base above 0.",
                where="Interval",
                remedy="Check the signs of the figures.",
            )
        return Interval(self.low / other.high, self.high / other.low)

    def __and__(self, other: Interval) -> Interval | None:
        """Give what both hold, or `None`."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None
