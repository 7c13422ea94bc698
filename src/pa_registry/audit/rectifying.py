"""
Rectification: every problem has a number, an owner, a day and an end.

整改。

What an owner reports as done is claimed; what somebody else has inspected
is verified.  The two never stand for each other.
"""

from __future__ import annotations

import datetime as dt

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NoReturn, Self

import attrs

from pa_registry.accounts import StockFlow
from pa_registry.accounts._tables import text_table
from pa_registry.audit.dispositions import Disposition, OutcomeTable
from pa_registry.audit.suspicions import Suspicion
from pa_registry.dates import is_day
from pa_registry.errors import (
    InvalidTransitionError,
    InvalidValueError,
    NotInRegistryError,
)
from pa_registry.masking import masked
from pa_registry.model.bodies import Body
from pa_registry.model.codes import Code
from pa_registry.money import Rate, RateUnit


__all__ = [
    "Issue",
    "IssueState",
    "IssueStep",
    "Rectification",
    "issues_of",
    "rectification",
]


class IssueState(Code):
    """
    How far a problem has come.

    整改状态。

    A reopened problem is open again, and stays in sight as reopened.
    """

    OPEN = "open", "未整改"
    CLAIMED = "claimed-done", "已报整改，待核实"
    VERIFIED = "verified", "整改到位，已销号"
    REOPENED = "reopened", "退回重改"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self in {IssueState.OPEN, IssueState.REOPENED}


@attrs.frozen(kw_only=True)
class IssueStep:
    """
    One step in the life of a problem.

    整改过程记录。

    Attributes:
        state: The state after it.
        day: When.
        by: Who reported, verified or sent it back.
        evidence: The reference of the paper, or why it was sent back.
    """

    state: IssueState
    day: dt.date
    by: Body
    evidence: str


_NEXT: Mapping[IssueState, frozenset[IssueState]] = MappingProxyType(
    {
        IssueState.OPEN: frozenset({IssueState.CLAIMED}),
        IssueState.REOPENED: frozenset({IssueState.CLAIMED}),
        IssueState.CLAIMED: frozenset(
            {IssueState.VERIFIED, IssueState.REOPENED}
        ),
        IssueState.VERIFIED: frozenset({IssueState.REOPENED}),
    }
)


