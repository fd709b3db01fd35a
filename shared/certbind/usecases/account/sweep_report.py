"""What a sweep found, domain by domain."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Any

from certbind.domain.hygiene.elsewhere import Elsewhere, Radar
from certbind.domain.hygiene.quotas import Forecast
from certbind.domain.model.target import Absent
from certbind.values import dataclass


class SweepFinding(Enum):
    """What recheck can find about a domain; stable."""

    OK = "ok"
    MISSED_EVENT = "missed_event"  # a better certificate exists and nobody bound it: queued
    STUCK = "stuck"  # a rotation without an end on record: queued
    FOREIGN_CHANGE = "foreign_change"  # bound by another hand: told, not fought
    SERVED_NOT_BOUND = "served_not_bound"  # visitors get something else than what is bound
    NOT_SOUND = "not_sound"  # what is served fails in browsers
    NOT_SEEN = "not_seen"  # could not look
    NO_HTTPS = "no_https"  # no certificate is bound and none fits
    REFUSED = "refused"  # something should change, and a person has to do something first
    BIND_FAILED = "bind_failed"  # the last bind failed; it is tried again, after a pause or now
    NO_CERTIFICATE = "no_certificate"  # what is bound does not work, and none can replace it
    WAITING = "waiting"  # it will change by itself: the reason says when
    HELD = "held"  # something better exists that a person took off: left alone
    PLAN_ONLY = "plan_only"  # CERTBIND_BIND does not name it: only told
    DNS_ELSEWHERE = "dns_elsewhere"  # visitors are sent to neither bucket nor CDN domain
    EXPIRING = "expiring"  # near its end, and nothing better is bound by itself
    HARDENED = "hardened"  # settings were not as CERTBIND_HARDEN wants them, and were set
    SETTINGS_DRIFT = "settings_drift"  # they are not, and are left or could not be set
    SETTINGS_LOST = "settings_lost"  # were another after a binding of ours than before it
    DOWNGRADED = "downgraded"  # a person wants plain HTTP, or the way there or back is open
    SKIPPED = "skipped"  # not for certbind to bind, see the reason
    RENEWAL_DUE = "renewal_due"  # nothing better is at hand, and CERTBIND_RENEW may not name it
    RENEWING = "renewing"  # its certificate is ordered anew, or CAS renews it by itself
    RENEWAL_LATE = "renewal_late"  # and that takes longer than is usual
    RENEWAL_FAILED = "renewal_failed"  # the CA refused, or a call to CAS did not succeed
    CANNOT_RENEW = "cannot_renew"  # CAS does not renew it: a person's
    NOT_APPLIED = "not_applied"  # a renewed order waits for a person
    VALIDATION_MISSING = "validation_missing"  # the CA waits for a record
    VALIDATION_CONFLICT = "validation_conflict"  # the CA waits for another value of it
    ORDER_CEILING = "order_ceiling"  # no more calls that may order today
    QUARANTINED = "quarantined"  # a damaged entry was set aside, and what stands counts
    UNREAD = "unread"  # its state could not be read this time
    NOT_REACHED = "not_reached"  # the sweep's time was up: the next one begins with it


WELL = (SweepFinding.OK, SweepFinding.SKIPPED)
_NAMED = 200


@dataclass(frozen=True, slots=True)
class DomainReport:
    """All findings of one domain; OK alone when there is nothing to say. `word`: the decision's,
    of a failed bind the one that it ended with.
    """

    target: str
    domain: str
    findings: tuple[tuple[SweepFinding, str], ...]
    queued: tuple[str, ...] = ()
    word: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether anybody looked at it in this sweep."""
        return all(finding is not SweepFinding.NOT_REACHED for finding, _ in self.findings)

    def to_json(self) -> dict[str, Any]:
        """For records and `--json`."""
        return {
            "target": self.target,
            "domain": self.domain,
            "findings": [{"finding": f.value, "detail": d} for f, d in self.findings],
            "queued": list(self.queued),
            "word": self.word,
        }


@dataclass(frozen=True, slots=True)
class SweepReport:
    """One sweep. `unread`: parts of the account that could not be listed; `absent`: what settings
    name and the account has not; `new`: of all that, and of the domains, what the report before
    did not know (sweep_news.py). page: what became of the page: `kept`, an error's code, "".
    radar: where else certificates stand; None where it was not read. quotas: that certificates
    fill, where products count them.
    """

    domains: tuple[DomainReport, ...]
    unread: tuple[str, ...] = ()
    absent: tuple[Absent, ...] = ()
    new: tuple[str, ...] = ()
    page: str = ""
    radar: Radar | None = None
    quotas: tuple[Forecast, ...] = ()

    @property
    def short(self) -> tuple[Forecast, ...]:
        """Quotas that are full while something waits for a place, or will be soon."""
        return tuple(one for one in self.quotas if one.short is not None)

    @property
    def ending(self) -> tuple[Elsewhere, ...]:
        """Places of products that certbind does not bind at, where a certificate is about to end
        or has ended.
        """
        places = self.radar.places if self.radar is not None else ()
        return tuple(one for one in places if one.stage is not None)

    @property
    def counts(self) -> dict[str, int]:
        """Finding → how many domains have it."""
        return dict(Counter(f.value for d in self.domains for f, _ in d.findings))

    @property
    def is_clean(self) -> bool:
        """Whether every domain was read and is well."""
        if self.unread or self.absent or self.ending or self.short:
            return False
        return all(f in WELL for d in self.domains for f, _ in d.findings)

    def to_json(self) -> dict[str, Any]:
        """The answer of the function: counts whole, by name what is unwell and what of it is news
        (at most 200 each).
        """
        unwell = [d for d in self.domains if d.findings[0][0] not in WELL]
        return {
            "outcome": "rechecked",
            "domains": len(self.domains),
            "counts": self.counts,
            "unread": list(self.unread),
            "absent": [f"{a.where} ({a.setting}): {a.message}" for a in self.absent],
            "page": self.page,
            "elsewhere": [f"{one.handled.value}: {one.told}" for one in self.ending[:_NAMED]],
            "quotas": [f"{one.short.value}: {one.told}" for one in self.short if one.short],
            "news": len(self.new),
            "new": list(self.new[:_NAMED]),
            "findings": [d.to_json() for d in unwell[:_NAMED]],
        }
