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
    "frames": {"narwhals"},
    "testing": {"hypothesis", "sortedcontainers", "_hypothesis"},
}

SCRIPT = """\
import sys
before = set(sys.modules)
import importlib
importlib.import_module(sys.argv[1])
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(tops - set(sys.stdlib_module_names) - {"pa_registry"}))
"""

CORE = [
    name
    for name in modules()
    if not any(f".{room}" in name for room in EXTRAS)
]


def imported_by(name: str) -> set[str]:
    """Import a module in a fresh interpreter and see what came with it."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        text=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", CORE)
def test_the_core_imports_only_its_dependencies(name: str) -> None:
    """A module brings in the standard library and three packages only."""
    assert imported_by(name) - DEPENDENCIES == set()
