"""
Persons against seven departmental extracts, beside hand-written joins.

The register and the extracts are made up from a seed and held in memory;
they were written to Parquet and read back, as extracts are.  Each form
gives, for each person hit, the hits in each source, and all forms of one
engine must agree.  Needs the dependency group ``benchmarks``::

    python benchmarks/matching.py [PERSONS] [ROUNDS] [SHARE_HIT]

*Clean* extracts need no cleaning, and the hand-written forms do none: the
hardest case for the library, which cannot know that.  *As they come*, one
number in a hundred has a blank, an apostrophe or a small x, and the
hand-written forms clean the text as briefly as the answer allows.
The library checks each number that it finds, the hand-written forms none.

It prints paired ratios (theirs over the library's, in one round), medians
and spread, and never fails on a figure.
"""

from __future__ import annotations

import gc
import platform
import sys
import tempfile

from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast

import duckdb
import numpy as np
import polars as pl

from making import POPULATION, ROWS_PER_PERSON, numbers, written

from pa_registry.frames import keyed, match


PERSONS, ROUNDS, SHARE = 5_900_000, 5, 0.03
PER_HOUSEHOLD = 3.1
SOURCES = (
    "vehicles",
    "urban_houses",
    "premises",
    "machines",
    "businesses",
    "payrolls",
    "deaths",
)
GOAL = 2

Frames = dict[str, pl.DataFrame]
Answer = tuple[int, ...]


# Made-up data --------------------------------------------------------------


def made(persons: int, share: float, folder: Path, *, clean: bool) -> Frames:
    """Make the register and the extracts, by way of Parquet."""
    draw = np.random.default_rng(2016)
    people = draw.permutation(persons * POPULATION)
    homes = np.sort(draw.integers(0, int(persons / PER_HOUSEHOLD), persons))
    tables = {
        "persons": pl.DataFrame(
            {
                "household": "H" + pl.Series(homes).cast(pl.String),
                "number": "P" + pl.Series(range(persons)).cast(pl.String),
                "identity": numbers(people[:persons]),
            }
        )
    }
    rows = int(persons * ROWS_PER_PERSON / len(SOURCES))
    for source in SOURCES:
        who = people[draw.integers(persons, len(people), rows)]
        hit = draw.random(rows) < share
        who[hit] = people[draw.integers(0, persons, int(hit.sum()))]
        tables[source] = pl.DataFrame({"identity": numbers(who)})
    frames: Frames = {}
    for name, table in tables.items():
        text = table["identity"] if clean else written(table["identity"], draw)
        path = folder / f"{name}.parquet"
        table.with_columns(text.alias("identity")).write_parquet(path)
        frames[name] = pl.read_parquet(path)
    return frames


# Polars --------------------------------------------------------------------


def _answer(counted: pl.DataFrame) -> Answer:
    return counted.height, *(int(counted[one].sum()) for one in SOURCES)


def polars_ours(frames: Frames) -> Answer:
    """Match by this library."""
    lazy = {name: frame.lazy() for name, frame in frames.items()}
    found = match(lazy.pop("persons"), lazy)
    return _answer(found.persons.collect())


def _text(*, clean: bool) -> pl.Expr:
    text = pl.col("identity")
    if clean:
        return text
    return (
        text.str.replace_all(" ", "", literal=True)
        .str.strip_chars_start("'")
        .str.to_uppercase()
        .alias("identity")
    )


def polars_union(frames: Frames, *, clean: bool, engine: Any) -> Answer:
    """Write one union and one join by hand, on text."""
    text = _text(clean=clean)
    union = pl.concat(
        frames[name].lazy().select(text, pl.lit(code, pl.Int8).alias("s"))
        for code, name in enumerate(SOURCES)
    )
    persons = frames["persons"].lazy().with_columns(text)
    counted = (
        persons.join(union, on="identity")
        .group_by("household", "number")
        .agg((pl.col("s") == n).sum().alias(s) for n, s in enumerate(SOURCES))
    )
    return _answer(counted.collect(engine=engine))


def polars_seven(frames: Frames, *, clean: bool) -> Answer:
    """Write seven left joins by hand, on text."""
    text = _text(clean=clean)
    counted = frames["persons"].lazy().with_columns(text)
    for name in SOURCES:
        hits = frames[name].lazy().select(text).group_by("identity")
        counted = counted.join(
            hits.agg(pl.len().alias(name)), on="identity", how="left"
        )
    hit = pl.any_horizontal(pl.col(one).is_not_null() for one in SOURCES)
    return _answer(counted.filter(hit).collect())


# DuckDB --------------------------------------------------------------------


def loaded(frames: Frames) -> duckdb.DuckDBPyConnection:
    """Load the frames into a database in memory."""
    base = duckdb.connect()
    for name, frame in frames.items():
        held = base.from_arrow(cast("Any", frame).to_arrow())
        held.create(name)
    return base


def _sums() -> str:
    return "count(*), " + ", ".join(f"sum({one})::bigint" for one in SOURCES)


