"""Read tables of divisions: the one in the package, and a user's rows."""

from __future__ import annotations

import re

from collections.abc import Container, Iterable, Mapping

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.model.division import (
    Division,
    Succession,
    SuccessionKind,
    canonical_code,
    is_above,
    level_of,
)
from pa_registry.problems import Problem


__all__ = [
    "Spells",
    "nearest_above",
    "packaged_divisions",
    "packaged_successions",
    "read_rows",
    "read_table",
]

Spells = dict[str, tuple[Division, ...]]

_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_EARLIEST, _LATEST = 1900, 2100
_NO_CODE = 10**12


def read_table(name: str) -> tuple[str, list[list[str]]]:
    """Return the header and the rows of a table in the package."""
    # Costs more to import than the rest of the model's modules together.
    from importlib.resources import files

    path = files("pa_registry.model") / "data" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line[2:] for line in lines if line.startswith("#")]
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return "\n".join(header), rows


def packaged_divisions() -> tuple[str, Spells]:
    """Return the header and the spells of the package's own table."""
    header, rows = read_table("divisions.tsv")
    found = [
        Division(
            code=code,
            name=name,
            level=level_of(code),
            first_year=int(first),
            last_year=int(last) if last else None,
            virtual=bool(mark),
        )
        for code, name, first, last, mark in (_padded(row) for row in rows)
    ]
    return header, _with_parents(found, {row[0] for row in rows})


def _padded(row: list[str]) -> list[str]:
    """Return a row with the empty cells at its end."""
    return row + [""] * (5 - len(row))


def packaged_successions() -> tuple[Succession, ...]:
    """Return the facts of succession of the package's own table."""
    return tuple(
        Succession(
            year=int(row[0]),
            kind=SuccessionKind(row[1]),
            old=row[2],
            new=row[3],
            document=row[4],
            certainty=row[5],
        )
        for row in read_table("successions.tsv")[1]
    )


def read_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    source: str,
    also: Iterable[str] = (),
) -> tuple[Spells, tuple[Problem, ...]]:
    """Return the spells of a user's rows, and what is wrong with them."""
    found: list[Division] = []
    problems: list[Problem] = []
    for number, row in enumerate(_iterated(rows), start=1):
        division = _division(row, f"{source}:{number}", problems)
        if division is not None:
            found.append(division)
    codes = {division.code for division in found} | set(also)
    kept = _without_overlaps(found, source, problems)
    return _with_parents(kept, codes), tuple(problems)


def _iterated(
    rows: Iterable[Mapping[str, object]],
) -> Iterable[Mapping[str, object]]:
    given: object = rows
    if not isinstance(given, Iterable):
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no list of rows.",
            where="rows",
            remedy="Give mappings with a code and a name.",
        )
    return rows


def _division(
    row: Mapping[str, object], where: str, problems: list[Problem]
) -> Division | None:
    """Read one row; what stops it is added to the problems."""
    given: object = row
    if not isinstance(given, Mapping):
        problems.append(_no_row(where))
        return None
    code = canonical_code(_text(row, "code"))
    name = _text(row, "name")
    years = [_year(_text(row, key)) for key in ("first_year", "last_year")]
    wrong = _fault(code, name, years)
    if wrong is None and code is not None:
        problems.extend(_warnings(row, code, where))
        return Division(
            code=code,
            name=name,
            level=level_of(code),
            parent=_parent(row, code),
            first_year=years[0],
            last_year=years[1],
        )
    problems.append(_FAULTS[wrong or "division.code"](where))
    return None


def _fault(code: str | None, name: str, years: list[int | None]) -> str | None:
    """Name the first thing for which a row cannot be taken."""
    first, last = years
    if code is None:
        return "division.code"
    if not name:
        return "division.name"
    backwards = first is not None and last is not None and first > last
    return "division.years" if -1 in years or backwards else None


