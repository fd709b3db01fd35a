"""Certificate policies along a path (RFC 5280, section 6.1), as far as they can refuse one.

Nobody asks for a policy, so a path is refused only where a certificate on it demands that some
policy hold (policyConstraints) and none does. Of the tree of policies only what the next
certificate may name is kept; its upper levels decide nothing here.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import CertificatePoliciesOID, ExtensionOID

from certbind.domain.trust.parts.certificate import extension
from certbind.domain.trust.parts.once import once
from certbind.domain.trust.paths.der import elements, oid_der
from certbind.values import dataclass, field

Mappings = dict[bytes, frozenset[bytes]]
"""Policies by their DER: of an issuer's, those of its subject that mean the same."""

_ANY = oid_der(CertificatePoliciesOID.ANY_POLICY)


def lacks_demanded_policy(path: tuple[x509.Certificate, ...]) -> bool:
    """path: from the leaf to the anchor, of which only what it demands counts. Raises
    UNREADABLE.
    """
    if not any(map(_may_demand, path)):
        return False
    *below, anchor = path
    state = _State()
    state.heed_limits(anchor)
    for one in reversed(below[1:]):
        state.take(one, is_leaf=False)
        state.prepare(one)
    state.take(below[0], is_leaf=True)
    limits = extension(below[0], x509.PolicyConstraints)
    demanded_by_leaf = limits is not None and limits.require_explicit_policy == 0
    is_demanded = demanded_by_leaf or (state.demanded_in is not None and state.demanded_in <= 1)
    return state.broken or (is_demanded and state.is_empty)


@once
def _may_demand(certificate: x509.Certificate) -> bool:
    """Whether it says what makes a policy needed, or breaks the path by mapping any to one."""
    limits = extension(certificate, x509.PolicyConstraints)
    return limits is not None or bool(mappings(certificate))


def mappings(certificate: x509.Certificate) -> Mappings:
    """Of policyMappings (section 4.2.1.5), which the library does not read; ValueError."""
    every = certificate.extensions
    found = next((one.value for one in every if one.oid == ExtensionOID.POLICY_MAPPINGS), None)
    if found is None:
        return {}
    if not isinstance(found, x509.UnrecognizedExtension):
        raise TypeError("policyMappings are read by the library now")
    (whole,) = elements(found.value)
    mapped: Mappings = {}
    for pair in elements(whole.content):
        issuers, subjects = elements(pair.content)
        if {pair.tag, issuers.tag, subjects.tag} != {0x30, 0x06}:
            raise ValueError("policyMappings hold something else")
        mapped[issuers.whole] = mapped.get(issuers.whole, frozenset()) | {subjects.whole}
    if whole.tag != 0x30 or not mapped:  # noqa: PLR2004 - a sequence
        raise ValueError("policyMappings hold none")
    return mapped


@dataclass
class _State:
    """Of sections 6.1.2 to 6.1.4. Counters: certificates that may still come before the rule
    holds; None: it never does. expected: what the next certificate may name, beside any policy.
    """

    any_is_valid: bool = True
    expected: frozenset[bytes] = frozenset()
    nodes: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    demanded_in: int | None = None
    unmapped_in: int | None = None
    no_any_in: int | None = None
    broken: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.any_is_valid and not self.nodes

    def take(self, certificate: x509.Certificate, *, is_leaf: bool) -> None:
        """Section 6.1.3 (d) to (f)."""
        named = _policies(certificate)
        heeds_any = self.no_any_in != 0 or (
            not is_leaf and certificate.subject == certificate.issuer
        )
        any_is_named = _ANY in named and heeds_any
        held = {one for one in named - {_ANY} if one in self.expected or self.any_is_valid} | (
            self.expected if any_is_named else frozenset()
        )
        self.nodes = {one: frozenset({one}) for one in held}
        self.any_is_valid = self.any_is_valid and any_is_named
        self.broken = self.broken or (self.demanded_in == 0 and self.is_empty)

    def prepare(self, certificate: x509.Certificate) -> None:
        """Section 6.1.4 (a), (b) and (h) to (j)."""
        mapped = mappings(certificate)
        if _ANY in mapped or any(_ANY in theirs for theirs in mapped.values()):
            self.broken = True
        for ours, theirs in mapped.items():
            if self.unmapped_in == 0:
                self.nodes.pop(ours, None)
            elif ours in self.nodes or self.any_is_valid:
                self.nodes[ours] = theirs
        self.expected = frozenset().union(*self.nodes.values())
        if certificate.subject != certificate.issuer:
            self.demanded_in = _one_less(self.demanded_in)
            self.unmapped_in = _one_less(self.unmapped_in)
            self.no_any_in = _one_less(self.no_any_in)
        self.heed_limits(certificate)

    def heed_limits(self, certificate: x509.Certificate) -> None:
        limits = extension(certificate, x509.PolicyConstraints)
        any_policy = extension(certificate, x509.InhibitAnyPolicy)
        if limits is not None:
            self.demanded_in = _sooner(self.demanded_in, limits.require_explicit_policy)
            self.unmapped_in = _sooner(self.unmapped_in, limits.inhibit_policy_mapping)
        if any_policy is not None:
            self.no_any_in = _sooner(self.no_any_in, any_policy.skip_certs)


def _policies(certificate: x509.Certificate) -> frozenset[bytes]:
    listed = extension(certificate, x509.CertificatePolicies)
    return frozenset(oid_der(one.policy_identifier) for one in listed or ())


def _one_less(count: int | None) -> int | None:
    return count - 1 if count else count


def _sooner(one: int | None, other: int | None) -> int | None:
    known = [count for count in (one, other) if count is not None]
    return min(known, default=None)
