"""
How many suspicions were upheld, beside what was published elsewhere.

疑点核实率。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from pa_registry.accounts import Count, Printed
from pa_registry.audit.field_checks import CheckOutcome, FieldCheck
from pa_registry.audit.suspicions import Suspicion
from pa_registry.money import Rate, RateUnit
from pa_registry.standards import Certainty, Citation
from pa_registry.standards.sources import common_source


__all__ = [
    "MASHAN_2015",
    "PUBLISHED_YIELDS",
    "PublishedOverlap",
    "PublishedYield",
    "Yield",
    "yields",
]


@attrs.frozen(kw_only=True)
class Yield:
    """
    What came of the suspicions that rest on one source.

    某一来源疑点的核实情况。

    Attributes:
        source: The source.
        suspected: The households under an open suspicion, and the persons
            hit in them.
        upheld: Those of which a check in person upheld one.
        cleared: Those of which every suspicion was cleared.
    """

    source: str
    suspected: Count
    upheld: Count
    cleared: Count

    @property
    def pending(self) -> Count:
        """Those that nobody has settled yet."""
        return self.suspected - self.upheld - self.cleared

    @property
    def rate(self) -> Rate:
        """The share upheld, of the households suspected."""
        return Rate(
            numerator=self.upheld.households,
            base=self.suspected.households,
            unit=RateUnit.HOUSEHOLDS,
            of=f"suspected by {self.source}",
        )

    @property
    def rate_of_persons(self) -> Rate:
        """The share of the persons hit in whose household one was upheld."""
        return Rate(
            numerator=self.upheld.persons,
            base=self.suspected.persons,
            unit=RateUnit.PERSONS,
            of=f"hit by {self.source}",
        )


@attrs.define
class _Home:
    """What one source says of one household, and what was found."""

    persons: set[str] = attrs.Factory(set[str])
    answers: list[set[bool]] = attrs.Factory(list[set[bool]])

    @property
    def is_upheld(self) -> bool:
        return any(True in one for one in self.answers)

    @property
    def is_cleared(self) -> bool:
        return all(one == {False} for one in self.answers)


def _total(homes: Iterable[_Home]) -> Count:
    return Count.sum(Count(1, len(one.persons)) for one in homes)


def yields(
    suspicions: Iterable[Suspicion], checks: Iterable[FieldCheck]
) -> Mapping[str, Yield]:
    """
    Say of each source how many of its suspicions were upheld.

    分来源核实率。

    Sources overlap: a household that several suspect counts in each.

    Args:
        suspicions: The suspicions; those that needed no check are left out.
        checks: What the checks found.
    """
    settled: dict[object, set[bool]] = {}
    for check in checks:
        cleared = check.outcome is CheckOutcome.NOT_UPHELD
        if check.supports_removal or cleared:
            found = settled.setdefault(check.suspicion.key, set())
            found.add(check.supports_removal)
    by_source: dict[str, dict[str, _Home]] = {}
    for one in suspicions:
        if one.is_open:
            for hit in one.matches:
                homes = by_source.setdefault(hit.source, {})
                home = homes.setdefault(one.household, _Home())
                home.persons.update(filter(None, (hit.person,)))
                home.answers.append(settled.get(one.key, set()))
    return MappingProxyType(
        {
            source: Yield(
                source=source,
                suspected=_total(homes.values()),
                upheld=_total(h for h in homes.values() if h.is_upheld),
                cleared=_total(h for h in homes.values() if h.is_cleared),
            )
            for source, homes in by_source.items()
        }
    )


@attrs.frozen(kw_only=True)
class PublishedYield:
    """
    A yield that was published, with all that its source leaves open.

    公布的核实情况。

    Attributes:
        place_zh: Where and when, in Chinese.
        place_en: Where and when, in English.
        flagged: What was flagged, as printed.
        upheld: What was upheld, as printed.
        note_zh: What keeps the two from making a rate, in Chinese.
        note_en: The same in English.
        citation: Where it was read.
    """

    place_zh: str
    place_en: str
    flagged: Printed
    upheld: Printed
    note_zh: str
    note_en: str
    citation: Citation

    def render(self, language: str = "en") -> str:
        """Say it in ``"zh"`` or ``"en"``."""
        if language == "zh":
            return (
                f"{self.place_zh}：比对发现{self.flagged}，"
                f"核实{self.upheld}；{self.note_zh}。"
            )
        return (
            f"{self.place_en}: {self.flagged} flagged, {self.upheld} upheld;"
            f" {self.note_en}."
        )


def _published(
    place: tuple[str, str],
    printed: tuple[str, str],
    note: tuple[str, str],
    citation: Citation,
) -> PublishedYield:
    flagged, upheld = printed
    return PublishedYield(
        place_zh=place[0],
        place_en=place[1],
        flagged=Printed.read(flagged),
        upheld=Printed.read(upheld),
        note_zh=note[0],
        note_en=note[1],
        citation=citation,
    )


def _cited(issuer: str, title: str, en: tuple[str, str]) -> Citation:
    return Citation(
        issuer=issuer,
        title=title,
        certainty=Certainty.SECONDARY,
        issuer_en=en[0],
        title_en=en[1],
    )


#: What was published of other audits; none of it is a threshold.
PUBLISHED_YIELDS: tuple[PublishedYield, ...] = (
    _published(
        ("湖北省，2016年", "Hubei, 2016"),
        ("52万人", "33.5万人"),
        (
            "文章未说明剔除的人是否都在存疑的人之内",
            "whether those removed are among those in doubt is not said",
        ),
        common_source("article"),
    ),
    _published(
        ("贵州省黔西南州", "Qianxinan, Guizhou"),
        ("1925户", "562户"),
        ("均以户计", "both count households"),
        _cited(
            "新闻报道",
            "黔西南州精准识别比对清退情况",
            ("news report", "Removals after comparison in Qianxinan"),
        ),
    ),
    _published(
        ("甘肃省定西市安定区，2017年", "Anding, Gansu, 2017"),
        ("3700户", "120户"),
        (
            "前者为参加比对的户，并非疑点户",
            "the former are the households compared, not those flagged",
        ),
        _cited(
            "新闻报道",
            "安定区建档立卡数据比对情况",
            ("news report", "Comparison of the register in Anding"),
        ),
    ),
)


@attrs.frozen(kw_only=True)
class PublishedOverlap:
    """
    A published count of persons, and of kinds that overlap among them.

    公布的总人数与分类人数（分类有交叉）。

    Attributes:
        place_zh: Where and when, in Chinese.
        place_en: Where and when, in English.
        persons: All persons, each once.
        kinds: The persons of each kind, by the name of the source.
        citation: Where it was read.
    """

    place_zh: str
    place_en: str
    persons: int
    kinds: tuple[tuple[str, int], ...]
    citation: Citation

    @property
    def sum_of_kinds(self) -> int:
        """What the kinds come to, which is no number of persons."""
        return sum(many for _, many in self.kinds)

    @property
    def surplus(self) -> int:
        """By how much the kinds count persons more than once."""
        return self.sum_of_kinds - self.persons


#: Persons who did not qualify, and what they were found by.
MASHAN_2015: PublishedOverlap = PublishedOverlap(
    place_zh="广西马山县，2015年审计",
    place_en="Mashan, Guangxi, audit of 2015",
    persons=3119,
    kinds=(
        ("payrolls", 343),
        ("vehicles", 2454),
        ("urban_houses", 43),
        ("businesses", 439),
    ),
    citation=_cited(
        "中国青年报",
        "广西马山县扶贫对象认定审计情况",
        ("China Youth Daily", "The audit of registration in Mashan"),
    ),
)
