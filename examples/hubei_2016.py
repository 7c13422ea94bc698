"""
The main job, on an invented roster: who is poor, and what follows.

主要流程：名册导入、问题清单、逐户结论、汇总、数据勾稽、资金分配、通报。

Run it from anywhere, without arguments: ``python examples/hubei_2016.py``.
It reads no clock and no network, and prints the same each time.

The roster is invented; only the counties' codes are real.  The text of
Hubei's own list of 2016, the nine hard items (硬九条), is not published
anywhere that could be read, so the list used here is an analogue from
another province, and each heading says so.  The 97 units that report are
invented too, for no list of them was published, and so are their figures
and the amount that they share; only the sums are the article's.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import unicodedata

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count as counted
from pathlib import Path
from typing import NamedTuple

from pa_registry import yuan
from pa_registry.accounts import (
    FigureUnit,
    Flow,
    Standing,
    StockFlow,
    article,
    changes,
    reconcile,
)
from pa_registry.assessment import (
    FOUR_GRADES,
    Circular,
    Partition,
    Result,
    TiePolicy,
    Veto,
    hubei_2016_veto,
    rank,
    rule,
)
from pa_registry.audit import (
    AddedGround,
    AuditRate,
    Candidate,
    CheckList,
    CheckOutcome,
    Clearance,
    ClearingRule,
    Disposition,
    FieldCheck,
    FrameGroup,
    Issue,
    Lead,
    MatchTable,
    OutcomeTable,
    Papers,
    Proof,
    Referral,
    Supplement,
    Suspicion,
    SuspicionKind,
    Verdict,
    add_member,
    dispose,
    estimate,
    extracts_of,
    issues_of,
    look_back_sample,
    match,
    rectification,
    require_plausible,
    run_account,
    sampling_frame,
    seek_omitted,
    settled,
    supplement,
    suspect,
    suspect_exits,
)
from pa_registry.dates import Round
from pa_registry.draw import Shuffle, Stream
from pa_registry.errors import InvalidValueError
from pa_registry.exchange import (
    EvidenceReading,
    Reading,
    read_evidence,
    read_households,
)
from pa_registry.funds import (
    REGISTERED_PERSONS,
    Allocation,
    Combination,
    DataQuality,
    Deductions,
    Destination,
    Deviation,
    Direction,
    Figure,
    Formula,
    Recipient,
    Schedule,
    allocate,
    apportion,
    hubei_2016,
)
from pa_registry.model import (
    Body,
    BodyKind,
    DivisionLevel,
    Divisions,
    Evidence,
    Finding,
    Household,
    JoinReason,
    Move,
    Person,
    Registry,
    RelationToHead,
    Visit,
    VisitMode,
)
from pa_registry.policies import (
    Disagreement,
    DispositionOutcome,
    ExitOutcome,
    IdentificationOutcome,
    Policy,
    compare,
    household_exit,
    identification,
    negative_list,
)
from pa_registry.standards import (
    Certainty,
    Citation,
    Standards,
    load_list,
)
from pa_registry.synthetic import Flaw, Province, Totals, province


DATA = Path(__file__).parent / "data"
ENCODINGS = ("utf-8", "gb18030")
SOURCES = ("vehicles", "payrolls", "appraisals", "visits")

#: The facts are those of this day, in the weeks of the article.
DAY = dt.date(2016, 10, 19)
ROUND = Round(year=2016, fact=DAY)
ANALOGUE = "ankang-2017-nine-red-lines"
#: One prefecture goes by a list that tells hard clauses from soft ones.
STRICT, STRICT_CITY = "shangrao-2017-seven-clear-four-strict", "420300"
OTHER_LISTS = ("leaflet-3300-with-exceptions", "ten-principles-2018")

#: Identity numbers of a test begin with codes of no real place.
NOWHERE = (
    {"code": "990000", "name": "虚构省"},
    {"code": "990100", "name": "虚构市"},
    {"code": "990101", "name": "虚构甲县"},
    {"code": "990102", "name": "虚构乙县"},
)


#: What each household of the roster is there to show.
LESSONS = {
    "HB001": ("收入明显低于标准", "income clearly below the line"),
    "HB002": (
        "收入恰在标准上：既不够识别，也不够退出",
        "exactly at the line: too much to enter, too little to leave",
    ),
    "HB003": ("人均比标准少一分", "one fen a head below the line"),
    "HB004": ("人均比标准多一分", "one fen a head above the line"),
    "HB005": (
        "收入过线，住房为D级危房",
        "above the line, in a dangerous house",
    ),
    "HB006": (
        "面包车用于谋生（此清单只列小轿车）",
        "a van that earns the living (this list names cars only)",
    ),
    "HB007": (
        "面包车用途没有登记（见第六部分）",
        "a van whose use is not recorded (see part 6)",
    ),
    "HB008": (
        "机动车登记没有比对：未比对不等于没有车",
        "the vehicle register was not searched: that is not having no car",
    ),
    "HB009": (
        "只比对了户主，已查到轿车：查到即成立",
        "searched for the head only, and a car was found: a hit is a hit",
    ),
    "HB010": (
        "分开居住的儿子有财政供养（见第六部分）",
        "a son living apart is on the payroll (see part 6)",
    ),
    "HB011": (
        "核查认定贫困，评议未通过（见第七部分）",
        "poor by visit, voted out (see part 7)",
    ),
    "HB012": (
        "收入未登记，但住房为C级危房，已可作出结论",
        "no income on record, but a dangerous house decides",
    ),
    "HB013": (
        "收入未登记，不作为零",
        "no income on record, which is not zero",
    ),
    "HB014": (
        "轿车在识别之后处置：以哪一天的事实为准，结论不同",
        "a car disposed of after entry: it matters which day's facts count",
    ),
    "HB015": (
        "收入过线，有孩子因贫辍学",
        "above the line, with a child out of school for poverty",
    ),
    "HB016": ("收入过线，保障齐全", "above the line, and nothing is lacking"),
    "HB101": ("没有家庭成员", "no members"),
    "HB102": ("两个户主", "two heads"),
    "HB103": ("身份号码校验码有误", "a wrong check character"),
    "HB104": (
        "身份号码被电子表格破坏",
        "identity numbers damaged by a spreadsheet",
    ),
    "HB105": ("收入写作“三千”", "an income written in words"),
    "HB106": ("日期不存在", "a day that does not exist"),
    "HB107": ("两户使用同一编号", "two households under one number"),
    "HB108": (
        "区划代码已停用；儿子同时登记在HB102",
        "a retired division; the son is in HB102 too",
    ),
}


# Printing


def width(text: str) -> int:
    """Count the columns of a terminal: a Chinese character takes two."""
    wide = {"W", "F"}
    return sum(1 + (unicodedata.east_asian_width(one) in wide) for one in text)


def padded(text: str, columns: int) -> str:
    """Fill text up to a number of columns."""
    return text + " " * (columns - width(text))


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in aligned columns; the first row is the heading."""
    sizes = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        cells = [padded(*pair) for pair in zip(row, sizes, strict=True)]
        print(f"  {'  '.join(cells)}".rstrip())
        if place == 0:
            print(f"  {'  '.join('-' * size for size in sizes)}")


