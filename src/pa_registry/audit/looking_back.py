"""
An old cycle judged again: right, wrong then, wrong now, or changed since.

回头看。

Each step lets one more clock run on, so that it is known which of them
turned the answer: what is known, the rules, the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

import attrs

from typing_extensions import override

from pa_registry.audit.visit_lists import evidence_of
from pa_registry.conditions import Cause
from pa_registry.conditions.describing import check_language
from pa_registry.dates import AsOf, Day
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.phrases import unit_word
from pa_registry.policies import Decision, Outcome, Policy
from pa_registry.policies.comparing import EvidenceByHousehold


__all__ = [
    "LookBack",
    "LookBackFinding",
    "LookBackResult",
    "Snapshot",
    "look_back",
]

Out = TypeVar("Out", bound=Outcome)


class LookBackResult(StrEnum):
    """
    What a look-back says of an old decision.

    回头看结论。

    Attributes:
        STILL_RIGHT: Whichever clock runs on, the outcome stays.
        WRONG_THEN: By the rules and the facts of that time it should have
            been another, by what is known now or was known even then.
        WRONG_NOW: Right by the rules of that time, not by those of today.
        CHANGED_SINCE: Right, but the facts of today lead elsewhere.
        OPEN: What is known does not say; a visit has to.
        GONE: The household is not in the later snapshot.
    """

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        """Make a member of its code and its words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    STILL_RIGHT = ("still-right", "仍然正确", "still right")
    WRONG_THEN = ("wrong-then", "当时即错", "wrong then")
    WRONG_NOW = ("wrong-now", "按现行规则不符", "wrong by today's rules")
    CHANGED_SINCE = ("changed-since", "此后情况变化", "changed since")
    OPEN = ("open", "待核实", "pending verification")
    GONE = ("gone", "后期库中无此户", "not in the later register")


@attrs.frozen(kw_only=True)
class Snapshot:
    """
    What was in hand about a register at some time.

    某一时点的库与证据。

    Attributes:
        registry: The register.
        evidence: The evidence by household number.
        at: The day of the facts, and of the rules that go with it.
    """

    registry: Registry = attrs.field(repr=False)
    at: Day
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = (
        attrs.field(default=None, repr=False)
    )


