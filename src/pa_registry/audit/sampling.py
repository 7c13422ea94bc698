"""
Draw a sample that anybody can draw again.

回头看与随机抽查的抽样。

A household's place in the draw is the hash of the seed and its number, so
that the sample depends on neither the order of the frame nor on who else
was drawn before.
"""

from __future__ import annotations

import datetime as dt
import math

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Self, TypeAlias

import attrs

from typing_extensions import override

from pa_registry.audit.chances_by_size import certain, stepped
from pa_registry.audit.sample_allocations import Allocation, allocated
from pa_registry.audit.sampling_frames import (
    SamplingFrame,
    SamplingUnit,
    level_key,
    sampling_frame,
)
from pa_registry.dates import is_day
from pa_registry.draw import Stream, digest
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.masking import masked
from pa_registry.model.registry import Registry


__all__ = [
    "Chance",
    "LookBackSample",
    "SampleSubstitution",
    "SampledUnit",
    "Stage",
    "Strata",
    "look_back_sample",
]

#: Gives the stratum of a unit, as a key.
Strata: TypeAlias = Callable[[SamplingUnit], str]

_PURPOSE = "look-back"


class Chance(Enum):
    """
    With which chance a cluster is drawn.

    群的抽取方法。

    Attributes:
        EQUAL: Alike for each.
        BY_HOUSEHOLDS: In proportion to the households in it (PPS).
        BY_PERSONS: In proportion to the persons in it (PPS).
    """

    EQUAL = "equal"
    BY_HOUSEHOLDS = "by-households"
    BY_PERSONS = "by-persons"


def _is_take(
    _stage: Stage, _field: attrs.Attribute[Any], take: object
) -> None:
    whole = type(take) is int and take > 0
    share = isinstance(take, Fraction) and 0 < take <= 1
    if take is not None and not whole and not share:
        raise InvalidValueError(
            what="nothing can be drawn like that.",
            where="Stage.take",
            remedy="Give a number, a share such as Fraction(1, 5), or None.",
        )


@attrs.frozen
class Stage:
    """
    One stage of drawing clusters: so many of a level, in each above it.

    抽样阶段。

    Attributes:
        level: What is drawn: counties, townships, villages.
        take: How many in each cluster above; a share is rounded up, and
            `None` takes all, so that the level only forms strata.
        chance: With which chance.

    Examples:
        >>> from pa_registry.model import DivisionLevel
        >>> Stage(DivisionLevel.VILLAGE, 2, chance=Chance.BY_HOUSEHOLDS).level
        'village'
    """

    level: str = attrs.field(converter=level_key)
    take: int | Fraction | None = attrs.field(default=None, validator=_is_take)
    chance: Chance = attrs.field(
        default=Chance.EQUAL,
        validator=attrs.validators.instance_of(Chance),
        kw_only=True,
    )

    def of(self, many: int) -> int:
        """Say how many of so many clusters are drawn."""
        if self.take is None:
            return many
        if isinstance(self.take, Fraction):
            return math.ceil(self.take * many)
        return min(self.take, many)


@attrs.frozen(kw_only=True)
class SampledUnit:
    """
    A household that was drawn, with its chance.

    被抽中的户。

    Attributes:
        unit: The household.
        stratum: The stratum in which it was drawn.
        chance: Its chance of being drawn (inclusion probability), exactly.
        clusters: The clusters that were drawn on the way to it.
        primary: The first-stage unit for the variance: the first cluster
            that was not certain to be drawn, or else the household itself.
        variance_stratum: The stratum of that unit: what was certain before.
        sampled: The share of that stratum that was drawn, where the
            households themselves were, and alike.
        stands_for: The household in whose place it came, if any.
    """

    unit: SamplingUnit
    stratum: str
    chance: Fraction
    clusters: tuple[str, ...]
    primary: str
    variance_stratum: tuple[str, ...]
    sampled: Fraction | None
    stands_for: str | None = None

    @property
    def code(self) -> str:
        """The number of the household."""
        return self.unit.code

    @property
    def weight(self) -> Fraction:
        """For how many households it stands: one over its chance."""
        return 1 / self.chance


def _is_said(
    _self: object, attribute: attrs.Attribute[str], value: object
) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            what="a substitution without a reason is a choice.",
            where=f"SampleSubstitution.{attribute.name}",
            remedy="Say why, and who decided so.",
        )


