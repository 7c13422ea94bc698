"""Findings: lazily, first, all, required; and what they never show."""

from __future__ import annotations

import datetime as dt
import pickle

from collections import Counter
from typing import Any

import attrs
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry.audit import (
    Finding,
    default_checks,
    first_finding,
    iter_findings,
    require_sound,
    screen,
)
from pa_registry.audit.checks import (
    Check,
    Spread,
    catalogues,
    records_by_number,
    soundness,
    spread_of,
)
from pa_registry.conditions import Truth
from pa_registry.dates import AsOf, Round
from pa_registry.errors import (
    FindingsError,
    InvalidValueError,
    NeedsFactDayError,
    NoStandardInForceError,
)
from pa_registry.model import (
    Household,
    IdentityNumber,
    Person,
    Registry,
    Visit,
    household,
)
from pa_registry.model.evidence import Evidence
from pa_registry.model.terms import visit
from pa_registry.testing import households, persons
from tests.audit.cases import WRONG
from tests.audit.check_samples import (
    CHILD,
    DAY,
    exited,
    identity,
    register,
    sound,
    with_member,
)


CHECKS = tuple(dict.fromkeys(check for one in catalogues() for check in one))
DATELESS = [check for check in soundness() if check.search is not None]


@st.composite
def registers(draw: st.DrawFn) -> Registry:
    """Draw registers of a few households, with blanks and repetitions."""
    homes = draw(st.lists(households(), max_size=3))
    divisions = st.sampled_from((None, "990101001001", "990201001001"))
    return register(
        *(
            attrs.evolve(
                home,
                number=draw(st.sampled_from(("H1", "H2", "H3"))),
                division=draw(divisions),
                phone=draw(st.sampled_from((None, "13800138000", "1234"))),
            )
            for home in homes
        )
    )


def seen(findings: Any) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((one.code, one.path) for one in findings)


class TestLaws:
    @settings(deadline=None)
    @given(registry=registers())
    def test_all_ways_agree(self, registry: Registry) -> None:
        """The first finding, all of them, and the counts say the same."""
        found = list(iter_findings(registry, at=DAY, checks=CHECKS))
        whole = screen(registry, at=DAY, checks=CHECKS)

        assert list(whole.findings) == found
        assert first_finding(registry, at=DAY, checks=CHECKS) == next(
            iter(found), None
        )
        assert {one.check.code: one.found for one in whole.counts} == {
            check.code: sum(one.code == check.code for one in found)
            for check in CHECKS
        }

    @settings(deadline=None)
    @given(registry=registers())
    def test_a_rule_finds_what_it_judges(self, registry: Registry) -> None:
        """A rule finds a household exactly where the plain walk meets it."""
        checks = [
            check
            for check in default_checks()
            if check.rule is not None
            and check.form == "household"
            # These have parameters, which the plain walk does not bind.
            and check.code
            not in {"exited-below-line", "exited-child-out-of-school"}
        ]
        found = seen(iter_findings(registry, at=DAY, checks=checks))
        expected: Counter[tuple[str, tuple[str, ...]]] = Counter()
        for home in registry.households:
            if home.status is not None and not home.status.in_register:
                continue
            for check in checks:
                rule = check.rule
                assert rule is not None
                if rule.judge(home, at=DAY) is Truth.MET:
                    key = check.field.partition(".")[2]
                    path = ("households", home.number, key)
                    expected[check.code, path] += 1

        assert found == expected

    @settings(deadline=None)
    @given(registry=registers(), data=st.data())
    def test_order_does_not_matter(
        self, registry: Registry, data: st.DataObject
    ) -> None:
        """The order of a register changes no finding."""
        shuffled = data.draw(st.permutations(registry.households))
        other = Registry(households=tuple(shuffled))

        assert seen(iter_findings(registry, at=DAY, checks=CHECKS)) == seen(
            iter_findings(other, at=DAY, checks=CHECKS)
        )

    @settings(deadline=None)
    @given(registry=registers())
    def test_every_subject_is_counted(self, registry: Registry) -> None:
        """What a rule is about is found, clear or unknown, and once."""
        inside = [
            home
            for home in registry.households
            if home.status is None or home.status.in_register
        ]
        rules = [
            check
            for check in default_checks()
            if check.rule is not None and check.form == "household"
        ]
        for one in screen(registry, at=DAY, checks=rules).counts:
            assert one.found + one.clear + one.unknown == len(inside)

    @settings(deadline=None)
    @given(person=persons(number="P1"))
    def test_nothing_personal_is_shown(self, person: Person) -> None:
        """No finding shows an identity number, whatever it holds."""
        registry = register(
            Household(number="H1", members=(person,)),
            Household(
                number="H2",
                phone="13800138000",
                members=(attrs.evolve(person, number="P2"),),
            ),
            Household(number="H3", phone="13800138000"),
        )
        number = person.identity
        clear = "" if number is None else number.reveal(purpose="a test")
        for one in iter_findings(registry, at=DAY, checks=CHECKS):
            for text in (str(one), repr(one), one.render("zh"), one.where):
                assert "13800138000" not in text
                assert len(clear) < 15 or clear not in text


