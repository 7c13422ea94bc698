"""
The poverty counties, as dated facts.

贫困县。

The table holds the 832 of the nation and the nine that Hubei named itself,
with the year for which each exited.
"""

from __future__ import annotations

import datetime as dt

from functools import cache

import attrs

from pa_registry.errors import InvalidValueError
from pa_registry.model._division_tables import read_table
from pa_registry.model.codes import Code
from pa_registry.model.division import canonical_code
from pa_registry.model.divisions import Divisions


__all__ = [
    "CountyDesignation",
    "CountyPovertyStatus",
    "PovertyCounty",
    "poverty_counties",
    "poverty_county",
]

# The codes of the table are those of the list that closes this year.
_CODES_OF = dt.date(2016, 12, 31)
# The registry begins here; the table says nothing of earlier designations.
_KNOWN_FROM = 2014


class CountyDesignation(Code):
    """
    Who designated a poverty county: the nation (one of 832), or a province.

    贫困县级别。
    """

    NATIONAL = "national", "国家级贫困县"
    PROVINCIAL = "provincial", "省级贫困县"


class CountyPovertyStatus(Code):
    """
    Whether a county was a poverty county on a day.

    贫困县状态。

    It is not known for a day before the table begins.
    """

    NOT_KNOWN = "not-known", "不详"
    DESIGNATED = "designated", "贫困县"
    EXITED = "exited", "已退出", "已摘帽"


@attrs.frozen(kw_only=True)
class PovertyCounty:
    """
    A poverty county and the year for which it exited.

    贫困县。

    Attributes:
        name: Its name at the end of 2016.
        province: The code of its province.
        prefecture: The name of its prefecture.
        designation: Who designated it.

        exit_year:
            The year for which it exited; the approval came in the next one.

        code:
            Its code at the end of 2016; `None` for the three administrative
            committees of Qinghai, which had none.

        certainty:
            Of the exit year: ``V`` where a provincial notice or
            announcement was read, ``S`` where a list or a plan carries it.
    """

    name: str
    province: str
    prefecture: str
    designation: CountyDesignation
    exit_year: int
    code: str | None = None
    certainty: str = "S"

    def status_on(self, day: dt.date) -> CountyPovertyStatus:
        """
        Say whether it was a poverty county on a day.

        An exit is known to its year, and the approval follows that year's
        end: the county counts as designated to 31 December of its exit
        year, and as exited from 1 January on.

        Args:
            day: The day.

        Returns:
            The status; not known before 2014.

        Examples:
            >>> county = poverty_county("422825")
            >>> county.status_on(dt.date(2016, 10, 19)).value
            'designated'
            >>> county.status_on(dt.date(2019, 1, 1)).value
            'exited'
        """
        if day.year < _KNOWN_FROM:
            return CountyPovertyStatus.NOT_KNOWN
        if day.year <= self.exit_year:
            return CountyPovertyStatus.DESIGNATED
        return CountyPovertyStatus.EXITED


def poverty_counties(
    *,
    province: str | None = None,
    designation: CountyDesignation | None = None,
    exit_year: int | None = None,
) -> tuple[PovertyCounty, ...]:
    """
    Return the poverty counties, by province and code.

    贫困县名单。

    Only Hubei's own provincial designations are in the table; those of
    other provinces are not.

    Args:
        province: A province's code, of two or six digits.
        designation: Who designated them.
        exit_year: The year for which they exited.

    Returns:
        Those that fit all that is given.

    Raises:
        InvalidValueError: If *province* is not the code of a province.

    Examples:
        >>> len(poverty_counties(designation=CountyDesignation.NATIONAL))
        832
        >>> len(poverty_counties(province="42"))
        37
    """
    wanted = None if province is None else _province(province)
    return tuple(
        county
        for county in _table()
        if wanted in (None, county.province)
        and designation in (None, county.designation)
        and exit_year in (None, county.exit_year)
    )


def poverty_county(
    code: str, *, on: dt.date = _CODES_OF
) -> PovertyCounty | None:
    """
    Return the poverty county of a code, or `None` if it is none.

    Args:
        code: The division code.

        on:
            The day whose code it is; it is followed to the code of 2016
            where a source names the succession.

    Returns:
        The county; `None` also where several poverty counties went into
        the one of the code.

    Examples:
        >>> poverty_county("420321", on=dt.date(2013, 12, 31)).name
        '郧阳区'
        >>> poverty_county("420102") is None
        True
    """
    codes = {canonical_code(code)}
    if on.year != _CODES_OF.year:
        there = Divisions.builtin().at(on)
        codes = {one.code for one in there.followed(code, at=_CODES_OF)}
    found = [county for county in _table() if county.code in codes - {None}]
    return found[0] if len(found) == 1 else None


def _province(code: str) -> str:
    found = canonical_code(code)
    if found is None or not found.endswith("0000"):
        raise InvalidValueError(
            what="This is not the code of a province.",
            where="province",
            remedy='Give two or six digits, as in province="42".',
        )
    return found


@cache
def _table() -> tuple[PovertyCounty, ...]:
    return tuple(
        PovertyCounty(
            code=row[0] or None,
            name=row[1],
            province=row[2],
            prefecture=row[3],
            designation=CountyDesignation(row[4]),
            exit_year=int(row[5]),
            certainty=_CERTAINTIES[row[6]],
        )
        for row in read_table("poverty_counties.tsv")[1]
    )


# A list or a plan was carried by others; a notice was read as such.
_CERTAINTIES = {"L": "S", "R": "S", "P": "V", "N": "V"}