@attrs.frozen(kw_only=True)
class Issue:
    """
    One problem that an audit found.

    审计发现问题。

    Attributes:
        number: Its number in the list of findings.
        what: What is wrong, in the words of the list.
        origin: Who found it.
        owner: Who has to put it right.
        found: The day on which it was found.
        due: The day by which it is to be put right.
        division: Where.
        households: The households concerned, if any.
        steps: What was done about it, in order.

    Raises:
        InvalidValueError: If something that it needs is blank.

    Examples:
        >>> from pa_registry.model import BodyKind
        >>> office = Body(BodyKind.COUNTY_OFFICE, "示例县扶贫办")
        >>> auditors = Body(BodyKind.AUDIT_OFFICE, "示例省审计厅")
        >>> issue = Issue(
        ...     number="1",
        ...     what="死亡未注销",
        ...     origin=auditors,
        ...     owner=office,
        ...     found=dt.date(2016, 6, 30),
        ...     due=dt.date(2016, 8, 31),
        ... )
        >>> done = issue.claimed(
        ...     by=office, day=dt.date(2016, 8, 1), evidence="整改报告1号"
        ... )
        >>> done.state.zh
        '已报整改，待核实'
    """

    number: str
    what: str
    origin: Body
    owner: Body
    found: dt.date
    due: dt.date
    division: str = ""
    households: tuple[str, ...] = attrs.field(default=(), repr=False)
    steps: tuple[IssueStep, ...] = attrs.field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.number.strip() or not self.what.strip():
            self._refuse(
                "a problem has a number, and says what is wrong.",
                "Give number=… and what=….",
            )
        if not all(isinstance(b, Body) for b in (self.origin, self.owner)):
            self._refuse(
                "a problem names who found it and who puts it right.",
                "Give Body(…) for origin and for owner.",
            )
        if not is_day(self.found) or not is_day(self.due):
            self._refuse(
                "a problem has the day on which it was found, and is due.",
                "Give found=date(…) and due=date(…).",
            )
        if self.due < self.found:
            self._refuse(
                "a problem is not due before it was found.",
                "Give the day by which it is to be put right.",
            )

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise InvalidValueError(
            what=what, where=f"Issue {self.number}".rstrip(), remedy=remedy
        )

    @property
    def state(self) -> IssueState:
        """How far it has come, by its last step."""
        return self.steps[-1].state if self.steps else IssueState.OPEN

    def on(self, day: dt.date) -> Self:
        """
        Give the problem as it stood on a day.

        某日的整改状态。
        """
        kept = tuple(one for one in self.steps if one.day <= day)
        return attrs.evolve(self, steps=kept)

    def is_overdue(self, day: dt.date) -> bool:
        """
        Say whether it was due before a day, and is still open then.

        是否逾期。

        What was claimed in time waits for its inspection, and is not
        overdue.
        """
        return self.on(day).state.is_open and self.due < day

    def claimed(self, *, by: Body, day: dt.date, evidence: str) -> Self:
        """
        Report that it has been put right.

        报告完成整改。

        Raises:
            InvalidTransitionError: If it is not open.
            InvalidValueError: If somebody else than its owner reports, or
                there is no evidence.
        """
        if by != self.owner:
            self._refuse(f"{by} is not the owner.", "Let the owner report it.")
        return self._stepped(IssueState.CLAIMED, by, day, evidence)

    def verified(self, *, by: Body, day: dt.date, evidence: str) -> Self:
        """
        Close it: somebody else has inspected that it is put right.

        核实销号。

        Raises:
            InvalidTransitionError: If nobody has reported it as done.
            InvalidValueError: If its owner would close it, or there is no
                evidence.
        """
        if by == self.owner:
            self._refuse(
                f"{by} would verify its own work.",
                "Let another body inspect it.",
            )
        return self._stepped(IssueState.VERIFIED, by, day, evidence)

    def reopened(self, *, by: Body, day: dt.date, evidence: str) -> Self:
        """
        Send it back: it was not put right, or not for long.

        退回重改。

        Raises:
            InvalidTransitionError: If it is open anyway.
            InvalidValueError: If no reason is given.
        """
        return self._stepped(IssueState.REOPENED, by, day, evidence)

    def _stepped(
        self, state: IssueState, by: Body, day: dt.date, evidence: str
    ) -> Self:
        allowed = _NEXT[self.state]
        if state not in allowed:
            raise InvalidTransitionError(
                status=self.state.value,
                move=state.value,
                allowed=tuple(sorted(one.value for one in allowed)),
            )
        if not evidence.strip():
            self._refuse(
                f"{state.en} needs its evidence.",
                "Give the reference of the paper, or the reason.",
            )
        last = self.steps[-1].day if self.steps else self.found
        if not is_day(day) or day < last:
            self._refuse(
                "the step comes before the one that it follows.",
                f"Give a day from {last.isoformat()} on.",
            )
        step = IssueStep(state=state, day=day, by=by, evidence=evidence)
        return attrs.evolve(self, steps=(*self.steps, step))


def issues_of(
    suspicions: Iterable[Suspicion],
    *,
    origin: Body,
    owner_of: Callable[[Suspicion], Body],
    found: dt.date,
    due: dt.date,
) -> tuple[Issue, ...]:
    """
    Make a list of findings of the open suspicions, one number each.

    由疑点形成问题清单。

    Args:
        suspicions: The suspicions; those that are cleared are left out.
        origin: Who found them.
        owner_of: Who has to deal with each.
        found: The day of the list.
        due: The day by which they are to be dealt with.
    """
    return tuple(
        Issue(
            number=f"{place:06d}",
            what=one.zh,
            origin=origin,
            owner=owner_of(one),
            found=found,
            due=due,
            division=one.division,
            households=(one.household,),
        )
        for place, one in enumerate(
            (one for one in suspicions if one.is_open), 1
        )
    )


