"""
The register with itself over columns: who stands in it twice.

As the audit does it: a pair is written down under the entry to look at
first.  People are told apart by the numbers of household and person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.match_tables import REGISTER, RegisterKind
from pa_registry.frames._match_joining import (
    EXACT,
    KIND,
    THEIR_TAIL,
    KeyKind,
    hits,
)
from pa_registry.frames._match_near import (
    BIRTH,
    NUMBERS,
    UNSOUND,
    VILLAGE,
    named,
    near,
    same_village,
)
from pa_registry.frames._match_shapes import numbers_agree, shaped
from pa_registry.frames._match_sides import (
    APART,
    BORN,
    DIVISION,
    HEAD,
    HOME,
    NAME,
    PERSON,
    PRESENT,
    birth,
)
from pa_registry.frames._match_tables import Table, rows_of
from pa_registry.frames._match_text import (
    GRADE,
    KEY,
    OLD,
    TAIL,
    Lazy,
    as_quick,
)


__all__ = ["doubles"]

_OWN = (HOME, PERSON, APART, DIVISION, NAME, BORN, HEAD)
_OTHER = {one: f"{one}_other" for one in (*_OWN, BIRTH)}
_RAW = "_pa_own_raw"
_OTHER_RAW = "_pa_other_raw"
_MANY = "_pa_many"
_SWAP = "_pa_swap"


def doubles(table: Table, keys: Mapping[str, Any]) -> Lazy:
    """
    Find the people who are in the register twice.

    Args:
        table: The persons.
        keys: The types of the numbers of households and of persons.
    """
    members = table.frame.filter(nw.col(PRESENT), ~nw.col(APART))
    here = attrs.evolve(table, frame=members)
    pairs = _by_number(here)
    if "name" in members.collect_schema():
        found = _by_name(here)
        told = [HOME, PERSON, _OTHER[HOME], _OTHER[PERSON]]
        fresh = found.join(pairs.select(told), on=told, how="anti")
        names = pairs.collect_schema().names()
        pairs = nw.concat([pairs, fresh.select(names)])
    return _shaped(pairs, keys)


def _by_number(here: Table) -> Lazy:
    verified = here.is_keyed
    rows = rows_of([here], *_OWN, verified=verified)
    many = (
        rows.filter(~nw.col(KEY).is_null())
        .group_by(KEY)
        .agg(nw.len().alias(_MANY))
        .filter(nw.col(_MANY) > 1)
    )
    rows = rows.join(many, on=KEY, how="semi")
    others = rows.rename({one: _OTHER[one] for one in _OWN})
    carried = [*_OWN, *(_OTHER[one] for one in _OWN)]
    found = hits(rows, others, carried, verified=verified)
    found = as_quick(found.filter(_in_order()))
    # The same key stands on both sides, so that it gives both a day.
    return found.with_columns(
        numbers_agree(),
        *map(_unsound, (TAIL, THEIR_TAIL), UNSOUND),
        birth(BORN).alias(BIRTH),
        birth(_OTHER[BORN]).alias(_OTHER[BIRTH]),
    ).select(*carried, BIRTH, _OTHER[BIRTH], NUMBERS, *UNSOUND, EXACT)


def _unsound(tail: str, name: str) -> nw.Expr:
    """Say whether no check character bears out one side of a pair."""
    kind = nw.col(KIND)
    sound = (kind == KeyKind.NUMBER.value) | (
        (kind == KeyKind.OLD_NUMBER.value) & (nw.col(tail) != OLD)
    )
    return (~sound).alias(name)


def _by_name(here: Table) -> Lazy:
    text = nw.col(here.identity).alias(_RAW)
    raw = attrs.evolve(here, frame=here.frame.with_columns(text))
    rows = named(as_quick(raw.graded(*_OWN, _RAW)), NAME, BORN)
    rows = rows.with_columns(birth(BORN).alias(BIRTH))
    mine = [*_OWN, BIRTH]
    others = rows.rename(
        {**{one: _OTHER[one] for one in mine}, _RAW: _OTHER_RAW}
    )
    kept = [*mine, *(_OTHER[one] for one in mine)]
    dropped = [KEY, TAIL, GRADE]
    found = near(
        rows.drop(*dropped),
        others.drop(*dropped),
        (_RAW, _OTHER_RAW),
        _OTHER[DIVISION],
        kept,
        where=_in_order(),
    )
    return found.with_columns(nw.lit(value=False).alias(EXACT))


def _in_order() -> nw.Expr:
    """Say whether the first of a pair stands before the other."""
    home, other = nw.col(HOME), nw.col(_OTHER[HOME])
    before = nw.col(PERSON) < nw.col(_OTHER[PERSON])
    return (home < other) | ((home == other) & before)


def _shaped(pairs: Lazy, keys: Mapping[str, Any]) -> Lazy:
    """Write each pair down under the entry to look at first."""
    # The other comes first unless its number is the more certain one, or
    # it is a head of household.
    unsound, other_unsound = map(nw.col, UNSOUND)
    head, other_head = nw.col(HEAD), nw.col(_OTHER[HEAD])
    first = (unsound & ~other_unsound) | (
        (unsound == other_unsound) & ~head & other_head
    )
    pairs = pairs.with_columns(
        first.alias(_SWAP),
        same_village(DIVISION, _OTHER[DIVISION]).alias(VILLAGE),
    )

    def taken(name: str, *, suspect: bool) -> nw.Expr:
        one, other = nw.col(name), nw.col(_OTHER[name])
        mine, its = (one, other) if suspect else (other, one)
        return nw.when(nw.col(_SWAP)).then(mine).otherwise(its)

    same = nw.col(HOME) == nw.col(_OTHER[HOME])
    kind = (
        nw.when(same)
        .then(nw.lit(RegisterKind.SAME_PERSON.value))
        .otherwise(nw.lit(RegisterKind.TWO_HOUSEHOLDS.value))
    )
    return shaped(
        pairs,
        ((NAME, BIRTH), (_OTHER[NAME], _OTHER[BIRTH])),
        {
            "source": nw.lit(REGISTER),
            "kind": kind,
            "household": taken(HOME, suspect=True),
            "person": taken(PERSON, suspect=True),
            "apart": nw.lit(value=False),
            "division": taken(DIVISION, suspect=True),
            "other_household": taken(HOME, suspect=False),
            "other_person": taken(PERSON, suspect=False),
        },
        keys,
    )
