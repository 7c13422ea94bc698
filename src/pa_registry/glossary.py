"""
The words of the field, in Chinese and English.

术语表。

These are the terms that need a sentence.  What a field or a code is called
stands in its own declaration and is not repeated here; the glossary of the
documentation is made from both.
"""

from __future__ import annotations

import csv
import re

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import attrs

from pa_registry.errors import UnknownNameError


__all__ = ["Entry", "entries", "entry"]

_FILE = "glossary.csv"
_BRACKETED = re.compile(r"\s*[（(]([^）)]*)[）)]")


@attrs.frozen(kw_only=True)
class Entry:
    """
    One term, in both languages.

    术语。

    Attributes:
        zh: The Chinese term.
        en: The English term.

        identifier:
            The name that programs use.  With a dot it is the place of that
            name in this library, after ``pa_registry.``; without one it is
            agreed upon and not built yet.

        meaning: What it means here, in one English sentence.
        usage: The document, or the part of the field, that uses the word.
    """

    zh: str
    en: str
    identifier: str
    meaning: str
    usage: str

    @property
    def is_built(self) -> bool:
        """Whether the identifier is a name of this library."""
        return "." in self.identifier

    @property
    def spellings(self) -> tuple[str, ...]:
        """
        Every text that :func:`entry` finds it by.

        Words in brackets may be left out; in Chinese they may also stand
        alone, since they are the older or the shorter name.

        Examples:
            >>> entry("五保").spellings[:3]
            ('特困供养（五保）', '特困供养', '五保')
        """
        found = [
            *_shortened(self.zh),
            *_BRACKETED.findall(self.zh),
            *_shortened(self.en),
            self.identifier,
            self.identifier.rpartition(".")[2],
        ]
        return tuple(dict.fromkeys(found))

    def render(self, language: str = "en") -> str:
        """Give the term itself, in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


def _shortened(text: str) -> Iterator[str]:
    yield text
    yield _BRACKETED.sub("", text)


@cache
def entries() -> tuple[Entry, ...]:
    """
    List every term, in the order of the work: register, judge, account.

    全部术语。
    """
    text = (files("pa_registry") / _FILE).read_text("utf-8")
    return tuple(Entry(**row) for row in csv.DictReader(text.splitlines()))


def entry(name: str) -> Entry:
    """
    Look up a term by its Chinese or English name, or by its identifier.

    查术语。

    Args:
        name: The name; in English, capitals do not matter.

    Returns:
        The term.  Of two that share an identifier the first is given.

    Raises:
        UnknownNameError: If there is no such term; it suggests near ones.

    Examples:
        >>> entry("建档立卡").en
        'poverty registration (register of poor households)'
        >>> entry("Household head").zh
        '户主'
        >>> entry("currant stock")
        Traceback (most recent call last):
        pa_registry.errors.UnknownNameError: ... Did you mean current stock...
    """
    given = name.strip()
    found = _index().get(given) or _index().get(given.casefold())
    if found is None:
        raise UnknownNameError(kind="term", name=name, known=tuple(_index()))
    return found


@cache
def _index() -> Mapping[str, Entry]:
    named = [(name, one) for one in entries() for name in one.spellings]
    found: dict[str, Entry] = {}
    for name, one in named:
        found.setdefault(name, one)
    for name, one in named:
        found.setdefault(name.casefold(), one)
    return MappingProxyType(found)
