"""
A synthetic province as frames, and as a dataset of many files.

合成省份的数据表。
"""

from __future__ import annotations

import json
import os

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw

from pa_registry.errors import InvalidValueError
from pa_registry.frames._files import (
    Progress,
    as_folder,
    replacing,
    write_text,
)
from pa_registry.frames._workers import each
from pa_registry.frames.datasets import Dataset
from pa_registry.frames.schemas import COVERAGE, TableSchema, schema
from pa_registry.frames.tables import Tables
from pa_registry.model.evidence import SOURCES
from pa_registry.synthetic import Flaw, Province, Totals
from pa_registry.synthetic import province as made_province


__all__ = ["from_province", "write_province"]

#: What the rows of a province call by another name.
_NAMED = {"members": "persons"}
_PLACES = ("villages", "counties")
#: So many households stand in memory as rows at once.
_STRETCH = 5_000
#: So many households stand in one file.
_PER_FILE = 20_000
_BACKENDS = ("polars", "pyarrow")
#: What a dataset of a province is cut by.
_COUNTY = "county"
#: What the folder says of the province that it holds.
_CARD = "province.json"


def from_province(
    province: Province,
    *,
    start: int = 0,
    stop: int | None = None,
    outside: bool = False,
    backend: str = "polars",
) -> Tables:
    """
    Make the households of a synthetic province as frames.

    由合成省份生成数据表。

    They are those that `from_registry` would write of the same households
    and their evidence, without the detour over objects.  The identity
    numbers stand in clear: they belong to nobody.

    Args:
        province: The province.
        start: The first place.
        stop: The place before which to stop; by default the end.
        outside: Whether the households outside the register follow.
        backend: The engine of the frames: ``polars`` or ``pyarrow``.

    Returns:
        The tables, computed.

    Raises:
        InvalidValueError: If *backend* is unknown.

    Examples:
        >>> from pa_registry.synthetic import province
        >>> tables = from_province(province(households=200, seed=2016))
        >>> tables.households.height, tables.members.height
        (200, 623)
    """
    if backend not in _BACKENDS:
        raise InvalidValueError(
            what=f"{backend!r} is no engine that holds frames by itself",
            where="frames.from_province(backend=…)",
            remedy="Write polars or pyarrow; others read either of them.",
        )
    end = province.households
    last = end if stop is None else min(stop, end)
    beyond = range(end, end + province.outside if outside else end)
    made = _frames(province, (range(max(start, 0), last), beyond), backend)
    return Tables(
        households=made["households"],
        members=made["members"],
        relatives=made["relatives"],
        measures=made["measures"],
        sources={source: made[source] for source in SOURCES},
        coverage=made[COVERAGE],
        villages=made["villages"],
        counties=made["counties"],
    )


def _frames(
    province: Province, places: Iterable[range], backend: str
) -> dict[str, Any]:
    """Make the frames of several stretches of places."""
    known = _known()
    parts: dict[str, list[nw.DataFrame[Any]]] = {name: [] for name in known}
    for stretch in _iter_stretches(places, _STRETCH):
        held = province.columns(places=stretch)
        for name, table in known.items():
            rows = held.get(_NAMED.get(name, name), {})
            if rows:
                parts[name].append(_frame(table, rows, backend))
    made: dict[str, Any] = {}
    for name in known:
        found = parts.pop(name)
        made[name] = (
            nw.to_native(nw.concat(found, how="vertical"))
            if found
            else _empty(name, backend)
        )
    return made


@cache
def _known() -> Mapping[str, TableSchema]:
    return schema()


@cache
def _model(table: str, backend: str) -> nw.DataFrame[Any]:
    return _frame(_known()[table], {}, backend)


def _empty(table: str, backend: str) -> Any:
    """Make the frame of a table that has no rows, a new one each time."""
    return nw.to_native(_model(table, backend).head(0))


def _iter_stretches(places: Iterable[range], most: int) -> Iterator[range]:
    for whole in places:
        for start in range(0, len(whole), most):
            yield whole[start : start + most]


def _frame(
    table: TableSchema, rows: Mapping[str, list[object]], backend: Any
) -> nw.DataFrame[Any]:
    """Bring the columns of rows to those of the schema."""
    many = len(next(iter(rows.values()), ()))
    data: dict[str, list[Any]] = {}
    for name, column in table.columns.items():
        declared = column.declared
        key = name if declared is None else declared.key
        held: list[Any] | None = rows.get(key)
        if held is None:
            data[name] = [None] * many
        elif column.option is None:
            data[name] = held
        else:
            option = str(column.option.value)
            data[name] = [
                None if one is None else option in one for one in held
            ]
    return nw.from_dict(data, table.to_narwhals(), backend=backend)


