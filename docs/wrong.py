"""Write what can be wrong: errors of programs, problems of data."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, path_of, prose, table
from pa_registry import errors
from pa_registry.exchange.wording import FAULTS as IMPORT_FAULTS
from pa_registry.frames.faults import FAULTS as TABLE_FAULTS
from pa_registry.funds.faults import FAULTS as FUND_FAULTS
from pa_registry.model._identity_problems import Fault, problem_of
from pa_registry.standards.faults import FAULTS as LIST_FAULTS


__all__ = ["error_table", "problem_table"]

Lines = Iterator[str]


def error_table() -> Lines:
    """Write every error with what else catches it."""
    found = [
        one
        for name in errors.__all__
        if isinstance(one := getattr(errors, name), type)
        and one is not errors.PaRegistryError
    ]
    yield from table(
        ("Error", "Also caught as", "When"),
        (
            (
                f"{{py:class}}`~{path_of(one)}`",
                ", ".join(
                    code(base.__name__)
                    for base in one.__bases__
                    if base is not errors.PaRegistryError
                ),
                prose(_first_sentence(one)),
            )
            for one in found
        ),
    )


def problem_table() -> Lines:
    """Write every kind of problem by its stable code."""
    rows = [
        (found.code, found.severity, found.zh, found.en, found.remedy_en)
        for fault in Fault
        if (found := problem_of(fault, where="", shown=""))
    ]
    rows += [
        (name, one.severity, one.zh, one.en, one.remedy_en)
        for source in (IMPORT_FAULTS, LIST_FAULTS, FUND_FAULTS, TABLE_FAULTS)
        for name, one in source.items()
    ]
    yield from table(
        ("Code", "Severity", "中文", "English", "What to do"),
        (
            (code(name), severity, *map(prose, words))
            for name, severity, *words in dict.fromkeys(rows)
        ),
    )


def _first_sentence(one: object) -> str:
    text = (one.__doc__ or "").strip()
    return text.partition("\n\n")[0]
