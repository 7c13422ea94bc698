"""
Work in several processes: the one module that starts any.

They run this library's own functions, and nothing that was loaded or sent
from elsewhere.
"""

from __future__ import annotations

import multiprocessing

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

from pa_registry.errors import InvalidValueError


__all__ = ["each"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def each(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], processes: int
) -> Iterator[_Result]:
    """
    Do each task, and give each result as it is done.

    Args:
        work: A function of a module, which every process can import.
        tasks: What it is called with.
        processes: How many at once; one works right here.

    Raises:
        InvalidValueError: If *processes* is no whole number from 1 up.
    """
    if type(processes) is not int or processes < 1:
        raise InvalidValueError(
            what="so many processes cannot be",
            where="processes",
            remedy="Give a whole number from 1 up.",
        )
    return _each(work, tasks, processes)


def _each(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], processes: int
) -> Iterator[_Result]:
    if processes == 1:
        yield from map(work, tasks)
        return
    # Engines have threads of their own, which no fork would survive.
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=fresh)
    try:
        for done in as_completed([pool.submit(work, one) for one in tasks]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)
