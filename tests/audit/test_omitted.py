"""The omitted are sought, judged, ranked, and nobody is lost."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry.audit import (
    Candidate,
    Lead,
    OmissionSearch,
    Referral,
    seek_omitted,
)
from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    Appraisal,
    AppraisalResult,
    Evidence,
    Finding,
    Household,
    Person,
    Registry,
    Status,
    Visit,
    VisitMode,
)
from pa_registry.money import yuan
from pa_registry.policies import (
    Disagreement,
    IdentificationOutcome,
    identification,
    negative_list,
)
from pa_registry.testing import evidences, households
from tests.audit.check_samples import DAY, register, sound


AGREED, REJECTED = AppraisalResult.AGREED, AppraisalResult.REJECTED
PLAIN = identification(line=yuan(2855), guarantees=())
STRICT = identification(
    line=yuan(2855),
    negative_list=negative_list("shangrao-2017-seven-clear-four-strict"),
)


def outside(number: str = "W1", **changed: Any) -> Household:
    facts: dict[str, Any] = {
        "number": number,
        "status": Status.UNREGISTERED,
        "members": (Person(number=number),),
        "net_income": yuan(2000),
    }
    return Household(**{**facts, **changed})


def evidence(
    vote: AppraisalResult | None = None,
    finding: Finding | None = None,
    mode: VisitMode = VisitMode.HOME,
) -> Evidence:
    votes = () if vote is None else (Appraisal(result=vote),)
    visits = (
        ()
        if finding is None
        else (Visit(mode=mode, met_somebody=True, finding=finding),)
    )
    return Evidence(appraisals=votes, visits=visits)


def candidate(
    home: Household, *leads: Lead, known: Evidence | None = None
) -> Candidate:
    return Candidate(
        household=home,
        leads=leads or (Lead.VISIT,),
        evidence=known or Evidence.none(),
    )


def seek(
    *candidates: Candidate,
    registry: Registry | None = None,
    policy: Any = PLAIN,
) -> OmissionSearch:
    return seek_omitted(
        candidates, registry=registry or Registry(), at=DAY, policy=policy
    )


class TestLeads:
    def test_never_from_nominations_only(self) -> None:
        """A search that only has nominations is refused."""
        with pytest.raises(InvalidValueError, match="nominated"):
            seek(candidate(outside(), Lead.NOMINATION))

    def test_nominations_beside_others(self) -> None:
        """Nominations are taken beside other leads, and marked."""
        found = seek(
            candidate(outside(), Lead.NOMINATION),
            candidate(outside("W2"), Lead.DEPARTMENT, Lead.NOMINATION),
        )

        assert [one.candidate.is_nominated_only for one in found.cases] == [
            False,
            True,
        ]
        assert found.leads == {
            Lead.DEPARTMENT: 1,
            Lead.VISIT: 0,
            Lead.NOMINATION: 2,
        }

    @pytest.mark.parametrize("leads", [(), ("visit",)])
    def test_says_what_led_to_it(self, leads: Any) -> None:
        """A candidate without a lead is refused."""
        with pytest.raises(InvalidValueError, match="leads"):
            Candidate(household=outside(), leads=leads)

    def test_nobody(self) -> None:
        """A search among nobody finds nobody."""
        found = seek()

        assert (found.cases, found.not_poor, found.registered) == ((), (), ())


class TestReferral:
    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            (evidence(), Referral.IDENTIFICATION),
            (evidence(AGREED, Finding.POOR), Referral.IDENTIFICATION),
            (evidence(REJECTED, Finding.POOR), Referral.TOWNSHIP_REVIEW),
            (
                evidence(REJECTED, Finding.POOR, VisitMode.SITE),
                Referral.TOWNSHIP_REVIEW,
            ),
            (
                evidence(REJECTED, Finding.POOR, VisitMode.TELEPHONE),
                Referral.VISIT,
            ),
            (evidence(REJECTED, Finding.UNCLEAR), Referral.VISIT),
            (evidence(REJECTED), Referral.VISIT),
        ],
    )
    def test_of_who_meets_the_tests(
        self, known: Evidence, expected: Referral
    ) -> None:
        """Whom a visit found poor and a vote rejected goes to the township."""
        (found,) = seek(candidate(outside(), known=known)).cases

        assert found.referral is expected
        assert found.missing == ()

    def test_of_whom_facts_are_missing(self) -> None:
        """Whose facts are missing is visited, with what to ask."""
        home = outside(net_income=None)
        (found,) = seek(candidate(home)).cases

        assert found.referral is Referral.VISIT
        assert [one.about for one in found.missing] == ["household.net_income"]
        assert found.render("zh").endswith(
            "需入户核查：家庭全年纯收入是多少元。\n  后续处理：入户核查。"
        )
        assert found.render().endswith("in yuan?\n  Next: home visit.")

    def test_of_who_is_decided(self) -> None:
        """Who is decided has nothing left to ask."""
        (found,) = seek(candidate(outside())).cases

        assert found.missing == ()
        assert found.render("zh").startswith("W1，贫困户识别：予以纳入。")
        assert found.render("zh").endswith("后续处理：进入识别程序。")

    def test_strict_review(self) -> None:
        """What a policy leaves to strict review goes there."""
        policy = identification(
            line=yuan(2855),
            guarantees=(),
            disagreement=Disagreement.STRICT_REVIEW,
        )
        known = evidence(REJECTED, Finding.POOR)
        (found,) = seek(candidate(outside(), known=known), policy=policy).cases

        assert found.referral is Referral.STRICT_REVIEW

    def test_not_poor(self) -> None:
        """Whom identification settles as not poor is no case, but kept."""
        found = seek(candidate(outside(net_income=yuan(9000))))

        assert found.cases == ()
        assert len(found.not_poor) == 1

    def test_by_default_no_vote_settles(self) -> None:
        """Without a policy of the caller's, income and guarantees decide."""
        rich = outside(net_income=yuan(2000), income_year=2015)
        (found,) = seek(
            candidate(rich, known=evidence(REJECTED, Finding.NOT_POOR)),
            policy=None,
        ).cases

        assert found.decision.outcome is IdentificationOutcome.REGISTER