NUMERALS = tuple("一二三四五六七八九十") + tuple(
    f"十{one}" for one in "一二三四五六七八九"
)
PLACES = counted(1)


def heading(zh: str, en: str) -> None:
    """Print the heading of a part, with the next number."""
    place = next(PLACES)
    titles = f"{NUMERALS[place - 1]}、{zh}\n{place}. {en}"
    print(f"\n{'=' * 72}\n{titles}\n{'=' * 72}")


def indented(text: str) -> str:
    """Put a decision under the household that it is about."""
    return "\n".join(f"  {line}" for line in text.splitlines())


# Reading


def read(encoding: str) -> tuple[Reading, EvidenceReading]:
    """Read the roster and the evidence in one of the two encodings."""
    folder = DATA / encoding
    roster = read_households(
        folder / "households.csv",
        folder / "members.csv",
        folder / "relatives.csv",
        divisions=Divisions.builtin().with_rows(NOWHERE),
        on=DAY,
    )
    evidence = read_evidence(
        {source: folder / f"{source}.csv" for source in SOURCES},
        folder / "coverage.csv",
        registry=roster.registry,
    )
    return roster, evidence


def tell_files(readings: Iterable[tuple[Reading, EvidenceReading]]) -> None:
    """Say what became of the rows of each file."""
    heading("名册导入", "Reading the roster")
    rows = [("文件 file", "编码 encoding", "行 rows", "载入 loaded",
             "未载入 refused", "非数据 aside")]  # fmt: skip
    both = list(readings)
    for reading, evidence in both:
        rows.extend(
            (
                report.file,
                report.encoding,
                str(report.rows),
                str(report.loaded),
                str(report.refused),
                str(report.set_aside),
            )
            for report in (*reading.files, *evidence.files)
        )
    table(rows)
    first, second = both
    same = (
        first[0].registry == second[0].registry
        and first[0].problems == second[0].problems
        and first[1].by_household == second[1].by_household
    )
    print()
    print("两种编码读出的内容、问题逐项一致。" if same else "两种编码不一致。")
    print(
        "Both encodings give the same register, problems and evidence."
        if same
        else "The two encodings differ."
    )


def tell_problems(reading: Reading) -> None:
    """List the problems by kind, with the first of each."""
    heading("数据问题", "Problems in the data")
    print("有问题的数据照样载入，问题逐条列明；每类举一例。")
    print("Faulty data is loaded all the same; here is one of each kind.")
    for code, count in reading.counts.items():
        first = next(one for one in reading.problems if one.code == code)
        print(f"\n[{first.severity}] {code} × {count}")
        print(f"  {first.render('zh')}")
        print(f"  {first}")


# Judging


class Case(NamedTuple):
    """One household with its two decisions, and where it lives."""

    household: Household
    county: str
    registered: IdentificationOutcome
    left: ExitOutcome
    texts: tuple[str, ...]


def county_of(household: Household) -> str:
    """Name the county as of the day, or say that there is none."""
    code = household.division or ""
    divisions = Divisions.builtin()
    found = divisions.at(DAY).get(code)
    if found is not None:
        return found.name
    now = "、".join(one.name for one in divisions.successors(code, at=DAY))
    return f"{code}（已改设{now}）"


def judged(
    reading: Reading,
    evidence: EvidenceReading,
    policy: Policy[IdentificationOutcome],
) -> Iterator[Case]:
    """Judge each household by identification and by the exit test."""
    leaves = household_exit()
    for one in reading.households:
        known = evidence.of(one.number)
        enters = policy(one, evidence=known, at=ROUND)
        exits = leaves(one, evidence=known, at=ROUND)
        yield Case(
            household=one,
            county=county_of(one),
            registered=enters.outcome,
            left=exits.outcome,
            texts=tuple(
                decision.render(language)
                for language in ("zh", "en")
                for decision in (enters, exits)
            ),
        )


def tell_standards() -> None:
    """Say which numbers and which list are applied, and whence."""
    heading("所用标准", "The standards applied")
    line = Standards.builtin().line_for_round(ROUND.year)
    hard, used = load_list("hubei-2016-hard-nine"), load_list(ANALOGUE)
    print(f"2016年识别，收入年度为{ROUND.income_year}年，", end="")
    print(f"标准为每人每年{line.value}元。")
    print(f"The round of 2016 tests the income of {ROUND.income_year}", end="")
    print(f" against {line.value} yuan a person and year.")
    print(f"  {line.citation.render('zh')}\n  {line.citation}")
    print(f"{hard.zh}：{hard.note_zh}\n{hard.en}: {hard.note_en}")
    print(f"此处以类似清单代替：{used.zh}，{used.place_zh}。{used.note_zh}")
    print(f"Used as an analogue: {used.en}, {used.place_en}. {used.note_en}")


def tell_cases(cases: Iterable[Case]) -> None:
    """Print each decision in both languages."""
    heading(
        "逐户结论（名册为虚构；所用负面清单为外省类似清单）",
        "Household by household (invented; list: an analogue)",
    )
    for case in cases:
        one = case.household
        size = "人数不详" if one.size is None else f"{one.size}人"
        head = one.head.name if one.head else "未登记"
        group = one.group or ""
        print(f"\n{one.number} {case.county}{group}，户主{head}，{size}")
        print("  {}\n  {}".format(*LESSONS[one.number]))
        for text in case.texts:
            print(indented(text))


