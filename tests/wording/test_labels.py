"""The words of shipped rules, lists and standards."""

from __future__ import annotations

import re

from typing import Any

import pytest

from pa_registry.conditions.tree import Labelled
from pa_registry.conditions.walking import iter_nodes
from pa_registry.money import yuan
from pa_registry.policies import (
    Policy,
    household_exit,
    identification,
    negative_list,
)
from pa_registry.policies.exits import lastingly_above
from pa_registry.policies.guarantees import recorded_guarantees
from pa_registry.policies.identification import Disagreement
from pa_registry.standards import ListKind, lists


CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
#: Letters that official Chinese text does use: grades, and codes of items.
CODES = re.compile(r"[A-D]级|AAC[0-9]+|ACA[0-9]+")
LATIN = re.compile("[A-Za-z]")
DOUBLED = re.compile(r"\b(\w+) \1\b|\bthe (?:a|an|the)\b")


def policies() -> list[Policy[Any]]:
    """Give every shipped policy, in each of its stated readings."""
    found: list[Policy[Any]] = [
        identification(),
        identification(line=yuan(2952), guarantees=()),
        identification(guarantees=recorded_guarantees()),
        household_exit(),
        household_exit(line=yuan(2952), guarantees=()),
        household_exit(stably=lastingly_above()),
    ]
    found += [identification(disagreement=one) for one in Disagreement]
    for one in lists():
        if one.kind is ListKind.NEGATIVE and one.items:
            found += [
                negative_list(one.id),
                negative_list(one.id, waivers=True),
            ]
    return found


POLICIES = [
    pytest.param(policy, id=f"{place}-{policy.name}")
    for place, policy in enumerate(policies())
]


def labels(policy: Policy[Any]) -> list[tuple[str, str]]:
    """List the words of all labels of a policy, doubts among them."""
    found: list[tuple[str, str]] = [(policy.zh, policy.en)]
    for step in policy.steps:
        for node in iter_nodes(step.rule):
            if isinstance(node, Labelled):
                label = node.label
                found.append((label.zh, label.en))
                if label.doubt is not None:
                    doubt = label.doubt
                    found += [
                        (doubt.zh, doubt.en),
                        (doubt.ask_zh, doubt.ask_en),
                    ]
    return found


def is_chinese(text: str) -> bool:
    """Say whether no letters stand in a text but accepted codes."""
    return bool(text) and not LATIN.search(CODES.sub("", text))


class TestLabels:
    @pytest.mark.parametrize("policy", POLICIES)
    def test_chinese(self, policy: Policy[Any]) -> None:
        """Every label is whole, in Chinese, and no sentence of its own."""
        wrong = [
            zh
            for zh, _ in labels(policy)
            if not is_chinese(zh) or zh.endswith(("。", "？", "，", "；"))
        ]

        assert wrong == []

    @pytest.mark.parametrize("policy", POLICIES)
    def test_english(self, policy: Policy[Any]) -> None:
        """Every label is whole, in English, without a doubled word."""
        wrong = [
            en
            for _, en in labels(policy)
            if not en
            or CHINESE.search(en)
            or DOUBLED.search(en)
            or en.endswith(".")
        ]

        assert wrong == []


class TestPages:
    @pytest.mark.parametrize("policy", POLICIES)
    def test_chinese(self, policy: Policy[Any]) -> None:
        """A policy prints as a page without braces, codes or names."""
        page = policy.describe("zh")

        assert [
            line for line in page.splitlines() if not is_chinese(line)
        ] == []
        assert "（（" not in page
        assert not re.search(r"[{}_]|。。|：：|，，", page)

    @pytest.mark.parametrize("policy", POLICIES)
    def test_english(self, policy: Policy[Any]) -> None:
        """The English page has no Chinese and no doubled word."""
        page = policy.describe("en")

        assert not CHINESE.search(page)
        assert not DOUBLED.search(page)
        assert "((" not in page
        assert not re.search(r"[{}_]|\.\.|  \w", page.replace("\n   ", "\n"))
