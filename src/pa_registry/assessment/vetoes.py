"""
Vetoes: grades that are out of reach, whatever the score.

一票否决。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from pa_registry.assessment.grades import Grade, GradeScale
from pa_registry.conditions.describing import check_language
from pa_registry.errors import InvalidValueError
from pa_registry.standards import Citation
from pa_registry.standards.sources import common_source


__all__ = ["Assessment", "Result", "Ruling", "Veto", "hubei_2016_veto", "rule"]


@attrs.frozen(kw_only=True)
class Assessment:
    """
    An assessment that a veto can reach.

    考核事项。

    Attributes:
        code: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
    """

    code: str
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Result:
    """
    The grade of one subject in one assessment, by its score.

    考核结果。

    Attributes:
        subject: Whose grade it is.
        assessment: The code of the assessment.
        year: The year that is assessed.
        grade: The code of the grade.
    """

    subject: str
    assessment: str
    year: int
    grade: str


def _set(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


def _assessments(given: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return tuple(given)


def _has_some(
    veto: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if not value or (isinstance(value, str) and not value.strip()):
        raise InvalidValueError(
            what="A veto names whom, what, why, and which grades it bars.",
            where=f"Veto.{attribute.name}",
            remedy="Give one entry at least.",
        )


@attrs.frozen(kw_only=True)
class Veto:
    """
    A veto on certain grades, with its ground.

    一票否决。

    Attributes:
        subject: Whom it hits; in 2016, a prefecture.
        assessments: The assessments that it reaches.
        assessed_year: The year that they are of.
        conduct: What was done or left undone, in Chinese.
        conduct_en: The same in English.
        bars: The codes of the grades that are out of reach.
        ground: The text that it rests on.
        decided_by: The body that decided, in Chinese.
        decided_by_en: The same in English.
    """

    subject: str = attrs.field(validator=_has_some)
    assessments: tuple[Assessment, ...] = attrs.field(
        converter=_assessments, validator=_has_some
    )
    assessed_year: int
    conduct: str = attrs.field(validator=_has_some)
    conduct_en: str = attrs.field(validator=_has_some)
    bars: frozenset[str] = attrs.field(converter=_set, validator=_has_some)
    ground: Citation
    decided_by: str = ""
    decided_by_en: str = ""

    def reaches(self, result: Result) -> bool:
        """Tell whether it concerns this subject, assessment and year."""
        codes = {one.code for one in self.assessments}
        return (
            result.subject == self.subject
            and result.year == self.assessed_year
            and result.assessment in codes
        )

    def render(self, scale: GradeScale, language: str = "en") -> str:
        """Say the veto, with the grades as a scale names them."""
        check_language(language)
        barred = [one for one in scale.grades if one.code in self.bars]
        if language == "zh":
            named = "、".join(one.zh for one in self.assessments)
            grades = "、".join(f"“{one.zh}”" for one in barred)
            by = f"由{self.decided_by}决定，" if self.decided_by else ""
            return (
                f"{self.subject}：因{self.conduct}，{by}"
                f"{self.assessed_year}年度{named}均不得评为{grades}。"
                f"依据：{self.ground.render('zh')}"
            )
        named = " and ".join(one.en for one in self.assessments)
        grades = " or ".join(one.en for one in barred)
        by = f" Decided by {self.decided_by_en}." if self.decided_by_en else ""
        return (
            f"{self.subject}: {self.conduct_en}; barred from {grades} in"
            f" {named} for {self.assessed_year}.{by}"
            f" Ground: {self.ground.render('en')}"
        )


@attrs.frozen(kw_only=True)
class Ruling:
    """
    What vetoes leave of a grade.

    一票否决后的等次。

    Attributes:
        earned: The grade by the score.
        possible: The grades that are left, from the best.
        vetoes: The vetoes that were counted.
    """

    earned: Grade
    possible: tuple[Grade, ...]
    vetoes: tuple[Veto, ...]

    @property
    def grade(self) -> Grade | None:
        """The grade, or `None` where several are left open."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def is_changed(self) -> bool:
        """Whether the earned grade is out of reach."""
        return self.earned not in self.possible

    def render(self, language: str = "en") -> str:
        """Say the grade, or which ones are left open."""
        check_language(language)
        if language == "zh":
            if not self.is_changed:
                return f"等次为{self.earned.zh}。"
            left = "或".join(one.zh for one in self.possible)
            return f"按得分为{self.earned.zh}，一票否决后为{left}。"
        if not self.is_changed:
            return f"The grade is {self.earned.en}."
        left = " or ".join(one.en for one in self.possible)
        return f"{self.earned.en} by score, {left} after the veto."