@attrs.frozen(kw_only=True)
class Rectification:
    """
    A list of findings as of a day, and how it adds up.

    整改台账。

    Attributes:
        issues: The problems found by that day, as they stood.
        at: The day.
    """

    issues: tuple[Issue, ...] = attrs.field(repr=False)
    at: dt.date

    @property
    def found(self) -> int:
        """How many problems were found."""
        return len(self.issues)

    def count(self, state: IssueState) -> int:
        """How many problems are in a state."""
        return sum(one.state is state for one in self.issues)

    @property
    def open(self) -> int:
        """Open, those sent back among them."""
        return sum(one.state.is_open for one in self.issues)

    @property
    def claimed(self) -> int:
        """Reported as done, and not inspected yet."""
        return self.count(IssueState.CLAIMED)

    @property
    def verified(self) -> int:
        """Inspected and closed."""
        return self.count(IssueState.VERIFIED)

    @property
    def overdue(self) -> tuple[Issue, ...]:
        """The problems that were due before the day and are open."""
        return tuple(one for one in self.issues if one.is_overdue(self.at))

    @property
    def due(self) -> tuple[Issue, ...]:
        """The problems that are due by the day."""
        return tuple(one for one in self.issues if one.due <= self.at)

    @property
    def completion_rate(self) -> Rate:
        """
        The share reported as done, inspected or not, of those found.

        完成率。
        """
        return _rate(self.claimed + self.verified, self.found, "found")

    @property
    def verified_rate(self) -> Rate:
        """
        The share inspected and closed, of those found.

        整改到位率。
        """
        return _rate(self.verified, self.found, "found")

    @property
    def verified_rate_of_due(self) -> Rate:
        """
        The share inspected and closed, of those due by the day.

        到期问题整改到位率。
        """
        closed = sum(one.state is IssueState.VERIFIED for one in self.due)
        return _rate(closed, len(self.due), "due")

    def by(self, key: Callable[[Issue], str]) -> Mapping[str, Rectification]:
        """Take the list apart, by owner, county or origin."""
        found: dict[str, list[Issue]] = defaultdict(list)
        for one in self.issues:
            found[key(one)].append(one)
        return MappingProxyType(
            {
                name: attrs.evolve(self, issues=tuple(found[name]))
                for name in sorted(found)
            }
        )

    def issue(self, number: str) -> Issue:
        """
        Find a problem by its number.

        Raises:
            NotInRegistryError: If there is none.
        """
        for one in self.issues:
            if one.number == number:
                return one
        raise NotInRegistryError(kind="problem", code=masked(number))

    def unaccounted(
        self, dispositions: Iterable[Disposition]
    ) -> tuple[Issue, ...]:
        """
        List what is closed although nothing was done about a household.

        已销号而无处置记录的问题。
        """
        done = {one.household.number for one in dispositions}
        return tuple(
            one
            for one in self.issues
            if one.state is IssueState.VERIFIED
            and not done.issuperset(one.households)
        )

    def report(
        self,
        language: str = "en",
        *,
        unit_of: Callable[[Issue], str] | None = None,
        account: StockFlow | None = None,
        outcomes: OutcomeTable | None = None,
    ) -> str:
        """
        Write the report to the audit office.

        整改情况报告。

        Found = verified + claimed + open; the rates stand with their
        bases; the account of the register follows, with its residue.

        Args:
            language: ``"zh"`` or ``"en"``.

            unit_of:
                The unit whose line a problem is counted in, such as its
                prefecture; by default its owner.

            account: The account of the register over the run.
            outcomes: What came of the checks.
        """
        lines = list(self._lines(zh=language == "zh"))
        parts = ["\n".join(lines), text_table(*self._table(language, unit_of))]
        if outcomes is not None:
            parts.append(outcomes.render(language))
        if account is not None:
            parts.append(account.render(language))
        return "\n\n".join(parts)

    def _lines(self, *, zh: bool) -> Iterator[str]:
        rates = self.completion_rate, self.verified_rate
        sent_back = self.count(IssueState.REOPENED)
        if zh:
            day = f"{self.at.year}年{self.at.month}月{self.at.day}日"
            yield (
                f"截至{day}，共发现问题{self.found}个，其中整改到位并销号"
                f"{self.verified}个，已报整改、待核实{self.claimed}个，"
                f"未整改{self.open}个（含退回重改{sent_back}个）。"
                f"逾期{len(self.overdue)}个。"
            )
            yield f"完成率（自报）：{_said(rates[0], zh=zh)}。"
            yield f"整改到位率（经核实）：{_said(rates[1], zh=zh)}。"
            yield (
                "到期问题整改到位率："
                f"{_said(self.verified_rate_of_due, zh=zh)}。"
            )
            return
        yield (
            f"By {self.at.isoformat()}, {self.found} problems were found:"
            f" {self.verified} verified, {self.claimed} claimed and"
            f" {self.open} open, of which {sent_back} sent back;"
            f" {len(self.overdue)} overdue."
        )
        yield f"Completion rate (claimed): {_said(rates[0], zh=zh)}."
        yield f"Verified rectification rate: {_said(rates[1], zh=zh)}."
        yield (
            "Verified of those due:"
            f" {_said(self.verified_rate_of_due, zh=zh)}."
        )

    def _table(
        self, language: str, unit_of: Callable[[Issue], str] | None
    ) -> tuple[list[str], list[list[str]]]:
        zh = language == "zh"
        header = (
            ["整改单位", "发现", "到位", "已报", "未改", "逾期"]
            if zh
            else ["unit", "found", "verified", "claimed", "open", "overdue"]
        )
        parts = {**self.by(unit_of or (lambda one: one.owner.name))}
        parts["合计" if zh else "total"] = self
        return header, [
            [
                name,
                *map(
                    str,
                    (
                        one.found,
                        one.verified,
                        one.claimed,
                        one.open,
                        len(one.overdue),
                    ),
                ),
            ]
            for name, one in parts.items()
        ]


