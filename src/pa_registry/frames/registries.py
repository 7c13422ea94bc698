"""
From a registry to frames, and back.

建档立卡库与数据表互转。
"""

from __future__ import annotations

import datetime as dt

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Literal, TypeAlias, get_args

import attrs
import narwhals as nw

from pa_registry.columns import Column, Kind
from pa_registry.errors import InvalidValueError
from pa_registry.frames._door import open_frame
from pa_registry.frames.schemas import (
    COVERAGE,
    EXTRA,
    HOUSEHOLDS,
    LINK,
    RECORDED,
    ColumnSchema,
    TableSchema,
    schema,
)
from pa_registry.frames.tables import Tables
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.registry import Registry
from pa_registry.money import Fen
from pa_registry.policies.comparing import EvidenceByHousehold
from pa_registry.problems import Problem


__all__ = ["Backend", "FromFrames", "from_registry", "to_registry"]

#: The engines that hold frames by themselves.
Backend: TypeAlias = Literal["polars", "pyarrow"]
_IDENTITY = "identity"
_ROWS = ("members", "relatives", "measures")
_PLACES = ("villages", "counties")
#: What a stored value becomes again, by the kind of its field.
_PERSONAL = frozenset({"number", "holder", LINK, "person", _IDENTITY})


def from_registry(
    registry: Registry,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    *,
    backend: Backend = "polars",
    purpose: str = "",
    extra: Mapping[str, type] | None = None,
) -> Tables:
    """
    Write a registry and its evidence as frames.

    由建档立卡库生成数据表。

    Every declared field has its column; helpers, the provenance of fields
    and the rates of villages and counties have none and stay behind.  An extract that is older than an
    evidence's own `fresh_from` is no search, and is left out.

    Args:
        registry: The registry.
        evidence: The evidence by household number.
        backend: The engine of the frames: ``polars`` or ``pyarrow``.

        purpose:
            Why the identity numbers are needed in clear, such as a match
            with departments; without one their column is blank.

        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The tables, computed.

    Raises:
        InvalidValueError: If a household number is used twice, so that
            its rows could not be told apart, or *backend* is unknown.

    Examples:
        >>> from pa_registry.model import Household, Person
        >>> home = Household(number="H1", members=(Person(number="1"),))
        >>> tables = from_registry(Registry(households=(home,)))
        >>> tables.members.select("household", "number").to_dicts()
        [{'household': 'H1', 'number': '1'}]
    """
    if backend not in get_args(Backend):
        raise InvalidValueError(
            what=f"{backend!r} is no engine that holds frames by itself",
            where="frames.from_registry(backend=…)",
            remedy="Write polars or pyarrow; others read either of them.",
        )
    _refuse_repeated(registry)
    known = schema(extra=extra)
    stated: Mapping[str, Evidence] = (
        evidence.by_household
        if isinstance(evidence, EvidenceByHousehold)
        else evidence or {}
    )
    writer = _Writer(purpose)
    made = {
        name: writer.written(
            known[name], _rows_of(name, registry, stated), backend
        )
        for name in known
    }
    return Tables(
        households=made[HOUSEHOLDS],
        members=made["members"],
        relatives=made["relatives"],
        measures=made["measures"],
        sources={source: made[source] for source in SOURCES},
        coverage=made[COVERAGE],
        villages=made["villages"],
        counties=made["counties"],
    )


def _refuse_repeated(registry: Registry) -> None:
    numbers = Counter(one.number for one in registry.households)
    twice = [number for number, times in numbers.items() if times > 1]
    if twice:
        shown = ", ".join(masked(number) for number in twice[:3])
        raise InvalidValueError(
            what=f"{len(twice)} household numbers are used twice ({shown})",
            where="frames.from_registry",
            remedy="Renumber them first; registry.problems() lists them.",
        )


def _rows_of(
    name: str, registry: Registry, stated: Mapping[str, Evidence]
) -> Iterator[tuple[str, Any]]:
    """Go through the rows of a table, each with its household."""
    if name == HOUSEHOLDS or name in _PLACES:
        for one in getattr(registry, name):
            yield "", one
    elif name in _ROWS:
        for home in registry.households:
            for row in getattr(home, name) or ():
                yield home.number, row
    else:
        for number, evidence in stated.items():
            first = evidence.fresh_from
            for row in getattr(evidence, name):
                if name == COVERAGE and not _is_fresh(row, first):
                    continue
                yield number, row


def _is_fresh(row: Coverage, first: dt.date | None) -> bool:
    seen = row.extract_date
    return first is None or (seen is not None and seen >= first)


