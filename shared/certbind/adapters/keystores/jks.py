"""Java's own keystore, JKS, as `keytool -storetype JKS` writes it (versions 1 and 2).

The format is small and closed: a count, entries of keys with chains and of certificates, and a
digest over all, keyed by the store's passphrase. The libraries that read it are not kept up any
more. Keys are encrypted by a stream of SHA-1 that is Java's own (OID 1.3.6.1.4.1.42.2.17.1.1).
JCEKS is another format.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator

from certbind.adapters.keystores.opening import WrongPassphraseError, opened
from certbind.adapters.keystores.private_keys import plain_key
from certbind.domain.trust.material.refusals import MaterialFileError, UnsupportedFileError
from certbind.domain.trust.material.values import Contents, HeldKey
from certbind.domain.trust.paths.der import elements, first
from certbind.ports.files import Passphrases
from certbind.values import dataclass, field

MAGIC = bytes.fromhex("feedfeed")

_KEY, _CERTIFICATE = 1, 2
_VERSIONS = (1, 2)
_PROTECTION = bytes.fromhex("060a2b060104012a02110101")
_WHITENER = b"Mighty Aphrodite"
_DIGEST = 20
_LONGEST_ALIAS = 64


@dataclass(frozen=True, slots=True)
class _Entry:
    """protected: a key's EncryptedPrivateKeyInfo; b"" for a certificate alone."""

    alias: str
    certificates: tuple[bytes, ...]
    protected: bytes = field(default=b"", repr=False)


def read_jks(data: bytes, place: str, passphrases: Passphrases) -> Contents:
    """A store without keys is read without its passphrase, as keytool lists it."""
    try:
        entries = tuple(_entries(data))
    except _CutOffError:
        raise MaterialFileError("is a JKS keystore that was cut off.", subject=place) from None
    except _UnknownEntryError:
        told = "is a JKS keystore of a version or with an entry that is not known."
        raise UnsupportedFileError(told, subject=place) from None
    with_keys = [one for one in entries if one.protected]
    keys: tuple[HeldKey, ...] = ()
    if with_keys:
        store = opened("The JKS keystore", place, passphrases, _checked(data))
        keys = tuple(_key_of(one, store, place, passphrases) for one in with_keys)
    return Contents(place, tuple(der for one in entries for der in one.certificates), keys)


class _CutOffError(Exception):
    """It ends before what it counts."""


class _UnknownEntryError(Exception):
    """Neither a key nor a certificate, or another version."""


def _entries(data: bytes) -> Iterator[_Entry]:
    reader = _Reader(data[: -_DIGEST or None], len(MAGIC))
    version, count = reader.number(4), reader.number(4)
    if version not in _VERSIONS:
        raise _UnknownEntryError
    for _ in range(count):
        kind, alias = reader.number(4), reader.text()
        reader.take(8)  # when it was made
        if kind == _KEY:
            protected = reader.take(reader.number(4))
            length = reader.number(4)
            chain = tuple(_certificate(reader, version) for _ in range(length))
            yield _Entry(alias, chain, protected)
        elif kind == _CERTIFICATE:
            yield _Entry(alias, (_certificate(reader, version),))
        else:
            raise _UnknownEntryError


def _certificate(reader: _Reader, version: int) -> bytes:
    if version != 1:
        reader.text()  # its type: X.509
    return reader.take(reader.number(4))


@dataclass(slots=True)
class _Reader:
    data: bytes
    position: int

    def take(self, size: int) -> bytes:
        end = self.position + size
        if end > len(self.data):
            raise _CutOffError
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def text(self) -> str:
        """Java's modified UTF-8, for people: what differs from UTF-8 is shown as `?`."""
        return self.take(self.number(2)).decode("utf-8", "replace")


def _checked(data: bytes) -> Callable[[bytes], bytes]:
    """What tells whether a passphrase is the store's; it gives it back."""

    def try_one(passphrase: bytes) -> bytes:
        body, digest = data[:-_DIGEST], data[-_DIGEST:]
        own = hashlib.sha1(_characters(passphrase) + _WHITENER + body, usedforsecurity=False)
        if not hmac.compare_digest(own.digest(), digest):
            raise WrongPassphraseError
        return passphrase

    return try_one


def _key_of(entry: _Entry, store: bytes, place: str, passphrases: Passphrases) -> HeldKey:
    """The key's passphrase is mostly the store's, and may be one of its own."""
    try:
        der = _unprotected(entry.protected, store)
    except WrongPassphraseError:
        what = f"The key {_shown(entry.alias)} in the JKS keystore"
        der = opened(what, place, passphrases, lambda own: _unprotected(entry.protected, own))
    except ValueError:
        told = f"holds the key {_shown(entry.alias)} in a form that is not Java's own."
        raise UnsupportedFileError(told, subject=place) from None
    return plain_key(der, place)


def _unprotected(protected: bytes, passphrase: bytes) -> bytes:
    """PKCS#8. WrongPassphraseError; ValueError where it is protected otherwise."""
    algorithm, octets = elements(first(protected).content)
    if first(algorithm.content).whole != _PROTECTION:
        raise ValueError("another protection")
    sealed = octets.content
    salt, hidden, check = sealed[:_DIGEST], sealed[_DIGEST:-_DIGEST], sealed[-_DIGEST:]
    secret = _characters(passphrase)
    stream, block = bytearray(), salt
    while len(stream) < len(hidden):
        block = hashlib.sha1(secret + block, usedforsecurity=False).digest()
        stream += block
    plain = bytes(one ^ other for one, other in zip(hidden, stream, strict=False))
    own = hashlib.sha1(secret + plain, usedforsecurity=False).digest()
    if not hmac.compare_digest(own, check):
        raise WrongPassphraseError
    return plain


def _characters(passphrase: bytes) -> bytes:
    """As Java has it: UTF-16, big-endian, without a mark."""
    return passphrase.decode("utf-8", "replace").encode("utf-16-be", "surrogatepass")


def _shown(alias: str) -> str:
    printable = "".join(one for one in alias if one.isprintable())
    return repr(printable[:_LONGEST_ALIAS])
