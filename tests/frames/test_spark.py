"""
The same call on Spark: a local master with two threads.

A plan takes seconds to build there, so that few cases are tried, each with
many households; the other engines try the many.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from pa_registry import frames
from pa_registry.conditions import Condition
from pa_registry.model import Evidence, Household, Registry
from pa_registry.policies import negative_list
from pa_registry.standards import Standards
from pa_registry.testing import conditions
from tests.audit import samples
from tests.frames.drawing import drawn
from tests.frames.engines import (
    DAY,
    Homes,
    by_number,
    converted,
    homes,
)
from tests.frames.suspicion_cases import (
    LISTED,
    Case,
    counted,
    handed_over,
    persons_of,
)
from tests.frames.test_readings import decided, walked
from tests.repo.places import ROOT


if shutil.which("java") is None:
    pytest.skip("there is no JVM", allow_module_level=True)
sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")

# Spark warns of its own host, of pandas, and leaves sockets to the end.
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.xdist_group("spark"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # Its workers need this library, too.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield session
    session.stop()
    _end_the_gateway()


def _end_the_gateway() -> None:
    """End the JVM, which would stay until Python ends."""
    context: Any = pytest.importorskip("pyspark").SparkContext
    gateway, context._gateway, context._jvm = context._gateway, None, None
    if gateway is not None:
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()


def merged(cases: list[Homes]) -> Homes:
    """Put the households of several cases in one, under new numbers."""
    found: list[Household] = []
    evidence: dict[str, Evidence] = {}
    for place, case in enumerate(cases):
        for home in case.registry.households:
            number = f"{place}-{home.number}"
            found.append(attrs.evolve(home, number=number))
            if home.number in case.evidence:
                evidence[number] = case.evidence[home.number]
    return Homes(Registry(households=tuple(found)), evidence)


@pytest.fixture(scope="module")
def case() -> Homes:
    return merged(drawn(homes(), 15))


@pytest.fixture(scope="module")
def tables(spark: Any, case: Homes) -> frames.Tables:
    def cached(table: Any) -> Any:
        return spark.createDataFrame(table)

    return converted(case.tables("pyarrow"), cached)


def test_rules(case: Homes, tables: frames.Tables) -> None:
    """Random rules come to what the walk comes to, on Spark, too."""
    rules: list[Condition[Any]] = drawn(conditions(depth=2), 4)
    named = {f"r{place}": rule for place, rule in enumerate(rules)}

    rows = by_number(frames.judge(named, tables, at=DAY))

    assert len(rows) == len(case.registry.households)
    for name, rule in named.items():
        got = {number: row[name] for number, row in rows.items()}
        assert got == walked(rule, case, DAY), rule.to_text()


def test_a_shipped_list(case: Homes, tables: frames.Tables) -> None:
    """A published list comes to what it comes to on each object."""
    policy = negative_list("ten-principles-2018")

    out = frames.decide(policy, tables, at=DAY)

    got = {
        number: (
            row["outcome"],
            row["ground"],
            row["possible"],
            row["undecided_by"],
        )
        for number, row in by_number(out).items()
    }
    assert got == decided(policy.bound_at(DAY), case, DAY)


def test_the_page_runs(spark: Any) -> None:
    """What the page on Spark shows, runs; it is skipped elsewhere."""
    page = (ROOT / "docs/how-to/decide-on-spark.md").read_text("utf-8")
    found = re.search(
        r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    assert found is not None
    names: dict[str, Any] = {}

    exec(found[1], names)  # noqa: S102 -- a page of our own

    rows = [(row["number"], row["outcome"]) for row in names["rows"]]
    assert rows == [("H1", "REGISTER"), ("H2", "NOT_REGISTERED")]


def test_it_stays_lazy(tables: frames.Tables) -> None:
    """A Spark frame comes back as one that nothing has computed."""
    policy = negative_list("ten-principles-2018")

    out = frames.decide(policy, tables, at=DAY)

    assert isinstance(out, sql.DataFrame)
    assert out.select("number", "outcome").columns == ["number", "outcome"]


def test_suspicions(spark: Any) -> None:
    """From extracts to suspicions, as over objects: two cars."""
    there = Registry(
        households=(
            samples.home(1),
            samples.home(2, samples.person(2), entered=None),
        )
    )
    sold = samples.car(disposed=dt.date(2015, 1, 1))
    case = Case(
        there,
        (
            samples.cars(
                samples.line(samples.number(1), sold),
                samples.line(samples.number(2)),
                samples.line(samples.number(3)),
            ),
        ),
        Standards.builtin().criteria("shangrao-2017-seven-clear-four-strict"),
    )

    def moved(frame: Any) -> Any:
        return spark.createDataFrame(frame.to_arrow())

    whole = case.tables(case.table)
    tables = frames.Tables(
        households=moved(whole.households), members=moved(whole.members)
    )
    found = frames.match(
        moved(persons_of(case)),
        {name: moved(one) for name, one in handed_over(case).items()},
    )

    out = frames.suspect(found, tables, case.listed, at=LISTED)

    rows = out.rows.to_pylist()
    assert counted(rows) == counted(
        [one.row() for one in case.suspicions(case.table)]
    )
    assert out.by_division().to_pylist() == [
        {
            "division": "990101",
            "suspicions": 2,
            "open": 2,
            "households": 2,
            "persons": 2,
        }
    ]
