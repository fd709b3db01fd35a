"""Which addresses are asked a second time, by a client that takes only the other kind of key.

RSA and ECDSA certificates may stand side by side, and a browser, which takes both, is shown one of
them. An edge may have the new one for the one kind and the old one for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from certbind.domain.trust.handshake import Handshake
from certbind.domain.trust.leaf import KeyKind
from certbind.domain.trust.observation import AddressObservation, Attempt

_OTHER = {KeyKind.RSA: KeyKind.EC, KeyKind.EC: KeyKind.RSA}


def to_ask_again(seen: Iterable[AddressObservation], at: datetime) -> list[AddressObservation]:
    """One address of each group that served the same leaf, so that a domain whose addresses agree
    costs one more handshake. Look by look, as time goes on, it is another one of them.
    """
    groups: defaultdict[bytes, list[AddressObservation]] = defaultdict(list)
    for one in seen:
        if one.attempt is Attempt.COMPLETED and one.chain and _kind(one) in _OTHER:
            groups[one.chain[0]].append(one)
    turn = int(at.timestamp())
    return [group[turn % len(group)] for group in groups.values()]


def other_key(first: AddressObservation) -> KeyKind:
    """The kind that its first certificate is not of; KeyError for one that is of neither."""
    return _OTHER[_kind(first)]


def _kind(one: AddressObservation) -> KeyKind:
    return Handshake(one.cipher, one.scheme).key
