from __future__ import annotations

import datetime as dt

from fractions import Fraction
from itertools import product
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import Household, Person, yuan
from pa_registry.conditions import Condition, Truth
from pa_registry.conditions.tree import Parameter
from pa_registry.conditions.walking import iter_nodes
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidStandardError,
    InvalidValueError,
    NeedsFactDayError,
    PaRegistryError,
    UnknownNameError,
)
from pa_registry.model import Coverage, Evidence, HousingGrade
from pa_registry.model.forms import FORMS
from pa_registry.model.terms import household
from pa_registry.policies import (
    HouseholdScore,
    IdentificationOutcome,
    MarkedItem,
    Outcome,
    Policy,
    RuledItem,
    ScoredItem,
    ScoreForm,
    ScoreStep,
    Step,
    four_looks,
    guangxi_score_form,
    household_score,
    lacks_housing,
    lacks_schooling,
)
from pa_registry.standards import Certainty, Citation, Standards
from tests.policies.shipped import SHIPPED


EXAMPLE = Citation(
    issuer="示例", title="示例评分表", certainty=Certainty.PROPOSAL
)
#: Facts of a household that are so, are not so, or are not recorded.
FACTS = ("safe_water", "television", "toilet")
RULES: dict[str, Condition[Household]] = {
    "safe_water": household.safe_water.labelled(
        "water", zh="饮水安全", en="safe water"
    ),
    "television": household.television.labelled(
        "television", zh="有电视机", en="a television"
    ),
    "toilet": (~household.toilet).labelled(
        "no-toilet", zh="没有卫生厕所", en="no sanitary toilet"
    ),
}

#: What every English score ends with.
ALOUD = "A score puts households in order, and excludes nobody by itself."

points = st.one_of(st.integers(0, 30), st.fractions(0, 30, max_denominator=4))
weights = st.sampled_from([0, 1, 2, Fraction(1, 2)])
steps = st.builds(ScoreStep, st.sampled_from(list(RULES.values())), points)
facts = st.fixed_dictionaries(
    dict.fromkeys(FACTS, st.sampled_from([True, False, None]))
)


def form_of(*items: Any) -> ScoreForm:
    return ScoreForm(
        name="example", zh="示例评分表", en="example", items=items,
        citation=EXAMPLE,
    )  # fmt: skip


def named(items: list[Any]) -> ScoreForm:
    """Give each item a key of its own."""
    return form_of(
        *(attrs.evolve(one, key=f"i{n}") for n, one in enumerate(items))
    )


ruled = st.builds(
    RuledItem,
    key=st.just(""),
    zh=st.just("项目"),
    en=st.just("item"),
    steps=st.lists(steps, max_size=3),
    otherwise=points,
    weight=weights,
)
marked = st.builds(
    MarkedItem,
    key=st.just(""),
    zh=st.just("项目"),
    en=st.just("item"),
    most=st.integers(0, 20),
    weight=weights,
)
forms = st.lists(ruled | marked, min_size=1, max_size=4).map(named)


@st.composite
def cases(draw: Any) -> tuple[ScoreForm, dict[str, Any], dict[str, Any]]:
    """Draw a form, the facts of a household, and some marks."""
    form = draw(forms)
    marks = {
        item.key: draw(st.none() | st.integers(0, int(item.bounds[1])))
        for item in form.items
        if isinstance(item, MarkedItem)
    }
    return form, draw(facts), marks


def scored(
    form: ScoreForm, known: dict[str, Any], marks: dict[str, Any]
) -> HouseholdScore:
    return household_score(form, Household(number="H1", **known), marks=marks)


def completions(
    form: ScoreForm, known: dict[str, Any], marks: dict[str, Any]
) -> list[HouseholdScore]:
    """Score every household that this one can turn out to be."""
    ways: list[list[tuple[str, Any]]] = [
        [(key, one) for one in ((True, False) if value is None else (value,))]
        for key, value in known.items()
    ]
    bounds = {item.key: item.bounds for item in form.items}
    ways += [
        [(key, one) for one in (bounds[key] if mark is None else (mark,))]
        for key, mark in marks.items()
    ]
    return [
        scored(
            form,
            {key: one for key, one in way if key in known},
            {key: one for key, one in way if key in marks},
        )
        for way in product(*ways)
    ]


