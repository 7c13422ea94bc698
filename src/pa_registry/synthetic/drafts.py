"""
A household on the way: plain rows, before they become forms.

草稿：成为表单之前的明细行。
"""

from __future__ import annotations

import datetime as dt

from enum import Enum
from typing import Any, TypeAlias

import attrs

from pa_registry.draw import Stream
from pa_registry.synthetic.parts import DAY, LAST_EVENT
from pa_registry.synthetic.seats import Seat


__all__ = ["Circumstance", "Draft", "Row", "years"]

#: One row of a form: its fields by name.
Row: TypeAlias = dict[str, Any]
_ADULT, _PRIME = 18, 40


class Circumstance(Enum):
    """
    How a household lives, by which every policy's answer is known.

    家庭状况。

    Attributes:
        POOR: Net income per person is below the line.
        LACKING: At or above the line, and a guarantee is lacking.
        WELL: Above the line, and nothing is lacking.
    """

    POOR = "poor"
    LACKING = "lacking"
    WELL = "well"


@attrs.define
class Draft:
    """
    A household in the making.

    一户草稿。

    Attributes:
        seat: What was settled beforehand.
        stream: Where the draws come from.
        entered: The day of first identification; `None` outside.
        circumstance: How it lives.
        household: The row of the household.
        members: The rows of its members.
        relatives: The rows of the kin living apart.
        measures: The help received.
        helper: Who answers for it.
        records: The records of each source.
        coverage: Which sources were searched, and for whom only.
        about: The person whom a flaw is about.
        other: The household that a flaw reaches besides.
    """

    seat: Seat
    stream: Stream
    entered: dt.date | None
    circumstance: Circumstance
    household: Row = attrs.Factory(dict[str, Any])
    members: list[Row] = attrs.Factory(list[Row])
    relatives: list[Row] | None = attrs.Factory(list[Row])
    measures: list[Row] = attrs.Factory(list[Row])
    helper: Row | None = None
    records: dict[str, list[Row]] = attrs.Factory(dict[str, list[Row]])
    coverage: list[Row] = attrs.Factory(list[Row])
    about: str | None = None
    other: str | None = None

    @property
    def began(self) -> dt.date:
        """The day of entry, or one like it for a household outside."""
        return self.entered or dt.date(2014, 6, 1)

    @property
    def present(self) -> list[Row]:
        """The members who have not left."""
        return [one for one in self.members if one["left"] is None]

    @property
    def counted(self) -> int:
        """How many members count for values per head, on the day."""
        return sum(one["usual_resident"] for one in self.present)

    @property
    def head(self) -> Row:
        """The head of the household."""
        return self.members[0]

    def adult(self) -> Row:
        """Draw an adult who lives here since before the entry."""
        return self.stream.one_of(
            [
                one
                for one in self.present
                if one["usual_resident"]
                and one["joined"] is None
                and years(one["born"]) >= _ADULT
            ]
        )

    def worker(self) -> Row:
        """Find the adult next to forty years of age."""
        adults = [
            one
            for one in self.aged(_ADULT, 120)
            if one["usual_resident"] and one["joined"] is None
        ]
        return min(adults, key=lambda one: abs(years(one["born"]) - _PRIME))

    def later(self) -> dt.date:
        """Draw a day after the entry that the extracts still reach."""
        days = (LAST_EVENT - self.began).days
        return self.began + dt.timedelta(days=self.stream.between(1, days))

    def record(self, source: str, **fields: object) -> None:
        """Add a record of a source."""
        self.records.setdefault(source, []).append(dict(fields))

    def aged(self, low: int, high: int) -> list[Row]:
        """Find the members between two ages, both included."""
        return [
            one for one in self.present if low <= years(one["born"]) <= high
        ]


def years(born: dt.date, on: dt.date = DAY) -> int:
    """
    Count full years.

    周岁。

    Examples:
        >>> years(dt.date(2000, 10, 20)), years(dt.date(2000, 10, 19))
        (15, 16)
    """
    early = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - early
