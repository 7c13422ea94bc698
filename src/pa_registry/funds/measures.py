"""
How a factor measures a recipient: by a figure, a shortfall, or a class.

因素的计量方式。

Each turns one figure into a claim; the factor's money is shared in
proportion to the claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.funds.recipients import Figure, FigureValue


__all__ = ["ByClass", "Measure", "Share", "Shortfall", "exact"]


class Measure(Protocol):
    """
    What a factor needs to know of a way of measuring.

    计量方式。
    """

    @property
    def figure(self) -> Figure:
        """The figure that is read."""
        ...

    def claim(self, value: FigureValue) -> Fraction | None:
        """Turn a figure into a claim, or `None` where it makes none."""
        ...

    def describe(self, language: str = "en") -> str:
        """Say how it measures, in ``"zh"`` or ``"en"``."""
        ...


def exact(value: object) -> Fraction | None:
    """
    Read an exact number that is not negative; anything else is `None`.

    Examples:
        >>> exact(3), exact(Fraction(1, 2)), exact(0.5), exact(-1), exact(True)
        (Fraction(3, 1), Fraction(1, 2), None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return Fraction(value) if value >= 0 else None


@attrs.frozen(kw_only=True)
class Share:
    """
    By the figure itself: a unit's poor persons over all poor persons.

    按占比计算。

    Attributes:
        figure: The figure.

    Examples:
        >>> from pa_registry.funds import REGISTERED_PERSONS
        >>> Share(figure=REGISTERED_PERSONS).describe("zh")
        '按建档立卡人口数占比'
    """

    figure: Figure

    def claim(self, value: FigureValue) -> Fraction | None:
        """Take the figure as the claim."""
        return exact(value)

    def describe(self, language: str = "en") -> str:
        """Say how it measures."""
        if language == "zh":
            return f"按{self.figure.zh}占比"
        return f"in proportion to {self.figure.en}"


def _is_exact(
    measure: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if exact(value) is None:
        raise InvalidValueError(
            what="The reference is an exact number, 0 or more.",
            where=f"Shortfall.{attribute.name}",
            remedy="Give yuan(…), an int or a Fraction.",
        )


@attrs.frozen(kw_only=True)
class Shortfall:
    """
    By how far the figure stays below a reference; above it, by nothing.

    按低于参照值的差额计算。

    Attributes:
        figure: The figure, such as net income per head.
        against: The reference, such as the average of the province.

    Examples:
        >>> income = Figure(key="income", zh="人均纯收入", en="net income")
        >>> measure = Shortfall(figure=income, against=9000)
        >>> measure.claim(8500), measure.claim(9500), measure.claim(None)
        (Fraction(500, 1), Fraction(0, 1), None)
    """

    figure: Figure
    against: int | Fraction = attrs.field(validator=_is_exact)

    def claim(self, value: FigureValue) -> Fraction | None:
        """Take what is lacking as the claim."""
        found = exact(value)
        return (
            None if found is None else max(Fraction(0), self.against - found)
        )

    def describe(self, language: str = "en") -> str:
        """Say how it measures."""
        against = self.figure.render(self.against, language)
        if language == "zh":
            return f"按{self.figure.zh}低于{against}的差额占比"
        return (
            f"in proportion to how far {self.figure.en} lies below {against}"
        )


def _weights(
    given: Mapping[str, int | Fraction] | tuple[tuple[str, Fraction], ...],
) -> tuple[tuple[str, Fraction], ...]:
    read = {key: exact(value) for key, value in dict(given).items()}
    if not read or None in read.values():
        raise InvalidValueError(
            what="Each class weighs an exact number, 0 or more.",
            where="ByClass.weights",
            remedy='Write {"national": 1, "provincial": 1, "none": 0}.',
        )
    return tuple((key, one) for key, one in read.items() if one is not None)


@attrs.frozen(kw_only=True)
class ByClass:
    """
    By the weight of the class that a unit belongs to.

    按类别权数计算。

    Attributes:
        figure: The figure that holds the class.
        weights: What each class weighs; a class that is not there makes a
            problem, and does not weigh nothing.

    Examples:
        >>> from pa_registry.funds import COUNTY_CLASS
        >>> measure = ByClass(
        ...     figure=COUNTY_CLASS,
        ...     weights={"national": 2, "provincial": 1, "none": 0},
        ... )
        >>> measure.claim("national"), measure.claim("other")
        (Fraction(2, 1), None)
    """

    figure: Figure
    weights: tuple[tuple[str, Fraction], ...] = attrs.field(converter=_weights)

    def claim(self, value: FigureValue) -> Fraction | None:
        """Take the weight of the class as the claim."""
        return (
            dict(self.weights).get(value) if isinstance(value, str) else None
        )

    def describe(self, language: str = "en") -> str:
        """Say how it measures."""
        zh = language == "zh"
        said = [
            f"{self.figure.render(key, language)}{'' if zh else ' '}{weight}"
            for key, weight in self.weights
        ]
        if zh:
            return f"按{self.figure.zh}的权数占比（{'，'.join(said)}）"
        return f"by the weight of the {self.figure.en} ({', '.join(said)})"
