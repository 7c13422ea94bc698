"""
Check the division codes of a table against the table of divisions.

行政区划代码检查。
"""

from __future__ import annotations

from collections.abc import Iterator

from pa_registry.exchange.cells import Manner
from pa_registry.exchange.faults import fault
from pa_registry.exchange.tables import Table
from pa_registry.masking import masked
from pa_registry.model.division import canonical_code
from pa_registry.model.divisions import Divisions
from pa_registry.problems import Problem


__all__ = ["iter_division_problems"]

_COUNTY_DIGITS = 6


def iter_division_problems(table: Table, manner: Manner) -> Iterator[Problem]:
    """
    Report codes of a wrong form, and counties that no list knows.

    Townships and villages are not looked up, since the built-in table ends
    at the county.

    Args:
        table: A table with the field ``division``.
        manner: The table of divisions and the day of the list.

    Yields:
        A warning for each such code.
    """
    for row in table.rows:
        code = row.values.get("division")
        if not isinstance(code, str):
            continue
        where = table.where(row, "division")
        canonical = canonical_code(code)
        if canonical is None or len(code) < _COUNTY_DIGITS:
            yield fault("division.malformed", where, masked(code))
        elif not _is_known(canonical[:_COUNTY_DIGITS], manner):
            yield fault("division.unknown", where, masked(code))


def _is_known(code: str, manner: Manner) -> bool:
    table = manner.divisions or Divisions.builtin()
    if manner.on is None:
        return bool(table.spells(code))
    return table.at(manner.on).get(code) is not None
