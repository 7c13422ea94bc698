"""
Money that goes down the levels: province, prefecture, county, village.

逐级分配。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.funds.allocating import allocate
from pa_registry.funds.allocation import Allocation
from pa_registry.funds.formula import Formula
from pa_registry.funds.recipients import Recipient
from pa_registry.masking import masked
from pa_registry.money import Fen


__all__ = ["Level", "Stage", "allocate_levels"]


def _units(given: Iterable[Recipient]) -> tuple[Recipient, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Level:
    """
    The units of one level, and the formula by which they are served.

    一级分配对象。

    Attributes:
        formula: The formula.
        units: The recipients; below the first level each names the unit
            that it lies under.
    """

    formula: Formula
    units: tuple[Recipient, ...] = attrs.field(converter=_units)


@attrs.frozen(kw_only=True)
class Stage:
    """
    What one unit has given to those below it.

    一个单位的下一级分配。

    Attributes:
        under: The unit that gives; `None` at the top.
        allocation: What it gives; its total is what the unit received.
    """

    under: str | None
    allocation: Allocation


def allocate_levels(
    levels: Iterable[Level], total: Fen
) -> tuple[tuple[Stage, ...], ...]:
    """
    Share an amount out level by level, each adding up to the one above.

    逐级分配资金。

    A unit without anybody below it, such as a directly administered city,
    is listed once more at the next level, under itself.

    Args:
        levels: The levels, from the top.
        total: The base amount.

    Returns:
        For each level its stages: one at the top, then one for each unit
        of the level above.

    Raises:
        InvalidValueError:
            If there is no level, or a unit has money and nobody below it,
            or lies under a unit that is not there.
        FiguresRefusedError: If figures are missing.

    Examples:
        >>> from pa_registry import yuan
        >>> from pa_registry.funds import hubei_2016
        >>> formula = hubei_2016(
        ...     persons="registered_persons",
        ...     county_weights={"none": 1},
        ...     deductions=None,
        ... )
        >>> figures = {
        ...     "registered_persons": 5,
        ...     "poor_villages": 1,
        ...     "county_class": "none",
        ... }
        >>> make = lambda key, under: Recipient(
        ...     key=key, name=key, figures=figures, under=under
        ... )
        >>> stages = allocate_levels(
        ...     (
        ...         Level(formula=formula, units=(make("P", None),)),
        ...         Level(
        ...             formula=formula, units=(make("a", "P"), make("b", "P"))
        ...         ),
        ...     ),
        ...     yuan("0.03"),
        ... )
        >>> stages[1][0].allocation.amounts()
        {'a': yuan('0.02'), 'b': yuan('0.01')}
    """
    listed = tuple(levels)
    if not listed:
        raise InvalidValueError(
            what="There is no level to give the amount to.",
            where="levels",
            remedy="Give one Level at least.",
        )
    top = listed[0]
    first = Stage(
        under=None, allocation=allocate(top.formula, top.units, total)
    )
    stages: list[tuple[Stage, ...]] = [(first,)]
    for level in listed[1:]:
        stages.append(_next(level, stages[-1]))
    return tuple(stages)


def _next(level: Level, above: Sequence[Stage]) -> tuple[Stage, ...]:
    given = {
        line.recipient.key: line.amount
        for stage in above
        for line in stage.allocation.lines
    }
    below: dict[str, list[Recipient]] = {key: [] for key in given}
    for one in level.units:
        if one.under not in below:
            raise InvalidValueError(
                what=f"{masked(one.key)} lies under no unit of the level above.",
                where="Recipient.under",
                remedy="Name the key of the unit above.",
            )
        below[one.under].append(one)
    for key, amount in given.items():
        if amount and not below[key]:
            raise InvalidValueError(
                what=f"{masked(key)} has money and nobody below it.",
                where="Level.units",
                remedy="List the unit itself at the lower level.",
            )
    return tuple(
        Stage(
            under=key,
            allocation=allocate(level.formula, below[key], amount),
        )
        for key, amount in given.items()
        if below[key]
    )
