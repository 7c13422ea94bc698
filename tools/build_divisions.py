"""
Build the compact tables of divisions and poverty counties.

Every input is a path given as an argument; the tables that come out are
facts in this project's own form, with source and certainty in the header.

Usage::

    python tools/build_divisions.py --ministry FILE --statistics FILE \
        --newest FILE --events FILE --counties FILE --hubei FILE --out DIR

The inputs are comma-separated with a header: spells of the ministry's and
of the bureau's lists (``code,name,first_revision,last_revision``), the
bureau's newest list (``code,name``), change events, and the two lists of
poverty counties.
"""

from __future__ import annotations

import argparse
import csv

from collections import Counter
from pathlib import Path


Rows = list[dict[str, str]]
Lists = dict[int, dict[str, str]]

MUNICIPALITIES = ("11", "12", "31", "50")
REGIONS = ("15", "45", "54", "64", "65")

# Slips of the digitised lists, set right from the lists beside them.
NAMES = {
    (2015, "513201"): "马尔康市",
    (2016, "360704"): "赣县区",
}
# Abolished already, by the yearly totals that the ministry gives.
ENDED = ((2014, "130103"), (2015, "130604"), (2016, "130604"))
# Rows of the bureau's newest list that are no divisions of the law.
STATISTICAL = (
    "232761",
    "232762",
    "232763",
    "232764",
    "460321",
    "460322",
    "460323",
    "620201",
)
# Events that were matched by name to a place of another prefecture.
WRONG_EVENTS = (("130103", "130502"), ("140203", "140303"))
# The one county that became a prefecture without districts.
RISEN = ("469003", "460400")

DIVISIONS_HEADER = """\
# Divisions of county level and above, as spells of years.
# columns: code, name, first year, last year (empty: on the newest list), \
v for a statistical collector row
# source: 民政部《中华人民共和国行政区划代码》 lists of the year's end,\
 1980-2010, 2012-2017, and of April 2019, as digitised by the open GB2260\
 project; 2011 and 2018: 国家统计局《统计用区划代码》 of October with the changes of the year; 2019 and\
 2020: that of April 2019 with the approved changes of both years; 2023:\
 国家统计局《统计用区划代码》, cut-off 2023-06-30
# certainty: S (read in digitised copies); collector rows C (derived)
# lists: 1980-2020, 2023
# as of: 2026-11-24
# Development zones and other rows that only the bureau lists are left out.
# The two districts of 三沙市 (2020) are in none of these sources.
# Single rows of the lists of the eighties look wrong (420802 in 1985) or are
# missing; they are carried as digitised, but for two of 1987 put back.
# A year says that the division stood on the list that closes that year.
"""

SUCCESSIONS_HEADER = """\
# Which code carried on which, since the list of 2009.
# columns: year, kind, old code, new code, document, certainty
# source: State Council and ministry approvals by document number (S), else\
 the difference of two yearly lists of 民政部《中华人民共和国行政区划代码》 (C)
# span: 2010-2020
# as of: 2026-11-24
# Splits and changes whose successor no source names are left out.
"""

COUNTIES_HEADER = """\
# Poverty counties: the 832 of the nation, and the 9 that Hubei named itself.
# columns: code of December 2016 (empty: none), name, province, prefecture,\
 designation, exit year, basis
# source: 国务院扶贫开发领导小组办公室 list of the 832 poverty counties and\
 the yearly exit announcements of the provinces, as tabulated by third\
 parties; Hubei: provincial exit notices of 2018-02-14 and 2019-04-29, and\
 the reduction plan of 2019
# certainty: S; yearly totals 28, 125, 283, 344, 52 agree with the official
# basis: L national list; P with a provincial announcement seen (V);\
 N provincial notice seen (V); R plan of the year, no notice seen (S)
# as of: 2026-11-24
"""


