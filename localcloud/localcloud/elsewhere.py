"""Products that have no service here, and certificates that stand there: WAF, Live, FC …

A person puts them there; visitors meet them at edges of their own, and CAS's deployment jobs
rebind them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from localcloud.clock import Clock
from localcloud.contracts import CertificateDirectory, Serving, Stand
from localcloud.store import Store


class Elsewhere:
    """Implements contracts.Deployable for all of them."""

    def __init__(
        self, store: Store, clock: Clock, certificates: CertificateDirectory, serving: Serving
    ) -> None:
        self._kept = store.table("elsewhere")
        self._clock = clock
        self._certificates = certificates
        self._serving = serving

    def stands(self) -> Iterable[Stand]:
        """In order of product and domain."""
        return [_from_json(record) for _, record in sorted(self._kept.items())]

    def put(self, stand: Stand) -> Stand:
        """A person puts it there, in the place of what stood at this product under the name."""
        self._kept[_key(stand.product, stand.domain)] = {
            **asdict(stand),
            "modified": stand.modified.isoformat(),
        }
        self._publish(stand)
        return stand

    def remove(self, product: str, domain: str) -> bool:
        """Whether there was one."""
        record = self._kept.pop(_key(product, domain), None)
        if record is not None:
            self._serving.withdraw(domain, site_of(product))
        return record is not None

    def attach(self, stand: Stand, identifier: str) -> None:
        """As a deployment job does."""
        held = self._kept.get(_key(stand.product, stand.domain))
        if held is None:
            raise LookupError(stand.domain)
        self.put(replace(_from_json(held), identifier=identifier, modified=self._clock.now()))

    def republish(self) -> None:
        """Tell the edges everything, as they know nothing after a start."""
        for stand in self.stands():
            self._publish(stand)

    def _publish(self, stand: Stand) -> None:
        number, _, site = stand.identifier.partition("-")
        is_served = number.isdigit() and stand.has_https
        material = self._certificates.resolve(int(number), site) if is_served else None
        self._serving.publish(stand.domain, site_of(stand.product), material)


def site_of(product: str) -> str:
    """The edges of a product that has no service here."""
    return f"other/{product.lower()}"


def _key(product: str, domain: str) -> str:
    return f"{product.lower()}/{domain}"


def _from_json(record: dict[str, Any]) -> Stand:
    return Stand(**{**record, "modified": datetime.fromisoformat(record["modified"])})
