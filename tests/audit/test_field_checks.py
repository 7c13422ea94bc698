from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    CheckList,
    CheckOutcome,
    Clearance,
    ClearingRule,
    FieldCheck,
    Proof,
    Suspicion,
    SuspicionKind,
    Verdict,
)
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.model import RelationToHead, VehicleKind, VisitMode
from pa_registry.policies import (
    DispositionOutcome,
    FindingSubject,
    FindingTarget,
)
from pa_registry.synthetic.flaws import STRICT
from tests.audit.samples import (
    AUDITORS,
    CHECKED,
    DECIDED,
    ENTERED,
    GROUP,
    OFFICE,
    TEAM,
    car,
    check,
    clearance,
    hit,
    home,
    person,
    register,
    suspicion,
    text,
    verdict,
)


DELISTED = DispositionOutcome.DELISTED
RETAINED = DispositionOutcome.RETAINED
TO_VERIFY = DispositionOutcome.TO_VERIFY
IN_PERSON = {VisitMode.HOME, VisitMode.SITE}


def of_person(**more: Any) -> Suspicion:
    """Suspect one member only."""
    fields: dict[str, Any] = {
        "subject": FindingSubject.PERSON,
        "ground": "person-in-two-households",
        "effect": None,
        **more,
    }
    return attrs.evolve(suspicion(), **fields)


class TestClearing:
    @pytest.mark.parametrize("rule", ClearingRule)
    def test_each_rule_asks_for_its_proofs(self, rule: ClearingRule) -> None:
        """Any one missing proof keeps a suspicion from being cleared."""
        full = {any_of[0]: "材料1号" for any_of in rule.needs}
        whole = Clearance(rule=rule, proofs=full, checker=TEAM, day=CHECKED)

        assert dict(whole.proofs) == full
        for any_of in rule.needs:
            short = {
                proof: paper
                for proof, paper in full.items()
                if proof not in any_of
            }
            for proofs in (short, {**short, any_of[0]: " "}):
                with pytest.raises(InvalidValueError, match="is not proved"):
                    attrs.evolve(whole, proofs=proofs)

    def test_rules_of_the_sources(self) -> None:
        """The six rules that were read ask for a paper each."""
        bare = {ClearingRule.FACT_DATE, ClearingRule.STATED_EXCEPTION}

        assert {rule for rule in ClearingRule if not rule.needs} == bare
        assert len(ClearingRule) == 6 + 1 + len(bare)

    @pytest.mark.parametrize(
        "proof", [Proof.CANCELLATION, Proof.OPERATING_PROOF]
    )
    def test_one_of_two_is_enough(self, proof: Proof) -> None:
        """A company is cleared by a cancellation, or by its operation."""
        cleared = Clearance(
            rule=ClearingRule.NOT_OPERATED,
            proofs={proof: "材料1号"},
            checker=TEAM,
            day=CHECKED,
        )

        assert cleared.rule.zh == "企业未实际经营或被冒用身份"

    @pytest.mark.parametrize(
        "change", [{"checker": "某人"}, {"day": "2016-08-20"}]
    )
    def test_says_who_and_when(self, change: dict[str, Any]) -> None:
        """A clearing without a body or a day is refused."""
        with pytest.raises(InvalidValueError, match="who checked"):
            attrs.evolve(clearance(), **change)


