"""
The coded lists of the household form.

户信息代码表。

The labels are those of the national forms and of the public programs that
fill them; the numbers of each source stand in ``code_maps.toml``.
"""

from __future__ import annotations

from pa_registry.model.codes import Code


__all__ = [
    "Cause",
    "Fuel",
    "HouseStructure",
    "HouseholdCategory",
    "HousingGrade",
    "IdentificationStandard",
    "MeasureKind",
    "RelocationStage",
    "Resettlement",
    "Road",
    "WaterSource",
]


class IdentificationStandard(Code):
    """
    The standard under which a household was entered.

    识别标准。
    """

    NATIONAL = "national", "国家标准"
    PROVINCIAL = "provincial", "省定标准"
    CITY = "city", "市定标准"


class HouseholdCategory(Code):
    """
    What the household is in the eyes of social assistance.

    贫困户属性。

    The form of 2014 tells a dibao household from a poor household with
    dibao, which has somebody able and willing to work.
    """

    ORDINARY = "ordinary-poor", "一般贫困户"
    DIBAO_POOR = "dibao-poor", "低保贫困户"
    DIBAO = "dibao", "低保户"
    EXTREMELY_POOR = "extremely-poor", "五保贫困户", "五保户", "特困供养户"


class Cause(Code):
    """
    A cause of poverty, or of the return to it.

    致贫原因、返贫原因。

    A failed industry project is a cause of return only.
    """

    ILLNESS = "illness", "因病"
    DISABILITY = "disability", "因残"
    SCHOOLING = "schooling", "因学"
    DISASTER = "disaster", "因灾"
    LAND = "lack-of-land", "缺土地"
    WATER = "lack-of-water", "缺水"
    SKILLS = "lack-of-skills", "缺技术"
    LABOUR = "lack-of-labour", "缺劳动力", "缺劳力"
    CAPITAL = "lack-of-capital", "缺资金"
    TRANSPORT = "poor-transport", "交通条件落后"
    MOTIVATION = "lack-of-motivation", "自身发展动力不足"
    MARRIAGE = "marriage", "因婚"
    BEREAVEMENT = "bereavement", "因丧"
    FAILED_PROJECT = "failed-industry-project", "产业扶贫失败"
    OTHER = "other", "其他"


class HousingGrade(Code):
    """
    The appraised danger grade of a house.

    危房等级。

    A and B are safe; C (locally) and D (as a whole) are dangerous until
    repaired or rebuilt.
    """

    A = "grade-a", "A级", "A"
    B = "grade-b", "B级", "B"
    C = "grade-c", "C级", "C"
    D = "grade-d", "D级", "D"
    OTHER = "other", "其他"


class HouseStructure(Code):
    """
    What the house is built of.

    住房结构。
    """

    REINFORCED_CONCRETE = "reinforced-concrete", "钢筋混凝土"
    BRICK_CONCRETE = "brick-and-concrete", "砖混"
    BRICK_WOOD = "brick-and-tile-or-wood", "砖瓦或砖木"
    BRICK_CAVE = "brick-or-stone-cave", "砖石窑洞"
    ADOBE = "adobe-or-earth-cave", "竹草土坯或土窑洞"
    OTHER = "other", "其他"


class Road(Code):
    """
    The road to the house.

    入户路类型。
    """

    EARTH = "earth", "泥土路"
    GRAVEL = "gravel", "砂石路"
    CONCRETE = "concrete", "水泥路"
    ASPHALT = "asphalt", "沥青路"


class Fuel(Code):
    """
    The main fuel.

    主要燃料类型。
    """

    FIREWOOD = "firewood-or-straw", "柴草"
    DUNG = "dried-dung", "干畜粪"
    COAL = "coal", "煤炭"
    CLEAN = "clean-energy", "清洁能源"
    OTHER = "other", "其他"


class WaterSource(Code):
    """
    Where the drinking water comes from.

    饮水来源。
    """

    TAP = "purified-tap-water", "经过净化处理的自来水"
    PROTECTED_WELL = "protected-well-or-spring", "受保护的井水或泉水"
    UNPROTECTED_WELL = "unprotected-well-or-spring", "不受保护的井水或泉水"
    SURFACE = "river-or-lake", "江河湖泊水"
    RAIN = "collected-rain", "收集雨水"
    BOTTLED = "bottled-water", "桶装水"
    OTHER = "other", "其他"


class RelocationStage(Code):
    """
    How far a relocation has come; planned is not moved.

    搬迁阶段。
    """

    PLANNED = "planned", "计划搬迁"
    APPROVED = "approved", "已批准"
    MOVED_IN = "moved-in", "已搬迁入住"
    OLD_HOUSE_DEMOLISHED = "old-house-demolished", "旧房已拆除"


class Resettlement(Code):
    """
    How relocated people are settled.

    安置方式。
    """

    CONCENTRATED = "concentrated", "集中安置", "集中"
    DISPERSED = "dispersed", "分散安置", "分散"


class MeasureKind(Code):
    """
    The kind of help that a household receives.

    帮扶措施类型。

    These are the kinds that checks ask for by name; local kinds go to
    *other* with their own words.
    """

    INDUSTRY = "industry", "产业帮扶"
    HEALTH = "health", "健康帮扶"
    EDUCATION = "education", "教育帮扶"
    HOUSING = "housing", "住房安全"
    WATER = "drinking-water", "饮水安全"
    INSURANCE = "insurance", "参保资助"
    DIBAO = "minimum-living-allowance", "低保"
    RELOCATION = "relocation", "易地扶贫搬迁"
    OTHER = "other", "其他"
