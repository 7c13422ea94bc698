"""
The audit: look-back and inspection by sample, and what it shows.

审计、抽查与回头看。
"""

from pa_registry.audit.estimating import (
    AuditEstimate,
    AuditRate,
    IntervalMethod,
    UnitResult,
    estimate,
)
from pa_registry.audit.exact_intervals import exact_interval
from pa_registry.audit.looking_back import (
    LookBack,
    LookBackFinding,
    LookBackResult,
    Snapshot,
    look_back,
)
from pa_registry.audit.sample_allocations import Allocation, allocated
from pa_registry.audit.sample_sizes import (
    SampleSize,
    clean_sample_size,
    sample_size,
)
from pa_registry.audit.sampling import (
    Chance,
    LookBackSample,
    SampledUnit,
    Stage,
    Substitution,
    look_back_sample,
)
from pa_registry.audit.sampling_frames import (
    FrameGroup,
    SamplingFrame,
    SamplingUnit,
    sampling_frame,
)
from pa_registry.audit.visit_lists import (
    CheckItem,
    CheckKind,
    VisitSheet,
    visit_list,
)


__all__ = [
    "Allocation",
    "AuditEstimate",
    "AuditRate",
    "Chance",
    "CheckItem",
    "CheckKind",
    "FrameGroup",
    "IntervalMethod",
    "LookBack",
    "LookBackFinding",
    "LookBackResult",
    "LookBackSample",
    "SampleSize",
    "SampledUnit",
    "SamplingFrame",
    "SamplingUnit",
    "Snapshot",
    "Stage",
    "Substitution",
    "UnitResult",
    "VisitSheet",
    "allocated",
    "clean_sample_size",
    "estimate",
    "exact_interval",
    "look_back",
    "look_back_sample",
    "sample_size",
    "sampling_frame",
    "visit_list",
]
