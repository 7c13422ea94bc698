"""The grade of an identity number, and what its digits tell."""

from __future__ import annotations

import datetime as dt
import enum

from pa_registry.model._identity_problems import Fault
from pa_registry.model._identity_text import (
    LONGEST,
    IdentityForm,
    check_character,
    form_of,
    is_damaged,
    odd_character,
)
from pa_registry.model.division import DivisionStanding
from pa_registry.model.divisions import Divisions


__all__ = [
    "CENTENARIANS",
    "EARLIEST_BIRTH",
    "LENGTHS",
    "IdentityGrade",
    "Sex",
    "birth_of",
    "grade_of",
    "sex_of",
]

# Nobody in a register was born earlier, whatever the day.
EARLIEST_BIRTH = 1800
_OLDEST = 150
LENGTHS = (15, 18, 20, 22)
# Order codes of fifteen digits that were kept for the centenarians.
CENTENARIANS = ("996", "997", "998", "999")


class Sex(enum.Enum):
    """
    The sex that the last digit of the order code tells.

    性别。
    """

    MALE = "male"
    FEMALE = "female"

    @property
    def zh(self) -> str:
        """The word on a form."""
        return "男" if self is Sex.MALE else "女"


class IdentityGrade(enum.Enum):
    """
    How good an identity number is.

    身份号码核验等级。

    The first that fits is given, in this order: malformed, damaged by a
    spreadsheet, impossible date, wrong check character, unknown division,
    retired division, and then the forms that are sound in themselves:
    fifteen digits, disability certificate, sound.
    """

    MALFORMED = "malformed"
    DAMAGED_BY_SPREADSHEET = "damaged-by-spreadsheet"
    IMPOSSIBLE_DATE = "impossible-date"
    WRONG_CHECK_CHARACTER = "wrong-check-character"
    UNKNOWN_DIVISION = "unknown-division"
    RETIRED_DIVISION = "retired-division"
    FIFTEEN_DIGIT = "fifteen-digit"
    DISABILITY_CERTIFICATE = "disability-certificate"
    SOUND = "sound"

    @property
    def zh(self) -> str:
        """The grade, in Chinese."""
        return _GRADES_ZH[self]


def sex_of(text: str, form: IdentityForm) -> Sex:
    """Return the sex that the order code tells."""
    digit = text[14] if form is IdentityForm.FIFTEEN else text[16]
    return Sex.MALE if int(digit) % 2 else Sex.FEMALE


def birth_of(text: str, form: IdentityForm) -> dt.date | None:
    """Return the day of birth, or `None` if there is no such day."""
    digits = text[6:14]
    if form is IdentityForm.FIFTEEN:
        century = "18" if text.endswith(CENTENARIANS) else "19"
        digits = century + text[6:12]
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def grade_of(
    text: str,
    form: IdentityForm,
    birth: dt.date | None,
    on: dt.date | None,
    divisions: Divisions,
) -> tuple[IdentityGrade, Fault]:
    """Return the first grade that fits, and why."""
    fault = Fault.NONE
    if form is IdentityForm.NONE:
        damaged = is_damaged(text) or _lost_zero(text, divisions)
        fault = Fault.DAMAGED if damaged else _malformed(text)
        return _GRADES[fault], fault
    whole = form is IdentityForm.FIFTEEN or _checks(text)
    if not (whole and birth) and is_damaged(text):
        return _GRADES[Fault.DAMAGED], Fault.DAMAGED
    fault = _dated(birth, on)
    if fault is Fault.NONE and not whole:
        fault = Fault.CHECK
    if fault is Fault.NONE and birth is not None:
        fault = _placed(text[:6], birth, on, divisions)
    if fault is not Fault.NONE:
        return _GRADES[fault], fault
    return _FORMS[form]


def _malformed(text: str) -> Fault:
    """Say in which way a text is malformed."""
    if not text:
        return Fault.EMPTY
    if len(text) in LENGTHS or (
        LENGTHS[0] < len(text) <= LONGEST and odd_character(text)
    ):
        return Fault.CHARACTER
    return Fault.LENGTH


def _checks(text: str) -> bool:
    return check_character(text[:17]) == text[17]


def _dated(birth: dt.date | None, on: dt.date | None) -> Fault:
    """Say what is wrong with a day of birth."""
    if birth is None or birth.year < EARLIEST_BIRTH:
        return Fault.DATE
    if on is None:
        return Fault.NONE
    if birth > on:
        return Fault.FUTURE
    last = (birth.year + _OLDEST, birth.month, birth.day)
    return Fault.OLD if last < (on.year, on.month, on.day) else Fault.NONE


def _placed(
    code: str, birth: dt.date, on: dt.date | None, divisions: Divisions
) -> Fault:
    """Say what is wrong with the division of a number."""
    standing = divisions.standing(code, since=birth.year, on=on)
    if standing is DivisionStanding.IN_FORCE:
        return Fault.NONE
    retired = standing is DivisionStanding.RETIRED
    return Fault.RETIRED if retired else Fault.UNKNOWN_DIVISION


def _lost_zero(text: str, divisions: Divisions) -> bool:
    """Say whether a zero in front makes a number of a known division."""
    whole = f"0{text}"
    if form_of(whole) is not IdentityForm.EIGHTEEN or not _checks(whole):
        return False
    return bool(birth_of(whole, IdentityForm.EIGHTEEN)) and bool(
        divisions.spells(whole[:6])
    )


_GRADES = {
    Fault.EMPTY: IdentityGrade.MALFORMED,
    Fault.LENGTH: IdentityGrade.MALFORMED,
    Fault.CHARACTER: IdentityGrade.MALFORMED,
    Fault.DAMAGED: IdentityGrade.DAMAGED_BY_SPREADSHEET,
    Fault.DATE: IdentityGrade.IMPOSSIBLE_DATE,
    Fault.FUTURE: IdentityGrade.IMPOSSIBLE_DATE,
    Fault.OLD: IdentityGrade.IMPOSSIBLE_DATE,
    Fault.CHECK: IdentityGrade.WRONG_CHECK_CHARACTER,
    Fault.UNKNOWN_DIVISION: IdentityGrade.UNKNOWN_DIVISION,
    Fault.RETIRED: IdentityGrade.RETIRED_DIVISION,
}
_FORMS = {
    IdentityForm.FIFTEEN: (IdentityGrade.FIFTEEN_DIGIT, Fault.FIFTEEN),
    IdentityForm.CERTIFICATE: (
        IdentityGrade.DISABILITY_CERTIFICATE,
        Fault.NONE,
    ),
    IdentityForm.EIGHTEEN: (IdentityGrade.SOUND, Fault.NONE),
}


_GRADES_ZH = {
    IdentityGrade.MALFORMED: "格式错误",
    IdentityGrade.DAMAGED_BY_SPREADSHEET: "电子表格损坏",
    IdentityGrade.IMPOSSIBLE_DATE: "出生日期有误",
    IdentityGrade.WRONG_CHECK_CHARACTER: "校验码有误",
    IdentityGrade.UNKNOWN_DIVISION: "区划代码不明",
    IdentityGrade.RETIRED_DIVISION: "区划代码已停用",
    IdentityGrade.FIFTEEN_DIGIT: "十五位旧号码",
    IdentityGrade.DISABILITY_CERTIFICATE: "残疾人证号",
    IdentityGrade.SOUND: "核验无误",
}
