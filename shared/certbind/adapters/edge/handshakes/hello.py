"""Our hello, as near to Chromium's as `ssl` can make it, and what is heard of the answer.

A server chooses by what is offered: with more than a browser offers it would show itself at its
best for us, and fail for visitors.
"""

from __future__ import annotations

import ssl
from typing import Any

from certbind.domain.trust.leaf import KeyKind

_CIPHERS = (
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA",
)  # fmt: skip
"""Chromium 156's suites of TLS 1.2; those of 1.3 are OpenSSL's own default."""

BROWSER_GROUPS = frozenset({0x11EC, 29, 23, 24})
"""X25519MLKEM768, X25519, P-256, P-384. `ssl` can offer OpenSSL's whole list, or one."""

FALLBACK_CURVES = ("prime256v1", "secp384r1", "X25519")
"""What to offer alone, one after the other, where a server chose none of those. In TLS 1.2 it
also limits the curve of an EC certificate, so one on P-256 behind P-384 alone is missed.
"""

_KEY_SHARE = 51
_NAMED_CURVE = 3


class Hearing(ssl.SSLObject):
    """Remembers what a handshake said; from Python's own hook for debugging (3.8 and later)."""

    scheme = 0
    group = 0
    asked_for_certificate = False


def context(curve: str = "", key: KeyKind | None = None) -> ssl.SSLContext:
    """curve, key: where only that one is offered; None: both kinds of key, as browsers do. By one
    kind in TLS 1.2 alone, whose suites name it.

    It checks nothing, on purpose: a verifying one stops at the first fault, and what is served
    is judged off-line from the whole chain. Never use it to send anything.

    Security level 2 keeps SHA-1 signatures of the handshake out of the offer, as browsers do.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if key is not None:
        made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers(":".join((*_suites(key), "@SECLEVEL=2")))
    made.set_alpn_protocols(["h2", "http/1.1"])
    if curve:
        made.set_ecdh_curve(curve)
    made.sslobject_class = Hearing
    _TELL.__set__(made, _hear)
    return made


_TELL: Any = ssl.SSLContext.__base__._msg_callback  # type: ignore[union-attr]  # noqa: SLF001
"""The hook beneath that of `ssl`, which makes three enums of each message before it tells it."""


def _suites(key: KeyKind | None) -> tuple[str, ...]:
    if key is None:
        return _CIPHERS
    return tuple(one for one in _CIPHERS if ("ECDSA" in one) is (key is KeyKind.EC))


def _hear(
    heard: Any, direction: str, _version: int, content: int, message: int, data: bytes
) -> None:
    """Of the messages of RFC 8446, section 4."""
    if content != _HANDSHAKE or direction != "read":
        return
    if message == _SERVER_HELLO:
        heard.group = _key_share(data) or heard.group
    elif message == _CERTIFICATE_VERIFY:
        heard.scheme = int.from_bytes(data[4:6], "big")
    elif message == _SERVER_KEY_EXCHANGE:
        heard.group, heard.scheme = _key_exchange(data)
    elif message == _CERTIFICATE_REQUEST:
        heard.asked_for_certificate = True


_HANDSHAKE = 22
_SERVER_HELLO, _SERVER_KEY_EXCHANGE, _CERTIFICATE_REQUEST, _CERTIFICATE_VERIFY = 2, 12, 13, 15


def _key_exchange(data: bytes) -> tuple[int, int]:
    """Group and scheme of TLS 1.2's ECDHE (RFC 8422, section 5.4); 0 where it is another."""
    if len(data) < 8 or data[4] != _NAMED_CURVE:  # noqa: PLR2004
        return 0, 0
    after = 8 + data[7]
    return int.from_bytes(data[5:7], "big"), int.from_bytes(data[after : after + 2], "big")


def _key_share(data: bytes) -> int:
    """The group of a ServerHello of TLS 1.3 (RFC 8446, section 4.1.3), or 0."""
    position = 4 + 2 + 32
    if len(data) <= position:
        return 0
    position += 1 + data[position] + 2 + 1 + 2  # session id, suite, compression, length
    while position + 4 <= len(data):
        kind = int.from_bytes(data[position : position + 2], "big")
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if kind == _KEY_SHARE:
            return int.from_bytes(data[position + 4 : position + 6], "big")
        position += 4 + length
    return 0