def tell_summary(cases: Sequence[Case]) -> None:
    """Count households and persons by county and outcome."""
    heading("汇总（户/人）", "Summary (households/persons)")
    outcomes = list(IdentificationOutcome)
    households: Counter[tuple[str, str]] = Counter()
    persons: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for county in (case.county, _TOTAL):
            for outcome in (case.registered.zh, _TOTAL):
                households[county, outcome] += 1
                persons[county, outcome] += case.household.size or 0
    names = [*(one.zh for one in outcomes), _TOTAL]
    rows = [["县（市、区）", *names]]
    for county in [*dict.fromkeys(case.county for case in cases), _TOTAL]:
        cells = [
            f"{households[county, name]}/{persons[county, name]}"
            for name in names
        ]
        rows.append([county, *cells])
    table(rows)
    unknown = [c.household.number for c in cases if c.household.size is None]
    print(f"\n人数不详、只计户数：{'、'.join(unknown)}。")
    print(
        f"Of unknown size, counted as households only: {', '.join(unknown)}."
    )
    english = "; ".join(f"{one.zh} {one.en}" for one in outcomes)
    print(f"{english}; {_TOTAL} total.")
    leaving = Counter(case.left for case in cases)
    exits = [f"{one.zh}{leaving[one]}户" for one in ExitOutcome]
    print(f"退出：{'，'.join(exits)}。")
    listing = [f"{one.en}: {leaving[one]}" for one in ExitOutcome]
    print(f"Exit, in households: {'; '.join(listing)}.")
    listed = len(Divisions.builtin().at(DAY).counties("420000"))
    print(
        f"按2016年县级区划统计，全省共{listed}个；通报所用97个填报单位没有公布"
        "名单，不能与之对应。"
    )
    print(
        f"Counted by county-level division, {listed} in the province; the 97"
        " units of the circular are not published as a list, and are not"
        " these."
    )


_TOTAL = "合计"


def tell_other_lists(
    reading: Reading,
    evidence: EvidenceReading,
    policy: Policy[IdentificationOutcome],
) -> None:
    """Say whose outcome another published list would change."""
    heading(
        "换一份清单，谁的结论会变",
        "Another list: whose outcome changes",
    )
    for name in OTHER_LISTS:
        found = load_list(name)
        other = identification(negative_list=negative_list(name))
        result = compare(
            policy,
            other,
            reading.registry,
            evidence=evidence.by_household,
            at=ROUND,
        )
        print(f"\n{found.zh}。{found.place_zh}。")
        print(f"{found.en}; {found.place_en}.")
        print(f"  不变 unchanged: {len(result.unchanged())}")
        for change in result.changes:
            if change.is_changed:
                old = change.old.outcome
                print(f"  {change.household.number}: {old.zh} → "
                      f"{change.new.outcome.zh}")  # fmt: skip
                print(indented(change.new.render("zh")))
                print(indented(change.new.render("en")))
        van = reading.registry.household("HB006")
        if name == OTHER_LISTS[0]:
            kept = other(van, evidence=evidence.of(van.number), at=ROUND)
            print("  靠面包车谋生的一户不变，理由如下：")
            print("  The household whose van earns the living stays:")
            print(indented(kept.render("zh")))
            print(indented(kept.render("en")))


def tell_disagreement(reading: Reading, evidence: EvidenceReading) -> None:
    """Show the household that a visit found poor and the village did not."""
    heading(
        "核查认定贫困、评议未通过：由政策写明如何处理",
        "Poor by visit, voted out: the policy states what follows",
    )
    one = reading.registry.household("HB011")
    for stated in Disagreement:
        policy = identification(
            negative_list=negative_list(ANALOGUE), disagreement=stated
        )
        decision = policy(one, evidence=evidence.of(one.number), at=ROUND)
        print(indented(decision.render("zh")))
        print(indented(decision.render("en")))


# The audit, on an invented province

#: Invented, and said so; stock and exits are in the article's proportions.
HOUSEHOLDS, PROVINCE_SEED = 1_500, "hubei-2016-audit"
BEFORE = Totals(stock="343.3", exited={2014: "75.4", 2015: "142.4"})
PLANTED = Fraction(4, 1000)

#: The days are within the weeks of the article, and the example's own.
LISTED_ON, DUE = dt.date(2016, 8, 31), dt.date(2016, 10, 15)
VISITED, DECIDED = dt.date(2016, 9, 6), dt.date(2016, 9, 26)
CLAIMED, INSPECTED = dt.date(2016, 9, 28), dt.date(2016, 10, 12)
PAPERS = Papers(
    minutes="评议记录（示例）",
    notice_from=dt.date(2016, 9, 12),
    notice_until=dt.date(2016, 9, 18),
)

AUDITORS = Body(BodyKind.AUDIT_OFFICE, "示例省审计厅")
TEAM = Body(BodyKind.WORK_TEAM, "示例村驻村工作队")
OFFICE = Body(BodyKind.COUNTY_OFFICE, "示例县扶贫办")
GROUP = Body(BodyKind.LEADING_GROUP, "示例县扶贫攻坚领导小组")
INSPECTORS = Body(BodyKind.INSPECTION_GROUP, "示例省督查组")

#: What a visit finds where the record only looks like a fault.
CLEARED: Mapping[Flaw | None, tuple[ClearingRule, Mapping[Proof, str]]] = {
    Flaw.TOWN_HOUSE_BY_RELOCATION: (
        ClearingRule.RELOCATION_HOUSE,
        {Proof.PROJECT_LIST: "易地扶贫搬迁安置名册"},
    ),
    Flaw.COMPANY_LENT_IDENTITY: (
        ClearingRule.NOT_OPERATED,
        {Proof.OPERATING_PROOF: "企业经营情况证明"},
    ),
    Flaw.TEMPORARY_POST: (
        ClearingRule.FOUND_OTHERWISE,
        {Proof.CHECK_RECORD: "核查记录：临时聘用，不在编制内"},
    ),
}


class Audited(NamedTuple):
    """The invented province, and what was suspected in it."""

    made: Province
    register: Registry
    evidence: Mapping[str, Evidence]
    names: Mapping[str, str]
    table: MatchTable
    suspicions: tuple[Suspicion, ...]

    @property
    def to_check(self) -> tuple[Suspicion, ...]:
        """Those that no record clears by itself."""
        return tuple(one for one in self.suspicions if one.is_open)


