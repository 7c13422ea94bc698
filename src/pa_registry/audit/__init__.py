"""
The audit: what is checked in a register, and what the checks find.

核查与审计。
"""

from pa_registry.audit import checks
from pa_registry.audit.findings import Finding
from pa_registry.audit.omitted import (
    Candidate,
    Lead,
    OmissionSearch,
    OmittedCase,
    Referral,
    seek_omitted,
)
from pa_registry.audit.quality import DataQuality, data_quality
from pa_registry.audit.reach import HelpReach, Mismatch, reach_of_help
from pa_registry.audit.screening import (
    CheckCount,
    Screening,
    default_checks,
    first_finding,
    iter_findings,
    require_sound,
    screen,
)
from pa_registry.audit.targeting import Targeting, targeting_errors


__all__ = [
    "Candidate",
    "CheckCount",
    "DataQuality",
    "Finding",
    "HelpReach",
    "Lead",
    "Mismatch",
    "OmissionSearch",
    "OmittedCase",
    "Referral",
    "Screening",
    "Targeting",
    "checks",
    "data_quality",
    "default_checks",
    "first_finding",
    "iter_findings",
    "reach_of_help",
    "require_sound",
    "screen",
    "seek_omitted",
    "targeting_errors",
]
