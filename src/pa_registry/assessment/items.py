"""
The items of a scorecard: what a value is worth.

评分项目。
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Any, Protocol

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.funds.measures import exact


__all__ = [
    "AllOrNothing",
    "DeductOnly",
    "Item",
    "LinearDeduction",
    "Steps",
    "Weighted",
]

_Exact = int | Fraction


class Steps(Enum):
    """
    How a shortfall counts in steps.

    扣分步长。

    Attributes:
        WHOLE: Only whole steps count (满一个单位才扣).
        BEGUN: A begun step counts as a whole one (不足一个单位按一个扣).
        EXACT: Parts of a step count in part (按比例扣).
    """

    WHOLE = "whole"
    BEGUN = "begun"
    EXACT = "exact"

    def count(self, steps: Fraction) -> Fraction:
        """
        Count steps.

        Examples:
            >>> [str(one.count(Fraction(5, 2))) for one in Steps]
            ['2', '3', '5/2']
        """
        if self is Steps.WHOLE:
            return Fraction(steps.__floor__())
        if self is Steps.BEGUN:
            return Fraction(steps.__ceil__())
        return steps


class Item(Protocol):
    """
    What a scorecard needs to know of an item.

    评分项目。
    """

    @property
    def key(self) -> str:
        """Its name in programs."""
        ...

    @property
    def zh(self) -> str:
        """Its name in Chinese."""
        ...

    @property
    def en(self) -> str:
        """Its name in English."""
        ...

    @property
    def least(self) -> Fraction:
        """The fewest points; below zero where it only deducts."""
        ...

    @property
    def most(self) -> Fraction:
        """The most points."""
        ...

    def points(self, value: Fraction) -> Fraction:
        """Give the points of a value."""
        ...


def _is_exact(
    item: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if exact(value) is None:
        raise InvalidValueError(
            what="This is an exact number, 0 or more.",
            where=f"{type(item).__name__}.{attribute.name}",
            remedy='Give an int, or a Fraction such as Fraction("0.1").',
        )


def _is_positive(
    item: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if not exact(value):
        raise InvalidValueError(
            what="This is an exact number above 0.",
            where=f"{type(item).__name__}.{attribute.name}",
            remedy='Give an int, or a Fraction such as Fraction("0.1").',
        )


@attrs.frozen(kw_only=True)
class Weighted:
    """
    Points in proportion to how far the full value is reached.

    按比例计分。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        worth: The points of the full value.
        full: The value that gives all points; more gives no more.

    Examples:
        >>> item = Weighted(
        ...     key="a", zh="满意度", en="approval", worth=20, full=1
        ... )
        >>> item.points(Fraction("0.9")), item.points(Fraction(2))
        (Fraction(18, 1), Fraction(20, 1))
    """

    key: str
    zh: str
    en: str
    worth: _Exact = attrs.field(validator=_is_exact)
    full: _Exact = attrs.field(validator=_is_positive)

    @property
    def least(self) -> Fraction:
        """No points."""
        return Fraction(0)

    @property
    def most(self) -> Fraction:
        """All points."""
        return Fraction(self.worth)

    def points(self, value: Fraction) -> Fraction:
        """Give points in proportion."""
        return self.worth * min(Fraction(1), value / self.full)


@attrs.frozen(kw_only=True)
class AllOrNothing:
    """
    All points at the target; one short, and there are none.

    完成得满分，差一点不得分。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        worth: The points.
        target: The value that has to be reached.

    Examples:
        >>> item = AllOrNothing(
        ...     key="a", zh="减贫任务", en="exits", worth=15, target=9000
        ... )
        >>> item.points(Fraction(9000)), item.points(Fraction(8999))
        (Fraction(15, 1), Fraction(0, 1))
    """

    key: str
    zh: str
    en: str
    worth: _Exact = attrs.field(validator=_is_exact)
    target: _Exact = attrs.field(validator=_is_exact)

    @property
    def least(self) -> Fraction:
        """No points."""
        return Fraction(0)

    @property
    def most(self) -> Fraction:
        """All points."""
        return Fraction(self.worth)

    def points(self, value: Fraction) -> Fraction:
        """Give all points, or none."""
        return Fraction(self.worth if value >= self.target else 0)


@attrs.frozen(kw_only=True)
class LinearDeduction:
    """
    All points at the target, less so many for each step short of it.

    未达目标按步长扣分，扣完为止。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        worth: The points at the target.
        target: The value that gives all points.
        step: The length of a step.
        minus: What a step costs.
        steps: How a step that is not whole counts.

    Examples:
        >>> item = LinearDeduction(
        ...     key="a",
        ...     zh="巩固率",
        ...     en="retention",
        ...     worth=4,
        ...     target=95,
        ...     step=Fraction("0.1"),
        ...     minus=1,
        ...     steps=Steps.WHOLE,
        ... )
        >>> [int(item.points(Fraction(n))) for n in ("95", "94.85", "94")]
        [4, 3, 0]
    """

    key: str
    zh: str
    en: str
    worth: _Exact = attrs.field(validator=_is_exact)
    target: _Exact = attrs.field(validator=_is_exact)
    step: _Exact = attrs.field(validator=_is_positive)
    minus: _Exact = attrs.field(validator=_is_exact)
    steps: Steps

    @property
    def least(self) -> Fraction:
        """No points."""
        return Fraction(0)

    @property
    def most(self) -> Fraction:
        """All points."""
        return Fraction(self.worth)

    def points(self, value: Fraction) -> Fraction:
        """Take off what the shortfall costs."""
        short = max(Fraction(0), self.target - value)
        cost = self.minus * self.steps.count(short / self.step)
        return max(Fraction(0), self.worth - cost)


@attrs.frozen(kw_only=True)
class DeductOnly:
    """
    An item that gives nothing and only takes, such as breaches of rules.

    扣分项目。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        each: What one case costs.
        at_most: The most that it takes.
    """

    key: str
    zh: str
    en: str
    each: _Exact = attrs.field(validator=_is_exact)
    at_most: _Exact = attrs.field(validator=_is_exact)

    @property
    def least(self) -> Fraction:
        """All that it can take."""
        return Fraction(-self.at_most)

    @property
    def most(self) -> Fraction:
        """Nothing taken."""
        return Fraction(0)

    def points(self, value: Fraction) -> Fraction:
        """Take off what the cases cost."""
        return Fraction(-min(self.each * value, self.at_most))
