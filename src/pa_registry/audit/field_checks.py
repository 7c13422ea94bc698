"""
Field checks: somebody went there, met somebody, and found something.

入户核查。

A check has a mode and an outcome.  Only one in person, at home or on
site, supports a finding against a household; nobody met is an outcome,
and no finding.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs

from pa_registry.accounts.counts import on_file
from pa_registry.audit._naming import head_named, named
from pa_registry.audit.clearing import Clearance
from pa_registry.audit.suspicions import Suspicion, SuspicionKind
from pa_registry.conditions.describing import check_language
from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.masking import masked
from pa_registry.model.bodies import Body
from pa_registry.model.codes import Code
from pa_registry.model.evidence_codes import VisitMode
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.phrases import unit_word
from pa_registry.policies import VerifiedFinding, misidentified


__all__ = [
    "CheckList",
    "CheckOutcome",
    "FieldCheck",
    "Substitution",
    "clearances",
]

_IN_PERSON = frozenset({VisitMode.HOME, VisitMode.SITE})


class CheckOutcome(Code):
    """
    What a check came to.

    核查结果。
    """

    UPHELD = "upheld", "疑点属实"
    NOT_UPHELD = "not-upheld", "疑点不属实"
    UNCLEAR = "unclear", "情况不明"
    NOBODY_MET = "nobody-met", "未见到家庭成员"


def _is_suspicion(
    _self: object, _field: attrs.Attribute[Suspicion], value: object
) -> None:
    if not isinstance(value, Suspicion):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no suspicion.",
            where="FieldCheck.suspicion",
            remedy="Ask a list what a hit means first: suspect(table, …).",
        )


def _is_body(
    self: object, field: attrs.Attribute[Body], value: object
) -> None:
    if not isinstance(value, Body):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no body.",
            where=f"{type(self).__name__}.{field.name}",
            remedy="Give Body(BodyKind.WORK_TEAM, its name).",
        )


def _on_day(
    self: object, field: attrs.Attribute[dt.date], value: object
) -> None:
    if not is_day(value):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no day.",
            where=f"{type(self).__name__}.{field.name}",
            remedy="Write datetime.date(2016, 8, 20).",
        )


@attrs.frozen(kw_only=True)
class FieldCheck:
    """
    One check of one suspicion.

    入户核查记录。

    Attributes:
        suspicion: What was to be found out.
        mode: How the check was made.
        outcome: What it came to.
        day: When.
        checker: Who made it.

        held_on_day:
            Whether the fact held on the day that counts.  Left out, it is
            what the records say, where they say the same of each day that
            the text allows.

        well_off: Whether the household meets the exit standard now.
        review_against: Whether a strict review found against it.
        by_document: Whether a death, or a cancelled hukou, is on paper.
        clearing: Why a suspicion that is not upheld does not stand.
        note: What else was seen.

    Raises:
        InvalidValueError: If the outcome and the clearing do not fit.
    """

    suspicion: Suspicion = attrs.field(validator=_is_suspicion)
    mode: VisitMode
    outcome: CheckOutcome
    day: dt.date = attrs.field(validator=_on_day)
    checker: Body = attrs.field(validator=_is_body)
    held_on_day: bool | None = None
    well_off: bool | None = None
    review_against: bool | None = None
    by_document: bool | None = None
    clearing: Clearance | None = attrs.field(default=None, repr=False)
    note: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        cleared = self.outcome is CheckOutcome.NOT_UPHELD
        if cleared and self.clearing is None:
            raise InvalidValueError(
                what="a suspicion that is not upheld was cleared by a rule.",
                where="FieldCheck.clearing",
                remedy="Give Clearance(rule=…, proofs={…}, …).",
            )
        if self.clearing is not None and not cleared:
            raise InvalidValueError(
                what=f"a check that is {self.outcome.en} clears nothing.",
                where="FieldCheck.clearing",
                remedy="Leave it out, or say CheckOutcome.NOT_UPHELD.",
            )

    @property
    def supports_removal(self) -> bool:
        """
        Whether it can carry a finding against the household.

        Only a check in person does, at home or on site, that met somebody
        and upheld the suspicion.
        """
        return self.is_in_person and self.outcome is CheckOutcome.UPHELD

    @property
    def is_in_person(self) -> bool:
        """Whether somebody went there, at home or on site."""
        return self.mode in _IN_PERSON

    @property
    def clearance(self) -> Clearance | None:
        """The clearing, tied to the evidence that was cleared."""
        if self.clearing is None:
            return None
        return attrs.evolve(
            self.clearing, fingerprint=self.suspicion.fingerprint
        )

    @property
    def finding(self) -> VerifiedFinding:
        """
        What the check established, as a policy reads it.

        核查认定事项。

        What a check by telephone, or one that met nobody, says against a
        household is not established.
        """
        upheld: bool | None = None
        if self.supports_removal or (
            self.outcome is CheckOutcome.UPHELD and self.by_document
        ):
            upheld = True
        elif self.outcome is CheckOutcome.NOT_UPHELD:
            upheld = False
        return VerifiedFinding(
            number=self.suspicion.household,
            target=self.suspicion.target,
            subject=self.suspicion.subject,
            upheld=upheld,
            held_on_day=self._held(),
            hard=self.suspicion.is_hard,
            review_against=self.review_against,
            well_off=self.well_off,
            by_document=self._documented(),
        )

    def _held(self) -> bool | None:
        if self.held_on_day is not None:
            return self.held_on_day
        return self.suspicion.held_on_day

    def _documented(self) -> bool | None:
        return self.by_document if _is_on_paper(self.suspicion) else False


@attrs.frozen(kw_only=True)
class Substitution:
    """
    One household put in place of another in a list of checks.

    核查对象替换记录。

    Attributes:
        out: The number of the household that was not checked.
        into: The number of the one that was checked instead.
        reason: Why.
        by: Who changed the list.
        day: When.
    """

    out: str = attrs.field(repr=masked)
    into: str = attrs.field(repr=masked)
    reason: str
    by: Body = attrs.field(validator=_is_body)
    day: dt.date = attrs.field(validator=_on_day)


@attrs.frozen(kw_only=True)
class CheckList:
    """
    Which suspicions are to be checked, and every change of the list.

    核查名单。

    Attributes:
        suspicions: What is to be checked.
        substitutions: The changes, in order; none is ever taken back.
    """

    suspicions: tuple[Suspicion, ...]
    substitutions: tuple[Substitution, ...] = ()

    @property
    def households(self) -> tuple[str, ...]:
        """The households to go to, each once, in order."""
        listed = (one.household for one in self.suspicions)
        return tuple(dict.fromkeys(listed))

    def substitute(
        self,
        out: str,
        into: tuple[Suspicion, ...],
        *,
        reason: str,
        by: Body,
        day: dt.date,
    ) -> Self:
        """
        Check another household instead, and log it.

        替换核查对象。

        Args:
            out: The household that is not checked.
            into: The suspicions about the one that is checked instead.
            reason: Why.
            by: Who changes the list.
            day: When.

        Returns:
            The new list; the old one is as it was.

        Raises:
            NotInRegistryError: If *out* is not in the list.
            InvalidValueError: If no reason is given, or *into* is not
                about one household that is not in the list yet.
        """
        if out not in self.households:
            raise NotInRegistryError(
                kind="household to check", code=masked(out)
            )
        new = {one.household for one in into}
        if len(new) != 1 or new & set(self.households):
            raise InvalidValueError(
                what="one household that is not in the list comes in.",
                where="CheckList.substitute",
                remedy="Give the suspicions about one other household.",
            )
        if not reason.strip():
            raise InvalidValueError(
                what="a household is not exchanged without a reason.",
                where="CheckList.substitute",
                remedy="Say why it cannot be checked.",
            )
        kept: list[Suspicion] = []
        for one in self.suspicions:
            if one.household != out:
                kept.append(one)
            elif into[0] not in kept:
                kept += into
        entry = Substitution(
            out=out, into=new.pop(), reason=reason, by=by, day=day
        )
        return attrs.evolve(
            self,
            suspicions=tuple(kept),
            substitutions=(*self.substitutions, entry),
        )

    def render(
        self,
        language: str = "en",
        *,
        registry: Registry | None = None,
        names: Mapping[str, str] | None = None,
    ) -> str:
        """
        Say whom to visit, what to ask there, and which papers to bring.

        入户核查单。

        What is asked is whatever the rules on misidentified persons cannot
        do without; the papers are those of the rules that may clear the
        suspicion.  With the register, the head and the persons whom a
        suspicion is about stand there by name, and never by number of
        identity: the list is for whoever goes there, and no public notice.

        Args:
            language: ``"zh"`` or ``"en"``.
            registry: The register, for the names, the group and the size
                of each household.
            names: The name of each division, where it is to be printed
                instead of the code.

        Returns:
            The list as text, one point a line.
        """
        check_language(language)
        listed_homes = () if registry is None else registry.households
        homes = {one.number: one for one in reversed(listed_homes)}
        found: dict[str, list[Suspicion]] = {}
        for one in self.suspicions:
            found.setdefault(one.household, []).append(one)
        return "\n".join(
            line
            for number, listed in found.items()
            for line in (
                _headed(listed[0], homes.get(number), names or {}, language),
                *(
                    each
                    for one in listed
                    for each in _asked(one, homes.get(number), language)
                ),
            )
        )

    def __str__(self) -> str:
        return self.render("en")

    def unchecked(
        self, checks: tuple[FieldCheck, ...]
    ) -> tuple[Suspicion, ...]:
        """List what is still to be checked, or was not found out."""
        settled = {
            one.suspicion.key
            for one in checks
            if one.outcome in {CheckOutcome.UPHELD, CheckOutcome.NOT_UPHELD}
        }
        return tuple(one for one in self.suspicions if one.key not in settled)


def _headed(
    one: Suspicion,
    home: Household | None,
    names: Mapping[str, str],
    language: str,
) -> str:
    """Say which household it is, and where."""
    zh = language == "zh"
    place = names.get(one.division, one.division)
    parts = [masked(one.household), head_named(home, zh=zh), masked(place)]
    if home is not None:
        many = len(on_file(home))
        word = unit_word("person", zh=zh, one=many == 1)
        parts += [
            masked(home.group or ""),
            f"{many}{word}" if zh else f"{many} {word}",
        ]
    return ("，" if zh else ", ").join(part for part in parts if part)


def _asked(
    one: Suspicion, home: Household | None, language: str
) -> Iterator[str]:
    """Say what is suspected, what to ask, and which papers clear it."""
    zh = language == "zh"
    answers = [answer.render(language) for answer in one.answers]
    people = named(home, one.persons)
    if zh:
        whom = f"（{'、'.join(people)}）" if people else ""
        yield f"  □ 疑似{one.zh}{whom}：{'；'.join(answers)}。"
    else:
        whom = f" ({', '.join(people)})" if people else ""
        yield f"  □ suspected of being {one.en}{whom}: {'; '.join(answers)}."
    nothing = VerifiedFinding(
        number=one.household,
        target=one.target,
        subject=one.subject,
        held_on_day=one.held_on_day,
        hard=one.is_hard,
        by_document=None if _is_on_paper(one) else False,
    )
    for cause in misidentified()(nothing).missing:
        question = cause.question(language)
        yield (
            f"    〔核实〕{question}？" if zh else f"    [find out] {question}"
        )
    for rule in one.clearing_rules:
        papers = [
            ("或" if zh else " or ").join(
                paper.zh if zh else paper.en for paper in any_of
            )
            for any_of in rule.needs
        ]
        if zh:
            yield f"    〔材料〕如属“{rule.zh}”，须提供：{'、'.join(papers)}。"
        else:
            yield f"    [papers] if {rule.en}: {', '.join(papers)}"


def _is_on_paper(one: Suspicion) -> bool:
    """Say whether it can be on paper: a death, or a cancelled hukou."""
    return one.ground in {
        SuspicionKind.DEAD.value,
        SuspicionKind.CANCELLED.value,
    }


def clearances(
    checks: Iterable[FieldCheck],
) -> tuple[tuple[Suspicion, Clearance], ...]:
    """
    Collect what checks cleared, for the next run.

    汇总已排除的疑点。

    Examples:
        >>> clearances(())
        ()
    """
    return tuple(
        (one.suspicion, clearance)
        for one in checks
        for clearance in (one.clearance,)
        if clearance is not None
    )
