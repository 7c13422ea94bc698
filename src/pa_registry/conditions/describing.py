"""
Say what a rule asks, in Chinese and in English.

规则的文字说明。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, cast

import attrs

from pa_registry.columns import Column, Kind
from pa_registry.conditions import tree
from pa_registry.conditions.walking import fold
from pa_registry.errors import UnknownNameError
from pa_registry.money import Fen
from pa_registry.phrases import unit_word


__all__ = [
    "Language",
    "check_language",
    "decimal",
    "describe",
    "plain",
    "plain_day",
    "show",
]

Language = Literal["zh", "en"]

_WORDS_ZH = {
    "<": ("低于", "少于", "早于"),
    "<=": ("不高于", "不多于", "不晚于"),
    ">": ("高于", "多于", "晚于"),
    ">=": ("不低于", "不少于", "不早于"),
    "==": ("等于", "等于", "为"),
    "!=": ("不等于", "不等于", "不是"),
}
_WORDS_EN = {
    "<": ("is below", "is less than", "is before"),
    "<=": ("is at most", "is at most", "is on or before"),
    ">": ("is above", "is more than", "is after"),
    ">=": ("is at least", "is at least", "is on or after"),
    "==": ("is", "is", "is"),
    "!=": ("is not", "is not", "is not"),
}
#: People say *at least* for *not below*.
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!="}
_SIGN_ZH = {"+": "加", "-": "减", "*": "乘以"}


def check_language(language: str) -> None:
    """
    Refuse a language that there is no wording for.

    Raises:
        UnknownNameError: If it is neither ``zh`` nor ``en``.
    """
    if language not in {"zh", "en"}:
        raise UnknownNameError(
            kind="language", name=language, known=("zh", "en")
        )


def describe(
    node: tree.Condition[Any] | tree.Value, language: str = "en"
) -> str:
    """
    Say what a rule asks.

    Args:
        node: The rule or value.
        language: ``"zh"`` or ``"en"``.
    """
    check_language(language)
    phrase: _Phrase = fold(node, _ALGEBRAS[language])
    return phrase.text


def show(value: object, column: Column, language: str = "en") -> str:
    """
    Write a value of a field as a person would.

    Sensitive text is never shown.
    """
    zh = language == "zh"
    if value is None:
        return "未登记" if zh else "not recorded"
    if isinstance(value, frozenset):
        held = cast("frozenset[object]", value)
        ticked = sorted(show(one, column, language) for one in held)
        return ("、" if zh else ", ").join(ticked) or ("无" if zh else "none")
    if isinstance(value, bool):
        return ("是" if value else "否") if zh else ("yes" if value else "no")
    if column.kind is Kind.TEXT:
        public = column.sensitivity.value == "public"
        return str(value) if public else "…"
    return _plain(value, column, zh=zh)


def plain(value: object, column: Column) -> Any:
    """
    Give a value of a field as JSON can hold it.

    Text that is not public is left out.
    """
    if isinstance(value, frozenset):
        held = cast("frozenset[object]", value)
        return sorted(plain(one, column) for one in held)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and column.sensitivity.value != "public":
        return None
    return int(value) if type(value) is Fen else value


def _plain(value: object, column: Column | None, *, zh: bool) -> str:
    if isinstance(value, Fen):
        whole = str(value).removesuffix(".00")
        return f"{whole}元" if zh else f"{whole} yuan"
    if isinstance(value, Enum):
        label = str(getattr(value, "zh" if zh else "en", None) or value.value)
        # The letter of a grade is a capital.
        words = label.split(" ")
        return " ".join(w.upper() if len(w) == 1 else w for w in words)
    if isinstance(value, dt.date):
        return plain_day(value, "zh" if zh else "en")
    if isinstance(value, int):
        return _number(value, column, zh=zh)
    return f"“{value}”"


def plain_day(day: dt.date, language: str) -> str:
    """Write a day as a person would."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