class TestUnknown:
    def test_a_blank_is_no_contradiction(self) -> None:
        """A household of which nothing is recorded contradicts nothing."""
        registry = register(Household(number="H1"))
        found = {
            one.code
            for one in iter_findings(registry, at=DAY)
            if one.severity == "error"
        }

        assert found == {"no-division", "no-helper", "empty-household"}

    def test_what_cannot_be_told_is_counted(self) -> None:
        """A rule whose facts are missing is unknown, and not clear."""
        checks = [c for c in soundness() if c.code == "net-income-differs"]
        (one,) = screen(register(Household(number="H1")), checks=checks).counts

        assert (one.found, one.clear, one.unknown) == (0, 0, 1)


class TestClocks:
    def test_needs_a_day(self) -> None:
        """A check that reads an age, a day or a dated number needs a day."""
        with pytest.raises(NeedsFactDayError, match="born-after-the-day"):
            list(iter_findings(register(sound())))

    def test_says_so_before_the_first_finding(self) -> None:
        """What is wrong with the call is said when it is made."""
        with pytest.raises(NeedsFactDayError):
            iter_findings(register(sound()))

    def test_without_a_day(self) -> None:
        """Checks that read no day need none."""
        found = iter_findings(register(sound(), sound()), checks=DATELESS)

        assert {one.code for one in found} >= {
            "registry.repeated-household-number"
        }

    @pytest.mark.parametrize(
        "at", [DAY, AsOf(fact=DAY), Round(year=2016, fact=DAY)]
    )
    def test_any_clock(self, at: Any) -> None:
        """A plain day, the clocks and a round all do."""
        assert first_finding(register(sound()), at=at) is None

    def test_no_standard(self) -> None:
        """A number that is not known for a day is asked for."""
        with pytest.raises(NoStandardInForceError):
            iter_findings(register(exited()), at=dt.date(1990, 1, 1))

    def test_cites_its_number(self) -> None:
        """A finding cites the text of the line that it used, too."""
        registry = WRONG["exited-below-line"]
        (found,) = (
            one
            for one in iter_findings(registry, at=DAY)
            if one.code == "exited-below-line"
        )
        (check,) = (c for c in CHECKS if c.code == "exited-below-line")

        assert set(found.cites) > set(check.cites)


class TestRequireSound:
    def test_sound(self) -> None:
        """A register without a finding passes."""
        require_sound(register(sound()), at=DAY)

    def test_carries_all(self) -> None:
        """The error carries every finding, and shows the first few."""
        homes = [sound(number=f"H{n}", helper=None) for n in range(9)]
        checks = [c for c in CHECKS if c.code == "no-helper"]
        with pytest.raises(FindingsError) as caught:
            require_sound(register(*homes), at=DAY, checks=checks)

        assert len(caught.value.findings) == 9
        assert isinstance(caught.value.findings[0], Finding)
        assert "9 findings" in str(caught.value)
        assert "and 1 more" in str(caught.value)
        assert isinstance(caught.value, ValueError)

    def test_few(self) -> None:
        """A few findings are shown whole."""
        checks = [c for c in CHECKS if c.code == "no-helper"]
        with pytest.raises(FindingsError) as caught:
            require_sound(register(sound(helper=None)), checks=checks)

        assert "more" not in str(caught.value)
        assert "no helper" in str(caught.value)


