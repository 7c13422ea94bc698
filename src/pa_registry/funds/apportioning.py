"""
Share a whole amount out so that it adds up, to the last fen.

整数分配。
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import repeat
from typing import Literal, TypeVar, cast, get_args

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.funds._claims import (
    Claims,
    Limits,
    read_claims,
    read_limits,
    read_total,
)
from pa_registry.funds._methods import (
    Divisors,
    by_divisors,
    by_largest_remainder,
)
from pa_registry.money import Fen


__all__ = ["Method", "apportion"]

#: The methods by name; Hamilton's is the method of largest remainders.
Method = Literal["largest_remainder", "hamilton", "dhondt", "sainte_lague"]

K = TypeVar("K", bound=Hashable)
N = TypeVar("N", bound=int)

_DIVISORS = {
    "dhondt": Divisors(step=1, first=1),
    "sainte_lague": Divisors(step=2, first=1),
}


def apportion(
    total: N,
    claims: Mapping[K, int | Fraction] | Iterable[tuple[K, int | Fraction]],
    *,
    method: Method = "largest_remainder",
    floors: Mapping[K, int] | None = None,
    caps: Mapping[K, int] | None = None,
) -> dict[K, N]:
    """
    Share a whole amount out in proportion to claims.

    按比例分配，尾差按最大余数法处理。

    Everything is exact: no float is taken, and the parts add up to the
    total.  Of equal claims to the last fen, the smaller key gets it, so
    that the order of the claims does not matter.  Within bounds, whoever
    is at neither keeps sharing in proportion to the claims.

    Args:
        total: The amount in fen, or any whole number.

        claims:
            What each recipient's part is measured by, as whole numbers or
            fractions; a mapping, or pairs.

        method:
            ``largest_remainder`` (also called ``hamilton``) keeps everyone
            within one of the exact part.  ``dhondt`` and ``sainte_lague``
            never take anything away when there is more to share.

        floors: The least that some recipients get.
        caps: The most that some recipients get.

    Returns:
        The part of each recipient, in the order of *claims*: fen where the
        total is :class:`~pa_registry.money.Fen`.

    Raises:
        InvalidValueError:
            If nobody has a claim, a claim is negative or not exact, a
            recipient is there twice, or bounds contradict each other.
        UnknownNameError:
            If a bound is for nobody, or there is no such method.

    Examples:
        >>> apportion(100, {"b": 1, "a": 1, "c": 1})
        {'b': 33, 'a': 34, 'c': 33}
        >>> from pa_registry.money import yuan
        >>> apportion(yuan(10), {"a": 1, "b": 3}, caps={"b": yuan(6)})
        {'a': yuan('4'), 'b': yuan('6')}
        >>> apportion(1, {"a": 0})
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: claims: All claims are 0, ...
    """
    whole = read_total(total)
    read = read_claims(claims)
    limits = read_limits(floors, caps, read, whole)
    if limits is None:
        _check_claimed(whole, read)
    amounts: Iterable[int] = _shared(whole, read, limits, method)
    if isinstance(total, Fen):
        # Each is a whole number already: the checks of `Fen` are spared.
        amounts = map(int.__new__, repeat(Fen), amounts)
    return dict(zip(read.keys, cast("Iterable[N]", amounts), strict=True))


def _check_claimed(total: int, claims: Claims[K]) -> None:
    if total and not any(claims.weights):
        what = "All claims are 0" if claims.keys else "There is no recipient"
        raise InvalidValueError(
            what=f"{what}, so that nobody can be given the amount.",
            where="claims",
            remedy="Give one claim above 0 at least.",
        )


def _shared(
    total: int, claims: Claims[K], limits: Limits | None, method: str
) -> list[int]:
    if method not in get_args(Method):
        raise UnknownNameError(
            kind="method", name=method, known=get_args(Method)
        )
    divisors = _DIVISORS.get(method)
    if divisors is None:
        return by_largest_remainder(total, claims.weights, claims.keys, limits)
    return by_divisors(total, claims.weights, claims.keys, limits, divisors)
