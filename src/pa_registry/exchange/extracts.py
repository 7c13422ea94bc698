"""
Read what a department hands over: records keyed by identity number.

部门比对数据导入。

Every line is kept.  A number that is blank or damaged is graded, and a
line that cannot be split into cells still stands for a record of which
nothing is known: that a line is lost must not look as if nobody had it.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, cast

import attrs

from pa_registry.audit._agreeing import is_checked
from pa_registry.audit.extracts import DEPARTMENTS, Entry, Extract
from pa_registry.columns import Column, columns
from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.exchange.blanks import doubtful, iter_doubts
from pa_registry.exchange.cells import Manner
from pa_registry.exchange.decoding import Source
from pa_registry.exchange.division_codes import iter_division_problems
from pa_registry.exchange.faults import fault
from pa_registry.exchange.headers import answering_to
from pa_registry.exchange.links import iter_contradictions
from pa_registry.exchange.reading import ExtractReading
from pa_registry.exchange.roster import form_of
from pa_registry.exchange.sheets import Row, Sheet, readable
from pa_registry.exchange.tables import Table, read_table
from pa_registry.masking import masked
from pa_registry.model.divisions import Divisions
from pa_registry.model.evidence import SOURCES
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityNumber
from pa_registry.model.persons import Person
from pa_registry.model.records import Record
from pa_registry.problems import Problem


__all__ = ["read_extract"]

_T = TypeVar("_T")
_PERSON = ("identity", "name", "born")
_VILLAGE = "division"
_SEEN = "seen_on"
#: The number of a person in the register, which no department knows.
_HOLDER = "holder"


def read_extract(  # noqa: PLR0913  one argument for each fact and manner
    file: Source,
    source: str,
    *,
    extract_date: dt.date,
    answers_for: Iterable[str] = (),
    asked: Iterable[IdentityNumber] | None = None,
    headers: Mapping[str, str] | None = None,
    encoding: str | None = None,
    divisions: Divisions | None = None,
    codes: str | None = None,
) -> ExtractReading:
    r"""
    Read the extract of a department from CSV or a workbook (xlsx).

    导入部门比对数据。

    A line has the identity number (证件号码), and as far as the department
    hands them over the name, the date of birth, the code of the village
    (行政区划代码) and the fields of the record.  Every line is kept, with a
    blank or a damaged number, too; whatever is wrong is a problem with its
    row and column, and a cell that cannot be read is not recorded.  Of a
    record whose end is filled in and cannot be read, it is then not known
    since when and until when it holds, so that a match leads to a visit.

    Args:
        file: A path, or the bytes of the file.
        source: The name of the source, such as `vehicles`.
        extract_date: The day on which the department took the data out; as
            of it, identity numbers and divisions are graded.
        answers_for: The codes of the divisions that the file answers for;
            by default for everywhere.
        asked: The numbers that were sent to the department, if it was
            asked for a list.

        headers:
            What the department calls its columns, each with the name of
            the field that it holds: ``{"初次登记日期": "acquired"}``.

        encoding: The encoding of the file, where it is known.
        divisions: The table of divisions; without one, the built-in table.
        codes: Whose numbers of coded lists are read beside the labels.

    Returns:
        The extract, the problems and the counts.

    Raises:
        FileRefusedError: If none of the file can be taken, as where there
            is no column of identity numbers.
        InvalidValueError: If the file is neither a path nor bytes, or the
            day no day.
        MissingExtraError: If a workbook needs the extra ``excel``.
        UnknownNameError: If there is no such source, field or encoding.

    Examples:
        >>> file = "身份证号,车辆类型,处置日期\n不详,面包车,去年\n".encode()
        >>> reading = read_extract(
        ...     file, "vehicles", extract_date=dt.date(2016, 9, 30)
        ... )
        >>> len(reading.extract.entries), sorted(reading.counts)
        (1, ['day.unreadable', 'entry.end-unknown', 'id.length'])
    """
    if source not in DEPARTMENTS:
        raise UnknownNameError(
            kind="source of a department",
            name=masked(str(source)),
            known=DEPARTMENTS,
        )
    if not is_day(extract_date):
        raise InvalidValueError(
            what=f"a {type(extract_date).__name__} is no day.",
            where="read_extract(extract_date=…)",
            remedy="Write datetime.date(2016, 9, 30).",
        )
    # What a department hands over is of its form, and of no act.
    form = cast("type[Record]", SOURCES[source])
    manner = Manner(on=extract_date, divisions=divisions, codes=codes)
    table = read_table(
        file,
        Sheet(
            name=source,
            fields=answering_to(_fields(form), headers or {}),
            required=("identity",),
            keyed=False,
            kept=True,
            telling=(*_PERSON, _VILLAGE),
        ),
        encoding=encoding,
        manner=manner,
    )
    return ExtractReading(
        extract=Extract(
            source=source,
            extract_date=extract_date,
            entries=tuple(_entry(form, one, manner) for one in table.rows),
            divisions=tuple(answers_for),
            asked=None if asked is None else frozenset(asked),
        ),
        rows=tuple(one.row for one in table.rows),
        problems=(
            *table.problems,
            *iter_division_problems(table, manner),
            *iter_doubts(form, table, table.rows, "entry.end-unknown"),
            *_iter_problems(table, extract_date),
        ),
        files=(table.report,),
    )


def _fields(form: type[Record]) -> dict[str, Column]:
    """Put the person and the village before the fields of the record."""
    people, homes = columns(Person), columns(Household)
    found = {key: people[key] for key in _PERSON}
    found[_VILLAGE] = homes[_VILLAGE]
    return found | {k: c for k, c in readable(form).items() if k != _HOLDER}


def _entry(form: type[Record], row: Row, manner: Manner) -> Entry:
    unknown = dict.fromkeys(doubtful(form, row, kept=True))
    record = attrs.evolve(form_of(form, row), **{**unknown, _SEEN: None})
    number = _held(row, "identity", IdentityNumber)
    return Entry(
        record=record,
        identity=number or _only_number(row, manner),
        name=_held(row, "name", str),
        born=_held(row, "born", dt.date),
        village=_held(row, _VILLAGE, str),
        end_unread=bool(unknown or row.cells),
    )


def _held(row: Row, key: str, kind: type[_T]) -> _T | None:
    value = row.values.get(key)
    return value if isinstance(value, kind) else None


def _only_number(row: Row, manner: Manner) -> IdentityNumber | None:
    """Find the one number in a row of which nobody knows the columns."""
    found = [
        number
        for number in (
            IdentityNumber.read(text, on=manner.on, divisions=manner.divisions)
            for text in row.cells
        )
        if is_checked(number)
    ]
    return found[0] if len(found) == 1 else None


def _iter_problems(table: Table, extract_date: dt.date) -> Iterator[Problem]:
    for row in table.rows:
        yield from iter_contradictions(table, row)
        if row.values and row.values.get("identity") is None:
            yield fault("entry.no-number", table.where(row, "identity"))
        day = _held(row, _SEEN, dt.date)
        if day not in {None, extract_date}:
            where = table.where(row, _SEEN)
            words = {"found": day, "expected": extract_date}
            yield fault("entry.other-day", where, **words)
