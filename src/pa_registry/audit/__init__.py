"""
The audit: what is checked in a register, and what the checks find.

核查与审计。
"""

from pa_registry.audit import checks
from pa_registry.audit.findings import Finding
from pa_registry.audit.screening import (
    CheckCount,
    Screening,
    default_checks,
    first_finding,
    iter_findings,
    require_sound,
    screen,
)


__all__ = [
    "CheckCount",
    "Finding",
    "Screening",
    "checks",
    "default_checks",
    "first_finding",
    "iter_findings",
    "require_sound",
    "screen",
]
