"""The certificates of load balancers' listeners as targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from certbind.adapters.balancers.dialect import Dialect
from certbind.adapters.balancers.lists import Region
from certbind.adapters.balancers.names import Leading
from certbind.adapters.balancers.reading import Known, as_asked, targets_of
from certbind.adapters.balancers.slots import Balancer, binding_of
from certbind.adapters.balancers.writes import SlotWrites
from certbind.adapters.calls.guard import Doubt, refuse_stale
from certbind.adapters.calls.product import Account
from certbind.adapters.calls.unread import unread
from certbind.domain.model.identity import REGION, CertificateId, Domain
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    ScanFailure,
    Target,
    TargetScan,
    TargetState,
)
from certbind.domain.trust.names import probe_name
from certbind.errors import (
    CloudError,
    NotFoundError,
    NotOpenedError,
    StalePlanError,
    UnavailableError,
    UnfinishedJobError,
    UnusedError,
)
from certbind.values import dataclass, field, replace

_REGIONS_AT_ONCE = 8


@dataclass(slots=True)
class BalancerTargets:
    """See Targets. Nothing is compared on the service's side, so a bind reads, compares, writes
    and reads again.

    regions: those that are looked at; open_region: how one of them is called.
    """

    dialect: Dialect
    account: Account
    regions: Callable[[], tuple[str, ...]]
    open_region: Callable[[str], Region]
    _leading: Leading = field(init=False)
    _known: dict[str, Known | CloudError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._leading = Leading(self.account.look_up)

    def scan(self) -> TargetScan:
        """See Targets; each region on its own. Nothing tells a product that is not opened from one
        without instances: who has none in any region does not use it now.
        """
        try:
            regions = self.regions()
        except NotOpenedError:
            raise
        except CloudError as error:
            return TargetScan((), (unread(self.dialect.title, error),))
        with ThreadPoolExecutor(_REGIONS_AT_ONCE) as pool:
            scans = tuple(pool.map(self._scan_region, regions))
        closed = [one for one in scans if isinstance(one, NotOpenedError)]
        if closed and len(closed) == len(scans):
            raise closed[0]
        found = TargetScan.joined(one for one in scans if isinstance(one, TargetScan))
        return replace(found, targets=tuple(_at_rest(one) for one in found.targets))

    def find(self, domain: Domain) -> TargetScan:
        """See Targets; nothing but a scan shows which names a certificate has."""
        return _with(self.scan(), domain)

    def in_front(self, target: Target) -> TargetScan:
        """See Targets; DNS alone is asked where it leads to no load balancer by name."""
        found = [
            self._entrance(name) for name in self._leading.of(probe_name(target.domain)).names
        ]
        scans = []
        for name, region in filter(None, found):
            try:
                seen = self.open_region(region).balancers(DNSName=name)
            except NotOpenedError:
                raise
            except CloudError as error:
                return TargetScan((), (unread(f"{self.dialect.title} {name}", error),))
            scans.append(self._targets(seen))
        return _with(TargetScan.joined(scans), target.domain)

    def read(self, target: Target) -> BoundTarget:
        """See Targets. By any of its names, which the target then stands under. While a job
        changes what stands there, nobody can tell it: neither what comes nor what went is sure.
        """
        seen = self._read(target)
        bound = self._require(target, seen)
        there = (one.raw_id for one in (bound.binding, *bound.beside))
        if seen.is_in_flux(*there):
            raise UnfinishedJobError(
                "a job is changing its listener's certificates",
                service=self.dialect.name,
                action="ListListenerCertificates",
                subject=str(target),
            )
        return bound

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,  # noqa: ARG002 - the slots to be written have to be read
    ) -> str:
        """See Targets. At the first listener that has either, where visitors are looked at; the
        others follow by `take_off`, when all is seen to be well. "" when it was there already.
        """
        wanted = str(certificate_id)
        request_id, doubt = "", Doubt()

        def read_compare_write() -> str:
            """Repeated as a whole: after a lost answer the reading shows what became of it."""
            nonlocal request_id
            seen = self._read(target)
            self._refuse_other(target, self._require(target, seen), wanted, expects)
            found = (*seen.holding(expects.raw_id), *seen.holding(wanted))
            first = min(found, key=lambda one: one.order)
            writes, there = self._writes(target), seen.at(first.listener, wanted)
            if there is not None:
                writes.wait_until_there(first.listener, wanted)
            elif first.is_default:
                change = partial(writes.replace_default, first.listener, wanted)
                request_id = doubt.writing(change)
            else:
                add = partial(writes.associate, seen, first.listener, wanted, self._known_of)
                request_id = doubt.writing(add)
            return request_id

        return doubt.until_settled(lambda: self.account.retry.call(read_compare_write))

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:
        """See Targets. A listener that has not what is kept gets it first."""

        def step() -> str:
            seen = self._read(target)
            if not seen.holding(keeps.raw_id):
                told = f"{keeps.raw_id}, which is to stay, is not attached there."
                raise StalePlanError(told, subject=str(target))
            first = next(iter(seen.holding(old.raw_id)), None)
            if first is None:
                return ""
            writes, there = self._writes(target), seen.at(first.listener, keeps.raw_id)
            if first.is_default:
                return writes.replace_default(first.listener, keeps.raw_id)
            if there is None:
                return writes.associate(seen, first.listener, keeps.raw_id, self._known_of)
            return writes.take_off(first.listener, old.raw_id)

        try:
            return self.account.retry.call(step)
        except UnfinishedJobError as late:  # it was taken: the looks after it see how it ends
            return late.request_id

    def _refuse_other(
        self, target: Target, bound: BoundTarget, wanted: str, expects: Binding
    ) -> None:
        """Neither what is wanted nor what was expected is among what stands there."""
        there = {one.raw_id: one for one in (bound.binding, *bound.beside)}
        stands = there.get(wanted) or there.get(expects.raw_id) or bound.binding
        refuse_stale(target, stands, expects, binding_of(wanted))

    def _writes(self, target: Target) -> SlotWrites:
        return SlotWrites(self.open_region(target.region), target, lambda: self._read(target))

    def _read(self, target: Target) -> Balancer:
        if not target.bucket or not REGION.fullmatch(target.region):
            raise self._gone(target)
        region = self.open_region(target.region)
        found = region.balancers(**{"LoadBalancerIds.1": target.bucket})
        for one in found:
            if one.id == target.bucket:
                return one
        raise self._gone(target)

    def _require(self, target: Target, seen: Balancer) -> BoundTarget:
        scan = self._targets((seen,))
        for one in scan.targets:
            if one.serves(target.domain):
                return as_asked(one, target.domain)
        if scan.failures:
            raise UnavailableError(
                scan.failures[0].message,
                service=self.dialect.name,
                action="ListListenerCertificates",
                subject=str(target),
            )
        raise self._gone(target)

    def _gone(self, target: Target) -> NotFoundError:
        return NotFoundError(
            "no listener of such a load balancer has a certificate with this name",
            service=self.dialect.name,
            action="ListListenerCertificates",
            subject=str(target),
        )

    def _scan_region(self, name: str) -> TargetScan | NotOpenedError:
        try:
            found = self.open_region(name).balancers()
        except NotOpenedError as closed:
            return closed
        except CloudError as error:
            return TargetScan((), (unread(f"{self.dialect.title} in {name}", error),))
        if not found:
            return UnusedError(
                f"the account has no {self.dialect.title} instance in {name}",
                service=self.dialect.name,
                action="ListLoadBalancers",
            )
        return self._targets(found)

    def _targets(self, balancers: Iterable[Balancer]) -> TargetScan:
        scans = []
        for one in balancers:
            held = {slot.certificate for slot in one.slots if not slot.is_leaving}
            read = {name: self._about(name) for name in sorted(held)}
            known = {name: told for name, told in read.items() if isinstance(told, Known)}
            failures = tuple(
                self._unread(one, name, told)
                for name, told in read.items()
                if not isinstance(told, Known)
            )
            unsure = tuple(
                name
                for name, told in known.items()
                if self._leading.served(told.names, one.dns_name).is_unsure
            )
            sure = {name: told for name, told in known.items() if name not in unsure}
            failures += tuple(self._unsure(one, name) for name in unsure)
            targets = targets_of(self.dialect.name, one, sure, self._leading)
            scans.append(TargetScan(targets, failures))
        return TargetScan.joined(scans)

    def _known_of(self, certificate: str) -> Known | None:
        told = self._about(certificate)
        return told if isinstance(told, Known) else None

    def _about(self, certificate: str) -> Known | CloudError:
        if certificate not in self._known:
            self._known[certificate] = self._ask(certificate)
        return self._known[certificate]

    def _ask(self, certificate: str) -> Known | CloudError:
        one = binding_of(certificate)
        if one.source is not BindingSource.CAS or one.certificate_id is None:
            return NotFoundError(
                "it is none of CAS's, so its names are not known",
                service=self.dialect.name,
                action="ListListenerCertificates",
                subject=certificate,
            )
        try:
            found = self.account.certificate(one.certificate_id)
        except CloudError as error:
            return error
        return Known(found.names, found.not_after)

    def _unread(self, balancer: Balancer, certificate: str, error: CloudError) -> ScanFailure:
        told = (
            f"{certificate} at {_listeners(balancer, certificate)}: its names are not known, so "
        )
        told += f"certbind does not look after it. {error.message} {error.hint}"
        where = f"{self.dialect.title} {balancer.id}"
        return ScanFailure(where, error.code, told.rstrip(), error.retryable)

    def _unsure(self, balancer: Balancer, certificate: str) -> ScanFailure:
        told = f"{certificate} at {_listeners(balancer, certificate)}: DNS did not tell which of "
        told += "its names lead there."
        where = f"{self.dialect.title} {balancer.id}"
        return ScanFailure(where, UnavailableError.code, told, UnavailableError.retryable)

    def _entrance(self, name: str) -> tuple[str, str] | None:
        """The name of a load balancer of this product, and its region."""
        form = rf"[a-z0-9-]+\.({REGION.pattern})\.{self.dialect.name}\.aliyuncsslb(?:intl)?\.com"
        found = re.fullmatch(form, name)
        return None if found is None else (name, found[1])


def _at_rest(bound: BoundTarget) -> BoundTarget:
    """A listener is busy for seconds with another one of its certificates: whoever acts reads it
    anew, and waits then.
    """
    busy = bound.state is TargetState.CONFIGURING
    return replace(bound, state=TargetState.ONLINE) if busy else bound


def _with(scan: TargetScan, domain: Domain) -> TargetScan:
    targets = tuple(as_asked(one, domain) for one in scan.targets if one.serves(domain))
    return TargetScan(targets, scan.failures, scan.absent, scan.limits)


def _listeners(balancer: Balancer, certificate: str) -> str:
    """Where it stands, as a person looks for it."""
    held = (f"listener {one.listener.id}" for one in balancer.holding(certificate))
    return ", ".join(held)
