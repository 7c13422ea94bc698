from __future__ import annotations

import math

from collections.abc import Callable
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from pa_registry import Fen, yuan
from pa_registry.errors import (
    InvalidValueError,
    PaRegistryError,
    UnknownNameError,
)
from pa_registry.funds import Method, apportion


DIVISOR_METHODS: tuple[Method, ...] = ("dhondt", "sainte_lague")
METHODS: tuple[Method, ...] = ("largest_remainder", *DIVISOR_METHODS)
STEPS = {"dhondt": (1, 1), "sainte_lague": (2, 1)}

each_method = pytest.mark.parametrize("method", METHODS)
each_divisor = pytest.mark.parametrize("method", DIVISOR_METHODS)

keys = st.text("abcdefgh", min_size=1, max_size=2)
numbers = st.one_of(
    st.integers(0, 6),
    st.integers(0, 10**6),
    st.fractions(min_value=0, max_value=100, max_denominator=12),
)
claims = st.dictionaries(keys, numbers, min_size=1, max_size=9).filter(
    lambda given: any(given.values())
)
totals = st.one_of(
    st.integers(0, 30), st.integers(0, 10**6), st.integers(0, 10**15)
)
few = st.integers(0, 60)


#: What claims could be mistaken for.
SHAPES: list[Any] = [
    None,
    1,
    "ab",
    ["ab"],
    [1],
    [("a",)],
    [("a", 1, 2)],
    [([], 1)],
]

Bounded = tuple[int, dict[str, Any], dict[str, int], dict[str, int]]


@st.composite
def bounded(draw: st.DrawFn) -> Bounded:
    """Draw an amount, claims, and bounds that leave a way to give it."""
    total = draw(few)
    wanted = draw(claims)
    some = st.dictionaries(
        st.sampled_from(sorted(wanted)), st.integers(0, 20), max_size=9
    )
    floors, caps = draw(some), draw(some)
    least = {key: floors.get(key, 0) for key in wanted}
    most = {key: min(caps.get(key, total), total) for key in wanted}
    assume(all(least[key] <= most[key] for key in wanted))
    assume(sum(least.values()) <= total)
    room = sum(most[key] if wanted[key] else least[key] for key in wanted)
    assume(room >= total)
    return total, wanted, floors, caps


def one_by_one(
    total: int,
    wanted: dict[str, Any],
    method: str,
    floors: dict[str, int],
    caps: dict[str, int],
) -> dict[str, int]:
    """Share out by divisors as a textbook does, one after the other."""
    step, first = STEPS[method]
    given_ = {key: floors.get(key, 0) for key in wanted}
    while sum(given_.values()) < total:
        open_ = [
            key
            for key in sorted(wanted)
            if wanted[key] and given_[key] < caps.get(key, total)
        ]
        best = max(
            open_,
            key=lambda one: (
                Fraction(wanted[one]) / (step * given_[one] + first)
            ),
        )
        given_[best] += 1
    return given_


