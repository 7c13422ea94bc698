"""
Which fields of two people agree.

比对字段一致性。
"""

from __future__ import annotations

import datetime as dt
import re

import attrs

from pa_registry.model._identity_grading import LENGTHS
from pa_registry.model._identity_text import LONGEST
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
    "Agreement",
    "Side",
    "compared",
    "differing",
    "is_blank",
    "is_checked",
    "is_legible",
    "key_of",
    "near",
]

#: Text that is no number, or has lost its digits.
_ILLEGIBLE: frozenset[IdentityGrade] = frozenset(
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
#: What the text of a passport or another document is made of.
_DOCUMENT = re.compile(r"[0-9A-Z\u4e00-\u9fff()./-]+")
_LETTER = re.compile(r"[A-Z\u4e00-\u9fff]")
#: What is left of a number that was cut off.
_CUT = re.compile(r"[0-9]*X?")
#: What a spreadsheet makes of the last digits.
_LOST = "000"


class Agreement(Code):
    """
    A field that two records have in common.

    一致字段。
    """

    NUMBER = "number", "证件号码一致"
    OLD_NUMBER = "old-number", "与十五位旧号码对应"
    NUMBER_BUT_ONE_DIGIT = "number-but-one-digit", "证件号码仅一位不同"
    DOCUMENT = "document", "其他证件号码一致"
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
        if self.born is not None:
            return self.born
        number = key_of(self.identity)
        return None if number is None else number.birth_date


def is_checked(number: IdentityNumber | None) -> bool:
    """
    Say whether a check character bears the number out.

    The old form of fifteen digits has none, whatever else is known of it.
    """
    if number is None or number.form is IdentityForm.FIFTEEN:
        return False
    return number.grade in _CHECKED


def is_blank(number: IdentityNumber | None) -> bool:
    """Say whether nothing is written where the number should be."""
    return number is None or not number.reveal(purpose=_PURPOSE)


def is_legible(number: IdentityNumber | None) -> bool:
    """Say whether a text is that of a number, or of another document."""
    if number is None:
        return False
    return number.grade not in _ILLEGIBLE or _is_document(number)


def key_of(number: IdentityNumber | None) -> IdentityNumber | None:
    """
    Give the number to match by, or the text of another document.

    `None` where there is nothing to go by: a number that nobody can have
    and one that has lost its digits are shared by strangers.
    """
    if number is None:
        return None
    if _is_document(number):
        return number
    resident = _resident(number)
    if resident is None or number.grade is IdentityGrade.IMPOSSIBLE_DATE:
        return None
    lost = resident.reveal(purpose=_PURPOSE).endswith(_LOST)
    return None if lost and not is_checked(resident) else resident


def _resident(number: IdentityNumber) -> IdentityNumber | None:
    """Give the eighteen characters that a text holds, right or wrong."""
    if number.grade in _ILLEGIBLE:
        return None
    return number.resident_number


def _is_document(number: IdentityNumber) -> bool:
    """Say whether a text is that of a passport or another document."""
    if number.grade is not IdentityGrade.MALFORMED:
        return False
    text = number.reveal(purpose=_PURPOSE)
    return (
        len(text) <= LONGEST
        and len(text) not in LENGTHS
        and bool(_DOCUMENT.fullmatch(text))
        and bool(re.search("[0-9]", text) and _LETTER.search(text))
        and not _CUT.fullmatch(text)
    )


def compared(one: Side, other: Side) -> tuple[Agreement, ...]:
    """List the fields in which two people agree."""
    found: list[Agreement] = []
    number = _numbers(one.identity, other.identity)
    if number is not None:
        found.append(number)
    if one.name and one.name == other.name:
        found.append(Agreement.NAME)
    if one.birth is not None and one.birth == other.birth:
        found.append(Agreement.BIRTH_DATE)
    if _same_village(one.village, other.village):
        found.append(Agreement.VILLAGE)
    return tuple(found)


def differing(one: Side, other: Side) -> tuple[Agreement, ...]:
    """List the fields that both state, and state differently."""
    found: list[Agreement] = []
    if one.name and other.name and one.name != other.name:
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
    if one is None or other is None:
        return None
    if one == other and _is_document(one):
        return Agreement.DOCUMENT
    first, second = _resident(one), _resident(other)
    if first is None or second is None:
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
