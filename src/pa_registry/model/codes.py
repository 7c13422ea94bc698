"""
How a coded list works: stable code, Chinese label, maps per source.

代码表：稳定代码、规范名称、各来源对照。

The numbers of the sources conflict (06 is a shortage of water in one and
of skills in another), so a member is stored under its own English code,
written with its Chinese label, and read from a number only together with
the source of that number.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Self

from pa_registry.errors import UnknownNameError


__all__ = ["Code"]

_MAPS = "code_maps.toml"


class Code(StrEnum):
    """
    One member of a coded list.

    代码。

    Codes are equal or not, and among a set or not; they have no order.

    Attributes:
        zh: The canonical Chinese label.
        en: The English label.
        variants: Further spellings of the Chinese label in circulation.

    Examples:
        >>> from pa_registry.model.household_codes import Cause
        >>> Cause.from_label("缺劳力")
        <Cause.LABOUR: 'lack-of-labour'>
        >>> Cause.from_code("06", source="national-2018").zh
        '缺水'
        >>> Cause.from_code("06", source="app-b").zh
        '缺技术'
    """

    zh: str
    en: str
    variants: tuple[str, ...]

    def __new__(cls, value: str, zh: str = "", *variants: str) -> Self:
        """Declare a member: its code, its label, further spellings."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = value.replace("-", " ")
        member.variants = variants
        return member

    @classmethod
    def read(cls, text: str, *, source: str | None = None) -> Self | None:
        """
        Read a label, or a number of a source; the lenient form.

        读取名称或代码，读不出时返回空。

        Args:
            text: The Chinese label, or the stable code.
            source: Whose numbers are accepted too.

        Returns:
            The member, or `None` where the text is in no list.

        Raises:
            UnknownNameError: If no source of that name is known here.
        """
        found = _labels(cls).get(_plain(text))
        if found is None and source is not None:
            found = cls._coding(source).get(_bare(text))
        return None if found is None else cls(found)

    @classmethod
    def from_label(cls, label: str) -> Self:
        """
        Read a Chinese label, in any of its known spellings.

        由名称读取。

        Raises:
            UnknownNameError: If the list holds no such label.
        """
        found = _labels(cls).get(_plain(label))
        if found is None:
            known = tuple(member.zh for member in cls)
            kind = f"label in {cls.__name__}"
            raise _unknown(kind, label, known)
        return cls(found)

    @classmethod
    def from_code(cls, code: str, *, source: str) -> Self:
        """
        Read a number as a named source uses it.

        由来源代码读取。

        Args:
            code: The number, with or without a leading zero.
            source: Whose number it is; see :meth:`sources`.

        Raises:
            UnknownNameError: If the source, or the number in it, is unknown.
        """
        coding = cls._coding(source)
        found = coding.get(_bare(code))
        if found is None:
            kind = f"code in {cls.__name__} of {source}"
            raise _unknown(kind, code, tuple(coding))
        return cls(found)

    @classmethod
    def sources(cls) -> tuple[str, ...]:
        """Name the sources whose numbers this list can read."""
        return tuple(_codings(cls))

    @classmethod
    def _coding(cls, source: str) -> Mapping[str, str]:
        codings = _codings(cls)
        if source not in codings:
            kind = f"source of codes for {cls.__name__}"
            raise _unknown(kind, source, tuple(codings))
        return codings[source]


@cache
def _labels(listed: type[Code]) -> Mapping[str, str]:
    return MappingProxyType(
        {
            _plain(spelling): member.value
            for member in listed
            for spelling in (member.value, member.zh, *member.variants)
        }
    )


@cache
def _codings(listed: type[Code]) -> Mapping[str, Mapping[str, str]]:
    labels = _labels(listed)
    return MappingProxyType(
        {
            source: MappingProxyType(
                {
                    _bare(code): labels[_plain(label)]
                    for code, label in coding["codes"].items()
                }
            )
            for source, coding in _maps().get(listed.__name__, {}).items()
        }
    )


@cache
def _maps() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    # Both cost more to import than all the lists; few programs need them.
    import tomllib

    from importlib.resources import files

    path = files("pa_registry.model").joinpath("data", _MAPS)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _plain(label: str) -> str:
    """Take away what differs between spellings without meaning."""
    return label.strip().replace("其它", "其他")


def _bare(code: str) -> str:
    return code.strip().lstrip("0") or "0"


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> UnknownNameError:
    # A cell of another column may land here: long digits are personal.
    shown = re.sub(r"[0-9]{5,}[0-9Xx*]*", "…", name)[:20]
    return UnknownNameError(kind=kind, name=shown, known=known)
