from __future__ import annotations

import ast

from typing import TYPE_CHECKING

import pytest

from tests.repo.places import modules


if TYPE_CHECKING:
    from collections.abc import Iterator


FILES = modules()

# They read such characters from other people's files, or name a unit by
# them, and do not print them.
READING = {
    "pa_registry.accounts.printing": "\u2212",
    "pa_registry.exchange.cells": "\u200b\ufeff\xa0",
    "pa_registry.exchange.decoding": "\ufeff",
    "pa_registry.exchange.headers": "\xb2",
    "pa_registry.exchange.texts": (
        "\u2219\u22c5\u2022\u30fb\u2027\ufffd"
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    "pa_registry.model.cell_words": "\u00a0",
    "pa_registry.model._identity_text": "\u02bc",
}


def constants(tree: ast.AST) -> Iterator[str]:
    """Give every text of a module but its docstrings."""
    alone = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in alone
        ):
            yield node.value


def foreign(text: str) -> set[str]:
    """Give the characters that a Chinese Windows console cannot show."""
    return {one for one in text if not one.encode("gbk", "ignore")}


@pytest.mark.parametrize("name", FILES)
def test_prints_in_gbk(name: str) -> None:
    """Every text that a module can print is shown by a Chinese console."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    found = set[str]().union(*map(foreign, constants(tree)))

    assert found <= set(READING.get(name, ""))


def test_foreign() -> None:
    """The scan sees what it is to see, and passes over docstrings."""
    tree = ast.parse('"doc \u203a"\nx = f"{1} \u203a \u4e2d"')

    assert [foreign(one) for one in constants(tree)] == [{"\u203a"}]
