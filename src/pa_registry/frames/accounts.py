"""
The accounts of a register, from frames.

由数据表编制台账。

The values are those of :mod:`pa_registry.accounts`, and so are the rules of
who is counted where; here the rows are grouped first, and each kind of
household is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import narwhals as nw

from typing_extensions import override

from pa_registry.accounts import (
    Cell,
    Count,
    Flow,
    Key,
    Relocation,
    Standing,
    StandingRow,
    StockFlow,
    Tally,
    by_relocation,
)
from pa_registry.accounts import stock_flow as _stock_flow
from pa_registry.accounts.counts import cell_of
from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
)
from pa_registry.frames._changing import flows_between
from pa_registry.frames._door import (
    Lazy,
    Opened,
    need_columns,
    open_frame,
    same_engine,
)
from pa_registry.frames._fields import AskedError, Fields, Reader
from pa_registry.frames.schemas import (
    HOUSEHOLDS,
    LINK,
    TableSchema,
    schema,
)
from pa_registry.frames.tables import Tables
from pa_registry.model.households import Household
from pa_registry.model.status import Status
from pa_registry.problems import Problem


__all__ = [
    "ColumnKey",
    "flows",
    "relocation",
    "standing",
    "stock_flow",
    "tally",
]

#: A key of the accounts, or the name of a column.
ColumnKey: TypeAlias = Key | str

_T = TypeVar("_T")
_MADE = "_pa_a_"
_PERSONS, _ROWS = f"{_MADE}persons", f"{_MADE}rows"
_MEMBERS, _NUMBER, _LEFT = "members", "number", "left"
_STATUS, _YEAR, _DIVISION = "status", "exit_year", "division"


def tally(
    households: Any,
    *keys: ColumnKey,
    members: Any = None,
    among: Callable[[Any], bool] | None = None,
    extra: Mapping[str, type] | None = None,
) -> Tally:
    """
    Count households and persons by one or several keys.

    分组统计户数和人数。

    It is `accounts.tally` over columns, with the same keys and the same
    result.  A key, and *among*, may read any field of the household that
    has a column, but no members.

    Args:
        households: The frame of households, or `Tables`.

        keys:
            What to tell apart: a key of the accounts, such as `by_cause`,
            any function of a household, or the name of a column.

        members: The members; persons are those who have not left.

        among:
            Who is counted; by default whoever is in the register, so that
            removed households are not.

        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The counts, in the order of their labels.  The numbers of the
        households behind them are read when they are asked for.

    Raises:
        TablesRefusedError: If there are no members, or a frame lacks a
            column, or holds it in another form.
        UnknownFieldError: If a key reads what no frame of households has.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.accounts import by_cause
        >>> from pa_registry.model import Cause
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1", "H2"],
        ...         "status": ["current", "exited"],
        ...         "exit_year": [None, 2015],
        ...         "main_cause": ["illness", "illness"],
        ...     }
        ... )
        >>> members = pl.DataFrame(
        ...     {"household": ["H1", "H1", "H2"], "left": [None] * 3}
        ... )
        >>> found = tally(homes, by_cause, members=members)
        >>> found.of(Cause.ILLNESS)
        Count(households=2, persons=3)
        >>> found.numbers(Cause.ILLNESS)
        ('H1', 'H2')
    """
    rows = _Rows.of(households, members, extra)
    labels = [Reader(key, rows.fields) for key in keys]
    counts_in = Reader(among or _is_registered, rows.fields)
    return _Tallying(rows, labels, counts_in).tally()


def relocation(households: Any, *, members: Any = None) -> Relocation:
    """
    Count relocation among the registered households.

    统计易地扶贫搬迁。

    The arguments and errors are those of :func:`tally`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1"],
        ...         "status": ["exited"],
        ...         "exit_year": [2015],
        ...         "relocation_stage": ["moved-in"],
        ...     }
        ... )
        >>> members = pl.DataFrame({"household": ["H1"], "left": [None]})
        >>> found = relocation(homes, members=members)
        >>> found.approved, found.demolished
        (Count(households=1, persons=1), Count(households=0, persons=0))
    """
    return Relocation.of(tally(households, by_relocation, members=members))


def standing(households: Any, *, members: Any = None) -> Standing:
    """
    Count a register by division and cell: the stock and each cohort.

    时点台账。

    It is `accounts.Standing.from_registry` over columns, without the
    numbers of the households: `tally` leads to those.

    The arguments and errors are those of :func:`tally`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1", "H2"],
        ...         "division": ["990101001001"] * 2,
        ...         "status": ["current", "exited"],
        ...         "exit_year": [None, 2014],
        ...     }
        ... )
        >>> members = pl.DataFrame(
        ...     {"household": ["H1", "H2", "H2"], "left": [None] * 3}
        ... )
        >>> print(standing(homes, members=members).total("990101"))
        2 households, 3 persons
    """
    rows = _Rows.of(households, members, None)
    names = [_DIVISION, _STATUS, _YEAR]
    cell_at = Reader(cell_of, rows.fields).over(names)
    sums = _Sums()
    for row, homes, persons in rows.counted(names):
        cell = cell_at(row)
        if cell is not None:
            sums.add((row[0] or "", cell), homes, persons)
    found: Mapping[tuple[str, Cell], Count] = sums.counts()
    order = sorted(found, key=lambda place: (place[0], place[1].place))
    return Standing(
        rows=tuple(
            StandingRow(division=division, cell=cell, count=found[place])
            for place in order
            for division, cell in (place,)
        )
    )


def flows(before: Tables, after: Tables) -> tuple[Flow, ...]:
    """
    Compare two cycles: what happened to how many, of which kind.

    比较两期台账，汇总各类变动。

    It is ``accounts.changes(…).flows`` over columns: each person has one
    kind of change, by the same rules.

    Args:
        before: The tables of the earlier cycle.
        after: The tables of the later one.

    Returns:
        The flows, by division.  The numbers of households and persons must
        be unique; `check` says whether they are.

    Raises:
        TablesRefusedError: If members or columns are lacking, or held in
            another form.
        InvalidValueError: If the frames are of several engines.

    Examples:
        >>> import polars as pl
        >>> members = pl.DataFrame(
        ...     {"household": ["H1"], "number": ["1"], "left": [None]}
        ... ).with_columns(
        ...     join_reason=pl.lit(None, pl.String),
        ...     leave_reason=pl.lit(None, pl.String),
        ... )
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1"],
        ...         "division": ["990101001001"],
        ...         "status": ["current"],
        ...         "exit_year": [None],
        ...         "return_year": [None],
        ...     }
        ... )
        >>> later = homes.with_columns(
        ...     status=pl.lit("exited"), exit_year=pl.lit(2016)
        ... )
        >>> for flow in flows(
        ...     Tables(households=homes, members=members),
        ...     Tables(households=later, members=members),
        ... ):
        ...     print(flow.kind.zh, flow.into.label("zh"), flow.count)
        脱贫 2016年脱贫 1 households, 1 persons
    """
    known = schema()
    both: dict[str, tuple[Lazy, Lazy]] = {}
    opened: dict[str, Opened] = {}
    for name, tables in (("before", before), ("after", after)):
        homes, people = _opened(tables, None)
        opened |= {
            f"{name}.{HOUSEHOLDS}": homes,
            f"{name}.{_MEMBERS}": people,
        }
        needed = {
            HOUSEHOLDS: {_NUMBER, _DIVISION, _STATUS, _YEAR, "return_year"},
            _MEMBERS: {LINK, _NUMBER, _LEFT, "join_reason", "leave_reason"},
        }
        frames = {
            HOUSEHOLDS: (homes, known[HOUSEHOLDS]),
            _MEMBERS: (people, known[_MEMBERS]),
        }
        found = need_columns(frames, needed, whole="")
        both[name] = found[HOUSEHOLDS], found[_MEMBERS]
    same_engine(opened)
    return flows_between(both["before"], both["after"])


def stock_flow(
    opening: Standing | Tables,
    closing: Standing | Tables,
    *,
    flows: Iterable[Flow] | None = None,
) -> StockFlow:
    """
    Draw up the account between two days.

    编制存量与流量台账。

    It is `accounts.stock_flow` over columns.

    Args:
        opening: The tables before, or counts of them.
        closing: The tables after, or counts of them.

        flows:
            What happened in between, from a ledger or from reports.  Left
            out, two sets of tables are compared.

    Returns:
        The account; nothing is adjusted to make it balance.

    Raises:
        TablesRefusedError: As :func:`flows`.
    """
    moved = flows
    if moved is None:
        both = isinstance(opening, Tables) and isinstance(closing, Tables)
        moved = _flows(opening, closing) if both else ()
    return _stock_flow(_standing(opening), _standing(closing), flows=moved)


#: For :func:`stock_flow`, one of whose arguments has the same name.
_flows: Callable[[Any, Any], tuple[Flow, ...]] = flows


def _standing(given: Standing | Tables) -> Standing:
    return standing(given) if isinstance(given, Tables) else given


#: Whoever has a cell in the accounts is in the register.
_REGISTERED = frozenset(
    status
    for status in (None, *Status)
    if cell_of(Household(number="", status=status)) is not None
)


def _is_registered(household: Any) -> bool:
    return household.status in _REGISTERED


# Rows ------------------------------------------------------------------------


def _opened(households: Any, members: Any) -> tuple[Opened, Opened]:
    """
    Open both frames.

    Raises:
        TablesRefusedError: If there are no members: persons are counted.
        InvalidValueError: If something is no frame, or given twice.
    """
    if isinstance(households, Tables):
        if members is not None:
            raise InvalidValueError(
                what="the members are given twice",
                where="members",
                remedy="Give Tables alone, or each table by its name.",
            )
        households, members = households.households, households.members
    if members is None:
        raise TablesRefusedError(
            problems=(
                Problem(
                    code="frame.table-lacking",
                    where=_MEMBERS,
                    zh="台账同时统计户数和人数，但未提供成员表。",
                    en="Accounts count persons, too, and no members are"
                    " given.",
                    remedy_zh="请提供 members。",
                    remedy_en="Give members=…",
                ),
            )
        )
    homes, people = (
        open_frame(households, HOUSEHOLDS),
        open_frame(members, _MEMBERS),
    )
    same_engine({HOUSEHOLDS: homes, _MEMBERS: people})
    return homes, people


class _Rows:
    """Households with their persons, to be counted by any columns."""

    def __init__(
        self, homes: Opened, people: Opened, known: Mapping[str, TableSchema]
    ) -> None:
        self._homes = homes
        self._people = people
        self._known = known
        others = [n for n in homes.dtypes if n not in self._table.columns]
        self.fields: Fields = Fields(self._table, others)

    @classmethod
    def of(
        cls, households: Any, members: Any, extra: Mapping[str, type] | None
    ) -> _Rows:
        """Open the frames."""
        return cls(*_opened(households, members), schema(extra=extra))

    @property
    def _table(self) -> TableSchema:
        return self._known[HOUSEHOLDS]

    def taken(self, columns: Iterable[str]) -> Lazy:
        """Take columns of the households, with the number of persons."""
        own = [name for name in columns if name in self.fields.others]
        declared = {name for name in columns if name not in own}
        frames = {
            HOUSEHOLDS: (self._homes, self._table),
            _MEMBERS: (self._people, self._known[_MEMBERS]),
        }
        needed = {
            HOUSEHOLDS: {_NUMBER, *declared},
            _MEMBERS: {LINK, _LEFT},
        }
        found = need_columns(frames, needed, whole=HOUSEHOLDS)
        persons = (
            found[_MEMBERS]
            .filter(nw.col(_LEFT).is_null())
            .group_by(LINK)
            .agg(nw.len().alias(_PERSONS))
        )
        return (
            found[HOUSEHOLDS]
            .select(*dict.fromkeys((_NUMBER, *columns)))
            .join(persons, left_on=_NUMBER, right_on=LINK, how="left")
            .with_columns(nw.col(_PERSONS).fill_null(0).cast(nw.Int64))
        )

    def counted(
        self, columns: list[str]
    ) -> Iterator[tuple[list[Any], int, int]]:
        """Count the households and persons of each kind of row."""
        frame = self.taken(columns)
        sums = (nw.len().alias(_ROWS), nw.col(_PERSONS).sum())
        if columns:
            grouped = frame.group_by(*columns).agg(*sums)
        else:
            grouped = frame.select(*sums)
        names = [*columns, _ROWS, _PERSONS]
        for *held, homes, persons in grouped.select(*names).collect().rows():
            yield held, int(homes), int(persons or 0)


class _Sums:
    """Adds up households and persons by what they are counted under."""

    def __init__(self) -> None:
        self._found: dict[Any, list[int]] = {}

    def add(self, key: object, homes: int, persons: int) -> None:
        """Add so many more."""
        both = self._found.setdefault(key, [0, 0])
        both[0] += homes
        both[1] += persons

    def counts(self) -> Mapping[Any, Count]:
        """Give the sums."""
        return {key: Count(*both) for key, both in self._found.items()}


class _Tallying:
    """Counts by keys, and asks for columns until the keys are content."""

    def __init__(
        self, rows: _Rows, labels: list[Reader], among: Reader
    ) -> None:
        self._rows = rows
        self._labels = labels
        self._among = among
        self._columns: list[str] = []

    def tally(self) -> Tally:
        """Count."""
        self._guess()
        found = self._asking(self._counts)
        order = sorted(found, key=lambda labels: tuple(map(str, labels)))
        return Tally(
            counts=MappingProxyType({key: found[key] for key in order}),
            homes=_Homes(self, order),
        )

    def homes(self) -> Mapping[tuple[object, ...], tuple[str, ...]]:
        """Read the numbers of the households behind each count."""
        found = self._asking(self._numbers)
        return {key: tuple(sorted(numbers)) for key, numbers in found.items()}

    def _guess(self) -> None:
        """Ask each key what it reads, on a household of blanks."""
        for reader in (self._among, *self._labels):
            while True:
                blank = [None] * len(self._columns)
                try:
                    reader.over(self._columns)(blank)
                except AskedError as asked:
                    self._columns.append(asked.column)
                except (ArithmeticError, LookupError, TypeError, ValueError):
                    # Real rows may have what this blank one lacks.
                    break
                else:
                    break

    def _asking(self, read: Callable[[], _T]) -> _T:
        while True:
            try:
                return read()
            except AskedError as asked:
                self._columns.append(asked.column)

    def _told(
        self, rows: Iterable[tuple[Sequence[Any], _T]]
    ) -> Iterator[tuple[tuple[object, ...], _T]]:
        """Put the labels beside the rows that are counted."""
        among = self._among.over(self._columns)
        labels = [one.over(self._columns) for one in self._labels]
        for row, more in rows:
            if among(row):
                yield tuple([label(row) for label in labels]), more

    def _counts(self) -> Mapping[tuple[object, ...], Count]:
        sums = _Sums()
        rows = self._rows.counted(self._columns)
        numbered = ((row, (homes, people)) for row, homes, people in rows)
        for labels, (homes, people) in self._told(numbered):
            sums.add(labels, homes, people)
        return sums.counts()

    def _numbers(self) -> Mapping[tuple[object, ...], list[str]]:
        found: dict[tuple[object, ...], list[str]] = {}
        names = [_NUMBER, *self._columns]
        rows = self._rows.taken(self._columns).select(*names).collect()
        numbered = ((row[1:], row[0]) for row in rows.iter_rows())
        for labels, number in self._told(numbered):
            found.setdefault(labels, []).append(str(number))
        return found


class _Homes(Mapping[tuple[object, ...], tuple[str, ...]]):
    """The households behind each count, read when they are asked for."""

    def __init__(
        self, tallying: _Tallying, labels: list[tuple[object, ...]]
    ) -> None:
        self._tallying = tallying
        self._labels = labels

    @cached_property
    def _found(self) -> Mapping[tuple[object, ...], tuple[str, ...]]:
        return self._tallying.homes()

    @override
    def __getitem__(self, labels: tuple[object, ...]) -> tuple[str, ...]:
        return self._found[labels]

    @override
    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self._labels)

    @override
    def __len__(self) -> int:
        return len(self._labels)
