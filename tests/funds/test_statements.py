from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from pa_registry import Fen, yuan
from pa_registry.errors import UnknownNameError
from pa_registry.funds import (
    Adjustment,
    Combination,
    Destination,
    Figure,
    Schedule,
    allocate,
)
from pa_registry.funds.statements import in_wan
from tests.funds.cases import EXAMPLE, THREE, deductions, formula, unit


AMOUNT = yuan(100_000_000)
CLAWBACK = Schedule.of(("0.05", "0.02"))


def statement(key: str, language: str = "zh", **options: Any) -> list[str]:
    cut = deductions(clawback=CLAWBACK, **options)
    result = allocate(formula(cut), THREE, AMOUNT)
    return result.statement(key, language).splitlines()


class TestChinese:
    def test_in_full(self) -> None:
        """A statement says each factor, each deduction and last year."""
        assert statement("990001") == [
            "示例990001资金分配说明",
            "分配基数10000万元，适用湖北省2016年扶贫资金分配基数公式。",
            (
                "（一）贫困人口，权重60%，按建档立卡人口数占比："
                "本单位13200人，占各单位合计的25.28…%，计1517.241379万元。"
            ),
            (
                "（二）贫困村，权重20%，按贫困村数占比："
                "本单位30个，占各单位合计的42.25…%，计845.070423万元。"
            ),
            (
                "（三）贫困县，权重20%，按贫困县类别的权数占比"
                "（国家级1，省级1，非贫困县0）："
                "本单位国家级，占各单位合计的50%，计1000万元。"
            ),
            "各因素合计3362.311802万元。",
            (
                "建档立卡人口数为13200人，规模控制数为12000人，"
                "差异率为10%，扣减比例为10%，扣回比例为2%。"
            ),
            "问题数据占比为4%，扣减比例为5%。",
            "符合多项扣减情形的，比例累加，最高扣完为止。",
            "扣减504.34677万元，资金留在本级。",
            "本次分配2857.965032万元。",
            "另从已下达资金中扣回2万元，两项相抵，实得2855.965032万元。",
            "上年为3000万元，本次比上年减少142.034968万元。",
            (
                "依据：湖北省人民政府《湖北省贫困人口数据审计整改工作见成效》"
                "（2016年）；见于湖北审计整改文章。"
            ),
            "依据：示例《示例规定》；本库建议，并非已公布的规定。",
        ]

    def test_who_loses_nothing(self) -> None:
        """A unit that is not cut is told so, and what others' cuts bring."""
        said = statement("990003", destination=Destination.REDISTRIBUTED)

        assert said[6].endswith("差异率为0%，未达到扣减标准。")
        assert said[9].startswith("其他单位扣减资金再分配，增加")
        assert "上年数未填报，不作比较。" in said

    @pytest.mark.parametrize(
        ("combination", "words"),
        [
            (Combination.LARGER, "符合任一扣减情形即予扣减"),
            (Combination.ALL, "各项扣减情形同时符合的，才予扣减"),
        ],
    )
    def test_how_triggers_combine(
        self, combination: Combination, words: str
    ) -> None:
        """What several triggers do together is said."""
        said = statement("990001", combination=combination)

        assert any(line.startswith(words) for line in said)

    def test_where_the_money_goes(self) -> None:
        """Shared out, or retained since nobody is left to have it."""
        cut = deductions(destination=Destination.REDISTRIBUTED)
        alone = THREE[0].with_figures(poor_villages=1)
        shared = allocate(formula(cut), THREE, AMOUNT)
        kept = allocate(formula(cut), (alone,), AMOUNT)

        assert "由未被扣减、扣回的单位分享" in shared.statement("990001", "zh")
        assert "因各单位均被扣减" in kept.statement("990001", "zh")
        assert "since every unit is cut" in kept.statement("990001")

    def test_more_is_owed(self) -> None:
        """A unit that owes more than it receives is told how much."""
        cut = deductions(clawback=Schedule.of(("0.05", "1")))
        debtor = attrs.evolve(THREE[0], allotted=AMOUNT)
        result = allocate(formula(cut), (debtor, *THREE[1:]), AMOUNT)

        assert "尚须缴回7142.034968万元" in result.statement("990001", "zh")
        assert "7142.034968 wan yuan are owed" in result.statement("990001")