@attrs.frozen(kw_only=True)
class LookBackFinding(Generic[Out]):
    """
    One old decision, and what each clock makes of it.

    一户的回头看结论。

    Attributes:
        number: The number of the household.
        decided: What was decided.
        result: What the look-back says.
        turned: The decision that says otherwise or leaves it open, and the
            last one where none does; `None` for a household that is gone.
        then: The policy of that time on what was recorded then.
        known: The same on what is known now of the facts of that time.
        ruled: The rules of today on those facts.
        today: The rules of today on the facts of today.
        known_then: Whether what was recorded then said already that it was
            wrong.
    """

    number: str
    decided: Out
    result: LookBackResult
    turned: Decision[Out] | None
    then: Decision[Out]
    known: Decision[Out] | None
    ruled: Decision[Out] | None
    today: Decision[Out] | None

    @property
    def known_then(self) -> bool:
        """Whether what was recorded then said already that it was wrong."""
        wrong = self.result is LookBackResult.WRONG_THEN
        return wrong and self.turned is self.then

    @property
    def missing(self) -> tuple[Cause, ...]:
        """What would settle an open one."""
        is_open = self.result is LookBackResult.OPEN
        return (
            () if self.turned is None or not is_open else self.turned.missing
        )

    @override
    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Say what was decided, what it is now, and why."""
        check_language(language)
        zh = language == "zh"
        number = masked(self.number)
        if zh:
            head = (
                f"{number}，当时结论：{self.decided.zh}；"
                f"回头看：{self.result.zh}{self._clock(zh=True)}。"
            )
        else:
            head = (
                f"{number}, decided then: {self.decided.en};"
                f" look-back: {self.result.en}{self._clock(zh=False)}."
            )
        if self.turned is None:
            return head
        reason = self.turned.render(language).replace("\n", "\n  ")
        return f"{head}\n  {reason}"

    def _clock(self, *, zh: bool) -> str:
        if self.result is not LookBackResult.WRONG_THEN:
            return ""
        if self.known_then:
            return (
                "（按当时已登记的情况即可得出）"
                if zh
                else " (by what was recorded even then)"
            )
        return (
            "（按现已掌握的当时情况得出）"
            if zh
            else " (by what is known now of that time)"
        )


@attrs.frozen(kw_only=True)
class LookBack(Generic[Out]):
    """
    An old cycle, judged again: every household in exactly one list.

    回头看结果。

    Attributes:
        findings: One for each household, in the order of the old register.
    """

    findings: tuple[LookBackFinding[Out], ...] = attrs.field(repr=False)

    def listed(
        self, result: LookBackResult
    ) -> tuple[LookBackFinding[Out], ...]:
        """List the households with one result. 分类名单。"""
        return tuple(one for one in self.findings if one.result is result)

    def counts(self) -> Mapping[LookBackResult, int]:
        """Count the households of each list, also of the empty ones."""
        return {one: len(self.listed(one)) for one in LookBackResult}

    def wrong_then(self) -> Mapping[str, bool | None]:
        """
        Say by household whether it was wrong then, for an estimate.

        供推断使用：各户当时结论是否错误。

        `None` is undetermined; see :func:`~pa_registry.audit.estimate`.
        """
        then = LookBackResult.WRONG_THEN
        return {
            one.number: None if _is_unsettled(one) else one.result is then
            for one in self.findings
        }

    @override
    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Count the lists, one a line."""
        check_language(language)
        zh = language == "zh"
        return "\n".join(
            f"{one.zh}：{many}户"
            if zh
            else f"{one.en}: {many}"
            f" {unit_word('household', zh=False, one=many == 1)}"
            for one, many in self.counts().items()
        )


def look_back(  # noqa: PLR0913  a cycle has old and new of each
    policy: Policy[Out],
    then: Snapshot,
    *,
    known: Snapshot | None = None,
    now: Snapshot | None = None,
    new_policy: Policy[Out] | None = None,
    decided: Mapping[str, Out] | None = None,
    among: Iterable[str] | None = None,
) -> LookBack[Out]:
    """
    Judge an old cycle again, clock by clock.

    回头看。

    What was decided is held against four answers, and the first that
    differs says how it was wrong: the rules of that time on what was
    recorded then, and on what is known now of that time (*wrong then*);
    the rules of today on those facts (*wrong now*); the rules and the
    facts of today (*changed since*).  An answer that leaves several
    outcomes open, and the decided one among them, leaves the case open; so
    one that no longer allows it says that it was wrong.

    Args:
        policy: The rules of that time.
        then: What was recorded then, with the clocks of the cycle.
        known: What is known now of the facts of that time; left out, it is
            what was recorded.
        now: The facts of today, with the day whose rules are today's; left
            out, facts are not looked at again.
        new_policy: The rules of today; by default the same policy, with
            the numbers of the day of *now*.
        decided: What was decided, by number of the household; left out, it
            is what the policy says of what was recorded.
        among: The households to look at, such as those of a sample; by
            default all that were in the register then.

    Returns:
        Every household in exactly one list, with its reasons.

    Raises:
        InvalidValueError: If rules of today are given and no day for them.
        NotInRegistryError: If one to look at was not in the register then.
        NeedsFactDayError: If a policy needs a day and has none.

    Examples:
        >>> import datetime as dt
        >>> from pa_registry.model import Person
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import identification
        >>> home = Household(
        ...     number="H1",
        ...     net_income=yuan(2000),
        ...     members=(Person(number="1"),),
        ... )
        >>> grown = attrs.evolve(home, net_income=yuan(9000))
        >>> found = look_back(
        ...     identification(line=yuan(2952), guarantees=()),
        ...     Snapshot(
        ...         registry=Registry(households=(home,)),
        ...         at=dt.date(2014, 12, 31),
        ...     ),
        ...     now=Snapshot(
        ...         registry=Registry(households=(grown,)),
        ...         at=dt.date(2016, 12, 31),
        ...     ),
        ... )
        >>> print(found.findings[0].render("zh").splitlines()[0])
        H1，当时结论：予以纳入；回头看：此后情况变化。
    """
    if new_policy is not None and now is None:
        raise InvalidValueError(
            what="rules of today need the day of today.",
            where="now",
            remedy="Give now=Snapshot(registry=…, at=…).",
        )
    numbers = (
        dict.fromkeys(one.number for one in then.registry.households)
        if among is None
        else dict.fromkeys(among)
    )
    look = _Look(
        policy=policy,
        new=new_policy or policy,
        then=then,
        known=known or then,
        now=now,
    )
    return LookBack(
        findings=tuple(
            look.at(number, (decided or {}).get(number)) for number in numbers
        )
    )


