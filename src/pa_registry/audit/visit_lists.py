"""
What to check at each household that was drawn.

入户核查清单。

Two things are asked for: what the rules would need and nobody recorded,
and what is on record and the rules rested on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Self, TypeAlias

import attrs

from typing_extensions import override

from pa_registry.audit._naming import head_named
from pa_registry.audit.sampling import LookBackSample, SampledUnit
from pa_registry.audit.sampling_frames import FrameGroup
from pa_registry.conditions import Cause, Fact, UncheckedSource
from pa_registry.conditions.causes import Place
from pa_registry.conditions.describing import check_language
from pa_registry.dates import Day
from pa_registry.errors import InvalidPolicyError
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.phrases import unit_word
from pa_registry.policies import Decision, Policy
from pa_registry.policies.comparing import EvidenceByHousehold


__all__ = [
    "CheckItem",
    "CheckKind",
    "Policies",
    "VisitSheet",
    "evidence_of",
    "visit_list",
]

#: The policies by which households are checked: all alike, or by group.
Policies: TypeAlias = (
    "Sequence[Policy[Any]] | Mapping[FrameGroup, Sequence[Policy[Any]]]"
)


class CheckKind(StrEnum):
    """
    What there is to do about one point of a visit.

    核查方式。

    Attributes:
        ASK: Nobody has recorded it: the visit finds it out.
        VERIFY: It is on record, and a decision rests on it.
        COMPARE: A department's data would settle it, and no visit.
    """

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        """Make a member of its code and its words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    ASK = ("ask", "询问", "ask")
    VERIFY = ("verify", "核对", "verify")
    COMPARE = ("compare", "比对", "compare")


@attrs.frozen
class CheckItem:
    """
    One point to check.

    核查事项。

    Attributes:
        kind: What there is to do.
        where: Whom or what it is about; empty for the household itself.
        about: The field or source, by name.
        zh: What to ask or what is on record, in Chinese.
        en: The same in English.
    """

    kind: CheckKind
    where: str
    about: str
    zh: str
    en: str

    def render(self, language: str = "en") -> str:
        """Say the point in ``"zh"`` or ``"en"``."""
        if language == "zh":
            return f"〔{self.kind.zh}〕{self.zh}"
        return f"[{self.kind.en}] {self.en}"


@attrs.frozen(kw_only=True)
class VisitSheet:
    """
    The points to check at one household.

    一户的核查清单。

    Attributes:
        drawn: The household, as it was drawn.
        household: Its record; `None` where it is outside the register.
        decisions: What the record comes to, policy by policy.
        items: The points to check, each once.
    """

    drawn: SampledUnit
    household: Household | None = attrs.field(repr=False)
    decisions: tuple[Decision[Any], ...] = attrs.field(repr=False)
    items: tuple[CheckItem, ...]

    @property
    def code(self) -> str:
        """The number of the household."""
        return self.drawn.code

    def render(self, language: str = "en") -> str:
        """
        Say the sheet as text, one point a line.

        入户核查清单。

        The head of the household stands there by name: the sheet is for
        whoever goes there, and no public notice.
        """
        check_language(language)
        zh = language == "zh"
        unit = self.drawn.unit
        place = masked(unit.path[-1]) if unit.path else ""
        group = (self.household and self.household.group) or ""
        where = " ".join(part for part in (place, masked(group)) if part)
        word = unit_word("person", zh=zh, one=unit.size == 1)
        size = f"{unit.size}{word}" if zh else f"{unit.size} {word}"
        who = [masked(self.code), head_named(self.household, zh=zh)]
        parts = [*who, where, unit.label(language), size]
        head = ("，" if zh else ", ").join(part for part in parts if part)
        if self.drawn.stands_for is not None:
            old = masked(self.drawn.stands_for)
            head += f"（替换{old}）" if zh else f" (in place of {old})"
        lines = [f"□ {one.render(language)}" for one in self.items]
        return "\n  ".join([head, *lines])

    @override
    def __str__(self) -> str:
        return self.render("en")


