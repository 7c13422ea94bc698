from __future__ import annotations

import datetime as dt

import pytest

from docs.filling import LEVEL, digest
from tests.repo.places import ROOT


DOCS = ROOT / "docs"
PAGES = sorted(
    page.relative_to(DOCS).as_posix() for page in DOCS.glob("zh/**/*.md")
)


def read(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


class TestChinesePages:
    def test_first_pages(self) -> None:
        """What a newcomer reads first is there in Chinese."""
        assert PAGES == ["zh/index.md", "zh/quickstart.md", "zh/why.md"]

    @pytest.mark.parametrize("page", PAGES)
    def test_is_level_with_the_english(self, page: str) -> None:
        """No English page has changed since its Chinese one was revised."""
        (followed,) = LEVEL.finditer(read(page))
        english, was = followed[1], followed[5]
        now = digest(read(english))

        assert was == now, (
            f"docs/{english} has changed. Bring docs/{page} level with it,"
            f" and write the day and {now} into its comment."
        )

    @pytest.mark.parametrize("page", PAGES)
    def test_says_when(self, page: str) -> None:
        """The day on which a page was brought level is a day."""
        (followed,) = LEVEL.finditer(read(page))
        day = dt.date(*(int(followed[place]) for place in (2, 3, 4)))

        assert day >= dt.date(2026, 11, 24)

    @pytest.mark.parametrize("page", PAGES)
    def test_same_headings(self, page: str) -> None:
        """A Chinese page has as many sections as the page it follows."""
        (followed,) = LEVEL.finditer(read(page))

        assert sections(read(page)) == sections(read(followed[1]))


def sections(text: str) -> list[str]:
    """List the levels of the headings outside blocks of code."""
    prose = text.split("```")[::2]
    return [
        line.partition(" ")[0]
        for part in prose
        for line in part.splitlines()
        if line.startswith("#")
    ]