def duckdb_ours(base: duckdb.DuckDBPyConnection) -> Answer:
    """Match by this library."""
    tables = {name: base.table(name) for name in SOURCES}
    found = match(base.table("persons"), tables)
    return tuple(found.persons.aggregate(_sums()).fetchall()[0])


def _sql_text(*, clean: bool) -> str:
    if clean:
        return "identity"
    return "upper(ltrim(replace(identity, ' ', ''), ''''))"


def duckdb_union(base: duckdb.DuckDBPyConnection, *, clean: bool) -> Answer:
    """Write one union and one join by hand, on text."""
    text = _sql_text(clean=clean)
    union = " union all ".join(
        f"select {text} as k, {n} as s from {one}"  # noqa: S608  own names
        for n, one in enumerate(SOURCES)
    )
    counts = ", ".join(
        f"count(*) filter (where s = {n}) as {one}"
        for n, one in enumerate(SOURCES)
    )
    query = (
        f"select {_sums()} from (select household, number, {counts}"  # noqa: S608  own names
        f" from (select household, number, {text} as k from persons)"
        f" join ({union}) using (k) group by household, number)"
    )
    return tuple(base.execute(query).fetchall()[0])


def duckdb_seven(base: duckdb.DuckDBPyConnection, *, clean: bool) -> Answer:
    """Write seven left joins by hand, on text."""
    text = _sql_text(clean=clean)
    joins = " ".join(
        f"left join (select {text} as k, count(*) as {one} from {one}"  # noqa: S608  own names
        " group by 1) using (k)"
        for one in SOURCES
    )
    hit = " or ".join(f"{one} is not null" for one in SOURCES)
    query = (
        f"select {_sums()} from"  # noqa: S608  own names
        f" (select household, number, {text} as k from persons) {joins}"
        f" where {hit}"
    )
    return tuple(base.execute(query).fetchall()[0])


# Timing --------------------------------------------------------------------

Forms = dict[str, Callable[[], Answer]]


def compared(forms: Forms, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Time the forms in turn, each round beginning with another."""
    times: dict[str, list[float]] = {name: [] for name in forms}
    names = list(forms)
    answers = {name: form() for name, form in forms.items()}
    if len(set(answers.values())) != 1:
        message = f"the forms disagree: {answers}"
        raise SystemExit(message)
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            gc.collect()
            start = perf_counter()
            forms[name]()
            times[name].append(perf_counter() - start)
    yield from times.items()


def shown(title: str, forms: Forms, rounds: int) -> None:
    """Print one table; the library's form is the first."""
    print(f"\n{title}")
    times = dict(compared(forms, rounds))
    ours = times[next(iter(times))]
    for name, taken in times.items():
        ratios = [t / o for t, o in zip(taken, ours, strict=True)]
        print(
            f"  {name:<28}{median(taken):8.3f} s"
            f"  ({min(taken):.3f} to {max(taken):.3f})"
            f"  {median(ratios):5.2f} times ours"
            f"  ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def main() -> None:
    """Compare, and print what came out."""
    given = sys.argv[1:]
    persons = int(given[0]) if given else PERSONS
    rounds = int(given[1]) if len(given) > 1 else ROUNDS
    share = float(given[2]) if len(given) > 2 else SHARE
    packages = ("polars", "duckdb", "narwhals", "pyarrow")
    print(f"{platform.machine()}, {platform.platform()}")
    print(
        f"Python {platform.python_version()},",
        ", ".join(f"{one} {version(one)}" for one in packages),
    )
    print(f"{persons:,} persons, {share:.0%} of the records hit,", end=" ")
    print(f"{rounds} rounds; the goal is {GOAL} times")
    for clean in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            frames = made(persons, share, Path(folder), clean=clean)
        run(frames, rounds, clean=clean)


def run(frames: Frames, rounds: int, *, clean: bool) -> None:
    """Compare on both engines, on the same data."""
    kind = "clean" if clean else "as they come"
    start = perf_counter()
    prepared = {name: keyed(frame) for name, frame in frames.items()}
    took = perf_counter() - start
    union = partial(polars_union, frames, clean=clean)
    shown(
        f"polars, {kind} (keying all frames once took {took:.2f} s)",
        {
            "library": partial(polars_ours, frames),
            "library, keyed before": partial(polars_ours, prepared),
            "union, one join": partial(union, engine="in-memory"),
            "union, one join, streaming": partial(union, engine="streaming"),
            "seven left joins": partial(polars_seven, frames, clean=clean),
        },
        rounds,
    )
    base, base_keyed = loaded(frames), loaded(prepared)
    shown(
        f"DuckDB, {kind}",
        {
            "library": partial(duckdb_ours, base),
            "library, keyed before": partial(duckdb_ours, base_keyed),
            "union, one join": partial(duckdb_union, base, clean=clean),
            "seven left joins": partial(duckdb_seven, base, clean=clean),
        },
        rounds,
    )
    base.close()
    base_keyed.close()


if __name__ == "__main__":
    main()
