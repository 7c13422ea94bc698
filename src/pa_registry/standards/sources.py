"""
Read the sources that a data file names, and what cites them.

读取出处。
"""

from __future__ import annotations

from pa_registry.standards.citation import Certainty, Citation
from pa_registry.standards.table import Table, near


__all__ = ["cited", "read_sources"]

#: Stand in for what a broken file does not say; such a file is not taken.
_BLANK = Citation(issuer="", title="—", certainty=Certainty.GENERAL)


def read_sources(table: Table) -> dict[str, Citation]:
    """Read the ``[sources]`` of a data file, by the name used in it."""
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
