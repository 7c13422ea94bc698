"""
Identity numbers: graded, masked, never refused.

公民身份号码。

A person with a bad number is still a person, so :meth:`IdentityNumber.read`
takes any text and says how good it is.  The rules are those of
GB 11643-1999 公民身份号码 (form, check character) and, for the marks at the
end of a disability certificate, of its second generation (certainty S).

The number itself shows nowhere: ``repr``, ``str`` and ``format`` are
masked, and only :meth:`IdentityNumber.reveal` gives the text.  Code of the
same process can still reach it; the library makes the safe way the
default and the other one loud, and the host must do the rest.
"""

from __future__ import annotations

import datetime as dt
import re

from typing import Any, NoReturn, Self, final

from attrs.exceptions import FrozenInstanceError

from pa_registry.errors import InvalidValueError
from pa_registry.model._identity_grading import (
    IdentityGrade,
    Sex,
    birth_of,
    grade_of,
    sex_of,
)
from pa_registry.model._identity_problems import Fault, notice, problem_of
from pa_registry.model._identity_text import (
    IdentityForm,
    IdentityNotice,
    check_character,
    form_of,
    normalised,
    odd_character,
)
from pa_registry.model.divisions import Divisions
from pa_registry.problems import Problem


__all__ = [
    "IdentityForm",
    "IdentityGrade",
    "IdentityNotice",
    "IdentityNumber",
    "Sex",
    "check_character",
]

_CLEAN = re.compile(r"[1-9][0-9]{16}[0-9X]", re.ASCII)


