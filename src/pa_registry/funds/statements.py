"""
How an allocation is said: whole sentences, in both languages.

资金分配说明。

Amounts are printed in ten thousands of yuan (万元), as offices write them,
with as many decimals as the fen need: nothing is rounded away.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from pa_registry.conditions.describing import check_language, decimal
from pa_registry.funds.deductions import Combination, Destination
from pa_registry.money import Fen


if TYPE_CHECKING:
    from pa_registry.funds.allocation import Allocation, Line


__all__ = ["in_wan", "of_allocation", "of_line", "percent"]

_FEN_PER_WAN = 1_000_000
_NUMERALS = "一二三四五六七八九十"


def in_wan(amount: Fen) -> str:
    """
    Write an amount in ten thousands of yuan, exactly.

    以万元表示，精确到分。

    Examples:
        >>> from pa_registry import yuan
        >>> in_wan(yuan(1_234_500)), in_wan(yuan("0.01")), in_wan(yuan(-20000))
        ('123.45', '0.000001', '-2')
    """
    whole, rest = divmod(abs(int(amount)), _FEN_PER_WAN)
    decimals = f".{rest:06}".rstrip("0").rstrip(".")
    return f"{'-' if amount < 0 else ''}{whole}{decimals}"


def percent(share: Fraction) -> str:
    """
    Write a share as a percentage, cut and never rounded.

    Examples:
        >>> percent(Fraction(1, 8)), percent(Fraction(1, 3))
        ('12.50%', '33.33…%')
    """
    return f"{decimal(share * 100)}%"


def of_line(allocation: Allocation, line: Line, language: str) -> str:
    """Say one recipient's part, step by step."""
    check_language(language)
    steps = (
        _zh(allocation, line) if language == "zh" else _en(allocation, line)
    )
    return "\n".join(steps)


def of_allocation(allocation: Allocation, language: str) -> str:
    """Say the total, one line for each recipient, and what is retained."""
    check_language(language)
    lines = allocation.lines
    if language == "zh":
        head = (
            f"{allocation.formula.zh}：分配基数{in_wan(allocation.total)}万元，"
            f"分配对象{len(lines)}个。"
        )
        said = [
            f"  {line.recipient.name}：{in_wan(line.amount)}万元"
            f"{_cut_zh(line)}。"
            for line in lines
        ]
        kept = f"扣减、扣回资金留在本级{in_wan(allocation.retained)}万元。"
    else:
        name = allocation.formula.en
        head = (
            f"{name[:1].upper()}{name[1:]}: a base amount of"
            f" {_en_amount(allocation.total)}, {len(lines)} recipients."
        )
        said = [
            f"  {line.recipient.name}: {_en_amount(line.amount)}"
            f"{_cut_en(line)}."
            for line in lines
        ]
        kept = f"Retained from deductions: {_en_amount(allocation.retained)}."
    said = [head, *said]
    return "\n".join([*said, kept] if allocation.retained else said)


def _cut_zh(line: Line) -> str:
    taken = f"，已扣减{in_wan(line.deducted)}万元" if line.deducted else ""
    back = (
        f"，另扣回{in_wan(line.clawed_back)}万元" if line.clawed_back else ""
    )
    return taken + back


def _cut_en(line: Line) -> str:
    taken = f", {_en_amount(line.deducted)} deducted" if line.deducted else ""
    back = (
        f", {_en_amount(line.clawed_back)} clawed back"
        if line.clawed_back
        else ""
    )
    return taken + back


# In Chinese ---------------------------------------------------------------


def _zh(allocation: Allocation, line: Line) -> Iterator[str]:
    formula = allocation.formula
    yield f"{line.recipient.name}资金分配说明"
    yield f"分配基数{in_wan(allocation.total)}万元，适用{formula.zh}。"
    for place, part in enumerate(line.parts):
        factor = part.factor
        value = factor.measure.figure.render(part.value, "zh")
        yield (
            f"（{_numeral(place)}）{factor.render('zh')}："
            f"本单位{value}，占各单位合计的{percent(part.share)}，"
            f"计{in_wan(part.amount)}万元。"
        )
    yield f"各因素合计{in_wan(line.by_factors)}万元。"
    yield from _steps_zh(line)
    yield from _takings_zh(allocation, line)
    yield f"本次分配{in_wan(line.amount)}万元。"
    if line.clawed_back:
        yield (
            f"另从已下达资金中扣回{in_wan(line.clawed_back)}万元，"
            f"{_net_zh(line.net)}。"
        )
    yield _last_year_zh(line)
    for cite in formula.citations():
        yield f"依据：{cite.render('zh')}"


def _numeral(place: int) -> str:
    return _NUMERALS[place] if place < len(_NUMERALS) else str(place + 1)


def _steps_zh(line: Line) -> Iterator[str]:
    for why, change in (
        ("按绩效结果调整", line.adjusted - line.by_factors),
        ("按分配上下限调整", line.base - line.adjusted),
    ):
        if change:
            more = "增加" if change > 0 else "减少"
            yield f"{why}，{more}{in_wan(Fen(abs(change)))}万元。"


