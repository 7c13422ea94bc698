"""Write the policies, step by step, and the schema of their rules."""

from __future__ import annotations

import json

from collections.abc import Iterator
from typing import Any

from docs.markdown import code, fence, prose, table
from pa_registry.conditions.document import schema
from pa_registry.policies import (
    Disagreement,
    Policy,
    household_exit,
    identification,
    lastingly_above,
    monitoring,
    negative_list,
    recorded_guarantees,
)
from pa_registry.standards import ListKind, lists


__all__ = ["condition_schema", "policies"]

Lines = Iterator[str]


def policies() -> Lines:
    """Write the steps of every policy that ships, in both languages."""
    for title, policy in _policies():
        yield f"## {prose(title)}"
        yield ""
        yield f"{prose(policy.zh)}; {prose(policy.en)}."
        yield from table(
            ("Step", "中文", "English", "Leads to"),
            _steps(policy),
        )
        for zh, en in policy.beyond:
            yield f"{prose(en)} {prose(zh)}"
        yield ""


def _policies() -> Iterator[tuple[str, Policy[Any]]]:
    recorded = recorded_guarantees()
    yield "identification()", identification()
    yield (
        "identification(guarantees=recorded_guarantees())",
        identification(guarantees=recorded),
    )
    yield (
        "identification(disagreement=…)",
        identification(disagreement=Disagreement.STRICT_REVIEW),
    )
    yield "household_exit()", household_exit()
    yield (
        "household_exit(stably=lastingly_above())",
        household_exit(stably=lastingly_above()),
    )
    yield "monitoring(hardship=…)", monitoring(hardship=())
    for one in lists():
        if one.kind is ListKind.NEGATIVE and not one.is_empty:
            yield f'negative_list("{one.id}")', negative_list(one)


def _steps(policy: Policy[Any]) -> Iterator[tuple[str, ...]]:
    for place, step in enumerate(policy.steps):
        ground = policy.ground(place)
        rule = getattr(step.rule, "part", step.rule)
        yield (
            code(step.label),
            prose(_said(ground.zh, rule.describe("zh"), "{}（{}）")),
            prose(_said(ground.en, rule.describe("en"), "{} ({})")),
            f"{code(step.outcome.value)} {prose(step.outcome.zh)}",
        )
    last = policy.ground(len(policy.steps))
    yield (
        "otherwise",
        prose(last.zh),
        prose(last.en),
        f"{code(policy.otherwise.value)} {prose(policy.otherwise.zh)}",
    )


def _said(label: str, rule: str, shape: str) -> str:
    """Say a rule after its label, where it says something more."""
    return label if label == rule else shape.format(label, rule)


def condition_schema() -> Lines:
    """Write the JSON Schema of conditions."""
    text = json.dumps(schema(), ensure_ascii=False, indent=2)
    yield from fence("json", text)
