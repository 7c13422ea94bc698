"""
People of nowhere: identity numbers and names that nobody has.

虚构号码与姓名。

The division codes begin with 9, and no province of the national list does;
each code and order number is given once, so that no two persons share a
number unless a flaw makes them.
"""

from __future__ import annotations

import datetime as dt

from functools import lru_cache

from pa_registry.draw import Stream
from pa_registry.model.divisions import Divisions
from pa_registry.model.identity import Sex, check_character


__all__ = ["MOST_PLACES", "divisions_of_nowhere", "name", "number"]

#: How many people one household can hold, kin included.
_PEOPLE = 12
#: Order numbers of one code and sex; 996 to 999 have a meaning of their own.
_ORDERS = 497
#: From 990001 up, then 980001 and so on: a block has 9,900 codes of counties.
_BLOCK = 9_900
_BLOCKS = 10
#: The households that the codes suffice for.
MOST_PLACES = _BLOCKS * _BLOCK * _ORDERS // _PEOPLE

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑"


def number(place: int, person: int, born: dt.date, sex: Sex) -> str:
    """
    Give the identity number of a person of nowhere.

    虚构公民身份号码。

    Args:
        place: The place of the household in its province.
        person: The person's place among its people, from 0.
        born: The date of birth.
        sex: The sex, which the order number shows.

    Examples:
        >>> number(0, 0, dt.date(1960, 2, 29), Sex.MALE)
        '990001196002290033'
    """
    block, order = divmod(place * _PEOPLE + person, _ORDERS)
    odd = sex is Sex.MALE
    body = f"{_code(block)}{_written(born)}{2 * (order + 1) + odd:03d}"
    return body + check_character(body)


def divisions_of_nowhere(places: int) -> Divisions:
    """
    Give the table that knows the codes of so many households.

    虚构区划表。

    Examples:
        >>> table = divisions_of_nowhere(100)
        >>> table.at(dt.date(2016, 1, 1)).path("990003")
        ('虚构省', '虚构县第3号')
    """
    blocks = -(-places * _PEOPLE // _ORDERS)
    provinces = {_code(block)[:2] for block in range(blocks)}
    return Divisions.from_rows(
        (
            *(
                {"code": f"{one}0000", "name": "虚构省"}
                for one in sorted(provinces)
            ),
            *(
                {"code": _code(block), "name": f"虚构县第{block + 1}号"}
                for block in range(blocks)
            ),
        ),
        source="divisions of no real place",
    )


def name(stream: Stream, person: int, surname: str | None = None) -> str:
    """
    Give an invented name, such as 王某甲.

    虚构姓名。
    """
    family = stream.one_of(_SURNAMES) if surname is None else surname
    return f"{family}某{_STEMS[person]}"


@lru_cache(maxsize=50_000)  # every day of a long life
def _written(born: dt.date) -> str:
    return f"{born:%Y%m%d}"


@lru_cache(maxsize=_BLOCK)
def _code(block: int) -> str:
    """Number the codes, without those that end as a prefecture's does."""
    province, county = divmod(block, _BLOCK)
    hundred, rest = divmod(county, 99)
    return f"{99 - province}{hundred:02d}{rest + 1:02d}"
