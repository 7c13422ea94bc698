from __future__ import annotations

import datetime as dt
import json
import os
import pickle

from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pa_registry import frames, yuan
from pa_registry.columns import column
from pa_registry.conditions import refer_to
from pa_registry.errors import (
    InvalidValueError,
    NeedsFactDayError,
    UnboundError,
    UnknownNameError,
)
from pa_registry.frames import running
from pa_registry.frames._files import NO_PARTITION
from pa_registry.model.terms import household, person, vehicle
from pa_registry.policies import (
    Policy,
    Step,
    household_exit,
    identification,
    negative_list,
)
from tests.frames.files import (
    cut,
    decisions,
    folder,
    made,
    whole,
    write_cut,
    write_pieces,
    written,
)


AT = made().round
NUMBERS = tuple(whole().households["number"])
ENGINES = ("polars", "duckdb")
COUNTIES = 3
RULES = negative_list("leaflet-3300-with-exceptions")
#: Reads the households and their members only, and is quickly planned.
QUICK = identification(line=yuan(2855), guarantees=())


def whole_decisions(policy: Policy[Any], at: Any = AT) -> pl.DataFrame:
    """Decide the province in one frame."""
    found: pl.DataFrame = frames.decide(policy, whole(), at=at)
    return found.select(
        "number", "outcome", "ground", "possible", "undecided_by"
    ).sort("number")


def decided(out: Path) -> pl.DataFrame:
    return decisions(out).drop("county")


def counts(report: frames.RunReport) -> dict[str, dict[str, int]]:
    return {one.partition: dict(one.by_outcome) for one in report.partitions}


