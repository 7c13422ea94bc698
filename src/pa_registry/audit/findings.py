"""
A finding: what a check found in the register, where, and why it is said.

核查发现的问题。
"""

from __future__ import annotations

import attrs

from typing_extensions import override

from pa_registry.masking import masked
from pa_registry.model.forms import FORMS
from pa_registry.problems import Problem
from pa_registry.standards import Citation


__all__ = ["Finding", "field_name"]

#: The steps of a path, with the form that each leads to.
_STEPS = {
    "households": ("household", "户编号", "household"),
    "members": ("person", "人编号", "person"),
    "villages": ("village", "村", "village"),
    "counties": ("county", "县", "county"),
}
#: What a check can point at and no column declares.
_PARTS = {
    "household.helper": ("帮扶责任人", "helper"),
    "household.measures": ("帮扶措施", "help measures"),
}


def field_name(field: str, language: str = "en") -> str:
    """
    Name a field in ``"zh"`` or ``"en"``, as its declaration does.

    字段名称。

    Args:
        field: The form and the field, such as ``household.house_area``.
        language: The language.

    Examples:
        >>> field_name("household.house_area", "zh")
        '住房面积'
        >>> field_name("household.helper")
        'helper'
    """
    zh = language == "zh"
    if field in _PARTS:
        return _PARTS[field][not zh]
    form, _, key = field.partition(".")
    spec = FORMS[form].relations.get(key)
    if spec is not None:
        return spec.zh if zh else spec.en
    column = FORMS[form].column(key)
    return column.zh if zh else column.en


def _masked(path: tuple[str, ...]) -> str:
    return repr(tuple(map(masked, path)))


@attrs.frozen(kw_only=True)
class Finding(Problem):
    """
    One thing that a check found in a register.

    核查问题。

    It is a :class:`~pa_registry.problems.Problem` that also knows whom it
    is about.  *What happened* is its code and its two sentences; *where*
    is its path; *why it is said* is its sources.  Entries that contradict
    each other, or cannot be, are an ``error``; a blank, or a value that is
    only unlikely, is a ``warning``: somebody has to look.

    Attributes:
        path:
            The way to the field: ``("households", "H1", "members", "P1",
            "health")``.  The last step is the field.
        division: The division code of the household or village.
        cites: The sources of the check, and of the numbers that it used.

    Examples:
        >>> found = Finding(
        ...     code="house-area-blank",
        ...     where="$.households['H1'].house_area",
        ...     path=("households", "H1", "house_area"),
        ...     zh="“住房面积”一栏未填写。",
        ...     en="The field house area is not recorded.",
        ... )
        >>> found.household, found.person, found.field
        ('H1', None, 'household.house_area')
        >>> print(found.render("zh"))
        户编号H1，住房面积：“住房面积”一栏未填写。
    """

    path: tuple[str, ...] = attrs.field(repr=_masked)
    division: str | None = None
    cites: tuple[Citation, ...] = attrs.field(default=(), repr=False)

    @property
    def household(self) -> str | None:
        """The number of the household (户编号)."""
        return self._after("households")

    @property
    def person(self) -> str | None:
        """The number of the person (人编号)."""
        return self._after("members")

    @property
    def village(self) -> str | None:
        """The code of the village."""
        return self._after("villages")

    @property
    def field(self) -> str:
        """The form and the field, such as ``person.health``."""
        form = ""
        for step in self.path[:-1:2]:
            form = _STEPS[step][0]
        return f"{form}.{self.path[-1]}"

    def _after(self, step: str) -> str | None:
        steps = dict(zip(self.path[:-1:2], self.path[1:-1:2], strict=True))
        return steps.get(step)

    @override
    def render(self, language: str = "en") -> str:
        """Say the finding in ``"zh"`` or ``"en"``, its place in words."""
        zh = language == "zh"
        places = [
            f"{_STEPS[step][1]}{masked(key)}"
            if zh
            else f"{_STEPS[step][2]} {masked(key)}"
            for step, key in zip(
                self.path[:-1:2], self.path[1:-1:2], strict=True
            )
        ]
        places.append(field_name(self.field, language))
        if not zh:
            shown = f" [{self.shown}]" if self.shown else ""
            advice = f" {self.remedy_en}" if self.remedy_en else ""
            return f"{', '.join(places)}: {self.en}{shown}{advice}"
        shown = f"〔{self.shown}〕" if self.shown else ""
        return f"{'，'.join(places)}：{self.zh}{shown}{self.remedy_zh}"
