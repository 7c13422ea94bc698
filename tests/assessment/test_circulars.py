from __future__ import annotations

import datetime as dt

from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

from pa_registry.assessment import Circular, Partition, hubei_2016_veto
from pa_registry.errors import InvalidValueError, UnknownNameError


UNITS = ("990001", "990002", "990003")
CIRCULAR = Circular(
    title="关于贫困人口数据审计整改情况的通报",
    issuer="示例省扶贫攻坚领导小组",
    addressee="各市、州",
    issued=dt.date(2016, 9, 21),
    deadline=dt.date(2016, 10, 31),
    number="示例扶组发〔2016〕1号",
    opening="现将贫困人口数据审计整改情况通报如下。",
    lists=Partition.from_criticised(UNITS, UNITS[2:]),
    names={"990001": "甲县", "990002": "乙县", "990003": "丙区"},
    vetoes=(
        hubei_2016_veto(
            "示例市", conduct="数据质量差", conduct_en="poor data"
        ),
    ),
)
HOSTILE = "<script>alert('x')</script> [a](b) *c* `d` _e_ & \n# f"


class TestMarkdown:
    def test_in_full(self) -> None:
        """A circular has title, addressee, lists, deadline, veto, issuer."""
        said = CIRCULAR.to_markdown("zh").split("\n\n")

        assert said[:9] == [
            "# 关于贫困人口数据审计整改情况的通报",
            "示例扶组发〔2016〕1号",
            "各市、州：",
            "现将贫困人口数据审计整改情况通报如下。",
            "## 一、通报表扬（2个）",
            "甲县、乙县。",
            "## 二、通报批评（1个）",
            "丙区。",
            "请上述通报批评的单位于2016年10月31日前整改到位。",
        ]
        assert said[9] == "## 三、一票否决"
        assert said[10].startswith("示例市：因数据质量差，")
        assert said[11:] == ["示例省扶贫攻坚领导小组", "2016年9月21日"]

    def test_english(self) -> None:
        """The same blocks are there in English."""
        said = CIRCULAR.to_markdown("en").split("\n\n")

        assert len(said) == len(CIRCULAR.to_markdown("zh").split("\n\n"))
        assert "## Criticised (1)" in said
        assert (
            "The criticised units put things right before 2016-10-31." in said
        )

    def test_nobody_is_criticised(self) -> None:
        """A list without anybody is left out, and so is the deadline."""
        praise = attrs.evolve(
            CIRCULAR, lists=Partition.from_criticised(UNITS, ()), vetoes=()
        )
        said = praise.to_markdown("zh")

        assert "通报批评" not in said
        assert "10月31日" not in said

    def test_only_what_there_is(self) -> None:
        """The veto's heading is numbered after the lists that are there."""
        blame = attrs.evolve(
            CIRCULAR,
            lists=Partition.from_criticised(UNITS, UNITS),
            number="",
            opening="",
        )
        said = blame.to_markdown("zh").split("\n\n")

        assert said[2] == "## 一、通报批评（3个）"
        assert "## 二、一票否决" in said

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("[甲](x)", "\\[甲\\](x)."),
            ("1. 甲", "1\\. 甲."),
            ("- 甲", "\\- 甲."),
            ("# 甲", "\\# 甲."),
            ("甲\n\n# 乙", "甲 # 乙."),
            ("<b>甲", "\\<b\\>甲."),
            ("甲&lt;", "甲\\&lt;."),
        ],
    )
    def test_names_are_no_marks(self, name: str, written: str) -> None:
        """No name is read as a link, a list, a heading or a tag."""
        odd = attrs.evolve(
            CIRCULAR,
            names={"990003": name},
        )

        assert written in odd.to_markdown("en").split("\n\n")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


class TestHtml:
    def test_is_an_article(self) -> None:
        """The HTML has the same blocks, and says its language."""
        page = CIRCULAR.to_html("zh")

        assert page.startswith('<article lang="zh-CN">\n<h1>关于')
        assert page.endswith("<p>2016年9月21日</p>\n</article>")
        assert '<article lang="en">' in CIRCULAR.to_html("en")

    @pytest.mark.parametrize(
        "field", ["title", "issuer", "addressee", "number", "opening"]
    )
    def test_texts_are_escaped(self, field: str) -> None:
        """Whatever a text holds, it adds no tag and reads back whole."""
        given: Any = {field: HOSTILE}
        odd = attrs.evolve(CIRCULAR, **given)
        parser = _Tags()
        parser.feed(odd.to_html("zh"))

        assert set(parser.tags) == {"article", "h1", "h2", "p"}
        assert any("<script>alert('x')" in text for text in parser.texts)

    def test_names_are_escaped(self) -> None:
        """The names of units are escaped too."""
        odd = attrs.evolve(CIRCULAR, names={"990001": HOSTILE})

        assert "<script" not in odd.to_html()


class TestRefusals:
    @pytest.mark.parametrize("day", [20, 21])
    def test_a_deadline_that_has_passed(self, day: int) -> None:
        """The deadline lies after the day of issue."""
        with pytest.raises(InvalidValueError, match="not after"):
            attrs.evolve(CIRCULAR, deadline=dt.date(2016, 9, day))
        later = attrs.evolve(CIRCULAR, deadline=dt.date(2016, 9, 22))

        assert later.deadline.day == 22

    @pytest.mark.parametrize("field", ["title", "issuer", "addressee"])
    def test_a_blank(self, field: str) -> None:
        """A circular has a title, an issuer and an addressee."""
        given: Any = {field: " "}
        with pytest.raises(InvalidValueError) as caught:
            attrs.evolve(CIRCULAR, **given)

        assert caught.value.where == f"Circular.{field}"

    @pytest.mark.parametrize(
        "day",
        [None, "2016-09-21", dt.datetime(2016, 9, 21, 8, 0)],  # noqa: DTZ001  the case
    )
    def test_a_day_is_a_date(self, day: Any) -> None:
        """A text or a time is no day."""
        with pytest.raises(InvalidValueError, match="is not a day"):
            attrs.evolve(CIRCULAR, issued=day)

    def test_an_unknown_language(self) -> None:
        """A language without a wording is refused."""
        with pytest.raises(UnknownNameError):
            CIRCULAR.to_markdown("fr")
        with pytest.raises(UnknownNameError):
            CIRCULAR.to_html("fr")
