"""Recipients, measures, schedules and formulas: what they take."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from pa_registry import County, Fen, yuan
from pa_registry.errors import (
    InvalidValueError,
    UnknownNameError,
)
from pa_registry.funds import (
    COUNTY_CLASS,
    POOR_PERSONS,
    POOR_VILLAGES,
    REGISTERED_PERSONS,
    SIZE_QUOTA,
    Adjustment,
    Band,
    ByClass,
    Deductions,
    Deviation,
    Direction,
    Factor,
    Figure,
    Recipient,
    Schedule,
    Share,
    Shortfall,
    hubei_2004,
    hubei_2016,
    national_2021,
)
from pa_registry.model import ReportingUnit, ReportingUnitKind
from pa_registry.model.poverty_counties import CountyDesignation
from pa_registry.standards import Certainty
from tests.funds.cases import EXAMPLE, THREE, deductions, formula, unit


INCOME = Figure(key="income", zh="农民人均纯收入", en="net income")


class TestRecipient:
    def test_figures_of_a_county(self) -> None:
        """A county's figures are taken under the names of its form."""
        county = County(
            code="990001",
            name="甲县",
            registered_persons=9,
            poor_county=True,
            designation=CountyDesignation.PROVINCIAL,
        )
        one = Recipient.from_county(county, under="9900", allotted=yuan(1))

        assert (one.key, one.name, one.under) == ("990001", "甲县", "9900")
        assert one.get("registered_persons") == 9
        assert one.get("county_class") == "provincial"
        assert one.get("poor_villages") is None
        assert one.last_year is None

    def test_a_county_that_is_not_poor(self) -> None:
        """Who is no poor county has a class of its own, with its words."""
        county = County(code="990001", poor_county=False)
        value = Recipient.from_county(county).get("county_class")

        assert value == "none"
        assert COUNTY_CLASS.render(value, "zh") == "非贫困县"
        assert COUNTY_CLASS.render(value) == "not a poor county"

    def test_a_poor_county_of_unknown_class(self) -> None:
        """Who designated a poor county is not guessed."""
        one = Recipient.from_county(County(code="990001", poor_county=True))

        assert one.name == "990001"
        assert one.get("county_class") is None

    @pytest.mark.parametrize(
        "figure",
        [POOR_PERSONS, POOR_VILLAGES, REGISTERED_PERSONS, SIZE_QUOTA],
        ids=lambda figure: figure.key,
    )
    def test_figures_are_fields_of_the_form(self, figure: Figure) -> None:
        """A figure that ships is a field of the county's form."""
        assert figure.key in {field.name for field in attrs.fields(County)}

    def test_a_reporting_unit(self) -> None:
        """A unit that is no division is known by its name."""
        zone = ReportingUnit(
            name="某开发区", kind=ReportingUnitKind.ZONE, prefecture="某市"
        )
        one = Recipient.from_unit(zone, {"registered_persons": 1})

        assert (one.key, one.under) == ("某开发区", "某市")

    def test_is_a_value(self) -> None:
        """Recipients compare and hash by what they hold."""
        one, other = (
            Recipient(key="a", name="甲", figures=figures)
            for figures in ({"x": 1, "y": 2}, {"y": 2, "x": 1})
        )

        assert one == other
        assert hash(one) == hash(other)

    @pytest.mark.parametrize("field", ["key", "name"])
    def test_is_named(self, field: str) -> None:
        """A recipient has a key and a name."""
        given: Any = {"key": "a", "name": "甲", "figures": {}, field: " "}

        with pytest.raises(InvalidValueError) as caught:
            Recipient(**given)

        assert caught.value.where == f"Recipient.{field}"

    @pytest.mark.parametrize("amount", [1, -1.5, Fen(-1), True])
    def test_earlier_amounts_are_money(self, amount: Any) -> None:
        """What a unit received is money, and not below zero."""
        with pytest.raises(InvalidValueError, match="earlier amount"):
            Recipient(key="a", name="甲", figures={}, last_year=amount)

    def test_repr_masks(self) -> None:
        """A key that looks like an identity number is not shown."""
        number = "999999199001011234"

        assert number not in repr(unit(number, 1, name=number))


class TestFigure:
    @pytest.mark.parametrize(
        ("value", "zh", "en"),
        [
            (1, "1人", "1 person"),
            (20, "20人", "20 persons"),
            (None, "未填报", "not recorded"),
            ("national", "国家级", "national"),
            ("自定", "自定", "自定"),
            (yuan(8), "8.00元", "8.00 yuan"),
            (Fraction(1, 3), "0.33…人", "0.33… persons"),
        ],
    )
    def test_says_a_value(self, value: Any, zh: str, en: str) -> None:
        """A value is said with its unit, in both languages."""
        figure = REGISTERED_PERSONS

        assert figure.render(value, "zh") == zh
        assert figure.render(value) == en


