from __future__ import annotations

import ast

from typing import TYPE_CHECKING

import pytest

from tests.repo.places import PACKAGE, modules


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FILES = modules()

# The one file that may run source, which it made from a whitelisted tree.
COMPILER = PACKAGE / "conditions" / "_compile.py"

# The one file that may start processes, which run the library's own code.
WORKERS = PACKAGE / "frames" / "_workers.py"

CALLS = {"__import__", "breakpoint", "compile", "eval", "exec", "input"}

# A reviewer looks for these: other processes, the network, foreign code.
# The rest would make an answer depend on the day, the machine or chance.
IMPORTS = {
    "asyncio",
    "concurrent",
    "ctypes",
    "ftplib",
    "http",
    "locale",
    "marshal",
    "multiprocessing",
    "pickle",
    "random",
    "secrets",
    "shelve",
    "smtplib",
    "socket",
    "ssl",
    "subprocess",
    "time",
    "urllib",
    "webbrowser",
}

# What a module could reach through `os` or a class of `datetime`.
OWNERS = {"date", "datetime", "os"}
ATTRIBUTES = {"environ", "getenv", "now", "popen", "system", "today", "utcnow"}

MODULE_NAMES = {
    "base",
    "common",
    "core",
    "helpers",
    "manager",
    "misc",
    "utils",
}


def called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).partition(".")[0]


def reached(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if owner in OWNERS:
                yield node.attr


@pytest.mark.parametrize("path", FILES.values(), ids=FILES)
class TestEachModule:
    def test_runs_no_text(self, path: Path) -> None:
        """Only the compiler of conditions runs source."""
        allowed: set[str] = {"compile", "exec"} if path == COMPILER else set()
        tree = ast.parse(path.read_text(encoding="utf-8"))

        assert set(called(tree)) & CALLS <= allowed

    def test_stays_at_home(self, path: Path) -> None:
        """Only one module starts processes; none opens a socket."""
        starts = {"concurrent", "multiprocessing"}
        allowed: set[str] = starts if path == WORKERS else set()
        tree = ast.parse(path.read_text(encoding="utf-8"))

        assert set(imported(tree)) & IMPORTS <= allowed

    def test_reads_no_clock(self, path: Path) -> None:
        """No module asks for the day, the hour or the environment."""
        tree = ast.parse(path.read_text(encoding="utf-8"))

        assert set(reached(tree)) & ATTRIBUTES == set()


@pytest.mark.parametrize("name", FILES)
def test_module_names_say_something(name: str) -> None:
    """No module has a name under which anything could be put."""
    parts = {part.strip("_") for part in name.split(".")}

    assert parts & MODULE_NAMES == set()
