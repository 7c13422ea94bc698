from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import STOCK, Count, Flow, changes, cohort
from pa_registry.audit import (
    AddedGround,
    CheckOutcome,
    Disposition,
    OutcomeTable,
    Reversal,
    Supplement,
    Suspicion,
    add_member,
    changed_since,
    dispose,
    restore,
    return_to_poverty,
    run_account,
    settled,
    supplement,
)
from pa_registry.errors import (
    HouseholdsChangedError,
    InvalidTransitionError,
    InvalidValueError,
)
from pa_registry.model import (
    DivisionLevel,
    Finding,
    Helper,
    Household,
    LeaveReason,
    Move,
    Person,
    Status,
    Visit,
    VisitMode,
)
from pa_registry.policies import FindingSubject, FindingTarget
from tests.audit.samples import (
    CHECKED,
    DECIDED,
    GROUP,
    OFFICE,
    PAPERS,
    TEAM,
    check,
    hit,
    home,
    person,
    register,
    suspicion,
    upheld,
    verdict,
)


POOR = Visit(
    day=CHECKED,
    mode=VisitMode.HOME,
    met_somebody=True,
    finding=Finding.POOR,
)
BODIES: dict[str, Any] = {
    "referred_by": OFFICE,
    "checked_by": TEAM,
    "decided_by": GROUP,
    "day": DECIDED,
}
OTHER_COUNTY = "990201001001"


def authority(
    ground: AddedGround = AddedGround.OMITTED_HOUSEHOLD, **more: Any
) -> Supplement:
    fields: dict[str, Any] = {
        "ground": ground,
        "visit": POOR,
        **BODIES,
        **more,
    }
    return Supplement(**fields)


def reversal(**more: Any) -> Reversal:
    fields: dict[str, Any] = {
        "ground": "复核属实",
        "evidence": "复核1号",
        **BODIES,
        **more,
    }
    return Reversal(**fields)


def removed(one: Household) -> Disposition:
    (found,) = dispose(upheld(suspicion(one)), one, papers=PAPERS)
    return found


def about(one: Household, **more: Any) -> Suspicion:
    return attrs.evolve(suspicion(one), **more)


def exit_wrong(one: Household) -> Suspicion:
    return about(
        one,
        ground="exit-standard-not-met",
        target=FindingTarget.EXIT,
        effect=None,
    )


def member_wrong(one: Household, number: str) -> Suspicion:
    (match,) = suspicion(one).matches
    return about(
        one,
        ground="person-in-two-households",
        subject=FindingSubject.PERSON,
        effect=None,
        matches=(attrs.evolve(match, person=number),),
    )


