from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import all_of, any_of
from pa_registry.dates import AsOf
from pa_registry.errors import (
    AmbiguousTruthError,
    InvalidValueError,
    PaRegistryError,
)
from pa_registry.model import (
    Appraisal,
    Cause,
    Coverage,
    Evidence,
    Helper,
    Household,
    IdentityNumber,
    Payroll,
    Person,
    Registry,
    Relative,
    Vehicle,
    Visit,
    household,
    person,
)
from pa_registry.money import yuan
from pa_registry.policies import (
    Decision,
    Ground,
    NegativeListOutcome,
    Policy,
    Step,
    compare,
    household_exit,
    identification,
    negative_list,
)
from pa_registry.standards import ListKind, Reach, condition, lists
from pa_registry.testing import identities
from tests.policies.case_files import (
    CASES,
    evidence_of,
    household_of,
    label_of,
)
from tests.policies.shipped import DAY, FEW, LISTS, SHIPPED, each_shipped


ROOT = CASES.parents[2]
CAR = {"holder": "1", "seen_on": dt.date(2016, 6, 30), "kind": "小轿车"}
SON = {"number": "K1", "relation_to_head": "之子"}
POST = {
    "holder": "K1",
    "seen_on": dt.date(2016, 6, 30),
    "employer": "财政供养单位",
    "post": "正式在编",
}


def decide(policy: Policy[Any], at: Any = DAY, **given_: Any) -> Decision[Any]:
    facts = {"like": "poor", **given_}
    return policy(household_of(facts), evidence=evidence_of(facts), at=at)


class TestGround:
    def test_is_never_an_unknown_step_before_it(self) -> None:
        """A known car decides, though the housing before it is open."""
        decision = decide(
            negative_list("qianxinan-2017-four-have"),
            evidence={"vehicles": [CAR], "unchecked": ["urban_houses"]},
        )

        assert str(decision.ground) == "car"
        assert decision.missing == ()
        assert [cause.about for cause in decision.open] == ["urban_houses"]

    def test_of_the_end_is_worded_by_the_policy(self) -> None:
        """Where nothing is met, the policy says so in its own words."""
        made = attrs.evolve(
            negative_list("qianxinan-2017-four-have"),
            otherwise_zh="",
            otherwise_en="",
        )
        ground = decide(made).ground

        assert ground is not None
        assert (ground.zh, ground.en) == (
            "不属于以上任何情形",
            "none of the rules applies",
        )

    def test_of_a_rule_without_a_label_is_the_rule_in_words(self) -> None:
        """A rule that nobody named is described."""
        ground = Ground.of_rule(~household.safe_water)

        assert ground.name == ""
        assert ground.zh
        assert ground.en

    def test_without_words_is_the_rule_in_words(self) -> None:
        """A label without wording borrows that of its rule."""
        rule = ~household.safe_water
        ground = Ground.of_rule(rule.labelled("wet"))

        assert (ground.zh, ground.en) == (
            rule.describe("zh"),
            rule.describe("en"),
        )


class TestOnEntryDay:
    OPEN = negative_list("qianxinan-2017-four-have")
    BOUGHT: ClassVar[dict[str, Any]] = {
        "household": {"entered": dt.date(2014, 5, 1)},
        "evidence": {
            "vehicles": [
                {
                    "holder": "1",
                    "acquired": dt.date(2015, 3, 1),
                    "kind": "小轿车",
                }
            ]
        },
    }

    def test_is_the_other_lawful_answer(self) -> None:
        """Where the text leaves the day open, both answers are given."""
        decision = decide(self.OPEN, **self.BOUGHT)
        other = decision.on_entry_day

        assert other is not None
        assert decision.outcome.name == "EXCLUDED"
        assert other.outcome.name == "CLEAR"
        assert json.loads(decision.to_json())["on_entry_day"] == {
            "fact": "2014-05-01",
            "outcome": "CLEAR",
            "possible": ["CLEAR"],
        }

    def test_is_given_where_the_text_wants_it(self) -> None:
        """A list that bars entry looks at the facts of that day."""
        barring = negative_list("wushan-2017-seven-not-in")
        decision = decide(barring, **self.BOUGHT)
        other = decision.on_entry_day

        assert other is not None
        assert (decision.outcome.name, other.outcome.name) == (
            "EXCLUDED",
            "CLEAR",
        )
        assert "清单以识别时的事实为准" in decision.render("zh")

    def test_is_left_out_where_nobody_knows_it(self) -> None:
        """Without a day of entry, or on that day, there is one answer."""
        entered = dt.date(2014, 5, 1)

        assert decide(self.OPEN).on_entry_day is None
        assert decide(self.OPEN, entered, **self.BOUGHT).on_entry_day is None

    def test_stands_in_an_identification_by_that_list(self) -> None:
        """A policy that asks an open list first is as open."""
        made = identification(line=yuan(2855), negative_list=self.OPEN)

        assert decide(made, **self.BOUGHT).on_entry_day is not None