class TestLaws:
    @given(cases())
    def test_learning_narrows(self, case: Any) -> None:
        """Whatever is learnt, the score was between least and most."""
        before = scored(*case)

        for after in completions(*case):
            assert after.total is not None
            assert before.least <= after.total <= before.most

    @given(cases())
    def test_is_a_score_where_all_is_known(self, case: Any) -> None:
        """Where the interval is closed, every completion gives the score."""
        before = scored(*case)
        totals = {after.total for after in completions(*case)}

        assert (before.total is None) or totals == {before.total}
        assert before.total is not None or before.missing

    @given(cases())
    def test_is_the_sum_of_its_breakdown(self, case: Any) -> None:
        """Items add up, in the order of the form, each within its bounds."""
        form, *_ = case
        score = scored(*case)
        low, high = form.bounds

        assert [one.item for one in score.items] == list(form.items)
        assert score.least == sum(one.least for one in score.items)
        assert score.most == sum(one.most for one in score.items)
        assert low <= score.least <= score.most <= high

    @given(cases(), st.integers(0, 120))
    def test_reaches_by_kleene(self, case: Any, points: int) -> None:
        """A threshold is reached if every completion reaches it."""
        truth = scored(*case).reaches(points)
        totals = [one.total for one in completions(*case)]
        found = {total is not None and total >= points for total in totals}

        assert truth is Truth.UNKNOWN or {truth.value} == found

    @given(cases(), facts)
    def test_compares_by_kleene(self, case: Any, other: Any) -> None:
        """One is below another if it is, whatever both turn out to be."""
        form, known, marks = case
        one, two = scored(*case), scored(form, other, marks)
        truth = one.is_below(two)
        found = {
            a.total < b.total
            for a in completions(form, known, marks)
            for b in completions(form, other, marks)
            if a.total is not None and b.total is not None
        }

        assert truth is Truth.UNKNOWN or {truth.value} == found


class TestMissing:
    def test_a_missing_fact_is_not_zero(self) -> None:
        """Unknown water gives from 2 to 9 points, and not the least."""
        item = RuledItem(
            key="w", zh="饮水", en="water", otherwise=2,
            steps=[ScoreStep(RULES["safe_water"], 9)],
        )  # fmt: skip
        score = household_score(form_of(item), Household(number="H1"))

        assert score.total is None
        assert [score.least, score.most] == [2, 9]
        assert score.missing == ("w",)

    def test_no_mark_is_not_zero(self) -> None:
        """What nobody has marked is open, and a mark of 0 is a mark."""
        item = MarkedItem(key="g", zh="看粮", en="grain", most=20, weight=2)
        form = form_of(item)
        open_ = household_score(form, Household(number="H1"))
        zero = household_score(form, Household(number="H1"), marks={"g": 0})

        assert [open_.least, open_.most] == [0, 40]
        assert zero.total == 0

    def test_same_points_either_way(self) -> None:
        """A missing fact that makes no difference leaves nothing open."""
        item = RuledItem(
            key="w", zh="饮水", en="water", otherwise=5,
            steps=[ScoreStep(RULES["safe_water"], 5)],
        )  # fmt: skip

        assert scored(form_of(item), {}, {}).total == 5

    def test_an_unknown_rule_before_a_met_one(self) -> None:
        """What stands before is possible; what stands behind is not."""
        item = RuledItem(
            key="w", zh="饮水", en="water", otherwise=0,
            steps=[
                ScoreStep(RULES["safe_water"], 9),
                ScoreStep(RULES["television"], 4),
            ],
        )  # fmt: skip
        score = scored(form_of(item), {"television": True}, {})

        assert [score.least, score.most] == [4, 9]
        assert [one.name for one in score.items[0].open] == ["water"]


