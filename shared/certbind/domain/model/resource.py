"""A place of a cloud product where a certificate stands, as CAS's own list has it."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.model.identity import CertificateId, Domain
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class CloudResource:
    """The list is a copy that lags, and that some products lack: never the truth.

    id: CAS's own of the place, of one site. product: in upper case. certificate: None where none
    of CAS's stands there. ends: of that certificate, as the copy has it. modified: of the place.
    has_https: without it no deployment job can bind there.
    """

    id: int
    site: str
    product: str
    domain: Domain
    instance: str = ""
    certificate: CertificateId | None = None
    ends: datetime | None = None
    modified: datetime | None = None
    has_https: bool = True

    def __str__(self) -> str:
        """`WAF waf.example.com`, `SLB lb-1 shop.example.com`."""
        return " ".join(filter(None, (self.product, self.instance, self.domain)))
