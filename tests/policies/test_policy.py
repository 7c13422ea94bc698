from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import parameter
from pa_registry.conditions.terms import by_place
from pa_registry.conditions.tree import Labelled
from pa_registry.dates import AsOf, Round
from pa_registry.errors import (
    InvalidConditionError,
    InvalidPolicyError,
    InvalidStandardError,
    InvalidValueError,
    NeedsFactDayError,
    NoStandardInForceError,
    UnboundError,
    UnknownNameError,
)
from pa_registry.model import Household, Person, household, village
from pa_registry.money import Fen, yuan
from pa_registry.policies import (
    ExitOutcome,
    IdentificationOutcome,
    NegativeListOutcome,
    Policy,
    Step,
    clause_rule,
    household_exit,
    identification,
    income_below,
    lastingly_above,
    negative_list,
    plainly_above,
    waived,
)
from pa_registry.standards import (
    Certainty,
    Citation,
    DatedValue,
    Indexed,
    Standards,
    load_list,
)
from pa_registry.testing import days
from tests.policies.case_files import label_of
from tests.policies.random_policies import (
    CLEAR,
    DECIDED,
    EXCLUDED,
    REVIEW,
    TO_VERIFY,
    by_walking,
    cases,
    policies,
)
from tests.policies.shipped import SHIPPED, SLOW


DAY = dt.date(2016, 10, 19)
WET = (~household.safe_water).labelled("wet", zh="饮水不安全", en="no water")
HUNGRY = (~household.food_secured).labelled("hungry", zh="吃不饱", en="hunger")
FAVOURED = household.favoured.labelled("favoured", zh="优亲厚友", en="favour")
POOR = Household(
    number="H1",
    division="990001",
    income_year=2015,
    net_income=yuan(2854),
    members=(Person(number="1"),),
)
CITED = Citation(issuer="某县", title="某办法", certainty=Certainty.PROPOSAL)


def policy(**given: Any) -> Policy[NegativeListOutcome]:
    values: dict[str, Any] = {
        "name": "trial",
        "zh": "试点政策",
        "en": "trial policy",
        "steps": (
            Step(rule=FAVOURED, outcome=EXCLUDED),
            Step(rule=WET, outcome=REVIEW),
        ),
        "otherwise": CLEAR,
        "undecided": TO_VERIFY,
    }
    return Policy(**(values | given))


