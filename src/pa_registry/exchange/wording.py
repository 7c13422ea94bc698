"""
The wording of every kind of import problem, by its stable code.

导入问题用语。
"""

from __future__ import annotations

from typing import NamedTuple


__all__ = ["FAULTS", "Wording"]


class Wording(NamedTuple):
    """
    What is said of one kind of problem.

    问题类别。

    Attributes:
        severity:
            ``error`` (the value, row or file is not taken), ``warning``
            (it is taken), or ``notice``.

        zh: What is wrong, in Chinese.
        en: What is wrong, in English.
        remedy_zh: What to do, in Chinese.
        remedy_en: What to do, in English.
    """

    severity: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""


_FILES = {
    "file.unreadable": Wording(
        "error",
        "文件无法打开。",
        "The file cannot be opened.",
        "请核对路径，并确认文件未被其他程序占用。",
        "Check the path, and that no other program holds the file.",
    ),
    "file.too-large": Wording(
        "error",
        "文件超过{most}兆字节。",
        "The file is larger than {most} MB.",
        "请按县或乡镇拆分后分别导入。",
        "Split it by county or township and read the parts.",
    ),
    "file.empty": Wording(
        "error",
        "文件为空。",
        "The file is empty.",
        "请核对是否选错文件。",
        "Check that this is the right file.",
    ),
    "file.not-csv": Wording(
        "error",
        "这不是CSV文件或Excel工作簿（xlsx），而是{kind_zh}。",
        "This is no CSV file and no Excel workbook (xlsx), but {kind_en}.",
        "请用表格软件打开后另存为xlsx或CSV。",
        "Open it in a spreadsheet program and save it as xlsx or CSV.",
    ),
    "file.broken-workbook": Wording(
        "error",
        "工作簿已损坏、已加密或内容异常，未导入。",
        "The workbook is broken or encrypted, or holds what no workbook"
        " holds; none of it was read.",
        "请用表格软件打开，确认无误后另存为不加密的xlsx或CSV。",
        "Open it in a spreadsheet program, look it over, and save it as xlsx"
        " without a password, or as CSV.",
    ),
    "file.unpacks-too-large": Wording(
        "error",
        "工作簿解压后超过{most}兆字节或压缩前后相差{times}倍以上，或内部"
        "文件过多，未解压。",
        "The workbook would unpack to more than {most} MB, to more than"
        " {times} times its size, or to too many parts; it was not"
        " unpacked.",
        "请按县或乡镇拆分后分别导入，或用表格软件另存后再导入。",
        "Split it by county or township and read the parts, or save it anew"
        " in a spreadsheet program.",
    ),
    "file.wide-row": Wording(
        "error",
        "该行超过{most}列，工作簿未导入。",
        "This row has more than {most} columns; the workbook was not read.",
        "请删去远处的多余单元格，或核对是否选错文件。",
        "Delete the cells far to the right, or check that this is the right"
        " file.",
    ),
    "file.too-many-cells": Wording(
        "error",
        "工作簿超过{most}个单元格，未导入。",
        "The workbook has more than {most} cells, and was not read.",
        "请按县或乡镇拆分后分别导入。",
        "Split it by county or township and read the parts.",
    ),
    "sheet.unread": Wording(
        "warning",
        "工作簿中的这张工作表未导入。",
        "This sheet of the workbook was not read.",
        "如其中有数据，请单独另存后导入。",
        "If it holds data, save it by itself and read it.",
    ),
    "file.broken-csv": Wording(
        "error",
        "从这一行起无法分列，引号不成对或单元格过长。",
        "From this row on the file cannot be split into cells: a quote is"
        " not closed, or a cell is too long.",
        "请检查该行的引号。",
        "Check the quotes of that row.",
    ),
    "file.long-cell": Wording(
        "error",
        "该行有单元格超过{most}个字符，或引号不成对，整个文件未导入。",
        "A cell of this row has more than {most} characters, or a quote is"
        " not closed; none of the file was read.",
        "请检查该行；如内容无误，请检查所在程序对csv.field_size_limit的设置。",
        "Look at that row; if nothing is wrong with it, look at what the"
        " program has set csv.field_size_limit to.",
    ),
    "file.too-wide": Wording(
        "error",
        "表头超过{most}列。",
        "The header has more than {most} columns.",
        "请删去多余的列，或核对是否选错文件。",
        "Delete the columns that are not needed, or check that this is the"
        " right file.",
    ),
    "file.encoding": Wording(
        "error",
        "文件编码无法识别：{tried}。",
        "The encoding of the file is not known: {tried}.",
        "请另存为UTF-8编码的CSV，或指明编码（encoding）。",
        "Save it as CSV in UTF-8, or name the encoding (encoding=…).",
    ),
    "file.no-header": Wording(
        "error",
        "前{most}行中没有可识别的表头。",
        "No known header stands in the first {most} rows.",
        "表头可写：{accepted}。文件须以逗号分列；如有乱码，请指明编码。",
        "Accepted headers are {accepted}. Cells are separated by commas; if"
        " the text is garbled, name the encoding.",
    ),
    "file.no-rows": Wording(
        "notice",
        "只有表头，没有数据行。",
        "There is a header and no row of data.",
    ),
    "header.required": Wording(
        "error",
        "缺少必需的列“{name}”。",
        "The required column {name_en} is missing.",
        "该列表头可写：{accepted}。",
        "Its header may be {accepted}.",
    ),
    "header.repeated": Wording(
        "error",
        "“{name}”出现了两列。",
        "The column {name_en} stands there twice.",
        "请只保留一列。",
        "Keep one of them.",
    ),
    "header.expected": Wording(
        "warning",
        "没有“{name}”这一列，各行均按未登记处理。",
        "There is no column for the {name_en}, which is not recorded for any row.",
        "该列表头可写：{accepted}。",
        "Its header may be {accepted}.",
    ),
    "header.unknown": Wording(
        "warning",
        "不认识的列，未导入。",
        "This column is not known and was not read.",
        "{near_zh}",
        "{near_en}",
    ),
    "header.blank": Wording(
        "warning",
        "第{number}列没有表头，却有内容，未导入。",
        "Column {number} has cells and no header, and was not read.",
        "请补写表头。",
        "Give it a header.",
    ),
    "header.unit": Wording(
        "error",
        "表头中的单位不适用于“{name}”，该列未导入。",
        "The unit in the header does not fit the {name_en}; the column was"
        " not read.",
        "可用单位：{accepted}。",
        "Units that fit: {accepted}.",
    ),
}
_ROWS = {
    "row.header": Wording(
        "notice",
        "该行重复表头，不作为数据导入。",
        "This row repeats the header, and was set aside.",
    ),
    "row.ragged": Wording(
        "error",
        "该行有{found}个单元格，表头有{expected}个，整行未导入。",
        "This row has {found} cells and the header has {expected}; the row"
        " was not read.",
        "请检查该行是否多了或少了逗号。",
        "Look for a comma too many or too few.",
    ),
    "row.title": Wording(
        "notice",
        "表头之前的标题行，不作为数据。",
        "A title above the header is no data.",
    ),
    "row.not-a-record": Wording(
        "notice",
        "合计、签字或说明行，不作为数据。",
        "A row of totals, signatures or remarks is no data.",
    ),
    "row.repeated": Wording(
        "warning",
        "与第{earlier}行完全相同，只导入一次。",
        "The same as row {earlier}, and read once only.",
        "请删除重复行。",
        "Delete the repetition.",
    ),
    "row.no-key": Wording(
        "error",
        "没有“{name}”，整行未导入。",
        "There is no {name_en}, so the row was not read.",
        "请补填编号。",
        "Fill in the number.",
    ),
    "row.unclear": Wording(
        "error",
        "“{name}”无法识别，又不能当作空白，整行未导入。",
        "The {name_en} cannot be read and is no blank, which would say"
        " something else; the row was not read.",
        "请更正；如确应留空，请清空该单元格。",
        "Correct the cell, or clear it if it should be blank.",
    ),
}
_CELLS = {
    "required": Wording(
        "warning",
        "“{name}”未填写，按未登记处理，不视为零。",
        "Blank, so the {name_en} is not recorded, which is not zero.",
        "请入户核实后补填。",
        "Find it out on a visit.",
    ),
    "cell.too-long": Wording(
        "error",
        "单元格内容过长。",
        "The cell is too long.",
        "请核对是否粘贴错位。",
        "Check whether something was pasted into the wrong cell.",
    ),
    "cell.damaged-number": Wording(
        "error",
        "单元格为数值格式且超过15位，末尾数字已丢失，“{name}”按未登记处理。",
        "The cell is a number of more than 15 digits and has lost the last"
        " ones, so the {name_en} is not recorded.",
        "请将该列设为文本格式，按原件重新录入。",
        "Format the column as text, and enter it again from the original.",
    ),
    "cell.no-value": Wording(
        "error",
        "单元格只有公式，没有计算结果，“{name}”按未登记处理。",
        "The cell has a formula without a result, so the {name_en} is not"
        " recorded.",
        "请用表格软件打开并重新保存，或改为数值。",
        "Open it in a spreadsheet program and save it again, or put the"
        " value in.",
    ),
    "cell.error-value": Wording(
        "error",
        "单元格为错误值（公式出错或日期超出范围），“{name}”按未登记处理。",
        "The cell holds an error (of a formula, or a day out of range), so"
        " the {name_en} is not recorded.",
        "请更正公式或日期，或直接填写数值。",
        "Correct the formula or the day, or put the value in.",
    ),
    "cell.normalised": Wording(
        "notice",
        "已作规范处理：{what_zh}。",
        "Normalised: {what_en}.",
    ),
    "money.not-a-number": Wording(
        "error",
        "金额不是数字，按未登记处理。",
        "The amount is not a number, and counts as not recorded.",
        "请用阿拉伯数字填写元数，如 3072.50，不写单位。",
        "Write the yuan in digits, such as 3072.50, without a unit.",
    ),
    "money.not-finite": Wording(
        "error",
        "金额不是有限的数，按未登记处理。",
        "The amount is not finite, and counts as not recorded.",
        "请核对来源表的计算公式。",
        "Check the formula in the sheet that it comes from.",
    ),
    "money.too-fine": Wording(
        "error",
        "金额小于一分的部分不予取舍，按未登记处理。",
        "The amount has parts of a fen; it is not rounded here, and counts"
        " as not recorded.",
        "请精确到分。",
        "Give at most two decimals.",
    ),
    "money.negative": Wording(
        "warning",
        "金额为负数，已照录。",
        "The amount is below zero, and was taken as it is.",
        "请核实是否确为亏损。",
        "Check whether it is really a loss.",
    ),
    "number.not-a-number": Wording(
        "error",
        "不是数字，按未登记处理。",
        "This is not a number, and counts as not recorded.",
        "请用阿拉伯数字填写。",
        "Write it in digits.",
    ),
    "number.too-fine": Wording(
        "error",
        "小数位数过多，按未登记处理。",
        "This has too many decimals, and counts as not recorded.",
        "计量单位为{unit}。",
        "It is kept in units of {unit}.",
    ),
    "number.too-long": Wording(
        "error",
        "数字过长，按未登记处理。",
        "The number is too long, and counts as not recorded.",
        "请核对是否粘贴错位。",
        "Check whether something was pasted into the wrong cell.",
    ),
    "number.out-of-range": Wording(
        "error",
        "超出“{name}”的取值范围（{low}至{high}），按未登记处理。",
        "Outside the range of the {name_en} ({low} to {high}), and counts as not"
        " recorded.",
        "请核对数值和单位。",
        "Check the value and its unit.",
    ),
    "day.unreadable": Wording(
        "error",
        "日期不存在或无法识别，按未登记处理。",
        "There is no such day, or it cannot be read; it counts as not"
        " recorded.",
        "请写成 2016-10-19 的样式。",
        "Write it like 2016-10-19.",
    ),
    "flag.unreadable": Wording(
        "error",
        "只能填“是”或“否”，按未登记处理。",
        "Only 是 (yes) or 否 (no) can be read; it counts as not recorded.",
        "不清楚的请留空。",
        "Leave it blank if it is not known.",
    ),
    "code.unknown": Wording(
        "error",
        "不在“{name}”的代码表内，按未登记处理。",
        "There is no such entry on the list of the {name_en}; it counts as not"
        " recorded.",
        "{near_zh}可填：{known}。",
        "{near_en}Entries are {known}.",
    ),
    "text.control": Wording(
        "error",
        "文字中有换行、控制字符或书写方向符（{odd}），按未登记处理。",
        "The text holds a line break, a control or a direction mark ({odd}),"
        " and counts as not recorded.",
        "请重新录入。",
        "Enter it again.",
    ),
    "text.garbled": Wording(
        "warning",
        "文字中有乱码或自造字（{odd}），已照录。",
        "The text holds a garbled or private character ({odd}), and was"
        " taken as it is.",
        "请按证件更正。",
        "Correct it from the document.",
    ),
    "division.malformed": Wording(
        "warning",
        "行政区划代码位数有误，已照录。",
        "The division code has the wrong length; it was taken as it is.",
        "县级6位，乡级9位，村级12位。",
        "A county has 6 digits, a township 9, a village 12.",
    ),
    "division.unknown": Wording(
        "warning",
        "区划表中没有这个县级代码，已照录。",
        "No county of the table of divisions has this code; it was taken as"
        " it is.",
        "请核对行政区划代码及其年份。",
        "Check the code and its year.",
    ),
}
_LINKS = {
    "household.repeated-number": Wording(
        "warning",
        "户编号与第{earlier}行相同而内容不同，两户均已载入，家庭成员归前一户。",
        "Row {earlier} has the same household number and other contents; both"
        " were loaded, and the members belong to the first.",
        "请核实后更正编号。",
        "Find out which is right and renumber the other.",
    ),
    "household.no-members": Wording(
        "warning",
        "该户没有家庭成员。",
        "The household has no members.",
        "请补录家庭成员。",
        "Add the members.",
    ),
    "household.several-heads": Wording(
        "warning",
        "该户有{count}个户主。",
        "The household has {count} heads.",
        "请核实户主，更正其他成员与户主关系。",
        "Find out who is the head, and correct the others.",
    ),
    "household.no-head": Wording(
        "warning",
        "该户没有户主。",
        "The household has no head.",
        "请核实户主。",
        "Find out who is the head.",
    ),
    "person.no-household": Wording(
        "error",
        "户编号{number}不在户表中，该行未导入。",
        "No household has the number {number}; the row was not read.",
        "请核对户编号，或补录该户。",
        "Check the number, or add the household.",
    ),
    "person.presence-unknown": Wording(
        "warning",
        "“{name}”无法识别，此人已载入，但是否计入家庭人口不明。",
        "The {name_en} cannot be read; the person was loaded, but it is not"
        " known whether he counts as a member.",
        "请核实后更正；如确应留空，请清空该单元格。",
        "Correct the cell, or clear it if it should be blank.",
    ),
    "person.repeated-number": Wording(
        "warning",
        "编号与第{earlier}行相同，均已载入。",
        "Row {earlier} has the same number; both were loaded.",
        "请核实后更正编号。",
        "Find out which is right and renumber the other.",
    ),
    "person.born-differs": Wording(
        "warning",
        "出生日期与身份号码不一致，已照录。",
        "The date of birth differs from the identity number; it was taken as"
        " it is.",
        "请按身份证件核对。",
        "Check it against the identity card.",
    ),
    "person.sex-differs": Wording(
        "warning",
        "性别与身份号码不一致，已照录。",
        "The sex differs from the identity number; it was taken as it is.",
        "请按身份证件核对。",
        "Check it against the identity card.",
    ),
    "id.repeated": Wording(
        "error",
        "身份号码与第{earlier}行（户编号{number}）相同，人员均已载入。",
        "Row {earlier} (household {number}) has the same identity number;"
        " both persons were loaded.",
        "请核实其实际所在户，避免一人多户。",
        "Find out where the person lives; nobody is in two households.",
    ),
    "evidence.no-holder": Wording(
        "warning",
        "该户没有编号为{number}的成员或亲属，记录已载入。",
        "The household has no member or relative numbered {number}; the"
        " record was loaded.",
        "请核对持有人编号。",
        "Check the number of the holder.",
    ),
    "coverage.unknown-source": Wording(
        "error",
        "没有这一比对来源，该行未导入。",
        "There is no such source, so the row was not read.",
        "{near_zh}可填：{known}。",
        "{near_en}Sources are {known}.",
    ),
    "coverage.withheld": Wording(
        "error",
        "该来源有记录未能导入，可能涉及的{count}户不按已比对处理。",
        "Records of this source were refused, so the households that they"
        " may concern ({count}) do not count as searched.",
        "请更正该来源未导入的记录后重新导入。",
        "Correct the records that were refused, and read the files again.",
    ),
    "waiver.unclear": Wording(
        "warning",
        "“{name}”无法识别，豁免已载入，但认定日是否有效不明。",
        "The {name_en} cannot be read; the waiver was loaded, but it is not"
        " known whether it is valid on the fact day.",
        "请按批准文件更正；如确应留空，请清空该单元格。",
        "Correct it from the approval, or clear the cell if it should be"
        " blank.",
    ),
    "relatives.none-and-some": Wording(
        "error",
        "该户既填“无”又列有亲属，所填“无”未采用。",
        "The household is said to have no kin living apart and has some; the"
        " statement of none was not taken.",
        "请核实后保留其一。",
        "Find out which is right.",
    ),
}

