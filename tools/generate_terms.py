"""
Write the typed terms from the forms: run it after changing a field.

    python tools/generate_terms.py src/pa_registry/model/terms.py

A test compares what it writes with the file that is checked in.
"""

from __future__ import annotations

import sys

from pathlib import Path

from pa_registry.columns import Column, Kind
from pa_registry.conditions import Form
from pa_registry.model.forms import FORMS


#: The width of a line, as the formatter has it.
WIDTH = 79

HEAD = '''\
"""
The typed terms of the forms: what rules are written with.

规则词汇。

Written by ``tools/generate_terms.py`` from the declarations of the forms;
a test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt

from pa_registry.conditions import (
    Flag,
    Members,
    Ordered,
    Relation,
    Term,
    Vocabulary,
)
from pa_registry.model import forms
'''


def typed(form: Form, column: Column) -> str | None:
    """Spell the type of the term of a field; `None` where it has none."""
    subject = form.holds.__name__
    return {
        Kind.MONEY: f"Ordered[{subject}, Fen]",
        Kind.NUMBER: f"Ordered[{subject}, int]",
        Kind.DAY: f"Ordered[{subject}, dt.date]",
        Kind.CODE: f"Term[{subject}, {column.type.__name__}]",
        Kind.TEXT: f"Term[{subject}, str]",
        Kind.FLAG: f"Flag[{subject}]",
        Kind.CODES: f"Members[{subject}, {column.type.__name__}]",
    }.get(column.kind)


def needed() -> dict[str, set[str]]:
    """List the classes that the annotations name, by module."""
    found: dict[str, set[str]] = {"pa_registry.money": {"Fen"}}
    for form in FORMS.values():
        classes = [form.holds]
        classes += [
            column.type
            for column in form.columns.values()
            if column.kind in {Kind.CODE, Kind.CODES}
        ]
        for one in classes:
            found.setdefault(one.__module__, set()).add(one.__name__)
    return found


def body(form: Form) -> list[str]:
    """Write the class of one form."""
    name = f"{form.holds.__name__}Terms"
    lines = [
        f"class {name}(Vocabulary[{form.holds.__name__}]):",
        f'    """The terms of {form.zh}."""',
        "",
    ]
    named = {**form.columns}
    named.update({k: spec.column for k, spec in form.derived.items()})
    for key, column in named.items():
        spelled = typed(form, column)
        if spelled is not None:
            lines.append(f"    {key}: {spelled}")
    for key, spec in form.relations.items():
        row = spec.row.holds.__name__
        lines.append(f"    {key}: Relation[{form.holds.__name__}, {row}]")
    return [*lines, "", ""]


def written() -> str:
    """Write the whole module."""
    lines = [HEAD.rstrip("\n")]
    for module, names in sorted(needed().items()):
        listed = ", ".join(sorted(names, key=str.casefold))
        line = f"from {module} import {listed}"
        if len(line) > WIDTH:
            inner = "".join(
                f"    {one},\n" for one in sorted(names, key=str.casefold)
            )
            line = f"from {module} import (\n{inner})"
        lines.append(line)
    classes = [f"{form.holds.__name__}Terms" for form in FORMS.values()]
    public = [*classes, *FORMS]
    exported = "".join(
        f'    "{one}",\n'
        for one in sorted(public, key=lambda n: (n.islower(), n))
    )
    lines += ["", "", f"__all__ = [\n{exported}]", "", ""]
    for form in FORMS.values():
        lines += body(form)
    for name, form in FORMS.items():
        kind, source = f"{form.holds.__name__}Terms", f'forms.FORMS["{name}"]'
        line = f"{name}: {kind} = {kind}({source})"
        broken = [f"{name}: {kind} = {kind}(", f"    {source}", ")"]
        lines.append(f"#: The terms of {form.zh}.")
        lines += [line] if len(line) <= WIDTH else broken
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(), encoding="utf-8")
