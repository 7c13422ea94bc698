"""
Which rows belong together, and what does not fit between them.

户与成员的关联检查。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from pa_registry.columns import Column, columns
from pa_registry.exchange.faults import fault
from pa_registry.exchange.sheets import Row
from pa_registry.exchange.tables import Table
from pa_registry.masking import masked
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityGrade, IdentityNumber
from pa_registry.model.person_codes import RelationToHead
from pa_registry.problems import Problem


__all__ = [
    "LINK",
    "Grouped",
    "divided",
    "iter_contradictions",
    "iter_head_problems",
    "iter_identity_problems",
    "iter_repeated",
    "link_column",
]

#: The field of every other table that names the household.
LINK = "household"

_ILLEGIBLE = frozenset(
    {IdentityGrade.MALFORMED, IdentityGrade.DAMAGED_BY_SPREADSHEET}
)


class Grouped(NamedTuple):
    """
    The rows of a table by household.

    按户归集的数据行。

    Attributes:
        rows: The rows by the number of the household.
        table: The table without the rows of no household.
    """

    rows: Mapping[str, Sequence[Row]]
    table: Table


def link_column() -> Column:
    """Give the declaration of the field that names the household."""
    return attrs.evolve(
        columns(Household)["number"], key=LINK, en="household number"
    )


def divided(table: Table, known: Iterable[str] | None) -> Grouped:
    """
    Put the rows of a table with their households.

    Args:
        table: A table with the field :data:`LINK`.
        known: The numbers of all households; `None` takes any.

    Returns:
        The rows, and the table with a problem for each row of no household.
    """
    there = None if known is None else frozenset(known)
    found: dict[str, list[Row]] = defaultdict(list)
    problems = list(table.problems)
    for row in table.rows:
        number = row.text(LINK)
        if there is None or number in there:
            found[number].append(row)
            continue
        where = table.where(row, LINK)
        number = masked(number)
        problems.append(fault("person.no-household", where, number=number))
    lost = len(table.rows) - sum(map(len, found.values()))
    report = table.report.with_counts(loaded=-lost, refused=lost)
    table = attrs.evolve(table, report=report, problems=tuple(problems))
    return Grouped(found, table)


def iter_repeated(
    table: Table, rows: Iterable[Row], code: str
) -> Iterator[Problem]:
    """Report numbers that an earlier row has, too."""
    seen: dict[str, int] = {}
    for row in rows:
        number = row.text("number")
        earlier = seen.setdefault(number, row.row)
        if earlier != row.row:
            where = table.where(row, "number")
            yield fault(code, where, masked(number), earlier=earlier)


def iter_head_problems(
    households: Table, members: Mapping[str, Sequence[Row]]
) -> Iterator[Problem]:
    """Report households without members, without a head, with several."""
    told: set[str] = set()
    for row in households.rows:
        number = row.text("number")
        where = households.where(row, "number")
        if number in told:
            continue
        told.add(number)
        relations = [
            # Who may have left may no longer be the head.
            None
            if "left" in one.unread
            else one.values.get("relation_to_head")
            for one in members.get(number, ())
            if one.values.get("left") is None
        ]
        heads = relations.count(RelationToHead.HEAD)
        if not relations:
            yield fault("household.no-members", where)
        elif heads > 1:
            yield fault("household.several-heads", where, count=heads)
        elif not heads and None not in relations:
            yield fault("household.no-head", where)


def iter_identity_problems(
    table: Table, rows: Iterable[Row]
) -> Iterator[Problem]:
    """Report numbers of two people, and what contradicts a number."""
    seen: dict[IdentityNumber, Row] = {}
    for row in rows:
        number = row.values.get("identity")
        if not isinstance(number, IdentityNumber):
            continue
        yield from iter_contradictions(table, row)
        # Illegible text is no sign that two rows are one person.
        if number.grade in _ILLEGIBLE or row.values.get("left") is not None:
            continue
        first = seen.setdefault(number, row)
        if first is not row:
            yield fault(
                "id.repeated",
                table.where(row, "identity"),
                number.masked,
                earlier=first.row,
                number=masked(first.text(LINK)),
            )


def iter_contradictions(table: Table, row: Row) -> Iterator[Problem]:
    """Report what a row says of a person otherwise than the number."""
    number = row.values.get("identity")
    if not isinstance(number, IdentityNumber):
        return
    for key, stated in (("born", number.birth_date), ("sex", number.sex)):
        given = row.values.get(key)
        if given is not None and stated is not None and given != stated:
            yield fault(f"person.{key}-differs", table.where(row, key))
