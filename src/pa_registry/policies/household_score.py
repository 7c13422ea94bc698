"""
A score of a household, with its breakdown: an aid to the meeting.

贫困户评分。

Some places let the representatives of a village score each household by
what they see (看房、看粮…), from the poorest upwards.  A score puts
households in order.  It is never an exclusion by itself: nothing here gives
an outcome, and no rule can read a score.

A fact that is missing, or an item that nobody has marked, leaves the score
open: it is then an interval from the least to the most, and never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from pa_registry.conditions import Truth
from pa_registry.conditions.describing import check_language, decimal
from pa_registry.conditions.tree import Parameter
from pa_registry.conditions.walking import iter_nodes
from pa_registry.dates import AsOf, Day
from pa_registry.errors import (
    InvalidStandardError,
    InvalidValueError,
    NeedsFactDayError,
    UnknownNameError,
)
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.policies.binding import bind_rules
from pa_registry.policies.decision import Ground
from pa_registry.policies.policy import refuse_other_evidence
from pa_registry.policies.score_forms import (
    Points,
    RuledItem,
    ScoreForm,
    ScoreItem,
    ScoreStep,
    exact_points,
)
from pa_registry.standards import Standards


__all__ = ["HouseholdScore", "ScoredItem", "household_score"]


@attrs.frozen(kw_only=True)
class ScoredItem:
    """
    What one item gives one household.

    单项得分。

    Attributes:
        item: The item.
        least: The fewest points that the facts leave open, weighed.
        most: The most points that they leave open, weighed.
        ground: The rule that gave the points, where one did.
        open: The rules of which it is not known whether they are met.
    """

    item: ScoreItem
    least: Fraction
    most: Fraction
    ground: Ground | None = None
    open: tuple[Ground, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether several numbers of points are possible."""
        return self.least < self.most


