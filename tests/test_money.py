from __future__ import annotations

import decimal
import operator

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from pa_registry.errors import InvalidValueError, UnlikeBasesError
from pa_registry.money import Fen, Rate, RateUnit, yuan


AMOUNTS = st.integers(-(2**63), 2**63 - 1).map(Fen)


class TestYuan:
    """Yuan become fen exactly, or not at all."""

    @pytest.mark.parametrize(
        ("amount", "fen"),
        [
            (0, 0),
            (2952, 295_200),
            (-1, -100),
            ("2952", 295_200),
            ("2952.5", 295_250),
            ("2952.50", 295_250),
            ("2952.05", 295_205),
            ("-0.01", -1),
            ("-0.00", 0),
            ("9999999999999.99", 999_999_999_999_999),
            (Decimal(2952), 295_200),
            (Decimal("2952.50"), 295_250),
            (Decimal("2952.500"), 295_250),
            (Decimal("1E+3"), 100_000),
            (Decimal("-0"), 0),
            (Decimal("0.10"), 10),
        ],
        ids=repr,
    )
    def test_exact(self, amount: int | str | Decimal, fen: int) -> None:
        """What is an exact amount of fen is taken."""
        assert yuan(amount) == fen
        assert type(yuan(amount)) is Fen

    @pytest.mark.parametrize(
        "amount",
        [
            *("", " ", " 5", "5 ", "5\n", "三千", "3000元", "0x10", "1_000"),
            *("3000.50.1", "3000.005", "5.", ".5", "+5", "--5", "1e3"),
            *("٣٠٠٠", "\uff11\uff12.5", "²", "TRUE", "#N/A", "NaN", "inf"),
            *("9" * 18, "9" * 5000, "1,000"),
            *(2.5, 0.1, float("nan"), float("inf"), True, False, None),
            *(b"5", ["5"], Fraction(1, 3)),
            *map(Decimal, ("NaN", "sNaN", "Infinity", "0.005", "1E+40")),
            *map(Decimal, ("1E-40", "1." + "0" * 40)),
        ],
        ids=lambda amount: repr(amount)[:20],
    )
    def test_refused(self, amount: Any) -> None:
        """Whatever else there is, is refused, and its value not shown."""
        with pytest.raises(InvalidValueError, match=r"yuan\(2952\)") as caught:
            yuan(amount)

        assert "3000" not in str(caught.value)

    @given(AMOUNTS)
    def test_round_trip(self, amount: Fen) -> None:
        """The text of an amount reads as the amount."""
        assert yuan(str(amount)) == amount
        assert yuan(Decimal(str(amount))) == amount

    @given(AMOUNTS)
    def test_host_context(self, amount: Fen) -> None:
        """The host's decimal context changes nothing, and is left alone."""
        text = str(amount)
        with decimal.localcontext(prec=3, rounding=decimal.ROUND_DOWN) as c:
            found = str(amount), yuan(Decimal(2952)), yuan(Decimal("0.10"))
            assert c.prec == 3

        assert found == (text, Fen(295_200), Fen(10))


class TestFen:
    """An amount is an int, and stays an amount."""

    @given(AMOUNTS, AMOUNTS, st.integers(-1000, 1000))
    def test_arithmetic(self, a: Fen, b: Fen, n: int) -> None:
        """Sums, differences and multiples are amounts, as of ints."""
        found: list[tuple[object, int]] = [
            (a + b, int(a) + int(b)),
            (a - b, int(a) - int(b)),
            (a * n, int(a) * n),
            (n * a, int(a) * n),
            (-a, -int(a)),
            (sum([a, b]), int(a) + int(b)),
        ]

        assert all(type(got) is Fen for got, _ in found)
        assert all(got == expected for got, expected in found)

    @given(AMOUNTS)
    def test_shown(self, a: Fen) -> None:
        """It shows itself in yuan, and its repr makes it again."""
        assert eval(repr(a), {"yuan": yuan}) == a  # noqa: S307 -- own repr
        assert f"{a}" == str(a)
        assert f"{a:d}" == str(int(a))

    @pytest.mark.parametrize(
        ("fen", "shown", "written"),
        [
            (0, "0.00", "yuan('0')"),
            (1, "0.01", "yuan('0.01')"),
            (-1, "-0.01", "yuan('-0.01')"),
            (-150, "-1.50", "yuan('-1.50')"),
            (295_200, "2952.00", "yuan('2952')"),
        ],
    )
    def test_examples(self, fen: int, shown: str, written: str) -> None:
        """Signs and cents stand where they belong."""
        assert (str(Fen(fen)), repr(Fen(fen))) == (shown, written)

    @pytest.mark.parametrize("value", [1.5, True, "1", None, Decimal(1)])
    def test_refused(self, value: Any) -> None:
        """Only whole numbers are fen."""
        with pytest.raises(InvalidValueError, match="whole numbers"):
            Fen(value)

    @pytest.mark.parametrize("other", ["1", None, b"1"], ids=repr)
    def test_no_mixture(self, other: Any) -> None:
        """An amount and something else are not put together."""
        builds: list[Callable[[], object]] = [
            lambda: yuan(1) + other,
            lambda: yuan(1) - other,
            lambda: other + yuan(1),
            lambda: other - yuan(1),
        ]
        for build in builds:
            with pytest.raises(TypeError):
                build()

    def test_no_float(self) -> None:
        """Floats do not touch money."""
        share: Any = 0.1
        builds: list[Callable[[], object]] = [
            lambda: yuan(1) + share,
            lambda: yuan(1) - share,
            lambda: yuan(1) * share,
        ]
        for build in builds:
            with pytest.raises(InvalidValueError, match="Fraction"):
                build()

    def test_share(self) -> None:
        """A share of an amount is an exact fraction of fen."""
        assert yuan(1) * Fraction(1, 3) == Fraction(100, 3)

    def test_reflected(self) -> None:
        """A number less an amount is an amount."""
        assert type(100 - yuan(1)) is Fen
        assert 100 - yuan(1) == 0

    @pytest.mark.parametrize(
        "other", ["a", b"b", [1], (1,), yuan(3)], ids=ascii
    )
    def test_times_what_is_no_number(self, other: Any) -> None:
        """Money repeats no text, and money times money is none."""
        with pytest.raises(InvalidValueError, match="is no money"):
            _ = yuan(5) * other
        with pytest.raises(InvalidValueError, match="is no money"):
            _ = other * yuan(5)

    def test_decimal(self) -> None:
        """A decimal may be meant in yuan, so that it is not added."""
        half: Any = Decimal("0.5")

        with pytest.raises(InvalidValueError, match="Decimal is no amount"):
            _ = yuan(5) + half

    @pytest.mark.parametrize(
        "amount", [10**17, -(10**17), 10**5000], ids=range(3)
    )
    def test_too_large(self, amount: int) -> None:
        """An amount longer than text may write is refused."""
        with pytest.raises(InvalidValueError, match="17 digits"):
            yuan(amount)
        assert yuan(10**17 - 1) == yuan("9" * 17)

    def test_too_large_to_print(self) -> None:
        """A product that could not be printed is refused."""
        assert str(Fen(2**128 - 1)).endswith(".55")
        with pytest.raises(InvalidValueError, match="128 bits"):
            Fen(2**128)