class TestFieldCheck:
    @pytest.mark.parametrize("mode", VisitMode)
    @pytest.mark.parametrize("outcome", CheckOutcome)
    def test_what_supports_a_removal(
        self, mode: VisitMode, outcome: CheckOutcome
    ) -> None:
        """Only a check in person that upheld the suspicion does."""
        found = check(suspicion(), outcome, mode)
        upheld = outcome is CheckOutcome.UPHELD and mode in IN_PERSON

        assert found.supports_removal is upheld
        cleared = outcome is CheckOutcome.NOT_UPHELD
        expected = True if upheld else False if cleared else None
        assert found.finding.upheld is expected

    def test_a_hit_is_no_suspicion(self) -> None:
        """There is no check of a hit."""
        with pytest.raises(InvalidValueError, match="a Match is no suspicion"):
            attrs.evolve(
                check(suspicion()),
                suspicion=hit(home(1)),  # type: ignore[arg-type]
            )

    def test_clearing_fits_the_outcome(self) -> None:
        """What is cleared has a rule, and what is not has none."""
        with pytest.raises(InvalidValueError, match="cleared by a rule"):
            FieldCheck(
                suspicion=suspicion(),
                mode=VisitMode.HOME,
                outcome=CheckOutcome.NOT_UPHELD,
                day=CHECKED,
                checker=TEAM,
            )
        with pytest.raises(InvalidValueError, match="clears nothing"):
            attrs.evolve(check(suspicion()), clearing=clearance())

    @pytest.mark.parametrize(
        "change", [{"checker": "某人"}, {"day": "2016-08-20"}]
    )
    def test_says_who_and_when(self, change: dict[str, Any]) -> None:
        """A check without a body or a day is refused."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(check(suspicion()), **change)

    @pytest.mark.parametrize(
        ("record", "held"),
        [
            ({}, True),
            ({"acquired": ENTERED + dt.timedelta(days=1)}, None),
            ({"acquired": None}, None),
        ],
    )
    def test_day_from_the_records(
        self, record: dict[str, Any], *, held: bool | None
    ) -> None:
        """Whether it held at entry is taken where all answers agree."""
        found = check(suspicion(record=car(**record), criteria=STRICT))

        assert found.finding.held_on_day is held

    def test_day_from_the_check(self) -> None:
        """What the check found of the day goes before the records."""
        found = check(suspicion(), held_on_day=False)

        assert found.finding.held_on_day is False

    def test_finding(self) -> None:
        """The finding has the target, the subject and the clause."""
        finding = check(suspicion(), well_off=True).finding

        assert finding.number == "H1"
        assert finding.target is FindingTarget.ENTRY
        assert finding.subject is FindingSubject.HOUSEHOLD
        assert finding.hard is True
        assert finding.well_off is True
        assert finding.by_document is False

    @pytest.mark.parametrize("said", [True, None])
    def test_a_death_on_paper(self, *, said: bool | None) -> None:
        """A death is on paper, also where the check was by telephone."""
        dead = of_person(ground="dead-still-registered")
        finding = check(
            dead, mode=VisitMode.TELEPHONE, by_document=said
        ).finding

        assert finding.by_document is said
        assert finding.upheld is said


class TestCheckList:
    def test_says_what_to_find_out(self) -> None:
        """The sheet asks what the rules need, and names the papers."""
        house = home(1)
        listed = CheckList(suspicions=(suspicion(house),))

        assert listed.render("zh", registry=register(house)) == (
            "H1，990101001001，1人\n"
            "  □ 疑似有小轿车（某1）：按识别时（2014年6月1日）的情况，成立。\n"
            "    〔核实〕经核查，疑点是否属实？\n"
            "    〔材料〕如属“车辆已转让未过户或被借名登记”，须提供："
            "车辆转让或借名登记证明、当事人书面说明。\n"
            "    〔材料〕如属“低价值生产经营用车”，须提供："
            "车辆类型、核定载质量、车辆购置价格。\n"
            "    〔材料〕如属“实地核实与登记信息不符”，须提供："
            "经签字的核查记录。"
        )
        assert str(listed) == (
            "H1, 990101001001\n"
            "  □ suspected of being a vehicle owner: on the day of entry"
            " (2014-06-01): met.\n"
            "    [find out] was the suspicion upheld by a check in person?\n"
            "    [papers] if vehicle sold or identity lent:"
            " proof of sale or loan, statement\n"
            "    [papers] if low value productive vehicle:"
            " vehicle type, vehicle load, vehicle price\n"
            "    [papers] if found otherwise: signed check record"
        )

    @pytest.mark.parametrize(
        ("change", "asked"),
        [
            ({}, {"疑点是否属实"}),
            (
                {"entered": None},
                {"疑点是否属实", "当日是否已存在", "退出标准"},
            ),
        ],
    )
    def test_asks_for_the_day_where_records_are_silent(
        self, change: dict[str, Any], asked: set[str]
    ) -> None:
        """What the records settle is not asked at the door."""
        house = attrs.evolve(home(1), **change)
        found = CheckList(suspicions=(suspicion(house),)).render("zh")
        questions = [one for one in found.splitlines() if "〔核实〕" in one]

        assert len(questions) == len(asked)
        assert all(any(a in one for one in questions) for a in asked)

    def test_asks_for_the_paper_of_a_death(self) -> None:
        """Only of a death or a cancelled hukou a paper is asked for."""
        dead = of_person(ground=SuspicionKind.DEAD.value)
        double = of_person()

        for one, wanted in ((dead, True), (double, False)):
            text = CheckList(suspicions=(one,)).render("zh")
            assert ("户口注销等证明" in text) is wanted

    def test_of_one_household_together(self) -> None:
        """A household is visited once, with a name and everything asked."""
        both = (
            suspicion(home(1)),
            suspicion(home(2, person(2))),
            attrs.evolve(suspicion(home(1)), ground="company"),
        )
        lines = CheckList(suspicions=both).render(
            "zh", names={"990101001001": "甲村"}
        )
        heads = [one for one in lines.splitlines() if one[0] != " "]

        assert heads == ["H1，甲村", "H2，甲村"]
        assert lines.count("□") == len(both)

    def test_names_whom_to_visit(self) -> None:
        """The head and whom it is about, where the register is given."""
        head = person(1, relation_to_head=RelationToHead.HEAD)
        house = home(1, head, person(2, name=None))
        about_second = attrs.evolve(
            suspicion(house),
            matches=(attrs.evolve(hit(house), person="P2"),),
        )
        listed = CheckList(suspicions=(suspicion(house), about_second))
        zh = listed.render("zh", registry=register(house))
        en = listed.render("en", registry=register(house))

        assert zh.startswith("H1，户主某1，990101001001，2人\n")
        assert en.startswith("H1, head 某1, 990101001001, 2 persons\n")
        assert zh.count("疑似有小轿车（某1）：") == 1
        assert zh.count("疑似有小轿车：") == 1
        assert "a vehicle owner (某1):" in en
        assert "某1" not in listed.render("zh")

    def test_shows_no_number(self) -> None:
        """A number that stands in a wrong column is masked."""
        head = person(
            1, name=f"{text(9)}某", relation_to_head=RelationToHead.HEAD
        )
        house = attrs.evolve(
            home(1, head), number=text(7), group=f"{text(8)}组"
        )
        listed = CheckList(suspicions=(suspicion(house),))
        shown = listed.render("zh", registry=register(house))

        for order in (1, 7, 8, 9):
            assert text(order) not in shown

    def test_substitution_is_logged(self) -> None:
        """The list says who went out, who came in, why, by whom, when."""
        first, second = suspicion(home(1)), suspicion(home(2, person(2)))
        before = CheckList(suspicions=(first,))
        after = before.substitute(
            "H1", (second,), reason="外出务工", by=TEAM, day=CHECKED
        )
        (entry,) = after.substitutions

        assert before.households == ("H1",)
        assert after.households == ("H2",)
        assert (entry.out, entry.into) == ("H1", "H2")
        assert (entry.reason, entry.by, entry.day) == (
            "外出务工",
            TEAM,
            CHECKED,
        )

    def test_stays_in_its_place(self) -> None:
        """All suspicions of one household make room for those of another."""
        both = [
            suspicion(home(1)),
            attrs.evolve(suspicion(home(1)), ground="company"),
        ]
        third = suspicion(home(3, person(3)))
        new = suspicion(home(2, person(2)))
        found = CheckList(suspicions=(*both, third)).substitute(
            "H1", (new,), reason="外出务工", by=TEAM, day=CHECKED
        )

        assert found.suspicions == (new, third)

    def test_refused(self) -> None:
        """Nobody comes in twice, unasked for, or without a reason."""
        first, second = suspicion(home(1)), suspicion(home(2, person(2)))
        listed = CheckList(suspicions=(first, second))
        outside = suspicion(home(3, person(3)))
        how: dict[str, Any] = {
            "reason": "外出务工",
            "by": TEAM,
            "day": CHECKED,
        }
        with pytest.raises(NotInRegistryError):
            listed.substitute("H9", (outside,), **how)
        for into in ((second,), (), (first, outside)):
            with pytest.raises(InvalidValueError, match="comes in"):
                listed.substitute("H1", into, **how)
        how["reason"] = " "
        with pytest.raises(InvalidValueError, match="without a reason"):
            listed.substitute("H1", (outside,), **how)

    @pytest.mark.parametrize("outcome", CheckOutcome)
    def test_unchecked(self, outcome: CheckOutcome) -> None:
        """Where nobody was met, the suspicion is still to be checked."""
        one = suspicion()
        listed = CheckList(suspicions=(one,))
        settled = {CheckOutcome.UPHELD, CheckOutcome.NOT_UPHELD}
        expected = () if outcome in settled else (one,)

        assert listed.unchecked((check(one, outcome),)) == expected


class TestVerdict:
    def test_delists(self) -> None:
        """A hard fact that held at entry leads to delisting."""
        found = verdict(check(suspicion()))

        assert found.outcome is DELISTED
        assert found.household == "H1"
        assert found.persons_hit == ("P1",)
        assert found.is_decided
        assert found.supports_removal

    @pytest.mark.parametrize("mode", [VisitMode.TELEPHONE, VisitMode.REMOTE])
    def test_not_from_afar(self, mode: VisitMode) -> None:
        """What was found by telephone leaves the case to be verified."""
        found = verdict(check(suspicion(), mode=mode))

        assert found.outcome is TO_VERIFY
        assert DELISTED in found.possible
        assert not found.is_decided
        assert not found.supports_removal

    def test_nobody_met(self) -> None:
        """Where nobody was met, nothing is decided."""
        found = verdict(check(suspicion(), CheckOutcome.NOBODY_MET))

        assert found.outcome is TO_VERIFY

    def test_retains(self) -> None:
        """A suspicion that is not upheld leaves the household where it is."""
        found = verdict(check(suspicion(), CheckOutcome.NOT_UPHELD))

        assert found.outcome is RETAINED

    def test_one_of_several_is_enough(self) -> None:
        """One upheld suspicion delists, whatever else is open."""
        other = attrs.evolve(suspicion(), ground="company")
        found = verdict(
            check(other, CheckOutcome.NOBODY_MET), check(suspicion())
        )

        assert found.outcome is DELISTED

    def test_an_open_one_keeps_it_open(self) -> None:
        """While one suspicion could delist, nothing less is decided."""
        other = attrs.evolve(suspicion(), ground="company")
        found = verdict(
            check(other, CheckOutcome.NOBODY_MET),
            check(suspicion(), CheckOutcome.NOT_UPHELD),
        )

        assert found.possible == (RETAINED, DELISTED)
        assert found.outcome is TO_VERIFY

    def test_a_second_visit_settles_it(self) -> None:
        """After nobody was met, the visit that met somebody counts."""
        one = suspicion()
        later = CHECKED + dt.timedelta(days=1)
        found = verdict(
            check(one, CheckOutcome.NOBODY_MET),
            check(one, CheckOutcome.NOT_UPHELD, day=later),
        )

        assert found.outcome is RETAINED

    def test_in_person_before_telephone(self) -> None:
        """A call after a visit does not undo what the visit found."""
        one = suspicion()
        later = CHECKED + dt.timedelta(days=1)
        called = check(
            one, CheckOutcome.NOT_UPHELD, VisitMode.TELEPHONE, day=later
        )

        assert verdict(check(one), called).outcome is DELISTED

    def test_contradicting_on_one_day(self) -> None:
        """Two visits of one day that disagree do not retain anybody."""
        one = suspicion()
        found = verdict(check(one), check(one, CheckOutcome.NOT_UPHELD))

        assert found.outcome is DELISTED

    def test_of_a_member(self) -> None:
        """A wrong member comes off, and the household is retained."""
        found = verdict(check(of_person()))

        assert found.outcome is RETAINED
        assert dict(found.members) == {"P1": DispositionOutcome.MEMBER_REMOVED}
        assert "成员P1个别成员核减" in found.render("zh")
        assert "member P1 member taken off" in str(found)

    def test_a_member_who_was_not_checked(self) -> None:
        """As long as a member is open, so is the verdict."""
        found = verdict(check(of_person(), CheckOutcome.UNCLEAR))

        assert found.members["P1"] is TO_VERIFY
        assert not found.is_decided

    def test_no_verdict_on_a_match(self) -> None:
        """A hit, a suspicion, or nothing at all makes no verdict."""
        wrongs: list[Any] = [hit(home(1)), suspicion()]
        for wrong in wrongs:
            with pytest.raises(InvalidValueError, match="is no check"):
                verdict(wrong)
        with pytest.raises(InvalidValueError, match="one at least"):
            verdict()

    def test_one_check_alone(self) -> None:
        """A single check may be given without a tuple."""
        one = check(suspicion())
        found = Verdict(
            checks=one, referred_by=OFFICE, decided_by=GROUP, day=DECIDED
        )

        assert found.checks == (one,)

    def test_of_one_household(self) -> None:
        """Checks of two households make no verdict."""
        with pytest.raises(InvalidValueError, match="one household"):
            verdict(check(suspicion()), check(suspicion(home(2, person(2)))))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"decided_by": OFFICE}, "referred the case"),
            ({"decided_by": TEAM}, "made a check"),
            ({"referred_by": "县扶贫办"}, "names who referred"),
            ({"day": "2016-09-10"}, "has a day"),
            ({"day": CHECKED - dt.timedelta(days=1)}, "comes before"),
        ],
    )
    def test_refused(self, change: dict[str, Any], message: str) -> None:
        """Who refers or verifies does not decide, and not beforehand."""
        with pytest.raises(InvalidValueError, match=message):
            attrs.evolve(verdict(check(suspicion())), **change)

    @pytest.mark.parametrize("days", [0, 1])
    def test_from_the_day_of_the_check_on(self, days: int) -> None:
        """A verdict on the day of its last check is in time."""
        day = CHECKED + dt.timedelta(days=days)

        assert attrs.evolve(verdict(check(suspicion())), day=day).day == day

    def test_render(self) -> None:
        """A verdict says who acted, what was found, and on what rules."""
        van = car(kind=VehicleKind.MINIVAN)
        found = verdict(check(suspicion(record=van), CheckOutcome.NOT_UPHELD))
        said = found.render("zh")

        assert said.startswith(
            "H1：保留。由示例县扶贫办移交，"
            "示例县扶贫攻坚领导小组于2016年9月10日认定。\n"
            "  疑似有小轿车：甲乡驻村工作队于2016年8月20日入户核查，"
            "疑点不属实（车辆已转让未过户或被借名登记）。"
        )
        assert "并非已公布的规定" in said
        assert "checked at home by" in str(found)


OUTCOMES = st.sampled_from(CheckOutcome)


def checked(
    ground: str, outcome: CheckOutcome, mode: VisitMode, held: Any
) -> FieldCheck:
    of = attrs.evolve(suspicion(), ground=ground)
    return check(of, outcome, mode, held_on_day=held)


CHECKS = st.builds(
    checked,
    st.sampled_from(["car", "company", "farm"]),
    OUTCOMES,
    st.sampled_from(VisitMode),
    st.sampled_from([True, False, None]),
)


class TestLaws:
    @given(st.lists(CHECKS, min_size=1, max_size=5))
    def test_nobody_is_delisted_without_a_visit(
        self, checks: list[FieldCheck]
    ) -> None:
        """A verdict that delists rests on a check in person."""
        found = verdict(*checks)

        if found.outcome is DELISTED:
            assert any(one.supports_removal for one in found.counted)
        assert found.outcome in {*found.possible, TO_VERIFY}

    @given(st.lists(CHECKS, min_size=1, max_size=5))
    def test_the_order_of_checks_does_not_matter(
        self, checks: list[FieldCheck]
    ) -> None:
        """The same checks in another order lead to the same verdict."""
        assert verdict(*checks).possible == verdict(*reversed(checks)).possible

    @given(st.lists(CHECKS, min_size=1, max_size=5))
    def test_who_checked_never_decides(self, checks: list[FieldCheck]) -> None:
        """Whoever made any of the checks is refused as the decider."""
        one = attrs.evolve(checks[0], checker=AUDITORS)
        with pytest.raises(InvalidValueError, match="does not verify"):
            Verdict(
                checks=(*checks[1:], one),
                referred_by=OFFICE,
                decided_by=AUDITORS,
                day=DECIDED,
            )
