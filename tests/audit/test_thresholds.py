"""Each number in a check: one under it, at it, and one over."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import iter_findings
from pa_registry.audit.checks import Check, catalogues, national, soundness
from pa_registry.errors import InvalidStandardError
from pa_registry.model import (
    Cause,
    Enrolment,
    Household,
    HouseholdCategory,
    LabourCapacity,
    Person,
    Registry,
)
from pa_registry.money import Fen, yuan
from tests.audit.check_samples import (
    CHILD,
    DAY,
    HEAD,
    exited,
    register,
    sound,
    with_member,
)


WRONG_CAUSE = sound(main_cause=Cause.LABOUR)
BY_CODE = {
    check.code: check for catalogue in catalogues() for check in catalogue
}


def finds(code: str, home: Household | Registry) -> bool:
    return _finds(BY_CODE[code], home)


def _finds(check: Check, home: Household | Registry) -> bool:
    registry = home if isinstance(home, Registry) else register(home)
    return any(iter_findings(registry, at=DAY, checks=[check]))


def aged(
    number: str, years: int, *, home: Household, **more: object
) -> Household:
    """Make a member of a household exactly so old on the day."""
    born = dt.date(DAY.year - years, DAY.month, DAY.day)
    return with_member(
        number, home, born=born, joined=born, identity=None, **more
    )


class TestAmounts:
    @pytest.mark.parametrize(
        ("net", "found"),
        [
            (yuan(8565) - 1, True),
            (yuan(8565), False),
            (yuan(8565) + 1, False),
        ],
    )
    def test_line(self, *, net: Fen, found: bool) -> None:
        """Who has exited at the line of 2,855 yuan a head is not below it."""
        assert finds("exited-below-line", exited(net_income=net)) is found

    @pytest.mark.parametrize(
        ("net", "found"),
        [(yuan(900) - 1, True), (yuan(900), False), (yuan(900) + 1, False)],
    )
    def test_own_line(self, *, net: Fen, found: bool) -> None:
        """A line of the caller's own is held instead."""
        (check,) = national(line=yuan(300)).items[0].checks

        assert _finds(check, exited(net_income=net)) is found

    @pytest.mark.parametrize(
        ("net", "found"), [(Fen(-1), True), (Fen(0), True), (Fen(1), False)]
    )
    def test_nothing_a_head(self, *, net: Fen, found: bool) -> None:
        """An income of nothing a head is found, and one fen is not."""
        assert finds("income-not-above-zero", sound(net_income=net)) is found

    @pytest.mark.parametrize(
        ("net", "found"),
        [
            (yuan(300_000) - 1, False),
            (yuan(300_000), False),
            (yuan(300_000) + 1, True),
        ],
    )
    def test_most_a_head(self, *, net: Fen, found: bool) -> None:
        """An income above 100,000 yuan a head is found."""
        assert finds("income-above-100000", sound(net_income=net)) is found

    @pytest.mark.parametrize(
        ("printed", "found"),
        [
            (yuan(1_999), True),
            (yuan(1_999) + 1, False),
            (yuan(2_000), False),
            (yuan(2_001) - 1, False),
            (yuan(2_001), True),
        ],
    )
    def test_tolerance(self, *, printed: Fen, found: bool) -> None:
        """A printed income a head may be less than a yuan off."""
        home = sound(printed_per_capita_net_income=printed)

        assert finds("per-capita-income-differs", home) is found

    @pytest.mark.parametrize("tolerance", [Fen(0), Fen(-1), 1])
    def test_no_tolerance(self, tolerance: Fen) -> None:
        """A tolerance that is no amount above zero is refused."""
        with pytest.raises(InvalidStandardError, match="tolerance"):
            soundness(tolerance=tolerance)

    @pytest.mark.parametrize(
        ("area", "found"), [(14_999, False), (15_000, False), (15_001, True)]
    )
    def test_cropland(self, *, area: int, found: bool) -> None:
        """Cropland above 50 mu a head is found."""
        assert finds("cropland-above-50-mu", sound(cropland=area)) is found

    @pytest.mark.parametrize(
        ("area", "found"), [(20_999, False), (21_000, False), (21_001, True)]
    )
    def test_forest(self, *, area: int, found: bool) -> None:
        """Forest above 70 mu a head is found."""
        assert finds("forest-above-70-mu", sound(forest_land=area)) is found

    @pytest.mark.parametrize(
        ("metres", "found"), [(49_999, False), (50_000, False), (50_001, True)]
    )
    def test_distance(self, *, metres: int, found: bool) -> None:
        """A distance above 50 km is found."""
        home = sound(road_distance=metres)

        assert finds("road-distance-above-50-km", home) is found

    @pytest.mark.parametrize(
        ("able", "found"), [(1, False), (2, False), (3, True)]
    )
    def test_most_can_work(self, *, able: int, found: bool) -> None:
        """Most of four members can work where more than two can."""
        people = tuple(
            Person(
                number=f"P{place}",
                labour_capacity=LabourCapacity.ORDINARY
                if place < able
                else LabourCapacity.NONE,
            )
            for place in range(4)
        )
        home = attrs.evolve(WRONG_CAUSE, members=people)

        assert finds("cause-labour-most-can-work", home) is found

    @pytest.mark.parametrize(
        ("heads", "found"), [(1, False), (2, True), (3, True)]
    )
    def test_heads(self, *, heads: int, found: bool) -> None:
        """A second head is found."""
        head = sound().members[0]
        people = tuple(
            attrs.evolve(head, number=f"P{place}") for place in range(heads)
        )

        assert finds("several-heads", sound(members=people)) is found


