"""Write the case tables of the policies, as the tests read them."""

from __future__ import annotations

import tomllib

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.markdown import code, prose, table


__all__ = ["cases"]

_FOLDER = Path(__file__).parents[1] / "tests" / "policies" / "cases"
_NONE = "There are no case tables in this copy of the repository."


def cases(folder: Path = _FOLDER) -> Iterator[str]:
    """Write one table for each file of cases, of triples, of households."""
    found = {
        path: tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.toml"))
    }
    if not any("cases" in content for content in found.values()):
        yield _NONE
        return
    for path, content in found.items():
        yield f"## {prose(path.relative_to(folder).with_suffix(''))}"
        yield ""
        yield from _file(content)


def _file(content: Mapping[str, Any]) -> Iterator[str]:
    if "cases" in content:
        yield from _usually(content.get("usually", {}))
        yield from table(
            ("案例", "Case", "Given", "Comes out"),
            map(_case, content["cases"]),
        )
    elif "triples" in content:
        yield from table(
            ("案例", "Case", "Given", "Varied", "Comes out"),
            map(_triple, content["triples"]),
        )
    else:
        yield from table(
            ("Like", "What it has"),
            ((code(k), "; ".join(_flat(v))) for k, v in content.items()),
        )


def _usually(usual: Mapping[str, Any]) -> Iterator[str]:
    if usual:
        yield f"Unless a case says otherwise: {'; '.join(_flat(usual))}."


def _case(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = {k: v for k, v in row.items() if k not in {"name", "expect"}}
    return (
        *_names(row),
        "; ".join(_flat(given)),
        "; ".join(_flat(row.get("expect", {}))),
    )


def _triple(row: Mapping[str, Any]) -> tuple[str, ...]:
    apart = {"name", "vary", "values", "expect"}
    given = {k: v for k, v in row.items() if k not in apart}
    return (
        *_names(row),
        "; ".join(_flat(given)),
        f"{code(row['vary'])} {prose(_plain(row['values']))}",
        prose(_plain(row["expect"])),
    )


def _names(row: Mapping[str, Any]) -> tuple[str, str]:
    name = row.get("name", "")
    if not isinstance(name, dict):
        return "", prose(name)
    return prose(name.get("zh", "")), prose(name.get("en", ""))


def _flat(value: object, path: str = "") -> Iterator[str]:
    """Say each fact as its dotted name and its value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(v, dict) for v in value):
        for place, inner in enumerate(value, 1):
            yield from _flat(inner, f"{path} {place}")
    else:
        yield f"{code(path)} {prose(_plain(value))}"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value != "" else "not recorded"