class TestConstruction:
    def test_refuses_a_step_to_the_undecided_outcome(self) -> None:
        """Only missing facts leave a case undecided, never a rule."""
        with pytest.raises(InvalidPolicyError, match="choose another"):
            policy(steps=(Step(rule=WET, outcome=TO_VERIFY),))

    def test_refuses_an_otherwise_that_excludes(self) -> None:
        """What takes something away needs a ground of its own."""
        with pytest.raises(InvalidPolicyError, match="Give a rule"):
            policy(otherwise=EXCLUDED)

    def test_refuses_an_undecided_otherwise(self) -> None:
        """The end of the list is a decision."""
        with pytest.raises(InvalidPolicyError, match="without a ground"):
            policy(otherwise=TO_VERIFY)

    def test_refuses_a_step_without_a_label(self) -> None:
        """A rule without a name could be no ground."""
        with pytest.raises(InvalidPolicyError, match="labelled"):
            policy(steps=(Step(rule=household.favoured, outcome=EXCLUDED),))

    def test_refuses_two_steps_of_one_label(self) -> None:
        """A label names one step."""
        step = Step(rule=WET, outcome=REVIEW)

        with pytest.raises(InvalidPolicyError, match="'wet' does not"):
            policy(steps=(step, step))

    def test_refuses_to_ask_what_is_missing(self) -> None:
        """Learning a fact must never undo a decision."""
        blank = household.net_income.is_missing().labelled("blank")

        with pytest.raises(InvalidPolicyError, match="undo the decision"):
            policy(steps=(Step(rule=blank, outcome=REVIEW),))

    def test_refuses_outcomes_of_two_kinds(self) -> None:
        """A list of clauses does not stand before an identification as is."""
        listed: Any = negative_list("qianxinan-2017-four-have")

        with pytest.raises(InvalidPolicyError, match="translated"):
            identification(line=yuan(2855)).after(listed)

    def test_refuses_rules_about_two_subjects(self) -> None:
        """A policy is about households or about villages, not about both."""
        poor = (village.collective_income < yuan(1)).labelled("no-income")
        step = Step[NegativeListOutcome](rule=poor, outcome=REVIEW)

        with pytest.raises(InvalidPolicyError, match="about village"):
            policy(steps=(*policy().steps, step))

    def test_refuses_what_is_no_rule(self) -> None:
        """A Python function is no rule."""
        no_rule: Any = len

        with pytest.raises(InvalidConditionError, match="condition"):
            Step(rule=no_rule, outcome=REVIEW)

    def test_takes_a_list_without_steps(self) -> None:
        """A policy that asks nothing gives what stands at its end."""
        assert policy(steps=())(POOR).outcome is CLEAR

    def test_is_frozen(self) -> None:
        """A policy is a value."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(policy(), "name", "other")  # noqa: B010 -- checkers see it

    def test_names_itself_in_a_few_words(self) -> None:
        """The repr of a policy fits a line."""
        assert repr(policy()) == "<Policy trial: 2 steps>"


class TestParameters:
    @pytest.mark.parametrize(
        "line", [Fen(0), Fen(-1), 2952, 2952.0, "2952", True], ids=repr
    )
    @pytest.mark.parametrize(
        "make",
        [
            identification,
            household_exit,
            income_below,
            plainly_above,
            lastingly_above,
        ],
    )
    def test_refuse_a_line_that_is_no_money_above_zero(
        self, make: Any, line: Any
    ) -> None:
        """A line is money above zero, and the error shows how to write it."""
        with pytest.raises(InvalidStandardError, match=r"yuan\(2952\)"):
            make(line=line)

    def test_refuse_a_reading_and_a_line(self) -> None:
        """A reading of stably has its own line; another is not passed over."""
        with pytest.raises(InvalidPolicyError, match="stably=lastingly_above"):
            household_exit(line=yuan(2952), stably=lastingly_above())

        with pytest.raises(InvalidPolicyError, match="size"):
            household_exit(
                size=household.registered_size, stably=lastingly_above()
            )

    def test_refuse_an_empty_slot(self) -> None:
        """The hard nine were not located, and the error says what to do."""
        with pytest.raises(InvalidStandardError) as caught:
            negative_list("hubei-2016-hard-nine")

        assert "hubei-2016-hard-nine" in str(caught.value)
        assert "not located" in str(caught.value)
        assert "with_list" in str(caught.value)

    def test_take_a_slot_that_was_filled(self) -> None:
        """A user's own list fills the slot, and nothing else changes."""
        theirs = attrs.evolve(
            load_list("qianxinan-2017-four-have"), id="hubei-2016-hard-nine"
        )
        book = Standards.builtin().with_list(theirs)

        filled = negative_list("hubei-2016-hard-nine", standards=book)

        assert filled.step("car").outcome is EXCLUDED
        with pytest.raises(InvalidStandardError):
            negative_list("hubei-2016-hard-nine")

    @pytest.mark.parametrize(
        "name", ["wushan-2017-four-in", "shaanxi-577-household"]
    )
    def test_refuse_a_list_of_another_kind(self, name: str) -> None:
        """What admits or is required is no negative list."""
        with pytest.raises(InvalidPolicyError, match="negative list"):
            negative_list(name)

    def test_refuse_a_list_by_its_name(self) -> None:
        """Identification takes a policy, and the error says how."""
        name: Any = "qianxinan-2017-four-have"

        with pytest.raises(InvalidPolicyError, match="negative_list="):
            identification(negative_list=name)

    def test_refuse_an_unknown_disagreement(self) -> None:
        """A setting that does not exist names those that do."""
        setting: Any = "visit-prevail"

        with pytest.raises(UnknownNameError, match="visit-prevails"):
            identification(disagreement=setting)

    def test_suggest_the_name_of_a_list(self) -> None:
        """A misspelt list names the nearest one."""
        with pytest.raises(UnknownNameError, match="suibin-2016"):
            negative_list("suibin-2016-eleven-kind")

    def test_refuse_the_rule_of_a_clause_without_one(self) -> None:
        """A clause that no field holds has no rule, and says why."""
        clause = load_list("leaflet-3300-with-exceptions").clause(
            "income-above"
        )

        with pytest.raises(InvalidPolicyError, match="county's average"):
            clause_rule(clause)

    def test_name_a_waived_item(self) -> None:
        """The rule of a waiver names its item."""
        assert label_of(waived("car")).name == "waived-car"

    def test_take_a_line_by_place(self) -> None:
        """A line may be a term of one's own, such as one by place."""
        line: Any = by_place(
            "own-line", household.division, {"9900": yuan(2855)}
        )
        made = identification(line=line, guarantees=())

        assert made(POOR).outcome is IdentificationOutcome.REGISTER

    def test_tell_two_clauses_of_one_circumstance_apart(self) -> None:
        """A circumstance that stands in two items has two labels."""
        one = load_list("qianxinan-2017-four-have")
        twice = attrs.evolve(one, items=(*one.items, *one.items))

        labels = [step.label for step in negative_list(twice).steps]

        assert labels[:4] == [s.label for s in negative_list(one).steps]
        assert labels[4:] == [f"{label}-2" for label in labels[:4]]


