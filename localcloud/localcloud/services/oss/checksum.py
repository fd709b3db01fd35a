"""Checksums of objects as OSS gives them."""

from __future__ import annotations

import base64
import hashlib

import crcmod

_POLYNOMIAL = 0x142F0E1EBA9EA3693
_ALL_ONES = 0xFFFFFFFFFFFFFFFF
_CRC = crcmod.mkCrcFun(_POLYNOMIAL, initCrc=0, xorOut=_ALL_ONES, rev=True)


def crc64(data: bytes) -> str:
    """CRC-64/XZ (ECMA-182, reflected), decimal: `x-oss-hash-crc64ecma`."""
    return str(_CRC(data))


def md5_hex(data: bytes) -> str:
    """Upper hex: the ETag of an object that PutObject made."""
    return hashlib.md5(data).hexdigest().upper()  # noqa: S324 - OSS's checksum, not security


def md5_base64(data: bytes) -> str:
    """The value of Content-MD5."""
    return base64.b64encode(hashlib.md5(data).digest()).decode()  # noqa: S324 - as above