def _takings_zh(allocation: Allocation, line: Line) -> Iterator[str]:
    for taking in line.takings:
        found = taking.trigger.describe(line.recipient, "zh")
        if not taking.rate and not taking.clawback_rate:
            yield f"{found}，未达到扣减标准。"
            continue
        rates = [
            f"{word}比例为{percent(rate)}"
            for word, rate in (
                ("扣减", taking.rate),
                ("扣回", taking.clawback_rate),
            )
            if rate
        ]
        yield f"{found}，{'，'.join(rates)}。"
    deductions = allocation.formula.deductions
    if deductions and len(deductions.triggers) > 1:
        yield _COMBINED_ZH[deductions.combination]
    if line.deducted:
        yield f"扣减{in_wan(line.deducted)}万元，{_kept_zh(allocation)}。"
    if line.redistributed:
        yield f"其他单位扣减资金再分配，增加{in_wan(line.redistributed)}万元。"


_COMBINED_ZH = {
    Combination.SUM: "符合多项扣减情形的，比例累加，最高扣完为止。",
    Combination.LARGER: "符合任一扣减情形即予扣减，比例取其中最高的。",
    Combination.ALL: "各项扣减情形同时符合的，才予扣减，比例取其中最高的。",
}


def _kept_zh(allocation: Allocation) -> str:
    deductions = allocation.formula.deductions
    assert deductions is not None  # noqa: S101  there is a deduction
    if deductions.destination is Destination.RETAINED:
        return "资金留在本级"
    if allocation.retained:
        return "因各单位均被扣减，资金留在本级"
    return "资金由未被扣减、扣回的单位分享"


def _net_zh(net: Fen) -> str:
    if net < 0:
        return f"两项相抵，尚须缴回{in_wan(-net)}万元"
    return f"两项相抵，实得{in_wan(net)}万元"


def _last_year_zh(line: Line) -> str:
    before, change = line.recipient.last_year, line.change
    if before is None or change is None:
        return "上年数未填报，不作比较。"
    said = f"上年为{in_wan(before)}万元，"
    if not change:
        return f"{said}本次与上年持平。"
    more = "增加" if change > 0 else "减少"
    return f"{said}本次比上年{more}{in_wan(Fen(abs(change)))}万元。"


# In English ---------------------------------------------------------------


def _en_amount(amount: Fen) -> str:
    return f"{in_wan(amount)} wan yuan"


def _en(allocation: Allocation, line: Line) -> Iterator[str]:
    formula = allocation.formula
    yield f"Allocation to {line.recipient.name}"
    yield (
        f"The base amount is {_en_amount(allocation.total)} (a wan is ten"
        f" thousand), shared out by the {formula.en}."
    )
    for place, part in enumerate(line.parts, 1):
        factor = part.factor
        value = factor.measure.figure.render(part.value, "en")
        yield (
            f"{place}. {factor.render('en')}. This unit: {value},"
            f" {percent(part.share)} of all, which gives"
            f" {_en_amount(part.amount)}."
        )
    yield f"The factors give {_en_amount(line.by_factors)} together."
    yield from _steps_en(line)
    yield from _takings_en(allocation, line)
    yield f"This allocation gives {_en_amount(line.amount)}."
    if line.clawed_back:
        yield (
            f"{_en_amount(line.clawed_back)} are clawed back from money"
            f" already allotted, {_net_en(line.net)}."
        )
    yield _last_year_en(line)
    for cite in formula.citations():
        yield f"Source: {cite.render('en')}"


def _steps_en(line: Line) -> Iterator[str]:
    for why, change in (
        ("performance", line.adjusted - line.by_factors),
        ("floors and caps", line.base - line.adjusted),
    ):
        if change:
            word = "add" if change > 0 else "take off"
            yield f"Adjustments for {why} {word} {_en_amount(Fen(abs(change)))}."


def _takings_en(allocation: Allocation, line: Line) -> Iterator[str]:
    for taking in line.takings:
        found = taking.trigger.describe(line.recipient, "en")
        found = f"{found[:1].upper()}{found[1:]}"
        if not taking.rate and not taking.clawback_rate:
            yield f"{found}, for which nothing is deducted."
            continue
        rates = [
            f"{percent(rate)} is {word}"
            for word, rate in (
                ("to be deducted", taking.rate),
                ("to be clawed back", taking.clawback_rate),
            )
            if rate
        ]
        yield f"{found}, for which {' and '.join(rates)}."
    deductions = allocation.formula.deductions
    if deductions and len(deductions.triggers) > 1:
        yield _COMBINED_EN[deductions.combination]
    if line.deducted:
        yield f"{_en_amount(line.deducted)} are deducted; {_kept_en(allocation)}."
    if line.redistributed:
        yield (
            f"The deductions of others add {_en_amount(line.redistributed)}."
        )


_COMBINED_EN = {
    Combination.SUM: "Rates add up, to the whole amount at most.",
    Combination.LARGER: "Any one suffices, and the highest rate counts.",
    Combination.ALL: "Only all together count, by the highest rate.",
}


def _kept_en(allocation: Allocation) -> str:
    deductions = allocation.formula.deductions
    assert deductions is not None  # noqa: S101  there is a deduction
    if deductions.destination is Destination.RETAINED:
        return "the level that allocates keeps them"
    if allocation.retained:
        return "since every unit is cut, the level that allocates keeps them"
    return "those who lost nothing share them"


def _net_en(net: Fen) -> str:
    if net < 0:
        return f"so that {_en_amount(-net)} are owed"
    return f"which leaves {_en_amount(net)}"


def _last_year_en(line: Line) -> str:
    before, change = line.recipient.last_year, line.change
    if before is None or change is None:
        return "Last year's amount is not recorded, so nothing is compared."
    said = f"Last year it was {_en_amount(before)}:"
    if not change:
        return f"{said} there is no change."
    word = "more" if change > 0 else "less"
    return f"{said} {_en_amount(Fen(abs(change)))} {word} now."