class Rectified(NamedTuple):
    """What came of the checks, and the register on the way."""

    verdicts: tuple[Verdict, ...]
    done: tuple[Disposition, ...]
    grown: Registry
    after: Registry
    natural: tuple[Flow, ...]

    def account(self, before: Registry, after: Registry) -> StockFlow:
        """Draw up the account of the run, by county."""
        account = run_account(before, self.done, after, others=self.natural)
        return account.rolled_up(DivisionLevel.COUNTY)


def audited() -> Audited:
    """Invent the province, match it, and say what the hits would mean."""
    made = province(
        households=HOUSEHOLDS, seed=PROVINCE_SEED, flaws=PLANTED
    ).with_totals(BEFORE)
    cases = tuple(made.iter_households())
    register = Registry(households=tuple(home for home, _ in cases))
    evidence = {home.number: found for home, found in cases}
    table = require_plausible(
        match(register, extracts_of(cases)), most=Fraction(1, 2)
    )
    return Audited(
        made=made,
        register=register,
        evidence=evidence,
        names=invented_names(register),
        table=table,
        suspicions=(
            *by_list_in_use(table, register),
            *suspect_exits(register, evidence.__getitem__, year=2015),
        ),
    )


def by_list_in_use(
    table: MatchTable, register: Registry
) -> Iterator[Suspicion]:
    """Go by the list that is in use where the household lives."""
    for name in (ANALOGUE, STRICT):
        for one in suspect(table, register, name, at=LISTED_ON):
            if (city_of(one.division) == STRICT_CITY) is (name == STRICT):
                yield one


def invented_names(register: Registry) -> dict[str, str]:
    """Name prefectures, counties and villages as what they are: invented."""
    names: dict[str, str] = {}
    placed: Counter[str] = Counter()
    codes = sorted(home.division or "" for home in register.households)
    for code in codes:
        above = "虚构"
        for key, unit in (
            (f"{code[:4]}00", "市州"), (code[:6], "县"), (code, "村")
        ):  # fmt: skip
            if key not in names:
                placed[above] += 1
                names[key] = f"{above}第{placed[above]:02}{unit}"
            above = names[key]
    return names


def city_of(code: str) -> str:
    """Give the code of the prefecture that a division lies in."""
    return f"{code[:4]}00"


def tell_matching(audit: Audited) -> None:
    """Say how far each source reached, and what the hits would mean."""
    heading(
        "数据比对与疑点（省、户、人均为虚构）",
        "Matching and suspicion (the province is invented)",
    )
    size = Standing.from_registry(audit.register).total()
    print(f"虚构一个省的台账，共{size.render('zh')}，其中预设了若干问题。")
    print("存量与历年脱贫人数的比例取自文章中整改前的数字，其余均为示例。")
    print(f"An invented register of {size}, with flaws planted in it;")
    print("only the proportions of stock and exits are the article's.")
    for language in ("zh", "en"):
        print(f"\n{indented(audit.table.render(language))}")
    print("\n  各来源命中有重叠，不能相加；命中只是线索，不是结论。")
    print("  The sources overlap, and a hit is a lead and no conclusion.\n")
    table(
        [
            ("户的比对情况", "standing", "户 households"),
            *(
                (one.zh, one.en, str(len(listed)))
                for one, listed in audit.table.standings().items()
            ),
        ]
    )
    print("\n  未比对的户不列为无疑点。Not audited is not clean.\n")
    used = load_list(ANALOGUE)
    print(f"  对照清单：{used.zh}，系外省类似清单。")
    print(f"  The list: {used.en}, an analogue from another province.")
    strict, city = load_list(STRICT), audit.names[STRICT_CITY]
    print(f"  {city}对照另一份外省清单：{strict.zh}，", end="")
    print("其中部分条款只要求从严审核。")
    print(f"  {city} goes by another: {strict.en};", end="")
    print(" some of its clauses ask for a strict review only.\n")
    counts = Counter((one.zh, one.en) for one in audit.to_check)
    table(
        [
            ("疑点", "suspected of being", "件 cases"),
            *((zh, en, str(many)) for (zh, en), many in counts.items()),
        ]
    )
    closed = [one for one in audit.suspicions if not one.is_open]
    print(f"\n  另有{len(closed)}件由记录本身排除，无须入户，例如：")
    print(f"  {closed[0].render('zh')}")
    print(f"  {len(closed)} more are cleared by the records, such as:")
    print(f"  {closed[0]}")


def visit_to(made: Province, one: Suspicion) -> FieldCheck:
    """Let a visit find what was planted, which no real visit knows."""
    flaw = next(iter(made.flaws.get(one.household, ())), None)
    draw = Stream(PROVINCE_SEED, one.household, "visit").below(12)
    rule, proofs = CLEARED.get(
        flaw,
        (ClearingRule.FOUND_OTHERWISE, {Proof.CHECK_RECORD: "核查记录"}),
    )
    stands = flaw is not None and flaw not in CLEARED
    outcome = CheckOutcome.UPHELD if stands else CheckOutcome.NOT_UPHELD
    if draw == 0:
        outcome = CheckOutcome.NOBODY_MET
    held = one.held_on_day
    return FieldCheck(
        suspicion=one,
        mode=VisitMode.TELEPHONE if draw == 1 else VisitMode.HOME,
        outcome=outcome,
        day=VISITED,
        checker=TEAM,
        held_on_day=flaw is not Flaw.CAR_BOUGHT_AFTER_ENTRY
        if held is None
        else held,
        well_off=True,
        review_against=reviewed(one) if stands else None,
        by_document=one.ground == SuspicionKind.DEAD,
        clearing=Clearance(rule=rule, proofs=proofs, checker=TEAM, day=VISITED)
        if outcome is CheckOutcome.NOT_UPHELD
        else None,
    )


def reviewed(one: Suspicion) -> bool | None:
    """Let a strict review find against some, and not be over for others."""
    if one.is_hard is not False:
        return None
    drawn = Stream(PROVINCE_SEED, one.household, "strict-review").below(3)
    return (None, True, False)[drawn]


