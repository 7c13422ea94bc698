"""Write the tables that frames have, from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, table
from pa_registry.frames import schema


__all__ = ["tables"]


def tables() -> Iterator[str]:
    """Write one row for each table."""
    yield from table(
        ("Table", "中文", "Form", "Columns", "Told apart by"),
        (
            (
                code(name),
                one.form.zh if one.form else "比对覆盖情况",
                code(one.form.name) if one.form else "",
                str(len(one.columns)),
                code(one.key) if one.key else "",
            )
            for name, one in schema().items()
        ),
    )
