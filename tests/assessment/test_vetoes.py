from __future__ import annotations

from typing import Any

import attrs
import pytest

from pa_registry.assessment import (
    FOUR_GRADES,
    Grade,
    GradeScale,
    Result,
    hubei_2016_veto,
    rule,
)
from pa_registry.errors import InvalidValueError, UnknownNameError


VETO = hubei_2016_veto(
    "示例市", conduct="逾期未完成整改", conduct_en="missed the deadline"
)
RESULT = Result(
    subject="示例市", assessment="fund-performance", year=2015, grade="good"
)
FIVE = GradeScale(
    (
        *FOUR_GRADES.grades[:3],
        Grade(code="barely", zh="基本合格", en="barely qualified"),
        FOUR_GRADES.grades[3],
    )
)


def graded(grade: str) -> Result:
    return attrs.evolve(RESULT, grade=grade)


class TestRule:
    @pytest.mark.parametrize("grade", ["excellent", "good", "qualified"])
    def test_four_grades(self, grade: str) -> None:
        """Where excellent and qualified are barred, good falls as well."""
        ruling = rule((VETO,), graded(grade), scale=FOUR_GRADES)

        assert ruling.is_changed
        assert ruling.grade == FOUR_GRADES.named("unqualified")

    def test_a_grade_below_stays_open(self) -> None:
        """On a scale with a grade below the barred ones none follows."""
        ruling = rule((VETO,), RESULT, scale=FIVE)

        assert ruling.grade is None
        assert [one.code for one in ruling.possible] == [
            "barely",
            "unqualified",
        ]
        assert ruling.render("zh") == (
            "按得分为良好，一票否决后为基本合格或不合格。"
        )
        assert ruling.render() == (
            "good by score, barely qualified or unqualified after the veto."
        )

    @pytest.mark.parametrize("grade", ["barely", "unqualified"])
    def test_a_grade_that_is_not_barred(self, grade: str) -> None:
        """A grade that no veto reaches stays as it is."""
        ruling = rule((VETO,), graded(grade), scale=FIVE)

        assert not ruling.is_changed
        assert ruling.grade == FIVE.named(grade)
        assert ruling.vetoes == (VETO,)
        assert ruling.render("zh").startswith("等次为")
        assert ruling.render().startswith("The grade is")

    @pytest.mark.parametrize(
        "change",
        [
            {"subject": "另一市"},
            {"year": 2016},
            {"assessment": "county-leaders"},
        ],
        ids=["subject", "year", "assessment"],
    )
    def test_a_veto_of_others(self, change: dict[str, Any]) -> None:
        """A veto is of one subject, two assessments and one year."""
        other = attrs.evolve(RESULT, **change)
        ruling = rule((VETO,), other, scale=FOUR_GRADES)

        assert ruling.vetoes == ()
        assert ruling.grade == FOUR_GRADES.named("good")

    def test_both_assessments(self) -> None:
        """It reaches leaders' responsibility and fund performance."""
        leaders = attrs.evolve(RESULT, assessment="leaders-responsibility")

        assert VETO.reaches(RESULT)
        assert VETO.reaches(leaders)

    def test_the_lowest_grade_cannot_be_barred(self) -> None:
        """A veto that leaves no grade is refused."""
        total = attrs.evolve(VETO, bars={"unqualified"})

        with pytest.raises(InvalidValueError, match="lowest grade"):
            rule((total,), RESULT, scale=FOUR_GRADES)

    def test_an_unknown_grade(self) -> None:
        """A grade that the scale lacks is named."""
        with pytest.raises(UnknownNameError):
            rule((VETO,), graded("fair"), scale=FOUR_GRADES)
        with pytest.raises(UnknownNameError):
            rule(
                (attrs.evolve(VETO, bars={"fair"}),),
                RESULT,
                scale=FOUR_GRADES,
            )


class TestVeto:
    def test_shows_its_ground(self) -> None:
        """A veto says whom, why, what for, by whom, and on what ground."""
        assert VETO.render(FOUR_GRADES, "zh") == (
            "示例市：因逾期未完成整改，由省扶贫办党组决定，"
            "2015年度党政领导扶贫责任考核、扶贫资金绩效考核"
            "均不得评为“优秀”、“合格”。"
            "依据：湖北省人民政府《湖北省贫困人口数据审计整改工作见成效》"
            "（2016年）；见于湖北审计整改文章。"
        )
        assert VETO.render(FOUR_GRADES).startswith(
            "示例市: missed the deadline; barred from excellent or qualified"
            " in the assessment of leaders' responsibility and the"
            " assessment of fund performance for 2015. Decided by the party"
            " group of the provincial poverty office. Ground: "
        )

    def test_without_a_body(self) -> None:
        """Where nobody says who decided, the veto does not say it."""
        bare = attrs.evolve(VETO, decided_by="", decided_by_en="")

        assert "决定" not in bare.render(FOUR_GRADES, "zh")
        assert "Decided" not in bare.render(FOUR_GRADES)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("subject", ""),
            ("conduct", " "),
            ("conduct_en", ""),
            ("assessments", ()),
            ("bars", ()),
        ],
    )
    def test_is_whole(self, field: str, value: Any) -> None:
        """A veto without subject, assessment, conduct or grade is refused."""
        with pytest.raises(InvalidValueError) as caught:
            attrs.evolve(VETO, **{field: value})

        assert caught.value.where == f"Veto.{field}"