class TestMeasures:
    def test_shortfall(self) -> None:
        """A shortfall counts below the reference only."""
        measure = Shortfall(figure=INCOME, against=yuan(9000))
        claims = [measure.claim(yuan(n)) for n in (8999, 9000, 9001)]

        assert claims == [100, 0, 0]
        assert measure.describe("zh") == (
            "按农民人均纯收入低于9000.00元的差额占比"
        )
        assert "9000.00 yuan" in measure.describe("en")

    @pytest.mark.parametrize("against", [-1, 0.5, None, True])
    def test_shortfall_of_nothing(self, against: Any) -> None:
        """The reference is an exact number."""
        with pytest.raises(InvalidValueError, match="exact number"):
            Shortfall(figure=INCOME, against=against)

    def test_by_class(self) -> None:
        """A class weighs what is declared, and a number is no class."""
        measure = ByClass(figure=COUNTY_CLASS, weights={"national": 2})

        assert measure.claim("national") == 2
        assert measure.claim(2) is None
        assert measure.describe("zh") == "按贫困县类别的权数占比（国家级2）"
        assert "national 2" in measure.describe("en")

    @pytest.mark.parametrize("weights", [{}, {"a": -1}, {"a": 0.5}])
    def test_by_class_without_weights(self, weights: Any) -> None:
        """A class weighs an exact number, 0 or more."""
        with pytest.raises(InvalidValueError) as caught:
            ByClass(figure=COUNTY_CLASS, weights=weights)

        assert caught.value.where == "ByClass.weights"


class TestSchedule:
    @pytest.mark.parametrize(
        ("over", "rate"),
        [
            ("0.1", "0"),
            ("0.1", "1.1"),
            ("-0.1", "1"),
            ("x", "1"),
            ("1/0", "1"),
        ],
    )
    def test_a_band_that_makes_no_sense(self, over: str, rate: str) -> None:
        """A limit is 0 or more, and a rate above 0 and at most 1."""
        with pytest.raises(InvalidValueError, match="A band has"):
            Schedule.of((over, rate))

    @pytest.mark.parametrize("value", [0.1, True, None])
    def test_a_band_is_exact(self, value: Any) -> None:
        """Floats are refused, also as texts' neighbours."""
        with pytest.raises(InvalidValueError):
            Band(value, Fraction(1, 2))
        with pytest.raises(InvalidValueError):
            Schedule.of((value, "0.1"))

    @pytest.mark.parametrize("limits", [(), ("0.2", "0.1"), ("0.1", "0.1")])
    def test_bands_rise(self, limits: tuple[str, ...]) -> None:
        """Bands come from the lowest limit upwards, and there is one."""
        with pytest.raises(InvalidValueError) as caught:
            Schedule.of(*((limit, "0.1") for limit in limits))

        assert caught.value.where == "Schedule.bands"

    def test_deductions_have_a_trigger(self) -> None:
        """Deductions without a trigger are refused."""
        some = deductions()

        with pytest.raises(InvalidValueError, match="one trigger"):
            Deductions(
                triggers=(),
                combination=some.combination,
                destination=some.destination,
                citation=EXAMPLE,
            )


class TestDeviation:
    @pytest.mark.parametrize(
        ("direction", "above", "below"),
        [
            (Direction.EITHER, "1/10", "1/10"),
            (Direction.OVER, "1/10", "0"),
            (Direction.UNDER, "0", "1/10"),
        ],
    )
    def test_direction(
        self, direction: Direction, above: str, below: str
    ) -> None:
        """Both directions count, or the one that is declared."""
        deviation = Deviation(
            figure=REGISTERED_PERSONS,
            direction=direction,
            schedule=Schedule.of(("0.05", "0.1")),
            clawback=None,
        )
        values = [
            str(deviation.value(unit("a", n, size_quota=100)))
            for n in (110, 90)
        ]

        assert values == [above, below]
        assert deviation.describe(unit("a", 9), "zh").endswith("0%")


