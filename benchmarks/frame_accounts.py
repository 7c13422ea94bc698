"""
The accounts of a province from frames, beside its decisions.

An invented province of 1.9 million households and 5.9 million members is
made as frames of polars; its facts mean nothing.  Timed are the decision
of every household, the counts by cause and status and by county, the
standing by village, poverty measures, a check and a conversion.  Run it
with the library and polars installed::

    python benchmarks/frame_accounts.py [households]

It prints medians over rounds, their spread, and the ratio to the decision
in the same round, and never fails on a figure.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time

from collections.abc import Callable
from importlib.metadata import version

import polars as pl

from pa_registry import frames, yuan
from pa_registry.accounts import by_cause, by_division, by_status
from pa_registry.frames import Tables
from pa_registry.model import Cause, DivisionLevel, Status
from pa_registry.policies import identification


HOUSEHOLDS, ROUNDS = 1_900_000, 5
VILLAGES, MEMBERS = 25_000, 3.1
LINE = yuan(2952)


def province(households: int) -> Tables:
    """Make the frames, the same each time."""
    row = pl.int_range(households, eager=True).alias("row")
    spread = (row * 2_654_435_761) % 1_000_003
    status = [one.value for one in Status if one.in_stock or one.in_cohort]
    causes = [one.value for one in Cause]
    homes = pl.DataFrame({"row": row, "spread": spread}).select(
        number="H" + pl.col("row").cast(pl.String).str.zfill(8),
        division="9901"
        + (pl.col("spread") % VILLAGES + 10_000_000)
        .cast(pl.String)
        .str.zfill(8),
        status=pl.col("spread").replace_strict(
            dict(enumerate(status)), default=status[0]
        ),
        exit_year=pl.when(pl.col("spread") % 3 > 0).then(
            2014 + pl.col("spread") % 3
        ),
        main_cause=(pl.col("spread") % len(causes)).replace_strict(
            dict(enumerate(causes)), default=None
        ),
        net_income=(pl.col("spread") % 15_000) * 100,
        size=pl.col("spread") % 6 + 1,
    )
    people = pl.int_range(int(households * MEMBERS), eager=True).alias("row")
    members = pl.DataFrame({"row": people}).select(
        household="H"
        + (pl.col("row") % households).cast(pl.String).str.zfill(8),
        number="P" + pl.col("row").cast(pl.String),
        usual_resident=pl.lit(value=True),
        registered_here=pl.lit(value=True),
        joined=pl.lit(None, pl.Date),
        left=pl.lit(None, pl.Date),
    )
    return Tables(households=homes, members=members)


def tasks(tables: Tables) -> dict[str, Callable[[], object]]:
    """Name what is timed; the first is what the others are held beside."""
    policy = identification(line=LINE, guarantees=())
    homes = tables.households
    return {
        "decide": lambda: frames.decide(policy, tables),
        "tally by cause, status": lambda: frames.tally(
            tables, by_cause, by_status
        ),
        "tally by county": lambda: frames.tally(
            tables, by_division(DivisionLevel.COUNTY)
        ),
        "standing by village": lambda: frames.standing(tables),
        "check households": lambda: frames.check(homes, "households"),
        "check members": lambda: frames.check(tables.members, "members"),
        "conform households": lambda: frames.conform(homes, "households"),
    }


def main() -> None:
    """Time everything, in turns."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    tables = province(many)
    named = tasks(tables)
    times: dict[str, list[float]] = {name: [] for name in named}
    for _ in range(ROUNDS):
        for name, task in named.items():
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    first = next(iter(named))
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    print(f"{many:,} households; {machine}; polars {version('polars')}")
    print(f"{'':26}{'seconds':>9}{'spread':>9}{'ratio':>8}")
    for name, taken in times.items():
        ratios = [
            one / other for one, other in zip(taken, times[first], strict=True)
        ]
        middle, spread = statistics.median(taken), max(taken) - min(taken)
        ratio = statistics.median(ratios)
        print(f"{name:26}{middle:9.3f}{spread:9.3f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
