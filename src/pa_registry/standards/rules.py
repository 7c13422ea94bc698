"""
The rule of a clause, read from its text.

条款规则。
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pa_registry.conditions import Condition, from_text
from pa_registry.standards.criteria import Clause


__all__ = ["bare_condition", "condition", "read_rule"]


def condition(clause: Clause) -> Condition[Any] | None:
    """
    Read the rule of a clause, with its exceptions.

    读取条款规则（含例外情形）。

    Args:
        clause: A clause of a list.

    Returns:
        A condition over the subject of the clause, or `None` where no
        field holds its fact.

    Raises:
        InvalidTextError: If the text is no rule.
        UnknownFieldError: If it names a field that does not exist.
        InvalidConditionError: If its parts do not fit each other.
    """
    return _read(clause.rule_text)


def bare_condition(clause: Clause) -> Condition[Any] | None:
    """
    Read the rule of a clause without its exceptions.

    读取条款规则（不含例外情形）。

    It tells a household that never met the clause from one that an
    exception lets through.
    """
    return _read(clause.bare_rule_text)


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Condition[Any]:
    """Read the text of a rule over the forms of the model, once."""
    return from_text(text)


def _read(text: str | None) -> Condition[Any] | None:
    return None if text is None else read_rule(text)
