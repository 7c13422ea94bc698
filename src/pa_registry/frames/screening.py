"""
Run the checks of a register over columns.

在数据表上核查登记库。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.audit import default_checks
from pa_registry.audit.checks import Check
from pa_registry.audit.screening import with_numbers
from pa_registry.conditions import Condition
from pa_registry.conditions.judging import fact_of
from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError
from pa_registry.frames._algebra import Reading
from pa_registry.frames._door import Opened, open_frame
from pa_registry.frames._judging import Inputs, judged
from pa_registry.frames._relations import Relations
from pa_registry.frames.registries import Backend
from pa_registry.frames.schemas import HOUSEHOLDS, LINK, table_of
from pa_registry.frames.tables import Tables
from pa_registry.model import Status
from pa_registry.standards import Standards


__all__ = ["NotRun", "Screened", "screen"]

_PLACE, _NUMBER, _LEFT, _STATUS = "division", "number", "left", "status"
_COUNTY = 6
_PERSON = "person"
#: The column of a truth, by the place of its check.
_CHECK = "_pa_c_"
#: The statuses of households that are no longer, or not, in the register.
_OUT = tuple(
    one.value for one in Status if not (one.in_stock or one.in_cohort)
)


@attrs.frozen
class NotRun:
    """
    A check that was not run over the frames, and why.

    未执行的核查规则。

    Attributes:
        check: The check.
        lacks:
            The tables, or the columns, that it reads and there are none
            of.  It is empty for a search, which compares one household
            with another and runs over objects only.
    """

    check: Check
    lacks: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Screened:
    """
    What the checks find in frames.

    核查结果。

    Attributes:
        findings: A computed frame with one row for each finding: `check`,
            `severity`, `form`, `household`, `number` (of the member, the
            village or the county) and `division`.
        counts: A computed frame with one row for each check and division:
            `check`, `division`, `found`, `clear`, `unknown`.
        not_run: The checks that were not run, each with the reason.
    """

    findings: Any = attrs.field(repr=False)
    counts: Any = attrs.field(repr=False)
    not_run: tuple[NotRun, ...] = attrs.field(repr=False)


def screen(
    tables: Tables,
    *,
    checks: Iterable[Check] | None = None,
    at: Day | None = None,
    by: int = _COUNTY,
    standards: Standards | None = None,
) -> Screened:
    """
    Check the tables of a register.

    核查数据表。

    It finds what :func:`pa_registry.audit.screen` finds in the same
    register as objects, as far as the rule language can say it.  What
    cannot be run is listed, and never silently left out.  The answer is
    computed at once.

    Args:
        tables: The tables of the register.
        checks: The checks, or a catalogue; by default those of
            :func:`pa_registry.audit.default_checks`.
        at: The clocks, or a plain day.
        by: How many digits of the division code make a group.
        standards: The book of dated numbers; by default the built-in one.

    Returns:
        The findings, the counts, and what was not run.

    Raises:
        NeedsFactDayError: If a check needs a day.
        TablesRefusedError: If a column is of another type.
        InvalidValueError: If *tables* is something else.

    Examples:
        >>> import datetime
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1", "H2"],
        ...         "division": ["990001101201", "990001101202"],
        ...         "status": ["exited", "exited"],
        ...         "exit_year": [2014, None],
        ...     }
        ... )
        >>> found = screen(
        ...     Tables(households=homes), at=datetime.date(2016, 10, 19)
        ... )
        >>> found.findings.select("check", "household").rows()
        [('exited-without-year', 'H2')]
        >>> len(found.not_run) > 0
        True
    """
    if not isinstance(tables, Tables):
        raise InvalidValueError(
            what=f"a {type(tables).__name__} is no set of tables",
            where="frames.screen",
            remedy="Give frames.Tables(households=…, …).",
        )
    listed = default_checks() if checks is None else tuple(checks)
    rules = with_numbers(listed, at, standards)
    found: list[_Rows] = []
    not_run: list[NotRun] = []
    for form in dict.fromkeys(one.form for one in listed):
        mine = {one: rules[one] for one in listed if one.form == form}
        run = _Run(form, tables, at)
        not_run += [NotRun(one) for one, rule in mine.items() if rule is None]
        ready = {one: rule for one, rule in mine.items() if rule is not None}
        lacking = {one: run.lacks(one, rule) for one, rule in ready.items()}
        not_run += [
            NotRun(one, names) for one, names in lacking.items() if names
        ]
        can = {one: rule for one, rule in ready.items() if not lacking[one]}
        if can:
            found.append(run.rows(can))
    return Screened(
        findings=_frame(_findings(found), tables),
        counts=_frame(_counts(found, by), tables),
        not_run=tuple(not_run),
    )


@attrs.frozen
class _Rows:
    """The rows of one form, with a truth for each check."""

    form: str
    frame: nw.DataFrame[Any]
    checks: tuple[Check, ...]


class _Run:
    """Runs the checks about one form."""

    def __init__(self, form: str, tables: Tables, at: Day | None) -> None:
        self._form = form
        self._at = at
        name = table_of(form)
        given: Any = getattr(tables, name)
        self._table = name
        self._inputs: Inputs | None = None
        if given is not None:
            more: dict[str, Any] = {}
            if name == HOUSEHOLDS:
                more = tables.arguments()
                given = more.pop(HOUSEHOLDS)
            self._inputs = Inputs.of(given, **more)
        self._homes: Inputs | None = None
        if form == _PERSON and given is not None:
            self._homes = Inputs.of(tables.households)

    def lacks(self, check: Check, rule: Condition[Any]) -> tuple[str, ...]:
        """Name what a check reads and there is none of."""
        if self._inputs is None:
            return (self._table,)
        relations = Relations(fact_of(rule, self._at), self._inputs.given)
        rule.fold(Reading(fact_of(rule, self._at), relations))
        opened: Mapping[str, Opened] = {
            **self._inputs.tables,
            HOUSEHOLDS: self._inputs.subjects,
        }
        needed = relations.columns_by_table(self._form)
        if self._form == _PERSON and not check.left_too:
            needed[HOUSEHOLDS].add(_LEFT)
        return tuple(
            sorted(
                f"{self._table if table == HOUSEHOLDS else table}.{name}"
                for table, names in needed.items()
                for name in names
                if name not in opened[table].dtypes
            )
        )

    def rows(self, rules: Mapping[Check, Condition[Any]]) -> _Rows:
        """Judge every row, and compute the answers."""
        if self._inputs is None:
            raise AssertionError(self._form)
        named = {
            f"{_CHECK}{place}": rule
            for place, rule in enumerate(rules.values())
        }
        found = judged(named, self._inputs, self._at)
        own = [
            name
            for name in (_NUMBER, "code", LINK, _PLACE, _STATUS, _LEFT)
            if name in found.own
        ]
        frame = found.frame.select(*own, *found.truths)
        if self._homes is not None:
            homes = self._homes.subjects
            beside = [n for n in (_PLACE, _STATUS) if n in homes.dtypes]
            frame = frame.join(
                homes.frame.select(_NUMBER, *beside),
                left_on=LINK,
                right_on=_NUMBER,
                how="inner",
            )
        if _STATUS in frame.collect_schema().names():
            out = nw.col(_STATUS).is_in(list(_OUT)).fill_null(False)
            frame = frame.filter(~out)
        return _Rows(self._form, frame.collect(), tuple(rules))


def _looked_at(rows: _Rows, check: Check) -> nw.DataFrame[Any]:
    """Leave out members who have left, if the check does."""
    if rows.form != _PERSON or check.left_too:
        return rows.frame
    return rows.frame.filter(nw.col(_LEFT).is_null())


def _column(frame: nw.DataFrame[Any], *names: str) -> list[Any]:
    """Take the first of several columns that there is."""
    for name in names:
        if name in frame.columns:
            return list(frame[name].to_list())
    return [None] * len(frame)


def _findings(found: Iterable[_Rows]) -> dict[str, list[Any]]:
    """Write one row for each truth that is met."""
    names = ("check", "severity", "form", "household", "number", _PLACE)
    listed: dict[str, list[Any]] = {name: [] for name in names}
    for rows in found:
        household = rows.form == "household"
        for place, check in enumerate(rows.checks):
            met = nw.col(f"{_CHECK}{place}").fill_null(False)
            hits = _looked_at(rows, check).filter(met)
            many = len(hits)
            home = _column(hits, _NUMBER if household else LINK)
            number = _column(hits, _NUMBER, "code")
            listed["check"] += [check.code] * many
            listed["severity"] += [check.severity] * many
            listed["form"] += [rows.form] * many
            listed["household"] += home
            listed["number"] += [None] * many if household else number
            listed[_PLACE] += _column(hits, _PLACE, "code")
    return listed


def _counts(found: Iterable[_Rows], by: int) -> dict[str, list[Any]]:
    """Count what is met, not met and unknown, by check and division."""
    names = ("check", _PLACE, "found", "clear", "unknown")
    listed: dict[str, list[Any]] = {name: [] for name in names}
    for rows in found:
        for place, check in enumerate(rows.checks):
            seen = _looked_at(rows, check)
            counted: dict[str, Counter[bool | None]] = {}
            places = _column(seen, _PLACE, "code")
            truths = seen[f"{_CHECK}{place}"].to_list()
            for code, truth in zip(places, truths, strict=True):
                group = (code or "")[:by]
                counted.setdefault(group, Counter())[truth] += 1
            for group, times in sorted(counted.items()):
                listed["check"].append(check.code)
                listed[_PLACE].append(group)
                listed["found"].append(times[True])
                listed["clear"].append(times[False])
                listed["unknown"].append(times[None])
    return listed


def _frame(data: Mapping[str, list[Any]], tables: Tables) -> Any:
    """Make a computed frame of the caller's engine, or of Arrow."""
    engine = open_frame(tables.households, HOUSEHOLDS).engine
    backend: Backend = "polars" if engine == "polars" else "pyarrow"
    counts = ("found", "clear", "unknown")
    kinds = {
        name: nw.Int64() if name in counts else nw.String() for name in data
    }
    return nw.to_native(nw.from_dict(dict(data), kinds, backend=backend))
