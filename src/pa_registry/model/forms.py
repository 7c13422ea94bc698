"""
The forms as rules see them: fields, computed values, relations.

表单与关系的声明。

Each relation says when a row counts on the fact day (its presence) and
when its rows are all there are.  A blank end (`left`, `disposed`, `until`,
`expires`) is a statement and no gap: it still goes on.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from pa_registry.columns import Column, Kind, Sensitivity, columns
from pa_registry.conditions import (
    Completeness,
    Condition,
    Form,
    RelationSpec,
    Vocabulary,
    all_of,
    any_of,
    term,
    today,
)
from pa_registry.conditions.forms import DerivedSpec
from pa_registry.conditions.judging import (
    LAST_DAY,
    NOTHING_KNOWN,
    truth,
    value,
)
from pa_registry.conditions.tree import Age, Rows, Sum, Value
from pa_registry.model.counties import County
from pa_registry.model.evidence import SOURCES
from pa_registry.model.households import Household
from pa_registry.model.persons import MembershipBasis, Person, Relative
from pa_registry.model.support import Measure
from pa_registry.model.villages import Village
from pa_registry.phrases import Statement


__all__ = [
    "BASES",
    "COUNTY",
    "FORMS",
    "HOUSEHOLD",
    "MEASURE",
    "PERSON",
    "RELATIVE",
    "ROW_FORMS",
    "VILLAGE",
    "count",
    "present",
    "with_extra",
]

#: The form of the rows of each source, its names, and that of one row.
_SOURCES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "vehicles": (
            "vehicle",
            "机动车登记信息",
            "vehicle records",
            "vehicle record",
        ),
        "urban_houses": (
            "urban_house",
            "城镇住房登记信息",
            "housing records",
            "housing record",
        ),
        "premises": (
            "premise",
            "经营用房信息",
            "records of premises",
            "record of premises",
        ),
        "machines": (
            "machine",
            "大型机械登记信息",
            "machine records",
            "machine record",
        ),
        "farms": (
            "farm",
            "规模种养信息",
            "records of large farming",
            "record of large farming",
        ),
        "land_purchases": (
            "land_purchase",
            "购地信息",
            "records of land purchases",
            "record of a land purchase",
        ),
        "appliances": (
            "appliance",
            "高档家电信息",
            "records of costly appliances",
            "record of a costly appliance",
        ),
        "businesses": (
            "business",
            "工商登记信息",
            "business records",
            "business record",
        ),
        "payrolls": (
            "payroll",
            "财政供养信息",
            "payroll records",
            "payroll record",
        ),
        "village_offices": (
            "village_office",
            "村干部任职信息",
            "records of village offices",
            "record of a village office",
        ),
        "commercial_pensions": (
            "commercial_pension",
            "商业养老保险信息",
            "commercial pension records",
            "commercial pension record",
        ),
        "studies_abroad": (
            "study_abroad",
            "自费留学信息",
            "records of study abroad",
            "record of study abroad",
        ),
        "absences": (
            "absence",
            "外出及失联信息",
            "records of absence",
            "record of absence",
        ),
        "conducts": (
            "conduct",
            "违法违规信息",
            "records of conduct",
            "record of conduct",
        ),
        "deaths": ("death", "死亡登记信息", "death records", "death record"),
        "hukou_changes": (
            "hukou_change",
            "户籍变动信息",
            "records of hukou changes",
            "record of a hukou change",
        ),
        "appraisals": (
            "appraisal",
            "民主评议记录",
            "appraisal records",
            "appraisal record",
        ),
        "visits": (
            "visit",
            "入户核查记录",
            "visit records",
            "visit record",
        ),
        "waivers": ("waiver", "豁免记录", "waivers", "waiver"),
    }
)
#: How to say of a row that it counts on the fact day.
_COUNTED = Statement(
    ask_zh="认定日是否计入家庭人口",
    ask_en="was the person counted as a member on the fact day?",
    says_en="the person was counted as a member on the fact day",
)
_COUNTED_HERE = Statement(
    ask_zh="认定日是否计入户籍人口",
    ask_en="was the person counted as registered here on the fact day?",
    says_en="the person was counted as registered here on the fact day",
)
_HELD = Statement(
    ask_zh="认定日是否持有",
    ask_en="was it held on the fact day?",
    says_en="it was held on the fact day",
    no_zh="认定日未持有",
)
_LASTED = Statement(
    ask_zh="认定日是否处于该情形",
    ask_en="did it apply on the fact day?",
    says_en="it did apply on the fact day",
)
_HAPPENED = Statement(
    ask_zh="截至认定日是否已发生",
    ask_en="had it happened by the fact day?",
    says_en="it had happened by the fact day",
    no_zh="截至认定日尚未发生",
)
_ONGOING = Statement(
    ask_zh="认定日是否正在实施",
    ask_en="was the measure under way on the fact day?",
    says_en="the measure was under way on the fact day",
    no_zh="认定日未在实施",
)
_VALID = Statement(
    ask_zh="认定日是否有效",
    ask_en="was the waiver valid on the fact day?",
    says_en="the waiver was valid on the fact day",
    no_zh="认定日无效",
)
#: The sources whose records of kin living apart a list may reach.
_KIN = ("vehicles", "urban_houses", "businesses", "payrolls")
_KIN_EN = "relatives' "
#: The fields that say when a row begins and ends.
_SPANS = (("acquired", "disposed"), ("since", "until"))


def _spanned(form: Form, keys: Iterable[str]) -> Condition[Any] | None:
    """
    Say when a record of a department counts: it is held on the fact day.

    A record that was seen in an extract of an earlier day is held, even
    where nobody has recorded since when.  Without a fact day whatever has
    not ended is held.
    """
    for since, until in _SPANS:
        if {since, until} <= set(keys):
            end = term(form, until)
            return all_of(
                _begun(form, since), any_of(end.is_missing(), end > today)
            )
    if "day" in keys and "seen_on" in keys:
        return _begun(form, "day")
    return None


def _begun(form: Form, since: str) -> Condition[Any]:
    begin, seen = term(form, since), term(form, "seen_on")
    return any_of(
        begin <= today,
        all_of(begin.is_missing(), seen <= today),
    )


def _dated(form: Form, since: str, until: str) -> Condition[Any]:
    """Say when a row counts whose blank beginning means *from the start*."""
    begin, end = term(form, since), term(form, until)
    return all_of(
        any_of(begin.is_missing(), begin <= today),
        any_of(end.is_missing(), end > today),
    )


def _age(form: str, born: Value) -> dict[str, DerivedSpec]:
    column = Column(
        zh="年龄",
        en="age",
        unit="years",
        low=-200,
        high=200,
        sensitivity=Sensitivity.PERSONAL,
        key="age",
        kind=Kind.NUMBER,
        type=int,
    )
    return {"age": DerivedSpec(column=column, definition=Age(born))}


def _aged(name: str, holds: type, zh: str) -> Form:
    form = Form(name, holds, zh)
    born = term(form, "born").node
    return attrs.evolve(form, derived=MappingProxyType(_age(name, born)))


#: A member of a household. 家庭成员。
PERSON = _aged("person", Person, "家庭成员")
#: Kin living apart. 非共同生活亲属。
RELATIVE = _aged("relative", Relative, "非共同生活亲属")
#: A help measure. 帮扶措施。
MEASURE = Form("measure", Measure, "帮扶措施")
#: A village. 村。
VILLAGE = Form("village", Village, "村")
#: A county. 县。
COUNTY = Form("county", County, "县")

#: The forms of the records of evidence, by the name of their source.
ROW_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        source: Form(_SOURCES[source][0], holds, _SOURCES[source][1])
        for source, holds in SOURCES.items()
    }
)


def _members(
    key: str, basis: str, zh: str, en: str, words: Statement
) -> RelationSpec:
    """The members on one of the two bases; a blank roster is no roster."""
    return RelationSpec(
        key=key,
        row=PERSON,
        zh=zh,
        en=en,
        attribute="members",
        presence=term(PERSON, basis) & _dated(PERSON, "joined", "left"),
        completeness=Completeness.NONEMPTY,
        one_zh=zh,
        one_en=en.removesuffix("s"),
        counter_zh="人",
        presence_words=words,
        ask_zh="家庭成员有哪些",
        ask_en="who are the members of the household?",
    )


_MEMBERS = _members(
    "members", "usual_resident", "家庭成员", "members", _COUNTED
)
_REGISTERED = _members(
    "registered_members",
    "registered_here",
    "户籍成员",
    "registered members",
    _COUNTED_HERE,
)
_RELATIVES = RelationSpec(
    key="relatives",
    row=RELATIVE,
    zh="非共同生活亲属",
    en="relatives living apart",
    attribute="relatives",
    completeness=Completeness.RECORDED,
    one_zh="亲属",
    one_en="relative",
    counter_zh="人",
    ask_zh="有哪些非共同生活的亲属",
    ask_en="which relatives live apart from the household?",
)
_MEASURES = RelationSpec(
    key="measures",
    row=MEASURE,
    zh="帮扶措施",
    en="help measures",
    attribute="measures",
    presence=_dated(MEASURE, "since", "until"),
    one_en="help measure",
    counter_zh="项",
    presence_words=_ONGOING,
)


#: How a question points at what a record is about.
_THIS_ZH = MappingProxyType(
    {
        "vehicles": "该车",
        "urban_houses": "该住房",
        "premises": "该经营用房",
        "machines": "该机械",
        "land_purchases": "该土地",
        "appliances": "该电器",
    }
)


def _held(
    source: str, via: RelationSpec, prefix: str, zh: str
) -> RelationSpec:
    """The records of a department that the members, or the kin, hold."""
    row = ROW_FORMS[source]
    return RelationSpec(
        key=f"{prefix}{source}",
        row=row,
        zh=f"{zh}{_SOURCES[source][1]}",
        en=f"{_KIN_EN if prefix else ''}{_SOURCES[source][2]}",
        attribute=source,
        from_evidence=True,
        presence=_spanned(row, row.columns),
        via=via,
        unheld=not prefix,
        apart=None if prefix else _RELATIVES,
        completeness=Completeness.CHECKED,
        one_zh=_SOURCES[source][1],
        one_en=_SOURCES[source][3],
        this_zh=_THIS_ZH.get(source, ""),
        presence_words=_when_it_counts(row),
    )


def _when_it_counts(row: Form) -> Statement:
    """Choose the words by what the record has: a holding, a spell, a day."""
    if "acquired" in row.columns:
        return _HELD
    return _LASTED if "since" in row.columns else _HAPPENED


def _acts(source: str, completeness: Completeness) -> RelationSpec:
    """The acts of judgement about the household."""
    row = ROW_FORMS[source]
    return RelationSpec(
        key=source,
        row=row,
        zh=_SOURCES[source][1],
        en=_SOURCES[source][2],
        # Contradictions among acts are left unknown before any rule reads.
        attribute=f"settled_{source}",
        from_evidence=True,
        presence=(
            _dated(row, "since", "expires") if source == "waivers" else None
        ),
        completeness=completeness,
        one_en=_SOURCES[source][3],
        presence_words=_VALID if source == "waivers" else None,
        **_ACT_WORDS.get(source, {}),
    )


#: What is said, and asked, where no act is on record.
_ACT_WORDS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "appraisals": {
            "lacking_zh": "尚无民主评议记录",
            "lacking_en": "no appraisal is on record",
            "ask_zh": "民主评议结果如何",
            "ask_en": "what was the result of the appraisal?",
        },
        "visits": {
            "lacking_zh": "尚无入户核查记录",
            "lacking_en": "no visit is on record",
            "ask_zh": "入户核查结论是什么",
            "ask_en": "what does a visit find?",
        },
    }
)
_ACTS = {
    # A policy that reads the vote or the visit needs one on record.
    "appraisals": Completeness.NONEMPTY,
    "visits": Completeness.NONEMPTY,
    # A waiver that nobody can show has not been granted.
    "waivers": Completeness.ALWAYS,
}


def _relations() -> Mapping[str, RelationSpec]:
    found = [_MEMBERS, _REGISTERED, _RELATIVES, _MEASURES]
    for source in SOURCES:
        if source in _ACTS:
            found.append(_acts(source, _ACTS[source]))
            continue
        found.append(_held(source, _MEMBERS, "", ""))
        if source in _KIN:
            found.append(_held(source, _RELATIVES, "kin_", "亲属的"))
    return MappingProxyType({spec.key: spec for spec in found})


def _size(key: str, spec: RelationSpec, zh: str, en: str) -> DerivedSpec:
    column = Column(
        zh=zh,
        en=en,
        unit="person",
        low=0,
        high=spec.limit,
        sensitivity=Sensitivity.PUBLIC,
        key=key,
        kind=Kind.NUMBER,
        type=int,
        ask_zh=f"{zh}是多少人",
        ask_en="how many members are counted?",
    )
    rows = Rows(form="household", key=spec.key, spec=spec)
    return DerivedSpec(column=column, definition=Sum(rows=rows, value=None))


#: A household. 贫困户。
HOUSEHOLD = Form(
    "household",
    Household,
    "户",
    relations=_relations(),
    derived=MappingProxyType(
        {
            "size": _size("size", _MEMBERS, "家庭人口数", "household size"),
            "registered_size": _size(
                "registered_size",
                _REGISTERED,
                "户籍人口数",
                "registered household size",
            ),
        }
    ),
)

#: Every form that a rule may be about, by the name that rules use.
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            HOUSEHOLD,
            PERSON,
            RELATIVE,
            VILLAGE,
            COUNTY,
            MEASURE,
            *ROW_FORMS.values(),
        )
    }
)


#: The relation of the members on each of the two bases.
BASES: Mapping[MembershipBasis, str] = MappingProxyType(
    {
        MembershipBasis.USUAL_RESIDENCE: "members",
        MembershipBasis.REGISTRATION: "registered_members",
    }
)
_SIZES = {
    MembershipBasis.USUAL_RESIDENCE: "size",
    MembershipBasis.REGISTRATION: "registered_size",
}


def present(
    row: object, day: dt.date | None = None, *, relation: str = ""
) -> bool | None:
    """
    Say whether a row counts on a day, as the rules have it.

    某日是否计入。

    Args:
        row: A member, a record of a department, a waiver.
        day: The day; without it, the data in hand as they stand.
        relation: The relation of the household; by default that of the
            row's own source.

    Returns:
        `None` where the facts at hand do not say.
    """
    if relation:
        presence = HOUSEHOLD.relations[relation].presence
    else:
        presence = _PRESENCE.get(type(row))
    if presence is None:
        return None
    return truth(presence, row, NOTHING_KNOWN, day or LAST_DAY)


def count(
    household: Household, day: dt.date | None, basis: MembershipBasis
) -> int | None:
    """Count the members of a household on a basis, as the rules have it."""
    size = HOUSEHOLD.derived[_SIZES[basis]].definition
    counted: int | None = value(size, household, NOTHING_KNOWN, day)
    return counted


_PRESENCE: Mapping[type, Condition[Any] | None] = MappingProxyType(
    {
        SOURCES[source]: HOUSEHOLD.relations[source].presence
        for source in SOURCES
    }
)


def with_extra(form: Form, extra: type) -> Vocabulary[Any]:
    """
    Give the terms of a form together with a user's own fields.

    含本地扩展字段的词汇表。

    The fields stand in the form's ``extra`` and are declared with the same
    :func:`~pa_registry.columns.column`.

    Args:
        form: One of :data:`FORMS`.
        extra: An attrs class of declared columns.

    Examples:
        >>> from pa_registry.columns import column
        >>> @attrs.frozen(kw_only=True)
        ... class Local:
        ...     tea: int | None = column("茶园面积", unit="mu", high=10_000)
        >>> household = with_extra(HOUSEHOLD, Local)
        >>> rule = household.extra.tea >= 5
        >>> rule.judge(Household(number="H1", extra=Local(tea=6)))
        <Truth.MET: True>
        >>> rule.judge(Household(number="H2"))
        <Truth.UNKNOWN: None>
    """
    columns(extra)
    extras = MappingProxyType({**form.extras, "extra": extra})
    return Vocabulary(attrs.evolve(form, extras=extras))
