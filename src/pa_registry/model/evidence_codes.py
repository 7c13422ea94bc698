"""
The coded lists of departmental records and of acts of judgement.

比对数据与评议核查代码表。

The members are the cases that the clauses of published negative lists and
their exceptions tell apart, no more.
"""

from __future__ import annotations

from pa_registry.model.codes import Code


__all__ = [
    "AbsenceKind",
    "AppraisalResult",
    "BusinessKind",
    "BusinessRole",
    "ConductKind",
    "EmployerKind",
    "Finding",
    "HouseOrigin",
    "HukouChangeKind",
    "MachineKind",
    "PostKind",
    "VehicleKind",
    "VisitMode",
]


class VehicleKind(Code):
    """
    The kind of a motor vehicle.

    车辆类型。
    """

    CAR = "passenger-car", "小轿车", "小汽车", "轿车"
    MINIVAN = "minivan", "面包车"
    MINI_TRUCK = "mini-truck", "微型货车"
    TRUCK = "truck", "货车"
    MOTORCYCLE = "motorcycle", "摩托车", "普通摩托车"
    ELECTRIC_BICYCLE = "electric-bicycle", "电动车"
    THREE_WHEELER = "three-wheeler", "三轮车"
    FARM_THREE_WHEELER = "farm-three-wheeler", "农用三轮车"
    FARM_VEHICLE = "farm-vehicle", "农用车"
    WALKING_TRACTOR = "walking-tractor", "手扶拖拉机"
    OTHER = "other", "其他"


class HouseOrigin(Code):
    """
    How a house outside the old home came to the household.

    住房来源。
    """

    BOUGHT = "bought", "购买"
    SELF_BUILT = "self-built", "自建"
    RELOCATION = "relocation", "易地扶贫搬迁安置"
    DISASTER_REBUILDING = "disaster-rebuilding", "灾后重建"
    DILAPIDATED_RENEWAL = "dilapidated-house-renewal", "危房改造"
    LAND_TAKING = "state-land-taking", "国家征地拆迁安置"
    OTHER = "other", "其他"


class BusinessKind(Code):
    """
    What is registered.

    经营主体类型。
    """

    COMPANY = "company", "公司", "企业"
    SELF_EMPLOYED = "self-employed", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社", "合作社"
    CONTRACTING = "contracting", "承包工程"
    OTHER = "other", "其他"


class BusinessRole(Code):
    """
    The person's part in what is registered.

    任职或投资身份。
    """

    LEGAL_REPRESENTATIVE = "legal-representative", "法定代表人"
    SHAREHOLDER = "shareholder", "股东"
    OWNER = "owner", "经营者"
    COOPERATIVE_HEAD = "head-of-cooperative", "合作社负责人"
    COOPERATIVE_MEMBER = "member-of-cooperative", "合作社社员"
    CONTRACTOR = "contractor", "承包人", "包工头"
    OTHER = "other", "其他"


class EmployerKind(Code):
    """
    Who pays the wage.

    用人单位类型。
    """

    FISCAL = "fiscal-payroll", "财政供养单位"
    STATE_ENTERPRISE = "state-enterprise", "国有企业"
    LARGE_FIRM = "large-firm", "大中型企业"
    STATE_FARM = "state-farm", "国有农场"
    STATE_FOREST = "state-forest-farm", "国有林场"
    OTHER = "other", "其他"


class PostKind(Code):
    """
    Whether a post is formal, temporary or ended by retirement.

    用工性质。
    """

    FORMAL = "formal", "正式在编", "在编在职"
    TEMPORARY = "temporary", "临时聘用"
    RETIRED = "retired", "离退休"


class MachineKind(Code):
    """
    The kind of a machine.

    机械类型。
    """

    CONSTRUCTION = "construction-machine", "工程机械"
    FARM = "farm-machine", "农业机械", "大型农机具"
    VESSEL = "vessel", "船舶"
    OTHER = "other", "其他"


class ConductKind(Code):
    """
    What a person was punished for.

    不良行为类型。
    """

    GAMBLING = "gambling", "赌博"
    DRUGS = "drugs", "吸毒"
    FIGHTING = "fighting", "打架斗殴"
    CULT = "cult", "参加邪教组织"
    OTHER = "other", "其他"


class AbsenceKind(Code):
    """
    Why a member does not share the household's budget.

    不共同生活情形。
    """

    IMPRISONED = "imprisoned", "服刑"
    MISSING = "missing", "失踪"
    OUT_OF_CONTACT = "out-of-contact", "失去联系"
    SETTLED_ELSEWHERE = "settled-elsewhere", "在外有稳定工作和住所"
    SEPARATE_BUDGET = "separate-budget", "不共享收支"


class HukouChangeKind(Code):
    """
    What happened to a registration of residence.

    户籍变动类型。
    """

    CANCELLED = "cancelled", "注销"
    MOVED_OUT = "moved-out", "迁出"
    MOVED_IN = "moved-in", "迁入"


class AppraisalResult(Code):
    """
    How a village meeting voted on one household.

    评议结果。
    """

    AGREED = "agreed", "同意", "通过"
    REJECTED = "rejected", "不同意", "未通过"


class VisitMode(Code):
    """
    How a visit was made.

    查访方式。
    """

    HOME = "at-home", "入户"
    SITE = "on-site", "实地"
    TELEPHONE = "by-telephone", "电话"
    REMOTE = "remote", "视频"


class Finding(Code):
    """
    What a visit found about the household's condition.

    查访结论。
    """

    POOR = "poor", "符合贫困条件"
    NOT_POOR = "not-poor", "不符合贫困条件"
    UNCLEAR = "unclear", "情况不明"
