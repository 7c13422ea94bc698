"""Registers and extracts with hostile texts, and the plain way to match."""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

import duckdb
import polars as pl

from hypothesis import strategies as st

from pa_registry.model import IdentityForm, IdentityGrade, IdentityNumber
from pa_registry.model.identity import check_character


Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str]

SOUND = ("number", "old-number")
DAY = dt.date(2016, 8, 10)


# Texts -------------------------------------------------------------------


def _whole(body: str) -> str:
    return body + check_character(body)


#: Few bodies, so that people meet; one ends in 00, one begins with 0.
BODIES = (
    "99000119600229003",
    "99000119491231002",
    "99000119000101100",
    "09000119491231002",
    "99000117991231002",
    "99000119610229003",
    "99000118601231996",
    "99000119601231400",
)
OLD = tuple(body[:6] + body[8:] for body in BODIES)
DOCUMENTS = (
    "E12345678",
    "e12345678",
    "E 1234567-8",
    "E1234567-8",
    "军字第1234567号",
    "H12345678(00)",
    "ﬁ123",
    "FI123",
    "ß7",
    "A1",
    "B1",
    "É1",
)
JUNK = (
    "",
    "不详",
    "无",
    "0",
    "1",
    "12345678901234567",
    "1234567890123456X",
    "6.2E+17",
    "6.2e17",
    "990,001,196,002,290,000",
    "990001196002290033.0",
    "111111111111111111",
    "123456789012345678",
    "000000000000000000",
    "999999999999999e2X",
    "9.9999999999999e16",
    "9_9_9_9_9_9_9_9_9_",
    # Some engines read the next two as numbers; the first one as a sound one.
    f"0x{990001196002290033:016x}",
    "9.900000000000e017",
    " 1234567890123456 ",
    "+1234567890123456X",
    "-12345678901234567",
    "9900011949123100२X",
    "99000119491231002\u0425",
    "9" * 65,
    "\x009900011949123100",
    "990001194912310\x1c\x1f\t",
    "99000119491231002\n",
)
MARKS = (
    *("", "", "", " ", "\t", "\u3000", "\xa0", "\u200b", "\ufeff", "\xad"),
    *("'", "\u2019", "`", "\x1c", "\x85", "\u2028", "\U000e0001", "x", "X"),
)


