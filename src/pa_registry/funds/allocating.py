"""
Allot a base amount by a formula, and keep every step of it.

资金分配。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

import attrs

from pa_registry.errors import FiguresRefusedError, InvalidValueError
from pa_registry.funds._claims import read_claims
from pa_registry.funds.allocation import Allocation, Line, Part, Taking
from pa_registry.funds.apportioning import apportion
from pa_registry.funds.checking import check_figures
from pa_registry.funds.deductions import Deductions, Destination, Trigger
from pa_registry.funds.formula import Factor, Formula
from pa_registry.funds.recipients import Recipient
from pa_registry.money import Fen


__all__ = ["allocate"]

_NONE = Fen(0)


def allocate(
    formula: Formula, units: Iterable[Recipient], total: Fen
) -> Allocation:
    """
    Share a base amount out by a formula.

    资金分配。

    It is the base part of the fund: tasks and rewards lie outside.

    Args:
        formula: The formula.
        units: The recipients; their order does not matter.
        total: The base amount.

    Returns:
        The allocation, with every step of every recipient.

    Raises:
        FiguresRefusedError:
            If a figure is missing or makes no sense; it lists all of them.
        InvalidValueError:
            If the total is no money, or floors and caps cannot be kept.

    Examples:
        >>> from pa_registry import yuan
        >>> from pa_registry.funds import hubei_2016
        >>> formula = hubei_2016(
        ...     persons="registered_persons",
        ...     county_weights={"national": 1, "none": 0},
        ...     deductions=None,
        ... )
        >>> rows = [("990001", 600, 2, "national"), ("990002", 400, 0, "none")]
        >>> units = [
        ...     Recipient(
        ...         key=key,
        ...         name=key,
        ...         figures={
        ...             "registered_persons": persons,
        ...             "poor_villages": villages,
        ...             "county_class": designated,
        ...         },
        ...     )
        ...     for key, persons, villages, designated in rows
        ... ]
        >>> allocate(formula, units, yuan(100)).amounts()
        {'990001': yuan('76'), '990002': yuan('24')}
    """
    if not isinstance(total, Fen) or total < 0:
        raise InvalidValueError(
            what="The base amount is money, 0 or more.",
            where="total",
            remedy="Write yuan(120_000_000).",
        )
    listed = tuple(units)
    problems = check_figures(formula, listed)
    if problems:
        raise FiguresRefusedError(formula=formula.name, problems=problems)
    lines = _base_lines(formula, listed, total)
    if formula.deductions is None:
        return Allocation(formula=formula, total=total, lines=lines)
    return _after_deductions(formula, formula.deductions, lines, total)


def _base_lines(
    formula: Formula, listed: Sequence[Recipient], total: Fen
) -> tuple[Line, ...]:
    weighed = _weighed(formula, listed)
    claims = {
        one.key: sum(column[i] for column in weighed.columns)
        for i, one in enumerate(listed)
    }
    by_factors = apportion(total, claims)
    by_grade, base = by_factors, by_factors
    adjusted: Mapping[str, int | Fraction] = claims
    if formula.adjustments:
        adjusted = _adjusted(formula, listed, claims)
        by_grade = base = apportion(total, adjusted)
    if formula.floor is not None or formula.cap is not None:
        base = _within_bounds(formula, adjusted, total)
    return tuple(
        Line(
            recipient=one,
            parts=_parts(formula, one, weighed, i, by_factors[one.key]),
            share=Fraction(claims[one.key], weighed.whole),
            by_factors=by_factors[one.key],
            adjusted=by_grade[one.key],
            base=base[one.key],
        )
        for i, one in enumerate(listed)
    )


@attrs.frozen
class _Weighed:
    """
    What each factor gives each recipient, in whole numbers.

    All claims together are *whole*, and those of a factor its weight of
    that; so everything that follows is done on whole numbers.
    """

    columns: tuple[list[int], ...]
    sums: tuple[int, ...]
    whole: int


def _weighed(formula: Formula, listed: Sequence[Recipient]) -> _Weighed:
    claims = [_factor_claims(factor, listed) for factor in formula.factors]
    parts = [
        factor.weight / sum(column)
        for factor, column in zip(formula.factors, claims, strict=True)
    ]
    whole = lcm(*(part.denominator for part in parts))
    columns = tuple(
        [one * scale for one in column]
        for column, scale in zip(
            claims, (int(part * whole) for part in parts), strict=True
        )
    )
    return _Weighed(columns, tuple(map(sum, columns)), whole)


def _factor_claims(factor: Factor, listed: Sequence[Recipient]) -> list[int]:
    """Give each recipient's claim by a factor, checked before."""
    measure = factor.measure
    figure = measure.figure.key
    return read_claims(
        {one.key: measure.claim(one.get(figure)) or 0 for one in listed}
    ).weights


