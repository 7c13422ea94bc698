"""
A decision: the outcome, what it rests on, and what would settle it.

结论及其理由。

It holds the case and the policy; reasons are worked out when they are
read.
"""

from __future__ import annotations

import json

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

import attrs

from typing_extensions import override

from pa_registry.conditions import Cause, Condition, Reason
from pa_registry.conditions.describing import check_language
from pa_registry.conditions.tree import Labelled
from pa_registry.dates import AsOf, Day
from pa_registry.errors import AmbiguousTruthError
from pa_registry.policies import wording
from pa_registry.policies.outcomes import Outcome
from pa_registry.standards import FactDay


if TYPE_CHECKING:
    from pa_registry.policies.policy import Policy


__all__ = ["Decision", "Ground", "library_version"]

Out = TypeVar("Out", bound=Outcome)

#: The name and version of the JSON of a decision.
FORMAT, VERSION = "pa-registry/decision", 1


@attrs.frozen(kw_only=True)
class Ground:
    """
    What a decision rests on.

    依据。

    Attributes:
        name: The label of the met rule, or ``otherwise``.
        zh: The ground as a Chinese phrase.
        en: The ground in English.
        cites: The sources of the rule.
    """

    name: str
    zh: str
    en: str
    cites: tuple[Any, ...] = attrs.field(default=(), repr=False)

    @classmethod
    def of_rule(cls, rule: Condition[Any]) -> Ground:
        """Take the ground from the label of a rule."""
        if isinstance(rule, Labelled):
            label = rule.label
            return cls(
                name=label.name,
                zh=label.zh or rule.part.describe("zh"),
                en=label.en or rule.part.describe("en"),
                cites=label.cites,
            )
        return cls(name="", zh=rule.describe("zh"), en=rule.describe("en"))

    @override
    def __str__(self) -> str:
        return self.name


@cache
def library_version() -> str:
    """
    Give the version of the installed library, or ``unknown``.

    库版本。
    """
    try:
        return version("pa-registry")
    except PackageNotFoundError:
        return "unknown"


