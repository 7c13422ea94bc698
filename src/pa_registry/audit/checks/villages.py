"""
The checks of a province on exited villages.

省级核查：出列村。
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from pa_registry.accounts.counts import division_at
from pa_registry.audit.checks.check import Aspect, Check, Group, Hit, Item
from pa_registry.audit.checks.wording import provincial_source
from pa_registry.audit.findings import field_name
from pa_registry.columns import Kind
from pa_registry.conditions import Condition, any_of
from pa_registry.conditions.terms import term
from pa_registry.model.division import DivisionLevel
from pa_registry.model.forms import VILLAGE
from pa_registry.model.registry import Registry
from pa_registry.model.terms import village
from pa_registry.money import Fen


__all__ = ["village_lines"]

_CLAUSE = "规则1_03、2_03、3_03"
#: The fields that an exited village must have recorded, and above zero.
_NUMBERS = (
    "population",
    "households",
    "collective_income",
    "primary_schools",
    "pension_insured",
    "clinics",
    "public_toilets",
    "doctors",
    "waste_points",
    "libraries",
    "dibao_persons",
    "extremely_poor_persons",
    "disabled_persons",
)
_LAND = ("cropland", "forest_land", "grassland", "water_surface")
_BUS: Any = term(VILLAGE, "bus")
_EXITED = ~village.exit_year.is_missing()


@cache
def village_lines() -> Group:
    """
    Check villages as the province does.

    省级核查：出列村。
    """
    items = [
        *(_item(_blank_or_zero(key)) for key in _NUMBERS),
        _item(
            _check(
                "village-without-bus",
                "village.bus",
                "该村已出列，但登记为不通客运班车，或未填写。",
                "The village has exited, and no bus is recorded.",
                any_of(_BUS.is_missing(), ~_BUS),
            )
        ),
        _item(
            _check(
                "village-without-hardened-road",
                "village.hardened_road",
                "该村已出列，但登记为未通硬化路。",
                "The village has exited, and has no hardened road.",
                ~village.hardened_road,
            )
        ),
        _item(
            _more_than_all("households_without_safe_water"),
            _more_than_all("households_in_dangerous_houses"),
        ),
        _item(*(_less_land(key) for key in _LAND)),
    ]
    return Group(
        number="P4",
        zh="出列村",
        en="exited villages",
        items=tuple(
            Item(number=f"P4.{number}", zh=zh, en=en, checks=checks)
            for number, (zh, en, checks) in enumerate(items, start=1)
        ),
    )


def _item(*checks: Check) -> tuple[str, str, tuple[Check, ...]]:
    first = checks[0]
    return first.zh.removesuffix("。"), first.en.removesuffix("."), checks


def _check(
    code: str, field: str, zh: str, en: str, rule: Condition[Any]
) -> Check:
    return Check(
        code=code,
        zh=zh,
        en=en,
        field=field,
        cites=(provincial_source(_CLAUSE),),
        rule=_EXITED & rule,
        severity="warning",
        aspect=Aspect.VALIDITY,
    )


def _blank_or_zero(key: str) -> Check:
    value: Any = term(VILLAGE, key)
    nothing = Fen(0) if VILLAGE.column(key).kind is Kind.MONEY else 0
    field = f"village.{key}"
    zh, en = field_name(field, "zh"), field_name(field, "en")
    return _check(
        f"village-{key.replace('_', '-')}-blank-or-zero",
        field,
        f"该村已出列，但“{zh}”未填写或为0。",
        f"The village has exited, and “{en}” is blank or 0.",
        any_of(value.is_missing(), value <= nothing),
    )


def _more_than_all(key: str) -> Check:
    value: Any = term(VILLAGE, key)
    field = f"village.{key}"
    zh, en = field_name(field, "zh"), field_name(field, "en")
    return Check(
        code=f"village-{key.replace('_', '-')}-above-all",
        zh=f"“{zh}”大于该村总户数。",
        en=f"“{en}” is more than all the households of the village.",
        field=field,
        cites=(provincial_source(_CLAUSE),),
        rule=value > village.households,
    )


def _less_land(key: str) -> Check:
    field = f"village.{key}"
    zh, en = field_name(field, "zh"), field_name(field, "en")

    def search(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
        held: Counter[str] = Counter()
        for home in registry.households:
            exited = home.status is not None and home.status.in_cohort
            if exited and home.division is not None:
                place = division_at(home.division, DivisionLevel.VILLAGE)
                held[place] += getattr(home, key) or 0
        for one in registry.villages:
            area = getattr(one, key)
            place = division_at(one.code, DivisionLevel.VILLAGE)
            if area is not None and held[place] > area:
                yield Hit(subject=one)

    return Check(
        code=f"village-{key.replace('_', '-')}-below-households",
        zh=f"该村“{zh}”小于村内已脱贫户该项面积之和。",
        en=f"“{en}” of the village is less than its exited households have"
        " together.",
        field=field,
        cites=(provincial_source(_CLAUSE),),
        search=search,
    )
