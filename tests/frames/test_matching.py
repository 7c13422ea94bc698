from __future__ import annotations

import datetime as dt

from collections import Counter
from typing import Any

import polars as pl
import pytest

from hypothesis import given, settings

from pa_registry.audit import REGISTER
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames import Matches, keyed, match
from pa_registry.model import Coverage, Divisions, IdentityGrade, Vehicle
from pa_registry.model.identity import check_character
from tests.frames.engines import often
from tests.frames.matching_cases import (
    BODIES,
    ENGINES,
    JUNK,
    OLD,
    Reference,
    Row,
    as_pyarrow,
    cases,
    frame,
    full_width,
    place,
    read,
    texts,
)


ENGINE = pytest.mark.parametrize("engine", ENGINES)


def matched(
    engine: str,
    persons: list[Row],
    sources: dict[str, list[Row]],
    *,
    keys: bool,
) -> Matches[Any]:
    def made(name: str, rows: list[Row]) -> Any:
        native = ENGINES[engine](frame(name, rows))
        return keyed(native) if keys else native

    return match(
        made("persons", persons),
        {name: made(name, rows) for name, rows in sources.items()},
    )


def rows_of(native: Any, *names: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(one[n] for n in names) for one in read(native))


@ENGINE
class TestEveryEngineIsTheReference:
    """Whatever is drawn, each engine gives what the model's reading gives."""

    @settings(max_examples=often(6), deadline=None)
    @given(case=cases())
    def test_hits(
        self, engine: str, case: tuple[list[Row], dict[str, list[Row]]]
    ) -> None:
        """Hits, and their counts by person and household, are the same."""
        expected = Reference(*case)
        for keys in (False, True):
            found = matched(engine, *case, keys=keys)
            names = (
                *("source", "household", "person", "line"),
                *("fact_date", "extract_date", "agreed", "certainty"),
            )
            counts = (*case[1], "hits", "possible")
            hits = Counter(
                (*one[:6], one[6].split(",")[0], one[7])
                for one in rows_of(found.hits, *names).elements()
                if one[0] != REGISTER
            )

            assert hits == expected.hits()
            for table, who in (
                (found.persons, ("household", "person")),
                (found.households, ("household",)),
            ):
                assert {
                    tuple(one[n] for n in who): Counter(
                        {n: one[n] for n in counts if one[n]}
                    )
                    for one in read(table)
                } == expected.counts(*who)


@ENGINE
class TestGrades:
    @settings(max_examples=often(12), deadline=None)
    @given(text=texts)
    def test_each_text(self, engine: str, text: str | None) -> None:
        """A text has the key and the grade that the model gives it."""
        native = ENGINES[engine](frame("payrolls", [{"identity": text}]))
        (row,) = read(keyed(native))
        key, grade, _ = place(text)
        reduced = {
            IdentityGrade.UNKNOWN_DIVISION: IdentityGrade.SOUND,
            IdentityGrade.RETIRED_DIVISION: IdentityGrade.SOUND,
            IdentityGrade.DISABILITY_CERTIFICATE: IdentityGrade.SOUND,
        }.get(grade, grade)
        if key and key[0] == "old-number":
            reduced = IdentityGrade.FIFTEEN_DIGIT

        assert row["identity_grade"] == reduced.value
        assert (row["identity_key"] is None) == (key is None)
        if key and key[0] in {"document", "misprint"}:
            assert row["identity_tail"] == key[1]
            assert row["identity_key"] < 0
        elif key:
            check = check_character(key[1])
            digits = int(key[1] + check.replace("X", ""))
            over = 10**18 if check == "X" else 0
            assert row["identity_key"] == digits + over
            old = "15" if key[0] == "old-number" else ""
            assert row["identity_tail"] == old

    def test_every_listed_text(self, engine: str) -> None:
        """The awkward texts are graded alike all at once, too."""
        listed = [*JUNK, *OLD, *map(full_width, OLD), *BODIES]
        rows = [{"identity": text} for text in listed]
        native = ENGINES[engine](frame("payrolls", rows))
        found = {
            one["identity"]: one["identity_grade"]
            for one in read(keyed(native))
        }

        for text in listed:
            key, grade, _ = place(text)
            if key is None:
                assert found[text] == grade.value