def _is_unsettled(one: LookBackFinding[Any]) -> bool:
    """Say whether it is not known if the decision was right at its time."""
    if one.result is LookBackResult.WRONG_THEN:
        return False
    if one.decided is one.then.policy.undecided:
        return True
    return one.known is None or not one.known.is_decided


@attrs.frozen(kw_only=True)
class _Look(Generic[Out]):
    policy: Policy[Out]
    new: Policy[Out]
    then: Snapshot
    known: Snapshot
    now: Snapshot | None

    def at(self, number: str, decided: Out | None) -> LookBackFinding[Out]:
        home = self.then.registry.household(number)
        first = self._by(self.policy, home, self.then, self.then.at)
        was = first.outcome if decided is None else decided
        steps = [first, *self._later(number)]
        result, turned = _result(was, steps)
        known, ruled, today = (*steps[1:], None, None, None)[:3]
        return LookBackFinding(
            number=number,
            decided=was,
            result=result,
            turned=turned,
            then=first,
            known=known,
            ruled=ruled,
            today=today,
        )

    def _later(self, number: str) -> list[Decision[Out] | None]:
        old = _find(self.known.registry, number)
        fact = self.then.at
        steps = [
            None
            if old is None
            else self._by(self.policy, old, self.known, fact)
        ]
        if self.now is not None:
            new = _find(self.now.registry, number)
            rules = AsOf(
                fact=AsOf.of(fact).fact, rules=AsOf.of(self.now.at).rules_day
            )
            steps += [
                None
                if old is None
                else self._by(self.new, old, self.known, rules),
                None
                if new is None
                else self._by(self.new, new, self.now, self.now.at),
            ]
        return steps

    @staticmethod
    def _by(
        policy: Policy[Out], home: Household, snapshot: Snapshot, at: Day
    ) -> Decision[Out]:
        evidence = evidence_of(snapshot.evidence).get(home.number)
        return policy(home, evidence=evidence, at=at)


_TURNS = (
    LookBackResult.WRONG_THEN,
    LookBackResult.WRONG_THEN,
    LookBackResult.WRONG_NOW,
    LookBackResult.CHANGED_SINCE,
)


def _result(
    was: Out, steps: list[Decision[Out] | None]
) -> tuple[LookBackResult, Decision[Out] | None]:
    """Find the first answer that differs, or that does not say."""
    for place, (step, turn) in enumerate(zip(steps, _TURNS, strict=False)):
        if step is None:
            return LookBackResult.GONE, None
        if was is step.policy.undecided:
            # Nothing was decided, so that nothing was right or wrong.
            return LookBackResult.OPEN, steps[-1]
        if was not in step.possible:
            return turn, step
        # What nobody had recorded then may be known by now.
        if place and not step.is_decided:
            return LookBackResult.OPEN, step
    return LookBackResult.STILL_RIGHT, steps[-1]


def _find(registry: Registry, number: str) -> Household | None:
    try:
        return registry.household(number)
    except NotInRegistryError:
        return None
