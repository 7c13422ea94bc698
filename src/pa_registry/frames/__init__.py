"""
The same rules over columns and in the host's own database.

列式与数据库中的同一规则。
"""

from pa_registry.frames.host_tables import HostTable, sql_tables
from pa_registry.frames.predicates import PolicyPredicates, Predicates, sql


__all__ = [
    "HostTable",
    "PolicyPredicates",
    "Predicates",
    "sql",
    "sql_tables",
]
