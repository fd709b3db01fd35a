"""Which form a file is of, by what is in it: names such as .crt, .cer and .key tell nothing."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterable

from certbind.adapters.keystores.der_forms import SEQUENCE, read_der
from certbind.adapters.keystores.found import Found
from certbind.adapters.keystores.jks import MAGIC as JKS
from certbind.adapters.keystores.jks import read_jks
from certbind.adapters.keystores.pem_blocks import blocks, has_blocks
from certbind.adapters.keystores.pem_labels import read_block
from certbind.domain.trust.material.refusals import MaterialFileError, UnsupportedFileError
from certbind.domain.trust.material.values import Contents
from certbind.ports.files import Passphrases

_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNPACK = "Unpack it, and name the files that are in it."
_JCEKS = (
    "`keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore new.p12 "
    "-deststoretype PKCS12`"
)
_NOT_READ: dict[bytes, tuple[str, str]] = {
    bytes.fromhex("cececece"): ("is a JCEKS keystore, which is not read.", _JCEKS),
    b"PK\x03\x04": ("is a zip archive.", _UNPACK),
    b"\x1f\x8b": ("is a gzip archive.", _UNPACK),
    b"Rar!": ("is a RAR archive.", _UNPACK),
    b"7z\xbc\xaf": ("is a 7-Zip archive.", _UNPACK),
}
_CONVERT = "`certbind convert FILE` makes of it what servers read."


def contents_of(data: bytes, place: str, passphrases: Passphrases) -> Contents:
    """Raises the errors of domain/trust/material/refusals.py, and no others, whatever it is."""
    for magic, (told, hint) in _NOT_READ.items():
        if data.startswith(magic):
            raise UnsupportedFileError(told, subject=place, hint=hint)
    if data.startswith(JKS):
        return read_jks(data, place, passphrases)
    text = data.decode("utf-16", "replace").encode() if data.startswith(_UTF_16) else data
    found = Found(place, passphrases)
    if has_blocks(text):
        for block in blocks(text, place):
            read_block(block, found)
    else:
        read_der(_der_of(text, place), found)
    return found.contents()


def certificates_alone(data: bytes, place: str) -> Iterable[bytes]:
    """Of a PEM file as a server would read it: in its order, keys passed over unread.
    MaterialFileError for another form and where there is none.
    """
    if not has_blocks(data):
        told = "is no PEM, and servers read nothing else."
        raise MaterialFileError(told, subject=place, hint=_CONVERT)
    found = [one for one in blocks(data, place) if one.label == "CERTIFICATE"]
    if not found:
        told = "holds no block CERTIFICATE, and servers read no other."
        raise MaterialFileError(told, subject=place, hint=_CONVERT)
    if any(one.on_one_line for one in found):
        told = "holds a block CERTIFICATE without lines of its own, which servers do not read."
        raise MaterialFileError(told, subject=place, hint=_CONVERT)
    return [one.der() for one in found]


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
    if data[:1] == bytes([SEQUENCE]):
        return data
    told = "is neither PEM nor DER, PKCS#7, PKCS#12 or JKS."
    raise MaterialFileError(told, subject=place)
