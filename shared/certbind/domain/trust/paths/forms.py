"""Forms of a certificate that the library reads and browsers do not.

Chromium's parser refuses the whole certificate for one of them, as if it had not been served; a
leaf of such a form is ERR_CERT_INVALID (each measured on 156, tests/judge/relatives.py). None may
be issued by a CA that keeps to RFC 5280.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.paths.der import elements, raw_extension
from certbind.domain.trust.paths.extensions import extension
from certbind.domain.trust.paths.policies import mappings

_MAX_COUNT = 255  # counts of certificates are bytes in Chromium
_NO_EXTENSIONS = b"\xa3\x02\x30\x00"


def odd_form(certificate: x509.Certificate) -> str:
    """A clause on the first of them, "" where there is none."""
    try:
        found = (told for told, is_so in _FORMS.items() if is_so(certificate))
        return next(found, "")
    except UNREADABLE:
        return "an extension that cannot be read"


def _lists_no_extensions(certificate: x509.Certificate) -> bool:
    return certificate.tbs_certificate_bytes.endswith(_NO_EXTENSIONS)


def _counts_too_far(certificate: x509.Certificate) -> bool:
    basic = extension(certificate, x509.BasicConstraints)
    limits = extension(certificate, x509.PolicyConstraints)
    any_policy = extension(certificate, x509.InhibitAnyPolicy)
    counts = (
        basic.path_length if basic else None,
        limits.require_explicit_policy if limits else None,
        limits.inhibit_policy_mapping if limits else None,
        any_policy.skip_certs if any_policy else None,
    )
    return any(count is not None and count > _MAX_COUNT for count in counts)


def _lists_policies_amiss(certificate: x509.Certificate) -> bool:
    listed = extension(certificate, x509.CertificatePolicies)
    if listed is None:
        return False
    numbers = [one.policy_identifier for one in listed]
    return not numbers or len(set(numbers)) < len(numbers)


def _maps_amiss(certificate: x509.Certificate) -> bool:
    try:
        mappings(certificate)
    except ValueError:
        return True
    return False


def _limits_distances(certificate: x509.Certificate) -> bool:
    """`minimum` and `maximum` of a subtree (section 4.2.1.10: neither is used)."""
    if extension(certificate, x509.NameConstraints) is None:
        return False
    limits = next(elements(raw_extension(certificate, ExtensionOID.NAME_CONSTRAINTS)))
    subtrees = [one for kind in elements(limits.content) for one in elements(kind.content)]
    return any(len(list(elements(one.content))) > 1 for one in subtrees)


_FORMS: dict[str, Callable[[x509.Certificate], bool]] = {
    "an empty list of extensions": _lists_no_extensions,
    "a count beyond 255": _counts_too_far,
    "a policy twice, or a list of none": _lists_policies_amiss,
    "policy mappings that cannot be read": _maps_amiss,
    "a name constraint with a distance": _limits_distances,
}
