"""The path-building verifier of `cryptography`, with name and time neutralised.

Its API is marked unstable, so it is used nowhere else. What its one sentence says is never
read: it answers with a path or with none.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from certbind.domain.trust.leaf import UNREADABLE, Leaf

_PURPOSES = frozenset(
    {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
)


def trusted_path(
    leaf: x509.Certificate,
    facts: Leaf,
    pool: tuple[x509.Certificate, ...],
    store: Store,
    at: datetime,
) -> tuple[x509.Certificate, ...] | None:
    """A path from the leaf to a root of the store, both included; None: it is refused.

    The leaf is asked for one of its own names, at `at` or, when it is out of its dates then, at
    the nearest moment of its life.
    """
    moment = min(max(at, facts.not_before), facts.not_after)
    try:
        builder = PolicyBuilder().store(store).time(moment)
        subject = _own_name(facts)
        if subject is None:
            return _nameless_path(builder, leaf, pool)
        return tuple(builder.build_server_verifier(subject).verify(leaf, list(pool)))
    except (VerificationError, *UNREADABLE):
        return None


def _own_name(facts: Leaf) -> x509.DNSName | x509.IPAddress | None:
    """A name of the leaf that the verifier takes; it refuses underscores and bare labels `*`."""
    for name in facts.names:
        asked = name.replace("*", "certbind", 1)
        if all(character.isalnum() or character in "-." for character in asked):
            return x509.DNSName(asked)
    return x509.IPAddress(ip_address(facts.addresses[0])) if facts.addresses else None


def _nameless_path(
    builder: PolicyBuilder, leaf: x509.Certificate, pool: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    """The verifier's client side asks for no name; it is told to ask for a server's purpose."""
    defaults = ExtensionPolicy.webpki_defaults_ca(), ExtensionPolicy.webpki_defaults_ee()
    ca_policy, ee_policy = (
        policy.may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _serves)
        for policy in defaults
    )
    ee_policy = ee_policy.may_be_present(x509.SubjectAlternativeName, Criticality.AGNOSTIC, None)
    nameless = builder.extension_policies(ca_policy=ca_policy, ee_policy=ee_policy)
    return tuple(nameless.build_client_verifier().verify(leaf, list(pool)).chain)


def _serves(
    _policy: Policy, _certificate: x509.Certificate, purposes: x509.ExtendedKeyUsage | None
) -> None:
    if purposes is not None and _PURPOSES.isdisjoint(purposes):
        raise ValueError("the certificate is not for TLS servers")
