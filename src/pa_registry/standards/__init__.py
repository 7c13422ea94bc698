"""
Dated, cited parameters and criteria lists.

标准与清单。

Every value names its source, and how sure that source is; a list whose
text was not located is an empty, labelled slot.
"""

from pa_registry.standards.book import Standards, income_year
from pa_registry.standards.citation import Certainty, Citation
from pa_registry.standards.clauses import ClauseRow, clause_table
from pa_registry.standards.criteria import (
    Clause,
    CriteriaList,
    Effect,
    ExceptionCase,
    FactDay,
    Item,
    ListKind,
    ListStatus,
    Reach,
    Subject,
    Threshold,
)
from pa_registry.standards.dated import DatedValue, Indexed, Standard
from pa_registry.standards.reading import read_list, require_list
from pa_registry.standards.rules import bare_condition, condition
from pa_registry.standards.shipped import lists, load_list
from pa_registry.standards.units import Value


__all__ = [
    "Certainty",
    "Citation",
    "Clause",
    "ClauseRow",
    "CriteriaList",
    "DatedValue",
    "Effect",
    "ExceptionCase",
    "FactDay",
    "Indexed",
    "Item",
    "ListKind",
    "ListStatus",
    "Reach",
    "Standard",
    "Standards",
    "Subject",
    "Threshold",
    "Value",
    "bare_condition",
    "clause_table",
    "condition",
    "income_year",
    "lists",
    "load_list",
    "read_list",
    "require_list",
]
