"""
What is open in a decision: the facts that nobody has established.

待核实事项的表述。

Few are said in one sentence; many are listed by whom they are about, so
that a visitor can go down the list.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from pa_registry.conditions import Cause, Reason, Truth, UncheckedSource
from pa_registry.conditions.causes import Place
from pa_registry.conditions.tree import Labelled


__all__ = ["OpenFact", "open_facts", "say_open", "say_without_effect"]

#: More open facts, or of several rows, are listed and not said in one go.
_FEW = 3
#: What makes a doubt a question, and not a noun.
_QUESTION = re.compile("是否|有无|能否|的情况")


@attrs.frozen
class OpenFact:
    """
    One fact that is not known, and how to find out.

    待核实事项。

    Attributes:
        where: Whom or what it is about; empty for the case itself.
        said: That it is not known, as a clause.
        ask: The question that settles it; empty where a visit cannot.
        is_clause: Whether the Chinese subject needs no 的 before *said*.
        source: What to compare with the departments' data instead.
        is_worded: Whether a list has put it into words of its own.
    """

    where: str
    said: str
    ask: str
    is_clause: bool = True
    source: str = ""
    is_worded: bool = False


def open_facts(
    reasons: Iterable[Reason], language: str
) -> tuple[OpenFact, ...]:
    """List what keeps some rules unknown, each once, in order."""
    found = dict.fromkeys(
        fact
        for reason in reasons
        if reason.truth is Truth.UNKNOWN
        for fact in _of_reason(reason, language)
    )
    asked = tuple(one for one in found if one.ask or one.source)
    return asked or tuple(found)


def say_open(facts: Sequence[OpenFact], language: str) -> Iterator[str]:
    """Say that nothing is decided, and what has to be found out."""
    places = {fact.where for fact in facts if fact.where}
    if len(facts) <= _FEW and len(places) <= 1:
        yield _sentence(facts, language)
    else:
        yield from _list(facts, language)


def say_without_effect(facts: Sequence[OpenFact], language: str) -> str:
    """Say what is not known and does not matter."""
    said = _said(facts, language)
    if len(facts) > _FEW:
        if language == "zh":
            return f"另有{len(facts)}项尚未核实，但不影响结论。"
        return (
            f"Also, {len(facts)} facts are not known, without effect on the"
            " outcome."
        )
    if language == "zh":
        return f"另有事项尚未核实，但不影响结论：{'；'.join(said)}。"
    return f"Also, without effect on the outcome: {'; '.join(said)}."


# Finding ----------------------------------------------------------------


def _of_reason(reason: Reason, language: str) -> Iterator[OpenFact]:
    """Take the wording of a list for what it words, else that of the fact."""
    if reason.presence is not None:
        yield from _of_presence(reason, language)
        return
    worded = _worded(reason, language)
    if worded is not None:
        yield worded
        return
    for cause in reason.own:
        yield _of_cause(cause, language)
    for part in reason.parts:
        if part.truth is Truth.UNKNOWN:
            yield from _of_reason(part, language)


def _of_presence(reason: Reason, language: str) -> Iterator[OpenFact]:
    """Ask for what would tell whether a row counts on the fact day."""
    words = reason.presence
    if words is None:
        return
    whether = words.whether(language)
    zh = language == "zh"
    said = f"{whether}尚未核实" if zh else f"{whether} has not been verified"
    causes = [one for one in reason.causes if one.is_asked]
    for cause in causes:
        yield OpenFact(reason.where, said, cause.question(language))
    if not causes:
        yield OpenFact(reason.where, said, words.question(language))


def _worded(reason: Reason, language: str) -> OpenFact | None:
    rule = reason.condition
    doubt = rule.label.doubt if isinstance(rule, Labelled) else None
    if doubt is None:
        return None
    if language == "zh":
        yet = "尚" if _QUESTION.search(doubt.zh) else ""
        said, ask = f"{doubt.zh}{yet}未核实", doubt.ask_zh
    else:
        said, ask = f"{doubt.en} has not been verified", doubt.ask_en
    return OpenFact(reason.where, said, ask, is_worded=True)


def _of_cause(cause: Cause, language: str) -> OpenFact:
    source = ""
    if isinstance(cause, UncheckedSource) and cause.is_comparison:
        source = cause.zh if language == "zh" else cause.en
    ask = cause.question(language) if cause.is_asked and not source else ""
    said = cause.sentence(language)
    return OpenFact(cause.where, said, ask, cause.is_clause, source)


# Saying -----------------------------------------------------------------


def _said(facts: Sequence[OpenFact], language: str) -> list[str]:
    return list(
        dict.fromkeys(
            _placed(one, facts, one.said, language, joined=one.is_clause)
            for one in facts
        )
    )


def _placed(
    fact: OpenFact,
    among: Sequence[OpenFact],
    text: str,
    language: str,
    *,
    joined: bool = True,
) -> str:
    """Put the name of the row before a clause, where it has one."""
    where = fact.where
    if not isinstance(where, Place) or not where or _is_alone(fact, among):
        return text
    if language != "zh":
        return f"for {where.en}, {text}"
    if not joined:
        return f"{where.zh}的{text}"
    return f"{where.zh}，{text}" if where.is_record else f"{where.zh}{text}"


def _asked(fact: OpenFact, among: Sequence[OpenFact], language: str) -> str:
    """Put a question about a row that the sentence has named already."""
    where = fact.where
    if language != "zh" or not isinstance(where, Place) or not where.is_record:
        return _placed(fact, among, fact.ask, language)
    lacks_subject = fact.ask.startswith("是")
    return f"{where.this_zh}{fact.ask}" if lacks_subject else fact.ask


def _is_alone(fact: OpenFact, among: Sequence[OpenFact]) -> bool:
    """Say whether a list's own words are clear without naming the row."""
    like = [one for one in among if one.said == fact.said]
    return fact.is_worded and len(like) == 1