class TestKin:
    def test_appear_on_the_kin_and_nowhere_else(self) -> None:
        """Only the list that reaches kin is hit, and on the kin."""
        facts = {
            "household": {"relatives": [SON]},
            "evidence": {
                "payrolls": [POST],
                "checked_for": {"payrolls": ["K1"]},
            },
        }

        for name in LISTS:
            decision = decide(negative_list(name), **facts)
            if name == "ten-principles-2018":
                assert str(decision.ground) == "fiscal-payroll-kin"
                hits = [r for r in decision.reasons if r.truth.value]
                where = {
                    f.where for r in hits for p in r.walk() for f in p.facts
                }
                assert all(one.startswith("kin_payrolls[") for one in where)
            else:
                assert decision.outcome.name == "CLEAR"

    def test_are_read_by_no_other_clause(self) -> None:
        """No clause reads kin unless it says that it reaches them."""
        for one in lists():
            if one.kind is not ListKind.NEGATIVE or one.is_empty:
                continue
            kin = {c.label for c in one.clauses if c.reach is Reach.KIN}
            reading = {
                step.label
                for step in negative_list(one).steps
                if any(
                    name.startswith(("household.kin_", "household.relatives"))
                    for name in step.rule.reads()
                )
            }

            assert reading == kin


class TestCitations:
    def test_of_an_exclusion_name_the_list(self) -> None:
        """Whoever is excluded can read by which text."""
        for name in LISTS:
            for step in negative_list(name).steps:
                assert label_of(step.rule).cites


class TestWhyNot:
    def test_names_the_steps_and_what_ended_the_list(self) -> None:
        """Why not clear: the car ended the list before its end."""
        made = negative_list("qianxinan-2017-four-have")
        decision = decide(made, evidence={"vehicles": [CAR]})

        reasons = decision.why_not(NegativeListOutcome.CLEAR)

        assert [label_of(r.condition).name for r in reasons] == ["car"]

    def test_names_every_rule_of_the_outcome(self) -> None:
        """Why not excluded: each excluding rule was not met."""
        made = negative_list("qianxinan-2017-four-have")

        reasons = decide(made).why_not(NegativeListOutcome.EXCLUDED)

        assert len(reasons) == 4
        assert {r.truth.name for r in reasons} == {"NOT_MET"}


