"""Write the fields of the forms, their codes and their relations."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, path_of, prose, table
from pa_registry import model
from pa_registry.columns import Column, Kind
from pa_registry.conditions import Completeness, RelationSpec
from pa_registry.model import Code
from pa_registry.model.forms import FORMS, HOUSEHOLD


__all__ = ["codes", "fields", "relations"]

Lines = Iterator[str]


def fields() -> Lines:
    """Write one table of fields for each form."""
    for form in FORMS.values():
        named = {**form.columns, **{k: form.column(k) for k in form.derived}}
        yield f"## {form.name}（{form.zh}）"
        yield ""
        yield f"In Python: {{py:class}}`~{path_of(form.holds)}`."
        yield from table(
            (
                "Field and code",
                "中文",
                "English",
                "Value",
                "Privacy",
                "Asked on a visit",
            ),
            (
                _field(key, one, computed=key in form.derived)
                for key, one in named.items()
            ),
        )


def _field(key: str, one: Column, *, computed: bool) -> tuple[str, ...]:
    name = code(key) + (" (computed)" if computed else "")
    number = f" {code(one.code)}" if one.code else ""
    return (
        name + number,
        prose("、".join((one.zh, *one.headers))),
        prose(one.en),
        _value(one),
        one.sensitivity.value,
        prose(f"{one.question('zh')}？ {one.question('en')}")
        if one.asked
        else "",
    )


def _value(one: Column) -> str:
    if one.kind in {Kind.CODE, Kind.CODES}:
        many = "any of " if one.kind is Kind.CODES else ""
        return many + code(one.type.__name__)
    if one.kind is Kind.MONEY:
        low, high = (number // one.scale for number in one.range)
        return f"money, {low:,} … {high:,} yuan"
    if one.kind is Kind.NUMBER:
        low, high = one.range
        unit = f" {prose(one.unit)}" if one.unit else ""
        return f"{low:,} … {high:,}{unit}"
    return one.kind.value


def codes() -> Lines:
    """Write one table for each coded list."""
    listed = [
        found
        for name in model.__all__
        if isinstance(found := getattr(model, name), type)
        and issubclass(found, Code)
        and found is not Code
    ]
    for one in listed:
        yield f"## {one.__name__}"
        yield ""
        yield f"{{py:class}}`~{path_of(one)}`"
        yield from table(
            ("Code", "Label", "Also written"),
            (
                (
                    code(member.value),
                    prose(member.zh),
                    prose("、".join(member.variants)),
                )
                for member in one
            ),
        )


_COMPLETE = {
    Completeness.ALWAYS: "always",
    Completeness.RECORDED: "once the list was recorded, even as empty",
    Completeness.NONEMPTY: "once it has a row",
    Completeness.CHECKED: "for holders whom the evidence says were checked",
}


def relations() -> Lines:
    """Write the relations of a household."""
    yield from table(
        (
            "Relation",
            "中文",
            "English",
            "Rows",
            "From",
            "Complete",
            "A row counts where",
        ),
        map(_relation, HOUSEHOLD.relations.values()),
    )


def _relation(one: RelationSpec) -> tuple[str, ...]:
    presence = one.presence
    counts = "always" if presence is None else presence.describe("en")
    held = f", and its holder among the {one.via.en} counts" if one.via else ""
    return (
        code(one.key),
        prose(one.zh),
        prose(one.en),
        code(one.row.name),
        "evidence" if one.from_evidence else "the form",
        _COMPLETE[one.completeness],
        prose(counts + held),
    )
