"""The local cloud's certificate authorities and what they issue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from localcloud.authority.certificates import (
    LeafOrder,
    PrivateKey,
    Signer,
    ca_certificate,
    key_from_pem,
    key_to_pem,
    leaf_certificate,
    new_key,
    to_pem,
)
from localcloud.authority.names import a_label
from localcloud.authority.revocation import Revocations
from localcloud.clock import Clock
from localcloud.store import Store

MAIN, BACKUP, UNTRUSTED = "main", "backup", "untrusted"
CA_NAMES = {
    MAIN: ("LocalTrust", "LocalTrust Root R1", "LocalTrust TLS CA 1"),
    BACKUP: ("Localhost Harbour", "Localhost Harbour Root X1", "Localhost Harbour TLS CA E1"),
    UNTRUSTED: ("Local Nobody", "Local Nobody Root", "Local Nobody TLS CA"),
}
"""CA: organisation, root's CN, intermediate's CN."""

DEFECTS = frozenset(
    {
        "missing_intermediate",
        "self_signed",
        "untrusted_root",
        "expired",
        "not_yet_valid",
        "wrong_order",
        "with_root",
        "weak_key",
        "leaf_is_ca",
        "no_eku",
    }
)
_BACKDATED = timedelta(hours=1)
_OFF_BY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as a CA hands it out. `chain_pem`: leaf first, then intermediates, no root
    (unless a defect says otherwise); `key_pem`: PKCS#1 or SEC1.

    sha256, sha1: fingerprints of the leaf's DER, lower-case hex; serial: lower-case hex.
    """

    names: tuple[str, ...]
    chain_pem: str
    key_pem: str = field(repr=False)
    not_before: datetime
    not_after: datetime
    serial: str
    sha256: str
    sha1: str
    ca: str