class TestRegistered:
    def test_by_number(self) -> None:
        """A candidate that is in the register is not omitted."""
        found = seek(candidate(sound()), registry=register(sound()))

        assert len(found.registered) == 1
        assert found.cases == ()

    def test_by_identity(self) -> None:
        """Nor is one whose member is registered under another number."""
        home = outside(members=sound().members[:1])
        found = seek(candidate(home), registry=register(sound()))

        assert [one.household.number for one in found.registered] == ["W1"]

    def test_removed(self) -> None:
        """A removed household may have been removed wrongly, and is sought."""
        gone = sound(status=Status.REMOVED, net_income=yuan(3000))
        found = seek(candidate(gone), registry=register(gone))

        assert found.registered == ()
        assert len(found.cases) == 1

    def test_without_a_number(self) -> None:
        """Two people without identity numbers are not one person."""
        blank = register(attrs.evolve(sound(), members=(Person(number="1"),)))
        found = seek(candidate(outside()), registry=blank)

        assert found.registered == ()


class TestOrder:
    def test_referrals(self) -> None:
        """First those voted down, then the poor, then those to be visited."""
        found = seek(
            candidate(outside("W1", net_income=None)),
            candidate(outside("W2")),
            candidate(outside("W3"), known=evidence(REJECTED, Finding.POOR)),
            candidate(outside("W4", net_income=None, members=())),
        )

        assert [one.candidate.household.number for one in found.cases] == [
            "W3",
            "W2",
            "W1",
            "W4",
        ]

    def test_leads(self) -> None:
        """Of equals, the one with more leads comes first."""
        found = seek(
            candidate(outside("W1"), Lead.VISIT),
            candidate(outside("W2"), Lead.VISIT, Lead.DEPARTMENT),
        )

        assert [one.candidate.household.number for one in found.cases] == [
            "W2",
            "W1",
        ]

    @settings(deadline=None, max_examples=50)
    @given(data=st.data())
    def test_nobody_is_lost(self, data: st.DataObject) -> None:
        """Whatever the facts, each candidate comes out once, in any order."""
        given_ = [
            Candidate(
                household=attrs.evolve(
                    data.draw(households()), number=f"W{place}"
                ),
                evidence=data.draw(evidences()),
                leads=data.draw(st.sets(st.sampled_from(Lead), min_size=1)),
            )
            for place in range(3)
        ]
        given_.append(candidate(outside("W9")))
        found = seek(*given_, policy=STRICT)
        again = seek(*reversed(given_), policy=STRICT)
        numbers = [
            *(one.candidate.household.number for one in found.cases),
            *(one.candidate.household.number for one in found.not_poor),
            *(one.household.number for one in found.registered),
        ]

        assert sorted(numbers) == sorted(
            one.household.number for one in given_
        )
        assert [one.candidate for one in again.cases] == [
            one.candidate for one in found.cases
        ]
