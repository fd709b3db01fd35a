"""Which domains a certificate event touches; what happens to them is not decided here."""

from __future__ import annotations

from certbind.domain.decide.decision import Decision
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget
from certbind.domain.situation.assessed import Assessed
from certbind.domain.trust.names import covers_any
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Touched:
    """A new certificate and what it follows. replaces: the predecessor that the event names."""

    new: Assessed
    replaces: Assessed | None = None

    def covers(self, domain: Domain) -> bool:
        """Whether the new certificate can serve the domain."""
        return not self.new.against_name(domain)

    def is_near(self, domain: Domain) -> bool:
        """Whether its wildcard stands one label too high for the domain."""
        against = self.new.against_name(domain)
        return bool(against) and against[0].reason is Reason.WILDCARD_TOO_DEEP

    def is_left_behind(self, bound: BoundTarget, stands: Certificate | None) -> bool:
        """Whether only what it follows covers the domain: a renewal with too few names."""
        if self.covers(bound.target.domain):
            return False
        if self.replaces is not None:
            return covers_any(self.replaces.certificate.names, bound.target.domain)
        return stands is not None and self.new.certificate.line.may_follow(stands.line)

    def against(self, decision: Decision) -> tuple[Finding, ...]:
        """Why the new one is not what the domain gets; () where that needs no word."""
        mismatch = self.new.against_name(decision.target.domain)
        if mismatch:
            return (*mismatch, *self.new.against)
        new = self.new.certificate.id
        return next((one.against for one in decision.passed if one.certificate == new), ())
