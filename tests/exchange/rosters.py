"""Small rosters of the tests, written as CSV."""

from __future__ import annotations

import csv
import io

from typing import TYPE_CHECKING

from pa_registry.model import Divisions, check_character


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


HOUSEHOLDS = ("户编号", "收入年度", "家庭纯收入", "行政区划代码")
MEMBERS = ("户编号", "人编号", "姓名", "证件号码", "与户主关系")

#: A table of divisions that knows the places of no place.
NOWHERE = Divisions.builtin().with_rows(
    [
        {"code": "990000", "name": "无此省"},
        {"code": "990100", "name": "无此市"},
        {"code": "990101", "name": "无此县"},
    ]
)


def text_of(header: Sequence[str], *rows: Iterable[str]) -> str:
    """Write a CSV file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def csv_of(
    header: Sequence[str], *rows: Iterable[str], encoding: str = "utf-8"
) -> bytes:
    """Write a CSV file in an encoding."""
    return text_of(header, *rows).encode(encoding)


def number_of(birth: str = "19800101", order: int = 11) -> str:
    """Make an identity number of no place."""
    body = f"990101{birth}{order:03d}"
    return body + check_character(body)


def one_cell(header: str, text: str) -> bytes:
    """Write one household with one cell."""
    return csv_of(("户编号", header), ("H1", text))
