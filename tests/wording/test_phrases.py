"""Small words: units, plurals, numbers that are cut, denials."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import Condition, all_of, any_of, at_least
from pa_registry.conditions.describing import decimal
from pa_registry.model import HousingGrade, VehicleKind
from pa_registry.model.terms import household, person, vehicle
from pa_registry.money import yuan
from pa_registry.phrases import UNITS, Statement, unit_word


POOR = household.net_income.per(household.size) < yuan(2952)

DESCRIBED = [
    (
        POOR,
        "家庭纯收入按家庭人口平均，人均低于2952元",
        (
            "the net income of the household divided by the household size is"
            " below 2952 yuan"
        ),
    ),
    (
        ~POOR,
        "家庭纯收入按家庭人口平均，人均不低于2952元",
        (
            "the net income of the household divided by the household size is"
            " at least 2952 yuan"
        ),
    ),
    (
        household.size >= 3,
        "家庭人口数不少于3人",
        "the household size is at least 3 persons",
    ),
    (
        household.size.equals(1),
        "家庭人口数等于1人",
        "the household size is 1 person",
    ),
    (
        ~household.size.equals(1),
        "家庭人口数不等于1人",
        "the household size is not 1 person",
    ),
    (~household.safe_water, "饮水不安全", "the drinking water is not safe"),
    (~~household.safe_water, "饮水安全", "the drinking water is safe"),
    (
        household.housing_grade.among(HousingGrade.C, HousingGrade.D),
        "危房等级为C级或D级",
        "the danger grade of the house is either grade C or grade D",
    ),
    (
        ~household.housing_grade.equals(HousingGrade.C),
        "危房等级不是C级",
        "the danger grade of the house is not grade C",
    ),
    (
        ~household.members.any(person.age < 16),
        "家庭成员中没有1人符合：年龄少于16周岁",
        "for none of the members, the age is less than 16 years",
    ),
    (
        household.members.at_least(2, person.age < 16),
        "家庭成员中至少有2人符合：年龄少于16周岁",
        "for at least 2 of the members, the age is less than 16 years",
    ),
    (
        any_of(household.safe_water, POOR & household.toilet),
        "饮水安全，或家庭纯收入按家庭人口平均，人均低于2952元且有卫生厕所",
        (
            "the drinking water is safe, or the net income of the household"
            " divided by the household size is below 2952 yuan and the household"
            " has a sanitary toilet"
        ),
    ),
    (
        any_of(
            household.toilet,
            household.safe_water
            & household.housing_grade.among(HousingGrade.C, HousingGrade.D),
        ),
        "有卫生厕所，或饮水安全且危房等级为C级、D级之一",
        (
            "the household has a sanitary toilet, or the drinking water is safe"
            " and the danger grade of the house is either grade C or grade D"
        ),
    ),
    (
        ~household.housing_grade.among(HousingGrade.C, HousingGrade.D),
        "危房等级不属于C级、D级",
        "the danger grade of the house is neither grade C nor grade D",
    ),
    (
        ~(household.safe_water | household.toilet),
        "饮水不安全且无卫生厕所",
        (
            "the drinking water is not safe and the household does not have a"
            " sanitary toilet"
        ),
    ),
    (
        all_of(household.safe_water, household.toilet, household.television),
        "饮水安全，有卫生厕所，且通广播电视",
        (
            "the drinking water is safe, the household has a sanitary toilet, and"
            " the household receives radio or television"
        ),
    ),
    (
        at_least(1, household.safe_water, household.toilet),
        "以下各项至少满足1项：饮水安全；有卫生厕所",
        (
            "at least 1 of these: the drinking water is safe; the household has a"
            " sanitary toilet"
        ),
    ),
    (
        household.vehicles.any(
            vehicle.kind.equals(VehicleKind.CAR).unless(vehicle.earns_living)
        ),
        (
            "机动车登记信息中至少有1条符合：车辆类型为小轿车，"
            "但车辆用于经营谋生的除外"
        ),
        (
            "for at least one of the vehicle records, the kind of vehicle is"
            " passenger car, except where the vehicle is used to earn a living"
        ),
    ),
]


class TestDescriptions:
    @pytest.mark.parametrize(("rule", "zh", "en"), DESCRIBED)
    def test_reads(self, rule: Condition[object], zh: str, en: str) -> None:
        """A rule is described as one would say it."""
        assert rule.describe("zh") == zh
        assert rule.describe("en") == en


class TestUnits:
    @pytest.mark.parametrize("unit", sorted(UNITS))
    def test_has_words(self, unit: str) -> None:
        """A unit is Chinese in Chinese; only signs are shared."""
        assert all(
            not one.isascii() or not one.isalpha()
            for one in unit_word(unit, zh=True)
        )

    def test_is_plural(self) -> None:
        """One person, two persons; hundredths are printed whole."""
        assert unit_word("person", zh=False, one=True) == "person"
        assert unit_word("person", zh=False) == "persons"
        assert unit_word("0.01 mu", zh=True) == "亩"
        assert not unit_word(None, zh=True)

    def test_an_unknown_unit_names_itself(self) -> None:
        """A unit of a user's own field is printed as declared."""
        assert unit_word("pagodas", zh=True) == "pagodas"


class TestDecimal:
    @given(st.fractions(min_value=-(10**6), max_value=10**6))
    def test_is_never_further_from_zero(self, amount: Fraction) -> None:
        """A number is cut, and says so exactly where something is cut."""
        text = decimal(amount)
        shown = Fraction(text.removesuffix("…"))

        assert abs(shown) <= abs(amount) < abs(shown) + Fraction(1, 100)
        assert text.endswith("…") is (shown != amount)

    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (Fraction(885599, 300), "2951.99…"),
            (Fraction(2952), "2952"),
            (Fraction(885601, 300), "2952.00…"),
            (Fraction(5, 2), "2.50"),
            (Fraction(-1, 3), "-0.33…"),
        ],
    )
    def test_a_line_is_never_met_by_print(
        self, amount: Fraction, text: str
    ) -> None:
        """An average just under or over a line does not print as it."""
        assert decimal(amount) == text


class TestStatement:
    @pytest.mark.parametrize(
        ("ask_zh", "expected"),
        [
            ("饮水是否安全", "饮水是否安全"),
            ("是否参加大病保险", "参加大病保险的情况"),
            ("是否为现役军人", "是否为现役军人的情况"),
            ("能否提供实际居住证明", "能否提供实际居住证明的情况"),
            ("住房有无豪华或高标准装修", "住房有无豪华或高标准装修"),
        ],
    )
    def test_no_bare_question_is_a_subject(
        self, ask_zh: str, expected: str
    ) -> None:
        """A question without a subject of its own becomes a noun."""
        says = Statement(ask_zh=ask_zh, ask_en="is it?", says_en="it is")

        assert says.whether("zh") == expected

    def test_an_irregular_statement(self) -> None:
        """Where no subject is shared, the whole statement is denied."""
        says = Statement(
            ask_zh="门前见到稻谷没有",
            ask_en="seen any rice?",
            says_en="rice lies at the door",
        )

        assert says.no() == "it is not so that rice lies at the door"
        assert says.yes("zh") == "门前见到稻谷没有"
        assert says.no("zh") == "并非门前见到稻谷没有"
