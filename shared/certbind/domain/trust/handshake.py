"""What a leaf's key allows in a handshake with a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cryptography import x509

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import KeyKind, key_of
from certbind.domain.trust.parts.certificate import extension

BROWSER_SCHEMES = frozenset({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})
"""TLS SignatureSchemes (RFC 8446, section 4.2.3) that Chromium 156 offers."""

_CURVES = frozenset({"secp256r1", "secp384r1"})
_BY_EC = frozenset({0x0203, 0x0403, 0x0503, 0x0603})
_BY_RSA = frozenset({0x0201, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806})


class Handshake(NamedTuple):
    """Part of the key by which chains are known, so a plain tuple.

    cipher: OpenSSL's name of the suite. scheme: the SignatureScheme of the server's signature, 0
    where there was none (key exchange by RSA) or it was not seen.
    """

    cipher: str = ""
    scheme: int = 0

    @property
    def encrypts_to_the_key(self) -> bool:
        """Whether the client encrypts to the certificate's key, and the server signs nothing."""
        suite = self.cipher
        return bool(suite) and not suite.startswith(("TLS_", "ECDHE-", "DHE-", "ADH-", "AECDH-"))

    @property
    def is_tls_1_2(self) -> bool:
        """There browsers come to the use of an RSA key after they have judged its chain."""
        return bool(self.cipher) and not self.cipher.startswith("TLS_")

    @property
    def key(self) -> KeyKind:
        """Of the certificate, as the server used it: RSA, EC, or OTHER where it is neither or was
        not seen.
        """
        if self.encrypts_to_the_key or self.scheme in _BY_RSA:
            return KeyKind.RSA
        return KeyKind.EC if self.scheme in _BY_EC else KeyKind.OTHER


def handshake_faults(leaf: x509.Certificate, handshake: Handshake | None) -> Iterator[Fault]:
    """Of key and key usage; browsers stop there before they look at the chain."""
    kind, _, curve = key_of(leaf)
    if kind is KeyKind.SM2:
        return
    if kind is KeyKind.OTHER or (kind is KeyKind.EC and curve not in _CURVES):
        odd = f"browsers offer no signature for its key ({curve or 'neither RSA nor EC'})"
        yield Fault(FaultClass.KEY_UNUSABLE, odd)
    elif handshake and handshake.scheme and handshake.scheme not in BROWSER_SCHEMES:
        odd = f"it signs the handshake by 0x{handshake.scheme:04x}, which no browser offers"
        yield Fault(FaultClass.NO_COMMON_CIPHER, odd, stops=True)
    usage = extension(leaf, x509.KeyUsage)
    if usage is None:
        return
    stops = not (handshake and kind is KeyKind.RSA and handshake.is_tls_1_2)
    if handshake and handshake.encrypts_to_the_key:
        if not usage.key_encipherment:
            told = "its key may not be encrypted to, as its server asks"
            yield Fault(FaultClass.KEY_USAGE, told, stops=stops)
    elif not usage.digital_signature:
        told = "its key may not sign, as TLS has it do"
        yield Fault(FaultClass.KEY_USAGE, told, stops=stops)