def _number(value: int, column: Column | None, *, zh: bool) -> str:
    scale = column.scale if column else 1
    exact = Fraction(value, scale)
    text = (
        str(exact.numerator)
        if exact.denominator == 1
        else f"{float(exact):.6f}".rstrip("0")
    )
    unit = unit_word(column.unit if column else None, zh=zh, one=exact == 1)
    gap = "" if zh or unit in {"", "%"} else " "
    return f"{text}{gap}{unit}"


def decimal(amount: Fraction) -> str:
    """
    Write a number with two decimals, cut and never rounded.

    An ellipsis says that more follow, so that an income just under or over
    a line is never printed as the line.

    Examples:
        >>> decimal(Fraction(8000, 3)), decimal(Fraction(2952))
        ('2666.66…', '2952')
    """
    hundredths = abs(amount) * 100
    whole, cents = divmod(int(hundredths), 100)
    text = (
        f"{whole}.{cents:02}"
        if cents or hundredths.denominator > 1
        else f"{whole}"
    )
    more = "…" if hundredths.denominator > 1 else ""
    return f"{'-' if amount < 0 else ''}{text}{more}"


@attrs.frozen
class _Phrase:
    """
    A phrase, and how it stands inside another.

    Attributes:
        text: The phrase on its own.
        no: What is said where it does not hold.
        tight: The phrase as one part among others, where that differs.
        bound: The phrase where no comma parts it from the next.
        cases: Its alternatives, where it has several.
        whole: Whether it must be set apart inside another.
        turned: Whether *no* is short enough to stand inside another.
    """

    text: str
    no: str = attrs.field(default="", kw_only=True)
    tight: str = attrs.field(default="", kw_only=True)
    bound: str = attrs.field(default="", kw_only=True)
    cases: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    whole: bool = attrs.field(default=False, kw_only=True)
    turned: bool = attrs.field(default=False, kw_only=True)

    def inside(self, marks: str) -> str:
        """Give the phrase as a part of another."""
        if self.tight:
            return self.tight
        return f"{marks[0]}{self.text}{marks[1]}" if self.whole else self.text


def _words_of(
    words: dict[str, tuple[str, str, str]], node: tree.Compare[Any]
) -> tuple[str, str]:
    """Give the words of a comparison and of its opposite."""
    place = {Kind.MONEY: 0, Kind.NUMBER: 1}.get(node.left.kind, 2)
    opposite = _OPPOSITE[node.operator]
    return words[node.operator][place], words[opposite][place]


def _column(value: tree.Value) -> Column | None:
    if isinstance(value, tree.Quotient):
        return _column(value.numerator)
    if isinstance(value, tree.Arithmetic):
        return _column(value.left)
    found = getattr(value, "column", None)
    return found if isinstance(found, Column) else None


def _average_zh(value: tree.Value) -> str:
    """Name an average before it is compared: so much a person."""
    if not isinstance(value, tree.Quotient):
        return ""
    column = _column(value.base)
    counts_persons = column is not None and column.unit == "person"
    return "，人均" if counts_persons else "，平均值"


def _differing(node: tree.ByPlace) -> list[tuple[str, Fen | int]]:
    """Leave out the places whose value is everybody's."""
    return [
        (prefix, value)
        for prefix, value in node.table
        if value != node.otherwise
        or any(
            prefix != other and prefix.startswith(other)
            for other, _ in node.table
        )
    ]


def _said(field: tree.Value, language: str) -> _Phrase:
    """Say what a yes and a no in a field say."""
    column = _column(field)
    if column is None:
        return _Phrase("")
    says = column.statement
    return _Phrase(says.yes(language), no=says.no(language))