@each_method
class TestEveryMethod:
    @given(total=totals, wanted=claims)
    def test_adds_up(
        self, method: Method, total: int, wanted: dict[str, Any]
    ) -> None:
        """The parts add up to the amount, and none is negative."""
        parts = apportion(total, wanted, method=method)

        assert sum(parts.values()) == total
        assert min(parts.values()) >= 0

    @given(total=totals, wanted=claims, order=st.randoms())
    def test_order_does_not_matter(
        self, method: Method, total: int, wanted: dict[str, Any], order: Any
    ) -> None:
        """Claims in another order give the same parts, in that order."""
        pairs = list(wanted.items())
        order.shuffle(pairs)
        parts = apportion(total, pairs, method=method)

        assert parts == apportion(total, wanted, method=method)
        assert list(parts) == [key for key, _ in pairs]

    @given(total=totals, wanted=claims, more=st.integers(1, 10**6))
    def test_more_claim_never_gets_less(
        self, method: Method, total: int, wanted: dict[str, Any], more: int
    ) -> None:
        """Whoever claims more, all else equal, gets no less."""
        key = min(wanted)
        before = apportion(total, wanted, method=method)
        after = apportion(
            total, {**wanted, key: wanted[key] + more}, method=method
        )

        assert after[key] >= before[key]

    @given(total=totals, wanted=claims)
    def test_the_larger_claim_gets_no_less(
        self, method: Method, total: int, wanted: dict[str, Any]
    ) -> None:
        """Of two, the one that claims more does not get less."""
        parts = apportion(total, wanted, method=method)
        ranked = sorted(wanted, key=lambda key: (wanted[key], parts[key]))

        assert [parts[key] for key in ranked] == sorted(parts.values())

    @given(
        total=totals,
        wanted=claims,
        scale=st.fractions(Fraction(1, 30), 50, max_denominator=30),
    )
    def test_scale_does_not_matter(
        self,
        method: Method,
        total: int,
        wanted: dict[str, Any],
        scale: Fraction,
    ) -> None:
        """Claims in another unit give the same parts."""
        scaled = {key: value * scale for key, value in wanted.items()}

        assert apportion(total, scaled, method=method) == apportion(
            total, wanted, method=method
        )

    @given(total=totals, names=st.sets(keys, min_size=1))
    def test_ties_go_to_smaller_keys(
        self, method: Method, total: int, names: set[str]
    ) -> None:
        """Of equal claims the first keys get what cannot be divided."""
        parts = apportion(total, dict.fromkeys(names, 1), method=method)
        each, rest = divmod(total, len(names))

        assert [parts[key] for key in sorted(names)] == [each + 1] * rest + [
            each
        ] * (len(names) - rest)

    @given(case=bounded())
    def test_bounds_hold(self, method: Method, case: Bounded) -> None:
        """Within bounds the parts add up, and everyone is inside."""
        total, wanted, floors, caps = case
        parts = apportion(
            total, wanted, method=method, floors=floors, caps=caps
        )

        assert sum(parts.values()) == total
        assert all(parts[key] >= floors[key] for key in floors)
        assert all(parts[key] <= caps[key] for key in caps)

    @given(total=totals, wanted=claims)
    def test_bounds_that_do_not_bind(
        self, method: Method, total: int, wanted: dict[str, Any]
    ) -> None:
        """Floors of 0 and caps of everything change nothing."""
        free = apportion(total, wanted, method=method)

        assert free == apportion(
            total,
            wanted,
            method=method,
            floors=dict.fromkeys(wanted, 0),
            caps=dict.fromkeys(wanted, total),
        )

    def test_nothing_to_give(self, method: Method) -> None:
        """An amount of 0 gives 0 to everyone, whatever is claimed."""
        assert apportion(0, {"a": 0, "b": 2}, method=method) == {
            "a": 0,
            "b": 0,
        }
        assert apportion(0, dict[str, int](), method=method) == {}


class TestLargestRemainder:
    @given(total=totals, wanted=claims)
    def test_quota_rule(self, total: int, wanted: dict[str, Any]) -> None:
        """Everyone gets the exact part, rounded down or up."""
        parts = apportion(total, wanted)
        whole = sum(map(Fraction, wanted.values()))

        for key, claim in wanted.items():
            exact = total * claim / whole
            assert math.floor(exact) <= parts[key] <= math.ceil(exact)

    @given(case=bounded())
    def test_bounds_keep_the_ratio(self, case: Bounded) -> None:
        """One level explains every part: the claim times it, in bounds."""
        total, wanted, floors, caps = case
        parts = apportion(total, wanted, floors=floors, caps=caps)
        low, high = Fraction(0), None
        for key, claim in wanted.items():
            if not claim:
                assert parts[key] == floors.get(key, 0)
                continue
            if parts[key] > floors.get(key, 0):
                low = max(low, Fraction(parts[key] - 1) / claim)
            if parts[key] < caps.get(key, total):
                top = Fraction(parts[key] + 1) / claim
                high = top if high is None else min(high, top)

        assert high is None or low <= high

    @given(total=totals, wanted=claims)
    def test_hamilton(self, total: int, wanted: dict[str, Any]) -> None:
        """Hamilton's method is the same by its other name."""
        assert apportion(total, wanted, method="hamilton") == apportion(
            total, wanted
        )


@each_divisor
class TestDivisors:
    @given(total=few, wanted=claims)
    def test_as_in_the_textbook(
        self, method: Method, total: int, wanted: dict[str, Any]
    ) -> None:
        """The quick way gives what giving one by one gives."""
        assert apportion(total, wanted, method=method) == one_by_one(
            total, wanted, method, {}, {}
        )

    @given(case=bounded())
    def test_bounds_as_in_the_textbook(
        self, method: Method, case: Bounded
    ) -> None:
        """Floors are given first, and whoever is at a cap is passed over."""
        total, wanted, floors, caps = case
        parts = apportion(
            total, wanted, method=method, floors=floors, caps=caps
        )

        assert parts == one_by_one(total, wanted, method, floors, caps)

    @given(total=totals, wanted=claims, more=st.integers(1, 50))
    def test_house_monotone(
        self, method: Method, total: int, wanted: dict[str, Any], more: int
    ) -> None:
        """A larger amount takes nothing from anyone."""
        before = apportion(total, wanted, method=method)
        after = apportion(total + more, wanted, method=method)

        assert all(after[key] >= before[key] for key in wanted)


