"""Which certificate is best for a domain: a total order, so listing order never decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import ExpiryStage, Policy, expiry_stage

_NEARNESS = (None, *ExpiryStage)

Preference = tuple[bool, bool, int, datetime, datetime, str, str, int, str]


def preference(certificate: Certificate, domain: Domain, policy: Policy) -> Preference:
    """The greater, the better: pinned, names the domain itself, preferred issuer, ends latest,
    begins latest; fingerprints and the id only make the order total.
    """
    return (
        policy.pinned(domain) == certificate.id,
        any(name.lower() == domain for name in certificate.names),
        -policy.issuer_rank(certificate.issuer),
        certificate.not_after,
        certificate.not_before,
        certificate.sha256 or "",
        certificate.sha1,
        certificate.id.number,
        certificate.id.region,
    )


def choose(
    candidates: Iterable[Certificate], domain: Domain, now: datetime, policy: Policy
) -> Certificate | None:
    """The best of certificates that are all eligible; None when there is none.

    The nearer its end, the later one comes (unless pinned): a domain must not keep its preferred
    certificate until that expires while a more lasting one waits.
    """

    def rank(certificate: Certificate) -> tuple[bool, int, Preference]:
        stage = expiry_stage(certificate.not_before, certificate.not_after, now)
        order = preference(certificate, domain, policy)
        return (order[0], -_NEARNESS.index(stage), order)

    return max(candidates, key=rank, default=None)
