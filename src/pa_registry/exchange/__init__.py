"""
Files in and out: rosters, evidence and extracts, with every problem named.

数据交换。

Read are CSV in UTF-8 or GB18030, and workbooks (xlsx), which need the extra
``excel``.  Nothing is dropped silently, and no problem shows a personal
number.
"""

from pa_registry.exchange.coverage import EVERY_HOUSEHOLD
from pa_registry.exchange.decoding import Source
from pa_registry.exchange.evidence import read_evidence
from pa_registry.exchange.extracts import read_extract
from pa_registry.exchange.reading import (
    EvidenceReading,
    ExtractReading,
    FileReport,
    Reading,
)
from pa_registry.exchange.roster import read_households


__all__ = [
    "EVERY_HOUSEHOLD",
    "EvidenceReading",
    "ExtractReading",
    "FileReport",
    "Reading",
    "Source",
    "read_evidence",
    "read_extract",
    "read_households",
]
