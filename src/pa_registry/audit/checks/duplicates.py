"""
Group 11: one identity number in several places.

重复登记核查。

The catalogue compares numbers, and so does this: a number that is equal.
What is only alike (an old form, a wrong digit) is a possible match, and
is looked for elsewhere.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from pa_registry.accounts.counts import division_at
from pa_registry.audit.checks.check import Check, Group, Hit, Item
from pa_registry.audit.checks.wording import national_source, on_file
from pa_registry.masking import masked
from pa_registry.model.division import DivisionLevel
from pa_registry.model.households import Household
from pa_registry.model.identity import (
    IdentityForm,
    IdentityGrade,
    IdentityNumber,
)
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry


__all__ = [
    "Spread",
    "comparable",
    "duplicates",
    "records_by_number",
    "spread_of",
]

#: Illegible text is no sign that two records are one person.
_ILLEGIBLE = frozenset(
    {IdentityGrade.MALFORMED, IdentityGrade.DAMAGED_BY_SPREADSHEET}
)


class Spread(StrEnum):
    """
    How far apart the records of one number lie.

    重复范围。

    Records without a division may lie anywhere, and count as far apart.
    """

    HOUSEHOLD = "household"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    BEYOND = "beyond"


#: What is said of each spread: the item, Chinese, English.
_WORDS = {
    Spread.HOUSEHOLD: ("同一户内", "within one household"),
    Spread.COUNTY: ("本县其他户", "in another household of the county"),
    Spread.PREFECTURE: (
        "本市州其他县的户",
        "in a household of another county of the prefecture",
    ),
    Spread.PROVINCE: (
        "本省其他市州的户",
        "in a household of another prefecture of the province",
    ),
    Spread.BEYOND: (
        "外省或所在地不详的户",
        "in a household of another province, or of an unknown place",
    ),
}
_ITEMS = (
    ("11.1", "县内重复", "within the county", Spread.COUNTY),
    (
        "11.2",
        "市内跨县重复",
        "across counties in the prefecture",
        Spread.PREFECTURE,
    ),
    (
        "11.3",
        "省内跨市重复",
        "across prefectures in the province",
        Spread.PROVINCE,
    ),
)


@cache
def duplicates() -> Group:
    """
    Check for one number in several places.

    重复登记核查。
    """
    return Group(
        number="11",
        zh="重复登记",
        en="duplicates",
        items=tuple(
            Item(
                number=number,
                zh=zh,
                en=en,
                checks=_checks(spread),
            )
            for number, zh, en, spread in _ITEMS
        ),
    )


def _checks(spread: Spread) -> tuple[Check, ...]:
    if spread is Spread.COUNTY:
        return (_check(Spread.HOUSEHOLD), _check(spread))
    if spread is Spread.PROVINCE:
        return (_check(spread), _check(Spread.BEYOND))
    return (_check(spread),)


def _check(spread: Spread) -> Check:
    zh, en = _WORDS[spread]

    def search(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
        for records in records_by_number(registry).values():
            if len(records) > 1 and spread_of(records) is spread:
                for home, member in records:
                    others = dict.fromkeys(
                        masked(other.number)
                        for other, one in records
                        if one is not member
                    )
                    yield Hit(
                        subject=home,
                        person=member,
                        shown=f"{member.identity}: {', '.join(others)}",
                    )

    return Check(
        code=f"same-number-{spread.value}",
        zh=f"同一证件号码还登记在{zh}。"
        if spread is not Spread.HOUSEHOLD
        else "同一户内有多名成员登记为同一证件号码。",
        en=f"The same identity number is also recorded {en}."
        if spread is not Spread.HOUSEHOLD
        else "Several members of the household have the same identity number.",
        field="person.identity",
        cites=(national_source("第11组"),),
        search=search,
        remedy_zh="请核实其实际所在户，其余各户按规定核减。",
        remedy_en="Find out where the person lives, and correct the others.",
    )


def records_by_number(
    registry: Registry,
) -> dict[IdentityNumber, list[tuple[Household, Person]]]:
    """
    Put the records of each legible number together.

    按证件号码归集。

    A disability certificate counts as the number that it begins with; an
    old number of fifteen digits stays as it is, because the longer one is
    only suggested.

    Args:
        registry: The register; whoever has left is left out.
    """
    found: dict[IdentityNumber, list[tuple[Household, Person]]] = {}
    for home, member in on_file(registry):
        number = comparable(member.identity)
        if number is not None:
            found.setdefault(number, []).append((home, member))
    return found


def comparable(number: IdentityNumber | None) -> IdentityNumber | None:
    """
    Give the number by which two records can be told to be one person.

    可比对的证件号码。

    Returns:
        The number; that which a disability certificate begins with; `None`
        for text that is no number, which says nothing.

    Examples:
        >>> card = comparable(IdentityNumber.read("11010519491231002X43"))
        >>> card == IdentityNumber.read("11010519491231002X")
        True
        >>> comparable(IdentityNumber.read("不详")) is None
        True
    """
    if number is None or number.grade in _ILLEGIBLE:
        return None
    if number.form is IdentityForm.CERTIFICATE:
        return number.resident_number
    return number


def spread_of(records: list[tuple[Household, Person]]) -> Spread:
    """
    Say how far apart the records of one number lie.

    重复范围。

    Examples:
        >>> records = [
        ...     (Household(number=number, division=code), Person(number="1"))
        ...     for number, code in (
        ...         ("H1", "990102003004"),
        ...         ("H2", "990103003004"),
        ...     )
        ... ]
        >>> spread_of(records).value
        'prefecture'
    """
    homes = {home.number: home for home, _ in records}
    if len(homes) == 1:
        return Spread.HOUSEHOLD
    codes = [home.division for home in homes.values()]
    known = [code for code in codes if code is not None]
    if len(known) < len(codes):
        return Spread.BEYOND
    for level, spread in (
        (DivisionLevel.COUNTY, Spread.COUNTY),
        (DivisionLevel.PREFECTURE, Spread.PREFECTURE),
        (DivisionLevel.PROVINCE, Spread.PROVINCE),
    ):
        if len({division_at(code, level) for code in known}) == 1:
            return spread
    return Spread.BEYOND
