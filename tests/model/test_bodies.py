from __future__ import annotations

from typing import Any

import pytest

from pa_registry.errors import InvalidValueError
from pa_registry.model import Body, BodyKind


def test_two_offices_of_a_kind_are_two_bodies() -> None:
    """A body is its kind and its name."""
    one = Body(BodyKind.WORK_TEAM, "甲乡驻村工作队")

    assert one == Body(BodyKind.WORK_TEAM, "甲乡驻村工作队")
    assert one != Body(BodyKind.WORK_TEAM, "乙乡驻村工作队")
    assert one != Body(BodyKind.TOWNSHIP, "甲乡驻村工作队")
    assert str(one) == "甲乡驻村工作队"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("工作队", "甲队"), (BodyKind.WORK_TEAM, " "), (BodyKind.WORK_TEAM, 1)],
)
def test_refused(kind: Any, name: Any) -> None:
    """A body has a kind of the list, and a name."""
    with pytest.raises(InvalidValueError):
        Body(kind, name)