def read(path: Path) -> Rows:
    """Read a comma-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def snapshot(rows: Rows, revision: str) -> dict[str, str]:
    """Return the names by code that a list held at one revision."""
    return {
        row["code"]: row["name"]
        for row in rows
        if row["first_revision"] <= revision <= row["last_revision"]
    }


def yearly(ministry: Rows, statistics: Rows, events: Rows) -> Lists:
    """Return the list that closes each year from 1980 to 2020."""
    lists = {
        year: snapshot(ministry, f"{year}12")
        for year in (*range(1980, 2012), *range(2013, 2018))
    }
    lists[1987] = without_hole(lists)
    spring = snapshot(ministry, "201904")
    # The list digitised as that of 2011 holds the changes of 2012 already.
    lists[2012] = lists[2011]
    lists[2011] = changed(
        between(lists[2010], lists[2012], snapshot(statistics, "201110")),
        events,
        2011,
    )
    lists[2018] = changed(
        between(lists[2017], spring, snapshot(statistics, "201810")),
        events,
        2018,
    )
    # The list of April 2019 leaves out an approval of December 2018.
    lists[2019] = changed(changed(spring, events, 2018), events, 2019)
    lists[2020] = changed(lists[2019], events, 2020)
    for (year, code), name in NAMES.items():
        lists[year][code] = name
    for year, code in ENDED:
        del lists[year][code]
    return lists


def without_hole(lists: Lists) -> dict[str, str]:
    """Put back two rows of Anhui that the digitised list of 1987 lost."""
    lost = {code: lists[1986][code] for code in ("340000", "340100")}
    return {**lists[1987], **lost}


def between(
    before: dict[str, str], after: dict[str, str], bureau: dict[str, str]
) -> dict[str, str]:
    """Make the missing list of a year from its neighbours and the bureau."""
    found: dict[str, str] = {}
    for code in before.keys() | after.keys():
        old, new = before.get(code), after.get(code)
        if old is not None and new is not None:
            found[code] = new if bureau.get(code) == new else old
        elif code in bureau:
            found[code] = old or new or ""
    return found


def changed(before: dict[str, str], events: Rows, year: int) -> dict[str, str]:
    """Apply the changes of a year to the list before it."""
    found = dict(before)
    for row in events:
        if row["year"] != str(year):
            continue
        if row["old_code"] and row["old_code"] != row["new_code"]:
            found.pop(row["old_code"], None)
        if row["new_code"]:
            found[row["new_code"]] = row["new_name"]
    return found


def newest(rows: Rows, before: dict[str, str]) -> dict[str, str]:
    """Return the divisions of the law on the bureau's newest list."""
    found = {
        row["code"]: row["name"]
        for row in rows
        if row["code"] in before or not is_statistical(row)
    }
    for code in ("710000", "810000", "820000"):
        found[code] = before[code]
    return {
        code: name
        for code, name in found.items()
        if name not in {"市辖区", "县"} and "直辖县级" not in name
    }


def is_statistical(row: dict[str, str]) -> bool:
    """Say whether only the bureau knows a row, as with a zone."""
    return "57" <= row["code"][4:] <= "80" or row["code"] in STATISTICAL


def collectors(codes: set[str]) -> dict[str, str]:
    """Return the rows under which the bureau collects parentless counties."""
    found: dict[str, str] = {}
    for code in codes:
        above = f"{code[:4]}00"
        if above in codes or code.endswith("00"):
            continue
        if code[2:4] == "90":
            word = "自治区" if code[:2] in REGIONS else "省"
            found[above] = f"{word}直辖县级行政区划"
        elif code[:2] in MUNICIPALITIES:
            found[above] = "市辖区" if code[2:4] == "01" else "县"
    return found


def spells(lists: Lists) -> list[tuple[str, str, int, int | None]]:
    """Turn lists into spells of unbroken years under one name."""
    years = sorted(lists)
    found: list[tuple[str, str, int, int | None]] = []
    for code in sorted({code for names in lists.values() for code in names}):
        start: int | None = None
        for at, year in enumerate(years):
            name = lists[year].get(code)
            start = start if start is not None or name is None else year
            last = at + 1 == len(years)
            following = None if last else lists[years[at + 1]].get(code)
            if (
                name is not None
                and start is not None
                and (last or following != name)
            ):
                found.append((code, name, start, None if last else year))
                start = None
    return found


