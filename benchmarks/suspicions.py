"""
From extracts to suspicions: a province by county, and a county as objects.

The province is made up from a seed and held in memory: households,
members, and seven extracts, of which about three rows in a hundred are of
registered persons.  Over frames, *match* makes the matching,
*suspicions* asks what its hits would mean under a list, and counts them by
county.  As objects, one county of about 20,000 households is matched with
what the extracts hold of its people and of ten times as many others, and
its suspicions are raised; both readings must find as many.  Needs the
dependency group ``benchmarks``::

    python benchmarks/suspicions.py [HOUSEHOLDS] [ROUNDS] [SHARE_HIT]

It prints medians and spread, and never fails on a figure.
"""

from __future__ import annotations

import datetime as dt
import gc
import platform
import sys

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from statistics import median
from time import perf_counter
from typing import Any, cast

import duckdb
import numpy as np
import polars as pl

from making import (
    COUNTIES,
    DAY,
    HOUSEHOLDS,
    POPULATION,
    ROWS_PER_PERSON,
    SOURCES,
    households,
    members,
    numbers,
    source,
    written,
)

from pa_registry import audit, frames
from pa_registry.model import IdentityNumber, Registry


ROUNDS, SHARE = 3, 0.03
#: A list with clauses about records and about the form, its day left open.
CRITERIA = "ten-principles-2018"
SEEN = dt.date(2016, 9, 30)

Frames = dict[str, pl.DataFrame]


# Made-up data --------------------------------------------------------------


def made(many: int, share: float) -> Frames:
    """Make the register and the extracts."""
    draw = np.random.default_rng(2016)
    homes = households(many)
    entered = pl.Series(draw.integers(16_071, 16_800, many)).cast(pl.Int32)
    homes = homes.with_columns(
        pl.lit("current").alias("status"),
        entered.cast(pl.Date).alias("entered"),
        pl.lit(None, pl.Boolean).alias("favoured"),
    )
    people = members(homes)
    everybody = draw.permutation(len(people) * POPULATION)
    tables = {
        "households": homes,
        "members": people.with_columns(
            written(
                numbers(everybody[: len(people)]).alias("identity"), draw
            ).alias("identity")
        ),
    }
    rows = int(len(people) * ROWS_PER_PERSON / len(SOURCES))
    for name in SOURCES:
        who = everybody[draw.integers(len(people), len(everybody), rows)]
        hit = draw.random(rows) < share
        who[hit] = everybody[draw.integers(0, len(people), int(hit.sum()))]
        records = source(name, people, 3 * (rows + 1) / len(people))
        tables[name] = (
            records.head(rows)
            .drop("household", "holder")
            .with_columns(written(numbers(who), draw).alias("identity"))
        )
    return tables


# Over frames ---------------------------------------------------------------


def matched(tables: dict[str, Any]) -> frames.Matches[Any]:
    """Match the members with all extracts."""
    return frames.match(
        tables["members"], {name: tables[name] for name in SOURCES}
    )


def suspected(tables: dict[str, Any]) -> frames.Suspected:
    """Go from extracts to suspicions."""
    return frames.suspect(
        matched(tables),
        tables["households"],
        CRITERIA,
        members=tables["members"],
        at=DAY,
    )


def by_county(tables: dict[str, Any]) -> int:
    """Go from extracts to the counts of each county."""
    found = suspected(tables)
    return len(found.by_division()) + len(found.by_ground())


def counted(tables: dict[str, Any]) -> int:
    """Match alone: count the persons hit."""
    persons: Any = matched(tables).persons
    if isinstance(persons, pl.DataFrame):
        return persons.height
    return int(persons.aggregate("count(*)").fetchall()[0][0])


def loaded(tables: Frames) -> dict[str, Any]:
    """Load the frames into a database in memory."""
    base = duckdb.connect()
    for name, frame in tables.items():
        base.from_arrow(cast("Any", frame).to_arrow()).create(name)
    return {name: base.table(name) for name in tables}


# As objects ----------------------------------------------------------------


