from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry import frames
from pa_registry.errors import InvalidValueError
from pa_registry.model import Evidence, Household, Registry
from pa_registry.synthetic import HUBEI_2016, Totals, province
from tests.frames.files import by_table, made, whole, written


def as_objects(*, outside: bool) -> tuple[Registry, dict[str, Evidence]]:
    """Make the same households as objects."""
    pairs = list(made().iter_households())
    if outside:
        pairs += made().iter_outside()
    homes: tuple[Household, ...] = tuple(home for home, _ in pairs)
    return (
        Registry(households=homes),
        {home.number: evidence for home, evidence in pairs},
    )


def in_order(tables: frames.Tables) -> dict[str, pl.DataFrame]:
    """Compute the frames, each row in its place."""
    return {
        name: frame.lazy().collect().sort(pl.all())
        for name, frame in by_table(tables).items()
    }


def same(one: frames.Tables, other: frames.Tables) -> bool:
    """Say whether two sets of tables hold the same rows."""
    left, right = in_order(one), in_order(other)
    return left.keys() == right.keys() and all(
        left[name].equals(right[name]) for name in left
    )


class TestFromProvince:
    """“As objects and as frames”: both say the same."""

    @pytest.mark.parametrize("outside", [False, True])
    @pytest.mark.parametrize("backend", ["polars", "pyarrow"])
    def test_as_from_objects(
        self, backend: frames.Backend, *, outside: bool
    ) -> None:
        """The frames are those of the same households as objects."""
        registry, evidence = as_objects(outside=outside)

        found = frames.from_province(made(), outside=outside, backend=backend)

        expected = frames.from_registry(
            registry, evidence, backend=backend, purpose="test"
        )
        for name, frame in by_table(expected).items():
            assert by_table(found)[name].equals(frame), name
        assert found.villages.equals(expected.villages)
        assert found.counties.equals(expected.counties)

    @settings(max_examples=15)
    @given(st.integers(0, 120), st.integers(0, 120))
    def test_stretches_make_the_whole(self, one: int, other: int) -> None:
        """Stretches of places put together are the province."""
        first, last = sorted((one, other))
        parts = [
            by_table(frames.from_province(made(), start=start, stop=stop))
            for start, stop in ((0, first), (first, last), (last, None))
        ]

        for name, frame in by_table(whole()).items():
            assert pl.concat([part[name] for part in parts]).equals(frame)

    def test_a_stretch_beyond_the_end_is_empty(self) -> None:
        """There is nobody beyond the last place, or before the first."""
        beyond = frames.from_province(made(), start=500, stop=900)
        before = frames.from_province(made(), start=-9, stop=-1)

        assert beyond.households.is_empty()
        assert before.households.equals(beyond.households)

    def test_frames_are_the_callers_own(self) -> None:
        """Whoever changes an empty frame changes nobody else's."""
        frames.from_province(made()).villages.drop_in_place("code")

        assert "code" in frames.from_province(made()).villages.columns

    def test_no_such_engine(self) -> None:
        """An engine that holds no frames by itself is refused."""
        with pytest.raises(InvalidValueError, match="'duckdb' is no engine"):
            frames.from_province(made(), backend="duckdb")


class TestCalibrated:
    """“Its totals can be calibrated to published figures.”"""

    @pytest.mark.parametrize(
        "totals",
        [
            HUBEI_2016,
            Totals(stock="343.3", exited={2014: "75.4", 2015: "142.4"}),
        ],
    )
    def test_counts_are_the_standings(self, totals: Totals) -> None:
        """The households by status and year are those of the plan."""
        calibrated = made().with_totals(totals)
        homes = frames.from_province(calibrated).households
        counted = homes.group_by("status", "exit_year").len().rows()

        assert Counter({row[:2]: row[2] for row in counted}) == {
            (str(one.status.value), one.exit_year): many
            for one, many in calibrated.standings
        }


