"""
What departments know of the holdings of a household, record by record.

部门比对数据：财产类。

One form per source, with what the clauses of the negative lists and their
exceptions read.  A record is about the household, or about one person
whose number stands as its `holder`.
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import column
from pa_registry.model.evidence_codes import (
    HouseOrigin,
    MachineKind,
    VehicleKind,
)
from pa_registry.model.showing import shown
from pa_registry.money import Fen


__all__ = [
    "Appliance",
    "Farm",
    "LandPurchase",
    "Machine",
    "Premises",
    "Record",
    "UrbanHouse",
    "Vehicle",
]


@attrs.frozen(kw_only=True)
class Record:
    """
    A record of a department about a household or a person.

    部门比对记录。

    A blank `holder` means the household as a whole.
    """

    holder: str | None = column(
        "持有人编号",
        en="number of the holder",
        ask_zh="登记在谁的名下",
        ask_en="in whose name is it registered?",
    )
    seen_on: dt.date | None = column(
        "数据提取日期",
        en="day of the extract in which it was seen",
        asked=False,
    )

    __repr__ = shown

    def held_on(self, day: dt.date | None = None) -> bool | None:
        """
        Say whether it was held, or went on, on a day.

        某日是否持有。

        A blank end means that it still goes on.  Where the beginning is
        blank, it is known to be held from the day of the extract on; before
        that it is not known.

        Args:
            day: The day; without it, whatever has not ended is held.

        Returns:
            `None` where the record does not say.
        """
        from pa_registry.model.forms import present

        return present(self, day)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _Holding(Record):
    """Something that is acquired and may be given away again."""

    acquired: dt.date | None = column(
        "取得日期",
        en="day of acquiring",
        ask_zh="是哪一天取得的",
        ask_en="on which day was it acquired?",
    )
    disposed: dt.date | None = column(
        "处置日期",
        en="day of disposal",
        ask_zh="是哪一天处置的",
        ask_en="on which day was it disposed of?",
    )


@attrs.frozen(kw_only=True, repr=False)
class Vehicle(_Holding):
    """
    A registered motor vehicle.

    车辆登记信息。
    """

    kind: VehicleKind | None = column(
        "车辆类型",
        en="kind of vehicle",
        ask_zh="是什么类型的车辆",
        ask_en="what kind of vehicle is it?",
    )
    price: Fen | None = column(
        "车辆购置价格", en="price of the vehicle", low=0
    )
    load: int | None = column(
        "核定载质量", en="rated load", unit="kg", high=100_000
    )
    earns_living: bool | None = column(
        "车辆用于经营谋生",
        en="vehicle used to earn a living",
        ask_zh="车辆是否用于经营谋生",
        ask_en="is the vehicle used to earn a living?",
        says_en="the vehicle is used to earn a living",
        no_zh="车辆未用于经营谋生",
    )
    for_disabled: bool | None = column(
        "残疾人专用车辆",
        en="vehicle for a disabled person",
        ask_zh="该车是否为残疾人专用车辆",
        ask_en="is it a vehicle for a disabled person?",
        says_en="it is a vehicle for a disabled person",
        no_zh="该车不是残疾人专用车辆",
    )
    sold_untransferred: bool | None = column(
        "车辆已转让未过户",
        en="vehicle sold but not yet transferred",
        ask_zh="车辆是否已转让但未过户",
        ask_en="was the vehicle sold without a transfer of title?",
        says_en="the vehicle was sold without a transfer of title",
        no_zh="车辆不属于已转让未过户的情形",
    )
    identity_lent: bool | None = column(
        "被他人借名登记车辆",
        en="registered for somebody else under a lent identity",
        ask_zh="该车是否被他人借用身份登记",
        ask_en="was the vehicle registered by somebody else under a lent identity?",
        says_en="the vehicle was registered by somebody else under a lent identity",
        no_zh="该车未被他人借用身份登记",
    )


@attrs.frozen(kw_only=True, repr=False)
class UrbanHouse(_Holding):
    """
    Commercial housing, or a house bought or built in a town.

    城镇住房登记信息。
    """

    origin: HouseOrigin | None = column(
        "住房来源",
        en="origin of the house",
        ask_zh="该住房是怎样取得的",
        ask_en="how did the household come by the house?",
    )
    commercial: bool | None = column(
        "商品房",
        en="commercial housing",
        ask_zh="该住房是否为商品房",
        ask_en="is it commercial housing?",
        says_en="it is commercial housing",
        no_zh="该住房不是商品房",
    )


@attrs.frozen(kw_only=True, repr=False)
class Premises(_Holding):
    """
    A shop or other business premises.

    商铺、经营性用房登记信息。
    """

    in_own_village: bool | None = column(
        "位于本村",
        en="in the household's own village",
        ask_zh="商铺或经营性用房是否位于本村",
        ask_en="are the premises in the household's own village?",
        says_en="the premises are in the household's own village",
        no_zh="商铺或经营性用房不在本村",
    )


@attrs.frozen(kw_only=True, repr=False)
class Machine(_Holding):
    """
    A construction machine, a large farm machine or a vessel.

    大型机械、船舶登记信息。
    """

    kind: MachineKind | None = column(
        "机械类型",
        en="kind of machine",
        ask_zh="是什么类型的机械",
        ask_en="what kind of machine is it?",
    )
    horsepower: int | None = column(
        "机械功率", en="power of the machine", unit="hp", high=100_000
    )
    price: Fen | None = column("机械单价", en="unit price", low=0)


@attrs.frozen(kw_only=True, repr=False)
class Farm(_Holding):
    """
    Large planting or breeding.

    规模种植、养殖信息。
    """

    rented_land: int | None = column(
        "租种土地面积",
        unit="0.01 mu",
        scale=100,
        high=100_000_000,
        ask_zh="租种土地多少亩",
        ask_en="how many mu of land are rented?",
    )
    livestock_value: Fen | None = column(
        "养殖牲畜价值", en="value of the livestock", low=0
    )


@attrs.frozen(kw_only=True, repr=False)
class LandPurchase(_Holding):
    """
    Land that was bought.

    购置土地信息。
    """

    for_building: bool | None = column(
        "购地用于建房",
        en="land bought to build on",
        ask_zh="购置的土地是否用于建房",
        ask_en="was the land bought to build on?",
        says_en="the land was bought to build on",
        no_zh="购置的土地不用于建房",
    )


@attrs.frozen(kw_only=True, repr=False)
class Appliance(_Holding):
    """
    A costly household appliance.

    高档家用电器。
    """

    what: str | None = column(
        "电器名称",
        en="name of the appliance",
        ask_zh="是什么电器",
        ask_en="what appliance is it?",
    )
    market_price: Fen | None = column(
        "电器市场价格", en="market price of the appliance", low=0
    )