def successions(events: Rows, lists: Lists) -> list[tuple[str, ...]]:
    """Return the changes that name both codes, at one level."""
    kept = [row for row in events if is_kept(row)]
    into = Counter(row["new_code"] for row in kept)
    found: set[tuple[str, ...]] = set()
    for row in kept:
        pair = (row["old_code"], row["new_code"])
        before = lists[int(row["year"]) - 1]
        document = row["doc_no"]
        if pair[0] == pair[1]:
            kind = "renamed"
        elif row["old_name"] == row["new_name"]:
            kind = "recoded"
        elif into[pair[1]] > 1 or pair[1] in before:
            kind = "merged"
        else:
            kind = "reorganised"
        certainty = "S" if document else "C"
        found.add((row["year"], kind, *pair, document, certainty))
    return sorted(found)


def is_kept(row: dict[str, str]) -> bool:
    """Say whether an event tells who carries on whom."""
    pair = (row["old_code"], row["new_code"])
    if not all(pair) or pair in WRONG_EVENTS:
        return False
    level = [code.endswith("00") for code in pair]
    return level[0] == level[1] or pair == RISEN


def counties(
    nation: Rows, hubei: Rows, names: dict[str, str]
) -> list[tuple[str, ...]]:
    """Return the rows of the poverty counties."""
    own = {row["code"]: row for row in hubei}
    provinces = {
        row["province"]: f"{row['code_201612'][:2]}0000"
        for row in nation
        if row["code_201612"]
    }
    found = [
        (
            row["code_201612"],
            names.get(row["code_201612"], row["name_source"]),
            provinces[row["province"]],
            row["prefecture"],
            "national",
            row["exit_year"],
            basis(own.get(row["code_201612"] or "-")),
        )
        for row in nation
    ]
    found += [
        (
            row["code"],
            row["name"],
            "420000",
            row["prefecture"],
            "provincial",
            row["exit_year"],
            basis(row),
        )
        for row in hubei
        if row["designation"] == "provincial"
    ]
    return sorted(found, key=lambda row: (row[2], row[0], row[1]))


def basis(row: dict[str, str] | None) -> str:
    """Return the letter of what an exit year rests on."""
    if row is None:
        return "L"
    if "plan" in row["basis"]:
        return "R"
    return "P" if "announcement" in row["basis"] else "N"


def write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    """Write a header and tab-separated rows."""
    lines = ["\t".join(row).rstrip("\t") for row in rows]
    path.write_text(
        header + "\n".join(lines) + "\n", encoding="utf-8", newline="\n"
    )


def divisions(
    ministry: Rows, statistics: Rows, last: Rows, events: Rows
) -> tuple[Lists, list[tuple[str, ...]]]:
    """Return the yearly lists and the rows of the table."""
    lists = yearly(ministry, statistics, events)
    lists[2023] = newest(last, lists[2020])
    real = spells(lists)
    virtual = spells(
        {year: collectors(set(names)) for year, names in lists.items()}
    )
    rows: list[tuple[str, ...]] = [
        (c, n, str(a), "" if z is None else str(z)) for c, n, a, z in real
    ]
    rows += [
        (c, n, str(a), "" if z is None else str(z), "v")
        for c, n, a, z in virtual
    ]
    return lists, sorted(rows, key=lambda row: (row[0], row[2]))


def main() -> None:
    """Build the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("ministry", "statistics", "newest", "events"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("counties", "hubei", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    events = read(given.events)
    lists, rows = divisions(
        read(given.ministry),
        read(given.statistics),
        read(given.newest),
        events,
    )
    write(given.out / "divisions.tsv", DIVISIONS_HEADER, rows)
    write(
        given.out / "successions.tsv",
        SUCCESSIONS_HEADER,
        successions(events, lists),
    )
    write(
        given.out / "poverty_counties.tsv",
        COUNTIES_HEADER,
        counties(read(given.counties), read(given.hubei), lists[2016]),
    )


if __name__ == "__main__":
    main()
