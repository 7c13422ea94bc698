"""
The values and lists that come with the library.

随库附带的标准值与清单。

They are TOML files beside this one, in UTF-8; each names the source of
every value that it holds.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pa_registry.errors import UnknownNameError
from pa_registry.standards.criteria import CriteriaList
from pa_registry.standards.dated import Standard
from pa_registry.standards.reading import require_list
from pa_registry.standards.values import require_standards


__all__ = ["lists", "load_list", "standards"]

_DATA = files("pa_registry.standards") / "data"


@cache
def lists() -> tuple[CriteriaList, ...]:
    """
    Read every criteria list that comes with the library, slots included.

    读取随库附带的全部清单。

    Returns:
        The lists, ordered by their row and id.
    """
    return tuple(sorted(map(load_list, _ids()), key=_order))


@cache
def load_list(list_id: str) -> CriteriaList:
    """
    Load one criteria list that comes with the library.

    读取一份清单。

    Args:
        list_id: Its id, such as ``shangrao-2017-seven-clear-four-strict``.

    Returns:
        The list; a slot whose text was not located has no items.

    Raises:
        UnknownNameError: If there is no such list.

    Examples:
        >>> slot = load_list("hubei-2016-hard-nine")
        >>> slot.is_empty, slot.status.en
        (True, 'text not located')
    """
    if list_id not in _ids():
        raise UnknownNameError(
            kind="criteria list", name=list_id, known=_ids()
        )
    file = _DATA / "lists" / f"{list_id}.toml"
    return require_list(file.read_text("utf-8"))


@cache
def standards() -> tuple[Standard, ...]:
    """
    Read every dated standard that comes with the library.

    读取随库附带的全部标准值。
    """
    listed = sorted((_DATA / "values").iterdir(), key=lambda file: file.name)
    return require_standards(
        {file.name: file.read_text("utf-8") for file in listed}
    )


@cache
def _ids() -> tuple[str, ...]:
    names = [file.name for file in (_DATA / "lists").iterdir()]
    listed = [name for name in names if name.endswith(".toml")]
    return tuple(sorted(name.removesuffix(".toml") for name in listed))


def _order(one: CriteriaList) -> tuple[bool, int, str]:
    number = one.row.removeprefix("N")
    listed = number.isdigit()
    return not listed, int(number) if listed else 0, one.id
