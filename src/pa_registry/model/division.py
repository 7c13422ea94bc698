"""
One administrative division, and one step from a code to the next.

行政区划。

A code says nothing without a date: 420600 was 襄樊市 to the list of 2009 and
is 襄阳市 since.  So a :class:`Division` is one *spell* of a code under one
name, with the years between which it is known.
"""

from __future__ import annotations

import enum
import re

import attrs


__all__ = [
    "Division",
    "DivisionLevel",
    "DivisionStanding",
    "Succession",
    "SuccessionKind",
    "canonical_code",
    "is_above",
    "level_of",
]

_CODE = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}", re.ASCII)
_LONGEST_CODE = 12
_COUNTY_DIGITS = 6


class DivisionLevel(enum.Enum):
    """
    The level of a division, from the province down.

    行政区划级别。
    """

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class DivisionStanding(enum.Enum):
    """
    What a table says of a code: in force, retired, or not known.

    区划代码状态。
    """

    IN_FORCE = "in-force"
    RETIRED = "retired"
    UNKNOWN = "unknown"


class SuccessionKind(enum.Enum):
    """
    How one code carried on another.

    区划沿革类型。

    Attributes:
        RENAMED: The name changed and the code stayed (更名).
        RECODED: The code changed and the name stayed (改码).
        REORGANISED: A county became a city or district, or the like (改设).
        MERGED: The division went into another one (并入).
    """

    RENAMED = "renamed"
    RECODED = "recoded"
    REORGANISED = "reorganised"
    MERGED = "merged"


@attrs.frozen(kw_only=True)
class Division:
    """
    One spell of a code under one name.

    行政区划。

    The years are those of yearly lists: the division stood on the list that
    closes *first_year* and on each up to the one that closes *last_year*.
    The day of a change within a year is not known.

    Attributes:
        code:
            Six digits for a county and above, twelve for a township or
            village.

        name: Its name in that spell.
        level: Its level.
        parent: The code above it, or `None` for a province.
        first_year: The first list with it; `None` when no list says.
        last_year: The last list with it; `None` while it stands.

        virtual:
            Whether only statistics know it, as a row that collects units
            without a prefecture (429000) or the districts of a
            municipality (110100).
    """

    code: str
    name: str
    level: DivisionLevel
    parent: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    virtual: bool = False

    def is_listed_in(self, year: int) -> bool:
        """Say whether it stood on the list that closes *year*."""
        first, last = self.first_year, self.last_year
        return (first is None or first <= year) and (
            last is None or year <= last
        )


@attrs.frozen(kw_only=True)
class Succession:
    """
    The fact that one code carried on another.

    区划沿革。

    Attributes:
        year: The year of the change.
        kind: How it was carried on.
        old: The code before.
        new: The code after; the same one when only the name changed.
        document: The approval's number; empty where none was read.

        certainty:
            ``S`` where an approval names the change, ``C`` where it is the
            difference of two yearly lists.
    """

    year: int
    kind: SuccessionKind
    old: str
    new: str
    document: str = ""
    certainty: str = "C"


def canonical_code(text: str) -> str | None:
    """
    Return the form in which a code is a key, or `None` if it is no code.

    区划代码规范形式。

    Tables write the same county with six, nine or twelve digits, and a
    province with two.

    Examples:
        >>> canonical_code("420304000000")
        '420304'
        >>> canonical_code("42")
        '420000'
        >>> canonical_code("420102002")
        '420102002000'
        >>> canonical_code("4201020") is None
        True
    """
    given: object = text
    if not isinstance(given, str) or len(given) > _LONGEST_CODE:
        return None
    if not _CODE.fullmatch(given):
        return None
    padded = text.ljust(6 if len(text) < _COUNTY_DIGITS else 12, "0")
    short = padded[:6] if padded.endswith("000000") else padded
    return None if short.startswith("00") else short


def level_of(code: str) -> DivisionLevel:
    """
    Return the level that the form of a canonical code shows.

    行政区划级别。

    Examples:
        >>> level_of("420304").value
        'county'
    """
    if len(code) > _COUNTY_DIGITS:
        village = not code.endswith("000")
        return DivisionLevel.VILLAGE if village else DivisionLevel.TOWNSHIP
    if code.endswith("0000"):
        return DivisionLevel.PROVINCE
    prefecture = code.endswith("00")
    return DivisionLevel.PREFECTURE if prefecture else DivisionLevel.COUNTY


def is_above(above: str, code: str) -> bool:
    """
    Say whether one canonical code is of a higher level than another.

    Examples:
        >>> is_above("420300", "420304"), is_above("420304", "420300")
        (True, False)
    """
    levels = list(DivisionLevel)
    return levels.index(level_of(above)) < levels.index(level_of(code))
