"""
Figures that were published about Hubei, as worked examples.

湖北公布数字：审计整改文章，搬迁与历年脱贫。
"""

from __future__ import annotations

import datetime as dt

from functools import cache

from pa_registry.accounts.figures import (
    Figure,
    FigureKind,
    PublishedFigures,
    Shares,
    Sum,
    Within,
)
from pa_registry.accounts.printing import FigureUnit, Printed
from pa_registry.money import RateUnit
from pa_registry.standards import Certainty, Citation
from pa_registry.standards.sources import common_source


__all__ = ["article", "later_series"]

_ARTICLE = common_source("article")
_RELOCATED = Citation(
    issuer="湖北省",
    title="湖北省易地扶贫搬迁完成情况",
    certainty=Certainty.TEXT_READ,
    date=dt.date(2020, 11, 26),
    read_in="hbwmw.gov.cn、hubei.china.com",
    issuer_en="Hubei province",
    title_en="Completion of Hubei's poverty-alleviation relocation",
)
_BY_YEAR = Citation(
    issuer="",
    title="湖北省2015—2019年脱贫攻坚进展",
    certainty=Certainty.SECONDARY,
    read_in="期刊论文摘要",
    title_en="Hubei's progress out of poverty, 2015 to 2019",
)
_DAILY = Citation(
    issuer="湖北日报",
    title="湖北2018年脱贫人口",
    certainty=Certainty.SECONDARY,
    date=2019,
    issuer_en="Hubei Daily",
    title_en="Persons out of poverty in Hubei in 2018",
)
_FINAL = Citation(
    issuer="湖北省",
    title="湖北省2021年4月13日会议",
    certainty=Certainty.SECONDARY,
    date=dt.date(2021, 4, 13),
    issuer_en="Hubei province",
    title_en="Meeting of Hubei province on 13 April 2021",
)

_COHORT = FigureKind.COHORT
_REPORTED = FigureKind.REPORTED_EXITS


def _figure(  # noqa: PLR0913  a line of a table
    key: str,
    printed: str,
    zh: str,
    en: str,
    *,
    kind: FigureKind = FigureKind.COUNT,
    unit: FigureUnit = FigureUnit.PERSONS,
    base: str = "",
    exact: bool | None = None,
    counts: RateUnit = RateUnit.UNKNOWN,
    source: Citation | None = _ARTICLE,
) -> Figure:
    """Write one line of a table of figures."""
    return Figure(
        key=key,
        zh=zh,
        en=en,
        printed=Printed.read(printed, exact=exact),
        kind=kind,
        unit=FigureUnit.SHARE if printed.endswith("%") else unit,
        base=base,
        counts=counts,
        source=source,
    )


_COUNTIES = FigureUnit.COUNTIES
_HOUSEHOLDS = FigureUnit.HOUSEHOLDS

_ARTICLE_FIGURES = (
    _figure(
        "exited-2014-before",
        "75.4万人",
        "整改前2014年脱贫数",
        "exited 2014 before",
        kind=_COHORT,
    ),
    _figure(
        "exited-2014-after",
        "69.5万人",
        "整改后2014年脱贫数",
        "exited 2014 after",
        kind=_COHORT,
    ),
    _figure(
        "exited-2015-before",
        "142.4万人",
        "整改前2015年脱贫数",
        "exited 2015 before",
        kind=_COHORT,
    ),
    _figure(
        "exited-2015-after",
        "127.7万人",
        "整改后2015年脱贫数",
        "exited 2015 after",
        kind=_COHORT,
    ),
    _figure(
        "stock-before", "343.3万人", "整改前2016年存量", "stock of 2016 before"
    ),
    _figure(
        "stock-after", "381.8万人", "整改后2016年存量", "stock of 2016 after"
    ),
    Figure(
        key="total-before",
        zh="整改前总数",
        en="total before",
        sum_of=("exited-2014-before", "exited-2015-before", "stock-before"),
        source=_ARTICLE,
    ),
    _figure("total-after", "579万人", "整改后总数", "total after"),
    _figure(
        "registered",
        "590万人",
        "全省贫困人口信息数",
        "the province's earlier register",
    ),
    _figure(
        "relocation-before",
        "85万人",
        "整改前易地扶贫搬迁人口",
        "relocation before",
    ),
    _figure(
        "relocation-after",
        "91万人",
        "整改后易地扶贫搬迁人口",
        "relocation after",
    ),
    _figure(
        "doubtful", "52万人", "身份存疑人口", "persons of doubtful identity"
    ),
    _figure("removed", "33.5万人", "剔除硬伤户人口", "removed"),
    _figure("removed-share", "5.7%", "剔除占比", "share removed"),
    _figure(
        "retained", "38.4万人", "保留疑似人口", "retained after verification"
    ),
    _figure("retained-share", "6.6%", "保留占比", "share retained"),
    _figure("added", "36.6万人", "补录人口", "added"),
    _figure("added-share", "6.3%", "补录占比", "share added"),
    _figure("doubtful-share", "9.22%", "疑似对象占比", "share in doubt"),
    _figure("precision", "93.65%", "精准率", "identification precision"),
    # Printed nowhere: what shares would sum to.
    _figure("whole", "100%", "全部", "all of it", exact=True, source=None),
    _figure(
        "counties",
        "97个",
        "数据库中的县（市、区）",
        "counties in the database",
        unit=_COUNTIES,
    ),
    _figure(
        "audited",
        "94个",
        "接受审计的县（市、区）",
        "counties audited",
        unit=_COUNTIES,
    ),
    _figure(
        "praised",
        "81个",
        "通报表扬的县（市、区）",
        "commended",
        unit=_COUNTIES,
    ),
    _figure(
        "criticised",
        "16个",
        "点名批评的县（市、区）",
        "criticised",
        unit=_COUNTIES,
    ),
)


