"""
What the rule language knows of a form: its fields and its relations.

表单与关系。

A form is an attrs class with declared columns.  A relation is rows and
whether they are complete; both are declared here as data, so that every
reading (walk, generated code, columns, SQL) reads the same declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import attrs

from pa_registry.columns import Column, columns
from pa_registry.errors import UnknownNameError
from pa_registry.phrases import Statement


if TYPE_CHECKING:
    from pa_registry.conditions.tree import Condition, Value


__all__ = [
    "Completeness",
    "DerivedSpec",
    "Form",
    "RelationSpec",
]


class Completeness(StrEnum):
    """
    When the rows of a relation are known to be all there are.

    关系的完整性依据。
    """

    #: The rows at hand are all there are.
    ALWAYS = "always"
    #: They are, once the list has been recorded at all (is not ``None``).
    RECORDED = "recorded"
    #: They are, once there is at least one.
    NONEMPTY = "nonempty"
    #: They are, for holders whom the evidence says were checked.
    CHECKED = "checked"


@attrs.frozen(kw_only=True, eq=False)
class RelationSpec:
    """
    The declaration of one relation of a form.

    关系声明：行、在场条件、完整性。

    Attributes:
        key: Its name on the form, such as ``vehicles``.
        row: The form of its rows.
        zh: Its Chinese name.
        en: Its English name.

        attribute:
            Where its rows are found: an attribute of the subject, or of
            the evidence where *from_evidence* says so.

        from_evidence: Whether the rows come from the evidence.

        presence:
            A condition over the row that says whether it counts on the
            fact day (a member counted, a car held); `None` where every
            row does.

        via:
            The relation of the holders of the rows (the members, the
            relatives); a row is present only while its holder is.

        unheld: Whether a row without a holder counts as the subject's own.

        apart:
            The relation of those who are known not to be holders here
            (the relatives, where members hold).  Whether a row counts
            whose holder is in neither is not known.
        completeness: When the rows are all there are.
        limit: The most rows that the storage range of a sum allows for.
        one_zh: What one row is called in Chinese; by default *zh*.
        one_en: What one row is called in English; by default *en*.
        counter_zh: The measure word of the rows (人, 条, 项).
        this_zh: How to point at what a row is about (该车).
        presence_words: How to say that a row counts on the fact day.
        lacking_zh: What is said where rows may be lacking.
        lacking_en: The same in English.
        ask_zh: What is asked where rows may be lacking.
        ask_en: The same in English.
    """

    key: str
    row: Form
    zh: str
    en: str
    attribute: str
    from_evidence: bool = False
    presence: Condition[Any] | None = None
    via: RelationSpec | None = None
    unheld: bool = False
    apart: RelationSpec | None = None
    completeness: Completeness = Completeness.ALWAYS
    limit: int = 1_000
    one_zh: str = ""
    one_en: str = ""
    counter_zh: str = "条"
    this_zh: str = ""
    presence_words: Statement | None = None
    lacking_zh: str = ""
    lacking_en: str = ""
    ask_zh: str = ""
    ask_en: str = ""

    @property
    def source(self) -> str:
        """The source of the rows, by its name in the evidence."""
        return self.attribute.removeprefix("settled_")

    def lacking(self, language: str = "en") -> str:
        """Say that rows may be lacking."""
        checked = self.completeness is Completeness.CHECKED
        if language == "zh":
            how = "未比对" if checked else "未登记"
            return self.lacking_zh or f"{self.zh}{how}"
        how = "checked" if checked else "recorded"
        return self.lacking_en or f"the {self.en} have not been {how}"

    def question(self, language: str = "en") -> str:
        """Ask for rows that may be lacking."""
        if language == "zh":
            return self.ask_zh or f"有无{self.zh}"
        return self.ask_en or f"are there any {self.en}?"


@attrs.frozen(kw_only=True, eq=False)
class DerivedSpec:
    """
    A value that is computed from other fields, and how.

    派生值。

    Attributes:
        column: Its name, unit and range, as for a stored field.
        definition: The expression that gives it.
    """

    column: Column
    definition: Value


@attrs.frozen(eq=False)
class Form:
    """
    A form as the rule language sees it.

    表单。

    Attributes:
        name: The name that rules use, such as ``household``.
        holds: The attrs class.
        zh: The Chinese name.
        relations: Its relations, by name.
        derived: Its computed values, by name.
        extras: Further attrs forms kept in attributes of this one.

    Examples:
        >>> @attrs.frozen(kw_only=True)
        ... class Shed:
        ...     pigs: int | None = None
        >>> Form("shed", Shed, "棚舍")
        Form(shed)
    """

    name: str
    holds: type
    zh: str
    relations: Mapping[str, RelationSpec] = attrs.field(
        default=MappingProxyType({})
    )
    derived: Mapping[str, DerivedSpec] = attrs.field(
        default=MappingProxyType({})
    )
    extras: Mapping[str, type] = attrs.field(default=MappingProxyType({}))

    def __repr__(self) -> str:
        return f"Form({self.name})"

    # A read-only mapping cannot be sent to another process as it stands.

    def __getstate__(self) -> dict[str, Any]:
        state = {a.name: getattr(self, a.name) for a in attrs.fields(Form)}
        return {
            key: dict(cast("Mapping[str, object]", value))
            if isinstance(value, MappingProxyType)
            else value
            for key, value in state.items()
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        for key, value in state.items():
            held: Any = value
            if isinstance(value, dict):
                held = MappingProxyType(cast("dict[str, Any]", value))
            object.__setattr__(self, key, held)

    @property
    def columns(self) -> Mapping[str, Column]:
        """The declared fields of the form, by name."""
        return columns(self.holds)

    def column(self, key: str) -> Column:
        """
        Find the declaration of a field, a computed value or an extra.

        Raises:
            UnknownNameError: If the form has no such field.
        """
        if key in self.derived:
            return self.derived[key].column
        held, _, inner = key.partition(".")
        found = (
            columns(self.extras[held]).get(inner)
            if held in self.extras
            else self.columns.get(key)
        )
        if found is None:
            raise UnknownNameError(
                kind=f"field of {self.name}", name=key, known=self.names()
            )
        return found

    def relation(self, key: str) -> RelationSpec:
        """
        Find the declaration of a relation.

        Raises:
            UnknownNameError: If the form has no such relation.
        """
        if key not in self.relations:
            raise UnknownNameError(
                kind=f"relation of {self.name}",
                name=key,
                known=tuple(self.relations),
            )
        return self.relations[key]

    def names(self) -> tuple[str, ...]:
        """List all names that a rule may use after the form's own."""
        extra = [
            f"{held}.{key}"
            for held, form in self.extras.items()
            for key in columns(form)
        ]
        return (*self.columns, *self.derived, *self.relations, *extra)
