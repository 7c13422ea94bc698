"""
Who sits where: village, standing, size and flaw of each place.

布局：每一户的村、状态、人口和预设问题。

All is found from a household's place alone, and back from its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import attrs

from pa_registry.draw import Shuffle
from pa_registry.errors import InvalidValueError
from pa_registry.model.divisions import Divisions
from pa_registry.model.poverty_counties import (
    CountyDesignation,
    poverty_county,
)
from pa_registry.synthetic.flaws import Flaw
from pa_registry.synthetic.parts import (
    DAY,
    Part,
    Standing,
    Wanted,
    outside_part,
    registered_parts,
    running,
)
from pa_registry.synthetic.totals import shared


__all__ = ["Plan", "Seat"]

_PER_VILLAGE = 65
_VILLAGES_PER_TOWNSHIP = 25
#: A poor county has more registered households than another, and a
#: district few; the ratio is this generator's own.
_NATIONAL, _PROVINCIAL, _COUNTY, _DISTRICT = 8, 6, 3, 1


@attrs.frozen
class Seat:
    """
    One place of a province, and all that is settled beforehand.

    一户的位置。

    Attributes:
        place: The place: registered households first, then those outside.
        number: The number of the household.
        village: The code of its village.
        standing: The status, with its year.
        size: How many members it begins with.
        flaw: What is planted, if anything.
    """

    place: int
    number: str
    village: str
    standing: Standing
    size: int
    flaw: Flaw | None


class Plan:
    """
    The plan of a province, from which each seat is found.

    布局方案。
    """

    def __init__(self, wanted: Wanted) -> None:
        self.households: int = wanted.households
        self.outside: int = wanted.outside
        counties = _counties(wanted.division)
        self._counties = tuple(counties)
        self._starts = running(
            shared(wanted.households, tuple(counties.values()))
        )
        self._order = Shuffle(wanted.households, wanted.seed, "order")
        self._parts = registered_parts(wanted)
        self._begins = tuple(part.start for part in self._parts)
        self._beyond = outside_part(wanted)
        self._beyond_order = Shuffle(
            max(wanted.outside, 1), wanted.seed, "outside"
        )

    @property
    def parts(self) -> tuple[tuple[Standing, int], ...]:
        """How many households are of which standing."""
        return tuple((part.standing, part.length) for part in self._parts)

    def seat(self, place: int) -> Seat:
        """Find the seat of a place."""
        if place >= self.households:
            return self._seat_outside(place)
        rank = self._order.place(place)
        part = self._parts[bisect_right(self._begins, rank) - 1]
        return self._seated(place, place, part, rank - part.start, "H")

    def place_of(self, number: str) -> int | None:
        """Find the place of a household's number."""
        start, digits = number[:1], number[1:]
        if len(digits) != _DIGITS or not digits.isascii():
            return None
        if not digits.isdigit():
            return None
        place = int(digits)
        if start == "H" and place < self.households:
            return place
        if start == "W" and place < self.outside:
            return self.households + place
        return None

    def places_by_county(self) -> dict[str, tuple[range, range]]:
        """Give the places in each county: those registered, and outside."""
        starts = (*self._starts, self.households)
        beside = [
            self.households - (-start * self.outside // self.households)
            for start in starts
        ]
        found = {
            county: (
                range(starts[at], starts[at + 1]),
                range(beside[at], beside[at + 1]),
            )
            for at, county in enumerate(self._counties)
        }
        return {
            county: (registered, outside)
            for county, (registered, outside) in found.items()
            if registered or outside
        }

    def iter_flawed(self) -> Iterator[tuple[int, Flaw]]:
        """Go through the places with a flaw, without the others."""
        for part in self._parts:
            for offset, flaw in part.iter_flawed():
                yield self._order.at(part.start + offset), flaw
        for offset, flaw in self._beyond.iter_flawed():
            yield self.households + self._beyond_order.at(offset), flaw

    def _seat_outside(self, place: int) -> Seat:
        at = place - self.households
        offset = self._beyond_order.place(at)
        neighbour = at * self.households // self.outside
        return self._seated(place, neighbour, self._beyond, offset, "W")

    def _seated(
        self, place: int, neighbour: int, part: Part, offset: int, mark: str
    ) -> Seat:
        within = place if mark == "H" else place - self.households
        return Seat(
            place,
            f"{mark}{within:0{_DIGITS}d}",
            self._village(neighbour),
            part.standing,
            part.size(offset),
            part.flaw(offset),
        )

    def _village(self, place: int) -> str:
        """Number villages under a county; townships from 901 on."""
        at = bisect_right(self._starts, place) - 1
        village = (place - self._starts[at]) // _PER_VILLAGE
        township, rest = divmod(village, _VILLAGES_PER_TOWNSHIP)
        return f"{self._counties[at]}{901 + township}{rest + 1:03d}"


_DIGITS = 8


def _counties(division: str) -> dict[str, int]:
    """Weigh the counties of a division as of the day."""
    found = Divisions.builtin().at(DAY).counties(division)
    if not found:
        raise InvalidValueError(
            what="no county lies in this division.",
            where="division",
            remedy='Give a code of the list of 2016, such as "420000".',
        )
    return {one.code: _weight(one.code, one.name) for one in found}


def _weight(code: str, name: str) -> int:
    county = poverty_county(code)
    if county is None:
        return _DISTRICT if name.endswith("区") else _COUNTY
    national = county.designation is CountyDesignation.NATIONAL
    return _NATIONAL if national else _PROVINCIAL
