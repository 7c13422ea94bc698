"""Match on Spark in a process of its own, and print what was found."""

from __future__ import annotations

import json
import sys

from importlib import import_module
from typing import Any

from pa_registry.frames import match


TABLES = {
    "persons": ("household", "number", "identity"),
    "payrolls": ("identity",),
}


def main() -> None:
    """Read two tables, match them, write the hits and the tally."""
    tables: dict[str, list[dict[str, Any]]] = json.load(sys.stdin)
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
    frames = {
        name: session.createDataFrame(
            [tuple(row[one] for one in names) for row in tables[name]],
            ", ".join(f"{one} string" for one in names),
        )
        for name, names in TABLES.items()
    }
    found = match(frames["persons"], {"payrolls": frames["payrolls"]})
    hits = found.hits.select("household", "number", "kind")
    tally = found.tally.select("table", "hit", "unmatched", "set_aside")
    print(
        json.dumps(
            {
                "hits": [list(row) for row in hits.collect()],
                "tally": [list(row) for row in tally.collect()],
            }
        )
    )
    session.stop()


if __name__ == "__main__":
    main()
