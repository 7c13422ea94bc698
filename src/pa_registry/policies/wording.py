"""
How a decision is said: whole sentences, as a cadre would say them.

结论的表述。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pa_registry.conditions import Condition, Reason, Truth
from pa_registry.conditions.causes import Place
from pa_registry.conditions.describing import plain_day
from pa_registry.conditions.tree import (
    ByPlace,
    ByYear,
    Compare,
    Field,
    Holds,
    Label,
    Labelled,
    Not,
    Unless,
    Value,
)
from pa_registry.dates import AsOf
from pa_registry.masking import masked
from pa_registry.policies.doubts import (
    open_facts,
    say_open,
    say_without_effect,
)
from pa_registry.standards import FactDay


if TYPE_CHECKING:
    from pa_registry.policies.decision import Decision
    from pa_registry.policies.policy import Policy, Step


__all__ = ["name_of", "of_decision", "of_policy"]


def name_of(subject: Any) -> str:
    """Name a subject by its number or code, which is no personal number."""
    for key in ("number", "code"):
        found = getattr(subject, key, None)
        if found:
            return masked(str(found))
    return type(subject).__name__


def of_decision(decision: Decision[Any], language: str) -> str:
    """Say a decision, its ground, its exceptions and what is open."""
    zh = language == "zh"
    reasons = decision.reasons
    lines = [_headline(decision, zh=zh)]
    lines += _ground(decision, reasons, zh=zh)
    lines += dict.fromkeys(_iter_exceptions(decision, reasons, zh=zh))
    lines += _open(decision, reasons, language)
    lines += _on_entry_day(decision, language)
    lines += [one[0 if zh else 1] for one in decision.policy.beyond]
    return "\n  ".join(lines)


def _on_entry_day(decision: Decision[Any], language: str) -> Iterator[str]:
    """Print the answer by the day of entry, where it is another one."""
    other = decision.on_entry_day
    if other is None or other.outcome is decision.outcome:
        return
    at = decision.at, other.at
    now, then = (
        plain_day(AsOf.of(day).fact, language) for day in at if day is not None
    )
    wants = decision.policy.day is FactDay.ENTRY
    if language == "zh":
        why = (
            "清单以识别时的事实为准"
            if wants
            else "清单原文未写明比对以哪一天的事实为准"
        )
        yield (
            f"{why}：按{now}的事实，结论为{decision.outcome.zh}；"
            f"按识别时（{then}）的事实，结论为{other.outcome.zh}。"
        )
    else:
        why = (
            "The list wants the facts of the day of entry"
            if wants
            else "The list does not say which day's facts count"
        )
        yield (
            f"{why}: by those of {now}, {decision.outcome.en}; by those of"
            f" the day of entry ({then}), {other.outcome.en}."
        )


def _headline(decision: Decision[Any], *, zh: bool) -> str:
    name, policy, outcome = (
        name_of(decision.subject),
        decision.policy,
        decision.outcome,
    )
    if zh:
        return f"{name}，{policy.zh}：{outcome.zh}。"
    return f"{name}, {policy.en}: {outcome.en}."


def _ground(
    decision: Decision[Any], reasons: tuple[Reason, ...], *, zh: bool
) -> Iterator[str]:
    ground = decision.ground
    if ground is None:
        if zh:
            possible = [f"“{one.zh}”" for one in decision.possible]
            yield f"可能的结论：{'或'.join(possible)}。"
        else:
            possible = [one.en for one in decision.possible]
            yield f"Possible: {', or '.join(possible)}."
        return
    text = ground.zh if zh else ground.en
    if ground.name == "otherwise":
        parts = [
            part
            for reason in reasons
            for part in _iter_decisive(reason)
            if part.figures
        ]
    else:
        parts = list(_iter_decisive(reasons[-1]))
    facts = _facts(parts, "zh" if zh else "en")
    yield f"依据：{text}{facts}。" if zh else f"Ground: {text}{facts}."


def _facts(parts: Iterable[Reason], language: str) -> str:
    """Name the facts that were decisive, each once, by whom they are of."""
    groups: dict[str, dict[str, None]] = {}
    is_plain = True
    for part in parts:
        said = groups.setdefault(part.where, {})
        is_plain = is_plain and isinstance(part.condition, _WORDED)
        for fact in part.facts:
            known = fact.value is not None and not fact.is_hidden
            if known and fact.column.key not in _chosen_by(part):
                said[fact.render(language)] = None
        said.update((one.render(language), None) for one in part.figures)
    listed = [_group(where, said, language) for where, said in groups.items()]
    listed = [one for one in listed if one]
    # A lone yes or no of the household says what the ground says already.
    if not listed or (is_plain and len(listed) == 1):
        return ""
    if language == "zh":
        return f"（{'；'.join(listed)}）"
    return f" ({'; '.join(listed)})"


_WORDED = (Labelled, Not, Holds)


def _chosen_by(part: Reason) -> frozenset[str]:
    """Name what only chose the line: its year is said with the line."""
    rule = part.condition
    bound = rule.right if isinstance(rule, Compare) else None
    keys: list[Value] = []
    if isinstance(bound, ByYear):
        keys += [bound.year, *(getattr(v, "place", v) for v in bound.values)]
    elif isinstance(bound, ByPlace):
        keys.append(bound.place)
    return frozenset(one.key for one in keys if isinstance(one, Field))


def _group(where: str, said: Iterable[str], language: str) -> str:
    zh = language == "zh"
    text = ("，" if zh else ", ").join(said)
    about = where.say(language) if isinstance(where, Place) else ""
    if not text or not about:
        return text
    return f"{about}：{text}" if zh else f"{about}: {text}"


def _iter_decisive(reason: Reason) -> Iterator[Reason]:
    """Follow a rule down to the leaves that made it what it is."""
    yield reason
    turned = isinstance(reason.condition, Not)
    for part in reason.parts:
        if part.presence is None and (turned or part.truth is reason.truth):
            yield from _iter_decisive(part)


def _iter_exceptions(
    decision: Decision[Any], reasons: Iterable[Reason], *, zh: bool
) -> Iterator[str]:
    """Say of each rule that an exception let through why it did not bite."""
    steps = decision.policy.steps
    for step, reason in zip(steps, reasons, strict=False):
        label = _label(reason)
        if reason.truth is not Truth.NOT_MET or label is None:
            continue
        strict = step.outcome.value == "STRICT_REVIEW"
        for part in reason.walk():
            case = _excepted(part)
            if case is not None:
                yield _exception(label, case, strict=strict, zh=zh)


def _exception(label: Label, case: Label, *, strict: bool, zh: bool) -> str:
    waived = case.name.startswith("waived-")
    if zh:
        listed = "列入从严审核情形" if strict else "列入排除情形"
        spared = "不从严审核" if strict else "不排除"
        why = "" if waived else "属例外，"
        return f"{listed}（{label.zh}），但{case.zh}，{why}故{spared}。"
    listed = "reviewed strictly" if strict else "excluded"
    why = "" if waived else ", which is an exception"
    return (
        f"Would be {listed} as {label.en}, but {case.en}{why}: not {listed}."
    )


def _label(reason: Reason) -> Label | None:
    node = reason.condition
    return node.label if isinstance(node, Labelled) else None


def _excepted(reason: Reason) -> Label | None:
    """Give the label of the exception, where rule and exception are met."""
    if not isinstance(reason.condition, Unless) or not reason.parts:
        return None
    rule, exception = reason.parts
    if rule.truth is not Truth.MET or exception.truth is not Truth.MET:
        return None
    for part in _iter_decisive(exception):
        label = _label(part)
        if label is not None:
            return label
    return None


def _open(
    decision: Decision[Any], reasons: tuple[Reason, ...], language: str
) -> Iterator[str]:
    """Say what is not known, and what would have to be found out."""
    facts = open_facts(reasons, language)
    if not facts:
        return
    if decision.is_decided:
        yield say_without_effect(facts, language)
    else:
        yield from say_open(facts, language)


# A policy ---------------------------------------------------------------


def of_policy(policy: Policy[Any], language: str) -> str:
    """Say what a policy asks, as a page to print."""
    zh = language == "zh"
    lines = [policy.zh if zh else _capital(policy.en)]
    lines.append(
        "依次判断，以最先符合的一项为准："
        if zh
        else "The rules are asked in order; the first that is met decides."
    )
    for place, step in enumerate(policy.steps, 1):
        lines += _step(place, step, language)
    last, open_ = policy.otherwise, policy.undecided
    if zh:
        lines.append(f"各项均不符合：{last.zh}。")
        lines.append(f"事实不足以得出唯一结论：{open_.zh}。")
    else:
        lines.append(f"If none is met: {last.en}.")
        lines.append(f"If the facts leave several outcomes open: {open_.en}.")
    lines += [one[0 if zh else 1] for one in policy.beyond]
    return "\n".join(lines)


def _step(place: int, step: Step[Any], language: str) -> Iterator[str]:
    zh = language == "zh"
    said = step.rule.describe(language)
    outcome = step.outcome.zh if zh else step.outcome.en
    if zh:
        yield f"{place}. {said}：{outcome}。"
    else:
        yield f"{place}. {_capital(said)}: {outcome}."
    body = _bare(step.rule).describe(language)
    if body != said:
        yield f"   即：{body}。" if zh else f"   That is: {body}."


def _bare(rule: Condition[Any]) -> Condition[Any]:
    """Take off the labels that would hide what a rule asks."""
    if isinstance(rule, Labelled):
        return _bare(rule.part)
    if isinstance(rule, Not):
        return Not(_bare(rule.part))
    return rule


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
