"""
The income page, around the line.

家庭收入，围绕扶贫标准分布。

Every sum adds up: net income is the sum of its components, property and
transfer income are the sums of their parts.
"""

from __future__ import annotations

from fractions import Fraction

from pa_registry.draw import Stream
from pa_registry.model.household_codes import HouseholdCategory
from pa_registry.money import yuan
from pa_registry.synthetic.drafts import Circumstance, Draft, Row
from pa_registry.synthetic.parts import INCOME_YEAR


__all__ = ["LINE", "OLD_ENOUGH", "income"]

#: The national line for the income of 2015, yuan a person and year: notes
#: to table 4-2, 《云南调查年鉴2017》.
LINE = yuan(2855)
_LOWEST, _HIGHEST = int(yuan(900)), int(yuan(6500))
#: How often income lies one fen from the line, or on it.
_AT_THE_LINE = Fraction(1, 100)
#: From this age on a pension is drawn.
OLD_ENOUGH = 60
_OTHER_TRANSFERS = (
    "family_planning_subsidy",
    "short_dibao_income",
    "retirement_pay",
    "old_age_allowance",
    "survivor_allowance",
    "disability_allowance",
    "soldiers_pay",
    "stability_subsidy",
)


def income(draft: Draft, category: HouseholdCategory) -> Row:
    """Split a net income into components that add up to it, in fen."""
    stream = draft.stream
    net = _net(draft)
    transfer = _parts(draft, net, category)
    dividend = _share(stream, net, 3)
    rent = _share(stream, net, 2)
    business = _share(stream, net, 60)
    expense = _share(stream, business, 60)
    handed = sum(transfer.values())
    wage = net - handed - dividend - rent - business + expense
    amounts = {
        "net_income": net,
        "printed_per_capita_net_income": net // max(draft.counted, 1),
        "total_income": net + expense,
        "wage_income": wage,
        "business_income": business,
        "business_expense": expense,
        "property_income": dividend + rent,
        "asset_dividend": dividend,
        "other_property_income": rent,
        "transfer_income": handed,
        **transfer,
    }
    return {
        "income_year": INCOME_YEAR,
        **amounts,
    }


def _net(draft: Draft) -> int:
    """Draw a net income, of whole yuan or within a fen of the line."""
    stream, size = draft.stream, draft.counted
    line = int(LINE) * size
    edge = stream.happens(_AT_THE_LINE)
    if draft.circumstance is Circumstance.POOR:
        drawn = stream.between(_LOWEST * size, line - 1)
        return line - 1 if edge else drawn // 100 * 100
    if draft.circumstance is Circumstance.LACKING and edge:
        return line
    drawn = stream.between(line + 100, _HIGHEST * size)
    return line + 1 if edge else drawn // 100 * 100


def _share(stream: Stream, whole: int, most: int) -> int:
    """Draw a part of an amount, up to so many per cent, in whole yuan."""
    return whole * stream.below(most + 1) // 10_000 * 100


def _parts(
    draft: Draft, net: int, category: HouseholdCategory
) -> dict[str, int]:
    """Draw the parts of transfer income: under two fifths of the net."""
    stream = draft.stream
    most = {
        "ecological_compensation": 4,
        "other_transfer_income": 3,
        "dibao_income": 15 * (category is HouseholdCategory.DIBAO_POOR),
        "extreme_poverty_income": (
            15 * (category is HouseholdCategory.EXTREMELY_POOR)
        ),
        "pension_income": 10 * bool(draft.aged(OLD_ENOUGH, 120)),
        "child_support_to_parents": 5 * bool(draft.relatives),
    }
    return {
        **dict.fromkeys(_OTHER_TRANSFERS, 0),
        **{part: _share(stream, net, share) for part, share in most.items()},
    }
