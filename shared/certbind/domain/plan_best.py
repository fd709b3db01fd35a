"""The best certificate of all for every target: what recheck and the CLI's plan ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from certbind.domain.assessment import Assessed, Assessments, Chains, Current, Standing
from certbind.domain.decide.choice import choose, preference
from certbind.domain.decide.routing import RoutedTarget
from certbind.domain.decision import Cannot, Decision, Keep, Plan
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget
from certbind.domain.succession import already_bound, ends_before, not_restorable, succeed
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.names import covering_names, short_wildcard

_MISSES = 3


def plan_best(
    inventory: tuple[Certificate, ...],
    routed: Iterable[RoutedTarget],
    now: datetime,
    *,
    chains: Chains,
    anchors: TrustAnchors | None,
    policy: Policy,
) -> Plan:
    """For each target: bind the best certificate if it is better than what stands there.

    What stands there is known when CAS holds it. When nothing can serve a target that has
    nothing working, the nearest misses say why.
    """
    account = _Account(inventory, now, chains=chains, anchors=anchors, policy=policy)
    return Plan(tuple(account.decide(one) for one in routed))


class _Account:
    """The inventory, indexed by presented name so that no domain looks at every certificate."""

    def __init__(
        self,
        inventory: tuple[Certificate, ...],
        now: datetime,
        *,
        chains: Chains,
        anchors: TrustAnchors | None,
        policy: Policy,
    ) -> None:
        self._now = now
        self._policy = policy
        known = {one.id: one for one in sorted(inventory, key=repr)}
        self._assessments = Assessments(known, now, chains=chains, anchors=anchors, policy=policy)
        self._by_name: defaultdict[str, list[CertificateId]] = defaultdict(list)
        for certificate in known.values():
            for name in sorted({name.lower() for name in certificate.names}):
                self._by_name[name].append(certificate.id)

    def decide(self, routed: RoutedTarget) -> Decision:
        bound = routed.bound
        current = self._assessments.current(bound.binding, bound.target.domain)
        if routed.skip is not None:
            return Keep(bound.target, routed.skip, current.certificate)
        fitting = self._named(covering_names(bound.target.domain))
        usable = [one.certificate for one in fitting if not self._against(one, bound)]
        best = self._best(usable, bound, current)
        if best is not None:
            return succeed(bound, best, current, self._now, self._policy)
        return self._without(bound, current, fitting)

    def _named(self, names: Iterable[str]) -> list[Assessed]:
        ids = sorted({id_ for name in names for id_ in self._by_name.get(name, ())})
        return [one for one in map(self._assessments.of, ids) if one is not None]

    def _against(self, one: Assessed, bound: BoundTarget) -> tuple[Finding, ...]:
        return (*one.against_name(bound.target.domain), *one.against)

    def _best(
        self, usable: list[Certificate], bound: BoundTarget, current: Current
    ) -> Certificate | None:
        """The pinned one if it is usable, else the best of those that outlast a working one."""
        domain, old = bound.target.domain, current.certificate
        pin = self._policy.pinned(domain)
        pinned = next((one for one in usable if one.id == pin), None)
        if pinned is not None:
            return pinned
        if current.standing is Standing.WORKS and old is not None:
            usable = [one for one in usable if ends_before(old, one)]
        return choose(usable, domain, self._now, self._policy)

    def _without(self, bound: BoundTarget, current: Current, fitting: list[Assessed]) -> Decision:
        target, old = bound.target, current.certificate
        if current.standing is Standing.WORKS and old is not None:
            return Keep(target, already_bound(old), old)
        if current.standing is Standing.UNKNOWN:
            stands = f"{not_restorable(bound).detail}, and CAS has none that can replace it"
            return Keep(target, Finding(Reason.BOUND_BY_OTHER_HAND, stands))
        return Cannot(target, (_none_fits(target.domain, fitting), *self._misses(bound, fitting)))

    def _misses(self, bound: BoundTarget, fitting: list[Assessed]) -> tuple[Finding, ...]:
        """The best of those that cover the domain and are refused, else wildcards too short."""
        domain = bound.target.domain
        short = short_wildcard(domain)
        near = fitting or self._named(() if short is None else (short,))
        ranked = sorted(
            near,
            key=lambda one: preference(one.certificate, domain, self._policy),
            reverse=True,
        )
        return tuple(
            Finding(finding.reason, f"{one.certificate.id} {finding.detail}")
            for one in ranked[:_MISSES]
            for finding in self._against(one, bound)
        )


def _none_fits(domain: Domain, fitting: list[Assessed]) -> Finding:
    if not fitting:
        return Finding(Reason.NO_CERTIFICATE, f"no certificate in CAS covers {domain}")
    many = f"{len(fitting)} certificates in CAS cover" if len(fitting) > 1 else "one in CAS covers"
    return Finding(Reason.NO_CERTIFICATE, f"{many} {domain}, but none can be used")
