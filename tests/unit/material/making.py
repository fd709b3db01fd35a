"""Files as CAs, servers and Java leave them behind, made here.

`keytool` is not to be had everywhere, so JKS is written by its format; `keytool.jks` beside this
file is one that it wrote itself (OpenJDK 17), with a made-up key:

    keytool -genkeypair -alias a -keyalg EC -groupname secp256r1 -storetype JKS
        -keystore keytool.jks -storepass changeit -keypass otherpass
        -dname CN=a.x.example -ext san=dns:a.x.example
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from certbind.adapters.keystores.contents import contents_of
from certbind.domain.trust.material.values import Contents
from tests.fakes.certificates import Issued, Key

KEYTOOL = Path(__file__).with_name("keytool.jks")
SECRET = "corréct horse"  # beyond ASCII: Java and PKCS#12 have it in UTF-16
PLAIN = NoEncryption()


def read(data: bytes | str, *passphrases: str, name: str = "file") -> Contents:
    """As a person who knows these."""
    octets = data.encode() if isinstance(data, str) else data
    return contents_of(octets, name, lambda _: [one.encode() for one in passphrases])


def key_pem(
    key: Key,
    form: PrivateFormat = PrivateFormat.PKCS8,
    secret: KeySerializationEncryption = PLAIN,
) -> str:
    return key.private_bytes(Encoding.PEM, form, secret).decode()


def key_der(key: Key, form: PrivateFormat, secret: KeySerializationEncryption = PLAIN) -> bytes:
    return key.private_bytes(Encoding.DER, form, secret)


def traditional(key: Key) -> str:
    """As CAS and CDN take it."""
    return key_pem(key, PrivateFormat.TraditionalOpenSSL)


def pfx(leaf: Issued, *others: Issued, secret: str = SECRET) -> bytes:
    """PKCS#12 as `cryptography` makes it today."""
    above = [one.certificate for one in others]
    sealed = BestAvailableEncryption(secret.encode()) if secret else PLAIN
    return pkcs12.serialize_key_and_certificates(None, leaf.key, leaf.certificate, above, sealed)


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    """What it prints. A machine may lack it, or the old ciphers, which are a part of its own."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here (Debian: openssl)", allow_module_level=True)
    if "legacy" in " ".join(arguments) and not _has_old_ciphers():
        pytest.skip("openssl has no old ciphers (Debian 13: openssl-provider-legacy)")
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@cache
def _has_old_ciphers() -> bool:
    listed = ["openssl", "list", "-providers", "-provider", "legacy"]
    return subprocess.run(listed, capture_output=True, check=False).returncode == 0


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element of DER."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


OID_DATA = bytes.fromhex("06092a864886f70d010701")
_PBKDF2 = bytes.fromhex("06092a864886f70d01050c")
_PBMAC1 = bytes.fromhex("06092a864886f70d01050e")
_HMAC_SHA256 = tlv(0x30, bytes.fromhex("06082a864886f70d0209"), b"\x05\x00")
_ROUNDS = 2048


def safe_of(file: bytes) -> bytes:
    """The SafeContents parts of a PKCS#12 file, without the sequence around them."""
    from certbind.domain.trust.paths.der import elements, first  # noqa: PLC0415

    _, info, *_ = elements(first(file).content)
    _, content = elements(info.content)
    return first(first(content.content).content).content


def pfx_of_parts(*parts: bytes, mac: bytes = b"") -> bytes:
    """A PKCS#12 file with all of these; without a digest unless one is given."""
    octets = tlv(0x04, tlv(0x30, *parts))
    return tlv(0x30, b"\x02\x01\x03", tlv(0x30, OID_DATA, tlv(0xA0, octets)), mac)


def with_pbmac1(file: bytes, secret: str, rounds_of_mac: bytes = b"") -> bytes:
    """The same with a digest by RFC 9579: PBKDF2 and HMAC, both with SHA-256."""
    body = tlv(0x30, safe_of(file))
    salt = b"salt of 16 bytes"
    key = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, _ROUNDS, 32)
    rounds, length = b"\x02\x02" + _ROUNDS.to_bytes(2, "big"), b"\x02\x01\x20"
    kdf = tlv(0x30, _PBKDF2, tlv(0x30, tlv(0x04, salt), rounds, length, _HMAC_SHA256))
    algorithm = tlv(0x30, _PBMAC1, tlv(0x30, kdf, _HMAC_SHA256))
    digest = tlv(0x04, hmac.new(key, body, "sha256").digest())
    salted = tlv(0x04, b"not used")
    mac = tlv(0x30, tlv(0x30, algorithm, digest), salted, rounds_of_mac)
    return pfx_of_parts(safe_of(file), mac=mac)


def jks(*entries: bytes, secret: str = SECRET, version: int = 2, magic: str = "feedfeed") -> bytes:
    """A store of entries: count, entries, and a digest over it all."""
    body = bytes.fromhex(magic) + version.to_bytes(4, "big") + len(entries).to_bytes(4, "big")
    body += b"".join(entries)
    keyed = secret.encode("utf-16-be") + b"Mighty Aphrodite" + body
    return body + hashlib.sha1(keyed, usedforsecurity=False).digest()


def jks_key(
    key: Key, chain: Iterable[bytes], *, secret: str = SECRET, alias: str = "a", version: int = 2
) -> bytes:
    """An entry of a key with its chain."""
    sealed = _protected(key_der(key, PrivateFormat.PKCS8), secret)
    algorithm = tlv(0x30, bytes.fromhex("060a2b060104012a02110101"), b"\x05\x00")
    protected = tlv(0x30, algorithm, tlv(0x04, sealed))
    certificates = [_jks_der(der, version) for der in chain]
    head = b"\0\0\0\1" + _text(alias) + bytes(8)
    count = len(certificates).to_bytes(4, "big")
    return head + _sized(protected) + count + b"".join(certificates)


def jks_certificate(der: bytes, *, alias: str = "ca", version: int = 2) -> bytes:
    """An entry of a certificate alone."""
    return b"\0\0\0\2" + _text(alias) + bytes(8) + _jks_der(der, version)


def _jks_der(der: bytes, version: int) -> bytes:
    return (_text("X.509") if version == 2 else b"") + _sized(der)


def _protected(plain: bytes, secret: str) -> bytes:
    """Java's own stream of SHA-1."""
    characters, salt = secret.encode("utf-16-be"), os.urandom(20)
    stream, block = b"", salt
    while len(stream) < len(plain):
        block = hashlib.sha1(characters + block, usedforsecurity=False).digest()
        stream += block
    hidden = bytes(a ^ b for a, b in zip(plain, stream, strict=False))
    check = hashlib.sha1(characters + plain, usedforsecurity=False).digest()
    return salt + hidden + check


def _text(text: str) -> bytes:
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def pem(ders: Sequence[bytes]) -> str:
    from cryptography import x509  # noqa: PLC0415

    loaded = (x509.load_der_x509_certificate(der) for der in ders)
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in loaded)
