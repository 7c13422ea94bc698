"""
From bytes to text: byte order mark, then UTF-8, then GB18030, all strict.

解码：先看字节序标记，再按UTF-8，最后按GB18030，均严格解码。

GB18030 reads most text of other encodings without complaint and wrongly,
so whoever decodes looks for a known header next.
"""

from __future__ import annotations

import codecs

from os import PathLike
from pathlib import Path

import attrs

from pa_registry.errors import FileRefusedError, UnknownNameError
from pa_registry.exchange.faults import Place, fault


__all__ = ["Decoded", "Source", "decode"]

#: Where a table comes from: a path, or the bytes of the file.
Source = str | PathLike[str] | bytes

_MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 256
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030")
_OTHER_FILES = (
    (b"PK\x03\x04", "Excel工作簿或压缩包", "an Excel workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "旧版Excel工作簿", "an old Excel workbook"),
    (b"%PDF", "PDF文件", "a PDF document"),
    (b"\x1f\x8b", "压缩包", "an archive"),
    (b"<", "网页或XML文件", "a web page or XML"),
    (b"{", "JSON文件", "JSON"),
)


@attrs.frozen(kw_only=True)
class Decoded:
    """
    The text of a file.

    解码结果。

    Attributes:
        file: The name of the file.
        text: The text, without a byte order mark.
        encoding: The encoding in which it was read.
    """

    file: str
    text: str = attrs.field(repr=False)
    encoding: str


def decode(
    source: Source, *, name: str, encoding: str | None = None
) -> Decoded:
    """
    Read a file and decode it.

    读取并解码文件。

    Args:
        source: The path, or the bytes.
        name: What to call bytes in problems; a path has its own name.
        encoding: The encoding, where it is known; it is then the only one.

    Returns:
        The text with its encoding.

    Raises:
        FileRefusedError: If the file is no text in a known encoding.
        UnknownNameError: If there is no encoding called *encoding*.

    Examples:
        >>> decode("户编号".encode("gb18030"), name="households").encoding
        'gb18030'
    """
    file, content = _read(source, name)
    _check_kind(file, content)
    tries = _GUESSES if encoding is None else (_known(encoding),)
    if encoding is None:
        for mark, marked in _MARKS:
            if content.startswith(mark):
                tries = (marked,)
    failures: list[str] = []
    for each in tries:
        try:
            text = content.decode(each)
        except UnicodeDecodeError as error:
            # Without its cause, which would carry the bytes of the file.
            failures.append(f"{each} @ {error.start}")
        else:
            text = text.removeprefix("\ufeff")
            return Decoded(file=file, text=text, encoding=each)
    raise FileRefusedError(
        fault("file.encoding", Place(file), tried=", ".join(failures))
    )


def _read(source: Source, name: str) -> tuple[str, bytes]:
    most = _MOST_MEGABYTES * _MEGABYTE
    if isinstance(source, bytes):
        file, content = f"{name}.csv", source[: most + 1]
    else:
        file = Path(source).name
        try:
            with Path(source).open("rb") as opened:
                content = opened.read(most + 1)
        except (OSError, ValueError):
            refused = fault("file.unreadable", Place(file))
            raise FileRefusedError(refused) from None
    if len(content) > most:
        raise FileRefusedError(
            fault("file.too-large", Place(file), most=_MOST_MEGABYTES)
        )
    return file, content


def _check_kind(file: str, content: bytes) -> None:
    if not content.strip():
        raise FileRefusedError(fault("file.empty", Place(file)))
    for start, zh, en in _OTHER_FILES:
        if content.startswith(start):
            raise FileRefusedError(
                fault("file.not-csv", Place(file), kind_zh=zh, kind_en=en)
            )


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        known = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
        raise UnknownNameError(
            kind="encoding", name=encoding, known=known
        ) from None
