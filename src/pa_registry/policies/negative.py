"""
The negative list as a policy: clear, excluded, or to be reviewed strictly.

负面清单。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pa_registry.conditions import Condition, Doubt, any_of
from pa_registry.conditions.terms import Relation
from pa_registry.errors import InvalidPolicyError
from pa_registry.model.households import Household
from pa_registry.model.terms import household, waiver
from pa_registry.policies.outcomes import NegativeListOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards import (
    Clause,
    CriteriaList,
    FactDay,
    ListKind,
    Standards,
    Subject,
)
from pa_registry.standards.rules import read_rule


__all__ = ["clause_rule", "negative_list", "waived"]


def negative_list(
    criteria: str | CriteriaList,
    *,
    standards: Standards | None = None,
    waivers: bool = False,
) -> Policy[NegativeListOutcome]:
    """
    Judge a household by a published negative list.

    负面清单比对。

    Hard clauses come first and exclude; soft ones lead to a strict review.
    A clause that no field can judge is named by the policy and printed
    with each decision: that nothing was hit does not cover it.

    Args:
        criteria: The list, or its id, such as ``hubei-2016-hard-nine``.
        standards: The book to look the id up in; by default the built-in.

        waivers:
            Whether a soft clause may be waived by a waiver on record for
            its label.  No hard clause ever is.

    Returns:
        A policy over households.

    Raises:
        InvalidStandardError: If the list is an empty slot: its text was
            not located, and a file of your own must fill it.
        InvalidPolicyError: If it is no negative list.
        UnknownNameError: If there is no list of that id.

    Examples:
        >>> policy = negative_list("leaflet-3300-with-exceptions")
        >>> policy.step("car").outcome.name
        'EXCLUDED'
        >>> negative_list("hubei-2016-hard-nine")
        Traceback (most recent call last):
        pa_registry.errors.InvalidStandardError: criteria list ...
    """
    book = standards or Standards.builtin()
    found = book.criteria(criteria) if isinstance(criteria, str) else criteria
    if not isinstance(found, CriteriaList):
        raise InvalidPolicyError(
            what=f"A {type(found).__name__} is no list of criteria.",
            remedy="Give the id of a list, or what require_list(…) returns.",
        )
    if found.kind is not ListKind.NEGATIVE:
        raise InvalidPolicyError(
            what=f"{found.id} is an {found.kind.en}.",
            remedy="Give a negative list.",
        )
    clauses = _of_households(found.require_items())
    hard = [one for one in clauses if one.effect.hard]
    soft = [one for one in clauses if not one.effect.hard]
    return Policy(
        name=found.id,
        zh=found.zh,
        en=found.en,
        steps=(
            *_steps(hard, NegativeListOutcome.EXCLUDED, waivers=False),
            *_steps(soft, NegativeListOutcome.STRICT_REVIEW, waivers=waivers),
        ),
        otherwise=NegativeListOutcome.CLEAR,
        undecided=NegativeListOutcome.TO_VERIFY,
        otherwise_zh="清单中可判断的各项情形均未发现",
        otherwise_en="none of the circumstances that can be judged was found",
        beyond=_beyond(found),
        day=_day(clauses),
    )


def _day(clauses: list[Clause]) -> FactDay | None:
    """One clause that leaves the day open leaves the answer open."""
    days = {clause.day for clause in clauses}
    if FactDay.OPEN in days or len(days) > 1:
        return FactDay.OPEN
    return days.pop() if days else None


def _of_households(criteria: CriteriaList) -> list[Clause]:
    """Take one clause of each label; a person's own clause removes him."""
    found: dict[str, Clause] = {}
    for clause in criteria.clauses:
        if clause.subject is Subject.HOUSEHOLD and clause.rule is not None:
            found.setdefault(_unique(found, clause), clause)
    return list(found.values())


def _unique(found: dict[str, Clause], clause: Clause) -> str:
    """A list may state one circumstance in two of its items."""
    name, place = clause.label, 2
    while name in found:
        name, place = f"{clause.label}-{place}", place + 1
    return name


def _steps(
    clauses: list[Clause], outcome: NegativeListOutcome, *, waivers: bool
) -> list[Step[NegativeListOutcome]]:
    names: dict[str, Clause] = {}
    for clause in clauses:
        names[_unique(names, clause)] = clause
    steps: list[Step[NegativeListOutcome]] = []
    for name, clause in names.items():
        rule = clause_rule(clause)
        if waivers:
            rule = rule.unless(waived(clause.label))
        steps.append(
            Step(
                rule=rule.labelled(
                    name,
                    zh=clause.zh,
                    en=clause.en,
                    cites=(clause.citation,),
                ),
                outcome=outcome,
            )
        )
    return steps


def clause_rule(clause: Clause) -> Condition[Any]:
    """
    Build the rule of a clause, its exceptions labelled with their words.

    条款规则。

    The exceptions stand inside the quantifier: a second car does not go
    free because the first one earns the living.

    Raises:
        InvalidPolicyError: If no field holds the fact of the clause.
    """
    if clause.rule is None:
        raise InvalidPolicyError(
            what=f"No field holds the fact of {clause.label}.",
            remedy=clause.why_en,
        )
    rule = read_rule(clause.rule)
    if clause.exceptions:
        cases = [
            read_rule(case.rule).labelled(
                f"{clause.label}-exception-{place}",
                zh=case.zh,
                en=case.en,
                doubt=Doubt(
                    zh=case.fact_zh,
                    en=case.fact_en,
                    ask_zh=case.ask_zh,
                    ask_en=case.ask_en,
                ),
            )
            for place, case in enumerate(clause.exceptions, 1)
        ]
        rule = rule.unless(cases[0] if len(cases) == 1 else any_of(*cases))
    if clause.relation is None:
        return rule
    relation: Relation[Household, Any] = getattr(household, clause.relation)
    return relation.any(rule)


def waived(item: str) -> Condition[Household]:
    """
    Meet where a live waiver has been granted for an item.

    已获豁免。

    Two live waivers that contradict each other leave the case open.
    """
    of_item = waiver.item.equals(item)
    return household.waivers.any(of_item & waiver.granted).labelled(
        f"waived-{item}", zh="已依规获准豁免", en="a waiver has been granted"
    )


def _beyond(criteria: CriteriaList) -> tuple[tuple[str, str], ...]:
    """Name what the list says and no field can judge."""
    of_household = [
        clause
        for clause in criteria.clauses
        if clause.rule is None and clause.subject is Subject.HOUSEHOLD
    ]
    of_person = [
        clause
        for clause in criteria.clauses
        if clause.subject is Subject.PERSON
    ]
    return (
        *_named(
            of_household,
            "清单中以下情形没有对应数据项，须另行核实：{}。",
            "Not judged here, for want of a field: {}.",
        ),
        *_named(
            of_person,
            "清单中以下情形针对个人，按个别成员核减另行处理：{}。",
            "About single persons, and so not judged here: {}.",
        ),
    )


def _named(
    clauses: list[Clause], zh: str, en: str
) -> Iterable[tuple[str, str]]:
    if not clauses:
        return ()
    return (
        (
            zh.format("、".join(clause.zh for clause in clauses)),
            en.format("; ".join(clause.en for clause in clauses)),
        ),
    )
