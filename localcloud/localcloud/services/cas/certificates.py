"""One certificate as CAS keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from localcloud.services.cas.facts import Facts

WILL_EXPIRE_WITHIN = timedelta(days=30)
"""When WILLEXPIRED and willExpire begin. UNCERTAIN: the documentation names no number."""

INSTANCE_PREFIX = "cas-ivauto-"
"""How the InstanceId of a V2.0 instance begins; other bought ones are orders of the old model."""


class Source(Enum):
    """How the certificate came to CAS."""

    BUY = "buy"
    UPLOAD = "upload"


class Status(Enum):
    """State of a certificate at a moment, in the words of ListCertificates."""

    ISSUED = "issued"
    WILL_EXPIRE = "willExpire"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """`site` is the region of the CAS site; `order_id` is 0 except for old-model orders, whose
    ProductCode `product` is; `tags` are (key, value) pairs. The key is kept here and nowhere
    else, and no repr shows it.
    """

    number: int
    site: str
    name: str
    instance_id: str
    source: Source
    facts: Facts
    chain_pem: str = field(repr=False)
    key_pem: str = field(repr=False)
    stored_at: datetime
    order_id: int = 0
    revoked: bool = False
    resource_group: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    product: str = "geotrust-dv-1-starter"

    @property
    def identifier(self) -> str:
        """`<number>-<site>`, the CertIdentifier."""
        return f"{self.number}-{self.site}"

    @property
    def of_instance(self) -> bool:
        """Whether it belongs to a V2.0 instance."""
        return self.source is Source.BUY and self.instance_id.startswith(INSTANCE_PREFIX)

    def is_expired(self, now: datetime) -> bool:
        """Whether its last second is over (RFC 5280: not_after itself still counts)."""
        return self.facts.not_after < now

    def status(self, now: datetime) -> Status:
        """Revoked beats expired beats about to expire."""
        if self.revoked:
            return Status.REVOKED
        if self.is_expired(now):
            return Status.EXPIRED
        soon = self.facts.not_after - now <= WILL_EXPIRE_WITHIN
        return Status.WILL_EXPIRE if soon else Status.ISSUED

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        return {
            "number": self.number,
            "site": self.site,
            "name": self.name,
            "instance_id": self.instance_id,
            "source": self.source.value,
            "facts": self.facts.to_json(),
            "chain_pem": self.chain_pem,
            "key_pem": self.key_pem,
            "stored_at": self.stored_at.isoformat(),
            "order_id": self.order_id,
            "revoked": self.revoked,
            "resource_group": self.resource_group,
            "tags": [list(tag) for tag in self.tags],
            "product": self.product,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> StoredCertificate:
        """The reverse of `to_json`."""
        return cls(
            **{
                **record,
                "source": Source(record["source"]),
                "facts": Facts.from_json(record["facts"]),
                "stored_at": datetime.fromisoformat(record["stored_at"]),
                "tags": tuple((key, value) for key, value in record["tags"]),
            }
        )
