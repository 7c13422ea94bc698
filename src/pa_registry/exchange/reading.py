"""
What a reader gives back: the register, the problems, the counts.

导入结果。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

import attrs

from pa_registry.audit.extracts import Extract
from pa_registry.errors import InvalidValueError
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.problems import Problem


__all__ = ["EvidenceReading", "ExtractReading", "FileReport", "Reading"]


@attrs.frozen(kw_only=True)
class FileReport:
    """
    What became of the rows of one file.

    文件读取情况。

    Attributes:
        file: The name of the file.
        encoding: The encoding in which it was read.
        loaded: Rows that were taken.
        refused: Rows that were not taken, each with a problem.
        set_aside: Titles, totals and repetitions, each with a problem.

    Examples:
        >>> report = FileReport(file="a.csv", loaded=7, refused=1)
        >>> report.rows
        8
    """

    file: str
    encoding: str = ""
    loaded: int = 0
    refused: int = 0
    set_aside: int = 0

    @property
    def rows(self) -> int:
        """All rows that are neither blank nor the header."""
        return self.loaded + self.refused + self.set_aside

    def with_counts(
        self, *, loaded: int = 0, refused: int = 0, set_aside: int = 0
    ) -> Self:
        """Add to the counts."""
        return attrs.evolve(
            self,
            loaded=self.loaded + loaded,
            refused=self.refused + refused,
            set_aside=self.set_aside + set_aside,
        )


def _counted(problems: tuple[Problem, ...]) -> Mapping[str, int]:
    return MappingProxyType(dict(Counter(one.code for one in problems)))


@attrs.frozen(kw_only=True)
class Reading:
    """
    A roster that was read.

    名册导入结果。

    Attributes:
        registry: The households with their members, faulty ones included.
        problems: Everything that was wrong, file by file.
        files: What became of the rows of each file.
    """

    registry: Registry
    problems: tuple[Problem, ...] = attrs.field(repr=False)
    files: tuple[FileReport, ...]

    @property
    def households(self) -> tuple[Household, ...]:
        """The households, in the order of the file."""
        return self.registry.households

    @property
    def counts(self) -> Mapping[str, int]:
        """How many problems there are of each kind."""
        return _counted(self.problems)


@attrs.frozen(kw_only=True)
class EvidenceReading:
    """
    Evidence that was read.

    证据导入结果。

    Attributes:
        by_household: The evidence by the number of its household.
        problems: Everything that was wrong, file by file.
        files: What became of the rows of each file.
    """

    by_household: Mapping[str, Evidence] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = attrs.field(repr=False)
    files: tuple[FileReport, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many problems there are of each kind."""
        return _counted(self.problems)

    def of(self, household: str) -> Evidence:
        """
        Give the evidence about a household by its number.

        Where nothing was read about it, nothing was checked.
        """
        return self.by_household.get(household, Evidence.none())


@attrs.frozen(kw_only=True)
class ExtractReading:
    """
    An extract that was read.

    部门比对数据导入结果。

    Attributes:
        extract: The lines, faulty ones included, in the order of the file.
        rows: The row of the file of each line.
        problems: Everything that was wrong.
        files: What became of the rows of the file.
    """

    extract: Extract = attrs.field(repr=False)
    rows: tuple[int, ...] = attrs.field(repr=False)
    problems: tuple[Problem, ...] = attrs.field(repr=False)
    files: tuple[FileReport, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many problems there are of each kind."""
        return _counted(self.problems)

    def where(self, line: int) -> str:
        """
        Name the file and the row of a line, as a match gives it.

        Args:
            line: The line of the extract, from 1.

        Raises:
            InvalidValueError: If the extract has no such line.
        """
        if not 1 <= line <= len(self.rows):
            raise InvalidValueError(
                what=f"the extract has {len(self.rows)} lines.",
                where="ExtractReading.where(line)",
                remedy="Give the line of a hit, which counts from 1.",
            )
        return f"{self.files[0].file}:{self.rows[line - 1]}"
