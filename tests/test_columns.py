from __future__ import annotations

import datetime as dt

from enum import StrEnum
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.columns import (
    Column,
    Kind,
    Sensitivity,
    column,
    columns,
    is_form,
)
from pa_registry.errors import InvalidValueError
from pa_registry.money import Fen, yuan


class Tea(StrEnum):
    """A coded list."""

    GREEN = "green"
    BLACK = "black"


@attrs.frozen(kw_only=True)
class Shed:
    """A form with a field of each kind."""

    number: str = column(
        "棚舍编号", sensitivity=Sensitivity.PUBLIC, default=attrs.NOTHING
    )
    rent: Fen | None = column("租金", low=0)
    pigs: int | None = column("生猪存栏", unit="head", low=0, high=500)
    built: dt.date | None = column("建成日期", en="day of building")
    leased: bool | None = column("租用")
    tea: Tea | None = column("茶类")
    teas: frozenset[Tea] | None = column("茶类（多选）")
    notes: bytes | None = column("备注")
    plain: int = 0


KINDS = {
    "number": (Kind.TEXT, str),
    "rent": (Kind.MONEY, Fen),
    "pigs": (Kind.NUMBER, int),
    "built": (Kind.DAY, dt.date),
    "leased": (Kind.FLAG, bool),
    "tea": (Kind.CODE, Tea),
    "teas": (Kind.CODES, Tea),
    "notes": (Kind.OTHER, bytes),
}


class TestColumns:
    """Each field is declared once, and the rest is derived."""

    @pytest.mark.parametrize("key", KINDS)
    def test_kind(self, key: str) -> None:
        """The kind and the type come from the annotation."""
        found = columns(Shed)[key]

        assert (found.kind, found.type) == KINDS[key]
        assert found.key == key

    def test_only_declared(self) -> None:
        """A field without a declaration is no column, and order is kept."""
        assert list(columns(Shed)) == list(KINDS)

    def test_names(self) -> None:
        """The English name is given, or the attribute's in words."""
        found = columns(Shed)

        assert found["built"].en == "day of building"
        assert found["pigs"].en == "pigs"

    def test_money_is_fen(self) -> None:
        """Money is stored in fen, of which a yuan has a hundred."""
        rent = columns(Shed)["rent"]

        assert (rent.unit, rent.scale) == ("fen", 100)

    def test_read_only(self) -> None:
        """Nobody can change the declarations of a form."""
        found: Any = columns(Shed)

        with pytest.raises(TypeError):
            found["pigs"] = Column(zh="羊")

    def test_is_form(self) -> None:
        """A form is an attrs class with declared fields."""
        assert is_form(Shed)
        assert not is_form(Column)
        assert not is_form(int)
        assert not is_form(Shed(number="1"))

    def test_no_attrs_class(self) -> None:
        """What is no attrs class has no columns, and the error says so."""
        with pytest.raises(InvalidValueError, match=r"@attrs\.frozen"):
            columns(int)


class TestRange:
    @pytest.mark.parametrize(
        ("key", "low", "high"),
        [
            ("rent", 0, 10**14),
            ("pigs", 0, 500),
            ("built", 0, 0),
        ],
    )
    def test_range(self, key: str, low: int, high: int) -> None:
        """A numeric field has a range, declared or of its kind."""
        assert columns(Shed)[key].range == (low, high)

    @pytest.mark.parametrize(
        ("pigs", "is_taken"),
        [
            (-1, False),
            (0, True),
            (1, True),
            (499, True),
            (500, True),
            (501, False),
        ],
    )
    def test_pigs(self, pigs: int, is_taken: bool) -> None:  # noqa: FBT001 -- a case
        """One under and one over the range are refused."""
        if is_taken:
            assert Shed(number="1", pigs=pigs).pigs == pigs
            return
        with pytest.raises(InvalidValueError, match=r"0 … 500.*head"):
            Shed(number="1", pigs=pigs)

    @pytest.mark.parametrize("fen", [-1, 10**14 + 1])
    def test_rent(self, fen: int) -> None:
        """Money has a range, too, and the value is not shown."""
        with pytest.raises(InvalidValueError) as caught:
            Shed(number="1", rent=Fen(fen))

        assert str(fen) not in str(caught.value).replace(str(10**14), "")


WRONG: list[tuple[str, Any, str]] = [
    ("rent", 5, "yuan"),
    ("rent", 5.0, "yuan"),
    ("rent", "5", "yuan"),
    ("pigs", 5.0, "whole number"),
    ("pigs", True, "whole number"),
    ("pigs", yuan(5), "whole number"),
    ("pigs", "5", "whole number"),
    ("built", dt.datetime(2016, 1, 1, tzinfo=dt.UTC), "without a time"),
    ("built", "2016-01-01", "without a time"),
    ("leased", 1, "True or False"),
    ("leased", "yes", "True or False"),
    ("tea", "green", "member of Tea"),
    ("teas", {Tea.GREEN}, "frozenset"),
    ("teas", frozenset({5}), "frozenset"),
    ("number", 5, "text"),
    ("notes", "text", "value of bytes"),
]


class TestCheck:
    """The shape of a value is checked; the value is never shown."""

    @pytest.mark.parametrize(
        ("key", "value", "remedy"), WRONG, ids=lambda one: repr(one)[:24]
    )
    def test_refused(self, key: str, value: Any, remedy: str) -> None:
        """A value of another type is refused, with what to give."""
        given_: Any = {"number": "1", key: value}

        with pytest.raises(InvalidValueError, match=remedy) as caught:
            Shed(**given_)

        assert caught.value.where.startswith(f"Shed.{key} (")

    @given(st.text(min_size=20))
    def test_not_shown(self, text: str) -> None:
        """No message and no argument of an error holds the value."""
        wrong: Any = text
        with pytest.raises(InvalidValueError) as caught:
            Shed(number="1", pigs=wrong)

        shown = f"{caught.value} {caught.value!r} {caught.value.args}"
        assert text not in shown

    @pytest.mark.parametrize("key", [key for key in KINDS if key != "number"])
    def test_blank(self, key: str) -> None:
        """Every other field may be left blank, which is not recorded."""
        assert getattr(Shed(number="1"), key) is None

    def test_evolve(self) -> None:
        """A copy is checked, too."""
        wrong: Any = "three"

        with pytest.raises(InvalidValueError):
            attrs.evolve(Shed(number="1"), pigs=wrong)

    def test_repr(self) -> None:
        """Only public fields stand in the repr."""
        shown = repr(Shed(number="1", pigs=3))

        assert shown == "Shed(number='1', plain=0)"


class TestQuestion:
    """A blank field has a question in both languages."""

    @pytest.mark.parametrize("key", KINDS)
    def test_asked(self, key: str) -> None:
        """The question names the field."""
        found = columns(Shed)[key]

        assert found.zh in found.question("zh")
        assert found.en in found.question()

    def test_given(self) -> None:
        """A question of the declaration comes first."""
        found = Column(zh="茶", ask_zh="有没有茶", ask_en="is there tea?")

        assert found.question("zh") == "有没有茶"
        assert found.question("en") == "is there tea?"
