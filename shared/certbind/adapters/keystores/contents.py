"""Which form a file is of, by what is in it: names such as .crt, .cer and .key tell nothing."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from certbind.adapters.keystores.jks import MAGIC as JKS
from certbind.adapters.keystores.jks import read_jks
from certbind.adapters.keystores.opening import LIBRARY, Passphrases
from certbind.adapters.keystores.pem_blocks import Block, blocks, has_blocks
from certbind.adapters.keystores.pkcs12 import read_pkcs12
from certbind.adapters.keystores.private_keys import encrypted_key, encrypted_pem_key, plain_key
from certbind.domain.trust.leaf import quiet
from certbind.domain.trust.material.refusals import MaterialFileError, UnsupportedFileError
from certbind.domain.trust.material.values import Contents, HeldKey
from certbind.domain.trust.paths.der import Element, elements, first

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PKCS7_ARC = bytes.fromhex("06092a864886f70d0107")
_INDEFINITE = b"\x30\x80"
_INTEGER, _OCTETS, _OID, _SEQUENCE, _BITS = 0x02, 0x04, 0x06, 0x30, 0x03
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_JCEKS = (
    "keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore new.p12 "
    "-deststoretype PKCS12"
)
_KNOWN: dict[bytes, tuple[str, str]] = {
    bytes.fromhex("cececece"): ("is a JCEKS keystore, which is not read.", f"`{_JCEKS}`"),
    b"PK\x03\x04": ("is a zip archive.", "Unpack it, and name the files that are in it."),
    b"\x1f\x8b": ("is a gzip archive.", "Unpack it, and name the files that are in it."),
    b"Rar!": ("is a RAR archive.", "Unpack it, and name the files that are in it."),
    b"7z\xbc\xaf": ("is a 7-Zip archive.", "Unpack it, and name the files that are in it."),
}
_OF_OTHER_PROGRAMS: dict[str, tuple[str, str]] = {
    "OPENSSH PRIVATE KEY": (
        "holds a key in OpenSSH's own form.",
        "`ssh-keygen -p -m PEM -f FILE` rewrites it as PEM; but is it the key of the certificate?",
    ),
    "DSA PRIVATE KEY": (
        "holds a DSA key; OSS, CDN and browsers take RSA and EC.",
        "Order the certificate for an RSA key of 2048 bits or an EC key on P-256.",
    ),
    "PGP PRIVATE KEY BLOCK": ("holds a PGP key, which is none of TLS.", ""),
}
_CONVERT = "`certbind convert FILE` makes of it what servers read."
_REQUESTS = ("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")
_REQUEST = "holds a certificate request (CSR): that goes to the CA, and what comes back is needed."


@dataclass(slots=True)
class _Found:
    """What one file gave so far."""

    place: str
    passphrases: Passphrases
    certificates: list[bytes] = field(default_factory=list)
    keys: list[HeldKey] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def contents(self) -> Contents:
        notes = tuple(dict.fromkeys(self.notes))
        return Contents(self.place, tuple(self.certificates), tuple(self.keys), notes)


def contents_of(data: bytes, place: str, passphrases: Passphrases) -> Contents:
    """Raises the errors of domain/trust/material/refusals.py, and no others, whatever it is."""
    for magic, (told, hint) in _KNOWN.items():
        if data.startswith(magic):
            raise UnsupportedFileError(told, subject=place, hint=hint)
    if data.startswith(JKS):
        return read_jks(data, place, passphrases)
    text = data.decode("utf-16", "replace").encode() if data.startswith(_UTF_16) else data
    found = _Found(place, passphrases)
    if has_blocks(text):
        for block in blocks(text, place):
            _read_block(block, found)
    else:
        _read_der(_der_of(text, place), found)
    return found.contents()


def _der_of(data: bytes, place: str) -> bytes:
    """Base64 without its BEGIN and END lines is taken, too."""
    stripped = data.removeprefix(codecs.BOM_UTF8).strip()
    if not stripped:
        raise MaterialFileError("is empty.", subject=place)
    if _BASE64.fullmatch(stripped):
        try:
            data = binascii.a2b_base64(stripped)
        except binascii.Error:
            data = b""
    if data[:1] == bytes([_SEQUENCE]):
        return data
    told = "is neither PEM nor DER, PKCS#7, PKCS#12 or JKS."
    raise MaterialFileError(told, subject=place)


def _read_block(block: Block, found: _Found) -> None:
    label, place = block.label, found.place
    if label in _OF_OTHER_PROGRAMS:
        told, hint = _OF_OTHER_PROGRAMS[label]
        raise UnsupportedFileError(told, subject=place, hint=hint)
    if block.is_encrypted and label.endswith("PRIVATE KEY"):
        found.keys.append(encrypted_pem_key(block.text, place, found.passphrases))
        return
    read = _LABELS.get(label)
    if read is not None:
        read(block.der(), found)
    elif label in _REQUESTS:
        found.notes.append(f"passed over: {place} {_REQUEST}")
    else:
        found.notes.append(f"passed over: {label} in {place}")


def _take_certificate(der: bytes, found: _Found) -> None:
    found.certificates.append(der)


def _take_trusted(der: bytes, found: _Found) -> None:
    """OpenSSL's TRUSTED CERTIFICATE: the certificate, then whom OpenSSL is to trust it for."""
    try:
        found.certificates.append(first(der).whole)
    except ValueError:
        raise _damaged(found) from None
    found.notes.append(
        f"left out: OpenSSL's trust settings (TRUSTED CERTIFICATE) in {found.place}"
    )