def _is_on_a_day(
    _self: object, _attribute: attrs.Attribute[dt.date], value: object
) -> None:
    if not is_day(value):
        raise InvalidValueError(
            what=f"{type(value).__name__} is not a day.",
            where="SampleSubstitution.on",
            remedy="Give a datetime.date, without a time.",
        )


@attrs.frozen(kw_only=True)
class SampleSubstitution:
    """
    A household that was visited in the place of another.

    替换记录。

    Attributes:
        replaced: The household that was drawn.
        by: The next one on the list of reserves.
        reason: Why.
        on: The day.
        decided_by: Who decided so.
    """

    replaced: str
    by: str
    reason: str = attrs.field(validator=_is_said)
    on: dt.date = attrs.field(validator=_is_on_a_day)
    decided_by: str = attrs.field(validator=_is_said)

    def render(self, language: str = "en") -> str:
        """Say the substitution in ``"zh"`` or ``"en"``."""
        old, new = masked(self.replaced), masked(self.by)
        reason, who = masked(self.reason), masked(self.decided_by)
        if language == "zh":
            return (
                f"{self.on.year}年{self.on.month}月{self.on.day}日，"
                f"{old}由备用户{new}替换，原因：{reason}；决定人：{who}。"
            )
        return (
            f"On {self.on}, {old} was replaced by the reserve {new};"
            f" reason: {reason}; decided by: {who}."
        )

    @override
    def __str__(self) -> str:
        return self.render("en")


