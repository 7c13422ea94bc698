"""
Counties that answer: scorecards, vetoes, rankings, circulars.

考核问责。
"""

from pa_registry.assessment.circulars import Circular
from pa_registry.assessment.grades import (
    COUNTY_GRADES,
    FOUR_GRADES,
    Grade,
    GradeScale,
)
from pa_registry.assessment.items import (
    AllOrNothing,
    DeductOnly,
    Item,
    LinearDeduction,
    Steps,
    Weighted,
)
from pa_registry.assessment.ranking import (
    Partition,
    Ranked,
    TiePolicy,
    rank,
)
from pa_registry.assessment.scorecards import ItemScore, Score, Scorecard
from pa_registry.assessment.vetoes import (
    Assessment,
    Result,
    Ruling,
    Veto,
    hubei_2016_veto,
    rule,
)
from pa_registry.assessment.years import YearRule, hubei_county_rules


__all__ = [
    "COUNTY_GRADES",
    "FOUR_GRADES",
    "AllOrNothing",
    "Assessment",
    "Circular",
    "DeductOnly",
    "Grade",
    "GradeScale",
    "Item",
    "ItemScore",
    "LinearDeduction",
    "Partition",
    "Ranked",
    "Result",
    "Ruling",
    "Score",
    "Scorecard",
    "Steps",
    "TiePolicy",
    "Veto",
    "Weighted",
    "YearRule",
    "hubei_2016_veto",
    "hubei_county_rules",
    "rank",
    "rule",
]
