"""
Compile a rule to Python source: the one file in which ``exec`` stands.

What is executed is written here from the whitelisted tree, never from
input text: names are identifiers of declared fields, constants are
numbers, dates and codes.  Everything works without it, by the tree walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from pa_registry.conditions import tree
from pa_registry.conditions._writing import Writer
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.tree import Condition
from pa_registry.conditions.walking import iter_nodes


__all__ = [
    "Step",
    "compiled",
    "compiled_list",
    "source",
    "source_of_list",
]


@attrs.frozen
class Step:
    """One step of a decision list: its rule and the bit of its outcome."""

    rule: Condition[Any]
    bit: int


def _asks_day(rules: Iterable[Condition[Any]]) -> bool:
    return any(
        isinstance(node, (tree.Age, tree.FactDay))
        for rule in rules
        for node in iter_nodes(rule)
    )


def _written(rule: Condition[Any]) -> tuple[Writer, str]:
    writer = Writer()
    writer.put(f"return {writer.truth(rule, 's')}")
    head = "def rule(s, e=None, d=None):"
    return writer, writer.module(head, asks_day=_asks_day([rule]))


def source(rule: Condition[Any]) -> str:
    """
    Show the module that is generated from a rule.

    It can be saved and imported; it holds one function, ``rule``.
    """
    return _written(rule)[1]


def compiled(rule: Condition[Any]) -> Callable[..., bool | None]:
    """Compile a rule to a function of (subject, evidence, day)."""
    writer, text = _written(rule)
    function: Callable[..., bool | None] = _execute(writer, text)["rule"]
    return function


def _written_list(
    steps: Sequence[Step], otherwise: int, returns: str
) -> tuple[Writer, str]:
    """
    Write a decision list.

    *returns* is the text returned at a met step, with ``{mask}`` for the
    bits of the outcomes that are possible and ``{step}`` for the place.
    """
    writer = Writer()
    writer.put("u = 0")
    for place, step in enumerate(steps):
        mask = f"u | {step.bit}"
        met = f"return {returns.format(mask=mask, step=place)}"
        _write_step(writer, step, met)
    mask = f"u | {otherwise}"
    writer.put(f"return {returns.format(mask=mask, step=len(steps))}")
    head = "def decide(s, e=None, d=None):"
    asks = _asks_day(step.rule for step in steps)
    return writer, writer.module(head, asks_day=asks)


def _write_step(writer: Writer, step: Step, met: str) -> None:
    """Return at once where the step is met; note where it is unknown."""
    rule = step.rule
    while isinstance(rule, tree.Labelled):
        rule = rule.part
    unknown = [f"u |= {step.bit}"]
    # A part that is met decides the whole of an "or", so it may return.
    parts = rule.parts if isinstance(rule, tree.AnyOf) else (rule,)
    for part in parts:
        writer.branch(part, "s", [met], [], unknown)


def source_of_list(steps: Sequence[Step], otherwise: int, returns: str) -> str:
    """Show the module that is generated from a decision list."""
    return _written_list(steps, otherwise, returns)[1]


def compiled_list(
    steps: Sequence[Step],
    otherwise: int,
    returns: str,
    **names: object,
) -> Callable[..., Any]:
    """
    Compile a decision list to a function of (subject, evidence, day).

    Args:
        steps: The rules in order, each with the bit of its outcome.
        otherwise: The bit of the outcome where no rule is met.

        returns:
            What is returned: Python text with ``{mask}`` and ``{step}``.

        names: Further names that *returns* uses.
    """
    writer, text = _written_list(steps, otherwise, returns)
    function: Callable[..., Any] = _execute(writer, text, names)["decide"]
    return function


def _given(writer: Writer) -> Callable[[str, str], RelationSpec]:
    def relation_named(form: str, key: str) -> RelationSpec:
        return writer.given[form, key]

    return relation_named


def _execute(
    writer: Writer, text: str, names: dict[str, object] | None = None
) -> dict[str, Any]:
    namespace: dict[str, Any] = dict(names or {})
    # The relations and codes of a user's own form are given here, not found
    # by name.
    namespace["relation_named"] = _given(writer)
    namespace.update(writer.kinds)
    looked_up = set(writer.imports())
    lines = [line for line in text.split("\n") if line not in looked_up]
    text = "\n".join(lines)
    exec(compile(text, "<generated from a rule>", "exec"), namespace)
    return namespace
