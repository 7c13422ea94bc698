"""
An invented province, with planted flaws and the known answer to each.

合成数据：预设问题与已知答案。
"""

from pa_registry.synthetic.answers import Expected
from pa_registry.synthetic.flaws import LISTS, Flaw, Ground
from pa_registry.synthetic.parts import Standing
from pa_registry.synthetic.provinces import Province, province
from pa_registry.synthetic.totals import HUBEI_2016, Totals


__all__ = [
    "HUBEI_2016",
    "LISTS",
    "Expected",
    "Flaw",
    "Ground",
    "Province",
    "Standing",
    "Totals",
    "province",
]
