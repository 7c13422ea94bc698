from __future__ import annotations

import os
import re
import subprocess
import sys

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.repo.places import ROOT


if TYPE_CHECKING:
    from collections.abc import Mapping


GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = ("hubei_2016", "survey_sample")


def run(
    name: str, encoding: str, folder: Path, more: Mapping[str, str]
) -> bytes:
    """Run an example somewhere else, and give what it prints."""
    path = os.environ.get("PYTHONPATH", "")
    inherited = os.pathsep.join(
        str((ROOT / one).resolve()) for one in path.split(os.pathsep) if one
    )
    done = subprocess.run(  # noqa: S603  this project's own examples
        [sys.executable, str(ROOT / "examples" / f"{name}.py")],
        capture_output=True,
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": inherited,
            "PYTHONIOENCODING": encoding,
            **more,
        },
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.replace(b"\r\n", b"\n")


def needed(name: str) -> None:
    if name == "survey_sample" and find_spec("svy") is None:
        pytest.skip("needs svy: see `nox -s examples`")


@pytest.mark.parametrize("name", EXAMPLES)
class TestOutput:
    def test_prints_what_was_read_and_agreed(
        self, name: str, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        """The output is that of the golden file, from any folder."""
        needed(name)
        printed = run(name, "utf-8", tmp_path, {}).decode("utf-8")
        golden = GOLDEN / f"{name}.txt"
        if request.config.getoption("--update-golden"):
            golden.write_text(printed, encoding="utf-8", newline="\n")

        assert printed == golden.read_text("utf-8")

    def test_is_the_same_under_another_hash_seed(
        self, name: str, tmp_path: Path
    ) -> None:
        """No order of a set or a dict reaches the output."""
        needed(name)
        seeds = ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "4242"})
        one, other = (run(name, "utf-8", tmp_path, seed) for seed in seeds)

        assert one == other

    @pytest.mark.parametrize(
        "encoding", ["gbk", "gb18030", "ascii", "ascii:backslashreplace"]
    )
    def test_runs_on_a_poor_terminal(
        self, name: str, encoding: str, tmp_path: Path
    ) -> None:
        """A terminal without the characters shows their codes."""
        needed(name)
        printed = run(name, encoding, tmp_path, {})

        printed.decode(encoding.partition(":")[0])
        assert printed


class TestHubei:
    def test_hides_every_number(self) -> None:
        """No identity number of the roster stands whole in the output."""
        text = (ROOT / "examples/data/utf-8/members.csv").read_text(
            "utf-8-sig"
        )
        numbers = [line.split(",")[3] for line in text.splitlines()[1:]]
        long = [one for one in numbers if len(one) > 14]
        printed = (GOLDEN / "hubei_2016.txt").read_text("utf-8").upper()

        assert long
        assert [one for one in long if one.upper() in printed] == []

    def test_hides_the_numbers_of_the_province(self) -> None:
        """Nothing printed is as long as an identity number."""
        printed = (GOLDEN / "hubei_2016.txt").read_text("utf-8")

        assert re.findall(r"\d{15,}[0-9Xx]?", printed) == []

    def test_adds_up_what_was_found(self) -> None:
        """Found is verified, claimed and open together."""
        printed = (GOLDEN / "hubei_2016.txt").read_text("utf-8")
        (line,) = re.findall(r"共发现问题.*$", printed, re.MULTILINE)
        found, verified, claimed, left, *_ = map(
            int, re.findall(r"(\d+)个", line)
        )

        assert found == verified + claimed + left > 0

    def test_invents_its_people_nowhere(self) -> None:
        """Every identity number of the roster has a code of no place."""
        for path in sorted((ROOT / "examples/data").rglob("*.csv")):
            folder = path.parent.name
            text = path.read_text("utf-8-sig" if folder == "utf-8" else folder)
            cells = [
                cell
                for line in text.splitlines()
                for cell in line.split(",")
                if len(cell) >= 15 and cell[:15].isdigit()
            ]

            assert [one for one in cells if not one.startswith("99")] == []

    @pytest.mark.parametrize(
        "sentence",
        [
            "69.5 + 127.7 + 381.8 = 579.0",
            "75.4 + 142.4 + 343.3 = 561.1",
            "81 + 16 = 97",
            "60 + 20 + 20 = 100",
            "3000000000.00 + 0.00 = 3000000000.00",
            "文章没有公布金额，也没有公布扣减的门槛、比例和资金去向，此处均为示例。",
            "97个填报单位没有公布名单，以下单位均为虚构；合计数与文章一致。",
            "仅凭比对命中不能剔除任何人：",
            "a Match is no verdict. A hit or a suspicion decides nothing",
            "未比对的户不列为无疑点。",
            "补正后，103个县逐县核对，103个县差额为零：",
            "差额       -1/-3  -1/-3  0/0",
            "已销号而没有处置记录的问题：0个。",
            "完成率（自报）：",
            "整改到位率（经核实）：",
            "95%置信区间",
            "9.22% + 93.65% = 102.87%：基数或计数对象没有说明，或者不一致，不能相加。",
            "33.5 + 38.4 = 71.9，公布数为52.0，尚有19.9有待说明",
            "94个，不超过数据库中的县（市、区）97个。两份名单的划分可能不同。",
            "## 一、通报表扬（81个）",
            "## 二、通报批评（16个）",
            "按得分为良好，一票否决后为不合格。",
            "虚构第05县资金分配说明",
            "列入排除情形（有小轿车），但该车用于经营谋生，属例外，故不排除。",
            "车辆用途未核实，暂不能决定；需入户核查：车辆是否用于经营。",
        ],
    )
    def test_says(self, sentence: str) -> None:
        """The sums and the sentences that the work is known by are there."""
        assert sentence in (GOLDEN / "hubei_2016.txt").read_text("utf-8")
