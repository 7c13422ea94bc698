"""Files that are either whole or not there, and what they are called."""

from __future__ import annotations

import os
import string

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from pa_registry.errors import InvalidValueError


__all__ = [
    "NO_PARTITION",
    "Progress",
    "as_folder",
    "file_name",
    "replacing",
    "write_text",
]

#: What is told of the work: how much is done, of how much, and the last.
Progress: TypeAlias = Callable[[int, int, str], object]

#: The partition of the rows that name none, as Hive and Spark write it.
NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_.")


def as_folder(given: str | os.PathLike[str], where: str) -> Path:
    """
    Take the path of a folder.

    Raises:
        InvalidValueError: If it is no path, or something else is there.
    """
    if not isinstance(given, (str, os.PathLike)):
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no path",
            where=where,
            remedy="Give the path of a folder, as text or a Path.",
        )
    path = Path(os.fsdecode(given))
    if path.exists() and not path.is_dir():
        raise InvalidValueError(
            what=f"{path} is no folder",
            where=where,
            remedy="Give the path of a folder.",
        )
    return path


def file_name(partition: str) -> str:
    """
    Write the name of a partition so that any system takes it for a file's.

    Examples:
        >>> file_name("420922"), file_name("../x"), file_name("")
        ('420922', '%2E.%2Fx', '%')
    """
    if not partition:
        return "%"
    kept = [
        one if one in _PLAIN or one.isalpha() else _escaped(one)
        for one in partition
    ]
    if kept[0] == ".":
        kept[0] = _escaped(".")
    return "".join(kept)


def _escaped(one: str) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(one))


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """
    Write a file under another name, and put it in its place when whole.

    Whatever interrupts the writing leaves what was there before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with replacing(path) as half:
        half.write_text(text, encoding="utf-8", newline="\n")
