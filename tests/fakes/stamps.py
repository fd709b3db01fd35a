"""Stamps of public logs (RFC 6962, section 3.3) as a CA embeds them; nobody checks them here."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509

_OID = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")


def stamped(*moments: datetime, same_log: bool = False) -> x509.UnrecognizedExtension:
    """One of each moment, each of another log."""
    listed = b"".join(_stamp(0 if same_log else n, at) for n, at in enumerate(moments))
    value = len(listed).to_bytes(2, "big") + listed
    length = bytes([len(value)]) if len(value) < 0x80 else b"\x82" + len(value).to_bytes(2, "big")
    if len(value) in range(0x80, 0x100):
        length = bytes([0x81, len(value)])
    return x509.UnrecognizedExtension(_OID, b"\x04" + length + value)


def _stamp(log: int, at: datetime) -> bytes:
    milliseconds = int(at.timestamp() * 1000)
    body = b"\x00" + bytes([log]) * 32 + milliseconds.to_bytes(8, "big") + b"\x00\x00"
    body += b"\x04\x03\x00\x04sign"
    return len(body).to_bytes(2, "big") + body
