"""
What can be wrong in a file of criteria, said in both languages.

清单文件问题一览。
"""

from __future__ import annotations

from typing import NamedTuple

from pa_registry.problems import Problem


__all__ = ["FAULTS", "Fault", "fault"]


class Fault(NamedTuple):
    """
    The wording of one kind of problem.

    问题类别。

    Attributes:
        zh: What is wrong, in Chinese.
        en: What is wrong, in English.
        remedy_zh: What would be right, in Chinese.
        remedy_en: What would be right, in English.
        severity: ``error`` (the file is not taken) or ``warning``.
    """

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    severity: str = "error"


#: Every kind of problem, by its stable code.
FAULTS: dict[str, Fault] = {
    "list.unreadable": Fault(
        "文件无法读取。",
        "The file cannot be read.",
        "请核对路径，并将文件另存为 UTF-8 编码。",
        "Check the path, and save the file as UTF-8.",
    ),
    "list.too-large": Fault(
        "文件过大，不像一份清单。",
        "The file is too large for a list of criteria.",
        "一份清单一个文件，不超过 1 MB。",
        "Keep one list to a file, of at most 1 MB.",
    ),
    "list.not-toml": Fault(
        "文件不符合 TOML 格式。",
        "The file is not valid TOML.",
        "请检查引号、等号和方括号；文字须加英文双引号。",
        "Check quotes, equals signs and brackets; text stands in quotes.",
    ),
    "list.unknown-key": Fault(
        "没有“{key}”这一项。",
        "There is no key {key!r} here.",
        "请使用：{known}。{near_zh}",
        "Use one of {known}.{near_en}",
    ),
    "list.missing-key": Fault(
        "缺少“{key}”。",
        "The key {key!r} is missing.",
        "请补上“{key}”。",
        "Add {key!r}.",
    ),
    "list.wrong-type": Fault(
        "“{key}”应为{wanted_zh}。",
        "The key {key!r} should hold {wanted_en}.",
        "例如：{example}",
        "For example: {example}",
    ),
    "list.blank-text": Fault(
        "“{key}”为空。",
        "The key {key!r} is blank.",
        "请填写内容，确无内容的删去这一行。",
        "Fill it in, or leave the line out where nothing is known.",
    ),
    "list.bad-id": Fault(
        "清单编号应为小写英文字母、数字和连字符。",
        "The id of a list is lower-case letters, digits and hyphens.",
        '例如：id = "hubei-2016-hard-nine"',
        'For example: id = "hubei-2016-hard-nine"',
    ),
    "list.bad-code": Fault(
        "条款代码应为大写英文字母、数字和下划线。",
        "The code of a clause is capital letters, digits and underscores.",
        '例如：code = "URBAN_HOUSE"',
        'For example: code = "URBAN_HOUSE"',
    ),
    "list.bad-place": Fault(
        "地区应为行政区划代码的前若干位。",
        "A place is the beginning of a division code.",
        '请填 2、4、6、9 或 12 位数字，例如湖北省填 "42"。',
        'Give 2, 4, 6, 9 or 12 digits, such as "42" for Hubei.',
    ),
    "list.unknown-word": Fault(
        "“{key}”没有这种取值。",
        "This is no value of {key!r}.",
        "请使用：{known}。{near_zh}",
        "Use one of {known}.{near_en}",
    ),
    "list.clause-without-source": Fault(
        "条款没有注明出处。",
        "The clause names no source.",
        '请在 [sources] 中登记出处，并在条款中写 source = "……"。',
        'Enter the source under [sources] and name it: source = "…".',
    ),
    "list.unknown-source": Fault(
        "[sources] 中没有登记这一出处。",
        "No source of this name is entered under [sources].",
        "已登记：{known}。{near_zh}",
        "Entered: {known}.{near_en}",
    ),
    "list.no-items": Fault(
        "清单没有任何条目。",
        "The list has no items.",
        "请至少写一个 [[items]]；原文未找到的，写 status ="
        ' "text-not-located"。',
        "Write at least one [[items]]; where the text was not located, say"
        ' status = "text-not-located".',
    ),
    "list.slot-with-items": Fault(
        "标明“未找到原文”的清单不应有条目。",
        "A list whose text was not located cannot have items.",
        '请删去条目，或将 status 改为 "read"、"partly-read"。',
        'Remove the items, or change status to "read" or "partly-read".',
    ),
    "list.empty-item": Fault(
        "条目下没有条款。",
        "The item has no clauses.",
        "请至少写一个 [[items.clauses]]。",
        "Write at least one [[items.clauses]].",
    ),
    "list.items-miscounted": Fault(
        "条目数与 items_printed 不一致。",
        "The number of items differs from items_printed.",
        '请核对是否遗漏条目；未读到的，写 status = "partly-read"。',
        "See whether an item is missing; if it was not read, say status ="
        ' "partly-read".',
        "warning",
    ),
    "list.duplicate-number": Fault(
        "条目序号重复。",
        "Two items have the same number.",
        "每个条目用原文的序号；未读到序号的不写 number。",
        "Give each item its printed number; leave out one not read.",
    ),
    "list.duplicate-key": Fault(
        "标准的名称重复。",
        "Two standards have the same key.",
        "请合并为一项标准，或另用名称。",
        "Join them into one standard, or give one of them another key.",
    ),
    "list.duplicate-code": Fault(
        "同一清单中条款代码重复。",
        "Two clauses of the list have the same code and reach.",
        "请合并为一个条款，或另用代码。",
        "Join them into one clause, or give one of them another code.",
    ),
    "list.wrong-effect": Fault(
        "这类清单的条款不能有此效力。",
        "Clauses of this kind of list cannot have this effect.",
        "请使用：{known}。",
        "Use one of {known}.",
    ),
    "list.no-rule": Fault(
        "条款既没有规则，也没有说明原因。",
        "The clause has neither a rule nor a reason for having none.",
        "请写 rule；现有字段无法表示的，写 why_zh 和 why_en 说明。",
        "Write a rule, or say in why_zh and why_en why no field holds it.",
    ),
    "list.exception-without-clause-rule": Fault(
        "条款没有规则，例外情形无从适用。",
        "The clause has no rule that its exceptions could apply to.",
        "请先写条款的 rule，或删去例外情形。",
        "Write the clause's rule first, or leave the exceptions out.",
    ),
    "list.bad-rule": Fault(
        "规则无法读取。",
        "The rule cannot be read: {detail}",
        "请核对字段名称和写法。",
        "Check the names of fields and the way it is written.",
    ),
    "list.wrong-reach": Fault(
        "条款所及对象与规则读取的对象不一致。",
        "The reach of the clause and what its rule reads do not agree.",
        '读取亲属记录（kin_…、relatives）的条款写 reach = "kin"，'
        '其余写 "member" 或 "household"。',
        'Say reach = "kin" where the rule reads records of kin (kin_…,'
        ' relatives), and "member" or "household" elsewhere.',
    ),
    "list.number-without-threshold": Fault(
        "规则中的数 {number} 没有登记为界限，无从查考。",
        "The number {number} in the rule is not named as a threshold.",
        "请加 [[items.clauses.thresholds]]，写明 name、value、unit。",
        "Add [[items.clauses.thresholds]] with its name, value and unit.",
    ),
    "list.threshold-not-in-rule": Fault(
        "登记的界限 {number} 没有出现在规则中。",
        "The threshold {number} does not occur in the rule.",
        "请使规则与界限一致。",
        "Make the rule and the threshold agree.",
    ),
    "list.threshold-without-unit": Fault(
        "界限没有计量单位。",
        "The threshold has no unit.",
        "请写 unit，可用：{known}。",
        "Add a unit, one of {known}.",
    ),
    "list.bad-value": Fault(
        "数值与单位不符。",
        "The value does not fit its unit.",
        '元写 "2855" 或 "2855.50"，占比写 "2/100"，日期写'
        ' "2014-01-01"，其余写整数，均加引号。',
        'Write "2855" or "2855.50" for yuan, "2/100" for a share,'
        ' "2014-01-01" for a date, digits for a count, all in quotes.',
    ),
}


def fault(code: str, where: str, shown: str = "", /, **words: str) -> Problem:
    """
    Make a problem of one kind.

    Args:
        code: The code of its kind.
        where: The place in the file.
        shown: The offending text.
        **words: What the wording leaves open.

    Returns:
        The problem, in both languages.
    """
    said = FAULTS[code]
    near = words.setdefault("near", "")
    words["near_zh"] = f"是否应为：{near}？" if near else ""
    words["near_en"] = f" Did you mean {near}?" if near else ""
    return Problem(
        code=code,
        where=where,
        zh=said.zh.format(**words),
        en=said.en.format(**words),
        remedy_zh=said.remedy_zh.format(**words),
        remedy_en=said.remedy_en.format(**words),
        shown=shown[:80],
        severity=said.severity,
    )