@attrs.frozen(kw_only=True)
class LookBackSample:
    """
    A drawn sample, its reserves, and what was substituted.

    抽样结果。

    Attributes:
        seed: The seed it was drawn with.
        frame: What it was drawn from.
        stages: The clusters that were drawn first.
        drawn: The households drawn, by cluster, stratum and place.
        reserves: By household drawn, those that may stand in for it, in
            the order in which they are used.
        substitutions: What was substituted, in order.

    Examples:
        >>> from pa_registry.audit.sampling_frames import FrameGroup
        >>> units = [
        ...     SamplingUnit(code=f"H{n}", group=FrameGroup.CURRENT)
        ...     for n in range(9)
        ... ]
        >>> sample = look_back_sample(units, seed=2016, size=3, reserves=1)
        >>> sample.codes
        ('H8', 'H5', 'H6')
        >>> sample.units[0].weight
        Fraction(3, 1)
    """

    seed: int | str
    frame: SamplingFrame = attrs.field(repr=False)
    stages: tuple[Stage, ...]
    drawn: tuple[SampledUnit, ...] = attrs.field(repr=False)
    reserves: Mapping[str, tuple[SamplingUnit, ...]] = attrs.field(repr=False)
    substitutions: tuple[SampleSubstitution, ...] = ()

    @property
    def units(self) -> tuple[SampledUnit, ...]:
        """The households to visit, after all substitutions."""
        by_code = {
            one.code: one for held in self.reserves.values() for one in held
        }
        replaced = {one.replaced: one.by for one in self.substitutions}
        return tuple(self._standing(o, by_code, replaced) for o in self.drawn)

    @staticmethod
    def _standing(
        drawn: SampledUnit,
        reserves: Mapping[str, SamplingUnit],
        replaced: Mapping[str, str],
    ) -> SampledUnit:
        code = drawn.code
        while code in replaced:
            code = replaced[code]
        if code == drawn.code:
            return drawn
        alone = drawn.primary == drawn.code
        return attrs.evolve(
            drawn,
            unit=reserves[code],
            primary=code if alone else drawn.primary,
            stands_for=drawn.code,
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The numbers of the households to visit."""
        return tuple(one.code for one in self.units)

    @property
    def fingerprint(self) -> str:
        """
        The digest of the draw: two offices that print the same drew alike.

        抽样指纹。
        """
        folded = digest(self.seed, _PURPOSE, "fingerprint")
        for one in self.drawn:
            chance = f"{one.chance.numerator}/{one.chance.denominator}"
            held = [each.code for each in self.reserves[one.code]]
            folded = digest(f"{folded}", one.code, one.stratum, chance, *held)
        return f"{folded:064x}"

    def substituted(
        self, code: str, *, reason: str, on: dt.date, decided_by: str
    ) -> Self:
        """
        Put the next reserve in the place of a household, on the record.

        替换样本户。

        Nobody chooses: the reserves were drawn beforehand, and each is of
        the same stratum and cluster.  A substitute has the weight of whom
        it replaces, which does not make up for the difference between
        those who are at home and those who are not; the estimate says how
        many there are.

        Args:
            code: The household that cannot be visited.
            reason: Why.
            on: The day.
            decided_by: Who decided so.

        Returns:
            The sample with the substitution in its log.

        Raises:
            UnknownNameError: If the household is not to be visited.
            InvalidValueError: If no reserve is left, or if nobody says why.

        Examples:
            >>> from pa_registry.audit.sampling_frames import FrameGroup
            >>> units = [
            ...     SamplingUnit(code=f"H{n}", group=FrameGroup.CURRENT)
            ...     for n in range(9)
            ... ]
            >>> sample = look_back_sample(units, seed=2016, size=3, reserves=1)
            >>> after = sample.substituted(
            ...     "H8",
            ...     reason="整户外出，两次上门无人",
            ...     on=dt.date(2016, 11, 3),
            ...     decided_by="县审计组",
            ... )
            >>> after.codes
            ('H1', 'H5', 'H6')
            >>> print(after.substitutions[0].render("zh"))
            2016年11月3日，H8由备用户H1替换，原因：整户外出，两次上门无人；决定人：县审计组。
        """
        found = {one.code: one for one in self.units}
        if code not in found:
            raise UnknownNameError(
                kind="household to visit",
                name=masked(str(code)),
                known=tuple(found),
            )
        used = {one.by for one in self.substitutions}
        drawn = found[code].stands_for or code
        left = [o.code for o in self.reserves[drawn] if o.code not in used]
        if not left:
            raise InvalidValueError(
                what=f"no reserve is left for {masked(code)}.",
                where="reserves",
                remedy=(
                    "Leave its result undetermined; nobody is picked by"
                    " hand. Draw more reserves next time."
                ),
            )
        made = SampleSubstitution(
            replaced=code,
            by=left[0],
            reason=reason,
            on=on,
            decided_by=decided_by,
        )
        return attrs.evolve(self, substitutions=(*self.substitutions, made))


def _by_group(unit: SamplingUnit) -> str:
    """Take strata by group and year of exit."""
    return unit.stratum


def look_back_sample(  # noqa: PLR0913  a design has so many parts
    frame: Registry | SamplingFrame | Iterable[SamplingUnit],
    *,
    seed: int | str,
    size: int | Mapping[str, int],
    strata: Strata = _by_group,
    allocation: Allocation = Allocation.PROPORTIONAL,
    expected: Mapping[str, Fraction] | None = None,
    at_least: int = 2,
    stages: Iterable[Stage] = (),
    reserves: int = 0,
) -> LookBackSample:
    """
    Draw a sample for a look-back or an inspection.

    回头看抽样。

    Without stages the sample is stratified: in each stratum so many
    households are drawn without replacement, each with the same chance.
    With stages, clusters are drawn first, and households within each of
    the last ones.  A stage that takes all of its level forms strata.

    Clusters of equal chance and households are taken in the order of their
    hashes: a larger sample by the same seed contains the smaller one.
    Clusters by size are drawn systematically along the order of their
    hashes (Hartley and Rao 1962), so that the chance of each is exactly
    its share times the number drawn; whichever is so large that it would
    pass 1 is certain.  There the larger sample need not contain the
    smaller.

    Args:
        frame: The register, or the frame, or the households themselves.
        seed: The seed; write it down with the sample.
        size: How many households.  Without stages in all, or by stratum;
            with stages in each of the last clusters, all alike or by
            stratum.  Where fewer are there, all of them.
        strata: The stratum of each household; by group and year of exit.
        allocation: How a number for all is shared out among strata.
        expected: What Neyman's allocation expects; see :func:`allocated`.
        at_least: How many each stratum gets at least.
        stages: The clusters to draw first, the widest first.
        reserves: How many may stand in, in each stratum and cluster.

    Returns:
        The sample: the same for the same seed on every machine, in any
        order of the frame.

    Raises:
        InvalidValueError: If the frame is empty, or the design cannot be
            drawn.
        UnknownNameError: If a stratum or a level is not in the frame.

    Examples:
        >>> from pa_registry.audit.sampling_frames import FrameGroup
        >>> units = [
        ...     SamplingUnit(
        ...         code=f"H{n:03}",
        ...         group=FrameGroup.EXITED if n % 3 else FrameGroup.CURRENT,
        ...         path=("990102", "990102001", f"990102001{n % 10:03}"),
        ...     )
        ...     for n in range(300)
        ... ]
        >>> sample = look_back_sample(units, seed=2016, size=30)
        >>> sum(one.weight for one in sample.units)
        Fraction(300, 1)
        >>> villages = look_back_sample(
        ...     units,
        ...     seed=2016,
        ...     stages=[Stage("village", 3, chance=Chance.BY_HOUSEHOLDS)],
        ...     size=5,
        ... )
        >>> len(villages.units), villages.units[0].chance
        (15, Fraction(1, 20))
    """
    made = _frame(frame)
    if not made.units:
        raise InvalidValueError(
            what="there is nobody to draw.",
            where="frame",
            remedy="Give one household at least.",
        )
    if type(reserves) is not int or reserves < 0:
        raise InvalidValueError(
            what="no reserves are fewer than none.",
            where="reserves",
            remedy="Give a whole number from 0 up.",
        )
    draw = _Draw(seed=seed, frame=made, strata=strata, reserves=reserves)
    listed = tuple(stages)
    if listed:
        found = draw.clustered(listed, size)
    else:
        found = draw.stratified(size, allocation, expected, at_least)
    return LookBackSample(
        seed=seed,
        frame=made,
        stages=listed,
        drawn=tuple(one for one, _ in found),
        reserves=MappingProxyType({one.code: held for one, held in found}),
    )


def _frame(
    given: Registry | SamplingFrame | Iterable[SamplingUnit],
) -> SamplingFrame:
    if isinstance(given, SamplingFrame):
        return given
    if isinstance(given, Registry):
        return sampling_frame(given)
    units = tuple(given)
    if not all(isinstance(one, SamplingUnit) for one in units):
        raise InvalidValueError(
            what="a frame is made of SamplingUnit.",
            where="frame",
            remedy="Give a Registry, a SamplingFrame, or its units.",
        )
    return SamplingFrame(units=units)


_Found: TypeAlias = list[tuple[SampledUnit, tuple[SamplingUnit, ...]]]


@attrs.frozen
class _Way:
    """The clusters that were drawn on the way, with their chances."""

    codes: tuple[str, ...] = ()
    chances: tuple[Fraction, ...] = ()

    def into(self, code: str, chance: Fraction) -> _Way:
        return _Way((*self.codes, code), (*self.chances, chance))

    @property
    def certain(self) -> tuple[str, ...]:
        """The first clusters, which were certain to be drawn."""
        many = 0
        for chance in self.chances:
            if chance < 1:
                break
            many += 1
        return self.codes[:many]


@attrs.frozen(kw_only=True)
class _Draw:
    seed: int | str
    frame: SamplingFrame
    strata: Strata
    reserves: int

    def stratified(
        self,
        size: int | Mapping[str, int],
        allocation: Allocation,
        expected: Mapping[str, Fraction] | None,
        at_least: int,
    ) -> _Found:
        cells = self._cells(self.frame.units)
        if isinstance(size, Mapping):
            sizes = self._given(size, cells)
        else:
            sizes = allocated(
                size,
                {key: len(units) for key, units in cells.items()},
                allocation=allocation,
                expected=expected,
                at_least=at_least,
            )
        return [
            each
            for key, units in cells.items()
            for each in self._from(units, sizes.get(key, 0), key, _Way())
        ]

    def clustered(
        self, stages: tuple[Stage, ...], size: int | Mapping[str, int]
    ) -> _Found:
        places = self._places(stages)
        if isinstance(size, Mapping):
            self._given(size, self._cells(self.frame.units))
        else:
            _check_size(size)
        found: _Found = []
        for way, units in self._last(stages, places, self.frame.units, _Way()):
            if isinstance(size, Mapping):
                cells = self._cells(units)
                for key, inside in cells.items():
                    many = size.get(key, 0)
                    found += self._from(inside, many, key, way)
            else:
                found += self._from(units, size, "", way)
        return found

    def _places(self, stages: tuple[Stage, ...]) -> list[int]:
        known = {key: place for place, key in enumerate(self.frame.levels)}
        for stage in stages:
            if stage.level not in known:
                raise UnknownNameError(
                    kind="level of the frame",
                    name=stage.level,
                    known=self.frame.levels,
                )
        places = [known[stage.level] for stage in stages]
        if places != sorted(set(places)):
            raise InvalidValueError(
                what="the stages do not go down.",
                where="stages",
                remedy="Draw the widest clusters first, each level once.",
            )
        for unit in self.frame.units:
            if not unit.path:
                raise InvalidValueError(
                    what=f"{masked(unit.code)} lies in no cluster.",
                    where="SamplingUnit.path",
                    remedy="Give its path, or draw without stages.",
                )
        return places

    def _last(
        self,
        stages: tuple[Stage, ...],
        places: list[int],
        units: Iterable[SamplingUnit],
        way: _Way,
    ) -> Iterable[tuple[_Way, list[SamplingUnit]]]:
        """Go down the stages, to the last clusters that were drawn."""
        clusters: dict[str, list[SamplingUnit]] = {}
        for unit in units:
            code = "/".join(unit.path[: places[0] + 1])
            clusters.setdefault(code, []).append(unit)
        drawn = self._clusters(stages[0], clusters, way)
        for code, chance in sorted(drawn.items()):
            into = way.into(code, chance)
            if len(stages) == 1:
                yield into, clusters[code]
            else:
                yield from self._last(
                    stages[1:], places[1:], clusters[code], into
                )

    def _clusters(
        self,
        stage: Stage,
        clusters: Mapping[str, list[SamplingUnit]],
        way: _Way,
    ) -> dict[str, Fraction]:
        """Draw clusters of one stage, each with its chance."""
        take = stage.of(len(clusters))
        order = sorted(clusters, key=lambda one: self._key(stage.level, one))
        if stage.chance is Chance.EQUAL or stage.take is None:
            return dict.fromkeys(order[:take], Fraction(take, len(clusters)))
        measures = {code: _measure(stage, clusters[code]) for code in order}
        for code, measure in measures.items():
            if not measure:
                raise InvalidValueError(
                    what=f"nobody lives in the cluster {masked(code)}.",
                    where="Stage.chance",
                    remedy="Draw by households, or with equal chance.",
                )
        large = certain(measures, take)
        rest = {c: m for c, m in measures.items() if c not in large}
        drawn = dict.fromkeys(large, Fraction(1))
        left = take - len(large)
        if left:
            whole = sum(rest.values())
            above = way.codes[-1] if way.codes else ""
            stream = Stream(self.seed, _PURPOSE, "start", stage.level, above)
            for code in stepped(rest, left, start=stream.below(whole)):
                drawn[code] = Fraction(left * rest[code], whole)
        return drawn

    def _from(
        self, units: list[SamplingUnit], size: int, stratum: str, way: _Way
    ) -> _Found:
        """Draw households of one stratum in one cluster."""
        take = min(size, len(units))
        if not take:
            return []
        order = sorted(units, key=lambda o: self._key("household", o.code))
        held = tuple(order[take : take + self.reserves])
        inside = Fraction(take, len(units))
        chance = inside * math.prod(way.chances)
        above = way.certain
        alone = len(above) == len(way.codes)
        label = (stratum,) if stratum else ()
        return [
            (
                SampledUnit(
                    unit=unit,
                    stratum=stratum,
                    chance=chance,
                    clusters=way.codes,
                    primary=unit.code if alone else way.codes[len(above)],
                    variance_stratum=above + (label if alone else ()),
                    sampled=inside if alone else None,
                ),
                held,
            )
            for unit in order[:take]
        ]

    def _key(self, level: str, code: str) -> tuple[int, str]:
        return digest(self.seed, _PURPOSE, level, code), code

    def _cells(
        self, units: Iterable[SamplingUnit]
    ) -> dict[str, list[SamplingUnit]]:
        found: dict[str, list[SamplingUnit]] = {}
        for unit in units:
            key = self.strata(unit)
            if not isinstance(key, str):
                raise InvalidValueError(
                    what=f"a {type(key).__name__} is no key of a stratum.",
                    where="strata",
                    remedy="Give a function of a unit that returns text.",
                )
            found.setdefault(key, []).append(unit)
        return dict(sorted(found.items()))

    def _given(
        self, sizes: Mapping[str, int], cells: Mapping[str, object]
    ) -> Mapping[str, int]:
        for key, many in sizes.items():
            if key not in cells:
                raise UnknownNameError(
                    kind="stratum", name=str(key), known=tuple(cells)
                )
            if type(many) is not int or many < 0:
                raise InvalidValueError(
                    what=f"no such number can be drawn from {key}.",
                    where="size",
                    remedy="Give a whole number from 0 up.",
                )
        if not any(sizes.values()):
            _check_size(0)
        return sizes


def _check_size(size: object) -> None:
    if type(size) is not int or size < 1:
        raise InvalidValueError(
            what="no such number of households can be drawn.",
            where="size",
            remedy="Give a whole number from 1 up.",
        )


def _measure(stage: Stage, units: list[SamplingUnit]) -> int:
    if stage.chance is Chance.BY_PERSONS:
        return sum(one.size for one in units)
    return len(units)