class TestDispose:
    @pytest.mark.parametrize(
        ("status", "year"),
        [
            (Status.CURRENT, None),
            (Status.PLANNED_EXIT, None),
            (Status.RETURNED, None),
            (Status.EXITED, 2014),
            (Status.EXITED_STABLE, 2015),
        ],
    )
    def test_removal_reaches_everybody_registered(
        self, status: Status, year: int | None
    ) -> None:
        """Removal is of whole households, current or exited."""
        one = home(1, person(1), person(2), status=status, exit_year=year)
        found = removed(one)

        assert found.move is Move.REMOVED
        assert found.to is Status.REMOVED
        assert found.count == Count(1, 2)
        assert found.hit == ("P1",)
        assert found.flow.out_of == (STOCK if year is None else cohort(year))
        assert found.flow.into is None
        assert found.render("zh") == "H1：剔除，1户2人，2016年9月10日。"
        assert (
            str(found) == "H1: removal, 1 households, 2 persons, 2016-09-10."
        )

    def test_nobody_is_removed_by_a_match(self) -> None:
        """Neither a hit nor a suspicion, by any way, removes anybody."""
        one = home(1)
        wrongs: list[Any] = [
            hit(one),
            suspicion(one),
            check(suspicion(one)),
        ]
        for wrong in wrongs:
            with pytest.raises(InvalidValueError, match="no verdict"):
                dispose(wrong, one, papers=PAPERS)
            with pytest.raises(InvalidValueError, match="does not call for"):
                attrs.evolve(
                    removed(one),
                    authority=wrong,
                )

    @pytest.mark.parametrize("move", Move)
    def test_a_verdict_carries_its_own_move_only(self, move: Move) -> None:
        """A verdict to retain carries nothing but that."""
        one = home(1)
        retains = verdict(check(suspicion(one), CheckOutcome.NOT_UPHELD))
        fields: dict[str, Any] = {"authority": retains, "move": move}
        if move is Move.RETAINED:
            assert attrs.evolve(removed(one), **fields).move is move
        else:
            with pytest.raises(InvalidValueError, match="does not call for"):
                attrs.evolve(removed(one), **fields)

    def test_of_another_household(self) -> None:
        """A verdict about one household does nothing to another."""
        one = upheld(suspicion(home(1)))
        with pytest.raises(InvalidValueError, match="another household"):
            dispose(one, home(2), papers=PAPERS)
        with pytest.raises(InvalidValueError, match="does not call for"):
            attrs.evolve(removed(home(1)), household=home(2))

    def test_to_verify_does_nothing(self) -> None:
        """As long as a case is open, nothing is done."""
        one = home(1)
        open_ = verdict(check(suspicion(one), CheckOutcome.NOBODY_MET))

        assert dispose(open_, one) == ()

    def test_retained_needs_no_papers(self) -> None:
        """Who stays where he is needs no appraisal."""
        one = home(1)
        retains = verdict(check(suspicion(one), CheckOutcome.NOT_UPHELD))
        (found,) = dispose(retains, one)

        assert found.flow.out_of == found.flow.into == STOCK
        assert found.flow.total == Count()

    def test_exit_reversed(self) -> None:
        """A wrong exit goes from its cohort back to the stock."""
        one = home(1, status=Status.EXITED, exit_year=2015)
        (found,) = dispose(upheld(exit_wrong(one)), one, papers=PAPERS)

        assert found.move is Move.EXIT_REVERSED
        assert (found.flow.out_of, found.flow.into) == (cohort(2015), STOCK)
        (after,) = settled(register(one), [found]).households
        assert (after.status, after.exit_year) == (Status.CURRENT, None)

    def test_fell_after_a_right_exit(self) -> None:
        """Who fell after a right exit has returned, and was not wrong."""
        one = home(1, status=Status.EXITED, exit_year=2015)
        fell = verdict(check(exit_wrong(one), held_on_day=False))
        (found,) = dispose(fell, one, papers=PAPERS)
        (after,) = settled(register(one), [found]).households

        assert found.move is Move.RETURNED
        assert (after.status, after.return_year) == (Status.RETURNED, 2016)

    @pytest.mark.parametrize(
        ("status", "year", "move"),
        [
            (Status.CURRENT, None, Move.EXITED),
            (Status.EXITED, 2015, Move.RETAINED),
        ],
    )
    def test_well_off_since(
        self, status: Status, year: int | None, move: Move
    ) -> None:
        """Who became well off exits, and is not removed; once is enough."""
        one = home(1, status=status, exit_year=year)
        since = verdict(
            check(suspicion(one), held_on_day=False, well_off=True)
        )
        (found,) = dispose(since, one, papers=PAPERS)
        (after,) = settled(register(one), [found]).households

        assert found.move is move
        assert after.exit_year == (year or 2016)
        if move is Move.EXITED:
            assert found.flow.into == cohort(2016)

    def test_no_exit_in_the_year_of_the_return(self) -> None:
        """Who returned this year does not exit this year."""
        one = attrs.evolve(home(1, status=Status.RETURNED), return_year=2016)
        since = verdict(
            check(suspicion(one), held_on_day=False, well_off=True)
        )
        with pytest.raises(InvalidTransitionError):
            dispose(since, one, papers=PAPERS)

    def test_a_member_comes_off(self) -> None:
        """One member leaves, the household stays and is retained."""
        one = home(1, person(1), person(2))
        case = upheld(member_wrong(one, "P2"))
        whole, single = dispose(case, one, papers=PAPERS)
        (after,) = settled(register(one), [whole, single]).households

        assert (whole.move, single.move) == (
            Move.RETAINED,
            Move.MEMBER_REMOVED,
        )
        assert single.count == Count(0, 1)
        assert single.persons == single.hit == ("P2",)
        assert after.members[0].left is None
        assert after.members[1].leave_reason is LeaveReason.MEMBER_REMOVED

    @pytest.mark.parametrize(
        ("ground", "reason"),
        [
            ("dead-still-registered", LeaveReason.DEATH),
            ("hukou-cancelled-still-registered", LeaveReason.OTHER),
        ],
    )
    def test_on_paper(self, ground: str, reason: LeaveReason) -> None:
        """A death on paper is a natural decrease, and needs no notice."""
        one = home(1, person(1), person(2))
        dead = attrs.evolve(member_wrong(one, "P2"), ground=ground)
        case = verdict(check(dead, mode=VisitMode.TELEPHONE, by_document=True))
        _, single = dispose(case, one)
        (after,) = settled(register(one), [single]).households

        assert single.move is Move.NATURAL_DECREASE
        assert after.members[1].leave_reason is reason

    def test_a_removed_household_has_no_single_members(self) -> None:
        """With the whole household its members go, and not twice."""
        one = home(1, person(1), person(2))
        case = verdict(check(suspicion(one)), check(member_wrong(one, "P2")))
        (found,) = dispose(case, one, papers=PAPERS)

        assert found.move is Move.REMOVED

    def test_a_member_who_stays(self) -> None:
        """A member whose suspicion was cleared stays, like the household."""
        one = home(1, person(1), person(2))
        stays = verdict(
            check(member_wrong(one, "P2"), CheckOutcome.NOT_UPHELD)
        )

        assert [each.move for each in dispose(stays, one)] == [Move.RETAINED]

    def test_a_member_who_has_left(self) -> None:
        """Nobody is taken off twice."""
        one = home(1, person(1), person(2, left=dt.date(2016, 1, 1)))
        with pytest.raises(
            InvalidTransitionError, match="without this member"
        ):
            dispose(upheld(member_wrong(one, "P2")), one, papers=PAPERS)

    def test_needs_a_status(self) -> None:
        """Where nobody recorded the status, nothing can be done yet."""
        one = home(1, status=None)
        with pytest.raises(InvalidValueError, match="no status"):
            dispose(upheld(suspicion(one)), one, papers=PAPERS)