def anew(report: frames.RunReport) -> list[str]:
    """Name the partitions that were decided this time."""
    return [one.partition for one in report.partitions if not one.was_there]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the province by county, which no test changes."""
    target = tmp_path_factory.mktemp("province")
    frames.write_province(made(), target)
    return target


@pytest.fixture(scope="module")
def expected(
    data: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Give the files of a run that nothing interrupted."""
    out = tmp_path_factory.mktemp("out")
    frames.run(QUICK, data, out, at=AT)
    return written(out)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Give the province by county, to be changed."""
    frames.write_province(made(), tmp_path / "data")
    return tmp_path / "data"


class TestAnyPartitioning:
    """However it is cut, the union is what the whole comes to."""

    @pytest.mark.parametrize("write", [write_cut, write_pieces])
    def test_union_is_the_whole(self, write: Any) -> None:
        """Any way of cutting gives the decisions of the whole."""
        expected = whole_decisions(QUICK)
        total = Counter(expected["outcome"])

        @settings(max_examples=20)
        @given(st.lists(st.integers(0, 6), min_size=120, max_size=120))
        @example([0] * 120)
        @example([*range(120)])
        def agree(cuts: list[int]) -> None:
            place = dict(zip(NUMBERS, map(str, cuts), strict=True))
            with folder() as root:
                parts = cut(whole(), place, "households", "members")
                dataset = write(parts, root / "data")
                report = frames.run(QUICK, dataset, root / "out", at=AT)
                found = decided(root / "out")
                places = decisions(root / "out").select("number", "county")

            assert found.equals(expected)
            assert dict(places.iter_rows()) == place
            assert report.is_complete
            assert {k: v for k, v in report.by_outcome.items() if v} == total

        agree()

    @pytest.mark.parametrize(
        "policy", [RULES, household_exit(), identification()]
    )
    @pytest.mark.parametrize("engine", ENGINES)
    def test_either_engine(
        self, tmp_path: Path, data: Path, engine: str, policy: Policy[Any]
    ) -> None:
        """Both engines come to the same, for any shipped policy."""
        report = frames.run(policy, data, tmp_path, at=AT, engine=engine)

        assert decided(tmp_path).equals(whole_decisions(policy))
        assert report.households == len(NUMBERS)

    def test_any_number_of_processes(
        self, tmp_path: Path, data: Path, mine: Path
    ) -> None:
        """One process and two write the same files, and tell the same."""
        out = {many: tmp_path / f"out-{many}" for many in (1, 2)}
        reports = {
            many: frames.run(QUICK, data, target, at=AT, processes=many)
            for many, target in out.items()
        }

        assert reports[1] == reports[2]
        assert written(out[1]) == written(out[2])
        assert pickle.loads(pickle.dumps(reports[1])) == reports[2]  # noqa: S301  ours

        (mine / "members" / "county=420703" / "part-00000.parquet").unlink()
        failing = frames.run(QUICK, mine, tmp_path / "out", at=AT, processes=2)
        assert [one.partition for one in failing.failures] == ["420703"]
        assert len(failing.partitions) == COUNTIES - 1

    def test_as_on_objects(self, tmp_path: Path, data: Path) -> None:
        """The files say what the policy says of each object."""
        frames.run(RULES, data, tmp_path, at=AT)
        said = dict(
            decisions(tmp_path).select("number", "outcome").iter_rows()
        )

        assert said == {
            home.number: RULES(home, evidence=evidence, at=AT).outcome.value
            for home, evidence in made().iter_households()
        }

    def test_rows_without_a_partition(self, tmp_path: Path) -> None:
        """Households whose partition is blank are decided like others."""
        place: dict[str, str | None] = dict.fromkeys(NUMBERS, "A")
        place[NUMBERS[3]] = None
        dataset = write_pieces(cut(whole(), place), tmp_path / "data")

        report = frames.run(QUICK, dataset, tmp_path / "out", at=AT)

        assert decided(tmp_path / "out").equals(whole_decisions(QUICK))
        assert [one.partition for one in report.partitions] == [
            "A",
            NO_PARTITION,
        ]

    def test_odd_names(self, tmp_path: Path) -> None:
        """A partition may be called anything."""
        names = ("../x", "", "恩施 市", "a/b", "%", "*", "CON:1")
        place = {n: names[at % 7] for at, n in enumerate(NUMBERS)}
        dataset = write_pieces(cut(whole(), place), tmp_path / "data")

        report = frames.run(QUICK, dataset, tmp_path / "out", at=AT)
        again = frames.run(QUICK, dataset, tmp_path / "out", at=AT)

        assert decided(tmp_path / "out").equals(whole_decisions(QUICK))
        assert {one.partition for one in report.partitions} == {*names}
        assert anew(again) == []
        assert {path.name for path in tmp_path.iterdir()} == {"data", "out"}


class TestCounts:
    """“Result value: totals by outcome per partition and in total.”"""

    def test_adding_up(self, tmp_path: Path, data: Path) -> None:
        """Counts are those of the rows, by partition and in total."""
        report = frames.run(QUICK, data, tmp_path, at=AT)
        rows = decisions(tmp_path)

        for one in report.partitions:
            own = rows.filter(pl.col("county") == one.partition)
            assert one.households == own.height == sum(one.by_outcome.values())
            assert Counter(own["outcome"]) == Counter(one.by_outcome)
        assert report.households == rows.height == len(NUMBERS)
        assert sum(report.by_outcome.values()) == report.households
        assert [*report.by_outcome] == [one.value for one in report.outcomes]

    def test_counts_are_the_known_answers(
        self, tmp_path: Path, data: Path
    ) -> None:
        """Whoever is decided comes to the answer that is known of him."""
        frames.run(household_exit(), data, tmp_path, at=AT)
        rows = decisions(tmp_path).filter(pl.col("undecided_by").is_null())

        assert rows.height > len(NUMBERS) // 2
        for number, outcome in rows.select("number", "outcome").iter_rows():
            assert made().expected(number).exit.value == outcome

    def test_kept_columns(self, tmp_path: Path, data: Path) -> None:
        """Further columns of the households come with the decisions."""
        frames.run(QUICK, data, tmp_path, at=AT, keep=["division", "status"])
        found = decisions(tmp_path)

        assert found.columns[:4] == ["county", "number", "division", "status"]
        assert (
            found.select("number", "division", "status").sort("number")
        ).equals(
            whole()
            .households.select("number", "division", "status")
            .sort("number")
        )

    def test_progress(self, tmp_path: Path, data: Path) -> None:
        """Each partition is told, whether it was done before or not."""
        told: list[tuple[int, int, str]] = []
        for _ in range(2):
            frames.run(
                QUICK,
                data,
                tmp_path,
                at=AT,
                progress=lambda done, total, name: told.append(
                    (done, total, name)
                ),
            )

        names = [*made().by_county]
        once = [(at, COUNTIES, name) for at, name in enumerate(names, 1)]
        assert told == once * 2

    def test_what_does_not_add_up(
        self, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A partition of which a row went missing is not passed off."""
        right = frames.decide

        def losing(*args: Any, **options: Any) -> Any:
            return right(*args, **options).filter(
                pl.col("number") != NUMBERS[0]
            )

        monkeypatch.setattr(running, "decide", losing)
        report = frames.run(QUICK, data, tmp_path, at=AT)

        (failure,) = report.failures
        assert [one.code for one in failure.problems] == [
            "frame.counts-differ"
        ]
        assert report.households == len(NUMBERS) - sum(
            code[:6] == failure.partition
            for code in whole().households["division"]
        )


