"""
What `import pa_registry` costs, beside its three dependencies.

Each round starts one fresh interpreter for the dependencies and one for the
library, one after the other, in an order that alternates; each interpreter
times its own import.

    python benchmarks/import_cost.py [ROUNDS]
"""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
import sys

from statistics import median, quantiles


DEPENDENCIES = "attrs, dateutil.relativedelta, typing_extensions"
LIBRARY = "pa_registry"
LIMIT = 2.5

SCRIPT = """\
from time import perf_counter
start = perf_counter()
import {names}
print(perf_counter() - start)
"""


def seconds(names: str) -> float:
    """Time one import in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(names=names)],
        capture_output=True,
        check=True,
        text=True,
    )
    return float(done.stdout)


def pair(*, library_first: bool) -> tuple[float, float]:
    """Time both, in the order asked for: (dependencies, library)."""
    if library_first:
        library = seconds(LIBRARY)
        return seconds(DEPENDENCIES), library
    return seconds(DEPENDENCIES), seconds(LIBRARY)


def spread(values: list[float]) -> str:
    """Show the median and the middle half."""
    low, _, high = quantiles(values, n=4)
    return f"{median(values):8.3f}  [{low:.3f} … {high:.3f}]"


def describe_machine() -> str:
    """Name the machine and what is measured on it."""
    packages = ("attrs", "python-dateutil", "typing-extensions", "pa-registry")
    versions: list[str] = []
    for name in packages:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} (not installed)")
    return (
        f"{platform.machine()}, {platform.system()},"
        f" {platform.python_implementation()} {platform.python_version()}\n"
        + ", ".join(versions)
    )


def main(rounds: int) -> None:
    """Measure, and print medians, spreads and the ratio."""
    pair(library_first=False)  # fills the caches of compiled files
    pairs = [pair(library_first=bool(i % 2)) for i in range(rounds)]
    ratios = [library / three for three, library in pairs]
    print(describe_machine())
    print(f"{rounds} pairs; median and middle half")
    print("dependencies, ms ", spread([three * 1e3 for three, _ in pairs]))
    print("pa_registry, ms  ", spread([lib * 1e3 for _, lib in pairs]))
    print("ratio            ", spread(ratios), f"  (at most {LIMIT})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
