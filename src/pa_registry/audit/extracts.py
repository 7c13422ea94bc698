"""
What departments hand over: records keyed by identity number.

部门比对数据。
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.persons import Person, Relative
from pa_registry.model.records import Record
from pa_registry.model.rows import rows


__all__ = ["DEPARTMENTS", "Entry", "Extract", "extracts_of"]

#: The sources that departments hand over, without the acts of judgement.
DEPARTMENTS: tuple[str, ...] = tuple(
    source for source, form in SOURCES.items() if issubclass(form, Record)
)


def _is_record(
    _self: object, _field: attrs.Attribute[Record], value: object
) -> None:
    if not isinstance(value, Record):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no record of a department.",
            where="Entry.record",
            remedy="Give a record, such as Vehicle(kind=VehicleKind.CAR).",
        )


def _is_number(
    _self: object,
    _field: attrs.Attribute[IdentityNumber | None],
    value: object,
) -> None:
    if value is not None and not isinstance(value, IdentityNumber):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no identity number.",
            where="Entry.identity",
            remedy="Read the cell: IdentityNumber.read(text).",
        )


def _no_day(self: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None and not is_day(value):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no day.",
            where=f"{type(self).__name__}.{field.name}",
            remedy="Write datetime.date(2016, 9, 30).",
        )


@attrs.frozen(kw_only=True)
class Entry:
    """
    One line of an extract: a document, and what is on record under it.

    部门数据的一行。

    Attributes:
        record: What is on record; its holder is left blank.
        identity: The number as the department has it, graded.
        name: The name, if the department hands it over.
        born: The birth date; by default that of the number.
        village: The code of the village, if it is handed over.
        end_unread: Whether an end is filled in and could not be read, so
            that the record may hold or not, whatever day it is.

    Examples:
        >>> from pa_registry.model import Vehicle
        >>> Entry(record=Vehicle(), identity="990102194901010017")
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: Entry.identity: ...
    """

    record: Record = attrs.field(validator=_is_record)
    identity: IdentityNumber | None = attrs.field(
        default=None, validator=_is_number
    )
    name: str | None = attrs.field(default=None, repr=False)
    born: dt.date | None = attrs.field(
        default=None, repr=False, validator=_no_day
    )
    village: str | None = None
    end_unread: bool = False


@attrs.frozen(kw_only=True)
class Extract:
    """
    What one department handed over on one day.

    部门数据提取批次。

    A file as a whole answers for everybody in its divisions.  Where a
    department answered a list of numbers that was sent to it, it has
    searched for those only.

    Attributes:
        source: The name of the source in :class:`~pa_registry.Evidence`.
        extract_date: The day of the extract.
        entries: The lines, in the order of the file.
        divisions: The divisions that it speaks of; empty for everywhere.
        asked: The numbers that were sent; `None` for a file as a whole.

    Examples:
        >>> Extract(source="vehicels", extract_date=dt.date(2016, 9, 30))
        Traceback (most recent call last):
        pa_registry.errors.UnknownNameError: ...Did you mean vehicles?
    """

    source: str
    extract_date: dt.date = attrs.field(validator=_no_day)
    entries: tuple[Entry, ...] = rows(Entry)
    divisions: tuple[str, ...] = ()
    asked: frozenset[IdentityNumber] | None = attrs.field(
        default=None, repr=False
    )

    def __attrs_post_init__(self) -> None:
        if self.source not in DEPARTMENTS:
            raise UnknownNameError(
                kind="source of a department",
                name=masked(str(self.source)),
                known=DEPARTMENTS,
            )
        form = SOURCES[self.source]
        for place, entry in enumerate(self.entries, 1):
            if type(entry.record) is not form:
                raise InvalidValueError(
                    what=(
                        f"line {place} holds a {type(entry.record).__name__}."
                    ),
                    where=f"Extract of {self.source}",
                    remedy=f"Give a {form.__name__} in each line.",
                )


@attrs.define
class _Pile:
    """What is gathered for one extract."""

    entries: list[Entry] = attrs.Factory(list[Entry])
    asked: set[IdentityNumber] = attrs.Factory(set[IdentityNumber])


def extracts_of(
    cases: Iterable[tuple[Household, Evidence]],
) -> tuple[Extract, ...]:
    """
    Key evidence by identity number again, as departments have it.

    由逐户证据还原部门数据。

    It serves to match the same records against another register.  A record
    of a household as a whole goes under the number of its head.  Whom the
    coverage names was asked for.

    Args:
        cases: Households, each with its evidence.

    Returns:
        One extract for each source and day; a record without a day is in
        the first extract of its source.
    """
    piles: dict[tuple[str, dt.date], _Pile] = defaultdict(_Pile)
    undated: list[tuple[str, Entry]] = []
    for household, evidence in cases:
        people = _people(household)
        for piece in evidence.coverage:
            if piece.source in DEPARTMENTS and piece.extract_date is not None:
                pile = piles[piece.source, piece.extract_date]
                pile.asked.update(_asked(piece, household, people))
        for source, entry, day in _entries(household, evidence, people):
            if day is None:
                undated.append((source, entry))
            else:
                piles[source, day].entries.append(entry)
    for source, entry in undated:
        days = [known for one, known in piles if one == source]
        piles[source, min(days, default=dt.date.max)].entries.append(entry)
    return tuple(
        Extract(
            source=source,
            extract_date=day,
            entries=tuple(piles[source, day].entries),
            asked=frozenset(piles[source, day].asked),
        )
        for source, day in sorted(piles)
    )


_People = dict[str | None, Person | Relative]


def _people(household: Household) -> _People:
    kin = household.relatives or ()
    found: _People = {one.number: one for one in kin}
    found.update((one.number, one) for one in household.members)
    head = household.head
    if head is not None:
        found[None] = head
    return found


def _asked(
    piece: Coverage, household: Household, people: _People
) -> Iterator[IdentityNumber]:
    if piece.person is not None:
        listed = [people.get(piece.person)]
    else:
        listed = [*household.members]
    for one in listed:
        if one is not None and one.identity is not None:
            yield one.identity


def _entries(
    household: Household, evidence: Evidence, people: _People
) -> Iterator[tuple[str, Entry, dt.date | None]]:
    for source in DEPARTMENTS:
        for record in evidence.of(source):
            if not isinstance(record, Record):  # pragma: no cover
                continue  # a department's source holds nothing else
            holder = people.get(record.holder)
            entry = Entry(
                record=attrs.evolve(record, holder=None, seen_on=None),
                identity=None if holder is None else holder.identity,
                name=None if holder is None else holder.name,
                born=None if holder is None else holder.born,
                village=household.division,
            )
            yield source, entry, record.seen_on
