"""How many more files and sockets this process may open."""

from __future__ import annotations

from pathlib import Path

try:
    import resource
except ImportError:  # only Unix has it
    resource = None  # type: ignore[assignment]

_KEPT_BACK = 64
"""For look-ups, log files and whatever else the process opens meanwhile."""


def within_the_limit(wanted: int) -> int:
    """At most so many, at least one: who is short waits for those that come back."""
    if resource is None:
        return wanted
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return wanted
    return max(1, min(wanted, limit - _open_now() - _KEPT_BACK))


def _open_now() -> int:
    try:
        return sum(1 for _ in Path("/dev/fd").iterdir())
    except OSError:
        return 0