class Authorities:
    """A main CA, a backup CA whose root the main root has cross-signed, and an untrusted one.

    Each has a root and one intermediate, P-256 keys, made at the first start and kept; and each
    of these a list of what it revoked.
    """

    def __init__(self, store: Store, clock: Clock, crls: str = "") -> None:
        """crls: where the lists are served, without a last slash; "": certificates name none."""
        self._clock = clock
        self._kept = store.table("authority")
        self.revocations = Revocations(store, clock, crls)
        self._roots = {ca: self._signer(ca, "root", None) for ca in CA_NAMES}
        self._intermediates = {
            ca: self._signer(ca, "intermediate", self._roots[ca]) for ca in CA_NAMES
        }
        self._cross_pem = self._cross_sign()

    def roots_pem(self) -> str:
        """The trusted roots, main and backup: what a client is given as its CA bundle."""
        return self.root_pem(MAIN) + self.root_pem(BACKUP)

    def root_pem(self, ca: str = MAIN) -> str:
        """One CA's self-signed root."""
        return to_pem(self._roots[ca].certificate)

    def intermediate_pem(self, ca: str = MAIN) -> str:
        """One CA's intermediate."""
        return to_pem(self._intermediates[ca].certificate)

    def cross_signed_pem(self) -> str:
        """The backup root's key, certified by the main root: it makes backup chains good for
        clients that know the main root only.
        """
        return self._cross_pem

    def issue(
        self,
        names: Sequence[str],
        *,
        days: int = 90,
        not_before: datetime | None = None,
        key: str = "ec",
        ca: str = MAIN,
        defects: Collection[str] = (),
        cross: bool = False,
    ) -> Issued:
        """A server certificate for `names` (host names in any form, `*.` wildcards, IP literals).

        days: length of the validity (RFC 5280: the last second counts); not_before: by default
        an hour before the world's now; key: `ec` or `rsa`; cross: the chain ends in the
        cross-signed root. ValueError for no name, or a defect that is not in DEFECTS.
        """
        unknown = sorted(set(defects) - DEFECTS)
        if unknown or not names:
            raise ValueError(
                f"no defect {unknown}; there are {sorted(DEFECTS)}" if unknown else "no name"
            )
        start = not_before or self._start(days, defects)
        order = LeafOrder(
            names=tuple(dict.fromkeys(a_label(name) for name in names)),
            not_before=start,
            not_after=start + timedelta(days=days) - _SECOND,
            is_ca="leaf_is_ca" in defects,
            server_auth="no_eku" not in defects,
            crl=self.revocations.url(f"{self._ca_of(ca, defects)}-intermediate"),
        )
        leaf_key = new_key("rsa1024" if "weak_key" in defects else key)
        ca = self._ca_of(ca, defects)
        signer = None if "self_signed" in defects else self._intermediates[ca]
        leaf = leaf_certificate(order, leaf_key, signer)
        return _issued(order, leaf, leaf_key, self._chain(leaf, ca, defects, cross=cross), ca)

    def _ca_of(self, ca: str, defects: Collection[str]) -> str:
        return UNTRUSTED if "untrusted_root" in defects else ca

    def _start(self, days: int, defects: Collection[str]) -> datetime:
        now = self._clock.now().replace(microsecond=0)
        if "expired" in defects:
            return now - timedelta(days=days) - _OFF_BY
        return now + _OFF_BY if "not_yet_valid" in defects else now - _BACKDATED

    def _chain(
        self, leaf: x509.Certificate, ca: str, defects: Collection[str], *, cross: bool
    ) -> str:
        above = [] if "missing_intermediate" in defects else [self.intermediate_pem(ca)]
        if cross and ca == BACKUP:
            above.append(self._cross_pem)
        if "with_root" in defects:
            above.append(self.root_pem(ca))
        if "self_signed" in defects:
            above = []
        parts = [to_pem(leaf), *above]
        return "".join(reversed(parts) if "wrong_order" in defects else parts)

    def _signer(self, ca: str, role: str, issuer: Signer | None) -> Signer:
        """Read from the store, or made now and kept there."""
        record = self._kept.get(f"{ca}/{role}")
        if record is not None:
            certificate = x509.load_pem_x509_certificate(record["certificate"].encode())
            signer = Signer(certificate, key_from_pem(record["key"]))
        else:
            signer = self._made(ca, role, issuer)
            kept = {"certificate": to_pem(signer.certificate), "key": key_to_pem(signer.key)}
            self._kept[f"{ca}/{role}"] = kept
        self.revocations.add_signer(f"{ca}-{role}", signer)
        return signer

    def _made(self, ca: str, role: str, issuer: Signer | None) -> Signer:
        key = new_key("ec")
        subject = _subject(ca, role)
        if issuer is None:
            return Signer(ca_certificate(subject, key, self._now(), None, None), key)
        crl = self.revocations.url(f"{ca}-root")
        return Signer(ca_certificate(subject, key, self._now(), issuer, 0, crl), key)

    def _cross_sign(self) -> str:
        record = self._kept.get("cross")
        if record is None:
            root = self._roots[BACKUP]
            crl = self.revocations.url(f"{MAIN}-root")
            subject = root.certificate.subject
            made = ca_certificate(subject, root.key, self._now(), self._roots[MAIN], 1, crl)
            record = self._kept["cross"] = {"certificate": to_pem(made)}
        return str(record["certificate"])

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)


def _subject(ca: str, role: str) -> x509.Name:
    organisation, root, intermediate = CA_NAMES[ca]
    common = root if role == "root" else intermediate
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{organisation} (local cloud only)"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _issued(
    order: LeafOrder, leaf: x509.Certificate, key: PrivateKey, chain_pem: str, ca: str
) -> Issued:
    return Issued(
        names=order.names,
        chain_pem=chain_pem,
        key_pem=key_to_pem(key),
        not_before=order.not_before,
        not_after=order.not_after,
        serial=f"{leaf.serial_number:x}",
        sha256=leaf.fingerprint(hashes.SHA256()).hex(),
        sha1=leaf.fingerprint(hashes.SHA1()).hex(),  # noqa: S303 - CAS names certificates by it
        ca=ca,
    )