@attrs.frozen(repr=False)
class Decision(Generic[Out]):
    """
    What a policy came to for one case, and why.

    结论。

    Attributes:
        policy: The policy, with the numbers that were used.
        subject: The household, village or county.
        evidence: The evidence that it was decided on.
        at: The clocks that were given.
    """

    policy: Policy[Out]
    subject: Any
    evidence: Any
    at: Day | None
    _place: int
    _mask: int

    @property
    def outcome(self) -> Out:
        """The outcome; the policy's *undecided* where several are open."""
        possible = self.possible
        return possible[0] if len(possible) == 1 else self.policy.undecided

    @property
    def possible(self) -> tuple[Out, ...]:
        """Every outcome that the facts at hand leave open, in order."""
        return tuple(
            one
            for i, one in enumerate(self.policy.outcomes())
            if self._mask >> i & 1
        )

    @property
    def is_decided(self) -> bool:
        """Whether one outcome only is possible."""
        return len(self.possible) == 1

    @property
    def ground(self) -> Ground | None:
        """
        The met rule that ended the list, or what stands after the last.

        It is `None` for an undecided case, and never an unknown rule.
        """
        return self.policy.ground(self._place) if self.is_decided else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reason of each step down to the one that ended the list."""
        steps = self.policy.steps[: self._place + 1]
        return tuple(
            step.rule.explain(self.subject, evidence=self.evidence, at=self.at)
            for step in steps
        )

    @property
    def missing(self) -> tuple[Cause, ...]:
        """
        What keeps the case open: missing facts, unchecked sources, …

        It is empty for a decided case: see :attr:`open`.
        """
        return () if self.is_decided else self._causes()

    @property
    def open(self) -> tuple[Cause, ...]:
        """What is not known but does not matter to a decided case."""
        return self._causes() if self.is_decided else ()

    def _causes(self) -> tuple[Cause, ...]:
        return tuple(dict.fromkeys(c for r in self.reasons for c in r.causes))

    @property
    def citations(self) -> tuple[Any, ...]:
        """The sources of the ground and of the numbers that were used."""
        ground = self.ground
        cites = list(ground.cites if ground else ())
        for number in self.policy.bound:
            cites += [value.citation for value in number.values]
        return tuple(dict.fromkeys(cites))

    @property
    def on_entry_day(self) -> Decision[Out] | None:
        """
        The answer by the facts of the day of entry.

        按识别时的事实得出的结论。

        A text may want the facts of the day of entry, or leave open
        whether they or those of the day of the list count; then this
        stands beside the answer by the day that was passed.  It is `None`
        where the text wants the day of the list, or the day of entry is
        not recorded or is the one that was judged.
        """
        entered = getattr(self.subject, "entered", None)
        asks = self.policy.day in {FactDay.OPEN, FactDay.ENTRY}
        if not asks or entered is None:
            return None
        if self.at is None or entered == AsOf.of(self.at).fact:
            return None
        return self.policy(
            self.subject,
            evidence=self.evidence,
            at=attrs.evolve(
                AsOf.of(self.at),
                fact=entered,
                rules=AsOf.of(self.at).rules_day,
            ),
        )

    def why_not(self, outcome: Out) -> tuple[Reason, ...]:
        """
        Say why another outcome was not reached.

        为何未得出某一结论。

        Returns:
            The reasons of the steps that lead to *outcome*, and of the
            step that ended the list before them.
        """
        return tuple(
            step.rule.explain(self.subject, evidence=self.evidence, at=self.at)
            for place, step in enumerate(self.policy.steps)
            if step.outcome is outcome or place == self._place
        )

    def render(self, language: str = "en") -> str:
        """
        Say the decision and its reasons, in ``"zh"`` or ``"en"``.

        结论说明。
        """
        check_language(language)
        return wording.of_decision(self, language)

    @override
    def __str__(self) -> str:
        return self.render("en")

    def __bool__(self) -> NoReturn:
        raise AmbiguousTruthError(
            what="A decision is no yes or no.",
            remedy="Compare decision.outcome with an outcome.",
        )

    @override
    def __repr__(self) -> str:
        ground = self.ground
        on = f" on {ground.name}" if ground else ""
        return (
            f"<Decision {wording.name_of(self.subject)}: {self.outcome}{on}>"
        )

    def to_json(self) -> str:
        """
        Write the decision as canonical JSON: the same case, the same bytes.

        结论的 JSON 形式。
        """
        ground = self.ground
        clocks = None if self.at is None else AsOf.of(self.at)
        content = {
            "format": FORMAT,
            "version": VERSION,
            "library": library_version(),
            "policy": self.policy.name,
            "fingerprint": self.policy.fingerprint,
            "subject": wording.name_of(self.subject),
            "clocks": clocks and _clocks(clocks),
            "outcome": self.outcome.value,
            "ground": ground and ground.name,
            "possible": [one.value for one in self.possible],
            "missing": [_cause(one) for one in self.missing],
            "open": [_cause(one) for one in self.open],
            "reasons": [_reason(one) for one in self.reasons],
            "citations": [str(one) for one in self.citations],
            "on_entry_day": _brief(self.on_entry_day),
        }
        return json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )


def _brief(decision: Decision[Any] | None) -> dict[str, Any] | None:
    if decision is None or decision.at is None:
        return None
    return {
        "fact": AsOf.of(decision.at).fact.isoformat(),
        "outcome": decision.outcome.value,
        "possible": [one.value for one in decision.possible],
    }


def _clocks(clocks: AsOf) -> dict[str, str | None]:
    recorded = clocks.recorded
    return {
        "fact": clocks.fact.isoformat(),
        "recorded": recorded.isoformat() if recorded else None,
        "rules": clocks.rules_day.isoformat(),
    }


def _cause(cause: Cause) -> dict[str, str]:
    return {
        "kind": type(cause).__name__,
        "where": str(cause.where),
        "about": cause.about,
        "ask_zh": cause.question("zh"),
        "ask_en": cause.question("en"),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    label = (
        reason.condition.label.name
        if isinstance(reason.condition, Labelled)
        else None
    )
    return {
        "label": label,
        "truth": reason.truth.value,
        "where": reason.where,
        "facts": [
            {
                "field": f"{fact.form}.{fact.column.key}",
                "where": fact.where,
                "value": fact.plain,
            }
            for part in reason.walk()
            for fact in part.facts
        ],
    }
