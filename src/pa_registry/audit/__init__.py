"""
The audit: sampling for look-back and inspection, and what it shows.

审计与回头看。
"""

from pa_registry.audit.exact_intervals import exact_interval


__all__ = ["exact_interval"]