def omitted_ones(audit: Audited) -> Iterator[Disposition]:
    """Take in the omitted whom visits found, each on its visit."""
    found = seek_omitted(
        [
            Candidate(household=home, leads=[Lead.VISIT], evidence=evidence)
            for home, evidence in audit.made.iter_outside()
        ],
        registry=audit.register,
        at=audit.made.round,
    )
    for case in (
        *found.to(Referral.TOWNSHIP_REVIEW), *found.to(Referral.IDENTIFICATION)
    ):  # fmt: skip
        yield supplement(
            case.candidate.household,
            Supplement(
                ground=AddedGround.OMITTED_HOUSEHOLD,
                visit=case.candidate.evidence.visits[0],
                referred_by=OFFICE,
                checked_by=TEAM,
                decided_by=GROUP,
                day=DECIDED,
            ),
            papers=PAPERS,
        )


def omitted_members(
    register: Registry, touched: Iterable[str]
) -> Iterator[Disposition]:
    """Take in some who married in and whom nobody had written down."""
    others = frozenset(touched)
    for home in register.households:
        draw = Stream(PROVINCE_SEED, home.number, "omitted-member")
        if home.number in others or draw.below(300):
            continue
        yield add_member(
            home,
            Person(
                number=f"{home.number}-M",
                relation_to_head=RelationToHead.DAUGHTER_IN_LAW,
                join_reason=JoinReason.MARRIED_IN,
            ),
            Supplement(
                ground=AddedGround.OMITTED_MEMBER,
                visit=Visit(
                    day=VISITED,
                    mode=VisitMode.HOME,
                    met_somebody=True,
                    finding=Finding.POOR,
                ),
                referred_by=OFFICE,
                checked_by=TEAM,
                decided_by=GROUP,
                day=DECIDED,
            ),
            papers=PAPERS,
        )


def with_births(register: Registry) -> Registry:
    """Let some children be born, as their papers show."""
    return register.with_households(
        home.with_members(
            [
                *home.members,
                Person(
                    number=f"{home.number}-N",
                    joined=LISTED_ON,
                    join_reason=JoinReason.NEWBORN,
                ),
            ]
        )
        for home in register.households
        if Stream(PROVINCE_SEED, home.number, "birth").below(150) == 0
    )


def rectified(audit: Audited) -> Rectified:
    """Check each suspicion, decide by household, and carry it out."""
    grown = with_births(audit.register)
    by_household: dict[str, list[FieldCheck]] = {}
    for one in audit.to_check:
        found = visit_to(audit.made, one)
        by_household.setdefault(one.household, []).append(found)
    verdicts = tuple(
        Verdict(
            checks=checks, referred_by=OFFICE, decided_by=GROUP, day=DECIDED
        )
        for checks in by_household.values()
    )
    done = (
        *(
            each
            for one in verdicts
            for each in dispose(
                one, grown.household(one.household), papers=PAPERS
            )
        ),
        *omitted_ones(audit),
    )
    touched = (one.household.number for one in done)
    done = (*done, *omitted_members(grown, touched))
    return Rectified(
        verdicts=verdicts,
        done=done,
        grown=grown,
        after=settled(grown, done),
        natural=changes(audit.register, grown).flows,
    )


def tell_verdicts(audit: Audited, run: Rectified) -> None:
    """Show that a hit removes nobody, and what the checks came to."""
    heading(
        "入户核查与认定（核查结果为虚构）",
        "Checks and verdicts (what the visits found is invented)",
    )
    hit = next(one for one in audit.table.hits if one.is_exact)
    home = audit.register.household(hit.household)
    print("仅凭比对命中不能剔除任何人：")
    print("Nobody is delisted by a match alone:")
    try:
        # A type checker refuses it as well.
        dispose(hit, home)  # type: ignore[arg-type]
    except InvalidValueError as refused:
        print(indented(str(refused)))
    for outcome in DispositionOutcome:
        first = [one for one in run.verdicts if one.outcome is outcome]
        if first:
            print(f"\n{outcome.zh}，{len(first)}户，例如：")
            print(f"{outcome.en}, households: {len(first)}, such as:")
            print(indented(first[0].render("zh")))
            print(indented(first[0].render("en")))
    tell_strict_review(run)
    tell_supplements(run)
    print("\n处置结果，户数与人数分列；剔除以整户计，命中的只是其中一部分人。")
    print("In households and persons; hits were about some members only.")
    outcomes = OutcomeTable.of(run.done)
    for language in ("zh", "en"):
        print(f"\n{indented(outcomes.render(language))}")
    exits = [one.outcome is DispositionOutcome.EXITED for one in run.verdicts]
    stay = sum(exits) - outcomes.by_move[Move.EXITED].count.households
    print(
        f"\n  认定为脱贫的有{sum(exits)}户，其中{stay}户此前已脱贫，", end=""
    )
    print("仍在原年度，计入保留。")
    print(f"  Of {sum(exits)} that exit, {stay} had exited before: retained.")


#: What became of the strict review, and how it is said.
REVIEWED: Mapping[bool | None, tuple[str, str]] = {
    None: ("尚未审核", "not reviewed yet"),
    True: ("审核认定不符合条件", "the review found against"),
    False: ("审核认定符合条件", "the review found for"),
}


def tell_strict_review(run: Rectified) -> None:
    """Show what becomes of a clause that asks for a strict review."""
    print("\n从严审核条款：疑点属实还不足以剔除，须经审核认定不符合条件。")
    print("Strict review: a fact that is true removes nobody by itself.")
    upheld = [
        (one, check)
        for one in run.verdicts
        for check in one.counted
        if check.suspicion.is_hard is False and check.finding.upheld
    ]
    for result, (zh, en) in REVIEWED.items():
        found = [
            one for one, check in upheld if check.review_against is result
        ]
        print(f"\n{zh}，{len(found)}户，例如：")
        print(f"{en}, households: {len(found)}, such as:")
        for language in ("zh", "en"):
            print(indented(found[0].render(language)))


def tell_supplements(run: Rectified) -> None:
    """Show who comes in from outside: whole households, and members."""
    print("\n补录：整户漏评的补录整户，家庭成员漏登的只补录本人，例如：")
    print("Taken in: omitted households, and omitted members alone:")
    for move in (Move.ADDED, Move.MEMBER_ADDED):
        first, authority = next(
            (one, one.authority)
            for one in run.done
            if one.move is move and isinstance(one.authority, Supplement)
        )
        print(f"  {first.render('zh')}（{authority.ground.zh}）")
        print(f"  {first} ({authority.ground.en})")


