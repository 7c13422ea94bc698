from __future__ import annotations

import pickle
import string
import sys

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from pa_registry.errors import (
    InvalidValueError,
    MissingExtraError,
    TablesRefusedError,
    UnknownNameError,
)
from pa_registry.frames import Dataset
from pa_registry.frames._files import NO_PARTITION, file_name
from tests.frames.files import cut, whole, write_cut, write_pieces


ENGINES = ("polars", "duckdb")
PLACES = {
    number: ("A", "B", "C")[at % 3]
    for at, number in enumerate(whole().households["number"])
}


def numbers(dataset: Dataset, partition: str, engine: str) -> list[str]:
    """Read the numbers of the households of a partition."""
    homes: Any = dataset.scan(partition, engine=engine).households
    picked = homes.select("number")
    rows = picked.collect().rows() if engine == "polars" else picked.fetchall()
    return sorted(row[0] for row in rows)


def members(column: pl.Series | None = None) -> pl.DataFrame:
    found = pl.DataFrame({"household": ["H1", "H2", "H3"]})
    return found if column is None else found.with_columns(county=column)


class TestPartitions:
    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize("write", [write_cut, write_pieces])
    def test_path_or_column(
        self, tmp_path: Path, engine: str, write: Any
    ) -> None:
        """A partition is a part of the path, or a column; both say who."""
        dataset = write(cut(whole(), PLACES), tmp_path)

        assert dataset.partitions(engine=engine) == ("A", "B", "C")
        for name in ("A", "B", "C"):
            expected = sorted(n for n, at in PLACES.items() if at == name)
            assert numbers(dataset, name, engine) == expected
        assert dataset.strangers(engine=engine) == {}

    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_column_of_numbers(self, tmp_path: Path, engine: str) -> None:
        """A code that is a number names a partition, and so does a blank."""
        homes = pl.DataFrame(
            {
                "number": ["H1", "H2", "H3"],
                "county": [420922, None, 420101],
            }
        )
        dataset = write_pieces({"households": homes}, tmp_path)

        assert dataset.partitions(engine=engine) == (
            "420101",
            "420922",
            NO_PARTITION,
        )
        assert numbers(dataset, "420922", engine) == ["H1"]
        assert numbers(dataset, NO_PARTITION, engine) == ["H2"]

    def test_a_users_own_layout(self, tmp_path: Path) -> None:
        """The place of the partition may stand twice, among other signs."""
        odd = tmp_path / "a[1]{x}"
        for name in ("恩施市", "a.b", "x y"):
            (odd / name / "v1").mkdir(parents=True)
            pl.DataFrame({"number": [name]}).write_parquet(
                odd / name / "v1" / f"h-{name}.parquet"
            )
        (odd / "x y" / "v1" / "h-z.parquet").touch()
        pattern = f"{tmp_path}/a[[]1]{{x}}/{{county}}/v?/h-{{county}}.*"
        dataset = Dataset(tables={"households": pattern})

        assert dataset.partitions() == ("a.b", "x y", "恩施市")
        for engine in ENGINES:
            assert numbers(dataset, "恩施市", engine) == ["恩施市"]

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("{root}/**/h{county}.parquet", ("1", "2")),
            ("{root}/[a-b]/h{county}.parquet", ("1",)),
            ("{root}/[!a]/h{county}.parquet", ("2",)),
            ("{root}/?/h{county}.parquet", ("1", "2")),
        ],
    )
    def test_patterns(
        self, tmp_path: Path, pattern: str, found: tuple[str, ...]
    ) -> None:
        """Patterns are read as shells read them."""
        for folder, name in (("a", "h1"), ("c", "h2")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / f"{name}.parquet").touch()
        whole_ = pattern.replace("{root}", tmp_path.as_posix())

        assert Dataset(tables={"households": whole_}).partitions() == found

    def test_nothing_there(self, tmp_path: Path) -> None:
        """Without files there are no partitions, in paths or in columns."""
        for name in ("{county}", "homes"):
            pattern = f"{tmp_path}/{name}.parquet"
            dataset = Dataset(tables={"households": pattern})
            assert dataset.partitions() == ()

    def test_another_process(self, tmp_path: Path) -> None:
        """A dataset can be handed to another process."""
        dataset = Dataset(tables={"households": "a.parquet"}, by="village")

        assert pickle.loads(pickle.dumps(dataset)) == dataset  # noqa: S301

    def test_another_name(self, tmp_path: Path) -> None:
        """A dataset may be cut by anything."""
        target = tmp_path / "households" / "prefecture=4228"
        target.mkdir(parents=True)
        pl.DataFrame({"number": ["H1"]}).write_parquet(target / "x.parquet")

        found = Dataset.open(tmp_path, by="prefecture")

        assert found.partitions() == ("4228",)
        assert Dataset.open(tmp_path).partitions() == ()

    def test_strangers(self, tmp_path: Path) -> None:
        """A partition of members without households is named."""
        homes = pl.DataFrame({"number": ["H1"], "county": ["A"]})
        people = members(pl.Series(["A", "B", None]))
        dataset = write_pieces(
            {"households": homes, "members": people}, tmp_path
        )

        assert dataset.strangers() == {"members": ("B", NO_PARTITION)}


