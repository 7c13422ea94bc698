from __future__ import annotations

import re

import pa_registry

from docs.catalogue import PARTS
from docs.filling import digest, fill
from tests.repo.places import ROOT


REFERENCE = ROOT / "docs" / "reference"
ROOM = re.compile(r"<!-- room: (\S+) -->")
GENERATED = re.compile(r"<!-- generated: (\S+) -->")


class TestFill:
    def test_leaves_a_page_alone(self) -> None:
        """A page that asks for nothing stays as it is."""
        page = "# Title\n\n```python\nprint(1)\n```\n"

        assert fill(page) == page

    def test_output(self) -> None:
        """What a block prints stands below it, where the page asks."""
        page = "```python\na = 2\nprint(a + 1)\n```\n\n<!-- output -->\n"

        assert "\n````text\n3\n````\n" in fill(page)

    def test_output_after_prompts(self) -> None:
        """Blocks with prompts run too, and what they name is kept."""
        page = (
            "```python\n>>> a = 7\n```\n\n```python\nprint(a)\n```\n\n"
            "<!-- output -->\n"
        )

        assert "\n````text\n7\n````\n" in fill(page)

    def test_room(self) -> None:
        """A room gives each of its public modules, and no private one."""
        filled = fill("<!-- room: policies -->")

        assert ".. automodule:: pa_registry.policies.policy" in filled
        assert "pa_registry.policies._" not in filled

    def test_generated(self) -> None:
        """A part of the catalogue is put in by its name."""
        assert "hubei-2016-hard-nine" in fill("<!-- generated: lists -->")

    def test_level(self) -> None:
        """A Chinese page says which page it follows, and since when."""
        filled = fill("<!-- level: index.md 2026-11-04 0123 -->")

        assert "2026年11月4日" in filled
        assert "(/index.md)" in filled

    def test_digest(self) -> None:
        """Two texts that differ in one character have two digests."""
        assert digest("a") != digest("b")
        assert digest("a") == digest("a")


class TestReference:
    def test_each_room_has_a_page(self) -> None:
        """No room of the library is left out of the reference."""
        rooms = {*dir(pa_registry)} - {*pa_registry.__all__}
        told = {name for page in pages() for name in ROOM.findall(page)}

        assert rooms - told == set()

    def test_each_part_has_a_page(self) -> None:
        """Whatever the catalogue can write stands on some page."""
        told = {name for page in pages() for name in GENERATED.findall(page)}

        assert told == set(PARTS)


def pages() -> list[str]:
    return [page.read_text("utf-8") for page in REFERENCE.glob("*.md")]