def tell_account(audit: Audited, run: Rectified) -> None:
    """Reconcile the run, county by county, and name what is left over."""
    heading(
        "整改前后台账勾稽（户数、人数均为虚构）",
        "The run reconciles (all of it invented)",
    )
    print("某县上报的台账少了一户，却没有处置记录，差额列明到县、到类：")
    print("One county's register lacks a household that nobody decided on:\n")
    touched = {one.household.number for one in run.done}
    lost = next(
        home.number
        for home in audit.register.households
        if home.number not in touched
    )
    reported = run.account(audit.register, run.after.without_household(lost))
    for code, part in reported.by_division().items():
        if not part.balances:
            for language in ("zh", "en"):
                print(f"  {audit.names[code]}")
                print(indented(part.render(language)))
    account = run.account(audit.register, run.after)
    counties = account.by_division()
    even = sum(one.balances for one in counties.values())
    print(f"\n补正后，{len(counties)}个县逐县核对，{even}个县差额为零：")
    print(f"Put right, {even} of {len(counties)} counties balance:\n")
    whole = account.rolled_up(DivisionLevel.PREFECTURE)
    print(indented(whole.render_divisions("zh", names=audit.names)))
    for language in ("zh", "en"):
        print(f"\n{indented(account.render(language))}")
    print("\n  错退纠正只在存量与历年脱贫之间移动，不改变总数。")
    print("  An exit that is reversed moves people within the total.")


def issues(audit: Audited, run: Rectified) -> tuple[Issue, ...]:
    """Make the list of findings, and what became of each."""
    decided = {one.household for one in run.verdicts if one.is_decided}
    listed = issues_of(
        audit.to_check,
        origin=AUDITORS,
        owner_of=lambda one: Body(
            BodyKind.COUNTY_OFFICE,
            f"{audit.names[one.division[:6]]}扶贫办",
        ),
        found=LISTED_ON,
        due=DUE,
    )
    return tuple(
        one
        if decided.isdisjoint(one.households)
        else inspected(
            one.claimed(by=one.owner, day=CLAIMED, evidence="整改报告")
        )
        for one in listed
    )


def inspected(one: Issue) -> Issue:
    """Let inspectors confirm most of what is claimed, and not all."""
    draw = Stream(PROVINCE_SEED, one.number, "inspection").below(10)
    if draw == 0:
        return one
    act = one.reopened if draw == 1 else one.verified
    return act(by=INSPECTORS, day=INSPECTED, evidence="督查记录")


def tell_offices(audit: Audited, run: Rectified) -> None:
    """Print what a county, a prefecture and the audit office each need."""
    heading(
        "县、市州、审计机关各需要什么",
        "What a county, a prefecture and the audit office need",
    )
    counties = Counter(one.division[:6] for one in audit.to_check)
    county = max(sorted(counties), key=lambda code: counties[code])
    listed = CheckList(
        suspicions=tuple(
            one for one in audit.to_check if one.division[:6] == county
        )
    )
    print(f"（一）县级：{audit.names[county]}入户核查名单")
    print("(1) The county: whom to visit, and what to ask\n")
    for language in ("zh", "en"):
        print(
            indented(
                listed.render(
                    language, registry=audit.register, names=audit.names
                )
            )
        )
        print()
    city = city_of(county)
    account = run.account(audit.register, run.after)
    print(f"（二）市州：{audit.names[city]}各县整改情况（户/人）")
    print("(2) The prefecture: its counties, in households and persons\n")
    for language in ("zh", "en"):
        lines = account.render_divisions(
            language, division=city, names=audit.names
        )
        print(f"{indented(lines)}\n")
    at = audit.made.day
    found = rectification(issues(audit, run), at=at)
    left = len(found.unaccounted(run.done))
    print("（三）审计机关：整改情况报告")
    print("(3) The audit office: the report on the rectification\n")
    for language in ("zh", "en"):
        report = found.report(
            language, unit_of=lambda one: audit.names[city_of(one.division)]
        )
        print(f"{indented(report)}\n")
    print(f"  已销号而没有处置记录的问题：{left}个。")
    print(f"  Closed although nothing was done: {left}.")


def tell_look_back(audit: Audited, run: Rectified) -> None:
    """Draw a sample of the register afterwards, and estimate from it."""
    heading(
        "回头看抽样（核查结果为虚构）",
        "The look-back sample (its results are invented)",
    )
    moved = {Move.RETAINED: FrameGroup.RETAINED, Move.ADDED: FrameGroup.ADDED}
    frame = sampling_frame(
        run.after,
        groups={
            one.household.number: moved[one.move]
            for one in run.done
            if one.move in moved
        },
    )
    sample = look_back_sample(
        frame, seed=PROVINCE_SEED, size=400, at_least=10, reserves=1
    )
    rows = [("类别 stratum", "总体 frame", "样本 sample")]
    drawn = Counter(one.unit.stratum for one in sample.units)
    rows.extend(
        (stratum, many.render("zh"), f"{drawn[stratum]}户")
        for stratum, many in frame.strata().items()
    )
    table(rows)
    print(f"\n  种子 seed: {sample.seed}，指纹 fingerprint: ", end="")
    print(f"{sample.fingerprint[:16]}")
    planted = audit.made.flaws
    wrong = {
        number
        for number, (flaw,) in planted.items()
        if flaw.calls_for is Move.REMOVED
    }
    right = {one.code: one.code not in wrong for one in sample.units}
    left = {
        one.code: any(
            flaw.calls_for is Move.EXIT_REVERSED
            for flaw in planted.get(one.code, ())
        )
        for one in sample.units
    }
    for kind, results in (
        (AuditRate.IDENTIFICATION_PRECISION, right),
        (AuditRate.WRONG_EXIT, left),
    ):
        found = estimate(kind, sample, results)
        print(f"  {found.render('zh')}\n  {found}")


# The article's figures