class TestWorkedCases:
    VOTES = MappingProxyType({"A": 53_000, "B": 24_000, "C": 23_000})

    @pytest.mark.parametrize(
        ("method", "parts"),
        [
            ("largest_remainder", [4, 2, 1]),
            ("dhondt", [4, 2, 1]),
            ("sainte_lague", [3, 2, 2]),
        ],
    )
    def test_three_lists_and_seven_seats(
        self, method: Method, parts: list[int]
    ) -> None:
        """Three lists share seven seats as each method says."""
        found = apportion(7, self.VOTES, method=method)

        assert list(found.values()) == parts

    def test_alabama(self) -> None:
        """The largest remainders may take from one as the amount grows."""
        wanted = {"a": 6, "b": 6, "c": 2}

        assert apportion(10, wanted) == {"a": 4, "b": 4, "c": 2}
        assert apportion(11, wanted) == {"a": 5, "b": 5, "c": 1}

    def test_one_fen_for_97_equal_counties(self) -> None:
        """One fen for 97 equal counties goes to the smallest code."""
        wanted = {f"99{n:04d}": 1 for n in range(97, 0, -1)}
        parts = apportion(Fen(1), wanted)

        assert parts["990001"] == 1
        assert sum(parts.values()) == 1

    def test_fen_stay_fen(self) -> None:
        """An amount of money is shared out as money."""
        parts = apportion(yuan(1), {"a": 1, "b": 2})

        assert parts == {"a": yuan("0.33"), "b": yuan("0.67")}
        assert {type(part) for part in parts.values()} == {Fen}

    def test_no_float_can_do_this(self) -> None:
        """Amounts beyond the precision of a float are exact."""
        parts = apportion(10**15 + 1, {"a": 10**17, "b": 10**17 + 1})

        assert parts == {"a": 5 * 10**14, "b": 5 * 10**14 + 1}


def _refusal(call: Callable[[], object]) -> PaRegistryError:
    with pytest.raises(PaRegistryError) as caught:
        call()
    return caught.value


class TestRefusals:
    @pytest.mark.parametrize(
        "claim",
        [0.5, float("nan"), True, "3", None, 1j],
        ids=["float", "nan", "bool", "text", "none", "complex"],
    )
    def test_a_claim_that_is_not_exact(self, claim: Any) -> None:
        """Floats, NaN, bools and text are no claims."""
        with pytest.raises(InvalidValueError, match="no exact number") as e:
            apportion(1, {"a": claim, "b": 1})

        assert e.value.where == "claims"

    @pytest.mark.parametrize("claim", [-1, Fraction(-1, 3)])
    def test_a_negative_claim(self, claim: Any) -> None:
        """A claim below zero is refused, and its key is named."""
        with pytest.raises(InvalidValueError, match="claim of b is below"):
            apportion(1, {"a": 1, "b": claim})

    @pytest.mark.parametrize("total", [True, 1.0, "1", Fraction(1), None])
    def test_an_amount_that_is_not_whole(self, total: Any) -> None:
        """The amount is a whole number."""
        with pytest.raises(InvalidValueError, match="whole number") as caught:
            apportion(total, {"a": 1})

        assert caught.value.where == "total"

    def test_a_negative_amount(self) -> None:
        """The amount is not below zero."""
        with pytest.raises(InvalidValueError, match="below zero"):
            apportion(-1, {"a": 1})

    def test_nobody(self) -> None:
        """An amount needs somebody to receive it."""
        with pytest.raises(InvalidValueError, match="There is no recipient"):
            apportion(1, dict[str, int]())

    @each_method
    def test_nobody_has_a_claim(self, method: Method) -> None:
        """An amount needs one claim above zero."""
        with pytest.raises(InvalidValueError, match="All claims are 0"):
            apportion(1, {"a": 0, "b": 0}, method=method)

    def test_a_county_twice(self) -> None:
        """A recipient who is there twice is refused and not added up."""
        with pytest.raises(InvalidValueError, match="990001 is there twice"):
            apportion(1, [("990001", 1), ("990001", 2)])

    @pytest.mark.parametrize("shape", SHAPES)
    def test_claims_of_another_shape(self, shape: Any) -> None:
        """Claims are a mapping or pairs, and nothing else."""
        with pytest.raises(InvalidValueError, match="mapping, or pairs"):
            apportion(1, shape)

    def test_keys_without_an_order(self) -> None:
        """Ties need keys that can be ordered."""
        with pytest.raises(InvalidValueError, match="no order"):
            apportion(1, {"a": 1, 2: 1})

    def test_claims_without_a_common_denominator(self) -> None:
        """Denominators that would fill the memory are refused at once."""
        wanted = {n: Fraction(1, 10**40 + n) for n in range(5000)}

        with pytest.raises(InvalidValueError, match="denominator"):
            apportion(1, wanted)

    def test_an_unknown_method(self) -> None:
        """A method that does not exist is named, with a near one."""
        unknown: Any = "sainte_league"

        with pytest.raises(UnknownNameError, match="sainte_lague"):
            apportion(1, {"a": 1}, method=unknown)

    def test_a_key_may_be_personal(self) -> None:
        """A key that looks like an identity number is masked in errors."""
        number = "999999199001011234"
        error = _refusal(lambda: apportion(1, {number: -1}))

        assert number not in f"{error} {error!r} {error.args}"


