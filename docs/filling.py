"""
Fill the pages in while Sphinx reads them.

Comments of a page are replaced: ``generated: NAME`` by a part of the
catalogue, ``room: NAME`` by the modules of a room, ``output`` by what the
Python block above it prints, and ``level: PAGE DAY DIGEST`` by a note on
how fresh a translation is.
"""

from __future__ import annotations

import contextlib
import doctest
import hashlib
import importlib
import io
import pkgutil
import re

from collections.abc import Iterator
from typing import Any, TypeVar

from docs.catalogue import PARTS
from docs.markdown import fence


__all__ = ["LEVEL", "digest", "fill", "setup"]

#: A Chinese page says which English page it follows, and which text of it.
LEVEL = re.compile(
    r"^<!-- level: (\S+) (\d{4})-(\d{2})-(\d{2}) (\w+) -->$", re.MULTILINE
)

_GENERATED = re.compile(r"^<!-- generated: (\S+) -->$", re.MULTILINE)
_ROOM = re.compile(r"^<!-- room: (\S+) -->$", re.MULTILINE)
_RUN = re.compile(
    r"^```python\n(.*?)^```$|^(<!-- output -->)$", re.MULTILINE | re.DOTALL
)


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to ask for, and when."""
    app.connect("source-read", _on_read)
    app.connect("missing-reference", _on_missing)
    return {"parallel_read_safe": True}


def _on_read(_app: Any, _page: str, source: list[str]) -> None:
    source[0] = fill(source[0])


def fill(text: str) -> str:
    """Replace the comments of a page."""
    if "<!-- output -->" in text:
        text = _run(text)
    text = LEVEL.sub(_level, text)
    text = _ROOM.sub(lambda found: "\n".join(_room(found[1])), text)
    return _GENERATED.sub(lambda found: "\n".join(PARTS[found[1]]()), text)


def digest(text: str) -> str:
    """Tell one text of a page from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _level(found: re.Match[str]) -> str:
    year, month, day = (int(found[place]) for place in (2, 3, 4))
    return (
        f"*本页译自[英文页](/{found[1]})，"
        f"最近一次核对一致：{year}年{month}月{day}日。*"
    )


def _run(text: str) -> str:
    """Run the Python blocks of a page, and show what is asked for."""
    names: dict[str, object] = {"__name__": "__page__"}
    printed = ""

    def one(found: re.Match[str]) -> str:
        nonlocal printed
        if found[2]:
            return "\n".join(fence("text", printed.rstrip("\n")))
        with contextlib.redirect_stdout(io.StringIO()) as stream:
            exec(_source(found[1]), names)  # noqa: S102  a page of our own
        printed = stream.getvalue()
        return found[0]

    return _RUN.sub(one, text)


def _source(block: str) -> str:
    """Take the statements of a block, also of one with prompts."""
    if not block.startswith(">>>"):
        return block
    examples = doctest.DocTestParser().get_examples(block)
    return "".join(example.source for example in examples)


def _room(name: str) -> Iterator[str]:
    """Document the modules of a room, each under its own name."""
    room, modules = f"pa_registry.{name}", [*_modules(f"pa_registry.{name}")]
    if modules != [room]:
        yield "```{eval-rst}"
        yield f".. automodule:: {room}"
        yield "   :no-members:"
        yield "```"
    for module in modules:
        yield ""
        yield f"## `{module}`"
        yield ""
        yield "```{eval-rst}"
        yield f".. automodule:: {module}"
        yield "```"
        yield ""


def _modules(name: str) -> Iterator[str]:
    """Name the room, or the public modules in it that hold something."""
    room = importlib.import_module(name)
    inside = [
        f"{name}.{one.name}"
        for one in pkgutil.iter_modules(getattr(room, "__path__", ()))
        # A room inside a room has a page of its own.
        if not one.name.startswith("_") and not one.ispkg
    ]
    for module in inside or [name]:
        if getattr(importlib.import_module(module), "__all__", ()):
            yield module


def _on_missing(app: Any, env: Any, node: Any, inner: Any) -> Any:
    """Find a name where it is at home: rooms offer what modules define."""
    module, _, name = str(node.get("reftarget", "")).rpartition(".")
    if not module.startswith("pa_registry"):
        return None
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None
    if isinstance(found, TypeVar) or name.startswith("_"):
        return inner
    home = getattr(found, "__module__", module)
    if home == module:
        return None
    links = env.get_domain("py").resolve_any_xref(
        env, node["refdoc"], app.builder, f"{home}.{name}", node, inner
    )
    return links[0][1] if links else None
