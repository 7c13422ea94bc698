"""
Forms by which households are scored, as far as they could be read.

贫困户评分表。

A form whose points were not read is an empty, labelled slot, and its user
fills it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Protocol

import attrs

from pa_registry.conditions import Condition
from pa_registry.errors import (
    InvalidStandardError,
    InvalidValueError,
    UnknownNameError,
)
from pa_registry.model.households import Household
from pa_registry.standards import Citation, Standards
from pa_registry.standards.sources import common_source


__all__ = [
    "MarkedItem",
    "Points",
    "RuledItem",
    "ScoreForm",
    "ScoreItem",
    "ScoreSlot",
    "ScoreStep",
    "exact_points",
    "four_looks",
    "guangxi_score_form",
]

#: Points are exact: whole numbers or fractions.
Points = int | Fraction


def exact_points(value: object) -> Fraction | None:
    """Read points that are exact and not negative; else give `None`."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return Fraction(value) if value >= 0 else None


def _is_exact(
    item: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if exact_points(value) is None:
        raise InvalidValueError(
            what="Points and weights are exact numbers, 0 or more.",
            where=f"{type(item).__name__}.{attribute.name}",
            remedy='Give an int, or a Fraction such as Fraction("2.5").',
        )


@attrs.frozen(kw_only=True)
class ScoreSlot:
    """
    An item of which only the name was read, and not its points.

    只知名称、分值未读到的评分项目。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
    """

    key: str
    zh: str
    en: str


class ScoreItem(Protocol):
    """
    What a form needs to know of an item.

    评分项目。
    """

    @property
    def key(self) -> str:
        """Its name in programs."""
        ...

    @property
    def zh(self) -> str:
        """Its name in Chinese."""
        ...

    @property
    def en(self) -> str:
        """Its name in English."""
        ...

    @property
    def weight(self) -> Points:
        """What its points are multiplied by."""
        ...

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The fewest and the most points, before they are weighed."""
        ...


@attrs.frozen(kw_only=True)
class MarkedItem:
    """
    An item that the representatives of the village mark.

    由村民代表评定的项目。

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        most: The most points that they can give.
        weight: What the points are multiplied by.
    """

    key: str
    zh: str
    en: str
    most: Points = attrs.field(validator=_is_exact)
    weight: Points = attrs.field(default=1, validator=_is_exact)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """From none to the most."""
        return Fraction(0), Fraction(self.most)


def _is_rule(
    _step: object, _attribute: attrs.Attribute[Any], value: object
) -> None:
    if not isinstance(value, Condition):
        raise InvalidValueError(
            what=f"A {type(value).__name__} is no rule.",
            where="ScoreStep.rule",
            remedy="Give a condition on a household; a score is none.",
        )


@attrs.frozen
class ScoreStep:
    """
    A rule, and the points of a household that meets it.

    评分档次。

    Attributes:
        rule: A rule on a household.
        points: The points where it is met.
    """

    rule: Condition[Household] = attrs.field(validator=_is_rule)
    points: Points = attrs.field(validator=_is_exact)


def _steps(given: Iterable[ScoreStep]) -> tuple[ScoreStep, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class RuledItem:
    """
    An item whose points follow from the facts, as in a list of decisions.

    由登记事实评定的项目。

    The first rule that is met gives its points.  A rule of which nothing is
    known leaves its points possible, and the next one is asked.

    Attributes:
        key: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        steps: The rules with their points, in order.
        otherwise: The points where no rule is met.
        weight: What the points are multiplied by.
    """

    key: str
    zh: str
    en: str
    steps: tuple[ScoreStep, ...] = attrs.field(converter=_steps)
    otherwise: Points = attrs.field(validator=_is_exact)
    weight: Points = attrs.field(default=1, validator=_is_exact)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The fewest and the most points that any step gives."""
        given = [step.points for step in self.steps] + [self.otherwise]
        return Fraction(min(given)), Fraction(max(given))


def _slots(given: Iterable[ScoreSlot]) -> tuple[ScoreSlot, ...]:
    return tuple(given)


def _items(given: Iterable[ScoreItem]) -> tuple[ScoreItem, ...]:
    items = tuple(given)
    keys = [item.key for item in items]
    if len(set(keys)) < len(keys):
        raise InvalidValueError(
            what="Two items of a form have one key.",
            where="ScoreForm.items",
            remedy="Give each item a key of its own.",
        )
    return items


@attrs.frozen(kw_only=True)
class ScoreForm:
    """
    A form by which households are scored; a high score is well off.

    贫困户评分表。

    Attributes:
        name: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        slots: The items that were read by name only.
        items: The items with their points; none where none were read.
        citation: Where the form was read, and how surely.
        note_zh: What else was read of it, in Chinese.
        note_en: The same in English.
    """

    name: str
    zh: str
    en: str
    slots: tuple[ScoreSlot, ...] = attrs.field(default=(), converter=_slots)
    items: tuple[ScoreItem, ...] = attrs.field(default=(), converter=_items)
    citation: Citation
    note_zh: str = ""
    note_en: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet by which to score."""
        return not self.items

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest score that the form can give."""
        least = most = Fraction(0)
        for item in self.items:
            low, high = item.bounds
            least += item.weight * low
            most += item.weight * high
        return least, most

    def with_items(self, items: Iterable[ScoreItem]) -> ScoreForm:
        """
        Fill the form with items and points of one's own.

        补入项目和分值。

        Args:
            items: The items.  Where the form names its slots, there is one
                item for each of them and no other.

        Returns:
            The form with these items.

        Raises:
            InvalidValueError: If two items have one key.
            InvalidStandardError: If a slot stays empty.
            UnknownNameError: If an item fills no slot.
        """
        filled = attrs.evolve(self, items=tuple(items))
        given = [item.key for item in filled.items]
        known = tuple(slot.key for slot in self.slots)
        for key in known:
            if key not in given:
                raise InvalidStandardError(
                    what=f"{self.name} has an item {key!r} without points.",
                    where="items",
                    remedy="Give an item for each slot of the form.",
                )
        for key in given:
            if known and key not in known:
                raise UnknownNameError(
                    kind=f"item of {self.name}", name=key, known=known
                )
        return filled


def four_looks() -> ScoreForm:
    """
    The four looks of Weining, Guizhou: house, grain, labour, schoolchild.

    四看法。

    The four are known by name.  Each has items and points of its own, which
    could not be read: they are slots, and their user fills them.

    Returns:
        The form, with four slots and no points.

    Examples:
        >>> [slot.zh for slot in four_looks().slots]
        ['看房', '看粮', '看劳动力强不强', '看家中有没有读书郎']
    """
    return ScoreForm(
        name="four-looks",
        zh="四看法",
        en="the four looks",
        slots=tuple(
            ScoreSlot(key=key, zh=zh, en=en) for key, zh, en in _FOUR_LOOKS
        ),
        citation=common_source("four-looks"),
        note_zh="每一看下设若干小项并计分，由村民代表评议，按得分由低到高"
        "排序；小项和分值未读到。",
        note_en="Each look has items with points, which representatives of"
        " the village give; households are ranked from the lowest score."
        " Items and points were not read.",
    )


_FOUR_LOOKS = (
    ("house", "看房", "the house"),
    ("grain", "看粮", "the grain"),
    ("labour", "看劳动力强不强", "the strength of labour"),
    ("schoolchild", "看家中有没有读书郎", "a schoolchild at home"),
)


def guangxi_score_form() -> ScoreForm:
    """
    The score form of Guangxi of 2015, of which only the size was read.

    广西2015年精准识别评分表。

    Its removal joined a score with property: neither the score alone, nor a
    score without the text of its items.  The score is in the standards, as
    ``score-of-removal-with-property``.

    Returns:
        The form, as an empty slot.

    Examples:
        >>> guangxi_score_form().is_empty
        True
    """
    removal = Standards.builtin().standard("score-of-removal-with-property")
    return ScoreForm(
        name="guangxi-2015-score",
        zh="广西2015年精准识别评分表",
        en="Guangxi's score form of 2015",
        citation=removal.values[0].citation,
        note_zh="共18项、90个指标，满分约98至100分；各项名称和分值未读到。"
        "得分达到80分并且有财产的，予以剔除；各村分数线由自治区统一划定。",
        note_en="18 items and 90 indicators, about 98 to 100 points; names"
        " and points of the items were not read. Households with property"
        " and 80 points or more were removed; the region set a cut-off for"
        " each village.",
    )
