"""
From text to rows of cells, as a spreadsheet counts them.

分行分列。
"""

from __future__ import annotations

import csv
import io
import re

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pa_registry.errors import FileRefusedError
from pa_registry.exchange.decoding import Decoded
from pa_registry.exchange.faults import Spot, fault


__all__ = ["DAMAGED", "LONGEST_CELL", "Line", "iter_lines"]

#: The fault of a number cell that has lost its last digits.
DAMAGED = "cell.damaged-number"
#: No cell of a file has more characters.
LONGEST_CELL = 131_072
#: What the standard library says of such a cell; it has no class for it.
_TOO_LONG = "field larger than field limit"

_REMARK = re.compile(
    r"(?:合计|总计|小计|共计|填表人?|制表人?|审核人?|负责人|单位负责人"
    r"|填报单位|填报人|填报日期|签字|签章|盖章|备注|说明|注)(?:[：:（(].*)?"
)


class Line(NamedTuple):
    """
    One row of a file.

    数据行。

    Attributes:
        row: Its number as a spreadsheet counts it.
        cells: Its cells as they stand.
        faults: Of a workbook, the kind of problem of a cell, by place.
    """

    row: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = MappingProxyType({})

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(one.strip() for one in self.cells)

    @property
    def words(self) -> tuple[str, ...]:
        """The cells without blanks and line breaks, up to the last filled."""
        words = ["".join(one.split()) for one in self.cells]
        while words and not words[-1]:
            words.pop()
        return tuple(words)

    def is_remark(self, keys: Iterable[int]) -> bool:
        """
        Say whether the row holds totals, signatures or remarks.

        合计、签字或说明行。

        A row whose key is filled is a record, whatever its other cells
        say; the word has to stand in the key, or the key has to be blank.

        Args:
            keys: The places of the cells that every record fills.
        """
        held = self.cells
        filled = [
            held[at] for at in keys if at < len(held) and held[at].strip()
        ]
        if len(filled) > 1:
            return False
        said = filled or [one for one in held if one.strip()]
        return bool(said and _REMARK.fullmatch("".join(said[0][:200].split())))


def iter_lines(decoded: Decoded) -> Iterator[Line]:
    r"""
    Go through the rows of a CSV file, blank ones included.

    The limit of the :mod:`csv` module belongs to the whole program, so it
    is not changed here; where it is too low, the refusal names it.

    Raises:
        FileRefusedError: If a quote is not closed or a cell is too long.

    Examples:
        >>> text = "户编号,姓名\n1,王某\n"
        >>> decoded = Decoded(file="a.csv", text=text, encoding="utf-8")
        >>> [line.cells for line in iter_lines(decoded)]
        [('户编号', '姓名'), ('1', '王某')]
    """
    stream = io.StringIO(decoded.text, newline="")
    reader = csv.reader(stream, strict=True)
    is_lax = csv.field_size_limit() > LONGEST_CELL
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = Spot(decoded.file, row)
            if str(error).startswith(_TOO_LONG):
                raise _too_long(place, csv.field_size_limit()) from None
            refused = fault("file.broken-csv", place)
            raise FileRefusedError(refused) from None
        if is_lax and any(len(one) > LONGEST_CELL for one in cells):
            raise _too_long(Spot(decoded.file, row), LONGEST_CELL)
        yield Line(row, tuple(cells))


def _too_long(place: Spot, most: int) -> FileRefusedError:
    return FileRefusedError(fault("file.long-cell", place, most=most))
