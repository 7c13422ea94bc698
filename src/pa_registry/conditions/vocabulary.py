"""
Find the forms that a text or a document names.

词汇表查找。
"""

from __future__ import annotations

import importlib

from collections.abc import Mapping
from enum import Enum
from typing import Any

from pa_registry.columns import Column, Kind
from pa_registry.conditions.forms import RelationSpec
from pa_registry.conditions.terms import Vocabulary, form_of, is_vocabulary
from pa_registry.errors import (
    InvalidTextError,
    UnknownNameError,
    did_you_mean,
)


__all__ = [
    "Terms",
    "is_coded",
    "read_code",
    "relation_named",
    "vocabulary",
]

#: The vocabularies by the names that rules use.
Terms = Mapping[str, Vocabulary[Any]]

# Imported by name and on first use only: this room knows no form, and who
# brings forms of his own need not load the built-in ones.
_BUILTIN = "pa_registry.model.terms"


def vocabulary(terms: Terms | None) -> Terms:
    """
    Take the given vocabularies, or the built-in ones.

    Args:
        terms: By form name, or `None` for those of :mod:`pa_registry.model`.
    """
    if terms is not None:
        return terms
    module = importlib.import_module(_BUILTIN)
    return {
        name: one for name, one in vars(module).items() if is_vocabulary(one)
    }


def read_code(declared: Column, text: object, where: str = "") -> Enum:
    """
    Read the code of a coded field.

    Raises:
        InvalidTextError: If the list has no such code; it suggests one.
    """
    held = declared.type
    if isinstance(text, str) and issubclass(held, Enum):
        for member in held:
            if text == member.value:
                return member
    known = [str(m.value) for m in held] if issubclass(held, Enum) else []
    raise InvalidTextError(
        what=f"{declared.key} has no code {text!r}.",
        where=where,
        remedy=did_you_mean(str(text), known).strip()
        or f"Codes: {', '.join(known)}.",
    )


def relation_named(form: str, key: str) -> RelationSpec:
    """
    Find a relation of a built-in form, for a saved generated function.

    Raises:
        UnknownNameError: If there is no such form or relation.
    """
    names = vocabulary(None)
    if form not in names:
        raise UnknownNameError(kind="form", name=form, known=tuple(names))
    return form_of(names[form]).relation(key)


def is_coded(declared: Column) -> bool:
    """Say whether a field holds codes of a list."""
    return declared.kind in {Kind.CODE, Kind.CODES}