def tell_article() -> None:
    """Print the article's figures, what adds up, and what does not."""
    heading("文章公布的数字", "The figures of the article")
    published = article()
    source = load_list("hubei-2016-hard-nine").citation
    print(f"{source.render('zh')}\n{source}")
    print("以下数字均出自该文，与上面的虚构名册无关；推算的数字另行注明。")
    print("All are the article's and none the roster's; sums say so.")
    print("占比的基数文章均未说明，照录如下，不作补充。")
    print("Of no percentage does it state the base, and none is filled in.\n")
    rows = [("数字", "项目", "item", "基数 base")]
    rows.extend(
        (
            one.printed.text,
            one.zh,
            one.en,
            (one.base or "未说明 not stated")
            if one.unit is FigureUnit.SHARE
            else "",
        )
        for one in published.figures
        if one.printed is not None and one.source is not None
    )
    table(rows)
    # What the article leaves open does not touch the weights themselves.
    formula = hubei_2016(
        persons="registered_persons",
        county_weights={"national": 1, "provincial": 1, "none": 0},
        deductions=None,
    )
    weights = [factor.weight * 100 for factor in formula.factors]
    written = f"{' + '.join(map(str, weights))} = {sum(weights)}"
    print(f"\n  资金分配权重（%）：{written}。")
    print(f"  Weights of the funds (%): {written}.")
    found = reconcile(published)
    for language in ("zh", "en"):
        print()
        print(indented(found.render(language)))


# What follows: money, praise and blame


class Unit(NamedTuple):
    """An invented unit that reports, and what inspectors found in it."""

    recipient: Recipient
    prefecture: str
    found: int
    fixed: int

    @property
    def rate(self) -> Fraction:
        """The verified rectification rate (整改到位率)."""
        return Fraction(self.fixed, self.found)


#: Invented, and said so wherever it is printed.
SEED = "hubei-2016"
AMOUNT = yuan(3_000_000_000)
ENOUGH = Fraction(95, 100)
FAULTY = Figure(key="faulty", zh="问题数据占比", en="share of faulty records")

#: These are the article's: 97 units in 17 prefectures, four of which are
#: their own, 579万 persons, 4,821 poor villages and 37 poor counties, of
#: which 28 are the nation's; 16 are criticised.
UNITS, PREFECTURES, THEIR_OWN = 97, 17, 4
PERSONS, VILLAGES = 5_790_000, 4_821
CLASSES = {"national": 28, "provincial": 9, "none": 60}
LAGGING = 16


def invented_units() -> tuple[Unit, ...]:
    """Invent the units by seed; their sums are the article's."""
    shared = PREFECTURES - THEIR_OWN
    sizes = apportion(
        UNITS - THEIR_OWN, dict.fromkeys(range(1, shared + 1), 1)
    )
    sizes |= dict.fromkeys(range(shared + 1, PREFECTURES + 1), 1)
    keys = [
        (f"99{city:02}{n:02}", f"虚构第{city:02}市州")
        for city, many in sizes.items()
        for n in range(1, many + 1)
    ]
    order = Shuffle(UNITS, SEED, "classes")
    ranked = [name for name, many in CLASSES.items() for _ in range(many)]
    classes = {key: ranked[order.place(i)] for i, (key, _) in enumerate(keys)}
    weights = {key: Stream(SEED, key).between(20, 100) for key, _ in keys}
    persons = apportion(PERSONS, weights)
    villages = apportion(
        VILLAGES,
        {
            key: weights[key] * (1 + 3 * (classes[key] != "none"))
            for key in weights
        },
    )
    late = Shuffle(UNITS, SEED, "late")
    return tuple(
        unit_of(
            Recipient(
                key=key,
                name=f"虚构第{i + 1:02}县",
                figures={
                    "registered_persons": persons[key],
                    "poor_villages": villages[key],
                    "county_class": classes[key],
                },
            ),
            city,
            is_late=late.place(i) < LAGGING,
        )
        for i, (key, city) in enumerate(keys)
    )