def rate(numerator: int, base: int, **more: Any) -> Rate:
    given_: Any = {"unit": RateUnit.PERSONS, "of": "the register"} | more
    return Rate(numerator=numerator, base=base, **given_)


class TestRate:
    """A share knows what it is a share of."""

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    def test_value(self, numerator: int, rest: int) -> None:
        """The value is exact."""
        base = numerator + rest + 1

        assert rate(numerator, base).value == Fraction(numerator, base)

    def test_empty_base(self) -> None:
        """Over an empty base there is no share."""
        empty = rate(0, 0)

        assert empty.value is None
        assert str(empty) == "– (0 of 0 persons the register)"
        assert empty.render("zh") == "–（0人中0人，基数为the register）"

    @given(st.integers(0, 99), st.integers(0, 99), st.integers(198, 999))
    def test_same_base(self, a: int, b: int, base: int) -> None:
        """Over one base, shares are added and compared."""
        one, other = rate(a, base), rate(b, base)

        assert one + other == rate(a + b, base)
        assert (one < other, one <= other) == (a < b, a <= b)

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            (rate(1, 200), "base"),
            (rate(1, 100, unit=RateUnit.HOUSEHOLDS), "unit"),
            (rate(1, 100, of="the villages"), "definition"),
        ],
        ids=["base", "unit", "of"],
    )
    def test_unlike(self, other: Rate, why: str) -> None:
        """Over different bases they are not, and the error says why."""
        one = rate(1, 100)
        for build in (
            lambda: one + other,
            lambda: one < other,
            lambda: one <= other,
        ):
            with pytest.raises(UnlikeBasesError, match=f"the {why}"):
                build()

    def test_unknown_unit(self) -> None:
        """Two figures that do not say what they count are not added."""
        one = rate(922, 10_000, unit=RateUnit.UNKNOWN)

        with pytest.raises(UnlikeBasesError, match="unit is unknown"):
            _ = one + one
        assert "of unknown unit" in str(one)
        assert "单位不详" in one.render("zh")

    @pytest.mark.parametrize("base", [0, 4])
    def test_part_above_whole(self, base: int) -> None:
        """A part cannot be larger than its whole, nor can two become so."""
        assert rate(base, base).numerator == base
        with pytest.raises(InvalidValueError, match="larger than its whole"):
            rate(base + 1, base)
        with pytest.raises(InvalidValueError, match="larger than its whole"):
            _ = rate(3, 4) + rate(2, 4)

    def test_with_no_rate(self) -> None:
        """With something else it is neither added nor compared."""
        one: Any = rate(1, 4)
        other: Any = None

        for combine in (operator.add, operator.lt, operator.le):
            with pytest.raises(TypeError, match="support"):
                combine(one, other)

    @pytest.mark.parametrize("wrong", [-1, 1.5, True, "1", None])
    def test_refused(self, wrong: Any) -> None:
        """A rate counts whole things, none below zero."""
        both: list[Any] = [
            {"numerator": wrong, "base": 1},
            {"numerator": 1, "base": wrong},
        ]
        for given_ in both:
            with pytest.raises(InvalidValueError, match=r"rate\.(num|base)"):
                Rate(**given_)

    @pytest.mark.parametrize(
        ("numerator", "base", "percent"),
        [
            (3, 200, "1.5%"),
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (1, 2000, "0.1%"),
            (1, 2001, "0.0%"),
            (4, 4, "100.0%"),
        ],
    )
    def test_percent(self, numerator: int, base: int, percent: str) -> None:
        """It shows itself to a tenth of a percent, halves upwards."""
        assert str(rate(numerator, base)).startswith(percent)

    def test_render(self) -> None:
        """It says itself in Chinese and in English."""
        one = Rate(numerator=3, base=200, unit=RateUnit.HOUSEHOLDS)

        assert one.render("zh") == "1.5%（200户中3户）"
        assert one.render() == str(one) == "1.5% (3 of 200 households)"


@given(st.text(alphabet="0123456789.-+eE ,", max_size=40))
@example("1.0")
def test_any_text(text: str) -> None:
    """Any text is an exact amount or a typed error."""
    try:
        amount = yuan(text)
    except InvalidValueError:
        return
    assert Decimal(text) * 100 == int(amount)
