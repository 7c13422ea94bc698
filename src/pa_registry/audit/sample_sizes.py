"""
How many to draw for a precision that is wanted.

样本量的确定。
"""

from __future__ import annotations

import math

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from pa_registry.accounts.measures.estimates import normal_quantile
from pa_registry.accounts.measures.samples import Number, number
from pa_registry.accounts.printing import percent
from pa_registry.errors import InvalidValueError


__all__ = ["SampleSize", "clean_sample_size", "sample_size"]

_HALF = Fraction(1, 2)


@attrs.frozen(kw_only=True)
class SampleSize:
    """
    How many to draw, and what that rests on.

    样本量及其依据。

    Attributes:
        size: How many answers are needed.
        issued: How many to draw, so that so many answer.
        margin: Half the width of the interval that is wanted.
        level: The confidence level.
        expected: The share that is expected; a half is the worst case.
        design_effect: How much more the design varies than a simple one.
        population: How many there are in all; `None` for very many.
        response: The share that is expected to be found at home.
    """

    size: int
    issued: int
    margin: Fraction
    level: float
    expected: Fraction
    design_effect: Fraction
    population: int | None
    response: Fraction

    def __int__(self) -> int:
        return self.size

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Say the size and its assumptions, in ``"zh"`` or ``"en"``."""
        level = f"{float(Fraction(repr(self.level)) * 100):g}%"
        effect = f"{float(self.design_effect):g}"
        margin, share = percent(self.margin), percent(self.expected)
        if language == "zh":
            whole = (
                "总体视为无限"
                if self.population is None
                else f"总体{self.population}户"
            )
            return (
                f"需有效样本{self.size}户，应抽取{self.issued}户"
                f"（置信水平{level}，允许误差±{margin}，预期比率{share}，"
                f"设计效应{effect}，{whole}，"
                f"预计应答率{percent(self.response, places=0)}）。"
            )
        whole = (
            "no end of households"
            if self.population is None
            else f"{self.population} households"
        )
        return (
            f"{self.size} answers, {self.issued} to draw ({level} level,"
            f" margin ±{margin}, {share} expected, design effect {effect},"
            f" of {whole}, {percent(self.response, places=0)} response)."
        )


def sample_size(  # noqa: PLR0913  all but the margin have defaults
    margin: Number,
    *,
    level: float = 0.95,
    expected: Number = _HALF,
    design_effect: Number = 1,
    population: int | None = None,
    response: Number = 1,
) -> SampleSize:
    """
    Find how many to draw, so that a share is known to a margin.

    按允许误差确定样本量。

    The size is the least whole number ``n`` with
    ``z² D p(1 − p) / n × (N − n) / (N − 1) ≤ d²``, where ``z`` is the
    two-sided quantile of the normal distribution at the level, ``p`` the
    share expected, ``D`` the design effect, ``d`` the margin and ``N`` the
    population, whose factor is left out where it is not given (Cochran
    1977, 4.4; Kish 1965, 8.2).  What is drawn is ``n`` over the response,
    rounded up.

    Args:
        margin: Half the width of the interval, such as
            ``Fraction(2, 100)``; in shares, and not in per cent.
        level: The confidence level.
        expected: The share that is expected; by default the worst case.
        design_effect: How much more the design varies than a simple random
            sample: the effect in an earlier round, or
            ``1 + (m − 1) × r`` for ``m`` households a village that are
            alike by ``r`` (the correlation within clusters).  No published
            one was read.
        population: How many there are in all.
        response: The share of visits that will find something out.

    Raises:
        InvalidValueError: If a number is out of its range.

    Examples:
        >>> sample_size(Fraction(5, 100)).size
        385
        >>> sample_size(Fraction(5, 100), population=1000).size
        278
        >>> print(sample_size(Fraction(1, 100), expected=Fraction(2, 100)))
        753 answers, 753 to draw (95% level, margin ±1.0%, 2.0% expected, ...
    """
    z2 = Fraction(normal_quantile(level)) ** 2
    half = _share(margin, "margin")
    share = _share(expected, "expected")
    effect = _exact(design_effect, "design_effect")
    answering = _share(response, "response", one=True)
    if effect <= 0:
        raise InvalidValueError(
            what="a design effect is above 0.",
            where="design_effect",
            remedy="Give 1 for a simple random sample.",
        )
    spread = z2 * effect * share * (1 - share) / half**2
    size = math.ceil(spread)
    if population is not None:
        everybody = _population(population)
        size = math.ceil(spread * everybody / (everybody - 1 + spread))
    return SampleSize(
        size=size,
        issued=math.ceil(size / answering),
        margin=half,
        level=level,
        expected=share,
        design_effect=effect,
        population=population,
        response=answering,
    )


def clean_sample_size(
    limit: Number, *, level: float = 0.95, population: int | None = None
) -> int:
    """
    Find how many have to be clean to show that a rate is below a limit.

    发现抽样的样本量：抽查全部合格时，可认定比率低于上限。

    It is the least ``n`` of a simple random sample that, where the rate is
    at the limit, is free of hits with a chance of ``1 − level`` at most;
    where the population is given, of one without replacement, in which
    the fewest hits that reach the limit lie.

    Args:
        limit: The limit, such as ``Fraction(2, 100)`` for wrong exits.
        level: How sure the conclusion is to be.
        population: How many there are in all.

    Raises:
        InvalidValueError: If a number is out of its range.

    Examples:
        >>> clean_sample_size(Fraction(2, 100))
        149
        >>> clean_sample_size(Fraction(2, 100), population=500)
        129
    """
    normal_quantile(level)  # refuses what is no level
    chance = 1 - Fraction(repr(float(level)))
    share = _share(limit, "limit")
    if population is None:
        return _least(lambda n: (1 - share) ** n <= chance)
    everybody = _population(population)
    marked = math.ceil(share * everybody)

    def is_sure(size: int) -> bool:
        clean = math.comb(everybody - marked, size)
        return clean <= chance * math.comb(everybody, size)

    return _least(is_sure)


def _least(is_enough: Callable[[int], bool]) -> int:
    """Find the least whole number that is enough; more always are."""
    high = 1
    while not is_enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if is_enough(middle):
            high = middle
        else:
            low = middle
    return high


def _exact(value: Number, where: str) -> Fraction:
    found = number(value, where=where)
    # What was written as 0.05 is meant as five in a hundred.
    return Fraction(Decimal(repr(found)) if type(found) is float else found)


def _share(value: Number, where: str, *, one: bool = False) -> Fraction:
    found = _exact(value, where)
    if not 0 < found < 1 and not (one and found == 1):
        raise InvalidValueError(
            what="this is no share between 0 and 1.",
            where=where,
            remedy="Give Fraction(5, 100) for five per cent.",
        )
    return found


def _population(population: int) -> int:
    if type(population) is not int or population < 1:
        raise InvalidValueError(
            what="a population is a whole number from 1 up.",
            where="population",
            remedy="Give the number of households in the frame, or leave it out.",
        )
    return population
