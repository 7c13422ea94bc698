"""
The frame: every household that a look-back can draw, and where it stands.

抽样框。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeAlias

import attrs

from pa_registry.accounts.counts import (
    CellKind,
    Count,
    cell_of,
    division_at,
    on_file,
)
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.division import DivisionLevel
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status
from pa_registry.problems import Problem


__all__ = [
    "LEVELS",
    "FrameGroup",
    "Level",
    "SamplingFrame",
    "SamplingUnit",
    "level_key",
    "sampling_frame",
]

#: A level of the frame: an administrative one, or the user's own.
Level: TypeAlias = DivisionLevel | str

#: The levels of a frame whose maker names none.
LEVELS = (DivisionLevel.COUNTY, DivisionLevel.TOWNSHIP, DivisionLevel.VILLAGE)


class FrameGroup(StrEnum):
    """
    Where a household stands that a look-back may draw.

    回头看对象类别。

    Retained and added households are current or exited ones whose history
    is looked at; whoever makes the frame says which they are.

    Attributes:
        CURRENT: Registered, and not exited.
        EXITED: Registered as exited; the year tells the cohorts apart.
        DELISTED: Delisted as misidentified.
        RETAINED: Suspected, and retained after verification.
        ADDED: Registered later, from outside the register.
        NEVER_REGISTERED: Outside the register, never in it.
        UNSTATED: In the register without a status on record.
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

    CURRENT = ("current", "未脱贫", "current")
    EXITED = ("exited", "已脱贫", "exited")
    DELISTED = ("delisted", "已剔除", "delisted as misidentified")
    RETAINED = ("retained", "核实保留", "retained after verification")
    ADDED = ("added", "补录", "supplementary registration")
    NEVER_REGISTERED = ("never-registered", "未建档立卡", "never registered")
    UNSTATED = ("unstated", "状态未登记", "no status")

    @property
    def in_register(self) -> bool:
        """Whether its households count in the register."""
        return self not in _OUTSIDE


_OUTSIDE = frozenset({FrameGroup.DELISTED, FrameGroup.NEVER_REGISTERED})


def _is_text(
    _unit: SamplingUnit, attribute: attrs.Attribute[str], value: object
) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(
            what="a unit of a frame has a code.",
            where=f"SamplingUnit.{attribute.name}",
            remedy="Give the number of the household, as text.",
        )


def _is_group(
    _unit: SamplingUnit, attribute: attrs.Attribute[FrameGroup], value: object
) -> None:
    if not isinstance(value, FrameGroup):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no group of a frame.",
            where="SamplingUnit.group",
            remedy="Give FrameGroup.EXITED, or another of them.",
        )


def _is_year(
    _unit: SamplingUnit, attribute: attrs.Attribute[int | None], value: object
) -> None:
    if value is not None and type(value) is not int:
        raise InvalidValueError(
            what="a year is a whole number.",
            where="SamplingUnit.year",
            remedy="Give the year of exit, such as 2014, or None.",
        )


def _is_size(
    _unit: SamplingUnit, attribute: attrs.Attribute[int], value: object
) -> None:
    if type(value) is not int or value < 0:
        raise InvalidValueError(
            what="a household has a whole number of persons.",
            where="SamplingUnit.size",
            remedy="Give a number from 0 up.",
        )


def _path(given: Iterable[str]) -> tuple[str, ...]:
    read = tuple(given) if not isinstance(given, str) else (given,)
    if not all(isinstance(one, str) for one in read):
        raise InvalidValueError(
            what="a path of clusters is made of codes.",
            where="SamplingUnit.path",
            remedy='Give text: ("990102", "990102003", "990102003004").',
        )
    return read


@attrs.frozen(kw_only=True)
class SamplingUnit:
    """
    One row of a frame: a household that can be drawn.

    抽样框中的一户。

    Attributes:
        code: The number of the household.
        group: Where it stands.
        year: For an exited household the year, where it is recorded.
        path: The clusters that it lies in, the widest first: one code for
            each level of the frame.
        size: How many persons it has.

    Examples:
        >>> unit = SamplingUnit(
        ...     code="H1", group=FrameGroup.EXITED, year=2014, size=3
        ... )
        >>> unit.stratum, unit.label("zh")
        ('exited-2014', '已脱贫（2014年）')
    """

    code: str = attrs.field(validator=_is_text)
    group: FrameGroup = attrs.field(validator=_is_group)
    year: int | None = attrs.field(default=None, validator=_is_year)
    path: tuple[str, ...] = attrs.field(default=(), converter=_path)
    size: int = attrs.field(default=1, validator=_is_size)

    @property
    def stratum(self) -> str:
        """The stratum by group and year, as a key."""
        return self.group.value + (
            "" if self.year is None else f"-{self.year}"
        )

    def label(self, language: str = "en") -> str:
        """Name the stratum in ``"zh"`` or ``"en"``."""
        zh = language == "zh"
        word = self.group.zh if zh else self.group.en
        if self.year is None:
            return word
        return f"{word}（{self.year}年）" if zh else f"{word} {self.year}"


def _listed(given: Iterable[SamplingUnit]) -> tuple[SamplingUnit, ...]:
    return tuple(given)


def level_key(level: Level) -> str:
    """
    Give the key of a level.

    Examples:
        >>> level_key(DivisionLevel.VILLAGE), level_key("hamlet")
        ('village', 'hamlet')
    """
    return level.value if isinstance(level, DivisionLevel) else level


