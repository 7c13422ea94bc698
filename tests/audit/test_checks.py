"""Each check is declared once, finds what it is for, and nothing else."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from pa_registry.audit import iter_findings, screen
from pa_registry.audit.checks import (
    Catalogue,
    Check,
    Group,
    Item,
    catalogues,
)
from pa_registry.audit.findings import field_name
from pa_registry.conditions import Condition, from_json
from pa_registry.errors import InvalidPolicyError
from pa_registry.model import County, Registry, Status, county, household
from pa_registry.model.terms import vehicle
from tests.audit.cases import WRONG
from tests.audit.check_samples import DAY, exited, register, sound, village


CHECKS = tuple(dict.fromkeys(check for one in catalogues() for check in one))
RULES = [check for check in CHECKS if check.rule is not None]


def named(checks: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("check", checks, ids=lambda one: one.code)


class TestEach:
    def test_has_a_case(self) -> None:
        """Each check has a register in which it must find something."""
        assert {check.code for check in CHECKS} == set(WRONG)

    @named(CHECKS)
    def test_finds_what_was_spoiled(self, check: Check) -> None:
        """A check finds the one thing that is wrong."""
        found = list(iter_findings(WRONG[check.code], at=DAY, checks=[check]))

        assert found
        assert {one.code for one in found} == {check.code}
        assert {one.field for one in found} == {check.field}

    @named(CHECKS)
    @pytest.mark.parametrize("home", [sound(), exited()])
    def test_is_silent_otherwise(self, check: Check, home: Any) -> None:
        """A check finds nothing where nothing is wrong."""
        registry = register(home, villages=[village()])

        assert not list(iter_findings(registry, at=DAY, checks=[check]))

    @named(CHECKS)
    def test_is_silent_about_who_is_gone(self, check: Check) -> None:
        """Households that were removed are not checked."""
        wrong = WRONG[check.code]
        removed = attrs.evolve(
            wrong,
            households=tuple(
                attrs.evolve(one, status=Status.REMOVED)
                for one in wrong.households
            ),
        )
        homes = [
            one
            for one in iter_findings(removed, at=DAY, checks=[check])
            if one.household is not None
        ]

        assert homes == []

    @named(CHECKS)
    def test_cites(self, check: Check) -> None:
        """A check names its sources, with how sure they are."""
        assert check.cites
        assert all(one.render("zh").endswith("。") for one in check.cites)

    @named(CHECKS)
    def test_says_it_in_two_languages(self, check: Check) -> None:
        """What is wrong, and what to do, are sentences in both languages."""
        assert check.zh.endswith("。")
        assert check.en.endswith(".")
        assert bool(check.remedy_zh) is bool(check.remedy_en)
        assert not check.zh.isascii()
        assert field_name(check.field, "zh") != field_name(check.field)

    @named(RULES)
    def test_rule_is_data(self, check: Check) -> None:
        """A rule can be written down, read back, and described."""
        rule: Condition[Any] | None = check.rule

        assert rule is not None
        assert from_json(rule.to_json()) == rule
        assert rule.describe("zh")
        assert rule.describe("en")


class TestDeclaration:
    def test_a_check_needs_a_rule_or_a_search(self) -> None:
        """A check without either asks nothing, and one with both two things."""
        with pytest.raises(InvalidPolicyError, match="a rule or a search"):
            declared()

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"code": "Has Blanks"}, "no code"),
            ({"zh": "没有句号"}, "whole sentence"),
            ({"en": "no full stop"}, "whole sentence"),
            ({"severity": "notice"}, "neither an error"),
            ({"field": "household.hous_area"}, "field that is not"),
            ({"field": "vehicle.kind"}, "field that is not"),
            ({"field": "person.health"}, "another form"),
        ],
    )
    def test_refuses(self, changed: dict[str, Any], why: str) -> None:
        """A declaration that makes no sense is refused when it is made."""
        with pytest.raises(InvalidPolicyError, match=why):
            declared(rule=~household.television, **changed)

    def test_a_line_has_a_check_or_a_reason(self) -> None:
        """What a catalogue asks for is never silently absent."""
        with pytest.raises(InvalidPolicyError, match="no reason"):
            Item(number="1", zh="某项", en="a line", why_zh="缺指标")

    def test_a_number_twice(self) -> None:
        """A catalogue numbers each of its lines once."""
        item = Item(number="1", zh="某项", en="a", why_zh="缺", why_en="no")
        group = Group(number="1", zh="某组", en="a", items=(item, item))

        with pytest.raises(InvalidPolicyError, match="twice"):
            Catalogue(name="own", zh="自定", en="own", groups=(group,))

    def test_two_checks_of_one_code(self) -> None:
        """Two checks of a catalogue never share a code."""
        both = (
            declared(rule=~household.television),
            declared(rule=household.television),
        )
        item = Item(number="1", zh="某项", en="a", checks=both)
        group = Group(number="1", zh="某组", en="a", items=(item,))

        with pytest.raises(InvalidPolicyError, match="are called own"):
            Catalogue(name="own", zh="自定", en="own", groups=(group,))


def declared(**changed: Any) -> Check:
    facts: dict[str, Any] = {
        "code": "own",
        "zh": "不通广播电视。",
        "en": "No television.",
        "field": "household.television",
    }
    return Check(**{**facts, **changed})


class TestCatalogues:
    def test_eleven_groups(self) -> None:
        """The national catalogue has eleven groups, each with lines."""
        _, national, _ = catalogues()

        assert [group.number for group in national.groups] == [
            str(number) for number in range(1, 12)
        ]
        assert all(group.items for group in national.groups)

    def test_what_is_not_covered_says_why(self) -> None:
        """Each line without a check has a reason in both languages."""
        open_ = [item for one in catalogues() for item in one.uncovered]

        assert {item.number for item in open_} >= {"8.1", "10.9", "P1.2"}
        assert all(item.why_zh.endswith("。") for item in open_)
        assert all(item.why_en.endswith(".") for item in open_)

    def test_codes_are_unique(self) -> None:
        """One code is one check, in all catalogues together."""
        codes = [check.code for check in CHECKS]

        assert len(codes) == len(set(codes))

    def test_both_share_a_check(self) -> None:
        """What both catalogues ask for is declared once."""
        _, national, provincial = catalogues()
        shared = {*national.checks} & {*provincial.checks}

        assert {"id.checksum", "cause-illness-nobody-ill"} <= {
            check.code for check in shared
        }


def test_a_search_may_find_a_county() -> None:
    """A check of a user's own may be about a county."""
    own = Check(
        code="county-without-name",
        zh="县名未填写。",
        en="The county has no name.",
        field="county.name",
        rule=county.name.is_missing(),
    )
    registry = Registry(counties=(County(code="990101"),))
    (found,) = screen(registry, checks=[own]).findings

    assert found.path == ("counties", "990101", "name")
    assert found.division == "990101"
    assert found.render("zh") == (
        "县990101，县（市、区）名称：县名未填写。请核实后更正。"
    )


def test_names_of_other_forms_are_not_mixed() -> None:
    """A rule over records of a department is no check of a register."""
    with pytest.raises(InvalidPolicyError):
        declared(rule=vehicle.earns_living, field="household.vehicles")
