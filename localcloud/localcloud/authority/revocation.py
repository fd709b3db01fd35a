"""What the CAs revoked, and the lists (CRL, RFC 5280 §5) by which they say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from localcloud.authority.certificates import Signer
from localcloud.clock import Clock
from localcloud.http import Request, Response
from localcloud.store import Store

CRL_LIFE = timedelta(days=7)
"""CA/B Forum, 4.9.7: a new one at least so often."""

_SETTLED = timedelta(hours=1)


class Revocations:
    """Serials by CA, kept over restarts; a list is signed when it is asked for."""

    def __init__(self, store: Store, clock: Clock, base: str) -> None:
        """base: where the lists are served, without a last slash; "": nowhere, and no certificate
        names one.
        """
        self._clock = clock
        self._base = base
        self._kept = store.table("authority_revoked")
        self._signers: dict[str, Signer] = {}

    def url(self, label: str) -> str:
        """Of the list of the CA with this label, "" where there is none."""
        return f"{self._base}/{label}.crl" if self._base else ""

    def add_signer(self, label: str, signer: Signer) -> None:
        """The CA answers for its list from now on."""
        self._signers[label] = signer

    def revoke(self, certificate: x509.Certificate, reason: str = "unspecified") -> bool:
        """Put it on its CA's list; False when no CA here has signed it. Once is for ever.

        ValueError for a reason that CRLs do not have.
        """
        x509.ReasonFlags(reason)
        for label, signer in self._signers.items():
            if signer.certificate.subject == certificate.issuer:
                key = f"{label}/{certificate.serial_number:x}"
                at = self._now().isoformat()
                self._kept.setdefault(key, {"at": at, "reason": reason})
                return True
        return False

    def all(self) -> dict[str, dict[str, Any]]:
        """`<label>/<serial>` → when and why."""
        return dict(self._kept)

    def answer(self, request: Request) -> Response:
        """`GET /<label>.crl`, as CAs' plain http servers do."""
        label = request.path.removeprefix("/").removesuffix(".crl")
        if request.method != "GET" or label not in self._signers:
            return Response(404, b"not found", {"Content-Type": "text/plain"})
        headers = {"Content-Type": "application/pkix-crl"}
        return Response(200, self._list(label), headers)

    def _list(self, label: str) -> bytes:
        signer, now = self._signers[label], self._now()
        issued = now - _SETTLED
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(signer.certificate.subject)
            .last_update(issued)
            .next_update(issued + CRL_LIFE)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()),
                critical=False,
            )
        )
        if label.endswith("-intermediate"):  # lists of leaves are divided, and name their part
            builder = builder.add_extension(self._part(label), critical=True)
        for key, entry in sorted(self._kept.items()):
            if key.startswith(f"{label}/"):
                builder = builder.add_revoked_certificate(_entry(key.partition("/")[2], entry))
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _part(self, label: str) -> x509.IssuingDistributionPoint:
        return x509.IssuingDistributionPoint(
            full_name=[x509.UniformResourceIdentifier(self.url(label))],
            relative_name=None,
            only_contains_user_certs=True,
            only_contains_ca_certs=False,
            only_some_reasons=None,
            indirect_crl=False,
            only_contains_attribute_certs=False,
        )

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)


def _entry(serial: str, entry: dict[str, Any]) -> x509.RevokedCertificate:
    builder = (
        x509.RevokedCertificateBuilder()
        .serial_number(int(serial, 16))
        .revocation_date(datetime.fromisoformat(entry["at"]))
    )
    reason = x509.ReasonFlags(entry["reason"])
    if reason is not x509.ReasonFlags.unspecified:  # stands for itself by its absence
        builder = builder.add_extension(x509.CRLReason(reason), critical=False)
    return builder.build()
