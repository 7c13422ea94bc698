"""Write the catalogues of checks, and what of them nothing covers."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, prose, table
from pa_registry.audit.checks import Catalogue, Check, catalogues


__all__ = ["checks", "checks_not_covered"]

Lines = Iterator[str]


def checks() -> Lines:
    """Write every check under the line of the catalogue that asks for it."""
    for catalogue in catalogues():
        yield f"## {prose(catalogue.en)}（{prose(catalogue.zh)}）"
        yield ""
        if catalogue.citation is not None:
            yield prose(catalogue.citation.render("en"))
        yield from table(
            ("Line", "Check", "Where", "中文", "English", "Said by", "Kind"),
            _rows(catalogue),
        )


def _rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    for item in catalogue.items:
        for check in item.checks:
            yield (
                item.number,
                code(check.code),
                code(check.field),
                prose(check.zh),
                prose(check.en),
                _said_by(check),
                prose(f"{check.severity}, {check.aspect.value}"),
            )


def _said_by(check: Check) -> str:
    """Give the rule as text, or say that a function looks."""
    example = " (an example: its number has no source)"
    rule = "a search" if check.rule is None else code(check.rule.to_text())
    return rule + (example if check.is_example else "")


def checks_not_covered() -> Lines:
    """Write the lines that no check covers, each with its reason."""
    yield from table(
        ("Catalogue", "Line", "中文", "English", "Why not"),
        (
            (
                code(catalogue.name),
                item.number,
                prose(item.zh),
                prose(item.en),
                prose(f"{item.why_en} {item.why_zh}"),
            )
            for catalogue in catalogues()
            for item in catalogue.uncovered
        ),
    )
