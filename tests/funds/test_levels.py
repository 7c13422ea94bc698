from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry import Fen, yuan
from pa_registry.errors import InvalidValueError
from pa_registry.funds import (
    COUNTS,
    Figure,
    Level,
    Recipient,
    allocate_levels,
)
from tests.funds.cases import deductions, formula, unit


SLOW = settings(suppress_health_check=[HealthCheck.too_slow])


def place(
    key: str, under: str | None, persons: int = 10, **more: Any
) -> Recipient:
    return unit(
        key,
        persons,
        under=under,
        poor_villages=1,
        county_class="national",
        **more,
    )


def level(*units: Recipient, cut: bool = False) -> Level:
    chosen = formula(deductions() if cut else None)
    return Level(formula=chosen, units=units)


persons = st.lists(
    st.lists(st.integers(1, 99), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


#: The persons of each village, by county, prefecture and province.
nations = st.lists(
    st.lists(
        st.lists(
            st.lists(st.integers(1, 99), min_size=1, max_size=3),
            min_size=1,
            max_size=2,
        ),
        min_size=1,
        max_size=2,
    ),
    min_size=1,
    max_size=3,
)
#: How many characters the key of each level has.
LEVELS = range(1, 5)


def nation(tree: Any, *, cut: bool = False) -> list[Level]:
    """Make four levels, each but the last the sum of the next."""
    units = [
        attrs.evolve(
            place(f"{a}{b}{c}{d}", f"{a}{b}{c}", persons),
            last_year=Fen(persons),
        )
        for a, province in enumerate(tree)
        for b, prefecture in enumerate(province)
        for c, county in enumerate(prefecture)
        for d, persons in enumerate(county)
    ]
    levels = [level(*units, cut=cut)]
    for size in reversed(LEVELS[:-1]):
        parts: dict[str, list[Recipient]] = {}
        for one in units:
            parts.setdefault(one.key[:size], []).append(one)
        units = [
            Recipient.from_parts(
                key, key, below, under=key[:-1] or None
            ).with_figures(county_class="national", faulty=0)
            for key, below in parts.items()
        ]
        levels.insert(0, level(*units, cut=cut))
    return levels


class TestFromParts:
    def test_missing_is_not_zero(self) -> None:
        """A count that one unit lacks is not recorded for the whole."""
        parts = [
            place("a", None, last_year=yuan(2), allotted=yuan(1)),
            place("b", None, last_year=yuan(3)).with_figures(size_quota=None),
        ]
        whole = Recipient.from_parts("p", "甲市", parts)

        assert whole.get("registered_persons") == 20
        assert whole.get("size_quota") is None
        assert (whole.last_year, whole.allotted) == (yuan(5), None)

    def test_only_counts_add_up(self) -> None:
        """A share or a class of the units is none of the whole."""
        whole = Recipient.from_parts("p", "甲市", [place("a", None)])

        assert {key for key, _ in whole.figures} == {one.key for one in COUNTS}

    def test_figures_of_ones_own(self) -> None:
        """Other counts are named, and inexact numbers are none."""
        households = Figure(key="x", zh="户数", en="households")
        one = place("a", None).with_figures(x=Fraction(1, 3))
        inexact: Any = 0.5

        def summed(value: Any) -> Any:
            two = place("b", None).with_figures(x=value)
            return Recipient.from_parts(
                "p", "p", [one, two], figures=(households,)
            ).get("x")

        assert summed(Fraction(2, 3)) == 1
        assert summed(inexact) is None

    @pytest.mark.parametrize("many", [0, 2])
    def test_each_unit_once(self, many: int) -> None:
        """No unit, and a unit twice, make no unit above."""
        with pytest.raises(InvalidValueError, match="each once"):
            Recipient.from_parts("p", "p", [place("a", None)] * many)


class TestAllocateLevels:
    @given(tree=persons, total=st.integers(0, 10**9).map(Fen))
    def test_each_level_adds_up(
        self, tree: list[list[int]], total: Fen
    ) -> None:
        """What a unit received is what it has given on."""
        top = level(*(place(f"{i}", None, sum(t)) for i, t in enumerate(tree)))
        counties = level(
            *(
                place(f"{i}{j}", f"{i}", one)
                for i, inner in enumerate(tree)
                for j, one in enumerate(inner)
            )
        )
        villages = level(
            *(
                place(f"{one.key}{k}", one.key, 1 + k)
                for one in counties.units
                for k in range(2)
            )
        )
        stages = allocate_levels((top, counties, villages), total)

        for above, below in pairwise(stages):
            received = {
                line.recipient.key: line.amount
                for stage in above
                for line in stage.allocation.lines
            }
            for stage in below:
                given_on = sum(stage.allocation.amounts().values())
                assert stage.under is not None
                assert given_on == received.pop(stage.under)
            assert received == {}

    @SLOW
    @given(
        tree=nations,
        total=st.integers(0, 10**12).map(Fen),
        cut=st.sampled_from([False, True]),
    )
    def test_a_nation_goes_down_four_levels(
        self, tree: Any, total: Fen, cut: Any
    ) -> None:
        """Provinces, prefectures, counties, villages: nothing gets lost."""
        levels = nation(tree, cut=cut)
        stages = allocate_levels(levels, total)

        assert len(stages) == 4
        for above, below in pairwise([(), *stages]):
            given_: dict[str | None, Fen] = {
                line.recipient.key: line.amount
                for stage in above
                for line in stage.allocation.lines
            }
            given_ = given_ or {None: total}
            for stage in below:
                result = stage.allocation
                assert result.total == given_.pop(stage.under)
                assert (
                    sum(result.amounts().values()) + result.retained
                    == result.total
                )
            assert not any(given_.values())

    @SLOW
    @given(tree=nations)
    def test_figures_add_up_too(self, tree: Any) -> None:
        """A unit's figures are the sums of those below it."""
        for above, below in pairwise(nation(tree)):
            for one in above.units:
                persons = [
                    part.get("registered_persons")
                    for part in below.units
                    if part.under == one.key
                ]
                assert one.get("registered_persons") == sum(
                    each for each in persons if isinstance(each, int)
                )

    @SLOW
    @given(tree=nations, total=st.integers(0, 10**12).map(Fen))
    def test_order_does_not_matter(self, tree: Any, total: Fen) -> None:
        """Units in another order receive the same at every level."""
        levels = nation(tree)
        turned = [
            Level(formula=one.formula, units=one.units[::-1]) for one in levels
        ]
        before, after = (
            {
                line.recipient.key: line.amount
                for stage in allocate_levels(each, total)[-1]
                for line in stage.allocation.lines
            }
            for each in (levels, turned)
        )

        assert after == before

    def test_what_is_retained_stays_above(self) -> None:
        """A deduction at one level leaves less for the next."""
        first, second = allocate_levels(
            (
                level(place("a", None, 11, size_quota=10), cut=True),
                level(place("b", "a")),
            ),
            yuan(10),
        )

        assert first[0].allocation.retained == yuan(1)
        assert second[0].allocation.total == yuan(9)

    def test_a_unit_under_itself(self) -> None:
        """A directly administered unit is its own lower level."""
        _, second = allocate_levels(
            (level(place("a", None)), level(place("a", "a"))), yuan(1)
        )

        assert second[0].allocation.amounts() == {"a": yuan(1)}

    def test_no_level(self) -> None:
        """Money needs a level to go to."""
        with pytest.raises(InvalidValueError, match="no level"):
            allocate_levels((), yuan(1))

    def test_nobody_below(self) -> None:
        """A unit with money and nobody below it is named."""
        levels = (
            level(place("a", None), place("b", None)),
            level(place("c", "a")),
        )

        with pytest.raises(InvalidValueError, match="b has money"):
            allocate_levels(levels, yuan(1))
        assert len(allocate_levels(levels, Fen(0))[1]) == 1

    @pytest.mark.parametrize("under", [None, "x"])
    def test_nobody_above(self, under: str | None) -> None:
        """A unit under nobody, or under a stranger, is named."""
        levels = (level(place("a", None)), level(place("c", under)))

        with pytest.raises(InvalidValueError, match="c lies under no unit"):
            allocate_levels(levels, yuan(1))
