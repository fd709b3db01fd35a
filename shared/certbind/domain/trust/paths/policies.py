"""Certificate policies along a path (RFC 5280, section 6.1), as far as they can refuse one.

Nobody asks for a policy, so a path is refused only where a CA on it demands that some policy
hold (policyConstraints) and none does.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import CertificatePoliciesOID

from certbind.domain.trust.paths.extensions import extension

_ANY = CertificatePoliciesOID.ANY_POLICY


def lacks_demanded_policy(path: tuple[x509.Certificate, ...]) -> bool:
    """path: from the leaf to the anchor, whose own policies count for nothing."""
    held: frozenset[x509.ObjectIdentifier] | None = None  # None: any
    demanded_in: int | None = None
    for one in reversed(path[:-1]):
        held = _narrowed(held, _policies(one))
        if demanded_in and one.subject != one.issuer:
            demanded_in -= 1
        demanded_in = _demand(demanded_in, one)
    return demanded_in == 0 and held is not None and not held


def _policies(certificate: x509.Certificate) -> frozenset[x509.ObjectIdentifier]:
    listed = extension(certificate, x509.CertificatePolicies)
    return frozenset(one.policy_identifier for one in listed or ())


def _narrowed(
    held: frozenset[x509.ObjectIdentifier] | None, own: frozenset[x509.ObjectIdentifier]
) -> frozenset[x509.ObjectIdentifier] | None:
    if _ANY in own:
        return held
    return own if held is None else held & own


def _demand(before: int | None, certificate: x509.Certificate) -> int | None:
    limits = extension(certificate, x509.PolicyConstraints)
    own = None if limits is None else limits.require_explicit_policy
    known = [one for one in (before, own) if one is not None]
    return min(known) if known else None
