"""
Decide a nation partition by partition, and go on where it stopped.

分区运行：逐区作出结论，可中断、可续算。
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import attrs
import narwhals as nw

from pa_registry.conditions.judging import fact_of, need_bound
from pa_registry.dates import AsOf, Day
from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
    UnknownNameError,
)
from pa_registry.frames._deciding import DECIDED
from pa_registry.frames._door import need_columns, open_frame
from pa_registry.frames._engines import DEFAULT, engine_of
from pa_registry.frames._files import (
    Progress,
    as_folder,
    file_name,
    replacing,
    write_text,
)
from pa_registry.frames._workers import each
from pa_registry.frames.datasets import Dataset, unreadable
from pa_registry.frames.deciding import decide
from pa_registry.frames.schemas import HOUSEHOLDS, TableSchema, schema
from pa_registry.frames.tables import Tables
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES
from pa_registry.policies import Outcome, Policy
from pa_registry.policies.decision import library_version
from pa_registry.problems import Problem


__all__ = ["PartitionCounts", "PartitionFailure", "RunReport", "run"]

#: A run of another layout is no run that can be gone on with.
_LAYOUT = 1
_NUMBER = "number"
_OUTCOMES, _COUNTS = "outcomes", "counts"


def _kept(given: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(given))


@attrs.frozen(kw_only=True)
class PartitionCounts:
    """
    What one partition came to.

    分区结果。

    Attributes:
        partition: The name of the partition.
        households: How many households stand in it.
        by_outcome: How many of them came to each outcome, by its code.
        was_there: Whether an earlier run had decided it already.
    """

    partition: str
    households: int
    by_outcome: Mapping[str, int] = attrs.field(converter=_kept, hash=False)
    was_there: bool = attrs.field(default=False, eq=False)

    def __reduce__(self) -> tuple[object, ...]:
        told = (self.partition, self.households, dict(self.by_outcome))
        return _counts_of, (*told, self.was_there)

    def adds_up(self) -> bool:
        """Say whether each household came to one outcome."""
        return sum(self.by_outcome.values()) == self.households


def _counts_of(
    partition: str,
    households: int,
    by_outcome: dict[str, int],
    was_there: bool,
) -> PartitionCounts:
    return PartitionCounts(
        partition=partition,
        households=households,
        by_outcome=by_outcome,
        was_there=was_there,
    )


@attrs.frozen(kw_only=True)
class PartitionFailure:
    """
    A partition that could not be decided, and why.

    未完成的分区。

    Attributes:
        partition: The name of the partition.
        problems: What is wrong with it.
    """

    partition: str
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True)
class RunReport:
    """
    What a run came to: counts by partition, and what failed.

    运行结果汇总。

    Attributes:
        outcomes: The outcomes that the policy can come to, in its order.
        partitions: The partitions that were decided, in order.
        failures: Those that were not; the next run tries them again.
        problems: What else is wrong, such as members of no partition.
    """

    outcomes: tuple[Outcome, ...]
    partitions: tuple[PartitionCounts, ...]
    failures: tuple[PartitionFailure, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every partition was decided, and nothing else is wrong."""
        return not self.failures and not self.problems

    @property
    def households(self) -> int:
        """How many households were decided."""
        return sum(one.households for one in self.partitions)

    @property
    def by_outcome(self) -> Mapping[str, int]:
        """How many households came to each outcome, by its code."""
        total: Counter[str] = Counter()
        for one in self.partitions:
            total.update(one.by_outcome)
        return MappingProxyType(
            {one.value: total[one.value] for one in self.outcomes}
        )

    def __str__(self) -> str:
        return self.render()

    def render(self, language: str = "en") -> str:
        """
        Say in ``"zh"`` or ``"en"`` what was decided and what was not.

        Examples:
            >>> from pa_registry.policies.outcomes import ExitOutcome
            >>> counts = PartitionCounts(
            ...     partition="420922", households=3, by_outcome={"EXIT": 3}
            ... )
            >>> report = RunReport(
            ...     outcomes=(ExitOutcome.EXIT,), partitions=(counts,)
            ... )
            >>> print(report)
            1 of 1 partitions decided, 3 households.
              meets the exit standard: 3
            >>> print(report.render("zh"))
            共1个分区，已完成1个，涉及3户。
              达到退出标准：3户
        """
        chinese = language == "zh"
        done, totals = len(self.partitions), self.by_outcome
        whole = done + len(self.failures)
        lines = [
            f"共{whole}个分区，已完成{done}个，涉及{self.households}户。"
            if chinese
            else f"{done} of {whole} partitions decided,"
            f" {self.households} households."
        ]
        for one in self.outcomes:
            many = totals[one.value]
            lines.append(
                f"  {one.zh}：{many}户" if chinese else f"  {one.en}: {many}"
            )
        lines += [
            f"  {problem.render(language)}"
            for failure in self.failures
            for problem in failure.problems
        ]
        lines += [f"  {one.render(language)}" for one in self.problems]
        return "\n".join(lines)


