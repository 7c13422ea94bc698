"""
Why something is unknown, and what would settle it.

待核实的原因。
"""

from __future__ import annotations

from typing import Any, Self

import attrs

from typing_extensions import override

from pa_registry.columns import Column, Kind
from pa_registry.conditions.forms import Completeness, RelationSpec
from pa_registry.masking import masked


__all__ = [
    "Cause",
    "MissingFact",
    "NoLocalValue",
    "OtherYear",
    "Place",
    "UncheckedSource",
    "UndefinedRatio",
    "UnknownHolder",
]


class Place(str):
    """
    Whom or what a reason is about: a path for programs, words for people.

    所指对象。

    As text it is the path, such as ``members[P2]``; it is empty for the
    subject itself.
    """

    __slots__ = ("en", "relation", "this_zh", "zh")

    relation: str
    zh: str
    en: str
    this_zh: str

    def __new__(
        cls,
        path: str = "",
        *,
        relation: str = "",
        zh: str = "",
        en: str = "",
        this_zh: str = "",
    ) -> Self:
        """Make a place of its path, its relation and its words."""
        made = super().__new__(cls, path)
        made.relation, made.zh, made.en = relation, zh, en
        made.this_zh = this_zh
        return made

    @classmethod
    def of_row(
        cls,
        spec: RelationSpec,
        row: Any,
        number: int,
        within: str,
        *,
        nth: int,
    ) -> Self:
        """
        Name a row by its number, or else by its place in the list.

        Args:
            spec: The relation.
            row: The row.
            number: Its place among all rows, from zero; for the path.
            within: The path of what the relation belongs to.
            nth: Its place among the rows of its holder, from one.
        """
        zh, en = spec.one_zh or spec.zh, spec.one_en or spec.en
        given = masked(getattr(row, "number", None) or "")
        path = f"{within}.{spec.key}[{given or number}]".lstrip(".")
        if given:
            zh, en = f"{zh}{given}", f"{en} {given}"
        else:
            zh = f"第{nth}{spec.counter_zh}{zh}"
            en = f"{en} {nth}"
        holder = masked(getattr(row, "holder", None) or "")
        if spec.via is not None and holder:
            zh = f"{spec.via.one_zh or spec.via.zh}{holder}名下{zh}"
            en = f"{en} of {spec.via.one_en or spec.via.en} {holder}"
        return cls(path, relation=spec.key, zh=zh, en=en, this_zh=spec.this_zh)

    @property
    def is_record(self) -> bool:
        """Whether it is a record, and not a person with a number."""
        return "第" in self.zh

    def say(self, language: str = "en") -> str:
        """Name it in words; the subject itself has none."""
        return self.zh if language == "zh" else self.en


@attrs.frozen
class Cause:
    """
    Why something is unknown.

    待核实的原因。

    Attributes:
        where: Whom or what it is about: a path such as ``members[P2]``.
    """

    where: str

    @property
    def is_asked(self) -> bool:
        """Whether a visit can ask for it."""
        return True

    @property
    def is_clause(self) -> bool:
        """Whether the Chinese sentence is a clause, and not a noun."""
        return True

    @property
    def about(self) -> str:
        """The field, source or base that it is about, by name."""
        raise NotImplementedError

    def sentence(self, language: str = "en") -> str:
        """Say what is not known."""
        raise NotImplementedError

    def question(self, language: str = "en") -> str:
        """Say what a visit would have to find out."""
        raise NotImplementedError


@attrs.frozen
class MissingFact(Cause):
    """
    Nobody has recorded a fact.

    事实缺失。
    """

    form: str
    column: Column = attrs.field(repr=False)

    @property
    @override
    def about(self) -> str:
        return f"{self.form}.{self.column.key}"

    @property
    @override
    def is_asked(self) -> bool:
        return self.column.asked

    @property
    @override
    def is_clause(self) -> bool:
        return self.column.kind is Kind.FLAG

    @override
    def sentence(self, language: str = "en") -> str:
        if self.column.kind is Kind.FLAG:
            about = self.column.statement.whether(language)
            yet = "尚"
        else:
            zh = language == "zh"
            about = self.column.zh if zh else f"the {self.column.en}"
            yet = ""
        if language == "zh":
            return f"{about}{yet}未核实"
        return f"{about} has not been recorded"

    @override
    def question(self, language: str = "en") -> str:
        return self.column.question(language)


