"""
The circular: who is commended, who is criticised, and until when.

通报。
"""

from __future__ import annotations

import datetime as dt
import html
import re

from collections.abc import Iterable, Iterator, Mapping

import attrs

from pa_registry.assessment.grades import FOUR_GRADES, GradeScale
from pa_registry.assessment.ranking import Partition
from pa_registry.assessment.vetoes import Veto
from pa_registry.conditions.describing import check_language, plain_day
from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError


__all__ = ["Circular"]

#: What Markdown would read as more than itself.
_MARKS = re.compile(r"([\\`*_\[\]<>|~&])")
#: What it would read as the beginning of a list, a heading or a rule.
_FIRST = re.compile(r"^(\d+(?=[.)])|(?=[-+#=.)]))")
_NUMERALS = "一二三"


def _is_text(
    circular: object, attribute: attrs.Attribute[str], value: object
) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            what="A circular has a title, an issuer and an addressee.",
            where=f"Circular.{attribute.name}",
            remedy="Give a text.",
        )


def _is_date(
    circular: object, attribute: attrs.Attribute[dt.date], value: object
) -> None:
    if not is_day(value):
        raise InvalidValueError(
            what=f"{type(value).__name__} is not a day.",
            where=f"Circular.{attribute.name}",
            remedy="Give a datetime.date.",
        )


def _pairs(
    given: Mapping[str, str] | tuple[tuple[str, str], ...],
) -> tuple[tuple[str, str], ...]:
    return tuple(dict(given).items())


def _vetoes(given: Iterable[Veto]) -> tuple[Veto, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Circular:
    """
    A circular to all units.

    通报。

    Texts are given in the language that it is printed in.

    Attributes:
        title: Its title.
        issuer: Who issues it.
        addressee: To whom it goes.
        issued: The day.
        deadline: The day by which the criticised put things right.
        lists: The commended and the criticised.
        number: Its document number, if it has one.
        opening: The sentence that it opens with.
        names: The names of the units, where keys are codes.
        vetoes: The vetoes that it announces.
        scale: The grades by which vetoes are named.

    Examples:
        >>> circular = Circular(
        ...     title="关于数据整改情况的通报",
        ...     issuer="示例县扶贫攻坚领导小组",
        ...     addressee="各乡镇",
        ...     issued=dt.date(2016, 9, 21),
        ...     deadline=dt.date(2016, 10, 20),
        ...     lists=Partition.from_criticised(("甲镇", "乙镇"), ("乙镇",)),
        ... )
        >>> print(circular.to_markdown("zh"))
        # 关于数据整改情况的通报
        <BLANKLINE>
        各乡镇：
        <BLANKLINE>
        ## 一、通报表扬（1个）
        <BLANKLINE>
        甲镇。
        <BLANKLINE>
        ## 二、通报批评（1个）
        <BLANKLINE>
        乙镇。
        <BLANKLINE>
        请上述通报批评的单位于2016年10月20日前整改到位。
        <BLANKLINE>
        示例县扶贫攻坚领导小组
        <BLANKLINE>
        2016年9月21日
    """

    title: str = attrs.field(validator=_is_text)
    issuer: str = attrs.field(validator=_is_text)
    addressee: str = attrs.field(validator=_is_text)
    issued: dt.date = attrs.field(validator=_is_date)
    deadline: dt.date = attrs.field(validator=_is_date)
    lists: Partition
    number: str = ""
    opening: str = ""
    names: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=_pairs
    )
    vetoes: tuple[Veto, ...] = attrs.field(default=(), converter=_vetoes)
    scale: GradeScale = FOUR_GRADES

    def __attrs_post_init__(self) -> None:
        """Refuse a deadline that has passed when the circular is issued."""
        if self.deadline <= self.issued:
            raise InvalidValueError(
                what="The deadline is not after the day of issue.",
                where="Circular.deadline",
                remedy="Give a later day.",
            )

    def to_markdown(self, language: str = "zh") -> str:
        """Write it as Markdown; no name is read as a mark."""
        check_language(language)
        return "\n\n".join(
            f"{_MARKDOWN[kind]}{_escaped(text)}"
            for kind, text in self._iter_blocks(language)
        )

    def to_html(self, language: str = "zh") -> str:
        """Write it as an HTML article; every text is escaped."""
        check_language(language)
        blocks = [
            f"<{_HTML[kind]}>{html.escape(_plain(text))}</{_HTML[kind]}>"
            for kind, text in self._iter_blocks(language)
        ]
        lang = "zh-CN" if language == "zh" else "en"
        return "\n".join([f'<article lang="{lang}">', *blocks, "</article>"])

    def _iter_blocks(self, language: str) -> Iterator[tuple[str, str]]:
        zh = language == "zh"
        yield "title", self.title
        if self.number:
            yield "text", self.number
        yield "text", f"{self.addressee}：" if zh else f"To {self.addressee}:"
        if self.opening:
            yield "text", self.opening
        for place, (words, keys) in enumerate(self._lists(zh=zh)):
            many = f"（{len(keys)}个）" if zh else f" ({len(keys)})"
            mark = f"{_NUMERALS[place]}、" if zh else ""
            yield "heading", f"{mark}{words}{many}"
            yield "text", self._named(keys, zh=zh)
        if self.lists.criticised:
            yield "text", self._due(language)
        if self.vetoes:
            mark = f"{_NUMERALS[len(self._lists(zh=zh))]}、"
            yield "heading", f"{mark}一票否决" if zh else "Vetoes"
            for veto in self.vetoes:
                yield "text", veto.render(self.scale, language)
        yield "text", self.issuer
        yield "text", plain_day(self.issued, language)

    def _lists(self, *, zh: bool) -> list[tuple[str, tuple[str, ...]]]:
        lists = [
            ("通报表扬" if zh else "Commended", self.lists.commended),
            ("通报批评" if zh else "Criticised", self.lists.criticised),
        ]
        return [(words, keys) for words, keys in lists if keys]

    def _named(self, keys: tuple[str, ...], *, zh: bool) -> str:
        names = dict(self.names)
        said = [names.get(key, key) for key in keys]
        return f"{'、'.join(said)}。" if zh else f"{', '.join(said)}."

    def _due(self, language: str) -> str:
        day = plain_day(self.deadline, language)
        if language == "zh":
            return f"请上述通报批评的单位于{day}前整改到位。"
        return f"The criticised units put things right before {day}."


_MARKDOWN = {"title": "# ", "heading": "## ", "text": ""}
_HTML = {"title": "h1", "heading": "h2", "text": "p"}


def _plain(text: str) -> str:
    """Keep a text on one line, so that it cannot begin a block."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    marked = _MARKS.sub(r"\\\1", _plain(text))
    return _FIRST.sub(r"\1\\", marked)