def _levels(given: Iterable[Level]) -> tuple[str, ...]:
    return tuple(level_key(one) for one in given)


@attrs.frozen(kw_only=True)
class SamplingFrame:
    """
    All that can be drawn.

    抽样框。

    Attributes:
        units: The households.
        levels: What the codes of each path are codes of.
        problems: What was found wrong on the way; nothing is left out for
            it, unless the problem says so.
    """

    units: tuple[SamplingUnit, ...] = attrs.field(
        repr=False, converter=_listed
    )
    levels: tuple[str, ...] = attrs.field(
        default=_levels(LEVELS), converter=_levels
    )
    problems: tuple[Problem, ...] = ()

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for unit in self.units:
            if unit.code in seen:
                raise InvalidValueError(
                    what=f"{masked(unit.code)} is in the frame twice.",
                    where="SamplingFrame.units",
                    remedy="Name each household once: its chance depends on it.",
                )
            seen.add(unit.code)
            if unit.path and len(unit.path) != len(self.levels):
                raise InvalidValueError(
                    what=(
                        f"{masked(unit.code)} has {len(unit.path)} codes for"
                        f" {len(self.levels)} levels."
                    ),
                    where="SamplingUnit.path",
                    remedy=f"Give one for each of {', '.join(self.levels)}.",
                )

    def count(self) -> Count:
        """Count the households and persons of the frame."""
        return Count(len(self.units), sum(one.size for one in self.units))

    def strata(self) -> Mapping[str, Count]:
        """Count the frame by group and year, in the order of the keys."""
        found: dict[str, Count] = {}
        for unit in sorted(self.units, key=lambda one: one.stratum):
            before = found.get(unit.stratum, Count())
            found[unit.stratum] = before + Count(1, unit.size)
        return MappingProxyType(found)


def sampling_frame(
    registry: Registry,
    *,
    groups: Mapping[str, FrameGroup] | None = None,
    outside: Iterable[SamplingUnit] = (),
    levels: Iterable[DivisionLevel] = LEVELS,
) -> SamplingFrame:
    """
    Make the frame of a register, and of those outside it.

    由建档立卡库生成抽样框。

    A household that was closed is left out, since nobody is there to be
    visited; a delisted one is not.

    Args:
        registry: The register.
        groups: By number of the household, where its history says more
            than its status: retained, added, delisted.
        outside: Households outside the register.
        levels: The levels of the clusters, the widest first.

    Returns:
        The frame.  A household without a division lies in a cluster
        without a code; a number used twice is one household to visit.
        Both are reported.

    Raises:
        InvalidValueError: If a household outside has the number of one
            inside.

    Examples:
        >>> home = Household(
        ...     number="H1", status=Status.CURRENT, division="990102003004"
        ... )
        >>> frame = sampling_frame(Registry(households=(home,)))
        >>> frame.units[0].path
        ('990102', '990102003000', '990102003004')
    """
    named = groups or {}
    wanted = tuple(levels)
    units: dict[str, SamplingUnit] = {}
    problems: list[Problem] = []
    for household in registry.households:
        if household.number in units:
            problems.append(_repeated(household))
            continue
        group = named.get(household.number) or _group(household)
        if group is None:
            continue
        if household.division is None:
            problems.append(_placeless(household))
        units[household.number] = SamplingUnit(
            code=household.number,
            group=group,
            year=_year(household, group),
            path=_place(household, wanted),
            size=len(on_file(household)),
        )
    return SamplingFrame(
        units=(*units.values(), *outside),
        levels=wanted,
        problems=tuple(problems),
    )


def _group(household: Household) -> FrameGroup | None:
    if household.status is Status.REMOVED:
        return FrameGroup.DELISTED
    if household.status is Status.UNREGISTERED:
        return FrameGroup.NEVER_REGISTERED
    cell = cell_of(household)
    return None if cell is None else _GROUPS[cell.kind]


_GROUPS = {
    CellKind.STOCK: FrameGroup.CURRENT,
    CellKind.COHORT: FrameGroup.EXITED,
    CellKind.UNSTATED: FrameGroup.UNSTATED,
}


def _year(household: Household, group: FrameGroup) -> int | None:
    return household.exit_year if group is FrameGroup.EXITED else None


def _place(
    household: Household, levels: tuple[DivisionLevel, ...]
) -> tuple[str, ...]:
    code = household.division
    return tuple("" if code is None else division_at(code, o) for o in levels)


def _repeated(household: Household) -> Problem:
    return Problem(
        code="frame.repeated-household-number",
        where="registry.household",
        zh="户编号重复，抽样框只计一户。",
        en="The number is used again, and is one household of the frame.",
        remedy_zh="请先核实并更正编号，再抽取样本。",
        remedy_en="Renumber the records before you draw.",
        shown=masked(household.number),
        severity="warning",
    )


def _placeless(household: Household) -> Problem:
    return Problem(
        code="frame.no-division",
        where="registry.household.division",
        zh="该户没有登记行政区划代码，归入没有代码的一组。",
        en="No division is recorded; it lies in a cluster without a code.",
        remedy_zh="请补登行政区划代码，否则抽中后无法确定去哪个村核查。",
        remedy_en="Record the division, or nobody knows where to visit it.",
        shown=masked(household.number),
        severity="warning",
    )
