"""Facts of a certificate that are read once: a loaded one never changes.

Judging a chain asks for the same few of them dozens of times, and each is a walk through its
extensions. They are kept by the object, which is held so long that no other takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from cryptography import x509

T = TypeVar("T")

MOST_KEPT = 256
"""Of each fact; then all of it is forgotten, which no thread can meet halfway."""


def once(read: Callable[[x509.Certificate], T]) -> Callable[[x509.Certificate], T]:
    """What it raises is not kept, and raised anew."""
    known: dict[int, tuple[x509.Certificate, T]] = {}

    @wraps(read)
    def found(certificate: x509.Certificate) -> T:
        kept = known.get(id(certificate))
        if kept is not None:
            return kept[1]
        fact = read(certificate)
        known[id(certificate)] = certificate, fact
        if len(known) > MOST_KEPT:
            known.clear()
        return fact

    return found


def once_of_two(
    read: Callable[[x509.Certificate, x509.Certificate], T],
) -> Callable[[x509.Certificate, x509.Certificate], T]:
    """The same of a certificate and another."""
    known: dict[tuple[int, int], tuple[x509.Certificate, x509.Certificate, T]] = {}

    @wraps(read)
    def found(one: x509.Certificate, other: x509.Certificate) -> T:
        pair = id(one), id(other)
        kept = known.get(pair)
        if kept is not None:
            return kept[2]
        fact = read(one, other)
        known[pair] = one, other, fact
        if len(known) > MOST_KEPT:
            known.clear()
        return fact

    return found
