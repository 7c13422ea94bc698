"""
What a frame lacks, has too much of, or holds wrongly.

数据表检查。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw

from pa_registry.frames._converting import Units
from pa_registry.frames._door import iter_key_problems, same_engine
from pa_registry.frames._looking import Looked, look, problem_of, table_named
from pa_registry.frames._wording import said_problem
from pa_registry.frames.schemas import HOUSEHOLDS, LINK, schema
from pa_registry.frames.tables import Tables
from pa_registry.masking import masked
from pa_registry.problems import Problem


__all__ = ["check", "check_tables"]


def check(
    frame: Any, table: str, *, extra: Mapping[str, type] | None = None
) -> tuple[Problem, ...]:
    """
    Say what is wrong in a frame.

    检查数据表。

    An *error* is what no rule can read, and what :func:`conform` converts
    or makes blank; a *warning* is what only its owner can mend, such as a
    number that is used twice; a *notice* is a matter of form.  Values are
    counted, in one pass over the frame, with one example each, masked.

    Args:
        frame: A frame of any engine; a lazy one is computed for the counts.
        table: Which table it is, such as ``households``.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The problems; empty for a frame that `conform` would not change and
        in which every row has its number.

    Raises:
        InvalidValueError: If it is no frame.
        UnknownNameError: If there is no such table.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {"number": ["H1", "H1"], "net_income": [2952.5, 2952.505]}
        ... )
        >>> for problem in check(homes, "households"):
        ...     if problem.code != "frame.column-lacking":
        ...         print(problem.code, problem.shown)
        frame.money-not-fen Float64
        frame.too-fine ********
        frame.key-repeated H1
    """
    looked = look(frame, table_named(table, extra), Units())
    return _problems_of(looked)


def _problems_of(looked: Looked) -> tuple[Problem, ...]:
    """Say everything that was found, first about columns, then in them."""
    inside = (
        problem_of(looked.table, one) for one in looked.found if one.note.code
    )
    return (*looked.about_columns(), *inside)


def check_tables(
    tables: Tables, *, extra: Mapping[str, type] | None = None
) -> tuple[Problem, ...]:
    """
    Say what is wrong in the tables of a register, and between them.

    检查各数据表及其对应关系。

    Beside what :func:`check` says of each table: rows that name a household
    that there is none of, and numbers that are text in one table and
    numbers in another.

    Args:
        tables: The tables.
        extra: A user's own forms that stand in ``extra``, by table.

    Raises:
        InvalidValueError: If something is no frame, or they are of several
            engines.
        UnknownNameError: If there is no source of such a name.

    Examples:
        >>> import polars as pl
        >>> tables = Tables(
        ...     households=pl.DataFrame({"number": ["H1"]}),
        ...     members=pl.DataFrame(
        ...         {"household": ["H2"], "number": ["P1"], "left": [None]}
        ...     ),
        ... )
        >>> for problem in check_tables(tables):
        ...     if problem.code == "frame.no-such-household":
        ...         print(problem.render("zh"))
        members.household：有1行的户编号在户表中不存在，不归任何户。〔H2〕请核对户编号。
    """
    known = schema(extra=extra)
    given = tables.given()
    looked = {
        name: look(frame, table_named(name, extra), Units())
        for name, frame in given.items()
    }
    same_engine({name: one.opened for name, one in looked.items()})
    problems = [
        problem for one in looked.values() for problem in _problems_of(one)
    ]
    frames = {name: (one.opened, known[name]) for name, one in looked.items()}
    keys = {
        name: [key for key in known[name].columns if key in one.opened.dtypes]
        for name, one in looked.items()
    }
    apart = tuple(iter_key_problems(frames, keys))
    problems += apart
    if not apart:
        problems += _iter_strangers(looked)
    return tuple(problems)


def _iter_strangers(looked: Mapping[str, Looked]) -> Iterator[Problem]:
    """Count the rows that name a household that there is none of."""
    homes = looked[HOUSEHOLDS].opened
    if "number" not in homes.dtypes:
        return
    numbers = homes.frame.select(nw.col("number").alias(LINK))
    for name, one in looked.items():
        if name == HOUSEHOLDS or LINK not in one.opened.dtypes:
            continue
        named = one.opened.frame.select(LINK).filter(~nw.col(LINK).is_null())
        strange = named.join(numbers, on=LINK, how="anti")
        counts = strange.select(rows=nw.len(), shown=nw.col(LINK).min())
        rows, shown = counts.collect().row(0)
        if rows:
            yield said_problem(
                "frame.no-such-household",
                f"{name}.{LINK}",
                rows=int(rows),
                shown=masked(str(shown)),
            )