@final
class IdentityNumber:
    """
    An identity number with its grade.

    公民身份号码。

    Made by :meth:`read` only.  Two values are equal when their normalised
    numbers are; the grade does not matter.  It is no attrs class, so that
    ``attrs.asdict`` of a person leaves it whole and masked.  Copies are the
    value itself.  Pickling is allowed and writes the number in clear: treat
    such a file as the number itself.

    Attributes:
        grade: How good the number is.
        form: Which form the text has.
        birth_date: The day of birth, unless the date or the form is bad.
        sex: The sex, where the form is whole.
        division_code: The division at registration, where the form is whole.
        notices: What was normalised in the text.

    Examples:
        >>> number = IdentityNumber.read("11010519491231002x")
        >>> number
        IdentityNumber('110105********002X', SOUND)
        >>> number.birth_date, number.sex.value, number.division_code
        (datetime.date(1949, 12, 31), 'female', '110105')
        >>> number.reveal(purpose="worked example of the standard")
        '11010519491231002X'
        >>> IdentityNumber.read("不详").grade
        <IdentityGrade.MALFORMED: 'malformed'>
    """

    __slots__ = (
        "_fault",
        "_text",
        "birth_date",
        "division_code",
        "form",
        "grade",
        "notices",
        "sex",
    )

    _fault: Fault
    _text: str
    birth_date: dt.date | None
    division_code: str | None
    form: IdentityForm
    grade: IdentityGrade
    notices: tuple[IdentityNotice, ...]
    sex: Sex | None

    def __init__(self) -> None:
        """Refuse: a number is read, not built."""
        raise InvalidValueError(
            what="An identity number is not built from parts.",
            where="IdentityNumber",
            remedy="Use IdentityNumber.read(text).",
        )

    @classmethod
    def read(
        cls,
        text: str,
        *,
        on: dt.date | None = None,
        divisions: Divisions | None = None,
    ) -> Self:
        """
        Read any text as an identity number, and grade it.

        Args:
            text: The text of a cell, as it stands.

            on:
                The day as of which it is graded.  With it a birth after
                that day, or more than 150 years before, is an impossible
                date, and divisions are those of the day.

            divisions: The table to use; without one, the built-in table.

        Returns:
            The number; text that is no number at all is malformed.

        Raises:
            InvalidValueError: If *text* is no text, or *on* no date.
        """
        given = _as_text(text)
        day = _as_day(on)
        table = Divisions.builtin() if divisions is None else divisions
        if _CLEAN.fullmatch(given):
            return cls._graded(given, (), day, table)
        clean, notices = normalised(given)
        return cls._graded(clean, notices, day, table)

    @classmethod
    def _graded(
        cls,
        text: str,
        notices: tuple[IdentityNotice, ...],
        on: dt.date | None,
        divisions: Divisions,
    ) -> Self:
        form = form_of(text)
        code = sex = birth = None
        if form is not IdentityForm.NONE:
            code, sex = text[:6], sex_of(text, form)
            birth = birth_of(text, form)
        grade, fault = grade_of(text, form, birth, on, divisions)
        if grade is IdentityGrade.DAMAGED_BY_SPREADSHEET:
            code = sex = birth = None
        if grade is IdentityGrade.IMPOSSIBLE_DATE:
            birth = None
        return cls._made(
            text, (grade, fault), form, (birth, sex, code), notices
        )

    @classmethod
    def _made(
        cls,
        text: str,
        grading: tuple[IdentityGrade, Fault],
        form: IdentityForm,
        parts: tuple[dt.date | None, Sex | None, str | None],
        notices: tuple[IdentityNotice, ...] = (),
    ) -> Self:
        made = object.__new__(cls)
        write = object.__setattr__
        write(made, "_text", text)
        write(made, "grade", grading[0])
        write(made, "_fault", grading[1])
        write(made, "form", form)
        write(made, "birth_date", parts[0])
        write(made, "sex", parts[1])
        write(made, "division_code", parts[2])
        write(made, "notices", notices)
        return made

    @property
    def masked(self) -> str:
        """
        The number with its birth date hidden, or stars alone.

        First six and last four characters of eighteen, first six and last
        three of fifteen; the marks of a disability certificate are hidden,
        and nothing is shown of a text that is no number.
        """
        text = self._text
        if self.grade is IdentityGrade.DAMAGED_BY_SPREADSHEET:
            return "********"
        if self.form is IdentityForm.NONE:
            return "********"
        if self.form is IdentityForm.FIFTEEN:
            return f"{text[:6]}******{text[12:]}"
        marks = "*" * (len(text) - 18)
        return f"{text[:6]}********{text[14:18]}{marks}"

    @property
    def is_sound(self) -> bool:
        """
        Whether the number can be used as it is.

        A retired division is no fault of the number, since divisions
        change and numbers do not.
        """
        return self.grade in _USABLE

    @property
    def upgraded(self) -> IdentityNumber | None:
        """
        The eighteen characters that a fifteen-digit number would have.

        A suggestion, for the police to confirm; `None` for other forms and
        for an impossible date.  Order codes 996 to 999 are of persons born
        in the eighteen-hundreds.
        """
        if self.form is not IdentityForm.FIFTEEN or self.birth_date is None:
            return None
        text = self._text
        body = f"{text[:6]}{self.birth_date.year // 100}{text[6:]}"
        return self._as_resident(body + check_character(body))

    @property
    def resident_number(self) -> IdentityNumber | None:
        """
        The eighteen-character number in any form, to match persons by.

        `None` where the text holds none.
        """
        if self.form is IdentityForm.EIGHTEEN:
            return self
        if self.form is IdentityForm.CERTIFICATE:
            return self._as_resident(self._text[:18])
        return self.upgraded

    @property
    def disability_category(self) -> int | None:
        """
        The category on a disability certificate: health data.

        残疾类别：1 视力，2 听力，3 言语，4 肢体，5 智力，6 精神，7 多重。
        """
        certificate = self.form is IdentityForm.CERTIFICATE
        return int(self._text[18]) if certificate else None

    @property
    def disability_grade(self) -> int | None:
        """
        The grade on a disability certificate, 1 the severest: health data.

        残疾等级。
        """
        certificate = self.form is IdentityForm.CERTIFICATE
        return int(self._text[19]) if certificate else None

    def reveal(self, *, purpose: str) -> str:
        """
        Return the number in clear.

        Args:
            purpose: Why it is needed, for the reader and for an audit.

        Returns:
            The normalised text.

        Raises:
            InvalidValueError: If *purpose* is empty.
        """
        if not _is_stated(purpose):
            raise InvalidValueError(
                what="A number is revealed for a purpose only.",
                where="purpose",
                remedy='Say why, as in purpose="match with vehicle records".',
            )
        return self._text

    def problem(self, *, where: str) -> Problem | None:
        """
        Return what is wrong, or what was normalised, as a problem.

        Args:
            where: The place, such as sheet, row and column.

        Returns:
            The problem, masked; `None` where there is nothing to say.

        Examples:
            >>> number = IdentityNumber.read("110105194912310020")
            >>> number.problem(where="名册:3:证件号码").code
            'id.checksum'
        """
        found = problem_of(
            self._fault,
            where=where,
            shown=self.masked,
            odd=odd_character(self._text),
        )
        return found or notice(self.notices, where=where, shown=self.masked)

    def _as_resident(self, text: str) -> IdentityNumber:
        """Return a number of eighteen characters with this one's grade."""
        sound = (
            IdentityGrade.FIFTEEN_DIGIT,
            IdentityGrade.DISABILITY_CERTIFICATE,
        )
        grading = (self.grade, self._fault)
        if self.grade in sound:
            grading = (IdentityGrade.SOUND, Fault.NONE)
        parts = (self.birth_date, self.sex, self.division_code)
        return self._made(text, grading, IdentityForm.EIGHTEEN, parts)

    def __repr__(self) -> str:
        return f"IdentityNumber({self.masked!r}, {self.grade.name})"

    def __str__(self) -> str:
        return self.masked

    def __format__(self, spec: str) -> str:
        return format(self.masked, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IdentityNumber):
            return NotImplemented
        return self._text == other._text

    def __hash__(self) -> int:
        return hash((IdentityNumber, self._text))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __getstate__(self) -> dict[str, str]:
        """Return the masked number, for those who look; pickle does not."""
        return {"masked": self.masked, "grade": self.grade.name}

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.birth_date, self.sex, self.division_code)
        return self._made, (
            self._text,
            (self.grade, self._fault),
            self.form,
            parts,
            self.notices,
        )


_USABLE = frozenset(
    {
        IdentityGrade.SOUND,
        IdentityGrade.RETIRED_DIVISION,
        IdentityGrade.DISABILITY_CERTIFICATE,
    }
)


def _is_stated(purpose: object) -> bool:
    return isinstance(purpose, str) and bool(purpose.strip())


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return str.__str__(value)
    raise InvalidValueError(
        what=f"An identity number is text, not {type(value).__name__}.",
        where="text",
        remedy="Read the column as text; a number cell loses digits.",
    )


def _as_day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    raise InvalidValueError(
        what="The day is no date.",
        where="on",
        remedy="Pass datetime.date(year, month, day).",
    )
