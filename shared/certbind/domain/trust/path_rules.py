"""The rules that a certificate and a path must keep, each read for itself (RFC 5280, section 6).

Sources of the bounds: tls-verification, sections 2.1 and 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE, KeyKind, common_name, is_sm2, key_of

_WEAK_SIGNATURES = frozenset(
    {
        SignatureAlgorithmOID.RSA_WITH_MD5,
        SignatureAlgorithmOID.RSA_WITH_SHA1,
        SignatureAlgorithmOID.DSA_WITH_SHA1,
        SignatureAlgorithmOID.ECDSA_WITH_SHA1,
    }
)
_CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_MIN_RSA_BITS = 2048
_MIN_EXPONENT = 65537
_MAX_COMPARISONS = 4096  # of a name with a constraint; hostile chains hold many of both

E = TypeVar("E", bound=x509.ExtensionType)


def leaf_faults(leaf: x509.Certificate) -> tuple[Fault, ...]:
    """What is wrong with the leaf whatever its chain: key, signature, purpose, being a CA."""
    if is_sm2(leaf):
        return (Fault(FaultClass.INVALID, "its key or signature is SM2, which TLS lacks here"),)
    faults = [*_strength_faults(leaf), *_purpose_faults(leaf)]
    basic = _extension(leaf, x509.BasicConstraints)
    if basic is not None and basic.ca:
        faults.append(Fault(FaultClass.LEAF_IS_CA, "it may sign other certificates"))
    if leaf.serial_number <= 0:
        faults.append(Fault(FaultClass.INVALID, "its serial number is not positive"))
    return tuple(faults)


def path_faults(
    path: tuple[x509.Certificate, ...], at: datetime, *, anchored: bool
) -> tuple[Fault, ...]:
    """What is wrong above the leaf; a root's form is its own business, its dates are not."""
    faults = list(date_faults_above(path, at))
    ends_in_root = anchored or path[-1].subject == path[-1].issuer
    intermediates = path[1:-1] if ends_in_root else path[1:]
    for depth, authority in enumerate(path[1:]):
        rules = _ca_faults(authority) if depth < len(intermediates) else ()
        try:
            faults += [*rules, *_path_length_faults(authority, depth)]
            faults += _constraint_faults(authority, path[0])
        except UNREADABLE:
            faults.append(Fault(FaultClass.INVALID, f"{_name(authority)} is malformed"))
    return tuple(dict.fromkeys(faults))


def date_faults_above(path: tuple[x509.Certificate, ...], at: datetime) -> tuple[Fault, ...]:
    """The CA certificates, root included, that are out of their dates at that moment."""
    return tuple(
        Fault(
            FaultClass.CHAIN_EXPIRED,
            f"{_name(one)} is valid from {one.not_valid_before_utc:%Y-%m-%d} to "
            f"{one.not_valid_after_utc:%Y-%m-%d}",
        )
        for one in path[1:]
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc
    )


def _ca_faults(authority: x509.Certificate) -> Iterator[Fault]:
    try:
        basic = _extension(authority, x509.BasicConstraints)
        usage = _extension(authority, x509.KeyUsage)
        if basic is None or not basic.ca or (usage is not None and not usage.key_cert_sign):
            yield Fault(FaultClass.NOT_A_CA, f"{_name(authority)} may not sign certificates")
        yield from _strength_faults(authority)
        yield from _purpose_faults(authority)
    except UNREADABLE:
        yield Fault(FaultClass.INVALID, f"{_name(authority)} is malformed")


def _path_length_faults(authority: x509.Certificate, below: int) -> Iterator[Fault]:
    basic = _extension(authority, x509.BasicConstraints)
    if basic is not None and basic.path_length is not None and basic.path_length < below:
        allowed = f"{_name(authority)} allows {basic.path_length} CAs below it"
        yield Fault(FaultClass.PATH_LENGTH, f"{allowed}, and {below} are there")


def _purpose_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    """Server authentication must be named where purposes are named at all."""
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    fitting = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    if purposes is not None and fitting.isdisjoint(purposes):
        named = f"{_name(certificate)} is not for TLS servers"
        yield Fault(FaultClass.WRONG_PURPOSE, named)


def _strength_faults(certificate: x509.Certificate) -> Iterator[Fault]:
    if certificate.signature_algorithm_oid in _WEAK_SIGNATURES:
        signed = f"{_name(certificate)} is signed with SHA-1 or MD5"
        yield Fault(FaultClass.WEAK_SIGNATURE, signed)
    kind, size, curve = key_of(certificate)
    if kind is KeyKind.RSA and not _is_strong_rsa(certificate, size):
        yield Fault(FaultClass.WEAK_KEY, f"{_name(certificate)} has an RSA key of {size} bits")
    if kind is KeyKind.EC and curve not in _CURVES:
        yield Fault(FaultClass.WEAK_KEY, f"{_name(certificate)} has a key on {curve}")
    if kind is KeyKind.OTHER:
        yield Fault(FaultClass.WEAK_KEY, f"{_name(certificate)} has neither an RSA nor an EC key")


def _is_strong_rsa(certificate: x509.Certificate, size: int) -> bool:
    key = certificate.public_key()
    exponent = key.public_numbers().e if isinstance(key, rsa.RSAPublicKey) else 0
    odd = exponent % 2 == 1
    return size >= _MIN_RSA_BITS and size % 8 == 0 and odd and exponent >= _MIN_EXPONENT


def _constraint_faults(authority: x509.Certificate, leaf: x509.Certificate) -> Iterator[Fault]:
    """Name constraints on dNSName and iPAddress; those of other kinds are not judged."""
    limits = _extension(authority, x509.NameConstraints)
    names = _extension(leaf, x509.SubjectAlternativeName)
    if limits is None or names is None:
        return
    subtrees = [*(limits.permitted_subtrees or ()), *(limits.excluded_subtrees or ())]
    if len(subtrees) * len(list(names)) > _MAX_COMPARISONS:
        yield Fault(FaultClass.INVALID, f"{_name(authority)} has too many name constraints")
        return
    for kind, within in _KINDS:
        permitted = [one.value for one in limits.permitted_subtrees or () if isinstance(one, kind)]
        excluded = [one.value for one in limits.excluded_subtrees or () if isinstance(one, kind)]
        for name in names.get_values_for_type(kind):
            allowed = not permitted or any(within(name, limit) for limit in permitted)
            if not allowed or any(within(name, limit) for limit in excluded):
                text = f"{_name(authority)} may not certify {name}"
                yield Fault(FaultClass.NAME_CONSTRAINT, text)


def _dns_within(name: object, limit: object) -> bool:
    base = str(limit).lower().removeprefix(".")
    shown = str(name).lower().removeprefix("*.")
    return not base or shown == base or shown.endswith(f".{base}")


def _address_within(name: object, limit: object) -> bool:
    is_address = isinstance(name, IPv4Address | IPv6Address)
    return is_address and isinstance(limit, IPv4Network | IPv6Network) and name in limit


_KINDS: tuple[
    tuple[type[x509.DNSName | x509.IPAddress], Callable[[object, object], bool]], ...
] = ((x509.DNSName, _dns_within), (x509.IPAddress, _address_within))


def _extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _name(certificate: x509.Certificate) -> str:
    return common_name(certificate.subject) or "a certificate without a common name"
