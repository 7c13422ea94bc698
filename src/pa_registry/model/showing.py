"""
How a form shows itself: one line, and only what anybody may see.

表单的简短显示。
"""

from __future__ import annotations

from typing import cast

import attrs

from pa_registry.columns import Sensitivity, columns
from pa_registry.masking import masked


__all__ = ["shown"]

#: A village has forty public figures; the first ones tell which it is.
_MOST = 3


def shown(self: object) -> str:
    """
    Show a form by its recorded public fields and the size of its lists.

    It stands as ``__repr__`` in every form, so that no personal value can
    reach a log by way of an error or a debugger.

    Examples:
        >>> from pa_registry.model.persons import Person
        >>> Person(number="H0012-1", name="王某")
        Person(number='H0012-1')
    """
    form: type = type(self)
    # A form that is refused while being made lacks its later fields.
    parts = [
        f"{key}={masked(repr(getattr(self, key)))}"
        for key, declared in columns(form).items()
        if declared.sensitivity is Sensitivity.PUBLIC
        and getattr(self, key, None) is not None
    ][:_MOST]
    for field in attrs.fields(form):
        value = getattr(self, field.name, None)
        if isinstance(value, tuple) and value:
            parts.append(f"{field.name}: {len(cast('tuple[()]', value))}")
    return f"{form.__name__}({', '.join(parts)})"
