"""The frame: every household in one stratum, faults reported."""

from __future__ import annotations

from typing import Any

import pytest

from pa_registry.audit import (
    FrameGroup,
    SamplingFrame,
    SamplingUnit,
    sampling_frame,
)
from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    DivisionLevel,
    Household,
    Person,
    Registry,
    Status,
)


GROUPS = {
    Status.UNREGISTERED: FrameGroup.NEVER_REGISTERED,
    Status.CURRENT: FrameGroup.CURRENT,
    Status.PLANNED_EXIT: FrameGroup.CURRENT,
    Status.EXITED: FrameGroup.EXITED,
    Status.EXITED_STABLE: FrameGroup.EXITED,
    Status.RETURNED: FrameGroup.CURRENT,
    Status.REMOVED: FrameGroup.DELISTED,
    Status.CLOSED: None,
    None: FrameGroup.UNSTATED,
}


def home(number: str, **fields: Any) -> Household:
    return Household(number=number, **fields)


class TestFromARegister:
    @pytest.mark.parametrize("status", [*Status, None])
    def test_groups(self, status: Status | None) -> None:
        """Each status has its group, and a closed household none."""
        frame = sampling_frame(
            Registry(households=(home("H", status=status),))
        )

        found = [one.group for one in frame.units]

        assert found == [one for one in [GROUPS[status]] if one is not None]

    def test_history(self) -> None:
        """Whoever knows more than the status says so."""
        registry = Registry(
            households=(home("H1", status=Status.EXITED, exit_year=2014),)
        )
        frame = sampling_frame(registry, groups={"H1": FrameGroup.RETAINED})

        assert frame.units[0].stratum == "retained"

    def test_exit_year(self) -> None:
        """The cohorts are strata, and so are those without a year."""
        frame = sampling_frame(
            Registry(
                households=(
                    home("H1", status=Status.EXITED, exit_year=2015),
                    home("H2", status=Status.EXITED),
                    home("H3", status=Status.RETURNED, exit_year=2014),
                )
            )
        )

        assert list(frame.strata()) == ["current", "exited", "exited-2015"]
        assert frame.units[0].label() == "exited 2015"
        assert frame.units[1].label("zh") == "已脱贫"

    def test_size(self) -> None:
        """Those on file count, whoever has left does not."""
        registry = Registry(
            households=(
                home(
                    "H1",
                    status=Status.CURRENT,
                    members=(Person(number="1"), Person(number="2")),
                ),
            )
        )

        assert sampling_frame(registry).units[0].size == 2

    def test_faults(self) -> None:
        """Numbers used twice and unknown places are told, none is lost."""
        frame = sampling_frame(
            Registry(
                households=(
                    home("H1", status=Status.CURRENT),
                    home("H1", status=Status.CURRENT),
                )
            )
        )

        assert [one.code for one in frame.units] == ["H1"]
        assert frame.units[0].path == ("", "", "")
        assert [one.code for one in frame.problems] == [
            "frame.no-division",
            "frame.repeated-household-number",
        ]
        for one in frame.problems:
            assert one.remedy_zh
            assert one.remedy_en

    def test_levels(self) -> None:
        """The levels are those that are asked for."""
        registry = Registry(
            households=(
                home("H1", status=Status.CURRENT, division="990102003004"),
            )
        )
        levels = [DivisionLevel.PREFECTURE, DivisionLevel.VILLAGE]

        frame = sampling_frame(registry, levels=levels)

        assert frame.levels == ("prefecture", "village")
        assert frame.units[0].path == ("990100", "990102003004")

    def test_outside(self) -> None:
        """Those outside the register stand beside it, under own numbers."""
        registry = Registry(households=(home("H1", status=Status.CURRENT),))
        outside = SamplingUnit(code="W1", group=FrameGroup.NEVER_REGISTERED)

        frame = sampling_frame(registry, outside=[outside])

        assert len(frame.units) == 2
        with pytest.raises(InvalidValueError, match="twice"):
            sampling_frame(
                registry,
                outside=[
                    SamplingUnit(code="H1", group=FrameGroup.NEVER_REGISTERED)
                ],
            )


class TestUnits:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": ""},
            {"code": 7},
            {"group": "exited"},
            {"year": "2014"},
            {"size": -1},
            {"size": 2.5},
            {"path": (990102,)},
        ],
    )
    def test_refuses(self, wrong: dict[str, Any]) -> None:
        """A unit has a code, a group, a size and a path of codes."""
        right: dict[str, Any] = {"code": "H1", "group": FrameGroup.EXITED}

        with pytest.raises(InvalidValueError, match="SamplingUnit"):
            SamplingUnit(**{**right, **wrong})

    def test_path(self) -> None:
        """A path has a code for each level."""
        unit = SamplingUnit(code="H", group=FrameGroup.EXITED, path="990102")

        assert unit.path == ("990102",)
        with pytest.raises(InvalidValueError, match="1 codes for 3 levels"):
            SamplingFrame(units=[unit])

    def test_number_is_masked(self) -> None:
        """A personal number that stands for a code is not printed."""
        number = "999999199901010017"
        unit = SamplingUnit(code=number, group=FrameGroup.EXITED)

        with pytest.raises(InvalidValueError) as found:
            SamplingFrame(units=[unit, unit])

        assert number not in str(found.value)
