"""
A policy: an ordered list of rules and outcomes, as an immutable value.

政策：有序的决策清单。

Going down the list, a met rule ends it, an unmet one is passed, an unknown
one adds its outcome to the possible ones.  One possible outcome is a
decision, although facts are missing; several are undecided.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, Self, TypeVar

import attrs

from pa_registry.conditions import Condition
from pa_registry.conditions._compile import (
    Step as CompiledStep,
)
from pa_registry.conditions._compile import (
    compiled_list,
    source_of_list,
)
from pa_registry.conditions.describing import check_language
from pa_registry.conditions.judging import needs_day, no_case
from pa_registry.conditions.labels import Label
from pa_registry.conditions.tree import (
    AllOf,
    Always,
    AnyOf,
    IsMissing,
    Labelled,
    Not,
    Parameter,
    as_condition,
)
from pa_registry.conditions.walking import iter_nodes, iter_own_fields
from pa_registry.dates import AsOf, Day
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidValueError,
    NeedsFactDayError,
    UnknownNameError,
)
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.policies import wording
from pa_registry.policies.binding import BoundNumber, bind_rules
from pa_registry.policies.decision import Decision, Ground
from pa_registry.policies.outcomes import Outcome
from pa_registry.standards import FactDay, Standards


__all__ = ["Policy", "Step", "refuse_other_evidence"]

Out = TypeVar("Out", bound=Outcome)
New = TypeVar("New", bound=Outcome)


def _no_memo() -> dict[Any, Any]:
    return {}


@attrs.frozen
class Step(Generic[Out]):
    """
    One step of a policy: a labelled rule and what it leads to.

    决策步骤。

    Attributes:
        rule: The rule; its label names the ground.
        outcome: What a met rule leads to.
    """

    rule: Condition[Any] = attrs.field(converter=as_condition)
    outcome: Out

    @property
    def label(self) -> str:
        """The name of the rule."""
        return self.rule.label.name if isinstance(self.rule, Labelled) else ""


@attrs.frozen(kw_only=True, repr=False)
class Policy(Generic[Out]):
    """
    A decision list over households, villages or counties.

    政策。

    Call it to decide: ``policy(household, evidence=…, at=…)``.  Nothing is
    shared between policies, and none ever changes.

    Attributes:
        name: The stable kebab-case name.
        zh: The name in Chinese.
        en: The name in English.
        steps: The rules, in the order in which they are asked.
        otherwise: The outcome where no rule is met; it takes nothing away.
        undecided: The outcome where several are possible.
        otherwise_zh: Why *otherwise* is reached, as a Chinese clause.
        otherwise_en: The same in English.
        beyond: What the policy says and no field of the form can judge.
        bound: The numbers that were put in for parameters, with sources.

        day:
            The day on which the text wants the facts to hold, where a list
            says so; where it leaves that open, both answers are given.
    """

    name: str
    zh: str
    en: str
    steps: tuple[Step[Out], ...]
    otherwise: Out
    undecided: Out
    otherwise_zh: str = ""
    otherwise_en: str = ""
    beyond: tuple[tuple[str, str], ...] = ()
    bound: tuple[BoundNumber, ...] = ()
    day: FactDay | None = None
    _memo: dict[Any, Any] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_no_memo)
    )

    def __attrs_post_init__(self) -> None:
        self._refuse_mixtures()
        self._refuse_wrong_outcomes()
        labels = [step.label for step in self.steps]
        for label in labels:
            if not label or labels.count(label) > 1:
                raise InvalidPolicyError(
                    what=(
                        f"In {self.name}, {label or 'a step'!r} does not"
                        " name one step."
                    ),
                    remedy="Label each rule: rule.labelled('name', zh=…).",
                )
        for step in self.steps:
            if any(isinstance(n, IsMissing) for n in iter_nodes(step.rule)):
                raise InvalidPolicyError(
                    what=(
                        f"{step.label} asks whether a fact is missing:"
                        " learning it would undo the decision."
                    ),
                    remedy="Leave missing facts to the undecided outcome.",
                )

    def _refuse_mixtures(self) -> None:
        given = (self.undecided, self.otherwise, *self._iter_outcomes())
        kinds = dict.fromkeys(type(one).__name__ for one in given)
        if len(kinds) > 1:
            raise InvalidPolicyError(
                what=f"{self.name} leads to {' and to '.join(kinds)}.",
                remedy="Join policies of one kind: policy.translated(…).",
            )
        forms = dict.fromkeys(
            field.form
            for step in self.steps
            for field in iter_own_fields(step.rule)
        )
        if len(forms) > 1:
            raise InvalidPolicyError(
                what=f"{self.name} is about {' and about '.join(forms)}.",
                remedy="Write one policy for each.",
            )

    def _iter_outcomes(self) -> Iterator[Out]:
        for step in self.steps:
            yield step.outcome

    def _refuse_wrong_outcomes(self) -> None:
        if any(step.outcome is self.undecided for step in self.steps):
            raise InvalidPolicyError(
                what=f"A step of {self.name} leads to {self.undecided}.",
                remedy="Only missing facts do; choose another outcome.",
            )
        if self.otherwise is self.undecided or self.otherwise.excludes:
            raise InvalidPolicyError(
                what=f"{self.name} ends in {self.otherwise} without a ground.",
                remedy="Give a rule for what takes something away.",
            )

    # Deciding

    def __call__(
        self,
        subject: Any,
        *,
        evidence: object = None,
        at: Day | None = None,
    ) -> Decision[Out]:
        """
        Decide one case.

        作出结论。

        Args:
            subject: The household, village or county.
            evidence: What else is known of it; without it no source is
                checked, which is legal and honest.

            at: The clocks, or a plain day; may be left out where the
                policy has its numbers already and reads no date.

        Returns:
            The decision, which says why.

        Raises:
            NeedsFactDayError: If the policy needs a day.
            NoStandardInForceError: If a number is not known for that day.
            InvalidValueError: If *subject* or *evidence* is something else.
        """
        fact = at if type(at) is dt.date else None
        if at is not None and fact is None:
            fact = AsOf.of(at).fact
        bound = self.bound_at(at) if self.is_open else self
        if isinstance(evidence, Evidence) and evidence.households:
            refuse_other_evidence(subject, evidence)
        try:
            place, mask = bound.decider()(subject, evidence, fact)
        except AttributeError as wrong:
            raise no_case(subject, evidence) from wrong
        return Decision(bound, subject, evidence, at, place, mask)

    def outcome(
        self,
        subject: Any,
        evidence: object = None,
        day: dt.date | None = None,
    ) -> Out:
        """
        Decide one case and give the outcome only, as fast as it can be.

        仅给出结论。
        """
        bound = self.bound_at(day) if self.is_open and day else self
        if isinstance(evidence, Evidence) and evidence.households:
            refuse_other_evidence(subject, evidence)
        function = bound.function()
        try:
            found: Out = function(subject, evidence, day)
        except AttributeError as wrong:
            raise no_case(subject, evidence) from wrong
        return found

    def function(self) -> Callable[..., Out]:
        """
        Give the generated function behind :meth:`outcome`.

        Returns:
            A function of ``(subject, evidence, day)``.

        Raises:
            UnboundError: If a parameter has no value yet; bind it first.
        """
        found = self._memo.get("outcome")
        if found is None:
            steps, otherwise = self._compiled_steps()
            found = self._memo["outcome"] = compiled_list(
                steps, otherwise, "T[{mask}]", T=self._outcomes_by_mask()
            )
        return found

    def source(self) -> str:
        """Show the source of :meth:`function`."""
        steps, otherwise = self._compiled_steps()
        return source_of_list(steps, otherwise, "T[{mask}]")

    def decider(self) -> Callable[..., tuple[int, int]]:
        """
        Give the function that tells the ending step and what is possible.

        Returns:
            A function of ``(subject, evidence, day)`` that gives the place
            of the step that ended the list (the number of steps where none
            did) and the possible outcomes, one bit each.
        """
        found = self._memo.get("decider")
        if found is None:
            steps, otherwise = self._compiled_steps()
            found = self._memo["decider"] = compiled_list(
                steps, otherwise, "{step}, {mask}"
            )
        return found

    def outcomes(self) -> tuple[Out, ...]:
        """List the outcomes in the order of their bits."""
        found = self._memo.get("outcomes")
        if found is None:
            listed = [step.outcome for step in self.steps] + [self.otherwise]
            found = self._memo["outcomes"] = tuple(dict.fromkeys(listed))
        return found

    def _compiled_steps(self) -> tuple[list[CompiledStep], int]:
        bits = {one: 1 << i for i, one in enumerate(self.outcomes())}
        steps = [CompiledStep(s.rule, bits[s.outcome]) for s in self.steps]
        return steps, bits[self.otherwise]

    def _outcomes_by_mask(self) -> tuple[Out, ...]:
        listed = self.outcomes()
        single = {1 << i: one for i, one in enumerate(listed)}
        return tuple(
            single.get(mask, self.undecided)
            for mask in range(1 << len(listed))
        )

    # Numbers

    @property
    def is_open(self) -> bool:
        """Whether a parameter still waits for its number."""
        found = self._memo.get("open")
        if found is None:
            found = self._memo["open"] = any(self._iter_parameters())
        return bool(found)

    def _iter_parameters(self) -> Iterator[Parameter]:
        for step in self.steps:
            for node in iter_nodes(step.rule):
                if isinstance(node, Parameter):
                    yield node

    def bind(self, standards: Standards, at: Day) -> Self:
        """
        Put in the numbers that the standards have for the rules' day.

        绑定标准值。

        Args:
            standards: The book of standards.
            at: The clocks; the rules' day picks the numbers.

        Returns:
            The policy with numbers, also by place where they differ.

        Raises:
            NoStandardInForceError: If a number is not known for that day.
        """
        day = AsOf.of(at).rules_day
        rules = [step.rule for step in self.steps]
        bound, numbers = bind_rules(rules, standards, day)
        steps = tuple(
            attrs.evolve(step, rule=rule)
            for step, rule in zip(self.steps, bound, strict=True)
        )
        return attrs.evolve(self, steps=steps, bound=(*self.bound, *numbers))

    def bound_at(self, at: Day | None) -> Self:
        """
        Put in the built-in numbers for the rules' day; remembered.

        Raises:
            NeedsFactDayError: If no day is given and a number is needed.
        """
        if at is None:
            raise NeedsFactDayError(reads=f"A number of {self.name}")
        day = at if type(at) is dt.date else AsOf.of(at).rules_day
        found = self._memo.get(day)
        if found is None:
            bound = self.bind(Standards.builtin(), day)
            # Most days have the numbers of another day: compile those once.
            alike = self._memo.setdefault("bound", [])
            found = next((one for one in alike if one == bound), bound)
            if found is bound:
                alike.append(bound)
            self._memo[day] = found
        return found

    @property
    def fingerprint(self) -> str:
        """
        A hash of the rules, outcomes and numbers.

        政策指纹：各地是否一把标准尺量到底。

        Two counties that print the same one have used the same yardstick.
        Words do not matter: a rule that is put better is the same rule.
        """
        found = self._memo.get("fingerprint")
        if found is None:
            content = {
                "name": self.name,
                "steps": [
                    [s.label, _unworded(s.rule.to_json()), s.outcome.value]
                    for s in self.steps
                ],
                "otherwise": self.otherwise.value,
                "undecided": self.undecided.value,
            }
            text = json.dumps(content, ensure_ascii=False, sort_keys=True)
            found = hashlib.sha256(text.encode()).hexdigest()
            self._memo["fingerprint"] = found
        return str(found)

    def needs_day(self) -> bool:
        """Say whether a decision needs the day of the facts."""
        return self.is_open or any(needs_day(s.rule) for s in self.steps)

    # Composing

    def step(self, label: str) -> Step[Out]:
        """
        Find a step by the label of its rule.

        Raises:
            UnknownNameError: If the policy has no such step.
        """
        for step in self.steps:
            if step.label == label:
                return step
        raise UnknownNameError(
            kind=f"step of {self.name}",
            name=label,
            known=tuple(s.label for s in self.steps),
        )

    def gives(self, outcome: Out) -> Condition[Any]:
        """
        Turn the policy into a condition: does it give this outcome?

        是否得出某一结论。

        It is met where the outcome is decided, not met where it is not
        possible, and unknown otherwise.

        Raises:
            InvalidPolicyError: If it is asked for the undecided outcome,
                which no rule gives, or for that of another policy.
        """
        kind = type(self.undecided)
        if outcome is self.undecided or not isinstance(outcome, kind):
            raise InvalidPolicyError(
                what=f"No rule of {self.name} gives {outcome}.",
                remedy=(
                    f"Ask for another {kind.__name__}, or whether"
                    " decision.is_decided."
                ),
            )
        rest: Condition[Any] = Always(truth=self.otherwise is outcome)
        for step in reversed(self.steps):
            rest = _before(step, outcome, rest)
        name = f"{self.name}-gives-{outcome.value.lower().replace('_', '-')}"
        return rest.labelled(
            name, zh=f"{self.zh}：{outcome.zh}", en=f"{self.en}: {outcome.en}"
        )

    def after(self, first: Policy[Out]) -> Self:
        """
        Put another policy's steps before these.

        先适用另一政策。

        Args:
            first: A policy with the same outcomes; its *otherwise* means
                that it has nothing to say.
        """
        return attrs.evolve(
            self,
            steps=(*first.steps, *self.steps),
            beyond=(*first.beyond, *self.beyond),
            bound=(*first.bound, *self.bound),
            day=first.day or self.day,
        )

    def translated(
        self,
        outcomes: Mapping[Out, New],
        *,
        otherwise: New,
        undecided: New,
    ) -> Policy[New]:
        """
        Give the same rules other outcomes, so that policies can be joined.

        Args:
            outcomes: What each outcome of a step becomes.
            otherwise: The new outcome where no rule is met.
            undecided: The new outcome where several are possible.

        Raises:
            InvalidPolicyError: If an outcome of a step becomes nothing.
        """
        for step in self.steps:
            if step.outcome not in outcomes:
                raise InvalidPolicyError(
                    what=f"{step.outcome} of {self.name} becomes nothing.",
                    remedy="Say in outcomes={…} what it becomes.",
                )
        return Policy(
            name=self.name,
            zh=self.zh,
            en=self.en,
            steps=tuple(
                Step(rule=step.rule, outcome=outcomes[step.outcome])
                for step in self.steps
            ),
            otherwise=otherwise,
            undecided=undecided,
            beyond=self.beyond,
            bound=self.bound,
            day=self.day,
        )

    def replace(self, label: str, rule: Condition[Any]) -> Self:
        """
        Make a reform: the same policy with one rule exchanged.

        政策调整。

        Args:
            label: The label of the step.
            rule: The new rule.  If it has no label it takes the old name;
                words and sources are those of the rule that it replaces,
                so they are left behind.

        Raises:
            UnknownNameError: If the policy has no such step.
        """
        old = self.step(label)
        if not isinstance(rule, Labelled) and isinstance(old.rule, Labelled):
            name = Label(name=old.rule.label.name)
            rule = Labelled(label=name, part=as_condition(rule))
        new = Step(rule=rule, outcome=old.outcome)
        steps = tuple(new if s is old else s for s in self.steps)
        return attrs.evolve(self, steps=steps)

    # The generated functions stay behind when a policy is sent elsewhere.

    def __getstate__(self) -> dict[str, Any]:
        names = [a.name for a in attrs.fields(type(self)) if a.init]
        return {name: getattr(self, name) for name in names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_memo", _no_memo())

    # Saying

    def ground(self, place: int) -> Ground:
        """Name the step at *place*, or what stands after the last one."""
        if place < len(self.steps):
            return Ground.of_rule(self.steps[place].rule)
        return Ground(
            name="otherwise",
            zh=self.otherwise_zh or "不属于以上任何情形",
            en=self.otherwise_en or "none of the rules applies",
        )

    def describe(self, language: str = "en") -> str:
        """
        Say what the policy asks, step by step, in ``"zh"`` or ``"en"``.

        政策说明。
        """
        check_language(language)
        return wording.of_policy(self, language)

    def __repr__(self) -> str:
        return f"<Policy {self.name}: {len(self.steps)} steps>"

    def __str__(self) -> str:
        return self.describe("en")


def _unworded(document: str) -> Any:
    """Read the JSON of a rule, without the words of its labels."""
    return json.loads(
        document,
        object_hook=lambda node: {
            key: node[key] for key in node if key not in {"zh", "en"}
        },
    )


def refuse_other_evidence(subject: object, evidence: Evidence) -> None:
    """
    Refuse evidence that says that it is of another household.

    Raises:
        InvalidValueError: If it is.
    """
    number = getattr(subject, "number", None)
    if evidence.households - {number}:
        raise InvalidValueError(
            what="the coverage in this evidence is of another household",
            where="policy(…, evidence=…)",
            remedy=f"Give the evidence of {masked(str(number))}.",
        )


def _before(
    step: Step[Any], outcome: Outcome, rest: Condition[Any]
) -> Condition[Any]:
    """Fold one step into the question whether *outcome* is given."""
    hit = step.outcome is outcome
    if isinstance(rest, Always):
        if rest.truth is hit:
            return rest
        return step.rule if hit else Not(step.rule)
    if hit:
        return AnyOf(parts=(step.rule, rest))
    return AllOf(parts=(Not(step.rule), rest))
