"""Match on Spark in a process of its own, and print what was found."""

from __future__ import annotations

import datetime as dt
import json
import sys

from importlib import import_module
from typing import Any

from pa_registry.frames import match


TYPES = {"String": "string", "Boolean": "boolean", "Date": "date"}


def main() -> None:
    """Read the tables, match them, write what was found."""
    given: dict[str, Any] = json.load(sys.stdin)
    sql: Any = import_module("pyspark.sql")
    try:
        session = (
            sql.SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate()
        )
    except Exception as error:  # noqa: BLE001  whatever it says without a JVM
        print(json.dumps({"lacking": type(error).__name__}))
        return
    session.sparkContext.setLogLevel("OFF")

    def made(table: dict[str, Any]) -> Any:
        names = table["types"]
        rows = [
            tuple(_value(row[one], names[one]) for one in names)
            for row in table["rows"]
        ]
        types = ", ".join(f"{n} {TYPES[one]}" for n, one in names.items())
        return session.createDataFrame(rows, types)

    day = dt.date.fromisoformat(given["day"])
    sources = {name: made(one) for name, one in given["sources"].items()}
    found = match(
        made(given["persons"]), sources, extracts=dict.fromkeys(sources, day)
    )
    tables = {
        "hits": found.hits,
        "set_aside": found.set_aside,
        "tally": found.tally,
        "coverage": found.coverage,
    }
    written = {
        name: [row.asDict() for row in table.collect()]
        for name, table in tables.items()
    }
    print(json.dumps(written, default=str))
    session.stop()


def _value(held: Any, kind: str) -> Any:
    if kind == "Date" and held is not None:
        return dt.date.fromisoformat(held)
    return held


if __name__ == "__main__":
    main()
