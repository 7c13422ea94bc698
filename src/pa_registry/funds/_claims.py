"""
Read claims and bounds before anything is shared out.

份额依据与上下限的校验。

Whatever could make an amount inexact is refused here, so that the methods
deal with whole numbers only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Generic, TypeVar, cast

import attrs

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.masking import masked


__all__ = ["Claims", "Limits", "read_claims", "read_limits", "read_total"]

K = TypeVar("K", bound=Hashable)

#: A common denominator beyond this is a mistake, and would fill the memory.
_MOST_BITS = 1 << 15
_MOST_SHOWN = 10**30
_PAIR = 2


@attrs.frozen
class Claims(Generic[K]):
    """
    Claims as whole numbers over one denominator.

    份额依据。

    Attributes:
        keys: The recipients, as given.
        weights: Their claims, scaled to whole numbers.
    """

    keys: tuple[K, ...]
    weights: list[int]


@attrs.frozen
class Limits:
    """
    What each recipient gets at least and at most, in the order of claims.

    上下限。

    Attributes:
        floors: The least of each.
        caps: The most of each; the total where there is no cap.
    """

    floors: list[int]
    caps: list[int]


def read_total(total: object) -> int:
    """Take a whole amount that is not negative."""
    if isinstance(total, bool) or not isinstance(total, int):
        raise InvalidValueError(
            what=f"The amount is a whole number, not {type(total).__name__}.",
            where="total",
            remedy="Give whole fen, such as yuan(12_000_000).",
        )
    if total < 0:
        raise InvalidValueError(
            what="The amount is below zero.",
            where="total",
            remedy="Give 0 or more; money is taken back by a deduction.",
        )
    return int.__int__(total)


def read_claims(
    claims: Mapping[K, int | Fraction] | Iterable[tuple[K, int | Fraction]],
) -> Claims[K]:
    """Take the claims of recipients who are named once each."""
    if isinstance(claims, Mapping):
        given = cast("Mapping[K, int | Fraction]", claims)
        keys, values = tuple(given), list(given.values())
    else:
        keys, values = _read_pairs(claims)
    return Claims(keys, _whole(keys, values))


def _read_pairs(
    claims: Iterable[tuple[K, int | Fraction]],
) -> tuple[tuple[K, ...], list[int | Fraction]]:
    keys: list[K] = []
    values: list[int | Fraction] = []
    seen: set[K] = set()
    for key, value in _iter_pairs(claims):
        if key in seen:
            raise InvalidValueError(
                what=f"The recipient {_named(key)} is there twice.",
                where="claims",
                remedy="Add its claims up first, or give it once.",
            )
        seen.add(key)
        keys.append(key)
        values.append(value)
    return tuple(keys), values


def _iter_pairs(
    claims: Iterable[tuple[K, int | Fraction]],
) -> Iterator[tuple[K, int | Fraction]]:
    pairs = _listed(claims)
    if pairs is None or not all(map(_is_pair, pairs)):
        raise InvalidValueError(
            what="Claims are a mapping, or pairs of recipient and claim.",
            where="claims",
            remedy='Write {"990001": 12000}, or [("990001", 12000)].',
        )
    yield from cast("tuple[tuple[K, int | Fraction], ...]", pairs)


def _listed(claims: object) -> tuple[object, ...] | None:
    if not isinstance(claims, Iterable):
        return None
    return tuple(cast("Iterable[object]", claims))


def _is_pair(one: object) -> bool:
    if not isinstance(one, tuple):
        return False
    parts = cast("tuple[object, ...]", one)
    return len(parts) == _PAIR and isinstance(parts[0], Hashable)


def _whole(
    keys: tuple[Hashable, ...], values: list[int | Fraction]
) -> list[int]:
    """Scale exact claims to whole numbers that stand in the same ratio."""
    if set(map(type, values)) - {int}:
        values = _scaled(keys, values)
    weights = cast("list[int]", values)
    if weights and min(weights) < 0:
        place = next(i for i, one in enumerate(weights) if one < 0)
        raise _refused(keys[place], "is below zero", "Give 0 or more.")
    return weights


def _scaled(
    keys: tuple[Hashable, ...], values: list[int | Fraction]
) -> list[int | Fraction]:
    common = 1
    for key, value in zip(keys, values, strict=True):
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise _refused(
                key,
                f"is no exact number but {type(value).__name__}",
                "Give an int or a Fraction.",
            )
        common = lcm(common, value.denominator)
        if common.bit_length() > _MOST_BITS:
            raise _refused(
                key,
                "leaves the claims without a reasonable denominator",
                "State all claims over one denominator.",
            )
    return [
        one.numerator * (common // one.denominator) if common > 1 else int(one)
        for one in values
    ]


def read_limits(
    floors: Mapping[K, int] | None,
    caps: Mapping[K, int] | None,
    claims: Claims[K],
    total: int,
) -> Limits | None:
    """Put floors and caps in the order of the claims, if there are any."""
    if not floors and not caps:
        return None
    least = _ordered("floors", floors or {}, claims.keys, default=0)
    given = _ordered("caps", caps or {}, claims.keys, default=total)
    most = [min(one, total) for one in given]
    for key, low, high in zip(claims.keys, least, most, strict=True):
        if low > high:
            raise InvalidValueError(
                what=(
                    f"The floor of {_named(key)}, {_shown(low)}, lies above"
                    f" {_shown(high)}, the most that it can get."
                ),
                where="floors",
                remedy="Lower the floor, or raise the cap or the amount.",
            )
    _check_room(Limits(least, most), claims, total)
    return Limits(least, most)


def _ordered(
    where: str,
    given: Mapping[K, int],
    keys: tuple[K, ...],
    *,
    default: int,
) -> list[int]:
    known = set(keys)
    for key, limit in given.items():
        if key not in known:
            raise UnknownNameError(kind="recipient", name=_named(key))
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
            raise InvalidValueError(
                what=f"The bound of {_named(key)} is no whole amount.",
                where=where,
                remedy="Give whole fen, 0 or more.",
            )
    return [int.__int__(given.get(key, default)) for key in keys]


def _check_room(limits: Limits, claims: Claims[Any], total: int) -> None:
    """Refuse floors that exceed the amount, and caps that cannot hold it."""
    if sum(limits.floors) > total:
        raise InvalidValueError(
            what=f"The floors add up to more than {_shown(total)}.",
            where="floors",
            remedy="Lower the floors, or raise the amount.",
        )
    room = sum(
        cap if weight else floor
        for floor, cap, weight in zip(
            limits.floors, limits.caps, claims.weights, strict=True
        )
    )
    if room < total:
        raise InvalidValueError(
            what=(
                f"Under the caps only {_shown(room)} of {_shown(total)}"
                " can be given."
            ),
            where="caps",
            remedy="Raise the caps, or lower the amount.",
        )


def _refused(key: Hashable, what: str, remedy: str) -> InvalidValueError:
    return InvalidValueError(
        what=f"The claim of {_named(key)} {what}.",
        where="claims",
        remedy=remedy,
    )


def _shown(amount: int) -> str:
    """Show an amount; one without end would not even become text."""
    return str(amount) if amount < _MOST_SHOWN else "a very large amount"


def _named(key: object) -> str:
    """Name a recipient, whose key might be a personal number."""
    return masked(str(key))
