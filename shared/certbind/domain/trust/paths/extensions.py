"""Reading a certificate's extensions, each of which may be malformed."""

from __future__ import annotations

from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.leaf import common_name

E = TypeVar("E", bound=x509.ExtensionType)

_UNDERSTOOD = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.NAME_CONSTRAINTS,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.POLICY_MAPPINGS,
        ExtensionOID.POLICY_CONSTRAINTS,
        ExtensionOID.INHIBIT_ANY_POLICY,
    }
)
"""Whose critical form browsers heed; they refuse any other (RFC 5280, section 4.2)."""


def extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    """None where it is not there; raises UNREADABLE where the extensions cannot be read."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def not_understood(certificate: x509.Certificate) -> list[str]:
    """The critical extensions that browsers do not know, by their numbers."""
    return [
        one.oid.dotted_string
        for one in certificate.extensions
        if one.critical and one.oid not in _UNDERSTOOD
    ]


def shown(certificate: x509.Certificate) -> str:
    """Its common name, for people."""
    return common_name(certificate.subject) or "a certificate without a common name"
