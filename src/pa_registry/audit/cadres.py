"""
Registered households with a village cadre in them, or among their kin.

村干部及其亲属建档立卡情况。

It is a list to look at, and says nothing against anybody: under some
lists a cadre's household is reviewed strictly, under others not at all.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator

import attrs

from pa_registry.accounts.counts import cell_of, on_file
from pa_registry.audit.match_tables import Certainty, Match, MatchTable
from pa_registry.masking import masked
from pa_registry.model.circumstances import VillageOffice
from pa_registry.model.households import Household
from pa_registry.model.person_codes import RelationToHead
from pa_registry.model.registry import Registry


__all__ = ["CadreHousehold", "kin_of_cadres"]


@attrs.frozen(kw_only=True)
class CadreHousehold:
    """
    A registered household with a cadre in it, or among its kin.

    村干部本户或亲属户。

    Attributes:
        household: The number of the household.
        division: Its division.
        cadre: The number of the cadre, as a member or as kin.
        relation: The cadre's relation to the head, if recorded.
        apart: Whether the cadre lives apart.
        in_office: Whether the cadre was in office on the day.
        certainty: How sure the hit is.
        persons: The registered members, the cadre not among them.
    """

    household: str = attrs.field(repr=masked)
    division: str
    cadre: str = attrs.field(repr=masked)
    relation: RelationToHead | None
    apart: bool
    in_office: bool | None
    certainty: Certainty
    persons: tuple[str, ...] = attrs.field(repr=False)


def kin_of_cadres(
    table: MatchTable, registry: Registry, *, at: dt.date
) -> tuple[CadreHousehold, ...]:
    """
    List the registered households of village cadres and of their kin.

    村干部亲属名单。

    Args:
        table: The hits.
        registry: The register that was matched.
        at: The day on which the office is asked for.

    Returns:
        One line for each cadre and household, in the order of the
        register.
    """
    return tuple(
        _line(home, hit, at)
        for home in registry.households
        if cell_of(home) is not None
        for hit in _of_office(table, home)
    )


def _of_office(table: MatchTable, home: Household) -> Iterator[Match]:
    for one in table.of(home.number):
        if isinstance(one.record, VillageOffice):
            yield one


def _line(home: Household, hit: Match, at: dt.date) -> CadreHousehold:
    relations = {
        one.number: one.relation_to_head for one in home.relatives or ()
    }
    relations.update(
        (one.number, one.relation_to_head) for one in home.members
    )
    record = hit.record
    return CadreHousehold(
        household=home.number,
        division=home.division or "",
        cadre=hit.person,
        relation=relations.get(hit.person),
        apart=hit.apart,
        in_office=(
            None
            if record is None
            else attrs.evolve(record, seen_on=hit.extract_date).held_on(at)
        ),
        certainty=hit.certainty,
        persons=tuple(
            one.number for one in on_file(home) if one.number != hit.person
        ),
    )