#: A check, a stage of school or what else is recorded, and the ages from
#: and to which the check finds something.
AGES = [
    (
        "exited-child-out-of-school",
        6,
        15,
        {"enrolment": Enrolment.NOT_ENROLLED},
    ),
    ("blank-person-enrolment", 6, 23, {"enrolment": None}),
    ("blank-person-labour-capacity", 16, 65, {"labour_capacity": None}),
    ("healthy-labour-lost", 16, 65, {"labour_capacity": LabourCapacity.LOST}),
    ("healthy-no-labour", 16, 65, {"enrolment": Enrolment.NOT_ENROLLED}),
    (
        "extremely-poor-household-with-labour",
        16,
        65,
        {"labour_capacity": LabourCapacity.ORDINARY},
    ),
    (
        "child-with-labour-capacity",
        0,
        15,
        {"labour_capacity": LabourCapacity.WEAK},
    ),
    (
        "old-as-full-labour",
        60,
        120,
        {"labour_capacity": LabourCapacity.ORDINARY},
    ),
    ("too-old-for-pre-school", 7, 120, {"enrolment": Enrolment.PRE_SCHOOL}),
    ("tertiary-below-18", 0, 17, {"enrolment": Enrolment.COLLEGE}),
    ("master-below-20", 0, 19, {"enrolment": Enrolment.MASTER}),
    (
        "too-young-for-high-school",
        0,
        14,
        {"enrolment": Enrolment.SENIOR_HIGH_1},
    ),
    ("too-old-for-primary-school", 20, 120, {"enrolment": Enrolment.PRIMARY}),
]
#: The stages that fit some ages only.
FITTING = [
    ("junior-high-outside-12-to-17", 12, 17, Enrolment.GRADE_8),
    ("senior-high-outside-15-to-20", 15, 20, Enrolment.SENIOR_HIGH_2),
]


class TestAges:
    @pytest.mark.parametrize(("code", "first", "last", "facts"), AGES)
    def test_ends(
        self, code: str, first: int, last: int, facts: dict[str, object]
    ) -> None:
        """A check of an age holds from its first year to its last."""
        start = exited() if code.startswith("exited") else sound()
        start = attrs.evolve(
            start,
            category=HouseholdCategory.EXTREMELY_POOR,
            members=(start.members[2],),
        )
        found = {
            age
            for age in (first - 1, first, first + 1, last - 1, last, last + 1)
            if age >= 0 and finds(code, aged(CHILD, age, home=start, **facts))
        }

        assert found == {
            age
            for age in (first, first + 1, last - 1, last, last + 1)
            if first <= age <= last or (last == 120 and age >= first)
        }

    @pytest.mark.parametrize(("code", "first", "last", "stage"), FITTING)
    def test_stages(
        self, code: str, first: int, last: int, stage: Enrolment
    ) -> None:
        """A stage of school fits from its first age to its last."""
        ages = (first - 1, first, first + 1, last - 1, last, last + 1)
        found = {
            age
            for age in ages
            if finds(code, aged(CHILD, age, home=sound(), enrolment=stage))
        }

        assert found == {first - 1, last + 1}


class TestDays:
    @pytest.mark.parametrize(
        ("days", "found"), [(-1, False), (0, False), (1, True)]
    )
    def test_birth(self, *, days: int, found: bool) -> None:
        """A birth after the day of the check is found."""
        born = DAY + dt.timedelta(days=days)
        home = with_member(
            CHILD, sound(), born=born, joined=born, identity=None
        )

        assert finds("born-after-the-day", home) is found

    @pytest.mark.parametrize(
        ("year", "found"), [(2013, True), (2014, False), (2015, False)]
    )
    def test_exit(self, *, year: int, found: bool) -> None:
        """An exit in a year before that of the entry is found."""
        assert finds("exit-before-entry", exited(exit_year=year)) is found

    @pytest.mark.parametrize(
        ("days", "found"), [(-1, True), (0, True), (1, False)]
    )
    def test_child_of_the_head(self, *, days: int, found: bool) -> None:
        """A child as old as the head is found, and one a day younger not."""
        head = sound().members[0].born
        assert head is not None
        born = head + dt.timedelta(days=days)
        home = with_member(CHILD, sound(), born=born, identity=None)

        assert finds("kin-against-age-of-head", home) is found

    @given(days=st.integers(-3, 3))
    def test_joining(self, days: int) -> None:
        """A member joins on the day of birth, and not before."""
        born = sound().members[2].born
        assert born is not None
        joined = born + dt.timedelta(days=days)
        home = with_member(CHILD, sound(), joined=joined)

        assert finds("joined-before-birth", home) is (days < 0)

    @given(days=st.integers(-3, 3))
    def test_leaving(self, days: int) -> None:
        """A member leaves on the day of joining at the earliest."""
        joined = sound().members[0].joined
        assert joined is not None
        left = joined + dt.timedelta(days=days)
        home = with_member(HEAD, sound(), left=left)

        assert finds("left-before-joining", home) is (days < 0)