class TestFormula:
    def test_weights_add_up_to_one(self) -> None:
        """Weights of 60, 20 and 10 per cent are refused."""
        first, second, third = formula().factors
        less = attrs.evolve(third, weight=Fraction(10, 100))

        with pytest.raises(InvalidValueError, match="add up to 9/10"):
            attrs.evolve(formula(), factors=(first, second, less))

    def test_keys_differ(self) -> None:
        """Two factors of one key are refused."""
        half = attrs.evolve(formula().factors[0], weight=Fraction(1, 2))

        with pytest.raises(InvalidValueError, match="Two factors"):
            attrs.evolve(formula(), factors=(half, half))

    @pytest.mark.parametrize("weight", [0.6, 1, Fraction(0), Fraction(3, 2)])
    def test_a_weight_is_a_fraction(self, weight: Any) -> None:
        """A weight is a Fraction above 0 and at most 1."""
        with pytest.raises(InvalidValueError, match="A weight is"):
            Factor(
                key="a",
                zh="甲",
                en="a",
                weight=weight,
                measure=Share(figure=INCOME),
                citation=EXAMPLE,
            )

    @pytest.mark.parametrize(
        "bound", [Fen(-1), 5, 0.5, Fraction(-1, 2), Fraction(3, 2)]
    )
    @pytest.mark.parametrize("name", ["floor", "cap"])
    def test_a_bound(self, name: str, bound: Any) -> None:
        """A bound is an amount, or a part of the whole."""
        given: Any = {name: bound}

        with pytest.raises(InvalidValueError, match="A bound is"):
            attrs.evolve(formula(), **given)

    @pytest.mark.parametrize("multipliers", [{}, {"优秀": 1.1}, {"差": -1}])
    def test_a_multiplier(self, multipliers: Any) -> None:
        """A multiplier is an exact number, 0 or more."""
        with pytest.raises(InvalidValueError, match="multiplier"):
            Adjustment(
                figure=INCOME, multipliers=multipliers, citation=EXAMPLE
            )

    def test_without_deductions(self) -> None:
        """A formula can be had without what it takes away."""
        assert formula(deductions()).without_deductions() == formula()

    def test_is_said_in_both_languages(self) -> None:
        """A formula says its factors and each source once."""
        zh = formula(deductions()).render("zh").splitlines()
        en = formula().render().splitlines()

        assert zh[1] == "  贫困人口，权重60%，按建档立卡人口数占比。"
        assert len(zh) == 1 + 3 + 2
        assert en[-1].endswith("stated in the 2016 article.")
        with pytest.raises(UnknownNameError):
            formula().render("fr")


class TestPublished:
    def test_hubei_2016(self) -> None:
        """The article's weights are 60, 20 and 20, and it is cited."""
        assert [f.weight * 100 for f in formula().factors] == [60, 20, 20]
        assert {f.citation.certainty for f in formula().factors} == {
            Certainty.ARTICLE
        }

    def test_hubei_2016_asks_which_persons(self) -> None:
        """Which count of persons is meant has to be said, and be one."""
        unknown: Any = "persons"

        with pytest.raises(UnknownNameError, match="count of persons"):
            hubei_2016(
                persons=unknown,
                county_weights={"none": 0},
                deductions=None,
            )

    @pytest.mark.parametrize(
        "name", ["persons", "county_weights", "deductions"]
    )
    def test_hubei_2016_has_no_defaults(self, name: str) -> None:
        """What was not published is an argument without a default."""
        given: Any = {
            "persons": "poor_persons",
            "county_weights": {"none": 0},
            "deductions": None,
        }
        del given[name]

        with pytest.raises(TypeError, match=name):
            hubei_2016(**given)

    def test_hubei_2004(self) -> None:
        """The weights of 2004 are 50, 30, 10 and 10, read in article 10."""
        any_measure = Share(figure=INCOME)
        old = hubei_2004(
            persons=any_measure,
            income=any_measure,
            fiscal_capacity=any_measure,
            gdp=any_measure,
        )

        assert [f.weight * 100 for f in old.factors] == [50, 30, 10, 10]
        assert old.factors[0].citation.clause == "第十条"

    def test_national_2021(self) -> None:
        """The weights of 2021 are known from a secondary source."""
        any_measure = Share(figure=INCOME)
        national = national_2021(
            population=any_measure,
            population_income=any_measure,
            policy=any_measure,
            performance=any_measure,
        )

        assert [f.weight * 100 for f in national.factors] == [30, 30, 30, 10]
        assert national.citations()[0].certainty is Certainty.SECONDARY

    def test_units_of_the_tests_are_hashable(self) -> None:
        """A formula and a recipient are values, and can be keys."""
        assert len({*THREE, *THREE}) == 3
        assert hash(formula()) == hash(formula())
