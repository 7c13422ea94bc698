"""
The tables of a register as Parquet files, cut into partitions.

分区数据集。

A household and all that belongs to it stand in one partition, such as a
county, so that a nation is worked through without being joined as a whole.
"""

from __future__ import annotations

import os
import re

from collections.abc import Iterator, Mapping
from glob import escape, glob
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import narwhals as nw

from pa_registry.errors import (
    InvalidValueError,
    TablesRefusedError,
    UnknownNameError,
)
from pa_registry.frames._engines import DEFAULT, Engine, engine_of
from pa_registry.frames._files import NO_PARTITION, as_folder
from pa_registry.frames.schemas import COVERAGE, HOUSEHOLDS, schema
from pa_registry.frames.tables import Tables
from pa_registry.masking import masked
from pa_registry.model.evidence import SOURCES
from pa_registry.problems import Problem


__all__ = ["Dataset", "unreadable"]

_PLACES = ("villages", "counties")
#: What means something in a set of `re`, and nothing in one of `glob`.
_SPECIAL = re.compile(r"[\\\[\^&~|]")
#: So many characters of what an engine says are passed on.
_SAID = 200
#: The parts of a pattern, as `glob` reads them.
_PIECES = re.compile(r"\*\*/?|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


def _read_tables(
    given: Mapping[str, str | os.PathLike[str]],
) -> Mapping[str, str]:
    """Take the patterns, and refuse tables that nobody knows."""
    known = [name for name in schema() if name not in _PLACES]
    for name in given:
        if name not in known:
            raise UnknownNameError(
                kind="table", name=str(name), known=tuple(known)
            )
    if HOUSEHOLDS not in given:
        raise InvalidValueError(
            what="there are no households",
            where="frames.Dataset(tables=…)",
            remedy="Give the pattern of their files as “households”.",
        )
    found = {
        name: os.fsdecode(pattern)
        for name, pattern in given.items()
        if isinstance(pattern, (str, os.PathLike))
    }
    for name in given:
        if name not in found:
            raise InvalidValueError(
                what=f"the files of {name} are given by no path",
                where="frames.Dataset(tables=…)",
                remedy='Give text, such as "members/{county}.parquet".',
            )
    return MappingProxyType(found)


@attrs.frozen(kw_only=True)
class Dataset:
    """
    A register in Parquet files, partition by partition.

    分区数据集。

    Files are found when they are asked for, and nothing is read before.

    Attributes:
        tables:
            The pattern of the files by table.  ``{county}`` stands for the
            name of the partition, and ``*`` for anything:
            ``"data/members/county={county}/*.parquet"``.  In a table whose
            pattern has no such place, the partition is a column of that
            name.

        by: What the partitions are, such as ``county``.

    Examples:
        >>> dataset = Dataset(
        ...     tables={
        ...         "households": "data/{county}/households.parquet",
        ...         "members": "data/{county}/members.parquet",
        ...     }
        ... )
        >>> dataset.by, dataset.partitions()
        ('county', ())
    """

    tables: Mapping[str, str] = attrs.field(converter=_read_tables, hash=False)
    by: str = "county"

    def __reduce__(self) -> tuple[object, ...]:
        return _dataset_of, (dict(self.tables), self.by)

    @classmethod
    def open(
        cls, folder: str | os.PathLike[str], *, by: str = "county"
    ) -> Dataset:
        """
        Open a folder that has one folder a table, cut in Hive's manner.

        打开分区数据集。

        Args:
            folder:
                The folder: ``members/county=420922/…parquet`` and so on.

            by: What the partitions are.

        Raises:
            InvalidValueError: If there are no households in it.
        """
        root = as_folder(folder, "frames.Dataset.open(folder)")
        start, place = escape(root.as_posix()), f"{by}={{{by}}}"
        found = {
            name: f"{start}/{name}/{place}/*.parquet"
            for name in schema()
            if name not in _PLACES and (root / name).is_dir()
        }
        if HOUSEHOLDS not in found:
            raise InvalidValueError(
                what=f"{root} holds no folder of households",
                where="frames.Dataset.open(folder)",
                remedy=(
                    "Give the folder of write_province, or name the files"
                    " of each table with Dataset(tables=…)."
                ),
            )
        return cls(tables=found, by=by)

    # What there is

    def partitions(self, *, engine: str = DEFAULT) -> tuple[str, ...]:
        """
        Name the partitions that households stand in, in order.

        Rows whose partition is blank stand in one that Hive and Spark call
        ``__HIVE_DEFAULT_PARTITION__``.

        Args:
            engine: What reads the column of the partitions, if it is one.
        """
        return self._names(HOUSEHOLDS, engine_of(engine))

    def strangers(
        self, *, engine: str = DEFAULT
    ) -> Mapping[str, tuple[str, ...]]:
        """
        Name the partitions of other tables that no household stands in.

        Args:
            engine: What reads the column of the partitions, if it is one.

        Returns:
            The names of such partitions by table, where there are any.
        """
        reader = engine_of(engine)
        known = frozenset(self._names(HOUSEHOLDS, reader))
        found: dict[str, tuple[str, ...]] = {}
        for table in self.tables:
            names = self._names(table, reader)
            beyond = tuple(one for one in names if one not in known)
            if beyond:
                found[table] = beyond
        return MappingProxyType(found)

    def files(self, table: str, partition: str | None = None) -> list[Path]:
        """
        Find the files of a table, of one partition or of all.

        Raises:
            UnknownNameError: If the dataset has no such table.
        """
        if table not in self.tables:
            raise UnknownNameError(
                kind="table", name=table, known=tuple(self.tables)
            )
        name = "*" if partition is None else escape(partition)
        pattern = self.tables[table].replace(self._place, name)
        found = glob(pattern, recursive=True)  # noqa: PTH207  may be absolute
        return sorted(map(Path, found))

    def scan(
        self, partition: str | None = None, *, engine: str = DEFAULT
    ) -> Tables:
        """
        Give the tables of one partition, or of all, as lazy frames.

        读取分区（延迟计算）。

        Args:
            partition: The name of the partition; by default all of them.
            engine: ``polars`` or ``duckdb``.

        Raises:
            TablesRefusedError: If a table has no file for the partition:
                no rows are one thing, and no file is another.

            UnknownNameError: If *engine* is unknown.

        Examples:
            >>> import tempfile
            >>> from pa_registry.frames import write_province
            >>> from pa_registry.synthetic import province
            >>> made = province(households=200, seed=1, division="422800")
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     dataset = write_province(made, folder)
            ...     homes = dataset.scan("422801").households
            ...     homes.select("number").collect().height
            25
        """
        reader = engine_of(engine)
        files = {name: self.files(name, partition) for name in self.tables}
        problems = [
            self._without(name, partition)
            for name, found in files.items()
            if not found
        ]
        if problems:
            raise TablesRefusedError(problems=tuple(problems))
        made = {
            name: self._within(name, reader.scan(found), partition)
            for name, found in files.items()
        }
        return Tables(
            households=made[HOUSEHOLDS],
            members=made.get("members"),
            relatives=made.get("relatives"),
            measures=made.get("measures"),
            sources={name: made[name] for name in SOURCES if name in made},
            coverage=made.get(COVERAGE),
        )

    # Where the partition is a part of the path

    @property
    def _place(self) -> str:
        return f"{{{self.by}}}"

    def _is_by_path(self, table: str) -> bool:
        return self._place in self.tables[table]

    def _names(self, table: str, engine: Engine) -> tuple[str, ...]:
        if self._is_by_path(table):
            return tuple(sorted(set(self._iter_names_of_paths(table))))
        return tuple(sorted(set(self._iter_names_of_rows(table, engine))))

    def _iter_names_of_paths(self, table: str) -> Iterator[str]:
        read = _reader_of(self.tables[table], self._place)
        for path in self.files(table):
            found = read.fullmatch(path.as_posix())
            if found is not None:
                yield found["partition"]

    def _iter_names_of_rows(self, table: str, engine: Engine) -> Iterator[str]:
        files = self.files(table)
        if not files:
            return
        try:
            frame = nw.from_native(engine.scan(files)).lazy()
            self._need_column(table, frame)
            rows = frame.select(self.by).unique().collect()
        except engine.errors as wrong:
            raise TablesRefusedError(
                problems=(unreadable(table, wrong),)
            ) from wrong
        for value in rows[self.by].to_list():
            yield NO_PARTITION if value is None else str(value)

    def _within(self, table: str, frame: Any, partition: str | None) -> Any:
        """Keep the rows of a partition, where the path does not."""
        if partition is None or self._is_by_path(table):
            return frame
        rows = nw.from_native(frame).lazy()
        self._need_column(table, rows)
        column = nw.col(self.by)
        if partition == NO_PARTITION:
            return nw.to_native(rows.filter(column.is_null()))
        dtype = rows.collect_schema()[self.by]
        # A value of the column's own type lets a reader skip what it can.
        value = int(partition) if dtype.is_integer() else partition
        return nw.to_native(rows.filter(column == value))

    def _need_column(self, table: str, frame: nw.LazyFrame[Any]) -> None:
        dtype = frame.collect_schema().get(self.by)
        if dtype is None or not (dtype.is_integer() or dtype == nw.String):
            raise TablesRefusedError(
                problems=(
                    Problem(
                        code="frame.partition-column",
                        where=f"{table}.{self.by}",
                        zh="数据表没有可用于分区的列（文本或整数）。",
                        en="The table has no such column of text or whole"
                        " numbers to be cut by.",
                        remedy_zh=f"请补充该列，或在文件路径中用"
                        f" {self._place} 标明分区。",
                        remedy_en=f"Add it, or write {self._place} into the"
                        " path of its files.",
                    ),
                )
            )

    def _without(self, table: str, partition: str | None) -> Problem:
        return Problem(
            code="frame.partition-without-table",
            where=table if partition is None else f"{table}[{partition}]",
            zh="该分区没有此表的文件，无法区分“没有记录”与“没有数据”。",
            en="There is no file of this table, and no rows are one thing,"
            " no data another.",
            remedy_zh="请补齐文件；确无记录的，提供没有行的文件。",
            remedy_en="Bring it; where nothing is recorded, write a file"
            " without rows.",
        )


def unreadable(where: str, wrong: BaseException) -> Problem:
    """Say of files that an engine could not read them, and what it said."""
    said = " ".join(str(wrong).split())[:_SAID]
    return Problem(
        code="frame.files-unreadable",
        where=where,
        zh="文件无法读取或计算。",
        en="The files cannot be read, or not computed.",
        remedy_zh="请核对或重新生成文件，然后再次运行。",
        remedy_en="Check them or write them again, and run again.",
        shown=f"{type(wrong).__name__}: {masked(said)}",
    )


def _dataset_of(tables: dict[str, str], by: str) -> Dataset:
    return Dataset(tables=tables, by=by)


def _reader_of(pattern: str, place: str) -> re.Pattern[str]:
    """Make what reads the name of the partition out of a path."""
    before, *rest = Path(pattern).as_posix().split(place)
    parts = [_translated(before), "(?P<partition>[^/]*)"]
    parts.append("(?P=partition)".join(map(_translated, rest)))
    return re.compile("".join(parts), re.DOTALL)


def _translated(pattern: str) -> str:
    """Translate what `glob` reads into what `re` reads."""
    found: list[str] = []
    for piece in _PIECES.findall(pattern):
        if piece.startswith("**"):
            found.append(".*")
        elif piece in _WILD:
            found.append(_WILD[piece])
        elif len(piece) > 1:
            inner = _SPECIAL.sub(r"\\\g<0>", piece[1:-1].removeprefix("!"))
            shut = "^" if piece[1] == "!" else ""
            found.append(f"[{shut}{inner}]")
        else:
            found.append(re.escape(piece))
    return "".join(found)


_WILD = MappingProxyType({"*": "[^/]*", "?": "[^/]"})
