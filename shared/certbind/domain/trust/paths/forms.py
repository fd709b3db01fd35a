"""Forms of a certificate that the library reads and browsers do not.

Chromium's parser refuses the whole certificate for one of them, as if it had not been served; a
leaf of such a form is ERR_CERT_INVALID (each measured on 156, tests/judge/relatives.py). None may
be issued by a CA that keeps to RFC 5280.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.parts.certificate import body_of
from certbind.domain.trust.parts.once import once
from certbind.domain.trust.paths.der import elements, raw_extension
from certbind.domain.trust.paths.policies import mappings

_MAX_COUNT = 255  # counts of certificates are bytes in Chromium
_Extension = x509.Extension[Any]

_NO_EXTENSIONS = b"\xa3\x02\x30\x00"


@once
def odd_form(certificate: x509.Certificate) -> str:
    """A clause on the first of them, "" where there is none."""
    if body_of(certificate).endswith(_NO_EXTENSIONS):
        return "an empty list of extensions"
    try:
        for one in certificate.extensions:
            odd_in = _ODD_IN.get(type(one.value))
            found = odd_in(one, certificate) if odd_in is not None else ""
            if found:
                return found
    except UNREADABLE:
        return "an extension that cannot be read"
    return ""


def _odd_count(*counts: int | None) -> str:
    is_odd = any(count is not None and count > _MAX_COUNT for count in counts)
    return "a count beyond 255" if is_odd else ""


def _odd_policies(listed: x509.CertificatePolicies) -> str:
    numbers = [one.policy_identifier for one in listed]
    is_odd = not numbers or len(set(numbers)) < len(numbers)
    return "a policy twice, or a list of none" if is_odd else ""


def _odd_usage(usage: x509.KeyUsage) -> str:
    has_a_use = (
        usage.digital_signature
        or usage.content_commitment
        or usage.key_encipherment
        or usage.data_encipherment
        or usage.key_agreement
        or usage.key_cert_sign
        or usage.crl_sign
    )
    return "" if has_a_use else "a key usage that allows nothing"


def _odd_names(one: _Extension, certificate: x509.Certificate) -> str:
    if not len(one.value):
        return "a list of no names"
    if not one.critical and not len(certificate.subject.rdns):
        return "it has no subject, and does not call its names critical (RFC 5280, 4.2.1.6)"
    return ""


def _odd_limits(certificate: x509.Certificate) -> str:
    """`minimum` and `maximum` of a subtree (section 4.2.1.10: neither is used)."""
    limits = next(elements(raw_extension(certificate, ExtensionOID.NAME_CONSTRAINTS)))
    subtrees = [one for kind in elements(limits.content) for one in elements(kind.content)]
    is_odd = any(len(list(elements(one.content))) > 1 for one in subtrees)
    return "a name constraint with a distance" if is_odd else ""


def _odd_mappings(certificate: x509.Certificate) -> str:
    """ValueError where they cannot be read."""
    mappings(certificate)
    return ""


_ODD_IN: Mapping[type, Callable[[_Extension, x509.Certificate], str]] = {
    x509.BasicConstraints: lambda one, _: _odd_count(one.value.path_length),
    x509.PolicyConstraints: lambda one, _: _odd_count(
        one.value.require_explicit_policy, one.value.inhibit_policy_mapping
    ),
    x509.InhibitAnyPolicy: lambda one, _: _odd_count(one.value.skip_certs),
    x509.CertificatePolicies: lambda one, _: _odd_policies(one.value),
    x509.NameConstraints: lambda _, certificate: _odd_limits(certificate),
    x509.KeyUsage: lambda one, _: _odd_usage(one.value),
    x509.SubjectAlternativeName: _odd_names,
    x509.UnrecognizedExtension: lambda _, certificate: _odd_mappings(certificate),
}
"""By kind: most certificates have none of these forms, and few of the kinds."""