@attrs.frozen(kw_only=True)
class HouseholdScore:
    """
    The score of one household, item by item.

    贫困户得分。

    It is a number to put households in order, and no outcome.

    Attributes:
        form: The form.
        household: The number of the household.
        items: What each item gives.
    """

    form: ScoreForm
    household: str = attrs.field(repr=False)
    items: tuple[ScoredItem, ...]

    @property
    def least(self) -> Fraction:
        """The lowest score that the facts leave open."""
        return sum((one.least for one in self.items), Fraction(0))

    @property
    def most(self) -> Fraction:
        """The highest score that the facts leave open."""
        return sum((one.most for one in self.items), Fraction(0))

    @property
    def total(self) -> Fraction | None:
        """The score, or `None` where several are possible."""
        return self.least if self.least == self.most else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of the items that are open."""
        return tuple(one.item.key for one in self.items if one.is_open)

    def reaches(self, points: Points) -> Truth:
        """
        Ask whether the score reaches a number of points.

        是否达到某一分值。

        What follows from that is a rule of its user, who has the text that
        says so.

        Raises:
            InvalidValueError: If *points* is no exact number.
        """
        if exact_points(points) is None:
            raise InvalidValueError(
                what="A score is held against an exact number, 0 or more.",
                where="points",
                remedy='Give an int, or a Fraction such as Fraction("2.5").',
            )
        if self.least >= points:
            return Truth.MET
        return Truth.NOT_MET if self.most < points else Truth.UNKNOWN

    def is_below(self, other: HouseholdScore) -> Truth:
        """
        Ask whether the household is poorer by this form than another one.

        Raises:
            InvalidValueError: If the other was scored by another form.
        """
        if not isinstance(other, HouseholdScore) or other.form != self.form:
            raise InvalidValueError(
                what="Only scores by one and the same form compare.",
                where="other",
                remedy="Score both households by this form.",
            )
        if self.most < other.least:
            return Truth.MET
        return Truth.NOT_MET if self.least >= other.most else Truth.UNKNOWN

    def render(self, language: str = "en") -> str:
        """Say each item and the sum, in ``"zh"`` or ``"en"``."""
        check_language(language)
        return "\n".join(_zh(self) if language == "zh" else _en(self))

    def __str__(self) -> str:
        return self.render("en")


def household_score(
    form: ScoreForm,
    household: Household,
    *,
    marks: Mapping[str, Points | None] | None = None,
    evidence: Evidence | None = None,
    at: Day | None = None,
) -> HouseholdScore:
    """
    Score a household by a form, item by item.

    贫困户评分。

    Args:
        form: The form, with items.
        household: The household.
        marks: What the representatives gave, by the key of each item that
            they mark; an item that is not there is not marked yet.
        evidence: What else is known, for items that follow from facts.
        at: The clocks, where a rule reads a day or takes a number from the
            standards.

    Returns:
        The score: an interval where something is missing.

    Raises:
        InvalidStandardError: If the form is an empty slot.
        UnknownNameError: If a mark is for no item that is marked.
        InvalidValueError: If a mark is not exact or out of bounds, or
            something else than a household is given.
        NeedsFactDayError: If a rule needs a day.

    Examples:
        >>> from pa_registry.policies import MarkedItem, four_looks
        >>> looks = [
        ...     MarkedItem(key=slot.key, zh=slot.zh, en=slot.en, most=25)
        ...     for slot in four_looks().slots
        ... ]
        >>> form = four_looks().with_items(looks)
        >>> marks = {"house": 5, "grain": 10, "labour": 0}
        >>> score = household_score(form, Household(number="H1"), marks=marks)
        >>> score.least, score.most, score.missing
        (Fraction(15, 1), Fraction(40, 1), ('schoolchild',))
        >>> score.reaches(50), score.reaches(30)
        (<Truth.NOT_MET: False>, <Truth.UNKNOWN: None>)
    """
    _check(form, household, evidence)
    given = _read_marks(form, marks or {})
    bound = _bound(form, at)
    return HouseholdScore(
        form=form,
        household=household.number,
        items=tuple(
            _ruled(item, household, evidence, at)
            if isinstance(item, RuledItem)
            else _marked(item, given.get(item.key))
            for item in bound
        ),
    )


def _check(form: object, household: object, evidence: object) -> None:
    if not isinstance(form, ScoreForm):
        raise InvalidValueError(
            what=f"A {type(form).__name__} is no form of scores.",
            where="form",
            remedy="Give a ScoreForm, such as four_looks().with_items(…).",
        )
    if form.is_empty:
        raise InvalidStandardError(
            what=f"the points of {form.name} were not read.",
            where="form",
            remedy="Fill them in: form.with_items(…).",
        )
    if not isinstance(household, Household):
        raise InvalidValueError(
            what=f"A {type(household).__name__} is no household.",
            where="household",
            remedy="Give a Household.",
        )
    if isinstance(evidence, Evidence):
        refuse_other_evidence(household, evidence)


def _read_marks(
    form: ScoreForm, marks: Mapping[str, Points | None]
) -> dict[str, Fraction]:
    marked = {
        item.key: item
        for item in form.items
        if not isinstance(item, RuledItem)
    }
    found: dict[str, Fraction] = {}
    for key, mark in marks.items():
        if key not in marked:
            raise UnknownNameError(
                kind=f"marked item of {form.name}",
                name=masked(str(key)),
                known=tuple(marked),
            )
        if mark is None:
            continue
        points, (low, high) = exact_points(mark), marked[key].bounds
        if points is None or not low <= points <= high:
            raise InvalidValueError(
                what=f"A mark for {key!r} is an exact number from"
                f" {decimal(low)} to {decimal(high)}.",
                where="marks",
                remedy="Leave out what nobody has marked.",
            )
        found[key] = points
    return found


def _bound(form: ScoreForm, at: Day | None) -> tuple[ScoreItem, ...]:
    """Put the numbers of the day in place of the parameters of all rules."""
    rules = [
        step.rule
        for item in form.items
        if isinstance(item, RuledItem)
        for step in item.steps
    ]
    if not any(
        isinstance(node, Parameter)
        for one in rules
        for node in iter_nodes(one)
    ):
        return form.items
    if at is None:
        raise NeedsFactDayError(reads=f"A number of {form.name}")
    day = AsOf.of(at).rules_day
    numbered = iter(bind_rules(rules, Standards.builtin(), day)[0])
    return tuple(
        attrs.evolve(
            item,
            steps=[
                ScoreStep(next(numbered), step.points) for step in item.steps
            ],
        )
        if isinstance(item, RuledItem)
        else item
        for item in form.items
    )


def _marked(item: ScoreItem, mark: Fraction | None) -> ScoredItem:
    low, high = item.bounds if mark is None else (mark, mark)
    return ScoredItem(
        item=item, least=item.weight * low, most=item.weight * high
    )


def _ruled(
    item: RuledItem,
    household: Household,
    evidence: Evidence | None,
    at: Day | None,
) -> ScoredItem:
    """Go down the steps: points under every completion of the facts."""
    possible: list[Points] = []
    open_: list[Ground] = []
    ground: Ground | None = None
    for step in item.steps:
        truth = step.rule.judge(household, evidence=evidence, at=at)
        if truth is Truth.NOT_MET:
            continue
        possible.append(step.points)
        if truth is Truth.MET:
            ground = Ground.of_rule(step.rule)
            break
        open_.append(Ground.of_rule(step.rule))
    else:
        possible.append(item.otherwise)
    return ScoredItem(
        item=item,
        least=item.weight * Fraction(min(possible)),
        most=item.weight * Fraction(max(possible)),
        ground=ground,
        open=tuple(open_),
    )


# In words -----------------------------------------------------------------


def _zh(score: HouseholdScore) -> Iterable[str]:
    yield f"{masked(score.household)}：{score.form.zh}"
    for one in score.items:
        points = _between(one.least, one.most, "至")
        full = decimal(one.item.weight * one.item.bounds[1])
        yield f"  {one.item.zh}：{points}分（满分{full}分）{_why_zh(one)}。"
    yield f"  合计{_between(score.least, score.most, '至')}分。"
    yield "  评分供民主评议排序参考，不单独作为排除依据。"


def _why_zh(one: ScoredItem) -> str:
    if not one.is_open:
        return f"，{one.ground.zh}" if one.ground and not one.open else ""
    if one.open:
        return f"，待核实：{'；'.join(ground.zh for ground in one.open)}"
    return "，尚未评定"


def _en(score: HouseholdScore) -> Iterable[str]:
    yield f"{masked(score.household)}: {score.form.en}"
    for one in score.items:
        points = _between(one.least, one.most, " to ")
        full = decimal(one.item.weight * one.item.bounds[1])
        yield f"  {one.item.en}: {points} of {full} points{_why_en(one)}."
    yield f"  Together {_between(score.least, score.most, ' to ')} points."
    yield "  A score puts households in order, and excludes nobody by itself."


def _why_en(one: ScoredItem) -> str:
    if not one.is_open:
        return f", {one.ground.en}" if one.ground and not one.open else ""
    if one.open:
        return f"; not known: {'; '.join(ground.en for ground in one.open)}"
    return ", not marked yet"


def _between(least: Fraction, most: Fraction, to: str) -> str:
    if least == most:
        return decimal(least)
    return f"{decimal(least)}{to}{decimal(most)}"
