"""
From one cell to one value, or to nothing and a problem.

单元格读取。

Values that cannot be read, or lie outside their range, are not recorded;
an identity number is always taken, with its grade.
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from pa_registry.columns import Column, Kind
from pa_registry.dates import read_day
from pa_registry.exchange.faults import Spot, fault, names, shown
from pa_registry.exchange.headers import Heading, near_words
from pa_registry.exchange.lines import DAMAGED
from pa_registry.exchange.numbers import reckon
from pa_registry.exchange.texts import CLEANED, clean_name, half_width
from pa_registry.model.cell_words import BLANKS, NO, YES, spellings
from pa_registry.model.codes import Code
from pa_registry.model.divisions import Divisions
from pa_registry.model.identity import IdentityNumber
from pa_registry.money import Fen
from pa_registry.problems import Problem


__all__ = ["Cell", "Manner", "read_cell"]

_LONGEST = 4_000
_SEPARATORS = re.compile(r"[、,，;；]")


@attrs.frozen(kw_only=True)
class Manner:
    """
    How a table is to be read.

    读取方式。

    Attributes:
        on: The day as of which identity numbers and divisions are graded.
        divisions: The table of divisions; without one, the built-in table.
        codes: Whose numbers of coded lists are read, beside the labels.
    """

    on: dt.date | None = None
    divisions: Divisions | None = None
    codes: str | None = None


class Cell(NamedTuple):
    """
    What one cell came to.

    单元格读取结果。

    Attributes:
        value: The value; `None` is not recorded.
        problems: What was wrong with it, or normalised in it.
    """

    value: object
    problems: tuple[Problem, ...] = ()

    @property
    def is_unreadable(self) -> bool:
        """Whether something stands there that gives no value."""
        return self.value is None and any(
            one.severity == "error" for one in self.problems
        )


def read_cell(
    text: str,
    heading: Heading,
    where: Spot,
    manner: Manner,
    *,
    wrong: str = "",
) -> Cell:
    """
    Read one cell as its field asks.

    Args:
        text: The cell as it stands.
        heading: The field and the unit of its column.
        where: The place, for problems.
        manner: How to read.
        wrong: The kind of problem that the cell has as such, if any.

    Returns:
        The value with its problems.  A blank cell is no problem here.
    """
    if not text.strip(f"{BLANKS}'\ufeff"):
        return Cell(None)
    # Spreadsheets keep a line break that was typed after the last word.
    text = text.strip("\r\n")
    column = heading.column
    is_identity = column.type is IdentityNumber
    # A damaged identity number is taken, and graded as such.
    if wrong and not (is_identity and wrong == DAMAGED):
        return _nothing(wrong, where, text, column)
    if len(text) > _LONGEST:
        return Cell(None, (fault(_too_long(column), where),))
    if is_identity:
        return _identity(text, where, manner)
    return _READERS[column.kind](text, heading, where, manner)


def _too_long(column: Column) -> str:
    number = column.kind in {Kind.MONEY, Kind.NUMBER}
    return "number.too-long" if number else "cell.too-long"


def _identity(text: str, where: Spot, manner: Manner) -> Cell:
    number = IdentityNumber.read(
        text, on=manner.on, divisions=manner.divisions
    )
    problem = number.problem(where=str(where))
    return Cell(number, () if problem is None else (problem,))


def _number(text: str, heading: Heading, where: Spot, _: Manner) -> Cell:
    column = heading.column
    narrow = half_width(text).strip().strip("\u200b\ufeff")
    reckoned = reckon(narrow, column.scale * heading.factor)
    family = "money" if column.kind is Kind.MONEY else "number"
    if reckoned.value is None:
        code = _number_code(family, reckoned.fault)
        unit = column.unit or "1"
        return _nothing(code, where, text, column, unit=unit)
    low, high = column.range
    if not low <= reckoned.value <= high:
        return _nothing(
            "number.out-of-range", where, text, column, **_limits(column)
        )
    done = ["thousands"] if reckoned.grouped else []
    if narrow != text.strip():
        done.append("width")
    problems = list(_notices(done, where))
    if column.kind is not Kind.MONEY:
        return Cell(reckoned.value, tuple(problems))
    if reckoned.value < 0:
        problems.append(fault("money.negative", where))
    return Cell(Fen(reckoned.value), tuple(problems))


def _number_code(family: str, what: str) -> str:
    if what == "too-long":
        return "number.too-long"
    if what == "not-finite" and family == "number":
        return "number.not-a-number"
    return f"{family}.{what}"


def _limits(column: Column) -> dict[str, object]:
    low, high = column.range
    scale = column.scale
    return {"low": low // scale, "high": high // scale}


def _day(text: str, heading: Heading, where: Spot, _: Manner) -> Cell:
    narrow = half_width(text).strip()
    day = read_day(narrow)
    if day is None:
        return _nothing("day.unreadable", where, text, heading.column)
    done = ["width"] if narrow != text.strip() else []
    return Cell(day, tuple(_notices(done, where)))


def _flag(text: str, heading: Heading, where: Spot, _: Manner) -> Cell:
    word = half_width(text).strip().casefold()
    if word in YES or word in NO:
        return Cell(word in YES)
    return _nothing("flag.unreadable", where, text, heading.column)


def _code(text: str, heading: Heading, where: Spot, manner: Manner) -> Cell:
    column = heading.column
    value = _entry(text, column, manner)
    if value is None:
        return _no_entry(text, column, where)
    return Cell(value)


def _codes(text: str, heading: Heading, where: Spot, manner: Manner) -> Cell:
    column = heading.column
    parts = [one for one in _SEPARATORS.split(text) if one.strip()]
    values = [_entry(one, column, manner) for one in parts]
    if None in values:
        # Half of a list would say that the other half does not hold.
        return _no_entry(parts[values.index(None)], column, where)
    return Cell(frozenset(values))


def _entry(text: str, column: Column, manner: Manner) -> object:
    word = half_width(text).strip()
    listed: type = column.type
    if not issubclass(listed, Code):
        return _labels(column).get(word)
    source = manner.codes
    known = source in listed.sources()
    # A label may have full-width brackets of its own.
    return listed.read(text.strip()) or listed.read(
        word, source=source if known else None
    )


def _labels(column: Column) -> Mapping[str, object]:
    """Map the labels of a plain enum, such as that of the sexes."""
    listed: type = column.type
    return spellings(listed)


def _no_entry(text: str, column: Column, where: Spot) -> Cell:
    if issubclass(column.type, Code):
        known = [one.zh for one in column.type]
    else:
        known = [one for one in _labels(column) if not one.isascii()]
    words = near_words(text.strip(), known)
    return _nothing("code.unknown", where, text, column, **words)


def _text(text: str, heading: Heading, where: Spot, _: Manner) -> Cell:
    column = heading.column
    cleaned = clean_name(text.strip(BLANKS))
    if cleaned.control:
        return _nothing(
            "text.control", where, text, column, odd=cleaned.control
        )
    problems = list(_notices(cleaned.done, where))
    if cleaned.garbled:
        problems.append(fault("text.garbled", where, odd=cleaned.garbled))
    return Cell(cleaned.text or None, tuple(problems))


def _nothing(
    code: str, where: Spot, text: str, column: Column, /, **words: object
) -> Cell:
    words.update(names(column))
    return Cell(None, (fault(code, where, shown(text, column), **words),))


def _notices(done: Iterable[str], where: Spot) -> Iterator[Problem]:
    pairs = [CLEANED[one] for one in done]
    if pairs:
        yield fault(
            "cell.normalised",
            where,
            what_zh="、".join(zh for zh, _ in pairs),
            what_en=", ".join(en for _, en in pairs),
        )


_Reader = Callable[[str, Heading, Spot, Manner], Cell]
_READERS: dict[Kind, _Reader] = {
    Kind.MONEY: _number,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.TEXT: _text,
    Kind.OTHER: _text,
}