class TestNeverAnExclusion:
    def test_gives_no_outcome(self) -> None:
        """Nothing that a score offers is an outcome or a decision."""
        looks = [
            MarkedItem(key=slot.key, zh=slot.zh, en=slot.en, most=25)
            for slot in four_looks().slots
        ]
        score = household_score(
            four_looks().with_items(looks),
            Household(number="H1"),
            marks={look.key: 25 for look in looks},
        )
        offered = [
            getattr(score, name) for name in dir(score) if name[:1] != "_"
        ]

        assert score.total == 100
        assert not any(isinstance(one, Outcome) for one in offered)
        assert not hasattr(score, "outcome")

    def test_is_no_rule(self) -> None:
        """A score, and what it reaches, cannot be the step of a policy."""
        form = form_of(MarkedItem(key="g", zh="看粮", en="grain", most=20))
        score: Any = household_score(
            form, Household(number="H1"), marks={"g": 20}
        )
        for given_ in (score, score.reaches(20), score.reaches):
            with pytest.raises(PaRegistryError):
                Policy(
                    name="example",
                    zh="示例",
                    en="example",
                    steps=(
                        Step(
                            rule=given_,
                            outcome=IdentificationOutcome.NOT_REGISTERED,
                        ),
                    ),
                    otherwise=IdentificationOutcome.REGISTER,
                    undecided=IdentificationOutcome.TO_VERIFY,
                )

    def test_is_read_by_no_shipped_policy(self) -> None:
        """No form has a field with a score, and no policy takes a cut-off."""
        fields = [
            column
            for form in FORMS.values()
            for key, column in form.columns.items()
            if "score" in key or "得分" in column.zh or "评分" in column.zh
        ]
        taken = {
            number.name for policy in SHIPPED for number in policy.bound
        } | {
            node.name
            for policy in SHIPPED
            for step in policy.steps
            for node in iter_nodes(step.rule)
            if isinstance(node, Parameter)
        }

        assert fields == []
        assert "income-line" in taken
        assert "score-of-removal-with-property" not in taken

    def test_the_cut_off_of_guangxi_needs_property_too(self) -> None:
        """The published cut-off says of itself that it does not suffice."""
        value = Standards.builtin().value(
            "score-of-removal-with-property",
            place="450100",
            on=dt.date(2015, 12, 1),
        )

        assert value.value == 80
        assert value.citation.certainty is Certainty.SECONDARY
        assert "仅凭得分不剔除" in value.note_zh

    @pytest.mark.parametrize(
        ("mark", "truth"),
        [(79, Truth.NOT_MET), (80, Truth.MET), (81, Truth.MET)],
    )
    def test_at_a_threshold(self, mark: int, truth: Truth) -> None:
        """A score reaches a threshold at it, and not one point under."""
        form = form_of(MarkedItem(key="a", zh="总评", en="all", most=100))
        score = household_score(
            form, Household(number="H1"), marks={"a": mark}
        )

        assert score.reaches(80) is truth


class TestForms:
    def test_four_looks(self) -> None:
        """Four looks are named and cited, and none has points."""
        form = four_looks()

        assert len(form.slots) == 4
        assert form.is_empty
        assert form.citation.certainty is Certainty.SECONDARY

    @pytest.mark.parametrize("form", [four_looks(), guangxi_score_form()])
    def test_a_slot_does_not_score(self, form: ScoreForm) -> None:
        """A form whose points were not read gives no score."""
        with pytest.raises(InvalidStandardError, match="were not read"):
            household_score(form, Household(number="H1"))

    def test_every_slot_is_filled(self) -> None:
        """A look without points, or one too many, is named."""
        looks = [
            MarkedItem(key=slot.key, zh=slot.zh, en=slot.en, most=25)
            for slot in four_looks().slots
        ]
        more = MarkedItem(key="livestock", zh="看牲畜", en="stock", most=5)

        with pytest.raises(InvalidStandardError, match="'schoolchild'"):
            four_looks().with_items(looks[:3])
        with pytest.raises(UnknownNameError, match="livestock"):
            four_looks().with_items([*looks, more])
        assert four_looks().with_items(looks).bounds == (
            Fraction(0),
            Fraction(100),
        )

    def test_a_form_without_names_takes_any(self) -> None:
        """Guangxi's items were not read, so that any can be entered."""
        item = MarkedItem(key="a", zh="住房", en="house", most=20)

        assert guangxi_score_form().with_items([item]).bounds == (
            Fraction(0),
            Fraction(20),
        )

    def test_keys_differ(self) -> None:
        """Two items of one key are refused."""
        item = MarkedItem(key="a", zh="住房", en="house", most=20)

        with pytest.raises(InvalidValueError, match="one key"):
            form_of(item, item)

    @pytest.mark.parametrize("points", [0.5, -1, True, "5", None])
    def test_points_are_exact(self, points: Any) -> None:
        """Points and weights are whole numbers or fractions, from 0."""
        with pytest.raises(InvalidValueError, match="exact numbers"):
            MarkedItem(key="a", zh="住房", en="house", most=points)
        with pytest.raises(InvalidValueError, match="exact numbers"):
            ScoreStep(lacks_housing(), points)

    def test_a_step_has_a_rule(self) -> None:
        """A step's rule is a condition."""
        rule: Any = "poor"

        with pytest.raises(InvalidValueError, match="is no rule"):
            ScoreStep(rule, 5)


