"""Pairs of a person and a record: by their keys, and near ones by name."""

from __future__ import annotations

from functools import cached_property

import attrs
import narwhals as nw

from pa_registry.frames._lifting import lifted
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_joining import (
    EXACT,
    EXTRACT,
    FACT,
    SOURCE,
    THEIR_TAIL,
    hits,
)
from pa_registry.frames._match_near import (
    BIRTH,
    NUMBERS,
    VILLAGE,
    named,
    near,
    same_village,
)
from pa_registry.frames._match_repeats import (
    MARK,
    marked,
    says_more,
    unrepeated,
)
from pa_registry.frames._match_shapes import numbers_agree
from pa_registry.frames._match_sides import (
    APART,
    BORN,
    CODE,
    DIVISION,
    END,
    HOME,
    NAME,
    PERSON,
    THEIR_BORN,
    THEIR_NAME,
    THEIR_VILLAGE,
    birth,
)
from pa_registry.frames._match_tables import Table, rows_of
from pa_registry.frames._match_text import GRADE, KEY, TAIL, Lazy, as_quick


__all__ = ["THEIR_BIRTH", "THEIR_RAW", "Pairs"]

THEIR_BIRTH = "_pa_their_birth"
THEIR_RAW = "_pa_their_raw"
_OUR_RAW = "_pa_our_raw"
_PERSON = (HOME, PERSON)
_WHOM = (*_PERSON, APART)
_OURS = (*_PERSON, APART, DIVISION, NAME, BORN)
_RECORD = (SOURCE, FACT, END, CODE, EXTRACT)
#: What tells a line from others.
_LINE = (SOURCE, ROW, MARK, THEIR_RAW)
_THEIRS = (THEIR_NAME, THEIR_BORN, THEIR_VILLAGE)
_COMPARED = (BIRTH, THEIR_BIRTH, VILLAGE, NUMBERS)