class TestWriteProvince:
    """“1.9 million households within minutes and 8 GiB.”"""

    def test_files_hold_the_frames(self, tmp_path: Path) -> None:
        """What is read back is what the frames hold."""
        dataset = frames.write_province(made(), tmp_path, outside=True)

        assert same(dataset.scan(), frames.from_province(made(), outside=True))

    def test_by_county(self, tmp_path: Path) -> None:
        """Each household stands in the county that its code names."""
        dataset = frames.write_province(made(), tmp_path)

        assert dataset.partitions() == tuple(made().by_county)
        for county in dataset.partitions():
            homes = dataset.scan(county).households.collect()
            assert {code[:6] for code in homes["division"]} == {county}

    def test_any_number_of_processes(self, tmp_path: Path) -> None:
        """One process and two write the same files, to the byte."""
        for many in (1, 2):
            frames.write_province(
                made(), tmp_path / str(many), processes=many, outside=True
            )

        assert written(tmp_path / "1") == written(tmp_path / "2")

    @pytest.mark.parametrize("engine", ["polars", "duckdb"])
    def test_either_engine_reads_them(
        self, tmp_path: Path, engine: str
    ) -> None:
        """Both engines find the members where the frames have them."""
        dataset = frames.write_province(made(), tmp_path)
        members: Any = dataset.scan(engine=engine).members
        counted = members.select("number")
        rows = (
            counted.collect().rows()
            if engine == "polars"
            else counted.fetchall()
        )

        assert sorted(rows) == sorted(whole().members.select("number").rows())

    def test_goes_on_where_it_stopped(self, tmp_path: Path) -> None:
        """Whenever it is interrupted, the rest is written, and no more."""
        frames.write_province(made(), tmp_path / "whole")
        target = tmp_path / "part"

        def stop(done: int, total: int, county: str) -> None:
            raise KeyboardInterrupt

        counties = len(made().by_county)
        before: dict[Path, int] = {}
        for turn in range(counties):
            with pytest.raises(KeyboardInterrupt):
                frames.write_province(made(), target, progress=stop)
            before = {
                path: path.stat().st_mtime_ns
                for path in target.rglob("*.parquet")
            }
            assert len({path.parent.name for path in before}) == turn + 1
        frames.write_province(made(), target, progress=stop)

        assert written(target) == written(tmp_path / "whole")
        assert before == {path: path.stat().st_mtime_ns for path in before}

    def test_a_lost_file_is_written_again(self, tmp_path: Path) -> None:
        """A file that was lost comes back as it was."""
        frames.write_province(made(), tmp_path)
        expected = written(tmp_path)
        lost = sorted((tmp_path / "members").rglob("*.parquet"))[1]
        lost.unlink()
        told: list[tuple[int, int, str]] = []

        frames.write_province(
            made(),
            tmp_path,
            progress=lambda done, total, name: told.append(
                (done, total, name)
            ),
        )

        assert written(tmp_path) == expected
        assert told == [(3, 3, lost.parent.name.removeprefix("county="))]

    def test_nothing_half_written_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A file that could not be finished is not there at all."""

        def fail(frame: pl.DataFrame, path: Path) -> None:
            path.write_bytes(b"PAR1")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
        with pytest.raises(OSError, match="No space"):
            frames.write_province(made(), tmp_path)

        assert set(written(tmp_path)) == {"province.json"}

    def test_another_province_is_refused(self, tmp_path: Path) -> None:
        """A folder holds one province, and nothing else beside it."""
        frames.write_province(made(), tmp_path / "one")
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "notes.txt").write_text("mine")
        other = province(households=120, seed=1, division="420700")

        with pytest.raises(InvalidValueError, match="another province"):
            frames.write_province(other, tmp_path / "one")
        with pytest.raises(InvalidValueError, match="another province"):
            frames.write_province(made(), tmp_path / "one", outside=True)
        with pytest.raises(InvalidValueError, match="other files"):
            frames.write_province(made(), tmp_path / "two")
        with pytest.raises(InvalidValueError, match="is no folder"):
            frames.write_province(made(), tmp_path / "two" / "notes.txt")

    @pytest.mark.parametrize("processes", [0, -1, 1.5, True])
    def test_processes(self, tmp_path: Path, processes: Any) -> None:
        """There is one process at least, and no half of one."""
        with pytest.raises(InvalidValueError, match="so many processes"):
            frames.write_province(made(), tmp_path, processes=processes)

    def test_large_counties_have_several_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A county that is large is cut, so that memory stays small."""
        monkeypatch.setattr("pa_registry.frames.provinces._PER_FILE", 7)
        dataset = frames.write_province(made(), tmp_path)

        assert same(dataset.scan(), whole())
        assert all(
            pl.read_parquet(one).height <= 7
            for one in dataset.files("households")
        )
