"""
What stops a batch, and what calls for an audit by itself.

熔断与异动预警。

No published text states a threshold: each is an argument, and has no
default.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from pa_registry.accounts.counts import cell_of
from pa_registry.audit.match_tables import MatchTable, Searched
from pa_registry.errors import BatchStoppedError, InvalidValueError
from pa_registry.model.codes import Code
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.money import Fen, Rate, RateUnit
from pa_registry.problems import Problem


__all__ = [
    "Shift",
    "ShiftKind",
    "distribution_shifts",
    "iter_implausible",
    "require_plausible",
    "village_shapes",
]


def _share(value: object, where: str) -> None:
    if not isinstance(value, Fraction) or not 0 <= value <= 1:
        raise InvalidValueError(
            what="this is no share.",
            where=where,
            remedy="Give a Fraction from 0 to 1, such as Fraction(1, 10).",
        )


def iter_implausible(
    table: MatchTable, *, most: Fraction, least: Fraction = Fraction(0)
) -> Iterator[Problem]:
    """
    Go through the extracts whose hit rate is implausible.

    命中率异常的批次。

    An extract that hits half a county has more likely been read wrongly
    than found half a county out.

    Args:
        table: The hits.
        most: The highest share of those searched for that may be hit.
        least: The lowest; where an extract that hits nobody is as odd.

    Raises:
        InvalidValueError: If a share is none.
    """
    _share(most, "most")
    _share(least, "least")
    return _iter_implausible(table, most, least)


def _iter_implausible(
    table: MatchTable, most: Fraction, least: Fraction
) -> Iterator[Problem]:
    for one in table.searched:
        rate = one.hit_rate
        if rate.value is None:
            yield _nobody(one)
        elif not least <= rate.value <= most:
            yield _odd(one, rate)


def _nobody(one: Searched) -> Problem:
    return Problem(
        code="audit.nobody-searched",
        where=f"{one.source} {one.extract_date.isoformat()}",
        zh="该批次未能比对任何人。",
        en="This extract could not be searched for anybody.",
        remedy_zh="请检查证件号码列是否读取正确。",
        remedy_en="Check that the column of numbers was read as text.",
    )


def _odd(one: Searched, rate: Rate) -> Problem:
    return Problem(
        code="audit.implausible-hit-rate",
        where=f"{one.source} {one.extract_date.isoformat()}",
        zh="该批次命中率异常，暂停使用。",
        en="The hit rate of this extract is implausible.",
        remedy_zh="请核对数据提取范围和读取方式，再重新比对。",
        remedy_en="Check what was extracted and how it was read, and match"
        " again.",
        shown=str(rate),
    )


def require_plausible(
    table: MatchTable, *, most: Fraction, least: Fraction = Fraction(0)
) -> MatchTable:
    """
    Give the hits back, or stop the batch: the strict form.

    命中率异常即停。

    Raises:
        BatchStoppedError: If the hit rate of an extract is implausible.
        InvalidValueError: If a share is none.

    Examples:
        >>> from pa_registry.audit import match
        >>> table = match(Registry())
        >>> require_plausible(table, most=Fraction(1, 10)) is table
        True
    """
    problems = tuple(iter_implausible(table, most=most, least=least))
    if problems:
        places = dict.fromkeys(one.where for one in problems)
        raise BatchStoppedError(batch=", ".join(places), problems=problems)
    return table


class ShiftKind(Code):
    """
    What may jump in a village between two cycles.

    异动类型。
    """

    ONE_PERSON = "one-person-households", "一人户占比"
    NO_INCOME = "missing-incomes", "收入未填占比"
    JUST_UNDER = "incomes-just-under-the-line", "收入略低于标准户占比"


@attrs.frozen(kw_only=True)
class Shift:
    """
    A share that jumped in one village against the last cycle.

    异动预警。

    Attributes:
        village: The code of the village.
        kind: Which share.
        before: The share in the last cycle.
        after: The share now.
    """

    village: str
    kind: ShiftKind
    before: Rate
    after: Rate

    @property
    def rise(self) -> Fraction:
        """By how much the share rose."""
        return (self.after.value or Fraction(0)) - (
            self.before.value or Fraction(0)
        )

    def render(self, language: str = "en") -> str:
        """Say the alarm in ``"zh"`` or ``"en"``."""
        if language == "zh":
            before, after = (
                attrs.evolve(one, of="").render("zh")
                for one in (self.before, self.after)
            )
            return f"{self.village}：{self.kind.zh}由{before}升至{after}。"
        return (
            f"{self.village}: {self.kind.en}, {self.before} to {self.after}."
        )


def village_shapes(
    registry: Registry, *, line: Fen, within: Fen
) -> Mapping[str, Mapping[ShiftKind, Rate]]:
    """
    Count, village by village, what a made-up register shows first.

    分村分布特征。

    Args:
        registry: The register; whoever is not in it is not counted.
        line: The poverty line of the incomes' year.
        within: How far under the line is just under it; an income at the
            line is not under it.

    Returns:
        The three shares by the code of the village.
    """
    homes: dict[str, list[Household]] = defaultdict(list)
    for home in registry.households:
        if home.division is not None and cell_of(home) is not None:
            homes[home.division].append(home)
    return MappingProxyType(
        {
            village: _shape(homes[village], line, within)
            for village in sorted(homes)
        }
    )


def _shape(
    homes: list[Household], line: Fen, within: Fen
) -> Mapping[ShiftKind, Rate]:
    sizes = [home.size for home in homes]
    known: list[tuple[Fen, int]] = []
    for home, size in zip(homes, sizes, strict=True):
        if home.net_income is not None and size:
            known.append((home.net_income, size))
    under = sum(
        (line - within) * size <= income < line * size
        for income, size in known
    )
    missing = sum(home.net_income is None for home in homes)
    return MappingProxyType(
        {
            ShiftKind.ONE_PERSON: _rate(
                sum(size == 1 for size in sizes),
                sum(size is not None for size in sizes),
                "of known size",
            ),
            ShiftKind.NO_INCOME: _rate(missing, len(homes), "in the register"),
            ShiftKind.JUST_UNDER: _rate(under, len(known), "of known income"),
        }
    )


def _rate(part: int, base: int, of: str) -> Rate:
    return Rate(numerator=part, base=base, unit=RateUnit.HOUSEHOLDS, of=of)


def distribution_shifts(
    before: Registry,
    after: Registry,
    *,
    lines: tuple[Fen, Fen],
    within: Fen,
    jump: Fraction,
) -> tuple[Shift, ...]:
    """
    Find the villages in which a share jumped against the last cycle.

    分布异动预警。

    An alarm is no finding: it says where an audit should look.

    Args:
        before: The register of the last cycle.
        after: The register now.
        lines: The poverty lines of the two cycles.
        within: How far under the line is just under it.
        jump: The rise of a share, in hundredths of the whole, from which
            on there is an alarm.

    Returns:
        The alarms by village; a village without a last cycle has none.

    Raises:
        InvalidValueError: If *jump* is no share.
    """
    _share(jump, "jump")
    old = village_shapes(before, line=lines[0], within=within)
    new = village_shapes(after, line=lines[1], within=within)
    found = [
        Shift(village=village, kind=kind, before=was, after=shape[kind])
        for village, shape in new.items()
        if village in old
        for kind, was in old[village].items()
        if was.value is not None and shape[kind].value is not None
    ]
    return tuple(one for one in found if one.rise >= jump)