class TestColumns:
    def test_no_division_begins_with_0(self) -> None:
        """So a lost zero in front is no reason that columns must know."""
        table = Divisions.builtin()

        assert not any(table.spells(f"0{code:05d}") for code in range(10**5))

    @ENGINE
    def test_sources_are_tables_of_records(self, engine: str) -> None:
        """A source gives its own columns by household and holder."""
        found = matched(engine, *_one_hit(), keys=False)

        assert read(found.sources["vehicles"]) == [
            {
                "household": "H1",
                "holder": "P1",
                "acquired": dt.date(2015, 3, 1),
                "seen_on": dt.date(2016, 8, 10),
            }
        ]
        assert read(found.sources["payrolls"]) == []

    def test_rows_are_records(self) -> None:
        """What a source gives can be made into the records of the model."""
        found = matched("polars", *_one_hit(), keys=False)
        (row,) = read(found.sources["vehicles"])
        home = row.pop("household")
        record = Vehicle(**row)
        covered = [Coverage(**one) for one in read(found.coverage)]

        assert (home, record.holder) == ("H1", "P1")
        assert {one.household for one in covered} == {"H1"}

    @ENGINE
    def test_frames_stay_what_they_are(self, engine: str) -> None:
        """Lazy in, lazy out; and each table is of the engine given."""
        persons, sources = _one_hit()
        native = ENGINES[engine](frame("persons", persons))
        found = matched(engine, persons, sources, keys=False)

        for table in (
            *(found.hits, found.persons, found.households, found.coverage),
            *(found.set_aside, found.tally, found.records("vehicles")),
            *found.sources.values(),
            keyed(native),
        ):
            assert type(table) is type(native)

    def test_whole_numbers_as_keys(self) -> None:
        """Households and persons may be numbered by whole numbers."""
        persons = pl.DataFrame(
            {"household": [7], "number": [71], "identity": [_number()]}
        )
        found = match(persons, {"deaths": persons.select("identity")})

        assert found.hits.select("household", "person").rows() == [(7, 71)]
        assert found.set_aside.is_empty()

    def test_names_of_columns(self) -> None:
        """Columns may have names of the user's own."""
        persons = pl.DataFrame(
            {"户编号": ["H1"], "人编号": ["P1"], "证件号码": [_number()]}
        )
        deaths = pl.DataFrame(
            {'SF"ZH': [_number()], "day": [dt.date(2014, 1, 1)]}
        )
        for lift in (ENGINES["polars"], ENGINES["duckdb"]):
            found = match(
                lift(persons),
                {"deaths": lift(deaths)},
                household="户编号",
                number="人编号",
                identity={"persons": "证件号码", "deaths": 'SF"ZH'},
                extracts={"deaths": dt.date(2016, 8, 1)},
            )
            (row,) = read(found.hits)

            assert (row["household"], row["person"]) == ("H1", "P1")
            assert row["fact_date"] == dt.date(2014, 1, 1)
            assert row["extract_date"] == dt.date(2016, 8, 1)

    def test_no_result_holds_a_number(self) -> None:
        """Neither a table nor a repr shows an identity number."""
        found = matched("polars", *_one_hit(), keys=True)
        shown = [repr(found)] + [
            str(table.rows())
            for table in (
                *(found.hits, found.persons, found.households),
                *(found.coverage, found.set_aside, found.tally),
                *found.sources.values(),
            )
        ]

        assert not any(_number()[:17] in text for text in shown)


class TestRefusals:
    @pytest.mark.parametrize(
        ("persons", "sources", "message"),
        [
            ([1], None, "is no frame"),
            (None, {}, "nothing to match"),
            ("number", None, "'number' is lacking"),
            ("identity", None, "'identity' is lacking"),
        ],
    )
    def test_frames(self, persons: Any, sources: Any, message: str) -> None:
        """What is no frame or lacks a column is refused by name."""
        whole, vehicles = _frames()
        given = whole if persons is None else persons
        if isinstance(persons, str):
            given = whole.drop(persons)
        with pytest.raises(InvalidValueError, match=message):
            match(
                given, {"vehicles": vehicles} if sources is None else sources
            )

    def test_numbers(self) -> None:
        """Identity numbers as numbers are refused: digits were lost."""
        persons, _ = _frames()
        extract = pl.DataFrame({"identity": [990001196002290033]})
        with pytest.raises(InvalidValueError, match="loses digits"):
            match(persons, {"vehicles": extract})

    def test_dates(self) -> None:
        """Days as text are refused: which order they are in is unknown."""
        persons, vehicles = _frames()
        wrong = vehicles.with_columns(pl.col("acquired").cast(pl.String))
        with pytest.raises(InvalidValueError, match="Convert the column"):
            match(persons, {"vehicles": wrong})

    @pytest.mark.parametrize("name", ["vehicels", "visits"])
    def test_sources(self, name: str) -> None:
        """A name that is no source, or an act that nobody matches."""
        persons, vehicles = _frames()
        with pytest.raises(UnknownNameError):
            match(persons, {name: vehicles})

    def test_mixed_engines(self) -> None:
        """Frames of two engines are refused before anything is computed."""
        persons, vehicles = _frames()
        with pytest.raises(InvalidValueError, match="same engine"):
            match(persons, {"vehicles": as_pyarrow(vehicles)})


def test_kinds_are_listed() -> None:
    """Each kind of key occurs, and only the same sound number is exact."""
    number, old = _number(), "990001600229003"
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    rows = [number, old, wrong, "E1234567"]
    persons = [
        {"household": "H1", "number": f"P{at}", "identity": text}
        for at, text in enumerate(rows)
    ]
    sources = {"payrolls": [{"identity": text} for text in rows]}
    found = matched("polars", persons, sources, keys=False)
    kinds = {
        (one["agreed"], one["certainty"])
        for one in read(found.hits)
        if one["source"] == "payrolls"
    }

    assert kinds == {
        ("number,birth-date", "exact"),
        ("number,birth-date", "possible"),
        ("old-number,birth-date", "possible"),
        ("document", "possible"),
    }


def _number() -> str:
    return "990001196002290033"


def _one_hit() -> tuple[list[Row], dict[str, list[Row]]]:
    day = {"acquired": dt.date(2015, 3, 1), "seen_on": dt.date(2016, 8, 10)}
    return (
        [{"household": "H1", "number": "P1", "identity": _number()}],
        {
            "vehicles": [{"identity": f"'{_number()} ", **day}],
            "payrolls": [{"identity": "E1234567"}],
        },
    )


def _frames() -> tuple[pl.DataFrame, pl.DataFrame]:
    persons, sources = _one_hit()
    return frame("persons", persons), frame("vehicles", sources["vehicles"])
