"""DER as far as the library hands out no raw bytes: elements one after another (X.690, 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cryptography import x509

from certbind.domain.trust.parts.certificate import body_of

_VERSION, _EXTENSIONS = 0xA0, 0xA3
_LONG = 0x80


class Element(NamedTuple):
    """tag: its first byte. whole: with tag and length."""

    tag: int
    content: bytes
    whole: bytes


def elements(data: bytes) -> Iterator[Element]:
    """Those that stand side by side; ValueError where one is cut short. Tags of one byte only."""
    position = 0
    while position < len(data):
        head, length = 2, data[position + 1] if position + 1 < len(data) else _LONG
        if length >= _LONG:
            more = length - _LONG
            head += more
            length = int.from_bytes(data[position + 2 : position + head], "big")
            if not more or position + head > len(data):
                raise ValueError("a length that is no DER")
        end = position + head + length
        if end > len(data):
            raise ValueError("an element that is cut short")
        yield Element(data[position], data[position + head : end], data[position:end])
        position = end


def first(data: bytes) -> Element:
    """The first of them; ValueError where there is none."""
    for one in elements(data):
        return one
    raise ValueError("no element")


def signature_algorithm(certificate: x509.Certificate) -> bytes:
    """The AlgorithmIdentifier in the signed body, to the letter (RFC 5280, section 4.1.2.3)."""
    fields = [one for one in _body(certificate) if one.tag != _VERSION]
    return fields[1].whole


def raw_extension(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> bytes:
    """The value of an extension, b"" where it is not there."""
    for field in _body(certificate):
        if field.tag != _EXTENSIONS:
            continue
        for one in elements(next(elements(field.content)).content):
            number, *_, value = elements(one.content)
            if number.whole == oid_der(oid):
                return value.content
    return b""


def _body(certificate: x509.Certificate) -> Iterator[Element]:
    return elements(next(elements(body_of(certificate))).content)


def oid_der(oid: x509.ObjectIdentifier) -> bytes:
    """X.690, 8.19."""
    first, second, *rest = (int(part) for part in oid.dotted_string.split("."))
    content = b"".join(map(_base_128, (40 * first + second, *rest)))
    return bytes([6, len(content)]) + content


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | (number & 0x7F))
    return bytes(reversed(digits))