def run(
    policy: Policy[Any],
    dataset: Dataset | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    at: Day | None = None,
    coverage: Iterable[str] | None = None,
    fresh_from: dt.date | None = None,
    extra: Mapping[str, type] | None = None,
    keep: Sequence[str] = (),
    engine: str = DEFAULT,
    digest: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> RunReport:
    """
    Decide a policy for every household of a dataset, a partition at a time.

    分区运行。

    For each partition it writes ``outcomes/420922.parquet``, one row a
    household in the order of their numbers, and ``counts/420922.json``.
    Memory holds one partition at a time.  A run that was interrupted goes
    on where it stopped: a partition is decided again only if the policy,
    its numbers, the clocks, the options, this library or its files have
    changed.  A partition that cannot be decided is reported, and the
    others go on.

    Args:
        policy: The policy; its numbers are put in for the rules' day.
        dataset: The dataset, or the folder of one that is cut by county.

        out:
            The folder of the results.  What an earlier run wrote there of
            partitions that are gone is removed.

        at: The clocks, or a plain day.

        coverage:
            The names of the sources that were searched for every
            household, where the dataset has no table that says it.

        fresh_from: The first day of an extract that counts as a search.
        extra: A user's own forms that stand in ``extra``, by table.
        keep: Further columns of the households that the results shall have.
        engine: ``polars`` or ``duckdb``.

        digest:
            Whether files are known again by what is in them; by default by
            size and time of writing, which reads nothing twice.

        processes:
            How many processes decide at once, each with a partition in
            memory.  A script that asks for more than one calls this under
            ``if __name__ == "__main__":``.

        progress:
            Called after each partition with how many are done, how many
            there are, and its name.

    Returns:
        The counts, by partition and in total, and what failed.

    Raises:
        NeedsFactDayError: If the policy needs a day.
        NoStandardInForceError: If a number is not known for that day.
        InvalidValueError: If an option makes no sense.
        UnknownNameError: If a source, a table or an engine is unknown.

    Examples:
        >>> import tempfile
        >>> from pa_registry.frames import write_province
        >>> from pa_registry.policies import household_exit
        >>> from pa_registry.synthetic import province
        >>> made = province(households=300, seed=2016, division="422800")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     data = write_province(made, f"{folder}/data")
        ...     report = run(
        ...         household_exit(), data, f"{folder}/out", at=made.round
        ...     )
        >>> report.households, len(report.partitions), report.is_complete
        (300, 8, True)
    """
    job = _Job(
        policy=policy.bound_at(at) if policy.is_open else policy,
        dataset=dataset
        if isinstance(dataset, Dataset)
        else Dataset.open(dataset),
        out=as_folder(out, "frames.run(out=…)"),
        engine=engine,
        at=at,
        coverage=_searched(coverage),
        fresh_from=fresh_from,
        extra=extra,
        keep=tuple(keep),
        digest=digest,
    )
    job.check()
    names = job.dataset.partitions(engine=engine)
    job.forget_others(names)
    done: list[PartitionCounts] = []
    failed: list[PartitionFailure] = []
    tasks = [(job, name) for name in names]
    for place, found in enumerate(each(_decided, tasks, processes), start=1):
        if isinstance(found, PartitionCounts):
            done.append(found)
        else:
            failed.append(found)
        if progress is not None:
            progress(place, len(names), found.partition)
    return RunReport(
        outcomes=job.outcomes,
        partitions=tuple(sorted(done, key=_name_of)),
        failures=tuple(sorted(failed, key=_name_of)),
        problems=tuple(_iter_strangers(job.dataset, engine)),
    )


def _name_of(one: PartitionCounts | PartitionFailure) -> str:
    return one.partition


def _decided(task: tuple[_Job, str]) -> PartitionCounts | PartitionFailure:
    """Decide a partition, in this process or another."""
    job, name = task
    try:
        return job.decided(name)
    except _PartitionError as wrong:
        return PartitionFailure(partition=name, problems=wrong.problems)


class _PartitionError(Exception):
    """A partition cannot be decided; the others can."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@attrs.frozen(kw_only=True)
class _Job:
    """A run: what is asked, of what, and where it goes."""

    policy: Policy[Any]
    dataset: Dataset
    out: Path
    engine: str
    at: Day | None
    coverage: frozenset[str] | None
    fresh_from: dt.date | None
    extra: Mapping[str, type] | None
    keep: tuple[str, ...]
    digest: bool

    def check(self) -> None:
        """
        Say what is wrong with the program before anything is read.

        Raises:
            InvalidValueError: If options do not go together.
            NeedsFactDayError: If a rule reads a day, and none is given.
            UnboundError: If a rule waits for a value.
            UnknownNameError: If the engine is unknown.
        """
        engine_of(self.engine)
        for step in self.policy.steps:
            need_bound(step.rule)
            fact_of(step.rule, self.at)
        taken = {_NUMBER, self.dataset.by, *DECIDED} & {*self.keep}
        if taken or len(set(self.keep)) < len(self.keep):
            raise InvalidValueError(
                what="a column cannot be kept twice",
                where="frames.run(keep=…)",
                remedy=(
                    f"The number, the {self.dataset.by} and the decision are"
                    " there; name each other column once."
                ),
            )
        if self.coverage is not None and "coverage" in self.dataset.tables:
            raise InvalidValueError(
                what="what was searched is said twice",
                where="frames.run(coverage=…)",
                remedy="The dataset has a table of it; leave one away.",
            )
        _ = self.known  # further forms are looked at now, and not later

    @cached_property
    def known(self) -> Mapping[str, TableSchema]:
        """The tables as they should be."""
        return schema(extra=self.extra)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the policy can come to, the undecided last."""
        listed = (*self.policy.outcomes(), self.policy.undecided)
        return tuple(dict.fromkeys(listed))

    # One partition

    def decided(self, name: str) -> PartitionCounts:
        """Decide a partition, unless that was done."""
        key = self._key(name)
        there = self._read(name, key)
        if there is not None:
            return there
        self._forget(name)
        frame, households = self._computed(name)
        found = Counter(frame[DECIDED[0]].to_list())
        counts = PartitionCounts(
            partition=name,
            households=households,
            by_outcome={one.value: found[one.value] for one in self.outcomes},
        )
        if not counts.adds_up():
            raise _PartitionError((_not_adding_up(name),))
        path = self._path(_OUTCOMES, name)
        with replacing(path) as half:
            frame.write_parquet(half)
        self._write(counts, key, path.stat().st_size)
        return counts

    def _computed(self, name: str) -> tuple[nw.DataFrame[Any], int]:
        """Compute the decisions of a partition."""
        engine = engine_of(self.engine)
        try:
            tables = self.dataset.scan(name, engine=self.engine)
            self._check_columns(tables)
            rows = nw.from_native(tables.households).lazy()
            whole = rows.select(nw.len()).collect().item()
            frame = self._decisions(tables, name, engine.options)
        except TablesRefusedError as refused:
            raise _PartitionError(_within(name, refused.problems)) from refused
        except engine.errors as wrong:
            raise _PartitionError((unreadable(f"[{name}]", wrong),)) from wrong
        problems = tuple(_iter_number_problems(name, frame))
        if problems:
            raise _PartitionError(problems)
        return frame, int(whole)

    def _decisions(
        self, tables: Tables, name: str, options: Mapping[str, Any]
    ) -> nw.DataFrame[Any]:
        arguments = tables.arguments()
        if self.coverage is not None:
            arguments["coverage"] = self.coverage
        decided = decide(
            self.policy,
            **arguments,
            fresh_from=self.fresh_from,
            at=self.at,
            extra=self.extra,
        )
        by = nw.lit(name, dtype=nw.String).alias(self.dataset.by)
        frame = nw.from_native(decided).lazy()
        columns = (by, _NUMBER, *self.keep, *DECIDED)
        found = frame.select(*columns).collect(**options)
        ordered: nw.DataFrame[Any] = found.sort(_NUMBER)
        return ordered

    def _check_columns(self, tables: Tables) -> None:
        """
        Look for the columns that the results shall have.

        Raises:
            TablesRefusedError: If the households lack one.
        """
        opened = open_frame(tables.households, HOUSEHOLDS)
        need_columns(
            {HOUSEHOLDS: (opened, self.known[HOUSEHOLDS])},
            {HOUSEHOLDS: (_NUMBER,)},
            whole=HOUSEHOLDS,
        )
        lacking = [one for one in self.keep if one not in opened.dtypes]
        if lacking:
            raise TablesRefusedError(
                problems=tuple(_not_kept(one) for one in lacking)
            )

    # What was done before

    def _path(self, folder: str, name: str) -> Path:
        kind = "parquet" if folder == _OUTCOMES else "json"
        return self.out / folder / f"{file_name(name)}.{kind}"

    def _key(self, name: str) -> str:
        """Write down all that the decisions of a partition depend on."""
        told = {
            "layout": _LAYOUT,
            "library": library_version(),
            "policy": self.policy.fingerprint,
            "clocks": None if self.at is None else str(AsOf.of(self.at)),
            "coverage": None
            if self.coverage is None
            else sorted(self.coverage),
            "fresh_from": str(self.fresh_from),
            "extra": {
                table: [
                    (one.name, one.dtype.value)
                    for one in known.columns.values()
                ]
                for table, known in self.known.items()
                if table in (self.extra or {})
            },
            "keep": self.keep,
            "by": self.dataset.by,
            "partition": name,
            "files": [
                (table, *self._fact(path))
                for table in sorted(self.dataset.tables)
                for path in self.dataset.files(table, name)
            ],
        }
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _fact(self, path: Path) -> tuple[object, ...]:
        # Not the folder: a dataset that was moved is the same one.
        if not self.digest:
            seen = path.stat()
            return path.name, seen.st_size, seen.st_mtime_ns
        with path.open("rb") as file:
            return path.name, hashlib.file_digest(file, "sha256").hexdigest()

    def _read(self, name: str, key: str) -> PartitionCounts | None:
        """Read the counts of a partition that was decided so before."""
        path = self._path(_OUTCOMES, name)
        told = _read_counts(self._path(_COUNTS, name))
        if told.get("key") != key or not path.is_file():
            return None
        counts = PartitionCounts(
            partition=name,
            households=told["households"],
            by_outcome=told["by_outcome"],
            was_there=True,
        )
        whole = path.stat().st_size == told["size"] and counts.adds_up()
        return counts if whole else None

    def _write(self, counts: PartitionCounts, key: str, size: int) -> None:
        told = {
            "partition": counts.partition,
            "households": counts.households,
            "by_outcome": dict(counts.by_outcome),
            "policy": self.policy.fingerprint,
            "size": size,
            "key": key,
        }
        text = json.dumps(told, ensure_ascii=False, indent=2)
        write_text(self._path(_COUNTS, counts.partition), f"{text}\n")

    def _forget(self, name: str) -> None:
        """Take away what is not so any more, the counts first."""
        for folder in (_COUNTS, _OUTCOMES):
            self._path(folder, name).unlink(missing_ok=True)

    def forget_others(self, names: Sequence[str]) -> None:
        """Take away what a run wrote of partitions that are gone."""
        for path in sorted((self.out / _COUNTS).glob("*.json")):
            name = _read_counts(path).get("partition")
            ours = isinstance(name, str) and path == self._path(_COUNTS, name)
            if ours and name not in names:
                self._forget(str(name))


def _read_counts(path: Path) -> dict[str, Any]:
    """Read a file of counts; what is none says nothing."""
    try:
        told: object = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(told, dict):
        return {}
    found = cast("dict[str, Any]", told)
    needed = {"partition", "households", "by_outcome", "size", "key"}
    return found if needed <= found.keys() else {}


def _searched(coverage: Iterable[str] | None) -> frozenset[str] | None:
    if coverage is None:
        return None
    names = frozenset([coverage] if isinstance(coverage, str) else coverage)
    for name in sorted(names - SOURCES.keys()):
        raise UnknownNameError(kind="source", name=name, known=tuple(SOURCES))
    return names


# What goes wrong ------------------------------------------------------


def _iter_number_problems(
    name: str, frame: nw.DataFrame[Any]
) -> Iterator[Problem]:
    numbers = frame[_NUMBER]
    blank = numbers.null_count()
    if blank:
        yield Problem(
            code="frame.number-blank",
            where=f"{HOUSEHOLDS}[{name}].{_NUMBER}",
            zh=f"有{blank}户没有户编号，无法与其成员对应。",
            en=f"{blank} households have no number, and nothing can be put"
            " beside them.",
            remedy_zh="请补录户编号。",
            remedy_en="Number them.",
        )
    again = len(numbers) - blank - numbers.drop_nulls().n_unique()
    if again:
        twice = numbers.filter(numbers.is_duplicated()).drop_nulls()
        yield Problem(
            code="frame.number-repeated",
            where=f"{HOUSEHOLDS}[{name}].{_NUMBER}",
            zh=f"有{again}户的户编号与别户重复，其成员无法区分。",
            en=f"{again} households have a number that another one has, and"
            " their members cannot be told apart.",
            remedy_zh="请重新编号。",
            remedy_en="Renumber them.",
            shown=masked(str(twice[0])),
        )


def _within(name: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Say of each problem in which partition it is."""
    return tuple(
        one
        if f"[{name}]" in one.where
        else attrs.evolve(one, where=f"[{name}] {one.where}")
        for one in problems
    )


def _not_adding_up(name: str) -> Problem:
    return Problem(
        code="frame.counts-differ",
        where=f"[{name}]",
        zh="各结论户数之和不等于总户数。",
        en="The households by outcome do not add up to all of them.",
        remedy_zh="文件可能在运行中被改动，请再次运行。",
        remedy_en="The files may have changed meanwhile; run again.",
    )


def _not_kept(column: str) -> Problem:
    return Problem(
        code="frame.column-lacking",
        where=f"{HOUSEHOLDS}.{column}",
        zh="户表没有要求保留的列。",
        en="The households have no such column to be kept.",
        remedy_zh="请核对 keep=… 中的列名。",
        remedy_en="Check the names in keep=….",
    )


def _iter_strangers(dataset: Dataset, engine: str) -> Iterator[Problem]:
    """Tell of partitions in which there are rows and no households."""
    try:
        found = dataset.strangers(engine=engine)
    except TablesRefusedError as refused:
        yield from refused.problems
        return
    for table, names in found.items():
        for name in names:
            yield Problem(
                code="frame.partition-without-households",
                where=f"{table}[{name}]",
                zh="该分区有此表的数据，却没有户表，未予采用。",
                en="The partition has rows of this table and no households;"
                " nothing was made of them.",
                remedy_zh="请补齐户表，或核对分区名称。",
                remedy_en="Bring the households, or check the name.",
            )
