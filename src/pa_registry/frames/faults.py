"""
What can be wrong with the tables of a host, in both languages.

宿主表问题一览。
"""

from __future__ import annotations

from collections.abc import Iterable

from pa_registry.errors import did_you_mean
from pa_registry.problems import Problem
from pa_registry.standards.faults import Fault


__all__ = ["FAULTS", "fault"]


#: Every kind of problem, by its stable code.
FAULTS: dict[str, Fault] = {
    "sql.unknown-table": Fault(
        "没有这个名称的表。",
        "There is no table of this name.",
        "请核对表名，或不列此表。",
        "Correct the name, or leave the table out.",
    ),
    "sql.no-table": Fault(
        "给出的是{held}，不是数据库表。",
        "This is no table but a {held}.",
        "请给出Table、别名、子查询或映射类。",
        "Give a Table, an alias, a subquery or a mapped class.",
    ),
    "sql.no-subjects": Fault(
        "缺少规则对象所在的表。",
        "The table of what the rule is about is not there.",
        "请以该名称给出此表。",
        "Give it under this name.",
    ),
    "sql.unknown-field": Fault(
        "没有这个名称的字段。",
        "There is no field of this name.",
        "请核对字段名，或不作映射。",
        "Correct the name, or leave it out.",
    ),
    "sql.missing-field": Fault(
        "规则读取的列不存在。",
        "The rule reads this column, and it is not there.",
        "请在HostTable的fields中映射；从未登记的，映射为None。",
        "Map it in the fields of a HostTable; to None if it is never"
        " recorded.",
    ),
    "sql.no-expression": Fault(
        "给出的是{held}，不是列名，也不是表达式。",
        "This is no column and no expression but a {held}.",
        "请给出列名、表达式或None。",
        "Give the name of a column, an expression, or None.",
    ),
    "sql.wrong-type": Fault(
        "类型为{held}，应为{zh}。",
        "Its type is {held}, and it must be {en}.",
        "请映射为相应类型的表达式，例如：{how}。",
        "Map it to an expression of that type, such as {how}.",
    ),
    "sql.nested-relation": Fault(
        "不支持在关系的行内再用关系。",
        "A relation of the rows of another relation is not read.",
        "请逐户判断此类规则。",
        "Judge such a rule case by case.",
    ),
}


def fault(
    code: str, *, where: str, known: Iterable[str] = (), **words: str
) -> Problem:
    """
    Say one thing that is wrong with the tables of a host.

    Args:
        code: The code in :data:`FAULTS`.
        where: The table, or the table and the column.
        known: The names that there are, of which one may be meant.
        words: What the sentences leave open.
    """
    known_as = where.rpartition(".")[2]
    found = FAULTS[code]
    return Problem(
        code=code,
        where=where,
        zh=found.zh.format(**words),
        en=found.en.format(**words),
        remedy_zh=found.remedy_zh.format(**words),
        remedy_en=found.remedy_en.format(**words)
        + did_you_mean(known_as, known),
    )