def _warnings(
    row: Mapping[str, object], code: str, where: str
) -> Iterable[Problem]:
    """Tell what is odd in a row that is taken all the same."""
    level = _text(row, "level")
    if level and level != level_of(code).value:
        yield Problem(
            code="division.level",
            where=where,
            zh="级别与区划代码不符，按代码确定级别。",
            en="The level does not fit the code; the code decides.",
            shown=code,
            severity="warning",
        )
    parent = canonical_code(_text(row, "parent"))
    if parent is not None and not is_above(parent, code):
        yield Problem(
            code="division.parent",
            where=where,
            zh="所填上级区划的级别不高于本级，上级区划改按代码确定。",
            en="The parent is of no higher level; the code decides instead.",
            shown=code,
            severity="warning",
        )


def _parent(row: Mapping[str, object], code: str) -> str | None:
    """Read a parent; one of no higher level could close a circle."""
    parent = canonical_code(_text(row, "parent"))
    return parent if parent is not None and is_above(parent, code) else None


def _text(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if value is None or isinstance(value, (bool, float)):
        return ""
    if isinstance(value, int):
        # Python refuses to print very long whole numbers.
        return str(value) if abs(value) < _NO_CODE else ""
    return value.strip() if isinstance(value, str) else ""


def _year(text: str) -> int | None:
    """Return the year, `None` if it is blank, or -1 if it is none."""
    if not text:
        return None
    year = int(text) if _YEAR.fullmatch(text) else -1
    return year if _EARLIEST <= year <= _LATEST else -1


def _without_overlaps(
    found: list[Division], source: str, problems: list[Problem]
) -> list[Division]:
    """Leave out a row that gives a code twice in one year."""
    kept: dict[str, list[Division]] = {}
    for division in found:
        others = kept.setdefault(division.code, [])
        if any(_overlap(division, other) for other in others):
            problems.append(_twice(source, division.code))
        else:
            others.append(division)
    return [division for some in kept.values() for division in some]


def _overlap(left: Division, right: Division) -> bool:
    return (left.first_year or 0) <= (right.last_year or 9999) and (
        right.first_year or 0
    ) <= (left.last_year or 9999)


def _with_parents(found: list[Division], codes: set[str]) -> Spells:
    """Give each division the nearest code above it that exists."""
    spells: dict[str, list[Division]] = {}
    for division in found:
        parent = division.parent
        if parent is None or parent not in codes or parent == division.code:
            parent = nearest_above(division.code, codes)
        spells.setdefault(division.code, []).append(
            attrs.evolve(division, parent=parent)
        )
    return {
        code: tuple(sorted(some, key=lambda one: one.first_year or 0))
        for code, some in spells.items()
    }


def nearest_above(code: str, codes: Container[str]) -> str | None:
    """Return the nearest code above that exists, by the digits."""
    above = (f"{code[:9]}000", code[:6], f"{code[:4]}00", f"{code[:2]}0000")
    start = 0 if len(code) > len("420304") else 2
    for candidate in above[start:]:
        if candidate != code and candidate in codes:
            return candidate
    return None


def _bad_code(where: str) -> Problem:
    return Problem(
        code="division.code",
        where=where,
        zh="区划代码不是六位、九位或十二位数字。",
        en="The division code is not of six, nine or twelve digits.",
        remedy_zh="请按统计用区划代码填写。",
        remedy_en="Give the statistical division code as text.",
    )


def _no_row(where: str) -> Problem:
    return Problem(
        code="division.row",
        where=where,
        zh="该行不是由栏目和内容组成的数据。",
        en="The row is no mapping of keys to values.",
        remedy_zh="请按“代码”“名称”等栏目逐行填写。",
        remedy_en="Give a mapping with a code and a name.",
    )


def _no_name(where: str) -> Problem:
    return Problem(
        code="division.name",
        where=where,
        zh="区划名称为空。",
        en="The division has no name.",
    )


def _bad_years(where: str) -> Problem:
    return Problem(
        code="division.years",
        where=where,
        zh="起止年份有误。",
        en="The years of the division make no span.",
        remedy_zh="请填写四位年份，起始年份不得晚于截止年份。",
        remedy_en="Give four-digit years, the first not after the last.",
    )


def _twice(source: str, code: str) -> Problem:
    return Problem(
        code="division.duplicate",
        where=source,
        zh="同一区划代码在同一年份重复出现，以先出现的为准。",
        en="A code is given twice for one year; the first row was taken.",
        shown=code,
    )


_FAULTS = {
    "division.code": _bad_code,
    "division.name": _no_name,
    "division.years": _bad_years,
}