def county(tables: Frames, code: str) -> Frames:
    """Take one county, and a share of the lines about others."""
    homes = tables["households"].filter(
        pl.col("division").str.starts_with(code)
    )
    people = tables["members"].join(
        homes.select("number"),
        left_on="household",
        right_on="number",
        how="semi",
    )
    found = {"households": homes, "members": people}
    for name in SOURCES:
        rows = tables[name]
        own = rows.join(people.select("identity"), on="identity", how="semi")
        other = rows.join(people.select("identity"), on="identity", how="anti")
        found[name] = pl.concat([own, other.head(rows.height // COUNTIES)])
    return found


def as_objects(
    tables: Frames,
) -> tuple[Registry, tuple[audit.Extract, ...]]:
    """Make objects of the frames of a county."""
    one = tables["households"].head(1)
    back = frames.to_registry(
        frames.Tables(
            households=tables["households"], members=tables["members"]
        )
    ).registry
    extracts: list[audit.Extract] = []
    for name in SOURCES:
        rows = tables[name].with_columns(
            pl.lit(one["number"][0]).alias("household")
        )
        held = frames.to_registry(
            frames.Tables(households=one, sources={name: rows})
        ).by_household
        records: Any = getattr(held[one["number"][0]], name)
        texts = rows["identity"].to_list()
        extracts.append(
            audit.Extract(
                source=name,
                extract_date=SEEN,
                entries=tuple(
                    audit.Entry(
                        identity=IdentityNumber.read(text), record=record
                    )
                    for text, record in zip(texts, records, strict=True)
                ),
            )
        )
    return back, tuple(extracts)


# Timing --------------------------------------------------------------------


def timed(title: str, form: Callable[[], int], rounds: int) -> None:
    """Print how long something took."""
    taken: list[float] = []
    answers: set[int] = set()
    for _ in range(rounds):
        gc.collect()
        start = perf_counter()
        answers.add(form())
        taken.append(perf_counter() - start)
    print(
        f"  {title:<44}{median(taken):8.2f} s"
        f"  ({min(taken):.2f} to {max(taken):.2f})"
        f"  {', '.join(f'{one:,}' for one in sorted(answers))}"
    )


def main() -> None:
    """Run, and print what came out."""
    given = sys.argv[1:]
    many = int(given[0]) if given else HOUSEHOLDS
    rounds = int(given[1]) if len(given) > 1 else ROUNDS
    share = float(given[2]) if len(given) > 2 else SHARE
    packages = ("polars", "duckdb", "narwhals", "pyarrow")
    print(f"{platform.machine()}, {platform.platform()}")
    print(
        f"Python {platform.python_version()},",
        ", ".join(f"{one} {version(one)}" for one in packages),
    )
    tables = made(many, share)
    rows = sum(tables[name].height for name in SOURCES)
    print(
        f"{many:,} households, {tables['members'].height:,} persons,"
        f" {rows:,} rows of {len(SOURCES)} extracts, {share:.0%} of them"
        f" of registered persons; {CRITERIA}; {rounds} rounds"
    )
    for engine, held in (
        ("polars", dict[str, Any](tables)),
        ("DuckDB", loaded(tables)),
    ):
        print(f"\n{engine}: median (least to most), and how many")
        timed("match: persons hit", partial(counted, held), rounds)
        timed(
            "match, suspicions by county: lines",
            partial(by_county, held),
            rounds,
        )
        print(f"  {dict(suspected(held).totals)}")
    part = county(tables, "990000")
    start = perf_counter()
    registry, extracts = as_objects(part)
    took = perf_counter() - start
    lines = sum(len(one.entries) for one in extracts)
    print(
        f"\na county as objects: {len(registry.households):,} households,"
        f" {lines:,} lines; making the objects took {took:.2f} s"
    )
    timed(
        "audit.match: hits",
        lambda: len(audit.match(registry, extracts).hits),
        rounds,
    )
    table = audit.match(registry, extracts)
    timed(
        "audit.suspect: suspicions",
        lambda: len(audit.suspect(table, registry, CRITERIA, at=DAY)),
        rounds,
    )
    print(f"  over frames: {dict(suspected(part).totals)}")


if __name__ == "__main__":
    main()
