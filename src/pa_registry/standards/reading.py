"""
Read a file of criteria, and say everything that is wrong in it at once.

读取清单文件，一次说明全部问题。

Bad content never raises: it gives problems, each with its place and what
would be right.  `require_list` is the strict form.
"""

from __future__ import annotations

import re
import tomllib

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pa_registry.errors import InvalidStandardError, InvalidValueError
from pa_registry.problems import Problem
from pa_registry.standards.clause_reading import ClauseReader
from pa_registry.standards.criteria import CriteriaList, ListKind, ListStatus
from pa_registry.standards.dated import is_prefix
from pa_registry.standards.faults import fault
from pa_registry.standards.sources import cited, read_sources
from pa_registry.standards.table import ID, Table


__all__ = ["read_list", "require_list"]

_LARGEST = 1_000_000
_SEPARATOR = re.compile(r"[\n=]")


def read_list(
    source: str | Path,
) -> tuple[CriteriaList | None, tuple[Problem, ...]]:
    """
    Read a list of criteria, and check it.

    读取并检查清单。

    Args:
        source: The TOML text itself, or the path of a ``.toml`` file.

    Returns:
        The list, or `None` where something in it is an error, and all
        problems found in one pass, warnings included.

    Raises:
        InvalidValueError: If *source* is neither text nor a path.

    Examples:
        >>> found, problems = read_list('id = "my-list"')
        >>> found is None
        True
        >>> print(problems[0])
        <text>: kind: The key 'kind' is missing. Add 'kind'.
    """
    problems: list[Problem] = []
    name, text = _text(source, problems)
    content = _document(name, text, problems)
    if content is None:
        return None, tuple(problems)
    found = _read(Table(content, f"{name}: ", problems))
    wrong = any(problem.severity == "error" for problem in problems)
    return None if wrong else found, tuple(problems)


def require_list(source: str | Path) -> CriteriaList:
    """
    Read a list of criteria, or refuse it with everything that is wrong.

    读取清单，有误即报错。

    Args:
        source: The TOML text itself, or the path of a ``.toml`` file.

    Returns:
        The list.

    Raises:
        InvalidStandardError: If `read_list` finds an error; the error
            holds all problems.
        InvalidValueError: If *source* is neither text nor a path.
    """
    found, problems = read_list(source)
    if found is None:
        raise InvalidStandardError(
            what="this list of criteria cannot be taken.",
            where=source.name if isinstance(source, Path) else "",
            remedy="Put these right:",
            problems=problems,
        )
    return found


def _text(source: str | Path, problems: list[Problem]) -> tuple[str, str]:
    given: object = source
    if not isinstance(given, (str, Path)):
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no list of criteria.",
            where="source",
            remedy="Give TOML text, or the path of a .toml file.",
        )
    if isinstance(source, str) and not _names_file(source):
        name, raw = "<text>", source.encode("utf-8", "surrogatepass")
    else:
        path = Path(source)
        name = path.name.encode("utf-8", "replace").decode("utf-8")
        try:
            with path.open("rb") as file:
                raw = file.read(_LARGEST + 1)
        # A name with a zero byte or half a character is a wrong value.
        except (OSError, ValueError):
            problems.append(fault("list.unreadable", name))
            return name, ""
    if len(raw) > _LARGEST:
        problems.append(fault("list.too-large", name))
        return name, ""
    try:
        # Windows editors put a byte order mark before the first line.
        return name, raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(fault("list.unreadable", name))
        return name, ""


def _names_file(source: str) -> bool:
    return source.endswith(".toml") and not _SEPARATOR.search(source)


def _document(
    name: str, text: str, problems: list[Problem]
) -> dict[str, object] | None:
    if problems:
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        shown = str(error).splitlines()[0] if str(error) else ""
        problems.append(fault("list.not-toml", name, shown))
        return None


def _read(table: Table) -> CriteriaList:
    list_id = table.take_coded("id", ID, "list.bad-id")
    kind = table.take_word("kind", ListKind) or ListKind.NEGATIVE
    status = table.take_word("status", ListStatus) or ListStatus.PARTLY_READ
    titles = table.take_text("zh"), table.take_text("en")
    sources = read_sources(table)
    reader = ClauseReader(table, kind, sources)
    items = tuple(reader.item(row) for row in table.take_tables("items"))
    found = CriteriaList(
        id=list_id,
        kind=kind,
        status=status,
        zh=titles[0],
        en=titles[1],
        citation=cited(table, sources, "list.missing-key"),
        row=table.take_text("row", required=False),
        place=_place(table),
        place_zh=table.take_text("place_zh", required=False),
        place_en=table.take_text("place_en", required=False),
        since=table.take_day("since"),
        items_printed=table.take_whole("items_printed"),
        note_zh=table.take_text("note_zh", required=False),
        note_en=table.take_text("note_en", required=False),
        items=items,
    )
    table.close()
    _check_items(table, found)
    return found


def _place(table: Table) -> str | None:
    place = table.take_text("place", required=False)
    if place and not is_prefix(place):
        table.report("list.bad-place", "place", place)
        return None
    return place or None


def _check_items(table: Table, found: CriteriaList) -> None:
    empty_slot = found.status is ListStatus.NOT_LOCATED
    if empty_slot and found.items:
        table.report("list.slot-with-items", "items")
    if not empty_slot and not found.items:
        table.report("list.no-items", "items")
    printed = found.items_printed
    if found.status is ListStatus.READ and printed not in {
        None,
        len(found.items),
    }:
        table.report("list.items-miscounted", "items", str(len(found.items)))
    for number in _repeated(item.number for item in found.items):
        table.report("list.duplicate-number", "items", number)
    for label in _repeated(clause.label for clause in found.clauses):
        table.report("list.duplicate-code", "items", label)


def _repeated(names: Iterable[str | None]) -> list[str]:
    counted = Counter(name for name in names if name)
    return [name for name, times in counted.items() if times > 1]
