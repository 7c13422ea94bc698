"""
The search for omitted households: poor, and not in the register.

漏评户排查。

Whoever is asked to name the omitted names those whom he knows.  So leads
come from departments' data and from visits, and nominations only beside
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from pa_registry.accounts.counts import cell_of, on_file
from pa_registry.audit.checks import comparable, records_by_number
from pa_registry.audit.quality import visit_finding
from pa_registry.conditions import Cause
from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError
from pa_registry.model.codes import Code
from pa_registry.model.evidence import Evidence
from pa_registry.model.evidence_codes import AppraisalResult
from pa_registry.model.evidence_codes import Finding as VisitFinding
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.registry import Registry
from pa_registry.policies.decision import Decision
from pa_registry.policies.identification import identification
from pa_registry.policies.outcomes import IdentificationOutcome
from pa_registry.policies.policy import Policy


__all__ = [
    "Candidate",
    "Lead",
    "OmissionSearch",
    "OmittedCase",
    "Referral",
    "seek_omitted",
]


class Lead(Code):
    """
    What led to a household outside the register.

    线索来源。
    """

    DEPARTMENT = "department-data", "部门数据"
    VISIT = "visit", "入户走访"
    NOMINATION = "nomination", "村级申报"


class Referral(Code):
    """
    What a candidate is to go through next.

    后续处理。

    A vote does not settle what facts have shown: a household that meets
    verified tests and was voted down goes to the township.
    """

    TOWNSHIP_REVIEW = "township-review", "乡镇复核"
    IDENTIFICATION = "identification", "进入识别程序"
    STRICT_REVIEW = "strict-review", "从严审核"
    VISIT = "home-visit", "入户核查"


def _leads(given: Iterable[Lead]) -> frozenset[Lead]:
    return frozenset(given)


@attrs.frozen(kw_only=True)
class Candidate:
    """
    A household outside the register that may be poor.

    漏评排查对象。

    Attributes:
        household: The household, with whatever facts there are.
        leads: What led to it; several may.
        evidence: What else is known of it.
    """

    household: Household
    leads: frozenset[Lead] = attrs.field(converter=_leads)
    evidence: Evidence = attrs.field(factory=Evidence.none)

    def __attrs_post_init__(self) -> None:
        if not self.leads or not all(
            isinstance(one, Lead) for one in self.leads
        ):
            raise InvalidValueError(
                what="nobody says what led to this household.",
                where="Candidate.leads",
                remedy="Write leads=[Lead.VISIT].",
            )

    @property
    def is_nominated_only(self) -> bool:
        """Whether nothing but a nomination speaks for it."""
        return self.leads <= {Lead.NOMINATION}


@attrs.frozen(kw_only=True)
class OmittedCase:
    """
    A candidate that is, or may be, omitted.

    疑似漏评户。

    Attributes:
        candidate: The household and its leads.
        decision: What identification comes to, and why.
        referral: What it is to go through next.
    """

    candidate: Candidate = attrs.field(repr=False)
    decision: Decision[IdentificationOutcome]
    referral: Referral

    @property
    def missing(self) -> tuple[Cause, ...]:
        """The facts that would decide; none where it is decided."""
        return self.decision.missing

    def render(self, language: str = "en") -> str:
        """
        Say the decision in ``"zh"`` or ``"en"``, and what comes next.

        The decision itself says what a visit would have to ask.
        """
        said = self.decision.render(language)
        if language == "zh":
            return f"{said}\n  后续处理：{self.referral.zh}。"
        return f"{said}\n  Next: {self.referral.en}."


@attrs.frozen(kw_only=True)
class OmissionSearch:
    """
    What a search for the omitted came to.

    漏评户排查结果。

    Attributes:
        cases: The cases, those to be dealt with first in front.
        registered: Candidates that are in the register already, by number
            or by a member's identity number.
        not_poor: Candidates that identification settles as not poor.
        leads: How many candidates each kind of lead brought.
    """

    cases: tuple[OmittedCase, ...] = attrs.field(repr=False)
    registered: tuple[Candidate, ...] = attrs.field(repr=False)
    not_poor: tuple[OmittedCase, ...] = attrs.field(repr=False)
    leads: Mapping[Lead, int]

    def to(self, referral: Referral) -> tuple[OmittedCase, ...]:
        """List the cases that are to go through the same next."""
        return tuple(one for one in self.cases if one.referral is referral)


def seek_omitted(
    candidates: Iterable[Candidate],
    *,
    registry: Registry,
    at: Day,
    policy: Policy[IdentificationOutcome] | None = None,
) -> OmissionSearch:
    """
    Judge candidates from outside the register, and rank them.

    漏评户排查。

    In front are those who meet verified tests and were voted down; then
    those who meet the tests; then those for strict review; then those of
    whom facts are missing, the fewest missing first, and of equals those
    with more leads beside a nomination.  The order is a proposal of this
    library.

    Args:
        candidates: The households, each with what led to it.
        registry: The register.
        at: The clocks, or a plain day.
        policy: How identification decides; by default by income and
            guarantees alone, so that no vote can settle a case.

    Returns:
        The cases, and the candidates that are none.

    Raises:
        InvalidValueError: If all leads are nominations: what nobody has
            nominated would then never be found.

    Examples:
        >>> import datetime as dt
        >>> found = seek_omitted(
        ...     [
        ...         Candidate(
        ...             household=Household(number="W1"), leads=[Lead.VISIT]
        ...         )
        ...     ],
        ...     registry=Registry(),
        ...     at=dt.date(2016, 10, 19),
        ... )
        >>> found.cases[0].referral.zh
        '入户核查'
        >>> len(found.cases[0].missing) > 0
        True
    """
    given = tuple(candidates)
    leads = Counter(lead for one in given for lead in one.leads)
    if given and set(leads) == {Lead.NOMINATION}:
        raise InvalidValueError(
            what="all candidates were nominated.",
            where="candidates",
            remedy="Seek in departments' data and by visits, too: those whom"
            " nobody nominates are the ones to be found.",
        )
    decide = identification() if policy is None else policy
    homes, numbers = _registered(registry)
    inside: list[Candidate] = []
    cases: list[OmittedCase] = []
    settled: list[OmittedCase] = []
    for one in given:
        people = {
            comparable(member.identity) for member in on_file(one.household)
        }
        if one.household.number in homes or people & numbers:
            inside.append(one)
            continue
        decision = decide(one.household, evidence=one.evidence, at=at)
        referral = _referral(one, decision)
        poor = decision.outcome is not IdentificationOutcome.NOT_REGISTERED
        (cases if poor else settled).append(
            OmittedCase(candidate=one, decision=decision, referral=referral)
        )
    return OmissionSearch(
        cases=tuple(sorted(cases, key=_rank)),
        registered=tuple(inside),
        not_poor=tuple(settled),
        leads={lead: leads[lead] for lead in Lead},
    )


def _registered(
    registry: Registry,
) -> tuple[frozenset[str], frozenset[IdentityNumber]]:
    """Name the households in the register, and the people in them."""
    homes = tuple(
        home for home in registry.households if cell_of(home) is not None
    )
    return (
        frozenset(home.number for home in homes),
        frozenset(records_by_number(Registry(households=homes))),
    )


def _referral(
    one: Candidate, decision: Decision[IdentificationOutcome]
) -> Referral:
    outcome = decision.outcome
    if outcome is IdentificationOutcome.STRICT_REVIEW:
        return Referral.STRICT_REVIEW
    if outcome is not IdentificationOutcome.REGISTER:
        return Referral.VISIT
    if not _was_voted_down(one.evidence):
        return Referral.IDENTIFICATION
    verified = visit_finding(one.evidence) is VisitFinding.POOR
    return Referral.TOWNSHIP_REVIEW if verified else Referral.VISIT


def _was_voted_down(evidence: Evidence) -> bool:
    results = {one.result for one in evidence.settled_appraisals}
    return results == {AppraisalResult.REJECTED}


_ORDER = tuple(Referral)


def _rank(case: OmittedCase) -> tuple[int, int, int, str]:
    leads = len(case.candidate.leads - {Lead.NOMINATION})
    return (
        _ORDER.index(case.referral),
        len(case.missing),
        -leads,
        case.candidate.household.number,
    )
