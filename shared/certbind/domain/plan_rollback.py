"""Whether the certificate that stood at a target before may be bound again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from certbind.domain.decide.eligibility import check_certificate, works_now
from certbind.domain.decision import Bind, Cannot, Decision, Keep
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.policy import ExpiryStage, Policy, expiry_stage
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding, Target
from certbind.domain.succession import already_bound, is_same_leaf
from certbind.domain.trust.chain import TrustAnchors

_IMPOSSIBLE = frozenset(
    {
        Reason.NOT_ISSUED,
        Reason.NAME_MISMATCH,
        Reason.WILDCARD_TOO_DEEP,
        Reason.SM2_UNSUPPORTED,
        Reason.NO_PRIVATE_KEY,
    }
)
"""What no force mends: the API would refuse, or no visitor could be served."""


def plan_rollback(  # noqa: PLR0913 - both sides of the exchange, and what they are judged by
    target: Target,
    current: Binding,
    current_certificate: Certificate | None,
    previous: Certificate | None,
    previous_binding: Binding,
    now: datetime,
    *,
    chain: tuple[bytes, ...] | None = None,
    anchors: TrustAnchors | None = None,
    policy: Policy,
    named: bool = False,
    force: bool = False,
) -> Decision:
    """Bind `previous` again if it is still good; refuse what would be worse than what is there.

    A rollback may shorten the time until the end, since what stood before mostly ends earlier;
    but it does not give up a working certificate for one in its last hours.
    named: a person chose `previous`; it need not have stood there.
    force: restore it though it is worse, as long as it can be bound at all.
    chain: of the previous certificate, where it was read.
    """
    if previous_binding.is_empty:
        return Cannot(target, (Finding(Reason.NOTHING_TO_RESTORE),))
    if previous is None:
        gone = f"{previous_binding.raw_id or 'the one before'} cannot be bound again by id"
        return Cannot(target, (Finding(Reason.BINDING_NOT_RESTORABLE, gone),))
    if current_certificate is not None and is_same_leaf(current_certificate, previous):
        return Keep(target, already_bound(previous), previous)
    findings = check_certificate(
        previous, target.domain, now, chain=chain, anchors=anchors, policy=policy
    )
    if not findings:
        findings = _last_hours(target, current_certificate, previous, now, anchors)
    why = f"{previous.id} was asked for" if named else f"{previous.id} stood there before"
    return _restore(Bind(target, previous, current, why), findings, force=force)


def _last_hours(
    target: Target,
    current: Certificate | None,
    previous: Certificate,
    now: datetime,
    anchors: TrustAnchors | None,
) -> tuple[Finding, ...]:
    stage = expiry_stage(previous.not_before, previous.not_after, now)
    if stage is not ExpiryStage.EMERGENCY or current is None:
        return ()
    if not works_now(current, target.domain, now, chain=None, anchors=anchors):
        return ()
    if current.not_after <= previous.not_after:
        return ()
    ends = f"{previous.id} ends {previous.not_after:%Y-%m-%d %H:%M} UTC, in its last hours"
    return (Finding(Reason.ENDS_EARLIER, ends),)


def _restore(wanted: Bind, findings: tuple[Finding, ...], *, force: bool) -> Decision:
    if not findings:
        return wanted
    if not force or any(finding.reason in _IMPOSSIBLE for finding in findings):
        return Cannot(wanted.target, findings)
    worse = ", ".join(finding.reason.value for finding in findings)
    return replace(wanted, reason=f"{wanted.reason}; forced in spite of {worse}")
