"""A person's hand is not fought: what was taken off a domain does not come back by itself.

After a rollback, or when another hand rebinds a domain, the certificate that was taken off is
mostly still the best one in CAS, and a timer that looks for missed events would bind it again.
So the domain is held: until something that ends later than what was taken off is in CAS, or until
what stands there is revoked or about to end (docs/decisions/0008).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from certbind.domain.decision import Bind, Decision, Keep
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.state import DomainState, KnownBinding

_NO_LONGER_HELD = (ExpiryStage.EMERGENCY, ExpiryStage.EXPIRED)


def held_back(
    decision: Decision, state: DomainState, current: Certificate | None, now: datetime
) -> Decision:
    """`decision`, or Keep with the reason when the domain is held against it.

    current: what stands there, where CAS holds it; a domain without one is not held.
    """
    if not isinstance(decision, Bind) or state.held_to is None or current is None:
        return decision
    if decision.certificate.not_after > state.held_to:  # of a list: at its earliest
        return decision
    if current.status is CertificateStatus.REVOKED:
        return decision
    if expiry_stage(current.not_before, current.not_after, now) in _NO_LONGER_HELD:
        return decision
    detail = (
        f"{decision.certificate.id} would be better, but a person put {current.id} there in place "
        f"of one that ends {state.held_to:%Y-%m-%d}; only what ends later is bound by itself"
    )
    return Keep(decision.target, Finding(Reason.HELD, detail), current)


def hold(state: DomainState, taken_off: KnownBinding | None) -> DomainState:
    """The state after a person took a certificate off; without its end nothing is held."""
    ends = taken_off.not_after if taken_off else None
    if ends is None:
        return state
    return replace(state, held_to=max(ends, state.held_to or ends))
