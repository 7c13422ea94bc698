from __future__ import annotations

import ast
import importlib

from types import FunctionType
from typing import TYPE_CHECKING

import pytest

from tests.repo.places import modules


if TYPE_CHECKING:
    from collections.abc import Iterator


FILES = modules()


def assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    if isinstance(node.value, ast.Call) and "TypeVar" in ast.dump(
        node.value.func
    ):
        return
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id


def defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from assigned(node)


def collected(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "pa_registry"
        ):
            yield from (alias.asname or alias.name for alias in node.names)


def public(name: str) -> set[str]:
    """
    Find what a module offers.

    A module offers what it defines, a package what it collects.
    """
    path = FILES[name]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set(defined(tree))
    if path.name == "__init__.py":
        found |= set(collected(tree))
    return {each for each in found if not each.startswith("_")}


def in_order(name: str) -> tuple[int, str]:
    """Sort constants first, then classes, then functions, as ruff does."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


@pytest.mark.parametrize("name", FILES)
class TestAll:
    def test_all_lists_what_is_public(self, name: str) -> None:
        """`__all__` holds every public name; others only if collected."""
        offered = set(importlib.import_module(name).__all__)
        tree = ast.parse(FILES[name].read_text(encoding="utf-8"))

        assert public(name) - offered == set()
        assert offered - public(name) <= set(collected(tree))

    def test_all_is_sorted(self, name: str) -> None:
        """`__all__` is in order and names nothing twice."""
        offered = importlib.import_module(name).__all__

        assert list(offered) == sorted(set(offered), key=in_order)

    def test_every_name_is_there(self, name: str) -> None:
        """Each name in `__all__` can be had from the module."""
        module = importlib.import_module(name)

        assert [n for n in module.__all__ if not hasattr(module, n)] == []

    def test_documented(self, name: str) -> None:
        """The module and each public class and function have docstrings."""
        module = importlib.import_module(name)
        things = {
            each: getattr(module, each)
            for each in module.__all__
            if isinstance(getattr(module, each), type | FunctionType)
        }

        assert module.__doc__
        assert [n for n, thing in things.items() if not thing.__doc__] == []
