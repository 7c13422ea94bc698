"""
Rules as versioned JSON, and back.

规则的 JSON 形式。

The schema, which :func:`schema` gives, is shipped beside this module.
"""

from __future__ import annotations

import json

from importlib import resources
from typing import Any, cast

from pa_registry.conditions._document_algebra import Document, DocumentAlgebra
from pa_registry.conditions._document_reader import Reader
from pa_registry.conditions.tree import Condition, is_condition
from pa_registry.conditions.vocabulary import Terms, vocabulary
from pa_registry.conditions.walking import fold
from pa_registry.errors import InvalidTextError


__all__ = [
    "FORMAT",
    "VERSION",
    "from_json",
    "schema",
    "to_json",
]

#: The name of the format, in every document.
FORMAT = "pa-registry/condition"
#: The version of the format; a newer one is refused by name.
VERSION = 1


def schema() -> Document:
    """Give the JSON Schema of the format."""
    file = resources.files("pa_registry.conditions") / "condition.schema.json"
    found: Document = json.loads(file.read_text(encoding="utf-8"))
    return found


def to_json(rule: Condition[Any]) -> str:
    """Write a rule as canonical JSON: sorted keys, no blanks."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "condition": fold(rule, DocumentAlgebra()),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def from_json(text: str, *, terms: Terms | None = None) -> Condition[Any]:
    """
    Read a rule from its JSON.

    读取规则 JSON。

    Args:
        text: The JSON text.
        terms: The vocabularies by form name; by default those of the model.

    Raises:
        InvalidTextError: If the text is no such document, is of a newer
            version, or names an operator that does not exist.
        UnknownFieldError: If a field does not exist; it suggests one.
        InvalidConditionError: If the parts do not fit each other.
    """
    document: Any
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except InvalidTextError:
        raise
    except (TypeError, ValueError, RecursionError):
        raise InvalidTextError(
            what="This is no JSON.",
            remedy="Give the text that to_json() writes.",
        ) from None
    content = cast("Document", document if isinstance(document, dict) else {})
    if content.get("format") != FORMAT:
        raise InvalidTextError(
            what="This is no condition.",
            where="$.format",
            remedy=f"The format is {FORMAT!r}.",
        )
    version: object = content.get("version")
    if type(version) is not int or version != VERSION:
        raise InvalidTextError(
            what=f"Version {version!r} is not known.",
            where="$.version",
            remedy=f"This release reads version {VERSION}.",
        )
    reader = Reader(vocabulary(terms))
    got = reader.read(content.get("condition"), "$.condition")
    if not is_condition(got):
        raise InvalidTextError(
            what="This is a value and no rule.", where="$.condition"
        )
    return got


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidTextError(what="A key stands twice in one object.")
    return found
