"""
What is said of the columns of a frame, by the code of its kind.

Each kind has what is wrong and what to do, in both languages.  What is
counted says ``{n}`` in Chinese and ``{values}`` in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pa_registry.problems import Problem


__all__ = ["SAID", "Said", "counted", "said_problem"]


class Said(NamedTuple):
    """
    What is said of one kind of thing that a column may hold.

    Attributes:
        severity: ``error``: not taken as it stands; ``warning``; ``notice``.
        zh: What is so, in Chinese.
        en: What is so, in English.
        remedy_zh: What to do, in Chinese.
        remedy_en: What to do, in English.
        done_zh: What a conversion did about it, in Chinese.
        done_en: What a conversion did about it, in English.
    """

    severity: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""
    done_zh: str = ""
    done_en: str = ""


_CONVERT_ZH = "请用 frames.conform 转换，并核对其报告。"
_CONVERT_EN = "Convert it with frames.conform, and read its report."
_CORRECT_ZH = "请更正原数据；更正前按未登记处理。"
_CORRECT_EN = "Correct the source; until then nothing is recorded there."

#: Columns as a whole.
_COLUMNS: Mapping[str, Said] = {
    "frame.column-lacking": Said(
        "warning",
        "数据表缺少该列{field}，全部按未登记处理。",
        "The frame has no such column; nothing is recorded there.",
        "有数据的，请补充该列。",
        "Add it, if there are data.",
        "补为空列",
        "added as a column of blanks",
    ),
    "frame.key-lacking": Said(
        "error",
        "数据表缺少编号列{field}，各行无法区分或归户。",
        "Without this column the rows cannot be told apart or put together.",
        "请补充该列。",
        "Add it.",
        "补为空列",
        "added as a column of blanks",
    ),
    "frame.statement-lacking": Said(
        "warning",
        "数据表缺少该列{field}，而空白在此有含义（如“未减少”“未处置”）。",
        "The frame has no such column, and here a blank says something, such"
        " as that nobody has left or nothing was sold.",
        "请确认空白的含义成立；否则请补充该列。",
        "Make sure that this holds of every row, or add the column.",
        "补为空列",
        "added as a column of blanks",
    ),
    "frame.column-unknown": Said(
        "warning",
        "数据结构中没有该列，规则不会读取。",
        "The schema has no such column, and no rule reads it.",
        "列名有误的，请改名{near_zh}；否则可保留。",
        "Rename it if it is misspelt; else it may stay.{near_en}",
    ),
    "frame.column-type": Said(
        "error",
        "该列的数据类型无法转换，{n}个值按未登记处理。",
        "A column of this type cannot be converted; {values} stand as blanks.",
        "请检查列是否放错，或先自行转换。",
        "Check that it is the right column, or convert it yourself.",
    ),
    "frame.column-form": Said(
        "notice",
        "该列的存储类型与数据结构不同，但取值相同。",
        "The column is stored in another type of the same kind.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "改用数据结构的存储类型",
        "stored in the type of the schema",
    ),
    "frame.money-not-fen": Said(
        "error",
        "该列金额不是以分为单位的整数。",
        "The amounts are no whole numbers of fen.",
        "请用 frames.conform 转换：小数和文本按元读取，整数列以元为单位的请在"
        " yuan= 中写明。",
        "Convert it with frames.conform: decimals and text are read as yuan;"
        " name it in yuan=… if its whole numbers are yuan.",
        "由元换算为分",
        "made whole fen",
    ),
    "frame.number-not-whole": Said(
        "error",
        "该列不是整数。",
        "The column holds no whole numbers.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "改为整数",
        "made whole numbers",
    ),
    "frame.day-not-date": Said(
        "error",
        "该列不是日期。",
        "The column holds no dates.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "改为日期",
        "made dates",
    ),
    "frame.flag-not-boolean": Said(
        "error",
        "该列不是布尔值（是或否）。",
        "The column holds no booleans.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "改为布尔值",
        "made booleans",
    ),
    "frame.text-is-number": Said(
        "error",
        "该列应为文本，实为数字，前导零可能已丢失。",
        "The column should be text and holds numbers; noughts in front may"
        " be lost.",
        "请按文本重新读取；无法重读的，用 frames.conform 转换。",
        "Read it again as text, or convert it with frames.conform.",
        "数字改为文本",
        "numbers made text",
    ),
    "frame.key-is-number": Said(
        "notice",
        "编号为数字；须各表一致，且没有前导零。",
        "The numbers of rows are numbers; all tables must have them so, and"
        " none may begin with a nought.",
        "宜统一为文本。",
        "Text is safer.",
        "数字改为文本",
        "numbers made text",
    ),
    "frame.identity-is-number": Said(
        "error",
        "证件号码为整数，应为文本。",
        "Identity numbers stand as whole numbers, and should be text.",
        "请用 frames.conform 转换；末位为X的号码已不在其中，请按文本重新读取。",
        "Convert it with frames.conform; numbers that end in X are not among"
        " them: read the source again as text.",
        "整数改为文本",
        "whole numbers made text",
    ),
}

#: Single values, counted.
_VALUES: Mapping[str, Said] = {
    "frame.nan": Said(
        "notice",
        "有{n}个值为NaN，即未登记。",
        "NaN, which is not recorded, stands in {values}.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "NaN改为空白",
        "NaN made blank",
    ),
    "frame.unit-unclear": Said(
        "warning",
        "该列{n}个值均为不带小数的浮点数，按{printed_zh}读取。",
        "All {values} are floats without a fraction, read as {printed_en}.",
        "如果它们已是存储单位（如分），请在 stored= 中写明该列。",
        "If they are in the stored unit already, such as fen, name the"
        " column in stored=….",
    ),
    "frame.out-of-range": Said(
        "error",
        "有{n}个值超出{low}至{high}{printed_zh}的范围。",
        "Outside the range {low} … {high}{unit_en}: {values}.",
        "请核对计量单位并更正；更正前按未登记处理。",
        "Check the unit and correct them; until then nothing is recorded"
        " there.",
    ),
    "frame.too-fine": Said(
        "error",
        "有{n}个值带有小于{fine_zh}的零头，未作舍入。",
        "Finer than {fine_en}, and not rounded: {values}.",
        _CORRECT_ZH,
        _CORRECT_EN,
    ),
    "frame.unreadable-number": Said(
        "error",
        "有{n}个值不是数字。",
        "No number: {values}.",
        _CORRECT_ZH,
        _CORRECT_EN,
    ),
    "frame.unreadable-day": Said(
        "error",
        "有{n}个值不是可识别的日期。",
        "No day that can be read: {values}.",
        "请写成2016-10-19的形式；更正前按未登记处理。",
        "Write 2016-10-19; until then nothing is recorded there.",
    ),
    "frame.time-of-day": Said(
        "error",
        "有{n}个值带有零点以外的时刻。",
        "A time of day other than midnight stands in {values}.",
        "请确认是哪一天，并去掉时刻；更正前按未登记处理。",
        "Decide which day is meant, and take the time away; until then"
        " nothing is recorded there.",
    ),
    "frame.time-zone": Said(
        "error",
        "该列{n}个值带有时区，是哪一天取决于所在地。",
        "All {values} have a time zone, so that the day depends on the place.",
        "请先换算为当地日期；换算前按未登记处理。",
        "Make them local days first; until then nothing is recorded there.",
    ),
    "frame.unreadable-flag": Said(
        "error",
        "有{n}个值既不是“是”也不是“否”。",
        "Neither a yes nor a no: {values}.",
        "请填“是”或“否”；更正前按未登记处理。",
        "Write yes or no; until then nothing is recorded there.",
    ),
    "frame.unreadable-text": Said(
        "error",
        "有{n}个值是带小数或过大的数字，原文本已无法还原。",
        "Numbers with a fraction, or too large, whose text is lost: {values}.",
        "请按文本重新读取原数据。",
        "Read the source again as text.",
    ),
    "frame.code-spelled": Said(
        "error",
        "有{n}个值写的是名称，不是代码。",
        "A name in place of the code stands in {values}.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "名称改为代码",
        "names made codes",
    ),
    "frame.unknown-code": Said(
        "error",
        "有{n}个值不在代码表中。",
        "In no list of codes: {values}.",
        "可用名称：{names_zh}。更正前按未登记处理。",
        "Known are: {names_en}. Until then nothing is recorded there.",
    ),
    "frame.text-blanks": Said(
        "notice",
        "有{n}个值前后有空格，或只有空格。",
        "Blanks around the text, or nothing else, stand in {values}.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "去掉前后空格，只有空格的改为空白",
        "blanks around the text taken off",
    ),
    "frame.key-blanks": Said(
        "error",
        "有{n}个编号前后有空格，或只有空格，与其他表对应不上。",
        "Blanks around the number keep {values} from meeting other tables.",
        _CONVERT_ZH,
        _CONVERT_EN,
        "去掉前后空格，只有空格的改为空白",
        "blanks around the number taken off",
    ),
    "frame.identity-damaged": Said(
        "error",
        "有{n}个证件号码经过浮点数，末几位已不可信。",
        "Identity numbers that went through floats have lost their last"
        " digits: {values}.",
        "请按文本重新读取原数据；无法还原。",
        "Read the source again as text; nothing can restore them.",
    ),
    "frame.identity-form": Said(
        "warning",
        "有{n}个证件号码不是十五位或十八位。",
        "Neither fifteen nor eighteen digits: {values}.",
        "请核对号码。",
        "Check the numbers.",
    ),
    "frame.identity-check": Said(
        "warning",
        "有{n}个十八位证件号码的校验码不符，可能曾经过浮点数。",
        "Eighteen digits with a wrong check character, which a float may"
        " have left: {values}.",
        "请按文本重新读取原数据。",
        "Read the source again as text.",
    ),
    "frame.half-blank": Said(
        "error",
        "有{n}行的多选项{field}只登记了一部分，整项按未登记处理。",
        "Part of a multi-select field is blank, and so all of it counts as"
        " blank, in {rows}.",
        "请将未勾选的选项填为否。",
        "Write no for what is not ticked.",
    ),
    "frame.doubtful": Said(
        "error",
        "有{n}行因{cells}无法识别，该列一并按未登记处理。",
        "Where {cells} cannot be read, this is not known either: {rows}.",
        "请先更正{cells}。",
        "Correct {cells} first.",
    ),
    "frame.key-blank": Said(
        "warning",
        "有{n}行没有编号。",
        "No number stands in {rows}.",
        "请补充编号；否则与其他表对应不上。",
        "Number them; without it they meet no other table.",
    ),
    "frame.key-repeated": Said(
        "warning",
        "有{n}行重复使用了其他行的编号。",
        "A number of another row is used again in {rows}.",
        "请核对是否重复登记；重复的行会被重复计算。",
        "See whether they are entered twice; they count twice.",
    ),
    "frame.no-household": Said(
        "warning",
        "有{n}行没有写明户编号，不归任何户。",
        "No household is named in {rows}; they belong to none.",
        "请补充户编号。",
        "Name the household.",
    ),
    "frame.no-such-household": Said(
        "warning",
        "有{n}行的户编号在户表中不存在，不归任何户。",
        "A household that there is none of is named in {rows}.",
        "请核对户编号。",
        "Check the household numbers.",
    ),
    "frame.unknown-source": Said(
        "warning",
        "有{n}行的比对来源不存在，等于没有比对。",
        "A source that there is none of is named in {rows}, so that nothing"
        " was searched.",
        "可用来源：{names}。",
        "Known are: {names}.",
    ),
}

#: What is said of each kind, by its code.
SAID: Mapping[str, Said] = MappingProxyType({**_COLUMNS, **_VALUES})


def counted(rows: int, word: str = "value") -> str:
    """
    Say a number with its word.

    Examples:
        >>> counted(1), counted(3, "row")
        ('1 value', '3 rows')
    """
    return f"{rows} {word}" if rows == 1 else f"{rows} {word}s"


def said_problem(
    code: str,
    where: str,
    *,
    rows: int = 0,
    shown: str = "",
    words: Mapping[str, object] = MappingProxyType({}),
) -> Problem:
    """Make the problem of a kind."""
    said = SAID[code]
    words = {
        "n": rows,
        "values": counted(rows),
        "rows": counted(rows, "row"),
        **words,
    }
    return Problem(
        code=code,
        where=where,
        zh=said.zh.format(**words),
        en=said.en.format(**words),
        remedy_zh=said.remedy_zh.format(**words),
        remedy_en=said.remedy_en.format(**words),
        shown=shown,
        severity=said.severity,
    )
