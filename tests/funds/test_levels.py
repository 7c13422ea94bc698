from __future__ import annotations

from itertools import pairwise

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import Fen, yuan
from pa_registry.errors import InvalidValueError
from pa_registry.funds import Level, Recipient, allocate_levels
from tests.funds.cases import deductions, formula, unit


def place(
    key: str, under: str | None, persons: int = 10, **more: int
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
