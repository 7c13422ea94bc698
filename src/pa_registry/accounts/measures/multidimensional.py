"""
Multidimensional poverty by counting deprivations (Alkire and Foster 2011).

多维贫困（AF方法）。

A case's score is the weighted share of the indicators in which it is
deprived; it is poor where the score *reaches* the cut-off (``score >= k``).
Weights and cut-off are compared as exact fractions: three weights of one
eighteenth make one sixth, whatever floats say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

import attrs

from pa_registry.accounts.measures.samples import (
    Number,
    Result,
    Sample,
    divided,
    number,
)
from pa_registry.errors import InvalidValueError


__all__ = ["AlkireFoster", "alkire_foster"]

_G = TypeVar("_G", bound=Hashable)
_Exact = int | Fraction | float
#: A float weight is the nearest fraction with a denominator up to this.
_FINEST = 1_000_000


@attrs.frozen(kw_only=True)
class AlkireFoster:
    """
    The measures of a table of deprivations at one cut-off.

    多维贫困测度结果。

    Attributes:
        deprivations: The table, one row for each case.
        weights: The weights of the indicators; they add up to 1.
        k: The cut-off, a share of all weight.
        sample: How much weight each case has; its values are the scores.
    """

    deprivations: tuple[tuple[_Exact, ...], ...] = attrs.field(repr=False)
    weights: tuple[Fraction, ...]
    k: Fraction
    sample: Sample = attrs.field(repr=False)

    @property
    def scores(self) -> tuple[Fraction, ...]:
        """The weighted share of deprivations of each case (剥夺得分)."""
        return tuple(Fraction(one) for one in self.sample.values)

    @property
    def poor(self) -> tuple[bool, ...]:
        """Whether each case is poor."""
        return tuple(score >= self.k for score in self.scores)

    @property
    def H(self) -> Result:  # noqa: N802  the literature's name
        """The share of cases that are poor: incidence (多维贫困发生率)."""
        return self.sample.mean(int(one) for one in self.poor)

    @property
    def A(self) -> Result:  # noqa: N802  the literature's name
        """The mean score of the poor: intensity; 0 where nobody is poor."""
        return divided(self.M0, self.H) if self.H else divided(0, 1)

    @property
    def M0(self) -> Result:  # noqa: N802  the literature's name
        """The adjusted headcount ratio, ``H × A`` (多维贫困指数)."""
        return self.sample.mean(
            score if poor else 0
            for score, poor in zip(self.scores, self.poor, strict=True)
        )

    @property
    def M1(self) -> Result:  # noqa: N802  the literature's name
        """The adjusted gap; M0 where deprivations are only 0 and 1."""
        return self._adjusted(1)

    @property
    def M2(self) -> Result:  # noqa: N802  the literature's name
        """The adjusted squared gap; M0 where they are only 0 and 1."""
        return self._adjusted(2)

    @property
    def uncensored(self) -> tuple[Result, ...]:
        """For each indicator, the share of all cases deprived in it."""
        return tuple(
            self.sample.mean(int(row[i] > 0) for row in self.deprivations)
            for i in range(len(self.weights))
        )

    @property
    def censored(self) -> tuple[Result, ...]:
        """For each indicator, the share that is poor *and* deprived."""
        pairs = tuple(zip(self.deprivations, self.poor, strict=True))
        return tuple(
            self.sample.mean(int(poor and row[i] > 0) for row, poor in pairs)
            for i in range(len(self.weights))
        )

    @property
    def contributions(self) -> tuple[Result, ...]:
        """For each indicator, its share of M0; zeros where M0 is 0."""
        whole = self.M0
        return tuple(
            divided(weight * share, whole) if whole else divided(0, 1)
            for weight, share in zip(self.weights, self.censored, strict=True)
        )

    def with_cutoff(self, k: Number) -> AlkireFoster:
        """Measure the same table at another cut-off."""
        return attrs.evolve(self, k=_cutoff(k))

    def by(self, groups: Iterable[_G]) -> Mapping[_G, AlkireFoster]:
        """
        Measure each group alone; weighted by size they make the whole.

        分组测度。

        Args:
            groups: The group of each case.

        Raises:
            InvalidValueError: If there is not one group for each case.
        """
        named = tuple(groups)
        if len(named) != len(self.deprivations):
            raise InvalidValueError(
                what=f"{len(named)} groups, {len(self.deprivations)} cases.",
                where="groups",
                remedy="Give the group of each case.",
            )
        parts = {g: self._part(g, named) for g in dict.fromkeys(named)}
        return MappingProxyType(
            {g: part for g, part in parts.items() if part.sample.total_weight}
        )

    def _part(self, group: object, named: Sequence[object]) -> AlkireFoster:
        chosen = [one == group for one in named]
        rows = zip(self.deprivations, chosen, strict=True)
        return attrs.evolve(
            self,
            deprivations=tuple(row for row, keep in rows if keep),
            sample=self.sample.where(chosen),
        )

    def _adjusted(self, power: int) -> Result:
        return self.sample.mean(
            sum(
                w * gap**power
                for w, gap in zip(self.weights, row, strict=True)
            )
            if poor
            else 0
            for row, poor in zip(self.deprivations, self.poor, strict=True)
        )


def alkire_foster(
    deprivations: Iterable[Iterable[Number]],
    *,
    weights: Iterable[Number],
    k: Number,
    sample_weights: Iterable[Number] | None = None,
) -> AlkireFoster:
    """
    Measure multidimensional poverty by dual cut-off counting.

    多维贫困测度。

    Args:
        deprivations:
            One row for each case, one cell for each indicator: 1 or `True`
            where deprived, 0 where not, or the gap between 0 and 1, which
            only :attr:`~AlkireFoster.M1` and M2 look at.

        weights: One for each indicator, scaled to add up to 1.
        k: The cut-off as a share of all weight, above 0 and up to 1.  The
            smallest weight or less is the union of indicators, 1 their
            intersection.
        sample_weights: For how many each case stands.

    Returns:
        The measures, each a property.

    Raises:
        InvalidValueError: If a cell is missing or outside 0 to 1, or if
            rows, weights and cut-off do not fit each other.

    Examples:
        >>> table = [[1, 0, 1, 0], [0, 1, 0, 0], [0, 1, 1, 1]]
        >>> found = alkire_foster(table, weights=[1, 1, 1, 1], k=0.5)
        >>> found.H, found.A, found.M0
        (Fraction(2, 3), Fraction(5, 8), Fraction(5, 12))
    """
    shares = _shares(weights)
    table = tuple(_row(row, len(shares)) for row in deprivations)
    scores = [
        sum(
            (w for w, cell in zip(shares, row, strict=True) if cell > 0),
            start=Fraction(0),
        )
        for row in table
    ]
    return AlkireFoster(
        deprivations=table,
        weights=shares,
        k=_cutoff(k),
        sample=Sample.of(scores, weights=sample_weights),
    )


def _shares(weights: Iterable[Number]) -> tuple[Fraction, ...]:
    taken = [_fraction(one, "weights") for one in weights]
    if not taken or any(one <= 0 for one in taken):
        raise InvalidValueError(
            what="an indicator has no weight, or there are no indicators.",
            where="weights",
            remedy="Give one weight above zero for each indicator.",
        )
    whole = sum(taken)
    return tuple(one / whole for one in taken)


def _row(row: Iterable[Number], size: int) -> tuple[_Exact, ...]:
    taken = tuple(number(cell, where="deprivations") for cell in row)
    if len(taken) != size or any(not 0 <= cell <= 1 for cell in taken):
        raise InvalidValueError(
            what=f"a row is no {size} deprivations between 0 and 1.",
            where="deprivations",
            remedy="Give one cell for each weight; leave out no indicator.",
        )
    return taken


def _cutoff(k: Number) -> Fraction:
    taken = _fraction(k, "k")
    if not 0 < taken <= 1:
        raise InvalidValueError(
            what="a cut-off is a share of all weight, above 0 and up to 1.",
            where="k",
            remedy="For two of six equal indicators write Fraction(2, 6).",
        )
    return taken


def _fraction(value: Number, where: str) -> Fraction:
    taken = number(value, where=where)
    exact = Fraction(taken)
    return (
        exact.limit_denominator(_FINEST) if isinstance(taken, float) else exact
    )
