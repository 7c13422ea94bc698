"""
What can be wrong in the figures of an allocation, in both languages.

分配指标问题一览。
"""

from __future__ import annotations

from pa_registry.problems import Problem
from pa_registry.standards.faults import Fault


__all__ = ["FAULTS", "fault"]


#: Every kind of problem, by its stable code.
FAULTS: dict[str, Fault] = {
    "funds.nobody": Fault(
        "没有分配对象。",
        "There is no recipient.",
        "请至少列出一个单位。",
        "Give one unit at least.",
    ),
    "funds.twice": Fault(
        "同一单位出现两次。",
        "One unit is there twice.",
        "请先合并或删去其中一个。",
        "Merge the two, or take one out.",
    ),
    "funds.missing": Fault(
        "“{zh}”未填报。",
        "The figure {en!r} is not recorded.",
        "请补报；确为零的，填0。",
        "Record it; where there are none, record 0.",
    ),
    "funds.unusable": Fault(
        "“{zh}”的填报值不能用于计算。",
        "The figure {en!r} cannot be used as it is recorded.",
        "数值须为非负的整数或分数；类别须为公式所列类别之一。",
        "Give an exact number of 0 or more, or a class the formula lists.",
    ),
    "funds.no-claims": Fault(
        "各单位的“{zh}”均不能作为分配依据，该因素的资金无从分配。",
        "No unit has a claim by {en!r}, so that its part has no recipient.",
        "请核对填报值，或去掉这一因素并调整权重。",
        "Check the figures, or drop the factor and adjust the weights.",
    ),
    "funds.no-quota": Fault(
        "“{zh}”为零，无法计算差异率。",
        "The figure {en!r} is 0, so that no deviation can be computed.",
        "请核对下达的规模控制数。",
        "Check the quota that was issued.",
    ),
    "funds.allotted": Fault(
        "应予扣回，但已下达资金未填报。",
        "Money is to be clawed back, and what was allotted is not recorded.",
        "请填报已下达资金；没有的，填0。",
        "Record what was allotted; where it was nothing, record yuan(0).",
    ),
}


def fault(code: str, where: str, shown: str = "", /, **words: str) -> Problem:
    """
    Make a problem of one kind.

    Args:
        code: The code of its kind.
        where: The unit and the figure.
        shown: The offending value.
        **words: What the wording leaves open.

    Returns:
        The problem, in both languages.
    """
    kind = FAULTS[code]
    return Problem(
        code=code,
        where=where,
        zh=kind.zh.format(**words),
        en=kind.en.format(**words),
        remedy_zh=kind.remedy_zh,
        remedy_en=kind.remedy_en,
        shown=shown,
    )