def unit_of(recipient: Recipient, city: str, *, is_late: bool) -> Unit:
    """Invent what was found in a unit, its quota and its past."""
    draw = Stream(SEED, recipient.key, "audit")
    found = draw.between(300, 900)
    percent = draw.between(70, 94) if is_late else draw.between(95, 100)
    excess = draw.between(6, 14) if is_late else draw.between(-3, 3)
    faulty = draw.between(3, 9) if is_late else draw.between(0, 2)
    persons = int(str(recipient.get("registered_persons")))
    return Unit(
        recipient=Recipient(
            key=recipient.key,
            name=recipient.name,
            under=city,
            figures={
                **dict(recipient.figures),
                "size_quota": persons * 100 // (100 + excess),
                FAULTY.key: Fraction(faulty, 100),
            },
            last_year=yuan(draw.between(1_500, 4_500) * 10_000),
            allotted=yuan(draw.between(0, 500) * 10_000),
        ),
        prefecture=city,
        found=found,
        fixed=-(-found * percent // 100),
    )


def formula_of_2016() -> Formula:
    """Take the article's weights, with example rules for deductions."""
    return hubei_2016(
        persons="registered_persons",
        county_weights={"national": 1, "provincial": 1, "none": 0},
        deductions=Deductions(
            triggers=(
                Deviation(
                    figure=REGISTERED_PERSONS,
                    direction=Direction.EITHER,
                    schedule=Schedule.of(("0.05", "0.10"), ("0.10", "0.20")),
                    clawback=Schedule.of(("0.10", "0.50")),
                ),
                DataQuality(
                    figure=FAULTY,
                    schedule=Schedule.of(("0.03", "0.05")),
                    clawback=None,
                ),
            ),
            combination=Combination.SUM,
            destination=Destination.REDISTRIBUTED,
            citation=Citation(
                issuer="本例",
                issuer_en="this example",
                title="示例扣减规定",
                title_en="Example rules for deductions",
                certainty=Certainty.PROPOSAL,
            ),
        ),
    )


def tell_allocation(units: Sequence[Unit]) -> Allocation:
    """Share a stated amount out among the invented units, to the fen."""
    heading(
        "资金分配（填报单位、金额和扣减门槛均为示例）",
        "The allocation (units, amount and thresholds are examples)",
    )
    print("97个填报单位没有公布名单，以下单位均为虚构；合计数与文章一致。")
    print("No list of the 97 was published: these are invented, to its sums.")
    print(
        "文章没有公布金额，也没有公布扣减的门槛、比例和资金去向，此处均为示例。"
    )
    print(
        "It prints no amount, threshold, rate or destination: examples all.\n"
    )
    formula = formula_of_2016()
    result = allocate(formula, [one.recipient for one in units], AMOUNT)
    for language in ("zh", "en"):
        print(indented(formula.render(language)))
    print()
    cities: dict[str, list[str]] = {}
    for one in units:
        cities.setdefault(one.prefecture, []).append(one.recipient.key)
    rows: list[Sequence[str]] = [
        ("市州", "单位 units", "人口 persons", "贫困村 villages",
         "分配 yuan", "扣减 cut", "再分配 given", "扣回 back")
    ]  # fmt: skip
    for city, keys in [*cities.items(), (_TOTAL, [*result.amounts()])]:
        lines = [result.line(key) for key in keys]
        figures = [dict(one.recipient.figures) for one in lines]
        counts = (
            sum(int(str(one[name])) for one in figures)
            for name in ("registered_persons", "poor_villages")
        )
        money = (
            sum((getattr(one, name) for one in lines), yuan(0))
            for name in ("amount", "deducted", "redistributed", "clawed_back")
        )
        rows.append(
            (city, str(len(keys)), *map(str, counts), *map(str, money))
        )
    table(rows)
    parts = sum((line.net for line in result.lines), yuan(0))
    print(f"\n  {parts} + {result.retained} = {result.total}")
    print("  各单位实得（扣回后）与本级留存之和等于分配基数。")
    print("  What the units have after claw-back and what is retained add up.")
    return result


def tell_commendation(units: Sequence[Unit]) -> Partition:
    """Praise and criticise: every unit in exactly one of two lists."""
    heading(
        "通报表扬与通报批评（整改到位率为虚构）",
        "The commended and the criticised (invented rates)",
    )
    rates = {one.recipient.key: one.rate for one in units}
    names = {one.recipient.key: one for one in units}
    rows = [("名次 place", "单位 unit", "整改到位率 fixed, verified / found")]
    ranked = rank(rates, ties=TiePolicy.BEST)
    for one in (*ranked[:3], *ranked[-LAGGING:]):
        unit = names[one.key]
        whole, rest = divmod(int(unit.rate * 10_000), 100)
        rows.append(
            (
                str(one.place),
                unit.recipient.name,
                f"{unit.fixed}/{unit.found}，{whole}.{rest:02}%",
            )
        )
    table(rows)
    lists = Partition.from_scores(rates, criticised_below=ENOUGH)
    good, bad = len(lists.commended), len(lists.criticised)
    print("\n  整改到位率低于95%的列入批评，这一界限为示例，文章没有公布。")
    print("  Below 95% is criticised here: an example, the article has none.")
    print(f"  {good} + {bad} = {good + bad}：每个单位恰在一个名单中。")
    print(
        f"  {good} + {bad} = {good + bad}: each unit is in exactly one list."
    )
    return lists


def tell_veto(units: Sequence[Unit], lists: Partition) -> Veto:
    """Veto the prefecture with the most criticised units."""
    heading("一票否决（对象为虚构）", "The veto (on an invented prefecture)")
    late = Counter(
        one.prefecture
        for one in units
        if one.recipient.key in lists.criticised
    )
    subject = max(sorted(late), key=lambda city: late[city])
    veto = hubei_2016_veto(
        subject,
        conduct=f"所辖{late[subject]}个单位逾期未整改到位",
        conduct_en=f"{late[subject]} of its units missed the deadline",
    )
    for language in ("zh", "en"):
        print(f"  {veto.render(FOUR_GRADES, language)}")
    for assessment in veto.assessments:
        for grade in ("excellent", "good", "unqualified"):
            result = Result(
                subject=subject,
                assessment=assessment.code,
                year=veto.assessed_year,
                grade=grade,
            )
            ruling = rule((veto,), result, scale=FOUR_GRADES)
            print(f"  {assessment.zh}：{ruling.render('zh')}")
            print(f"  {assessment.en}: {ruling.render('en')}")
    return veto


def tell_circular(units: Sequence[Unit], lists: Partition, veto: Veto) -> None:
    """Print the circular as it would be sent, in both languages."""
    heading(
        "通报（单位和期限均为虚构）",
        "The circular (units and deadline invented)",
    )
    names = {one.recipient.key: one.recipient.name for one in units}
    chinese = Circular(
        title="关于贫困人口数据审计整改情况的通报",
        issuer="示例省扶贫攻坚领导小组",
        addressee="各市、州、直管市、林区党委和人民政府",
        issued=dt.date(2016, 9, 21),
        deadline=dt.date(2016, 10, 15),
        lists=lists,
        opening="现将贫困人口数据审计整改情况通报如下。",
        names=names,
        vetoes=(veto,),
    )
    english = Circular(
        title="Circular on the rectification of data on the poor",
        issuer="Leading group of an example province",
        addressee="all prefectures",
        issued=chinese.issued,
        deadline=chinese.deadline,
        lists=lists,
        opening="The rectification of what the audit found stands as follows.",
        names=names,
        vetoes=(veto,),
    )
    print(chinese.to_markdown("zh"))
    print()
    print(english.to_markdown("en"))


def tell_statement(allocation: Allocation, lists: Partition) -> None:
    """Print one unit's statement in full, in both languages."""
    heading("一个单位的资金分配说明", "One unit's statement, in full")
    cut = [
        line.recipient.key
        for line in allocation.lines
        if line.clawed_back and line.recipient.key in lists.criticised
    ]
    for language in ("zh", "en"):
        print(allocation.statement(cut[0], language))
        print()


def main() -> None:
    """Tell the whole story, in order."""
    print("湖北省2016年建档立卡核查流程示例。名册系虚构，人员均不存在。")
    print("The work of 2016 in Hubei, on an invented roster: no real person.")
    readings = [read(encoding) for encoding in ENCODINGS]
    reading, evidence = readings[0]
    tell_files(readings)
    tell_problems(reading)
    tell_standards()
    policy = identification(negative_list=negative_list(ANALOGUE))
    cases = list(judged(reading, evidence, policy))
    tell_cases(cases)
    tell_summary(cases)
    tell_other_lists(reading, evidence, policy)
    tell_disagreement(reading, evidence)
    audit = audited()
    run = rectified(audit)
    tell_matching(audit)
    tell_verdicts(audit, run)
    tell_account(audit, run)
    tell_offices(audit, run)
    tell_look_back(audit, run)
    tell_article()
    units = invented_units()
    allocation = tell_allocation(units)
    lists = tell_commendation(units)
    veto = tell_veto(units, lists)
    tell_circular(units, lists, veto)
    tell_statement(allocation, lists)


if __name__ == "__main__":
    # A terminal that lacks a character shows its code instead of failing.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    main()
