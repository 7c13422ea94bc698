"""
Identification: who is poor, and so registered.

贫困户识别。

Entry is an *or*: income below the line, or a guarantee that is lacking.
The negative list, where one is given, stands first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from pa_registry.conditions import (
    Condition,
    Ordered,
    all_of,
    any_of,
    parameter,
)
from pa_registry.errors import (
    InvalidPolicyError,
    InvalidStandardError,
    UnknownNameError,
)
from pa_registry.model.evidence_codes import (
    AppraisalResult,
    Finding,
    VisitMode,
)
from pa_registry.model.households import Household
from pa_registry.model.terms import appraisal, household, visit
from pa_registry.money import Fen
from pa_registry.policies.guarantees import missing_guarantees
from pa_registry.policies.outcomes import (
    IdentificationOutcome,
    NegativeListOutcome,
)
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards.sources import common_source


__all__ = ["Disagreement", "identification", "income_below", "line_term"]


class Disagreement(StrEnum):
    """
    What happens where the vote and the visit disagree.

    民主评议与入户核查结论不一致时的处理办法。

    No published text was read that settles it, so a policy that reads the
    two says which way it goes.
    """

    STRICT_REVIEW = "strict-review"
    VISIT_PREVAILS = "visit-prevails"
    APPRAISAL_PREVAILS = "appraisal-prevails"


def line_term(line: Fen | Ordered[Any, Fen] | None) -> Any:
    """
    Take a line as given, or leave it to the standards in force.

    Raises:
        InvalidStandardError: If it is no money, or not above zero.
    """
    if line is None:
        return parameter(
            "income-line",
            "fen",
            zh="国家农村扶贫标准",
            en="the national rural poverty line",
        )
    if isinstance(line, Ordered):
        return line
    if not isinstance(line, Fen) or line <= 0:
        raise InvalidStandardError(
            what="a poverty line is an amount of money above zero.",
            where="line",
            remedy="Write line=yuan(2952).",
        )
    return line


def income_below(
    line: Fen | Ordered[Household, Fen] | None = None,
    *,
    size: Ordered[Household, int] | None = None,
) -> Condition[Household]:
    """
    Meet where net income per head is below the line.

    人均纯收入低于扶贫标准。

    Args:
        line: The line in fen a person and year; by default that of the
            income year, from the standards in force.
        size: Who is counted; by default the usual residents.

    Examples:
        >>> from pa_registry.money import yuan
        >>> print(income_below(yuan(2952)).part)
        household.net_income.per(household.size) < yuan('2952')
    """
    base = household.size if size is None else size
    per_head = household.net_income.per(base)
    below: Condition[Household] = per_head < line_term(line)
    return below.labelled(
        "income-below-line",
        zh="家庭人均纯收入低于扶贫标准",
        en="net income per person below the poverty line",
        cites=(common_source("plan-2014"),),
    )


def identification(
    *,
    line: Fen | Ordered[Household, Fen] | None = None,
    negative_list: Policy[NegativeListOutcome] | None = None,
    guarantees: Iterable[Condition[Household]] | None = None,
    size: Ordered[Household, int] | None = None,
    disagreement: Disagreement | None = None,
) -> Policy[IdentificationOutcome]:
    """
    Decide whether a household is registered as poor.

    贫困户识别。

    Args:
        line:
            The poverty line, in fen a person and year.  Left out, it is
            that of the income year, by place, from the standards in force
            on the rules' day.

        negative_list:
            A policy made by
            :func:`~pa_registry.policies.negative.negative_list`; its
            clauses are asked before anything else.

        guarantees:
            The rules that say what is lacking; by default all of
            :func:`~pa_registry.policies.guarantees.missing_guarantees`.

        size: Who is counted; by default the usual residents.

        disagreement:
            What happens where the village meeting and a visit at home
            disagree; left out, the two are not read.

    Returns:
        A policy over households.

    Raises:
        InvalidStandardError: If *line* is no amount above zero.
        InvalidPolicyError: If *negative_list* is no policy.
        UnknownNameError: If there is no such *disagreement*.

    Examples:
        >>> from pa_registry.model import Household, Person
        >>> from pa_registry.money import yuan
        >>> policy = identification(line=yuan(2952), guarantees=())
        >>> poor = Household(
        ...     number="H1",
        ...     net_income=yuan(8000),
        ...     members=(
        ...         Person(number="1"),
        ...         Person(number="2"),
        ...         Person(number="3"),
        ...     ),
        ... )
        >>> policy(poor).outcome.name
        'REGISTER'
        >>> policy(Household(number="H2")).outcome.name
        'TO_VERIFY'
    """
    lacking = missing_guarantees() if guarantees is None else guarantees
    tests = (income_below(line, size=size), *lacking)
    policy = Policy(
        name="identification",
        zh="贫困户识别",
        en="identification",
        steps=(
            *_where_they_disagree(disagreement, tests),
            *(
                Step(rule=test, outcome=IdentificationOutcome.REGISTER)
                for test in tests
            ),
        ),
        otherwise=IdentificationOutcome.NOT_REGISTERED,
        undecided=IdentificationOutcome.TO_VERIFY,
        otherwise_zh=_OTHERWISE_ZH[len(tests) > 1],
        otherwise_en=_OTHERWISE_EN[len(tests) > 1],
    )
    if negative_list is None:
        return policy
    if not isinstance(negative_list, Policy):
        raise InvalidPolicyError(
            what="A negative list is a policy here, and no name.",
            remedy='Write negative_list=negative_list("…").',
        )
    return policy.after(_first(negative_list))


def _first(
    negative_list: Policy[NegativeListOutcome],
) -> Policy[IdentificationOutcome]:
    return negative_list.translated(
        {
            NegativeListOutcome.EXCLUDED: IdentificationOutcome.NOT_REGISTERED,
            NegativeListOutcome.STRICT_REVIEW: (
                IdentificationOutcome.STRICT_REVIEW
            ),
        },
        otherwise=IdentificationOutcome.NOT_REGISTERED,
        undecided=IdentificationOutcome.TO_VERIFY,
    )


#: Why a household is not registered: by income only, or by all tests.
_OTHERWISE_ZH = ("收入不低于扶贫标准", "收入不低于扶贫标准，各项保障均已落实")
_OTHERWISE_EN = (
    "income is not below the line",
    "income is not below the line and no guarantee is lacking",
)
#: What each reading of a disagreement leads to: poor by visit and voted
#: out, and the reverse.
_SETTLED = {
    Disagreement.STRICT_REVIEW: (
        IdentificationOutcome.STRICT_REVIEW,
        IdentificationOutcome.STRICT_REVIEW,
    ),
    Disagreement.VISIT_PREVAILS: (
        IdentificationOutcome.REGISTER,
        IdentificationOutcome.NOT_REGISTERED,
    ),
    Disagreement.APPRAISAL_PREVAILS: (
        IdentificationOutcome.NOT_REGISTERED,
        IdentificationOutcome.REGISTER,
    ),
}
_RULED = {
    Disagreement.STRICT_REVIEW: (
        "按本政策规定从严审核",
        "this policy asks for a strict review",
    ),
    Disagreement.VISIT_PREVAILS: (
        "按本政策规定以核查结论为准",
        "by this policy the visit prevails",
    ),
    Disagreement.APPRAISAL_PREVAILS: (
        "按本政策规定以评议结论为准",
        "by this policy the vote prevails",
    ),
}


_FOUND = {
    Finding.POOR: ("poor-by-visit", "入户核查认定贫困", "poor by visit"),
    Finding.NOT_POOR: (
        "not-poor-by-visit",
        "入户核查认定不贫困",
        "not poor by visit",
    ),
}
_VOTED = {
    AppraisalResult.AGREED: ("voted-in", "民主评议通过", "voted in"),
    AppraisalResult.REJECTED: ("voted-out", "民主评议未通过", "voted out"),
}


def _where_they_disagree(
    disagreement: Disagreement | None,
    tests: tuple[Condition[Household], ...],
) -> tuple[Step[IdentificationOutcome], ...]:
    """
    Settle the case of a household that is poor by the tests.

    The last round of the vote and the last visit decide.
    """
    if disagreement is None:
        return ()
    if disagreement not in _SETTLED:
        known = tuple(one.value for one in Disagreement)
        raise UnknownNameError(
            kind="disagreement", name=str(disagreement), known=known
        )
    voted_in = _voted(AppraisalResult.AGREED)
    voted_out = _voted(AppraisalResult.REJECTED)
    out, in_ = _SETTLED[disagreement]
    zh, en = _RULED[disagreement]
    poor = any_of(*tests)
    # No text that was read says which of the two prevails.
    cites = (common_source("reading-of-disagreement"),)
    return (
        Step(
            rule=all_of(poor, voted_out, _found(Finding.POOR)).labelled(
                "poor-by-visit-voted-out",
                zh=f"入户核查认定贫困、民主评议未通过，{zh}",
                en=f"poor by visit, voted out: {en}",
                cites=cites,
            ),
            outcome=out,
        ),
        Step(
            rule=all_of(poor, voted_in, _found(Finding.NOT_POOR)).labelled(
                "voted-in-not-poor-by-visit",
                zh=f"民主评议通过、入户核查认定不贫困，{zh}",
                en=f"voted in, not poor by visit: {en}",
                cites=cites,
            ),
            outcome=in_,
        ),
        Step(
            rule=all_of(poor, voted_out, _found(Finding.NOT_POOR)).labelled(
                "neither-by-visit-nor-by-vote",
                zh="入户核查认定不贫困，民主评议也未通过",
                en="not poor by visit, and voted out",
                cites=cites,
            ),
            outcome=IdentificationOutcome.NOT_REGISTERED,
        ),
    )


def _found(finding: Finding) -> Condition[Household]:
    """Meet where a visit at home that met somebody found this."""
    at_home = visit.mode.among(VisitMode.HOME, VisitMode.SITE)
    met = at_home & visit.met_somebody & visit.finding.equals(finding)
    name, zh, en = _FOUND[finding]
    return household.visits.any(met).labelled(name, zh=zh, en=en)


def _voted(result: AppraisalResult) -> Condition[Household]:
    """Meet where the village meeting came to this in its last round."""
    name, zh, en = _VOTED[result]
    return household.appraisals.any(appraisal.result.equals(result)).labelled(
        name, zh=zh, en=en
    )
