"""OSS and CDN in memory, with the guards that the real ones are driven with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from certbind.adapters.accelerated.dialect import DNS_PATTERN
from certbind.adapters.oss.reading import dns_pattern
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    Outward,
    ScanFailure,
    Target,
    TargetScan,
    TargetState,
)
from certbind.errors import BusyError, NotFoundError, StalePlanError
from tests.fakes.trouble import Trouble

EDGES = {"cdn": Outward.CONTENT, "dcdn": Outward.WHOLE_SITE}
WITH_SLOTS = ("alb",)
"""Where a new certificate comes beside the old one; what is shown first is the newer one."""


class FakeTargets:
    """Targets with what is bound to them. `hide` makes a part of the account unreadable.

    limits: the settings that leave parts of the account out of sight.
    """

    def __init__(self, *targets: BoundTarget) -> None:
        self.trouble = Trouble()
        self._targets = {bound.target: _of_product(bound) for bound in targets}
        self._failures: dict[str, ScanFailure] = {}
        self._requests = 0
        self.limits: tuple[str, ...] = ()

    def add(self, bound: BoundTarget) -> None:
        """Put a target in, or change it."""
        self._targets[bound.target] = _of_product(replace(bound, binding_is_exact=True))

    def remove(self, target: Target) -> None:
        """Delete a target."""
        del self._targets[target]

    def rebind_by_hand(self, target: Target, binding: Binding) -> None:
        """Change a binding as somebody at the console would, past every guard."""
        self._targets[target] = replace(self._targets[target], binding=binding)

    def hide(self, where: str, code: str = "permission_denied") -> None:
        """Make a bucket (its name) or `cdn` unreadable in scans."""
        self._failures[where] = ScanFailure(where, code, f"{where} may not be read.")

    def show(self, where: str) -> None:
        """Make it readable again."""
        self._failures.pop(where, None)

    def scan(self) -> TargetScan:
        """See Targets; a CDN binding from a scan has no certificate id."""
        with self.trouble.around("scan"):
            return self._scan(_as_listed(bound) for bound in self._targets.values())

    def find(self, domain: Domain) -> TargetScan:
        """See Targets."""
        with self.trouble.around("find"):
            return self._scan(b for t, b in self._targets.items() if t.domain == domain)

    def in_front(self, target: Target) -> TargetScan:
        """See Targets."""
        with self.trouble.around("in_front"):
            failures = tuple(f for f in self._failures.values() if f.where in EDGES)
            same = (
                b
                for t, b in self._targets.items()
                if t.domain == target.domain and t.kind != target.kind
            )
            found = tuple(b for b in same if b.stands_in_front and not self._is_hidden(b.target))
            return TargetScan(found, failures)

    def read(self, target: Target) -> BoundTarget:
        """See Targets."""
        with self.trouble.around("read"):
            return self._find(target)

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        """See Targets; it compares in any case."""
        del just_read
        with self.trouble.around("bind"):
            wanted = Binding(BindingSource.CAS, certificate_id, raw_id=str(certificate_id))
            return self._change(target, wanted, expects)

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:
        """See Targets."""
        with self.trouble.around("take_off"):
            bound = self._find(target)
            there = (bound.binding, *bound.beside)
            if not any(one.same_as(keeps) for one in there):
                raise StalePlanError(f"{keeps.raw_id} is not there.", subject=str(target))
            self._targets[target] = _in_slots(
                bound, tuple(one for one in there if not one.same_as(old))
            )
            return "request-off"

    def _scan(self, targets: Iterable[BoundTarget]) -> TargetScan:
        readable = tuple(bound for bound in targets if not self._is_hidden(bound.target))
        return TargetScan(readable, tuple(self._failures.values()), limits=self.limits)

    def _is_hidden(self, target: Target) -> bool:
        return (target.bucket or target.kind) in self._failures

    def _find(self, target: Target) -> BoundTarget:
        if target not in self._targets:
            raise NotFoundError(
                "no such domain", service=target.kind, action="read", subject=str(target)
            )
        return self._targets[target]

    def _change(self, target: Target, wanted: Binding, expects: Binding) -> str:
        bound = self._find(target)
        self._requests += 1
        request_id = f"request-{self._requests}"
        if target.kind in WITH_SLOTS and any(one.same_as(expects) for one in bound.beside):
            bound = _in_slots(bound, (bound.binding, *bound.beside), first=expects)
        if any(one.same_as(wanted) for one in (bound.binding, *bound.beside)):
            return request_id
        if not bound.binding.same_as(expects):
            raise StalePlanError(
                f"{bound.binding.raw_id or 'nothing'} is bound, "
                f"{expects.raw_id or 'nothing'} was expected.",
                subject=str(target),
            )
        if bound.state is TargetState.CONFIGURING:
            raise BusyError(
                "the domain is being configured",
                service=target.kind,
                action="bind",
                subject=str(target),
                api_code="ServiceBusy",
            )
        if target.kind in WITH_SLOTS:
            bound = _in_slots(bound, (wanted, bound.binding, *bound.beside))
            self._targets[target] = bound
            return request_id
        self._targets[target] = replace(bound, binding=wanted)
        return request_id


def _in_slots(
    bound: BoundTarget, there: tuple[Binding, ...], first: Binding | None = None
) -> BoundTarget:
    def order(one: Binding) -> tuple[bool, int]:
        number = one.certificate_id.number if one.certificate_id else 0
        return (first is None or not one.same_as(first)), -number

    stands, *beside = sorted(there, key=order)
    return replace(bound, binding=stands, beside=tuple(beside))


def _of_product(bound: BoundTarget) -> BoundTarget:
    """With what the product itself says of every target."""
    target = bound.target
    if target.kind in EDGES:
        return replace(bound, outward=EDGES[target.kind], dns_pattern=DNS_PATTERN)
    if target.kind in WITH_SLOTS:
        return replace(bound, outward=Outward.BALANCER)
    return replace(bound, dns_pattern=dns_pattern(target.bucket))


def _as_listed(bound: BoundTarget) -> BoundTarget:
    if bound.target.kind == "oss":
        return bound
    listed = Binding(bound.binding.source, name=bound.binding.name)
    return replace(bound, binding=listed, binding_is_exact=listed.is_empty)