class TestDay:
    def test_is_needed_for_a_number_of_the_year(self) -> None:
        """Without a day nobody knows which line applies."""
        with pytest.raises(NeedsFactDayError):
            identification()(POOR)

    def test_is_needed_for_a_rule_about_dates(self) -> None:
        """Without a day nobody is of school age."""
        with pytest.raises(NeedsFactDayError):
            identification(line=yuan(2855))(POOR)

    def test_is_not_needed_where_nothing_reads_it(self) -> None:
        """A policy with its number, which reads no date, needs no day."""
        made = identification(line=yuan(2855), guarantees=())

        assert not made.needs_day()
        assert made(POOR).outcome is IdentificationOutcome.REGISTER

    def test_is_no_moment(self) -> None:
        """A datetime is no day."""
        made = identification(line=yuan(2855), guarantees=())

        with pytest.raises(InvalidValueError):
            made(POOR, at=dt.datetime(2016, 10, 19))  # noqa: DTZ001

    def test_picks_the_number_by_the_rules_clock(self) -> None:
        """The round of 2016 keeps its line, even in January of 2017."""
        made = identification(guarantees=())
        january = Round(year=2016, fact=dt.date(2017, 1, 5))

        line = made(POOR, at=january).policy.bound[0].values[0]

        assert line.value == yuan(2855)
        assert made(POOR, at=january).outcome is IdentificationOutcome.REGISTER

    def test_has_no_line_before_there_was_one(self) -> None:
        """For a round of 2010 no line is known, and none is made up."""
        with pytest.raises(NoStandardInForceError, match="income-line"):
            identification()(POOR, at=dt.date(2010, 1, 1))


