from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    ShiftKind,
    distribution_shifts,
    iter_implausible,
    match,
    require_plausible,
    village_shapes,
)
from pa_registry.errors import BatchStoppedError, InvalidValueError
from pa_registry.model import Household, Registry, Status
from pa_registry.money import yuan
from tests.audit.samples import (
    VILLAGE,
    cars,
    home,
    line,
    number,
    person,
    register,
    text,
)


LINE, WITHIN = yuan(2855), yuan(50)


def hitting(many: int, of: int) -> Any:
    there = register(*(home(place) for place in range(of)))
    return match(there, [cars(*(line(number(p)) for p in range(many)))])


class TestBreaker:
    @pytest.mark.parametrize(
        ("hits", "stops"), [(1, False), (2, False), (3, True)]
    )
    def test_most(self, hits: int, *, stops: bool) -> None:
        """A batch stops above the share that is given, not at it."""
        table = hitting(hits, 10)
        most = Fraction(2, 10)

        assert bool(list(iter_implausible(table, most=most))) is stops
        if stops:
            with pytest.raises(BatchStoppedError, match=r"30\.0% \(3 of 10"):
                require_plausible(table, most=most)
        else:
            assert require_plausible(table, most=most) is table

    @pytest.mark.parametrize(
        ("hits", "stops"), [(1, True), (2, False), (3, False)]
    )
    def test_least(self, hits: int, *, stops: bool) -> None:
        """So does one that hits too few, where that is asked for."""
        found = iter_implausible(
            hitting(hits, 10), most=Fraction(1), least=Fraction(2, 10)
        )

        assert bool(list(found)) is stops

    def test_nobody_searched(self) -> None:
        """An extract that reached nobody has no rate, and stops."""
        there = register(home(1, person(1, identity=None)))
        (found,) = iter_implausible(match(there, [cars()]), most=Fraction(1))

        assert found.code == "audit.nobody-searched"
        assert found.render("zh").startswith("vehicles 2016-08-10：")

    @pytest.mark.parametrize("share", [0.5, Fraction(11, 10), Fraction(-1)])
    def test_no_share(self, share: Any) -> None:
        """A threshold is an exact share."""
        with pytest.raises(InvalidValueError, match="no share"):
            iter_implausible(hitting(0, 1), most=share)
        with pytest.raises(InvalidValueError, match="no share"):
            iter_implausible(hitting(0, 1), most=Fraction(1), least=share)

    def test_shows_no_number(self) -> None:
        """What stops a batch names nobody."""
        (found,) = iter_implausible(hitting(1, 1), most=Fraction(0))

        assert text(0) not in str(found)
        assert found.code == "audit.implausible-hit-rate"


def house(
    place: int, income: int | None = 9999, size: int = 2, **more: Any
) -> Household:
    members = tuple(
        person(10 * place + order, usual_resident=True)
        for order in range(size)
    )
    fields: dict[str, Any] = {
        "net_income": None if income is None else yuan(income),
        **more,
    }
    return attrs.evolve(home(place, *members), **fields)


def shares(registry: Registry) -> Any:
    return village_shapes(registry, line=LINE, within=WITHIN)[VILLAGE]


def risen(before: Registry, after: Registry, jump: Fraction) -> list[Any]:
    found = distribution_shifts(
        before, after, lines=(LINE, LINE), within=WITHIN, jump=jump
    )
    return [one.kind for one in found]


class TestShapes:
    @pytest.mark.parametrize(
        ("income", "many"),
        [
            (2804, 0),
            (2805, 1),
            (2806, 1),
            (2854, 1),
            (2855, 0),
            (2856, 0),
        ],
    )
    def test_just_under(self, income: int, many: int) -> None:
        """Just under is from the width on, and below the line."""
        one = house(1, income, 1)

        assert shares(register(one))[ShiftKind.JUST_UNDER].numerator == many

    def test_bases(self) -> None:
        """Each share has the base that it can be told of."""
        found = shares(
            register(house(1, None), house(2, size=1), house(3, size=3))
        )

        assert (
            found[ShiftKind.NO_INCOME].numerator,
            found[ShiftKind.NO_INCOME].base,
        ) == (1, 3)
        assert found[ShiftKind.ONE_PERSON].numerator == 1
        assert found[ShiftKind.JUST_UNDER].base == 2

    def test_who_is_not_counted(self) -> None:
        """Removed households, and those of no village, are not counted."""
        there = register(
            house(1, status=Status.REMOVED), house(2, division=None)
        )

        assert village_shapes(there, line=LINE, within=WITHIN) == {}


class TestShifts:
    def test_each_kind(self) -> None:
        """Each of the three shares raises its own alarm."""
        before = register(house(1), house(2))

        assert risen(
            before, register(house(1), house(2, size=1)), Fraction(1, 2)
        ) == [ShiftKind.ONE_PERSON]
        assert risen(
            before, register(house(1), house(2, None)), Fraction(1, 2)
        ) == [ShiftKind.NO_INCOME]
        assert risen(
            before, register(house(1), house(2, 5700)), Fraction(1, 2)
        ) == [ShiftKind.JUST_UNDER]

    @pytest.mark.parametrize(("tenths", "many"), [(4, 1), (5, 1), (6, 0)])
    def test_jump(self, tenths: int, many: int) -> None:
        """The alarm is raised from the given rise on."""
        before = register(house(1), house(2))
        after = register(house(1), house(2, None))

        assert len(risen(before, after, Fraction(tenths, 10))) == many

    @given(st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=6))
    def test_nothing_jumps_where_nothing_changes(
        self, sizes: list[int]
    ) -> None:
        """A village that stayed as it was raises no alarm."""
        there = register(
            *(house(place, size=size) for place, size in enumerate(sizes))
        )

        assert risen(there, there, Fraction(1, 100)) == []

    def test_a_new_village(self) -> None:
        """A village without a last cycle cannot have jumped."""
        assert risen(register(), register(house(1, None)), Fraction(0)) == []

    def test_nobody_to_compare(self) -> None:
        """Where a share has no base, nothing is said about it."""
        nobody = register(house(1, None, 1).with_members([]))
        blank = attrs.evolve(nobody.households[0], members=())

        assert ShiftKind.ONE_PERSON not in risen(
            register(blank), register(house(1, size=1)), Fraction(0)
        )

    def test_words(self) -> None:
        """An alarm names the village and both shares."""
        (found,) = distribution_shifts(
            register(house(1), house(2)),
            register(house(1), house(2, None)),
            lines=(LINE, LINE),
            within=WITHIN,
            jump=Fraction(1, 2),
        )

        assert found.render("zh") == (
            "990101001001：收入未填占比由0.0%（2户中0户）"
            "升至50.0%（2户中1户）。"
        )
        assert found.render() == (
            "990101001001: missing incomes, 0.0% (0 of 2 households"
            " in the register) to 50.0% (1 of 2 households in the register)."
        )
