"""
Whom each extract was searched for, and how many were hit.

Only a member with a checked number is searched for.  Whoever is hit
possibly is still open, so that *not audited* never shows as *clean*.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, reduce
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.match_tables import Searched
from pa_registry.frames._match_joining import EXACT, EXTRACT, SOURCE
from pa_registry.frames._match_pairs import Pairs
from pa_registry.frames._match_sides import (
    APART,
    HOME,
    PERSON,
    PRESENT,
    REGISTERED,
)
from pa_registry.frames._match_tables import Table
from pa_registry.frames._match_text import GRADE, Lazy
from pa_registry.model.identity import IdentityGrade


__all__ = ["Search"]

_UNSOUND = "_pa_unsound"
_WHO = (HOME, PERSON)


@attrs.frozen(kw_only=True)
class Search:
    """
    Says how far each extract reached.

    Attributes:
        pairs: The pairs that were found.
    """

    pairs: Pairs

    def coverage(self) -> Lazy:
        """Give a row for each whole household, or else for each person."""
        return nw.concat(list(self._iter_coverage()))

    def tally(self, aside: Lazy) -> Lazy:
        """
        Give the line of each extract.

        Args:
            aside: The lines set aside.
        """
        return nw.concat(
            [
                self._line(flag, table, aside)
                for flag, table in zip(
                    self._flags, self.pairs.theirs, strict=True
                )
            ]
        )

    @cached_property
    def _flags(self) -> tuple[str, ...]:
        """Name the column that says who is open in a source."""
        every = range(len(self.pairs.theirs))
        return tuple(f"_pa_open_{code}" for code in every)

    @cached_property
    def _people(self) -> Lazy:
        """Give everybody on file, and whether he is open in each source."""
        possible = self.pairs.light.filter(~nw.col(EXACT)).select(
            *_WHO,
            *(
                (nw.col(SOURCE) == code).cast(nw.Int64).alias(flag)
                for code, flag in enumerate(self._flags)
            ),
        )
        possible = possible.group_by(*_WHO).agg(
            *(nw.col(flag).max() for flag in self._flags)
        )
        unsound = nw.col(GRADE) != IdentityGrade.SOUND.value
        kept = (*_WHO, APART, PRESENT, REGISTERED)
        rows = self.pairs.ours.graded(*kept).filter(
            nw.col(PRESENT) | nw.col(APART)
        )
        return (
            rows.select(
                *_WHO,
                APART,
                REGISTERED,
                unsound.cast(nw.Int64).alias(_UNSOUND),
            )
            .group_by(*_WHO, APART, REGISTERED)
            .agg(nw.col(_UNSOUND).max())
            .join(possible, on=list(_WHO), how="left")
            .select(
                *_WHO,
                APART,
                REGISTERED,
                *(
                    nw.max_horizontal(
                        nw.col(_UNSOUND), nw.col(flag).fill_null(0)
                    ).alias(flag)
                    for flag in self._flags
                ),
            )
        )

    @cached_property
    def _members(self) -> Lazy:
        return self._people.filter(~nw.col(APART))

    @cached_property
    def _homes(self) -> Lazy:
        """Give each household, and whether anybody of it is open."""
        return self._members.group_by(HOME, REGISTERED).agg(
            *(nw.col(flag).max() for flag in self._flags)
        )

    def _iter_coverage(self) -> Iterator[Lazy]:
        number = self.pairs.ours.frame.collect_schema()[PERSON]
        person = nw.col(PERSON).cast(number).alias("person")
        nobody = nw.lit(None, dtype=number).alias("person")
        for flag, table in zip(self._flags, self.pairs.theirs, strict=True):
            searched = nw.col(flag) == 0
            partly = self._homes.filter(~searched).select(HOME)
            single = self._members.filter(searched)
            extract = table.frame.select(nw.col(EXTRACT).min())
            for rows in (
                self._homes.filter(searched).select(HOME, nobody),
                single.join(partly, on=HOME, how="semi").select(HOME, person),
                self._people.filter(searched, nw.col(APART)).select(
                    HOME, person
                ),
            ):
                yield rows.join(extract, how="cross").select(
                    nw.lit(table.name).alias("source"),
                    nw.col(HOME).alias("household"),
                    "person",
                    nw.col(EXTRACT).alias("extract_date"),
                )

    def _line(self, flag: str, table: Table, aside: Lazy) -> Lazy:
        code = self._flags.index(flag)
        registered, searched = nw.col(REGISTERED), nw.col(flag) == 0
        found = self.pairs.placed.filter(
            nw.col(SOURCE) == code, ~nw.col(APART)
        )
        exact = found.filter(nw.col(EXACT)).select(*_WHO).unique()
        sure = self._members.filter(registered, searched).select(*_WHO)
        every = self.pairs.ours.frame.filter(registered)
        parts = [
            table.frame.select(
                nw.len().alias("entries"),
                nw.col(EXTRACT).min().alias("extract_date"),
            ),
            aside.filter(nw.col("source") == table.name).select(
                nw.len().alias("set_aside")
            ),
            self._homes.filter(registered, searched).select(
                nw.len().alias("households_searched")
            ),
            sure.select(nw.len().alias("persons_searched")),
            every.select(
                nw.col(HOME).n_unique().alias("households_registered")
            ),
            self._members.filter(registered).select(
                nw.len().alias("persons_registered")
            ),
            *_counted(found.select(*_WHO).unique(), "hit"),
            *_counted(
                exact.join(sure, on=list(_WHO), how="semi"), "hit_exactly"
            ),
        ]
        line = reduce(_beside, parts)
        given: dict[str, Any] = {"source": nw.lit(table.name)}
        return line.select(
            (
                given.get(name, nw.col(name))
                if name in {"source", "extract_date"}
                else nw.col(name).cast(nw.Int64)
            ).alias(name)
            for name in Searched.COLUMNS
        )


def _counted(rows: Lazy, name: str) -> tuple[Lazy, ...]:
    """Count the persons of some rows, and their households."""
    return (
        rows.select(nw.len().alias(f"persons_{name}")),
        rows.select(nw.col(HOME).n_unique().alias(f"households_{name}")),
    )


def _beside(one: Lazy, other: Lazy) -> Lazy:
    return one.join(other, how="cross")
