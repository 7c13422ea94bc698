"""
The verdict: what a body decides about one household, after its checks.

核查认定。

Who refers does not decide, and who decides does not verify.  A verdict is
made of checks; there is no way to make one of hits or of suspicions.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NoReturn

import attrs

from pa_registry.audit.field_checks import FieldCheck
from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.bodies import Body
from pa_registry.policies import (
    Decision,
    DispositionOutcome,
    FindingSubject,
    Policy,
    misidentified,
)


__all__ = ["Verdict"]

#: What befalls a household as a whole: whatever comes later prevails.
_HOUSEHOLD = (
    DispositionOutcome.RETAINED,
    DispositionOutcome.EXITED,
    DispositionOutcome.RETURNED,
    DispositionOutcome.EXIT_REVERSED,
    DispositionOutcome.DELISTED,
)
#: What befalls one member, likewise.
_MEMBER = (
    DispositionOutcome.RETAINED,
    DispositionOutcome.MEMBER_REMOVED,
    DispositionOutcome.NATURAL_DECREASE,
)


def _checks(
    given: Iterable[FieldCheck] | FieldCheck,
) -> tuple[FieldCheck, ...]:
    return (given,) if isinstance(given, FieldCheck) else tuple(given)


def _of_one(
    _self: object,
    _field: attrs.Attribute[tuple[FieldCheck, ...]],
    value: tuple[FieldCheck, ...],
) -> None:
    for one in value:
        if not isinstance(one, FieldCheck):
            raise InvalidValueError(
                what=f"a {type(one).__name__} is no check.",
                where="Verdict.checks",
                remedy="A hit decides nothing: check the suspicion first.",
            )
    if len({one.suspicion.household for one in value}) != 1:
        raise InvalidValueError(
            what="a verdict is about one household, and rests on checks.",
            where="Verdict.checks",
            remedy="Give the checks of one household, one at least.",
        )


def _proposal() -> Policy[DispositionOutcome]:
    return misidentified()


@attrs.frozen(kw_only=True)
class Verdict:
    """
    What was decided about one household, one verdict a round.

    核查认定结论。

    It follows from the checks by a policy; nobody writes the outcome in.

    Attributes:
        checks: The checks that it rests on, of one household.
        referred_by: Who referred the case.
        decided_by: Who decided.
        day: When.
        policy: The rules; by default the proposal
            :func:`~pa_registry.policies.misidentified`.

    Raises:
        InvalidValueError: If there is no check, if the checks are of
            several households, if whoever decides has referred or
            verified, or if the verdict comes before a check.
    """

    checks: tuple[FieldCheck, ...] = attrs.field(
        converter=_checks, validator=_of_one
    )
    referred_by: Body
    decided_by: Body
    day: dt.date
    policy: Policy[DispositionOutcome] = attrs.field(
        factory=_proposal, repr=False
    )

    def __attrs_post_init__(self) -> None:
        bodies = (self.referred_by, self.decided_by)
        if not all(isinstance(one, Body) for one in bodies):
            self._refuse(
                "a verdict names who referred and who decided.",
                "Give Body(…) for referred_by and for decided_by.",
            )
        if self.decided_by == self.referred_by:
            self._refuse(
                f"{self.decided_by} referred the case and would decide it.",
                "Who refers does not decide: let another body decide.",
            )
        if self.decided_by in {one.checker for one in self.checks}:
            self._refuse(
                f"{self.decided_by} made a check and would decide on it.",
                "Who decides does not verify: let another body decide.",
            )
        if not is_day(self.day):
            self._refuse("a verdict has a day.", "Give day=date(…).")
        if self.day < max(one.day for one in self.checks):
            self._refuse(
                "the verdict comes before a check that it rests on.",
                "Give the day of the decision.",
            )

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise InvalidValueError(what=what, where="Verdict", remedy=remedy)

    @property
    def household(self) -> str:
        """The number of the household."""
        return self.checks[0].suspicion.household

    @property
    def decisions(self) -> tuple[Decision[DispositionOutcome], ...]:
        """The decision of the policy on each check that counts."""
        return tuple(self.policy(one.finding) for one in self.counted)

    @property
    def counted(self) -> tuple[FieldCheck, ...]:
        """
        The checks that count: of each suspicion, those that settled it.

        One in person goes before one by telephone, and a later one before
        an earlier one.  Where none settled it, all of them stay.
        """
        found: dict[object, list[FieldCheck]] = {}
        for one in self.checks:
            found.setdefault(one.suspicion.key, []).append(one)
        kept = [id(c) for of_one in found.values() for c in _last(of_one)]
        return tuple(one for one in self.checks if id(one) in kept)

    @property
    def possible(self) -> tuple[DispositionOutcome, ...]:
        """What the household can still come to; one is a decision."""
        return _folded(
            (
                decision
                for decision, check in self._pairs()
                if check.suspicion.subject is FindingSubject.HOUSEHOLD
            ),
            _HOUSEHOLD,
        )

    @property
    def outcome(self) -> DispositionOutcome:
        """
        What the household as a whole comes to.

        As long as another check could change it, it is to be verified.
        """
        return _single(self.possible)

    @property
    def members(self) -> Mapping[str, DispositionOutcome]:
        """What single members come to, by number."""
        found: dict[str, list[Decision[DispositionOutcome]]] = {}
        for decision, check in self._pairs():
            if check.suspicion.subject is FindingSubject.PERSON:
                for person in check.suspicion.persons:
                    found.setdefault(person, []).append(decision)
        return MappingProxyType(
            {
                person: _single(_folded(decisions, _MEMBER))
                for person, decisions in found.items()
            }
        )

    @property
    def persons_hit(self) -> tuple[str, ...]:
        """The persons whom the hits were about, each once."""
        listed = (p for one in self.checks for p in one.suspicion.persons)
        return tuple(dict.fromkeys(listed))

    @property
    def supports_removal(self) -> bool:
        """Whether a check in person stands behind it."""
        return any(one.supports_removal for one in self.counted)

    @property
    def is_decided(self) -> bool:
        """Whether nothing about the household is left to be verified."""
        pending = DispositionOutcome.TO_VERIFY
        return pending not in {self.outcome, *self.members.values()}

    def _pairs(
        self,
    ) -> Iterable[tuple[Decision[DispositionOutcome], FieldCheck]]:
        return zip(self.decisions, self.counted, strict=True)

    def render(self, language: str = "en") -> str:
        """
        Say the verdict and what it rests on, in ``"zh"`` or ``"en"``.

        认定说明。
        """
        zh = language == "zh"
        lines = [self._head(zh=zh)]
        for decision, check in self._pairs():
            lines.append(f"  {_said(check, zh=zh)}")
            lines += [
                f"  {line}"
                for line in decision.render(language).splitlines()[1:]
            ]
        return "\n".join(dict.fromkeys(lines))

    def _head(self, *, zh: bool) -> str:
        number = masked(self.household)
        if zh:
            day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
            head = f"{number}：{self.outcome.zh}"
            parts = [
                f"成员{masked(person)}{outcome.zh}"
                for person, outcome in self.members.items()
            ]
            said = "，".join([head, *parts])
            return (
                f"{said}。由{self.referred_by}移交，"
                f"{self.decided_by}于{day}认定。"
            )
        parts = [
            f"member {masked(person)} {outcome.en}"
            for person, outcome in self.members.items()
        ]
        said = "; ".join([f"{number}: {self.outcome.en}", *parts])
        return (
            f"{said}. Referred by {self.referred_by}, decided by"
            f" {self.decided_by} on {self.day.isoformat()}."
        )

    def __str__(self) -> str:
        return self.render("en")


def _said(check: FieldCheck, *, zh: bool) -> str:
    suspicion, clearing = check.suspicion, check.clearing
    if zh:
        day = f"{check.day.year}年{check.day.month}月{check.day.day}日"
        why = f"（{clearing.rule.zh}）" if clearing else ""
        return (
            f"疑似{suspicion.zh}：{check.checker}于{day}{check.mode.zh}核查，"
            f"{check.outcome.zh}{why}。"
        )
    why = f" ({clearing.rule.en})" if clearing else ""
    return (
        f"Suspected of being {suspicion.en}: checked {check.mode.en} by"
        f" {check.checker} on {check.day.isoformat()}, {check.outcome.en}"
        f"{why}."
    )


def _last(checks: list[FieldCheck]) -> list[FieldCheck]:
    settled = [one for one in checks if one.finding.upheld is not None]
    in_person = [one for one in settled if one.is_in_person]
    counted = in_person or settled
    if not counted:
        return checks
    day = max(one.day for one in counted)
    return [one for one in counted if one.day == day]


def _folded(
    decisions: Iterable[Decision[DispositionOutcome]],
    ranks: tuple[DispositionOutcome, ...],
) -> tuple[DispositionOutcome, ...]:
    """Put the decisions together under every completion of the facts."""
    possible = {ranks[0]}
    for decision in decisions:
        possible = {
            max(one, other, key=ranks.index)
            for one in possible
            for other in decision.possible
            if other in ranks
        }
    return tuple(sorted(possible, key=ranks.index))


def _single(possible: tuple[DispositionOutcome, ...]) -> DispositionOutcome:
    if len(possible) == 1:
        return possible[0]
    return DispositionOutcome.TO_VERIFY