class TestRefusals:
    def test_no_households(self, tmp_path: Path) -> None:
        """A folder without households is no dataset."""
        with pytest.raises(InvalidValueError, match="no folder of househ"):
            Dataset.open(tmp_path)
        with pytest.raises(InvalidValueError, match="no households"):
            Dataset(tables={"members": "members.parquet"})

    def test_no_path(self, tmp_path: Path) -> None:
        """What is no path, or is a file, is refused."""
        given_: Any = 7
        (tmp_path / "file").touch()
        with pytest.raises(InvalidValueError, match="a int is no path"):
            Dataset.open(given_)
        with pytest.raises(InvalidValueError, match="is no folder"):
            Dataset.open(tmp_path / "file")
        with pytest.raises(InvalidValueError, match="given by no path"):
            Dataset(tables={"households": given_})

    def test_unknown_names(self, tmp_path: Path) -> None:
        """A table or an engine that nobody knows is refused."""
        dataset = Dataset(tables={"households": "homes.parquet"})
        with pytest.raises(UnknownNameError, match="persons"):
            Dataset(tables={"households": "h", "persons": "p"})
        with pytest.raises(UnknownNameError, match="members"):
            dataset.files("members")
        with pytest.raises(UnknownNameError, match="pandas"):
            dataset.scan(engine="pandas")

    @pytest.mark.parametrize(
        ("engine", "extra"), [("polars", "frames"), ("duckdb", "duckdb")]
    )
    def test_an_engine_that_is_not_there(
        self, monkeypatch: pytest.MonkeyPatch, engine: str, extra: str
    ) -> None:
        """An engine that is not installed is named with what brings it."""
        monkeypatch.setitem(sys.modules, engine, None)
        dataset = Dataset(tables={"households": "homes.parquet"})

        with pytest.raises(MissingExtraError, match=rf"\[{extra}\]"):
            dataset.partitions(engine=engine)

    @pytest.mark.parametrize("partition", ["B", None])
    def test_a_table_without_a_file(
        self, tmp_path: Path, partition: str | None
    ) -> None:
        """No file is not the same as no rows, and is said of each table."""
        dataset = Dataset(
            tables={
                "households": f"{tmp_path}/h-{{county}}.parquet",
                "members": f"{tmp_path}/m-{{county}}.parquet",
            }
        )

        with pytest.raises(TablesRefusedError) as refused:
            dataset.scan(partition)

        where = [one.where for one in refused.value.problems]
        ending = "" if partition is None else "[B]"
        assert where == [f"households{ending}", f"members{ending}"]
        codes = {one.code for one in refused.value.problems}
        assert codes == {"frame.partition-without-table"}

    @pytest.mark.parametrize("column", [None, pl.Series([1.5, 2.0, 3.0])])
    def test_nothing_to_be_cut_by(
        self, tmp_path: Path, column: pl.Series | None
    ) -> None:
        """A table must say in its path or a column what partition it is."""
        homes = pl.DataFrame({"number": ["H1"], "county": ["A"]})
        dataset = write_pieces(
            {"households": homes, "members": members(column)}, tmp_path
        )

        for ask in (dataset.strangers, lambda: dataset.scan("A")):
            with pytest.raises(TablesRefusedError) as refused:
                ask()
            (problem,) = refused.value.problems
            assert problem.code == "frame.partition-column"
            assert problem.where == "members.county"

    @pytest.mark.parametrize("engine", ENGINES)
    def test_damage(self, tmp_path: Path, engine: str) -> None:
        """A damaged file is a problem with a name, and no bare error."""
        (tmp_path / "h.parquet").write_bytes(b"PAR1 no more than that")
        dataset = Dataset(tables={"households": f"{tmp_path}/h.parquet"})

        with pytest.raises(TablesRefusedError) as refused:
            dataset.partitions(engine=engine)

        (problem,) = refused.value.problems
        assert problem.code == "frame.files-unreadable"


class TestFileNames:
    @given(st.sets(st.text(max_size=12), max_size=6))
    @example({"", "%", "%25"})
    @example({"A", "a"})
    def test_each_has_its_own(self, names: set[str]) -> None:
        """Two partitions never share a file."""
        names = {one for one in names if one.isprintable()}

        assert len({file_name(one) for one in names}) == len(names)

    @given(st.text(max_size=20, alphabet=string.printable))
    @example("..")
    @example(".")
    @example("a/b")
    def test_none_leaves_its_folder(self, name: str) -> None:
        """No name means another folder, a hidden file, or nothing."""
        found = file_name(name)

        assert found
        assert not found.startswith(".")
        assert not {*found} & {*'/\\:*?"<>|\0\n '}
