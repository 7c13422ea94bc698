"""
What a rule came to and why: a tree that recomputes to the verdict.

理由。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from pa_registry.columns import Column, Kind, Sensitivity
from pa_registry.conditions import tree
from pa_registry.conditions.causes import Cause, Place
from pa_registry.conditions.describing import (
    check_language,
    decimal,
    describe,
    plain,
    show,
)
from pa_registry.conditions.tree import Condition
from pa_registry.conditions.truth import Truth
from pa_registry.phrases import Statement


__all__ = ["Fact", "Figure", "Reason"]


#: What is said as a number with its unit.
_MEASURED = frozenset({Kind.MONEY, Kind.NUMBER})


@attrs.frozen
class Fact:
    """
    A value that a rule read.

    读取的事实。

    Attributes:
        where: Whom or what it is about.
        form: The form that holds it.
        column: Its declaration.
        value: The value; `None` where nobody has recorded it.
    """

    where: str
    form: str
    column: Column = attrs.field(repr=False)
    value: Any = attrs.field(repr=False)

    @property
    def plain(self) -> Any:
        """The value as JSON can hold it; private text is left out."""
        return plain(self.value, self.column)

    @property
    def is_hidden(self) -> bool:
        """Whether its value is private text, which is never shown."""
        public = self.column.sensitivity is Sensitivity.PUBLIC
        return self.column.kind is Kind.TEXT and not public

    def render(self, language: str = "en") -> str:
        """Say the fact, with its unit."""
        zh = language == "zh"
        if self.column.kind is Kind.FLAG and self.value is not None:
            says = self.column.statement
            return says.yes(language) if self.value else says.no(language)
        shown = show(self.value, self.column, language)
        name = self.column.zh if zh else self.column.en
        if self.value is None or self.column.kind in _MEASURED:
            return f"{name}{shown}" if zh else f"{name} {shown}"
        return f"{name}为{shown}" if zh else f"{name}: {shown}"


@attrs.frozen
class Figure:
    """
    A number that a rule worked out or was given: an average, a line.

    计算或适用的数值。

    Attributes:
        zh: What is said of it in Chinese, with ``{}`` for the number.
        en: The same in English.
        value: The exact number; money in fen.
        is_money: Whether it is money.
    """

    zh: str
    en: str
    value: Fraction
    is_money: bool

    def render(self, language: str = "en") -> str:
        """Say it; more than two decimals are cut and marked with …."""
        text = decimal(self.value / 100 if self.is_money else self.value)
        if language == "zh":
            return self.zh.format(f"{text}元" if self.is_money else text)
        return self.en.format(f"{text} yuan" if self.is_money else text)


@attrs.frozen
class Reason:
    """
    What a rule came to, and what its parts came to.

    理由。

    Attributes:
        condition: The rule.
        truth: What it came to.
        where: Whom or what it is about; empty for the subject itself.
        parts: The reasons of its parts; for a quantifier, of its rows.
        facts: The values that it read itself.
        own: Why it is unknown by itself, its parts apart.
        figures: The averages and lines that were compared.
        presence: Set where it says whether a row counts on the fact day.
        is_row: Whether its first part says if a row counts at all.
    """

    condition: Condition[Any]
    truth: Truth
    where: str = ""
    parts: tuple[Reason, ...] = ()
    facts: tuple[Fact, ...] = ()
    own: tuple[Cause, ...] = ()
    figures: tuple[Figure, ...] = ()
    presence: Statement | None = None
    is_row: bool = False

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What keeps an unknown rule unknown, each once, in order."""
        return tuple(dict.fromkeys(_iter_causes(self)))

    def walk(self) -> Iterator[Reason]:
        """Yield this reason and all below it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def render(self, language: str = "en") -> str:
        """
        Say it as indented lines, one rule a line.

        Args:
            language: ``"zh"`` or ``"en"``.
        """
        check_language(language)
        return "\n".join(_lines(self, language, 0))

    def __str__(self) -> str:
        return self.render("en")


def _iter_causes(reason: Reason) -> Iterator[Cause]:
    if reason.truth is Truth.UNKNOWN:
        yield from reason.own
        for part in reason.parts:
            yield from _iter_causes(part)


# Writing ----------------------------------------------------------------


def _lines(
    reason: Reason, language: str, depth: int, within: str = ""
) -> Iterator[str]:
    """Write a reason and its parts, one a line."""
    if reason.is_row:
        yield from _row_lines(reason, language, depth)
        return
    head = _mark(reason, language, depth, within)
    if reason.presence is not None:
        yield f"{head}{_presence(reason, reason.presence, language)}"
    elif _is_simple(reason):
        said = describe(_at_once(reason.condition), language)
        yield f"{head}{said}{_tail(reason, language)}"
    else:
        yield f"{head}{_head(reason.condition, language)}"
        for cause in reason.own:
            yield f"{'  ' * (depth + 1)}{cause.sentence(language)}"
        for part in _shown(reason):
            yield from _lines(part, language, depth + 1, reason.where)


def _mark(reason: Reason, language: str, depth: int, within: str) -> str:
    """Say what it came to and, once and not on each line, of whom."""
    zh = language == "zh"
    here = "" if reason.where == within else _in_words(reason.where, language)
    about = f"{here}{'：' if zh else ': '}" if here else ""
    word = reason.truth.zh if zh else reason.truth.en
    mark = f"〔{word}〕" if zh else f"[{word}] "
    return f"{'  ' * depth}{mark}{about}"


def _is_simple(reason: Reason) -> bool:
    """Say whether one line says it all: a leaf, or the denial of one."""
    if isinstance(reason.condition, tree.Not):
        return _is_simple(_denied(reason))
    return not reason.parts and type(reason.condition) not in _NESTED


def _denied(reason: Reason) -> Reason:
    """Give what a denial denies, without the labels around it."""
    (part,) = reason.parts
    while isinstance(part.condition, tree.Labelled) and part.parts:
        (part,) = part.parts
    return part


def _at_once(rule: Condition[Any]) -> Condition[Any]:
    """Deny a single statement itself, and not its label."""
    if not isinstance(rule, tree.Not):
        return rule
    part = rule.part
    while isinstance(part, tree.Labelled):
        part = part.part
    return tree.Not(_at_once(part))


def _shown(reason: Reason) -> tuple[Reason, ...]:
    """Leave out a part that only repeats the label above it."""
    if isinstance(reason.condition, tree.Labelled):
        label, part = reason.condition.label, reason.condition.part
        if label.zh and label.zh == describe(part, "zh"):
            return ()
    return reason.parts


def _row_lines(reason: Reason, language: str, depth: int) -> Iterator[str]:
    """Say in one line whether a row counts, then what it comes to."""
    present, found = reason.parts
    if isinstance(present.condition, tree.Not):
        (present,) = present.parts
    for one in _counts(present):
        yield from _lines(one, language, depth)
    if present.truth is not Truth.NOT_MET:
        yield from _lines(found, language, depth)


def _repeats(reason: Reason) -> bool:
    """Say whether the values only say again what the rule says."""
    rule = reason.condition
    if isinstance(rule, tree.Compare) and rule.operator == "==":
        return reason.truth is Truth.MET
    return isinstance(rule, tree.Holds)


def _counts(reason: Reason) -> Iterator[Reason]:
    """Take apart whether a row counts: by itself, and by its holder."""
    if reason.presence is not None:
        yield reason
        return
    for part in reason.parts:
        yield from _counts(part)


def _presence(reason: Reason, says: Statement, language: str) -> str:
    if reason.truth is Truth.UNKNOWN:
        whether = says.whether(language)
        if language == "zh":
            return f"{whether}尚不清楚"
        return f"{whether} is not known"
    met = reason.truth is Truth.MET
    return says.yes(language) if met else says.no(language)


def _tail(reason: Reason, language: str) -> str:
    """Give the values that a leaf read."""
    zh = language == "zh"
    if isinstance(reason.condition, tree.Not):
        return _tail(_denied(reason), language)
    if _repeats(reason):
        return ""
    said = [f.render(language) for f in reason.facts if not f.is_hidden]
    said += [figure.render(language) for figure in reason.figures]
    joined = ("，" if zh else ", ").join(said)
    return (f"（{joined}）" if zh else f" ({joined})") if said else ""


def _in_words(where: str, language: str) -> str:
    return where.say(language) if isinstance(where, Place) else where


#: The nodes whose parts stand on the lines below, if there are any.
_NESTED = frozenset(
    {
        tree.AllOf,
        tree.AnyOf,
        tree.AtLeast,
        tree.Unless,
        tree.Labelled,
        tree.Exists,
        tree.Every,
        tree.Several,
    }
)
_HEADS: dict[type, tuple[str, str]] = {
    tree.AllOf: ("同时符合", "all of these"),
    tree.AnyOf: ("符合其一", "any of these"),
    tree.Not: ("不具备下列情形", "not this"),
    tree.Unless: (
        "符合前项，且不属于后项所列例外",
        "the first of these, unless the second is met",
    ),
}


def _head(rule: Condition[Any], language: str) -> str:
    """Say what a rule asks, but not what its parts ask: they follow."""
    zh = language == "zh"
    if isinstance(rule, tree.Labelled):
        named = rule.label.zh if zh else rule.label.en
        return named or _head(rule.part, language)
    if isinstance(rule, tree.AtLeast):
        least = rule.least
        return f"至少符合{least}项" if zh else f"at least {least} of these"
    if isinstance(rule, (tree.Exists, tree.Every, tree.Several)):
        return _rows_head(rule, zh=zh)
    words = _HEADS.get(type(rule))
    if words is None:
        return describe(rule, language)
    return words[0 if zh else 1]


def _rows_head(
    rule: tree.Exists[Any] | tree.Every[Any] | tree.Several[Any], *, zh: bool
) -> str:
    spec = rule.rows.spec
    if isinstance(rule, tree.Every):
        return f"{spec.zh}均符合" if zh else f"each of the {spec.en}"
    least = rule.least if isinstance(rule, tree.Several) else 1
    if zh:
        return f"{spec.zh}中至少有{least}{spec.counter_zh}符合"
    many = least if least > 1 else "one"
    return f"at least {many} of the {spec.en}"
