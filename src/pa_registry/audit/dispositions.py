"""
What is done about a verdict, and how people come in from outside.

处置：剔除、保留、成员核减、脱贫、错退纠正、返贫、错剔恢复、补录。

Each is a move of the state machine with its authority: a verdict for
whoever is in the register, a visit for whoever is not.
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NoReturn, TypeAlias

import attrs

from pa_registry.accounts import STOCK, Cell, Count, Flow, StockFlow, cohort
from pa_registry.accounts._tables import text_table
from pa_registry.accounts.counts import cell_of, on_file
from pa_registry.accounts.stock_flows import stock_flow
from pa_registry.audit.verdicts import Verdict
from pa_registry.dates import is_day
from pa_registry.errors import InvalidTransitionError, InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.acts import Visit
from pa_registry.model.bodies import Body
from pa_registry.model.codes import Code
from pa_registry.model.evidence_codes import Finding, VisitMode
from pa_registry.model.households import Household
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.status import Move, Status, transition
from pa_registry.policies import DispositionOutcome


__all__ = [
    "OF_MEMBERS",
    "AddedGround",
    "Authority",
    "Disposition",
    "OutcomeRow",
    "OutcomeTable",
    "Papers",
    "Reversal",
    "Supplement",
    "add_member",
    "dispose",
    "restore",
    "return_to_poverty",
    "run_account",
    "supplement",
]


class AddedGround(Code):
    """
    Why somebody from outside the register is taken in.

    补录原因。
    """

    ILLNESS = "newly-poor-by-illness", "因病新致贫"
    DISASTER = "newly-poor-by-disaster", "因灾新致贫"
    SCHOOLING = "newly-poor-by-schooling", "因学新致贫"
    RETURNED = "returned-to-poverty", "返贫"
    OMITTED_HOUSEHOLD = "omitted-household", "整户漏评"
    OMITTED_MEMBER = "omitted-member", "家庭成员漏登"


def _refuse(what: str, where: str, remedy: str) -> NoReturn:
    raise InvalidValueError(what=what, where=where, remedy=remedy)


@attrs.frozen(kw_only=True)
class Papers:
    """
    The papers that a change of the register rests on.

    处置依据材料。

    Attributes:
        minutes: The reference of the minutes of the appraisal.
        notice_from: The first day of the public notice.
        notice_until: The last day of it.
        open_objections: How many objections are not settled.

    Raises:
        InvalidValueError: If there are no minutes, or the notice ends
            before it begins.
    """

    minutes: str
    notice_from: dt.date
    notice_until: dt.date
    open_objections: int = 0

    def __attrs_post_init__(self) -> None:
        if not self.minutes.strip():
            _refuse(
                "papers without minutes prove no appraisal.",
                "Papers.minutes",
                "Give the reference of the minutes.",
            )
        if not is_day(self.notice_from) or not is_day(self.notice_until):
            _refuse(
                "a notice has a first and a last day.",
                "Papers",
                "Give notice_from=date(…) and notice_until=date(…).",
            )
        if self.notice_until < self.notice_from:
            _refuse(
                "the notice ends before it begins.",
                "Papers.notice_until",
                "Give the last day of the notice.",
            )

    def require_settled(self, day: dt.date) -> None:
        """
        Refuse a change before its notice is over.

        Raises:
            InvalidValueError: If it is not over on the day, or an
                objection is open.
        """
        if self.notice_until >= day:
            _refuse(
                "the public notice is not over yet.",
                "Papers.notice_until",
                "Wait until the last day of the notice has passed.",
            )
        if self.open_objections:
            _refuse(
                "an objection about this household is open.",
                "Papers.open_objections",
                "Settle it first; the rest of the list need not wait.",
            )


def _apart(decided_by: Body, *others: Body) -> None:
    bodies = (decided_by, *others)
    if not all(isinstance(one, Body) for one in bodies):
        _refuse(
            "an act names the bodies that referred, verified and decided.",
            "decided_by",
            "Give Body(…) for each.",
        )
    if decided_by in others:
        _refuse(
            f"{decided_by} referred or verified, and would decide.",
            "decided_by",
            "Let another body decide.",
        )


@attrs.frozen(kw_only=True)
class Supplement:
    """
    The authority for taking somebody in from outside the register.

    补录依据。

    Attributes:
        ground: Why.
        visit: The visit that found the household poor.
        referred_by: Who referred it.
        checked_by: Who made the visit.
        decided_by: Who decided.
        day: When.

    Raises:
        InvalidValueError: If nobody visited in person and found it poor,
            or if whoever decides has referred or verified.
    """

    ground: AddedGround
    visit: Visit
    referred_by: Body
    checked_by: Body
    decided_by: Body
    day: dt.date

    def __attrs_post_init__(self) -> None:
        _apart(self.decided_by, self.referred_by, self.checked_by)
        visit = self.visit
        in_person = visit.mode in {VisitMode.HOME, VisitMode.SITE}
        if (
            not in_person
            or visit.met_somebody is not True
            or visit.finding is not Finding.POOR
        ):
            _refuse(
                "nobody went there, met somebody and found poverty.",
                "Supplement.visit",
                "Give a visit at home or on site that found it poor.",
            )


@attrs.frozen(kw_only=True)
class Reversal:
    """
    The authority for undoing a removal, or for a return to poverty.

    恢复、返贫依据。

    Attributes:
        ground: Why, in words.
        evidence: The reference of the paper that proves it.
        referred_by: Who referred it.
        checked_by: Who verified it.
        decided_by: Who decided.
        day: When.

    Raises:
        InvalidValueError: If it has no ground or evidence, or if whoever
            decides has referred or verified.
    """

    ground: str
    evidence: str
    referred_by: Body
    checked_by: Body
    decided_by: Body
    day: dt.date

    def __attrs_post_init__(self) -> None:
        _apart(self.decided_by, self.referred_by, self.checked_by)
        if not self.ground.strip() or not self.evidence.strip():
            _refuse(
                "a way back needs its ground and its evidence.",
                "Reversal",
                "Give both: ground=…, evidence=….",
            )


#: What a change of the register may rest on; a hit is not among them.
Authority: TypeAlias = Verdict | Supplement | Reversal

_BY_REVERSAL = frozenset({Move.RESTORED, Move.RETURNED})
#: What needs no appraisal and notice: nothing changes, or a paper shows it.
_BARE = frozenset({Move.RETAINED, Move.NATURAL_DECREASE})
#: What only a check in person, which met somebody, can carry.
_AGAINST = frozenset({Move.REMOVED, Move.MEMBER_REMOVED})
#: What moves single members, and no household as a whole.
OF_MEMBERS: frozenset[Move] = frozenset(
    {Move.MEMBER_REMOVED, Move.NATURAL_DECREASE, Move.MEMBER_ADDED}
)


@attrs.frozen(kw_only=True)
class Disposition:
    """
    One change of the register, with its authority and papers.

    处置。

    Attributes:
        household: The household before.
        move: What happens.
        to: The state after.
        persons: Whom it moves: everybody on file, or single members.
        hit: The persons whom hits were about; most others were not.
        authority: What it rests on.
        papers: The minutes and the notice; blank where none are needed.
        day: When it takes effect.
        added: The member who comes in, if one does.

    Raises:
        InvalidValueError: If the authority does not call for the move, or
            papers are missing.
    """

    household: Household
    move: Move
    to: Status
    persons: tuple[str, ...] = attrs.field(repr=False)
    hit: tuple[str, ...] = attrs.field(default=(), repr=False)
    authority: Authority
    papers: Papers | None = attrs.field(default=None, repr=False)
    day: dt.date
    added: Person | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        if not _calls_for(self.authority, self):
            _refuse(
                f"this {type(self.authority).__name__} does not call for"
                f" {self.move.en}.",
                "Disposition.authority",
                "A hit or a suspicion removes nobody: check it, decide,"
                " and use dispose(verdict, household, …).",
            )
        if self.move in _BARE:
            return
        if self.papers is None:
            _refuse(
                f"{self.move.en} needs an appraisal and a public notice.",
                "Disposition.papers",
                "Give Papers(minutes=…, notice_from=…, notice_until=…).",
            )
        self.papers.require_settled(self.day)

    @property
    def division(self) -> str:
        """The division of the household."""
        return self.household.division or ""

    @property
    def count(self) -> Count:
        """The households and persons that it moves."""
        whole = self.move not in OF_MEMBERS
        return Count(int(whole), len(self.persons))

    @property
    def flow(self) -> Flow:
        """What it adds to the accounts."""
        before = cell_of(self.household)
        if self.move in OF_MEMBERS:
            comes = self.move is Move.MEMBER_ADDED
            out_of, into = (None, before) if comes else (before, None)
        else:
            out_of, into = before, _cell(self.to, self)
        return Flow(
            division=self.division,
            kind=self.move,
            out_of=out_of,
            into=into,
            count=self.count,
        )

    def render(self, language: str = "en") -> str:
        """Say what is done, in ``"zh"`` or ``"en"``."""
        number = masked(self.household.number)
        if language == "zh":
            day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
            return (
                f"{number}：{self.move.zh}，{self.count.render('zh')}，{day}。"
            )
        return f"{number}: {self.move.en}, {self.count}, {self.day}."

    def __str__(self) -> str:
        return self.render("en")


def _calls_for(authority: Authority, one: Disposition) -> bool:
    """Say whether the authority carries the move, and of this household."""
    if isinstance(authority, Verdict):
        if authority.household != one.household.number:
            return False
        if one.move in _AGAINST and not authority.supports_removal:
            return False
        wanted = {
            outcome.move
            for outcome in (
                authority.members.values()
                if one.move in OF_MEMBERS
                else (authority.outcome,)
            )
        }
        return one.move in wanted or one.move is _instead(
            authority.outcome, one.household
        )
    if isinstance(authority, Supplement):
        single = authority.ground is AddedGround.OMITTED_MEMBER
        return one.move is (Move.MEMBER_ADDED if single else Move.ADDED)
    return isinstance(authority, Reversal) and one.move in _BY_REVERSAL


def _instead(outcome: DispositionOutcome, home: Household) -> Move | None:
    """Who has exited already does not exit again: he is retained."""
    if outcome is not DispositionOutcome.EXITED or home.status is None:
        return None
    return Move.RETAINED if home.status.in_cohort else None


def _cell(status: Status, one: Disposition) -> Cell | None:
    if status.in_stock:
        return STOCK
    if not status.in_cohort:
        return None
    if one.move is Move.EXITED:
        return cohort(one.day.year)
    return cohort(one.household.exit_year)


def _status(home: Household) -> Status:
    if home.status is None:
        raise InvalidValueError(
            what="the household has no status on record.",
            where=f"Household {masked(home.number)}",
            remedy="Establish its status before anything is done about it.",
        )
    return home.status


def dispose(
    verdict: Verdict,
    household: Household,
    *,
    papers: Papers | None = None,
    day: dt.date | None = None,
) -> tuple[Disposition, ...]:
    """
    Do what a verdict calls for.

    按认定结论处置。

    Removal is of the whole household, current or exited.  Where single
    members come or go, the household is retained, and both are written
    down.  Where a case is still to be verified, nothing is done.

    Args:
        verdict: The verdict.
        household: The household, as it stands in the register.
        papers: The minutes and the notice; needed for every change but
            retaining, and a decrease that a document proves.
        day: When it takes effect; by default the day of the verdict.

    Returns:
        The disposition of the household, then those of single members.

    Raises:
        InvalidValueError: If the verdict is about another household, or
            papers are missing.
        InvalidTransitionError: If the move is not open to the household.
    """
    given: object = verdict
    if not isinstance(given, Verdict):
        _refuse(
            f"a {type(given).__name__} is no verdict.",
            "dispose(verdict, household)",
            "A hit or a suspicion decides nothing: check it, and decide.",
        )
    on = day or verdict.day
    if verdict.household != household.number:
        _refuse(
            "the verdict is about another household.",
            "dispose(verdict, household)",
            "Give the household of the verdict.",
        )
    found: list[Disposition] = []
    move = verdict.outcome.move
    if move is not None:
        move = _instead(verdict.outcome, household) or move
        after = transition(
            _status(household),
            move,
            year=on.year,
            return_year=household.return_year,
        ).to
        found.append(
            Disposition(
                household=household,
                move=move,
                to=after,
                persons=tuple(one.number for one in on_file(household)),
                hit=verdict.persons_hit,
                authority=verdict,
                papers=papers,
                day=on,
            )
        )
    if move is not Move.REMOVED:
        found += _of_members(verdict, household, papers, on)
    return tuple(found)


def _of_members(
    verdict: Verdict,
    household: Household,
    papers: Papers | None,
    day: dt.date,
) -> Iterable[Disposition]:
    present = {one.number for one in on_file(household)}
    for person, outcome in verdict.members.items():
        move = outcome.move
        if move is None or move not in OF_MEMBERS:
            continue
        if person not in present:
            raise InvalidTransitionError(
                status="without this member on file",
                move=move.value,
                allowed=(),
            )
        yield Disposition(
            household=household,
            move=move,
            to=_status(household),
            persons=(person,),
            hit=(person,),
            authority=verdict,
            papers=papers,
            day=day,
        )


def supplement(
    household: Household, authority: Supplement, *, papers: Papers
) -> Disposition:
    """
    Take a household in from outside the register.

    补录整户。

    Args:
        household: The household, not registered so far.
        authority: Why, and on which visit.
        papers: The minutes and the notice.

    Raises:
        InvalidTransitionError: If it is in the register already.
        InvalidValueError: If the ground is that of a single member, or
            the papers do not carry it.
    """
    after = transition(household.status or Status.UNREGISTERED, Move.ADDED).to
    outside = attrs.evolve(household, status=Status.UNREGISTERED)
    return Disposition(
        household=outside,
        move=Move.ADDED,
        to=after,
        persons=tuple(one.number for one in on_file(outside)),
        authority=authority,
        papers=papers,
        day=authority.day,
    )


def add_member(
    household: Household,
    member: Person,
    authority: Supplement,
    *,
    papers: Papers,
) -> Disposition:
    """
    Take an omitted member into a registered household.

    补录个别成员。

    Raises:
        InvalidTransitionError: If the household is not in the register.
        InvalidValueError: If the member is on file already, or the ground
            is that of a whole household.
    """
    status = _status(household)
    after = transition(status, Move.MEMBER_ADDED).to
    if member.number in {one.number for one in household.members}:
        _refuse(
            "this member is on file already.",
            "add_member(household, member)",
            "Give a member under a number of his own.",
        )
    return Disposition(
        household=household,
        move=Move.MEMBER_ADDED,
        to=after,
        persons=(member.number,),
        authority=authority,
        papers=papers,
        day=authority.day,
        added=member,
    )


def restore(
    household: Household,
    authority: Reversal,
    *,
    back_to: Status,
    papers: Papers,
) -> Disposition:
    """
    Undo a removal that was wrong.

    错剔恢复。

    Args:
        household: The removed household.
        authority: Why, and on which evidence.
        back_to: Where it stood before.
        papers: The minutes and the notice.

    Raises:
        InvalidTransitionError: If it was not removed.
    """
    after = transition(_status(household), Move.RESTORED, back_to=back_to).to
    return _reversal(household, Move.RESTORED, after, authority, papers)


def return_to_poverty(
    household: Household, authority: Reversal, *, papers: Papers
) -> Disposition:
    """
    Mark a household that fell after a right exit.

    返贫。

    Raises:
        InvalidTransitionError: If it has not exited.
    """
    after = transition(_status(household), Move.RETURNED).to
    return _reversal(household, Move.RETURNED, after, authority, papers)


def _reversal(
    household: Household,
    move: Move,
    to: Status,
    authority: Reversal,
    papers: Papers,
) -> Disposition:
    return Disposition(
        household=household,
        move=move,
        to=to,
        persons=tuple(one.number for one in on_file(household)),
        authority=authority,
        papers=papers,
        day=authority.day,
    )


# The accounts


def run_account(
    before: Registry,
    dispositions: Iterable[Disposition],
    after: Registry,
    *,
    others: Iterable[Flow] = (),
) -> StockFlow:
    """
    Draw up the account of a run: before, what was done, after, residue.

    整改前后台账。

    The changes are those of the dispositions, not a comparison of the two
    registers: what the register shows and nobody decided is residue.

    Args:
        before: The register before the run.
        dispositions: What was done.
        after: The register after it.
        others: What else changed the register: births, deaths, marriages
            and transfers, each on its document.
    """
    counts: dict[Flow, Count] = defaultdict(Count)
    for one in dispositions:
        flow = one.flow
        counts[attrs.evolve(flow, count=Count())] += flow.count
    flows = [attrs.evolve(flow, count=count) for flow, count in counts.items()]
    return stock_flow(before, after, flows=[*flows, *others])


@attrs.frozen(kw_only=True)
class OutcomeRow:
    """
    One kind of disposition in a table of outcomes.

    处置结果的一行。

    Attributes:
        move: What happened.
        count: The households and persons that it moved.
        judged: All persons on file in the households concerned.
        hit: The persons whom hits were about.
    """

    move: Move
    count: Count
    judged: int
    hit: int


@attrs.frozen(kw_only=True)
class OutcomeTable:
    """
    What came of a run, in households and persons.

    处置结果统计。

    Persons hit stand apart from persons in judged households: removal is
    of whole households, and most of their members were never hit.

    Attributes:
        rows: One row for each kind of disposition.
    """

    rows: tuple[OutcomeRow, ...]

    @classmethod
    def of(cls, dispositions: Iterable[Disposition]) -> OutcomeTable:
        """
        Count dispositions; persons once in each row.

        Examples:
            >>> OutcomeTable.of(()).rows
            ()
        """
        found: dict[Move, list[Disposition]] = defaultdict(list)
        for one in dispositions:
            found[one.move].append(one)
        return cls(
            rows=tuple(
                _row(move, found[move]) for move in Move if move in found
            )
        )

    @property
    def by_move(self) -> Mapping[Move, OutcomeRow]:
        """The rows by what happened."""
        return MappingProxyType({one.move: one for one in self.rows})

    def render(self, language: str = "en") -> str:
        """Set the table as plain text, in ``"zh"`` or ``"en"``."""
        zh = language == "zh"
        header = (
            ["处置", "户数", "人数", "所涉户人数", "命中人数"]
            if zh
            else ["outcome", "households", "persons", "judged", "hit"]
        )
        lines = [
            [
                one.move.zh if zh else one.move.en,
                str(one.count.households),
                str(one.count.persons),
                str(one.judged),
                str(one.hit),
            ]
            for one in self.rows
        ]
        return text_table(header, lines)

    def __str__(self) -> str:
        return self.render("en")


def _row(move: Move, listed: list[Disposition]) -> OutcomeRow:
    homes = {one.household.number: one.household for one in listed}
    persons = {
        (one.household.number, p) for one in listed for p in one.persons
    }
    hit = {(one.household.number, p) for one in listed for p in one.hit}
    return OutcomeRow(
        move=move,
        count=Count(len(homes), len(persons)),
        judged=sum(len(on_file(home)) for home in homes.values()),
        hit=len(hit),
    )