class TestResuming:
    """“Resumable”: what is done is done, and nothing else is."""

    @pytest.mark.parametrize("engine", ENGINES)
    def test_once_more(self, tmp_path: Path, data: Path, engine: str) -> None:
        """A second run decides nothing, and says the same."""
        first = frames.run(QUICK, data, tmp_path, at=AT, engine=engine)
        before = written(tmp_path)
        second = frames.run(QUICK, data, tmp_path, at=AT, engine=engine)

        assert anew(first) == [*made().by_county]
        assert anew(second) == []
        assert first == second
        assert written(tmp_path) == before

    @pytest.mark.parametrize("point", range(2 * COUNTIES))
    def test_stopped_before_a_file_is_in_place(
        self,
        tmp_path: Path,
        data: Path,
        expected: dict[str, bytes],
        monkeypatch: pytest.MonkeyPatch,
        point: int,
    ) -> None:
        """Stopped at any file, it goes on there, and decides no other."""
        left = [point]

        def stopping(path: Path, target: Path) -> Path:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            os.rename(path, target)  # noqa: PTH104  the other is replaced
            return target

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", stopping)
            with pytest.raises(KeyboardInterrupt):
                frames.run(QUICK, data, tmp_path, at=AT)
        assert len(written(tmp_path)) == point
        report = frames.run(QUICK, data, tmp_path, at=AT)

        assert anew(report) == [*made().by_county][point // 2 :]
        assert written(tmp_path) == expected

    @pytest.mark.parametrize("point", range(COUNTIES))
    def test_stopped_in_the_middle_of_a_file(
        self,
        tmp_path: Path,
        data: Path,
        expected: dict[str, bytes],
        monkeypatch: pytest.MonkeyPatch,
        point: int,
    ) -> None:
        """A file that is half written does not count, and does not stay."""
        left = [point]
        right = pl.DataFrame.write_parquet

        def stopping(frame: pl.DataFrame, path: Any, **more: Any) -> None:
            if not left[0]:
                Path(path).write_bytes(b"PAR1 half of it")
                raise KeyboardInterrupt
            left[0] -= 1
            right(frame, path, **more)

        with monkeypatch.context() as patch:
            patch.setattr(pl.DataFrame, "write_parquet", stopping)
            with pytest.raises(KeyboardInterrupt):
                frames.run(QUICK, data, tmp_path, at=AT)
        assert len(written(tmp_path)) == 2 * point
        report = frames.run(QUICK, data, tmp_path, at=AT)

        assert anew(report) == [*made().by_county][point:]
        assert written(tmp_path) == expected

    def test_stopped_while_changing(
        self,
        tmp_path: Path,
        data: Path,
        expected: dict[str, bytes],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Stopped between two policies, neither takes the other's files."""
        frames.run(QUICK, data, tmp_path, at=AT)
        left = [1]

        def stopping(path: Path, target: Path) -> Path:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            os.rename(path, target)  # noqa: PTH104  the other is replaced
            return target

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", stopping)
            with pytest.raises(KeyboardInterrupt):
                frames.run(household_exit(), data, tmp_path, at=AT)
        report = frames.run(QUICK, data, tmp_path, at=AT)

        assert anew(report) == [*made().by_county][:1]
        assert written(tmp_path) == expected

    @pytest.mark.parametrize(
        "change",
        [
            {"policy": household_exit()},
            {"at": dt.date(2016, 10, 1)},
            {"fresh_from": dt.date(2016, 8, 1)},
            {"keep": ("division",)},
        ],
        ids=lambda one: next(iter(one)),
    )
    def test_another_question(
        self, tmp_path: Path, data: Path, change: dict[str, Any]
    ) -> None:
        """Another policy, clock or option decides everything anew."""
        asked: dict[str, Any] = {"policy": QUICK, "at": AT}
        frames.run(asked.pop("policy"), data, tmp_path, **asked)
        asked = {"policy": QUICK, "at": AT, **change}

        def ask(out: Path) -> frames.RunReport:
            rest = {k: v for k, v in asked.items() if k != "policy"}
            return frames.run(asked["policy"], data, out, **rest)

        report = ask(tmp_path)

        assert anew(report) == [*made().by_county]
        assert anew(ask(tmp_path)) == []
        fresh = ask(tmp_path / "fresh")
        assert fresh == report
        assert written(tmp_path / "fresh") == {
            name: text
            for name, text in written(tmp_path).items()
            if not name.startswith("fresh/")
        }

    def test_another_number(self, tmp_path: Path, data: Path) -> None:
        """A policy of another line decides everything anew."""
        for line, many in ((2855, COUNTIES), (2855, 0), (2952, COUNTIES)):
            policy = identification(line=yuan(line))
            report = frames.run(policy, data, tmp_path, at=AT)
            assert len(anew(report)) == many

    def test_another_form(self, tmp_path: Path, data: Path) -> None:
        """Another form of a user's own decides everything anew."""
        for extra, many in ((None, COUNTIES), ({"members": Own}, COUNTIES)):
            for times in (many, 0):
                report = frames.run(QUICK, data, tmp_path, at=AT, extra=extra)
                assert len(anew(report)) == times

    def test_another_version(
        self, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another version of this library decides everything anew."""
        frames.run(QUICK, data, tmp_path, at=AT)
        monkeypatch.setattr(running, "library_version", lambda: "99.0")

        assert len(anew(frames.run(QUICK, data, tmp_path, at=AT))) == COUNTIES

    def test_another_place(self, tmp_path: Path, mine: Path) -> None:
        """A dataset that was moved is the same dataset."""
        frames.run(QUICK, mine, tmp_path / "out", at=AT)
        moved = mine.rename(tmp_path / "moved")

        assert anew(frames.run(QUICK, moved, tmp_path / "out", at=AT)) == []

    @pytest.mark.parametrize("table", ["households", "members", "coverage"])
    def test_another_input(
        self, tmp_path: Path, mine: Path, table: str
    ) -> None:
        """A partition whose files changed is decided anew, no other."""
        frames.run(QUICK, mine, tmp_path / "out", at=AT)
        changed = mine / table / "county=420702" / "part-00000.parquet"
        pl.read_parquet(changed).head(2).write_parquet(changed)

        report = frames.run(QUICK, mine, tmp_path / "out", at=AT)

        assert anew(report) == ["420702"]
        fresh = frames.run(QUICK, mine, tmp_path / "fresh", at=AT)
        assert report == fresh
        assert decided(tmp_path / "out").equals(decided(tmp_path / "fresh"))

    def test_by_what_is_in_the_files(self, tmp_path: Path, mine: Path) -> None:
        """With digests a file that was copied is the same, by time it is not."""
        out = {True: tmp_path / "digest", False: tmp_path / "time"}
        for digest, target in out.items():
            frames.run(QUICK, mine, target, at=AT, digest=digest)
        file = mine / "members" / "county=420702" / "part-00000.parquet"
        seen = file.stat()
        os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1_000_000))
        found = {
            digest: anew(frames.run(QUICK, mine, target, at=AT, digest=digest))
            for digest, target in out.items()
        }
        assert found == {True: [], False: ["420702"]}

        changed = bytearray(file.read_bytes())
        changed[len(changed) // 3] ^= 1
        file.write_bytes(changed)
        os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        report = frames.run(QUICK, mine, out[True], at=AT, digest=True)

        names = [*anew(report), *(one.partition for one in report.failures)]
        assert names == ["420702"]

    @pytest.mark.parametrize(
        "harm", ["shorter", "gone", "no-json", "other-json", "wrong-sum"]
    )
    def test_results_that_were_harmed(
        self,
        tmp_path: Path,
        data: Path,
        expected: dict[str, bytes],
        harm: str,
    ) -> None:
        """Results that are not whole are made again."""
        frames.run(QUICK, data, tmp_path, at=AT)
        outcomes = tmp_path / "outcomes" / "420702.parquet"
        told = tmp_path / "counts" / "420702.json"
        if harm == "shorter":
            outcomes.write_bytes(outcomes.read_bytes()[:-1])
        elif harm == "gone":
            outcomes.unlink()
        elif harm == "no-json":
            told.write_text("{")
        elif harm == "other-json":
            told.write_text("[1]")
        else:
            wrong = json.loads(told.read_text(encoding="utf-8"))
            wrong["households"] += 1
            told.write_text(json.dumps(wrong), encoding="utf-8")

        report = frames.run(QUICK, data, tmp_path, at=AT)

        assert anew(report) == ["420702"]
        assert written(tmp_path) == expected

    def test_partitions_that_are_gone(
        self, tmp_path: Path, mine: Path
    ) -> None:
        """What was written of a partition that is gone goes, too."""
        out = tmp_path / "out"
        frames.run(QUICK, mine, out, at=AT)
        (out / "outcomes" / "mine.parquet").touch()
        (out / "counts" / "mine.json").write_text("{}")
        for table in mine.iterdir():
            if table.is_dir():
                (table / "county=420702" / "part-00000.parquet").unlink()

        report = frames.run(QUICK, mine, out, at=AT)

        assert report.is_complete
        assert len(report.partitions) == COUNTIES - 1
        names = {path.stem for path in (out / "outcomes").iterdir()}
        assert names == {*made().by_county} - {"420702"} | {"mine"}
        assert (out / "counts" / "mine.json").is_file()


@attrs.frozen(kw_only=True)
class Own:
    """A form of a user's own."""

    tea: bool | None = column("茶", en="tea", default=None)


def noisy(right: bytes) -> bytes:
    """Wipe the data of a file, and leave the table of what is in it."""
    footer = int.from_bytes(right[-8:-4], "little") + 8
    return right[:4] + bytes(len(right) - 4 - footer) + right[-footer:]


class TestFailures:
    """“Problems per partition are collected, not fatal.”"""

    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize("harm", ["cut", "noise", "empty", "text"])
    def test_a_damaged_file(
        self, tmp_path: Path, mine: Path, engine: str, harm: str
    ) -> None:
        """A damaged file is reported, and the others are decided."""
        out = tmp_path / "out"
        frames.run(QUICK, mine, out, at=AT, engine=engine)
        file = mine / "households" / "county=420704" / "part-00000.parquet"
        right = file.read_bytes()
        file.write_bytes(
            {
                "cut": right[: len(right) // 2],
                "noise": noisy(right),
                "empty": b"",
                "text": "户编号,姓名\n".encode(),
            }[harm]
        )

        report = frames.run(QUICK, mine, out, at=AT, engine=engine)

        (failure,) = report.failures
        (problem,) = failure.problems
        assert failure.partition == "420704"
        assert problem.code == "frame.files-unreadable"
        assert "420704" in problem.where
        assert not report.is_complete
        assert len(report.partitions) == COUNTIES - 1
        assert not (out / "outcomes" / "420704.parquet").exists()
        assert not (out / "counts" / "420704.json").exists()
        assert "420704" in report.render("zh")

        file.write_bytes(right)
        again = frames.run(QUICK, mine, out, at=AT, engine=engine)
        assert anew(again) == ["420704"]
        assert again.is_complete

    def test_a_column_of_another_kind(
        self, tmp_path: Path, mine: Path
    ) -> None:
        """Every fault of a partition is told, each in its place."""
        file = mine / "members" / "county=420704" / "part-00000.parquet"
        pl.read_parquet(file).drop("left").with_columns(
            joined=pl.lit("2014")
        ).write_parquet(file)

        report = frames.run(household_exit(), mine, tmp_path / "out", at=AT)

        (failure,) = report.failures
        assert [(one.code, one.where) for one in failure.problems] == [
            ("frame.column-type", "[420704] members.joined"),
            ("frame.column-lacking", "[420704] members.left"),
        ]

    def test_no_file_of_a_table(self, tmp_path: Path, mine: Path) -> None:
        """A partition without a table is not one in which there are none."""
        (mine / "vehicles" / "county=420704" / "part-00000.parquet").unlink()

        report = frames.run(QUICK, mine, tmp_path / "out", at=AT)

        (failure,) = report.failures
        assert [one.code for one in failure.problems] == [
            "frame.partition-without-table"
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_numbers(self, tmp_path: Path, mine: Path, engine: str) -> None:
        """Blank and repeated numbers are told; a number is masked."""
        file = mine / "households" / "county=420704" / "part-00000.parquet"
        homes = pl.read_parquet(file)
        numbers = ["990001196002290033"] * 3 + [None] * (homes.height - 3)
        homes.with_columns(
            number=pl.Series(numbers, dtype=pl.String)
        ).write_parquet(file)

        report = frames.run(
            QUICK, mine, tmp_path / "out", at=AT, engine=engine
        )

        (failure,) = report.failures
        assert [one.code for one in failure.problems] == [
            "frame.number-blank",
            "frame.number-repeated",
        ]
        assert f"{homes.height - 3} households" in failure.problems[0].en
        assert "2 households" in failure.problems[1].en
        assert "990001196002290033" not in str(report)

    def test_no_such_column_to_keep(self, tmp_path: Path, data: Path) -> None:
        """A column that is to be kept and is not there is told."""
        report = frames.run(QUICK, data, tmp_path, at=AT, keep=["divisoin"])

        assert len(report.failures) == COUNTIES
        assert {
            (one.code, one.where)
            for failure in report.failures
            for one in failure.problems
        } == {
            ("frame.column-lacking", f"[{name}] households.divisoin")
            for name in made().by_county
        }

    def test_members_without_households(
        self, tmp_path: Path, mine: Path
    ) -> None:
        """Rows in a partition without households are told, not lost."""
        (mine / "households" / "county=420704" / "part-00000.parquet").unlink()

        report = frames.run(QUICK, mine, tmp_path / "out", at=AT)

        assert report.failures == ()
        assert not report.is_complete
        assert "members[420704]" in {one.where for one in report.problems}
        assert {one.code for one in report.problems} == {
            "frame.partition-without-households"
        }
        assert "无" not in report.render("en")

    def test_nothing_to_cut_the_members_by(self, tmp_path: Path) -> None:
        """Where a table cannot be cut, that is told with the rest."""
        place = dict.fromkeys(NUMBERS, "A")
        pieces = cut(whole(), place)
        pieces["members"] = pieces["members"].drop("county")
        dataset = write_pieces(pieces, tmp_path / "data")

        report = frames.run(QUICK, dataset, tmp_path / "out", at=AT)

        assert len(report.failures) == 1
        assert {one.code for one in report.problems} == {
            "frame.partition-column"
        }


class TestWrongPrograms:
    """A wrong program is refused before anything is read or written."""

    def test_no_day(self, tmp_path: Path, data: Path) -> None:
        """A policy that reads a day asks for one."""
        child = household.members.any(person.age < 16).labelled("child")
        policy = attrs.evolve(
            household_exit(),
            steps=(Step(child, household_exit().steps[0].outcome),),
        )
        with pytest.raises(NeedsFactDayError):
            frames.run(policy, data, tmp_path / "out")
        with pytest.raises(NeedsFactDayError):
            frames.run(identification(), data, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_unbound(self, tmp_path: Path, data: Path) -> None:
        """A rule that waits for another is refused."""
        policy = attrs.evolve(
            household_exit(),
            steps=(
                Step(
                    refer_to("later").labelled("x"),
                    household_exit().steps[0].outcome,
                ),
            ),
        )
        with pytest.raises(UnboundError):
            frames.run(policy, data, tmp_path / "out", at=AT)

    def test_options(self, tmp_path: Path, data: Path) -> None:
        """Options that make no sense are refused."""
        wrong: list[tuple[dict[str, Any], type[Exception]]] = [
            ({"keep": ["number"]}, InvalidValueError),
            ({"keep": ["county"]}, InvalidValueError),
            ({"keep": ["outcome"]}, InvalidValueError),
            ({"keep": ["division", "division"]}, InvalidValueError),
            ({"coverage": ["vehicles"]}, InvalidValueError),
            ({"coverage": ["vehicels"]}, UnknownNameError),
            ({"engine": "pandas"}, UnknownNameError),
            ({"extra": {"people": Own}}, UnknownNameError),
        ]
        for options, error in wrong:
            with pytest.raises(error):
                frames.run(QUICK, data, tmp_path / "out", at=AT, **options)
        with pytest.raises(InvalidValueError, match="no folder of househ"):
            frames.run(QUICK, tmp_path, tmp_path / "out", at=AT)

    @pytest.mark.parametrize("names", ["vehicles", ["vehicles"]])
    def test_searched_for_everybody(
        self, tmp_path: Path, mine: Path, names: Any
    ) -> None:
        """Where no table says what was searched, the call may."""
        dataset = frames.Dataset.open(mine)
        tables = {
            name: pattern
            for name, pattern in dataset.tables.items()
            if name != "coverage"
        }
        bare = frames.Dataset(tables=tables)
        has_vehicle = household.vehicles.any(vehicle.earns_living)

        policy = attrs.evolve(
            household_exit(),
            steps=(
                Step(
                    has_vehicle.labelled("vehicle"),
                    household_exit().steps[0].outcome,
                ),
            ),
        )
        open_ = frames.run(policy, bare, tmp_path / "open", at=AT)
        shut = frames.run(
            policy, bare, tmp_path / "shut", at=AT, coverage=names
        )

        undecided = policy.undecided.value
        assert open_.by_outcome[undecided] > 0
        assert shut.by_outcome[undecided] == 0
