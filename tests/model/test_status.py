"""The life of a household in the register, and what moves do to totals."""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidTransitionError, InvalidValueError
from pa_registry.model import (
    TRANSITIONS,
    Move,
    Status,
    Transition,
    after,
    moves,
    transition,
)


CURRENT, EXITED = Status.CURRENT, Status.EXITED


def cells(found: Transition) -> tuple[int, int, int]:
    """Give the change of total, stock and cohort."""
    return found.total, found.stock, found.cohort


class TestAccounts:
    @pytest.mark.parametrize(
        ("status", "move", "expected"),
        [
            # The words for leaving and coming back: total, stock, cohort.
            (CURRENT, Move.REMOVED, (-1, -1, 0)),
            (EXITED, Move.REMOVED, (-1, 0, -1)),
            (CURRENT, Move.MEMBER_REMOVED, (-1, -1, 0)),
            (EXITED, Move.MEMBER_REMOVED, (-1, 0, -1)),
            (CURRENT, Move.NATURAL_DECREASE, (-1, -1, 0)),
            (EXITED, Move.NATURAL_DECREASE, (-1, 0, -1)),
            (CURRENT, Move.NATURAL_INCREASE, (1, 1, 0)),
            (EXITED, Move.NATURAL_INCREASE, (1, 0, 1)),
            (CURRENT, Move.CLOSED, (-1, -1, 0)),
            (EXITED, Move.CLOSED, (-1, 0, -1)),
            (CURRENT, Move.RETAINED, (0, 0, 0)),
            (EXITED, Move.RETAINED, (0, 0, 0)),
            (Status.UNREGISTERED, Move.ADDED, (1, 1, 0)),
            (CURRENT, Move.MEMBER_ADDED, (1, 1, 0)),
            (CURRENT, Move.EXIT_PLANNED, (0, 0, 0)),
            (CURRENT, Move.EXITED, (0, -1, 1)),
            (Status.PLANNED_EXIT, Move.EXITED, (0, -1, 1)),
            (EXITED, Move.EXITED_STABLE, (0, 0, 0)),
            (EXITED, Move.EXIT_REVERSED, (0, 1, -1)),
            (EXITED, Move.RETURNED, (0, 1, -1)),
            (Status.EXITED_STABLE, Move.RETURNED, (0, 1, -1)),
        ],
    )
    def test_cells(
        self, status: Status, move: Move, expected: tuple[int, int, int]
    ) -> None:
        """Each move changes the cells that its term says."""
        assert cells(transition(status, move)) == expected

    @pytest.mark.parametrize(
        ("back_to", "expected"), [(CURRENT, (1, 1, 0)), (EXITED, (1, 0, 1))]
    )
    def test_a_removal_undone(
        self, back_to: Status, expected: tuple[int, int, int]
    ) -> None:
        """A restored household goes back to the cell that it came from."""
        found = transition(Status.REMOVED, Move.RESTORED, back_to=back_to)

        assert cells(found) == expected

    @pytest.mark.parametrize("found", TRANSITIONS, ids=repr)
    def test_total_is_stock_and_cohorts(self, found: Transition) -> None:
        """A household moves between cells; none is made or lost inside."""
        assert found.total in {-1, 0, 1}
        if not found.members:
            change = found.to.in_register - found.status.in_register
            assert found.total == change

    @given(st.lists(st.integers(0, 1000), max_size=30))
    def test_any_history_adds_up(self, draws: list[int]) -> None:
        """After any history, the cells say where the household stands."""
        status, stock, cohort = Status.UNREGISTERED, 0, 0
        for draw in draws:
            open_now = [
                t for t in TRANSITIONS if t.status is status and not t.members
            ]
            if not open_now:
                break
            step = open_now[draw % len(open_now)]
            status = step.to
            stock, cohort = stock + step.stock, cohort + step.cohort

        assert (stock, cohort) == (status.in_stock, status.in_cohort)


class TestTable:
    def test_every_move_is_possible_somewhere(self) -> None:
        """No move is only a word."""
        assert {one.move for one in TRANSITIONS} == set(Move)

    def test_every_state_is_reached(self) -> None:
        """Each state but the first is the end of some move."""
        reached = {t.to for t in TRANSITIONS if t.to is not t.status}

        assert reached == set(Status) - {Status.UNREGISTERED}

    def test_a_closed_household_stays_closed(self) -> None:
        """Nothing happens any more where no member is left."""
        assert moves(Status.CLOSED) == ()

    def test_removal_reaches_exited_households(self) -> None:
        """That is how the cohorts of past years fell."""
        assert after(EXITED, Move.REMOVED) is Status.REMOVED

    def test_no_removal_is_undone_without_one(self) -> None:
        """A typed error names the status, the move and what is open."""
        with pytest.raises(InvalidTransitionError) as caught:
            after(CURRENT, Move.RESTORED)

        assert caught.value.status == "current"
        assert caught.value.move == "removal-undone"
        assert caught.value.allowed == tuple(
            one.value for one in moves(CURRENT)
        )

    def test_the_former_state_must_be_said(self) -> None:
        """Undoing needs to know what was before."""
        with pytest.raises(InvalidValueError, match="former state"):
            after(Status.PLANNED_EXIT, Move.PLAN_WITHDRAWN)

        assert (
            after(
                Status.PLANNED_EXIT,
                Move.PLAN_WITHDRAWN,
                back_to=Status.RETURNED,
            )
            is Status.RETURNED
        )

    def test_the_former_state_must_be_possible(self) -> None:
        """Nobody is restored to a state outside the register."""
        with pytest.raises(InvalidTransitionError):
            after(Status.REMOVED, Move.RESTORED, back_to=Status.CLOSED)


class TestReturnedHouseholds:
    @pytest.mark.parametrize("move", [Move.EXITED, Move.EXITED_STABLE])
    @pytest.mark.parametrize("status", [Status.RETURNED, Status.PLANNED_EXIT])
    @pytest.mark.parametrize(
        ("year", "may"), [(2017, False), (2018, False), (2019, True)]
    )
    def test_no_exit_in_the_year_of_the_return(
        self, status: Status, move: Move, year: int, *, may: bool
    ) -> None:
        """Who returned in 2018 exits in 2019 at the earliest."""
        if may:
            found = transition(status, move, year=year, return_year=2018)
            assert found.to.in_cohort
        else:
            with pytest.raises(InvalidTransitionError):
                after(status, move, year=year, return_year=2018)

    @pytest.mark.parametrize(
        ("year", "return_year"), [(None, None), (2019, None), (None, 2018)]
    )
    def test_the_years_must_be_said(
        self, year: int | None, return_year: int | None
    ) -> None:
        """Without both years, nobody can tell whether the exit is early."""
        with pytest.raises(InvalidValueError, match="year of the exit"):
            after(
                Status.RETURNED,
                Move.EXITED,
                year=year,
                return_year=return_year,
            )

    def test_other_moves_need_no_year(self) -> None:
        """A returned household may be removed at any time."""
        assert after(Status.RETURNED, Move.REMOVED) is Status.REMOVED

    def test_an_exited_household_may_lose_its_measures(self) -> None:
        """An old return does not hinder what happens after the exit."""
        assert (
            after(EXITED, Move.EXITED_STABLE, return_year=2018)
            is Status.EXITED_STABLE
        )
