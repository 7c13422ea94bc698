"""
Which fields of two people agree.

比对字段一致性。
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.model.codes import Code
from pa_registry.model.division import (
    DivisionLevel,
    canonical_code,
    level_of,
)
from pa_registry.model.identity import (
    IdentityForm,
    IdentityGrade,
    IdentityNumber,
)


__all__ = [
    "ILLEGIBLE",
    "Agreement",
    "Side",
    "compared",
    "differing",
    "is_checked",
    "key_of",
    "near",
]

#: Text that is no number, or has lost its digits.
ILLEGIBLE: frozenset[IdentityGrade] = frozenset(
    {IdentityGrade.MALFORMED, IdentityGrade.DAMAGED_BY_SPREADSHEET}
)
#: Of numbers with a check character, those that are written right.
_CHECKED: frozenset[IdentityGrade] = frozenset(
    {
        IdentityGrade.SOUND,
        IdentityGrade.RETIRED_DIVISION,
        IdentityGrade.UNKNOWN_DIVISION,
        IdentityGrade.DISABILITY_CERTIFICATE,
    }
)
_PURPOSE = "compare two numbers digit by digit"


class Agreement(Code):
    """
    A field that two records have in common.

    一致字段。
    """

    NUMBER = "number", "证件号码一致"
    OLD_NUMBER = "old-number", "与十五位旧号码对应"
    NUMBER_BUT_ONE_DIGIT = "number-but-one-digit", "证件号码仅一位不同"
    NAME = "name", "姓名一致"
    BIRTH_DATE = "birth-date", "出生日期一致"
    VILLAGE = "village", "所在村一致"
    FORM = "form", "登记表载明"
    HUKOU = "hukou", "户籍变动信息载明"


@attrs.frozen
class Side:
    """What is known of a person on one side of a comparison."""

    identity: IdentityNumber | None
    name: str | None
    born: dt.date | None
    village: str | None

    @property
    def birth(self) -> dt.date | None:
        """The birth date as stated, or else as the number has it."""
        if self.born is not None or self.identity is None:
            return self.born
        return self.identity.birth_date


def is_checked(number: IdentityNumber | None) -> bool:
    """
    Say whether a check character bears the number out.

    The old form of fifteen digits has none, whatever else is known of it.
    """
    if number is None or number.form is IdentityForm.FIFTEEN:
        return False
    return number.grade in _CHECKED


def key_of(number: IdentityNumber | None) -> IdentityNumber | None:
    """Give the number to match by; `None` where the text holds none."""
    if number is None or number.grade in ILLEGIBLE:
        return None
    return number.resident_number


def compared(one: Side, other: Side) -> tuple[Agreement, ...]:
    """List the fields in which two people agree."""
    found: list[Agreement] = []
    number = _numbers(one.identity, other.identity)
    if number is not None:
        found.append(number)
    if one.name is not None and one.name == other.name:
        found.append(Agreement.NAME)
    if one.birth is not None and one.birth == other.birth:
        found.append(Agreement.BIRTH_DATE)
    if _same_village(one.village, other.village):
        found.append(Agreement.VILLAGE)
    return tuple(found)


def differing(one: Side, other: Side) -> tuple[Agreement, ...]:
    """List the fields that both state, and state differently."""
    found: list[Agreement] = []
    if None not in {one.name, other.name} and one.name != other.name:
        found.append(Agreement.NAME)
    if None not in {one.birth, other.birth} and one.birth != other.birth:
        found.append(Agreement.BIRTH_DATE)
    return tuple(found)


def near(agreed: tuple[Agreement, ...]) -> bool:
    """
    Say whether two people without one number may be the same.

    They may be by the old form of the number; by a number with one digit
    wrong, the name and the birth date; by name, birth date and village.
    """
    if Agreement.OLD_NUMBER in agreed:
        return True
    if not {Agreement.NAME, Agreement.BIRTH_DATE} <= set(agreed):
        return False
    return bool(
        {
            Agreement.NUMBER,
            Agreement.NUMBER_BUT_ONE_DIGIT,
            Agreement.VILLAGE,
        }
        & set(agreed)
    )


def _numbers(
    one: IdentityNumber | None, other: IdentityNumber | None
) -> Agreement | None:
    first, second = key_of(one), key_of(other)
    if one is None or other is None or first is None or second is None:
        return None
    if first == second:
        old = {one.form, other.form} & {IdentityForm.FIFTEEN}
        return Agreement.OLD_NUMBER if old else Agreement.NUMBER
    texts = first.reveal(purpose=_PURPOSE), second.reveal(purpose=_PURPOSE)
    unlike = sum(a != b for a, b in zip(*texts, strict=True))
    return Agreement.NUMBER_BUT_ONE_DIGIT if unlike == 1 else None


def _same_village(one: str | None, other: str | None) -> bool:
    first, second = (
        None if code is None else canonical_code(code) for code in (one, other)
    )
    if first is None or first != second:
        return False
    return level_of(first) is DivisionLevel.VILLAGE
