"""
Truth with three values, by Kleene's tables.

三值逻辑：成立、不成立、待核实。
"""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

from typing_extensions import override

from pa_registry.errors import AmbiguousTruthError


__all__ = [
    "Kleene",
    "Truth",
    "both",
    "either",
    "negate",
]


class Truth(Enum):
    """
    What a rule comes to for one household.

    成立、不成立、待核实。

    `UNKNOWN` is not `NOT_MET`: nobody has established the fact.  It has no
    Python truth, so ``if rule.judge(h):`` is an error and not a guess.

    Examples:
        >>> Truth.MET & Truth.UNKNOWN
        <Truth.UNKNOWN: None>
        >>> Truth.NOT_MET & Truth.UNKNOWN
        <Truth.NOT_MET: False>
        >>> ~Truth.UNKNOWN
        <Truth.UNKNOWN: None>
    """

    MET = True
    NOT_MET = False
    UNKNOWN = None

    @property
    def zh(self) -> str:
        """The Chinese word."""
        return {True: "成立", False: "不成立", None: "待核实"}[self.value]

    @property
    def en(self) -> str:
        """The English word."""
        return {True: "met", False: "not met", None: "unknown"}[self.value]

    def __and__(self, other: Truth) -> Truth:
        return Truth(both(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(either(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(negate(self.value))

    @override
    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> NoReturn:
        raise AmbiguousTruthError(
            what="a truth has three values and is no Python bool.",
            remedy="Write truth is Truth.MET (or .NOT_MET, .UNKNOWN).",
        )


#: A truth inside the readings: True, False, or None for unknown.
Kleene = bool | None


def both(left: Kleene, right: Kleene) -> Kleene:
    """Kleene's *and*."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Kleene, right: Kleene) -> Kleene:
    """Kleene's *or*."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def negate(truth: Kleene) -> Kleene:
    """Kleene's *not*."""
    return None if truth is None else not truth
