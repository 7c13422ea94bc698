"""
Which fields each clause reads, derived from the lists themselves.

条款与字段对照表。
"""

from __future__ import annotations

import ast

from collections.abc import Iterable, Iterator

import attrs

from pa_registry.standards.criteria import Clause, CriteriaList
from pa_registry.standards.shipped import lists


__all__ = ["ClauseRow", "clause_table"]


@attrs.frozen(kw_only=True)
class ClauseRow:
    """
    One clause of one list, with what it reads.

    对照表的一行。

    Attributes:
        code: The normalised code of the circumstance.
        list_id: The list.
        row: The label of the list in our table of sources.
        item: The number of the item as printed, or ``not read``.
        label: The name of the clause within its list.
        relations: The relations that it reads, such as ``vehicles``.
        fields: The fields that it reads, such as ``vehicle.kind``.
        has_rule: Whether a field holds its fact.
    """

    code: str
    list_id: str
    row: str
    item: str
    label: str
    relations: tuple[str, ...]
    fields: tuple[str, ...]
    has_rule: bool


def clause_table(
    criteria: Iterable[CriteriaList] | None = None,
) -> tuple[ClauseRow, ...]:
    """
    List every clause with the relations and fields that it reads.

    条款与字段对照表。

    Args:
        criteria: The lists; by default all that come with the library.

    Returns:
        One row per clause, ordered by its code and then by list.

    Examples:
        >>> row = next(r for r in clause_table() if r.code == "APPLIANCE")
        >>> row.list_id, row.fields
        ('ankang-2017-nine-red-lines', ('appliance.market_price',))
    """
    chosen = lists() if criteria is None else tuple(criteria)
    rows = (
        _row(one, item.render_number(), clause)
        for one in chosen
        for item in one.items
        for clause in item.clauses
    )
    order = {one.id: place for place, one in enumerate(chosen)}
    return tuple(sorted(rows, key=lambda r: (r.code, order[r.list_id])))


def _row(one: CriteriaList, item: str, clause: Clause) -> ClauseRow:
    read = sorted(set(_fields(clause.rule_text)))
    relation = () if clause.relation is None else (clause.relation,)
    named = [f"household.{name}" for name in relation]
    return ClauseRow(
        code=clause.code,
        list_id=one.id,
        row=one.row,
        item=item,
        label=clause.label,
        relations=relation,
        fields=tuple(name for name in read if name not in named),
        has_rule=clause.rule is not None,
    )


def _fields(rule: str | None) -> Iterator[str]:
    if rule is None:
        return
    for node in ast.walk(ast.parse(rule, mode="eval")):
        if isinstance(node, ast.Attribute) and isinstance(
            node.value, ast.Name
        ):
            yield f"{node.value.id}.{node.attr}"
