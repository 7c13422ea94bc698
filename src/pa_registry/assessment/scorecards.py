"""
Scorecards: what the items give, and the grade that it comes to.

考核评分表。

A value that is not recorded gives no points and takes none: the score is
then an interval, and the grade is open unless both of its ends agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from pa_registry.assessment.grades import Grade, GradeScale
from pa_registry.assessment.items import Item
from pa_registry.conditions.describing import check_language, decimal
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.funds.measures import exact


__all__ = ["ItemScore", "Score", "Scorecard"]


@attrs.frozen(kw_only=True)
class ItemScore:
    """
    What one item gives.

    单项得分。

    Attributes:
        item: The item.
        value: What was recorded.
        points: The points, or `None` where nothing was recorded.
    """

    item: Item
    value: Fraction | None
    points: Fraction | None


@attrs.frozen(kw_only=True)
class Score:
    """
    What a scorecard comes to for one subject.

    考核得分。

    Attributes:
        card: The scorecard.
        items: What each item gives.
    """

    card: Scorecard
    items: tuple[ItemScore, ...]

    @property
    def low(self) -> Fraction:
        """The score if everything missing turns out worst."""
        return self._sum([one.item.least for one in self.items])

    @property
    def high(self) -> Fraction:
        """The score if everything missing turns out best."""
        return self._sum([one.item.most for one in self.items])

    @property
    def total(self) -> Fraction | None:
        """The score, or `None` where something is missing."""
        return None if self.missing else self.low

    @property
    def missing(self) -> tuple[str, ...]:
        """The items for which nothing was recorded."""
        return tuple(one.item.key for one in self.items if one.value is None)

    @property
    def grade(self) -> Grade | None:
        """The grade, where whatever is missing cannot change it."""
        low, high = (self.card.scale.of(end) for end in (self.low, self.high))
        return low if low == high else None

    def render(self, language: str = "en") -> str:
        """Say each item, the total and the grade."""
        check_language(language)
        return "\n".join(_zh(self) if language == "zh" else _en(self))

    def _sum(self, otherwise: list[Fraction]) -> Fraction:
        points = [
            end if one.points is None else one.points
            for one, end in zip(self.items, otherwise, strict=True)
        ]
        return max(Fraction(0), sum(points, Fraction(0)))


def _items(given: Iterable[Item]) -> tuple[Item, ...]:
    items = tuple(given)
    keys = [item.key for item in items]
    if not items or len(set(keys)) < len(keys):
        raise InvalidValueError(
            what="A scorecard has items, each with a key of its own.",
            where="Scorecard.items",
            remedy="Give each item another key.",
        )
    return items


@attrs.frozen(kw_only=True)
class Scorecard:
    """
    The items of an assessment, and the scale of its grades.

    考核评分表。

    Attributes:
        name: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        items: The items.
        scale: The grades, with the limits that were declared.

    Examples:
        >>> from pa_registry.assessment import Grade, Weighted, DeductOnly
        >>> card = Scorecard(
        ...     name="example",
        ...     zh="示例考核",
        ...     en="example",
        ...     items=(
        ...         Weighted(
        ...             key="a", zh="满意度", en="approval", worth=100, full=1
        ...         ),
        ...         DeductOnly(
        ...             key="b", zh="违规", en="breaches", each=5, at_most=20
        ...         ),
        ...     ),
        ...     scale=GradeScale(
        ...         (
        ...             Grade(code="good", zh="好", en="good", at_least=80),
        ...             Grade(code="poor", zh="差", en="poor"),
        ...         )
        ...     ),
        ... )
        >>> print(card.assess({"a": Fraction("0.9"), "b": 1}).render())
        example: 85 points, good.
          approval: 90 of 100.
          breaches: 5 deducted, 20 at most.
        >>> card.assess({"a": Fraction("0.9")}).grade is None
        True
    """

    name: str
    zh: str
    en: str
    items: tuple[Item, ...] = attrs.field(converter=_items)
    scale: GradeScale

    def assess(self, values: Mapping[str, int | Fraction | None]) -> Score:
        """
        Score one subject.

        Args:
            values: What was recorded, by item; what is not there, or is
                `None`, is missing.

        Returns:
            The score, with what each item gives.

        Raises:
            UnknownNameError: If a value is for no item.
            InvalidValueError: If a value is not exact, or below zero.
        """
        keys = tuple(item.key for item in self.items)
        for key in values:
            if key not in keys:
                raise UnknownNameError(kind="item", name=key, known=keys)
        return Score(
            card=self,
            items=tuple(
                _scored(one, values.get(one.key)) for one in self.items
            ),
        )


def _scored(item: Item, given: int | Fraction | None) -> ItemScore:
    if given is None:
        return ItemScore(item=item, value=None, points=None)
    value = exact(given)
    if value is None:
        raise InvalidValueError(
            what="A value is an exact number, 0 or more.",
            where=item.key,
            remedy="Give an int or a Fraction, or None where it is missing.",
        )
    return ItemScore(item=item, value=value, points=item.points(value))


def _zh(score: Score) -> list[str]:
    grade = score.grade
    total = decimal(score.low)
    if score.missing:
        total = f"{total}至{decimal(score.high)}"
    named = grade.zh if grade else "等次待定"
    lines = [f"{score.card.zh}：得{total}分，{named}。"]
    for one in score.items:
        item, points = one.item, one.points
        if points is None:
            lines.append(f"  {item.zh}：未填报。")
        elif item.least < 0:
            lines.append(
                f"  {item.zh}：扣{decimal(-points)}分，"
                f"最多扣{decimal(-item.least)}分。"
            )
        else:
            lines.append(
                f"  {item.zh}：得{decimal(points)}分，满分{decimal(item.most)}分。"
            )
    return lines


def _en(score: Score) -> list[str]:
    grade = score.grade
    total = decimal(score.low)
    if score.missing:
        total = f"{total} to {decimal(score.high)}"
    named = grade.en if grade else "the grade is open"
    lines = [f"{score.card.en}: {total} points, {named}."]
    for one in score.items:
        item, points = one.item, one.points
        if points is None:
            lines.append(f"  {item.en}: not recorded.")
        elif item.least < 0:
            lines.append(
                f"  {item.en}: {decimal(-points)} deducted,"
                f" {decimal(-item.least)} at most."
            )
        else:
            lines.append(
                f"  {item.en}: {decimal(points)} of {decimal(item.most)}."
            )
    return lines
