"""
Accounts that add up: measures, published figures, stock and flow.

台账：测度、公布数字的核对、存量与流量。

Accounts take counts and values, wherever they come from.
"""

from pa_registry.accounts import measures
from pa_registry.accounts.changes import (
    ChangeKind,
    Changes,
    Flow,
    OtherChange,
    PersonChange,
    changes,
)
from pa_registry.accounts.counts import (
    STOCK,
    Cell,
    CellKind,
    Count,
    cohort,
)
from pa_registry.accounts.exit_indicators import (
    CompositeIncidence,
    approval_rate,
    composite_incidence,
    identification_precision,
    incidence,
    inclusion_error,
    omission_rate,
    wilson,
    wilson_interval,
    wrong_exit_rate,
)
from pa_registry.accounts.figures import (
    Figure,
    FigureKind,
    PublishedFigures,
    Shares,
    Sum,
    Within,
)
from pa_registry.accounts.headcounts import (
    FourNumbers,
    Gap,
    ListCut,
    SourcedCount,
    cut_at_quota,
)
from pa_registry.accounts.hubei import article, later_series
from pa_registry.accounts.intervals import Interval
from pa_registry.accounts.printing import (
    FigureUnit,
    Printed,
    percent,
    points,
    wan,
)
from pa_registry.accounts.rates import (
    PublishedRate,
    VerbalGrades,
    combined,
    printed_rate,
)
from pa_registry.accounts.reconciling import (
    Conclusion,
    Reconciled,
    Reconciliation,
    reconcile,
)
from pa_registry.accounts.standing import (
    CohortBesideReport,
    Standing,
    StandingRow,
)
from pa_registry.accounts.stock_flows import StockFlow, stock_flow
from pa_registry.accounts.tallies import (
    Key,
    Relocation,
    Tally,
    by_cause,
    by_division,
    by_entry_year,
    by_exit_year,
    by_group,
    by_relocation,
    by_reporting_unit,
    by_status,
    relocation,
    tally,
)


__all__ = [
    "STOCK",
    "Cell",
    "CellKind",
    "ChangeKind",
    "Changes",
    "CohortBesideReport",
    "CompositeIncidence",
    "Conclusion",
    "Count",
    "Figure",
    "FigureKind",
    "FigureUnit",
    "Flow",
    "FourNumbers",
    "Gap",
    "Interval",
    "Key",
    "ListCut",
    "OtherChange",
    "PersonChange",
    "Printed",
    "PublishedFigures",
    "PublishedRate",
    "Reconciled",
    "Reconciliation",
    "Relocation",
    "Shares",
    "SourcedCount",
    "Standing",
    "StandingRow",
    "StockFlow",
    "Sum",
    "Tally",
    "VerbalGrades",
    "Within",
    "approval_rate",
    "article",
    "by_cause",
    "by_division",
    "by_entry_year",
    "by_exit_year",
    "by_group",
    "by_relocation",
    "by_reporting_unit",
    "by_status",
    "changes",
    "cohort",
    "combined",
    "composite_incidence",
    "cut_at_quota",
    "identification_precision",
    "incidence",
    "inclusion_error",
    "later_series",
    "measures",
    "omission_rate",
    "percent",
    "points",
    "printed_rate",
    "reconcile",
    "relocation",
    "stock_flow",
    "tally",
    "wan",
    "wilson",
    "wilson_interval",
    "wrong_exit_rate",
]
