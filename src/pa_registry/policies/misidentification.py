"""
What follows from a verified finding: delisted, retained, exit reversed.

失准贫困人口处理。

The text of Hubei's rules was not located and its slot is empty.  What
stands here is a proposal of this library, and says so with each decision.
"""

from __future__ import annotations

from typing import Any

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.conditions import Condition, Form, all_of
from pa_registry.conditions.terms import term
from pa_registry.model.codes import Code
from pa_registry.policies.outcomes import DispositionOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards import Standards
from pa_registry.standards.sources import common_source


__all__ = [
    "FINDING",
    "HUBEI_SLOT",
    "FindingSubject",
    "FindingTarget",
    "VerifiedFinding",
    "misidentified",
]

#: The empty slot for Hubei's rules.
HUBEI_SLOT = "hubei-2016-misidentification"
_PROPOSAL_EN = (
    "The text of {} was not located; this follows a proposal of this"
    " library, not a published rule."
)


class FindingTarget(Code):
    """
    Which decision a finding is about.

    核查对象环节。

    The truth of an exit is audited against the exit tests at the day of
    the exit, that of an entry against the rules of entry.
    """

    ENTRY = "entry", "识别"
    EXIT = "exit", "退出"


class FindingSubject(Code):
    """
    Whom a finding is about.

    核查对象。
    """

    HOUSEHOLD = "household", "户"
    PERSON = "person", "个别成员"


@attrs.frozen(kw_only=True)
class VerifiedFinding:
    """
    What a check established about one suspicion.

    核查认定事项。

    A blank is a fact that nobody has established: what a call by telephone
    found against a household is one.

    Attributes:
        number: The number of the household.
    """

    number: str = column(
        "户编号",
        en="household number",
        sensitivity=Sensitivity.PUBLIC,
        default=attrs.NOTHING,
    )
    target: FindingTarget | None = column(
        "核查环节",
        en="decision under audit",
        sensitivity=Sensitivity.PUBLIC,
    )
    subject: FindingSubject | None = column(
        "核查对象",
        en="subject of the finding",
        sensitivity=Sensitivity.PUBLIC,
    )
    upheld: bool | None = column(
        "疑点属实",
        en="suspicion upheld",
        ask_zh="经核查，疑点是否属实",
        ask_en="was the suspicion upheld by a check in person?",
        says_en="the suspicion was upheld by a check in person",
        no_zh="疑点不属实",
    )
    held_on_day: bool | None = column(
        "认定日即存在该情形",
        en="held on the day that counts",
        ask_zh="识别（退出）当日是否已存在该情形",
        ask_en="did it hold already on the day of the entry, or of the exit?",
        says_en="it held on the day of the entry, or of the exit",
        no_zh="识别（退出）当日不存在该情形",
    )
    hard: bool | None = column(
        "属硬性条款",
        en="hard clause",
        ask_zh="是否属于硬性条款",
        ask_en="is it a hard clause of the list?",
        says_en="it is a hard clause of the list",
        no_zh="不属于硬性条款",
    )
    review_against: bool | None = column(
        "从严审核认定不符合条件",
        en="strict review found against",
        ask_zh="从严审核是否认定不符合条件",
        ask_en="did the strict review find against the household?",
        says_en="the strict review found against the household",
        no_zh="从严审核认定符合条件",
    )
    well_off: bool | None = column(
        "已达到退出标准",
        en="meets the exit standard now",
        ask_zh="目前是否已达到退出标准",
        ask_en="does the household meet the exit standard now?",
        says_en="the household meets the exit standard now",
        no_zh="尚未达到退出标准",
    )
    by_document: bool | None = column(
        "有死亡、销户等证明",
        en="proved by a document of death or cancellation",
        ask_zh="是否有死亡、户口注销等证明",
        ask_en="is there a document of death or cancelled residence?",
        says_en="there is a document of death or cancelled residence",
        no_zh="没有死亡、户口注销等证明",
    )


#: The form of a verified finding, as rules read it. 核查认定事项。
FINDING: Form = Form("finding", VerifiedFinding, "核查认定事项")


