"""
What wrong data gets: a problem, as a value, beside all the others.

数据问题。

Readers and loaders return problems; they never stop at the first one and
never drop a row.
"""

from __future__ import annotations

import attrs


__all__ = ["Problem"]


@attrs.frozen(kw_only=True)
class Problem:
    """
    One thing that is wrong in data that came from outside.

    数据问题。

    Attributes:
        code: The stable kebab-case code of its kind.
        where:
            The place: file, sheet, row and column, or the path in a document.
        zh: What is wrong, one Chinese sentence.
        en: What is wrong, one English sentence.
        remedy_zh: What to do, in Chinese.
        remedy_en: What to do, in English.
        shown: The offending value, masked where it is personal.
        severity: ``error`` (not taken), ``warning`` (taken), ``notice``.

    Examples:
        >>> p = Problem(
        ...     code="money.not-a-number",
        ...     where="roster.csv:3:家庭纯收入",
        ...     zh="金额不是数字。",
        ...     en="The amount is not a number.",
        ...     shown="三千",
        ... )
        >>> print(p)
        roster.csv:3:家庭纯收入: The amount is not a number. [三千]
        >>> print(p.render("zh"))
        roster.csv:3:家庭纯收入：金额不是数字。〔三千〕
    """

    code: str
    where: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""
    shown: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        shown = f" [{self.shown}]" if self.shown else ""
        advice = f" {self.remedy_en}" if self.remedy_en else ""
        return f"{self.where}: {self.en}{shown}{advice}"

    def render(self, language: str = "en") -> str:
        """Say the problem in ``"zh"`` or ``"en"``."""
        if language != "zh":
            return str(self)
        shown = f"〔{self.shown}〕" if self.shown else ""
        return f"{self.where}：{self.zh}{shown}{self.remedy_zh}"
