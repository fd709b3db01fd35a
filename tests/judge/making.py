"""Certificates as no builder would make them: every field and every signature to order.

`cryptography` makes the body; what it refuses (SHA-1, MD5, a serial number of 0, version 1) is put
in by rewriting the DER and signing it anew.
"""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import (
    dsa,
    ec,
    ed448,
    ed25519,
    padding,
    rsa,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = timedelta(days=1)
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH

Extension = tuple[x509.ExtensionType, bool]

_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "p224": ec.SECP224R1,
    "p256": ec.SECP256R1,
    "p384": ec.SECP384R1,
    "p521": ec.SECP521R1,
    "k256": ec.SECP256K1,
    "brainpool": ec.BrainpoolP256R1,
}
_RSA_SIGNATURES = {"md5": 4, "sha1": 5, "sha256": 11, "sha384": 12, "sha512": 13, "sha224": 14}
_EC_SIGNATURES = {
    "sha1": "1.2.840.10045.4.1",
    "sha224": "1.2.840.10045.4.3.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),  # noqa: S303 - a fault under test
    "sha1": hashes.SHA1(),  # noqa: S303 - a fault under test
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_NULL = b"\x05\x00"
ISSUER, VALIDITY, SUBJECT, KEY, EXTENSIONS = 3, 4, 5, 6, 7
"""Fields of a body of version 3, by their place (RFC 5280, section 4.1)."""

Edit = tuple[int, Callable[[bytes], bytes]]


@dataclass(frozen=True)
class Form:
    """How one certificate is made. begin, end: days from now. Extensions of None are left out."""

    subject: str
    key: str = "p256"
    twin: int = 0  # another key of the same kind
    hash_: str = "sha256"
    begin: float = -10
    end: float = 60
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    san_critical: bool = False
    ca: bool | None = None
    path_length: int | None = None
    basic_critical: bool = True
    usage: frozenset[str] | None = frozenset({"digital_signature"})
    usage_critical: bool = True
    purposes: tuple[x509.ObjectIdentifier, ...] | None = (SERVER,)
    purposes_critical: bool = False
    key_ids: str = "both"  # both, none, own, parent, wrong
    permitted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    constraints_critical: bool = True
    more: tuple[Extension, ...] = ()
    serial: int | None = None
    version: int = 3
    forged: bool = False
    told: str = ""  # another hash than it is signed with, told outside of the signed body
    algorithm: bytes = b""  # as it is told, inside and outside, whatever it is signed with
    salt: int = 0  # of PSS, where it is not as long as the hash
    edits: tuple[Edit, ...] = ()  # of the body's fields, before it is signed
    after: bytes = b""  # behind the certificate

    def at(self, now: datetime) -> tuple[datetime, datetime]:
        """Its dates."""
        return now + self.begin * DAY, now + self.end * DAY


@dataclass(frozen=True)
class Made:
    """A certificate and its private key."""

    der: bytes
    key: Any
    form: Form


@cache
def key_of(kind: str, twin: int = 0) -> Any:
    """One key of each kind and number a process: making them is what takes time."""
    if kind in _CURVES:
        return ec.generate_private_key(_CURVES[kind]())
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "ed448":
        return ed448.Ed448PrivateKey.generate()
    if kind == "dsa":
        return dsa.generate_private_key(2048)
    exponent = ["-3"] if kind.endswith("e3") else []
    bits = kind.removeprefix("rsa").removesuffix("e3")
    made = subprocess.run(["openssl", "genrsa", *exponent, bits], capture_output=True, check=True)
    return load_pem_private_key(made.stdout, None)


def make(form: Form, now: datetime, parent: Made | None = None) -> Made:
    """A certificate; without a parent it signs itself."""
    key = key_of(form.key, form.twin)
    signer = parent.key if parent else key
    body = _body(form, now, key, signer, parent.form.subject if parent else form.subject)
    is_rsa = isinstance(signer, rsa.RSAPrivateKey)
    hash_ = form.hash_ if is_rsa else form.hash_.replace("pss", "sha")
    algorithm = form.algorithm or _algorithm(signer, hash_)
    fields = list(_fields(body))
    start = 1
    if form.serial is not None:
        fields[1] = integer(form.serial)
    fields[2] = algorithm
    for place, edit in form.edits:
        fields[place] = edit(fields[place])
    if form.version == 1:
        fields = fields[start:7]
    body = wrap(0x30, b"".join(fields))
    signature = _sign(signer, body, hash_, form.salt)
    if form.forged:
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    told = _algorithm(signer, form.told) if form.told else algorithm
    der = wrap(0x30, body + told + wrap(0x03, b"\x00" + signature))
    return Made(der + form.after, key, form)


def name_of(common_name: str) -> x509.Name:
    """With an organisation, so that constraints on directory names have something to bite on.

    "": without any attribute at all.
    """
    if not common_name:
        return x509.Name([])
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Judge"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _body(form: Form, now: datetime, key: Any, signer: Any, issuer: str) -> bytes:
    begin, end = form.at(now)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(form.subject))
        .issuer_name(name_of(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    for extension, critical in _extensions(form, key, signer):
        builder = builder.add_extension(extension, critical)
    return builder.sign(key_of("p256", 99), hashes.SHA256()).tbs_certificate_bytes


def _extensions(form: Form, key: Any, signer: Any) -> Iterator[Extension]:
    if form.names or form.addresses:
        names: list[x509.GeneralName] = [x509.DNSName(name) for name in form.names]
        names += [x509.IPAddress(ip_address(one)) for one in form.addresses]
        yield x509.SubjectAlternativeName(names), form.san_critical
    if form.ca is not None:
        yield x509.BasicConstraints(form.ca, form.path_length), form.basic_critical
    if form.usage is not None:
        yield _usage(form.usage), form.usage_critical
    if form.purposes is not None:
        yield x509.ExtendedKeyUsage(form.purposes), form.purposes_critical
    if form.permitted or form.excluded:
        limits = x509.NameConstraints(
            [_limit(one) for one in form.permitted] or None,
            [_limit(one) for one in form.excluded] or None,
        )
        yield limits, form.constraints_critical
    yield from _key_ids(form.key_ids, key, signer)
    yield from form.more


def _key_ids(which: str, key: Any, signer: Any) -> Iterator[Extension]:
    if which in ("both", "own", "wrong"):
        yield x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
    if which in ("both", "parent"):
        yield x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
    if which == "wrong":
        yield x509.AuthorityKeyIdentifier(b"\x01" * 20, None, None), False


def _limit(text: str) -> x509.GeneralName:
    """`dir:O` is a directory name with that organisation, `mail:…` a mailbox, else a DNS name."""
    kind, _, value = text.rpartition(":")
    if kind == "dir":
        attribute = x509.NameAttribute(NameOID.ORGANIZATION_NAME, value)
        return x509.DirectoryName(x509.Name([attribute]))
    return x509.RFC822Name(value) if kind == "mail" else x509.DNSName(text)


def _usage(bits: frozenset[str]) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{bit: bit in bits for bit in every})


def _algorithm(signer: Any, hash_: str) -> bytes:
    if hash_.startswith("pss"):
        return _pss(hash_.removeprefix("pss"))
    if isinstance(signer, rsa.RSAPrivateKey):
        oid = f"1.2.840.113549.1.1.{_RSA_SIGNATURES[hash_]}"
        return wrap(0x30, oid_of(oid) + _NULL)
    if isinstance(signer, ed25519.Ed25519PrivateKey):
        return wrap(0x30, oid_of("1.3.101.112"))
    if isinstance(signer, ed448.Ed448PrivateKey):
        return wrap(0x30, oid_of("1.3.101.113"))
    if isinstance(signer, dsa.DSAPrivateKey):
        return wrap(0x30, oid_of("2.16.840.1.101.3.4.3.2"))
    return wrap(0x30, oid_of(_EC_SIGNATURES[hash_]))


_PSS_HASHES = {
    "1": "1.3.14.3.2.26",
    "256": "2.16.840.1.101.3.4.2.1",
    "384": "2.16.840.1.101.3.4.2.2",
}
_PSS_SALTS = {"1": 20, "256": 32, "384": 48}


def _pss(bits: str) -> bytes:
    """RFC 4055, section 3.1, with MGF1 of the same hash and a salt of its length."""
    hashed = wrap(0x30, oid_of(_PSS_HASHES[bits]) + _NULL)
    masked = wrap(0x30, oid_of("1.2.840.113549.1.1.8") + hashed)
    told = wrap(0xA0, hashed) + wrap(0xA1, masked) + wrap(0xA2, integer(_PSS_SALTS[bits]))
    is_default = bits == "1"
    return wrap(0x30, oid_of("1.2.840.113549.1.1.10") + wrap(0x30, b"" if is_default else told))


def _sign(signer: Any, body: bytes, hash_: str, salt: int) -> bytes:
    if hash_.startswith("pss"):
        bits = hash_.removeprefix("pss")
        used = _HASHES[f"sha{bits}"]
        masked = padding.PSS(padding.MGF1(used), salt or _PSS_SALTS[bits])
        return bytes(signer.sign(body, masked, used))
    if isinstance(signer, rsa.RSAPrivateKey):
        return bytes(signer.sign(body, padding.PKCS1v15(), _HASHES[hash_]))
    if isinstance(signer, ec.EllipticCurvePrivateKey):
        return bytes(signer.sign(body, ec.ECDSA(_HASHES[hash_])))
    if isinstance(signer, dsa.DSAPrivateKey):
        return bytes(signer.sign(body, hashes.SHA256()))
    return bytes(signer.sign(body))


def _fields(body: bytes) -> Iterator[bytes]:
    """The parts of a sequence, each with its tag and length."""
    position = len(body) - _content_length(body, 0)[0]
    while position < len(body):
        length, head = _content_length(body, position)
        yield body[position : position + head + length]
        position += head + length


def _content_length(data: bytes, position: int) -> tuple[int, int]:
    """Length of the content, and of tag and length before it."""
    first = data[position + 1]
    if first < 0x80:
        return first, 2
    count = first & 0x7F
    return int.from_bytes(data[position + 2 : position + 2 + count], "big"), 2 + count


def wrap(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def integer(value: int) -> bytes:
    size = value.bit_length() // 8 + 1
    return wrap(0x02, value.to_bytes(size, "big", signed=True))


def oid_of(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = bytes([40 * first + second]) if first < 2 else b""
    if first == 2:
        rest = [80 + second, *rest]
    for part in rest:
        groups = [part & 0x7F]
        while part := part >> 7:
            groups.append(0x80 | (part & 0x7F))
        content += bytes(reversed(groups))
    return wrap(0x06, content)


def pem_of(der: bytes) -> str:
    """As a text."""
    return ssl.DER_cert_to_PEM_cert(der)
