"""What some clients ask of a leaf and Chrome does not, whatever its root: told as warnings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import UNREADABLE
from certbind.domain.trust.parts.certificate import extension

_APPLE_SINCE = datetime(2019, 7, 1, tzinfo=timezone.utc)
_APPLE_DAYS = 825  # of any issuer (Apple's support pages)
_SERVERS_ONLY_SINCE = datetime(2027, 3, 15, tzinfo=timezone.utc)
"""Chrome Root Program Policy 1.8: from then on leaves of public roots are for servers alone."""


def leaf_warnings(leaf: x509.Certificate, *, is_public: bool) -> tuple[Fault, ...]:
    """is_public: whether it ends in a root that stores hold."""
    try:
        return tuple(_warnings(leaf, is_public=is_public))
    except UNREADABLE:
        return ()


def _warnings(leaf: x509.Certificate, *, is_public: bool) -> Iterator[Fault]:
    begin, end = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    named = extension(leaf, x509.ExtendedKeyUsage)
    purposes = frozenset(named or ())
    if begin >= _APPLE_SINCE:
        if end - begin > timedelta(days=_APPLE_DAYS):
            lasts = f"it lasts {(end - begin).days} days, and {_APPLE_DAYS} are the most"
            yield Fault(FaultClass.APPLE_REFUSES, lasts)
        if ExtendedKeyUsageOID.SERVER_AUTH not in purposes:
            yield Fault(FaultClass.APPLE_REFUSES, "it does not name servers among its purposes")
    is_for_clients = ExtendedKeyUsageOID.CLIENT_AUTH in purposes
    if is_public and is_for_clients and begin >= _SERVERS_ONLY_SINCE:
        late = f"it is for clients too, and was issued after {_SERVERS_ONLY_SINCE:%Y-%m-%d}"
        yield Fault(FaultClass.CLIENT_AUTH_TOO, late)
    if extension(leaf, x509.TLSFeature) is not None:
        yield Fault(FaultClass.MUST_STAPLE, "Firefox refuses it where no OCSP answer is stapled")
