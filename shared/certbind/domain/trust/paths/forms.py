"""Forms of a certificate that the library reads and browsers do not.

Chromium's parser refuses the whole certificate for one of them, as if it had not been served; a
leaf of such a form is ERR_CERT_INVALID (each measured on 156, tests/judge/relatives.py). None may
be issued by a CA that keeps to RFC 5280.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.once import once
from certbind.domain.trust.paths.der import elements, raw_extension
from certbind.domain.trust.paths.policies import mappings

_MAX_COUNT = 255  # counts of certificates are bytes in Chromium
_NO_EXTENSIONS = b"\xa3\x02\x30\x00"


@once
def odd_form(certificate: x509.Certificate) -> str:
    """A clause on the first of them, "" where there is none."""
    if certificate.tbs_certificate_bytes.endswith(_NO_EXTENSIONS):
        return "an empty list of extensions"
    try:
        found = (_odd(one, certificate) for one in certificate.extensions)
        return next(filter(None, found), "")
    except UNREADABLE:
        return "an extension that cannot be read"


def _odd(one: x509.Extension[x509.ExtensionType], certificate: x509.Certificate) -> str:
    """One pass over what is there: most certificates have none of these."""
    value = one.value
    if any(count is not None and count > _MAX_COUNT for count in _counts(value)):
        return "a count beyond 255"
    if isinstance(value, x509.CertificatePolicies) and _is_odd_list(value):
        return "a policy twice, or a list of none"
    if isinstance(value, x509.NameConstraints) and _limits_distances(certificate):
        return "a name constraint with a distance"
    if isinstance(value, x509.KeyUsage) and not _has_a_use(value):
        return "a key usage that allows nothing"
    if isinstance(value, x509.SubjectAlternativeName):
        return _odd_names(value, certificate, is_critical=one.critical)
    if value.oid == ExtensionOID.POLICY_MAPPINGS:
        mappings(certificate)
    return ""


def _has_a_use(usage: x509.KeyUsage) -> bool:
    return any(
        (
            usage.digital_signature,
            usage.content_commitment,
            usage.key_encipherment,
            usage.data_encipherment,
            usage.key_agreement,
            usage.key_cert_sign,
            usage.crl_sign,
        )
    )


def _odd_names(
    names: x509.SubjectAlternativeName, certificate: x509.Certificate, *, is_critical: bool
) -> str:
    if not list(names):
        return "a list of no names"
    if not list(certificate.subject) and not is_critical:
        return "it has no subject, and does not call its names critical (RFC 5280, 4.2.1.6)"
    return ""


def _counts(value: x509.ExtensionType) -> tuple[int | None, ...]:
    if isinstance(value, x509.BasicConstraints):
        return (value.path_length,)
    if isinstance(value, x509.PolicyConstraints):
        return value.require_explicit_policy, value.inhibit_policy_mapping
    return (value.skip_certs,) if isinstance(value, x509.InhibitAnyPolicy) else ()


def _is_odd_list(listed: x509.CertificatePolicies) -> bool:
    numbers = [one.policy_identifier for one in listed]
    return not numbers or len(set(numbers)) < len(numbers)


def _limits_distances(certificate: x509.Certificate) -> bool:
    """`minimum` and `maximum` of a subtree (section 4.2.1.10: neither is used)."""
    limits = next(elements(raw_extension(certificate, ExtensionOID.NAME_CONSTRAINTS)))
    subtrees = [one for kind in elements(limits.content) for one in elements(kind.content)]
    return any(len(list(elements(one.content))) > 1 for one in subtrees)
