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
from pa_registry.audit.cadres import (
    CadreHousehold,
    kin_of_cadres,
)
from pa_registry.audit.clearing import (
    Clearance,
    ClearingRule,
    Proof,
)
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
from pa_registry.audit.estimating import (
    AuditEstimate,
    AuditRate,
    IntervalMethod,
    UnitResult,
    estimate,
)
from pa_registry.audit.exact_intervals import (
    exact_interval,
)
from pa_registry.audit.extracts import (
    DEPARTMENTS,
    Entry,
    Extract,
    extracts_of,
)
from pa_registry.audit.field_checks import (
    CheckList,
    CheckOutcome,
    FieldCheck,
    Substitution,
    clearances,
)
from pa_registry.audit.looking_back import (
    LookBack,
    LookBackFinding,
    LookBackResult,
    Snapshot,
    look_back,
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
from pa_registry.audit.sample_allocations import (
    Allocation,
    allocated,
)
from pa_registry.audit.sample_sizes import (
    SampleSize,
    clean_sample_size,
    sample_size,
)
from pa_registry.audit.sampling import (
    Chance,
    LookBackSample,
    SampledUnit,
    SampleSubstitution,
    Stage,
    look_back_sample,
)
from pa_registry.audit.sampling_frames import (
    FrameGroup,
    SamplingFrame,
    SamplingUnit,
    sampling_frame,
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
from pa_registry.audit.verdicts import (
    Verdict,
)
from pa_registry.audit.visit_lists import (
    CheckItem,
    CheckKind,
    VisitSheet,
    visit_list,
)
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
    "Allocation",
    "AuditEstimate",
    "AuditRate",
    "Authority",
    "CadreHousehold",
    "Certainty",
    "Chance",
    "CheckItem",
    "CheckKind",
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
    "FrameGroup",
    "IntervalMethod",
    "Issue",
    "IssueState",
    "IssueStep",
    "LookBack",
    "LookBackFinding",
    "LookBackResult",
    "LookBackSample",
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
    "SampleSize",
    "SampleSubstitution",
    "SampledUnit",
    "SamplingFrame",
    "SamplingUnit",
    "Searched",
    "SetAside",
    "SetAsideReason",
    "Shift",
    "ShiftKind",
    "Snapshot",
    "Stage",
    "Substitution",
    "Supplement",
    "Suspicion",
    "SuspicionKind",
    "UnitResult",
    "Verdict",
    "VisitSheet",
    "WhichDay",
    "Yield",
    "add_member",
    "allocated",
    "clean_sample_size",
    "clearances",
    "dispose",
    "distribution_shifts",
    "estimate",
    "exact_interval",
    "extracts_of",
    "issues_of",
    "iter_implausible",
    "kin_of_cadres",
    "look_back",
    "look_back_sample",
    "match",
    "rectification",
    "require_plausible",
    "restore",
    "return_to_poverty",
    "run_account",
    "sample_size",
    "sampling_frame",
    "settled",
    "supplement",
    "suspect",
    "suspect_entries",
    "suspect_exits",
    "village_shapes",
    "visit_list",
    "yields",
]
