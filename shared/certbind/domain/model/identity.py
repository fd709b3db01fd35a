"""Identifiers, wrapped so that one kind cannot stand for another."""

from __future__ import annotations

import re
from typing import NewType

from certbind.values import dataclass

Domain = NewType("Domain", str)
"""A domain as the cloud writes it, in lower-case A-labels; `.example.com`: CDN's wildcard form."""

Sha256 = NewType("Sha256", str)
"""SHA-256 of a certificate's DER, 64 lower-case hex digits."""

Sha1 = NewType("Sha1", str)
"""SHA-1 of a certificate's DER, 40 lower-case hex digits; CAS and OSS show certificates by it."""

ProductName = NewType("ProductName", str)
"""A cloud product that certificates are bound at, as messages and the ledger name it: `oss`."""

REGION = re.compile(r"[a-z]{2}(?:-[a-z0-9]+)+")
"""The form of a region's name, as in cn-hangzhou; it becomes part of a host's name."""

BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
"""OSS's rule for bucket names: 3 to 63 of these characters."""

_PRODUCT = re.compile(r"[a-z][a-z0-9]{1,15}")
_IDENTIFIER = re.compile(r"(?P<id>[1-9][0-9]{0,18})-(?P<region>[a-z0-9-]+)")


def parse_product(text: str) -> ProductName:
    """A product's name by its form alone: which products there are, the adapters know. Else
    ValueError, which does not repeat the text.
    """
    if not _PRODUCT.fullmatch(text):
        raise ValueError("no product's name: 2 to 16 lower-case letters and digits are expected")
    return ProductName(text)


@dataclass(frozen=True, slots=True, order=True)
class CertificateId:
    """A certificate in CAS: its number and the region of the CAS site that holds it.

    The China site (`cn-hangzhou`) and the international one (`ap-southeast-1`) are separate
    stores whose numbers may collide, so the pair is the id. Written `<CertId>-<region>`, the
    CertIdentifier of GetUserCertificateDetail, which OSS takes whole and CDN in two parts.
    """

    number: int
    region: str

    @classmethod
    def parse(cls, text: str) -> CertificateId:
        """`12345678-cn-hangzhou` → its parts, split at the first `-`; else ValueError, which does
        not repeat the text.
        """
        match = _IDENTIFIER.fullmatch(text.strip())
        if match is None:
            raise ValueError("no certificate id: <number>-<region> is expected")
        return cls(int(match["id"]), match["region"])

    def __str__(self) -> str:
        """`12345678-cn-hangzhou`."""
        return f"{self.number}-{self.region}"
