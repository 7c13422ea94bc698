"""One province that the tests share, and everybody in it."""

from __future__ import annotations

from functools import cache

from pa_registry.model import Evidence, Household
from pa_registry.synthetic import Province, province


SEED = 2016
HOUSEHOLDS = 1200


@cache
def made() -> Province:
    return province(households=HOUSEHOLDS, seed=SEED)


@cache
def registered() -> tuple[tuple[Household, Evidence], ...]:
    return tuple(made().iter_households())


@cache
def outside() -> tuple[tuple[Household, Evidence], ...]:
    return tuple(made().iter_outside())


@cache
def everybody() -> dict[str, tuple[Household, Evidence]]:
    return {one.number: (one, e) for one, e in registered() + outside()}
