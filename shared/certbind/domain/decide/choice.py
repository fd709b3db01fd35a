"""Which certificate is best for a domain: a total order, so listing order never decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import ExpiryStage, Policy, expiry_stage
from certbind.domain.situation.assessed import Assessed

_NEARNESS = (None, *ExpiryStage)
_ONE_LIFE_FOR_ALL = timedelta(days=90)
"""How near an end is must not depend on how long the life was: else one of two days with one left
would go before one of ninety days with five left.
"""

Preference = tuple[bool, int, bool, int, datetime, datetime, str, str, int, str]


def preference(one: Assessed, domain: Domain, now: datetime, policy: Policy) -> Preference:
    """The greater, the better: pinned; its end not near (a domain must not keep its preferred
    certificate until that expires while a more lasting one waits); names the domain itself;
    preferred issuer; ends latest; begins latest. Fingerprints and the id only make it total.

    What a list told counts at its best: asking exactly can only lower it.
    """
    certificate = one.certificate
    stage = expiry_stage(one.latest_end - _ONE_LIFE_FOR_ALL, one.latest_end, now)
    return (
        policy.pinned(domain) == certificate.id,
        -_NEARNESS.index(stage),
        any(name.lower() == domain for name in certificate.names),
        -policy.issuer_rank(certificate.issuer),
        one.latest_end,
        certificate.not_before,
        certificate.sha256 or "",
        certificate.sha1,
        certificate.id.number,
        certificate.id.region,
    )


def by_preference(
    candidates: Iterable[Assessed], domain: Domain, now: datetime, policy: Policy
) -> tuple[Assessed, ...]:
    """Certificates that are all usable, the best first."""

    def rank(one: Assessed) -> Preference:
        return preference(one, domain, now, policy)

    return tuple(sorted(candidates, key=rank, reverse=True))


def choose(
    candidates: Iterable[Assessed], domain: Domain, now: datetime, policy: Policy
) -> Assessed | None:
    """The best of certificates that are all usable; None when there is none."""
    return next(iter(by_preference(candidates, domain, now, policy)), None)
