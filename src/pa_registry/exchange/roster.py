"""
Read a roster: households, their members, their kin living apart.

名册导入。

Whatever can be loaded is loaded, faulty as it may be; whatever is wrong is
a problem with its file, row and column.
"""

from __future__ import annotations

import datetime as dt

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from pa_registry.columns import columns
from pa_registry.exchange.blanks import doubtful, iter_doubts
from pa_registry.exchange.cells import Manner
from pa_registry.exchange.decoding import Source
from pa_registry.exchange.division_codes import iter_division_problems
from pa_registry.exchange.faults import fault
from pa_registry.exchange.links import (
    LINK,
    divided,
    iter_head_problems,
    iter_identity_problems,
    iter_repeated,
    link_column,
)
from pa_registry.exchange.reading import FileReport, Reading
from pa_registry.exchange.sheets import Row, Sheet, readable
from pa_registry.exchange.tables import Table, read_table
from pa_registry.model.divisions import Divisions
from pa_registry.model.households import Household
from pa_registry.model.persons import Person, Relative
from pa_registry.model.registry import Registry
from pa_registry.problems import Problem


__all__ = ["form_of", "read_households"]

_F = TypeVar("_F")
_NONE = "无"
_HOUSEHOLDS = Sheet(
    name="households",
    fields=readable(Household),
    required=("number",),
    expected=("division", "income_year", "net_income"),
)
_MEMBERS = Sheet(
    name="members",
    fields={LINK: link_column(), **readable(Person)},
    required=(LINK, "number"),
    expected=("name", "identity", "relation_to_head"),
)
_RELATIVES = Sheet(
    name="relatives",
    fields={LINK: link_column(), **readable(Relative)},
    required=(LINK, "number"),
)


def read_households(  # noqa: PLR0913  one argument for each file and manner
    source: Source,
    members: Source | None = None,
    relatives: Source | None = None,
    *,
    encoding: str | None = None,
    divisions: Divisions | None = None,
    on: dt.date | None = None,
    codes: str | None = None,
) -> Reading:
    r"""
    Read a roster, with Chinese or English headers, from CSV or workbooks.

    导入名册。

    Headers are those of the fields' declarations.  The members' file names
    the household of each member (户编号).  Without the file of kin living
    apart it is not recorded whether a household has any; in the file, a
    row whose number is 无 records that it has none.

    A blank day of leaving (减少日期) says that a person is still a member,
    and a blank day of joining that he always was.  Where such a cell is
    filled and cannot be read, the person is loaded, and it is not recorded
    whether he counts: the size of the household is then not known.
    The same holds of a member whose row was refused, if it names a known
    household: ``#7``, the number of the row, stands in his place.  Where
    the row of a relative was refused, the kin are not recorded.

    Args:
        source: The households: a path, or the bytes of the file.
        members: The members.
        relatives: The kin living apart.

        encoding:
            The encoding of all files.  Without it, a byte order mark
            decides, then UTF-8 is tried, then GB18030.  A file that begins
            as UTF-8 and goes on otherwise is refused, unless its Chinese
            header is known in GB18030.

        divisions: The table of divisions; without one, the built-in table.
        on: The day as of which identity numbers and divisions are graded.

        codes:
            Whose numbers of coded lists are read beside the labels, such
            as ``national-2018``; without it, a number is no label.

    Returns:
        The register, the problems and the counts.  Each row was taken, or
        has a problem that says why not.

    Raises:
        FileRefusedError: If none of a file can be taken.
        InvalidValueError: If a source is neither a path nor bytes.
        MissingExtraError: If a workbook needs the extra ``excel``.
        UnknownNameError: If there is no such encoding of text.

    Examples:
        >>> households = "户编号,家庭纯收入（元）\nH1,三千\n".encode()
        >>> reading = read_households(households)
        >>> reading.registry.household("H1").net_income is None
        True
        >>> for problem in reading.problems:
        ...     if problem.severity == "error":
        ...         print(problem.render("zh"))
        households.csv:2:家庭纯收入（元）：金额不是数字，...
    """
    manner = Manner(on=on, divisions=divisions, codes=codes)
    found = read_table(source, _HOUSEHOLDS, encoding=encoding, manner=manner)
    people = _People(found, encoding, manner)
    inside = people.take(members, _MEMBERS, Person)
    kin = people.take(relatives, _RELATIVES, Relative)
    problems = [
        *found.problems,
        *iter_repeated(found, found.rows, "household.repeated-number"),
        *iter_division_problems(found, manner),
    ]
    if members is not None:
        problems.extend(iter_head_problems(found, inside))
    households = tuple(_households(found, inside, kin, people.lost))
    return Reading(
        registry=Registry(households=households),
        problems=(*problems, *people.problems),
        files=(found.report, *people.files),
    )


