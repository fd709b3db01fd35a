"""What certbind knows of a certificate before it is bound: what CAS tells without the key."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from certbind.domain.model.identity import CertificateId, Sha1, Sha256
from certbind.values import dataclass


class KeyAlgorithm(Enum):
    """`Algorithm` of GetUserCertificateDetail."""

    RSA = "rsa"
    ECC = "ecc"
    SM2 = "sm2"
    UNKNOWN = "unknown"


class CertificateStatus(Enum):
    """Where CAS says the certificate stands; dates are judged by ourselves, never by this."""

    ISSUED = "issued"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One entry of `CertChain`: names only, no certificate, so it proves nothing by itself."""

    common_name: str
    issuer_common_name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What CAS tells of a line of certificates, each the renewal of the one before.

    Never the id: a renewal is a new id always (CAS cannot replace a certificate's content).
    """

    names: frozenset[str]
    instance_id: str = ""

    def is_same(self, other: Line) -> bool:
        """The same instance, or all the same names: who buys anew for them renews as well."""
        return self._is_same_instance(other) or self.names == other.names

    def may_follow(self, other: Line) -> bool:
        """Wider, any name of the other's: a renewal that lost or gained names is one too. For
        what is only told; nothing is to be decided by it.
        """
        return self._is_same_instance(other) or not self.names.isdisjoint(other.names)

    def _is_same_instance(self, other: Line) -> bool:
        return bool(self.instance_id) and self.instance_id == other.instance_id


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in CAS.

    names: presented identifiers (SAN dNSName), lower-case A-labels, as CAS lists them.
    not_before, not_after: aware UTC. A list may tell days only: not_after is then the first
        moment of that day in UTC+8, the earliest that it can mean, and `dates_are_exact` is
        False.
    sha256: None where CAS did not say; the leaf is then recognised by sha1 and serial.
    serial: lower-case hex without leading zeros; "" when unknown.
    chain_summary: leaf first; empty when CAS gave none.
    instance_id: stable over renewals for V2.0 instances, so it names a line of certificates.
    is_test: CAS issued it for free, for trying; False also where the list does not tell.
    has_private_key: False for a CSR whose key is held elsewhere; None when unknown.
    """

    id: CertificateId
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    sha1: Sha1
    sha256: Sha256 | None = None
    serial: str = ""
    issuer: str = ""
    name: str = ""
    instance_id: str = ""
    algorithm: KeyAlgorithm = KeyAlgorithm.UNKNOWN
    status: CertificateStatus = CertificateStatus.ISSUED
    uploaded: bool = False
    chain_summary: tuple[ChainLink, ...] = ()
    has_private_key: bool | None = None
    dates_are_exact: bool = True
    is_test: bool = False

    @property
    def line(self) -> Line:
        """Which others are its renewals, or it theirs."""
        return Line(frozenset(self.names), self.instance_id)


@dataclass(frozen=True, slots=True)
class LeafIdentity:
    """How a served leaf is recognised: SHA-256 where it is certain, else SHA-1 and serial.

    Never by dates or names: a re-issued certificate may carry the same ones.
    """

    sha256: Sha256 | None
    sha1: Sha1 | None
    serial: str = ""

    @classmethod
    def of(cls, certificate: Certificate) -> LeafIdentity:
        """The identity of a certificate in CAS."""
        return cls(certificate.sha256, certificate.sha1, certificate.serial)

    def is_leaf(self, *, sha256: Sha256, sha1: Sha1, serial: str) -> bool:
        """Whether a leaf with these values is this one; False when nothing is known to compare."""
        if self.sha256 is not None:
            return self.sha256 == sha256
        if self.sha1 is None:
            return False
        return self.sha1 == sha1 and (not self.serial or self.serial == serial)
