"""
The catalogues: of the national system, of a province, of any register.

核查目录。
"""

from __future__ import annotations

from pa_registry.audit.checks.assistance import assistance_logic
from pa_registry.audit.checks.blanks import blanks
from pa_registry.audit.checks.causes import cause_logic
from pa_registry.audit.checks.check import Catalogue, Group, Item
from pa_registry.audit.checks.duplicates import duplicates
from pa_registry.audit.checks.exits import exited_lacking
from pa_registry.audit.checks.helping import helpers
from pa_registry.audit.checks.identities import identity_numbers
from pa_registry.audit.checks.incomes import income_logic
from pa_registry.audit.checks.labour import labour_logic
from pa_registry.audit.checks.migrating import outside_work
from pa_registry.audit.checks.plausibility import plausible_values
from pa_registry.audit.checks.provincial import (
    household_lines,
    monitoring_lines,
    person_lines,
)
from pa_registry.audit.checks.soundness import (
    TOLERANCE,
    codes,
    dates,
    heads_and_counts,
    keys,
    sums,
)
from pa_registry.audit.checks.villages import village_lines
from pa_registry.audit.checks.wording import (
    national_source,
    provincial_source,
)
from pa_registry.conditions import Ordered
from pa_registry.model.households import Household
from pa_registry.money import Fen
from pa_registry.standards.sources import common_source


__all__ = ["catalogues", "national", "provincial", "soundness"]


def national(
    *,
    line: Fen | Ordered[Household, Fen] | None = None,
    size: Ordered[Household, int] | None = None,
) -> Catalogue:
    """
    Give the catalogue of the national system, of about 2017 and 2018.

    全国扶贫开发信息系统核查目录。

    Args:
        line: The line that exited households are held against; left out,
            that of the income year, from the standards in force.
        size: Who is counted for values per head; by default the usual
            residents.

    Raises:
        InvalidStandardError: If *line* is no amount above zero.

    Examples:
        >>> [group.zh for group in national().groups][:3]
        ['已脱贫户两不愁三保障未达标', '证件号码', '应填未填']
    """
    return Catalogue(
        name="national-2018",
        zh="全国扶贫开发信息系统核查目录",
        en="checks of the national system",
        groups=(
            exited_lacking(line=line, size=size),
            identity_numbers(),
            blanks(),
            cause_logic(),
            assistance_logic(),
            labour_logic(),
            income_logic(size=size),
            outside_work(),
            helpers(),
            plausible_values(size=size),
            duplicates(),
        ),
        citation=national_source(),
    )


def provincial() -> Catalogue:
    """
    Give the catalogue of a province, Guizhou in 2023 and 2024.

    省级核查目录（贵州）。

    It is of another generation of forms than the national one; what both
    ask for is one check.

    Examples:
        >>> provincial().uncovered[0].number
        'P1.2'
    """
    numbers = {item.number: item for item in identity_numbers().items}
    causes = {item.number: item for item in cause_logic().items}
    common = (
        *(numbers[one] for one in ("2.1", "2.2", "2.3", "2.4")),
        *duplicates().items,
        *(causes[one] for one in ("4.1", "4.3")),
    )
    shared = Group(
        number="P0",
        zh="与全国目录相同的核查",
        en="what the national catalogue asks for, too",
        items=tuple(
            Item(
                number=f"P0.{number}",
                zh=item.zh,
                en=item.en,
                checks=item.checks,
            )
            for number, item in enumerate(common, start=1)
        ),
    )
    return Catalogue(
        name="guizhou-2024",
        zh="贵州省防止返贫监测数据核查目录",
        en="checks of a province",
        groups=(
            shared,
            person_lines(),
            household_lines(),
            monitoring_lines(),
            village_lines(),
        ),
        citation=provincial_source(),
    )


def soundness(*, tolerance: Fen = TOLERANCE) -> Catalogue:
    """
    Give the checks that any register must pass, whatever its forms.

    登记库自身勾稽核查目录。

    Args:
        tolerance: By how much a printed income per person may differ; no
            text says.

    Raises:
        InvalidStandardError: If *tolerance* is no amount above zero.

    Examples:
        >>> [group.zh for group in soundness().groups]
        ['编号', '户主与人数', '收入勾稽', '日期先后', '代码项']
    """
    return Catalogue(
        name="soundness",
        zh="登记库自身勾稽核查目录",
        en="what any register must add up to",
        groups=(
            keys(),
            heads_and_counts(),
            sums(tolerance=tolerance),
            dates(),
            codes(),
        ),
        citation=common_source("reading-of-checks"),
    )


def catalogues() -> tuple[Catalogue, ...]:
    """List the catalogues that ship, with their own numbers."""
    return (soundness(), national(), provincial())