class TestBind:
    def test_leaves_the_original_open(self) -> None:
        """Binding gives another policy."""
        made = identification()
        before = made.fingerprint

        bound = made.bind(Standards.builtin(), DAY)

        assert made.is_open
        assert made.bound == ()
        assert made.fingerprint == before
        assert not bound.is_open
        assert [n.name for n in bound.bound] == [
            "income-line",
            "school-age-from",
            "school-age-to",
        ]

    def test_takes_a_book_of_ones_own(self) -> None:
        """A province's own line applies there, and the built-in stays."""
        book = Standards.builtin().with_value(
            "income-line", "3100", when=2015, place="9900", citation=CITED
        )
        well = attrs.evolve(POOR, net_income=yuan(3000))
        made = identification(guarantees=())

        assert made.bind(book, DAY)(well, at=DAY).outcome.name == "REGISTER"
        assert made(well, at=DAY).outcome.name == "NOT_REGISTERED"

    def test_cites_what_it_put_in(self) -> None:
        """A decision cites the numbers that it used, each with its source."""
        decision = identification(guarantees=())(POOR, at=DAY)

        titles = {cite.title for cite in decision.citations}
        assert "云南调查年鉴2017" in titles

    def test_takes_numbers_that_only_places_have(self) -> None:
        """Where the nation has no number, other places are left open."""
        nation = Standards.builtin().standard("income-line")
        line = attrs.evolve(
            nation,
            key="own-line",
            zh="本地标准",
            en="line of the place",
            indexed=Indexed.YEAR,
            values=(
                DatedValue(
                    key="own-line",
                    value=yuan(2855),
                    unit=nation.unit,
                    citation=CITED,
                    place="9900",
                    year=2016,
                ),
            ),
        )
        rule = household.net_income < parameter("own-line")
        made = policy(steps=(Step(rule=rule.labelled("low"), outcome=REVIEW),))

        bound = made.bind(Standards.builtin().with_standard(line), DAY)

        assert bound(POOR).outcome is REVIEW
        elsewhere = bound(attrs.evolve(POOR, division="9801"))
        assert elsewhere.outcome is TO_VERIFY
        assert "标准“本地标准”" in elsewhere.render("zh")
        assert "standard “line of the place”" in elsewhere.render("en")
        (cause,) = elsewhere.missing
        assert cause.question("zh") == "当地执行的标准“本地标准”是多少"
        for language in ("zh", "en"):
            assert "own-line" not in elsewhere.render(language)
            assert "own-line" not in cause.question(language)

    def test_shows_the_source_of_its_function(self) -> None:
        """What is generated can be read."""
        assert (
            "net_income"
            in identification(line=yuan(2855), guarantees=()).source()
        )

    def test_is_remembered_by_day(self) -> None:
        """The numbers of a day are looked up once."""
        made = identification()

        assert made.bound_at(DAY) is made.bound_at(AsOf(fact=DAY))

    def test_refuses_codes_as_numbers(self) -> None:
        """A standard that is a list of codes is no number for a rule."""
        odd = household.size >= parameter("safe-housing-grades", "person")
        made = policy(steps=(Step(rule=odd.labelled("odd"), outcome=REVIEW),))

        with pytest.raises(InvalidPolicyError, match="whole number"):
            made.bind(Standards.builtin(), DAY)

    def test_is_asked_for_by_the_fast_way(self) -> None:
        """The fast way binds for the day, and asks where there is none."""
        found = identification().outcome(POOR, None, DAY)

        assert found is identification()(POOR, at=DAY).outcome
        with pytest.raises(UnboundError):
            identification().outcome(POOR)


class TestStep:
    def test_is_found_by_its_label(self) -> None:
        """A step is named by the label of its rule."""
        assert policy().step("wet").rule == WET

    def test_suggests_a_label(self) -> None:
        """A misspelt label names the nearest one."""
        with pytest.raises(UnknownNameError, match="favoured"):
            policy().step("favored")


class TestGives:
    def test_refuses_the_undecided_outcome(self) -> None:
        """No rule gives the undecided outcome."""
        with pytest.raises(InvalidPolicyError, match="is_decided"):
            policy().gives(TO_VERIFY)

    def test_refuses_the_outcome_of_another_policy(self) -> None:
        """Nobody is clear of a list by an identification."""
        outcome: Any = CLEAR

        with pytest.raises(InvalidPolicyError, match="IdentificationOutcome"):
            identification(line=yuan(1)).gives(outcome)

    def test_is_never_met_for_what_no_step_gives(self) -> None:
        """An outcome that stands nowhere is never given."""
        rule = identification(line=yuan(1)).gives(
            IdentificationOutcome.STRICT_REVIEW
        )

        assert rule.judge(POOR, at=DAY).name == "NOT_MET"

    def test_is_a_condition_like_any_other(self) -> None:
        """A policy as a condition stands in another policy."""
        poor = identification(line=yuan(2855), guarantees=()).gives(
            IdentificationOutcome.REGISTER
        )
        made = policy(steps=(Step(rule=poor, outcome=REVIEW),))

        assert made(POOR).outcome is REVIEW
        assert made(attrs.evolve(POOR, net_income=None)).outcome is TO_VERIFY


