"""Write MyST: tables, prose, code."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Sequence


__all__ = ["code", "fence", "path_of", "prose", "table"]

_SPECIAL = re.compile(r"([\\`*_<\[\]$|])")


def prose(text: object) -> str:
    """Take any text as text: nothing in it is markup."""
    plain = " ".join(str(text).split())
    return _SPECIAL.sub(r"\\\1", plain)


def code(text: object) -> str:
    """Set a name or a rule as code, also inside a table."""
    plain = " ".join(str(text).split())
    return f"`{plain}`".replace("|", r"\|") if plain else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table; its cells are MyST already."""
    yield ""
    yield _row(head)
    yield _row(["---"] * len(head))
    for cells in rows:
        yield _row(cells)
    yield ""


def fence(language: str, text: str) -> Iterator[str]:
    """Write a block of code."""
    yield ""
    yield f"````{language}"
    yield text
    yield "````"
    yield ""


def path_of(one: type) -> str:
    """Say where a class is at home."""
    return f"{one.__module__}.{one.__qualname__}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