def rule(
    vetoes: Iterable[Veto], result: Result, *, scale: GradeScale
) -> Ruling:
    """
    Say what vetoes leave of a grade.

    运用一票否决。

    Nothing between two barred grades can stand: where the best grade and a
    plain pass are barred, so is what lies between them.  That is an
    inference.  A grade below the lowest barred one stays open, so that on
    a scale with several of them no single grade follows.

    Args:
        vetoes: All vetoes; those of others are passed over.
        result: Whose grade it is, in which assessment of which year.
        scale: The grades, from the best.

    Returns:
        The grade, or those that are left open.

    Raises:
        UnknownNameError: If the scale lacks a grade.
        InvalidValueError: If a veto bars the lowest grade.

    Examples:
        >>> from pa_registry.assessment import FOUR_GRADES
        >>> veto = hubei_2016_veto(
        ...     "某市",
        ...     conduct="逾期未完成整改",
        ...     conduct_en="missed the deadline",
        ... )
        >>> result = Result(
        ...     subject="某市",
        ...     assessment="fund-performance",
        ...     year=2015,
        ...     grade="good",
        ... )
        >>> print(rule((veto,), result, scale=FOUR_GRADES).render("zh"))
        按得分为良好，一票否决后为不合格。
    """
    counted = tuple(one for one in vetoes if one.reaches(result))
    earned = scale.place(result.grade)
    barred = sorted(scale.place(code) for one in counted for code in one.bars)
    grades = scale.grades
    if barred and barred[-1] == len(grades) - 1:
        raise InvalidValueError(
            what="A veto bars the lowest grade, which leaves none.",
            where="Veto.bars",
            remedy="Bar the grades that are out of reach, not the rest.",
        )
    possible: tuple[Grade, ...] = (grades[earned],)
    if barred and barred[0] <= earned <= barred[-1]:
        possible = grades[barred[-1] + 1 :]
    return Ruling(earned=grades[earned], possible=possible, vetoes=counted)


_LEADERS = Assessment(
    code="leaders-responsibility",
    zh="党政领导扶贫责任考核",
    en="the assessment of leaders' responsibility",
)
_FUNDS = Assessment(
    code="fund-performance",
    zh="扶贫资金绩效考核",
    en="the assessment of fund performance",
)
_ARTICLE = common_source("article")


def hubei_2016_veto(subject: str, *, conduct: str, conduct_en: str) -> Veto:
    """
    Hubei's veto of 2016 on a prefecture.

    湖北省2016年一票否决。

    A prefecture that missed the deadline, or whose data were poor, could
    be neither excellent nor qualified in two assessments of 2015.  The
    rules of poor counties' grades come from another document.

    Args:
        subject: The prefecture.
        conduct: What it did or left undone, in Chinese.
        conduct_en: The same in English.

    Returns:
        The veto.
    """
    return Veto(
        subject=subject,
        assessments=(_LEADERS, _FUNDS),
        assessed_year=2015,
        conduct=conduct,
        conduct_en=conduct_en,
        bars=("excellent", "qualified"),
        ground=_ARTICLE,
        decided_by="省扶贫办党组",
        decided_by_en="the party group of the provincial poverty office",
    )