def unlabelled(rule: Any) -> Any:
    """Take the labels off a rule."""
    while hasattr(rule, "label"):
        rule = rule.part
    return rule


def renamed(made: Policy[Any], prefix: str) -> Policy[Any]:
    """Give the steps of a drawn policy labels of their own."""
    steps = tuple(
        attrs.evolve(
            step,
            rule=unlabelled(step.rule).labelled(f"{prefix}-{place}"),
        )
        for place, step in enumerate(made.steps)
    )
    return attrs.evolve(made, name=prefix, steps=steps)


class TestComposition:
    @SLOW
    @given(
        policies(most=2), policies(most=2), policies(most=2), cases(), days()
    )
    def test_after_is_associative(
        self, one: Any, two: Any, three: Any, case: Any, day: dt.date
    ) -> None:
        """Three lists one after the other are one list."""
        one, two, three = (
            renamed(made, prefix)
            for made, prefix in ((one, "a"), (two, "b"), (three, "c"))
        )
        who, evidence = case

        left = three.after(two).after(one)
        right = three.after(two.after(one))

        assert left == right
        assert left.steps == (*one.steps, *two.steps, *three.steps)
        assert left.outcome(who, evidence, day) is right.outcome(
            who, evidence, day
        )

    @SLOW
    @given(policies(), policies(most=1), st.data(), cases(), days())
    def test_replace_changes_one_step_only(
        self, made: Any, other: Any, data: Any, case: Any, day: dt.date
    ) -> None:
        """A reform exchanges one rule; the old policy stays as it was."""
        place = data.draw(st.integers(0, len(made.steps) - 1))
        old = made.steps[place]
        new = unlabelled(other.steps[0].rule)
        before, steps = made.fingerprint, made.steps

        reform = made.replace(old.label, new)

        assert made.steps is steps
        assert made.fingerprint == before
        assert reform.steps[place].rule.part == new
        assert reform.steps[place].label == old.label
        assert reform.steps[place].outcome is old.outcome
        assert [s for i, s in enumerate(reform.steps) if i != place] == [
            s for i, s in enumerate(steps) if i != place
        ]
        assert set(
            reform(case[0], evidence=case[1], at=day).possible
        ) == by_walking(reform, case, day)

    def test_replace_takes_a_label_of_its_own(self) -> None:
        """A labelled rule brings its label along."""
        reform = policy().replace("wet", HUNGRY)

        assert [step.label for step in reform.steps] == ["favoured", "hungry"]

    def test_replace_suggests_a_label(self) -> None:
        """A step that does not exist cannot be replaced."""
        with pytest.raises(UnknownNameError, match="wet"):
            policy().replace("wett", WET)

    @SLOW
    @given(policies(), cases(), days())
    def test_translated_keeps_the_structure(
        self, made: Any, case: Any, day: dt.date
    ) -> None:
        """The same rules with other words give the same, in other words."""
        words = {
            EXCLUDED: IdentificationOutcome.NOT_REGISTERED,
            REVIEW: IdentificationOutcome.STRICT_REVIEW,
            CLEAR: IdentificationOutcome.REGISTER,
            TO_VERIFY: IdentificationOutcome.TO_VERIFY,
        }

        found = made.translated(
            words,
            otherwise=words[made.otherwise],
            undecided=IdentificationOutcome.TO_VERIFY,
        )

        assert [s.rule for s in found.steps] == [s.rule for s in made.steps]
        assert found.beyond == made.beyond
        old = made(case[0], evidence=case[1], at=day)
        new = found(case[0], evidence=case[1], at=day)
        assert new.outcome is words[old.outcome]
        assert new.possible == tuple(words[one] for one in old.possible)

    def test_the_negative_list_stands_first(self) -> None:
        """Identification after a list asks its clauses before the income."""
        listed = negative_list("qianxinan-2017-four-have")
        made = identification(line=yuan(2855), negative_list=listed)

        labels = [step.label for step in made.steps]
        assert labels[: len(listed.steps)] == [s.label for s in listed.steps]
        assert labels[len(listed.steps)] == "income-below-line"
        assert made.beyond == listed.beyond