class TestBounds:
    WANTED = MappingProxyType({"a": 1, "b": 1})

    def test_a_floor_above_a_cap(self) -> None:
        """A floor above the cap of the same recipient is refused."""
        with pytest.raises(InvalidValueError, match="floor of a, 4, lies"):
            apportion(9, self.WANTED, floors={"a": 4}, caps={"a": 3})

    def test_a_floor_above_the_amount(self) -> None:
        """A floor above the whole amount is refused."""
        with pytest.raises(InvalidValueError, match="floor of a, 4, lies"):
            apportion(3, self.WANTED, floors={"a": 4})

    def test_bounds_without_end(self) -> None:
        """A number too long to be printed is refused like any other."""
        with pytest.raises(InvalidValueError, match="very large"):
            apportion(9, self.WANTED, floors={"a": 10**5000})

    def test_floors_that_exceed_the_amount(self) -> None:
        """Floors may add up to the amount, and not to one fen more."""
        floors = {"a": 2, "b": 2}

        assert apportion(5, self.WANTED, floors=floors) == {"a": 3, "b": 2}
        assert apportion(4, self.WANTED, floors=floors) == floors
        with pytest.raises(InvalidValueError, match="floors add up"):
            apportion(3, self.WANTED, floors=floors)

    def test_caps_that_leave_no_room(self) -> None:
        """Caps may add up to the amount, and not to one fen less."""
        caps = {"a": 2, "b": 2}

        assert apportion(3, self.WANTED, caps=caps) == {"a": 2, "b": 1}
        assert apportion(4, self.WANTED, caps=caps) == caps
        with pytest.raises(InvalidValueError, match="only 4 of 5"):
            apportion(5, self.WANTED, caps=caps)

    def test_room_that_nobody_claims(self) -> None:
        """Whoever claims nothing makes no room for others' caps."""
        with pytest.raises(InvalidValueError, match="only 2 of 5"):
            apportion(5, {"a": 1, "b": 0}, caps={"a": 2})

    @each_method
    def test_floors_without_claims(self, method: Method) -> None:
        """Floors that use up the amount need no claims."""
        parts = apportion(
            3, {"a": 0, "b": 0}, method=method, floors={"a": 1, "b": 2}
        )

        assert parts == {"a": 1, "b": 2}

    def test_a_bound_for_nobody(self) -> None:
        """A bound of somebody who claims nothing is a slip of the pen."""
        with pytest.raises(UnknownNameError, match="recipient called 'c'"):
            apportion(1, self.WANTED, floors={"c": 1})

    @pytest.mark.parametrize("bound", [-1, 0.5, True, Fraction(1)])
    @pytest.mark.parametrize("name", ["floors", "caps"])
    def test_a_bound_that_is_not_whole(self, name: str, bound: Any) -> None:
        """A bound is a whole number, 0 or more."""
        bounds: Any = {name: {"a": bound}}

        with pytest.raises(InvalidValueError, match="no whole amount") as e:
            apportion(9, self.WANTED, **bounds)

        assert e.value.where == name
