"""
Audit: suspicion, check, verdict, and a rectification that can be counted.

审计：疑点、核查、认定与整改。

A hit is no suspicion, a suspicion is no verdict, and nobody is removed by
a match.
"""

from pa_registry.audit.alarms import (
    Shift,
    ShiftKind,
    distribution_shifts,
    iter_implausible,
    require_plausible,
    village_shapes,
)
from pa_registry.audit.cadres import CadreHousehold, kin_of_cadres
from pa_registry.audit.checks import (
    CheckList,
    CheckOutcome,
    FieldCheck,
    Substitution,
    clearances,
)
from pa_registry.audit.clearing import Clearance, ClearingRule, Proof
from pa_registry.audit.dispositions import (
    AddedGround,
    Authority,
    Disposition,
    OutcomeRow,
    OutcomeTable,
    Papers,
    Reversal,
    Supplement,
    add_member,
    dispose,
    restore,
    return_to_poverty,
    run_account,
    settled,
    supplement,
)
from pa_registry.audit.extracts import (
    DEPARTMENTS,
    Entry,
    Extract,
    extracts_of,
)
from pa_registry.audit.matching import (
    REGISTER,
    Agreement,
    Certainty,
    Match,
    MatchTable,
    RegisterKind,
    Searched,
    SetAside,
    SetAsideReason,
    match,
)
from pa_registry.audit.rectifying import (
    Issue,
    IssueState,
    IssueStep,
    Rectification,
    issues_of,
    rectification,
)
from pa_registry.audit.suspicions import (
    DayAnswer,
    EvidenceOf,
    Suspicion,
    SuspicionKind,
    WhichDay,
    suspect,
    suspect_entries,
    suspect_exits,
)
from pa_registry.audit.verdicts import Verdict
from pa_registry.audit.yields import (
    MASHAN_2015,
    PUBLISHED_YIELDS,
    PublishedOverlap,
    PublishedYield,
    Yield,
    yields,
)


__all__ = [
    "DEPARTMENTS",
    "MASHAN_2015",
    "PUBLISHED_YIELDS",
    "REGISTER",
    "AddedGround",
    "Agreement",
    "Authority",
    "CadreHousehold",
    "Certainty",
    "CheckList",
    "CheckOutcome",
    "Clearance",
    "ClearingRule",
    "DayAnswer",
    "Disposition",
    "Entry",
    "EvidenceOf",
    "Extract",
    "FieldCheck",
    "Issue",
    "IssueState",
    "IssueStep",
    "Match",
    "MatchTable",
    "OutcomeRow",
    "OutcomeTable",
    "Papers",
    "Proof",
    "PublishedOverlap",
    "PublishedYield",
    "Rectification",
    "RegisterKind",
    "Reversal",
    "Searched",
    "SetAside",
    "SetAsideReason",
    "Shift",
    "ShiftKind",
    "Substitution",
    "Supplement",
    "Suspicion",
    "SuspicionKind",
    "Verdict",
    "WhichDay",
    "Yield",
    "add_member",
    "clearances",
    "dispose",
    "distribution_shifts",
    "extracts_of",
    "issues_of",
    "iter_implausible",
    "kin_of_cadres",
    "match",
    "rectification",
    "require_plausible",
    "restore",
    "return_to_poverty",
    "run_account",
    "settled",
    "supplement",
    "suspect",
    "suspect_entries",
    "suspect_exits",
    "village_shapes",
    "yields",
]