@attrs.frozen(kw_only=True)
class Pairs:
    """
    Finds the pairs, with as much of both sides as somebody asks for.

    Attributes:
        ours: The persons.
        theirs: The extracts, each with its place as the source.
        is_lazy: Whether the pairs stay a query.
    """

    ours: Table
    theirs: tuple[Table, ...]
    is_lazy: bool

    @cached_property
    def verified(self) -> bool:
        """Whether all tables were keyed before."""
        return all(one.is_keyed for one in (self.ours, *self.theirs))

    @cached_property
    def has_names(self) -> bool:
        """Whether the register has a column of names."""
        return _names(self.ours)

    @cached_property
    def says_more(self) -> bool:
        """Whether any extract says more than numbers, and can repeat it."""
        return any(map(says_more, self.theirs))

    @cached_property
    def plain(self) -> Lazy:
        """Give source, person and certainty; lines may repeat."""
        return self._all(self.theirs, _PERSON, (SOURCE,))

    @cached_property
    def light(self) -> Lazy:
        """Give source, person and certainty, repeated lines once."""
        return self._lined if self.says_more else self.plain

    @cached_property
    def placed(self) -> Lazy:
        """Give source, line, person and certainty; lines may repeat."""
        return self._all(self.numbered, _WHOM, (SOURCE, ROW))

    @cached_property
    def _lined(self) -> Lazy:
        """Give source, line, person and certainty, repeated lines once."""
        if self._marks_late:
            return self._once(self.placed)
        return self._once(self._all(self._lines, _WHOM, _LINE))

    @cached_property
    def whole(self) -> Lazy:
        """Give all that the table of hits needs, repeated lines once."""
        line = (ROW,) if self._marks_late else _LINE[1:]
        kept = (*_RECORD, *line, *_THEIRS)
        return self._once(self._all(self._lines, _OURS, kept, compared=True))

    def of(self, code: int, plain: dict[str, str], *, near: bool) -> Lazy:
        """
        Give the pairs of one extract with its own columns, each once.

        Args:
            code: Its place.
            plain: The names under which its own columns are given.
            near: Whether near matches are wanted, too.
        """
        table = self._lines[code]
        own = [nw.col(one).alias(held) for one, held in plain.items()]
        held = attrs.evolve(table, frame=table.frame.with_columns(own))
        kept = (EXTRACT, *plain.values())
        if self._marks_late:
            found = self._lined.filter(nw.col(SOURCE) == code)
            records = held.frame.select(ROW, *kept)
            return found.join(records, on=ROW, how="inner")
        kept = (*kept, *_LINE)
        return self._once(self._all((held,), _WHOM, kept, near=near))

    @cached_property
    def numbered(self) -> tuple[Table, ...]:
        """The extracts with the number of each row."""
        return tuple(one.numbered() for one in self.theirs)

    @property
    def _marks_late(self) -> bool:
        """Whether only lines that were hit are told apart."""
        kind = self.ours.frame.implementation
        late = kind.is_duckdb() and not self.is_lazy
        return late or kind.is_polars() or kind.is_pyarrow()

    @cached_property
    def _lines(self) -> tuple[Table, ...]:
        """Give the extracts with all that tells their lines apart."""
        if self._marks_late:
            return self.numbered
        return tuple(map(marked, self.numbered))

    def _once(self, pairs: Lazy) -> Lazy:
        """Leave out the lines that repeat an earlier one."""
        if not self.says_more:
            return pairs
        kept = pairs.collect_schema().names()
        if self._marks_late:
            pairs = pairs.join(
                self._marks(pairs), on=[SOURCE, ROW], how="inner"
            )
        once = unrepeated(pairs, THEIR_RAW, [*_PERSON, SOURCE])
        return self._held(once.select(kept))

    def _marks(self, pairs: Lazy) -> Lazy:
        """Tell the lines apart that were hit."""
        parts: list[Lazy] = []
        for code, table in enumerate(self.numbered):
            hit = pairs.filter(nw.col(SOURCE) == code).select(ROW).unique()
            few = table.frame.join(hit, on=ROW, how="semi")
            told = marked(_with_raw(attrs.evolve(table, frame=few), THEIR_RAW))
            parts.append(told.frame.select(SOURCE, ROW, MARK, THEIR_RAW))
        return nw.concat(parts)

    def _held(self, rows: Lazy) -> Lazy:
        if self.is_lazy:
            return rows
        held: Lazy = lifted(rows.collect(), self.ours.frame)
        return held

    def _all(
        self,
        theirs: tuple[Table, ...],
        mine: tuple[str, ...],
        its: tuple[str, ...],
        *,
        compared: bool = False,
        near: bool = True,
    ) -> Lazy:
        """
        Find pairs by their keys, then near ones.

        Args:
            theirs: The extracts.
            mine: The columns of the persons to give back.
            its: The columns of the records.
            compared: Whether to say what both sides have in common.
            near: Whether near matches are wanted.
        """
        carried = [*mine, *its]
        if THEIR_RAW in its:
            theirs = tuple(_with_raw(one, THEIR_RAW) for one in theirs)
        verified = self.verified
        found = self._held(
            hits(
                rows_of([self.ours], *mine, verified=verified),
                rows_of(theirs, *its, verified=verified),
                carried,
                verified=verified,
            )
        )
        by_name = tuple(filter(_names, theirs)) if near else ()
        pairs = _compared(found) if compared else found
        kept = [*carried, *(_COMPARED if compared else ()), EXACT]
        pairs = pairs.select(kept)
        if not (by_name and self.has_names):
            return pairs
        close = self._near(by_name, found, carried, its)
        return self._held(nw.concat([pairs, close.select(kept)]))

    def _near(
        self,
        theirs: tuple[Table, ...],
        found: Lazy,
        carried: list[str],
        its: tuple[str, ...],
    ) -> Lazy:
        """Find near matches of the records whose number found nobody."""
        both = [KEY, TAIL]
        seen = found.select(KEY, nw.col(THEIR_TAIL).alias(TAIL)).unique()
        seen = as_quick(seen)
        of_record = dict.fromkeys((*its, *_THEIRS, THEIR_RAW))
        raw = [_with_raw(one, THEIR_RAW).graded(*of_record) for one in theirs]
        records = named(as_quick(nw.concat(raw)), THEIR_NAME, THEIR_BORN)
        persons = named(
            as_quick(_with_raw(self.ours, _OUR_RAW).graded(*_OURS, _OUR_RAW)),
            NAME,
            BORN,
        )
        close = near(
            _with_birth(persons, BORN, BIRTH),
            _with_birth(
                records.join(seen, on=both, how="anti"),
                THEIR_BORN,
                THEIR_BIRTH,
            ),
            (_OUR_RAW, THEIR_RAW),
            THEIR_VILLAGE,
            [*carried, BIRTH, THEIR_BIRTH],
        )
        return close.with_columns(nw.lit(value=False).alias(EXACT))


def _names(table: Table) -> bool:
    return "name" in table.frame.collect_schema()


def _with_raw(table: Table, name: str) -> Table:
    raw = nw.col(table.identity).alias(name)
    return attrs.evolve(table, frame=table.frame.with_columns(raw))


def _with_birth(rows: Lazy, stated: str, name: str) -> Lazy:
    """Add the birth date, and leave out by what it was read."""
    dated = rows.with_columns(birth(stated).alias(name))
    return dated.drop(KEY, TAIL, GRADE)


def _compared(found: Lazy) -> Lazy:
    """Say what both sides of a pair have in common."""
    at_home = ~nw.col(APART) & same_village(DIVISION, THEIR_VILLAGE)
    # The same key stands on both sides, so that it gives both a day.
    return as_quick(found).with_columns(
        birth(BORN).alias(BIRTH),
        birth(THEIR_BORN).alias(THEIR_BIRTH),
        at_home.alias(VILLAGE),
        numbers_agree(),
    )
