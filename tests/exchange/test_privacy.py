from __future__ import annotations

import unicodedata

from typing import TYPE_CHECKING

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import FileRefusedError
from pa_registry.exchange import read_evidence, read_households
from pa_registry.problems import Problem
from tests.exchange.rosters import csv_of, number_of


if TYPE_CHECKING:
    from collections.abc import Callable


FILES: dict[str, list[list[str]]] = {
    "households": [
        ["户编号", "行政区划代码", "村民小组", "联系电话", "家庭纯收入",
         "收入年度", "危房等级", "饮水安全", "首次识别时间", "耕地面积"],
        ["H1", "990101", "一组", "", "3000", "2015", "A级", "是",
         "2014-06-30", "1.2"],
        ["H2", "990101", "二组", "", "9000", "2015", "", "否", "", ""],
    ],
    "members": [
        ["户编号", "人编号", "姓名", "证件号码", "与户主关系", "性别",
         "出生日期", "健康状况", "务工月数", "减少日期"],
        ["H1", "P1", "王某", "", "户主", "男", "", "健康", "3", ""],
        ["H2", "P2", "李某", "", "户主", "女", "", "", "", ""],
    ],
    "relatives": [
        ["户编号", "亲属编号", "姓名", "证件号码", "与户主关系",
         "年支付赡养费", "负有赡养或抚养义务"],
        ["H1", "K1", "王某", "", "之子", "100", "是"],
        ["H2", "无", "", "", "", "", ""],
    ],
    "vehicles": [
        ["户编号", "持有人编号", "车辆类型", "处置日期", "数据提取日期"],
        ["H1", "P1", "轿车", "", "2016-06-30"],
    ],
    "coverage": [
        ["户编号", "比对来源", "人编号", "数据提取日期"],
        ["H1", "机动车登记信息", "", "2016-06-30"],
        ["H2", "机动车登记信息", "P2", ""],
    ],
}  # fmt: skip
Cell = tuple[str, int, int]
CELLS: list[Cell] = [
    (name, row, at)
    for name, rows in FILES.items()
    for row, cells in enumerate(rows)
    for at in range(len(cells))
]
_WIDE = {ord(one): chr(ord(one) + 0xFEE0) for one in "0123456789Xx"}


def grouped(number: str, mark: str) -> str:
    """Write a number in groups of four, as people do."""
    return mark.join(number[at : at + 4] for at in range(0, len(number), 4))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Make an identity number, a phone or an account that is nobody's."""
    digits = st.text("0123456789", min_size=19, max_size=19)
    kind = draw(st.sampled_from(["identity", "phone", "account"]))
    if kind == "identity":
        order = draw(st.integers(1, 999))
        return number_of(
            draw(st.sampled_from(["19800101", "20150230"])), order
        )
    if kind == "phone":
        return "1" + draw(st.sampled_from("3578")) + draw(digits)[:9]
    return "62" + draw(digits)[: draw(st.integers(14, 17))]


#: How a number is written: plainly, in groups, or with something else.
WAYS: tuple[Callable[[str], str], ...] = (
    str,
    lambda one: one.translate(_WIDE),
    lambda one: grouped(one, " "),
    lambda one: grouped(one, "-"),
    lambda one: grouped(one, "\u3000"),
    lambda one: grouped(one.translate(_WIDE), "\uff0d"),
    lambda one: f"王某{one}",
    lambda one: f"{'字' * 17}{one}",
    lambda one: f"{one}\x07",
    lambda one: grouped(one, "\u200b"),
)


def bare(text: str) -> str:
    """Take away everything in which a number can hide."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(one for one in narrow if one.isalnum())


def outputs(files: dict[str, list[list[str]]]) -> list[str]:
    """Read all files and give everything that may be printed or logged."""
    raw = {name: csv_of(*rows) for name, rows in files.items()}
    problems: list[Problem] = []
    printed: list[str] = []
    try:
        reading = read_households(
            raw["households"], raw["members"], raw["relatives"]
        )
        problems += reading.problems
        homes = reading.households
        printed += [repr(reading), repr(reading.registry), repr(homes)]
        for home in homes:
            printed += [repr(home.members), repr(home.relatives)]
        problems += reading.registry.problems()
        evidence = read_evidence(
            {"vehicles": raw["vehicles"]},
            raw["coverage"],
            registry=reading.registry,
        )
        problems += evidence.problems
        printed.append(repr(evidence))
        for home in homes:
            held = evidence.of(home.number)
            printed += [repr(held), repr(held.vehicles), repr(held.coverage)]
    except FileRefusedError as refused:
        printed += [str(refused), repr(refused), repr(refused.args)]
        problems.append(refused.problem)
    for one in problems:
        printed += [str(one), repr(one), one.render("zh"), one.render("en")]
    return printed


def leaks(number: str, write: Callable[[str], str], cell: Cell) -> list[str]:
    """Put a number into one cell, and give the outputs that show it."""
    name, row, at = cell
    files = {key: [list(one) for one in rows] for key, rows in FILES.items()}
    files[name][row][at] = write(number)
    return [one for one in outputs(files) if number in bare(one)]


class TestPrivacy:
    @pytest.mark.parametrize("cell", CELLS)
    @pytest.mark.parametrize(
        "number", [number_of(), "13800001111", "6200000000000000019"]
    )
    def test_no_cell_lets_a_number_out(self, number: str, cell: Cell) -> None:
        """Cell by cell, headers and keys included, none is shown."""
        write = WAYS[CELLS.index(cell) % len(WAYS)]

        assert leaks(number, write, cell) == []
        assert leaks(number, str, cell) == []

    @given(
        number=numbers(),
        write=st.sampled_from(WAYS),
        cell=st.sampled_from(CELLS),
    )
    def test_nor_does_any_cell_whatever_the_number(
        self, number: str, write: Callable[[str], str], cell: Cell
    ) -> None:
        """Wherever a personal number lands, in whatever form."""
        assert leaks(number, write, cell) == []

    @given(number=numbers(), write=st.sampled_from(WAYS))
    def test_neither_does_a_key_that_is_one(
        self, number: str, write: Callable[[str], str]
    ) -> None:
        """A household that goes by such a number is named with a mask."""
        key = write(number)
        files = {
            name: [
                [key if cell in {"H1", "P1", "K1"} else cell for cell in one]
                for one in rows
            ]
            for name, rows in FILES.items()
        }

        assert [one for one in outputs(files) if number in bare(one)] == []

    def test_the_search_would_find_one(self) -> None:
        """A number is found in any of its forms, so that no leak is missed."""
        number = number_of()

        assert all(number in bare(f"x: {write(number)}.") for write in WAYS)
