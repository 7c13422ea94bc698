"""
When a larger register still pays, in spite of the deduction.

盈亏平衡差异率。

Most of the money follows the register's count, so that a unit gains by a
larger register; a deviation from the size quota costs it a part of what it
gets.  The two pull against each other, and where they meet can be computed
exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from pa_registry.conditions.describing import check_language
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.funds.deductions import Deviation, Direction
from pa_registry.funds.formula import Factor, Formula
from pa_registry.funds.measures import Share, exact
from pa_registry.funds.recipients import Recipient
from pa_registry.funds.statements import percent


__all__ = ["BandBalance", "break_even", "break_even_deviation"]


def break_even(
    *,
    persons: Fraction,
    weight: Fraction,
    others: Fraction,
    rate: Fraction,
) -> Fraction | None:
    """
    Find the excess at which a larger register pays for its deduction.

    盈亏平衡差异率。

    With *x* the excess, the unit's count is ``1 + x`` times its quota.

    Args:
        persons: The unit's part of all persons, at its quota.
        weight: The weight of the factor that counts persons.
        others: What the other factors give it, as a part of the whole.
        rate: The rate of the deduction.

    Returns:
        The excess; beyond it the larger register pays.  `None` where it
        never does, however large.

    Examples:
        One unit of a hundred equal ones loses a tenth, and has that back
        with an excess of nearly a fifth:

        >>> share = Fraction(1, 100)
        >>> found = break_even(
        ...     persons=share,
        ...     weight=Fraction(60, 100),
        ...     others=share * Fraction(40, 100),
        ...     rate=Fraction(1, 10),
        ... )
        >>> f"{float(found):.4f}"
        '0.1874'
    """
    honest = weight * persons + others
    # (1 - rate) * (weight * p(1 + x) / (1 + px) + others) = honest, for x.
    gain = (1 - rate) * (weight + others) - honest
    if not rate:
        return Fraction(0)
    if gain <= 0 or not persons:
        return None
    return rate * honest / (persons * gain)


@attrs.frozen(kw_only=True)
class BandBalance:
    """
    Where a larger register pays, within one band of the deduction.

    某一档次内的盈亏平衡。

    Attributes:
        over: The band begins beyond this deviation.
        up_to: It ends with this one; `None` for the last band.
        rate: What is deducted in it; 0 before the first band.
        deviation: Where gain and loss meet, or `None` if nowhere.
    """

    over: Fraction
    up_to: Fraction | None
    rate: Fraction
    deviation: Fraction | None

    @property
    def pays(self) -> bool:
        """Whether any excess within the band pays."""
        if self.deviation is None:
            return False
        return self.up_to is None or self.deviation < self.up_to

    def render(self, language: str = "en") -> str:
        """Say where a larger register pays, in ``"zh"`` or ``"en"``."""
        check_language(language)
        return self._zh() if language == "zh" else self._en()

    def __str__(self) -> str:
        return self.render("en")

    def _from(self) -> str:
        return percent(max(self.over, self.deviation or Fraction(0)))

    def _zh(self) -> str:
        if self.up_to is not None and not self.rate:
            upper = percent(self.up_to)
            return f"差异率不超过{upper}的，不予扣减：多报即有利。"
        end = f"、不超过{percent(self.up_to)}" if self.up_to else ""
        where = (
            f"差异率超过{percent(self.over)}{end}，扣减{percent(self.rate)}"
        )
        if not self.pays:
            return f"{where}：多报得不偿失。"
        return f"{where}：差异率超过{self._from()}时，多报仍然有利。"

    def _en(self) -> str:
        if self.up_to is not None and not self.rate:
            upper = percent(self.up_to)
            return f"A deviation up to {upper} costs nothing: any excess pays."
        end = f" and up to {percent(self.up_to)}" if self.up_to else ""
        where = (
            f"A deviation over {percent(self.over)}{end} costs"
            f" {percent(self.rate)}"
        )
        if not self.pays:
            return f"{where}: a larger register does not pay."
        return f"{where}: a larger register pays beyond {self._from()}."


def break_even_deviation(
    formula: Formula, units: Iterable[Recipient], key: str
) -> tuple[BandBalance, ...]:
    """
    Find, band by band, where a register above the quota pays for a unit.

    各档次盈亏平衡差异率。

    The unit is compared with itself at its quota; the registers of the
    others stay as they are.  Bounds, other triggers and what others'
    deductions bring are left out.

    Args:
        formula: A formula that counts persons by one factor, and deducts
            for deviation from the quota by the same figure.
        units: The recipients.
        key: The unit.

    Returns:
        One balance for what lies below the first band, if anything does,
        and one for each band.

    Raises:
        InvalidValueError:
            If the formula does not deduct for an excess, counts that
            figure in none or several factors, or figures are missing.
        NotInRegistryError: If there is no such unit.
    """
    listed = tuple(units)
    deviation = _deviation(formula)
    persons, weight, others = _at_quota(formula, deviation, listed, key)
    bands = [(band.over, band.rate) for band in deviation.schedule.bands]
    if bands[0][0]:
        bands.insert(0, (Fraction(0), Fraction(0)))
    ends = [over for over, _ in bands[1:]]
    return tuple(
        BandBalance(
            over=over,
            up_to=end,
            rate=rate,
            deviation=break_even(
                persons=persons, weight=weight, others=others, rate=rate
            ),
        )
        for (over, rate), end in zip(bands, [*ends, None], strict=True)
    )


def _deviation(formula: Formula) -> Deviation:
    triggers = formula.deductions.triggers if formula.deductions else ()
    found = [
        one
        for one in triggers
        if isinstance(one, Deviation) and one.direction is not Direction.UNDER
    ]
    if len(found) != 1:
        raise _refused(what="deducts once for an excess over the quota")
    return found[0]


def _at_quota(
    formula: Formula,
    deviation: Deviation,
    listed: tuple[Recipient, ...],
    key: str,
) -> tuple[Fraction, Fraction, Fraction]:
    """Give the unit's part of persons, their weight, and its other parts."""
    places = [i for i, one in enumerate(listed) if one.key == key]
    if not places:
        raise NotInRegistryError(kind="recipient", code=key)
    place = places[0]
    counting = [
        factor
        for factor in formula.factors
        if factor.measure == Share(figure=deviation.figure)
    ]
    if len(counting) != 1:
        raise _refused(what="counts the register by one factor")
    quota = exact(listed[place].get(deviation.quota.key))
    if quota is None:
        raise _refused(what="has the unit's quota on record")
    measured = listed[place].with_figures(**{deviation.figure.key: quota})
    honest = (*listed[:place], measured, *listed[place + 1 :])
    others = sum(
        (
            factor.weight * _part(factor, honest, place)
            for factor in formula.factors
            if factor is not counting[0]
        ),
        Fraction(0),
    )
    persons = _part(counting[0], honest, place)
    return persons, counting[0].weight, others


def _part(
    factor: Factor, listed: tuple[Recipient, ...], place: int
) -> Fraction:
    measure = factor.measure
    claims = [measure.claim(one.get(measure.figure.key)) for one in listed]
    known = [claim for claim in claims if claim is not None]
    mine = claims[place]
    if len(known) < len(claims) or not sum(known) or mine is None:
        raise _refused(what=f"has every figure for {factor.key!r} on record")
    return mine / sum(known)


def _refused(*, what: str) -> InvalidValueError:
    return InvalidValueError(
        what=f"A break-even needs a formula that {what}.",
        where="formula",
        remedy="See hubei_2016(…, deductions=Deductions(…)).",
    )