class TestScoring:
    FORM = form_of(
        MarkedItem(key="g", zh="看粮", en="grain", most=20),
        RuledItem(
            key="s", zh="上学", en="school", otherwise=10,
            steps=[ScoreStep(lacks_schooling(), 0)],
        ),
    )  # fmt: skip
    HOME = Household(
        number="H1",
        members=(
            Person(number="1", born=dt.date(2006, 5, 1),
                   out_of_school_for_poverty=True, unfit_for_school=False),
        ),
    )  # fmt: skip

    def test_takes_numbers_from_the_standards(self) -> None:
        """The school age is that of the day of the rules."""
        day = dt.date(2016, 10, 19)
        score = household_score(self.FORM, self.HOME, marks={"g": 7}, at=day)

        assert score.total == 7
        assert [one.most for one in score.items] == [7, 0]

    def test_needs_a_day_for_them(self) -> None:
        """Without a day the numbers cannot be picked."""
        with pytest.raises(NeedsFactDayError, match="example"):
            household_score(self.FORM, self.HOME)

    @pytest.mark.parametrize("mark", [21, -1, 0.5, True, "7"])
    def test_a_mark_is_within_bounds(self, mark: Any) -> None:
        """A mark is exact, and no more than the item gives."""
        with pytest.raises(InvalidValueError, match="from 0 to 20"):
            household_score(
                self.FORM, self.HOME, marks={"g": mark},
                at=dt.date(2016, 10, 19),
            )  # fmt: skip

    @pytest.mark.parametrize("key", ["s", "x"])
    def test_a_mark_is_for_a_marked_item(self, key: str) -> None:
        """What follows from facts is not marked, nor is what is not there."""
        with pytest.raises(UnknownNameError, match=f"'{key}'"):
            household_score(self.FORM, self.HOME, marks={key: 1})

    def test_wrong_arguments(self) -> None:
        """Something else than a form or a household is named."""
        form: Any = "four-looks"
        case: Any = {"number": "H1"}

        with pytest.raises(InvalidValueError, match="no form of scores"):
            household_score(form, self.HOME)
        with pytest.raises(InvalidValueError, match="no household"):
            household_score(self.FORM, case)

    def test_evidence_of_another_household(self) -> None:
        """Evidence that says whose it is has to be of this one."""
        evidence = Evidence(
            coverage=(
                Coverage(
                    source="vehicles",
                    household="H2",
                    extract_date=dt.date(2016, 9, 1),
                ),
            )
        )
        with pytest.raises(InvalidValueError, match="another household"):
            household_score(self.FORM, self.HOME, evidence=evidence)

    @pytest.mark.parametrize("points", [0.5, -1, None])
    def test_a_threshold_is_exact(self, points: Any) -> None:
        """A score is held against an exact number."""
        form = form_of(MarkedItem(key="a", zh="总评", en="all", most=100))

        with pytest.raises(InvalidValueError, match="exact number"):
            household_score(form, self.HOME).reaches(points)

    def test_scores_of_two_forms_do_not_compare(self) -> None:
        """Only scores by one form put households in order."""
        one = MarkedItem(key="a", zh="总评", en="all", most=100)
        two = attrs.evolve(one, most=50)
        scores = [
            household_score(form_of(item), self.HOME) for item in (one, two)
        ]

        with pytest.raises(InvalidValueError, match="one and the same form"):
            scores[0].is_below(scores[1])


class TestWords:
    def test_says_each_item(self) -> None:
        """Points, what gave them, what is open, and what a score is not."""
        form = form_of(
            RuledItem(
                key="h", zh="住房", en="House", otherwise=20,
                steps=[ScoreStep(lacks_housing(), Fraction(5, 2))],
            ),
            RuledItem(
                key="w", zh="饮水", en="Water", otherwise=0,
                steps=[ScoreStep(RULES["safe_water"], 9)],
            ),
            MarkedItem(key="g", zh="看粮", en="Grain", most=20),
        )  # fmt: skip
        home = Household(
            number="990001196001010016",
            housing_grade=HousingGrade.D,
            net_income=yuan(9),
        )
        score = household_score(form, home)

        assert score.render("zh").splitlines()[1:] == [
            "  住房：2.50分（满分20分），住房为C级或D级危房。",
            "  饮水：0至9分（满分9分），待核实：饮水安全。",
            "  看粮：0至20分（满分20分），尚未评定。",
            "  合计2.50至31.50分。",
            "  评分供民主评议排序参考，不单独作为排除依据。",
        ]
        assert str(score).splitlines()[1:] == [
            "  House: 2.50 of 20 points, a dangerous house of grade C or D.",
            "  Water: 0 to 9 of 9 points; not known: safe water.",
            "  Grain: 0 to 20 of 20 points, not marked yet.",
            "  Together 2.50 to 31.50 points.",
            f"  {ALOUD}",
        ]
        assert "990001196001010016" not in f"{score!r}{score}"

    def test_is_a_value(self) -> None:
        """Scores compare and hash by what they hold."""
        form = form_of(MarkedItem(key="a", zh="总评", en="all", most=100))
        scores = {household_score(form, Household(number="H")) for _ in "ab"}

        assert len(scores) == 1
        assert isinstance(next(iter(scores)).items[0], ScoredItem)

    def test_no_policy_takes_a_form(self) -> None:
        """A form is no negative list."""
        form: Any = four_looks()

        with pytest.raises(InvalidPolicyError):
            SHIPPED[0].gives(form)
