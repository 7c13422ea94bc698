"""
Audit: suspicion, check, verdict, and a rectification that can be counted.

审计：疑点、核查、认定与整改。

A hit is no suspicion, a suspicion is no verdict, and nobody is removed by
a match.
"""

from pa_registry.audit import (
    checks,
)
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
from pa_registry.audit.findings import (
    Finding,
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
    MatchStanding,
    MatchTable,
    RegisterKind,
    Searched,
    SetAside,
    SetAsideReason,
    match,
)
from pa_registry.audit.omitted import (
    Candidate,
    Lead,
    OmissionSearch,
    OmittedCase,
    Referral,
    seek_omitted,
)
from pa_registry.audit.quality import (
    DataQuality,
    data_quality,
)
from pa_registry.audit.reach import (
    HelpReach,
    Mismatch,
    reach_of_help,
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
from pa_registry.audit.screening import (
    CheckCount,
    Screening,
    default_checks,
    first_finding,
    iter_findings,
    require_sound,
    screen,
)
from pa_registry.audit.settling import changed_since, settled
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
from pa_registry.audit.targeting import (
    Targeting,
    targeting_errors,
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
    "Candidate",
    "Certainty",
    "Chance",
    "CheckCount",
    "CheckItem",
    "CheckKind",
    "CheckList",
    "CheckOutcome",
    "Clearance",
    "ClearingRule",
    "DataQuality",
    "DayAnswer",
    "Disposition",
    "Entry",
    "EvidenceOf",
    "Extract",
    "FieldCheck",
    "Finding",
    "FrameGroup",
    "HelpReach",
    "IntervalMethod",
    "Issue",
    "IssueState",
    "IssueStep",
    "Lead",
    "LookBack",
    "LookBackFinding",
    "LookBackResult",
    "LookBackSample",
    "Match",
    "MatchStanding",
    "MatchTable",
    "Mismatch",
    "OmissionSearch",
    "OmittedCase",
    "OutcomeRow",
    "OutcomeTable",
    "Papers",
    "Proof",
    "PublishedOverlap",
    "PublishedYield",
    "Rectification",
    "Referral",
    "RegisterKind",
    "Reversal",
    "SampleSize",
    "SampleSubstitution",
    "SampledUnit",
    "SamplingFrame",
    "SamplingUnit",
    "Screening",
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
    "Targeting",
    "UnitResult",
    "Verdict",
    "VisitSheet",
    "WhichDay",
    "Yield",
    "add_member",
    "allocated",
    "changed_since",
    "checks",
    "clean_sample_size",
    "clearances",
    "data_quality",
    "default_checks",
    "dispose",
    "distribution_shifts",
    "estimate",
    "exact_interval",
    "extracts_of",
    "first_finding",
    "issues_of",
    "iter_findings",
    "iter_implausible",
    "kin_of_cadres",
    "look_back",
    "look_back_sample",
    "match",
    "reach_of_help",
    "rectification",
    "require_plausible",
    "require_sound",
    "restore",
    "return_to_poverty",
    "run_account",
    "sample_size",
    "sampling_frame",
    "screen",
    "seek_omitted",
    "settled",
    "supplement",
    "suspect",
    "suspect_entries",
    "suspect_exits",
    "targeting_errors",
    "village_shapes",
    "visit_list",
    "yields",
]
