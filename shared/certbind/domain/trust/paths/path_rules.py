"""The rules that browsers hold a certificate and a path to, each read for itself.

The rules are Chromium's (RFC 5280, section 6, with what it leaves out): the bench in
tests/judge asks it about every one of them. What browsers take and we advise against is in
advice.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE, KeyKind, is_sm2, key_of
from certbind.domain.trust.parts.certificate import extension
from certbind.domain.trust.parts.once import once
from certbind.domain.trust.paths.blocked_keys import blocked_key
from certbind.domain.trust.paths.extensions import not_understood, shown
from certbind.domain.trust.paths.forms import odd_form
from certbind.domain.trust.paths.name_limits import names_outside
from certbind.domain.trust.paths.policies import lacks_demanded_policy
from certbind.domain.trust.paths.signatures import BROKEN_HASHES, is_read_by_browsers
from certbind.values import replace

_MIN_RSA_BITS = 1024
_CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_PURPOSES = frozenset(
    {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
)

Path = tuple[x509.Certificate, ...]


def leaf_faults(leaf: x509.Certificate) -> tuple[Fault, ...]:
    """What is wrong with the leaf whatever its chain and its handshake."""
    if is_sm2(leaf):
        return (Fault(FaultClass.INVALID, "its key or signature is SM2, which TLS lacks here"),)
    odd = odd_form(leaf)
    told = f"browsers do not read it: {odd}"
    malformed = (Fault(FaultClass.INVALID, told, stops=True),) if odd else ()
    return (*malformed, *_own_faults(leaf), *_weak_key_faults(leaf))


def alone(faults: Iterable[Fault], leaf: x509.Certificate) -> tuple[Fault, ...]:
    """Of a leaf without any issuer at hand: it is the last of its path."""
    signed = frozenset(signature_faults(leaf))
    return tuple(unnoticed(one) if one in signed else one for one in faults)


def path_faults(path: Path, at: datetime, *, anchored: bool) -> tuple[Fault, ...]:
    """What is wrong above the leaf."""
    faults = list(date_faults_above(path, at))
    for position in range(1, len(path)):
        is_last = position == len(path) - 1
        found = authority_faults(path[: position + 1], is_anchor=anchored and is_last)
        faults += map(unnoticed, found) if is_last else found
    if anchored:
        faults += policy_faults(path)
    return tuple(dict.fromkeys(faults))


def unnoticed(fault: Fault) -> Fault:
    """Of the last certificate of a path: browsers come to it after whatever else is wrong."""
    return replace(fault, stops=False)


def policy_faults(path: Path) -> tuple[Fault, ...]:
    """Of a whole path, anchor included."""
    try:
        if lacks_demanded_policy(path):
            return (Fault(FaultClass.INVALID, "a CA demands a policy that does not hold"),)
    except UNREADABLE:
        return (Fault(FaultClass.INVALID, "its policies are malformed"),)
    return ()


def date_faults_above(path: Path, at: datetime) -> tuple[Fault, ...]:
    """The CA certificates, root included, that are out of their dates at that moment."""
    return tuple(
        Fault(
            FaultClass.CHAIN_EXPIRED,
            f"{shown(one)} is valid from {one.not_valid_before_utc:%Y-%m-%d} to "
            f"{one.not_valid_after_utc:%Y-%m-%d}",
        )
        for one in path[1:]
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc
    )


def authority_faults(path: Path, *, is_anchor: bool) -> tuple[Fault, ...]:
    """Of the last certificate of a path that has come so far, but its dates.

    An anchor is trusted as it was signed and named; what it says of its use and its limits
    holds (Chromium heeds that of roots that were added by hand, and no public one differs).
    """
    authority = path[-1]
    try:
        return (
            *(_anchor_faults(authority) if is_anchor else _intermediate_faults(authority)),
            *_path_length_faults(authority, path[1:-1]),
            *_name_faults(authority, path[:-1]),
        )
    except UNREADABLE:
        return (Fault(FaultClass.INVALID, f"{shown(authority)} is malformed"),)


@once
def _anchor_faults(authority: x509.Certificate) -> tuple[Fault, ...]:
    basic = extension(authority, x509.BasicConstraints)
    return (
        *_signing_faults(authority, is_ca=basic is None or basic.ca),
        *_extension_faults(authority),
        *_ca_key_faults(authority),
        *_purpose_faults(authority),
    )


@once
def _intermediate_faults(authority: x509.Certificate) -> tuple[Fault, ...]:
    basic = extension(authority, x509.BasicConstraints)
    return (
        *_signing_faults(authority, is_ca=basic is not None and basic.ca),
        *_own_faults(authority),
        *_ca_key_faults(authority),
    )


def _signing_faults(authority: x509.Certificate, *, is_ca: bool) -> Iterator[Fault]:
    usage = extension(authority, x509.KeyUsage)
    if not is_ca or (usage is not None and not usage.key_cert_sign):
        yield Fault(FaultClass.NOT_A_CA, f"{shown(authority)} may not sign certificates")


def _ca_key_faults(authority: x509.Certificate) -> Iterator[Fault]:
    kind, _, curve = key_of(authority)
    whose = blocked_key(authority)
    if whose:
        blocked = f"browsers block the key of {shown(authority)} (that of {whose})"
        yield Fault(FaultClass.REVOKED, blocked)
    if kind is KeyKind.OTHER or (kind is KeyKind.EC and curve not in _CURVES):
        odd = f"{shown(authority)} has a key that browsers do not read ({curve or 'no RSA or EC'})"
        yield Fault(FaultClass.INVALID, odd)
    yield from _weak_key_faults(authority)


def _own_faults(certificate: x509.Certificate) -> tuple[Fault, ...]:
    """Of a leaf or an intermediate: signature, purposes, what it says that nobody knows."""
    return (
        *signature_faults(certificate),
        *_purpose_faults(certificate),
        *_extension_faults(certificate),
    )


def signature_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    """Chromium looks at the signatures once more after a path was judged, and names one that it
    does not know before whatever else was found; but not at that of the last certificate.
    """
    algorithm = certificate.signature_algorithm_oid
    if algorithm in BROKEN_HASHES:
        signed = f"{shown(certificate)} is signed with SHA-1 or MD5"
        yield Fault(FaultClass.WEAK_SIGNATURE, signed, stops=True)
    elif not is_read_by_browsers(certificate):
        signed = f"{shown(certificate)} is signed in a way that browsers do not read"
        yield Fault(FaultClass.INVALID, signed, stops=True)


def _extension_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    unknown = not_understood(certificate)
    if unknown:
        says = f"{shown(certificate)} holds a critical extension that browsers do not know"
        yield Fault(FaultClass.INVALID, f"{says} ({unknown[0]})")


def _weak_key_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    kind, size, _ = key_of(certificate)
    if kind is KeyKind.RSA and size < _MIN_RSA_BITS:
        yield Fault(FaultClass.WEAK_KEY, f"{shown(certificate)} has an RSA key of {size} bits")
    key = certificate.public_key() if kind is KeyKind.RSA else None
    if isinstance(key, rsa.RSAPublicKey) and not _is_fit_exponent(key.public_numbers().e):
        odd = f"{shown(certificate)} has an RSA key with an exponent that is unfit"
        yield Fault(FaultClass.INVALID, odd)


def _is_fit_exponent(exponent: int) -> bool:
    """BoringSSL takes odd ones from 3 to 33 bits."""
    return exponent % 2 == 1 and exponent > 1 and exponent.bit_length() <= 33  # noqa: PLR2004


def _purpose_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    """Server authentication, or any use, must be named where purposes are named at all."""
    purposes = extension(certificate, x509.ExtendedKeyUsage)
    if purposes is not None and _PURPOSES.isdisjoint(purposes):
        yield Fault(FaultClass.WRONG_PURPOSE, f"{shown(certificate)} is not for TLS servers")


def _path_length_faults(authority: x509.Certificate, below: Path) -> Iterator[Fault]:
    basic = extension(authority, x509.BasicConstraints)
    if basic is None or basic.path_length is None:
        return
    counted = sum(one.subject != one.issuer for one in below)  # section 6.1.4 (l)
    if basic.path_length < counted:
        allowed = f"{shown(authority)} allows {basic.path_length} CAs below it"
        yield Fault(FaultClass.PATH_LENGTH, f"{allowed}, and {counted} are there")


def _name_faults(authority: x509.Certificate, below: Path) -> Iterator[Fault]:
    """Of the leaf, and of every CA between that is not merely a new form of itself."""
    for position, one in enumerate(below):
        if position and one.subject == one.issuer:
            continue
        for name in names_outside(authority, one):
            text = f"{shown(authority)} may not certify {name}"
            yield Fault(FaultClass.NAME_CONSTRAINT, text)
