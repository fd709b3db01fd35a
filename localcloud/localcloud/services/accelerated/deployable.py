"""CDN and its likes as CAS's deployment jobs reach them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localcloud.contracts import Stand
from localcloud.services.accelerated.domains import DomainStatus
from localcloud.services.accelerated.model import AcceleratedModel


@dataclass(frozen=True, slots=True)
class AcceleratedDeployable:
    """Implements contracts.Deployable."""

    model: AcceleratedModel

    def stands(self) -> Iterable[Stand]:
        """One a domain."""
        return [
            Stand(
                self.model.brand.site.upper(),
                one.name,
                "",
                "cn-hangzhou",
                one.binding.identifier if one.binding is not None else "",
                one.modified,
                one.binding is not None,
            )
            for one in self.model.domains()
        ]

    def attach(self, stand: Stand, identifier: str) -> None:
        """LookupError where the domain is gone, takes no writes, or CAS lacks the certificate."""
        model = self.model
        with model.lock:
            domain, found = model.get(stand.domain), model.cas.get(identifier)
            if domain is None or found is None:
                raise LookupError(stand.domain)
            if domain.status_at(model.now()) is not DomainStatus.ONLINE:
                raise LookupError(stand.domain)
            binding = model.binding("cas", found.number, found.site, found.name)
            changed = model.begin(domain, certificate=True).rebound(binding)
            model.keep(changed, publish=True)
