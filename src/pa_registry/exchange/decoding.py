"""
From bytes to text: byte order mark, then UTF-8, then GB18030, all strict.

解码：先看字节序标记，再按UTF-8，最后按GB18030，均严格解码。

GB18030 reads most text of other encodings without complaint and wrongly,
so whoever decodes looks for a known header next.  Where the bytes begin as
UTF-8 and go on as something else, only a Chinese header that is known in
GB18030 shows that they were GB18030 from the start; without one the file is
mixed, or cut, and refused.
"""

from __future__ import annotations

import codecs

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import attrs

from pa_registry.errors import (
    FileRefusedError,
    InvalidValueError,
    UnknownNameError,
)
from pa_registry.exchange.faults import Spot, fault, file_name
from pa_registry.masking import masked


__all__ = ["WORKBOOK", "Decoded", "Raw", "Source", "decode", "read_raw"]

#: Where a table comes from: a path, or the bytes of the file.
Source = str | PathLike[str] | bytes | bytearray | memoryview

_MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 256
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030")
#: How a workbook begins, as every archive of its kind does.
WORKBOOK = b"PK\x03\x04"
_OTHER_FILES = (
    (WORKBOOK, "Excel工作簿或压缩包", "an Excel workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "旧版Excel工作簿", "an old Excel workbook"),
    (b"%PDF", "PDF文件", "a PDF document"),
    (b"\x1f\x8b", "压缩包", "an archive"),
    (b"<", "网页或XML文件", "a web page or XML"),
    (b"{", "JSON文件", "JSON"),
)


class Raw(NamedTuple):
    """
    A file as it was handed over.

    原始文件。

    Attributes:
        file: Its name, as it may be printed.
        content: What it holds.
    """

    file: str
    content: bytes


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
    source: Source | Raw,
    *,
    name: str,
    encoding: str | None = None,
    is_known: Callable[[Decoded], bool] | None = None,
) -> Decoded:
    """
    Read a file and decode it.

    读取并解码文件。

    Args:
        source: The path, the bytes, or the file as it was read.
        name: What to call bytes in problems; a path has its own name.
        encoding: The encoding, where it is known; it is then the only one.
        is_known: Whether a Chinese header is known in a text.

    Returns:
        The text with its encoding.

    Raises:
        FileRefusedError: If the file is no text in a known encoding.
        InvalidValueError: If the source is neither a path nor bytes.
        UnknownNameError: If no encoding of text is called *encoding*.

    Examples:
        >>> decode("户编号".encode("gb18030"), name="households").encoding
        'gb18030'
    """
    raw = source if isinstance(source, Raw) else read_raw(source, name)
    file, content = raw
    _check_kind(file, content)
    tries = _GUESSES if encoding is None else (_known(encoding),)
    if encoding is None:
        for mark, marked in _MARKS:
            if content.startswith(mark):
                tries = (marked,)
    failures: list[str] = []
    begun: Decoded | None = None
    for each in tries:
        try:
            text = content.decode(each)
        except UnicodeError as error:
            # Without its cause, which would carry the bytes of the file.
            start = getattr(error, "start", 0)
            failures.append(f"{each} @ {start}")
            begun = begun or _begun(file, content[:start], each)
            continue
        found = Decoded(
            file=file, text=text.removeprefix("\ufeff"), encoding=each
        )
        if begun is None or _is_better(found, begun, is_known):
            return found
    raise FileRefusedError(
        fault("file.encoding", Spot(file), tried=", ".join(failures))
    )


def _begun(file: str, start: bytes, encoding: str) -> Decoded | None:
    """Give what could be read before the first wrong byte of UTF-8."""
    if encoding != "utf-8" or start.isascii():
        return None
    return Decoded(file=file, text=start.decode(), encoding=encoding)


def _is_better(
    found: Decoded,
    begun: Decoded,
    is_known: Callable[[Decoded], bool] | None,
) -> bool:
    if is_known is None:
        return False
    return is_known(found) and not is_known(begun)


def read_raw(source: Source, name: str) -> Raw:
    """
    Read a file, without a look at what it is.

    Args:
        source: The path, or the bytes.
        name: What to call bytes in problems.

    Raises:
        FileRefusedError: If it cannot be opened, is too large, or empty.
        InvalidValueError: If the source is neither a path nor bytes.
    """
    most = _MOST_MEGABYTES * _MEGABYTE
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        kind = "xlsx" if content.startswith(WORKBOOK) else "csv"
        file = f"{name}.{kind}"
    else:
        path = _path(source, name)
        file = file_name(path.name)
        try:
            with path.open("rb") as opened:
                content = opened.read(most + 1)
        except (OSError, ValueError):
            refused = fault("file.unreadable", Spot(file))
            raise FileRefusedError(refused) from None
    if len(content) > most:
        raise FileRefusedError(
            fault("file.too-large", Spot(file), most=_MOST_MEGABYTES)
        )
    if not content.strip():
        raise FileRefusedError(fault("file.empty", Spot(file)))
    return Raw(file, content)


def _path(source: str | PathLike[str], name: str) -> Path:
    try:
        return Path(source)
    except TypeError:
        raise InvalidValueError(
            what=f"A source is a path or bytes, not {type(source).__name__}.",
            where=name,
            remedy="Pass the path of the file, or what it holds as bytes.",
        ) from None


def _check_kind(file: str, content: bytes) -> None:
    for start, zh, en in _OTHER_FILES:
        if content.startswith(start):
            raise FileRefusedError(
                fault("file.not-csv", Spot(file), kind_zh=zh, kind_en=en)
            )


def _known(encoding: str) -> str:
    """Look an encoding up; a codec from bytes to bytes is none."""
    try:
        # Only decoding shows whether a codec gives text.
        b"a".decode(encoding)
    except UnicodeDecodeError:
        pass
    except (LookupError, TypeError, ValueError):
        known = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
        raise UnknownNameError(
            kind="text encoding", name=masked(str(encoding)), known=known
        ) from None
    return codecs.lookup(encoding).name
