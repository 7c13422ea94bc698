"""Paired timing: the cases take turns, and what is stated are ratios."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def _processor() -> str:
    """Name the processor where the system tells it."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def stated(packages: Sequence[str]) -> None:
    """Print the machine and the versions."""
    print(
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()},"
        f" {platform.python_implementation()} {platform.python_version()}"
    )
    found: list[str] = []
    for one in packages:
        try:
            found.append(f"{one} {version(one)}")
        except PackageNotFoundError:
            found.append(f"{one} not installed")
    print(", ".join(found))
    print()


def in_turn(
    cases: Mapping[str, Callable[[], object]], rounds: int
) -> dict[str, list[float]]:
    """Time the cases in turn, another one first in each round."""
    names = list(cases)
    for name in names:
        cases[name]()
    taken: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % len(names)
        for name in (*names[first:], *names[:first]):
            gc.collect()
            start = time.perf_counter()
            cases[name]()
            taken[name].append(time.perf_counter() - start)
    return taken


def table(taken: Mapping[str, Sequence[float]], base: str) -> None:
    """Print medians, spread, and the paired ratios to one case."""
    print(
        f"{'':34} {'median s':>9} {'least':>8} {'most':>8}  ratio (least–most)"
    )
    for name, times in taken.items():
        ratios = [a / b for a, b in zip(times, taken[base], strict=True)]
        print(
            f"{name:34} {statistics.median(times):9.3f} {min(times):8.3f}"
            f" {max(times):8.3f}  {statistics.median(ratios):.2f}"
            f" ({min(ratios):.2f}–{max(ratios):.2f})"
        )
    sys.stdout.flush()
