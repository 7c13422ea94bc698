"""
One table of results: forms and columns are matched alike, row by row.

The audit's matching of forms is the reference of all engines.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

from hypothesis import given, settings

from pa_registry import audit
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames import Matches, keyed, match
from tests.frames.engines import often
from tests.frames.matching_cases import ENGINES, read
from tests.frames.matching_registers import (
    BORN,
    DAY,
    OF_RECORD,
    OWN,
    Case,
    body,
    counted,
    every_case,
    persons_of,
    registers,
    said,
    sources_of,
    writings,
)


ENGINE = pytest.mark.parametrize("engine", ENGINES)
EVERY = every_case()


def matched(engine: str, case: Case, *, keys: bool = False) -> Matches[Any]:
    """Match a case as frames."""

    def made(frame: pl.DataFrame) -> Any:
        native = ENGINES[engine](frame)
        return keyed(native) if keys else native

    frames = sources_of(case)
    return match(
        made(persons_of(case)),
        {name: made(frame) for name, frame in frames.items()},
        extracts=dict.fromkeys(frames, DAY),
    )


def rows(native: Any, *names: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(one[n] for n in names) for one in read(native))


def over_columns(found: Matches[Any]) -> dict[str, Counter[tuple[Any, ...]]]:
    """Write what a matching of frames says as rows."""
    searched = ("source", "household", "person", "extract_date")
    tables = {
        "hits": (found.hits, audit.MatchTable.COLUMNS),
        "set_aside": (found.set_aside, audit.SetAside.COLUMNS),
        "tally": (found.tally, audit.Searched.COLUMNS),
        "coverage": (found.coverage, searched),
    }
    for source, own in OWN.items():
        held = (*OF_RECORD, *own)
        tables[f"records of {source}"] = (found.records(source), held)
        read_by_rules = ("household", "holder", *own)
        tables[f"source {source}"] = (found.sources[source], read_by_rules)
    return {name: rows(one, *names) for name, (one, names) in tables.items()}


def counts(persons: list[dict[str, Any]]) -> dict[Any, Counter[str]]:
    names = (*OWN, "hits", "possible")
    return {
        (one["household"], one["person"]): Counter(
            {name: one[name] for name in names if one[name]}
        )
        for one in persons
    }


def agree(engine: str, case: Case, *, keys: bool = False) -> None:
    """Compare what is said of forms with what is said over columns."""
    table = audit.match(case.registry, case.extracts)
    found = matched(engine, case, keys=keys)

    assert over_columns(found) == said(table, case)
    assert counts(read(found.persons)) == counted(table)


@ENGINE
@settings(max_examples=often(3), deadline=None)
@given(case=registers())
def test_whatever_is_drawn(engine: str, case: Case) -> None:
    """Columns give the rows that forms give."""
    agree(engine, case)


@ENGINE
def test_every_case(engine: str) -> None:
    """One register has all cases, and each engine reads them alike."""
    agree(engine, EVERY)


def test_every_case_keyed() -> None:
    """Frames that were keyed before are read alike, too."""
    agree("polars", EVERY, keys=True)


class TestEveryCase:
    """What the register of all cases holds, so that the others bite."""

    table = audit.match(EVERY.registry, EVERY.extracts)

    def test_agreements(self) -> None:
        """Each field agrees somewhere, and differs where it can."""
        agreed = {field for one in self.table.hits for field in one.agreed}
        differs = {field for one in self.table.hits for field in one.differs}
        of_forms = {audit.Agreement.FORM, audit.Agreement.HUKOU}

        assert agreed == {*audit.Agreement} - of_forms
        assert differs == {
            audit.Agreement.NAME,
            audit.Agreement.BIRTH_DATE,
        }

    def test_reasons(self) -> None:
        """Lines are set aside for each reason, members for all but one."""
        reasons: dict[bool, set[str]] = {True: set(), False: set()}
        for one in self.table.set_aside:
            reasons[one.source == audit.REGISTER].add(one.reason)

        assert reasons[False] == {*audit.SetAsideReason}
        assert reasons[False] - reasons[True] == {
            audit.SetAsideReason.DUPLICATE
        }

    def test_kinds(self) -> None:
        """Persons stand twice in one household, and in two."""
        kinds = {one.kind for one in self.table.hits if one.other_person}

        assert kinds == {*audit.RegisterKind} - {audit.RegisterKind.SPLIT}

    def test_coverage(self) -> None:
        """Households are searched as a whole, in part, and not at all."""
        homes = [one.number for one in EVERY.registry.households]
        whole = {
            one.household
            for home in homes
            for one in self.table.coverage_of(home)
            if one.person is None
        }
        partly = {home for home in homes if self.table.coverage_of(home)}

        assert whole
        assert whole < partly < {*homes}


def test_spark() -> None:
    """Spark gives the same, but for the numbers of lines."""
    for needed in ("pyspark", "pandas"):
        pytest.importorskip(needed, reason="needs pyspark[sql]")
    # Few sources and households: to plan a table takes seconds there.
    few = attrs.evolve(
        EVERY,
        registry=attrs.evolve(
            EVERY.registry, households=EVERY.registry.households[:18]
        ),
        extracts=EVERY.extracts[:1],
    )
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("on_spark.py"))],
        capture_output=True,
        check=True,
        input=json.dumps(
            {
                "persons": _written(persons_of(few)),
                "sources": {
                    name: _written(frame)
                    for name, frame in sources_of(few).items()
                },
                "day": DAY,
            },
            default=str,
        ),
        encoding="utf-8",
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "lacking" in found:
        pytest.skip(f"needs a JVM: {found['lacking']}")
    table = audit.match(few.registry, few.extracts)
    expected = said(table, few)
    searched = ("source", "household", "person", "extract_date")
    names = {
        "hits": audit.MatchTable.COLUMNS,
        "set_aside": audit.SetAside.COLUMNS,
        "tally": audit.Searched.COLUMNS,
        "coverage": searched,
    }
    for name, listed in names.items():
        assert Counter(
            tuple(one[n] for n in listed) for one in found[name]
        ) == Counter(
            tuple(
                _on_spark(row[0], n, held)
                for n, held in zip(listed, row, strict=True)
            )
            for row in expected[name].elements()
        ), name


def _on_spark(source: str, name: str, held: Any) -> Any:
    """Write a cell as JSON does; lines have no number on Spark."""
    of_lines = {"line", "possible"} if source != audit.REGISTER else {"line"}
    if name in of_lines:
        return None
    return held.isoformat() if isinstance(held, dt.date) else held


def _written(frame: pl.DataFrame) -> dict[str, Any]:
    types = {name: str(one) for name, one in frame.schema.items()}
    return {"types": types, "rows": frame.to_dicts()}


class TestColumns:
    def test_nothing_is_computed_without_names(self) -> None:
        """Where one side has no names, its births make no near match."""
        for lacking in ("persons", "vehicles"):
            persons, vehicles = (
                persons_of(EVERY),
                sources_of(EVERY)["vehicles"],
            )
            if lacking == "persons":
                persons = persons.drop("name")
            else:
                vehicles = vehicles.drop("name")
            found = match(persons, {"vehicles": vehicles})
            agreed = found.hits.filter(pl.col("source") == "vehicles")[
                "agreed"
            ]

            assert not agreed.str.contains("one-digit").any()
            assert agreed.str.contains("^(number|old-number|document)").all()

    def test_records_of_another_source(self) -> None:
        """A source that was not matched is refused by name."""
        persons, vehicles = persons_of(EVERY), sources_of(EVERY)["vehicles"]
        found = match(persons, {"vehicles": vehicles})
        with pytest.raises(UnknownNameError, match="that was matched"):
            found.records("vehicels")

    @pytest.mark.parametrize(
        ("column", "wrong"),
        [("name", 7), ("born", "1980"), ("apart", "no"), ("division", 7)],
    )
    def test_wrong_types(self, column: str, wrong: object) -> None:
        """A column of the wrong type is refused, and says what it holds."""
        persons, vehicles = persons_of(EVERY), sources_of(EVERY)["vehicles"]
        given_ = persons.with_columns(pl.lit(wrong).alias(column))
        with pytest.raises(InvalidValueError, match="Convert the column"):
            match(given_, {"vehicles": vehicles})

    def test_an_extract_without_lines(self) -> None:
        """A source without a line was searched all the same, on its day."""
        persons, vehicles = persons_of(EVERY), sources_of(EVERY)["vehicles"]
        found = match(
            persons, {"vehicles": vehicles.clear()}, extracts={"vehicles": DAY}
        )

        assert set(found.coverage["extract_date"]) == {DAY}
        assert found.tally["entries"].to_list() == [0]
        assert found.tally["extract_date"].to_list() == [DAY]

    def test_columns_that_cannot_be_compared(self) -> None:
        """Lines with lists in them are never taken for one another."""
        number = writings(0)[0]
        persons = pl.DataFrame(
            {"household": ["H1"], "number": ["P1"], "identity": [number]}
        )
        vehicles = pl.DataFrame(
            {"identity": [number] * 2, "plates": [["A1"], ["A1"]]}
        )
        found = match(persons, {"vehicles": vehicles})

        assert found.hits["line"].sort().to_list() == [1, 2]

    def test_a_local_column_tells_lines_apart(self) -> None:
        """Two lines with different plates are two cars; with one, one."""
        number = writings(0)[0]
        persons = pl.DataFrame(
            {"household": ["H1"], "number": ["P1"], "identity": [number]}
        )
        vehicles = pl.DataFrame(
            {"identity": [number] * 4, "plate": ["1", "2", "1", None]}
        )
        found = match(persons, {"vehicles": vehicles})

        assert found.hits["line"].sort().to_list() == [1, 2, 4]
        assert found.persons["vehicles"].to_list() == [3]
        assert found.records("vehicles").height == 3
        assert found.set_aside.select("line", "reason").rows() == [
            (3, "duplicate-line")
        ]


def _shown(table: Any) -> str:
    return str(table.rows())


def test_no_result_holds_a_number() -> None:
    """No table shows an identity number of either side."""
    found = matched("polars", EVERY, keys=True)
    tables = [found.hits, found.persons, found.households, found.coverage]
    tables += [found.set_aside, found.tally, *found.sources.values()]
    tables += [found.records(source) for source in OWN]
    shown = " ".join(map(_shown, tables))

    assert not any(body(who) in shown for who in range(len(BORN)))