# As files -------------------------------------------------------------


def write_province(
    province: Province,
    folder: str | os.PathLike[str],
    *,
    outside: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> Dataset:
    """
    Write a synthetic province as a dataset of Parquet files.

    合成省份写出为分区数据集。

    There is one folder a table, and in it one a county, which polars,
    DuckDB and Spark read as they stand: ``members/county=420922/`` and
    ``part-00000.parquet``.  However large the province, some ten thousand
    households are in memory at once.  The same province makes the same
    files in any number of processes, and a call that was interrupted goes
    on where it stopped.

    Args:
        province: The province.
        folder: Where to write; made where it is not there.
        outside: Whether the households outside the register are written.

        processes:
            How many processes write at once.  A script that asks for more
            than one calls this under ``if __name__ == "__main__":``.

        progress:
            Called after each stretch of a county with how many are
            written, how many there are, and the county's code.

    Returns:
        The dataset, by county.

    Raises:
        InvalidValueError: If the folder holds anything else.

    Examples:
        >>> import tempfile
        >>> from pa_registry.synthetic import province
        >>> made = province(households=200, seed=2016, division="422800")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     dataset = write_province(made, folder)
        ...     dataset.partitions()[:2]
        ('422801', '422802')
    """
    root = as_folder(folder, "frames.write_province(folder=…)")
    recipe = _Recipe.of(province)
    _claim(root, recipe, outside=outside)
    stretches = [
        _Stretch(recipe, root, county, part, places)
        for county, (registered, beyond) in province.by_county.items()
        for part, places in enumerate(
            _iter_stretches(
                (registered, beyond) if outside else (registered,), _PER_FILE
            )
        )
    ]
    waiting = [one for one in stretches if not one.is_written()]
    done = len(stretches) - len(waiting)
    for county in each(_write, waiting, processes):
        done += 1
        if progress is not None:
            progress(done, len(stretches), county)
    return Dataset.open(root)


@attrs.frozen
class _Recipe:
    """What a province is made of, as one process tells another."""

    households: int
    seed: int | str
    outside: int
    division: str
    totals: Totals
    flaws: tuple[tuple[Flaw, Fraction], ...]
    missing: Fraction

    @classmethod
    def of(cls, one: Province) -> _Recipe:
        return cls(
            one.households,
            one.seed,
            one.outside,
            one.division,
            one.totals,
            tuple(one.shares.items()),
            one.missing,
        )

    def card(self, *, outside: bool) -> str:
        """Write it for whoever opens the folder."""
        told = {
            "households": self.households,
            "seed": self.seed,
            "outside": self.outside,
            "outside_written": outside,
            "division": self.division,
            "stock": str(self.totals.stock),
            "exited": {year: str(one) for year, one in self.totals.exited},
            "flaws": {one.value: str(share) for one, share in self.flaws},
            "missing": str(self.missing),
            "households_a_file": _PER_FILE,
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=1)
def _made(recipe: _Recipe) -> Province:
    return made_province(
        households=recipe.households,
        seed=recipe.seed,
        outside=recipe.outside,
        division=recipe.division,
        totals=recipe.totals,
        flaws=dict(recipe.flaws),
        missing=recipe.missing,
    )


@attrs.frozen
class _Stretch:
    """Some households of one county, which one file a table holds."""

    recipe: _Recipe
    root: Path
    county: str
    part: int
    places: range

    def path(self, table: str) -> Path:
        """Name the file of a table."""
        folder = self.root / table / f"{_COUNTY}={self.county}"
        return folder / f"part-{self.part:05d}.parquet"

    def is_written(self) -> bool:
        """Say whether every table has its file."""
        return all(self.path(table).is_file() for table in _tables())


def _tables() -> tuple[str, ...]:
    return tuple(name for name in _known() if name not in _PLACES)


def _write(stretch: _Stretch) -> str:
    made = _frames(_made(stretch.recipe), (stretch.places,), "polars")
    for table in _tables():
        with replacing(stretch.path(table)) as half:
            made[table].write_parquet(half)
    return stretch.county


def _claim(root: Path, recipe: _Recipe, *, outside: bool) -> None:
    """
    Take an empty folder, or one that holds part of the same province.

    Raises:
        InvalidValueError: If something else is in it.
    """
    card = recipe.card(outside=outside)
    path = root / _CARD
    held = path.read_text(encoding="utf-8") if path.is_file() else None
    if held == card:
        return
    if held is not None or (root.is_dir() and any(root.iterdir())):
        what = "another province" if held is not None else "other files"
        raise InvalidValueError(
            what=f"the folder holds {what} already",
            where="frames.write_province(folder=…)",
            remedy="Give an empty folder, or the same province again.",
        )
    write_text(path, card)
