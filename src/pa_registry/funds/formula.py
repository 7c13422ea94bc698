"""
A formula: factors with cited weights, bounds, adjustments, deductions.

资金分配公式。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from pa_registry.conditions.describing import check_language, decimal
from pa_registry.errors import InvalidValueError
from pa_registry.funds.deductions import Deductions
from pa_registry.funds.measures import Measure, exact
from pa_registry.funds.recipients import Figure, FigureValue
from pa_registry.money import Fen
from pa_registry.standards import Citation


__all__ = ["Adjustment", "Factor", "Formula"]

_Bound = Fen | Fraction


def _is_part(
    factor: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if not isinstance(value, Fraction) or not 0 < value <= 1:
        raise InvalidValueError(
            what="A weight is a Fraction above 0 and at most 1.",
            where=f"Factor.{attribute.name}",
            remedy="Write Fraction(60, 100); a float is never exact.",
        )


@attrs.frozen(kw_only=True)
class Factor:
    """
    One factor: its weight, how it is measured, and where that was read.

    分配因素。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        weight: Its part of the whole, as a fraction.
        measure: How it measures a recipient.
        citation: Where weight and factor were read, and how surely.
    """

    key: str
    zh: str
    en: str
    weight: Fraction = attrs.field(validator=_is_part)
    measure: Measure
    citation: Citation

    def render(self, language: str = "en") -> str:
        """Say the factor, its weight and how it is measured."""
        weight = decimal(self.weight * 100)
        how = self.measure.describe(language)
        if language == "zh":
            return f"{self.zh}，权重{weight}%，{how}"
        return f"{self.en}: {weight}%, {how}"


def _multipliers(
    given: Mapping[str, int | Fraction] | tuple[tuple[str, Fraction], ...],
) -> tuple[tuple[str, Fraction], ...]:
    read = {key: exact(value) for key, value in dict(given).items()}
    if not read or None in read.values():
        raise InvalidValueError(
            what="Each grade has an exact multiplier, 0 or more.",
            where="Adjustment.multipliers",
            remedy='Write {"优秀": Fraction("1.1"), "合格": 1}.',
        )
    return tuple((key, one) for key, one in read.items() if one is not None)


@attrs.frozen(kw_only=True)
class Adjustment:
    """
    A multiplier on a recipient's claim, by the grade of its performance.

    绩效调整。

    All claims together stay one whole: what one gains, others lose.

    Attributes:
        figure: The figure that holds the grade.
        multipliers: What each grade multiplies by.
        citation: Where the rule was read.
    """

    figure: Figure
    multipliers: tuple[tuple[str, Fraction], ...] = attrs.field(
        converter=_multipliers
    )
    citation: Citation

    def multiplier(self, value: FigureValue) -> Fraction | None:
        """Give the multiplier of a grade; `None` where there is none."""
        if not isinstance(value, str):
            return None
        return dict(self.multipliers).get(value)


def _adjustments(given: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    return tuple(given)


def _is_bound(
    formula: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if value is None:
        return
    exact_bound = isinstance(value, Fen | Fraction) and value >= 0
    if not exact_bound or (isinstance(value, Fraction) and value > 1):
        raise InvalidValueError(
            what="A bound is an amount, or a Fraction of the whole.",
            where=f"Formula.{attribute.name}",
            remedy="Write yuan(500_000) or Fraction(1, 20).",
        )


def _factors(given: Iterable[Factor]) -> tuple[Factor, ...]:
    factors = tuple(given)
    keys = [factor.key for factor in factors]
    if len(set(keys)) < len(keys):
        raise InvalidValueError(
            what="Two factors have one key.",
            where="Formula.factors",
            remedy="Give each factor a key of its own.",
        )
    whole = sum((factor.weight for factor in factors), Fraction(0))
    if whole != 1:
        raise InvalidValueError(
            what=f"The weights add up to {whole}, and not to 1.",
            where="Formula.factors",
            remedy="Give weights such as 60/100, 20/100 and 20/100.",
        )
    return factors


@attrs.frozen(kw_only=True)
class Formula:
    """
    A way of sharing a base amount out, as a value.

    资金分配公式。

    The order is: factors, performance, bounds, whole fen, deductions.
    Floors and caps are of the amount before deductions; a floor is for
    every recipient that any factor gives a claim.

    Attributes:
        name: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        factors: The factors, whose weights add up to 1.
        floor: The least of a recipient, as an amount or a part of the whole.
        cap: The most of a recipient, likewise.
        adjustments: Multipliers by performance.
        deductions: What is deducted and clawed back, if anything.

    Examples:
        >>> from pa_registry.funds import hubei_2016
        >>> formula = hubei_2016(
        ...     persons="registered_persons",
        ...     county_weights={"national": 1, "provincial": 1, "none": 0},
        ...     deductions=None,
        ... )
        >>> [str(factor.weight) for factor in formula.factors]
        ['3/5', '1/5', '1/5']
    """

    name: str
    zh: str
    en: str
    factors: tuple[Factor, ...] = attrs.field(converter=_factors)
    floor: _Bound | None = attrs.field(default=None, validator=_is_bound)
    cap: _Bound | None = attrs.field(default=None, validator=_is_bound)
    adjustments: tuple[Adjustment, ...] = attrs.field(
        default=(), converter=_adjustments
    )
    deductions: Deductions | None = None

    def without_deductions(self) -> Formula:
        """Give the same formula without what it takes away."""
        return attrs.evolve(self, deductions=None)

    def citations(self) -> tuple[Citation, ...]:
        """List the source of every weight and rule, each once."""
        cites = [factor.citation for factor in self.factors]
        cites += [one.citation for one in self.adjustments]
        cites += [self.deductions.citation] if self.deductions else []
        return tuple(dict.fromkeys(cites))

    def render(self, language: str = "en") -> str:
        """Say the factors and their sources, in ``"zh"`` or ``"en"``."""
        check_language(language)
        zh = language == "zh"
        lines = [self.zh if zh else self.en]
        lines += [
            f"  {factor.render(language)}{'。' if zh else '.'}"
            for factor in self.factors
        ]
        lines += [
            f"  {'依据：' if zh else 'Source: '}{cite.render(language)}"
            for cite in self.citations()
        ]
        return "\n".join(lines)
