"""
Policies: plain functions of their parameters that give decision lists.

政策：识别、负面清单、退出、评分、防止返贫监测。
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
from pa_registry.policies.household_score import (
    HouseholdScore,
    ScoredItem,
    household_score,
)
from pa_registry.policies.identification import (
    Disagreement,
    identification,
    income_below,
)
from pa_registry.policies.low_income import low_income
from pa_registry.policies.misidentification import (
    FINDING,
    FindingSubject,
    FindingTarget,
    VerifiedFinding,
    misidentified,
)
from pa_registry.policies.monitoring import monitoring, monitoring_line
from pa_registry.policies.negative import (
    clause_rule,
    negative_list,
    waived,
)
from pa_registry.policies.outcomes import (
    DispositionOutcome,
    ExitOutcome,
    IdentificationOutcome,
    LowIncomeOutcome,
    MonitoringOutcome,
    NegativeListOutcome,
    Outcome,
    RiskOutcome,
)
from pa_registry.policies.policy import Policy, Step
from pa_registry.policies.risk_removal import (
    MonitoredCase,
    RiskRemoval,
    RiskTest,
    risk_removal,
)
from pa_registry.policies.score_forms import (
    MarkedItem,
    RuledItem,
    ScoreForm,
    ScoreItem,
    ScoreSlot,
    ScoreStep,
    four_looks,
    guangxi_score_form,
)


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
    "HouseholdScore",
    "IdentificationOutcome",
    "LowIncomeOutcome",
    "MarkedItem",
    "MonitoredCase",
    "MonitoringOutcome",
    "NegativeListOutcome",
    "Outcome",
    "Policy",
    "RiskOutcome",
    "RiskRemoval",
    "RiskTest",
    "RuledItem",
    "ScoreForm",
    "ScoreItem",
    "ScoreSlot",
    "ScoreStep",
    "ScoredItem",
    "Step",
    "VerifiedFinding",
    "clause_rule",
    "compare",
    "county_exit",
    "four_looks",
    "guangxi_score_form",
    "household_exit",
    "household_score",
    "identification",
    "income_below",
    "lacks_clothing",
    "lacks_food",
    "lacks_housing",
    "lacks_medical_care",
    "lacks_safe_water",
    "lacks_schooling",
    "lastingly_above",
    "low_income",
    "misidentified",
    "missing_guarantees",
    "monitoring",
    "monitoring_line",
    "negative_list",
    "plainly_above",
    "recorded_guarantees",
    "risk_removal",
    "village_exit",
    "waived",
]
