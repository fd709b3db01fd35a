"""What to do at each target: bind, keep, or cannot, always with a reason. Nothing is done here.

The rule above all (docs/architecture.md, promise 2): nothing that works is replaced by something
that would not, or that ends earlier. Planning again after applying a plan binds nothing, and
neither the order of targets nor that of certificates matters. A target that routing skips is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from certbind.domain.assessment import Assessments, Current, Standing
from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.decision import Bind, Cannot, Decision, Keep, Plan
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget
from certbind.domain.plan_best import plan_best
from certbind.domain.plan_rollback import plan_rollback
from certbind.domain.succession import already_bound, is_same_leaf, succeed
from certbind.domain.trust.chain import TrustAnchors

__all__ = [
    "Bind",
    "Cannot",
    "Decision",
    "Keep",
    "Plan",
    "plan_best",
    "plan_certificate",
    "plan_rollback",
]


def plan_certificate(
    certificate: Certificate,
    routed: Iterable[RoutedTarget],
    now: datetime,
    *,
    chain: tuple[bytes, ...] | None,
    anchors: TrustAnchors | None,
    policy: Policy,
    known: Mapping[CertificateId, Certificate],
) -> Plan:
    """What an issued or renewed certificate changes, at the targets that it concerns.

    It concerns a target whose domain it covers; one whose domain only its predecessor covers (a
    bound certificate of the same instance, or that shares a name with it); and one without a
    working certificate that lies one label too deep for its wildcard. Others are left out.
    known: the certificates that are bound now, and those that are pinned, by id.
    """
    assessments = Assessments(
        {**known, certificate.id: certificate},
        now,
        chains={certificate.id: chain} if chain else {},
        anchors=anchors,
        policy=policy,
    )
    event = _Event(certificate, assessments, now, policy)
    decisions = (event.decide(one) for one in routed)
    return Plan(tuple(decision for decision in decisions if decision is not None))


class _Event:
    """One certificate against each target in turn."""

    def __init__(
        self, certificate: Certificate, assessments: Assessments, now: datetime, policy: Policy
    ) -> None:
        assessed = assessments.of(certificate.id)
        if assessed is None:
            raise KeyError(certificate.id)
        self._new = assessed
        self._assessments = assessments
        self._now = now
        self._policy = policy

    def decide(self, routed: RoutedTarget) -> Decision | None:
        """The decision, None where the certificate does not concern the target."""
        target = routed.bound.target
        mismatch = self._new.against_name(target.domain)
        current = self._assessments.current(routed.bound.binding, target.domain)
        if mismatch and not self._concerns(mismatch[0], routed.bound, current):
            return None
        if routed.skip is not None:
            return Keep(target, routed.skip, current.certificate)
        if mismatch:
            return Cannot(target, (*mismatch, *self._new.against))
        return self._decide_covered(routed.bound, current)

    def _concerns(self, mismatch: Finding, bound: BoundTarget, current: Current) -> bool:
        if current.standing is Standing.WORKS and current.certificate is not None:
            return _is_predecessor(current.certificate, self._new.certificate)
        return bound.binding_is_exact and mismatch.reason is Reason.WILDCARD_TOO_DEEP

    def _decide_covered(self, bound: BoundTarget, current: Current) -> Decision:
        new, old = self._new.certificate, current.certificate
        if old is not None and current.standing is Standing.WORKS and is_same_leaf(old, new):
            return Keep(bound.target, already_bound(old), old)
        if self._new.against:
            return Cannot(bound.target, self._new.against)
        return self._pinned(bound, current) or succeed(
            bound, new, current, self._now, self._policy
        )

    def _pinned(self, bound: BoundTarget, current: Current) -> Decision | None:
        """A pin holds unless the pinned certificate is known to be of no use."""
        domain = bound.target.domain
        pin = self._policy.pinned(domain)
        if pin is None or pin == self._new.certificate.id:
            return None
        pinned = self._assessments.of(pin)
        if pinned is not None and (pinned.against or pinned.against_name(domain)):
            return None
        finding = Finding(Reason.PINNED_ELSEWHERE, f"the policy pins {domain} to {pin}")
        if current.certificate is not None and current.certificate.id == pin:
            return Keep(bound.target, finding, current.certificate)
        return Cannot(bound.target, (finding,))


def _is_predecessor(old: Certificate, new: Certificate) -> bool:
    """Lines of certificates are known by instance or by names, never by id."""
    if old.instance_id and old.instance_id == new.instance_id:
        return True
    return not {name.lower() for name in old.names}.isdisjoint(name.lower() for name in new.names)
