"""
Write the reference from the code: forms, lists, standards, policies.

Each function gives the lines of one part; a page names the part where it
is to stand, and nothing of it is checked in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docs.cases import cases
from docs.checks import checks, checks_not_covered
from docs.criteria import clauses, shipped_lists, standards
from docs.decisions import condition_schema, policies
from docs.forms import codes, fields, relations
from docs.markdown import table
from docs.tables import tables
from docs.terms import glossary
from docs.wrong import error_table, problem_table
from pa_registry.columns import columns
from pa_registry.glossary import entries
from pa_registry.model.forms import FORMS
from pa_registry.standards import ListStatus, Standards, lists


__all__ = ["PARTS"]

Lines = Iterator[str]


def overview() -> Lines:
    """Count what ships."""
    shipped = lists()
    empty = [one for one in shipped if one.status is ListStatus.NOT_LOCATED]
    values = [
        value
        for key in Standards.builtin().keys
        for value in Standards.builtin().standard(key).values
    ]
    rows = {
        "Forms": len(FORMS),
        "Fields": sum(len(columns(form.holds)) for form in FORMS.values()),
        "Criteria lists that were read": len(shipped) - len(empty),
        "Empty slots": len(empty),
        "Clauses": sum(len(one.clauses) for one in shipped),
        "Dated values": len(values),
        "Terms": len(entries()),
    }
    yield from table(
        ("What ships", "How many"),
        ((name, str(number)) for name, number in rows.items()),
    )


#: Each part by the name that a page gives it.
PARTS: Mapping[str, Callable[[], Lines]] = {
    "cases": cases,
    "checks": checks,
    "checks-not-covered": checks_not_covered,
    "clauses": clauses,
    "codes": codes,
    "errors": error_table,
    "fields": fields,
    "glossary": glossary,
    "lists": shipped_lists,
    "overview": overview,
    "policies": policies,
    "problems": problem_table,
    "relations": relations,
    "schema": condition_schema,
    "standards": standards,
    "tables": tables,
}
