"""Write a rule as plain data."""

from __future__ import annotations

import datetime as dt

from collections.abc import Sequence
from enum import Enum
from typing import Any

from pa_registry.conditions import tree
from pa_registry.money import Fen


__all__ = [
    "Document",
    "DocumentAlgebra",
]

Document = dict[str, Any]


def _constant(value: object) -> Document:
    if isinstance(value, Fen):
        return {"money": int(value)}
    if isinstance(value, Enum):
        return {"code": value.value}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return {"text" if isinstance(value, str) else "number": value}


class DocumentAlgebra:
    """The algebra that writes a rule as plain data."""

    def field(self, node: tree.Field) -> Document:
        return {"op": "field", "form": node.form, "key": node.key}

    def derived(self, node: tree.Derived, definition: Document) -> Document:
        return {"op": "field", "form": node.form, "key": node.key}

    def constant(self, node: tree.Constant) -> Document:
        return {"op": "constant", **_constant(node.value)}

    def parameter(self, node: tree.Parameter) -> Document:
        return {
            "op": "parameter",
            "name": node.name,
            "kind": node.kind.value,
            "unit": node.unit,
        }

    def by_place(self, node: tree.ByPlace, place: Document) -> Document:
        return {
            "op": "by_place",
            "name": node.name,
            "place": place,
            "table": [[p, _constant(v)] for p, v in node.table],
            "otherwise": (
                None if node.otherwise is None else _constant(node.otherwise)
            ),
        }

    def by_year(
        self, node: tree.ByYear, year: Document, values: Sequence[Document]
    ) -> Document:
        return {
            "op": "by_year",
            "name": node.name,
            "year": year,
            "years": list(node.years),
            "values": list(values),
        }

    def fact_day(self, node: tree.FactDay) -> Document:
        return {"op": "fact_day", "years_before": node.years_before}

    def age(self, node: tree.Age, born: Document) -> Document:
        return {"op": "age", "born": born}

    def arithmetic(
        self, node: tree.Arithmetic, left: Document, right: Document
    ) -> Document:
        return {
            "op": "arithmetic",
            "sign": node.sign,
            "left": left,
            "right": right,
        }

    def sum(self, node: tree.Sum, value: Document | None) -> Document:
        return {"op": "sum", **_rows(node.rows), "value": value}

    def tally(self, node: tree.Tally, rule: Document) -> Document:
        return {"op": "tally", **_rows(node.rows), "rule": rule}

    def quotient(
        self, node: tree.Quotient, numerator: Document, base: Document
    ) -> Document:
        return {"op": "quotient", "numerator": numerator, "base": base}

    def always(self, node: tree.Always[Any]) -> Document:
        return {"op": "always", "truth": node.truth}

    def holds(self, node: tree.Holds[Any], field: Document) -> Document:
        return {"op": "holds", "field": field}

    def compare(
        self, node: tree.Compare[Any], left: Document, right: Document
    ) -> Document:
        return {
            "op": "compare",
            "operator": node.operator,
            "left": left,
            "right": right,
        }

    def among(self, node: tree.Among[Any], value: Document) -> Document:
        options = [_constant(option) for option in node.options]
        return {"op": "among", "value": value, "options": options}

    def contains(self, node: tree.Contains[Any], field: Document) -> Document:
        return {
            "op": "contains",
            "field": field,
            "option": node.option.value,
        }

    def is_missing(
        self, node: tree.IsMissing[Any], value: Document
    ) -> Document:
        return {"op": "is_missing", "value": value}

    def all_of(
        self, node: tree.AllOf[Any], parts: Sequence[Document]
    ) -> Document:
        return {"op": "all_of", "parts": list(parts)}

    def any_of(
        self, node: tree.AnyOf[Any], parts: Sequence[Document]
    ) -> Document:
        return {"op": "any_of", "parts": list(parts)}

    def negation(self, node: tree.Not[Any], part: Document) -> Document:
        return {"op": "negation", "part": part}

    def at_least(
        self, node: tree.AtLeast[Any], parts: Sequence[Document]
    ) -> Document:
        return {
            "op": "at_least",
            "least": node.least,
            "parts": list(parts),
        }

    def unless(
        self, node: tree.Unless[Any], rule: Document, exception: Document
    ) -> Document:
        return {"op": "unless", "rule": rule, "exception": exception}

    def exists(self, node: tree.Exists[Any], rule: Document) -> Document:
        return {"op": "exists", **_rows(node.rows), "rule": rule}

    def every(self, node: tree.Every[Any], rule: Document) -> Document:
        return {"op": "every", **_rows(node.rows), "rule": rule}

    def several(self, node: tree.Several[Any], rule: Document) -> Document:
        return {
            "op": "several",
            "least": node.least,
            **_rows(node.rows),
            "rule": rule,
        }

    def labelled(self, node: tree.Labelled[Any], part: Document) -> Document:
        label = node.label
        return {
            "op": "labelled",
            "name": label.name,
            "zh": label.zh,
            "en": label.en,
            "part": part,
        }

    def reference(self, node: tree.Reference[Any]) -> Document:
        return {"op": "reference", "name": node.name}


def _rows(rows: tree.Rows) -> Document:
    return {"form": rows.form, "relation": rows.key}