@cache
def article() -> PublishedFigures:
    """
    Give the figures of the article of 2016, and what should hold.

    2016年湖北省审计整改文章中的数字。

    Examples:
        >>> from pa_registry.accounts import reconcile
        >>> print(reconcile(article()).sentence("circular"))
        counties in the database: 81 + 16 = 97 units, as printed (97个).
    """
    return PublishedFigures(
        title_zh="《湖北省贫困人口数据审计整改工作见成效》数字核对",
        title_en="Figures of the article on Hubei's audit of 2016",
        figures=_ARTICLE_FIGURES,
        identities=(
            Sum(
                key="total-before",
                whole="total-before",
                plus=(
                    "exited-2014-before",
                    "exited-2015-before",
                    "stock-before",
                ),
            ),
            Sum(
                key="total-after",
                whole="total-after",
                plus=(
                    "exited-2014-after",
                    "exited-2015-after",
                    "stock-after",
                ),
            ),
            Sum(
                key="flow",
                whole="total-after",
                plus=("total-before", "added"),
                minus=("removed",),
                note_zh="文章没有列出自然增减和填报单位的增减，"
                "这些变动合计至少有14.8万人。",
                note_en="What the article does not count, such as natural"
                " change and units that came or went, is at least 14.8万.",
            ),
            Sum(
                key="flow-from-590",
                whole="total-after",
                plus=("registered", "added"),
                minus=("removed",),
                note_zh="590万是另一时点的登记数。",
                note_en="590万 is the register of another day.",
            ),
            Shares(
                key="shares",
                pairs=(
                    ("removed", "removed-share"),
                    ("retained", "retained-share"),
                    ("added", "added-share"),
                ),
                candidates=("total-before", "total-after", "registered"),
            ),
            Shares(
                key="doubtful-base",
                pairs=(("doubtful", "doubtful-share"),),
                candidates=("total-before", "total-after", "registered"),
            ),
            Sum(
                key="doubtful-and-precise",
                whole="whole",
                plus=("doubtful-share", "precision"),
                note_zh="疑似不等于错评；两者也可能一为户数、一为人数，"
                "或一为全库比对、一为抽样。",
                note_en="In doubt is not wrong; and one may count households"
                " and the other persons, or one a match and the other a"
                " sample.",
            ),
            Sum(
                key="doubtful-and-judged",
                whole="doubtful",
                plus=("removed", "retained"),
                note_zh="原文并未说52万人分为这两部分：剔除以整户计，"
                "各县自查也会增加疑似对象。",
                note_en="The text does not say that the 52万 split into these"
                " two: whole households are removed, and counties found"
                " suspects of their own.",
            ),
            Within(
                key="relocation-before",
                part="relocation-before",
                whole="total-before",
            ),
            Within(
                key="relocation-after",
                part="relocation-after",
                whole="total-after",
            ),
            Sum(
                key="circular",
                whole="counties",
                plus=("praised", "criticised"),
            ),
            Within(
                key="audited",
                part="audited",
                whole="counties",
                note_zh="两份名单的划分可能不同。",
                note_en="The two lists may be cut differently.",
            ),
        ),
    )


