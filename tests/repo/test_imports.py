from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repo.places import modules


# attrs has two top-level names; six came with python-dateutil before 3.
DEPENDENCIES = {"attr", "attrs", "dateutil", "six", "typing_extensions"}

# Rooms behind an extra, with what the extra brings.
EXTRAS = {
    "frames": {"duckdb", "narwhals", "polars", "pyarrow", "sqlalchemy"},
    "testing": {"hypothesis", "sortedcontainers", "_hypothesis"},
}

SCRIPT = """\
import sys
before = set(sys.modules)
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(tops - set(sys.stdlib_module_names) - {"pa_registry"}))
"""


def _room(name: str) -> str:
    return ".".join(name.split(".")[:2])


CORE = [
    name
    for name in modules()
    if not any(f".{room}" in name for room in EXTRAS)
]
#: The modules of each room; one interpreter for each keeps this quick.
ROOMS = {
    room: [name for name in CORE if _room(name) == room]
    for room in sorted({_room(name) for name in CORE})
}


def imported_by(names: list[str]) -> set[str]:
    """Import modules in a fresh interpreter and see what came with them."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *names],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        text=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("room", ROOMS)
def test_the_core_imports_only_its_dependencies(room: str) -> None:
    """The modules of a room bring in nothing but three packages."""
    assert ROOMS[room]
    assert imported_by(ROOMS[room]) - DEPENDENCIES == set()
