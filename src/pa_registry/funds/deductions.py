"""
What is deducted and clawed back, and where that money goes.

扣减与扣回。

The article of 2016 says that units whose register departs much from the
size quota, or whose data are poor, are cut or have money taken back.  It
prints no threshold, no rate, not whether one trigger suffices, and not
where the money goes.  All of these are arguments without a default.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from typing import Protocol

import attrs

from pa_registry.conditions.describing import decimal
from pa_registry.errors import InvalidValueError
from pa_registry.funds.measures import exact
from pa_registry.funds.recipients import SIZE_QUOTA, Figure, Recipient
from pa_registry.funds.schedules import Schedule
from pa_registry.standards import Citation


__all__ = [
    "Combination",
    "DataQuality",
    "Deductions",
    "Destination",
    "Deviation",
    "Direction",
    "Trigger",
]


class Combination(Enum):
    """
    What several triggers do together.

    多项扣减的合并方式。

    Attributes:
        SUM: Each counts, together the whole amount at most (累加).
        LARGER: Any one suffices, and the largest rate counts (取大).
        ALL: Only where every one bites, the largest rate counts (同时).
    """

    SUM = "sum"
    LARGER = "larger"
    ALL = "all"

    def of(self, rates: Iterable[Fraction]) -> Fraction:
        """
        Put the rates of the triggers together.

        Examples:
            >>> rates = (Fraction(1, 10), Fraction(0))
            >>> [one.of(rates) for one in Combination]
            [Fraction(1, 10), Fraction(1, 10), Fraction(0, 1)]
        """
        listed = tuple(rates)
        if self is Combination.SUM:
            return min(sum(listed, Fraction(0)), Fraction(1))
        if self is Combination.ALL and not all(listed):
            return Fraction(0)
        return max(listed)


class Destination(Enum):
    """
    Where the deducted money goes.

    扣减资金去向。

    Attributes:
        RETAINED: It stays with the level that allocates (本级留用).
        REDISTRIBUTED:
            It is shared, by the same formula, among those who lost nothing
            (再分配).
    """

    RETAINED = "retained"
    REDISTRIBUTED = "redistributed"


class Direction(Enum):
    """
    Which deviations count.

    偏离方向。

    Attributes:
        EITHER: Both (偏离).
        OVER: Only a register above the quota (超出).
        UNDER: Only a register below it (不足).
    """

    EITHER = "either"
    OVER = "over"
    UNDER = "under"


class Trigger(Protocol):
    """
    What makes a deduction due.

    扣减情形。
    """

    @property
    def schedule(self) -> Schedule:
        """The rates on the allocation at hand (扣减)."""
        ...

    @property
    def clawback(self) -> Schedule | None:
        """The rates on money already allotted (扣回)."""
        ...

    @property
    def reads(self) -> tuple[Figure, ...]:
        """The figures that it reads."""
        ...

    def value(self, recipient: Recipient) -> Fraction | None:
        """What the schedules are asked with; `None` where unknown."""
        ...

    def describe(self, recipient: Recipient, language: str = "en") -> str:
        """Say what was found for a recipient."""
        ...


@attrs.frozen(kw_only=True)
class Deviation:
    """
    How far the register lies from the size quota, over the quota.

    登记人数与规模控制数的差异率。

    The quota is a figure of an area; it bears on no household.

    Attributes:
        figure: The register's count: everybody, or those not exited.
        direction: Whether a register below the quota counts as well.
        schedule: The rates on the allocation at hand.
        clawback: The rates on money already allotted, if any.
        quota: The figure that holds the quota.

    Examples:
        >>> from pa_registry.funds import REGISTERED_PERSONS
        >>> deviation = Deviation(
        ...     figure=REGISTERED_PERSONS,
        ...     direction=Direction.EITHER,
        ...     schedule=Schedule.of(("0.05", "0.10")),
        ...     clawback=None,
        ... )
        >>> figures = {"registered_persons": 9000, "size_quota": 10000}
        >>> one = Recipient(key="990001", name="甲县", figures=figures)
        >>> deviation.value(one)
        Fraction(1, 10)
        >>> print(deviation.describe(one, "zh"))
        建档立卡人口数为9000人，规模控制数为10000人，差异率为10%
    """

    figure: Figure
    direction: Direction
    schedule: Schedule
    clawback: Schedule | None
    quota: Figure = SIZE_QUOTA

    @property
    def reads(self) -> tuple[Figure, ...]:
        """The register's count and the quota."""
        return (self.figure, self.quota)

    def value(self, recipient: Recipient) -> Fraction | None:
        """Give the deviation that counts; `None` without a quota."""
        found = exact(recipient.get(self.figure.key))
        quota = exact(recipient.get(self.quota.key))
        if found is None or not quota:
            return None
        gap = (found - quota) / quota
        if self.direction is Direction.EITHER:
            return abs(gap)
        return max(
            Fraction(0), gap if self.direction is Direction.OVER else -gap
        )

    def describe(self, recipient: Recipient, language: str = "en") -> str:
        """Say count, quota and deviation."""
        zh = language == "zh"
        found, quota = (
            one.render(recipient.get(one.key), language) for one in self.reads
        )
        value = decimal((self.value(recipient) or Fraction(0)) * 100)
        if zh:
            return (
                f"{self.figure.zh}为{found}，{self.quota.zh}为{quota}，"
                f"{_DEVIATION_ZH[self.direction]}为{value}%"
            )
        return (
            f"{found} on the register ({self.figure.en}) against a"
            f" {self.quota.en} of {quota}:"
            f" {_DEVIATION_EN[self.direction]} of {value}%"
        )


_DEVIATION_ZH = {
    Direction.EITHER: "差异率",
    Direction.OVER: "超出比例",
    Direction.UNDER: "不足比例",
}
_DEVIATION_EN = {
    Direction.EITHER: "a deviation",
    Direction.OVER: "an excess",
    Direction.UNDER: "a shortage",
}


@attrs.frozen(kw_only=True)
class DataQuality:
    """
    How poor the data are, as a figure that grows with the faults.

    数据质量。

    Attributes:
        figure: The figure, such as the share of faulty records.
        schedule: The rates on the allocation at hand.
        clawback: The rates on money already allotted, if any.
    """

    figure: Figure
    schedule: Schedule
    clawback: Schedule | None

    @property
    def reads(self) -> tuple[Figure, ...]:
        """The figure."""
        return (self.figure,)

    def value(self, recipient: Recipient) -> Fraction | None:
        """Give the figure."""
        return exact(recipient.get(self.figure.key))

    def describe(self, recipient: Recipient, language: str = "en") -> str:
        """Say the figure as a percentage."""
        value = decimal((self.value(recipient) or Fraction(0)) * 100)
        if language == "zh":
            return f"{self.figure.zh}为{value}%"
        return f"{self.figure.en}: {value}%"


def _triggers(given: Iterable[Trigger]) -> tuple[Trigger, ...]:
    triggers = tuple(given)
    if not triggers:
        raise InvalidValueError(
            what="Deductions have one trigger at least.",
            where="Deductions.triggers",
            remedy="Give the formula deductions=None for none.",
        )
    return triggers


@attrs.frozen(kw_only=True)
class Deductions:
    """
    The triggers, what they do together, and where the money goes.

    扣减规定。

    Nothing here has a default, because nothing of it was published.

    Attributes:
        triggers: What makes a deduction due.
        combination: What several triggers do together.
        destination: Where the deducted money goes.
        citation: Where the rule was read.
    """

    triggers: tuple[Trigger, ...] = attrs.field(converter=_triggers)
    combination: Combination
    destination: Destination
    citation: Citation
