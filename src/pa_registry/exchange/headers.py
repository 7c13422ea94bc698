"""
From headers to fields: every spelling follows from the declarations.

表头识别。

A field answers to its Chinese name, its code, its English name, its
attribute's name and its declared variants.  Brackets of either width,
blanks, line breaks and asterisks make no difference; a unit in brackets is
read and applied.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

import attrs

from pa_registry.columns import Column, Kind
from pa_registry.errors import FileRefusedError, UnknownNameError
from pa_registry.exchange.faults import Spot, fault, names, shown
from pa_registry.exchange.lines import Line
from pa_registry.masking import masked
from pa_registry.problems import Problem


__all__ = [
    "Header",
    "Heading",
    "answering_to",
    "find_header",
    "folded",
    "has_chinese_header",
    "known_headers",
    "near_words",
    "spellings",
]

_SEARCHED = 10
_MOST_COLUMNS = 1_000
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IGNORED = re.compile(r"[\s*_\u200b-\u200f\ufeff'\u2019]+")
_OPTIONAL = re.compile(r"\((?:必填|选填|可选|必填项|required|optional)\)")
_BRACKETED = re.compile(r"(.+)\(([^()]+)\)")
#: Fields whose header may have a unit or a pattern in brackets.
_WITH_UNITS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.DAY})
_DAY_PATTERN = re.compile(r"[年月日ymd/.-]+")
_MONEY_UNITS = {"元": 1, "人民币元": 1, "yuan": 1, "万元": 10_000}
#: How many printed units one of the bracketed ones has, by stored unit.
_UNITS: Mapping[str | None, Mapping[str, int]] = {
    "fen": _MONEY_UNITS,
    "0.01 mu": {"亩": 1, "mu": 1},
    "0.01 m2": {"平方米": 1, "㎡": 1, "m²": 1, "m2": 1},
    "m": {"米": 1, "m": 1, "公里": 1000, "千米": 1000, "km": 1000},
    "person": {"人": 1, "persons": 1},
    "month": {"月": 1, "个月": 1, "months": 1},
    "year": {"年": 1, "年份": 1, "year": 1},
    "minute": {"分钟": 1, "minutes": 1},
    "litre": {"升": 1},
    "kg": {"千克": 1, "公斤": 1, "kg": 1, "吨": 1000},
    "%": {"%": 1},
    "hp": {"马力": 1},
    None: {"天": 1, "人": 1},
}


class Heading(NamedTuple):
    """
    What one column of a file holds.

    列与字段的对应。

    Attributes:
        at: The place of its cells in a row, from 0.
        text: The header as it stands, without line breaks.
        column: The declaration of its field.
        factor: How many of the field's printed units one of its units has.
    """

    at: int
    text: str
    column: Column
    factor: int = 1


@attrs.frozen(kw_only=True)
class Header:
    """
    The header of a file, read.

    表头。

    Attributes:
        row: The row in which it stands.
        width: How many cells it has.
        headings: The columns whose field is known.
        problems: What is wrong with the other columns.
        blank: The places of columns without a header.
        words: All headers, without blanks and line breaks.
    """

    row: int
    width: int
    headings: tuple[Heading, ...]
    problems: tuple[Problem, ...]
    blank: tuple[int, ...] = ()
    words: tuple[str, ...] = attrs.field(repr=False, default=())

    def text_of(self, key: str) -> str:
        """Give the header of a field that the file has."""
        return next(one.text for one in self.headings if one.column.key == key)


def folded(header: str) -> str:
    """
    Take away from a header what makes no difference.

    表头归一。

    Examples:
        >>> folded("*家庭 纯收入（元）"), folded("net_income")
        ('家庭纯收入(元)', 'netincome')
    """
    narrow = header.translate(_FULL_WIDTH).casefold()
    bare = _IGNORED.sub("", narrow)
    return _OPTIONAL.sub("", bare)


def near_words(text: str, known: Iterable[str]) -> dict[str, str]:
    """Give the words of a problem that suggest the nearest known name."""
    listed = tuple(known)
    # Masked, so that no personal number outlives its file in the cache.
    near = _nearest(masked(text[:64]), listed)
    return {
        "known": "、".join(listed[:30]),
        "near_zh": f"是否应为“{near}”？" if near else "",
        "near_en": f"Did you mean {near}? " if near else "",
    }


@lru_cache(maxsize=1024)
def _nearest(text: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.5)), "")


def find_header(
    lines: Sequence[Line],
    fields: Mapping[str, Column],
    *,
    file: str,
    required: Iterable[str] = (),
    expected: Iterable[str] = (),
) -> Header:
    """
    Find the header among the first rows and read it.

    查找表头。

    Args:
        lines: The first rows of the file.
        fields: The fields that may stand there.
        file: The name of the file.
        required: The names of fields without which the file is refused.
        expected: The names of fields whose lack is worth a warning.

    Returns:
        The header, from the row with most known names.

    Raises:
        FileRefusedError:
            If no header is known, a required one is missing, one field
            has two columns, or there are too many columns.
    """
    spelled = _spelled(fields)
    needed = [fields[one] for one in required]
    chosen = max(
        lines[:_SEARCHED],
        key=lambda one: len(_headings(one, spelled)),
        default=None,
    )
    if chosen is None or not _headings(chosen, spelled):
        accepted = "、".join(one.zh for one in needed or fields.values())
        raise FileRefusedError(
            fault(
                "file.no-header",
                Spot(file),
                most=_SEARCHED,
                accepted=accepted,
            )
        )
    if len(chosen.words) > _MOST_COLUMNS:
        place = Spot(file, chosen.row)
        raise FileRefusedError(
            fault("file.too-wide", place, most=_MOST_COLUMNS)
        )
    best = _read(chosen, spelled, file)
    _check_repeated(best, file)
    _check_required(best, needed, file)
    lacking = [
        fault("header.expected", Spot(file, best.row), **_accepted(one))
        for one in (fields[key] for key in expected)
        if one.key not in {held.column.key for held in best.headings}
    ]
    return attrs.evolve(best, problems=(*best.problems, *lacking))


def known_headers(lines: Sequence[Line], fields: Mapping[str, Column]) -> int:
    """Count the known headers of the row that has most of them."""
    spelled = _spelled(fields)
    counts = (len(_headings(one, spelled)) for one in lines[:_SEARCHED])
    return max(counts, default=0)


def has_chinese_header(
    lines: Iterable[Line], fields: Mapping[str, Column]
) -> bool:
    """
    Say whether a known Chinese header stands in the first rows.

    Of two encodings that could be meant, the header shows which one was;
    an English one reads the same in both.
    """
    spelled = _spelled(fields)
    filled = (line for line in lines if not line.is_blank)
    try:
        return any(
            not heading.text.isascii()
            for line in islice(filled, _SEARCHED)
            for heading in _headings(line, spelled)
        )
    except FileRefusedError:
        return False


def spellings(column: Column) -> tuple[str, ...]:
    """List every header that a field answers to."""
    code = () if column.code is None else (column.code,)
    return (column.zh, *column.headers, *code, column.en, column.key)


def answering_to(
    fields: Mapping[str, Column], headers: Mapping[str, str]
) -> dict[str, Column]:
    """
    Let fields answer to headers of the caller, too, before all others.

    A unit in brackets is read and applied, as in any other header.

    Args:
        fields: The fields by name.
        headers: The names of fields by what stands above their columns.

    Raises:
        UnknownNameError: If there is no such field.
    """
    found: dict[str, Column] = {}
    for header, key in headers.items():
        if key not in fields:
            raise UnknownNameError(
                kind="field", name=masked(str(key)), known=tuple(fields)
            )
        column = found.get(key, fields[key])
        split = _BRACKETED.fullmatch(folded(header))
        if split is not None and column.kind in _WITH_UNITS:
            header = split[1]  # noqa: PLW2901
        found[key] = attrs.evolve(column, headers=(*column.headers, header))
    return {**found, **{k: fields[k] for k in fields if k not in found}}


def _spelled(fields: Mapping[str, Column]) -> Mapping[str, Column]:
    found: dict[str, Column] = {}
    for column in fields.values():
        for spelling in spellings(column):
            found.setdefault(folded(spelling), column)
    return MappingProxyType(found)


def _headings(line: Line, spelled: Mapping[str, Column]) -> list[Heading]:
    """Find the known headers of a row, which may be no header at all."""
    found = (
        _heading(at, "".join(cell.split()), spelled)
        for at, cell in enumerate(line.cells[:_MOST_COLUMNS])
    )
    return [one for one in found if isinstance(one, Heading)]


def _read(line: Line, spelled: Mapping[str, Column], file: str) -> Header:
    headings: list[Heading] = []
    problems: list[Problem] = []
    blank: list[int] = []
    for at, cell in enumerate(line.cells):
        text = "".join(cell.split())
        if not folded(cell):
            blank.append(at)
            continue
        found = _heading(at, text, spelled)
        if isinstance(found, Heading):
            headings.append(found)
        else:
            where = Spot(file, line.row, shown(text))
            problems.append(_unread(where, text, found, spelled))
    return Header(
        row=line.row,
        width=len(line.cells),
        headings=tuple(headings),
        problems=tuple(problems),
        blank=tuple(blank),
        words=line.words,
    )


def _heading(
    at: int, text: str, spelled: Mapping[str, Column]
) -> Heading | Column | None:
    """Find the field of a header; a column alone means a wrong unit."""
    fold = folded(text)
    if fold in spelled:
        return Heading(at, text, spelled[fold])
    split = _BRACKETED.fullmatch(fold)
    if split is None or split[1] not in spelled:
        return None
    column, unit = spelled[split[1]], split[2]
    if column.kind is Kind.DAY and _DAY_PATTERN.fullmatch(unit):
        return Heading(at, text, column)
    if column.kind not in {Kind.MONEY, Kind.NUMBER}:
        return None
    factor = _UNITS.get(column.unit, {}).get(unit)
    return column if factor is None else Heading(at, text, column, factor)


def _unread(
    where: Spot,
    text: str,
    column: Column | None,
    spelled: Mapping[str, Column],
) -> Problem:
    if column is not None:
        accepted = "、".join(_UNITS.get(column.unit, {})) or "–"
        return fault("header.unit", where, accepted=accepted, **names(column))
    known = {one.zh: one for one in spelled.values()}
    return fault("header.unknown", where, **near_words(text, known))


def _check_repeated(header: Header, file: str) -> None:
    seen: set[str] = set()
    for heading in header.headings:
        if heading.column.key in seen:
            where = Spot(file, header.row, heading.text)
            raise FileRefusedError(
                fault("header.repeated", where, **names(heading.column))
            )
        seen.add(heading.column.key)


def _check_required(
    header: Header, needed: Iterable[Column], file: str
) -> None:
    there = {heading.column.key for heading in header.headings}
    for column in needed:
        if column.key not in there:
            where = Spot(file, header.row)
            raise FileRefusedError(
                fault("header.required", where, **_accepted(column))
            )


def _accepted(column: Column) -> dict[str, str]:
    accepted = dict.fromkeys(spellings(column))
    return {**names(column), "accepted": "、".join(accepted)}