def _sentence(facts: Sequence[OpenFact], language: str) -> str:
    said = _said(facts, language)
    asked = [_asked(f, facts, language) for f in facts if f.ask]
    sources = [fact.source for fact in facts if fact.source]
    if language == "zh":
        text = f"{'，'.join(said)}，暂不能决定"
        if asked:
            text += f"；需入户核查：{'；'.join(dict.fromkeys(asked))}"
        if sources:
            text += f"；需与部门数据比对：{'、'.join(sources)}"
        return f"{text}。"
    first = "; ".join(said)
    text = f"{first[:1].upper()}{first[1:]}, so nothing is decided yet."
    if asked:
        text += f" To verify on a visit: {_numbered(asked, 1, language)}"
    if sources:
        text += f" To compare with departments' data: {', '.join(sources)}."
    return text


def _list(facts: Sequence[OpenFact], language: str) -> Iterator[str]:
    zh = language == "zh"
    sources = [fact.source for fact in facts if fact.source]
    yield (
        f"尚有{len(facts)}项未核实，暂不能决定。"
        if zh
        else f"{len(facts)} facts are not known, so nothing is decided yet."
    )
    groups: dict[str, list[str]] = {}
    for fact in sorted(facts, key=_order):
        if fact.ask and fact.ask not in groups.setdefault(fact.where, []):
            groups[fact.where].append(fact.ask)
    if groups:
        yield "需入户核查：" if zh else "To verify on a visit:"
    number = 1
    for where, asked in groups.items():
        about = where.say(language) if isinstance(where, Place) else where
        about = about or ("本户" if zh else "the household")
        listed = _numbered(asked, number, language, always=True)
        yield f"  {about}：{listed}。" if zh else f"  {about}: {listed}"
        number += len(asked)
    if sources and zh:
        yield f"需与部门数据比对：{'、'.join(sources)}。"
    elif sources:
        yield f"To compare with departments' data: {', '.join(sources)}."


def _order(fact: OpenFact) -> tuple[Any, ...]:
    """Put the household first, then member 2 before member 10."""
    pieces = re.split(r"([0-9]+)", fact.where)
    return tuple(
        (one.isdecimal(), int(one) if one.isdecimal() else one)
        for one in pieces
    )


def _numbered(
    asked: Sequence[str], first: int, language: str, *, always: bool = False
) -> str:
    """Number several questions, so that none is lost."""
    once = list(dict.fromkeys(asked))
    if len(once) == 1 and not always:
        return once[0]
    if language == "zh":
        return "；".join(f"{i}. {one}" for i, one in enumerate(once, first))
    return " ".join(f"({i}) {one}" for i, one in enumerate(once, first))