class TestPapers:
    @pytest.mark.parametrize(
        ("until", "settles"), [(-1, True), (0, False), (1, False)]
    )
    def test_the_notice_is_over(self, until: int, *, settles: bool) -> None:
        """A change takes effect after the last day of its notice."""
        day = DECIDED + dt.timedelta(days=until)
        papers = attrs.evolve(PAPERS, notice_until=day)
        one = home(1)
        if settles:
            (found,) = dispose(upheld(suspicion(one)), one, papers=papers)
            assert found.papers == papers
        else:
            with pytest.raises(InvalidValueError, match="not over yet"):
                dispose(upheld(suspicion(one)), one, papers=papers)

    def test_an_open_objection(self) -> None:
        """An objection about the household holds its own case up."""
        papers = attrs.evolve(PAPERS, open_objections=1)
        with pytest.raises(InvalidValueError, match="objection"):
            dispose(upheld(suspicion()), home(1), papers=papers)

    def test_none(self) -> None:
        """A removal without papers is refused."""
        with pytest.raises(InvalidValueError, match="needs an appraisal"):
            dispose(upheld(suspicion()), home(1))

    @pytest.mark.parametrize(
        "change",
        [
            {"minutes": " "},
            {"notice_from": "2016-09-01"},
            {"notice_until": dt.date(2016, 8, 31)},
        ],
    )
    def test_refused(self, change: dict[str, Any]) -> None:
        """Papers without minutes or with a wrong notice are none."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(PAPERS, **change)


class TestSupplement:
    @pytest.mark.parametrize(
        "ground",
        [one for one in AddedGround if one is not AddedGround.OMITTED_MEMBER],
    )
    def test_whole_household(self, ground: AddedGround) -> None:
        """A household comes in from outside, each on its ground."""
        one = home(1, person(1), person(2), status=Status.UNREGISTERED)
        found = supplement(one, authority(ground), papers=PAPERS)
        (after,) = settled(register(), [found]).households

        assert found.move is Move.ADDED
        assert (found.flow.out_of, found.flow.into) == (None, STOCK)
        assert found.count == Count(1, 2)
        assert (after.status, after.entered) == (Status.CURRENT, DECIDED)

    def test_a_status_left_blank_outside(self) -> None:
        """Outside the register a blank status is unregistered."""
        found = supplement(home(1, status=None), authority(), papers=PAPERS)

        assert found.flow.total == Count(1, 1)

    def test_a_member(self) -> None:
        """An omitted member comes in, and counts as one person."""
        one = home(1)
        found = add_member(
            one,
            Person(number="P2"),
            authority(AddedGround.OMITTED_MEMBER),
            papers=PAPERS,
        )
        after = settled(register(one), [found])
        (flow,) = changes(register(one), after).flows

        assert found.flow == flow
        assert flow.count == Count(0, 1)

    def test_the_ground_fits(self) -> None:
        """The ground of a member takes in no household, nor the reverse."""
        outside = home(1, status=Status.UNREGISTERED)
        with pytest.raises(InvalidValueError, match="does not call for"):
            supplement(
                outside, authority(AddedGround.OMITTED_MEMBER), papers=PAPERS
            )
        with pytest.raises(InvalidValueError, match="does not call for"):
            add_member(
                home(1), Person(number="P2"), authority(), papers=PAPERS
            )

    def test_who_is_there_already(self) -> None:
        """Nobody comes in twice."""
        with pytest.raises(InvalidTransitionError):
            supplement(home(1), authority(), papers=PAPERS)
        with pytest.raises(InvalidValueError, match="already"):
            add_member(
                home(1),
                Person(number="P1"),
                authority(AddedGround.OMITTED_MEMBER),
                papers=PAPERS,
            )

    @pytest.mark.parametrize(
        "visit",
        [
            attrs.evolve(POOR, mode=VisitMode.TELEPHONE),
            attrs.evolve(POOR, mode=None),
            attrs.evolve(POOR, met_somebody=False),
            attrs.evolve(POOR, met_somebody=None),
            attrs.evolve(POOR, finding=Finding.NOT_POOR),
            attrs.evolve(POOR, finding=None),
        ],
    )
    def test_needs_a_visit(self, visit: Visit) -> None:
        """Somebody went there, met somebody, and found poverty."""
        with pytest.raises(InvalidValueError, match="nobody went there"):
            authority(visit=visit)

    @pytest.mark.parametrize(
        "change",
        [{"decided_by": OFFICE}, {"decided_by": TEAM}, {"decided_by": "组"}],
    )
    def test_who_decides(self, change: dict[str, Any]) -> None:
        """Who refers or verifies does not decide on additions either."""
        for build in (authority, reversal):
            with pytest.raises(InvalidValueError):
                build(**change)


class TestWaysBack:
    @pytest.mark.parametrize(
        ("back_to", "cell"),
        [(Status.CURRENT, STOCK), (Status.EXITED, cohort(2014))],
    )
    def test_removal_undone(self, back_to: Status, cell: object) -> None:
        """A wrong removal is undone, back to where the household stood."""
        one = home(1, status=Status.REMOVED, exit_year=2014)
        found = restore(one, reversal(), back_to=back_to, papers=PAPERS)
        (after,) = settled(register(one), [found]).households

        assert found.move is Move.RESTORED
        assert (found.flow.out_of, found.flow.into) == (None, cell)
        assert after.status is back_to

    def test_returned(self) -> None:
        """A return to poverty is another event than an exit reversed."""
        one = home(1, status=Status.EXITED, exit_year=2014)
        found = return_to_poverty(one, reversal(), papers=PAPERS)

        assert found.move is Move.RETURNED
        assert (found.flow.out_of, found.flow.into) == (cohort(2014), STOCK)

    def test_only_of_the_removed_and_the_exited(self) -> None:
        """Nobody is restored or returned who never left."""
        with pytest.raises(InvalidTransitionError):
            restore(home(1), reversal(), back_to=Status.CURRENT, papers=PAPERS)
        with pytest.raises(InvalidTransitionError):
            return_to_poverty(home(1), reversal(), papers=PAPERS)

    @pytest.mark.parametrize("change", [{"ground": ""}, {"evidence": " "}])
    def test_needs_ground_and_evidence(self, change: dict[str, Any]) -> None:
        """A way back without ground or evidence is refused."""
        with pytest.raises(InvalidValueError, match="ground and its evidence"):
            reversal(**change)


KINDS = st.sampled_from(["remove", "retain", "reverse", "member", "return"])


@st.composite
def runs(
    draw: st.DrawFn,
) -> tuple[tuple[Household, ...], tuple[Disposition, ...]]:
    """Make households of two counties, and something done about each."""
    homes: list[Household] = []
    done: list[Disposition] = []
    for place in range(draw(st.integers(1, 6))):
        size = draw(st.integers(1, 3))
        exited = draw(st.booleans())
        one = home(
            place,
            *(person(10 * place + order) for order in range(size)),
            status=Status.EXITED if exited else Status.CURRENT,
            exit_year=draw(st.sampled_from([2014, 2015])) if exited else None,
            village=draw(st.sampled_from(["990101001001", OTHER_COUNTY])),
        )
        kind = draw(KINDS)
        outside = draw(st.booleans())
        if outside:
            one = attrs.evolve(one, status=Status.UNREGISTERED, exit_year=None)
            done.append(supplement(one, authority(), papers=PAPERS))
            continue
        homes.append(one)
        done += list(_done(one, kind, exited=exited))
    return tuple(homes), tuple(done)


def _done(
    one: Household, kind: str, *, exited: bool
) -> tuple[Disposition, ...]:
    if kind == "remove":
        return (removed(one),)
    if kind == "member":
        first = one.members[0].number
        case = upheld(member_wrong(one, first))
        return dispose(case, one, papers=PAPERS)
    if kind == "reverse" and exited:
        return dispose(upheld(exit_wrong(one)), one, papers=PAPERS)
    if kind == "return" and exited:
        return (return_to_poverty(one, reversal(), papers=PAPERS),)
    retains = verdict(check(suspicion(one), CheckOutcome.NOT_UPHELD))
    return dispose(retains, one)


class TestAccount:
    @given(runs())
    def test_the_run_reconciles(
        self, run: tuple[tuple[Household, ...], tuple[Disposition, ...]]
    ) -> None:
        """Before and what was done make after, in each county and cell."""
        homes, done = run
        before = register(*homes)
        after = settled(before, done)
        account = run_account(before, done, after)

        assert account.balances
        county = account.rolled_up(DivisionLevel.COUNTY)
        assert county.balances
        for division in county.divisions:
            assert county.residue(division=division) == Count()
        assert account.residue() == Count()

    @given(runs())
    def test_both_ways_of_counting_agree(
        self, run: tuple[tuple[Household, ...], tuple[Disposition, ...]]
    ) -> None:
        """Comparing the two registers finds just what was decided."""
        homes, done = run
        before = register(*homes)
        after = settled(before, done)
        found = changes(before, after).flows
        decided = [
            one
            for one in run_account(before, done, after).flows
            if one.kind is not Move.RETAINED
        ]

        assert sorted(map(repr, found)) == sorted(map(repr, decided))

    @given(runs())
    def test_what_nobody_decided_is_named(
        self, run: tuple[tuple[Household, ...], tuple[Disposition, ...]]
    ) -> None:
        """A change of the register that nobody decided is residue."""
        homes, done = run
        before = register(*homes)
        after = settled(before, done)
        moving = [one for one in done if one.flow.out_of != one.flow.into]
        for left_out in moving:
            rest = [one for one in done if one is not left_out]
            account = run_account(before, rest, after)
            assert not account.balances
            assert (
                account.residue(division=left_out.division)
                == left_out.flow.total + Count()
            )

    def test_other_changes_on_their_documents(self) -> None:
        """A birth that its document shows is no residue."""
        before = register(home(1))
        born = home(1, person(1), person(2))
        birth = Flow(
            division=before.households[0].division or "",
            kind=Move.NATURAL_INCREASE,
            out_of=None,
            into=STOCK,
            count=Count(0, 1),
        )

        assert not run_account(before, (), register(born)).balances
        assert run_account(before, (), register(born), others=[birth]).balances

    def test_one_outcome_a_round(self) -> None:
        """Two outcomes of one household as a whole are refused."""
        one = removed(home(1))
        with pytest.raises(InvalidValueError, match="several outcomes"):
            settled(register(home(1)), [one, one])

    def test_the_old_register_stays(self) -> None:
        """What was removed stays on file, and the old register as it was."""
        before = register(home(1))
        (after,) = settled(before, [removed(home(1))]).households

        assert before.households[0].status is Status.CURRENT
        assert after.status is Status.REMOVED
        assert after.members == before.households[0].members


class TestOutcomes:
    def test_persons_hit_stand_apart(self) -> None:
        """Of three persons removed, one was hit."""
        one = home(1, person(1), person(2), person(3))
        table = OutcomeTable.of([removed(one)])
        row = table.by_move[Move.REMOVED]

        assert row.count == Count(1, 3)
        assert (row.judged, row.hit) == (3, 1)
        assert table.render("zh") == (
            "处置  户数  人数  所涉户人数  命中人数\n"
            "剔除  1     3     3           1"
        )
        assert "removal" in str(table)

    @given(runs())
    def test_adds_up(
        self, run: tuple[tuple[Household, ...], tuple[Disposition, ...]]
    ) -> None:
        """Every household and person moved is counted in one row once."""
        _, done = run
        table = OutcomeTable.of(done)

        assert Count.sum(
            one.count
            for one in table.rows
            if one.move is not Move.MEMBER_REMOVED
        ) == Count.sum(
            one.count for one in done if one.move is not Move.MEMBER_REMOVED
        )
        assert all(
            one.hit <= one.judged or one.move is Move.ADDED
            for one in table.rows
        )


#: What may happen to a household in between: the field, and its names.
CHANGES: dict[str, tuple[Any, str, str]] = {
    "members": ((person(98), person(99)), "家庭成员", "member"),
    "group": ("九组", "村民小组", "group"),
    "status": (Status.CLOSED, "脱贫状态", "status"),
    "helper": (Helper(name="赵某"), "帮扶责任人", "helper"),
    "extra": ("本地", "本地扩展字段", "local fields"),
}


class TestSettled:
    @given(runs(), st.data())
    def test_no_change_in_between_is_overwritten(
        self,
        run: tuple[tuple[Household, ...], tuple[Disposition, ...]],
        data: st.DataObject,
    ) -> None:
        """All that changed are named at once, and nothing is carried out."""
        homes, done = run
        changed = data.draw(
            st.dictionaries(
                st.sampled_from([one.number for one in homes]),
                st.sampled_from(sorted(CHANGES)),
            )
            if homes
            else st.just({})
        )
        now = register(
            *(
                attrs.evolve(one, **{field: CHANGES[field][0]})
                if (field := changed.get(one.number))
                else one
                for one in homes
            )
        )
        problems = changed_since(now, done)

        assert [one.where for one in problems] == [
            f"$.households['{one.number}']"
            for one in homes
            if one.number in changed
        ]
        for one in problems:
            assert one.code == "disposition.household-changed"
            _, zh, en = CHANGES[changed[one.where.split("'")[1]]]
            assert zh in one.zh
            assert en in one.en
            assert one.remedy_zh
            assert one.remedy_en
        if problems:
            with pytest.raises(HouseholdsChangedError) as raised:
                settled(now, done)
            assert raised.value.problems == problems
        else:
            assert changed_since(now, done) == ()
            assert run_account(now, done, settled(now, done)).balances

    def test_what_changed_elsewhere_stays(self) -> None:
        """A household that nothing was decided about may change freely."""
        done = [removed(home(1))]
        other = attrs.evolve(home(2), group="九组")
        after = settled(register(home(1), other), done)

        assert after.household("H2").group == "九组"
        assert after.household("H1").status is Status.REMOVED

    def test_a_disposition_made_again_is_carried_out(self) -> None:
        """A child born in between is on file, and leaves with the others."""
        grown = home(1, person(1), person(2))
        done = [removed(home(1))]
        with pytest.raises(HouseholdsChangedError, match="member"):
            settled(register(grown), done)
        after = settled(register(grown), [removed(grown)])

        assert len(after.household("H1").members) == 2

    def test_a_household_that_is_gone(self) -> None:
        """What was taken out of the register is not put back unseen."""
        done = [removed(home(1)), removed(home(2))]
        with pytest.raises(HouseholdsChangedError) as raised:
            settled(register(home(2)), done)
        (problem,) = raised.value.problems

        assert problem.code == "disposition.no-household"
        assert "剔除" in problem.zh
        assert "H1" in str(raised.value)

    @pytest.mark.parametrize("status", [None, Status.UNREGISTERED])
    def test_a_household_on_file_outside_the_register(
        self, status: Status | None
    ) -> None:
        """Whoever was on file as an outsider comes in all the same."""
        one = home(1, status=status)
        found = supplement(one, authority(), papers=PAPERS)
        after = settled(register(one), [found])

        assert after.household("H1").status is Status.CURRENT

    def test_a_household_taken_in_meanwhile(self) -> None:
        """Who was taken in by somebody else is not taken in again."""
        outside = home(1, status=Status.UNREGISTERED)
        found = supplement(outside, authority(), papers=PAPERS)
        with pytest.raises(HouseholdsChangedError):
            settled(register(home(1)), [found])

    @pytest.mark.parametrize("many", [7, 8, 9])
    def test_few_are_printed_and_all_are_kept(self, many: int) -> None:
        """The message lists eight, and counts the others."""
        done = [removed(home(place)) for place in range(many)]
        with pytest.raises(HouseholdsChangedError) as raised:
            settled(register(), done)

        assert len(raised.value.problems) == many
        assert ("1 more" in str(raised.value)) is (many > 8)

    def test_a_number_is_masked(self) -> None:
        """A household that goes by a personal number is not named by it."""
        key = "990102198001010010"
        one = attrs.evolve(home(1), number=key)
        with pytest.raises(HouseholdsChangedError) as raised:
            settled(register(), [removed(one)])

        assert key not in str(raised.value)
        assert key not in repr(raised.value)
