"""
Measures of poverty and inequality, on lists of values with weights.

贫困与不平等测度。

Poor is strictly below the line unless ``weak=True``.  Where the packages of
the field differ, the convention is an argument with the difference named.
"""

from pa_registry.accounts.measures.estimates import (
    Design,
    Estimate,
    LonelyCluster,
    fgt_estimate,
    gini_estimate,
    headcount_estimate,
)
from pa_registry.accounts.measures.inequality import (
    GiniConvention,
    QuantileConvention,
    gini,
    quantile,
    quintile_share_ratio,
    theil,
)
from pa_registry.accounts.measures.multidimensional import (
    AlkireFoster,
    alkire_foster,
)
from pa_registry.accounts.measures.poverty import (
    GroupShare,
    decomposed,
    fgt,
    headcount,
    poverty_gap,
    sen,
    sen_shorrocks_thon,
    severity,
    watts,
)
from pa_registry.accounts.measures.relative import (
    AtRisk,
    at_risk_of_poverty,
    relative_median_gap,
)
from pa_registry.accounts.measures.samples import Number, Result


__all__ = [
    "AlkireFoster",
    "AtRisk",
    "Design",
    "Estimate",
    "GiniConvention",
    "GroupShare",
    "LonelyCluster",
    "Number",
    "QuantileConvention",
    "Result",
    "alkire_foster",
    "at_risk_of_poverty",
    "decomposed",
    "fgt",
    "fgt_estimate",
    "gini",
    "gini_estimate",
    "headcount",
    "headcount_estimate",
    "poverty_gap",
    "quantile",
    "quintile_share_ratio",
    "relative_median_gap",
    "sen",
    "sen_shorrocks_thon",
    "severity",
    "theil",
    "watts",
]
