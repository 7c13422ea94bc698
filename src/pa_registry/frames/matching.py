"""
Match the register with the extracts of departments.

建档立卡人口与部门数据比对。

A hit is a reason to look, never a verdict: an identity lent to a neighbour
or a car sold before the cut-off is found here too, and `audit` asks about
it.  What cannot be matched is said as plainly as what was.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import add
from typing import Any, Generic, TypeVar, cast

import attrs
import narwhals as nw

from pa_registry.errors import InvalidValueError
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_joining import (
    EXACT,
    EXTRACT,
    FACT,
    KIND,
    SOURCE,
    THEIR_TAIL,
    KeyKind,
    hits,
)
from pa_registry.frames._match_tables import (
    KEYED,
    Table,
    opened,
    records_of,
    rows_of,
    with_keys,
)
from pa_registry.frames._match_text import (
    GRADE,
    KEY,
    TAIL,
    Lazy,
    as_quick,
    cases,
)
from pa_registry.model.identity import IdentityGrade


__all__ = ["KeyKind", "Matches", "keyed", "match"]

FrameT = TypeVar("FrameT")

_PERSONS = "persons"
_HIT, _COUNT, _FIRST = "_pa_hit", "_pa_count", "_pa_first"
_SET_ASIDE = [
    IdentityGrade.MALFORMED.value,
    IdentityGrade.DAMAGED_BY_SPREADSHEET.value,
    IdentityGrade.IMPOSSIBLE_DATE.value,
    IdentityGrade.WRONG_CHECK_CHARACTER.value,
]


def match(
    persons: FrameT,
    sources: Mapping[str, FrameT],
    *,
    household: str = "household",
    number: str = "number",
    identity: str | Mapping[str, str] = "identity",
    extracts: Mapping[str, dt.date] | None = None,
) -> Matches[FrameT]:
    """
    Match persons with the extracts of departments, by identity number.

    部门数据比对。

    Texts are cleaned and graded as
    :meth:`~pa_registry.model.identity.IdentityNumber.read` does it.  Only two sound
    numbers that are the same make an *exact* hit; a number of fifteen
    digits, a wrong check character that both sides share, and the same
    text of another document make a *possible* one.

    Args:
        persons: The persons of the register, one a row, as any frame that
            narwhals knows.

        sources: The extract of each source by its name in
            ``pa_registry.model.SOURCES``, each a frame of the same
            engine.  A frame holds the identity number, and what it has of
            the fields of the record's form, such as `acquired` or
            `seen_on`.

        household: The column of *persons* with the household's number.
        number: The column of *persons* with the person's number.

        identity:
            The column with the identity number, or that of each table by
            its name (`persons`, or the source's).

        extracts: The day of each extract; by default the first `seen_on`
            that it holds.

    Returns:
        The hits and what follows from them, computed when asked for.

    Raises:
        InvalidValueError: If a frame lacks a column, or holds it in the
            wrong type.
        UnknownNameError: If there is no such source.

    Examples:
        >>> import polars as pl
        >>> persons = pl.DataFrame(
        ...     {
        ...         "household": ["H1", "H1"],
        ...         "number": ["H1-1", "H1-2"],
        ...         "identity": ["990001196002290033", None],
        ...     }
        ... )
        >>> vehicles = pl.DataFrame({"identity": [" 990001196002290033"]})
        >>> found = match(persons, {"vehicles": vehicles})
        >>> found.households.rows(named=True)
        [{'household': 'H1', 'vehicles': 1, 'hits': 1, 'possible': 0, 'persons': 1}]
        >>> found.set_aside.select("table", "number", "reason").rows()
        [('persons', 'H1-2', 'malformed')]
    """
    if not sources:
        raise InvalidValueError(
            what="there is nothing to match with.",
            where="sources",
            remedy='Give {"vehicles": frame}.',
        )
    days = extracts or {}
    ours = opened(
        persons, _PERSONS, _named(identity, _PERSONS), [household, number]
    )
    theirs = tuple(
        records_of(name, code, frame, _named(identity, name), days.get(name))
        for code, (name, frame) in enumerate(sources.items())
    )
    _refuse_mixed(ours, theirs)
    return Matches(
        ours=ours,
        theirs=theirs,
        household=household,
        number=number,
        is_lazy=isinstance(nw.from_native(cast("Any", persons)), nw.LazyFrame),
    )


def keyed(frame: FrameT, *, identity: str = "identity") -> FrameT:
    """
    Add the keys of a frame, to match it again and again.

    预先生成比对键。

    Args:
        frame: Persons, or the extract of a source.
        identity: The column with the identity number.

    Returns:
        The frame with the columns `identity_key`, `identity_tail` and
        `identity_grade`, which :func:`match` uses where it finds them.
        They are the number in another form: guard them as the number.

    Raises:
        InvalidValueError: If the column is lacking or no text.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"identity": ["990001196002290033", "无"]})
        >>> keyed(frame)["identity_grade"].to_list()
        ['sound', 'malformed']
    """
    table = opened(frame, "frame", identity, [])
    is_lazy = isinstance(nw.from_native(cast("Any", frame)), nw.LazyFrame)
    plain = table.frame.drop(*KEYED, strict=False)
    rows = with_keys(attrs.evolve(table, frame=plain, is_keyed=False))
    given: FrameT = _given_back(rows, is_lazy=is_lazy)
    return given


@attrs.frozen(kw_only=True, repr=False)
class Matches(Generic[FrameT]):
    """
    What a matching found, and what it could not look for.

    比对结果。

    Each table is of the kind of frame that was given: lazy frames stay
    lazy, and from others a table is computed when it is first read.  No
    table holds an identity number, except what `sources` carries over.
    """

    # Tables of a matching, whose form is nobody's business.
    _ours: Any = attrs.field(alias="ours")
    _theirs: tuple[Any, ...] = attrs.field(alias="theirs")
    _household: str = attrs.field(alias="household")
    _number: str = attrs.field(alias="number")
    _is_lazy: bool = attrs.field(alias="is_lazy")

    def __repr__(self) -> str:
        return f"Matches({', '.join(one.name for one in self._theirs)})"

    @cached_property
    def hits(self) -> FrameT:
        """
        One row for each person and record that belong together.

        比中明细。

        `source`, household, number, `row` (the record's place in its
        table, from 0; blank on Spark), `fact_date`, `extract_date`, `kind`
        (a :class:`KeyKind`), `exact`.
        """
        rows = self._hits_with_rows.select(
            self._source_name(),
            self._household,
            self._number,
            nw.col(ROW).alias("row"),
            nw.col(FACT).alias("fact_date"),
            nw.col(EXTRACT).alias("extract_date"),
            nw.col(KIND).alias("kind"),
            nw.col(EXACT).alias("exact"),
        )
        return self._give(rows)

    @cached_property
    def persons(self) -> FrameT:
        """
        One row for each person with a hit.

        比中人员。

        Household, number, a column for each source with its exact hits,
        `hits` in all, and `possible` ones.
        """
        return self._give(self._persons_hit)

    @cached_property
    def households(self) -> FrameT:
        """
        One row for each household with a hit.

        比中户。

        As `persons`, and `persons`: how many of them were hit exactly.
        """
        counts = [*self._names, "hits", "possible"]
        by_person = self._persons_hit.with_columns(
            (nw.col("hits") > 0).cast(nw.Int64).alias("persons")
        )
        rows = by_person.group_by(self._household).agg(
            *(nw.col(one).sum() for one in (*counts, "persons"))
        )
        return self._give(rows)

    @cached_property
    def sources(self) -> dict[str, FrameT]:
        """
        The records that were hit exactly, by source, as rules read them.

        比中记录。

        Each table has its own columns, without the identity number, and
        `household` and `holder`, the person's number.  Possible hits are
        not in it: they leave the person open in `coverage`.
        """
        return {
            table.name: self._give(self._records(table))
            for table in self._theirs
        }

    @cached_property
    def coverage(self) -> FrameT:
        """
        Who was searched for in which source.

        比对覆盖情况。

        `source`, `household`, `person`, `extract_date`.  A blank `person`
        is the whole household.  A person without a sound number was not
        searched for, and one with a possible hit is still open: the rest
        of such a household is listed person by person.
        """
        return self._give(nw.concat(list(self._iter_coverage())))

    @cached_property
    def set_aside(self) -> FrameT:
        """
        The rows that could not be matched, with the reason.

        未能比对的记录。

        `table` (`persons` or the source), household and number for a
        person, `row`, and `reason`, an
        :class:`~pa_registry.model.IdentityGrade`: malformed, with other
        documents that nobody shares; damaged; an impossible date; a wrong
        check character that nobody shares.
        """
        ours = self._ours.frame.collect_schema()
        names = (self._household, self._number)
        blank = [nw.lit(None, dtype=ours[one]).alias(one) for one in names]
        # Cast, since Arrow has more than one type of text.
        person = [nw.col(one).cast(ours[one]) for one in names]
        parts: list[Lazy] = []
        for table, rows in self._iter_fates():
            left = rows.filter(~nw.col(_HIT), nw.col(GRADE).is_in(_SET_ASIDE))
            of_person = table.name == _PERSONS
            parts.append(
                left.select(
                    nw.lit(table.name).alias("table"),
                    *(person if of_person else blank),
                    nw.col(ROW).alias("row"),
                    nw.col(GRADE).alias("reason"),
                )
            )
        return self._give(nw.concat(parts))

    @cached_property
    def tally(self) -> FrameT:
        """
        What became of the rows of each table.

        比对情况统计。

        `table`, `extract_date`, `rows`, `sound` (with a sound number),
        `hit`, `unmatched`, `set_aside`; the last three add up to `rows`.
        """
        parts: list[Lazy] = []
        for table, rows in self._iter_fates():
            aside = nw.col(GRADE).is_in(_SET_ASIDE) & ~nw.col(_HIT)
            is_sound = nw.col(GRADE) == IdentityGrade.SOUND.value
            flags = {
                "rows": nw.lit(1),
                "sound": is_sound,
                "hit": nw.col(_HIT),
                "unmatched": ~nw.col(_HIT) & ~aside,
                "set_aside": aside,
            }
            counted = rows.select(
                nw.col(EXTRACT),
                *(
                    one.cast(nw.Int64).alias(name)
                    for name, one in flags.items()
                ),
            )
            parts.append(
                counted.select(
                    nw.col(EXTRACT).min(), *(nw.col(n).sum() for n in flags)
                ).select(
                    nw.lit(table.name).alias("table"),
                    nw.col(EXTRACT).alias("extract_date"),
                    *(nw.col(one).fill_null(0) for one in flags),
                )
            )
        return self._give(nw.concat(parts))

    @cached_property
    def duplicates(self) -> FrameT:
        """
        The persons of the register who share a number or document.

        重复身份号码。

        Household, number, and `first`, the smallest number of those who
        share it.  All of them are hit.
        """
        group = [KEY, TAIL]
        is_number = nw.col(GRADE).is_in(
            [IdentityGrade.SOUND.value, IdentityGrade.FIFTEEN_DIGIT.value]
        )
        rows = self._ours.graded(self._household, self._number)
        rows = rows.filter(~nw.col(KEY).is_null()).with_columns(
            nw.when(is_number)
            .then(nw.lit(""))
            .otherwise(nw.col(TAIL))
            .alias(TAIL),
            nw.col(self._number).alias(_FIRST),
        )
        shared = (
            rows.group_by(group)
            .agg(nw.len().alias(_COUNT), nw.col(_FIRST).min())
            .filter(nw.col(_COUNT) > 1)
        )
        found = rows.drop(_FIRST).join(shared, on=group, how="inner")
        return self._give(
            found.select(
                self._household, self._number, nw.col(_FIRST).alias("first")
            )
        )

    @property
    def _names(self) -> list[str]:
        return [one.name for one in self._theirs]

    def _give(self, rows: Lazy) -> FrameT:
        given: FrameT = _given_back(rows, is_lazy=self._is_lazy)
        return given

    def _source_name(self) -> nw.Expr:
        named = cases(
            (nw.col(SOURCE) == code, nw.lit(name))
            for code, name in enumerate(self._names)
        )
        return named.alias("source")

    @cached_property
    def _hits_with_rows(self) -> Lazy:
        numbered = tuple(one.numbered() for one in self._theirs)
        return self._found(numbered, SOURCE, FACT, EXTRACT, ROW)

    @cached_property
    def _hits_alone(self) -> Lazy:
        return self._found(self._theirs, SOURCE)

    def _found(self, theirs: tuple[Table, ...], *carried: str) -> Lazy:
        found = self._joined(theirs, *carried)
        return found if self._is_lazy else found.collect().lazy()

    def _joined(self, theirs: tuple[Table, ...], *carried: str) -> Lazy:
        ours = [self._household, self._number]
        verified = self._is_verified
        return hits(
            rows_of([self._ours], *ours, verified=verified),
            rows_of(theirs, *carried, verified=verified),
            [*ours, *carried],
            verified=verified,
        )

    @property
    def _is_verified(self) -> bool:
        """Whether all tables were keyed before."""
        return all(one.is_keyed for one in (self._ours, *self._theirs))

    @cached_property
    def _persons_hit(self) -> Lazy:
        exact = nw.col(EXACT)
        flags = {
            name: (exact & (nw.col(SOURCE) == code)).cast(nw.Int64)
            for code, name in enumerate(self._names)
        }
        ours = [self._household, self._number]
        counted = self._hits_alone.select(
            *ours,
            *(flag.alias(name) for name, flag in flags.items()),
            (~exact).cast(nw.Int64).alias("possible"),
        )
        totals = counted.group_by(ours).agg(
            *(nw.col(one).sum() for one in (*flags, "possible"))
        )
        every = reduce(add, map(nw.col, flags))
        return totals.select(
            *ours, *flags, every.alias("hits"), nw.col("possible")
        )

    def _records(self, table: Table) -> Lazy:
        schema = table.frame.collect_schema()
        added = {"household", "holder", *KEYED, table.identity}
        added |= {SOURCE, FACT, EXTRACT, ROW}
        own = [one for one in schema.names() if one not in added]
        plain = {one: f"_pa_own_{place}" for place, one in enumerate(own)}
        renamed = attrs.evolve(table, frame=table.frame.rename(plain))
        found = self._joined((renamed,), *plain.values())
        return found.filter(nw.col(EXACT)).select(
            nw.col(self._household).alias("household"),
            nw.col(self._number).alias("holder"),
            *(nw.col(held).alias(one) for one, held in plain.items()),
        )

    def _iter_fates(self) -> Iterator[tuple[Table, Lazy]]:
        """Yield each table with the grade of its rows, and which were hit."""
        found = self._hits_alone
        no_day = nw.lit(None, dtype=nw.Date).alias(EXTRACT)
        ours = self._ours.numbered()
        ours = attrs.evolve(ours, frame=ours.frame.with_columns(no_day))
        kept = (self._household, self._number, ROW, EXTRACT)
        yield ours, self._with_hit(ours.graded(*kept), found, TAIL)
        for code, table in enumerate(self._theirs):
            of_it = found.filter(nw.col(SOURCE) == code)
            rows = table.numbered().graded(ROW, EXTRACT)
            yield table, self._with_hit(rows, of_it, THEIR_TAIL)

    def _with_hit(self, rows: Lazy, found: Lazy, tail: str) -> Lazy:
        """Mark the rows whose key and tail were hit."""
        seen = (
            found.select(nw.col(KEY), nw.col(tail).alias(TAIL))
            .unique()
            .with_columns(nw.lit(value=True).alias(_HIT))
        )
        rows = rows if self._is_verified else as_quick(rows)
        marked = rows.join(seen, on=[KEY, TAIL], how="left")
        return marked.with_columns(nw.col(_HIT).fill_null(value=False))

    def _iter_coverage(self) -> Iterator[Lazy]:
        ours = [self._household, self._number]
        flags = [f"_pa_open_{code}" for code in range(len(self._theirs))]
        possible = self._hits_alone.filter(~nw.col(EXACT)).select(
            *ours,
            *(
                (nw.col(SOURCE) == code).cast(nw.Int64).alias(flag)
                for code, flag in enumerate(flags)
            ),
        )
        possible = possible.group_by(ours).agg(
            *(nw.col(flag).max() for flag in flags)
        )
        unsound = nw.col(GRADE) != IdentityGrade.SOUND.value
        people = (
            self._ours.graded(*ours)
            .select(*ours, unsound.cast(nw.Int64).alias(_COUNT))
            .group_by(ours)
            .agg(nw.col(_COUNT).max())
            .join(possible, on=ours, how="left")
            .select(
                *ours,
                *(
                    nw.max_horizontal(
                        nw.col(_COUNT), nw.col(flag).fill_null(0)
                    ).alias(flag)
                    for flag in flags
                ),
            )
        )
        homes = people.group_by(self._household).agg(
            *(nw.col(flag).max() for flag in flags)
        )
        number = self._ours.frame.collect_schema()[self._number]
        for flag, table in zip(flags, self._theirs, strict=True):
            extract = table.frame.select(nw.col(EXTRACT).min())
            whole = homes.filter(nw.col(flag) == 0).select(
                self._household, nw.lit(None, dtype=number).alias("person")
            )
            partly = homes.filter(nw.col(flag) == 1).select(self._household)
            single = (
                people.filter(nw.col(flag) == 0)
                .join(partly, on=self._household, how="inner")
                .select(
                    self._household,
                    nw.col(self._number).cast(number).alias("person"),
                )
            )
            for rows in (whole, single):
                yield rows.join(extract, how="cross").select(
                    nw.lit(table.name).alias("source"),
                    nw.col(self._household).alias("household"),
                    "person",
                    nw.col(EXTRACT).alias("extract_date"),
                )


def _named(identity: str | Mapping[str, str], table: str) -> str:
    if isinstance(identity, str):
        return identity
    return identity.get(table, "identity")


def _refuse_mixed(ours: Table, theirs: tuple[Table, ...]) -> None:
    kind = ours.frame.implementation
    for one in theirs:
        if one.frame.implementation is not kind:
            raise InvalidValueError(
                what=(
                    f"the frames are of {kind.name.lower()} and of"
                    f" {one.frame.implementation.name.lower()}."
                ),
                where=f"sources[{one.name!r}]",
                remedy="Give all frames in the same engine.",
            )


def _given_back(rows: Lazy, *, is_lazy: bool) -> Any:
    return rows.to_native() if is_lazy else rows.collect().to_native()
