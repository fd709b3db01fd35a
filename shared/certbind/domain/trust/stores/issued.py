"""What stores ask of a leaf by the day of its issue: how long it lasts, and its stamps."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from cryptography import x509

from certbind.domain.trust.parts.certificate import extension

_LONGEST = (
    (datetime(2029, 3, 15, tzinfo=timezone.utc), 47),
    (datetime(2027, 3, 15, tzinfo=timezone.utc), 100),
    (datetime(2026, 3, 15, tzinfo=timezone.utc), 200),
    (datetime(2020, 9, 1, tzinfo=timezone.utc), 398),
)
"""From this notBefore on, so many days (CA/B Forum, 6.3.2), as Chromium 150 and 156 hold them."""

_FEW_STAMPS, _MANY_STAMPS = 2, 3
_FEW_STAMPS_DO = timedelta(days=180)  # Chrome's CT policy of 2026-07-22


def longest_days(not_before: datetime) -> int | None:
    """Days that a leaf of this notBefore may last in Chrome; None: no limit is heeded here."""
    return next((days for since, days in _LONGEST if not_before >= since), None)


def lasts_too_long(not_before: datetime, not_after: datetime) -> int | None:
    """The limit in days, where it is exceeded; exactly so many times 86,400 s is not."""
    days = longest_days(not_before)
    too_long = days is not None and not_after - not_before > timedelta(days=days)
    return days if too_long else None


def stamps(leaf: x509.Certificate) -> tuple[datetime, ...]:
    """When each log stamped it (RFC 6962, section 3.3), one a log, the first first. Raises
    UNREADABLE.
    """
    listed = extension(leaf, x509.PrecertificateSignedCertificateTimestamps)
    logs: dict[bytes, datetime] = {}
    for one in listed or ():
        at = one.timestamp.replace(tzinfo=timezone.utc)
        logs[one.log_id] = min(at, logs.get(one.log_id, at))
    return tuple(sorted(logs.values()))


def stamps_wanted(not_before: datetime, not_after: datetime) -> int:
    """Of different logs, embedded in the leaf."""
    is_short = not_after - not_before <= _FEW_STAMPS_DO
    return _FEW_STAMPS if is_short else _MANY_STAMPS
