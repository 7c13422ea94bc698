"""
The rule language, over any attrs form.

规则语言。

A condition is an immutable tree, written once; it is judged, explained,
compiled, written as text and JSON, and described in Chinese and English.
All readings agree, on missing facts too.
"""

from pa_registry.conditions.building import (
    all_of,
    any_of,
    at_least,
    none_of,
    refer_to,
)
from pa_registry.conditions.document import from_json
from pa_registry.conditions.explaining import (
    Cause,
    Fact,
    MissingFact,
    NoLocalValue,
    OtherYear,
    Reason,
    UncheckedSource,
    UndefinedRatio,
)
from pa_registry.conditions.forms import Completeness, Form, RelationSpec
from pa_registry.conditions.labels import Doubt
from pa_registry.conditions.terms import (
    Count,
    Flag,
    Members,
    Ordered,
    Ratio,
    Relation,
    Term,
    Vocabulary,
    parameter,
    term,
    today,
    years_ago,
)
from pa_registry.conditions.text import from_text
from pa_registry.conditions.tree import Condition
from pa_registry.conditions.truth import Truth


__all__ = [
    "Cause",
    "Completeness",
    "Condition",
    "Count",
    "Doubt",
    "Fact",
    "Flag",
    "Form",
    "Members",
    "MissingFact",
    "NoLocalValue",
    "Ordered",
    "OtherYear",
    "Ratio",
    "Reason",
    "Relation",
    "RelationSpec",
    "Term",
    "Truth",
    "UncheckedSource",
    "UndefinedRatio",
    "Vocabulary",
    "all_of",
    "any_of",
    "at_least",
    "from_json",
    "from_text",
    "none_of",
    "parameter",
    "refer_to",
    "term",
    "today",
    "years_ago",
]
