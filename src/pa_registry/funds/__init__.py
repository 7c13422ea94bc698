"""
Money that follows: formulas, deductions, whole fen, statements.

资金分配。

A formula is a value.  It allots a base amount to the last fen, and every
step of every recipient can be read.  What was never published, such as the
threshold of a deduction, is an argument without a default.
"""

from pa_registry.funds.allocating import allocate
from pa_registry.funds.allocation import Allocation, Line, Part, Taking
from pa_registry.funds.apportioning import Method, apportion
from pa_registry.funds.break_even import (
    BandBalance,
    break_even,
    break_even_deviation,
)
from pa_registry.funds.checking import check_figures
from pa_registry.funds.comparing import Difference, WhatIf, compare
from pa_registry.funds.deductions import (
    Combination,
    DataQuality,
    Deductions,
    Destination,
    Deviation,
    Direction,
    Trigger,
)
from pa_registry.funds.formula import Adjustment, Factor, Formula
from pa_registry.funds.levels import Level, Stage, allocate_levels
from pa_registry.funds.measures import ByClass, Measure, Share, Shortfall
from pa_registry.funds.published import (
    hubei_2004,
    hubei_2016,
    national_2021,
)
from pa_registry.funds.recipients import (
    COUNTS,
    COUNTY_CLASS,
    POOR_PERSONS,
    POOR_VILLAGES,
    REGISTERED_PERSONS,
    SIZE_QUOTA,
    Figure,
    FigureValue,
    Recipient,
)
from pa_registry.funds.schedules import Band, Schedule


__all__ = [
    "COUNTS",
    "COUNTY_CLASS",
    "POOR_PERSONS",
    "POOR_VILLAGES",
    "REGISTERED_PERSONS",
    "SIZE_QUOTA",
    "Adjustment",
    "Allocation",
    "Band",
    "BandBalance",
    "ByClass",
    "Combination",
    "DataQuality",
    "Deductions",
    "Destination",
    "Deviation",
    "Difference",
    "Direction",
    "Factor",
    "Figure",
    "FigureValue",
    "Formula",
    "Level",
    "Line",
    "Measure",
    "Method",
    "Part",
    "Recipient",
    "Schedule",
    "Share",
    "Shortfall",
    "Stage",
    "Taking",
    "Trigger",
    "WhatIf",
    "allocate",
    "allocate_levels",
    "apportion",
    "break_even",
    "break_even_deviation",
    "check_figures",
    "compare",
    "hubei_2004",
    "hubei_2016",
    "national_2021",
]
