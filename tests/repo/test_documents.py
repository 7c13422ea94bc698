from __future__ import annotations

import re

import pytest

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

from tests.repo.places import ROOT, documents


READER = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()])

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)


@pytest.mark.parametrize("name", documents())
def test_examples_on_a_page_run(name: str) -> None:
    """The Python blocks of a page run in order, and print what it shows."""
    for example in READER.parse(ROOT / name).examples():
        example.evaluate()


class TestReadme:
    def test_first_two_commands(self) -> None:
        """README begins with the worked example and the test suite."""
        shell = [
            block
            for language, block in FENCE.findall(read("README.md"))
            if language == "sh"
        ]

        assert shell[:2] == ["sh run example\n", "sh run tests\n"]

    def test_shows_what_it_prints(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The first text block is what the first Python block prints."""
        fences = FENCE.findall(read("README.md"))
        shown = [block for language, block in fences if language == "text"]
        first = next(iter(READER.parse(ROOT / "README.md").examples()))
        first.evaluate()

        assert capsys.readouterr().out == shown[0]

    def test_both_languages_show_the_same(self) -> None:
        """The Chinese README has the same headings and the same code."""
        english, chinese = read("README.md"), read("README.zh-CN.md")

        assert HEADING.findall(english) == HEADING.findall(chinese)
        assert FENCE.findall(english) == FENCE.findall(chinese)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")