class TestToJson:
    def test_has_what_an_auditor_needs(self) -> None:
        """The JSON names the policy, the yardstick, the clocks, the facts."""
        clocks = AsOf(
            fact=dt.date(2017, 1, 5),
            recorded=dt.date(2017, 2, 1),
            rules=dt.date(2016, 12, 31),
        )
        made = identification(guarantees=())
        content = json.loads(decide(made, at=clocks).to_json())

        assert content["format"] == "pa-registry/decision"
        assert content["policy"] == "identification"
        assert content["outcome"] == "REGISTER"
        assert content["ground"] == "income-below-line"
        assert content["clocks"] == {
            "fact": "2017-01-05",
            "recorded": "2017-02-01",
            "rules": "2016-12-31",
        }
        assert {
            "field": "household.net_income",
            "where": "",
            "value": 500_000,
        } in content["reasons"][0]["facts"]

    def test_says_what_is_missing(self) -> None:
        """An undecided case names each cause by its kind."""
        made = identification(line=yuan(2855), guarantees=())
        decision = decide(made, household={"net_income": ""})
        content = json.loads(decision.to_json())

        assert content["ground"] is None
        assert content["possible"] == ["REGISTER", "NOT_REGISTERED"]
        assert content["missing"] == [
            {
                "kind": "MissingFact",
                "where": "",
                "about": "household.net_income",
                "ask_zh": "家庭全年纯收入是多少元",
                "ask_en": (
                    "how much is the net income of the household in the"
                    " year, in yuan?"
                ),
            }
        ]

    def test_has_no_clocks_where_none_were_given(self) -> None:
        """A policy that needs no day leaves the clocks blank."""
        made = identification(line=yuan(2855), guarantees=())

        assert json.loads(decide(made, at=None).to_json())["clocks"] is None

    @each_shipped
    def test_is_canonical(self, place: int) -> None:
        """The keys are sorted and nothing is padded: the same bytes."""
        text = decide(SHIPPED[place]).to_json()

        assert text == json.dumps(
            json.loads(text),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    def test_is_the_same_in_another_process(self) -> None:
        """No hash seed, locale or time zone changes a byte."""
        program = (
            "from tests.policies.test_decision import everything;"
            "import sys; sys.stdout.buffer.write(everything())"
        )
        places = [str(ROOT), *sys.path]

        for seed in ("0", "1", "4242"):
            found = subprocess.run(  # noqa: S603 -- this interpreter
                [sys.executable, "-c", program],
                env={
                    **os.environ,
                    "PYTHONHASHSEED": seed,
                    "PYTHONPATH": os.pathsep.join(places),
                    "LC_ALL": "C",
                    "TZ": "Asia/Kathmandu",
                },
                capture_output=True,
                check=True,
            )
            assert found.stdout == everything()


def everything() -> bytes:
    """Write the decisions of every policy that ships, on a busy case."""
    causes = {"main_cause": "因病", "other_causes": ["因学", "因灾", "缺技术"]}
    facts: dict[str, Any] = {
        "household": {**causes, "relatives": [SON]},
        "evidence": {
            "payrolls": [POST],
            "vehicles": [CAR],
            "unchecked": ["farms", "premises", "appliances"],
        },
    }
    found = [decide(made, **facts) for made in (*SHIPPED, of_causes())]
    parts = [
        text
        for one in found
        for text in (one.to_json(), one.render("zh"), one.render("en"))
    ]
    return "\n".join(parts).encode()


def of_causes() -> Policy[NegativeListOutcome]:
    """Make a policy that reads a multi-select field."""
    causes = household.other_causes
    rule = any_of(
        causes.contains(Cause.MARRIAGE), causes.contains(Cause.LAND)
    ).labelled("causes", zh="因婚或缺土地", en="marriage or lack of land")
    return Policy(
        name="causes",
        zh="致贫原因",
        en="causes",
        steps=(Step(rule=rule, outcome=NegativeListOutcome.STRICT_REVIEW),),
        otherwise=NegativeListOutcome.CLEAR,
        undecided=NegativeListOutcome.TO_VERIFY,
    )


def reading_secrets() -> Policy[NegativeListOutcome]:
    """Make a policy of a careless user, which reads private text."""
    rule = all_of(
        household.phone.equals("nobody's"),
        household.account.equals("nobody's"),
        household.bank.equals("nobody's"),
        household.members.any(person.name.equals("nobody")),
    ).labelled("secrets", zh="私密", en="secrets")
    return Policy(
        name="secrets",
        zh="私密",
        en="secrets",
        steps=(Step(rule=rule, outcome=NegativeListOutcome.STRICT_REVIEW),),
        otherwise=NegativeListOutcome.CLEAR,
        undecided=NegativeListOutcome.TO_VERIFY,
    )


SECRETIVE = (
    *SHIPPED,
    identification(),
    household_exit(line=yuan(2855)),
    reading_secrets(),
)
digits = st.text("0123456789", min_size=11, max_size=19)


def outputs(policy: Policy[Any], who: Household, evidence: Evidence) -> Any:
    """Yield all that a policy says when it judges a household."""
    decision = policy(who, evidence=evidence, at=DAY)
    yield from (repr(decision), str(decision), decision.to_json())
    yield from (repr(policy), str(policy), policy.describe("zh"))
    yield from (decision.render("zh"), decision.render("en"))
    yield repr((decision.ground, decision.possible, decision.outcome))
    yield repr((decision.missing, decision.open, decision.citations))
    for reason in (*decision.reasons, *decision.why_not(policy.otherwise)):
        yield from (repr(reason), str(reason), reason.render("zh"))
    for cause in (*decision.missing, *decision.open):
        yield from (str(cause), cause.sentence("zh"), cause.question("en"))
    both = compare(
        policy,
        policy,
        Registry(households=(who,)),
        at=DAY,
        evidence={who.number: evidence},
    )
    yield from (repr(both), str(both), repr(both.changes))
    yield from _errors(policy, who, evidence)


def _errors(policy: Policy[Any], who: Any, evidence: Any) -> Any:
    wrong: tuple[Any, ...] = (None, dt.datetime(2016, 10, 19), "2016")  # noqa: DTZ001
    for at in wrong:
        try:
            policy(who, evidence=evidence, at=at)
        except (PaRegistryError, TypeError, AttributeError) as error:
            yield f"{error!r} {error} {error.args}"
    with pytest.raises(PaRegistryError) as caught:
        policy.step(f"{who.number}?")
    yield f"{caught.value!r} {caught.value} {caught.value.args}"


class TestPrivacy:
    @pytest.mark.parametrize(
        "policy",
        SECRETIVE,
        ids=lambda one: f"{one.name}-{one.fingerprint[:4]}",
    )
    @FEW
    @given(identities(), identities(), digits, digits)
    def test_nothing_personal_is_ever_said(
        self,
        policy: Policy[Any],
        one: IdentityNumber,
        other: IdentityNumber,
        phone: str,
        account: str,
    ) -> None:
        """No output holds an identity number, a phone or an account."""
        who = attrs.evolve(
            household_of({"like": "poor"}),
            phone=phone,
            account=account,
            bank=f"bank {account}",
            helper=Helper(phone=phone),
            members=(Person(number="1", name="某甲", identity=one),),
            relatives=(Relative(number="K1", identity=other),),
        )
        evidence = Evidence(
            vehicles=(Vehicle(holder="1", seen_on=DAY),),
            payrolls=(Payroll(holder="K1", seen_on=DAY),),
            appraisals=(Appraisal(day=DAY, minutes=account),),
            visits=(Visit(day=DAY, visitor=phone),),
        )
        secrets = {
            one.reveal(purpose="test"),
            other.reveal(purpose="test"),
            phone,
            account,
        }

        for text in outputs(policy, who, evidence):
            assert not [secret for secret in secrets if secret in text]


def fields_read() -> Iterator[str]:
    """List what the rules of all policies and of all lists read."""
    for policy in (*SHIPPED, identification(), household_exit()):
        for step in policy.steps:
            yield from step.rule.reads()
    for clause in (clause for one in lists() for clause in one.clauses):
        rule = condition(clause)
        if rule is not None:
            yield from rule.reads()


def allowed() -> set[str]:
    """Read the fields that people have checked."""
    text = Path(__file__).with_name("read-fields.txt").read_text("utf-8")
    return {line for line in text.splitlines() if line[:1] != "#"}


class TestReads:
    def test_no_shipped_rule_reads_a_size_quota(self) -> None:
        """Every field that a rule reads is on a list that people checked."""
        read = set(fields_read())

        assert read == allowed()
        for name in read:
            assert not {"quota", "ceiling", "scale", "headcount"} & set(
                name.replace(".", "_").split("_")
            )

    def test_size_is_that_of_the_household(self) -> None:
        """The only size that is read is the number of its members."""
        sizes = {name for name in allowed() if "size" in name}

        assert sizes == {"household.size"}


class TestOfAnother:
    def test_evidence_of_another_household_is_refused(self) -> None:
        """A swapped argument is an error, not a clear household."""
        made = negative_list("qianxinan-2017-four-have")
        other = Evidence(
            coverage=(Coverage(source="vehicles", household="H2"),)
        )

        with pytest.raises(InvalidValueError, match="another household"):
            made(Household(number="H1"), evidence=other, at=DAY)
        with pytest.raises(InvalidValueError, match="another household"):
            made.outcome(Household(number="H1"), other, DAY)

    def test_a_decision_is_no_bool(self) -> None:
        """`if policy(household):` says how to ask instead."""
        decision = identification(line=yuan(2855), guarantees=())(
            Household(number="H1")
        )

        with pytest.raises(AmbiguousTruthError, match="outcome"):
            bool(decision)

    def test_a_number_as_a_key_is_masked(self) -> None:
        """A household whose key is an identity number is not shown by it."""
        number = "990102199901010011"
        decision = identification(line=yuan(2855), guarantees=())(
            Household(number=number, members=(Person(number=number),))
        )
        shown = (
            repr(decision),
            str(decision),
            decision.render("zh"),
            decision.to_json(),
            repr(decision.missing),
            repr(decision.reasons),
        )

        assert [one for one in shown if number in one] == []
