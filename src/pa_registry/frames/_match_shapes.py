"""
The table of hits over columns, as the audit declares it.

Its columns are those of :class:`pa_registry.audit.MatchTable`; a blank is
null, and fields that agree are one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw

from pa_registry.audit._agreeing import Agreement
from pa_registry.audit.match_tables import BETWEEN, Certainty, MatchTable
from pa_registry.frames._match_joining import EXACT, KIND, KeyKind
from pa_registry.frames._match_near import NUMBERS, VILLAGE
from pa_registry.frames._match_text import Lazy, cases


__all__ = ["certainty", "numbers_agree", "shaped"]

#: What a kind of key says to the reader.
_AGREEMENTS = {
    KeyKind.NUMBER: Agreement.NUMBER,
    KeyKind.OLD_NUMBER: Agreement.OLD_NUMBER,
    KeyKind.MISPRINT: Agreement.NUMBER,
    KeyKind.DOCUMENT: Agreement.DOCUMENT,
}
_DAYS = {"fact_date", "fact_end", "extract_date"}
_TYPES: Mapping[str, Any] = {
    **dict.fromkeys(_DAYS, nw.Date()),
    "apart": nw.Boolean(),
    "line": nw.Int64(),
}


def numbers_agree() -> nw.Expr:
    """Say what is common to the numbers of a pair that shares a key."""
    return cases(
        (nw.col(KIND) == kind.value, nw.lit(agreed.value))
        for kind, agreed in _AGREEMENTS.items()
    ).alias(NUMBERS)


def certainty() -> nw.Expr:
    """Say how sure a hit is."""
    return (
        nw.when(nw.col(EXACT))
        .then(nw.lit(Certainty.EXACT.value))
        .otherwise(nw.lit(Certainty.POSSIBLE.value))
    )


def shaped(
    pairs: Lazy,
    sides: tuple[tuple[str, str], tuple[str, str]],
    held: Mapping[str, nw.Expr],
    keys: Mapping[str, Any],
) -> Lazy:
    """
    Give pairs the columns of the table of hits.

    Args:
        pairs: The pairs, with :data:`NUMBERS` and :data:`VILLAGE`.
        sides: The columns with name and birth date of either side.
        held: What stands in a column; it is blank where nothing is given.
        keys: The types of the numbers of households and of persons.
    """
    same: list[tuple[nw.Expr, Agreement]] = []
    unlike: list[tuple[nw.Expr, Agreement]] = []
    fields = (Agreement.NAME, Agreement.BIRTH_DATE)
    for ours, theirs, field in zip(*sides, fields, strict=True):
        same.append((nw.col(ours) == nw.col(theirs), field))
        unlike.append((nw.col(ours) != nw.col(theirs), field))
    same.append((nw.col(VILLAGE), Agreement.VILLAGE))
    given = {
        **held,
        "certainty": certainty(),
        "agreed": _listed(nw.col(NUMBERS), same),
        "differs": _listed(None, unlike),
    }
    types = {**_TYPES, **keys}
    return pairs.select(
        given.get(name, nw.lit(None))
        .cast(types.get(name, nw.String()))
        .alias(name)
        for name in MatchTable.COLUMNS
    )


def _listed(
    first: nw.Expr | None, fields: Iterable[tuple[nw.Expr, Agreement]]
) -> nw.Expr:
    """Write the fields for which something holds as one text."""
    parts = [] if first is None else [first]
    parts += [
        nw.when(holds).then(nw.lit(field.value)) for holds, field in fields
    ]
    text = nw.concat_str(*parts, separator=BETWEEN, ignore_nulls=True)
    return nw.when(text != "").then(text)
