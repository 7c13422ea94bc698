"""Write the glossary: the terms, and what fields are called."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, prose
from pa_registry.columns import Column
from pa_registry.glossary import Entry, entries
from pa_registry.model.forms import FORMS


__all__ = ["glossary"]

Lines = Iterator[str]


def glossary() -> Lines:
    """Write the terms of the glossary, and those that fields own."""
    yield "## Terms"
    yield from _glossary(_entry(one) for one in entries())
    taken = {name.casefold() for one in entries() for name in _names(one)}
    yield "## Fields"
    yield from _glossary(_owned(taken))


def _glossary(terms: Iterator[tuple[list[str], str]]) -> Lines:
    yield ""
    yield "```{glossary}"
    for names, meaning in terms:
        yield "\n".join(names)
        yield f"  {meaning}"
        yield ""
    yield "```"
    yield ""


def _names(one: Entry) -> list[str]:
    tail = one.identifier.rpartition(".")[2]
    return [
        name
        for name in one.spellings
        if name in {one.zh, one.en} or name not in {one.identifier, tail}
    ]


def _entry(one: Entry) -> tuple[list[str], str]:
    built = f"`pa_registry.{one.identifier}`"
    name = built if one.is_built else f"`{one.identifier}`"
    return _names(one), f"{prose(one.meaning)} {name}; {prose(one.usage)}."


def _owned(taken: set[str]) -> Iterator[tuple[list[str], str]]:
    """Merge the fields of one Chinese name; the first gives the English."""
    found: dict[str, list[tuple[str, Column]]] = {}
    for form in FORMS.values():
        for key, one in form.columns.items():
            found.setdefault(one.zh, []).append((f"{form.name}.{key}", one))
    for zh, where in found.items():
        names = [
            name
            for name in dict.fromkeys((zh, where[0][1].en))
            if name.casefold() not in taken
        ]
        if zh in names:
            taken.update(name.casefold() for name in names)
            yield names, _where(where)


def _where(where: list[tuple[str, Column]]) -> str:
    numbers = dict.fromkeys(one.code for _, one in where if one.code)
    named = ", ".join(code(name) for name, _ in where)
    coded = f"; code {', '.join(map(code, numbers))}" if numbers else ""
    return f"{prose(where[0][1].en.capitalize())}: {named}{coded}."