class _Chinese:
    """The algebra of Chinese descriptions."""

    def field(self, node: tree.Field) -> _Phrase:
        return _Phrase(node.column.zh)

    def derived(self, node: tree.Derived, definition: _Phrase) -> _Phrase:
        return _Phrase(node.column.zh)

    def constant(self, node: tree.Constant) -> _Phrase:
        return _Phrase(_plain(node.value, None, zh=True))

    def parameter(self, node: tree.Parameter) -> _Phrase:
        return _Phrase(node.zh or f"标准“{node.name}”")

    def by_place(self, node: tree.ByPlace, place: _Phrase) -> _Phrase:
        values = [
            f"代码以{prefix}开头的地区{_plain(value, None, zh=True)}"
            for prefix, value in _differing(node)
        ]
        listed = "、".join(values)
        if not values:
            return _Phrase(_plain(node.otherwise, None, zh=True))
        if node.otherwise is None:
            return _Phrase(f"当地标准（{listed}）")
        return _Phrase(f"{_plain(node.otherwise, None, zh=True)}（{listed}）")

    def by_year(
        self, node: tree.ByYear, year: _Phrase, values: Sequence[_Phrase]
    ) -> _Phrase:
        pairs = zip(node.years, values, strict=True)
        return _Phrase("、".join(f"{y}年度标准{v.text}" for y, v in pairs))

    def fact_day(self, node: tree.FactDay) -> _Phrase:
        before = f"前{node.years_before}年" if node.years_before else ""
        return _Phrase(f"认定日{before}")

    def age(self, node: tree.Age, born: _Phrase) -> _Phrase:
        return _Phrase(f"按{born.text}计算的周岁")

    def arithmetic(
        self, node: tree.Arithmetic, left: _Phrase, right: _Phrase
    ) -> _Phrase:
        return _Phrase(f"{left.text}{_SIGN_ZH[node.sign]}{right.text}")

    def sum(self, node: tree.Sum, value: _Phrase | None) -> _Phrase:
        if value is None:
            return _Phrase(f"{node.rows.spec.zh}数")
        return _Phrase(f"各{node.rows.spec.zh}{value.text}合计")

    def tally(self, node: tree.Tally, rule: _Phrase) -> _Phrase:
        return _Phrase(f"符合“{rule.text}”的{node.rows.spec.zh}数")

    def quotient(
        self, node: tree.Quotient, numerator: _Phrase, base: _Phrase
    ) -> _Phrase:
        return _Phrase(f"{numerator.text}按{base.text.removesuffix('数')}平均")

    def always(self, node: tree.Always[Any]) -> _Phrase:
        yes, no = "恒成立", "恒不成立"
        return _Phrase(yes, no=no) if node.truth else _Phrase(no, no=yes)

    def holds(self, node: tree.Holds[Any], field: _Phrase) -> _Phrase:
        return _said(node.field, "zh")

    def compare(
        self, node: tree.Compare[Any], left: _Phrase, right: _Phrase
    ) -> _Phrase:
        bound = _bound(node.left, node.right, right, "zh")
        about = f"{left.text}{_average_zh(node.left)}"
        said, no = (
            f"{about}{word}{bound}" for word in _words_of(_WORDS_ZH, node)
        )
        return _Phrase(said, no=no)

    def among(self, node: tree.Among[Any], value: _Phrase) -> _Phrase:
        options = [
            _plain(o, _column(node.value), zh=True) for o in node.options
        ]
        *more, last = options
        if not more:
            no = f"{value.text}不是{last}"
            return _Phrase(f"{value.text}为{last}", no=no)
        # 且 straight behind 或 could be read with either half.
        listed = "、".join(options)
        return _Phrase(
            f"{value.text}为{'、'.join(more)}或{last}",
            no=f"{value.text}不属于{listed}",
            bound=f"{value.text}为{listed}之一",
        )

    def contains(self, node: tree.Contains[Any], field: _Phrase) -> _Phrase:
        option = _plain(node.option, None, zh=True)
        no = f"{field.text}不包括{option}"
        return _Phrase(f"{field.text}包括{option}", no=no)

    def is_missing(self, node: tree.IsMissing[Any], value: _Phrase) -> _Phrase:
        return _Phrase(f"{value.text}未登记", no=f"{value.text}已登记")

    def all_of(
        self, node: tree.AllOf[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        return _ZH_ALL.join(parts)

    def any_of(
        self, node: tree.AnyOf[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        return _ZH_ANY.join(parts)

    def negation(self, node: tree.Not[Any], part: _Phrase) -> _Phrase:
        no = part.no or f"不存在以下情形：{part.text}"
        tight = no if part.turned else ""
        whole = part.whole or not part.no
        return _Phrase(no, no=part.text, tight=tight, whole=whole)

    def at_least(
        self, node: tree.AtLeast[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        listed = "；".join(part.text for part in parts)
        return _Phrase(f"以下各项至少满足{node.least}项：{listed}", whole=True)

    def unless(
        self, node: tree.Unless[Any], rule: _Phrase, exception: _Phrase
    ) -> _Phrase:
        cases = exception.cases or (exception.text,)
        said = rule.inside("（）")
        if len(cases) == 1:
            return _Phrase(f"{said}，但{cases[0]}的除外", whole=True)
        listed = "；".join(cases)
        text = f"{said}，但有下列情形之一的除外：{listed}"
        return _Phrase(text, whole=True)

    def exists(self, node: tree.Exists[Any], rule: _Phrase) -> _Phrase:
        zh, counter = node.rows.spec.zh, node.rows.spec.counter_zh
        return _whole(
            f"{zh}中至少有1{counter}符合：{rule.text}",
            f"{zh}中没有1{counter}符合：{rule.text}",
        )

    def every(self, node: tree.Every[Any], rule: _Phrase) -> _Phrase:
        zh, counter = node.rows.spec.zh, node.rows.spec.counter_zh
        return _whole(
            f"{zh}均符合：{rule.text}",
            f"{zh}中至少有1{counter}不符合：{rule.text}",
        )

    def several(self, node: tree.Several[Any], rule: _Phrase) -> _Phrase:
        spec = node.rows.spec
        many = f"{node.least}{spec.counter_zh}"
        return _whole(
            f"{spec.zh}中至少有{many}符合：{rule.text}",
            f"{spec.zh}中不足{many}符合：{rule.text}",
        )

    def labelled(self, node: tree.Labelled[Any], part: _Phrase) -> _Phrase:
        said = node.label.zh
        return _Phrase(said, no=f"不属于“{said}”") if said else part

    def reference(self, node: tree.Reference[Any]) -> _Phrase:
        return _Phrase(f"符合规则“{node.name}”", no=f"不符合规则“{node.name}”")


class _English:
    """The algebra of English descriptions."""

    def field(self, node: tree.Field) -> _Phrase:
        return _Phrase(f"the {node.column.en}")

    def derived(self, node: tree.Derived, definition: _Phrase) -> _Phrase:
        return _Phrase(f"the {node.column.en}")

    def constant(self, node: tree.Constant) -> _Phrase:
        return _Phrase(_plain(node.value, None, zh=False))

    def parameter(self, node: tree.Parameter) -> _Phrase:
        return _Phrase(node.en or f"the standard “{node.name}”")

    def by_place(self, node: tree.ByPlace, place: _Phrase) -> _Phrase:
        values = [
            f"{_plain(value, None, zh=False)} where the code begins"
            f" with {prefix}"
            for prefix, value in _differing(node)
        ]
        listed = ", ".join(values)
        if not values:
            return _Phrase(_plain(node.otherwise, None, zh=False))
        if node.otherwise is None:
            return _Phrase(f"the local standard ({listed})")
        return _Phrase(f"{_plain(node.otherwise, None, zh=False)} ({listed})")

    def by_year(
        self, node: tree.ByYear, year: _Phrase, values: Sequence[_Phrase]
    ) -> _Phrase:
        pairs = zip(node.years, values, strict=True)
        listed = "; ".join(f"the line for {y}, {v.text}" for y, v in pairs)
        return _Phrase(listed)

    def fact_day(self, node: tree.FactDay) -> _Phrase:
        years = node.years_before
        if not years:
            return _Phrase("the fact day")
        plural = "s" if years > 1 else ""
        return _Phrase(f"the day {years} year{plural} before the fact day")

    def age(self, node: tree.Age, born: _Phrase) -> _Phrase:
        return _Phrase(f"the age by {born.text}")

    def arithmetic(
        self, node: tree.Arithmetic, left: _Phrase, right: _Phrase
    ) -> _Phrase:
        sign = {"+": "plus", "-": "minus", "*": "times"}[node.sign]
        return _Phrase(f"{left.text} {sign} {right.text}")

    def sum(self, node: tree.Sum, value: _Phrase | None) -> _Phrase:
        if value is None:
            return _Phrase(f"the number of {node.rows.spec.en}")
        return _Phrase(f"{value.text} added up over {node.rows.spec.en}")

    def tally(self, node: tree.Tally, rule: _Phrase) -> _Phrase:
        return _Phrase(
            f"the number of {node.rows.spec.en} of which {rule.text}"
        )

    def quotient(
        self, node: tree.Quotient, numerator: _Phrase, base: _Phrase
    ) -> _Phrase:
        return _Phrase(f"{numerator.text} divided by {base.text}")

    def always(self, node: tree.Always[Any]) -> _Phrase:
        yes, no = "this always holds", "this never holds"
        return _Phrase(yes, no=no) if node.truth else _Phrase(no, no=yes)

    def holds(self, node: tree.Holds[Any], field: _Phrase) -> _Phrase:
        return _said(node.field, "en")

    def compare(
        self, node: tree.Compare[Any], left: _Phrase, right: _Phrase
    ) -> _Phrase:
        bound = _bound(node.left, node.right, right, "en")
        said, no = (
            f"{left.text} {word} {bound}"
            for word in _words_of(_WORDS_EN, node)
        )
        return _Phrase(said, no=no)

    def among(self, node: tree.Among[Any], value: _Phrase) -> _Phrase:
        options = [
            _plain(o, _column(node.value), zh=False) for o in node.options
        ]
        *more, last = options
        if not more:
            no = f"{value.text} is not {last}"
            return _Phrase(f"{value.text} is {last}", no=no)
        listed = ", ".join(more)
        if len(more) == 1:
            no = f"{value.text} is neither {listed} nor {last}"
            said = f"{value.text} is either {listed} or {last}"
            return _Phrase(said, no=no)
        no = f"{value.text} is none of {listed} and {last}"
        return _Phrase(f"{value.text} is one of {listed} and {last}", no=no)

    def contains(self, node: tree.Contains[Any], field: _Phrase) -> _Phrase:
        option = _plain(node.option, None, zh=False)
        no = f"{field.text} does not include {option}"
        return _Phrase(f"{field.text} includes {option}", no=no)

    def is_missing(self, node: tree.IsMissing[Any], value: _Phrase) -> _Phrase:
        no = f"{value.text} is recorded"
        return _Phrase(f"{value.text} is not recorded", no=no)

    def all_of(
        self, node: tree.AllOf[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        return _EN_ALL.join(parts)

    def any_of(
        self, node: tree.AnyOf[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        return _EN_ANY.join(parts)

    def negation(self, node: tree.Not[Any], part: _Phrase) -> _Phrase:
        no = part.no or f"it is not so that {part.text}"
        tight = no if part.turned else ""
        whole = part.whole or not part.no
        return _Phrase(no, no=part.text, tight=tight, whole=whole)

    def at_least(
        self, node: tree.AtLeast[Any], parts: Sequence[_Phrase]
    ) -> _Phrase:
        listed = "; ".join(part.text for part in parts)
        return _Phrase(f"at least {node.least} of these: {listed}", whole=True)

    def unless(
        self, node: tree.Unless[Any], rule: _Phrase, exception: _Phrase
    ) -> _Phrase:
        cases = exception.cases or (exception.text,)
        said = rule.inside("()")
        if len(cases) == 1:
            return _Phrase(f"{said}, except where {cases[0]}", whole=True)
        listed = "; ".join(cases)
        text = f"{said}, except where one of these holds: {listed}"
        return _Phrase(text, whole=True)

    def exists(self, node: tree.Exists[Any], rule: _Phrase) -> _Phrase:
        rows = f"of the {node.rows.spec.en}, {rule.text}"
        return _whole(f"for at least one {rows}", f"for none {rows}")

    def every(self, node: tree.Every[Any], rule: _Phrase) -> _Phrase:
        rows = f"of the {node.rows.spec.en}, {rule.text}"
        no = f"for at least one of the {node.rows.spec.en}, {rule.no}"
        return _whole(f"for each {rows}", no if rule.no else "")

    def several(self, node: tree.Several[Any], rule: _Phrase) -> _Phrase:
        rows = f"{node.least} of the {node.rows.spec.en}, {rule.text}"
        return _whole(f"for at least {rows}", f"for fewer than {rows}")

    def labelled(self, node: tree.Labelled[Any], part: _Phrase) -> _Phrase:
        said = node.label.en
        return _Phrase(said, no=f"not “{said}”") if said else part

    def reference(self, node: tree.Reference[Any]) -> _Phrase:
        met = f"the rule “{node.name}” is"
        return _Phrase(f"{met} met", no=f"{met} not met")


def _bound(
    left: tree.Value, right: tree.Value, phrase: _Phrase, language: str
) -> str:
    """Print a bound in the unit of the field that it bounds."""
    if isinstance(right, tree.Constant):
        return _plain(right.value, _column(left), zh=language == "zh")
    return phrase.text


@attrs.frozen
class _Joint:
    """How a language joins parts: by *and* or by *or*."""

    between: str
    last: str
    close: str
    opposite: str
    marks: str
    no: str

    def join(self, parts: Sequence[_Phrase]) -> _Phrase:
        """
        Join with commas on the outside, without them one level down.

        Only what stands deeper still, or is long, needs brackets.
        """
        if len(parts) == 1:
            return parts[0]
        *first, last = (part.inside(self.marks) for part in parts)
        flat = len(parts) == 2 and not any(  # noqa: PLR2004 -- a pair
            part.whole or part.tight for part in parts
        )
        texts = tuple(part.text for part in parts)
        turned = [part.no for part in parts]
        is_turned = flat and all(turned)
        mark = "；" if self.marks == "（）" else "; "
        return _Phrase(
            f"{self.between.join(first)}{self.last}{last}",
            no=(
                self.opposite.join(turned)
                if is_turned
                else f"{self.no}{mark.join(texts)}"
            ),
            tight=self.close.join(p.bound or p.text for p in parts)
            if flat
            else "",
            cases=texts if self.close in {"或", " or "} else (),
            whole=True,
            turned=is_turned,
        )


_ZH_ALL = _Joint("，", "，且", "且", "或", "（）", "以下情形不同时存在：")
_ZH_ANY = _Joint("，或", "，或", "或", "且", "（）", "以下情形均不存在：")
_EN_ALL = _Joint(
    ", ", ", and ", " and ", " or ", "()", "these do not hold together: "
)
_EN_ANY = _Joint(", ", ", or ", " or ", " and ", "()", "none of these holds: ")


def _whole(text: str, no: str) -> _Phrase:
    return _Phrase(text, no=no, whole=True)


_ALGEBRAS: dict[str, Any] = {"zh": _Chinese(), "en": _English()}
