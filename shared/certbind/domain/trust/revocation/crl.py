"""What a CRL says of one certificate, or why it says nothing (RFC 5280, section 6.3).

A list comes over http from whoever answers: its signature is what makes it one. What is not
understood (delta and indirect lists, unknown critical extensions) is unknown, never good.
"""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import CRLEntryExtensionOID, ExtensionOID

from certbind.domain.trust.leaf import UNREADABLE, quiet, serial_of
from certbind.domain.trust.parts.certificate import extension
from certbind.values import dataclass


class Standing(Enum):
    """Of one certificate by its CA's list."""

    GOOD = "good"  # the list is sound, current and whole, and does not name it
    REVOKED = "revoked"
    UNKNOWN = "unknown"  # nothing was learned; it blocks nothing
    UNNEEDED = "unneeded"  # so short a life that CAs need not revoke it, and say nowhere


@dataclass(frozen=True, slots=True)
class Said:
    """detail: since when and why it is revoked, or why nothing is known. until: the moment when
    the CA promised its next list; None where nothing is known.
    """

    standing: Standing
    detail: str = ""
    until: datetime | None = None


def read_crl(
    der: bytes,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    names: frozenset[str],
    at: datetime,
) -> Said:
    """names: those under which the certificate says its list is to be had."""
    try:
        with quiet():
            crl = x509.load_der_x509_crl(der)
            fault = _fault(crl, certificate, issuer, names, at)
            return Said(Standing.UNKNOWN, fault) if fault else _look_up(crl, certificate)
    except UNREADABLE as error:
        return Said(Standing.UNKNOWN, f"what came is no readable CRL ({type(error).__name__})")


def _fault(
    crl: x509.CertificateRevocationList,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    names: frozenset[str],
    at: datetime,
) -> str:
    """Why the list counts for nothing; "" when it does. Its signature first: what follows is told
    of a list that the CA made.
    """
    if crl.issuer.public_bytes() != certificate.issuer.public_bytes():
        return "the CRL is of another CA"
    if not _is_signed(crl, issuer):
        return "the CRL is not signed by its CA"
    usage = extension(issuer, x509.KeyUsage)
    if usage is not None and not usage.crl_sign:
        return "its CA may not sign CRLs"
    return _date_fault(crl, at) or _scope_fault(crl, certificate, names)


def _is_signed(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key = issuer.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return False
    return crl.is_signature_valid(key)


def _date_fault(crl: x509.CertificateRevocationList, at: datetime) -> str:
    begins, ends = crl.last_update_utc, crl.next_update_utc
    if ends is None:
        return "the CRL does not say until when it counts"
    if at > ends:
        return f"the CRL ended {ends:%Y-%m-%d %H:%M} UTC"
    return "" if at >= begins else f"the CRL begins {begins:%Y-%m-%d %H:%M} UTC"


def _scope_fault(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, names: frozenset[str]
) -> str:
    for one in crl.extensions:
        if one.oid == ExtensionOID.DELTA_CRL_INDICATOR:
            return "it is a delta CRL, which is not read"
        if one.critical and one.oid != ExtensionOID.ISSUING_DISTRIBUTION_POINT:
            return f"the CRL has a critical extension that is not known ({one.oid.dotted_string})"
    try:
        point = crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return ""
    return _part_fault(point, certificate, names)


def _part_fault(
    point: x509.IssuingDistributionPoint, certificate: x509.Certificate, names: frozenset[str]
) -> str:
    """Of a list that says for which certificates it is (RFC 5280, section 5.2.5)."""
    if point.indirect_crl:
        return "it is an indirect CRL, which is not read"
    if point.only_some_reasons or point.relative_name is not None:
        return "the CRL is for some reasons only, or names itself in a way that is not read"
    if point.only_contains_attribute_certs or _is_left_out(point, certificate):
        return "the CRL is for certificates of another kind"
    own = {n.value for n in point.full_name or () if isinstance(n, x509.UniformResourceIdentifier)}
    if point.full_name and not own & names:
        return "it is another part of the CA's CRL than the one that the certificate names"
    return ""


def _is_left_out(point: x509.IssuingDistributionPoint, certificate: x509.Certificate) -> bool:
    basic = extension(certificate, x509.BasicConstraints)
    is_ca = basic is not None and basic.ca
    return point.only_contains_user_certs if is_ca else point.only_contains_ca_certs


def _look_up(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> Said:
    entry = crl.get_revoked_certificate_by_serial_number(serial_of(certificate))
    if entry is None:
        return Said(Standing.GOOD, until=crl.next_update_utc)
    if any(one.oid == CRLEntryExtensionOID.CERTIFICATE_ISSUER for one in entry.extensions):
        return Said(Standing.UNKNOWN, "it is an indirect CRL, which is not read")
    since = entry.revocation_date_utc.astimezone(timezone.utc)
    told = f"revoked since {since:%Y-%m-%d %H:%M} UTC"
    return Said(Standing.REVOKED, f"{told}{_reason(entry)}", crl.next_update_utc)


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return ""
    return f" ({reason.value})"
