"""What to say about a faulty identity number, in both languages."""

from __future__ import annotations

import enum

from typing import TYPE_CHECKING

from pa_registry.model._identity_text import IdentityNotice
from pa_registry.problems import Problem


if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["Fault", "notice", "problem_of"]


class Fault(enum.Enum):
    """The one reason for which a number is not simply sound."""

    NONE = "none"
    EMPTY = "empty"
    LENGTH = "length"
    CHARACTER = "character"
    DAMAGED = "damaged"
    DATE = "date"
    FUTURE = "future"
    OLD = "old"
    CHECK = "check"
    UNKNOWN_DIVISION = "unknown-division"
    RETIRED = "retired"
    FIFTEEN = "fifteen"


_VERIFY = (
    "请核对身份证件后更正。",
    "Correct it from the identity card.",
)
# Code, severity, Chinese, English, remedy in Chinese, remedy in English.
_SAYINGS = {
    Fault.EMPTY: (
        "id.missing",
        "error",
        "未填写身份号码。",
        "No identity number is given.",
        *_VERIFY,
    ),
    Fault.LENGTH: (
        "id.length",
        "error",
        "身份号码位数有误，应为十八位。",
        "The identity number has the wrong length; it has 18 characters.",
        *_VERIFY,
    ),
    Fault.CHARACTER: (
        "id.character",
        "error",
        "身份号码中有不应出现的字符{odd}。",
        "The identity number holds a character out of place{odd}.",
        "请核对身份证件后更正，末位校验码为数字或拉丁字母X。",
        (
            "Correct it from the identity card; only the last character may be"
            " the Latin letter X."
        ),
    ),
    Fault.DAMAGED: (
        "id.precision_lost",
        "error",
        "身份号码被电子表格按数值保存，末几位已经丢失。",
        (
            "A spreadsheet stored the identity number as a number and lost its"
            " last digits."
        ),
        "请将该列设为文本格式，再按身份证件重新录入。",
        "Set the column to text and enter the number again from the card.",
    ),
    Fault.DATE: (
        "id.date",
        "error",
        "身份号码中的出生日期不存在。",
        "The birth date in the identity number does not exist.",
        *_VERIFY,
    ),
    Fault.FUTURE: (
        "id.date",
        "error",
        "身份号码中的出生日期晚于核验日期。",
        "The birth date in the identity number lies in the future.",
        *_VERIFY,
    ),
    Fault.OLD: (
        "id.date",
        "warning",
        "身份号码中的出生日期距核验日期已超过一百五十年。",
        "By the identity number the person is more than 150 years old.",
        *_VERIFY,
    ),
    Fault.CHECK: (
        "id.checksum",
        "error",
        "身份号码校验码有误。",
        "The check character of the identity number is wrong.",
        *_VERIFY,
    ),
    Fault.UNKNOWN_DIVISION: (
        "id.unknown_division",
        "warning",
        "身份号码前六位不是已知的区划代码。",
        (
            "The first six digits are on no list of divisions of the year of"
            " birth or later."
        ),
        "请核对身份证件；号码属实的，予以保留。",
        "Check the identity card; keep the number if it is right.",
    ),
    Fault.RETIRED: (
        "id.retired_division",
        "notice",
        "身份号码前六位为已停用的区划代码，号码仍然有效。",
        (
            "The division of the identity number no longer exists; the number"
            " stays valid."
        ),
        "",
        "",
    ),
    Fault.FIFTEEN: (
        "id.fifteen_digit",
        "warning",
        "身份号码为十五位旧号码。",
        "The identity number has the old form of 15 digits.",
        "请核对建议的十八位号码，以身份证件为准。",
        "Confirm the suggested number of 18 characters against the card.",
    ),
}
_NOTICES = {
    IdentityNotice.FULL_WIDTH: ("全角字符", "full-width characters"),
    IdentityNotice.APOSTROPHE: ("开头的撇号", "a leading apostrophe"),
    IdentityNotice.BLANKS: ("空白字符", "blanks"),
    IdentityNotice.INVISIBLE: ("不可见字符", "invisible characters"),
    IdentityNotice.LOWER_CASE: ("小写字母", "lower-case letters"),
}


def problem_of(
    fault: Fault, *, where: str, shown: str, odd: str = ""
) -> Problem | None:
    """Return the problem of a fault, or `None` if there is none."""
    if fault is Fault.NONE:
        return None
    code, severity, zh, en, remedy_zh, remedy_en = _SAYINGS[fault]
    return Problem(
        code=code,
        where=where,
        zh=zh.format(odd=f"（{odd}）" if odd else ""),
        en=en.format(odd=f" ({odd})" if odd else ""),
        remedy_zh=remedy_zh,
        remedy_en=remedy_en,
        shown=shown,
        severity=severity,
    )


def notice(
    notices: Iterable[IdentityNotice], *, where: str, shown: str
) -> Problem | None:
    """Return what was normalised as a notice, or `None` if nothing was."""
    words = [_NOTICES[one] for one in notices]
    if not words:
        return None
    return Problem(
        code="id.normalised",
        where=where,
        zh=f"身份号码已作规范处理：{'、'.join(zh for zh, _ in words)}。",
        en=(
            "The identity number was normalised:"
            f" {', '.join(en for _, en in words)}."
        ),
        shown=shown,
        severity="notice",
    )
