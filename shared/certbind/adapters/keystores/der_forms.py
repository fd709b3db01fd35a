"""Which form DER or BER is of: each has another first element."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from cryptography import x509

from certbind.adapters.keystores.found import REQUEST, Found
from certbind.adapters.keystores.opening import LIBRARY
from certbind.domain.trust.leaf import quiet
from certbind.domain.trust.material.refusals import MaterialFileError, UnsupportedFileError
from certbind.domain.trust.paths.der import Element, elements, first

SEQUENCE = 0x30
_INTEGER, _BITS, _OCTETS, _OID = 0x02, 0x03, 0x04, 0x06
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PKCS7_ARC = bytes.fromhex("06092a864886f70d0107")
_INDEFINITE = b"\x30\x80"
_VERSION_OF_PKCS12 = b"\x02\x01\x03"


def read_der(der: bytes, found: Found) -> None:
    """Raises the errors of refusals.py. Bytes behind the first element are passed over."""
    if der.startswith(_INDEFINITE):
        _read_ber(der, found)
        return
    try:
        outer = first(der)
        inside = tuple(islice(elements(outer.content), 3))
    except ValueError:
        raise found.damaged() from None
    tags = tuple(one.tag for one in inside)
    if tags[:1] == (_INTEGER,):
        _read_numbered(outer.whole, inside, found)
    elif tags[:1] == (_OID,):
        _read_content_info(outer.whole, inside[0], found)
    elif tags == (SEQUENCE, _OCTETS):
        found.take_encrypted_key(outer.whole)
    elif tags == (SEQUENCE, SEQUENCE, _BITS):
        _read_signed(outer.whole, found)
    else:
        raise _unknown(found)


def _read_ber(der: bytes, found: Found) -> None:
    """BER of indefinite length: PKCS#7 and PKCS#12 are written so by some programs."""
    if der[2:].startswith(_SIGNED_DATA):
        found.take_pkcs7(der)
    elif der[2:].startswith(_VERSION_OF_PKCS12):
        found.take_pkcs12(der)
    else:
        raise _unknown(found)


def _read_numbered(der: bytes, inside: tuple[Element, ...], found: Found) -> None:
    """Both begin with their version: PKCS#12 with 3, before its content; keys with 0 or 1."""
    if len(inside) > 1 and inside[1].content.startswith(_PKCS7_ARC):
        found.take_pkcs12(der)
    else:
        found.take_key(der)


def _read_content_info(der: bytes, kind: Element, found: Found) -> None:
    if kind.whole != _SIGNED_DATA:
        told = "is PKCS#7 of a kind that holds no certificates (encrypted or plain data)."
        raise UnsupportedFileError(told, subject=found.place)
    found.take_pkcs7(der)


def _read_signed(der: bytes, found: Found) -> None:
    """A certificate, a request or a revocation list: all three are signed alike."""
    if _loads(x509.load_der_x509_csr, der):
        hint = "Name the file that the CA sent."
        raise UnsupportedFileError(REQUEST, subject=found.place, hint=hint)
    if _loads(x509.load_der_x509_crl, der):
        told = "is a revocation list (CRL), no certificate."
        raise UnsupportedFileError(told, subject=found.place, hint="Name the CA's other file.")
    found.take_certificate(der)


def _loads(load: Callable[[bytes], object], der: bytes) -> bool:
    try:
        with quiet():
            load(der)
    except LIBRARY:
        return False
    return True


def _unknown(found: Found) -> MaterialFileError:
    told = "is DER, but neither a certificate, a key, PKCS#7 nor PKCS#12."
    return MaterialFileError(told, subject=found.place)
