"""
The coded lists of the person form.

人员信息代码表。

The labels are those of the national forms and of the public programs that
fill them; the numbers of each source stand in ``code_maps.toml``.
"""

from __future__ import annotations

from pa_registry.model.codes import Code


__all__ = [
    "Document",
    "Education",
    "Enrolment",
    "Health",
    "JoinReason",
    "LabourCapacity",
    "LeaveReason",
    "RelationToHead",
    "WorkArea",
]


class RelationToHead(Code):
    """
    Kinship of a member to the head of the household.

    与户主关系。
    """

    HEAD = "head", "户主", "本人或户主", "本人"
    SPOUSE = "spouse", "配偶"
    SON = "son", "之子"
    DAUGHTER = "daughter", "之女"
    DAUGHTER_IN_LAW = "daughter-in-law", "之儿媳"
    SON_IN_LAW = "son-in-law", "之女婿"
    GRANDSON = "grandson", "之孙子"
    GRANDDAUGHTER = "granddaughter", "之孙女"
    DAUGHTERS_SON = "daughters-son", "之外孙子"
    DAUGHTERS_DAUGHTER = "daughters-daughter", "之外孙女"
    FATHER = "father", "之父"
    MOTHER = "mother", "之母"
    WIFES_FATHER = "wifes-father", "之岳父"
    WIFES_MOTHER = "wifes-mother", "之岳母"
    HUSBANDS_FATHER = "husbands-father", "之公公"
    HUSBANDS_MOTHER = "husbands-mother", "之婆婆"
    GRANDFATHER = "grandfather", "之祖父"
    GRANDMOTHER = "grandmother", "之祖母"
    MOTHERS_FATHER = "mothers-father", "之外祖父"
    MOTHERS_MOTHER = "mothers-mother", "之外祖母"
    GREAT_GRANDSON = "great-grandson", "之曾孙子"
    GREAT_GRANDDAUGHTER = "great-granddaughter", "之曾孙女"
    SIBLING = "sibling", "之兄弟姐妹"
    BROTHERS_WIFE = "brothers-wife", "之兄弟媳妇"
    UNCLE = "uncle", "之叔伯"
    NEPHEW = "nephew", "之侄儿"
    NIECE = "niece", "之侄女"
    OTHER = "other", "其他"


class Education(Code):
    """
    The highest education that a person has finished.

    文化程度。
    """

    ILLITERATE = "illiterate-or-semi-literate", "文盲或半文盲"
    PRIMARY = "primary-school", "小学"
    JUNIOR_HIGH = "junior-high-school", "初中"
    SENIOR_HIGH = "senior-high-school", "高中"
    COLLEGE = "college-or-above", "大专及以上"
    UNDER_SCHOOL_AGE = "under-school-age", "学龄前儿童"


class Enrolment(Code):
    """
    The stage and grade that a person attends.

    在校生状况。

    The forms of 2018 count grades; those of 2023 have degrees instead.
    """

    NOT_ENROLLED = "not-enrolled", "非在校生"
    UNDER_SCHOOL_AGE = "under-school-age", "学龄前儿童"
    PRE_SCHOOL = "pre-school", "学前教育"
    PRIMARY = "primary-school", "小学"
    GRADE_7 = "grade-7", "七年级"
    GRADE_8 = "grade-8", "八年级"
    GRADE_9 = "grade-9", "九年级"
    SENIOR_HIGH_1 = "senior-high-1", "高中一年级"
    SENIOR_HIGH_2 = "senior-high-2", "高中二年级"
    SENIOR_HIGH_3 = "senior-high-3", "高中三年级"
    SECONDARY_VOCATIONAL_1 = "secondary-vocational-1", "中职一年级"
    SECONDARY_VOCATIONAL_2 = "secondary-vocational-2", "中职二年级"
    SECONDARY_VOCATIONAL_3 = "secondary-vocational-3", "中职三年级"
    HIGHER_VOCATIONAL_1 = "higher-vocational-1", "高职一年级"
    HIGHER_VOCATIONAL_2 = "higher-vocational-2", "高职二年级"
    HIGHER_VOCATIONAL_3 = "higher-vocational-3", "高职三年级"
    HIGHER_VOCATIONAL = "higher-vocational", "高职高专"
    COLLEGE = "college-or-above", "大专及以上"
    TECHNICIAN = "technician", "技师"
    BACHELOR = "bachelor", "本科"
    MASTER = "master", "硕士"


class Health(Code):
    """
    The health of a person; several may hold, and *healthy* stands alone.

    健康状况。
    """

    HEALTHY = "healthy", "健康"
    CHRONIC_ILLNESS = "chronic-illness", "长期慢性病"
    SERIOUS_ILLNESS = "serious-illness", "患有大病", "大病"
    DISABLED = "disabled", "残疾"


class LabourCapacity(Code):
    """
    How far a person can work.

    劳动能力。

    The form of 2018 prints it as 劳动技能.
    """

    ORDINARY = "ordinary-labour", "普通劳动力"
    SKILLED = "skilled-labour", "技能劳动力"
    WEAK = "weak-or-half-labour", "弱劳动力或半劳动力"
    LOST = "labour-lost", "丧失劳动力"
    NONE = "no-labour", "无劳动力"


class WorkArea(Code):
    """
    Where a person does wage work.

    务工区域。
    """

    TOWNSHIP = "within-the-township", "乡（镇）内", "乡(镇)内"
    COUNTY = "within-the-county", "乡（镇）外县内", "乡(镇)外县内"
    PROVINCE = "within-the-province", "县外省内"
    OUTSIDE = "outside-the-province", "省外"
    OTHER = "other", "其他"


class Document(Code):
    """
    The document whose number is recorded.

    证件类型。
    """

    IDENTITY_CARD = "identity-card", "居民身份证", "身份证"
    OFFICER_CARD = "officer-card", "军官证"
    DISABILITY_CARD = "disability-card", "残疾人证"


class JoinReason(Code):
    """
    Why a person came to be counted in the household.

    自然增加原因。
    """

    NEWBORN = "newborn", "新生儿"
    MARRIED_IN = "married-in", "嫁入", "婚入"
    MOVED_IN = "moved-in", "迁入"
    OTHER = "other-increase", "其他原因新增", "其他转入"


class LeaveReason(Code):
    """
    Why a person is no longer counted in the household.

    自然减少原因。

    All but the last are natural change, by document; the last is a
    decision about one member while the household stays.
    """

    DEATH = "death", "死亡"
    MARRIED_OUT = "married-out", "嫁出", "婚出"
    MOVED_OUT = "moved-out", "迁出"
    IMPRISONED = "imprisoned", "判刑收监"
    SETTLED_ABROAD = "settled-abroad", "出国定居"
    OTHER = "other-decrease", "其他原因减少", "其他转出"
    MEMBER_REMOVED = "member-removed", "成员核减", "个别成员核减"
