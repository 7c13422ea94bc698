"""
Which rate is due for which value.

扣减比例表。
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.funds.measures import exact


__all__ = ["Band", "Schedule"]


def _is_share(
    band: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    found = exact(value)
    if found is None or (attribute.name == "rate" and not 0 < found <= 1):
        raise InvalidValueError(
            what="A band has an exact limit and a rate above 0, at most 1.",
            where=f"Band.{attribute.name}",
            remedy='Write Fraction("0.05").',
        )


@attrs.frozen
class Band:
    """
    A rate, and the value beyond which it applies.

    扣减档次。

    Attributes:
        over: The value that must be exceeded; at it, the rate is not due.
        rate: What part of the money is taken.
    """

    over: Fraction = attrs.field(validator=_is_share)
    rate: Fraction = attrs.field(validator=_is_share)


def _bands(given: Iterable[Band]) -> tuple[Band, ...]:
    bands = tuple(given)
    limits = [band.over for band in bands]
    if not bands or limits != sorted(set(limits)):
        raise InvalidValueError(
            what="A schedule has bands, each with a higher limit.",
            where="Schedule.bands",
            remedy="Give the bands from the lowest limit upwards.",
        )
    return bands


@attrs.frozen
class Schedule:
    """
    Which rate is due for which value.

    扣减比例表。

    Attributes:
        bands: The bands, from the lowest limit upwards.

    Examples:
        >>> schedule = Schedule.of(("0.05", "0.10"), ("0.20", "0.30"))
        >>> [str(schedule.rate(Fraction(n, 100))) for n in (5, 6, 20, 21)]
        ['0', '1/10', '1/10', '3/10']
    """

    bands: tuple[Band, ...] = attrs.field(converter=_bands)

    @classmethod
    def of(cls, *bands: tuple[str, str]) -> Schedule:
        """Read bands from pairs of texts, such as ``("0.05", "0.10")``."""
        return cls(tuple(Band(_read(o), _read(r)) for o, r in bands))

    def rate(self, value: Fraction) -> Fraction:
        """Give the rate of the last band whose limit is exceeded."""
        due = [band.rate for band in self.bands if value > band.over]
        return due[-1] if due else Fraction(0)


def _read(text: object) -> Fraction:
    try:
        return Fraction(text) if isinstance(text, str) else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        return Fraction(-1)