def _adjusted(
    formula: Formula,
    listed: Sequence[Recipient],
    claims: Mapping[str, int],
) -> dict[str, Fraction]:
    adjusted = {key: Fraction(claim) for key, claim in claims.items()}
    for adjustment in formula.adjustments:
        for one in listed:
            grade = one.get(adjustment.figure.key)
            adjusted[one.key] *= adjustment.multiplier(grade) or 0
    return adjusted


def _within_bounds(
    formula: Formula, claims: Mapping[str, int | Fraction], total: Fen
) -> dict[str, Fen]:
    floors: dict[str, int] | None = None
    caps: dict[str, int] | None = None
    if formula.floor is not None:
        least = _in_fen(formula.floor, total, up=1)
        floors = {key: least for key, claim in claims.items() if claim}
    if formula.cap is not None:
        caps = dict.fromkeys(claims, _in_fen(formula.cap, total, up=0))
    return apportion(total, claims, floors=floors, caps=caps)


def _in_fen(bound: Fen | Fraction, total: Fen, *, up: int) -> int:
    """Take a bound to whole fen on its safe side."""
    if isinstance(bound, Fen):
        return int(bound)
    exact = bound * int(total)
    return -(-exact.numerator // exact.denominator) if up else int(exact)


def _parts(
    formula: Formula, one: Recipient, weighed: _Weighed, i: int, amount: Fen
) -> tuple[Part, ...]:
    """Split the amount by factors, so that the statement adds up."""
    split = apportion(
        amount,
        {
            factor.key: column[i]
            for factor, column in zip(
                formula.factors, weighed.columns, strict=True
            )
        },
    )
    return tuple(
        Part(
            factor=factor,
            value=one.get(factor.measure.figure.key),
            share=Fraction(column[i], whole),
            amount=split[factor.key],
        )
        for factor, column, whole in zip(
            formula.factors, weighed.columns, weighed.sums, strict=True
        )
    )


def _after_deductions(
    formula: Formula,
    deductions: Deductions,
    lines: tuple[Line, ...],
    total: Fen,
) -> Allocation:
    cut = tuple(_cut(deductions, line) for line in lines)
    pool = Fen(sum(line.deducted + line.clawed_back for line in cut))
    spared = {
        line.recipient.key: line.base
        for line in cut
        if not line.is_cut and line.base
    }
    given: dict[str, Fen] = {}
    if deductions.destination is Destination.REDISTRIBUTED and spared:
        given = apportion(pool, spared)
        pool = _NONE
    return Allocation(
        formula=formula,
        total=total,
        lines=tuple(
            attrs.evolve(
                line, redistributed=given.get(line.recipient.key, _NONE)
            )
            for line in cut
        ),
        retained=pool,
    )


def _cut(deductions: Deductions, line: Line) -> Line:
    """Take what is due, rounded down to whole fen for the recipient."""
    takings = tuple(
        _taking(trigger, line.recipient) for trigger in deductions.triggers
    )
    combine = deductions.combination.of
    rate = combine(taking.rate for taking in takings)
    clawback = combine(taking.clawback_rate for taking in takings)
    return attrs.evolve(
        line,
        takings=takings,
        deducted=_part_of(line.base, rate),
        clawed_back=_part_of(line.recipient.allotted or _NONE, clawback),
    )


def _taking(trigger: Trigger, one: Recipient) -> Taking:
    value = trigger.value(one) or Fraction(0)
    clawback = trigger.clawback
    return Taking(
        trigger=trigger,
        value=value,
        rate=trigger.schedule.rate(value),
        clawback_rate=clawback.rate(value) if clawback else Fraction(0),
    )


def _part_of(amount: Fen, rate: Fraction) -> Fen:
    return Fen(int(amount) * rate.numerator // rate.denominator)
