"""
Two policies side by side: who enters, who leaves, at what cost.

政策比较。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import (
    Any,
    Generic,
    Protocol,
    TypeVar,
    cast,
    runtime_checkable,
)

import attrs

from typing_extensions import override

from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.money import Fen
from pa_registry.policies.decision import Decision
from pa_registry.policies.outcomes import Outcome
from pa_registry.policies.policy import Policy


__all__ = ["Change", "Comparison", "EvidenceByHousehold", "compare"]

Out = TypeVar("Out", bound=Outcome)

_COUNTY_DIGITS = 6


@runtime_checkable
class EvidenceByHousehold(Protocol):
    """
    What has the evidence of many households, by their numbers.

    各户证据。
    """

    @property
    def by_household(self) -> Mapping[str, Evidence]:
        """The evidence by household number."""
        ...


@attrs.frozen(kw_only=True)
class Change(Generic[Out]):
    """
    One household under two policies.

    一户在两项政策下的结论。

    Attributes:
        household: The household.
        old: The decision under the old policy.
        new: The decision under the new one.
    """

    household: Household = attrs.field(repr=False)
    old: Decision[Out]
    new: Decision[Out]

    @property
    def is_changed(self) -> bool:
        """Whether the outcomes differ."""
        return self.old.outcome is not self.new.outcome


@attrs.frozen(kw_only=True)
class Comparison(Generic[Out]):
    """
    Every household under two policies.

    政策比较结果。

    Attributes:
        changes: All households, in the order of the registry.
        amount: What a household with the outcome would cost, if given.
    """

    changes: tuple[Change[Out], ...] = attrs.field(repr=False)
    amount: Callable[[Household], Fen] | None = attrs.field(
        default=None, repr=False
    )

    def entrants(self, outcome: Out) -> tuple[Household, ...]:
        """
        List who has this outcome under the new policy only.

        新增。

        Raises:
            UnknownNameError: If no decision of these policies comes to it.
        """
        self._need_outcome(outcome)
        return tuple(
            one.household
            for one in self.changes
            if one.new.outcome is outcome and one.old.outcome is not outcome
        )

    def leavers(self, outcome: Out) -> tuple[Household, ...]:
        """
        List who has this outcome under the old policy only.

        减少。

        Raises:
            UnknownNameError: If no decision of these policies comes to it.
        """
        self._need_outcome(outcome)
        return tuple(
            one.household
            for one in self.changes
            if one.old.outcome is outcome and one.new.outcome is not outcome
        )

    def _need_outcome(self, outcome: object) -> None:
        """Refuse what no decision of these policies can come to."""
        known = self._outcomes()
        kind: type = type(known[0]) if known else Outcome
        if not isinstance(outcome, kind):
            raise UnknownNameError(
                kind="outcome",
                name=str(outcome),
                known=tuple(one.name for one in known),
            )

    def _outcomes(self) -> tuple[Outcome, ...]:
        return tuple(type(self.changes[0].old.outcome)) if self.changes else ()

    def unchanged(self) -> tuple[Household, ...]:
        """List who has the same outcome under both. 不变。"""
        return tuple(o.household for o in self.changes if not o.is_changed)

    def moves(self) -> Mapping[tuple[Out, Out], int]:
        """Count the households by old and new outcome. 变动情况。"""
        pairs = ((o.old.outcome, o.new.outcome) for o in self.changes)
        return Counter(pairs)

    def by_division(
        self, *, digits: int = _COUNTY_DIGITS
    ) -> Mapping[str, Mapping[tuple[Out, Out], int]]:
        """Count the changed households by division, county by default."""
        return self._grouped(lambda h: (h.division or "")[:digits])

    def by_cause(self) -> Mapping[str, Mapping[tuple[Out, Out], int]]:
        """Count the changed households by main cause of poverty. 致贫原因。"""
        return self._grouped(lambda h: h.main_cause.zh if h.main_cause else "")

    def _grouped(
        self, key: Callable[[Household], str]
    ) -> Mapping[str, Mapping[tuple[Out, Out], int]]:
        groups: dict[str, Counter[tuple[Out, Out]]] = {}
        for one in self.changes:
            if one.is_changed:
                group = groups.setdefault(key(one.household), Counter())
                group[one.old.outcome, one.new.outcome] += 1
        return groups

    def cost(self, outcome: Out) -> Fen | None:
        """
        Say what the reform costs: entrants' amounts less leavers'.

        政策调整所需资金。

        Returns:
            The difference, or `None` where no amount was given.
        """
        if self.amount is None:
            return None
        more = sum(self.amount(h) for h in self.entrants(outcome))
        less = sum(self.amount(h) for h in self.leavers(outcome))
        return Fen(more - less)

    @override
    def __str__(self) -> str:
        moved = [
            f"{old} to {new}: {count}"
            for (old, new), count in sorted(self.moves().items())
            if old is not new
        ]
        kept = len(self.unchanged())
        return "; ".join([*moved, f"unchanged: {kept}"])


def compare(  # noqa: PLR0913 -- the clocks, the evidence and the amount
    old: Policy[Out],
    new: Policy[Out],
    registry: Registry,
    *,
    at: Day | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    amount: Callable[[Household], Fen] | None = None,
) -> Comparison[Out]:
    """
    Judge every household of a registry by two policies.

    政策比较。

    Args:
        old: The policy as it stands.
        new: The reform.
        registry: The registry.
        at: The clocks, for both.
        evidence: The evidence by household number, as a mapping or as
            what :func:`~pa_registry.exchange.read_evidence` returns.
        amount: What a household with the outcome would cost.

    Returns:
        Entrants, leavers and the unchanged, by division and by cause.

    Raises:
        InvalidValueError: If *evidence* is nothing by household.

    Examples:
        >>> from pa_registry.model import Person
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import identification
        >>> old = identification(line=yuan(2800), guarantees=())
        >>> new = identification(line=yuan(2952), guarantees=())
        >>> between = Household(
        ...     number="H1",
        ...     net_income=yuan(2900),
        ...     members=(Person(number="1"),),
        ... )
        >>> print(compare(old, new, Registry(households=(between,))))
        NOT_REGISTERED to REGISTER: 1; unchanged: 0
    """
    known = _by_household(evidence)
    changes = tuple(
        Change(
            household=one,
            old=old(one, evidence=known.get(one.number), at=at),
            new=new(one, evidence=known.get(one.number), at=at),
        )
        for one in registry.households
    )
    return Comparison(changes=changes, amount=amount)


def _by_household(given: object) -> Mapping[str, Any]:
    if isinstance(given, EvidenceByHousehold):
        return given.by_household
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InvalidValueError(
            what=f"A {type(given).__name__} has no evidence by household.",
            where="evidence",
            remedy='Give {"H1": Evidence(…)}, or what read_evidence() gave.',
        )
    return cast("Mapping[str, Any]", given)
