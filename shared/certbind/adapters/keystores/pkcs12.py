"""PKCS#12 (.pfx, .p12; RFC 7292), modern, legacy (RC2, 3DES) and with PBMAC1 (RFC 9579).

`cryptography` reads all of them, but gives one key and is silent about others: so the bags are
counted here (findings/cryptography-gives-one-key-of-a-pkcs12.sh).
"""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key, pkcs12

from certbind.adapters.keystores.opening import (
    WrongPassphraseError,
    by_library,
    opened,
)
from certbind.adapters.keystores.private_keys import held, with_passphrase
from certbind.domain.trust.material.refusals import MaterialFileError
from certbind.domain.trust.material.values import Contents, HeldKey
from certbind.domain.trust.paths.der import Element, elements, first
from certbind.ports.files import Passphrases

_DATA = bytes.fromhex("06092a864886f70d010701")
_KEY_BAG = bytes.fromhex("060b2a864886f70d010c0a0101")
_SHROUDED_BAG = bytes.fromhex("060b2a864886f70d010c0a0102")
_NESTED_BAGS = bytes.fromhex("060b2a864886f70d010c0a0106")
_DEEPEST = 4


def read_pkcs12(data: bytes, place: str, passphrases: Passphrases) -> Contents:
    """Without a passphrase first: some have none."""
    try:
        return _read(data, None, place)
    except WrongPassphraseError:
        what = "The PKCS#12 file"
        return opened(what, place, passphrases, lambda given: _read(data, given, place))


def _read(data: bytes, passphrase: bytes | None, place: str) -> Contents:
    store = by_library(lambda: pkcs12.load_pkcs12(data, passphrase), "The PKCS#12 file", place)
    entries = [one for one in (store.cert, *store.additional_certs) if one is not None]
    certificates = tuple(one.certificate.public_bytes(Encoding.DER) for one in entries)
    bags = list(_key_bags(data))
    if len(bags) > 1:
        keys = tuple(_key_of(bag, passphrase, place) for bag in bags)
    else:
        keys = () if store.key is None else (held(store.key, place),)
    return Contents(place, certificates, keys)


def _key_of(bag: tuple[bytes, bytes], passphrase: bytes | None, place: str) -> HeldKey:
    kind, value = bag
    try:
        if kind == _SHROUDED_BAG:
            return with_passphrase(value, passphrase or b"", place)
        return held(by_library(lambda: load_der_private_key(value, None), "A key", place), place)
    except WrongPassphraseError:
        told = "holds several private keys, of which one cannot be read."
        raise MaterialFileError(told, subject=place) from None


def _key_bags(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and DER of each key, as far as bags lie open; that is where every known program puts
    keys, each encrypted by itself. In BER, none is found.
    """
    try:
        yield from _bags_of_file(data)
    except ValueError:
        return


def _bags_of_file(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    _, safe, *_ = elements(first(data).content)
    for part in elements(first(_octets(safe)).content):
        kind, *_ = elements(part.content)
        if kind.whole == _DATA:
            yield from _bags(_octets(part), _DEEPEST)


def _bags(content: bytes, depth: int) -> Iterator[tuple[bytes, bytes]]:
    for bag in elements(first(content).content):
        kind, value, *_ = elements(bag.content)
        if kind.whole in (_KEY_BAG, _SHROUDED_BAG):
            yield kind.whole, first(value.content).whole
        elif kind.whole == _NESTED_BAGS and depth:
            yield from _bags(value.content, depth - 1)


def _octets(info: Element) -> bytes:
    """Of a ContentInfo whose content is an OCTET STRING."""
    _, content, *_ = elements(info.content)
    return first(content.content).content
