"""
Shares to the fen, beside the exact mode of the package `apportionment`.

Both share one amount among the same made-up claims by largest remainder,
one after the other, in an order that alternates, and must agree.  Then
128,000 villages, alone.  Needs the dependency group ``benchmarks``::

    python benchmarks/apportioning.py [ROUNDS]

It prints the machine and the versions, medians with their spread, and the
ratios of the pairs; it never fails on a figure.
"""

from __future__ import annotations

import gc
import os
import platform
import random
import sys

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from statistics import median
from time import perf_counter

from pa_registry import Fen, yuan
from pa_registry.funds import apportion


#: Ships no types, and is not installed where types are checked.
compute: Callable[..., list[int]] = import_module(
    "apportionment.methods"
).compute

AMOUNT = yuan(3_000_000_000)
VILLAGES = 128_000
SIZES = (97, 832)
GOAL, LIMIT = 15, 0.3


def claims(many: int) -> dict[str, int]:
    """Make up registered persons by unit."""
    draw = random.Random(many)  # noqa: S311  a benchmark, not a secret
    return {f"{n:012d}": draw.randrange(500, 90_000) for n in range(many)}


def ours(wanted: dict[str, int]) -> list[Fen]:
    """Share by this library."""
    return list(apportion(AMOUNT, wanted).values())


def theirs(wanted: dict[str, int]) -> list[int]:
    """Share by the other package, exactly."""
    names = list(wanted)
    return list(
        compute(
            "largest_remainder",
            list(wanted.values()),
            int(AMOUNT),
            fractions=True,
            parties=names,
        )
    )


def seconds(call: Callable[[], object]) -> float:
    """Time one call, without the collector."""
    gc.disable()
    start = perf_counter()
    call()
    taken = perf_counter() - start
    gc.enable()
    return taken


def spread(taken: list[float]) -> str:
    """Say the median of some times, with the least and the most."""
    middle, least, most = (
        f"{one * 1e3:.2f}" for one in (median(taken), min(taken), max(taken))
    )
    return f"{middle} ms ({least}, {most})"


def side_by_side(many: int, rounds: int) -> None:
    """Time both in pairs, and print the medians and the ratio."""
    wanted = claims(many)
    same = ours(wanted) == theirs(wanted)
    pairs: list[tuple[float, float]] = []
    for turn in range(rounds):
        if turn % 2:
            other = seconds(lambda: theirs(wanted))
            pairs.append((seconds(lambda: ours(wanted)), other))
        else:
            mine = seconds(lambda: ours(wanted))
            pairs.append((mine, seconds(lambda: theirs(wanted))))
    ratios = [other / mine for mine, other in pairs]
    print(
        f"{many:>7} units: {spread([mine for mine, _ in pairs])}"
        f" against {spread([other for _, other in pairs])},"
        f" {median(ratios):.1f}x ({min(ratios):.1f}, {max(ratios):.1f};"
        f" goal {GOAL}x); {'same parts' if same else 'DIFFERENT PARTS'}"
    )


def alone(rounds: int) -> None:
    """Time 128,000 villages."""
    wanted = claims(VILLAGES)
    taken = [seconds(lambda: ours(wanted)) for _ in range(rounds)]
    print(f"{VILLAGES:>7} units: {spread(taken)} (limit {LIMIT * 1e3:.0f} ms)")


def main(rounds: int) -> None:
    """Measure, and print."""
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" {platform.python_implementation()} {platform.python_version()},"
        f" apportionment {version('apportionment')};"
        f" {rounds} rounds in one run, medians (least, most)"
    )
    for many in SIZES:
        side_by_side(many, rounds)
    alone(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