def misidentified(
    *, standards: Standards | None = None
) -> Policy[DispositionOutcome]:
    """
    Say what follows from a verified finding.

    失准贫困人口处理。

    A proposal of this library, beside the empty slot for Hubei's text.
    Wrong at entry leads to delisting; well off after a right entry leads
    to an exit and never to a removal; a wrong exit is reversed, a fall
    after a right exit is a return.  Whatever nobody has established
    leaves the case to be verified.  Other rules are put in with
    :meth:`~pa_registry.policies.policy.Policy.replace`, or as a policy
    over :data:`FINDING` of your own.

    Args:
        standards: The book whose slot for Hubei's text is asked; by
            default the built-in one, where it is empty.

    Returns:
        A policy over :class:`VerifiedFinding`.

    Examples:
        >>> finding = VerifiedFinding(
        ...     number="H1",
        ...     target=FindingTarget.ENTRY,
        ...     subject=FindingSubject.HOUSEHOLD,
        ...     upheld=True,
        ...     held_on_day=True,
        ...     hard=True,
        ... )
        >>> misidentified()(finding).outcome.zh
        '剔除'
        >>> by_telephone = attrs.evolve(finding, upheld=None)
        >>> misidentified()(by_telephone).outcome.zh
        '待核实'
    """
    slot = (standards or Standards.builtin()).criteria(HUBEI_SLOT)
    beyond: tuple[tuple[str, str], ...] = ()
    if slot.is_empty:
        beyond = (
            (
                f"{slot.zh}未找到原文，以上依本库建议作出，并非已公布的规定。",
                _PROPOSAL_EN.format(slot.en),
            ),
        )
    return Policy(
        name="misidentified",
        zh="失准贫困人口处理",
        en="misidentified registered persons",
        steps=_steps(),
        otherwise=DispositionOutcome.RETAINED,
        undecided=DispositionOutcome.TO_VERIFY,
        otherwise_zh="疑点不属实，或不影响原认定",
        otherwise_en="the suspicion was not upheld, or changes nothing",
        beyond=beyond,
    )


def _steps() -> tuple[Step[DispositionOutcome], ...]:
    upheld = _fact("upheld")
    held, hard = _fact("held_on_day"), _fact("hard")
    of_person = _is("subject", FindingSubject.PERSON)
    of_home = _is("subject", FindingSubject.HOUSEHOLD)
    entry = _is("target", FindingTarget.ENTRY)
    exit_ = _is("target", FindingTarget.EXIT)
    wrong_entry = (entry, of_home, upheld, held)
    return (
        _step(
            "document-of-departure",
            (of_person, _fact("by_document"), upheld),
            DispositionOutcome.NATURAL_DECREASE,
            "成员死亡或户口已注销，有证明材料",
            "a member has died or is no longer registered, by document",
        ),
        _step(
            "wrong-member",
            (of_person, upheld),
            DispositionOutcome.MEMBER_REMOVED,
            "个别成员不应计入本户，经核查属实",
            "a member should not be counted here, as a check found",
        ),
        _step(
            "wrong-exit",
            (exit_, upheld, held),
            DispositionOutcome.EXIT_REVERSED,
            "退出当日未达到退出标准，经核查属实",
            "the exit standard was not met on the day of the exit",
        ),
        _step(
            "fell-after-exit",
            (exit_, upheld, ~held),
            DispositionOutcome.RETURNED,
            "退出当日达标，其后又陷入贫困",
            "the exit was right, and the household fell afterwards",
        ),
        _step(
            "hard-at-entry",
            (*wrong_entry, hard),
            DispositionOutcome.DELISTED,
            "识别时即触及硬性条款，经核查属实",
            "a hard disqualification at entry, as a check found",
        ),
        _step(
            "review-against",
            (*wrong_entry, ~hard, _fact("review_against")),
            DispositionOutcome.DELISTED,
            "识别时触及从严审核条款，审核认定不符合条件",
            "a strict-review clause at entry, and the review found against",
        ),
        _step(
            "well-off-since",
            (entry, of_home, upheld, ~held, _fact("well_off")),
            DispositionOutcome.EXITED,
            "识别无误，其后已达到退出标准",
            "rightly entered, and above the exit standard since",
        ),
    )


def _step(
    name: str,
    parts: tuple[Condition[VerifiedFinding], ...],
    outcome: DispositionOutcome,
    zh: str,
    en: str,
) -> Step[DispositionOutcome]:
    rule = all_of(*parts).labelled(
        name, zh=zh, en=en, cites=(common_source("proposal-misidentified"),)
    )
    return Step(rule=rule, outcome=outcome)


def _fact(key: str) -> Condition[VerifiedFinding]:
    found: Condition[VerifiedFinding] = term(FINDING, key)
    return found


def _is(key: str, code: Code) -> Condition[VerifiedFinding]:
    asked: Any = term(FINDING, key)
    found: Condition[VerifiedFinding] = asked.equals(code)
    return found
