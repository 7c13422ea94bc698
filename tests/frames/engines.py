"""The engines that the readings are compared on, and cases for them."""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import attrs
import narwhals as nw

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from pa_registry import frames
from pa_registry.frames import Tables, from_registry
from pa_registry.model import Evidence, Household, Registry
from pa_registry.testing import evidences, households


class Homes(NamedTuple):
    """Several households, each with what is known of it."""

    registry: Registry
    evidence: Mapping[str, Evidence]

    def tables(self, backend: frames.Backend = "polars") -> Tables:
        """Write them as frames."""
        return from_registry(self.registry, self.evidence, backend=backend)


@st.composite
def homes(draw: DrawFn, *, most: int = 4) -> Homes:
    """Draw several households; each has a number of its own."""
    found: list[Household] = []
    evidence: dict[str, Evidence] = {}
    for place in range(draw(st.integers(1, most))):
        number = f"H{place}"
        home = attrs.evolve(draw(households()), number=number)
        found.append(home)
        if draw(st.booleans()):
            evidence[number] = draw(evidences(household=home))
    return Homes(Registry(households=tuple(found)), evidence)


def converted(tables: Tables, change: Callable[[Any], Any]) -> Tables:
    """Bring every frame to another engine."""
    return attrs.evolve(
        tables,
        households=change(tables.households),
        members=change(tables.members),
        relatives=change(tables.relatives),
        measures=change(tables.measures),
        sources={k: change(v) for k, v in tables.sources.items()},
        coverage=change(tables.coverage),
    )


def by_number(frame: Any) -> dict[str, dict[str, Any]]:
    """Compute a frame of any engine, and give its rows by number."""
    found = nw.from_native(frame)
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return {row["number"]: row for row in found.rows(named=True)}


def on_polars(case: Homes) -> Tables:
    """Write the frames computed."""
    return case.tables()


def on_polars_lazy(case: Homes) -> Tables:
    """Write the frames lazy."""
    return converted(case.tables(), lambda frame: frame.lazy())


def on_pyarrow(case: Homes) -> Tables:
    """Write the frames as Arrow tables."""
    return case.tables("pyarrow")


def on_duckdb(case: Homes) -> Tables:
    """Write the frames as relations of DuckDB."""
    import duckdb  # noqa: PLC0415 -- an engine of its own

    return converted(case.tables("pyarrow"), duckdb.from_arrow)


def often(many: int) -> int:
    """Say how many cases to draw, by the profile; that many by default."""
    return max(2, many * settings().max_examples // 100)


ENGINES: Mapping[str, Callable[[Homes], Tables]] = {
    "polars": on_polars,
    "polars-lazy": on_polars_lazy,
    "pyarrow": on_pyarrow,
    "duckdb": on_duckdb,
}

DAY = dt.date(2016, 10, 19)