@cache
def later_series() -> PublishedFigures:
    """
    Give later figures on relocation and on exits by year.

    后来公布的搬迁与历年脱贫数字。

    Examples:
        >>> from pa_registry.accounts import reconcile
        >>> reconcile(later_series()).result("exits-by-year").refusal
        'kind'
    """
    return PublishedFigures(
        title_zh="湖北省易地扶贫搬迁与历年脱贫数字核对",
        title_en="Later figures of Hubei: relocation, and exits by year",
        figures=_LATER_FIGURES,
        identities=(
            Sum(
                key="moved-persons",
                whole="moved-persons",
                plus=("concentrated-persons", "dispersed-persons"),
            ),
            Sum(
                key="moved-households",
                whole="moved-households",
                plus=("concentrated-households", "dispersed-households"),
            ),
            Shares(
                key="concentrated",
                pairs=(("concentrated-persons", "concentrated-share"),),
                base="moved-persons",
            ),
            Sum(
                key="exits-by-year",
                whole="final",
                plus=(
                    "exited-2014",
                    "reported-2015-2016",
                    "reported-2017",
                    "reported-2018",
                    "reported-2019",
                ),
                note_zh="数字相近出于偶然。",
                note_en="That they come near each other is luck.",
            ),
            Sum(
                key="two-counts-of-2018",
                whole="reported-2018",
                plus=("marked-2018",),
                note_zh="两处公布的是同一年的脱贫人口。",
                note_en="Both were published as the exits of one year.",
            ),
        ),
    )


_LATER_FIGURES = (
    _figure(
        "moved-persons",
        "88.23万人",
        "搬迁人口",
        "persons moved",
        source=_RELOCATED,
    ),
    _figure(
        "concentrated-persons",
        "67.47万人",
        "集中安置人口",
        "persons settled together",
        source=_RELOCATED,
    ),
    _figure(
        "dispersed-persons",
        "20.76万人",
        "分散安置人口",
        "persons settled apart",
        source=_RELOCATED,
    ),
    _figure(
        "concentrated-share",
        "76.5%",
        "集中安置占比",
        "share settled together",
        base="moved-persons",
        counts=RateUnit.PERSONS,
        source=_RELOCATED,
    ),
    _figure(
        "moved-households",
        "31.84万户",
        "搬迁户数",
        "households moved",
        unit=_HOUSEHOLDS,
        source=_RELOCATED,
    ),
    _figure(
        "concentrated-households",
        "25.37万户",
        "集中安置户数",
        "households settled together",
        unit=_HOUSEHOLDS,
        source=_RELOCATED,
    ),
    _figure(
        "dispersed-households",
        "6.42万户",
        "分散安置户数",
        "households settled apart",
        unit=_HOUSEHOLDS,
        source=_RELOCATED,
    ),
    _figure(
        "exited-2014",
        "69.5万人",
        "台账中2014年脱贫数",
        "exited 2014, in the register",
        kind=_COHORT,
    ),
    _figure(
        "reported-2015-2016",
        "226万人",
        "2015、2016年上报脱贫数",
        "exits reported for 2015 and 2016",
        kind=_REPORTED,
        source=_BY_YEAR,
    ),
    _figure(
        "reported-2017",
        "91.7万人",
        "2017年上报脱贫数",
        "exits reported for 2017",
        kind=_REPORTED,
        source=_BY_YEAR,
    ),
    _figure(
        "reported-2018",
        "104.6万人",
        "2018年上报脱贫数",
        "exits reported for 2018",
        kind=_REPORTED,
        source=_BY_YEAR,
    ),
    _figure(
        "reported-2019",
        "92.5万人",
        "2019年上报脱贫数",
        "exits reported for 2019",
        kind=_REPORTED,
        source=_BY_YEAR,
    ),
    _figure(
        "marked-2018",
        "110.03万人",
        "2018年标注脱贫数",
        "marked as out in 2018",
        kind=_REPORTED,
        source=_DAILY,
    ),
    _figure(
        "final",
        "581万人",
        "全省建档立卡总数",
        "registered in the end",
        source=_FINAL,
    ),
)
