"""
From text to rows of cells, as a spreadsheet counts them.

分行分列。
"""

from __future__ import annotations

import csv
import io
import re

from collections.abc import Iterator
from typing import NamedTuple

from pa_registry.errors import FileRefusedError
from pa_registry.exchange.decoding import Decoded
from pa_registry.exchange.faults import Place, fault


__all__ = ["Line", "iter_lines"]

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
    """

    row: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(one.strip() for one in self.cells)

    @property
    def is_remark(self) -> bool:
        """
        Whether the row holds totals, signatures or remarks.

        合计、签字或说明行。
        """
        first = next((one for one in self.cells if one.strip()), "")
        return bool(_REMARK.fullmatch("".join(first[:200].split())))


def iter_lines(decoded: Decoded) -> Iterator[Line]:
    r"""
    Go through the rows of a CSV file, blank ones included.

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
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            place = Place(decoded.file, row)
            refused = fault("file.broken-csv", place)
            raise FileRefusedError(refused) from None
        yield Line(row, tuple(cells))