_ENTRIES = {
    "entry.ragged": Wording(
        "error",
        "该行有{found}个单元格，表头有{expected}个，各列无法对应；该行已保留，"
        "所载事项按未登记处理。",
        "This row has {found} cells and the header has {expected}, so that"
        " nobody knows which is which; the line was kept, and what it says"
        " is not recorded.",
        "请检查该行是否多了或少了逗号。",
        "Look for a comma too many or too few.",
    ),
    "entry.no-number": Wording(
        "warning",
        "该行没有证件号码，已照录，但不能按号码比对。",
        "The line has no identity number; it was taken, and cannot be"
        " matched by number.",
        "请提供数据的部门补填。",
        "Ask the department for it.",
    ),
    "entry.end-unknown": Wording(
        "warning",
        "“{name}”无法识别，该行已照录，但何时持有不明，须核实。",
        "The {name_en} cannot be read; the line was taken, but since when"
        " and until when it holds is not known, and has to be found out.",
        "请提供数据的部门更正；如确应留空，请清空该单元格。",
        "Ask the department to correct it, or clear the cell if it should"
        " be blank.",
    ),
    "entry.other-day": Wording(
        "warning",
        "该行的数据提取日期为{found}，与本批次的{expected}不同；"
        "该行已照录，按本批次日期处理。",
        "The line says that it was extracted on {found}, and the extract is"
        " of {expected}; it was taken with the day of the extract.",
        "请核实提取日期；不同日期提取的数据请分批导入。",
        "Find out the day; read extracts of different days one by one.",
    ),
}

#: Every kind of import problem.
FAULTS: dict[str, Wording] = {
    **_FILES,
    **_ROWS,
    **_CELLS,
    **_LINKS,
    **_ENTRIES,
}
