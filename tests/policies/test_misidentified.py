from __future__ import annotations

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions.terms import term
from pa_registry.model import Move
from pa_registry.policies import (
    FINDING,
    DispositionOutcome,
    FindingSubject,
    FindingTarget,
    Policy,
    VerifiedFinding,
    misidentified,
)
from pa_registry.standards import Certainty, Standards


POLICY = misidentified()
ENTRY = VerifiedFinding(
    number="H1",
    target=FindingTarget.ENTRY,
    subject=FindingSubject.HOUSEHOLD,
    upheld=True,
    held_on_day=True,
    hard=True,
)
FLAGS = (
    "upheld",
    "held_on_day",
    "hard",
    "review_against",
    "well_off",
    "by_document",
)
ANSWER = st.sampled_from([True, False, None])
FINDINGS = st.builds(
    VerifiedFinding,
    number=st.just("H1"),
    target=st.sampled_from([*FindingTarget, None]),
    subject=st.sampled_from([*FindingSubject, None]),
    **dict.fromkeys(FLAGS, ANSWER),
)


def outcome(**change: Any) -> str:
    return POLICY(attrs.evolve(ENTRY, **change)).outcome.name


class TestOutcomes:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({}, "DELISTED"),
            ({"upheld": False}, "RETAINED"),
            ({"upheld": None}, "TO_VERIFY"),
            ({"hard": None}, "TO_VERIFY"),
            ({"hard": False}, "TO_VERIFY"),
            ({"hard": False, "review_against": True}, "DELISTED"),
            ({"hard": False, "review_against": False}, "RETAINED"),
            ({"held_on_day": None}, "TO_VERIFY"),
            ({"held_on_day": False}, "TO_VERIFY"),
            ({"held_on_day": False, "well_off": True}, "EXITED"),
            ({"held_on_day": False, "well_off": False}, "RETAINED"),
        ],
    )
    def test_entry(self, change: dict[str, Any], expected: str) -> None:
        """Wrong at entry is delisted; well off since then exits."""
        assert outcome(**change) == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({}, "EXIT_REVERSED"),
            ({"held_on_day": False}, "RETURNED"),
            ({"held_on_day": None}, "TO_VERIFY"),
            ({"upheld": False}, "RETAINED"),
        ],
    )
    def test_exit(self, change: dict[str, Any], expected: str) -> None:
        """A wrong exit is reversed; a fall after a right one is a return."""
        assert outcome(target=FindingTarget.EXIT, **change) == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"by_document": False}, "MEMBER_REMOVED"),
            ({"by_document": True}, "NATURAL_DECREASE"),
            ({"by_document": None}, "TO_VERIFY"),
            ({"by_document": True, "upheld": False}, "RETAINED"),
        ],
    )
    def test_member(self, change: dict[str, Any], expected: str) -> None:
        """A member comes off alone, on a document as natural decrease."""
        found = outcome(subject=FindingSubject.PERSON, **change)

        assert found == expected

    @pytest.mark.parametrize("one", DispositionOutcome)
    def test_moves(self, one: DispositionOutcome) -> None:
        """Each outcome but the open one is a move of the register."""
        pending = one is DispositionOutcome.TO_VERIFY

        assert (one.move is None) is pending
        assert len({each.move for each in DispositionOutcome}) == len(
            DispositionOutcome
        )
        assert Move.REMOVED in {each.move for each in DispositionOutcome}


class TestLaws:
    @given(FINDINGS, st.data())
    def test_learning_narrows(
        self, finding: VerifiedFinding, data: st.DataObject
    ) -> None:
        """Whatever is found out later was possible before."""
        learnt: dict[str, Any] = {
            flag: data.draw(st.booleans())
            for flag in FLAGS
            if getattr(finding, flag) is None
        }
        if finding.target is None:
            learnt["target"] = data.draw(st.sampled_from(FindingTarget))
        if finding.subject is None:
            learnt["subject"] = data.draw(st.sampled_from(FindingSubject))
        after = POLICY(attrs.evolve(finding, **learnt))

        assert after.is_decided
        assert after.outcome in POLICY(finding).possible

    @given(FINDINGS)
    def test_nothing_is_taken_away_unless_upheld(
        self, finding: VerifiedFinding
    ) -> None:
        """What takes something away rests on an upheld suspicion."""
        found = POLICY(finding).outcome

        assert not found.excludes or finding.upheld is True


class TestProposal:
    def test_says_that_it_is_one(self) -> None:
        """Each decision says that Hubei's text was not located."""
        said = POLICY(ENTRY).render("zh")

        assert "湖北省失准贫困人口处理办法未找到原文" in said
        assert "本库建议" in said
        assert "not a published rule" in POLICY(ENTRY).render()

    def test_the_slot_is_empty(self) -> None:
        """The slot for Hubei's text holds nothing."""
        slot = Standards.builtin().criteria("hubei-2016-misidentification")

        assert slot.is_empty

    def test_a_filled_slot_is_not_called_empty(self) -> None:
        """A book in which the slot is filled is not told that it is not."""
        book = Standards.builtin()
        slot = book.criteria("hubei-2016-misidentification")
        other = book.criteria("ten-principles-2018")
        filled = book.with_list(attrs.evolve(slot, items=other.items))

        assert misidentified(standards=filled).beyond == ()

    def test_cites_itself(self) -> None:
        """The ground of a decision is cited as a proposal."""
        (cite, *_) = POLICY(ENTRY).citations

        assert cite.certainty is Certainty.PROPOSAL

    def test_a_rule_can_be_replaced(self) -> None:
        """An office's own rule takes the place of one of these."""
        rule = term(FINDING, "upheld") & term(FINDING, "well_off")
        strict: Policy[DispositionOutcome] = POLICY.replace(
            "hard-at-entry", rule
        )

        assert strict(ENTRY).outcome.name == "TO_VERIFY"
        assert strict.fingerprint != POLICY.fingerprint