def _take_key(der: bytes, found: _Found) -> None:
    found.keys.append(plain_key(der, found.place))


def _take_encrypted_key(der: bytes, found: _Found) -> None:
    what = "The private key"
    found.keys.append(encrypted_key(der, found.place, found.passphrases, what))


def _take_pkcs7(der: bytes, found: _Found) -> None:
    try:
        with quiet():
            inside = pkcs7.load_der_pkcs7_certificates(der)
    except LIBRARY:
        raise MaterialFileError("is PKCS#7 without certificates.", subject=found.place) from None
    found.certificates += [one.public_bytes(Encoding.DER) for one in inside]


def _pass_over_parameters(_: bytes, __: _Found) -> None:
    """A curve's name or a group for key exchange, which stands before some keys."""


_LABELS: dict[str, Callable[[bytes, _Found], None]] = {
    "CERTIFICATE": _take_certificate,
    "X509 CERTIFICATE": _take_certificate,
    "TRUSTED CERTIFICATE": _take_trusted,
    "PRIVATE KEY": _take_key,
    "RSA PRIVATE KEY": _take_key,
    "EC PRIVATE KEY": _take_key,
    "ENCRYPTED PRIVATE KEY": _take_encrypted_key,
    "PKCS7": _take_pkcs7,
    "PKCS #7 SIGNED DATA": _take_pkcs7,
    "CMS": _take_pkcs7,
    "EC PARAMETERS": _pass_over_parameters,
    "DH PARAMETERS": _pass_over_parameters,
}


def _read_der(der: bytes, found: _Found) -> None:
    if der.startswith(_INDEFINITE):
        _read_ber(der, found)
        return
    try:
        outer = first(der)
        inside = tuple(islice(elements(outer.content), 3))
    except ValueError:
        raise _damaged(found) from None
    tags = tuple(one.tag for one in inside)
    if tags[:1] == (_INTEGER,):
        _read_numbered(outer.whole, inside, found)
    elif tags[:1] == (_OID,):
        _read_content_info(outer.whole, inside[0], found)
    elif tags == (_SEQUENCE, _OCTETS):
        _take_encrypted_key(outer.whole, found)
    elif tags == (_SEQUENCE, _SEQUENCE, _BITS):
        _read_signed(outer.whole, found)
    else:
        raise _unknown(found)


def _read_ber(der: bytes, found: _Found) -> None:
    """BER of indefinite length: PKCS#7 and PKCS#12 are written so by some programs."""
    if der[2:].startswith(_SIGNED_DATA):
        _take_pkcs7(der, found)
    elif der[2:].startswith(b"\x02\x01\x03"):
        _take_pkcs12(der, found)
    else:
        raise _unknown(found)


def _read_numbered(der: bytes, inside: tuple[Element, ...], found: _Found) -> None:
    """Both begin with their version: PKCS#12 with 3, before its content; keys with 0 or 1."""
    if len(inside) > 1 and inside[1].content.startswith(_PKCS7_ARC):
        _take_pkcs12(der, found)
    else:
        _take_key(der, found)


def _take_pkcs12(der: bytes, found: _Found) -> None:
    inside = read_pkcs12(der, found.place, found.passphrases)
    found.certificates += inside.certificates
    found.keys += inside.keys


def _read_content_info(der: bytes, kind: Element, found: _Found) -> None:
    if kind.whole != _SIGNED_DATA:
        told = "is PKCS#7 of a kind that holds no certificates (encrypted or plain data)."
        raise UnsupportedFileError(told, subject=found.place)
    _take_pkcs7(der, found)


def _read_signed(der: bytes, found: _Found) -> None:
    """A certificate, a request or a revocation list: all three are signed alike."""
    if _loads(x509.load_der_x509_csr, der):
        raise UnsupportedFileError(
            _REQUEST, subject=found.place, hint="Name the file that the CA sent."
        )
    if _loads(x509.load_der_x509_crl, der):
        told = "is a revocation list (CRL), no certificate."
        raise UnsupportedFileError(told, subject=found.place, hint="Name the CA's other file.")
    found.certificates.append(der)


def _loads(load: Callable[[bytes], object], der: bytes) -> bool:
    try:
        with quiet():
            load(der)
    except LIBRARY:
        return False
    return True


def _damaged(found: _Found) -> MaterialFileError:
    return MaterialFileError("begins as DER, and is cut off or damaged.", subject=found.place)


def _unknown(found: _Found) -> MaterialFileError:
    told = "is DER, but neither a certificate, a key, PKCS#7 nor PKCS#12."
    return MaterialFileError(told, subject=found.place)


def certificates_alone(data: bytes, place: str) -> Iterable[bytes]:
    """Of a PEM file as a server would read it: in its order, keys passed over unread.
    MaterialFileError for another form and where there is none.
    """
    told = "is no PEM, and servers read nothing else."
    if not has_blocks(data):
        raise MaterialFileError(told, subject=place, hint=_CONVERT)
    found = [one.der() for one in blocks(data, place) if one.label == "CERTIFICATE"]
    if not found:
        told = "holds no block CERTIFICATE, and servers read no other."
        raise MaterialFileError(told, subject=place, hint=_CONVERT)
    return found
