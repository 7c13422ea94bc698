"""
Rules over several years: A three times running, D twice.

连续考核结果的运用。
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pa_registry.conditions import Truth
from pa_registry.errors import InvalidValueError
from pa_registry.standards import Certainty, Citation


__all__ = ["YearRule", "hubei_county_rules"]


def _is_count(
    rule: object, attribute: attrs.Attribute[int], value: object
) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidValueError(
            what="A rule asks for one year or several.",
            where="YearRule.times",
            remedy="Give a whole number, 1 or more.",
        )


@attrs.frozen(kw_only=True)
class YearRule:
    """
    What follows from one grade, so many years running.

    连续等次规则。

    Attributes:
        grade: The code of the grade.
        times: How many years running.
        zh: What follows, in Chinese.
        en: What follows, in English.
        unless_corrected: Whether a correction keeps it from following.
        citation: Where it was read.
    """

    grade: str
    times: int = attrs.field(validator=_is_count)
    zh: str
    en: str
    unless_corrected: bool = False
    citation: Citation

    def judge(
        self,
        history: Mapping[int, str | None],
        year: int,
        *,
        corrected: bool | None = None,
    ) -> Truth:
        """
        Ask whether it follows in a year.

        Args:
            history: The grade of each year; a year that is not there, or
                is `None`, is unknown.
            year: The last of the years.
            corrected: Whether what was wrong has been put right; `None` is
                unknown.

        Returns:
            Met, not met, or unknown.

        Examples:
            >>> promoted = hubei_county_rules()[0]
            >>> promoted.judge({2016: "A", 2017: "A", 2018: "A"}, 2018).en
            'met'
            >>> promoted.judge({2016: "A", 2018: "A"}, 2018).en
            'unknown'
            >>> promoted.judge({2016: "B", 2018: "A"}, 2018).en
            'not met'
        """
        found = Truth.MET
        for one in range(year - self.times + 1, year + 1):
            grade = history.get(one)
            found &= Truth(None if grade is None else grade == self.grade)
        if self.unless_corrected:
            found &= ~Truth(corrected)
        return found


_NEWS = Citation(
    issuer="新华社",
    issuer_en="Xinhua",
    title="湖北修订贫困县党政领导考核办法的报道",
    title_en="News of Hubei's revised assessment of poor counties' leaders",
    certainty=Certainty.SECONDARY,
)


def hubei_county_rules() -> tuple[YearRule, ...]:
    """
    What follows from the grades of Hubei's 37 poor counties.

    湖北省贫困县考核结果的运用。

    They come from another document than the veto of 2016 and concern the
    counties' leaders; they were read in the news, not in the text.

    Returns:
        The rules, of grade A, C and D.
    """
    return (
        YearRule(
            grade="A",
            times=3,
            zh="连续三年为A等的，予以提拔使用",
            en="A three years running: the leaders are promoted",
            citation=_NEWS,
        ),
        YearRule(
            grade="C",
            times=1,
            zh="为C等的，由市（州）约谈",
            en="C: the prefecture summons them to a talk",
            citation=_NEWS,
        ),
        YearRule(
            grade="D",
            times=1,
            zh="为D等的，由省里约谈",
            en="D: the province summons them to a talk",
            citation=_NEWS,
        ),
        YearRule(
            grade="D",
            times=2,
            zh="连续两年为D等且未整改到位的，调整领导班子",
            en="D two years running, not corrected: the team is reorganised",
            unless_corrected=True,
            citation=_NEWS,
        ),
    )
