"""A small province as frames and files, and partitions cut at will."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from pa_registry.frames import Dataset, Tables, from_province
from pa_registry.synthetic import Province, province


@cache
def made() -> Province:
    return province(households=120, seed=2016, division="420700")


@cache
def whole() -> Tables:
    return from_province(made())


def by_table(tables: Tables) -> dict[str, Any]:
    """Give the frames of a register by the name of their table."""
    given = {**tables.arguments()}
    return {
        name: frame
        for name, frame in {**given.pop("sources"), **given}.items()
        if frame is not None
    }


def link(table: str) -> str:
    return "number" if table == "households" else "household"


def cut(
    tables: Tables, place: Mapping[str, str | None], *only: str
) -> dict[str, pl.DataFrame]:
    """Put a column `county` beside each row, by its household."""
    known = pl.DataFrame(
        {"county": list(place.values())}, {"county": pl.String}
    ).with_columns(pl.Series("_home", list(place), pl.String))
    return {
        name: frame.join(
            known, left_on=link(name), right_on="_home", how="left"
        )
        for name, frame in by_table(tables).items()
        if not only or name in only
    }


def write_cut(frames: Mapping[str, pl.DataFrame], folder: Path) -> Dataset:
    """Write each partition of each table to a file, in Hive's manner."""
    names = frames["households"]["county"].unique()
    for table, frame in frames.items():
        for name in names:
            target = folder / table / f"county={name}"
            target.mkdir(parents=True, exist_ok=True)
            frame.filter(pl.col("county") == name).drop(
                "county"
            ).write_parquet(target / "part-0.parquet")
    return Dataset.open(folder)


def write_pieces(frames: Mapping[str, pl.DataFrame], folder: Path) -> Dataset:
    """Write each table to one file, with the partition as a column."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in frames.items():
        frame.write_parquet(folder / f"{table}.parquet")
    return Dataset(
        tables={
            table: f"{folder.as_posix()}/{table}.parquet" for table in frames
        }
    )


def written(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def decisions(out: Path) -> pl.DataFrame:
    """Read what a run wrote, in the order of the numbers."""
    files = sorted((out / "outcomes").glob("*.parquet"))
    return pl.concat([pl.read_parquet(one) for one in files]).sort("number")


@contextmanager
def folder() -> Generator[Path]:
    """Give a folder for one example, which pytest gives to a test only."""
    with TemporaryDirectory() as name:
        yield Path(name)
