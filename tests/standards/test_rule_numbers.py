from __future__ import annotations

import datetime as dt

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidTextError
from pa_registry.money import Fen, yuan
from pa_registry.standards.rule_numbers import numbers_in


class TestNumbersIn:
    @pytest.mark.parametrize(
        ("rule", "numbers"),
        [
            ("vehicle.earns_living", ()),
            ("always(True)", ()),
            ('vehicle.kind.equals("car")', ()),
            ("vehicle.price >= yuan(30000)", (yuan(30000),)),
            ('vehicle.price >= yuan("0.50")', (Fen(50),)),
            ("x.acquired >= date(2014, 1, 1)", (dt.date(2014, 1, 1),)),
            ("x.since <= years_ago(2)", (2,)),
            ("at_least(2, a, b) & (x.load <= 600)", (2, 600)),
            ('x < parameter("income-line", "fen")', ()),
        ],
    )
    def test_finds_every_number(
        self, rule: str, numbers: tuple[object, ...]
    ) -> None:
        """Amounts, days and plain numbers are found in order."""
        assert numbers_in(rule) == numbers

    @pytest.mark.parametrize(
        "rule",
        [
            "",
            "x <",
            "import os",
            "x := 1",
            "x < 0.5",
            "x < 1e3",
            "x < 2j",
            "yuan(0.5)",
            "yuan(x)",
            "yuan(1, 2)",
            "date(2014, 13, 1)",
            "date(2014)",
            "x) | (y",
            "(" * 3_000,
            "~" * 3_999 + "x",
            "x\0y",
            "x" * 5_000,
        ],
    )
    def test_refuses_what_is_no_rule(self, rule: str) -> None:
        """Text that is no exact expression gives the one typed error."""
        with pytest.raises(InvalidTextError):
            numbers_in(rule)

    @given(st.text(max_size=40))
    def test_never_fails_otherwise(self, rule: str) -> None:
        """Any text gives numbers or the one typed error."""
        try:
            found = numbers_in(rule)
        except InvalidTextError:
            return
        assert all(not isinstance(one, float) for one in found)

    @pytest.mark.parametrize(
        "rule",
        [
            "date(99999999999999999999, 1, 1)",
            f"yuan(1{'0' * 3000})",
            f"date({'-' * 3000}1)",
            "1if 1else 2",
            r"x.equals('\d')",
        ],
        ids=["far day", "long amount", "deep", "number and word", "escape"],
    )
    def test_refuses_without_warning(self, rule: str) -> None:
        """Neither a warning nor an error of Python's own comes out."""
        with pytest.raises(InvalidTextError):
            numbers_in(rule)