class TestFingerprint:
    @given(policies(), policies())
    def test_is_equal_where_the_rules_are(self, one: Any, two: Any) -> None:
        """Two policies have one fingerprint if and only if they are equal."""
        same = one == two

        assert (one.fingerprint == two.fingerprint) is same
        assert one.fingerprint == attrs.evolve(one).fingerprint

    @pytest.mark.parametrize(
        "change",
        [
            {"otherwise": REVIEW},
            {"name": "other"},
            {"steps": (Step(rule=FAVOURED, outcome=EXCLUDED),)},
            {
                "steps": (
                    Step(rule=FAVOURED, outcome=REVIEW),
                    Step(rule=WET, outcome=REVIEW),
                )
            },
            {
                "steps": (
                    Step(rule=WET, outcome=REVIEW),
                    Step(rule=FAVOURED, outcome=EXCLUDED),
                )
            },
        ],
        ids=["otherwise", "name", "fewer", "outcome", "order"],
    )
    def test_differs_for_any_change(self, change: dict[str, Any]) -> None:
        """Another end, outcome, order or rule is another yardstick."""
        assert policy(**change).fingerprint != policy().fingerprint

    def test_differs_for_another_line(self) -> None:
        """One fen more is another yardstick."""
        one = identification(line=yuan(2952))
        two = identification(line=yuan("2952.01"))

        assert one.fingerprint == identification(line=yuan(2952)).fingerprint
        assert one.fingerprint != two.fingerprint

    def test_differs_by_year_and_place(self) -> None:
        """The yardstick of a round is that of its income year."""
        made = identification()

        prints = {
            made(POOR, at=dt.date(year, 10, 19)).policy.fingerprint
            for year in (2014, 2015, 2016, 2017)
        }
        assert len(prints) == 4
        assert made(POOR, at=DAY).policy.fingerprint == (
            made(POOR, at=dt.date(2016, 1, 1)).policy.fingerprint
        )

    def test_does_not_depend_on_words(self) -> None:
        """A rule that is put better is the same rule."""
        rule = (~household.safe_water).labelled(
            "wet", zh="饮水不安全。", en="w"
        )

        assert (
            policy().replace("wet", rule).fingerprint == policy().fingerprint
        )

    def test_tells_all_shipped_policies_apart(self) -> None:
        """No two policies that ship are the same yardstick."""
        prints = [made.fingerprint for made in SHIPPED]

        assert len(set(prints)) == len(SHIPPED)


class TestDescribe:
    @pytest.mark.parametrize(
        "made", SHIPPED, ids=lambda made: made.fingerprint[:6]
    )
    def test_says_every_step(self, made: Policy[Any]) -> None:
        """Each step is put into words, and what no field can judge."""
        for language in ("zh", "en"):
            text = made.describe(language).lower()

            for step in made.steps:
                assert isinstance(step.rule, Labelled)
                assert getattr(step.rule.label, language).lower() in text
            for one in made.beyond:
                assert one[language == "en"].lower() in text
        assert str(made) == made.describe("en")


class TestOutcomes:
    @pytest.mark.parametrize(
        "kind", [NegativeListOutcome, IdentificationOutcome, ExitOutcome]
    )
    def test_are_worded_and_one_is_open(self, kind: Any) -> None:
        """Each outcome has its words; the open one is 待核实."""
        assert all(one.zh and one.en for one in kind)
        assert kind("TO_VERIFY").zh == "待核实"

    def test_only_exclusion_takes_away(self) -> None:
        """Leaving somebody unregistered takes nothing from him."""
        kinds = (NegativeListOutcome, IdentificationOutcome, ExitOutcome)

        taking = {one for kind in kinds for one in kind if one.excludes}
        assert taking == {EXCLUDED}
        assert set(DECIDED) | {TO_VERIFY} == set(NegativeListOutcome)
