"""
The totals that a province is made to: stock and cohorts.

规模口径：存量与各年脱贫数。
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pa_registry.errors import InvalidValueError


__all__ = ["HUBEI_2016", "Totals", "shared"]

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


def _read(figure: str | Fraction) -> Fraction:
    if isinstance(figure, Fraction) and figure >= 0:
        return figure
    if isinstance(figure, str) and _FIGURE.fullmatch(figure):
        return Fraction(figure)
    raise InvalidValueError(
        what="this is no published figure.",
        where="Totals",
        remedy='Give it as printed, in ten thousand persons: "381.8".',
    )


def _read_all(
    figures: Mapping[int, str | Fraction],
) -> tuple[tuple[int, Fraction], ...]:
    return tuple(
        (year, _read(figure)) for year, figure in sorted(figures.items())
    )


def _to_mapping(
    exited: Mapping[int, str | Fraction]
    | tuple[tuple[int, str | Fraction], ...],
) -> tuple[tuple[int, Fraction], ...]:
    try:
        figures = dict(exited)
    except (TypeError, ValueError) as error:
        raise _not_by_year() from error
    if not all(type(year) is int for year in figures):
        raise _not_by_year()
    return _read_all(figures)


def _not_by_year() -> InvalidValueError:
    return InvalidValueError(
        what="these are no figures by year.",
        where="Totals.exited",
        remedy='Give a mapping such as {2014: "69.5"}.',
    )


@attrs.frozen(kw_only=True)
class Totals:
    """
    Published figures of one day, in ten thousand persons (万人).

    存量与各年脱贫数。

    Only their proportions matter to a province: how many households there
    are is asked for apart, so that the same figures serve a sample.

    Attributes:
        stock: Persons registered and not exited.
        exited: Persons by year of exit, by year.

    Examples:
        >>> totals = Totals(stock="3", exited={2014: "1"})
        >>> totals.stock, totals.exited
        (Fraction(3, 1), ((2014, Fraction(1, 1)),))
        >>> totals.total
        Fraction(4, 1)
    """

    stock: Fraction = attrs.field(converter=_read)
    exited: tuple[tuple[int, Fraction], ...] = attrs.field(
        converter=_to_mapping
    )

    def __attrs_post_init__(self) -> None:
        if not self.total:
            raise InvalidValueError(
                what="nobody is registered.",
                where="Totals",
                remedy="Give one figure at least above 0.",
            )

    @property
    def total(self) -> Fraction:
        """Stock and cohorts together."""
        return self.stock + sum(
            (persons for _, persons in self.exited), Fraction(0)
        )


#: The register after the rectification: 湖北省贫困人口数据审计整改工作见成效
#: (2016), which prints 2014年脱贫数 69.5, 2015年脱贫数 127.7, 存量 381.8.
HUBEI_2016 = Totals(stock="381.8", exited={2014: "69.5", 2015: "127.7"})


def shared(whole: int, claims: tuple[Fraction | int, ...]) -> tuple[int, ...]:
    """
    Share so many whole things by claims, by largest remainder.

    Examples:
        >>> shared(10, (1, 1, 1))
        (4, 3, 3)
    """
    total = sum(claims, Fraction(0))
    exact = [whole * Fraction(claim) / total for claim in claims]
    parts = [int(part) for part in exact]
    order = sorted(range(len(claims)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: whole - sum(parts)]:
        parts[n] += 1
    return tuple(parts)
