"""What a sweep found, domain by domain."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any


class RecheckFinding(Enum):
    """What recheck can find about a domain; stable."""

    OK = "ok"
    MISSED_EVENT = "missed_event"  # a better certificate exists and nobody bound it: queued
    STUCK = "stuck"  # a rotation without an end on record: queued
    FOREIGN_CHANGE = "foreign_change"  # bound by another hand: told, not fought
    SERVED_NOT_BOUND = "served_not_bound"  # visitors get something else than what is bound
    NOT_SOUND = "not_sound"  # what is served fails in browsers
    UNREACHABLE = "unreachable"  # could not look
    NO_HTTPS = "no_https"  # no certificate is bound and none fits
    REFUSED = "refused"  # a better certificate is in the list, and binding it was refused
    HELD = "held"  # something better exists that a person took off: left alone
    PLAN_ONLY = "plan_only"  # CERTBIND_BIND does not name it: only told
    DNS_ELSEWHERE = "dns_elsewhere"  # visitors are sent to neither bucket nor CDN domain
    EXPIRING = "expiring"  # near its end, and nothing better is bound by itself
    SKIPPED = "skipped"  # not for certbind to bind, see the reason
    UNREAD = "unread"  # its state could not be read this time


_WELL = (RecheckFinding.OK, RecheckFinding.SKIPPED)


@dataclass(frozen=True, slots=True)
class DomainReport:
    """All findings of one domain; OK alone when there is nothing to say."""

    target: str
    domain: str
    findings: tuple[tuple[RecheckFinding, str], ...]
    queued: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For records and `--json`."""
        return {
            "target": self.target,
            "domain": self.domain,
            "findings": [{"finding": f.value, "detail": d} for f, d in self.findings],
            "queued": list(self.queued),
        }


@dataclass(frozen=True, slots=True)
class RecheckReport:
    """One sweep. `unread`: parts of the account that could not be listed."""

    domains: tuple[DomainReport, ...]
    unread: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Finding → how many domains have it."""
        return dict(Counter(f.value for d in self.domains for f, _ in d.findings))

    @property
    def is_clean(self) -> bool:
        """Whether every domain was read and is well."""
        return not self.unread and all(f in _WELL for d in self.domains for f, _ in d.findings)

    def to_json(self) -> dict[str, Any]:
        """The answer of the function: counts whole, the unwell domains by name (at most 200)."""
        unwell = [d for d in self.domains if d.findings[0][0] not in _WELL]
        return {
            "outcome": "rechecked",
            "domains": len(self.domains),
            "counts": self.counts,
            "unread": list(self.unread),
            "findings": [d.to_json() for d in unwell[:200]],
        }
