from __future__ import annotations

import datetime as dt

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidStandardError
from pa_registry.money import Fen, yuan
from pa_registry.standards.units import UNITS, Value, read_value, unit_of


class TestReadValue:
    @pytest.mark.parametrize(
        ("text", "unit", "value"),
        [
            ("2855", "yuan", yuan(2855)),
            ("0.50", "yuan", Fen(50)),
            ("2855", "yuan-per-person-year", yuan(2855)),
            ("2/100", "share", Fraction(1, 50)),
            ("3/2", "multiple", Fraction(3, 2)),
            ("2", "multiple", Fraction(2)),
            ("7", "days", 7),
            ("2014-01-01", "date", dt.date(2014, 1, 1)),
            ("15 45", "codes", ("15", "45")),
        ],
    )
    def test_reads_exactly(self, text: str, unit: str, value: Value) -> None:
        """Each unit gives a value of its own exact type."""
        found = read_value(text, unit)

        assert found == value
        assert type(found) is type(value)

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("2855.005", "yuan"),
            ("两千", "yuan"),
            ("\uff12\uff18", "days"),
            ("2%", "share"),
            ("0.02", "share"),
            ("2/0", "share"),
            ("-1", "days"),
            ("7.0", "days"),
            ("2014-02-30", "date"),
            ("20140101", "date"),
            ("2014-W01-1", "date"),
            (" ", "codes"),
            ("1" * 5_000, "days"),
            ("1" * 5_000, "share"),
            ("1" * 5_000, "yuan"),
        ],
    )
    def test_refuses_what_it_cannot_hold(self, text: str, unit: str) -> None:
        """Text that is no exact value of the unit is refused."""
        with pytest.raises(InvalidStandardError, match=f"in {unit}"):
            read_value(text, unit)

    @given(st.text(max_size=30), st.sampled_from(sorted(UNITS)))
    def test_never_fails_otherwise(self, text: str, unit: str) -> None:
        """Any text either gives a value or the one typed error."""
        try:
            value = read_value(text, unit)
        except InvalidStandardError:
            return
        assert not isinstance(value, float)

    @given(st.integers(0, 10**9))
    def test_gives_whole_yuan_back(self, amount: int) -> None:
        """An amount in yuan reads as exactly that amount."""
        assert read_value(str(amount), "yuan") == yuan(amount)


class TestUnitOf:
    def test_suggests_a_unit(self) -> None:
        """An unknown unit names the nearest one."""
        with pytest.raises(InvalidStandardError, match="Did you mean yuan"):
            unit_of("yuann")

    @pytest.mark.parametrize("code", sorted(UNITS))
    def test_knows_itself(self, code: str) -> None:
        """A unit is found under its own word."""
        assert unit_of(code).code == code
