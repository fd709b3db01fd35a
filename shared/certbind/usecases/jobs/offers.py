"""What could be brought to places of CAS's list, each candidate asked for exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from certbind.domain.jobs.offer import Offer, View, offer
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.resource import CloudResource
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.usecases.rotate.certificate_reads import CertificateReads
from certbind.usecases.rotate.gather import read_certificates
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Offers:
    """Read once for all places. CloudError where CAS's certificates, or its jobs that are under
    way, could not be read: a person waits, and can say the same again.
    """

    sources: Sources
    rules: Rules

    def __call__(
        self, resources: Sequence[CloudResource], only: Collection[CertificateId] | None = None
    ) -> tuple[Offer, ...]:
        """only: the certificates that may be brought; None: any."""
        view = self._view(only)
        reads = CertificateReads(
            self.sources.inventory, self.sources.clock, self.rules, self.sources.crls
        )
        found = []
        for resource in resources:
            one, view = _settled(resource, view, reads)
            found.append(one)
        return tuple(found)

    def _view(self, only: Collection[CertificateId] | None) -> View:
        deployments = self.sources.deployments
        return View(
            read_certificates(self.sources, self.rules),
            self.sources.products,
            deployments.under_way() if deployments is not None else (),
            self.rules.policy,
            self.sources.clock.now(),
            None if only is None else tuple(only),
        )

    def seen(self, offers: Iterable[Offer]) -> tuple[tuple[Offer, dict[str, Verdict]], ...]:
        """Each with what visitors get now: the list of CAS lags, handshakes do not. Where they get
        what ends later than what would be brought, that is against it.
        """
        return tuple(self._seen(one) for one in offers)

    def _seen(self, one: Offer) -> tuple[Offer, dict[str, Verdict]]:
        if self.sources.probe is None or one.brings is None:
            return one, {}
        now = self.sources.clock.now()
        found = {
            str(name): judge(
                self.sources.probe.observe(name), Expectation(name), self.rules.anchors, now
            )
            for name in askable(one.names)
        }
        later = [
            Finding(Reason.ENDS_EARLIER, _told(one.brings.certificate.id, name, end))
            for name, verdict in found.items()
            if (end := _served_until(verdict)) is not None and end > one.brings.end
        ]
        return replace(one, against=(*one.against, *later)), found


def askable(names: Iterable[Domain]) -> tuple[Domain, ...]:
    """Those that can be asked for: of a wildcard nobody knows which."""
    return tuple(name for name in names if not name.startswith("."))


def _settled(resource: CloudResource, view: View, reads: CertificateReads) -> tuple[Offer, View]:
    while True:
        one = offer(resource, view)
        if one.asks is None:
            return one, view
        answer = reads.read(one.asks)
        view = view.knowing(one.asks, answer)


def _served_until(verdict: Verdict) -> datetime | None:
    """The latest end of what browsers accept there; None where they accept nothing."""
    ends = (
        min(filter(None, (one.served.not_after, one.path_end)))
        for one in verdict.addresses
        if one.served is not None and one.is_sound
    )
    return max(ends, default=None)


def _told(brings: CertificateId, name: str, end: datetime) -> str:
    return f"visitors of {name} get one that ends {end:%Y-%m-%d}, later than {brings}"
