"""
The formulas that were published, as far as they could be read.

已公布的分配公式。

What a text leaves open, or what could not be read of it, is an argument
without a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pa_registry.errors import UnknownNameError
from pa_registry.funds.deductions import Deductions
from pa_registry.funds.formula import Factor, Formula
from pa_registry.funds.measures import ByClass, Measure, Share
from pa_registry.funds.recipients import (
    COUNTY_CLASS,
    POOR_PERSONS,
    POOR_VILLAGES,
    REGISTERED_PERSONS,
)
from pa_registry.standards import Certainty, Citation
from pa_registry.standards.sources import common_source


__all__ = ["hubei_2004", "hubei_2016", "national_2021"]

_ARTICLE = common_source("article")
_HUBEI_2004 = Citation(
    issuer="",
    title="湖北省财政扶贫资金管理办法",
    title_en="Hubei's measures for the management of fiscal poverty funds",
    clause="第十条",
    date=2004,
    certainty=Certainty.TEXT_READ,
)
_NATIONAL_2021 = Citation(
    issuer="",
    title="中央财政衔接推进乡村振兴补助资金管理办法",
    title_en="Measures for the management of central subsidies that link up"
    " with rural revitalisation",
    date=2021,
    certainty=Certainty.SECONDARY,
)

_PERSONS = {one.key: one for one in (REGISTERED_PERSONS, POOR_PERSONS)}


def hubei_2016(
    *,
    persons: Literal["registered_persons", "poor_persons"],
    county_weights: Mapping[str, int | Fraction],
    deductions: Deductions | None,
) -> Formula:
    """
    Hubei's base amount of 2016: 60 % persons, 20 % villages, 20 % counties.

    湖北省2016年扶贫资金分配基数公式。

    It shares the *base* of central and provincial funds; tasks and rewards
    lie outside.  Every unit with registered persons takes part, not only
    poor counties.  A unit without poor villages gets nothing by villages.

    Args:
        persons:
            The register's total, or those not yet exited: the article says
            the actual count in the register, and not which.

        county_weights:
            What a county weighs by its class (``national``,
            ``provincial``, ``none``): one each is a reading, and weights
            by class are another.

        deductions:
            What is deducted for a register that departs from the size
            quota and for poor data, or `None` to leave it out.  No
            threshold, rate or destination was published.

    Returns:
        The formula.

    Raises:
        UnknownNameError: If *persons* is neither of the two counts.

    Examples:
        >>> formula = hubei_2016(
        ...     persons="poor_persons",
        ...     county_weights={"national": 1, "provincial": 1, "none": 0},
        ...     deductions=None,
        ... )
        >>> print(formula.factors[0].render("zh"))
        贫困人口，权重60%，按未脱贫人口数占比
    """
    if persons not in _PERSONS:
        raise UnknownNameError(
            kind="count of persons", name=persons, known=tuple(_PERSONS)
        )
    counties = ByClass(figure=COUNTY_CLASS, weights=county_weights)
    return Formula(
        name="hubei-2016",
        zh="湖北省2016年扶贫资金分配基数公式",
        en="formula for Hubei's base amount of 2016",
        factors=(
            _factor("persons", 60, Share(figure=_PERSONS[persons]), _ARTICLE),
            _factor("villages", 20, Share(figure=POOR_VILLAGES), _ARTICLE),
            _factor("counties", 20, counties, _ARTICLE),
        ),
        deductions=deductions,
    )


def hubei_2004(
    *,
    persons: Measure,
    income: Measure,
    fiscal_capacity: Measure,
    gdp: Measure,
) -> Formula:
    """
    Hubei's formula of 2004: 50, 30, 10 and 10 %.

    湖北省2004年财政扶贫资金分配公式。

    The first factor is the county's poor persons over the province's.  The
    definitions of the other three were cut off in the text that could be
    read, so that how they measure is the caller's to say; a
    :class:`~pa_registry.funds.Shortfall` against the province's average is
    a natural completion, and no more than that.

    Args:
        persons: How poor persons are counted.
        income: How net income of farmers is measured.
        fiscal_capacity: How local fiscal capacity per head is measured.
        gdp: How gross domestic product per head is measured.

    Returns:
        The formula.
    """
    return Formula(
        name="hubei-2004",
        zh="湖北省2004年财政扶贫资金分配公式",
        en="Hubei formula of 2004",
        factors=(
            _factor("persons", 50, persons, _HUBEI_2004),
            _factor("income", 30, income, _HUBEI_2004),
            _factor("fiscal-capacity", 10, fiscal_capacity, _HUBEI_2004),
            _factor("gdp", 10, gdp, _HUBEI_2004),
        ),
    )


def national_2021(
    *,
    population: Measure,
    population_income: Measure,
    policy: Measure,
    performance: Measure,
) -> Formula:
    """
    The national weights of 2021: 30, 30, 30 and 10 %.

    中央财政衔接推进乡村振兴补助资金分配因素（2021年）。

    Only the names and the weights of the factors could be read, and those
    in a secondary source.  The overall balancing that follows them is not
    part of the formula.

    Args:
        population: The related population, by size and structure.
        population_income: The income of the related population.
        policy: The policy factors.
        performance: The performance factors.

    Returns:
        The formula.
    """
    return Formula(
        name="national-2021",
        zh="中央财政衔接推进乡村振兴补助资金因素分配公式（2021年）",
        en="national formula of 2021",
        factors=(
            _factor("population", 30, population, _NATIONAL_2021),
            _factor(
                "population-income", 30, population_income, _NATIONAL_2021
            ),
            _factor("policy", 30, policy, _NATIONAL_2021),
            _factor("performance", 10, performance, _NATIONAL_2021),
        ),
    )


_NAMES = {
    "persons": ("贫困人口", "Poor persons"),
    "villages": ("贫困村", "Poor villages"),
    "counties": ("贫困县", "Poor counties"),
    "income": ("农民人均纯收入", "Net income of farmers"),
    "fiscal-capacity": ("人均地方财力", "Local fiscal capacity per head"),
    "gdp": ("人均国内生产总值", "Gross domestic product per head"),
    "population": (
        "相关人群数量及结构",
        "Size and structure of the related population",
    ),
    "population-income": (
        "相关人群收入",
        "Income of the related population",
    ),
    "policy": ("政策因素", "Policy"),
    "performance": ("绩效等考核结果", "Performance"),
}


def _factor(
    key: str, percent: int, measure: Measure, citation: Citation
) -> Factor:
    zh, en = _NAMES[key]
    return Factor(
        key=key,
        zh=zh,
        en=en,
        weight=Fraction(percent, 100),
        measure=measure,
        citation=citation,
    )