class TestEnglish:
    def test_says_the_same(self) -> None:
        """The English statement has the same lines and amounts."""
        said = statement("990001", "en")

        assert len(said) == len(statement("990001"))
        assert said[2] == (
            "1. Poor persons: 60%, in proportion to registered persons."
            " This unit: 13200 persons, 25.28…% of all, which gives"
            " 1517.241379 wan yuan."
        )
        assert said[-3] == (
            "Last year it was 3000 wan yuan: 142.034968 wan yuan less now."
        )

    def test_who_loses_nothing(self) -> None:
        """Nothing is deducted, the others' cuts come in, nothing compared."""
        said = statement("990003", "en", destination=Destination.REDISTRIBUTED)

        assert said[6].endswith(
            "a deviation of 0%, for which nothing is deducted."
        )
        assert said[9].startswith("The deductions of others add")
        assert said[11].startswith("Last year's amount is not recorded")
        assert any(
            "those who lost nothing share them" in line
            for line in statement(
                "990001", "en", destination=Destination.REDISTRIBUTED
            )
        )

    def test_an_unknown_language(self) -> None:
        """A language without a wording is refused."""
        with pytest.raises(UnknownNameError):
            statement("990001", "fr")


class TestSteps:
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_grades_and_bounds(self, language: str) -> None:
        """Adjustments are said where they change anything."""
        grade = Figure(key="grade", zh="绩效等次", en="grade")
        using = attrs.evolve(
            formula(),
            cap=Fraction(2, 5),
            adjustments=(
                Adjustment(
                    figure=grade,
                    multipliers={"优秀": 2, "合格": 1},
                    citation=EXAMPLE,
                ),
            ),
        )
        units = [
            one.with_figures(grade="优秀" if i == 0 else "合格")
            for i, one in enumerate(THREE)
        ]
        result = allocate(using, units, AMOUNT)
        first, third = (
            result.statement(key, language).splitlines()
            for key in ("990001", "990003")
        )

        if language == "zh":
            assert first[6].startswith("按绩效结果调整，增加")
            assert first[7].startswith("按分配上下限调整，减少")
            assert third[6].startswith("按绩效结果调整，减少")
        else:
            assert first[6].startswith("Adjustments for performance add")
            assert first[7].startswith("Adjustments for floors and caps take")
            assert third[6].startswith("Adjustments for performance take")

    @pytest.mark.parametrize(
        ("last_year", "zh", "en"),
        [
            (
                yuan(9),
                "上年为0.0009万元，本次比上年增加0.0001万元。",
                "more now.",
            ),
            (
                yuan(10),
                "上年为0.001万元，本次与上年持平。",
                "there is no change.",
            ),
            (
                yuan(11),
                "上年为0.0011万元，本次比上年减少0.0001万元。",
                "less now.",
            ),
        ],
    )
    def test_last_year(self, last_year: Fen, zh: str, en: str) -> None:
        """More, the same and less than last year are told apart."""
        one = unit(
            "1",
            1,
            poor_villages=1,
            county_class="national",
            last_year=last_year,
        )
        result = allocate(formula(), (one,), yuan(10))

        assert zh in result.statement("1", "zh").splitlines()
        assert en in result.statement("1")

    def test_eleventh_factor(self) -> None:
        """Beyond ten, factors are numbered in figures."""
        first = formula().factors[0]
        factors = [
            attrs.evolve(first, key=f"f{n}", weight=Fraction(1, 11))
            for n in range(11)
        ]
        using = attrs.evolve(formula(), factors=factors)
        said = allocate(using, THREE, AMOUNT).statement("990001", "zh")

        assert "\n（十）" in said
        assert "\n（11）" in said


class TestOverview:
    def test_chinese(self) -> None:
        """The overview has one line a unit, and what is retained."""
        cut = deductions(clawback=CLAWBACK)
        said = allocate(formula(cut), THREE, AMOUNT).render("zh")

        assert said.splitlines() == [
            (
                "湖北省2016年扶贫资金分配基数公式：分配基数10000万元，"
                "分配对象3个。"
            ),
            (
                "  示例990001：2857.965032万元，已扣减504.34677万元，"
                "另扣回2万元。"
            ),
            "  示例990002：5603.205439万元。",
            "  示例990003：1034.482759万元。",
            "扣减、扣回资金留在本级506.34677万元。",
        ]

    def test_english(self) -> None:
        """Nothing is said to be retained where nothing is."""
        cut = deductions(clawback=CLAWBACK)
        whole = allocate(formula(), THREE, AMOUNT).render().splitlines()
        after = allocate(formula(cut), THREE, AMOUNT).render().splitlines()

        assert len(whole) == 4
        assert after[1].endswith("deducted, 2 wan yuan clawed back.")
        assert after[-1] == "Retained from deductions: 506.34677 wan yuan."

    @pytest.mark.parametrize(
        ("fen", "text"),
        [(0, "0"), (1, "0.000001"), (-1, "-0.000001"), (10**15, "1000000000")],
    )
    def test_wan_are_exact(self, fen: int, text: str) -> None:
        """Ten thousands of yuan are printed to the fen."""
        assert in_wan(Fen(fen)) == text
