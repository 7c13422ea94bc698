"""
Who comes first, who is commended, and who is criticised.

排名与通报名单。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked


__all__ = ["Partition", "Ranked", "TiePolicy", "rank"]


class TiePolicy(Enum):
    """
    Which places equal scores take.

    并列名次的处理。

    Attributes:
        BEST: Both take the better place, and one is left out: 1, 2, 2, 4.
        WORST: Both take the worse place: 1, 3, 3, 4.
        DENSE: No place is left out: 1, 2, 2, 3.
        BY_KEY: The smaller key comes first: 1, 2, 3, 4.
    """

    BEST = "best"
    WORST = "worst"
    DENSE = "dense"
    BY_KEY = "by-key"


@attrs.frozen(kw_only=True)
class Ranked:
    """
    One subject in its place.

    名次。

    Attributes:
        place: The place, 1 being the best.
        key: The subject.
        score: Its score.
    """

    place: int
    key: str
    score: int | Fraction


def rank(
    scores: Mapping[str, int | Fraction], *, ties: TiePolicy
) -> tuple[Ranked, ...]:
    """
    Put subjects in order of their scores, the highest first.

    按得分排名。

    Args:
        scores: The score of each subject.
        ties: Which places equal scores take.

    Returns:
        The subjects in order; equal ones in the order of their keys.

    Raises:
        InvalidValueError: If a score is missing or not exact.

    Examples:
        >>> scores = {"a": 90, "b": 85, "c": 85, "d": 80}
        >>> {
        ...     one.value: [ranked.place for ranked in rank(scores, ties=one)]
        ...     for one in TiePolicy
        ... }
        {'best': [1, 2, 2, 4], 'worst': [1, 3, 3, 4], 'dense': [1, 2, 2, 3], 'by-key': [1, 2, 3, 4]}
    """
    for key, score in scores.items():
        if isinstance(score, bool) or not isinstance(score, int | Fraction):
            raise InvalidValueError(
                what=f"{masked(key)} has no exact score.",
                where="scores",
                remedy="Rank those whose score is an int or a Fraction only.",
            )
    order = sorted(scores, key=lambda key: (-scores[key], key))
    places = _places([scores[key] for key in order], ties)
    return tuple(
        Ranked(place=place, key=key, score=scores[key])
        for place, key in zip(places, order, strict=True)
    )


def _places(scores: list[int | Fraction], ties: TiePolicy) -> list[int]:
    """Give the places of scores that stand in order."""
    if ties is TiePolicy.BY_KEY:
        return list(range(1, len(scores) + 1))
    places: list[int] = []
    above = 0
    for dense, (_, many) in enumerate(Counter(scores).items(), 1):
        place = {
            TiePolicy.BEST: above + 1,
            TiePolicy.WORST: above + many,
            TiePolicy.DENSE: dense,
        }[ties]
        places += [place] * many
        above += many
    return places


def _listed(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Partition:
    """
    The commended and the criticised: every unit in exactly one list.

    通报表扬与通报批评名单。

    Attributes:
        units: All units.
        commended: Those who are commended (通报表扬).
        criticised: Those who are criticised (通报批评).

    Examples:
        >>> units = [f"99{n:04}" for n in range(1, 98)]
        >>> lists = Partition.from_criticised(units, units[:16])
        >>> len(lists.commended), len(lists.criticised)
        (81, 16)
        >>> Partition(units=units, commended=units[:80], criticised=units[81:])
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: ... 990081 is in neither list. ...
    """

    units: tuple[str, ...] = attrs.field(converter=_listed)
    commended: tuple[str, ...] = attrs.field(converter=_listed)
    criticised: tuple[str, ...] = attrs.field(converter=_listed)

    def __attrs_post_init__(self) -> None:
        """Refuse lists that leave a unit out or name one twice."""
        for key, times in Counter(self.units).items():
            if times > 1:
                raise _unfit(key, "is there twice", "units")
        named = Counter([*self.commended, *self.criticised])
        units = set(self.units)
        for key, times in named.items():
            if key not in units:
                raise _unfit(key, "is none of the units", "lists")
            if times > 1:
                raise _unfit(key, "is named twice", "lists")
        for key in self.units:
            if key not in named:
                raise _unfit(key, "is in neither list", "lists")

    @classmethod
    def from_criticised(
        cls, units: Iterable[str], criticised: Iterable[str]
    ) -> Partition:
        """Take all but the criticised as commended."""
        listed, lagging = tuple(units), tuple(criticised)
        fallen = set(lagging)
        return cls(
            units=listed,
            commended=[one for one in listed if one not in fallen],
            criticised=lagging,
        )

    @classmethod
    def from_scores(
        cls,
        scores: Mapping[str, int | Fraction],
        *,
        criticised_below: int | Fraction,
    ) -> Partition:
        """
        Criticise whoever has a score below a limit.

        Equal scores are never told apart.

        Examples:
            >>> lists = Partition.from_scores(
            ...     {"a": 60, "b": 59}, criticised_below=60
            ... )
            >>> lists.commended, lists.criticised
            (('a',), ('b',))
        """
        order = [one.key for one in rank(scores, ties=TiePolicy.BY_KEY)]
        return cls.from_criticised(
            order, [key for key in order if scores[key] < criticised_below]
        )


def _unfit(key: str, what: str, where: str) -> InvalidValueError:
    return InvalidValueError(
        what=f"{masked(key)} {what}.",
        where=f"Partition, {where}",
        remedy="Every unit is named once, in one of the two lists.",
    )
