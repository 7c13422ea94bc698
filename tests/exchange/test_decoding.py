from __future__ import annotations

import codecs

from typing import TYPE_CHECKING, Any

import pytest

from pa_registry.errors import (
    FileRefusedError,
    InvalidValueError,
    UnknownNameError,
)
from pa_registry.exchange import read_households
from pa_registry.exchange.decoding import decode
from tests.exchange.rosters import number_of


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pa_registry.exchange.decoding import Source


TEXT = "户编号,村民小组\n1,䶮某组\n"


class TestDecode:
    @pytest.mark.parametrize(
        ("encoding", "found"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("utf-16", "utf-16"),
        ],
    )
    def test_finds_the_encoding(self, encoding: str, found: str) -> None:
        """A mark decides, then strict UTF-8, then strict GB18030."""
        decoded = decode(TEXT.encode(encoding), name="a")

        assert (decoded.text, decoded.encoding) == (TEXT, found)

    def test_the_callers_word_wins(self) -> None:
        """A named encoding is the only one that is tried."""
        content = "number,group\n1,趙錢孫\n".encode("big5")
        reading = read_households(content, encoding="big5")

        assert reading.households[0].group == "趙錢孫"

    def test_an_encoding_of_two_bytes_is_one(self) -> None:
        """A letter by itself is no text in every encoding."""
        content = TEXT.encode("utf-16-le")
        decoded = decode(content, name="a", encoding="utf-16-le")

        assert decoded.text == TEXT

    def test_mixed_encodings_need_a_header(self) -> None:
        """Without one to look for, what begins as UTF-8 is no GB18030."""
        with pytest.raises(FileRefusedError, match="utf-8 @"):
            decode("户号".encode() + "户编".encode("gb18030"), name="a")

    def test_a_broken_file_has_no_header(self) -> None:
        """A quote that is not closed shows nothing of the encoding."""
        content = "户号".encode() + b'\n"' + "户编".encode("gb18030")
        with pytest.raises(FileRefusedError) as raised:
            read_households(content)

        assert raised.value.problem.code == "file.encoding"

    def test_an_unknown_encoding_is_an_error_of_the_program(self) -> None:
        """Nobody can know an encoding that does not exist."""
        with pytest.raises(UnknownNameError, match="utf-8"):
            decode(TEXT.encode(), name="a", encoding="utf8-8")

    def test_other_encodings_fail_at_the_header(self) -> None:
        """Big5 decodes as GB18030 into wrong characters, and is refused."""
        with pytest.raises(FileRefusedError) as raised:
            read_households("戶編號,姓名\n1,趙錢孫\n".encode("big5"))

        assert raised.value.problem.code == "file.no-header"

    @pytest.mark.parametrize(
        "content",
        [
            codecs.BOM_UTF8 + TEXT.encode()[:-3],
            codecs.BOM_UTF8 + b"\xff\xff",
            b"\xff\xff\xff",
        ],
    )
    def test_what_cannot_be_decoded_is_refused(self, content: bytes) -> None:
        """The offset is named, and no byte of the file."""
        with pytest.raises(FileRefusedError, match="@") as raised:
            decode(content, name="a")

        assert raised.value.problem.code == "file.encoding"
        assert raised.value.__cause__ is None

    def test_mixed_encodings_are_refused(self) -> None:
        """What begins as UTF-8 is not read as GB18030 from the start."""
        begun = "number,group\n1,一组\n2,".encode()
        with pytest.raises(FileRefusedError) as raised:
            read_households(begun + "二组\n".encode("gb18030"))

        assert raised.value.problem.code == "file.encoding"
        assert f"utf-8 @ {len(begun)}" in raised.value.problem.zh

    def test_nor_are_they_with_a_chinese_header(self) -> None:
        """A header that is known in UTF-8 shows where the file began."""
        begun = "户编号,村民小组\n1,一组\n2,".encode()
        with pytest.raises(FileRefusedError) as raised:
            read_households(begun + "二组\n".encode("gb18030"))

        assert f"utf-8 @ {len(begun)}" in raised.value.problem.zh

    def test_a_header_can_show_that_it_was_gb18030(self) -> None:
        """The bytes of 小 in GB18030 are one letter in UTF-8, too."""
        content = "小名,户编号,村民小组\n,1,一组\n".encode("gb18030")
        assert content[:2].decode() == "С"  # noqa: RUF001

        reading = read_households(content)

        assert reading.files[0].encoding == "gb18030"
        assert reading.households[0].group == "一组"

    @pytest.mark.parametrize(
        "encoding",
        ["hex", "rot13", "base64", "zlib", "undefined", "a\0b", 5],
    )
    def test_what_is_no_encoding_of_text_is_refused(
        self, encoding: Any
    ) -> None:
        """A codec that gives no text is no encoding of a file."""
        with pytest.raises(UnknownNameError, match="utf-8"):
            decode(TEXT.encode(), name="a", encoding=encoding)

    @pytest.mark.parametrize("source", [None, 5])
    def test_what_is_no_source_is_refused(self, source: Any) -> None:
        """A source is a path, or the bytes of a file."""
        with pytest.raises(InvalidValueError, match="path"):
            decode(source, name="a")

    @pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
    def test_any_bytes_will_do(self, kind: Callable[[bytes], Source]) -> None:
        """Buffers are read as the bytes that they hold."""
        assert decode(kind(TEXT.encode()), name="a").text == TEXT

    def test_a_number_in_the_name_of_a_file_is_masked(
        self, tmp_path: Path
    ) -> None:
        """Files are named after people, too."""
        number = number_of()
        path = tmp_path / f"王某{number}.csv"
        path.write_bytes("户编号,甲\n1,\n".encode())
        reading = read_households(path)
        with pytest.raises(FileRefusedError) as raised:
            decode(tmp_path / f"{number}.csv", name="a")

        assert number not in repr(reading.files)
        assert number not in repr(reading.problems)
        assert number not in str(raised.value)
        assert "990101****" in reading.files[0].file

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "file.empty"),
            (b"\n\n", "file.empty"),
            (b"PK\x03\x04rest", "file.not-csv"),
            (b"\xd0\xcf\x11\xe0rest", "file.not-csv"),
            (b"<html>", "file.not-csv"),
            (b"%PDF-1.4", "file.not-csv"),
        ],
    )
    def test_other_files_are_refused(self, content: bytes, code: str) -> None:
        """A workbook under another name is told from a CSV file."""
        with pytest.raises(FileRefusedError) as raised:
            decode(content, name="a")

        assert raised.value.problem.code == code

    def test_reads_a_path(self, tmp_path: Path) -> None:
        """A file is called by its own name in problems."""
        path = tmp_path / "名册.csv"
        path.write_bytes(TEXT.encode())

        assert decode(path, name="a").file == "名册.csv"
        assert decode(str(path), name="a").text == TEXT

    @pytest.mark.parametrize("name", ["missing.csv", "nul\x00.csv", "."])
    def test_an_unreadable_path_is_refused(
        self, name: str, tmp_path: Path
    ) -> None:
        """What cannot be opened is told without the machine's paths."""
        with pytest.raises(FileRefusedError) as raised:
            decode(str(tmp_path / name), name="a")

        assert raised.value.problem.code == "file.unreadable"
        assert tmp_path.as_posix() not in str(raised.value)

    def test_a_file_that_is_too_large_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The limit comes before the reading."""
        monkeypatch.setattr("pa_registry.exchange.decoding._MOST_MEGABYTES", 0)
        with pytest.raises(FileRefusedError) as raised:
            decode(TEXT.encode(), name="a")

        assert raised.value.problem.code == "file.too-large"
