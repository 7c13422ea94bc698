"""
Counts of a register by anything that a household can be told apart by.

分组统计。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from pa_registry.accounts.counts import (
    Count,
    cell_of,
    division_at,
    lies_in,
    on_file,
)
from pa_registry.masking import masked
from pa_registry.model.codes import Code
from pa_registry.model.division import DivisionLevel
from pa_registry.model.household_codes import RelocationStage
from pa_registry.model.households import Household
from pa_registry.model.places import ReportingUnit
from pa_registry.model.registry import Registry


__all__ = [
    "Key",
    "Relocation",
    "Tally",
    "by_cause",
    "by_division",
    "by_entry_year",
    "by_exit_year",
    "by_group",
    "by_relocation",
    "by_reporting_unit",
    "by_status",
    "relocation",
    "tally",
]

#: Gives the label under which a household is counted; `None` where the
#: field is not recorded, which is a group of its own.
Key: TypeAlias = Callable[[Household], object]


def by_division(level: DivisionLevel) -> Key:
    """Count by the divisions of a level (按行政区划)."""

    def key(household: Household) -> str | None:
        code = household.division
        return None if code is None else division_at(code, level)

    return key


def by_reporting_unit(units: Iterable[ReportingUnit]) -> Key:
    """
    Count by reporting units; the narrowest that holds a household.

    按填报单位。

    Args:
        units: The units with a code; one without a code holds nobody.
    """
    coded = [one for one in units if one.code is not None]
    narrow = sorted(coded, key=lambda one: (one.code or "").rstrip("0"))

    def key(household: Household) -> str | None:
        for unit in reversed(narrow):
            if lies_in(household.division or "", unit.code):
                return unit.name
        return None

    return key


def by_group(household: Household) -> str | None:
    """Count by villagers' group (按村民小组)."""
    return household.group


def by_status(household: Household) -> Code | None:
    """Count by status (按脱贫状态)."""
    return household.status


def by_cause(household: Household) -> Code | None:
    """Count by the main cause of poverty (按主要致贫原因)."""
    return household.main_cause


def by_exit_year(household: Household) -> int | None:
    """Count by the year of exit (按脱贫年度)."""
    return household.exit_year


def by_entry_year(household: Household) -> int | None:
    """Count by the year of first identification (按识别年度)."""
    return None if household.entered is None else household.entered.year


def by_relocation(household: Household) -> Code | None:
    """Count by the stage of relocation (按搬迁阶段)."""
    return household.relocation_stage


@attrs.frozen(kw_only=True)
class Tally:
    """
    Counts by label, with the households behind each.

    分组统计结果。

    Attributes:
        counts: By label, one label for each key, in order of appearance.
        homes: The households behind each count.
    """

    counts: Mapping[tuple[object, ...], Count]
    homes: Mapping[tuple[object, ...], tuple[str, ...]] = attrs.field(
        repr=False
    )

    @property
    def total(self) -> Count:
        """Everybody counted; the groups are a partition of them."""
        return Count.sum(self.counts.values())

    def of(self, *labels: object) -> Count:
        """Give the count of one group; nobody where there is none."""
        return self.counts.get(labels, Count())

    def numbers(self, *labels: object) -> tuple[str, ...]:
        """
        Name the households behind a count, masked.

        由数到户。
        """
        return tuple(map(masked, self.homes.get(labels, ())))


def tally(
    registry: Registry,
    *keys: Key,
    among: Callable[[Household], bool] | None = None,
) -> Tally:
    """
    Count households and persons by one or several keys.

    分组统计户数和人数。

    Args:
        registry: The register.
        keys: What to tell apart; none counts all together.

        among:
            Who is counted; by default whoever is in the register, so that
            removed households are not.

    Examples:
        >>> from pa_registry.model import Cause, Person, Status
        >>> home = Household(
        ...     number="H1",
        ...     status=Status.CURRENT,
        ...     main_cause=Cause.ILLNESS,
        ...     members=(Person(number="1"), Person(number="2")),
        ... )
        >>> found = tally(Registry(households=(home,)), by_cause, by_status)
        >>> found.of(Cause.ILLNESS, Status.CURRENT)
        Count(households=1, persons=2)
    """
    counted = among or _is_registered
    homes: dict[tuple[object, ...], list[Household]] = {}
    for household in registry.households:
        if counted(household):
            labels = tuple(key(household) for key in keys)
            homes.setdefault(labels, []).append(household)
    return Tally(
        counts=MappingProxyType(
            {
                labels: Count(len(found), sum(len(on_file(h)) for h in found))
                for labels, found in homes.items()
            }
        ),
        homes=MappingProxyType(
            {
                labels: tuple(home.number for home in found)
                for labels, found in homes.items()
            }
        ),
    )


@attrs.frozen(kw_only=True)
class Relocation:
    """
    Relocation as a part of the register's total, stock and cohorts alike.

    易地扶贫搬迁。

    Each stage holds those who have passed it: whoever moved in was planned
    and approved.  Households outside the register that move along are not
    counted.

    Attributes:
        total: Everybody in the register.
        planned: In the programme.
        approved: Approved, or further.
        moved: Moved in, or further.
        demolished: With the old house torn down.
    """

    total: Count
    planned: Count
    approved: Count
    moved: Count
    demolished: Count

    @classmethod
    def of(cls, stages: Tally) -> Relocation:
        """Take the counts by the stage that a household has reached."""
        planned, approved, moved, demolished = (
            Count.sum(
                stages.of(stage) for stage in tuple(RelocationStage)[place:]
            )
            for place in range(len(RelocationStage))
        )
        return cls(
            total=stages.total,
            planned=planned,
            approved=approved,
            moved=moved,
            demolished=demolished,
        )


def relocation(registry: Registry) -> Relocation:
    """
    Count relocation among the registered households.

    统计易地扶贫搬迁。

    Examples:
        >>> from pa_registry.model import RelocationStage, Status
        >>> home = Household(
        ...     number="H1",
        ...     status=Status.EXITED,
        ...     relocation_stage=RelocationStage.MOVED_IN,
        ... )
        >>> found = relocation(Registry(households=(home,)))
        >>> found.planned.households, found.demolished.households
        (1, 0)
    """
    return Relocation.of(tally(registry, by_relocation))


def _is_registered(household: Household) -> bool:
    return cell_of(household) is not None