def visit_list(
    sample: LookBackSample,
    policies: Policies,
    *,
    registry: Registry,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    at: Day | None = None,
) -> tuple[VisitSheet, ...]:
    """
    List what to check at each household that was drawn.

    生成入户核查清单。

    Args:
        sample: The sample, with its substitutions.
        policies: By which policies; one set for all, or one by group, such
            as the exit test for the exited.
        registry: The register.  Of a household that is not in it nothing
            is on record, so that everything is asked.
        evidence: The evidence by household number.
        at: The clocks.

    Returns:
        A sheet for each household, in the order of the sample.

    Raises:
        InvalidPolicyError: If there is no policy for a group that was
            drawn.

    Examples:
        >>> from pa_registry.audit.sampling import look_back_sample
        >>> from pa_registry.model import Person, Status
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import household_exit
        >>> home = Household(
        ...     number="H1",
        ...     status=Status.EXITED,
        ...     exit_year=2015,
        ...     net_income=yuan(9000),
        ...     members=(Person(number="1"),),
        ... )
        >>> registry = Registry(households=(home,))
        >>> sample = look_back_sample(registry, seed=2016, size=1)
        >>> policy = household_exit(line=yuan(2952), guarantees=())
        >>> (sheet,) = visit_list(sample, [policy], registry=registry)
        >>> print(sheet.render("zh"))
        H1，已脱贫（2015年），1人
          □ 〔核对〕家庭纯收入9000元，是否属实
          □ 〔核对〕家庭人口数1人，是否属实
    """
    homes = {one.number: one for one in reversed(registry.households)}
    known = evidence_of(evidence)
    return tuple(
        _sheet(
            one,
            homes.get(one.code),
            _policies(policies, one.unit.group),
            known.get(one.code),
            at,
        )
        for one in sample.units
    )


def evidence_of(
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None,
) -> Mapping[str, Evidence]:
    """Take evidence by household number, in either of its shapes."""
    if isinstance(evidence, EvidenceByHousehold):
        return evidence.by_household
    return evidence or {}


def _policies(
    policies: Policies, group: FrameGroup
) -> tuple[Policy[Any], ...]:
    if isinstance(policies, Sequence):
        listed = tuple(policies)
    else:
        listed = tuple(policies.get(group, ()))
    if not listed:
        raise InvalidPolicyError(
            what=f"By what {group.en} households are checked is not said.",
            remedy=f"Give a policy for FrameGroup.{group.name}.",
        )
    return listed


def _sheet(
    drawn: SampledUnit,
    household: Household | None,
    policies: tuple[Policy[Any], ...],
    evidence: Evidence | None,
    at: Day | None,
) -> VisitSheet:
    subject = household or Household(number=drawn.code)
    decisions = tuple(
        policy(subject, evidence=evidence, at=at) for policy in policies
    )
    return VisitSheet(
        drawn=drawn,
        household=household,
        decisions=decisions,
        items=_in_order(dict.fromkeys(_items(decisions))),
    )


def _in_order(items: Iterable[CheckItem]) -> tuple[CheckItem, ...]:
    """Put together what there is to do, and of whom."""
    listed = tuple(items)
    kinds = tuple(CheckKind)
    places = tuple(dict.fromkeys(["", *(one.where for one in listed)]))
    return tuple(
        sorted(
            listed,
            key=lambda o: (kinds.index(o.kind), places.index(o.where)),
        )
    )


def _items(decisions: Iterable[Decision[Any]]) -> Iterator[CheckItem]:
    for decision in decisions:
        for cause in (*decision.missing, *decision.open):
            if cause.is_asked:
                yield _asked(cause)
        for reason in decision.reasons:
            for part in reason.walk():
                for fact in part.facts:
                    if fact.value is not None and not fact.is_hidden:
                        yield _on_record(fact)


def _asked(cause: Cause) -> CheckItem:
    kind = CheckKind.ASK
    if isinstance(cause, UncheckedSource) and cause.is_comparison:
        kind = CheckKind.COMPARE
    zh, en = _about(cause.where)
    return CheckItem(
        kind,
        str(cause.where),
        cause.about,
        f"{zh}{cause.question('zh')}",
        f"{en}{cause.question('en')}",
    )


def _on_record(fact: Fact) -> CheckItem:
    zh, en = _about(fact.where)
    return CheckItem(
        CheckKind.VERIFY,
        str(fact.where),
        f"{fact.form}.{fact.column.key}",
        f"{zh}{fact.render('zh')}，是否属实",
        f"{en}{fact.render('en')}; is it so?",
    )


def _about(where: str) -> tuple[str, str]:
    """Say whom or what a point is about; the household itself goes unsaid."""
    if not where:
        return "", ""
    zh, en = (
        (where.zh, where.en) if isinstance(where, Place) else (where, where)
    )
    return f"{zh}：", f"{en}: "
