"""What certbind would do now, for every domain or some: the exact difference, nothing changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from certbind.domain.decide.eligibility import check_name
from certbind.domain.decide.routing import RoutedTarget, route
from certbind.domain.hold import held_back
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import ScanFailure, TargetScan
from certbind.domain.plan import Bind, Cannot, Decision, Plan, plan_best, plan_certificate
from certbind.errors import LedgerUnreadableError, NotFoundError, PermissionDeniedError
from certbind.usecases.domain_journal import DomainJournal
from certbind.usecases.reading import read_chain, read_standing
from certbind.usecases.world import Ports, Rules


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """The plan; the failures of `scan` are all that could not be seen."""

    plan: Plan
    scan: TargetScan
    certificates: int


@dataclass(frozen=True, slots=True)
class PlanAccount:
    """`certbind plan`: what would be bound to each target, all read exactly."""

    ports: Ports
    rules: Rules

    def __call__(self, domains: Collection[Domain] = ()) -> AccountPlan:
        """The best certificate of all; `domains` empty: everywhere.

        Lists are read once, a chain only for what would be bound.
        """
        listed = {c.id: c for c in self.ports.inventory.list_certificates()}
        scan, routed, unread = self._read(domains)
        held = {**listed, **self._bound_but_not_listed(routed, listed)}
        plan = self._plan(routed, held)
        plan = self._held_back(plan, held, unread)
        whole = replace(scan, failures=(*scan.failures, *unread))
        return AccountPlan(plan, whole, len(listed))

    def named(self, certificate_id: CertificateId, domains: Collection[Domain]) -> AccountPlan:
        """The certificate that a person named, whether or not it is the best.

        Raises NotFoundError when CAS does not hold it.
        """
        certificate = self.ports.inventory.certificate(certificate_id)
        scan, routed, unread = self._read(domains)
        known = self._bound_but_not_listed(routed, {certificate_id: certificate})
        chain = read_chain(self.ports.inventory, certificate_id)
        decisions = [self._of_named(certificate, chain, one, known) for one in routed]
        whole = replace(scan, failures=(*scan.failures, *unread))
        return AccountPlan(Plan(tuple(decisions)), whole, 1)

    def _of_named(
        self,
        certificate: Certificate,
        chain: tuple[bytes, ...] | None,
        routed: RoutedTarget,
        known: dict[CertificateId, Certificate],
    ) -> Decision:
        target = routed.bound.target
        plan = plan_certificate(
            certificate,
            (routed,),
            self.ports.clock.now(),
            chain=chain,
            anchors=self.rules.anchors,
            policy=self.rules.policy.asked_for(target.domain, certificate.id),
            known=known,
        )
        if plan.decisions:
            return plan.decisions[0]
        return Cannot(target, check_name(certificate, target.domain, chain=chain))

    def _read(
        self, domains: Collection[Domain]
    ) -> tuple[TargetScan, tuple[RoutedTarget, ...], list[ScanFailure]]:
        scan = self.ports.targets.scan()
        unread: list[ScanFailure] = []
        wanted = (one for one in route(scan) if not domains or one.bound.target.domain in domains)
        return scan, tuple(self._exact(wanted, unread)), unread

    def _held_back(
        self, plan: Plan, held: dict[CertificateId, Certificate], unread: list[ScanFailure]
    ) -> Plan:
        """Only what would be bound costs a look into the ledger."""
        journal = DomainJournal(self.ports.journal, self.ports.clock)
        now = self.ports.clock.now()
        decisions: list[Decision] = []
        for one in plan.decisions:
            if isinstance(one, Bind) and one.expects.certificate_id is not None:
                current = held.get(one.expects.certificate_id)
                try:
                    state = journal.read(one.target.domain).state
                except LedgerUnreadableError as error:
                    unread.append(ScanFailure(str(one.target), error.code, str(error)))
                    continue
                decisions.append(held_back(one, state, current, now))
            else:
                decisions.append(one)
        return Plan(tuple(decisions))

    def _plan(
        self, routed: tuple[RoutedTarget, ...], held: dict[CertificateId, Certificate]
    ) -> Plan:
        """Plan by the list, read what would be bound exactly, and plan again until it holds."""
        chains: dict[CertificateId, tuple[bytes, ...]] = {}
        seen: set[CertificateId] = set()
        while True:
            plan = plan_best(
                tuple(held.values()),
                routed,
                self.ports.clock.now(),
                chains=chains,
                anchors=self.rules.anchors,
                policy=self.rules.policy,
            )
            unseen = {bind.certificate.id for bind in plan.binds} - seen
            if not unseen:
                return plan
            seen |= unseen
            for certificate_id in sorted(unseen):
                held[certificate_id] = self.ports.inventory.certificate(certificate_id)
                chain = read_chain(self.ports.inventory, certificate_id)
                if chain is not None:
                    chains[certificate_id] = chain

    def _exact(
        self, routed: Iterable[RoutedTarget], unread: list[ScanFailure]
    ) -> Iterator[RoutedTarget]:
        for one in routed:
            if one.bound.binding_is_exact or one.skip is not None:
                yield one
                continue
            try:
                yield replace(one, bound=self.ports.targets.read(one.bound.target))
            except (NotFoundError, PermissionDeniedError) as error:
                unread.append(ScanFailure(str(one.bound.target), error.code, str(error)))

    def _bound_but_not_listed(
        self, routed: tuple[RoutedTarget, ...], listed: dict[CertificateId, Certificate]
    ) -> dict[CertificateId, Certificate]:
        """CAS's list hides expired certificates; one that is still bound is asked for."""
        found = {}
        for one in routed:
            bound_id = one.bound.binding.certificate_id
            if bound_id is None or bound_id in listed or bound_id in found:
                continue
            certificate = read_standing(self.ports.inventory, one.bound.binding).certificate
            if certificate is not None:
                found[bound_id] = certificate
        return found
