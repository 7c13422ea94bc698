"""
Words that fields and rules share: units, and what a yes or a no says.

计量单位与是非表述。
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs


__all__ = ["UNITS", "Statement", "unit_word"]

#: Each unit in Chinese, in English for one, and in English for several.
UNITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "%": ("%", "%", "%"),
        "day": ("天", "day", "days"),
        "days": ("天", "day", "days"),
        "head": ("头", "head", "head"),
        "household": ("户", "household", "households"),
        "households": ("户", "household", "households"),
        "hp": ("马力", "horsepower", "horsepower"),
        "kg": ("公斤", "kg", "kg"),
        "km": ("公里", "km", "km"),
        "litre": ("升", "litre", "litres"),
        "m": ("米", "metre", "metres"),
        "m2": ("平方米", "㎡", "㎡"),
        "minute": ("分钟", "minute", "minutes"),
        "month": ("个月", "month", "months"),
        "months": ("个月", "month", "months"),
        "mu": ("亩", "mu", "mu"),
        "person": ("人", "person", "persons"),
        "persons": ("人", "person", "persons"),
        "rows": ("", "", ""),
        "times": ("次", "time", "times"),
        # A year of the calendar is no length of time in English.
        "year": ("年", "", ""),
        "years": ("周岁", "year", "years"),
    }
)


def unit_word(unit: str | None, *, zh: bool, one: bool = False) -> str:
    """
    Name a unit as a person would: ``0.01 mu`` is printed in mu.

    计量单位名称。

    Args:
        unit: The unit of a field.
        zh: Whether Chinese is wanted; English otherwise.
        one: Whether there is exactly one.

    Examples:
        >>> unit_word("0.01 mu", zh=True), unit_word("person", zh=False)
        ('亩', 'persons')
    """
    name = (unit or "").split()[-1:]
    if not name:
        return ""
    words = UNITS.get(name[0], (name[0], name[0], name[0]))
    return words[0] if zh else words[1 if one else 2]


@attrs.frozen(kw_only=True)
class Statement:
    """
    Something that is so or is not so, and how to ask for it.

    是非表述。

    What a *yes* and a *no* say in Chinese follows from the question; what
    a *no* says in English follows from the question and the statement.

    Attributes:
        ask_zh: The question in Chinese, with 是否 (or 有无, 能否).
        ask_en: The question in English: ``is the water safe?``
        says_en: The statement in English: ``the water is safe``.
        no_zh: What a *no* says, where 不 in place of 是否 is wrong.

    Examples:
        >>> safe = Statement(
        ...     ask_zh="饮水是否安全",
        ...     ask_en="is the water safe?",
        ...     says_en="the water is safe",
        ... )
        >>> safe.yes("zh"), safe.no("zh"), safe.whether("en")
        ('饮水安全', '饮水不安全', 'whether the water is safe')
        >>> safe.no("en")
        'the water is not safe'
    """

    ask_zh: str
    ask_en: str
    says_en: str
    no_zh: str = ""

    def question(self, language: str = "en") -> str:
        """Ask whether it is so."""
        return self.ask_zh if language == "zh" else self.ask_en

    def whether(self, language: str = "en") -> str:
        """
        Name the matter that is open, as the subject of a sentence.

        Examples:
            >>> insured = Statement(
            ...     ask_zh="是否参加大病保险",
            ...     ask_en="is the person insured?",
            ...     says_en="the person is insured",
            ... )
            >>> insured.whether("zh"), insured.whether("en")
            ('参加大病保险的情况', 'whether the person is insured')
        """
        if language != "zh":
            return f"whether {self.says_en}"
        # A question that begins with the question word is no subject.
        if self.ask_zh.startswith(("是否为", "能否")):
            return f"{self.ask_zh}的情况"
        if self.ask_zh.startswith("是否"):
            return f"{self.ask_zh.removeprefix('是否')}的情况"
        return self.ask_zh

    def yes(self, language: str = "en") -> str:
        """Say that it is so."""
        return self._yes_zh() if language == "zh" else self.says_en

    def no(self, language: str = "en") -> str:
        """Say that it is not so."""
        return self._no_zh() if language == "zh" else self._no_en()

    def _yes_zh(self) -> str:
        for asks, says in (("是否", ""), ("有无", "有"), ("能否", "能")):
            if asks in self.ask_zh:
                return self.ask_zh.replace(asks, says, 1)
        return self.ask_zh

    def _no_zh(self) -> str:
        if self.no_zh:
            return self.no_zh
        for asks, says in (("是否", "不"), ("有无", "无"), ("能否", "不能")):
            if asks in self.ask_zh:
                return self.ask_zh.replace(asks, says, 1)
        return f"并非{self.ask_zh}"

    def _no_en(self) -> str:
        """Put *not* behind the verb with which the question begins."""
        verb, _, asked = self.ask_en.rstrip("?").partition(" ")
        words, said = asked.split(), self.says_en.split()
        place = 0
        while words[place : place + 1] == said[place : place + 1] != []:
            place += 1
        if not place:
            return f"it is not so that {self.says_en}"
        denied = "cannot" if verb == "can" else f"{verb} not"
        return " ".join([*words[:place], denied, *words[place:]])
