"""
Policies: plain functions of their parameters that give decision lists.

政策：识别、负面清单、退出。
"""

from pa_registry.policies.binding import BoundNumber
from pa_registry.policies.comparing import Change, Comparison, compare
from pa_registry.policies.decision import Decision, Ground
from pa_registry.policies.exits import (
    household_exit,
    lastingly_above,
    plainly_above,
)
from pa_registry.policies.figures import county_exit, village_exit
from pa_registry.policies.guarantees import (
    lacks_clothing,
    lacks_food,
    lacks_housing,
    lacks_medical_care,
    lacks_safe_water,
    lacks_schooling,
    missing_guarantees,
    recorded_guarantees,
)
from pa_registry.policies.identification import (
    Disagreement,
    identification,
    income_below,
)
from pa_registry.policies.misidentification import (
    FINDING,
    FindingSubject,
    FindingTarget,
    VerifiedFinding,
    misidentified,
)
from pa_registry.policies.negative import (
    clause_rule,
    negative_list,
    waived,
)
from pa_registry.policies.outcomes import (
    DispositionOutcome,
    ExitOutcome,
    IdentificationOutcome,
    NegativeListOutcome,
    Outcome,
)
from pa_registry.policies.policy import Policy, Step


__all__ = [
    "FINDING",
    "BoundNumber",
    "Change",
    "Comparison",
    "Decision",
    "Disagreement",
    "DispositionOutcome",
    "ExitOutcome",
    "FindingSubject",
    "FindingTarget",
    "Ground",
    "IdentificationOutcome",
    "NegativeListOutcome",
    "Outcome",
    "Policy",
    "Step",
    "VerifiedFinding",
    "clause_rule",
    "compare",
    "county_exit",
    "household_exit",
    "identification",
    "income_below",
    "lacks_clothing",
    "lacks_food",
    "lacks_housing",
    "lacks_medical_care",
    "lacks_safe_water",
    "lacks_schooling",
    "lastingly_above",
    "misidentified",
    "missing_guarantees",
    "negative_list",
    "plainly_above",
    "recorded_guarantees",
    "village_exit",
    "waived",
]
