"""
A published list of criteria: list, items as printed, clauses as rules.

清单、条目、条款。

A list is what somebody published; nothing here says that it is right, or
that it was in force anywhere but at the place that it names.
"""

from __future__ import annotations

import datetime as dt

from enum import StrEnum
from typing import Self

import attrs

from pa_registry.errors import InvalidStandardError, UnknownNameError
from pa_registry.standards.citation import Citation
from pa_registry.standards.units import Value, read_value, unit_of


__all__ = [
    "Clause",
    "CriteriaList",
    "Effect",
    "ExceptionCase",
    "FactDay",
    "Item",
    "ListKind",
    "ListStatus",
    "Reach",
    "Subject",
    "Threshold",
]


class _Worded(StrEnum):
    """A code with a Chinese and an English label."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member


class Effect(_Worded):
    """
    What a met clause does.

    条款效力。

    Hard clauses (`REMOVE`, `REFUSE_ENTRY`, `VETO_BEFORE_SCORING`) cannot be
    outvoted or waived once the fact is verified.  Soft ones
    (`NORMALLY_REFUSE`, `STRICT_REVIEW`) lead to a stricter review, or to a
    waiver.  `REQUIRE` and `ADMIT` belong to exit and entry lists.
    """

    REMOVE = ("remove", "清退", "remove")
    REFUSE_ENTRY = ("refuse-entry", "不得纳入", "refuse entry")
    NORMALLY_REFUSE = (
        "normally-refuse",
        "原则上不予纳入",
        "normally refuse",
    )
    STRICT_REVIEW = ("strict-review", "从严审核", "review strictly")
    VETO_BEFORE_SCORING = (
        "veto-before-scoring",
        "一票否决，不再评分",
        "veto before scoring",
    )
    REQUIRE = ("require", "退出须达标", "require for exit")
    ADMIT = ("admit", "符合即可纳入", "admit")

    @property
    def hard(self) -> bool:
        """Whether no vote and no waiver can set the clause aside."""
        return self in {
            Effect.REMOVE,
            Effect.REFUSE_ENTRY,
            Effect.VETO_BEFORE_SCORING,
        }


class Reach(_Worded):
    """
    Whose facts a clause reads.

    条款所及对象。
    """

    MEMBER = ("member", "家庭成员", "a member")
    HOUSEHOLD = ("household", "全户", "the household")
    KIN = ("kin", "非共同生活亲属", "kin living apart")


class Subject(_Worded):
    """
    Whom the effect of a clause hits.

    条款处理对象。

    A death takes one person off and leaves the household in place.
    """

    HOUSEHOLD = ("household", "户", "household")
    PERSON = ("person", "人", "person")
    VILLAGE = ("village", "村", "village")
    COUNTY = ("county", "县", "county")


class FactDay(_Worded):
    """
    The day on which the fact of a clause must hold.

    条款事实所属日期。

    Where the text leaves it `OPEN` there are two lawful answers, and a
    decision holds both.
    """

    ENTRY = ("entry", "识别时", "the day of entry")
    LIST = ("list", "清单施行时", "the day of the list")
    OPEN = ("open", "原文未写明", "left open by the text")


class ListKind(_Worded):
    """
    What a list is for, and so how its clauses combine.

    清单类别。

    One met clause of a `NEGATIVE` or an `ENTRY` list is enough; an `EXIT`
    list asks for all.
    """

    NEGATIVE = ("negative", "负面清单", "negative list")
    ENTRY = ("entry", "纳入条件", "entry list")
    EXIT = ("exit", "退出标准", "exit list")


class ListStatus(_Worded):
    """
    How much of a list was read.

    清单收录情况。
    """

    READ = ("read", "已读全文", "read in full")
    PARTLY_READ = ("partly-read", "只读到部分", "read in part")
    NOT_LOCATED = (
        "text-not-located",
        "未找到原文",
        "text not located",
    )


@attrs.frozen(kw_only=True)
class Threshold:
    """
    One number that a clause compares with.

    条款中的数量界限。

    Attributes:
        name: What it bounds, in kebab-case.
        text: The number as the data file writes it.
        unit: The word of its unit.
        citation: Where it was read.
        printed: The number as the source prints it.
    """

    name: str
    text: str
    unit: str
    citation: Citation
    printed: str = ""

    @property
    def value(self) -> Value:
        """The number itself, exactly."""
        return read_value(self.text, self.unit)

    def render(self, language: str = "en") -> str:
        """Say the number with its unit in ``"zh"`` or ``"en"``."""
        unit = unit_of(self.unit)
        if language == "zh":
            return f"{self.text}{unit.zh}"
        return f"{self.text} {unit.en}".rstrip()


@attrs.frozen(kw_only=True)
class ExceptionCase:
    """
    A case that a clause itself lets through.

    例外情形。

    Attributes:
        rule: The rule text, over the same rows as the clause's own rule.
        zh: Why the case is let through, as the end of a Chinese sentence.
        en: The same in English.
        fact_zh: The fact it turns on, in Chinese, such as 车辆用途.
        fact_en: The fact it turns on, such as *the vehicle's use*.
        ask_zh: The question that a visit puts, in Chinese.
        ask_en: The question that a visit puts, in English.
    """

    rule: str
    zh: str
    en: str
    fact_zh: str
    fact_en: str
    ask_zh: str
    ask_en: str


@attrs.frozen(kw_only=True)
class Clause:
    """
    One clause of an item, as a rule.

    条款。

    Attributes:
        code: The normalised code of the circumstance, such as ``CAR``.
        effect: What a met clause does.
        reach: Whose facts it reads.
        day: When the fact must hold.
        zh: The circumstance in Chinese, such as 有小轿车.
        en: The same as an English noun phrase, such as *a vehicle owner*.
        citation: Where the clause was read.
        subject: Whom the effect hits.

        relation:
            The relation whose rows *rule* is about, such as ``vehicles``;
            `None` where *rule* is about the household itself.

        rule: The rule text, or `None` where no field holds the fact.
        exceptions: The cases let through, within the same row.
        thresholds: Every number in the rule and its exceptions.
        why_zh: Why there is no rule, or how the text was read, in Chinese.
        why_en: Why there is no rule, or how the text was read, in English.
    """

    code: str
    effect: Effect
    reach: Reach
    day: FactDay
    zh: str
    en: str
    citation: Citation
    subject: Subject = Subject.HOUSEHOLD
    relation: str | None = None
    rule: str | None = None
    exceptions: tuple[ExceptionCase, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    why_zh: str = ""
    why_en: str = ""

    @property
    def label(self) -> str:
        """The kebab-case name of the clause within its list."""
        tail = "-kin" if self.reach is Reach.KIN else ""
        return self.code.lower().replace("_", "-") + tail

    @property
    def row_rule(self) -> str | None:
        """The rule of one row, or of the household, with its exceptions."""
        cases = [case.rule for case in self.exceptions]
        if self.rule is None or not cases:
            return self.rule
        joined = cases[0] if len(cases) == 1 else f"any_of({', '.join(cases)})"
        return f"({self.rule}).unless({joined})"

    @property
    def rule_text(self) -> str | None:
        """
        The whole rule over a household, as text.

        条款全文规则。

        The exceptions stand inside the quantifier: a second car does not
        go free because the first one earns the living.
        """
        return self._over_rows(self.row_rule)

    @property
    def bare_rule_text(self) -> str | None:
        """The whole rule without its exceptions, as text."""
        return self._over_rows(self.rule)

    @property
    def reads_kin(self) -> bool:
        """Whether the rule reads kin living apart, or their records."""
        text = self.rule_text or ""
        return "household.kin_" in text or "household.relatives" in text

    def _over_rows(self, rule: str | None) -> str | None:
        if rule is None or self.relation is None:
            return rule
        return f"household.{self.relation}.any({rule})"


@attrs.frozen(kw_only=True)
class Item:
    """
    One item of a list, as printed.

    条目。

    Attributes:
        number: The number as printed; `None` where it was not read.
        zh: What the item is about, in Chinese.
        en: What the item is about, in English.
        clauses: Its clauses; an item may hold several.
    """

    number: str | None
    zh: str
    en: str
    clauses: tuple[Clause, ...] = ()

    def render_number(self, language: str = "en") -> str:
        """Say the printed number, or that it was not read."""
        if self.number is not None:
            return self.number
        return "序号未读到" if language == "zh" else "not read"


@attrs.frozen(kw_only=True)
class CriteriaList:
    """
    A list of criteria that somebody published.

    清单。

    Attributes:
        id: The stable kebab-case id.
        kind: What it is for.
        status: How much of its text was read.
        zh: Its title in Chinese.
        en: Its title in English.
        citation: Where it was read.
        row: The label of its row in our table of sources, such as ``N1``.
        place: The prefix of the division codes where it held, if known.
        place_zh: The place in Chinese, with how sure it is.
        place_en: The place in English, with how sure it is.
        since: The first day on which it held, if known.
        items_printed: How many items the source counts, if it says so.
        note_zh: What a reader must know besides, in Chinese.
        note_en: What a reader must know besides, in English.
        items: Its items; empty in a slot whose text was not located.
    """

    id: str
    kind: ListKind
    status: ListStatus
    zh: str
    en: str
    citation: Citation
    row: str = ""
    place: str | None = None
    place_zh: str = ""
    place_en: str = ""
    since: dt.date | None = None
    items_printed: int | None = None
    note_zh: str = ""
    note_en: str = ""
    items: tuple[Item, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether this is a slot that still waits for its text."""
        return not self.items

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses, in the order of their items."""
        return tuple(c for item in self.items for c in item.clauses)

    def clause(self, label: str) -> Clause:
        """
        Look up a clause by its label.

        Args:
            label: Its label, such as ``car``.

        Returns:
            The clause.

        Raises:
            UnknownNameError: If the list has no such clause.
        """
        for one in self.clauses:
            if one.label == label:
                return one
        known = tuple(one.label for one in self.clauses)
        raise UnknownNameError(kind="clause", name=label, known=known)

    def require_items(self) -> CriteriaList:
        """
        Give the list back, or refuse a slot that is still empty.

        Returns:
            The list itself.

        Raises:
            InvalidStandardError: If its text was not located.
        """
        if self.is_empty:
            raise InvalidStandardError(
                what=f"the text of {self.id} ({self.zh}) was not located.",
                where=f"criteria list {self.id}",
                remedy="Write its items in a file of your own and fill the"
                " slot: standards.with_list(require_list(path)).",
            )
        return self
