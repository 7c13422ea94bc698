"""
Read one table of a data file, collecting everything that is wrong in it.

读取数据文件中的一张表，一次列出全部问题。
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar, cast

from pa_registry.dates import is_day
from pa_registry.problems import Problem
from pa_registry.standards.faults import fault


__all__ = ["ID", "Table", "near"]

#: The shape of ids and keys.
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)

W = TypeVar("W", bound=StrEnum)

_TEXT = ("文字", "text in quotes", '"…"')
_TABLES = ("若干张表", "an array of tables", "[[items]]")
_TABLE = ("一张表", "a table", "[sources.text]")
_WHOLE = ("整数", "a whole number", "9")
_DAY = ("日期", "a date without quotes", "2017-04-24")
_DAY_OR_YEAR = ("日期或年份", "a date or a year, without quotes", "2017")
_NONE = object()


class Table:
    """
    One table, its place in the file, and the shared list of problems.

    Every ``take_…`` method marks its key as known; `close` then reports
    the keys that nobody took.  None of them ever raises.
    """

    def __init__(
        self,
        content: Mapping[str, object],
        where: str,
        problems: list[Problem],
    ) -> None:
        """Open a table of the file."""
        self._content = content
        self._taken: list[str] = []
        self.where = where
        self.problems = problems

    def has(self, key: str) -> bool:
        """Say whether the key is written, whatever it holds."""
        return key in self._content

    def at(self, key: str) -> str:
        """Name the place of a key in the file."""
        return f"{self.where}{key}"

    def report(
        self, code: str, key: str, shown: str = "", /, **words: str
    ) -> None:
        """Add a problem at one of the keys."""
        words.setdefault("key", key)
        self.problems.append(fault(code, self.at(key), shown, **words))

    def take_text(self, key: str, *, required: bool = True) -> str:
        """Take text; missing or wrong text is reported and reads blank."""
        value = self._take(key, required=required)
        if value is _NONE:
            return ""
        if not isinstance(value, str):
            self._wrong(key, value, _TEXT)
            return ""
        if not value.strip():
            self.report("list.blank-text", key)
        return value.strip()

    def take_coded(self, key: str, shape: re.Pattern[str], code: str) -> str:
        """Take text of a fixed shape, or report the given problem."""
        text = self.take_text(key)
        if text and not shape.fullmatch(text):
            self.report(code, key, text)
        return text

    def take_word(
        self, key: str, words: type[W], default: W | None = None
    ) -> W | None:
        """Take one word of a closed list."""
        text = self.take_text(key, required=default is None)
        if not text:
            return default
        try:
            return words(text)
        except ValueError:
            known = [word.value for word in words]
            self.report("list.unknown-word", key, text, **near(text, known))
            return None

    def take_whole(self, key: str) -> int | None:
        """Take a whole number, where one is written."""
        value = self._take(key, required=False)
        if value is _NONE:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, value, _WHOLE)
            return None
        return value

    def take_day(self, key: str) -> dt.date | None:
        """Take a day, where one is written."""
        value = self._take(key, required=False)
        if value is _NONE:
            return None
        if not is_day(value):
            self._wrong(key, value, _DAY)
            return None
        return cast("dt.date", value)

    def take_day_or_year(self, key: str) -> dt.date | int | None:
        """Take a day, or only a year, where one is written."""
        value = self._take(key, required=False)
        if value is _NONE:
            return None
        if is_day(value):
            return cast("dt.date", value)
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, value, _DAY_OR_YEAR)
            return None
        if not dt.MINYEAR <= value <= dt.MAXYEAR:
            self._wrong(key, value, _DAY_OR_YEAR)
            return None
        return value

    def take_tables(self, key: str) -> Iterator[Table]:
        """Take an array of tables, in order; none is written as nothing."""
        value = self._take(key, required=False)
        if value is _NONE:
            return
        if not isinstance(value, list):
            self._wrong(key, value, _TABLES)
            return
        for number, row in enumerate(cast("list[object]", value), start=1):
            if isinstance(row, dict):
                content = cast("dict[str, object]", row)
                place = f"{self.at(key)} {number} > "
                yield Table(content, place, self.problems)
            else:
                self._wrong(key, row, _TABLES)

    def take_named_tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """Take a table of tables, by name; none is written as nothing."""
        value = self._take(key, required=False)
        if value is _NONE:
            return
        if not isinstance(value, dict):
            self._wrong(key, value, _TABLE)
            return
        for name, row in cast("dict[str, object]", value).items():
            if isinstance(row, dict):
                content = cast("dict[str, object]", row)
                place = f"{self.at(key)} > {name} > "
                yield name, Table(content, place, self.problems)
            else:
                self._wrong(key, row, _TABLE)

    def close(self) -> None:
        """Report every key that has no meaning here."""
        for key in self._content:
            if key not in self._taken:
                self.report(
                    "list.unknown-key",
                    key,
                    **near(key, self._taken),
                )

    def _take(self, key: str, *, required: bool) -> object:
        self._taken.append(key)
        if required and key not in self._content:
            self.report("list.missing-key", key)
        return self._content.get(key, _NONE)

    def _wrong(
        self, key: str, value: object, wanted: tuple[str, str, str]
    ) -> None:
        zh, en, example = wanted
        self.report(
            "list.wrong-type",
            key,
            _shown(value),
            wanted_zh=zh,
            wanted_en=en,
            example=example,
        )


def _shown(value: object) -> str:
    """Show a value; Python refuses to print very long whole numbers."""
    try:
        return str(value)
    except ValueError:
        return type(value).__name__


def near(text: str, known: Iterable[str]) -> dict[str, str]:
    """Give the words of a problem that names what is known, and the nearest."""
    words = list(known)
    found = get_close_matches(text, words, n=1, cutoff=0.6)
    return {"known": ", ".join(words), "near": found[0] if found else ""}