@attrs.frozen
class UncheckedSource(Cause):
    """
    Rows may be lacking: a source was not compared, a list not recorded.

    未比对。
    """

    source: str
    zh: str
    en: str
    spec: RelationSpec | None = attrs.field(default=None, eq=False, repr=False)

    @property
    @override
    def about(self) -> str:
        return self.source

    @property
    def is_comparison(self) -> bool:
        """Whether a department's data would settle it, and not a visit."""
        checked = Completeness.CHECKED
        return self.spec is None or self.spec.completeness is checked

    @override
    def sentence(self, language: str = "en") -> str:
        if self.spec is not None:
            return self.spec.lacking(language)
        if language == "zh":
            return f"{self.zh}未比对"
        return f"the {self.en} have not been checked"

    @override
    def question(self, language: str = "en") -> str:
        if self.spec is not None:
            return self.spec.question(language)
        if language == "zh":
            return f"有无{self.zh}"
        return f"are there any {self.en}?"


@attrs.frozen
class NoLocalValue(Cause):
    """
    A standard that differs by place has no value for the place at hand.

    当地标准缺失。

    Attributes:
        name: The standard, by its key.
        zh: What it is called in Chinese; without it, the key is said.
        en: What it is called in English.
    """

    name: str
    zh: str = attrs.field(default="", eq=False, repr=False)
    en: str = attrs.field(default="", eq=False, repr=False)

    @property
    @override
    def about(self) -> str:
        return self.name

    @override
    def sentence(self, language: str = "en") -> str:
        if language == "zh":
            return f"未掌握当地执行的标准“{self.zh or self.name}”"
        name = self.en or self.name
        return f"the standard “{name}” is not known for this place"

    @override
    def question(self, language: str = "en") -> str:
        if language == "zh":
            return f"当地执行的标准“{self.zh or self.name}”是多少"
        name = self.en or self.name
        return f"what is the standard “{name}” of this place?"


@attrs.frozen
class OtherYear(Cause):
    """
    The figure at hand is of another year than the rule asks for.

    年度不符。
    """

    year: int
    wanted: tuple[int, ...]

    @property
    @override
    def about(self) -> str:
        return ", ".join(map(str, self.wanted))

    @override
    def sentence(self, language: str = "en") -> str:
        years = "、".join(map(str, self.wanted))
        if language == "zh":
            return f"登记的是{self.year}年度收入，{years}年度收入尚未核实"
        listed = ", ".join(map(str, self.wanted))
        return (
            f"the income on record is of {self.year}, and that of"
            f" {listed} has not been recorded"
        )

    @override
    def question(self, language: str = "en") -> str:
        if language == "zh":
            years = "、".join(map(str, self.wanted))
            return f"{years}年度收入是多少元"
        years = " and ".join(map(str, self.wanted))
        return f"how much was the income of {years}, in yuan?"


@attrs.frozen
class UnknownHolder(Cause):
    """
    A record bears the number of nobody who is known here.

    记录的持有人不详。

    It may be anybody's misspelt number, so nobody can say whether the
    record counts.
    """

    @property
    @override
    def about(self) -> str:
        return "holder"

    @override
    def sentence(self, language: str = "en") -> str:
        if language == "zh":
            return "持有人不在本户成员和已登记的亲属之中"
        return "its holder is neither a member nor a relative on record"

    @override
    def question(self, language: str = "en") -> str:
        if language == "zh":
            return "该记录登记在谁的名下"
        return "in whose name is the record?"


@attrs.frozen
class UndefinedRatio(Cause):
    """
    A ratio has a base of zero or less.

    比值无意义。
    """

    base: str
    zh: str
    en: str

    @property
    @override
    def about(self) -> str:
        return self.base

    @override
    def sentence(self, language: str = "en") -> str:
        if language == "zh":
            return f"{self.zh}不大于零，无法平均"
        return f"{self.en} is not above zero, so there is no ratio"

    @override
    def question(self, language: str = "en") -> str:
        return (
            f"{self.zh}是多少" if language == "zh" else f"what is {self.en}?"
        )
