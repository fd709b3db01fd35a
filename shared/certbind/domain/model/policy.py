"""What the owner prefers and allows, and how early an end is near."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.model.identity import CertificateId, Domain
from certbind.values import dataclass

_LONG_LIFE = timedelta(days=90)
_SHORT_LIFE = timedelta(days=10)
_LONG_LEAD = timedelta(days=30)
_EMERGENCY = timedelta(hours=48)
_NONE_LEFT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Policy:
    """The owner's choices.

    require_chain_seen: refuse to bind where the chain's PEM could not be read first.
    allow_unrestorable: replace an uploaded, free or unknown certificate, which has no way back.
    preferred_issuers: best first; each matches an issuer that contains it, in any case.
    pins: the certificate that a domain is to have as long as that one can serve it.
    scope: the domains that certbind binds to by itself; None: all, (): none, only plan.
    renew: the domains whose certificates may be ordered anew, which spends money or quota; None:
        all, (): none.
    zones: the zones of Alidns in which the records that a CA waits for may be written; None: all,
        (): none.
    backups: the certificate of another CA that is kept ready for a domain.
    harden: the domains whose other settings are kept as hardening wants them; None: all, (): none.
    """

    require_chain_seen: bool = False
    allow_unrestorable: bool = False
    preferred_issuers: tuple[str, ...] = ()
    pins: tuple[tuple[Domain, CertificateId], ...] = ()
    scope: tuple[Domain, ...] | None = None
    renew: tuple[Domain, ...] | None = ()
    zones: tuple[Domain, ...] | None = ()
    backups: tuple[tuple[Domain, CertificateId], ...] = ()
    harden: tuple[Domain, ...] | None = ()

    def may_bind(self, domain: Domain) -> bool:
        """Whether certbind may change this domain without a person's command."""
        return self.scope is None or domain in self.scope

    @property
    def renews(self) -> bool:
        """Whether a person has switched any renewal on."""
        return self.renew is None or bool(self.renew)

    @property
    def validates(self) -> bool:
        """Whether a person lets certbind write records of validation."""
        return self.renews and (self.zones is None or bool(self.zones))

    @property
    def hardens(self) -> bool:
        """Whether a person lets recheck change settings anywhere."""
        return self.harden is None or bool(self.harden)

    def may_harden(self, domain: Domain) -> bool:
        """Whether recheck keeps this domain's settings."""
        return self.harden is None or domain in self.harden

    def pinned(self, domain: Domain) -> CertificateId | None:
        """The certificate that the domain is pinned to; the first pin counts."""
        return next((pin for name, pin in self.pins if name == domain), None)

    def backup(self, domain: Domain) -> CertificateId | None:
        """What is kept ready for the domain."""
        return next((one for name, one in self.backups if name == domain), None)

    def issuer_rank(self, issuer: str) -> int:
        """0 for the most preferred issuer, growing; one past the last for all others."""
        low = issuer.casefold()
        for rank, preferred in enumerate(self.preferred_issuers):
            if preferred.casefold() in low:
                return rank
        return len(self.preferred_issuers)


def renewal_lead(lifetime: timedelta) -> timedelta:
    """How long before its end a certificate is due: 30 days, a third of a life under 90 days,
    half of one under 10.
    """
    if lifetime >= _LONG_LIFE:
        return _LONG_LEAD
    if lifetime >= _SHORT_LIFE:
        return lifetime / 3
    return max(lifetime / 2, _NONE_LEFT)


class ExpiryStage(Enum):
    """How near the end is, in this order; each stage begins inside the one before."""

    APPROACHING = "approaching"
    URGENT = "urgent"
    EMERGENCY = "emergency"
    EXPIRED = "expired"


def expiry_stage(not_before: datetime, not_after: datetime, now: datetime) -> ExpiryStage | None:
    """The stage at `now`, None while nothing is due.

    Urgent: 5/6 of the life is over, but for long lives not before half of the renewal lead, so
    that it follows approaching. Emergency: 48 hours are left, or a tenth of the life if that is
    less. The moment `not_after` itself is still valid (RFC 5280, section 4.1.2.5).
    """
    left, lifetime = not_after - now.replace(microsecond=0), not_after - not_before
    lead = renewal_lead(lifetime)
    if left < _NONE_LEFT:
        return ExpiryStage.EXPIRED
    if left <= min(_EMERGENCY, lifetime / 10):
        return ExpiryStage.EMERGENCY
    if left <= min(lifetime / 6, lead / 2):
        return ExpiryStage.URGENT
    return ExpiryStage.APPROACHING if left <= lead else None