def full_width(text: str) -> str:
    """Write a text in full width, as an input method does."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    )


def _written(parts: tuple[str, str, str, str, int]) -> str:
    text, before, within, after, place = parts
    text = text[:place] + within + text[place:]
    return f"{before}{text}{after}"


numbers = st.sampled_from(
    (
        *map(_whole, BODIES),
        *map(_whole, BODIES),
        *OLD,
        *(f"{_whole(body)}43" for body in BODIES[:3]),
        *(f"{_whole(body)}12B1" for body in BODIES[:3]),
        *(f"{body}{c}" for body in BODIES for c in "0X"),
        *DOCUMENTS,
    )
)
texts = st.one_of(
    st.none(),
    numbers,
    numbers.map(str.lower),
    numbers.map(full_width),
    st.tuples(
        numbers,
        st.sampled_from(MARKS),
        st.sampled_from(MARKS),
        st.sampled_from(MARKS),
        st.integers(0, 18),
    ).map(_written),
    st.sampled_from(JUNK),
    st.text("0123456789X", min_size=14, max_size=22),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        max_size=20,
    ),
)


# The plain way -----------------------------------------------------------


def place(text: str | None) -> tuple[Key | None, IdentityGrade, str]:
    """Say by what a text is matched, and how it is graded."""
    number = IdentityNumber.read(text or "")
    clean = number.reveal(purpose="reference of a test")
    grade = number.grade
    if number.form is IdentityForm.NONE:
        if grade is IdentityGrade.MALFORMED and is_document(clean):
            return ("document", clean), grade, clean
        return None, grade, clean
    resident = number.resident_number
    if (
        grade
        in {
            IdentityGrade.IMPOSSIBLE_DATE,
            IdentityGrade.DAMAGED_BY_SPREADSHEET,
        }
        or resident is None
    ):
        return None, grade, clean
    whole = resident.reveal(purpose="reference of a test")
    if grade is IdentityGrade.WRONG_CHECK_CHARACTER:
        lost = whole.endswith("000")
        return None if lost else ("misprint", whole), grade, clean
    if number.form is IdentityForm.FIFTEEN:
        return ("old-number", whole[:17]), grade, clean
    return ("number", whole[:17]), grade, clean


def is_document(clean: str) -> bool:
    """Say whether a text is that of another document."""
    allowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()./-"
    ideographs = [c for c in clean if "\u4e00" <= c <= "\u9fff"]
    letters = [c for c in clean if "A" <= c <= "Z"]
    return (
        len(clean) <= 64
        and all(c in allowed or c in ideographs for c in clean)
        and any(c in "0123456789" for c in clean)
        and bool(letters or ideographs)
        and not clean.removesuffix("X").isdecimal()
        and len(clean) not in {15, 18, 20, 22}
    )


def kind_of(ours: Key | None, theirs: Key | None) -> str | None:
    """Say by what two rows belong together, if they do."""
    if ours is None or theirs is None or ours[1] != theirs[1]:
        return None
    if ours[0] == theirs[0]:
        return ours[0]
    numbers = ours[0] in SOUND and theirs[0] in SOUND
    return "old-number" if numbers else None


def repeated_of(rows: list[Row]) -> set[int]:
    """Name the rows that say what an earlier one says, and not little."""
    said = [
        (place(one["identity"])[2], one.get("acquired"), one.get("seen_on"))
        for one in rows
    ]
    return {
        row
        for row, one in enumerate(said)
        if one[1] is not None and one in said[:row]
    }


class Reference:
    """What a matching must find, worked out row by row."""

    def __init__(
        self, persons: list[Row], sources: Mapping[str, list[Row]]
    ) -> None:
        self.persons = persons
        self.sources = sources
        self.ours = [place(one["identity"])[:2] for one in persons]
        self.theirs = {
            name: [place(one["identity"])[:2] for one in rows]
            for name, rows in sources.items()
        }
        self.pairs = [
            (name, at, row, kind)
            for at, (ours, _) in enumerate(self.ours)
            for name, placed in self.theirs.items()
            for row, (theirs, _) in enumerate(placed)
            if (kind := kind_of(ours, theirs))
            and row not in repeated_of(sources[name])
        ]

    def hits(self) -> Counter[tuple[Any, ...]]:
        """Give each hit as a row."""
        return Counter(
            (
                name,
                self.persons[at]["household"],
                self.persons[at]["number"],
                row + 1,
                self.sources[name][row].get("acquired"),
                self.sources[name][row].get("seen_on"),
                "number" if kind == "misprint" else kind,
                "exact" if kind == "number" else "possible",
            )
            for name, at, row, kind in self.pairs
        )

    def counts(self, *names: str) -> dict[tuple[Any, ...], Counter[str]]:
        """Count the hits of each person or household."""
        found: dict[tuple[Any, ...], Counter[str]] = {}
        for name, at, _, kind in self.pairs:
            held = {**self.persons[at], "person": self.persons[at]["number"]}
            who = tuple(held[one] for one in names)
            counted = found.setdefault(who, Counter())
            if kind == "number":
                counted.update([name, "hits"])
            else:
                counted.update(["possible"])
        return found


# Cases and engines -------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Row], dict[str, list[Row]]]:
    """Draw a register and two extracts."""
    persons = [
        {
            "household": f"H{draw(st.integers(0, 3))}",
            "number": f"P{at}",
            "identity": text,
        }
        for at, text in enumerate(draw(st.lists(texts, max_size=12)))
    ]
    days = st.one_of(st.none(), st.dates(dt.date(2016, 1, 1), DAY))
    vehicles = [
        {"identity": text, "acquired": draw(days), "seen_on": draw(days)}
        for text in draw(st.lists(texts, max_size=12))
    ]
    payrolls = [
        {"identity": text} for text in draw(st.lists(texts, max_size=6))
    ]
    return persons, {"vehicles": vehicles, "payrolls": payrolls}


TYPES: dict[str, Any] = {
    "household": pl.String,
    "number": pl.String,
    "identity": pl.String,
    "acquired": pl.Date,
    "seen_on": pl.Date,
}
COLUMNS = {
    "persons": ("household", "number", "identity"),
    "vehicles": ("identity", "acquired", "seen_on"),
    "payrolls": ("identity",),
}


def frame(name: str, rows: list[Row]) -> pl.DataFrame:
    """Make a polars frame of rows."""
    return pl.DataFrame(rows, schema={c: TYPES[c] for c in COLUMNS[name]})


#: Frames that meet must be of one connection.
CONNECTION = duckdb.connect()


def _as_given(given: pl.DataFrame) -> Any:
    return given


def _as_lazy(given: pl.DataFrame) -> Any:
    return given.lazy()


def as_pyarrow(given: pl.DataFrame) -> Any:
    """Make a table of Arrow."""
    return cast("Any", given).to_arrow()


def as_duckdb(given: pl.DataFrame) -> Any:
    """Make a relation of DuckDB."""
    return CONNECTION.from_arrow(as_pyarrow(given))


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": _as_given,
    "polars lazy": _as_lazy,
    "pyarrow": as_pyarrow,
    "duckdb": as_duckdb,
}


def _listed(table: Any) -> list[Row]:
    found: list[Row] = table.to_pylist()
    return found


def read(given: Any) -> list[Row]:
    """Read the rows of any frame."""
    if isinstance(given, pl.LazyFrame):
        given = given.collect()
    if isinstance(given, pl.DataFrame):
        return given.to_dicts()
    if hasattr(given, "to_pylist"):
        return _listed(given)
    if hasattr(given, "to_arrow_table"):
        return _listed(given.to_arrow_table())
    return [row.asDict() for row in given.collect()]
