"""
The checks of a register, each declared once, and their catalogues.

核查规则与核查目录。
"""

from pa_registry.audit.checks.catalogues import (
    catalogues,
    national,
    provincial,
    soundness,
)
from pa_registry.audit.checks.check import (
    Aspect,
    Catalogue,
    Check,
    Group,
    Hit,
    Item,
    Search,
)
from pa_registry.audit.checks.duplicates import (
    Spread,
    comparable,
    records_by_number,
    spread_of,
)
from pa_registry.audit.checks.helping import has_helper


__all__ = [
    "Aspect",
    "Catalogue",
    "Check",
    "Group",
    "Hit",
    "Item",
    "Search",
    "Spread",
    "catalogues",
    "comparable",
    "has_helper",
    "national",
    "provincial",
    "records_by_number",
    "soundness",
    "spread_of",
]
