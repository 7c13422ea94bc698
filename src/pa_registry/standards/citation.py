"""
Where a rule or a number was read, and how sure that reading is.

出处与可信程度。
"""

from __future__ import annotations

import datetime as dt

from enum import StrEnum

import attrs

from pa_registry.errors import InvalidStandardError


__all__ = ["Certainty", "Citation"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Certainty(StrEnum):
    """
    How a rule or a number came to be known.

    可信程度。

    The value is the tag letter that data files use.

    Examples:
        >>> Certainty("V").en
        'rule text read'
        >>> Certainty.PROPOSAL.zh
        '本库建议，并非已公布的规定'
    """

    ARTICLE = "A"
    TEXT_READ = "V"
    SECONDARY = "S"
    GENERAL = "G"
    COMPUTED = "C"
    PROPOSAL = "D"

    @property
    def zh(self) -> str:
        """The meaning of the tag in Chinese."""
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        """The meaning of the tag in English."""
        return _WORDS[self][1]


_WORDS: dict[Certainty, tuple[str, str]] = {
    Certainty.ARTICLE: ("见于湖北审计整改文章", "stated in the 2016 article"),
    Certainty.TEXT_READ: ("已读规定原文", "rule text read"),
    Certainty.SECONDARY: ("据二手资料", "read in a secondary source"),
    Certainty.GENERAL: (
        "一般知识，未读到原文",
        "general knowledge, not read in a source",
    ),
    Certainty.COMPUTED: ("由其他数字推算", "computed from other figures"),
    Certainty.PROPOSAL: (
        "本库建议，并非已公布的规定",
        "a proposal of this library, not a published rule",
    ),
}


def _has_title(
    _self: object, _field: attrs.Attribute[str], value: str
) -> None:
    if not value.strip():
        raise InvalidStandardError(
            what="a citation without a title cites nothing.",
            where="Citation.title",
            remedy="Give the title of the text, or of the page.",
        )


@attrs.frozen(kw_only=True)
class Citation:
    """
    The source of one rule or one number.

    出处。

    Attributes:
        issuer: Who issued the text, in Chinese; blank where nobody says.
        title: The title of the text, in Chinese, without brackets.
        certainty: How the content came to be known.
        document_number: The number of the document, such as 厅字〔2016〕16号.
        clause: The article, table or note inside it, as printed.
        date: The day of the text, or the year where only that is known.
        read_in: The page, book or newspaper in which it was read.
        issuer_en: The issuer in English.
        title_en: The title in English.

    Examples:
        >>> cite = Citation(
        ...     issuer="中共中央办公厅、国务院办公厅",
        ...     title="关于建立贫困退出机制的意见",
        ...     document_number="厅字〔2016〕16号",
        ...     date=dt.date(2016, 4, 28),
        ...     certainty=Certainty.SECONDARY,
        ... )
        >>> print(cite.render("zh"))
        中共中央办公厅、国务院办公厅《关于建立贫困退出机制的意见》（厅字〔2016〕16号，2016年4月28日）；据二手资料。
    """

    issuer: str
    title: str = attrs.field(validator=_has_title)
    certainty: Certainty
    document_number: str | None = None
    clause: str | None = None
    date: dt.date | int | None = None
    read_in: str | None = None
    issuer_en: str | None = None
    title_en: str | None = None

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Say the source in ``"zh"`` or ``"en"``, as one sentence."""
        return self._zh() if language == "zh" else self._en()

    def at(self, clause: str | None) -> Citation:
        """Cite the same text at one of its clauses."""
        return self if clause is None else attrs.evolve(self, clause=clause)

    def _zh(self) -> str:
        day = _day_zh(self.date)
        detail = "，".join(filter(None, (self.document_number, day)))
        parts = (
            self.issuer,
            f"《{self.title}》",
            f"（{detail}）" if detail else "",
            self.clause or "",
            f"；见于{self.read_in}" if self.read_in else "",
        )
        return f"{''.join(parts)}；{self.certainty.zh}。"

    def _en(self) -> str:
        title = f"《{self.title}》"
        if self.title_en:
            title = f"{self.title_en} ({title})"
        parts = (
            self.issuer_en or self.issuer,
            title,
            self.document_number,
            self.clause,
            _day_en(self.date),
        )
        read = f"; read in {self.read_in}" if self.read_in else ""
        named = ", ".join(part for part in parts if part)
        return f"{named}{read}; {self.certainty.en}."


def _day_zh(day: dt.date | int | None) -> str:
    if isinstance(day, dt.date):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day}年" if day else ""


def _day_en(day: dt.date | int | None) -> str:
    if isinstance(day, dt.date):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return str(day) if day else ""
