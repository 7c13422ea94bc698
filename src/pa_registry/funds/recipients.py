"""
Who receives money, and the figures that it is measured by.

分配对象及其指标。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

import attrs

from pa_registry.conditions.describing import decimal
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model import County, ReportingUnit
from pa_registry.model.poverty_counties import CountyDesignation
from pa_registry.money import Fen
from pa_registry.phrases import unit_word


__all__ = [
    "COUNTS",
    "COUNTY_CLASS",
    "POOR_PERSONS",
    "POOR_VILLAGES",
    "REGISTERED_PERSONS",
    "SIZE_QUOTA",
    "Figure",
    "FigureValue",
    "Recipient",
]

#: What a figure can be: a number, a class in words, or not recorded.
FigureValue = int | Fraction | str | None

_CLASSES_ZH = {"none": "非贫困县", "national": "国家级", "provincial": "省级"}
_CLASSES_EN = {"none": "not a poor county"}


@attrs.frozen(kw_only=True)
class Figure:
    """
    A figure that money is measured by, with its name in both languages.

    分配指标。

    Attributes:
        key: Its name in programs, as in :attr:`Recipient.figures`.
        zh: Its name in Chinese.
        en: Its name in English.
        unit: What it counts, such as ``person``; money needs none.
        unit_zh: A measure word, where the unit's own is not the right one.

    Examples:
        >>> POOR_VILLAGES.render(12, "zh"), POOR_VILLAGES.render(12)
        ('12个', '12')
    """

    key: str
    zh: str
    en: str
    unit: str | None = None
    unit_zh: str = ""

    def render(self, value: FigureValue, language: str = "en") -> str:
        """Say a value of the figure, with its unit."""
        zh = language == "zh"
        if isinstance(value, str):
            return (_CLASSES_ZH if zh else _CLASSES_EN).get(value, value)
        if value is None:
            return "未填报" if zh else "not recorded"
        if isinstance(value, Fen):
            return f"{value}元" if zh else f"{value} yuan"
        number = decimal(Fraction(value))
        unit = unit_word(self.unit, zh=zh, one=value == 1)
        if zh:
            return f"{number}{self.unit_zh or unit}"
        return f"{number} {unit}".rstrip()


#: Everybody in the register, exited or not (建档立卡人口).
REGISTERED_PERSONS = Figure(
    key="registered_persons",
    zh="建档立卡人口数",
    en="registered persons",
    unit="person",
)
#: Those in the register who have not exited (存量).
POOR_PERSONS = Figure(
    key="poor_persons",
    zh="未脱贫人口数",
    en="registered persons not yet exited",
    unit="person",
)
POOR_VILLAGES = Figure(
    key="poor_villages", zh="贫困村数", en="poor villages", unit_zh="个"
)
#: ``none``, ``national`` or ``provincial``.
COUNTY_CLASS = Figure(
    key="county_class", zh="贫困县类别", en="class of poor county"
)
SIZE_QUOTA = Figure(
    key="size_quota", zh="规模控制数", en="size quota", unit="person"
)

#: What counts, and so adds up from level to level (可逐级汇总的指标).
COUNTS = (REGISTERED_PERSONS, POOR_PERSONS, POOR_VILLAGES, SIZE_QUOTA)

_OF_COUNTY = (
    "rural_population",
    "registered_households",
    "registered_persons",
    "poor_households",
    "poor_persons",
    "poor_villages",
    "per_capita_income",
    "size_quota",
)


def _pairs(
    figures: Mapping[str, FigureValue] | tuple[tuple[str, FigureValue], ...],
) -> tuple[tuple[str, FigureValue], ...]:
    """Keep figures as a tuple, which nobody can change later."""
    return tuple(sorted(dict(figures).items()))


def _is_named(
    recipient: object, attribute: attrs.Attribute[str], value: object
) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            what="A recipient has a key and a name.",
            where=f"Recipient.{attribute.name}",
            remedy="Give its division code, or another short text.",
        )


def _is_money(
    recipient: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if value is not None and (not isinstance(value, Fen) or value < 0):
        raise InvalidValueError(
            what="An earlier amount is money, 0 or more.",
            where=f"Recipient.{attribute.name}",
            remedy="Write yuan(…), or None where it is not recorded.",
        )


@attrs.frozen(kw_only=True, repr=False)
class Recipient:
    """
    A unit that receives money: a prefecture, a county, a village.

    分配对象。

    Attributes:
        key:
            What it is known by, such as its division code; of two equal
            claims to the last fen, the smaller key gets it.

        name: Its name, for statements.

        figures:
            What it is measured by, by the key of each figure.  A figure
            that is not there is not recorded, and is not 0.

        last_year: What it received the year before, if that is recorded.
        allotted: Money already allotted to it, which can be clawed back.
        under: The key of the unit above, where money goes down levels.

    Examples:
        >>> one = Recipient(
        ...     key="990001", name="甲县", figures={"registered_persons": 8000}
        ... )
        >>> one.get("registered_persons"), one.get("poor_villages")
        (8000, None)
        >>> one
        <Recipient 990001 甲县>
    """

    key: str = attrs.field(validator=_is_named)
    name: str = attrs.field(validator=_is_named)
    figures: tuple[tuple[str, FigureValue], ...] = attrs.field(
        converter=_pairs
    )
    last_year: Fen | None = attrs.field(default=None, validator=_is_money)
    allotted: Fen | None = attrs.field(default=None, validator=_is_money)
    under: str | None = None

    def __repr__(self) -> str:
        return f"<Recipient {masked(self.key)} {masked(self.name)}>"

    @classmethod
    def from_county(
        cls,
        county: County,
        *,
        last_year: Fen | None = None,
        allotted: Fen | None = None,
        under: str | None = None,
    ) -> Recipient:
        """
        Take a county's figures as they are recorded.

        Args:
            county: The county.
            last_year: What it received the year before.
            allotted: Money already allotted to it.
            under: The key of the unit above.

        Returns:
            The recipient, with its code as key.

        Examples:
            >>> county = County(code="990001", poor_county=False)
            >>> Recipient.from_county(county).get("county_class")
            'none'
        """
        figures: dict[str, FigureValue] = {
            key: cast("FigureValue", getattr(county, key))
            for key in _OF_COUNTY
        }
        figures[COUNTY_CLASS.key] = _class_of(county)
        return cls(
            key=county.code,
            name=county.name or county.code,
            figures=figures,
            last_year=last_year,
            allotted=allotted,
            under=under,
        )

    @classmethod
    def from_unit(
        cls,
        unit: ReportingUnit,
        figures: Mapping[str, FigureValue],
        *,
        last_year: Fen | None = None,
        allotted: Fen | None = None,
    ) -> Recipient:
        """
        Take a reporting unit, under its prefecture.

        Args:
            unit: The unit; one without a code is known by its name.
            figures: What it is measured by.
            last_year: What it received the year before.
            allotted: Money already allotted to it.

        Returns:
            The recipient.
        """
        return cls(
            key=unit.code or unit.name,
            name=unit.name,
            figures=figures,
            last_year=last_year,
            allotted=allotted,
            under=unit.prefecture,
        )

    @classmethod
    def from_parts(
        cls,
        key: str,
        name: str,
        parts: Iterable[Recipient],
        *,
        figures: Iterable[Figure] = COUNTS,
        under: str | None = None,
    ) -> Recipient:
        """
        Add up the units below, as one unit of the level above.

        由下级单位汇总。

        Counts add up; a share, an income per head or a class does not, and
        is to be given apart.  A count that one of the units lacks is not
        recorded for the whole.

        Args:
            key: What the unit above is known by.
            name: Its name.
            parts: The units below, each once.
            figures: The figures that add up; by default all that ship.
            under: The key of the unit above itself.

        Returns:
            The recipient; its figures are the sums of theirs.

        Raises:
            InvalidValueError: If there is no unit, or one is there twice.

        Examples:
            >>> below = [
            ...     Recipient(key=key, name=key, figures={"poor_villages": n})
            ...     for key, n in (("990101", 3), ("990102", 4))
            ... ]
            >>> Recipient.from_parts("990100", "甲市", below).get(
            ...     "poor_villages"
            ... )
            7
        """
        listed = tuple(parts)
        keys = {one.key for one in listed}
        if not listed or len(keys) < len(listed):
            raise InvalidValueError(
                what="A unit is made of units below it, each once.",
                where="parts",
                remedy="Give every unit below, and none of them twice.",
            )
        return cls(
            key=key,
            name=name,
            figures={
                each.key: _sum([one.get(each.key) for one in listed])
                for each in figures
            },
            last_year=_in_all([one.last_year for one in listed]),
            allotted=_in_all([one.allotted for one in listed]),
            under=under,
        )

    def get(self, key: str) -> FigureValue:
        """Give a figure, or `None` where it is not recorded."""
        return dict(self.figures).get(key)

    def with_figures(self, **changes: FigureValue) -> Recipient:
        """
        Give the same recipient with other figures, for a what-if.

        Examples:
            >>> one = Recipient(key="a", name="甲县", figures={"x": 1})
            >>> one.with_figures(x=2).get("x"), one.get("x")
            (2, 1)
        """
        return attrs.evolve(self, figures={**dict(self.figures), **changes})


def _sum(values: Iterable[FigureValue]) -> int | Fraction | None:
    """Add numbers up; with one that is missing there is no sum."""
    whole: int | Fraction = 0
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            return None
        whole += value
    return whole


def _in_all(amounts: Iterable[Fen | None]) -> Fen | None:
    whole = _sum(amounts)
    return None if whole is None else Fen(int(whole))


def _class_of(county: County) -> str | None:
    if county.poor_county is False:
        return "none"
    designation: CountyDesignation | None = county.designation
    return None if designation is None else designation.value