class _Writer:
    """Writes rows of one table as columns."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def written(
        self,
        table: TableSchema,
        rows: Iterable[tuple[str, Any]],
        backend: Backend,
    ) -> Any:
        """Write one table."""
        listed = list(rows)
        data = {
            name: [self._value(one, home, row) for home, row in listed]
            for name, one in table.columns.items()
        }
        frame = nw.from_dict(data, table.to_narwhals(), backend=backend)
        return nw.to_native(frame)

    def _value(self, column: ColumnSchema, home: str, row: Any) -> Any:
        if column.name == LINK:
            return home
        if column.name == RECORDED:
            return row.relatives is not None
        if column.declared is None:
            return getattr(row, column.name)
        held = _held(row, column)
        if column.option is not None:
            return None if held is None else column.option in held
        return self._plain(held)

    def _plain(self, held: Any) -> Any:
        """Write a value as a frame holds it."""
        if isinstance(held, IdentityNumber):
            return (
                held.reveal(purpose=self._purpose) if self._purpose else None
            )
        if isinstance(held, Enum):
            return str(held.value)
        return int(held) if isinstance(held, Fen) else held


def _held(row: Any, column: ColumnSchema) -> Any:
    """Take the value of a field, of the form's own or a user's."""
    declared = column.declared
    key = "" if declared is None else declared.key
    if column.name.startswith(f"{EXTRA}__"):
        return getattr(getattr(row, EXTRA, None), key, None)
    return getattr(row, key)


# And back -------------------------------------------------------------


@attrs.frozen(kw_only=True)
class FromFrames:
    """
    What frames came to as forms.

    数据表还原结果。

    Attributes:
        registry: The registry.
        by_household: The evidence by household number.
        problems: The values that no form can hold, and stand as blanks,
            and the rows that belong to no household.
    """

    registry: Registry
    by_household: Mapping[str, Evidence] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = ()


def to_registry(
    tables: Tables, *, extra: Mapping[str, type] | None = None
) -> FromFrames:
    """
    Read frames back as a registry and its evidence.

    由数据表还原建档立卡库。

    It is meant for the rows that somebody wants to look at, not for a
    whole province: forms take a thousand times the room of columns.

    Args:
        tables: The frames; those that are lazy are computed.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The registry, the evidence, and what did not fit.

    Examples:
        >>> from pa_registry.model import Household
        >>> registry = Registry(households=(Household(number="H1"),))
        >>> to_registry(from_registry(registry)).registry == registry
        True
    """
    reader = _Reader(schema(extra=extra), extra or {})
    given = {**tables.arguments(), "villages": tables.villages}
    given["counties"] = tables.counties
    sources: Mapping[str, Any] = given.pop("sources") or {}
    for name, frame in {**given, **sources}.items():
        if frame is not None:
            reader.take(name, frame)
    return reader.made()


class _Reader:
    """Puts forms together from the rows of several tables."""

    def __init__(
        self,
        known: Mapping[str, TableSchema],
        extra: Mapping[str, type],
    ) -> None:
        self._known = known
        self._extra = extra
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._problems: list[Problem] = []

    def take(self, name: str, frame: Any) -> None:
        """Compute a frame and keep its rows."""
        opened = open_frame(frame, name)
        names = [n for n in self._known[name].columns if n in opened.dtypes]
        wanted = opened.frame.select(*names).collect()
        self._rows[name] = wanted.rows(named=True)

    def made(self) -> FromFrames:
        """Make the forms."""
        parts = {name: self._by_household(name) for name in (*_ROWS, *SOURCES)}
        numbers = {str(one["number"]) for one in self._rows[HOUSEHOLDS]}
        searches: dict[str, list[Coverage]] = defaultdict(list)
        for row in self._rows.get(COVERAGE, ()):
            searches[str(row[LINK])].append(
                Coverage(
                    source=row["source"],
                    extract_date=row.get("extract_date"),
                    person=row.get("person"),
                    household=str(row[LINK]),
                )
            )
        self._report_strangers(numbers, {**parts, COVERAGE: searches})
        homes = tuple(
            self._household(row, parts) for row in self._rows[HOUSEHOLDS]
        )
        places = {
            name: tuple(
                self._form(name, row) for row in self._rows.get(name, ())
            )
            for name in _PLACES
        }
        evidence = {
            number: Evidence(
                coverage=tuple(searches.get(number, ())),
                **_sources(parts, number),
            )
            for number in sorted(numbers)
        }
        return FromFrames(
            registry=Registry(households=homes, **places),
            by_household=evidence,
            problems=tuple(self._problems),
        )

    def _household(
        self, row: dict[str, Any], parts: Mapping[str, Mapping[str, list[Any]]]
    ) -> Any:
        number = str(row["number"])
        kin = tuple(parts["relatives"].get(number, ()))
        recorded = bool(row.get(RECORDED)) or bool(kin)
        return self._form(
            HOUSEHOLDS,
            row,
            members=tuple(parts["members"].get(number, ())),
            relatives=kin if recorded else None,
            measures=tuple(parts["measures"].get(number, ())),
        )

    def _by_household(self, name: str) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._rows.get(name, ()):
            found[str(row[LINK])].append(self._form(name, row))
        return found

    def _form(self, name: str, row: dict[str, Any], **more: Any) -> Any:
        table = self._known[name]
        facts: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        where = f"{name}[{masked(str(row.get(table.key or LINK)))}]"
        for column in table.columns.values():
            declared = column.declared
            if declared is None or column.name not in row:
                continue
            of_user = column.name.startswith(f"{EXTRA}__")
            into = extra if of_user else facts
            if column.option is None:
                into[declared.key] = self._value(column, row, where)
            elif declared.key not in into:
                into[declared.key] = self._ticked(table, column, row, where)
        form = table.form
        if extra and any(v is not None for v in extra.values()):
            facts[EXTRA] = self._extra[name](**extra)
        holds: Any = None if form is None else form.holds
        return holds(**facts, **more)

    def _value(
        self, column: ColumnSchema, row: Mapping[str, Any], where: str
    ) -> Any:
        declared = column.declared
        held = row[column.name]
        if held is None or declared is None:
            return None
        if column.name in _PERSONAL and not isinstance(held, str):
            held = str(held)
        problem = _problem(where, column, held)
        if problem is not None:
            self._problems.append(problem)
            return None
        return _made(declared, held)

    def _ticked(
        self,
        table: TableSchema,
        column: ColumnSchema,
        row: Mapping[str, Any],
        where: str,
    ) -> frozenset[Enum] | None:
        """Read a multi-select field, blank where part of it is."""
        like = [
            one
            for one in table.columns.values()
            if one.declared is column.declared and one.option is not None
        ]
        ticks = [row.get(one.name) for one in like]
        if None in ticks:
            if any(ticks):
                self._problems.append(_half_blank(where, column))
            return None
        return frozenset(
            one.option
            for one, tick in zip(like, ticks, strict=True)
            if tick and one.option is not None
        )

    def _report_strangers(
        self,
        numbers: set[str],
        parts: Mapping[str, Mapping[str, list[Any]]],
    ) -> None:
        for name, by_home in parts.items():
            for number, rows in by_home.items():
                if number not in numbers:
                    self._problems.append(_stranger(name, number, len(rows)))


def _sources(
    parts: Mapping[str, Mapping[str, list[Any]]], number: str
) -> dict[str, Any]:
    return {source: tuple(parts[source].get(number, ())) for source in SOURCES}


def _problem(where: str, column: ColumnSchema, held: Any) -> Problem | None:
    """Say why no form can hold a value."""
    limits = column.range
    if limits is not None and not limits[0] <= held <= limits[1]:
        return _out_of_range(where, column, limits)
    if column.values and held not in column.values:
        return _no_code(where, column, held)
    return None


def _made(declared: Column, held: Any) -> Any:
    """Make the value of a form from what a frame holds."""
    if declared.kind is Kind.OTHER:
        return IdentityNumber.read(held)
    if declared.kind is Kind.MONEY:
        return Fen(held)
    return declared.type(held) if declared.kind is Kind.CODE else held


def _out_of_range(
    where: str, column: ColumnSchema, limits: tuple[int, int]
) -> Problem:
    low, high = limits
    return Problem(
        code="frame.out-of-range",
        where=f"{where}.{column.name}",
        zh=f"数值不在 {low} 至 {high} 之间，已按未登记处理。",
        en=f"The value is outside {low} … {high}, and stands as a blank.",
        remedy_zh="请核对计量单位后更正。",
        remedy_en="Check the unit, and correct it.",
    )


def _no_code(where: str, column: ColumnSchema, held: object) -> Problem:
    return Problem(
        code="frame.unknown-code",
        where=f"{where}.{column.name}",
        zh="代码不在代码表中，已按未登记处理。",
        en="The code is in no list, and stands as a blank.",
        remedy_zh=f"可用代码：{'、'.join(column.values)}。",
        remedy_en=f"Known codes: {', '.join(column.values)}.",
        shown=masked(str(held)),
    )


def _half_blank(where: str, column: ColumnSchema) -> Problem:
    name = column.declared.key if column.declared else column.name
    return Problem(
        code="frame.half-blank",
        where=f"{where}.{name}",
        zh="多选项只登记了一部分，已整体按未登记处理。",
        en="Part of a multi-select field is blank; all of it stands as one.",
        remedy_zh="请将未勾选的选项填为否。",
        remedy_en="Write no for what is not ticked.",
    )


def _stranger(name: str, number: str, rows: int) -> Problem:
    return Problem(
        code="frame.no-such-household",
        where=name,
        zh=f"有{rows}条记录的户编号在户表中不存在，未予采用。",
        en=f"{rows} rows name a household that there is none of.",
        remedy_zh="请核对户编号。",
        remedy_en="Check the household numbers.",
        shown=masked(number),
    )
