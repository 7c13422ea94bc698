from __future__ import annotations

import ast
import subprocess
import sys

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.repo.places import ROOT


if TYPE_CHECKING:
    from pathlib import Path


EXAMPLES = sorted(ROOT.glob("examples/*.py"))


def missing(path: Path) -> list[str]:
    """Name the packages that an example imports and that are not here."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    tops = {name.partition(".")[0] for name in names}
    return sorted(top for top in tops if find_spec(top) is None)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs(path: Path) -> None:
    """An example runs to its end and prints something."""
    if lacking := missing(path):
        pytest.skip(f"needs {', '.join(lacking)}: see `nox -s examples`")
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env=None,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout
