"""Visit lists: what is asked, what is verified, and nothing personal."""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from pa_registry.audit import (
    CheckKind,
    FrameGroup,
    SamplingUnit,
    look_back_sample,
    sampling_frame,
    visit_list,
)
from pa_registry.errors import InvalidPolicyError
from pa_registry.model import (
    Evidence,
    Household,
    Person,
    Registry,
    RelationToHead,
    Status,
    Vehicle,
)
from pa_registry.money import yuan
from pa_registry.policies import (
    Policy,
    household_exit,
    identification,
    negative_list,
)


DAY = dt.date(2016, 11, 3)
EXIT = household_exit(line=yuan(2952), guarantees=())
ENTRY = identification(line=yuan(2952), guarantees=())


@attrs.frozen
class Read:
    """What has the evidence of many households."""

    by_household: Mapping[str, Evidence]


def home(number: str, **fields: Any) -> Household:
    given: dict[str, Any] = {
        "status": Status.EXITED,
        "exit_year": 2015,
        "members": (Person(number=f"{number}-1"),),
    }
    return Household(number=number, **{**given, **fields})


def sheets(*homes: Household, policies: Any = (EXIT,), **more: Any) -> Any:
    registry = Registry(households=homes)
    sample = look_back_sample(registry, seed=1, size=len(homes))
    return visit_list(sample, policies, registry=registry, **more)


class TestItems:
    def test_missing_is_asked(self) -> None:
        """What nobody recorded is a question."""
        (sheet,) = sheets(home("H1"))

        assert [(one.kind, one.about) for one in sheet.items] == [
            (CheckKind.ASK, "household.net_income"),
            (CheckKind.VERIFY, "household.size"),
        ]

    def test_known_is_verified(self) -> None:
        """What a decision rests on is held against the household."""
        (sheet,) = sheets(home("H1", net_income=yuan(9000)))

        assert {one.kind for one in sheet.items} == {CheckKind.VERIFY}
        assert sheet.render("zh") == (
            "H1，已脱贫（2015年），1人\n"
            "  □ 〔核对〕家庭纯收入9000元，是否属实\n"
            "  □ 〔核对〕家庭人口数1人，是否属实"
        )
        assert str(sheet).startswith("H1, exited 2015, 1 person\n")

    def test_a_source_is_compared(self) -> None:
        """What a department holds is not asked at the door."""
        car = Evidence(vehicles=(Vehicle(holder="H1-1"),))
        (sheet,) = sheets(
            home("H1"),
            policies=[negative_list("ten-principles-2018")],
            evidence={"H1": car},
            at=DAY,
        )

        kinds = [one.kind for one in sheet.items]
        assert CheckKind.COMPARE in kinds
        assert kinds == sorted(kinds, key=list(CheckKind).index)

    def test_person_by_person(self) -> None:
        """What is asked of one member stands together."""
        pair = (Person(number="H1-1"), Person(number="H1-2"))
        (sheet,) = sheets(
            home("H1", net_income=yuan(9000), members=pair),
            policies=[household_exit(line=yuan(2952))],
            at=DAY,
        )

        asked = [o.where for o in sheet.items if o.kind is CheckKind.ASK]
        assert asked == sorted(asked)
        assert len(set(asked)) == 3

    def test_evidence_as_it_was_read(self) -> None:
        """Evidence comes as a mapping, or as what reading a file gives."""
        car = Evidence(vehicles=(Vehicle(holder="H1-1"),))
        read = Read(by_household={"H1": car})
        policies = [negative_list("ten-principles-2018")]

        first, second = (
            sheets(home("H1"), policies=policies, evidence=one, at=DAY)
            for one in (read, {"H1": car})
        )

        assert first == second

    def test_once(self) -> None:
        """Two policies that ask the same ask it once."""
        (sheet,) = sheets(home("H1"), policies=[EXIT, ENTRY])

        assert len(set(sheet.items)) == len(sheet.items)
        assert len(sheet.decisions) == 2


class TestHouseholds:
    def test_by_group(self) -> None:
        """The exited are held against the exit test, the rest otherwise."""
        registry = Registry(
            households=(
                home("H1"),
                home("H2", status=Status.CURRENT, exit_year=None),
            )
        )
        sample = look_back_sample(registry, seed=1, size=2)
        policies: dict[FrameGroup, list[Policy[Any]]] = {
            FrameGroup.EXITED: [EXIT],
            FrameGroup.CURRENT: [ENTRY],
        }

        found = visit_list(sample, policies, registry=registry)

        names = {one.code: one.decisions[0].policy.name for one in found}
        assert names == {"H1": "household-exit", "H2": "identification"}
        with pytest.raises(InvalidPolicyError, match=r"FrameGroup\.CURRENT"):
            visit_list(sample, {FrameGroup.EXITED: [EXIT]}, registry=registry)

    def test_outside(self) -> None:
        """Of a household outside the register everything is asked."""
        unit = SamplingUnit(code="W1", group=FrameGroup.NEVER_REGISTERED)
        registry = Registry()
        frame = sampling_frame(registry, outside=[unit])
        sample = look_back_sample(frame, seed=1, size=1)

        (sheet,) = visit_list(sample, [ENTRY], registry=registry)

        assert sheet.household is None
        assert {one.kind for one in sheet.items} == {CheckKind.ASK}

    def test_substitutes(self) -> None:
        """A sheet says in whose place a household is visited."""
        registry = Registry(
            households=tuple(
                home(f"H{n}", division="990102003004", group="二组")
                for n in range(4)
            )
        )
        sample = look_back_sample(registry, seed=1, size=2, reserves=1)
        after = sample.substituted(
            sample.codes[0], reason="外出", on=DAY, decided_by="审计组"
        )

        sheet, _ = visit_list(after, [EXIT], registry=registry)
        zh, en = sheet.render("zh"), sheet.render()

        assert f"（替换{sample.codes[0]}）" in zh
        assert f"(in place of {sample.codes[0]})" in en
        assert "990102003004 二组" in zh

    def test_names_the_head(self) -> None:
        """Who goes there has to know whom to ask for."""
        head = Person(
            number="H1-1", name="王某", relation_to_head=RelationToHead.HEAD
        )
        (sheet,) = sheets(home("H1", members=(head,)))

        assert sheet.render("zh").startswith("H1，户主王某，")
        assert sheet.render("en").startswith("H1, head 王某, ")

    def test_hides_numbers(self) -> None:
        """A personal number that stands for a code or a name is masked."""
        number = "999999199901010017"
        head = Person(
            number="1", name=number, relation_to_head=RelationToHead.HEAD
        )
        for one in (home(number), home("H1", members=(head,))):
            (sheet,) = sheets(one)
            assert number not in sheet.render("zh") + sheet.render()
