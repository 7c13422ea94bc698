"""
Group 9: helpers.

帮扶责任人核查。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from functools import cache

from pa_registry.audit.checks.check import Aspect, Check, Group, Hit, Item
from pa_registry.audit.checks.wording import national_source
from pa_registry.errors import NotInRegistryError
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status


__all__ = ["has_helper", "helpers"]


def has_helper(household: Household, day: dt.date | None = None) -> bool:
    """
    Say whether a helper is assigned on a day.

    是否有帮扶责任人。

    Args:
        household: The household.
        day: The day; without it, whoever has not ended is assigned.
    """
    helper = household.helper
    if helper is None:
        return False
    if day is None:
        return helper.until is None
    started = helper.since is None or helper.since <= day
    return started and (helper.until is None or day < helper.until)


@cache
def helpers() -> Group:
    """
    Check the helpers.

    帮扶责任人核查。
    """
    cites = (national_source("第9组"),)
    return Group(
        number="9",
        zh="帮扶责任人",
        en="helpers",
        items=(
            Item(
                number="9.1",
                zh="没有帮扶责任人",
                en="no helper",
                checks=(
                    Check(
                        code="no-helper",
                        zh="该户没有帮扶责任人。",
                        en="The household has no helper.",
                        field="household.helper",
                        cites=cites,
                        search=_without,
                        remedy_zh="请落实帮扶责任人。",
                        remedy_en="Assign a helper.",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
            Item(
                number="9.2",
                zh="帮扶责任人本人为贫困人口",
                en="a helper who is poor himself",
                checks=(
                    Check(
                        code="helper-is-poor",
                        zh="该户帮扶责任人本人是尚未脱贫的贫困人口。",
                        en="The helper of the household is a registered poor"
                        " person himself.",
                        field="household.helper",
                        cites=cites,
                        search=_poor_themselves,
                        remedy_zh="请核实并调整帮扶责任人。",
                        remedy_en="Verify it, and assign another helper.",
                    ),
                ),
            ),
        ),
    )


def _without(registry: Registry, day: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        # Who has exited without policies is no longer to be helped.
        ended = home.status is Status.EXITED_STABLE
        if not ended and not has_helper(home, day):
            yield Hit(subject=home)


def _poor_themselves(registry: Registry, day: dt.date | None) -> Iterator[Hit]:
    for home in registry.households:
        number = None if home.helper is None else home.helper.person
        if number is None or not has_helper(home, day):
            continue
        try:
            own = registry.household_of(number)
        except NotInRegistryError:
            continue
        if own.status is not None and own.status.in_stock:
            yield Hit(subject=home)
