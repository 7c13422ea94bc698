"""
Match the register with the extracts of departments.

建档立卡人口与部门数据比对。

A hit is a reason to look, never a verdict: an identity lent to a neighbour
or a car sold before the cut-off is found here too, and `audit` asks about
it.  What cannot be matched is said as plainly as what was.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from functools import cached_property, reduce
from operator import add
from typing import Any, Generic, TypeVar, cast

import attrs
import narwhals as nw

from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames._match_engines import ROW
from pa_registry.frames._match_joining import (
    EXACT,
    EXTRACT,
    FACT,
    SOURCE,
)
from pa_registry.frames._match_near import BIRTH
from pa_registry.frames._match_pairs import THEIR_BIRTH, Pairs
from pa_registry.frames._match_register import doubles
from pa_registry.frames._match_repeats import own_columns
from pa_registry.frames._match_searching import Search
from pa_registry.frames._match_setting_aside import (
    counted_aside,
    lines_aside,
    members_aside,
)
from pa_registry.frames._match_shapes import certainty, shaped
from pa_registry.frames._match_sides import (
    APART,
    CODE,
    DIVISION,
    END,
    HOME,
    NAME,
    PERSON,
    THEIR_NAME,
    people,
    stated_records,
)
from pa_registry.frames._match_spark import is_spark
from pa_registry.frames._match_tables import (
    KEYED,
    Table,
    opened,
    records_of,
    with_keys,
)
from pa_registry.frames._match_text import Lazy, cases
from pa_registry.masking import masked


__all__ = ["Matches", "keyed", "match"]

FrameT = TypeVar("FrameT")

_PERSONS = "persons"
#: What a record holds of the person, beside what it is.
_OF_HOLDER = ("household", "holder", "name", "born", "village")


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
    Match persons with the extracts of departments, and with themselves.

    数据比对。

    It gives the rows that :func:`pa_registry.audit.match` gives of forms,
    under the same names.  Texts are cleaned and graded as
    :meth:`~pa_registry.model.identity.IdentityNumber.read` does it.  Only
    two sound numbers that are the same make an *exact* hit; a number of
    fifteen digits, a wrong check character that both sides share, and the
    same text of another document make a *possible* one.  Where both sides
    have names, so do one digit wrong with the same name and birth date,
    and the same name and birth date in the same village.

    Args:
        persons: The persons of the register, one a row, as any frame that
            narwhals knows.  It may have further columns: `name`, `born`
            (by default as the number has it), the household's `division`
            and `status`, `apart` (kin living apart, and no member),
            `left` (the day on which a member left) and `relation_to_head`.

        sources: The extract of each source by its name in
            ``pa_registry.model.SOURCES``, each a frame of the same
            engine.  A frame holds the identity number, what it has of the
            fields of the record's form, such as `acquired` or `seen_on`,
            and perhaps `name`, `born` and `village` of the person.

        household: The column of *persons* with the household's number.
        number: The column of *persons* with the person's number.

        identity:
            The column with the identity number, or that of each table by
            its name (`persons`, or the source's).

        extracts: The day of each extract; by default `seen_on` of each
            row, and the first of them for the extract as a whole.

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
        >>> found.set_aside.select("source", "person", "reason").rows()
        [('register', 'H1-2', 'no-document')]
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
        pairs=Pairs(
            ours=people(ours, household, number),
            theirs=tuple(map(stated_records, theirs)),
            is_lazy=_is_lazy(persons),
        )
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
    plain = table.frame.drop(*KEYED, strict=False)
    rows = with_keys(attrs.evolve(table, frame=plain, is_keyed=False))
    given: FrameT = _given_back(rows, is_lazy=_is_lazy(frame))
    return given


@attrs.frozen(kw_only=True, repr=False)
class Matches(Generic[FrameT]):
    """
    What a matching found, and what it could not look for.

    比对结果。

    The tables of hits, of what was set aside and of how far each source
    reached have the columns of :class:`pa_registry.audit.MatchTable`,
    :class:`~pa_registry.audit.SetAside` and
    :class:`~pa_registry.audit.Searched`; a blank is null.  Each table is
    of the kind of frame that was given: lazy frames stay lazy, and from
    others a table is computed when it is first read.  No table holds an
    identity number.
    """

    # The pairs that were found, whose form is nobody's business.
    _pairs: Any = attrs.field(alias="pairs")

    def __repr__(self) -> str:
        return f"Matches({', '.join(self._names)})"

    @cached_property
    def hits(self) -> FrameT:
        """
        One row for each person and record that belong together.

        比中明细。

        The columns are those of `MatchTable.COLUMNS`.  `agreed` and
        `differs` name fields between commas; `line` is the record's place
        in its extract, from 1, and blank on Spark.  Rows of the source
        `register` are persons who stand in it twice, each pair under the
        entry to look at first.
        """
        of_sources = shaped(
            self._pairs.whole,
            ((NAME, BIRTH), (THEIR_NAME, THEIR_BIRTH)),
            {
                "source": self._source_name(),
                "kind": nw.col(CODE),
                "household": nw.col(HOME),
                "person": nw.col(PERSON),
                "apart": nw.col(APART),
                "division": nw.col(DIVISION),
                "fact_date": nw.col(FACT),
                "fact_end": nw.col(END),
                "extract_date": nw.col(EXTRACT),
                "line": nw.col(ROW) + 1,
            },
            self._key_types,
        )
        return self._give(nw.concat([of_sources, self._twice]))

    @cached_property
    def doubles(self) -> FrameT:
        """
        The persons who stand in the register twice.

        库内重复登记。

        The rows of `hits` whose source is `register`.
        """
        return self._give(self._twice)

    @property
    def computed(self) -> Matches[Any]:
        """
        The same, searched once for all tables; on Spark, as it is.

        即时计算的比对结果。

        Lazy tables are queries each of which searches anew.  These are
        computed, of polars for frames of polars and of Arrow for others.
        """
        if is_spark(self._pairs.ours.frame):
            return self
        return Matches(pairs=attrs.evolve(self._pairs, is_lazy=False))

    @property
    def names(self) -> tuple[str, ...]:
        """The sources that were matched."""
        return tuple(self._names)

    @cached_property
    def _twice(self) -> Lazy:
        return doubles(self._pairs.ours, self._key_types)

    @cached_property
    def persons(self) -> FrameT:
        """
        One row for each person with a hit in a source.

        比中人员。

        `household`, `person`, a column for each source with its exact
        hits, `hits` in all, and `possible` ones.
        """
        return self._give(self._persons_hit)

    @cached_property
    def households(self) -> FrameT:
        """
        One row for each household with a hit in a source.

        比中户。

        As `persons`, and `persons`: how many of them were hit exactly.
        """
        counts = [*self._names, "hits", "possible"]
        by_person = self._persons_hit.with_columns(
            (nw.col("hits") > 0).cast(nw.Int64).alias("persons")
        )
        rows = by_person.group_by("household").agg(
            *(nw.col(one).sum() for one in (*counts, "persons"))
        )
        return self._give(rows)

    def records(self, source: str) -> FrameT:
        """
        Give all records of a source that were hit, exactly or possibly.

        比中记录（含疑似）。

        Args:
            source: The name of the source.

        Returns:
            `household`, `person`, `apart`, `certainty`, `extract_date`,
            and the record's own columns.

        Raises:
            UnknownNameError: If it is none of those that were matched.
        """
        if source not in self._names:
            raise UnknownNameError(
                kind="source that was matched",
                name=masked(str(source)),
                known=tuple(self._names),
            )
        added = {
            "household": nw.col(HOME),
            "person": nw.col(PERSON),
            "apart": nw.col(APART),
            "certainty": certainty(),
            "extract_date": nw.col(EXTRACT),
        }
        code = self._names.index(source)
        return self._give(self._records(code, added, near=True))

    @cached_property
    def sources(self) -> dict[str, FrameT]:
        """
        The records that were hit exactly, by source, as rules read them.

        比中记录。

        Each table has its own columns, without those of the person, and
        `household` and `holder`, the person's number.  Possible hits are
        not in it: they leave the person open in `coverage`.
        """
        added = {"household": nw.col(HOME), "holder": nw.col(PERSON)}
        return {
            name: self._give(self._records(code, added, near=False))
            for code, name in enumerate(self._names)
        }

    @cached_property
    def coverage(self) -> FrameT:
        """
        Who was searched for in which source.

        比对覆盖情况。

        `source`, `household`, `person`, `extract_date`.  A blank `person`
        is the whole household.  A person without a sound number was not
        searched for, and one with a possible hit is still open: the rest
        of such a household is listed person by person.  Kin living apart
        are listed by themselves.
        """
        return self._give(self._search.coverage())

    @cached_property
    def set_aside(self) -> FrameT:
        """
        The rows that could not be compared by number, with the reason.

        未能比对的记录。

        The columns are those of `SetAside.COLUMNS`.  A row whose number or
        document is shared all the same says by how many persons; on Spark
        this is blank, as is the line.
        """
        of_members = members_aside(self._pairs, self._key_types)
        of_lines = counted_aside(
            self._pairs, self._lines_aside, self._key_types
        )
        return self._give(nw.concat([of_lines, of_members]))

    @cached_property
    def tally(self) -> FrameT:
        """
        How far each source reached: one line for each.

        比对情况统计。

        The columns are those of `Searched.COLUMNS`.
        """
        return self._give(self._search.tally(self._lines_aside))

    @cached_property
    def _names(self) -> list[str]:
        return [one.name for one in self._pairs.theirs]

    @cached_property
    def _search(self) -> Search:
        return Search(pairs=self._pairs)

    @cached_property
    def _lines_aside(self) -> Lazy:
        rows = lines_aside(self._pairs)
        return rows if self._pairs.is_lazy else rows.collect().lazy()

    @cached_property
    def _key_types(self) -> dict[str, Any]:
        """Give the types of the numbers of households and of persons."""
        held = self._pairs.ours.frame.collect_schema()
        home, person = held[HOME], held[PERSON]
        return {
            "household": home,
            "person": person,
            "other_household": home,
            "other_person": person,
        }

    def _give(self, rows: Lazy) -> FrameT:
        given: FrameT = _given_back(rows, is_lazy=self._pairs.is_lazy)
        return given

    def _source_name(self) -> nw.Expr:
        return cases(
            (nw.col(SOURCE) == code, nw.lit(name))
            for code, name in enumerate(self._names)
        )

    @cached_property
    def _persons_hit(self) -> Lazy:
        exact = nw.col(EXACT)
        flags = {
            name: (exact & (nw.col(SOURCE) == code)).cast(nw.Int64)
            for code, name in enumerate(self._names)
        }
        ours = ["household", "person"]
        light: Lazy = self._pairs.light
        counted = light.select(
            nw.col(HOME).alias("household"),
            nw.col(PERSON).alias("person"),
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

    def _records(
        self, code: int, added: Mapping[str, nw.Expr], *, near: bool
    ) -> Lazy:
        own = own_columns(self._pairs.theirs[code])
        plain = {one: f"_pa_own_{place}" for place, one in enumerate(own)}
        found: Lazy = self._pairs.of(code, plain, near=near)
        if not near:
            found = found.filter(nw.col(EXACT))
        return found.select(
            *(one.alias(name) for name, one in added.items()),
            *(
                nw.col(held).alias(one)
                for one, held in plain.items()
                if one not in {*added, *_OF_HOLDER}
            ),
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


def _is_lazy(native: object) -> bool:
    return isinstance(nw.from_native(cast("Any", native)), nw.LazyFrame)


def _given_back(rows: Lazy, *, is_lazy: bool) -> Any:
    return rows.to_native() if is_lazy else rows.collect().to_native()
