"""
What is known of a person on each side of a matching, as columns.

Persons and records get the columns that
:class:`pa_registry.audit.MatchTable` needs, whatever their own tables hold
of them; what a table lacks is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.extracts import FACT_DAYS, FACT_ENDS, kind_field
from pa_registry.frames._match_joining import FACT
from pa_registry.frames._match_tables import DAYS, TEXTS, Table, column_as
from pa_registry.frames._match_text import KEY, KEYS_OF_X
from pa_registry.model.evidence import SOURCES
from pa_registry.model.person_codes import RelationToHead
from pa_registry.model.status import Status


__all__ = [
    "APART",
    "BORN",
    "CODE",
    "DIVISION",
    "END",
    "HEAD",
    "HOME",
    "NAME",
    "PERSON",
    "PRESENT",
    "REGISTERED",
    "STATED_OF_PERSON",
    "THEIR_BORN",
    "THEIR_NAME",
    "THEIR_VILLAGE",
    "birth",
    "people",
    "stated_records",
    "text_type",
]

#: Of a person of the register.
HOME = "_pa_home"
PERSON = "_pa_person"
APART = "_pa_apart"
DIVISION = "_pa_division"
NAME = "_pa_name"
BORN = "_pa_stated_birth"
PRESENT = "_pa_present"
HEAD = "_pa_head"
REGISTERED = "_pa_registered"
#: Of a record.
CODE = "_pa_code"
END = "_pa_fact_end"
THEIR_NAME = "_pa_their_name"
THEIR_BORN = "_pa_their_stated_birth"
THEIR_VILLAGE = "_pa_their_village"
#: What an extract may state of the person, beside the number.
STATED_OF_PERSON = ("name", "born", "village")

_REGISTERED = [one.value for one in Status if one.in_stock or one.in_cohort]
#: A day as a whole number, as the digits of an identity number write it.
_YEAR, _MONTH = 10_000, 100
# What follows the division, and the date, in a key that ends in X; any other
# has a digit more.
_LAST_OF_X, _ORDER_OF_X = 10**11, 10**3


def people(table: Table, household: str, number: str) -> Table:
    """
    Add what a table knows of the persons of the register.

    Raises:
        InvalidValueError: If a column holds the wrong type.
    """
    held = _Held(table)
    status = held.text("status")
    head = held.text("relation_to_head") == RelationToHead.HEAD.value
    added = {
        HOME: held.key(household),
        PERSON: held.key(number),
        APART: held.flag("apart"),
        DIVISION: held.text("division"),
        NAME: held.text("name"),
        BORN: held.day_as_number("born"),
        PRESENT: held.is_blank("left"),
        HEAD: head.fill_null(value=False),
        REGISTERED: (status.is_null() | status.is_in(_REGISTERED)),
    }
    return held.with_columns(added)


def stated_records(table: Table) -> Table:
    """
    Add what an extract states of its records and of whose they are.

    Raises:
        InvalidValueError: If a column holds the wrong type.
    """
    held = _Held(table)
    form = SOURCES[table.name]
    fields = {one.name for one in attrs.fields(form)}
    (start,) = fields.intersection(FACT_DAYS)
    end = fields.intersection(FACT_ENDS)
    kind = kind_field(form)
    return held.with_columns(
        {
            FACT: held.day(start),
            END: held.day(next(iter(end), "")),
            CODE: held.text(kind or ""),
            THEIR_NAME: held.text("name"),
            THEIR_BORN: held.day_as_number("born"),
            THEIR_VILLAGE: held.text("village"),
        }
    )


def birth(stated: str) -> nw.Expr:
    """Give the day of birth as stated, or else as the number has it."""
    key = nw.col(KEY)
    # The rest first, since Spark divides whole numbers as floats.
    of_x = key >= KEYS_OF_X
    written = (
        nw.when(of_x)
        .then(key % _LAST_OF_X // _ORDER_OF_X)
        .otherwise(key % (_LAST_OF_X * 10) // (_ORDER_OF_X * 10))
    )
    written = nw.when(key >= 0).then(written)
    return nw.coalesce(nw.col(stated), written)


def text_type(held: Any) -> Any:
    """Give the type to which a key is cast: one type of text, or its own."""
    return nw.String() if isinstance(held, TEXTS) else held


class _Held:
    """Reads the columns that a table has."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._schema: Mapping[str, Any] = table.frame.collect_schema()

    def with_columns(self, added: Mapping[str, nw.Expr]) -> Table:
        """Give the table with further columns."""
        named = [one.alias(name) for name, one in added.items()]
        return attrs.evolve(
            self._table, frame=self._table.frame.with_columns(named)
        )

    def key(self, name: str) -> nw.Expr:
        """Give the number of a household or a person."""
        # Cast, since Arrow has more than one type of text.
        return nw.col(name).cast(text_type(self._schema[name]))

    def text(self, name: str) -> nw.Expr:
        """Give a text; an empty one is blank."""
        column = column_as(self._table, name, nw.String(), TEXTS, "text")
        return nw.when(column != "").then(column)

    def day(self, name: str) -> nw.Expr:
        """Give a day."""
        return column_as(self._table, name, nw.Date(), DAYS, "days")

    def day_as_number(self, name: str) -> nw.Expr:
        """Give a day as the eight digits that an identity number has."""
        if not self._has(name):
            return nw.lit(None, dtype=nw.Int64())
        day = self.day(name).dt
        parts = ((day.year, _YEAR), (day.month, _MONTH), (day.day, 1))
        year, month, last = (_times(*one) for one in parts)
        return year + month + last

    def flag(self, name: str) -> nw.Expr:
        """Give yes or no; a blank is no."""
        types, word = (nw.Boolean,), "yes or no"
        held = column_as(self._table, name, nw.Boolean(), types, word)
        return held.fill_null(value=False)

    def is_blank(self, name: str) -> nw.Expr:
        """Say whether nothing stands there."""
        if not self._has(name):
            return nw.lit(value=True)
        return nw.col(name).is_null()

    def _has(self, name: str) -> bool:
        return name in self._schema and self._schema[name] != nw.Unknown


def _times(part: Callable[[], nw.Expr], unit: int) -> nw.Expr:
    return part().cast(nw.Int64()) * unit
