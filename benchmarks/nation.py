"""
A nation on one machine: decided partition by partition, and as a whole.

29.5 million households and 89.6 million people are made from a seed, with
the columns that the policy reads and no others.  The policy has an income
per head and two quantifiers over the members.  Then, each in a process of
its own, whose peak memory is read from the system:

* the nation, partition by partition, into outcomes and counts;
* the same again, where everything is done already;
* the same by two processes at once, whose peaks are added;
* the nation as a whole, in one plan;
* a province of 1.9 million households, partition by partition;
* the cutting of tables that are in one piece, by DuckDB.

Run it with polars, DuckDB and numpy beside the library::

    python benchmarks/nation.py                       # 2 to 3 GB of disk
    python benchmarks/nation.py --scale 0.02          # a fiftieth
    python benchmarks/nation.py --partitions 340 --skip cut

The data stands in a temporary folder and is removed.  It prints times,
rates and peaks, and never fails on a figure.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from pa_registry import frames, yuan
from pa_registry.conditions import all_of
from pa_registry.model.person_codes import Enrolment
from pa_registry.model.terms import household, person
from pa_registry.policies import IdentificationOutcome, Policy, Step


HOUSEHOLDS, PEOPLE = 29_500_000, 89_600_000
PROVINCE = 1_900_000
#: As many as there were units at county level, about; and in one province.
COUNTIES, OF_PROVINCE = 2_850, 103
DAY = dt.date(2016, 10, 31)
GOAL = 1024
SEED = 2016
_SIZES = (0.18, 0.22, 0.23, 0.20, 0.11, 0.045, 0.015)  # 3.04 on average
_FIRST = np.datetime64("1925-01-01", "D")
_DAYS = 33_000
_STAGES = pl.Series(
    [
        one.value
        for one in (
            Enrolment.NOT_ENROLLED,
            Enrolment.PRIMARY,
            Enrolment.GRADE_7,
        )
    ]
)


def policy() -> Policy[IdentificationOutcome]:
    """Poor by income, or a child out of school, or somebody uninsured."""
    poor = household.net_income.per(household.size) < yuan(2855)
    child = all_of(
        person.age >= 6,
        person.age < 16,
        person.enrolment.equals(Enrolment.NOT_ENROLLED),
    )
    schooling = household.members.any(child)
    medical = ~household.members.all(person.basic_medical_insured)
    outcome = IdentificationOutcome
    return Policy(
        name="benchmark",
        zh="基准政策",
        en="benchmark",
        steps=(
            Step(poor.labelled("income"), outcome.REGISTER),
            Step(schooling.labelled("schooling"), outcome.REGISTER),
            Step(medical.labelled("medical"), outcome.REGISTER),
        ),
        otherwise=outcome.NOT_REGISTERED,
        undecided=outcome.TO_VERIFY,
    )


# The data --------------------------------------------------------------


def sizes_of(households: int, counties: int) -> list[int]:
    """Share households among counties, some five times as large."""
    weights = np.random.default_rng(SEED).integers(1, 6, counties)
    ends = np.floor(weights.cumsum() * (households / weights.sum()))
    return [int(one) for one in np.diff(ends, prepend=0)]


def flags(draw: np.random.Generator, many: int, yes: float) -> pl.Series:
    """Draw yes or no, and a blank now and then."""
    rolled = draw.random(many, dtype=np.float32)
    found = pl.Series(rolled < yes)
    return found.set(pl.Series(rolled > 0.99), None)


def days(draw: np.random.Generator, many: int, known: float) -> pl.Series:
    """Draw days, blank where none is known."""
    found = pl.Series(_FIRST + draw.integers(0, _DAYS, many))
    blank = pl.Series(draw.random(many, dtype=np.float32) >= known)
    return found.cast(pl.Date).set(blank, None)


def county(place: int, first: int, many: int) -> dict[str, pl.DataFrame]:
    """Draw the households of one county, and their members."""
    draw = np.random.default_rng((SEED, place))
    numbers = np.arange(first, first + many)
    sizes = draw.choice(np.arange(1, 8), many, p=_SIZES)
    people = int(sizes.sum())
    income = draw.integers(90_000, 600_000, many) * sizes
    gone = pl.Series(draw.random(many, dtype=np.float32) < 0.01)
    stage = draw.choice(3, people, p=(0.8, 0.15, 0.05))
    return {
        "households": pl.DataFrame(
            {
                "number": numbers,
                "net_income": pl.Series(income).set(gone, None),
            }
        ),
        "members": pl.DataFrame(
            {
                "household": np.repeat(numbers, sizes),
                "born": days(draw, people, 0.99),
                "usual_resident": flags(draw, people, 0.96),
                "joined": days(draw, people, 0.02),
                "left": days(draw, people, 0.02),
                "enrolment": _STAGES.gather(stage),
                "basic_medical_insured": flags(draw, people, 0.97),
            }
        ),
    }


def make(folder: Path, households: int, counties: int) -> dict[str, int]:
    """Write a dataset, a county at a time."""
    first = people = 0
    for place, many in enumerate(sizes_of(households, counties)):
        for table, frame in county(place, first, many).items():
            target = folder / table / f"county={100_000 + place}"
            target.mkdir(parents=True)
            frame.write_parquet(target / "part-0.parquet")
            people += frame.height if table == "members" else 0
        first += many
    return {"households": first, "people": people}


def flatten(folder: Path, flat: Path, counties: int) -> dict[str, int]:
    """Write each table in one file; neighbours live in other counties."""
    flat.mkdir()
    whole = frames.Dataset.open(folder).scan()
    spread = pl.col("number") * 7_919 % counties + 100_000
    whole.households.with_columns(county=spread).sink_parquet(
        flat / "households.parquet"
    )
    whole.members.sink_parquet(flat / "members.parquet")
    return {"households": 0}


# What is measured ------------------------------------------------------


def run(folder: Path, out: Path, processes: int = 1) -> dict[str, object]:
    """Decide partition by partition."""
    report = frames.run(policy(), folder, out, at=DAY, processes=processes)
    if not report.is_complete:
        raise AssertionError(str(report))
    return {"households": report.households, **report.by_outcome}


def whole(folder: Path, out: Path) -> dict[str, object]:
    """Decide all households in one plan, and write what comes of it."""
    tables = frames.Dataset.open(folder).scan()
    out.mkdir()
    decided = frames.decide(policy(), tables, at=DAY)
    wanted = ("number", "outcome", "ground", "possible", "undecided_by")
    decided.select(wanted).sink_parquet(out / "whole.parquet")
    counted = (
        pl.scan_parquet(out / "whole.parquet")
        .group_by("outcome")
        .len()
        .collect()
    )
    found = dict(counted.iter_rows())
    return {"households": sum(found.values()), **found}


def cut(flat: Path, out: Path, limit: int) -> dict[str, int]:
    """Cut tables in one piece by county, with DuckDB, on disk."""
    import duckdb  # noqa: PLC0415 -- measured in a process of its own

    base = duckdb.connect(
        config={
            "memory_limit": f"{limit}MB",
            "threads": 2,
            "temp_directory": str(flat / "spilled"),
            "preserve_insertion_order": False,
        }
    )
    homes = base.read_parquet(str(flat / "households.parquet"))
    people = base.read_parquet(str(flat / "members.parquet"))
    where = homes.select("number", "county").set_alias("h")
    placed = people.set_alias("m").join(where, "m.household = h.number")
    out.mkdir()
    for table, rows in (
        ("households", homes),
        ("members", placed.select(duckdb.StarExpression(exclude=["number"]))),
    ):
        rows.write_parquet(
            str(out / table), partition_by=["county"], compression="zstd"
        )
    written = base.read_parquet(str(out / "members" / "*" / "*.parquet"))
    ((many,),) = written.aggregate("count(*)").fetchall()
    return {"households": 0, "people": int(many)}


def measured(task: str, folder: Path, wanted: argparse.Namespace) -> None:
    """Do one task in this process, and print what it took."""
    nation, province = folder / "nation", folder / "province"
    flat = folder / "flat"
    tasks: dict[str, Callable[[], Mapping[str, object]]] = {
        "make nation": lambda: make(
            nation, round(HOUSEHOLDS * wanted.scale), wanted.partitions
        ),
        "make province": lambda: make(
            province, round(PROVINCE * wanted.scale), OF_PROVINCE
        ),
        "flatten": lambda: flatten(nation, flat, wanted.partitions),
        "province": lambda: run(province, folder / "out-province"),
        "nation": lambda: run(nation, folder / "out-nation"),
        "two": lambda: run(nation, folder / "out-two", 2),
        "again": lambda: run(nation, folder / "out-nation"),
        "whole": lambda: whole(nation, folder / "out-whole"),
        "cut": lambda: cut(flat, folder / "cut", wanted.memory),
    }
    start = time.perf_counter()
    found = tasks[task]()
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    took: dict[str, object] = {
        "seconds": seconds,
        "cpu": sum(one.ru_utime + one.ru_stime for one in (own, theirs)),
        # Of children, the system knows the largest; two work at once.
        "peak": (own.ru_maxrss + 2 * theirs.ru_maxrss) // 1024,
    }
    print(json.dumps({**took, **found}))


def asked(
    task: str, folder: Path, wanted: argparse.Namespace
) -> dict[str, float]:
    """Do one task in a fresh process."""
    done = subprocess.run(
        [
            *(sys.executable, __file__, "--task", task),
            *("--folder", str(folder), "--scale", str(wanted.scale)),
            *("--partitions", str(wanted.partitions)),
            *("--memory", str(wanted.memory)),
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def shown(name: str, found: dict[str, float]) -> None:
    """Print one line of the table."""
    rate = found["households"] / found["seconds"]
    print(
        f"{name:<40}{found['seconds']:>9.1f}{found['cpu']:>9.1f}"
        f"{found['peak']:>10.0f}" + (f"{rate / 1e6:>13.2f}" if rate else ""),
        flush=True,
    )


def main() -> None:
    """Make the data, and measure each task in a process of its own."""
    wanted = arguments()
    if wanted.task:
        measured(wanted.task, Path(wanted.folder), wanted)
        return
    packages = ("polars", "duckdb", "narwhals", "numpy")
    print(
        f"Python {platform.python_version()}, {platform.machine()},"
        f" {os.cpu_count()} cores;"
        f" {', '.join(f'{one} {version(one)}' for one in packages)}"
    )
    with tempfile.TemporaryDirectory(dir=wanted.folder) as made:
        folder = Path(made)
        nation = asked("make nation", folder, wanted)
        asked("make province", folder, wanted)
        print(
            f"{nation['households']:,.0f} households,"
            f" {nation['people']:,.0f} people, {wanted.partitions} partitions,"
            f" made in {nation['seconds']:.0f} s; seed {SEED}"
        )
        print(
            f"{'':<40}{'seconds':>9}{'CPU s':>9}{'peak MiB':>10}"
            f"{'M homes/s':>13}",
            flush=True,
        )
        results: dict[str, dict[str, float]] = {}
        for task, name in _NAMES.items():
            if task in wanted.skip:
                continue
            if task == "cut":
                asked("flatten", folder, wanted)
            results[task] = asked(task, folder, wanted)
            shown(name, results[task])
        compared(results)


_NAMES = {
    "province": "a province, 103 partitions",
    "nation": "the nation, partition by partition",
    "again": "the same, all done already",
    "two": "the nation, by two processes",
    "whole": "the nation, in one plan",
    "cut": "cutting tables in one piece by county",
}


def compared(results: dict[str, dict[str, float]]) -> None:
    """Say how the answers and the peaks compare."""
    counts = {
        task: {
            outcome.value: found.get(outcome.value, 0)
            for outcome in IdentificationOutcome
        }
        for task, found in results.items()
        if task not in {"province", "cut"}
    }
    alike = all(one == next(iter(counts.values())) for one in counts.values())
    print(f"The same counts each way: {'yes' if alike else 'NO'}.")
    if "nation" in results:
        peak = results["nation"]["peak"]
        held = "held" if peak <= GOAL else "MISSED"
        print(f"At most {GOAL} MiB when partitioned: {held} ({peak:.0f}).")


def arguments() -> argparse.Namespace:
    """Read what was asked for."""
    reader = argparse.ArgumentParser(description="A nation on one machine.")
    reader.add_argument("--scale", type=float, default=1.0)
    reader.add_argument("--partitions", type=int, default=COUNTIES)
    reader.add_argument("--memory", type=int, default=600, help="of DuckDB")
    reader.add_argument("--skip", nargs="*", default=[])
    reader.add_argument("--folder", default=None, help="for the data")
    reader.add_argument("--task", default="", help=argparse.SUPPRESS)
    return reader.parse_args()


if __name__ == "__main__":
    main()
