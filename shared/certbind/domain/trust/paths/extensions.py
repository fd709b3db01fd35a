"""Reading a certificate's extensions, each of which may be malformed."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.leaf import common_name
from certbind.domain.trust.parts.once import once

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


@once
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