class TestFinding:
    def test_path(self) -> None:
        """A finding says which household, which person, which field."""
        registry = register(
            with_member(CHILD, sound(), joined=dt.date(2000, 1, 1))
        )
        (found,) = iter_findings(registry, at=DAY)

        assert found.path == (
            "households",
            "H1",
            "members",
            CHILD,
            "joined",
        )
        assert (found.household, found.person) == ("H1", CHILD)
        assert found.village is None
        assert found.field == "person.joined"
        assert found.where == f"$.households['H1'].members['{CHILD}'].joined"
        assert found.division == sound().division

    def test_words(self) -> None:
        """It says so in both languages, with the place in words."""
        registry = register(
            with_member(CHILD, sound(), joined=dt.date(2000, 1, 1))
        )
        (found,) = iter_findings(registry, at=DAY)

        assert found.render("zh") == (
            f"户编号H1，人编号{CHILD}，增加日期：增加日期早于出生日期。"
            "请核实后更正。"
        )
        assert found.render("en") == (
            f"household H1, person {CHILD}, day of joining: The person joined"
            " before being born. Find out what is right, and correct it."
        )

    def test_shown(self) -> None:
        """What was found there is shown masked, in both languages."""
        found = next(
            iter_findings(
                WRONG["same-number-county"],
                checks=[c for c in CHECKS if c.code == "same-number-county"],
            )
        )

        assert "〔990101********001" in found.render("zh")
        assert ": H2]" in found.render("en")

    def test_pickles(self) -> None:
        """A finding can be sent to another process."""
        (found,) = iter_findings(register(sound(helper=None)), at=DAY)

        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301

    def test_by_household_and_code(self) -> None:
        """A screening gives the findings of a household, or of a check."""
        registry = register(sound(helper=None), sound(number="H2", phone=None))
        whole = screen(registry, at=DAY)

        assert whole.in_household("H1") + whole.in_household("H2") == tuple(
            sorted(whole.findings, key=lambda one: one.household or "")
        )
        assert [one.household for one in whole.of("no-helper")] == ["H1"]
        assert dict(whole.households) == {
            "H1": sound().division,
            "H2": sound().division,
        }

    def test_by_division(self) -> None:
        """The findings are counted by county, and by check in each."""
        registry = register(
            sound(helper=None),
            sound(number="H2", helper=None, division=None, phone=None),
        )
        checks = [c for c in CHECKS if c.code in {"no-helper", "no-division"}]
        counts = screen(registry, at=DAY, checks=checks).by_division()

        assert counts == {
            "": {"no-division": 1, "no-helper": 1},
            "990101": {"no-helper": 1},
        }
        assert list(counts) == ["", "990101"]

    def test_masks_its_path(self) -> None:
        """A household that is called by an identity number stays masked."""
        number = "990101199001010018"
        (found,) = iter_findings(
            register(sound(number=number, helper=None)), at=DAY
        )

        for text in (repr(found), str(found), found.render("zh"), found.where):
            assert number not in text
        assert found.household == number


class TestArguments:
    @pytest.mark.parametrize("wrong", [None, [], "a register"])
    def test_no_register(self, wrong: Any) -> None:
        """What is no register is refused with a typed error."""
        with pytest.raises(InvalidValueError, match="no register"):
            iter_findings(wrong, at=DAY)

    def test_no_check(self) -> None:
        """What is no check is refused with a typed error."""
        wrong: Any = ["no-helper"]

        with pytest.raises(InvalidValueError, match="no check"):
            iter_findings(register(sound()), at=DAY, checks=wrong)

    def test_evidence(self) -> None:
        """A check of a user's own may read the evidence of a household."""
        own = Check(
            code="visit-not-signed",
            zh="入户核查记录未经农户签字。",
            en="A record of a visit is not signed.",
            field="household.visits",
            rule=household.visits.any(~visit.signed),
        )
        evidence = {"H1": Evidence(visits=(Visit(signed=False),))}
        (found,) = iter_findings(
            register(sound()), checks=[own], evidence=evidence
        )

        assert found.code == "visit-not-signed"
        assert first_finding(register(sound()), checks=[own]) is None


class TestDuplicates:
    def test_a_certificate_is_the_number_it_begins_with(self) -> None:
        """A card and a disability certificate of one person are one number."""
        number = identity(dt.date(1970, 5, 1), "001")
        card = IdentityNumber.read(number.reveal(purpose="a test") + "42")
        registry = register(
            Household(
                number="1", members=(Person(number="1", identity=number),)
            ),
            Household(
                number="2", members=(Person(number="2", identity=card),)
            ),
        )

        assert [
            len(all_) for all_ in records_by_number(registry).values()
        ] == [2]

    def test_illegible_text_is_nobody(self) -> None:
        """That two numbers are illegible does not make one person."""
        number = IdentityNumber.read("不详")
        registry = register(
            Household(
                number="1", members=(Person(number="1", identity=number),)
            ),
            Household(
                number="2", members=(Person(number="2", identity=number),)
            ),
        )

        assert records_by_number(registry) == {}

    def test_without_a_division(self) -> None:
        """A record without a division may lie anywhere."""
        one, other = Person(number="1"), Person(number="2")
        records = [
            (Household(number="1", division="990101001001"), one),
            (Household(number="2"), other),
        ]

        assert spread_of(records) is Spread.BEYOND
