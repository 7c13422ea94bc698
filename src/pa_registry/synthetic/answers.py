"""
The answers that are known of a household because it was made so.

已知答案。
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from pa_registry.policies.outcomes import (
    ExitOutcome,
    IdentificationOutcome,
    NegativeListOutcome,
)
from pa_registry.synthetic.drafts import Circumstance, Draft
from pa_registry.synthetic.flaws import LISTS, Flaw, list_outcome


__all__ = ["Expected", "known_answers"]


@attrs.frozen(kw_only=True)
class Expected:
    """
    What is known of a household because it was made so.

    已知答案。

    A policy that decides comes to this; where facts were left out or a
    source was not searched, it may leave the household undecided.

    Attributes:
        household: The number of the household.
        flaws: What was planted.
        identification: Of the income of 2015, without a negative list.
        exit: By the exit test, likewise.
        at_entry: What each list says on the day of entry; empty outside.
        on_day: What each list says on the day of the audit.
        person: The number of the person whom the flaw is about.
        other: The household that the same person is registered in.
    """

    household: str
    flaws: tuple[Flaw, ...]
    identification: IdentificationOutcome
    exit: ExitOutcome
    at_entry: Mapping[str, NegativeListOutcome] = attrs.field(hash=False)
    on_day: Mapping[str, NegativeListOutcome] = attrs.field(hash=False)
    person: str | None = None
    other: str | None = None


def known_answers(draft: Draft) -> Expected:
    """
    Read the answers off a draft, without asking any policy.

    由生成过程得出已知答案。
    """
    flaw = draft.seat.flaw
    fine = _is_fine(draft)
    register = IdentificationOutcome.REGISTER
    return Expected(
        household=draft.seat.number,
        flaws=() if flaw is None else (flaw,),
        identification=(
            IdentificationOutcome.NOT_REGISTERED if fine else register
        ),
        exit=ExitOutcome.EXIT if fine else ExitOutcome.REMAIN,
        at_entry={} if draft.entered is None else _answers(flaw, entry=True),
        on_day=_answers(flaw, entry=False),
        person=draft.about,
        other=draft.other,
    )


def _is_fine(draft: Draft) -> bool:
    in_danger = draft.seat.flaw is Flaw.EXITED_IN_DANGEROUS_HOUSE
    return draft.circumstance is Circumstance.WELL and not in_danger


def _answers(
    flaw: Flaw | None, *, entry: bool
) -> Mapping[str, NegativeListOutcome]:
    return MappingProxyType(
        {one: list_outcome(flaw, one, at_entry=entry) for one in LISTS}
    )