def form_of(form: type[_F], row: Row, **more: object) -> _F:
    """
    Build a form from the values of a row.

    A blank cell is not recorded, whatever the form's own default is; but
    what the form reads from other fields (the birth date of an identity
    number) is left to it.  What hangs on an unreadable cell whose blank
    would be a statement is not recorded, either.
    """
    any_form: type = form
    known = columns(any_form)
    derived = {
        one.name
        for one in attrs.fields(any_form)
        if getattr(one.default, "takes_self", False)
    }
    values: dict[str, Any] = {
        key: value
        for key, value in row.values.items()
        if key in known and not (value is None and key in derived)
    }
    values.update(dict.fromkeys(doubtful(any_form, row)))
    return form(**values, **more)


class _People:
    """Reads the files whose rows belong to households."""

    def __init__(
        self, households: Table, encoding: str | None, manner: Manner
    ) -> None:
        self._known = dict.fromkeys(
            row.text("number") for row in households.rows
        )
        self._encoding = encoding
        self._manner = manner
        self.problems: list[Problem] = []
        self.files: list[FileReport] = []
        #: The rows that were refused, by file and household.
        self.lost: dict[str, dict[str, list[int]]] = {}

    def take(
        self, source: Source | None, sheet: Sheet, form: type
    ) -> Mapping[str, Sequence[Row]]:
        """Read one such file, by household."""
        lost: dict[str, list[int]] = defaultdict(list)
        self.lost[sheet.name] = lost
        if source is None:
            return {}
        table = read_table(
            source, sheet, encoding=self._encoding, manner=self._manner
        )
        for row in table.refused:
            # Of a row of the wrong length nobody knows which cell is which.
            for owner in {row.values.get(LINK), *row.cells}:
                if owner in self._known:
                    lost[str(owner)].append(row.row)
        rows, table = divided(table, self._known)
        self.files.append(table.report)
        self.problems.extend(table.problems)
        placed = [
            one
            for one in table.rows
            if one.text(LINK) in rows and one.text("number") != _NONE
        ]
        self.problems.extend(
            iter_repeated(table, placed, "person.repeated-number")
        )
        self.problems.extend(iter_identity_problems(table, placed))
        self.problems.extend(iter_doubts(form, table, placed))
        self.problems.extend(_mixed(table, rows))
        return rows


def _mixed(
    table: Table, rows: Mapping[str, Sequence[Row]]
) -> Iterator[Problem]:
    """Report households that are said to have no kin, and have some."""
    for listed in rows.values():
        none = [one for one in listed if one.text("number") == _NONE]
        if none and len(none) < len(listed):
            where = table.where(none[0], "number")
            yield fault("relatives.none-and-some", where)


def _households(
    table: Table,
    members: Mapping[str, Sequence[Row]],
    relatives: Mapping[str, Sequence[Row]],
    lost: Mapping[str, Mapping[str, Sequence[int]]],
) -> Iterator[Household]:
    nobody = lost[_MEMBERS.name]
    unread_kin = lost[_RELATIVES.name]
    given: set[str] = set()
    for row in table.rows:
        number = row.text("number")
        # Of two households with one number, the first has the members.
        first = number not in given
        given.add(number)
        yield form_of(
            Household,
            row,
            members=(
                *_all(Person, members.get(number, ())),
                *map(_somebody, nobody.get(number, ())),
            )
            if first
            else (),
            relatives=_kin(relatives.get(number))
            if first and number not in unread_kin
            else None,
        )


def _somebody(row: int) -> Person:
    """Hold the place of a member whose row could not be read."""
    # Whether he counts is not known, so the household's size is not.
    return Person(number=f"#{row}", usual_resident=None, registered_here=None)


def _kin(rows: Sequence[Row] | None) -> tuple[Relative, ...] | None:
    if rows is None:
        return None
    return _all(Relative, [one for one in rows if one.text("number") != _NONE])


def _all(form: type[_F], rows: Iterable[Row]) -> tuple[_F, ...]:
    return tuple(form_of(form, row) for row in rows)
