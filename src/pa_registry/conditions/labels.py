"""
The names, words and sources of rules.

规则标签。
"""

from __future__ import annotations

from typing import Any

import attrs

from pa_registry.conditions.values import need_text


__all__ = [
    "Doubt",
    "Label",
]


@attrs.frozen
class Doubt:
    """
    How to say that a rule is not known to be met, and what to ask.

    存疑时的表述。

    Attributes:
        zh: The fact in doubt, in Chinese, such as 车辆用途.
        en: The same in English, such as *the vehicle's use*.
        ask_zh: The question that a visit puts, in Chinese.
        ask_en: The question that a visit puts, in English.
    """

    zh: str
    en: str
    ask_zh: str
    ask_en: str


@attrs.frozen
class Label:
    """
    The name, wording and source of a rule.

    规则标签。

    Attributes:
        name: The stable kebab-case code.
        zh: What a met rule says, in Chinese.
        en: What a met rule says, in English.
        cites: The sources.
        doubt: How to say that it is not known, where that was worded.
    """

    name: str
    zh: str = attrs.field(default="", eq=False)
    en: str = attrs.field(default="", eq=False)
    cites: tuple[Any, ...] = attrs.field(default=(), eq=False, repr=False)
    doubt: Doubt | None = attrs.field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for text in (self.name, self.zh, self.en):
            need_text(text, "The name and wording of a label")
