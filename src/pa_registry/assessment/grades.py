"""
Scales of grades, each declared and ordered from the best.

考核等次。
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import attrs

from pa_registry.errors import InvalidValueError, UnknownNameError


__all__ = ["COUNTY_GRADES", "FOUR_GRADES", "Grade", "GradeScale"]


@attrs.frozen(kw_only=True)
class Grade:
    """
    One grade.

    等次。

    Attributes:
        code: Its name in programs.
        zh: Its name in Chinese.
        en: Its name in English.
        at_least: The score from which it is given, if that is declared.
    """

    code: str
    zh: str
    en: str
    at_least: int | Fraction | None = None

    def render(self, language: str = "en") -> str:
        """Name the grade, in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


def _grades(given: Iterable[Grade]) -> tuple[Grade, ...]:
    grades = tuple(given)
    codes = [grade.code for grade in grades]
    if not grades or len(set(codes)) < len(codes):
        raise InvalidValueError(
            what="A scale has grades, each with a code of its own.",
            where="GradeScale.grades",
            remedy="Give the grades from the best to the worst.",
        )
    *upper, last = grades
    limits = [one.at_least for one in upper if one.at_least is not None]
    is_whole = len(limits) in {0, len(upper)}
    falls = all(better > worse for better, worse in pairwise(limits))
    if not is_whole or not falls or last.at_least is not None:
        raise InvalidValueError(
            what="Each grade but the last has a lower limit than the one before.",
            where="GradeScale.grades",
            remedy="Give at_least for all but the last grade, or for none.",
        )
    return grades


@attrs.frozen
class GradeScale:
    """
    The grades of an assessment, from the best to the worst.

    等次标准。

    A scale without limits says only which grade is better; limits that
    nobody published are for its user to declare.

    Attributes:
        grades: The grades, from the best to the worst.

    Examples:
        >>> scale = GradeScale(
        ...     (
        ...         Grade(code="good", zh="好", en="good", at_least=90),
        ...         Grade(code="poor", zh="差", en="poor"),
        ...     )
        ... )
        >>> scale.of(90).code, scale.of(Fraction("89.9")).code
        ('good', 'poor')
    """

    grades: tuple[Grade, ...] = attrs.field(converter=_grades)

    def of(self, score: int | Fraction) -> Grade:
        """
        Give the grade of a score.

        Raises:
            InvalidValueError: If the scale has no limits, or the score is
                not exact.
        """
        if isinstance(score, bool) or not isinstance(score, int | Fraction):
            raise InvalidValueError(
                what="A score is an exact number.",
                where="score",
                remedy="Give an int or a Fraction.",
            )
        best, *others = self.grades
        if others and best.at_least is None:
            raise InvalidValueError(
                what="This scale has no limits, only an order.",
                where="GradeScale.grades",
                remedy="Declare at_least for all but the last grade.",
            )
        return next(
            grade
            for grade in self.grades
            if grade.at_least is None or score >= grade.at_least
        )

    def named(self, code: str) -> Grade:
        """
        Give a grade by its code.

        Raises:
            UnknownNameError: If the scale has no such grade.
        """
        return self.grades[self.place(code)]

    def place(self, code: str) -> int:
        """Give the place of a grade, 0 being the best."""
        codes = tuple(grade.code for grade in self.grades)
        if code not in codes:
            raise UnknownNameError(kind="grade", name=code, known=codes)
        return codes.index(code)


#: The four grades of fund performance.  Their limits could not be read in
#: a text and are not given (绩效评价等次).
FOUR_GRADES = GradeScale(
    (
        Grade(code="excellent", zh="优秀", en="excellent"),
        Grade(code="good", zh="良好", en="good"),
        Grade(code="qualified", zh="合格", en="qualified"),
        Grade(code="unqualified", zh="不合格", en="unqualified"),
    )
)
#: The four grades of Hubei's poor counties (贫困县考核等次).
COUNTY_GRADES = GradeScale(
    tuple(Grade(code=one, zh=f"{one}等", en=one) for one in "ABCD")
)
