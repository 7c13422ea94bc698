"""
The quality of a register's data by county: true, accurate, valid, stable.

数据质量：真实性、准确性、有效性、稳定性。

The four goals are those that the article of 2016 tells of 鄂扶组发〔2016〕
11号.  Its text was not located, so how each is measured is a proposal of
this library, and what the four weigh together is the caller's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

from pa_registry.accounts.changes import OtherChange, changes
from pa_registry.accounts.counts import cell_of, division_at, on_file
from pa_registry.audit.checks import Aspect, Check
from pa_registry.audit.screening import (
    Screening,
    by_household,
    screen,
)
from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence import Evidence
from pa_registry.model.evidence_codes import Finding as VisitFinding
from pa_registry.model.evidence_codes import VisitMode
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.money import Rate, RateUnit
from pa_registry.policies.comparing import EvidenceByHousehold
from pa_registry.standards import Standards


__all__ = ["DataQuality", "data_quality", "visit_finding"]

_IN_PERSON = frozenset({VisitMode.HOME, VisitMode.SITE})
_SETTLED = frozenset({VisitFinding.POOR, VisitFinding.NOT_POOR})


@attrs.frozen(kw_only=True)
class DataQuality:
    """
    The four rates of one county, each with its own base.

    一个县的数据质量。

    Attributes:
        division: The county; empty for households without a division.

        truth:
            Of the households that were visited in person, and found poor
            or not poor, those whose status says the same.  A household in
            the stock should be poor, one that has exited should not.

        accuracy:
            Of all households in the register, those whose entries do not
            contradict each other.  What is only unlikely counts against
            nobody before somebody has looked.

        validity:
            Of the same, those whose entries are filled in and well formed.

        stability:
            Of the persons of an earlier register, those who are still
            there, or whose change has a reason on record; `None` without
            an earlier register.
    """

    division: str
    truth: Rate
    accuracy: Rate
    validity: Rate
    stability: Rate | None = None

    def score(self, weights: Mapping[str, Fraction]) -> Fraction | None:
        """
        Weigh the rates together.

        数据质量综合得分。

        Args:
            weights:
                By the name of the rate, adding up to 1.  No text that was
                read weighs them, so there is no default.

        Returns:
            The score, from 0 to 1; `None` where a rate that is weighed has
            no value: nobody was visited, or there is no earlier register.

        Raises:
            InvalidValueError: If a name is none of the four rates, or the
                weights do not add up to 1.

        Examples:
            >>> rate = Rate(numerator=9, base=10)
            >>> county = DataQuality(
            ...     division="990101", truth=rate, accuracy=rate, validity=rate
            ... )
            >>> half = Fraction(1, 2)
            >>> county.score({"truth": half, "validity": half})
            Fraction(9, 10)
            >>> county.score({"stability": Fraction(1)}) is None
            True
        """
        names = ("truth", "accuracy", "validity", "stability")
        fair = all(isinstance(one, Fraction) for one in weights.values())
        if not fair or set(weights) - set(names) or sum(weights.values()) != 1:
            raise InvalidValueError(
                what="the weights are no shares of the four rates.",
                where="weights",
                remedy="Give Fractions that add up to 1, by truth, accuracy,"
                " validity and stability.",
            )
        total = Fraction(0)
        for name, weight in weights.items():
            rate: Rate | None = getattr(self, name)
            value = None if rate is None else rate.value
            if value is None:
                return None
            total += weight * value
        return total


def visit_finding(evidence: Evidence | None) -> VisitFinding | None:
    """
    Say what visits in person found: poor, not poor, or nothing settled.

    入户查访结论。

    The last day in person decides; a visit by telephone, or one that met
    nobody, settles nothing.

    Examples:
        >>> from pa_registry.model import Visit
        >>> visit = Visit(
        ...     mode=VisitMode.TELEPHONE,
        ...     met_somebody=True,
        ...     finding=VisitFinding.POOR,
        ... )
        >>> visit_finding(Evidence(visits=(visit,))) is None
        True
    """
    if evidence is None:
        return None
    found = {
        one.finding
        for one in evidence.settled_visits
        if one.mode in _IN_PERSON and one.met_somebody is True
    }
    if len(found) != 1:
        return None
    (only,) = found
    return only if only in _SETTLED else None


def data_quality(  # noqa: PLR0913  the arguments of iter_findings, and two
    registry: Registry,
    *,
    at: Day | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    before: Registry | None = None,
    checks: Iterable[Check] | None = None,
    standards: Standards | None = None,
    level: DivisionLevel = DivisionLevel.COUNTY,
) -> tuple[DataQuality, ...]:
    """
    Measure the quality of the data, by county.

    分县数据质量。

    Args:
        registry: The register.
        at: The clocks, or a plain day.
        evidence: The evidence by household number, for the visits in it.
        before: An earlier register, to see how stable the data are.
        checks: The checks; by default those of
            :func:`~pa_registry.audit.iter_findings`.
        standards: The book of dated numbers; by default the built-in one.
        level: The divisions that are told apart; by default counties.

    Returns:
        One value for each division of the register, in order of code.

    Raises:
        NeedsFactDayError: If a check needs a day.

    Examples:
        >>> from pa_registry.audit.checks import soundness
        >>> home = Household(number="H1", division="990101001001")
        >>> (county,) = data_quality(
        ...     Registry(households=(home,)),
        ...     checks=soundness().groups[0].items[0].checks,
        ... )
        >>> county.division, str(county.accuracy)
        ('990101', '100.0% (1 of 1 households registered)')
        >>> county.truth.value is None
        True
    """
    seen = screen(
        registry,
        at=at,
        checks=checks,
        evidence=evidence,
        standards=standards,
    )
    known = by_household(evidence)
    homes: dict[str, list[Household]] = {}
    for home in registry.households:
        if cell_of(home) is not None:
            homes.setdefault(_place(home.division, level), []).append(home)
    at_fault = _at_fault(seen)
    steady: Mapping[str, _Steadiness] = {}
    if before is not None:
        steady = _steadiness(before, registry, level)
    none = _Steadiness(0, 0)
    return tuple(
        DataQuality(
            division=division,
            truth=_truth(homes.get(division, ()), known),
            accuracy=_faultless(
                homes.get(division, ()), at_fault[Aspect.ACCURACY]
            ),
            validity=_faultless(
                homes.get(division, ()), at_fault[Aspect.VALIDITY]
            ),
            stability=None
            if before is None
            else steady.get(division, none).rate(),
        )
        for division in sorted({*homes, *steady})
    )


def _place(code: str | None, level: DivisionLevel) -> str:
    return "" if code is None else division_at(code, level)


def _at_fault(seen: Screening) -> Mapping[Aspect, frozenset[str]]:
    """Name the households that something counts against."""
    aspects = {one.check.code: one.check.aspect for one in seen.counts}
    found: dict[Aspect, set[str]] = {one: set() for one in Aspect}
    for one in seen.findings:
        aspect = aspects[one.code]
        unlikely = aspect is Aspect.ACCURACY and one.severity != "error"
        if one.household is not None and not unlikely:
            found[aspect].add(one.household)
    return {aspect: frozenset(homes) for aspect, homes in found.items()}


def _faultless(homes: Iterable[Household], at_fault: frozenset[str]) -> Rate:
    numbers = [home.number for home in homes]
    return Rate(
        numerator=sum(number not in at_fault for number in numbers),
        base=len(numbers),
        unit=RateUnit.HOUSEHOLDS,
        of="registered",
    )


def _truth(
    homes: Iterable[Household], evidence: Mapping[str, Evidence]
) -> Rate:
    visited = agreeing = 0
    for home in homes:
        found = visit_finding(evidence.get(home.number))
        if home.status is None or found is None:
            continue
        visited += 1
        agreeing += home.status.in_stock is (found is VisitFinding.POOR)
    return Rate(
        numerator=agreeing,
        base=visited,
        unit=RateUnit.HOUSEHOLDS,
        of="visited in person",
    )


class _Steadiness(NamedTuple):
    """Persons of an earlier register, and those gone without a reason."""

    persons: int
    unexplained: int

    def rate(self) -> Rate:
        return Rate(
            numerator=self.persons - self.unexplained,
            base=self.persons,
            unit=RateUnit.PERSONS,
            of="in the earlier register",
        )


def _steadiness(
    before: Registry, after: Registry, level: DivisionLevel
) -> Mapping[str, _Steadiness]:
    persons: dict[str, set[str]] = {}
    seen: set[str] = set()
    for home in before.households:
        if cell_of(home) is None:
            continue
        held = persons.setdefault(_place(home.division, level), set())
        # A number that is used twice is one person, as in the accounts.
        held.update({one.number for one in on_file(home)} - seen)
        seen |= held
    lost: Counter[str] = Counter()
    for one in changes(before, after).persons:
        came = one.out_of is None
        if one.kind is OtherChange.UNEXPLAINED and not came:
            lost[_place(one.old_division or None, level)] += 1
    return {
        division: _Steadiness(len(held), lost[division])
        for division, held in persons.items()
    }
