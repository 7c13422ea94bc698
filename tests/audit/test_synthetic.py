"""A province with planted flaws: what checks can see, they find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache

import pytest

from pa_registry.audit import (
    Candidate,
    Lead,
    OmissionSearch,
    Referral,
    Screening,
    data_quality,
    reach_of_help,
    screen,
    seek_omitted,
    targeting_errors,
)
from pa_registry.audit.checks import catalogues
from pa_registry.model import Cause, MeasureKind, Registry
from pa_registry.policies import (
    ExitOutcome,
    IdentificationOutcome,
    identification,
)
from pa_registry.synthetic import Flaw, Province, province


CHECKS = tuple(dict.fromkeys(check for one in catalogues() for check in one))
#: What the province has of itself, planted or not: its wages, its students
#: and its help were not drawn to please a catalogue.
OF_ITSELF = {
    "business-income-without-expense",
    "cause-labour-most-can-work",
    "cause-schooling-no-student",
    "dibao-household-without-income",
    "dibao-member-without-measure",
    "disabled-without-card",
    "extremely-poor-household-without-support",
    "student-as-labour",
    "too-many-other-causes",
    "wage-without-worker",
}
#: Where each flaw that a check can see is found: by which check, in the
#: household itself, or also in the one that shares the person.
SEEN: Mapping[Flaw, tuple[str, bool]] = {
    Flaw.EXITED_BELOW_LINE: ("exited-below-line", False),
    Flaw.EXITED_IN_DANGEROUS_HOUSE: ("exited-in-dangerous-house", False),
    Flaw.WITHOUT_HELP: ("no-helper", False),
    Flaw.WRONG_CHECK_CHARACTER: ("id.checksum", False),
    Flaw.SAME_PERSON_DIGIT_WRONG: ("id.checksum", False),
    Flaw.SAME_PERSON_OLD_NUMBER: ("id.fifteen_digit", False),
    Flaw.SAME_PERSON: ("same-number", True),
}


@cache
def made() -> Province:
    return province(households=2500, seed=2016, missing=Fraction(0))


@cache
def registry() -> Registry:
    return made().registry()


@cache
def screened() -> Screening:
    return screen(registry(), at=made().round, checks=CHECKS)


def found(code: str) -> set[str]:
    return {
        one.household or ""
        for one in screened().findings
        if one.code.startswith(code)
    }


def expected(flaw: Flaw) -> set[str]:
    homes = set(made().planted(flaw))
    if SEEN[flaw][1]:
        homes |= {made().expected(home).other or "" for home in homes}
    return homes


class TestChecks:
    @pytest.mark.parametrize("flaw", SEEN, ids=lambda one: one.value)
    def test_all_that_was_planted(self, flaw: Flaw) -> None:
        """Every planted flaw of a kind that a check can see is found."""
        assert made().planted(flaw)
        assert expected(flaw) <= found(SEEN[flaw][0])

    @pytest.mark.parametrize(
        "code", sorted({code for code, _ in SEEN.values()})
    )
    def test_none_where_none_was_planted(self, code: str) -> None:
        """Such a check finds nothing but what was planted, counted."""
        flaws = [one for one, (check, _) in SEEN.items() if check == code]
        planted = set[str]().union(*map(expected, flaws))
        more = found(code) - planted

        # Who was planted as poor may live in a dangerous house as well.
        assert more <= set(made().planted(Flaw.EXITED_BELOW_LINE))
        assert len(found(code)) == len(planted) + len(more)

    def test_every_finding_of_an_exit_is_a_wrong_exit(self) -> None:
        """Who is found to lack something should not have exited."""
        homes = found("exited-")

        assert homes
        assert {made().expected(home).exit for home in homes} == {
            ExitOutcome.REMAIN
        }

    def test_the_rest(self) -> None:
        """No other check finds anything but what is there of itself."""
        codes = {one.code for one in screened().findings}
        seen = {code for code, _ in SEEN.values()}
        other = {
            code for code in codes if not code.startswith(tuple(sorted(seen)))
        }

        assert other <= OF_ITSELF

    def test_without_flaws(self) -> None:
        """Where nothing is planted, only that is found."""
        clean = province(households=600, seed=1, flaws={}, missing=Fraction(0))
        findings = screen(
            clean.registry(), at=clean.round, checks=CHECKS
        ).findings

        assert {one.code for one in findings} <= OF_ITSELF

    def test_blanks(self) -> None:
        """Each blank that the national catalogue asks for is found."""
        some = province(households=300, seed=1, flaws={})
        blank = some.registry()
        counts = Counter(
            one.code
            for one in screen(blank, at=some.round).findings
            if one.code.startswith("blank-household-")
        )
        fields = ("fuel", "toilet", "road", "house_area", "production_power")

        assert sum(counts.values()) > 0
        for field in fields:
            missing = sum(
                getattr(home, field) is None for home in blank.households
            )
            assert counts[f"blank-household-{field.replace('_', '-')}"] == (
                missing
            )


class TestHelp:
    def test_without_help(self) -> None:
        """Exactly the households planted without help have none."""
        reach = reach_of_help(registry(), at=made().round)
        planted = sorted(made().planted(Flaw.WITHOUT_HELP))

        assert together(one.without_helper for one in reach) == planted
        assert together(one.without_measure for one in reach) == planted
        assert sum(len(one.due) for one in reach) == 2500

    def test_fit(self) -> None:
        """Whether help fits is told by the mapping alone."""
        suitable = {Cause.ILLNESS: [MeasureKind.HEALTH]}
        reach = reach_of_help(registry(), at=made().day, suitable=suitable)
        ill = {
            home.number
            for home in registry().households
            if home.main_cause is Cause.ILLNESS
            and all(
                one.kind is not MeasureKind.HEALTH for one in home.measures
            )
        }

        assert {
            one.household for row in reach for one in row.mismatches or ()
        } == ill


def together(numbers: Iterable[Iterable[str]]) -> list[str]:
    return sorted(one for some in numbers for one in some)


@cache
def search() -> OmissionSearch:
    candidates = [
        Candidate(
            household=home,
            evidence=evidence,
            leads=[Lead.VISIT] if evidence.visits else [Lead.DEPARTMENT],
        )
        for home, evidence in made().iter_outside()
    ]
    return seek_omitted(candidates, registry=registry(), at=made().round)


class TestOmitted:
    def test_all_are_found(self) -> None:
        """Exactly the planted households meet the tests."""
        planted = {
            *made().planted(Flaw.OMITTED),
            *made().planted(Flaw.OMITTED_VOTED_DOWN),
        }
        poor = {
            one.candidate.household.number
            for one in search().cases
            if one.decision.outcome is IdentificationOutcome.REGISTER
        }

        assert planted
        assert poor == planted

    def test_voted_down(self) -> None:
        """Those who were voted down though poor go to the township."""
        referred = {
            one.candidate.household.number
            for one in search().to(Referral.TOWNSHIP_REVIEW)
        }

        assert referred == set(made().planted(Flaw.OMITTED_VOTED_DOWN))

    def test_nobody_is_lost(self) -> None:
        """Each candidate is a case, not poor, or registered already."""
        result = search()
        every = (
            len(result.cases) + len(result.not_poor) + len(result.registered)
        )

        assert every == made().outside
        assert result.registered == ()


class TestTargeting:
    def test_against_what_is_known(self) -> None:
        """Income and guarantees select exactly the truly poor."""
        homes = [*registry().households]
        truth = {
            home.number: made().expected(home.number).identification
            is IdentificationOutcome.REGISTER
            for home in homes
        }
        (errors,) = targeting_errors(
            homes,
            policy=identification(),
            selecting=IdentificationOutcome.REGISTER,
            verified=truth,
            at=made().round,
        )

        assert errors.inclusion_among_selected().numerator == 0
        assert errors.exclusion_among_poor().numerator == 0
        assert errors.selected_poor.households == sum(truth.values())
        assert errors.undecided_poor.households == 0

    def test_income_alone_misses(self) -> None:
        """By income alone those are missed who lack a guarantee."""
        homes = [*registry().households]
        truth = {
            home.number: made().expected(home.number).identification
            is IdentificationOutcome.REGISTER
            for home in homes
        }
        (errors,) = targeting_errors(
            homes,
            policy=identification(guarantees=()),
            selecting=IdentificationOutcome.REGISTER,
            verified=truth,
            at=made().round,
        )

        assert errors.exclusion_among_poor().numerator > 0
        assert errors.inclusion_among_selected().numerator == 0


class TestQuality:
    def test_by_county(self) -> None:
        """The counties' bases add up to the register."""
        evidence = {
            home.number: known for home, known in made().iter_households()
        }
        rows = data_quality(
            registry(), at=made().round, evidence=evidence, before=registry()
        )

        assert len(rows) > 50
        assert sum(one.accuracy.base for one in rows) == 2500
        assert all(
            one.stability is not None and one.stability.value == 1
            for one in rows
        )
