"""
Whom each extract was searched for, and how many were hit.

Only a member with a checked number is searched for.  Whoever is hit
possibly is still open, so that *not audited* never shows as *clean*.
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit.match_tables import Searched
from pa_registry.frames._kleene import some_one
from pa_registry.frames._match_joining import EXACT, SOURCE
from pa_registry.frames._match_pairs import Pairs
from pa_registry.frames._match_sides import (
    APART,
    HOME,
    PERSON,
    PRESENT,
    REGISTERED,
)
from pa_registry.frames._match_text import GRADE, Lazy
from pa_registry.model.identity import IdentityGrade


__all__ = ["Search"]

_UNSOUND = "_pa_unsound"
_FLAG, _IS_OPEN = "_pa_flag", "_pa_is_open"
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
        number = self.pairs.ours.frame.collect_schema()[PERSON]
        whole = self._homes.with_columns(
            nw.lit(None, dtype=number).alias(PERSON)
        )
        home = {flag: f"{flag}_home" for flag in self._flags}
        both = self._people.join(
            self._homes.drop(REGISTERED).rename(home), on=HOME, how="left"
        )
        # A member of a whole household is in the line of the household.
        single = both.select(
            *_WHO,
            *(
                nw.when(nw.col(APART) | (nw.col(home[flag]) == 1))
                .then(nw.col(flag))
                .otherwise(nw.lit(1))
                .alias(flag)
                for flag in self._flags
            ),
        )
        rows = nw.concat(
            [_long(whole, self._flags), _long(single, self._flags)]
        )
        return rows.join(self._days, on=_FLAG, how="inner").select(
            "source",
            nw.col(HOME).alias("household"),
            nw.col(PERSON).cast(number).alias("person"),
            "extract_date",
        )

    def tally(self, aside: Lazy) -> Lazy:
        """
        Give the line of each extract.

        Args:
            aside: The lines set aside.
        """
        registered = nw.col(REGISTERED)
        members = self._members.filter(registered)
        every = self.pairs.ours.frame.filter(registered)
        found = self.pairs.placed.filter(~nw.col(APART))
        exact = found.filter(nw.col(EXACT)).select(SOURCE, *_WHO).unique()
        open_ = reduce(
            lambda rest, code: (
                nw.when(nw.col(SOURCE) == code)
                .then(nw.col(self._flags[code]))
                .otherwise(rest)
            ),
            range(len(self._flags)),
            nw.lit(1),
        )
        sure = exact.join(members, on=list(_WHO), how="inner").filter(
            open_ == 0
        )
        lines = self._entries
        for part in (
            aside.group_by(SOURCE).agg(nw.len().alias("set_aside")),
            _hit(found.select(SOURCE, *_WHO).unique(), "hit"),
            _hit(sure, "hit_exactly"),
        ):
            lines = lines.join(part, on=SOURCE, how="left")
        for rows, name in (
            (self._homes.filter(registered), "households_searched"),
            (members, "persons_searched"),
        ):
            lines = lines.join(
                self._searched(rows, name), on=_FLAG, how="left"
            )
        for base in (
            every.select(
                nw.col(HOME).n_unique().alias("households_registered")
            ),
            members.select(nw.len().alias("persons_registered")),
        ):
            lines = lines.join(base, how="cross")
        kept = {"source", "extract_date"}
        return lines.select(
            nw.col(name)
            if name in kept
            else nw.col(name).cast(nw.Int64).fill_null(0).alias(name)
            for name in Searched.COLUMNS
        )

    def _searched(self, rows: Lazy, name: str) -> Lazy:
        """Count the rows that are open in no way, by source."""
        sums = rows.select(
            *((nw.col(flag) == 0).cast(nw.Int64).sum() for flag in self._flags)
        )
        return _unpivoted(sums, self._flags, (), name)

    @cached_property
    def _days(self) -> Lazy:
        """Give the name and the day of each extract."""
        return nw.concat(
            [
                table.first_day("extract_date").select(
                    nw.lit(flag).alias(_FLAG),
                    nw.lit(table.name).alias("source"),
                    "extract_date",
                )
                for flag, table in zip(
                    self._flags, self.pairs.theirs, strict=True
                )
            ]
        )

    @property
    def _entries(self) -> Lazy:
        """Count the lines of each extract."""
        counted = nw.concat(
            [
                table.frame.select(nw.len().alias("entries")).select(
                    nw.lit(flag).alias(_FLAG),
                    nw.lit(code, dtype=nw.Int32()).alias(SOURCE),
                    nw.col("entries").cast(nw.Int64),
                )
                for code, (flag, table) in enumerate(
                    zip(self._flags, self.pairs.theirs, strict=True)
                )
            ]
        )
        return self._days.join(counted, on=_FLAG, how="inner")

    @cached_property
    def _flags(self) -> tuple[str, ...]:
        """Name the column that says who is open in a source."""
        every = range(len(self.pairs.theirs))
        return tuple(f"_pa_open_{code}" for code in every)

    @cached_property
    def _people(self) -> Lazy:
        """Give everybody on file, and whether he is open in each source."""
        possible = self.pairs.plain.filter(~nw.col(EXACT)).select(
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


def _long(rows: Lazy, flags: tuple[str, ...]) -> Lazy:
    """Give a row for each source in which somebody was searched for."""
    searched = some_one(nw.col(flag) == 0 for flag in flags)
    long = _unpivoted(rows.filter(searched), flags, _WHO, _IS_OPEN)
    return long.filter(nw.col(_IS_OPEN) == 0).select(*_WHO, _FLAG)


def _unpivoted(
    rows: Lazy, flags: tuple[str, ...], index: tuple[str, ...], name: str
) -> Lazy:
    """Write the column of each source below the others."""
    if not rows.implementation.is_duckdb():
        return rows.unpivot(
            list(flags),
            index=list(index),
            variable_name=_FLAG,
            value_name=name,
        )
    # In DuckDB's own words, on the connection of the frame.
    columns = ", ".join(f'"{flag}"' for flag in flags)
    names = ", ".join(f"'{flag}'" for flag in flags)
    kept = "".join(f'"{one}", ' for one in index)
    native: Any = rows.to_native()
    long: Lazy = nw.from_native(
        native.project(
            f'{kept}unnest([{names}]) as "{_FLAG}",'
            f' unnest([{columns}]) as "{name}"'
        )
    )
    return long


def _hit(rows: Lazy, name: str) -> Lazy:
    """Count persons by source, and their households."""
    return rows.group_by(SOURCE).agg(
        nw.len().alias(f"persons_{name}"),
        nw.col(HOME).n_unique().alias(f"households_{name}"),
    )