_OF_ZH = {"found": "发现的问题", "due": "到期的问题"}


def _said(rate: Rate, *, zh: bool) -> str:
    if not zh:
        return str(rate)
    return attrs.evolve(rate, of=_OF_ZH[rate.of]).render("zh")


def _rate(part: int, base: int, of: str) -> Rate:
    return Rate(numerator=part, base=base, unit=RateUnit.PROBLEMS, of=of)


def rectification(issues: Iterable[Issue], *, at: dt.date) -> Rectification:
    """
    Draw up the list of findings as it stood on a day.

    编制整改台账。

    Args:
        issues: The problems, with everything that was done about them.
        at: The day; what was found or done later is left out.

    Returns:
        The list, of which found = verified + claimed + open.

    Raises:
        InvalidValueError: If a number is used twice, or *at* is no day.

    Examples:
        >>> nothing = rectification((), at=dt.date(2016, 10, 19))
        >>> nothing.found, nothing.verified_rate.value
        (0, None)
    """
    if not is_day(at):
        raise InvalidValueError(
            what=f"a {type(at).__name__} is no day.",
            where="rectification(issues, at=…)",
            remedy="Write datetime.date(2016, 10, 19).",
        )
    listed = tuple(one.on(at) for one in issues if one.found <= at)
    times = Counter(one.number for one in listed)
    twice = [number for number, many in times.items() if many > 1]
    if twice:
        raise InvalidValueError(
            what=f"the number {masked(twice[0])} is used twice.",
            where="rectification(issues, at=…)",
            remedy="Give each problem a number of its own.",
        )
    return Rectification(issues=listed, at=at)
