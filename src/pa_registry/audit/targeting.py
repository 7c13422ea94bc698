"""
Inclusion and exclusion error of a policy against a verified set.

瞄准误差：错评与漏评。

Authors differ about the base of either error, so both are given, and each
says what it is a share of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs

from pa_registry.accounts.counts import NOBODY, Count, on_file
from pa_registry.accounts.tallies import Key
from pa_registry.audit.screening import by_household
from pa_registry.dates import Day
from pa_registry.errors import InvalidPolicyError, InvalidValueError
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.money import Rate, RateUnit
from pa_registry.policies.comparing import EvidenceByHousehold
from pa_registry.policies.outcomes import Outcome
from pa_registry.policies.policy import Policy


__all__ = ["Targeting", "targeting_errors"]

Out = TypeVar("Out", bound=Outcome)


@attrs.frozen(kw_only=True)
class Targeting:
    """
    A policy beside what was verified, for one group of households.

    瞄准结果。

    Every cell counts households and persons.  Undecided households are in
    cells of their own and in no rate: they are neither selected nor not.

    Attributes:
        group: The label of the group; `None` where it is not recorded.
        selected_poor: Selected, and truly poor.
        selected_not_poor: Selected, and not poor: the inclusion errors.
        missed_poor: Not selected, and truly poor: the exclusion errors.
        rest: Neither.
        undecided_poor: Truly poor, and the policy leaves them undecided.
        undecided_not_poor: Not poor, and left undecided.
        unverified: Of whom nobody has verified whether they are poor.
    """

    group: object
    selected_poor: Count = NOBODY
    selected_not_poor: Count = NOBODY
    missed_poor: Count = NOBODY
    rest: Count = NOBODY
    undecided_poor: Count = NOBODY
    undecided_not_poor: Count = NOBODY
    unverified: Count = NOBODY

    def inclusion_among_selected(
        self, unit: RateUnit = RateUnit.HOUSEHOLDS
    ) -> Rate:
        """Give the share of the selected who are not poor (错评率)."""
        return _rate(
            self.selected_not_poor,
            self.selected_poor,
            unit,
            "selected and verified",
        )

    def inclusion_among_not_poor(
        self, unit: RateUnit = RateUnit.HOUSEHOLDS
    ) -> Rate:
        """Give the share of those not poor who are selected."""
        return _rate(self.selected_not_poor, self.rest, unit, "truly not poor")

    def exclusion_among_poor(
        self, unit: RateUnit = RateUnit.HOUSEHOLDS
    ) -> Rate:
        """Give the share of the truly poor who are not selected."""
        return _rate(self.missed_poor, self.selected_poor, unit, "truly poor")

    def exclusion_among_unselected(
        self, unit: RateUnit = RateUnit.HOUSEHOLDS
    ) -> Rate:
        """Give the share of the not selected who are poor (漏评率)."""
        return _rate(
            self.missed_poor, self.rest, unit, "not selected and verified"
        )


def _rate(part: Count, other: Count, unit: RateUnit, of: str) -> Rate:
    whole = part + other
    if unit is RateUnit.HOUSEHOLDS:
        return Rate(
            numerator=part.households, base=whole.households, unit=unit, of=of
        )
    if unit is RateUnit.PERSONS:
        return Rate(
            numerator=part.persons, base=whole.persons, unit=unit, of=of
        )
    raise InvalidValueError(
        what="an error rate counts households or persons.",
        where="unit",
        remedy="Write RateUnit.PERSONS.",
    )


def targeting_errors(  # noqa: PLR0913  a policy needs its day and evidence
    households: Iterable[Household],
    *,
    policy: Policy[Out],
    selecting: Out,
    verified: Mapping[str, bool],
    at: Day | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    by: Key | None = None,
) -> tuple[Targeting, ...]:
    """
    Hold a policy against what was verified, group by group.

    瞄准误差。

    Args:
        households: The households, in the register and outside of it.
        policy: The policy.
        selecting: The outcome by which it selects.
        verified: By household number, whether it is truly poor, as visits
            have established; who is not in it is counted as unverified.
        at: The clocks, or a plain day.
        evidence: The evidence by household number.
        by: What the groups are told apart by; by default there is one.

    Returns:
        One value for each group, in order of appearance.

    Raises:
        InvalidPolicyError: If no step of the policy leads to *selecting*.
        InvalidValueError: If a verified value is neither true nor false.

    Examples:
        >>> from pa_registry.model import Person
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import (
        ...     IdentificationOutcome,
        ...     identification,
        ... )
        >>> homes = [
        ...     Household(
        ...         number=number,
        ...         net_income=yuan(income),
        ...         members=(Person(number=number),),
        ...     )
        ...     for number, income in (
        ...         ("H1", 2000),
        ...         ("H2", 2900),
        ...         ("H3", 4000),
        ...     )
        ... ]
        >>> (found,) = targeting_errors(
        ...     homes,
        ...     policy=identification(line=yuan(2952), guarantees=()),
        ...     selecting=IdentificationOutcome.REGISTER,
        ...     verified={"H1": True, "H2": False, "H3": True},
        ... )
        >>> print(found.inclusion_among_selected())
        50.0% (1 of 2 households selected and verified)
        >>> print(found.exclusion_among_poor())
        50.0% (1 of 2 households truly poor)
    """
    if selecting not in policy.outcomes() or selecting is policy.undecided:
        raise InvalidPolicyError(
            what=f"{policy.name} does not come to {selecting!r}.",
            remedy="Name the outcome by which it selects.",
        )
    if not all(isinstance(poor, bool) for poor in verified.values()):
        raise InvalidValueError(
            what="a household is verified as poor or as not poor.",
            where="verified",
            remedy="Give True or False, and leave out who was not verified.",
        )
    known = by_household(evidence)
    groups: dict[object, Targeting] = {}
    for home in households:
        label = None if by is None else by(home)
        found = groups.get(label) or Targeting(group=label)
        decision = policy(home, evidence=known.get(home.number), at=at)
        selected = (
            decision.outcome is selecting if decision.is_decided else None
        )
        cell = _CELLS[selected, verified.get(home.number)]
        many = getattr(found, cell) + Count(1, len(on_file(home)))
        groups[label] = attrs.evolve(found, **{cell: many})
    return tuple(groups.values())


#: By whether it is selected, and whether it is poor.
_CELLS: Mapping[tuple[bool | None, bool | None], str] = {
    (True, True): "selected_poor",
    (True, False): "selected_not_poor",
    (False, True): "missed_poor",
    (False, False): "rest",
    (None, True): "undecided_poor",
    (None, False): "undecided_not_poor",
    (True, None): "unverified",
    (False, None): "unverified",
    (None, None): "unverified",
}
