"""
Bring a frame to the schema, and say what that changed.

按数据结构转换数据表，并报告改动。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from typing import Any

import attrs
import narwhals as nw

from pa_registry.errors import InvalidValueError
from pa_registry.frames._converting import Units
from pa_registry.frames._door import Lazy, Opened, closed
from pa_registry.frames._looking import Looked, look, problem_of, table_named
from pa_registry.frames._wording import SAID, counted
from pa_registry.frames.schemas import ColumnSchema
from pa_registry.problems import Problem


__all__ = ["Change", "Conformed", "conform"]


@attrs.frozen(kw_only=True)
class Change:
    """
    What a conversion did to a column.

    转换改动。

    Attributes:
        code: The code of its kind.
        where: The table and the column.
        zh: What was done, in Chinese.
        en: What was done, in English.
        rows: To how many values; 0 where the column has none.

    Examples:
        >>> done = Change(
        ...     code="frame.money-not-fen",
        ...     where="households.net_income",
        ...     zh="由元换算为分",
        ...     en="made whole fen",
        ...     rows=2,
        ... )
        >>> print(done)
        households.net_income: made whole fen (2 values).
        >>> print(done.render("zh"))
        households.net_income：由元换算为分（2个值）。
    """

    code: str
    where: str
    zh: str
    en: str
    rows: int = 0

    def __str__(self) -> str:
        many = f" ({counted(self.rows)})" if self.rows else ""
        return f"{self.where}: {self.en}{many}."

    def render(self, language: str = "en") -> str:
        """Say the change in ``"zh"`` or ``"en"``."""
        if language != "zh":
            return str(self)
        many = f"（{self.rows}个值）" if self.rows else ""
        return f"{self.where}：{self.zh}{many}。"


@attrs.frozen(kw_only=True)
class Conformed:
    """
    A frame that has the columns and types of the schema.

    转换结果。

    Attributes:
        frame: The frame; lazy if it came in lazy.

        problems:
            The values that became blanks, and what no conversion can mend.

        changes: What was written in another way, without any loss.
    """

    frame: Any = attrs.field(repr=False)
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


def conform(
    frame: Any,
    table: str,
    *,
    yuan: Collection[str] = (),
    stored: Collection[str] = (),
    extra: Mapping[str, type] | None = None,
) -> Conformed:
    """
    Bring a frame to the schema, and say what that changed.

    转换数据表。

    Nothing is rounded, nothing is guessed, and no row goes.  A value that
    no column of its kind can hold becomes a blank and a problem.

    - A lacking column is added, all blank, also where a form that leaves
      the field out says yes (`usual_resident`, `registered_here`); a
      column that the schema does not have stays.
    - Whole numbers of any width stand in the stored unit, such as fen.
      Decimals, floats and text are read in the printed one: yuan, mu.  A
      float is taken where it lies within a millionth of a stored unit of a
      whole one, or no farther than floats of its size can tell apart.
    - Text is read as a day in the shapes that `dates.read_day` lists, and
      so is a whole number such as 20161019; a time must be midnight.
    - 1 and 0, yes and no, 是 and 否 and their like are made booleans.
    - The Chinese names of a list, in any of their spellings, are made
      codes.
    - Whole numbers are made text where text belongs.  An identity number
      that went through a float is damaged.
    - NaN is a blank.  Blanks around a text are taken off, and nothing else
      is changed in it: full-width digits are not read.

    Where a blank is a statement, such as *has not left*, an unreadable
    value must not become one: what hangs on it, such as whether the person
    counts, is made blank, too.

    Args:
        frame: A frame of any engine; a lazy one is computed for the counts.
        table: Which table it is, such as ``households``.
        yuan: Columns of money whose *whole* numbers are yuan, not fen.

        stored:
            Columns whose floats, decimals or text count the stored unit
            already, as whole numbers with blanks do after pandas.

        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The frame, with what could not be taken and what was changed.
        Frames of pandas come back with columns of Arrow.

    Raises:
        InvalidValueError: If it is no frame.
        UnknownNameError: If there is no such table, or no such column of
            money or numbers.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1", "H2"],
        ...         "net_income": ["2,952.50", "三千"],
        ...         "main_cause": ["因病", "缺劳力"],
        ...     }
        ... )
        >>> done = conform(homes, "households")
        >>> done.frame["net_income"].to_list()
        [295250, None]
        >>> done.frame["main_cause"].to_list()
        ['illness', 'lack-of-labour']
        >>> print(done.problems[0])
        households.net_income: No number: 1 value. [三千] Correct the source; ...
        >>> for change in done.changes[:2]:
        ...     print(change)
        households.net_income: made whole fen (1 value).
        households.main_cause: names made codes (2 values).
    """
    units = Units(
        printed=_names(yuan, "yuan"), stored=_names(stored, "stored")
    )
    looked = look(frame, table_named(table, extra), units)
    opened = looked.opened
    added = {one.name: _blanks(one) for one in looked.lacking}
    done: Any = frame
    if looked.values or added:
        made = opened.frame.with_columns(**looked.values, **added)
        done = _closed(made, opened)
    return Conformed(
        frame=done,
        problems=tuple(_iter_problems(looked)),
        changes=tuple(_iter_changes(looked)),
    )


def _names(given: Collection[str], argument: str) -> frozenset[str]:
    if isinstance(given, str):
        raise InvalidValueError(
            what="a text is no list of columns",
            where=f"frames.conform({argument}=…)",
            remedy=f"Write {argument}=[{given!r}].",
        )
    return frozenset(given)


def _blanks(column: ColumnSchema) -> nw.Expr:
    return nw.lit(None, dtype=getattr(nw, column.dtype.value))


def _closed(frame: Lazy, opened: Opened) -> Any:
    """Give the frame back, to pandas in columns that can hold blanks."""
    if not opened.was_pandas:
        return closed(frame, opened)
    # Whoever passed such a frame has it.
    pandas = import_module("pandas")
    arrow = nw.to_native(frame.collect())
    return arrow.to_pandas(types_mapper=pandas.ArrowDtype)


def _iter_problems(looked: Looked) -> Iterator[Problem]:
    for problem in looked.about_columns():
        if problem.code != "frame.column-lacking":
            yield problem
    for one in looked.found:
        code = one.note.code
        if not code or not one.rows:
            continue
        if one.note.lost or SAID[code].severity == "warning":
            yield problem_of(looked.table, one)


def _iter_changes(looked: Looked) -> Iterator[Change]:
    for one in looked.found:
        if one.note.lost or not SAID[one.note.code].done_en:
            continue
        rows = one.rows
        if one.note.hit is None:
            rows -= sum(
                other.rows
                for other in looked.found
                if other.column is one.column
                and (other.note.lost or other.note.code == "frame.nan")
            )
        yield _change(looked, one.column, one.note.code, max(rows, 0))
    for column in looked.lacking:
        yield _change(looked, column, looked.lacking_code(column), 0)


def _change(
    looked: Looked, column: ColumnSchema, code: str, rows: int
) -> Change:
    said = SAID[code]
    return Change(
        code=code,
        where=f"{looked.table.name}.{column.name}",
        zh=said.done_zh,
        en=said.done_en,
        rows=rows,
    )
