"""Inclusion and exclusion error, on both bases, by group."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import Count, by_group
from pa_registry.audit import Targeting, targeting_errors
from pa_registry.errors import InvalidPolicyError, InvalidValueError
from pa_registry.exchange import read_evidence
from pa_registry.model import Household, Person
from pa_registry.money import RateUnit, yuan
from pa_registry.policies import IdentificationOutcome, identification
from tests.audit.check_samples import register


REGISTER = IdentificationOutcome.REGISTER
POLICY: Any = identification(line=yuan(2952), guarantees=())
INCOME = {True: yuan(2951), False: yuan(2952), None: None}


def home(
    number: str, *, selected: bool | None, size: int, group: str
) -> Household:
    """Make a household that the policy selects, passes or leaves open."""
    income = INCOME[selected]
    return Household(
        number=number,
        group=group,
        net_income=None if income is None else income * size,
        members=tuple(
            Person(number=f"{number}-{place}") for place in range(size)
        ),
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from((True, False, None)),
        st.sampled_from((True, False, None)),
        st.integers(1, 4),
        st.sampled_from("甲乙"),
    ),
    max_size=8,
)


def errors(rows: Any, **more: Any) -> tuple[Targeting, ...]:
    homes = [
        home(f"H{place}", selected=selected, size=size, group=group)
        for place, (selected, _, size, group) in enumerate(rows)
    ]
    verified = {
        f"H{place}": poor
        for place, (_, poor, _, _) in enumerate(rows)
        if poor is not None
    }
    return targeting_errors(
        homes,
        policy=POLICY,
        selecting=REGISTER,
        verified=verified,
        **more,
    )


class TestLaws:
    @given(rows=ROWS)
    def test_four_rates(self, rows: Any) -> None:
        """Each rate is what counting by hand comes to."""
        known = [
            (selected, poor, size)
            for selected, poor, size, _ in rows
            if None not in {selected, poor}
        ]

        def many(
            *, selected: bool | None = None, poor: bool | None = None
        ) -> tuple[int, int]:
            sizes = [
                size
                for s, p, size in known
                if selected in {s, None} and poor in {p, None}
            ]
            return len(sizes), sum(sizes)

        wrong_in = many(selected=True, poor=False)
        missed = many(selected=False, poor=True)
        for found in errors(rows):
            for at, unit in enumerate((RateUnit.HOUSEHOLDS, RateUnit.PERSONS)):
                for rate, part, whole in (
                    (
                        found.inclusion_among_selected,
                        wrong_in,
                        many(selected=True),
                    ),
                    (
                        found.inclusion_among_not_poor,
                        wrong_in,
                        many(poor=False),
                    ),
                    (found.exclusion_among_poor, missed, many(poor=True)),
                    (
                        found.exclusion_among_unselected,
                        missed,
                        many(selected=False),
                    ),
                ):
                    assert rate(unit).numerator == part[at]
                    assert rate(unit).base == whole[at]
                    assert rate(unit).unit is unit

    @given(rows=ROWS)
    def test_nobody_is_lost(self, rows: Any) -> None:
        """Everybody is in one cell, in households and in persons."""
        cells = [
            one.name for one in attrs.fields(Targeting) if one.name != "group"
        ]
        total = Count.sum(
            getattr(found, cell)
            for found in errors(rows, by=by_group)
            for cell in cells
        )

        assert total == Count(len(rows), sum(size for _, _, size, _ in rows))

    @given(rows=ROWS)
    def test_groups_add_up(self, rows: Any) -> None:
        """The groups are a partition of the whole."""
        parts = errors(rows, by=by_group)
        whole = errors(rows)

        assert [one.group for one in parts] == list(
            dict.fromkeys(group for *_, group in rows)
        )
        for found in whole:
            assert found.missed_poor == Count.sum(
                one.missed_poor for one in parts
            )
            assert found.undecided_poor == Count.sum(
                one.undecided_poor for one in parts
            )


class TestBases:
    def test_bases_differ(self) -> None:
        """Rates of different bases say so, and never mix."""
        (found,) = errors([(True, False, 1, "甲"), (False, True, 2, "甲")])
        stated = {
            rate().of
            for rate in (
                found.inclusion_among_selected,
                found.inclusion_among_not_poor,
                found.exclusion_among_poor,
                found.exclusion_among_unselected,
            )
        }

        assert len(stated) == 4

    def test_no_unit(self) -> None:
        """An error rate of an unknown unit is refused."""
        with pytest.raises(InvalidValueError, match="households or persons"):
            Targeting(group=None).exclusion_among_poor(RateUnit.UNKNOWN)

    def test_nobody(self) -> None:
        """Over nobody a rate has no value."""
        assert Targeting(group=None).exclusion_among_poor().value is None


class TestArguments:
    @pytest.mark.parametrize(
        "selecting", [IdentificationOutcome.TO_VERIFY, "REGISTERED"]
    )
    def test_no_such_outcome(self, selecting: Any) -> None:
        """An outcome by which nothing is selected is refused."""
        with pytest.raises(InvalidPolicyError, match="does not come to"):
            targeting_errors(
                [], policy=POLICY, selecting=selecting, verified={}
            )

    def test_verified_is_yes_or_no(self) -> None:
        """What is verified is poor or not poor."""
        wrong: Any = {"H1": "poor"}

        with pytest.raises(InvalidValueError, match="verified"):
            targeting_errors(
                [], policy=POLICY, selecting=REGISTER, verified=wrong
            )

    def test_takes_what_a_reader_gives(self) -> None:
        """Evidence as it was read from files will do."""
        read = read_evidence({}, None, registry=register())

        assert errors([(True, True, 1, "甲")], evidence=read)
