"""
Read the sources that a data file names, and what cites them.

读取出处。

A text that several files or policies cite is entered once, in the file of
common sources that comes with the library.
"""

from __future__ import annotations

import tomllib

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pa_registry.errors import InvalidStandardError, UnknownNameError
from pa_registry.problems import Problem
from pa_registry.standards.citation import Certainty, Citation
from pa_registry.standards.table import Table, near


__all__ = ["cited", "common_source", "common_sources", "read_sources"]

#: Stand in for what a broken file does not say; such a file is not taken.
_BLANK = Citation(issuer="", title="—", certainty=Certainty.GENERAL)


def read_sources(table: Table) -> dict[str, Citation]:
    """
    Read the ``[sources]`` of a data file, by the name used in it.

    The common sources may be named without being entered again.
    """
    return {**common_sources(), **_entered(table)}


@cache
def common_sources() -> Mapping[str, Citation]:
    """
    Read the texts that several files cite, by name.

    读取共用出处。
    """
    file = files("pa_registry.standards") / "data" / "sources.toml"
    problems: list[Problem] = []
    table = Table(
        tomllib.loads(file.read_text("utf-8")), f"{file.name}: ", problems
    )
    found = _entered(table)
    table.close()
    if problems:
        raise InvalidStandardError(
            what="the file of common sources cannot be taken.",
            where=file.name,
            problems=tuple(problems),
        )
    return MappingProxyType(found)


def common_source(name: str, clause: str | None = None) -> Citation:
    """
    Cite a text that several files cite.

    引用共用出处。

    Args:
        name: Its name, such as ``mechanism-2016``.
        clause: The place in the text.

    Raises:
        UnknownNameError: If there is no such source.

    Examples:
        >>> common_source("mechanism-2016").document_number
        '厅字〔2016〕16号'
    """
    found = common_sources()
    if name not in found:
        raise UnknownNameError(
            kind="common source", name=name, known=tuple(found)
        )
    return found[name].at(clause)


def _entered(table: Table) -> dict[str, Citation]:
    return {
        name: _citation(row)
        for name, row in table.take_named_tables("sources")
    }


def _citation(table: Table) -> Citation:
    found = Citation(
        issuer=table.take_text("issuer", required=False),
        title=table.take_text("title") or "—",
        certainty=table.take_word("certainty", Certainty) or Certainty.GENERAL,
        document_number=table.take_text("document_number", required=False)
        or None,
        date=table.take_day_or_year("date"),
        read_in=table.take_text("read_in", required=False) or None,
        issuer_en=table.take_text("issuer_en", required=False) or None,
        title_en=table.take_text("title_en", required=False) or None,
    )
    table.close()
    return found


def cited(
    table: Table, sources: dict[str, Citation], missing: str
) -> Citation:
    """Cite the source that a table names, and the place in its text."""
    name = table.take_text("source", required=False)
    if not name:
        table.report(missing, "source")
        return _BLANK
    if name not in sources:
        table.report(
            "list.unknown-source", "source", name, **near(name, sources)
        )
    clause = table.take_text("at", required=False) or None
    return sources.get(name, _BLANK).at(clause)
