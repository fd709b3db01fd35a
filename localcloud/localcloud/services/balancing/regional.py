"""What the handlers of a region get: the model, and what is in the region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.values import Balancer, Listener
from localcloud.services.rpc import Arguments, Handler


@dataclass(frozen=True, slots=True)
class Regional:
    """One region's endpoint. stale: listeners are read as they were before their last change.
    regions: all where the product is.
    """

    model: BalancingModel
    region: str
    stale: bool = False
    regions: tuple[str, ...] = ()

    def now(self) -> datetime:
        """The world's time."""
        return self.model.clock.now()

    def balancers(self) -> tuple[Balancer, ...]:
        """Of the region."""
        return self.model.balancers(self.region)

    def listeners(self) -> tuple[Listener, ...]:
        """Of the region, the newest first."""
        found = [one for each in self.balancers() for one in self.model.listeners(each.id)]
        return tuple(sorted(found, key=lambda one: (one.created, one.id), reverse=True))

    def require_balancer(self, number: str) -> Balancer:
        """404 for one of nobody, or of another region."""
        found = self.model.balancer(number)
        if found is None or found.region != self.region:
            raise _not_found(self.model.brand.instance)
        return found

    def require_listener(self, number: str) -> Listener:
        """404 for one of nobody, or of another region."""
        found = self.model.former(number) if self.stale else self.model.listener(number)
        if found is None or self.model.balancer_of(found).region != self.region:
            raise _not_found(self.model.brand.listener)
        return found


def as_before(handler: Handler[Regional]) -> Handler[Regional]:
    """The same read, with the listener as it was before its last change."""
    return lambda regional, arguments: handler(replace(regional, stale=True), arguments)


def _not_found(noun: str) -> ServiceError:
    message = f"The specified resource of {noun.lower()} is not found."
    return ServiceError(404, f"ResourceNotFound.{noun}", message)


def describe_regions(regional: Regional, _: Arguments) -> dict[str, Any]:
    """Where the product is, whether or not the account has an instance there."""
    product = regional.model.brand.site
    told = [
        {
            "RegionId": region,
            "LocalName": region,
            "RegionEndpoint": f"{product}.{region}.aliyuncs.com",
        }
        for region in regional.regions
    ]
    return {"Regions": told}
